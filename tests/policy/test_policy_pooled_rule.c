/* The rule of a pooled share as it is found in rows: what is absent, what speaks first, what is cut. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "policy/story.h"

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

static void test_policy_pooled_rule__an_absent_ratio_or_deductible_is_unknown(void **state)
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

static void test_policy_pooled_rule__none_is_a_known_deductible(void **state)
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

static void test_policy_pooled_rule__every_key_of_the_rule_is_read(void **state)
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

static gj_fen pool(const struct gj_pooled_rule *rule, struct gj_used used, gj_fen eligible)
{
    return gj_pooled(rule, &used, eligible).pool_fen;
}

/* The rule of these steps under a cap on the cost of a year; no steps where no room is left for them. */
static struct gj_pooled_rule under_cost_cap(struct gj_steps steps, const char *cap)
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
    if (!has_room)
        rule.steps.count = -1;
    return rule;
}

/* A cap on the cost of a year ends the steps; on the cap itself the step still holds. */
static void test_policy_pooled_rule__a_cost_cap_ends_the_steps(void **state)
{
    (void)state;
    const struct gj_steps two = {2, {{550000, 750000}, {GJ_FEN_MAX, 550000}}};
    struct gj_pooled_rule rule = under_cost_cap(two, "10000.00");
    assert_int_equal(rule.steps.count, 3);
    assert_int_equal(rule.steps.steps[1].up_to_fen, 1000000);
    assert_int_equal(rule.steps.steps[2].ratio_ppm, 0);
    assert_int_equal(pool(&rule, (struct gj_used){.eligible_fen = 999900}, 100), 55);
    assert_int_equal(pool(&rule, (struct gj_used){.eligible_fen = 999900}, 200), 55);
    assert_int_equal(pool(&rule, (struct gj_used){.eligible_fen = 1000000}, 200), 0);
    assert_int_equal(under_cost_cap(two, "5500.00").steps.count, 2);
    assert_int_equal(under_cost_cap(two, "5500.01").steps.count, 3);
    assert_int_equal(under_cost_cap(two, "none").steps.count, 2);
    struct gj_steps found = under_cost_cap(two, "0.00").steps;
    assert_int_equal(found.count, 1);
    assert_int_equal(found.steps[0].ratio_ppm, 0);
}

static void
test_policy_pooled_rule__a_cost_cap_above_the_last_of_all_steps_is_not_cut_off(void **state)
{
    (void)state;
    struct gj_steps all = {.count = GJ_STEPS_MAX};
    for (int i = 0; i < GJ_STEPS_MAX; i++)
        all.steps[i] = (struct gj_step){(i + 1) * 100, 900000 - i * 10000};
    all.steps[GJ_STEPS_MAX - 1].up_to_fen = GJ_FEN_MAX;
    assert_int_equal(under_cost_cap(all, "7.00").steps.count, GJ_STEPS_MAX);
    assert_int_equal(under_cost_cap(all, "7.01").steps.count, -1);
}

static void test_policy_pooled_rule__steps_speak_unless_a_nearer_ratio_does(void **state)
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

static void test_policy_pooled_rule__a_ratio_laid_over_the_packs_beats_their_steps(void **state)
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

static void test_policy_pooled_rule__a_pharmacy_pays_only_where_a_row_says_so(void **state)
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

static void test_policy_pooled_rule__care_elsewhere_is_cut_as_filed(void **state)
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

static void test_policy_pooled_rule__without_filing_and_row_nothing_is_cut(void **state)
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

static void test_policy_pooled_rule__a_benefit_year_may_begin_on_any_day(void **state)
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
        cmocka_unit_test(test_policy_pooled_rule__an_absent_ratio_or_deductible_is_unknown),
        cmocka_unit_test(test_policy_pooled_rule__none_is_a_known_deductible),
        cmocka_unit_test(test_policy_pooled_rule__every_key_of_the_rule_is_read),
        cmocka_unit_test(test_policy_pooled_rule__a_cost_cap_ends_the_steps),
        cmocka_unit_test(
            test_policy_pooled_rule__a_cost_cap_above_the_last_of_all_steps_is_not_cut_off),
        cmocka_unit_test(test_policy_pooled_rule__steps_speak_unless_a_nearer_ratio_does),
        cmocka_unit_test(test_policy_pooled_rule__a_ratio_laid_over_the_packs_beats_their_steps),
        cmocka_unit_test(test_policy_pooled_rule__a_pharmacy_pays_only_where_a_row_says_so),
        cmocka_unit_test(test_policy_pooled_rule__care_elsewhere_is_cut_as_filed),
        cmocka_unit_test(test_policy_pooled_rule__without_filing_and_row_nothing_is_cut),
        cmocka_unit_test(test_policy_pooled_rule__a_benefit_year_may_begin_on_any_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
