/* A benefit year's counters from bill to bill: in come a claim and later its decision; out comes
   what the next claim has used before it. */
#include "policy/fall.h"

#include <string.h>

struct gj_year_counter *gj_year_counter(struct gj_year *year, int care)
{
    return &year->counters[care == GJ_CARE_PHARMACY ? GJ_CARE_OUTPATIENT : care];
}

static gj_day first_of(const struct gj_law *law, const struct gj_claim *claim)
{
    if (gj_plan_fits(law))
        return gj_plan_bill(law, claim, gj_time_day(claim->now))->benefit_year_first;
    return gj_benefit_year(law, &claim->where, NULL);
}

/* The first day of the month; four weeks from it on need no calendar. */
static gj_day month_of(const struct gj_year_counter *counter, gj_day day)
{
    if (day >= counter->month_first && day < counter->month_first + 28)
        return counter->month_first;
    return day - gj_day_civil(day).day + 1;
}

/* What the narrower counters hold belongs to one month, to one day and place, to one level. */
static void narrow(struct gj_year_counter *counter, const struct gj_claim *claim)
{
    struct gj_used *used = &counter->used;
    const struct gj_where *now = &claim->where;
    bool same_place = counter->care_area == claim->care_area && counter->level == now->level &&
                      counter->place == now->place;
    bool same_day = counter->day == now->day;
    gj_day first = month_of(counter, now->day);
    if (first != counter->month_first) {
        used->month_deductible_fen = 0;
        counter->month_first = first;
    }
    if (!same_day || !same_place)
        used->day_deductible_fen = used->day_visits = 0;
    used->level_pool_fen = counter->level_pool_fen[now->level];
}

void gj_year_open(struct gj_year *year, const struct gj_law *law, struct gj_claim *claim,
                  bool says_used)
{
    gj_day first = first_of(law, claim);
    if (first != year->first) {
        memset(year->counters, 0, sizeof year->counters);
        year->fund_pool_fen = year->aid_fen = 0;
    }
    year->first = first;
    struct gj_year_counter *counter = gj_year_counter(year, claim->care);
    if (says_used) {
        counter->used = claim->used;
        year->fund_pool_fen = counter->used.pool_fen;
        counter->month_first = month_of(counter, claim->where.day);
    }
    narrow(counter, claim);
    counter->used.fund_pool_fen = year->fund_pool_fen;
    counter->used.aid_fen = year->aid_fen;
    claim->used = counter->used;
}

/* Counters that a question made larger than any amount stay at the largest. */
static void clamp(struct gj_used *used)
{
    if (gj_used_is_sane(used))
        return;
    gj_fen *counters[] = {&used->deductible_fen,     &used->month_deductible_fen,
                          &used->day_deductible_fen, &used->pool_fen,
                          &used->level_pool_fen,     &used->fund_pool_fen,
                          &used->eligible_fen,       &used->aid_fen};
    for (size_t i = 0; i < sizeof counters / sizeof counters[0]; i++)
        *counters[i] = gj_fen_min(*counters[i], GJ_FEN_MAX);
}

void gj_year_close(struct gj_year *year, const struct gj_claim *claim,
                   const struct gj_decision *decision)
{
    struct gj_year_counter *counter = gj_year_counter(year, claim->care);
    gj_used_add(&counter->used, decision);
    clamp(&counter->used);
    counter->day = claim->where.day;
    counter->care_area = claim->care_area;
    counter->level = claim->where.level;
    counter->place = claim->where.place;
    counter->level_pool_fen[claim->where.level] = counter->used.level_pool_fen;
    year->fund_pool_fen = counter->used.fund_pool_fen;
    year->aid_fen = counter->used.aid_fen;
}
