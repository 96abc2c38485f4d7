/* The outcome of a command: the reply's values, and the rows to keep. A refusal keeps nothing but,
   for an undo before its original, the mark. */
#ifndef GJ_MODEL_OUTCOME_H
#define GJ_MODEL_OUTCOME_H

#include "model/entry.h"
#include "model/facts.h"
#include "model/question.h"

/* What a reply is made from, beside the command. Kept under the message id in a compact form. */
struct gj_reply {
    int16_t reason; /* enum gj_reason: OK_* or a refusal */
    bool replayed;  /* answered again from what was kept */
    gj_time now;    /* when the writer took the command */
    gj_id order;
    gj_id id;     /* visit, settlement, binding, transfer, person: what the act made */
    gj_area area; /* the area part of that number outside */
    char sign_no[GJ_MSGID_MAX + 1];
    gj_fen balance_fen;   /* the patient's own account after it */
    struct gj_named twin; /* whole bills: an earlier one under the same number; only a warning */
    /* a refusal's particulars; unused ones are 0 */
    struct {
        int16_t key;  /* enum gj_key with POLICY_UNKNOWN, else -1 */
        int16_t line; /* index of the line in the message, else -1 */
        gj_area area;
        gj_day day;
        gj_id id;       /* the standing settlement, the other record */
        char field[24]; /* which amount differs: own, aid, wallet, cash, pool, outside ... */
        gj_fen old_fen, new_fen;
    } refusal;
    int32_t results_count;
    struct gj_line_result *results; /* add_lines: in the desk, room for GJ_MESSAGE_LINES_MAX */
};

/* Rows to keep; of each kind the first `*_count`. Each carries the version it was read at: the
   store writes version + 1. */
struct gj_outcome {
    struct gj_reply reply;
    bool keep;             /* anything at all to keep */
    bool keep_once;        /* keep the reply under command.once */
    bool mark_undone;      /* keep a mark under command.body.undo.hash: that message is dead */
    bool new_person;       /* with command.body.enrol.identity */
    bool drop_lines;       /* take back lines of unsettled charges, as command.body.drop says */
    bool keep_credit_mark; /* (account, month) is credited */
    bool was_asked;        /* only_asked: `asked` is filled in */
    uint8_t persons_count, enrolments_count, accounts_count, wallets_count, bindings_count,
        counters_count, transfers_count, visits_count, charges_count, settlements_count,
        institutions_count, items_count, premiums_count, works_count;
    struct gj_entry entry; /* count 0: none */
    struct gj_person persons[1];
    struct gj_enrolment enrolments[2];
    struct gj_account accounts[GJ_LEGS_MAX];
    struct gj_wallet wallets[2];
    struct gj_binding bindings[GJ_PAYERS_MAX];
    struct gj_counter counters[GJ_COUNTERS_MAX];
    struct gj_transfer transfers[1];
    struct gj_premium premiums[1];
    struct gj_work works[GJ_LEGS_MAX]; /* one for each suspense line that brings money */
    struct gj_visit visits[1];
    struct gj_settlement settlements[2]; /* the new one; of a reversal also the original */
    struct gj_charge charges[8];
    struct gj_reply_to_question asked; /* only_asked: all that policy says */
};

/* Where one command is worked on while its connection waits. */
struct gj_desk {
    void *owner; /* the connection; not read here */
    struct gj_command command;
    struct gj_outcome outcome;
    struct gj_facts facts;
};

#endif
