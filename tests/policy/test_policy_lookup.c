/* Look-up: order of areas, selectors, intervals, the community centre, rules laid over, the trace;
   and a random comparison with a slow second implementation that follows the words of the rule. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"
#include "policy/policy.h"
#include "rows.h"

/* ---- helpers: a row as a short story ---- */

static struct gj_row row_at(gj_area area, gj_day from, gj_day to)
{
    struct gj_row row = rows_row(area, GJ_KEY_OUTPATIENT_RATIO);
    row.from = from;
    row.to = to;
    return row;
}

static struct gj_where where_at(gj_area area, gj_day day)
{
    return (struct gj_where){.area = area,
                             .day = day,
                             .scheme = GJ_SCHEME_EMPLOYEE,
                             .working = GJ_WORKING,
                             .level = GJ_LEVEL_2,
                             .age_years = 40};
}

/* The ratio in percent, or -1. */
static int ratio(const struct gj_policy *policy, struct gj_where where)
{
    struct gj_law law = {.policy = policy};
    const struct gj_row *row = gj_find(&law, GJ_KEY_OUTPATIENT_RATIO, &where, NULL);
    return row ? (int)(row->number / 10000) : -1;
}

/* ---- order of areas ---- */

static void test_policy_lookup__the_most_specific_area_answers(void **state)
{
    (void)state;
    struct gj_builder *builder = gj_builder_new();
    rows_add(builder, row_at(100000, 0, 100), "0.10");
    rows_add(builder, row_at(410000, 0, 100), "0.20");
    rows_add(builder, row_at(410100, 0, 100), "0.30");
    rows_add(builder, row_at(410181, 0, 100), "0.40");
    struct gj_policy *policy = rows_freeze(builder);
    assert_int_equal(ratio(policy, where_at(410181, 5)), 40);
    assert_int_equal(ratio(policy, where_at(410182, 5)), 30);
    assert_int_equal(ratio(policy, where_at(410100, 5)), 30);
    assert_int_equal(ratio(policy, where_at(410200, 5)), 20);
    assert_int_equal(ratio(policy, where_at(410000, 5)), 20);
    assert_int_equal(ratio(policy, where_at(420100, 5)), 10);
    assert_int_equal(ratio(policy, where_at(100000, 5)), 10);
    gj_policy_free(policy);
}

static void test_policy_lookup__an_area_without_a_match_lets_the_walk_go_up(void **state)
{
    (void)state;
    struct gj_builder *builder = gj_builder_new();
    struct gj_row retired = row_at(410100, 0, 100);
    retired.working = GJ_RETIRED;
    rows_add(builder, retired, "0.30");
    rows_add(builder, row_at(100000, 0, 100), "0.10");
    struct gj_policy *policy = rows_freeze(builder);
    assert_int_equal(ratio(policy, where_at(410100, 5)), 10);
    struct gj_where where = where_at(410100, 5);
    where.working = GJ_RETIRED;
    assert_int_equal(ratio(policy, where), 30);
    gj_policy_free(policy);
}

static void test_policy_lookup__null_stops_the_walk_and_is_cited(void **state)
{
    (void)state;
    struct gj_builder *builder = gj_builder_new();
    rows_add(builder, row_at(100000, 0, 100), "0.10");
    rows_add(builder, row_at(410100, 50, 60), "null");
    struct gj_policy *policy = rows_freeze(builder);
    assert_int_equal(ratio(policy, where_at(410100, 49)), 10);
    assert_int_equal(ratio(policy, where_at(410100, 50)), -1);
    assert_int_equal(ratio(policy, where_at(410100, 59)), -1);
    assert_int_equal(ratio(policy, where_at(410100, 60)), 10);
    struct gj_law law = {.policy = policy};
    struct gj_where where = where_at(410100, 50);
    struct gj_trace trace = {0};
    assert_null(gj_find_limit(&law, GJ_KEY_OUTPATIENT_RATIO, 0, &where, &trace));
    assert_int_equal(trace.count, 1);
    assert_true(gj_law_row(&law, trace.rows[0], NULL)->is_null);
    assert_int_equal(trace.not_found_count, 1);
    assert_int_equal(trace.not_found[0], GJ_KEY_OUTPATIENT_RATIO);
    gj_policy_free(policy);
}

