/* Pricing a fee line: what is outside the list, above the price limit, paid first, and in scope.
   The first three are rounded half up per line, the rest is a subtraction, so that a line always
   adds up and a bill is the plain sum of its lines. */
#include "policy/heart.h"

#include "base/bug.h"

/* Counts and prices beyond this are no real goods, and products of larger ones do not fit. */
static const int64_t measure_max = INT64_C(1000000000000000000);

static bool is_measure(int64_t measure)
{
    return measure >= 0 && measure <= measure_max;
}

struct gj_bill gj_price_line(const struct gj_price *price, gj_fen amount_fen, int64_t count_e4)
{
    GJ_MUST(amount_fen >= 0 && amount_fen <= GJ_FEN_MAX && is_measure(count_e4));
    GJ_MUST(price->limit_micro >= -1 && price->limit_micro <= measure_max);
    struct gj_bill bill = {.total_fen = amount_fen};
    if (price->list_class == GJ_LIST_OUTSIDE) {
        bill.outside_fen = amount_fen;
        return bill;
    }
    if (price->limit_micro >= 0)
        bill.overprice_fen = gj_heart_over(amount_fen, gj_heart_cost(count_e4, price->limit_micro));
    gj_fen left = amount_fen - bill.overprice_fen;
    if (price->list_class == GJ_LIST_B)
        bill.first_share_fen = gj_share(left, price->first_share_ppm, GJ_HALF_UP);
    bill.eligible_fen = left - bill.first_share_fen;
    GJ_MUST(bill.eligible_fen >= 0);
    return bill;
}

bool gj_line_adds_up(gj_fen amount_fen, int64_t count_e4, int64_t price_micro)
{
    if (amount_fen < 0 || amount_fen > GJ_FEN_MAX)
        return false;
    if (!is_measure(count_e4) || !is_measure(price_micro))
        return false;
    struct gj_cost cost = gj_heart_cost(count_e4, price_micro);
    return !cost.beyond && gj_heart_near(amount_fen, cost);
}
