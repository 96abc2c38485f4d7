/* Everything an answer is made from, filled for a good outcome, for the tests of the encoder. */
#ifndef GJ_TESTS_HIS_DESK_H
#define GJ_TESTS_HIS_DESK_H

#include "messages.h"

#define NOW (gj_time_at(gj_day_from_civil(2025, 9, 1), 10, 30, 6) + 7)

struct desk {
    struct at_work *work;
    struct gj_outcome outcome;
    struct gj_side side;
    struct gj_identity identity;
    struct gj_institution institution;
    struct gj_his_answer answer;
};

/* The message decoded, and an outcome that says yes; desk_good for the good input. */
struct desk *desk_of(const char *infno, const char *input);
struct desk *desk_good(const char *infno);
/* Frees the desk. */
void leave(struct desk *desk);
/* The answer has this value at this place. */
void expect(struct desk *desk, const char *place, const char *value);
/* Own 100.00, aid 40.00, wallet 20.00, cash 15.50 of 275.50; the pool pays 100.00. */
struct gj_decision worked(void);
/* An answered 2206, 2207 or 2208 of this decision. */
struct desk *settled(const char *infno, struct gj_decision decision);

#endif
