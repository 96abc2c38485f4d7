/* The payment itself: place, expense, balance, floor and limits; premiums and refunds. Both sides of every
   boundary. */
#include "policy/questions.h"

static void test_policy_ask_money__place_and_wallet_place(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, SUZHOU, ZHENGZHOU, "2025-04-21T10:00");
    q.place.takes_wallet = false;
    ANSWERS("PLACE_NO_WALLET");
    q.place.designated = false;
    ANSWERS("PLACE_NOT_DESIGNATED");
    begin(GJ_ASK_PAY, ZHENGZHOU, ZHENGZHOU, "2025-04-21T10:00");
    q.place.takes_wallet = false;
    ANSWERS("OK_AID_SAME_AREA");
}

static void expense_is(enum gj_expense expense, const char *code)
{
    q.expense = (uint8_t)expense;
    ANSWERS(code);
}

static void test_policy_ask_money__expenses(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, CHENGDU, CHENGDU, "2025-04-21T10:00");
    expense_is(GJ_EXPENSE_PUBLIC_HEALTH, "EXPENSE_FORBIDDEN");
    expense_is(GJ_EXPENSE_FITNESS, "EXPENSE_FORBIDDEN");
    expense_is(GJ_EXPENSE_WELLNESS, "EXPENSE_FORBIDDEN");
    expense_is(GJ_EXPENSE_HEALTH_PRODUCT, "EXPENSE_FORBIDDEN");
    expense_is(GJ_EXPENSE_DAILY_GOODS, "EXPENSE_FORBIDDEN");
    expense_is(GJ_EXPENSE_POOLED_SHARE, "EXPENSE_POOLED_PART");
    expense_is(GJ_EXPENSE_CASH, "CASH_OUT_FORBIDDEN");
    expense_is(GJ_EXPENSE_PHARMACY, "OK_AID_SAME_AREA");
    expense_is(GJ_EXPENSE_DEVICE, "OK_AID_SAME_AREA");
    expense_is(GJ_EXPENSE_CONSUMABLE, "OK_AID_SAME_AREA");
    expense_is(GJ_EXPENSE_BELOW_DEDUCTIBLE, "OK_AID_SAME_AREA");
    expense_is(GJ_EXPENSE_INPATIENT, "OK_AID_SAME_AREA");
    expense_is(GJ_EXPENSE_CHECKUP, "OK_AID_SAME_AREA");
    expense_is(GJ_EXPENSE_VACCINE, "EXPENSE_NOT_IN_AREA_LIST");
    assert_int_equal(reply.trace.not_found[reply.trace.not_found_count - 1], GJ_KEY_AID_USES);
    begin(GJ_ASK_PAY, LUOYANG, LUOYANG, "2025-04-21T10:00");
    expense_is(GJ_EXPENSE_INPATIENT, "EXPENSE_INPATIENT_EXCLUDED");
    q.kind = GJ_ASK_OWN;
    expense_is(GJ_EXPENSE_INPATIENT, "OK_OWN");
}

static void test_policy_ask_money__balance_clamps(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, ZHENGZHOU, ZHENGZHOU, "2025-04-21T10:00");
    q.amount_fen = 10000;
    q.payer.balance_fen = q.payer.carried_fen = 10000;
    ANSWERS("OK_AID_SAME_AREA");
    q.payer.balance_fen = q.payer.carried_fen = 9999;
    ANSWERS("OK_PARTIAL_CASH_REST");
    assert_int_equal(reply.answer, GJ_ANSWER_PARTIAL);
    assert_int_equal(reply.can_give_fen, 9999);
    assert_int_equal(reply.shares[0].amount_fen, 9999);
    assert_int_equal(reply.shares[1].payer, GJ_PAYER_CASH);
    assert_int_equal(reply.shares[1].amount_fen, 1);
    assert_true(is_next(GJ_NEXT_PAY_CASH));
    q.payer.balance_fen = 1;
    ANSWERS("OK_PARTIAL_CASH_REST");
    q.payer.balance_fen = 0;
    ANSWERS("PAYER_BALANCE_SHORT");
    assert_int_equal(reply.answer, GJ_ANSWER_DENY);
    assert_int_equal(reply.shares_count, 0);
}

static void test_policy_ask_money__floor_and_locked_money(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, CHENGDU, CHENGDU, "2025-04-21T10:00");
    q.amount_fen = 10000;
    q.payer.balance_fen = 40000;
    ANSWERS("OK_AID_SAME_AREA");
    q.payer.balance_fen = 39999;
    ANSWERS("OK_PARTIAL_CASH_REST");
    assert_int_equal(reply.shares[0].amount_fen, 9999);
    q.payer.balance_fen = 30001;
    ANSWERS("OK_PARTIAL_CASH_REST");
    q.payer.balance_fen = 30000;
    ANSWERS("PAYER_RESERVE_FLOOR");
    q.kind = GJ_ASK_OWN; /* the floor is for shared money */
    ANSWERS("OK_OWN");
    begin(GJ_ASK_PAY, HANGZHOU, HANGZHOU, "2025-04-21T10:00");
    q.amount_fen = 10000;
    q.payer.balance_fen = 50000;
    q.payer.carried_fen = 10000;
    ANSWERS("OK_AID_SAME_AREA");
    q.payer.carried_fen = 1;
    ANSWERS("OK_PARTIAL_CASH_REST");
    assert_true(is_next(GJ_NEXT_NEXT_YEAR));
    q.payer.carried_fen = 0;
    ANSWERS("CURRENT_YEAR_MONEY_LOCKED");
}

