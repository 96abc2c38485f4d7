/* The tree of areas, the list of sources and the notes in Chinese, and the small readers of fields that all files share.
 */
#include "pack/inside.h"

#include <string.h>

/* ---- fields ---- */

enum gj_status gj_pack_may_text(const struct gj_yaml *tree, uint32_t map, const char *key,
                                struct gj_slice *text_out, struct gj_why *why)
{
    uint32_t value = gj_yaml_get(tree, map, key);
    *text_out = GJ_SLICE("");
    if (value == 0)
        return GJ_DONE;
    enum gj_status status = gj_yaml_expect(tree, value, GJ_YAML_TEXT, key, why);
    if (status)
        return status;
    *text_out = gj_yaml_text(tree, value);
    if (text_out->length == 0)
        return gj_yaml_fail(tree, value, why, "%s is empty; write a text or leave the key out",
                            key);
    if (gj_yaml_node(tree, value)->plain && gj_slice_is(*text_out, "null"))
        return gj_yaml_fail(tree, value, why, "%s cannot be null; leave the key out", key);
    return GJ_DONE;
}

enum gj_status gj_pack_need_text(const struct gj_yaml *tree, uint32_t map, const char *key,
                                 struct gj_slice *text_out, struct gj_why *why)
{
    if (gj_yaml_get(tree, map, key) == 0)
        return gj_yaml_fail(tree, map, why, "%s is missing", key);
    return gj_pack_may_text(tree, map, key, text_out, why);
}

enum gj_status gj_pack_need_area(const struct gj_yaml *tree, uint32_t map, const char *key,
                                 gj_area *area_out, struct gj_why *why)
{
    struct gj_slice text;
    enum gj_status status = gj_pack_need_text(tree, map, key, &text, why);
    if (status)
        return status;
    int64_t number;
    *area_out = 0;
    if (text.length != 6 || text.bytes[0] == '0' || !gj_whole_parse(text, 6, &number) ||
        !gj_area_is_code(number))
        return gj_yaml_fail(tree, gj_yaml_get(tree, map, key), why,
                            "%s must be a code of six digits such as \"410100\"", key);
    *area_out = (gj_area)number;
    return GJ_DONE;
}

enum gj_status gj_pack_may_fictional(const struct gj_yaml *tree, uint32_t map, bool *fictional_out,
                                     struct gj_why *why)
{
    struct gj_slice text;
    enum gj_status status = gj_pack_may_text(tree, map, "fictional", &text, why);
    *fictional_out = gj_slice_is(text, "yes");
    if (!status && text.length > 0 && !*fictional_out)
        return gj_yaml_fail(tree, gj_yaml_get(tree, map, "fictional"), why,
                            "fictional is \"yes\" or left out");
    return status;
}

/* ---- areas ---- */

const struct gj_pack_area *gj_pack_find_area(const struct gj_pack_loader *loader, gj_area area)
{
    for (size_t i = 0; i < loader->area_count; i++)
        if (loader->areas[i].area == area)
            return &loader->areas[i];
    return NULL;
}

static enum gj_status keep_area(struct gj_pack_loader *loader, const struct gj_pack_area *area,
                                struct gj_slice name_en, struct gj_slice kind, struct gj_why *why)
{
    if (!gj_pack_grow((void **)&loader->areas, &loader->area_room, loader->area_count,
                      sizeof *area))
        return gj_fail(why, GJ_WORLD, "out of memory");
    loader->areas[loader->area_count++] = *area;
    if (area->fictional && !loader->set->options.with_example)
        return GJ_DONE;
    gj_builder_area(loader->builder,
                    (struct gj_area_info){
                        .area = area->area,
                        .name = gj_builder_text(loader->builder, gj_slice(area->name)),
                        .name_en = gj_builder_text(loader->builder, name_en),
                        .kind = gj_builder_text(loader->builder, kind),
                        .fictional = area->fictional,
                    });
    return GJ_DONE;
}

static enum gj_status read_area(struct gj_pack_loader *loader, const struct gj_yaml *tree,
                                uint32_t map, struct gj_why *why)
{
    struct gj_pack_area area = {0};
    struct gj_slice name, name_en, kind;
    enum gj_status status = gj_yaml_expect(tree, map, GJ_YAML_MAP, "an area", why);
    if (!status)
        status = gj_yaml_only(tree, map, "code name name_en kind fictional", why);
    if (!status)
        status = gj_pack_need_area(tree, map, "code", &area.area, why);
    if (!status)
        status = gj_pack_need_text(tree, map, "name", &name, why);
    if (!status)
        status = gj_pack_may_text(tree, map, "name_en", &name_en, why);
    if (!status)
        status = gj_pack_need_text(tree, map, "kind", &kind, why);
    if (!status)
        status = gj_pack_may_fictional(tree, map, &area.fictional, why);
    if (status)
        return status;
    if (gj_pack_find_area(loader, area.area))
        return gj_yaml_fail(tree, map, why, "area %d stands in the tree twice", area.area);
    area.name = name.bytes;
    return keep_area(loader, &area, name_en, kind, why);
}

