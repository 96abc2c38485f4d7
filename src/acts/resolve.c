/* Ending a work item: money that waits in suspense is paid out to its owner or his heirs, or is
   credited to an account or wallet of his that is open. Once only. */
#include "acts/inside.h"

static bool is_open(struct gj_acting *acting)
{
    const struct gj_work *work = &acting->facts->work;
    if (work->version == 0)
        return gj_refuse(acting, GJ_WORK_UNKNOWN);
    if (acting->command->person != 0 && acting->command->person != work->person)
        return gj_refuse(acting, GJ_PERSON_OTHER);
    return work->state == GJ_WORK_IS_OPEN || gj_refuse(acting, GJ_WORK_ENDED);
}

static bool credit_account(struct gj_acting *acting, gj_area area)
{
    const struct gj_work *work = &acting->facts->work;
    const struct gj_account *row = gj_side_account(&acting->facts->self, area);
    if (!row)
        return gj_refuse(acting, GJ_ACCOUNT_MISSING);
    if (row->state == GJ_ACCOUNT_IS_CLOSED)
        return gj_refuse(acting, GJ_ACCOUNT_CLOSED);
    if (gj_account_balance(row) > GJ_FEN_MAX - work->amount_fen)
        return gj_refuse(acting, GJ_AMOUNT_TOO_LARGE);
    struct gj_account *account = gj_change_account(acting, row);
    account->carried_fen += work->amount_fen;
    gj_entry_of_crediting_account(work, account, &acting->outcome->entry);
    acting->outcome->reply.balance_fen = gj_account_balance(account);
    return true;
}

static bool credit_wallet(struct gj_acting *acting)
{
    const struct gj_work *work = &acting->facts->work;
    const struct gj_wallet *row = &acting->facts->self.wallet;
    if (!gj_wallet_is_open(row))
        return gj_refuse(acting, GJ_WALLET_NOT_OPENED_USER);
    if (row->balance_fen > GJ_FEN_MAX - work->amount_fen)
        return gj_refuse(acting, GJ_AMOUNT_TOO_LARGE);
    struct gj_wallet *wallet = gj_change_wallet(acting, row);
    wallet->balance_fen += work->amount_fen;
    gj_entry_of_crediting_wallet(work, wallet, &acting->outcome->entry);
    acting->outcome->reply.balance_fen = wallet->balance_fen;
    return true;
}

static bool post(struct gj_acting *acting)
{
    const struct gj_command *command = acting->command;
    gj_area area = command->body.resolve.area;
    switch ((enum gj_resolve_to)command->body.resolve.to) {
    case GJ_RESOLVE_TO_PERSON:
        gj_entry_of_paying_out(&acting->facts->work, &acting->outcome->entry);
        return true;
    case GJ_RESOLVE_TO_ACCOUNT:
        return credit_account(acting, area != 0 ? area : acting->facts->work.book);
    default:
        return credit_wallet(acting);
    }
}

void gj_act_resolve(struct gj_acting *acting)
{
    const struct gj_work *work = &acting->facts->work;
    bool paid = acting->command->body.resolve.to == GJ_RESOLVE_TO_PERSON;
    if (!is_open(acting) || !post(acting))
        return;
    gj_seal_entry(acting);
    struct gj_work *changed = gj_change_work(acting, work);
    changed->state = paid ? GJ_WORK_IS_PAID_OUT : GJ_WORK_IS_CREDITED;
    changed->ended = acting->command->now;
    changed->ended_by = acting->command->order;
    gj_grant(acting, paid ? GJ_OK_WITHDRAW : GJ_OK_RETURNED, work->id, work->book);
}
