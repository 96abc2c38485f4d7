/* The acts of families in the simulated year: money in, bindings, wallets, premiums, moves, closings. */
#include "simulate/year_inside.h"

void year_credit(struct year *year)
{
    const struct year_person *person = year_anybody(year);
    struct gj_command *command = world_by_clerk(&year->world, GJ_ACT_CREDIT, person->area);
    command->person = person->id;
    command->body.credit.area = person->area;
    command->body.credit.amount_fen = year_pick(year, 100, 40000);
    command->body.credit.month = gj_day_month(gj_time_day(year->world.now));
    year_seen(year, world_do(&year->world));
}

void year_bind(struct year *year)
{
    static const enum gj_relation relations[] = {GJ_RELATION_SPOUSE, GJ_RELATION_PARENT,
                                                 GJ_RELATION_CHILD};
    const struct year_person *payer = year_anybody(year);
    struct world *world = &year->world;
    struct gj_command *command = year_chance(year, 70)
                                     ? world_by_clerk(world, GJ_ACT_BIND, GJ_AREA_NATION)
                                     : world_by_citizen(world, GJ_ACT_BIND, payer->id);
    command->person = payer->id;
    command->body.bind.relative = year_kin_of(year, payer)->id;
    command->body.bind.relation = (uint8_t)relations[year_pick(year, 0, 2)];
    command->body.bind.proven = command->body.bind.promise = true;
    command->body.bind.rank = (int16_t)year_pick(year, 0, 2);
    command->body.bind.limit_use_fen = year_chance(year, 30) ? year_pick(year, 0, 20000) : -1;
    command->body.bind.limit_year_fen = year_chance(year, 30) ? year_pick(year, 0, 60000) : -1;
    const struct gj_reply *reply = year_seen(year, world_do(world));
    if (reply->reason == GJ_OK_BIND)
        year->bindings[year->bindings_count++ % YEAR_ROOM] = reply->id;
}

void year_answer_binding(struct year *year, enum gj_act act)
{
    int count = year->bindings_count < YEAR_ROOM ? year->bindings_count : YEAR_ROOM;
    if (count == 0)
        return;
    struct gj_command *command = world_by_clerk(&year->world, act, GJ_AREA_NATION);
    command->body.binding.binding = year->bindings[year_pick(year, 0, count - 1)];
    command->body.binding.agree = year_chance(year, 80);
    year_seen(year, world_do(&year->world));
}

void year_transfer(struct year *year)
{
    const struct year_person *sender = year_anybody(year), *receiver = year_kin_of(year, sender);
    struct gj_command *command = world_by_citizen(&year->world, GJ_ACT_TRANSFER, sender->id);
    command->body.transfer.receiver = receiver->id;
    command->body.transfer.relation = GJ_RELATION_PARENT;
    command->body.transfer.source = year_chance(year, 80) ? GJ_PAYER_OWN : GJ_PAYER_WALLET;
    command->body.transfer.amount_fen = year_pick(year, 0, 51000);
    const struct gj_reply *reply = year_seen(year, world_do(&year->world));
    if (reply->reason != GJ_OK_WALLET)
        return;
    int at = year->transfers_count++ % YEAR_ROOM;
    year->transfers[at] = reply->id;
    year->receivers[at] = receiver->id;
}

void year_end_transfer(struct year *year)
{
    int count = year->transfers_count < YEAR_ROOM ? year->transfers_count : YEAR_ROOM;
    if (count == 0)
        return;
    /* Mostly one of the newest: the older ones have ended. */
    int back =
        (int)year_pick(year, 0, year_chance(year, 80) ? (count < 4 ? count - 1 : 3) : count - 1);
    int at = (year->transfers_count - 1 - back) % YEAR_ROOM;
    struct gj_command *command =
        year_chance(year, 60) ? world_by_citizen(&year->world, GJ_ACT_ACCEPT, year->receivers[at])
                              : world_by_clerk(&year->world, GJ_ACT_GIVE_BACK, GJ_AREA_NATION);
    command->body.ended.transfer = year->transfers[at];
    year_seen(year, world_do(&year->world));
}

static gj_id bound_to(struct year *year, const struct year_person *person)
{
    struct gj_binding bindings[GJ_BINDINGS_MAX];
    struct gj_why why;
    int count = 0;
    if (gj_reader_bindings(year->world.reader, person->id, false, INT64_MAX, bindings, &count,
                           &why))
        fail_msg("%s", why.text);
    return count > 0 ? bindings[year_pick(year, 0, count - 1)].id : 0;
}

void year_premium(struct year *year)
{
    const struct year_person *payer = year_anybody(year);
    struct gj_command *command = world_by_citizen(&year->world, GJ_ACT_PREMIUM, payer->id);
    command->body.premium.relative = year_kin_of(year, payer)->id;
    command->body.premium.relation = GJ_RELATION_PARENT;
    command->body.premium.source = year_chance(year, 70) ? GJ_PAYER_OWN : GJ_PAYER_WALLET;
    command->body.premium.year = (int16_t)year_pick(year, 2031, 2034);
    if (year_chance(year, 30))
        command->body.premium.binding = bound_to(year, payer);
    year_seen(year, world_do(&year->world));
}

