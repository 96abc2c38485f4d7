/* The waterfall: who pays in which order, from which compartment, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "policy/story.h"

/* A law with half of everything pooled and nothing else said. */
static void begin_half(struct story *story)
{
    story_begin(story);
    story_row_in(story, STORY_PROVINCE, GJ_KEY_OUTPATIENT_DEDUCTIBLE, "none");
    story_row_in(story, STORY_PROVINCE, GJ_KEY_OUTPATIENT_RATIO, "0.50");
}

static struct gj_decision settle(const struct story *story, const struct gj_claim *claim)
{
    struct gj_decision decision;
    gj_settle(&story->law, claim, &decision);
    return decision;
}

static void expect(const struct gj_decision *decision, gj_fen pool, gj_fen own, gj_fen wallet,
                   gj_fen aid, gj_fen cash)
{
    assert_int_equal(decision->pool_fen, pool);
    assert_int_equal(decision->own_fen, own);
    assert_int_equal(decision->wallet_fen, wallet);
    assert_int_equal(decision->aid_fen, aid);
    assert_int_equal(decision->cash_fen, cash);
}

static void expect_refusal(const struct gj_decision *decision, enum gj_reason reason)
{
    assert_string_equal(gj_reason_code((enum gj_reason)decision->reason), gj_reason_code(reason));
    expect(decision, 0, 0, 0, 0, 0);
    assert_int_equal(decision->legs_count, 0);
    assert_int_equal(decision->person_fen, 0);
}

static bool cites(const struct story *story, const struct gj_decision *decision, enum gj_key key)
{
    for (int i = 0; i < decision->trace.count; i++)
        if (gj_law_row(&story->law, decision->trace.rows[i], NULL)->key == key)
            return true;
    return false;
}

/* ---- order ---- */

static void test_policy_settle__money_falls_from_pool_to_cash(void **state)
{
    (void)state;
    struct story story;
    begin_half(&story);
    story_law(&story);
    struct gj_claim claim = story_claim(20000);
    claim.bill.total_fen += 600;
    claim.bill.outside_fen = 100;
    claim.bill.overprice_fen = 200;
    claim.bill.first_share_fen = 300;
    claim.user.balance_fen = claim.user.carried_fen = 3000;
    claim.user.wallet_fen = 2000;
    story_payer(&claim, 7, 4000);
    struct gj_decision decision = settle(&story, &claim);
    expect(&decision, 10000, 3000, 2000, 4000, 1600);
    assert_int_equal(decision.person_fen, 10600);
    assert_int_equal(decision.ratio_ppm, 500000);
    assert_int_equal(decision.reason, GJ_OK_AID_SAME_AREA);
    assert_int_equal(decision.legs_count, 3);
    assert_int_equal(decision.legs[0].kind, GJ_PAYER_OWN);
    assert_int_equal(decision.legs[0].payer, 255);
    assert_int_equal(decision.legs[1].kind, GJ_PAYER_WALLET);
    assert_int_equal(decision.legs[1].carried_fen, 2000);
    assert_int_equal(decision.legs[2].kind, GJ_PAYER_AID);
    assert_int_equal(decision.legs[2].binding, 7);
    assert_int_equal(decision.legs[2].person, 1007);
    assert_true(cites(&story, &decision, GJ_KEY_AID_RELATIONS));
    assert_true(decision.acct_pay_includes_aid);
    story_end(&story);
}

static void test_policy_settle__the_reason_names_the_farthest_source(void **state)
{
    (void)state;
    struct story story;
    begin_half(&story);
    story_law(&story);
    struct gj_claim claim = story_claim(20000);
    assert_int_equal(settle(&story, &claim).reason, GJ_OK_SETTLED);
    claim.user.balance_fen = 100;
    assert_int_equal(settle(&story, &claim).reason, GJ_OK_OWN);
    claim.user.wallet_fen = 100;
    assert_int_equal(settle(&story, &claim).reason, GJ_OK_WALLET);
    struct gj_claim_payer *payer = story_payer(&claim, 7, 100);
    assert_int_equal(settle(&story, &claim).reason, GJ_OK_AID_SAME_AREA);
    payer->party.area = STORY_OTHER;
    assert_int_equal(settle(&story, &claim).reason, GJ_OK_AID_PROVINCE);
    story_end(&story);
}

