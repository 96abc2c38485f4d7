/* Walks over a SQLite store in record order: entries, settlements, the hash chain. In slices, each
   its own short read transaction, so that the write-ahead log is never held up; rows are read into
   memory first, so that the callback runs outside of it. */
#include "store/sqlite_reader.h"

#include <stdlib.h>
#include <string.h>

#include "base/bug.h"

void gj_sqlite_read_begin(struct gj_sqlite_reader *self)
{
    struct gj_row begin = gj_row(&self->db, GJ_SQL_READ);
    gj_row_do(&begin);
}

void gj_sqlite_read_end_transaction(struct gj_sqlite_reader *self)
{
    if (sqlite3_get_autocommit(self->db.handle) == 0)
        (void)sqlite3_exec(self->db.handle, "ROLLBACK", NULL, NULL, NULL);
}

enum gj_status gj_sqlite_last_order(struct gj_reader *reader, gj_id *order_out, struct gj_why *why)
{
    struct gj_sqlite_reader *self = (struct gj_sqlite_reader *)reader;
    struct gj_row row = gj_row(&self->db, GJ_SQL_RECORD_LAST);
    *order_out = gj_row_next(&row) ? gj_column(&row) : 0;
    gj_row_end(&row);
    return gj_db_end(&self->db, why);
}

/* One line as it lies, with the head of its entry. */
struct walked_line {
    gj_id id;
    gj_time now;
    uint8_t act;
    struct gj_entry_line line;
};

static void read_line(struct gj_row *row, struct walked_line *out)
{
    memset(out, 0, sizeof *out);
    GJ_FIELD(row, out->id);
    GJ_FIELD(row, out->line.book);
    GJ_FIELD(row, out->line.peer);
    GJ_FIELD(row, out->line.chart);
    GJ_FIELD(row, out->line.scheme);
    GJ_FIELD(row, out->line.owner);
    GJ_FIELD(row, out->line.previous);
    GJ_FIELD(row, out->line.amount_fen);
    GJ_FIELD(row, out->line.carried_fen);
    if (sqlite3_column_type(row->statement, row->at) == SQLITE_NULL)
        gj_db_broken(row->db, "an entry belongs to no record");
    GJ_FIELD(row, out->now);
    GJ_FIELD(row, out->act);
}

/* Reads at most `room` lines after line `after`. */
static int read_lines(struct gj_db *db, gj_id after, gj_id last, struct walked_line *lines,
                      int room)
{
    struct gj_row row = gj_row(db, GJ_SQL_ENTRY_LINES);
    int count = 0;
    gj_bind(&row, after);
    gj_bind(&row, last);
    gj_bind(&row, room);
    while (count < room && gj_row_next(&row))
        read_line(&row, &lines[count++]);
    gj_row_end(&row);
    return gj_db_good(db) ? count : 0;
}

/* Puts a line to its entry; false if its place in the entry is not the next one. */
static bool add_line(struct gj_entry *entry, const struct walked_line *walked)
{
    const gj_id id = walked->id >> GJ_ENTRY_BITS;
    if (entry->count == 0) {
        entry->id = id;
        entry->now = walked->now;
        entry->act = walked->act;
    }
    if ((walked->id & ((1 << GJ_ENTRY_BITS) - 1)) != entry->count ||
        entry->count >= GJ_ENTRY_LINES_MAX)
        return false;
    entry->lines[entry->count++] = walked->line;
    return true;
}

static gj_id last_line_of(gj_id entry)
{
    GJ_MUST(entry >= 0);
    const gj_id highest = INT64_MAX >> GJ_ENTRY_BITS;
    const gj_id bounded = entry > highest ? highest : entry;
    return bounded << GJ_ENTRY_BITS | ((1 << GJ_ENTRY_BITS) - 1);
}

/* Hands on whole entries of a slice; `*after` moves behind them. Unless it is the last slice, the
   entry at its end may go on in the next and waits for it. */
static enum gj_status hand_entries(struct gj_db *db, const struct walked_line *lines, int count,
                                   bool is_last, gj_id *after,
                                   enum gj_status (*each)(void *to, const struct gj_entry *entry),
                                   void *to)
{
    for (int i = 0; i < count;) {
        struct gj_entry entry;
        memset(&entry, 0, sizeof entry);
        const gj_id id = lines[i].id >> GJ_ENTRY_BITS;
        for (; i < count && lines[i].id >> GJ_ENTRY_BITS == id; i++) {
            if (!add_line(&entry, &lines[i])) {
                gj_db_broken(db, "the lines of an entry are not whole");
                return GJ_DONE;
            }
        }
        if (i == count && !is_last)
            return GJ_DONE;
        const enum gj_status status = each(to, &entry);
        if (status != GJ_DONE)
            return status;
        *after = last_line_of(id);
    }
    return GJ_DONE;
}

