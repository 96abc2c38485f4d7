/* The same business, one command at a time, sixty-four at once, and small batches decided ahead: they must decide as if
   each command had been alone. Real packs, real acts, the store in memory; the commands are drawn so
   that many of one batch touch the same people, visits and messages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "gongji/round.h"
#include "server.h"
#include "store/inside.h"

enum { PEOPLE = 40, ROUNDS = 14, AT_ONCE = 64, COMMANDS = ROUNDS * AT_ONCE, VISITS_MAX = COMMANDS };

struct visit {
    int person, institution;
    gj_id id, settlement;
    bool dead, has_lines;
    struct gj_bill sums;
};

/* One command as it was drawn, before ids of this run are put in. */
struct drawn {
    uint8_t act;
    int visit, person, other;
    uint16_t name, original; /* message names */
    gj_fen amount_fen;
    int month;
};

struct run {
    struct gj_demo demo;
    struct gj_centre *centre;
    struct gj_store *store;
    struct gj_round *round;
    struct visit visits[VISITS_MAX];
    int visits_count;
    uint16_t next_name;
};

struct outcome_of_run {
    int16_t reasons[COMMANDS];
    gj_fen balances[COMMANDS];
    bool replayed[COMMANDS];
    gj_fen money[PEOPLE][8];
    int count;
};

static struct gj_world world;

/* ---- drawing ---- */

/* A visit that the act could be for; any visit at times, so that refusals are met too. */
static bool suits(const struct visit *visit, uint8_t act)
{
    switch (act) {
    case GJ_ACT_ADD_LINES:
        return !visit->dead && visit->sums.total_fen == 0;
    case GJ_ACT_PREVIEW:
    case GJ_ACT_SETTLE:
        return visit->sums.total_fen > 0 && visit->settlement == 0;
    case GJ_ACT_REVERSE:
        return visit->settlement != 0;
    default:
        return true;
    }
}

static int draw_visit(struct gj_random *random, const struct run *run, uint8_t act)
{
    int visit = -1;
    for (int tries = 0; tries < 40 && run->visits_count > 0; tries++) {
        visit = (int)gj_random_between(random, 0, run->visits_count - 1);
        if (suits(&run->visits[visit], act))
            break;
    }
    return visit;
}

static uint8_t draw_act(struct gj_random *random)
{
    static const struct {
        int below;
        uint8_t act;
    } kinds[] = {{22, GJ_ACT_REGISTER}, {40, GJ_ACT_ADD_LINES},   {48, GJ_ACT_PREVIEW},
                 {60, GJ_ACT_SETTLE},   {68, GJ_ACT_SETTLE_BILL}, {76, GJ_ACT_REVERSE},
                 {80, GJ_ACT_UNDO},     {88, GJ_ACT_CREDIT},      {92, GJ_ACT_TRANSFER},
                 {95, GJ_ACT_BIND},     {98, GJ_ACT_FREEZE},      {100, GJ_ACT_OPEN_WALLET}};
    int drawn = (int)gj_random_between(random, 0, 99), i = 0;
    while (drawn >= kinds[i].below)
        i++;
    return kinds[i].act;
}

static struct drawn draw(struct gj_random *random, const struct run *run)
{
    struct drawn drawn = {.act = draw_act(random), .name = run->next_name};
    drawn.person = (int)gj_random_between(random, 0, PEOPLE - 1);
    drawn.other = (int)gj_random_between(random, 0, PEOPLE - 1);
    drawn.original =
        (uint16_t)gj_random_between(random, drawn.name > 90 ? drawn.name - 90 : 1, drawn.name + 20);
    drawn.amount_fen = gj_random_between(random, 1, 30000);
    drawn.month = 2025 * 12 + (int)gj_random_between(random, 0, 11);
    drawn.visit = draw_visit(random, run, drawn.act);
    bool cares = (drawn.act >= GJ_ACT_ADD_LINES && drawn.act <= GJ_ACT_UNDO) ||
                 drawn.act == GJ_ACT_SETTLE_BILL;
    if (cares && drawn.visit < 0)
        drawn.act = GJ_ACT_REGISTER;
    return drawn;
}

