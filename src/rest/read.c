/* Values in: the members of a JSON object, the pieces of a path, the parameters of a query, each by
   its row of the table. Out: a group's struct, or the first fault with its place. */
#include <stdio.h>
#include <string.h>

#include "rest/inside.h"

/* ---- numbers as they stand outside ---- */

static bool read_whole(struct gj_slice text, int64_t *out)
{
    return gj_whole_parse(text, 18, out) && (text.length == 1 || text.bytes[0] != '0');
}

static bool read_area(struct gj_slice text, gj_area *out)
{
    int64_t number;
    if (text.length != 6 || !read_whole(text, &number) || !gj_area_is_code(number))
        return false;
    *out = (gj_area)number;
    return true;
}

enum { AREA_PLACES = 6, PERSON_PLACES = 26 };

static bool read_person(struct gj_slice text, struct gj_rest_number *out)
{
    struct gj_slice area = {text.bytes, AREA_PLACES};
    if (text.length != PERSON_PLACES || !read_area(area, &out->area))
        return false;
    size_t zeros = AREA_PLACES;
    while (zeros < text.length - 1 && text.bytes[zeros] == '0')
        zeros++;
    struct gj_slice number = {text.bytes + zeros, text.length - zeros};
    return read_whole(number, &out->id) && out->id > 0;
}

/* "bnd_410100_769" */
static bool read_number(struct gj_slice text, int kind, struct gj_rest_number *out)
{
    size_t prefix = strlen(gj_rest_prefixes[kind]), head = prefix + 1 + AREA_PLACES + 1;
    if (text.length <= head || memcmp(text.bytes, gj_rest_prefixes[kind], prefix) != 0 ||
        text.bytes[prefix] != '_' || text.bytes[head - 1] != '_')
        return false;
    struct gj_slice area = {text.bytes + prefix + 1, AREA_PLACES};
    struct gj_slice number = {text.bytes + head, text.length - head};
    return read_area(area, &out->area) && read_whole(number, &out->id) && out->id > 0;
}

/* ---- one field ---- */

static bool read_word(struct gj_slice text, int vocabulary, int32_t *out)
{
    int value = gj_word_find((enum gj_vocabulary)vocabulary, text);
    if (value < 0 || gj_slice_is(text, "unsaid"))
        return false;
    *out = value;
    return true;
}

static bool read_count(int64_t number, const struct gj_rest_field *field, int64_t *out)
{
    if (number < 0 || number > field->of)
        return false;
    *out = number;
    return true;
}

static bool read_line(struct gj_slice text, int32_t most, struct gj_slice *out)
{
    for (size_t i = 0; i < text.length; i++)
        if ((unsigned char)text.bytes[i] < ' ' || text.bytes[i] == 0x7f)
            return false;
    if (text.length == 0 || gj_slice_characters(text) > (size_t)most)
        return false;
    *out = text;
    return true;
}

static bool read_money(struct gj_slice text, gj_fen *out)
{
    return gj_fen_parse(text, out) && *out < GJ_FEN_MAX;
}

bool gj_rest_read_text(const struct gj_rest_field *field, struct gj_slice text, void *values)
{
    void *at = (char *)values + field->offset;
    int64_t number;
    switch ((enum gj_rest_type)field->type) {
    case GJ_REST_TEXT:
        return read_line(text, field->of, at);
    case GJ_REST_MONEY:
        return read_money(text, at);
    case GJ_REST_DAY:
        return gj_day_parse(text, at);
    case GJ_REST_TIME:
        return gj_time_parse(text, at);
    case GJ_REST_WORD:
        return read_word(text, field->of, at);
    case GJ_REST_AREA:
        return read_area(text, at);
    case GJ_REST_PERSON:
        return read_person(text, at);
    case GJ_REST_NUMBER:
        return read_number(text, field->of, at);
    case GJ_REST_COUNT:
        return read_whole(text, &number) && read_count(number, field, at);
    default:
        return false; /* booleans, lists and objects do not stand in texts */
    }
}

static bool read_words(struct json_object *list, int vocabulary, uint32_t *out)
{
    if (!json_object_is_type(list, json_type_array))
        return false;
    for (size_t i = 0; i < json_object_array_length(list); i++) {
        struct json_object *one = json_object_array_get_idx(list, i);
        struct gj_slice text;
        int32_t word;
        if (!json_object_is_type(one, json_type_string) || !gj_json_text(one, &text) ||
            !read_word(text, vocabulary, &word) || (*out & UINT32_C(1) << word))
            return false;
        *out |= UINT32_C(1) << word;
    }
    return *out != 0;
}

