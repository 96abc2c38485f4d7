/* Who may give and who may take: relation by area and day, papers, enrolment and its status, suspension,
   identity, where both are insured. Both sides of every boundary. */
#include "policy/questions.h"

static void test_policy_ask_persons__relation_by_area_and_day(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, CHENGDU, CHENGDU, "2023-06-01T10:00");
    q.relation = GJ_RELATION_SIBLING;
    ANSWERS("RELATION_NOT_YET");
    assert_true(is_next(GJ_NEXT_WAIT_RELATION));
    at("2024-12-08T23:59");
    ANSWERS("RELATION_NOT_YET");
    at("2024-12-09T00:00");
    ANSWERS("OK_AID_SAME_AREA");
    q.relation = GJ_RELATION_HALF_SIBLING;
    ANSWERS("OK_AID_SAME_AREA");
    q.relation = GJ_RELATION_FRIEND;
    ANSWERS("RELATION_NOT_KIN");
    q.relation = GJ_RELATION_COUSIN;
    ANSWERS("RELATION_NOT_KIN");
    q.relation = GJ_RELATION_PARENT_IN_LAW;
    ANSWERS("RELATION_NOT_KIN");
}

static void
test_policy_ask_persons__an_area_adds_a_relation_for_binding_not_for_the_wallet(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, NANNING, NANNING, "2025-04-01T10:00");
    q.relation = GJ_RELATION_PARENT_IN_LAW;
    ANSWERS("OK_AID_SAME_AREA");
    at("2024-12-31T10:00");
    ANSWERS("RELATION_NOT_YET");
    begin(GJ_ASK_PAY, NANNING, SUZHOU, "2025-04-01T10:00");
    q.relation = GJ_RELATION_PARENT_IN_LAW;
    ANSWERS("RELATION_NOT_KIN");
    q.relation = GJ_RELATION_SIBLING;
    ANSWERS("OK_WALLET");
}

static void test_policy_ask_persons__a_step_child_counts_where_proven(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, CHENGDU, CHENGDU, "2023-06-01T10:00");
    q.relation = GJ_RELATION_STEP_CHILD;
    ANSWERS("OK_AID_SAME_AREA");
    q.bond.proven = false;
    ANSWERS("RELATION_UNPROVEN");
    assert_true(is_next(GJ_NEXT_PROVE_RELATION));
}

static void test_policy_ask_persons__papers_where_an_area_wants_them(void **state)
{
    (void)state;
    begin(GJ_ASK_BIND, GUANGZHOU, GUANGZHOU, "2023-02-01T10:00");
    ANSWERS("OK_BIND");
    q.bond.proven = false;
    ANSWERS("RELATION_UNPROVEN");
    at("2023-01-31T10:00");
    ANSWERS("OK_BIND");
    begin(GJ_ASK_BIND, KUNMING, KUNMING, "2025-02-01T10:00");
    q.bond.proven = false;
    ANSWERS("OK_BIND"); /* a promise letter alone does */
    q.bond.promise = false;
    ANSWERS("RELATION_UNPROVEN");
}

static void test_policy_ask_persons__who_pays(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, ZHENGZHOU, ZHENGZHOU, "2025-04-21T10:00");
    q.payer.scheme = GJ_SCHEME_RESIDENT;
    ANSWERS("PAYER_NOT_EMPLOYEE");
    q.payer.scheme = GJ_SCHEME_EMPLOYEE;
    q.payer.has_account = false;
    ANSWERS("PAYER_NO_ACCOUNT");
    q.payer.has_account = true;
    q.payer.frozen = true;
    ANSWERS("PAYER_ACCOUNT_FROZEN");
    begin(GJ_ASK_PAY, GUANGZHOU, GUANGZHOU, "2025-04-21T10:00");
    ANSWERS("OK_AID_SAME_AREA");
    q.payer.tier = 2;
    ANSWERS("PAYER_NO_ACCOUNT");
}

static void test_policy_ask_persons__a_filled_wallet_pays_without_an_account(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, SUZHOU, ZHENGZHOU, "2025-04-21T10:00");
    q.payer.scheme = GJ_SCHEME_RESIDENT;
    ANSWERS("PAYER_NOT_EMPLOYEE");
    q.payer.wallet_fen = 5000;
    q.amount_fen = 5000;
    ANSWERS("OK_WALLET");
    q.amount_fen = 5001;
    ANSWERS("OK_PARTIAL_CASH_REST");
    assert_int_equal(reply.shares[0].amount_fen, 5000);
    assert_int_equal(reply.shares[1].amount_fen, 1);
}

static void test_policy_ask_persons__status_of_payer_and_user(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, CHENGDU, CHENGDU, "2025-04-21T10:00");
    q.payer.status = GJ_STATUS_ARREARS;
    ANSWERS("PAYER_NOT_ACTIVE");
    q.payer.status = GJ_STATUS_NORMAL;
    q.user.status = GJ_STATUS_SUSPENDED;
    ANSWERS("OK_AID_SAME_AREA"); /* insured is enough there */
    q.user.status = GJ_STATUS_ENDED;
    ANSWERS("USER_NOT_ACTIVE");
    q.user.scheme = GJ_SCHEME_NONE;
    ANSWERS("USER_NOT_INSURED");
    begin(GJ_ASK_PAY, ZHENGZHOU, ZHENGZHOU, "2025-04-21T10:00");
    q.user.status = GJ_STATUS_SUSPENDED;
    ANSWERS("USER_NOT_ACTIVE");
    at("2024-12-31T10:00");
    ANSWERS("OK_AID_SAME_AREA");
}

