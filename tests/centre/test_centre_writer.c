/* The writer on a store and acts of the test's own: what it promises about order, batches, versions,
   failures and stopping must hold for any store and any act. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/random.h"
#include "centre/fake.h"

/* ---- helpers ---- */

static struct gj_store store;
static struct gj_desk *desks[512];
static struct gj_desk *released[512];
static int released_count;
static pthread_mutex_t released_mutex = PTHREAD_MUTEX_INITIALIZER;
static _Atomic int failures;

static void on_release(struct gj_desk *desk)
{
    pthread_mutex_lock(&released_mutex);
    released[released_count++] = desk;
    pthread_mutex_unlock(&released_mutex);
}

static void on_failed(void *to, const struct gj_why *why)
{
    (void)to;
    assert_int_equal(why->status, GJ_FULL);
    failures++;
}

static bool set_can_be_had = true;

static const struct gj_law *law_of(void *to, uint32_t pack_set)
{
    static struct gj_law law;
    assert_ptr_equal(to, &store);
    law.pack_set = pack_set;
    return set_can_be_had ? &law : NULL;
}

static struct gj_centre *start_as(int ring_size, bool sandbox, int ahead_batch)
{
    struct gj_centre_options options = {.store = &store,
                                        .ahead = ahead_batch > 0,
                                        .batch_max = ahead_batch,
                                        .law_of = law_of,
                                        .law_of_to = &store,
                                        .sandbox = sandbox,
                                        .sandbox_start =
                                            gj_time_at(gj_day_from_civil(2025, 9, 1), 10, 0, 0),
                                        .ring_size = ring_size,
                                        .release = on_release,
                                        .failed = on_failed};
    struct gj_centre *centre;
    struct gj_why why;
    released_count = 0;
    failures = 0;
    assert_int_equal(gj_centre_start(&options, &centre, &why), GJ_DONE);
    return centre;
}

static struct gj_centre *start(int ring_size, bool sandbox)
{
    return start_as(ring_size, sandbox, 0);
}

static void draw_command(struct gj_desk *desk, gj_id person, gj_fen amount)
{
    memset(&desk->command, 0, sizeof desk->command);
    desk->command.act = GJ_ACT_SETTLE;
    desk->command.person = person;
    desk->command.body.bill.bill.total_fen = amount;
}

static void name_message(struct gj_desk *desk, uint8_t name, uint8_t digest)
{
    desk->command.once.used = true;
    memset(desk->command.once.hash, name, 16);
    memset(desk->command.once.digest, digest, 32);
}

static void wait_for_released(int count)
{
    for (int i = 0; i < 5000; i++) {
        pthread_mutex_lock(&released_mutex);
        bool there = released_count >= count;
        pthread_mutex_unlock(&released_mutex);
        if (there)
            return;
        usleep(1000);
    }
    fail_msg("only %d of %d released", released_count, count);
}

static int make_desks(void **state)
{
    (void)state;
    for (int i = 0; i < 512; i++)
        if (!(desks[i] = calloc(1, sizeof *desks[i])))
            return -1;
    return 0;
}

static int free_desks(void **state)
{
    (void)state;
    for (int i = 0; i < 512; i++)
        free(desks[i]);
    return 0;
}

/* ---- tests ---- */

static void test_centre_writer__releases_in_order_of_arrival(void **state)
{
    (void)state;
    fake_reset(&store);
    struct gj_centre *centre = start(0, false);
    for (int i = 0; i < 300; i++) {
        draw_command(desks[i], i % PEOPLE + 1, 1);
        assert_true(gj_centre_submit(centre, desks[i]));
    }
    gj_centre_stop(centre);
    assert_int_equal(released_count, 300);
    for (int i = 0; i < 300; i++)
        assert_ptr_equal(released[i], desks[i]);
    for (int i = 1; i < store.orders_count; i++)
        assert_true(store.orders[i] > store.orders[i - 1]);
    assert_int_equal(store.versions_wrong, 0);
}