enum gj_status gj_sqlite_entries(struct gj_reader *reader, gj_id after, gj_id last,
                                 enum gj_status (*each)(void *to, const struct gj_entry *entry),
                                 void *to, struct gj_why *why)
{
    struct gj_sqlite_reader *self = (struct gj_sqlite_reader *)reader;
    struct walked_line *lines = calloc(GJ_SLICE_ROWS, sizeof *lines);
    GJ_MUST(lines != NULL);
    gj_id line_after = last_line_of(after);
    const gj_id line_last = last_line_of(last);
    enum gj_status status = GJ_DONE;
    int count = GJ_SLICE_ROWS;
    while (status == GJ_DONE && gj_db_good(&self->db) && count == GJ_SLICE_ROWS) {
        count = read_lines(&self->db, line_after, line_last, lines, GJ_SLICE_ROWS);
        status =
            hand_entries(&self->db, lines, count, count < GJ_SLICE_ROWS, &line_after, each, to);
    }
    free(lines);
    if (status != GJ_DONE)
        return status;
    return gj_db_end(&self->db, why);
}

enum { SETTLEMENTS_SLICE = 256 };

static int read_settlements(struct gj_db *db, gj_id after, gj_id last, struct gj_settlement *out)
{
    struct gj_row row = gj_row(db, GJ_SQL_SETTLEMENTS);
    int count = 0;
    gj_bind(&row, after);
    gj_bind(&row, last);
    gj_bind(&row, SETTLEMENTS_SLICE);
    while (count < SETTLEMENTS_SLICE && gj_row_next(&row)) {
        struct gj_settlement *one = &out[count++];
        memset(one, 0, sizeof *one);
        gj_row_settlement_head(&row, one);
        gj_row_settlement_rest(&row, one, NULL);
    }
    gj_row_end(&row);
    return gj_db_good(db) ? count : 0;
}

enum gj_status gj_sqlite_settlements(struct gj_reader *reader, gj_id after, gj_id last,
                                     enum gj_status (*each)(void *to,
                                                            const struct gj_settlement *one),
                                     void *to, struct gj_why *why)
{
    struct gj_sqlite_reader *self = (struct gj_sqlite_reader *)reader;
    struct gj_settlement *slice = calloc(SETTLEMENTS_SLICE, sizeof *slice);
    GJ_MUST(slice != NULL);
    enum gj_status status = GJ_DONE;
    int count = SETTLEMENTS_SLICE;
    while (status == GJ_DONE && gj_db_good(&self->db) && count == SETTLEMENTS_SLICE) {
        count = read_settlements(&self->db, after, last, slice);
        for (int i = 0; i < count && status == GJ_DONE; i++) {
            status = each(to, &slice[i]);
            after = slice[i].id;
        }
    }
    free(slice);
    if (status != GJ_DONE)
        return status;
    return gj_db_end(&self->db, why);
}

/* ---- the chain: three cursors over one batch, merged by record ---- */

struct batch_walk {
    struct gj_db *db;
    struct gj_row records, settlements, lines;
    bool has_settlement, has_line;
    struct gj_settlement settlement;
    struct gj_slice kept; /* of the settlement; borrowed from its cursor */
    struct walked_line line;
};

static void next_settlement(struct batch_walk *walk)
{
    walk->has_settlement = gj_row_next(&walk->settlements);
    if (!walk->has_settlement)
        return;
    memset(&walk->settlement, 0, sizeof walk->settlement);
    gj_row_settlement_head(&walk->settlements, &walk->settlement);
    gj_row_settlement_rest(&walk->settlements, &walk->settlement, &walk->kept);
}

static void next_line(struct batch_walk *walk)
{
    walk->has_line = gj_row_next(&walk->lines);
    if (walk->has_line)
        read_line(&walk->lines, &walk->line);
}

static struct gj_row open_range(struct gj_db *db, enum gj_sql which, gj_id after, gj_id last)
{
    struct gj_row row = gj_row(db, which);
    gj_bind(&row, after);
    gj_bind(&row, last);
    gj_bind(&row, -1);
    return row;
}

static void read_record(struct gj_row *row, struct gj_record *record)
{
    size_t length = 0;
    *record = (struct gj_record){0};
    GJ_FIELD(row, record->order);
    GJ_FIELD(row, record->now);
    GJ_FIELD(row, record->act);
    GJ_FIELD(row, record->actor.role);
    GJ_FIELD(row, record->actor.number);
    GJ_FIELD(row, record->actor.area);
    GJ_FIELD(row, record->subject);
    const uint8_t *digest = gj_column_blob(row, &length);
    if (length == sizeof record->digest)
        memcpy(record->digest, digest, length);
    else
        gj_db_broken(row->db, "a record's digest is not 32 bytes long");
}

