/* The proof of a book. In come all entries in record order, then the rows of accounts and wallets;
   out comes whether every book balances, every chain is whole, nothing fell below zero, and every
   row is the sum of its entries. A table over all accounts of the chart, growing on the heap. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "base/hash.h"
#include "ledger/ledger.h"

/* One account of the chart as its entries make it. */
struct sum {
    struct gj_entry_line key;        /* book, peer, chart, scheme, owner */
    gj_fen debit_fen;                /* debits less credits */
    gj_fen carried_fen, current_fen; /* of ACCOUNT: the person's money by compartment */
    int year;                        /* of the current compartment; 0 before the first entry */
    gj_id last_entry;
    bool was_shown;
};

struct gj_audit {
    struct sum *sums;
    size_t count, room;
    uint32_t *index; /* number of the sum + 1 */
    size_t slots;
    gj_id last_entry;
};

/* ---- the table ---- */

static bool is_same_account(const struct gj_entry_line *a, const struct gj_entry_line *b)
{
    return a->book == b->book && a->peer == b->peer && a->chart == b->chart &&
           a->scheme == b->scheme && a->owner == b->owner;
}

static uint64_t hash_of(const struct gj_entry_line *line)
{
    uint64_t place = (uint64_t)line->book << 32 ^ (uint64_t)line->peer << 12 ^
                     (uint64_t)line->chart << 4 ^ line->scheme;
    return gj_hash_number(gj_hash_number((uint64_t)line->owner) ^ place);
}

static size_t slot_of(const struct gj_audit *audit, const struct gj_entry_line *line)
{
    size_t slot = (size_t)hash_of(line) & (audit->slots - 1);
    while (audit->index[slot] != 0 &&
           !is_same_account(&audit->sums[audit->index[slot] - 1].key, line))
        slot = (slot + 1) & (audit->slots - 1);
    return slot;
}

static struct sum *find(const struct gj_audit *audit, const struct gj_entry_line *line)
{
    if (audit->slots == 0)
        return NULL;
    uint32_t number = audit->index[slot_of(audit, line)];
    return number == 0 ? NULL : &audit->sums[number - 1];
}

static bool grow(struct gj_audit *audit)
{
    size_t room = audit->room == 0 ? 256 : audit->room * 2;
    struct sum *sums = realloc(audit->sums, room * sizeof *sums);
    if (!sums)
        return false;
    audit->sums = sums;
    uint32_t *index = calloc(room * 2, sizeof *index);
    if (!index)
        return false;
    free(audit->index);
    audit->room = room;
    audit->index = index;
    audit->slots = room * 2;
    for (size_t i = 0; i < audit->count; i++)
        index[slot_of(audit, &sums[i].key)] = (uint32_t)(i + 1);
    return true;
}

static struct sum *find_or_add(struct gj_audit *audit, const struct gj_entry_line *line)
{
    struct sum *known = find(audit, line);
    if (known)
        return known;
    if (audit->count == audit->room && !grow(audit))
        return NULL;
    audit->index[slot_of(audit, line)] = (uint32_t)audit->count + 1;
    struct sum *new = &audit->sums[audit->count++];
    *new = (struct sum){.key = {.book = line->book,
                                .peer = line->peer,
                                .chart = line->chart,
                                .scheme = line->scheme,
                                .owner = line->owner}};
    return new;
}

struct gj_audit *gj_audit_new(void)
{
    return calloc(1, sizeof(struct gj_audit));
}

void gj_audit_free(struct gj_audit *audit)
{
    if (!audit)
        return;
    free(audit->sums);
    free(audit->index);
    free(audit);
}

/* ---- entries ---- */

static bool is_of_person(const struct gj_entry_line *line)
{
    return line->chart == GJ_CHART_ACCOUNT || line->chart == GJ_CHART_WALLET;
}

static void turn_year(struct sum *sum, int year)
{
    if (year <= sum->year)
        return;
    sum->carried_fen += sum->current_fen;
    sum->current_fen = 0;
    sum->year = year;
}

