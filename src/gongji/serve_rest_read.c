/* Reads of the REST face: rows and names are fetched from the reader, and whoever may not see a
   record is told that there is none. In: the request's route and caller. Out: an answer. */
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "gongji/serve_rest.h"

/* ---- names ---- */

bool gj_rest_look(struct gj_rest_reading *reading, gj_id id, struct gj_rest_person *out)
{
    struct gj_identity identity;
    struct gj_side side;
    if (gj_reader_identity(reading->reader, id, &identity, &reading->why) != GJ_DONE ||
        gj_reader_side(reading->reader, id, &side, &reading->why) != GJ_DONE)
        return false;
    out->id = id;
    out->area = side.person.first_area;
    return gj_text_copy(out->name, sizeof out->name, gj_slice(identity.name));
}

static bool look_both(struct gj_rest_reading *reading, gj_id first, gj_id second,
                      struct gj_rest_person out[2])
{
    return gj_rest_look(reading, first, &out[0]) && gj_rest_look(reading, second, &out[1]);
}

/* ---- who may see ---- */

/* A record of two people: either of them, or an agency of either area. */
static bool may_see(const struct gj_rest_reading *reading, gj_id one, gj_area one_area, gj_id other,
                    gj_area other_area)
{
    const struct gj_actor *actor = &reading->caller->actor;
    if (actor->role == GJ_ROLE_CITIZEN)
        return actor->number == one || actor->number == other;
    return actor->role == GJ_ROLE_CLERK &&
           (gj_area_lies_in(one_area, actor->area) || gj_area_lies_in(other_area, actor->area));
}

static enum gj_reason read_binding(struct gj_rest_reading *reading)
{
    struct gj_binding row;
    struct gj_rest_person people[2];
    if (gj_reader_binding(reading->reader, gj_rest_binding_asked(reading->rest), &row,
                          &reading->why) != GJ_DONE)
        return GJ_REASON_NONE;
    if (row.version == 0 || !gj_rest_path_is_of(reading->rest, row.payer_area) ||
        !may_see(reading, row.payer, row.payer_area, row.relative, row.relative_area))
        return GJ_BINDING_UNKNOWN;
    if (!look_both(reading, row.payer, row.relative, people))
        return GJ_REASON_NONE;
    gj_rest_answer_binding(reading->rest, &row, &people[0], &people[1], &reading->answer);
    return GJ_OK;
}

/* What nobody accepted in time is returned for whoever looks, also a moment before the centre's timer
   has carried it out. */
static void look_at_now(const struct gj_rest_reading *reading, struct gj_transfer *row)
{
    const struct gj_law *law = gj_serving_law(reading->serving);
    uint8_t state = gj_transfer_state_at(law, row, gj_centre_now(reading->serving->centre));
    if (state == row->state)
        return;
    row->state = state;
    row->ended = gj_transfer_due(law, row);
}

static enum gj_reason read_transfer(struct gj_rest_reading *reading)
{
    struct gj_transfer row;
    struct gj_rest_person people[2];
    if (gj_reader_transfer(reading->reader, gj_rest_transfer_asked(reading->rest), &row,
                           &reading->why) != GJ_DONE)
        return GJ_REASON_NONE;
    if (row.version == 0 || !gj_rest_path_is_of(reading->rest, row.sender_area) ||
        !may_see(reading, row.sender, row.sender_area, row.receiver, row.receiver_area))
        return GJ_TRANSFER_UNKNOWN;
    if (!look_both(reading, row.sender, row.receiver, people))
        return GJ_REASON_NONE;
    look_at_now(reading, &row);
    gj_rest_answer_transfer(reading->rest, &row, &people[0], &people[1], &reading->answer);
    return GJ_OK;
}

static enum gj_reason read_wallet(struct gj_rest_reading *reading)
{
    struct gj_side side;
    if (gj_reader_side(reading->reader, reading->caller->actor.number, &side, &reading->why) !=
        GJ_DONE)
        return GJ_REASON_NONE;
    gj_rest_answer_wallet(reading->rest, &side.wallet,
                          gj_time_day(gj_centre_now(reading->serving->centre)), &reading->answer);
    return GJ_OK;
}

/* ---- lists, newest first ---- */

enum { ROWS_MAX = 200 + 1 }; /* the longest page and one more, which says that there is a next */

static enum gj_reason end_page(struct gj_rest_reading *reading, bool more, gj_id last)
{
    int64_t next[2] = {last, 0};
    gj_rest_answer_page(reading->rest, more ? next : NULL, &reading->answer);
    return GJ_OK;
}

