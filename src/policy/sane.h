/* Inside of policy: asking many amounts at once whether each of them is one. */
#ifndef GJ_POLICY_SANE_H
#define GJ_POLICY_SANE_H

#include "base/inline.h"
#include "model/claim.h"

/* The highest bit is set where a number is no amount: below 0, or above the maximum. Of many numbers
   at once that is asked with one comparison. */
static inline uint64_t gj_beyond(gj_fen amount)
{
    return (uint64_t)amount | ((uint64_t)GJ_FEN_MAX - (uint64_t)amount);
}

/* Numbers are amounts, each of them, if their bits laid over each other stay below this bit, which is
   half of the maximum. Nearly all do, and then the maximum itself need not be asked. */
static inline bool gj_surely_fen(uint64_t bits)
{
    return bits >> 49 == 0;
}

/* All counters of a year at once. */
static inline bool gj_used_is_sane(const struct gj_used *used)
{
    uint64_t all = (uint64_t)used->deductible_fen | (uint64_t)used->month_deductible_fen |
                   (uint64_t)used->day_deductible_fen | (uint64_t)used->pool_fen |
                   (uint64_t)used->level_pool_fen | (uint64_t)used->fund_pool_fen |
                   (uint64_t)used->eligible_fen | (uint64_t)used->aid_fen;
    if (gj_surely_fen(all))
        return true;
    uint64_t bits = gj_beyond(used->deductible_fen) | gj_beyond(used->month_deductible_fen) |
                    gj_beyond(used->day_deductible_fen) | gj_beyond(used->pool_fen) |
                    gj_beyond(used->level_pool_fen) | gj_beyond(used->fund_pool_fen) |
                    gj_beyond(used->eligible_fen) | gj_beyond(used->aid_fen);
    return bits >> 63 == 0;
}

GJ_INLINE bool gj_bill_adds_up(const struct gj_bill *bill)
{
    uint64_t all = (uint64_t)bill->total_fen | (uint64_t)bill->outside_fen |
                   (uint64_t)bill->overprice_fen | (uint64_t)bill->first_share_fen |
                   (uint64_t)bill->eligible_fen;
    uint64_t bits = gj_surely_fen(all)
                        ? 0
                        : gj_beyond(bill->total_fen) | gj_beyond(bill->outside_fen) |
                              gj_beyond(bill->overprice_fen) | gj_beyond(bill->first_share_fen) |
                              gj_beyond(bill->eligible_fen);
    return bits >> 63 == 0 && bill->total_fen == bill->outside_fen + bill->overprice_fen +
                                                     bill->first_share_fen + bill->eligible_fen;
}

GJ_INLINE bool gj_party_is_sane(const struct gj_party *party)
{
    uint64_t all =
        (uint64_t)party->balance_fen | (uint64_t)party->carried_fen | (uint64_t)party->wallet_fen;
    uint64_t bits = gj_surely_fen(all)
                        ? 0
                        : gj_beyond(party->balance_fen) | gj_beyond(party->carried_fen) |
                              gj_beyond(party->wallet_fen);
    return bits >> 63 == 0 && party->carried_fen <= party->balance_fen;
}

#endif
