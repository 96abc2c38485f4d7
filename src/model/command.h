/* A command: one business act asked for by one actor, checked field by field at the door. Both
   faces make the same command for the same act. It may point into the desk of its connection (fee
   lines, identity); what is kept of it never does. */
#ifndef GJ_MODEL_COMMAND_H
#define GJ_MODEL_COMMAND_H

#include "model/binding.h"
#include "model/person.h"
#include "model/visit.h"

/* The acts. The order is kept in stores: add at its end only. */
#define GJ_ACTS(X)                                                                                 \
    X(ACT_NONE, "none")                                                                            \
    X(ACT_SIGN_IN, "sign_in")                                                                      \
    X(ACT_SIGN_OUT, "sign_out")                                                                    \
    X(ACT_REGISTER, "register")                                                                    \
    X(ACT_CANCEL_VISIT, "cancel_visit")                                                            \
    X(ACT_DIAGNOSE, "diagnose")                                                                    \
    X(ACT_ADD_LINES, "add_lines")                                                                  \
    X(ACT_DROP_LINES, "drop_lines")                                                                \
    X(ACT_PREVIEW, "preview")                                                                      \
    X(ACT_SETTLE, "settle")                                                                        \
    X(ACT_REVERSE, "reverse")                                                                      \
    X(ACT_UNDO, "undo")                                                                            \
    X(ACT_ENROL, "enrol")                                                                          \
    X(ACT_CREDIT, "credit")                                                                        \
    X(ACT_BIND, "bind")                                                                            \
    X(ACT_CONFIRM, "confirm")                                                                      \
    X(ACT_UNBIND, "unbind")                                                                        \
    X(ACT_OPEN_WALLET, "open_wallet")                                                              \
    X(ACT_TRANSFER, "transfer")                                                                    \
    X(ACT_ACCEPT, "accept")                                                                        \
    X(ACT_GIVE_BACK, "give_back")                                                                  \
    X(ACT_SUSPEND, "suspend")                                                                      \
    X(ACT_FREEZE, "freeze")                                                                        \
    X(ACT_ADD_INSTITUTION, "add_institution")                                                      \
    X(ACT_ADD_ITEM, "add_item")                                                                    \
    X(ACT_MOVE_CLOCK, "move_clock")                                                                \
    X(ACT_PUBLISH, "publish")                                                                      \
    X(ACT_PREVIEW_BILL, "preview_bill")                                                            \
    X(ACT_SETTLE_BILL, "settle_bill")                                                              \
    X(ACT_PREMIUM, "premium")                                                                      \
    X(ACT_REFUND_PREMIUM, "refund_premium")                                                        \
    X(ACT_CHECK_BENEFIT, "check_benefit")                                                          \
    X(ACT_REFUND, "refund")                                                                        \
    X(ACT_CLOSE_ACCOUNT, "close_account")                                                          \
    X(ACT_CLOSE_WALLET, "close_wallet")                                                            \
    X(ACT_RESOLVE, "resolve")                                                                      \
    X(ACT_CHANGE_BINDING, "change_binding")                                                        \
    X(ACT_MOVE, "move")

#define GJ_ACT_VALUE(value, word) GJ_##value,
enum gj_act { GJ_ACTS(GJ_ACT_VALUE) GJ_ACT_COUNT };
#undef GJ_ACT_VALUE

const char *gj_act_word(enum gj_act act);

enum gj_role {
    GJ_ROLE_INSTITUTION,
    GJ_ROLE_CITIZEN,
    GJ_ROLE_CLERK,
    GJ_ROLE_OPERATOR,
    GJ_ROLE_JOB,
    GJ_ROLE_COUNT
};

struct gj_actor {
    uint8_t role; /* enum gj_role */
    gj_id number; /* institution, person, clerk; 0 where there is none */
    gj_area area; /* of the institution or the agency; GJ_AREA_NATION for the whole centre */
};

/* Under which name a command happens once: (institution, msgid) or (actor, Idempotency-Key). */
struct gj_once_key {
    bool used;
    gj_day day;         /* of arrival, by the centre */
    uint8_t hash[16];   /* of the name */
    uint8_t digest[32]; /* of the decoded command, under the store's key (gj_store_digest): the same
                           digest is the same body */
};

/* Who the patient is said to be, as the message says it. Looked up by keyed hash, never kept. */
struct gj_shown_credential {
    char type[4]; /* 01 token, 02 identity card, 03 card, D and the document's type (D03) for
                     another document; "" when none was given */
    char number[GJ_CODE_MAX + 1];
    char card_sn[33];
};

/* What a message says it takes back: 2103 a whole bill (a pharmacy's sale), 2208 a visit's. */
enum gj_take_back { GJ_TAKE_BACK_EITHER, GJ_TAKE_BACK_OF_VISIT, GJ_TAKE_BACK_WHOLE };

enum gj_resolve_to { GJ_RESOLVE_TO_PERSON, GJ_RESOLVE_TO_ACCOUNT, GJ_RESOLVE_TO_WALLET };

