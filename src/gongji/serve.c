/* serve: store, centre and HTTP wired together, from the first request to a stop in good order. In:
   the options. Out: the exit code. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/bug.h"
#include "gongji/serve_inside.h"

/* An exact path stands before a prefix. What is under /api/v1 is the table of rest. */
static const struct gj_route routes[] = {
    {"POST", "/his", gj_serve_his},
    {"POST", "/his/*", gj_serve_his},
    {"POST", "/fsi/api/*", gj_serve_his_path},
    {"GET", "/healthz", gj_serve_health},
    {"GET", "/readyz", gj_serve_ready},
    {"GET", "/metrics", gj_serve_metrics},
    {"GET", "/", gj_serve_root},
    {"GET", "/check", gj_serve_check},
    {"GET", "/check.css", gj_serve_style},
    {"GET", "/check.svg", gj_serve_icon},
    {"GET", "/api/openapi.json", gj_serve_openapi},
    {"GET", "/api/v1/*", gj_serve_rest},
    {"POST", "/api/v1/*", gj_serve_rest},
    {"PUT", "/api/v1/*", gj_serve_rest},
    {"PATCH", "/api/v1/*", gj_serve_rest},
    {"DELETE", "/api/v1/*", gj_serve_rest},
};

/* ---- signals ---- */

/* All that the main thread waits for; SIGHUP alone does not stop it. */
static void waited_signals(sigset_t *set)
{
    sigemptyset(set);
    sigaddset(set, SIGINT);
    sigaddset(set, SIGTERM);
    sigaddset(set, SIGHUP);
}

/* On the writer's thread, when keeping failed for good. */
static void on_failed(void *to, const struct gj_why *why)
{
    struct gj_serving *serving = to;
    serving->why = *why;
    atomic_store(&serving->failed, true);
    kill(getpid(), SIGTERM); /* wakes the main thread, which alone takes this signal */
}

/* ---- opening and closing ---- */

static enum gj_status open_store(struct gj_serving *serving, struct gj_why *why)
{
    const struct gj_serve_options *options = serving->options;
    enum gj_status status = gj_store_sqlite_open(options->db, NULL, &serving->store, why);
    if (status == GJ_DONE)
        status = gj_world_keep(options->world, serving->store, why);
    if (status == GJ_DONE)
        status = gj_reader_open(serving->store, &serving->reader, why);
    if (status == GJ_DONE)
        status = gj_reader_open(serving->store, &serving->laws_reader, why);
    if (status != GJ_DONE)
        return status;
    serving->digest = gj_store_digest(serving->store);
    serving->laws = gj_laws_new(serving->laws_reader);
    gj_laws_know(serving->laws, &options->world->law);
    atomic_store(&serving->law, &options->world->law);
    return GJ_DONE;
}

static enum gj_status start_centre(struct gj_serving *serving, struct gj_why *why)
{
    gj_time clock;
    enum gj_status status =
        gj_world_clock(serving->store, serving->options->sandbox_start, &clock, why);
    if (status != GJ_DONE)
        return status;
    struct gj_centre_options how = {
        .store = serving->store,
        .ring_size = serving->options->ring_size,
        .law = *gj_serving_law(serving),
        .law_of = gj_serving_find_law,
        .law_of_to = serving,
        .sandbox = serving->options->sandbox,
        .sandbox_start = clock,
        .release = gj_errand_release,
        .failed = on_failed,
        .failed_to = serving,
    };
    return gj_centre_start(&how, &serving->centre, why);
}

static enum gj_status start_http(struct gj_serving *serving, uint16_t *port_out, struct gj_why *why)
{
    struct gj_http_options how = {
        .address = serving->options->address,
        .port = serving->options->port,
        .routes = routes,
        .routes_count = sizeof routes / sizeof routes[0],
        .to = serving,
        .refuse = gj_serve_refusal,
    };
    struct gj_http *http;
    enum gj_status status = gj_http_start(&how, &http, why);
    if (status != GJ_DONE)
        return status;
    atomic_store(&serving->http, http);
    *port_out = gj_http_port(http);
    return GJ_DONE;
}

static enum gj_status open_all(struct gj_serving *serving, uint16_t *port_out, struct gj_why *why)
{
    enum gj_status status = open_store(serving, why);
    if (status == GJ_DONE)
        status = start_centre(serving, why);
    if (status == GJ_DONE)
        status = start_http(serving, port_out, why);
    return status;
}

/* No new requests; then the writer finishes what waits; then the last answers go out. */
static void close_all(struct gj_serving *serving)
{
    struct gj_http *http = atomic_load(&serving->http);
    if (http)
        gj_http_quiesce(http);
    if (serving->centre)
        gj_centre_stop(serving->centre);
    if (http)
        gj_http_stop(http);
    if (serving->reader)
        gj_reader_close(serving->reader);
    gj_laws_free(serving->laws);
    if (serving->laws_reader)
        gj_reader_close(serving->laws_reader);
    if (serving->store)
        gj_store_close(serving->store);
    gj_errands_free(serving);
    free(serving->institutions);
    gj_sm3_free(serving->sm3);
    gj_digest_free(serving->digest);
    gj_rest_free(serving->rest);
    gj_sessions_free(serving->sessions);
}

static int failed(const struct gj_why *why)
{
    fprintf(stderr, "gongji serve: %s\n", why->text);
    return gj_status_exit(why->status);
}

/* SIGHUP asks for the packs to be read anew, unless the terminal that the server was started from has
   just been closed: then it ends with it. */
static void wait_for_end(struct gj_serving *serving)
{
    bool on_terminal = isatty(STDERR_FILENO) == 1;
    int signal_number;
    sigset_t set;
    waited_signals(&set);
    for (;;) {
        sigwait(&set, &signal_number);
        if (signal_number != SIGHUP || (on_terminal && isatty(STDERR_FILENO) != 1))
            return;
        gj_serving_publish(serving);
    }
}

/* Until a signal, or until keeping failed. */
static int run(struct gj_serving *serving)
{
    struct gj_why why;
    uint16_t port;
    if (open_all(serving, &port, &why) != GJ_DONE)
        return failed(&why);
    gj_serve_greet(serving, port);
    wait_for_end(serving);
    if (!atomic_load(&serving->failed))
        return 0;
    fprintf(stderr,
            "gongji serve: the store could not keep a batch: %s. Nothing of it was answered as "
            "done; mend the cause and start again.\n",
            serving->why.text);
    return 3;
}

int gj_serve(const struct gj_serve_options *options)
{
    struct gj_serving serving = {.options = options,
                                 .sm3 = gj_sm3_new(),
                                 .rest = gj_rest_new(),
                                 .sessions = gj_sessions_new()};
    sigset_t set, before;
    waited_signals(&set);
    pthread_sigmask(SIG_BLOCK, &set,
                    &before); /* before any thread starts, so that all inherit it */
    int code = run(&serving);
    close_all(&serving);
    if (atomic_load(&serving.failed))
        code = 3;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return code;
}
