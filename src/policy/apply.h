/* Inside of policy: applying a pooled rule. In come the rule, the year's counters and the cost in
   scope; out come the deductible met and what the fund pays. Written in a header, because it is on the
   way of every bill. */
#ifndef GJ_POLICY_APPLY_H
#define GJ_POLICY_APPLY_H

#include "base/bug.h"
#include "policy/heart.h"
#include "policy/sane.h"

/* Later visits of the year may owe less. Where a day's visits to one institution share a
   deductible, the day counts as one visit. */
static inline gj_fen gj_visit_deductible(const struct gj_pooled_rule *rule,
                                         const struct gj_used *used)
{
    int32_t earlier = rule->once_a_day ? used->visits - used->day_visits : used->visits;
    bool later = (earlier > 0) & (rule->deductible_next_fen != GJ_FEN_UNLIMITED);
    return later ? rule->deductible_next_fen : rule->deductible_visit_fen;
}

/* A yearly deductible that differs by level is met by one counter over all levels
   (facts of the packs, "How to read"). */
static inline gj_fen gj_deductible_due(const struct gj_pooled_rule *rule,
                                       const struct gj_used *used, gj_fen cost)
{
    gj_fen year = gj_heart_due(cost, rule->deductible_year_fen, used->deductible_fen);
    gj_fen month = gj_heart_due(cost, rule->deductible_month_fen, used->month_deductible_fen);
    gj_fen met = rule->once_a_day ? used->day_deductible_fen : 0;
    gj_fen visit = gj_heart_due(cost, gj_visit_deductible(rule, used), met);
    gj_fen due = gj_heart_then(cost, gj_heart_then(cost, year, month), visit);
    due = gj_heart_min(due, gj_heart_left(rule->deductible_year_max_fen, used->deductible_fen));
    return gj_heart_min(due, gj_heart_left(rule->deductible_total_fen, used->deductible_fen));
}

/* What the caps leave before this bill: the year's, the level's share of it, the whole fund's. */
static inline gj_fen gj_cap_left(const struct gj_pooled_rule *rule, const struct gj_used *used)
{
    gj_fen left = gj_heart_left(rule->cap_fen, used->pool_fen);
    if (rule->cap_level_ppm < GJ_PPM_ONE && rule->cap_fen != GJ_FEN_UNLIMITED) {
        gj_fen of_level = gj_share(rule->cap_fen, rule->cap_level_ppm, rule->rounding);
        left = gj_heart_min(left, gj_heart_left(of_level, used->level_pool_fen));
    }
    return gj_heart_min(left, gj_heart_left(rule->fund_cap_fen, used->fund_pool_fen));
}

/* The step that a cost begins in: the first that ends above what the year's cost stands at. A single
   one that never ends is it in any case. */
static inline int gj_step_at(const struct gj_steps *steps, gj_fen from)
{
    int at = 0;
    if (steps->count == 1 && steps->steps[0].up_to_fen == GJ_FEN_MAX)
        return 0;
    while (at < steps->count && steps->steps[at].up_to_fen <= from)
        at++;
    return at;
}

/* The ratio if the whole cost falls into the step it begins in, else 0. */
static inline gj_ppm gj_single_ratio(const struct gj_pooled_rule *rule, int at, gj_fen from,
                                     gj_fen cost)
{
    const struct gj_step *step = &rule->steps.steps[at];
    if (at == rule->steps.count || cost > step->up_to_fen - from)
        return 0;
    return step->ratio_ppm > rule->cut_ppm ? step->ratio_ppm - rule->cut_ppm : 0;
}

GJ_INLINE struct gj_pooled gj_apply(const struct gj_pooled_rule *rule, const struct gj_used *used,
                                    gj_fen eligible_fen)
{
    GJ_MUST(rule->reason == GJ_OK && gj_used_is_sane(used) && gj_beyond(eligible_fen) >> 63 == 0);
    gj_fen deductible = gj_deductible_due(rule, used, eligible_fen);
    gj_fen cost = eligible_fen - deductible;
    gj_fen from = used->eligible_fen + (rule->steps_from_zero ? deductible : 0);
    from = gj_heart_min(from, GJ_FEN_MAX);
    const struct gj_steps *steps = &rule->steps;
    int at = gj_step_at(steps, from);
    struct gj_exact share =
        gj_heart_steps(&steps->steps[at], steps->count - at, from, cost, rule->cut_ppm);
    gj_fen left = gj_cap_left(rule, used);
    gj_fen pool = gj_heart_round(share, rule->rounding);
    pool = gj_heart_min(pool, gj_heart_left(rule->cap_visit_fen, 0));
    pool = gj_heart_min(pool, left);
    GJ_MUST(pool >= 0 && pool <= cost && deductible >= 0 && cost >= 0);
    bool capped = rule->cap_fen != GJ_FEN_UNLIMITED || rule->fund_cap_fen != GJ_FEN_UNLIMITED;
    return (struct gj_pooled){deductible, pool, capped ? left : GJ_FEN_UNLIMITED,
                              gj_single_ratio(rule, at, from, cost)};
}

#endif
