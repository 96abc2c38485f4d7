/* Bad input over the real door: what a careless or hostile client sends, what it is told, and that
   nothing of it is kept: after every message the chain of the store ends where it ended before. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "server.h"

enum { BODY = 1 << 16, TEN_MEGABYTES = 10000000 };

static struct gj_world world;
static struct server server;
static struct hospital hospital = {.socket = -1, .code = "H41010000002", .area = 410100},
                       other_hospital;
static struct patient patient = {.area = 410100, .insutype = "310"}, other_patient;
static char visit[64], other_visit[64], settled[64], reversed[64], text[HOSPITAL_TEXT];

/* ---- talking ---- */

static int post_bytes(const char *path, const char *bytes, size_t length)
{
    char head[160];
    int size = snprintf(head, sizeof head,
                        "POST %s HTTP/1.1\r\nHost: g\r\nContent-Length: %zu\r\n\r\n", path, length);
    text[0] = '\0';
    hospital_hang_up(&hospital); /* after a refused body the server closes: always dial anew */
    if (!hospital_dial(&hospital) || !hospital_write(&hospital, head, (size_t)size))
        return -1;
    (void)hospital_write(&hospital, bytes, length); /* cut off in the middle when it is too long */
    return hospital_read(&hospital, text);
}

static int post(const char *path, const char *body)
{
    return post_bytes(path, body, strlen(body));
}

static void post_ok(const char *body)
{
    if (post("/his", body) != 200 || !strstr(text, "\"infcode\":0"))
        fail_msg("%.600s\n-> %.600s", body, text);
}

/* The end of the chain, and how many batches lead there. */
struct end {
    int64_t batches;
    uint8_t head[32];
};

static struct end end_of_chain(void)
{
    struct end end = {0};
    struct gj_reader *reader;
    struct gj_why why;
    gj_id last;
    assert_int_equal(gj_reader_open_sqlite(server.db, &reader, &why), GJ_DONE);
    assert_int_equal(gj_reader_last_order(reader, &last, &why), GJ_DONE);
    assert_int_equal(gj_reader_chain(reader, last, &end.batches, end.head, &why), GJ_DONE);
    gj_reader_close(reader);
    return end;
}

static void assert_same_end(const char *name, const struct end *before)
{
    struct end after = end_of_chain();
    if (after.batches != before->batches || memcmp(after.head, before->head, sizeof after.head))
        fail_msg("%s: something was kept: %.400s", name, text);
}

static void assert_says(const char *name, const char *words)
{
    if (!strstr(text, words))
        fail_msg("%s: no %s in: %.700s", name, words, text);
}

/* ---- bodies that are no message ---- */

struct raw {
    const char *name, *body;
    size_t length; /* 0: up to the end of the text */
    const char *words, *where;
};

#define DEEP10 "[[[[[[[[[["
#define DEEP100 DEEP10 DEEP10 DEEP10 DEEP10 DEEP10 DEEP10 DEEP10 DEEP10 DEEP10 DEEP10

static const struct raw raws[] = {
    {"not JSON", "hello", 0, "报文不是有效的JSON", "line 1, column 1"},
    {"empty", "", 0, "报文不是有效的JSON", "line 1, column 1"},
    {"an array", "[]", 0, "报文不是有效的JSON", "an object must stand here"},
    {"cut", "{\"infno\":\"2207\"", 0, "报文不是有效的JSON", "line 1, column 16"},
    {"two values", "{}{}", 0, "报文不是有效的JSON", "bytes after the end"},
    {"500 levels", "{\"input\":" DEEP100 DEEP100 DEEP100 DEEP100 DEEP100, 0, "报文不是有效的JSON",
     "nested too deep"},
    {"a key twice", "{\"infno\":\"2207\",\n\"infno\":\"2208\"}", 0, "报文不是有效的JSON",
     "line 2, column 1: a key that this object has already"},
    {"a key twice, escaped", "{\"infno\":\"2207\",\"\\u0069nfno\":\"2208\"}", 0,
     "报文不是有效的JSON", "has already"},
    {"a key in two cases", "{\"infno\":\"2207\",\"INFNO\":\"2208\"}", 0, "字段[INFNO]重复", ""},
    {"invalid UTF-8", "{\"msgid\":\"\xff\xfe\"}", 0, "报文不是有效的JSON", "invalid UTF-8"},
    {"a NUL byte", "{\"msgid\":\"a\0b\"}", 15, "报文不是有效的JSON", "a NUL byte"},
    {"an escaped NUL", "{\"msgid\":\"a\\u0000b\"}", 0, "报文不是有效的JSON",
     "u0000 is not allowed"},
    {"NaN", "{\"infno\":NaN}", 0, "报文不是有效的JSON", "column 10"},
    {"007", "{\"infno\":007}", 0, "报文不是有效的JSON", "needless zero"},
    {"no envelope", "{}", 0, "缺少必填字段[request.infno]", ""},
    {"infno of another type", "{\"infno\":[2207]}", 0, "字段[infno]不是文本", ""},
};

