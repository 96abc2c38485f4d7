/* The proof of a store: every book balances, every balance equals its entries, every split comes out
   again under its own packs, the chain is whole. Reads only, in short transactions. */
#ifndef GJ_GONGJI_AUDIT_H
#define GJ_GONGJI_AUDIT_H

#include <stdint.h>
#include <stdio.h>

#include "base/why.h"
#include "gongji/totals.h"
#include "store/store.h"
#include "policy/policy.h"

struct gj_audit_options {
    const char *db;
    const struct gj_law
        *under; /* replay under these packs and list what differs; NULL: their own */
    FILE *out;  /* where differences under other packs are listed; NULL: nowhere */
};

struct gj_audit_report {
    int64_t entries, accounts, wallets, settlements, reversals, batches;
    int64_t touched_since; /* rows changed after the audit began, so not held against entries */
    int64_t differing;     /* splits that differ under `under` */
    uint8_t head[32];      /* of the chain */
    struct gj_totals totals;
};

/* GJ_BROKEN with the first thing found wrong; GJ_DONE when all is proved. */
enum gj_status gj_audit_store(const struct gj_audit_options *options,
                              struct gj_why *why) GJ_MUST_CHECK;
enum gj_status gj_audit_report(const struct gj_audit_options *options,
                               struct gj_audit_report *report_out,
                               struct gj_why *why) GJ_MUST_CHECK;

/* Holds premiums and work items against the books of all entries up to `last`. */
enum gj_status gj_audit_rows(struct gj_reader *reader, const struct gj_audit *audit, gj_id last,
                             struct gj_why *why) GJ_MUST_CHECK;

#endif
