/* A changed pack laid over a set: what it names is replaced, what it does not name stays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "pack/small.h"

static const char city[] =
    "area: \"410100\"\nname: 郑州市\nrows:\n"
    "  outpatient.ratio:\n"
    "    - {from: \"2022-07-01\", level: \"1\", value: \"0.65\", cite: S-1, confidence: primary}\n"
    "    - {from: \"2022-07-01\", level: \"2\", value: \"0.60\", cite: S-1, confidence: primary}\n"
    "  outpatient.cap:\n"
    "    - {from: \"2022-07-01\", value: \"1500.00\", cite: S-1, confidence: primary}\n";

static struct gj_pack_set *lay_over(const struct gj_pack_set *set, const char *text)
{
    struct gj_pack_set *over = NULL;
    struct gj_why why = {0};
    if (gj_pack_load_over(set, (struct gj_pack_file){"reform", gj_slice(text)}, &over, &why))
        fail_msg("%s", why.text);
    return over;
}

static int64_t number_of(const struct gj_pack_set *set, enum gj_key key, enum gj_level level)
{
    struct gj_law law = gj_pack_law(set);
    struct gj_where where = {.area = 410100,
                             .day = gj_day_from_civil(2025, 1, 1),
                             .level = (uint8_t)level,
                             .age_years = GJ_AGE_UNSAID};
    const struct gj_row *row = gj_find(&law, key, &where, NULL);
    return row ? row->number : -1;
}

static void test_pack_over__a_named_key_replaces_all_its_rows(void **state)
{
    (void)state;
    struct gj_pack_set *set = small_load(city);
    struct gj_pack_set *over =
        lay_over(set, "area: \"410100\"\nname: 郑州市\nrows:\n  outpatient.ratio:\n    - {from: "
                      "\"2024-01-01\", level: \"1\", value: \"0.75\", cite: S-1, confidence: "
                      "unverified}\n");
    assert_int_equal(number_of(set, GJ_KEY_OUTPATIENT_RATIO, GJ_LEVEL_1), 650000);
    assert_int_equal(number_of(over, GJ_KEY_OUTPATIENT_RATIO, GJ_LEVEL_1), 750000);
    assert_int_equal(number_of(over, GJ_KEY_OUTPATIENT_RATIO, GJ_LEVEL_2), -1);
    assert_int_equal(number_of(over, GJ_KEY_OUTPATIENT_CAP, GJ_LEVEL_2), 150000);
    gj_pack_free(over);
    gj_pack_free(set);
}

/* The same key of the area above stays; it then speaks where the city no longer does. */
static void test_pack_over__other_areas_stay(void **state)
{
    (void)state;
    struct gj_pack_set *set = small_load(city);
    struct gj_pack_set *over =
        lay_over(set, "area: \"410000\"\nname: 河南省\nrows:\n  outpatient.ratio:\n    - {from: "
                      "\"2022-07-01\", value: \"0.55\", cite: S-1, confidence: unverified}\n");
    assert_int_equal(number_of(over, GJ_KEY_OUTPATIENT_RATIO, GJ_LEVEL_1), 650000);
    assert_int_equal(number_of(over, GJ_KEY_OUTPATIENT_RATIO, GJ_LEVEL_3), 550000);
    assert_int_equal(number_of(over, GJ_KEY_FILING_MONTHS, GJ_LEVEL_3), 8);
    gj_pack_free(over);
    gj_pack_free(set);
}

static void test_pack_over__mistakes_are_named(void **state)
{
    (void)state;
    struct gj_pack_set *set = small_load(city), *over = NULL;
    struct gj_why why = {0};
    static const char bad[] = "area: \"410100\"\nname: 郑州市\nrows:\n  outpatient.ratio:\n    - "
                              "{from: \"2024-01-01\", value: \"0.30\", scheme: employee, cite: "
                              "S-1, confidence: unverified}\n";
    struct gj_pack_file file = {"reform", gj_slice(bad)};
    assert_int_not_equal(gj_pack_load_over(set, file, &over, &why), GJ_DONE);
    assert_non_null(strstr(why.text, "reform:5:"));
    assert_null(over);
    gj_pack_free(set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pack_over__a_named_key_replaces_all_its_rows),
        cmocka_unit_test(test_pack_over__other_areas_stay),
        cmocka_unit_test(test_pack_over__mistakes_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