static void test_gongji_badinput__what_is_no_message_is_told_where_it_breaks(void **state)
{
    (void)state;
    struct end before = end_of_chain();
    for (size_t i = 0; i < sizeof raws / sizeof raws[0]; i++) {
        const struct raw *raw = &raws[i];
        size_t length = raw->length ? raw->length : strlen(raw->body);
        assert_int_equal(post_bytes("/his", raw->body, length), 200);
        assert_says(raw->name, raw->words);
        assert_says(raw->name, raw->where);
        assert_says(raw->name, strstr(raw->words, "JSON") ? "\"infcode\":-1" : "\"infcode\":-2");
        assert_same_end(raw->name, &before);
    }
}

static void test_gongji_badinput__ten_megabytes_are_refused(void **state)
{
    (void)state;
    struct end before = end_of_chain();
    char *body = malloc(TEN_MEGABYTES);
    assert_non_null(body);
    memset(body, ' ', TEN_MEGABYTES);
    assert_int_equal(post_bytes("/his", body, TEN_MEGABYTES), 413);
    assert_says("10 MB", "\"err_msg\":\"请求内容超过4 MiB\"");
    assert_same_end("10 MB", &before);
    free(body);
}

/* ---- messages ---- */

struct bad {
    const char *name, *infno;
    const char *input; /* @P person, @V visit, @W another hospital's visit, @S settlement, @R one
                          that is reversed, @Q another person, @N number of a visit */
    const char *words;
    const char *field, *value; /* an envelope's field to write otherwise, or NULL */
};

#define LINE_TO(visit, amount, count, price)                                                       \
    "\"feedetail\":[{\"feedetl_sn\":\"9\",\"mdtrt_id\":\"" visit                                   \
    "\",\"psn_no\":\"@P\",\"chrg_bchno\":\"1\",\"rx_circ_flag\":\"0\",\"fee_ocur_time\":"          \
    "\"2025-09-01 09:30:00\",\"med_list_codg\":\"XDEMO0001\",\"medins_list_codg\":\"X\","          \
    "\"det_item_fee_sumamt\":" amount ",\"cnt\":" count ",\"pric\":" price                         \
    ",\"bilg_dept_codg\":\"A1\",\"bilg_dept_name\":\"t\",\"bilg_dr_codg\":\"D1\",\"bilg_dr_"       \
    "name\":"                                                                                      \
    "\"t\",\"hosp_appr_flag\":\"0\"}]"
#define LINE(amount) LINE_TO("@V", amount, "1", amount)
#define BILL(person, visit, total, scheme)                                                         \
    "\"data\":{\"psn_no\":\"" person "\",\"mdtrt_cert_type\":\"02\",\"mdtrt_cert_no\":\"\","       \
    "\"med_type\":\"11\",\"medfee_sumamt\":" total ",\"psn_setlway\":\"01\",\"mdtrt_id\":\"" visit \
    "\",\"chrg_bchno\":\"1\",\"acct_used_flag\":\"1\",\"insutype\":\"" scheme "\"}"
#define VISIT(person, scheme, begin)                                                               \
    "\"data\":{\"psn_no\":\"" person "\",\"insutype\":\"" scheme "\",\"begntime\":\"" begin        \
    "\",\"mdtrt_cert_type\":\"02\",\"mdtrt_cert_no\":\"\",\"ipt_otp_no\":\"X\",\"atddr_no\":"      \
    "\"D\","                                                                                       \
    "\"dr_name\":\"t\",\"dept_code\":\"A\",\"dept_name\":\"t\",\"caty\":\"01\"}"
#define GOOD_VISIT VISIT("@P", "310", "2025-09-01 09:00:00")
#define WHO(type, number)                                                                          \
    "\"data\":{\"mdtrt_cert_type\":\"" type "\",\"mdtrt_cert_no\":\"" number "\"}"
