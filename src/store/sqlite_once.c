/* Names under which a command happens once: finding them, filling in the reply that was kept, and
   keeping names and marks. Clustered by (day, hash): only days that hold names are asked. */
#include "store/sqlite.h"

#include <string.h>

#include "base/bug.h"

/* A message number of the national interface is the institution's code (12 places), the time to the
   second (14 digits) and an order (4): then this gives YYYYMMDDhhmmss, else 0. It is a function of
   the name alone, and puts the names of one time beside each other, so that keeping them writes a
   few pages again and again rather than one anywhere for each. */
static int64_t second_of_name(const char *msgid)
{
    enum { CODE_PLACES = 12, SECOND_DIGITS = 14 };
    int64_t second = 0;
    if (strlen(msgid) < CODE_PLACES + SECOND_DIGITS)
        return 0;
    for (int i = 0; i < SECOND_DIGITS; i++) {
        const char digit = msgid[CODE_PLACES + i];
        if (digit < '0' || digit > '9')
            return 0;
        second = second * 10 + (digit - '0');
    }
    return second;
}

/* What was kept under the name; a mark of what never came has no record. */
static void read_record(struct gj_sqlite *self, struct gj_once_found *found)
{
    if (found->record == 0)
        return;
    struct gj_row row = gj_row(&self->db, GJ_SQL_ONCE_RECORD);
    gj_bind(&row, found->record);
    if (gj_row_next(&row)) {
        size_t length = 0;
        GJ_FIELD(&row, found->act);
        GJ_FIELD(&row, found->person);
        GJ_FIELD(&row, found->made);
        const uint8_t *digest = gj_column_blob(&row, &length);
        if (length == sizeof found->digest)
            memcpy(found->digest, digest, length);
        else
            gj_db_broken(&self->db, "the digest of a record is not 32 bytes long");
    } else {
        gj_db_broken(&self->db, "a kept name belongs to no record");
    }
    gj_row_end(&row);
}

static bool look_on_day(struct gj_sqlite *self, gj_day day, int64_t second, const uint8_t hash[16],
                        struct gj_once_found *found)
{
    struct gj_row row = gj_row(&self->db, GJ_SQL_ONCE_GET);
    gj_bind(&row, day);
    gj_bind(&row, second);
    gj_bind_blob(&row, hash, 16);
    if (gj_row_next(&row)) {
        found->found = true;
        found->day = day;
        GJ_FIELD(&row, found->undone);
        GJ_FIELD(&row, found->record);
    }
    gj_row_end(&row);
    if (found->found)
        read_record(self, found);
    return found->found;
}

void gj_once_find(struct gj_sqlite *self, gj_day day, const char *msgid, const uint8_t hash[16],
                  struct gj_once_found *found_out)
{
    const int64_t second = second_of_name(msgid);
    *found_out = (struct gj_once_found){0};
    for (gj_day back = 0; back <= GJ_ONCE_DAYS; back++)
        if (gj_once_day_known(self, day - back) &&
            look_on_day(self, day - back, second, hash, found_out))
            return;
}

/* What the encoder needs beside the reply's values: the settlement it tells of. */
static void fill_settlement(struct gj_sqlite *self, const struct gj_once_found *found,
                            struct gj_outcome *outcome)
{
    if (found->act != GJ_ACT_SETTLE && found->act != GJ_ACT_SETTLE_BILL &&
        found->act != GJ_ACT_REVERSE && found->act != GJ_ACT_UNDO)
        return;
    gj_get_settlement(&self->db, found->made, &outcome->settlements[0]);
    outcome->settlements_count = outcome->settlements[0].version > 0;
}

void gj_once_fill_reply(struct gj_sqlite *self, const struct gj_once_found *found,
                        struct gj_desk *desk)
{
    struct gj_outcome *outcome = &desk->outcome;
    struct gj_row row = gj_row(&self->db, GJ_SQL_ONCE_RECORD);
    gj_bind(&row, found->record);
    if (gj_row_next(&row)) {
        size_t length = 0;
        bool has_charge = false;
        row.at = 4; /* the reply, behind what was read above */
        const uint8_t *bytes = gj_column_blob(&row, &length);
        if (gj_kept_reply_get(bytes, length, &outcome->reply, &outcome->charges[0], &has_charge,
                              &self->db.why) == GJ_DONE)
            outcome->charges_count = has_charge;
        outcome->reply.replayed = true;
    }
    gj_row_end(&row);
    fill_settlement(self, found, outcome);
}

size_t gj_once_reply_put(const struct gj_desk *desk, uint8_t bytes[GJ_KEPT_REPLY_MAX])
{
    const struct gj_outcome *outcome = &desk->outcome;
    if (!outcome->keep_once)
        return 0;
    const bool previewed = desk->command.act == GJ_ACT_PREVIEW && outcome->charges_count > 0;
    return gj_kept_reply_put(&outcome->reply, previewed ? &outcome->charges[0] : NULL, bytes);
}

void gj_once_keep(struct gj_sqlite *self, const struct gj_desk *desk)
{
    const struct gj_once_key *once = &desk->command.once;
    struct gj_row row = gj_row(&self->db, GJ_SQL_ONCE_PUT);
    GJ_MUST(once->used);
    gj_bind(&row, once->day);
    gj_bind(&row, second_of_name(desk->command.msgid));
    gj_bind_blob(&row, once->hash, sizeof once->hash);
    gj_bind(&row, desk->command.order);
    gj_row_do(&row);
}

void gj_once_mark(struct gj_sqlite *self, const struct gj_desk *desk)
{
    const struct gj_command *command = &desk->command;
    const gj_day today = command->once.used ? command->once.day : gj_time_day(command->now);
    struct gj_once_found found;
    /* A name kept some days ago is marked where it lies. */
    gj_once_find(self, today, command->body.undo.msgid, command->body.undo.hash, &found);
    struct gj_row row = gj_row(&self->db, GJ_SQL_ONCE_MARK);
    gj_bind(&row, found.found ? found.day : today);
    gj_bind(&row, second_of_name(command->body.undo.msgid));
    gj_bind_blob(&row, command->body.undo.hash, sizeof command->body.undo.hash);
    gj_row_do(&row);
}
