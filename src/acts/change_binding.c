/* Changing what a payer has set for a kept binding: his rank, the uses, the limits. Only the payer
   or an agency; whoever read an older version of the row is told so. */
#include "acts/inside.h"

static gj_fen limit_of(gj_fen said)
{
    return said < 0 ? GJ_FEN_UNLIMITED : said;
}

static bool may_change(struct gj_acting *acting, const struct gj_binding *kept)
{
    const struct gj_command *command = acting->command;
    int64_t version = command->body.change_binding.version;
    if (kept->version == 0)
        return gj_refuse(acting, GJ_BINDING_UNKNOWN);
    if (command->actor.role == GJ_ROLE_CITIZEN && command->person != kept->payer)
        return gj_refuse(acting, GJ_PERSON_OTHER);
    if (version != 0 && version != kept->version)
        return gj_refuse_for(acting, GJ_VERSION_CHANGED, kept->id, kept->payer_area);
    if (kept->state == GJ_BINDING_ENDED)
        return gj_refuse(acting, GJ_BINDING_STATE);
    if (command->body.change_binding.limit_use_fen > GJ_FEN_MAX ||
        command->body.change_binding.limit_year_fen > GJ_FEN_MAX)
        return gj_refuse(acting, GJ_AMOUNT_TOO_LARGE);
    return true;
}

void gj_act_change_binding(struct gj_acting *acting)
{
    const struct gj_command *command = acting->command;
    const struct gj_binding *kept = &acting->facts->binding;
    if (!may_change(acting, kept))
        return;
    struct gj_binding *binding = gj_change_binding(acting, kept);
    binding->rank = command->body.change_binding.rank;
    binding->uses = command->body.change_binding.uses;
    binding->limit_use_fen = limit_of(command->body.change_binding.limit_use_fen);
    binding->limit_year_fen = limit_of(command->body.change_binding.limit_year_fen);
    gj_grant(acting, GJ_OK, kept->id, kept->payer_area);
}