static void test_policy_settle__the_wallet_pays_first_where_a_row_says_so(void **state)
{
    (void)state;
    struct story story;
    begin_half(&story);
    story_row(&story, GJ_KEY_WALLET_RANK, "before_own");
    story_law(&story);
    struct gj_claim claim = story_claim(20000);
    claim.user.balance_fen = 9000;
    claim.user.wallet_fen = 4000;
    struct gj_decision decision = settle(&story, &claim);
    expect(&decision, 10000, 6000, 4000, 0, 0);
    assert_int_equal(decision.legs[0].kind, GJ_PAYER_WALLET);
    story_end(&story);
}

static void test_policy_settle__the_wallet_needs_place_person_and_area(void **state)
{
    (void)state;
    struct story story;
    begin_half(&story);
    story_row(&story, GJ_KEY_WALLET_OPEN, "no");
    story_row_in(&story, STORY_OTHER, GJ_KEY_OUTPATIENT_RATIO, "0.50");
    story_law(&story);
    struct gj_claim claim = story_claim(20000);
    claim.user.wallet_fen = 4000;
    assert_int_equal(settle(&story, &claim).wallet_fen, 0);
    claim.where.area = claim.user.area = claim.care_area = STORY_OTHER;
    assert_int_equal(settle(&story, &claim).wallet_fen, 4000);
    claim.takes_wallet = false;
    assert_int_equal(settle(&story, &claim).wallet_fen, 0);
    claim.takes_wallet = true;
    claim.user.wallet_open = false;
    assert_int_equal(settle(&story, &claim).wallet_fen, 0);
    story_end(&story);
}

static void test_policy_settle__unused_accounts_leave_all_to_cash(void **state)
{
    (void)state;
    struct story story;
    begin_half(&story);
    story_law(&story);
    struct gj_claim claim = story_claim(20000);
    claim.user.balance_fen = claim.user.wallet_fen = 90000;
    story_payer(&claim, 7, 4000);
    claim.accounts_used = false;
    struct gj_decision decision = settle(&story, &claim);
    expect(&decision, 10000, 0, 0, 0, 10000);
    assert_int_equal(decision.reason, GJ_OK_SETTLED);
    story_end(&story);
}

/* ---- compartments ---- */

static void test_policy_settle__the_holder_spends_compartments_as_the_row_says(void **state)
{
    (void)state;
    struct story story, other;
    begin_half(&story);
    story_law(&story);
    struct gj_claim claim = story_claim(1000);
    claim.user.balance_fen = 600;
    claim.user.carried_fen = 400;
    struct gj_decision decision = settle(&story, &claim);
    assert_int_equal(decision.legs[0].carried_fen, 400);
    assert_int_equal(decision.legs[0].current_fen, 100);
    begin_half(&other);
    story_row(&other, GJ_KEY_ACCOUNT_DRAW, "current_first");
    story_law(&other);
    decision = settle(&other, &claim);
    assert_int_equal(decision.legs[0].carried_fen, 300);
    assert_int_equal(decision.legs[0].current_fen, 200);
    story_end(&other);
    story_end(&story);
}

static void test_policy_settle__payers_give_carried_over_money_first(void **state)
{
    (void)state;
    struct story story, locked;
    begin_half(&story);
    story_row(&story, GJ_KEY_ACCOUNT_DRAW, "current_first"); /* the holder's order, not a payer's */
    story_law(&story);
    struct gj_claim claim = story_claim(1000);
    struct gj_claim_payer *payer = story_payer(&claim, 7, 600);
    payer->party.carried_fen = 400;
    struct gj_decision decision = settle(&story, &claim);
    expect(&decision, 500, 0, 0, 500, 0);
    assert_int_equal(decision.legs[0].carried_fen, 400);
    assert_int_equal(decision.legs[0].current_fen, 100);
    begin_half(&locked);
    story_row(&locked, GJ_KEY_AID_MONEY, "carried_over");
    story_law(&locked);
    decision = settle(&locked, &claim);
    expect(&decision, 500, 0, 0, 400, 100);
    assert_int_equal(decision.legs[0].current_fen, 0);
    story_end(&locked);
    story_end(&story);
}

/* ---- payers ---- */

