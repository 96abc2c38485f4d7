/* The estimate of a pension: a basic part from the reckoning base, the index and the years paid, and
   the own account spread over the months that belong to the age. */
#include "base/bug.h"
#include "policy/reckon.h"

enum { FIGURE_DIGITS = 1000 }; /* mean index and years stay below */

int64_t gj_least_years(struct gj_calc *calc)
{
    return gj_calc_figure(calc, GJ_KEY_PENSION_LEAST_YEARS, 0);
}

/* base x (1 + mean index) / 2 x years x share of a year: all products first, then one division. With
   an index and years below a thousand the product stays under 10^15 x 10^9 x 10^9 and the ratio is
   divided out of two millions, so that 128 bits hold it. */
static gj_fen basic_part(struct gj_calc *calc, const struct gj_pension_facts *facts, gj_fen base)
{
    int64_t ratio = gj_calc_figure(calc, GJ_KEY_PENSION_YEAR_RATIO, 0);
    if (ratio < 0 || base < 0)
        return GJ_UNKNOWN;
    gj_wide share = (gj_wide)base * (GJ_MILLION + facts->mean_index);
    gj_wide years = (gj_wide)facts->years * ratio;
    gj_wide million = GJ_MILLION;
    /* 10^15 x 10^9 x 10^9 x 10^6 would leave 128 bits; what large figures give is refused anyway. */
    if (years > 0 && share > ((gj_wide)GJ_FEN_MAX + 1) * 2 * million * million * million / years) {
        calc->reason = GJ_AMOUNT_TOO_LARGE;
        return GJ_UNKNOWN;
    }
    return gj_calc_divide(calc, share * years, 2 * million * million * million);
}

struct gj_pension gj_pension(struct gj_calc *calc, const struct gj_pension_facts *facts)
{
    GJ_MUST(facts->mean_index < (int64_t)FIGURE_DIGITS * GJ_MILLION &&
            facts->years < (int64_t)FIGURE_DIGITS * GJ_MILLION);
    struct gj_pension out = {.from_account_fen = GJ_UNKNOWN};
    gj_fen base = facts->base_fen;
    if (base < 0)
        base = gj_calc_figure(calc, GJ_KEY_PENSION_BASE, 0);
    out.basic_fen = basic_part(calc, facts, base);
    out.months = (int32_t)gj_calc_figure(calc, GJ_KEY_PENSION_MONTHS, (int)facts->age);
    if (out.months > 0)
        out.from_account_fen = gj_calc_divide(calc, facts->account_fen, out.months);
    out.pension_fen = gj_calc_sum(calc, out.basic_fen, out.from_account_fen);
    return out;
}
