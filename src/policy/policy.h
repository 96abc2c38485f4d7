/* The face of policy: rules as dated, cited rows; look-up; and the pure functions that decide.
   Nothing here touches a clock, a file, a socket; only building a policy touches the heap. */
#ifndef GJ_POLICY_POLICY_H
#define GJ_POLICY_POLICY_H

#include "base/why.h"
#include "model/catalogue.h"
#include "model/claim.h"
#include "model/decision.h"
#include "model/question.h"
#include "model/trace.h"
#include "model/where.h"
#include "policy/keys.h"

/* ---- rows ---- */

struct gj_step {
    gj_fen up_to_fen; /* cost of the year up to here (included); GJ_FEN_MAX for the last */
    gj_ppm ratio_ppm;
};

struct gj_steps {
    int count;
    struct gj_step steps[GJ_STEPS_MAX];
};

/* A value of a row. For CHOICE the index of the choice; YES 1 or 0; RELATIONS a mask of
   1 << enum gj_relation; STEPS an index for gj_row_steps; CLOCKS from-minute * 1440 + to-minute;
   CLOCK minute of the day; MONTH_DAY month * 100 + day; SPAN first * 10000 + last, both month * 100
   + day; TEXT an offset for gj_row_text. */
struct gj_row {
    int64_t number;
    gj_area area;
    gj_day from, to;        /* [from, to) */
    uint16_t key;           /* enum gj_key */
    uint8_t param;          /* of keys with a parameter, else 0 */
    bool is_null;           /* the area says: not known here. Stops the walk */
    bool is_none;           /* the area says: there is no such limit */
    bool is_unverified_set; /* comes from the pack set that is off by default */
    uint8_t confidence;     /* enum gj_confidence */
    /* selectors; 0 (age: -1) is left out */
    uint8_t scheme, working, level, place, tier, group, relation;
    int16_t age_from, age_to; /* [age_from, age_to) */
    int16_t year;
    gj_day known;                            /* the day it was entered; GJ_DAY_NONE if not said */
    uint32_t cite, clause, note, file, line; /* texts by gj_policy_text; 0 is "" */
};

struct gj_area_info {
    gj_area area;
    uint32_t name, name_en, kind; /* texts; name_en in Latin letters, "" where it is not said */
    bool fictional;
};

/* Where published pages contradict each other: what they say, and why the packs read it as they do.
   It decides nothing. Lists are words separated by commas; an empty one leaves the point open. */
enum { GJ_SAYINGS_MAX = 6 };
struct gj_contradiction {
    gj_area area;
    gj_day from, to;
    uint32_t id, about, reading;              /* texts */
    uint32_t about_zh, reading_zh;            /* the same in Chinese */
    uint32_t kinds, keys, reasons, relations; /* texts: the point */
    uint32_t when;                            /* text: what the question said */
    uint8_t says_count;
    struct {
        uint32_t source, text, text_zh;
    } says[GJ_SAYINGS_MAX];
};

struct gj_policy; /* a frozen pack set, or the rules laid over one question */

int gj_policy_row_count(const struct gj_policy *policy);
const struct gj_row *gj_policy_row(const struct gj_policy *policy, uint32_t index);
/* The rows of a key in one area stand one after the other, ordered by `from`: how many there are,
   and the number of the first. */
int gj_policy_rows_of(const struct gj_policy *policy, enum gj_key key, int param, gj_area area,
                      uint32_t *first_out);
const char *gj_policy_text(const struct gj_policy *policy, uint32_t text);
/* A note in Chinese, by the number of its text; "" where it has no Chinese of its own. */
const char *gj_policy_note_zh(const struct gj_policy *policy, uint32_t note);
const struct gj_steps *gj_policy_steps(const struct gj_policy *policy, int64_t number);
/* The area's name and kind; NULL if it is not in the tree. */
const struct gj_area_info *gj_policy_area(const struct gj_policy *policy, gj_area area);
int gj_policy_area_count(const struct gj_policy *policy);
const struct gj_area_info *gj_policy_area_at(const struct gj_policy *policy, int index);
/* SHA-256 of the canonical rows, 64 hex digits. Set by whoever loads the packs. */
const char *gj_policy_hash(const struct gj_policy *policy);
void gj_policy_set_hash(struct gj_policy *policy, const char hash[65]);
/* Writes a row's value as the packs write it ("0.55", "1800.00", "yes", "none", "null"). */
void gj_row_put_value(const struct gj_policy *policy, const struct gj_row *row,
                      struct gj_writer *writer);
