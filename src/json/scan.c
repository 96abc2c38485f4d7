/* The scanner: bytes in, a verdict out, with the place and kind of the first fault. It follows the
   grammar of RFC 8259 to the letter and allocates nothing. */
#include <stdio.h>
#include <string.h>

#include "json/inside.h"

struct scanner {
    const char *begin, *at, *end;
    const char *bad; /* where the fault is; `at` unless set */
    const char *fault;
    const struct gj_json_rules *rules;
    struct gj_slice kept;
    int depth;
    struct gj_json_keys keys;
};

static bool value(struct scanner *s);

static bool fail(struct scanner *s, const char *bad, const char *fault)
{
    s->bad = bad;
    s->fault = fault;
    return false;
}

static bool is_digit(const struct scanner *s)
{
    return s->at < s->end && *s->at >= '0' && *s->at <= '9';
}

static bool is_at(const struct scanner *s, char c)
{
    return s->at < s->end && *s->at == c;
}

static void space(struct scanner *s)
{
    while (s->at < s->end && (*s->at == ' ' || *s->at == '\t' || *s->at == '\n' || *s->at == '\r'))
        s->at++;
}

static bool fail_here(struct scanner *s, const char *expected)
{
    if (s->at == s->end)
        return fail(s, s->at, "the text ends too early");
    unsigned char c = (unsigned char)*s->at;
    if (c == 0)
        return fail(s, s->at, "a NUL byte");
    if (c < 0x20 || c == 0x7F)
        return fail(s, s->at, "a control byte");
    return fail(s, s->at, expected);
}

/* Four hexadecimal digits at `at`, or -1. */
static int32_t hex4(const struct scanner *s, const char *at)
{
    int32_t number = 0;
    if (s->end - at < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        char c = at[i];
        int32_t digit = c >= '0' && c <= '9'   ? c - '0'
                        : c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                               : -1;
        if (digit < 0)
            return -1;
        number = number << 4 | digit;
    }
    return number;
}

/* At "\u"; NUL and lone surrogates have no place in UTF-8 text. */
static bool unicode_escape(struct scanner *s)
{
    int32_t unit = hex4(s, s->at + 2);
    if (unit < 0)
        return fail(s, s->at, "\\u needs four hexadecimal digits");
    if (unit == 0)
        return fail(s, s->at, "\\u0000 is not allowed");
    if (unit >= 0xDC00 && unit <= 0xDFFF)
        return fail(s, s->at, "a lone surrogate");
    if (unit >= 0xD800 && unit <= 0xDBFF) {
        const char *next = s->at + 6;
        int32_t low =
            s->end - next >= 6 && next[0] == '\\' && next[1] == 'u' ? hex4(s, next + 2) : -1;
        if (low < 0xDC00 || low > 0xDFFF)
            return fail(s, s->at, "a lone surrogate");
        s->at += 6;
    }
    s->at += 6;
    return true;
}

static bool escape(struct scanner *s)
{
    if (s->end - s->at < 2)
        return fail(s, s->end, "the text ends too early");
    if (s->at[1] == 'u')
        return unicode_escape(s);
    if (s->at[1] == '\0' || strchr("\"\\/bfnrt", s->at[1]) == NULL)
        return fail(s, s->at, "an escape that JSON does not have");
    s->at += 2;
    return true;
}

/* One character beyond ASCII. The bounds on the second byte shut out overlong forms, surrogates and
   code points above U+10FFFF (Unicode, table 3-7). */
static bool wide(struct scanner *s)
{
    const unsigned char *at = (const unsigned char *)s->at;
    size_t length = at[0] >= 0xF0 ? 4 : at[0] >= 0xE0 ? 3 : 2;
    if ((size_t)(s->end - s->at) < length || !gj_utf8_is_valid((struct gj_slice){s->at, length}))
        return fail(s, s->at, "invalid UTF-8");
    s->at += length;
    return true;
}

/* At a quote. `content_out` is what stands between the quotes. */
static bool string(struct scanner *s, struct gj_slice *content_out)
{
    const char *begin = ++s->at;
    for (;;) {
        while (s->at < s->end && (unsigned char)*s->at >= 0x20 && (unsigned char)*s->at < 0x7F &&
               *s->at != '"' && *s->at != '\\')
            s->at++;
        if (s->at == s->end)
            return fail(s, s->at, "the text ends inside a string");
        if (*s->at == '"')
            break;
        if (*s->at == '\\') {
            if (!escape(s))
                return false;
        } else if ((unsigned char)*s->at >= 0x80) {
            if (!wide(s))
                return false;
        } else {
            return fail_here(s, "a control byte");
        }
    }
    *content_out = (struct gj_slice){begin, (size_t)(s->at - begin)};
    s->at++;
    return true;
}

static bool digits(struct scanner *s)
{
    if (!is_digit(s))
        return fail_here(s, "a digit must stand here");
    while (is_digit(s))
        s->at++;
    return true;
}