/* ---- intervals and selectors ---- */

static void test_policy_lookup__from_is_included_and_to_is_not(void **state)
{
    (void)state;
    struct gj_builder *builder = gj_builder_new();
    rows_add(builder, row_at(410100, 10, 20), "0.10");
    rows_add(builder, row_at(410100, 20, GJ_DAY_MAX), "0.20");
    struct gj_policy *policy = rows_freeze(builder);
    assert_int_equal(ratio(policy, where_at(410100, 9)), -1);
    assert_int_equal(ratio(policy, where_at(410100, 10)), 10);
    assert_int_equal(ratio(policy, where_at(410100, 19)), 10);
    assert_int_equal(ratio(policy, where_at(410100, 20)), 20);
    assert_int_equal(ratio(policy, where_at(410100, GJ_DAY_MAX - 1)), 20);
    gj_policy_free(policy);
}

static void test_policy_lookup__ages_are_half_open_and_unsaid_ages_match_no_selector(void **state)
{
    (void)state;
    struct gj_builder *builder = gj_builder_new();
    struct gj_row old = row_at(410100, 0, 100);
    old.age_from = 60, old.age_to = 70;
    rows_add(builder, old, "0.30");
    struct gj_policy *policy = rows_freeze(builder);
    static const int expected[][2] = {{59, -1}, {60, 30}, {69, 30}, {70, -1}, {GJ_AGE_UNSAID, -1}};
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        struct gj_where where = where_at(410100, 5);
        where.age_years = (int16_t)expected[i][0];
        assert_int_equal(ratio(policy, where), expected[i][1]);
    }
    gj_policy_free(policy);
}

static void test_policy_lookup__the_row_with_all_selectors_wins(void **state)
{
    (void)state;
    struct gj_builder *builder = gj_builder_new();
    struct gj_row row = row_at(410100, 0, 100);
    rows_add(builder, row, "0.10");
    row.level = GJ_LEVEL_2;
    rows_add(builder, row, "0.20");
    row.working = GJ_RETIRED;
    rows_add(builder, row, "0.30");
    row.level = 0;
    rows_add(builder, row, "0.40");
    struct gj_policy *policy = rows_freeze(builder);
    struct gj_where where = where_at(410100, 5);
    assert_int_equal(ratio(policy, where), 20);
    where.level = GJ_LEVEL_3;
    assert_int_equal(ratio(policy, where), 10);
    where.working = GJ_RETIRED;
    assert_int_equal(ratio(policy, where), 40);
    where.level = GJ_LEVEL_2;
    assert_int_equal(ratio(policy, where), 30);
    gj_policy_free(policy);
}

static void test_policy_lookup__community_reads_level_1_where_an_area_has_no_row(void **state)
{
    (void)state;
    struct gj_builder *builder = gj_builder_new();
    struct gj_row row = row_at(410000, 0, 100);
    row.level = GJ_LEVEL_COMMUNITY;
    rows_add(builder, row, "0.90");
    row = row_at(410100, 0, 100);
    rows_add(builder, row, "0.10");
    row.level = GJ_LEVEL_1;
    rows_add(builder, row, "0.20");
    row = row_at(410200, 0, 100);
    row.level = GJ_LEVEL_1;
    rows_add(builder, row, "0.20");
    row.level = GJ_LEVEL_COMMUNITY;
    rows_add(builder, row, "0.50");
    row = row_at(410300, 0, 100);
    row.level = GJ_LEVEL_2;
    rows_add(builder, row, "0.30");
    struct gj_policy *policy = rows_freeze(builder);
    struct gj_where where = where_at(410100, 5);
    where.level = GJ_LEVEL_COMMUNITY;
    assert_int_equal(ratio(policy, where), 20);
    where.area = 410200;
    assert_int_equal(ratio(policy, where), 50);
    where.area = 410300;
    assert_int_equal(ratio(policy, where), 90);
    where.level = GJ_LEVEL_1;
    assert_int_equal(ratio(policy, where), -1);
    gj_policy_free(policy);
}

