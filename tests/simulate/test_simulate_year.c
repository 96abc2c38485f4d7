/* A seeded year of families in several areas: random acts, retries, reversals in any order, undos
   before and after. After each step the entry balances and the rows are the sums of their entries;
   now and then everything is reckoned a second time from what stands. Then the same year is lived on
   SQLite, whose chain must end in the same head. GJ_SIMULATION_STEPS and GJ_SIMULATION_SEED override
   steps and seed, GJ_SIMULATION_TELL lists what was answered. */
#include <stdio.h>
#include <unistd.h>

#include "simulate/year.h"

enum { STEPS = 20000, STEPS_BETWEEN_RECKONINGS = 4000, STEPS_ON_DISK = 3000, SEED = 20310501 };

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
                                            GJ_OK_PREMIUM,
                                            GJ_OK_REFUND,
                                            GJ_DUPLICATE_PREMIUM,
                                            GJ_PREMIUM_YEAR_BEGUN,
                                            GJ_SETTLEMENT_REFUNDED,
                                            GJ_OK_TRANSFER,
                                            GJ_OK_WITHDRAW,
                                            GJ_WORK_UNKNOWN,
                                            GJ_VERSION_CHANGED,
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
    uint64_t seed = number_of("GJ_SIMULATION_SEED", SEED);
    printf("seed %llu, %d steps\n", (unsigned long long)seed, steps);
    year_begin(&year, seed, NULL);
    while (year.step < steps) {
        year_step(&year);
        if (year.step % STEPS_BETWEEN_RECKONINGS == 0)
            year_reckon(&year);
    }
    year_reckon(&year);
    if (getenv("GJ_SIMULATION_TELL"))
        tell(&year);
    if (steps >= STEPS && seed == SEED)
        expect_to_have_seen(&year);
    world_end(&year.world);
}

/* Lives the first steps of the year and returns the chain's head. */
static void live(struct gj_store *store, uint64_t seed, uint8_t head_out[32])
{
    static struct year year;
    year_begin(&year, seed, store);
    while (year.step < STEPS_ON_DISK)
        year_step(&year);
    year_reckon(&year);
    world_head(&year.world, head_out);
    world_end(&year.world);
}

static void remove_folder(const char *folder)
{
    static const char *const files[] = {"year.db", "year.db.key", "year.db-wal", "year.db-shm",
                                        "year.db.writer"};
    char path[128];
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        unlink(path);
    }
    assert_int_equal(rmdir(folder), 0);
}

static void test_simulate_year__both_stores_end_in_the_same_head(void **state)
{
    (void)state;
    const struct gj_sqlite_options options = {0};
    char folder[] = "/tmp/gongji-year-XXXXXX", path[128];
    uint64_t seed = number_of("GJ_SIMULATION_SEED", SEED);
    uint8_t in_memory[32], on_disk[32];
    struct gj_store *store;
    struct gj_why why;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/year.db", folder);
    if (gj_store_sqlite_create(path, &options, &store, &why) != GJ_DONE)
        fail_msg("%s", why.text);
    live(store, seed, on_disk);
    live(NULL, seed, in_memory);
    assert_memory_equal(in_memory, on_disk, sizeof on_disk);
    remove_folder(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_simulate_year__rows_are_the_sums_of_what_stands),
        cmocka_unit_test(test_simulate_year__both_stores_end_in_the_same_head),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
