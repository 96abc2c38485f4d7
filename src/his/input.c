/* The nodes of `input`: one small function for each transaction reads its groups and fills the
   command's body. Which node holds which group stands in transactions.def. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "base/hash.h"
#include "base/idnumber.h"
#include "his/inside.h"

static struct gj_json_value member(struct gj_json_value object, const char *name)
{
    struct gj_json_walk walk = gj_json_walk(object);
    struct gj_json_value value;
    struct gj_slice key;
    char room[GJ_HIS_KEY_MAX];
    while (gj_json_next_member(&walk, &key, &value))
        if (gj_his_same_name(gj_his_key(key, room), name, strlen(name)))
            return value;
    return (struct gj_json_value){0};
}

static const struct gj_his_node *node_of(const struct gj_his *his, enum gj_his_group_number group)
{
    const struct gj_his_node *found = NULL;
    for (int i = 0; i < gj_his_nodes_count && found == NULL; i++)
        if (gj_his_nodes[i].in && gj_his_nodes[i].group == group &&
            strcmp(gj_his_nodes[i].infno, his->is->infno) == 0)
            found = &gj_his_nodes[i];
    GJ_MUST(found != NULL); /* every transaction's groups have their nodes */
    return found;
}

/* The value of a node, under either name; nothing when it is absent, null or "". */
static struct gj_json_value value_of(const struct gj_his *his, const struct gj_his_node *node)
{
    struct gj_json_value value = member(his->envelope.input, node->name);
    bool absent = value.kind == GJ_JSON_NOTHING || value.kind == GJ_JSON_NULL;
    if (absent && node->other[0] != '\0')
        value = member(his->envelope.input, node->other);
    return gj_his_is_blank(value) ? (struct gj_json_value){0} : value;
}

/* Reads the one element of a group and appends what counts of it. */
static bool read_one(struct gj_his *his, enum gj_his_group_number group, void *into)
{
    const struct gj_his_node *node = node_of(his, group);
    struct gj_json_value value = value_of(his, node);
    if (value.kind != GJ_JSON_NOTHING && value.kind != GJ_JSON_OBJECT)
        return gj_his_refuse(his, "节点[%s]应为对象", node->name);
    if (!gj_his_read(his, node->name, group, value, into))
        return false;
    gj_his_canonical(his, node->name, group, into);
    return true;
}

static size_t count_of(struct gj_json_value list)
{
    struct gj_json_walk walk = gj_json_walk(list);
    struct gj_json_value one;
    size_t count = 0;
    while (gj_json_next(&walk, &one))
        count++;
    return count;
}

typedef bool take_element(struct gj_his *his, int at, const void *read);

/* An element that is null stands for an object without members. */
static bool read_element(struct gj_his *his, const struct gj_his_node *node, int at,
                         struct gj_json_value one, void *into, take_element *take)
{
    if (one.kind == GJ_JSON_NULL)
        one = (struct gj_json_value){0};
    if (one.kind != GJ_JSON_NOTHING && one.kind != GJ_JSON_OBJECT)
        return gj_his_refuse(his, "节点[%s]应为对象数组", node->name);
    return gj_his_read(his, node->name, (enum gj_his_group_number)node->group, one, into) &&
           take(his, at, into);
}

/* Reads each element of a list, or one object as a list of one, and hands it to `take`. An empty
   list lacks its first required field. */
static bool read_many(struct gj_his *his, enum gj_his_group_number group, void *into, int most,
                      const char *what, take_element *take)
{
    const struct gj_his_node *node = node_of(his, group);
    struct gj_json_value value = value_of(his, node), one;
    if (value.kind != GJ_JSON_ARRAY)
        return read_element(his, node, 0, value, into, take);
    size_t count = count_of(value);
    if (count > (size_t)most)
        return gj_his_refuse(his, "%s超过%d条", what, most);
    if (count == 0)
        return gj_his_read(his, node->name, group, (struct gj_json_value){0}, into);
    struct gj_json_walk walk = gj_json_walk(value);
    for (int i = 0; gj_json_next(&walk, &one); i++)
        if (!read_element(his, node, i, one, into, take))
            return false;
    return true;
}

