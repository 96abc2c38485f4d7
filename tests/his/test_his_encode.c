#include "desk.h"

#include <stdio.h>

/* Everything an answer is made from. */
/* Own 100.00, aid 40.00, wallet 20.00, cash 15.50 of 275.50; the pool pays 100.00. */
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

/* Refused before it was read or begun: nothing happened, so it is no -1, and no reference is there. */
static void test_his_encode__refuses_what_was_never_begun(void **state)
{
    (void)state;
    struct desk *desk = desk_good("2207");
    desk->work->answer = gj_his_encode_unread(GJ_SERVER_BUSY, NOW, &desk->work->answer_length);
    expect(desk, "infcode", "-2");
    expect(desk, "inf_refmsgid", "");
    expect(desk, "refmsg_time", "20250901103006007");
    expect(desk, "err_msg", "系统忙，未受理，稍后重发");
    expect(desk, "output", "{ }");
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

/* Every decision that adds up is told so that the identities hold: the encoder itself checks them
   and stops the process otherwise; here they are read back from the bytes. */
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

/* Every row of the answers' tables leaves in an answer of its transaction. */
static void check_emitted(const struct gj_his_node *node)
{
    struct gj_line_result result = {.price = {GJ_LIST_OUTSIDE, 0, -1},
                                    .bill = {1250, 1250, 0, 0, 0}};
    bool bill = strcmp(node->infno, "2206") >= 0 && strcmp(node->infno, "2208") <= 0;
    bool sale = strcmp(node->infno, "2101") >= 0 && strcmp(node->infno, "2103") <= 0;
    bool preview = strcmp(node->infno, "2206") == 0 || strcmp(node->infno, "2101") == 0;
    struct desk *desk = bill || sale ? settled(node->infno, worked()) : desk_good(node->infno);
    const struct gj_his_group *group = &gj_his_groups[node->group];
    desk->outcome.reply.results = &result;
    desk->outcome.reply.results_count = 1;
    encode(desk->work, &desk->answer);
    for (int i = 0; i < group->count; i++) {
        char place[128];
        bool absent = group->fields[i].rule == GJ_HIS_NOT_IN_PREVIEW && preview;
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

/* Answers in a process of its own: true if the process stopped itself. */
int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_his_encode__has_all_ten_keys_in_every_answer),
        cmocka_unit_test(test_his_encode__takes_the_serial_modulo_ten_digits),
        cmocka_unit_test(test_his_encode__says_that_a_failure_is_one),
        cmocka_unit_test(test_his_encode__refuses_what_was_never_begun),
        cmocka_unit_test(test_his_encode__answers_sign_in_and_out),
        cmocka_unit_test(test_his_encode__answers_a_registration),
        cmocka_unit_test(test_his_encode__answers_each_line),
        cmocka_unit_test(test_his_encode__warns_of_codes_nobody_knows),
        cmocka_unit_test(test_his_encode__counts_the_warnings_left_out),
        cmocka_unit_test(test_his_encode__emits_every_row_of_its_tables),
    };
    return cmocka_run_group_tests_name("his/encode", tests, NULL, NULL);
}