/* ---- ties ---- */

static enum gj_status freeze_two(struct gj_row a, struct gj_row b, const struct gj_row *judge,
                                 struct gj_why *why)
{
    struct gj_builder *builder = gj_builder_new();
    rows_add(builder, a, "0.10");
    rows_add(builder, b, "0.20");
    if (judge)
        rows_add(builder, *judge, "0.30");
    struct gj_policy *policy;
    enum gj_status status = gj_builder_freeze(builder, &policy, why);
    gj_policy_free(policy);
    return status;
}

static void test_policy_lookup__equal_selectors_may_touch_but_not_overlap(void **state)
{
    (void)state;
    struct gj_why why;
    struct gj_row a = row_at(410100, 0, 50), b = row_at(410100, 50, 90);
    assert_int_equal(freeze_two(a, b, NULL, &why), GJ_DONE);
    b.from = 49;
    assert_int_equal(freeze_two(a, b, NULL, &why), GJ_BAD_INPUT);
    assert_non_null(strstr(why.text, "outpatient.ratio 410100"));
    assert_non_null(strstr(why.text, "ties"));
    b.area = 410200;
    assert_int_equal(freeze_two(a, b, NULL, &why), GJ_DONE);
}

static void test_policy_lookup__crossing_selectors_need_a_judge(void **state)
{
    (void)state;
    struct gj_why why;
    struct gj_row a = row_at(410100, 0, 50), b = row_at(410100, 0, 90);
    a.level = GJ_LEVEL_2;
    b.working = GJ_RETIRED;
    assert_int_equal(freeze_two(a, b, NULL, &why), GJ_BAD_INPUT);
    struct gj_row judge = row_at(410100, 0, 50);
    judge.level = GJ_LEVEL_2;
    judge.working = GJ_RETIRED;
    assert_int_equal(freeze_two(a, b, &judge, &why), GJ_DONE);
    judge.to = 49; /* one day is left without a judge */
    assert_int_equal(freeze_two(a, b, &judge, &why), GJ_BAD_INPUT);
    judge.to = 50;
    judge.tier = 1; /* the judge does not hold for all tiers */
    assert_int_equal(freeze_two(a, b, &judge, &why), GJ_BAD_INPUT);
    b.level = GJ_LEVEL_3; /* disjoint */
    assert_int_equal(freeze_two(a, b, NULL, &why), GJ_DONE);
}

static void test_policy_lookup__crossing_ages_are_a_tie_and_disjoint_ones_not(void **state)
{
    (void)state;
    struct gj_why why;
    struct gj_row a = row_at(410100, 0, 50), b = row_at(410100, 0, 50);
    a.age_from = 0, a.age_to = 18;
    b.age_from = 18, b.age_to = 60;
    assert_int_equal(freeze_two(a, b, NULL, &why), GJ_DONE);
    b.age_from = 17;
    assert_int_equal(freeze_two(a, b, NULL, &why), GJ_BAD_INPUT);
    b.age_to = 18; /* inside a: more special */
    assert_int_equal(freeze_two(a, b, NULL, &why), GJ_DONE);
}

/* ---- rules laid over the packs ---- */

