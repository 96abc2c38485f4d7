/* The server: starts and stops libmicrohttpd with our limits, and watches callers who send a request
   too slowly. In: a table of routes. Out: requests to handlers. */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/bug.h"
#include "http/inside.h"

enum { GJ_STOP_SECONDS = 5, GJ_FILES_BESIDE = 64 };

time_t gj_http_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

/* ---- connections ---- */

static void caller_opened(struct gj_http *http, struct MHD_Connection *connection, void **of_caller)
{
    struct gj_caller *caller = calloc(1, sizeof *caller);
    *of_caller = caller;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    if (!caller)
        return;
    caller->socket = info ? info->connect_fd : -1;
    caller->since = gj_http_seconds();
    pthread_mutex_lock(&http->mutex);
    caller->next = http->callers;
    if (http->callers)
        http->callers->before = caller;
    http->callers = caller;
    http->counts.connections++;
    pthread_mutex_unlock(&http->mutex);
}

static void caller_closed(struct gj_http *http, struct gj_caller *caller)
{
    if (!caller)
        return;
    pthread_mutex_lock(&http->mutex);
    *(caller->before ? &caller->before->next : &http->callers) = caller->next;
    if (caller->next)
        caller->next->before = caller->before;
    http->counts.connections--;
    pthread_mutex_unlock(&http->mutex);
    free(caller);
}

static void on_connection(void *to, struct MHD_Connection *connection, void **caller,
                          enum MHD_ConnectionNotificationCode what)
{
    if (what == MHD_CONNECTION_NOTIFY_STARTED)
        caller_opened(to, connection, caller);
    else
        caller_closed(to, *caller);
}

/* With the mutex held: the socket of a listed caller is open, since it leaves the list before it is
   closed. */
static void cut_slow_callers(struct gj_http *http, time_t now)
{
    for (struct gj_caller *caller = http->callers; caller; caller = caller->next)
        if (!caller->busy && now - caller->since > 2 * http->options.idle_seconds)
            shutdown(caller->socket, SHUT_RDWR);
}

/* The watch on callers who send a request too slowly: a byte now and then keeps libmicrohttpd's own
   timeout from ever running out. */
static void *watch(void *of_http)
{
    struct gj_http *http = of_http;
    pthread_mutex_lock(&http->mutex);
    while (!http->ended) {
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec++;
        if (pthread_cond_timedwait(&http->change, &http->mutex, &until) == ETIMEDOUT)
            cut_slow_callers(http, gj_http_seconds());
    }
    pthread_mutex_unlock(&http->mutex);
    return NULL;
}

/* ---- the loop ---- */

/* How long nothing needs to be done unless something comes: milliseconds, -1 for ever. */
static int wait_ms(struct gj_http *http)
{
    MHD_UNSIGNED_LONG_LONG left;
    pthread_mutex_lock(&http->mutex);
    bool now = http->woken > 0 || http->loop_ended;
    pthread_mutex_unlock(&http->mutex);
    if (now)
        return 0;
    if (MHD_get_timeout(http->daemon, &left) != MHD_YES)
        return -1;
    return left > INT_MAX ? INT_MAX : (int)left;
}

static bool loop_goes_on(struct gj_http *http)
{
    pthread_mutex_lock(&http->mutex);
    bool on = !http->loop_ended;
    pthread_mutex_unlock(&http->mutex);
    return on;
}

/* The loop is ours, not libmicrohttpd's own: that one takes 128 events at a time, and when there were
   exactly so many (or twice as many), it first waits for another, for as long as a connection may be
   idle, and only then serves them. Clients who wait for their answers send no other. */
static void *run_loop(void *of_http)
{
    struct gj_http *http = of_http;
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(http->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    struct pollfd ready[2] = {{.fd = info->epoll_fd, .events = POLLIN},
                              {.fd = http->wake, .events = POLLIN}};
    while (loop_goes_on(http)) {
        eventfd_t times;
        if (poll(ready, 2, wait_ms(http)) > 0 && ready[1].revents)
            (void)eventfd_read(http->wake, &times);
        pthread_mutex_lock(&http->running);
        MHD_run(http->daemon);
        pthread_mutex_unlock(&http->running);
    }
    return NULL;
}

/* ---- starting ---- */

/* A connection is a file: raise what this process may open, and serve as many as that allows. */
static int connections_possible(int wanted)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return wanted;
    rlim_t need = (rlim_t)wanted + GJ_FILES_BESIDE;
    if (limit.rlim_cur < need) {
        limit.rlim_cur = limit.rlim_max < need ? limit.rlim_max : need;
        (void)setrlimit(RLIMIT_NOFILE, &limit);
        (void)getrlimit(RLIMIT_NOFILE, &limit);
    }
    if (limit.rlim_cur >= need)
        return wanted;
    return limit.rlim_cur > 2 * GJ_FILES_BESIDE ? (int)limit.rlim_cur - GJ_FILES_BESIDE
                                                : GJ_FILES_BESIDE;
}

static void keep_silent(void *to, const char *format, va_list arguments)
{
    (void)to;
    (void)format;
    (void)arguments;
}

