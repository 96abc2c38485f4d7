#include "messages.h"

#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/random.h"

#define NOW (gj_time_at(gj_day_from_civil(2025, 9, 1), 10, 30, 6) + 7)

/* Everything an answer is made from. */
struct desk {
    struct at_work *work;
    struct gj_outcome outcome;
    struct gj_side side;
    struct gj_identity identity;
    struct gj_institution institution;
    struct gj_his_answer answer;
};

static const char *key_name(int key)
{
    return key == 3 ? "outpatient.ratio" : "?";
}

static void put_trace(void *to, const struct gj_decision *decision, struct gj_writer *writer)
{
    int lines = to == NULL ? 2 : *(const int *)to;
    for (int i = 0; i < lines; i++)
        gj_put_format(writer, "条款%d %lld\n", i, (long long)decision->pool_fen);
}

static struct desk *desk_of(const char *infno, const char *input)
{
    struct desk *desk = calloc(1, sizeof *desk);
    assert_non_null(desk);
    desk->work = decode(infno, input);
    if (desk->work->kind == GJ_HIS_REFUSED)
        fail_msg("%s", desk->work->his->error);
    make_person(&desk->side, &desk->identity);
    desk->institution.area = 410100;
    desk->outcome.reply = (struct gj_reply){.reason = GJ_OK,
                                            .now = NOW,
                                            .order = 98765,
                                            .id = 34,
                                            .area = 410100,
                                            .balance_fen = 92345,
                                            .refusal = {.key = -1, .line = -1}};
    desk->answer = (struct gj_his_answer){.command = &desk->work->command,
                                          .outcome = &desk->outcome,
                                          .identity = &desk->identity,
                                          .side = &desk->side,
                                          .institution = &desk->institution,
                                          .today = gj_day_from_civil(2025, 9, 1),
                                          .responded = NOW + 500,
                                          .put_trace = put_trace,
                                          .key_name = key_name};
    return desk;
}

static struct desk *desk_good(const char *infno)
{
    return desk_of(infno, good_input(infno));
}

static void leave(struct desk *desk)
{
    done(desk->work);
    free(desk);
}

static void expect(struct desk *desk, const char *place, const char *value)
{
    const char *found = answer_at(desk->work, place);
    if (found == NULL || strcmp(found, value) != 0)
        fail_msg("%s is %s, not %s", place, found == NULL ? "absent" : found, value);
}

/* Own 100.00, aid 40.00, wallet 20.00, cash 15.50 of 275.50; the pool pays 100.00. */
static struct gj_decision worked(void)
{
    return (struct gj_decision){
        .bill = {27550, 1000, 550, 2000, 24000},
        .deductible_fen = 5000,
        .pool_fen = 10000,
        .person_fen = 17550,
        .own_fen = 10000,
        .wallet_fen = 2000,
        .aid_fen = 4000,
        .cash_fen = 1550,
        .cap_left_fen = 123456,
        .ratio_ppm = 550000,
        .reason = GJ_OK_SETTLED,
        .acct_pay_includes_aid = true,
    };
}

static struct desk *settled(const char *infno, struct gj_decision decision)
{
    struct desk *desk = desk_good(infno);
    struct gj_settlement *one = &desk->outcome.settlements[0];
    one->id = 34;
    one->visit = 12;
    one->decision = decision;
    one->claim.user.scheme = GJ_SCHEME_EMPLOYEE;
    one->claim.care = GJ_CARE_OUTPATIENT;
    one->claim.care_area = 410100;
    desk->outcome.settlements_count = 1;
    desk->outcome.charges[0].visit = strcmp(infno, "2206") == 0 ? 12 : 0;
    desk->outcome.charges[0].preview = decision;
    encode(desk->work, &desk->answer);
    return desk;
}

static void test_his_encode__has_all_ten_keys_in_every_answer(void **state)
{
    (void)state;
    struct desk *desk = desk_good("2205");
    encode(desk->work, &desk->answer);
    assert_string_equal(
        desk->work->answer,
        "{\"infcode\":0,\"inf_refmsgid\":\"410100202509011030060000098765\","
        "\"refmsg_time\":\"20250901103006007\",\"respond_time\":\"20250901103006007\","
        "\"err_msg\":\"\",\"warn_msg\":\"\",\"cainfo\":\"\",\"signtype\":\"\",\"enctype\":\"\","
        "\"output\":{}}");
    leave(desk);
}

