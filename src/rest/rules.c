/* The law in force as anybody may read it: areas, rules, keys, sources, contradictions, reasons. In:
   rows of a policy and the words beside them. Out: the JSON of their groups. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "model/said.h"
#include "rest/inside.h"

enum { ROW_MAX = 1200, KEY_MAX = 96 };

/* ---- what is asked ---- */

gj_day gj_rest_day_asked(const struct gj_rest *rest)
{
    bool said = rest->is->query == GJ_REST_GROUP_rules_query;
    return said ? rest->query.rules.at : GJ_DAY_NONE;
}

void gj_rest_days_asked(const struct gj_rest *rest, gj_day *from_out, gj_day *to_out)
{
    *from_out = rest->query.days.from;
    *to_out = rest->query.days.to;
}

struct gj_slice gj_rest_key_asked(const struct gj_rest *rest)
{
    struct gj_slice key = rest->place.key;
    if (rest->is->query == GJ_REST_GROUP_rules_query)
        key = rest->query.rules.key;
    else if (rest->is->query == GJ_REST_GROUP_days_query)
        key = rest->query.days.key;
    else if (rest->is->query == GJ_REST_GROUP_keys_query)
        key = rest->query.keys.key;
    else if (rest->is->query == GJ_REST_GROUP_contradictions_query)
        key = rest->query.contradictions.key;
    return key.bytes ? key : GJ_SLICE("");
}

struct gj_slice gj_rest_source_asked(const struct gj_rest *rest)
{
    return rest->place.source;
}

gj_area gj_rest_within_asked(const struct gj_rest *rest)
{
    bool of_areas = rest->is->query == GJ_REST_GROUP_areas_query;
    return of_areas ? rest->query.areas.within : rest->query.contradictions.area;
}

struct gj_slice gj_rest_name_asked(const struct gj_rest *rest)
{
    return rest->query.areas.name.bytes ? rest->query.areas.name : GJ_SLICE("");
}

/* ---- lists of words ---- */

/* The pieces of a text between `mark`s, without the spaces before them. */
static struct json_object *pieces_of(const char *text, char mark)
{
    struct json_object *list = gj_rest_list();
    struct gj_slice rest = gj_slice(text);
    while (rest.length > 0) {
        struct gj_slice piece = gj_slice_cut(&rest, mark);
        size_t spaces = strspn(piece.bytes, " ");
        if (piece.length > spaces)
            gj_rest_append(list, gj_json_string((struct gj_slice){piece.bytes + spaces,
                                                                  piece.length - spaces}));
    }
    return list;
}

static struct gj_slice said(const char *text)
{
    return *text ? gj_slice(text) : (struct gj_slice){NULL, 0};
}

/* ---- areas ---- */

static struct json_object *area_of(const struct gj_policy *policy, const struct gj_area_info *area)
{
    struct gj_rest_area_known known = {.area = area->area,
                                       .name = gj_slice(gj_policy_text(policy, area->name)),
                                       .name_en = said(gj_policy_text(policy, area->name_en)),
                                       .kind = gj_slice(gj_policy_text(policy, area->kind)),
                                       .fictional = area->fictional};
    return gj_rest_value(GJ_REST_GROUP_area_known, &known);
}

void gj_rest_add_area(struct gj_rest *rest, const struct gj_policy *policy,
                      const struct gj_area_info *area)
{
    gj_rest_add(rest, area_of(policy, area));
}

void gj_rest_answer_area(const struct gj_policy *policy, const struct gj_area_info *area,
                         struct gj_rest_answer *answer_out)
{
    struct gj_rest_area_whole whole = {.area = area->area,
                                       .name = gj_slice(gj_policy_text(policy, area->name)),
                                       .name_en = said(gj_policy_text(policy, area->name_en)),
                                       .kind = gj_slice(gj_policy_text(policy, area->kind)),
                                       .fictional = area->fictional,
                                       .within = gj_rest_list()};
    for (gj_area at = gj_area_parent(area->area); at != 0; at = gj_area_parent(at)) {
        const struct gj_area_info *outer = gj_policy_area(policy, at);
        if (outer != NULL) /* own codes lie in groups that are no area */
            gj_rest_append(whole.within, area_of(policy, outer));
    }
    *answer_out = (struct gj_rest_answer){0};
    gj_rest_give(answer_out, 200, gj_rest_value(GJ_REST_GROUP_area_whole, &whole));
}

