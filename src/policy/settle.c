/* Settling a bill: the waterfall from the pooled fund down to cash. In come the law and a claim;
   out comes a decision whose parts always make up the bill, or a reason why nothing was decided. */
#include "policy/fall.h"
#include "policy/frozen.h"

#include <stddef.h>
#include <string.h>

#include "base/bug.h"

static inline bool bill_adds_up(const struct gj_bill *bill)
{
    uint64_t bits = gj_beyond(bill->total_fen) | gj_beyond(bill->outside_fen) |
                    gj_beyond(bill->overprice_fen) | gj_beyond(bill->first_share_fen) |
                    gj_beyond(bill->eligible_fen);
    return bits >> 63 == 0 && bill->total_fen == bill->outside_fen + bill->overprice_fen +
                                                     bill->first_share_fen + bill->eligible_fen;
}

static inline bool party_is_sane(const struct gj_party *party)
{
    uint64_t bits = gj_beyond(party->balance_fen) | gj_beyond(party->carried_fen) |
                    gj_beyond(party->wallet_fen);
    return bits >> 63 == 0 && party->carried_fen <= party->balance_fen;
}

static void must_be_sane(const struct gj_claim *claim)
{
    GJ_MUST(bill_adds_up(&claim->bill));
    GJ_MUST(party_is_sane(&claim->user));
    GJ_MUST(claim->payers_count >= 0 && claim->payers_count <= GJ_PAYERS_MAX);
    for (int i = 0; i < claim->payers_count; i++)
        GJ_MUST(party_is_sane(&claim->payers[i].party));
}

/* Most of a decision is room for rows and legs, which says nothing behind the counts and is not
   cleared. */
static void clear(struct gj_decision *decision, const struct gj_bill *bill)
{
    size_t first = offsetof(struct gj_decision, deductible_fen);
    memset((char *)decision + first, 0, offsetof(struct gj_decision, trace) - first);
    decision->bill = *bill;
    decision->refused_key = -1;
    decision->trace.count = decision->trace.not_found_count = 0;
    decision->trace.full = false;
}

/* A refusal leaves no amount but the bill; the rows that led to it stay. */
static void refuse(struct gj_decision *decision, const struct gj_claim *claim,
                   enum gj_reason reason)
{
    struct gj_trace trace = decision->trace;
    clear(decision, &claim->bill);
    decision->trace = trace;
    decision->reason = (int16_t)reason;
}

/* ---- the pooled fund ---- */

/* There is no refusal for a bill of somebody whose enrolment is not normal: he has no pooled
   benefit on that day, but the bill is still settled, and his own account pays as the row
   own.while_suspended says, which then stands in the trace. */
static bool has_pooled_benefit(const struct gj_claim *claim)
{
    return claim->user.status == GJ_STATUS_NORMAL && claim->user.scheme != GJ_SCHEME_NONE;
}

static void without_pool(struct gj_fall *fall)
{
    struct gj_decision *decision = fall->decision;
    decision->cap_left_fen = GJ_FEN_UNLIMITED;
    if (fall->plan) {
        gj_fall_choice(fall, GJ_CHOICE_YEAR_START, true);
        decision->benefit_year_first = fall->plan->benefit_year_first;
    } else {
        decision->benefit_year_first =
            gj_benefit_year(fall->law, &fall->claim->where, &decision->trace);
    }
}

static bool pay_by(struct gj_fall *fall, const struct gj_pooled_rule *rule)
{
    struct gj_decision *decision = fall->decision;
    if (rule->reason != GJ_OK) {
        refuse(decision, fall->claim, rule->reason);
        decision->refused_key = (int16_t)rule->missing;
        return false;
    }
    struct gj_pooled pooled = gj_pooled(rule, &fall->claim->used, fall->claim->bill.eligible_fen);
    decision->deductible_fen = pooled.deductible_fen;
    decision->pool_fen = pooled.pool_fen;
    decision->cap_left_fen = pooled.cap_left_fen;
    decision->ratio_ppm = pooled.ratio_ppm;
    decision->counts = rule->counts;
    decision->benefit_year_first = rule->benefit_year_first;
    return true;
}