/* Copies a text whose characters were counted already; a wide text may still be too long. */
static bool keep(struct gj_his *his, char *out, size_t size, struct gj_slice text,
                 const char *field)
{
    return gj_text_copy(out, size, text) ||
           gj_his_refuse(his, "字段[%s]长度超过%d", field, (int)size - 1);
}

#define KEEP(his, out, from, field) keep(his, out, sizeof(out), (from)->field, #field)

static bool put_credential(struct gj_his *his, const char *type, struct gj_slice number,
                           const char *refusal)
{
    struct gj_shown_credential *shown = &his->credential;
    if (!keep(his, shown->number, sizeof shown->number, number, "mdtrt_cert_no"))
        return false;
    GJ_MUST(gj_text_copy(shown->type, sizeof shown->type, gj_slice(type)));
    if (strcmp(type, "02") != 0 || gj_idnumber_parse(number, shown->number))
        return true;
    snprintf(his->hint, sizeof his->hint, "证件号码不是18位或校验位不符");
    return gj_his_refuse(his, "%s", refusal);
}

/* Beside a psn_no the credential may be left out; a number that can be nobody's is refused. */
static bool put_beside(struct gj_his *his, struct gj_slice type, struct gj_slice number)
{
    if (number.length == 0)
        return true;
    bool good = put_credential(his, type.bytes, number, "凭证与就医人不符");
    his->command->credential = his->credential;
    return good;
}

static bool read_who(struct gj_his *his)
{
    struct gj_his_who *who = &his->in.who;
    const char *nobody = "未查到参保人，请核对证件号码或凭证";
    char other[4] = "D";
    if (!read_one(his, GJ_HIS_GROUP_who, who))
        return false;
    bool card = gj_slice_is(who->mdtrt_cert_type, "03");
    if (card && who->card_sn.length == 0)
        return gj_his_refuse(his, "使用社保卡时卡识别码(card_sn)不能为空");
    bool document = gj_slice_is(who->mdtrt_cert_type, "02") && who->psn_cert_type.length > 0 &&
                    !gj_slice_is(who->psn_cert_type, "01");
    if (!document)
        return put_credential(his, who->mdtrt_cert_type.bytes, who->mdtrt_cert_no, nobody) &&
               (!card || KEEP(his, his->credential.card_sn, who, card_sn));
    if (!gj_text_copy(other + 1, sizeof other - 1, who->psn_cert_type))
        return gj_his_refuse(his, "%s", nobody);
    return put_credential(his, other, who->certno.length > 0 ? who->certno : who->mdtrt_cert_no,
                          nobody);
}

static bool read_sign_in(struct gj_his *his)
{
    struct gj_his_sign_in *in = &his->in.sign_in;
    return read_one(his, GJ_HIS_GROUP_sign_in, in) &&
           KEEP(his, his->command->body.sign_in.operator_no, in, opter_no);
}

static bool read_sign_out(struct gj_his *his)
{
    struct gj_his_sign_out *in = &his->in.sign_out;
    return read_one(his, GJ_HIS_GROUP_sign_out, in) &&
           KEEP(his, his->command->body.sign_in.operator_no, in, opter_no) &&
           (in->sign_no.length == 0 || KEEP(his, his->command->sign_no, in, sign_no));
}

static bool read_registration(struct gj_his *his)
{
    struct gj_his_registration *in = &his->in.registration;
    if (!read_one(his, GJ_HIS_GROUP_registration, in))
        return false;
    his->command->body.registration.scheme = his->scheme;
    his->command->body.registration.begin = in->begntime;
    return KEEP(his, his->command->body.registration.number, in, ipt_otp_no) &&
           put_beside(his, in->mdtrt_cert_type, in->mdtrt_cert_no);
}

