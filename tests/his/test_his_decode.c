#include "messages.h"

#include <stdio.h>

static void test_his_decode__wants_an_object_as_input(void **state)
{
    static const char *const inputs[] = {"[]", "\"x\"", "null", "\"\"", "7", NULL};
    (void)state;
    for (int i = 0; i < 6; i++) {
        char *body = body_of("2207", inputs[i], "");
        struct at_work *work = decode_bytes("/his", gj_slice(body));
        assert_string_equal(refusal_of(work), "交易输入(input)缺失或格式错误");
        done(work);
        free(body);
    }
}

static void test_his_decode__takes_every_good_message(void **state)
{
    (void)state;
    for (int i = 0; good_inputs[i][0] != NULL; i++) {
        struct at_work *work = decode(good_inputs[i][0], good_inputs[i][1]);
        if (work->kind == GJ_HIS_REFUSED)
            fail_msg("%s: %s", good_inputs[i][0], work->his->error);
        assert_string_equal(work->his->is->infno, good_inputs[i][0]);
        bool read = strcmp(good_inputs[i][0], "1101") == 0;
        assert_int_equal(work->kind, read ? GJ_HIS_READ : GJ_HIS_COMMAND);
        assert_int_equal(work->canonical_length > 0, !read);
        done(work);
    }
}

static void test_his_decode__fills_the_envelope(void **state)
{
    (void)state;
    struct at_work *work = decode("2205", good_input("2205"));
    const struct gj_command *command = &work->command;
    assert_int_equal(command->act, GJ_ACT_DROP_LINES);
    assert_int_equal(command->actor.role, GJ_ROLE_INSTITUTION);
    assert_string_equal(command->institution, "H41010000001");
    assert_string_equal(command->msgid, "H41010000001202509011030050001");
    assert_string_equal(command->sign_no, "55");
    assert_int_equal(command->care_area, 410100);
    assert_int_equal(command->home_area, 410100);
    assert_true(command->sent == gj_time_at(gj_day_from_civil(2025, 9, 1), 10, 30, 0));
    assert_int_equal(command->person, 7);
    assert_int_equal(command->person_area, 410100);
    assert_int_equal(command->body.drop.visit, 12);
    assert_int_equal(command->body.drop.area, 410100);
    assert_false(command->body.drop.all);
    assert_string_equal(command->body.drop.charge, "B1");
    done(work);
}

static void test_his_decode__fills_sign_in_and_out(void **state)
{
    (void)state;
    struct at_work *work = decode("9001", good_input("9001"));
    assert_int_equal(work->command.act, GJ_ACT_SIGN_IN);
    assert_string_equal(work->command.body.sign_in.operator_no, "K1");
    done(work);
    work = decode("9002", good_input("9002"));
    assert_int_equal(work->command.act, GJ_ACT_SIGN_OUT);
    assert_string_equal(work->command.sign_no, "77");
    done(work);
    work = decode("9002", "{\"signOut\":{\"opter_no\":\"K1\"}}");
    assert_string_equal(work->command.sign_no, "55");
    done(work);
}

static void test_his_decode__fills_visits(void **state)
{
    (void)state;
    struct at_work *work = decode("2201", good_input("2201"));
    assert_int_equal(work->command.act, GJ_ACT_REGISTER);
    assert_int_equal(work->command.body.registration.scheme, GJ_SCHEME_EMPLOYEE);
    assert_true(work->command.body.registration.begin ==
                gj_time_at(gj_day_from_civil(2025, 9, 1), 9, 0, 0));
    assert_string_equal(work->command.body.registration.number, "O1");
    assert_string_equal(work->command.credential.type, "02");
    assert_string_equal(work->command.credential.number, ID_CARD);
    done(work);
    work = decode("2202", good_input("2202"));
    assert_int_equal(work->command.act, GJ_ACT_CANCEL_VISIT);
    assert_int_equal(work->command.body.visit.visit, 12);
    assert_int_equal(work->command.body.visit.area, 410100);
    assert_string_equal(work->command.body.visit.number, "O1");
    done(work);
    work = decode("2203", good_input("2203"));
    assert_int_equal(work->command.act, GJ_ACT_DIAGNOSE);
    assert_string_equal(work->command.body.diagnoses.med_type, "11");
    assert_int_equal(work->command.body.diagnoses.count, 1);
    assert_string_equal(work->command.body.diagnoses.list[0].code, "J00");
    assert_string_equal(work->command.body.diagnoses.list[0].name, "感冒");
    done(work);
}

