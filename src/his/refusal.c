/* What a refusal of the acts says to the clerk: the interface's own words where it has some, else
   the reason's words and what would help. */
#include <stdio.h>
#include <string.h>

#include "base/bug.h"
#include "his/inside.h"

/* The field of setlinfo that shows an amount of ours. The wallet is family money: it has no field
   of its own and is shown with the relatives' accounts. */
static const char *field_of(const char *amount)
{
    static const struct {
        const char *ours, *theirs;
    } fields[] = {
        {"own", "acct_pay"},
        {"wallet", "acct_mulaid_pay"},
        {"aid", "acct_mulaid_pay"},
        {"cash", "psn_cash_pay"},
        {"pool", "hifp_pay"},
        {"other_funds", "oth_pay"},
        {"person", "psn_part_amt"},
        {"deductible", "act_pay_dedc"},
        {"total", "medfee_sumamt"},
        {"outside", "fulamt_ownpay_amt"},
        {"overprice", "overlmt_selfpay"},
        {"first_share", "preselfpay_amt"},
        {"eligible", "inscp_scp_amt"},
    };
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        if (strcmp(fields[i].ours, amount) == 0)
            return fields[i].theirs;
    return amount;
}

static const struct gj_reply *reply_of(const struct gj_his_answer *answer)
{
    return &answer->outcome->reply;
}

static void split_changed(struct gj_his *his, const struct gj_his_answer *answer)
{
    char before[GJ_FEN_TEXT_MAX], after[GJ_FEN_TEXT_MAX];
    const struct gj_reply *reply = reply_of(answer);
    gj_his_refuse(his, "费用分割已变化：%s预结算%s，现为%s，请重新预结算",
                  field_of(reply->refusal.field), gj_fen_text(reply->refusal.old_fen, before),
                  gj_fen_text(reply->refusal.new_fen, after));
}

/* Old and new: the message's total and the sum of the lines, whichever comes first. */
static void total_mismatch(struct gj_his *his, const struct gj_his_answer *answer)
{
    char said[GJ_FEN_TEXT_MAX], ours[GJ_FEN_TEXT_MAX];
    const struct gj_reply *reply = reply_of(answer);
    gj_fen total = answer->command->body.bill.bill.total_fen;
    bool first = reply->refusal.old_fen == total;
    gj_his_refuse(his, "总费用%s与明细合计%s不一致", gj_fen_text(total, said),
                  gj_fen_text(first ? reply->refusal.new_fen : reply->refusal.old_fen, ours));
}

static void policy_unknown(struct gj_his *his, const struct gj_his_answer *answer)
{
    char day[GJ_DAY_TEXT_MAX] = "";
    const struct gj_reply *reply = reply_of(answer);
    const char *key = answer->key_name != NULL && reply->refusal.key >= 0
                          ? answer->key_name(reply->refusal.key)
                          : "";
    if (reply->refusal.day >= GJ_DAY_MIN && reply->refusal.day <= GJ_DAY_MAX)
        gj_day_text(reply->refusal.day, day);
    gj_his_refuse(his, "统筹区[%d]%s没有规则[%s]，不能结算", (int)reply->refusal.area, day, key);
}

/* The settlement that stands in the way, with the area its number carries outside. */
static void batch_settled(struct gj_his *his, const struct gj_his_answer *answer)
{
    char number[GJ_HIS_NUMBER_MAX];
    const struct gj_reply *reply = reply_of(answer);
    gj_area area = reply->refusal.area != 0 ? reply->refusal.area : answer->command->body.bill.area;
    gj_his_refuse(his, "该批次已结算，结算ID[%s]",
                  gj_his_number_text(area, reply->refusal.id, number));
}

/* The one that the message names; without one, the one that was found. */
static void settlement_reversed(struct gj_his *his, const struct gj_his_answer *answer)
{
    char number[GJ_HIS_NUMBER_MAX];
    const struct gj_command *command = answer->command;
    const struct gj_reply *reply = reply_of(answer);
    bool named = command->act == GJ_ACT_REVERSE;
    gj_area area = named ? command->body.reverse.area : reply->refusal.area;
    gj_id id = named ? command->body.reverse.settlement : reply->refusal.id;
    gj_his_refuse(his, "结算[%s]已撤销", gj_his_number_text(area, id, number));
}

static const char *serial_of(const struct gj_his *his, const struct gj_his_answer *answer)
{
    int at = reply_of(answer)->refusal.line;
    return at >= 0 && at < his->lines_count ? his->lines[at].serial : "";
}

static void area_unknown(struct gj_his *his, const struct gj_his_answer *answer)
{
    gj_area area = reply_of(answer)->refusal.area;
    if (answer->command->home_area == 0 && area == 0)
        gj_his_refuse(his, "缺少参保地医保区划(insuplc_admdvs)");
    else
        gj_his_refuse(his, "医保区划[%06d]不是6位有效区划",
                      (int)(area != 0 ? area : answer->command->home_area));
}

