/* Bounds: a row whose value lies outside a bound of the nation, or of the province or city above it,
   is refused when packs are loaded (医保发〔2022〕22号 for filings, 国办发〔2021〕14号 for the outpatient
   ratio of the nation, 广东 for that of its cities). A nearer bound does not lift a farther one. */
#include "pack/inside.h"

static bool meets(int a, int b)
{
    return a == 0 || b == 0 || a == b;
}

/* An area does not bind itself: what it sets for those below it may differ from its own row. */
static bool lies_below(gj_area area, gj_area above)
{
    do
        area = gj_area_parent(area);
    while (area != 0 && area != above);
    return area == above;
}

static bool applies(const struct gj_row *bound, const struct gj_row *row)
{
    return lies_below(row->area, bound->area) && bound->from < row->to && row->from < bound->to &&
           meets(bound->scheme, row->scheme) && meets(bound->working, row->working) &&
           meets(bound->level, row->level) && meets(bound->place, row->place) &&
           meets(bound->tier, row->tier) && meets(bound->group, row->group);
}

static bool row_keeps(const struct gj_policy *policy, const struct gj_bound *bound, int64_t limit,
                      const struct gj_row *row)
{
    if (row->is_null || row->is_none)
        return true;
    if (row->key != GJ_KEY_OUTPATIENT_STEPS)
        return gj_bound_keeps(bound, limit, row->number);
    const struct gj_steps *steps = gj_policy_steps(policy, row->number);
    for (int i = 0; i < steps->count; i++)
        if (!gj_bound_keeps(bound, limit, steps->steps[i].ratio_ppm))
            return false;
    return true;
}

static enum gj_status report(const struct gj_policy *policy, const struct gj_row *row,
                             const struct gj_row *limit, struct gj_why *why)
{
    char name[160], value[160], bound[40];
    struct gj_writer name_writer = gj_writer(name, sizeof name);
    struct gj_writer value_writer = gj_writer(value, sizeof value);
    struct gj_writer bound_writer = gj_writer(bound, sizeof bound);
    gj_row_put_name(policy, row, &name_writer);
    gj_row_put_value(policy, row, &value_writer);
    gj_row_put_value(policy, limit, &bound_writer);
    return gj_fail(why, GJ_BAD_INPUT, "%s:%u:1: POLICY_OUT_OF_BOUNDS: %s is %s; %s is %s",
                   gj_policy_text(policy, row->file), row->line, name, value,
                   gj_key_info((enum gj_key)limit->key)->name, bound);
}

static enum gj_status check(const struct gj_policy *policy, const struct gj_bound *bound,
                            const struct gj_row *limit, struct gj_why *why)
{
    for (int i = 0; i < gj_policy_row_count(policy); i++) {
        const struct gj_row *row = gj_policy_row(policy, (uint32_t)i);
        if (row->key == bound->key && applies(limit, row) &&
            !row_keeps(policy, bound, limit->number, row))
            return report(policy, row, limit, why);
    }
    return GJ_DONE;
}

enum gj_status gj_pack_check_bounds(const struct gj_policy *policy, struct gj_why *why)
{
    for (int i = 0; i < gj_policy_row_count(policy); i++) {
        const struct gj_row *limit = gj_policy_row(policy, (uint32_t)i);
        if (limit->is_null || limit->is_none)
            continue;
        for (int key = 0; key < GJ_KEY_COUNT; key++) {
            const struct gj_bound *bound = gj_bound_of((enum gj_key)key);
            enum gj_status status = GJ_DONE;
            if (bound && bound->bound == limit->key)
                status = check(policy, bound, limit, why);
            if (status)
                return status;
        }
    }
    return GJ_DONE;
}
