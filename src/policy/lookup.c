/* Look-up: the row of a key that holds for a question. Areas are walked from the most specific up,
   the first with a matching row answers; rules laid over the packs replace all rows of their keys.
   Nothing here allocates. */
#include "policy/frozen.h"
#include "policy/plan.h"

#include "base/bug.h"

static bool selects(int selector, int said)
{
    return selector == 0 || selector == said;
}

static bool age_matches(const struct gj_row *row, int age)
{
    return !gj_row_has_age(row) ||
           (age >= 0 && age >= gj_row_age_from(row) && age < gj_row_age_to(row));
}

/* Everything but the level. */
static bool matches(const struct gj_row *row, const struct gj_where *where)
{
    return where->day >= row->from && where->day < row->to && selects(row->scheme, where->scheme) &&
           selects(row->working, where->working) && selects(row->place, where->place) &&
           selects(row->tier, where->tier) && selects(row->group, where->group) &&
           selects(row->relation, where->relation) && selects(row->year, where->year) &&
           age_matches(row, where->age_years);
}

/* The matching row that contains all others; freezing made sure that there is one if any matches,
   so that whoever contains the best so far is better. */
static const struct gj_row *best_at_level(const struct gj_row *rows, uint32_t count,
                                          const struct gj_where *where, int level)
{
    const struct gj_row *best = NULL;
    for (uint32_t i = 0; i < count && rows[i].from <= where->day; i++)
        if (selects(rows[i].level, level) && matches(&rows[i], where) &&
            (!best || gj_row_contains(&rows[i], best)))
            best = &rows[i];
    return best;
}

static bool has_own_row(const struct gj_row *rows, uint32_t count, const struct gj_where *where)
{
    for (uint32_t i = 0; i < count; i++)
        if (rows[i].level == GJ_LEVEL_COMMUNITY && matches(&rows[i], where))
            return true;
    return false;
}

static const struct gj_row *best_in_group(const struct gj_policy *policy,
                                          const struct gj_group *group,
                                          const struct gj_where *where)
{
    const struct gj_row *rows = &policy->rows[group->first];
    int level = where->level;
    if (level == GJ_LEVEL_COMMUNITY && !has_own_row(rows, group->count, where))
        level = GJ_LEVEL_1;
    return best_at_level(rows, group->count, where, level);
}

static bool has_param(const struct gj_policy *policy, enum gj_key key, int param)
{
    return (policy->params[key] & (UINT32_C(1) << param)) != 0;
}

static const struct gj_row *walk(const struct gj_policy *policy, enum gj_key key, int param,
                                 const struct gj_where *where, struct gj_watch *watch)
{
    for (gj_area area = where->area; area != 0; area = gj_area_parent(area)) {
        const struct gj_group *group = gj_policy_group(policy, key, param, area);
        if (!group)
            continue;
        if (watch)
            gj_watch_rows(watch, &policy->rows[group->first], group->count, where);
        const struct gj_row *row = best_in_group(policy, group, where);
        if (row)
            return row;
    }
    return NULL;
}

void gj_trace_note(struct gj_trace *trace, uint32_t number)
{
    for (int i = 0; i < trace->count; i++)
        if (trace->rows[i] == number)
            return;
    if (trace->count == GJ_TRACE_MAX) {
        trace->full = true;
        return;
    }
    trace->rows[trace->count++] = number;
}

const struct gj_row *gj_find_of(const struct gj_law *law, enum gj_key key, int param,
                                const struct gj_where *where, struct gj_trace *trace)
{
    GJ_MUST((unsigned)key < GJ_KEY_COUNT && param >= 0 && param < GJ_PARAMS_MAX);
    bool ruled = law->rules && has_param(law->rules, key, param);
    const struct gj_policy *policy = ruled ? law->rules : law->policy;
    if (!has_param(policy, key, param))
        return NULL;
    const struct gj_row *row = walk(policy, key, param, where, law->watch);
    if (row && trace)
        gj_trace_note(trace, (uint32_t)(row - policy->rows) | (ruled ? GJ_ROW_OF_RULES : 0));
    return row && !row->is_null ? row : NULL;
}

