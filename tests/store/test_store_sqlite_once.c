/* What the two stores know of a message that comes again, or that undoes another: the same answer for
   seven days, the same refusal of another body, the same settlement found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store/alike.h"
#include "store/twin.h"

static void undo_of(struct gj_desk *desk, const char *name)
{
    struct gj_desk *named = calloc(1, sizeof *named);
    assert_non_null(named);
    hand_name(named, name, "");
    memcpy(desk->command.body.undo.hash, named->command.once.hash, 16);
    free(named);
}

static void ask_undo_settle(struct gj_desk *desk)
{
    undo_of(desk, "settle");
}

static void ask_undo_reverse(struct gj_desk *desk)
{
    undo_of(desk, "reverse");
}

static void ask_undo_marked(struct gj_desk *desk)
{
    undo_of(desk, "never came");
}

static void ask_undo_by_msgid(struct gj_desk *desk)
{
    desk->command.person = twin.patient;
    memcpy(desk->command.institution, "H41010000001", 13);
    (void)snprintf(desk->command.body.undo.msgid, sizeof desk->command.body.undo.msgid, "M%lld",
                   (long long)twin.settlement);
}

static void test_store_sqlite_once__finds_what_an_undone_message_made(void **state)
{
    (void)state;
    twin_begin("undo.db");
    twin_probe(GJ_ACT_UNDO, ask_undo_settle);
    assert_int_equal(twin_facts()->undone_act, GJ_ACT_SETTLE);
    assert_int_equal(twin_facts()->settlement.id, twin.settlement);
    twin_probe(GJ_ACT_UNDO, ask_undo_reverse);
    assert_int_equal(twin_facts()->reversal.id, twin.reversal);
    assert_int_equal(twin_facts()->settlement.id, twin.settlement);
    twin_probe(GJ_ACT_UNDO, ask_undo_marked);
    assert_true(twin_facts()->undone_before);
    twin_probe(GJ_ACT_UNDO, ask_undo_by_msgid);
    assert_int_equal(twin_facts()->settlement.id, twin.settlement);
    twin_end();
}

static void again_lines(struct gj_desk *desk)
{
    static struct gj_line_result room[TWINS][GJ_MESSAGE_LINES_MAX];
    static int turn;
    twin_name_lines(desk, 2);
    hand_name(desk, "lines", "two");
    desk->outcome.reply.results = room[turn++ % TWINS];
}

static void again_preview(struct gj_desk *desk)
{
    twin_ask_bill(desk);
    hand_name(desk, "preview", "B1");
}

static void again_settle(struct gj_desk *desk)
{
    twin_ask_bill(desk);
    hand_name(desk, "settle", "B1");
}

static void other_settle(struct gj_desk *desk)
{
    twin_ask_bill(desk);
    hand_name(desk, "settle", "another body");
}

static void late_settle(struct gj_desk *desk)
{
    again_settle(desk);
    desk->command.once.day += 7;
}

static void too_late_settle(struct gj_desk *desk)
{
    again_settle(desk);
    desk->command.once.day += 8;
}

static void dead_settle(struct gj_desk *desk)
{
    twin_ask_bill(desk);
    hand_name(desk, "never came", "x");
}

static void assert_replies_equal(void)
{
    const struct gj_reply *a = &twin_desks[0]->outcome.reply, *b = &twin_desks[1]->outcome.reply;
    SAME(reason);
    SAME(replayed);
    SAME(now);
    SAME(order);
    SAME(id);
    SAME(area);
    SAME(balance_fen);
    SAME(results_count);
    assert_true(b->replayed);
}

static void test_store_sqlite_once__answers_again_what_it_kept(void **state)
{
    (void)state;
    twin_begin("once.db");
    twin_probe(GJ_ACT_ADD_LINES, again_lines);
    assert_int_equal(twin_facts()->once, GJ_ONCE_SAME);
    assert_replies_equal();
    assert_int_equal(twin_desks[1]->outcome.reply.results_count, 2);
    assert_memory_equal(twin_desks[1]->outcome.reply.results, twin_results,
                        2 * sizeof twin_results[0]);
    twin_probe(GJ_ACT_PREVIEW, again_preview);
    assert_replies_equal();
    struct gj_decision expected;
    struct gj_random random = gj_random(5);
    hand_random_decision(&random, &expected);
    assert_memory_equal(&twin_desks[1]->outcome.charges[0].preview, &expected, sizeof expected);
    twin_probe(GJ_ACT_SETTLE, again_settle);
    assert_replies_equal();
    alike_settlements(&twin_desks[0]->outcome.settlements[0],
                      &twin_desks[1]->outcome.settlements[0]);
    assert_int_equal(twin_desks[1]->outcome.settlements[0].id, twin.settlement);
    twin_probe(GJ_ACT_SETTLE, other_settle);
    assert_int_equal(twin_facts()->once, GJ_ONCE_DIFFERENT);
    twin_probe(GJ_ACT_SETTLE, late_settle);
    assert_int_equal(twin_facts()->once, GJ_ONCE_SAME);
    twin_probe(GJ_ACT_SETTLE, too_late_settle);
    assert_int_equal(twin_facts()->once, GJ_ONCE_NEW);
    twin_probe(GJ_ACT_SETTLE, dead_settle);
    assert_int_equal(twin_facts()->once, GJ_ONCE_UNDONE);
    twin_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_store_sqlite_once__finds_what_an_undone_message_made),
        cmocka_unit_test(test_store_sqlite_once__answers_again_what_it_kept),
    };
    return cmocka_run_group_tests(tests, hand_make, hand_unmake);
}
