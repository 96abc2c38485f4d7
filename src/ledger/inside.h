/* Inside of the ledger: what its makers of entries share. */
#ifndef GJ_LEDGER_INSIDE_H
#define GJ_LEDGER_INSIDE_H

#include "base/bug.h"
#include "ledger/ledger.h"

/* An entry without lines. */
void gj_entry_clear(struct gj_entry *entry);
/* What one area owes another: in the debtor's book a credit, in the creditor's a debit. */
void gj_entry_add_debt(struct gj_entry *entry, gj_area debtor, gj_area creditor, gj_fen amount_fen);

#endif
