/* The calculations: rounding named and done once, nearest rows first, slopes step by step. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/random.h"
#include "policy/calc.h"
#include "story.h"

__extension__ typedef unsigned __int128 wide;

static struct story story;
static struct gj_calc calc;

static void begin(void)
{
    story_begin(&story);
}

static struct gj_calc *ask_on(gj_area area, int year, int month, int day)
{
    struct gj_where where = {.area = area,
                             .day = gj_day_from_civil(year, month, day),
                             .scheme = GJ_SCHEME_EMPLOYEE,
                             .tier = 1,
                             .age_years = GJ_AGE_UNSAID};
    gj_calc_begin(&calc, &story.law, &where);
    return &calc;
}

static int drop(void **state)
{
    (void)state;
    gj_policy_free(story.policy);
    story.policy = NULL;
    return 0;
}

/* ---- contribution ---- */

static struct gj_contribution_facts of_base(gj_fen base)
{
    return (struct gj_contribution_facts){GJ_UNKNOWN, base, GJ_UNKNOWN, false, false, 0};
}

static void test_policy_calc__shares_agree_with_wide_numbers(void **state)
{
    (void)state;
    begin();
    story_row_in(&story, STORY_HOME, GJ_KEY_CONTRIBUTION_EMPLOYEE_RATIO, "0.123457");
    story_row_in(&story, STORY_HOME, GJ_KEY_CONTRIBUTION_EMPLOYER_RATIO, "1");
    story_law(&story);
    struct gj_random random = gj_random(3);
    for (int i = 0; i < 20000; i++) {
        gj_fen base = gj_random_between(&random, 0, i % 2 ? 100000 : GJ_FEN_MAX);
        struct gj_contribution_facts facts = of_base(base);
        struct gj_contribution out = gj_contribution(ask_on(STORY_HOME, 2031, 1, 1), &facts);
        wide exact = (wide)base * 123457;
        assert_int_equal(out.employee_fen, (gj_fen)((exact + 500000) / 1000000));
        assert_int_equal(out.employer_fen, base);
    }
}

static void test_policy_calc__limits_of_an_average_round_as_named(void **state)
{
    (void)state;
    for (int down = 0; down <= 1; down++) {
        begin();
        story_row_in(&story, STORY_HOME, GJ_KEY_CONTRIBUTION_BASE_MIN_RATIO, "0.6");
        story_row_in(&story, STORY_HOME, GJ_KEY_CONTRIBUTION_BASE_MAX_RATIO, "3");
        story_row_in(&story, STORY_HOME, GJ_KEY_SETTLE_ROUNDING, down ? "down" : "half_up");
        story_law(&story);
        struct gj_contribution_facts facts = of_base(1);
        facts.average_fen = 1001; /* 600.6 fen */
        struct gj_contribution out = gj_contribution(ask_on(STORY_HOME, 2031, 1, 1), &facts);
        assert_int_equal(out.base_min_fen, down ? 600 : 601);
        assert_int_equal(out.base_max_fen, 3003);
        drop(state);
    }
}

static void test_policy_calc__the_average_of_an_area_limits_every_insurance(void **state)
{
    (void)state;
    begin();
    story_row_in(&story, STORY_HOME, GJ_KEY_CONTRIBUTION_BASE_MIN_RATIO, "0.6");
    story_row_in(&story, STORY_HOME, GJ_KEY_CONTRIBUTION_BASE_MAX_RATIO, "3");
    story_row_in(&story, STORY_HOME, GJ_KEY_CONTRIBUTION_AVERAGE, "7180.00");
    story_law(&story);
    for (int insurance = GJ_INSURANCE_MEDICAL; insurance <= GJ_INSURANCE_PENSION; insurance++) {
        struct gj_contribution_facts facts = of_base(GJ_UNKNOWN);
        facts.wage_fen = 100;
        facts.insurance = (enum gj_insurance)insurance;
        struct gj_contribution out = gj_contribution(ask_on(STORY_HOME, 2031, 1, 1), &facts);
        assert_int_equal(out.base_min_fen, 430800);
        assert_int_equal(out.base_max_fen, 2154000);
        assert_int_equal(out.base_fen, 430800);
    }
}

