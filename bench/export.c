/* The journal of a large store: seconds for half a million lines, in each form. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/bug.h"
#include "bench/bench.h"
#include "gongji/export.h"

enum { LINES = 500000, BILL_LINES = 5, FAMILIES = 5000, CHARGES = 8 };

static enum gj_status fill(struct gj_bench_place *place, int64_t bills)
{
    struct gj_bench_bill *all = calloc((size_t)bills, sizeof *all);
    GJ_MUST(all);
    enum gj_status status = gj_bench_prepare(place, all, bills, CHARGES);
    if (status == GJ_DONE)
        status = gj_bench_settle_bills(place, all, bills, GJ_BATCH_MAX);
    free(all);
    return status;
}

static enum gj_status measure(const char *path, enum gj_journal form, const char *name,
                              struct gj_why *why)
{
    struct gj_export_report report;
    int64_t ns[GJ_BENCH_ROUNDS], low, high;
    char seconds[GJ_FEN_TEXT_MAX];
    struct gj_export_options how = {.db = path,
                                    .form = form,
                                    .from = GJ_DAY_MIN,
                                    .to = GJ_DAY_MAX,
                                    .out = fopen("/dev/null", "w")};
    GJ_MUST(how.out);
    enum gj_status status = GJ_DONE;
    for (int round = 0; round < GJ_BENCH_ROUNDS && status == GJ_DONE; round++) {
        int64_t start = gj_bench_now_ns();
        status = gj_export_store(&how, &report, why);
        if (status == GJ_DONE)
            ns[round] = (gj_bench_now_ns() - start) / report.lines * LINES;
    }
    fclose(how.out);
    if (status != GJ_DONE)
        return status;
    int64_t median = gj_bench_median(ns, &low, &high);
    printf("export %-9s: %s s for %d lines (%" PRId64 "-%" PRId64 " ms), measured on %" PRId64
           " lines\n",
           name, gj_bench_ratio(median, INT64_C(1000000000), seconds), LINES, low / 1000000,
           high / 1000000, report.lines);
    fflush(stdout);
    return GJ_DONE;
}

int gj_bench_export(struct gj_world *world, const char *folder)
{
    char path[4096];
    struct gj_bench_place place;
    snprintf(path, sizeof path, "%s/export.db", folder);
    enum gj_status status = gj_bench_open(&place, world, path, FAMILIES);
    if (status == GJ_DONE)
        status = fill(&place, LINES / BILL_LINES / CHARGES * CHARGES);
    if (status == GJ_DONE)
        status = measure(path, GJ_JOURNAL_HLEDGER, "hledger", &place.why);
    if (status == GJ_DONE)
        status = measure(path, GJ_JOURNAL_BEANCOUNT, "beancount", &place.why);
    if (status == GJ_DONE)
        status = measure(path, GJ_JOURNAL_CSV, "csv", &place.why);
    gj_bench_close(&place);
    if (status == GJ_DONE)
        return 0;
    fprintf(stderr, "gongji bench: %s\n", place.why.text);
    return gj_status_exit(status);
}
