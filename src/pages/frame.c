/* What stands around every page: the head, the header with its links, the footer. */
#include "pages/inside.h"

static void put_html(struct gj_page *page)
{
    if (page->english)
        GJ_MARKUP(page, "<!doctype html>\n<html lang=\"en\"");
    else
        GJ_MARKUP(page, "<!doctype html>\n<html lang=\"zh-CN\"");
    if (page->large)
        GJ_MARKUP(page, " class=\"large\"");
    GJ_MARKUP(page, ">\n");
}

static void put_title(struct gj_page *page, const struct gj_form *form, struct json_object *answer)
{
    if (form->faults_count > 0)
        gj_page_say(page, GJ_TEXT_FAULT_PREFIX);
    if (answer != NULL)
        gj_page_put_verdict(page, form, answer);
    else
        gj_page_say(page, GJ_TEXT_ASK_TITLE);
    gj_page_say(page, GJ_TEXT_DOT);
    gj_page_say(page, GJ_TEXT_HOUSE);
}

/* The description is what a messenger shows beside a shared link. */
static void put_head(struct gj_page *page, const struct gj_form *form, struct json_object *answer)
{
    GJ_MARKUP(page, "<head>\n<meta charset=\"utf-8\">\n"
                    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                    "<meta name=\"color-scheme\" content=\"light dark\">\n"
                    "<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    page->plain = true;
    put_title(page, form, answer);
    GJ_MARKUP(page, "</title>\n<meta name=\"description\" content=\"");
    if (answer != NULL)
        gj_page_put_asked(page, form);
    else
        gj_page_say(page, GJ_TEXT_ASK_LEAD);
    page->plain = false;
    GJ_MARKUP(page, "\">\n<link rel=\"stylesheet\" href=\"/check.css\">\n<link rel=\"icon\" "
                    "href=\"/check.svg\" type=\"image/svg+xml\">\n</head>\n");
}

/* The same page in the other size, and in the other language. */
static void put_links(struct gj_page *page, const struct gj_form *form)
{
    struct gj_page sized = *page, spoken = *page;
    sized.large = !page->large;
    spoken.english = !page->english;
    GJ_MARKUP(page, "<nav><a href=\"");
    gj_form_put_again(form, GJ_FIELD_COUNT, GJ_SLICE(""), &sized);
    GJ_MARKUP(page, "\">");
    gj_page_say(page, page->large ? GJ_TEXT_USUAL_SIZE : GJ_TEXT_LARGE_SIZE);
    GJ_MARKUP(page, "</a><a class=\"language\" href=\"");
    gj_form_put_again(form, GJ_FIELD_COUNT, GJ_SLICE(""), &spoken);
    if (page->english)
        GJ_MARKUP(page, "\" lang=\"zh-CN\" hreflang=\"zh-CN\">");
    else
        GJ_MARKUP(page, "\" lang=\"en\" hreflang=\"en\">");
    gj_page_say(page, GJ_TEXT_OTHER_LANGUAGE);
    GJ_MARKUP(page, "</a></nav>");
}

void gj_page_open(struct gj_page *page, const struct gj_form *form, struct json_object *answer)
{
    put_html(page);
    put_head(page, form, answer);
    GJ_MARKUP(page, "<body>\n<a class=\"skip\" href=\"#main\">");
    gj_page_say(page, GJ_TEXT_SKIP);
    GJ_MARKUP(page, "</a>\n<header><div class=\"in\"><a class=\"house\" href=\"/check?");
    gj_page_put_manner(page);
    GJ_MARKUP(page, "\">");
    gj_page_say(page, GJ_TEXT_HOUSE);
    GJ_MARKUP(page, "</a>");
    put_links(page, form);
    GJ_MARKUP(page, "</div></header>\n<main id=\"main\" tabindex=\"-1\">\n");
}

void gj_page_close(struct gj_page *page, struct gj_slice pack)
{
    GJ_MARKUP(page, "</main>\n<footer><div class=\"in\"><p>");
    gj_page_say(page, GJ_TEXT_FOOT_OWN);
    GJ_MARKUP(page, "</p>\n<p>");
    pack.length = pack.length > 12 ? 12 : pack.length;
    gj_page_say_one(page, GJ_TEXT_FOOT_PACK, pack);
    gj_page_say(page, GJ_TEXT_DOT);
    GJ_MARKUP(page, "<a href=\"/api/openapi.json\">");
    gj_page_say(page, GJ_TEXT_FOOT_API);
    GJ_MARKUP(page, "</a></p></div></footer>\n</body>\n</html>\n");
}
