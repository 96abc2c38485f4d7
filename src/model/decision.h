/* The decision about a bill: a value of at most 1 kB without pointers, comparable, kept for ever.
 */
#ifndef GJ_MODEL_DECISION_H
#define GJ_MODEL_DECISION_H

#include "base/fen.h"
#include "base/reason.h"
#include "model/claim.h"
#include "model/trace.h"

/* One source of the person's share. Money leaves both compartments of an account apart. */
struct gj_leg {
    gj_id binding, person; /* binding 0 unless kind is AID */
    gj_fen carried_fen;    /* from the carried-over compartment; a wallet pays here */
    gj_fen current_fen;    /* from this year's compartment */
    gj_area area;          /* whose book the account is in */
    uint8_t kind;          /* enum gj_payer_kind: OWN, WALLET, AID */
    uint8_t payer;         /* index in claim.payers, or 255 */
};

struct gj_decision {
    struct gj_bill bill;
    gj_fen deductible_fen; /* met by this bill, of all kinds together */
    gj_fen pool_fen;
    gj_fen other_funds_fen; /* 0 until packs have such keys */
    gj_fen person_fen;      /* total - pool - other funds = own + wallet + aid + cash */
    gj_fen own_fen, wallet_fen, aid_fen, cash_fen;
    gj_fen cap_left_fen;       /* left under the cap before this bill; GJ_FEN_UNLIMITED if no cap */
    uint32_t pack_set;         /* number of the pack set in the store; 0 outside a store */
    gj_ppm ratio_ppm;          /* the fund's ratio where one single ratio applied, else 0 */
    gj_day benefit_year_first; /* first day of the benefit year */
    int16_t reason;            /* enum gj_reason: OK_*, or why nothing was decided */
    int16_t refused_key;       /* with POLICY_UNKNOWN: enum gj_key, else -1 */
    uint8_t legs_count;
    uint8_t counts; /* which counters it moved: bits of enum gj_counts */
    bool acct_pay_includes_aid;
    struct gj_trace trace;
    struct gj_leg legs[GJ_LEGS_MAX]; /* what stands behind legs_count is not set */
};

/* Which of the narrower counters the rule in force needs. */
enum gj_counts {
    GJ_COUNTS_MONTH = 1,
    GJ_COUNTS_DAY = 2,
    GJ_COUNTS_LEVEL = 4,
    GJ_COUNTS_FUND = 8,
    GJ_COUNTS_FROM_ZERO = 16 /* steps count the cost below the deductible too */
};

/* The cost that a decision reckoned in steps: what used.eligible_fen grows by. */
static inline gj_fen gj_decision_reckoned_fen(const struct gj_decision *decision)
{
    bool whole = (decision->counts & GJ_COUNTS_FROM_ZERO) != 0;
    return decision->bill.eligible_fen - (whole ? 0 : decision->deductible_fen);
}

/* True if both decide the same: amounts, legs, rows, reason, pack set. */
bool gj_decision_is(const struct gj_decision *a, const struct gj_decision *b);

/* What `whole` takes more than `part`, as a decision of its own: each leg by payer and compartment,
   zeros left out. False if it takes less anywhere. */
bool gj_decision_less(const struct gj_decision *whole, const struct gj_decision *part,
                      struct gj_decision *less_out);

_Static_assert(sizeof(struct gj_decision) <= 1200, "a decision stays near 1 kB");

#endif
