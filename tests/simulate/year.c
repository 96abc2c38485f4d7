#include "simulate/year_inside.h"

#include <stdio.h>

#include "base/hash.h"

int64_t year_pick(struct year *year, int64_t low, int64_t high)
{
    return gj_random_between(&year->random, low, high);
}

bool year_chance(struct year *year, int percent)
{
    return year_pick(year, 1, 100) <= percent;
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
        world_credit(world, family[i].id, family[i].area, year_pick(year, 1000, 200000));
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

struct year_person *year_anybody(struct year *year)
{
    return &year->people[year_pick(year, 0, YEAR_PEOPLE - 1)];
}

struct year_person *year_kin_of(struct year *year, const struct year_person *person)
{
    int64_t family = (person - year->people) / 4;
    return &year->people[family * 4 + year_pick(year, 0, 3)];
}

/* ---- sending ---- */

const struct gj_reply *year_seen(struct year *year, const struct gj_reply *reply)
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
    bool whole = sent->command.act == GJ_ACT_SETTLE_BILL;
    if (sent->command.act != GJ_ACT_ADD_LINES && !whole)
        return;
    const struct gj_line **list =
        whole ? &sent->command.body.bill.list : &sent->command.body.lines.list;
    int count = whole ? sent->command.body.bill.count : sent->command.body.lines.count;
    memcpy(sent->lines, *list, (size_t)count * sizeof sent->lines[0]);
    *list = sent->lines;
}

static const struct gj_reply *send(struct year *year)
{
    remember(year);
    return year_seen(year, world_do(&year->world));
}

/* ---- bills ---- */

static const char *hospital(struct year *year)
{
    static const char *const codes[] = {WORLD_HOSPITAL, WORLD_SMALL, WORLD_PHARMACY,
                                        WORLD_YI_HOSPITAL, WORLD_LIN_HOSPITAL};
    return codes[year_pick(year, 0, 4)];
}

static void open_visit(struct year *year, struct year_bill *bill)
{
    const struct year_person *person = year_anybody(year);
    struct world *world = &year->world;
    *bill = (struct year_bill){.code = hospital(year), .person = person->id, .charge = 1};
    struct gj_command *command = world_by_institution(world, GJ_ACT_REGISTER, bill->code);
    command->person = person->id;
    command->body.registration.scheme = (uint8_t)person->scheme;
    command->body.registration.begin = world->now - year_pick(year, 0, 3) * GJ_DAY_MS;
    const char *type = bill->code[0] == 'P' ? "41" : year_chance(year, 10) ? "14" : "11";
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
    struct gj_line line = {.count_e4 = year_pick(year, 1, 5) * 10000};
    line.amount_fen = year_pick(year, 1, 9000) * (line.count_e4 / 10000);
    line.price_micro = line.amount_fen * 10000 / (line.count_e4 / 10000);
    snprintf(line.serial, sizeof line.serial, "%d", ++bill->lines);
    snprintf(line.list_code, sizeof line.list_code, "%s", codes[year_pick(year, 0, 4)]);
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
    int count = (int)year_pick(year, 1, WORLD_LINES_MAX);
    struct gj_command *command = world_by_institution(&year->world, GJ_ACT_ADD_LINES, bill->code);
    for (int i = 0; i < count; i++)
        lines[i] = make_line(year, bill);
    if (year_chance(year, 3)) /* the whole message is refused, and nothing of it is kept */
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
    command->body.bill.accounts_used = !year_chance(year, 5);
    command->body.bill.bill =
        (struct gj_bill){total_of(bill), bill->outside_fen, bill->overprice_fen,
                         bill->first_share_fen, bill->eligible_fen};
    if (year_chance(year, 2))
        command->body.bill.bill.total_fen++;
    return send(year);
}

static bool note_settled(struct year *year, const struct gj_reply *reply,
                         const struct year_bill *bill)
{
    if (reply->reason != GJ_OK_SETTLED)
        return false;
    year->settled[year->settled_count++ % YEAR_SETTLED] =
        (struct year_settled){reply->id, bill->person, bill->code};
    return true;
}

static void settle(struct year *year, struct year_bill *bill)
{
    if (!note_settled(year, send_bill(year, bill, GJ_ACT_SETTLE), bill))
        return;
    bill->charge++;
    clear_charge(bill);
}

