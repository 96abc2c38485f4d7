/* The verb split: bills with the money that is there, through the whole engine, without
   a store. In come one bill or steps of bills; out comes each bill's split, the counters of the
   benefit year carried from one step to the next. */
#include <string.h>

#include "asked/inside.h"
#include "asked/split.h"
#include "base/bug.h"

/* ---- the answer ---- */

static void add_money(struct json_object *answer, const char *name, gj_fen fen)
{
    gj_json_add(answer, name, gj_json_money_text(fen));
}

static void add_amounts(struct json_object *answer, const struct gj_decision *decision)
{
    add_money(answer, "total", decision->bill.total_fen);
    add_money(answer, "outside", decision->bill.outside_fen);
    add_money(answer, "overprice", decision->bill.overprice_fen);
    add_money(answer, "first_share", decision->bill.first_share_fen);
    add_money(answer, "eligible", decision->bill.eligible_fen);
    add_money(answer, "deductible", decision->deductible_fen);
    add_money(answer, "pool", decision->pool_fen);
    add_money(answer, "other_funds", decision->other_funds_fen);
    add_money(answer, "own", decision->own_fen);
    add_money(answer, "wallet", decision->wallet_fen);
}

struct json_object *gj_asked_aid(const struct gj_asked_bill *bill,
                                 const struct gj_decision *decision)
{
    struct json_object *list = gj_asked_list();
    for (int i = 0; i < decision->legs_count; i++) {
        const struct gj_leg *leg = &decision->legs[i];
        if (leg->kind != GJ_PAYER_AID)
            continue;
        struct json_object *aid = json_object_new_object();
        GJ_MUST(aid != NULL && leg->payer < bill->claim.payers_count);
        gj_json_add(aid, "id", gj_json_string(bill->payer_ids[leg->payer]));
        add_money(aid, "amount", leg->carried_fen + leg->current_fen);
        gj_asked_append(list, aid);
    }
    return list;
}

static struct json_object *used_after(const struct gj_used *used)
{
    struct json_object *object = json_object_new_object();
    GJ_MUST(object != NULL);
    add_money(object, "deductible", used->deductible_fen);
    add_money(object, "pool", used->pool_fen);
    gj_json_add(object, "visits", json_object_new_int64(used->visits));
    add_money(object, "eligible", used->eligible_fen);
    return object;
}

static void add_reasons(struct json_object *answer, const struct gj_law *law,
                        const struct gj_decision *decision)
{
    gj_json_add(answer, "because", gj_asked_because(law, &decision->trace));
    gj_json_add(answer, "not_found", gj_asked_not_found(&decision->trace, 0, 0));
    gj_json_add(answer, "pack", gj_asked_pack(law));
}

static void add_split(struct json_object *answer, const struct gj_law *law,
                      const struct gj_asked_bill *bill, const struct gj_decision *decision,
                      const struct gj_used *used)
{
    add_amounts(answer, decision);
    gj_json_add(answer, "aid", gj_asked_aid(bill, decision));
    add_money(answer, "cash", decision->cash_fen);
    gj_json_add(answer, "used", used_after(used));
    add_reasons(answer, law, decision);
}

/* A bill whose rule is not known is not settled with a pool of nothing. */
static void add_refusal(struct json_object *answer, const struct gj_law *law,
                        const struct gj_decision *decision)
{
    enum gj_reason reason = (enum gj_reason)decision->reason;
    bool unknown = reason == GJ_POLICY_UNKNOWN;
    int word = unknown ? GJ_ANSWER_UNKNOWN : GJ_ANSWER_DENY;
    gj_json_add(answer, "answer", gj_asked_word(gj_word(GJ_WORDS_OF_ANSWER, word)));
    gj_json_add(answer, "reason", gj_asked_word(gj_reason_code(reason)));
    if (unknown && decision->refused_key >= 0) {
        struct json_object *missing = gj_asked_list();
        gj_asked_append(missing, gj_asked_key((enum gj_key)decision->refused_key, 0));
        gj_json_add(answer, "missing", missing);
    }
    add_reasons(answer, law, decision);
}

