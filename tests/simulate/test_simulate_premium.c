/* Stories of resident premiums: for oneself and for relatives, out of account, wallet and a bound
   payer's account, and given back. The calendar stands at 1 May 2031. */
#include "simulate/both.h"

static gj_id resident(struct world *world, gj_area area)
{
    return world_person(world, area, GJ_SCHEME_RESIDENT, 1960);
}

static struct gj_command *premium(struct world *world, gj_id payer, gj_id relative, int year)
{
    struct gj_command *command = world_by_citizen(world, GJ_ACT_PREMIUM, payer);
    command->body.premium.relative = relative;
    command->body.premium.relation = GJ_RELATION_PARENT;
    command->body.premium.year = (int16_t)year;
    return command;
}

static struct gj_command *drawn(struct world *world, gj_id relative, gj_id binding, int year)
{
    struct gj_command *command = world_by_citizen(world, GJ_ACT_PREMIUM, relative);
    command->body.premium.binding = binding;
    command->body.premium.year = (int16_t)year;
    return command;
}

static struct gj_command *refund(struct world *world, gj_id by, gj_id insured, int year)
{
    struct gj_command *command = world_by_citizen(world, GJ_ACT_REFUND_PREMIUM, by);
    command->body.insured.insured = insured;
    command->body.insured.year = (int16_t)year;
    return command;
}

static gj_fen received(const struct world *world, gj_area book)
{
    const struct gj_entry_line line = {.book = book, .chart = GJ_CHART_PREMIUMS};
    return -gj_audit_balance(world->audit, &line);
}

/* Fills a wallet by a relative's transfer. */
static void fill_wallet(struct world *world, gj_id person, gj_fen amount)
{
    gj_id giver = world_employee(world, WORLD_JIA, amount);
    world_open_wallet(world, giver);
    world_open_wallet(world, person);
    struct gj_command *command = world_by_citizen(world, GJ_ACT_TRANSFER, giver);
    command->body.transfer.receiver = person;
    command->body.transfer.relation = GJ_RELATION_PARENT;
    command->body.transfer.amount_fen = amount;
    gj_id transfer = world_expect(world, GJ_OK_WALLET)->id;
    world_by_citizen(world, GJ_ACT_ACCEPT, person)->body.ended.transfer = transfer;
    world_expect(world, GJ_OK_ACCEPTED);
}

static void test_simulate_premium__a_relative_is_paid_for_once_a_year(void **state)
{
    (void)state;
    struct world *world = both_begin();
    gj_id payer = world_employee(world, WORLD_JIA, 100000), mother = resident(world, WORLD_YI);
    premium(world, payer, mother, 2032);
    gj_id first = world_expect(world, GJ_OK_PREMIUM)->id;
    assert_int_equal(world_balance(world, payer, WORLD_JIA), 60000);
    assert_int_equal(received(world, WORLD_YI), 40000);
    premium(world, payer, mother, 2032);
    world_expect(world, GJ_DUPLICATE_PREMIUM);
    gj_id other = world_employee(world, WORLD_YI, 100000);
    premium(world, other, mother, 2032);
    world_expect(world, GJ_DUPLICATE_PREMIUM);
    premium(world, payer, mother, 2033); /* another year is another premium */
    gj_id second = world_expect(world, GJ_OK_PREMIUM)->id;
    assert_true(second > first);
    assert_int_equal(world_balance(world, payer, WORLD_JIA), 18000);
    both_end(world);
}

static void test_simulate_premium__the_whole_premium_or_nothing(void **state)
{
    (void)state;
    struct world *world = both_begin();
    gj_id mother = resident(world, WORLD_JIA);
    gj_id poor = world_employee(world, WORLD_JIA, 39999),
          enough = world_employee(world, WORLD_JIA, 40000);
    premium(world, poor, mother, 2032);
    world_expect(world, GJ_PAYER_BALANCE_SHORT);
    assert_int_equal(world_balance(world, poor, WORLD_JIA), 39999);
    premium(world, enough, mother, 2032);
    world_expect(world, GJ_OK_PREMIUM);
    assert_int_equal(world_balance(world, enough, WORLD_JIA), 0);
    both_end(world);
}

