/* The store that anyone would write first, to measure ours against: per settlement one settlement
   row of 200 bytes, five entry rows, three balance updates, a random idempotency key, one SM3 audit
   row, two secondary indexes; SQLite in WAL with synchronous=FULL, prepared statements. */
#ifndef GJ_BENCH_NAIVE_H
#define GJ_BENCH_NAIVE_H

#include <stdint.h>

#include "base/random.h"
#include "base/why.h"

struct gj_naive;

/* Makes the store at `path` with so many accounts and settlements. */
enum gj_status gj_naive_make(const char *path, int64_t accounts, int64_t settlements,
                             struct gj_naive **naive_out, struct gj_why *why) GJ_MUST_CHECK;
/* Writes `count` settlements, `batch` to a commit. */
enum gj_status gj_naive_settle(struct gj_naive *naive, int64_t count, int batch,
                               struct gj_why *why) GJ_MUST_CHECK;
void gj_naive_free(struct gj_naive *naive);

#endif
