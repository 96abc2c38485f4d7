/* Reply to bytes: the one answer form with all ten keys, and the outputs that need no arithmetic.
   In come the message and what was answered; out come the bytes, the same for the same inputs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "his/inside.h"

/* Amounts have two decimals, ages one, ratios four; counts and prices what they need, at least
   two. */
static int decimals_kept(const struct gj_his_field *field)
{
    bool exact = field->decimals <= 2 || field->most < 16;
    return exact ? field->decimals : 2;
}

static void put_date(struct gj_his_text *text, gj_day day)
{
    char out[GJ_DAY_TEXT_MAX];
    gj_his_put_string(text, gj_slice(day == GJ_DAY_NONE ? "" : gj_day_text(day, out)));
}

static void put_moment(struct gj_his_text *text, gj_time time)
{
    char out[GJ_TIME_TEXT_MAX];
    bool none = time == GJ_HIS_NO_MOMENT;
    gj_his_put_string(text, gj_slice(none ? "" : gj_time_text(time, ' ', out)));
}

static void put_value(struct gj_his_text *text, const struct gj_his_field *field, const void *value)
{
    switch (field->type) {
    case GJ_HIS_STR:
        gj_his_put_string(text, *(const struct gj_slice *)value);
        break;
    case GJ_HIS_NUM:
        gj_his_put_number(text, *(const int64_t *)value, field->decimals, decimals_kept(field));
        break;
    case GJ_HIS_DATE:
        put_date(text, *(const gj_day *)value);
        break;
    default:
        GJ_MUST(field->type == GJ_HIS_DATETIME);
        put_moment(text, *(const gj_time *)value);
    }
}

void gj_his_put_members(struct gj_his_text *text, enum gj_his_group_number group,
                        const void *values, bool preview, const char *between)
{
    const struct gj_his_group *table = &gj_his_groups[group];
    for (int i = 0; i < table->count; i++) {
        const struct gj_his_field *field = &table->fields[i];
        if (field->type == GJ_HIS_OBJECT || (preview && field->rule == GJ_HIS_NOT_IN_PREVIEW))
            continue;
        /* the comma only where something stands before */
        size_t skip = between[0] == '\0';
        gj_his_put(text, field->member + skip, (size_t)field->name_length + 4 - skip);
        put_value(text, field, (const char *)values + field->offset);
        between = ",";
    }
}

void gj_his_put_object(struct gj_his_text *text, enum gj_his_group_number group, const void *values)
{
    gj_his_put(text, "{", 1);
    gj_his_put_members(text, group, values, false, "");
    gj_his_put(text, "}", 1);
}

static void put_sign(const struct gj_his_answer *answer, struct gj_his_text *text)
{
    const struct gj_reply *reply = &answer->outcome->reply;
    struct gj_his_signed_in in = {.sign_time = reply->now, .sign_no = gj_slice(reply->sign_no)};
    struct gj_his_signed_out out = {.sign_time = reply->now};
    bool is_in = answer->command->act == GJ_ACT_SIGN_IN;
    gj_his_put_text(text, is_in ? "\"signinoutb\":" : "\"signoutoutb\":");
    if (is_in)
        gj_his_put_object(text, GJ_HIS_GROUP_signed_in, &in);
    else
        gj_his_put_object(text, GJ_HIS_GROUP_signed_out, &out);
}

static void put_registered(const struct gj_his_answer *answer, struct gj_his_text *text)
{
    char person[GJ_HIS_NUMBER_MAX], visit[GJ_HIS_NUMBER_MAX];
    const struct gj_command *command = answer->command;
    const struct gj_reply *reply = &answer->outcome->reply;
    struct gj_his_registered out = {
        .mdtrt_id = gj_slice(gj_his_number_text(reply->area, reply->id, visit)),
        .psn_no = gj_slice(gj_his_person_text(command->person_area, command->person, person)),
        .ipt_otp_no = gj_slice(command->body.registration.number),
    };
    gj_his_put_text(text, "\"data\":");
    gj_his_put_object(text, GJ_HIS_GROUP_registered, &out);
}

int64_t gj_his_limit_of(const struct gj_price *price)
{
    /* 999999 says that there is no ceiling (seen in every client). */
    bool none = price->limit_micro < 0 || price->list_class == GJ_LIST_OUTSIDE;
    return none ? INT64_C(999999) * 1000000 : price->limit_micro;
}

int64_t gj_his_share_of(const struct gj_price *price)
{
    if (price->list_class == GJ_LIST_OUTSIDE)
        return 10000;
    return price->list_class == GJ_LIST_B ? price->first_share_ppm / 100 : 0;
}

const char *gj_his_level_of(const struct gj_price *price)
{
    static const char *const levels[] = {
        [GJ_LIST_A] = "01", [GJ_LIST_B] = "02", [GJ_LIST_OUTSIDE] = "03"};
    return levels[price->list_class];
}