static void test_policy_settle__payers_go_by_rank_then_day_then_number(void **state)
{
    (void)state;
    struct story story;
    begin_half(&story);
    story_law(&story);
    struct gj_claim claim = story_claim(1000000);
    story_payer(&claim, 5, 10);
    story_payer(&claim, 4, 10)->bound_day--;
    story_payer(&claim, 3, 10);
    story_payer(&claim, 9, 10)->rank = 2;
    story_payer(&claim, 8, 10)->rank = 1;
    struct gj_decision decision = settle(&story, &claim);
    const gj_id order[] = {8, 9, 4, 3, 5};
    assert_int_equal(decision.legs_count, 5);
    for (int i = 0; i < 5; i++)
        assert_int_equal(decision.legs[i].binding, order[i]);
    story_end(&story);
}

static void test_policy_settle__the_larger_balance_goes_first_where_a_row_says_so(void **state)
{
    (void)state;
    struct story story;
    begin_half(&story);
    story_row(&story, GJ_KEY_AID_ORDER, "balance_desc");
    story_row(&story, GJ_KEY_AID_RESERVE, "1.00");
    story_row(&story, GJ_KEY_AID_LIMIT_USE, "6.00");
    story_law(&story);
    struct gj_claim claim = story_claim(2000);
    story_payer(&claim, 5, 300)->rank = 1;
    story_payer(&claim, 4, 600);
    story_payer(&claim, 3, 800)->bond.limit_use_fen = 200; /* can give 2.00, as the first */
    struct gj_decision decision = settle(&story, &claim);
    expect(&decision, 1000, 0, 0, 600, 400);
    assert_int_equal(decision.legs[0].binding, 4);
    assert_int_equal(decision.legs[0].carried_fen, 500);
    assert_int_equal(decision.legs[1].binding, 3);
    assert_int_equal(decision.legs[1].carried_fen, 100);
    story_end(&story);
}

static void test_policy_settle__limits_of_the_relative_count_over_all_payers(void **state)
{
    (void)state;
    struct story story;
    begin_half(&story);
    story_row(&story, GJ_KEY_AID_LIMIT_USE, "5.00");
    story_row(&story, GJ_KEY_AID_LIMIT_YEAR, "20.00");
    story_law(&story);
    struct gj_claim claim = story_claim(2000);
    story_payer(&claim, 1, 300);
    story_payer(&claim, 2, 300);
    struct gj_decision decision = settle(&story, &claim);
    assert_int_equal(decision.aid_fen, 500);
    assert_int_equal(decision.legs[1].carried_fen, 200);
    claim.used.aid_fen = 1500;
    assert_int_equal(settle(&story, &claim).aid_fen, 500);
    claim.used.aid_fen = 1501;
    assert_int_equal(settle(&story, &claim).aid_fen, 499);
    claim.used.aid_fen = 2000;
    assert_int_equal(settle(&story, &claim).aid_fen, 0);
    story_end(&story);
}

static void test_policy_settle__what_a_payer_has_set_clamps(void **state)
{
    (void)state;
    struct story story;
    begin_half(&story);
    story_law(&story);
    struct gj_claim claim = story_claim(2000);
    struct gj_claim_payer *payer = story_payer(&claim, 1, 900);
    payer->bond.limit_use_fen = 250;
    assert_int_equal(settle(&story, &claim).aid_fen, 250);
    payer->bond.limit_use_fen = GJ_FEN_UNLIMITED;
    payer->bond.limit_year_fen = 1000;
    payer->bond.used_year_fen = 900;
    assert_int_equal(settle(&story, &claim).aid_fen, 100);
    payer->bond.used_year_fen = 1000;
    assert_int_equal(settle(&story, &claim).aid_fen, 0);
    story_end(&story);
}

