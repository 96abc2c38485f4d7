/* The journal of every book out of a store: read in short slices up to the last record there is when
   it begins, so that it works beside a running server. */
#ifndef GJ_GONGJI_EXPORT_H
#define GJ_GONGJI_EXPORT_H

#include <stdio.h>

#include "gongji/totals.h"

struct gj_export_options {
    const char *db;
    enum gj_journal form;
    gj_day from, to; /* entries of the days [from, to), by the day on which they were made */
    FILE *out;
};

struct gj_export_report {
    int64_t entries, lines;
    struct gj_totals totals; /* of what was exported */
};

enum gj_status gj_export_store(const struct gj_export_options *options,
                               struct gj_export_report *report_out,
                               struct gj_why *why) GJ_MUST_CHECK;

#endif
