/* What is due: transfers that are held, each with the moment from which it is returned. In: the list
   the store keeps of them, and what the writer's batches send and end. Out: commands of the timer,
   which the writer carries out before anything else is decided at that moment or later. */
#include <stdlib.h>

#include "base/bug.h"
#include "centre/inside.h"

enum { RETRY_MS = 3600 * 1000 };

static void find_earliest(struct gj_dues *dues)
{
    dues->earliest = INT64_MAX;
    for (size_t i = 0; i < dues->count; i++)
        if (dues->list[i].at < dues->earliest)
            dues->earliest = dues->list[i].at;
}

static bool add(struct gj_dues *dues, gj_time at, gj_id transfer)
{
    if (at == INT64_MAX)
        return true;
    if (dues->count == dues->room) {
        size_t room = dues->room == 0 ? 64 : dues->room * 2;
        struct gj_due *list = realloc(dues->list, room * sizeof *list);
        if (!list)
            return false;
        dues->list = list;
        dues->room = room;
    }
    dues->list[dues->count++] = (struct gj_due){at, transfer};
    if (at < dues->earliest)
        dues->earliest = at;
    return true;
}

static void drop(struct gj_dues *dues, gj_id transfer)
{
    for (size_t i = 0; i < dues->count; i++)
        if (dues->list[i].transfer == transfer) {
            dues->list[i] = dues->list[--dues->count];
            find_earliest(dues);
            return;
        }
}

static enum gj_status take_held(void *to, const struct gj_transfer *one)
{
    struct gj_centre *centre = to;
    bool added = add(&centre->dues, gj_transfer_due(&centre->options.law, one), one->id);
    return added ? GJ_DONE : GJ_WORLD;
}

enum gj_status gj_dues_load(struct gj_centre *centre, struct gj_why *why)
{
    struct gj_reader *reader;
    centre->dues.earliest = INT64_MAX;
    enum gj_status status = gj_reader_open(centre->options.store, &reader, why);
    if (status != GJ_DONE)
        return status;
    status = gj_reader_held(reader, 0, take_held, centre, why);
    gj_reader_close(reader);
    return status;
}

void gj_dues_free(struct gj_dues *dues)
{
    free(dues->list);
    for (int i = 0; i < GJ_RETURNS_MAX; i++)
        free(dues->desks[i]);
}

bool gj_dues_are_due(const struct gj_centre *centre, gj_time now)
{
    return centre->dues.busy == 0 && now >= centre->dues.earliest;
}

static struct gj_desk *desk_of(struct gj_dues *dues, int number)
{
    if (!dues->desks[number])
        dues->desks[number] = calloc(1, sizeof *dues->desks[number]);
    GJ_MUST(dues->desks[number]);
    return dues->desks[number];
}

void gj_dues_take(struct gj_centre *centre, gj_time now)
{
    struct gj_dues *dues = &centre->dues;
    struct gj_turn *turn = centre->turn;
    turn->count = 0;
    for (size_t i = 0; i < dues->count && dues->busy < GJ_RETURNS_MAX;) {
        if (dues->list[i].at > now) {
            i++;
            continue;
        }
        struct gj_desk *desk = desk_of(dues, dues->busy++);
        desk->command = (struct gj_command){.act = GJ_ACT_GIVE_BACK,
                                            .actor = {GJ_ROLE_JOB, 0, GJ_AREA_NATION},
                                            .body.ended.transfer = dues->list[i].transfer};
        turn->batch[turn->count++] = (struct gj_place){.desk = desk, .is_own = true};
        dues->list[i] = dues->list[--dues->count];
    }
    find_earliest(dues);
}

/* One that policy does not let go yet is tried again later; one that has ended is done. */
void gj_dues_ended(struct gj_centre *centre, const struct gj_desk *desk)
{
    const struct gj_command *command = &desk->command;
    enum gj_reason reason = (enum gj_reason)desk->outcome.reply.reason;
    GJ_MUST(centre->dues.busy > 0);
    centre->dues.busy--;
    if (!gj_reason_is_ok(reason) && reason != GJ_TRANSFER_ENDED && reason != GJ_TRANSFER_UNKNOWN)
        GJ_MUST(add(&centre->dues, command->now + RETRY_MS, command->body.ended.transfer));
}

void gj_dues_note(struct gj_centre *centre, const struct gj_outcome *outcome)
{
    for (int i = 0; i < outcome->transfers_count; i++) {
        const struct gj_transfer *one = &outcome->transfers[i];
        if (one->state != GJ_TRANSFER_HELD)
            drop(&centre->dues, one->id);
        else
            GJ_MUST(add(&centre->dues, gj_transfer_due(&centre->options.law, one), one->id));
    }
}