/* A person's own money, which may not fall below zero in any compartment. */
static enum gj_status add_of_person(struct sum *sum, const struct gj_entry *entry,
                                    const struct gj_entry_line *line, struct gj_why *why)
{
    if (line->previous != sum->last_entry)
        return gj_fail(why, GJ_BROKEN,
                       "entry %" PRId64 ": the %s of person %" PRId64 " in area %" PRId32
                       " names %" PRId64 " as the entry before, which was %" PRId64,
                       entry->id, gj_chart_word((enum gj_chart)line->chart), line->owner,
                       line->book, line->previous, sum->last_entry);
    sum->last_entry = entry->id;
    turn_year(sum, gj_day_year(gj_time_day(entry->now)));
    sum->carried_fen -= line->carried_fen;
    sum->current_fen -= line->amount_fen - line->carried_fen;
    if (line->chart == GJ_CHART_WALLET) {
        sum->carried_fen += sum->current_fen;
        sum->current_fen = 0;
    }
    if (sum->carried_fen < 0 || sum->current_fen < 0)
        return gj_fail(
            why, GJ_BROKEN,
            "entry %" PRId64 ": the %s of person %" PRId64 " in area %" PRId32 " falls below zero",
            entry->id, gj_chart_word((enum gj_chart)line->chart), line->owner, line->book);
    return GJ_DONE;
}

static enum gj_status add_line(struct gj_audit *audit, const struct gj_entry *entry,
                               const struct gj_entry_line *line, bool is_whole, struct gj_why *why)
{
    struct sum *sum = find_or_add(audit, line);
    if (!sum)
        return gj_fail(why, GJ_WORLD, "no memory to audit");
    if (__builtin_add_overflow(sum->debit_fen, line->amount_fen, &sum->debit_fen))
        return gj_fail(why, GJ_BROKEN, "entry %" PRId64 ": a sum leaves 64 bits", entry->id);
    if (is_whole && is_of_person(line))
        return add_of_person(sum, entry, line, why);
    return GJ_DONE;
}

static enum gj_status add_entry(struct gj_audit *audit, const struct gj_entry *entry, bool is_whole,
                                struct gj_why *why)
{
    if (entry->id <= audit->last_entry)
        return gj_fail(why, GJ_BROKEN, "entry %" PRId64 " comes after %" PRId64, entry->id,
                       audit->last_entry);
    audit->last_entry = entry->id;
    if (entry->count == 0 || entry->count > GJ_ENTRY_LINES_MAX)
        return gj_fail(why, GJ_BROKEN, "entry %" PRId64 " has %d lines", entry->id, entry->count);
    if (!gj_entry_is_balanced(entry))
        return gj_fail(why, GJ_BROKEN, "entry %" PRId64 " does not balance in every book",
                       entry->id);
    for (int i = 0; i < entry->count; i++) {
        enum gj_status status = add_line(audit, entry, &entry->lines[i], is_whole, why);
        if (status != GJ_DONE)
            return status;
    }
    return GJ_DONE;
}

enum gj_status gj_audit_entry(struct gj_audit *audit, const struct gj_entry *entry,
                              struct gj_why *why)
{
    return add_entry(audit, entry, true, why);
}

enum gj_status gj_audit_part(struct gj_audit *audit, const struct gj_entry *entry,
                             struct gj_why *why)
{
    return add_entry(audit, entry, false, why);
}

bool gj_audit_knows(const struct gj_audit *audit, const struct gj_entry_line *account)
{
    return find(audit, account) != NULL;
}

/* ---- rows ---- */

static enum gj_status differs(struct gj_why *why, const char *what, gj_id person, gj_area area,
                              gj_fen row, gj_fen entries)
{
    char row_text[GJ_FEN_TEXT_MAX], entries_text[GJ_FEN_TEXT_MAX];
    return gj_fail(why, GJ_BROKEN,
                   "the %s of person %" PRId64 " in area %" PRId32 " is %s, its entries make %s",
                   what, person, area, gj_fen_text(row, row_text),
                   gj_fen_text(entries, entries_text));
}

enum gj_status gj_audit_account(struct gj_audit *audit, const struct gj_account *account,
                                struct gj_why *why)
{
    struct gj_entry_line key = {
        .book = account->area, .chart = GJ_CHART_ACCOUNT, .owner = account->person};
    struct sum nothing = {.year = account->year};
    struct sum *sum = find(audit, &key);
    if (!sum)
        sum = &nothing;
    sum->was_shown = true;
    turn_year(sum, account->year);
    if (sum->carried_fen != account->carried_fen)
        return differs(why, "carried-over money", account->person, account->area,
                       account->carried_fen, sum->carried_fen);
    if (sum->current_fen != account->current_fen)
        return differs(why, "money of this year", account->person, account->area,
                       account->current_fen, sum->current_fen);
    if (sum->last_entry != account->last_entry)
        return gj_fail(why, GJ_BROKEN,
                       "the account of person %" PRId64 " in area %" PRId32
                       " ends at entry %" PRId64 ", its entries at %" PRId64,
                       account->person, account->area, account->last_entry, sum->last_entry);
    return GJ_DONE;
}