static bool number(struct scanner *s)
{
    if (is_at(s, '-'))
        s->at++;
    const char *first = s->at;
    if (!digits(s))
        return false;
    if (*first == '0' && s->at - first > 1)
        return fail(s, first, "a number must not begin with a needless zero");
    if (is_at(s, '.')) {
        s->at++;
        if (!digits(s))
            return false;
    }
    if (is_at(s, 'e') || is_at(s, 'E')) {
        s->at++;
        if (is_at(s, '+') || is_at(s, '-'))
            s->at++;
        return digits(s);
    }
    return true;
}

static bool word(struct scanner *s, const char *text)
{
    size_t length = strlen(text);
    if ((size_t)(s->end - s->at) < length || memcmp(s->at, text, length) != 0)
        return fail(s, s->at, "a word that JSON does not have");
    s->at += length;
    return true;
}

static bool key(struct scanner *s, struct gj_slice *raw_out)
{
    const char *quote = s->at;
    if (!is_at(s, '"'))
        return fail_here(s, "a key in quotes must stand here");
    if (!string(s, raw_out))
        return false;
    switch (gj_json_keys_add(&s->keys, *raw_out, s->depth)) {
    case GJ_JSON_TWIN:
        return fail(s, quote, "a key that this object has already");
    case GJ_JSON_CASE_TWIN:
        return fail(s, quote, "a key that differs from another of this object only in case");
    case GJ_JSON_TOO_MANY:
        return fail(s, quote, "too many members");
    case GJ_JSON_NEW:
        break;
    }
    return true;
}

static bool member(struct scanner *s)
{
    struct gj_slice raw;
    space(s);
    if (!key(s, &raw))
        return false;
    space(s);
    if (!is_at(s, ':'))
        return fail_here(s, "a colon must stand here");
    s->at++;
    space(s);
    const char *begin = s->at;
    if (!value(s))
        return false;
    if (s->depth == 1 && s->rules->keep != NULL && gj_json_key_is(raw, s->rules->keep))
        s->kept = (struct gj_slice){begin, (size_t)(s->at - begin)};
    return true;
}

/* The members of an object or the elements of an array, after the opening bracket. */
static bool list(struct scanner *s, char close, bool (*item)(struct scanner *))
{
    space(s);
    if (is_at(s, close)) {
        s->at++;
        return true;
    }
    for (;;) {
        if (!item(s))
            return false;
        space(s);
        if (is_at(s, close)) {
            s->at++;
            return true;
        }
        if (!is_at(s, ','))
            return fail_here(s, "a comma or a closing bracket must stand here");
        s->at++;
    }
}

static bool element(struct scanner *s)
{
    space(s);
    return value(s);
}

static bool nested(struct scanner *s, char close, bool (*item)(struct scanner *))
{
    if (s->depth == GJ_JSON_DEPTH)
        return fail(s, s->at, "nested too deep");
    int keys = s->keys.count;
    s->depth++;
    s->at++;
    if (!list(s, close, item))
        return false;
    gj_json_keys_drop(&s->keys, keys);
    s->depth--;
    return true;
}

static bool value(struct scanner *s)
{
    struct gj_slice content;
    switch (s->at < s->end ? *s->at : '\0') {
    case '{':
        return nested(s, '}', member);
    case '[':
        return nested(s, ']', element);
    case '"':
        return string(s, &content);
    case 't':
        return word(s, "true");
    case 'f':
        return word(s, "false");
    case 'n':
        return word(s, "null");
    default:
        if (is_digit(s) || is_at(s, '-'))
            return number(s);
        return fail_here(s, "a value must stand here");
    }
}

static bool whole_text(struct scanner *s)
{
    space(s);
    if (s->rules->object && s->at < s->end && *s->at != '{')
        return fail_here(s, "an object must stand here");
    if (!value(s))
        return false;
    space(s);
    return s->at == s->end || fail_here(s, "bytes after the end of the value");
}

static void report(const struct scanner *s, struct gj_json_scan *scan)
{
    scan->offset = (size_t)(s->bad - s->begin);
    scan->line = scan->column = 1;
    for (const char *at = s->begin; at < s->bad; at++) {
        scan->column++;
        if (*at == '\n')
            scan->line++, scan->column = 1;
    }
    snprintf(scan->fault, sizeof scan->fault, "%s", s->fault);
}

enum gj_status gj_json_scan(struct gj_slice bytes, const struct gj_json_rules *rules,
                            struct gj_json_scan *scan_out)
{
    static const struct gj_json_rules plain;
    struct scanner s;
    s.begin = s.at = s.bad = bytes.length > 0 ? bytes.bytes : "";
    s.end = s.begin + bytes.length;
    s.fault = "";
    s.rules = rules != NULL ? rules : &plain;
    s.kept = (struct gj_slice){NULL, 0};
    s.depth = 0;
    gj_json_keys_begin(&s.keys, s.rules->refuse_case_twins);

    memset(scan_out, 0, sizeof *scan_out);
    bool good = whole_text(&s);
    scan_out->kept = s.kept;
    if (good)
        return GJ_DONE;
    report(&s, scan_out);
    return GJ_BAD_INPUT;
}
