/* The packs' own cases: a mapping of YAML becomes an object of JSON on one line, which the runner
   of cases hands to the question's reader as it stands. */
#include "pack/inside.h"

#include <stdlib.h>
#include <string.h>

/* A text that grows; `failed` when memory is out. */
struct json {
    char *bytes;
    size_t length, room;
    bool failed;
};

static void put(struct json *json, struct gj_slice slice)
{
    if (slice.length == 0)
        return;
    if (!gj_pack_grow((void **)&json->bytes, &json->room, json->length + slice.length, 1)) {
        json->failed = true;
        return;
    }
    memcpy(json->bytes + json->length, slice.bytes, slice.length);
    json->length += slice.length;
}

/* Control characters cannot occur: the reader refuses them. */
static void put_string(struct json *json, struct gj_slice text)
{
    put(json, GJ_SLICE("\""));
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] == '"' || text.bytes[i] == '\\')
            put(json, GJ_SLICE("\\"));
        put(json, (struct gj_slice){text.bytes + i, 1});
    }
    put(json, GJ_SLICE("\""));
}

/* true, false, null and whole numbers in the one form that JSON has for them. */
static bool is_literal(struct gj_slice text)
{
    if (gj_slice_is(text, "true") || gj_slice_is(text, "false") || gj_slice_is(text, "null"))
        return true;
    size_t at = text.length > 0 && text.bytes[0] == '-';
    size_t digits = text.length - at;
    if (digits == 0 || digits > 18 || (text.bytes[at] == '0' && text.length > 1))
        return false;
    for (; at < text.length; at++)
        if (text.bytes[at] < '0' || text.bytes[at] > '9')
            return false;
    return true;
}

static void put_node(struct json *json, const struct gj_yaml *tree, uint32_t number);

static void put_children(struct json *json, const struct gj_yaml *tree, uint32_t number)
{
    const struct gj_yaml_node *node = gj_yaml_node(tree, number);
    bool is_map = node->kind == GJ_YAML_MAP, is_key = true;
    put(json, is_map ? GJ_SLICE("{") : GJ_SLICE("["));
    for (uint32_t at = node->first; at != 0; at = gj_yaml_node(tree, at)->next) {
        if (at != node->first)
            put(json, is_map && !is_key ? GJ_SLICE(":") : GJ_SLICE(","));
        if (is_map && is_key)
            put_string(json, gj_yaml_text(tree, at));
        else
            put_node(json, tree, at);
        is_key = !is_key;
    }
    put(json, is_map ? GJ_SLICE("}") : GJ_SLICE("]"));
}

/* The depth is bounded by the reader's GJ_YAML_DEPTH_MAX. */
static void put_node(struct json *json, const struct gj_yaml *tree, uint32_t number)
{
    const struct gj_yaml_node *node = gj_yaml_node(tree, number);
    struct gj_slice text = gj_yaml_text(tree, number);
    if (node->kind != GJ_YAML_TEXT)
        put_children(json, tree, number);
    else if (node->plain && is_literal(text))
        put(json, text);
    else
        put_string(json, text);
}

static enum gj_status to_json(struct gj_pack_loader *loader, const struct gj_yaml *tree,
                              uint32_t map, const char *what, uint32_t *text_out,
                              struct gj_why *why)
{
    enum gj_status status = gj_yaml_expect(tree, map, GJ_YAML_MAP, what, why);
    if (status)
        return status;
    struct json json = {0};
    put_node(&json, tree, map);
    if (json.failed)
        status = gj_fail(why, GJ_WORLD, "out of memory");
    else
        *text_out = gj_builder_text(loader->builder, (struct gj_slice){json.bytes, json.length});
    free(json.bytes);
    return status;
}

static const char *kind_of(const struct gj_yaml *tree, uint32_t map)
{
    static const char *const kinds[] = {"ask", "split", "calc"};
    const char *found = NULL;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (gj_yaml_get(tree, map, kinds[i]) == 0)
            continue;
        if (found)
            return NULL;
        found = kinds[i];
    }
    return found;
}

static enum gj_status read_case(struct gj_pack_loader *loader, const struct gj_yaml *tree,
                                uint32_t map, struct gj_why *why)
{
    struct gj_pack_set *set = loader->set;
    struct gj_slice name = GJ_SLICE("");
    enum gj_status status = gj_yaml_expect(tree, map, GJ_YAML_MAP, "a case", why);
    if (!status)
        status = gj_yaml_only(tree, map, "ask split calc want name", why);
    if (!status)
        status = gj_pack_may_text(tree, map, "name", &name, why);
    if (status)
        return status;
    const char *kind = kind_of(tree, map);
    uint32_t want = gj_yaml_get(tree, map, "want");
    if (!kind || want == 0)
        return gj_yaml_fail(tree, map, why, "a case has one of ask, split or calc, and want");
    struct gj_pack_case_texts one = {.kind = gj_builder_text(loader->builder, gj_slice(kind)),
                                     .name = gj_builder_text(loader->builder, name),
                                     .file = gj_builder_text(loader->builder, gj_slice(tree->name)),
                                     .line = gj_yaml_node(tree, map)->line};
    status = to_json(loader, tree, gj_yaml_get(tree, map, kind), kind, &one.input, why);
    if (!status)
        status = to_json(loader, tree, want, "want", &one.want, why);
    if (status)
        return status;
    if (!gj_pack_grow((void **)&set->cases, &set->case_room, set->case_count, sizeof one))
        return gj_fail(why, GJ_WORLD, "out of memory");
    set->cases[set->case_count++] = one;
    return GJ_DONE;
}

enum gj_status gj_pack_read_cases(struct gj_pack_loader *loader, const struct gj_yaml *tree,
                                  struct gj_why *why)
{
    uint32_t list = gj_yaml_get(tree, 1, "tests");
    if (list == 0)
        return GJ_DONE;
    enum gj_status status = gj_yaml_expect(tree, list, GJ_YAML_LIST, "tests", why);
    for (uint32_t at = gj_yaml_node(tree, list)->first; at != 0 && !status;
         at = gj_yaml_node(tree, at)->next)
        status = read_case(loader, tree, at, why);
    return status;
}
