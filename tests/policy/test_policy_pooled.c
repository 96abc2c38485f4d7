/* The pooled part of a bill: what is found, and what it comes to at both sides of every line. */
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

/* ---- finding ---- */

static struct gj_pooled_rule found(const struct story *story, const struct gj_claim *claim,
                                   struct gj_trace *trace)
{
    struct gj_pooled_rule rule;
    *trace = (struct gj_trace){0};
    gj_pooled_rule(&story->law, claim, &rule, trace);
    return rule;
}

static bool lists(const struct gj_trace *trace, enum gj_key key)
{
    for (int i = 0; i < trace->not_found_count; i++)
        if (trace->not_found[i] == key)
            return true;
    return false;
}

static void test_policy_pooled__an_absent_ratio_or_deductible_is_unknown(void **state)
{
    (void)state;
    struct story story;
    struct gj_trace trace;
    struct gj_claim claim = story_claim(100);
    story_begin(&story);
    story_row(&story, GJ_KEY_OUTPATIENT_DEDUCTIBLE, "none");
    story_row(&story, GJ_KEY_CHRONIC_RATIO, "0.70");
    story_row(&story, GJ_KEY_INPATIENT_DEDUCTIBLE_VISIT, "500.00");
    story_law(&story);
    struct gj_pooled_rule rule = found(&story, &claim, &trace);
    assert_int_equal(rule.reason, GJ_POLICY_UNKNOWN);
    assert_int_equal(rule.missing, GJ_KEY_OUTPATIENT_RATIO);
    claim.care = GJ_CARE_CHRONIC;
    rule = found(&story, &claim, &trace);
    assert_int_equal(rule.reason, GJ_POLICY_UNKNOWN);
    assert_int_equal(rule.missing, GJ_KEY_CHRONIC_DEDUCTIBLE);
    claim.care = GJ_CARE_INPATIENT;
    assert_int_equal(found(&story, &claim, &trace).missing, GJ_KEY_INPATIENT_RATIO);
    story_end(&story);
}

static void test_policy_pooled__none_is_a_known_deductible(void **state)
{
    (void)state;
    struct story story;
    struct gj_trace trace;
    struct gj_claim claim = story_claim(100);
    story_begin(&story);
    story_row(&story, GJ_KEY_OUTPATIENT_DEDUCTIBLE, "none");
    story_row(&story, GJ_KEY_OUTPATIENT_RATIO, "0.55");
    story_law(&story);
    struct gj_pooled_rule rule = found(&story, &claim, &trace);
    assert_int_equal(rule.reason, GJ_OK);
    assert_int_equal(rule.deductible_year_fen, 0);
    assert_int_equal(rule.rounding, GJ_HALF_UP);
    assert_int_equal(rule.benefit_year_first, gj_day_from_civil(2031, 1, 1));
    assert_int_equal(trace.count, 2);
    assert_true(lists(&trace, GJ_KEY_OUTPATIENT_CAP));
    assert_true(lists(&trace, GJ_KEY_OUTPATIENT_CAP_VISIT));
    assert_false(lists(&trace, GJ_KEY_OUTPATIENT_DEDUCTIBLE_TOTAL));
    story_end(&story);
}

