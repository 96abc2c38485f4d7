/* Rows that are only ever put beside others: records, entry lines, months credited. They wait until many of them go in by one
   statement, for beginning and ending a statement costs as much as a row. In: rows in the order of
   their numbers. Out: the same rows, at the latest before somebody looks for one and before the commit. */
#include "store/sqlite.h"

#include <string.h>

/* A statement that puts so many rows. */
struct size {
    int rows;
    enum gj_sql which;
};

/* The largest that is full; the last one puts a single row. */
static struct size largest(const struct size *size, int left)
{
    while (size->rows > left)
        size++;
    return *size;
}

/* ---- entry lines ---- */

static void bind_line(struct gj_row *row, const struct gj_waiting_line *waiting)
{
    const struct gj_entry_line *line = &waiting->line;
    gj_bind(row, waiting->id);
    gj_bind(row, line->book);
    gj_bind(row, line->peer);
    gj_bind(row, line->chart);
    gj_bind(row, line->scheme);
    gj_bind(row, line->owner);
    gj_bind(row, line->previous);
    gj_bind(row, line->amount_fen);
    gj_bind(row, line->carried_fen);
}

static void put_lines(struct gj_sqlite *self)
{
    static const struct size SIZES[] = {
        {GJ_APPEND_LINES, GJ_SQL_ENTRY_LINE_64},
        {8, GJ_SQL_ENTRY_LINE_8},
        {5, GJ_SQL_ENTRY_LINE_5},
        {4, GJ_SQL_ENTRY_LINE_4},
        {3, GJ_SQL_ENTRY_LINE_3},
        {2, GJ_SQL_ENTRY_LINE_2},
        {1, GJ_SQL_ENTRY_LINE_1},
    };
    struct gj_appended *const appended = &self->appended;
    for (int i = 0; i < appended->lines_count;) {
        const struct size size = largest(SIZES, appended->lines_count - i);
        struct gj_row row = gj_row(&self->db, size.which);
        for (const int end = i + size.rows; i < end; i++)
            bind_line(&row, &appended->lines[i]);
        gj_row_do(&row);
    }
    appended->lines_count = 0;
}

void gj_append_line(struct gj_sqlite *self, gj_id id, const struct gj_entry_line *line)
{
    struct gj_appended *const appended = &self->appended;
    appended->lines[appended->lines_count++] = (struct gj_waiting_line){id, *line};
    if (appended->lines_count == GJ_APPEND_LINES)
        put_lines(self);
}

/* ---- records ---- */

static void bind_record(struct gj_row *row, const struct gj_waiting_record *waiting,
                        const uint8_t *replies)
{
    const struct gj_record *record = &waiting->record;
    gj_bind(row, record->order);
    gj_bind(row, record->now);
    gj_bind(row, record->act);
    gj_bind(row, record->actor.role);
    gj_bind(row, record->actor.number);
    gj_bind(row, record->actor.area);
    gj_bind(row, record->subject);
    gj_bind_blob(row, record->digest, sizeof record->digest);
    gj_bind(row, waiting->person);
    gj_bind_blob(row, replies + waiting->reply_at, waiting->reply_length);
}

static void put_records(struct gj_sqlite *self)
{
    static const struct size SIZES[] = {{GJ_APPEND_RECORDS, GJ_SQL_RECORD_PUT_32},
                                        {8, GJ_SQL_RECORD_PUT_8},
                                        {1, GJ_SQL_RECORD_PUT_1}};
    struct gj_appended *const appended = &self->appended;
    for (int i = 0; i < appended->records_count;) {
        const struct size size = largest(SIZES, appended->records_count - i);
        struct gj_row row = gj_row(&self->db, size.which);
        for (const int end = i + size.rows; i < end; i++)
            bind_record(&row, &appended->records[i], appended->replies);
        gj_row_do(&row);
    }
    appended->records_count = 0;
    appended->replies_length = 0;
}

void gj_append_record(struct gj_sqlite *self, const struct gj_record *record, gj_id person,
                      const uint8_t *reply, size_t length)
{
    struct gj_appended *const appended = &self->appended;
    if (sizeof appended->replies - appended->replies_length < length)
        put_records(self);
    memcpy(appended->replies + appended->replies_length, reply, length);
    appended->records[appended->records_count++] =
        (struct gj_waiting_record){*record, person, appended->replies_length, length};
    appended->replies_length += length;
    if (appended->records_count == GJ_APPEND_RECORDS)
        put_records(self);
}

/* ---- months credited ---- */

static void put_credited(struct gj_sqlite *self)
{
    static const struct size SIZES[] = {{GJ_APPEND_CREDITED, GJ_SQL_CREDITED_PUT_64},
                                        {8, GJ_SQL_CREDITED_PUT_8},
                                        {1, GJ_SQL_CREDITED_PUT_1}};
    struct gj_appended *const appended = &self->appended;
    for (int i = 0; i < appended->credited_count;) {
        const struct size size = largest(SIZES, appended->credited_count - i);
        struct gj_row row = gj_row(&self->db, size.which);
        for (const int end = i + size.rows; i < end; i++) {
            gj_bind(&row, appended->credited[i].person);
            gj_bind(&row, appended->credited[i].area);
            gj_bind(&row, appended->credited[i].month);
        }
        gj_row_do(&row);
    }
    appended->credited_count = 0;
}

void gj_append_credited(struct gj_sqlite *self, gj_id person, gj_area area, gj_month month)
{
    struct gj_appended *const appended = &self->appended;
    appended->credited[appended->credited_count++] =
        (struct gj_waiting_credited){person, area, month};
    if (appended->credited_count == GJ_APPEND_CREDITED)
        put_credited(self);
}

void gj_append_waiting(struct gj_sqlite *self)
{
    put_records(self);
    put_lines(self);
    put_credited(self);
}
