/* Plans: what the look-ups of a bill found, kept for the next bill of the same kind. A planner is a
   small table of its caller; a plan that finds no room takes the place of another, so that nothing
   is ever allocated while bills are decided. */
#include "policy/plan.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "policy/asking.h"
#include "policy/frozen.h"

struct gj_planner *gj_planner_new(const struct gj_law *law)
{
    struct gj_planner *planner = calloc(1, sizeof *planner);
    if (planner) {
        planner->policy = law->policy;
        planner->rules = law->rules;
    }
    return planner;
}

void gj_planner_free(struct gj_planner *planner)
{
    free(planner);
}

bool gj_plan_fits(const struct gj_law *law)
{
    const struct gj_planner *planner = law->planner;
    return planner && planner->policy == law->policy && planner->rules == law->rules;
}

/* ---- the tables ---- */

/* What a plan is looked for by. */
struct asked {
    uint64_t hash, words[GJ_PLAN_WORDS];
    int32_t at[4]; /* two days, two ages */
};

/* Written out, because this is asked for every bill and every giver. */
static inline bool is_for(const struct gj_plan_head *head, const struct asked *asked)
{
    if (head->hash != asked->hash)
        return false;
    const uint64_t *is = head->words, *wanted = asked->words;
    uint64_t other = (is[0] ^ wanted[0]) | (is[1] ^ wanted[1]) | (is[2] ^ wanted[2]) |
                     (is[3] ^ wanted[3]) | (is[4] ^ wanted[4]);
    const int32_t *from = head->from, *to = head->to, *at = asked->at;
    return other == 0 && at[0] >= from[0] && at[0] < to[0] && at[1] >= from[1] && at[1] < to[1] &&
           at[2] >= from[2] && at[2] < to[2] && at[3] >= from[3] && at[3] < to[3];
}

static inline uint64_t hash_of(const uint64_t words[GJ_PLAN_WORDS])
{
    uint64_t hash =
        words[0] * UINT64_C(0x9e3779b97f4a7c15) ^ words[1] * UINT64_C(0xc2b2ae3d27d4eb4f) ^
        words[2] * UINT64_C(0xff51afd7ed558ccd) ^ words[3] * UINT64_C(0xd6e8feb86659fd93) ^
        words[4] * UINT64_C(0xc4ceb9fe1a85ec53);
    return (hash ^ hash >> 32) * UINT64_C(0x9e3779b97f4a7c15);
}

static inline uint32_t home_of(const struct asked *asked, int bits)
{
    return (uint32_t)(asked->hash >> (64 - bits));
}

#define SIX_BYTES UINT64_C(0x0000ffffffffffff)
#define SEVEN_BYTES UINT64_C(0x00ffffffffffffff)

/* Small fields that stand side by side, read at once. */
static inline uint64_t eight_bytes(const void *record, size_t offset)
{
    uint64_t bytes;
    memcpy(&bytes, (const char *)record + offset, sizeof bytes);
    return bytes;
}

static bool is_free(const struct gj_plan_head *head)
{
    return head->to[0] == 0 && head->from[0] == 0;
}

static struct gj_watch watch_of(const struct asked *asked)
{
    struct gj_watch watch;
    for (int i = 0; i < 2; i++) {
        watch.days[i] = (struct gj_span){asked->at[i], INT32_MIN, INT32_MAX};
        watch.ages[i] = (struct gj_span){asked->at[2 + i], INT32_MIN, INT32_MAX};
    }
    return watch;
}

static void set_head(struct gj_plan_head *head, const struct asked *asked,
                     const struct gj_watch *watch)
{
    head->hash = asked->hash;
    memcpy(head->words, asked->words, sizeof head->words);
    for (int i = 0; i < 2; i++) {
        head->from[i] = watch->days[i].from;
        head->to[i] = watch->days[i].to;
        head->from[2 + i] = watch->ages[i].from;
        head->to[2 + i] = watch->ages[i].to;
    }
}

/* ---- bills ---- */

/* The selectors of a place stand side by side, so that seven are read at once. */
_Static_assert(offsetof(struct gj_where, relation) - offsetof(struct gj_where, scheme) == 6 &&
                   offsetof(struct gj_where, scheme) + 8 <= sizeof(struct gj_where),
               "seven selectors, one byte each");

