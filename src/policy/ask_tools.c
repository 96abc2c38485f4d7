/* Checks about the tool: how far a binding reaches and how it stands; whether the wallet is open
   and what a transfer may be. */
#include <string.h>

#include "policy/asking.h"
#include "policy/frozen.h"

static const struct gj_row *find(struct gj_asking *asking, enum gj_key key)
{
    return gj_find(asking->law, key, &asking->payer, &asking->reply->trace);
}

/* The row of a limit that binds: neither absent nor "none". */
static const struct gj_row *limit(struct gj_asking *asking, enum gj_key key, int param)
{
    const struct gj_row *row =
        gj_find_limit(asking->law, key, param, &asking->payer, &asking->reply->trace);
    return row && !row->is_none ? row : NULL;
}

/* ---- binding ---- */

static void insured_in(struct gj_asking *asking)
{
    const struct gj_row *row = find(asking, GJ_KEY_AID_INSURED_IN);
    if (!row || row->is_none)
        return;
    gj_area payer = asking->payer.area, user = asking->user.area;
    if (!gj_same_province(payer, user))
        gj_asking_fail(asking, GJ_AREA_PROVINCE_ONLY);
    else if (row->number == GJ_REACH_AREA && payer != user)
        gj_asking_fail(asking, GJ_AREA_SAME_ONLY);
}

/* Inside one pooling area a binding always reaches; across provinces never. */
void gj_check_reach(struct gj_asking *asking)
{
    const struct gj_row *row = find(asking, GJ_KEY_AID_REACH);
    gj_area payer = asking->payer.area, user = asking->user.area;
    if (!gj_same_province(payer, user))
        gj_asking_fail(asking, GJ_AREA_PROVINCE_ONLY);
    else if (payer != user && !row)
        gj_asking_unknown(asking, GJ_KEY_AID_REACH);
    else if (payer != user && row->number == GJ_REACH_AREA)
        gj_asking_fail(asking, GJ_AREA_SAME_ONLY);
    insured_in(asking);
}

void gj_check_own_tool(struct gj_asking *asking)
{
    if (!asking->self)
        gj_asking_fail(asking, GJ_BINDING_MISSING);
}

void gj_check_binding_state(struct gj_asking *asking)
{
    int state = asking->question->bond.state;
    bool may_end = asking->question->kind == GJ_ASK_UNBIND && state == GJ_BINDING_FROZEN;
    if (state != GJ_BINDING_ACTIVE && !may_end)
        gj_asking_fail(asking, GJ_BINDING_MISSING);
}

/* A row lists the papers an area wants, such as "id,household_book,promise". A promise letter alone
   does in Yunnan. */
void gj_check_proof(struct gj_asking *asking)
{
    const struct gj_row *row = find(asking, GJ_KEY_AID_PROOF);
    if (!row || row->is_none)
        return;
    const struct gj_policy *policy = asking->law->policy;
    if (asking->law->rules && (asking->law->rules->params[GJ_KEY_AID_PROOF] & 1))
        policy = asking->law->rules;
    const char *papers = gj_policy_text(policy, (uint32_t)row->number);
    bool only_promise = strcmp(papers, "promise") == 0;
    bool wants_promise = strstr(papers, "promise") != NULL;
    const struct gj_bond *bond = &asking->question->bond;
    if ((!only_promise && !bond->proven) || (wants_promise && !bond->promise))
        gj_asking_fail(asking, GJ_RELATION_UNPROVEN);
}

/* The counts of a new binding leave it out; those of a binding in use hold it. */
static void count(struct gj_asking *asking, enum gj_key key, int param, int others, int in_use,
                  enum gj_reason reason)
{
    const struct gj_row *row = limit(asking, key, param);
    int after = asking->question->kind == GJ_ASK_BIND ? others : in_use;
    if (row && after > row->number)
        gj_asking_fail(asking, reason);
}

void gj_check_counts(struct gj_asking *asking)
{
    const struct gj_bond *bond = &asking->question->bond;
    int relation = gj_relation_counts_as(asking->question->relation);
    int ever = bond->payer_distinct_ever;
    int payers = bond->user_other_payers + 1; /* "other" leaves this one out in both */
    count(asking, GJ_KEY_AID_ACTIVE_MAX, 0, bond->payer_active + 1, bond->payer_active,
          GJ_BINDING_LIMIT_NOW);
    count(asking, GJ_KEY_AID_SAME_RELATION_MAX, relation, bond->same_relation_active + 1,
          bond->same_relation_active, GJ_BINDING_LIMIT_NOW);
    count(asking, GJ_KEY_AID_DISTINCT_MAX, 0, ever + (bond->known_person ? 0 : 1), ever,
          GJ_BINDING_LIMIT_LIFETIME);
    count(asking, GJ_KEY_AID_PAYERS_PER_RELATIVE, 0, payers, payers, GJ_USER_ALREADY_BOUND);
}

