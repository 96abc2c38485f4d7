/* The pooled part of a bill: what a rule comes to at both sides of every line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "policy/story.h"

static struct gj_pooled_rule plain_rule(gj_ppm ratio)
{
    return (struct gj_pooled_rule){
        .reason = GJ_OK,
        .deductible_next_fen = GJ_FEN_UNLIMITED,
        .deductible_year_max_fen = GJ_FEN_UNLIMITED,
        .deductible_total_fen = GJ_FEN_UNLIMITED,
        .cap_fen = GJ_FEN_UNLIMITED,
        .cap_visit_fen = GJ_FEN_UNLIMITED,
        .fund_cap_fen = GJ_FEN_UNLIMITED,
        .cap_level_ppm = GJ_PPM_ONE,
        .steps = {1, {{GJ_FEN_MAX, ratio}}},
    };
}

static gj_fen pool(const struct gj_pooled_rule *rule, struct gj_used used, gj_fen eligible)
{
    return gj_pooled(rule, &used, eligible).pool_fen;
}

static gj_fen deductible(const struct gj_pooled_rule *rule, struct gj_used used, gj_fen eligible)
{
    return gj_pooled(rule, &used, eligible).deductible_fen;
}

/* ---- shares ---- */

static void test_policy_pooled__shares_are_rounded_as_named(void **state)
{
    (void)state;
    assert_int_equal(gj_share(0, 1000000, GJ_HALF_UP), 0);
    assert_int_equal(gj_share(1, 500000, GJ_HALF_UP), 1);
    assert_int_equal(gj_share(1, 499999, GJ_HALF_UP), 0);
    assert_int_equal(gj_share(1, 500000, GJ_DOWN), 0);
    assert_int_equal(gj_share(1, 999999, GJ_DOWN), 0);
    assert_int_equal(gj_share(333, 650000, GJ_HALF_UP), 216); /* 216.45 */
    assert_int_equal(gj_share(330, 650000, GJ_HALF_UP), 215); /* 214.5 */
    assert_int_equal(gj_share(330, 650000, GJ_DOWN), 214);
}

static void test_policy_pooled__the_largest_amounts_do_not_overflow(void **state)
{
    (void)state;
    assert_int_equal(gj_share(GJ_FEN_MAX, 1000000, GJ_HALF_UP), GJ_FEN_MAX);
    assert_int_equal(gj_share(GJ_FEN_MAX, 999999, GJ_DOWN), GJ_FEN_MAX - 1000000000);
    assert_int_equal(gj_share(GJ_FEN_MAX - 1, 999999, GJ_HALF_UP), GJ_FEN_MAX - 1000000001);
    struct gj_pooled_rule rule = plain_rule(1000000);
    struct gj_used used = {.eligible_fen = GJ_FEN_MAX, .deductible_fen = GJ_FEN_MAX};
    assert_int_equal(pool(&rule, (struct gj_used){0}, GJ_FEN_MAX), GJ_FEN_MAX);
    rule.deductible_year_fen = GJ_FEN_MAX;
    assert_int_equal(pool(&rule, (struct gj_used){0}, GJ_FEN_MAX), 0);
    assert_int_equal(deductible(&rule, used, 5), 0);
}

/* ---- deductibles ---- */

static void test_policy_pooled__a_yearly_deductible_is_met_once_a_year(void **state)
{
    (void)state;
    struct gj_pooled_rule rule = plain_rule(650000);
    rule.deductible_year_fen = 30000;
    struct gj_used used = {0};
    assert_int_equal(pool(&rule, used, 29999), 0);
    assert_int_equal(pool(&rule, used, 30000), 0);
    assert_int_equal(pool(&rule, used, 30002), 1); /* 1.3 */
    assert_int_equal(pool(&rule, used, 50000), 13000);
    used.deductible_fen = 29999;
    assert_int_equal(deductible(&rule, used, 50000), 1);
    used.deductible_fen = 30000;
    assert_int_equal(deductible(&rule, used, 50000), 0);
    used.deductible_fen = 45000; /* more was met at a dearer level */
    assert_int_equal(pool(&rule, used, 20000), 13000);
}

