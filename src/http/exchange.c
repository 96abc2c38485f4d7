/* One request and its answer. In: what libmicrohttpd has read. Out: an answer given at once, or later
   from another thread, and then queued on the thread of http. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/bug.h"
#include "http/inside.h"

struct gj_slice gj_exchange_method(const struct gj_exchange *exchange)
{
    return gj_slice(exchange->method);
}

struct gj_slice gj_exchange_path(const struct gj_exchange *exchange)
{
    return gj_slice(exchange->path);
}

struct gj_slice gj_exchange_body(const struct gj_exchange *exchange)
{
    return (struct gj_slice){exchange->body ? exchange->body : "", exchange->length};
}

static struct gj_slice value_of(const struct gj_exchange *exchange, enum MHD_ValueKind kind,
                                const char *name)
{
    const char *value = MHD_lookup_connection_value(exchange->connection, kind, name);
    return value ? gj_slice(value) : (struct gj_slice){"", 0};
}

struct gj_slice gj_exchange_header(const struct gj_exchange *exchange, const char *name)
{
    return value_of(exchange, MHD_HEADER_KIND, name);
}

struct gj_slice gj_exchange_query(const struct gj_exchange *exchange, const char *name)
{
    return value_of(exchange, MHD_GET_ARGUMENT_KIND, name);
}

void gj_exchange_add_header(struct gj_exchange *exchange, const char *name, const char *value)
{
    GJ_MUST(exchange->headers_count < GJ_ANSWER_HEADERS_MAX);
    int i = exchange->headers_count++;
    exchange->headers[i].name = name;
    GJ_MUST(gj_text_copy(exchange->headers[i].value, sizeof exchange->headers[i].value,
                         gj_slice(value)));
}

/* With the server's mutex held: the exchange may go on. */
static void ready(struct gj_exchange *exchange)
{
    if (exchange->stage == GJ_STAGE_SUSPENDED)
        gj_http_resume(exchange);
    exchange->stage = GJ_STAGE_READY;
}

void gj_exchange_answer(struct gj_exchange *exchange, int status, const char *content_type,
                        char *body, size_t length)
{
    pthread_mutex_lock(&exchange->http->mutex);
    GJ_MUST(exchange->status == 0 && !exchange->abandoned);
    exchange->status = status;
    exchange->content_type = content_type;
    exchange->answer = body;
    exchange->answer_length = length;
    if (exchange->stage != GJ_STAGE_READY)
        ready(exchange);
    pthread_mutex_unlock(&exchange->http->mutex);
}

void gj_exchange_wake(struct gj_exchange *exchange, gj_finish *finish, void *to)
{
    pthread_mutex_lock(&exchange->http->mutex);
    GJ_MUST(exchange->status == 0 && !exchange->abandoned);
    exchange->finish = finish;
    exchange->finish_to = to;
    ready(exchange);
    pthread_mutex_unlock(&exchange->http->mutex);
}

void gj_exchange_on_end(struct gj_exchange *exchange, void (*end)(void *of), void *of)
{
    exchange->end = end;
    exchange->end_of = of;
}

/* A member of the document, with the comma before it; nothing for a text that is not there. */
static void put_member(struct gj_writer *writer, const char *name, const char *text)
{
    if (text != NULL)
        gj_put_format(writer, ",\"%s\":\"%s\"", name, text);
}

void gj_exchange_answer_problem(struct gj_exchange *exchange, enum gj_reason reason,
                                const char *detail)
{
    enum { ROOM = 2048 };
    struct gj_slice language = gj_exchange_header(exchange, MHD_HTTP_HEADER_ACCEPT_LANGUAGE);
    bool english = language.length >= 2 && strncasecmp(language.bytes, "en", 2) == 0;
    enum gj_reason next = gj_reason_next(reason);
    char *text = malloc(ROOM);
    GJ_MUST(text);
    struct gj_writer writer = gj_writer(text, ROOM);
    gj_put_format(&writer, "{\"type\":\"/problems/%s\"", gj_reason_code(reason));
    put_member(&writer, "title", english ? gj_reason_en(reason) : gj_reason_zh(reason));
    gj_put_format(&writer, ",\"status\":%d", gj_reason_http(reason));
    put_member(&writer, "detail", detail);
    put_member(&writer, "code", gj_reason_code(reason));
    put_member(&writer, "zh", gj_reason_zh(reason));
    put_member(&writer, "en", gj_reason_en(reason));
    if (next != GJ_REASON_NONE) {
        gj_put_format(&writer, ",\"next\":{\"code\":\"%s\"", gj_reason_code(next));
        put_member(&writer, "zh", gj_reason_zh(next));
        put_member(&writer, "en", gj_reason_en(next));
        gj_put_text(&writer, "}");
    }
    gj_put_text(&writer, "}\n");
    GJ_MUST(!writer.full);
    gj_exchange_answer(exchange, gj_reason_http(reason), "application/problem+json", text,
                       writer.length);
}