static void test_policy_lookup__rules_replace_every_row_of_their_key(void **state)
{
    (void)state;
    struct gj_builder *builder = gj_builder_new();
    rows_add(builder, row_at(410100, 0, 100), "0.30");
    rows_add(builder, row_at(100000, 0, 100), "0.10");
    struct gj_row cap = row_at(410100, 0, 100);
    cap.key = GJ_KEY_OUTPATIENT_CAP;
    rows_add(builder, cap, "1800.00");
    struct gj_policy *policy = rows_freeze(builder);
    struct gj_builder *over = gj_builder_new();
    rows_add(over, row_at(100000, 50, 60), "0.77");
    rows_add(over, row_at(100000, 60, 70), "null");
    struct gj_policy *rules = rows_freeze(over);
    struct gj_law law = {.policy = policy, .rules = rules};
    static const int expected[][2] = {{49, -1}, {50, 77}, {59, 77}, {60, -1}, {70, -1}};
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        struct gj_where where = where_at(410100, expected[i][0]);
        const struct gj_row *row = gj_find(&law, GJ_KEY_OUTPATIENT_RATIO, &where, NULL);
        assert_int_equal(row ? row->number / 10000 : -1, expected[i][1]);
        assert_non_null(gj_find(&law, GJ_KEY_OUTPATIENT_CAP, &where, NULL));
    }
    struct gj_trace trace = {0};
    struct gj_where where = where_at(410100, 50);
    assert_non_null(gj_find(&law, GJ_KEY_OUTPATIENT_CAP, &where, &trace));
    assert_non_null(gj_find(&law, GJ_KEY_OUTPATIENT_RATIO, &where, &trace));
    assert_non_null(gj_find(&law, GJ_KEY_OUTPATIENT_CAP, &where, &trace));
    assert_int_equal(trace.count, 2);
    assert_false(trace.rows[0] & GJ_ROW_OF_RULES);
    assert_true(trace.rows[1] & GJ_ROW_OF_RULES);
    const struct gj_policy *of;
    assert_int_equal(gj_law_row(&law, trace.rows[1], &of)->number, 770000);
    assert_ptr_equal(of, rules);
    gj_policy_free(policy);
    gj_policy_free(rules);
}

static void test_policy_lookup__rules_of_one_parameter_leave_the_others(void **state)
{
    (void)state;
    struct gj_builder *builder = gj_builder_new(), *over = gj_builder_new();
    struct gj_row row = row_at(410100, 0, 100);
    row.key = GJ_KEY_AID_USES;
    row.param = GJ_EXPENSE_CHECKUP;
    rows_add(builder, row, "yes");
    row.param = GJ_EXPENSE_VACCINE;
    rows_add(builder, row, "yes");
    row.area = 100000;
    rows_add(over, row, "no");
    struct gj_law law = {.policy = rows_freeze(builder), .rules = rows_freeze(over)};
    struct gj_where where = where_at(410100, 5);
    assert_int_equal(gj_find_of(&law, GJ_KEY_AID_USES, GJ_EXPENSE_CHECKUP, &where, NULL)->number,
                     1);
    assert_int_equal(gj_find_of(&law, GJ_KEY_AID_USES, GJ_EXPENSE_VACCINE, &where, NULL)->number,
                     0);
    gj_policy_free((struct gj_policy *)law.policy);
    gj_policy_free((struct gj_policy *)law.rules);
}

/* ---- trace ---- */

static void test_policy_lookup__a_full_trace_says_so(void **state)
{
    (void)state;
    struct gj_builder *builder = gj_builder_new();
    for (int i = 0; i <= GJ_TRACE_MAX; i++)
        rows_add(builder, row_at(410100, i, i + 1), "0.10");
    struct gj_law law = {.policy = rows_freeze(builder)};
    struct gj_trace trace = {0};
    for (int i = 0; i <= GJ_TRACE_MAX; i++) {
        struct gj_where where = where_at(410100, i);
        assert_non_null(gj_find(&law, GJ_KEY_OUTPATIENT_RATIO, &where, &trace));
        assert_int_equal(trace.full, i == GJ_TRACE_MAX);
    }
    assert_int_equal(trace.count, GJ_TRACE_MAX);
    trace = (struct gj_trace){0};
    for (int i = 0; i <= GJ_NOT_FOUND_MAX; i++) {
        gj_trace_not_found(&trace, (enum gj_key)i);
        gj_trace_not_found(&trace, (enum gj_key)i);
        assert_int_equal(trace.full, i == GJ_NOT_FOUND_MAX);
    }
    assert_int_equal(trace.not_found_count, GJ_NOT_FOUND_MAX);
    gj_policy_free((struct gj_policy *)law.policy);
}