void gj_rest_answer_policy(const struct gj_rest_policy_view *view,
                           struct gj_rest_answer *answer_out)
{
    const struct gj_policy *policy = view->policy;
    struct gj_rest_policy_set set = {
        .pack = gj_slice(gj_policy_hash(policy)),
        .unverified = view->unverified,
        .today = view->today,
        .areas = gj_policy_area_count(policy),
        .rules = gj_policy_row_count(policy),
        .sources = view->sources,
        .contradictions = gj_policy_contradiction_count(policy),
    };
    *answer_out = (struct gj_rest_answer){0};
    gj_rest_give(answer_out, 200, gj_rest_value(GJ_REST_GROUP_policy_set, &set));
}

/* ---- rules ---- */

static const char *unit_of(enum gj_key key)
{
    switch (gj_key_info(key)->type) {
    case GJ_TYPE_FEN:
        return "yuan";
    case GJ_TYPE_PPM:
        return "ratio";
    case GJ_TYPE_COUNT:
    case GJ_TYPE_DECIMAL:
        return "number";
    case GJ_TYPE_YES:
        return "yes or no";
    case GJ_TYPE_CHOICE:
        return "word";
    case GJ_TYPE_RELATIONS:
        return "words";
    case GJ_TYPE_STEPS:
        return "steps";
    case GJ_TYPE_CLOCKS:
        return "hours";
    case GJ_TYPE_CLOCK:
        return "time";
    case GJ_TYPE_MONTH_DAY:
        return "day";
    case GJ_TYPE_SPAN:
        return "days";
    case GJ_TYPE_TEXT:
        break;
    }
    return "text";
}

static int32_t chosen(uint8_t value)
{
    return value != 0 ? value : -1;
}

static int64_t number_or_none(int64_t number, bool is_said)
{
    return is_said ? number : GJ_REST_NONE;
}

static struct json_object *selectors_of(const struct gj_row *row)
{
    struct gj_rest_selectors selectors = {
        .scheme = chosen(row->scheme),
        .status = chosen(row->working),
        .level = chosen(row->level),
        .place = chosen(row->place),
        .tier = number_or_none(row->tier, row->tier != 0),
        .group = chosen(row->group),
        .relation = chosen(row->relation),
        .age_from = number_or_none(row->age_from, row->age_from >= 0),
        .age_to = number_or_none(row->age_to, row->age_to >= 0),
        .year = number_or_none(row->year, row->year != 0),
    };
    return gj_rest_value(GJ_REST_GROUP_selectors, &selectors);
}

static const char *level_of(gj_area area)
{
    return area == GJ_AREA_NATION ? "nation" : area % 10000 == 0 ? "province" : "area";
}

static const char *name_of(enum gj_key key, int param, char out[KEY_MAX])
{
    struct gj_writer writer = gj_writer(out, KEY_MAX);
    gj_key_put(key, param, &writer);
    return out;
}

/* As in every answer: document and clause. */
static const char *cite_of(const struct gj_policy *policy, const struct gj_row *row,
                           char out[ROW_MAX])
{
    const char *clause = gj_policy_text(policy, row->clause);
    snprintf(out, ROW_MAX, "%s%s%s", gj_policy_text(policy, row->cite), *clause ? " " : "", clause);
    return out;
}

