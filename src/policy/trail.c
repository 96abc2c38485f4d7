/* Trails: the steps at which a bill noted rows, and the trace they come to. Noting a step costs a few
   stores; the rows are merged once for each trail, and again only where its trace was given up for
   another. */
#include "policy/frozen.h"
#include "policy/planned.h"

/* Most keys that are not found are so for one giver after the other: each is counted once. */
bool gj_trail_fits(const struct gj_trail *trail)
{
    bool seen[GJ_KEY_COUNT] = {false};
    int keys = 0;
    for (int i = 0; i < trail->count; i++) {
        const struct gj_trace *rows = trail->steps[i]->rows;
        for (int j = 0; rows && j < rows->not_found_count; j++) {
            keys += !seen[rows->not_found[j]];
            seen[rows->not_found[j]] = true;
        }
    }
    return keys <= GJ_NOT_FOUND_MAX && gj_trail_rows_fit(trail);
}

static uint64_t hash_of(const struct gj_trail *trail)
{
    uint64_t hash = 0;
    for (int i = 0; i < trail->count; i++)
        hash = (hash ^ trail->steps[i]->piece) * UINT64_C(0x9e3779b97f4a7c15);
    return hash;
}

static bool is_of(const struct gj_kept_trace *kept, const struct gj_trail *trail, uint64_t hash)
{
    if (kept->hash != hash || kept->count != trail->count)
        return false;
    uint64_t other = 0;
    for (int i = 0; i < trail->count; i++)
        other |= kept->pieces[i] ^ trail->steps[i]->piece;
    return other == 0;
}

void gj_trace_take(struct gj_trace *trace, const struct gj_trail_step *step)
{
    if (!step->rows)
        gj_trace_note(trace, step->number);
    else if (!gj_trace_merge(trace, step->rows) && step->must_fit)
        trace->full = true;
}

static const struct gj_trace *make(struct gj_planner *planner, const struct gj_trail *trail,
                                   uint64_t hash)
{
    uint32_t place = gj_plan_place(&planner->trace_index, hash, GJ_KEPT_TRACES);
    struct gj_kept_trace *kept = &planner->traces[place];
    kept->hash = hash;
    kept->count = trail->count;
    kept->trace = (struct gj_trace){0};
    for (int i = 0; i < trail->count; i++) {
        kept->pieces[i] = trail->steps[i]->piece;
        gj_trace_take(&kept->trace, trail->steps[i]);
    }
    return &kept->trace;
}

const struct gj_trace *gj_trail_trace(struct gj_planner *planner, const struct gj_trail *trail)
{
    if (trail->count == 1 && trail->steps[0]->rows)
        return trail->steps[0]->rows;
    uint64_t hash = hash_of(trail);
    const uint16_t *set = gj_plan_set(&planner->trace_index, hash);
    for (int i = 0; i < GJ_IN_SET; i++)
        if (is_of(&planner->traces[set[i]], trail, hash))
            return &planner->traces[set[i]].trace;
    return make(planner, trail, hash);
}
