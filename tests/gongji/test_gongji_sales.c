/* Pharmacies over loopback: a sale from preview to cancellation, once only, undone before it comes,
   refused where it must be; the benefit check; and 1101's own refusals. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "says.h"
#include "server.h"

static struct gj_world world;
static struct server server;
static struct hospital pharmacy; /* of the patient's city; its connection serves all */
static struct patient patient;
static char text[HOSPITAL_TEXT], message[HOSPITAL_TEXT];

static void post(const char *body)
{
    assert_int_equal(hospital_call(&pharmacy, "POST", "/his", body, text), 200);
}

static void post_ok(const char *body)
{
    post(body);
    HAS(text, "\"infcode\":0");
}

static void post_refused(const char *body, const char *words)
{
    post(body);
    HAS(text, "\"infcode\":-2");
    HAS(text, words);
}

static const char *sale(const char *infno, const char *msgid, int yuan)
{
    return pharmacy_sale(&pharmacy, &patient, infno, msgid, "XDRUG0001", yuan, "", message);
}

/* A message with one member of it changed. */
static const char *changed(const char *from, const char *to)
{
    static char out[HOSPITAL_TEXT];
    const char *at = strstr(message, from);
    assert_non_null(at);
    snprintf(out, sizeof out, "%.*s%s%s", (int)(at - message), message, to, at + strlen(from));
    return out;
}

/* The own account of the patient in his area, as the store has it. */
static gj_fen balance(void)
{
    struct gj_reader *reader;
    struct gj_side side;
    struct gj_why why;
    assert_int_equal(gj_reader_open_sqlite(server.db, &reader, &why), GJ_DONE);
    assert_int_equal(gj_reader_side(reader, strtoll(patient.psn_no + 6, NULL, 10), &side, &why),
                     GJ_DONE);
    gj_reader_close(reader);
    for (int i = 0; i < side.accounts_count; i++)
        if (side.accounts[i].area == patient.area)
            return gj_account_balance(&side.accounts[i]);
    return 0;
}

static void test_gongji_sales__a_sale_is_previewed_settled_once_and_cancelled(void **state)
{
    (void)state;
    char settlement[64], visit[64], first[HOSPITAL_TEXT];
    gj_fen before = balance();
    assert_in_range(before, 1000, INT64_MAX);
    post_ok(sale("2101", "S1", 10));
    HAS(text, "\"mdtrt_id\":\"\"");
    HAS(text, "\"acct_pay\":10.00");
    assert_int_equal(balance(), before);
    post_ok(sale("2102", "S1", 10)); /* a preview uses up no message id */
    memcpy(first, text, sizeof first);
    HAS(text, "\"med_type\":\"41\"");
    HAS(text, "\"clr_type\":\"41\"");
    HAS(text, "\"hifp_pay\":0.00");
    HAS(text, "没有规则[pharmacy.pooled]");
    HAS(text, "\"detlcutinfo\":[{\"feedetl_sn\":\"1\"");
    hospital_field(text, "setl_id", settlement);
    hospital_field(text, "mdtrt_id", visit);
    assert_string_equal(settlement, visit);
    assert_int_equal(balance(), before - 1000);
    post_ok(sale("2102", "S1", 10));
    assert_string_equal(first, text); /* the same bytes */
    assert_int_equal(balance(), before - 1000);
    post_refused(sale("2102", "S1", 11), "已使用且内容不同");
    post_ok(pharmacy_2103(&pharmacy, &patient, "S2", settlement, message));
    HAS(text, "\"medfee_sumamt\":-10.00");
    HAS(text, "\"psn_pay\":-10.00");
    HAS(text, "\"med_type\":\"41\"");
    HAS(text, "\"mdtrt_cert_type\":\"02\"");
    assert_int_equal(balance(), before);
    post_refused(pharmacy_2103(&pharmacy, &patient, "S3", settlement, message), "已撤销");
}

static void test_gongji_sales__another_pharmacy_cannot_cancel_it(void **state)
{
    (void)state;
    char settlement[64], body[HOSPITAL_TEXT];
    struct hospital other = pharmacy;
    other.code[11] = '5';
    post_ok(sale("2102", "O1", 5));
    hospital_field(text, "setl_id", settlement);
    post_refused(pharmacy_2103(&other, &patient, "O2", settlement, message), "不是本机构的业务");
    post_refused(hospital_2208(&other, &patient, "O3", settlement, settlement, body),
                 "不是本机构的业务");
    post_ok(pharmacy_2103(&pharmacy, &patient, "O4", settlement, message));
}

