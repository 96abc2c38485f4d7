/* Inside of policy: opening a benefit year's counters for a bill. Written in a header, because it is on
   the way of every bill of a simulation. */
#ifndef GJ_POLICY_YEAR_H
#define GJ_POLICY_YEAR_H

#include <string.h>

#include "base/inline.h"
#include "policy/policy.h"

static inline struct gj_year_counter *gj_year_counter_of(struct gj_year *year, int care)
{
    static const uint8_t counts_as[GJ_CARE_COUNT] = {[GJ_CARE_OUTPATIENT] = GJ_CARE_OUTPATIENT,
                                                     [GJ_CARE_CHRONIC] = GJ_CARE_CHRONIC,
                                                     [GJ_CARE_INPATIENT] = GJ_CARE_INPATIENT,
                                                     [GJ_CARE_PHARMACY] = GJ_CARE_OUTPATIENT};
    return &year->counters[counts_as[care]];
}

/* Most bills lie more than a month behind the last, which needs no calendar. */
static inline bool gj_year_same_month(gj_day a, gj_day b)
{
    gj_day earlier = a < b ? a : b, later = a < b ? b : a;
    return later - earlier < 31 && gj_day_month_first(later) <= earlier;
}

/* What the narrower counters hold belongs to one month, to one day and place, to one level. They
   are set anew where they are kept and in the claim, whose counters are copied whole before: a copy
   of what was written a moment ago in smaller parts would have to wait for it. */
static inline void gj_year_narrow(struct gj_year_counter *counter, const struct gj_where *now,
                                  gj_area care_area, struct gj_used *used)
{
    bool same_visit = counter->day == now->day && counter->care_area == care_area &&
                      counter->level == now->level && counter->place == now->place;
    if (used->month_deductible_fen != 0 && !gj_year_same_month(counter->month_day, now->day))
        used->month_deductible_fen = counter->used.month_deductible_fen = 0;
    if (!same_visit) {
        used->day_deductible_fen = counter->used.day_deductible_fen = 0;
        used->day_visits = counter->used.day_visits = 0;
    }
}

static inline struct gj_year_counter *gj_year_open_counter(struct gj_year *year, gj_day first,
                                                           int care)
{
    struct gj_year_counter *counter = gj_year_counter_of(year, care);
    if (first != year->first) {
        year->first = first;
        year->fund_pool_fen = year->aid_fen = 0;
    }
    if (first != counter->first) { /* what the last bill was does not matter to counters at 0 */
        counter->first = first;
        counter->used = (struct gj_used){0};
        memset(counter->level_pool_fen, 0, sizeof counter->level_pool_fen);
    }
    return counter;
}

static inline void gj_year_open(struct gj_year *year, gj_day first, struct gj_claim *claim,
                                bool says_used)
{
    struct gj_year_counter *counter = gj_year_open_counter(year, first, claim->care);
    if (says_used) {
        counter->used = claim->used;
        year->fund_pool_fen = counter->used.pool_fen;
        counter->month_day = claim->where.day;
    }
    claim->used = counter->used;
    gj_year_narrow(counter, &claim->where, claim->care_area, &claim->used);
    claim->used.level_pool_fen = counter->level_pool_fen[claim->where.level];
    claim->used.fund_pool_fen = year->fund_pool_fen;
    claim->used.aid_fen = year->aid_fen;
}

#endif
