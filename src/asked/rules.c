/* Rules laid over the packs for one question. In comes {key: value}, where a value is a text, null,
   or a list of dated values; out comes a small policy whose keys replace all rows of the packs. */
#include <stdlib.h>
#include <string.h>

#include "asked/inside.h"
#include "base/bug.h"

enum { DATED_MAX = 200, RULES_MAX = 200 };

/* One value of a key and when it holds. */
struct dated {
    gj_day from, to; /* [from, to) */
    struct json_object *value;
};

struct overlay {
    struct gj_asked_reader *reader;
    struct gj_builder *builder;
    const struct gj_asked_said *said; /* figures the question says by a member of their own */
    size_t said_count;
    const char *cite;
    enum gj_key key;
    int param;
    int count;
    struct dated dated[DATED_MAX];
};

/* ---- one value ---- */

static bool read_step(struct gj_asked_reader *reader, struct json_object *value, void *target)
{
    struct raw {
        struct gj_slice up_to;
        gj_ppm ratio;
    } raw = {{NULL, 0}, 0};
    static const struct gj_asked_field fields[] = {
        {"up_to", GJ_ASKED_TEXT, offsetof(struct raw, up_to), 0, 0, NULL},
        {"ratio", GJ_ASKED_RATIO, offsetof(struct raw, ratio), 0, 0, NULL},
    };
    uint32_t seen;
    struct gj_steps *steps = target;
    if (!gj_asked_read(reader, value, GJ_ASKED_FIELDS(fields), &raw, &seen))
        return false;
    if ((seen & 2) == 0)
        return gj_asked_fault_at(reader, "ratio", GJ_ASKED_MISSING_FIELD, "must be given");
    struct gj_step step = {GJ_FEN_MAX, raw.ratio};
    bool open = raw.up_to.bytes == NULL || gj_slice_is(raw.up_to, "none");
    if (!open && !gj_fen_parse(raw.up_to, &step.up_to_fen))
        return gj_asked_fault_at(reader, "up_to", GJ_ASKED_INVALID_VALUE,
                                 "must be money, or \"none\" in the last step");
    steps->steps[steps->count++] = step;
    return true;
}

/* The text that a pack would have for a scalar. Whole numbers stand for counts alone: money and
   ratios are texts. */
static bool text_of(struct overlay *overlay, struct json_object *value, struct gj_slice *text_out)
{
    enum gj_key_type type = gj_key_info(overlay->key)->type;
    if (value == NULL)
        *text_out = GJ_SLICE("null");
    else if (json_object_is_type(value, json_type_boolean) && type == GJ_TYPE_YES)
        *text_out = gj_slice(json_object_get_boolean(value) ? "yes" : "no");
    else if (json_object_is_type(value, json_type_string) ||
             (json_object_is_type(value, json_type_int) && type == GJ_TYPE_COUNT))
        return gj_json_text(value, text_out);
    else
        return false;
    return true;
}

/* What is wrong with a value: its form, or that it lies outside what its key allows. */
static const char *fault_of(enum gj_key key, struct gj_slice text)
{
    struct gj_row row;
    struct gj_why why = {0};
    bool is_outside = false;
    enum gj_status status = gj_value_read_beyond(key, text, &row, &is_outside, &why);
    return !status && is_outside ? GJ_ASKED_OUT_OF_BOUNDS : GJ_ASKED_INVALID_VALUE;
}

static bool add_row(struct overlay *overlay, const struct dated *dated)
{
    struct gj_asked_reader *reader = overlay->reader;
    struct gj_steps steps = {0};
    struct gj_slice text = GJ_SLICE("");
    bool is_list = json_object_is_type(dated->value, json_type_array);
    bool takes_steps = gj_key_info(overlay->key)->type == GJ_TYPE_STEPS;
    if (is_list && takes_steps) {
        if (!gj_asked_each(reader, dated->value, GJ_STEPS_MAX, read_step, &steps))
            return false;
    } else if (!text_of(overlay, dated->value, &text)) {
        return gj_asked_fault(reader, GJ_ASKED_INVALID_VALUE,
                              "must be a text as the packs have it, \"none\", or null");
    }
    struct gj_row row = {.area = GJ_AREA_NATION,
                         .from = dated->from,
                         .to = dated->to,
                         .key = (uint16_t)overlay->key,
                         .param = (uint8_t)overlay->param,
                         .confidence = GJ_CONFIDENCE_UNVERIFIED,
                         .age_from = GJ_AGE_UNSAID,
                         .age_to = GJ_AGE_UNSAID,
                         .known = GJ_DAY_NONE,
                         .cite = gj_builder_text(overlay->builder, gj_slice(overlay->cite))};
    struct gj_why why = {0};
    if (gj_builder_row(overlay->builder, row, text, is_list ? &steps : NULL, &why) == GJ_DONE)
        return true;
    const char *code = is_list ? GJ_ASKED_INVALID_VALUE : fault_of(overlay->key, text);
    return gj_asked_fault(reader, code, "%s", why.text);
}

