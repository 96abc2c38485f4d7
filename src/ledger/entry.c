/* Entries over the books of the areas: what a bill, its reversal, a credit and a transfer write. In
   come decisions and transfers; out come lines that sum to zero in every book.
   A debit is above zero: a person's account and wallet are liabilities, so money that leaves them
   stands above zero and money that comes to them below. */
#include "ledger/inside.h"

static bool is_same_account(const struct gj_entry_line *a, const struct gj_entry_line *b)
{
    return a->book == b->book && a->peer == b->peer && a->chart == b->chart &&
           a->scheme == b->scheme && a->owner == b->owner;
}

static void drop_line(struct gj_entry *entry, int at)
{
    for (int i = at + 1; i < entry->count; i++)
        entry->lines[i - 1] = entry->lines[i];
    entry->count--;
}

/* A line that merging brings to zero in both its amount and its compartment is taken out: a bill
   paid whole by a relative in the care area leaves no debt between the areas. */
static void merge(struct gj_entry *entry, int at, const struct gj_entry_line *line)
{
    struct gj_entry_line *into = &entry->lines[at];
    GJ_MUST(gj_fen_add(into->amount_fen, line->amount_fen, &into->amount_fen));
    GJ_MUST(gj_fen_add(into->carried_fen, line->carried_fen, &into->carried_fen));
    if (into->amount_fen == 0) {
        GJ_MUST(into->carried_fen == 0);
        drop_line(entry, at);
    }
}

void gj_entry_add(struct gj_entry *entry, struct gj_entry_line line)
{
    if (line.amount_fen == 0)
        return;
    for (int i = 0; i < entry->count; i++) {
        if (is_same_account(&entry->lines[i], &line)) {
            merge(entry, i, &line);
            return;
        }
    }
    GJ_MUST(entry->count < GJ_ENTRY_LINES_MAX);
    entry->lines[entry->count++] = line;
}

static bool is_within_bounds(const struct gj_entry_line *line)
{
    return line->amount_fen != 0 && line->amount_fen >= -GJ_FEN_MAX &&
           line->amount_fen <= GJ_FEN_MAX;
}

bool gj_entry_is_balanced(const struct gj_entry *entry)
{
    for (int i = 0; i < entry->count; i++) {
        gj_fen sum = 0;
        if (!is_within_bounds(&entry->lines[i]))
            return false;
        for (int j = 0; j < entry->count; j++)
            if (entry->lines[j].book == entry->lines[i].book)
                sum += entry->lines[j].amount_fen; /* 24 lines of 10^15 fit */
        if (sum != 0)
            return false;
    }
    return true;
}

/* ---- bills ---- */

void gj_entry_clear(struct gj_entry *entry)
{
    entry->id = 0;
    entry->now = 0;
    entry->act = 0;
    entry->count = 0;
}

void gj_entry_add_debt(struct gj_entry *entry, gj_area debtor, gj_area creditor, gj_fen amount_fen)
{
    if (debtor == creditor)
        return;
    gj_entry_add(entry, (struct gj_entry_line){.book = debtor,
                                               .peer = creditor,
                                               .chart = GJ_CHART_CLEARING,
                                               .amount_fen = -amount_fen});
    gj_entry_add(entry, (struct gj_entry_line){.book = creditor,
                                               .peer = debtor,
                                               .chart = GJ_CHART_CLEARING,
                                               .amount_fen = amount_fen});
}

static struct gj_entry_line line_of_leg(const struct gj_leg *leg)
{
    bool wallet = leg->kind == GJ_PAYER_WALLET;
    GJ_MUST(leg->carried_fen >= 0 && leg->current_fen >= 0);
    GJ_MUST(!wallet || leg->current_fen == 0);
    return (struct gj_entry_line){.book = leg->area,
                                  .chart = wallet ? GJ_CHART_WALLET : GJ_CHART_ACCOUNT,
                                  .owner = leg->person,
                                  .amount_fen = leg->carried_fen + leg->current_fen,
                                  .carried_fen = wallet ? 0 : leg->carried_fen};
}

/* All of a bill but the accounts that paid it. The home area settles in full: payers' areas owe it
   what they gave, it owes the care area the whole, and the care area owes the institution. sign is
   1 for a settlement, -1 for its reversal. */
