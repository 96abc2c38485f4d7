/* Stories of refunds of a part: what is left is settled in the place of the whole, on the day, facts
   and packs of the original. In the home area the fund pays 55 % above a deductible of 300.00. */
#include "simulate/both.h"

static gj_id settled(struct world *world, gj_id person, gj_fen amount)
{
    gj_id visit = world_visit(world, WORLD_HOSPITAL, person, GJ_SCHEME_EMPLOYEE);
    world_line(world, WORLD_HOSPITAL, visit, "1", "1", amount);
    return world_settle(world, WORLD_HOSPITAL, visit, "1", amount);
}

static struct gj_command *refund(struct world *world, gj_id settlement, gj_fen eligible)
{
    struct gj_command *command = world_by_institution(world, GJ_ACT_REFUND, WORLD_HOSPITAL);
    command->body.reverse.settlement = settlement;
    command->body.reverse.bill.total_fen = command->body.reverse.bill.eligible_fen = eligible;
    return command;
}

static struct gj_settlement kept(struct world *world, gj_id id)
{
    struct gj_settlement one;
    struct gj_why why;
    if (gj_reader_settlement(world->reader, id, &one, &why))
        fail_msg("%s", why.text);
    return one;
}

/* Of 800.00 the fund pays 275.00 and the account 525.00; of 500.00 110.00 and 390.00. Pro rata the
   account would have got 196.88 back. */
static void test_simulate_refund__the_rest_is_settled_in_place_of_the_whole(void **state)
{
    (void)state;
    struct world *world = both_begin();
    gj_id person = world_employee(world, WORLD_JIA, 100000);
    gj_id whole = settled(world, person, 80000);
    assert_int_equal(world_balance(world, person, WORLD_JIA), 47500);
    refund(world, whole, 30000);
    gj_id rest = world_expect(world, GJ_OK_REFUND)->id;
    assert_int_equal(world->desk->outcome.reply.balance_fen, 61000);
    assert_int_equal(world_balance(world, person, WORLD_JIA), 61000);
    struct gj_settlement original = kept(world, whole), left = kept(world, rest);
    assert_int_equal(original.reversed_by, rest);
    assert_int_equal(left.refund_of, whole);
    assert_int_equal(left.reversal_of, 0);
    assert_int_equal(left.reversed_by, 0);
    assert_int_equal(left.claim.bill.total_fen, 50000);
    assert_int_equal(left.decision.pool_fen, 11000);
    assert_int_equal(left.decision.own_fen, 39000);
    assert_int_equal(left.claim.now, original.now);
    both_end(world);
}

static void test_simulate_refund__each_payer_gets_back_what_he_paid_too_much(void **state)
{
    (void)state;
    struct world *world = both_begin();
    gj_id person = world_employee(world, WORLD_JIA, 10000),
          payer = world_employee(world, WORLD_YI, 100000);
    gj_id binding = world_bind(world, payer, person, GJ_RELATION_SPOUSE);
    gj_id whole = settled(world, person, 80000);
    assert_int_equal(world_balance(world, payer, WORLD_YI), 57500);
    refund(world, whole, 30000);
    world_expect(world, GJ_OK_REFUND);
    assert_int_equal(world_balance(world, person, WORLD_JIA),
                     0); /* he paid first, and still does */
    assert_int_equal(world_balance(world, payer, WORLD_YI), 71000);
    assert_int_equal(world->desk->outcome.bindings[0].id, binding);
    assert_int_equal(world->desk->outcome.bindings[0].used_fen, 29000);
    both_end(world);
}

static void test_simulate_refund__below_the_deductible_the_fund_gets_all_back(void **state)
{
    (void)state;
    struct world *world = both_begin();
    gj_id person = world_employee(world, WORLD_JIA, 100000);
    refund(world, settled(world, person, 80000), 50001);
    gj_id rest = world_expect(world, GJ_OK_REFUND)->id;
    struct gj_settlement left = kept(world, rest);
    assert_int_equal(left.decision.pool_fen, 0);
    assert_int_equal(left.decision.deductible_fen, 29999);
    assert_int_equal(world_balance(world, person, WORLD_JIA), 70001);
    gj_id next = settled(world, person, 10000); /* one fen of the deductible is still due */
    assert_int_equal(kept(world, next).decision.deductible_fen, 1);
    both_end(world);
}

