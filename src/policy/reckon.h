/* Inside of policy: what the calculations share, finding a figure by its key and dividing wide
   products. */
#ifndef GJ_POLICY_RECKON_H
#define GJ_POLICY_RECKON_H

#include "policy/calc.h"

/* Products of an amount and two or three figures do not fit into 64 bits. */
__extension__ typedef __int128 gj_wide;

enum { GJ_MILLION = 1000000 };

/* The row of a key, or NULL. Rows of the packs answer only for areas of the tree. */
const struct gj_row *gj_calc_row(struct gj_calc *calc, enum gj_key key, int param);
/* The row's number; without one the key is listed as missing and GJ_UNKNOWN comes back. */
int64_t gj_calc_figure(struct gj_calc *calc, enum gj_key key, int param);
/* half_up unless a row says otherwise. */
enum gj_rounding gj_calc_rounding(struct gj_calc *calc);
/* product / divisor, rounded as named, neither negative. A result beyond GJ_FEN_MAX makes the whole
   calculation a refusal (AMOUNT_TOO_LARGE) and is GJ_UNKNOWN. */
gj_fen gj_calc_divide(struct gj_calc *calc, gj_wide product, gj_wide divisor);
/* The sum, GJ_UNKNOWN when a part is. */
gj_fen gj_calc_sum(struct gj_calc *calc, gj_fen a, gj_fen b);

#endif
