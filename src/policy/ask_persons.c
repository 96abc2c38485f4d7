/* Checks about the two persons: identity, suspension, area, scheme and account, status, relation.
   Payer before user inside each. */
#include <string.h>

#include "policy/asking.h"
#include "policy/frozen.h"

/* Regulation on the supervision of the fund (2021), articles 17 and 41: care is taken with one's
   own credential. */
void gj_check_identity(struct gj_asking *asking)
{
    if (asking->question->place.credential == GJ_CREDENTIAL_PAYER && !asking->self)
        gj_asking_fail(asking, GJ_IDENTITY_MISMATCH);
}

/* Regulation on the supervision of the fund (2021), article 41: for a time, whose end is known. */
void gj_asking_suspended(struct gj_asking *asking, const struct gj_party *party)
{
    if (party->suspended_until == GJ_DAY_NONE || asking->day >= party->suspended_until)
        return;
    gj_asking_fail(asking, GJ_SETTLEMENT_SUSPENDED);
    gj_asking_wait(asking, party->suspended_until);
}

void gj_check_suspended(struct gj_asking *asking)
{
    gj_asking_suspended(asking, &asking->question->payer);
    if (!asking->self)
        gj_asking_suspended(asking, &asking->question->user);
}

/* An area without any row on the day: nothing is known there. The key that the tool needs first
   stands for all of them. */
static void area(struct gj_asking *asking, gj_area code)
{
    enum gj_key key = GJ_KEY_AID_RELATIONS;
    if (asking->tool == GJ_TOOL_WALLET)
        key = GJ_KEY_WALLET_OPEN;
    else if (asking->self)
        key = GJ_KEY_AID_USES;
    if (!gj_law_knows(asking->law, code, asking->day))
        gj_asking_unknown(asking, key);
}

void gj_check_area(struct gj_asking *asking)
{
    area(asking, asking->payer.area);
    if (asking->user.area != asking->payer.area)
        area(asking, asking->user.area);
}

/* ---- scheme and account ---- */

/* Shenzhen's second tier has no account: a row lists the tiers that have one ("1"; "1,2"). */
static bool tier_has_account(struct gj_asking *asking)
{
    const struct gj_row *row =
        gj_find(asking->law, GJ_KEY_ACCOUNT_TIERS, &asking->payer, &asking->reply->trace);
    if (!row || row->is_none)
        return true;
    const struct gj_policy *policy = asking->law->policy;
    if (asking->law->rules && (asking->law->rules->params[GJ_KEY_ACCOUNT_TIERS] & 1))
        policy = asking->law->rules;
    const char *tiers = gj_policy_text(policy, (uint32_t)row->number);
    for (const char *at = tiers; *at != '\0'; at++)
        if (*at >= '0' && *at <= '9' && *at - '0' == asking->question->payer.tier)
            return true;
    return false;
}

static void account(struct gj_asking *asking, const struct gj_party *party)
{
    if (party->scheme != GJ_SCHEME_EMPLOYEE)
        gj_asking_fail(asking, GJ_PAYER_NOT_EMPLOYEE);
    else if (!party->has_account || !tier_has_account(asking))
        gj_asking_fail(asking, GJ_PAYER_NO_ACCOUNT);
    if (party->frozen)
        gj_asking_fail(asking, GJ_PAYER_ACCOUNT_FROZEN);
}

/* A wallet that holds money pays without an account behind it: residents have wallets too. What the
   wallet lacks must then come from an account that may give, and a frozen one is said to be so. */
static void account_behind_wallet(struct gj_asking *asking, const struct gj_party *party)
{
    asking->wallet_alone = party->scheme != GJ_SCHEME_EMPLOYEE || !party->has_account ||
                           party->frozen || !tier_has_account(asking);
    bool whole = asking->question->kind != GJ_ASK_PAY;
    if (party->frozen && whole && party->wallet_fen < asking->amount_fen)
        gj_asking_fail(asking, GJ_PAYER_ACCOUNT_FROZEN);
}

void gj_check_payer_scheme(struct gj_asking *asking)
{
    const struct gj_party *party = &asking->question->payer;
    bool from_own_wallet = asking->self && asking->question->kind != GJ_ASK_TRANSFER;
    if (asking->tool != GJ_TOOL_WALLET)
        account(asking, party);
    else if (from_own_wallet)
        return;
    else if (party->wallet_fen > 0)
        account_behind_wallet(asking, party);
    else
        account(asking, party);
}

void gj_check_user_scheme(struct gj_asking *asking)
{
    if (!asking->self && asking->question->user.scheme == GJ_SCHEME_NONE)
        gj_asking_fail(asking, GJ_USER_NOT_INSURED);
}

/* ---- status ---- */

enum { STATUS_MUST_BE_NORMAL = 0 }; /* first of normal|insured */