static struct json_object *rule_of(const struct gj_rest_rule_view *view)
{
    const struct gj_row *row = view->row;
    const struct gj_policy *policy = view->policy;
    char key[KEY_MAX], value[ROW_MAX], cite[ROW_MAX];
    struct gj_writer writer = gj_writer(value, sizeof value);
    gj_row_put_value(policy, row, &writer);
    struct gj_rest_rule rule = {
        .key = gj_slice(name_of(view->key, row->param, key)),
        .zh = gj_slice(view->zh),
        .en = gj_slice(gj_key_info(view->key)->meaning),
        .subject = gj_slice(view->subject),
        .unit = gj_slice(unit_of(view->key)),
        .value = gj_slice(value),
        .reading = said(view->reading),
        .selectors = selectors_of(row),
        .whom = gj_slice(view->whom),
        .from = row->from,
        .to = row->to,
        .area = row->area,
        .area_name = gj_slice(gj_policy_text(policy, gj_policy_area(policy, row->area)->name)),
        .comes_from = gj_slice(level_of(row->area)),
        .cite = gj_slice(cite_of(policy, row, cite)),
        .sources = pieces_of(gj_policy_text(policy, row->cite), ';'),
        .clause = said(gj_policy_text(policy, row->clause)),
        .confidence = row->confidence,
        .note = said(gj_policy_text(policy, row->note)),
        .note_zh = said(gj_policy_note_zh(policy, row->note)),
        .known = row->known,
        .unverified = row->is_unverified_set ? 1 : -1,
    };
    return gj_rest_value(GJ_REST_GROUP_rule, &rule);
}

void gj_rest_add_rule(struct gj_rest *rest, const struct gj_rest_rule_view *view)
{
    gj_rest_add(rest, rule_of(view));
}

void gj_rest_add_change(struct gj_rest *rest, const struct gj_rest_rule_view *before,
                        const struct gj_rest_rule_view *after)
{
    struct gj_rest_change change = {
        .what = gj_slice(!before  ? "begins"
                         : !after ? "ends"
                                  : "changes"),
        .before = before ? rule_of(before) : NULL,
        .after = after ? rule_of(after) : NULL,
    };
    gj_rest_add(rest, gj_rest_value(GJ_REST_GROUP_change, &change));
}

/* ---- keys ---- */

void gj_rest_add_unknown_key(struct gj_rest *rest, const struct gj_rest_rule_view *view)
{
    struct gj_rest_key_unknown unknown = {
        .key = gj_slice(gj_key_info(view->key)->name),
        .zh = gj_slice(view->zh),
        .en = gj_slice(gj_key_info(view->key)->meaning),
    };
    gj_rest_add(rest, gj_rest_value(GJ_REST_GROUP_key_unknown, &unknown));
}

/* The words with which a key's name goes on, or NULL. */
static struct json_object *words_of(const struct gj_key_info *info)
{
    if (info->parameter < 0)
        return NULL;
    struct json_object *list = gj_rest_list();
    for (int i = 0; i < gj_word_count((enum gj_vocabulary)info->parameter); i++) {
        const char *word = gj_word((enum gj_vocabulary)info->parameter, i);
        if (strcmp(word, "unsaid") != 0)
            gj_rest_append(list, gj_json_string(gj_slice(word)));
    }
    return list;
}

void gj_rest_add_key(struct gj_rest *rest, const struct gj_rest_rule_view *view)
{
    const struct gj_key_info *info = gj_key_info(view->key);
    const struct gj_bound *bound = gj_bound_of(view->key);
    char allowed[400];
    struct gj_writer writer = gj_writer(allowed, sizeof allowed);
    gj_key_put_allowed(view->key, &writer);
    struct gj_rest_key_known known = {
        .key = gj_slice(info->name),
        .zh = gj_slice(view->zh),
        .en = gj_slice(info->meaning),
        .subject = gj_slice(view->subject),
        .unit = gj_slice(unit_of(view->key)),
        .allowed = gj_slice(allowed),
        .absent = gj_slice(view->absent),
        .words = words_of(info),
    };
    if (bound != NULL) {
        known.bound = gj_slice(gj_key_info(bound->bound)->name);
        known.bound_is = gj_slice(bound->is_least ? "least" : "most");
    }
    gj_rest_add(rest, gj_rest_value(GJ_REST_GROUP_key_known, &known));
}

/* ---- sources and contradictions ---- */

static struct json_object *source_of(const struct gj_rest_source_view *view)
{
    struct gj_rest_source source = {
        .id = gj_slice(view->id),
        .title = gj_slice(view->title),
        .title_zh = said(view->title_zh),
        .number = said(view->number),
        .issued = said(view->issued),
        .confidence = gj_word_find(GJ_WORDS_OF_CONFIDENCE, gj_slice(view->confidence)),
        .note = said(view->note),
        .note_zh = said(view->note_zh),
    };
    return gj_rest_value(GJ_REST_GROUP_source, &source);
}

