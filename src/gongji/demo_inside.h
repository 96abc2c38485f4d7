/* Inside of the demo: the parts of its year. Only src/gongji/demo_*.c include this. */
#ifndef GJ_GONGJI_DEMO_INSIDE_H
#define GJ_GONGJI_DEMO_INSIDE_H

#include "gongji/demo.h"
#include "gongji/round.h"

/* Each takes an empty round and leaves one. What policy refuses is no failure: so it is in life. */
enum gj_status gj_demo_bind(const struct gj_demo *demo, struct gj_round *round) GJ_MUST_CHECK;
enum gj_status gj_demo_open_wallets(const struct gj_demo *demo,
                                    struct gj_round *round) GJ_MUST_CHECK;
enum gj_status gj_demo_send(struct gj_demo *demo, struct gj_round *round) GJ_MUST_CHECK;
enum gj_status gj_demo_premiums(const struct gj_demo *demo, struct gj_round *round) GJ_MUST_CHECK;
/* At most GJ_BATCH_MAX bills or sales of people drawn by chance. */
enum gj_status gj_demo_bills(struct gj_demo *demo, struct gj_round *round, int count,
                             gj_time now) GJ_MUST_CHECK;
enum gj_status gj_demo_sales(struct gj_demo *demo, struct gj_round *round, int count,
                             gj_time now) GJ_MUST_CHECK;

#endif
