/* What an answer rests on, in words: the rows used, each with its document, and the keys that were not
   found. In: the members `because` and `not_found` of the answer. */

#include <string.h>

#include "model/said.h"
#include "pages/inside.h"

/* ---- keys ---- */

/* The name of a key that goes on with a word, such as aid.uses.checkup. */
static void put_key(struct gj_page *page, struct gj_slice name)
{
    enum gj_key key;
    int param = 0;
    if (!gj_key_find(name, &key, &param)) {
        gj_page_put(page, name);
        return;
    }
    const struct gj_key_info *info = gj_key_info(key);
    gj_page_put_text(page, page->english ? info->meaning : gj_key_zh(key));
    if (info->parameter >= 0) {
        gj_page_say(page, GJ_TEXT_COLON);
        gj_page_put(page, gj_page_word(
                              page, gj_slice(gj_word((enum gj_vocabulary)info->parameter, param))));
    }
}

/* ---- values ---- */

static void put_list(struct gj_page *page, struct gj_slice list)
{
    while (list.length > 0) {
        gj_page_put(page, gj_page_word(page, gj_slice_cut(&list, ',')));
        if (list.length > 0)
            gj_page_say(page, GJ_TEXT_BETWEEN);
    }
}

static void put_percent(struct gj_page *page, struct gj_slice value)
{
    char text[GJ_FEN_TEXT_MAX];
    gj_ppm ratio;
    if (!gj_ppm_parse(value, &ratio)) {
        gj_page_put(page, value);
        return;
    }
    gj_page_put_text(page, gj_percent_text(ratio, text));
}

static void put_span(struct gj_page *page, struct gj_slice value)
{
    const char *dots = memmem(value.bytes, value.length, "..", 2);
    if (!dots) {
        gj_page_put(page, value);
        return;
    }
    size_t first = (size_t)(dots - value.bytes);
    const struct gj_slice ends[] = {{value.bytes, first}, {dots + 2, value.length - first - 2}};
    gj_page_say_with(page, GJ_TEXT_VALUE_SPAN, ends, 2);
}

static void put_typed(struct gj_page *page, enum gj_key_type type, struct gj_slice value)
{
    switch (type) {
    case GJ_TYPE_FEN:
        gj_page_say_one(page, GJ_TEXT_VALUE_YUAN, value);
        return;
    case GJ_TYPE_PPM:
        put_percent(page, value);
        return;
    case GJ_TYPE_YES:
    case GJ_TYPE_CHOICE:
    case GJ_TYPE_RELATIONS:
        put_list(page, value);
        return;
    case GJ_TYPE_CLOCKS:
    case GJ_TYPE_SPAN:
        put_span(page, value);
        return;
    default:
        gj_page_put_foreign(page, value);
    }
}

static void put_value(struct gj_page *page, struct gj_slice name, struct gj_slice value)
{
    enum gj_key key;
    int param;
    if (gj_slice_is(value, "none"))
        gj_page_say(page, GJ_TEXT_VALUE_NONE);
    else if (gj_slice_is(value, "null"))
        gj_page_say(page, GJ_TEXT_VALUE_NULL);
    else if (gj_key_find(name, &key, &param) && key == GJ_KEY_AID_PROOF)
        put_list(page, value);
    else if (gj_key_find(name, &key, &param))
        put_typed(page, gj_key_info(key)->type, value);
    else
        gj_page_put(page, value);
}

/* ---- whom and when a row is for ---- */

static void put_area(struct gj_page *page, struct gj_slice code)
{
    char room[GJ_PAGE_AREA_MAX];
    int64_t area;
    if (gj_whole_parse(code, 6, &area))
        gj_page_put_foreign(page, gj_page_area_name(page, (gj_area)area, room));
    else
        gj_page_put(page, code);
}

/* "scheme employee", "year 2025": a selector and its value, as the row's name has them. */
static void put_selector(struct gj_page *page, struct gj_slice selector, struct gj_slice value)
{
    static const struct {
        const char *word;
        enum gj_page_text_id text;
    } counted[] = {{"tier", GJ_TEXT_FOR_TIER},
                   {"age_from", GJ_TEXT_FOR_AGE_FROM},
                   {"age_to", GJ_TEXT_FOR_AGE_TO},
                   {"year", GJ_TEXT_FOR_YEAR}};
    gj_page_say(page, GJ_TEXT_DOT);
    for (size_t i = 0; i < sizeof counted / sizeof counted[0]; i++)
        if (gj_slice_is(selector, counted[i].word)) {
            gj_page_say_one(page, counted[i].text, value);
            return;
        }
    gj_page_put(page, gj_page_word(page, value));
}