static void test_policy_ask_persons__own_account_while_enrolment_rests(void **state)
{
    (void)state;
    begin(GJ_ASK_OWN, CHENGDU, CHENGDU, "2025-04-21T10:00");
    q.amount_fen = 100;
    ANSWERS("OK_OWN");
    assert_int_equal(reply.shares[0].payer, GJ_PAYER_OWN);
    q.payer.status = GJ_STATUS_SUSPENDED;
    ANSWERS("OK_OWN");
    q.payer.status = GJ_STATUS_ENDED;
    ANSWERS("PAYER_NOT_ACTIVE");
    begin(GJ_ASK_OWN, WUHAN, WUHAN, "2025-04-21T10:00");
    q.payer.status = GJ_STATUS_SUSPENDED;
    ANSWERS("PAYER_NOT_ACTIVE");
    at("2020-12-31T10:00");
    ANSWERS("POLICY_UNKNOWN");
}

static void test_policy_ask_persons__suspension_ends_on_its_day(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, CHENGDU, CHENGDU, "2025-04-21T10:00");
    q.user.suspended_until = day_of("2025-04-22");
    ANSWERS("SETTLEMENT_SUSPENDED");
    q.user.suspended_until = day_of("2025-04-21");
    ANSWERS("OK_AID_SAME_AREA");
    q.payer.suspended_until = day_of("2025-04-22");
    ANSWERS("SETTLEMENT_SUSPENDED");
    assert_int_equal(reply.until, day_of("2025-04-22"));
    q.user.suspended_until = day_of("2025-05-01");
    ANSWERS("SETTLEMENT_SUSPENDED");
    assert_int_equal(reply.until, day_of("2025-05-01")); /* the later of both */
    begin(GJ_ASK_BENEFIT, CHENGDU, CHENGDU, "2025-04-21T10:00");
    q.user.suspended_until = day_of("2025-04-22");
    ANSWERS("SETTLEMENT_SUSPENDED");
    assert_int_equal(reply.until, day_of("2025-04-22"));
}

static void test_policy_ask_persons__identity_comes_first(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, CHENGDU, CHENGDU, "2025-04-21T10:00");
    q.place.credential = GJ_CREDENTIAL_PAYER;
    q.payer.suspended_until = day_of("2026-01-01");
    q.payer.frozen = true;
    q.relation = GJ_RELATION_FRIEND;
    ANSWERS("IDENTITY_MISMATCH");
    assert_int_equal(reply.failed_count, 4);
    assert_int_equal(reply.failed[1], GJ_SETTLEMENT_SUSPENDED);
    assert_int_equal(reply.failed[2], GJ_PAYER_ACCOUNT_FROZEN);
    assert_int_equal(reply.failed[3], GJ_RELATION_NOT_KIN);
}

static void test_policy_ask_persons__where_both_are_insured_and_where_care_is(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, CHANGSHA, CHANGSHA, "2025-04-21T10:00");
    q.place.area = WUHAN;
    ANSWERS("AREA_PROVINCE_ONLY");
    assert_true(is_next(GJ_NEXT_OTHER_PLACE));
    q.place.area = 430200;
    ANSWERS("AREA_SAME_ONLY");
    begin(GJ_ASK_PAY, KUNMING, KUNMING, "2025-04-21T10:00");
    q.place.area = 530300;
    ANSWERS("OK_AID_SAME_AREA");
    q.place.area = WUHAN;
    ANSWERS("AREA_PROVINCE_ONLY");
    begin(GJ_ASK_PAY, CHENGDU, CHENGDU, "2025-04-21T10:00");
    q.place.area = WUHAN;
    ANSWERS("OK_AID_SAME_AREA");
}

static void test_policy_ask_persons__insured_in_one_area(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, BEIJING, BEIJING, "2025-04-21T10:00");
    ANSWERS("OK_AID_SAME_AREA");
    begin(GJ_ASK_PAY, GUIYANG, GUIYANG, "2025-04-21T10:00");
    ANSWERS("OK_AID_SAME_AREA");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_policy_ask_persons__relation_by_area_and_day),
        cmocka_unit_test(
            test_policy_ask_persons__an_area_adds_a_relation_for_binding_not_for_the_wallet),
        cmocka_unit_test(test_policy_ask_persons__a_step_child_counts_where_proven),
        cmocka_unit_test(test_policy_ask_persons__papers_where_an_area_wants_them),
        cmocka_unit_test(test_policy_ask_persons__who_pays),
        cmocka_unit_test(test_policy_ask_persons__a_filled_wallet_pays_without_an_account),
        cmocka_unit_test(test_policy_ask_persons__status_of_payer_and_user),
        cmocka_unit_test(test_policy_ask_persons__own_account_while_enrolment_rests),
        cmocka_unit_test(test_policy_ask_persons__suspension_ends_on_its_day),
        cmocka_unit_test(test_policy_ask_persons__identity_comes_first),
        cmocka_unit_test(test_policy_ask_persons__where_both_are_insured_and_where_care_is),
        cmocka_unit_test(test_policy_ask_persons__insured_in_one_area),
    };
    return cmocka_run_group_tests(tests, questions_make, questions_drop);
}
