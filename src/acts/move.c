/* Moving an enrolment to another area. Inside a province the balance stays in the old account, which
   stays usable, or follows, as the row move.balance_in_province says; across provinces it follows
   (rule of the transfer of basic medical insurance, 2021) and the old accounts are closed, so that
   what comes back to them later waits for the agency. Counters begin anew in the new area. */
#include "acts/inside.h"

static bool may_move(struct gj_acting *acting, const struct gj_enrolment *old)
{
    const struct gj_enrolment *asked = &acting->command->body.enrol.enrolment;
    if (acting->facts->self.person.version == 0)
        return gj_refuse(acting, GJ_PERSON_UNKNOWN);
    if (!old)
        return gj_refuse(acting, GJ_ENROLMENT_MISSING);
    if (old->area == asked->area)
        return gj_refuse(acting, GJ_ENROLMENT_EXISTS);
    if (asked->from > gj_today(acting) || asked->from <= old->from)
        return gj_refuse(acting, GJ_DATE_OUT_OF_RANGE);
    if (old->status == GJ_STATUS_ARREARS)
        return gj_refuse(acting, GJ_TRANSFER_ARREARS);
    return gj_enrolment_is_acceptable(acting);
}

enum { STAYS, MOVES }; /* choices of move.balance_in_province */

/* False if it was refused. */
static bool find_rule(struct gj_acting *acting, gj_area from, gj_area to, bool *follows_out)
{
    struct gj_where where = {.area = from, .day = gj_today(acting), .age_years = GJ_AGE_UNSAID};
    *follows_out = gj_area_province(from) != gj_area_province(to);
    if (*follows_out)
        return true;
    const struct gj_row *row = gj_find(acting->law, GJ_KEY_MOVE_BALANCE_IN_PROVINCE, &where, NULL);
    if (!row)
        return gj_refuse_unknown(acting, GJ_KEY_MOVE_BALANCE_IN_PROVINCE, from, where.day);
    *follows_out = !row->is_none && row->number == MOVES;
    return true;
}

/* The account in the new area as the outcome leaves it, opened by the move or there before. */
static struct gj_account *account_of(struct gj_acting *acting, gj_area area)
{
    struct gj_outcome *outcome = acting->outcome;
    for (int i = 0; i < outcome->accounts_count; i++)
        if (outcome->accounts[i].area == area)
            return &outcome->accounts[i];
    const struct gj_account *row = gj_side_account(&acting->facts->self, area);
    return row && row->state != GJ_ACCOUNT_IS_CLOSED ? gj_change_account(acting, row) : NULL;
}

/* Which accounts go along: the one left, and across provinces all that lie outside the new one. */
static bool goes_along(const struct gj_account *account, gj_area left, gj_area to)
{
    bool across = gj_area_province(left) != gj_area_province(to);
    if (account->version == 0 || account->state == GJ_ACCOUNT_IS_CLOSED)
        return false;
    return across ? gj_area_province(account->area) != gj_area_province(to) : account->area == left;
}

static bool move_balance(struct gj_acting *acting, gj_area left, struct gj_account *to)
{
    const struct gj_side *self = &acting->facts->self;
    bool across = gj_area_province(left) != gj_area_province(to->area);
    gj_account_turn_year(to, gj_this_year(acting));
    for (int i = 0; i < self->accounts_count; i++) {
        if (!goes_along(&self->accounts[i], left, to->area))
            continue;
        if (self->accounts[i].state == GJ_ACCOUNT_IS_FROZEN)
            return gj_refuse(acting, GJ_PAYER_ACCOUNT_FROZEN);
        struct gj_account *from = gj_change_account(acting, &self->accounts[i]);
        if (gj_account_balance(to) > GJ_FEN_MAX - gj_account_balance(from))
            return gj_refuse(acting, GJ_AMOUNT_TOO_LARGE);
        gj_entry_add_move(&acting->outcome->entry, from, to);
        if (across)
            from->state = GJ_ACCOUNT_IS_CLOSED;
    }
    return true;
}

void gj_act_move(struct gj_acting *acting)
{
    const struct gj_side *self = &acting->facts->self;
    const struct gj_enrolment *asked = &acting->command->body.enrol.enrolment;
    const struct gj_enrolment *old = gj_side_enrolment_of(self, asked->scheme, gj_today(acting));
    bool follows;
    if (!may_move(acting, old) || !find_rule(acting, old->area, asked->area, &follows))
        return;
    gj_put_enrolment(acting, self->person.id);
    struct gj_account *to = follows ? account_of(acting, asked->area) : NULL;
    if (to && !move_balance(acting, old->area, to))
        return;
    if (acting->outcome->entry.count > 0)
        gj_seal_entry(acting);
    acting->outcome->reply.balance_fen = gj_balance_after(acting, asked->area);
    gj_grant(acting, GJ_OK_TRANSFER, self->person.id, self->person.first_area);
}
