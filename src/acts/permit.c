/* Who may do what: the table act x role, and the area inside which an agency's clerk may act. Read
   before any act. */
#include "acts/inside.h"

enum {
    INSTITUTION = 1 << GJ_ROLE_INSTITUTION,
    CITIZEN = 1 << GJ_ROLE_CITIZEN,
    CLERK = 1 << GJ_ROLE_CLERK,
    OPERATOR = 1 << GJ_ROLE_OPERATOR,
    JOB = 1 << GJ_ROLE_JOB
};

/* Operators keep the machine and the packs and move no money; a citizen sends and accepts himself,
   nobody does it for him; money comes into accounts by an agency or its timed job alone. */
static const int permitted[GJ_ACT_COUNT] = {
    [GJ_ACT_SIGN_IN] = INSTITUTION,
    [GJ_ACT_SIGN_OUT] = INSTITUTION,
    [GJ_ACT_REGISTER] = INSTITUTION,
    [GJ_ACT_CANCEL_VISIT] = INSTITUTION,
    [GJ_ACT_DIAGNOSE] = INSTITUTION,
    [GJ_ACT_ADD_LINES] = INSTITUTION,
    [GJ_ACT_DROP_LINES] = INSTITUTION,
    [GJ_ACT_PREVIEW] = INSTITUTION,
    [GJ_ACT_SETTLE] = INSTITUTION,
    [GJ_ACT_REVERSE] = INSTITUTION | CLERK,
    [GJ_ACT_UNDO] = INSTITUTION,
    [GJ_ACT_ENROL] = CLERK,
    [GJ_ACT_CREDIT] = CLERK | JOB,
    [GJ_ACT_BIND] = CITIZEN | CLERK,
    [GJ_ACT_CONFIRM] = CITIZEN | CLERK,
    [GJ_ACT_UNBIND] = CITIZEN | CLERK,
    [GJ_ACT_OPEN_WALLET] = CITIZEN | CLERK,
    [GJ_ACT_TRANSFER] = CITIZEN,
    [GJ_ACT_ACCEPT] = CITIZEN,
    [GJ_ACT_GIVE_BACK] = CITIZEN | CLERK | JOB,
    [GJ_ACT_SUSPEND] = CLERK,
    [GJ_ACT_FREEZE] = CLERK,
    [GJ_ACT_ADD_INSTITUTION] = CLERK | OPERATOR,
    [GJ_ACT_ADD_ITEM] = CLERK | OPERATOR,
    [GJ_ACT_MOVE_CLOCK] = OPERATOR,
    [GJ_ACT_PUBLISH] = OPERATOR,
    [GJ_ACT_PREVIEW_BILL] = INSTITUTION,
    [GJ_ACT_SETTLE_BILL] = INSTITUTION,
    [GJ_ACT_PREMIUM] = CITIZEN | CLERK,
    [GJ_ACT_REFUND_PREMIUM] = CITIZEN | CLERK,
    [GJ_ACT_CHECK_BENEFIT] = INSTITUTION,
    [GJ_ACT_REFUND] = INSTITUTION | CLERK,
    [GJ_ACT_CLOSE_ACCOUNT] = CLERK,
    [GJ_ACT_CLOSE_WALLET] = CITIZEN | CLERK,
    [GJ_ACT_RESOLVE] = CLERK,
    [GJ_ACT_CHANGE_BINDING] = CITIZEN | CLERK,
    [GJ_ACT_MOVE] = CLERK,
};

static bool covers(gj_area agency, gj_area area)
{
    while (area != 0 && area != agency)
        area = gj_area_parent(area);
    return area == agency;
}

static bool covers_person(gj_area agency, const struct gj_side *side)
{
    if (side->person.version == 0 || covers(agency, side->person.first_area))
        return true;
    for (int i = 0; i < side->enrolments_count; i++)
        if (covers(agency, side->enrolments[i].area))
            return true;
    return false;
}

/* A record that is not there is not hidden by its area: the act itself says that it is unknown. */
static bool covers_record(gj_area agency, int64_t version, gj_area area)
{
    return version == 0 || covers(agency, area);
}

static bool clerk_may(const struct gj_command *command, const struct gj_facts *facts)
{
    gj_area agency = command->actor.area;
    switch ((enum gj_act)command->act) {
    case GJ_ACT_ENROL:
    case GJ_ACT_MOVE:
        return covers(agency, command->body.enrol.enrolment.area);
    case GJ_ACT_CREDIT:
        return covers(agency, command->body.credit.area);
    case GJ_ACT_FREEZE:
        return covers(agency, command->body.hold.area);
    case GJ_ACT_CLOSE_ACCOUNT:
        return covers(agency, command->body.closing.area);
    case GJ_ACT_RESOLVE:
        return covers_record(agency, facts->work.version, facts->work.book);
    case GJ_ACT_CONFIRM:
    case GJ_ACT_UNBIND:
    case GJ_ACT_CHANGE_BINDING:
        return covers_record(agency, facts->binding.version, facts->binding.payer_area) ||
               covers_record(agency, facts->binding.version, facts->binding.relative_area);
    case GJ_ACT_REVERSE:
    case GJ_ACT_REFUND:
        return covers_record(agency, facts->settlement.version, facts->settlement.claim.where.area);
    case GJ_ACT_GIVE_BACK:
        return covers_record(agency, facts->transfer.version, facts->transfer.sender_area);
    case GJ_ACT_ADD_INSTITUTION:
        return covers(agency, command->body.institution->area);
    case GJ_ACT_ADD_ITEM:
        return agency == GJ_AREA_NATION; /* one catalogue for the whole centre */
    default:
        return covers_person(agency, &facts->self);
    }
}

bool gj_is_permitted(const struct gj_command *command, const struct gj_facts *facts)
{
    const struct gj_actor *actor = &command->actor;
    if (command->act >= GJ_ACT_COUNT || actor->role >= GJ_ROLE_COUNT)
        return false;
    if (!(permitted[command->act] & 1 << actor->role))
        return false;
    switch ((enum gj_role)actor->role) {
    case GJ_ROLE_INSTITUTION:
        return command->institution[0] != '\0' &&
               (actor->number == 0 || actor->number == facts->institution.id);
    case GJ_ROLE_CITIZEN:
        return actor->number != 0 && actor->number == command->person;
    case GJ_ROLE_CLERK:
        return clerk_may(command, facts);
    default:
        return true;
    }
}
