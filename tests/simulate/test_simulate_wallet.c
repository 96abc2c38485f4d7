/* Stories of wallets through the acts and the memory store: what is sent, accepted, and comes back. */
#include "simulate/world.h"

static struct gj_command *transfer(struct world *world, gj_id from, gj_id to, gj_fen amount)
{
    struct gj_command *command = world_by_citizen(world, GJ_ACT_TRANSFER, from);
    command->body.transfer.receiver = to;
    command->body.transfer.relation = GJ_RELATION_PARENT;
    command->body.transfer.source = GJ_PAYER_OWN;
    command->body.transfer.amount_fen = amount;
    return command;
}

static struct gj_command *ending(struct world *world, enum gj_act act, gj_id person, gj_id id)
{
    struct gj_command *command = world_by_citizen(world, act, person);
    command->body.ended.transfer = id;
    return command;
}

/* A son in one province, his father in another; the son has 1 000.00. */
static void two_wallets(struct world *world, gj_id *son, gj_id *father)
{
    *son = world_employee(world, WORLD_JIA, 0);
    *father = world_person(world, WORLD_LIN, GJ_SCHEME_RESIDENT, 1960);
    world_credit(world, *son, WORLD_JIA, 100000);
    world_open_wallet(world, *son);
    world_open_wallet(world, *father);
}

static void test_simulate_wallet__money_crosses_provinces_through_the_wallet(void **state)
{
    (void)state;
    struct world *world = world_open();
    gj_id son, father;
    two_wallets(world, &son, &father);
    transfer(world, son, father, 30000);
    gj_id id = world_expect(world, GJ_OK_WALLET)->id;
    assert_int_equal(world_balance(world, son, WORLD_JIA), 70000);
    assert_int_equal(world_side(world, father).wallet.balance_fen, 0);
    transfer(world, son, father, 100);
    world_expect(world, GJ_WALLET_TRANSFER_PENDING);
    ending(world, GJ_ACT_ACCEPT, son, id);
    world_expect(world, GJ_PERSON_OTHER);
    ending(world, GJ_ACT_ACCEPT, father, id);
    assert_int_equal(world_expect(world, GJ_OK_ACCEPTED)->balance_fen, 30000);
    ending(world, GJ_ACT_ACCEPT, father, id);
    world_expect(world, GJ_TRANSFER_ENDED);
    struct gj_entry_line line = {.book = WORLD_JIA, .peer = WORLD_LIN, .chart = GJ_CHART_CLEARING};
    assert_int_equal(gj_audit_balance(world->audit, &line), -30000);
    gj_id visit = world_visit(world, WORLD_LIN_HOSPITAL, father, GJ_SCHEME_RESIDENT);
    world_line(world, WORLD_LIN_HOSPITAL, visit, "1", "1", 5000);
    gj_id bill = world_settle(world, WORLD_LIN_HOSPITAL, visit, "1", 5000);
    assert_int_equal(world->desk->outcome.settlements[0].decision.wallet_fen, 5000);
    world_reversal(world, WORLD_LIN_HOSPITAL, bill);
    world_expect(world, GJ_OK_REVERSED);
    assert_int_equal(world_side(world, father).wallet.balance_fen, 30000);
    world_end(world);
}

static void test_simulate_wallet__what_is_not_accepted_by_six_comes_back(void **state)
{
    (void)state;
    struct world *world = world_open();
    gj_id son, father;
    gj_day day = gj_time_day(world->now);
    two_wallets(world, &son, &father);
    transfer(world, son, father, 30000);
    gj_id id = world_expect(world, GJ_OK_WALLET)->id;
    world->now = gj_time_at(day + 1, 5, 59, 59);
    ending(world, GJ_ACT_GIVE_BACK, son, id);
    world_expect(world, GJ_TRANSFER_STILL_HELD);
    world->now = gj_time_at(day + 1, 6, 0, 0);
    ending(world, GJ_ACT_ACCEPT, father, id);
    world_expect(world, GJ_WALLET_NOT_ACCEPTED);
    struct gj_command *job = ending(world, GJ_ACT_GIVE_BACK, 0, id);
    job->actor = (struct gj_actor){.role = GJ_ROLE_JOB};
    world_expect(world, GJ_OK_RETURNED);
    assert_int_equal(world_balance(world, son, WORLD_JIA), 100000);
    assert_int_equal(world_side(world, son).wallet.held_count, 0);
    ending(world, GJ_ACT_GIVE_BACK, son, id);
    world_expect(world, GJ_TRANSFER_ENDED);
    ending(world, GJ_ACT_GIVE_BACK, son, id + 256);
    world_expect(world, GJ_TRANSFER_UNKNOWN);
    world_end(world);
}

