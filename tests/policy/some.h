/* What the tests of plans share: laws and bills made at random, far from any real ones, so that
   every way down the waterfall is gone. */
#ifndef GJ_TESTS_POLICY_SOME_H
#define GJ_TESTS_POLICY_SOME_H

#include "base/random.h"
#include "policy/policy.h"

/* All 0 but the random numbers before the first law. */
struct some_world {
    struct gj_random random;
    struct gj_policy *policy;
    struct gj_law plain, planned; /* the same law, without a planner and with one */
};

int64_t some_number(struct some_world *world, int64_t low, int64_t high);
bool some_chance(struct some_world *world, int percent);
/* A new law in place of the last. */
void some_law(struct some_world *world);
void some_claim(struct some_world *world, struct gj_claim *claim);
void some_end(struct some_world *world);

#endif
