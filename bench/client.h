/* A cheap request generator: a number of keep-alive connections on loopback, one thread; each
   connection sends its next request when its answer is there. */
#ifndef GJ_BENCH_CLIENT_H
#define GJ_BENCH_CLIENT_H

#include <stdint.h>

#include "base/text.h"
#include "base/why.h"

struct gj_client_options {
    uint16_t port; /* of 127.0.0.1 */
    int connections;
    int64_t count;   /* at most so many requests */
    int64_t time_ns; /* none is begun after so long; 0 for no such end */
    /* The whole HTTP request of this number, from 0; borrowed until the next call. */
    struct gj_slice (*request)(void *of, int64_t number);
    void *of;
    const char *wanted; /* must stand in every answer */
};

struct gj_client_report {
    int64_t answered, not_done; /* not_done: answers without `wanted` in them */
    int64_t elapsed_ns, p50_ns, p99_ns;
    char first_wrong[400]; /* the first answer without `wanted` */
};

enum gj_status gj_client_run(const struct gj_client_options *options,
                             struct gj_client_report *report_out, struct gj_why *why) GJ_MUST_CHECK;

#endif