static struct MHD_Daemon *start_daemon(struct gj_http *http, int listening)
{
    const struct gj_http_options *options = &http->options;
    return MHD_start_daemon(
        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0, NULL, NULL,
        gj_http_on_access, http, MHD_OPTION_EXTERNAL_LOGGER, keep_silent, NULL,
        MHD_OPTION_LISTEN_SOCKET, listening, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)GJ_HTTP_POOL, MHD_OPTION_CONNECTION_LIMIT, (unsigned)options->connections_max,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)options->idle_seconds,
        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_NOTIFY_COMPLETED, gj_http_on_completed, http,
        MHD_OPTION_NOTIFY_CONNECTION, on_connection, http, MHD_OPTION_END);
}

/* Starts libmicrohttpd and the thread of http. */
static bool start_loop(struct gj_http *http, int listening)
{
    http->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    http->daemon = http->wake >= 0 ? start_daemon(http, listening) : NULL;
    if (!http->daemon)
        return false;
    if (pthread_create(&http->loop, NULL, run_loop, http) == 0)
        return true;
    MHD_stop_daemon(http->daemon);
    return false;
}

static void end_loop(struct gj_http *http)
{
    pthread_mutex_lock(&http->mutex);
    http->loop_ended = true;
    pthread_mutex_unlock(&http->mutex);
    GJ_MUST(eventfd_write(http->wake, 1) == 0);
    pthread_join(http->loop, NULL);
}

static void http_free(struct gj_http *http)
{
    if (http->wake >= 0)
        close(http->wake);
    pthread_cond_destroy(&http->change);
    pthread_mutex_destroy(&http->mutex);
    pthread_mutex_destroy(&http->running);
    free(http);
}

static void end_watch(struct gj_http *http)
{
    pthread_mutex_lock(&http->mutex);
    http->ended = true;
    pthread_cond_broadcast(&http->change);
    pthread_mutex_unlock(&http->mutex);
    pthread_join(http->watch, NULL);
}

static struct gj_http *http_new(const struct gj_http_options *options)
{
    struct gj_http *http = calloc(1, sizeof *http);
    if (!http)
        return NULL;
    http->options = *options;
    http->wake = -1;
    if (http->options.idle_seconds <= 0)
        http->options.idle_seconds = GJ_HTTP_IDLE_SECONDS;
    int wanted = options->connections_max > 0 ? options->connections_max : GJ_HTTP_CONNECTIONS;
    http->options.connections_max = connections_possible(wanted);
    pthread_mutex_init(&http->mutex, NULL);
    pthread_mutex_init(&http->running, NULL);
    pthread_cond_init(&http->change, NULL);
    return http;
}

enum gj_status gj_http_start(const struct gj_http_options *options, struct gj_http **http_out,
                             struct gj_why *why)
{
    int listening;
    uint16_t port;
    signal(SIGPIPE, SIG_IGN); /* a client that left is no reason to die */
    enum gj_status status = gj_http_listen(options, &listening, &port, why);
    if (status != GJ_DONE)
        return status;
    struct gj_http *http = http_new(options);
    if (!http || pthread_create(&http->watch, NULL, watch, http) != 0) {
        close(listening);
        if (http)
            http_free(http);
        return gj_fail(why, GJ_WORLD, "no memory or thread for the HTTP server");
    }
    http->port = port;
    if (!start_loop(http, listening)) {
        close(listening);
        end_watch(http);
        http_free(http);
        return gj_fail(why, GJ_WORLD, "the HTTP server cannot be started");
    }
    *http_out = http;
    return GJ_DONE;
}

uint16_t gj_http_port(const struct gj_http *http)
{
    return http->port;
}

void gj_http_counts(struct gj_http *http, struct gj_http_counts *counts_out)
{
    pthread_mutex_lock(&http->mutex);
    *counts_out = http->counts;
    pthread_mutex_unlock(&http->mutex);
}

/* ---- stopping ---- */

void gj_http_quiesce(struct gj_http *http)
{
    pthread_mutex_lock(&http->mutex);
    http->stopping = true;
    pthread_mutex_unlock(&http->mutex);
    /* Both it and the loop take the socket out of the epoll set: only one may, before it is closed. */
    pthread_mutex_lock(&http->running);
    MHD_socket listening = MHD_quiesce_daemon(http->daemon);
    if (listening != MHD_INVALID_SOCKET)
        close(listening);
    pthread_mutex_unlock(&http->running);
}

/* With the mutex held: stopping libmicrohttpd with one suspended connection aborts the process, so
   each is resumed; its handler then closes it. */
static void abandon_all(struct gj_http *http)
{
    http->abandoning = true;
    for (struct gj_exchange *one = http->exchanges; one; one = one->next) {
        if (one->stage != GJ_STAGE_SUSPENDED)
            continue;
        one->abandoned = true;
        one->stage = GJ_STAGE_READY;
        gj_http_resume(one);
    }
}

static void cut_idle_callers(struct gj_http *http)
{
    for (struct gj_caller *caller = http->callers; caller; caller = caller->next)
        if (!caller->busy)
            shutdown(caller->socket, SHUT_RDWR);
}

static void wait_for_end(struct gj_http *http)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += GJ_STOP_SECONDS;
    while (http->exchanges)
        if (pthread_cond_timedwait(&http->change, &http->mutex, &until) == ETIMEDOUT)
            break;
}

void gj_http_stop(struct gj_http *http)
{
    if (!http->stopping)
        gj_http_quiesce(http);
    pthread_mutex_lock(&http->mutex);
    abandon_all(http);
    cut_idle_callers(http);
    wait_for_end(http);
    pthread_mutex_unlock(&http->mutex);
    end_loop(http);
    MHD_stop_daemon(http->daemon);
    end_watch(http);
    http_free(http);
}
