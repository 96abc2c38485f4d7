/* Walks a group's table over a JSON object: in come the object and the group, out come the group's
   struct filled, or the first refusal in table order. Names in any case, null and "" as absent,
   text or number alike. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "his/inside.h"

enum { FIELDS_MAX = 64 };

bool gj_his_is_blank(struct gj_json_value value)
{
    return value.kind == GJ_JSON_NOTHING || value.kind == GJ_JSON_NULL ||
           (value.kind == GJ_JSON_STRING && value.raw.length == 0);
}

struct gj_slice gj_his_key(struct gj_slice raw, char room[GJ_HIS_KEY_MAX])
{
    bool plain = raw.length > GJ_HIS_KEY_MAX || !gj_json_has_escapes(raw);
    return plain ? raw : gj_json_unescape(raw, room);
}

/* Most strings are written as they read: those are slices of the body. */
static struct gj_slice plain(struct gj_his *his, struct gj_slice raw)
{
    if (!gj_json_has_escapes(raw))
        return raw;
    struct gj_his_piece *piece = malloc(sizeof *piece + raw.length);
    GJ_MUST(piece != NULL);
    piece->next = his->pieces;
    his->pieces = piece;
    return gj_json_unescape(raw, piece->bytes);
}

/* The field's index, or -1. Messages mostly follow the table: `hint` is where to look first. */
static int find(const struct gj_his_group *group, struct gj_slice name, int hint)
{
    for (int i = 0; i < group->count; i++) {
        int at = (hint + i) % group->count;
        const struct gj_his_field *field = &group->fields[at];
        if (gj_his_same_name(name, field->name, field->name_length))
            return at;
    }
    return -1;
}

/* The values by field. Another spelling stands in where the usual one is absent. */
static void sort(const struct gj_his_group *group, struct gj_json_value object,
                 struct gj_json_value values[FIELDS_MAX])
{
    struct gj_json_walk walk = gj_json_walk(object);
    struct gj_json_value value;
    struct gj_slice name;
    char room[GJ_HIS_KEY_MAX];
    int hint = 0;
    while (gj_json_next_member(&walk, &name, &value)) {
        name = gj_his_key(name, room);
        int at = find(group, name, hint);
        if (at >= 0) {
            hint = at + 1;
            if (!gj_his_is_blank(value))
                values[at] = value;
            continue;
        }
        const char *usual = gj_his_is_blank(value) ? NULL : gj_his_other_spelling(name);
        at = usual == NULL ? -1 : find(group, gj_slice(usual), 0);
        if (at >= 0 && values[at].kind == GJ_JSON_NOTHING)
            values[at] = value;
    }
}

/* A string's text or a number's characters. */
static bool text_of(struct gj_his *his, struct gj_json_value value, struct gj_slice *text_out)
{
    if (value.kind != GJ_JSON_STRING)
        return gj_json_number_text(value, text_out);
    *text_out = plain(his, value.raw);
    return true;
}

static bool read_text(struct gj_his *his, const struct gj_his_field *field,
                      struct gj_json_value value, struct gj_slice *into)
{
    struct gj_slice text;
    if (!text_of(his, value, &text))
        return gj_his_refuse(his, "字段[%s]不是文本", field->name);
    if (!gj_his_apply_rule(his, field, &text))
        return false;
    if (text.length > (size_t)field->most && gj_slice_characters(text) > (size_t)field->most)
        return gj_his_refuse(his, "字段[%s]长度超过%d", field->name, (int)field->most);
    *into = text;
    return true;
}

static size_t run_of_digits(struct gj_slice text, size_t at)
{
    size_t from = at;
    while (at < text.length && text.bytes[at] >= '0' && text.bytes[at] <= '9')
        at++;
    return at - from;
}

/* 1: digits and perhaps a point; 0: a number, but signed or with an exponent; -1: no number. */
static int form_of(struct gj_slice text)
{
    size_t at = 0;
    bool strange = text.length > 0 && text.bytes[0] == '-';
    at += strange;
    size_t run = run_of_digits(text, at);
    if (run == 0)
        return -1;
    at += run;
    if (at < text.length && text.bytes[at] == '.') {
        run = run_of_digits(text, ++at);
        if (run == 0)
            return -1;
        at += run;
    }
    if (at < text.length && (text.bytes[at] == 'e' || text.bytes[at] == 'E')) {
        strange = true;
        at++;
        if (at < text.length && (text.bytes[at] == '+' || text.bytes[at] == '-'))
            at++;
        run = run_of_digits(text, at);
        if (run == 0)
            return -1;
        at += run;
    }
    return at != text.length ? -1 : !strange;
}

/* Numbers come from their own characters; no double is ever read. Amounts stay below GJ_FEN_MAX. */
static bool read_number(struct gj_his *his, const struct gj_his_field *field,
                        struct gj_json_value value, int64_t *into)
{
    struct gj_slice text;
    int form = text_of(his, value, &text) ? form_of(text) : value.kind == GJ_JSON_WHOLE ? 0 : -1;
    if (form < 0)
        return gj_his_refuse(his, "字段[%s]不是有效数值", field->name);
    bool good = form == 1 &&
                gj_decimal_parse(text, field->decimals, (int)field->most - field->decimals, into);
    if (good && (field->decimals != 2 || *into < GJ_FEN_MAX))
        return true;
    return gj_his_refuse(his, "字段[%s]数值超出%d,%d", field->name, (int)field->most,
                         field->decimals);
}

