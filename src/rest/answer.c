/* The answer to a command. In: the command and the reply's values as they are kept. Out: what was
   done, or the problem document of a refusal with its particulars. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rest/inside.h"

/* ---- what was done ---- */

/* The kind of number that an act's reply names; GJ_REST_NUMBER_KINDS: a person's. */
static enum gj_rest_number_kind kind_of(enum gj_act act)
{
    switch (act) {
    case GJ_ACT_BIND:
    case GJ_ACT_CONFIRM:
    case GJ_ACT_UNBIND:
    case GJ_ACT_CHANGE_BINDING:
        return GJ_REST_OF_BINDING;
    case GJ_ACT_TRANSFER:
    case GJ_ACT_ACCEPT:
    case GJ_ACT_GIVE_BACK:
        return GJ_REST_OF_TRANSFER;
    case GJ_ACT_PREMIUM:
    case GJ_ACT_REFUND_PREMIUM:
        return GJ_REST_OF_PREMIUM;
    case GJ_ACT_REVERSE:
    case GJ_ACT_REFUND:
        return GJ_REST_OF_SETTLEMENT;
    case GJ_ACT_RESOLVE:
        return GJ_REST_OF_WORK;
    default:
        return GJ_REST_NUMBER_KINDS;
    }
}

static bool moves_money(enum gj_act act)
{
    if (act == GJ_ACT_CREDIT)
        return true;
    enum gj_rest_number_kind kind = kind_of(act);
    return kind != GJ_REST_NUMBER_KINDS && kind != GJ_REST_OF_BINDING;
}

/* The reply holds the balance of the account that the act drew from or gave to, where that is the
   caller's own. */
static bool tells_balance(const struct gj_command *command)
{
    if (command->act == GJ_ACT_TRANSFER)
        return command->body.transfer.source == GJ_PAYER_OWN;
    return command->act == GJ_ACT_ACCEPT;
}

static void put_location(const struct gj_rest *rest, const char *id, struct gj_rest_answer *answer)
{
    bool has_read = rest->is->act == GJ_ACT_BIND || rest->is->act == GJ_ACT_TRANSFER;
    if (rest->is->status == 201 && has_read)
        snprintf(answer->location, sizeof answer->location, "%s%s/%s", GJ_REST_PREFIX,
                 rest->is->path, id);
}

static void answer_done(struct gj_rest *rest, const struct gj_command *command,
                        const struct gj_reply *reply, struct gj_rest_answer *answer)
{
    char id[GJ_REST_NUMBER_MAX];
    struct gj_rest_number number = {reply->area, reply->id};
    enum gj_rest_number_kind kind = kind_of((enum gj_act)command->act);
    struct gj_rest_done done;
    gj_rest_clear(GJ_REST_GROUP_done, &done);
    done.id = gj_slice(kind == GJ_REST_NUMBER_KINDS ? gj_rest_person_text(number, id)
                                                    : gj_rest_number_text(kind, number, id));
    if (command->act == GJ_ACT_ADD_INSTITUTION)
        done.id = gj_slice(command->body.institution->code);
    done.reason = gj_rest_hint((enum gj_reason)reply->reason);
    done.at = reply->now;
    if (moves_money((enum gj_act)command->act))
        done.entry = (struct gj_rest_number){reply->area, reply->order};
    if (tells_balance(command))
        done.balance = reply->balance_fen;
    gj_rest_give(answer, rest->is->status, gj_rest_value(GJ_REST_GROUP_done, &done));
    put_location(rest, id, answer);
    answer->replayed = reply->replayed;
}

/* ---- a pre-check ---- */

static void keep_rows(void *to, struct gj_slice rows)
{
    *(struct json_object **)to = gj_json_raw(rows);
}

static struct json_object *hints(const enum gj_reason *list, int count)
{
    struct json_object *all = gj_rest_list();
    for (int i = 0; i < count; i++)
        gj_rest_append(all, gj_rest_hint(list[i]));
    return all;
}

/* What the act itself found stands before what policy says. */
static void answer_precheck(const struct gj_law *law, const struct gj_outcome *outcome,
                            struct gj_rest_answer *answer)
{
    static const struct gj_trace nothing;
    const struct gj_reply_to_question *asked = outcome->was_asked ? &outcome->asked : NULL;
    enum gj_reason reason = (enum gj_reason)outcome->reply.reason;
    bool good = gj_reason_is_ok(reason);
    bool by_act = !good && (asked == NULL || asked->reason != reason);
    struct gj_rest_precheck check;
    gj_rest_clear(GJ_REST_GROUP_precheck, &check);
    check.answer = asked && !by_act ? asked->answer : good ? GJ_ANSWER_ALLOW : GJ_ANSWER_DENY;
    check.reason = gj_rest_hint(reason);
    check.failed = hints(&reason, by_act ? 1 : 0);
    for (int i = 0; asked && i < asked->failed_count; i++)
        gj_rest_append(check.failed, gj_rest_hint(asked->failed[i]));
    check.next = hints(asked ? asked->next : NULL, asked ? asked->next_count : 0);
    gj_asked_rows(law, asked ? &asked->trace : &nothing, keep_rows, &check.because);
    gj_rest_give(answer, 200, gj_rest_value(GJ_REST_GROUP_precheck, &check));
}

void gj_rest_answer_command(struct gj_rest *rest, const struct gj_law *law,
                            const struct gj_command *command, const struct gj_outcome *outcome,
                            const char *(*key_name)(int key), struct gj_rest_answer *answer_out)
{
    enum gj_reason reason = (enum gj_reason)outcome->reply.reason;
    *answer_out = (struct gj_rest_answer){0};
    bool of_rules = reason != GJ_PERMISSION_DENIED && reason != GJ_PERSON_UNKNOWN;
    if (rest->is->is == GJ_REST_IS_PRECHECK && of_rules)
        answer_precheck(law, outcome, answer_out);
    else if (gj_reason_is_ok(reason))
        answer_done(rest, command, &outcome->reply, answer_out);
    else
        gj_rest_answer_refused(rest, &outcome->reply, key_name, answer_out);
}
