/* Files of bills and of credits through gongji's own verbs, reading included: bills against the naive
   store in interleaved rounds, credits as the seconds of a million. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/bug.h"
#include "bench/bench.h"
#include "bench/naive.h"
#include "gongji/batch.h"
#include "gongji/progress.h"

enum { ROUND = 200000, NAIVE_ROUND = 20000, FAMILY_BILLS = 6, FAMILIES_MIN = 2000, CHARGES = 8 };
enum { CREDIT_FAMILIES = 100000, MILLION = 1000000, FEE_LINES = 5, PATH = 4096 };

/* ---- files ---- */

static void put_bill(FILE *file, const struct gj_bench_place *place, int round, int64_t number)
{
    gj_id patient = place->patients[number * 7919 % place->families];
    fprintf(file,
            "{\"id\":\"R%d-%07" PRId64 "\",\"person\":\"%06d%020" PRId64
            "\",\"institution\":\"%s\",\"scheme\":\"employee\",\"care\":\"outpatient\","
            "\"begin\":\"2025-09-01T09:00\",\"lines\":[",
            round, number, GJ_BENCH_HOME, patient, GJ_BENCH_HOSPITAL);
    for (int i = 0; i < FEE_LINES; i++)
        fprintf(file,
                "%s{\"code\":\"XBENCH01\",\"amount\":\"20.00\",\"count\":\"2\",\"unit_price\":"
                "\"10.00\"}",
                i ? "," : "");
    fprintf(file, "]}\n");
}

static void write_bills(const char *path, const struct gj_bench_place *place, int round)
{
    FILE *file = fopen(path, "w");
    GJ_MUST(file);
    fprintf(file, "{\"batch\":\"bench\",\"made\":\"2025-09-01T10:00\"}\n");
    for (int64_t i = 0; i < ROUND; i++)
        put_bill(file, place, round, i);
    GJ_MUST(fclose(file) == 0);
}

/* Patients and payers were enrolled in turn, so a payer's number is the one after his patient's. */
static void write_credits(const char *path, const struct gj_bench_place *place)
{
    FILE *file = fopen(path, "w");
    GJ_MUST(file);
    for (int64_t i = 0; i < 2 * place->families; i++) {
        bool payer = i % 2 == 1;
        gj_id person = place->patients[i / 2] + (payer ? 1 << GJ_WRITER_BITS : 0);
        gj_area area = payer ? GJ_BENCH_PAYER_HOME : GJ_BENCH_HOME;
        fprintf(file,
                "{\"person\":\"%06d%020" PRId64 "\",\"area\":\"%06d\",\"amount\":\"160.00\"}\n",
                area, person, area);
    }
    GJ_MUST(fclose(file) == 0);
}

/* ---- measuring ---- */

/* The bench's own centre has ended: the file gets the store as the verb would. */
static enum gj_status run_file(struct gj_world *world, const char *db, const char *path,
                               enum gj_batch_kind kind, int64_t *ns_out, struct gj_why *why)
{
    struct gj_batch_report report;
    struct gj_batch_options how = {.kind = kind,
                                   .path = path,
                                   .month = 2025 * 12 + 8,
                                   .law = world->law,
                                   .sandbox = true,
                                   .sandbox_start =
                                       gj_time_at(gj_day_from_civil(2025, 9, 1), 10, 0, 0),
                                   .out = fopen("/dev/null", "w")};
    GJ_MUST(how.out);
    int64_t start = gj_bench_now_ns();
    enum gj_status status = gj_store_sqlite_open(db, &gj_batch_sqlite, &how.store, why);
    if (status == GJ_DONE) {
        status = gj_batch_run(&how, &report, why);
        gj_store_close(how.store);
    }
    *ns_out = gj_bench_now_ns() - start;
    fclose(how.out);
    if (status == GJ_DONE && report.now.count != report.lines)
        status = gj_fail(why, GJ_BROKEN, "%lld of %lld lines were done",
                         (long long)report.now.count, (long long)report.lines);
    return status;
}

static void stop_centre(struct gj_bench_place *place)
{
    gj_centre_stop(place->centre);
    gj_round_free(place->round);
    gj_store_close(place->store);
    place->centre = NULL;
    place->round = NULL;
    place->store = NULL;
}

static int64_t rate(int64_t count, int64_t ns)
{
    return count * INT64_C(1000000000) / ns;
}

