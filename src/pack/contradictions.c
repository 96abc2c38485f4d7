/* Where published pages contradict each other: entries of {id, about, kinds, keys, reasons, relations,
   when, area, from, to, says, reading}. Every word of a point is checked, so that none is written in vain. */
#include "pack/inside.h"

#include <string.h>

#include "base/bug.h"

static const char entry_keys[] =
    "id about about_zh kinds keys reasons relations when area from to says reading reading_zh";

static bool is_kind(struct gj_slice word)
{
    return gj_word_find(GJ_WORDS_OF_ASK, word) >= 0 || gj_word_find(GJ_WORDS_OF_CALC, word) >= 0;
}

static bool is_key(struct gj_slice word)
{
    enum gj_key key;
    int param;
    return gj_key_find(word, &key, &param);
}

static bool is_reason(struct gj_slice word)
{
    return gj_reason_from_code(word.bytes, word.length) != GJ_REASON_NONE;
}

static bool is_relation(struct gj_slice word)
{
    return gj_word_find(GJ_WORDS_OF_RELATION, word) >= 0;
}

static bool is_circumstance(struct gj_slice word)
{
    return gj_word_find(GJ_WORDS_OF_CIRCUMSTANCE, word) >= 0;
}

struct reading {
    struct gj_pack_loader *loader;
    const struct gj_yaml *tree;
    uint32_t map;
    struct gj_why *why;
};

static enum gj_status read_list(const struct reading *reading, const char *key,
                                bool (*is_word)(struct gj_slice), uint32_t *text_out)
{
    struct gj_slice list;
    enum gj_status status = gj_pack_may_text(reading->tree, reading->map, key, &list, reading->why);
    *text_out = gj_builder_text(reading->loader->builder, list);
    for (size_t at = 0; !status && at < list.length;) {
        size_t end = at;
        while (end < list.length && list.bytes[end] != ',')
            end++;
        struct gj_slice word = {list.bytes + at, end - at};
        if (!is_word(word))
            status = gj_yaml_fail(reading->tree, gj_yaml_get(reading->tree, reading->map, key),
                                  reading->why, "%s: no such word as \"%.*s\"", key,
                                  (int)word.length, word.bytes);
        at = end + 1;
    }
    return status;
}

static enum gj_status read_day(const struct reading *reading, const char *key, gj_day *day_out)
{
    struct gj_slice text;
    enum gj_status status = gj_pack_may_text(reading->tree, reading->map, key, &text, reading->why);
    if (status || text.length == 0 || gj_day_parse(text, day_out))
        return status;
    return gj_yaml_fail(reading->tree, gj_yaml_get(reading->tree, reading->map, key), reading->why,
                        "%s is a day such as \"2025-04-21\"", key);
}

static enum gj_status read_text(const struct reading *reading, const char *key, uint32_t *text_out)
{
    struct gj_slice text;
    enum gj_status status =
        gj_pack_need_text(reading->tree, reading->map, key, &text, reading->why);
    if (!status)
        *text_out = gj_builder_text(reading->loader->builder, text);
    return status;
}

/* A saying's source is one that is declared, several of them joined by semicolons. */
static bool sources_are_there(const struct gj_pack_loader *loader, struct gj_slice list)
{
    for (size_t at = 0; at < list.length;) {
        while (at < list.length && (list.bytes[at] == ' ' || list.bytes[at] == ';'))
            at++;
        size_t end = at;
        while (end < list.length && list.bytes[end] != ';')
            end++;
        if (!gj_pack_has_source(loader, (struct gj_slice){list.bytes + at, end - at}))
            return false;
        at = end;
    }
    return true;
}

