/* Reversal (2208, of a sale 2103): a settlement is taken back whole, once, by its own deltas, in any order. Money
   goes to the payer and compartment it came from; counters are those of the original's year; there
   is no new decision. */
#include <string.h>

#include "acts/inside.h"

bool gj_collect_accounts(struct gj_acting *acting, const struct gj_decision *decision)
{
    for (int i = 0; i < decision->legs_count; i++) {
        const struct gj_leg *leg = &decision->legs[i];
        if (leg->kind == GJ_PAYER_WALLET) {
            gj_change_wallet(acting, &acting->facts->self.wallet);
            continue;
        }
        const struct gj_account *row = gj_account_of_leg(acting, leg);
        GJ_MUST(row);
        if (gj_account_balance(row) > GJ_FEN_MAX - leg->carried_fen - leg->current_fen)
            return gj_refuse(acting, GJ_AMOUNT_TOO_LARGE);
        gj_change_account(acting, row);
    }
    return true;
}

static void reopen_charge(struct gj_acting *acting)
{
    const struct gj_facts *facts = acting->facts;
    if (gj_settlement_is_whole(&facts->settlement))
        return;
    GJ_MUST(facts->charge.settlement == facts->settlement.id && facts->visit.standing > 0);
    gj_change_charge(acting, &facts->charge)->settlement = 0;
    gj_change_visit(acting, &facts->visit)->standing--;
}

gj_fen gj_balance_after(const struct gj_acting *acting, gj_area home)
{
    const struct gj_outcome *outcome = acting->outcome;
    gj_id person = acting->facts->self.person.id;
    for (int i = 0; i < outcome->accounts_count; i++)
        if (outcome->accounts[i].person == person && outcome->accounts[i].area == home)
            return gj_account_balance(&outcome->accounts[i]);
    const struct gj_account *row = gj_side_account(&acting->facts->self, home);
    return row ? gj_account_balance(row) : 0;
}

/* The reversal's own row: the original's claim and decision, not negated, under its own id. */
static void put_reversal(struct gj_acting *acting)
{
    const struct gj_settlement *original = &acting->facts->settlement;
    struct gj_settlement *made = gj_change_settlement(acting, original);
    made->id = acting->command->order;
    made->version = 0;
    made->reversal_of = original->id;
    made->reversed_by = 0;
    made->previous = 0;
    made->entry = acting->outcome->entry.count > 0 ? acting->command->order : 0;
    made->now = acting->command->now;
    made->balance_after_fen = gj_balance_after(acting, original->claim.where.area);
    memcpy(made->msgid, acting->command->msgid, sizeof made->msgid);
    gj_change_settlement(acting, original)->reversed_by = made->id;
    acting->outcome->reply.balance_fen = made->balance_after_fen;
}

bool gj_take_back(struct gj_acting *acting)
{
    const struct gj_settlement *original = &acting->facts->settlement;
    const struct gj_decision *decision = &original->decision;
    struct gj_outcome *outcome = acting->outcome;
    int year = gj_day_year(gj_time_day(original->claim.now));
    if (!gj_collect_accounts(acting, decision))
        return false;
    gj_entry_of_reversal(original, gj_this_year(acting), outcome->accounts, outcome->accounts_count,
                         &outcome->wallets[0], &outcome->entry);
    gj_seal_entry(acting);
    for (int i = 0; i < decision->legs_count; i++)
        gj_move_binding(acting, &decision->legs[i], year, -1);
    GJ_MUST(gj_move_counters(acting, decision, -1));
    reopen_charge(acting);
    put_reversal(acting);
    return true;
}

/* The two messages that take back answer in different forms, and what is cleared differs: each takes
   back its own kind alone. */
static bool is_of_kind(const struct gj_acting *acting)
{
    uint8_t only = acting->command->body.reverse.only;
    bool is_whole = gj_settlement_is_whole(&acting->facts->settlement);
    return only == GJ_TAKE_BACK_EITHER || is_whole == (only == GJ_TAKE_BACK_WHOLE);
}

static bool is_found(struct gj_acting *acting)
{
    const struct gj_command *command = acting->command;
    const struct gj_settlement *original = &acting->facts->settlement;
    gj_area area = command->body.reverse.area;
    gj_id visit = command->body.reverse.visit;
    if (original->version == 0 || original->reversal_of != 0 ||
        (area != 0 && area != original->claim.where.area) ||
        (visit != 0 && visit != original->visit))
        return gj_refuse(acting, GJ_SETTLEMENT_UNKNOWN);
    if (command->actor.role == GJ_ROLE_INSTITUTION &&
        original->institution != acting->facts->institution.id)
        return gj_refuse(acting, GJ_INSTITUTION_OTHER);
    if (command->person != 0 && command->person != original->person)
        return gj_refuse(acting, GJ_PERSON_OTHER);
    if (!is_of_kind(acting))
        return gj_refuse(acting, GJ_SETTLEMENT_KIND_WRONG);
    return true;
}

bool gj_may_take_back(struct gj_acting *acting)
{
    const struct gj_settlement *original = &acting->facts->settlement;
    const struct gj_settlement *by = &acting->facts->reversal;
    gj_area home = original->claim.where.area;
    if (!is_found(acting))
        return false;
    if (original->reversed_by == 0)
        return true;
    if (by->version > 0 && by->refund_of == original->id)
        return gj_refuse_for(acting, GJ_SETTLEMENT_REFUNDED, by->id, home);
    return gj_refuse_for(acting, GJ_SETTLEMENT_REVERSED, original->id, home);
}

void gj_act_reverse(struct gj_acting *acting)
{
    gj_area home = acting->facts->settlement.claim.where.area;
    if (!gj_may_take_back(acting))
        return;
    if (gj_take_back(acting))
        gj_grant(acting, GJ_OK_REVERSED, acting->command->order, home);
}
