/* The OpenAPI 3.1 document, written from the tables of fields and routes: what it says is what the
   decoder reads and the encoder writes. */
#include <stdio.h>
#include <string.h>

#include "rest/inside.h"

static struct json_object *object_new(void)
{
    struct json_object *object = json_object_new_object();
    GJ_MUST(object != NULL);
    return object;
}

static void add_text(struct json_object *object, const char *name, const char *text)
{
    gj_json_add(object, name, gj_json_string(gj_slice(text)));
}

static void add_number(struct json_object *object, const char *name, int64_t number)
{
    gj_json_add(object, name, json_object_new_int64(number));
}

/* ---- schemas ---- */

static void add_reference(struct json_object *schema, int group)
{
    char text[80];
    snprintf(text, sizeof text, "#/components/schemas/%s", gj_rest_groups[group].name);
    add_text(schema, "$ref", text);
}

static struct json_object *reference(int group)
{
    struct json_object *schema = object_new();
    if (group == GJ_REST_GROUP_ANY)
        add_text(schema, "type", "object");
    else
        add_reference(schema, group);
    return schema;
}

static void add_words(struct json_object *schema, int vocabulary)
{
    struct json_object *list = gj_rest_list();
    for (int i = 0; i < gj_word_count((enum gj_vocabulary)vocabulary); i++) {
        const char *word = gj_word((enum gj_vocabulary)vocabulary, i);
        if (strcmp(word, "unsaid") != 0)
            gj_rest_append(list, gj_json_string(gj_slice(word)));
    }
    gj_json_add(schema, "enum", list);
}

/* Where null may stand, the type is a list of two and null is among the words. */
static void add_type(struct json_object *schema, const char *type, bool nullable)
{
    if (!nullable) {
        add_text(schema, "type", type);
        return;
    }
    struct json_object *list = gj_rest_list();
    gj_rest_append(list, gj_json_string(gj_slice(type)));
    gj_rest_append(list, gj_json_string(GJ_SLICE("null")));
    gj_json_add(schema, "type", list);
}

static void add_pattern(struct json_object *schema, const struct gj_rest_field *field)
{
    char number[64];
    const char *pattern = NULL;
    switch ((enum gj_rest_type)field->type) {
    case GJ_REST_MONEY:
        pattern = "^-?[0-9]{1,14}(\\.[0-9]{1,2})?$";
        break;
    case GJ_REST_AREA:
        pattern = "^[1-9][0-9]{5}$";
        break;
    case GJ_REST_PERSON:
        pattern = "^[1-9][0-9]{25}$";
        break;
    case GJ_REST_NUMBER:
        snprintf(number, sizeof number, "^%s_[0-9]{6}_[1-9][0-9]*$", gj_rest_prefixes[field->of]);
        pattern = number;
        break;
    default:
        break;
    }
    if (pattern != NULL)
        add_text(schema, "pattern", pattern);
}

static const char *type_word(const struct gj_rest_field *field)
{
    switch ((enum gj_rest_type)field->type) {
    case GJ_REST_YES:
        return "boolean";
    case GJ_REST_COUNT:
        return "integer";
    case GJ_REST_WORDS:
    case GJ_REST_LIST:
    case GJ_REST_TEXTS:
        return "array";
    case GJ_REST_OBJECT:
        return "object";
    default:
        return "string";
    }
}

static void add_bounds(struct json_object *schema, const struct gj_rest_field *field)
{
    if (field->type == GJ_REST_TEXT)
        add_number(schema, "maxLength", field->of);
    if (field->type == GJ_REST_DAY)
        add_text(schema, "format", "date");
    if (field->type == GJ_REST_TIME)
        add_text(schema, "format", "date-time");
    if (field->type == GJ_REST_COUNT) {
        add_number(schema, "minimum", 0);
        add_number(schema, "maximum", field->of);
    }
    add_pattern(schema, field);
}

static struct json_object *items_of(const struct gj_rest_field *field)
{
    struct json_object *items = object_new();
    if (field->type == GJ_REST_LIST) {
        add_reference(items, field->of);
    } else {
        add_text(items, "type", "string");
        if (field->type == GJ_REST_TEXTS)
            add_number(items, "maxLength", field->of);
        else
            add_words(items, field->of);
    }
    return items;
}

static void add_meaning(struct json_object *schema, const char *zh, const char *en)
{
    char text[600];
    snprintf(text, sizeof text, "%s; %s", zh, en);
    add_text(schema, "description", text);
}