static struct gj_actor actor_of(const struct run *run, const struct drawn *drawn, int institution)
{
    const struct gj_demo_person *person = &run->demo.people[drawn->person];
    switch (drawn->act) {
    case GJ_ACT_CREDIT:
    case GJ_ACT_FREEZE:
        return gj_actor_clerk(person->area);
    case GJ_ACT_TRANSFER:
    case GJ_ACT_BIND:
    case GJ_ACT_OPEN_WALLET:
        return gj_actor_citizen(person->id, person->area);
    default:
        return gj_actor_institution(institution + 1, run->demo.institutions[institution].area);
    }
}

static int institution_near(const struct run *run, gj_area area)
{
    for (int i = 0; i < run->demo.institutions_count; i++)
        if (run->demo.institutions[i].area == area)
            return i;
    return 0;
}

/* ---- from a drawn command to a real one of this run ---- */

static void fill_line(const struct run *run, struct gj_line *line, const struct drawn *drawn)
{
    int64_t fen = drawn->amount_fen;
    memset(line, 0, sizeof *line);
    snprintf(line->serial, sizeof line->serial, "%d", (int)(fen % 7));
    snprintf(line->charge, sizeof line->charge, "1");
    snprintf(line->list_code, sizeof line->list_code, "%s",
             run->demo.items[fen % run->demo.items_count].code);
    line->occurred = GJ_DEMO_NOW;
    line->amount_fen = fen;
    line->count_e4 = 10000;
    line->price_micro = fen * 10000;
    line->content = (uint64_t)fen;
}

static void fill_bill(struct gj_command *command, const struct visit *visit, uint8_t scheme,
                      gj_area area)
{
    command->body.bill.visit = visit->id;
    command->body.bill.area = area;
    snprintf(command->body.bill.charge, sizeof command->body.bill.charge, "1");
    snprintf(command->body.bill.med_type, sizeof command->body.bill.med_type, "11");
    command->body.bill.scheme = scheme;
    command->body.bill.accounts_used = true;
    command->body.bill.bill = visit->sums;
}

/* For the visit's person at its institution, but of no visit. */
static void fill_whole(struct gj_command *command, struct gj_line *line, uint8_t scheme)
{
    snprintf(command->body.bill.med_type, sizeof command->body.bill.med_type, "11");
    command->body.bill.scheme = scheme;
    command->body.bill.accounts_used = true;
    command->body.bill.bill.total_fen = line->amount_fen;
    command->body.bill.list = line;
    command->body.bill.count = 1;
}

static void fill_care(struct run *run, struct gj_command *command, const struct drawn *drawn,
                      const struct visit *visit)
{
    const struct gj_demo_person *person = &run->demo.people[visit->person];
    struct gj_line *lines = run->round->lines[run->round->count - 1];
    memcpy(command->institution, run->demo.institutions[visit->institution].code,
           sizeof command->institution);
    command->care_area = run->demo.institutions[visit->institution].area;
    command->home_area = command->person_area = person->area;
    command->person = person->id;
    switch (drawn->act) {
    case GJ_ACT_REGISTER:
        command->body.registration.scheme = person->scheme;
        command->body.registration.begin = GJ_DEMO_NOW - 3600000;
        snprintf(command->body.registration.number, GJ_MSGID_MAX + 1, "N%d", drawn->name);
        break;
    case GJ_ACT_ADD_LINES:
        fill_line(run, lines, drawn);
        command->body.lines.visit = visit->id;
        command->body.lines.area = person->area;
        command->body.lines.list = lines;
        command->body.lines.count = 1;
        break;
    case GJ_ACT_SETTLE_BILL:
        fill_line(run, lines, drawn);
        fill_whole(command, lines, person->scheme);
        break;
    case GJ_ACT_REVERSE:
        command->body.reverse.settlement = visit->settlement;
        command->body.reverse.visit = visit->id;
        command->body.reverse.area = person->area;
        break;
    case GJ_ACT_UNDO:
        command->body.undo.original_act =
            drawn->amount_fen % 2 ? GJ_ACT_SETTLE : GJ_ACT_SETTLE_BILL;
        memcpy(command->body.undo.hash, &drawn->original, sizeof drawn->original);
        break;
    default:
        fill_bill(command, visit, person->scheme, person->area);
    }
}