static inline void ask_for_bill(const struct gj_claim *claim, gj_day day, struct asked *asked)
{
    const struct gj_where *where = &claim->where;
    asked->words[0] = (uint64_t)(uint32_t)where->area << 32 | (uint32_t)claim->care_area;
    asked->words[1] = eight_bytes(where, offsetof(struct gj_where, scheme)) & SEVEN_BYTES;
    asked->words[2] = (uint64_t)claim->filing | (uint64_t)claim->care << 8 |
                      (uint64_t)(uint16_t)where->year << 16;
    asked->words[3] = asked->words[4] = 0;
    asked->hash = hash_of(asked->words);
    asked->at[0] = where->day;
    asked->at[1] = day;
    asked->at[2] = asked->at[3] = where->age_years;
}

static const enum gj_key keys_of_choices[GJ_CHOICE_COUNT] = {
    [GJ_CHOICE_YEAR_START] = GJ_KEY_BENEFIT_YEAR_START,
    [GJ_CHOICE_WALLET_RANK] = GJ_KEY_WALLET_RANK,
    [GJ_CHOICE_ACCOUNT_DRAW] = GJ_KEY_ACCOUNT_DRAW,
    [GJ_CHOICE_AID_ORDER] = GJ_KEY_AID_ORDER,
    [GJ_CHOICE_INCLUDES_AID] = GJ_KEY_SETTLE_ACCT_PAY_INCLUDES_AID,
};

enum gj_key gj_key_of_choice(enum gj_choices choice)
{
    return keys_of_choices[choice];
}

static void make_bill(const struct gj_law *law, const struct gj_claim *claim,
                      const struct asked *asked, struct gj_bill_plan *plan)
{
    struct gj_watch watch = watch_of(asked);
    struct gj_law watched = *law;
    watched.watch = &watch;
    memset(&plan->trace, 0, sizeof plan->trace);
    gj_pooled_rule(&watched, claim, &plan->rule, &plan->trace);
    plan->benefit_year_first = gj_benefit_year(&watched, &claim->where, NULL);
    struct gj_where where = claim->where;
    for (int i = 0; i < GJ_CHOICE_COUNT; i++) {
        struct gj_trace trace = {0};
        plan->choices[i].row = gj_find(&watched, keys_of_choices[i], &where, &trace);
        plan->choices[i].number = trace.count > 0 ? trace.rows[0] : GJ_NO_ROW;
        where.day = asked->at[1];
    }
    plan->piece = law->planner->last_piece + 1;
    law->planner->last_piece += 1 + GJ_CHOICE_COUNT;
    set_head(&plan->head, asked, &watch);
}

static struct gj_bill_plan *find_bill(const struct gj_law *law, const struct gj_claim *claim,
                                      const struct asked *asked)
{
    struct gj_planner *planner = law->planner;
    struct gj_bill_plan *home = &planner->bills[home_of(asked, GJ_BILL_PLAN_BITS)];
    int room = -1;
    for (int i = 0; i < GJ_PLAN_PROBES; i++) {
        if (is_for(&home[i].head, asked))
            return &home[i];
        if (room < 0 && is_free(&home[i].head))
            room = i;
    }
    struct gj_bill_plan *plan =
        &home[room >= 0 ? (uint32_t)room : planner->turns++ % GJ_PLAN_PROBES];
    make_bill(law, claim, asked, plan);
    return plan;
}

const struct gj_bill_plan *gj_plan_bill(const struct gj_law *law, const struct gj_claim *claim,
                                        gj_day day)
{
    struct gj_planner *planner = law->planner;
    struct asked asked;
    ask_for_bill(claim, day, &asked);
    if (!planner->last_bill || !is_for(&planner->last_bill->head, &asked))
        planner->last_bill = find_bill(law, claim, &asked);
    return planner->last_bill;
}

const struct gj_pooled_rule *gj_planned_rule(const struct gj_law *law, const struct gj_claim *claim,
                                             const struct gj_trace **trace_out)
{
    GJ_MUST(gj_plan_fits(law));
    const struct gj_bill_plan *plan = gj_plan_bill(law, claim, gj_time_day(claim->now));
    *trace_out = &plan->trace;
    return &plan->rule;
}

/* ---- givers ---- */

enum { OWN = -1, WALLET = -2 };

/* Words no binding has. */
#define OF_OWN (UINT64_C(1) << 62)
#define OF_WALLET (UINT64_C(1) << 63)

static inline bool is_suspended(const struct gj_party *party, gj_day day)
{
    return party->suspended_until != GJ_DAY_NONE && day < party->suspended_until;
}

/* The facts of a person that the checks read stand side by side: scheme, status, working, tier,
   group, has_account, frozen, wallet_open. */
_Static_assert(offsetof(struct gj_party, wallet_open) - offsetof(struct gj_party, scheme) == 7,
               "eight facts, one byte each");