static void test_simulate_refund__bills_settled_in_between_keep_their_split(void **state)
{
    (void)state;
    struct world *world = both_begin();
    gj_id person = world_employee(world, WORLD_JIA, 200000);
    gj_id whole = settled(world, person, 80000), second = settled(world, person, 10000);
    refund(world, whole, 30000);
    world_expect(world, GJ_OK_REFUND);
    assert_int_equal(kept(world, second).decision.pool_fen, 5500);
    gj_id third = settled(world, person, 10000);
    struct gj_claim claim = kept(world, third).claim;
    assert_int_equal(claim.used.deductible_fen, 30000);
    assert_int_equal(claim.used.pool_fen, 11000 + 5500);
    assert_int_equal(claim.used.visits, 2);
    both_end(world);
}

static void test_simulate_refund__what_is_left_may_be_refunded_and_reversed(void **state)
{
    (void)state;
    struct world *world = both_begin();
    gj_id person = world_employee(world, WORLD_JIA, 100000);
    gj_id whole = settled(world, person, 80000);
    refund(world, whole, 30000);
    gj_id rest = world_expect(world, GJ_OK_REFUND)->id;
    refund(world, whole, 10000);
    assert_int_equal(world_expect(world, GJ_SETTLEMENT_REFUNDED)->refusal.id, rest);
    world_reversal(world, WORLD_HOSPITAL, whole);
    assert_int_equal(world_expect(world, GJ_SETTLEMENT_REFUNDED)->refusal.id, rest);
    refund(world, rest, 20000);
    gj_id last = world_expect(world, GJ_OK_REFUND)->id;
    assert_int_equal(world_balance(world, person, WORLD_JIA), 70000);
    world_reversal(world, WORLD_HOSPITAL, last);
    gj_id reversal = world_expect(world, GJ_OK_REVERSED)->id;
    assert_int_equal(world_balance(world, person, WORLD_JIA), 100000);
    assert_int_equal(kept(world, reversal).reversal_of, last);
    refund(world, last, 1);
    world_expect(world, GJ_SETTLEMENT_REVERSED);
    gj_id next = settled(world, person, 10000); /* the counters stand where they began */
    assert_int_equal(kept(world, next).claim.used.deductible_fen, 0);
    assert_int_equal(kept(world, next).claim.used.visits, 0);
    both_end(world);
}

static void test_simulate_refund__all_of_it_is_a_reversal_and_more_is_refused(void **state)
{
    (void)state;
    struct world *world = both_begin();
    gj_id person = world_employee(world, WORLD_JIA, 100000);
    gj_id whole = settled(world, person, 80000);
    refund(world, whole, 80001);
    world_expect(world, GJ_REFUND_OVER_ORIGINAL);
    refund(world, whole, 100)->body.reverse.bill =
        (struct gj_bill){.total_fen = 100, .outside_fen = 100};
    world_expect(world, GJ_REFUND_OVER_ORIGINAL); /* nothing of the bill was outside the list */
    refund(world, whole, 0);
    world_expect(world, GJ_AMOUNT_ZERO);
    refund(world, whole, 100)->body.reverse.bill.total_fen = 99;
    world_expect(world, GJ_TOTAL_MISMATCH);
    refund(world, whole, 100)->body.reverse.bill =
        (struct gj_bill){.total_fen = 100, .outside_fen = -100, .eligible_fen = 200};
    world_expect(world, GJ_TOTAL_MISMATCH);
    refund(world, whole + 256000, 100);
    world_expect(world, GJ_SETTLEMENT_UNKNOWN);
    refund(world, whole, 80000);
    gj_id reversal = world_expect(world, GJ_OK_REVERSED)->id;
    assert_int_equal(kept(world, reversal).reversal_of, whole);
    assert_int_equal(world_balance(world, person, WORLD_JIA), 100000);
    both_end(world);
}

