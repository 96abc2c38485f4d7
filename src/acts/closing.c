/* Closing an account or a wallet. What lies in it is paid out only on a ground that the area knows,
   such as death or emigration, and against its proof; without one it must be empty. Money that comes
   back later waits in the book's suspense account. */
#include <string.h>

#include "acts/inside.h"

static bool is_listed(const char *grounds, const char *ground)
{
    size_t length = strlen(ground);
    for (const char *at = strstr(grounds, ground); at; at = strstr(at + 1, ground))
        if ((at == grounds || at[-1] == ',' || at[-1] == ' ') &&
            (at[length] == '\0' || at[length] == ',' || at[length] == ' '))
            return true;
    return false;
}

/* The row withdraw.grounds of the area lists the grounds on which money is paid out. */
static bool may_pay_out(struct gj_acting *acting, gj_area area)
{
    uint8_t ground = acting->command->body.closing.ground;
    struct gj_where where = {.area = area, .day = gj_today(acting), .age_years = GJ_AGE_UNSAID};
    if (acting->command->actor.role != GJ_ROLE_CLERK)
        return gj_refuse(acting, GJ_CASH_OUT_FORBIDDEN);
    if (ground == GJ_GROUND_NONE || ground >= GJ_GROUND_COUNT)
        return gj_refuse(acting, GJ_WITHDRAW_NOT_ELIGIBLE);
    const struct gj_row *row = gj_find(acting->law, GJ_KEY_WITHDRAW_GROUNDS, &where, NULL);
    if (!row)
        return gj_refuse_unknown(acting, GJ_KEY_WITHDRAW_GROUNDS, area, where.day);
    const char *grounds =
        row->is_none ? "" : gj_policy_text(acting->law->policy, (uint32_t)row->number);
    if (!is_listed(grounds, gj_word(GJ_WORDS_OF_GROUND, ground)))
        return gj_refuse(acting, GJ_WITHDRAW_NOT_ELIGIBLE);
    if (!acting->command->body.closing.proof)
        return gj_refuse(acting, ground == GJ_GROUND_DEATH ? GJ_HEIR_PROOF_MISSING
                                                           : GJ_WITHDRAW_NOT_ELIGIBLE);
    return true;
}

void gj_act_close_account(struct gj_acting *acting)
{
    const struct gj_side *self = &acting->facts->self;
    const struct gj_account *row = gj_side_account(self, acting->command->body.closing.area);
    enum gj_reason no = GJ_REASON_NONE;
    if (acting->command->person == 0)
        no = GJ_PERSON_UNKNOWN;
    else if (!row)
        no = GJ_ACCOUNT_MISSING;
    else if (row->state == GJ_ACCOUNT_IS_CLOSED)
        no = GJ_ACCOUNT_CLOSED;
    else if (row->state == GJ_ACCOUNT_IS_FROZEN)
        no = GJ_PAYER_ACCOUNT_FROZEN;
    if (no != GJ_REASON_NONE) {
        gj_refuse(acting, no);
        return;
    }
    bool holds_money = gj_account_balance(row) > 0;
    if (holds_money && !may_pay_out(acting, row->area))
        return;
    struct gj_account *account = gj_change_account(acting, row);
    account->state = GJ_ACCOUNT_IS_CLOSED;
    if (holds_money) {
        gj_entry_of_closing_account(account, &acting->outcome->entry);
        account->carried_fen = account->current_fen = 0;
        gj_seal_entry(acting);
    }
    gj_grant(acting, holds_money ? GJ_OK_WITHDRAW : GJ_OK, self->person.id,
             self->person.first_area);
}

/* Transfers that are still held may come back: they find the wallet closed. */
void gj_act_close_wallet(struct gj_acting *acting)
{
    const struct gj_side *self = &acting->facts->self;
    enum gj_reason no = GJ_REASON_NONE;
    if (acting->command->person == 0)
        no = GJ_PERSON_UNKNOWN;
    else if (!gj_wallet_is_open(&self->wallet))
        no = GJ_WALLET_NOT_OPENED_USER;
    if (no != GJ_REASON_NONE) {
        gj_refuse(acting, no);
        return;
    }
    bool holds_money = self->wallet.balance_fen > 0;
    if (holds_money && !may_pay_out(acting, self->wallet.area))
        return;
    struct gj_wallet *wallet = gj_change_wallet(acting, &self->wallet);
    wallet->state = GJ_WALLET_IS_CLOSED;
    if (holds_money) {
        gj_entry_of_closing_wallet(wallet, &acting->outcome->entry);
        wallet->balance_fen = 0;
        gj_seal_entry(acting);
    }
    gj_grant(acting, holds_money ? GJ_OK_WITHDRAW : GJ_OK, self->person.id,
             self->person.first_area);
}