static enum gj_status read_saying(const struct reading *reading, uint32_t map,
                                  struct gj_contradiction *entry)
{
    const struct gj_yaml *tree = reading->tree;
    struct gj_why *why = reading->why;
    struct gj_slice source, text, text_zh;
    enum gj_status status = gj_yaml_expect(tree, map, GJ_YAML_MAP, "a saying", why);
    if (!status)
        status = gj_yaml_only(tree, map, "source text text_zh", why);
    if (!status)
        status = gj_pack_need_text(tree, map, "source", &source, why);
    if (!status)
        status = gj_pack_need_text(tree, map, "text", &text, why);
    if (!status)
        status = gj_pack_may_text(tree, map, "text_zh", &text_zh, why);
    if (!status && !sources_are_there(reading->loader, source))
        status = gj_yaml_fail(tree, map, why, "source \"%.*s\" is not declared", (int)source.length,
                              source.bytes);
    if (!status && entry->says_count == GJ_SAYINGS_MAX)
        status = gj_yaml_fail(tree, map, why, "more than %d sayings", GJ_SAYINGS_MAX);
    if (status)
        return status;
    struct gj_builder *builder = reading->loader->builder;
    entry->says[entry->says_count].source = gj_builder_text(builder, source);
    entry->says[entry->says_count].text = gj_builder_text(builder, text);
    entry->says[entry->says_count++].text_zh =
        gj_builder_text(builder, text_zh.length > 0 ? text_zh : text);
    return GJ_DONE;
}

static enum gj_status read_sayings(const struct reading *reading, struct gj_contradiction *entry)
{
    const struct gj_yaml *tree = reading->tree;
    uint32_t list = gj_yaml_get(tree, reading->map, "says");
    if (list == 0)
        return gj_yaml_fail(tree, reading->map, reading->why, "says is missing");
    enum gj_status status = gj_yaml_expect(tree, list, GJ_YAML_LIST, "says", reading->why);
    for (uint32_t at = gj_yaml_node(tree, list)->first; !status && at != 0;
         at = gj_yaml_node(tree, at)->next)
        status = read_saying(reading, at, entry);
    return status;
}

static enum gj_status read_point(const struct reading *reading, struct gj_contradiction *entry)
{
    enum gj_status status = GJ_DONE;
    if (gj_yaml_get(reading->tree, reading->map, "area"))
        status = gj_pack_need_area(reading->tree, reading->map, "area", &entry->area, reading->why);
    if (!status)
        status = read_day(reading, "from", &entry->from);
    if (!status)
        status = read_day(reading, "to", &entry->to);
    if (!status)
        status = read_list(reading, "kinds", is_kind, &entry->kinds);
    if (!status)
        status = read_list(reading, "keys", is_key, &entry->keys);
    if (!status)
        status = read_list(reading, "reasons", is_reason, &entry->reasons);
    if (!status)
        status = read_list(reading, "relations", is_relation, &entry->relations);
    if (!status)
        status = read_list(reading, "when", is_circumstance, &entry->when);
    return status;
}

static enum gj_status read_entry(struct gj_pack_loader *loader, const struct gj_yaml *tree,
                                 uint32_t map, struct gj_why *why)
{
    struct reading reading = {loader, tree, map, why};
    struct gj_contradiction entry = {.area = GJ_AREA_NATION, .from = GJ_DAY_MIN, .to = GJ_DAY_MAX};
    enum gj_status status = gj_yaml_expect(tree, map, GJ_YAML_MAP, "a contradiction", why);
    if (!status)
        status = gj_yaml_only(tree, map, entry_keys, why);
    if (!status)
        status = read_text(&reading, "id", &entry.id);
    if (!status)
        status = read_text(&reading, "about", &entry.about);
    if (!status)
        status = read_text(&reading, "reading", &entry.reading);
    if (!status)
        status = read_text(&reading, "about_zh", &entry.about_zh);
    if (!status)
        status = read_text(&reading, "reading_zh", &entry.reading_zh);
    if (!status)
        status = read_point(&reading, &entry);
    if (!status)
        status = read_sayings(&reading, &entry);
    if (!status)
        gj_builder_contradiction(loader->builder, entry);
    return status;
}

enum gj_status gj_pack_read_contradictions(struct gj_pack_loader *loader,
                                           const struct gj_yaml *tree, struct gj_why *why)
{
    return gj_pack_each_entry(loader, tree, "contradictions", read_entry, why);
}
