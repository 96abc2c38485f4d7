/* Reading a question's fields by tables. In come a JSON object, a table and a target struct; out
   come the values at their offsets, or the first fault with its JSON pointer. */
#include <stdio.h>
#include <string.h>

#include "asked/inside.h"
#include "base/bug.h"

/* ---- faults and places ---- */

bool gj_asked_fault(struct gj_asked_reader *reader, const char *code, const char *format, ...)
{
    if (reader->code != NULL)
        return false;
    reader->code = code;
    memcpy(reader->fault_pointer, reader->pointer, reader->pointer_length + 1);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reader->message, sizeof reader->message, format, arguments);
    va_end(arguments);
    /* What did not fit may have been cut inside a character. */
    for (size_t end = strlen(reader->message); !gj_utf8_is_valid(gj_slice(reader->message));)
        reader->message[--end] = '\0';
    return false;
}

bool gj_asked_fault_at(struct gj_asked_reader *reader, const char *member, const char *code,
                       const char *message)
{
    size_t mark = gj_asked_enter(reader, member);
    gj_asked_fault(reader, code, "%s", message);
    gj_asked_leave(reader, mark);
    return false;
}

/* Adds "/member" with ~ and / escaped (RFC 6901). What does not fit is left off: the pointer then
   names an outer place. */
size_t gj_asked_enter(struct gj_asked_reader *reader, const char *member)
{
    size_t mark = reader->pointer_length;
    struct gj_writer writer = gj_writer(reader->pointer + mark, sizeof reader->pointer - mark);
    gj_put_text(&writer, "/");
    for (const char *at = member; *at != '\0'; at++) {
        if (*at == '~' || *at == '/')
            gj_put_text(&writer, *at == '~' ? "~0" : "~1");
        else
            gj_put(&writer, (struct gj_slice){at, 1});
    }
    if (writer.full)
        reader->pointer[mark] = '\0';
    else
        reader->pointer_length += writer.length;
    return mark;
}

size_t gj_asked_enter_index(struct gj_asked_reader *reader, size_t index)
{
    char text[24];
    snprintf(text, sizeof text, "%zu", index);
    return gj_asked_enter(reader, text);
}

void gj_asked_leave(struct gj_asked_reader *reader, size_t mark)
{
    reader->pointer_length = mark;
    reader->pointer[mark] = '\0';
}

/* ---- single values ---- */

static bool invalid(struct gj_asked_reader *reader, const char *allowed)
{
    return gj_asked_fault(reader, GJ_ASKED_INVALID_VALUE, "%s", allowed);
}

static bool text_of(struct json_object *value, struct gj_slice *text_out)
{
    return json_object_is_type(value, json_type_string) && gj_json_text(value, text_out);
}

static bool take_word(struct gj_slice text, enum gj_vocabulary vocabulary, uint8_t *word_out)
{
    int word = gj_word_find(vocabulary, text);
    if (word >= 0)
        *word_out = (uint8_t)word;
    return word >= 0;
}

static bool take_area(struct gj_slice text, gj_area *area_out)
{
    int64_t number = 0;
    if (text.length != 6 || !gj_whole_parse(text, 6, &number) || !gj_area_is_code(number))
        return false;
    *area_out = (gj_area)number;
    return true;
}

static bool take_time(struct gj_slice text, gj_time *time_out)
{
    gj_day day;
    if (gj_time_parse(text, time_out))
        return true;
    if (!gj_day_parse(text, &day))
        return false;
    *time_out = gj_time_at(day, 12, 0, 0);
    return true;
}

bool gj_asked_take_text(const struct gj_asked_field *field, struct gj_slice text, void *at)
{
    switch (field->type) {
    case GJ_ASKED_FEN:
        return gj_fen_parse(text, at);
    case GJ_ASKED_WORD:
        return take_word(text, (enum gj_vocabulary)field->low, at);
    case GJ_ASKED_AREA:
        return take_area(text, at);
    case GJ_ASKED_DAY:
        return gj_day_parse(text, at);
    case GJ_ASKED_TIME:
        return take_time(text, at);
    case GJ_ASKED_RATIO:
        return gj_ppm_parse(text, at);
    case GJ_ASKED_DECIMAL:
        return gj_decimal_parse(text, (int)field->low, (int)field->high, at);
    case GJ_ASKED_TEXT:
        *(struct gj_slice *)at = text;
        return text.length > 0;
    default:
        return false;
    }
}

static bool not_a_word(struct gj_asked_reader *reader, enum gj_vocabulary vocabulary)
{
    char allowed[GJ_ASKED_MESSAGE_MAX - 20];
    struct gj_writer writer = gj_writer(allowed, sizeof allowed);
    gj_word_list(vocabulary, &writer);
    return gj_asked_fault(reader, GJ_ASKED_INVALID_VALUE, "must be one of %s", allowed);
}