/* One side's bindings, newest first, fetched some at a time. */
struct side_of_bindings {
    bool as_payer, is_out;
    int count, at;
    struct gj_binding rows[GJ_BINDINGS_MAX];
};

/* The newest that was not taken yet; *next_out NULL at the end. False when the world failed. */
static bool peek_binding(struct gj_rest_reading *reading, struct side_of_bindings *side,
                         gj_id before, const struct gj_binding **next_out)
{
    *next_out = NULL;
    if (side->at == side->count && !side->is_out) {
        side->at = side->count = 0;
        if (gj_reader_bindings(reading->reader, reading->caller->actor.number, side->as_payer,
                               before, side->rows, &side->count, &reading->why) != GJ_DONE)
            return false;
        side->is_out = side->count < GJ_BINDINGS_MAX;
    }
    if (side->at < side->count)
        *next_out = &side->rows[side->at];
    return true;
}

/* Takes the newer of both sides' next ones; *taken_out NULL at the end. */
static bool take_binding(struct gj_rest_reading *reading, struct side_of_bindings sides[2],
                         gj_id before, const struct gj_binding **taken_out)
{
    const struct gj_binding *next[2];
    if (!peek_binding(reading, &sides[0], before, &next[0]) ||
        !peek_binding(reading, &sides[1], before, &next[1]))
        return false;
    bool second = next[0] == NULL || (next[1] != NULL && next[1]->id > next[0]->id);
    *taken_out = next[second];
    sides[second].at += *taken_out != NULL;
    return true;
}

static enum gj_reason list_bindings(struct gj_rest_reading *reading)
{
    struct side_of_bindings sides[2] = {{.as_payer = true}, {.as_payer = false}};
    struct gj_rest_person people[2];
    const struct gj_binding *row;
    int64_t cursor[2];
    if (!gj_rest_cursor(reading->rest, cursor))
        return GJ_CURSOR_WRONG;
    gj_id last = cursor[0] != 0 ? cursor[0] : INT64_MAX;
    for (int left = gj_rest_limit(reading->rest);; left--) {
        if (!take_binding(reading, sides, last, &row))
            return GJ_REASON_NONE;
        if (row == NULL || left == 0)
            return end_page(reading, row != NULL, last);
        if (!look_both(reading, row->payer, row->relative, people))
            return GJ_REASON_NONE;
        gj_rest_add_binding(reading->rest, row, &people[0], &people[1]);
        last = row->id;
    }
}

struct transfers {
    int count;
    struct gj_transfer rows[ROWS_MAX];
};

static void take_transfer(void *to, const struct gj_transfer *one)
{
    struct transfers *transfers = to;
    transfers->rows[transfers->count++] = *one;
}

static enum gj_reason list_transfers(struct gj_rest_reading *reading)
{
    struct transfers transfers = {0};
    struct gj_rest_person people[2];
    int64_t cursor[2];
    int limit = gj_rest_limit(reading->rest);
    if (!gj_rest_cursor(reading->rest, cursor))
        return GJ_CURSOR_WRONG;
    if (gj_reader_transfers(reading->reader, reading->caller->actor.number,
                            cursor[0] != 0 ? cursor[0] : INT64_MAX, limit + 1, take_transfer,
                            &transfers, &reading->why) != GJ_DONE)
        return GJ_REASON_NONE;
    int shown = transfers.count < limit ? transfers.count : limit;
    for (int i = 0; i < shown; i++) {
        struct gj_transfer *row = &transfers.rows[i];
        if (!look_both(reading, row->sender, row->receiver, people))
            return GJ_REASON_NONE;
        look_at_now(reading, row);
        gj_rest_add_transfer(reading->rest, row, &people[0], &people[1]);
    }
    return end_page(reading, transfers.count > limit, shown ? transfers.rows[shown - 1].id : 0);
}

/* Premiums come in no stated order: the newest of those before the cursor are picked out. */
struct premiums {
    gj_id before;
    int most, count;
    struct gj_premium rows[ROWS_MAX];
};

static void take_premium(void *to, const struct gj_premium *one)
{
    struct premiums *premiums = to;
    int at = premiums->count;
    if (one->id >= premiums->before)
        return;
    while (at > 0 && premiums->rows[at - 1].id < one->id)
        at--;
    if (at > 0 && premiums->rows[at - 1].id == one->id)
        return; /* paid by himself for himself: seen from both sides */
    if (at == premiums->most)
        return;
    int moved = premiums->count - at - (premiums->count == premiums->most);
    memmove(&premiums->rows[at + 1], &premiums->rows[at], (size_t)moved * sizeof premiums->rows[0]);
    premiums->rows[at] = *one;
    premiums->count += premiums->count < premiums->most;
}