static void test_policy_lookup__an_area_is_known_in_the_tree_with_a_row_of_the_day(void **state)
{
    (void)state;
    struct gj_builder *builder = gj_builder_new();
    gj_builder_area(builder, (struct gj_area_info){.area = 410100});
    gj_builder_area(builder, (struct gj_area_info){.area = 410000});
    gj_builder_area(builder, (struct gj_area_info){.area = 420000});
    rows_add(builder, row_at(410000, 10, 20), "0.10");
    rows_add(builder, row_at(410200, 10, 20), "0.10");
    struct gj_law law = {.policy = rows_freeze(builder)};
    assert_false(gj_law_knows(&law, 410100, 9));
    assert_true(gj_law_knows(&law, 410100, 10));
    assert_true(gj_law_knows(&law, 410100, 19));
    assert_false(gj_law_knows(&law, 410100, 20));
    assert_false(gj_law_knows(&law, 420000, 15)); /* no row */
    assert_false(gj_law_knows(&law, 410200, 15)); /* not in the tree */
    gj_policy_free((struct gj_policy *)law.policy);
}

/* ---- the slow second implementation ---- */

enum { SMALL_DAYS = 4, SMALL_AGES = 4, ROWS_MAX = 6 };

static const gj_area small_areas[] = {100000, 410000, 410100, 410181};

static struct gj_row random_row(struct gj_random *random)
{
    gj_day from = (gj_day)gj_random_between(random, 0, SMALL_DAYS - 1);
    struct gj_row row = row_at(small_areas[gj_random_between(random, 0, 3)], from,
                               (gj_day)gj_random_between(random, from + 1, SMALL_DAYS));
    row.scheme = (uint8_t)gj_random_between(random, 0, 2);
    row.level = (uint8_t)gj_random_between(random, 0, 2);
    if (gj_random_between(random, 0, 2) == 0) {
        row.age_from = (int16_t)gj_random_between(random, 0, SMALL_AGES - 1);
        row.age_to = (int16_t)gj_random_between(random, row.age_from + 1, SMALL_AGES);
    }
    row.number = gj_random_between(random, 0, 99);
    row.is_null = gj_random_between(random, 0, 9) == 0;
    return row;
}

static bool slow_matches(const struct gj_row *row, const struct gj_where *where, int level)
{
    bool day = row->from <= where->day && where->day < row->to;
    bool scheme = row->scheme == 0 || row->scheme == where->scheme;
    bool levels = row->level == 0 || row->level == level;
    bool age =
        row->age_from < 0 || (row->age_from <= where->age_years && where->age_years < row->age_to);
    return day && scheme && levels && age;
}

static bool slow_contains(const struct gj_row *a, const struct gj_row *b)
{
    bool scheme = b->scheme == 0 || a->scheme != 0;
    bool level = b->level == 0 || a->level != 0;
    bool age = b->age_from < 0 ||
               (a->age_from >= b->age_from && a->age_to <= b->age_to && a->age_from >= 0);
    return scheme && level && age;
}

/* The winner's index, -1 for no match, -2 for a tie. */
static int slow_in_area(const struct gj_row *rows, int count, gj_area area,
                        const struct gj_where *where)
{
    int level = where->level, matching = 0, winner = -1;
    bool community = false;
    for (int i = 0; i < count; i++)
        community |= rows[i].area == area && rows[i].level == GJ_LEVEL_COMMUNITY &&
                     slow_matches(&rows[i], where, level);
    if (level == GJ_LEVEL_COMMUNITY && !community)
        level = GJ_LEVEL_1;
    for (int i = 0; i < count; i++) {
        if (rows[i].area != area || !slow_matches(&rows[i], where, level))
            continue;
        matching++;
        bool wins = true;
        for (int j = 0; j < count && wins; j++)
            if (j != i && rows[j].area == area && slow_matches(&rows[j], where, level))
                wins = slow_contains(&rows[i], &rows[j]) && !slow_contains(&rows[j], &rows[i]);
        if (wins)
            winner = i;
    }
    return matching == 0 ? -1 : winner < 0 ? -2 : winner;
}

static int slow_find(const struct gj_row *rows, int count, const struct gj_where *where)
{
    for (gj_area area = where->area; area != 0; area = gj_area_parent(area)) {
        int winner = slow_in_area(rows, count, area, where);
        if (winner != -1)
            return winner;
    }
    return -1;
}

