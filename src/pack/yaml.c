/* The strict YAML reader: bytes in, a tree of texts, lists and maps with their places out.
   Everything that makes YAML surprising is refused: anchors, aliases, tags, directives, further
   documents, merge keys, keys twice, keys that are no text, depth, empty values, control
   characters. */
#include "pack/inside.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/bug.h"

/* ---- places and messages ---- */

static enum gj_status fail_at(const struct gj_yaml *tree, size_t line, size_t column,
                              struct gj_why *why, const char *what)
{
    return gj_fail(why, GJ_BAD_INPUT, "%s:%zu:%zu: %s", tree->name, line, column, what);
}

enum gj_status gj_yaml_fail(const struct gj_yaml *tree, uint32_t number, struct gj_why *why,
                            const char *format, ...)
{
    char what[GJ_WHY_MAX];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    const struct gj_yaml_node *node = gj_yaml_node(tree, number);
    return fail_at(tree, node->line, node->column, why, what);
}

/* ---- bytes ---- */

/* Length of the well-formed character at `at`, or 0. */
static size_t character(struct gj_slice bytes, size_t at)
{
    for (size_t length = 1; length <= 4 && at + length <= bytes.length; length++)
        if (gj_utf8_is_valid((struct gj_slice){bytes.bytes + at, length}))
            return length;
    return 0;
}

static bool is_control(unsigned char c)
{
    return (c < ' ' && c != '\n' && c != '\r' && c != '\t') || c == 0x7F;
}

/* libyaml takes a NUL for the end and guesses UTF-16 from a byte order mark; neither gets that far.
 */
static enum gj_status check_bytes(const struct gj_yaml *tree, struct gj_slice bytes,
                                  struct gj_why *why)
{
    size_t line = 1, column = 1, length;
    if (bytes.length > GJ_YAML_BYTES_MAX)
        return gj_fail(why, GJ_TOO_LARGE, "%s: more than %d bytes", tree->name, GJ_YAML_BYTES_MAX);
    if (bytes.length >= 3 && memcmp(bytes.bytes, "\xEF\xBB\xBF", 3) == 0)
        return fail_at(tree, 1, 1, why, "a byte order mark; save the file as UTF-8 without one");
    bool valid = gj_utf8_is_valid(bytes);
    for (size_t at = 0; at < bytes.length; at += length) {
        unsigned char c = (unsigned char)bytes.bytes[at];
        length = valid && c < 0x80 ? 1 : character(bytes, at);
        if (length == 0)
            return fail_at(tree, line, column, why, "bytes that are not UTF-8");
        if (is_control(c))
            return fail_at(tree, line, column, why, "a control character; delete it");
        column = c == '\n' ? 1 : column + 1;
        line += c == '\n';
    }
    return GJ_DONE;
}

/* ---- building the tree ---- */

bool gj_pack_grow(void **memory, size_t *room, size_t count, size_t size)
{
    if (count < *room)
        return true;
    size_t wanted = *room == 0 ? 32 : *room * 2;
    while (wanted <= count)
        wanted *= 2;
    void *bigger = realloc(*memory, wanted * size);
    if (!bigger)
        return false;
    *memory = bigger;
    *room = wanted;
    return true;
}

struct open_node {
    uint32_t number;
    bool value_due; /* in a map: the last child is a key */
};

struct reading {
    struct gj_yaml *tree;
    struct open_node open[GJ_YAML_DEPTH_MAX];
    int depth;
    struct gj_why *why;
};

static enum gj_status fail_event(const struct reading *reading, const yaml_event_t *event,
                                 const char *what)
{
    return fail_at(reading->tree, event->start_mark.line + 1, event->start_mark.column + 1,
                   reading->why, what);
}

static uint32_t new_node(struct gj_yaml *tree, enum gj_yaml_kind kind, const yaml_event_t *event)
{
    if (!gj_pack_grow((void **)&tree->nodes, &tree->nodes_room, tree->nodes_count,
                      sizeof *tree->nodes))
        return 0;
    tree->nodes[tree->nodes_count] =
        (struct gj_yaml_node){.kind = (uint8_t)kind,
                              .line = (uint32_t)event->start_mark.line + 1,
                              .column = (uint32_t)event->start_mark.column + 1};
    return (uint32_t)tree->nodes_count++;
}

static bool keep_text(struct gj_yaml *tree, uint32_t number, const yaml_event_t *event)
{
    size_t length = event->data.scalar.length, end = tree->texts_length + length;
    if (!gj_pack_grow((void **)&tree->texts, &tree->texts_room, end, 1))
        return false;
    memcpy(tree->texts + tree->texts_length, event->data.scalar.value, length);
    tree->texts[end] = '\0';
    struct gj_yaml_node *node = &tree->nodes[number];
    node->text = (uint32_t)tree->texts_length;
    node->length = (uint32_t)length;
    node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    tree->texts_length = end + 1;
    return true;
}

