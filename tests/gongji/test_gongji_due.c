/* The timer of the centre: transfers that nobody accepted are returned at 06:00:00 of the next day,
   once, by whoever gets there first, before anything else is decided; also by a centre that was not
   running at that moment. On a SQLite file and the packs of the repository. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include <sqlite3.h>

#include "gongji/audit.h"
#include "gongji/round.h"
#include "gongji/world.h"

enum { AREA = 980100 };

static struct gj_world world;
static char folder[] = "/tmp/gongji-due-XXXXXX";

struct stage {
    struct gj_store *store;
    struct gj_centre *centre;
    struct gj_reader *reader;
    struct gj_round *round;
    struct gj_why why;
    gj_id sender, receiver;
};

static void must(enum gj_status status, const struct gj_why *why)
{
    if (status != GJ_DONE)
        fail_msg("%s", why->text);
}

static void no_release(struct gj_desk *desk)
{
    (void)desk;
    fail_msg("a command of the timer was released");
}

/* A moment of September 2025, when limits and hours of the wallet are in force. */
static gj_time at(int day, int hour, int minute, int second)
{
    return gj_time_at(gj_day_from_civil(2025, 9, day), hour, minute, second);
}

static void open_centre(struct stage *stage, gj_time now)
{
    struct gj_centre_options options = {.store = stage->store,
                                        .law = world.law,
                                        .sandbox = true,
                                        .sandbox_start = now,
                                        .release = no_release};
    must(gj_centre_start(&options, &stage->centre, &stage->why), &stage->why);
    must(gj_reader_open(stage->store, &stage->reader, &stage->why), &stage->why);
    stage->round = gj_round_new(stage->centre, &stage->why);
}

static void close_centre(struct stage *stage)
{
    gj_round_free(stage->round);
    gj_centre_stop(stage->centre);
    gj_reader_close(stage->reader);
}

static const struct gj_reply *expect(struct stage *stage, enum gj_reason reason)
{
    must(gj_round_do(stage->round), &stage->why);
    const struct gj_reply *reply = gj_round_reply(stage->round, 0);
    assert_string_equal(gj_reason_code((enum gj_reason)reply->reason), gj_reason_code(reason));
    return reply;
}

static gj_id person(struct stage *stage, const char *document)
{
    struct gj_command *command =
        gj_round_add(stage->round, GJ_ACT_ENROL, gj_actor_clerk(GJ_AREA_NATION));
    static struct gj_identity identity;
    memset(&identity, 0, sizeof identity);
    memcpy(identity.document_type, "99", 3);
    snprintf(identity.document, sizeof identity.document, "%s", document);
    command->body.enrol.identity = &identity;
    command->body.enrol.person = (struct gj_person){
        .birth_day = gj_day_from_civil(1990, 1, 1), .suspended_until = GJ_DAY_NONE, .sex = 9};
    command->body.enrol.enrolment = (struct gj_enrolment){.area = AREA,
                                                          .scheme = GJ_SCHEME_EMPLOYEE,
                                                          .working = GJ_WORKING,
                                                          .tier = 1,
                                                          .from = gj_day_from_civil(2024, 1, 1),
                                                          .to = GJ_DAY_MAX};
    gj_id id = expect(stage, GJ_OK)->id;
    command = gj_round_add(stage->round, GJ_ACT_CREDIT, gj_actor_clerk(AREA));
    command->person = id;
    command->body.credit.area = AREA;
    command->body.credit.amount_fen = 50000;
    expect(stage, GJ_OK);
    gj_round_add(stage->round, GJ_ACT_OPEN_WALLET, gj_actor_citizen(id, AREA))->person = id;
    expect(stage, GJ_OK);
    return id;
}

static struct stage *begin(const char *name)
{
    static struct stage stage;
    char path[96];
    memset(&stage, 0, sizeof stage);
    snprintf(path, sizeof path, "%s/%s.db", folder, name);
    must(gj_store_sqlite_create(path, NULL, &stage.store, &stage.why), &stage.why);
    must(gj_world_keep(&world, stage.store, &stage.why), &stage.why);
    open_centre(&stage, at(1, 10, 0, 0));
    stage.sender = person(&stage, "DUE-A");
    stage.receiver = person(&stage, "DUE-B");
    return &stage;
}

static void end(struct stage *stage)
{
    close_centre(stage);
    gj_store_close(stage->store);
}

static struct gj_command *send(struct stage *stage)
{
    struct gj_command *command =
        gj_round_add(stage->round, GJ_ACT_TRANSFER, gj_actor_citizen(stage->sender, AREA));
    command->person = stage->sender;
    command->body.transfer.receiver = stage->receiver;
    command->body.transfer.relation = GJ_RELATION_SPOUSE;
    command->body.transfer.source = GJ_PAYER_OWN;
    command->body.transfer.amount_fen = 20000;
    return command;
}

