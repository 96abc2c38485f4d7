/* A question about policy and its answer (verb `ask`, the checks of every payment). Absent facts
   are filled with the favourable value by whoever reads the question. */
#ifndef GJ_MODEL_QUESTION_H
#define GJ_MODEL_QUESTION_H

#include "base/reason.h"
#include "model/claim.h"
#include "model/trace.h"

enum { GJ_FEN_UNSAID = -1, GJ_UNSAID = -1 };
#define GJ_FEN_AMPLE (GJ_FEN_MAX - 1) /* a balance that was not said: enough for anything */

struct gj_question {
    gj_time at;
    uint8_t kind;      /* enum gj_ask */
    uint8_t tool;      /* enum gj_tool */
    uint8_t relation;  /* enum gj_relation: what the user is to the payer */
    uint8_t expense;   /* enum gj_expense */
    gj_fen amount_fen; /* GJ_FEN_UNSAID: the premium that a row names, else one yuan */
    struct gj_party payer, user;
    struct gj_bond bond;
    struct {
        gj_area area;
        uint8_t kind;       /* enum gj_place_kind */
        uint8_t credential; /* enum gj_credential */
        bool designated, takes_wallet;
    } place;
    struct {
        gj_time sent;
    } transfer; /* accept */
    struct {
        int16_t year;
        uint8_t scheme;
        bool in_window, already_paid;
        bool through_wallet;
    } premium;
    struct {
        gj_fen paid_fen, asked_fen;
    } refund;
    struct {
        uint8_t kind;            /* enum gj_filing */
        gj_day filed;            /* GJ_DAY_NONE: in good time */
        int16_t validity_months; /* GJ_UNSAID: the area's */
    } filing;
    struct {
        gj_day enrolled; /* GJ_DAY_NONE: long ago */
        bool in_window, repaid;
        int32_t gap_years, repaired_years, break_months;
        int32_t newborn_age_days; /* at enrolment; GJ_UNSAID for anybody else */
    } waiting;
    struct {
        bool arrears, receiver, record_matches, enrolled_twice;
    } move;
    struct {
        uint8_t ground; /* enum gj_ground */
        bool proof;
    } withdraw;
    struct {
        int32_t months, repaired_months, months_since_event;
        bool repaired_proof;
        uint8_t scheme; /* enum gj_scheme */
    } maternity;
    struct {
        uint8_t sex;   /* enum gj_sex */
        int64_t years; /* in millionths */
    } lifetime;
    struct {
        uint16_t key; /* enum gj_key */
        uint8_t param;
        uint8_t level;   /* enum gj_level of the row that the figure would stand in */
        bool is_outside; /* beyond what the key itself allows */
        bool is_figure;  /* a number; else "none", null, or steps without one */
        int64_t number;
    } bounds;
    gj_fen limit_use_received_fen;  /* what the user received in this bill before this payer */
    gj_fen limit_year_received_fen; /* and in this benefit year, over all payers */
    bool approved; /* eligibility is given: only limits and money are judged (verb split) */
};

/* More reasons than one question can fail for: every check of a binding at once makes 21. */
enum { GJ_FAILED_MAX = 32, GJ_SHARES_MAX = 5 };

struct gj_reply_to_question {
    uint8_t answer; /* enum gj_answer */
    uint8_t tool;   /* enum gj_tool: the one that was judged */
    enum gj_reason reason;
    gj_fen can_give_fen; /* what this payer can give at most: balance less floors, locks, limits */
    struct {
        uint8_t payer; /* enum gj_payer_kind */
        gj_fen amount_fen;
    } shares[GJ_SHARES_MAX];
    uint8_t shares_count;
    enum gj_reason failed[GJ_FAILED_MAX];
    uint8_t failed_count;
    enum gj_reason next[GJ_FAILED_MAX];
    uint8_t next_count;
    gj_day until; /* the first day on which a wait is over; GJ_DAY_NONE */
    struct gj_trace trace;
};

#endif
