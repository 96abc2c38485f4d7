/* Accepting a transfer: the held money comes to the receiver's wallet, until the moment of the day
   after sending that the rule of the day of sending names. */
#include "acts/inside.h"

void gj_ask_to_accept(const struct gj_acting *acting, const struct gj_side *sender,
                      const struct gj_side *receiver, struct gj_question *question_out,
                      struct gj_reply_to_question *reply_out)
{
    const struct gj_transfer *transfer = &acting->facts->transfer;
    gj_question_favourable(question_out);
    question_out->at = acting->command->now;
    question_out->kind = GJ_ASK_ACCEPT;
    question_out->tool = GJ_TOOL_WALLET;
    question_out->relation = transfer->relation;
    question_out->amount_fen = transfer->carried_fen + transfer->current_fen;
    question_out->payer = gj_party_of_side(acting, sender);
    question_out->user = gj_party_of_side(acting, receiver);
    question_out->transfer.sent = transfer->sent;
    gj_ask(acting->law, question_out, reply_out);
}

static bool is_mine(struct gj_acting *acting)
{
    const struct gj_transfer *transfer = &acting->facts->transfer;
    if (transfer->version == 0)
        return gj_refuse(acting, GJ_TRANSFER_UNKNOWN);
    if (acting->command->person != 0 && acting->command->person != transfer->receiver)
        return gj_refuse(acting, GJ_PERSON_OTHER);
    if (transfer->state != GJ_TRANSFER_HELD)
        return gj_refuse(acting, GJ_TRANSFER_ENDED);
    return true;
}

static bool policy_agrees(struct gj_acting *acting)
{
    struct gj_question question;
    struct gj_reply_to_question reply;
    gj_ask_to_accept(acting, &acting->facts->other, &acting->facts->self, &question, &reply);
    if (reply.answer == GJ_ANSWER_ALLOW)
        return true;
    return gj_refuse_as_asked(acting, &question, &reply);
}

void gj_act_accept(struct gj_acting *acting)
{
    const struct gj_facts *facts = acting->facts;
    gj_fen amount = facts->transfer.carried_fen + facts->transfer.current_fen;
    if (!is_mine(acting) || !policy_agrees(acting))
        return;
    if (facts->self.wallet.balance_fen > GJ_FEN_MAX - amount) {
        gj_refuse(acting, GJ_AMOUNT_TOO_LARGE);
        return;
    }
    struct gj_wallet *wallet = gj_change_wallet(acting, &facts->self.wallet);
    wallet->balance_fen += amount;
    struct gj_wallet *sender = gj_change_wallet(acting, &facts->other.wallet);
    GJ_MUST(sender->held_count > 0);
    sender->held_count--;
    struct gj_transfer *transfer = gj_change_transfer(acting, &facts->transfer);
    transfer->state = GJ_TRANSFER_ACCEPTED;
    transfer->ended = acting->command->now;
    transfer->receiver_area = wallet->area;
    gj_entry_of_accepting(transfer, &acting->outcome->entry);
    gj_seal_entry(acting);
    acting->outcome->reply.balance_fen = wallet->balance_fen;
    gj_grant(acting, GJ_OK_ACCEPTED, transfer->id, transfer->sender_area);
}
