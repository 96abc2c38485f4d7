/* The face of http: listens, keeps limits, suspends connections until their answers are there. It
   gets a table of routes and knows no face behind them. */
#ifndef GJ_HTTP_HTTP_H
#define GJ_HTTP_HTTP_H

#include <stdint.h>

#include "base/reason.h"
#include "base/text.h"
#include "base/why.h"

struct gj_http;
struct gj_exchange; /* one request and its answer */

/* What a handler may read of a request. Valid until the answer is given. */
struct gj_slice gj_exchange_method(const struct gj_exchange *exchange);
struct gj_slice gj_exchange_path(const struct gj_exchange *exchange);
struct gj_slice gj_exchange_body(const struct gj_exchange *exchange);
/* A header or query parameter by name; length 0 if absent. */
struct gj_slice gj_exchange_header(const struct gj_exchange *exchange, const char *name);
struct gj_slice gj_exchange_query(const struct gj_exchange *exchange, const char *name);

/* Gives the answer: at once from inside the handler, or later from any thread for an exchange whose
   handler returned GJ_LATER. `body` is taken over and freed with free(). */
void gj_exchange_answer(struct gj_exchange *exchange, int status, const char *content_type,
                        char *body, size_t length);
/* Adds a header to the coming answer, at most six, at most 191 bytes of value; `name` stays the
   caller's. Without a Cache-Control nobody may keep the answer. */
void gj_exchange_add_header(struct gj_exchange *exchange, const char *name, const char *value);
/* The problem document (RFC 9457) of a reason: type "/problems/<code>", title (in Chinese, or in
   English when Accept-Language asks for it), status, code, both texts, what would help and, unless
   NULL, detail, which must need no escape in JSON. */
void gj_exchange_answer_problem(struct gj_exchange *exchange, enum gj_reason reason,
                                const char *detail);

/* For work that should be done on the thread of http rather than on that of the one who finished
   first (the centre's writer): wakes an exchange whose handler returned GJ_LATER and calls `finish`
   there, which must answer. From any thread. */
typedef void gj_finish(void *to, struct gj_exchange *exchange);
void gj_exchange_wake(struct gj_exchange *exchange, gj_finish *finish, void *to);
/* Called once when the exchange is over, however it ended: answered, or given up by gj_http_stop.
   Nothing of the exchange may be used afterwards. */
void gj_exchange_on_end(struct gj_exchange *exchange, void (*end)(void *of), void *of);

enum gj_when { GJ_NOW, GJ_LATER };

struct gj_route {
    const char *method; /* "POST" */
    const char *path;   /* exact, or a prefix when it ends in '*' */
    enum gj_when (*handle)(void *to, struct gj_exchange *exchange);
};

struct gj_http_options {
    const char *address; /* "127.0.0.1" */
    uint16_t port;       /* 0: a free one, see gj_http_port */
    const struct gj_route *routes;
    int routes_count;
    void *to; /* handed to every handler */
    /* Answers what http itself refuses, in the form of the path's face; NULL: by a problem document. */
    void (*refuse)(void *to, struct gj_exchange *exchange, enum gj_reason reason,
                   const char *detail);
    int connections_max; /* 0 for the default */
    int idle_seconds;    /* silence after which a connection is closed; 0 for the default. A request
                            must be whole within twice that time of the one before */
};

enum gj_status gj_http_start(const struct gj_http_options *options, struct gj_http **http_out,
                             struct gj_why *why) GJ_MUST_CHECK;
uint16_t gj_http_port(const struct gj_http *http);

struct gj_http_counts {
    int64_t requests, refused; /* refused: by http itself, 4xx and 503 */
    int connections, waiting;  /* waiting: requests whose handler returned GJ_LATER */
};
void gj_http_counts(struct gj_http *http, struct gj_http_counts *counts_out);
/* Stops listening and refuses further requests; answers still owed are given (the caller lets the
   centre finish between the two calls). gj_http_stop then ends: an exchange that is not answered by
   then is closed without an answer, and nobody may answer it any more. */
void gj_http_quiesce(struct gj_http *http);
void gj_http_stop(struct gj_http *http);

#endif
