/* The face of http: listens, keeps limits, suspends connections until their answers are there. It
   gets a table of routes and knows no face behind them. */
#ifndef GJ_HTTP_HTTP_H
#define GJ_HTTP_HTTP_H

#include <stdint.h>

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
/* Adds a header to the coming answer; value is copied. */
void gj_exchange_add_header(struct gj_exchange *exchange, const char *name, const char *value);

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
    void *to;            /* handed to every handler */
    int connections_max; /* 0 for the default */
    int idle_seconds;    /* 0 for the default */
};

enum gj_status gj_http_start(const struct gj_http_options *options, struct gj_http **http_out,
                             struct gj_why *why) GJ_MUST_CHECK;
uint16_t gj_http_port(const struct gj_http *http);
/* Stops listening; answers still owed are given (the caller lets the centre finish between the two
   calls); then ends. */
void gj_http_quiesce(struct gj_http *http);
void gj_http_stop(struct gj_http *http);

#endif