/* The writer has taken the first and waits for the store, which is held: the others come together. */
static void submit_behind_the_first(struct gj_centre *centre, int count)
{
    struct gj_centre_counts counts = {.waiting = 1};
    pthread_mutex_lock(&store.mutex);
    for (int i = 0; i < count; i++) {
        draw_command(desks[i], i % PEOPLE + 1, 1);
        assert_true(gj_centre_submit(centre, desks[i]));
        for (; i == 0 && counts.waiting > 0; sched_yield())
            gj_centre_counts(centre, &counts);
    }
    pthread_mutex_unlock(&store.mutex);
}

static void test_centre_writer__takes_no_more_than_a_batch(void **state)
{
    (void)state;
    fake_reset(&store);
    struct gj_centre *centre = start(0, false);
    submit_behind_the_first(centre, 512);
    wait_for_released(512);
    struct gj_centre_counts counts;
    gj_centre_counts(centre, &counts);
    gj_centre_stop(centre);
    assert_int_equal(counts.batch_largest, GJ_BATCH_MAX);
    assert_int_equal(store.largest_keep, GJ_BATCH_MAX);
    assert_int_equal(counts.commands, 512);
}

static void test_centre_writer__refuses_when_the_ring_is_full(void **state)
{
    (void)state;
    fake_reset(&store);
    store.slow = 100000;
    struct gj_centre *centre = start(4, false);
    int taken = 0;
    for (int i = 0; i < 16; i++) {
        draw_command(desks[i], 1, 1);
        taken += gj_centre_submit(centre, desks[i]);
    }
    assert_in_range(taken, 4, 8);
    gj_centre_stop(centre);
    assert_int_equal(released_count, taken);
    assert_int_equal(store.kept, taken);
}

static void random_commands(int count, uint64_t seed)
{
    struct gj_random random = gj_random(seed);
    for (int i = 0; i < count; i++) {
        draw_command(desks[i], gj_random_between(&random, 1, PEOPLE),
                     gj_random_between(&random, 1, 9000));
        if (gj_random_between(&random, 0, 19) == 0)
            desks[i]->command.act = GJ_ACT_SUSPEND;
        if (gj_random_between(&random, 0, 3) == 0)
            name_message(desks[i], (uint8_t)gj_random_between(&random, 1, 40),
                         (uint8_t)gj_random_between(&random, 1, 2));
        if (gj_random_between(&random, 0, 19) == 0) {
            desks[i]->command.act = GJ_ACT_UNDO;
            memset(desks[i]->command.body.undo.hash, (int)gj_random_between(&random, 1, 40), 16);
        }
    }
}

struct world_after {
    struct gj_account accounts[PEOPLE + 1];
    struct gj_counter counters[PEOPLE + 1];
    int16_t reasons[512];
    gj_fen balances[512];
    bool replayed[512];
};

static void run_random(uint64_t seed, int at_once, int ahead_batch, struct world_after *after)
{
    fake_reset(&store);
    random_commands(512, seed);
    store.slow = ahead_batch > 0 ? 300 : 0;
    struct gj_centre *centre = start_as(0, false, ahead_batch);
    struct gj_why why;
    for (int i = 0; i < 512; i += at_once)
        assert_int_equal(gj_centre_do(centre, desks + i, at_once, &why), GJ_DONE);
    gj_centre_stop(centre);
    assert_int_equal(store.versions_wrong, 0);
    memset(after, 0, sizeof *after);
    memcpy(after->accounts, store.accounts, sizeof after->accounts);
    memcpy(after->counters, store.counters, sizeof after->counters);
    for (int i = 0; i < 512; i++) {
        after->reasons[i] = desks[i]->outcome.reply.reason;
        after->balances[i] = desks[i]->outcome.reply.balance_fen;
        after->replayed[i] = desks[i]->outcome.reply.replayed;
    }
}

static void test_centre_writer__batches_decide_as_one_by_one(void **state)
{
    (void)state;
    static struct world_after singly, together;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        run_random(seed, 1, 0, &singly);
        run_random(seed, 64, 0, &together);
        assert_true(store.largest_keep > 1);
        for (int i = 0; i < 512; i++)
            assert_int_equal(singly.reasons[i], together.reasons[i]);
        assert_memory_equal(&singly, &together, sizeof singly);
    }
}

