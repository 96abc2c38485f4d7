/* The pack sets that are loaded, by their numbers in the store: the one in force, the ones that were,
   and the one that is about to be. A set is loaded once, from the bytes that the store keeps, and
   stays until the end, so that a law may be used by any thread for as long as it likes. */
#ifndef GJ_GONGJI_LAWS_H
#define GJ_GONGJI_LAWS_H

#include "gongji/world.h"

struct gj_laws;

/* `reader` stays the caller's; nobody else uses it while there are laws. */
struct gj_laws *gj_laws_new(struct gj_reader *reader);
void gj_laws_free(struct gj_laws *laws);
/* A law whose set is somebody else's, such as the one the server began with. */
void gj_laws_know(struct gj_laws *laws, const struct gj_law *law);
/* Takes a set over that was loaded elsewhere; the store will give it its number. */
void gj_laws_take(struct gj_laws *laws, struct gj_pack_set *set);
/* The law of a number: looked up, or loaded. GJ_BROKEN if no such set is kept, or not as it was. It
   has no planner. Any thread. */
enum gj_status gj_laws_find(struct gj_laws *laws, uint32_t number, const struct gj_law **law_out,
                            struct gj_why *why) GJ_MUST_CHECK;
/* The pack set of a law that is loaded: NULL if it is somebody else's, or not loaded. Any thread. */
const struct gj_pack_set *gj_laws_set(struct gj_laws *laws, uint32_t number);

#endif
