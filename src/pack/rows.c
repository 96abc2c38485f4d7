/* The rows of one area's file: a tree in, rows of the builder out. Every field is checked here,
   once, and a refusal names the field's own line and column. */
#include "pack/inside.h"

#include <string.h>

enum { GJ_AGE_MAX = 150, GJ_TIER_MAX = 9 };

static const char row_keys[] = "from to value cite confidence known note scheme status level place "
                               "tier group age_from age_to relation year";

/* One row while it is read. */
struct row_reading {
    struct gj_pack_loader *loader;
    const struct gj_yaml *tree;
    uint32_t map;
    struct gj_row head; /* what all rows of the file have: area, file, set */
    struct gj_row row;
    struct gj_why *why;
};

static uint32_t field(const struct row_reading *reading, const char *key)
{
    return gj_yaml_get(reading->tree, reading->map, key);
}

/* ---- selectors ---- */

static enum gj_status read_word(const struct row_reading *reading, const char *key,
                                enum gj_vocabulary vocabulary, uint8_t *out)
{
    struct gj_slice text;
    enum gj_status status = gj_pack_may_text(reading->tree, reading->map, key, &text, reading->why);
    if (status || text.length == 0)
        return status;
    int word = gj_word_find(vocabulary, text);
    if (word > 0) { /* 0 is "none" of a vocabulary, which a selector cannot mean */
        *out = (uint8_t)word;
        return GJ_DONE;
    }
    char allowed[320];
    struct gj_writer writer = gj_writer(allowed, sizeof allowed);
    gj_word_list(vocabulary, &writer);
    return gj_yaml_fail(reading->tree, field(reading, key), reading->why,
                        "%s \"%.*s\" is unknown; it is one of %s, or left out for all", key,
                        (int)(text.length < 40 ? text.length : 40), text.bytes, allowed);
}

static enum gj_status read_small(const struct row_reading *reading, const char *key, int low,
                                 int high, int *out)
{
    struct gj_slice text;
    enum gj_status status = gj_pack_may_text(reading->tree, reading->map, key, &text, reading->why);
    if (status || text.length == 0)
        return status;
    int64_t number;
    if (!gj_whole_parse(text, 4, &number) || number < low || number > high)
        return gj_yaml_fail(reading->tree, field(reading, key), reading->why,
                            "%s must be a whole number from %d to %d", key, low, high);
    *out = (int)number;
    return GJ_DONE;
}

static enum gj_status read_words(struct row_reading *reading)
{
    struct gj_row *row = &reading->row;
    const struct {
        const char *key;
        enum gj_vocabulary vocabulary;
        uint8_t *out;
    } words[] = {{"scheme", GJ_WORDS_OF_SCHEME, &row->scheme},
                 {"status", GJ_WORDS_OF_WORKING, &row->working},
                 {"level", GJ_WORDS_OF_LEVEL, &row->level},
                 {"place", GJ_WORDS_OF_PLACE, &row->place},
                 {"group", GJ_WORDS_OF_GROUP, &row->group},
                 {"relation", GJ_WORDS_OF_RELATION, &row->relation}};
    enum gj_status status = GJ_DONE;
    for (size_t i = 0; i < sizeof words / sizeof words[0] && !status; i++)
        status = read_word(reading, words[i].key, words[i].vocabulary, words[i].out);
    return status;
}

static enum gj_status read_numbers(struct row_reading *reading)
{
    int tier = 0, year = 0, age_from = GJ_AGE_UNSAID, age_to = GJ_AGE_UNSAID;
    enum gj_status status = read_small(reading, "tier", 1, GJ_TIER_MAX, &tier);
    if (!status)
        status = read_small(reading, "year", 1990, 2199, &year);
    if (!status)
        status = read_small(reading, "age_from", 0, GJ_AGE_MAX, &age_from);
    if (!status)
        status = read_small(reading, "age_to", 1, GJ_AGE_MAX, &age_to);
    if (!status && age_to >= 0 && age_from >= age_to)
        status = gj_yaml_fail(reading->tree, field(reading, "age_to"), reading->why,
                              "age_from must lie below age_to (age_to is excluded)");
    reading->row.tier = (uint8_t)tier;
    reading->row.year = (int16_t)year;
    reading->row.age_from = (int16_t)age_from;
    reading->row.age_to = (int16_t)age_to;
    return status;
}

