/* The pooled fund's part of a bill: finding the rule in force for one kind of care. Finding reads the
   packs and writes the trace; applying what was found (apply.h) is plain arithmetic, so that one
   finding may serve many bills. */
#include "policy/apply.h"
#include "policy/calc.h"
#include "policy/frozen.h"
#include "policy/plan.h"

/* ---- finding ---- */

/* What the finding of one rule reads by. */
struct finding {
    const struct gj_law *law;
    const struct gj_claim *claim;
    struct gj_where where;
    enum gj_care care;
    struct gj_trace *trace;
    struct gj_pooled_rule *rule;
};

static const struct gj_row *find(const struct finding *finding, enum gj_key key)
{
    return gj_find(finding->law, key, &finding->where, finding->trace);
}

static const struct gj_row *find_of_care(const struct finding *finding, enum gj_care_key which)
{
    return find(finding, gj_key_of_care(finding->care, which));
}

static void unknown(const struct finding *finding, enum gj_key missing)
{
    if (finding->rule->reason != GJ_OK)
        return;
    finding->rule->reason = GJ_POLICY_UNKNOWN;
    finding->rule->missing = missing;
    gj_trace_not_found(finding->trace, missing);
}

/* "none" states that there is no such deductible: it is 0, as one that was not said is. */
static gj_fen deductible_of(const struct gj_row *row)
{
    return row && !row->is_none ? row->number : 0;
}

static gj_fen limit_of(const struct gj_row *row)
{
    return row && !row->is_none ? row->number : GJ_FEN_UNLIMITED;
}

/* A limit that may be absent; then its key is listed under not_found. */
static gj_fen limit_of_care(const struct finding *finding, enum gj_care_key which)
{
    enum gj_key key = gj_key_of_care(finding->care, which);
    return limit_of(gj_find_limit(finding->law, key, 0, &finding->where, finding->trace));
}

/* The bounds of a year matter only where a deductible is due at all. */
static void find_deductible_bounds(const struct finding *finding)
{
    struct gj_pooled_rule *rule = finding->rule;
    rule->deductible_year_max_fen = GJ_FEN_UNLIMITED;
    rule->deductible_total_fen = GJ_FEN_UNLIMITED;
    if (rule->deductible_year_fen + rule->deductible_month_fen + rule->deductible_visit_fen == 0)
        return;
    rule->deductible_year_max_fen = limit_of_care(finding, GJ_CARE_KEY_DEDUCTIBLE_YEAR_MAX);
    rule->deductible_total_fen = limit_of_care(finding, GJ_CARE_KEY_DEDUCTIBLE_TOTAL);
}

static void find_visit_deductible(const struct finding *finding, const struct gj_row *visit)
{
    struct gj_pooled_rule *rule = finding->rule;
    rule->deductible_visit_fen = deductible_of(visit);
    rule->deductible_next_fen = GJ_FEN_UNLIMITED;
    if (rule->deductible_visit_fen == 0)
        return;
    const struct gj_row *once = find_of_care(finding, GJ_CARE_KEY_DEDUCTIBLE_ONCE);
    const struct gj_row *next = find_of_care(finding, GJ_CARE_KEY_DEDUCTIBLE_NEXT);
    rule->once_a_day = once && !once->is_none;
    if (next)
        rule->deductible_next_fen = deductible_of(next);
}

/* At least one kind of deductible must be known, if only as "none". */
static void find_deductibles(const struct finding *finding)
{
    const struct gj_row *year = find_of_care(finding, GJ_CARE_KEY_DEDUCTIBLE);
    const struct gj_row *month = find_of_care(finding, GJ_CARE_KEY_DEDUCTIBLE_MONTH);
    const struct gj_row *visit = find_of_care(finding, GJ_CARE_KEY_DEDUCTIBLE_VISIT);
    if (!year && !month && !visit) {
        unknown(finding, gj_key_of_care(finding->care, GJ_CARE_KEY_DEDUCTIBLE));
        return;
    }
    finding->rule->deductible_year_fen = deductible_of(year);
    finding->rule->deductible_month_fen = deductible_of(month);
    find_visit_deductible(finding, visit);
    find_deductible_bounds(finding);
}

static bool is_of_rules(const struct gj_law *law, const struct gj_row *row)
{
    const struct gj_policy *rules = law->rules;
    return rules && row >= rules->rows && row < rules->rows + rules->row_count;
}

static int depth_of(gj_area area)
{
    int depth = 0;
    for (; area != 0; area = gj_area_parent(area))
        depth++;
    return depth;
}

