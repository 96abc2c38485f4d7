#include "simulate/year.h"

#include <stdio.h>

#include "base/hash.h"

static int64_t pick(struct year *year, int64_t low, int64_t high)
{
    return gj_random_between(&year->random, low, high);
}

static bool chance(struct year *year, int percent)
{
    return pick(year, 1, 100) <= percent;
}

/* ---- people ---- */

/* Two earners, a child and a grandmother, not all in one area. */
static void make_family(struct year *year, int number)
{
    static const gj_area homes[] = {WORLD_JIA, WORLD_YI, WORLD_LIN};
    struct world *world = &year->world;
    struct year_person *family = &year->people[number * 4];
    gj_area home = homes[number % 3];
    gj_area far = homes[(number + number / 3) % 3];
    family[0] = (struct year_person){0, home, GJ_SCHEME_EMPLOYEE};
    family[1] = (struct year_person){0, far, GJ_SCHEME_EMPLOYEE};
    family[2] = (struct year_person){0, home, GJ_SCHEME_RESIDENT};
    family[3] = (struct year_person){0, far, GJ_SCHEME_RESIDENT};
    static const int births[] = {1990, 1988, 2018, 1958};
    for (int i = 0; i < 4; i++)
        family[i].id = world_person(world, family[i].area, family[i].scheme, births[i]);
    for (int i = 0; i < 2; i++)
        world_credit(world, family[i].id, family[i].area, pick(year, 1000, 200000));
}

void year_begin(struct year *year, uint64_t seed, struct gj_store *store)
{
    memset(year, 0, sizeof *year);
    year->seed = seed;
    year->random = gj_random(seed);
    if (store)
        world_begin_on(&year->world, store);
    else
        world_begin(&year->world);
    for (int i = 0; i < YEAR_FAMILIES; i++)
        make_family(year, i);
}

static struct year_person *anybody(struct year *year)
{
    return &year->people[pick(year, 0, YEAR_PEOPLE - 1)];
}

static struct year_person *kin_of(struct year *year, const struct year_person *person)
{
    int64_t family = (person - year->people) / 4;
    return &year->people[family * 4 + pick(year, 0, 3)];
}

/* ---- sending ---- */

static const struct gj_reply *seen(struct year *year, const struct gj_reply *reply)
{
    year->reasons[reply->reason]++;
    year->replays += reply->replayed;
    return reply;
}

/* Remembers an institution's message, lines and all, so that it may be sent or undone again. */
static void remember(struct year *year)
{
    struct year_sent *sent = &year->sent[year->sent_count++ % YEAR_SENT];
    sent->command = year->world.desk->command;
    if (sent->command.act != GJ_ACT_ADD_LINES)
        return;
    int count = sent->command.body.lines.count;
    memcpy(sent->lines, sent->command.body.lines.list, (size_t)count * sizeof sent->lines[0]);
    sent->command.body.lines.list = sent->lines;
}

static const struct gj_reply *send(struct year *year)
{
    remember(year);
    return seen(year, world_do(&year->world));
}

/* ---- bills ---- */

static const char *hospital(struct year *year)
{
    static const char *const codes[] = {WORLD_HOSPITAL, WORLD_SMALL, WORLD_PHARMACY,
                                        WORLD_YI_HOSPITAL, WORLD_LIN_HOSPITAL};
    return codes[pick(year, 0, 4)];
}

static void open_visit(struct year *year, struct year_bill *bill)
{
    const struct year_person *person = anybody(year);
    struct world *world = &year->world;
    *bill = (struct year_bill){.code = hospital(year), .person = person->id, .charge = 1};
    struct gj_command *command = world_by_institution(world, GJ_ACT_REGISTER, bill->code);
    command->person = person->id;
    command->body.registration.scheme = (uint8_t)person->scheme;
    command->body.registration.begin = world->now - pick(year, 0, 3) * GJ_DAY_MS;
    const char *type = bill->code[0] == 'P' ? "41" : chance(year, 10) ? "14" : "11";
    memcpy(command->body.registration.med_type, type, 3);
    const struct gj_reply *reply = send(year);
    bill->visit = reply->reason == GJ_OK ? reply->id : 0;
}

