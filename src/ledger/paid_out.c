/* Entries of money that leaves the books to a person, waits in suspense or comes out of it, and that
   follows a person to another area. Every book balances by itself. */
#include "ledger/inside.h"

static struct gj_entry_line of_account(const struct gj_account *account, gj_fen carried_fen,
                                       gj_fen current_fen)
{
    return (struct gj_entry_line){.book = account->area,
                                  .chart = GJ_CHART_ACCOUNT,
                                  .owner = account->person,
                                  .amount_fen = carried_fen + current_fen,
                                  .carried_fen = carried_fen};
}

static void add_paid_out(struct gj_entry *entry, gj_area book, gj_fen amount_fen)
{
    gj_entry_add(entry, (struct gj_entry_line){
                            .book = book, .chart = GJ_CHART_PAID_OUT, .amount_fen = -amount_fen});
}

void gj_entry_of_closing_account(const struct gj_account *account, struct gj_entry *entry_out)
{
    gj_entry_clear(entry_out);
    gj_entry_add(entry_out, of_account(account, account->carried_fen, account->current_fen));
    add_paid_out(entry_out, account->area, gj_account_balance(account));
    GJ_MUST(gj_entry_is_balanced(entry_out));
}

void gj_entry_of_closing_wallet(const struct gj_wallet *wallet, struct gj_entry *entry_out)
{
    gj_entry_clear(entry_out);
    gj_entry_add(entry_out, (struct gj_entry_line){.book = wallet->area,
                                                   .chart = GJ_CHART_WALLET,
                                                   .owner = wallet->person,
                                                   .amount_fen = wallet->balance_fen});
    add_paid_out(entry_out, wallet->area, wallet->balance_fen);
    GJ_MUST(gj_entry_is_balanced(entry_out));
}

static void begin_of_work(const struct gj_work *work, struct gj_entry *entry)
{
    gj_entry_clear(entry);
    gj_entry_add(entry, (struct gj_entry_line){.book = work->book,
                                               .chart = GJ_CHART_SUSPENSE,
                                               .owner = work->person,
                                               .amount_fen = work->amount_fen});
}

void gj_entry_of_paying_out(const struct gj_work *work, struct gj_entry *entry_out)
{
    begin_of_work(work, entry_out);
    add_paid_out(entry_out, work->book, work->amount_fen);
    GJ_MUST(gj_entry_is_balanced(entry_out));
}

void gj_entry_of_crediting_account(const struct gj_work *work, const struct gj_account *account,
                                   struct gj_entry *entry_out)
{
    begin_of_work(work, entry_out);
    gj_entry_add_debt(entry_out, work->book, account->area, work->amount_fen);
    gj_entry_add(entry_out, of_account(account, -work->amount_fen, 0));
    GJ_MUST(gj_entry_is_balanced(entry_out));
}

void gj_entry_of_crediting_wallet(const struct gj_work *work, const struct gj_wallet *wallet,
                                  struct gj_entry *entry_out)
{
    begin_of_work(work, entry_out);
    gj_entry_add_debt(entry_out, work->book, wallet->area, work->amount_fen);
    gj_entry_add(entry_out, (struct gj_entry_line){.book = wallet->area,
                                                   .chart = GJ_CHART_WALLET,
                                                   .owner = wallet->person,
                                                   .amount_fen = -work->amount_fen});
    GJ_MUST(gj_entry_is_balanced(entry_out));
}

void gj_entry_add_move(struct gj_entry *entry, struct gj_account *from, struct gj_account *to)
{
    gj_fen carried = from->carried_fen, current = from->current_fen;
    GJ_MUST(from->area != to->area && from->year == to->year);
    gj_entry_add(entry, of_account(from, carried, current));
    gj_entry_add_debt(entry, from->area, to->area, carried + current);
    gj_entry_add(entry, of_account(to, -carried, -current));
    GJ_MUST(gj_entry_is_balanced(entry));
    from->carried_fen = from->current_fen = 0;
    to->carried_fen += carried;
    to->current_fen += current;
}