static void test_policy_calc__a_wage_needs_both_limits_and_a_base_none(void **state)
{
    (void)state;
    begin();
    story_row_in(&story, STORY_HOME, GJ_KEY_CONTRIBUTION_BASE_MIN, "100.00");
    story_row_in(&story, STORY_HOME, GJ_KEY_CONTRIBUTION_EMPLOYEE_RATIO, "0.02");
    story_law(&story);
    struct gj_contribution_facts facts = of_base(500);
    struct gj_contribution out = gj_contribution(ask_on(STORY_HOME, 2031, 1, 1), &facts);
    assert_int_equal(out.employee_fen, 10);
    assert_int_equal(out.base_max_fen, GJ_UNKNOWN);
    assert_int_equal(calc.missing_count, 1); /* the employer's share */
    facts.base_fen = GJ_UNKNOWN;
    facts.wage_fen = 20000;
    out = gj_contribution(ask_on(STORY_HOME, 2031, 1, 1), &facts);
    assert_int_equal(out.base_fen, GJ_UNKNOWN);
    assert_int_equal(calc.missing[0].key, GJ_KEY_CONTRIBUTION_BASE_MAX);
}

/* ---- maternity ---- */

static void test_policy_calc__an_allowance_is_rounded_once(void **state)
{
    (void)state;
    begin();
    story_row_in(&story, STORY_HOME, GJ_KEY_MATERNITY_MONTH_DAYS, "30");
    story_row_in(&story, STORY_HOME, GJ_KEY_MATERNITY_BASE_MIN_RATIO, "0.6");
    story_row_in(&story, STORY_HOME, GJ_KEY_MATERNITY_BASE_MAX_RATIO, "3");
    story_law(&story);
    /* 60 % of 19655.63 is 11793.378; of 158 days that is 62111.7908, and 62111.80 of 11793.38 */
    struct gj_calc *asked = ask_on(STORY_HOME, 2031, 1, 1);
    assert_int_equal(gj_maternity_allowance(asked, 947726, 1965563, 158), 6211179);
    assert_int_equal(gj_maternity_allowance(asked, 6000000, 1965563, 30), 5896689);
    assert_int_equal(gj_maternity_allowance(asked, 1965563, 1965563, 30), 1965563);
    assert_int_equal(gj_maternity_allowance(asked, GJ_FEN_MAX, GJ_FEN_MAX, 30), GJ_FEN_MAX);
    assert_int_equal(calc.reason, GJ_OK);
    assert_int_equal(gj_maternity_allowance(asked, GJ_FEN_MAX, GJ_FEN_MAX, 31), GJ_UNKNOWN);
    assert_int_equal(calc.reason, GJ_AMOUNT_TOO_LARGE);
}

/* ---- credit ---- */

static gj_fen retired_credit(gj_area area)
{
    const struct gj_credit_facts facts = {GJ_UNKNOWN, 100000};
    struct gj_calc *asked = ask_on(area, 2031, 1, 1);
    asked->where.working = GJ_RETIRED;
    return gj_credit(asked, &facts).credit_fen;
}

static void test_policy_calc__the_nearer_of_fixed_sum_and_ratio_speaks(void **state)
{
    (void)state;
    begin();
    story_row_in(&story, STORY_PROVINCE, GJ_KEY_ACCOUNT_RETIRED_FIXED, "70.00");
    story_row_in(&story, STORY_HOME, GJ_KEY_ACCOUNT_RETIRED_RATIO, "0.04");
    story_law(&story);
    assert_int_equal(retired_credit(STORY_HOME), 4000);
    assert_int_equal(retired_credit(STORY_OTHER), 7000);
    drop(state);
    begin();
    story_row_in(&story, STORY_HOME, GJ_KEY_ACCOUNT_RETIRED_FIXED, "70.00");
    story_row_in(&story, STORY_HOME, GJ_KEY_ACCOUNT_RETIRED_RATIO, "0.04");
    story_law(&story);
    assert_int_equal(retired_credit(STORY_HOME), 7000);
}