static void add_clock(struct stage *stage, gj_time to)
{
    gj_round_add(stage->round, GJ_ACT_MOVE_CLOCK, gj_actor_operator())->body.clock.to = to;
}

static void move_clock(struct stage *stage, gj_time to)
{
    add_clock(stage, to);
    expect(stage, GJ_OK);
}

static enum gj_status count_held(void *to, const struct gj_transfer *one)
{
    (void)one;
    ++*(int *)to;
    return GJ_DONE;
}

static int held(struct stage *stage)
{
    int count = 0;
    must(gj_reader_held(stage->reader, 0, count_held, &count, &stage->why), &stage->why);
    return count;
}

static gj_fen balance(struct stage *stage)
{
    struct gj_side side;
    must(gj_reader_side(stage->reader, stage->sender, &side, &stage->why), &stage->why);
    return gj_account_balance(&side.accounts[0]);
}

/* The writer works by itself: it is given some seconds. */
static void wait_until_returned(struct stage *stage)
{
    for (int tries = 0; tries < 1000 && held(stage) > 0; tries++)
        usleep(10000);
    assert_int_equal(held(stage), 0);
    assert_int_equal(balance(stage), 50000);
}

static void test_gongji_due__nothing_returns_before_six_and_all_of_itself_at_six(void **state)
{
    (void)state;
    struct stage *stage = begin("six");
    send(stage);
    gj_id transfer = expect(stage, GJ_OK_WALLET)->id;
    move_clock(stage, at(2, 5, 59, 0));
    gj_round_add(stage->round, GJ_ACT_GIVE_BACK, gj_actor_clerk(GJ_AREA_NATION))
        ->body.ended.transfer = transfer;
    expect(stage, GJ_TRANSFER_STILL_HELD);
    assert_int_equal(held(stage), 1);
    assert_int_equal(balance(stage), 30000);
    move_clock(stage, at(2, 5, 59, 59)); /* one second later it is six o'clock */
    wait_until_returned(stage);
    gj_round_add(stage->round, GJ_ACT_GIVE_BACK, gj_actor_clerk(GJ_AREA_NATION))
        ->body.ended.transfer = transfer;
    expect(stage, GJ_TRANSFER_ENDED); /* once only */
    end(stage);
}

/* Both commands wait together: between them lies six o'clock. */
static void test_gongji_due__who_acts_after_six_finds_it_returned(void **state)
{
    (void)state;
    struct stage *stage = begin("acts");
    send(stage);
    expect(stage, GJ_OK_WALLET);
    send(stage);
    expect(stage, GJ_WALLET_TRANSFER_PENDING);
    add_clock(stage, at(2, 6, 0, 0));
    send(stage)->body.transfer.amount_fen = 50000; /* with the money that came back */
    must(gj_round_do(stage->round), &stage->why);
    assert_int_equal(gj_round_reply(stage->round, 1)->reason, GJ_OK_WALLET);
    assert_int_equal(held(stage), 1);
    assert_int_equal(balance(stage), 0);
    end(stage);
}

static void test_gongji_due__what_was_accepted_is_not_returned(void **state)
{
    (void)state;
    struct stage *stage = begin("accepted");
    send(stage);
    gj_id transfer = expect(stage, GJ_OK_WALLET)->id;
    move_clock(stage, at(2, 5, 59, 30));
    struct gj_command *command =
        gj_round_add(stage->round, GJ_ACT_ACCEPT, gj_actor_citizen(stage->receiver, AREA));
    command->person = stage->receiver;
    command->body.ended.transfer = transfer;
    expect(stage, GJ_OK_ACCEPTED);
    move_clock(stage, at(3, 7, 0, 0));
    send(stage); /* some command after it, so that the timer has had its turn */
    expect(stage, GJ_OK_WALLET);
    struct gj_side side;
    must(gj_reader_side(stage->reader, stage->receiver, &side, &stage->why), &stage->why);
    assert_int_equal(side.wallet.balance_fen, 20000);
    end(stage);
}

static void test_gongji_due__a_centre_that_slept_over_six_catches_up(void **state)
{
    (void)state;
    struct stage *stage = begin("slept");
    send(stage);
    expect(stage, GJ_OK_WALLET);
    close_centre(stage);
    open_centre(stage, at(2, 5, 0, 0)); /* it knows of it again */
    usleep(50000);
    assert_int_equal(held(stage), 1);
    close_centre(stage);
    open_centre(stage, at(9, 12, 0, 0));
    wait_until_returned(stage);
    end(stage);
}

