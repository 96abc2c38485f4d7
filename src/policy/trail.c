/* Trails: the trace of a bill as a way of steps, each place kept with the step that led to it, so
   that noting the rows of a giver costs one comparison once the way is known. A place that another
   needs the room of is walked to again. */
#include "policy/frozen.h"
#include "policy/plan.h"

static struct gj_trail *room_for(struct gj_planner *planner, uint64_t before, uint64_t piece)
{
    uint64_t hash = (before * UINT64_C(0xc2b2ae3d27d4eb4f) ^ piece) * UINT64_C(0x9e3779b97f4a7c15);
    return &planner->trails[hash >> (64 - GJ_TRAIL_BITS)];
}

/* `before` may lie in the room that is given up: its trace is copied first. */
static const struct gj_trail *keep(struct gj_planner *planner, struct gj_trail *room,
                                   const struct gj_trail *made)
{
    *room = *made;
    room->id = ++planner->last_place;
    return room;
}

static struct gj_trail step_from(const struct gj_trail *before, uint64_t piece)
{
    struct gj_trail made = {.before = before ? before->id : 0, .piece = piece};
    if (before)
        made.trace = before->trace;
    return made;
}

const struct gj_trail *gj_trail_rows(struct gj_planner *planner, const struct gj_trail *before,
                                     uint64_t piece, const struct gj_trace *from, bool must_fit)
{
    uint64_t id = before ? before->id : 0;
    struct gj_trail *room = room_for(planner, id, piece);
    if (room->before == id && room->piece == piece)
        return room;
    struct gj_trail made = step_from(before, piece);
    if (!gj_trace_merge(&made.trace, from) && must_fit)
        made.trace.full = true;
    return keep(planner, room, &made);
}

const struct gj_trail *gj_trail_row(struct gj_planner *planner, const struct gj_trail *before,
                                    uint64_t piece, uint32_t number)
{
    uint64_t id = before ? before->id : 0;
    struct gj_trail *room = room_for(planner, id, piece);
    if (room->before == id && room->piece == piece)
        return room;
    struct gj_trail made = step_from(before, piece);
    gj_trace_note(&made.trace, number);
    return keep(planner, room, &made);
}