static bool read_unregistration(struct gj_his *his)
{
    struct gj_his_unregistration *in = &his->in.unregistration;
    if (!read_one(his, GJ_HIS_GROUP_unregistration, in))
        return false;
    his->command->body.visit.visit = his->visit;
    his->command->body.visit.area = his->visit_area;
    return KEEP(his, his->command->body.visit.number, in, ipt_otp_no);
}

static bool take_diagnosis(struct gj_his *his, int at, const void *read)
{
    const struct gj_his_diagnosis *in = read;
    struct gj_diagnosis *diagnosis = &his->diagnoses[at];
    his->diagnoses_count = at + 1;
    gj_his_canonical(his, "diseinfo", GJ_HIS_GROUP_diagnosis, in);
    return KEEP(his, diagnosis->type, in, diag_type) &&
           KEEP(his, diagnosis->order, in, diag_srt_no) &&
           KEEP(his, diagnosis->code, in, diag_code) && KEEP(his, diagnosis->name, in, diag_name);
}

static bool read_visit(struct gj_his *his)
{
    struct gj_his_diagnosis one;
    struct gj_his_visit *in = &his->in.visit;
    if (his->diagnoses == NULL)
        his->diagnoses = calloc(GJ_DIAGNOSES_MAX, sizeof *his->diagnoses);
    GJ_MUST(his->diagnoses != NULL);
    if (!read_one(his, GJ_HIS_GROUP_visit, in) ||
        !read_many(his, GJ_HIS_GROUP_diagnosis, &one, GJ_DIAGNOSES_MAX, "诊断", take_diagnosis))
        return false;
    his->command->body.diagnoses.visit = his->visit;
    his->command->body.diagnoses.area = his->visit_area;
    his->command->body.diagnoses.count = his->diagnoses_count;
    his->command->body.diagnoses.list = his->diagnoses;
    return KEEP(his, his->command->body.diagnoses.med_type, in, med_type);
}

/* `content` is the hash of the line's canonical bytes: the same line sent again has the same. */
static bool take_line(struct gj_his *his, int at, const void *read)
{
    const struct gj_his_line *in = read;
    struct gj_line *line = &his->lines[at];
    size_t from = his->canonical.length;
    gj_his_canonical(his, "feedetail", GJ_HIS_GROUP_line, in);
    his->lines_count = at + 1;
    line->content = gj_hash(his->canonical.bytes + from, his->canonical.length - from);
    line->occurred = in->fee_ocur_time;
    line->amount_fen = in->det_item_fee_sumamt;
    line->count_e4 = in->cnt;
    line->price_micro = in->pric;
    return KEEP(his, line->serial, in, feedetl_sn) && KEEP(his, line->charge, in, chrg_bchno) &&
           KEEP(his, line->list_code, in, med_list_codg) &&
           KEEP(his, line->own_code, in, medins_list_codg);
}

static void make_room_for_lines(struct gj_his *his)
{
    if (his->lines == NULL)
        his->lines = calloc(GJ_MESSAGE_LINES_MAX, sizeof *his->lines);
    GJ_MUST(his->lines != NULL);
}

static bool read_lines(struct gj_his *his)
{
    struct gj_his_line one;
    make_room_for_lines(his);
    if (!read_many(his, GJ_HIS_GROUP_line, &one, GJ_MESSAGE_LINES_MAX, "明细", take_line))
        return false;
    his->command->body.lines.visit = his->visit;
    his->command->body.lines.area = his->visit_area;
    his->command->body.lines.count = his->lines_count;
    his->command->body.lines.list = his->lines;
    return true;
}

static bool read_drop(struct gj_his *his)
{
    struct gj_his_drop *in = &his->in.drop;
    if (!read_one(his, GJ_HIS_GROUP_drop, in))
        return false;
    his->command->body.drop.visit = his->visit;
    his->command->body.drop.area = his->visit_area;
    his->command->body.drop.all = gj_slice_is(in->chrg_bchno, "0000");
    return KEEP(his, his->command->body.drop.charge, in, chrg_bchno);
}

