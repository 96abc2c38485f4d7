/* Returning a transfer that was not accepted in time: the money goes to the account and compartment
   it came from. Asked by the timed job, the sender or an agency; never before the moment is past. */
#include "acts/inside.h"

static bool is_past(const struct gj_acting *acting)
{
    struct gj_question question;
    struct gj_reply_to_question reply;
    gj_ask_to_accept(acting, &acting->facts->self, &acting->facts->other, &question, &reply);
    for (int i = 0; i < reply.failed_count; i++)
        if (reply.failed[i] == GJ_WALLET_NOT_ACCEPTED)
            return true;
    return false;
}

static bool may_return(struct gj_acting *acting)
{
    const struct gj_transfer *transfer = &acting->facts->transfer;
    if (transfer->version == 0)
        return gj_refuse(acting, GJ_TRANSFER_UNKNOWN);
    if (acting->command->actor.role == GJ_ROLE_CITIZEN &&
        acting->command->person != transfer->sender)
        return gj_refuse(acting, GJ_PERSON_OTHER);
    if (transfer->state != GJ_TRANSFER_HELD)
        return gj_refuse(acting, GJ_TRANSFER_ENDED);
    if (!is_past(acting))
        return gj_refuse(acting, GJ_TRANSFER_STILL_HELD);
    return true;
}

bool gj_put_back(struct gj_acting *acting, const struct gj_side *side, const struct gj_left *left)
{
    if (left->source == GJ_PAYER_WALLET) {
        if (!gj_wallet_is_open(&side->wallet))
            return false;
        gj_change_wallet(acting, &side->wallet)->balance_fen += *left->carried_fen;
        return true;
    }
    const struct gj_account *row = gj_side_account(side, left->area);
    GJ_MUST(row);
    if (row->state == GJ_ACCOUNT_IS_CLOSED)
        return false;
    struct gj_account *account = gj_change_account(acting, row);
    if (account->year > gj_day_year(gj_time_day(left->when))) {
        *left->carried_fen += *left->current_fen;
        *left->current_fen = 0;
    }
    account->carried_fen += *left->carried_fen;
    account->current_fen += *left->current_fen;
    acting->outcome->reply.balance_fen = gj_account_balance(account);
    return true;
}

void gj_act_give_back(struct gj_acting *acting)
{
    const struct gj_facts *facts = acting->facts;
    struct gj_transfer posted = facts->transfer;
    if (!may_return(acting))
        return;
    const struct gj_left left = {posted.source, posted.sender_area, posted.sent,
                                 &posted.carried_fen, &posted.current_fen};
    bool is_closed = !gj_put_back(acting, &facts->self, &left);
    struct gj_wallet *wallet = gj_change_wallet(acting, &facts->self.wallet);
    GJ_MUST(wallet->held_count > 0);
    wallet->held_count--;
    struct gj_transfer *transfer = gj_change_transfer(acting, &facts->transfer);
    transfer->state = GJ_TRANSFER_RETURNED;
    transfer->ended = acting->command->now;
    gj_entry_of_returning(&posted, is_closed, &acting->outcome->entry);
    gj_seal_entry(acting);
    gj_grant(acting, GJ_OK_RETURNED, transfer->id, transfer->sender_area);
}
