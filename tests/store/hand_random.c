/* Random claims and decisions: each field anywhere in its type. */
#include <string.h>

#include "store/hand.h"

/* Small and large numbers alike, for varints change their length between them. */
static int64_t any(struct gj_random *random)
{
    const uint64_t bits = gj_random_next(random);
    const int shift = (int)(gj_random_next(random) % 64);
    return (int64_t)(bits >> shift) * (gj_random_next(random) % 2 != 0 ? 1 : -1);
}

#define FILL(field) ((field) = (__typeof__(field))any(random))
#define FLIP(field) ((field) = gj_random_next(random) % 2 != 0)

static void random_bill(struct gj_random *random, struct gj_bill *bill)
{
    FILL(bill->total_fen);
    FILL(bill->outside_fen);
    FILL(bill->overprice_fen);
    FILL(bill->first_share_fen);
    FILL(bill->eligible_fen);
}

static void random_party(struct gj_random *random, struct gj_party *party)
{
    FILL(party->area);
    FILL(party->scheme);
    FILL(party->status);
    FILL(party->working);
    FILL(party->tier);
    FILL(party->group);
    FLIP(party->has_account);
    FLIP(party->frozen);
    FLIP(party->wallet_open);
    FILL(party->age_years);
    FILL(party->transfers_today);
    FILL(party->transfers_held);
    FILL(party->suspended_until);
    FILL(party->balance_fen);
    FILL(party->carried_fen);
    FILL(party->wallet_fen);
}

static void random_bond(struct gj_random *random, struct gj_bond *bond)
{
    FILL(bond->state);
    FLIP(bond->known_person);
    FLIP(bond->payer_is_member);
    FLIP(bond->user_is_head);
    FLIP(bond->proven);
    FLIP(bond->promise);
    FILL(bond->payer_active);
    FILL(bond->payer_distinct_ever);
    FILL(bond->same_relation_active);
    FILL(bond->user_other_payers);
    FILL(bond->months);
    FILL(bond->uses);
    FILL(bond->limit_use_fen);
    FILL(bond->limit_year_fen);
    FILL(bond->used_year_fen);
}

static void random_where(struct gj_random *random, struct gj_where *where)
{
    FILL(where->area);
    FILL(where->day);
    FILL(where->scheme);
    FILL(where->working);
    FILL(where->level);
    FILL(where->place);
    FILL(where->tier);
    FILL(where->group);
    FILL(where->relation);
    FILL(where->age_years);
    FILL(where->year);
}

static void random_used(struct gj_random *random, struct gj_used *used)
{
    FILL(used->deductible_fen);
    FILL(used->month_deductible_fen);
    FILL(used->day_deductible_fen);
    FILL(used->pool_fen);
    FILL(used->level_pool_fen);
    FILL(used->fund_pool_fen);
    FILL(used->eligible_fen);
    FILL(used->aid_fen);
    FILL(used->visits);
    FILL(used->day_visits);
}

void hand_random_claim(struct gj_random *random, struct gj_claim *claim)
{
    memset(claim, 0, sizeof *claim);
    random_where(random, &claim->where);
    FILL(claim->now);
    FILL(claim->care);
    FILL(claim->filing);
    FILL(claim->place_kind);
    FLIP(claim->designated);
    FLIP(claim->takes_wallet);
    FLIP(claim->accounts_used);
    FILL(claim->care_area);
    random_bill(random, &claim->bill);
    random_used(random, &claim->used);
    random_party(random, &claim->user);
    claim->payers_count = (int32_t)gj_random_between(random, 0, GJ_PAYERS_MAX);
    for (int i = 0; i < claim->payers_count; i++) {
        struct gj_claim_payer *payer = &claim->payers[i];
        FILL(payer->binding);
        FILL(payer->person);
        random_party(random, &payer->party);
        random_bond(random, &payer->bond);
        FILL(payer->relation);
        FLIP(payer->approved);
        FILL(payer->rank);
        FILL(payer->bound_day);
    }
}

static void random_trace(struct gj_random *random, struct gj_trace *trace)
{
    FLIP(trace->full);
    trace->count = (uint8_t)gj_random_between(random, 0, GJ_TRACE_MAX);
    trace->not_found_count = (uint8_t)gj_random_between(random, 0, GJ_NOT_FOUND_MAX);
    for (int i = 0; i < trace->count; i++)
        FILL(trace->rows[i]);
    for (int i = 0; i < trace->not_found_count; i++)
        FILL(trace->not_found[i]);
}

void hand_random_decision(struct gj_random *random, struct gj_decision *decision)
{
    memset(decision, 0, sizeof *decision);
    random_bill(random, &decision->bill);
    FILL(decision->deductible_fen);
    FILL(decision->pool_fen);
    FILL(decision->other_funds_fen);
    FILL(decision->person_fen);
    FILL(decision->own_fen);
    FILL(decision->wallet_fen);
    FILL(decision->aid_fen);
    FILL(decision->cash_fen);
    FILL(decision->cap_left_fen);
    FILL(decision->pack_set);
    FILL(decision->ratio_ppm);
    FILL(decision->benefit_year_first);
    FILL(decision->reason);
    FILL(decision->refused_key);
    FILL(decision->counts);
    FLIP(decision->acct_pay_includes_aid);
    random_trace(random, &decision->trace);
    decision->legs_count = (uint8_t)gj_random_between(random, 0, GJ_LEGS_MAX);
    for (int i = 0; i < decision->legs_count; i++) {
        struct gj_leg *leg = &decision->legs[i];
        FILL(leg->binding);
        FILL(leg->person);
        FILL(leg->carried_fen);
        FILL(leg->current_fen);
        FILL(leg->area);
        FILL(leg->kind);
        FILL(leg->payer);
    }
}