static enum gj_status check_text(const struct reading *reading, const yaml_event_t *event)
{
    const unsigned char *text = event->data.scalar.value;
    if (event->data.scalar.length == 0 && event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE)
        return fail_event(reading, event, "nothing is written here; write a value, or null");
    for (size_t i = 0; i < event->data.scalar.length; i++)
        if (text[i] < ' ' || text[i] == 0x7F)
            return fail_event(reading, event,
                              "a line break or control character inside a text; keep it on one "
                              "line, in quotes");
    return GJ_DONE;
}

/* Children are chained so that a node costs the same however many it has. */
static void add_child(struct gj_yaml *tree, uint32_t parent, uint32_t child)
{
    struct gj_yaml_node *node = &tree->nodes[parent];
    if (node->last)
        tree->nodes[node->last].next = child;
    else
        node->first = child;
    node->last = child;
    node->count++;
}

static enum gj_status check_key(const struct reading *reading, uint32_t map, uint32_t key,
                                const yaml_event_t *event)
{
    const struct gj_yaml *tree = reading->tree;
    struct gj_slice text = gj_yaml_text(tree, key);
    if (event->type != YAML_SCALAR_EVENT)
        return fail_event(reading, event, "a key must be a text");
    if (gj_slice_is(text, "<<"))
        return fail_event(reading, event, "merge keys (<<) are not allowed; write the values out");
    if (text.length == 0)
        return fail_event(reading, event, "an empty key");
    if (tree->nodes[map].count / 2 >= GJ_YAML_KEYS_MAX)
        return fail_event(reading, event, "too many keys in one mapping");
    uint32_t twin = gj_yaml_get(tree, map, tree->texts + tree->nodes[key].text);
    if (twin != 0)
        return gj_yaml_fail(tree, key, reading->why,
                            "the key \"%s\" stands twice; first on line %u",
                            tree->texts + tree->nodes[key].text, tree->nodes[twin].line);
    return GJ_DONE;
}

static enum gj_status place(struct reading *reading, uint32_t number, const yaml_event_t *event)
{
    struct gj_yaml *tree = reading->tree;
    if (reading->depth == 0) {
        if (tree->nodes[number].kind != GJ_YAML_MAP)
            return fail_event(reading, event, "the file must be a mapping of keys to values");
        return GJ_DONE;
    }
    struct open_node *open = &reading->open[reading->depth - 1];
    if (tree->nodes[open->number].kind == GJ_YAML_MAP) {
        enum gj_status status =
            open->value_due ? GJ_DONE : check_key(reading, open->number, number, event);
        if (status)
            return status;
        open->value_due = !open->value_due;
    }
    add_child(tree, open->number, number);
    return GJ_DONE;
}

static enum gj_status take_node(struct reading *reading, enum gj_yaml_kind kind,
                                const yaml_event_t *event)
{
    uint32_t number = new_node(reading->tree, kind, event);
    if (number == 0 || (kind == GJ_YAML_TEXT && !keep_text(reading->tree, number, event)))
        return gj_fail(reading->why, GJ_WORLD, "out of memory");
    enum gj_status status = kind == GJ_YAML_TEXT ? check_text(reading, event) : GJ_DONE;
    if (!status)
        status = place(reading, number, event);
    if (status || kind == GJ_YAML_TEXT)
        return status;
    if (reading->depth == GJ_YAML_DEPTH_MAX)
        return fail_event(reading, event, "nested too deep; 16 levels are allowed");
    reading->open[reading->depth++] = (struct open_node){number, false};
    return GJ_DONE;
}

/* ---- events ---- */

static enum gj_status check_marks(const struct reading *reading, const yaml_event_t *event,
                                  const yaml_char_t *anchor, const yaml_char_t *tag)
{
    if (anchor)
        return fail_event(reading, event, "anchors (&) are not allowed; write the value out");
    if (tag)
        return fail_event(reading, event, "tags (!) are not allowed; every value is a text");
    return GJ_DONE;
}

static enum gj_status take_document(const struct reading *reading, const yaml_event_t *event)
{
    if (event->data.document_start.version_directive ||
        event->data.document_start.tag_directives.start !=
            event->data.document_start.tag_directives.end)
        return fail_event(reading, event, "directives (%) are not allowed");
    if (reading->tree->nodes_count > 1)
        return fail_event(reading, event, "a second document; one file holds one");
    return GJ_DONE;
}

static enum gj_status take(struct reading *reading, const yaml_event_t *event)
{
    enum gj_status status = GJ_DONE;
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        return take_document(reading, event);
    case YAML_ALIAS_EVENT:
        return fail_event(reading, event, "aliases (*) are not allowed; write the value out");
    case YAML_SCALAR_EVENT:
        status = check_marks(reading, event, event->data.scalar.anchor, event->data.scalar.tag);
        return status ? status : take_node(reading, GJ_YAML_TEXT, event);
    case YAML_SEQUENCE_START_EVENT:
        status = check_marks(reading, event, event->data.sequence_start.anchor,
                             event->data.sequence_start.tag);
        return status ? status : take_node(reading, GJ_YAML_LIST, event);
    case YAML_MAPPING_START_EVENT:
        status = check_marks(reading, event, event->data.mapping_start.anchor,
                             event->data.mapping_start.tag);
        return status ? status : take_node(reading, GJ_YAML_MAP, event);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        reading->depth--;
        return GJ_DONE;
    default:
        return GJ_DONE;
    }
}

