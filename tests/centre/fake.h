/* A store of one area, with accounts by person, a counter a person and once keys, and acts that draw an
   amount from the own account, then the payers', or mark a message as undone: in place of the real ones,
   so that a centre's test can make them slow, stale and failing. */
#ifndef GJ_TESTS_CENTRE_FAKE_H
#define GJ_TESTS_CENTRE_FAKE_H

#include <unistd.h>

#include "centre/inside.h"

enum {
    PEOPLE = 12,
    ONCE_MAX = 4096,
    AREA = 410100,
    PAYERS = 2,
    NEW_SET = 7 /* the number of every set that is kept */
};

struct kept_once {
    uint8_t hash[16], digest[32];
    struct gj_reply reply;
    bool undone;
};

struct gj_store {
    struct gj_account accounts[PEOPLE + 1];
    struct gj_counter counters[PEOPLE + 1];
    struct kept_once once[ONCE_MAX];
    int once_count;
    gj_id last_order;
    int gathers, keeps, kept, largest_keep;
    int fail_keeps_after;   /* keeps of more than one command fail from this one on; 0 never */
    int fail_singles_after; /* single keeps fail after so many of them; -1 never */
    int stale_left;         /* so many verdicts will be stale */
    int versions_wrong;
    useconds_t slow;
    pthread_mutex_t mutex; /* a gather sees whole keeps */
    gj_id orders[4096];    /* of the first */
    int orders_count;
};

void fake_reset(struct gj_store *store);

#endif
