/* Which tool an answer takes, and how it must stand: how far bindings reach, which wallets are open, what
   a binding's state and counts allow, what a transfer may be. Both sides of every boundary. */
#include "policy/questions.h"

static void test_policy_ask_tools__binding_inside_one_area(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, ZHENGZHOU, ZHENGZHOU, "2025-04-21T10:00");
    q.amount_fen = 10000;
    ANSWERS("OK_AID_SAME_AREA");
    assert_int_equal(reply.answer, GJ_ANSWER_ALLOW);
    assert_int_equal(reply.tool, GJ_TOOL_BINDING);
    assert_int_equal(reply.shares_count, 1);
    assert_int_equal(reply.shares[0].payer, GJ_PAYER_AID);
    assert_int_equal(reply.shares[0].amount_fen, 10000);
    assert_int_equal(reply.failed_count, 0);
    assert_true(reply.trace.count > 0);
}

static void test_policy_ask_tools__binding_reaches_the_province_from_its_day(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, ZHENGZHOU, LUOYANG, "2024-09-30T10:00");
    ANSWERS("AREA_SAME_ONLY");
    assert_false(is_next(GJ_NEXT_USE_WALLET));
    at("2024-10-01T00:00");
    ANSWERS("OK_AID_PROVINCE");
    begin(GJ_ASK_PAY, GUIYANG, 520000, "2025-01-01T10:00");
    q.user.area = 520200;
    ANSWERS("POLICY_UNKNOWN"); /* not in the tree */
}

static void test_policy_ask_tools__wallet_opens_on_its_day(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, SUZHOU, ZHENGZHOU, "2024-12-01T10:00");
    ANSWERS("WALLET_AREA_CLOSED_PAYER");
    assert_int_equal(reply.failed_count, 2);
    assert_int_equal(reply.failed[1], GJ_WALLET_AREA_CLOSED_USER);
    assert_true(is_next(GJ_NEXT_WAIT_AREA_OPEN));
    assert_false(is_next(GJ_NEXT_USE_BINDING));
    at("2024-12-02T00:00");
    ANSWERS("OK_WALLET");
    assert_int_equal(reply.shares[0].payer, GJ_PAYER_WALLET);
}

static void test_policy_ask_tools__openness_is_not_monotone(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, WUXI, GUANGZHOU, "2025-03-20T10:00");
    ANSWERS("OK_WALLET");
    at("2025-05-10T10:00");
    ANSWERS("WALLET_AREA_CLOSED_USER");
    begin(GJ_ASK_PAY, CHENGDU, SUZHOU, "2025-05-10T10:00");
    ANSWERS("POLICY_UNKNOWN");
    assert_int_equal(reply.answer, GJ_ANSWER_UNKNOWN);
    assert_int_equal(reply.trace.not_found[0], GJ_KEY_WALLET_OPEN);
    assert_true(is_next(GJ_NEXT_ASK_AGENCY));
}

static void test_policy_ask_tools__beijing_to_hebei_by_wallet_only(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, BEIJING, SHIJIAZHUANG, "2025-08-10T10:00");
    q.tool = GJ_TOOL_BINDING;
    ANSWERS("AREA_PROVINCE_ONLY");
    assert_true(is_next(GJ_NEXT_USE_WALLET));
    at("2025-06-10T10:00"); /* the wallet of Beijing is not known to be open then */
    ANSWERS("AREA_PROVINCE_ONLY");
    assert_false(is_next(GJ_NEXT_USE_WALLET));
    at("2025-08-10T10:00");
    q.tool = GJ_TOOL_ANY;
    ANSWERS("OK_WALLET");
}

static void test_policy_ask_tools__wallet_closed_inside_a_province_points_to_binding(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, GUANGZHOU, GUANGZHOU, "2025-05-10T10:00");
    q.tool = GJ_TOOL_WALLET;
    ANSWERS("WALLET_AREA_CLOSED_PAYER");
    assert_true(is_next(GJ_NEXT_USE_BINDING));
}