/* The facts are from before the batch that is being kept, or, as it happens, from after it. */
static void test_centre_writer__decides_ahead_as_one_by_one(void **state)
{
    (void)state;
    static struct world_after singly, ahead;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        run_random(seed, 1, 0, &singly);
        run_random(seed, 512, (int)seed * 5, &ahead);
        assert_true(store.largest_keep > 1);
        for (int i = 0; i < 512; i++)
            assert_int_equal(singly.reasons[i], ahead.reasons[i]);
        assert_memory_equal(&singly, &ahead, sizeof singly);
    }
}

static atomic_int back[512];

static void on_back(struct gj_desk *desk)
{
    for (int i = 0; i < 512; i++)
        if (desks[i] == desk)
            back[i] = 1;
    usleep(20); /* the others of its batch are released later */
}

/* Desks are used again as soon as they are released, while others of their batch are not yet: the
   first two of seven for each other's people, so that a row laid over from them would be wrong. */
static void test_centre_writer__desks_are_used_again_ahead(void **state)
{
    (void)state;
    enum { DESKS = 7, ALL = 300 * DESKS };
    fake_reset(&store);
    struct gj_centre_options options = {
        .store = &store, .release = on_back, .ahead = true, .batch_max = DESKS};
    struct gj_centre *centre;
    struct gj_why why;
    gj_fen left = 0;
    assert_int_equal(gj_centre_start(&options, &centre, &why), GJ_DONE);
    for (int i = 0; i < ALL; i++) {
        const int at = i % DESKS, last = at < 2 ? 1 : at;
        while (i >= DESKS && !back[last])
            sched_yield();
        draw_command(desks[at], at < 2 ? 1 + (at + i / DESKS) % 2 : 3 + at, 7);
        if (at != 0) {
            back[last] = 0;
            if (at == 1)
                assert_true(gj_centre_submit(centre, desks[0]));
            assert_true(gj_centre_submit(centre, desks[at]));
        }
    }
    gj_centre_stop(centre);
    for (int i = 1; i <= PEOPLE; i++)
        left += store.accounts[i].carried_fen;
    assert_int_equal(left, PEOPLE * INT64_C(100000) - ALL * 7);
    assert_int_equal(store.kept, ALL);
    assert_int_equal(store.versions_wrong, 0);
}

static void test_centre_writer__takes_as_many_as_a_file_may(void **state)
{
    (void)state;
    fake_reset(&store);
    struct gj_centre *centre = start_as(0, false, GJ_BATCH_FILE_MAX);
    submit_behind_the_first(centre, 512);
    gj_centre_stop(centre);
    assert_int_equal(store.largest_keep, 511);
    assert_int_equal(released_count, 512);
    for (int i = 0; i < 512; i++)
        assert_ptr_equal(released[i], desks[i]);
}

static void test_centre_writer__gives_two_equal_messages_one_reply(void **state)
{
    (void)state;
    fake_reset(&store);
    struct gj_centre *centre = start(0, false);
    struct gj_why why;
    for (int i = 0; i < 3; i++) {
        draw_command(desks[i], 5, 700);
        name_message(desks[i], 9, i == 2 ? 2 : 1);
    }
    assert_int_equal(gj_centre_do(centre, desks, 3, &why), GJ_DONE);
    gj_centre_stop(centre);
    assert_int_equal(store.accounts[5].carried_fen, 100000 - 700);
    assert_int_equal(desks[0]->outcome.reply.id, desks[1]->outcome.reply.id);
    assert_false(desks[0]->outcome.reply.replayed);
    assert_true(desks[1]->outcome.reply.replayed);
    assert_int_equal(desks[2]->outcome.reply.reason, GJ_MESSAGE_REUSED);
}

static void test_centre_writer__heeds_an_undo_before_its_original(void **state)
{
    (void)state;
    fake_reset(&store);
    struct gj_centre *centre = start(0, false);
    struct gj_why why;
    draw_command(desks[0], 5, 700);
    desks[0]->command.act = GJ_ACT_UNDO;
    memset(desks[0]->command.body.undo.hash, 9, 16);
    draw_command(desks[1], 5, 700);
    name_message(desks[1], 9, 1);
    assert_int_equal(gj_centre_do(centre, desks, 2, &why), GJ_DONE);
    gj_centre_stop(centre);
    assert_int_equal(desks[1]->outcome.reply.reason, GJ_MESSAGE_UNDONE);
    assert_int_equal(store.accounts[5].carried_fen, 100000);
}

