/* Care elsewhere: what a filing cuts off the ratio of home (medical insurance document 22 of 2022). */
#include "policy/reckon.h"

enum gj_key gj_filing_cut_key(enum gj_filing filing)
{
    switch (filing) {
    case GJ_FILING_LONG_TERM:
        return GJ_KEY_FILING_CUT_LONG_TERM;
    case GJ_FILING_REFERRAL:
        return GJ_KEY_FILING_CUT_REFERRAL;
    case GJ_FILING_EMERGENCY:
        return GJ_KEY_FILING_CUT_EMERGENCY;
    default:
        return GJ_KEY_FILING_CUT_OTHER;
    }
}

struct gj_filing_ratio gj_filing_ratio(struct gj_calc *calc, enum gj_filing filing, gj_ppm ratio)
{
    int64_t cut = gj_calc_figure(calc, gj_filing_cut_key(filing), 0);
    if (cut < 0)
        return (struct gj_filing_ratio){GJ_UNKNOWN, GJ_UNKNOWN};
    return (struct gj_filing_ratio){(gj_ppm)cut, ratio > cut ? ratio - (gj_ppm)cut : 0};
}