static void test_simulate_wallet__accepting_works_until_the_last_second(void **state)
{
    (void)state;
    struct world *world = world_open();
    gj_id son, father;
    two_wallets(world, &son, &father);
    transfer(world, son, father, 30000);
    gj_id id = world_expect(world, GJ_OK_WALLET)->id;
    world->now = gj_time_at(gj_time_day(world->now) + 1, 5, 59, 59);
    ending(world, GJ_ACT_ACCEPT, father, id);
    world_expect(world, GJ_OK_ACCEPTED);
    world_end(world);
}

static void test_simulate_wallet__money_returned_over_new_year_is_carried_over(void **state)
{
    (void)state;
    struct world *world = world_open();
    gj_id son, father;
    world->now = gj_time_at(gj_day_from_civil(2031, 12, 31), 12, 0, 0);
    two_wallets(world, &son, &father);
    transfer(world, son, father, 30000);
    gj_id id = world_expect(world, GJ_OK_WALLET)->id;
    world->now = gj_time_at(gj_day_from_civil(2032, 1, 1), 6, 0, 0);
    ending(world, GJ_ACT_GIVE_BACK, son, id);
    world_expect(world, GJ_OK_RETURNED);
    struct gj_side side = world_side(world, son);
    assert_int_equal(side.accounts[0].carried_fen, 100000);
    assert_int_equal(side.accounts[0].current_fen, 0);
    world_end(world);
}

static void test_simulate_wallet__a_days_transfers_are_counted_returned_ones_too(void **state)
{
    (void)state;
    struct world *world = world_open();
    gj_id son, father;
    two_wallets(world, &son, &father);
    for (int i = 0; i < 3; i++) {
        transfer(world, son, father, 100);
        gj_id id = world_expect(world, GJ_OK_WALLET)->id;
        ending(world, GJ_ACT_ACCEPT, father, id);
        world_expect(world, GJ_OK_ACCEPTED);
    }
    transfer(world, son, father, 100);
    world_expect(world, GJ_WALLET_DAILY_COUNT);
    world->now = gj_time_at(gj_time_day(world->now), 22, 0, 0);
    transfer(world, son, father, 100);
    world_do(world);
    world->now += 8 * 3600000 - 1000; /* 05:59:59 */
    transfer(world, son, father, 100);
    world_expect(world, GJ_WALLET_CLOSED_HOURS);
    world->now += 1000;
    transfer(world, son, father, 50001);
    world_expect(world, GJ_WALLET_SINGLE_LIMIT);
    transfer(world, son, father, 50000);
    world_expect(world, GJ_OK_WALLET);
    world_end(world);
}

static void test_simulate_wallet__sending_needs_money_and_a_receiver(void **state)
{
    (void)state;
    struct world *world = world_open();
    gj_id son, father, stranger = world_employee(world, WORLD_JIA, 0);
    two_wallets(world, &son, &father);
    transfer(world, son, son, 100);
    world_expect(world, GJ_RELATION_NOT_KIN);
    transfer(world, son, stranger, 100);
    world_expect(world, GJ_WALLET_NOT_OPENED_USER);
    transfer(world, stranger, father, 100);
    world_expect(world, GJ_WALLET_NOT_OPENED_PAYER);
    transfer(world, son, father, 0);
    world_expect(world, GJ_AMOUNT_ZERO);
    transfer(world, son, father, 100)->body.transfer.source = GJ_PAYER_WALLET;
    world_expect(world, GJ_PAYER_BALANCE_SHORT);
    transfer(world, son, son + 2560000, 100);
    world_expect(world, GJ_PERSON_UNKNOWN);
    world_by_citizen(world, GJ_ACT_OPEN_WALLET, son);
    world_expect(world, GJ_WALLET_ALREADY_OPEN);
    world_end(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_simulate_wallet__money_crosses_provinces_through_the_wallet),
        cmocka_unit_test(test_simulate_wallet__what_is_not_accepted_by_six_comes_back),
        cmocka_unit_test(test_simulate_wallet__accepting_works_until_the_last_second),
        cmocka_unit_test(test_simulate_wallet__money_returned_over_new_year_is_carried_over),
        cmocka_unit_test(test_simulate_wallet__a_days_transfers_are_counted_returned_ones_too),
        cmocka_unit_test(test_simulate_wallet__sending_needs_money_and_a_receiver),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