/* Where roles clash, a member cannot pay for others and who pays for others cannot be a member. */
void gj_check_role(struct gj_asking *asking)
{
    const struct gj_row *row = find(asking, GJ_KEY_AID_ROLE_CONFLICT);
    const struct gj_bond *bond = &asking->question->bond;
    if (row && row->number == 1 && (bond->payer_is_member || bond->user_is_head))
        gj_asking_fail(asking, GJ_BINDING_ROLE_CONFLICT);
}

void gj_check_unbinding(struct gj_asking *asking)
{
    const struct gj_row *row = limit(asking, GJ_KEY_AID_UNBIND_MONTHS, 0);
    if (row && asking->question->bond.months < row->number)
        gj_asking_fail(asking, GJ_BINDING_COOLDOWN);
}

/* ---- wallet ---- */

static void open_in(struct gj_asking *asking, const struct gj_where *where, enum gj_reason reason)
{
    const struct gj_row *row =
        gj_find(asking->law, GJ_KEY_WALLET_OPEN, where, &asking->reply->trace);
    if (!row) {
        gj_asking_unknown(asking, GJ_KEY_WALLET_OPEN);
    } else if (row->number != 1) {
        gj_asking_fail(asking, reason);
        gj_asking_wait_for_wallet(asking, where);
    }
}

/* Both areas must be in the list of the day; openness comes and goes. */
void gj_check_openness(struct gj_asking *asking)
{
    open_in(asking, &asking->payer, GJ_WALLET_AREA_CLOSED_PAYER);
    if (!asking->self)
        open_in(asking, &asking->user, GJ_WALLET_AREA_CLOSED_USER);
}

void gj_check_wallets(struct gj_asking *asking)
{
    const struct gj_question *q = asking->question;
    if (q->kind != GJ_ASK_ACCEPT && !q->payer.wallet_open)
        gj_asking_fail(asking, GJ_WALLET_NOT_OPENED_PAYER);
    if (!asking->self && !q->user.wallet_open)
        gj_asking_fail(asking, GJ_WALLET_NOT_OPENED_USER);
}

/* CLOCKS holds from-minute * 1440 + to-minute; the first is closed, the second open, over midnight
   where the first is the later. */
static bool is_closed(int64_t clocks, gj_time at)
{
    int64_t from = clocks / 1440 * 60000, to = clocks % 1440 * 60000;
    int64_t now = gj_time_of_day(at);
    if (from <= to)
        return now >= from && now < to;
    return now >= from || now < to;
}

void gj_check_transfer(struct gj_asking *asking)
{
    const struct gj_question *q = asking->question;
    const struct gj_row *pending = find(asking, GJ_KEY_WALLET_ONE_PENDING);
    if (pending && pending->number == 1 && q->payer.transfers_held > 0)
        gj_asking_fail(asking, GJ_WALLET_TRANSFER_PENDING);
    const struct gj_row *day = limit(asking, GJ_KEY_WALLET_TRANSFERS_PER_DAY, 0);
    if (day && q->payer.transfers_today >= day->number)
        gj_asking_fail(asking, GJ_WALLET_DAILY_COUNT);
    const struct gj_row *single = limit(asking, GJ_KEY_WALLET_SINGLE_MAX, 0);
    if (single && asking->amount_fen > single->number)
        gj_asking_fail(asking, GJ_WALLET_SINGLE_LIMIT);
    const struct gj_row *hours = limit(asking, GJ_KEY_WALLET_CLOSED_HOURS, 0);
    if (hours && is_closed(hours->number, q->at))
        gj_asking_fail(asking, GJ_WALLET_CLOSED_HOURS);
}

/* The rule of the day of sending says until when the money waits. */
void gj_check_acceptance(struct gj_asking *asking)
{
    const struct gj_question *q = asking->question;
    struct gj_where sent = asking->payer;
    sent.day = gj_time_day(q->transfer.sent);
    const struct gj_row *row =
        gj_find_limit(asking->law, GJ_KEY_WALLET_ACCEPT_UNTIL, 0, &sent, &asking->reply->trace);
    if (!row || row->is_none)
        return;
    gj_time returned = gj_time_at(sent.day + 1, 0, 0, 0) + row->number * 60000;
    if (q->at >= returned)
        gj_asking_fail(asking, GJ_WALLET_NOT_ACCEPTED);
}

/* ---- premium through the province ---- */

/* Without a row a premium reaches as far as a binding may at most: the province. */
void gj_check_premium_reach(struct gj_asking *asking)
{
    const struct gj_row *row = find(asking, GJ_KEY_PREMIUM_REACH);
    int64_t reach = row && !row->is_none ? row->number : GJ_REACH_PROVINCE;
    gj_area payer = asking->payer.area, user = asking->user.area;
    bool inside = reach == GJ_REACH_NATION ||
                  (reach == GJ_REACH_PROVINCE ? gj_same_province(payer, user) : payer == user);
    if (!inside)
        gj_asking_fail(asking, GJ_PREMIUM_AREA_OUTSIDE);
}
