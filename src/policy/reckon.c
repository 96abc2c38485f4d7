/* What the calculations share: a figure by its key, wide division with a named rounding, sums of
   parts that may be unknown. */
#include "policy/reckon.h"

#include <string.h>

#include "base/bug.h"
#include "policy/frozen.h"

void gj_calc_begin(struct gj_calc *calc, const struct gj_law *law, const struct gj_where *where)
{
    memset(calc, 0, sizeof *calc);
    calc->law = law;
    calc->where = *where;
    calc->reason = GJ_OK;
}

static bool is_ruled(const struct gj_law *law, enum gj_key key, int param)
{
    return law->rules && (law->rules->params[key] & (UINT32_C(1) << param)) != 0;
}

const struct gj_row *gj_calc_row(struct gj_calc *calc, enum gj_key key, int param)
{
    const struct gj_law *law = calc->law;
    if (!is_ruled(law, key, param) && !gj_policy_area(law->policy, calc->where.area))
        return NULL;
    return gj_find_of(law, key, param, &calc->where, &calc->trace);
}

void gj_calc_missing(struct gj_calc *calc, enum gj_key key, int param)
{
    for (int i = 0; i < calc->missing_count; i++)
        if (calc->missing[i].key == key && calc->missing[i].param == param)
            return;
    GJ_MUST(calc->missing_count < GJ_MISSING_MAX);
    calc->missing[calc->missing_count].key = (uint16_t)key;
    calc->missing[calc->missing_count++].param = (uint8_t)param;
}

int64_t gj_calc_figure(struct gj_calc *calc, enum gj_key key, int param)
{
    const struct gj_row *row = gj_calc_row(calc, key, param);
    if (row && !row->is_none)
        return row->number;
    gj_calc_missing(calc, key, param);
    return GJ_UNKNOWN;
}

enum gj_rounding gj_calc_rounding(struct gj_calc *calc)
{
    const struct gj_row *row = gj_calc_row(calc, GJ_KEY_SETTLE_ROUNDING, 0);
    return row && row->number == 1 ? GJ_DOWN : GJ_HALF_UP; /* half_up|down */
}

static gj_fen refuse_large(struct gj_calc *calc)
{
    calc->reason = GJ_AMOUNT_TOO_LARGE;
    return GJ_UNKNOWN;
}

gj_fen gj_calc_divide(struct gj_calc *calc, gj_wide product, gj_wide divisor)
{
    GJ_MUST(product >= 0 && divisor > 0);
    gj_wide quotient = product / divisor, rest = product % divisor;
    if (gj_calc_rounding(calc) == GJ_HALF_UP && rest >= divisor - rest)
        quotient++;
    return quotient > GJ_FEN_MAX ? refuse_large(calc) : (gj_fen)quotient;
}

gj_fen gj_calc_sum(struct gj_calc *calc, gj_fen a, gj_fen b)
{
    gj_fen sum;
    if (a < 0 || b < 0)
        return GJ_UNKNOWN;
    return gj_fen_add(a, b, &sum) ? sum : refuse_large(calc);
}
