/* Records, entry lines and months credited wait until many go in together: whatever the sizes of
   batches, entries and replies, what lies in the file is what memory keeps, and nobody looks for a record in vain. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store/alike.h"
#include "store/hand.h"
#include "store/sqlite.h"

enum { BOTH = 2, MOST = 300 };

static struct gj_store *stores[BOTH]; /* 0 in memory, 1 SQLite */

static void begin(const char *name)
{
    struct gj_why why = {0};
    assert_int_equal(gj_store_memory(&stores[0], &why), GJ_DONE);
    assert_int_equal(gj_store_sqlite_create(hand_path(name), NULL, &stores[1], &why), GJ_DONE);
}

static void end(void)
{
    for (int i = 0; i < BOTH; i++)
        gj_store_close(stores[i]);
}

/* An entry of so many lines of accounts that are no person's. */
static void put_entry(struct gj_desk *desk, int lines)
{
    struct gj_entry *entry = &desk->outcome.entry;
    *entry = (struct gj_entry){.id = desk->command.order,
                               .now = desk->command.now,
                               .act = desk->command.act,
                               .count = (uint8_t)lines};
    for (int i = 0; i < lines; i++)
        entry->lines[i] = (struct gj_entry_line){.book = HAND_AREA + i,
                                                 .chart = GJ_CHART_PAYABLE,
                                                 .owner = desk->command.order % 7 + i,
                                                 .amount_fen = 1000 * i - desk->command.order};
}

/* The n-th command of a batch: a named reply of so many results, an entry of so many lines. */
static struct gj_desk *command(struct gj_store *store, int n, int results, int lines)
{
    static struct gj_line_result room[GJ_MESSAGE_LINES_MAX];
    char name[32];
    struct gj_desk *desk = hand_desk(store, GJ_ACT_CREDIT);
    desk->command.order += (gj_id)n << GJ_WRITER_BITS;
    desk->outcome.reply.order = desk->command.order;
    (void)snprintf(name, sizeof name, "N%lld", (long long)desk->command.order);
    hand_name(desk, name, name);
    for (int i = 0; i < GJ_MESSAGE_LINES_MAX; i++)
        room[i] = (struct gj_line_result){
            .bill = {INT64_MAX - i, INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX}};
    desk->outcome.reply.results = room;
    desk->outcome.reply.results_count = results;
    desk->command.person = desk->command.order;
    desk->command.body.credit.area = HAND_AREA;
    desk->command.body.credit.month = 2025 * 12 + n % 12;
    desk->outcome.keep_credit_mark = true;
    put_entry(desk, lines);
    return desk;
}

static enum gj_status keep(struct gj_store *store, struct gj_desk *desks[], int n)
{
    struct gj_why why = {0};
    enum gj_verdict verdicts[MOST];
    const enum gj_status status = gj_store_keep(store, desks, n, verdicts, &why);
    for (int i = 0; i < n; i++)
        hand_free(desks[i]);
    return status;
}

static void keep_both(int n, int results, int lines)
{
    for (int i = 0; i < BOTH; i++) {
        struct gj_desk *desks[MOST];
        for (int c = 0; c < n; c++)
            desks[c] = command(stores[i], c, results, (c + lines) % (GJ_ENTRY_LINES_MAX + 1));
        assert_int_equal(keep(stores[i], desks, n), GJ_DONE);
    }
}

/* The chain is reckoned anew from the rows as they lie; the books are summed from all lines. */
static void assert_alike(void)
{
    uint8_t heads[BOTH][32];
    int64_t batches[BOTH];
    for (int i = 0; i < BOTH; i++) {
        struct gj_why why = {0};
        struct gj_reader *reader;
        gj_id last;
        assert_int_equal(gj_reader_open(stores[i], &reader, &why), GJ_DONE);
        assert_int_equal(gj_reader_last_order(reader, &last, &why), GJ_DONE);
        if (gj_reader_chain(reader, last, &batches[i], heads[i], &why) != GJ_DONE)
            fail_msg("%s", why.text);
        gj_reader_close(reader);
    }
    assert_int_equal(batches[0], batches[1]);
    assert_memory_equal(heads[0], heads[1], 32);
}