void gj_rest_add_source(struct gj_rest *rest, const struct gj_rest_source_view *view)
{
    gj_rest_add(rest, source_of(view));
}

void gj_rest_answer_source(const struct gj_rest_source_view *view,
                           struct gj_rest_answer *answer_out)
{
    *answer_out = (struct gj_rest_answer){0};
    gj_rest_give(answer_out, 200, source_of(view));
}

static struct json_object *sayings_of(const struct gj_policy *policy,
                                      const struct gj_contradiction *entry)
{
    struct json_object *list = gj_rest_list();
    for (int i = 0; i < entry->says_count; i++) {
        struct gj_rest_saying saying = {
            .sources = pieces_of(gj_policy_text(policy, entry->says[i].source), ';'),
            .text = gj_slice(gj_policy_text(policy, entry->says[i].text)),
            .text_zh = said(gj_policy_text(policy, entry->says[i].text_zh)),
        };
        gj_rest_append(list, gj_rest_value(GJ_REST_GROUP_saying, &saying));
    }
    return list;
}

void gj_rest_add_contradiction(struct gj_rest *rest, const struct gj_policy *policy,
                               const struct gj_contradiction *entry)
{
    struct gj_rest_contradiction told = {
        .id = gj_slice(gj_policy_text(policy, entry->id)),
        .about = gj_slice(gj_policy_text(policy, entry->about)),
        .about_zh = gj_slice(gj_policy_text(policy, entry->about_zh)),
        .area = entry->area,
        .from = entry->from,
        .to = entry->to,
        .kinds = pieces_of(gj_policy_text(policy, entry->kinds), ','),
        .keys = pieces_of(gj_policy_text(policy, entry->keys), ','),
        .reasons = pieces_of(gj_policy_text(policy, entry->reasons), ','),
        .relations = pieces_of(gj_policy_text(policy, entry->relations), ','),
        .when = pieces_of(gj_policy_text(policy, entry->when), ','),
        .says = sayings_of(policy, entry),
        .reading = gj_slice(gj_policy_text(policy, entry->reading)),
        .reading_zh = gj_slice(gj_policy_text(policy, entry->reading_zh)),
    };
    gj_rest_add(rest, gj_rest_value(GJ_REST_GROUP_contradiction, &told));
}

/* ---- words ---- */

void gj_rest_add_relation(struct gj_rest *rest, enum gj_relation relation)
{
    struct gj_slice word = gj_slice(gj_word(GJ_WORDS_OF_RELATION, (int)relation));
    struct gj_rest_relation_known known = {
        .relation = (int)relation, .zh = gj_said_zh(word), .en = gj_said_en(word)};
    gj_rest_add(rest, gj_rest_value(GJ_REST_GROUP_relation_known, &known));
}

void gj_rest_add_reason(struct gj_rest *rest, enum gj_reason reason)
{
    static const char *const kinds[] = {
        [GJ_KIND_REFUSAL] = "refusal", [GJ_KIND_OK] = "ok", [GJ_KIND_NEXT] = "next"};
    enum gj_reason next = gj_reason_next(reason);
    struct gj_rest_reason_known known = {
        .code = gj_slice(gj_reason_code(reason)),
        .kind = gj_slice(kinds[gj_reason_kind(reason)]),
        .status = number_or_none(gj_reason_http(reason), gj_reason_http(reason) != 0),
        .zh = gj_slice(gj_reason_zh(reason)),
        .en = gj_slice(gj_reason_en(reason)),
    };
    if (next != GJ_REASON_NONE)
        known.next = gj_slice(gj_reason_code(next));
    gj_rest_add(rest, gj_rest_value(GJ_REST_GROUP_reason_known, &known));
}

/* ---- how long an answer is good ---- */

void gj_rest_mark_law(const struct gj_rest *rest, const char *hash, struct gj_rest_answer *answer)
{
    snprintf(answer->etag, sizeof answer->etag, "\"%.16s-%016" PRIx64 "\"", hash,
             gj_hash(answer->bytes, answer->length));
    answer->cacheable = true;
    gj_rest_spare_known(rest, answer);
}
