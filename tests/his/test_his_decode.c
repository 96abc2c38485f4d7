#include "messages.h"

#include <stdio.h>

/* One message and what is said about it: NULL when it must pass. The body is the good message of
   `infno` with `from` replaced by `to` (both "" for none). */
struct quirk {
    const char *id, *infno, *from, *to, *error;
};

#define PERSON_KEY "\"psn_no\":\"" PSN_NO "\""

static const struct quirk quirks[] = {
    /* envelope */
    {"Q001", "2207", "\"infno\":\"2207\"", "\"infno\":\"2207A\"", NULL},
    {"Q001", "2203", "\"infno\":\"2203\"", "\"infno\":\"2203A\"", NULL},
    {"Q001", "2207", "\"infno\":\"2207\"", "\"infno\":2207", NULL},
    {"Q001", "2207", "\"infno\":\"2207\"", "\"infno\":\"2204A\"", "交易编号[2204A]不支持"},
    {"Q001", "2207", "\"infno\":\"2207\"", "\"infno\":\"9999\"", "交易编号[9999]不支持"},
    {"Q001", "2207", "\"infno\":\"2207\",", "", "缺少必填字段[request.infno]"},
    {"Q003", "2207", "H41010000001202509011030050001", "x", NULL},
    {"Q003", "2207", "H41010000001202509011030050001", "", "报文ID(msgid)为空或超过30位"},
    {"Q003", "2207", "H41010000001202509011030050001", "H410100000012025090110300500012",
     "报文ID(msgid)为空或超过30位"},
    {"Q003", "2207", "H41010000001202509011030050001", "报文", "报文ID(msgid)为空或超过30位"},
    {"Q003", "2207", "\"msgid\":\"H41010000001202509011030050001\"", "\"msgid\":null",
     "报文ID(msgid)为空或超过30位"},
    {"Q005", "2207", "mdtrtarea_admvs", "mdtrtarea_admdvs", NULL},
    {"Q005", "2207", "insuplc_admdvs", "insuplc_admvs", NULL},
    {"Q006", "2207", "\"mdtrtarea_admvs\":\"410100\"", "\"mdtrtarea_admvs\":\"4101\"", NULL},
    {"Q006", "2207", "\"mdtrtarea_admvs\":\"410100\"", "\"mdtrtarea_admvs\":410100", NULL},
    {"Q006", "2207", "\"mdtrtarea_admvs\":\"410100\"", "\"mdtrtarea_admvs\":\"41010\"",
     "医保区划[41010]不是6位有效区划"},
    {"Q006", "2207", "\"mdtrtarea_admvs\":\"410100\"", "\"mdtrtarea_admvs\":\"41.100\"",
     "医保区划[41.100]不是6位有效区划"},
    {"Q006", "2207", "\"mdtrtarea_admvs\":\"410100\"", "\"mdtrtarea_admvs\":\"000100\"",
     "医保区划[000100]不是6位有效区划"},
    {"Q007", "9001", "\"insuplc_admdvs\":\"410100\"", "\"insuplc_admdvs\":\"\"", NULL},
    {"Q007", "2207", "\"insuplc_admdvs\":\"410100\",", "", NULL},
    {"Q008", "2207", "\"recer_sys_code\":\"HIS\"", "\"recer_sys_code\":441500", NULL},
    {"Q008", "2207", "\"recer_sys_code\":\"HIS\"", "\"recer_sys_code\":\"12345678901\"",
     "字段[recer_sys_code]长度超过10"},
    {"Q009", "2207", "\"dev_no\":\"dev\"", "\"dev_no\":\"\"", NULL},
    {"Q010", "2207", "\"cainfo\":\"ca\"", "\"cainfo\":\"1\"", NULL},
    {"Q011", "2207", "\"signtype\":\"SM2\"", "\"signtype\":1", NULL},
    {"Q012", "2207", "\"infver\":\"1.0\"", "\"infver\":\"V1.0\"", NULL},
    {"Q012", "2207", "\"infver\":\"1.0\"", "\"infver\":\"1.0.0\"", NULL},
    {"Q012", "2207", "\"infver\":\"1.0\"", "\"infver\":1", NULL},
    {"Q012", "2207", "\"infver\":\"1.0\"", "\"infver\":1.0", NULL},
    {"Q012", "2207", "\"infver\":\"1.0\"", "\"infver\":\"2.0\"", "接口版本[2.0]不支持"},
    {"Q012", "2207", "\"infver\":\"1.0\"", "\"infver\":\"10\"", "接口版本[10]不支持"},
    {"Q012", "2207", "\"infver\":\"1.0\"", "\"infver\":\"V\"", "接口版本[V]不支持"},
    {"Q013", "2207", "\"opter_type\":\"1\"", "\"opter_type\":3", NULL},
    {"Q013", "2207", "\"opter_type\":\"1\"", "\"opter_type\":\"4\"", "经办人类别[4]无效"},
    {"Q014", "2207", "2025-09-01 10:30:00", "20250901103000", NULL},
    {"Q014", "2207", "2025-09-01 10:30:00", "2010-09-01 10:30:00", NULL},
    {"Q014", "2207", "2025-09-01 10:30:00", "2025-09-01T10:30:00",
     "交易时间(inf_time)格式应为yyyy-MM-dd HH:mm:ss"},
    {"Q014", "2207", "2025-09-01 10:30:00", "2025-02-29 10:30:00",
     "交易时间(inf_time)格式应为yyyy-MM-dd HH:mm:ss"},
    {"Q014", "2207", "2025-09-01 10:30:00", "20250901243000",
     "交易时间(inf_time)格式应为yyyy-MM-dd HH:mm:ss"},
    {"Q015", "2207", "\"fixmedins_code\"", "\"medins_code\"", NULL},
    {"Q015", "2207", "H41010000001\",\"fixmedins_name", "123456\",\"fixmedins_name", NULL},
    {"Q015", "2207", "\"fixmedins_code\":\"H41010000001\",", "",
     "缺少必填字段[request.fixmedins_code]"},
    {"Q016", "2207", "甲市第一医院", "甲市第一医院甲市第一医院甲市第一医院甲市第一医院", NULL},
    {"Q017", "2207", "\"sign_no\":\"55\"", "\"sign_no\":\"\"", NULL},
    {"Q018", "2207", "\"sign_no\":\"55\"", "\"sign_no\":\"55\",\"TOKEN\":{\"a\":[1]}", NULL},
    {"Q019", "2207", "\"input\":{", "\"inputs\":{", "交易输入(input)缺失或格式错误"},
    /* any node */
    {"Q021", "2207", "\"medfee_sumamt\":175.50", "\"medfee_sumamt\":\"175.50\"", NULL},
    {"Q021", "2207", "\"medfee_sumamt\":175.50", "\"medfee_sumamt\":\"0175.5\"", NULL},
    {"Q021", "2207", "\"medfee_sumamt\":175.50", "\"medfee_sumamt\":0", NULL},
    {"Q021", "2207", "\"medfee_sumamt\":175.50", "\"medfee_sumamt\":\"abc\"",
     "字段[medfee_sumamt]不是有效数值"},
    {"Q021", "2207", "\"medfee_sumamt\":175.50", "\"medfee_sumamt\":\"1,2\"",
     "字段[medfee_sumamt]不是有效数值"},
    {"Q021", "2207", "\"medfee_sumamt\":175.50", "\"medfee_sumamt\":\"1.\"",
     "字段[medfee_sumamt]不是有效数值"},
    {"Q021", "2207", "\"medfee_sumamt\":175.50", "\"medfee_sumamt\":true",
     "字段[medfee_sumamt]不是有效数值"},
    {"Q021", "2207", "\"medfee_sumamt\":175.50", "\"medfee_sumamt\":[1]",
     "字段[medfee_sumamt]不是有效数值"},
    {"Q022", "2207", "\"medfee_sumamt\":175.50", "\"medfee_sumamt\":175.5000", NULL},
    {"Q022", "2207", "\"medfee_sumamt\":175.50", "\"medfee_sumamt\":175.505",
     "字段[medfee_sumamt]数值超出16,2"},
    {"Q022", "2207", "\"medfee_sumamt\":175.50", "\"medfee_sumamt\":-1",
     "字段[medfee_sumamt]数值超出16,2"},
    {"Q022", "2207", "\"medfee_sumamt\":175.50", "\"medfee_sumamt\":1e2",
     "字段[medfee_sumamt]数值超出16,2"},
    {"Q022", "2207", "\"medfee_sumamt\":175.50", "\"medfee_sumamt\":\"1E+2\"",
     "字段[medfee_sumamt]数值超出16,2"},
    {"Q022", "2207", "\"medfee_sumamt\":175.50", "\"medfee_sumamt\":9999999999999.99", NULL},
    {"Q022", "2207", "\"medfee_sumamt\":175.50", "\"medfee_sumamt\":10000000000000.00",
     "字段[medfee_sumamt]数值超出16,2"},
    {"Q022", "2207", "\"medfee_sumamt\":175.50", "\"medfee_sumamt\":123456789012345",
     "字段[medfee_sumamt]数值超出16,2"},
    {"Q022", "2207", "\"medfee_sumamt\":175.50", "\"medfee_sumamt\":99999999999999999999999999",
     "字段[medfee_sumamt]数值超出16,2"},
    {"Q022", "2204", "\"cnt\":2.5", "\"cnt\":2.50001", "字段[cnt]数值超出16,4"},
    {"Q022", "2204", "\"cnt\":2.5", "\"cnt\":-1", "字段[cnt]数值超出16,4"},
    {"Q022", "2204", "\"pric\":5.000000", "\"pric\":12345678901", "字段[pric]数值超出16,6"},
    {"Q022", "2204", "\"pric\":5.000000", "\"pric\":1234567890.123456", NULL},
    {"Q022", "2204", "\"prd_days\":7.5", "\"prd_days\":99.99", NULL},
    {"Q022", "2204", "\"prd_days\":7.5", "\"prd_days\":100", "字段[prd_days]数值超出4,2"},
    {"Q023", "2203", "2025-08-30", "2025-08-30 00:00:00", NULL},
    {"Q023", "2203", "2025-08-30", "2025-08-30 01:00:00", "字段[birctrl_matn_date]日期格式错误"},
    {"Q023", "2203", "2025-08-30", "2025-8-30", "字段[birctrl_matn_date]日期格式错误"},
    {"Q023", "2201", "2025-09-01 09:00:00", "20250901090000", NULL},
    {"Q023", "2201", "\"2025-09-01 09:00:00\"", "20250901090000", NULL},
    {"Q023", "2201", "2025-09-01 09:00:00", "2025-09-01", "字段[begntime]日期格式错误"},
    {"Q023", "2201", "\"2025-09-01 09:00:00\"", "{}", "字段[begntime]日期格式错误"},
    {"Q024", "2201", "\"dr_name\":\"张三\"", "\"dr_name\":null", "缺少必填字段[data.dr_name]"},
    {"Q024", "2201", "\"dr_name\":\"张三\"", "\"dr_name\":\"\"", "缺少必填字段[data.dr_name]"},
    {"Q024", "2201", "\"dr_name\":\"张三\",", "", "缺少必填字段[data.dr_name]"},
    {"Q024", "2201", "\"data\"", "\"other\"", "缺少必填字段[data.psn_no]"},
    {"Q024", "2207", "\"medfee_sumamt\":175.50", "\"medfee_sumamt\":null",
     "缺少必填字段[data.medfee_sumamt]"},
    {"Q024", "2207", "\"invono\":\"I1\"", "\"invono\":null", NULL},
    {"Q024", "2203", "\"diseinfo\":[", "\"diseinfos\":[", "缺少必填字段[diseinfo.diag_type]"},
    {"Q024", "2203", "\"diag_name\":\"感冒\",", "", "缺少必填字段[diseinfo.diag_name]"},
    {"Q025", "2201", "张三",
     "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"
     "一二三四五六七八九十一二三四五六七八九十",
     NULL}, /* fifty characters, a hundred and fifty bytes */
    {"Q025", "2201", "张三",
     "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"
     "一二三四五六七八九十一二三四五六七八九十一",
     "字段[dr_name]长度超过50"},
    {"Q025", "2201", "\"dr_name\":\"张三\"", "\"dr_name\":[]", "字段[dr_name]不是文本"},
    {"Q025", "2201", "\"dr_name\":\"张三\"", "\"dr_name\":true", "字段[dr_name]不是文本"},
    {"Q027", "2203", "mdtrtinfo", "mdtrtInfo", NULL},
    {"Q027", "2207", "\"invono\"", "\"INVONO\"", NULL},
    {"Q027", "2207", "\"infno\"", "\"InfNo\"", NULL},
    {"Q027", "2207", "\"invono\":\"I1\"", "\"invono\":\"I1\",\"InvoNo\":\"I1\"",
     "字段[InvoNo]重复"},
    {"Q028", "2207", "\"invono\":\"I1\"", "\"invono\":\"I1\",\"extra\":[[{}]]", NULL},
    {"Q029", "2207", "\"invono\":\"I1\"", "\"invono\":\"I1\",\"exp_content\":\"{}\"", NULL},
    /* sign in, person */
    {"Q030", "9001", "signIn", "data", NULL},
    {"Q030", "9001", "\"ip\":\"10.0.0.1\"", "\"ip\":\"10.0.0.1\",\"userid\":\"u\"", NULL},
    {"Q032", "1101", "\"mdtrt_cert_type\":\"02\"", "\"mdtrt_cert_type\":\"03\"", NULL},
    {"Q033", "1101", "\"psn_cert_type\":\"01\"", "\"psn_cert_type\":1", NULL},
    {"Q101", "1101", "\"mdtrt_cert_no\":\"" ID_CARD "\"",
     "\"mdtrt_cert_no\":\"410100198001010016\"", "未查到参保人，请核对证件号码或凭证"},
    {"cert", "1101", "\"mdtrt_cert_type\":\"02\"", "\"mdtrt_cert_type\":\"09\"",
     "就诊凭证类型[09]无效"},
    /* lines and bills */
    {"Q042", "2207", "\"acct_used_flag\":\"1\"", "\"acct_used_flag\":\"01\"", NULL},
    {"Q042", "2207", "\"acct_used_flag\":\"1\"", "\"acct_used_flag\":0", NULL},
    {"Q042", "2207", "acct_used_flag", "acc_used_flag", NULL},
    {"Q042", "2207", "\"acct_used_flag\":\"1\"", "\"acct_used_flag\":\"2\"",
     "个人账户使用标志无效"},
    {"Q043", "2207", "\"psn_setlway\":\"01\"", "\"psn_setlway\":\"02\"", NULL},
    {"Q043", "2207", "\"psn_setlway\":\"01\"", "\"psn_setlway\":\"20\"", "个人结算方式[20]无效"},
    {"Q045", "2207", "\"insutype\":\"310\"", "\"insutype\":390", NULL},
    {"Q045", "2207", "\"insutype\":\"310\"", "\"insutype\":\"39999\"", "险种类型[39999]无效"},
    {"Q054", "2601", "\"oinfno\":\"2207\"", "\"oinfno\":\"2207A\"", NULL},
    {"Q054", "2601", "\"oinfno\":\"2207\"", "\"oinfno\":2208", NULL},
    {"Q054", "2601", "\"oinfno\":\"2207\"", "\"oinfno\":\"2102\"", NULL},
    {"Q054", "2601", "\"oinfno\":\"2207\"", "\"oinfno\":\"2204\"", "交易[2204]不支持冲正"},
    {"Q100", "2207", PERSON_KEY, "\"psn_no\":\"12345\"", "人员编号[12345]不存在"},
    {"Q100", "2207", PERSON_KEY, "\"psn_no\":\"41010000000000000000000000\"",
     "人员编号[41010000000000000000000000]不存在"},
    {"Q100", "2207", PERSON_KEY, "\"psn_no\":\"41010099999999999999999999\"",
     "人员编号[41010099999999999999999999]不存在"},
    {"Q102", "2207", ID_CARD, "410100198001010016", "凭证与就医人不符"},
    {"Q102", "2207", "\"mdtrt_cert_no\":\"" ID_CARD "\"", "\"mdtrt_cert_no\":null", NULL},
    {"ids", "2207", "\"mdtrt_id\":\"" VISIT "\"", "\"mdtrt_id\":\"410100\"",
     "就诊ID[410100]不存在"},
    {"ids", "2207", "\"mdtrt_id\":\"" VISIT "\"", "\"mdtrt_id\":\"41010007\"",
     "就诊ID[41010007]不存在"},
    {"ids", "2208", "\"setl_id\":\"" SETTLEMENT "\"", "\"setl_id\":\"x\"", "结算ID[x]不存在"},
    {"ids", "2208", "\"setl_id\":\"" SETTLEMENT "\"", "\"setl_id\":\"42010034\"",
     "结算ID与就诊ID不符"},
    {"node", "2207", "{\"data\":{", "{\"data\":7,\"x\":{", "节点[data]应为对象"},
    {"node", "2204", "\"feedetail\":[", "\"feedetail\":[7,", "节点[feedetail]应为对象数组"},
    {"node", "2204", "\"feedetail\":[", "\"feedetail\":[],\"x\":[",
     "缺少必填字段[feedetail.feedetl_sn]"},
};

