#include "desk.h"

#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/random.h"

static void test_his_setlinfo__gives_the_same_bytes_again(void **state)
{
    (void)state;
    struct desk *desk = settled("2207", worked()), *again = settled("2207", worked());
    again->answer.responded += 86400000; /* a replay, a day later */
    again->answer.today += 1;
    again->outcome.reply.replayed = true;
    encode(again->work, &again->answer);
    assert_string_equal(desk->work->answer, again->work->answer);
    leave(desk);
    leave(again);
}

static void test_his_setlinfo__tells_a_settlement_in_their_words(void **state)
{
    static const char *const expected[][2] = {
        {"mdtrt_id", VISIT},
        {"setl_id", SETTLEMENT},
        {"psn_no", PSN_NO},
        {"psn_name", "王小明"},
        {"psn_cert_type", "01"},
        {"certno", ID_CARD},
        {"gend", "1"},
        {"naty", "01"},
        {"brdy", "1980-01-01"},
        {"age", "45.0"},
        {"insutype", "310"},
        {"psn_type", "11"},
        {"cvlserv_flag", "0"},
        {"setl_time", "2025-09-01 10:30:06"},
        {"mdtrt_cert_type", "02"},
        {"med_type", "11"},
        {"medins_setl_id", "H41010000001202509011030050001"},
        {"clr_optins", "410100"},
        {"clr_way", "1"},
        {"clr_type", "11"},
        {"medfee_sumamt", "275.50"},
        {"fulamt_ownpay_amt", "10.00"},
        {"overlmt_selfpay", "5.50"},
        {"preselfpay_amt", "20.00"},
        {"inscp_scp_amt", "240.00"},
        {"act_pay_dedc", "50.00"},
        {"hifp_pay", "100.00"},
        {"pool_prop_selfpay", "0.5500"},
        {"cvlserv_pay", "0.00"},
        {"hifes_pay", "0.00"},
        {"hifmi_pay", "0.00"},
        {"hifob_pay", "0.00"},
        {"hifdm_pay", "0.00"},
        {"maf_pay", "0.00"},
        {"oth_pay", "0.00"},
        {"fund_pay_sumamt", "100.00"},
        {"psn_part_amt", "175.50"},
        {"acct_pay", "160.00"},
        {"acct_mulaid_pay", "60.00"},
        {"psn_cash_pay", "15.50"},
        {"hosp_part_amt", "0.00"},
        {"balc", "923.45"},
    };
    (void)state;
    struct desk *desk = settled("2207", worked());
    char place[64];
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        snprintf(place, sizeof place, "output.setlinfo.%s", expected[i][0]);
        expect(desk, place, expected[i][1]);
    }
    assert_non_null(strstr(desk->work->answer, "\"acct_pay\":160.00,"));
    expect(desk, "output.setldetail.0.fund_pay_type", "310100");
    expect(desk, "output.setldetail.0.fund_pay_type_name", "职工统筹");
    expect(desk, "output.setldetail.0.fund_payamt", "100.00");
    expect(desk, "output.setldetail.0.inscp_scp_amt", "240.00");
    expect(desk, "output.setldetail.0.crt_payb_lmt_amt", "1234.56");
    expect(desk, "output.setldetail.0.setl_proc_info", "条款0 10000\n条款1 10000");
    expect(desk, "output.setldetail.1.fund_pay_type", "310200");
    expect(desk, "output.setldetail.1.fund_payamt", "160.00");
    expect(desk, "output.setldetail.1.crt_payb_lmt_amt", "0.00");
    expect(desk, "output.setldetail.1.setl_proc_info", "");
    assert_null(answer_at(desk->work, "output.setldetail.2"));
    leave(desk);
}

static void test_his_setlinfo__leaves_aid_beside_acct_pay_where_the_area_says_so(void **state)
{
    (void)state;
    struct gj_decision decision = worked();
    decision.acct_pay_includes_aid = false;
    struct desk *desk = settled("2207", decision);
    expect(desk, "output.setlinfo.acct_pay", "100.00");
    expect(desk, "output.setlinfo.acct_mulaid_pay", "60.00");
    expect(desk, "output.setlinfo.psn_part_amt", "175.50");
    expect(desk, "output.setldetail.1.fund_payamt", "160.00");
    leave(desk);
}

static void test_his_setlinfo__shows_a_preview_without_a_settlement_id(void **state)
{
    (void)state;
    struct desk *desk = settled("2206", worked());
    assert_null(answer_at(desk->work, "output.setlinfo.setl_id"));
    expect(desk, "output.setlinfo.acct_pay", "160.00");
    expect(desk, "output.setlinfo.balc", "923.45");
    leave(desk);
}

