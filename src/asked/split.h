/* Inside of asked: one bill of the verb split as it is read. */
#ifndef GJ_ASKED_SPLIT_H
#define GJ_ASKED_SPLIT_H

#include "asked/inside.h"

enum { GJ_ASKED_STEPS_MAX = 1000 };

struct gj_asked_bill {
    struct gj_claim claim;
    struct gj_slice payer_ids[GJ_PAYERS_MAX]; /* borrowed from the question */
    bool says_used, says_own, says_wallet, says_payers, says_lines;
    bool says_place_area;
};

/* A bill before anything is read: eligibility given, no money anywhere. */
void gj_asked_begin_bill(struct gj_asked_bill *bill);
/* What follows from the rest once all is read. */
void gj_asked_complete_bill(struct gj_asked_bill *bill);
/* A list of payers; the target is a bill. */
gj_asked_read_value gj_asked_read_payers;
/* The payers' parts of a decision, in the order they paid. */
struct json_object *gj_asked_aid(const struct gj_asked_bill *bill,
                                 const struct gj_decision *decision);
/* Reads a bill, or with `has_steps` what all its steps have in common. */
bool gj_asked_read_bill(struct gj_asked_reader *reader, struct json_object *object, bool has_steps,
                        struct gj_asked_bill *bill);
/* Reads one step over a bill that holds what the steps have in common. */
bool gj_asked_read_step(struct gj_asked_reader *reader, struct json_object *object,
                        struct gj_asked_bill *bill);

#endif