static void check(const struct quirk *quirk)
{
    char *good = body_of(quirk->infno, good_input(quirk->infno), "");
    char *body = replaced(good, quirk->from, quirk->to);
    struct at_work *work = decode_bytes("/his", gj_slice(body));
    const char *error = quirk->error;
    if (error == NULL && work->kind == GJ_HIS_REFUSED)
        fail_msg("%s %s: refused: %s", quirk->id, quirk->to, work->his->error);
    if (error != NULL && work->kind != GJ_HIS_REFUSED)
        fail_msg("%s %s: passed", quirk->id, quirk->to);
    if (error != NULL) {
        assert_string_equal(refusal_of(work), error);
        assert_string_equal(answer_at(work, "infcode"), "-2");
        assert_int_equal(strlen(answer_at(work, "inf_refmsgid")), 30);
    }
    done(work);
    free(body);
    free(good);
}

static void test_his_decode__does_with_each_form_what_the_list_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof quirks / sizeof quirks[0]; i++)
        check(&quirks[i]);
}

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
        assert_string_equal(gj_his_infno(work->his), good_inputs[i][0]);
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
    } originals[] = {{"2207", GJ_ACT_SETTLE}, {"2207A", GJ_ACT_SETTLE}, {"2208", GJ_ACT_REVERSE},
                     {"2102", GJ_ACT_NONE},   {"2103", GJ_ACT_NONE},    {"2304", GJ_ACT_NONE},
                     {"2305", GJ_ACT_NONE},   {"2401", GJ_ACT_NONE}};
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_his_decode__does_with_each_form_what_the_list_says),
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
    };
    return cmocka_run_group_tests_name("his/decode", tests, NULL, NULL);
}