static enum gj_reason list_premiums(struct gj_rest_reading *reading)
{
    struct premiums premiums = {.before = INT64_MAX, .most = gj_rest_limit(reading->rest) + 1};
    struct gj_rest_person people[2];
    int64_t cursor[2];
    gj_id person = reading->caller->actor.number;
    if (!gj_rest_cursor(reading->rest, cursor))
        return GJ_CURSOR_WRONG;
    if (cursor[0] != 0)
        premiums.before = cursor[0];
    for (int side = 0; side < 2; side++)
        if (gj_reader_premiums(reading->reader, person, side == 0, take_premium, &premiums,
                               &reading->why) != GJ_DONE)
            return GJ_REASON_NONE;
    bool more = premiums.count == premiums.most;
    int shown = premiums.count - more;
    for (int i = 0; i < shown; i++) {
        const struct gj_premium *row = &premiums.rows[i];
        if (!look_both(reading, row->person, row->payer, people))
            return GJ_REASON_NONE;
        gj_rest_add_premium(reading->rest, row, &people[0], &people[1]);
    }
    return end_page(reading, more, shown ? premiums.rows[shown - 1].id : 0);
}

/* ---- work items, oldest first ---- */

struct works {
    struct gj_rest_reading *reading;
    int left;
    gj_id last;
    bool more, failed;
};

/* GJ_FULL ends the walk when the page is full. */
static enum gj_status take_work(void *to, const struct gj_work *one)
{
    struct works *works = to;
    struct gj_rest_person person;
    if (!gj_area_lies_in(one->book, works->reading->caller->actor.area))
        return GJ_DONE;
    works->more = works->left-- == 0;
    if (works->more)
        return GJ_FULL;
    works->failed = !gj_rest_look(works->reading, one->person, &person);
    if (works->failed)
        return GJ_FULL;
    gj_rest_add_work(works->reading->rest, one, &person);
    works->last = one->id;
    return GJ_DONE;
}

static enum gj_reason list_works(struct gj_rest_reading *reading)
{
    struct works works = {.reading = reading, .left = gj_rest_limit(reading->rest)};
    int64_t cursor[2];
    if (!gj_rest_cursor(reading->rest, cursor))
        return GJ_CURSOR_WRONG;
    enum gj_status status =
        gj_reader_works(reading->reader, cursor[0], true, take_work, &works, &reading->why);
    if (works.failed || (status != GJ_DONE && !works.more))
        return GJ_REASON_NONE;
    return end_page(reading, works.more, works.last);
}

/* ---- by route ---- */

/* OK: the answer is there. NONE: the world failed. Else why not. */
static enum gj_reason read_route(struct gj_rest_reading *reading)
{
    switch (gj_rest_route(reading->rest)) {
    case GJ_REST_list_bindings:
        return list_bindings(reading);
    case GJ_REST_read_binding:
    case GJ_REST_agency_read_binding:
        return read_binding(reading);
    case GJ_REST_read_wallet:
        return read_wallet(reading);
    case GJ_REST_list_transfers:
        return list_transfers(reading);
    case GJ_REST_read_transfer:
        return read_transfer(reading);
    case GJ_REST_agency_list_works:
        return list_works(reading);
    case GJ_REST_list_premiums:
        return list_premiums(reading);
    case GJ_REST_list_accounts:
        return gj_rest_list_accounts(reading);
    case GJ_REST_list_account_entries:
        return gj_rest_list_account_entries(reading);
    case GJ_REST_list_wallet_entries:
        return gj_rest_list_wallet_entries(reading);
    case GJ_REST_list_settlements:
        return gj_rest_list_settlements(reading);
    case GJ_REST_read_settlement:
    case GJ_REST_agency_read_settlement:
        return gj_rest_read_settlement(reading);
    case GJ_REST_read_preview:
    case GJ_REST_agency_read_preview:
        return gj_rest_read_preview(reading);
    default:
        GJ_MUST(false && "a route without a reader");
    }
    return GJ_REASON_NONE;
}

enum gj_when gj_rest_read_record(struct gj_serving *serving, struct gj_exchange *exchange,
                                 const struct gj_rest_caller *caller)
{
    struct gj_rest_reading reading = {
        .serving = serving, .rest = serving->rest, .reader = serving->reader, .caller = caller};
    enum gj_reason reason = read_route(&reading);
    if (reason == GJ_OK)
        gj_rest_send(exchange, &reading.answer);
    else if (reason == GJ_REASON_NONE)
        gj_answer_failure(exchange, &reading.why);
    else
        return gj_rest_send_no(serving->rest, exchange, reason, NULL);
    return GJ_NOW;
}
