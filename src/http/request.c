/* A request as it comes in: limits first, then its body, then the route's handler, then the answer.
   In: libmicrohttpd's calls for one request. Out: a queued response. All on the thread of http. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/eventfd.h>

#include "base/bug.h"
#include "http/inside.h"

enum { HTTP_TOO_LARGE = 413 }; /* the library's name for it changed between versions */

/* ---- living and ended exchanges ---- */

void gj_http_resume(struct gj_exchange *exchange)
{
    struct gj_http *http = exchange->http;
    http->counts.waiting--;
    MHD_resume_connection(exchange->connection);
    exchange->woken = true;
    if (http->woken++ == 0) /* one wake-up for all that a commit answers */
        GJ_MUST(eventfd_write(http->wake, 1) == 0);
}

/* With the mutex held: libmicrohttpd has come to it. */
static void note_served(struct gj_exchange *exchange)
{
    exchange->http->woken -= exchange->woken;
    exchange->woken = false;
}

static struct gj_exchange *exchange_new(struct gj_http *http, struct MHD_Connection *connection)
{
    struct gj_exchange *exchange = calloc(1, sizeof *exchange);
    if (!exchange)
        return NULL;
    exchange->http = http;
    exchange->connection = connection;
    pthread_mutex_lock(&http->mutex);
    exchange->next = http->exchanges;
    if (http->exchanges)
        http->exchanges->before = exchange;
    http->exchanges = exchange;
    http->counts.requests++;
    pthread_mutex_unlock(&http->mutex);
    return exchange;
}

static void unlink_exchange(struct gj_http *http, struct gj_exchange *exchange)
{
    pthread_mutex_lock(&http->mutex);
    *(exchange->before ? &exchange->before->next : &http->exchanges) = exchange->next;
    if (exchange->next)
        exchange->next->before = exchange->before;
    note_served(exchange);
    if (http->stopping && !http->exchanges)
        pthread_cond_broadcast(&http->change);
    pthread_mutex_unlock(&http->mutex);
}

static void drop_body(struct gj_exchange *exchange)
{
    exchange->http->bodies -= exchange->room;
    free(exchange->body);
    exchange->body = NULL;
    exchange->length = exchange->room = 0;
}

void gj_http_on_completed(void *to, struct MHD_Connection *connection, void **of_exchange,
                          enum MHD_RequestTerminationCode how)
{
    (void)how;
    struct gj_exchange *exchange = *of_exchange;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct gj_caller *caller = info ? info->socket_context : NULL;
    struct gj_http *http = to;
    if (caller) {
        pthread_mutex_lock(&http->mutex);
        caller->busy = false;
        caller->since = gj_http_seconds();
        pthread_mutex_unlock(&http->mutex);
    }
    if (!exchange)
        return;
    if (exchange->end)
        exchange->end(exchange->end_of);
    drop_body(exchange);
    free(exchange->answer);
    unlink_exchange(http, exchange);
    free(exchange);
    *of_exchange = NULL;
}

static void set_busy(struct gj_exchange *exchange)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct gj_caller *caller = info ? info->socket_context : NULL;
    if (!caller)
        return;
    pthread_mutex_lock(&exchange->http->mutex);
    caller->busy = true;
    pthread_mutex_unlock(&exchange->http->mutex);
}

/* ---- the framing ---- */

struct gj_framing {
    int lengths, encodings;
    bool bad;
    uint64_t length;
};

/* A length of digits alone; more than 18 digits are too large in any case. */
static bool read_length(const char *text, uint64_t *length_out)
{
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > 18 || text[digits])
        return false;
    *length_out = strtoull(text, NULL, 10);
    return true;
}

static enum MHD_Result see_header(void *to, enum MHD_ValueKind kind, const char *name,
                                  const char *value)
{
    (void)kind;
    struct gj_framing *framing = to;
    if (strcasecmp(name, MHD_HTTP_HEADER_CONTENT_LENGTH) == 0) {
        framing->lengths++;
        framing->bad = framing->bad || !value || !read_length(value, &framing->length);
    } else if (strcasecmp(name, MHD_HTTP_HEADER_TRANSFER_ENCODING) == 0) {
        framing->encodings++;
        framing->bad = framing->bad || !value || strcasecmp(value, "chunked") != 0;
    }
    return MHD_YES;
}

/* What a repeated length, or a length beside chunks, means depends on who reads: a proxy in front and
   this server could disagree where the next request begins (RFC 9112, 6.3). So neither passes.
   Returns a status to refuse with at once, or 0. */
