/* That two stores have found the same: facts and settlements, field by field. */
#ifndef GJ_TESTS_STORE_ALIKE_H
#define GJ_TESTS_STORE_ALIKE_H

#include "store/store.h"

/* A field of the two things that are called a and b. */
#define SAME(field) assert_memory_equal(&a->field, &b->field, sizeof a->field)

void alike_settlements(const struct gj_settlement *a, const struct gj_settlement *b);
void alike_facts(const struct gj_facts *a, const struct gj_facts *b);

#endif
