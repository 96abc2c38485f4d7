/* A store for the tests of gathering: it finds something for every number and notes what it was asked. */
#ifndef GJ_TESTS_STORE_ASKED_H
#define GJ_TESTS_STORE_ASKED_H

#include "store/gather.h"

/* What belongs to a record bears the numbers after its own: of visit 20 the person is 21, of binding 30
   the payer 31 and the relative 32, of a transfer likewise sender and receiver, of a premium the payer is
   the one after the insured, of work 60 and settlement 70 the person is 61 and 71. */
enum {
    ASKED_OTHER = 12, /* whom a credential or a document finds */
    ASKED_VISIT = 20,
    ASKED_BINDING = 30, /* of premiums, and of every settlement's one payer */
    ASKED_FIRST = 90,   /* of the settlements that everybody has; it took back every other one */
    ASKED_CHAIN = 3,
    ASKED_AREA = 980100,
    ASKED_DAY = 20200,
    ASKED_MAX = 1024
};

extern const struct gj_gather_calls ASKED_FIND;
extern char asked[ASKED_MAX];           /* what was asked, in order; the test empties it */
extern struct gj_once_found asked_kept; /* what lies under every name */
extern struct gj_settlement asked_chain[ASKED_CHAIN]; /* from ASKED_FIRST on, the newest last */

#endif