static enum gj_status fail_parser(const struct gj_yaml *tree, const yaml_parser_t *parser,
                                  struct gj_why *why)
{
    if (parser->error == YAML_MEMORY_ERROR)
        return gj_fail(why, GJ_WORLD, "out of memory");
    char what[160];
    snprintf(what, sizeof what, "not YAML: %s%s%s", parser->context ? parser->context : "",
             parser->context ? ", " : "", parser->problem ? parser->problem : "unreadable");
    return fail_at(tree, parser->problem_mark.line + 1, parser->problem_mark.column + 1, why, what);
}

static enum gj_status read_events(struct reading *reading, yaml_parser_t *parser)
{
    for (bool ended = false; !ended;) {
        yaml_event_t event;
        if (!yaml_parser_parse(parser, &event))
            return fail_parser(reading->tree, parser, reading->why);
        ended = event.type == YAML_STREAM_END_EVENT;
        enum gj_status status = take(reading, &event);
        yaml_event_delete(&event);
        if (status)
            return status;
    }
    if (reading->tree->nodes_count <= 1)
        return fail_at(reading->tree, 1, 1, reading->why, "the file is empty");
    return GJ_DONE;
}

enum gj_status gj_yaml_read(const char *name, struct gj_slice bytes, struct gj_yaml *tree_out,
                            struct gj_why *why)
{
    *tree_out = (struct gj_yaml){.name = name};
    enum gj_status status = check_bytes(tree_out, bytes, why);
    if (status)
        return status;
    static const yaml_event_t nowhere;
    (void)new_node(tree_out, GJ_YAML_MAP, &nowhere); /* node 0 stands for none */
    yaml_parser_t parser;
    if (tree_out->nodes_count != 1 || !yaml_parser_initialize(&parser))
        return gj_fail(why, GJ_WORLD, "out of memory");
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)bytes.bytes, bytes.length);
    struct reading reading = {.tree = tree_out, .why = why};
    status = read_events(&reading, &parser);
    yaml_parser_delete(&parser);
    return status;
}

void gj_yaml_free(struct gj_yaml *tree)
{
    free(tree->nodes);
    free(tree->texts);
    *tree = (struct gj_yaml){0};
}

/* ---- reading the tree ---- */

const struct gj_yaml_node *gj_yaml_node(const struct gj_yaml *tree, uint32_t number)
{
    GJ_MUST(number > 0 && number < tree->nodes_count);
    return &tree->nodes[number];
}

struct gj_slice gj_yaml_text(const struct gj_yaml *tree, uint32_t number)
{
    const struct gj_yaml_node *node = gj_yaml_node(tree, number);
    return (struct gj_slice){node->kind == GJ_YAML_TEXT ? tree->texts + node->text : "",
                             node->length};
}

uint32_t gj_yaml_get(const struct gj_yaml *tree, uint32_t map, const char *key)
{
    for (uint32_t at = gj_yaml_node(tree, map)->first; at != 0;) {
        uint32_t value = tree->nodes[at].next;
        if (value != 0 && gj_slice_is(gj_yaml_text(tree, at), key))
            return value;
        at = value ? tree->nodes[value].next : 0;
    }
    return 0;
}

enum gj_status gj_yaml_expect(const struct gj_yaml *tree, uint32_t number, enum gj_yaml_kind kind,
                              const char *what, struct gj_why *why)
{
    static const char *const names[] = {"a text", "a list", "a mapping"};
    enum gj_yaml_kind found = (enum gj_yaml_kind)gj_yaml_node(tree, number)->kind;
    if (found == kind)
        return GJ_DONE;
    return gj_yaml_fail(tree, number, why, "%s must be %s, not %s", what, names[kind],
                        names[found]);
}

static bool is_one_of(struct gj_slice word, const char *words)
{
    while (*words) {
        size_t length = strcspn(words, " ");
        if (length == word.length && memcmp(words, word.bytes, length) == 0)
            return true;
        words += length + strspn(words + length, " ");
    }
    return false;
}

enum gj_status gj_yaml_only(const struct gj_yaml *tree, uint32_t map, const char *words,
                            struct gj_why *why)
{
    for (uint32_t key = gj_yaml_node(tree, map)->first; key != 0;) {
        struct gj_slice word = gj_yaml_text(tree, key);
        if (!is_one_of(word, words))
            return gj_yaml_fail(tree, key, why, "unknown key \"%.*s\"; allowed are: %s",
                                (int)(word.length < 60 ? word.length : 60), word.bytes, words);
        key = gj_yaml_node(tree, gj_yaml_node(tree, key)->next)->next;
    }
    return GJ_DONE;
}