/* A rule that cites more rows than fit leaves no trail: its bill is refused in the end. */
static void follow_plan(struct gj_fall *fall)
{
    const struct gj_bill_plan *plan = fall->plan;
    if (plan->rule.reason == GJ_OK && !plan->trace.full) {
        fall->trail = gj_trail_rows(fall->law->planner, NULL, plan->piece, &plan->trace, true);
        return;
    }
    fall->on_trail = false;
    fall->decision->trace = plan->trace;
}

static bool pay_pool(struct gj_fall *fall)
{
    if (!has_pooled_benefit(fall->claim)) {
        without_pool(fall);
        return true;
    }
    if (fall->plan) {
        follow_plan(fall);
        return pay_by(fall, &fall->plan->rule);
    }
    struct gj_pooled_rule rule;
    gj_pooled_rule(fall->law, fall->claim, &rule, &fall->decision->trace);
    return pay_by(fall, &rule);
}

/* ---- the person's share ---- */

const struct gj_row *gj_fall_choice(struct gj_fall *fall, enum gj_choices choice, bool noted)
{
    struct gj_trace *trace = noted ? &fall->decision->trace : NULL;
    if (!fall->plan)
        return gj_find(fall->law, gj_key_of_choice(choice), &fall->where, trace);
    const struct gj_choice *found = &fall->plan->choices[choice];
    if (!noted || found->number == GJ_NO_ROW)
        return found->row;
    if (fall->on_trail)
        fall->trail = gj_trail_row(fall->law->planner, fall->trail,
                                   fall->plan->piece + 1 + (uint64_t)choice, found->number);
    else
        gj_trace_note(trace, found->number);
    return found->row;
}

void gj_fall_leave_trail(struct gj_fall *fall)
{
    if (fall->on_trail && fall->trail)
        fall->decision->trace = fall->trail->trace;
    fall->on_trail = false;
}

/* The wallet pays after the own account unless a row says otherwise. */
static bool wallet_is_first(struct gj_fall *fall)
{
    if (fall->claim->user.wallet_fen == 0)
        return false;
    const struct gj_row *row = gj_fall_choice(fall, GJ_CHOICE_WALLET_RANK, true);
    return row && !row->is_none && row->number == 0; /* before_own|after_own */
}

static void draw_accounts(struct gj_fall *fall)
{
    if (fall->due_fen == 0 || !fall->claim->accounts_used)
        return;
    bool wallet_first = wallet_is_first(fall);
    if (wallet_first)
        gj_draw_wallet(fall);
    gj_draw_own(fall);
    if (!wallet_first)
        gj_draw_wallet(fall);
    gj_draw_aid(fall);
}

/* ---- ending ---- */

static bool area_is_among(const gj_area *areas, int count, gj_area area)
{
    for (int i = 0; i < count; i++)
        if (areas[i] == area)
            return true;
    return false;
}

/* The areas whose books the bill touches: home, care, and every area money comes from. */
static bool areas_fit(const struct gj_claim *claim, const struct gj_decision *decision)
{
    gj_area areas[GJ_LEGS_MAX + 2] = {claim->where.area};
    int count = 1;
    if (claim->care_area != 0 && !area_is_among(areas, count, claim->care_area))
        areas[count++] = claim->care_area;
    for (int i = 0; i < decision->legs_count; i++)
        if (!area_is_among(areas, count, decision->legs[i].area))
            areas[count++] = decision->legs[i].area;
    return count <= GJ_AREAS_MAX;
}

/* How the bill was paid, named by the farthest step of the waterfall that gave money. */
static enum gj_reason reason_of(const struct gj_claim *claim, const struct gj_decision *decision)
{
    if (decision->aid_fen > 0) {
        for (int i = 0; i < decision->legs_count; i++)
            if (decision->legs[i].kind == GJ_PAYER_AID &&
                decision->legs[i].area != claim->user.area)
                return GJ_OK_AID_PROVINCE;
        return GJ_OK_AID_SAME_AREA;
    }
    if (decision->wallet_fen > 0)
        return GJ_OK_WALLET;
    return decision->own_fen > 0 ? GJ_OK_OWN : GJ_OK_SETTLED;
}

