/* The law in force over REST: areas, rules, keys, sources, contradictions, reasons, for anybody. In:
   the request's route, path and query. Out: a page or a record with the pack set's ETag. Rows come
   in the order in which `gongji pack show` prints them, from the same functions. */
#include <string.h>

#include "base/bug.h"
#include "base/hash.h"
#include "gongji/serve_rest.h"

/* One read of the law. A page counts what it passes: its cursor is how many came before, and a mark of
   the pack set, for under another set nothing stands where it stood; where today is meant, of the day
   too. */
struct reading {
    struct gj_serving *serving;
    struct gj_rest *rest;
    const struct gj_policy *policy;
    const struct gj_pack_set *set;
    struct gj_rest_answer answer;
    gj_day day; /* that a page is of because none was said, or 0 */
    int64_t mark, skip, passed;
    int left;
    bool more;
    /* which keys */
    enum gj_key key;
    int param; /* -1: any */
};

/* ---- pages ---- */

static enum gj_reason begin_page(struct reading *reading)
{
    int64_t cursor[2];
    const char *hash = gj_policy_hash(reading->policy);
    uint64_t mark = gj_hash_number(gj_hash(hash, strlen(hash)) ^ (uint64_t)reading->day);
    reading->mark = (int64_t)(mark >> 1 | 1);
    if (!gj_rest_cursor(reading->rest, cursor) || (cursor[1] != 0 && cursor[1] != reading->mark))
        return GJ_CURSOR_WRONG;
    reading->skip = cursor[0];
    reading->left = gj_rest_limit(reading->rest);
    return GJ_OK;
}

/* Is the next item of this page? `more` is set by the one after the last. */
static bool is_wanted(struct reading *reading)
{
    if (reading->passed < reading->skip) {
        reading->passed++;
        return false;
    }
    reading->more = reading->left == 0;
    if (reading->more)
        return false;
    reading->passed++;
    reading->left--;
    return true;
}

static enum gj_reason end_page(struct reading *reading)
{
    int64_t next[2] = {reading->passed, reading->mark};
    gj_rest_answer_page(reading->rest, reading->more ? next : NULL, &reading->answer);
    return GJ_OK;
}

/* ---- what is asked ---- */

static gj_day today(const struct reading *reading)
{
    return gj_time_day(gj_centre_now(reading->serving->centre));
}

/* Does any key's name begin so, or, of a key with words, go on so? */
static bool is_start(struct gj_slice start)
{
    for (int key = 0; key < GJ_KEY_COUNT; key++) {
        const struct gj_key_info *info = gj_key_info((enum gj_key)key);
        struct gj_slice name = gj_slice(info->name);
        if (gj_slice_begins(name, start) || (info->parameter >= 0 && gj_slice_begins(start, name) &&
                                             start.bytes[name.length] == '.'))
            return true;
    }
    return false;
}

/* Where and what of: the view of the request's area, day and keys. */
static enum gj_reason view_asked(struct reading *reading, struct gj_pack_view *view_out)
{
    gj_day day = gj_rest_day_asked(reading->rest);
    *view_out = (struct gj_pack_view){
        .policy = reading->policy,
        .area = gj_rest_area_asked(reading->rest),
        .day = day == GJ_DAY_NONE ? today(reading) : day,
        .start = gj_rest_key_asked(reading->rest),
    };
    if (gj_policy_area(reading->policy, view_out->area) == NULL)
        return GJ_AREA_UNKNOWN;
    return is_start(view_out->start) ? GJ_OK : GJ_KEY_UNKNOWN;
}

/* ---- rules ---- */

enum { WHOM_MAX = 400 };

/* The words that a view of a key or a row points to. */
struct words {
    char zh[GJ_PACK_KEY_MAX * 2], reading[GJ_PACK_ROW_MAX], whom[WHOM_MAX];
};

static struct gj_rest_rule_view key_view(enum gj_key key)
{
    return (struct gj_rest_rule_view){.key = key,
                                      .zh = gj_key_zh(key),
                                      .subject = gj_pack_subject(key),
                                      .absent = gj_pack_absent(key)};
}