/* Writes what values a key allows, for messages and `pack show --keys`. */
void gj_key_put_allowed(enum gj_key key, struct gj_writer *writer);
/* Writes a row's selectors, each with a space before it: " scheme employee level 2". */
void gj_row_put_selectors(const struct gj_row *row, struct gj_writer *writer);
/* Writes a row's name for people: key, area, selectors, interval. */
void gj_row_put_name(const struct gj_policy *policy, const struct gj_row *row,
                     struct gj_writer *writer);

int gj_policy_contradiction_count(const struct gj_policy *policy);
const struct gj_contradiction *gj_policy_contradiction(const struct gj_policy *policy, int index);

/* ---- building ---- */

struct gj_builder;

struct gj_builder *gj_builder_new(void);
void gj_builder_free(struct gj_builder *builder);
/* Keeps a text and returns its number. */
uint32_t gj_builder_text(struct gj_builder *builder, struct gj_slice text);
void gj_builder_area(struct gj_builder *builder, struct gj_area_info info);
void gj_builder_contradiction(struct gj_builder *builder, struct gj_contradiction entry);
/* Says a note in Chinese; false if it was said before. */
bool gj_builder_note_zh(struct gj_builder *builder, uint32_t note, uint32_t note_zh) GJ_MUST_CHECK;
/* Reads `text` as a value of the row's key and adds the row. `steps` is used for STEPS only. Refuses
   a value that is not of the key's type or outside its bound; `why` says what is allowed. A row with
   is_null set, or the text "null", is a null row and `text` is not read further. `from` is
   GJ_DAY_MIN and `to` GJ_DAY_MAX where none is said; age_from and age_to -1 (or both 0). */
enum gj_status gj_builder_row(struct gj_builder *builder, struct gj_row row, struct gj_slice text,
                              const struct gj_steps *steps, struct gj_why *why) GJ_MUST_CHECK;
/* Reads a value's text alone, for messages at the right place. */
enum gj_status gj_value_read(enum gj_key key, struct gj_slice text, struct gj_row *row_out,
                             struct gj_why *why) GJ_MUST_CHECK;
/* The same, but a figure beyond the key's own bound is read and `is_outside_out` says so. */
enum gj_status gj_value_read_beyond(enum gj_key key, struct gj_slice text, struct gj_row *row_out,
                                    bool *is_outside_out, struct gj_why *why) GJ_MUST_CHECK;
/* Sorts, checks that no two rows tie, and hands over the frozen set; the builder is used up. */
enum gj_status gj_builder_freeze(struct gj_builder *builder, struct gj_policy **policy_out,
                                 struct gj_why *why) GJ_MUST_CHECK;
void gj_policy_free(struct gj_policy *policy);

/* ---- look-up ---- */

/* What a question is judged by: the pack set, and rules that replace all rows of their keys. */
struct gj_law {
    const struct gj_policy *policy;
    const struct gj_policy *rules; /* or NULL */
    bool with_unverified;          /* unverified rows are in the set: answers say so */
    uint32_t pack_set;             /* number of the pack set in the store; 0 outside one */
    struct gj_planner *planner;    /* what was found under this law so far, or NULL; one thread's */
    bool rows_unread;           /* nobody reads the rows of a decision: its trace may stay empty */
    struct gj_watch *watch;     /* inside of policy: how far what is being found holds */
    const struct gj_law *older; /* laws of other pack sets, for what was decided under them */
    int older_count;
};

/* The law of a pack set by its number: this one, or an older one; NULL if it is not at hand. */
const struct gj_law *gj_law_of_set(const struct gj_law *law, uint32_t pack_set);

/* The row of `key` that holds for `where`: the most specific area with a matching row answers, even
   with null; inside an area the row with the most selectors. Adds the row to `trace` (unless NULL).
   NULL if there is none or it is null. A community centre reads the rows of level 1 in an area that
   has none for community. */
const struct gj_row *gj_find(const struct gj_law *law, enum gj_key key,
                             const struct gj_where *where, struct gj_trace *trace);
const struct gj_row *gj_find_of(const struct gj_law *law, enum gj_key key, int param,
                                const struct gj_where *where, struct gj_trace *trace);
/* Like gj_find, and lists the key under not_found when there is no row. */
const struct gj_row *gj_find_limit(const struct gj_law *law, enum gj_key key, int param,
                                   const struct gj_where *where, struct gj_trace *trace);
