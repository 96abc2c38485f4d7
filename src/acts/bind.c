/* Binding a relative: policy is asked with the facts of both sides. An agency's desk and a parent
   for a child under age make it active at once; else the relative is asked first. */
#include "acts/inside.h"

enum { OF_AGE_YEARS = 18 };

bool gj_ask_to_bind(struct gj_acting *acting, const struct gj_binding *binding,
                    const struct gj_side *payer, const struct gj_side *relative)
{
    struct gj_question question;
    struct gj_reply_to_question reply;
    gj_question_favourable(&question);
    question.at = acting->command->now;
    question.kind = GJ_ASK_BIND;
    question.tool = GJ_TOOL_BINDING;
    question.relation = binding->relation;
    question.payer = gj_party_of_side(acting, payer);
    question.user = gj_party_of_side(acting, relative);
    question.bond = gj_bond_of(acting, binding, &acting->facts->bond);
    gj_ask(acting->law, &question, &reply);
    acting->outcome->was_asked = acting->command->only_asked;
    if (acting->outcome->was_asked)
        acting->outcome->asked = reply;
    if (reply.answer == GJ_ANSWER_ALLOW)
        return true;
    return gj_refuse_as_asked(acting, &question, &reply);
}

static bool needs_asking(const struct gj_acting *acting)
{
    if (acting->command->actor.role == GJ_ROLE_CLERK)
        return false;
    gj_day birth = acting->facts->other.person.birth_day;
    bool child = acting->command->body.bind.relation == GJ_RELATION_CHILD;
    return !child || gj_age_years(birth, gj_today(acting)) >= OF_AGE_YEARS;
}

static gj_fen limit_of(gj_fen said)
{
    return said < 0 ? GJ_FEN_UNLIMITED : said;
}

static struct gj_binding wanted(const struct gj_acting *acting)
{
    const struct gj_command *command = acting->command;
    const struct gj_facts *facts = acting->facts;
    gj_day today = gj_today(acting);
    gj_day from = command->body.bind.from, to = command->body.bind.to;
    return (struct gj_binding){
        .id = command->order,
        .payer = command->person,
        .relative = command->body.bind.relative,
        .payer_area = gj_party_of_side(acting, &facts->self).area,
        .relative_area = gj_party_of_side(acting, &facts->other).area,
        .relation = command->body.bind.relation,
        .state = needs_asking(acting) ? GJ_BINDING_ASKED : GJ_BINDING_ACTIVE,
        .proven = command->body.bind.proven,
        .promise = command->body.bind.promise,
        .rank = command->body.bind.rank,
        .uses = command->body.bind.uses,
        .from = from > today ? from : today,
        .to = to == 0 || to == GJ_DAY_NONE ? GJ_DAY_MAX : to,
        .limit_use_fen = limit_of(command->body.bind.limit_use_fen),
        .limit_year_fen = limit_of(command->body.bind.limit_year_fen),
    };
}

void gj_act_bind(struct gj_acting *acting)
{
    const struct gj_facts *facts = acting->facts;
    const struct gj_binding *kept = &facts->binding;
    struct gj_binding binding = wanted(acting);
    enum gj_reason no = GJ_REASON_NONE;
    if (binding.payer == 0 || facts->other.person.version == 0)
        no = GJ_PERSON_UNKNOWN;
    else if (binding.payer == binding.relative)
        no = GJ_RELATION_NOT_KIN;
    else if (binding.from >= binding.to)
        no = GJ_DATE_OUT_OF_RANGE;
    if (no != GJ_REASON_NONE) {
        gj_refuse(acting, no);
        return;
    }
    if (kept->version > 0 && kept->state != GJ_BINDING_ENDED) {
        if (acting->command->only_asked) /* then every rule that fails is wanted */
            (void)gj_ask_to_bind(acting, &binding, &facts->self, &facts->other);
        gj_refuse_for(acting, GJ_BINDING_EXISTS, kept->id, kept->payer_area);
        return;
    }
    if (!gj_ask_to_bind(acting, &binding, &facts->self, &facts->other))
        return;
    gj_change_binding(acting, &binding);
    gj_grant(acting, GJ_OK_BIND, binding.id, binding.payer_area);
}
