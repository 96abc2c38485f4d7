/* Settlements a second through the centre into SQLite, against the naive store, both preloaded, in
   interleaved rounds. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/bug.h"
#include "bench/bench.h"
#include "bench/naive.h"

enum { ROUND = 20000, FAMILY_BILLS = 6, FAMILIES_MIN = 2000, PRELOAD_CHARGES = 8 };

struct figures {
    int64_t naive[GJ_BENCH_ROUNDS], ours[GJ_BENCH_ROUNDS];            /* settlements a second */
    int64_t naive_bytes[GJ_BENCH_ROUNDS], our_bytes[GJ_BENCH_ROUNDS]; /* written per settlement */
};

static int fail(const struct gj_why *why)
{
    fprintf(stderr, "gongji bench: %s\n", why->text);
    return gj_status_exit(why->status);
}

static enum gj_status measure_naive(struct gj_naive *naive, int waiting, int round,
                                    struct figures *figures, struct gj_why *why)
{
    int64_t bytes = gj_bench_written(getpid()), start = gj_bench_now_ns();
    enum gj_status status = gj_naive_settle(naive, ROUND, waiting, why);
    figures->naive[round] = INT64_C(1000000000) * ROUND / (gj_bench_now_ns() - start);
    figures->naive_bytes[round] = (gj_bench_written(getpid()) - bytes) / ROUND;
    return status;
}

static enum gj_status measure_ours(struct gj_bench_place *place, const struct gj_bench_bill *bills,
                                   int waiting, int round, struct figures *figures)
{
    int64_t bytes = gj_bench_written(getpid()), start = gj_bench_now_ns();
    enum gj_status status = gj_bench_settle_bills(place, bills, ROUND, waiting);
    figures->ours[round] = INT64_C(1000000000) * ROUND / (gj_bench_now_ns() - start);
    figures->our_bytes[round] = (gj_bench_written(getpid()) - bytes) / ROUND;
    return status;
}

static void print_figures(int waiting, const struct figures *figures)
{
    char ratio[GJ_FEN_TEXT_MAX];
    int64_t low, high, naive_low, naive_high;
    int64_t ours = gj_bench_median(figures->ours, &low, &high);
    int64_t naive = gj_bench_median(figures->naive, &naive_low, &naive_high);
    printf("settle, %3d waiting: %s x naive   ours %" PRId64 "/s (%" PRId64 "-%" PRId64
           "), naive %" PRId64 "/s (%" PRId64 "-%" PRId64 "), bytes written each %" PRId64
           " and %" PRId64 "\n",
           waiting, gj_bench_ratio(ours, naive, ratio), ours, low, high, naive, naive_low,
           naive_high, gj_bench_median(figures->our_bytes, NULL, NULL),
           gj_bench_median(figures->naive_bytes, NULL, NULL));
    fflush(stdout);
}

static enum gj_status measure(struct gj_bench_place *place, struct gj_naive *naive,
                              struct gj_bench_bill *bills)
{
    static const int waiting[] = {64, 256};
    struct figures figures[2];
    for (int round = 0; round < GJ_BENCH_ROUNDS; round++) {
        for (int w = 0; w < 2; w++) {
            enum gj_status status = gj_bench_prepare(place, bills, ROUND, 1);
            if (status == GJ_DONE)
                status = measure_naive(naive, waiting[w], round, &figures[w], &place->why);
            if (status == GJ_DONE)
                status = measure_ours(place, bills, waiting[w], round, &figures[w]);
            if (status != GJ_DONE)
                return status;
        }
    }
    for (int w = 0; w < 2; w++)
        print_figures(waiting[w], &figures[w]);
    return GJ_DONE;
}

int gj_bench_settle(struct gj_world *world, int64_t preload, const char *folder)
{
    char path[4096];
    struct gj_why why;
    struct gj_naive *naive;
    struct gj_bench_place place;
    int64_t room = preload > ROUND ? preload : ROUND;
    struct gj_bench_bill *bills = calloc((size_t)room, sizeof *bills);
    GJ_MUST(bills);
    preload -= preload % PRELOAD_CHARGES;
    int64_t families =
        preload / FAMILY_BILLS > FAMILIES_MIN ? preload / FAMILY_BILLS : FAMILIES_MIN;
    fprintf(stderr, "preloading %lld settlements into both stores\n", (long long)preload);
    snprintf(path, sizeof path, "%s/naive.db", folder);
    if (gj_naive_make(path, 2 * families, preload, &naive, &why) != GJ_DONE)
        return fail(&why);
    snprintf(path, sizeof path, "%s/settle.db", folder);
    enum gj_status status = gj_bench_open(&place, world, path, families);
    if (status == GJ_DONE && preload > 0)
        status = gj_bench_prepare(&place, bills, preload, PRELOAD_CHARGES);
    if (status == GJ_DONE && preload > 0)
        status = gj_bench_settle_bills(&place, bills, preload, GJ_BATCH_MAX);
    if (status == GJ_DONE)
        status = measure(&place, naive, bills);
    int code = status == GJ_DONE ? 0 : fail(&place.why);
    gj_naive_free(naive);
    gj_bench_close(&place);
    free(bills);
    return code;
}
