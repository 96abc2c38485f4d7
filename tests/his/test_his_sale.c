/* Pharmacy sales (2101 to 2103) and the benefit check (2001): what the command holds and what the
   answer tells. */
#include "desk.h"

#include <stdio.h>

static const char *const drug = "{\"feedetl_sn\":\"S2\",\"med_list_codg\":\"XB02\","
                                "\"det_item_fee_sumamt\":\"3.00\",\"cnt\":1,\"pric\":\"3\"}";

/* The good 2102 with a second line that has what is required and no more. */
static char *two_lines(void)
{
    char more[512];
    snprintf(more, sizeof more, "}, %s]", drug);
    return replaced(good_input("2102"), "}]", more);
}

static void test_his_sale__fills_a_whole_bill(void **state)
{
    (void)state;
    char *input = two_lines();
    struct at_work *work = decode("2102", input);
    const struct gj_command *command = &work->command;
    assert_int_equal(work->kind, GJ_HIS_COMMAND);
    assert_int_equal(command->act, GJ_ACT_SETTLE_BILL);
    assert_int_equal(command->person, 7);
    assert_int_equal(command->body.bill.visit, 0);
    assert_int_equal(command->body.bill.scheme, GJ_SCHEME_EMPLOYEE);
    assert_string_equal(command->body.bill.charge, "I1");
    assert_string_equal(command->body.bill.med_type, "41");
    assert_string_equal(command->body.bill.credential_type, "02");
    assert_string_equal(command->credential.number, ID_CARD);
    assert_true(command->body.bill.accounts_used);
    assert_int_equal(command->body.bill.bill.total_fen, 1250);
    assert_int_equal(command->body.bill.begin, gj_time_at(gj_day_from_civil(2025, 9, 1), 9, 0, 0));
    assert_int_equal(command->body.bill.count, 2);
    const struct gj_line *lines = command->body.bill.list;
    assert_string_equal(lines[0].serial, "S1");
    assert_string_equal(lines[0].charge, "");
    assert_int_equal(lines[0].amount_fen, 1250);
    assert_int_equal(lines[0].count_e4, 25000);
    assert_string_equal(lines[1].list_code, "XB02");
    assert_int_equal(lines[1].price_micro, 3000000);
    assert_int_not_equal(lines[0].content, lines[1].content);
    done(work);
    free(input);
    work = decode("2101", good_input("2101"));
    assert_int_equal(work->command.act, GJ_ACT_PREVIEW_BILL);
    assert_string_equal(work->command.body.bill.charge, "");
    done(work);
    char *now = replaced(good_input("2101"), "\"begntime\":\"2025-09-01 09:00:00\",", "");
    work = decode("2101", now);
    assert_int_equal(work->command.body.bill.begin, 0); /* it begins now */
    done(work);
    free(now);
}

static void expect_refused(const char *infno, const char *from, const char *to, const char *words)
{
    char *input = replaced(good_input(infno), from, to);
    struct at_work *work = decode(infno, input);
    assert_string_equal(refusal_of(work), words);
    done(work);
    free(input);
}

static void test_his_sale__is_refused_at_the_door_where_it_cannot_be_one(void **state)
{
    (void)state;
    expect_refused("2102", "\"med_type\":\"41\"", "\"med_type\":\"11\"",
                   "医疗类别[11]在本统筹区未启用");
    expect_refused("2102", "\"medfee_sumamt\":12.50,", "", "缺少必填字段[druginfo.medfee_sumamt]");
    expect_refused("2102", "\"feedetl_sn\":\"S1\",", "", "缺少必填字段[drugdetail.feedetl_sn]");
    expect_refused("2102", "\"drugdetail\"", "\"drugs\"", "缺少必填字段[drugdetail.feedetl_sn]");
    expect_refused("2102", "\"cnt\":2.5", "\"cnt\":-2.5", "字段[cnt]数值超出16,4");
    expect_refused("2102", "\"mdtrt_cert_no\":\"" ID_CARD, "\"mdtrt_cert_no\":\"410100198001010016",
                   "凭证与就医人不符");
    expect_refused("2103", "\"mdtrt_id\":\"" VISIT, "\"mdtrt_id\":\"41030012",
                   "结算ID与就诊ID不符");
    expect_refused("2001", "\"fixmedins_code\":\"H41010000001\"",
                   "\"fixmedins_code\":\"H41010000009\"",
                   "定点医药机构[H41010000009]与报文的机构不一致");
}

static struct gj_line_result priced = {
    .in_catalogue = true, .price = {GJ_LIST_B, 100000, 4125000}, .bill = {1250, 0, 219, 103, 928}};