static struct json_object *schema_of_field(const struct gj_rest_field *field)
{
    struct json_object *schema = object_new();
    const bool nullable = field->need == 'N';
    if (field->type == GJ_REST_OBJECT) {
        add_reference(schema, field->of);
    } else if (field->type != GJ_REST_ANY) {
        add_type(schema, type_word(field), nullable);
        add_bounds(schema, field);
        if (field->type == GJ_REST_WORD && !nullable)
            add_words(schema, field->of);
        if (field->type == GJ_REST_LIST || field->type == GJ_REST_WORDS ||
            field->type == GJ_REST_TEXTS)
            gj_json_add(schema, "items", items_of(field));
    }
    add_meaning(schema, field->zh, field->en);
    return schema;
}

static struct json_object *schema_of_group(const struct gj_rest_group *group)
{
    struct json_object *schema = object_new(), *properties = object_new();
    struct json_object *required = gj_rest_list();
    add_text(schema, "type", "object");
    for (int i = 0; i < group->count; i++) {
        const struct gj_rest_field *field = &group->fields[i];
        gj_json_add(properties, field->name, schema_of_field(field));
        if (field->need == 'Y' || field->need == 'N')
            gj_rest_append(required, gj_json_string(gj_slice(field->name)));
    }
    gj_json_add(schema, "properties", properties);
    gj_json_add(schema, "required", required);
    gj_json_add(schema, "additionalProperties", json_object_new_boolean(false));
    return schema;
}

static bool stands_in_bodies(int group)
{
    for (int i = 0; i < GJ_REST_ROUTES; i++)
        if (gj_rest_paths[i].query == group)
            return false;
    return group != GJ_REST_GROUP_in_path;
}

static struct json_object *schemas(void)
{
    struct json_object *all = object_new();
    for (int i = 0; i < GJ_REST_GROUPS; i++)
        if (stands_in_bodies(i))
            gj_json_add(all, gj_rest_groups[i].name, schema_of_group(&gj_rest_groups[i]));
    return all;
}

/* ---- operations ---- */

static struct json_object *parameter(const char *in, const char *name, bool required,
                                     struct json_object *schema)
{
    struct json_object *one = object_new();
    add_text(one, "name", name);
    add_text(one, "in", in);
    gj_json_add(one, "required", json_object_new_boolean(required));
    gj_json_add(one, "schema", schema);
    return one;
}

static void add_path_parameters(struct json_object *list, const char *path)
{
    const struct gj_rest_group *group = &gj_rest_groups[GJ_REST_GROUP_in_path];
    for (int i = 0; i < group->count; i++) {
        char braced[64];
        snprintf(braced, sizeof braced, "{%s}", group->fields[i].name);
        if (strstr(path, braced) != NULL)
            gj_rest_append(list, parameter("path", group->fields[i].name, true,
                                           schema_of_field(&group->fields[i])));
    }
}

static struct json_object *text_schema(const char *meaning)
{
    struct json_object *schema = object_new();
    add_text(schema, "type", "string");
    add_text(schema, "description", meaning);
    return schema;
}

static struct json_object *parameters_of(const struct gj_rest_path *path)
{
    struct json_object *list = gj_rest_list();
    add_path_parameters(list, path->path);
    if (path->query != GJ_REST_GROUP_NONE) {
        const struct gj_rest_group *group = &gj_rest_groups[path->query];
        for (int i = 0; i < group->count; i++)
            gj_rest_append(list,
                           parameter("query", group->fields[i].name, group->fields[i].need == 'Y',
                                     schema_of_field(&group->fields[i])));
    }
    if (path->is == GJ_REST_IS_ACT)
        gj_rest_append(list, parameter("header", "Idempotency-Key", true,
                                       text_schema("1 to 64 printable characters; the same key and "
                                                   "body give the same answer, the act once")));
    if (path->is == GJ_REST_IS_CHANGE)
        gj_rest_append(list, parameter("header", "If-Match", true,
                                       text_schema("the ETag of the record as it was read")));
    return list;
}

static struct json_object *content(const char *type, struct json_object *schema)
{
    struct json_object *of_type = object_new(), *all = object_new();
    gj_json_add(of_type, "schema", schema);
    gj_json_add(all, type, of_type);
    return all;
}