static void test_his_encode__takes_the_serial_modulo_ten_digits(void **state)
{
    (void)state;
    struct desk *desk = desk_good("2601");
    desk->outcome.reply.order = INT64_C(9876543210123);
    encode(desk->work, &desk->answer);
    expect(desk, "inf_refmsgid", "410100202509011030066543210123");
    expect(desk, "output", "{ }");
    leave(desk);
}

static void test_his_encode__gives_the_same_bytes_again(void **state)
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

static void test_his_encode__says_that_a_failure_is_one(void **state)
{
    (void)state;
    struct desk *desk = desk_good("2207");
    desk->work->answer = gj_his_encode_failure(desk->work->his, NOW, &desk->work->answer_length);
    expect(desk, "infcode", "-1");
    assert_int_equal(strlen(answer_at(desk->work, "inf_refmsgid")), 30);
    expect(desk, "respond_time", "20250901103006007");
    assert_non_null(strstr(answer_at(desk->work, "err_msg"), "2601"));
    leave(desk);
}

static void test_his_encode__answers_sign_in_and_out(void **state)
{
    (void)state;
    struct desk *desk = desk_good("9001");
    strcpy(desk->outcome.reply.sign_no, "4711");
    encode(desk->work, &desk->answer);
    expect(desk, "output.signinoutb.sign_no", "4711");
    expect(desk, "output.signinoutb.sign_time", "2025-09-01 10:30:06");
    leave(desk);
    desk = desk_good("9002");
    encode(desk->work, &desk->answer);
    expect(desk, "output.signoutoutb.sign_time", "2025-09-01 10:30:06");
    leave(desk);
}

static void test_his_encode__answers_a_registration(void **state)
{
    (void)state;
    struct desk *desk = desk_good("2201");
    encode(desk->work, &desk->answer);
    expect(desk, "output.data.mdtrt_id", "41010034");
    expect(desk, "output.data.psn_no", PSN_NO);
    expect(desk, "output.data.ipt_otp_no", "O1");
    leave(desk);
}

static void test_his_encode__tells_a_settlement_in_their_words(void **state)
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

static void test_his_encode__leaves_aid_beside_acct_pay_where_the_area_says_so(void **state)
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

static void test_his_encode__shows_a_preview_without_a_settlement_id(void **state)
{
    (void)state;
    struct desk *desk = settled("2206", worked());
    assert_null(answer_at(desk->work, "output.setlinfo.setl_id"));
    expect(desk, "output.setlinfo.acct_pay", "160.00");
    expect(desk, "output.setlinfo.balc", "923.45");
    leave(desk);
}

