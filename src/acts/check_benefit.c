/* The benefit check of a person (2001): what the pooled fund would pay him on a day at this
   institution, and what his own account can give. Keeps nothing. A bill larger than any is split: the
   decision then holds what is left of each. What relatives and a wallet hold is not told: an
   institution never learns it. */
#include <string.h>

#include "acts/inside.h"

#define LARGER_THAN_ANY_FEN INT64_C(1000000000000)

static void put_probe(const struct gj_acting *acting, struct gj_claim *claim)
{
    const struct gj_bill bill = {.total_fen = LARGER_THAN_ANY_FEN,
                                 .eligible_fen = LARGER_THAN_ANY_FEN};
    gj_claim_of_facts(acting->law, acting->command, acting->facts, &bill, claim);
    claim->accounts_used = true;
    claim->payers_count = 0;
    claim->user.wallet_open = false;
    claim->user.wallet_fen = 0;
}

/* Why the fund pays, or why not. */
static enum gj_reason reason_of(const struct gj_claim *claim, const struct gj_decision *decision)
{
    if (!gj_reason_is_ok((enum gj_reason)decision->reason))
        return (enum gj_reason)decision->reason;
    if (claim->user.status != GJ_STATUS_NORMAL)
        return GJ_USER_NOT_ACTIVE;
    if (decision->pool_fen > 0)
        return GJ_OK_BENEFIT;
    return decision->cap_left_fen == 0 ? GJ_POOL_CAP_REACHED : GJ_POOL_NOT_DUE;
}

/* Claim and decision stand in outcome.settlements[0], whose count stays 0; the decision's reason says
   whether the fund pays. */
void gj_act_check_benefit(struct gj_acting *acting)
{
    struct gj_settlement *draft = &acting->outcome->settlements[0];
    if (!gj_whole_bill_is_possible(acting))
        return;
    memset(draft, 0, sizeof *draft);
    put_probe(acting, &draft->claim);
    gj_settle(acting->law, &draft->claim, &draft->decision);
    if (draft->decision.reason == GJ_POLICY_UNKNOWN) {
        gj_refuse_unknown(acting, draft->decision.refused_key, draft->claim.where.area,
                          draft->claim.where.day);
        return;
    }
    draft->decision.reason = (int16_t)reason_of(&draft->claim, &draft->decision);
    gj_grant_again(acting, GJ_OK, 0, draft->claim.where.area);
}