static void test_his_decode__fills_lines(void **state)
{
    (void)state;
    struct at_work *work = decode("2204", good_input("2204"));
    assert_int_equal(work->command.act, GJ_ACT_ADD_LINES);
    assert_int_equal(work->command.body.lines.visit, 12);
    assert_int_equal(work->command.body.lines.area, 410100);
    assert_int_equal(work->command.body.lines.count, 1);
    const struct gj_line *line = &work->command.body.lines.list[0];
    assert_string_equal(line->serial, "S1");
    assert_string_equal(line->charge, "B1");
    assert_string_equal(line->list_code, "XA01");
    assert_string_equal(line->own_code, "H-1");
    assert_int_equal(line->amount_fen, 1250);
    assert_int_equal(line->count_e4, 25000);
    assert_int_equal(line->price_micro, 5000000);
    uint64_t content = line->content;
    assert_true(content != 0);
    done(work);

    char *other = replaced(good_input("2204"), "\"prd_days\":7.5", "\"prd_days\":7.50");
    work = decode("2204", other);
    assert_true(work->command.body.lines.list[0].content == content);
    done(work);
    free(other);
    other = replaced(good_input("2204"), "\"prd_days\":7.5", "\"prd_days\":7.51");
    work = decode("2204", other);
    assert_true(work->command.body.lines.list[0].content != content);
    done(work);
    free(other);
}

static char *lines_of(int count, const char *last_person, const char *last_visit)
{
    const char *good = good_input("2204");
    struct gj_his_text text = {0};
    gj_his_put_text(&text, "{\"feedetail\":[");
    for (int i = 0; i < count; i++) {
        char serial[32];
        snprintf(serial, sizeof serial, "\"S%d\"", i);
        char *one = replaced(good + strlen("{\"feedetail\":["), "\"S1\"", serial);
        one[strlen(one) - 2] = '\0';
        if (i == count - 1) {
            char *two = replaced(one, PSN_NO, last_person);
            free(one);
            one = replaced(two, VISIT, last_visit);
            free(two);
        }
        gj_his_put(&text, ",", i > 0);
        gj_his_put_text(&text, one);
        free(one);
    }
    gj_his_put_text(&text, "]}");
    return text.bytes;
}

static void test_his_decode__takes_two_hundred_lines_of_one_visit(void **state)
{
    (void)state;
    char *lines = lines_of(200, PSN_NO, VISIT);
    char *body = body_of("2204", lines, "");
    struct gj_his *his = gj_his_new();
    struct gj_command command = {0};
    struct gj_sink none = {NULL, NULL};
    assert_int_equal(gj_his_decode(his, gj_slice("/his"), gj_slice(body), 0, &command, none),
                     GJ_HIS_COMMAND);
    assert_int_equal(command.body.lines.count, 200);
    assert_string_equal(command.body.lines.list[199].serial, "S199");
    free(lines);
    free(body);
    gj_his_free(his);

    lines = lines_of(201, PSN_NO, VISIT);
    struct at_work *work = decode("2204", lines);
    assert_string_equal(refusal_of(work), "明细超过200条");
    done(work);
    free(lines);
    lines = lines_of(2, "41010000000000000000000008", VISIT);
    work = decode("2204", lines);
    assert_string_equal(refusal_of(work), "字段[psn_no]各行不一致");
    done(work);
    free(lines);
    lines = lines_of(2, PSN_NO, "41010013");
    work = decode("2204", lines);
    assert_string_equal(refusal_of(work), "字段[mdtrt_id]各行不一致");
    done(work);
    free(lines);
}

static void test_his_decode__takes_one_object_for_a_list(void **state)
{
    (void)state;
    char *one = replaced(good_input("2203"), "\"diseinfo\":[", "\"diseinfo\":");
    char *closed = replaced(one, "}]}", "}}");
    struct at_work *work = decode("2203", closed), *list = decode("2203", good_input("2203"));
    assert_int_equal(work->command.body.diagnoses.count, 1);
    assert_int_equal(work->canonical_length, list->canonical_length);
    assert_memory_equal(work->canonical, list->canonical, list->canonical_length);
    done(work);
    done(list);
    free(one);
    free(closed);
}

