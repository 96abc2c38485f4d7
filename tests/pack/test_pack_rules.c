/* Which rows are rules of an area: those of a day follow from those of another and the changes
   between them, in every area; and a row that is passed over can answer no question. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "packs.h"

enum { ROWS = 4096 };

static struct gj_pack_set *set;
static struct gj_law law;

static int load(void **state)
{
    (void)state;
    set = packs_load((struct gj_pack_options){.with_unverified = true, .with_example = true});
    law = gj_pack_law(set);
    return 0;
}

static int unload(void **state)
{
    (void)state;
    gj_pack_free(set);
    return 0;
}

struct rows {
    int count;
    const struct gj_row *list[ROWS];
};

static bool take(void *to, const struct gj_row *row)
{
    struct rows *rows = to;
    assert_true(rows->count < ROWS);
    rows->list[rows->count++] = row;
    return true;
}

static void read_day(struct rows *rows, gj_area area, gj_day day)
{
    struct gj_pack_view view = {law.policy, area, day, GJ_SLICE("")};
    rows->count = 0;
    gj_pack_each_rule(&view, take, rows);
}

static int find(const struct rows *rows, const struct gj_row *row)
{
    for (int i = 0; i < rows->count; i++)
        if (rows->list[i] == row)
            return i;
    return -1;
}

/* Carries a change out on the rules of the first day. */
static bool carry_out(void *to, const struct gj_row *old, const struct gj_row *new_one)
{
    struct rows *rows = to;
    assert_true(old != NULL || new_one != NULL);
    if (old != NULL) {
        int at = find(rows, old);
        assert_true(at >= 0);
        rows->list[at] = rows->list[--rows->count];
    }
    if (old != NULL && new_one != NULL)
        assert_true(old->key == new_one->key && old->param == new_one->param);
    if (new_one != NULL) {
        assert_int_equal(find(rows, new_one), -1);
        take(rows, new_one);
    }
    return true;
}

static void test_pack_rules__changes_lead_from_one_day_to_another(void **state)
{
    (void)state;
    static struct rows before, after;
    const gj_day days[] = {gj_day_from_civil(2021, 6, 1), gj_day_from_civil(2022, 12, 31),
                           gj_day_from_civil(2024, 12, 1), gj_day_from_civil(2025, 9, 30)};
    for (int i = 0; i < gj_policy_area_count(law.policy); i++)
        for (size_t d = 0; d + 1 < sizeof days / sizeof days[0]; d++) {
            gj_area area = gj_policy_area_at(law.policy, i)->area;
            struct gj_pack_view view = {law.policy, area, days[d], GJ_SLICE("")};
            read_day(&before, area, days[d]);
            read_day(&after, area, days[d + 1]);
            gj_pack_each_change(&view, days[d + 1], carry_out, &before);
            assert_int_equal(before.count, after.count);
            for (int r = 0; r < after.count; r++)
                assert_true(find(&before, after.list[r]) >= 0);
        }
}

/* The look-up is asked as somebody for whom the row is would ask. */
static const struct gj_row *look_up(gj_area area, gj_day day, const struct gj_row *of)
{
    struct gj_trace trace = {0};
    struct gj_where where = {
        .area = area,
        .day = day,
        .scheme = of->scheme,
        .working = of->working,
        .level = of->level,
        .place = of->place,
        .tier = of->tier,
        .group = of->group,
        .relation = of->relation,
        .year = of->year,
        .age_years = of->age_from >= 0 ? of->age_from
                     : of->age_to > 0  ? (int16_t)(of->age_to - 1)
                                       : GJ_AGE_UNSAID,
    };
    (void)gj_find_of(&law, (enum gj_key)of->key, of->param, &where, &trace);
    return trace.count > 0 ? gj_policy_row(law.policy, trace.rows[0]) : NULL;
}

static void test_pack_rules__what_the_look_up_finds_is_among_them(void **state)
{
    (void)state;
    static struct rows rules;
    const gj_day day = gj_day_from_civil(2025, 4, 21);
    int found = 0;
    for (int i = 0; i < gj_policy_area_count(law.policy); i++) {
        gj_area area = gj_policy_area_at(law.policy, i)->area;
        read_day(&rules, area, day);
        for (int r = 0; r < gj_policy_row_count(law.policy); r++) {
            const struct gj_row *row = gj_policy_row(law.policy, (uint32_t)r);
            const struct gj_row *answer =
                gj_area_lies_in(area, row->area) ? look_up(area, day, row) : NULL;
            if (answer != NULL && find(&rules, answer) < 0)
                fail_msg("%d: a row of %s is missing", area,
                         gj_key_info((enum gj_key)answer->key)->name);
            found += answer != NULL;
        }
    }
    assert_true(found > 10000);
}

static bool take_one(void *to, const struct gj_row *row)
{
    (void)row;
    return ++*(int *)to < 3;
}

static void test_pack_rules__a_walk_ends_when_no_more_is_wanted(void **state)
{
    (void)state;
    int count = 0;
    struct gj_pack_view view = {law.policy, 410100, gj_day_from_civil(2025, 4, 21), GJ_SLICE("")};
    gj_pack_each_rule(&view, take_one, &count);
    assert_int_equal(count, 3);
}

static void test_pack_rules__keys_are_chosen_by_what_they_begin_with(void **state)
{
    (void)state;
    static struct rows rules;
    struct gj_pack_view view = {law.policy, 410100, gj_day_from_civil(2025, 4, 21),
                                GJ_SLICE("aid.uses.inp")};
    gj_pack_each_rule(&view, take, &rules);
    assert_int_equal(rules.count, 1);
    assert_int_equal(rules.list[0]->key, GJ_KEY_AID_USES);
    assert_int_equal(rules.list[0]->param, GJ_EXPENSE_INPATIENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pack_rules__changes_lead_from_one_day_to_another),
        cmocka_unit_test(test_pack_rules__what_the_look_up_finds_is_among_them),
        cmocka_unit_test(test_pack_rules__a_walk_ends_when_no_more_is_wanted),
        cmocka_unit_test(test_pack_rules__keys_are_chosen_by_what_they_begin_with),
    };
    return cmocka_run_group_tests_name("pack/rules", tests, load, unload);
}
