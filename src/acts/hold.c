/* Holds set by an agency: network settlement of a person suspended until a day (regulation on the
   supervision of the fund), an account frozen; and taking either hold off. */
#include "acts/inside.h"

void gj_act_suspend(struct gj_acting *acting)
{
    const struct gj_person *person = &acting->facts->self.person;
    bool on = acting->command->body.hold.on;
    gj_day until = acting->command->body.hold.until;
    if (acting->command->person == 0) {
        gj_refuse(acting, GJ_PERSON_UNKNOWN);
        return;
    }
    if (on && (until <= gj_today(acting) || until > GJ_DAY_MAX)) {
        gj_refuse(acting, GJ_DATE_OUT_OF_RANGE);
        return;
    }
    gj_change_person(acting, person)->suspended_until = on ? until : GJ_DAY_NONE;
    gj_grant(acting, GJ_OK, person->id, person->first_area);
}

void gj_act_freeze(struct gj_acting *acting)
{
    const struct gj_side *self = &acting->facts->self;
    const struct gj_account *row = gj_side_account(self, acting->command->body.hold.area);
    if (!row) {
        gj_refuse(acting, GJ_ACCOUNT_MISSING);
        return;
    }
    if (row->state == GJ_ACCOUNT_IS_CLOSED) {
        gj_refuse(acting, GJ_ACCOUNT_CLOSED);
        return;
    }
    /* No money moves, so the year is not turned: years turn with entries alone. */
    struct gj_account *account = &acting->outcome->accounts[acting->outcome->accounts_count++];
    *account = *row;
    account->state = acting->command->body.hold.on ? GJ_ACCOUNT_IS_FROZEN : GJ_ACCOUNT_IS_OPEN;
    gj_grant(acting, GJ_OK, self->person.id, self->person.first_area);
}
