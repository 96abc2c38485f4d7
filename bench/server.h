/* A server of its own process on a store of the benchmark's: forked while this process is still
   small, so that its memory is what `gongji serve` would take, and let go when the store is ready. */
#ifndef GJ_BENCH_SERVER_H
#define GJ_BENCH_SERVER_H

#include "bench/client.h"
#include "gongji/world.h"

struct gj_bench_server {
    int pid;
    int go; /* the end of a pipe that the process waits on */
    uint16_t port;
    char db[4096];
};

/* What one run of the client cost the server. */
struct gj_bench_run {
    struct gj_client_report client;
    int64_t rate; /* answers a second */
    int64_t bytes_each;
    int64_t peak_kib, wal_kib; /* since the server began */
};

enum gj_status gj_bench_server_fork(struct gj_bench_server *server, struct gj_world *world,
                                    const char *db, struct gj_why *why) GJ_MUST_CHECK;
/* Serves, the store being there and closed. */
enum gj_status gj_bench_server_go(struct gj_bench_server *server, struct gj_why *why) GJ_MUST_CHECK;
/* Ends the process, whether it was let go or not. */
void gj_bench_server_stop(struct gj_bench_server *server);

/* Runs the client (`port` is filled in) against the server. GJ_BROKEN names the first answer that is
   not what is wanted. */
enum gj_status gj_bench_server_run(const struct gj_bench_server *server,
                                   struct gj_client_options *client, struct gj_bench_run *run_out,
                                   struct gj_why *why) GJ_MUST_CHECK;

#endif
