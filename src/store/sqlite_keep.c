/* Keeping: the outcomes of a batch in one transaction with one row of the hash chain. In: desks with
   outcomes. Out: everything on the disk, or nothing. What the store holds in memory changes only
   after the commit. */
#include "store/sqlite.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "base/inline.h"

static void keep_record(struct gj_sqlite *self, const struct gj_desk *desk)
{
    const struct gj_record record = gj_record_of(desk);
    const size_t length = gj_once_reply_put(desk, self->bytes);
    gj_append_record(self, &record, desk->facts.self.person.id, self->bytes, length);
    gj_chain_record(self->sm3, &record);
}

/* The chain of a person's settlements begins in his own rows, which the facts hold. */
static void keep_settlement(struct gj_sqlite *self, const struct gj_desk *desk,
                            const struct gj_settlement *given)
{
    struct gj_settlement one;
    memcpy(&one, given, offsetof(struct gj_settlement, claim));
    const struct gj_decision *decision = &given->decision;
    GJ_MUST(desk->facts.self.person.id == one.person);
    one.previous = desk->facts.self.last_settlement;
    one.version = given->version + 1;
    const size_t length = gj_kept_decided_put(given, self->bytes);
    struct gj_row row = gj_row(&self->db, GJ_SQL_SETTLEMENT_PUT);
    gj_row_settlement_head(&row, &one);
    gj_bind(&row, decision->bill.total_fen);
    gj_bind(&row, decision->pool_fen);
    gj_bind(&row, decision->own_fen);
    gj_bind(&row, decision->wallet_fen);
    gj_bind(&row, decision->aid_fen);
    gj_bind(&row, decision->cash_fen);
    gj_bind_blob(&row, self->bytes, length);
    gj_row_do(&row);
    row = gj_row(&self->db, one.previous == 0 ? GJ_SQL_SETTLED_PUT : GJ_SQL_SETTLED_CHANGE);
    gj_bind(&row, one.person);
    gj_bind(&row, one.id);
    gj_row_do(&row);
    gj_chain_settlement_kept(self->sm3, &one, self->bytes, length);
}

static void change_settlement(struct gj_sqlite *self, const struct gj_settlement *one)
{
    struct gj_row row = gj_row(&self->db, GJ_SQL_SETTLEMENT_CHANGE);
    gj_bind(&row, one->reversed_by);
    gj_bind(&row, one->id);
    gj_row_do(&row);
    if (gj_db_good(&self->db) && sqlite3_changes(self->db.handle) != 1)
        gj_db_broken(&self->db, "a settlement to be changed is not there");
}

static void keep_settlements(struct gj_sqlite *self, const struct gj_desk *desk)
{
    const struct gj_outcome *outcome = &desk->outcome;
    for (int i = 0; i < outcome->settlements_count; i++) {
        const struct gj_settlement *one = &outcome->settlements[i];
        if (one->id != desk->command.order) {
            change_settlement(self, one);
            continue;
        }
        keep_settlement(self, desk, one);
        self->end.settlements++;
    }
}

static bool account_before(const struct gj_side *side, const struct gj_entry_line *line,
                           gj_id *last_out)
{
    for (int i = 0; i < side->accounts_count; i++)
        if (side->accounts[i].person == line->owner && side->accounts[i].area == line->book) {
            *last_out = side->accounts[i].last_entry;
            return true;
        }
    return false;
}

/* The entry that touched the account of a line before, from the facts that the act worked on. */
static bool entry_in_facts(const struct gj_facts *facts, const struct gj_entry_line *line,
                           gj_id *last_out)
{
    if (line->chart == GJ_CHART_WALLET) {
        const bool own = facts->self.wallet.person == line->owner;
        *last_out = own ? facts->self.wallet.last_entry : facts->other.wallet.last_entry;
        return own || facts->other.wallet.person == line->owner;
    }
    if (account_before(&facts->self, line, last_out) ||
        account_before(&facts->other, line, last_out))
        return true;
    for (int i = 0; i < facts->payers_count; i++) {
        const struct gj_account *account = &facts->payers[i].account;
        *last_out = account->last_entry;
        if (account->person == line->owner && account->area == line->book)
            return true;
    }
    return false;
}

