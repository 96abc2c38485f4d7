/* Inside of policy: plans. A plan holds what the look-ups of one kind of bill, or of one giver of
   money, found: rules with their row numbers, good for every bill of the same kind on the same
   stretch of days and ages. A watch measures that stretch while the plan is made. */
#ifndef GJ_POLICY_PLAN_H
#define GJ_POLICY_PLAN_H

#include "policy/policy.h"

/* ---- watching ---- */

/* A stretch [from, to) of days or ages around `at` on which every look-up so far would have found
   the same rows. */
struct gj_span {
    int32_t at, from, to;
};

/* A plan is made for at most two days (of benefit, of payment) and two ages (payer, user). */
struct gj_watch {
    struct gj_span days[2], ages[2];
};

/* Narrows the stretch around `day` to the side of `boundary` that it lies on. */
void gj_watch_day(struct gj_watch *watch, gj_day day, gj_day boundary);
/* Narrows by every day and age at which one of these rows begins or ceases to match. */
void gj_watch_rows(struct gj_watch *watch, const struct gj_row *rows, uint32_t count,
                   const struct gj_where *where);

/* ---- trails ---- */

/* A step on the way down a bill at which rows were noted: those that a plan cites, all or none, or
   the single row of a choice. It stands in its plan, with a number of its own, its piece. */
struct gj_trail_step {
    uint64_t piece;
    const struct gj_trace *rows; /* or NULL: a single row */
    uint32_t number;             /* of the single row */
    bool must_fit;               /* where rows do not fit, the trace is full */
    uint16_t room;               /* it takes in a trace: rows, and GJ_ROOM_BITS up keys not found */
};

/* Rows and keys of all steps of a trail are added up as one number. */
enum { GJ_ROOM_BITS = 10, GJ_ROOM_OF_ROW = 1 };

/* The same trails are gone again and again, so that the trace at the end of one is made once and
   kept. */
enum { GJ_TRAIL_STEPS = 10 };
_Static_assert(GJ_TRAIL_STEPS *GJ_TRACE_MAX < 1 << GJ_ROOM_BITS, "rows do not run into keys");
_Static_assert(GJ_NOT_FOUND_MAX << GJ_ROOM_BITS <= UINT16_MAX, "the room of one step");

struct gj_trail {
    int count;
    uint32_t room; /* of all steps, where nothing is noted twice */
    const struct gj_trail_step *steps[GJ_TRAIL_STEPS];
};

/* The trace of a trail that was gone before. */
struct gj_kept_trace {
    uint64_t hash, pieces[GJ_TRAIL_STEPS];
    int32_t count; /* 0 while the place is free */
    struct gj_trace trace;
};

/* Notes the rows of a step in a trace. */
void gj_trace_take(struct gj_trace *trace, const struct gj_trail_step *step);
/* True if what all steps noted fits into one trace; false where that is too long to say. */
bool gj_trail_fits(const struct gj_trail *trail);
/* The trace of a trail of at least one step; it stays until another is made. */
const struct gj_trace *gj_trail_trace(struct gj_planner *planner, const struct gj_trail *trail);

/* ---- plans ---- */

enum { GJ_PLAN_WORDS = 5 };

/* What a plan is good for: the same words, and each place inside its stretch. */
struct gj_plan_head {
    uint64_t hash, words[GJ_PLAN_WORDS];
    int32_t from[4];    /* two days, two ages */
    uint32_t length[4]; /* of the stretches; 0 while the place is free */
};

/* What one look-up's row says: unsaid where there is none, or where it says "none" or "not known
   here", which is cited too. */
enum { GJ_CHOICE_UNSAID = -1 };
struct gj_choice {
    int16_t says;
    bool rests_on_row;
};

enum gj_choices {
    GJ_CHOICE_YEAR_START, /* on the benefit day; the others on the day of payment */
    GJ_CHOICE_WALLET_RANK,
    GJ_CHOICE_ACCOUNT_DRAW,
    GJ_CHOICE_AID_ORDER,
    GJ_CHOICE_INCLUDES_AID,
    GJ_CHOICE_COUNT
};

/* What one kind of giver (own account, wallet, bound payer) may do, amounts and counts apart. */
struct gj_giving {
    gj_fen reserve_fen, limit_use_fen, limit_year_fen;               /* limits: GJ_FEN_UNLIMITED */
    int64_t active_max, same_relation_max, distinct_max, payers_max; /* INT64_MAX where none */
    bool gives;    /* passes every check that asks neither amounts nor counts */
    bool too_long; /* cites more than fits: it is judged anew each time */
    bool carried_only;
    struct gj_trail_step steps[2]; /* where he gives: steps[1] */
};

/* What one kind of bill is paid by: the pooled rule, the choices of the patient's area, his own
   account. What each bill reads lies side by side, from the end of `own` to the rule's first step. */
struct gj_bill_plan {
    struct gj_plan_head head;
    struct gj_giving own;
    gj_day benefit_year_first; /* where the pooled fund is not asked */
    bool is_short;             /* the rule is known, and what it cites fits */
    struct gj_choice choices[GJ_CHOICE_COUNT];
    struct gj_trail_step step; /* of the rule */
    struct gj_pooled_rule rule;
    struct gj_trail_step choice_steps[GJ_CHOICE_COUNT]; /* of those that rest on a row */
    struct gj_trace trace, own_trace;
};

/* A wallet, a bound payer, or an account left behind. */
struct gj_giver_plan {
    struct gj_plan_head head;
    struct gj_giving giving;
    struct gj_trace trace;
};

/* ---- the planner ---- */

/* Plans lie in their table in the order they were made, the newest in place of the oldest, so that
   those of the area that is settled just now lie close together. An index of small sets, the newest
   first in each, says where; what it leads to is held against what is looked for. */
enum { GJ_BILL_PLANS = 512, GJ_GIVER_PLANS = 1024, GJ_KEPT_TRACES = 1024 };
enum { GJ_SET_BITS = 9, GJ_IN_SET = 4 };

struct gj_plan_index {
    uint16_t sets[1 << GJ_SET_BITS][GJ_IN_SET];
    uint32_t made; /* so far */
};

struct gj_planner {
    const struct gj_policy *policy, *rules;
    uint64_t last_piece; /* of the numbers given so far */
    struct gj_plan_index bill_index, giver_index, trace_index;
    struct gj_bill_plan bills[GJ_BILL_PLANS];
    struct gj_giver_plan givers[GJ_GIVER_PLANS];
    struct gj_kept_trace traces[GJ_KEPT_TRACES];
};

enum gj_key gj_key_of_choice(enum gj_choices choice);
int32_t gj_choice_says(const struct gj_row *row);
/* Make a plan that is not there. */
const struct gj_bill_plan *gj_plan_make_bill(const struct gj_law *law, const struct gj_claim *claim,
                                             gj_day day);
const struct gj_giver_plan *gj_plan_make_giver(const struct gj_law *law,
                                               const struct gj_claim *claim, gj_day day, int payer);

#endif
