/* The law of the tests' world. */
#ifndef GJ_TESTS_SIMULATE_LAW_H
#define GJ_TESTS_SIMULATE_LAW_H

#include "policy/policy.h"

struct gj_policy *world_policy(void);

#endif