/* ---- days ---- */

static enum gj_status read_day(const struct row_reading *reading, const char *key, gj_day *out)
{
    struct gj_slice text;
    enum gj_status status = gj_pack_may_text(reading->tree, reading->map, key, &text, reading->why);
    if (status || text.length == 0)
        return status;
    if (!gj_day_parse(text, out))
        return gj_yaml_fail(reading->tree, field(reading, key), reading->why,
                            "%s must be a real day such as \"2024-01-31\"", key);
    return GJ_DONE;
}

static enum gj_status read_days(struct row_reading *reading)
{
    struct gj_row *row = &reading->row;
    row->to = GJ_DAY_MAX;
    row->known = GJ_DAY_NONE;
    if (field(reading, "from") == 0)
        return gj_yaml_fail(reading->tree, reading->map, reading->why,
                            "from is missing: the first day on which the row holds");
    enum gj_status status = read_day(reading, "from", &row->from);
    if (!status)
        status = read_day(reading, "to", &row->to);
    if (!status)
        status = read_day(reading, "known", &row->known);
    if (!status && row->from >= row->to)
        status = gj_yaml_fail(reading->tree, field(reading, "to"), reading->why,
                              "from must lie before to (to is the first day after)");
    return status;
}

/* ---- cite, confidence, note ---- */

struct cite_reading {
    char ids[400], clauses[400];
    struct gj_writer id_writer, clause_writer;
};

/* One part: a source's id, then perhaps a space and a clause. */
static enum gj_status read_cite_part(const struct row_reading *reading, struct cite_reading *cite,
                                     struct gj_slice part)
{
    struct gj_slice clause = part, id = gj_slice_cut(&clause, ' ');
    if (id.length == 0 || !gj_pack_has_source(reading->loader, id))
        return gj_yaml_fail(reading->tree, field(reading, "cite"), reading->why,
                            "source \"%.*s\" is not declared; add it to sources.yaml, or write "
                            "cite as \"SOURCE clause\"",
                            (int)(id.length < 60 ? id.length : 60), id.bytes);
    gj_put_text(&cite->id_writer, cite->id_writer.length > 0 ? "; " : "");
    gj_put(&cite->id_writer, id);
    if (clause.length > 0) {
        gj_put_text(&cite->clause_writer, cite->clause_writer.length > 0 ? "; " : "");
        gj_put(&cite->clause_writer, clause);
    }
    return GJ_DONE;
}

static enum gj_status read_cite(struct row_reading *reading)
{
    struct gj_slice text;
    if (field(reading, "cite") == 0)
        return gj_yaml_fail(reading->tree, reading->map, reading->why,
                            "cite is missing: no rule without its source");
    enum gj_status status =
        gj_pack_need_text(reading->tree, reading->map, "cite", &text, reading->why);
    struct cite_reading cite;
    cite.id_writer = gj_writer(cite.ids, sizeof cite.ids);
    cite.clause_writer = gj_writer(cite.clauses, sizeof cite.clauses);
    while (!status && text.length > 0) {
        const char *end = memmem(text.bytes, text.length, "; ", 2);
        size_t length = end ? (size_t)(end - text.bytes) : text.length;
        status = read_cite_part(reading, &cite, (struct gj_slice){text.bytes, length});
        length = end ? length + 2 : length;
        text = (struct gj_slice){text.bytes + length, text.length - length};
    }
    if (!status && (cite.id_writer.full || cite.clause_writer.full))
        status =
            gj_yaml_fail(reading->tree, field(reading, "cite"), reading->why, "cite is too long");
    reading->row.cite = gj_builder_text(reading->loader->builder, gj_slice(cite.ids));
    reading->row.clause = gj_builder_text(reading->loader->builder, gj_slice(cite.clauses));
    return status;
}

static enum gj_status read_trust(struct row_reading *reading)
{
    struct gj_slice text, note;
    enum gj_status status =
        gj_pack_need_text(reading->tree, reading->map, "confidence", &text, reading->why);
    if (!status)
        status = gj_pack_may_text(reading->tree, reading->map, "note", &note, reading->why);
    if (status)
        return status;
    int word = gj_word_find(GJ_WORDS_OF_CONFIDENCE, text);
    if (word < 0)
        return gj_yaml_fail(reading->tree, field(reading, "confidence"), reading->why,
                            "confidence is primary, secondary or unverified");
    reading->row.confidence = (uint8_t)word;
    reading->row.note = gj_builder_text(reading->loader->builder, note);
    return GJ_DONE;
}

