/* Stories told twice, on the memory store and on a SQLite file: what a test expects must hold on
   both, and the chains of the two must end in the same head. */
#ifndef GJ_TESTS_SIMULATE_BOTH_H
#define GJ_TESTS_SIMULATE_BOTH_H

#include "simulate/world.h"

/* Begins the test's world on the store of this telling. */
struct world *both_begin(void);
/* The file of its store; NULL in memory. */
const char *both_path(void);
/* Ends it, and holds its head against that of the first telling. */
void both_end(struct world *world);
/* Runs the tests on memory, then on disk; the number of failures, as cmocka's own. */
int both_run(const char *name, const struct CMUnitTest *tests, size_t count);

#endif