/* Two senders on one day, and the clock back again: each is returned at its own six o'clock. */
static void test_gongji_due__the_clock_may_jump_back(void **state)
{
    (void)state;
    struct stage *stage = begin("jump");
    move_clock(stage, at(5, 10, 0, 0));
    send(stage);
    expect(stage, GJ_OK_WALLET);
    move_clock(stage, at(3, 10, 0, 0));
    usleep(50000);
    assert_int_equal(held(stage), 1);
    move_clock(stage, at(5, 20, 0, 0));
    usleep(50000);
    assert_int_equal(held(stage), 1);
    move_clock(stage, at(8, 0, 0, 0));
    wait_until_returned(stage);
    end(stage);
}

/* The clock of a sandbox goes on where the store's last command left it. */
static void test_gongji_due__the_store_remembers_where_the_clock_stood(void **state)
{
    (void)state;
    struct stage *stage = begin("clock");
    gj_time clock;
    move_clock(stage, at(20, 8, 0, 0));
    must(gj_world_clock(stage->store, 1, &clock, &stage->why), &stage->why);
    assert_int_equal(clock, at(20, 8, 0, 0));
    move_clock(stage, at(4, 8, 0, 0)); /* also backwards */
    must(gj_world_clock(stage->store, 1, &clock, &stage->why), &stage->why);
    assert_int_equal(clock, at(4, 8, 0, 0));
    send(stage);
    gj_time sent = expect(stage, GJ_OK_WALLET)->now;
    must(gj_world_clock(stage->store, 1, &clock, &stage->why), &stage->why);
    assert_int_equal(clock, sent);
    end(stage);
    stage = begin("empty");
    struct gj_store *empty;
    must(gj_store_memory(&empty, &stage->why), &stage->why);
    must(gj_world_clock(empty, 77, &clock, &stage->why), &stage->why);
    assert_int_equal(clock, 77);
    gj_store_close(empty);
    end(stage);
}

static void tamper(const char *path, const char *sql)
{
    sqlite3 *handle;
    assert_int_equal(sqlite3_open(path, &handle), SQLITE_OK);
    assert_int_equal(sqlite3_exec(handle, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(handle);
}

/* What the audit says of a premium that stands, of one given back, and of rows that were changed. */
static void test_gongji_due__the_audit_holds_premiums_against_the_books(void **state)
{
    (void)state;
    struct stage *stage = begin("premium");
    char path[96];
    const struct gj_audit_options how = {.db = path};
    struct gj_why why;
    snprintf(path, sizeof path, "%s/premium.db", folder);
    for (int year = 2026; year <= 2027; year++) {
        gj_id payer = year == 2026 ? stage->sender : stage->receiver;
        struct gj_command *command =
            gj_round_add(stage->round, GJ_ACT_PREMIUM, gj_actor_citizen(payer, AREA));
        command->person = payer;
        command->body.premium.year = (int16_t)year;
        expect(stage, GJ_OK_PREMIUM);
    }
    must(gj_audit_store(&how, &why), &why);
    struct gj_command *command =
        gj_round_add(stage->round, GJ_ACT_REFUND_PREMIUM, gj_actor_citizen(stage->receiver, AREA));
    command->person = command->body.insured.insured = stage->receiver;
    command->body.insured.year = 2027;
    expect(stage, GJ_OK_REFUND);
    end(stage);
    must(gj_audit_store(&how, &why), &why);
    tamper(path, "UPDATE premium SET current = current - 1 WHERE state = 1");
    assert_int_equal(gj_audit_store(&how, &why), GJ_BROKEN);
    tamper(path, "UPDATE premium SET current = current + 1 WHERE state = 1");
    must(gj_audit_store(&how, &why), &why);
    tamper(path, "INSERT INTO work VALUES (32, 1, 1, 980100, 0, 1, 10, 500, 0, 0, 0)");
    assert_int_equal(gj_audit_store(&how, &why), GJ_BROKEN);
}

static int open_all(void **state)
{
    (void)state;
    struct gj_options options = {.packs = "packs"};
    struct gj_why why;
    return gj_world_open(&options, true, &world, &why) == GJ_DONE && mkdtemp(folder) ? 0 : -1;
}

static int close_all(void **state)
{
    (void)state;
    char command[64];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    gj_world_close(&world);
    return system(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gongji_due__nothing_returns_before_six_and_all_of_itself_at_six),
        cmocka_unit_test(test_gongji_due__who_acts_after_six_finds_it_returned),
        cmocka_unit_test(test_gongji_due__what_was_accepted_is_not_returned),
        cmocka_unit_test(test_gongji_due__a_centre_that_slept_over_six_catches_up),
        cmocka_unit_test(test_gongji_due__the_clock_may_jump_back),
        cmocka_unit_test(test_gongji_due__the_store_remembers_where_the_clock_stood),
        cmocka_unit_test(test_gongji_due__the_audit_holds_premiums_against_the_books),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
