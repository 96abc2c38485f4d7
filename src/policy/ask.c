/* The engine of `ask`: a question in, every check in its stated order over it, an answer out with
   the first reason that does not pass, all that failed, what would help, and the rows used. The
   order is data: see `steps`. The same checks judge each payer of a settlement. */
#include <string.h>

#include "base/bug.h"
#include "policy/asking.h"

/* ---- verdicts ---- */

void gj_asking_fail_with(struct gj_asking *asking, enum gj_reason reason, enum gj_reason next)
{
    struct gj_reply_to_question *reply = asking->reply;
    if (reply->reason == GJ_REASON_NONE)
        reply->reason = reason;
    gj_asking_helps(asking, reason, next);
    for (int i = 0; i < reply->failed_count; i++)
        if (reply->failed[i] == reason)
            return;
    GJ_MUST(reply->failed_count < GJ_FAILED_MAX);
    reply->failed[reply->failed_count++] = reason;
}

void gj_asking_fail(struct gj_asking *asking, enum gj_reason reason)
{
    gj_asking_fail_with(asking, reason, gj_asking_word(asking, reason));
}

void gj_asking_unknown(struct gj_asking *asking, enum gj_key key)
{
    if (asking->reply->reason == GJ_REASON_NONE) {
        asking->reply->reason = GJ_POLICY_UNKNOWN;
        asking->is_unknown = true;
    }
    gj_trace_not_found(&asking->reply->trace, key);
    gj_asking_next(asking, gj_reason_next(GJ_POLICY_UNKNOWN));
}

/* ---- the order ---- */

enum {
    PAY = 1 << GJ_ASK_PAY,
    OWN = 1 << GJ_ASK_OWN,
    BIND = 1 << GJ_ASK_BIND,
    UNBIND = 1 << GJ_ASK_UNBIND,
    TRANSFER = 1 << GJ_ASK_TRANSFER,
    ACCEPT = 1 << GJ_ASK_ACCEPT,
    PREMIUM = 1 << GJ_ASK_PREMIUM,
    REFUND = 1 << GJ_ASK_REFUND,
    BENEFIT = 1 << GJ_ASK_BENEFIT,
    FILING = 1 << GJ_ASK_FILING,
    MOVE = 1 << GJ_ASK_MOVE,
    MOVE_BALANCE = 1 << GJ_ASK_MOVE_BALANCE,
    WITHDRAW = 1 << GJ_ASK_WITHDRAW,
    MATERNITY = 1 << GJ_ASK_MATERNITY,
    LIFETIME = 1 << GJ_ASK_LIFETIME,
    BOUNDS = 1 << GJ_ASK_BOUNDS,
    BY_BINDING = 1 << GJ_TOOL_BINDING,
    BY_WALLET = 1 << GJ_TOOL_WALLET,
    BY_OWN = 1 << GJ_TOOL_OWN,
    BY_ALL = BY_BINDING | BY_WALLET | BY_OWN
};

static const struct {
    gj_check *check;
    int kinds, tools;
    bool also_approved; /* judged even when eligibility is given */
} steps[] = {
    {gj_check_identity, PAY | OWN, BY_ALL, false},
    {gj_check_suspended, PAY | OWN | TRANSFER | PREMIUM, BY_ALL, false},
    {gj_check_subject_suspended, BENEFIT | FILING, BY_ALL, false},
    {gj_check_area, PAY | OWN | BIND | UNBIND | TRANSFER | ACCEPT | PREMIUM, BY_ALL, false},
    {gj_check_subject_area,
     BENEFIT | FILING | MOVE | MOVE_BALANCE | WITHDRAW | MATERNITY | LIFETIME | BOUNDS, BY_ALL,
     false},
    {gj_check_account, MOVE_BALANCE | WITHDRAW, BY_ALL, false},
    {gj_check_insured, BENEFIT | FILING, BY_ALL, false},
    {gj_check_payer_scheme, PAY | OWN | BIND | TRANSFER | PREMIUM, BY_ALL, false},
    {gj_check_user_scheme, PAY | BIND | TRANSFER | ACCEPT, BY_ALL, false},
    {gj_check_payer_status, PAY | OWN | BIND | TRANSFER | PREMIUM, BY_ALL, false},
    {gj_check_user_status, PAY | BIND | TRANSFER, BY_ALL, false},
    {gj_check_relation, PAY | BIND | TRANSFER | PREMIUM, BY_ALL, false},
    {gj_check_reach, PAY | BIND, BY_BINDING, false},
    {gj_check_premium_reach, PREMIUM, BY_BINDING, false},
    {gj_check_openness, PAY | TRANSFER | PREMIUM, BY_WALLET, false},
    {gj_check_own_tool, PAY, BY_OWN, false},
    {gj_check_binding_state, PAY | UNBIND, BY_BINDING, false},
    {gj_check_proof, PAY | BIND, BY_BINDING, false},
    {gj_check_counts, PAY | BIND, BY_BINDING, false},
    {gj_check_role, PAY | BIND, BY_BINDING, false},
    {gj_check_unbinding, UNBIND, BY_BINDING, false},
    {gj_check_wallets, PAY | TRANSFER | ACCEPT | PREMIUM, BY_WALLET, false},
    {gj_check_transfer, TRANSFER, BY_WALLET, false},
    {gj_check_acceptance, ACCEPT, BY_WALLET, false},
    {gj_check_limits, PAY, BY_BINDING, true},
    {gj_check_place, PAY | OWN, BY_ALL, false},
    {gj_check_expense, PAY | OWN | TRANSFER, BY_ALL, false},
    {gj_check_premium, PREMIUM, BY_ALL, false},
    {gj_check_money, PAY | OWN | TRANSFER | PREMIUM, BY_ALL, true},
    {gj_check_refund, REFUND, BY_ALL, false},
    {gj_check_waiting, BENEFIT, BY_ALL, false},
    {gj_check_filing, FILING, BY_ALL, false},
    {gj_check_move, MOVE | MOVE_BALANCE, BY_ALL, false},
    {gj_check_balance, MOVE_BALANCE, BY_ALL, false},
    {gj_check_withdrawal, WITHDRAW, BY_ALL, false},
    {gj_check_maternity, MATERNITY, BY_ALL, false},
    {gj_check_lifetime, LIFETIME, BY_ALL, false},
    {gj_check_bounds, BOUNDS, BY_ALL, false},
};

