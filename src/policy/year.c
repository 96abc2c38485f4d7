/* A benefit year's counters from bill to bill: in come a claim and later its decision; out comes
   what the next claim has used before it. */
#include "policy/year.h"

#include "policy/sane.h"

void gj_year_begin(struct gj_year *year_out)
{
    year_out->first = GJ_DAY_NONE;
    for (int care = 0; care < GJ_CARE_COUNT; care++)
        year_out->counters[care].first = GJ_DAY_NONE;
}

struct gj_year_counter *gj_year_counter(struct gj_year *year, int care)
{
    return gj_year_counter_of(year, care);
}

/* Counters that a question made larger than any amount stay at the largest. */
GJ_APART void clamp(struct gj_used *used)
{
    gj_fen *counters[] = {&used->deductible_fen,     &used->month_deductible_fen,
                          &used->day_deductible_fen, &used->pool_fen,
                          &used->level_pool_fen,     &used->fund_pool_fen,
                          &used->eligible_fen,       &used->aid_fen};
    for (size_t i = 0; i < sizeof counters / sizeof counters[0]; i++)
        *counters[i] = gj_fen_min(*counters[i], GJ_FEN_MAX);
}

GJ_INLINE void add(struct gj_used *used, const struct gj_decision *decision)
{
    used->deductible_fen += decision->deductible_fen;
    used->month_deductible_fen += decision->deductible_fen;
    used->day_deductible_fen += decision->deductible_fen;
    used->pool_fen += decision->pool_fen;
    used->level_pool_fen += decision->pool_fen;
    used->fund_pool_fen += decision->pool_fen;
    used->eligible_fen += gj_decision_reckoned_fen(decision);
    used->aid_fen += decision->aid_fen;
    used->visits++;
    used->day_visits++;
}

void gj_used_add(struct gj_used *used, const struct gj_decision *decision)
{
    add(used, decision);
}

void gj_year_close(struct gj_year *year, const struct gj_claim *claim,
                   const struct gj_decision *decision)
{
    struct gj_year_counter *counter = gj_year_counter_of(year, claim->care);
    struct gj_used *used = &counter->used;
    gj_fen *level_pool_fen = &counter->level_pool_fen[claim->where.level];
    if (decision->deductible_fen != 0)
        counter->month_day = claim->where.day;
    used->level_pool_fen = *level_pool_fen;
    used->fund_pool_fen = year->fund_pool_fen;
    used->aid_fen = year->aid_fen;
    add(used, decision);
    if (!gj_used_is_sane(used))
        clamp(used);
    *level_pool_fen = used->level_pool_fen;
    year->fund_pool_fen = used->fund_pool_fen;
    year->aid_fen = used->aid_fen;
    counter->day = claim->where.day;
    counter->care_area = claim->care_area;
    counter->level = claim->where.level;
    counter->place = claim->where.place;
}