static void test_simulate_refund__in_january_money_of_december_comes_back_carried_over(void **state)
{
    (void)state;
    struct world *world = both_begin();
    world->now = gj_time_at(gj_day_from_civil(2031, 12, 31), 23, 50, 0);
    gj_id person = world_employee(world, WORLD_JIA, 100000);
    gj_id whole = settled(world, person, 80000);
    world->now = gj_time_at(gj_day_from_civil(2032, 1, 1), 0, 0, 0);
    world_credit(world, person, WORLD_JIA, 700);
    refund(world, whole, 30000);
    gj_id rest = world_expect(world, GJ_OK_REFUND)->id;
    struct gj_account account = world_side(world, person).accounts[0];
    assert_int_equal(account.carried_fen, 61000);
    assert_int_equal(account.current_fen, 700);
    struct gj_settlement left = kept(world, rest);
    assert_int_equal(left.decision.benefit_year_first, gj_day_from_civil(2031, 1, 1));
    assert_int_equal(left.decision.legs[0].current_fen, 39000); /* it was this year's money then */
    world_reversal(world, WORLD_HOSPITAL, rest);
    world_expect(world, GJ_OK_REVERSED);
    account = world_side(world, person).accounts[0];
    assert_int_equal(account.carried_fen, 100000);
    assert_int_equal(account.current_fen, 700);
    both_end(world);
}

static void test_simulate_refund__undoing_the_lost_settlement_takes_back_what_is_left(void **state)
{
    (void)state;
    struct world *world = both_begin();
    gj_id person = world_employee(world, WORLD_JIA, 100000);
    gj_id whole = settled(world, person, 80000);
    struct gj_once_key name = world->desk->command.once;
    refund(world, whole, 30000);
    gj_id rest = world_expect(world, GJ_OK_REFUND)->id;
    struct gj_command refunding = world->desk->command;
    world_repeat(world, &refunding, GJ_OK_REFUND); /* the same message moves nothing */
    assert_false(world->desk->outcome.keep);
    assert_int_equal(world->desk->outcome.reply.id, rest);
    world_undo(world, WORLD_HOSPITAL, person, GJ_ACT_SETTLE, &refunding.once);
    world_expect(world, GJ_UNDO_MISMATCH); /* that message was a refund */
    world_undo(world, WORLD_HOSPITAL, person, GJ_ACT_SETTLE, &name);
    world_expect(world, GJ_OK_REVERSED);
    assert_int_equal(world_balance(world, person, WORLD_JIA), 100000);
    assert_true(kept(world, rest).reversed_by != 0);
    both_end(world);
}

static void test_simulate_refund__a_reversal_of_the_rest_may_be_undone(void **state)
{
    (void)state;
    struct world *world = both_begin();
    gj_id person = world_employee(world, WORLD_JIA, 100000);
    refund(world, settled(world, person, 80000), 30000);
    gj_id rest = world_expect(world, GJ_OK_REFUND)->id;
    world_reversal(world, WORLD_HOSPITAL, rest);
    world_expect(world, GJ_OK_REVERSED);
    struct gj_once_key name = world->desk->command.once;
    world_undo(world, WORLD_HOSPITAL, person, GJ_ACT_REVERSE, &name);
    assert_int_equal(world_expect(world, GJ_OK_SETTLED)->id, rest);
    assert_int_equal(kept(world, rest).reversed_by, 0);
    assert_int_equal(world_balance(world, person, WORLD_JIA), 61000);
    both_end(world);
}