static void put_priced(const struct gj_line *line, const struct gj_line_result *result,
                       struct gj_his_text *text)
{
    struct gj_his_priced out = {
        .feedetl_sn = gj_slice(line->serial),
        .det_item_fee_sumamt = line->amount_fen,
        .cnt = line->count_e4,
        .pric = line->price_micro,
        .pric_uplmt_amt = gj_his_limit_of(&result->price),
        .selfpay_prop = gj_his_share_of(&result->price),
        .fulamt_ownpay_amt = result->bill.outside_fen,
        .overlmt_amt = result->bill.overprice_fen,
        .preselfpay_amt = result->bill.first_share_fen,
        .inscp_scp_amt = result->bill.eligible_fen,
        .chrgitm_lv = gj_slice(gj_his_level_of(&result->price)),
    };
    GJ_MUST(out.fulamt_ownpay_amt + out.overlmt_amt + out.preselfpay_amt + out.inscp_scp_amt ==
            out.det_item_fee_sumamt); /* identity A, on the line */
    gj_his_put_object(text, GJ_HIS_GROUP_priced, &out);
}

int gj_his_results_count(const struct gj_his *his, const struct gj_his_answer *answer)
{
    const struct gj_reply *reply = &answer->outcome->reply;
    int count = reply->results == NULL ? 0 : reply->results_count;
    return count < his->lines_count ? count : his->lines_count;
}

/* The result of each line, as the node of this name. */
static void put_results(const struct gj_his *his, const struct gj_his_answer *answer,
                        const char *node, struct gj_his_text *text)
{
    gj_his_put_string(text, gj_slice(node));
    gj_his_put_text(text, ":[");
    for (int i = 0; i < gj_his_results_count(his, answer); i++) {
        gj_his_put(text, ",", i > 0);
        put_priced(&his->lines[i], &answer->outcome->reply.results[i], text);
    }
    gj_his_put(text, "]", 1);
}

static void put_output(struct gj_his *his, const struct gj_his_answer *answer,
                       struct gj_his_text *text)
{
    switch (his->is->act) {
    case GJ_ACT_NONE:
        gj_his_put_who(his, answer, text);
        break;
    case GJ_ACT_SIGN_IN:
    case GJ_ACT_SIGN_OUT:
        put_sign(answer, text);
        break;
    case GJ_ACT_REGISTER:
        put_registered(answer, text);
        break;
    case GJ_ACT_ADD_LINES:
        put_results(his, answer, "result", text);
        break;
    case GJ_ACT_PREVIEW:
    case GJ_ACT_SETTLE:
    case GJ_ACT_REVERSE:
        gj_his_put_settled(his, answer, text);
        break;
    case GJ_ACT_PREVIEW_BILL:
    case GJ_ACT_SETTLE_BILL:
        gj_his_put_settled(his, answer, text);
        gj_his_put_text(text, ",");
        put_results(his, answer, "detlcutinfo", text);
        break;
    case GJ_ACT_CHECK_BENEFIT:
        gj_his_put_benefit(answer, text);
        break;
    default: /* 2202, 2203, 2205, 2601 have no output */
        break;
    }
}

/* Area, time and serial. Of what no order number was given to (reads, refusals at the door) the
   serial is made from the message's own name. */
static void put_reference(const struct gj_his *his, gj_time time, gj_id order,
                          struct gj_his_text *text)
{
    const int64_t serials = INT64_C(10000000000);
    uint64_t serial = order > 0 ? (uint64_t)order : his->name_hash;
    char out[48];
    snprintf(out, sizeof out, "%06d", his->care_area != 0 ? his->care_area : GJ_AREA_NATION);
    gj_his_put_text(text, out);
    gj_his_put_stamp(text, time, false);
    snprintf(out, sizeof out, "%010llu", (unsigned long long)(serial % (uint64_t)serials));
    gj_his_put_text(text, out);
}

struct envelope {
    int infcode;
    gj_time taken, responded;
    gj_id order;
    const char *error;
};

static struct gj_slice slice_of(const struct gj_his_text *text)
{
    return (struct gj_slice){text->bytes, text->length};
}