/* An area may say steps in place of one ratio. Where both are said, rules laid over the packs beat
   the packs, then the more specific area speaks, then steps. */
static bool steps_speak(const struct gj_law *law, const struct gj_row *steps,
                        const struct gj_row *ratio)
{
    if (!steps || steps->is_none)
        return false;
    if (!ratio || ratio->is_none)
        return true;
    if (is_of_rules(law, steps) != is_of_rules(law, ratio))
        return is_of_rules(law, steps);
    return depth_of(steps->area) >= depth_of(ratio->area);
}

static void find_steps(const struct finding *finding)
{
    struct gj_pooled_rule *rule = finding->rule;
    const struct gj_law *law = finding->law;
    const struct gj_row *row = find_of_care(finding, GJ_CARE_KEY_STEPS);
    rule->steps = *gj_policy_steps(is_of_rules(law, row) ? law->rules : law->policy, row->number);
    const struct gj_row *from = find_of_care(finding, GJ_CARE_KEY_STEPS_FROM);
    rule->steps_from_zero = from && !from->is_none && from->number == 1; /* deductible|zero */
    if (rule->steps_from_zero)
        rule->counts |= GJ_COUNTS_FROM_ZERO;
}

static void set_single_ratio(struct gj_pooled_rule *rule, gj_ppm ratio)
{
    rule->steps.count = 1;
    rule->steps.steps[0] = (struct gj_step){GJ_FEN_MAX, ratio};
}

static void find_ratio(const struct finding *finding)
{
    enum gj_key ratio_key = gj_key_of_care(finding->care, GJ_CARE_KEY_RATIO);
    enum gj_key steps_key = gj_key_of_care(finding->care, GJ_CARE_KEY_STEPS);
    const struct gj_row *ratio = gj_find(finding->law, ratio_key, &finding->where, NULL);
    const struct gj_row *steps = gj_find(finding->law, steps_key, &finding->where, NULL);
    if (steps_speak(finding->law, steps, ratio)) {
        find_steps(finding);
    } else if (ratio) {
        ratio = find(finding, ratio_key); /* again, for the trace */
        set_single_ratio(finding->rule, ratio->is_none ? 0 : (gj_ppm)ratio->number);
    } else {
        unknown(finding, ratio_key);
    }
}

/* Ends the steps at a cost: above it a last step of ratio 0. False if there is no room for it. */
static bool end_steps(struct gj_steps *steps, gj_fen cost)
{
    int whole = 0; /* steps that end below the cost */
    while (steps->steps[whole].up_to_fen < cost)
        whole++;
    if (cost > 0) {
        steps->steps[whole].up_to_fen = cost;
        whole++;
    }
    if (whole == GJ_STEPS_MAX)
        return false;
    steps->steps[whole] = (struct gj_step){GJ_FEN_MAX, 0};
    steps->count = whole + 1;
    return true;
}

/* Where an area caps the cost of a year and not what the fund pays, the fund pays nothing above it. */
static void find_cost_cap(const struct finding *finding)
{
    const struct gj_row *row = find_of_care(finding, GJ_CARE_KEY_CAP_COST);
    gj_fen cost = limit_of(row);
    if (cost != GJ_FEN_UNLIMITED && !end_steps(&finding->rule->steps, cost))
        unknown(finding, gj_key_of_care(finding->care, GJ_CARE_KEY_CAP_COST));
}

static void find_caps(const struct finding *finding)
{
    struct gj_pooled_rule *rule = finding->rule;
    find_cost_cap(finding);
    rule->cap_fen = limit_of_care(finding, GJ_CARE_KEY_CAP);
    rule->cap_visit_fen = limit_of_care(finding, GJ_CARE_KEY_CAP_VISIT);
    rule->fund_cap_fen = limit_of(find(finding, GJ_KEY_FUND_CAP_YEAR));
    if (rule->fund_cap_fen != GJ_FEN_UNLIMITED)
        rule->counts |= GJ_COUNTS_FUND;
    const struct gj_row *level = NULL;
    if (rule->cap_fen != GJ_FEN_UNLIMITED)
        level = find_of_care(finding, GJ_CARE_KEY_CAP_LEVEL);
    rule->cap_level_ppm = level && !level->is_none ? (gj_ppm)level->number : GJ_PPM_ONE;
    if (rule->cap_level_ppm < GJ_PPM_ONE)
        rule->counts |= GJ_COUNTS_LEVEL;
}

