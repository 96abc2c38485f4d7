/* Which rows are rules of an area: those that may be asked there on a day, those of every day, and what
   differs between two days. In: a policy, an area, days. Out: rows, in the order of the page that
   people read; `pack show`, `pack diff` and REST all take them from here. */
#include "pack/inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/bug.h"

/* ---- subjects ---- */

static const struct subject {
    const char *prefix, *title;
} subjects[] = {
    {"outpatient.", "门诊 / outpatient care"},
    {"chronic.", "门诊慢特病 / outpatient chronic care"},
    {"inpatient.", "住院 / inpatient care"},
    {"filing.", "异地就医备案 / filing for care elsewhere"},
    {"aid.", "家庭共济 / mutual aid"},
    {"wallet.", "医保钱包 / wallet"},
    {"account.", "个人账户 / personal account"},
    {"contribution.", "缴费 / contribution"},
    {"insurance.", "其他险种 / other insurances"},
    {"premium.", "居民医保缴费 / resident premium"},
    {"waiting.", "待遇等待期 / waiting period"},
    {"incentive.", "连续参保激励 / incentives for unbroken years"},
    {"move.", "转移接续 / moves"},
    {"maternity.", "生育 / maternity"},
    {"lifetime.", "终身待遇 / lifetime coverage"},
    {"retirement.", "退休年龄 / retirement age"},
    {"pension.", "养老金 / pension"},
    {"bound.", "对下级规定的限制 / bounds on the areas below"},
    {"", "其他 / other"},
};

const char *gj_pack_subject(enum gj_key key)
{
    const char *name = gj_key_info(key)->name;
    size_t i = 0;
    while (strncmp(name, subjects[i].prefix, strlen(subjects[i].prefix)) != 0)
        i++; /* the last prefix is empty */
    return subjects[i].title;
}

/* ---- which rows are asked at all ---- */

static bool holds(const struct gj_row *row, gj_day day)
{
    return day >= row->from && day < row->to;
}

/* True if row b, of a lower area, answers every question of that day: then no row above it is asked. */
static bool hides(const struct gj_row *b, gj_day day)
{
    bool for_all =
        b->scheme + b->working + b->level + b->place + b->tier + b->group + b->relation + b->year ==
            0 &&
        b->age_from < 0 && b->age_to < 0;
    return for_all && holds(b, day);
}

/* Gives the rows of one key in one area; false when `take` wants no more. `hidden_out` says whether
   they leave anything to the areas above on that day. */
static bool each_in_area(const struct gj_pack_view *view, enum gj_key key, int param, gj_area area,
                         gj_pack_take *take, void *to, bool *hidden_out)
{
    uint32_t first;
    int count = gj_policy_rows_of(view->policy, key, param, area, &first);
    for (int i = 0; i < count; i++) {
        const struct gj_row *row = gj_policy_row(view->policy, first + (uint32_t)i);
        if (view->day == GJ_DAY_NONE) {
            if (!take(to, row))
                return false;
        } else if (holds(row, view->day)) {
            *hidden_out = *hidden_out || hides(row, view->day);
            if (!take(to, row))
                return false;
        }
    }
    return true;
}

/* From the area itself upwards, as the look-up walks. */
static bool each_of_key(const struct gj_pack_view *view, enum gj_key key, int param,
                        gj_pack_take *take, void *to)
{
    bool hidden = false;
    for (gj_area at = view->area; at != 0 && !hidden; at = gj_area_parent(at))
        if (!each_in_area(view, key, param, at, take, to, &hidden))
            return false;
    return true;
}

/* ---- keys, in the order of the page ---- */

static bool begins(enum gj_key key, int param, struct gj_slice start)
{
    char name[GJ_PACK_KEY_MAX];
    struct gj_writer writer = gj_writer(name, sizeof name);
    gj_key_put(key, param, &writer);
    return gj_slice_begins((struct gj_slice){name, writer.length}, start);
}

typedef bool take_key(void *to, enum gj_key key, int param);

static bool each_param(enum gj_key key, struct gj_slice start, take_key *take, void *to)
{
    int parameter = gj_key_info(key)->parameter;
    int count = parameter < 0 ? 1 : gj_word_count((enum gj_vocabulary)parameter);
    for (int param = 0; param < count; param++)
        if (begins(key, param, start) && !take(to, key, param))
            return false;
    return true;
}

static void each_key(struct gj_slice start, take_key *take, void *to)
{
    for (size_t s = 0; s < sizeof subjects / sizeof subjects[0]; s++)
        for (int key = 0; key < GJ_KEY_COUNT; key++)
            if (gj_pack_subject((enum gj_key)key) == subjects[s].title &&
                !each_param((enum gj_key)key, start, take, to))
                return;
}