static void name_charge(const struct year_bill *bill, char out[GJ_MSGID_MAX + 1])
{
    snprintf(out, GJ_MSGID_MAX + 1, "%d", bill->charge);
}

static struct gj_line make_line(struct year *year, struct year_bill *bill)
{
    static const char *const codes[] = {"A001", "A001", "B001", "B002", "X999"};
    struct gj_line line = {.count_e4 = pick(year, 1, 5) * 10000};
    line.amount_fen = pick(year, 1, 9000) * (line.count_e4 / 10000);
    line.price_micro = line.amount_fen * 10000 / (line.count_e4 / 10000);
    snprintf(line.serial, sizeof line.serial, "%d", ++bill->lines);
    snprintf(line.list_code, sizeof line.list_code, "%s", codes[pick(year, 0, 4)]);
    name_charge(bill, line.charge);
    line.content = gj_hash_number((uint64_t)line.amount_fen) | 1;
    return line;
}

/* What the test itself makes of the answered lines. */
static void add_results(struct year *year, struct year_bill *bill, int count)
{
    for (int i = 0; i < count; i++) {
        const struct gj_bill *one = &year->world.results[i].bill;
        bill->outside_fen += one->outside_fen;
        bill->overprice_fen += one->overprice_fen;
        bill->first_share_fen += one->first_share_fen;
        bill->eligible_fen += one->eligible_fen;
    }
}

static void add_lines(struct year *year, struct year_bill *bill)
{
    static struct gj_line lines[WORLD_LINES_MAX];
    int count = (int)pick(year, 1, WORLD_LINES_MAX);
    struct gj_command *command = world_by_institution(&year->world, GJ_ACT_ADD_LINES, bill->code);
    for (int i = 0; i < count; i++)
        lines[i] = make_line(year, bill);
    if (chance(year, 3)) /* the whole message is refused, and nothing of it is kept */
        lines[count - 1].amount_fen += 2;
    command->body.lines.visit = bill->visit;
    command->body.lines.count = count;
    command->body.lines.list = lines;
    if (send(year)->reason == GJ_OK)
        add_results(year, bill, count);
}

static gj_fen total_of(const struct year_bill *bill)
{
    return bill->outside_fen + bill->overprice_fen + bill->first_share_fen + bill->eligible_fen;
}

static void clear_charge(struct year_bill *bill)
{
    bill->outside_fen = bill->overprice_fen = bill->first_share_fen = bill->eligible_fen = 0;
    bill->previewed = false;
}

static const struct gj_reply *send_bill(struct year *year, struct year_bill *bill, enum gj_act act)
{
    char charge[GJ_MSGID_MAX + 1];
    name_charge(bill, charge);
    struct gj_command *command =
        world_bill(&year->world, act, bill->code, bill->visit, charge, total_of(bill));
    command->body.bill.accounts_used = !chance(year, 5);
    command->body.bill.bill =
        (struct gj_bill){total_of(bill), bill->outside_fen, bill->overprice_fen,
                         bill->first_share_fen, bill->eligible_fen};
    if (chance(year, 2))
        command->body.bill.bill.total_fen++;
    return send(year);
}

static void settle(struct year *year, struct year_bill *bill)
{
    const struct gj_reply *reply = send_bill(year, bill, GJ_ACT_SETTLE);
    if (reply->reason != GJ_OK_SETTLED)
        return;
    year->settled[year->settled_count++ % YEAR_SETTLED] =
        (struct year_settled){reply->id, bill->person, bill->code};
    bill->charge++;
    clear_charge(bill);
}

static void drop(struct year *year, struct year_bill *bill)
{
    struct gj_command *command = world_by_institution(&year->world, GJ_ACT_DROP_LINES, bill->code);
    command->body.drop.visit = bill->visit;
    command->body.drop.all = chance(year, 50);
    name_charge(bill, command->body.drop.charge);
    if (send(year)->reason == GJ_OK)
        clear_charge(bill);
}

static void cancel(struct year *year, struct year_bill *bill)
{
    struct gj_command *command =
        world_by_institution(&year->world, GJ_ACT_CANCEL_VISIT, bill->code);
    command->body.visit.visit = bill->visit;
    if (send(year)->reason == GJ_OK)
        bill->visit = 0;
}

