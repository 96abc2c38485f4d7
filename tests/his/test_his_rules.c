#include "messages.h"

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

static void test_his_rules__does_with_each_form_what_the_list_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof quirks / sizeof quirks[0]; i++)
        check(&quirks[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_his_rules__does_with_each_form_what_the_list_says),
    };
    return cmocka_run_group_tests_name("his/rules", tests, NULL, NULL);
}
