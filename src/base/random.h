/* Seeded random numbers for simulations, demos and tests (xorshift64*): the same seed gives the
   same world on every machine. Never for keys. */
#ifndef GJ_BASE_RANDOM_H
#define GJ_BASE_RANDOM_H

#include <stdint.h>

struct gj_random {
    uint64_t state;
};

struct gj_random gj_random(uint64_t seed);
uint64_t gj_random_next(struct gj_random *random);
/* Uniform in [low, high], both included. */
int64_t gj_random_between(struct gj_random *random, int64_t low, int64_t high);

#endif