static void test_policy_settle__a_refused_payer_gives_nothing_and_the_next_does(void **state)
{
    (void)state;
    struct story story;
    begin_half(&story);
    story_law(&story);
    struct gj_claim claim = story_claim(2000);
    struct gj_claim_payer *first = story_payer(&claim, 1, 900);
    story_payer(&claim, 2, 300);
    first->party.frozen = true;
    struct gj_decision decision = settle(&story, &claim);
    expect(&decision, 1000, 0, 0, 300, 700);
    assert_int_equal(decision.legs[0].binding, 2);
    first->party.frozen = false;
    first->relation = GJ_RELATION_FRIEND;
    assert_int_equal(settle(&story, &claim).aid_fen, 300);
    first->relation = GJ_RELATION_PARENT;
    first->bond.state = GJ_BINDING_ENDED;
    assert_int_equal(settle(&story, &claim).aid_fen, 300);
    first->bond.state = GJ_BINDING_ACTIVE;
    assert_int_equal(settle(&story, &claim).aid_fen, 1000);
    first->party.area = STORY_FAR; /* a binding never crosses provinces */
    assert_int_equal(settle(&story, &claim).aid_fen, 300);
    story_end(&story);
}

static void test_policy_settle__an_approved_payer_is_bound_by_money_and_limits_only(void **state)
{
    (void)state;
    struct story story;
    begin_half(&story);
    story_row(&story, GJ_KEY_AID_RESERVE, "1.00");
    story_law(&story);
    struct gj_claim claim = story_claim(2000);
    struct gj_claim_payer *payer = story_payer(&claim, 1, 900);
    payer->relation = GJ_RELATION_FRIEND;
    payer->bond.state = GJ_BINDING_NONE;
    assert_int_equal(settle(&story, &claim).aid_fen, 0);
    payer->approved = true;
    assert_int_equal(settle(&story, &claim).aid_fen, 800);
    payer->bond.limit_use_fen = 70;
    assert_int_equal(settle(&story, &claim).aid_fen, 70);
    story_end(&story);
}

static void test_policy_settle__an_approved_patient_needs_no_rows_for_his_own_money(void **state)
{
    (void)state;
    struct story story;
    begin_half(&story);
    story_row(&story, GJ_KEY_WALLET_OPEN, "no");
    story_law(&story);
    struct gj_claim claim = story_claim(2000);
    claim.takes_wallet = false;
    claim.user.balance_fen = 300;
    claim.user.wallet_fen = 400;
    claim.approved = true;
    struct gj_decision decision = settle(&story, &claim);
    expect(&decision, 1000, 300, 400, 0, 300);
    story_end(&story);
}

/* ---- own accounts elsewhere, status ---- */

static void test_policy_settle__accounts_left_in_the_province_follow_the_home_account(void **state)
{
    (void)state;
    struct story story;
    begin_half(&story);
    story_law(&story);
    struct gj_claim claim = story_claim(2000);
    claim.user.balance_fen = 200;
    story_payer(&claim, 6, 500);
    story_payer(&claim, 0, 100)->party.area = STORY_THIRD;
    story_payer(&claim, 0, 150)->party.area = STORY_OTHER;
    struct gj_decision decision = settle(&story, &claim);
    expect(&decision, 1000, 450, 0, 500, 50);
    assert_int_equal(decision.legs[1].area, STORY_OTHER);
    assert_int_equal(decision.legs[1].payer, 2);
    assert_int_equal(decision.legs[1].kind, GJ_PAYER_OWN);
    assert_int_equal(decision.legs[2].area, STORY_THIRD);
    assert_int_equal(decision.legs[3].kind, GJ_PAYER_AID);
    story_end(&story);
}

static void test_policy_settle__a_suspended_enrolment_has_no_pool_but_its_account(void **state)
{
    (void)state;
    struct story story;
    begin_half(&story);
    story_row_in(&story, STORY_OTHER, GJ_KEY_OWN_WHILE_SUSPENDED, "no");
    story_law(&story);
    struct gj_claim claim = story_claim(2000);
    claim.user.status = GJ_STATUS_SUSPENDED;
    claim.user.balance_fen = 300;
    struct gj_decision decision = settle(&story, &claim);
    expect(&decision, 0, 300, 0, 0, 1700);
    assert_true(cites(&story, &decision, GJ_KEY_OWN_WHILE_SUSPENDED));
    claim.where.area = claim.user.area = claim.care_area = STORY_OTHER;
    decision = settle(&story, &claim);
    expect(&decision, 0, 0, 0, 0, 2000);
    assert_true(cites(&story, &decision, GJ_KEY_OWN_WHILE_SUSPENDED));
    story_end(&story);
}

/* ---- refusals ---- */