static void add_bill(struct gj_entry *entry, const struct gj_claim *claim,
                     const struct gj_decision *decision, gj_id institution, int sign)
{
    gj_area home = claim->where.area;
    gj_area care = claim->care_area != 0 ? claim->care_area : home;
    gj_fen total = decision->bill.total_fen - decision->cash_fen;
    GJ_MUST(decision->other_funds_fen == 0);
    gj_entry_add(entry, (struct gj_entry_line){.book = home,
                                               .chart = GJ_CHART_POOL,
                                               .scheme = claim->where.scheme,
                                               .amount_fen = sign * decision->pool_fen});
    for (int i = 0; i < decision->legs_count; i++) {
        const struct gj_leg *leg = &decision->legs[i];
        gj_entry_add_debt(entry, leg->area, home, sign * (leg->carried_fen + leg->current_fen));
    }
    gj_entry_add_debt(entry, home, care, sign * total);
    gj_entry_add(entry, (struct gj_entry_line){.book = care,
                                               .chart = GJ_CHART_PAYABLE,
                                               .owner = institution,
                                               .amount_fen = -sign * total});
}

void gj_entry_of_settlement(const struct gj_claim *claim, const struct gj_decision *decision,
                            gj_id institution, struct gj_entry *entry_out)
{
    gj_entry_clear(entry_out);
    for (int i = 0; i < decision->legs_count; i++)
        gj_entry_add(entry_out, line_of_leg(&decision->legs[i]));
    add_bill(entry_out, claim, decision, institution, 1);
    GJ_MUST(gj_entry_is_balanced(entry_out));
}

/* ---- taking back and posting again ---- */

static struct gj_account *account_of_leg(struct gj_account *accounts, int count,
                                         const struct gj_leg *leg)
{
    int at = 0;
    while (at < count && (accounts[at].person != leg->person || accounts[at].area != leg->area))
        at++;
    GJ_MUST(at < count); /* the row of every leg's account is given */
    return &accounts[at];
}

/* The leg as it stands today: this year's money of an account whose year has turned since is
   carried-over money now. */
static struct gj_leg leg_today(const struct gj_leg *leg, const struct gj_account *account,
                               int year_of_original)
{
    struct gj_leg today = *leg;
    if (account->year > year_of_original) {
        today.carried_fen += today.current_fen;
        today.current_fen = 0;
    }
    return today;
}

static struct gj_entry_line into_suspense(struct gj_entry_line line)
{
    line.chart = GJ_CHART_SUSPENSE;
    line.carried_fen = 0;
    return line;
}

/* Gives one leg back and returns its line. */
static struct gj_entry_line give_back(const struct gj_leg *leg, struct gj_account *account,
                                      struct gj_wallet *wallet, int year_of_original)
{
    struct gj_leg today = account ? leg_today(leg, account, year_of_original) : *leg;
    struct gj_entry_line line = line_of_leg(&today);
    line.amount_fen = -line.amount_fen;
    line.carried_fen = -line.carried_fen;
    if (account && account->state == GJ_ACCOUNT_IS_CLOSED)
        return into_suspense(line);
    if (!account && wallet->state != GJ_WALLET_IS_OPEN)
        return into_suspense(line);
    if (account) {
        account->carried_fen += today.carried_fen;
        account->current_fen += today.current_fen;
    } else {
        wallet->balance_fen += today.carried_fen;
    }
    return line;
}

void gj_entry_of_reversal(const struct gj_settlement *original, int year,
                          struct gj_account *accounts, int accounts_count, struct gj_wallet *wallet,
                          struct gj_entry *entry_out)
{
    const struct gj_decision *decision = &original->decision;
    int year_of_original = gj_day_year(gj_time_day(original->claim.now));
    gj_entry_clear(entry_out);
    for (int i = 0; i < accounts_count; i++)
        gj_account_turn_year(&accounts[i], year);
    for (int i = 0; i < decision->legs_count; i++) {
        const struct gj_leg *leg = &decision->legs[i];
        struct gj_account *account = NULL;
        if (leg->kind != GJ_PAYER_WALLET)
            account = account_of_leg(accounts, accounts_count, leg);
        gj_entry_add(entry_out, give_back(leg, account, wallet, year_of_original));
    }
    add_bill(entry_out, &original->claim, decision, original->institution, -1);
    GJ_MUST(gj_entry_is_balanced(entry_out));
}

/* Takes one leg again; false if the account or wallet cannot bear it. */
static bool take_again(const struct gj_leg *leg, struct gj_account *account,
                       struct gj_wallet *wallet, int year_of_original,
                       struct gj_entry_line *line_out)
{
    struct gj_leg today = account ? leg_today(leg, account, year_of_original) : *leg;
    *line_out = line_of_leg(&today);
    if (!account) {
        if (wallet->state != GJ_WALLET_IS_OPEN || wallet->balance_fen < today.carried_fen)
            return false;
        wallet->balance_fen -= today.carried_fen;
        return true;
    }
    if (account->state == GJ_ACCOUNT_IS_CLOSED || account->carried_fen < today.carried_fen ||
        account->current_fen < today.current_fen)
        return false;
    account->carried_fen -= today.carried_fen;
    account->current_fen -= today.current_fen;
    return true;
}

