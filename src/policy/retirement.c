/* The month of retirement: the old age of the track, and since 2025 a delay that grows with the month
   of birth (decision of the Standing Committee of 13 September 2024, articles 1 to 3). Ages, steps
   and the day the delay begins are rows. */
#include "policy/reckon.h"

enum { YEAR = 12, LONGEST_LIFE = 150 };

/* Without a day the rules of the month hold in which the age is reached; where no row is known for so
   early a month, the earliest known one stands for it. */
static void settle_day(struct gj_calc *calc, enum gj_retire_age track, gj_month reached)
{
    if (calc->where.day != GJ_DAY_NONE)
        return;
    struct gj_calc look = *calc;
    gj_month last = gj_day_month(GJ_DAY_MAX) - 1;
    for (gj_month month = reached; month <= last; month++) {
        look.where.day = gj_month_first(month);
        if (gj_calc_row(&look, GJ_KEY_RETIREMENT_AGE, (int)track)) {
            calc->where.day = look.where.day;
            return;
        }
    }
    calc->where.day = gj_month_first(reached <= last ? reached : last);
}

/* One month of delay for each begun step of months since the slope began, up to the last age. */
static int32_t delay_of(struct gj_calc *calc, enum gj_retire_age track, gj_month reached,
                        int64_t age)
{
    const struct gj_row *step = gj_calc_row(calc, GJ_KEY_RETIREMENT_STEP_MONTHS, (int)track);
    if (!step || step->is_none)
        return 0;
    gj_month since = reached - gj_day_month(step->from);
    if (since < 0)
        return 0;
    int64_t delay = since / step->number + 1;
    const struct gj_row *end = gj_calc_row(calc, GJ_KEY_RETIREMENT_AGE_END, (int)track);
    if (end && !end->is_none && delay > (end->number - age) * YEAR)
        delay = (end->number - age) * YEAR;
    return delay > 0 ? (int32_t)delay : 0;
}

static gj_month shifted(struct gj_calc *calc, enum gj_key key, gj_month month, int sign)
{
    const struct gj_row *years = gj_calc_row(calc, key, 0);
    if (!years || years->is_none || years->number > LONGEST_LIFE)
        return GJ_UNKNOWN;
    return month + (gj_month)(sign * years->number * YEAR);
}

static gj_month later(gj_month a, gj_month b)
{
    return a > b ? a : b;
}

struct gj_retirement gj_retirement(struct gj_calc *calc, enum gj_retire_age track, gj_month born)
{
    struct gj_retirement out = {GJ_UNKNOWN, GJ_UNKNOWN, GJ_UNKNOWN, 0, GJ_UNKNOWN};
    gj_month at_track = born + (gj_month)(((int)track - (int)GJ_RETIRE_AGE_40 + 40) * YEAR);
    settle_day(calc, track, at_track);
    int64_t age = gj_calc_figure(calc, GJ_KEY_RETIREMENT_AGE, (int)track);
    if (age < 0 || age > LONGEST_LIFE)
        return out;
    gj_month reached = born + (gj_month)(age * YEAR);
    out.delay_months = delay_of(calc, track, reached, age);
    out.month = reached + out.delay_months;
    out.age_months = out.month - born;
    out.earliest = shifted(calc, GJ_KEY_RETIREMENT_EARLIER_YEARS, out.month, -1);
    if (out.earliest >= 0)
        out.earliest = later(out.earliest, reached);
    out.latest = shifted(calc, GJ_KEY_RETIREMENT_LATER_YEARS, out.month, 1);
    return out;
}
