/* What unbroken enrolment as a resident raises: the most that the serious illness insurance pays
   (State Council office document 38 of 2024, section on incentives). */
#include "policy/reckon.h"

static gj_fen part_of(struct gj_calc *calc, enum gj_key key, int64_t years)
{
    int64_t step = gj_calc_figure(calc, key, 0);
    return step < 0 ? GJ_UNKNOWN : gj_calc_divide(calc, (gj_wide)step * years, 1);
}

/* Both raises together stay under a share of the cap itself, where that is said. */
static gj_fen held(struct gj_calc *calc, gj_fen raise, gj_fen cap_fen)
{
    if (raise < 0 || cap_fen < 0)
        return raise;
    int64_t most = gj_calc_figure(calc, GJ_KEY_INCENTIVE_TOTAL_MAX, 0);
    if (most < 0)
        return GJ_UNKNOWN;
    return gj_fen_min(raise, gj_share(cap_fen, (gj_ppm)most, gj_calc_rounding(calc)));
}

struct gj_incentive gj_incentive(struct gj_calc *calc, int32_t years, int32_t claimless_years,
                                 gj_fen cap_fen)
{
    struct gj_incentive out = {GJ_UNKNOWN, GJ_UNKNOWN, GJ_UNKNOWN};
    int64_t after = gj_calc_figure(calc, GJ_KEY_INCENTIVE_AFTER_YEARS, 0);
    if (after >= 0)
        out.from_years_fen =
            part_of(calc, GJ_KEY_INCENTIVE_STEP, years > after ? years - after : 0);
    out.from_claimless_fen = part_of(calc, GJ_KEY_INCENTIVE_ZERO_CLAIM, claimless_years);
    gj_fen both = gj_calc_sum(calc, out.from_years_fen, out.from_claimless_fen);
    out.raise_fen = held(calc, both, cap_fen);
    return out;
}
