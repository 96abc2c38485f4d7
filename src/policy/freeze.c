/* Freezing: the rows are ordered by key name, parameter, area, day and selectors (never by the
   order of files or of the key table, because stores keep row numbers), indexed, and searched for
   ties: two rows that one question can match and of which neither is the more special one. */
#include "policy/frozen.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

/* ---- order ---- */

static int compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static uint64_t selectors_of(const struct gj_row *row)
{
    return (uint64_t)row->scheme << 56 | (uint64_t)row->working << 48 | (uint64_t)row->level << 40 |
           (uint64_t)row->place << 32 | (uint64_t)row->tier << 24 | (uint64_t)row->group << 16 |
           (uint64_t)row->relation << 8;
}

static int compare_selectors(const struct gj_row *a, const struct gj_row *b)
{
    uint64_t sa = selectors_of(a), sb = selectors_of(b);
    if (sa != sb)
        return sa < sb ? -1 : 1;
    int order = compare(a->age_from, b->age_from);
    if (order == 0)
        order = compare(a->age_to, b->age_to);
    return order != 0 ? order : compare(a->year, b->year);
}

static int compare_rows(const void *left, const void *right)
{
    const struct gj_row *a = left, *b = right;
    if (a->key != b->key)
        return strcmp(gj_key_info((enum gj_key)a->key)->name,
                      gj_key_info((enum gj_key)b->key)->name);
    int order = compare(a->param, b->param);
    if (order == 0)
        order = compare(a->area, b->area);
    if (order == 0)
        order = compare(a->from, b->from);
    return order != 0 ? order : compare_selectors(a, b);
}

static int compare_areas(const void *left, const void *right)
{
    const struct gj_area_info *a = left, *b = right;
    return compare(a->area, b->area);
}

/* ---- groups and their hash table ---- */

static bool same_group(const struct gj_row *a, const struct gj_row *b)
{
    return a->key == b->key && a->param == b->param && a->area == b->area;
}

static uint32_t slot_of(const struct gj_policy *policy, unsigned key, unsigned param, gj_area area)
{
    uint64_t packed = (uint64_t)key << 40 | (uint64_t)param << 32 | (uint32_t)area;
    return (uint32_t)gj_hash_number(packed) & policy->slot_mask;
}

const struct gj_group *gj_policy_group(const struct gj_policy *policy, enum gj_key key, int param,
                                       gj_area area)
{
    uint32_t at = slot_of(policy, (unsigned)key, (unsigned)param, area);
    for (; policy->slots[at] != 0; at = (at + 1) & policy->slot_mask) {
        const struct gj_group *group = &policy->groups[policy->slots[at] - 1];
        const struct gj_row *row = &policy->rows[group->first];
        if (row->key == key && row->param == param && row->area == area)
            return group;
    }
    return NULL;
}

int gj_policy_rows_of(const struct gj_policy *policy, enum gj_key key, int param, gj_area area,
                      uint32_t *first_out)
{
    const struct gj_group *group = gj_policy_group(policy, key, param, area);
    *first_out = group ? group->first : 0;
    return group ? (int)group->count : 0;
}

static void add_group(struct gj_policy *policy, uint32_t first, uint32_t count)
{
    const struct gj_row *row = &policy->rows[first];
    policy->params[row->key] |= UINT32_C(1) << row->param;
    policy->groups[policy->group_count++] = (struct gj_group){first, count};
    uint32_t at = slot_of(policy, row->key, row->param, row->area);
    while (policy->slots[at] != 0)
        at = (at + 1) & policy->slot_mask;
    policy->slots[at] = policy->group_count;
}

static bool build_groups(struct gj_policy *policy)
{
    uint32_t size = 16;
    while (size < policy->row_count * 2)
        size *= 2;
    policy->slot_mask = size - 1;
    policy->slots = calloc(size, sizeof *policy->slots);
    policy->groups = calloc(policy->row_count + 1u, sizeof *policy->groups);
    if (!policy->slots || !policy->groups)
        return false;
    for (uint32_t first = 0, next; first < policy->row_count; first = next) {
        for (next = first + 1; next < policy->row_count; next++)
            if (!same_group(&policy->rows[first], &policy->rows[next]))
                break;
        add_group(policy, first, next - first);
    }
    return true;
}