static void status(struct gj_asking *asking, enum gj_key key, const struct gj_where *where, int is,
                   enum gj_reason reason)
{
    const struct gj_row *row = gj_find(asking->law, key, where, &asking->reply->trace);
    if (is == GJ_STATUS_NORMAL)
        return; /* passes under either choice */
    if (!row)
        gj_asking_unknown(asking, key);
    else if (is == GJ_STATUS_ENDED || (!row->is_none && row->number == STATUS_MUST_BE_NORMAL))
        gj_asking_fail(asking, reason);
}

/* The own account is the person's own money; whether it pays while enrolment rests is a row. */
static void own_status(struct gj_asking *asking)
{
    int is = asking->question->payer.status;
    if (is == GJ_STATUS_NORMAL)
        return;
    const struct gj_row *row =
        gj_find(asking->law, GJ_KEY_OWN_WHILE_SUSPENDED, &asking->payer, &asking->reply->trace);
    if (!row)
        gj_asking_unknown(asking, GJ_KEY_OWN_WHILE_SUSPENDED);
    else if (is == GJ_STATUS_ENDED || row->number != 1)
        gj_asking_fail(asking, GJ_PAYER_NOT_ACTIVE);
}

void gj_check_payer_status(struct gj_asking *asking)
{
    if (asking->self)
        own_status(asking);
    else
        status(asking, GJ_KEY_STATUS_PAYER, &asking->payer, asking->question->payer.status,
               GJ_PAYER_NOT_ACTIVE);
}

void gj_check_user_status(struct gj_asking *asking)
{
    if (!asking->self && asking->question->user.scheme != GJ_SCHEME_NONE)
        status(asking, GJ_KEY_STATUS_USER, &asking->user, asking->question->user.status,
               GJ_USER_NOT_ACTIVE);
}

/* ---- relation ---- */

static bool is_in(int64_t mask, int relation)
{
    return ((mask >> relation | mask >> gj_relation_counts_as(relation)) & 1) != 0;
}

/* True if a row of the area names the relation that begins after `begins_after` and has not ended
   by the day of the question. */
static bool is_named(const struct gj_asking *asking, gj_area code, gj_day begins_after)
{
    const struct gj_policy *policy = asking->law->policy;
    if (asking->law->rules && (asking->law->rules->params[GJ_KEY_AID_RELATIONS] & 1))
        policy = asking->law->rules;
    const struct gj_group *group = gj_policy_group(policy, GJ_KEY_AID_RELATIONS, 0, code);
    for (uint32_t i = 0; group && i < group->count; i++) {
        const struct gj_row *row = &policy->rows[group->first + i];
        if (!row->is_null && row->from > begins_after && row->to > asking->day &&
            is_in(row->number, asking->question->relation))
            return true;
    }
    return false;
}

/* In the national list of the day, or of a later one. */
static bool is_national(const struct gj_asking *asking)
{
    return is_named(asking, GJ_AREA_NATION, GJ_DAY_NONE);
}

static bool comes_later(const struct gj_asking *asking)
{
    for (gj_area at = asking->payer.area; at != 0; at = gj_area_parent(at))
        if (is_named(asking, at, asking->day))
            return true;
    return is_national(asking);
}

/* By the wallet nobody waits for what only an area will add. */
static void not_in_list(struct gj_asking *asking)
{
    if (!comes_later(asking)) {
        gj_asking_fail(asking, GJ_RELATION_NOT_KIN);
    } else if (asking->tool == GJ_TOOL_WALLET && !is_national(asking)) {
        gj_asking_fail_with(asking, GJ_RELATION_NOT_YET, GJ_REASON_NONE);
    } else {
        gj_asking_fail(asking, GJ_RELATION_NOT_YET);
        gj_asking_wait_for_relation(asking);
    }
}

/* The payer's area says who counts. The wallet is a national tool among near relatives (Civil Code,
   article 1045): what only an area adds does not travel with it. */
void gj_check_relation(struct gj_asking *asking)
{
    int relation = asking->question->relation;
    bool by_wallet = asking->tool == GJ_TOOL_WALLET;
    if (relation == GJ_RELATION_SELF) {
        if (asking->tool == GJ_TOOL_BINDING && asking->question->kind != GJ_ASK_PREMIUM)
            gj_asking_fail(asking, GJ_RELATION_NOT_KIN);
        return;
    }
    const struct gj_row *row =
        gj_find(asking->law, GJ_KEY_AID_RELATIONS, &asking->payer, &asking->reply->trace);
    if (!row)
        gj_asking_unknown(asking, GJ_KEY_AID_RELATIONS);
    else if (!is_in(row->number, relation))
        not_in_list(asking);
    else if (by_wallet && row->area != GJ_AREA_NATION && !is_national(asking))
        gj_asking_fail(asking, GJ_RELATION_NOT_KIN);
    else if (relation == GJ_RELATION_STEP_CHILD && !asking->question->bond.proven)
        gj_asking_fail(asking, GJ_RELATION_UNPROVEN);
}
