/* Refund of a part of a settled bill: the settlement is taken back whole and what is left of the
   bill is settled in its place, on the original day, facts and packs; the differences are posted by
   payer. Never pro rata: taking one line off a bill gives what the bill without it would have given.
   In come the sums by class of what is given back; out comes one settlement that names the original.
   The remaining settlement may be reversed or refunded again. */
#include <string.h>

#include "acts/inside.h"

/* What is left of the bill, by class. False if more is given back than was settled. */
static bool take_off(const struct gj_bill *settled, const struct gj_bill *back,
                     struct gj_bill *left_out)
{
    *left_out = (struct gj_bill){
        .total_fen = settled->total_fen - back->total_fen,
        .outside_fen = settled->outside_fen - back->outside_fen,
        .overprice_fen = settled->overprice_fen - back->overprice_fen,
        .first_share_fen = settled->first_share_fen - back->first_share_fen,
        .eligible_fen = settled->eligible_fen - back->eligible_fen,
    };
    return left_out->total_fen >= 0 && left_out->outside_fen >= 0 && left_out->overprice_fen >= 0 &&
           left_out->first_share_fen >= 0 && left_out->eligible_fen >= 0;
}

static bool adds_up(const struct gj_bill *bill)
{
    const gj_fen parts[] = {bill->outside_fen, bill->overprice_fen, bill->first_share_fen,
                            bill->eligible_fen};
    gj_fen sum = 0;
    for (int i = 0; i < 4; i++)
        if (parts[i] < 0 || !gj_fen_add(sum, parts[i], &sum))
            return false;
    return sum == bill->total_fen;
}

static bool policy_agrees(struct gj_acting *acting, gj_fen paid, gj_fen asked)
{
    struct gj_question question;
    struct gj_reply_to_question reply;
    gj_question_favourable(&question);
    question.at = acting->command->now;
    question.kind = GJ_ASK_REFUND;
    question.refund.paid_fen = paid;
    question.refund.asked_fen = asked;
    gj_ask(acting->law, &question, &reply);
    return reply.answer == GJ_ANSWER_ALLOW || gj_refuse_as_asked(acting, &question, &reply);
}

static bool may_refund(struct gj_acting *acting, struct gj_bill *left_out)
{
    const struct gj_settlement *original = &acting->facts->settlement;
    const struct gj_bill *settled = &original->decision.bill;
    const struct gj_bill *back = &acting->command->body.reverse.bill;
    if (!gj_may_take_back(acting))
        return false;
    if (!adds_up(back))
        return gj_refuse_amount(acting, GJ_TOTAL_MISMATCH, "total", back->total_fen,
                                back->outside_fen + back->overprice_fen + back->first_share_fen +
                                    back->eligible_fen);
    if (back->total_fen == 0)
        return gj_refuse(acting, GJ_AMOUNT_ZERO);
    if (!policy_agrees(acting, settled->total_fen, back->total_fen))
        return false;
    if (!take_off(settled, back, left_out))
        return gj_refuse(acting, GJ_REFUND_OVER_ORIGINAL);
    if (!gj_law_of_set(acting->law, original->decision.pack_set))
        return gj_refuse(acting, GJ_PACK_SET_MISSING);
    return true;
}

/* What the act adds to a decision from rows that are no part of the claim stands in the original. */
static void complete(const struct gj_decision *original, struct gj_decision *left)
{
    left->pack_set = original->pack_set;
    left->benefit_year_first = original->benefit_year_first;
    for (int i = 0; i < left->legs_count; i++)
        for (int o = 0; o < original->legs_count; o++) {
            struct gj_leg *leg = &left->legs[i];
            const struct gj_leg *was = &original->legs[o];
            if (leg->kind != was->kind || leg->kind == GJ_PAYER_AID)
                continue;
            if (leg->kind == GJ_PAYER_WALLET)
                leg->area = was->area;
            leg->person = was->person;
        }
}

/* The rest of the bill, decided on the facts and under the packs of the original; nothing is gathered
   anew. */
static bool decide_rest(struct gj_acting *acting, const struct gj_bill *left,
                        struct gj_settlement *rest)
{
    const struct gj_settlement *original = &acting->facts->settlement;
    *rest = *original;
    rest->claim.bill = *left;
    gj_settle(gj_law_of_set(acting->law, original->decision.pack_set), &rest->claim,
              &rest->decision);
    if (!gj_reason_is_ok((enum gj_reason)rest->decision.reason))
        return gj_refuse(acting, (enum gj_reason)rest->decision.reason);
    complete(&original->decision, &rest->decision);
    return true;
}

/* Gives back to each payer what he paid more than the rest asks of him. A smaller bill never asks
   more of anybody; one that would is refused. */
static bool post_difference(struct gj_acting *acting, const struct gj_settlement *rest)
{
    struct gj_outcome *outcome = acting->outcome;
    struct gj_settlement part = acting->facts->settlement;
    int year = gj_day_year(gj_time_day(part.claim.now));
    if (!gj_decision_less(&acting->facts->settlement.decision, &rest->decision, &part.decision))
        return gj_refuse(acting, GJ_SPLIT_CHANGED);
    if (!gj_collect_accounts(acting, &part.decision))
        return false;
    gj_entry_of_reversal(&part, gj_this_year(acting), outcome->accounts, outcome->accounts_count,
                         &outcome->wallets[0], &outcome->entry);
    gj_seal_entry(acting);
    for (int i = 0; i < part.decision.legs_count; i++)
        gj_move_binding(acting, &part.decision.legs[i], year, -1);
    GJ_MUST(gj_move_counters(acting, &acting->facts->settlement.decision, -1));
    return gj_move_counters(acting, &rest->decision, 1) || gj_refuse(acting, GJ_AMOUNT_TOO_LARGE);
}

/* A whole bill has no charge; its settlement is its visit. */
static void keep_rest(struct gj_acting *acting, struct gj_settlement *rest)
{
    const struct gj_settlement *original = &acting->facts->settlement;
    bool is_whole = gj_settlement_is_whole(original);
    rest->id = acting->command->order;
    rest->version = 0;
    rest->refund_of = original->id;
    rest->previous = 0;
    rest->entry = acting->outcome->entry.count > 0 ? rest->id : 0;
    rest->now = acting->command->now;
    rest->balance_after_fen = gj_balance_after(acting, original->claim.where.area);
    memcpy(rest->msgid, acting->command->msgid, sizeof rest->msgid);
    if (is_whole) {
        rest->visit = rest->id;
    } else {
        struct gj_charge *charge = gj_change_charge(acting, &acting->facts->charge);
        charge->settlement = rest->id;
        charge->bill = rest->claim.bill;
    }
    gj_change_settlement(acting, rest);
    gj_change_settlement(acting, original)->reversed_by = rest->id;
    acting->outcome->reply.balance_fen = rest->balance_after_fen;
}

void gj_act_refund(struct gj_acting *acting)
{
    gj_area home = acting->facts->settlement.claim.where.area;
    struct gj_settlement rest;
    struct gj_bill left;
    if (!may_refund(acting, &left))
        return;
    if (left.total_fen == 0) { /* nothing is left: it is a reversal */
        if (gj_take_back(acting))
            gj_grant(acting, GJ_OK_REVERSED, acting->command->order, home);
        return;
    }
    if (!decide_rest(acting, &left, &rest) || !post_difference(acting, &rest))
        return;
    keep_rest(acting, &rest);
    gj_grant(acting, GJ_OK_REFUND, rest.id, home);
}