static int refuse_at_once(const struct gj_exchange *exchange)
{
    struct gj_framing framing = {0};
    MHD_get_connection_values(exchange->connection, MHD_HEADER_KIND, see_header, &framing);
    if (framing.bad || framing.lengths + framing.encodings > 1)
        return MHD_HTTP_BAD_REQUEST;
    if (framing.length > GJ_HTTP_BODY_MAX)
        return HTTP_TOO_LARGE;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    if (info && info->header_size > GJ_HTTP_HEADERS_MAX)
        return MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE;
    return 0;
}

/* ---- routes ---- */

static bool path_matches(const char *pattern, const char *path)
{
    size_t length = strlen(pattern);
    if (length > 0 && pattern[length - 1] == '*')
        return strncmp(pattern, path, length - 1) == 0;
    return strcmp(pattern, path) == 0;
}

static bool method_matches(const char *of_route, const char *method)
{
    return strcmp(of_route, method) == 0 ||
           (strcmp(of_route, "GET") == 0 && strcmp(method, "HEAD") == 0);
}

/* An exact path wins over a prefix, a longer prefix over a shorter one: the table's order says so. */
static void find_route(struct gj_exchange *exchange)
{
    const struct gj_http_options *options = &exchange->http->options;
    bool path_known = false;
    for (int i = 0; i < options->routes_count && !exchange->route; i++) {
        const struct gj_route *route = &options->routes[i];
        if (!path_matches(route->path, exchange->path))
            continue;
        path_known = true;
        if (method_matches(route->method, exchange->method))
            exchange->route = route;
    }
    if (!exchange->route && exchange->refusal == 0)
        exchange->refusal = path_known ? MHD_HTTP_METHOD_NOT_ALLOWED : MHD_HTTP_NOT_FOUND;
}

static void add_allow(struct gj_exchange *exchange)
{
    char text[64];
    struct gj_writer writer = gj_writer(text, sizeof text - 1);
    const struct gj_http_options *options = &exchange->http->options;
    for (int i = 0; i < options->routes_count; i++) {
        const struct gj_route *route = &options->routes[i];
        if (!path_matches(route->path, exchange->path))
            continue;
        gj_put_format(&writer, "%s%s", writer.length ? ", " : "", route->method);
        if (strcmp(route->method, "GET") == 0)
            gj_put_text(&writer, ", HEAD");
    }
    text[writer.length] = '\0';
    gj_exchange_add_header(exchange, MHD_HTTP_HEADER_ALLOW, text);
}

/* ---- answering ---- */

static void answer_refusal(struct gj_exchange *exchange, int status)
{
    static const struct {
        int status;
        enum gj_reason reason;
        const char *detail;
    } problems[] = {
        {400, GJ_REQUEST_SYNTAX,
         "Content-Length must be one whole number and never stand beside Transfer-Encoding"},
        {404, GJ_PATH_UNKNOWN, NULL},
        {405, GJ_METHOD_WRONG, "see the Allow header"},
        {413, GJ_BODY_TOO_LARGE, NULL},
        {431, GJ_HEADERS_TOO_LARGE, NULL},
        {503, GJ_SERVER_BUSY, NULL},
    };
    const struct gj_http_options *options = &exchange->http->options;
    size_t i = 0;
    while (problems[i].status != status) {
        i++;
        GJ_MUST(i < sizeof problems / sizeof problems[0]);
    }
    if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
        add_allow(exchange);
    if (status == MHD_HTTP_SERVICE_UNAVAILABLE)
        gj_exchange_add_header(exchange, MHD_HTTP_HEADER_RETRY_AFTER, "1");
    pthread_mutex_lock(&exchange->http->mutex);
    exchange->http->counts.refused++;
    pthread_mutex_unlock(&exchange->http->mutex);
    if (options->refuse)
        options->refuse(options->to, exchange, problems[i].reason, problems[i].detail);
    else
        gj_exchange_answer_problem(exchange, problems[i].reason, problems[i].detail);
}

static bool says_header(const struct gj_exchange *exchange, const char *name)
{
    for (int i = 0; i < exchange->headers_count; i++)
        if (strcmp(exchange->headers[i].name, name) == 0)
            return true;
    return false;
}

static void add_headers(const struct gj_exchange *exchange, struct MHD_Response *response)
{
    if (exchange->content_type)
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, exchange->content_type);
    if (!says_header(exchange, MHD_HTTP_HEADER_CACHE_CONTROL))
        MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    if (exchange->close)
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
    for (int i = 0; i < exchange->headers_count; i++)
        MHD_add_response_header(response, exchange->headers[i].name, exchange->headers[i].value);
}

