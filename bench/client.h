/* A cheap request generator: requests made beforehand, a number of keep-alive connections on
   loopback, one thread; each connection sends its next request when its answer is there. */
#ifndef GJ_BENCH_CLIENT_H
#define GJ_BENCH_CLIENT_H

#include <stdint.h>

#include "base/text.h"
#include "base/why.h"

struct gj_client_report {
    int64_t answered, not_done; /* not_done: answers without `wanted` in them */
    int64_t elapsed_ns, p50_ns, p99_ns;
    char first_wrong[400]; /* the first answer without `wanted` */
};

/* Sends all requests (whole HTTP requests) to 127.0.0.1:port. `wanted` must stand in every answer. */
enum gj_status gj_client_run(uint16_t port, int connections, const struct gj_slice *requests,
                             int64_t count, const char *wanted, struct gj_client_report *report_out,
                             struct gj_why *why) GJ_MUST_CHECK;

#endif
