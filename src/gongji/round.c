#include "gongji/round.h"

#include <stdlib.h>
#include <string.h>

#include "base/bug.h"

struct gj_round *gj_round_new(struct gj_centre *centre, struct gj_why *why)
{
    struct gj_round *round = calloc(1, sizeof *round);
    GJ_MUST(round);
    round->centre = centre;
    round->why = why;
    for (int i = 0; i < GJ_BATCH_MAX; i++) {
        round->desks[i] = calloc(1, sizeof *round->desks[i]);
        GJ_MUST(round->desks[i]);
    }
    return round;
}

void gj_round_free(struct gj_round *round)
{
    for (int i = 0; i < GJ_BATCH_MAX; i++)
        free(round->desks[i]);
    free(round);
}

struct gj_command *gj_round_add(struct gj_round *round, enum gj_act act, struct gj_actor actor)
{
    GJ_MUST(round->count < GJ_BATCH_MAX);
    struct gj_desk *desk = round->desks[round->count];
    memset(&desk->command, 0, sizeof desk->command);
    memset(&desk->outcome.reply, 0, sizeof desk->outcome.reply);
    desk->outcome.reply.results = round->results[round->count];
    desk->command.act = (uint8_t)act;
    desk->command.actor = actor;
    desk->command.sandbox = true;
    round->count++;
    return &desk->command;
}

enum gj_status gj_round_do(struct gj_round *round)
{
    int count = round->count;
    round->count = 0;
    return count == 0 ? GJ_DONE : gj_centre_do(round->centre, round->desks, count, round->why);
}

bool gj_round_is_full(const struct gj_round *round)
{
    return round->count == GJ_BATCH_MAX;
}

const struct gj_reply *gj_round_reply(const struct gj_round *round, int index)
{
    return &round->desks[index]->outcome.reply;
}

bool gj_round_is_ok(const struct gj_round *round, int index)
{
    return gj_reason_is_ok((enum gj_reason)gj_round_reply(round, index)->reason);
}

enum gj_status gj_round_expect(const struct gj_round *round, int index, const char *what)
{
    enum gj_reason reason = (enum gj_reason)gj_round_reply(round, index)->reason;
    if (gj_reason_is_ok(reason))
        return GJ_DONE;
    return gj_fail(round->why, GJ_BROKEN, "%s was refused with %s (%s)", what,
                   gj_reason_code(reason), gj_reason_en(reason));
}

enum gj_status gj_round_move_clock(struct gj_round *round, gj_time to)
{
    gj_round_add(round, GJ_ACT_MOVE_CLOCK, gj_actor_operator())->body.clock.to = to;
    enum gj_status status = gj_round_do(round);
    return status == GJ_DONE ? gj_round_expect(round, 0, "moving the clock") : status;
}

struct gj_actor gj_actor_clerk(gj_area area)
{
    return (struct gj_actor){GJ_ROLE_CLERK, 1, area};
}

struct gj_actor gj_actor_operator(void)
{
    return (struct gj_actor){GJ_ROLE_OPERATOR, 0, GJ_AREA_NATION};
}

struct gj_actor gj_actor_citizen(gj_id person, gj_area area)
{
    return (struct gj_actor){GJ_ROLE_CITIZEN, person, area};
}

struct gj_actor gj_actor_institution(gj_id number, gj_area area)
{
    return (struct gj_actor){GJ_ROLE_INSTITUTION, number, area};
}
