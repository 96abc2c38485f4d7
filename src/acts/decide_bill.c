/* What previews and settlements share: checking the message against the charge or against its own
   lines, and deciding the bill. The claim and the decision are left in outcome.settlements[0]. */
#include <string.h>

#include "acts/inside.h"

static const char *med_type_of(const struct gj_acting *acting)
{
    const char *said = acting->command->body.bill.med_type;
    return said[0] != '\0' ? said : acting->facts->visit.med_type;
}

static bool passes_message(struct gj_acting *acting)
{
    const struct gj_facts *facts = acting->facts;
    const struct gj_charge *charge = &facts->charge;
    uint8_t scheme = acting->command->body.bill.scheme;
    gj_fen said = acting->command->body.bill.bill.total_fen;
    uint8_t care;
    if (!gj_visit_is_ours(acting, acting->command->body.bill.area))
        return false;
    if (acting->command->home_area != 0 &&
        !gj_area_agrees(acting->command->home_area, facts->visit.home_area))
        return gj_refuse_for(acting, GJ_HOME_AREA_OTHER, 0, acting->command->home_area);
    if (charge->settlement != 0)
        return gj_refuse_for(acting, GJ_BATCH_SETTLED, charge->settlement, facts->visit.home_area);
    if (scheme != GJ_SCHEME_NONE && scheme != facts->visit.scheme)
        return gj_refuse(acting, GJ_ENROLMENT_MISSING);
    if (!gj_find_care(acting, med_type_of(acting), &care))
        return false;
    if (charge->version == 0 || charge->lines == 0)
        return gj_refuse(acting, GJ_LINES_MISSING);
    if (said != charge->bill.total_fen)
        return gj_refuse_amount(acting, GJ_TOTAL_MISMATCH, "total", said, charge->bill.total_fen);
    return true;
}

/* Whose book each leg's money lies in: the own legs are the patient's, and his wallet stands in the
   book of the area where it was opened. */
static void name_legs(const struct gj_acting *acting, struct gj_decision *decision)
{
    const struct gj_side *self = &acting->facts->self;
    for (int i = 0; i < decision->legs_count; i++) {
        struct gj_leg *leg = &decision->legs[i];
        if (leg->kind != GJ_PAYER_AID)
            leg->person = self->person.id;
        if (leg->kind == GJ_PAYER_WALLET)
            leg->area = self->wallet.area;
    }
}

static int areas_of(const struct gj_claim *claim, const struct gj_decision *decision)
{
    gj_area areas[GJ_LEGS_MAX + 2] = {claim->where.area, claim->care_area};
    int count = claim->care_area != 0 && claim->care_area != claim->where.area ? 2 : 1;
    for (int i = 0; i < decision->legs_count; i++) {
        int at = 0;
        while (at < count && areas[at] != decision->legs[i].area)
            at++;
        areas[at] = decision->legs[i].area;
        count = at == count ? count + 1 : count;
    }
    return count;
}

static bool accept_decision(struct gj_acting *acting, const struct gj_claim *claim,
                            struct gj_decision *decision)
{
    if (decision->reason == GJ_POLICY_UNKNOWN)
        return gj_refuse_unknown(acting, decision->refused_key, claim->where.area,
                                 claim->where.day);
    if (!gj_reason_is_ok((enum gj_reason)decision->reason))
        return gj_refuse(acting, (enum gj_reason)decision->reason);
    decision->pack_set = acting->law->pack_set;
    /* The year of the counters that were read is the one a reversal must find again. */
    decision->benefit_year_first = acting->facts->counters[GJ_SPAN_YEAR].year_first;
    name_legs(acting, decision);
    if (areas_of(claim, decision) > GJ_AREAS_MAX)
        return gj_refuse(acting, GJ_AREAS_TOO_MANY);
    return true;
}