static bool small_where(int number, struct gj_where *out)
{
    *out = (struct gj_where){.area = small_areas[number % 4],
                             .day = number / 4 % SMALL_DAYS,
                             .scheme = (uint8_t)(number / 16 % 3),
                             .level = (uint8_t)(number / 48 % 4),
                             .age_years = (int16_t)(number / 192 % (SMALL_AGES + 1) - 1)};
    return number < 192 * (SMALL_AGES + 1);
}

static bool slow_has_tie(const struct gj_row *rows, int count)
{
    struct gj_where where;
    for (int number = 0; small_where(number, &where); number++)
        if (slow_in_area(rows, count, where.area, &where) == -2)
            return true;
    return false;
}

static void compare_answers(const struct gj_policy *policy, const struct gj_row *rows, int count)
{
    struct gj_law law = {.policy = policy};
    struct gj_where where;
    for (int number = 0; small_where(number, &where); number++) {
        int slow = slow_find(rows, count, &where);
        struct gj_trace trace = {0};
        const struct gj_row *fast = gj_find(&law, GJ_KEY_OUTPATIENT_RATIO, &where, &trace);
        assert_int_equal(trace.count, slow >= 0);
        if (slow < 0 || rows[slow].is_null) {
            assert_null(fast);
            continue;
        }
        assert_non_null(fast);
        assert_int_equal(fast->number, rows[slow].number * 10000);
    }
}

/* Returns true if the set was frozen, false if it was refused; either must be right. */
static bool try_random_set(struct gj_random *random)
{
    struct gj_row rows[ROWS_MAX];
    int count = (int)gj_random_between(random, 1, ROWS_MAX);
    struct gj_builder *builder = gj_builder_new();
    for (int i = 0; i < count; i++) {
        rows[i] = random_row(random);
        char value[16];
        snprintf(value, sizeof value, "0.%02d", (int)rows[i].number);
        rows_add(builder, rows[i], value);
    }
    struct gj_policy *policy;
    struct gj_why why;
    enum gj_status status = gj_builder_freeze(builder, &policy, &why);
    assert_int_equal(status != GJ_DONE, slow_has_tie(rows, count));
    if (!status)
        compare_answers(policy, rows, count);
    gj_policy_free(policy);
    return !status;
}

static void test_policy_lookup__agrees_with_a_slow_second_look_up(void **state)
{
    (void)state;
    const char *given = getenv("SEED");
    uint64_t seed = given ? strtoull(given, NULL, 10) : 20251122;
    print_message("seed %llu\n", (unsigned long long)seed);
    struct gj_random random = gj_random(seed);
    int frozen = 0, refused = 0;
    for (int i = 0; i < 3000; i++)
        *(try_random_set(&random) ? &frozen : &refused) += 1;
    print_message("%d sets frozen, %d refused\n", frozen, refused);
    assert_true(frozen > 300 && refused > 300);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_policy_lookup__the_most_specific_area_answers),
        cmocka_unit_test(test_policy_lookup__an_area_without_a_match_lets_the_walk_go_up),
        cmocka_unit_test(test_policy_lookup__null_stops_the_walk_and_is_cited),
        cmocka_unit_test(test_policy_lookup__from_is_included_and_to_is_not),
        cmocka_unit_test(test_policy_lookup__ages_are_half_open_and_unsaid_ages_match_no_selector),
        cmocka_unit_test(test_policy_lookup__the_row_with_all_selectors_wins),
        cmocka_unit_test(test_policy_lookup__community_reads_level_1_where_an_area_has_no_row),
        cmocka_unit_test(test_policy_lookup__equal_selectors_may_touch_but_not_overlap),
        cmocka_unit_test(test_policy_lookup__crossing_selectors_need_a_judge),
        cmocka_unit_test(test_policy_lookup__crossing_ages_are_a_tie_and_disjoint_ones_not),
        cmocka_unit_test(test_policy_lookup__rules_replace_every_row_of_their_key),
        cmocka_unit_test(test_policy_lookup__rules_of_one_parameter_leave_the_others),
        cmocka_unit_test(test_policy_lookup__a_full_trace_says_so),
        cmocka_unit_test(test_policy_lookup__an_area_is_known_in_the_tree_with_a_row_of_the_day),
        cmocka_unit_test(test_policy_lookup__agrees_with_a_slow_second_look_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
