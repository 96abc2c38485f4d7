/* The face of the ledger: decisions to double entries over the books of the areas, reversals,
   transfers, credits, and the proof of a book. Pure: nothing here touches a store. */
#ifndef GJ_LEDGER_LEDGER_H
#define GJ_LEDGER_LEDGER_H

#include "base/reason.h"
#include "base/why.h"
#include "model/entry.h"
#include "model/outcome.h"
#include "model/premium.h"
#include "model/settlement.h"
#include "model/work.h"

/* The word of an account of the chart in lists and messages. */
const char *gj_chart_word(enum gj_chart chart);
/* In journals: the root account it stands under, such as "Liabilities", and its own part, such as
   "Account". */
const char *gj_chart_root(enum gj_chart chart);
const char *gj_chart_journal(enum gj_chart chart);

/* True if the lines of every book sum to zero, none is zero and all are within bounds. */
bool gj_entry_is_balanced(const struct gj_entry *entry);
/* Adds a line, merging it with an equal account of the same book. Too many lines are a bug: the
   decision is bounded so that they fit. */
void gj_entry_add(struct gj_entry *entry, struct gj_entry_line line);

/* The entry of a settled bill: payers' books, the home book, the care book.
   institution_area is the care area's book. */
void gj_entry_of_settlement(const struct gj_claim *claim, const struct gj_decision *decision,
                            gj_id institution, struct gj_entry *entry_out);
/* Takes a settlement back. `accounts` are the rows of all accounts its legs drew from (any order);
   money goes back to the compartment it came from, to the carried-over one when that account's year
   has turned, to the book's suspense account when it is closed. Changes the accounts and the wallet
   in place. */
void gj_entry_of_reversal(const struct gj_settlement *original, int year,
                          struct gj_account *accounts, int accounts_count, struct gj_wallet *wallet,
                          struct gj_entry *entry_out);
/* Posts a reversed settlement's deltas again, in the compartments where its money lies by now.
   False if an account or the wallet cannot bear it: then what was changed is to be thrown away. */
bool gj_entry_of_restoring(const struct gj_settlement *original, int year,
                           struct gj_account *accounts, int accounts_count,
                           struct gj_wallet *wallet, struct gj_entry *entry_out);
/* A credit of contributions to an account. */
void gj_entry_of_credit(const struct gj_account *account, uint8_t scheme, gj_fen amount_fen,
                        struct gj_entry *entry_out);
/* A transfer sent, accepted, returned. Accounts and wallets are changed by the act. */
void gj_entry_of_sending(const struct gj_transfer *transfer, struct gj_entry *entry_out);
void gj_entry_of_accepting(const struct gj_transfer *transfer, struct gj_entry *entry_out);
/* Into suspense when the sender's account or wallet is closed. */
void gj_entry_of_returning(const struct gj_transfer *transfer, bool is_closed,
                           struct gj_entry *entry_out);
/* A resident premium: the payer's book owes the book of the insured person's area, which receives it.
   Given back, the money goes to the account and compartment it came from (the caller says by the
   amounts which one it is today), or to the payer's suspense account when that is closed. */
void gj_entry_of_premium(const struct gj_premium *premium, struct gj_entry *entry_out);
void gj_entry_of_premium_refund(const struct gj_premium *premium, bool is_closed,
                                struct gj_entry *entry_out);
/* All that an account or wallet holds is paid out; the caller empties the row. */
void gj_entry_of_closing_account(const struct gj_account *account, struct gj_entry *entry_out);
void gj_entry_of_closing_wallet(const struct gj_wallet *wallet, struct gj_entry *entry_out);
/* Money that waits in suspense is paid out, or comes to an account (as carried-over money) or wallet
   of its owner, which the caller has changed. */
void gj_entry_of_paying_out(const struct gj_work *work, struct gj_entry *entry_out);
void gj_entry_of_crediting_account(const struct gj_work *work, const struct gj_account *account,
                                   struct gj_entry *entry_out);
void gj_entry_of_crediting_wallet(const struct gj_work *work, const struct gj_wallet *wallet,
                                  struct gj_entry *entry_out);
/* Adds what follows a person from one account to another, through clearing and compartment by
   compartment; both stand in the same year and are changed in place. An empty one adds nothing. */
void gj_entry_add_move(struct gj_entry *entry, struct gj_account *from, struct gj_account *to);

/* ---- journals: entries as the text that hledger, ledger and beancount load, or as CSV ---- */

enum gj_journal { GJ_JOURNAL_HLEDGER, GJ_JOURNAL_BEANCOUNT, GJ_JOURNAL_CSV };
enum {
    GJ_JOURNAL_HEAD_MAX = 512,
    GJ_JOURNAL_ACCOUNT_MAX = 128,
    GJ_JOURNAL_ENTRY_MAX = 8192 /* an entry of GJ_ENTRY_LINES_MAX lines */
};
/* What stands before the first entry. */
void gj_journal_head(enum gj_journal form, struct gj_writer *out);
/* Names an account before its first use; CSV needs none. Names are ASCII, and personal data is in
   none: Liabilities:410100:Account:NUMBER, Equity:410100:Pool:Employee, Assets:410100:Clearing:410300. */
void gj_journal_account(enum gj_journal form, const struct gj_entry_line *account,
                        struct gj_writer *out);
/* One transaction for each book the entry touches, so that whoever loads the journal proves that
   every book balances; amounts in yuan. Room of GJ_JOURNAL_ENTRY_MAX always suffices. */
void gj_journal_entry(enum gj_journal form, const struct gj_entry *entry, struct gj_writer *out);

/* ---- the proof of a book: feed every entry in order, then hold the rows against the sums ---- */

struct gj_audit;
struct gj_audit *gj_audit_new(void);
void gj_audit_free(struct gj_audit *audit);
/* Adds an entry; a book that does not balance, a chain of previous entries that breaks, or a
   person's account or wallet below zero fails with GJ_BROKEN and names it. */
enum gj_status gj_audit_entry(struct gj_audit *audit, const struct gj_entry *entry,
                              struct gj_why *why) GJ_MUST_CHECK;
/* Adds an entry of a part of a book: balanced it must be, but nothing is asked of what came before
   it. For sums alone: rows cannot be held against such an audit. */
enum gj_status gj_audit_part(struct gj_audit *audit, const struct gj_entry *entry,
                             struct gj_why *why) GJ_MUST_CHECK;
/* True if an entry touched this account. */
bool gj_audit_knows(const struct gj_audit *audit, const struct gj_entry_line *account);
/* Holds a row against the sum of its entries, compartments included. */
enum gj_status gj_audit_account(struct gj_audit *audit, const struct gj_account *account,
                                struct gj_why *why) GJ_MUST_CHECK;
enum gj_status gj_audit_wallet(struct gj_audit *audit, const struct gj_wallet *wallet,
                               struct gj_why *why) GJ_MUST_CHECK;
/* The balance of any account by its entries; and a walk over all of them in a stable order. */
gj_fen gj_audit_balance(const struct gj_audit *audit, const struct gj_entry_line *account);
void gj_audit_each(const struct gj_audit *audit,
                   void (*each)(void *to, const struct gj_entry_line *account, gj_fen balance_fen),
                   void *to);
/* Every person's account and wallet that has entries was shown a row; clearing of each pair of
   areas is equal and opposite in the two books. */
enum gj_status gj_audit_finish(struct gj_audit *audit, struct gj_why *why) GJ_MUST_CHECK;

#endif
