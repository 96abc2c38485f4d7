/* Settling a bill: the waterfall from the pooled fund down to cash. In come the law and a claim;
   out comes a decision whose parts always make up the bill, or a reason why nothing was decided. */
#include "policy/apply.h"
#include "policy/fall.h"
#include "policy/year.h"

#include "base/bug.h"

/* Bound payers are looked at when they are drawn from. */
GJ_INLINE void must_be_sane(const struct gj_claim *claim)
{
    GJ_MUST(gj_bill_adds_up(&claim->bill));
    GJ_MUST(gj_party_is_sane(&claim->user));
    GJ_MUST(claim->payers_count >= 0 && claim->payers_count <= GJ_PAYERS_MAX);
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

/* Before the first step; what each way down to cash sets anyhow is left to it. */
static void clear(struct gj_decision *decision, const struct gj_bill *bill)
{
    decision->bill = *bill;
    decision->own_fen = decision->wallet_fen = decision->aid_fen = decision->other_funds_fen = 0;
    decision->pack_set = 0;
    decision->refused_key = -1;
    decision->legs_count = 0;
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

static void pay_nothing(struct gj_decision *decision, gj_day benefit_year_first)
{
    decision->deductible_fen = decision->pool_fen = 0;
    decision->cap_left_fen = GJ_FEN_UNLIMITED;
    decision->ratio_ppm = 0;
    decision->counts = 0;
    decision->benefit_year_first = benefit_year_first;
}

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
    if (fall->plan) {
        gj_fall_choice(fall, GJ_CHOICE_YEAR_START, true);
        pay_nothing(decision, fall->plan->benefit_year_first);
    } else {
        pay_nothing(decision, gj_benefit_year(fall->law, &fall->claim->where, &decision->trace));
    }
}

GJ_INLINE bool pay_by(struct gj_fall *fall, const struct gj_pooled_rule *rule)
{
    struct gj_decision *decision = fall->decision;
    if (rule->reason != GJ_OK) {
        refuse(decision, fall->claim, rule->reason);
        decision->refused_key = (int16_t)rule->missing;
        return false;
    }
    struct gj_pooled pooled = gj_apply(rule, &fall->claim->used, decision->bill.eligible_fen);
    decision->deductible_fen = pooled.deductible_fen;
    decision->pool_fen = pooled.pool_fen;
    decision->cap_left_fen = pooled.cap_left_fen;
    decision->ratio_ppm = pooled.ratio_ppm;
    decision->counts = rule->counts;
    decision->benefit_year_first = rule->benefit_year_first;
    return true;
}

/* A rule that cites more rows than fit leaves no trail: its bill is refused in the end. */
GJ_INLINE void follow_plan(struct gj_fall *fall)
{
    const struct gj_bill_plan *plan = fall->plan;
    if (plan->is_short) {
        gj_trail_add(&fall->trail, &plan->step, plan->step.room);
        return;
    }
    fall->on_trail = false;
    if (!fall->law->rows_unread || plan->trace.full)
        fall->decision->trace = plan->trace;
}

GJ_INLINE bool pay_pool(struct gj_fall *fall)
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

int32_t gj_fall_plain_choice(struct gj_fall *fall, enum gj_choices choice, bool noted)
{
    struct gj_where where = fall->claim->where;
    where.day = fall->day;
    return gj_choice_says(gj_find(fall->law, gj_key_of_choice(choice), &where,
                                  noted ? &fall->decision->trace : NULL));
}

/* Copies what the trail noted into the decision; from there on rows are noted in it. */
static void leave_trail(struct gj_fall *fall)
{
    if (fall->on_trail && fall->trail.count > 0)
        fall->decision->trace = *gj_trail_trace(fall->law->planner, &fall->trail);
    fall->on_trail = false;
}

void gj_fall_write(struct gj_fall *fall, const struct gj_trail_step *step)
{
    leave_trail(fall);
    gj_trace_take(&fall->decision->trace, step);
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
GJ_INLINE bool areas_fit(const struct gj_claim *claim, const struct gj_decision *decision)
{
    gj_area areas[GJ_AREAS_MAX];
    int count = 0;
    if (decision->legs_count <= GJ_AREAS_MAX - 2)
        return true; /* however far apart */
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
GJ_INLINE enum gj_reason reason_of(const struct gj_claim *claim, const struct gj_decision *decision)
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

GJ_INLINE gj_fen sum_of_legs(const struct gj_decision *decision)
{
    gj_fen sum = 0, signs = 0;
    for (int i = 0; i < decision->legs_count; i++) {
        const struct gj_leg *leg = &decision->legs[i];
        signs |= leg->carried_fen | leg->current_fen;
        sum += leg->carried_fen + leg->current_fen;
    }
    GJ_MUST(signs >= 0);
    return sum;
}

/* The identities of a decision, whose bill adds up. One that breaks them is a bug and goes no
   further. */
GJ_INLINE void must_hold(const struct gj_decision *decision)
{
    const struct gj_bill *bill = &decision->bill;
    gj_fen given = decision->own_fen + decision->wallet_fen + decision->aid_fen;
    GJ_MUST((decision->pool_fen | decision->deductible_fen | decision->person_fen |
             decision->own_fen | decision->wallet_fen | decision->aid_fen | decision->cash_fen) >=
            0);
    GJ_MUST(decision->pool_fen + decision->deductible_fen <= bill->eligible_fen);
    GJ_MUST(decision->other_funds_fen == 0);
    GJ_MUST(bill->total_fen == decision->pool_fen + decision->person_fen);
    GJ_MUST(decision->person_fen == given + decision->cash_fen);
    GJ_MUST(sum_of_legs(decision) == given);
}

/* The home area's switch for the national interface. It decides nothing, so it is not in the trace;
   where nothing is said the project's choice holds. */
GJ_INLINE bool acct_pay_includes_aid(struct gj_fall *fall)
{
    int32_t says = fall->plan ? fall->plan->choices[GJ_CHOICE_INCLUDES_AID].says
                              : gj_fall_choice(fall, GJ_CHOICE_INCLUDES_AID, false);
    return says == GJ_CHOICE_UNSAID || says == 1;
}

/* Rows that nobody reads are not written down, but a bill that rests on too many is refused either
   way. */
GJ_INLINE void write_rows(struct gj_fall *fall)
{
    bool unread = fall->law->rows_unread && fall->on_trail;
    if (!unread || !(gj_trail_surely_fits(&fall->trail) || gj_trail_fits(&fall->trail)))
        leave_trail(fall);
}

GJ_INLINE bool finish(struct gj_fall *fall)
{
    struct gj_decision *decision = fall->decision;
    write_rows(fall);
    decision->cash_fen = fall->due_fen;
    decision->acct_pay_includes_aid = acct_pay_includes_aid(fall);
    decision->reason = (int16_t)reason_of(fall->claim, decision);
    must_hold(decision);
    if (!decision->trace.full && areas_fit(fall->claim, decision))
        return true;
    refuse(decision, fall->claim, decision->trace.full ? GJ_TRACE_TOO_LONG : GJ_AREAS_TOO_MANY);
    return false;
}

/* What the pooled fund left goes down the rest of the waterfall. */
GJ_INLINE bool pay_rest(struct gj_fall *fall)
{
    struct gj_decision *decision = fall->decision;
    decision->person_fen = fall->claim->bill.total_fen - decision->pool_fen;
    fall->due_fen = decision->person_fen;
    if (fall->due_fen != 0 && fall->claim->accounts_used)
        gj_draw(fall);
    return finish(fall);
}

/* ---- the whole way ---- */

/* Takes a claim up, with the plan for its bill, or NULL. */
GJ_INLINE void begin(struct gj_fall *fall, const struct gj_law *law,
                     const struct gj_bill_plan *plan, const struct gj_claim *claim,
                     struct gj_decision *decision)
{
    must_be_sane(claim);
    clear(decision, &claim->bill);
    fall->law = law;
    fall->claim = claim;
    fall->decision = decision;
    fall->day = gj_time_day(claim->now);
    fall->due_fen = 0;
    fall->trail.count = 0;
    fall->trail.room = 0;
    fall->on_trail = plan != NULL;
    fall->plan = plan;
}

/* What is found for a claim's bill, if the law has a planner. */
static const struct gj_bill_plan *plan_of(const struct gj_law *law, const struct gj_claim *claim)
{
    return gj_plan_fits(law) ? gj_plan_bill(law, claim, gj_time_day(claim->now)) : NULL;
}

/* All the way down to cash, or to a refusal, which is false. */
GJ_INLINE bool go_down(struct gj_fall *fall)
{
    if (!gj_party_is_suspended(&fall->claim->user, fall->day))
        return pay_pool(fall) && pay_rest(fall);
    refuse(fall->decision, fall->claim, GJ_SETTLEMENT_SUSPENDED);
    return false;
}

void gj_settle(const struct gj_law *law, const struct gj_claim *claim,
               struct gj_decision *decision_out)
{
    struct gj_fall fall;
    begin(&fall, law, plan_of(law, claim), claim, decision_out);
    go_down(&fall);
}

bool gj_year_settle(struct gj_year *year, const struct gj_law *law, const struct gj_bill_plan *plan,
                    struct gj_claim *claim, bool says_used, struct gj_decision *decision_out)
{
    struct gj_fall fall;
    begin(&fall, law, plan ? plan : plan_of(law, claim), claim, decision_out);
    gj_day first =
        fall.plan ? fall.plan->benefit_year_first : gj_benefit_year(law, &claim->where, NULL);
    gj_year_open(year, first, claim, says_used);
    return go_down(&fall);
}

void gj_settle_share(const struct gj_law *law, const struct gj_claim *claim,
                     struct gj_decision *decision_out)
{
    must_be_sane(claim);
    clear(decision_out, &claim->bill);
    struct gj_fall fall = {.law = law, .claim = claim, .decision = decision_out};
    fall.day = claim->where.day;
    pay_nothing(decision_out, 0);
    pay_rest(&fall);
}
