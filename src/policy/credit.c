/* Credits to personal accounts: what comes in each month for a working and for a retired person. */
#include "policy/frozen.h"
#include "policy/reckon.h"

static gj_fen from_employee(struct gj_calc *calc, gj_fen base)
{
    int64_t ratio = gj_calc_figure(calc, GJ_KEY_ACCOUNT_WORKING_RATIO, 0);
    return ratio < 0 ? GJ_UNKNOWN : gj_share(base, (gj_ppm)ratio, gj_calc_rounding(calc));
}

/* The old rule (State Council document 44 of 1998): part of the employer's money. Without a row, and
   since 2021, all of it is pooled. */
static gj_fen from_employer(struct gj_calc *calc, gj_fen base)
{
    const struct gj_row *part = gj_calc_row(calc, GJ_KEY_ACCOUNT_EMPLOYER_SHARE, 0);
    if (!part || part->number == 0)
        return 0;
    int64_t ratio = gj_calc_figure(calc, GJ_KEY_CONTRIBUTION_EMPLOYER_RATIO, 0);
    if (ratio < 0)
        return GJ_UNKNOWN;
    gj_wide product = (gj_wide)base * ratio * part->number;
    return gj_calc_divide(calc, product, (gj_wide)GJ_MILLION * GJ_MILLION);
}

/* Rules laid over the packs beat them, then the more specific area speaks, then the fixed sum. */
static bool is_nearer(const struct gj_law *law, const struct gj_row *a, const struct gj_row *b)
{
    const struct gj_policy *rules = law->rules;
    bool a_is = rules && a >= rules->rows && a < rules->rows + rules->row_count;
    bool b_is = rules && b >= rules->rows && b < rules->rows + rules->row_count;
    if (a_is != b_is)
        return a_is;
    for (gj_area area = gj_area_parent(a->area); area != 0; area = gj_area_parent(area))
        if (area == b->area)
            return true;
    return false;
}

static const struct gj_row *peek(const struct gj_calc *calc, enum gj_key key)
{
    struct gj_calc look = *calc; /* looks without a trace of its own */
    return gj_calc_row(&look, key, 0);
}

static gj_fen from_fund(struct gj_calc *calc, gj_fen pension, bool *needs_pension)
{
    const struct gj_row *fixed = peek(calc, GJ_KEY_ACCOUNT_RETIRED_FIXED);
    const struct gj_row *ratio = peek(calc, GJ_KEY_ACCOUNT_RETIRED_RATIO);
    if (!fixed && !ratio) {
        gj_calc_figure(calc, GJ_KEY_ACCOUNT_RETIRED_FIXED, 0);
        return gj_calc_figure(calc, GJ_KEY_ACCOUNT_RETIRED_RATIO, 0);
    }
    if (!ratio || (fixed && !is_nearer(calc->law, ratio, fixed)))
        return gj_calc_figure(calc, GJ_KEY_ACCOUNT_RETIRED_FIXED, 0);
    int64_t part = gj_calc_figure(calc, GJ_KEY_ACCOUNT_RETIRED_RATIO, 0);
    *needs_pension = pension < 0;
    return pension < 0 ? GJ_UNKNOWN : gj_share(pension, (gj_ppm)part, gj_calc_rounding(calc));
}

struct gj_credit gj_credit(struct gj_calc *calc, const struct gj_credit_facts *facts)
{
    struct gj_credit out = {0};
    if (calc->where.working == GJ_RETIRED) {
        out.from_fund_fen = from_fund(calc, facts->pension_fen, &out.needs_pension);
    } else {
        out.from_employee_fen = from_employee(calc, facts->base_fen);
        out.from_employer_fen = from_employer(calc, facts->base_fen);
    }
    gj_fen own = gj_calc_sum(calc, out.from_employee_fen, out.from_employer_fen);
    out.credit_fen = gj_calc_sum(calc, own, out.from_fund_fen);
    return out;
}
