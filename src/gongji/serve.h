/* Serves the national interface, the sandbox's lists and the operator's pages over one store. */
#ifndef GJ_GONGJI_SERVE_H
#define GJ_GONGJI_SERVE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/day.h"
#include "gongji/world.h"

struct gj_serve_options {
    const char *db;
    struct gj_world *world; /* loaded packs; serve keeps them in the store and takes their number */
    const struct gj_options *packs; /* where SIGHUP reads them anew; NULL: it does not */
    const char *address;
    uint16_t port; /* 0: a free one; it is printed */
    bool sandbox;
    gj_time sandbox_start; /* when the store keeps no clock of its own */
    int ring_size;         /* commands that may wait, for tests; 0 for the centre's own */
};

/* Runs until SIGINT or SIGTERM; returns the exit code. SIGHUP publishes the packs anew: read, checked
   by their own cases, and put in force between two batches, or left as they were. */
int gj_serve(const struct gj_serve_options *options);

#endif
