/* A round: up to GJ_BATCH_MAX commands that are made side by side, handed to the centre together and
   waited for, with room for all that they point to. For the demo and the benchmarks. */
#ifndef GJ_GONGJI_ROUND_H
#define GJ_GONGJI_ROUND_H

#include "centre/centre.h"

enum { GJ_ROUND_LINES_MAX = 8 }; /* fee lines of one command of a round */

struct gj_round {
    struct gj_centre *centre;
    struct gj_why *why;
    int count; /* commands added since the last gj_round_do */
    struct gj_desk *desks[GJ_BATCH_MAX];
    struct gj_identity identities[GJ_BATCH_MAX];
    struct gj_line lines[GJ_BATCH_MAX][GJ_ROUND_LINES_MAX];
    struct gj_line_result results[GJ_BATCH_MAX][GJ_MESSAGE_LINES_MAX];
};

struct gj_round *gj_round_new(struct gj_centre *centre, struct gj_why *why);
void gj_round_free(struct gj_round *round);
/* The next command, blank but for act and actor. A full round is a bug. */
struct gj_command *gj_round_add(struct gj_round *round, enum gj_act act, struct gj_actor actor);
/* Hands the round to the centre and waits. Replies are there until the next gj_round_add. */
enum gj_status gj_round_do(struct gj_round *round) GJ_MUST_CHECK;
bool gj_round_is_full(const struct gj_round *round);
const struct gj_reply *gj_round_reply(const struct gj_round *round, int index);
bool gj_round_is_ok(const struct gj_round *round, int index);
/* GJ_DONE, or GJ_BROKEN naming what was refused and why, when a command that must pass did not. */
enum gj_status gj_round_expect(const struct gj_round *round, int index,
                               const char *what) GJ_MUST_CHECK;
/* A round of its own that moves the sandbox's clock. */
enum gj_status gj_round_move_clock(struct gj_round *round, gj_time to) GJ_MUST_CHECK;

struct gj_actor gj_actor_clerk(gj_area area);
struct gj_actor gj_actor_operator(void);
struct gj_actor gj_actor_citizen(gj_id person, gj_area area);
struct gj_actor gj_actor_institution(gj_id number, gj_area area);

#endif