static void work_on_bill(struct year *year)
{
    struct year_bill *bill = &year->bills[pick(year, 0, YEAR_BILLS - 1)];
    int64_t what = pick(year, 1, 100);
    if (bill->visit == 0 || what <= 3)
        open_visit(year, bill);
    else if (what <= 35 || total_of(bill) == 0)
        add_lines(year, bill);
    else if (what <= 55)
        send_bill(year, bill, GJ_ACT_PREVIEW);
    else if (what <= 94)
        settle(year, bill);
    else if (what <= 97)
        drop(year, bill);
    else
        cancel(year, bill);
}

static void reverse(struct year *year)
{
    if (year->settled_count == 0)
        return;
    int count = year->settled_count < YEAR_SETTLED ? year->settled_count : YEAR_SETTLED;
    const struct year_settled *one = &year->settled[pick(year, 0, count - 1)];
    world_reversal(&year->world, one->code, one->id)->person = one->person;
    send(year);
}

/* A part of some class of a settled bill is given back; what is left may be reversed later. */
static void refund(struct year *year)
{
    struct gj_settlement kept;
    struct gj_why why;
    if (year->settled_count == 0)
        return;
    int count = year->settled_count < YEAR_SETTLED ? year->settled_count : YEAR_SETTLED;
    struct year_settled one = year->settled[pick(year, 0, count - 1)];
    if (gj_reader_settlement(year->world.reader, one.id, &kept, &why))
        fail_msg("%s", why.text);
    struct gj_command *command = world_by_institution(&year->world, GJ_ACT_REFUND, one.code);
    struct gj_bill *back = &command->body.reverse.bill;
    command->person = one.person;
    command->body.reverse.settlement = one.id;
    back->eligible_fen = pick(year, 0, kept.decision.bill.eligible_fen);
    back->outside_fen = chance(year, 50) ? kept.decision.bill.outside_fen : 0;
    back->total_fen = back->eligible_fen + back->outside_fen;
    const struct gj_reply *reply = send(year);
    if (reply->reason == GJ_OK_REFUND)
        year->settled[year->settled_count++ % YEAR_SETTLED] =
            (struct year_settled){reply->id, one.person, one.code};
}

/* A message that was answered is sent again: what was kept is answered again and moves nothing. */
static void retry(struct year *year)
{
    struct world *world = &year->world;
    if (year->sent_count == 0)
        return;
    int count = year->sent_count < YEAR_SENT ? year->sent_count : YEAR_SENT;
    int at = (int)pick(year, 0, count - 1);
    if (year->sent[at].command.act == GJ_ACT_NONE)
        return;
    world->desk->command = year->sent[at].command;
    const struct gj_reply *reply = seen(year, world_do(world));
    if (!reply->replayed) { /* refused before, or dead: it is not sent a third time */
        year->sent[at].command.act = GJ_ACT_NONE;
        return;
    }
    assert_false(world->desk->outcome.keep);
}

static void undo(struct year *year)
{
    struct world *world = &year->world;
    if (year->sent_count == 0)
        return;
    int count = year->sent_count < YEAR_SENT ? year->sent_count : YEAR_SENT;
    struct year_sent *sent = &year->sent[pick(year, 0, count - 1)];
    gj_id person = sent->command.person;
    if (sent->command.act != GJ_ACT_SETTLE && sent->command.act != GJ_ACT_REVERSE)
        return;
    world_undo(world, sent->command.institution, person, (enum gj_act)sent->command.act,
               &sent->command.once);
    const struct gj_reply *reply = seen(year, world_do(world));
    if (!gj_reason_is_ok((enum gj_reason)reply->reason))
        return;
    struct gj_command dead = sent->command;
    sent->command.act = GJ_ACT_NONE;
    world->desk->command = dead;
    seen(year, world_expect(world, GJ_MESSAGE_UNDONE));
}