/* `name` is what follows the key: area, selectors, interval. The interval has members of its own. */
static void put_whom(struct gj_page *page, struct gj_slice name)
{
    put_area(page, gj_slice_cut(&name, ' '));
    while (name.length > 0) {
        struct gj_slice selector = gj_slice_cut(&name, ' ');
        struct gj_slice value = gj_slice_cut(&name, ' ');
        if (!gj_slice_is(selector, "from") && !gj_slice_is(selector, "to"))
            put_selector(page, selector, value);
    }
}

static void put_interval(struct gj_page *page, struct json_object *row)
{
    const struct gj_slice ends[] = {gj_page_member(row, "from"), gj_page_member(row, "to")};
    if (ends[0].length == 0)
        gj_page_say(page, GJ_TEXT_ROW_ALWAYS);
    else if (ends[1].length == 0)
        gj_page_say_one(page, GJ_TEXT_ROW_FROM, ends[0]);
    else
        gj_page_say_with(page, GJ_TEXT_ROW_FROM_TO, ends, 2);
}

/* ---- documents ---- */

/* A title that says its day is not followed by the day once more. */
static void put_source(struct gj_page *page, const struct gj_page_source *source)
{
    bool is_zh = !page->english && source->title_zh.length > 0;
    struct gj_slice title = is_zh ? source->title_zh : source->title;
    gj_page_put_foreign(page, title);
    if (source->number.length > 0) {
        gj_page_put_text(page, " ");
        gj_page_put_foreign(page, source->number);
    }
    if (source->issued.length > 0 && !gj_slice_has(title, source->issued)) {
        gj_page_say(page, GJ_TEXT_DOT);
        gj_page_say_one(page, GJ_TEXT_ISSUED, source->issued);
    }
}

/* The next of "A; B; C". */
static struct gj_slice next_part(struct gj_slice *rest)
{
    struct gj_slice part = gj_slice_cut(rest, ';');
    while (part.length > 0 && part.bytes[0] == ' ')
        part = (struct gj_slice){part.bytes + 1, part.length - 1};
    return part;
}

static void put_clause(struct gj_page *page, struct gj_slice clause)
{
    if (clause.length == 0)
        return;
    gj_page_say(page, GJ_TEXT_DOT);
    gj_page_say_one(page, GJ_TEXT_ROW_CLAUSE, clause);
}

/* A cite is sources, then their clauses: "GBF-2021-14; HN-2024 art. 3; art. 5". */
void gj_page_put_sources(struct gj_page *page, struct gj_slice cite)
{
    const struct gj_page_request *request = page->request;
    bool is_first = true;
    while (cite.length > 0) {
        struct gj_slice clause = next_part(&cite);
        struct gj_slice whole = clause, id = gj_slice_cut(&clause, ' ');
        struct gj_page_source source;
        if (!request->source(request->source_of, id, &source)) {
            if (is_first)
                gj_page_put_foreign(page, whole);
            else
                put_clause(page, whole);
        } else {
            if (!is_first)
                GJ_MARKUP(page, "<br>");
            put_source(page, &source);
            put_clause(page, clause);
        }
        is_first = false;
    }
}

/* ---- rows ---- */

static void put_confidence(struct gj_page *page, struct json_object *row)
{
    struct gj_slice word = gj_page_member(row, "confidence");
    struct json_object *flag;
    gj_page_say(page, GJ_TEXT_DOT);
    if (gj_slice_is(word, gj_word(GJ_WORDS_OF_CONFIDENCE, GJ_CONFIDENCE_UNVERIFIED)))
        GJ_MARKUP(page, "<span class=\"doubt\">");
    else
        GJ_MARKUP(page, "<span>");
    gj_page_put(page, gj_page_word(page, word));
    GJ_MARKUP(page, "</span>");
    if (!gj_json_member(row, "unverified", &flag))
        return;
    gj_page_say(page, GJ_TEXT_DOT);
    GJ_MARKUP(page, "<span class=\"doubt\">");
    gj_page_say(page, GJ_TEXT_ROW_UNVERIFIED);
    GJ_MARKUP(page, "</span>");
}

