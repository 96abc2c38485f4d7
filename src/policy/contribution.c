/* Contributions: a month's base between floor and ceiling, and the two shares of it. */
#include "policy/reckon.h"

/* The keys of an insurance; the medical one has its own without a parameter. */
struct keys {
    enum gj_key min, max, employee, employer;
    int param;
};

static struct keys keys_of(enum gj_insurance insurance)
{
    if (insurance == GJ_INSURANCE_MEDICAL)
        return (struct keys){GJ_KEY_CONTRIBUTION_BASE_MIN, GJ_KEY_CONTRIBUTION_BASE_MAX,
                             GJ_KEY_CONTRIBUTION_EMPLOYEE_RATIO, GJ_KEY_CONTRIBUTION_EMPLOYER_RATIO,
                             0};
    return (struct keys){GJ_KEY_INSURANCE_BASE_MIN, GJ_KEY_INSURANCE_BASE_MAX,
                         GJ_KEY_INSURANCE_EMPLOYEE_RATIO, GJ_KEY_INSURANCE_EMPLOYER_RATIO,
                         (int)insurance};
}

/* One limit of the base. `fen` is GJ_UNKNOWN when there is none or none is known; only a wage needs
   to know which. */
struct limit {
    gj_fen fen;
    bool is_known;
};

static struct limit from_average(struct gj_calc *calc, enum gj_key ratio_key, gj_fen average_fen)
{
    int64_t ratio = gj_calc_figure(calc, ratio_key, 0);
    gj_fen fen = GJ_UNKNOWN;
    if (ratio >= 0)
        fen = gj_calc_divide(calc, (gj_wide)average_fen * ratio, GJ_MILLION);
    return (struct limit){fen, fen >= 0};
}

static struct limit from_row(struct gj_calc *calc, enum gj_key key, int param, bool is_needed)
{
    const struct gj_row *row = gj_calc_row(calc, key, param);
    if (!row && is_needed)
        gj_calc_missing(calc, key, param);
    else if (!row)
        gj_trace_not_found(&calc->trace, key);
    return (struct limit){row && !row->is_none ? row->number : GJ_UNKNOWN, row != NULL};
}

/* Where the area states no limit but an average, its multiples are the limits, of every insurance. */
static struct limit limit_of(struct gj_calc *calc, const struct gj_contribution_facts *facts,
                             struct keys keys, bool is_min)
{
    enum gj_key key = is_min ? keys.min : keys.max;
    enum gj_key ratio =
        is_min ? GJ_KEY_CONTRIBUTION_BASE_MIN_RATIO : GJ_KEY_CONTRIBUTION_BASE_MAX_RATIO;
    bool said = is_min ? facts->says_min : facts->says_max;
    if (!said && facts->average_fen >= 0)
        return from_average(calc, ratio, facts->average_fen);
    const struct gj_row *row = gj_calc_row(calc, key, keys.param);
    const struct gj_row *average = NULL;
    if (!row && calc->where.group != GJ_GROUP_FLEXIBLE)
        average = gj_calc_row(calc, GJ_KEY_CONTRIBUTION_AVERAGE, 0);
    if (average && !average->is_none)
        return from_average(calc, ratio, average->number);
    return from_row(calc, key, keys.param, facts->base_fen < 0);
}

static gj_fen clamp(gj_fen wage, struct limit min, struct limit max)
{
    if (!min.is_known || !max.is_known)
        return GJ_UNKNOWN;
    if (min.fen >= 0 && wage < min.fen)
        return min.fen;
    return max.fen >= 0 && wage > max.fen ? max.fen : wage;
}

static gj_fen share(struct gj_calc *calc, gj_fen base, enum gj_key key, int param)
{
    int64_t ratio = gj_calc_figure(calc, key, param);
    if (ratio < 0 || base < 0)
        return GJ_UNKNOWN;
    return gj_share(base, (gj_ppm)ratio, gj_calc_rounding(calc));
}

struct gj_contribution gj_contribution(struct gj_calc *calc,
                                       const struct gj_contribution_facts *facts)
{
    struct keys keys = keys_of(facts->insurance);
    bool wage = facts->base_fen < 0;
    struct limit min = limit_of(calc, facts, keys, true);
    struct limit max = limit_of(calc, facts, keys, false);
    if (wage && min.fen >= 0 && max.fen >= 0 && min.fen > max.fen)
        calc->reason = GJ_POLICY_OUT_OF_BOUNDS;
    struct gj_contribution out = {.base_min_fen = min.fen, .base_max_fen = max.fen};
    out.base_fen = wage ? clamp(facts->wage_fen, min, max) : facts->base_fen;
    out.employee_fen = share(calc, out.base_fen, keys.employee, keys.param);
    out.employer_fen = share(calc, out.base_fen, keys.employer, keys.param);
    const struct gj_row *extra = NULL;
    if (keys.param == 0)
        extra = gj_calc_row(calc, GJ_KEY_CONTRIBUTION_EMPLOYEE_EXTRA, 0);
    out.extra_fen = extra && !extra->is_none ? extra->number : GJ_UNKNOWN;
    return out;
}