/* A message is undone before it comes; then it comes. */
static void undo_before(struct year *year)
{
    struct world *world = &year->world;
    struct year_bill *bill = &year->bills[pick(year, 0, YEAR_BILLS - 1)];
    char charge[GJ_MSGID_MAX + 1];
    if (bill->visit == 0)
        return;
    name_charge(bill, charge);
    world_bill(world, GJ_ACT_SETTLE, bill->code, bill->visit, charge, total_of(bill));
    struct gj_command late = world->desk->command;
    world_undo(world, bill->code, bill->person, GJ_ACT_SETTLE, &late.once);
    seen(year, world_expect(world, GJ_OK_NOTHING_HAPPENED));
    world->desk->command = late;
    seen(year, world_expect(world, GJ_MESSAGE_UNDONE));
}

/* ---- families ---- */

static void credit(struct year *year)
{
    const struct year_person *person = anybody(year);
    struct gj_command *command = world_by_clerk(&year->world, GJ_ACT_CREDIT, person->area);
    command->person = person->id;
    command->body.credit.area = person->area;
    command->body.credit.amount_fen = pick(year, 100, 40000);
    command->body.credit.month = gj_day_month(gj_time_day(year->world.now));
    seen(year, world_do(&year->world));
}

static void bind(struct year *year)
{
    static const enum gj_relation relations[] = {GJ_RELATION_SPOUSE, GJ_RELATION_PARENT,
                                                 GJ_RELATION_CHILD};
    const struct year_person *payer = anybody(year);
    struct world *world = &year->world;
    struct gj_command *command = chance(year, 70)
                                     ? world_by_clerk(world, GJ_ACT_BIND, GJ_AREA_NATION)
                                     : world_by_citizen(world, GJ_ACT_BIND, payer->id);
    command->person = payer->id;
    command->body.bind.relative = kin_of(year, payer)->id;
    command->body.bind.relation = (uint8_t)relations[pick(year, 0, 2)];
    command->body.bind.proven = command->body.bind.promise = true;
    command->body.bind.rank = (int16_t)pick(year, 0, 2);
    command->body.bind.limit_use_fen = chance(year, 30) ? pick(year, 0, 20000) : -1;
    command->body.bind.limit_year_fen = chance(year, 30) ? pick(year, 0, 60000) : -1;
    const struct gj_reply *reply = seen(year, world_do(world));
    if (reply->reason == GJ_OK_BIND)
        year->bindings[year->bindings_count++ % YEAR_ROOM] = reply->id;
}

static void answer_binding(struct year *year, enum gj_act act)
{
    int count = year->bindings_count < YEAR_ROOM ? year->bindings_count : YEAR_ROOM;
    if (count == 0)
        return;
    struct gj_command *command = world_by_clerk(&year->world, act, GJ_AREA_NATION);
    command->body.binding.binding = year->bindings[pick(year, 0, count - 1)];
    command->body.binding.agree = chance(year, 80);
    seen(year, world_do(&year->world));
}

static void transfer(struct year *year)
{
    const struct year_person *sender = anybody(year), *receiver = kin_of(year, sender);
    struct gj_command *command = world_by_citizen(&year->world, GJ_ACT_TRANSFER, sender->id);
    command->body.transfer.receiver = receiver->id;
    command->body.transfer.relation = GJ_RELATION_PARENT;
    command->body.transfer.source = chance(year, 80) ? GJ_PAYER_OWN : GJ_PAYER_WALLET;
    command->body.transfer.amount_fen = pick(year, 0, 51000);
    const struct gj_reply *reply = seen(year, world_do(&year->world));
    if (reply->reason != GJ_OK_WALLET)
        return;
    int at = year->transfers_count++ % YEAR_ROOM;
    year->transfers[at] = reply->id;
    year->receivers[at] = receiver->id;
}

static void end_transfer(struct year *year)
{
    int count = year->transfers_count < YEAR_ROOM ? year->transfers_count : YEAR_ROOM;
    if (count == 0)
        return;
    /* Mostly one of the newest: the older ones have ended. */
    int back = (int)pick(year, 0, chance(year, 80) ? (count < 4 ? count - 1 : 3) : count - 1);
    int at = (year->transfers_count - 1 - back) % YEAR_ROOM;
    struct gj_command *command =
        chance(year, 60) ? world_by_citizen(&year->world, GJ_ACT_ACCEPT, year->receivers[at])
                         : world_by_clerk(&year->world, GJ_ACT_GIVE_BACK, GJ_AREA_NATION);
    command->body.ended.transfer = year->transfers[at];
    seen(year, world_do(&year->world));
}

