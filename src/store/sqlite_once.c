/* Names under which a command happens once: finding them, filling in the reply that was kept, and
   keeping names and marks. Clustered by (day, hash): only days that hold names are asked. */
#include "store/sqlite.h"

#include <string.h>

#include "base/bug.h"

/* A message number of the national interface is the institution's code (12 places), the time to the
   second (14 digits) and an order (4): then this gives YYYYMMDDhhmm, else 0. It is a function of the
   name alone, and puts the names of one time beside each other, so that keeping them writes a few
   pages again and again rather than one anywhere for each. */
static int64_t minute_of_name(const char *msgid)
{
    enum { CODE_PLACES = 12, MINUTE_DIGITS = 12, SECOND_DIGITS = 14 };
    int64_t minute = 0;
    if (strlen(msgid) < CODE_PLACES + SECOND_DIGITS)
        return 0;
    for (int i = 0; i < SECOND_DIGITS; i++) {
        const char digit = msgid[CODE_PLACES + i];
        if (digit < '0' || digit > '9')
            return 0;
        if (i < MINUTE_DIGITS)
            minute = minute * 10 + (digit - '0');
    }
    return minute;
}

static bool look_on_day(struct gj_sqlite *self, gj_day day, int64_t minute, const uint8_t hash[16],
                        struct gj_once_found *found)
{
    struct gj_row row = gj_row(&self->db, GJ_SQL_ONCE_GET);
    gj_bind(&row, day);
    gj_bind(&row, minute);
    gj_bind_blob(&row, hash, 16);
    if (gj_row_next(&row)) {
        size_t length = 0;
        found->found = true;
        found->day = day;
        found->minute = minute;
        GJ_FIELD(&row, found->undone);
        GJ_FIELD(&row, found->act);
        GJ_FIELD(&row, found->person);
        GJ_FIELD(&row, found->made);
        const uint8_t *digest = gj_column_blob(&row, &length);
        if (length == sizeof found->digest)
            memcpy(found->digest, digest, length);
        else if (!found->undone)
            gj_db_broken(&self->db, "the digest of a kept name is not 32 bytes long");
    }
    gj_row_end(&row);
    return found->found;
}

void gj_once_find(struct gj_sqlite *self, gj_day day, const char *msgid, const uint8_t hash[16],
                  struct gj_once_found *found_out)
{
    const int64_t minute = minute_of_name(msgid);
    *found_out = (struct gj_once_found){0};
    for (gj_day back = 0; back <= GJ_ONCE_DAYS; back++)
        if (gj_once_day_known(self, day - back) &&
            look_on_day(self, day - back, minute, hash, found_out))
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
                        const uint8_t hash[16], struct gj_desk *desk)
{
    struct gj_outcome *outcome = &desk->outcome;
    struct gj_row row = gj_row(&self->db, GJ_SQL_ONCE_REPLY);
    gj_bind(&row, found->day);
    gj_bind(&row, found->minute);
    gj_bind_blob(&row, hash, 16);
    if (gj_row_next(&row)) {
        size_t length = 0;
        bool has_charge = false;
        const uint8_t *bytes = gj_column_blob(&row, &length);
        if (gj_kept_reply_get(bytes, length, &outcome->reply, &outcome->charges[0], &has_charge,
                              &self->db.why) == GJ_DONE)
            outcome->charges_count = has_charge;
        outcome->reply.replayed = true;
    }
    gj_row_end(&row);
    fill_settlement(self, found, outcome);
}

void gj_once_keep(struct gj_sqlite *self, const struct gj_desk *desk)
{
    const struct gj_once_key *once = &desk->command.once;
    const struct gj_outcome *outcome = &desk->outcome;
    const bool previewed = desk->command.act == GJ_ACT_PREVIEW && outcome->charges_count > 0;
    const size_t length =
        gj_kept_reply_put(&outcome->reply, previewed ? &outcome->charges[0] : NULL, self->bytes);
    struct gj_row row = gj_row(&self->db, GJ_SQL_ONCE_PUT);
    GJ_MUST(once->used);
    gj_bind(&row, once->day);
    gj_bind(&row, minute_of_name(desk->command.msgid));
    gj_bind_blob(&row, once->hash, sizeof once->hash);
    gj_bind(&row, desk->command.act);
    gj_bind(&row, desk->facts.self.person.id);
    gj_bind(&row, outcome->reply.id);
    gj_bind_blob(&row, once->digest, sizeof once->digest);
    gj_bind_blob(&row, self->bytes, length);
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
    gj_bind(&row, minute_of_name(command->body.undo.msgid));
    gj_bind_blob(&row, command->body.undo.hash, sizeof command->body.undo.hash);
    gj_row_do(&row);
}