static void hash_entry(struct batch_walk *walk, struct gj_sm3 *sm3, gj_id order)
{
    struct gj_entry entry;
    memset(&entry, 0, sizeof entry);
    while (walk->has_line && walk->line.id >> GJ_ENTRY_BITS == order) {
        if (!add_line(&entry, &walk->line)) {
            gj_db_broken(walk->db, "the lines of an entry are not whole");
            return;
        }
        next_line(walk);
    }
    gj_chain_entry(sm3, &entry);
}

static void hash_batch(struct gj_sqlite_reader *self, gj_id after, gj_id last,
                       const uint8_t before[32], uint8_t hash_out[32])
{
    struct gj_db *db = &self->db;
    struct batch_walk walk = {.db = db};
    walk.records = open_range(db, GJ_SQL_RECORDS, after, last);
    walk.settlements = open_range(db, GJ_SQL_SETTLEMENTS, after, last);
    walk.lines = open_range(db, GJ_SQL_ENTRY_LINES, last_line_of(after), last_line_of(last));
    gj_chain_begin(self->sm3, before);
    next_settlement(&walk);
    next_line(&walk);
    while (gj_row_next(&walk.records)) {
        struct gj_record record;
        read_record(&walk.records, &record);
        gj_chain_record(self->sm3, &record);
        if (walk.has_settlement && walk.settlement.id == record.order) {
            gj_chain_settlement_kept(self->sm3, &walk.settlement, (const uint8_t *)walk.kept.bytes,
                                     walk.kept.length);
            next_settlement(&walk);
        }
        hash_entry(&walk, self->sm3, record.order);
    }
    if (walk.has_settlement || walk.has_line)
        gj_db_broken(db, "a settlement or an entry belongs to no record");
    gj_row_end(&walk.records);
    gj_row_end(&walk.settlements);
    gj_row_end(&walk.lines);
    gj_sm3_end(self->sm3, hash_out);
}

/* The next row of the chain after `after`, up to `last`. */
static bool next_link(struct gj_db *db, gj_id after, gj_id last, struct gj_chain_end *out)
{
    struct gj_row row = gj_row(db, GJ_SQL_CHAIN);
    gj_bind(&row, after);
    gj_bind(&row, last);
    const bool found = gj_row_next(&row);
    if (found) {
        size_t length = 0;
        out->last = gj_column(&row);
        const uint8_t *hash = gj_column_blob(&row, &length);
        memset(out->hash, 0, sizeof out->hash);
        if (length == sizeof out->hash)
            memcpy(out->hash, hash, length);
        out->batches = gj_column(&row);
    }
    gj_row_end(&row);
    return found;
}

static bool has_record_after(struct gj_db *db, gj_id after, gj_id last)
{
    struct gj_row row = gj_row(db, GJ_SQL_RECORDS);
    gj_bind(&row, after);
    gj_bind(&row, last);
    gj_bind(&row, 1);
    const bool found = gj_row_next(&row);
    gj_row_end(&row);
    return found;
}

enum gj_status gj_sqlite_chain(struct gj_reader *reader, gj_id last, int64_t *batches_out,
                               uint8_t head_out[32], struct gj_why *why)
{
    struct gj_sqlite_reader *self = (struct gj_sqlite_reader *)reader;
    struct gj_chain_end link = {0};
    uint8_t hash[GJ_SM3_SIZE] = {0};
    gj_id after = 0;
    *batches_out = 0;
    while (next_link(&self->db, after, last, &link)) {
        hash_batch(self, after, link.last, hash, hash);
        const enum gj_status status = gj_db_end(&self->db, why);
        if (status == GJ_BROKEN ||
            (status == GJ_DONE && memcmp(hash, link.hash, sizeof hash) != 0) ||
            (status == GJ_DONE && link.batches != *batches_out + 1))
            return gj_fail(why, GJ_BROKEN,
                           "the chain breaks at batch %lld (records %lld to %lld): what is kept is "
                           "not what was kept then",
                           (long long)*batches_out + 1, (long long)after + 1, (long long)link.last);
        if (status != GJ_DONE)
            return status;
        after = link.last;
        (*batches_out)++;
    }
    if (has_record_after(&self->db, after, last))
        gj_db_broken(&self->db, "records follow the last batch of the chain");
    memcpy(head_out, hash, sizeof hash);
    return gj_db_end(&self->db, why);
}