static bool read_bill(struct gj_his *his)
{
    struct gj_his_bill *in = &his->in.bill;
    if (!read_one(his, GJ_HIS_GROUP_bill, in))
        return false;
    his->command->body.bill.visit = his->visit;
    his->command->body.bill.area = his->visit_area;
    his->command->body.bill.scheme = his->scheme;
    his->command->body.bill.accounts_used = gj_slice_is(in->acct_used_flag, "1");
    his->command->body.bill.bill.total_fen = in->medfee_sumamt;
    return KEEP(his, his->command->body.bill.charge, in, chrg_bchno) &&
           KEEP(his, his->command->body.bill.med_type, in, med_type) &&
           KEEP(his, his->command->body.bill.credential_type, in, mdtrt_cert_type) &&
           put_beside(his, in->mdtrt_cert_type, in->mdtrt_cert_no);
}

static bool read_settle(struct gj_his *his)
{
    struct gj_his_repeated *in = &his->in.repeated;
    if (!read_bill(his) || !read_one(his, GJ_HIS_GROUP_repeated, in))
        return false;
    struct gj_bill *bill = &his->command->body.bill.bill;
    bill->outside_fen = in->fulamt_ownpay_amt;
    bill->overprice_fen = in->overlmt_selfpay;
    bill->first_share_fen = in->preselfpay_amt;
    bill->eligible_fen = in->inscp_scp_amt;
    return true;
}

/* ---- sales: the bill and its lines in one message ---- */

static bool put_said(struct gj_his *his, int at, const struct gj_his_drug *in)
{
    struct gj_his_said *said = &his->said[at];
    said->limit_given = gj_his_was_given(in, GJ_HIS_GROUP_drug, "pric_uplmt_amt");
    said->share_given = gj_his_was_given(in, GJ_HIS_GROUP_drug, "selfpay_prop");
    said->limit_micro = in->pric_uplmt_amt;
    said->share_e4 = in->selfpay_prop;
    return KEEP(his, said->level, in, chrgitm_lv);
}

/* The line itself has no number of a charge: it belongs to the bill that it comes with. */
static bool take_drug(struct gj_his *his, int at, const void *read)
{
    const struct gj_his_drug *in = read;
    struct gj_line *line = &his->lines[at];
    size_t from = his->canonical.length;
    gj_his_canonical(his, "drugdetail", GJ_HIS_GROUP_drug, in);
    his->lines_count = at + 1;
    *line = (struct gj_line){0};
    line->content = gj_hash(his->canonical.bytes + from, his->canonical.length - from);
    line->occurred = in->fee_ocur_time;
    line->amount_fen = in->det_item_fee_sumamt;
    line->count_e4 = in->cnt;
    line->price_micro = in->pric;
    return KEEP(his, line->serial, in, feedetl_sn) &&
           KEEP(his, line->list_code, in, med_list_codg) &&
           KEEP(his, line->own_code, in, medins_list_codg) && put_said(his, at, in);
}

static bool read_drugs(struct gj_his *his)
{
    struct gj_his_drug one;
    make_room_for_lines(his);
    if (his->said == NULL)
        his->said = calloc(GJ_MESSAGE_LINES_MAX, sizeof *his->said);
    GJ_MUST(his->said != NULL);
    return read_many(his, GJ_HIS_GROUP_drug, &one, GJ_MESSAGE_LINES_MAX, "明细", take_drug);
}

