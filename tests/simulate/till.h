/* The till of a pharmacy or hospital that sends a bill whole, on the store of this telling: a patient
   with 100.00 of his own and a relative with 1 000.00, not yet bound. */
#ifndef GJ_TESTS_SIMULATE_TILL_H
#define GJ_TESTS_SIMULATE_TILL_H

#include "simulate/both.h"

struct till {
    struct world *world;
    gj_id patient, payer;
    struct gj_line lines[GJ_MESSAGE_LINES_MAX]; /* of the bill that is next */
};

struct till *till_begin(void);
void till_end(struct till *till);

/* The line at `at` of the next bill. */
void till_put(struct till *till, int at, const char *serial, const char *code, gj_fen amount_fen);
/* Starts a command with the first `count` lines. */
struct gj_command *till_whole(struct till *till, enum gj_act act, const char *code, int count,
                              gj_fen total_fen);
/* Settles a bill of one line in scope; the settlement. */
gj_id till_settle(struct till *till, const char *code, gj_fen amount_fen);
/* What is on the patient's account, and on the payer's. */
gj_fen till_own(struct till *till);
gj_fen till_aid(struct till *till);
struct gj_settlement till_kept(struct till *till, gj_id id);

#endif