static gj_fen sum_of_legs(const struct gj_decision *decision)
{
    gj_fen sum = 0;
    for (int i = 0; i < decision->legs_count; i++) {
        const struct gj_leg *leg = &decision->legs[i];
        GJ_MUST(leg->carried_fen >= 0 && leg->current_fen >= 0);
        sum += leg->carried_fen + leg->current_fen;
    }
    return sum;
}

/* The identities of a decision. One that breaks them is a bug and goes no further. */
static void must_hold(const struct gj_decision *decision)
{
    const struct gj_bill *bill = &decision->bill;
    GJ_MUST(bill_adds_up(bill));
    GJ_MUST(decision->pool_fen >= 0 && decision->deductible_fen >= 0);
    GJ_MUST(decision->pool_fen + decision->deductible_fen <= bill->eligible_fen);
    GJ_MUST(decision->other_funds_fen == 0 && decision->person_fen >= 0);
    GJ_MUST(decision->own_fen >= 0 && decision->wallet_fen >= 0);
    GJ_MUST(decision->aid_fen >= 0 && decision->cash_fen >= 0);
    GJ_MUST(bill->total_fen ==
            decision->pool_fen + decision->other_funds_fen + decision->person_fen);
    GJ_MUST(decision->person_fen ==
            decision->own_fen + decision->wallet_fen + decision->aid_fen + decision->cash_fen);
    GJ_MUST(sum_of_legs(decision) == decision->own_fen + decision->wallet_fen + decision->aid_fen);
}

/* The home area's switch for the national interface. It decides nothing, so it is not in the trace;
   where nothing is said the project's choice holds. */
static bool acct_pay_includes_aid(struct gj_fall *fall)
{
    const struct gj_row *row = gj_fall_choice(fall, GJ_CHOICE_INCLUDES_AID, false);
    return !row || row->is_none || row->number == 1;
}

static void finish(struct gj_fall *fall)
{
    struct gj_decision *decision = fall->decision;
    gj_fall_leave_trail(fall);
    decision->cash_fen = fall->due_fen;
    decision->acct_pay_includes_aid = acct_pay_includes_aid(fall);
    decision->reason = (int16_t)reason_of(fall->claim, decision);
    must_hold(decision);
    if (decision->trace.full)
        refuse(decision, fall->claim, GJ_TRACE_TOO_LONG);
    else if (!areas_fit(fall->claim, decision))
        refuse(decision, fall->claim, GJ_AREAS_TOO_MANY);
}

/* What the pooled fund left goes down the rest of the waterfall. */
static void pay_rest(struct gj_fall *fall)
{
    struct gj_decision *decision = fall->decision;
    decision->person_fen = fall->claim->bill.total_fen - decision->pool_fen;
    fall->due_fen = decision->person_fen;
    draw_accounts(fall);
    finish(fall);
}

static bool is_suspended(const struct gj_claim *claim, gj_day day)
{
    return claim->user.suspended_until != GJ_DAY_NONE && claim->user.suspended_until > day;
}

void gj_settle(const struct gj_law *law, const struct gj_claim *claim,
               struct gj_decision *decision_out)
{
    must_be_sane(claim);
    clear(decision_out, &claim->bill);
    struct gj_fall fall = {.law = law, .claim = claim, .decision = decision_out};
    fall.where = claim->where;
    fall.where.day = gj_time_day(claim->now); /* accounts, bindings and wallets go by this day */
    if (is_suspended(claim, fall.where.day)) {
        refuse(decision_out, claim, GJ_SETTLEMENT_SUSPENDED);
        return;
    }
    if (gj_plan_fits(law)) {
        fall.plan = gj_plan_bill(law, claim, fall.where.day);
        fall.payment = gj_payment_of(claim, fall.where.day);
        fall.on_trail = true;
    }
    if (pay_pool(&fall))
        pay_rest(&fall);
}

void gj_settle_share(const struct gj_law *law, const struct gj_claim *claim,
                     struct gj_decision *decision_out)
{
    must_be_sane(claim);
    clear(decision_out, &claim->bill);
    struct gj_fall fall = {.law = law, .claim = claim, .decision = decision_out};
    fall.where = claim->where;
    decision_out->cap_left_fen = GJ_FEN_UNLIMITED;
    pay_rest(&fall);
}