static void test_centre_writer__decides_stale_ones_again(void **state)
{
    (void)state;
    fake_reset(&store);
    store.stale_left = 5;
    struct gj_centre *centre = start(0, false);
    struct gj_why why;
    for (int i = 0; i < 4; i++)
        draw_command(desks[i], i * 3 + 1, 100);
    assert_int_equal(gj_centre_do(centre, desks, 4, &why), GJ_DONE);
    struct gj_centre_counts counts;
    gj_centre_counts(centre, &counts);
    gj_centre_stop(centre);
    assert_int_equal(counts.stale, 5);
    assert_int_equal(store.kept, 4);
    assert_int_equal(counts.commands, 4);
}

static void test_centre_writer__gives_up_on_endless_staleness(void **state)
{
    (void)state;
    fake_reset(&store);
    store.stale_left = 1000000;
    struct gj_centre_options options = {.store = &store, .release = on_release};
    struct gj_centre *centre;
    struct gj_why why;
    assert_int_equal(gj_centre_start(&options, &centre, &why), GJ_DONE);
    draw_command(desks[0], 1, 100);
    assert_int_equal(gj_centre_do(centre, desks, 1, &why), GJ_BROKEN);
    gj_centre_stop(centre);
    assert_int_equal(store.kept, 0);
}

static void test_centre_writer__tries_a_failed_batch_one_by_one(void **state)
{
    (void)state;
    fake_reset(&store);
    store.fail_keeps_after = 1;
    struct gj_centre *centre = start(0, false);
    struct gj_why why;
    for (int i = 0; i < 40; i++)
        draw_command(desks[i], i % 3 + 1, 10);
    assert_int_equal(gj_centre_do(centre, desks, 40, &why), GJ_DONE);
    gj_centre_stop(centre);
    assert_int_equal(store.kept, 40);
    assert_int_equal(store.versions_wrong, 0);
    assert_int_equal(failures, 0);
}

static void fail_behind(int ahead_batch)
{
    fake_reset(&store);
    store.fail_keeps_after = 1;
    store.fail_singles_after = 3;
    store.slow = 20000;
    struct gj_centre *centre = start_as(0, false, ahead_batch);
    for (int i = 0; i < 20; i++) {
        draw_command(desks[i], i % PEOPLE + 1, 10);
        assert_true(gj_centre_submit(centre, desks[i]));
    }
    for (int i = 0; i < 2000 && failures == 0; i++)
        usleep(1000);
    assert_int_equal(failures, 1);
    assert_int_equal(released_count, store.kept);
    assert_true(released_count < 20);
    for (int i = 0; i < released_count; i++)
        assert_ptr_equal(released[i], desks[i]);
    assert_false(gj_centre_submit(centre, desks[30]));
    struct gj_why why;
    assert_int_equal(gj_centre_do(centre, desks + 30, 1, &why), GJ_FULL);
    gj_centre_stop(centre);
    assert_int_equal(released_count, store.kept);
}

static void test_centre_writer__answers_nobody_behind_a_failure(void **state)
{
    (void)state;
    fail_behind(0);
    fail_behind(6); /* what was decided ahead is dropped */
}

static void test_centre_writer__moves_the_clock_behind_its_commit(void **state)
{
    (void)state;
    fake_reset(&store);
    struct gj_centre *centre = start(0, true);
    struct gj_why why;
    gj_time to = gj_time_at(gj_day_from_civil(2025, 3, 1), 8, 0, 0);
    draw_command(desks[0], 1, 10);
    draw_command(desks[1], 1, 10);
    desks[1]->command.act = GJ_ACT_MOVE_CLOCK;
    desks[1]->command.body.clock.to = to;
    draw_command(desks[2], 1, 10);
    assert_int_equal(gj_centre_do(centre, desks, 3, &why), GJ_DONE);
    assert_in_range(desks[0]->command.now - gj_time_at(gj_day_from_civil(2025, 9, 1), 10, 0, 0), 0,
                    60000);
    assert_in_range(desks[2]->command.now - to, 0, 60000);
    assert_in_range(gj_centre_now(centre) - to, 0, 60000);
    assert_true(desks[2]->command.sandbox);
    gj_centre_stop(centre);
}

