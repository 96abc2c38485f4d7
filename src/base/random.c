#include "base/random.h"

#include "base/hash.h"

struct gj_random gj_random(uint64_t seed)
{
    uint64_t state = gj_hash_number(seed + UINT64_C(0x9e3779b97f4a7c15));
    return (struct gj_random){state ? state : 1};
}

int64_t gj_random_between(struct gj_random *random, int64_t low, int64_t high)
{
    uint64_t range = (uint64_t)(high - low) + 1;
    uint64_t next = gj_random_next(random);
    return low + (int64_t)(range ? next % range : next);
}