/* ---- the rows of each area ---- */

static int compare_packed(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

static void index_area(struct gj_policy *policy, uint32_t row)
{
    gj_area area = policy->rows[row].area;
    uint32_t last = policy->area_rows_count;
    if (last == 0 || policy->area_rows[last - 1].area != area)
        policy->area_rows[policy->area_rows_count++] = (struct gj_area_rows){area, 0, 0};
}

static bool build_areas(struct gj_policy *policy)
{
    uint32_t count = policy->row_count;
    uint64_t *packed = calloc(count + 1u, sizeof *packed);
    policy->by_area = calloc(count + 1u, sizeof *policy->by_area);
    policy->area_rows = calloc(count + 1u, sizeof *policy->area_rows);
    if (packed && policy->by_area && policy->area_rows) {
        for (uint32_t i = 0; i < count; i++)
            packed[i] = (uint64_t)policy->rows[i].area << 32 | i;
        qsort(packed, count, sizeof *packed, compare_packed);
        for (uint32_t i = 0; i < count; i++) {
            policy->by_area[i] = (uint32_t)packed[i];
            index_area(policy, policy->by_area[i]);
            struct gj_area_rows *rows = &policy->area_rows[policy->area_rows_count - 1];
            if (rows->count++ == 0)
                rows->first = i;
        }
    }
    bool done = packed && policy->by_area && policy->area_rows;
    free(packed);
    return done;
}

/* ---- ties ---- */

static bool selector_contains(int a, int b)
{
    return b == 0 || a == b;
}

static bool selector_meets(int a, int b)
{
    return a == 0 || b == 0 || a == b;
}

static bool both(const struct gj_row *a, const struct gj_row *b, bool (*test)(int, int))
{
    return test(a->scheme, b->scheme) && test(a->working, b->working) && test(a->level, b->level) &&
           test(a->place, b->place) && test(a->tier, b->tier) && test(a->group, b->group) &&
           test(a->relation, b->relation) && test(a->year, b->year);
}

bool gj_row_contains(const struct gj_row *a, const struct gj_row *b)
{
    if (gj_row_has_age(b) && (!gj_row_has_age(a) || gj_row_age_from(a) < gj_row_age_from(b) ||
                              gj_row_age_to(a) > gj_row_age_to(b)))
        return false;
    return both(a, b, selector_contains);
}

static int max_of(int a, int b)
{
    return a > b ? a : b;
}

static int min_of(int a, int b)
{
    return a < b ? a : b;
}

/* The days and ages at which two rows both hold. */
struct overlap {
    int from, to, age_from, age_to;
    bool has_age;
};

static bool overlaps(const struct gj_row *a, const struct gj_row *b, struct overlap *out)
{
    *out = (struct overlap){max_of(a->from, b->from), min_of(a->to, b->to),
                            max_of(gj_row_age_from(a), gj_row_age_from(b)),
                            min_of(gj_row_age_to(a), gj_row_age_to(b)),
                            gj_row_has_age(a) || gj_row_has_age(b)};
    return out->from < out->to && out->age_from < out->age_to && both(a, b, selector_meets);
}

/* True if row c answers every question that a and b both match, and is more special than either;
   its days and ages are looked at apart. */
static bool is_judge(const struct gj_row *c, const struct gj_row *a, const struct gj_row *b,
                     const struct overlap *where)
{
    return c != a && c != b && gj_row_has_age(c) == where->has_age && gj_row_contains(c, a) &&
           gj_row_contains(c, b) && (c->scheme != 0) == (a->scheme || b->scheme) &&
           (c->working != 0) == (a->working || b->working) &&
           (c->level != 0) == (a->level || b->level) && (c->place != 0) == (a->place || b->place) &&
           (c->tier != 0) == (a->tier || b->tier) && (c->group != 0) == (a->group || b->group) &&
           (c->relation != 0) == (a->relation || b->relation) &&
           (c->year != 0) == (a->year || b->year);
}

struct tie_search {
    const struct gj_row *rows, *a, *b;
    uint32_t count;
    struct overlap where;
};

static bool judged_at(const struct tie_search *search, int day, int age)
{
    for (uint32_t i = 0; i < search->count; i++) {
        const struct gj_row *c = &search->rows[i];
        if (day >= c->from && day < c->to && age >= gj_row_age_from(c) && age < gj_row_age_to(c) &&
            is_judge(c, search->a, search->b, &search->where))
            return true;
    }
    return false;
}

static bool judged_on(const struct tie_search *search, int day)
{
    if (!judged_at(search, day, search->where.age_from))
        return false;
    for (uint32_t i = 0; i < search->count; i++) {
        int age = gj_row_age_to(&search->rows[i]);
        if (age > search->where.age_from && age < search->where.age_to &&
            !judged_at(search, day, age))
            return false;
    }
    return true;
}

/* A stretch without a judge can begin only where the overlap begins or where a row ends, so those
   corners are all that must be tried. */
static bool is_judged(const struct tie_search *search)
{
    if (!judged_on(search, search->where.from))
        return false;
    for (uint32_t i = 0; i < search->count; i++) {
        int day = search->rows[i].to;
        if (day > search->where.from && day < search->where.to && !judged_on(search, day))
            return false;
    }
    return true;
}

static bool is_tie(struct tie_search *search)
{
    const struct gj_row *a = search->a, *b = search->b;
    if (!overlaps(a, b, &search->where))
        return false;
    bool ab = gj_row_contains(a, b), ba = gj_row_contains(b, a);
    if (ab != ba)
        return false;
    return ab || !is_judged(search);
}

static enum gj_status report_tie(const struct gj_policy *policy, const struct gj_row *a,
                                 const struct gj_row *b, struct gj_why *why)
{
    char first[160], second[160], place[120] = "";
    struct gj_writer one = gj_writer(first, sizeof first), two = gj_writer(second, sizeof second);
    gj_row_put_name(policy, a, &one);
    gj_row_put_name(policy, b, &two);
    struct gj_writer at = gj_writer(place, sizeof place);
    if (b->line > 0)
        gj_put_format(&at, "%s:%u: ", gj_policy_text(policy, b->file), b->line);
    return gj_fail(why, GJ_BAD_INPUT,
                   "%s\"%s\" ties with \"%s\" of line %u: one question can match both and neither "
                   "has all selectors of the other; end one, or add the missing selector",
                   place, second, first, a->line);
}

static enum gj_status check_group(const struct gj_policy *policy, const struct gj_group *group,
                                  struct gj_why *why)
{
    const struct gj_row *rows = &policy->rows[group->first];
    for (uint32_t i = 0; i < group->count; i++)
        for (uint32_t j = i + 1; j < group->count && rows[j].from < rows[i].to; j++) {
            struct tie_search search = {rows, &rows[i], &rows[j], group->count, {0}};
            if (is_tie(&search))
                return report_tie(policy, &rows[i], &rows[j], why);
        }
    return GJ_DONE;
}

static enum gj_status check_areas(const struct gj_policy *policy, struct gj_why *why)
{
    for (uint32_t i = 1; i < policy->area_count; i++)
        if (policy->areas[i].area == policy->areas[i - 1].area)
            return gj_fail(why, GJ_BAD_INPUT, "area %d stands in the tree twice",
                           policy->areas[i].area);
    return GJ_DONE;
}

enum gj_status gj_policy_order(struct gj_policy *policy, struct gj_why *why)
{
    if (policy->row_count > 0)
        qsort(policy->rows, policy->row_count, sizeof *policy->rows, compare_rows);
    if (policy->area_count > 0)
        qsort(policy->areas, policy->area_count, sizeof *policy->areas, compare_areas);
    enum gj_status status = check_areas(policy, why);
    if (status)
        return status;
    if (!build_groups(policy) || !build_areas(policy))
        return gj_fail(why, GJ_WORLD, "out of memory");
    for (uint32_t i = 0; i < policy->group_count && !status; i++)
        status = check_group(policy, &policy->groups[i], why);
    return status;
}