static void fill_citizen(const struct run *run, struct gj_command *command,
                         const struct drawn *drawn)
{
    const struct gj_demo_person *person = &run->demo.people[drawn->person];
    const struct gj_demo_person *other = &run->demo.people[drawn->other];
    command->person = person->id;
    switch (drawn->act) {
    case GJ_ACT_CREDIT:
        command->body.credit.area = person->area;
        command->body.credit.amount_fen = drawn->amount_fen;
        command->body.credit.month = drawn->month;
        break;
    case GJ_ACT_FREEZE:
        command->body.hold.area = person->area;
        command->body.hold.on = drawn->amount_fen % 3 == 0;
        break;
    case GJ_ACT_TRANSFER:
        command->body.transfer.receiver = other->id;
        command->body.transfer.relation = GJ_RELATION_PARENT;
        command->body.transfer.source = GJ_PAYER_OWN;
        command->body.transfer.amount_fen = drawn->amount_fen;
        break;
    case GJ_ACT_BIND:
        command->body.bind.relative = other->id;
        command->body.bind.relation = GJ_RELATION_PARENT;
        command->body.bind.proven = command->body.bind.promise = true;
        command->body.bind.from = gj_time_day(GJ_DEMO_NOW);
        command->body.bind.to = GJ_DAY_MAX;
        command->body.bind.limit_use_fen = GJ_FEN_UNLIMITED;
        command->body.bind.limit_year_fen = GJ_FEN_UNLIMITED;
        break;
    default:
        break;
    }
}

static void add_command(struct run *run, const struct drawn *drawn, struct visit *visit)
{
    bool care = actor_of(run, drawn, 0).role == GJ_ROLE_INSTITUTION;
    struct gj_command *command = gj_round_add(run->round, (enum gj_act)drawn->act,
                                              actor_of(run, drawn, care ? visit->institution : 0));
    if (care)
        fill_care(run, command, drawn, visit);
    else
        fill_citizen(run, command, drawn);
    command->once.used = true;
    memcpy(command->once.hash, &drawn->name, sizeof drawn->name);
    memset(command->once.digest, drawn->act, sizeof command->once.digest);
    memcpy(command->once.digest, &drawn->amount_fen, sizeof drawn->amount_fen);
}

/* ---- running ---- */

static void learn(const struct drawn *drawn, struct visit *visit, const struct gj_reply *reply)
{
    if (!gj_reason_is_ok((enum gj_reason)reply->reason)) {
        visit->dead = visit->dead || drawn->act == GJ_ACT_REGISTER;
        return;
    }
    if (drawn->act == GJ_ACT_REGISTER)
        visit->id = reply->id;
    if (drawn->act == GJ_ACT_SETTLE)
        visit->settlement = reply->id;
    if (drawn->act != GJ_ACT_ADD_LINES || reply->replayed)
        return;
    for (int i = 0; i < reply->results_count; i++) {
        const struct gj_bill *line = &reply->results[i].bill;
        visit->sums.total_fen += line->total_fen;
        visit->sums.outside_fen += line->outside_fen;
        visit->sums.overprice_fen += line->overprice_fen;
        visit->sums.first_share_fen += line->first_share_fen;
        visit->sums.eligible_fen += line->eligible_fen;
    }
}