static void test_policy_ask_money__limits(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, GUIYANG, GUIYANG, "2025-04-21T10:00");
    q.amount_fen = 50000;
    ANSWERS("OK_AID_SAME_AREA");
    q.amount_fen = 50001;
    ANSWERS("OK_PARTIAL_CASH_REST");
    assert_int_equal(reply.can_give_fen, 50000);
    q.limit_use_received_fen = 50000;
    ANSWERS("AID_LIMIT_TXN");
    q.limit_use_received_fen = 0;
    q.limit_year_received_fen = 199999;
    ANSWERS("OK_PARTIAL_CASH_REST");
    assert_int_equal(reply.shares[0].amount_fen, 1);
    q.limit_year_received_fen = 200000;
    ANSWERS("AID_LIMIT_YEAR");
    q.limit_year_received_fen = 0;
    q.bond.limit_year_fen = 3000;
    q.bond.used_year_fen = 2000;
    ANSWERS("OK_PARTIAL_CASH_REST");
    assert_int_equal(reply.shares[0].amount_fen, 1000);
    assert_true(is_next(GJ_NEXT_ASK_PAYER));
    q.bond.used_year_fen = 3000;
    ANSWERS("AID_AMOUNT_SET_BY_PAYER");
    q.bond.limit_year_fen = GJ_FEN_UNLIMITED;
    q.bond.limit_use_fen = 0;
    ANSWERS("AID_AMOUNT_SET_BY_PAYER");
    q.bond.limit_use_fen = GJ_FEN_UNLIMITED;
    q.bond.uses = UINT32_C(1) << GJ_EXPENSE_PHARMACY;
    ANSWERS("AID_AMOUNT_SET_BY_PAYER");
    q.expense = GJ_EXPENSE_PHARMACY;
    q.amount_fen = 100;
    ANSWERS("OK_AID_SAME_AREA");
}

static void test_policy_ask_money__premiums(void **state)
{
    (void)state;
    begin(GJ_ASK_PREMIUM, NANNING, 450000, "2025-10-10T10:00");
    q.user.area = NANNING;
    q.user.scheme = GJ_SCHEME_NONE;
    q.payer.balance_fen = q.payer.carried_fen = 40000;
    ANSWERS("OK_PREMIUM");
    assert_int_equal(reply.shares[0].payer, GJ_PAYER_AID);
    assert_int_equal(reply.shares[0].amount_fen, 40000);
    q.payer.balance_fen = 39999;
    ANSWERS("PAYER_BALANCE_SHORT");
    q.payer.balance_fen = 40000;
    q.user.area = SUZHOU;
    ANSWERS("PREMIUM_AREA_OUTSIDE");
    assert_true(is_next(GJ_NEXT_USE_WALLET));
    q.premium.through_wallet = true;
    ANSWERS("OK_PREMIUM");
    assert_int_equal(reply.shares[0].payer, GJ_PAYER_WALLET);
    q.premium.already_paid = true;
    ANSWERS("DUPLICATE_PREMIUM");
    q.premium.in_window = false;
    ANSWERS("PREMIUM_WINDOW_CLOSED");
    q.premium.scheme = GJ_SCHEME_EMPLOYEE;
    ANSWERS("PREMIUM_SCHEME_WRONG");
    q.relation = GJ_RELATION_FRIEND;
    ANSWERS("RELATION_NOT_KIN");
}

static void test_policy_ask_money__premium_window_and_reach_of_an_area(void **state)
{
    (void)state;
    begin(GJ_ASK_PREMIUM, CHENGDU, CHENGDU, "2025-08-31T10:00");
    ANSWERS("PREMIUM_WINDOW_CLOSED");
    at("2025-09-01T10:00");
    ANSWERS("OK_PREMIUM");
    at("2025-02-28T10:00");
    ANSWERS("OK_PREMIUM");
    at("2025-03-01T10:00");
    ANSWERS("PREMIUM_WINDOW_CLOSED");
    begin(GJ_ASK_PREMIUM, CHENGDU, CHENGDU, "2024-02-10T10:00");
    ANSWERS("EXPENSE_NOT_IN_AREA_LIST");
    begin(GJ_ASK_PREMIUM, ZHENGZHOU, LUOYANG, "2025-10-10T10:00");
    ANSWERS("OK_PREMIUM");
    begin(GJ_ASK_PREMIUM, LUOYANG, 410181, "2025-10-10T10:00");
    ANSWERS("OK_PREMIUM");
}

static void test_policy_ask_money__refunds(void **state)
{
    (void)state;
    begin(GJ_ASK_REFUND, CHENGDU, CHENGDU, "2025-04-21T10:00");
    q.refund.paid_fen = q.refund.asked_fen = 10000;
    ANSWERS("OK_REFUND");
    q.refund.asked_fen = 10001;
    ANSWERS("REFUND_OVER_ORIGINAL");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_policy_ask_money__place_and_wallet_place),
        cmocka_unit_test(test_policy_ask_money__expenses),
        cmocka_unit_test(test_policy_ask_money__balance_clamps),
        cmocka_unit_test(test_policy_ask_money__floor_and_locked_money),
        cmocka_unit_test(test_policy_ask_money__limits),
        cmocka_unit_test(test_policy_ask_money__premiums),
        cmocka_unit_test(test_policy_ask_money__premium_window_and_reach_of_an_area),
        cmocka_unit_test(test_policy_ask_money__refunds),
    };
    return cmocka_run_group_tests(tests, questions_make, questions_drop);
}