/* ---- setting out ---- */

static enum gj_tool tool_of(const struct gj_question *q, bool self)
{
    switch ((enum gj_ask)q->kind) {
    case GJ_ASK_OWN:
    case GJ_ASK_BENEFIT:
    case GJ_ASK_FILING:
    case GJ_ASK_MOVE:
    case GJ_ASK_MOVE_BALANCE:
    case GJ_ASK_WITHDRAW:
    case GJ_ASK_MATERNITY:
    case GJ_ASK_LIFETIME:
    case GJ_ASK_BOUNDS:
        return GJ_TOOL_OWN;
    case GJ_ASK_BIND:
    case GJ_ASK_UNBIND:
        return GJ_TOOL_BINDING;
    case GJ_ASK_TRANSFER:
    case GJ_ASK_ACCEPT:
        return GJ_TOOL_WALLET;
    case GJ_ASK_PREMIUM:
        return q->premium.through_wallet ? GJ_TOOL_WALLET : GJ_TOOL_BINDING;
    default:
        break;
    }
    if (q->tool != GJ_TOOL_ANY)
        return (enum gj_tool)q->tool;
    if (self)
        return GJ_TOOL_OWN;
    return gj_same_province(q->payer.area, q->user.area) ? GJ_TOOL_BINDING : GJ_TOOL_WALLET;
}

struct gj_where gj_asking_where(const struct gj_question *q, const struct gj_party *party,
                                gj_day day)
{
    return (struct gj_where){
        .area = party->area,
        .day = day,
        .scheme = party->scheme,
        .working = party->working,
        .tier = party->tier,
        .group = party->group,
        .relation = q->relation,
        .age_years = party->age_years,
        .year = q->kind == GJ_ASK_PREMIUM ? q->premium.year : 0,
    };
}

/* These ask about the user alone. */
static bool is_about_user(enum gj_ask kind)
{
    return ((1 << kind) & (BENEFIT | FILING | MATERNITY | LIFETIME | BOUNDS)) != 0;
}

enum { ONE_YUAN_FEN = 100 }; /* stands for an amount that was not said */

static void set_out(struct gj_asking *asking)
{
    const struct gj_question *q = asking->question;
    asking->self = q->kind == GJ_ASK_OWN || q->relation == GJ_RELATION_SELF;
    asking->day = gj_time_day(q->at);
    asking->tool = tool_of(q, asking->self);
    asking->payer = gj_asking_where(q, &q->payer, asking->day);
    asking->user = gj_asking_where(q, asking->self ? &q->payer : &q->user, asking->day);
    asking->subject = is_about_user((enum gj_ask)q->kind) ? &q->user : &q->payer;
    asking->about = gj_asking_where(q, asking->subject, asking->day);
    asking->amount_fen = q->amount_fen == GJ_FEN_UNSAID ? ONE_YUAN_FEN : q->amount_fen;
    asking->set_limit_fen = asking->row_limit_fen = GJ_FEN_MAX;
    asking->room_fen = asking->later_fen = 0;
}

/* ---- the answer ---- */