static enum MHD_Result queue_answer(struct gj_exchange *exchange)
{
    struct MHD_Response *response = MHD_create_response_from_buffer_with_free_callback(
        exchange->answer_length, exchange->answer ? exchange->answer : "",
        exchange->answer ? free : NULL);
    if (!response)
        return MHD_NO;
    exchange->answer = NULL; /* the response frees it */
    add_headers(exchange, response);
    enum MHD_Result result =
        MHD_queue_response(exchange->connection, (unsigned)exchange->status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result refuse_now(struct gj_exchange *exchange, int status)
{
    exchange->close = true;
    answer_refusal(exchange, status);
    return queue_answer(exchange);
}

/* ---- the body ---- */

static bool make_room(struct gj_exchange *exchange, size_t wanted)
{
    size_t room = exchange->room ? exchange->room : 1024;
    while (room < wanted)
        room *= 2;
    if (room == exchange->room)
        return true;
    if (exchange->http->bodies + room - exchange->room > GJ_HTTP_BODIES_MAX)
        return false;
    char *body = realloc(exchange->body, room);
    if (!body)
        return false;
    exchange->http->bodies += room - exchange->room;
    exchange->body = body;
    exchange->room = room;
    return true;
}

/* A response cannot be queued while a body is coming: what is refused is counted, not kept. */
static enum MHD_Result take_body(struct gj_exchange *exchange, const char *bytes, size_t length)
{
    exchange->seen += length;
    if (exchange->seen > GJ_HTTP_BODY_CLOSE)
        return MHD_NO;
    if (exchange->seen > GJ_HTTP_BODY_MAX)
        exchange->refusal = HTTP_TOO_LARGE;
    else if (exchange->refusal == 0 && !make_room(exchange, exchange->length + length))
        exchange->refusal = MHD_HTTP_SERVICE_UNAVAILABLE;
    if (exchange->refusal) {
        drop_body(exchange);
        return MHD_YES;
    }
    memcpy(exchange->body + exchange->length, bytes, length);
    exchange->length += length;
    return MHD_YES;
}

/* ---- the course of a request ---- */

static enum MHD_Result go_on(struct gj_exchange *exchange)
{
    pthread_mutex_lock(&exchange->http->mutex);
    bool abandoned = exchange->abandoned;
    note_served(exchange);
    exchange->close = exchange->close || exchange->http->stopping;
    pthread_mutex_unlock(&exchange->http->mutex);
    if (abandoned)
        return MHD_NO;
    if (exchange->status == 0)
        exchange->finish(exchange->finish_to, exchange);
    return queue_answer(exchange);
}

/* The answer may have been given by another thread before the handler came back. */
static enum MHD_Result suspend(struct gj_exchange *exchange)
{
    struct gj_http *http = exchange->http;
    pthread_mutex_lock(&http->mutex);
    bool ready = exchange->stage == GJ_STAGE_READY;
    if (!ready && http->abandoning) {
        exchange->abandoned = ready = true;
    } else if (!ready) {
        exchange->stage = GJ_STAGE_SUSPENDED;
        http->counts.waiting++;
        MHD_suspend_connection(exchange->connection);
    }
    pthread_mutex_unlock(&http->mutex);
    return ready ? go_on(exchange) : MHD_YES;
}

static bool is_stopping(struct gj_http *http)
{
    pthread_mutex_lock(&http->mutex);
    bool stopping = http->stopping;
    pthread_mutex_unlock(&http->mutex);
    return stopping;
}

static enum MHD_Result handle(struct gj_exchange *exchange)
{
    set_busy(exchange);
    if (exchange->refusal == 0 && is_stopping(exchange->http))
        exchange->refusal = MHD_HTTP_SERVICE_UNAVAILABLE;
    exchange->handled = true;
    if (exchange->refusal) {
        answer_refusal(exchange, exchange->refusal);
        return go_on(exchange);
    }
    enum gj_when when = exchange->route->handle(exchange->http->options.to, exchange);
    if (when == GJ_LATER)
        return suspend(exchange);
    GJ_MUST(exchange->status != 0);
    return go_on(exchange);
}

static enum MHD_Result begin(struct gj_http *http, struct MHD_Connection *connection,
                             const char *url, const char *method, void **of_exchange)
{
    struct gj_exchange *exchange = exchange_new(http, connection);
    if (!exchange)
        return MHD_NO;
    *of_exchange = exchange;
    exchange->path = url;
    exchange->method = method;
    int status = refuse_at_once(exchange);
    if (status) {
        exchange->handled = true;
        return refuse_now(exchange, status);
    }
    find_route(exchange);
    return MHD_YES;
}

enum MHD_Result gj_http_on_access(void *to, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *upload,
                                  size_t *upload_size, void **of_exchange)
{
    (void)version;
    struct gj_exchange *exchange = *of_exchange;
    if (!exchange)
        return begin(to, connection, url, method, of_exchange);
    if (*upload_size > 0) {
        size_t length = *upload_size;
        *upload_size = 0;
        return take_body(exchange, upload, length);
    }
    return exchange->handled ? go_on(exchange) : handle(exchange);
}