static void test_policy_calc__an_area_outside_the_tree_has_no_rows(void **state)
{
    (void)state;
    begin();
    story_row_in(&story, GJ_AREA_NATION, GJ_KEY_ACCOUNT_RETIRED_FIXED, "70.00");
    story_law(&story);
    assert_int_equal(retired_credit(STORY_HOME), 7000);
    assert_int_equal(retired_credit(123456), GJ_UNKNOWN);
    assert_int_equal(calc.missing[0].key, GJ_KEY_ACCOUNT_RETIRED_FIXED);
}

/* ---- pension ---- */

static void test_policy_calc__pensions_agree_with_wide_numbers(void **state)
{
    (void)state;
    begin();
    story_row_in(&story, STORY_HOME, GJ_KEY_PENSION_YEAR_RATIO, "0.01");
    story_law(&story);
    struct gj_random random = gj_random(5);
    for (int i = 0; i < 20000; i++) {
        struct gj_pension_facts facts = {.base_fen = gj_random_between(&random, 0, 10000000),
                                         .mean_index = gj_random_between(&random, 0, 3000000),
                                         .years = gj_random_between(&random, 0, 50000000),
                                         .age = GJ_RETIRE_AGE_60};
        struct gj_pension out = gj_pension(ask_on(STORY_HOME, 2031, 1, 1), &facts);
        wide product =
            (wide)facts.base_fen * (wide)(1000000 + facts.mean_index) * (wide)facts.years * 10000;
        wide divisor = (wide)2 * 1000000 * 1000000 * 1000000;
        assert_int_equal(out.basic_fen, (gj_fen)((product + divisor / 2) / divisor));
        assert_int_equal(out.pension_fen, GJ_UNKNOWN); /* no months are known */
    }
}

/* ---- retirement ---- */

static void slope(const char *age_from, const char *age_to, const char *step)
{
    begin();
    struct gj_row row = {.area = GJ_AREA_NATION,
                         .key = GJ_KEY_RETIREMENT_AGE,
                         .param = GJ_RETIRE_AGE_60,
                         .from = gj_day_from_civil(2021, 1, 1),
                         .to = GJ_DAY_MAX};
    story_row_as(&story, row, age_from);
    row.key = GJ_KEY_RETIREMENT_STEP_MONTHS;
    row.from = gj_day_from_civil(2025, 1, 1);
    story_row_as(&story, row, step);
    row.key = GJ_KEY_RETIREMENT_AGE_END;
    story_row_as(&story, row, age_to);
    story_law(&story);
}

/* The delay grows by one month at each step and stays at its end; nobody overtakes an elder. */
static void test_policy_calc__the_slope_rises_by_steps_and_ends(void **state)
{
    (void)state;
    slope("60", "63", "4");
    gj_month before = 0;
    for (int born = 1960 * 12; born < 1990 * 12; born++) {
        struct gj_retirement out =
            gj_retirement(ask_on(STORY_HOME, 2031, 1, 1), GJ_RETIRE_AGE_60, born);
        int since = born - 1965 * 12;
        int delay = since < 0 ? 0 : since / 4 + 1 > 36 ? 36 : since / 4 + 1;
        assert_int_equal(out.delay_months, delay);
        assert_int_equal(out.month, born + 720 + delay);
        assert_int_equal(out.age_months, 720 + delay);
        assert_true(out.month > before);
        before = out.month;
    }
}

static void test_policy_calc__before_any_row_the_earliest_stands_when_no_day_is_said(void **state)
{
    (void)state;
    slope("60", "63", "4");
    ask_on(STORY_HOME, 2031, 1, 1);
    calc.where.day = GJ_DAY_NONE;
    struct gj_retirement out = gj_retirement(&calc, GJ_RETIRE_AGE_60, 1940 * 12);
    assert_int_equal(out.month, 2000 * 12);
    out = gj_retirement(ask_on(STORY_HOME, 2020, 12, 31), GJ_RETIRE_AGE_60, 1940 * 12);
    assert_int_equal(out.month, GJ_UNKNOWN);
    out = gj_retirement(ask_on(STORY_HOME, 2024, 12, 31), GJ_RETIRE_AGE_60, 1970 * 12);
    assert_int_equal(out.delay_months, 0);
}

