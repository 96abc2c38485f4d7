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
    bool on_trail;                   /* rows are noted on the trail and not in the decision */
    struct gj_trail trail;           /* gone so far */
};

/* Notes rows in the decision: the trail's first, and those of this step. */
void gj_fall_write(struct gj_fall *fall, const struct gj_trail_step *step);
/* What a look-up says to a choice, where there is no plan. */
int32_t gj_fall_plain_choice(struct gj_fall *fall, enum gj_choices choice, bool noted);

/* Notes rows that the decision rests on, which take so much room in a trace. */
GJ_INLINE void gj_fall_note(struct gj_fall *fall, const struct gj_trail_step *step, uint16_t room)
{
    if (!fall->on_trail || !gj_trail_add(&fall->trail, step, room))
        gj_fall_write(fall, step);
}

/* What the patient's area says to a choice on the day of payment, as the row's number, or
   GJ_CHOICE_UNSAID; the row is noted if the decision rests on it. */
GJ_INLINE int32_t gj_fall_choice(struct gj_fall *fall, enum gj_choices choice, bool noted)
{
    if (!fall->plan)
        return gj_fall_plain_choice(fall, choice, noted);
    const struct gj_choice *found = &fall->plan->choices[choice];
    if (noted && found->rests_on_row)
        gj_fall_note(fall, &fall->plan->choice_steps[choice], GJ_ROOM_OF_ROW);
    return found->says;
}

/* Draws what is due from the patient's accounts and wallet and from his bound payers. */
void gj_draw(struct gj_fall *fall);

#endif
