/* Between the files of the simulated year: what acts of bills and of families share. */
#ifndef GJ_TESTS_SIMULATE_YEAR_INSIDE_H
#define GJ_TESTS_SIMULATE_YEAR_INSIDE_H

#include "simulate/year.h"

int64_t year_pick(struct year *year, int64_t low, int64_t high);
bool year_chance(struct year *year, int percent);
struct year_person *year_anybody(struct year *year);
/* One of the same family, perhaps the same. */
struct year_person *year_kin_of(struct year *year, const struct year_person *person);
/* Counts the answer by its reason and hands it on. */
const struct gj_reply *year_seen(struct year *year, const struct gj_reply *reply);

typedef void year_act(struct year *year);
year_act year_credit, year_bind, year_transfer, year_end_transfer, year_premium,
    year_refund_premium, year_open_wallet, year_hold, year_move, year_move_with_balance,
    year_close_something, year_resolve, year_change_binding;
/* Confirms or ends one of the bindings. */
void year_answer_binding(struct year *year, enum gj_act act);

#endif