/* A sale that is decided as `worked` says, with one line. */
static struct desk *sold(const char *infno, const char *input)
{
    struct desk *desk = desk_of(infno, input);
    struct gj_settlement *one = &desk->outcome.settlements[0];
    one->id = one->visit = 34;
    one->decision = worked();
    one->claim.user.scheme = GJ_SCHEME_EMPLOYEE;
    one->claim.care = GJ_CARE_PHARMACY;
    strcpy(one->med_type, "41");
    strcpy(one->credential_type, "01");
    if (strcmp(infno, "2101") == 0)
        desk->outcome.reply.id = 0; /* a preview makes nothing */
    desk->outcome.reply.results = &priced;
    desk->outcome.reply.results_count = 1;
    encode(desk->work, &desk->answer);
    return desk;
}

static void test_his_sale__is_its_own_visit_in_the_answer(void **state)
{
    (void)state;
    struct desk *desk = sold("2102", good_input("2102"));
    expect(desk, "output.setlinfo.mdtrt_id", SETTLEMENT);
    expect(desk, "output.setlinfo.setl_id", SETTLEMENT);
    expect(desk, "output.setlinfo.psn_type", "11");
    expect(desk, "output.setlinfo.mdtrt_cert_type", "02");
    expect(desk, "output.setlinfo.med_type", "41");
    expect(desk, "output.setlinfo.clr_type", "41");
    expect(desk, "output.setlinfo.acct_pay", "160.00");
    expect(desk, "output.setldetail.1.fund_payamt", "160.00");
    expect(desk, "output.detlcutinfo.0.feedetl_sn", "S1");
    expect(desk, "output.detlcutinfo.0.chrgitm_lv", "02");
    expect(desk, "output.detlcutinfo.0.pric_uplmt_amt", "4.125");
    expect(desk, "output.detlcutinfo.0.selfpay_prop", "0.1000");
    expect(desk, "output.detlcutinfo.0.preselfpay_amt", "1.03");
    expect(desk, "warn_msg", ""); /* the catalogue says what the pharmacy says */
    leave(desk);
    desk = sold("2101", good_input("2101"));
    expect(desk, "output.setlinfo.mdtrt_id", "");
    assert_null(answer_at(desk->work, "output.setlinfo.setl_id"));
    expect(desk, "output.setlinfo.balc", "923.45");
    expect(desk, "output.detlcutinfo.0.inscp_scp_amt", "9.28");
    leave(desk);
}

static void test_his_sale__is_cancelled_under_both_names(void **state)
{
    (void)state;
    struct desk *desk = settled("2103", worked());
    expect(desk, "output.setlinfo.setl_id", SETTLEMENT);
    expect(desk, "output.setlinfo.med_type", "41");
    expect(desk, "output.setlinfo.clr_type", "41");
    expect(desk, "output.setlinfo.mdtrt_cert_type", "03");
    expect(desk, "output.setlinfo.psn_part_amt", "-175.50");
    expect(desk, "output.setlinfo.psn_pay", "-175.50");
    expect(desk, "output.setlinfo.psn_cash_pay", "-15.50");
    expect(desk, "output.setlinfo.cash_payamt", "-15.50");
    leave(desk);
    desk = settled("2208", worked()); /* the hospital's has the usual names alone */
    assert_null(answer_at(desk->work, "output.setlinfo.psn_pay"));
    leave(desk);
}

static void test_his_sale__warns_where_the_pharmacy_says_other_than_the_catalogue(void **state)
{
    (void)state;
    char *level = replaced(good_input("2102"), "\"chrgitm_lv\":\"02\"", "\"chrgitm_lv\":\"01\"");
    char *limit = replaced(level, "\"pric_uplmt_amt\":4.125000", "\"pric_uplmt_amt\":5");
    char *share = replaced(limit, "\"selfpay_prop\":0.1000", "\"selfpay_prop\":0");
    struct desk *desk = sold("2102", share);
    expect(desk, "warn_msg",
           "明细[S1]收费项目等级[01]与目录[02]不符，按目录计；"
           "明细[S1]定价上限金额[5.00]与目录[4.125]不符，按目录计；"
           "明细[S1]自付比例[0.00]与目录[0.10]不符，按目录计");
    expect(desk, "output.detlcutinfo.0.chrgitm_lv", "02");
    leave(desk);
    free(level), free(limit), free(share);
}

static void test_his_sale__warns_of_a_number_that_was_used_before(void **state)
{
    (void)state;
    struct desk *desk = sold("2102", good_input("2102"));
    desk->outcome.reply.twin = (struct gj_named){99, 410300};
    encode(desk->work, &desk->answer);
    expect(desk, "warn_msg", "发票号[I1]已用于结算[41030099]，请核对是否重复");
    leave(desk);
}