enum gj_status gj_audit_wallet(struct gj_audit *audit, const struct gj_wallet *wallet,
                               struct gj_why *why)
{
    struct gj_entry_line key = {
        .book = wallet->area, .chart = GJ_CHART_WALLET, .owner = wallet->person};
    struct sum nothing = {0};
    struct sum *sum = find(audit, &key);
    if (!sum)
        sum = &nothing;
    sum->was_shown = true;
    if (-sum->debit_fen != wallet->balance_fen)
        return differs(why, "wallet", wallet->person, wallet->area, wallet->balance_fen,
                       -sum->debit_fen);
    if (sum->last_entry != wallet->last_entry)
        return gj_fail(why, GJ_BROKEN,
                       "the wallet of person %" PRId64 " ends at entry %" PRId64
                       ", its entries at %" PRId64,
                       wallet->person, wallet->last_entry, sum->last_entry);
    return GJ_DONE;
}

gj_fen gj_audit_balance(const struct gj_audit *audit, const struct gj_entry_line *account)
{
    const struct sum *sum = find(audit, account);
    return sum ? sum->debit_fen : 0;
}

/* ---- ending ---- */

static int compare_numbers(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int compare_sums(const void *left, const void *right)
{
    const struct gj_entry_line *a = &(*(const struct sum *const *)left)->key;
    const struct gj_entry_line *b = &(*(const struct sum *const *)right)->key;
    int by = compare_numbers(a->book, b->book);
    by = by ? by : compare_numbers(a->chart, b->chart);
    by = by ? by : compare_numbers(a->peer, b->peer);
    by = by ? by : compare_numbers(a->scheme, b->scheme);
    return by ? by : compare_numbers(a->owner, b->owner);
}

/* By book, account, peer, scheme, owner. */
void gj_audit_each(const struct gj_audit *audit,
                   void (*each)(void *to, const struct gj_entry_line *account, gj_fen balance_fen),
                   void *to)
{
    const struct sum **order = malloc((audit->count + 1) * sizeof *order);
    GJ_MUST(order);
    for (size_t i = 0; i < audit->count; i++)
        order[i] = &audit->sums[i];
    qsort(order, audit->count, sizeof *order, compare_sums);
    for (size_t i = 0; i < audit->count; i++)
        each(to, &order[i]->key, order[i]->debit_fen);
    free(order);
}

static enum gj_status finish_clearing(const struct gj_audit *audit, const struct sum *sum,
                                      struct gj_why *why)
{
    struct gj_entry_line other = {
        .book = sum->key.peer, .peer = sum->key.book, .chart = GJ_CHART_CLEARING};
    gj_fen owed = gj_audit_balance(audit, &other);
    if (owed == -sum->debit_fen)
        return GJ_DONE;
    char here[GJ_FEN_TEXT_MAX], there[GJ_FEN_TEXT_MAX];
    return gj_fail(
        why, GJ_BROKEN,
        "clearing between %" PRId32 " and %" PRId32 " is %s in one book, %s in the other",
        sum->key.book, sum->key.peer, gj_fen_text(sum->debit_fen, here), gj_fen_text(owed, there));
}

enum gj_status gj_audit_finish(struct gj_audit *audit, struct gj_why *why)
{
    for (size_t i = 0; i < audit->count; i++) {
        const struct sum *sum = &audit->sums[i];
        if (is_of_person(&sum->key) && !sum->was_shown)
            return gj_fail(
                why, GJ_BROKEN,
                "the %s of person %" PRId64 " in area %" PRId32 " has entries and no row",
                gj_chart_word((enum gj_chart)sum->key.chart), sum->key.owner, sum->key.book);
        if (sum->key.chart == GJ_CHART_CLEARING) {
            enum gj_status status = finish_clearing(audit, sum, why);
            if (status != GJ_DONE)
                return status;
        }
    }
    return GJ_DONE;
}
