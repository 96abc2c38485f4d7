/* Settling a bill: the waterfall from the pooled fund down to cash. In come the law and a claim;
   out comes a decision whose parts always make up the bill, or a reason why nothing was decided. */
#include "policy/fall.h"
#include "policy/frozen.h"

#include "base/bug.h"

GJ_INLINE bool bill_adds_up(const struct gj_bill *bill)
{
    uint64_t all = (uint64_t)bill->total_fen | (uint64_t)bill->outside_fen |
                   (uint64_t)bill->overprice_fen | (uint64_t)bill->first_share_fen |
                   (uint64_t)bill->eligible_fen;
    uint64_t bits = gj_surely_fen(all)
                        ? 0
                        : gj_beyond(bill->total_fen) | gj_beyond(bill->outside_fen) |
                              gj_beyond(bill->overprice_fen) | gj_beyond(bill->first_share_fen) |
                              gj_beyond(bill->eligible_fen);
    return bits >> 63 == 0 && bill->total_fen == bill->outside_fen + bill->overprice_fen +
                                                     bill->first_share_fen + bill->eligible_fen;
}

GJ_INLINE bool party_is_sane(const struct gj_party *party)
{
    uint64_t all =
        (uint64_t)party->balance_fen | (uint64_t)party->carried_fen | (uint64_t)party->wallet_fen;
    uint64_t bits = gj_surely_fen(all)
                        ? 0
                        : gj_beyond(party->balance_fen) | gj_beyond(party->carried_fen) |
                              gj_beyond(party->wallet_fen);
    return bits >> 63 == 0 && party->carried_fen <= party->balance_fen;
}

GJ_INLINE void must_be_sane(const struct gj_claim *claim)
{
    GJ_MUST(bill_adds_up(&claim->bill));
    GJ_MUST(party_is_sane(&claim->user));
    GJ_MUST(claim->payers_count >= 0 && claim->payers_count <= GJ_PAYERS_MAX);
    for (int i = 0; i < claim->payers_count; i++)
        GJ_MUST(party_is_sane(&claim->payers[i].party));
}

/* Most of a decision is room for rows and legs, which says nothing behind the counts and is not
   cleared. Fields are cleared by name: it is quicker than a range of bytes. */
static void clear_amounts(struct gj_decision *decision, const struct gj_bill *bill)
{
    decision->bill = *bill;
    decision->deductible_fen = decision->pool_fen = decision->other_funds_fen = 0;
    decision->person_fen = decision->own_fen = decision->wallet_fen = 0;
    decision->aid_fen = decision->cash_fen = decision->cap_left_fen = 0;
    decision->pack_set = 0;
    decision->ratio_ppm = 0;
    decision->benefit_year_first = 0;
    decision->reason = 0;
    decision->refused_key = -1;
    decision->legs_count = decision->counts = 0;
    decision->acct_pay_includes_aid = false;
}

static void clear(struct gj_decision *decision, const struct gj_bill *bill)
{
    clear_amounts(decision, bill);
    decision->trace.count = decision->trace.not_found_count = 0;
    decision->trace.full = false;
}

/* A refusal leaves no amount but the bill; the rows that led to it stay. */
static void refuse(struct gj_decision *decision, const struct gj_claim *claim,
                   enum gj_reason reason)
{
    clear_amounts(decision, &claim->bill);
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
    gj_pooled_into(rule, &fall->claim->used, decision);
    return true;
}

