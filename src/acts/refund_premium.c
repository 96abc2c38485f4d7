/* Giving a resident premium back, whole, before the benefit year it was paid for begins: the money
   goes to the account and compartment it came from, and the year may be paid for anew. */
#include "acts/inside.h"

/* The first day of a benefit year: the one that holds the last day of the calendar year of its
   number begins in that year, in January as in July. */
static gj_day first_day(const struct gj_acting *acting, const struct gj_premium *premium)
{
    struct gj_where where = {.area = premium->area,
                             .day = gj_day_from_civil(premium->year, 12, 31),
                             .scheme = GJ_SCHEME_RESIDENT,
                             .age_years = GJ_AGE_UNSAID};
    return gj_benefit_year(acting->law, &where, NULL);
}

static bool policy_agrees(struct gj_acting *acting, const struct gj_premium *premium)
{
    struct gj_question question;
    struct gj_reply_to_question reply;
    gj_question_favourable(&question);
    question.at = acting->command->now;
    question.kind = GJ_ASK_REFUND;
    question.refund.paid_fen = question.refund.asked_fen = gj_premium_amount(premium);
    gj_ask(acting->law, &question, &reply);
    return reply.answer == GJ_ANSWER_ALLOW || gj_refuse_as_asked(acting, &question, &reply);
}

static bool may_refund(struct gj_acting *acting)
{
    const struct gj_premium *premium = &acting->facts->premium;
    gj_id self = acting->facts->self.person.id;
    if (premium->version == 0)
        return gj_refuse(acting, GJ_PREMIUM_UNKNOWN);
    if (self != premium->person && self != premium->payer)
        return gj_refuse(acting, GJ_PERSON_OTHER);
    if (premium->state != GJ_PREMIUM_IS_PAID)
        return gj_refuse_for(acting, GJ_PREMIUM_REFUNDED, premium->id, premium->area);
    if (gj_today(acting) >= first_day(acting, premium))
        return gj_refuse_for(acting, GJ_PREMIUM_YEAR_BEGUN, premium->id, premium->area);
    return policy_agrees(acting, premium);
}

static const struct gj_side *payer_side(const struct gj_acting *acting)
{
    const struct gj_facts *facts = acting->facts;
    return facts->self.person.id == facts->premium.payer ? &facts->self : &facts->other;
}

static gj_fen balance_of(const struct gj_acting *acting)
{
    const struct gj_side *payer = payer_side(acting);
    const struct gj_premium *premium = &acting->facts->premium;
    if (premium->source == GJ_PAYER_WALLET)
        return payer->wallet.balance_fen;
    const struct gj_account *row = gj_side_account(payer, premium->payer_area);
    GJ_MUST(row);
    return gj_account_balance(row);
}

/* Only the calendar year it was drawn in: in a later one nothing of it was used. */
static void free_binding(struct gj_acting *acting, const struct gj_premium *premium)
{
    if (premium->binding == 0)
        return;
    struct gj_binding *binding = gj_change_binding(acting, &acting->facts->binding);
    if (binding->used_year == gj_day_year(gj_time_day(premium->paid)))
        binding->used_fen -= gj_premium_amount(premium);
    GJ_MUST(binding->used_fen >= 0);
}

void gj_act_refund_premium(struct gj_acting *acting)
{
    struct gj_premium posted = acting->facts->premium;
    if (!may_refund(acting))
        return;
    if (balance_of(acting) > GJ_FEN_MAX - gj_premium_amount(&posted)) {
        gj_refuse(acting, GJ_AMOUNT_TOO_LARGE);
        return;
    }
    const struct gj_left left = {posted.source, posted.payer_area, posted.paid, &posted.carried_fen,
                                 &posted.current_fen};
    bool is_closed = !gj_put_back(acting, payer_side(acting), &left);
    free_binding(acting, &posted);
    struct gj_premium *premium = gj_change_premium(acting, &acting->facts->premium);
    premium->state = GJ_PREMIUM_IS_REFUNDED;
    premium->refunded_by = acting->command->order;
    premium->ended = acting->command->now;
    gj_entry_of_premium_refund(&posted, is_closed, &acting->outcome->entry);
    gj_seal_entry(acting);
    gj_grant(acting, GJ_OK_REFUND, premium->id, premium->area);
}