#define REVERSE(settlement, visit)                                                                 \
    "\"data\":{\"setl_id\":\"" settlement "\",\"mdtrt_id\":\"" visit "\",\"psn_no\":\"@P\"}"

/* clang-format off */
static const struct bad bads[] = {
    {"unknown infno", "7777", "", "交易编号[7777]不支持", NULL, NULL},
    {"input is text", "9001", NULL, "交易输入(input)缺失或格式错误", NULL, NULL},
    {"node is an array", "9001", "\"signIn\":[1]", "节点[signIn]应为对象", NULL, NULL},
    {"negative", "2204", LINE("-1.00"), "字段[det_item_fee_sumamt]数值超出16,2", NULL, NULL},
    {"negative text", "2204", LINE("\"-1.00\""), "字段[det_item_fee_sumamt]数值超出16,2", NULL, NULL},
    {"three decimals", "2204", LINE("1.005"), "字段[det_item_fee_sumamt]数值超出16,2", NULL, NULL},
    {"exponent", "2204", LINE("1e2"), "字段[det_item_fee_sumamt]数值超出16,2", NULL, NULL},
    {"exponent text", "2204", LINE("\"1e2\""), "字段[det_item_fee_sumamt]数值超出16,2", NULL, NULL},
    {"beyond the limit", "2204", LINE("100000000000000.00"), "字段[det_item_fee_sumamt]数值超出16,2", NULL, NULL},
    {"beyond 64 bits", "2204", LINE("99999999999999999999"), "字段[det_item_fee_sumamt]数值超出16,2", NULL, NULL},
    {"no number", "2204", LINE("\"abc\""), "字段[det_item_fee_sumamt]不是有效数值", NULL, NULL},
    {"a flag for a number", "2204", LINE("true"), "字段[det_item_fee_sumamt]不是有效数值", NULL, NULL},
    {"an object for a number", "2204", LINE("{}"), "字段[det_item_fee_sumamt]不是有效数值", NULL, NULL},
    {"full-width digits", "2204", LINE("\"１\""), "字段[det_item_fee_sumamt]不是有效数值", NULL, NULL},
    {"no amount", "2204", LINE("null"), "缺少必填字段[feedetail.det_item_fee_sumamt]", NULL, NULL},
    {"count times price", "2204", LINE_TO("@V", "100.00", "2", "60.00"), "明细[9]金额与数量、单价不符", NULL, NULL},
    {"line of another hospital's visit", "2204", LINE_TO("@W", "1.00", "1", "1.00"), "不是本机构的业务", NULL, NULL},
    {"line of no visit", "2204", LINE_TO("41010099", "1.00", "1", "1.00"), "没有这次就诊", NULL, NULL},
    {"lines do not sum", "2206", BILL("@P", "@V", "301.00", "310"), "总费用301.00与明细合计300.00不一致", NULL, NULL},
    {"total with three decimals", "2206", BILL("@P", "@V", "300.001", "310"), "字段[medfee_sumamt]数值超出16,2", NULL, NULL},
    {"total is negative", "2206", BILL("@P", "@V", "-300.00", "310"), "字段[medfee_sumamt]数值超出16,2", NULL, NULL},
    {"another scheme", "2206", BILL("@P", "@V", "300.00", "390"), "险种类型[390]无效", NULL, NULL},
    {"no such scheme", "2206", BILL("@P", "@V", "300.00", "999"), "险种类型[999]无效", NULL, NULL},
    {"another person's visit", "2206", BILL("@Q", "@V", "300.00", "310"), "不是此人的业务", NULL, NULL},
    {"unknown person", "2201", VISIT("41010000000000000099999999", "310", "2025-09-01 09:00:00"),
     "人员编号[41010000000000000099999999]不存在", NULL, NULL},
    {"no person's number", "2201", VISIT("nobody", "310", "2025-09-01 09:00:00"), "人员编号[nobody]不存在", NULL, NULL},
    {"no such day", "2201", VISIT("@P", "310", "2025-02-30 09:00:00"), "字段[begntime]日期格式错误", NULL, NULL},
    {"tomorrow", "2201", VISIT("@P", "310", "2025-09-02 09:00:00"), "就诊时间晚于现在", NULL, NULL},
    {"not enrolled so", "2201", VISIT("@P", "390", "2025-09-01 09:00:00"), "险种类型[390]无效", NULL, NULL},
    {"wrong check digit", "1101", WHO("02", "410101195501010015"), "证件号码不是18位或校验位不符", NULL, NULL},
    {"nobody's number", "1101", WHO("02", "110101199001010015"), "未查到参保人，请核对证件号码或凭证", NULL, NULL},
    {"care area of another place", "2201", GOOD_VISIT, "就医地医保区划[110000]与机构登记的[410100]不一致", "mdtrtarea_admvs", "110000"},
    {"care area nowhere", "2201", GOOD_VISIT, "就医地医保区划[999999]与机构登记的[410100]不一致", "mdtrtarea_admvs", "999999"},
    {"home area of another place", "2201", GOOD_VISIT, "参保地医保区划[110000]与参保登记不一致", "insuplc_admdvs", "110000"},
    {"home area nowhere", "2201", GOOD_VISIT, "参保地医保区划[999999]与参保登记不一致", "insuplc_admdvs", "999999"},
    {"home area of a bill", "2206", BILL("@P", "@V", "300.00", "310"), "参保地医保区划[110000]与参保登记不一致", "insuplc_admdvs", "110000"},
    {"area in words", "2201", GOOD_VISIT, "医保区划[Henan]不是6位有效区划", "mdtrtarea_admvs", "Henan"},
    {"unknown institution", "2201", GOOD_VISIT, "定点医药机构[H41010000099]未登记", "fixmedins_code", "H41010000099"},
    {"no message id", "2201", GOOD_VISIT, "报文ID(msgid)为空或超过30位", "msgid", ""},
    {"a long message id", "2201", GOOD_VISIT, "报文ID(msgid)为空或超过30位", "msgid", "1234567890123456789012345678901"},
    {"another version", "2201", GOOD_VISIT, "接口版本[V2.0]不支持", "infver", "V2.0"},
    {"a false sign-in", "2201", GOOD_VISIT, "签到流水号无效，请重新签到", "sign_no", "12345"},
    {"time in words", "2201", GOOD_VISIT, "交易时间(inf_time)格式应为yyyy-MM-dd HH:mm:ss", "inf_time", "yesterday"},
    {"another hospital's settlement", "2208", REVERSE("@S", "@W"), "不是本机构的业务", NULL, NULL},
    {"no such settlement", "2208", REVERSE("4101009999999", "@V"), "没有这笔结算", NULL, NULL},
    {"no settlement's number", "2208", REVERSE("x", "@V"), "结算ID[x]不存在", NULL, NULL},
    {"reversed twice", "2208", REVERSE("@R", "@V"), "已撤销", NULL, NULL},
    {"a sale's message on a visit's bill", "2103", REVERSE("@R", "@V"), "药店结算由2103撤销，门诊结算由2208撤销", NULL, NULL},
    {"undoes what cannot be undone", "2601", "\"data\":{\"psn_no\":\"@P\",\"omsgid\":\"X\",\"oinfno\":\"2201\"}",
     "交易[2201]不支持冲正", NULL, NULL},
};
/* clang-format on */

