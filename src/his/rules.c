/* What is checked and filled beyond a field's type: one small function for each rule of the table,
   and the words of refusals at the door (quirks of the interface in docs/his.md). */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "his/inside.h"

/* Cuts a text to at most `most` characters, never inside one. */
static void cut(char *text, size_t most)
{
    size_t characters = 0, at = 0;
    for (; text[at] != '\0'; at++) {
        if (((unsigned char)text[at] & 0xC0) != 0x80 && characters++ == most)
            break;
    }
    text[at] = '\0';
}

/* Drops the bytes of a character that a bounded printf has cut at the end. */
static void drop_torn_end(char *text)
{
    size_t length = strlen(text);
    while (length > 0 && !gj_utf8_is_valid((struct gj_slice){text, length}))
        text[--length] = '\0';
}

bool gj_his_refuse(struct gj_his *his, const char *format, ...)
{
    if (his->error[0] != '\0')
        return false;
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(his->error, sizeof his->error, format, arguments);
    va_end(arguments);
    if (length >= (int)sizeof his->error)
        drop_torn_end(his->error);
    cut(his->error, GJ_HIS_ERROR_CHARACTERS);
    return false;
}

const char *gj_his_quote(struct gj_slice text, char out[GJ_HIS_QUOTE_MAX])
{
    size_t length = 0, characters = 0;
    for (; length < text.length; length++)
        if (((unsigned char)text.bytes[length] & 0xC0) != 0x80 && characters++ == 40)
            break;
    snprintf(out, GJ_HIS_QUOTE_MAX, "%.*s%s", (int)length, text.bytes,
             length < text.length ? "…" : "");
    return out;
}

bool gj_his_refuse_missing(struct gj_his *his, const char *node, const struct gj_his_field *field)
{
    if (field->rule == GJ_HIS_MSGID)
        return gj_his_refuse(his, "报文ID(%s)为空或超过%d位", field->name, (int)field->most);
    if (field->rule == GJ_HIS_INPUT)
        return gj_his_refuse(his, "交易输入(input)缺失或格式错误");
    return gj_his_refuse(his, "缺少必填字段[%s.%s]", node, field->name);
}

static bool infno(struct gj_his *his, struct gj_slice *text)
{
    char quote[GJ_HIS_QUOTE_MAX];
    his->is = gj_his_transaction(*text);
    if (his->is == NULL)
        return gj_his_refuse(his, "交易编号[%s]不支持", gj_his_quote(*text, quote));
    *text = gj_slice(his->is->infno);
    if (his->path_infno == NULL)
        return true;
    const struct gj_his_transaction *path = gj_his_transaction(gj_slice(his->path_infno));
    return path == his->is || gj_his_refuse(his, "请求路径与交易编号[%s]不一致", his->is->infno);
}

static bool msgid(struct gj_his *his, const struct gj_his_field *field, struct gj_slice text)
{
    bool good = text.length <= (size_t)field->most;
    for (size_t i = 0; good && i < text.length; i++)
        good = text.bytes[i] >= ' ' && text.bytes[i] <= '~';
    return good || gj_his_refuse_missing(his, "", field);
}

/* Four digits name a city: 00 is added. Whether the area exists is not known here. */
static bool area(struct gj_his *his, struct gj_slice *text, char form[7], gj_area *area_out)
{
    char quote[GJ_HIS_QUOTE_MAX];
    int64_t number = 0;
    bool good = (text->length == 4 || text->length == 6) && gj_whole_parse(*text, 6, &number);
    if (good && text->length == 4)
        number *= 100;
    if (!good || !gj_area_is_code(number))
        return gj_his_refuse(his, "医保区划[%s]不是6位有效区划", gj_his_quote(*text, quote));
    *area_out = (gj_area)number;
    snprintf(form, 7, "%06d", (int)number);
    *text = gj_slice(form);
    return true;
}

/* V1.0, 1.0.0, 1.0, 1: one major version. */
static bool version(struct gj_his *his, struct gj_slice *text)
{
    char quote[GJ_HIS_QUOTE_MAX];
    struct gj_slice number = *text;
    if (number.length > 0 && (number.bytes[0] == 'V' || number.bytes[0] == 'v'))
        number.bytes++, number.length--;
    bool good = number.length > 0 && number.bytes[0] == '1';
    for (size_t i = 1; good && i < number.length; i++)
        good =
            i % 2 == 1 ? number.bytes[i] == '.' : number.bytes[i] >= '0' && number.bytes[i] <= '9';
    if (!good || number.length % 2 == 0)
        return gj_his_refuse(his, "接口版本[%s]不支持", gj_his_quote(*text, quote));
    *text = GJ_SLICE("1.0");
    return true;
}

/* The member of `forms` (usual form, other form, ...) that the text is; NULL if none. */
static const char *one_form(struct gj_slice text, const char *const forms[], int count)
{
    for (int i = 0; i < count; i++)
        if (gj_slice_is(text, forms[i]))
            return forms[i / 2 * 2];
    return NULL;
}

static bool choice(struct gj_his *his, struct gj_slice *text, const char *const forms[], int count,
                   const char *refusal)
{
    char quote[GJ_HIS_QUOTE_MAX];
    const char *form = one_form(*text, forms, count);
    if (form != NULL) {
        *text = gj_slice(form);
        return true;
    }
    return gj_his_refuse(his, "%s[%s]无效", refusal, gj_his_quote(*text, quote));
}

static bool operator_type(struct gj_his *his, struct gj_slice *text)
{
    static const char *const forms[] = {"1", "1", "2", "2", "3", "3"};
    return choice(his, text, forms, 6, "经办人类别");
}

