/* Answering a binding that waits: the relative, or an agency for him, agrees or declines. Policy is
   asked again, since the counts may have changed meanwhile. A declined binding never held a day. */
#include "acts/inside.h"

static bool is_waiting(const struct gj_binding *binding)
{
    return binding->state == GJ_BINDING_ASKED || binding->state == GJ_BINDING_CONFIRMED ||
           binding->state == GJ_BINDING_REVIEW;
}

static bool may_answer(struct gj_acting *acting, const struct gj_binding *binding)
{
    if (binding->version == 0)
        return gj_refuse(acting, GJ_BINDING_UNKNOWN);
    if (acting->command->actor.role == GJ_ROLE_CITIZEN &&
        acting->command->person != binding->relative)
        return gj_refuse(acting, GJ_PERSON_OTHER);
    if (!is_waiting(binding))
        return gj_refuse(acting, GJ_BINDING_STATE);
    return true;
}

void gj_act_confirm(struct gj_acting *acting)
{
    const struct gj_facts *facts = acting->facts;
    const struct gj_binding *kept = &facts->binding;
    bool self_pays = facts->self.person.id == kept->payer;
    const struct gj_side *payer = self_pays ? &facts->self : &facts->other;
    const struct gj_side *relative = self_pays ? &facts->other : &facts->self;
    gj_day today = gj_today(acting);
    if (!may_answer(acting, kept))
        return;
    if (acting->command->body.binding.agree && !gj_ask_to_bind(acting, kept, payer, relative))
        return;
    struct gj_binding *binding = gj_change_binding(acting, kept);
    if (acting->command->body.binding.agree) {
        binding->state = GJ_BINDING_ACTIVE;
        binding->from = kept->from > today ? kept->from : today;
    } else {
        binding->state = GJ_BINDING_ENDED;
        binding->to = binding->from;
    }
    if (binding->state == GJ_BINDING_ACTIVE && binding->from >= binding->to) {
        gj_refuse(acting, GJ_DATE_OUT_OF_RANGE);
        return;
    }
    gj_grant(acting, binding->state == GJ_BINDING_ACTIVE ? GJ_OK_BIND : GJ_OK_UNBIND, kept->id,
             kept->payer_area);
}
