/* Ending a binding, by either side or an agency. One that still waits is simply withdrawn; one that
   held may have to last some months first, as the payer's area says. */
#include "acts/inside.h"

static bool ask(struct gj_acting *acting, const struct gj_binding *binding)
{
    const struct gj_facts *facts = acting->facts;
    bool self_pays = facts->self.person.id == binding->payer;
    struct gj_question question;
    struct gj_reply_to_question reply;
    gj_question_favourable(&question);
    question.at = acting->command->now;
    question.kind = GJ_ASK_UNBIND;
    question.tool = GJ_TOOL_BINDING;
    question.relation = binding->relation;
    question.payer = gj_party_of_side(acting, self_pays ? &facts->self : &facts->other);
    question.user = gj_party_of_side(acting, self_pays ? &facts->other : &facts->self);
    question.payer.area = binding->payer_area;
    question.bond = gj_bond_of(acting, binding, &facts->bond);
    gj_ask(acting->law, &question, &reply);
    if (reply.answer == GJ_ANSWER_ALLOW)
        return true;
    return gj_refuse_as_asked(acting, &question, &reply);
}

/* A binding that held for a part of a day held that day; one that never began held none. */
static gj_day last_day(const struct gj_binding *binding, gj_day today)
{
    bool held = binding->state == GJ_BINDING_ACTIVE || binding->state == GJ_BINDING_FROZEN;
    if (!held || today < binding->from)
        return binding->from;
    gj_day end = today > binding->from ? today : binding->from + 1;
    return end < binding->to ? end : binding->to;
}

void gj_act_unbind(struct gj_acting *acting)
{
    const struct gj_command *command = acting->command;
    const struct gj_binding *kept = &acting->facts->binding;
    if (kept->version == 0) {
        gj_refuse(acting, GJ_BINDING_UNKNOWN);
        return;
    }
    if (command->actor.role == GJ_ROLE_CITIZEN && command->person != kept->payer &&
        command->person != kept->relative) {
        gj_refuse(acting, GJ_PERSON_OTHER);
        return;
    }
    if (kept->state == GJ_BINDING_ENDED) {
        gj_refuse(acting, GJ_BINDING_STATE);
        return;
    }
    bool held = kept->state == GJ_BINDING_ACTIVE || kept->state == GJ_BINDING_FROZEN;
    if (held && !ask(acting, kept))
        return;
    struct gj_binding *binding = gj_change_binding(acting, kept);
    binding->to = last_day(kept, gj_today(acting));
    binding->state = GJ_BINDING_ENDED;
    gj_grant(acting, GJ_OK_UNBIND, kept->id, kept->payer_area);
}