static void test_his_setlinfo__shows_a_cancellation_negative(void **state)
{
    (void)state;
    struct desk *desk = settled("2208", worked());
    static const char *const expected[][2] = {
        {"setl_id", SETTLEMENT},
        {"mdtrt_id", VISIT},
        {"insutype", "310"},
        {"mdtrt_cert_type", "03"}, /* both as the settlement was made */
        {"med_type", "13"},
        {"clr_type", "11"},
        {"medfee_sumamt", "-275.50"},
        {"act_pay_dedc", "-50.00"},
        {"hifp_pay", "-100.00"},
        {"acct_pay", "-160.00"},
        {"acct_mulaid_pay", "-60.00"},
        {"psn_cash_pay", "-15.50"},
        {"psn_part_amt", "-175.50"},
        {"inscp_scp_amt", "-240.00"},
        {"pool_prop_selfpay", "0.5500"},
        {"oth_pay", "0.00"},
        {"balc", "923.45"},
        {"medins_setl_id", "H41010000001202509011030050001"},
    };
    char place[64];
    (void)state;
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        snprintf(place, sizeof place, "output.setlinfo.%s", expected[i][0]);
        expect(desk, place, expected[i][1]);
    }
    expect(desk, "output.setldetail.0.fund_payamt", "-100.00");
    expect(desk, "output.setldetail.0.inscp_scp_amt", "-240.00");
    expect(desk, "output.setldetail.0.crt_payb_lmt_amt", "0.00");
    expect(desk, "output.setldetail.1.fund_payamt", "-160.00");
    leave(desk);
}

static void test_his_setlinfo__lists_no_row_without_money(void **state)
{
    (void)state;
    struct gj_decision cash = {.bill = {1550, 1550, 0, 0, 0},
                               .person_fen = 1550,
                               .cash_fen = 1550,
                               .cap_left_fen = GJ_FEN_UNLIMITED,
                               .acct_pay_includes_aid = true};
    struct desk *desk = settled("2207", cash);
    expect(desk, "output.setldetail", "[ ]");
    expect(desk, "output.setlinfo.psn_cash_pay", "15.50");
    leave(desk);
}

static void test_his_setlinfo__cuts_the_trace_at_whole_lines(void **state)
{
    int lines = 3000;
    (void)state;
    struct desk *desk = settled("2207", worked());
    desk->answer.put_trace_to = &lines;
    encode(desk->work, &desk->answer);
    const char *trace = answer_at(desk->work, "output.setldetail.0.setl_proc_info");
    size_t characters = gj_slice_characters(gj_slice(trace));
    assert_in_range(characters, 3980, 4000);
    assert_string_equal(trace + strlen(trace) - 6, " 10000");
    leave(desk);
}

static gj_fen amount(struct desk *desk, const char *field)
{
    char place[64];
    gj_fen fen;
    snprintf(place, sizeof place, "output.%s", field);
    const char *text = answer_at(desk->work, place);
    assert_non_null(text);
    bool negative = text[0] == '-';
    assert_true(gj_fen_parse(gj_slice(text + negative), &fen));
    return negative ? -fen : fen;
}

static struct gj_decision random_decision(struct gj_random *random)
{
    struct gj_decision d = {.cap_left_fen = gj_random_between(random, -1, 1000),
                            .acct_pay_includes_aid = gj_random_between(random, 0, 1) != 0};
    d.bill.outside_fen = gj_random_between(random, 0, 3) * gj_random_between(random, 0, 100000);
    d.bill.overprice_fen = gj_random_between(random, 0, 100000);
    d.bill.first_share_fen = gj_random_between(random, 0, 100000);
    d.bill.eligible_fen = gj_random_between(random, 0, 10000000);
    d.bill.total_fen =
        d.bill.outside_fen + d.bill.overprice_fen + d.bill.first_share_fen + d.bill.eligible_fen;
    d.pool_fen = gj_random_between(random, 0, d.bill.eligible_fen);
    d.other_funds_fen = gj_random_between(random, 0, d.bill.eligible_fen - d.pool_fen);
    d.person_fen = d.bill.total_fen - d.pool_fen - d.other_funds_fen;
    d.own_fen = gj_random_between(random, 0, d.person_fen);
    d.wallet_fen = gj_random_between(random, 0, d.person_fen - d.own_fen);
    d.aid_fen = gj_random_between(random, 0, d.person_fen - d.own_fen - d.wallet_fen);
    d.cash_fen = d.person_fen - d.own_fen - d.wallet_fen - d.aid_fen;
    return d;
}

