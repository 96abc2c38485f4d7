/* The waiting period of somebody who enrolled late, with missed years, or after a break. */
#include "policy/reckon.h"

/* State Council office document 38 of 2024: who enrols outside the window or with missed years waits
   a fixed time; each missed year adds to it, each one paid later takes off, never below the fixed
   time; from some number of missed years on there is a least wait. */
static int64_t for_gap(struct gj_calc *calc, const struct gj_waiting_facts *facts)
{
    int64_t fixed = gj_calc_figure(calc, GJ_KEY_WAITING_FIXED_MONTHS, 0);
    if (fixed < 0 || facts->gap_years == 0)
        return fixed;
    int64_t each = gj_calc_figure(calc, GJ_KEY_WAITING_PER_GAP_YEAR, 0);
    if (each < 0)
        return GJ_UNKNOWN;
    const struct gj_row *repair = gj_calc_row(calc, GJ_KEY_WAITING_REPAIR_MONTHS, 0);
    const struct gj_row *floor = gj_calc_row(calc, GJ_KEY_WAITING_FLOOR_MONTHS, 0);
    const struct gj_row *from = gj_calc_row(calc, GJ_KEY_WAITING_FLOOR_FROM_YEARS, 0);
    int64_t repaired =
        facts->repaired_years < facts->gap_years ? facts->repaired_years : facts->gap_years;
    int64_t variable = facts->gap_years * each;
    if (repair && !repair->is_none)
        variable -= repaired * repair->number;
    int64_t months = fixed + (variable > 0 ? variable : 0);
    bool is_long =
        floor && !floor->is_none && from && !from->is_none && facts->gap_years >= from->number;
    return is_long && months < floor->number ? floor->number : months;
}

/* Medical insurance office document 43 of 2021: a break of up to three months that is paid later
   brings no wait; after a longer one the area's wait holds. */
static int64_t for_break(struct gj_calc *calc, const struct gj_waiting_facts *facts)
{
    int64_t most = gj_calc_figure(calc, GJ_KEY_WAITING_BREAK_SHORT_MONTHS, 0);
    if (most < 0)
        return GJ_UNKNOWN;
    if (facts->repaid && facts->break_months <= most)
        return 0;
    return gj_calc_figure(calc, GJ_KEY_WAITING_BREAK_WAIT_MONTHS, 0);
}

/* A newborn who is enrolled in time does not wait. */
static bool is_newborn(struct gj_calc *calc, const struct gj_waiting_facts *facts)
{
    if (facts->newborn_age_days < 0)
        return false;
    const struct gj_row *days = gj_calc_row(calc, GJ_KEY_WAITING_NEWBORN_DAYS, 0);
    return days && !days->is_none && facts->newborn_age_days <= days->number;
}

int32_t gj_waiting_months(struct gj_calc *calc, const struct gj_waiting_facts *facts)
{
    bool late = !facts->in_window || facts->gap_years > 0;
    if (is_newborn(calc, facts))
        return 0;
    int64_t after_break = facts->break_months > 0 ? for_break(calc, facts) : 0;
    if (facts->break_months > 0 && after_break == 0)
        return 0; /* a short break, made good: the enrolment counts as unbroken */
    int64_t after_gap = 0;
    if (late)
        after_gap = for_gap(calc, facts);
    else if (!gj_calc_row(calc, GJ_KEY_WAITING_FIXED_MONTHS, 0)) /* who has to wait, as shown */
        gj_trace_not_found(&calc->trace, GJ_KEY_WAITING_FIXED_MONTHS);
    if (after_break < 0 || after_gap < 0)
        return GJ_UNKNOWN;
    int64_t months = after_break > after_gap ? after_break : after_gap;
    return months > INT32_MAX ? INT32_MAX : (int32_t)months;
}

gj_day gj_waiting_until(gj_day enrolled, int32_t months)
{
    enum { FOR_EVER = 12000 };
    if (months >= FOR_EVER)
        return GJ_DAY_MAX;
    gj_day until = gj_day_add_months(enrolled, months);
    return until < GJ_DAY_MAX ? until : GJ_DAY_MAX;
}
