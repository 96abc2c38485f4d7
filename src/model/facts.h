/* Facts: what the store knows about a command, gathered before it is decided. Fixed size, no
   pointers. Only the parts that the act reads are set; a row that is not there has version 0 and
   its key. */
#ifndef GJ_MODEL_FACTS_H
#define GJ_MODEL_FACTS_H

#include "model/command.h"
#include "model/premium.h"
#include "model/settlement.h"
#include "model/work.h"

enum gj_once_state {
    GJ_ONCE_NEW,       /* nothing is kept under this name */
    GJ_ONCE_SAME,      /* kept with the same digest: the outcome's reply is filled in already */
    GJ_ONCE_DIFFERENT, /* kept with another digest */
    GJ_ONCE_UNDONE     /* undone before it came */
};

/* One person with everything that hangs on him alone. */
struct gj_side {
    struct gj_person person; /* version 0: nobody has this number */
    struct gj_wallet wallet;
    gj_id last_settlement; /* the newest, or 0 */
    int32_t enrolments_count, accounts_count;
    struct gj_enrolment enrolments[GJ_ENROLMENTS_MAX];
    struct gj_account accounts[GJ_ENROLMENTS_MAX];
};

/* One payer bound to the patient. */
struct gj_payer_facts {
    struct gj_binding binding;
    struct gj_person person;
    struct gj_enrolment enrolment; /* in the binding's payer_area, employee before resident */
    struct gj_account account;     /* in the binding's payer_area */
    struct gj_bond bond;           /* the counts; the rest is filled from the binding */
};

/* A settlement under its number outside; id 0: none. */
struct gj_named {
    gj_id id;
    gj_area area;
};

/* What is cleared for every command stands first and close together, what is reached through a count or
   a row's key behind it: a file's commands are more than a processor's cache holds. */
struct gj_facts {
    uint8_t once;  /* enum gj_once_state */
    bool overflow; /* more rows than a stated maximum: `overflow_reason` says which */
    int16_t overflow_reason;
    struct gj_institution institution; /* the acting one; id 0 when the code is not registered */
    bool credential_given;
    gj_id credential_person; /* whom the credential finds; 0 nobody */
    bool signed_in;          /* the sign-in number fits the institution, or none was given */
    int32_t payers_count, counters_count;
    struct gj_counter counters[GJ_COUNTERS_MAX]; /* one for each span, version 0 when new */
    struct gj_visit visit;                       /* of a whole bill: gj_visit_of_whole_bill */
    struct gj_binding binding;   /* confirm, unbind, premium; bind: an earlier one of the two */
    struct gj_bond bond;         /* bind: the counts */
    struct gj_transfer transfer; /* accept, give_back */
    struct gj_premium premium;   /* premium, refund_premium: the newest of person and year */
    struct gj_work work;         /* resolve */
    uint8_t undone_act;          /* undo: enum gj_act of the original that was kept, 0 when none */
    bool undone_before;          /* undo: this original was undone already */
    gj_id undone_person;
    bool credited;       /* credit: this month was credited to this account */
    bool document_known; /* enrol of a new person: the document is registered */
    gj_id document_person;
    struct gj_named twin;    /* whole bills: an earlier one under the same number, see acts.h */
    int32_t charges_known;   /* add_lines: kept charge rows of this message's charge numbers */
    struct gj_side self;     /* command.person, or the visit's, or the settlement's person */
    struct gj_side other;    /* bind: the relative; transfer, accept: the receiver or sender;
                                premium: the relative or the bound payer */
    struct gj_charge charge; /* key set from the command; version 0 when new */
    struct gj_settlement settlement; /* reverse, undo: the original */
    struct gj_settlement reversal;   /* undo of a reverse: the row that took `settlement` back */
    struct gj_payer_facts payers[GJ_PAYERS_MAX]; /* active bindings to self on now's day */
    struct gj_charge charges[8]; /* add_lines: without previews' content being needed */
    struct gj_line_facts lines[GJ_MESSAGE_LINES_MAX]; /* add_lines, whole bills: one a line */
};

/* So that nothing of a desk's earlier use is taken for the present. Arrays are reached through their
   counts alone, claims and decisions through the key of their row, so counts and keys are enough. */
void gj_facts_clear(struct gj_facts *facts);

/* The enrolment of a scheme (NONE: of any) that speaks for a person on a day: in force, normal before
   others, ended last, employee before resident, the latest; NULL if none is in force. */
const struct gj_enrolment *gj_side_enrolment_of(const struct gj_side *side, uint8_t scheme,
                                                gj_day day);
/* Under which enrolment a person is treated on a day: of that scheme in the area the message names
   when there is such a one, else the one that speaks for him; NULL when the scheme is unsaid or none
   is in force. */
const struct gj_enrolment *gj_side_enrolment_at(const struct gj_side *side, gj_area home_area,
                                                uint8_t scheme, gj_day day);
/* The visit that a whole bill amounts to, which is never kept: version 0, under the command's own
   order number. home_area 0: the person has no enrolment that it could be settled under. */
void gj_visit_of_whole_bill(const struct gj_command *command, const struct gj_side *self,
                            const struct gj_institution *institution, struct gj_visit *visit_out);

#endif