static void test_policy_ask_tools__binding_state(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, CHENGDU, CHENGDU, "2025-04-21T10:00");
    q.bond.state = GJ_BINDING_ENDED;
    ANSWERS("BINDING_MISSING");
    assert_true(is_next(GJ_NEXT_BIND));
    q.bond.state = GJ_BINDING_NONE;
    ANSWERS("BINDING_MISSING");
    q.kind = GJ_ASK_BIND;
    ANSWERS("OK_BIND");
    begin(GJ_ASK_PAY, CHENGDU, CHENGDU, "2025-04-21T10:00");
    q.tool = GJ_TOOL_OWN;
    ANSWERS("BINDING_MISSING"); /* one's own account is not a relative's */
    q.relation = GJ_RELATION_SELF;
    ANSWERS("OK_OWN");
}

static void test_policy_ask_tools__counts_of_a_new_binding_and_of_one_in_use(void **state)
{
    (void)state;
    begin(GJ_ASK_BIND, CHANGSHA, CHANGSHA, "2025-04-21T10:00");
    q.bond.payer_active = 9;
    ANSWERS("OK_BIND");
    q.bond.payer_active = 10;
    ANSWERS("BINDING_LIMIT_NOW");
    q.kind = GJ_ASK_PAY;
    ANSWERS("OK_AID_SAME_AREA");
    q.bond.payer_active = 11;
    ANSWERS("BINDING_LIMIT_NOW");

    begin(GJ_ASK_BIND, CHANGSHA, CHANGSHA, "2025-04-21T10:00");
    q.bond.payer_distinct_ever = 19;
    ANSWERS("OK_BIND");
    q.bond.payer_distinct_ever = 20;
    ANSWERS("BINDING_LIMIT_LIFETIME");
    q.bond.known_person = true;
    ANSWERS("OK_BIND");

    begin(GJ_ASK_BIND, CHANGSHA, CHANGSHA, "2025-04-21T10:00");
    q.bond.same_relation_active = 3;
    ANSWERS("OK_BIND"); /* parents are not counted */
    q.relation = GJ_RELATION_CHILD;
    ANSWERS("BINDING_LIMIT_NOW");
    q.bond.same_relation_active = 2;
    ANSWERS("OK_BIND");
    q.relation = GJ_RELATION_STEP_CHILD;
    q.bond.same_relation_active = 3;
    ANSWERS("BINDING_LIMIT_NOW");
}

static void test_policy_ask_tools__one_payer_a_relative(void **state)
{
    (void)state;
    begin(GJ_ASK_BIND, GUIYANG, GUIYANG, "2025-04-21T10:00");
    ANSWERS("OK_BIND");
    q.bond.user_other_payers = 1;
    ANSWERS("USER_ALREADY_BOUND");
    at("2022-10-31T10:00");
    ANSWERS("OK_BIND");
}

static void test_policy_ask_tools__roles_and_unbinding(void **state)
{
    (void)state;
    begin(GJ_ASK_BIND, WUHAN, WUHAN, "2025-04-21T10:00");
    ANSWERS("OK_BIND");
    q.bond.user_is_head = true;
    ANSWERS("BINDING_ROLE_CONFLICT");
    q.bond.user_is_head = false;
    q.bond.payer_is_member = true;
    ANSWERS("BINDING_ROLE_CONFLICT");
    begin(GJ_ASK_UNBIND, WUHAN, WUHAN, "2025-04-21T10:00");
    q.bond.months = 2;
    ANSWERS("BINDING_COOLDOWN");
    q.bond.months = 3;
    ANSWERS("OK_UNBIND");
    q.bond.state = GJ_BINDING_NONE;
    ANSWERS("BINDING_MISSING");
    begin(GJ_ASK_BIND, WUHAN, WUHAN, "2025-04-21T10:00");
    q.relation = GJ_RELATION_SELF;
    ANSWERS("RELATION_NOT_KIN");
}

static void test_policy_ask_tools__wallets_must_be_opened(void **state)
{
    (void)state;
    begin(GJ_ASK_TRANSFER, SUZHOU, ZHENGZHOU, "2025-08-10T10:00");
    ANSWERS("OK_WALLET");
    q.user.wallet_open = false;
    ANSWERS("WALLET_NOT_OPENED_USER");
    q.payer.wallet_open = false;
    ANSWERS("WALLET_NOT_OPENED_PAYER");
}

