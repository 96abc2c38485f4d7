/* The packs of the repository, read from its root, where every test runs. Stands behind cmocka.h. */
#ifndef GJ_TESTS_PACKS_H
#define GJ_TESTS_PACKS_H

#include "pack/pack.h"

static inline struct gj_pack_set *packs_load(struct gj_pack_options options)
{
    struct gj_pack_set *set = NULL;
    struct gj_why why = {0};
    if (gj_pack_load("packs", options, &set, &why) != GJ_DONE)
        fail_msg("%s", why.text);
    return set;
}

#endif