static gj_id bound_to(struct year *year, const struct year_person *person)
{
    struct gj_binding bindings[GJ_BINDINGS_MAX];
    struct gj_why why;
    int count = 0;
    if (gj_reader_bindings(year->world.reader, person->id, false, bindings, &count, &why))
        fail_msg("%s", why.text);
    return count > 0 ? bindings[pick(year, 0, count - 1)].id : 0;
}

static void premium(struct year *year)
{
    const struct year_person *payer = anybody(year);
    struct gj_command *command = world_by_citizen(&year->world, GJ_ACT_PREMIUM, payer->id);
    command->body.premium.relative = kin_of(year, payer)->id;
    command->body.premium.relation = GJ_RELATION_PARENT;
    command->body.premium.source = chance(year, 70) ? GJ_PAYER_OWN : GJ_PAYER_WALLET;
    command->body.premium.year = (int16_t)pick(year, 2031, 2034);
    if (chance(year, 30))
        command->body.premium.binding = bound_to(year, payer);
    seen(year, world_do(&year->world));
}

static void refund_premium(struct year *year)
{
    const struct year_person *person = anybody(year);
    struct gj_command *command =
        chance(year, 50) ? world_by_citizen(&year->world, GJ_ACT_REFUND_PREMIUM, person->id)
                         : world_by_clerk(&year->world, GJ_ACT_REFUND_PREMIUM, GJ_AREA_NATION);
    command->body.insured.insured = kin_of(year, person)->id;
    command->body.insured.year = (int16_t)pick(year, 2032, 2033);
    seen(year, world_do(&year->world));
}

static void open_wallet(struct year *year)
{
    world_by_citizen(&year->world, GJ_ACT_OPEN_WALLET, anybody(year)->id);
    seen(year, world_do(&year->world));
}

static void hold(struct year *year)
{
    const struct year_person *person = anybody(year);
    bool freeze = chance(year, 50);
    struct gj_command *command =
        world_by_clerk(&year->world, freeze ? GJ_ACT_FREEZE : GJ_ACT_SUSPEND, person->area);
    command->person = person->id;
    command->body.hold.area = person->area;
    command->body.hold.on = chance(year, 30);
    command->body.hold.until = gj_time_day(year->world.now) + 20;
    seen(year, world_do(&year->world));
}

/* A person moves: the old account stays behind with its money. */
static void move(struct year *year)
{
    struct year_person *person = anybody(year);
    gj_area to = person->area == WORLD_JIA ? WORLD_YI : WORLD_JIA;
    struct gj_command *command = world_by_clerk(&year->world, GJ_ACT_ENROL, to);
    command->person = command->body.enrol.person.id = person->id;
    command->body.enrol.enrolment = (struct gj_enrolment){.area = to,
                                                          .scheme = (uint8_t)person->scheme,
                                                          .working = GJ_WORKING,
                                                          .tier = 1,
                                                          .from = gj_time_day(year->world.now),
                                                          .to = GJ_DAY_MAX};
    if (seen(year, world_do(&year->world))->reason == GJ_OK)
        person->area = to;
}

/* ---- steps ---- */

typedef void year_act(struct year *year);

static void confirm(struct year *year)
{
    answer_binding(year, GJ_ACT_CONFIRM);
}

static void unbind(struct year *year)
{
    answer_binding(year, GJ_ACT_UNBIND);
}

static const struct {
    int weight;
    year_act *act;
} acts[] = {
    {540, work_on_bill},  {60, reverse},      {80, retry},   {60, undo},   {10, undo_before},
    {80, credit},         {40, bind},         {20, confirm}, {12, unbind}, {30, open_wallet},
    {45, transfer},       {40, end_transfer}, {8, hold},     {2, move},    {40, premium},
    {30, refund_premium}, {40, refund},
};

void year_step(struct year *year)
{
    int total = 0;
    for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++)
        total += acts[i].weight;
    int64_t at = pick(year, 1, total);
    size_t i = 0;
    while (at > acts[i].weight)
        at -= acts[i++].weight;
    acts[i].act(year);
    /* About sixteen months in 20 000 steps: a turn of the calendar and of each benefit year. */
    year->world.now += pick(year, 0, 70) * 60000;
    year->step++;
}