static bool way(struct gj_his *his, struct gj_slice *text)
{
    static const char *const forms[] = {"01", "01", "02", "02"};
    return choice(his, text, forms, 4, "个人结算方式");
}

static bool credential_type(struct gj_his *his, struct gj_slice *text)
{
    static const char *const forms[] = {"01", "01", "02", "02", "03", "03"};
    return choice(his, text, forms, 6, "就诊凭证类型");
}

static bool flag(struct gj_his *his, struct gj_slice *text)
{
    static const char *const forms[] = {"0", "00", "1", "01"};
    const char *form = one_form(*text, forms, 4);
    if (form == NULL)
        return gj_his_refuse(his, "个人账户使用标志无效");
    *text = gj_slice(form);
    return true;
}

static bool document_type(struct gj_slice *text)
{
    static const char *const forms[] = {"01", "1", "02", "2", "03", "3", "04", "4",
                                        "05", "5", "06", "6", "07", "7", "08", "8"};
    const char *form = one_form(*text, forms, 16);
    if (form != NULL)
        *text = gj_slice(form);
    return true;
}

static bool scheme(struct gj_his *his, struct gj_slice text)
{
    char quote[GJ_HIS_QUOTE_MAX];
    his->scheme = gj_slice_is(text, "310")   ? GJ_SCHEME_EMPLOYEE
                  : gj_slice_is(text, "390") ? GJ_SCHEME_RESIDENT
                                             : GJ_SCHEME_NONE;
    return his->scheme != GJ_SCHEME_NONE ||
           gj_his_refuse(his, "险种类型[%s]无效", gj_his_quote(text, quote));
}

/* The lines of one message belong to one person. */
static bool person(struct gj_his *his, struct gj_slice text)
{
    gj_area area_found;
    gj_id id;
    char quote[GJ_HIS_QUOTE_MAX];
    struct gj_command *command = his->command;
    if (!gj_his_parse_person(text, &area_found, &id))
        return gj_his_refuse(his, "人员编号[%s]不存在", gj_his_quote(text, quote));
    if (command->person != 0 && (id != command->person || area_found != command->person_area))
        return gj_his_refuse(his, "字段[psn_no]各行不一致");
    command->person = id;
    command->person_area = area_found;
    return true;
}

/* And to one visit. */
static bool visit(struct gj_his *his, struct gj_slice text)
{
    gj_area area_found;
    gj_id id;
    char quote[GJ_HIS_QUOTE_MAX];
    if (!gj_his_parse_number(text, &area_found, &id))
        return gj_his_refuse(his, "就诊ID[%s]不存在", gj_his_quote(text, quote));
    if (his->visit != 0 && (id != his->visit || area_found != his->visit_area))
        return gj_his_refuse(his, "字段[mdtrt_id]各行不一致");
    his->visit = id;
    his->visit_area = area_found;
    return true;
}

static bool settlement(struct gj_his *his, struct gj_slice text)
{
    char quote[GJ_HIS_QUOTE_MAX];
    return gj_his_parse_number(text, &his->settlement_area, &his->settlement) ||
           gj_his_refuse(his, "结算ID[%s]不存在", gj_his_quote(text, quote));
}

/* What may be undone. The acts of the numbers that are not built were never kept here: for them
   nothing happened. */
static bool original(struct gj_his *his, struct gj_slice *text)
{
    static const struct {
        const char *infno;
        uint8_t act;
    } known[] = {{"2207", GJ_ACT_SETTLE},  {"2208", GJ_ACT_REVERSE}, {"2102", GJ_ACT_SETTLE_BILL},
                 {"2103", GJ_ACT_REVERSE}, {"2304", GJ_ACT_NONE},    {"2305", GJ_ACT_NONE},
                 {"2401", GJ_ACT_NONE}};
    char quote[GJ_HIS_QUOTE_MAX];
    struct gj_slice plain = *text;
    if (plain.length == 5 && plain.bytes[4] == 'A')
        plain.length = 4;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (gj_slice_is(plain, known[i].infno)) {
            his->original_act = known[i].act;
            his->original = known[i].infno;
            *text = gj_slice(known[i].infno);
            return true;
        }
    return gj_his_refuse(his, "交易[%s]不支持冲正", gj_his_quote(*text, quote));
}

bool gj_his_apply_rule(struct gj_his *his, const struct gj_his_field *field, struct gj_slice *text)
{
    switch ((enum gj_his_rule)field->rule) {
    case GJ_HIS_INFNO:
        return infno(his, text);
    case GJ_HIS_MSGID:
        return msgid(his, field, *text);
    case GJ_HIS_CARE_AREA:
        return area(his, text, his->care_text, &his->care_area);
    case GJ_HIS_HOME_AREA:
        return area(his, text, his->home_text, &his->command->home_area);
    case GJ_HIS_VERSION:
        return version(his, text);
    case GJ_HIS_OPERATOR:
        return operator_type(his, text);
    case GJ_HIS_PERSON:
        return person(his, *text);
    case GJ_HIS_VISIT:
        return visit(his, *text);
    case GJ_HIS_SETTLEMENT:
        return settlement(his, *text);
    case GJ_HIS_SCHEME:
        return scheme(his, *text);
    case GJ_HIS_DOCUMENT_TYPE:
        return document_type(text);
    case GJ_HIS_CREDENTIAL_TYPE:
        return credential_type(his, text);
    case GJ_HIS_FLAG:
        return flag(his, text);
    case GJ_HIS_WAY:
        return way(his, text);
    case GJ_HIS_ORIGINAL:
        return original(his, text);
    case GJ_HIS_PLAIN:
    case GJ_HIS_SENT:
    case GJ_HIS_INPUT:
    case GJ_HIS_NOT_IN_PREVIEW:
        break;
    }
    return true;
}
