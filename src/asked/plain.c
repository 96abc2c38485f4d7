/* Reading lines in plain form: one pass over the bytes, no tree, no allocation. In: a line and a table
   of fields. Out: the values at their offsets, or nothing said, and the thorough reader looks. */
#include <string.h>

#include "asked/inside.h"

static void pass_blanks(struct gj_asked_plain *from)
{
    while (from->at < from->end && (*from->at == ' ' || *from->at == '\t'))
        from->at++;
}

bool gj_asked_plain_take(struct gj_asked_plain *from, char c)
{
    pass_blanks(from);
    if (from->at == from->end || *from->at != c)
        return false;
    from->at++;
    return true;
}

/* What stands between two quotes. */
static bool take_string(struct gj_asked_plain *from, struct gj_slice *text_out)
{
    if (!gj_asked_plain_take(from, '"'))
        return false;
    const char *begin = from->at;
    while (from->at < from->end && *from->at >= 0x20 && *from->at < 0x7F && *from->at != '"' &&
           *from->at != '\\')
        from->at++;
    *text_out = (struct gj_slice){begin, (size_t)(from->at - begin)};
    if (from->at == from->end || *from->at != '"')
        return false;
    from->at++;
    return true;
}

static bool take_word(struct gj_asked_plain *from, const char *word)
{
    const size_t length = strlen(word);
    if ((size_t)(from->end - from->at) < length || memcmp(from->at, word, length) != 0)
        return false;
    from->at += length;
    return true;
}

static bool take_yes(struct gj_asked_plain *from, bool *yes_out)
{
    pass_blanks(from);
    *yes_out = take_word(from, "true");
    return *yes_out || take_word(from, "false");
}

/* Lines mostly follow the table: `hint` is where to look first. The count when there is none. */
static size_t find(const struct gj_asked_field *fields, size_t count, struct gj_slice name,
                   size_t hint)
{
    for (size_t i = 0; i < count; i++) {
        const size_t at = hint + i < count ? hint + i : hint + i - count;
        if (gj_slice_is(name, fields[at].name))
            return at;
    }
    return count;
}

static bool read_value(struct gj_asked_plain *from, const struct gj_asked_field *field,
                       gj_asked_plain_list *list, void *target)
{
    void *at = (char *)target + field->offset;
    struct gj_slice text;
    if (field->type == GJ_ASKED_YES)
        return take_yes(from, at);
    if (field->type == GJ_ASKED_OBJECT)
        return list(from, target);
    return take_string(from, &text) && gj_asked_take_text(field, text, at);
}

bool gj_asked_plain_object(struct gj_asked_plain *from, const struct gj_asked_field *fields,
                           size_t count, gj_asked_plain_list *list, void *target,
                           uint32_t *seen_out)
{
    struct gj_slice name;
    size_t at = 0;
    *seen_out = 0;
    if (!gj_asked_plain_take(from, '{'))
        return false;
    do {
        if (!take_string(from, &name) || !gj_asked_plain_take(from, ':'))
            return false;
        at = find(fields, count, name, at);
        if (at == count || (*seen_out & UINT32_C(1) << at) != 0)
            return false;
        *seen_out |= UINT32_C(1) << at;
        if (!read_value(from, &fields[at++], list, target))
            return false;
    } while (gj_asked_plain_take(from, ','));
    return gj_asked_plain_take(from, '}');
}