static void note(const struct run *run, struct outcome_of_run *out, const struct drawn *drawn,
                 struct visit *visit, int at)
{
    const struct gj_reply *reply = gj_round_reply(run->round, at);
    out->reasons[out->count] = reply->reason;
    out->balances[out->count] = reply->balance_fen;
    out->replayed[out->count] = reply->replayed;
    out->count++;
    if (visit)
        learn(drawn, visit, reply);
}

/* Draws a whole round first, so that both runs see the same state while drawing. */
static void live_round(struct run *run, struct gj_random *random, int at_once,
                       struct outcome_of_run *out)
{
    struct drawn drawn[AT_ONCE];
    struct visit *visits[AT_ONCE];
    for (int i = 0; i < AT_ONCE; i++) {
        int again = (int)gj_random_between(random, 0, 39);
        run->next_name++;
        drawn[i] = draw(random, run);
        if (i > 0 && again < 4)
            drawn[i] = drawn[i / 2]; /* the same message once more */
        if (i > 0 && again == 4)
            drawn[i].name = drawn[i / 2].name; /* its name with another content */
    }
    for (int i = 0; i < AT_ONCE; i++) {
        visits[i] = drawn[i].visit >= 0 ? &run->visits[drawn[i].visit] : NULL;
        if (drawn[i].act != GJ_ACT_REGISTER)
            continue;
        visits[i] = &run->visits[run->visits_count++];
        *visits[i] = (struct visit){.person = drawn[i].person};
        visits[i]->institution = institution_near(run, run->demo.people[drawn[i].person].area);
    }
    struct visit before[VISITS_MAX];
    memcpy(before, run->visits, sizeof before);
    for (int first = 0; first < AT_ONCE; first += at_once) {
        for (int i = first; i < first + at_once; i++)
            add_command(run, &drawn[i], visits[i] ? &before[visits[i] - run->visits] : NULL);
        assert_int_equal(gj_round_do(run->round), GJ_DONE);
        for (int i = first; i < first + at_once; i++)
            note(run, out, &drawn[i], visits[i], i - first);
    }
}

static void read_money(struct run *run, struct outcome_of_run *out)
{
    struct gj_reader *reader;
    struct gj_why why;
    assert_int_equal(gj_reader_open(run->store, &reader, &why), GJ_DONE);
    for (int i = 0; i < PEOPLE; i++) {
        struct gj_side side;
        struct gj_binding bindings[GJ_BINDINGS_MAX];
        int count;
        gj_fen *money = out->money[i];
        gj_id id = run->demo.people[i].id;
        assert_int_equal(gj_reader_side(reader, id, &side, &why), GJ_DONE);
        for (int a = 0; a < side.accounts_count; a++) {
            money[0] += side.accounts[a].carried_fen;
            money[1] += side.accounts[a].current_fen;
            money[2] += side.accounts[a].state;
        }
        money[3] = side.wallet.balance_fen;
        money[4] = side.wallet.held_count;
        assert_int_equal(gj_reader_bindings(reader, id, true, INT64_MAX, bindings, &count, &why),
                         GJ_DONE);
        money[5] = count;
        for (int b = 0; b < count; b++)
            money[6] += bindings[b].used_fen;
    }
    gj_reader_close(reader);
}

/* Keeping lasts a while, so that the next batch is decided meanwhile. */
static const struct gj_store_calls *quick_calls;

static enum gj_status keep_slowly(struct gj_store *store, struct gj_desk *const list[], int n,
                                  enum gj_verdict verdicts[], struct gj_why *why)
{
    usleep(200);
    return quick_calls->keep(store, list, n, verdicts, why);
}

static void slow_down(struct gj_store *store, struct gj_store_calls *calls)
{
    quick_calls = store->calls;
    *calls = *store->calls;
    calls->keep = keep_slowly;
    store->calls = calls;
}

static void start(struct run *run, gj_time now, int ahead_batch)
{
    struct gj_why why;
    struct gj_centre_options options = {.store = run->store,
                                        .law = world.law,
                                        .sandbox = true,
                                        .sandbox_start = now,
                                        .batch_max = ahead_batch,
                                        .ahead = ahead_batch > 0,
                                        .release = server_no_release};
    assert_int_equal(gj_centre_start(&options, &run->centre, &why), GJ_DONE);
}