static void test_policy_settle__an_unknown_rule_refuses_and_names_the_key(void **state)
{
    (void)state;
    struct story story;
    story_begin(&story);
    story_row(&story, GJ_KEY_OUTPATIENT_DEDUCTIBLE, "none");
    story_law(&story);
    struct gj_claim claim = story_claim(2000);
    claim.user.balance_fen = 300;
    struct gj_decision decision = settle(&story, &claim);
    expect_refusal(&decision, GJ_POLICY_UNKNOWN);
    assert_int_equal(decision.refused_key, GJ_KEY_OUTPATIENT_RATIO);
    assert_int_equal(decision.bill.total_fen, 2000);
    story_end(&story);
}

static void test_policy_settle__a_suspended_user_is_refused_until_the_day(void **state)
{
    (void)state;
    struct story story;
    begin_half(&story);
    story_law(&story);
    struct gj_claim claim = story_claim(2000);
    claim.user.suspended_until = story_day() + 1;
    struct gj_decision decision = settle(&story, &claim);
    expect_refusal(&decision, GJ_SETTLEMENT_SUSPENDED);
    assert_int_equal(decision.refused_key, -1);
    claim.user.suspended_until = story_day();
    assert_int_equal(settle(&story, &claim).reason, GJ_OK_SETTLED);
    story_end(&story);
}

static void test_policy_settle__three_areas_pass_and_four_are_too_many(void **state)
{
    (void)state;
    struct story story;
    begin_half(&story);
    story_law(&story);
    struct gj_claim claim = story_claim(2000);
    claim.care_area = STORY_THIRD;
    story_payer(&claim, 1, 100)->party.area = STORY_OTHER;
    struct gj_decision decision = settle(&story, &claim);
    expect(&decision, 1000, 0, 0, 100, 900);
    struct gj_claim_payer *fourth = story_payer(&claim, 2, 100);
    fourth->party.area = STORY_FOURTH;
    decision = settle(&story, &claim);
    expect_refusal(&decision, GJ_AREAS_TOO_MANY);
    fourth->party.balance_fen = fourth->party.carried_fen =
        0; /* who gives nothing does not count */
    assert_int_equal(settle(&story, &claim).aid_fen, 100);
    story_end(&story);
}

/* Rows of their own for every area of four payers: more than one decision may cite. */
static void crowd(struct story *story, gj_area area)
{
    story_row_in(story, area, GJ_KEY_AID_RELATIONS, "parent");
    story_row_in(story, area, GJ_KEY_AID_REACH, "province");
    story_row_in(story, area, GJ_KEY_AID_PLACE, "nation");
    story_row_in(story, area, GJ_KEY_AID_INSURED_IN, "province");
    story_row_in(story, area, GJ_KEY_AID_ACTIVE_MAX, "9");
    story_row_in(story, area, GJ_KEY_AID_DISTINCT_MAX, "9");
    story_row_in(story, area, GJ_KEY_AID_PAYERS_PER_RELATIVE, "9");
    story_row_in(story, area, GJ_KEY_AID_LIMIT_USE, "900.00");
    story_row_in(story, area, GJ_KEY_AID_LIMIT_YEAR, "900.00");
    story_row_in(story, area, GJ_KEY_AID_RESERVE, "0.10");
    story_row_in(story, area, GJ_KEY_AID_MONEY, "all");
    story_row_in(story, area, GJ_KEY_AID_ROLE_CONFLICT, "no");
    story_row_in(story, area, GJ_KEY_STATUS_PAYER, "normal");
}

static void test_policy_settle__a_trace_that_does_not_fit_refuses(void **state)
{
    (void)state;
    struct story story;
    begin_half(&story);
    crowd(&story, STORY_HOME);
    crowd(&story, STORY_OTHER);
    crowd(&story, STORY_THIRD);
    story_law(&story);
    struct gj_claim claim = story_claim(2000);
    story_payer(&claim, 1, 100);
    story_payer(&claim, 2, 100)->party.area = STORY_OTHER;
    assert_int_equal(settle(&story, &claim).aid_fen, 180);
    struct gj_claim_payer *third = story_payer(&claim, 3, 100);
    third->party.area = STORY_THIRD;
    struct gj_decision decision = settle(&story, &claim);
    expect_refusal(&decision, GJ_TRACE_TOO_LONG);
    third->party.frozen = true; /* who gives nothing does not make the bill fail */
    decision = settle(&story, &claim);
    assert_int_equal(decision.aid_fen, 180);
    assert_false(decision.trace.full);
    story_end(&story);
}

