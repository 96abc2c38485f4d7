/* A benefit year's counters from bill to bill: in come a claim and later its decision; out comes
   what the next claim has used before it. */
#include "policy/fall.h"

void gj_year_begin(struct gj_year *year_out)
{
    year_out->first = GJ_DAY_NONE;
    for (int care = 0; care < GJ_CARE_COUNT; care++)
        year_out->counters[care].first = GJ_DAY_NONE;
}

struct gj_year_counter *gj_year_counter(struct gj_year *year, int care)
{
    return &year->counters[care == GJ_CARE_PHARMACY ? GJ_CARE_OUTPATIENT : care];
}

/* The first day of the month; four weeks from it on need no calendar. */
static gj_day month_of(const struct gj_year_counter *counter, gj_day day)
{
    if (day >= counter->month_first && day < counter->month_first + 28)
        return counter->month_first;
    return gj_day_month_first(day);
}

/* What the narrower counters hold belongs to one month, to one day and place, to one level. They
   are set anew where they are kept and in the claim, whose counters are copied whole before: a copy
   of what was written a moment ago in smaller parts would have to wait for it. */
static void narrow(struct gj_year_counter *counter, const struct gj_where *now, gj_area care_area,
                   struct gj_used *used)
{
    bool same_place = counter->care_area == care_area && counter->level == now->level &&
                      counter->place == now->place;
    bool same_day = counter->day == now->day;
    gj_day first = month_of(counter, now->day);
    if (first != counter->month_first) {
        used->month_deductible_fen = counter->used.month_deductible_fen = 0;
        counter->month_first = first;
    }
    if (!same_day || !same_place) {
        used->day_deductible_fen = counter->used.day_deductible_fen = 0;
        used->day_visits = counter->used.day_visits = 0;
    }
}

static struct gj_year_counter *open_counter(struct gj_year *year, gj_day first, int care)
{
    struct gj_year_counter *counter = gj_year_counter(year, care);
    if (first != year->first) {
        year->first = first;
        year->fund_pool_fen = year->aid_fen = 0;
    }
    if (first != counter->first)
        *counter = (struct gj_year_counter){.first = first};
    return counter;
}

static void open_year(struct gj_year *year, gj_day first, struct gj_claim *claim, bool says_used)
{
    struct gj_year_counter *counter = open_counter(year, first, claim->care);
    if (says_used) {
        counter->used = claim->used;
        year->fund_pool_fen = counter->used.pool_fen;
        counter->month_first = month_of(counter, claim->where.day);
    }
    claim->used = counter->used;
    narrow(counter, &claim->where, claim->care_area, &claim->used);
    claim->used.level_pool_fen = counter->level_pool_fen[claim->where.level];
    claim->used.fund_pool_fen = year->fund_pool_fen;
    claim->used.aid_fen = year->aid_fen;
}

void gj_year_settle(struct gj_year *year, const struct gj_law *law, struct gj_claim *claim,
                    bool says_used, struct gj_decision *decision_out)
{
    struct gj_fall fall;
    gj_fall_begin(&fall, law, claim, decision_out);
    gj_day first =
        fall.plan ? fall.plan->benefit_year_first : gj_benefit_year(law, &claim->where, NULL);
    open_year(year, first, claim, says_used);
    gj_fall_down(&fall);
}

/* Counters that a question made larger than any amount stay at the largest. */
static struct gj_used clamped(struct gj_used used)
{
    gj_fen *counters[] = {
        &used.deductible_fen, &used.month_deductible_fen, &used.day_deductible_fen, &used.pool_fen,
        &used.level_pool_fen, &used.fund_pool_fen,        &used.eligible_fen,       &used.aid_fen};
    for (size_t i = 0; i < sizeof counters / sizeof counters[0]; i++)
        *counters[i] = gj_fen_min(*counters[i], GJ_FEN_MAX);
    return used;
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
    struct gj_year_counter *counter = gj_year_counter(year, claim->care);
    struct gj_used used = counter->used;
    used.level_pool_fen = counter->level_pool_fen[claim->where.level];
    used.fund_pool_fen = year->fund_pool_fen;
    used.aid_fen = year->aid_fen;
    add(&used, decision);
    if (!gj_used_is_sane(&used))
        used = clamped(used);
    counter->used = used;
    counter->day = claim->where.day;
    counter->care_area = claim->care_area;
    counter->level = claim->where.level;
    counter->place = claim->where.place;
    counter->level_pool_fen[claim->where.level] = used.level_pool_fen;
    year->fund_pool_fen = used.fund_pool_fen;
    year->aid_fen = used.aid_fen;
}
