/* What would help: the table's word for each check that says no, another word where the table's would
   change nothing, and none at all where one check says no for good. */
#include "policy/asking.h"
#include "policy/frozen.h"

void gj_asking_next(struct gj_asking *asking, enum gj_reason next)
{
    struct gj_reply_to_question *reply = asking->reply;
    for (int i = 0; i < reply->next_count; i++)
        if (reply->next[i] == next)
            return;
    if (next != GJ_REASON_NONE && reply->next_count < GJ_FAILED_MAX)
        reply->next[reply->next_count++] = next;
}

/* Where the other tool's word will stand, if it turns out to help. */
static void may_help_otherwise(struct gj_asking *asking)
{
    if (!asking->may_switch)
        asking->switch_at = asking->reply->next_count;
    asking->may_switch = true;
}

void gj_asking_helps(struct gj_asking *asking, enum gj_reason reason, enum gj_reason next)
{
    gj_asking_next(asking, next);
    asking->is_stuck |= next == GJ_REASON_NONE;
    switch (reason) {
    case GJ_AREA_SAME_ONLY:
    case GJ_AREA_PROVINCE_ONLY:
    case GJ_PREMIUM_AREA_OUTSIDE:
    case GJ_WALLET_AREA_CLOSED_PAYER:
    case GJ_WALLET_AREA_CLOSED_USER:
        may_help_otherwise(asking);
        break;
    case GJ_BINDING_MISSING: /* the own account pays for nobody else */
        if (asking->tool == GJ_TOOL_OWN)
            may_help_otherwise(asking);
        break;
    default:
        break;
    }
}

enum gj_reason gj_asking_word(const struct gj_asking *asking, enum gj_reason reason)
{
    switch (reason) {
    case GJ_AREA_SAME_ONLY: /* how far a binding reaches does not change for anybody */
    case GJ_AREA_PROVINCE_ONLY:
        return GJ_REASON_NONE;
    case GJ_BINDING_MISSING: /* nobody binds in order to unbind */
        if (asking->question->kind == GJ_ASK_UNBIND || asking->tool == GJ_TOOL_OWN)
            return GJ_REASON_NONE;
        return gj_reason_next(reason);
    case GJ_LIFETIME_YEARS_SHORT: /* years of the resident scheme count for nothing */
        return asking->subject->scheme == GJ_SCHEME_EMPLOYEE ? gj_reason_next(reason)
                                                             : GJ_REASON_NONE;
    default:
        return gj_reason_next(reason);
    }
}

/* ---- the other tool ---- */

static bool wallet_is_open(const struct gj_asking *asking)
{
    const struct gj_row *payer = gj_find(asking->law, GJ_KEY_WALLET_OPEN, &asking->payer, NULL);
    const struct gj_row *user = gj_find(asking->law, GJ_KEY_WALLET_OPEN, &asking->user, NULL);
    return payer && user && payer->number == 1 && user->number == 1;
}

static bool binding_reaches(const struct gj_asking *asking)
{
    if (asking->payer.area == asking->user.area)
        return true;
    if (!gj_same_province(asking->payer.area, asking->user.area))
        return false;
    const struct gj_row *row = gj_find(asking->law, GJ_KEY_AID_REACH, &asking->payer, NULL);
    return row && row->number == GJ_REACH_PROVINCE;
}

/* The same by the other tool: who would bind may send instead, and the other way round. */
static struct gj_question switched(const struct gj_question *question, enum gj_tool tool)
{
    struct gj_question other = *question;
    other.tool = (uint8_t)tool;
    other.premium.through_wallet = tool == GJ_TOOL_WALLET;
    if (other.kind == GJ_ASK_BIND)
        other.kind = GJ_ASK_TRANSFER;
    else if (other.kind == GJ_ASK_TRANSFER)
        other.kind = GJ_ASK_BIND;
    return other;
}

/* True if by this tool nothing would be in the way that nothing helps. Looks on unwatched: a plan of
   bills rests on the answer and not on the advice. */
static bool would_help(const struct gj_asking *asking, enum gj_tool tool)
{
    struct gj_law law = *asking->law;
    struct gj_question question = switched(asking->question, tool);
    struct gj_reply_to_question reply;
    struct gj_asking other = {.law = &law, .question = &question, .reply = &reply};
    law.watch = NULL;
    gj_asking_judge(&other);
    return !other.is_stuck && !other.is_unknown;
}

static enum gj_reason other_tool(const struct gj_asking *asking)
{
    if (!asking->may_switch)
        return GJ_REASON_NONE;
    if (asking->tool != GJ_TOOL_BINDING && binding_reaches(asking) &&
        would_help(asking, GJ_TOOL_BINDING))
        return asking->tool == GJ_TOOL_OWN ? GJ_NEXT_BIND : GJ_NEXT_USE_BINDING;
    if (asking->tool != GJ_TOOL_WALLET && wallet_is_open(asking) &&
        would_help(asking, GJ_TOOL_WALLET))
        return GJ_NEXT_USE_WALLET;
    return GJ_REASON_NONE;
}

/* ---- the answer's words ---- */

static void insert(struct gj_reply_to_question *reply, int place, enum gj_reason next)
{
    if (next == GJ_REASON_NONE || reply->next_count == GJ_FAILED_MAX)
        return;
    for (int i = reply->next_count++; i > place; i--)
        reply->next[i] = reply->next[i - 1];
    reply->next[place] = next;
}

void gj_asking_advise(struct gj_asking *asking)
{
    struct gj_reply_to_question *reply = asking->reply;
    enum gj_reason other = other_tool(asking);
    if (asking->is_stuck) { /* by this tool it stays a no, and no day changes that */
        reply->next_count = 0;
        reply->until = GJ_DAY_NONE;
        asking->switch_at = 0;
    }
    insert(reply, asking->switch_at, other);
    if (asking->is_unknown)
        gj_asking_next(asking, gj_reason_next(GJ_POLICY_UNKNOWN));
}

void gj_asking_advise_rest(struct gj_asking *asking)
{
    gj_fen rows_fen = gj_fen_min(asking->row_limit_fen, asking->room_fen);
    if (asking->set_limit_fen < rows_fen)
        gj_asking_next(asking, GJ_NEXT_ASK_PAYER);
    if (asking->row_limit_fen < asking->amount_fen || asking->is_short)
        gj_asking_next(asking, GJ_NEXT_PAY_CASH);
    if (asking->later_fen > asking->room_fen &&
        asking->room_fen < gj_fen_min(asking->set_limit_fen, asking->row_limit_fen))
        gj_asking_next(asking, GJ_NEXT_NEXT_YEAR);
    if (asking->reply->next_count == 0) /* no one thing alone would raise it */
        gj_asking_next(asking, GJ_NEXT_PAY_CASH);
}