void gj_trace_not_found(struct gj_trace *trace, enum gj_key key);
/* The row a trace names, and the set it is in. */
const struct gj_row *gj_law_row(const struct gj_law *law, uint32_t index,
                                const struct gj_policy **policy_out);
/* True if the area stands in the tree and some row of it or above it holds that day. */
bool gj_law_knows(const struct gj_law *law, gj_area area, gj_day day);

/* A key without a row, with its word where the name goes on with one. */
struct gj_missing {
    uint16_t key; /* enum gj_key */
    uint8_t param;
};

/* What an answer was about: its kind (the word of a question or a calculation), whose areas, when,
   what it used and missed, and how it ended. */
struct gj_point {
    const char *kind;
    gj_area areas[2];
    gj_day day;
    uint8_t relation, expense; /* enum gj_relation, gj_expense, or 0 */
    const struct gj_trace *trace;
    const struct gj_missing *missing; /* of a calculation, or NULL */
    int missing_count;
    const enum gj_reason *reasons;
    int reasons_count;
    uint32_t circumstances; /* a bit for each enum gj_circumstance that was said */
};
/* True if the pages contradict each other on this very point: kind, area, day and relation meet, and
   one of the entry's keys was used or not found, one of its reasons was given, or one of its
   circumstances was said. */
bool gj_contradiction_meets(const struct gj_law *law, const struct gj_contradiction *entry,
                            const struct gj_point *point);

/* ---- deciding ---- */

/* Rounds amount * ratio as named. amount 0..GJ_FEN_MAX, ratio 0..1. */
gj_fen gj_share(gj_fen amount, gj_ppm ratio, enum gj_rounding rounding);

/* The pooled rule in force for one kind of care: what gj_pooled needs, found once. */
struct gj_pooled_rule {
    enum gj_reason reason; /* OK, or POLICY_UNKNOWN with `missing` */
    enum gj_key missing;
    gj_fen deductible_year_fen, deductible_month_fen, deductible_visit_fen, deductible_next_fen;
    gj_fen deductible_year_max_fen, deductible_total_fen; /* GJ_FEN_UNLIMITED */
    gj_fen cap_fen, cap_visit_fen, fund_cap_fen;          /* GJ_FEN_UNLIMITED */
    gj_ppm cap_level_ppm;                                 /* GJ_PPM_ONE when not said */
    bool once_a_day, steps_from_zero;
    gj_ppm cut_ppm; /* of a filing: taken off every ratio, never under 0 */
    enum gj_rounding rounding;
    uint8_t counts; /* enum gj_counts */
    gj_day benefit_year_first;
    struct gj_steps steps; /* one step when a single ratio applies */
};

struct gj_pooled {
    gj_fen deductible_fen, pool_fen, cap_left_fen;
    gj_ppm ratio_ppm;
};

void gj_pooled_rule(const struct gj_law *law, const struct gj_claim *claim,
                    struct gj_pooled_rule *rule_out, struct gj_trace *trace);
struct gj_pooled gj_pooled(const struct gj_pooled_rule *rule, const struct gj_used *used,
                           gj_fen eligible_fen);

/* A planner keeps what the look-ups of a bill found, for later bills of the same kind on days and
   ages on which they would find the same: area, care, filing and selectors of the bill, facts of
   each giver of money. It is the caller's, for one law (these packs, these rules) and one thread;
   put it into law.planner. Decisions are the same with it and without, rows and refusals too.
   Deciding never allocates: a plan without room takes another's. Returns NULL when out of memory. */
struct gj_planner *gj_planner_new(const struct gj_law *law);
void gj_planner_free(struct gj_planner *planner);
/* The pooled rule of a claim by the law's planner, and the rows it rests on. Both stay until the
   next call with this planner. */
const struct gj_pooled_rule *gj_planned_rule(const struct gj_law *law, const struct gj_claim *claim,
                                             const struct gj_trace **trace_out);

/* What several laws, each with a planner of its own, say about the bills of one kind: for
   gj_year_settle, where each bill is settled under all of them. All 0 before the first. */
enum { GJ_AHEAD_LAWS = 2 };
struct gj_bill_plan;
struct gj_ahead {
    int count;                                       /* of the laws it is for */
    const struct gj_bill_plan *plans[GJ_AHEAD_LAWS]; /* good until the next call with a planner */
    uint32_t made[GJ_AHEAD_LAWS];                    /* by each planner when they were found */
    int32_t from[4];                                 /* days of benefit and payment, ages */
    uint32_t length[4];                              /* of the stretches on which they hold */
};
/* Sets ahead.plans to those for a claim's bill. Between calls with the same `ahead` and laws, claims
   may differ in days, ages, amounts, counters and payers; nothing else is looked at again. */