static void care_area_other(struct gj_his *his, const struct gj_his_answer *answer)
{
    gj_his_refuse(his, "就医地医保区划[%06d]与机构登记的[%06d]不一致",
                  (int)answer->command->care_area, (int)reply_of(answer)->refusal.area);
}

static void in_our_words(struct gj_his *his, enum gj_reason reason)
{
    enum gj_reason next = gj_reason_next(reason);
    if (next == GJ_REASON_NONE)
        gj_his_refuse(his, "%s", gj_reason_zh(reason));
    else
        gj_his_refuse(his, "%s，%s", gj_reason_zh(reason), gj_reason_zh(next));
}

static const char *med_type(const struct gj_command *command)
{
    return command->act == GJ_ACT_DIAGNOSE ? command->body.diagnoses.med_type
                                           : command->body.bill.med_type;
}

static uint8_t scheme(const struct gj_command *command)
{
    return command->act == GJ_ACT_REGISTER ? command->body.registration.scheme
                                           : command->body.bill.scheme;
}

/* The reasons that carry a value of the message or of ours. False: not one of these. */
static bool with_values(struct gj_his *his, const struct gj_his_answer *answer)
{
    char number[GJ_HIS_NUMBER_MAX];
    const struct gj_command *command = answer->command;
    switch (reply_of(answer)->reason) {
    case GJ_SPLIT_CHANGED:
        split_changed(his, answer);
        return true;
    case GJ_TOTAL_MISMATCH:
        total_mismatch(his, answer);
        return true;
    case GJ_POLICY_UNKNOWN:
        policy_unknown(his, answer);
        return true;
    case GJ_BATCH_SETTLED:
        batch_settled(his, answer);
        return true;
    case GJ_SETTLEMENT_REVERSED:
        settlement_reversed(his, answer);
        return true;
    case GJ_CARE_AREA_OTHER:
        care_area_other(his, answer);
        return true;
    case GJ_HOME_AREA_OTHER:
        return !gj_his_refuse(his, "参保地医保区划[%06d]与参保登记不一致",
                              (int)reply_of(answer)->refusal.area);
    case GJ_MESSAGE_REUSED:
        return !gj_his_refuse(his, "报文ID[%s]已使用且内容不同，请更换报文ID", command->msgid);
    case GJ_LINE_REPEATED:
        return !gj_his_refuse(his, "费用明细流水号[%s]重复", serial_of(his, answer));
    case GJ_LINE_AMOUNT_WRONG:
        return !gj_his_refuse(his, "明细[%s]金额与数量、单价不符", serial_of(his, answer));
    case GJ_INSTITUTION_UNKNOWN:
        return !gj_his_refuse(his, "定点医药机构[%s]未登记", command->institution);
    case GJ_MED_TYPE_UNKNOWN:
        return !gj_his_refuse(his, "医疗类别[%s]在本统筹区未启用", med_type(command));
    case GJ_ENROLMENT_MISSING:
        return !gj_his_refuse(his, "险种类型[%s]无效", gj_his_insutype(scheme(command)));
    case GJ_PERSON_UNKNOWN:
        gj_his_person_text(command->person_area, command->person, number);
        return !gj_his_refuse(his, "人员编号[%s]不存在", number);
    default:
        return false;
    }
}

/* The reasons whose words are fixed by the interface. */
static const char *fixed_words(int reason)
{
    switch (reason) {
    case GJ_MESSAGE_UNDONE:
        return "原交易已被冲正，请使用新的报文ID";
    case GJ_MESSAGE_TOO_OLD:
        return "交易时间(inf_time)早于7天，请用新的报文ID重发";
    case GJ_SIGN_IN_INVALID:
        return "签到流水号无效，请重新签到";
    case GJ_PREVIEW_STALE:
        return "费用明细在预结算后有变化，请重新预结算";
    case GJ_IDENTITY_MISMATCH:
        return "凭证与就医人不符";
    case GJ_SETTLEMENT_KIND_WRONG:
        return "药店结算由2103撤销，门诊结算由2208撤销";
    case GJ_UNDO_SPENT:
        return "撤销已生效且资金已使用，不能冲正，请重新结算";
    default:
        return NULL;
    }
}

void gj_his_reason_text(struct gj_his *his, const struct gj_his_answer *answer, char out[1024])
{
    int reason = reply_of(answer)->reason;
    const char *words = fixed_words(reason);
    GJ_MUST(his->error[0] == '\0');
    if (words != NULL)
        gj_his_refuse(his, "%s", words);
    else if (reason == GJ_LINES_TOO_MANY)
        gj_his_refuse(his, "明细超过%d条", GJ_VISIT_LINES_MAX);
    else if (reason == GJ_AREA_UNKNOWN)
        area_unknown(his, answer);
    else if (reason == GJ_UNDO_KIND_WRONG)
        gj_his_refuse(his, "交易[%s]不支持冲正", his->original);
    else if (!with_values(his, answer))
        in_our_words(his, (enum gj_reason)reason);
    memcpy(out, his->error, sizeof his->error);
    his->error[0] = '\0'; /* the message itself stays good: it may be answered again */
}
