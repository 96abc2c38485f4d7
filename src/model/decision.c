#include "model/decision.h"

#include <string.h>

static bool leg_is(const struct gj_leg *a, const struct gj_leg *b)
{
    return a->binding == b->binding && a->person == b->person && a->carried_fen == b->carried_fen &&
           a->current_fen == b->current_fen && a->area == b->area && a->kind == b->kind &&
           a->payer == b->payer;
}

static bool bill_is(const struct gj_bill *a, const struct gj_bill *b)
{
    return a->total_fen == b->total_fen && a->outside_fen == b->outside_fen &&
           a->overprice_fen == b->overprice_fen && a->first_share_fen == b->first_share_fen &&
           a->eligible_fen == b->eligible_fen;
}

static bool trace_is(const struct gj_trace *a, const struct gj_trace *b)
{
    return a->count == b->count && a->not_found_count == b->not_found_count && a->full == b->full &&
           memcmp(a->rows, b->rows, a->count * sizeof a->rows[0]) == 0 &&
           memcmp(a->not_found, b->not_found, a->not_found_count * sizeof a->not_found[0]) == 0;
}

static bool amounts_are(const struct gj_decision *a, const struct gj_decision *b)
{
    return bill_is(&a->bill, &b->bill) && a->deductible_fen == b->deductible_fen &&
           a->pool_fen == b->pool_fen && a->other_funds_fen == b->other_funds_fen &&
           a->person_fen == b->person_fen && a->own_fen == b->own_fen &&
           a->wallet_fen == b->wallet_fen && a->aid_fen == b->aid_fen &&
           a->cash_fen == b->cash_fen && a->cap_left_fen == b->cap_left_fen &&
           a->ratio_ppm == b->ratio_ppm;
}

bool gj_decision_is(const struct gj_decision *a, const struct gj_decision *b)
{
    bool same = amounts_are(a, b) && trace_is(&a->trace, &b->trace) && a->pack_set == b->pack_set &&
                a->benefit_year_first == b->benefit_year_first && a->reason == b->reason &&
                a->refused_key == b->refused_key && a->counts == b->counts &&
                a->acct_pay_includes_aid == b->acct_pay_includes_aid &&
                a->legs_count == b->legs_count;
    for (int i = 0; same && i < a->legs_count; i++)
        same = leg_is(&a->legs[i], &b->legs[i]);
    return same;
}

static bool is_same_payer(const struct gj_leg *a, const struct gj_leg *b)
{
    return a->kind == b->kind && a->person == b->person && a->area == b->area &&
           a->binding == b->binding;
}

/* Takes the leg of the same payer, if `part` has one, off the leg. */
static bool leg_less(struct gj_leg *leg, const struct gj_decision *part, int *found)
{
    for (int i = 0; i < part->legs_count; i++)
        if (is_same_payer(leg, &part->legs[i])) {
            leg->carried_fen -= part->legs[i].carried_fen;
            leg->current_fen -= part->legs[i].current_fen;
            ++*found;
        }
    return leg->carried_fen >= 0 && leg->current_fen >= 0;
}

bool gj_decision_less(const struct gj_decision *whole, const struct gj_decision *part,
                      struct gj_decision *less_out)
{
    int found = 0;
    bool good = true;
    *less_out = *whole;
    less_out->legs_count = 0;
    less_out->bill.total_fen -= part->bill.total_fen;
    less_out->pool_fen -= part->pool_fen;
    less_out->other_funds_fen -= part->other_funds_fen;
    less_out->cash_fen -= part->cash_fen;
    for (int i = 0; i < whole->legs_count; i++) {
        struct gj_leg leg = whole->legs[i];
        good = good && leg_less(&leg, part, &found);
        if (leg.carried_fen + leg.current_fen > 0)
            less_out->legs[less_out->legs_count++] = leg;
    }
    return good && found == part->legs_count && less_out->pool_fen >= 0 && less_out->cash_fen >= 0;
}
