/* A small JSON Schema validator for tests: the words that the OpenAPI document uses. Stands behind
   cmocka.h. */
#ifndef GJ_TESTS_SCHEMA_H
#define GJ_TESTS_SCHEMA_H

#include <regex.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "json/json.h"

struct schema {
    struct json_object *document;
    char fault[400]; /* "" while all is well */
};

static inline bool schema_fault(struct schema *schema, const char *at, const char *what)
{
    if (schema->fault[0] == '\0')
        snprintf(schema->fault, sizeof schema->fault, "%.200s: %.180s", at, what);
    return false;
}

static inline struct json_object *schema_member(struct json_object *object, const char *name)
{
    struct json_object *value;
    return object != NULL && gj_json_member(object, name, &value) ? value : NULL;
}

/* The tree of a whole text; to be put by the caller. */
static inline struct json_object *schema_parse(const char *text)
{
    struct gj_json_scan scan;
    struct json_object *object;
    if (gj_json_parse(gj_slice(text), NULL, &scan, &object) != GJ_DONE)
        fail_msg("%s in %.300s", scan.fault, text);
    return object;
}

static inline bool schema_type_is(struct json_object *value, const char *type)
{
    switch (json_object_get_type(value)) {
    case json_type_null:
        return strcmp(type, "null") == 0;
    case json_type_boolean:
        return strcmp(type, "boolean") == 0;
    case json_type_int:
        return strcmp(type, "integer") == 0 || strcmp(type, "number") == 0;
    case json_type_double:
        return strcmp(type, "number") == 0;
    case json_type_object:
        return strcmp(type, "object") == 0;
    case json_type_array:
        return strcmp(type, "array") == 0;
    default:
        return strcmp(type, "string") == 0;
    }
}

static inline bool schema_types(struct schema *schema, struct json_object *types,
                                struct json_object *value, const char *at)
{
    if (json_object_is_type(types, json_type_string))
        return schema_type_is(value, json_object_get_string(types)) ||
               schema_fault(schema, at, "is of another type");
    for (size_t i = 0; i < json_object_array_length(types); i++)
        if (schema_type_is(value, json_object_get_string(json_object_array_get_idx(types, i))))
            return true;
    return schema_fault(schema, at, "is of none of the types");
}

static inline bool schema_enum(struct schema *schema, struct json_object *words,
                               struct json_object *value, const char *at)
{
    for (size_t i = 0; i < json_object_array_length(words); i++)
        if (json_object_equal(json_object_array_get_idx(words, i), value))
            return true;
    return schema_fault(schema, at, "is none of the words");
}

static inline bool schema_pattern(struct schema *schema, const char *pattern, const char *text,
                                  const char *at)
{
    regex_t regex;
    if (regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB) != 0)
        return schema_fault(schema, at, "has a pattern that cannot be read");
    bool is = regexec(&regex, text, 0, NULL, 0) == 0;
    regfree(&regex);
    return is || schema_fault(schema, at, text);
}

static inline bool schema_check(struct schema *schema, struct json_object *rules,
                                struct json_object *value, const char *at);

static inline bool schema_object(struct schema *schema, struct json_object *rules,
                                 struct json_object *value, const char *at)
{
    struct json_object *properties = schema_member(rules, "properties");
    struct json_object *required = schema_member(rules, "required");
    struct json_object *others = schema_member(rules, "additionalProperties");
    char place[256];
    for (size_t i = 0; required && i < json_object_array_length(required); i++) {
        struct json_object *unread;
        const char *name = json_object_get_string(json_object_array_get_idx(required, i));
        snprintf(place, sizeof place, "%.180s/%.60s", at, name);
        if (!gj_json_member(value, name, &unread))
            return schema_fault(schema, place, "is missing");
    }
    json_object_object_foreach(value, name, one)
    {
        struct json_object *of = schema_member(properties, name);
        snprintf(place, sizeof place, "%.180s/%.60s", at, name);
        if (of == NULL && others != NULL && !json_object_get_boolean(others))
            return schema_fault(schema, place, "is not in the schema");
        if (of != NULL && !schema_check(schema, of, one, place))
            return false;
    }
    return true;
}

static inline struct json_object *schema_find(struct schema *schema, const char *reference)
{
    static const char prefix[] = "#/components/schemas/";
    struct json_object *all =
        schema_member(schema_member(schema->document, "components"), "schemas");
    if (strncmp(reference, prefix, sizeof prefix - 1) != 0)
        return NULL;
    return schema_member(all, reference + sizeof prefix - 1);
}

static inline bool schema_text(struct schema *schema, struct json_object *rules,
                               struct json_object *value, const char *at)
{
    struct json_object *pattern = schema_member(rules, "pattern");
    struct json_object *most = schema_member(rules, "maxLength");
    const char *text = json_object_get_string(value);
    if (most && gj_slice_characters(gj_slice(text)) > (size_t)json_object_get_int64(most))
        return schema_fault(schema, at, "is too long");
    return !pattern || schema_pattern(schema, json_object_get_string(pattern), text, at);
}

static inline bool schema_number(struct schema *schema, struct json_object *rules,
                                 struct json_object *value, const char *at)
{
    struct json_object *least = schema_member(rules, "minimum");
    struct json_object *most = schema_member(rules, "maximum");
    int64_t number = json_object_get_int64(value);
    if ((least && number < json_object_get_int64(least)) ||
        (most && number > json_object_get_int64(most)))
        return schema_fault(schema, at, "is out of bounds");
    return true;
}

/* False, and the first fault with its place, if the value is not as the schema says. */
static inline bool schema_check(struct schema *schema, struct json_object *rules,
                                struct json_object *value, const char *at)
{
    struct json_object *reference = schema_member(rules, "$ref");
    struct json_object *types = schema_member(rules, "type");
    struct json_object *words = schema_member(rules, "enum");
    struct json_object *items = schema_member(rules, "items");
    if (reference != NULL) {
        rules = schema_find(schema, json_object_get_string(reference));
        return rules != NULL ? schema_check(schema, rules, value, at)
                             : schema_fault(schema, at, "refers to nothing");
    }
    if ((types && !schema_types(schema, types, value, at)) ||
        (words && !schema_enum(schema, words, value, at)))
        return false;
    if (json_object_is_type(value, json_type_object))
        return schema_object(schema, rules, value, at);
    if (json_object_is_type(value, json_type_string))
        return schema_text(schema, rules, value, at);
    if (json_object_is_type(value, json_type_int))
        return schema_number(schema, rules, value, at);
    if (!json_object_is_type(value, json_type_array) || items == NULL)
        return true;
    for (size_t i = 0; i < json_object_array_length(value); i++) {
        char place[256];
        snprintf(place, sizeof place, "%.200s/%zu", at, i);
        if (!schema_check(schema, items, json_object_array_get_idx(value, i), place))
            return false;
    }
    return true;
}

#endif