static struct json_object *page_schema(int group)
{
    struct json_object *schema = object_new(), *properties = object_new(), *items = object_new();
    struct json_object *next = object_new(), *required = gj_rest_list();
    add_text(items, "type", "array");
    gj_json_add(items, "items", reference(group));
    add_type(next, "string", true);
    add_text(next, "description", "the cursor of the next page; null at the end");
    gj_json_add(properties, "items", items);
    gj_json_add(properties, "next", next);
    gj_rest_append(required, gj_json_string(GJ_SLICE("items")));
    gj_rest_append(required, gj_json_string(GJ_SLICE("next")));
    add_text(schema, "type", "object");
    gj_json_add(schema, "properties", properties);
    gj_json_add(schema, "required", required);
    gj_json_add(schema, "additionalProperties", json_object_new_boolean(false));
    return schema;
}

static struct json_object *responses_of(const struct gj_rest_path *path)
{
    struct json_object *all = object_new(), *good = object_new(), *bad = object_new();
    char status[8];
    snprintf(status, sizeof status, "%d", path->status);
    add_text(good, "description", "done");
    if (path->answer != GJ_REST_GROUP_NONE)
        gj_json_add(good, "content",
                    content("application/json", path->is == GJ_REST_IS_PAGE
                                                    ? page_schema(path->answer)
                                                    : reference(path->answer)));
    gj_json_add(all, status, good);
    add_text(bad, "description", "a refusal");
    gj_json_add(bad, "content",
                content("application/problem+json", reference(GJ_REST_GROUP_problem)));
    gj_json_add(all, "default", bad);
    return all;
}

static void add_security(struct json_object *operation, const struct gj_rest_path *path)
{
    struct json_object *list = gj_rest_list();
    if (!(path->who & GJ_REST_ANYONE)) {
        struct json_object *token = object_new();
        gj_json_add(token, "token", gj_rest_list());
        gj_rest_append(list, token);
    }
    gj_json_add(operation, "security", list);
}

static struct json_object *operation_of(const struct gj_rest_path *path)
{
    struct json_object *operation = object_new();
    add_text(operation, "operationId", path->name);
    add_text(operation, "summary", path->zh);
    add_text(operation, "description", path->en);
    gj_json_add(operation, "parameters", parameters_of(path));
    if (path->body != GJ_REST_GROUP_NONE) {
        struct json_object *body = object_new();
        gj_json_add(body, "required", json_object_new_boolean(true));
        gj_json_add(body, "content", content("application/json", reference(path->body)));
        gj_json_add(operation, "requestBody", body);
    }
    gj_json_add(operation, "responses", responses_of(path));
    add_security(operation, path);
    return operation;
}

static const char *lower(const char *method, char out[8])
{
    size_t i = 0;
    for (; method[i] != '\0' && i < 7; i++)
        out[i] = (char)(method[i] | 0x20);
    out[i] = '\0';
    return out;
}

static struct json_object *paths(void)
{
    struct json_object *all = object_new();
    for (int i = 0; i < GJ_REST_ROUTES; i++) {
        char whole[128], method[8];
        struct json_object *item;
        snprintf(whole, sizeof whole, "%s%s", GJ_REST_PREFIX, gj_rest_paths[i].path);
        if (!gj_json_member(all, whole, &item)) {
            item = object_new();
            gj_json_add(all, whole, item);
        }
        gj_json_add(item, lower(gj_rest_paths[i].method, method), operation_of(&gj_rest_paths[i]));
    }
    return all;
}

/* ---- the document ---- */

void gj_rest_openapi(void (*put)(void *to, struct gj_slice text), void *to)
{
    struct json_object *document = object_new(), *info = object_new(), *components = object_new();
    struct json_object *security = object_new(), *token = object_new();
    add_text(document, "openapi", "3.1.0");
    add_text(info, "title", "gongji");
    add_text(info, "version", "1");
    add_text(info, "description",
             "Settlement centre for medical-insurance personal accounts and family mutual aid "
             "(医保个人账户家庭共济)");
    gj_json_add(document, "info", info);
    gj_json_add(document, "paths", paths());
    gj_json_add(components, "schemas", schemas());
    add_text(token, "type", "http");
    add_text(token, "scheme", "bearer");
    gj_json_add(security, "token", token);
    gj_json_add(components, "securitySchemes", security);
    gj_json_add(document, "components", components);
    put(to, gj_json_print(document));
    json_object_put(document);
}
