/* Inside http: the server, its connections and exchanges. */
#ifndef GJ_HTTP_INSIDE_H
#define GJ_HTTP_INSIDE_H

#include <microhttpd.h>
#include <pthread.h>
#include <time.h>

#include "http/http.h"

enum {
    GJ_HTTP_BODY_MAX = 4194304,
    GJ_HTTP_BODY_CLOSE = 4 * GJ_HTTP_BODY_MAX, /* a chunked body beyond this: close */
    GJ_HTTP_HEADERS_MAX = 16384,
    GJ_HTTP_BODIES_MAX = 256 * 1024 * 1024, /* all bodies being received, together */
    GJ_HTTP_CONNECTIONS = 8192,
    GJ_HTTP_IDLE_SECONDS = 60,
    /* of a connection: its headers twice over, and an answer's; cleared for each request */
    GJ_HTTP_POOL = 2 * GJ_HTTP_HEADERS_MAX + 4096,
    GJ_ANSWER_HEADERS_MAX = 6,
    GJ_ANSWER_HEADER_MAX = 192
};

/* How far a request is. */
enum gj_stage {
    GJ_STAGE_BEGUN,     /* its body is coming, or its handler runs */
    GJ_STAGE_SUSPENDED, /* waits for an answer */
    GJ_STAGE_READY      /* answer or finish is there */
};

struct gj_exchange {
    struct gj_http *http;
    struct MHD_Connection *connection;
    struct gj_exchange *next, *before; /* all that live, under the server's mutex */
    enum gj_stage stage;               /* under the server's mutex */
    bool handled;                      /* or refused before; of the thread of http alone */
    bool abandoned, close;
    bool woken;  /* resumed, and libmicrohttpd has not come to it yet */
    int refusal; /* status that http itself answers with once the body is in, or 0 */
    const struct gj_route *route;
    const char *method, *path;
    char *body;
    size_t length, room, seen;
    gj_finish *finish;
    void *finish_to;
    void (*end)(void *of);
    void *end_of;
    int status;
    char *answer;
    size_t answer_length;
    const char *content_type;
    int headers_count;
    struct {
        const char *name;
        char value[GJ_ANSWER_HEADER_MAX];
    } headers[GJ_ANSWER_HEADERS_MAX];
};

/* One connection, for the watch on slow ones. */
struct gj_caller {
    struct gj_caller *next, *before;
    int socket;
    bool busy;    /* its request is whole and being answered */
    time_t since; /* when it opened, or when its last answer had gone out */
};

struct gj_http {
    struct MHD_Daemon *daemon;
    struct gj_http_options options;
    uint16_t port;
    pthread_t watch, loop;
    int wake;                /* an eventfd: something was resumed, or the loop ends */
    pthread_mutex_t running; /* held by who is inside libmicrohttpd; taken before `mutex` */
    pthread_mutex_t mutex;   /* guards all below and each exchange's stage */
    pthread_cond_t change;
    struct gj_exchange *exchanges;
    struct gj_caller *callers;
    size_t bodies; /* bytes of the http thread's own */
    int woken;     /* exchanges that are */
    bool stopping, abandoning, ended, loop_ended;
    struct gj_http_counts counts;
};

/* Opens and binds the listening socket. */
enum gj_status gj_http_listen(const struct gj_http_options *options, int *socket_out,
                              uint16_t *port_out, struct gj_why *why) GJ_MUST_CHECK;

/* libmicrohttpd's callbacks. */
enum MHD_Result gj_http_on_access(void *to, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *upload,
                                  size_t *upload_size, void **exchange);
void gj_http_on_completed(void *to, struct MHD_Connection *connection, void **exchange,
                          enum MHD_RequestTerminationCode how);
/* With the mutex held: lets a suspended exchange go on. */
void gj_http_resume(struct gj_exchange *exchange);
time_t gj_http_seconds(void);

#endif
