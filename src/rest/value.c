/* Values out: a group's struct becomes a JSON object, member by member in the order of the table. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rest/inside.h"

struct json_object *gj_rest_list(void)
{
    struct json_object *list = json_object_new_array();
    GJ_MUST(list != NULL);
    return list;
}

void gj_rest_append(struct json_object *list, struct json_object *one)
{
    GJ_MUST(json_object_array_add(list, one) == 0);
}

const char *gj_rest_number_text(enum gj_rest_number_kind kind, struct gj_rest_number number,
                                char out[GJ_REST_NUMBER_MAX])
{
    snprintf(out, GJ_REST_NUMBER_MAX, "%s_%06d_%" PRId64, gj_rest_prefixes[kind], number.area,
             number.id);
    return out;
}

const char *gj_rest_person_text(struct gj_rest_number person, char out[GJ_REST_PERSON_MAX])
{
    snprintf(out, GJ_REST_PERSON_MAX, "%06d%020" PRId64, person.area, person.id);
    return out;
}

static struct json_object *text_of(const char *text)
{
    return gj_json_string(gj_slice(text));
}

static struct json_object *day_of(gj_day day)
{
    char text[GJ_DAY_TEXT_MAX];
    bool said = day != GJ_DAY_NONE && day > GJ_DAY_MIN && day < GJ_DAY_MAX;
    return said ? text_of(gj_day_text(day, text)) : NULL;
}

static struct json_object *time_of(gj_time time)
{
    char text[GJ_TIME_TEXT_MAX], whole[GJ_TIME_TEXT_MAX + 8];
    if (time == GJ_REST_NONE)
        return NULL;
    snprintf(whole, sizeof whole, "%s+08:00", gj_time_text(time, 'T', text));
    return text_of(whole);
}

static struct json_object *words_of(int vocabulary, uint32_t bits)
{
    struct json_object *list = gj_rest_list();
    for (int i = 0; i < gj_word_count((enum gj_vocabulary)vocabulary); i++)
        if (bits & UINT32_C(1) << i)
            gj_rest_append(list, text_of(gj_word((enum gj_vocabulary)vocabulary, i)));
    return list;
}

static struct json_object *area_of(gj_area area)
{
    char text[16];
    snprintf(text, sizeof text, "%06d", area);
    return area != 0 ? text_of(text) : NULL;
}

static struct json_object *number_of(int kind, const struct gj_rest_number *number)
{
    char text[GJ_REST_NUMBER_MAX];
    return number->id != 0
               ? text_of(gj_rest_number_text((enum gj_rest_number_kind)kind, *number, text))
               : NULL;
}

static struct json_object *person_of(const struct gj_rest_number *person)
{
    char text[GJ_REST_PERSON_MAX];
    return person->id != 0 ? text_of(gj_rest_person_text(*person, text)) : NULL;
}

/* NULL when there is nothing. */
static struct json_object *value_of(const struct gj_rest_field *field, const void *at)
{
    const struct gj_slice *text = at;
    const int64_t *wide = at;
    const int32_t *narrow = at;
    switch ((enum gj_rest_type)field->type) {
    case GJ_REST_TEXT:
        return text->bytes ? gj_json_string(*text) : NULL;
    case GJ_REST_MONEY:
        return *wide != GJ_REST_NONE ? gj_json_money_text(*wide) : NULL;
    case GJ_REST_DAY:
        return day_of(*narrow);
    case GJ_REST_TIME:
        return time_of(*wide);
    case GJ_REST_WORD:
        return *narrow >= 0 ? text_of(gj_word((enum gj_vocabulary)field->of, *narrow)) : NULL;
    case GJ_REST_WORDS:
        return words_of(field->of, *(const uint32_t *)at);
    case GJ_REST_AREA:
        return area_of(*narrow);
    case GJ_REST_PERSON:
        return person_of(at);
    case GJ_REST_NUMBER:
        return number_of(field->of, at);
    case GJ_REST_YES:
        return *narrow >= 0 ? json_object_new_boolean(*narrow) : NULL;
    case GJ_REST_COUNT:
        return *wide != GJ_REST_NONE ? json_object_new_int64(*wide) : NULL;
    default:
        return *(struct json_object *const *)at;
    }
}

struct json_object *gj_rest_value(enum gj_rest_group_number group, const void *values)
{
    const struct gj_rest_group *table = &gj_rest_groups[group];
    struct json_object *object = json_object_new_object();
    GJ_MUST(object != NULL);
    for (int i = 0; i < table->count; i++) {
        const struct gj_rest_field *field = &table->fields[i];
        struct json_object *value = value_of(field, (const char *)values + field->offset);
        GJ_MUST(value != NULL || field->need != 'Y');
        if (value != NULL || field->need == 'N')
            gj_json_add(object, field->name, value);
    }
    return object;
}

struct json_object *gj_rest_canonical(enum gj_rest_group_number group, const void *values)
{
    const struct gj_rest_group *table = &gj_rest_groups[group];
    const uint64_t given = *(const uint64_t *)values;
    struct json_object *object = json_object_new_object();
    GJ_MUST(object != NULL);
    for (int i = 0; i < table->count; i++) {
        const struct gj_rest_field *field = &table->fields[i];
        if ((given & UINT64_C(1) << i) == 0 || field->type == GJ_REST_OBJECT)
            continue;
        gj_json_add(object, field->name, value_of(field, (const char *)values + field->offset));
    }
    return object;
}

struct json_object *gj_rest_hint(enum gj_reason reason)
{
    struct gj_rest_hint hint = {
        .code = gj_slice(gj_reason_code(reason)),
        .zh = gj_slice(gj_reason_zh(reason)),
        .en = gj_slice(gj_reason_en(reason)),
    };
    return gj_rest_value(GJ_REST_GROUP_hint, &hint);
}

void gj_rest_give(struct gj_rest_answer *answer, int status, struct json_object *object)
{
    struct gj_slice text = gj_json_print(object);
    answer->status = status;
    answer->content_type = "application/json; charset=utf-8";
    answer->bytes = malloc(text.length + 1);
    GJ_MUST(answer->bytes != NULL);
    memcpy(answer->bytes, text.bytes, text.length);
    answer->bytes[text.length] = '\n';
    answer->length = text.length + 1;
    json_object_put(object);
}