/* ---- dated lists ---- */

static bool read_dated(struct gj_asked_reader *reader, struct json_object *value, void *target)
{
    struct overlay *overlay = target;
    struct dated *dated = &overlay->dated[overlay->count];
    *dated = (struct dated){GJ_DAY_NONE, GJ_DAY_MAX, NULL};
    static const struct gj_asked_field fields[] = {
        {"from", GJ_ASKED_DAY, offsetof(struct dated, from), 0, 0, NULL},
        {"to", GJ_ASKED_DAY, offsetof(struct dated, to), 0, 0, NULL},
        {"value", GJ_ASKED_SKIP, 0, 0, 0, NULL},
    };
    if (!gj_asked_read(reader, value, GJ_ASKED_FIELDS(fields), dated, NULL))
        return false;
    if (dated->from == GJ_DAY_NONE)
        return gj_asked_fault_at(reader, "from", GJ_ASKED_MISSING_FIELD, "must be given");
    if (!gj_json_member(value, "value", &dated->value))
        return gj_asked_fault_at(reader, "value", GJ_ASKED_MISSING_FIELD, "must be given");
    if (dated->to <= dated->from)
        return gj_asked_fault_at(reader, "to", GJ_ASKED_INVALID_VALUE, "must be after from");
    for (int i = 0; i < overlay->count; i++)
        if (overlay->dated[i].from == dated->from)
            return gj_asked_fault_at(reader, "from", GJ_ASKED_EQUAL_DATES,
                                     "another value begins on the same day");
    overlay->count++;
    return true;
}

/* A value holds until the next one begins, or its own end if that is earlier. */
static gj_day end_of(const struct overlay *overlay, const struct dated *dated)
{
    gj_day end = dated->to;
    for (int i = 0; i < overlay->count; i++) {
        gj_day from = overlay->dated[i].from;
        if (from > dated->from && from < end)
            end = from;
    }
    return end;
}

static bool add_dated(struct overlay *overlay, struct json_object *list)
{
    overlay->count = 0;
    if (!gj_asked_each(overlay->reader, list, DATED_MAX, read_dated, overlay))
        return false;
    bool good = true;
    for (int i = 0; good && i < overlay->count; i++) {
        struct dated dated = overlay->dated[i];
        dated.to = end_of(overlay, &dated);
        size_t index = gj_asked_enter_index(overlay->reader, (size_t)i);
        size_t value = gj_asked_enter(overlay->reader, "value");
        good = add_row(overlay, &dated);
        gj_asked_leave(overlay->reader, value);
        gj_asked_leave(overlay->reader, index);
    }
    return good;
}

/* ---- all rules ---- */

/* A list of {from, value} is dated; a list of {up_to, ratio} is a plain value of steps. */
static bool is_dated(struct json_object *value)
{
    struct json_object *from;
    return json_object_is_type(value, json_type_array) &&
           (json_object_array_length(value) == 0 ||
            !gj_json_member(json_object_array_get_idx(value, 0), "ratio", &from));
}

static bool is_said(const struct overlay *overlay)
{
    for (size_t i = 0; i < overlay->said_count; i++)
        if (overlay->said[i].key == overlay->key && overlay->said[i].param == overlay->param)
            return true;
    return false;
}