static enum gj_status measure_bills(struct gj_world *world, struct gj_bench_place *place,
                                    struct gj_naive *naive, const char *db, const char *file)
{
    int64_t ours[GJ_BENCH_ROUNDS], theirs[GJ_BENCH_ROUNDS], bytes[GJ_BENCH_ROUNDS], ns, low, high;
    char ratio[GJ_FEN_TEXT_MAX];
    for (int round = 0; round < GJ_BENCH_ROUNDS; round++) {
        write_bills(file, place, round);
        int64_t start = gj_bench_now_ns();
        enum gj_status status = gj_naive_settle(naive, NAIVE_ROUND, GJ_BATCH_MAX, &place->why);
        theirs[round] = rate(NAIVE_ROUND, gj_bench_now_ns() - start);
        int64_t written = gj_bench_written(getpid());
        if (status == GJ_DONE)
            status = run_file(world, db, file, GJ_BATCH_BILLS, &ns, &place->why);
        if (status != GJ_DONE)
            return status;
        ours[round] = rate(ROUND, ns);
        bytes[round] = (gj_bench_written(getpid()) - written) / ROUND;
    }
    int64_t median = gj_bench_median(ours, &low, &high);
    int64_t naive_median = gj_bench_median(theirs, NULL, NULL);
    printf("settle FILE: %s x naive   ours %" PRId64 "/s (%" PRId64 "-%" PRId64
           "), both passes, naive %" PRId64 "/s, bytes written each %" PRId64 "\n",
           gj_bench_ratio(median, naive_median, ratio), median, low, high, naive_median,
           gj_bench_median(bytes, NULL, NULL));
    fflush(stdout);
    return GJ_DONE;
}

static int end(struct gj_bench_place *place, enum gj_status status)
{
    if (status != GJ_DONE)
        fprintf(stderr, "gongji bench: %s\n", place->why.text);
    gj_bench_close(place);
    return gj_status_exit(status);
}

/* Settles `preload` bills before anything is measured. */
static enum gj_status preload_bills(struct gj_bench_place *place, int64_t preload)
{
    struct gj_bench_bill *bills = calloc((size_t)preload + 1, sizeof *bills);
    GJ_MUST(bills);
    enum gj_status status = GJ_DONE;
    if (preload > 0)
        status = gj_bench_prepare(place, bills, preload, CHARGES);
    if (status == GJ_DONE && preload > 0)
        status = gj_bench_settle_bills(place, bills, preload, GJ_BATCH_MAX);
    free(bills);
    return status;
}

int gj_bench_settle_file(struct gj_world *world, int64_t preload, const char *folder)
{
    char db[PATH], naive_db[PATH], file[PATH];
    struct gj_naive *naive = NULL;
    struct gj_bench_place place;
    preload -= preload % CHARGES;
    int64_t families =
        preload / FAMILY_BILLS > FAMILIES_MIN ? preload / FAMILY_BILLS : FAMILIES_MIN;
    snprintf(db, sizeof db, "%s/file.db", folder);
    snprintf(naive_db, sizeof naive_db, "%s/naive.db", folder);
    snprintf(file, sizeof file, "%s/bills.ndjson", folder);
    fprintf(stderr, "preloading %lld settlements into both stores\n", (long long)preload);
    enum gj_status status = gj_bench_open(&place, world, db, families);
    if (status == GJ_DONE)
        status = preload_bills(&place, preload);
    if (status == GJ_DONE)
        status = gj_naive_make(naive_db, 2 * families, preload, &naive, &place.why);
    if (status == GJ_DONE) {
        stop_centre(&place);
        status = measure_bills(world, &place, naive, db, file);
    }
    if (naive)
        gj_naive_free(naive);
    unlink(file);
    return end(&place, status);
}

int gj_bench_credit_file(struct gj_world *world, const char *folder)
{
    char db[PATH], file[PATH], seconds[GJ_FEN_TEXT_MAX];
    struct gj_bench_place place;
    int64_t ns;
    snprintf(db, sizeof db, "%s/credit.db", folder);
    snprintf(file, sizeof file, "%s/credits.ndjson", folder);
    enum gj_status status = gj_bench_open(&place, world, db, CREDIT_FAMILIES);
    if (status == GJ_DONE) {
        write_credits(file, &place);
        stop_centre(&place);
        status = run_file(world, db, file, GJ_BATCH_CREDITS, &ns, &place.why);
    }
    if (status == GJ_DONE)
        printf("credit FILE: a million accounts in %s s   %" PRId64
               "/s, measured on %d accounts, both passes\n",
               gj_bench_ratio(ns / (2 * CREDIT_FAMILIES) * MILLION, INT64_C(1000000000), seconds),
               rate(2 * CREDIT_FAMILIES, ns), 2 * CREDIT_FAMILIES);
    unlink(file);
    return end(&place, status);
}
