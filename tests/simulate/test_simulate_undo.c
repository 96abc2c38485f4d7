/* Stories of whole bills that are taken back: cancelled, undone in either order, undone and standing
   again; told on both stores. */
#include "simulate/till.h"

static void test_simulate_undo__a_sale_is_cancelled_once_by_its_own_pharmacy(void **state)
{
    (void)state;
    struct till *till = till_begin();
    world_bind(till->world, till->payer, till->patient, GJ_RELATION_SPOUSE);
    gj_id id = till_settle(till, WORLD_PHARMACY, 30000);
    assert_int_equal(till_own(till), 0);
    assert_int_equal(till_aid(till), 80000);
    world_reversal(till->world, WORLD_SMALL, id);
    world_expect(till->world, GJ_INSTITUTION_OTHER);
    struct gj_command *reversal = world_reversal(till->world, WORLD_PHARMACY, id);
    reversal->body.reverse.visit = id + 256;
    world_expect(till->world, GJ_SETTLEMENT_UNKNOWN);
    reversal = world_reversal(till->world, WORLD_PHARMACY, id);
    reversal->body.reverse.visit = id;
    const gj_id made = world_expect(till->world, GJ_OK_REVERSED)->id;
    assert_int_equal(till_own(till), 10000);
    assert_int_equal(till_aid(till), 100000);
    assert_int_equal(till_kept(till, id).reversed_by, made);
    assert_int_equal(till_kept(till, made).visit, id);
    world_reversal(till->world, WORLD_PHARMACY, id);
    world_expect(till->world, GJ_SETTLEMENT_REVERSED);
    world_reversal(till->world, WORLD_PHARMACY, made);
    world_expect(till->world, GJ_SETTLEMENT_UNKNOWN);
    till_end(till);
}

static void test_simulate_undo__both_orders_of_sale_and_undo_end_in_the_same_book(void **state)
{
    (void)state;
    struct till *till = till_begin();
    till_settle(till, WORLD_PHARMACY, 4000);
    struct gj_command settled = till->world->desk->command;
    world_undo(till->world, WORLD_PHARMACY, till->patient, GJ_ACT_SETTLE, &settled.once);
    world_expect(till->world, GJ_UNDO_MISMATCH);
    world_undo(till->world, WORLD_PHARMACY, till->patient, GJ_ACT_SETTLE_BILL, &settled.once);
    world_expect(till->world, GJ_OK_REVERSED);
    assert_int_equal(till_own(till), 10000);
    world_undo(till->world, WORLD_PHARMACY, till->patient, GJ_ACT_SETTLE_BILL, &settled.once);
    world_expect(till->world, GJ_OK);
    world_repeat(till->world, &settled, GJ_MESSAGE_UNDONE);
    assert_int_equal(till_own(till), 10000);

    till_whole(till, GJ_ACT_SETTLE_BILL, WORLD_PHARMACY, 1, 4000);
    struct gj_command late = till->world->desk->command;
    world_undo(till->world, WORLD_PHARMACY, till->patient, GJ_ACT_SETTLE_BILL, &late.once);
    world_expect(till->world, GJ_OK_NOTHING_HAPPENED);
    world_repeat(till->world, &late, GJ_MESSAGE_UNDONE);
    assert_int_equal(till_own(till), 10000);
    till_end(till);
}

static void test_simulate_undo__a_cancellation_undone_lets_the_sale_stand_again(void **state)
{
    (void)state;
    struct till *till = till_begin();
    gj_id id = till_settle(till, WORLD_PHARMACY, 4000);
    world_reversal(till->world, WORLD_PHARMACY, id);
    world_expect(till->world, GJ_OK_REVERSED);
    struct gj_command reversed = till->world->desk->command;
    world_undo(till->world, WORLD_PHARMACY, till->patient, GJ_ACT_REVERSE, &reversed.once);
    assert_int_equal(world_expect(till->world, GJ_OK_SETTLED)->id, id);
    assert_int_equal(till_own(till), 6000);
    assert_int_equal(till_kept(till, id).reversed_by, 0);
    world_reversal(till->world, WORLD_PHARMACY, id); /* and may be cancelled again */
    world_expect(till->world, GJ_OK_REVERSED);
    struct gj_command second = till->world->desk->command;
    till_settle(till, WORLD_PHARMACY, 6001);
    world_undo(till->world, WORLD_PHARMACY, till->patient, GJ_ACT_REVERSE, &second.once);
    world_expect(till->world, GJ_UNDO_SPENT); /* one fen is wanting */
    till_end(till);
}

static void test_simulate_undo__an_old_sale_is_found_among_the_settlements(void **state)
{
    (void)state;
    struct till *till = till_begin();
    till_settle(till, WORLD_PHARMACY, 4000);
    struct gj_command settled = till->world->desk->command;
    till->world->now += 9 * GJ_DAY_MS;
    struct gj_command *command =
        world_undo(till->world, WORLD_PHARMACY, till->patient, GJ_ACT_SETTLE_BILL, &settled.once);
    memcpy(command->body.undo.msgid, settled.msgid, sizeof settled.msgid);
    world_expect(till->world, GJ_OK_REVERSED);
    assert_int_equal(till_own(till), 10000);
    till_end(till);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_simulate_undo__a_sale_is_cancelled_once_by_its_own_pharmacy),
        cmocka_unit_test(test_simulate_undo__both_orders_of_sale_and_undo_end_in_the_same_book),
        cmocka_unit_test(test_simulate_undo__a_cancellation_undone_lets_the_sale_stand_again),
        cmocka_unit_test(test_simulate_undo__an_old_sale_is_found_among_the_settlements),
    };
    return both_run("simulate/undo", tests, sizeof tests / sizeof tests[0]);
}