/* `output` is what stands between its braces. */
static char *wrap(const struct gj_his *his, const struct envelope *envelope,
                  const struct gj_his_text *warnings, const struct gj_his_text *output,
                  size_t *length_out)
{
    char numbers[3][40];
    struct gj_his_text reference = {numbers[0], 0, sizeof numbers[0]},
                       taken = {numbers[1], 0, sizeof numbers[1]},
                       responded = {numbers[2], 0, sizeof numbers[2]}, text = {0};
    if (his->readable)
        put_reference(his, envelope->taken, envelope->order, &reference);
    gj_his_put_stamp(&taken, envelope->taken, true);
    gj_his_put_stamp(&responded, envelope->responded, true);
    struct gj_his_answer_keys keys = {
        .infcode = envelope->infcode,
        .inf_refmsgid = slice_of(&reference),
        .refmsg_time = slice_of(&taken),
        .respond_time = slice_of(&responded),
        .err_msg = gj_slice(envelope->error),
        .warn_msg = slice_of(warnings),
    };
    gj_his_put(&text, "{", 1);
    gj_his_put_members(&text, GJ_HIS_GROUP_answer_keys, &keys, false, "");
    gj_his_put_text(&text, ",\"output\":{");
    gj_his_put(&text, output->bytes, output->length);
    gj_his_put(&text, "}}", 2);
    *length_out = text.length;
    return text.bytes;
}

static char *refuse(const struct gj_his *his, int infcode, const char *error, gj_time taken,
                    gj_time responded, gj_id order, size_t *length_out)
{
    struct gj_his_text nothing = {0};
    struct envelope envelope = {infcode, taken, responded, order, error};
    return wrap(his, &envelope, &nothing, &nothing, length_out);
}

/* Beside the interface's own words, the hint of what to mend goes into warn_msg. */
static char *refuse_at_the_door(struct gj_his *his, size_t *length_out)
{
    struct gj_his_text nothing = {0}, hint = {his->hint, strlen(his->hint), 0};
    struct envelope envelope = {his->readable ? -2 : -1, his->received, his->received, 0,
                                his->error};
    return wrap(his, &envelope, &hint, &nothing, length_out);
}

char *gj_his_encode_failure(struct gj_his *his, gj_time responded, size_t *length_out)
{
    return refuse(his, -1, "中心处理失败，结果不明，请以2601冲正后重试", his->received, responded,
                  0, length_out);
}

char *gj_his_encode_unread(enum gj_reason reason, gj_time now, size_t *length_out)
{
    char words[400];
    enum gj_reason next = gj_reason_next(reason);
    struct gj_his *nobody = gj_his_new(); /* no message, so no reference */
    snprintf(words, sizeof words, "%s%s%s", gj_reason_zh(reason),
             next != GJ_REASON_NONE ? "，" : "", next != GJ_REASON_NONE ? gj_reason_zh(next) : "");
    char *bytes = refuse(nobody, -2, words, now, now, 0, length_out);
    gj_his_free(nobody);
    return bytes;
}

/* Why a read is not answered, or "". Who asks is looked at before whom he asks for. */
static const char *refusal_of_read(struct gj_his *his, const struct gj_his_answer *answer,
                                   char out[128])
{
    out[0] = '\0';
    if (answer->institution == NULL)
        snprintf(out, 128, "定点医药机构[%s]未登记", answer->command->institution);
    else if (!answer->signed_in)
        snprintf(out, 128, "签到流水号无效，请重新签到");
    else if (!gj_his_agrees(his, answer))
        snprintf(out, 128, "未查到参保人，请核对证件号码或凭证");
    return out;
}

static char *encode_read(struct gj_his *his, const struct gj_his_answer *answer, size_t *length_out)
{
    struct gj_his_text output = {0}, nothing = {0};
    struct envelope envelope = {0, answer->responded, answer->responded, 0, ""};
    char error[128];
    if (refusal_of_read(his, answer, error)[0] != '\0')
        return refuse(his, -2, error, answer->responded, answer->responded, 0, length_out);
    put_output(his, answer, &output);
    char *bytes = wrap(his, &envelope, &nothing, &output, length_out);
    free(output.bytes);
    return bytes;
}

char *gj_his_encode(struct gj_his *his, const struct gj_his_answer *answer, size_t *length_out)
{
    if (his->error[0] != '\0')
        return refuse_at_the_door(his, length_out);
    GJ_MUST(his->is != NULL);
    if (his->is->act == GJ_ACT_NONE)
        return encode_read(his, answer, length_out);
    /* Both times are the moment the writer took the command: a replay gives the same bytes. */
    const struct gj_reply *reply = &answer->outcome->reply;
    gj_time now = reply->now != 0 ? reply->now : answer->responded;
    if (!gj_reason_is_ok((enum gj_reason)reply->reason)) {
        char error[1024];
        gj_his_reason_text(his, answer, error);
        return refuse(his, -2, error, now, now, reply->order, length_out);
    }
    struct gj_his_text output = {0}, warnings = {0};
    struct envelope envelope = {0, now, now, reply->order, ""};
    put_output(his, answer, &output);
    gj_his_put_warnings(his, answer, &warnings);
    char *bytes = wrap(his, &envelope, &warnings, &output, length_out);
    free(output.bytes);
    free(warnings.bytes);
    return bytes;
}
