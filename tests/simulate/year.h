/* The simulated year: families of several areas, and random acts of theirs. */
#ifndef GJ_TESTS_SIMULATE_YEAR_H
#define GJ_TESTS_SIMULATE_YEAR_H

#include "simulate/world.h"

enum {
    YEAR_FAMILIES = 16,
    YEAR_PEOPLE = YEAR_FAMILIES * 4,
    YEAR_BILLS = 48,   /* visits that are being worked on */
    YEAR_SENT = 64,    /* messages that may be sent or undone again */
    YEAR_ROOM = 256,   /* bindings, transfers remembered */
    YEAR_SETTLED = 128 /* settlements that may be reversed */
};

struct year_person {
    gj_id id;
    gj_area area;
    enum gj_scheme scheme;
};

/* One visit with one charge at a time. */
struct year_bill {
    gj_id visit, person;
    const char *code;
    int charge, lines;                                                /* numbers given so far */
    gj_fen outside_fen, first_share_fen, overprice_fen, eligible_fen; /* of the open charge */
    bool previewed;
};

struct year_sent {
    struct gj_command command;
    struct gj_line lines[WORLD_LINES_MAX];
};

struct year_settled {
    gj_id id, person;
    const char *code;
};

struct year {
    struct world world;
    struct gj_random random;
    uint64_t seed;
    int step;
    struct year_person people[YEAR_PEOPLE];
    struct year_bill bills[YEAR_BILLS];
    struct year_sent sent[YEAR_SENT];
    int sent_count;
    struct year_settled settled[YEAR_SETTLED];
    int settled_count;
    gj_id bindings[YEAR_ROOM], transfers[YEAR_ROOM];
    gj_id receivers[YEAR_ROOM];
    int bindings_count, transfers_count;
    int reasons[GJ_REASON_COUNT]; /* answers by reason: what the year has seen */
    int replays;
};

/* On a store of the caller's, which the year's world closes; NULL for one in memory. */
void year_begin(struct year *year, uint64_t seed, struct gj_store *store);
void year_step(struct year *year);
/* The slow second reckoning: counters, bindings, visits and held money out of what stands. */
void year_reckon(struct year *year);

#endif