static void test_gongji_sales__a_sale_is_not_taken_back_as_a_visit(void **state)
{
    (void)state;
    char sold[64];
    post_ok(sale("2102", "K1", 5));
    hospital_field(text, "setl_id", sold);
    gj_fen before = balance();
    post_refused(hospital_2208(&pharmacy, &patient, "K2", sold, sold, message),
                 "药店结算由2103撤销");
    assert_int_equal(balance(), before);
    post_ok(pharmacy_2103(&pharmacy, &patient, "K3", sold, message));
}

static void test_gongji_sales__both_orders_of_2601_end_in_the_same_book(void **state)
{
    (void)state;
    gj_fen before = balance();
    post_ok(hospital_2601(&pharmacy, &patient, "U1", "U2", "2102", message));
    post_refused(sale("2102", "U2", 10), "已被冲正");
    post_ok(sale("2102", "U3", 10));
    assert_int_equal(balance(), before - 1000);
    post_refused(hospital_2601(&pharmacy, &patient, "U4", "U3", "2207", message), "不符");
    post_ok(hospital_2601(&pharmacy, &patient, "U5", "U3", "2102", message));
    assert_int_equal(balance(), before);
    post_ok(hospital_2601(&pharmacy, &patient, "U6", "U3", "2102", message)); /* moves nothing */
    assert_int_equal(balance(), before);
}

static void test_gongji_sales__an_undone_cancellation_lets_the_sale_stand(void **state)
{
    (void)state;
    char settlement[64];
    gj_fen before = balance();
    post_ok(sale("2102", "V1", 10));
    hospital_field(text, "setl_id", settlement);
    post_ok(pharmacy_2103(&pharmacy, &patient, "V2", settlement, message));
    post_ok(hospital_2601(&pharmacy, &patient, "V3", "V2", "2103", message));
    assert_int_equal(balance(), before - 1000);
    post_ok(pharmacy_2103(&pharmacy, &patient, "V4", settlement, message));
    assert_int_equal(balance(), before);
}

static void test_gongji_sales__what_does_not_add_up_is_refused(void **state)
{
    (void)state;
    gj_fen before = balance();
    sale("2102", "W1", 10);
    post_refused(changed("\"medfee_sumamt\":\"10.00\"", "\"medfee_sumamt\":\"10.01\""),
                 "总费用10.01与明细合计10.00不一致");
    post_refused(changed("\"pric\":\"10.00\"", "\"pric\":\"9.00\""), "金额与数量、单价不符");
    post_refused(changed("\"med_type\":\"41\"", "\"med_type\":\"11\""), "医疗类别[11]");
    post_refused(changed("\"insutype\":\"310\"", "\"insutype\":\"390\""), "险种类型[390]无效");
    post_refused(changed("2025-09-01 09:00:00", "2025-09-02 09:00:00"), "晚于现在");
    pharmacy.code[0] = 'H', pharmacy.code[11] = '1';
    post_refused(sale("2102", "W1", 10), "医疗类别[41]"); /* a hospital sells nothing */
    pharmacy.code[0] = 'P', pharmacy.code[11] = '4';
    assert_int_equal(balance(), before);
    post_ok(sale("2102", "W1", 10)); /* a refusal used up no message id */
    assert_int_equal(balance(), before - 1000);
}

static void test_gongji_sales__warns_of_codes_classes_and_invoices(void **state)
{
    (void)state;
    char settlement[64];
    pharmacy_sale(&pharmacy, &patient, "2102", "X1", "XDRUG0003", 10, "INV-1", message);
    post_ok(changed("\"cnt\":\"1\"", "\"cnt\":\"1\",\"chrgitm_lv\":\"01\""));
    HAS(text, "明细[1]收费项目等级[01]与目录[02]不符");
    HAS(text, "\"preselfpay_amt\":1.00");
    hospital_field(text, "setl_id", settlement);
    post_ok(pharmacy_sale(&pharmacy, &patient, "2102", "X2", "NOSUCH", 10, "INV-1", message));
    HAS(text, "目录中没有[NOSUCH]");
    HAS(text, "发票号[INV-1]已用于结算[");
    HAS(text, settlement);
    HAS(text, "\"fulamt_ownpay_amt\":10.00");
}