static void test_his_decode__fills_bills(void **state)
{
    (void)state;
    struct at_work *work = decode("2206", good_input("2206"));
    assert_int_equal(work->command.act, GJ_ACT_PREVIEW);
    assert_int_equal(work->command.body.bill.visit, 12);
    assert_int_equal(work->command.body.bill.area, 410100);
    assert_string_equal(work->command.body.bill.charge, "B1");
    assert_string_equal(work->command.body.bill.med_type, "11");
    assert_int_equal(work->command.body.bill.scheme, GJ_SCHEME_EMPLOYEE);
    assert_true(work->command.body.bill.accounts_used);
    assert_int_equal(work->command.body.bill.bill.total_fen, 17550);
    assert_string_equal(work->command.credential.number, ID_CARD);
    done(work);
    work = decode("2207", good_input("2207"));
    assert_int_equal(work->command.act, GJ_ACT_SETTLE);
    assert_int_equal(work->command.body.bill.bill.total_fen, 17550);
    assert_int_equal(work->command.body.bill.bill.outside_fen, 1000);
    assert_int_equal(work->command.body.bill.bill.overprice_fen, 550);
    assert_int_equal(work->command.body.bill.bill.first_share_fen, 2000);
    assert_int_equal(work->command.body.bill.bill.eligible_fen, 14000);
    done(work);
    char *unused =
        replaced(good_input("2207"), "\"acct_used_flag\":\"1\"", "\"acct_used_flag\":\"00\"");
    work = decode("2207", unused);
    assert_false(work->command.body.bill.accounts_used);
    done(work);
    free(unused);
}

static void test_his_decode__fills_reversal_and_undo(void **state)
{
    static const struct {
        const char *oinfno;
        int act;
    } originals[] = {{"2207", GJ_ACT_SETTLE},  {"2207A", GJ_ACT_SETTLE},
                     {"2208", GJ_ACT_REVERSE}, {"2102", GJ_ACT_SETTLE_BILL},
                     {"2103", GJ_ACT_REVERSE}, {"2304", GJ_ACT_NONE},
                     {"2305", GJ_ACT_NONE},    {"2401", GJ_ACT_NONE}};
    (void)state;
    struct at_work *work = decode("2208", good_input("2208"));
    assert_int_equal(work->command.act, GJ_ACT_REVERSE);
    assert_int_equal(work->command.body.reverse.settlement, 34);
    assert_int_equal(work->command.body.reverse.visit, 12);
    assert_int_equal(work->command.body.reverse.area, 410100);
    done(work);
    for (size_t i = 0; i < sizeof originals / sizeof originals[0]; i++) {
        char *input = replaced(good_input("2601"), "2207", originals[i].oinfno);
        work = decode("2601", input);
        assert_int_equal(work->command.act, GJ_ACT_UNDO);
        assert_int_equal(work->command.body.undo.original_act, originals[i].act);
        assert_string_equal(work->command.body.undo.msgid, "M0");
        done(work);
        free(input);
    }
}

static void credential(const char *from, const char *to, const char *type, const char *number)
{
    char *input = replaced(good_input("1101"), from, to);
    struct at_work *work = decode("1101", input);
    assert_int_equal(work->kind, GJ_HIS_READ);
    assert_string_equal(gj_his_credential(work->his)->type, type);
    assert_string_equal(gj_his_credential(work->his)->number, number);
    done(work);
    free(input);
}

static void test_his_decode__names_the_credential_of_1101(void **state)
{
    (void)state;
    credential("王小明", "王小明", "02", ID_CARD);
    credential("\"mdtrt_cert_type\":\"02\"", "\"mdtrt_cert_type\":\"01\"", "01", ID_CARD);
    credential("\"mdtrt_cert_type\":\"02\"", "\"mdtrt_cert_type\":\"03\"", "03", ID_CARD);
    credential("\"psn_cert_type\":\"01\",\"certno\":\"" ID_CARD "\"",
               "\"psn_cert_type\":3,\"certno\":\"P1\"", "D03", "P1");
    credential("\"psn_cert_type\":\"01\",\"certno\":\"" ID_CARD "\"", "\"psn_cert_type\":\"03\"",
               "D03", ID_CARD);
    struct at_work *work = decode("1101", "{\"data\":{\"mdtrt_cert_type\":\"03\","
                                          "\"mdtrt_cert_no\":\"C1\"}}");
    assert_string_equal(refusal_of(work), "使用社保卡时卡识别码(card_sn)不能为空");
    done(work);
    work = decode("1101", "{\"data\":{\"mdtrt_cert_type\":\"03\",\"mdtrt_cert_no\":\"C1\","
                          "\"card_sn\":\"N9\"}}");
    assert_string_equal(gj_his_credential(work->his)->card_sn, "N9");
    done(work);
}

