/* The tree of areas as the packs hold it: every province with its prefectures, every area below a
   province, codes of the standard and of the project apart. The counts are those of GB/T 2260. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "packs.h"

static struct gj_pack_set *set;

static int load(void **state)
{
    (void)state;
    set = packs_load((struct gj_pack_options){.with_example = true});
    return 0;
}

static int unload(void **state)
{
    (void)state;
    gj_pack_free(set);
    return 0;
}

static const struct gj_policy *policy(void)
{
    return gj_pack_policy(set);
}

static const char *kind(const struct gj_area_info *info)
{
    return gj_policy_text(policy(), info->kind);
}

/* Prefectures, and counties directly under the province. */
static const struct province {
    gj_area area;
    int cities, counties;
} provinces[] = {
    {110000, 0, 0},   {120000, 0, 0},  {130000, 11, 0}, {140000, 11, 0}, {150000, 12, 0},
    {210000, 14, 0},  {220000, 9, 0},  {230000, 13, 0}, {310000, 0, 0},  {320000, 13, 0},
    {330000, 11, 0},  {340000, 16, 0}, {350000, 9, 0},  {360000, 11, 0}, {370000, 16, 0},
    {410000, 17, 1},  {420000, 13, 4}, {430000, 14, 0}, {440000, 21, 0}, {450000, 14, 0},
    {460000, 4, 15},  {500000, 0, 0},  {510000, 21, 0}, {520000, 9, 0},  {530000, 16, 0},
    {540000, 7, 0},   {610000, 10, 0}, {620000, 14, 0}, {630000, 8, 0},  {640000, 5, 0},
    {650000, 14, 12},
};

static int count_below(gj_area province, const char *wanted, bool direct)
{
    int count = 0;
    for (int i = 0; i < gj_policy_area_count(policy()); i++) {
        const struct gj_area_info *info = gj_policy_area_at(policy(), i);
        bool is_direct = info->area / 100 % 100 == 90;
        if (info->area != province && gj_area_province(info->area) == province &&
            is_direct == direct && strcmp(kind(info), wanted) == 0)
            count++;
    }
    return count;
}

static void test_pack_areas__every_province_has_its_prefectures(void **state)
{
    (void)state;
    int cities = 0;
    for (size_t i = 0; i < sizeof provinces / sizeof provinces[0]; i++) {
        const struct province *one = &provinces[i];
        const struct gj_area_info *info = gj_policy_area(policy(), one->area);
        assert_non_null(info);
        assert_string_equal(kind(info), "province");
        if (count_below(one->area, "city", false) != one->cities)
            fail_msg("%d: %d cities", one->area, count_below(one->area, "city", false));
        if (count_below(one->area, "county", true) != one->counties)
            fail_msg("%d: %d direct counties", one->area, count_below(one->area, "county", true));
        cities += one->cities;
    }
    assert_int_equal(cities, 333);
}

/* The nearest code above that stands in the tree; codes of groups (419000, 110100) do not. */
static const struct gj_area_info *above(gj_area area)
{
    for (area = gj_area_parent(area); area != 0; area = gj_area_parent(area))
        if (gj_policy_area(policy(), area))
            return gj_policy_area(policy(), area);
    return NULL;
}

static void test_pack_areas__parents_are_of_the_kind_above(void **state)
{
    (void)state;
    for (int i = 0; i < gj_policy_area_count(policy()); i++) {
        const struct gj_area_info *info = gj_policy_area_at(policy(), i);
        const struct gj_area_info *parent = above(info->area);
        if (i > 0) /* in order, none twice */
            assert_true(gj_policy_area_at(policy(), i - 1)->area < info->area);
        if (info->area == GJ_AREA_NATION) {
            assert_null(parent);
            continue;
        }
        assert_non_null(parent);
        bool is_top = strcmp(kind(info), "province") == 0 || strcmp(kind(info), "corps") == 0;
        assert_int_equal(parent->area == GJ_AREA_NATION, is_top);
        if (strcmp(kind(info), "city") == 0)
            assert_string_equal(kind(parent), "province");
    }
}

static const char *const parents[][2] = {
    {"130181", "130100"}, {"419001", "410000"}, {"469030", "460000"}, {"659004", "650000"},
    {"110119", "110000"}, {"500235", "500000"}, {"139801", "130000"}, {"519900", "510000"},
    {"660000", "100000"}, {"320707", "320700"},
};

static void test_pack_areas__direct_counties_and_own_levels_lie_under_their_province(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof parents / sizeof parents[0]; i++) {
        int64_t area, parent;
        assert_true(gj_decimal_parse(gj_slice(parents[i][0]), 0, 6, &area));
        assert_true(gj_decimal_parse(gj_slice(parents[i][1]), 0, 6, &parent));
        assert_non_null(gj_policy_area(policy(), (gj_area)area));
        assert_int_equal(above((gj_area)area)->area, parent);
    }
}

static bool file_names(const char *file, gj_area area)
{
    char code[16];
    snprintf(code, sizeof code, "\"%d\"", area);
    for (int i = 0; i < gj_pack_file_count(set); i++) {
        struct gj_pack_file one = gj_pack_file(set, i);
        if (strcmp(one.name, file) == 0)
            return memmem(one.bytes.bytes, one.bytes.length, code, strlen(code)) != NULL;
    }
    fail_msg("%s was not read", file);
    return false;
}

/* The standard has no code xx98nn or xx9900, and no province 66, 98 or 99. */
static bool is_of_the_project(gj_area area)
{
    int province = area / 10000, middle = area / 100 % 100;
    return middle >= 98 || province == 66 || province == 98 || province == 99;
}

static void test_pack_areas__codes_of_the_project_stand_in_one_place(void **state)
{
    (void)state;
    for (int i = 0; i < gj_policy_area_count(policy()); i++) {
        gj_area area = gj_policy_area_at(policy(), i)->area;
        assert_int_equal(file_names("areas-project.yaml", area), is_of_the_project(area));
        assert_int_equal(file_names("areas.yaml", area), !is_of_the_project(area));
    }
}

static void test_pack_areas__every_area_has_a_latin_name(void **state)
{
    (void)state;
    for (int i = 0; i < gj_policy_area_count(policy()); i++) {
        const struct gj_area_info *info = gj_policy_area_at(policy(), i);
        const char *name_en = gj_policy_text(policy(), info->name_en);
        for (const char *at = name_en; *at != '\0'; at++)
            if ((unsigned char)*at >= 0xE3)
                fail_msg("area %d: \"%s\" is not Latin", info->area, name_en);
        if (*name_en == '\0')
            fail_msg("area %d has no name_en", info->area);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pack_areas__codes_of_the_project_stand_in_one_place),
        cmocka_unit_test(test_pack_areas__direct_counties_and_own_levels_lie_under_their_province),
        cmocka_unit_test(test_pack_areas__every_province_has_its_prefectures),
        cmocka_unit_test(test_pack_areas__parents_are_of_the_kind_above),
        cmocka_unit_test(test_pack_areas__every_area_has_a_latin_name),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
