/* The one door of the acts: once only, limits, who acts, how old the message is, who the person is.
   Only then the act itself. In come command and facts; out comes the outcome. */
#include <string.h>

#include "acts/inside.h"

enum { MESSAGE_DAYS_MAX = 7 };

static gj_act_function *const acts[GJ_ACT_COUNT] = {
    [GJ_ACT_SIGN_IN] = gj_act_sign_in,
    [GJ_ACT_SIGN_OUT] = gj_act_sign_out,
    [GJ_ACT_REGISTER] = gj_act_register,
    [GJ_ACT_CANCEL_VISIT] = gj_act_cancel_visit,
    [GJ_ACT_DIAGNOSE] = gj_act_diagnose,
    [GJ_ACT_ADD_LINES] = gj_act_add_lines,
    [GJ_ACT_DROP_LINES] = gj_act_drop_lines,
    [GJ_ACT_PREVIEW] = gj_act_preview,
    [GJ_ACT_SETTLE] = gj_act_settle,
    [GJ_ACT_REVERSE] = gj_act_reverse,
    [GJ_ACT_UNDO] = gj_act_undo,
    [GJ_ACT_ENROL] = gj_act_enrol,
    [GJ_ACT_CREDIT] = gj_act_credit,
    [GJ_ACT_BIND] = gj_act_bind,
    [GJ_ACT_CONFIRM] = gj_act_confirm,
    [GJ_ACT_UNBIND] = gj_act_unbind,
    [GJ_ACT_OPEN_WALLET] = gj_act_open_wallet,
    [GJ_ACT_TRANSFER] = gj_act_transfer,
    [GJ_ACT_ACCEPT] = gj_act_accept,
    [GJ_ACT_GIVE_BACK] = gj_act_give_back,
    [GJ_ACT_SUSPEND] = gj_act_suspend,
    [GJ_ACT_FREEZE] = gj_act_freeze,
    [GJ_ACT_ADD_INSTITUTION] = gj_act_add_institution,
    [GJ_ACT_ADD_ITEM] = gj_act_add_item,
    [GJ_ACT_MOVE_CLOCK] = gj_act_move_clock,
    [GJ_ACT_PUBLISH] = gj_act_publish,
    [GJ_ACT_PREVIEW_BILL] = gj_act_preview_bill,
    [GJ_ACT_SETTLE_BILL] = gj_act_settle_bill,
    [GJ_ACT_PREMIUM] = gj_act_premium,
    [GJ_ACT_REFUND_PREMIUM] = gj_act_refund_premium,
    [GJ_ACT_CHECK_BENEFIT] = gj_act_check_benefit,
    [GJ_ACT_REFUND] = gj_act_refund,
    [GJ_ACT_CLOSE_ACCOUNT] = gj_act_close_account,
    [GJ_ACT_CLOSE_WALLET] = gj_act_close_wallet,
    [GJ_ACT_RESOLVE] = gj_act_resolve,
    [GJ_ACT_CHANGE_BINDING] = gj_act_change_binding,
    [GJ_ACT_MOVE] = gj_act_move,
};

static void start(struct gj_acting *acting)
{
    struct gj_outcome *outcome = acting->outcome;
    const struct gj_command *command = acting->command;
    struct gj_line_result *results = outcome->reply.results;
    memset(outcome, 0, offsetof(struct gj_outcome, entry.lines));
    outcome->reply.results = results;
    outcome->reply.now = command->now;
    outcome->reply.order = command->order;
    outcome->reply.refusal.key = -1;
    outcome->reply.refusal.line = -1;
}

static bool passes_once(struct gj_acting *acting)
{
    const struct gj_facts *facts = acting->facts;
    if (facts->once == GJ_ONCE_DIFFERENT)
        return gj_refuse(acting, GJ_MESSAGE_REUSED);
    if (facts->once == GJ_ONCE_UNDONE)
        return gj_refuse(acting, GJ_MESSAGE_UNDONE);
    if (facts->overflow)
        return gj_refuse(acting, (enum gj_reason)facts->overflow_reason);
    return true;
}