/* Each of a last batch is credited for its month and for no other. */
static void assert_credited(int n)
{
    for (int back = 1; back <= n; back++)
        for (int i = 0; i < 2 * BOTH; i++) {
            struct gj_desk *desk = command(stores[i % BOTH], -back, 0, 0);
            desk->command.body.credit.month = 2025 * 12 + (n - back + i / BOTH) % 12;
            hand_gather(stores[i % BOTH], desk);
            assert_int_equal(desk->facts.credited, i < BOTH);
            hand_free(desk);
        }
}

static void test_store_sqlite_append__keeps_batches_of_every_size(void **state)
{
    (void)state;
    static const int sizes[] = {1, 2, 7, 8, 9, 16, 31, 32, 33, 41, 63, 64, 65, 300};
    begin("sizes.db");
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
        for (int lines = 0; lines <= GJ_ENTRY_LINES_MAX; lines += 6)
            keep_both(sizes[i], 0, lines);
    assert_credited(300);
    assert_alike();
    end();
}

static void test_store_sqlite_append__keeps_replies_larger_than_its_room(void **state)
{
    (void)state;
    begin("replies.db");
    for (int results = 0; results <= GJ_MESSAGE_LINES_MAX; results += 50)
        keep_both(70, results, 2);
    assert_alike();
    /* Each is found again under its name, with all its results. */
    for (int n = 1; n <= 70; n++) {
        static struct gj_line_result room[GJ_MESSAGE_LINES_MAX];
        struct gj_desk *desk = command(stores[1], -n, 0, 0);
        desk->outcome.reply = (struct gj_reply){.results = room};
        hand_gather(stores[1], desk);
        assert_int_equal(desk->facts.once, GJ_ONCE_SAME);
        assert_int_equal(desk->outcome.reply.order, desk->command.order);
        assert_int_equal(desk->outcome.reply.results_count, GJ_MESSAGE_LINES_MAX);
        assert_int_equal(room[GJ_MESSAGE_LINES_MAX - 1].bill.total_fen,
                         INT64_MAX - (GJ_MESSAGE_LINES_MAX - 1));
        hand_free(desk);
    }
    end();
}

static void test_store_sqlite_append__an_undo_finds_the_record_of_its_own_batch(void **state)
{
    (void)state;
    begin("undo.db");
    keep_both(1, 0, 0); /* a day without names is not looked at */
    for (int i = 0; i < BOTH; i++) {
        struct gj_desk *desks[2] = {command(stores[i], 0, 0, 2), command(stores[i], 1, 0, 2)};
        desks[1]->command.act = desks[1]->outcome.entry.act = GJ_ACT_UNDO;
        memcpy(desks[1]->command.body.undo.hash, desks[0]->command.once.hash, 16);
        desks[1]->outcome.mark_undone = true;
        assert_int_equal(keep(stores[i], desks, 2), GJ_DONE);
        struct gj_desk *again = command(stores[i], -2, 0, 0);
        hand_gather(stores[i], again);
        assert_int_equal(again->facts.once, GJ_ONCE_UNDONE);
        hand_free(again);
    }
    assert_alike();
    end();
}

/* What waited in a batch that failed is not kept with the next. */
static void test_store_sqlite_append__forgets_a_batch_that_failed(void **state)
{
    (void)state;
    begin("failed.db");
    keep_both(3, 0, 2);
    struct gj_desk *desks[12];
    for (int c = 0; c < 12; c++)
        desks[c] = command(stores[1], c, 0, 2);
    desks[11]->command.once = desks[10]->command.once; /* a name is kept once */
    assert_int_equal(keep(stores[1], desks, 12), GJ_BROKEN);
    keep_both(5, 0, 3);
    assert_alike();
    end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_store_sqlite_append__keeps_batches_of_every_size),
        cmocka_unit_test(test_store_sqlite_append__keeps_replies_larger_than_its_room),
        cmocka_unit_test(test_store_sqlite_append__an_undo_finds_the_record_of_its_own_batch),
        cmocka_unit_test(test_store_sqlite_append__forgets_a_batch_that_failed),
    };
    return cmocka_run_group_tests(tests, hand_make, hand_unmake);
}