/* The patient's own account of the home area after this bill. */
static gj_fen balance_after(const struct gj_claim *claim, const struct gj_decision *decision)
{
    gj_fen balance = claim->user.balance_fen;
    for (int i = 0; i < decision->legs_count; i++) {
        const struct gj_leg *leg = &decision->legs[i];
        if (leg->kind == GJ_PAYER_OWN && leg->area == claim->where.area)
            balance -= leg->carried_fen + leg->current_fen;
    }
    return balance;
}

static bool decide(struct gj_acting *acting, const struct gj_bill *bill)
{
    const struct gj_visit *visit = &acting->facts->visit;
    struct gj_settlement *draft = &acting->outcome->settlements[0];
    memset(draft, 0, sizeof *draft);
    gj_claim_of_facts(acting->law, acting->command, acting->facts, bill, &draft->claim);
    if (draft->claim.payers_count > GJ_PAYERS_MAX)
        return gj_refuse(acting, GJ_PAYERS_TOO_MANY);
    gj_settle(acting->law, &draft->claim, &draft->decision);
    if (!accept_decision(acting, &draft->claim, &draft->decision))
        return false;
    draft->visit = visit->id;
    draft->person = visit->person;
    draft->institution = visit->institution;
    draft->now = acting->command->now;
    draft->balance_after_fen = balance_after(&draft->claim, &draft->decision);
    memcpy(draft->charge, acting->command->body.bill.charge, sizeof draft->charge);
    memcpy(draft->msgid, acting->command->msgid, sizeof draft->msgid);
    memcpy(draft->med_type, med_type_of(acting), sizeof draft->med_type);
    memcpy(draft->credential_type, acting->command->body.bill.credential_type,
           sizeof draft->credential_type);
    acting->outcome->reply.balance_fen = draft->balance_after_fen;
    return true;
}

bool gj_decide_bill(struct gj_acting *acting)
{
    return passes_message(acting) && decide(acting, &acting->facts->charge.bill);
}

/* ---- whole bills ---- */

bool gj_whole_bill_is_possible(struct gj_acting *acting)
{
    const struct gj_command *command = acting->command;
    uint8_t care;
    if (command->person == 0)
        return gj_refuse(acting, GJ_PERSON_UNKNOWN);
    if (acting->facts->visit.begin > command->now)
        return gj_refuse(acting, GJ_VISIT_TIME_FUTURE);
    if (!gj_find_care(acting, command->body.bill.med_type, &care))
        return false;
    if (!gj_home_area_is_known(acting))
        return false;
    return acting->facts->visit.home_area != 0 || gj_refuse(acting, GJ_ENROLMENT_MISSING);
}

static bool sum_lines(struct gj_acting *acting, struct gj_bill *sum_out)
{
    int count = acting->command->body.bill.count;
    gj_fen said = acting->command->body.bill.bill.total_fen;
    *sum_out = (struct gj_bill){0};
    if (count > GJ_MESSAGE_LINES_MAX)
        return gj_refuse(acting, GJ_LINES_TOO_MANY);
    if (count <= 0)
        return gj_refuse(acting, GJ_LINES_MISSING);
    for (int i = 0; i < count; i++) {
        struct gj_bill bill;
        enum gj_novelty novelty = gj_take_line(acting, acting->command->body.bill.list, i, &bill);
        if (novelty == GJ_LINE_IS_REFUSED)
            return false;
        if (novelty == GJ_LINE_IS_NEW && !gj_add_bill(sum_out, &bill))
            return gj_refuse_line(acting, GJ_AMOUNT_TOO_LARGE, i);
    }
    if (said != sum_out->total_fen)
        return gj_refuse_amount(acting, GJ_TOTAL_MISMATCH, "total", said, sum_out->total_fen);
    acting->outcome->reply.results_count = acting->outcome->reply.results ? count : 0;
    return true;
}

bool gj_decide_whole_bill(struct gj_acting *acting)
{
    struct gj_bill sum;
    if (!gj_whole_bill_is_possible(acting) || !sum_lines(acting, &sum) || !decide(acting, &sum))
        return false;
    acting->outcome->reply.twin = acting->facts->twin;
    return true;
}
