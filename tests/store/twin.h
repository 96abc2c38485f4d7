/* Two stores that were told the same: people, a binding, a wallet, a visit, a bill settled and reversed,
   kept in memory and in SQLite, the SQLite one closed and opened again since. */
#ifndef GJ_TESTS_STORE_TWIN_H
#define GJ_TESTS_STORE_TWIN_H

#include "store/hand.h"

enum { TWINS = 2 };
extern struct gj_store *twin_stores[TWINS]; /* 0 in memory, 1 SQLite */
/* The orders that name what both were told. */
extern struct twin {
    gj_id payer, patient, visit, binding, transfer, settlement, reversal;
} twin;
extern const struct gj_identity TWIN_PATIENT;
/* What was answered about the visit's first two lines. */
extern struct gj_line_result twin_results[GJ_MESSAGE_LINES_MAX];

/* `name` is that of the SQLite file. */
void twin_begin(const char *name);
void twin_end(void);

/* Asks both about one command, which `fill` completes, and wants the same facts of both; the desks stay
   for a closer look until the next one. */
void twin_probe(enum gj_act act, void (*fill)(struct gj_desk *desk));
extern struct gj_desk *twin_desks[TWINS];
const struct gj_facts *twin_facts(void);

/* Parts of a command: the first lines of the visit's three; its bill. */
void twin_name_lines(struct gj_desk *desk, int count);
void twin_ask_bill(struct gj_desk *desk);

#endif
