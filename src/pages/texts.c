/* The sentences of the pages in the language that was asked for. */
#include <string.h>
#include <strings.h>

#include "model/said.h"
#include "pages/inside.h"

static const struct {
    const char *zh, *en;
} texts[GJ_TEXT_COUNT] = {
#define GJ_PAGE_TEXT(id, zh, en) [GJ_TEXT_##id] = {zh, en},
#include "pages/texts.def"
#undef GJ_PAGE_TEXT
};

struct gj_slice gj_page_text(bool english, enum gj_page_text_id id)
{
    return gj_slice(english ? texts[id].en : texts[id].zh);
}

/* The number of a place for a value at `at`, such as {2}, from 0; -1 if there is none. */
static int place_at(struct gj_slice text, size_t at, int count)
{
    if (at + 2 >= text.length || text.bytes[at] != '{' || text.bytes[at + 2] != '}')
        return -1;
    int number = text.bytes[at + 1] - '1';
    return number >= 0 && number < count ? number : -1;
}

void gj_page_say_with(struct gj_page *page, enum gj_page_text_id id, const struct gj_slice *values,
                      int count)
{
    struct gj_slice text = gj_page_text(page->english, id);
    size_t from = 0;
    for (size_t at = 0; at < text.length; at++) {
        int number = place_at(text, at, count);
        if (number < 0)
            continue;
        gj_page_put(page, (struct gj_slice){text.bytes + from, at - from});
        gj_page_put_foreign(page, values[number]);
        at += 2;
        from = at + 1;
    }
    gj_page_put(page, (struct gj_slice){text.bytes + from, text.length - from});
}

void gj_page_say(struct gj_page *page, enum gj_page_text_id id)
{
    gj_page_say_with(page, id, NULL, 0);
}

void gj_page_say_one(struct gj_page *page, enum gj_page_text_id id, struct gj_slice value)
{
    gj_page_say_with(page, id, &value, 1);
}

struct gj_slice gj_page_word(const struct gj_page *page, struct gj_slice word)
{
    return page->english ? gj_said_en(word) : gj_said_zh(word);
}

/* "en-GB,zh;q=0.8": browsers write what is wanted most first. */
bool gj_page_wants_english(const struct gj_page_request *request)
{
    struct gj_slice said = request->query(request->query_of, "lang");
    struct gj_slice accepted = request->accept_language;
    if (gj_slice_is(said, "en") || gj_slice_is(said, "zh"))
        return said.bytes[0] == 'e';
    for (size_t at = 0; at + 2 <= accepted.length; at++) {
        bool begins = at == 0 || accepted.bytes[at - 1] == ',' || accepted.bytes[at - 1] == ' ';
        if (begins && strncasecmp(accepted.bytes + at, "en", 2) == 0)
            return true;
        if (begins && strncasecmp(accepted.bytes + at, "zh", 2) == 0)
            return false;
    }
    return false;
}

bool gj_page_wants_large(const struct gj_page_request *request)
{
    return gj_slice_is(request->query(request->query_of, "large"), "1");
}

const char *gj_page_language(const struct gj_page *page)
{
    return page->english ? "en" : "zh";
}

void gj_page_put_manner(struct gj_page *page)
{
    gj_page_put_text(page, "lang=");
    gj_page_put_text(page, gj_page_language(page));
    if (page->large)
        gj_page_put_text(page, "&large=1");
}
