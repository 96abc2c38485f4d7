/* Inside of policy: one bill on its way down the waterfall, shared by settle.c (which leads it and
   pays the pooled part) and draw.c (which draws the person's share from accounts). */
#ifndef GJ_POLICY_FALL_H
#define GJ_POLICY_FALL_H

#include "policy/planned.h"

struct gj_fall {
    const struct gj_law *law;
    const struct gj_claim *claim;
    gj_day day;     /* of payment: accounts, bindings and wallets go by it */
    gj_fen due_fen; /* what nobody has paid yet */
    struct gj_decision *decision;
    const struct gj_bill_plan *plan; /* what was found for bills of this kind, or NULL */
    struct gj_payment payment;       /* set with a plan */
    bool on_trail;                   /* rows are noted on the trail and not in the decision */
    struct gj_trail trail;           /* gone so far */
};

/* The highest bit is set where a number is no amount: below 0, or above the maximum. Of many numbers
   at once that is asked with one comparison. */
static inline uint64_t gj_beyond(gj_fen amount)
{
    return (uint64_t)amount | ((uint64_t)GJ_FEN_MAX - (uint64_t)amount);
}

/* Numbers are amounts, each of them, if their bits laid over each other stay below this bit, which is
   half of the maximum. Nearly all do, and then the maximum itself need not be asked. */
static inline bool gj_surely_fen(uint64_t bits)
{
    return bits >> 49 == 0;
}

/* All counters of a year at once. */
static inline bool gj_used_is_sane(const struct gj_used *used)
{
    uint64_t all = (uint64_t)used->deductible_fen | (uint64_t)used->month_deductible_fen |
                   (uint64_t)used->day_deductible_fen | (uint64_t)used->pool_fen |
                   (uint64_t)used->level_pool_fen | (uint64_t)used->fund_pool_fen |
                   (uint64_t)used->eligible_fen | (uint64_t)used->aid_fen;
    if (gj_surely_fen(all))
        return true;
    uint64_t bits = gj_beyond(used->deductible_fen) | gj_beyond(used->month_deductible_fen) |
                    gj_beyond(used->day_deductible_fen) | gj_beyond(used->pool_fen) |
                    gj_beyond(used->level_pool_fen) | gj_beyond(used->fund_pool_fen) |
                    gj_beyond(used->eligible_fen) | gj_beyond(used->aid_fen);
    return bits >> 63 == 0;
}

/* Applies a pooled rule that is known to the bill of a decision. */
void gj_pooled_into(const struct gj_pooled_rule *rule, const struct gj_used *used,
                    struct gj_decision *decision);

/* Takes a claim up, with the plan for its bill if the law has a planner; the counters of the year
   are not read yet. */
void gj_fall_begin(struct gj_fall *fall, const struct gj_law *law, const struct gj_claim *claim,
                   struct gj_decision *decision);
/* All the way down to cash, or to a refusal. */
void gj_fall_down(struct gj_fall *fall);

/* Copies what the trail noted into the decision; from there on rows are noted in it. */
void gj_fall_leave_trail(struct gj_fall *fall);

/* What the patient's area says to a choice on the day of payment, as the row's number, or
   GJ_CHOICE_UNSAID; the row is noted in the trace if the decision rests on it. */
int32_t gj_fall_choice(struct gj_fall *fall, enum gj_choices choice, bool noted);

/* Draws from the patient's own accounts, the home area's first. */
void gj_draw_own(struct gj_fall *fall);
void gj_draw_wallet(struct gj_fall *fall);
/* Draws from the bound payers in their order. */
void gj_draw_aid(struct gj_fall *fall);

#endif