static struct gj_rest_rule_view row_view(const struct reading *reading, const struct gj_row *row,
                                         struct words *words)
{
    struct gj_rest_rule_view view = key_view((enum gj_key)row->key);
    struct gj_writer zh = gj_writer(words->zh, sizeof words->zh);
    struct gj_writer read = gj_writer(words->reading, sizeof words->reading);
    struct gj_writer whom = gj_writer(words->whom, sizeof words->whom);
    gj_pack_put_zh_name(view.key, row->param, &zh);
    gj_pack_put_reading(reading->policy, row, &read);
    gj_pack_put_whom(row, &whom);
    GJ_MUST(!zh.full && !read.full && !whom.full); /* vocabularies and values are bounded */
    view.policy = reading->policy;
    view.row = row;
    view.zh = words->zh;
    view.reading = words->reading;
    view.whom = whom.length > 0 ? words->whom + 1 : "不分人群";
    return view;
}

static bool take_rule(void *to, const struct gj_row *row)
{
    struct reading *reading = to;
    struct words words;
    if (is_wanted(reading)) {
        struct gj_rest_rule_view view = row_view(reading, row, &words);
        gj_rest_add_rule(reading->rest, &view);
    }
    return !reading->more;
}

/* A page of what is on the view's day. */
static enum gj_reason begin_day(struct reading *reading, struct gj_pack_view *view_out)
{
    enum gj_reason reason = view_asked(reading, view_out);
    if (gj_rest_day_asked(reading->rest) == GJ_DAY_NONE)
        reading->day = view_out->day;
    return reason == GJ_OK ? begin_page(reading) : reason;
}

static enum gj_reason list_rules(struct reading *reading)
{
    struct gj_pack_view view;
    enum gj_reason reason = begin_day(reading, &view);
    if (reason != GJ_OK)
        return reason;
    gj_pack_each_rule(&view, take_rule, reading);
    return end_page(reading);
}

static bool take_interval(void *to, const struct gj_row *row)
{
    struct reading *reading = to;
    bool is_it = row->key == reading->key && (reading->param < 0 || row->param == reading->param);
    return !is_it || take_rule(to, row);
}

/* The key with or without its word. */
static bool find_key(struct gj_slice name, enum gj_key *key_out, int *param_out)
{
    for (int key = 0; key < GJ_KEY_COUNT; key++)
        if (gj_slice_is(name, gj_key_info((enum gj_key)key)->name)) {
            *key_out = (enum gj_key)key;
            *param_out = -1;
            return true;
        }
    return gj_key_find(name, key_out, param_out);
}

static enum gj_reason list_history(struct reading *reading)
{
    struct gj_pack_view view;
    enum gj_reason reason = view_asked(reading, &view);
    if (reason == GJ_OK && !find_key(view.start, &reading->key, &reading->param))
        reason = GJ_KEY_UNKNOWN;
    if (reason == GJ_OK)
        reason = begin_page(reading);
    if (reason != GJ_OK)
        return reason;
    view.day = GJ_DAY_NONE;
    gj_pack_each_rule(&view, take_interval, reading);
    return end_page(reading);
}

static bool take_change(void *to, const struct gj_row *old, const struct gj_row *new_one)
{
    struct reading *reading = to;
    struct words words[2];
    struct gj_rest_rule_view before, after;
    if (!is_wanted(reading))
        return !reading->more;
    if (old)
        before = row_view(reading, old, &words[0]);
    if (new_one)
        after = row_view(reading, new_one, &words[1]);
    gj_rest_add_change(reading->rest, old ? &before : NULL, new_one ? &after : NULL);
    return true;
}

static enum gj_reason list_changes(struct reading *reading)
{
    struct gj_pack_view view;
    gj_day later;
    enum gj_reason reason = view_asked(reading, &view);
    gj_rest_days_asked(reading->rest, &view.day, &later);
    if (reason == GJ_OK && later < view.day)
        reason = GJ_FIELD_WRONG;
    if (reason == GJ_OK)
        reason = begin_page(reading);
    if (reason != GJ_OK)
        return reason;
    gj_pack_each_change(&view, later, take_change, reading);
    return end_page(reading);
}

/* ---- keys ---- */

static bool take_unknown(void *to, enum gj_key key)
{
    struct reading *reading = to;
    struct gj_rest_rule_view view = key_view(key);
    struct gj_slice start = gj_rest_key_asked(reading->rest);
    if (gj_slice_begins(gj_slice(gj_key_info(key)->name), start) && is_wanted(reading))
        gj_rest_add_unknown_key(reading->rest, &view);
    return !reading->more;
}

static enum gj_reason list_unknowns(struct reading *reading)
{
    struct gj_pack_view view;
    enum gj_reason reason = begin_day(reading, &view);
    if (reason != GJ_OK)
        return reason;
    view.start = GJ_SLICE(""); /* a ratio is known where steps are */
    gj_pack_each_unknown(&view, take_unknown, reading);
    return end_page(reading);
}