/* A sale is of category 41; what else a pharmacy may serve goes by visits (Q044). */
static bool read_sale(struct gj_his *his)
{
    struct gj_his_sale *in = &his->in.sale;
    struct gj_command *command = his->command;
    char quote[GJ_HIS_QUOTE_MAX];
    if (!read_one(his, GJ_HIS_GROUP_sale, in))
        return false;
    if (!gj_slice_is(in->med_type, "41"))
        return gj_his_refuse(his, "医疗类别[%s]在本统筹区未启用",
                             gj_his_quote(in->med_type, quote));
    command->body.bill.scheme = his->scheme;
    command->body.bill.begin = in->begntime;
    command->body.bill.accounts_used = gj_slice_is(in->acct_used_flag, "1");
    command->body.bill.bill.total_fen = in->medfee_sumamt;
    if (command->act == GJ_ACT_SETTLE_BILL &&
        (!read_one(his, GJ_HIS_GROUP_invoice, &his->in.invoice) ||
         !KEEP(his, command->body.bill.charge, &his->in.invoice, invono)))
        return false;
    if (!KEEP(his, command->body.bill.med_type, in, med_type) ||
        !KEEP(his, command->body.bill.credential_type, in, mdtrt_cert_type) ||
        !put_beside(his, in->mdtrt_cert_type, in->mdtrt_cert_no) || !read_drugs(his))
        return false;
    command->body.bill.count = his->lines_count;
    command->body.bill.list = his->lines;
    return true;
}

static bool read_check(struct gj_his *his)
{
    struct gj_his_check *in = &his->in.check;
    struct gj_command *command = his->command;
    char quote[GJ_HIS_QUOTE_MAX];
    if (!read_one(his, GJ_HIS_GROUP_check, in))
        return false;
    command->body.bill.scheme = his->scheme;
    command->body.bill.begin = in->begntime;
    if (!gj_slice_is(in->fixmedins_code, command->institution))
        return gj_his_refuse(his, "定点医药机构[%s]与报文的机构不一致",
                             gj_his_quote(in->fixmedins_code, quote));
    return KEEP(his, command->body.bill.med_type, in, med_type);
}

static bool read_reversal(struct gj_his *his)
{
    if (!read_one(his, GJ_HIS_GROUP_reversal, &his->in.reversal))
        return false;
    his->command->body.reverse.settlement = his->settlement;
    his->command->body.reverse.visit = his->visit;
    his->command->body.reverse.area = his->settlement_area;
    his->command->body.reverse.only =
        strcmp(his->is->infno, "2103") == 0 ? GJ_TAKE_BACK_WHOLE : GJ_TAKE_BACK_OF_VISIT;
    return his->settlement_area == his->visit_area || gj_his_refuse(his, "结算ID与就诊ID不符");
}

static bool read_undo(struct gj_his *his)
{
    struct gj_his_undo *in = &his->in.undo;
    if (!read_one(his, GJ_HIS_GROUP_undo, in))
        return false;
    his->command->body.undo.original_act = his->original_act;
    return KEEP(his, his->command->body.undo.msgid, in, omsgid);
}

bool gj_his_read_input(struct gj_his *his)
{
    switch (his->is->act) {
    case GJ_ACT_NONE:
        return read_who(his);
    case GJ_ACT_SIGN_IN:
        return read_sign_in(his);
    case GJ_ACT_SIGN_OUT:
        return read_sign_out(his);
    case GJ_ACT_REGISTER:
        return read_registration(his);
    case GJ_ACT_CANCEL_VISIT:
        return read_unregistration(his);
    case GJ_ACT_DIAGNOSE:
        return read_visit(his);
    case GJ_ACT_ADD_LINES:
        return read_lines(his);
    case GJ_ACT_DROP_LINES:
        return read_drop(his);
    case GJ_ACT_PREVIEW:
        return read_bill(his);
    case GJ_ACT_SETTLE:
        return read_settle(his);
    case GJ_ACT_PREVIEW_BILL:
    case GJ_ACT_SETTLE_BILL:
        return read_sale(his);
    case GJ_ACT_CHECK_BENEFIT:
        return read_check(his);
    case GJ_ACT_REVERSE:
        return read_reversal(his);
    default:
        GJ_MUST(his->is->act == GJ_ACT_UNDO);
        return read_undo(his);
    }
}