struct rules {
    const struct gj_pack_view *view;
    gj_pack_take *take;
    void *to;
};

static bool rules_of_key(void *to, enum gj_key key, int param)
{
    const struct rules *rules = to;
    return each_of_key(rules->view, key, param, rules->take, rules->to);
}

void gj_pack_each_rule(const struct gj_pack_view *view, gj_pack_take *take, void *to)
{
    struct rules rules = {view, take, to};
    each_key(view->start, rules_of_key, &rules);
}

/* ---- what nothing is known of ---- */

static bool note_known(void *to, const struct gj_row *row)
{
    ((bool *)to)[row->key] = true;
    return true;
}

/* The ratio of a kind of care is known where steps are. */
static bool is_known(const bool known[GJ_KEY_COUNT], int key)
{
    bool is_ratio = key == GJ_KEY_OUTPATIENT_RATIO || key == GJ_KEY_CHRONIC_RATIO ||
                    key == GJ_KEY_INPATIENT_RATIO;
    return known[key] || (is_ratio && known[key + GJ_CARE_KEY_STEPS - GJ_CARE_KEY_RATIO]);
}

void gj_pack_each_unknown(const struct gj_pack_view *view, bool (*take)(void *to, enum gj_key key),
                          void *to)
{
    bool known[GJ_KEY_COUNT] = {false};
    gj_pack_each_rule(view, note_known, known);
    for (int key = 0; key < GJ_KEY_COUNT; key++) {
        const struct gj_key_info *info = gj_key_info((enum gj_key)key);
        bool matters = info->absent == GJ_ABSENT_UNKNOWN ||
                       (info->absent == GJ_ABSENT_ONE_OF && strstr(info->name, ".ratio"));
        if (matters && !is_known(known, key) && !take(to, (enum gj_key)key))
            return;
    }
}

/* ---- between two days ---- */

struct list {
    const struct gj_row **rows;
    int count;
};

struct changes {
    struct gj_pack_view before, after;
    struct list old, new;
    gj_pack_take_change *take;
    void *to;
};

static bool add_row(void *to, const struct gj_row *row)
{
    struct list *list = to;
    list->rows[list->count++] = row;
    return true;
}

/* Takes what stands in both lists out of both. */
static void drop_common(struct changes *changes)
{
    for (int i = 0; i < changes->old.count; i++)
        for (int j = 0; j < changes->new.count && changes->old.rows[i] != NULL; j++)
            if (changes->old.rows[i] == changes->new.rows[j])
                changes->old.rows[i] = changes->new.rows[j] = NULL;
}

static bool for_the_same(const struct gj_row *a, const struct gj_row *b)
{
    return a->scheme == b->scheme && a->working == b->working && a->level == b->level &&
           a->place == b->place && a->tier == b->tier && a->group == b->group &&
           a->relation == b->relation && a->age_from == b->age_from && a->age_to == b->age_to &&
           a->year == b->year;
}

/* What came in the place of a row: that for the same people, of whatever area. */
static const struct gj_row *take_successor(struct list *list, const struct gj_row *row)
{
    for (int i = 0; i < list->count; i++) {
        const struct gj_row *one = list->rows[i];
        if (one == NULL || !for_the_same(one, row))
            continue;
        list->rows[i] = NULL;
        return one;
    }
    return NULL;
}

static bool changes_of_key(void *to, enum gj_key key, int param)
{
    struct changes *changes = to;
    changes->old.count = changes->new.count = 0;
    (void)each_of_key(&changes->before, key, param, add_row, &changes->old);
    (void)each_of_key(&changes->after, key, param, add_row, &changes->new);
    drop_common(changes);
    for (int i = 0; i < changes->old.count; i++) {
        const struct gj_row *row = changes->old.rows[i];
        if (row != NULL && !changes->take(changes->to, row, take_successor(&changes->new, row)))
            return false;
    }
    for (int i = 0; i < changes->new.count; i++)
        if (changes->new.rows[i] != NULL && !changes->take(changes->to, NULL, changes->new.rows[i]))
            return false;
    return true;
}

void gj_pack_each_change(const struct gj_pack_view *view, gj_day later, gj_pack_take_change *take,
                         void *to)
{
    size_t room = (size_t)gj_policy_row_count(view->policy) + 1;
    struct changes changes = {.before = *view, .after = *view, .take = take, .to = to};
    changes.after.day = later;
    changes.old.rows = calloc(room, sizeof(struct gj_row *));
    changes.new.rows = calloc(room, sizeof(struct gj_row *));
    GJ_MUST(changes.old.rows && changes.new.rows);
    each_key(view->start, changes_of_key, &changes);
    free(changes.old.rows);
    free(changes.new.rows);
}