static enum gj_reason list_keys(struct reading *reading)
{
    struct gj_slice start = gj_rest_key_asked(reading->rest);
    enum gj_reason reason = is_start(start) ? begin_page(reading) : GJ_KEY_UNKNOWN;
    for (int key = 0; reason == GJ_OK && key < GJ_KEY_COUNT && !reading->more; key++) {
        struct gj_rest_rule_view view = key_view((enum gj_key)key);
        if (gj_slice_begins(gj_slice(gj_key_info((enum gj_key)key)->name), start) &&
            is_wanted(reading))
            gj_rest_add_key(reading->rest, &view);
    }
    return reason == GJ_OK ? end_page(reading) : reason;
}

/* ---- areas ---- */

static bool is_called(const struct gj_policy *policy, const struct gj_area_info *area,
                      struct gj_slice name)
{
    struct gj_slice own = gj_slice(gj_policy_text(policy, area->name));
    struct gj_slice own_en = gj_slice(gj_policy_text(policy, area->name_en));
    return gj_slice_has(own, name) || gj_slice_begins_alike(own_en, name);
}

static enum gj_reason list_areas(struct reading *reading)
{
    gj_area within = gj_rest_within_asked(reading->rest);
    struct gj_slice name = gj_rest_name_asked(reading->rest);
    enum gj_reason reason = begin_page(reading);
    for (int i = 0; reason == GJ_OK && i < gj_policy_area_count(reading->policy); i++) {
        const struct gj_area_info *one = gj_policy_area_at(reading->policy, i);
        bool asked = (within == 0 || gj_area_lies_in(one->area, within)) &&
                     is_called(reading->policy, one, name);
        if (asked && is_wanted(reading))
            gj_rest_add_area(reading->rest, reading->policy, one);
    }
    return reason == GJ_OK ? end_page(reading) : reason;
}

static enum gj_reason read_area(struct reading *reading)
{
    const struct gj_area_info *area =
        gj_policy_area(reading->policy, gj_rest_area_asked(reading->rest));
    if (area == NULL)
        return GJ_AREA_UNKNOWN;
    gj_rest_answer_area(reading->policy, area, &reading->answer);
    return GJ_OK;
}

static enum gj_reason read_set(struct reading *reading)
{
    struct gj_rest_policy_view view = {reading->policy, today(reading),
                                       gj_pack_source_count(reading->set),
                                       gj_pack_options(reading->set).with_unverified};
    gj_rest_answer_policy(&view, &reading->answer);
    return GJ_OK;
}

/* ---- sources and contradictions ---- */

static struct gj_rest_source_view source_view(struct gj_pack_source source)
{
    return (struct gj_rest_source_view){source.id,     source.title,  source.title_zh,
                                        source.number, source.issued, source.confidence,
                                        source.note,   source.note_zh};
}

static enum gj_reason list_sources(struct reading *reading)
{
    enum gj_reason reason = begin_page(reading);
    for (int i = 0; reason == GJ_OK && i < gj_pack_source_count(reading->set); i++) {
        struct gj_rest_source_view view = source_view(gj_pack_source_at(reading->set, i));
        if (is_wanted(reading))
            gj_rest_add_source(reading->rest, &view);
    }
    return reason == GJ_OK ? end_page(reading) : reason;
}

static enum gj_reason read_source(struct reading *reading)
{
    char id[256];
    struct gj_pack_source source;
    if (!gj_text_copy(id, sizeof id, gj_rest_source_asked(reading->rest)) ||
        !gj_pack_source(reading->set, id, &source))
        return GJ_SOURCE_UNKNOWN;
    struct gj_rest_source_view view = source_view(source);
    gj_rest_answer_source(&view, &reading->answer);
    return GJ_OK;
}

/* True if one of a comma list is the key, or the key with a word, or the word's key. */
static bool lists_key(struct gj_slice list, struct gj_slice key)
{
    while (list.length > 0) {
        struct gj_slice one = gj_slice_cut(&list, ',');
        if (gj_slice_begins(one, key) && (one.length == key.length || one.bytes[key.length] == '.'))
            return true;
    }
    return false;
}

