/* A double entry over the books of the areas: in every book it touches, its lines sum to zero. */
#ifndef GJ_MODEL_ENTRY_H
#define GJ_MODEL_ENTRY_H

#include "base/day.h"
#include "base/fen.h"
#include "model/area.h"
#include "model/ids.h"
#include "model/limits.h"

/* The chart of accounts. Words and directions are in ledger/chart. */
enum gj_chart {
    GJ_CHART_ACCOUNT,       /* owner: person. A liability: credit means the person's money grows */
    GJ_CHART_WALLET,        /* owner: person */
    GJ_CHART_HELD,          /* transfers sent and not yet accepted; owner 0 */
    GJ_CHART_POOL,          /* scheme; may fall below zero */
    GJ_CHART_CLEARING,      /* peer: the other area; any sign */
    GJ_CHART_PAYABLE,       /* owner: institution */
    GJ_CHART_SUSPENSE,      /* money whose account is closed; owner: person */
    GJ_CHART_CONTRIBUTIONS, /* scheme: where credits come from */
    GJ_CHART_PREMIUMS,      /* resident premiums received; owner 0 */
    GJ_CHART_PAID_OUT,      /* paid out of the book to a person: withdrawals; owner 0 */
    GJ_CHART_COUNT
};

struct gj_entry_line {
    gj_area book;
    gj_area peer;   /* CLEARING only */
    uint8_t chart;  /* enum gj_chart */
    uint8_t scheme; /* POOL, CONTRIBUTIONS */
    gj_id owner;
    gj_id previous;     /* the entry that touched the same person's account before (by the store) */
    gj_fen amount_fen;  /* debit above zero, credit below */
    gj_fen carried_fen; /* of it, in the carried-over compartment (ACCOUNT only), same sign */
};

struct gj_entry {
    gj_id id;
    gj_time now;
    uint8_t act;   /* enum gj_act */
    uint8_t count; /* 0: no entry */
    struct gj_entry_line lines[GJ_ENTRY_LINES_MAX];
};

#endif
