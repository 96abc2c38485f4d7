/* The tables as data: groups of fields and routes, from the two .def files; and look-ups in them. */
#include <string.h>

#include "rest/inside.h"

const char *const gj_rest_prefixes[GJ_REST_NUMBER_KINDS] = {
    [GJ_REST_OF_BINDING] = "bnd",    [GJ_REST_OF_TRANSFER] = "trf", [GJ_REST_OF_ENTRY] = "ent",
    [GJ_REST_OF_SETTLEMENT] = "stl", [GJ_REST_OF_PREMIUM] = "prm",  [GJ_REST_OF_VISIT] = "vst",
    [GJ_REST_OF_WORK] = "wrk",
};

#define GJ_REST_BEGIN(group) static const struct gj_rest_field fields_of_##group[] = {
#define GJ_REST_FIELD(group, field, type_, need_, of_, zh_, en_)                                   \
    {.name = #field,                                                                               \
     .type = GJ_REST_##type_,                                                                      \
     .need = #need_[0],                                                                            \
     .offset = offsetof(struct gj_rest_##group, field),                                            \
     .of = of_,                                                                                    \
     .zh = zh_,                                                                                    \
     .en = en_},
#define GJ_REST_END(group)                                                                         \
    }                                                                                              \
    ;
#include "rest/fields.def"
#undef GJ_REST_BEGIN
#undef GJ_REST_FIELD
#undef GJ_REST_END

const struct gj_rest_group gj_rest_groups[GJ_REST_GROUPS] = {
#define GJ_REST_BEGIN(group)                                                                       \
    [GJ_REST_GROUP_##group] = {#group, fields_of_##group,                                          \
                               sizeof fields_of_##group / sizeof fields_of_##group[0],             \
                               sizeof(struct gj_rest_##group)},
#define GJ_REST_FIELD(...)
#define GJ_REST_END(group)
#include "rest/fields.def"
#undef GJ_REST_BEGIN
#undef GJ_REST_FIELD
#undef GJ_REST_END
};

const struct gj_rest_path gj_rest_paths[GJ_REST_ROUTES] = {
#define GJ_REST_ROUTE(name_, method_, path_, who_, is_, act_, query_, body_, status_, answer_,     \
                      zh_, en_)                                                                    \
    [GJ_REST_##name_] = {.name = #name_,                                                           \
                         .method = method_,                                                        \
                         .path = path_,                                                            \
                         .who = GJ_REST_##who_,                                                    \
                         .is = GJ_REST_IS_##is_,                                                   \
                         .act = GJ_ACT_##act_,                                                     \
                         .query = GJ_REST_GROUP_##query_,                                          \
                         .body = GJ_REST_GROUP_##body_,                                            \
                         .answer = GJ_REST_GROUP_##answer_,                                        \
                         .status = status_,                                                        \
                         .zh = zh_,                                                                \
                         .en = en_},
#include "rest/routes.def"
#undef GJ_REST_ROUTE
};

const struct gj_rest_field *gj_rest_field(enum gj_rest_group_number group, struct gj_slice name)
{
    const struct gj_rest_group *table = &gj_rest_groups[group];
    for (int i = 0; i < table->count; i++)
        if (gj_slice_is(name, table->fields[i].name))
            return &table->fields[i];
    return NULL;
}

static void put_words(int vocabulary, struct gj_writer *writer)
{
    gj_word_list((enum gj_vocabulary)vocabulary, writer);
}

void gj_rest_put_form(const struct gj_rest_field *field, struct gj_writer *writer)
{
    switch ((enum gj_rest_type)field->type) {
    case GJ_REST_TEXT:
        gj_put_format(writer, "text of 1 to %d characters", (int)field->of);
        break;
    case GJ_REST_MONEY:
        gj_put_text(writer, "yuan as text with at most two decimals, such as \"200.00\"");
        break;
    case GJ_REST_DAY:
        gj_put_text(writer, "a day, such as \"2025-09-01\"");
        break;
    case GJ_REST_TIME:
        gj_put_text(writer, "a moment, such as \"2025-09-01T10:00:00+08:00\"");
        break;
    case GJ_REST_WORD:
        gj_put_text(writer, "one of ");
        put_words(field->of, writer);
        break;
    case GJ_REST_WORDS:
        gj_put_text(writer, "a list out of ");
        put_words(field->of, writer);
        break;
    case GJ_REST_AREA:
        gj_put_text(writer, "an area code of six digits");
        break;
    case GJ_REST_PERSON:
        gj_put_text(writer, "a person's number: area and 20 digits");
        break;
    case GJ_REST_NUMBER:
        gj_put_format(writer, "a number such as %s_410100_769", gj_rest_prefixes[field->of]);
        break;
    case GJ_REST_YES:
        gj_put_text(writer, "true or false");
        break;
    case GJ_REST_COUNT:
        gj_put_format(writer, "a whole number from 0 to %d", (int)field->of);
        break;
    case GJ_REST_OBJECT:
        gj_put_format(writer, "an object `%s`", gj_rest_groups[field->of].name);
        break;
    case GJ_REST_LIST:
        gj_put_format(writer, "a list of objects `%s`", gj_rest_groups[field->of].name);
        break;
    case GJ_REST_TEXTS:
        gj_put_format(writer, "a list of texts of at most %d characters", (int)field->of);
        break;
    case GJ_REST_ANY:
        gj_put_text(writer, "any JSON");
        break;
    }
}

/* ---- nothing ---- */

static void clear_field(const struct gj_rest_field *field, void *at)
{
    switch ((enum gj_rest_type)field->type) {
    case GJ_REST_MONEY:
    case GJ_REST_TIME:
    case GJ_REST_COUNT:
        *(int64_t *)at = GJ_REST_NONE;
        break;
    case GJ_REST_DAY:
        *(gj_day *)at = GJ_DAY_NONE;
        break;
    case GJ_REST_WORD:
    case GJ_REST_YES:
        *(int32_t *)at = -1;
        break;
    default:
        break; /* nothing is all zeros */
    }
}

void gj_rest_clear(enum gj_rest_group_number group, void *values)
{
    const struct gj_rest_group *table = &gj_rest_groups[group];
    memset(values, 0, table->size);
    for (int i = 0; i < table->count; i++)
        clear_field(&table->fields[i], (char *)values + table->fields[i].offset);
}