static void test_policy_pooled__every_key_of_the_rule_is_read(void **state)
{
    (void)state;
    struct story story;
    struct gj_trace trace;
    struct gj_claim claim = story_claim(100);
    story_begin(&story);
    story_row(&story, GJ_KEY_OUTPATIENT_DEDUCTIBLE_MONTH, "10.00");
    story_row(&story, GJ_KEY_OUTPATIENT_DEDUCTIBLE_VISIT, "5.00");
    story_row(&story, GJ_KEY_OUTPATIENT_DEDUCTIBLE_ONCE, "day_and_institution");
    story_row(&story, GJ_KEY_OUTPATIENT_DEDUCTIBLE_NEXT, "2.00");
    story_row(&story, GJ_KEY_OUTPATIENT_DEDUCTIBLE_YEAR_MAX, "90.00");
    story_row(&story, GJ_KEY_OUTPATIENT_DEDUCTIBLE_TOTAL, "95.00");
    story_row(&story, GJ_KEY_OUTPATIENT_RATIO, "0.55");
    story_row(&story, GJ_KEY_OUTPATIENT_CAP, "2000.00");
    story_row(&story, GJ_KEY_OUTPATIENT_CAP_LEVEL, "0.50");
    story_row(&story, GJ_KEY_OUTPATIENT_CAP_VISIT, "300.00");
    story_row(&story, GJ_KEY_FUND_CAP_YEAR, "5000.00");
    story_row(&story, GJ_KEY_SETTLE_ROUNDING, "down");
    story_row(&story, GJ_KEY_BENEFIT_YEAR_START, "07-01");
    story_law(&story);
    struct gj_pooled_rule rule = found(&story, &claim, &trace);
    assert_int_equal(rule.deductible_month_fen, 1000);
    assert_int_equal(rule.deductible_visit_fen, 500);
    assert_int_equal(rule.deductible_next_fen, 200);
    assert_int_equal(rule.deductible_year_max_fen, 9000);
    assert_int_equal(rule.deductible_total_fen, 9500);
    assert_true(rule.once_a_day);
    assert_int_equal(rule.cap_fen, 200000);
    assert_int_equal(rule.cap_level_ppm, 500000);
    assert_int_equal(rule.cap_visit_fen, 30000);
    assert_int_equal(rule.fund_cap_fen, 500000);
    assert_int_equal(rule.rounding, GJ_DOWN);
    assert_int_equal(rule.benefit_year_first, gj_day_from_civil(2030, 7, 1));
    assert_int_equal(rule.counts,
                     GJ_COUNTS_MONTH | GJ_COUNTS_DAY | GJ_COUNTS_LEVEL | GJ_COUNTS_FUND);
    assert_int_equal(trace.count, 13);
    assert_int_equal(trace.not_found_count, 0);
    story_end(&story);
}

static struct gj_steps steps_under_cost_cap(struct gj_steps steps, const char *cap)
{
    struct story story;
    struct gj_trace trace;
    struct gj_claim claim = story_claim(100);
    story_begin(&story);
    story_row(&story, GJ_KEY_OUTPATIENT_DEDUCTIBLE, "none");
    story_steps(&story, GJ_KEY_OUTPATIENT_STEPS, steps);
    story_row(&story, GJ_KEY_OUTPATIENT_CAP_COST, cap);
    story_law(&story);
    struct gj_pooled_rule rule = found(&story, &claim, &trace);
    bool has_room = rule.reason == GJ_OK;
    assert_int_equal(lists(&trace, GJ_KEY_OUTPATIENT_CAP_COST), !has_room);
    story_end(&story);
    return has_room ? rule.steps : (struct gj_steps){.count = -1};
}

/* A cap on the cost of a year ends the steps; on the cap itself the step still holds. */
static void test_policy_pooled__a_cost_cap_ends_the_steps(void **state)
{
    (void)state;
    const struct gj_steps two = {2, {{550000, 750000}, {GJ_FEN_MAX, 550000}}};
    struct gj_steps found = steps_under_cost_cap(two, "10000.00");
    assert_int_equal(found.count, 3);
    assert_int_equal(found.steps[1].up_to_fen, 1000000);
    assert_int_equal(found.steps[2].ratio_ppm, 0);
    struct gj_pooled_rule rule = plain_rule(0);
    rule.steps = found;
    assert_int_equal(pool(&rule, (struct gj_used){.eligible_fen = 999900}, 100), 55);
    assert_int_equal(pool(&rule, (struct gj_used){.eligible_fen = 999900}, 200), 55);
    assert_int_equal(pool(&rule, (struct gj_used){.eligible_fen = 1000000}, 200), 0);
    assert_int_equal(steps_under_cost_cap(two, "5500.00").count, 2);
    assert_int_equal(steps_under_cost_cap(two, "5500.01").count, 3);
    assert_int_equal(steps_under_cost_cap(two, "none").count, 2);
    found = steps_under_cost_cap(two, "0.00");
    assert_int_equal(found.count, 1);
    assert_int_equal(found.steps[0].ratio_ppm, 0);
}

static void test_policy_pooled__a_cost_cap_above_the_last_of_all_steps_is_not_cut_off(void **state)
{
    (void)state;
    struct gj_steps all = {.count = GJ_STEPS_MAX};
    for (int i = 0; i < GJ_STEPS_MAX; i++)
        all.steps[i] = (struct gj_step){(i + 1) * 100, 900000 - i * 10000};
    all.steps[GJ_STEPS_MAX - 1].up_to_fen = GJ_FEN_MAX;
    assert_int_equal(steps_under_cost_cap(all, "7.00").count, GJ_STEPS_MAX);
    assert_int_equal(steps_under_cost_cap(all, "7.01").count, -1);
}

