/* Crediting contributions to a personal account, once for each month (month 0: a single credit). The
   money comes to the current compartment. */
#include "acts/inside.h"

void gj_act_credit(struct gj_acting *acting)
{
    const struct gj_command *command = acting->command;
    gj_fen amount = command->body.credit.amount_fen;
    const struct gj_account *row = gj_side_account(&acting->facts->self, command->body.credit.area);
    enum gj_reason no = GJ_REASON_NONE;
    if (command->person == 0)
        no = GJ_PERSON_UNKNOWN;
    else if (!row)
        no = GJ_ACCOUNT_MISSING;
    else if (row->state == GJ_ACCOUNT_IS_CLOSED)
        no = GJ_ACCOUNT_CLOSED;
    else if (amount <= 0)
        no = GJ_AMOUNT_ZERO;
    else if (amount > GJ_FEN_MAX - gj_account_balance(row))
        no = GJ_AMOUNT_TOO_LARGE;
    else if (acting->facts->credited)
        no = GJ_CREDIT_REPEATED;
    if (no != GJ_REASON_NONE) {
        gj_refuse(acting, no);
        return;
    }
    struct gj_account *account = gj_change_account(acting, row);
    account->current_fen += amount;
    gj_entry_of_credit(account, GJ_SCHEME_EMPLOYEE, amount, &acting->outcome->entry);
    gj_seal_entry(acting);
    acting->outcome->keep_credit_mark = command->body.credit.month != 0;
    acting->outcome->reply.balance_fen = gj_account_balance(account);
    gj_grant(acting, GJ_OK, command->person, command->body.credit.area);
}
