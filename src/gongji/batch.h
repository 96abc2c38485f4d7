/* Batch files of bills and of credits (docs/batch.md): read and totalled first, then done command by
   command through the centre. A line that is wrong or refused goes to FILE.rejects and stops nothing;
   a file may be run again, and what was done is not done twice. */
#ifndef GJ_GONGJI_BATCH_H
#define GJ_GONGJI_BATCH_H

#include <stdio.h>

#include "base/reason.h"
#include "gongji/stream.h"
#include "model/words.h"

/* How a store is opened for a file: people of a whole city are touched again and again. */
extern const struct gj_sqlite_options gj_batch_sqlite;

enum gj_batch_kind { GJ_BATCH_BILLS, GJ_BATCH_CREDITS };

struct gj_batch_options {
    enum gj_batch_kind kind;
    const char *path;
    gj_month month; /* of credits */
    struct gj_store *store;
    struct gj_law law;
    bool sandbox;
    gj_time sandbox_start;
    FILE *out; /* totals before, summary after */
};

/* Money of bills by who paid, or of credits in `credited_fen`. */
struct gj_batch_sums {
    int64_t count;
    gj_fen payers_fen[GJ_PAYER_KIND_COUNT];
    gj_fen credited_fen;
};

struct gj_batch_report {
    int64_t lines, faulty, refused;
    gj_fen total_fen; /* of the lines that could be read */
    struct gj_batch_sums now, before;
    int64_t reasons[GJ_REASON_COUNT]; /* of the refused */
};

/* GJ_BAD_INPUT when the file as a whole is none; faulty and refused lines are in the report. After a
   failure of the world the report holds what was kept until then. */
enum gj_status gj_batch_run(const struct gj_batch_options *options,
                            struct gj_batch_report *report_out, struct gj_why *why) GJ_MUST_CHECK;

#endif
