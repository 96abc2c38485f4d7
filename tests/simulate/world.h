/* What the tests of this folder share: a small law of two invented provinces, a memory store, and a
   driver that carries one command through gather, act and keep, checking after each what must hold
   of every step. */
#ifndef GJ_TESTS_SIMULATE_WORLD_H
#define GJ_TESTS_SIMULATE_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "acts/acts.h"
#include "base/random.h"
#include "ledger/ledger.h"
#include "store/store.h"

enum {
    WORLD_JIA = 980100,   /* year deductible, caps, fund cap */
    WORLD_YI = 980200,    /* visit deductible once a day, steps */
    WORLD_LIN = 990100,   /* month deductible, level cap; carried-over money alone is shared */
    WORLD_SOUTH = 990200, /* the neighbour's second area: no rules of its own */
    WORLD_LINES_MAX = 8
};

#define WORLD_HOSPITAL "H98010000001"
#define WORLD_SMALL "H98010000002"
#define WORLD_PHARMACY "P98010000003"
#define WORLD_YI_HOSPITAL "H98020000001"
#define WORLD_LIN_HOSPITAL "H99010000001"

struct world {
    struct gj_store *store;
    struct gj_reader *reader;
    struct gj_policy *policy;
    struct gj_law law;
    struct gj_calendar calendar;
    struct gj_audit *audit;
    struct gj_desk *desk;
    struct gj_line_result results[GJ_MESSAGE_LINES_MAX];
    gj_time now;
    int64_t names; /* message ids given so far */
    int64_t kept;  /* commands that kept something */
};

void world_begin(struct world *world);
/* The same on a store that the caller made and this world closes. */
void world_begin_on(struct world *world, struct gj_store *store);
/* A world of its own that holds until the next one is opened. */
struct world *world_open(void);
void world_end(struct world *world);

/* Starts the next command: act, actor by role (institution code, or person, or clerk of an area). */
struct gj_command *world_by_institution(struct world *world, enum gj_act act, const char *code);
struct gj_command *world_by_citizen(struct world *world, enum gj_act act, gj_id person);
struct gj_command *world_by_clerk(struct world *world, enum gj_act act, gj_area area);
/* Carries desk->command through; returns the reply, which holds until the next command. */
const struct gj_reply *world_do(struct world *world);
/* The same, and fails the test unless the reason is this one. */
const struct gj_reply *world_expect(struct world *world, enum gj_reason reason);
/* Carries out a copy of an earlier command, such as a retry. */
const struct gj_reply *world_repeat(struct world *world, const struct gj_command *command,
                                    enum gj_reason reason);

/* ---- acts in one line ---- */

gj_id world_person(struct world *world, gj_area area, enum gj_scheme scheme, int birth_year);
/* Somebody born in 1990 with so much on the account. */
gj_id world_employee(struct world *world, gj_area area, gj_fen amount_fen);
void world_credit(struct world *world, gj_id person, gj_area area, gj_fen amount_fen);
void world_open_wallet(struct world *world, gj_id person);
/* Bound by a clerk: active at once. */
gj_id world_bind(struct world *world, gj_id payer, gj_id relative, enum gj_relation relation);
gj_id world_visit(struct world *world, const char *code, gj_id person, enum gj_scheme scheme);
/* One fee line of class A under charge number `charge`. */
void world_line(struct world *world, const char *code, gj_id visit, const char *charge,
                const char *serial, gj_fen amount_fen);
/* Fills the next command as a preview or settlement of a charge whose lines are all in scope. */
struct gj_command *world_bill(struct world *world, enum gj_act act, const char *code, gj_id visit,
                              const char *charge, gj_fen total_fen);
gj_id world_settle(struct world *world, const char *code, gj_id visit, const char *charge,
                   gj_fen total_fen);
struct gj_command *world_reversal(struct world *world, const char *code, gj_id settlement);
struct gj_command *world_undo(struct world *world, const char *code, gj_id person, enum gj_act act,
                              const struct gj_once_key *undone);

/* ---- looking ---- */

struct gj_side world_side(struct world *world, gj_id person);
gj_fen world_balance(struct world *world, gj_id person, gj_area area);
/* All rows against all entries, clearing against clearing, the chain; for now and then. */
void world_audit(struct world *world);
/* The head of the chain: equal heads mean equal decisions and entries from the beginning. */
void world_head(struct world *world, uint8_t head_out[32]);

#endif