static void path(const char *path, const char *error)
{
    char *body = body_of("2207", good_input("2207"), "");
    struct at_work *work = decode_bytes(path, gj_slice(body));
    if (error == NULL)
        assert_int_equal(work->kind, GJ_HIS_COMMAND);
    else
        assert_string_equal(refusal_of(work), error);
    done(work);
    free(body);
}

static void test_his_decode__lets_the_body_decide_over_the_path(void **state)
{
    (void)state;
    path("/his", NULL);
    path("/his/", NULL);
    path("/his/2207", NULL);
    path("/his/2207A", NULL);
    path("/fsi/api/outpatientSettleService/saveSettletmentV2", NULL);
    path("/fsi/api/outpatientSettleService/preSettletment", NULL);
    path("/his/2206", "请求路径与交易编号[2207]不一致");
    path("/his/9999", "请求路径与交易编号[2207]不一致");
    path("/his/22071234567890", "请求路径与交易编号[2207]不一致");
    assert_string_equal(gj_his_infno_of_path(gj_slice("outpatientSettleService/saveSettletmentV2")),
                        "2207");
    assert_string_equal(gj_his_infno_of_path(gj_slice("signInSignOutService/signIn")), "9001");
    assert_null(gj_his_infno_of_path(gj_slice("signInSignOutService/signin")));
}

static void not_json(struct gj_slice body)
{
    struct at_work *work = decode_bytes("/his", body);
    assert_string_equal(refusal_of(work), "报文不是有效的JSON");
    assert_string_equal(answer_at(work, "infcode"), "-1");
    assert_string_equal(answer_at(work, "inf_refmsgid"), "");
    assert_string_equal(answer_at(work, "refmsg_time"), "20250901103005123");
    done(work);
}

static void test_his_decode__refuses_what_is_not_json(void **state)
{
    (void)state;
    char deep[1001], deeper[3001];
    memset(deep, '[', 500);
    memset(deep + 500, ']', 500);
    for (int i = 0; i < 500; i++) {
        memcpy(deeper + 5 * (size_t)i, "{\"a\":", 5);
        deeper[2500 + i] = '}';
    }
    not_json((struct gj_slice){deep, 1000});
    not_json((struct gj_slice){deeper, 3000});
    not_json(GJ_SLICE(""));
    not_json(GJ_SLICE("x"));
    not_json(GJ_SLICE("[]"));
    not_json(GJ_SLICE("null"));
    not_json(GJ_SLICE("{\"infno\":\"2207\",\"infno\":\"2207\"}"));
    not_json(GJ_SLICE("{\"infno\":\"2207\",\"a\":\"\\u0000\"}"));
    not_json(GJ_SLICE("{\"infno\":\"2207\",\"a\":\"\0\"}"));
    not_json(GJ_SLICE("{\"infno\":\"\xC0\xAF\"}"));
    not_json(GJ_SLICE("{\"infno\":\"2207\"}\0"));
    not_json(GJ_SLICE("{\"infno\":NaN}"));
    not_json(GJ_SLICE("{\"infno\":\"2207\""));
}

static void test_his_decode__keeps_long_hostile_texts_short(void **state)
{
    (void)state;
    char text[30001], over[30100];
    for (int i = 0; i < 10000; i++)
        memcpy(text + 3 * (size_t)i, "界", 3);
    text[30000] = '\0';
    snprintf(over, sizeof over, "\"infver\":\"%s\"", text);
    char *body = body_of("2207", good_input("2207"), over);
    struct at_work *work = decode_bytes("/his", gj_slice(body));
    assert_true(gj_slice_characters(gj_slice(refusal_of(work))) < 60);
    done(work);
    free(body);
}