_Static_assert(offsetof(struct gj_bond, promise) == 5 && sizeof(struct gj_bond) >= 8,
               "six facts of a binding, one byte each");

static inline uint64_t word_of(const struct gj_party *party)
{
    return eight_bytes(party, offsetof(struct gj_party, scheme));
}

static inline uint64_t bit(bool is, int place)
{
    return (uint64_t)(is ? 1 : 0) << place;
}

/* What the checks read of a binding. */
static inline uint64_t word_of_bond(const struct gj_claim_payer *payer)
{
    return (eight_bytes(&payer->bond, 0) & SIX_BYTES) | (uint64_t)payer->relation << 48 |
           bit(payer->approved, 56) | bit(payer->binding == 0, 57);
}

struct gj_payment gj_payment_of(const struct gj_claim *claim, gj_day day)
{
    return (struct gj_payment){.day = day,
                               .bill = (uint64_t)(uint32_t)claim->care_area << 32 |
                                       (uint64_t)claim->care | (uint64_t)claim->place_kind << 8 |
                                       bit(claim->designated, 16) | bit(claim->takes_wallet, 17) |
                                       bit(claim->approved, 18),
                               .user = word_of(&claim->user)};
}

/* A suspended patient's bill is refused before any giver is asked. */
static inline void ask_for_giver(const struct gj_claim *claim, const struct gj_payment *payment,
                                 int payer, struct asked *asked)
{
    const struct gj_party *party = payer < 0 ? &claim->user : &claim->payers[payer].party;
    asked->words[0] = (uint64_t)(uint32_t)claim->user.area << 32 | (uint32_t)party->area;
    asked->words[1] = payment->bill | bit(is_suspended(party, payment->day), 19);
    asked->words[2] = payment->user;
    asked->words[3] = word_of(party);
    asked->words[4] = payer == OWN      ? OF_OWN
                      : payer == WALLET ? OF_WALLET
                                        : word_of_bond(&claim->payers[payer]);
    asked->hash = hash_of(asked->words);
    asked->at[0] = asked->at[1] = payment->day;
    asked->at[2] = party->age_years;
    asked->at[3] = claim->user.age_years;
}

/* The question with every amount and count at a value that no check can fail for. */
static void ask_without_amounts(const struct gj_claim *claim, int payer, struct gj_question *q)
{
    gj_question_of_claim(claim, payer, 1, q);
    q->approved |= payer < 0 && claim->approved;
    q->payer.balance_fen = q->payer.carried_fen = q->payer.wallet_fen = GJ_FEN_MAX;
    q->bond.payer_active = q->bond.payer_distinct_ever = q->bond.same_relation_active = 0;
    q->bond.user_other_payers = -1; /* the checks count this one in */
    q->bond.uses = 0;
    q->bond.limit_use_fen = q->bond.limit_year_fen = GJ_FEN_UNLIMITED;
    q->limit_use_received_fen = q->limit_year_received_fen = -GJ_FEN_MAX;
}

static int64_t number_of(const struct gj_row *row, int64_t otherwise)
{
    return row && !row->is_none ? row->number : otherwise;
}

/* The numbers that amounts and counts are held against (gj_check_counts, gj_check_limits,
   gj_check_money). */
static void find_numbers(const struct gj_law *law, const struct gj_question *q,
                         struct gj_giver_plan *plan)
{
    if (q->tool != GJ_TOOL_BINDING)
        return;
    struct gj_where where = gj_asking_where(q, &q->payer, gj_time_day(q->at));
    int relation = gj_relation_counts_as(q->relation);
    plan->active_max = number_of(gj_find(law, GJ_KEY_AID_ACTIVE_MAX, &where, NULL), INT64_MAX);
    plan->same_relation_max =
        number_of(gj_find_of(law, GJ_KEY_AID_SAME_RELATION_MAX, relation, &where, NULL), INT64_MAX);
    plan->distinct_max = number_of(gj_find(law, GJ_KEY_AID_DISTINCT_MAX, &where, NULL), INT64_MAX);
    plan->payers_max =
        number_of(gj_find(law, GJ_KEY_AID_PAYERS_PER_RELATIVE, &where, NULL), INT64_MAX);
    plan->limit_use_fen =
        number_of(gj_find(law, GJ_KEY_AID_LIMIT_USE, &where, NULL), GJ_FEN_UNLIMITED);
    plan->limit_year_fen =
        number_of(gj_find(law, GJ_KEY_AID_LIMIT_YEAR, &where, NULL), GJ_FEN_UNLIMITED);
    if (q->relation == GJ_RELATION_SELF)
        return; /* one's own money has no floor and no lock */
    plan->reserve_fen = number_of(gj_find(law, GJ_KEY_AID_RESERVE, &where, NULL), 0);
    plan->carried_only =
        number_of(gj_find(law, GJ_KEY_AID_MONEY, &where, NULL), 0) == GJ_MONEY_CARRIED_OVER;
}