static bool bad_moment(struct gj_his *his, const struct gj_his_field *field)
{
    if (field->rule == GJ_HIS_SENT)
        return gj_his_refuse(his, "交易时间(inf_time)格式应为yyyy-MM-dd HH:mm:ss");
    return gj_his_refuse(his, "字段[%s]日期格式错误", field->name);
}

static bool read_date(struct gj_his *his, const struct gj_his_field *field,
                      struct gj_json_value value, gj_day *into)
{
    struct gj_slice text;
    if (!text_of(his, value, &text))
        return bad_moment(his, field);
    struct gj_slice midnight = {text.bytes + 10, text.length >= 10 ? text.length - 10 : 0};
    if (gj_slice_is(midnight, " 00:00:00"))
        text.length = 10;
    return gj_day_parse(text, into) || bad_moment(his, field);
}

static bool read_moment(struct gj_his *his, const struct gj_his_field *field,
                        struct gj_json_value value, gj_time *into)
{
    struct gj_slice text;
    char spread[20];
    if (!text_of(his, value, &text))
        return bad_moment(his, field);
    if (text.length == 14 && run_of_digits(text, 0) == 14) {
        const char *d = text.bytes;
        snprintf(spread, sizeof spread, "%.4s-%.2s-%.2s %.2s:%.2s:%.2s", d, d + 4, d + 6, d + 8,
                 d + 10, d + 12);
        text = gj_slice(spread);
    }
    bool good = text.length == 19 && text.bytes[10] == ' ' && gj_time_parse(text, into);
    return good || bad_moment(his, field);
}

static bool read_field(struct gj_his *his, const struct gj_his_field *field,
                       struct gj_json_value value, void *into)
{
    switch (field->type) {
    case GJ_HIS_STR:
        return read_text(his, field, value, into);
    case GJ_HIS_NUM:
        return read_number(his, field, value, into);
    case GJ_HIS_DATE:
        return read_date(his, field, value, into);
    case GJ_HIS_DATETIME:
        return read_moment(his, field, value, into);
    default:
        GJ_MUST(field->type == GJ_HIS_OBJECT);
        *(struct gj_json_value *)into = value;
        return value.kind == GJ_JSON_OBJECT || gj_his_refuse(his, "交易输入(input)缺失或格式错误");
    }
}

bool gj_his_read(struct gj_his *his, const char *node, enum gj_his_group_number group,
                 struct gj_json_value object, void *into)
{
    const struct gj_his_group *table = &gj_his_groups[group];
    struct gj_json_value values[FIELDS_MAX] = {{0}};
    GJ_MUST(table->count <= FIELDS_MAX);
    memset(into, 0, table->size);
    if (object.kind != GJ_JSON_NOTHING)
        sort(table, object, values);
    uint64_t given = 0;
    bool good = true;
    for (int i = 0; i < table->count; i++) {
        const struct gj_his_field *field = &table->fields[i];
        if (values[i].kind == GJ_JSON_NOTHING)
            good &= field->need != 'Y' || gj_his_refuse_missing(his, node, field);
        else if (read_field(his, field, values[i], (char *)into + field->offset))
            given |= UINT64_C(1) << i;
        else
            good = false;
        /* The envelope is read to its end: the refusal's own number is made from it. */
        if (!good && group != GJ_HIS_GROUP_envelope)
            break;
    }
    memcpy(into, &given, sizeof given); /* the first member of every group */
    return good;
}

bool gj_his_was_given(const void *values, enum gj_his_group_number group, const char *name)
{
    uint64_t given;
    int at = find(&gj_his_groups[group], gj_slice(name), 0);
    GJ_MUST(at >= 0);
    memcpy(&given, values, sizeof given);
    return (given >> at & 1) != 0;
}

static void put_value(struct gj_his_text *text, const struct gj_his_field *field, const void *value)
{
    char number[24];
    struct gj_slice slice;
    if (field->type == GJ_HIS_STR) {
        slice = *(const struct gj_slice *)value;
    } else {
        int64_t units =
            field->type == GJ_HIS_DATE ? *(const gj_day *)value : *(const int64_t *)value;
        struct gj_his_text digits = {number, 0, sizeof number};
        gj_his_put_number(&digits, units, 0, 0);
        slice = (struct gj_slice){number, digits.length};
    }
    gj_his_put_number(text, (int64_t)slice.length, 0, 0);
    gj_his_put(text, ":", 1);
    gj_his_put(text, slice.bytes, slice.length);
}

/* node{field=length:bytes...}: the lengths keep one text from passing for another. */
void gj_his_canonical(struct gj_his *his, const char *node, enum gj_his_group_number group,
                      const void *values)
{
    const struct gj_his_group *table = &gj_his_groups[group];
    struct gj_his_text *text = &his->canonical;
    uint64_t given;
    memcpy(&given, values, sizeof given);
    gj_his_put_text(text, node);
    gj_his_put(text, "{", 1);
    for (int i = 0; i < table->count; i++) {
        const struct gj_his_field *field = &table->fields[i];
        if (!field->once || (given >> i & 1) == 0)
            continue;
        gj_his_put(text, field->name, field->name_length);
        gj_his_put(text, "=", 1);
        put_value(text, field, (const char *)values + field->offset);
    }
    gj_his_put(text, "}", 1);
}