static void test_policy_pooled__steps_speak_unless_a_nearer_ratio_does(void **state)
{
    (void)state;
    struct story story;
    struct gj_trace trace;
    struct gj_claim claim = story_claim(100);
    struct gj_steps steps = {2, {{500, 900000}, {GJ_FEN_MAX, 400000}}};
    story_begin(&story);
    story_row(&story, GJ_KEY_OUTPATIENT_DEDUCTIBLE, "none");
    story_row_in(&story, STORY_PROVINCE, GJ_KEY_OUTPATIENT_RATIO, "0.55");
    story_steps(&story, GJ_KEY_OUTPATIENT_STEPS, steps);
    story_row(&story, GJ_KEY_OUTPATIENT_STEPS_FROM, "zero");
    story_law(&story);
    struct gj_pooled_rule rule = found(&story, &claim, &trace);
    assert_int_equal(rule.steps.count, 2);
    assert_true(rule.steps_from_zero);
    assert_int_equal(rule.counts, GJ_COUNTS_FROM_ZERO);
    /* A county's own ratio stands above its city's steps. */
    struct story near;
    story_begin(&near);
    story_row(&near, GJ_KEY_OUTPATIENT_DEDUCTIBLE, "none");
    story_row_in(&near, STORY_HOME + 81, GJ_KEY_OUTPATIENT_RATIO, "0.55");
    story_steps(&near, GJ_KEY_OUTPATIENT_STEPS, steps);
    story_law(&near);
    claim.where.area = STORY_HOME + 81;
    rule = found(&near, &claim, &trace);
    assert_int_equal(rule.steps.count, 1);
    assert_int_equal(rule.steps.steps[0].ratio_ppm, 550000);
    claim.where.area = STORY_HOME;
    assert_int_equal(found(&near, &claim, &trace).steps.count, 2);
    story_end(&near);
    story_end(&story);
}

static void test_policy_pooled__a_ratio_laid_over_the_packs_beats_their_steps(void **state)
{
    (void)state;
    struct story story, over;
    struct gj_trace trace;
    struct gj_claim claim = story_claim(100);
    story_begin(&story);
    story_row(&story, GJ_KEY_OUTPATIENT_DEDUCTIBLE, "none");
    story_steps(&story, GJ_KEY_OUTPATIENT_STEPS, (struct gj_steps){1, {{GJ_FEN_MAX, 900000}}});
    story_law(&story);
    story_begin(&over);
    story_row_in(&over, 100000, GJ_KEY_OUTPATIENT_RATIO, "0.10");
    story_law(&over);
    story.law.rules = over.policy;
    assert_int_equal(found(&story, &claim, &trace).steps.steps[0].ratio_ppm, 100000);
    story.law.rules = NULL;
    assert_int_equal(found(&story, &claim, &trace).steps.steps[0].ratio_ppm, 900000);
    story_end(&over);
    story_end(&story);
}

static void test_policy_pooled__a_pharmacy_pays_only_where_a_row_says_so(void **state)
{
    (void)state;
    struct story story;
    struct gj_trace trace;
    struct gj_claim claim = story_claim(100);
    claim.care = GJ_CARE_PHARMACY;
    claim.where.level = GJ_LEVEL_UNSAID;
    struct gj_row ratio = {.key = GJ_KEY_OUTPATIENT_RATIO, .level = GJ_LEVEL_PHARMACY};
    struct gj_row open = {
        .key = GJ_KEY_PHARMACY_POOLED, .from = story_day(), .to = story_day() + 1};
    story_begin(&story);
    story_row(&story, GJ_KEY_OUTPATIENT_DEDUCTIBLE, "none");
    story_row_as(&story, ratio, "0.60");
    story_row_as(&story, open, "yes");
    story_law(&story);
    struct gj_pooled_rule rule = found(&story, &claim, &trace);
    assert_int_equal(rule.steps.steps[0].ratio_ppm, 600000);
    claim.where.day++;
    rule = found(&story, &claim, &trace);
    assert_int_equal(rule.reason, GJ_OK);
    assert_int_equal(pool(&rule, (struct gj_used){0}, 10000), 0);
    assert_true(lists(&trace, GJ_KEY_PHARMACY_POOLED));
    story_end(&story);
}