/* Care at home needs no filing. */
static enum gj_reason word_for_filing(enum gj_filing filing)
{
    switch (filing) {
    case GJ_FILING_LONG_TERM:
        return GJ_OK_FILING_LONG;
    case GJ_FILING_EMERGENCY:
        return GJ_OK_FILING_EMERGENCY;
    case GJ_FILING_NONE:
        return GJ_OK_BENEFIT;
    default:
        return GJ_OK_FILING_TEMP;
    }
}

static enum gj_reason word_for_yes(const struct gj_asking *asking)
{
    switch ((enum gj_ask)asking->question->kind) {
    case GJ_ASK_BIND:
        return GJ_OK_BIND;
    case GJ_ASK_UNBIND:
        return GJ_OK_UNBIND;
    case GJ_ASK_PREMIUM:
        return GJ_OK_PREMIUM;
    case GJ_ASK_REFUND:
        return GJ_OK_REFUND;
    case GJ_ASK_BENEFIT:
        return GJ_OK_BENEFIT;
    case GJ_ASK_FILING:
        return word_for_filing((enum gj_filing)asking->question->filing.kind);
    case GJ_ASK_MOVE:
    case GJ_ASK_MOVE_BALANCE:
        return GJ_OK_TRANSFER;
    case GJ_ASK_WITHDRAW:
        return GJ_OK_WITHDRAW;
    case GJ_ASK_MATERNITY:
        return GJ_OK_MATERNITY;
    case GJ_ASK_LIFETIME:
        return GJ_OK_LIFETIME;
    case GJ_ASK_BOUNDS:
        return GJ_OK_POLICY_BOUNDS;
    default:
        break;
    }
    if (asking->tool == GJ_TOOL_OWN)
        return GJ_OK_OWN;
    if (asking->tool == GJ_TOOL_WALLET)
        return GJ_OK_WALLET;
    return asking->payer.area == asking->user.area ? GJ_OK_AID_SAME_AREA : GJ_OK_AID_PROVINCE;
}

static void share(struct gj_reply_to_question *reply, enum gj_payer_kind payer, gj_fen amount_fen)
{
    if (amount_fen <= 0)
        return;
    GJ_MUST(reply->shares_count < GJ_SHARES_MAX);
    reply->shares[reply->shares_count].payer = (uint8_t)payer;
    reply->shares[reply->shares_count++].amount_fen = amount_fen;
}

static bool moves_money(const struct gj_asking *asking)
{
    int kind = 1 << asking->question->kind;
    return (kind & (PAY | OWN | TRANSFER | PREMIUM)) != 0;
}

static void grant(struct gj_asking *asking)
{
    struct gj_reply_to_question *reply = asking->reply;
    reply->answer = GJ_ANSWER_ALLOW;
    reply->reason = word_for_yes(asking);
    if (!moves_money(asking))
        return;
    reply->can_give_fen =
        gj_fen_min(gj_fen_min(asking->set_limit_fen, asking->row_limit_fen), asking->room_fen);
    gj_fen given = gj_fen_min(asking->amount_fen, reply->can_give_fen);
    share(reply,
          asking->tool == GJ_TOOL_OWN      ? GJ_PAYER_OWN
          : asking->tool == GJ_TOOL_WALLET ? GJ_PAYER_WALLET
                                           : GJ_PAYER_AID,
          given);
    share(reply, GJ_PAYER_CASH, asking->amount_fen - given);
    if (given < asking->amount_fen) {
        reply->answer = GJ_ANSWER_PARTIAL;
        reply->reason = GJ_OK_PARTIAL_CASH_REST;
        gj_asking_advise_rest(asking);
    }
}

void gj_asking_judge(struct gj_asking *asking)
{
    const struct gj_question *question = asking->question;
    struct gj_reply_to_question *reply = asking->reply;
    memset(reply, 0, sizeof *reply);
    reply->until = GJ_DAY_NONE;
    GJ_MUST(question->kind < GJ_ASK_COUNT && question->tool < GJ_TOOL_COUNT);
    set_out(asking);
    reply->tool = (uint8_t)asking->tool;
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
        if ((steps[i].kinds & 1 << question->kind) && (steps[i].tools & 1 << asking->tool) &&
            (steps[i].also_approved || !question->approved))
            steps[i].check(asking);
    if (reply->trace.full && reply->reason == GJ_REASON_NONE)
        gj_asking_fail(asking, GJ_TRACE_TOO_LONG);
}

void gj_ask(const struct gj_law *law, const struct gj_question *question,
            struct gj_reply_to_question *reply_out)
{
    struct gj_asking asking = {.law = law, .question = question, .reply = reply_out};
    gj_asking_judge(&asking);
    if (reply_out->reason == GJ_REASON_NONE) {
        grant(&asking);
        return;
    }
    reply_out->answer = asking.is_unknown ? GJ_ANSWER_UNKNOWN : GJ_ANSWER_DENY;
    gj_asking_advise(&asking);
}
