/* Reading in place: in come bytes that a scan has accepted, out come members, elements and scalars as
   slices of them. Nothing is checked here again and nothing allocated. */
#include <string.h>

#include "base/bug.h"
#include "json/inside.h"

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static const char *after_space(const char *at, const char *end)
{
    while (at < end && is_space(*at))
        at++;
    return at;
}

/* Is the quote one of the string's characters? An odd number of backslashes before it says so. */
static bool is_escaped(const char *quote)
{
    const char *at = quote;
    while (at[-1] == '\\')
        at--;
    return (quote - at) % 2 == 1;
}

/* From a quote to behind the one that closes it, which is there. */
static const char *after_string(const char *at)
{
    do
        at = rawmemchr(at + 1, '"');
    while (is_escaped(at));
    return at + 1;
}

/* From an opening bracket to behind the one that closes it. */
static const char *after_brackets(const char *at)
{
    int depth = 0;
    do {
        if (*at == '"') {
            at = after_string(at);
            continue;
        }
        depth += (*at == '{' || *at == '[') - (*at == '}' || *at == ']');
        at++;
    } while (depth > 0);
    return at;
}

/* A number or a word. */
static const char *after_plain(const char *at, const char *end)
{
    while (at < end && !is_space(*at) && *at != ',' && *at != '}' && *at != ']')
        at++;
    return at;
}

static enum gj_json_kind kind_of_plain(struct gj_slice raw)
{
    if (raw.bytes[0] == 'n')
        return GJ_JSON_NULL;
    if (raw.bytes[0] == 't' || raw.bytes[0] == 'f')
        return GJ_JSON_BOOL;
    for (size_t i = 0; i < raw.length; i++)
        if (raw.bytes[i] == '.' || raw.bytes[i] == 'e' || raw.bytes[i] == 'E')
            return GJ_JSON_FRACTION;
    return GJ_JSON_WHOLE;
}

/* The value at `at`; *after_out is behind it. */
static struct gj_json_value read_value(const char *at, const char *end, const char **after_out)
{
    struct gj_json_value value;
    if (*at == '"') {
        *after_out = after_string(at);
        return (struct gj_json_value){GJ_JSON_STRING, {at + 1, (size_t)(*after_out - at) - 2}};
    }
    bool brackets = *at == '{' || *at == '[';
    *after_out = brackets ? after_brackets(at) : after_plain(at, end);
    value.raw = (struct gj_slice){at, (size_t)(*after_out - at)};
    value.kind = *at == '{'   ? GJ_JSON_OBJECT
                 : *at == '[' ? GJ_JSON_ARRAY
                              : kind_of_plain(value.raw);
    return value;
}

struct gj_json_value gj_json_whole_text(struct gj_slice bytes)
{
    const char *end = bytes.bytes + bytes.length, *after;
    const char *at = after_space(bytes.bytes, end);
    while (is_space(end[-1]))
        end--;
    struct gj_slice raw = {at, (size_t)(end - at)};
    if (*at == '{' || *at == '[') /* ends where the text ends */
        return (struct gj_json_value){*at == '{' ? GJ_JSON_OBJECT : GJ_JSON_ARRAY, raw};
    return read_value(at, end, &after);
}

struct gj_json_walk gj_json_walk(struct gj_json_value container)
{
    struct gj_slice raw = container.raw;
    GJ_MUST(container.kind == GJ_JSON_OBJECT || container.kind == GJ_JSON_ARRAY);
    /* without the brackets */
    return (struct gj_json_walk){raw.bytes + 1, raw.bytes + raw.length - 1};
}

bool gj_json_next(struct gj_json_walk *walk, struct gj_json_value *value_out)
{
    walk->at = after_space(walk->at, walk->end);
    if (walk->at < walk->end && *walk->at == ',')
        walk->at = after_space(walk->at + 1, walk->end);
    if (walk->at == walk->end)
        return false;
    *value_out = read_value(walk->at, walk->end, &walk->at);
    return true;
}

bool gj_json_next_member(struct gj_json_walk *walk, struct gj_slice *key_out,
                         struct gj_json_value *value_out)
{
    struct gj_json_value key;
    if (!gj_json_next(walk, &key))
        return false;
    *key_out = key.raw;
    walk->at = after_space(walk->at, walk->end) + 1; /* the colon */
    walk->at = after_space(walk->at, walk->end);
    *value_out = read_value(walk->at, walk->end, &walk->at);
    return true;
}

bool gj_json_has_escapes(struct gj_slice raw)
{
    return raw.length > 0 && memchr(raw.bytes, '\\', raw.length) != NULL;
}

static size_t put_utf8(char *out, uint32_t character)
{
    if (character < 0x80) {
        out[0] = (char)character;
        return 1;
    }
    size_t length = character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    for (size_t i = length - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (character & 0x3F));
        character >>= 6;
    }
    static const unsigned char leads[] = {0, 0, 0xC0, 0xE0, 0xF0};
    out[0] = (char)(leads[length] | character);
    return length;
}

struct gj_slice gj_json_unescape(struct gj_slice raw, char *room)
{
    size_t length = 0;
    for (size_t at = 0; at < raw.length;)
        length += put_utf8(room + length, gj_json_character(raw, &at));
    return (struct gj_slice){room, length};
}

/* Strictly inside the ends of int64, as gj_json_whole of a tree has it: the lower end has one unit
   more. */
static bool fits(struct gj_slice digits, bool negative)
{
    static const char most[] = "9223372036854775807";
    size_t length = sizeof most - 1;
    if (digits.length != length)
        return digits.length < length;
    int order = memcmp(digits.bytes, most, length);
    return order < 0 || (order == 0 && negative);
}

bool gj_json_number_text(struct gj_json_value value, struct gj_slice *text_out)
{
    *text_out = value.raw;
    if (value.kind == GJ_JSON_FRACTION)
        return true;
    if (value.kind != GJ_JSON_WHOLE)
        return false;
    size_t sign = value.raw.bytes[0] == '-';
    struct gj_slice digits = {value.raw.bytes + sign, value.raw.length - sign};
    if (gj_slice_is(digits, "0"))
        *text_out = digits;
    return fits(digits, sign);
}