/* ---- waiting ---- */

static int32_t wait_for(struct gj_waiting_facts facts)
{
    return gj_waiting_months(ask_on(STORY_HOME, 2031, 1, 1), &facts);
}

static void test_policy_calc__a_wait_is_fixed_then_grows_then_has_a_floor(void **state)
{
    (void)state;
    begin();
    story_row_in(&story, STORY_HOME, GJ_KEY_WAITING_FIXED_MONTHS, "3");
    story_row_in(&story, STORY_HOME, GJ_KEY_WAITING_PER_GAP_YEAR, "2");
    story_row_in(&story, STORY_HOME, GJ_KEY_WAITING_REPAIR_MONTHS, "2");
    story_row_in(&story, STORY_HOME, GJ_KEY_WAITING_FLOOR_MONTHS, "8");
    story_row_in(&story, STORY_HOME, GJ_KEY_WAITING_FLOOR_FROM_YEARS, "4");
    story_row_in(&story, STORY_HOME, GJ_KEY_WAITING_NEWBORN_DAYS, "90");
    story_law(&story);
    struct gj_waiting_facts facts = {.repaid = true, .newborn_age_days = GJ_UNKNOWN};
    for (int gap = 0; gap < 10; gap++)
        for (int repaired = 0; repaired < 12; repaired++) {
            facts.gap_years = gap;
            facts.repaired_years = repaired;
            int months = 3 + 2 * (repaired < gap ? gap - repaired : 0);
            assert_int_equal(wait_for(facts), gap >= 4 && months < 8 ? 8 : months);
        }
    facts.newborn_age_days = 90;
    assert_int_equal(wait_for(facts), 0);
    facts.newborn_age_days = 91;
    assert_true(wait_for(facts) > 0);
    facts.break_months = 1; /* no row says what a break brings */
    assert_int_equal(wait_for(facts), GJ_UNKNOWN);
}

static void test_policy_calc__a_wait_ends_on_a_day_the_month_has(void **state)
{
    (void)state;
    gj_day last = gj_day_from_civil(2031, 1, 31);
    assert_int_equal(gj_waiting_until(last, 0), last);
    assert_int_equal(gj_waiting_until(last, 1), gj_day_from_civil(2031, 2, 28));
    assert_int_equal(gj_waiting_until(last, 13), gj_day_from_civil(2032, 2, 29));
    assert_int_equal(gj_waiting_until(last, INT32_MAX), GJ_DAY_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_policy_calc__shares_agree_with_wide_numbers, drop),
        cmocka_unit_test_teardown(test_policy_calc__limits_of_an_average_round_as_named, drop),
        cmocka_unit_test_teardown(test_policy_calc__the_average_of_an_area_limits_every_insurance,
                                  drop),
        cmocka_unit_test_teardown(test_policy_calc__an_allowance_is_rounded_once, drop),
        cmocka_unit_test_teardown(test_policy_calc__a_wage_needs_both_limits_and_a_base_none, drop),
        cmocka_unit_test_teardown(test_policy_calc__the_nearer_of_fixed_sum_and_ratio_speaks, drop),
        cmocka_unit_test_teardown(test_policy_calc__an_area_outside_the_tree_has_no_rows, drop),
        cmocka_unit_test_teardown(test_policy_calc__pensions_agree_with_wide_numbers, drop),
        cmocka_unit_test_teardown(test_policy_calc__the_slope_rises_by_steps_and_ends, drop),
        cmocka_unit_test_teardown(
            test_policy_calc__before_any_row_the_earliest_stands_when_no_day_is_said, drop),
        cmocka_unit_test_teardown(test_policy_calc__a_wait_is_fixed_then_grows_then_has_a_floor,
                                  drop),
        cmocka_unit_test(test_policy_calc__a_wait_ends_on_a_day_the_month_has),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
