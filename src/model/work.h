/* Work items: money that came back to an account or wallet that is closed waits in the book's
   suspense account until an agency decides about it. One row for each such line of an entry. */
#ifndef GJ_MODEL_WORK_H
#define GJ_MODEL_WORK_H

#include "base/day.h"
#include "base/fen.h"
#include "model/area.h"
#include "model/ids.h"

/* The order of both is kept in stores: add at the end only. */
enum gj_work_state { GJ_WORK_IS_NONE, GJ_WORK_IS_OPEN, GJ_WORK_IS_PAID_OUT, GJ_WORK_IS_CREDITED };
enum gj_work_why { GJ_WORK_ACCOUNT_CLOSED, GJ_WORK_WALLET_CLOSED };

enum { GJ_ENTRY_LINE_BITS = 5 }; /* a line's number: its entry's, then its place in these bits */

struct gj_work {
    gj_id id; /* the number of the suspense line that brought the money */
    int64_t version;
    gj_id person;  /* whose money it is */
    gj_area book;  /* where it waits */
    uint8_t why;   /* enum gj_work_why */
    uint8_t state; /* enum gj_work_state */
    uint8_t act;   /* enum gj_act that brought it */
    gj_fen amount_fen;
    gj_time since, ended;
    gj_id ended_by; /* the command that ended it, or 0 */
};

#endif
