/* Plans: what the look-ups of a bill found, kept for the next bill of the same kind. Here they are
   made; planned.h finds them again. A planner is a small table of its caller; a plan that finds no
   room takes the place of another, so that nothing is ever allocated while bills are decided. */
#include <stdlib.h>

#include "base/bug.h"
#include "policy/asking.h"
#include "policy/frozen.h"
#include "policy/planned.h"

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

/* ---- heads ---- */

static struct gj_watch watch_of(const struct gj_asked *asked)
{
    struct gj_watch watch;
    for (int i = 0; i < 2; i++) {
        watch.days[i] = (struct gj_span){asked->at[i], INT32_MIN, INT32_MAX};
        watch.ages[i] = (struct gj_span){asked->at[2 + i], INT32_MIN, INT32_MAX};
    }
    return watch;
}

static void set_stretch(struct gj_plan_head *head, int i, const struct gj_span *span)
{
    head->from[i] = span->from;
    head->length[i] = (uint32_t)span->to - (uint32_t)span->from;
}

static void set_head(struct gj_plan_head *head, const struct gj_asked *asked,
                     const struct gj_watch *watch)
{
    head->hash = asked->hash;
    memcpy(head->words, asked->words, sizeof head->words);
    for (int i = 0; i < 2; i++) {
        set_stretch(head, i, &watch->days[i]);
        set_stretch(head, 2 + i, &watch->ages[i]);
    }
}

static uint16_t room_of(const struct gj_trace *rows)
{
    return (uint16_t)(rows->count | rows->not_found_count << GJ_ROOM_BITS);
}

static struct gj_trail_step step_of(const struct gj_law *law, const struct gj_trace *rows,
                                    bool must_fit)
{
    return (struct gj_trail_step){.piece = ++law->planner->last_piece,
                                  .rows = rows,
                                  .must_fit = must_fit,
                                  .room = room_of(rows)};
}

static struct gj_trail_step step_of_row(const struct gj_law *law, uint32_t number)
{
    return (struct gj_trail_step){
        .piece = ++law->planner->last_piece, .number = number, .room = GJ_ROOM_OF_ROW};
}

/* ---- giving ---- */

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
                         struct gj_giving *giving)
{
    if (q->tool != GJ_TOOL_BINDING)
        return;
    struct gj_where where = gj_asking_where(q, &q->payer, gj_time_day(q->at));
    int relation = gj_relation_counts_as(q->relation);
    giving->active_max = number_of(gj_find(law, GJ_KEY_AID_ACTIVE_MAX, &where, NULL), INT64_MAX);
    giving->same_relation_max =
        number_of(gj_find_of(law, GJ_KEY_AID_SAME_RELATION_MAX, relation, &where, NULL), INT64_MAX);
    giving->distinct_max =
        number_of(gj_find(law, GJ_KEY_AID_DISTINCT_MAX, &where, NULL), INT64_MAX);
    giving->payers_max =
        number_of(gj_find(law, GJ_KEY_AID_PAYERS_PER_RELATIVE, &where, NULL), INT64_MAX);
    giving->limit_use_fen =
        number_of(gj_find(law, GJ_KEY_AID_LIMIT_USE, &where, NULL), GJ_FEN_UNLIMITED);
    giving->limit_year_fen =
        number_of(gj_find(law, GJ_KEY_AID_LIMIT_YEAR, &where, NULL), GJ_FEN_UNLIMITED);
    if (q->relation == GJ_RELATION_SELF)
        return; /* one's own money has no floor and no lock */
    giving->reserve_fen = number_of(gj_find(law, GJ_KEY_AID_RESERVE, &where, NULL), 0);
    giving->carried_only =
        number_of(gj_find(law, GJ_KEY_AID_MONEY, &where, NULL), 0) == GJ_MONEY_CARRIED_OVER;
}

static void make_giving(const struct gj_law *watched, const struct gj_claim *claim, int payer,
                        struct gj_giving *giving, struct gj_trace *trace)
{
    struct gj_question question;
    struct gj_reply_to_question reply;
    memset(giving, 0, sizeof *giving);
    ask_without_amounts(claim, payer, &question);
    gj_ask(watched, &question, &reply);
    giving->gives = reply.answer == GJ_ANSWER_ALLOW || reply.answer == GJ_ANSWER_PARTIAL;
    giving->too_long = reply.trace.full;
    *trace = reply.trace;
    find_numbers(watched, &question, giving);
    for (int gives = 0; gives < 2; gives++)
        giving->steps[gives] = step_of(watched, trace, gives == 1);
}

/* ---- bills ---- */

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

int32_t gj_choice_says(const struct gj_row *row)
{
    return row && !row->is_none ? (int32_t)row->number : GJ_CHOICE_UNSAID;
}

/* On the benefit day the start of the year; on the day of payment all others. */
static void make_choice(const struct gj_law *watched, enum gj_choices which,
                        const struct gj_where *where, struct gj_bill_plan *plan)
{
    struct gj_trace trace = {0};
    int32_t says = gj_choice_says(gj_find(watched, keys_of_choices[which], where, &trace));
    GJ_MUST(says >= GJ_CHOICE_UNSAID && says <= INT16_MAX);
    plan->choices[which] = (struct gj_choice){(int16_t)says, trace.count > 0};
    if (trace.count > 0)
        plan->choice_steps[which] = step_of_row(watched, trace.rows[0]);
}