/* The people are there before any batch is decided ahead. */
static void settle_in(struct run *run, int ahead_batch)
{
    struct gj_why why;
    start(run, gj_time_at(GJ_DEMO_FIRST_DAY, 8, 0, 0), 0);
    gj_demo_plan(&run->demo, PEOPLE, 7);
    if (gj_demo_live(&run->demo, run->centre, server_no_progress, &why) != GJ_DONE)
        fail_msg("%s", why.text);
    gj_time now = gj_centre_now(run->centre);
    gj_centre_stop(run->centre);
    start(run, now, ahead_batch);
    run->round = gj_round_new(run->centre, &why);
}

static void live(uint64_t seed, int at_once, int ahead_batch, struct outcome_of_run *out,
                 struct gj_centre_counts *counts)
{
    static struct run run;
    struct gj_store_calls calls;
    struct gj_why why;
    memset(&run, 0, sizeof run);
    memset(out, 0, sizeof *out);
    assert_int_equal(gj_store_memory(&run.store, &why), GJ_DONE);
    assert_int_equal(gj_world_keep(&world, run.store, &why), GJ_DONE);
    settle_in(&run, ahead_batch);
    if (ahead_batch > 0)
        slow_down(run.store, &calls);
    struct gj_random random = gj_random(seed);
    for (int i = 0; i < ROUNDS; i++)
        live_round(&run, &random, at_once, out);
    read_money(&run, out);
    gj_centre_counts(run.centre, counts);
    gj_round_free(run.round);
    gj_centre_stop(run.centre);
    gj_demo_free(&run.demo);
    gj_store_close(run.store);
}

static void compare(uint64_t seed, const struct outcome_of_run *singly,
                    const struct outcome_of_run *other)
{
    for (int i = 0; i < COMMANDS; i++)
        if (singly->reasons[i] != other->reasons[i])
            print_message("seed %d command %d: %s alone, %s together\n", (int)seed, i,
                          gj_reason_code((enum gj_reason)singly->reasons[i]),
                          gj_reason_code((enum gj_reason)other->reasons[i]));
    assert_memory_equal(singly->reasons, other->reasons, sizeof singly->reasons);
    assert_memory_equal(singly->balances, other->balances, sizeof singly->balances);
    assert_memory_equal(singly->replayed, other->replayed, sizeof singly->replayed);
    assert_memory_equal(singly->money, other->money, sizeof singly->money);
}

static void test_gongji_batches__decide_as_one_by_one(void **state)
{
    (void)state;
    static struct outcome_of_run singly, together, ahead;
    struct gj_centre_counts counts;
    int settled = 0, reversed = 0, replayed = 0;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        live(seed, 1, 0, &singly, &counts);
        live(seed, AT_ONCE, 0, &together, &counts);
        assert_true(counts.deferred > 0 && counts.batch_largest > 8);
        compare(seed, &singly, &together);
        live(seed, AT_ONCE, 3 + 4 * (int)seed, &ahead, &counts);
        assert_true(counts.deferred > 0 && counts.batches > 4 * ROUNDS);
        compare(seed, &singly, &ahead);
        for (int i = 0; i < COMMANDS; i++) {
            settled += together.reasons[i] == GJ_OK_SETTLED;
            reversed += together.reasons[i] == GJ_OK_REVERSED;
            replayed += together.replayed[i];
        }
    }
    /* The test means nothing if the commands are mostly refused. */
    assert_true(settled > 100 && reversed > 40 && replayed > 20);
}

static int open_world(void **state)
{
    (void)state;
    return server_read_packs(&world) ? 0 : -1;
}

static int close_world(void **state)
{
    (void)state;
    gj_world_close(&world);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gongji_batches__decide_as_one_by_one),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}