static void test_his_encode__shows_a_cancellation_negative(void **state)
{
    (void)state;
    struct desk *desk = settled("2208", worked());
    static const char *const expected[][2] = {
        {"setl_id", SETTLEMENT},
        {"mdtrt_id", VISIT},
        {"insutype", "310"},
        {"med_type", "11"},
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

static void test_his_encode__lists_no_row_without_money(void **state)
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

static void test_his_encode__cuts_the_trace_at_whole_lines(void **state)
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

/* Every decision that adds up is told so that the identities hold: the encoder itself checks them
   and stops the process otherwise; here they are read back from the bytes. */
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

static void test_his_encode__keeps_the_identities_for_any_decision(void **state)
{
    struct gj_random random = gj_random(20250901);
    (void)state;
    for (int i = 0; i < 60; i++) {
        struct gj_decision decision = random_decision(&random);
        check_identities(&decision, i % 3 == 0 ? "2206" : i % 3 == 1 ? "2207" : "2208");
    }
}

static void results(struct desk *desk, struct gj_line_result *result, bool known)
{
    desk->outcome.reply.results = result;
    desk->outcome.reply.results_count = 1;
    result->in_catalogue = known;
    encode(desk->work, &desk->answer);
}

static void test_his_encode__answers_each_line(void **state)
{
    static const char *const expected[][2] = {
        {"feedetl_sn", "S1"},
        {"det_item_fee_sumamt", "12.50"},
        {"cnt", "2.50"},
        {"pric", "5.00"},
        {"pric_uplmt_amt", "4.125"},
        {"selfpay_prop", "0.1000"},
        {"fulamt_ownpay_amt", "0.00"},
        {"overlmt_amt", "2.19"},
        {"preselfpay_amt", "1.03"},
        {"inscp_scp_amt", "9.28"},
        {"chrgitm_lv", "02"},
        {"med_chrgitm_type", ""},
        {"bas_medn_flag", ""},
        {"hi_nego_drug_flag", ""},
        {"chld_medc_flag", ""},
        {"list_sp_item_flag", ""},
        {"lmt_used_flag", ""},
        {"drt_reim_flag", ""},
        {"memo", ""},
    };
    struct gj_line_result result = {.price = {GJ_LIST_B, 100000, 4125000},
                                    .bill = {1250, 0, 219, 103, 928}};
    char place[64];
    (void)state;
    struct desk *desk = desk_good("2204");
    results(desk, &result, true);
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        snprintf(place, sizeof place, "output.result.0.%s", expected[i][0]);
        expect(desk, place, expected[i][1]);
    }
    expect(desk, "warn_msg", "");
    leave(desk);
}

static void test_his_encode__warns_of_codes_nobody_knows(void **state)
{
    struct gj_line_result result = {.price = {GJ_LIST_OUTSIDE, 0, -1},
                                    .bill = {1250, 1250, 0, 0, 0}};
    (void)state;
    struct desk *desk = desk_good("2204");
    results(desk, &result, false);
    expect(desk, "warn_msg", "目录中没有[XA01]，按目录外计");
    expect(desk, "output.result.0.selfpay_prop", "1.0000");
    expect(desk, "output.result.0.pric_uplmt_amt", "999999.00");
    expect(desk, "output.result.0.chrgitm_lv", "03");
    expect(desk, "output.result.0.fulamt_ownpay_amt", "12.50");
    leave(desk);
}

static void test_his_encode__counts_the_warnings_left_out(void **state)
{
    struct gj_line_result many[60];
    (void)state;
    struct gj_his_text text = {0};
    gj_his_put_text(&text, "{\"feedetail\":[");
    for (int i = 0; i < 60; i++) {
        char serial[32], code[32];
        snprintf(serial, sizeof serial, "\"S%d\"", i);
        snprintf(code, sizeof code, "XB%02d", i / 2); /* each code twice */
        char *one = replaced(good_input("2204") + strlen("{\"feedetail\":["), "\"S1\"", serial);
        char *two = replaced(one, "XA01", code);
        two[strlen(two) - 2] = '\0';
        gj_his_put(&text, ",", i > 0);
        gj_his_put_text(&text, two);
        free(one), free(two);
        many[i] = (struct gj_line_result){.price = {GJ_LIST_OUTSIDE, 0, -1},
                                          .bill = {1250, 1250, 0, 0, 0}};
    }
    gj_his_put_text(&text, "]}");
    struct desk *desk = desk_of("2204", text.bytes);
    desk->outcome.reply.results = many;
    desk->outcome.reply.results_count = 60;
    encode(desk->work, &desk->answer);
    const char *warning = answer_at(desk->work, "warn_msg");
    assert_true(gj_slice_characters(gj_slice(warning)) <= 500);
    int named = 0;
    for (const char *at = warning; (at = strstr(at, "目录中没有[")) != NULL; at++)
        named++;
    char rest[64];
    snprintf(rest, sizeof rest, "；另有%d个未列出", 30 - named);
    assert_true(named >= 20 && named < 30);
    assert_string_equal(warning + strlen(warning) - strlen(rest), rest);
    free(text.bytes);
    leave(desk);
}

static void test_his_encode__tells_who_somebody_is(void **state)
{
    static const char *const expected[][2] = {
        {"baseinfo.psn_no", PSN_NO},
        {"baseinfo.psn_cert_type", "01"},
        {"baseinfo.certno", ID_CARD},
        {"baseinfo.psn_name", "王小明"},
        {"baseinfo.gend", "1"},
        {"baseinfo.naty", "01"},
        {"baseinfo.brdy", "1980-01-01"},
        {"baseinfo.age", "45.0"},
        {"insuinfo.0.balc", "1023.45"},
        {"insuinfo.0.insutype", "310"},
        {"insuinfo.0.psn_type", "11"},
        {"insuinfo.0.psn_insu_stas", "1"},
        {"insuinfo.0.psn_insu_date", "2010-01-01"},
        {"insuinfo.0.paus_insu_date", ""},
        {"insuinfo.0.cvlserv_flag", "0"},
        {"insuinfo.0.insuplc_admdvs", "410100"},
        {"insuinfo.0.emp_name", "示例\"公司\""},
        {"insuinfo.1.balc", "0.00"},
        {"insuinfo.1.insutype", "390"},
        {"insuinfo.1.psn_type", "15"},
        {"insuinfo.1.psn_insu_stas", "2"},
        {"insuinfo.1.paus_insu_date", "2025-08-15"},
        {"insuinfo.1.emp_name", ""},
        {"idetinfo", "[ ]"},
    };
    char place[64];
    (void)state;
    char *input = replaced(good_input("1101"), "\"begntime\":\"2025-08-01 00:00:00\",", "");
    struct desk *desk = desk_of("1101", input);
    desk->answer.outcome = NULL;
    encode(desk->work, &desk->answer);
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        snprintf(place, sizeof place, "output.%s", expected[i][0]);
        expect(desk, place, expected[i][1]);
    }
    expect(desk, "respond_time", "20250901103006507");
    leave(desk);
    free(input);
}

