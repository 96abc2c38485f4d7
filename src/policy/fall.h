/* Inside of policy: one bill on its way down the waterfall, shared by settle.c (which leads it and
   pays the pooled part) and draw.c (which draws the person's share from accounts). */
#ifndef GJ_POLICY_FALL_H
#define GJ_POLICY_FALL_H

#include "policy/plan.h"

struct gj_fall {
    const struct gj_law *law;
    const struct gj_claim *claim;
    struct gj_where where; /* the patient's coordinates on the day of payment */
    gj_fen due_fen;        /* what nobody has paid yet */
    struct gj_decision *decision;
    const struct gj_bill_plan *plan; /* what was found for bills of this kind, or NULL */
    struct gj_payment payment;       /* set with a plan */
    bool on_trail;                   /* rows are noted on the trail and not in the decision */
    const struct gj_trail *trail;    /* or NULL where nothing is noted yet */
};

/* The highest bit is set where a number is no amount: below 0, or above the maximum. Of many numbers
   at once that is asked with one comparison. */
static inline uint64_t gj_beyond(gj_fen amount)
{
    return (uint64_t)amount | ((uint64_t)GJ_FEN_MAX - (uint64_t)amount);
}

/* All counters of a year at once. */
static inline bool gj_used_is_sane(const struct gj_used *used)
{
    uint64_t bits = gj_beyond(used->deductible_fen) | gj_beyond(used->month_deductible_fen) |
                    gj_beyond(used->day_deductible_fen) | gj_beyond(used->pool_fen) |
                    gj_beyond(used->level_pool_fen) | gj_beyond(used->fund_pool_fen) |
                    gj_beyond(used->eligible_fen) | gj_beyond(used->aid_fen);
    return bits >> 63 == 0;
}

/* Copies what the trail noted into the decision; from there on rows are noted in it. */
void gj_fall_leave_trail(struct gj_fall *fall);

/* The row of a choice that the patient's area makes on the day of payment; noted in the trace if
   the decision rests on it. */
const struct gj_row *gj_fall_choice(struct gj_fall *fall, enum gj_choices choice, bool noted);

/* Draws from the patient's own accounts, the home area's first. */
void gj_draw_own(struct gj_fall *fall);
void gj_draw_wallet(struct gj_fall *fall);
/* Draws from the bound payers in their order. */
void gj_draw_aid(struct gj_fall *fall);

#endif
