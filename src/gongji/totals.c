#include "gongji/totals.h"

#include "base/bug.h"

static void add(void *to, const struct gj_entry_line *account, gj_fen balance_fen)
{
    struct gj_totals *totals = to;
    gj_fen *sum = &totals->debit_fen[account->chart];
    totals->accounts[account->chart]++;
    GJ_MUST(!__builtin_add_overflow(*sum, balance_fen, sum));
}

void gj_totals_of(const struct gj_audit *audit, struct gj_totals *totals_out)
{
    *totals_out = (struct gj_totals){0};
    gj_audit_each(audit, add, totals_out);
}

void gj_totals_print(const struct gj_totals *totals, FILE *out)
{
    char text[GJ_FEN_TEXT_MAX];
    gj_fen sum = 0;
    for (int chart = 0; chart < GJ_CHART_COUNT; chart++) {
        if (totals->accounts[chart] == 0)
            continue;
        sum += totals->debit_fen[chart];
        fprintf(out, "  %-13s %20s in %lld accounts\n", gj_chart_word((enum gj_chart)chart),
                gj_fen_text(totals->debit_fen[chart], text), (long long)totals->accounts[chart]);
    }
    fprintf(out, "  %-13s %20s\n", "sum", gj_fen_text(sum, text));
}