static void check_identities(const struct gj_decision *d, const char *infno)
{
    struct desk *desk = settled(infno, *d);
    gj_fen beside = d->acct_pay_includes_aid ? 0 : amount(desk, "setlinfo.acct_mulaid_pay");
    gj_fen rows = 0;
    char place[64];
    for (int i = 0; i < 4; i++) {
        snprintf(place, sizeof place, "output.setldetail.%d.fund_payamt", i);
        if (answer_at(desk->work, place) != NULL)
            rows += amount(desk, place + strlen("output."));
    }
    assert_int_equal(amount(desk, "setlinfo.medfee_sumamt"),
                     amount(desk, "setlinfo.fund_pay_sumamt") +
                         amount(desk, "setlinfo.psn_part_amt"));
    assert_int_equal(amount(desk, "setlinfo.psn_part_amt"),
                     amount(desk, "setlinfo.acct_pay") + beside +
                         amount(desk, "setlinfo.psn_cash_pay"));
    assert_int_equal(rows, amount(desk, "setlinfo.fund_pay_sumamt") +
                               amount(desk, "setlinfo.acct_pay") + beside);
    int sign = strcmp(infno, "2208") == 0 ? -1 : 1;
    assert_int_equal(amount(desk, "setlinfo.medfee_sumamt"), sign * d->bill.total_fen);
    leave(desk);
}

static void test_his_setlinfo__keeps_the_identities_for_any_decision(void **state)
{
    struct gj_random random = gj_random(20250901);
    (void)state;
    for (int i = 0; i < 60; i++) {
        struct gj_decision decision = random_decision(&random);
        check_identities(&decision, i % 3 == 0 ? "2206" : i % 3 == 1 ? "2207" : "2208");
    }
}

static bool stops(const char *infno, const struct gj_decision *decision, gj_fen balance_before)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct rlimit none = {0, 0};
        setrlimit(RLIMIT_CORE, &none);
        signal(SIGABRT, SIG_DFL);
        fclose(stderr);
        struct desk *desk = settled(infno, worked());
        struct gj_settlement *one = &desk->outcome.settlements[0];
        one->decision = *decision;
        one->claim.bill = decision->bill;
        one->claim.where.area = 410100;
        one->claim.user.balance_fen = balance_before;
        desk->outcome.charges[0].preview = *decision;
        size_t length;
        free(gj_his_encode(desk->work->his, &desk->answer, &length));
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static struct gj_decision with_leg(void)
{
    struct gj_decision decision = worked();
    decision.legs_count = 2;
    decision.legs[0] = (struct gj_leg){
        .kind = GJ_PAYER_OWN, .area = 410100, .carried_fen = 6000, .current_fen = 3000};
    decision.legs[1] = (struct gj_leg){.kind = GJ_PAYER_OWN, .area = 410300, .carried_fen = 1000};
    return decision;
}

static void test_his_setlinfo__stops_before_a_wrong_sum_leaves(void **state)
{
    (void)state;
    struct gj_decision good = with_leg(), wrong;
    const gj_fen before = 92345 + 9000; /* what the home area's account had */
    assert_false(stops("2207", &good, before));
    assert_true(stops("2207", &good, before + 1)); /* G */
    assert_false(stops("2208", &good, before + 1));
    wrong = good, wrong.bill.outside_fen++; /* A */
    assert_true(stops("2207", &wrong, before));
    wrong = good, wrong.pool_fen++; /* B */
    assert_true(stops("2207", &wrong, before));
    wrong = good, wrong.cash_fen++; /* C */
    assert_true(stops("2206", &wrong, before));
    wrong = good, wrong.own_fen++;
    assert_true(stops("2208", &wrong, before));
    wrong = good, wrong.cash_fen = -50, wrong.own_fen += 1600; /* nothing is below zero */
    assert_true(stops("2207", &wrong, before));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_his_setlinfo__gives_the_same_bytes_again),
        cmocka_unit_test(test_his_setlinfo__tells_a_settlement_in_their_words),
        cmocka_unit_test(test_his_setlinfo__leaves_aid_beside_acct_pay_where_the_area_says_so),
        cmocka_unit_test(test_his_setlinfo__shows_a_preview_without_a_settlement_id),
        cmocka_unit_test(test_his_setlinfo__shows_a_cancellation_negative),
        cmocka_unit_test(test_his_setlinfo__lists_no_row_without_money),
        cmocka_unit_test(test_his_setlinfo__cuts_the_trace_at_whole_lines),
        cmocka_unit_test(test_his_setlinfo__keeps_the_identities_for_any_decision),
        cmocka_unit_test(test_his_setlinfo__stops_before_a_wrong_sum_leaves),
    };
    return cmocka_run_group_tests_name("his/setlinfo", tests, NULL, NULL);
}
