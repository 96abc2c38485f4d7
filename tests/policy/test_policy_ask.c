/* Questions as a whole: what nobody knows stays unknown, and a bill's payers are judged as the same
   questions would be. */
#include "policy/questions.h"

static void test_policy_ask__nothing_known_is_unknown(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, LANZHOU, LANZHOU, "2019-05-10T10:00");
    ANSWERS("POLICY_UNKNOWN");
    assert_int_equal(reply.answer, GJ_ANSWER_UNKNOWN);
    assert_int_equal(reply.trace.not_found[0], GJ_KEY_AID_RELATIONS);
    assert_int_equal(reply.can_give_fen, 0);
    begin(GJ_ASK_OWN, LANZHOU, LANZHOU, "2019-05-10T10:00");
    ANSWERS("POLICY_UNKNOWN");
    assert_true(reply.trace.not_found_count > 0);
}

static void test_policy_ask__an_approved_payer_is_judged_by_limits_and_money_alone(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, GUIYANG, SUZHOU, "2019-04-21T10:00");
    q.tool = GJ_TOOL_BINDING;
    q.relation = GJ_RELATION_FRIEND;
    q.approved = true;
    q.amount_fen = 10000;
    q.payer.balance_fen = 6000;
    ANSWERS("OK_PARTIAL_CASH_REST");
    assert_int_equal(reply.can_give_fen, 6000);
    q.bond.limit_year_fen = 0;
    ANSWERS("AID_AMOUNT_SET_BY_PAYER");
}

static void test_policy_ask__a_claims_payers_become_questions(void **state)
{
    (void)state;
    static struct gj_claim claim;
    memset(&claim, 0, sizeof claim);
    begin(GJ_ASK_PAY, CHENGDU, CHENGDU, "2025-04-21T10:00");
    claim.now = q.at;
    claim.care = GJ_CARE_INPATIENT;
    claim.designated = claim.takes_wallet = true;
    claim.care_area = CHENGDU;
    claim.user = q.payer;
    claim.user.balance_fen = 700;
    claim.user.wallet_fen = 300;
    claim.payers_count = 2;
    claim.payers[0].binding = 7;
    claim.payers[0].party = q.payer;
    claim.payers[0].bond = q.bond;
    claim.payers[0].relation = GJ_RELATION_CHILD;
    claim.payers[1].party = q.payer;
    claim.payers[1].party.status = GJ_STATUS_ENDED;
    claim.payers[1].party.balance_fen = 42;
    gj_question_of_claim(&claim, 0, 1000, &q);
    assert_int_equal(q.expense, GJ_EXPENSE_INPATIENT);
    assert_int_equal(q.amount_fen, 1000);
    ANSWERS("OK_AID_SAME_AREA");
    gj_question_of_claim(&claim, 1, 1000, &q);
    ANSWERS("OK_PARTIAL_CASH_REST");
    assert_int_equal(reply.can_give_fen, 42);
    gj_question_of_claim(&claim, -1, 1000, &q);
    ANSWERS("OK_PARTIAL_CASH_REST");
    assert_int_equal(reply.can_give_fen, 700);
    gj_question_of_claim(&claim, -2, 300, &q);
    ANSWERS("POLICY_UNKNOWN"); /* whether the wallet is open there is not known */
    claim.user.area = SUZHOU;
    gj_question_of_claim(&claim, -2, 300, &q);
    ANSWERS("OK_WALLET");
    assert_int_equal(reply.can_give_fen, 300);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_policy_ask__nothing_known_is_unknown),
        cmocka_unit_test(test_policy_ask__an_approved_payer_is_judged_by_limits_and_money_alone),
        cmocka_unit_test(test_policy_ask__a_claims_payers_become_questions),
    };
    return cmocka_run_group_tests(tests, questions_make, questions_drop);
}