static void test_simulate_premium__policy_says_who_where_and_when(void **state)
{
    (void)state;
    struct world *world = both_begin();
    gj_id payer = world_employee(world, WORLD_JIA, 100000), mother = resident(world, WORLD_JIA);
    premium(world, payer, mother, 2032)->body.premium.relation = GJ_RELATION_FRIEND;
    world_expect(world, GJ_RELATION_NOT_KIN);
    premium(world, payer, mother, 2032)->body.premium.relation = GJ_RELATION_SELF;
    world_expect(world, GJ_RELATION_NOT_KIN);
    premium(world, payer, mother, 2040); /* no row names an amount */
    const struct gj_reply *reply = world_expect(world, GJ_POLICY_UNKNOWN);
    assert_int_equal(reply->refusal.key, GJ_KEY_PREMIUM_AMOUNT);
    premium(world, payer, mother, 0);
    world_expect(world, GJ_DATE_OUT_OF_RANGE);
    premium(world, payer, mother + 256000, 2032);
    world_expect(world, GJ_PERSON_UNKNOWN);
    gj_id far = resident(world, WORLD_LIN);
    premium(world, payer, far, 2032);
    world_expect(world, GJ_PREMIUM_AREA_OUTSIDE);
    gj_id near = world_employee(world, WORLD_LIN, 100000);
    premium(world, near, far, 2032);
    world_expect(world, GJ_PREMIUM_WINDOW_CLOSED);
    both_end(world);
}

static void test_simulate_premium__locked_money_of_this_year_pays_for_nobody_else(void **state)
{
    (void)state;
    struct world *world = both_begin();
    gj_id payer = world_employee(world, WORLD_LIN, 50000), mother = resident(world, WORLD_LIN);
    world->now = gj_time_at(gj_day_from_civil(2031, 12, 31), 23, 59, 59);
    premium(world, payer, mother, 2032);
    world_expect(world, GJ_CURRENT_YEAR_MONEY_LOCKED);
    world->now = gj_time_at(gj_day_from_civil(2032, 9, 1), 0, 0, 0); /* carried over by now */
    premium(world, payer, mother, 2032);
    world_expect(world, GJ_OK_PREMIUM);
    assert_int_equal(world_balance(world, payer, WORLD_LIN), 14000);
    both_end(world);
}

static void test_simulate_premium__across_provinces_through_the_wallet_alone(void **state)
{
    (void)state;
    struct world *world = both_begin();
    gj_id payer = resident(world, WORLD_JIA), child = resident(world, WORLD_LIN);
    fill_wallet(world, payer, 36000);
    world->now = gj_time_at(gj_day_from_civil(2031, 9, 1), 10, 0, 0);
    world_open_wallet(world, child);
    premium(world, payer, child, 2032)->body.premium.relation = GJ_RELATION_CHILD;
    world_expect(world, GJ_PAYER_NOT_EMPLOYEE);
    premium(world, payer, child, 2032)->body.premium.relation = GJ_RELATION_CHILD;
    world->desk->command.body.premium.source = GJ_PAYER_WALLET;
    world_expect(world, GJ_OK_PREMIUM);
    assert_int_equal(world_side(world, payer).wallet.balance_fen, 0);
    assert_int_equal(received(world, WORLD_LIN), 36000);
    const struct gj_entry_line owed = {
        .book = WORLD_JIA, .peer = WORLD_LIN, .chart = GJ_CHART_CLEARING};
    assert_int_equal(gj_audit_balance(world->audit, &owed), -36000);
    refund(world, child, child, 2032); /* by the insured person; the payer gets it */
    world_expect(world, GJ_OK_REFUND);
    assert_int_equal(world_side(world, payer).wallet.balance_fen, 36000);
    assert_int_equal(received(world, WORLD_LIN), 0);
    both_end(world);
}

static void test_simulate_premium__the_own_wallet_pays_for_oneself(void **state)
{
    (void)state;
    struct world *world = both_begin();
    gj_id mother = resident(world, WORLD_YI);
    fill_wallet(world, mother, 40000);
    premium(world, mother, 0, 2032);
    world_expect(world, GJ_PAYER_NOT_EMPLOYEE); /* she has no account */
    premium(world, mother, mother, 2032)->body.premium.source = GJ_PAYER_WALLET;
    world_expect(world, GJ_OK_PREMIUM);
    assert_int_equal(world_side(world, mother).wallet.balance_fen, 0);
    both_end(world);
}

