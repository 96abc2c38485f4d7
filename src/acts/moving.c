/* What a settlement moves beside the books: the running counters and what was drawn under a
   binding. Forward when it is made, back by the same amounts when it is taken back. */
#include "acts/inside.h"

/* The year always; the narrower spans when the rule in force needs them; the widest one also when a
   relative paid, since what relatives give is bounded over all kinds of care. All this stands in the
   decision, so that a reversal moves the very same counters. */
static bool moves(const struct gj_decision *decision, int span)
{
    switch (span) {
    case GJ_SPAN_MONTH:
        return (decision->counts & GJ_COUNTS_MONTH) != 0;
    case GJ_SPAN_DAY:
        return (decision->counts & GJ_COUNTS_DAY) != 0;
    case GJ_SPAN_LEVEL:
        return (decision->counts & GJ_COUNTS_LEVEL) != 0;
    case GJ_SPAN_FUND:
        return (decision->counts & GJ_COUNTS_FUND) != 0 || decision->aid_fen > 0;
    default:
        return true;
    }
}

static bool add(gj_fen *sum, gj_fen amount)
{
    *sum += amount; /* both within 10^15 */
    GJ_MUST(*sum >= 0);
    return *sum <= GJ_FEN_MAX;
}

static bool move_counter(struct gj_counter *counter, const struct gj_decision *decision, int sign)
{
    counter->visits += sign;
    GJ_MUST(counter->visits >= 0);
    bool within = add(&counter->deductible_fen, sign * decision->deductible_fen);
    within &= add(&counter->pool_fen, sign * decision->pool_fen);
    within &= add(&counter->eligible_fen, sign * gj_decision_reckoned_fen(decision));
    within &= add(&counter->aid_fen, sign * decision->aid_fen);
    return within;
}

bool gj_move_counters(struct gj_acting *acting, const struct gj_decision *decision, int sign)
{
    const struct gj_facts *facts = acting->facts;
    bool within = true;
    GJ_MUST(facts->counters_count == GJ_COUNTERS_MAX);
    for (int span = 0; span < GJ_COUNTERS_MAX; span++)
        if (moves(decision, span))
            within &=
                move_counter(gj_change_counter(acting, &facts->counters[span]), decision, sign);
    return within;
}

const struct gj_account *gj_account_of_leg(const struct gj_acting *acting, const struct gj_leg *leg)
{
    const struct gj_facts *facts = acting->facts;
    if (leg->person == facts->self.person.id)
        return gj_side_account(&facts->self, leg->area);
    for (int i = 0; i < facts->payers_count; i++)
        if (facts->payers[i].account.person == leg->person &&
            facts->payers[i].account.area == leg->area && facts->payers[i].account.version > 0)
            return &facts->payers[i].account;
    return NULL;
}

static const struct gj_binding *binding_of_leg(const struct gj_acting *acting,
                                               const struct gj_leg *leg)
{
    const struct gj_facts *facts = acting->facts;
    for (int i = 0; i < facts->payers_count; i++)
        if (facts->payers[i].binding.id == leg->binding)
            return &facts->payers[i].binding;
    return NULL;
}

/* Only the calendar year it was drawn in is moved: forward the binding comes to that year, back and
   forth again a later year is left alone. */
void gj_move_binding(struct gj_acting *acting, const struct gj_leg *leg, int year, int sign)
{
    if (leg->kind != GJ_PAYER_AID || leg->binding == 0)
        return;
    const struct gj_binding *row = binding_of_leg(acting, leg);
    GJ_MUST(row);
    struct gj_binding *binding = gj_change_binding(acting, row);
    if (sign > 0)
        gj_binding_turn_year(binding, year);
    if (binding->used_year != year)
        return;
    binding->used_fen += sign * (leg->carried_fen + leg->current_fen);
    GJ_MUST(binding->used_fen >= 0);
}
