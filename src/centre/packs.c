/* Pack sets of the centre: the law in force, swapped between two batches by a publication, and the
   laws of settlements that were decided under another set, brought to hand before a command about one
   of them is decided. In: numbers of pack sets. Out: centre->options.law. */
#include "base/bug.h"
#include "centre/inside.h"

static const struct gj_law *law_of(const struct gj_centre *centre, uint32_t pack_set)
{
    const struct gj_centre_options *options = &centre->options;
    return options->law_of && pack_set != 0 ? options->law_of(options->law_of_to, pack_set) : NULL;
}

enum gj_status gj_packs_prepare(struct gj_centre *centre, struct gj_desk *desk, struct gj_why *why)
{
    struct gj_command *command = &desk->command;
    uint32_t number;
    centre->next_law = NULL;
    enum gj_status status = gj_store_keep_packs(
        centre->options.store, command->body.publish.hash,
        (struct gj_slice){command->body.publish.bytes, command->body.publish.length}, &number, why);
    if (status != GJ_DONE)
        return status;
    centre->next_law = law_of(centre, number);
    command->body.publish.pack_set = centre->next_law ? number : 0;
    return GJ_DONE;
}

void gj_packs_put_in_force(struct gj_centre *centre)
{
    struct gj_law *law = &centre->options.law;
    GJ_MUST(centre->next_law);
    gj_planner_free(law->planner);
    *law = *centre->next_law;
    law->planner = NULL;
    law->planner = gj_planner_new(law); /* without one it decides the same, slower */
    law->older = centre->older;
    law->older_count = centre->older_count;
    centre->next_law = NULL;
}

void gj_packs_recall(struct gj_centre *centre, uint32_t pack_set)
{
    if (gj_law_of_set(&centre->options.law, pack_set))
        return;
    const struct gj_law *found = law_of(centre, pack_set);
    if (!found)
        return;
    centre->older[centre->older_at] = *found;
    centre->older_at = (centre->older_at + 1) % GJ_OLDER_LAWS_MAX;
    if (centre->older_count < GJ_OLDER_LAWS_MAX)
        centre->older_count++;
    centre->options.law.older = centre->older;
    centre->options.law.older_count = centre->older_count;
}
