/* A benefit year's counters: what a bill leaves to the next one, and a year begun in the place of one
   that was used. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "policy/policy.h"
#include "rows.h"

/* A law without rows decides no pooled bill, but a year is opened for each. */
static struct gj_law empty_law(void)
{
    return (struct gj_law){.policy = rows_freeze(gj_builder_new())};
}

static void fill_claim(struct gj_claim *claim, gj_day day, uint8_t level)
{
    memset(claim, 0, sizeof *claim);
    claim->where = (struct gj_where){.area = 410100, .day = day, .level = level};
    claim->where.scheme = claim->user.scheme = GJ_SCHEME_EMPLOYEE;
    claim->care_area = claim->user.area = 410100;
    claim->care = GJ_CARE_OUTPATIENT;
    claim->now = gj_time_at(day, 12, 0, 0);
    claim->user.suspended_until = GJ_DAY_NONE;
    claim->bill = (struct gj_bill){.total_fen = 1000, .eligible_fen = 1000};
}

/* Three bills, the last at another level in another month; each met 300 of a deductible and was paid
   700. What the last one finds is left in the claim. */
static void live(const struct gj_law *law, struct gj_year *year, struct gj_claim *claim)
{
    struct gj_decision decision;
    const gj_day days[] = {gj_day_from_civil(2025, 3, 30), gj_day_from_civil(2025, 3, 31),
                           gj_day_from_civil(2025, 4, 1)};
    for (int i = 0; i < 3; i++) {
        fill_claim(claim, days[i], i < 2 ? GJ_LEVEL_1 : GJ_LEVEL_2);
        gj_year_settle(year, law, NULL, claim, false, &decision);
        decision.deductible_fen = 300;
        decision.pool_fen = 700;
        if (i < 2)
            gj_year_close(year, claim, &decision);
    }
}

static void test_policy_year__a_new_month_and_level_begin_at_nothing(void **state)
{
    (void)state;
    struct gj_law law = empty_law();
    struct gj_year year = {0};
    struct gj_claim claim;
    live(&law, &year, &claim);
    assert_int_equal(claim.used.deductible_fen, 600);
    assert_int_equal(claim.used.pool_fen, 1400);
    assert_int_equal(claim.used.fund_pool_fen, 1400);
    assert_int_equal(claim.used.eligible_fen, 1400);
    assert_int_equal(claim.used.visits, 2);
    assert_int_equal(claim.used.month_deductible_fen, 0);
    assert_int_equal(claim.used.day_deductible_fen, 0);
    assert_int_equal(claim.used.day_visits, 0);
    assert_int_equal(claim.used.level_pool_fen, 0);
    gj_policy_free((struct gj_policy *)law.policy);
}

/* What a second bill finds of the month's deductible that the first one met. */
static gj_fen met_in_month(const struct gj_law *law, struct gj_civil first, struct gj_civil second)
{
    struct gj_year year = {0};
    struct gj_claim claim;
    struct gj_decision decision;
    fill_claim(&claim, gj_day_from_civil(first.year, first.month, first.day), GJ_LEVEL_1);
    gj_year_settle(&year, law, NULL, &claim, false, &decision);
    decision.deductible_fen = 300;
    gj_year_close(&year, &claim, &decision);
    fill_claim(&claim, gj_day_from_civil(second.year, second.month, second.day), GJ_LEVEL_1);
    gj_year_settle(&year, law, NULL, &claim, false, &decision);
    return claim.used.month_deductible_fen;
}

/* From the first to the last of a month, either way, and not a day further. */
static void test_policy_year__a_month_ends_where_the_calendar_says(void **state)
{
    (void)state;
    struct gj_law law = empty_law();
    for (int month = 1; month <= 12; month++) {
        gj_day from = gj_day_from_civil(2024, month, 1);
        struct gj_civil first = gj_day_civil(from), last, next;
        gj_day end =
            month < 12 ? gj_day_from_civil(2024, month + 1, 1) : gj_day_from_civil(2025, 1, 1);
        last = gj_day_civil(end - 1);
        next = gj_day_civil(end);
        assert_int_equal(met_in_month(&law, first, last), 300);
        assert_int_equal(met_in_month(&law, last, first), 300);
        assert_int_equal(met_in_month(&law, last, next), 0);
        assert_int_equal(met_in_month(&law, next, last), 0);
        assert_int_equal(met_in_month(&law, first, next), 0);
        assert_int_equal(met_in_month(&law, first, gj_day_civil(from - 1)), 0);
    }
    gj_policy_free((struct gj_policy *)law.policy);
}

/* Both laws' bills may be settled before one is closed: the counters are not those of the claim. */
static void test_policy_year__closing_reads_the_year_and_not_the_claim(void **state)
{
    (void)state;
    struct gj_law law = empty_law();
    struct gj_year year = {0};
    struct gj_claim claim;
    struct gj_decision decision;
    fill_claim(&claim, gj_day_from_civil(2025, 3, 30), GJ_LEVEL_1);
    gj_year_settle(&year, &law, NULL, &claim, false, &decision);
    decision.pool_fen = 700;
    memset(&claim.used, 0x55, sizeof claim.used);
    gj_year_close(&year, &claim, &decision);
    gj_year_settle(&year, &law, NULL, &claim, false, &decision);
    assert_int_equal(claim.used.pool_fen, 700);
    assert_int_equal(claim.used.level_pool_fen, 700);
    assert_int_equal(claim.used.day_visits, 1);
    gj_policy_free((struct gj_policy *)law.policy);
}

static void test_policy_year__a_year_begun_anew_is_one_that_was_never_used(void **state)
{
    (void)state;
    struct gj_law law = empty_law();
    struct gj_year fresh = {0}, again;
    struct gj_claim of_fresh, of_again;
    memset(&again, 0x55, sizeof again);
    gj_year_begin(&again);
    live(&law, &fresh, &of_fresh);
    live(&law, &again, &of_again);
    assert_memory_equal(&of_fresh.used, &of_again.used, sizeof of_fresh.used);
    gj_policy_free((struct gj_policy *)law.policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_policy_year__a_new_month_and_level_begin_at_nothing),
        cmocka_unit_test(test_policy_year__a_month_ends_where_the_calendar_says),
        cmocka_unit_test(test_policy_year__closing_reads_the_year_and_not_the_claim),
        cmocka_unit_test(test_policy_year__a_year_begun_anew_is_one_that_was_never_used),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