/* ---- one bill ---- */

/* Money that was said once for all steps is spent once. */
static void spend(struct gj_asked_bill *common, const struct gj_asked_bill *bill,
                  const struct gj_decision *decision)
{
    struct gj_party *user = &common->claim.user;
    if (!bill->says_own)
        user->carried_fen = user->balance_fen -= decision->own_fen;
    if (!bill->says_wallet)
        user->wallet_fen -= decision->wallet_fen;
    for (int i = 0; !bill->says_payers && i < decision->legs_count; i++) {
        const struct gj_leg *leg = &decision->legs[i];
        if (leg->kind != GJ_PAYER_AID)
            continue;
        struct gj_claim_payer *payer = &common->claim.payers[leg->payer];
        gj_fen amount = leg->carried_fen + leg->current_fen;
        payer->party.carried_fen = payer->party.balance_fen -= amount;
        payer->bond.used_year_fen += amount;
    }
}

static void settle(struct gj_asked_reader *reader, struct gj_asked_bill *bill,
                   struct gj_asked_bill *common, struct gj_year *year, struct json_object *answer)
{
    struct gj_decision decision;
    if (gj_asked_is_nowhere(reader, bill->claim.where.area)) {
        memset(&decision, 0, sizeof decision);
        decision.reason = GJ_POLICY_UNKNOWN;
        decision.refused_key = GJ_KEY_BENEFIT_YEAR_START; /* which each bill needs first */
        add_refusal(answer, &reader->law, &decision);
        return;
    }
    if (!gj_year_settle(year, &reader->law, NULL, &bill->claim, bill->says_used, &decision)) {
        add_refusal(answer, &reader->law, &decision);
        return;
    }
    gj_year_close(year, &bill->claim, &decision);
    spend(common, bill, &decision);
    add_split(answer, &reader->law, bill, &decision,
              &gj_year_counter(year, bill->claim.care)->used);
}

/* ---- steps ---- */

struct steps {
    struct gj_asked_bill common;
    struct gj_year year;
    struct json_object *answers;
};

static bool one_step(struct gj_asked_reader *reader, struct json_object *value, void *target)
{
    struct steps *steps = target;
    struct gj_asked_bill bill = steps->common;
    bill.says_own = bill.says_wallet = bill.says_payers = bill.says_used = false;
    if (!gj_asked_read_step(reader, value, &bill))
        return false;
    bool first = json_object_array_length(steps->answers) == 0;
    if (first && !bill.says_used)
        bill.says_used = steps->common.says_used;
    if (!first && bill.says_used)
        return gj_asked_fault_at(reader, "used", GJ_ASKED_INVALID_VALUE,
                                 "only the first step may say what was used before");
    struct json_object *answer = json_object_new_object();
    GJ_MUST(answer != NULL);
    gj_asked_append(steps->answers, answer);
    settle(reader, &bill, &steps->common, &steps->year, answer);
    return true;
}

bool gj_asked_answer_split(struct gj_asked_reader *reader, struct json_object *question,
                           struct json_object *answer)
{
    struct steps steps;
    memset(&steps, 0, sizeof steps);
    struct json_object *list = NULL;
    bool has_steps = gj_json_member(question, "steps", &list) && list != NULL;
    if (!gj_asked_read_bill(reader, question, has_steps, &steps.common))
        return false;
    if (!has_steps) {
        struct gj_asked_bill bill = steps.common;
        settle(reader, &bill, &steps.common, &steps.year, answer);
        return true;
    }
    steps.answers = gj_asked_list();
    gj_json_add(answer, "steps", steps.answers);
    size_t mark = gj_asked_enter(reader, "steps");
    bool good = gj_asked_each(reader, list, GJ_ASKED_STEPS_MAX, one_step, &steps);
    gj_asked_leave(reader, mark);
    return good;
}
