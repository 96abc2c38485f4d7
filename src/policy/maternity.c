/* Birth and loss: days of leave with allowance, and the allowance. */
#include "policy/reckon.h"

static enum gj_key key_of(enum gj_event event)
{
    if (event == GJ_EVENT_LOSS_EARLY)
        return GJ_KEY_MATERNITY_DAYS_LOSS_EARLY;
    return event == GJ_EVENT_LOSS_LATE ? GJ_KEY_MATERNITY_DAYS_LOSS_LATE
                                       : GJ_KEY_MATERNITY_DAYS_BIRTH;
}

int32_t gj_maternity_days(struct gj_calc *calc, enum gj_event event, bool difficult,
                          int32_t children)
{
    int64_t days = gj_calc_figure(calc, key_of(event), 0), more = 0, each = 0;
    if (event == GJ_EVENT_BIRTH && difficult)
        more = gj_calc_figure(calc, GJ_KEY_MATERNITY_DAYS_DIFFICULT, 0);
    if (event == GJ_EVENT_BIRTH && children > 1)
        each = gj_calc_figure(calc, GJ_KEY_MATERNITY_DAYS_FURTHER_CHILD, 0);
    if (days < 0 || more < 0 || each < 0)
        return GJ_UNKNOWN;
    days += more + (children > 1 ? each * (children - 1) : 0);
    return days > INT32_MAX ? INT32_MAX : (int32_t)days;
}

static gj_wide multiple(gj_fen average_fen, const struct gj_row *ratio)
{
    return (gj_wide)average_fen * ratio->number;
}

/* The unit's average in millionths of a fen, held between multiples of the local one where that is
   said: the allowance alone is rounded. */
static gj_wide held(struct gj_calc *calc, gj_fen unit_fen, gj_fen average_fen)
{
    gj_wide unit = (gj_wide)unit_fen * GJ_MILLION;
    if (average_fen < 0)
        return unit;
    const struct gj_row *min = gj_calc_row(calc, GJ_KEY_MATERNITY_BASE_MIN_RATIO, 0);
    const struct gj_row *max = gj_calc_row(calc, GJ_KEY_MATERNITY_BASE_MAX_RATIO, 0);
    if (max && !max->is_none && unit > multiple(average_fen, max))
        unit = multiple(average_fen, max);
    if (min && !min->is_none && unit < multiple(average_fen, min))
        unit = multiple(average_fen, min);
    return unit;
}

gj_fen gj_maternity_allowance(struct gj_calc *calc, gj_fen unit_average_fen, gj_fen average_fen,
                              int32_t days)
{
    int64_t month = gj_calc_figure(calc, GJ_KEY_MATERNITY_MONTH_DAYS, 0);
    gj_wide unit = held(calc, unit_average_fen, average_fen);
    if (month < 0 || days < 0 || calc->reason != GJ_OK)
        return GJ_UNKNOWN;
    if (unit > (gj_wide)GJ_FEN_MAX * GJ_MILLION) {
        calc->reason = GJ_AMOUNT_TOO_LARGE;
        return GJ_UNKNOWN;
    }
    return gj_calc_divide(calc, unit * days, (gj_wide)month * GJ_MILLION);
}