/* ---- value ---- */

static enum gj_status read_step(const struct row_reading *reading, uint32_t map,
                                struct gj_step *out)
{
    const struct gj_yaml *tree = reading->tree;
    struct gj_slice up_to, ratio;
    enum gj_status status = gj_yaml_expect(tree, map, GJ_YAML_MAP, "a step", reading->why);
    if (!status)
        status = gj_yaml_only(tree, map, "up_to ratio", reading->why);
    if (!status)
        status = gj_pack_need_text(tree, map, "up_to", &up_to, reading->why);
    if (!status)
        status = gj_pack_need_text(tree, map, "ratio", &ratio, reading->why);
    if (status)
        return status;
    out->up_to_fen = GJ_FEN_MAX;
    if (!gj_slice_is(up_to, "none") && !gj_fen_parse(up_to, &out->up_to_fen))
        return gj_yaml_fail(tree, gj_yaml_get(tree, map, "up_to"), reading->why,
                            "up_to must be yuan such as \"20000.00\", or none in the last step");
    if (!gj_ppm_parse(ratio, &out->ratio_ppm))
        return gj_yaml_fail(tree, gj_yaml_get(tree, map, "ratio"), reading->why,
                            "ratio must lie from 0 to 1, with at most six decimals");
    return GJ_DONE;
}

static enum gj_status read_steps(const struct row_reading *reading, uint32_t list,
                                 struct gj_steps *out)
{
    const struct gj_yaml_node *node = gj_yaml_node(reading->tree, list);
    enum gj_status status = GJ_DONE;
    if (node->count < 1 || node->count > GJ_STEPS_MAX)
        return gj_yaml_fail(reading->tree, list, reading->why, "write 1 to %d steps", GJ_STEPS_MAX);
    for (uint32_t at = node->first; at != 0 && !status; at = gj_yaml_node(reading->tree, at)->next)
        status = read_step(reading, at, &out->steps[out->count++]);
    return status;
}

static enum gj_status check_value_form(const struct row_reading *reading, uint32_t value,
                                       bool is_list_key)
{
    const struct gj_yaml_node *node = gj_yaml_node(reading->tree, value);
    struct gj_slice text = gj_yaml_text(reading->tree, value);
    if (node->kind == GJ_YAML_MAP || (node->kind == GJ_YAML_LIST && !is_list_key))
        return gj_yaml_fail(reading->tree, value, reading->why, "value must be a text or null");
    if (node->kind == GJ_YAML_TEXT && !node->plain && gj_slice_is(text, "null"))
        return gj_yaml_fail(reading->tree, value, reading->why,
                            "\"null\" in quotes is a text; write null without them");
    return GJ_DONE;
}

static enum gj_status add_row(struct row_reading *reading)
{
    struct gj_steps steps = {0};
    struct gj_why inner = {0};
    uint32_t value = field(reading, "value");
    if (value == 0)
        return gj_yaml_fail(reading->tree, reading->map, reading->why, "value is missing");
    bool is_list_key = gj_key_info((enum gj_key)reading->row.key)->type == GJ_TYPE_STEPS;
    enum gj_status status = check_value_form(reading, value, is_list_key);
    if (!status && gj_yaml_node(reading->tree, value)->kind == GJ_YAML_LIST)
        status = read_steps(reading, value, &steps);
    if (status)
        return status;
    status = gj_builder_row(reading->loader->builder, reading->row,
                            gj_yaml_text(reading->tree, value), &steps, &inner);
    if (status == GJ_BAD_INPUT)
        return gj_yaml_fail(reading->tree, value, reading->why, "%s", inner.text);
    return status ? gj_fail(reading->why, status, "%s", inner.text) : GJ_DONE;
}

static enum gj_status read_row(struct row_reading *reading)
{
    enum gj_status status =
        gj_yaml_expect(reading->tree, reading->map, GJ_YAML_MAP, "a row", reading->why);
    if (!status)
        status = gj_yaml_only(reading->tree, reading->map, row_keys, reading->why);
    if (!status)
        status = read_days(reading);
    if (!status)
        status = read_words(reading);
    if (!status)
        status = read_numbers(reading);
    if (!status)
        status = read_cite(reading);
    if (!status)
        status = read_trust(reading);
    return status ? status : add_row(reading);
}