/* Calls `read` for each entry of a list under `key`, if the file has one. */
enum gj_status
gj_pack_each_entry(struct gj_pack_loader *loader, const struct gj_yaml *tree, const char *key,
                   enum gj_status (*read)(struct gj_pack_loader *, const struct gj_yaml *, uint32_t,
                                          struct gj_why *),
                   struct gj_why *why)
{
    uint32_t list = gj_yaml_get(tree, 1, key);
    if (list == 0)
        return GJ_DONE;
    enum gj_status status = gj_yaml_expect(tree, list, GJ_YAML_LIST, key, why);
    for (uint32_t at = gj_yaml_node(tree, list)->first; !status && at != 0;
         at = gj_yaml_node(tree, at)->next)
        status = read(loader, tree, at, why);
    return status;
}

enum gj_status gj_pack_read_areas(struct gj_pack_loader *loader, const struct gj_yaml *tree,
                                  struct gj_why *why)
{
    return gj_pack_each_entry(loader, tree, "areas", read_area, why);
}

/* ---- sources ---- */

bool gj_pack_has_source(const struct gj_pack_loader *loader, struct gj_slice id)
{
    for (size_t i = 0; i < loader->set->source_count; i++)
        if (gj_slice_is(id, loader->source_ids[i]))
            return true;
    return false;
}

static enum gj_status read_source_texts(struct gj_pack_loader *loader, const struct gj_yaml *tree,
                                        uint32_t map, struct gj_pack_source_texts *out,
                                        struct gj_why *why)
{
    const struct {
        const char *key;
        uint32_t *out;
    } fields[] = {{"title", &out->title},   {"number", &out->number},
                  {"issued", &out->issued}, {"confidence", &out->confidence},
                  {"note", &out->note},     {"title_zh", &out->title_zh}};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        struct gj_slice text;
        enum gj_status status = i == 0 ? gj_pack_need_text(tree, map, fields[i].key, &text, why)
                                       : gj_pack_may_text(tree, map, fields[i].key, &text, why);
        if (status)
            return status;
        if (fields[i].out == &out->confidence && text.length > 0 &&
            gj_word_find(GJ_WORDS_OF_CONFIDENCE, text) < 0)
            return gj_yaml_fail(tree, gj_yaml_get(tree, map, "confidence"), why,
                                "confidence is primary, secondary or unverified");
        *fields[i].out = gj_builder_text(loader->builder, text);
    }
    return GJ_DONE;
}

static enum gj_status keep_source(struct gj_pack_loader *loader, struct gj_pack_source_texts texts,
                                  const char *id, struct gj_why *why)
{
    struct gj_pack_set *set = loader->set;
    if (!gj_pack_grow((void **)&set->sources, &set->source_room, set->source_count, sizeof texts) ||
        !gj_pack_grow((void **)&loader->source_ids, &loader->source_id_room, set->source_count,
                      sizeof id))
        return gj_fail(why, GJ_WORLD, "out of memory");
    set->sources[set->source_count] = texts;
    loader->source_ids[set->source_count++] = id;
    return GJ_DONE;
}

static enum gj_status read_source(struct gj_pack_loader *loader, const struct gj_yaml *tree,
                                  uint32_t map, struct gj_why *why)
{
    struct gj_pack_source_texts texts;
    struct gj_slice id;
    enum gj_status status = gj_yaml_expect(tree, map, GJ_YAML_MAP, "a source", why);
    if (!status)
        status = gj_yaml_only(tree, map, "id title number issued confidence note title_zh", why);
    if (!status)
        status = gj_pack_need_text(tree, map, "id", &id, why);
    if (status)
        return status;
    /* Cites are split at spaces and semicolons, so an id can have neither. */
    if (memchr(id.bytes, ' ', id.length) || memchr(id.bytes, ';', id.length))
        return gj_yaml_fail(tree, map, why, "an id has no space and no semicolon");
    if (gj_pack_has_source(loader, id))
        return gj_yaml_fail(tree, map, why, "source \"%s\" is declared twice", id.bytes);
    texts.id = gj_builder_text(loader->builder, id);
    status = read_source_texts(loader, tree, map, &texts, why);
    return status ? status : keep_source(loader, texts, id.bytes, why);
}

enum gj_status gj_pack_read_sources(struct gj_pack_loader *loader, const struct gj_yaml *tree,
                                    struct gj_why *why)
{
    return gj_pack_each_entry(loader, tree, "sources", read_source, why);
}

/* ---- notes in Chinese ---- */

static enum gj_status read_note(struct gj_pack_loader *loader, const struct gj_yaml *tree,
                                uint32_t map, struct gj_why *why)
{
    struct gj_slice note, note_zh;
    enum gj_status status = gj_yaml_expect(tree, map, GJ_YAML_MAP, "a note", why);
    if (!status)
        status = gj_yaml_only(tree, map, "note note_zh", why);
    if (!status)
        status = gj_pack_need_text(tree, map, "note", &note, why);
    if (!status)
        status = gj_pack_need_text(tree, map, "note_zh", &note_zh, why);
    if (status)
        return status;
    uint32_t number = gj_builder_text(loader->builder, note);
    if (!gj_builder_note_zh(loader->builder, number, gj_builder_text(loader->builder, note_zh)))
        return gj_yaml_fail(tree, map, why, "the note \"%.60s\" is said in Chinese twice",
                            note.bytes);
    return GJ_DONE;
}

enum gj_status gj_pack_read_notes(struct gj_pack_loader *loader, const struct gj_yaml *tree,
                                  struct gj_why *why)
{
    return gj_pack_each_entry(loader, tree, "notes", read_note, why);
}
