/* The REST face over HTTP: a request becomes a command, a read or a question, and the reply bytes
   again. All but the deciding runs on the thread of http. */
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "gongji/serve_inside.h"

/* ---- answering ---- */

static void add_header(struct gj_exchange *exchange, const char *name, const char *value)
{
    if (value[0] != '\0')
        gj_exchange_add_header(exchange, name, value);
}

void gj_rest_send(struct gj_exchange *exchange, const struct gj_rest_answer *answer)
{
    add_header(exchange, "Allow", answer->allow);
    add_header(exchange, "ETag", answer->etag);
    add_header(exchange, "Location", answer->location);
    add_header(exchange, "Link", answer->link);
    add_header(exchange, "Idempotency-Replayed", answer->replayed ? "true" : "");
    add_header(exchange, "WWW-Authenticate", answer->status == 401 ? "Bearer" : "");
    gj_exchange_answer(exchange, answer->status, answer->content_type, answer->bytes,
                       answer->length);
}

static void send_refusal(struct gj_rest *rest, struct gj_exchange *exchange)
{
    struct gj_rest_answer answer;
    gj_rest_answer_refusal(rest, &answer);
    gj_rest_send(exchange, &answer);
}

/* ---- reading a request ---- */

static struct gj_slice query(const void *of, const char *name)
{
    return gj_exchange_query(of, name);
}

static struct gj_rest_request request_of(const struct gj_exchange *exchange)
{
    return (struct gj_rest_request){
        .method = gj_exchange_method(exchange),
        .path = gj_exchange_path(exchange),
        .body = gj_exchange_body(exchange),
        .content_type = gj_exchange_header(exchange, "Content-Type"),
        .accept = gj_exchange_header(exchange, "Accept"),
        .language = gj_exchange_header(exchange, "Accept-Language"),
        .once_key = gj_exchange_header(exchange, "Idempotency-Key"),
        .if_match = gj_exchange_header(exchange, "If-Match"),
        .if_none_match = gj_exchange_header(exchange, "If-None-Match"),
        .query = query,
        .query_of = exchange,
    };
}

static void add_to_digest(void *to, struct gj_slice bytes)
{
    gj_sm3_add(to, bytes.bytes, bytes.length);
}

/* ---- reads ---- */

static enum gj_when answer_read(struct gj_serving *serving, struct gj_exchange *exchange)
{
    switch (gj_rest_route(serving->rest)) {
    case GJ_REST_dev_people:
        return gj_dev_people(serving, exchange);
    case GJ_REST_dev_institutions:
        return gj_dev_institutions(serving, exchange);
    case GJ_REST_dev_items:
        return gj_dev_items(serving, exchange);
    case GJ_REST_dev_clock:
        return gj_dev_clock(serving, exchange);
    case GJ_REST_dev_move_clock:
        return gj_dev_move_clock(serving, exchange);
    default:
        GJ_MUST(false && "a route without a reader");
    }
    return GJ_NOW;
}

enum gj_when gj_serve_rest(void *to, struct gj_exchange *exchange)
{
    struct gj_serving *serving = to;
    struct gj_rest_request request = request_of(exchange);
    struct gj_rest_caller caller = {.sandbox = serving->options->sandbox};
    struct gj_rest_answer answer;
    struct gj_command command = {0};
    gj_sm3_begin(serving->sm3);
    switch (gj_rest_decode(serving->rest, &request, &caller, &command,
                           (struct gj_rest_sink){add_to_digest, serving->sm3})) {
    case GJ_REST_QUESTION:
        gj_rest_answer_question(serving->rest, &serving->law, &answer);
        gj_rest_send(exchange, &answer);
        return GJ_NOW;
    case GJ_REST_READ:
        return answer_read(serving, exchange);
    case GJ_REST_COMMAND:
    case GJ_REST_REFUSED:
        break;
    }
    send_refusal(serving->rest, exchange);
    return GJ_NOW;
}

static void answer_document(void *of_exchange, struct gj_slice text)
{
    gj_answer_text(of_exchange, 200, "application/json; charset=utf-8", text);
}

enum gj_when gj_serve_openapi(void *to, struct gj_exchange *exchange)
{
    (void)to;
    gj_rest_openapi(answer_document, exchange);
    return GJ_NOW;
}