static void
test_simulate_premium__the_relative_draws_under_a_binding_within_its_limits(void **state)
{
    (void)state;
    struct world *world = both_begin();
    gj_id payer = world_employee(world, WORLD_JIA, 200000), mother = resident(world, WORLD_YI);
    struct gj_command *command = world_by_clerk(world, GJ_ACT_BIND, GJ_AREA_NATION);
    command->person = payer;
    command->body.bind.relative = mother;
    command->body.bind.relation = GJ_RELATION_PARENT;
    command->body.bind.proven = command->body.bind.promise = true;
    command->body.bind.limit_use_fen = GJ_FEN_UNLIMITED;
    command->body.bind.limit_year_fen = 79999;
    gj_id binding = world_expect(world, GJ_OK_BIND)->id;
    drawn(world, payer, binding, 2032); /* it is not bound to him */
    world_expect(world, GJ_PERSON_OTHER);
    drawn(world, mother, binding + 256000, 2032);
    world_expect(world, GJ_BINDING_UNKNOWN);
    drawn(world, mother, binding, 2032);
    world_expect(world, GJ_OK_PREMIUM);
    assert_int_equal(world->desk->outcome.bindings[0].used_fen, 40000);
    assert_int_equal(world->desk->outcome.premiums[0].source, GJ_PAYER_AID);
    drawn(world, mother, binding, 2033);
    world_expect(world, GJ_AID_AMOUNT_SET_BY_PAYER);
    premium(world, payer, mother, 2033); /* he is free to pay more himself */
    world_expect(world, GJ_OK_PREMIUM);
    refund(world, mother, mother, 2032);
    world_expect(world, GJ_OK_REFUND);
    assert_int_equal(world->desk->outcome.bindings[0].used_fen, 0);
    assert_int_equal(world_balance(world, payer, WORLD_JIA), 158000);
    world_by_clerk(world, GJ_ACT_UNBIND, GJ_AREA_NATION)->body.binding.binding = binding;
    world->now += 90 * GJ_DAY_MS;
    world_expect(world, GJ_OK_UNBIND);
    drawn(world, mother, binding, 2032);
    world_expect(world, GJ_BINDING_MISSING);
    both_end(world);
}

static void test_simulate_premium__it_is_given_back_before_its_year_alone(void **state)
{
    (void)state;
    struct world *world = both_begin();
    gj_id payer = world_employee(world, WORLD_JIA, 100000), mother = resident(world, WORLD_YI);
    gj_id stranger = world_employee(world, WORLD_JIA, 0);
    refund(world, payer, mother, 2032);
    world_expect(world, GJ_PREMIUM_UNKNOWN);
    premium(world, payer, mother, 2032);
    gj_id first = world_expect(world, GJ_OK_PREMIUM)->id;
    refund(world, stranger, mother, 2032);
    world_expect(world, GJ_PERSON_OTHER);
    world->now = gj_time_at(gj_day_from_civil(2031, 12, 31), 23, 59, 59);
    refund(world, payer, mother, 2032);
    assert_int_equal(world_expect(world, GJ_OK_REFUND)->id, first);
    assert_int_equal(world_balance(world, payer, WORLD_JIA), 100000);
    refund(world, payer, mother, 2032);
    world_expect(world, GJ_PREMIUM_REFUNDED);
    premium(world, payer, mother, 2032); /* the year is free again */
    world_expect(world, GJ_OK_PREMIUM);
    world->now = gj_time_at(gj_day_from_civil(2032, 1, 1), 0, 0, 0);
    refund(world, payer, mother, 2032);
    world_expect(world, GJ_PREMIUM_YEAR_BEGUN);
    assert_int_equal(world_balance(world, payer, WORLD_JIA), 60000);
    both_end(world);
}