const struct gj_row *gj_find(const struct gj_law *law, enum gj_key key,
                             const struct gj_where *where, struct gj_trace *trace)
{
    return gj_find_of(law, key, 0, where, trace);
}

void gj_trace_not_found(struct gj_trace *trace, enum gj_key key)
{
    if (!trace)
        return;
    for (int i = 0; i < trace->not_found_count; i++)
        if (trace->not_found[i] == key)
            return;
    if (trace->not_found_count == GJ_NOT_FOUND_MAX) {
        trace->full = true;
        return;
    }
    trace->not_found[trace->not_found_count++] = (uint16_t)key;
}

bool gj_trace_merge(struct gj_trace *into, const struct gj_trace *from)
{
    struct gj_trace merged = *into;
    for (int i = 0; i < from->count; i++) {
        int at = 0;
        while (at < merged.count && merged.rows[at] != from->rows[i])
            at++;
        if (at == GJ_TRACE_MAX)
            return false;
        merged.rows[at] = from->rows[i];
        merged.count = (uint8_t)(at == merged.count ? at + 1 : merged.count);
    }
    for (int i = 0; i < from->not_found_count; i++)
        gj_trace_not_found(&merged, (enum gj_key)from->not_found[i]);
    if (merged.full || from->full)
        return false;
    *into = merged;
    return true;
}

const struct gj_row *gj_find_limit(const struct gj_law *law, enum gj_key key, int param,
                                   const struct gj_where *where, struct gj_trace *trace)
{
    const struct gj_row *row = gj_find_of(law, key, param, where, trace);
    if (!row)
        gj_trace_not_found(trace, key);
    return row;
}

const struct gj_law *gj_law_of_set(const struct gj_law *law, uint32_t pack_set)
{
    if (law->pack_set == pack_set)
        return law;
    for (int i = 0; i < law->older_count; i++)
        if (law->older[i].pack_set == pack_set)
            return &law->older[i];
    return NULL;
}

const struct gj_row *gj_law_row(const struct gj_law *law, uint32_t index,
                                const struct gj_policy **policy_out)
{
    const struct gj_policy *policy = index & GJ_ROW_OF_RULES ? law->rules : law->policy;
    GJ_MUST(policy != NULL);
    if (policy_out)
        *policy_out = policy;
    return gj_policy_row(policy, index & ~GJ_ROW_OF_RULES);
}

static const struct gj_area_rows *rows_of_area(const struct gj_policy *policy, gj_area area)
{
    uint32_t low = 0, high = policy->area_rows_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (policy->area_rows[middle].area < area)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < policy->area_rows_count && policy->area_rows[low].area == area;
    return found ? &policy->area_rows[low] : NULL;
}

/* The stretch for which the answer holds is that of the row found, or what the rows of the area
   leave between them. */
static bool area_has_row_on(const struct gj_policy *policy, gj_area area, gj_day day,
                            struct gj_watch *watch)
{
    const struct gj_area_rows *rows = rows_of_area(policy, area);
    for (uint32_t i = 0; rows && i < rows->count; i++) {
        const struct gj_row *row = &policy->rows[policy->by_area[rows->first + i]];
        if (watch) {
            gj_watch_day(watch, day, row->from);
            gj_watch_day(watch, day, row->to);
        }
        if (day >= row->from && day < row->to)
            return true;
    }
    return false;
}

bool gj_law_knows(const struct gj_law *law, gj_area area, gj_day day)
{
    if (!gj_policy_area(law->policy, area))
        return false;
    for (gj_area at = area; at != 0; at = gj_area_parent(at))
        if (area_has_row_on(law->policy, at, day, law->watch) ||
            (law->rules && area_has_row_on(law->rules, at, day, law->watch)))
            return true;
    return false;
}