static const char *filler(char letter)
{
    switch (letter) {
    case 'P':
        return patient.psn_no;
    case 'Q':
        return other_patient.psn_no;
    case 'V':
        return visit;
    case 'W':
        return other_visit;
    case 'S':
        return settled;
    default:
        assert_int_equal(letter, 'R');
        return reversed;
    }
}

static void fill(const char *input, char *out, size_t size)
{
    size_t length = 0;
    for (const char *at = input; *at; at++) {
        const char *part = *at == '@' ? filler(*++at) : (const char[]){*at, '\0'};
        length += (size_t)snprintf(out + length, size - length, "%s", part);
        assert_true(length < size);
    }
    out[length] = '\0';
}

/* Replaces the value of a field of the envelope. */
static void replace(char *message, const char *field, const char *value)
{
    char quoted[40], rest[BODY];
    snprintf(quoted, sizeof quoted, "\"%s\":\"", field);
    char *at = strstr(message, quoted);
    assert_non_null(at);
    at += strlen(quoted);
    snprintf(rest, sizeof rest, "%s", strchr(at, '"'));
    sprintf(at, "%s%s", value, rest);
}

static void make_message(const struct bad *bad, int number, char out[HOSPITAL_TEXT])
{
    char input[BODY], name[16];
    snprintf(name, sizeof name, "BAD%d", number);
    fill(bad->input ? bad->input : "", input, sizeof input);
    hospital_message(&hospital, &patient, bad->infno, name, out, "%s", input);
    if (!bad->input)
        sprintf(strstr(out, "\"input\":"), "\"input\":\"text\"}");
    if (bad->field)
        replace(out, bad->field, bad->value);
}

