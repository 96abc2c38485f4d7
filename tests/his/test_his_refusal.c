#include "messages.h"

#include <stdio.h>

struct refusal {
    const char *id, *infno;
    struct gj_reply reply;
    const char *words;
};

#define REASON(name) .reason = GJ_##name, .now = 1, .order = 1

/* clang-format off */
static const struct refusal refusals[] = {
    {"Q004", "2207", {REASON(MESSAGE_REUSED)},
     "报文ID[H41010000001202509011030050001]已使用且内容不同，请更换报文ID"},
    {"Q006", "2201", {REASON(AREA_UNKNOWN), .refusal.area = 410900},
     "医保区划[410900]不是6位有效区划"},
    {"Q015", "2207", {REASON(INSTITUTION_UNKNOWN)}, "定点医药机构[H41010000001]未登记"},
    {"Q017", "9002", {REASON(SIGN_IN_INVALID)}, "签到流水号无效，请重新签到"},
    {"Q037", "2204", {REASON(LINE_REPEATED), .refusal.line = 0}, "费用明细流水号[S1]重复"},
    {"Q037", "2204", {REASON(LINE_REPEATED), .refusal.line = -1}, "费用明细流水号[]重复"},
    {"Q038", "2204", {REASON(LINE_AMOUNT_WRONG), .refusal.line = 0}, "明细[S1]金额与数量、单价不符"},
    {"Q044", "2206", {REASON(MED_TYPE_UNKNOWN)}, "医疗类别[11]在本统筹区未启用"},
    {"Q044", "2203", {REASON(MED_TYPE_UNKNOWN)}, "医疗类别[11]在本统筹区未启用"},
    {"Q045", "2206", {REASON(ENROLMENT_MISSING)}, "险种类型[310]无效"},
    {"Q045", "2201", {REASON(ENROLMENT_MISSING)}, "险种类型[310]无效"},
    {"Q046", "2207", {REASON(SPLIT_CHANGED), .refusal = {.field = "own", .old_fen = 10000, .new_fen = 9999}},
     "费用分割已变化：acct_pay预结算100.00，现为99.99，请重新预结算"},
    {"Q046", "2207", {REASON(SPLIT_CHANGED), .refusal = {.field = "wallet", .old_fen = 0, .new_fen = 5}},
     "费用分割已变化：acct_mulaid_pay预结算0.00，现为0.05，请重新预结算"},
    {"Q046", "2207", {REASON(SPLIT_CHANGED), .refusal = {.field = "aid", .old_fen = 1, .new_fen = 0}},
     "费用分割已变化：acct_mulaid_pay预结算0.01，现为0.00，请重新预结算"},
    {"Q046", "2207", {REASON(SPLIT_CHANGED), .refusal = {.field = "cash", .old_fen = 1, .new_fen = 0}},
     "费用分割已变化：psn_cash_pay预结算0.01，现为0.00，请重新预结算"},
    {"Q046", "2207", {REASON(SPLIT_CHANGED), .refusal = {.field = "pool", .old_fen = 1, .new_fen = 0}},
     "费用分割已变化：hifp_pay预结算0.01，现为0.00，请重新预结算"},
    {"Q046", "2207", {REASON(SPLIT_CHANGED), .refusal = {.field = "outside", .old_fen = 1, .new_fen = 0}},
     "费用分割已变化：fulamt_ownpay_amt预结算0.01，现为0.00，请重新预结算"},
    {"Q046", "2207", {REASON(SPLIT_CHANGED), .refusal = {.field = "overprice", .old_fen = 1, .new_fen = 0}},
     "费用分割已变化：overlmt_selfpay预结算0.01，现为0.00，请重新预结算"},
    {"Q046", "2207", {REASON(SPLIT_CHANGED), .refusal = {.field = "first_share", .old_fen = 1, .new_fen = 0}},
     "费用分割已变化：preselfpay_amt预结算0.01，现为0.00，请重新预结算"},
    {"Q046", "2207", {REASON(SPLIT_CHANGED), .refusal = {.field = "eligible", .old_fen = 1, .new_fen = 0}},
     "费用分割已变化：inscp_scp_amt预结算0.01，现为0.00，请重新预结算"},
    {"Q047", "2207", {REASON(PREVIEW_STALE)}, "费用明细在预结算后有变化，请重新预结算"},
    {"Q048", "2207", {REASON(BATCH_SETTLED), .refusal = {.id = 34, .area = 410100}},
     "该批次已结算，结算ID[41010034]"},
    {"Q048", "2205", {REASON(BATCH_SETTLED), .refusal = {.id = 34, .area = 410200}},
     "该批次已结算，结算ID[41020034]"},
    {"Q052", "2208", {REASON(SETTLEMENT_REVERSED), .refusal = {.id = 99, .area = 410100}},
     "结算[41010034]已撤销"},
    {"Q054", "2601", {REASON(UNDO_KIND_WRONG)}, "交易[2207]不支持冲正"},
    {"Q055", "2207", {REASON(MESSAGE_UNDONE)}, "原交易已被冲正，请使用新的报文ID"},
    {"Q096", "2207", {REASON(MESSAGE_TOO_OLD)}, "交易时间(inf_time)早于7天，请用新的报文ID重发"},
    {"Q097", "2206", {REASON(POLICY_UNKNOWN), .refusal = {.key = 3, .area = 410100, .day = 20332}},
     "统筹区[410100]2025-09-01没有规则[outpatient.ratio]，不能结算"},
    {"Q099", "2206", {REASON(TOTAL_MISMATCH), .refusal = {.old_fen = 17550, .new_fen = 17500}},
     "总费用175.50与明细合计175.00不一致"},
    {"Q099", "2206", {REASON(TOTAL_MISMATCH), .refusal = {.old_fen = 17500, .new_fen = 17550}},
     "总费用175.50与明细合计175.00不一致"},
    {"Q100", "2206", {REASON(PERSON_UNKNOWN)}, "人员编号[" PSN_NO "]不存在"},
    {"Q102", "2206", {REASON(IDENTITY_MISMATCH)}, "凭证与就医人不符"},
    {"Q105", "2601", {REASON(UNDO_SPENT)}, "撤销已生效且资金已使用，不能冲正，请重新结算"},
    {"Q106", "2204", {REASON(LINES_TOO_MANY)}, "明细超过1000条"},
    {"Q005", "2207", {REASON(CARE_AREA_OTHER), .refusal.area = 410300},
     "就医地医保区划[410100]与机构登记的[410300]不一致"},
    {"Q007", "2207", {REASON(HOME_AREA_OTHER), .refusal.area = 110000},
     "参保地医保区划[110000]与参保登记不一致"},
    {"own", "2206", {REASON(LINES_MISSING)}, "该批次没有费用明细，先上传费用明细"},
    {"own", "2205", {REASON(VISIT_UNKNOWN)}, "没有这次就诊"},
    {"own", "2201", {REASON(VISIT_TIME_FUTURE)}, "就诊时间晚于现在"},
};
/* clang-format on */

