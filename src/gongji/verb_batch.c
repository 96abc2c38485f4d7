/* settle, credit: batch files into the store. Writing verbs: they take the store's one lease. */
#include <stdio.h>

#include "gongji/batch.h"
#include "gongji/demo.h"
#include "gongji/verbs.h"
#include "gongji/world.h"

/* 2 when a line was no bill, 1 when one was refused: the others are done all the same. */
static int code_of(const struct gj_batch_report *report)
{
    return report->faulty > 0 ? 2 : report->refused > 0 ? 1 : 0;
}

static enum gj_status run_in(const struct gj_options *options, struct gj_world *world,
                             enum gj_batch_kind kind, struct gj_batch_report *report,
                             struct gj_why *why)
{
    struct gj_store *store;
    enum gj_status status = gj_store_sqlite_open(options->db, &gj_batch_sqlite, &store, why);
    if (status != GJ_DONE)
        return status;
    status = gj_world_keep(world, store, why);
    struct gj_batch_options how = {.kind = kind,
                                   .path = options->arguments[0],
                                   .month = options->month,
                                   .store = store,
                                   .law = world->law,
                                   .sandbox = options->sandbox,
                                   .sandbox_start = GJ_DEMO_NOW,
                                   .out = stdout};
    if (status == GJ_DONE)
        status = gj_batch_run(&how, report, why);
    gj_store_close(store);
    return status;
}

static int run(const char *verb, const struct gj_options *options, enum gj_batch_kind kind)
{
    struct gj_why why;
    struct gj_world world;
    struct gj_batch_report report;
    if (gj_world_open(options, options->sandbox, &world, &why) != GJ_DONE)
        return gj_verb_failed(verb, &why);
    enum gj_status status = run_in(options, &world, kind, &report, &why);
    gj_world_close(&world);
    if (status == GJ_LOCKED && kind == GJ_BATCH_BILLS)
        fprintf(stderr, "gongji settle: a server takes whole bills one by one: POST /his/2102\n");
    return status == GJ_DONE ? code_of(&report) : gj_verb_failed(verb, &why);
}

int gj_verb_settle(const struct gj_options *options)
{
    return run("settle", options, GJ_BATCH_BILLS);
}

int gj_verb_credit(const struct gj_options *options)
{
    if (options->month == 0) {
        fprintf(stderr, "gongji credit: --month YYYY-MM must be given: an account is credited once "
                        "for each month.\n");
        return 2;
    }
    return run("credit", options, GJ_BATCH_CREDITS);
}