/* setldetail has no row to tell the clauses on. */
static void test_his_sale__lists_the_missing_rule_when_all_is_cash(void **state)
{
    (void)state;
    struct desk *desk = sold("2102", good_input("2102"));
    struct gj_decision *decision = &desk->outcome.settlements[0].decision;
    *decision = (struct gj_decision){.bill = {1250, 0, 219, 103, 928},
                                     .person_fen = 1250,
                                     .cash_fen = 1250,
                                     .trace = {.not_found = {3}, .not_found_count = 1}};
    encode(desk->work, &desk->answer);
    expect(desk, "output.setldetail", "[ ]");
    expect(desk, "warn_msg", "没有规则[outpatient.ratio]");
    decision->cash_fen = 250;
    decision->own_fen = 1000;
    encode(desk->work, &desk->answer);
    expect(desk, "warn_msg", "");
    leave(desk);
}

static void test_his_sale__is_refused_with_both_sums(void **state)
{
    (void)state;
    struct desk *desk = desk_good("2102");
    desk->outcome.reply.reason = GJ_TOTAL_MISMATCH;
    desk->outcome.reply.refusal.old_fen = 1250;
    desk->outcome.reply.refusal.new_fen = 1550;
    encode(desk->work, &desk->answer);
    expect(desk, "infcode", "-2");
    expect(desk, "err_msg", "总费用12.50与明细合计15.50不一致");
    desk->outcome.reply.reason = GJ_LINE_AMOUNT_WRONG;
    desk->outcome.reply.refusal.line = 0;
    encode(desk->work, &desk->answer);
    expect(desk, "err_msg", "明细[S1]金额与数量、单价不符");
    leave(desk);
}

/* ---- 2001 ---- */

static struct desk *checked(int reason)
{
    struct desk *desk = desk_good("2001");
    struct gj_settlement *one = &desk->outcome.settlements[0];
    one->claim.where.day = gj_day_from_civil(2025, 9, 1);
    one->decision = (struct gj_decision){.reason = (int16_t)reason,
                                         .deductible_fen = 4000,
                                         .pool_fen = 123456,
                                         .cap_left_fen = 123456,
                                         .ratio_ppm = 655000,
                                         .own_fen = 4800};
    encode(desk->work, &desk->answer);
    return desk;
}

static void test_his_sale__tells_what_benefit_is_due(void **state)
{
    (void)state;
    struct desk *desk = checked(GJ_OK_BENEFIT);
    expect(desk, "output.data.psn_no", PSN_NO);
    expect(desk, "output.data.trt_chk_type", "01");
    expect(desk, "output.data.fund_pay_type", "310100");
    expect(desk, "output.data.trt_enjymnt_flag", "1");
    expect(desk, "output.data.begndate", "2025-09-01");
    expect(desk, "output.data.trt_chk_rslt",
           "可享受统筹待遇：起付线尚余40.00元，支付比例65.5%，限额尚余1234.56元；"
           "个人账户可付48.00元");
    desk->outcome.settlements[0].decision.ratio_ppm = 0;
    desk->outcome.settlements[0].decision.cap_left_fen = GJ_FEN_UNLIMITED;
    encode(desk->work, &desk->answer);
    expect(desk, "output.data.trt_chk_rslt",
           "可享受统筹待遇：起付线尚余40.00元，支付比例分段；个人账户可付48.00元");
    leave(desk);
    desk = checked(GJ_USER_NOT_ACTIVE);
    expect(desk, "output.data.trt_enjymnt_flag", "0");
    expect(desk, "output.data.trt_chk_rslt", "使用人参保状态不正常；个人账户可付48.00元");
    leave(desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_his_sale__fills_a_whole_bill),
        cmocka_unit_test(test_his_sale__is_refused_at_the_door_where_it_cannot_be_one),
        cmocka_unit_test(test_his_sale__is_its_own_visit_in_the_answer),
        cmocka_unit_test(test_his_sale__is_cancelled_under_both_names),
        cmocka_unit_test(test_his_sale__warns_where_the_pharmacy_says_other_than_the_catalogue),
        cmocka_unit_test(test_his_sale__warns_of_a_number_that_was_used_before),
        cmocka_unit_test(test_his_sale__lists_the_missing_rule_when_all_is_cash),
        cmocka_unit_test(test_his_sale__is_refused_with_both_sums),
        cmocka_unit_test(test_his_sale__tells_what_benefit_is_due),
    };
    return cmocka_run_group_tests_name("his/sale", tests, NULL, NULL);
}
