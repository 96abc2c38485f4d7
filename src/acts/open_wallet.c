/* Opening a wallet: possible on a day on which the wallet is open in the holder's area. It stays in
   that area's book. */
#include "acts/inside.h"

static bool area_is_open(struct gj_acting *acting, gj_area area)
{
    struct gj_where where = {.area = area, .day = gj_today(acting), .age_years = GJ_AGE_UNSAID};
    const struct gj_row *row = gj_find(acting->law, GJ_KEY_WALLET_OPEN, &where, NULL);
    if (!row)
        return gj_refuse_unknown(acting, GJ_KEY_WALLET_OPEN, area, where.day);
    if (row->number != 1)
        return gj_refuse(acting, GJ_WALLET_AREA_CLOSED_PAYER);
    return true;
}

void gj_act_open_wallet(struct gj_acting *acting)
{
    const struct gj_side *self = &acting->facts->self;
    const struct gj_enrolment *enrolment = gj_side_enrolment(self, gj_today(acting));
    enum gj_reason no = GJ_REASON_NONE;
    if (acting->command->person == 0)
        no = GJ_PERSON_UNKNOWN;
    else if (gj_wallet_is_open(&self->wallet))
        no = GJ_WALLET_ALREADY_OPEN;
    else if (!enrolment)
        no = GJ_ENROLMENT_MISSING;
    if (no != GJ_REASON_NONE) {
        gj_refuse(acting, no);
        return;
    }
    if (!area_is_open(acting, enrolment->area))
        return;
    struct gj_wallet *wallet = gj_change_wallet(acting, &self->wallet);
    if (wallet->version == 0) {
        wallet->person = self->person.id;
        wallet->area = enrolment->area;
        wallet->sent_day = GJ_DAY_NONE;
    }
    wallet->state = GJ_WALLET_IS_OPEN;
    wallet->opened = acting->command->now;
    gj_grant(acting, GJ_OK, self->person.id, self->person.first_area);
}
