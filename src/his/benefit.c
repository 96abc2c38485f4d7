/* 2001: what benefit is due to a person on a day, told in words. In comes the split of a bill that is
   larger than any, which holds what is left of each fund; out comes one row. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/reason.h"
#include "his/inside.h"

static void put_yuan(struct gj_his_text *text, const char *before, gj_fen fen)
{
    char amount[GJ_FEN_TEXT_MAX];
    gj_his_put_text(text, before);
    gj_his_put_text(text, gj_fen_text(fen, amount));
    gj_his_put_text(text, "元");
}

/* What the fund gives: the deductible still to be met, the ratio, what is left under the cap. */
static void put_fund(struct gj_his_text *text, const struct gj_decision *decision)
{
    put_yuan(text, "：起付线尚余", decision->deductible_fen);
    if (decision->ratio_ppm > 0) {
        gj_his_put_text(text, "，支付比例");
        gj_his_put_number(text, decision->ratio_ppm, 4, 0);
        gj_his_put_text(text, "%");
    } else {
        gj_his_put_text(text, "，支付比例分段");
    }
    if (decision->cap_left_fen != GJ_FEN_UNLIMITED)
        put_yuan(text, "，限额尚余", decision->cap_left_fen);
}

static void put_result(struct gj_his_text *text, const struct gj_decision *decision)
{
    gj_his_put_text(text, gj_reason_zh((enum gj_reason)decision->reason));
    if (decision->reason == GJ_OK_BENEFIT)
        put_fund(text, decision);
    put_yuan(text, "；个人账户可付", decision->own_fen);
}

void gj_his_put_benefit(const struct gj_his_answer *answer, struct gj_his_text *text)
{
    char person[GJ_HIS_NUMBER_MAX];
    const struct gj_command *command = answer->command;
    const struct gj_settlement *checked = &answer->outcome->settlements[0];
    bool resident = command->body.bill.scheme == GJ_SCHEME_RESIDENT;
    struct gj_his_text result = {0};
    put_result(&result, &checked->decision);
    struct gj_his_checked out = {
        .psn_no = gj_slice(gj_his_person_text(command->person_area, command->person, person)),
        .trt_chk_type = GJ_SLICE("01"),
        .fund_pay_type = gj_slice(resident ? "390100" : "310100"),
        .trt_enjymnt_flag = gj_slice(checked->decision.reason == GJ_OK_BENEFIT ? "1" : "0"),
        .begndate = checked->claim.where.day,
        .enddate = checked->claim.where.day,
        .trt_chk_rslt = {result.bytes, result.length},
    };
    gj_his_put_text(text, "\"data\":");
    gj_his_put_object(text, GJ_HIS_GROUP_checked, &out);
    free(result.bytes);
}