/* ---- agreement with questions, counters ---- */

static void test_policy_settle__each_leg_is_what_its_question_answers(void **state)
{
    (void)state;
    struct story story;
    begin_half(&story);
    story_law(&story);
    struct gj_claim claim = story_claim(2000);
    story_payer(&claim, 1, 5000)->party.area = STORY_OTHER;
    struct gj_decision decision = settle(&story, &claim);
    struct gj_question question;
    struct gj_reply_to_question reply;
    gj_question_of_claim(&claim, 0, decision.person_fen, &question);
    gj_ask(&story.law, &question, &reply);
    assert_int_equal(reply.answer, GJ_ANSWER_ALLOW);
    assert_int_equal(reply.reason, decision.reason);
    assert_int_equal(reply.shares[0].amount_fen, decision.aid_fen);
    story_end(&story);
}

static void test_policy_settle__counters_move_by_the_decision(void **state)
{
    (void)state;
    struct story story;
    story_begin(&story);
    story_row(&story, GJ_KEY_OUTPATIENT_DEDUCTIBLE, "3.00");
    story_row(&story, GJ_KEY_OUTPATIENT_RATIO, "0.65");
    story_law(&story);
    struct gj_claim claim = story_claim(500);
    struct gj_decision decision = settle(&story, &claim);
    expect(&decision, 130, 0, 0, 0, 370);
    assert_int_equal(gj_decision_reckoned_fen(&decision), 200);
    gj_used_add(&claim.used, &decision);
    assert_int_equal(claim.used.deductible_fen, 300);
    assert_int_equal(claim.used.eligible_fen, 200);
    assert_int_equal(claim.used.visits, 1);
    decision = settle(&story, &claim);
    expect(&decision, 325, 0, 0, 0, 175);
    decision.counts = GJ_COUNTS_FROM_ZERO;
    assert_int_equal(gj_decision_reckoned_fen(&decision), 500);
    story_end(&story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_policy_settle__money_falls_from_pool_to_cash),
        cmocka_unit_test(test_policy_settle__the_reason_names_the_farthest_source),
        cmocka_unit_test(test_policy_settle__the_wallet_pays_first_where_a_row_says_so),
        cmocka_unit_test(test_policy_settle__the_wallet_needs_place_person_and_area),
        cmocka_unit_test(test_policy_settle__unused_accounts_leave_all_to_cash),
        cmocka_unit_test(test_policy_settle__the_holder_spends_compartments_as_the_row_says),
        cmocka_unit_test(test_policy_settle__payers_give_carried_over_money_first),
        cmocka_unit_test(test_policy_settle__payers_go_by_rank_then_day_then_number),
        cmocka_unit_test(test_policy_settle__the_larger_balance_goes_first_where_a_row_says_so),
        cmocka_unit_test(test_policy_settle__limits_of_the_relative_count_over_all_payers),
        cmocka_unit_test(test_policy_settle__what_a_payer_has_set_clamps),
        cmocka_unit_test(test_policy_settle__a_refused_payer_gives_nothing_and_the_next_does),
        cmocka_unit_test(test_policy_settle__an_approved_payer_is_bound_by_money_and_limits_only),
        cmocka_unit_test(test_policy_settle__an_approved_patient_needs_no_rows_for_his_own_money),
        cmocka_unit_test(test_policy_settle__accounts_left_in_the_province_follow_the_home_account),
        cmocka_unit_test(test_policy_settle__a_suspended_enrolment_has_no_pool_but_its_account),
        cmocka_unit_test(test_policy_settle__an_unknown_rule_refuses_and_names_the_key),
        cmocka_unit_test(test_policy_settle__a_suspended_user_is_refused_until_the_day),
        cmocka_unit_test(test_policy_settle__three_areas_pass_and_four_are_too_many),
        cmocka_unit_test(test_policy_settle__a_trace_that_does_not_fit_refuses),
        cmocka_unit_test(test_policy_settle__each_leg_is_what_its_question_answers),
        cmocka_unit_test(test_policy_settle__counters_move_by_the_decision),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
