/* Settlement (2207): decides anew, holds every amount against the message and the kept preview, and
   moves the money: accounts, wallet, counters, bindings, one entry. */
#include <string.h>

#include "acts/inside.h"

struct pair {
    const char *field;
    gj_fen old_fen, new_fen;
};

static bool compare(struct gj_acting *acting, const struct pair *pairs, int count)
{
    for (int i = 0; i < count; i++)
        if (pairs[i].old_fen != pairs[i].new_fen)
            return gj_refuse_amount(acting, GJ_SPLIT_CHANGED, pairs[i].field, pairs[i].old_fen,
                                    pairs[i].new_fen);
    return true;
}

/* The four amounts that the message repeats are compared in any case (Q046). */
static bool message_agrees(struct gj_acting *acting, const struct gj_decision *new)
{
    const struct gj_bill *said = &acting->command->body.bill.bill;
    const struct pair pairs[] = {
        {"outside", said->outside_fen, new->bill.outside_fen},
        {"overprice", said->overprice_fen, new->bill.overprice_fen},
        {"first_share", said->first_share_fen, new->bill.first_share_fen},
        {"eligible", said->eligible_fen, new->bill.eligible_fen},
    };
    return compare(acting, pairs, 4);
}

/* A preview is kept: not one amount may differ, also not to more money than before. */
static bool preview_agrees(struct gj_acting *acting, const struct gj_decision *new)
{
    const struct gj_charge *charge = &acting->facts->charge;
    const struct gj_decision *old = &charge->preview;
    const struct pair pairs[] = {
        {"own", old->own_fen, new->own_fen},          {"aid", old->aid_fen, new->aid_fen},
        {"wallet", old->wallet_fen, new->wallet_fen}, {"cash", old->cash_fen, new->cash_fen},
        {"pool", old->pool_fen, new->pool_fen},
    };
    if (charge->preview_state == GJ_PREVIEW_IS_NONE)
        return true;
    if (charge->preview_state == GJ_PREVIEW_IS_STALE)
        return gj_refuse(acting, GJ_PREVIEW_STALE);
    return compare(acting, pairs, 5);
}

/* The decision was made on these very rows, so what it takes is there. */
static void draw(struct gj_acting *acting, const struct gj_leg *leg)
{
    if (leg->kind == GJ_PAYER_WALLET) {
        struct gj_wallet *wallet = gj_change_wallet(acting, &acting->facts->self.wallet);
        wallet->balance_fen -= leg->carried_fen;
        GJ_MUST(wallet->balance_fen >= 0 && leg->current_fen == 0);
        return;
    }
    const struct gj_account *row = gj_account_of_leg(acting, leg);
    GJ_MUST(row);
    struct gj_account *account = gj_change_account(acting, row);
    account->carried_fen -= leg->carried_fen;
    account->current_fen -= leg->current_fen;
    GJ_MUST(account->carried_fen >= 0 && account->current_fen >= 0);
    gj_move_binding(acting, leg, gj_this_year(acting), 1);
}

static void close_charge(struct gj_acting *acting)
{
    const char *med_type = acting->command->body.bill.med_type;
    struct gj_charge *charge = gj_change_charge(acting, &acting->facts->charge);
    charge->settlement = acting->command->order;
    charge->preview_state = GJ_PREVIEW_IS_NONE;
    struct gj_visit *visit = gj_change_visit(acting, &acting->facts->visit);
    visit->standing++;
    visit->care = gj_care_of_bill(acting->command, acting->facts);
    if (med_type[0] != '\0')
        memcpy(visit->med_type, med_type, sizeof visit->med_type);
}

bool gj_post_settlement(struct gj_acting *acting)
{
    struct gj_settlement *settlement = &acting->outcome->settlements[0];
    const struct gj_decision *decision = &settlement->decision;
    for (int i = 0; i < decision->legs_count; i++)
        draw(acting, &decision->legs[i]);
    if (!gj_move_counters(acting, decision, 1))
        return gj_refuse(acting, GJ_AMOUNT_TOO_LARGE);
    gj_entry_of_settlement(&settlement->claim, decision, settlement->institution,
                           &acting->outcome->entry);
    gj_seal_entry(acting);
    settlement->id = acting->command->order;
    settlement->entry = acting->outcome->entry.count > 0 ? acting->command->order : 0;
    acting->outcome->settlements_count = 1;
    gj_grant(acting, GJ_OK_SETTLED, settlement->id, settlement->claim.where.area);
    return true;
}

void gj_act_settle(struct gj_acting *acting)
{
    const struct gj_decision *decision = &acting->outcome->settlements[0].decision;
    if (!gj_decide_bill(acting) || !message_agrees(acting, decision) ||
        !preview_agrees(acting, decision))
        return;
    if (gj_post_settlement(acting))
        close_charge(acting);
}