static void test_gongji_sales__takes_its_paths(void **state)
{
    (void)state;
    sale("2101", "P1", 10);
    assert_int_equal(hospital_call(&pharmacy, "POST", "/his/2101", message, text), 200);
    HAS(text, "\"infcode\":0");
    assert_int_equal(hospital_call(&pharmacy, "POST", "/his/2102", message, text), 200);
    HAS(text, "\"infcode\":-2");
    hospital_message(&pharmacy, &patient, "2001", "P2", message,
                     "\"data\":{\"psn_no\":\"%s\",\"insutype\":\"310\",\"fixmedins_code\":\"%s\","
                     "\"med_type\":\"41\",\"begntime\":\"2025-09-01 09:00:00\"}",
                     patient.psn_no, pharmacy.code);
    assert_int_equal(hospital_call(&pharmacy, "POST",
                                   "/fsi/api/fsiPsnPriorityInfoService/queryPsnPriorityInfo",
                                   message, text),
                     200);
    HAS(text, "\"infcode\":0");
    HAS(text, "\"trt_enjymnt_flag\":\"0\"");
    HAS(text, "个人账户可付");
    assert_int_equal(hospital_call(&pharmacy, "POST", "/his/2001", message, text), 200);
    HAS(text, "\"fund_pay_type\":\"310100\"");
}

static void test_gongji_sales__1101_looks_at_who_asks(void **state)
{
    (void)state;
    char number[64];
    hospital_message(
        &pharmacy, &patient, "1101", "Y1", message,
        "\"data\":{\"mdtrt_cert_type\":\"01\",\"mdtrt_cert_no\":\"demo-token-000001\"}");
    post_ok(message);
    post_refused(changed(pharmacy.code, "P99999999999"), "定点医药机构[P99999999999]未登记");
    post_refused(changed("\"sign_no\":\"\"", "\"sign_no\":\"4711\""), "签到流水号无效");
    char who[HOSPITAL_TEXT];
    memcpy(who, message, sizeof who);
    post_ok(hospital_message(&pharmacy, &patient, "9001", "Y2", message,
                             "\"signIn\":{\"opter_no\":\"1\",\"mac\":\"0\",\"ip\":\"0\"}"));
    hospital_field(text, "sign_no", number);
    char signed_in[96];
    snprintf(signed_in, sizeof signed_in, "\"sign_no\":\"%s\"", number);
    memcpy(message, who, sizeof who);
    post_ok(changed("\"sign_no\":\"\"", signed_in));
    post_ok(hospital_message(&pharmacy, &patient, "9002", "Y3", message,
                             "\"signOut\":{\"opter_no\":\"1\",\"sign_no\":\"%s\"}", number));
    memcpy(message, who, sizeof who);
    post_refused(changed("\"sign_no\":\"\"", signed_in), "签到流水号无效");
}

static void test_gongji_sales__leave_a_book_that_proves(void **state)
{
    (void)state;
    server_proves(server.db);
}

/* Somebody with money of his own, and the pharmacy of his city that takes the wallet. */
static bool find_buyer(void)
{
    int count;
    const struct gj_institution *places = gj_demo_institutions(&count);
    for (int nth = 0; server_patient(server.db, nth, &patient, &pharmacy, places, count); nth++) {
        pharmacy.code[0] = 'P';
        pharmacy.code[11] = '4';
        if (balance() >= 20000)
            return true;
    }
    return false;
}

static int start(void **state)
{
    (void)state;
    pharmacy.socket = -1;
    if (!server_open(&server, &world, 40))
        return -1;
    pharmacy.port = server.port;
    return find_buyer() ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    hospital_hang_up(&pharmacy);
    return server_close(&server, &world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gongji_sales__a_sale_is_previewed_settled_once_and_cancelled),
        cmocka_unit_test(test_gongji_sales__another_pharmacy_cannot_cancel_it),
        cmocka_unit_test(test_gongji_sales__a_sale_is_not_taken_back_as_a_visit),
        cmocka_unit_test(test_gongji_sales__both_orders_of_2601_end_in_the_same_book),
        cmocka_unit_test(test_gongji_sales__an_undone_cancellation_lets_the_sale_stand),
        cmocka_unit_test(test_gongji_sales__what_does_not_add_up_is_refused),
        cmocka_unit_test(test_gongji_sales__warns_of_codes_classes_and_invoices),
        cmocka_unit_test(test_gongji_sales__takes_its_paths),
        cmocka_unit_test(test_gongji_sales__1101_looks_at_who_asks),
        cmocka_unit_test(test_gongji_sales__leave_a_book_that_proves),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
