/* Gathering, for the backends of the store alone: what each act's command needs (acts/acts.h says it
   in words) is told once, in gather.c; a backend says how it finds a row. */
#ifndef GJ_STORE_GATHER_H
#define GJ_STORE_GATHER_H

#include "store/inside.h"

/* What lies under a name. */
struct gj_once_found {
    bool found, undone; /* a mark alone is found too */
    gj_day day;         /* under which it lies */
    uint8_t act, digest[32];
    gj_id record, person, made;
};

/* How a backend finds rows. One that is not there has version 0 and its key; what else a look-up does
   not find it leaves as it is. A failure sticks in the backend, which tells of it after the walk, and
   until then finds nothing. */
struct gj_gather_calls {
    /* Looks for a name on `day` and the days before it: its hash, and the message number it is made
       from ("" when it is made from something else). */
    void (*name)(struct gj_store *store, gj_day day, const char *msgid, const uint8_t hash[16],
                 struct gj_once_found *found_out);
    /* The reply that was kept under the name of the command. */
    void (*reply)(struct gj_store *store, const struct gj_once_found *found, struct gj_desk *desk);
    void (*institution)(struct gj_store *store, const char *code, struct gj_institution *out);
    bool (*signed_in)(struct gj_store *store, gj_id institution, const char *sign_no);
    gj_id (*person_by)(struct gj_store *store, const char *kind, const char *text); /* 0: nobody */

    /* False if somebody has more enrolments or accounts than fit. */
    bool (*side)(struct gj_store *store, gj_id person, struct gj_side *out);
    /* The patient and his payers at once: self, if command.person is the patient or 0, and payers. One
       call, for all that lies with one person may lie in one place. */
    void (*patient)(struct gj_store *store, struct gj_desk *desk, gj_id patient);
    void (*person)(struct gj_store *store, gj_id id, struct gj_person *out);
    void (*account)(struct gj_store *store, gj_id person, gj_area area, struct gj_account *out);
    bool (*credited)(struct gj_store *store, gj_id person, gj_area area, gj_month month);

    void (*binding)(struct gj_store *store, gj_id id, struct gj_binding *out);
    /* The pair's binding that has not ended, else the newest ended one. */
    void (*pair)(struct gj_store *store, gj_id payer, gj_id relative, struct gj_binding *out);
    /* The counts of the binding's payer and relative, leaving out the one of the number `but`. */
    void (*bond)(struct gj_store *store, const struct gj_binding *binding, gj_id but,
                 struct gj_bond *out);
    /* In how many bindings that have not ended somebody is the relative. */
    int (*payers)(struct gj_store *store, gj_id relative);
    void (*transfer)(struct gj_store *store, gj_id id, struct gj_transfer *out);
    /* The newest of a person and year. */
    void (*premium)(struct gj_store *store, gj_id person, int16_t year, struct gj_premium *out);
    void (*work)(struct gj_store *store, gj_id id, struct gj_work *out);

    void (*visit)(struct gj_store *store, gj_id id, struct gj_visit *out);
    void (*charge)(struct gj_store *store, gj_id visit, const char *number, struct gj_charge *out);
    /* Charges of the visit with lines and without a standing settlement: how many, of which those
       that have room are put there. */
    int (*open_charges)(struct gj_store *store, gj_id visit, struct gj_charge *out, int room);
    /* Sets kept_content of those of the message's lines that are kept. */
    void (*kept_lines)(struct gj_store *store, struct gj_desk *desk);
    void (*price)(struct gj_store *store, const char *code, gj_day day, struct gj_line_facts *out);
    /* The keys are set. */
    void (*counters)(struct gj_store *store, struct gj_counter counters[GJ_COUNTERS_MAX]);
    void (*settlement)(struct gj_store *store, gj_id id, struct gj_settlement *out);
    /* Claim and decision may be left as they are. */
    void (*settlement_head)(struct gj_store *store, gj_id id, struct gj_settlement *out);
};

/* Fills the facts of the command at a desk; with once SAME also its outcome's reply. */
void gj_gather(const struct gj_gather_calls *find, struct gj_store *store,
               const struct gj_calendar *calendar, struct gj_desk *desk);

/* The day on which the command's names are looked up first. */
gj_day gj_arrival_day(const struct gj_command *command);
void gj_overflow(struct gj_facts *facts, enum gj_reason reason);

/* ---- between gather.c and gather_bills.c ---- */

/* One command while it is gathered for. */
struct gj_gathering {
    const struct gj_gather_calls *find;
    struct gj_store *store;
    const struct gj_calendar *calendar;
    struct gj_desk *desk;
    const struct gj_command *command;
    struct gj_facts *facts;
};

void gj_gather_side(const struct gj_gathering *at, gj_id person, struct gj_side *side);
/* The side of command.person, or of this one when it is 0. */
void gj_gather_self(const struct gj_gathering *at, gj_id otherwise);
/* The visit, and as self its person. */
void gj_gather_visit(const struct gj_gathering *at, gj_id visit);
void gj_gather_bill(const struct gj_gathering *at);
void gj_gather_whole_bill(const struct gj_gathering *at);
void gj_gather_lines(const struct gj_gathering *at);
void gj_gather_dropped(const struct gj_gathering *at);
void gj_gather_reverse(const struct gj_gathering *at);
void gj_gather_undo(const struct gj_gathering *at);

#endif
