/* The claim that a bill (a charge of a visit, or a whole bill) amounts to: everything the waterfall reads, out of the facts
   as they stand now. Preview and settlement decide it; it is kept, so that it can be replayed. */
#include <string.h>

#include "acts/inside.h"

uint8_t gj_care_of_bill(const struct gj_command *command, const struct gj_facts *facts)
{
    uint8_t care = facts->visit.care;
    gj_care_of_med_type(command->body.bill.med_type, &care);
    return care;
}

/* What relatives gave is bounded over all kinds of care, so it is read from the widest counter. */
static struct gj_used used_of(const struct gj_facts *facts)
{
    struct gj_used used = {0};
    if (facts->counters_count < GJ_COUNTERS_MAX)
        return used;
    const struct gj_counter *counters = facts->counters;
    used.deductible_fen = counters[GJ_SPAN_YEAR].deductible_fen;
    used.pool_fen = counters[GJ_SPAN_YEAR].pool_fen;
    used.eligible_fen = counters[GJ_SPAN_YEAR].eligible_fen;
    used.visits = counters[GJ_SPAN_YEAR].visits;
    used.month_deductible_fen = counters[GJ_SPAN_MONTH].deductible_fen;
    used.day_deductible_fen = counters[GJ_SPAN_DAY].deductible_fen;
    used.day_visits = counters[GJ_SPAN_DAY].visits;
    used.level_pool_fen = counters[GJ_SPAN_LEVEL].pool_fen;
    used.fund_pool_fen = counters[GJ_SPAN_FUND].pool_fen;
    used.aid_fen = counters[GJ_SPAN_FUND].aid_fen;
    return used;
}

static void put_user(const struct gj_acting *acting, struct gj_claim *claim)
{
    const struct gj_side *self = &acting->facts->self;
    const struct gj_visit *visit = &acting->facts->visit;
    gj_day day = gj_time_day(visit->begin);
    const struct gj_enrolment *enrolment = NULL;
    for (int i = 0; i < self->enrolments_count; i++)
        if (self->enrolments[i].area == visit->home_area &&
            self->enrolments[i].scheme == visit->scheme)
            enrolment = &self->enrolments[i];
    claim->user = gj_party_of(acting, &self->person, enrolment,
                              gj_side_account(self, visit->home_area), &self->wallet, day);
    claim->where = (struct gj_where){
        .area = visit->home_area,
        .day = day,
        .scheme = visit->scheme,
        .working = claim->user.working,
        .level = acting->facts->institution.level,
        .place = acting->facts->institution.place,
        .tier = claim->user.tier,
        .group = claim->user.group,
        .age_years = claim->user.age_years,
    };
}

static void put_place(const struct gj_acting *acting, struct gj_claim *claim)
{
    const struct gj_institution *institution = &acting->facts->institution;
    claim->care_area = acting->facts->visit.care_area;
    claim->place_kind = institution->kind;
    claim->designated = institution->designated;
    claim->takes_wallet = institution->takes_wallet;
    claim->filing = GJ_FILING_NONE;
}

/* Counts every payer, also those beyond the room: the caller refuses when there are too many. */
static struct gj_claim_payer *next_payer(struct gj_claim *claim)
{
    static const struct gj_claim_payer none = {0};
    int at = claim->payers_count++;
    if (at >= GJ_PAYERS_MAX)
        return NULL;
    claim->payers[at] = none;
    return &claim->payers[at];
}

/* Own accounts that a move inside the province left behind stay usable. */
static void put_moved_accounts(const struct gj_acting *acting, struct gj_claim *claim)
{
    const struct gj_side *self = &acting->facts->self;
    gj_area home = claim->where.area;
    for (int i = 0; i < self->accounts_count; i++) {
        const struct gj_account *account = &self->accounts[i];
        bool left = account->area != home && account->state == GJ_ACCOUNT_IS_OPEN &&
                    gj_area_province(account->area) == gj_area_province(home);
        if (!left || account->version == 0 || gj_account_balance(account) == 0)
            continue;
        struct gj_claim_payer *payer = next_payer(claim);
        if (!payer)
            continue;
        payer->person = self->person.id;
        payer->relation = GJ_RELATION_SELF;
        payer->bound_day = GJ_DAY_NONE;
        payer->party = gj_party_of(acting, &self->person, NULL, account, NULL, gj_today(acting));
        payer->party.area = account->area;
        payer->party.scheme = GJ_SCHEME_EMPLOYEE;
        payer->party.working = claim->user.working;
        payer->party.tier = claim->user.tier;
    }
}

/* An earlier command of the same batch may have ended it after it was gathered. */
static bool holds(const struct gj_binding *binding, gj_day day)
{
    return binding->state == GJ_BINDING_ACTIVE && binding->from <= day && day < binding->to;
}

static void put_bound_payers(const struct gj_acting *acting, struct gj_claim *claim)
{
    const struct gj_facts *facts = acting->facts;
    for (int i = 0; i < facts->payers_count; i++) {
        const struct gj_payer_facts *bound = &facts->payers[i];
        if (!holds(&bound->binding, gj_today(acting)))
            continue;
        struct gj_claim_payer *payer = next_payer(claim);
        if (!payer)
            continue;
        payer->binding = bound->binding.id;
        payer->person = bound->binding.payer;
        payer->relation = bound->binding.relation;
        payer->rank = bound->binding.rank;
        payer->bound_day = bound->binding.from;
        payer->party = gj_party_of(acting, &bound->person, &bound->enrolment, &bound->account, NULL,
                                   gj_today(acting));
        payer->party.area = bound->binding.payer_area;
        payer->bond = gj_bond_of(acting, &bound->binding, &bound->bond);
    }
}

void gj_claim_of_facts(const struct gj_law *law, const struct gj_command *command,
                       const struct gj_facts *facts, const struct gj_bill *bill,
                       struct gj_claim *claim_out)
{
    const struct gj_acting acting = {law, command, facts, NULL};
    memset(claim_out, 0, sizeof *claim_out);
    put_user(&acting, claim_out);
    put_place(&acting, claim_out);
    claim_out->now = command->now;
    claim_out->care = gj_care_of_bill(command, facts);
    claim_out->accounts_used = command->body.bill.accounts_used;
    claim_out->bill = *bill;
    claim_out->used = used_of(facts);
    put_moved_accounts(&acting, claim_out);
    put_bound_payers(&acting, claim_out);
}

gj_day gj_benefit_year_first(const void *law, gj_area area, uint8_t scheme, gj_day day)
{
    const struct gj_where where = {
        .area = area, .scheme = scheme, .day = day, .age_years = GJ_AGE_UNSAID};
    return gj_benefit_year(law, &where, NULL);
}