/* Care is elsewhere when it is given outside the home area. A home named by its county still means
   the whole city, since cities are what pools. */
static bool is_elsewhere(const struct gj_claim *claim)
{
    gj_area home = claim->where.area, care = claim->care_area;
    bool home_in_care = care % 10000 != 0 && gj_area_lies_in(home, care);
    return care != 0 && home != 0 && !gj_area_lies_in(care, home) && !home_in_care;
}

/* Care elsewhere is paid at the ratio of home less a cut that depends on the filing; without any
   filing it counts as "other". A filing whose cut is not known leaves the ratio unknown. Without a
   filing and without a row nothing says that the ratio is cut: it stays whole, and the key is
   listed. */
static void find_cut(const struct finding *finding)
{
    if (!is_elsewhere(finding->claim))
        return;
    enum gj_key key = gj_filing_cut_key((enum gj_filing)finding->claim->filing);
    const struct gj_row *row = find(finding, key);
    if (row)
        finding->rule->cut_ppm = row->is_none ? 0 : (gj_ppm)row->number;
    else if (finding->claim->filing == GJ_FILING_NONE)
        gj_trace_not_found(finding->trace, key);
    else
        unknown(finding, key);
}

/* The pooled fund pays in a pharmacy only where a row says so. */
static bool is_outside_pool(const struct finding *finding)
{
    if (finding->claim->care != GJ_CARE_PHARMACY)
        return false;
    const struct gj_row *row = find(finding, GJ_KEY_PHARMACY_POOLED);
    if (!row)
        gj_trace_not_found(finding->trace, GJ_KEY_PHARMACY_POOLED);
    return !row || row->is_none || row->number != 1;
}

gj_day gj_benefit_year(const struct gj_law *law, const struct gj_where *where,
                       struct gj_trace *trace)
{
    const struct gj_row *row = gj_find(law, GJ_KEY_BENEFIT_YEAR_START, where, trace);
    int start = row && !row->is_none ? (int)row->number : 101;
    int year = gj_day_year(where->day);
    gj_day first = gj_day_from_civil(year, start / 100, start % 100);
    gj_day next = gj_day_from_civil(year + 1, start / 100, start % 100);
    if (first > where->day) {
        next = first;
        first = gj_day_from_civil(year - 1, start / 100, start % 100);
    }
    if (law->watch) {
        gj_watch_day(law->watch, where->day, first);
        gj_watch_day(law->watch, where->day, next);
    }
    return first;
}

static void start_rule(const struct gj_claim *claim, struct gj_pooled_rule *rule)
{
    *rule = (struct gj_pooled_rule){
        .reason = GJ_OK,
        .deductible_next_fen = GJ_FEN_UNLIMITED,
        .deductible_year_max_fen = GJ_FEN_UNLIMITED,
        .deductible_total_fen = GJ_FEN_UNLIMITED,
        .cap_fen = GJ_FEN_UNLIMITED,
        .cap_visit_fen = GJ_FEN_UNLIMITED,
        .fund_cap_fen = GJ_FEN_UNLIMITED,
        .cap_level_ppm = GJ_PPM_ONE,
        .benefit_year_first = claim->where.day,
    };
    set_single_ratio(rule, 0);
}

void gj_pooled_rule(const struct gj_law *law, const struct gj_claim *claim,
                    struct gj_pooled_rule *rule_out, struct gj_trace *trace)
{
    struct finding finding = {law, claim, claim->where, (enum gj_care)claim->care, trace, rule_out};
    if (finding.care == GJ_CARE_PHARMACY)
        finding.where.level = GJ_LEVEL_PHARMACY;
    start_rule(claim, rule_out);
    rule_out->benefit_year_first = gj_benefit_year(law, &finding.where, trace);
    if (is_outside_pool(&finding))
        return;
    find_deductibles(&finding);
    find_ratio(&finding);
    find_cut(&finding);
    find_caps(&finding);
    const struct gj_row *rounding = find(&finding, GJ_KEY_SETTLE_ROUNDING);
    rule_out->rounding = rounding && rounding->number == 1 ? GJ_DOWN : GJ_HALF_UP;
    if (rule_out->deductible_month_fen > 0)
        rule_out->counts |= GJ_COUNTS_MONTH;
    if (rule_out->once_a_day)
        rule_out->counts |= GJ_COUNTS_DAY;
}

struct gj_pooled gj_pooled(const struct gj_pooled_rule *rule, const struct gj_used *used,
                           gj_fen eligible_fen)
{
    return gj_apply(rule, used, eligible_fen);
}
