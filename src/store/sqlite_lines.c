/* Fee lines: which of a message's lines are kept already, keeping a message's lines as one value, and
   taking lines back. The messages of a visit are a chain from visit.last_lines. */
#include "store/sqlite.h"

#include <string.h>

#include "base/hash.h"

enum { SERIAL_SLOTS = 512 };
_Static_assert(SERIAL_SLOTS > 2 * GJ_MESSAGE_LINES_MAX, "the table never fills");

/* The serials of the message at the desk, to be found by the serials that are kept. */
struct serials {
    struct gj_desk *desk;
    int16_t slots[SERIAL_SLOTS]; /* index of a line + 1 */
};

static uint64_t slot_of(const char *serial)
{
    return gj_hash(serial, strlen(serial)) % SERIAL_SLOTS;
}

static void index_serials(struct serials *serials, struct gj_desk *desk)
{
    memset(serials, 0, sizeof *serials);
    serials->desk = desk;
    for (int i = 0; i < desk->command.body.lines.count; i++) {
        uint64_t at = slot_of(desk->command.body.lines.list[i].serial);
        while (serials->slots[at] != 0)
            at = (at + 1) % SERIAL_SLOTS;
        serials->slots[at] = (int16_t)(i + 1);
    }
}

static bool note_kept_line(void *to, const struct gj_kept_line *kept)
{
    struct serials *serials = to;
    const struct gj_line *list = serials->desk->command.body.lines.list;
    uint64_t at = slot_of(kept->line.serial);
    for (; serials->slots[at] != 0; at = (at + 1) % SERIAL_SLOTS) {
        const int i = serials->slots[at] - 1;
        if (strcmp(list[i].serial, kept->line.serial) == 0)
            serials->desk->facts.lines[i].kept_content = kept->line.content;
    }
    return true;
}

/* The message before this one. */
static gj_id walk_message(struct gj_db *db, gj_id message,
                          bool (*each)(void *to, const struct gj_kept_line *line), void *to)
{
    struct gj_row row = gj_row(db, GJ_SQL_LINES_GET);
    gj_id previous = 0;
    gj_bind(&row, message);
    if (gj_row_next(&row)) {
        size_t length = 0;
        (void)gj_column(&row);
        previous = gj_column(&row);
        const uint8_t *bytes = gj_column_blob(&row, &length);
        (void)(gj_kept_lines_each(bytes, length, each, to, &db->why) == GJ_DONE);
    } else {
        gj_db_broken(db, "a message of a visit's lines is missing");
    }
    gj_row_end(&row);
    return gj_db_good(db) && previous < message ? previous : 0;
}

void gj_gather_kept_lines(struct gj_db *db, struct gj_desk *desk)
{
    if (desk->facts.visit.last_lines == 0)
        return;
    struct serials serials;
    index_serials(&serials, desk);
    for (gj_id message = desk->facts.visit.last_lines; message != 0;)
        message = walk_message(db, message, note_kept_line, &serials);
}

int gj_get_open_charges(struct gj_db *db, gj_id visit, struct gj_charge *out, int room)
{
    struct gj_row row = gj_row(db, GJ_SQL_CHARGES_OPEN);
    int count = 0;
    gj_bind(&row, visit);
    while (gj_row_next(&row)) {
        if (count < room) {
            memset(&out[count], 0, sizeof out[count]);
            gj_row_charge(&row, &out[count]);
        }
        count++;
    }
    return count;
}

static gj_id last_lines(struct gj_db *db, gj_id visit)
{
    struct gj_row row = gj_row(db, GJ_SQL_VISIT_LINES);
    gj_bind(&row, visit);
    const gj_id last = gj_row_next(&row) ? gj_column(&row) : 0;
    gj_row_end(&row);
    return last;
}

static void put_message(struct gj_sqlite *self, gj_id id, gj_id visit, gj_id previous)
{
    const size_t length = gj_kept_lines_put(&self->lines, self->bytes);
    struct gj_row row = gj_row(&self->db, GJ_SQL_LINES_PUT);
    gj_bind(&row, id);
    gj_bind(&row, visit);
    gj_bind(&row, previous);
    gj_bind_blob(&row, self->bytes, length);
    gj_row_do(&row);
}

static void add_line(struct gj_sqlite *self, const struct gj_line *line,
                     const struct gj_line_facts *known)
{
    struct gj_kept_line *kept = &self->lines.lines[self->lines.count++];
    kept->line = *line;
    kept->in_catalogue = known->in_catalogue;
    kept->price = known->price;
}

/* A whole bill's settlement is its own visit, and no other message of lines belongs to it. */
void gj_keep_bill_lines(struct gj_sqlite *self, const struct gj_desk *desk)
{
    const struct gj_command *command = &desk->command;
    self->lines.count = 0;
    for (int i = 0; i < command->body.bill.count; i++)
        add_line(self, &command->body.bill.list[i], &desk->facts.lines[i]);
    put_message(self, command->order, command->order, 0);
}

/* Called before the visit's row is written: it still names the message before. */
void gj_keep_lines(struct gj_sqlite *self, const struct gj_desk *desk)
{
    const struct gj_command *command = &desk->command;
    const struct gj_outcome *outcome = &desk->outcome;
    if (outcome->visits_count == 0 || outcome->visits[0].last_lines != command->order)
        return;
    self->lines.count = 0;
    for (int i = 0; i < command->body.lines.count; i++) {
        const struct gj_line *line = &command->body.lines.list[i];
        if (desk->facts.lines[i].kept_content != line->content)
            add_line(self, line, &desk->facts.lines[i]);
    }
    const gj_id visit = outcome->visits[0].id;
    put_message(self, command->order, visit, last_lines(&self->db, visit));
}

static bool is_dropped(const struct gj_outcome *outcome, const struct gj_line *line)
{
    for (int i = 0; i < outcome->charges_count; i++)
        if (strcmp(outcome->charges[i].number, line->charge) == 0)
            return true;
    return false;
}

/* Takes the lines of the outcome's charges out of one message; the message before it. */
static gj_id drop_from_message(struct gj_sqlite *self, gj_id message,
                               const struct gj_outcome *outcome)
{
    struct gj_row row = gj_row(&self->db, GJ_SQL_LINES_GET);
    gj_id visit = 0, previous = 0;
    gj_bind(&row, message);
    if (!gj_row_next(&row)) {
        gj_db_broken(&self->db, "a message of a visit's lines is missing");
        return 0;
    }
    size_t length = 0;
    visit = gj_column(&row);
    previous = gj_column(&row);
    const uint8_t *bytes = gj_column_blob(&row, &length);
    (void)(gj_kept_lines_get(bytes, length, &self->lines, &self->db.why) == GJ_DONE);
    gj_row_end(&row);
    int32_t left = 0;
    for (int i = 0; i < self->lines.count; i++)
        if (!is_dropped(outcome, &self->lines.lines[i].line))
            self->lines.lines[left++] = self->lines.lines[i];
    if (gj_db_good(&self->db) && left < self->lines.count) {
        self->lines.count = left;
        put_message(self, message, visit, previous);
    }
    return previous < message ? previous : 0;
}

void gj_keep_dropped(struct gj_sqlite *self, const struct gj_desk *desk)
{
    const struct gj_outcome *outcome = &desk->outcome;
    if (outcome->charges_count == 0)
        return;
    gj_id message = last_lines(&self->db, outcome->charges[0].visit);
    while (message != 0 && gj_db_good(&self->db))
        message = drop_from_message(self, message, outcome);
}
