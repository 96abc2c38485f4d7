/* What keys are called in Chinese. Their English stands in keys.def as their meaning. */
#include <string.h>

#include "policy/keys.h"

struct pair {
    const char *word, *zh;
};

/* clang-format off */
/* Keys of the three kinds of care are written once, without the kind. */
static const struct pair keys_of_care[] = {
    {"deductible", "起付线（年）"}, {"deductible_month", "起付线（月）"},
    {"deductible_visit", "起付线（次）"}, {"deductible_once", "同日同机构的起付线"},
    {"deductible_next", "再次就诊的起付线"}, {"deductible_year_max", "本级全年起付线上限"},
    {"deductible_total", "各级合计起付线上限"}, {"ratio", "报销比例"}, {"steps", "分段报销比例"},
    {"steps_from", "分段从哪里起算"}, {"cap", "年度封顶线"}, {"cap_level", "本级可用的封顶线比例"},
    {"cap_visit", "单次封顶线"}, {"cap_cost", "年度费用封顶线"},
};

static const struct pair keys[] = {
    {"pharmacy.pooled", "药店购药统筹是否支付"}, {"fund.cap_year", "统筹基金年度封顶线"},
    {"benefit.year_start", "待遇年度第一天"},
    {"filing.cut_referral", "转诊备案降低的比例"}, {"filing.cut_emergency", "急诊降低的比例"},
    {"filing.cut_other", "其他临时外出降低的比例"}, {"filing.cut_long_term", "长期备案降低的比例"},
    {"filing.months", "临时备案有效月数"},
    {"aid.relations", "可以共济的亲属"}, {"aid.reach", "绑定的范围"}, {"aid.uses", "可否支付"},
    {"aid.money", "哪一部分余额可以共济"}, {"aid.reserve", "账户必须留存"},
    {"aid.payers_per_relative", "一人最多有几位共济人"}, {"aid.active_max", "最多同时绑定几人"},
    {"aid.distinct_max", "一生最多绑定几人"}, {"aid.same_relation_max", "同一种亲属最多绑定几人"},
    {"aid.role_conflict", "被共济人不能再作共济人"}, {"aid.unbind_months", "绑定满几个月才能解绑"},
    {"aid.insured_in", "双方须在哪里参保"}, {"aid.place", "可在哪里就医使用"},
    {"aid.limit_use", "单次共济上限"}, {"aid.limit_year", "年度共济上限"}, {"aid.order", "多位共济人的次序"},
    {"aid.proof", "证明关系的材料"},
    {"wallet.open", "医保钱包是否开通"}, {"wallet.transfers_per_day", "每天转账次数"},
    {"wallet.single_max", "单笔转账上限"}, {"wallet.closed_hours", "不能转账的时段"},
    {"wallet.one_pending", "未接收前不能再转"}, {"wallet.accept_until", "次日几点前接收"},
    {"wallet.rank", "支付次序"},
    {"account.working_ratio", "在职划入比例"}, {"account.retired_fixed", "退休每月划入"},
    {"account.retired_ratio", "退休按本人养老金划入的比例"},
    {"account.employer_share", "单位缴费划入的比例（旧规定）"}, {"account.tiers", "有个人账户的档次"},
    {"account.draw", "本人先用哪一部分"},
    {"contribution.base_min", "缴费基数下限（月）"}, {"contribution.base_max", "缴费基数上限（月）"},
    {"contribution.base_min_ratio", "基数下限占平均工资的比例"},
    {"contribution.base_max_ratio", "基数上限占平均工资的比例"},
    {"contribution.average", "当地月平均工资"}, {"contribution.employee_extra", "个人每月另缴的定额"},
    {"contribution.employee_ratio", "个人缴费比例"}, {"contribution.employer_ratio", "单位缴费比例"},
    {"insurance.base_min", "其他险种基数下限（月）"}, {"insurance.base_max", "其他险种基数上限（月）"},
    {"insurance.employee_ratio", "其他险种个人缴费比例"},
    {"insurance.employer_ratio", "其他险种单位缴费比例"},
    {"premium.amount", "居民个人缴费"}, {"premium.subsidy", "财政补助"}, {"premium.window", "集中缴费期"},
    {"premium.reach", "可为哪里参保的亲属缴费"}, {"premium.whole", "余额须够全额"},
    {"waiting.fixed_months", "固定等待期（月）"}, {"waiting.per_gap_year", "每断缴一年增加（月）"},
    {"waiting.floor_months", "多年断缴的最短等待期（月）"}, {"waiting.break_wait_months", "中断后的等待期（月）"},
    {"waiting.floor_from_years", "断缴几年起适用最短等待期"}, {"waiting.repair_months", "补缴一年减少（月）"},
    {"waiting.break_short_months", "短期中断（月）"}, {"waiting.newborn_days", "新生儿参保期（天）"},
    {"incentive.after_years", "连续参保几年后有激励"}, {"incentive.step", "每多一年提高"},
    {"incentive.zero_claim", "零报销一年提高"}, {"incentive.total_max", "激励合计上限"},
    {"move.balance_in_province", "省内转移时余额"}, {"move.balance_across", "跨省转移时余额"},
    {"withdraw.grounds", "可以支取余额的情形"},
    {"maternity.months_min", "缴满几个月才有津贴"}, {"maternity.claim_months", "几个月内申领"},
    {"maternity.days.birth", "生育天数"}, {"maternity.days.loss_early", "不满四个月流产天数"},
    {"maternity.days.loss_late", "满四个月流产天数"}, {"maternity.days.difficult", "难产增加天数"},
    {"maternity.days.further_child", "多胞胎每多一个增加天数"},
    {"maternity.repair_months", "中断可补缴（月）"}, {"maternity.month_days", "一个月按几天计算"},
    {"maternity.base_min_ratio", "津贴基数下限比例"}, {"maternity.base_max_ratio", "津贴基数上限比例"},
    {"lifetime.years.male", "男性缴费年限"}, {"lifetime.years.female", "女性缴费年限"},
    {"retirement.age", "原退休年龄"}, {"retirement.step_months", "每几个月延迟一个月"},
    {"retirement.age_end", "延迟后的退休年龄"}, {"retirement.earlier_years", "可以提前（年）"},
    {"retirement.later_years", "可以推后（年）"}, {"pension.least_years", "最低缴费年限"},
    {"pension.year_ratio", "每缴一年的比例"}, {"pension.months", "计发月数"}, {"pension.base", "计发基数"},
    {"settle.rounding", "报销金额的取整"}, {"settle.acct_pay_includes_aid", "接口字段 acct_pay 是否含共济"},
    {"status.payer", "共济人的参保状态"}, {"status.user", "被共济人的参保状态"},
    {"own.while_suspended", "停保期间能否用本人账户"},
    {"bound.outpatient_ratio_min", "门诊报销比例不得低于"},
    {"bound.filing_cut_referral_max", "转诊降低的比例不得高于"},
    {"bound.filing_cut_emergency_max", "急诊降低的比例不得高于"},
    {"bound.filing_cut_other_max", "其他临时外出降低的比例不得高于"},
    {"bound.filing_months_min", "临时备案有效月数不得少于"},
    {"bound.waiting_break_max", "中断后的等待期不得长于"},
};
/* clang-format on */

static const char *find(const struct pair *pairs, size_t count, const char *word)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(pairs[i].word, word) == 0)
            return pairs[i].zh;
    return NULL;
}

const char *gj_key_zh(enum gj_key key)
{
    static const char *const cares[] = {"outpatient.", "chronic.", "inpatient."};
    const char *name = gj_key_info(key)->name;
    const char *zh = NULL;
    for (size_t i = 0; i < sizeof cares / sizeof cares[0] && !zh; i++)
        if (strncmp(name, cares[i], strlen(cares[i])) == 0)
            zh = find(keys_of_care, sizeof keys_of_care / sizeof keys_of_care[0],
                      name + strlen(cares[i]));
    if (!zh)
        zh = find(keys, sizeof keys / sizeof keys[0], name);
    return zh ? zh : "";
}