static void put_row(struct gj_page *page, struct json_object *row)
{
    struct gj_slice rest = gj_page_member(row, "row");
    struct gj_slice key = gj_slice_cut(&rest, ' ');
    GJ_MARKUP(page, "<li><p class=\"rule\">");
    put_key(page, key);
    gj_page_say(page, GJ_TEXT_COLON);
    GJ_MARKUP(page, "<strong>");
    put_value(page, key, gj_page_member(row, "value"));
    GJ_MARKUP(page, "</strong></p>\n<p class=\"small\">");
    put_whom(page, rest);
    gj_page_say(page, GJ_TEXT_DOT);
    put_interval(page, row);
    put_confidence(page, row);
    GJ_MARKUP(page, "</p>\n<p class=\"small source\"><span class=\"tag\">");
    gj_page_say(page, GJ_TEXT_ROW_SOURCE);
    GJ_MARKUP(page, "</span> <cite>");
    gj_page_put_sources(page, gj_page_member(row, "cite"));
    GJ_MARKUP(page, "</cite></p></li>\n");
}

/* A row as the packs have it, for whoever wants to look it up there. */
static void put_note(struct gj_page *page, struct json_object *row)
{
    struct gj_slice note_zh = gj_page_member(row, "note_zh");
    bool is_zh = !page->english && note_zh.length > 0;
    struct gj_slice note = is_zh ? note_zh : gj_page_member(row, "note");
    GJ_MARKUP(page, "<li><code>");
    gj_page_put(page, gj_page_member(row, "row"));
    GJ_MARKUP(page, " = ");
    gj_page_put(page, gj_page_member(row, "value"));
    GJ_MARKUP(page, "</code> [");
    gj_page_put(page, gj_page_member(row, "cite"));
    GJ_MARKUP(page, "]");
    if (note.length > 0) {
        GJ_MARKUP(page, "<br>");
        gj_page_put_foreign(page, note);
    }
    GJ_MARKUP(page, "</li>\n");
}

static void put_notes(struct gj_page *page, struct json_object *rows)
{
    GJ_MARKUP(page, "<details class=\"notes\"><summary>");
    gj_page_say(page, GJ_TEXT_ROWS_NOTES);
    GJ_MARKUP(page, "</summary>\n<ol class=\"small\">\n");
    for (int i = 0; i < gj_page_length(rows); i++)
        put_note(page, json_object_array_get_idx(rows, (size_t)i));
    GJ_MARKUP(page, "</ol>\n</details>\n");
}

void gj_page_put_rows(struct gj_page *page, struct json_object *rows)
{
    GJ_MARKUP(page, "<ol class=\"rows\">\n");
    for (int i = 0; i < gj_page_length(rows); i++)
        put_row(page, json_object_array_get_idx(rows, (size_t)i));
    GJ_MARKUP(page, "</ol>\n");
    put_notes(page, rows);
}

/* ---- what was not found ---- */

static enum gj_page_text_id meaning_of_absence(struct gj_slice name)
{
    enum gj_key key;
    int param;
    if (!gj_key_find(name, &key, &param))
        return GJ_TEXT_MISSING_DECIDES;
    switch (gj_key_info(key)->absent) {
    case GJ_ABSENT_NO_LIMIT:
    case GJ_ABSENT_SILENT:
        return GJ_TEXT_MISSING_NO_LIMIT;
    case GJ_ABSENT_NO:
        return GJ_TEXT_MISSING_IS_NO;
    default:
        return GJ_TEXT_MISSING_DECIDES;
    }
}

void gj_page_put_missing(struct gj_page *page, struct json_object *keys)
{
    GJ_MARKUP(page, "<ul class=\"missing\">\n");
    for (int i = 0; i < gj_page_length(keys); i++) {
        struct gj_slice name = GJ_SLICE("");
        (void)gj_json_text(json_object_array_get_idx(keys, (size_t)i), &name);
        GJ_MARKUP(page, "<li>");
        put_key(page, name);
        gj_page_say(page, GJ_TEXT_COLON);
        GJ_MARKUP(page, "<span class=\"small\">");
        gj_page_say(page, meaning_of_absence(name));
        GJ_MARKUP(page, "</span></li>\n");
    }
    GJ_MARKUP(page, "</ul>\n");
}
