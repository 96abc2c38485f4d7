/* Resident premiums that were paid: once for each person and benefit year. A premium that was given
   back stays as a row; the next one of that year is a row of its own. */
#ifndef GJ_MODEL_PREMIUM_H
#define GJ_MODEL_PREMIUM_H

#include "base/day.h"
#include "base/fen.h"
#include "model/area.h"
#include "model/ids.h"

enum gj_premium_state { GJ_PREMIUM_IS_NONE, GJ_PREMIUM_IS_PAID, GJ_PREMIUM_IS_REFUNDED };

struct gj_premium { /* key: person, year, id */
    gj_id id;
    int64_t version;
    gj_id person, payer; /* insured by it, and whose money it was */
    gj_id binding;       /* drawn under this one, or 0 */
    gj_id refunded_by;   /* the command that gave it back, or 0 */
    gj_area area;        /* where the person is insured: the book that receives it */
    gj_area payer_area;  /* whose book the payer's money was in */
    int16_t year;        /* benefit year */
    uint8_t source;      /* enum gj_payer_kind: OWN, WALLET, AID (a bound payer's account) */
    uint8_t relation;    /* what the person is to the payer */
    uint8_t state;       /* enum gj_premium_state */
    gj_fen carried_fen, current_fen; /* by compartment; a wallet's money is in carried_fen */
    uint32_t pack_set, row;          /* the row that names the amount, and the set it stands in */
    gj_time paid, ended;
};

static inline gj_fen gj_premium_amount(const struct gj_premium *premium)
{
    return premium->carried_fen + premium->current_fen;
}

#endif