static bool add_key(struct overlay *overlay, const char *name, struct json_object *value)
{
    struct gj_asked_reader *reader = overlay->reader;
    if (!gj_key_find(gj_slice(name), &overlay->key, &overlay->param))
        return gj_asked_fault(reader, GJ_ASKED_UNKNOWN_KEY, "no such key of policy");
    if (is_said(overlay))
        return true;
    bool empty =
        json_object_is_type(value, json_type_array) && json_object_array_length(value) == 0;
    if (is_dated(value) && !empty)
        return add_dated(overlay, value);
    /* An empty list repeals like null: the key is named, so no row of the packs stands. */
    return add_row(overlay, &(struct dated){GJ_DAY_MIN, GJ_DAY_MAX, empty ? NULL : value});
}

static bool add_all(struct overlay *overlay, struct json_object *object)
{
    struct json_object_iterator at = json_object_iter_begin(object);
    struct json_object_iterator end = json_object_iter_end(object);
    bool good = true;
    for (; good && !json_object_iter_equal(&at, &end); json_object_iter_next(&at)) {
        const char *name = json_object_iter_peek_name(&at);
        size_t mark = gj_asked_enter(overlay->reader, name);
        good = add_key(overlay, name, json_object_iter_peek_value(&at));
        gj_asked_leave(overlay->reader, mark);
    }
    return good;
}

static bool freeze(struct overlay *overlay)
{
    struct gj_asked_reader *reader = overlay->reader;
    struct gj_why why = {0};
    enum gj_status status = gj_builder_freeze(overlay->builder, &reader->rules, &why);
    overlay->builder = NULL;
    if (status != GJ_DONE)
        return gj_asked_fault(reader, GJ_ASKED_INVALID_VALUE, "%s", why.text);
    reader->law.rules = reader->rules;
    return true;
}

/* A figure said by a member holds on every day, whatever rules say of its key. */
static bool add_said(struct overlay *overlay)
{
    bool good = true;
    overlay->cite = "question";
    for (size_t i = 0; good && i < overlay->said_count; i++) {
        const struct gj_asked_said *said = &overlay->said[i];
        if (said->value == NULL)
            continue;
        overlay->key = said->key;
        overlay->param = said->param;
        size_t mark = gj_asked_enter(overlay->reader, said->member);
        good = add_row(overlay, &(struct dated){GJ_DAY_MIN, GJ_DAY_MAX, said->value});
        gj_asked_leave(overlay->reader, mark);
    }
    return good;
}

static bool add_rules(struct overlay *overlay, struct json_object *object)
{
    struct gj_asked_reader *reader = overlay->reader;
    if (!json_object_is_type(object, json_type_object))
        return gj_asked_fault(reader, GJ_ASKED_INVALID_VALUE, "must be an object");
    if (json_object_object_length(object) > RULES_MAX)
        return gj_asked_fault(reader, GJ_ASKED_TOO_MANY, "must have at most %d keys", RULES_MAX);
    overlay->cite = "rules";
    return add_all(overlay, object);
}

bool gj_asked_read_rules(struct gj_asked_reader *reader, struct json_object *object)
{
    if (json_object_is_type(object, json_type_object) && json_object_object_length(object) == 0)
        return true;
    struct overlay overlay = {.reader = reader, .builder = gj_builder_new()};
    GJ_MUST(overlay.builder != NULL);
    bool good = add_rules(&overlay, object) && freeze(&overlay);
    gj_builder_free(overlay.builder);
    return good;
}

bool gj_asked_lay(struct gj_asked_reader *reader, struct json_object *question,
                  const struct gj_asked_said *said, size_t count)
{
    struct json_object *rules = NULL;
    gj_json_member(question, "rules", &rules);
    if (rules == NULL && count == 0)
        return true;
    struct overlay overlay = {
        .reader = reader, .builder = gj_builder_new(), .said = said, .said_count = count};
    GJ_MUST(overlay.builder != NULL);
    bool good = true;
    if (rules != NULL) {
        size_t mark = gj_asked_enter(reader, "rules");
        good = add_rules(&overlay, rules);
        gj_asked_leave(reader, mark);
    }
    good = good && add_said(&overlay) && freeze(&overlay);
    gj_builder_free(overlay.builder);
    return good;
}

bool gj_asked_is_nowhere(const struct gj_asked_reader *reader, gj_area area)
{
    const struct gj_policy *rules = reader->law.rules;
    bool ruled = rules != NULL && gj_policy_row_count(rules) > 0;
    return !ruled && gj_policy_area(reader->law.policy, area) == NULL;
}