static void test_simulate_premium__after_the_turn_it_comes_back_as_carried_over_money(void **state)
{
    (void)state;
    struct world *world = both_begin();
    gj_id payer = world_employee(world, WORLD_JIA, 100000), mother = resident(world, WORLD_JIA);
    premium(world, payer, mother, 2033);
    world_expect(world, GJ_OK_PREMIUM);
    assert_int_equal(world->desk->outcome.premiums[0].current_fen, 42000);
    world->now = gj_time_at(gj_day_from_civil(2032, 3, 1), 10, 0, 0);
    world_credit(world, payer, WORLD_JIA, 500);
    refund(world, payer, mother, 2033);
    world_expect(world, GJ_OK_REFUND);
    struct gj_side side = world_side(world, payer);
    assert_int_equal(side.accounts[0].carried_fen, 100000);
    assert_int_equal(side.accounts[0].current_fen, 500);
    both_end(world);
}

/* The neighbour's benefit years begin on 1 July. */
static void test_simulate_premium__a_year_that_begins_in_july_is_open_until_june(void **state)
{
    (void)state;
    struct world *world = both_begin();
    gj_id payer = world_employee(world, WORLD_LIN, 100000), mother = resident(world, WORLD_LIN);
    world->now = gj_time_at(gj_day_from_civil(2032, 1, 1), 0, 0, 0);
    world_credit(world, payer, WORLD_LIN, 1);
    world->now = gj_time_at(gj_day_from_civil(2031, 12, 31), 10, 0, 0); /* the sandbox clock */
    premium(world, payer, mother, 2032);
    world_expect(world, GJ_OK_PREMIUM);
    world->now = gj_time_at(gj_day_from_civil(2032, 7, 1), 0, 0, 0);
    refund(world, payer, mother, 2032);
    world_expect(world, GJ_PREMIUM_YEAR_BEGUN);
    world->now -= 1000;
    refund(world, payer, mother, 2032);
    world_expect(world, GJ_OK_REFUND);
    both_end(world);
}

static void count(void *to, const struct gj_premium *one)
{
    *(int *)to += one->state == GJ_PREMIUM_IS_PAID ? 1 : 100;
}

static void test_simulate_premium__they_are_listed_for_payer_and_insured(void **state)
{
    (void)state;
    struct world *world = both_begin();
    struct gj_why why;
    gj_id payer = world_employee(world, WORLD_JIA, 200000), mother = resident(world, WORLD_JIA);
    premium(world, payer, mother, 2032);
    world_expect(world, GJ_OK_PREMIUM);
    refund(world, payer, mother, 2032);
    world_expect(world, GJ_OK_REFUND);
    premium(world, payer, mother, 2032);
    world_expect(world, GJ_OK_PREMIUM);
    int paid = 0, of_mother = 0, none = 0, all = 0;
    assert_int_equal(gj_reader_premiums(world->reader, payer, true, count, &paid, &why), GJ_DONE);
    assert_int_equal(gj_reader_premiums(world->reader, mother, false, count, &of_mother, &why),
                     GJ_DONE);
    assert_int_equal(gj_reader_premiums(world->reader, mother, true, count, &none, &why), GJ_DONE);
    assert_int_equal(gj_reader_premiums(world->reader, 0, false, count, &all, &why), GJ_DONE);
    assert_int_equal(paid, 101);
    assert_int_equal(of_mother, 101);
    assert_int_equal(none, 0);
    assert_int_equal(all, 101);
    both_end(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_simulate_premium__a_relative_is_paid_for_once_a_year),
        cmocka_unit_test(test_simulate_premium__the_whole_premium_or_nothing),
        cmocka_unit_test(test_simulate_premium__policy_says_who_where_and_when),
        cmocka_unit_test(test_simulate_premium__locked_money_of_this_year_pays_for_nobody_else),
        cmocka_unit_test(test_simulate_premium__across_provinces_through_the_wallet_alone),
        cmocka_unit_test(test_simulate_premium__the_own_wallet_pays_for_oneself),
        cmocka_unit_test(
            test_simulate_premium__the_relative_draws_under_a_binding_within_its_limits),
        cmocka_unit_test(test_simulate_premium__it_is_given_back_before_its_year_alone),
        cmocka_unit_test(test_simulate_premium__after_the_turn_it_comes_back_as_carried_over_money),
        cmocka_unit_test(test_simulate_premium__a_year_that_begins_in_july_is_open_until_june),
        cmocka_unit_test(test_simulate_premium__they_are_listed_for_payer_and_insured),
    };
    return both_run("premium", tests, sizeof tests / sizeof tests[0]);
}
