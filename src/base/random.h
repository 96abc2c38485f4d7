/* Seeded random numbers for simulations, demos and tests (xorshift64*): the same seed gives the
   same world on every machine. Never for keys. */
#ifndef GJ_BASE_RANDOM_H
#define GJ_BASE_RANDOM_H

#include <stdint.h>

struct gj_random {
    uint64_t state;
};

struct gj_random gj_random(uint64_t seed);

static inline uint64_t gj_random_next(struct gj_random *random)
{
    random->state ^= random->state >> 12;
    random->state ^= random->state << 25;
    random->state ^= random->state >> 27;
    return random->state * UINT64_C(0x2545f4914f6cdd1d);
}

/* Uniform in [low, high], both included. */
int64_t gj_random_between(struct gj_random *random, int64_t low, int64_t high);

#endif