void year_refund_premium(struct year *year)
{
    const struct year_person *person = year_anybody(year);
    struct gj_command *command =
        year_chance(year, 50) ? world_by_citizen(&year->world, GJ_ACT_REFUND_PREMIUM, person->id)
                              : world_by_clerk(&year->world, GJ_ACT_REFUND_PREMIUM, GJ_AREA_NATION);
    command->body.insured.insured = year_kin_of(year, person)->id;
    command->body.insured.year = (int16_t)year_pick(year, 2032, 2033);
    year_seen(year, world_do(&year->world));
}

void year_open_wallet(struct year *year)
{
    world_by_citizen(&year->world, GJ_ACT_OPEN_WALLET, year_anybody(year)->id);
    year_seen(year, world_do(&year->world));
}

void year_hold(struct year *year)
{
    const struct year_person *person = year_anybody(year);
    bool freeze = year_chance(year, 50);
    struct gj_command *command =
        world_by_clerk(&year->world, freeze ? GJ_ACT_FREEZE : GJ_ACT_SUSPEND, person->area);
    command->person = person->id;
    command->body.hold.area = person->area;
    command->body.hold.on = year_chance(year, 30);
    command->body.hold.until = gj_time_day(year->world.now) + 20;
    year_seen(year, world_do(&year->world));
}

/* A person moves: the old account stays behind with its money. */
void year_move(struct year *year)
{
    struct year_person *person = year_anybody(year);
    gj_area to = person->area == WORLD_JIA ? WORLD_YI : WORLD_JIA;
    struct gj_command *command = world_by_clerk(&year->world, GJ_ACT_ENROL, to);
    command->person = command->body.enrol.person.id = person->id;
    command->body.enrol.enrolment = (struct gj_enrolment){.area = to,
                                                          .scheme = (uint8_t)person->scheme,
                                                          .working = GJ_WORKING,
                                                          .tier = 1,
                                                          .from = gj_time_day(year->world.now),
                                                          .to = GJ_DAY_MAX};
    if (year_seen(year, world_do(&year->world))->reason == GJ_OK)
        person->area = to;
}

/* The same by the act that takes the balance along where the rule says so. */
void year_move_with_balance(struct year *year)
{
    static const gj_area areas[] = {WORLD_JIA, WORLD_YI, WORLD_LIN};
    struct year_person *person = year_anybody(year);
    gj_area to = areas[year_pick(year, 0, 2)];
    struct gj_command *command = world_by_clerk(&year->world, GJ_ACT_MOVE, to);
    command->person = command->body.enrol.person.id = person->id;
    command->body.enrol.enrolment = (struct gj_enrolment){.area = to,
                                                          .scheme = (uint8_t)person->scheme,
                                                          .working = GJ_WORKING,
                                                          .tier = 1,
                                                          .from = gj_time_day(year->world.now),
                                                          .to = GJ_DAY_MAX};
    if (year_seen(year, world_do(&year->world))->reason == GJ_OK_TRANSFER)
        person->area = to;
}

void year_close_something(struct year *year)
{
    const struct year_person *person = year_anybody(year);
    enum gj_act act = year_chance(year, 60) ? GJ_ACT_CLOSE_ACCOUNT : GJ_ACT_CLOSE_WALLET;
    struct gj_command *command = world_by_clerk(&year->world, act, GJ_AREA_NATION);
    command->person = person->id;
    command->body.closing.area = person->area;
    command->body.closing.ground = (uint8_t)year_pick(year, GJ_GROUND_NONE, GJ_GROUND_EMIGRATION);
    command->body.closing.proof = year_chance(year, 80);
    year_seen(year, world_do(&year->world));
}

static enum gj_status take_work(void *to, const struct gj_work *one)
{
    *(gj_id *)to = one->id;
    return one->id % 3 == 0 ? GJ_NOT_FOUND : GJ_DONE; /* now and then not the newest */
}

void year_resolve(struct year *year)
{
    gj_id work = 0;
    struct gj_why why;
    (void)!gj_reader_works(year->world.reader, 0, year_chance(year, 80), take_work, &work, &why);
    struct gj_command *command = world_by_clerk(&year->world, GJ_ACT_RESOLVE, GJ_AREA_NATION);
    command->body.resolve.work = work;
    command->body.resolve.to = (uint8_t)year_pick(year, GJ_RESOLVE_TO_PERSON, GJ_RESOLVE_TO_WALLET);
    command->body.resolve.area = year_chance(year, 50) ? WORLD_JIA : 0;
    year_seen(year, world_do(&year->world));
}

void year_change_binding(struct year *year)
{
    int count = year->bindings_count < YEAR_ROOM ? year->bindings_count : YEAR_ROOM;
    if (count == 0)
        return;
    struct gj_command *command =
        world_by_clerk(&year->world, GJ_ACT_CHANGE_BINDING, GJ_AREA_NATION);
    command->body.change_binding.binding = year->bindings[year_pick(year, 0, count - 1)];
    command->body.change_binding.version = year_pick(year, 0, 3);
    command->body.change_binding.rank = (int16_t)year_pick(year, 0, 3);
    command->body.change_binding.limit_use_fen = year_pick(year, -20000, 60000);
    command->body.change_binding.limit_year_fen = -1;
    year_seen(year, world_do(&year->world));
}
