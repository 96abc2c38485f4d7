/* What the books hold, summed over all areas by account of the chart: the closing lines of audit and
   export, which must say the same. */
#ifndef GJ_GONGJI_TOTALS_H
#define GJ_GONGJI_TOTALS_H

#include <stdio.h>

#include "ledger/ledger.h"

struct gj_totals {
    int64_t accounts[GJ_CHART_COUNT];
    gj_fen debit_fen[GJ_CHART_COUNT]; /* debits less credits */
};

void gj_totals_of(const struct gj_audit *audit, struct gj_totals *totals_out);
/* One line for each account of the chart that has entries, and the sum, which is 0.00. */
void gj_totals_print(const struct gj_totals *totals, FILE *out);

#endif