struct gj_command {
    uint8_t act;          /* enum gj_act */
    bool sandbox;         /* under the sandbox clock the age of a message is not checked */
    bool only_asked;      /* decide and keep nothing: outcome.asked says what policy answered */
    int64_t seen_version; /* of the binding, transfer or wallet it changes, as its sender read it;
                             0: any */
    struct gj_actor actor;
    gj_time now; /* stamped by the centre */
    gj_id order; /* stamped by the centre: record order */
    struct gj_once_key once;
    gj_time sent;         /* the sender's time; never a business time */
    char institution[13]; /* code of the acting institution, or "" */
    char msgid[GJ_MSGID_MAX + 1];
    char sign_no[GJ_MSGID_MAX + 1];
    gj_area care_area; /* as the message says; 0 when it does not */
    gj_area home_area;
    gj_id person;        /* the patient, the sender, the payer: whose act it is */
    gj_area person_area; /* area part of the person's number outside; 0 when not given */
    struct gj_shown_credential credential;
    union {
        struct {
            char operator_no[GJ_MSGID_MAX + 1];
        } sign_in;
        struct {
            uint8_t scheme;
            gj_time begin;
            char number[GJ_MSGID_MAX + 1];
            char med_type[7]; /* "" until the visit is described */
        } registration;
        struct {
            gj_id visit;
            gj_area area; /* area part of the visit's number outside */
            char number[GJ_MSGID_MAX + 1];
        } visit; /* cancel_visit */
        struct {
            gj_id visit;
            gj_area area;
            char med_type[7];
            int32_t count;
            const struct gj_diagnosis *list;
        } diagnoses;
        struct {
            gj_id visit;
            gj_area area;
            int32_t count;
            const struct gj_line *list;
        } lines;
        struct {
            gj_id visit;
            gj_area area;
            bool all; /* every line not yet settled */
            char charge[GJ_MSGID_MAX + 1];
        } drop;
        /* preview, settle: a charge; preview_bill, settle_bill: a whole bill in one message;
           check_benefit: what a bill would be settled under */
        struct {
            gj_id visit; /* of a charge; a whole bill has none */
            gj_area area;
            char charge[GJ_MSGID_MAX + 1]; /* a whole bill: the institution's number, or "" */
            char med_type[7];
            char credential_type[7]; /* what the patient showed; decides nothing, told again */
            uint8_t scheme;
            bool accounts_used;
            struct gj_bill bill; /* settle: all; else the total only */
            /* a whole bill, and begin of a check, only */
            gj_time begin; /* its day is the benefit day; 0 unsaid: it begins now */
            int32_t count;
            const struct gj_line *list; /* their own charge numbers are not read */
        } bill;
        struct {
            gj_id settlement, visit;
            gj_area area;
            uint8_t only;        /* enum gj_take_back */
            struct gj_bill bill; /* refund: what is given back, by class */
        } reverse;               /* and refund */
        struct {
            uint8_t original_act; /* enum gj_act: what the undone message asked for */
            uint8_t hash[16];     /* the once hash of the undone message, by the centre */
            char msgid[GJ_MSGID_MAX + 1];
        } undo;
        struct {
            struct gj_person person; /* id 0: a new person */
            struct gj_enrolment enrolment;
            const struct gj_identity *identity; /* of a new person */
        } enrol;                                /* and move, of a known person */
        struct {
            gj_area area;
            gj_fen amount_fen;
            gj_month month; /* credited for; once a month and account when not 0 */
        } credit;
        struct {
            gj_id relative;
            uint8_t relation; /* what the relative is to the payer */
            bool proven, promise;
            int16_t rank;
            uint32_t uses;
            gj_day from, to;
            gj_fen limit_use_fen, limit_year_fen;
        } bind;
        struct {
            gj_id binding;
            bool agree;
        } binding; /* confirm, unbind */
        struct {
            gj_id receiver;
            uint8_t relation, source;
            gj_fen amount_fen;
        } transfer;
        struct {
            gj_id transfer;
        } ended; /* accept, give_back */
        struct {
            gj_day until; /* suspend: before this day */
            gj_area area; /* freeze: the account's area */
            bool on;
        } hold;
        struct {              /* premium: the payer's act, or with a binding the relative's */
            gj_id relative;   /* for whom the payer pays; 0 for himself */
            gj_id binding;    /* draws the account of this one's payer for command.person; or 0 */
            uint8_t relation; /* what the relative is to the payer; not read with a binding */
            uint8_t source;   /* enum gj_payer_kind: WALLET, else the own account */
            int16_t year;     /* benefit year */
        } premium;
        struct { /* refund_premium, by the payer, the insured person or an agency for either */
            gj_id insured;
            int16_t year;
        } insured;
        struct {
            gj_area area;   /* close_account: the account's */
            uint8_t ground; /* enum gj_ground on which money is paid out */
            bool proof;     /* of the ground was shown */
        } closing;          /* close_account, close_wallet */
        struct {
            gj_id work;
            gj_area area; /* of the account; 0: the one in whose book the money waits */
            uint8_t to;   /* enum gj_resolve_to */
        } resolve;
        struct {
            gj_id binding;   /* first, as in `binding` above */
            int64_t version; /* the one that was read; 0: whatever stands */
            int16_t rank;
            uint32_t uses;
            gj_fen limit_use_fen, limit_year_fen; /* below 0: none */
        } change_binding;
        const struct gj_institution *institution;
        const struct gj_item *item;
        struct {
            gj_time to;
        } clock;
        struct {
            uint32_t pack_set; /* by the centre: its number in the store; 0 when it cannot be had */
            char hash[65];
            const char *bytes; /* of the whole set, for the store to keep */
            size_t length;
        } publish;
    } body;
};

#endif