/* ---- the file ---- */

static enum gj_status read_key(struct row_reading *reading, uint32_t key_node)
{
    const struct gj_yaml *tree = reading->tree;
    struct gj_slice name = gj_yaml_text(tree, key_node);
    uint32_t list = gj_yaml_node(tree, key_node)->next;
    enum gj_key key;
    int param;
    if (!gj_key_find(name, &key, &param))
        return gj_yaml_fail(tree, key_node, reading->why,
                            "unknown policy key \"%.*s\"; `gongji pack show --keys` lists all",
                            (int)(name.length < 60 ? name.length : 60), name.bytes);
    struct gj_row common = reading->head;
    common.key = (uint16_t)key;
    common.param = (uint8_t)param;
    enum gj_status status =
        gj_yaml_expect(tree, list, GJ_YAML_LIST, "the rows of a key", reading->why);
    for (uint32_t at = gj_yaml_node(tree, list)->first; at != 0 && !status;
         at = gj_yaml_node(tree, at)->next) {
        reading->map = at;
        reading->row = common;
        reading->row.line = gj_yaml_node(tree, at)->line;
        status = read_row(reading);
    }
    return status;
}

/* The head must agree with the tree of areas, so that a wrong code is found at once. */
static enum gj_status read_head(const struct gj_pack_loader *loader, const struct gj_yaml *tree,
                                gj_area *area_out, struct gj_why *why)
{
    struct gj_slice name;
    bool fictional = false;
    enum gj_status status = gj_pack_need_area(tree, 1, "area", area_out, why);
    if (!status)
        status = gj_pack_need_text(tree, 1, "name", &name, why);
    if (!status)
        status = gj_pack_may_fictional(tree, 1, &fictional, why);
    if (status)
        return status;
    const struct gj_pack_area *known = gj_pack_find_area(loader, *area_out);
    if (!known)
        return gj_yaml_fail(tree, gj_yaml_get(tree, 1, "area"), why,
                            "area %d does not stand in areas.yaml", *area_out);
    if (!gj_slice_is(name, known->name))
        return gj_yaml_fail(tree, gj_yaml_get(tree, 1, "name"), why,
                            "area %d is called %s in areas.yaml", *area_out, known->name);
    if (fictional != known->fictional)
        return gj_yaml_fail(tree, 1, why, "fictional must say what areas.yaml says of area %d",
                            *area_out);
    return GJ_DONE;
}

/* The file laid over the others has all to say of the keys that it names for its area. */
static bool is_laid_over(const struct row_reading *reading, uint32_t key)
{
    const struct gj_yaml *over = reading->loader->over;
    gj_area area;
    struct gj_why why;
    if (!over || over == reading->tree ||
        gj_pack_need_area(over, 1, "area", &area, &why) != GJ_DONE || area != reading->head.area)
        return false;
    uint32_t rows = gj_yaml_get(over, 1, "rows");
    return rows != 0 && gj_yaml_node(over, rows)->kind == GJ_YAML_MAP &&
           gj_yaml_get(over, rows, gj_yaml_text(reading->tree, key).bytes) != 0;
}

enum gj_status gj_pack_read_rows(struct gj_pack_loader *loader, const struct gj_yaml *tree,
                                 struct gj_why *why)
{
    uint32_t rows = gj_yaml_get(tree, 1, "rows");
    struct row_reading reading = {.loader = loader, .tree = tree, .why = why};
    if (rows == 0 && gj_yaml_get(tree, 1, "area") == 0)
        return GJ_DONE; /* a file of areas or sources alone */
    enum gj_status status = read_head(loader, tree, &reading.head.area, why);
    if (status || rows == 0)
        return status;
    reading.head.file = gj_builder_text(loader->builder, gj_slice(tree->name));
    reading.head.is_unverified_set = strncmp(tree->name, "unverified/", 11) == 0;
    status = gj_yaml_expect(tree, rows, GJ_YAML_MAP, "rows", why);
    for (uint32_t key = gj_yaml_node(tree, rows)->first; key != 0 && !status;) {
        if (!is_laid_over(&reading, key))
            status = read_key(&reading, key);
        key = gj_yaml_node(tree, gj_yaml_node(tree, key)->next)->next;
    }
    return status;
}