/* The same from its row, for an account that the facts did not name. */
static gj_id entry_in_row(struct gj_sqlite *self, const struct gj_entry_line *line)
{
    const bool account = line->chart == GJ_CHART_ACCOUNT;
    struct gj_row row = gj_row(&self->db, account ? GJ_SQL_ACCOUNT_LAST : GJ_SQL_WALLET_LAST);
    gj_id last = 0;
    gj_bind(&row, line->owner);
    if (account)
        gj_bind(&row, line->book);
    if (gj_row_next(&row)) {
        (void)gj_column(&row);
        last = gj_column(&row);
    }
    gj_row_end(&row);
    return last;
}

/* Sets each line's `previous` and nets the accounts that are no person's. */
static void link_lines(struct gj_sqlite *self, struct gj_desk *desk)
{
    struct gj_entry *const entry = &desk->outcome.entry;
    for (int i = 0; i < entry->count; i++) {
        struct gj_entry_line *line = &entry->lines[i];
        gj_id last;
        if (line->chart == GJ_CHART_ACCOUNT || line->chart == GJ_CHART_WALLET)
            line->previous =
                entry_in_facts(&desk->facts, line, &last) ? last : entry_in_row(self, line);
        else
            gj_book_add(&self->book, line);
    }
}

static void keep_entry(struct gj_sqlite *self, struct gj_desk *desk)
{
    const struct gj_command *command = &desk->command;
    const struct gj_entry *entry = &desk->outcome.entry;
    if (entry->count == 0)
        return;
    GJ_MUST(entry->id == command->order && entry->act == command->act);
    GJ_MUST(entry->now == command->now);
    link_lines(self, desk);
    for (int i = 0; i < entry->count; i++)
        gj_append_line(self, entry->id << GJ_ENTRY_BITS | i, &entry->lines[i]);
    gj_chain_entry(self->sm3, entry);
    self->end.entries++;
}

static void keep_book(struct gj_sqlite *self)
{
    for (int i = 0; i < self->book.count; i++) {
        const struct gj_book_line *line = &self->book.lines[self->book.used[i]];
        struct gj_row row = gj_row(&self->db, GJ_SQL_BOOK_PUT);
        gj_bind(&row, line->book);
        gj_bind(&row, line->chart);
        gj_bind(&row, line->scheme);
        gj_bind(&row, line->peer);
        gj_bind(&row, line->owner);
        gj_bind(&row, line->amount_fen);
        gj_row_do(&row);
    }
}

static void keep_chain_row(struct gj_sqlite *self)
{
    struct gj_chain_end *end = &self->end;
    gj_sm3_end(self->sm3, end->hash);
    end->batches++;
    struct gj_row row = gj_row(&self->db, GJ_SQL_CHAIN_PUT);
    gj_bind(&row, end->last);
    gj_bind_blob(&row, end->hash, sizeof end->hash);
    gj_bind(&row, end->batches);
    gj_bind(&row, end->people);
    gj_bind(&row, end->settlements);
    gj_bind(&row, end->entries);
    gj_row_do(&row);
}

/* Entries and lines look at rows as they were before; so they come first. */
static void keep_desk(struct gj_sqlite *self, struct gj_desk *desk)
{
    keep_record(self, desk);
    keep_settlements(self, desk);
    keep_entry(self, desk);
    if (desk->command.act == GJ_ACT_ADD_LINES)
        gj_keep_lines(self, desk);
    if (desk->command.act == GJ_ACT_SETTLE_BILL)
        gj_keep_bill_lines(self, desk);
    if (desk->outcome.drop_lines)
        gj_keep_dropped(self, desk);
    gj_keep_rows(self, desk);
    if (desk->outcome.mark_undone) {
        gj_append_waiting(self); /* it looks for the record of what is undone */
        gj_once_mark(self, desk);
    }
    if (desk->outcome.keep_once)
        gj_once_keep(self, desk);
}

/* A desk was written by another thread: what keeping it reads is called for while others are kept. */
static void fetch_desk(const struct gj_desk *desk)
{
    const struct gj_side *self = &desk->facts.self;
    gj_fetch(&desk->command, sizeof desk->command);
    gj_fetch(&desk->outcome, offsetof(struct gj_outcome, entry.lines[3]));
    gj_fetch(desk->outcome.accounts, sizeof desk->outcome.accounts[0]);
    gj_fetch(self, offsetof(struct gj_side, enrolments));
    gj_fetch(self->accounts, sizeof self->accounts[0]);
}