static void drop(struct year *year, struct year_bill *bill)
{
    struct gj_command *command = world_by_institution(&year->world, GJ_ACT_DROP_LINES, bill->code);
    command->body.drop.visit = bill->visit;
    command->body.drop.all = year_chance(year, 50);
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
    struct year_bill *bill = &year->bills[year_pick(year, 0, YEAR_BILLS - 1)];
    int64_t what = year_pick(year, 1, 100);
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

/* A whole bill of somebody at some institution: its lines come with it, and there is no visit. */
static void settle_whole(struct year *year)
{
    static struct gj_line lines[WORLD_LINES_MAX];
    const struct year_person *person = year_anybody(year);
    struct year_bill bill = {.code = hospital(year), .person = person->id};
    struct gj_command *command = world_by_institution(&year->world, GJ_ACT_SETTLE_BILL, bill.code);
    command->person = bill.person;
    command->body.bill.count = (int32_t)year_pick(year, 1, WORLD_LINES_MAX);
    command->body.bill.list = lines;
    for (int i = 0; i < command->body.bill.count; i++) {
        lines[i] = make_line(year, &bill);
        command->body.bill.bill.total_fen += lines[i].amount_fen;
    }
    command->body.bill.bill.total_fen += year_chance(year, 3);
    command->body.bill.scheme = (uint8_t)person->scheme;
    command->body.bill.begin = year->world.now - year_pick(year, 0, 3) * GJ_DAY_MS;
    command->body.bill.accounts_used = !year_chance(year, 5);
    snprintf(command->body.bill.charge, GJ_MSGID_MAX + 1, "I%d", (int)year_pick(year, 1, 9));
    memcpy(command->body.bill.med_type, bill.code[0] == 'P' ? "41" : "11", 3);
    note_settled(year, send(year), &bill);
}

static void reverse(struct year *year)
{
    if (year->settled_count == 0)
        return;
    int count = year->settled_count < YEAR_SETTLED ? year->settled_count : YEAR_SETTLED;
    const struct year_settled *one = &year->settled[year_pick(year, 0, count - 1)];
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
    struct year_settled one = year->settled[year_pick(year, 0, count - 1)];
    if (gj_reader_settlement(year->world.reader, one.id, &kept, &why))
        fail_msg("%s", why.text);
    struct gj_command *command = world_by_institution(&year->world, GJ_ACT_REFUND, one.code);
    struct gj_bill *back = &command->body.reverse.bill;
    command->person = one.person;
    command->body.reverse.settlement = one.id;
    back->eligible_fen = year_pick(year, 0, kept.decision.bill.eligible_fen);
    back->outside_fen = year_chance(year, 50) ? kept.decision.bill.outside_fen : 0;
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
    int at = (int)year_pick(year, 0, count - 1);
    if (year->sent[at].command.act == GJ_ACT_NONE)
        return;
    world->desk->command = year->sent[at].command;
    const struct gj_reply *reply = year_seen(year, world_do(world));
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
    struct year_sent *sent = &year->sent[year_pick(year, 0, count - 1)];
    gj_id person = sent->command.person;
    if (sent->command.act != GJ_ACT_SETTLE && sent->command.act != GJ_ACT_SETTLE_BILL &&
        sent->command.act != GJ_ACT_REVERSE)
        return;
    world_undo(world, sent->command.institution, person, (enum gj_act)sent->command.act,
               &sent->command.once);
    const struct gj_reply *reply = year_seen(year, world_do(world));
    if (!gj_reason_is_ok((enum gj_reason)reply->reason))
        return;
    struct gj_command dead = sent->command;
    sent->command.act = GJ_ACT_NONE;
    world->desk->command = dead;
    year_seen(year, world_expect(world, GJ_MESSAGE_UNDONE));
}

/* A message is undone before it comes; then it comes. */
static void undo_before(struct year *year)
{
    struct world *world = &year->world;
    struct year_bill *bill = &year->bills[year_pick(year, 0, YEAR_BILLS - 1)];
    char charge[GJ_MSGID_MAX + 1];
    if (bill->visit == 0)
        return;
    name_charge(bill, charge);
    world_bill(world, GJ_ACT_SETTLE, bill->code, bill->visit, charge, total_of(bill));
    struct gj_command late = world->desk->command;
    world_undo(world, bill->code, bill->person, GJ_ACT_SETTLE, &late.once);
    year_seen(year, world_expect(world, GJ_OK_NOTHING_HAPPENED));
    world->desk->command = late;
    year_seen(year, world_expect(world, GJ_MESSAGE_UNDONE));
}

/* ---- steps ---- */

static void confirm(struct year *year)
{
    year_answer_binding(year, GJ_ACT_CONFIRM);
}

static void unbind(struct year *year)
{
    year_answer_binding(year, GJ_ACT_UNBIND);
}

static const struct {
    int weight;
    year_act *act;
} acts[] = {
    {540, work_on_bill},
    {60, settle_whole},
    {60, reverse},
    {80, retry},
    {60, undo},
    {10, undo_before},
    {80, year_credit},
    {40, year_bind},
    {20, confirm},
    {12, unbind},
    {30, year_open_wallet},
    {70, year_transfer},
    {90, year_end_transfer},
    {8, year_hold},
    {2, year_move},
    {40, year_premium},
    {30, year_refund_premium},
    {40, refund},
    {3, year_move_with_balance},
    {2, year_close_something},
    {12, year_resolve},
    {12, year_change_binding},
};

void year_step(struct year *year)
{
    int total = 0;
    for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++)
        total += acts[i].weight;
    int64_t at = year_pick(year, 1, total);
    size_t i = 0;
    while (at > acts[i].weight)
        at -= acts[i++].weight;
    acts[i].act(year);
    /* About sixteen months in 20 000 steps: a turn of the calendar and of each benefit year. */
    year->world.now += year_pick(year, 0, 70) * 60000;
    year->step++;
}