/* Who may: the institution of the bill, or the agency of the home area. */
static void test_simulate_refund__another_institution_or_agency_may_not(void **state)
{
    (void)state;
    struct world *world = both_begin();
    gj_id person = world_employee(world, WORLD_JIA, 100000);
    gj_id whole = settled(world, person, 80000);
    struct gj_command *command = world_by_institution(world, GJ_ACT_REFUND, WORLD_SMALL);
    command->body.reverse.settlement = whole;
    command->body.reverse.bill.total_fen = command->body.reverse.bill.eligible_fen = 100;
    world_expect(world, GJ_INSTITUTION_OTHER);
    command = world_by_clerk(world, GJ_ACT_REFUND, WORLD_YI);
    command->body.reverse.settlement = whole;
    command->body.reverse.bill.total_fen = command->body.reverse.bill.eligible_fen = 100;
    world_expect(world, GJ_PERMISSION_DENIED);
    command = world_by_clerk(world, GJ_ACT_REFUND, WORLD_JIA);
    command->body.reverse.settlement = whole;
    command->body.reverse.bill.total_fen = command->body.reverse.bill.eligible_fen = 100;
    world_expect(world, GJ_OK_REFUND);
    both_end(world);
}

static void test_simulate_refund__the_packs_of_the_bill_must_be_at_hand(void **state)
{
    (void)state;
    struct world *world = both_begin();
    gj_id whole = settled(world, world_employee(world, WORLD_JIA, 100000), 80000);
    world->law.pack_set = 2; /* meanwhile another set is in force */
    refund(world, whole, 30000);
    world_expect(world, GJ_PACK_SET_MISSING);
    world->law.pack_set = 0;
    refund(world, whole, 30000);
    world_expect(world, GJ_OK_REFUND);
    both_end(world);
}

/* A sale of a pharmacy comes with its lines and has no visit; the fund pays nothing there. */
static void test_simulate_refund__a_part_of_a_sale_is_given_back(void **state)
{
    (void)state;
    struct world *world = both_begin();
    gj_id person = world_employee(world, WORLD_JIA, 10000);
    static struct gj_line line = {
        .serial = "1", .list_code = "A001", .amount_fen = 8000, .count_e4 = 10000};
    line.price_micro = 8000 * INT64_C(10000);
    line.content = 1;
    struct gj_command *command = world_by_institution(world, GJ_ACT_SETTLE_BILL, WORLD_PHARMACY);
    command->person = person;
    memcpy(command->body.bill.med_type, "41", 3);
    command->body.bill.scheme = GJ_SCHEME_EMPLOYEE;
    command->body.bill.accounts_used = true;
    command->body.bill.bill.total_fen = 8000;
    command->body.bill.count = 1;
    command->body.bill.list = &line;
    gj_id whole = world_expect(world, GJ_OK_SETTLED)->id;
    command = refund(world, whole, 3000);
    memcpy(command->institution, WORLD_PHARMACY, sizeof WORLD_PHARMACY);
    gj_id rest = world_expect(world, GJ_OK_REFUND)->id;
    assert_int_equal(world_balance(world, person, WORLD_JIA), 5000);
    assert_int_equal(kept(world, rest).visit, rest);
    world_reversal(world, WORLD_PHARMACY, rest);
    world_expect(world, GJ_OK_REVERSED);
    assert_int_equal(world_balance(world, person, WORLD_JIA), 10000);
    both_end(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_simulate_refund__the_rest_is_settled_in_place_of_the_whole),
        cmocka_unit_test(test_simulate_refund__each_payer_gets_back_what_he_paid_too_much),
        cmocka_unit_test(test_simulate_refund__below_the_deductible_the_fund_gets_all_back),
        cmocka_unit_test(test_simulate_refund__bills_settled_in_between_keep_their_split),
        cmocka_unit_test(test_simulate_refund__what_is_left_may_be_refunded_and_reversed),
        cmocka_unit_test(test_simulate_refund__all_of_it_is_a_reversal_and_more_is_refused),
        cmocka_unit_test(
            test_simulate_refund__in_january_money_of_december_comes_back_carried_over),
        cmocka_unit_test(test_simulate_refund__undoing_the_lost_settlement_takes_back_what_is_left),
        cmocka_unit_test(test_simulate_refund__a_reversal_of_the_rest_may_be_undone),
        cmocka_unit_test(test_simulate_refund__another_institution_or_agency_may_not),
        cmocka_unit_test(test_simulate_refund__the_packs_of_the_bill_must_be_at_hand),
        cmocka_unit_test(test_simulate_refund__a_part_of_a_sale_is_given_back),
    };
    return both_run("refund", tests, sizeof tests / sizeof tests[0]);
}