/* The whole transaction; at its end either committed, or failed and open or rolled back. */
static void keep_batch(struct gj_sqlite *self, struct gj_desk *const desks[], int n)
{
    enum { FETCHED = 2 };
    struct gj_row begin = gj_row(&self->db, GJ_SQL_BEGIN);
    gj_row_do(&begin);
    gj_chain_begin(self->sm3, self->end.hash);
    for (int i = 0; i < n && gj_db_good(&self->db); i++) {
        if (i + FETCHED < n)
            fetch_desk(desks[i + FETCHED]);
        if (desks[i]->outcome.keep)
            keep_desk(self, desks[i]);
    }
    self->end.last = desks[n - 1]->command.order;
    gj_append_waiting(self);
    keep_book(self);
    keep_chain_row(self);
    struct gj_row commit = gj_row(&self->db, GJ_SQL_COMMIT);
    gj_row_do(&commit);
}

/* A failed COMMIT may have rolled back by itself (a full disk does), or not. */
static void roll_back(struct gj_sqlite *self)
{
    if (self->db.handle != NULL && sqlite3_get_autocommit(self->db.handle) == 0)
        (void)sqlite3_exec(self->db.handle, "ROLLBACK", NULL, NULL, NULL);
}

static void take_over(struct gj_sqlite *self, struct gj_desk *const desks[], int n)
{
    for (int i = 0; i < self->places_new_count; i++)
        gj_places_put(&self->places, self->places_new[i]);
    for (int i = 0; i < n; i++) {
        const struct gj_command *command = &desks[i]->command;
        if (command->act == GJ_ACT_ADD_ITEM)
            gj_prices_forget(self->prices);
        if (desks[i]->outcome.keep_once && command->once.used)
            gj_once_day_add(self, command->once.day);
        if (desks[i]->outcome.mark_undone)
            gj_once_day_add(self,
                            command->once.used ? command->once.day : gj_time_day(command->now));
    }
}

static void forget(struct gj_sqlite *self, const struct gj_chain_end *before)
{
    self->end = *before;
    for (int i = 0; i < self->places_new_count; i++)
        free(self->places_new[i]);
}

enum gj_status gj_sqlite_keep(struct gj_store *store, struct gj_desk *const desks[], int n,
                              enum gj_verdict verdicts[], struct gj_why *why)
{
    struct gj_sqlite *self = (struct gj_sqlite *)store;
    const struct gj_chain_end before = self->end;
    bool any = false;
    for (int i = 0; i < n; i++)
        verdicts[i] = GJ_VERDICT_KEPT;
    for (int i = 0; i < n && !any; i++)
        any = desks[i]->outcome.keep;
    if (any) {
        gj_book_clear(&self->book);
        self->places_new_count = 0;
        keep_batch(self, desks, n);
        const enum gj_status status = gj_db_end(&self->db, why);
        if (status != GJ_DONE) {
            roll_back(self);
            forget(self, &before);
            return status;
        }
        take_over(self, desks, n);
    }
    if (n > 0) {
        const gj_id step = (gj_id)1 << GJ_WRITER_BITS;
        const gj_id last = desks[n - 1]->command.order;
        const gj_id next = (last >> GJ_WRITER_BITS << GJ_WRITER_BITS) + step;
        if (next > self->next_order)
            self->next_order = next;
    }
    return GJ_DONE;
}

static int64_t find_pack(struct gj_db *db, const char *hash)
{
    struct gj_row row = gj_row(db, GJ_SQL_PACK_FIND);
    gj_bind_text(&row, hash);
    const int64_t number = gj_row_next(&row) ? gj_column(&row) : 0;
    gj_row_end(&row);
    return number;
}

enum gj_status gj_sqlite_keep_packs(struct gj_store *store, const char hash[65],
                                    struct gj_slice bytes, uint32_t *number_out, struct gj_why *why)
{
    struct gj_sqlite *self = (struct gj_sqlite *)store;
    int64_t number = find_pack(&self->db, hash);
    if (number == 0) {
        struct gj_row row = gj_row(&self->db, GJ_SQL_PACK_PUT);
        gj_bind_text(&row, hash);
        gj_bind_blob(&row, bytes.bytes, bytes.length);
        gj_row_do(&row);
        number = find_pack(&self->db, hash);
    }
    *number_out = (uint32_t)number;
    return gj_db_end(&self->db, why);
}
