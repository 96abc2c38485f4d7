/* Writing HTML: markup from literals, everything else escaped. */
#include <string.h>

#include "pages/inside.h"

void gj_page_markup(struct gj_page *page, const char *literal)
{
    gj_put_text(page->out, literal);
}

static const char *escape_of(char byte)
{
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void gj_page_put(struct gj_page *page, struct gj_slice text)
{
    size_t from = 0;
    for (size_t at = 0; at < text.length; at++) {
        const char *escape = escape_of(text.bytes[at]);
        if (!escape)
            continue;
        gj_put(page->out, (struct gj_slice){text.bytes + from, at - from});
        gj_put_text(page->out, escape);
        from = at + 1;
    }
    if (text.length > from)
        gj_put(page->out, (struct gj_slice){text.bytes + from, text.length - from});
}

void gj_page_put_text(struct gj_page *page, const char *terminated)
{
    gj_page_put(page, gj_slice(terminated));
}

/* Chinese characters begin with the bytes E3 to E9, what is written with them with E3 to EF. */
static bool begins_chinese(char byte)
{
    return (unsigned char)byte >= 0xE3;
}

/* From the first Chinese character of a text to the last; empty where it has none. */
static struct gj_slice chinese_of(struct gj_slice text)
{
    size_t from = 0, to = text.length;
    while (from < to && !begins_chinese(text.bytes[from]))
        from++;
    while (to > from && (text.bytes[to - 1] & 0x80) == 0)
        to--;
    return (struct gj_slice){text.bytes + from, to - from};
}

static void put_english(struct gj_page *page, struct gj_slice text)
{
    GJ_MARKUP(page, "<span lang=\"en\">");
    gj_page_put(page, text);
    GJ_MARKUP(page, "</span>");
}

/* "Zhengzhou 郑州市": what is Chinese in it is marked, the rest is the page's. */
static void put_mixed(struct gj_page *page, struct gj_slice text, struct gj_slice chinese)
{
    size_t before = (size_t)(chinese.bytes - text.bytes);
    gj_page_put(page, (struct gj_slice){text.bytes, before});
    GJ_MARKUP(page, "<span lang=\"zh\">");
    gj_page_put(page, chinese);
    GJ_MARKUP(page, "</span>");
    before += chinese.length;
    gj_page_put(page, (struct gj_slice){text.bytes + before, text.length - before});
}

/* A browser would break a day at its hyphens. */
static void put_unbroken(struct gj_page *page, struct gj_slice text)
{
    GJ_MARKUP(page, "<span class=\"day\">");
    gj_page_put(page, text);
    GJ_MARKUP(page, "</span>");
}

/* On a page in Chinese, what has no Chinese in it but has a space is taken for a sentence of English. */
void gj_page_put_foreign(struct gj_page *page, struct gj_slice text)
{
    struct gj_slice chinese = chinese_of(text);
    bool is_sentence = chinese.length == 0 && memchr(text.bytes, ' ', text.length) != NULL;
    gj_day day;
    if (!page->plain && gj_day_parse(text, &day))
        put_unbroken(page, text);
    else if (!page->plain && page->english && chinese.length > 0)
        put_mixed(page, text, chinese);
    else if (!page->plain && !page->english && is_sentence)
        put_english(page, text);
    else
        gj_page_put(page, text);
}

void gj_page_put_encoded(struct gj_page *page, struct gj_slice text)
{
    static const char unreserved[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
        "0123456789-._~:"; /* the colon of a time may stand in a query too */
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] != '\0' && strchr(unreserved, text.bytes[i]))
            gj_put(page->out, (struct gj_slice){text.bytes + i, 1});
        else
            gj_put_format(page->out, "%%%02X", (unsigned char)text.bytes[i]);
    }
}

struct gj_slice gj_page_member(struct json_object *object, const char *name)
{
    struct json_object *value = NULL;
    struct gj_slice text = GJ_SLICE("");
    if (gj_json_member(object, name, &value) && value != NULL)
        (void)gj_json_text(value, &text);
    return text;
}

struct json_object *gj_page_list(struct json_object *object, const char *name)
{
    struct json_object *list = NULL;
    if (!gj_json_member(object, name, &list) || !json_object_is_type(list, json_type_array))
        return NULL;
    return list;
}

int gj_page_length(struct json_object *list)
{
    return list ? (int)json_object_array_length(list) : 0;
}