static bool not_such_a_text(struct gj_asked_reader *reader, const struct gj_asked_field *field)
{
    switch (field->type) {
    case GJ_ASKED_FEN:
        return invalid(reader, "must be money: a text such as \"100.00\", with at most two "
                               "decimals, without a sign, below \"10000000000000.00\"");
    case GJ_ASKED_WORD:
        return not_a_word(reader, (enum gj_vocabulary)field->low);
    case GJ_ASKED_AREA:
        return invalid(reader, "must be an area: six digits as text, such as \"410100\"");
    case GJ_ASKED_DAY:
        return invalid(reader, "must be a day such as \"2025-04-21\", between 1900 and 2199");
    case GJ_ASKED_TIME:
        return invalid(reader,
                       "must be a time such as \"2025-04-21T10:00\", between 1900 and 2199");
    case GJ_ASKED_RATIO:
        return invalid(reader, "must be a ratio from \"0\" to \"1\" with at most six decimals");
    case GJ_ASKED_DECIMAL:
        return gj_asked_fault(reader, GJ_ASKED_INVALID_VALUE,
                              "must be a decimal text with at most %lld decimals",
                              (long long)field->low);
    default:
        return invalid(reader, "must be a text that is not empty");
    }
}

static bool read_count(struct gj_asked_reader *reader, struct json_object *value,
                       const struct gj_asked_field *field, int64_t *number_out)
{
    if (gj_json_whole(value, number_out) && *number_out >= field->low && *number_out <= field->high)
        return true;
    return gj_asked_fault(reader, GJ_ASKED_INVALID_VALUE,
                          "must be a whole number from %lld to %lld", (long long)field->low,
                          (long long)field->high);
}

static bool read_small(struct gj_asked_reader *reader, struct json_object *value,
                       const struct gj_asked_field *field, void *at)
{
    int64_t number;
    if (!read_count(reader, value, field, &number))
        return false;
    if (field->type == GJ_ASKED_COUNT)
        *(int16_t *)at = (int16_t)number;
    else if (field->type == GJ_ASKED_COUNT8)
        *(uint8_t *)at = (uint8_t)number;
    else
        *(int32_t *)at = (int32_t)number;
    return true;
}

static bool read_value(struct gj_asked_reader *reader, struct json_object *value,
                       const struct gj_asked_field *field, void *target)
{
    void *at = (char *)target + field->offset;
    struct gj_slice text;
    switch (field->type) {
    case GJ_ASKED_YES:
        *(bool *)at = json_object_get_boolean(value);
        return json_object_is_type(value, json_type_boolean) ||
               invalid(reader, "must be true or false");
    case GJ_ASKED_COUNT:
    case GJ_ASKED_COUNT8:
    case GJ_ASKED_COUNT32:
        return read_small(reader, value, field, at);
    case GJ_ASKED_OBJECT:
        return field->read(reader, value, target);
    case GJ_ASKED_SKIP:
        return true;
    default:
        return (text_of(value, &text) && gj_asked_take_text(field, text, at)) ||
               not_such_a_text(reader, field);
    }
}

/* ---- objects and lists ---- */

static bool read_member(struct gj_asked_reader *reader, const char *name, struct json_object *value,
                        const struct gj_asked_field *fields, size_t count, void *target,
                        uint32_t *seen)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(fields[i].name, name) != 0)
            continue;
        if (value == NULL)
            return true;
        *seen |= UINT32_C(1) << i;
        return read_value(reader, value, &fields[i], target);
    }
    return gj_asked_fault(reader, GJ_ASKED_UNKNOWN_FIELD, "no such field here");
}

bool gj_asked_read(struct gj_asked_reader *reader, struct json_object *object,
                   const struct gj_asked_field *fields, size_t count, void *target,
                   uint32_t *seen_out)
{
    uint32_t seen = 0;
    GJ_MUST(count <= 32);
    if (!json_object_is_type(object, json_type_object))
        return invalid(reader, "must be an object");
    struct json_object_iterator at = json_object_iter_begin(object);
    struct json_object_iterator end = json_object_iter_end(object);
    bool good = true;
    for (; good && !json_object_iter_equal(&at, &end); json_object_iter_next(&at)) {
        const char *name = json_object_iter_peek_name(&at);
        size_t mark = gj_asked_enter(reader, name);
        good = read_member(reader, name, json_object_iter_peek_value(&at), fields, count, target,
                           &seen);
        gj_asked_leave(reader, mark);
    }
    if (seen_out != NULL)
        *seen_out = seen;
    return good;
}

bool gj_asked_each(struct gj_asked_reader *reader, struct json_object *list, size_t most,
                   gj_asked_read_value *read, void *target)
{
    if (!json_object_is_type(list, json_type_array))
        return invalid(reader, "must be a list");
    size_t length = json_object_array_length(list);
    if (length > most)
        return gj_asked_fault(reader, GJ_ASKED_TOO_MANY, "must have at most %zu elements", most);
    bool good = true;
    for (size_t i = 0; good && i < length; i++) {
        size_t mark = gj_asked_enter_index(reader, i);
        good = read(reader, json_object_array_get_idx(list, i), target);
        gj_asked_leave(reader, mark);
    }
    return good;
}