bool gj_entry_of_restoring(const struct gj_settlement *original, int year,
                           struct gj_account *accounts, int accounts_count,
                           struct gj_wallet *wallet, struct gj_entry *entry_out)
{
    const struct gj_decision *decision = &original->decision;
    int year_of_original = gj_day_year(gj_time_day(original->claim.now));
    gj_entry_clear(entry_out);
    for (int i = 0; i < accounts_count; i++)
        gj_account_turn_year(&accounts[i], year);
    for (int i = 0; i < decision->legs_count; i++) {
        const struct gj_leg *leg = &decision->legs[i];
        struct gj_account *account = NULL;
        struct gj_entry_line line;
        if (leg->kind != GJ_PAYER_WALLET)
            account = account_of_leg(accounts, accounts_count, leg);
        if (!take_again(leg, account, wallet, year_of_original, &line))
            return false;
        gj_entry_add(entry_out, line);
    }
    add_bill(entry_out, &original->claim, decision, original->institution, 1);
    GJ_MUST(gj_entry_is_balanced(entry_out));
    return true;
}

/* ---- credits and transfers ---- */

void gj_entry_of_credit(const struct gj_account *account, uint8_t scheme, gj_fen amount_fen,
                        struct gj_entry *entry_out)
{
    gj_entry_clear(entry_out);
    gj_entry_add(entry_out, (struct gj_entry_line){.book = account->area,
                                                   .chart = GJ_CHART_CONTRIBUTIONS,
                                                   .scheme = scheme,
                                                   .amount_fen = amount_fen});
    gj_entry_add(entry_out, (struct gj_entry_line){.book = account->area,
                                                   .chart = GJ_CHART_ACCOUNT,
                                                   .owner = account->person,
                                                   .amount_fen = -amount_fen});
    GJ_MUST(gj_entry_is_balanced(entry_out));
}

static gj_fen amount_of(const struct gj_transfer *transfer)
{
    return transfer->carried_fen + transfer->current_fen;
}

/* The sender's side of a transfer: sign 1 when the money leaves him, -1 when it comes back. */
static void add_sender(struct gj_entry *entry, const struct gj_transfer *transfer, int sign)
{
    bool wallet = transfer->source == GJ_PAYER_WALLET;
    GJ_MUST(wallet || transfer->source == GJ_PAYER_OWN);
    gj_entry_add(entry,
                 (struct gj_entry_line){.book = transfer->sender_area,
                                        .chart = wallet ? GJ_CHART_WALLET : GJ_CHART_ACCOUNT,
                                        .owner = transfer->sender,
                                        .amount_fen = sign * amount_of(transfer),
                                        .carried_fen = wallet ? 0 : sign * transfer->carried_fen});
}

static void add_held(struct gj_entry *entry, const struct gj_transfer *transfer, int sign)
{
    gj_entry_add(entry, (struct gj_entry_line){.book = transfer->sender_area,
                                               .chart = GJ_CHART_HELD,
                                               .amount_fen = sign * amount_of(transfer)});
}

void gj_entry_of_sending(const struct gj_transfer *transfer, struct gj_entry *entry_out)
{
    gj_entry_clear(entry_out);
    add_sender(entry_out, transfer, 1);
    add_held(entry_out, transfer, -1);
    GJ_MUST(gj_entry_is_balanced(entry_out));
}

void gj_entry_of_accepting(const struct gj_transfer *transfer, struct gj_entry *entry_out)
{
    gj_entry_clear(entry_out);
    add_held(entry_out, transfer, 1);
    gj_entry_add_debt(entry_out, transfer->sender_area, transfer->receiver_area,
                      amount_of(transfer));
    gj_entry_add(entry_out, (struct gj_entry_line){.book = transfer->receiver_area,
                                                   .chart = GJ_CHART_WALLET,
                                                   .owner = transfer->receiver,
                                                   .amount_fen = -amount_of(transfer)});
    GJ_MUST(gj_entry_is_balanced(entry_out));
}

void gj_entry_of_returning(const struct gj_transfer *transfer, bool is_closed,
                           struct gj_entry *entry_out)
{
    gj_entry_clear(entry_out);
    add_held(entry_out, transfer, 1);
    if (is_closed)
        gj_entry_add(entry_out, (struct gj_entry_line){.book = transfer->sender_area,
                                                       .chart = GJ_CHART_SUSPENSE,
                                                       .owner = transfer->sender,
                                                       .amount_fen = -amount_of(transfer)});
    else
        add_sender(entry_out, transfer, -1);
    GJ_MUST(gj_entry_is_balanced(entry_out));
}