/* One behind the other in the ring: the law changes between two batches and never inside one. */
static void test_centre_writer__puts_a_set_in_force_behind_its_commit(void **state)
{
    (void)state;
    for (int round = 0; round < 2; round++) {
        set_can_be_had = round == 0;
        fake_reset(&store);
        struct gj_centre *centre = start(0, true);
        struct gj_why why;
        for (int i = 0; i < 4; i++)
            draw_command(desks[i], 1 + i, 10);
        desks[1]->command.act = GJ_ACT_PUBLISH;
        memset(&desks[1]->command.body, 0, sizeof desks[1]->command.body);
        strcpy(desks[1]->command.body.publish.hash, "the new set");
        desks[1]->command.body.publish.bytes = "bytes";
        desks[1]->command.body.publish.length = 5;
        assert_int_equal(gj_centre_do(centre, desks, 4, &why), GJ_DONE);
        assert_int_equal(desks[1]->outcome.reply.reason, round ? GJ_PACK_SET_MISSING : GJ_OK);
        assert_int_equal(desks[0]->outcome.reply.area, 0);
        assert_int_equal(desks[1]->outcome.reply.area, 0);
        assert_int_equal(desks[2]->outcome.reply.area, round ? 0 : NEW_SET);
        assert_int_equal(desks[3]->outcome.reply.area, round ? 0 : NEW_SET);
        gj_centre_stop(centre);
    }
    set_can_be_had = true;
}

static void *keep_busy(void *of_centre)
{
    struct gj_centre *centre = of_centre;
    struct gj_why why;
    for (int i = 0; i < 200; i++) {
        draw_command(desks[256], 2, 1);
        if (gj_centre_do(centre, desks + 256, 1, &why) != GJ_DONE)
            break;
        if (i == 20)
            pthread_exit(NULL);
    }
    return NULL;
}

static void test_centre_writer__stops_while_busy(void **state)
{
    (void)state;
    fake_reset(&store);
    store.slow = 500;
    struct gj_centre *centre = start(8, false);
    pthread_t busy;
    assert_int_equal(pthread_create(&busy, NULL, keep_busy, centre), 0);
    int taken = 0;
    for (int i = 0; i < 200; i++) {
        draw_command(desks[i], 3, 1);
        taken += gj_centre_submit(centre, desks[i]);
        usleep(50);
    }
    pthread_join(busy, NULL);
    gj_centre_stop(centre);
    assert_int_equal(released_count, taken);
    assert_int_equal(store.kept, taken + 21);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_centre_writer__releases_in_order_of_arrival),
        cmocka_unit_test(test_centre_writer__takes_no_more_than_a_batch),
        cmocka_unit_test(test_centre_writer__refuses_when_the_ring_is_full),
        cmocka_unit_test(test_centre_writer__batches_decide_as_one_by_one),
        cmocka_unit_test(test_centre_writer__decides_ahead_as_one_by_one),
        cmocka_unit_test(test_centre_writer__desks_are_used_again_ahead),
        cmocka_unit_test(test_centre_writer__takes_as_many_as_a_file_may),
        cmocka_unit_test(test_centre_writer__gives_two_equal_messages_one_reply),
        cmocka_unit_test(test_centre_writer__heeds_an_undo_before_its_original),
        cmocka_unit_test(test_centre_writer__decides_stale_ones_again),
        cmocka_unit_test(test_centre_writer__gives_up_on_endless_staleness),
        cmocka_unit_test(test_centre_writer__tries_a_failed_batch_one_by_one),
        cmocka_unit_test(test_centre_writer__answers_nobody_behind_a_failure),
        cmocka_unit_test(test_centre_writer__moves_the_clock_behind_its_commit),
        cmocka_unit_test(test_centre_writer__puts_a_set_in_force_behind_its_commit),
        cmocka_unit_test(test_centre_writer__stops_while_busy),
    };
    return cmocka_run_group_tests(tests, make_desks, free_desks);
}