/* A rule that cites more rows than fit leaves no trail: its bill is refused in the end. */
static void follow_plan(struct gj_fall *fall)
{
    const struct gj_bill_plan *plan = fall->plan;
    if (plan->rule.reason == GJ_OK && !plan->trace.full) {
        gj_trail_add(&fall->trail, (struct gj_trail_step){plan->piece, &plan->trace, 0, true});
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

static int32_t plain_choice(struct gj_fall *fall, enum gj_choices choice, bool noted)
{
    struct gj_where where = fall->claim->where;
    where.day = fall->day;
    return gj_choice_says(gj_find(fall->law, gj_key_of_choice(choice), &where,
                                  noted ? &fall->decision->trace : NULL));
}

int32_t gj_fall_choice(struct gj_fall *fall, enum gj_choices choice, bool noted)
{
    if (!fall->plan)
        return plain_choice(fall, choice, noted);
    const struct gj_choice *found = &fall->plan->choices[choice];
    if (!noted || found->number == GJ_NO_ROW)
        return found->says;
    uint64_t piece = fall->plan->piece + 1 + (uint64_t)choice;
    struct gj_trail_step step = {piece, NULL, found->number, false};
    if (fall->on_trail && gj_trail_add(&fall->trail, step))
        return found->says;
    gj_fall_leave_trail(fall);
    gj_trace_note(&fall->decision->trace, found->number);
    return found->says;
}

void gj_fall_leave_trail(struct gj_fall *fall)
{
    if (fall->on_trail && fall->trail.count > 0)
        fall->decision->trace = *gj_trail_trace(fall->law->planner, &fall->trail);
    fall->on_trail = false;
}

/* The wallet pays after the own account unless a row says otherwise. */
static bool wallet_is_first(struct gj_fall *fall)
{
    if (fall->claim->user.wallet_fen == 0)
        return false;
    return gj_fall_choice(fall, GJ_CHOICE_WALLET_RANK, true) == 0; /* before_own|after_own */
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
    gj_area areas[GJ_AREAS_MAX];
    int count = 0;
    areas[count++] = claim->where.area;
    if (claim->care_area != 0 && claim->care_area != claim->where.area)
        areas[count++] = claim->care_area;
    for (int i = 0; i < decision->legs_count; i++) {
        if (area_is_among(areas, count, decision->legs[i].area))
            continue;
        if (count == GJ_AREAS_MAX)
            return false;
        areas[count++] = decision->legs[i].area;
    }
    return true;
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
    gj_fen given = decision->own_fen + decision->wallet_fen + decision->aid_fen;
    GJ_MUST(bill_adds_up(bill));
    GJ_MUST((decision->pool_fen | decision->deductible_fen | decision->person_fen) >= 0);
    GJ_MUST(decision->pool_fen + decision->deductible_fen <= bill->eligible_fen);
    GJ_MUST(decision->other_funds_fen == 0);
    GJ_MUST((decision->own_fen | decision->wallet_fen | decision->aid_fen | decision->cash_fen) >=
            0);
    GJ_MUST(bill->total_fen == decision->pool_fen + decision->person_fen);
    GJ_MUST(decision->person_fen == given + decision->cash_fen);
    GJ_MUST(sum_of_legs(decision) == given);
}

/* The home area's switch for the national interface. It decides nothing, so it is not in the trace;
   where nothing is said the project's choice holds. */
static bool acct_pay_includes_aid(struct gj_fall *fall)
{
    int32_t says = fall->plan ? fall->plan->choices[GJ_CHOICE_INCLUDES_AID].says
                              : gj_fall_choice(fall, GJ_CHOICE_INCLUDES_AID, false);
    return says == GJ_CHOICE_UNSAID || says == 1;
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

/* ---- the whole way ---- */

void gj_fall_begin(struct gj_fall *fall, const struct gj_law *law, const struct gj_claim *claim,
                   struct gj_decision *decision)
{
    must_be_sane(claim);
    clear(decision, &claim->bill);
    fall->law = law;
    fall->claim = claim;
    fall->decision = decision;
    fall->day = gj_time_day(claim->now);
    fall->due_fen = 0;
    fall->trail.hash = 0;
    fall->trail.count = 0;
    fall->on_trail = gj_plan_fits(law);
    fall->plan = fall->on_trail ? gj_plan_bill(law, claim, fall->day) : NULL;
    if (fall->plan)
        fall->payment = gj_payment_of(claim, fall->day);
}

static bool is_suspended(const struct gj_claim *claim, gj_day day)
{
    return claim->user.suspended_until != GJ_DAY_NONE && claim->user.suspended_until > day;
}

void gj_fall_down(struct gj_fall *fall)
{
    if (is_suspended(fall->claim, fall->day))
        refuse(fall->decision, fall->claim, GJ_SETTLEMENT_SUSPENDED);
    else if (pay_pool(fall))
        pay_rest(fall);
}

void gj_settle(const struct gj_law *law, const struct gj_claim *claim,
               struct gj_decision *decision_out)
{
    struct gj_fall fall;
    gj_fall_begin(&fall, law, claim, decision_out);
    gj_fall_down(&fall);
}

void gj_settle_share(const struct gj_law *law, const struct gj_claim *claim,
                     struct gj_decision *decision_out)
{
    must_be_sane(claim);
    clear(decision_out, &claim->bill);
    struct gj_fall fall = {.law = law, .claim = claim, .decision = decision_out};
    fall.day = claim->where.day;
    decision_out->cap_left_fen = GJ_FEN_UNLIMITED;
    pay_rest(&fall);
}
