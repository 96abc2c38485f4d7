/* Entries of resident premiums. In come premiums by compartment; out come lines that sum to zero in
   the payer's book and in the book of the insured person's area. */
#include "ledger/inside.h"

static struct gj_entry_line line_of_payer(const struct gj_premium *premium)
{
    bool wallet = premium->source == GJ_PAYER_WALLET;
    GJ_MUST(premium->carried_fen >= 0 && premium->current_fen >= 0);
    GJ_MUST(!wallet || premium->current_fen == 0);
    return (struct gj_entry_line){.book = premium->payer_area,
                                  .chart = wallet ? GJ_CHART_WALLET : GJ_CHART_ACCOUNT,
                                  .owner = premium->payer,
                                  .amount_fen = gj_premium_amount(premium),
                                  .carried_fen = wallet ? 0 : premium->carried_fen};
}

/* sign 1 when it is paid, -1 when it is given back. */
static void add_receipt(struct gj_entry *entry, const struct gj_premium *premium, int sign)
{
    gj_fen amount = sign * gj_premium_amount(premium);
    gj_entry_add_debt(entry, premium->payer_area, premium->area, amount);
    gj_entry_add(entry, (struct gj_entry_line){.book = premium->area,
                                               .chart = GJ_CHART_PREMIUMS,
                                               .amount_fen = -amount});
    GJ_MUST(gj_entry_is_balanced(entry));
}

void gj_entry_of_premium(const struct gj_premium *premium, struct gj_entry *entry_out)
{
    gj_entry_clear(entry_out);
    gj_entry_add(entry_out, line_of_payer(premium));
    add_receipt(entry_out, premium, 1);
}

void gj_entry_of_premium_refund(const struct gj_premium *premium, bool is_closed,
                                struct gj_entry *entry_out)
{
    struct gj_entry_line line = line_of_payer(premium);
    line.amount_fen = -line.amount_fen;
    line.carried_fen = -line.carried_fen;
    if (is_closed) {
        line.chart = GJ_CHART_SUSPENSE;
        line.carried_fen = 0;
    }
    gj_entry_clear(entry_out);
    gj_entry_add(entry_out, line);
    add_receipt(entry_out, premium, -1);
}
