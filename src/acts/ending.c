/* How an act ends: a refusal that keeps nothing, or a grant that keeps the rows it changed. */
#include <stdio.h>
#include <string.h>

#include "acts/inside.h"

static void keep_nothing(struct gj_outcome *outcome)
{
    outcome->keep = outcome->keep_once = outcome->mark_undone = false;
    outcome->new_person = outcome->drop_lines = outcome->keep_credit_mark = false;
    outcome->persons_count = outcome->enrolments_count = outcome->accounts_count = 0;
    outcome->wallets_count = outcome->bindings_count = outcome->counters_count = 0;
    outcome->transfers_count = outcome->visits_count = outcome->charges_count = 0;
    outcome->settlements_count = outcome->institutions_count = outcome->items_count = 0;
    outcome->premiums_count = outcome->works_count = 0;
    outcome->entry.count = 0;
    outcome->reply.results_count = 0;
    outcome->reply.id = 0;
    outcome->reply.balance_fen = 0;
}

void gj_withdraw(struct gj_acting *acting)
{
    keep_nothing(acting->outcome);
}

bool gj_refuse(struct gj_acting *acting, enum gj_reason reason)
{
    GJ_MUST(!gj_reason_is_ok(reason));
    keep_nothing(acting->outcome);
    acting->outcome->reply.reason = (int16_t)reason;
    return false;
}

bool gj_refuse_for(struct gj_acting *acting, enum gj_reason reason, gj_id id, gj_area area)
{
    acting->outcome->reply.refusal.id = id;
    acting->outcome->reply.refusal.area = area;
    return gj_refuse(acting, reason);
}

bool gj_refuse_amount(struct gj_acting *acting, enum gj_reason reason, const char *field,
                      gj_fen old_fen, gj_fen new_fen)
{
    struct gj_reply *reply = &acting->outcome->reply;
    GJ_MUST(strlen(field) < sizeof reply->refusal.field);
    snprintf(reply->refusal.field, sizeof reply->refusal.field, "%s", field);
    reply->refusal.old_fen = old_fen;
    reply->refusal.new_fen = new_fen;
    return gj_refuse(acting, reason);
}

bool gj_refuse_unknown(struct gj_acting *acting, int key, gj_area area, gj_day day)
{
    struct gj_reply *reply = &acting->outcome->reply;
    reply->refusal.key = (int16_t)key;
    reply->refusal.area = area;
    reply->refusal.day = day;
    return gj_refuse(acting, GJ_POLICY_UNKNOWN);
}

/* The list also holds limits that were passed for want of a row: the one that refuses is of a kind
   whose absence means unknown. */
static int wanting_key(const struct gj_trace *trace)
{
    for (int i = 0; i < trace->not_found_count; i++)
        if (gj_key_info((enum gj_key)trace->not_found[i])->absent == GJ_ABSENT_UNKNOWN)
            return trace->not_found[i];
    return -1;
}

bool gj_refuse_as_asked(struct gj_acting *acting, const struct gj_question *question,
                        const struct gj_reply_to_question *reply)
{
    if (reply->reason != GJ_POLICY_UNKNOWN)
        return gj_refuse(acting,
                         gj_reason_is_ok(reply->reason) ? GJ_PAYER_BALANCE_SHORT : reply->reason);
    return gj_refuse_unknown(acting, wanting_key(&reply->trace), question->payer.area,
                             gj_time_day(question->at));
}

void gj_grant_again(struct gj_acting *acting, enum gj_reason reason, gj_id id, gj_area area)
{
    struct gj_reply *reply = &acting->outcome->reply;
    GJ_MUST(gj_reason_is_ok(reason));
    reply->reason = (int16_t)reason;
    reply->id = id;
    reply->area = area;
}

void gj_grant(struct gj_acting *acting, enum gj_reason reason, gj_id id, gj_area area)
{
    gj_grant_again(acting, reason, id, area);
    acting->outcome->keep = true;
    acting->outcome->keep_once = acting->command->once.used;
}