static void test_gongji_badinput__what_the_rules_forbid_is_told_in_words_and_not_kept(void **state)
{
    (void)state;
    static char message[HOSPITAL_TEXT];
    int wrong = 0;
    struct end before = end_of_chain();
    for (size_t i = 0; i < sizeof bads / sizeof bads[0]; i++) {
        make_message(&bads[i], (int)i, message);
        if (post("/his", message) != 200 || !strstr(text, "\"infcode\":-2") ||
            !strstr(text, bads[i].words)) {
            print_message("%s: no %s in: %.500s\n", bads[i].name, bads[i].words, text);
            wrong++;
        }
        assert_same_end(bads[i].name, &before);
    }
    assert_int_equal(wrong, 0);
}

static void test_gongji_badinput__a_path_that_names_another_transaction(void **state)
{
    (void)state;
    static char message[HOSPITAL_TEXT];
    struct bad bad = {"path", "2201", GOOD_VISIT, "", NULL, NULL};
    struct end before = end_of_chain();
    make_message(&bad, 999, message);
    assert_int_equal(post("/his/2207", message), 200);
    assert_says("path", "请求路径与交易编号[2201]不一致");
    assert_int_equal(post("/his/nothing", message), 200);
    assert_says("path", "不一致");
    assert_int_equal(post("/fsi/api/no/such", message), 404);
    assert_int_equal(post("/nowhere", message), 404);
    assert_same_end("path", &before);
}

/* ---- the world in which all this is wrong ---- */

static void psn_no_of(int nth, char out[32])
{
    char all[HOSPITAL_TEXT];
    assert_int_equal(hospital_call(&hospital, "GET", "/api/v1/dev/people?limit=2", "", all), 200);
    const char *at = all;
    for (int i = 0; i <= nth; i++) {
        at = strstr(at + 1, "{\"psn_no\":\"");
        assert_non_null(at);
    }
    snprintf(out, 32, "%.26s", at + 11);
}

static void open_visit(const struct hospital *at, const char *name, char out[64])
{
    static char message[HOSPITAL_TEXT];
    char step[32];
    snprintf(step, sizeof step, "%s1", name);
    post_ok(hospital_2201(at, &patient, step, step, message));
    hospital_field(text, "mdtrt_id", out);
    snprintf(step, sizeof step, "%s2", name);
    post_ok(hospital_2204(at, &patient, step, out, "XDEMO0001", 300, message));
}

static void settle_visit(const struct hospital *at, const char *name, const char *of, char out[64])
{
    static char message[HOSPITAL_TEXT];
    char step[32], four[400];
    snprintf(step, sizeof step, "%s3", name);
    post_ok(hospital_bill(at, &patient, "2206", step, of, 300, "", message));
    hospital_four(text, four);
    snprintf(step, sizeof step, "%s4", name);
    post_ok(hospital_bill(at, &patient, "2207", step, of, 300, four, message));
    hospital_field(text, "setl_id", out);
}

static int start(void **state)
{
    (void)state;
    static char message[HOSPITAL_TEXT];
    if (!server_open(&server, &world, 40))
        return -1;
    hospital.port = server.port;
    other_hospital = hospital;
    snprintf(other_hospital.code, sizeof other_hospital.code, "H41010000001");
    psn_no_of(0, patient.psn_no);
    psn_no_of(1, other_patient.psn_no);
    open_visit(&other_hospital, "O", other_visit);
    settle_visit(&other_hospital, "O", other_visit, settled);
    open_visit(&hospital, "V", visit);
    settle_visit(&hospital, "V", visit, reversed);
    post_ok(hospital_2208(&hospital, &patient, "V5", reversed, visit, message));
    return 0;
}

static int stop(void **state)
{
    (void)state;
    hospital_hang_up(&hospital);
    return server_close(&server, &world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gongji_badinput__what_is_no_message_is_told_where_it_breaks),
        cmocka_unit_test(test_gongji_badinput__ten_megabytes_are_refused),
        cmocka_unit_test(test_gongji_badinput__what_the_rules_forbid_is_told_in_words_and_not_kept),
        cmocka_unit_test(test_gongji_badinput__a_path_that_names_another_transaction),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