static void test_policy_pooled__a_monthly_deductible_asks_the_months_counter(void **state)
{
    (void)state;
    struct gj_pooled_rule rule = plain_rule(500000);
    rule.deductible_month_fen = 1000;
    struct gj_used used = {.deductible_fen = 99999, .month_deductible_fen = 400};
    assert_int_equal(deductible(&rule, used, 599), 599);
    assert_int_equal(deductible(&rule, used, 601), 600);
    used.month_deductible_fen = 1000;
    assert_int_equal(deductible(&rule, used, 601), 0);
}

static void test_policy_pooled__the_year_comes_before_month_and_visit(void **state)
{
    (void)state;
    struct gj_pooled_rule rule = plain_rule(1000000);
    rule.deductible_year_fen = 100;
    rule.deductible_month_fen = 50;
    rule.deductible_visit_fen = 7;
    struct gj_used used = {0};
    assert_int_equal(deductible(&rule, used, 156), 156);
    assert_int_equal(deductible(&rule, used, 158), 157);
    assert_int_equal(pool(&rule, used, 158), 1);
}

static void test_policy_pooled__later_visits_of_the_year_owe_the_next_deductible(void **state)
{
    (void)state;
    struct gj_pooled_rule rule = plain_rule(700000);
    rule.deductible_visit_fen = 4000;
    rule.deductible_next_fen = 2000;
    struct gj_used used = {0};
    assert_int_equal(deductible(&rule, used, 9000), 4000);
    used.visits = 1;
    used.day_visits = 1;
    assert_int_equal(deductible(&rule, used, 9000), 2000);
    rule.deductible_next_fen = 0;
    assert_int_equal(deductible(&rule, used, 9000), 0);
    rule.deductible_next_fen = GJ_FEN_UNLIMITED;
    assert_int_equal(deductible(&rule, used, 9000), 4000);
}

static void test_policy_pooled__a_day_at_one_institution_shares_one_deductible(void **state)
{
    (void)state;
    struct gj_pooled_rule rule = plain_rule(600000);
    rule.deductible_visit_fen = 5000;
    rule.once_a_day = true;
    struct gj_used used = {.visits = 1, .day_visits = 1, .day_deductible_fen = 3000};
    assert_int_equal(deductible(&rule, used, 9000), 2000);
    used.day_deductible_fen = 5000;
    assert_int_equal(deductible(&rule, used, 9000), 0);
    used.day_deductible_fen = 0; /* another day */
    used.day_visits = 0;
    assert_int_equal(deductible(&rule, used, 9000), 5000);
    /* With a smaller deductible for later visits the day still counts as the first visit. */
    rule.deductible_next_fen = 1000;
    used = (struct gj_used){.visits = 2, .day_visits = 2, .day_deductible_fen = 3000};
    assert_int_equal(deductible(&rule, used, 9000), 2000);
    used.visits = 3;
    assert_int_equal(deductible(&rule, used, 9000), 0);
    used.day_deductible_fen = 400;
    assert_int_equal(deductible(&rule, used, 9000), 600);
}

static void test_policy_pooled__without_the_rule_each_visit_of_a_day_owes(void **state)
{
    (void)state;
    struct gj_pooled_rule rule = plain_rule(600000);
    rule.deductible_visit_fen = 5000;
    struct gj_used used = {.visits = 1, .day_visits = 1, .day_deductible_fen = 5000};
    assert_int_equal(deductible(&rule, used, 9000), 5000);
}

