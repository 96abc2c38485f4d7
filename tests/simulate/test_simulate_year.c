/* A seeded year of families in several areas: random acts, retries, reversals in any order, undos
   before and after. After each step the entry balances and the rows are the sums of their entries;
   now and then everything is reckoned a second time from what stands. GJ_SIMULATION_STEPS and
   GJ_SIMULATION_SEED override steps and seed. */
#include <stdio.h>

#include "simulate/year.h"

enum { STEPS = 20000, STEPS_BETWEEN_RECKONINGS = 4000 };

static uint64_t number_of(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text && *text ? strtoull(text, NULL, 10) : otherwise;
}

/* A year that never met these has tested less than it says. */
static void expect_to_have_seen(const struct year *year)
{
    static const enum gj_reason wanted[] = {GJ_OK_SETTLED,
                                            GJ_OK_REVERSED,
                                            GJ_OK_NOTHING_HAPPENED,
                                            GJ_MESSAGE_UNDONE,
                                            GJ_OK_WALLET,
                                            GJ_OK_ACCEPTED,
                                            GJ_OK_RETURNED,
                                            GJ_OK_BIND,
                                            GJ_OK_UNBIND,
                                            GJ_SPLIT_CHANGED,
                                            GJ_PREVIEW_STALE,
                                            GJ_SETTLEMENT_REVERSED,
                                            GJ_CREDIT_REPEATED,
                                            GJ_UNDO_SPENT,
                                            GJ_TOTAL_MISMATCH,
                                            GJ_LINE_AMOUNT_WRONG,
                                            GJ_SETTLEMENT_SUSPENDED,
                                            GJ_POLICY_UNKNOWN};
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
        if (year->reasons[wanted[i]] == 0)
            fail_msg("never answered: %s", gj_reason_code(wanted[i]));
    assert_true(year->replays > 0);
}

static void tell(const struct year *year)
{
    for (int i = 0; i < GJ_REASON_COUNT; i++)
        if (year->reasons[i] > 0)
            printf("  %6d %s\n", year->reasons[i], gj_reason_code((enum gj_reason)i));
    printf("  %6d replayed\n", year->replays);
}

static void test_simulate_year__rows_are_the_sums_of_what_stands(void **state)
{
    (void)state;
    static struct year year;
    int steps = (int)number_of("GJ_SIMULATION_STEPS", STEPS);
    uint64_t seed = number_of("GJ_SIMULATION_SEED", 20310501);
    printf("seed %llu, %d steps\n", (unsigned long long)seed, steps);
    year_begin(&year, seed);
    while (year.step < steps) {
        year_step(&year);
        if (year.step % STEPS_BETWEEN_RECKONINGS == 0)
            year_reckon(&year);
    }
    year_reckon(&year);
    if (getenv("GJ_SIMULATION_TELL"))
        tell(&year);
    if (steps >= STEPS)
        expect_to_have_seen(&year);
    world_end(&year.world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_simulate_year__rows_are_the_sums_of_what_stands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