static void test_policy_pooled__care_elsewhere_is_cut_as_filed(void **state)
{
    (void)state;
    struct story story;
    struct gj_trace trace;
    struct gj_claim claim = story_claim(100);
    story_begin(&story);
    story_row(&story, GJ_KEY_OUTPATIENT_DEDUCTIBLE, "none");
    story_row(&story, GJ_KEY_OUTPATIENT_RATIO, "0.70");
    story_row(&story, GJ_KEY_FILING_CUT_REFERRAL, "0.10");
    story_row(&story, GJ_KEY_FILING_CUT_EMERGENCY, "0.05");
    story_row(&story, GJ_KEY_FILING_CUT_OTHER, "0.20");
    story_law(&story);
    claim.filing = GJ_FILING_REFERRAL;
    assert_int_equal(found(&story, &claim, &trace).cut_ppm, 0);
    claim.care_area = STORY_HOME + 81; /* a county of the home city is home */
    assert_int_equal(found(&story, &claim, &trace).cut_ppm, 0);
    claim.care_area = STORY_OTHER;
    assert_int_equal(found(&story, &claim, &trace).cut_ppm, 100000);
    claim.filing = GJ_FILING_EMERGENCY;
    assert_int_equal(found(&story, &claim, &trace).cut_ppm, 50000);
    claim.filing = GJ_FILING_OTHER;
    assert_int_equal(found(&story, &claim, &trace).cut_ppm, 200000);
    claim.filing = GJ_FILING_NONE;
    assert_int_equal(found(&story, &claim, &trace).cut_ppm, 200000);
    claim.filing = GJ_FILING_LONG_TERM;
    struct gj_pooled_rule rule = found(&story, &claim, &trace);
    assert_int_equal(rule.reason, GJ_POLICY_UNKNOWN);
    assert_int_equal(rule.missing, GJ_KEY_FILING_CUT_LONG_TERM);
    story_end(&story);
}

static void test_policy_pooled__without_filing_and_row_nothing_is_cut(void **state)
{
    (void)state;
    struct story story;
    struct gj_trace trace;
    struct gj_claim claim = story_claim(100);
    claim.care_area = STORY_FAR;
    story_begin(&story);
    story_row(&story, GJ_KEY_OUTPATIENT_DEDUCTIBLE, "none");
    story_row(&story, GJ_KEY_OUTPATIENT_RATIO, "0.70");
    story_law(&story);
    struct gj_pooled_rule rule = found(&story, &claim, &trace);
    assert_int_equal(rule.reason, GJ_OK);
    assert_int_equal(rule.cut_ppm, 0);
    assert_true(lists(&trace, GJ_KEY_FILING_CUT_OTHER));
    story_end(&story);
}

static void test_policy_pooled__a_benefit_year_may_begin_on_any_day(void **state)
{
    (void)state;
    struct story story;
    struct gj_where where = story_claim(0).where;
    story_begin(&story);
    story_row(&story, GJ_KEY_BENEFIT_YEAR_START, "04-01");
    story_law(&story);
    where.day = gj_day_from_civil(2031, 3, 31);
    assert_int_equal(gj_benefit_year(&story.law, &where, NULL), gj_day_from_civil(2030, 4, 1));
    where.day = gj_day_from_civil(2031, 4, 1);
    assert_int_equal(gj_benefit_year(&story.law, &where, NULL), where.day);
    story_end(&story);
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
        cmocka_unit_test(test_policy_pooled__an_absent_ratio_or_deductible_is_unknown),
        cmocka_unit_test(test_policy_pooled__none_is_a_known_deductible),
        cmocka_unit_test(test_policy_pooled__every_key_of_the_rule_is_read),
        cmocka_unit_test(test_policy_pooled__a_cost_cap_above_the_last_of_all_steps_is_not_cut_off),
        cmocka_unit_test(test_policy_pooled__a_cost_cap_ends_the_steps),
        cmocka_unit_test(test_policy_pooled__steps_speak_unless_a_nearer_ratio_does),
        cmocka_unit_test(test_policy_pooled__a_ratio_laid_over_the_packs_beats_their_steps),
        cmocka_unit_test(test_policy_pooled__a_pharmacy_pays_only_where_a_row_says_so),
        cmocka_unit_test(test_policy_pooled__care_elsewhere_is_cut_as_filed),
        cmocka_unit_test(test_policy_pooled__without_filing_and_row_nothing_is_cut),
        cmocka_unit_test(test_policy_pooled__a_benefit_year_may_begin_on_any_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