static bool is_too_old(const struct gj_command *command)
{
    if (command->sandbox || command->sent == 0)
        return false;
    return gj_time_day(command->sent) < gj_time_day(command->now) - MESSAGE_DAYS_MAX;
}

/* Signing in and out bear no session of their own yet. */
static bool needs_session(enum gj_act act)
{
    return act != GJ_ACT_SIGN_IN && act != GJ_ACT_SIGN_OUT;
}

/* An institution speaks from where it stands; its area may be said at another level. */
static bool passes_care_area(struct gj_acting *acting)
{
    gj_area said = acting->command->care_area, known = acting->facts->institution.area;
    return acting->command->institution[0] == '\0' || said == 0 || known == 0 ||
           gj_area_agrees(said, known) || gj_refuse_for(acting, GJ_CARE_AREA_OTHER, 0, known);
}

static bool passes_actor(struct gj_acting *acting)
{
    const struct gj_command *command = acting->command;
    const struct gj_facts *facts = acting->facts;
    if (command->institution[0] != '\0' && facts->institution.id == 0)
        return gj_refuse(acting, GJ_INSTITUTION_UNKNOWN);
    if (!gj_is_permitted(command, facts))
        return gj_refuse(acting, GJ_PERMISSION_DENIED);
    if (!passes_care_area(acting))
        return false;
    if (is_too_old(command))
        return gj_refuse(acting, GJ_MESSAGE_TOO_OLD);
    if (!facts->signed_in && needs_session((enum gj_act)command->act))
        return gj_refuse(acting, GJ_SIGN_IN_INVALID);
    return true;
}

/* A credential that finds nobody (a token past its time) is accepted beside a good person number;
   one that finds somebody else is not (Q102). */
static bool passes_person(struct gj_acting *acting)
{
    const struct gj_command *command = acting->command;
    const struct gj_facts *facts = acting->facts;
    const struct gj_person *person = &facts->self.person;
    bool is_self = command->act != GJ_ACT_GIVE_BACK; /* there self is the sender, whoever asks */
    if (command->person != 0 && is_self &&
        (person->version == 0 ||
         (command->person_area != 0 && command->person_area != person->first_area)))
        return gj_refuse(acting, GJ_PERSON_UNKNOWN);
    if (facts->credential_given && facts->credential_person != 0 &&
        facts->credential_person != person->id)
        return gj_refuse(acting, GJ_IDENTITY_MISMATCH);
    return true;
}

/* The version of the row that a command changes and its sender has seen; 0 when there is none. */
static int64_t version_of_row(const struct gj_command *command, const struct gj_facts *facts)
{
    switch ((enum gj_act)command->act) {
    case GJ_ACT_CONFIRM:
    case GJ_ACT_UNBIND:
    case GJ_ACT_CHANGE_BINDING:
        return facts->binding.version;
    case GJ_ACT_CLOSE_WALLET:
        return facts->self.wallet.version;
    case GJ_ACT_ACCEPT:
    case GJ_ACT_GIVE_BACK:
        return facts->transfer.version;
    default:
        return 0;
    }
}

/* Whoever read the row before somebody else changed it is told so. */
static bool passes_version(struct gj_acting *acting)
{
    int64_t seen = acting->command->seen_version;
    int64_t now = version_of_row(acting->command, acting->facts);
    if (seen != 0 && now != 0 && seen != now)
        return gj_refuse(acting, GJ_VERSION_CHANGED);
    return true;
}

void gj_act(const struct gj_law *law, const struct gj_command *command,
            const struct gj_facts *facts, struct gj_outcome *outcome)
{
    if (facts->once == GJ_ONCE_SAME)
        return;
    struct gj_acting acting = {law, command, facts, outcome};
    start(&acting);
    if (!passes_once(&acting) || !passes_actor(&acting) || !passes_person(&acting) ||
        !passes_version(&acting))
        return;
    GJ_MUST(command->act < GJ_ACT_COUNT && acts[command->act]);
    acts[command->act](&acting);
    GJ_MUST(outcome->reply.reason != GJ_REASON_NONE);
    if (command->only_asked)
        gj_withdraw(&acting);
}
