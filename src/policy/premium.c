/* The resident premium of a benefit year: what the person pays, what the state adds, what is due
   after relief for assisted persons. */
#include "policy/reckon.h"

struct gj_premium gj_premium(struct gj_calc *calc, gj_fen relief_fen)
{
    struct gj_premium out;
    out.personal_fen = gj_calc_figure(calc, GJ_KEY_PREMIUM_AMOUNT, 0);
    out.subsidy_fen = gj_calc_figure(calc, GJ_KEY_PREMIUM_SUBSIDY, 0);
    out.total_fen = gj_calc_sum(calc, out.personal_fen, out.subsidy_fen);
    out.due_fen = out.personal_fen;
    if (out.personal_fen >= 0)
        out.due_fen = gj_fen_max(out.personal_fen - relief_fen, 0);
    return out;
}
