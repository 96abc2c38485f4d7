/* Trails: the trace of a bill as a way of steps, each place kept with the step that led to it, so
   that noting the rows of a giver costs one comparison once the way is known. A place that another
   needs the room of is walked to again. */
#include <string.h>

#include "policy/frozen.h"
#include "policy/planned.h"

static struct gj_trail step_from(const struct gj_trail *before, uint64_t piece)
{
    struct gj_trail made = {.before = before ? before->id : 0, .piece = piece};
    if (before)
        made.trace = before->trace;
    return made;
}

/* Only now is room made for the place: `before` may lie in the same set. */
static const struct gj_trail *keep(struct gj_planner *planner, const struct gj_trail *made)
{
    struct gj_trail *set = gj_set_of_trail(planner, made->before, made->piece);
    memmove(&set[1], &set[0], sizeof set[0] * (GJ_TRAILS_IN_SET - 1));
    set[0] = *made;
    set[0].id = ++planner->last_place;
    return &set[0];
}

const struct gj_trail *gj_trail_rows(struct gj_planner *planner, const struct gj_trail *before,
                                     uint64_t piece, const struct gj_trace *from, bool must_fit)
{
    struct gj_trail made = step_from(before, piece);
    if (!gj_trace_merge(&made.trace, from) && must_fit)
        made.trace.full = true;
    return keep(planner, &made);
}

const struct gj_trail *gj_trail_row(struct gj_planner *planner, const struct gj_trail *before,
                                    uint64_t piece, uint32_t number)
{
    struct gj_trail made = step_from(before, piece);
    gj_trace_note(&made.trace, number);
    return keep(planner, &made);
}