static void test_policy_pooled__bounds_of_the_year_hold_all_deductibles(void **state)
{
    (void)state;
    struct gj_pooled_rule rule = plain_rule(500000);
    rule.deductible_visit_fen = 1000;
    rule.deductible_year_max_fen = 2500;
    struct gj_used used = {.deductible_fen = 1500};
    assert_int_equal(deductible(&rule, used, 9000), 1000);
    used.deductible_fen = 1501;
    assert_int_equal(deductible(&rule, used, 9000), 999);
    used.deductible_fen = 2500;
    assert_int_equal(deductible(&rule, used, 9000), 0);
    rule.deductible_year_max_fen = GJ_FEN_UNLIMITED;
    rule.deductible_total_fen = 2600;
    assert_int_equal(deductible(&rule, used, 9000), 100);
}

/* ---- steps ---- */

static struct gj_pooled_rule stepped(void)
{
    struct gj_pooled_rule rule = plain_rule(0);
    rule.steps = (struct gj_steps){3, {{10000, 900000}, {20000, 600000}, {GJ_FEN_MAX, 0}}};
    return rule;
}

static void test_policy_pooled__a_bill_straddles_steps(void **state)
{
    (void)state;
    struct gj_pooled_rule rule = stepped();
    struct gj_used used = {0};
    assert_int_equal(pool(&rule, used, 10000), 9000);
    assert_int_equal(pool(&rule, used, 10010), 9006);
    assert_int_equal(pool(&rule, used, 20000), 15000);
    assert_int_equal(pool(&rule, used, 90000), 15000);
    used.eligible_fen = 9999;
    assert_int_equal(pool(&rule, used, 11), 7); /* 0.9 + 6.0 */
    used.eligible_fen = 20000;
    assert_int_equal(pool(&rule, used, 11), 0);
    assert_int_equal(gj_pooled(&rule, &used, 11).ratio_ppm, 0);
    used.eligible_fen = 10000;
    assert_int_equal(gj_pooled(&rule, &used, 10000).ratio_ppm, 600000);
    assert_int_equal(gj_pooled(&rule, &used, 10001).ratio_ppm, 0);
}

static void test_policy_pooled__steps_are_exact_and_rounded_once(void **state)
{
    (void)state;
    struct gj_pooled_rule rule = plain_rule(0);
    rule.steps = (struct gj_steps){2, {{1, 300000}, {GJ_FEN_MAX, 200000}}};
    struct gj_used used = {0};
    assert_int_equal(pool(&rule, used, 2), 1); /* 0.3 + 0.2, each alone would be 0 */
    rule.rounding = GJ_DOWN;
    assert_int_equal(pool(&rule, used, 2), 0);
}

static void test_policy_pooled__a_deductible_straddles_steps(void **state)
{
    (void)state;
    struct gj_pooled_rule rule = stepped();
    rule.deductible_year_fen = 4000;
    struct gj_used used = {0};
    /* Steps begin above the deductible: 10 000 at 90 %, then 6 000 at 60 %. */
    assert_int_equal(pool(&rule, used, 20000), 9000 + 3600);
    /* Steps count from zero: the deductible uses up 4 000 of the first. */
    rule.steps_from_zero = true;
    assert_int_equal(pool(&rule, used, 20000), 5400 + 6000);
    rule.deductible_year_fen = 12000;
    assert_int_equal(pool(&rule, used, 20000), 4800);
    used = (struct gj_used){.eligible_fen = 9000, .deductible_fen = 9000};
    assert_int_equal(pool(&rule, used, 4000), 600); /* 3 000 owed up to 12 000, then 60 % */
}

static void test_policy_pooled__a_cut_takes_points_off_every_ratio(void **state)
{
    (void)state;
    struct gj_pooled_rule rule = stepped();
    rule.cut_ppm = 100000;
    struct gj_used used = {0};
    assert_int_equal(pool(&rule, used, 30000), 8000 + 5000);
    rule.cut_ppm = 700000;
    assert_int_equal(pool(&rule, used, 30000), 2000);
}

/* ---- caps ---- */

