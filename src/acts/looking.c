/* Looking into the facts: which enrolment speaks for a person, the party that policy sees, the bond
   of a binding, and the checks that acts on visits share. */
#include <string.h>

#include "acts/inside.h"

gj_day gj_today(const struct gj_acting *acting)
{
    return gj_time_day(acting->command->now);
}

int gj_this_year(const struct gj_acting *acting)
{
    return gj_day_year(gj_today(acting));
}

/* ---- persons ---- */

const struct gj_account *gj_side_account(const struct gj_side *side, gj_area area)
{
    for (int i = 0; i < side->accounts_count; i++)
        if (side->accounts[i].area == area && side->accounts[i].version > 0)
            return &side->accounts[i];
    return NULL;
}

const struct gj_enrolment *gj_side_enrolment(const struct gj_side *side, gj_day day)
{
    return gj_side_enrolment_of(side, GJ_SCHEME_NONE, day);
}

bool gj_wallet_is_open(const struct gj_wallet *wallet)
{
    return wallet->version > 0 && wallet->state == GJ_WALLET_IS_OPEN;
}

static void put_account(const struct gj_acting *acting, const struct gj_account *account,
                        struct gj_party *party)
{
    if (!account || account->version == 0)
        return;
    struct gj_account turned = *account;
    gj_account_turn_year(&turned, gj_this_year(acting));
    party->has_account = turned.state != GJ_ACCOUNT_IS_CLOSED;
    party->frozen = turned.state == GJ_ACCOUNT_IS_FROZEN;
    if (!party->has_account)
        return;
    party->balance_fen = gj_account_balance(&turned);
    party->carried_fen = turned.carried_fen;
}

static void put_wallet(const struct gj_acting *acting, const struct gj_wallet *wallet,
                       struct gj_party *party)
{
    if (!wallet || !gj_wallet_is_open(wallet))
        return;
    party->wallet_open = true;
    party->wallet_fen = wallet->balance_fen;
    party->transfers_held = wallet->held_count;
    party->transfers_today = wallet->sent_day == gj_today(acting) ? wallet->sent_count : 0;
}

struct gj_party gj_party_of(const struct gj_acting *acting, const struct gj_person *person,
                            const struct gj_enrolment *enrolment, const struct gj_account *account,
                            const struct gj_wallet *wallet, gj_day day)
{
    struct gj_party party = {.area = person->first_area, .status = GJ_STATUS_ENDED};
    if (enrolment && enrolment->version > 0) {
        bool over = enrolment->to <= day || enrolment->from > day;
        party.area = enrolment->area;
        party.scheme = enrolment->scheme;
        party.status = over ? (uint8_t)GJ_STATUS_ENDED : enrolment->status;
        party.working = enrolment->working;
        party.tier = enrolment->tier;
        party.group = enrolment->group;
    }
    party.age_years = (int16_t)gj_age_years(person->birth_day, day);
    party.suspended_until = person->suspended_until;
    put_account(acting, account, &party);
    put_wallet(acting, wallet, &party);
    return party;
}

struct gj_party gj_party_of_side(const struct gj_acting *acting, const struct gj_side *side)
{
    gj_day today = gj_today(acting);
    const struct gj_enrolment *enrolment = gj_side_enrolment(side, today);
    const struct gj_account *account = enrolment ? gj_side_account(side, enrolment->area) : NULL;
    return gj_party_of(acting, &side->person, enrolment, account, &side->wallet, today);
}

/* ---- bindings ---- */

void gj_binding_turn_year(struct gj_binding *binding, int year)
{
    if (year <= binding->used_year)
        return;
    binding->used_year = (int16_t)year;
    binding->used_fen = 0;
}

/* Whole months from one day to another: a month is full on the same day, or the last of a month
   that lacks it. */
static int months_between(gj_day from, gj_day to)
{
    if (to <= from)
        return 0;
    int months = gj_day_month(to) - gj_day_month(from);
    return gj_day_add_months(from, months) > to ? months - 1 : months;
}

struct gj_bond gj_bond_of(const struct gj_acting *acting, const struct gj_binding *binding,
                          const struct gj_bond *counts)
{
    struct gj_binding turned = *binding;
    gj_binding_turn_year(&turned, gj_this_year(acting));
    struct gj_bond bond = *counts;
    bond.state = binding->state;
    bond.proven = binding->proven;
    bond.promise = binding->promise;
    bond.months = (int16_t)months_between(binding->from, gj_today(acting));
    bond.uses = binding->uses;
    bond.limit_use_fen = binding->limit_use_fen;
    bond.limit_year_fen = binding->limit_year_fen;
    bond.used_year_fen = turned.used_fen;
    return bond;
}

/* ---- visits ---- */

bool gj_visit_is_ours(struct gj_acting *acting, gj_area area)
{
    const struct gj_visit *visit = &acting->facts->visit;
    const struct gj_command *command = acting->command;
    if (visit->version == 0 || (area != 0 && area != visit->home_area))
        return gj_refuse(acting, GJ_VISIT_UNKNOWN);
    if (visit->institution != acting->facts->institution.id)
        return gj_refuse(acting, GJ_INSTITUTION_OTHER);
    if (command->person != 0 && command->person != visit->person)
        return gj_refuse(acting, GJ_PERSON_OTHER);
    if (visit->cancelled)
        return gj_refuse(acting, GJ_VISIT_CANCELLED);
    return true;
}

bool gj_home_area_is_known(struct gj_acting *acting)
{
    const struct gj_side *self = &acting->facts->self;
    gj_area said = acting->command->home_area;
    bool agrees = said == 0;
    for (int i = 0; i < self->enrolments_count && !agrees; i++)
        agrees = gj_area_agrees(said, self->enrolments[i].area);
    return agrees || gj_refuse_for(acting, GJ_HOME_AREA_OTHER, 0, said);
}

/* 41 is the category of a pharmacy's sale and of nobody else's. */
bool gj_find_care(struct gj_acting *acting, const char *med_type, uint8_t *care_out)
{
    if (!gj_care_of_med_type(med_type, care_out))
        return gj_refuse(acting, GJ_MED_TYPE_UNKNOWN);
    if (*care_out == GJ_CARE_PHARMACY && acting->facts->institution.kind != GJ_PLACE_KIND_PHARMACY)
        return gj_refuse(acting, GJ_MED_TYPE_UNKNOWN);
    return true;
}