static void make_giver(const struct gj_law *law, const struct gj_claim *claim, int payer,
                       const struct asked *asked, struct gj_giver_plan *plan)
{
    struct gj_watch watch = watch_of(asked);
    struct gj_law watched = *law;
    watched.watch = &watch;
    struct gj_question question;
    struct gj_reply_to_question reply;
    memset(plan, 0, sizeof *plan);
    ask_without_amounts(claim, payer, &question);
    gj_ask(&watched, &question, &reply);
    plan->gives = reply.answer == GJ_ANSWER_ALLOW || reply.answer == GJ_ANSWER_PARTIAL;
    plan->too_long = reply.trace.full;
    plan->trace = reply.trace;
    find_numbers(&watched, &question, plan);
    plan->piece = law->planner->last_piece + 1;
    law->planner->last_piece += 2;
    set_head(&plan->head, asked, &watch);
}

const struct gj_giver_plan *gj_plan_giver(const struct gj_law *law, const struct gj_claim *claim,
                                          const struct gj_payment *payment, int payer)
{
    struct asked asked;
    ask_for_giver(claim, payment, payer, &asked);
    struct gj_giver_plan *home = &law->planner->givers[home_of(&asked, GJ_GIVER_PLAN_BITS)];
    int room = -1;
    for (int i = 0; i < GJ_PLAN_PROBES; i++) {
        if (is_for(&home[i].head, &asked))
            return &home[i];
        if (room < 0 && is_free(&home[i].head))
            room = i;
    }
    struct gj_giver_plan *plan =
        &home[room >= 0 ? (uint32_t)room : law->planner->turns++ % GJ_PLAN_PROBES];
    make_giver(law, claim, payer, &asked, plan);
    return plan;
}

/* ---- giving ---- */

static bool counts_fit(const struct gj_giver_plan *plan, const struct gj_bond *bond)
{
    return bond->payer_active <= plan->active_max &&
           bond->same_relation_active <= plan->same_relation_max &&
           bond->payer_distinct_ever <= plan->distinct_max &&
           bond->user_other_payers + 1 <= plan->payers_max;
}

static gj_fen limit_of_bond(const struct gj_bond *bond, int expense)
{
    gj_fen limit = GJ_FEN_MAX;
    if (bond->uses != 0 && (bond->uses & UINT32_C(1) << expense) == 0)
        return 0;
    if (bond->limit_use_fen != GJ_FEN_UNLIMITED)
        limit = gj_fen_min(limit, bond->limit_use_fen);
    if (bond->limit_year_fen != GJ_FEN_UNLIMITED)
        limit = gj_fen_min(limit, bond->limit_year_fen - bond->used_year_fen);
    return limit;
}

static gj_fen room_of(const struct gj_giver_plan *plan, const struct gj_party *party)
{
    gj_fen room = party->balance_fen - plan->reserve_fen;
    return plan->carried_only ? gj_fen_min(room, party->carried_fen) : room;
}

gj_fen gj_plan_give(const struct gj_giver_plan *plan, const struct gj_claim *claim, int payer,
                    gj_fen received_in_bill_fen, gj_fen received_in_year_fen)
{
    GJ_MUST(!plan->too_long);
    if (!plan->gives)
        return 0;
    if (payer == WALLET)
        return claim->user.wallet_fen;
    if (payer == OWN)
        return claim->user.balance_fen;
    const struct gj_claim_payer *from = &claim->payers[payer];
    if (from->binding == 0)
        return from->party.balance_fen;
    if (!from->approved && !counts_fit(plan, &from->bond))
        return 0;
    gj_fen give = gj_fen_min(room_of(plan, &from->party),
                             limit_of_bond(&from->bond, (int)gj_expense_of_care(claim->care)));
    if (plan->limit_use_fen != GJ_FEN_UNLIMITED)
        give = gj_fen_min(give, plan->limit_use_fen - received_in_bill_fen);
    if (plan->limit_year_fen != GJ_FEN_UNLIMITED)
        give = gj_fen_min(give, plan->limit_year_fen - received_in_year_fen);
    return gj_fen_max(give, 0);
}