static void test_his_decode__serves_again_with_the_same_memory(void **state)
{
    (void)state;
    struct gj_his *his = gj_his_new();
    struct gj_command command = {.sandbox = true};
    struct gj_sink none = {NULL, NULL};
    for (int i = 0; good_inputs[i][0] != NULL; i++) {
        char *body = body_of(good_inputs[i][0], good_inputs[i][1], "");
        assert_int_not_equal(
            gj_his_decode(his, gj_slice("/his"), gj_slice(body), 0, &command, none),
            GJ_HIS_REFUSED);
        assert_true(command.sandbox);
        free(body);
    }
    gj_his_free(his);
    gj_his_free(NULL);
}

/* Texts come to light whether they are written plainly or with escapes, names of fields too. */
static void test_his_decode__reads_escapes(void **state)
{
    (void)state;
    char *plain = body_of("2102", good_input("2102"), "\"msgid\":\"M1\"");
    char *one = replaced(plain, "\"msgid\"", "\"\\u006dsgid\"");
    char *two = replaced(one, "\"M1\"", "\"\\u004d\\u0031\"");
    char *escaped = replaced(two, "\"psn_no\":\"4", "\"psn_no\":\"\\u0034");
    struct at_work *first = decode_bytes("/his", gj_slice(plain));
    struct at_work *second = decode_bytes("/his", gj_slice(escaped));
    memset(escaped, 'x', strlen(escaped)); /* a command holds nothing of its body */
    assert_int_equal(first->kind, GJ_HIS_COMMAND);
    assert_int_equal(second->kind, GJ_HIS_COMMAND);
    assert_string_equal(second->command.msgid, "M1");
    assert_int_equal(second->command.person, first->command.person);
    assert_int_equal(first->canonical_length, second->canonical_length);
    assert_memory_equal(first->canonical, second->canonical, first->canonical_length);
    assert_null(second->his->pieces);
    free(plain), free(one), free(two), free(escaped);
    done(first);
    done(second);
}

/* Of a message that failed the answer's own number is made from its name. */
static void test_his_decode__names_the_answer_of_a_failure_by_the_message(void **state)
{
    (void)state;
    const char *const msgids[] = {"ONE", "TWO", "ONE"};
    char numbers[3][64];
    for (int i = 0; i < 3; i++) {
        char over[64];
        snprintf(over, sizeof over, "\"msgid\":\"%s\"", msgids[i]);
        char *body = body_of("2207", good_input("2207"), over);
        struct at_work *work = decode_bytes("/his", gj_slice(body));
        free(body);
        assert_int_equal(work->kind, GJ_HIS_COMMAND);
        work->answer = gj_his_encode_failure(work->his, 0, &work->answer_length);
        snprintf(numbers[i], sizeof numbers[i], "%s", answer_at(work, "inf_refmsgid"));
        done(work);
    }
    assert_int_equal(strlen(numbers[0]), 30);
    assert_string_equal(numbers[0], numbers[2]);
    assert_string_not_equal(numbers[0], numbers[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_his_decode__wants_an_object_as_input),
        cmocka_unit_test(test_his_decode__takes_every_good_message),
        cmocka_unit_test(test_his_decode__fills_the_envelope),
        cmocka_unit_test(test_his_decode__fills_sign_in_and_out),
        cmocka_unit_test(test_his_decode__fills_visits),
        cmocka_unit_test(test_his_decode__fills_lines),
        cmocka_unit_test(test_his_decode__takes_two_hundred_lines_of_one_visit),
        cmocka_unit_test(test_his_decode__takes_one_object_for_a_list),
        cmocka_unit_test(test_his_decode__fills_bills),
        cmocka_unit_test(test_his_decode__fills_reversal_and_undo),
        cmocka_unit_test(test_his_decode__names_the_credential_of_1101),
        cmocka_unit_test(test_his_decode__lets_the_body_decide_over_the_path),
        cmocka_unit_test(test_his_decode__refuses_what_is_not_json),
        cmocka_unit_test(test_his_decode__keeps_long_hostile_texts_short),
        cmocka_unit_test(test_his_decode__serves_again_with_the_same_memory),
        cmocka_unit_test(test_his_decode__reads_escapes),
        cmocka_unit_test(test_his_decode__names_the_answer_of_a_failure_by_the_message),
    };
    return cmocka_run_group_tests_name("his/decode", tests, NULL, NULL);
}
