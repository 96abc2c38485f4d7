/* Bills a second of a simulation under two rule sets, on one thread and on two: a reform that
   changes every area (the nation's rounding), and one that changes a single city. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "bench/bench.h"
#include "simulate/simulate.h"

enum { PEOPLE = 1000000, YEAR = 2025, KINDS = 4 };

static const char everywhere[] =
    "area: \"100000\"\nname: 全国\nrows:\n  settle.rounding:\n    - {from: \"2021-01-01\", value: "
    "down, cite: \"project\", confidence: unverified}\n";
static const char one_city[] =
    "area: \"410100\"\nname: 郑州市\nrows:\n  outpatient.cap:\n    - {from: \"2022-07-01\", value: "
    "\"2500.00\", scheme: employee, cite: \"project\", confidence: unverified}\n";

static enum gj_status measure(const struct gj_world *world, const struct gj_pack_set *reform,
                              int threads, int64_t *rate_out, struct gj_sim_tally *tally,
                              struct gj_why *why)
{
    struct gj_law law = gj_pack_law(reform);
    struct gj_sim_options options = {.base = &world->law,
                                     .reform = &law,
                                     .people = PEOPLE,
                                     .seed = 1,
                                     .threads = threads,
                                     .year = YEAR};
    int64_t start = gj_bench_now_ns();
    enum gj_status status = gj_simulate(&options, tally, why);
    *rate_out = tally->all.bills * 1000000 / ((gj_bench_now_ns() - start) / 1000 + 1);
    return status;
}

int gj_bench_simulate(const struct gj_world *world)
{
    static struct gj_sim_tally tally;
    static const char *const names[] = {
        "all areas changed, two laws, 1 thread", "all areas changed, two laws, 2 threads",
        "one city changed, 1 thread", "one city changed, 2 threads"};
    struct gj_slice texts[] = {GJ_SLICE(everywhere), GJ_SLICE(one_city)};
    int64_t rates[KINDS][GJ_BENCH_ROUNDS];
    struct gj_pack_set *reforms[2] = {0};
    struct gj_why why;
    enum gj_status status = GJ_DONE;
    for (int i = 0; i < 2 && status == GJ_DONE; i++)
        status = gj_pack_load_over(world->set, (struct gj_pack_file){"reform", texts[i]},
                                   &reforms[i], &why);
    for (int round = 0; round < GJ_BENCH_ROUNDS; round++)
        for (int kind = 0; kind < KINDS && status == GJ_DONE; kind++)
            status =
                measure(world, reforms[kind / 2], 1 + kind % 2, &rates[kind][round], &tally, &why);
    for (int kind = 0; kind < KINDS && status == GJ_DONE; kind++) {
        int64_t low, high, median = gj_bench_median(rates[kind], &low, &high);
        printf("simulate, %d people, %" PRId64 " bills: %-40s %9" PRId64 " bills/s (%" PRId64
               "-%" PRId64 ")\n",
               PEOPLE, tally.all.bills, names[kind], median, low, high);
    }
    fflush(stdout);
    gj_pack_free(reforms[0]);
    gj_pack_free(reforms[1]);
    return status == GJ_DONE ? 0 : gj_verb_failed("bench", &why);
}