static void test_his_encode__tells_the_state_of_an_earlier_day(void **state)
{
    (void)state;
    struct desk *desk = desk_good("1101"); /* begntime 2025-08-01: before the suspension */
    desk->answer.outcome = NULL;
    encode(desk->work, &desk->answer);
    expect(desk, "output.insuinfo.0.insutype", "390"); /* both normal: the latest first */
    expect(desk, "output.insuinfo.0.psn_insu_stas", "1");
    expect(desk, "output.insuinfo.0.paus_insu_date", "");
    leave(desk);
    char *input = replaced(good_input("1101"), "2025-08-01", "2023-12-31");
    desk = desk_of("1101", input);
    desk->answer.outcome = NULL;
    encode(desk->work, &desk->answer);
    expect(desk, "output.insuinfo.0.insutype", "310");
    assert_null(answer_at(desk->work, "output.insuinfo.1"));
    leave(desk);
    free(input);
}

static void nobody(const char *from, const char *to)
{
    char *input = replaced(good_input("1101"), from, to);
    struct desk *desk = desk_of("1101", input);
    encode(desk->work, &desk->answer);
    expect(desk, "infcode", "-2");
    expect(desk, "err_msg", "未查到参保人，请核对证件号码或凭证");
    expect(desk, "output", "{ }");
    leave(desk);
    free(input);
}

static void test_his_encode__does_not_say_what_differs_about_a_person(void **state)
{
    (void)state;
    nobody("王小明", "王大明");
    nobody("\"certno\":\"" ID_CARD "\"", "\"certno\":\"410100198001010023\"");
    nobody("\"psn_cert_type\":\"01\"", "\"psn_cert_type\":\"03\"");
    struct desk *desk = desk_good("1101");
    desk->side.person.version = 0;
    encode(desk->work, &desk->answer);
    expect(desk, "err_msg", "未查到参保人，请核对证件号码或凭证");
    leave(desk);
    desk = desk_good("1101");
    desk->side.enrolments_count = 0; /* a newborn without an enrolment is not found */
    encode(desk->work, &desk->answer);
    expect(desk, "infcode", "-2");
    leave(desk);
}

