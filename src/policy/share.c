/* The share of an amount by a ratio, rounded as named: the door to the proved arithmetic for every
   room that pays a ratio of something. */
#include "base/bug.h"
#include "policy/heart.h"

/*@ requires is_fen(amount) && is_ppm(ratio);
    assigns \nothing;
    ensures 0 <= \result <= amount;
    ensures rounding == GJ_HALF_UP ==>
        2 * amount * ratio - 1000000 < 2 * \result * 1000000 <= 2 * amount * ratio + 1000000;
    ensures rounding != GJ_HALF_UP ==>
        amount * ratio - 1000000 < \result * 1000000 <= amount * ratio; */
static gj_fen share_rounded(gj_fen amount, gj_ppm ratio, enum gj_rounding rounding)
{
    return gj_heart_round(gj_heart_product(amount, ratio), rounding);
}

gj_fen gj_share(gj_fen amount, gj_ppm ratio, enum gj_rounding rounding)
{
    GJ_MUST(amount >= 0 && amount <= GJ_FEN_MAX);
    GJ_MUST(ratio >= 0 && ratio <= GJ_PPM_ONE);
    return share_rounded(amount, ratio, rounding);
}