static bool touches(const struct reading *reading, const struct gj_contradiction *entry)
{
    gj_area area = gj_rest_within_asked(reading->rest);
    struct gj_slice key = gj_rest_key_asked(reading->rest);
    return (area == 0 || gj_area_agrees(area, entry->area)) &&
           (key.length == 0 ||
            lists_key(gj_slice(gj_policy_text(reading->policy, entry->keys)), key));
}

static enum gj_reason list_contradictions(struct reading *reading)
{
    enum gj_key key;
    int param;
    struct gj_slice asked = gj_rest_key_asked(reading->rest);
    enum gj_reason reason =
        asked.length > 0 && !find_key(asked, &key, &param) ? GJ_KEY_UNKNOWN : begin_page(reading);
    for (int i = 0; reason == GJ_OK && i < gj_policy_contradiction_count(reading->policy); i++) {
        const struct gj_contradiction *entry = gj_policy_contradiction(reading->policy, i);
        if (touches(reading, entry) && is_wanted(reading))
            gj_rest_add_contradiction(reading->rest, reading->policy, entry);
    }
    return reason == GJ_OK ? end_page(reading) : reason;
}

/* ---- words ---- */

static enum gj_reason list_relations(struct reading *reading)
{
    enum gj_reason reason = begin_page(reading);
    for (int i = GJ_RELATION_UNSAID + 1; reason == GJ_OK && i < GJ_RELATION_COUNT; i++)
        if (is_wanted(reading))
            gj_rest_add_relation(reading->rest, (enum gj_relation)i);
    return reason == GJ_OK ? end_page(reading) : reason;
}

static enum gj_reason list_reasons(struct reading *reading)
{
    enum gj_reason reason = begin_page(reading);
    for (int i = GJ_REASON_NONE + 1; reason == GJ_OK && i < GJ_REASON_COUNT; i++)
        if (is_wanted(reading))
            gj_rest_add_reason(reading->rest, (enum gj_reason)i);
    return reason == GJ_OK ? end_page(reading) : reason;
}

/* ---- by route ---- */

typedef enum gj_reason reader(struct reading *reading);

static reader *reader_of(enum gj_rest_route_number route)
{
    static const struct {
        enum gj_rest_route_number route;
        reader *read;
    } readers[] = {
        {GJ_REST_read_policy, read_set},
        {GJ_REST_list_areas, list_areas},
        {GJ_REST_read_area, read_area},
        {GJ_REST_list_rules, list_rules},
        {GJ_REST_list_unknowns, list_unknowns},
        {GJ_REST_list_changes, list_changes},
        {GJ_REST_list_history, list_history},
        {GJ_REST_list_keys, list_keys},
        {GJ_REST_list_sources, list_sources},
        {GJ_REST_read_source, read_source},
        {GJ_REST_list_contradictions, list_contradictions},
        {GJ_REST_list_relations, list_relations},
        {GJ_REST_list_reasons, list_reasons},
    };
    for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++)
        if (readers[i].route == route)
            return readers[i].read;
    return NULL;
}

bool gj_rest_is_policy(const struct gj_rest *rest)
{
    return reader_of(gj_rest_route(rest)) != NULL;
}

/* Which parameter a refusal is about, and where to look. */
static enum gj_when refuse(struct gj_rest *rest, struct gj_exchange *exchange,
                           enum gj_reason reason)
{
    if (reason == GJ_KEY_UNKNOWN)
        gj_rest_refuse(rest, reason, "key", GJ_REST_PREFIX "/policy/keys lists all keys");
    else if (reason == GJ_FIELD_WRONG)
        gj_rest_refuse(rest, reason, "to", "a day that is not before `from`");
    else if (reason == GJ_AREA_UNKNOWN)
        gj_rest_refuse(rest, reason, NULL, GJ_REST_PREFIX "/policy/areas lists all areas");
    return gj_rest_send_no(rest, exchange, reason, NULL);
}

enum gj_when gj_rest_read_policy(struct gj_serving *serving, struct gj_exchange *exchange)
{
    const struct gj_pack_set *set = gj_serving_set(serving);
    struct reading reading = {
        .serving = serving,
        .rest = serving->rest,
        .policy = gj_pack_policy(set),
        .set = set,
    };
    enum gj_reason reason = reader_of(gj_rest_route(serving->rest))(&reading);
    if (reason != GJ_OK)
        return refuse(serving->rest, exchange, reason);
    gj_rest_mark_law(serving->rest, gj_policy_hash(reading.policy), &reading.answer);
    gj_rest_send(exchange, &reading.answer);
    return GJ_NOW;
}