static bool read_json(const struct gj_rest_field *field, struct json_object *value, void *values)
{
    void *at = (char *)values + field->offset;
    int64_t number;
    struct gj_slice text;
    switch ((enum gj_rest_type)field->type) {
    case GJ_REST_YES:
        *(int32_t *)at = json_object_get_boolean(value);
        return json_object_is_type(value, json_type_boolean);
    case GJ_REST_COUNT:
        return gj_json_whole(value, &number) && read_count(number, field, at);
    case GJ_REST_WORDS:
        return read_words(value, field->of, at);
    case GJ_REST_OBJECT:
        *(struct json_object **)at = value; /* read by whoever knows its group */
        return json_object_is_type(value, json_type_object);
    default:
        return json_object_is_type(value, json_type_string) && gj_json_text(value, &text) &&
               gj_rest_read_text(field, text, values);
    }
}

/* ---- a group ---- */

/* "/payer" and "name" as a JSON pointer. */
static const char *pointer_of(const char *outer, const char *name, char out[240])
{
    snprintf(out, 240, "%s/%s", outer, name);
    return out;
}

static bool refuse_form(struct gj_rest *rest, const char *outer, const struct gj_rest_field *field)
{
    char form[400], pointer[240];
    struct gj_writer writer = gj_writer(form, sizeof form);
    gj_rest_put_form(field, &writer);
    return gj_rest_fault(rest, GJ_FIELD_WRONG, pointer_of(outer, field->name, pointer), "%s", form);
}

/* Names in a fault are cut to what a pointer may show of them. */
static bool refuse_unknown(struct gj_rest *rest, const char *outer, const char *name)
{
    char pointer[240], shown[64];
    size_t length = strlen(name) < sizeof shown - 1 ? strlen(name) : sizeof shown - 1;
    while (length > 0 && !gj_utf8_is_valid((struct gj_slice){name, length}))
        length--;
    snprintf(shown, sizeof shown, "%.*s", (int)length, name);
    return gj_rest_fault(rest, GJ_FIELD_UNKNOWN, pointer_of(outer, shown, pointer),
                         "this request has no such field");
}

static bool read_members(struct gj_rest *rest, const struct gj_rest_group *table,
                         const char *pointer, struct json_object *object, void *values)
{
    struct json_object_iterator at = json_object_iter_begin(object);
    struct json_object_iterator end = json_object_iter_end(object);
    for (; !json_object_iter_equal(&at, &end); json_object_iter_next(&at)) {
        const char *name = json_object_iter_peek_name(&at);
        struct json_object *value = json_object_iter_peek_value(&at);
        int i = 0;
        while (i < table->count && strcmp(table->fields[i].name, name) != 0)
            i++;
        if (i == table->count)
            return refuse_unknown(rest, pointer, name);
        if (value == NULL)
            continue; /* null: nothing was said */
        if (!read_json(&table->fields[i], value, values))
            return refuse_form(rest, pointer, &table->fields[i]);
        *(uint64_t *)values |= UINT64_C(1) << i;
    }
    return true;
}

/* What an agency says of others, a citizen does not say of himself. */
static bool is_wanted(const struct gj_rest *rest, const struct gj_rest_field *field)
{
    return field->need == 'Y' || (field->need == 'C' && rest->caller.actor.role == GJ_ROLE_CLERK);
}

static bool is_allowed(const struct gj_rest *rest, const struct gj_rest_field *field)
{
    return (field->need != 'C' && field->need != 'A') || rest->caller.actor.role == GJ_ROLE_CLERK;
}

bool gj_rest_read(struct gj_rest *rest, enum gj_rest_group_number group, const char *pointer,
                  struct json_object *object, void *values)
{
    const struct gj_rest_group *table = &gj_rest_groups[group];
    char place[240];
    gj_rest_clear(group, values);
    if (!read_members(rest, table, pointer, object, values))
        return false;
    for (int i = 0; i < table->count; i++) {
        const struct gj_rest_field *field = &table->fields[i];
        bool given = (*(uint64_t *)values & UINT64_C(1) << i) != 0;
        if (!given && is_wanted(rest, field))
            return gj_rest_fault(rest, GJ_FIELD_MISSING, pointer_of(pointer, field->name, place),
                                 "this field is required");
        if (given && !is_allowed(rest, field))
            return gj_rest_fault(rest, GJ_FIELD_UNKNOWN, pointer_of(pointer, field->name, place),
                                 "only an agency says this");
    }
    return true;
}
