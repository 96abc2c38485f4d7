/* The question page over HTTP: the query of the address to pages, the page back, under headers that let it
   do nothing but be read. */
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "gongji/serve_inside.h"
#include "pages/pages.h"

/* ---- what pages asks for ---- */

static struct gj_slice query_of(void *exchange, const char *name)
{
    return gj_exchange_query(exchange, name);
}

static bool source_of(void *to, struct gj_slice id, struct gj_page_source *source_out)
{
    char text[64];
    struct gj_pack_source source;
    if (!gj_text_copy(text, sizeof text, id) || !gj_pack_source(gj_serving_set(to), text, &source))
        return false;
    *source_out = (struct gj_page_source){gj_slice(source.title), gj_slice(source.title_zh),
                                          gj_slice(source.number), gj_slice(source.issued)};
    return true;
}

/* ---- answering ---- */

static void add_headers(struct gj_exchange *exchange, bool is_english)
{
    gj_guard_page(exchange);
    gj_exchange_add_header(exchange, "Content-Language", is_english ? "en" : "zh-CN");
    gj_exchange_add_header(exchange, "Vary", "Accept-Language");
}

static enum gj_when answer_page(struct gj_exchange *exchange, int status, struct gj_writer page)
{
    if (status == 500) {
        free(page.bytes);
        gj_exchange_answer_problem(exchange, GJ_SERVER_FAILED, "the page could not be made");
        return GJ_NOW;
    }
    char *whole = realloc(page.bytes, page.length);
    gj_exchange_answer(exchange, status, "text/html; charset=utf-8", whole ? whole : page.bytes,
                       page.length);
    return GJ_NOW;
}

enum gj_when gj_serve_check(void *to, struct gj_exchange *exchange)
{
    struct gj_serving *serving = to;
    char *bytes = malloc(GJ_PAGE_MAX);
    GJ_MUST(bytes);
    struct gj_writer page = gj_writer(bytes, GJ_PAGE_MAX);
    struct gj_page_request request = {
        .law = gj_serving_law(serving),
        .now = gj_centre_now(serving->centre),
        .query = query_of,
        .query_of = exchange,
        .source = source_of,
        .source_of = serving,
        .accept_language = gj_exchange_header(exchange, "Accept-Language"),
        .host = gj_exchange_header(exchange, "Host"),
    };
    bool is_english;
    int status = gj_page_check(&request, &page, &is_english);
    add_headers(exchange, is_english);
    return answer_page(exchange, status, page);
}

static enum gj_when answer_pieces(struct gj_exchange *exchange, const char *content_type,
                                  const char *const *pieces)
{
    size_t length = 0;
    for (const char *const *piece = pieces; *piece; piece++)
        length += strlen(*piece);
    char *bytes = malloc(length + 1);
    GJ_MUST(bytes);
    struct gj_writer writer = gj_writer(bytes, length + 1);
    for (const char *const *piece = pieces; *piece; piece++)
        gj_put_text(&writer, *piece);
    gj_exchange_answer(exchange, 200, content_type, bytes, writer.length);
    return GJ_NOW;
}

enum gj_when gj_serve_style(void *to, struct gj_exchange *exchange)
{
    (void)to;
    return answer_pieces(exchange, "text/css; charset=utf-8", gj_page_style());
}

enum gj_when gj_serve_icon(void *to, struct gj_exchange *exchange)
{
    (void)to;
    return answer_pieces(exchange, "image/svg+xml", gj_page_icon());
}
