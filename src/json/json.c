/* json-c behind the scanner: parsing, exact reading of scalars, exact writing of money. */
#include "json/json.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"

static enum gj_status fail(struct gj_json_scan *scan, const char *fault)
{
    scan->line = scan->column = 1;
    snprintf(scan->fault, sizeof scan->fault, "%s", fault);
    return GJ_BAD_INPUT;
}

enum gj_status gj_json_parse(struct gj_slice bytes, const struct gj_json_rules *rules,
                             struct gj_json_scan *scan_out, struct json_object **object_out)
{
    *object_out = NULL;
    if (gj_json_scan(bytes, rules, scan_out) != GJ_DONE)
        return GJ_BAD_INPUT;
    if (bytes.length > INT_MAX)
        return fail(scan_out, "the text is too long");
    /* json-c counts a scalar inside the innermost bracket as one level more than the scanner. */
    struct json_tokener *tokener = json_tokener_new_ex(GJ_JSON_DEPTH + 2);
    GJ_MUST(tokener != NULL);
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT);
    struct json_object *object = json_tokener_parse_ex(tokener, bytes.bytes, (int)bytes.length);
    enum json_tokener_error error = json_tokener_get_error(tokener);
    /* A bare number at the very end only ends with a byte that cannot belong to it. */
    if (error == json_tokener_continue) {
        object = json_tokener_parse_ex(tokener, "", 1);
        error = json_tokener_get_error(tokener);
    }
    json_tokener_free(tokener);
    if (error != json_tokener_success) {
        json_object_put(object);
        return fail(scan_out, json_tokener_error_desc(error));
    }
    *object_out = object;
    return GJ_DONE;
}

bool gj_json_member(struct json_object *object, const char *name, struct json_object **value_out)
{
    *value_out = NULL;
    return json_object_is_type(object, json_type_object) &&
           json_object_object_get_ex(object, name, value_out);
}

bool gj_json_whole(struct json_object *value, int64_t *number_out)
{
    if (!json_object_is_type(value, json_type_int))
        return false;
    /* Larger numbers are held at the ends without a word: the ends themselves are refused. */
    *number_out = json_object_get_int64(value);
    return *number_out > INT64_MIN && *number_out < INT64_MAX;
}

bool gj_json_text(struct json_object *value, struct gj_slice *text_out)
{
    int64_t number;
    switch (json_object_get_type(value)) {
    case json_type_string:
        *text_out = (struct gj_slice){json_object_get_string(value),
                                      (size_t)json_object_get_string_len(value)};
        return true;
    case json_type_int:
        if (!gj_json_whole(value, &number))
            return false;
        break;
    case json_type_double: /* keeps its characters; the double itself is never read */
        break;
    default:
        return false;
    }
    *text_out = gj_slice(json_object_get_string(value));
    return true;
}

struct json_object *gj_json_raw(struct gj_slice value)
{
    struct json_object *object = json_object_new_int64(0);
    char *copy = strndup(value.bytes, value.length);
    GJ_MUST(object != NULL && copy != NULL);
    json_object_set_serializer(object, json_object_userdata_to_json_string, copy,
                               json_object_free_userdata);
    return object;
}

struct json_object *gj_json_money_text(gj_fen fen)
{
    char text[GJ_FEN_TEXT_MAX];
    return gj_json_string(gj_slice(gj_fen_text(fen, text)));
}

struct json_object *gj_json_string(struct gj_slice text)
{
    GJ_MUST(text.length <= INT_MAX);
    struct json_object *object =
        json_object_new_string_len(text.length > 0 ? text.bytes : "", (int)text.length);
    GJ_MUST(object != NULL);
    return object;
}

void gj_json_add(struct json_object *object, const char *name, struct json_object *value)
{
    GJ_MUST(json_object_object_add_ex(object, name, value, JSON_C_OBJECT_ADD_KEY_IS_NEW) == 0);
}

struct gj_slice gj_json_print(struct json_object *object)
{
    size_t length = 0;
    const char *text = json_object_to_json_string_length(
        object, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, &length);
    GJ_MUST(text != NULL);
    return (struct gj_slice){text, length};
}