static void test_policy_pooled__a_cap_is_reached_inside_a_bill(void **state)
{
    (void)state;
    struct gj_pooled_rule rule = plain_rule(500000);
    rule.cap_fen = 10000;
    struct gj_used used = {.pool_fen = 9000};
    assert_int_equal(pool(&rule, used, 1999), 1000);
    assert_int_equal(pool(&rule, used, 2000), 1000);
    assert_int_equal(pool(&rule, used, 2002), 1000);
    assert_int_equal(pool(&rule, used, 1998), 999);
    assert_int_equal(gj_pooled(&rule, &used, 2002).cap_left_fen, 1000);
    used.pool_fen = 10000;
    assert_int_equal(pool(&rule, used, 2000), 0);
    used.pool_fen = 12000; /* the cap was lowered in the year */
    assert_int_equal(pool(&rule, used, 2000), 0);
    assert_int_equal(gj_pooled(&rule, &used, 2000).cap_left_fen, 0);
}

static void test_policy_pooled__no_cap_is_told_apart_from_nothing_left(void **state)
{
    (void)state;
    struct gj_pooled_rule rule = plain_rule(500000);
    struct gj_used used = {0};
    assert_int_equal(gj_pooled(&rule, &used, 2).cap_left_fen, GJ_FEN_UNLIMITED);
    rule.cap_fen = 0;
    assert_int_equal(gj_pooled(&rule, &used, 2).cap_left_fen, 0);
}

static void test_policy_pooled__caps_of_visit_level_and_fund_all_hold(void **state)
{
    (void)state;
    struct gj_pooled_rule rule = plain_rule(500000);
    rule.cap_fen = 10000;
    rule.cap_visit_fen = 800;
    struct gj_used used = {0};
    assert_int_equal(pool(&rule, used, 1600), 800);
    assert_int_equal(pool(&rule, used, 1602), 800);
    rule.cap_visit_fen = GJ_FEN_UNLIMITED;
    rule.cap_level_ppm = 300000;
    used.level_pool_fen = 2500;
    assert_int_equal(pool(&rule, used, 2000), 500);
    used.pool_fen = 9600; /* what other levels used counts against the whole cap */
    assert_int_equal(pool(&rule, used, 2000), 400);
    rule.fund_cap_fen = 20000;
    used.fund_pool_fen = 19700;
    assert_int_equal(pool(&rule, used, 2000), 300);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_policy_pooled__shares_are_rounded_as_named),
        cmocka_unit_test(test_policy_pooled__the_largest_amounts_do_not_overflow),
        cmocka_unit_test(test_policy_pooled__a_yearly_deductible_is_met_once_a_year),
        cmocka_unit_test(test_policy_pooled__a_monthly_deductible_asks_the_months_counter),
        cmocka_unit_test(test_policy_pooled__the_year_comes_before_month_and_visit),
        cmocka_unit_test(test_policy_pooled__later_visits_of_the_year_owe_the_next_deductible),
        cmocka_unit_test(test_policy_pooled__a_day_at_one_institution_shares_one_deductible),
        cmocka_unit_test(test_policy_pooled__without_the_rule_each_visit_of_a_day_owes),
        cmocka_unit_test(test_policy_pooled__bounds_of_the_year_hold_all_deductibles),
        cmocka_unit_test(test_policy_pooled__a_bill_straddles_steps),
        cmocka_unit_test(test_policy_pooled__steps_are_exact_and_rounded_once),
        cmocka_unit_test(test_policy_pooled__a_deductible_straddles_steps),
        cmocka_unit_test(test_policy_pooled__a_cut_takes_points_off_every_ratio),
        cmocka_unit_test(test_policy_pooled__a_cap_is_reached_inside_a_bill),
        cmocka_unit_test(test_policy_pooled__no_cap_is_told_apart_from_nothing_left),
        cmocka_unit_test(test_policy_pooled__caps_of_visit_level_and_fund_all_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
