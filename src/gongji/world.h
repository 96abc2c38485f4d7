/* The policy packs a verb works with: found, loaded, hashed. */
#ifndef GJ_GONGJI_WORLD_H
#define GJ_GONGJI_WORLD_H

#include "gongji/options.h"
#include "pack/pack.h"
#include "policy/policy.h"
#include "store/store.h"

struct gj_world {
    struct gj_pack_set *set;
    struct gj_law law;
};

/* Loads the packs: from --packs, else beside the program (source tree, or where it was installed).
   `with_example`: the fictional provinces too. Sets the set's SHA-256. */
enum gj_status gj_world_open(const struct gj_options *options, bool with_example,
                             struct gj_world *world_out, struct gj_why *why) GJ_MUST_CHECK;
void gj_world_close(struct gj_world *world);
/* Runs the set's own cases and says on `out` which do not come out. How many do; the packs must have
   been loaded with them. */
int gj_world_run_cases(const struct gj_world *world, FILE *out);
/* Gives a set its SHA-256 over the canonical rows. */
void gj_world_hash(struct gj_pack_set *set);
/* The moment at which a sandbox goes on with a store: where its clock stood at the last command that
   was kept, or `otherwise` in a store that kept none. */
enum gj_status gj_world_clock(struct gj_store *store, gj_time otherwise, gj_time *clock_out,
                              struct gj_why *why) GJ_MUST_CHECK;
/* The bytes of a whole set, as a store keeps them. The caller frees them. */
char *gj_world_bundle(const struct gj_pack_set *set, size_t *length_out);
/* Keeps the set in a store and takes its number there into the law. */
enum gj_status gj_world_keep(struct gj_world *world, struct gj_store *store,
                             struct gj_why *why) GJ_MUST_CHECK;

#endif