void gj_plan_ahead(const struct gj_law laws[], int count, const struct gj_claim *claim,
                   struct gj_ahead *ahead);

/* Splits a bill: pooled fund, own account, wallet, bound payers, cash. A refusal (POLICY_UNKNOWN,
   SETTLEMENT_SUSPENDED, TRACE_TOO_LONG, AREAS_TOO_MANY ...) stands in decision.reason and then no
   amount but the bill is set. Total = outside + over price + first share + in scope =
   pool + other funds + person, and person = own + wallet + aid + cash, hold for every decision that
   is not a refusal; a decision that would break them is a bug. */
void gj_settle(const struct gj_law *law, const struct gj_claim *claim,
               struct gj_decision *decision_out);
/* The same without a pooled fund: the bill is what the fund has left to the person. */
void gj_settle_share(const struct gj_law *law, const struct gj_claim *claim,
                     struct gj_decision *decision_out);
/* Moves the counters of `used` by a decision: one bill more on the same day, at one institution. */
void gj_used_add(struct gj_used *used, const struct gj_decision *decision);
/* The first day of the benefit year that holds `day` in this area. */
gj_day gj_benefit_year(const struct gj_law *law, const struct gj_where *where,
                       struct gj_trace *trace);

/* Answers one question of kinds pay, own, bind, unbind, transfer, accept, premium, refund. Checks in
   the order identity, suspended, area, scheme and account, status, relation, tool and openness,
   binding or wallets, limits, place, expense, money. */
void gj_ask(const struct gj_law *law, const struct gj_question *question,
            struct gj_reply_to_question *reply_out);
/* The question that a claim's payer (index, or -1 for the own account, -2 for the wallet) amounts to
   for `amount`: settlement judges each payer by gj_ask's own checks. */
void gj_question_of_claim(const struct gj_claim *claim, int payer, gj_fen amount_fen,
                          struct gj_question *question_out);
/* A question with every fact at its favourable value. */
void gj_question_favourable(struct gj_question *question_out);

/* ---- a year of bills where no store keeps the counters: questions of many bills, simulations ---- */

/* The counters of one kind of care, and which bill moved the narrower ones last. */
struct gj_year_counter {
    struct gj_used used;
    gj_fen level_pool_fen[GJ_LEVEL_COUNT];
    gj_day first;     /* of the benefit year they belong to; in another all are 0 */
    gj_day day;       /* of the last bill */
    gj_day month_day; /* a day of the month that used.month_deductible_fen belongs to; says
                           nothing while that is 0 */
    gj_area care_area;
    uint8_t level, place;
};

/* All 0 before the first bill, or begun. */
struct gj_year {
    gj_day first;                  /* of the benefit year */
    gj_fen fund_pool_fen, aid_fen; /* over all kinds of care */
    struct gj_year_counter counters[GJ_CARE_COUNT];
};

/* A year in place of one that was used before, without clearing all of it. */
void gj_year_begin(struct gj_year *year_out);
/* Sets claim.used to what the year has used before this bill (another benefit year begins at 0), and
   settles. With `says_used` the counters of this kind of care are what claim.used says already.
   `plan` is what was found ahead for the bill, or NULL. False where the bill is refused. */
bool gj_year_settle(struct gj_year *year, const struct gj_law *law, const struct gj_bill_plan *plan,
                    struct gj_claim *claim, bool says_used, struct gj_decision *decision_out);
/* Moves the counters by the decision about that claim. */
void gj_year_close(struct gj_year *year, const struct gj_claim *claim,
                   const struct gj_decision *decision);
/* Pharmacies read the outpatient rules, so they share the outpatient counter. */
struct gj_year_counter *gj_year_counter(struct gj_year *year, int care);

/* ---- pricing ---- */

/* Splits one fee line into a bill of its own, each part rounded half up, the rest in scope.
   count in 10^-4 units. */
struct gj_bill gj_price_line(const struct gj_price *price, gj_fen amount_fen, int64_t count_e4);
/* True if the amount is within one fen of count x price (10^-4 units, 10^-6 yuan). */
bool gj_line_adds_up(gj_fen amount_fen, int64_t count_e4, int64_t price_micro);

#endif
