/* What would help: nothing where one rule says no for good, the other tool where that one would do, less
   where less may go, and of a part what alone raises it. */
#include "policy/questions.h"

#define NOTHING_HELPS() assert_int_equal(reply.next_count, 0)
#define HELPS(next)                                                                                \
    do {                                                                                           \
        assert_true(is_next(next));                                                                \
        assert_int_equal(reply.next_count, 1);                                                     \
    } while (0)

static void test_policy_ask_next__nothing_helps_a_friend(void **state)
{
    (void)state;
    begin(GJ_ASK_TRANSFER, ZHENGZHOU, SUZHOU, "2025-09-01T23:00");
    q.amount_fen = 500000;
    q.payer.transfers_held = 1;
    ANSWERS("WALLET_TRANSFER_PENDING");
    assert_int_equal(reply.next_count, 3); /* wait, send less, in the open hours */
    q.relation = GJ_RELATION_FRIEND;
    ANSWERS("RELATION_NOT_KIN");
    assert_int_equal(reply.failed_count, 4);
    NOTHING_HELPS();
    q.payer.area = GUANGZHOU;
    q.relation = GJ_RELATION_SIBLING;
    q.payer.scheme = GJ_SCHEME_RESIDENT;
    ANSWERS("PAYER_NOT_EMPLOYEE");
    NOTHING_HELPS();
}

static void test_policy_ask_next__no_wait_is_over_while_another_rule_stands(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, SUZHOU, ZHENGZHOU, "2024-11-30T10:00");
    ANSWERS("WALLET_AREA_CLOSED_PAYER");
    assert_int_equal(reply.until, day_of("2024-12-02"));
    HELPS(GJ_NEXT_WAIT_AREA_OPEN);
    q.expense = GJ_EXPENSE_FITNESS;
    ANSWERS("WALLET_AREA_CLOSED_PAYER");
    assert_int_equal(reply.until, GJ_DAY_NONE);
    NOTHING_HELPS();
}

static void test_policy_ask_next__the_other_tool_must_do(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, ZHENGZHOU, SUZHOU, "2025-04-21T10:00");
    q.tool = GJ_TOOL_BINDING;
    ANSWERS("AREA_PROVINCE_ONLY");
    HELPS(GJ_NEXT_USE_WALLET);
    q.bond.state = GJ_BINDING_NONE; /* to bind would not help */
    ANSWERS("AREA_PROVINCE_ONLY");
    HELPS(GJ_NEXT_USE_WALLET);
    q.expense = GJ_EXPENSE_DAILY_GOODS; /* which no tool pays */
    ANSWERS("AREA_PROVINCE_ONLY");
    NOTHING_HELPS();
    begin(GJ_ASK_BIND, ZHENGZHOU, SUZHOU, "2025-04-21T10:00");
    ANSWERS("AREA_PROVINCE_ONLY");
    HELPS(GJ_NEXT_USE_WALLET); /* who cannot bind may send */
    q.relation = GJ_RELATION_FRIEND;
    ANSWERS("RELATION_NOT_KIN");
    NOTHING_HELPS();
    begin(GJ_ASK_PAY, GUANGZHOU, GUANGZHOU, "2025-06-01T10:00");
    q.tool = GJ_TOOL_WALLET;
    ANSWERS("WALLET_AREA_CLOSED_PAYER");
    assert_true(is_next(GJ_NEXT_USE_BINDING));
    q.relation = GJ_RELATION_SELF; /* nobody binds himself */
    ANSWERS("WALLET_AREA_CLOSED_PAYER");
    assert_false(is_next(GJ_NEXT_USE_BINDING));
}

static void test_policy_ask_next__the_own_account_pays_for_nobody_else(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, CHENGDU, CHENGDU, "2025-04-21T10:00");
    q.tool = GJ_TOOL_OWN;
    ANSWERS("BINDING_MISSING");
    HELPS(GJ_NEXT_BIND);
    begin(GJ_ASK_PAY, ZHENGZHOU, SUZHOU, "2025-04-21T10:00");
    q.tool = GJ_TOOL_OWN;
    ANSWERS("BINDING_MISSING");
    HELPS(GJ_NEXT_USE_WALLET);
    begin(GJ_ASK_UNBIND, CHENGDU, CHENGDU, "2025-04-21T10:00");
    q.bond.state = GJ_BINDING_ENDED;
    ANSWERS("BINDING_MISSING"); /* there is nothing to end */
    NOTHING_HELPS();
}

static void test_policy_ask_next__what_goes_whole_has_no_rest(void **state)
{
    (void)state;
    begin(GJ_ASK_TRANSFER, ZHENGZHOU, SUZHOU, "2025-09-01T10:00");
    q.amount_fen = 10000;
    q.payer.balance_fen = 9999;
    ANSWERS("PAYER_BALANCE_SHORT");
    HELPS(GJ_NEXT_SMALLER_AMOUNT);
    q.payer.balance_fen = 0;
    ANSWERS("PAYER_BALANCE_SHORT");
    NOTHING_HELPS();
    begin(GJ_ASK_PREMIUM, ZHENGZHOU, ZHENGZHOU, "2025-09-01T10:00");
    q.payer.balance_fen = 39999;
    ANSWERS("PAYER_BALANCE_SHORT");
    NOTHING_HELPS();
    q.payer.balance_fen = 40000;
    ANSWERS("OK_PREMIUM");
}

static void test_policy_ask_next__a_part_is_raised_by_what_bounds_it(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, GUIYANG, GUIYANG, "2025-04-21T10:00"); /* 500.00 a use */
    q.amount_fen = 100000;
    q.bond.limit_use_fen = 49999;
    ANSWERS("OK_PARTIAL_CASH_REST");
    assert_true(is_next(GJ_NEXT_ASK_PAYER) && is_next(GJ_NEXT_PAY_CASH));
    q.bond.limit_use_fen = 50000; /* a higher one would change nothing */
    ANSWERS("OK_PARTIAL_CASH_REST");
    HELPS(GJ_NEXT_PAY_CASH);
    begin(GJ_ASK_PAY, HANGZHOU, HANGZHOU, "2025-04-21T10:00"); /* carried-over money alone */
    q.amount_fen = 10000;
    q.payer.balance_fen = 20000;
    q.payer.carried_fen = 5000;
    ANSWERS("OK_PARTIAL_CASH_REST");
    HELPS(GJ_NEXT_NEXT_YEAR);
    q.bond.limit_use_fen = 5000; /* neither alone would raise it */
    ANSWERS("OK_PARTIAL_CASH_REST");
    HELPS(GJ_NEXT_PAY_CASH);
}

static void test_policy_ask_next__the_agency_knows_what_no_row_says(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, LANZHOU, LANZHOU, "2019-06-01T10:00");
    q.expense = GJ_EXPENSE_FITNESS;
    ANSWERS("POLICY_UNKNOWN");
    HELPS(GJ_NEXT_ASK_AGENCY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_policy_ask_next__nothing_helps_a_friend),
        cmocka_unit_test(test_policy_ask_next__no_wait_is_over_while_another_rule_stands),
        cmocka_unit_test(test_policy_ask_next__the_other_tool_must_do),
        cmocka_unit_test(test_policy_ask_next__the_own_account_pays_for_nobody_else),
        cmocka_unit_test(test_policy_ask_next__what_goes_whole_has_no_rest),
        cmocka_unit_test(test_policy_ask_next__a_part_is_raised_by_what_bounds_it),
        cmocka_unit_test(test_policy_ask_next__the_agency_knows_what_no_row_says),
    };
    return cmocka_run_group_tests_name("policy ask next", tests, questions_make, questions_drop);
}