/* Every row of the answers' tables leaves in an answer of its transaction. */
static void check_emitted(const struct gj_his_node *node)
{
    struct gj_line_result result = {.price = {GJ_LIST_OUTSIDE, 0, -1},
                                    .bill = {1250, 1250, 0, 0, 0}};
    bool bill = strcmp(node->infno, "2206") >= 0 && strcmp(node->infno, "2208") <= 0;
    struct desk *desk = bill ? settled(node->infno, worked()) : desk_good(node->infno);
    const struct gj_his_group *group = &gj_his_groups[node->group];
    desk->outcome.reply.results = &result;
    desk->outcome.reply.results_count = 1;
    encode(desk->work, &desk->answer);
    for (int i = 0; i < group->count; i++) {
        char place[128];
        bool absent =
            group->fields[i].rule == GJ_HIS_NOT_IN_PREVIEW && strcmp(node->infno, "2206") == 0;
        snprintf(place, sizeof place, "output.%s%s.%s", node->name, node->many ? ".0" : "",
                 group->fields[i].name);
        if ((answer_at(desk->work, place) == NULL) != absent)
            fail_msg("%s %s", node->infno, place);
    }
    leave(desk);
}

static void test_his_encode__emits_every_row_of_its_tables(void **state)
{
    int checked = 0;
    (void)state;
    for (int i = 0; i < gj_his_nodes_count; i++) {
        if (gj_his_nodes[i].in || gj_his_nodes[i].group == GJ_HIS_GROUP_status)
            continue; /* nobody has a special identity yet: that list is empty */
        check_emitted(&gj_his_nodes[i]);
        checked++;
    }
    assert_true(checked >= 15);
}

static void test_his_encode__was_told_every_field_of_1101(void **state)
{
    (void)state;
    struct desk *desk = desk_good("1101");
    for (int i = 0; i < gj_his_groups[GJ_HIS_GROUP_who].count; i++)
        assert_true(gj_his_was_given(&desk->work->his->in.who, GJ_HIS_GROUP_who,
                                     gj_his_groups[GJ_HIS_GROUP_who].fields[i].name));
    leave(desk);
}

/* Answers in a process of its own: true if the process stopped itself. */
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

static void test_his_encode__stops_before_a_wrong_sum_leaves(void **state)
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
        cmocka_unit_test(test_his_encode__has_all_ten_keys_in_every_answer),
        cmocka_unit_test(test_his_encode__takes_the_serial_modulo_ten_digits),
        cmocka_unit_test(test_his_encode__gives_the_same_bytes_again),
        cmocka_unit_test(test_his_encode__says_that_a_failure_is_one),
        cmocka_unit_test(test_his_encode__answers_sign_in_and_out),
        cmocka_unit_test(test_his_encode__answers_a_registration),
        cmocka_unit_test(test_his_encode__tells_a_settlement_in_their_words),
        cmocka_unit_test(test_his_encode__leaves_aid_beside_acct_pay_where_the_area_says_so),
        cmocka_unit_test(test_his_encode__shows_a_preview_without_a_settlement_id),
        cmocka_unit_test(test_his_encode__shows_a_cancellation_negative),
        cmocka_unit_test(test_his_encode__lists_no_row_without_money),
        cmocka_unit_test(test_his_encode__cuts_the_trace_at_whole_lines),
        cmocka_unit_test(test_his_encode__keeps_the_identities_for_any_decision),
        cmocka_unit_test(test_his_encode__emits_every_row_of_its_tables),
        cmocka_unit_test(test_his_encode__was_told_every_field_of_1101),
        cmocka_unit_test(test_his_encode__stops_before_a_wrong_sum_leaves),
        cmocka_unit_test(test_his_encode__answers_each_line),
        cmocka_unit_test(test_his_encode__warns_of_codes_nobody_knows),
        cmocka_unit_test(test_his_encode__counts_the_warnings_left_out),
        cmocka_unit_test(test_his_encode__tells_who_somebody_is),
        cmocka_unit_test(test_his_encode__tells_the_state_of_an_earlier_day),
        cmocka_unit_test(test_his_encode__does_not_say_what_differs_about_a_person),
    };
    return cmocka_run_group_tests_name("his/encode", tests, NULL, NULL);
}
