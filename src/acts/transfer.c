/* Sending money to a relative's wallet, from the own account or the own wallet: it is held until the
   receiver accepts it or it is returned. */
#include "acts/inside.h"

/* Money comes from the wallet when it is said so, else from the own account. */
static uint8_t source_of(const struct gj_command *command)
{
    return command->body.transfer.source == GJ_PAYER_WALLET ? GJ_PAYER_WALLET : GJ_PAYER_OWN;
}

static void look_at_source(struct gj_party *payer, uint8_t source)
{
    if (source == GJ_PAYER_WALLET)
        payer->balance_fen = payer->carried_fen = 0;
    else
        payer->wallet_fen = 0;
}

static bool ask(struct gj_acting *acting)
{
    const struct gj_command *command = acting->command;
    struct gj_question question;
    struct gj_reply_to_question reply;
    gj_question_favourable(&question);
    question.at = command->now;
    question.kind = GJ_ASK_TRANSFER;
    question.tool = GJ_TOOL_WALLET;
    question.relation = command->body.transfer.relation;
    question.amount_fen = command->body.transfer.amount_fen;
    question.payer = gj_party_of_side(acting, &acting->facts->self);
    question.user = gj_party_of_side(acting, &acting->facts->other);
    look_at_source(&question.payer, source_of(command));
    gj_ask(acting->law, &question, &reply);
    if (reply.answer == GJ_ANSWER_ALLOW)
        return true;
    return gj_refuse_as_asked(acting, &question, &reply);
}

/* Carried-over money first, as a bound payer gives: where only that may be shared, nothing else is
   within what policy lets him give. */
static bool draw(struct gj_acting *acting, struct gj_transfer *transfer)
{
    const struct gj_side *self = &acting->facts->self;
    gj_fen amount = acting->command->body.transfer.amount_fen;
    struct gj_wallet *wallet = gj_change_wallet(acting, &self->wallet);
    if (transfer->source == GJ_PAYER_WALLET) {
        if (wallet->balance_fen < amount)
            return gj_refuse(acting, GJ_PAYER_BALANCE_SHORT);
        wallet->balance_fen -= amount;
        transfer->sender_area = wallet->area;
        transfer->carried_fen = amount;
        return true;
    }
    const struct gj_account *row = gj_side_account(self, gj_party_of_side(acting, self).area);
    if (!row)
        return gj_refuse(acting, GJ_ACCOUNT_MISSING);
    struct gj_account *account = gj_change_account(acting, row);
    if (gj_account_balance(account) < amount)
        return gj_refuse(acting, GJ_PAYER_BALANCE_SHORT);
    transfer->sender_area = account->area;
    transfer->carried_fen = gj_fen_min(amount, account->carried_fen);
    transfer->current_fen = amount - transfer->carried_fen;
    account->carried_fen -= transfer->carried_fen;
    account->current_fen -= transfer->current_fen;
    GJ_MUST(account->carried_fen >= 0 && account->current_fen >= 0);
    acting->outcome->reply.balance_fen = gj_account_balance(account);
    return true;
}

static void count_sending(struct gj_acting *acting)
{
    struct gj_wallet *wallet = gj_change_wallet(acting, &acting->facts->self.wallet);
    gj_day today = gj_today(acting);
    if (wallet->sent_day != today) {
        wallet->sent_day = today;
        wallet->sent_count = 0;
    }
    wallet->sent_count++;
    wallet->held_count++;
}

static bool is_sound(struct gj_acting *acting)
{
    const struct gj_command *command = acting->command;
    const struct gj_side *other = &acting->facts->other;
    gj_fen amount = command->body.transfer.amount_fen;
    if (command->person == 0 || other->person.version == 0)
        return gj_refuse(acting, GJ_PERSON_UNKNOWN);
    if (command->person == command->body.transfer.receiver)
        return gj_refuse(acting, GJ_RELATION_NOT_KIN);
    if (amount <= 0)
        return gj_refuse(acting, GJ_AMOUNT_ZERO);
    if (amount > GJ_FEN_MAX)
        return gj_refuse(acting, GJ_AMOUNT_TOO_LARGE);
    return true;
}

void gj_act_transfer(struct gj_acting *acting)
{
    const struct gj_command *command = acting->command;
    struct gj_transfer transfer = {.id = command->order,
                                   .sender = command->person,
                                   .receiver = command->body.transfer.receiver,
                                   .receiver_area = acting->facts->other.wallet.area,
                                   .source = source_of(command),
                                   .relation = command->body.transfer.relation,
                                   .state = GJ_TRANSFER_HELD,
                                   .sent = command->now};
    if (!is_sound(acting) || !ask(acting) || !draw(acting, &transfer))
        return;
    count_sending(acting);
    gj_change_transfer(acting, &transfer);
    gj_entry_of_sending(&transfer, &acting->outcome->entry);
    gj_seal_entry(acting);
    gj_grant(acting, GJ_OK_WALLET, transfer.id, transfer.sender_area);
}
