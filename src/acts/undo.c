/* Undoing a message whose answer was lost (2601). A settlement is taken back as a reversal takes it;
   a reversal is posted again, if all its payers can still bear it; a message that never arrived is
   marked dead, so that both orders of arrival end in the same book. Repeating it moves nothing. */
#include <string.h>

#include "acts/inside.h"

static void mark_and_grant(struct gj_acting *acting, enum gj_reason reason, gj_id id, gj_area area)
{
    acting->outcome->mark_undone = true;
    gj_grant(acting, reason, id, area);
}

static void undo_settlement(struct gj_acting *acting)
{
    const struct gj_settlement *original = &acting->facts->settlement;
    gj_area home = original->claim.where.area;
    GJ_MUST(original->version > 0 && original->reversal_of == 0);
    if (original->reversed_by != 0)
        mark_and_grant(acting, GJ_OK_REVERSED, original->reversed_by, home);
    else if (gj_take_back(acting))
        mark_and_grant(acting, GJ_OK_REVERSED, acting->command->order, home);
}

static bool is_same_bill(const struct gj_bill *a, const struct gj_bill *b)
{
    return a->total_fen == b->total_fen && a->outside_fen == b->outside_fen &&
           a->overprice_fen == b->overprice_fen && a->first_share_fen == b->first_share_fen &&
           a->eligible_fen == b->eligible_fen;
}

/* Since the reversal the charge may have been settled again, emptied, or the visit cancelled: then
   the settlement cannot stand any more. */
static bool may_stand_again(struct gj_acting *acting)
{
    const struct gj_facts *facts = acting->facts;
    const struct gj_bill *bill = &facts->settlement.decision.bill;
    if (gj_settlement_is_whole(&facts->settlement))
        return true; /* nothing else can take its place */
    if (facts->visit.cancelled)
        return gj_refuse(acting, GJ_VISIT_CANCELLED);
    if (facts->charge.settlement != 0)
        return gj_refuse_for(acting, GJ_BATCH_SETTLED, facts->charge.settlement,
                             facts->visit.home_area);
    if (!is_same_bill(&facts->charge.bill, bill))
        return gj_refuse_amount(acting, GJ_TOTAL_MISMATCH, "total", bill->total_fen,
                                facts->charge.bill.total_fen);
    return true;
}

static bool post_again(struct gj_acting *acting)
{
    const struct gj_settlement *original = &acting->facts->settlement;
    const struct gj_decision *decision = &original->decision;
    struct gj_outcome *outcome = acting->outcome;
    int year = gj_day_year(gj_time_day(original->claim.now));
    if (!gj_collect_accounts(acting, decision))
        return false;
    if (!gj_entry_of_restoring(original, gj_this_year(acting), outcome->accounts,
                               outcome->accounts_count, &outcome->wallets[0], &outcome->entry))
        return gj_refuse(acting, GJ_UNDO_SPENT);
    gj_seal_entry(acting);
    for (int i = 0; i < decision->legs_count; i++)
        gj_move_binding(acting, &decision->legs[i], year, 1);
    return gj_move_counters(acting, decision, 1) || gj_refuse(acting, GJ_AMOUNT_TOO_LARGE);
}

static void close_charge_again(struct gj_acting *acting)
{
    const struct gj_facts *facts = acting->facts;
    struct gj_charge *charge = gj_change_charge(acting, &facts->charge);
    charge->settlement = facts->settlement.id;
    charge->preview_state = GJ_PREVIEW_IS_NONE;
    gj_change_visit(acting, &facts->visit)->standing++;
}

/* The settlement stands again under its own id; the reversal is the one that is taken back now. */
static void undo_reversal(struct gj_acting *acting)
{
    const struct gj_facts *facts = acting->facts;
    const struct gj_settlement *original = &facts->settlement;
    gj_area home = original->claim.where.area;
    GJ_MUST(original->version > 0 && facts->reversal.reversal_of == original->id);
    if (original->reversed_by != facts->reversal.id) {
        mark_and_grant(acting, GJ_OK_SETTLED, original->id, home);
        return;
    }
    if (!may_stand_again(acting) || !post_again(acting))
        return;
    gj_change_settlement(acting, original)->reversed_by = 0;
    gj_change_settlement(acting, &facts->reversal)->reversed_by = acting->command->order;
    if (!gj_settlement_is_whole(original))
        close_charge_again(acting);
    mark_and_grant(acting, GJ_OK_SETTLED, original->id, home);
}

static bool fits(struct gj_acting *acting)
{
    const struct gj_command *command = acting->command;
    const struct gj_facts *facts = acting->facts;
    if (facts->undone_act != command->body.undo.original_act)
        return gj_refuse(acting, GJ_UNDO_MISMATCH);
    if (command->person != 0 && facts->undone_person != command->person)
        return gj_refuse(acting, GJ_UNDO_MISMATCH);
    return true;
}

void gj_act_undo(struct gj_acting *acting)
{
    const struct gj_facts *facts = acting->facts;
    uint8_t original_act = acting->command->body.undo.original_act;
    /* NONE: a kind of message that may be undone but that no act serves yet, so that its original
       cannot have happened. */
    bool settles = original_act == GJ_ACT_SETTLE || original_act == GJ_ACT_SETTLE_BILL;
    bool known = original_act == GJ_ACT_NONE || settles || original_act == GJ_ACT_REVERSE;
    if (!known)
        gj_refuse(acting, GJ_UNDO_KIND_WRONG);
    else if (facts->undone_before)
        gj_grant_again(acting, GJ_OK, 0, 0);
    else if (facts->undone_act == GJ_ACT_NONE)
        mark_and_grant(acting, GJ_OK_NOTHING_HAPPENED, 0, 0);
    else if (!fits(acting))
        return;
    else if (settles)
        undo_settlement(acting);
    else
        undo_reversal(acting);
}