static void test_policy_ask_tools__transfers_have_count_amount_and_hours(void **state)
{
    (void)state;
    begin(GJ_ASK_TRANSFER, SUZHOU, ZHENGZHOU, "2025-08-10T21:59:59");
    q.amount_fen = 200000;
    q.payer.transfers_today = 2;
    ANSWERS("OK_WALLET");
    assert_int_equal(reply.shares[0].payer, GJ_PAYER_WALLET);
    q.payer.transfers_today = 3;
    ANSWERS("WALLET_DAILY_COUNT");
    q.payer.transfers_today = 0;
    q.amount_fen = 200001;
    ANSWERS("WALLET_SINGLE_LIMIT");
    q.amount_fen = 100;
    q.payer.transfers_held = 1;
    ANSWERS("WALLET_TRANSFER_PENDING");
    q.payer.transfers_held = 0;
    at("2025-08-10T22:00:00");
    ANSWERS("WALLET_CLOSED_HOURS");
    at("2025-08-11T05:59:59");
    ANSWERS("WALLET_CLOSED_HOURS");
    at("2025-08-11T06:00:00");
    ANSWERS("OK_WALLET");
    at("2025-07-31T23:00:00");
    ANSWERS("OK_WALLET"); /* before the limits were in force */
    assert_int_equal(reply.trace.not_found_count > 0, 1);
}

static void test_policy_ask_tools__a_transfer_is_whole_or_not_at_all(void **state)
{
    (void)state;
    begin(GJ_ASK_TRANSFER, SUZHOU, ZHENGZHOU, "2025-08-10T10:00");
    q.amount_fen = 10000;
    q.payer.balance_fen = q.payer.carried_fen = 10000;
    ANSWERS("OK_WALLET");
    q.payer.balance_fen = 9999;
    ANSWERS("PAYER_BALANCE_SHORT");
    q.payer.wallet_fen = 9999; /* one transfer comes from one of the two */
    ANSWERS("PAYER_BALANCE_SHORT");
    q.payer.wallet_fen = 10000;
    ANSWERS("OK_WALLET");
    q.amount_fen = 0;
    ANSWERS("AMOUNT_ZERO");
    q.amount_fen = 100;
    q.expense = GJ_EXPENSE_CASH;
    ANSWERS("CASH_OUT_FORBIDDEN");
}

static void test_policy_ask_tools__acceptance_ends_at_six(void **state)
{
    (void)state;
    begin(GJ_ASK_ACCEPT, SUZHOU, ZHENGZHOU, "2025-08-11T05:59:59");
    q.transfer.sent = gj_time_at(day_of("2025-08-10"), 6, 0, 0);
    ANSWERS("OK_WALLET");
    at("2025-08-11T06:00:00");
    ANSWERS("WALLET_NOT_ACCEPTED");
    assert_true(is_next(GJ_NEXT_SEND_AGAIN));
    at("2025-08-10T22:30:00"); /* closed hours bind sending only */
    ANSWERS("OK_WALLET");
    q.user.wallet_open = false;
    ANSWERS("WALLET_NOT_OPENED_USER");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_policy_ask_tools__binding_inside_one_area),
        cmocka_unit_test(test_policy_ask_tools__binding_reaches_the_province_from_its_day),
        cmocka_unit_test(test_policy_ask_tools__wallet_opens_on_its_day),
        cmocka_unit_test(test_policy_ask_tools__openness_is_not_monotone),
        cmocka_unit_test(test_policy_ask_tools__beijing_to_hebei_by_wallet_only),
        cmocka_unit_test(test_policy_ask_tools__wallet_closed_inside_a_province_points_to_binding),
        cmocka_unit_test(test_policy_ask_tools__binding_state),
        cmocka_unit_test(test_policy_ask_tools__counts_of_a_new_binding_and_of_one_in_use),
        cmocka_unit_test(test_policy_ask_tools__one_payer_a_relative),
        cmocka_unit_test(test_policy_ask_tools__roles_and_unbinding),
        cmocka_unit_test(test_policy_ask_tools__wallets_must_be_opened),
        cmocka_unit_test(test_policy_ask_tools__transfers_have_count_amount_and_hours),
        cmocka_unit_test(test_policy_ask_tools__a_transfer_is_whole_or_not_at_all),
        cmocka_unit_test(test_policy_ask_tools__acceptance_ends_at_six),
    };
    return cmocka_run_group_tests(tests, questions_make, questions_drop);
}