static const char *key_name(int key)
{
    return key == 3 ? "outpatient.ratio" : "?";
}

static void check(const struct refusal *refusal)
{
    struct gj_outcome *outcome = calloc(1, sizeof *outcome);
    struct at_work *work = decode(refusal->infno, good_input(refusal->infno));
    struct gj_his_answer answer = {
        .command = &work->command, .outcome = outcome, .key_name = key_name};
    outcome->reply = refusal->reply;
    for (int twice = 0; twice < 2; twice++) { /* a refusal leaves the message as it was */
        encode(work, &answer);
        assert_string_equal(answer_at(work, "infcode"), "-2");
        assert_string_equal(answer_at(work, "output"), "{ }");
        if (strcmp(answer_at(work, "err_msg"), refusal->words) != 0)
            fail_msg("%s: %s, not %s", refusal->id, answer_at(work, "err_msg"), refusal->words);
    }
    done(work);
    free(outcome);
}

static void test_his_refusal__uses_the_words_of_the_interface(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++)
        check(&refusals[i]);
}

static void test_his_refusal__has_words_for_every_reason(void **state)
{
    (void)state;
    for (int i = 0; good_inputs[i][0] != NULL; i++) {
        struct at_work *work = decode(good_inputs[i][0], good_inputs[i][1]);
        struct gj_outcome *outcome = calloc(1, sizeof *outcome);
        struct gj_his_answer answer = {.command = &work->command, .outcome = outcome};
        for (int reason = 1; reason < GJ_REASON_COUNT && work->kind == GJ_HIS_COMMAND; reason++) {
            if (gj_reason_kind((enum gj_reason)reason) != GJ_KIND_REFUSAL)
                continue;
            outcome->reply =
                (struct gj_reply){.reason = (int16_t)reason, .refusal = {.key = -1, .line = -1}};
            encode(work, &answer);
            const char *words = answer_at(work, "err_msg");
            assert_true(words[0] != '\0');
            assert_true(gj_slice_characters(gj_slice(words)) <= 200);
        }
        free(outcome);
        done(work);
    }
}

static void test_his_refusal__asks_for_the_home_area_when_none_was_said(void **state)
{
    (void)state;
    char *body = body_of("2201", good_input("2201"), "\"insuplc_admdvs\":\"\"");
    struct at_work *work = decode_bytes("/his", gj_slice(body));
    struct gj_outcome *outcome = calloc(1, sizeof *outcome);
    struct gj_his_answer answer = {.command = &work->command, .outcome = outcome};
    outcome->reply.reason = GJ_AREA_UNKNOWN;
    encode(work, &answer);
    assert_string_equal(answer_at(work, "err_msg"), "缺少参保地医保区划(insuplc_admdvs)");
    free(outcome);
    free(body);
    done(work);
}

static void test_his_refusal__is_cut_at_two_hundred_characters(void **state)
{
    (void)state;
    struct gj_his *his = gj_his_new();
    char text[2000] = "";
    for (int i = 0; i < 399; i++)
        strcat(text, "界");
    assert_false(gj_his_refuse(his, "a%s", text));
    assert_int_equal(gj_slice_characters(gj_slice(his->error)), 200);
    assert_true(gj_utf8_is_valid(gj_slice(his->error)));
    assert_false(gj_his_refuse(his, "second"));
    assert_int_equal(his->error[0], 'a'); /* the first one stands */
    gj_his_free(his);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_his_refusal__uses_the_words_of_the_interface),
        cmocka_unit_test(test_his_refusal__has_words_for_every_reason),
        cmocka_unit_test(test_his_refusal__asks_for_the_home_area_when_none_was_said),
        cmocka_unit_test(test_his_refusal__is_cut_at_two_hundred_characters),
    };
    return cmocka_run_group_tests_name("his/refusal", tests, NULL, NULL);
}
