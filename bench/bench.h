/* The benchmarks behind `gongji bench`: ratios first, all contenders in one run, medians of three
   interleaved rounds, on preloaded stores in a temporary folder. */
#ifndef GJ_BENCH_BENCH_H
#define GJ_BENCH_BENCH_H

#include "gongji/round.h"
#include "gongji/verbs.h"
#include "gongji/world.h"

enum { GJ_BENCH_ROUNDS = 3 };

/* Each prints its own lines and returns the exit code. `folder` is a fresh temporary one. */
int gj_bench_decisions(const struct gj_law *law);
int gj_bench_load(const struct gj_world *world);
int gj_bench_simulate(const struct gj_world *world);
int gj_bench_settle(struct gj_world *world, int64_t preload, const char *folder);
int gj_bench_settle_file(struct gj_world *world, int64_t preload, const char *folder);
int gj_bench_credit_file(struct gj_world *world, const char *folder);
int gj_bench_export(struct gj_world *world, const char *folder);
int gj_bench_http(struct gj_world *world, int64_t preload, const char *folder);
int gj_bench_sales(struct gj_world *world, int64_t preload, const char *folder);

/* Seconds of a steady clock, in nanoseconds. */
int64_t gj_bench_now_ns(void);
/* Bytes this process has caused to be written to disk. */
int64_t gj_bench_written(int pid);
/* Median of GJ_BENCH_ROUNDS values; `low_out` and `high_out` (or NULL) get the range. */
int64_t gj_bench_median(const int64_t values[GJ_BENCH_ROUNDS], int64_t *low_out, int64_t *high_out);
/* Writes a / b with two decimals, exactly rounded down, such as "3.07". */
const char *gj_bench_ratio(int64_t a, int64_t b, char out[GJ_FEN_TEXT_MAX]);

/* ---- a store to measure on: families of a patient in 410100 and a payer in 410300 ---- */

struct gj_bench_place {
    struct gj_store *store;
    struct gj_centre *centre;
    struct gj_round *round;
    struct gj_why why;
    int64_t families;
    gj_id *patients;
};

/* One open charge of one visit, ready to be settled. */
struct gj_bench_bill {
    gj_id visit, patient;
    int charge;
};

/* Makes store, centre, institution, item and families. */
enum gj_status gj_bench_open(struct gj_bench_place *place, struct gj_world *world, const char *path,
                             int64_t families) GJ_MUST_CHECK;
void gj_bench_close(struct gj_bench_place *place);
/* Registers visits with `charges` charges of one line each, until there are `count` bills. */
enum gj_status gj_bench_prepare(struct gj_bench_place *place, struct gj_bench_bill *bills,
                                int64_t count, int charges) GJ_MUST_CHECK;
enum gj_status gj_bench_preview(struct gj_bench_place *place, const struct gj_bench_bill *bills,
                                int64_t count) GJ_MUST_CHECK;
/* Settles `count` bills, `waiting` at a time; each must pass. */
enum gj_status gj_bench_settle_bills(struct gj_bench_place *place,
                                     const struct gj_bench_bill *bills, int64_t count,
                                     int waiting) GJ_MUST_CHECK;

enum { GJ_BENCH_BILL_FEN = 10000, GJ_BENCH_HOME = 410100, GJ_BENCH_PAYER_HOME = 410300 };
enum { GJ_BENCH_ITEMS = 5 }; /* XBENCH01 and so on */
#define GJ_BENCH_HOSPITAL "H41010000002"
#define GJ_BENCH_PHARMACY "P41010000004"
#define GJ_BENCH_ITEM "XBENCH01" /* class A, without a limit */

#endif