static void make_bill(const struct gj_law *law, const struct gj_claim *claim,
                      const struct gj_asked *asked, struct gj_bill_plan *plan)
{
    struct gj_watch watch = watch_of(asked);
    struct gj_law watched = *law;
    watched.watch = &watch;
    memset(&plan->trace, 0, sizeof plan->trace);
    gj_pooled_rule(&watched, claim, &plan->rule, &plan->trace);
    plan->is_short = plan->rule.reason == GJ_OK && !plan->trace.full;
    plan->step = step_of(&watched, &plan->trace, true);
    plan->benefit_year_first = gj_benefit_year(&watched, &claim->where, NULL);
    struct gj_where where = claim->where;
    for (int i = 0; i < GJ_CHOICE_COUNT; i++) {
        make_choice(&watched, (enum gj_choices)i, &where, plan);
        where.day = asked->at[1];
    }
    make_giving(&watched, claim, GJ_GIVER_OWN, &plan->own, &plan->own_trace);
    set_head(&plan->head, asked, &watch);
}

const struct gj_bill_plan *gj_plan_make_bill(const struct gj_law *law, const struct gj_claim *claim,
                                             gj_day day)
{
    struct gj_asked asked;
    gj_ask_for_bill(claim, day, &asked);
    struct gj_planner *planner = law->planner;
    uint32_t place = gj_plan_place(&planner->bill_index, asked.hash, GJ_BILL_PLANS);
    make_bill(law, claim, &asked, &planner->bills[place]);
    return &planner->bills[place];
}

/* ---- ahead ---- */

/* Cuts a stretch down to what it has in common with another; both hold what was asked for. */
static void cut_to(struct gj_ahead *ahead, int i, const struct gj_plan_head *head)
{
    int64_t from = ahead->from[i], to = from + ahead->length[i];
    int64_t other = head->from[i], end = other + head->length[i];
    from = from > other ? from : other;
    to = to < end ? to : end;
    ahead->from[i] = (int32_t)from;
    ahead->length[i] = (uint32_t)(to - from);
}

GJ_APART void find_ahead(const struct gj_law laws[], int count, const struct gj_claim *claim,
                         struct gj_ahead *ahead)
{
    gj_day day = gj_time_day(claim->now);
    struct gj_asked asked;
    gj_ask_for_bill(claim, day, &asked);
    ahead->count = count;
    for (int i = 0; i < 4; i++) {
        ahead->from[i] = INT32_MIN;
        ahead->length[i] = UINT32_MAX;
    }
    for (int law = 0; law < count; law++) {
        GJ_MUST(gj_plan_fits(&laws[law]));
        ahead->plans[law] = gj_plan_find_bill(&laws[law], &asked, claim, day);
        ahead->made[law] = laws[law].planner->bill_index.made;
        for (int i = 0; i < 4; i++)
            cut_to(ahead, i, &ahead->plans[law]->head);
    }
    if (claim->user.suspended_until != GJ_DAY_NONE)
        ahead->length[0] = 0; /* a suspension may end on any day: nothing is held */
}

/* 1 or 0, joined by & below. */
GJ_INLINE int is_inside(const struct gj_ahead *ahead, int i, int32_t at)
{
    return (uint32_t)at - (uint32_t)ahead->from[i] < ahead->length[i];
}

/* A planner that made another plan may have given up one of these for it. */
GJ_INLINE bool is_ahead(const struct gj_law laws[], int count, const struct gj_claim *claim,
                        const struct gj_ahead *ahead)
{
    uint32_t made = 0;
    for (int law = 0; law < count; law++)
        made |= ahead->made[law] ^ laws[law].planner->bill_index.made;
    return (made == 0) & (ahead->count == count) & is_inside(ahead, 0, claim->where.day) &
           is_inside(ahead, 1, gj_time_day(claim->now)) &
           is_inside(ahead, 2, claim->where.age_years) & is_inside(ahead, 3, claim->user.age_years);
}

void gj_plan_ahead(const struct gj_law laws[], int count, const struct gj_claim *claim,
                   struct gj_ahead *ahead)
{
    GJ_MUST(count > 0 && count <= GJ_AHEAD_LAWS);
    if (!is_ahead(laws, count, claim, ahead))
        find_ahead(laws, count, claim, ahead);
}

/* ---- rules ---- */

const struct gj_pooled_rule *gj_planned_rule(const struct gj_law *law, const struct gj_claim *claim,
                                             const struct gj_trace **trace_out)
{
    GJ_MUST(gj_plan_fits(law));
    const struct gj_bill_plan *plan = gj_plan_bill(law, claim, gj_time_day(claim->now));
    *trace_out = &plan->trace;
    return &plan->rule;
}

/* ---- givers ---- */

const struct gj_giver_plan *gj_plan_make_giver(const struct gj_law *law,
                                               const struct gj_claim *claim, gj_day day, int payer)
{
    struct gj_asked asked;
    gj_ask_for_giver(claim, day, payer, &asked);
    struct gj_planner *planner = law->planner;
    uint32_t place = gj_plan_place(&planner->giver_index, asked.hash, GJ_GIVER_PLANS);
    struct gj_giver_plan *plan = &planner->givers[place];
    struct gj_watch watch = watch_of(&asked);
    struct gj_law watched = *law;
    watched.watch = &watch;
    make_giving(&watched, claim, payer, &plan->giving, &plan->trace);
    set_head(&plan->head, &asked, &watch);
    return plan;
}
