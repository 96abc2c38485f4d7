/* Inside of pack: the tree that the strict YAML reader makes of a file, and the set that is built
   from trees. */
#ifndef GJ_PACK_INSIDE_H
#define GJ_PACK_INSIDE_H

#include "pack/pack.h"

enum {
    GJ_YAML_DEPTH_MAX = 16,
    GJ_YAML_KEYS_MAX = 512,      /* keys of one mapping */
    GJ_YAML_BYTES_MAX = 4194304, /* bytes of one file */
    GJ_PACK_FILES_MAX = 4096
};

enum gj_yaml_kind { GJ_YAML_TEXT, GJ_YAML_LIST, GJ_YAML_MAP };

/* A node; a map's children are key, value, key, value. Numbers of nodes; 0 is none. */
struct gj_yaml_node {
    uint8_t kind;          /* enum gj_yaml_kind */
    bool plain;            /* a text without quotes */
    uint32_t line, column; /* from 1; columns count characters */
    uint32_t text, length; /* in the tree's texts, terminated */
    uint32_t first, last, next, count;
};

struct gj_yaml {
    const char *name;           /* the file's, for messages */
    struct gj_yaml_node *nodes; /* node 0 is unused; node 1 is the top */
    char *texts;
    size_t nodes_count, nodes_room, texts_length, texts_room;
};

/* Reads one strict document whose top is a map. The tree must be freed even after a failure. */
enum gj_status gj_yaml_read(const char *name, struct gj_slice bytes, struct gj_yaml *tree_out,
                            struct gj_why *why) GJ_MUST_CHECK;
void gj_yaml_free(struct gj_yaml *tree);

const struct gj_yaml_node *gj_yaml_node(const struct gj_yaml *tree, uint32_t number);
struct gj_slice gj_yaml_text(const struct gj_yaml *tree, uint32_t number);
/* The value of a key of a map, or 0. */
uint32_t gj_yaml_get(const struct gj_yaml *tree, uint32_t map, const char *key);
/* Says where, then what. */
enum gj_status gj_yaml_fail(const struct gj_yaml *tree, uint32_t number, struct gj_why *why,
                            const char *format, ...) __attribute__((format(printf, 4, 5)));
/* Fails unless the node is of this kind. */
enum gj_status gj_yaml_expect(const struct gj_yaml *tree, uint32_t number, enum gj_yaml_kind kind,
                              const char *what, struct gj_why *why) GJ_MUST_CHECK;
/* Fails at the first key of the map that is not one of the words, which are separated by spaces. */
enum gj_status gj_yaml_only(const struct gj_yaml *tree, uint32_t map, const char *words,
                            struct gj_why *why) GJ_MUST_CHECK;

/* Texts of the set by numbers of the builder. */
struct gj_pack_source_texts {
    uint32_t id, title, number, issued, confidence, note, title_zh;
};

struct gj_pack_case_texts {
    uint32_t kind, name, input, want, file, line;
};

struct gj_pack_set {
    struct gj_pack_options options;
    struct gj_policy *policy;
    struct gj_pack_file *files; /* own copies of names and bytes */
    int file_count;
    struct gj_pack_source_texts *sources;
    size_t source_count, source_room;
    struct gj_pack_case_texts *cases;
    size_t case_count, case_room;
};

/* An area of the tree; its name stands in one of the trees of the files. */
struct gj_pack_area {
    gj_area area;
    bool fictional;
    const char *name;
};

/* What loading needs beside the set. */
struct gj_pack_loader {
    struct gj_pack_set *set;
    struct gj_builder *builder;
    struct gj_yaml *trees;   /* one a file */
    const char **source_ids; /* as many as sources, in the trees */
    size_t source_id_room;
    struct gj_pack_area *areas;
    size_t area_count, area_room;
    const char *over_name;      /* the file laid over the others, or NULL */
    const struct gj_yaml *over; /* its tree */
};

/* Makes room for one more element; false when memory is out. */
bool gj_pack_grow(void **memory, size_t *room, size_t count, size_t size);
/* True if the file is to be read under these options. */
bool gj_pack_wanted(const char *name, struct gj_pack_options options);

/* rows.c: the rows and the area of one file. */
enum gj_status gj_pack_read_rows(struct gj_pack_loader *loader, const struct gj_yaml *tree,
                                 struct gj_why *why) GJ_MUST_CHECK;
/* entries.c: areas, sources and notes in Chinese of one file. */
enum gj_status gj_pack_read_areas(struct gj_pack_loader *loader, const struct gj_yaml *tree,
                                  struct gj_why *why) GJ_MUST_CHECK;
enum gj_status gj_pack_read_sources(struct gj_pack_loader *loader, const struct gj_yaml *tree,
                                    struct gj_why *why) GJ_MUST_CHECK;
enum gj_status gj_pack_read_notes(struct gj_pack_loader *loader, const struct gj_yaml *tree,
                                  struct gj_why *why) GJ_MUST_CHECK;
const struct gj_pack_area *gj_pack_find_area(const struct gj_pack_loader *loader, gj_area area);
/* Calls `read` for each element of a file's list, which may be left out. */
enum gj_status
gj_pack_each_entry(struct gj_pack_loader *loader, const struct gj_yaml *tree, const char *key,
                   enum gj_status (*read)(struct gj_pack_loader *, const struct gj_yaml *, uint32_t,
                                          struct gj_why *),
                   struct gj_why *why) GJ_MUST_CHECK;
bool gj_pack_has_source(const struct gj_pack_loader *loader, struct gj_slice id);
/* Reads the text of a key that must be there, must be a text and must not be empty. */
enum gj_status gj_pack_need_text(const struct gj_yaml *tree, uint32_t map, const char *key,
                                 struct gj_slice *text_out, struct gj_why *why) GJ_MUST_CHECK;
/* The same for one that may be left out; then the text is empty. */
enum gj_status gj_pack_may_text(const struct gj_yaml *tree, uint32_t map, const char *key,
                                struct gj_slice *text_out, struct gj_why *why) GJ_MUST_CHECK;
enum gj_status gj_pack_need_area(const struct gj_yaml *tree, uint32_t map, const char *key,
                                 gj_area *area_out, struct gj_why *why) GJ_MUST_CHECK;
/* Reads `fictional`, which is left out or "yes". */
enum gj_status gj_pack_may_fictional(const struct gj_yaml *tree, uint32_t map, bool *fictional_out,
                                     struct gj_why *why) GJ_MUST_CHECK;
/* contradictions.c: where pages contradict each other. */
enum gj_status gj_pack_read_contradictions(struct gj_pack_loader *loader,
                                           const struct gj_yaml *tree,
                                           struct gj_why *why) GJ_MUST_CHECK;
/* cases.c: the tests of one file. */
enum gj_status gj_pack_read_cases(struct gj_pack_loader *loader, const struct gj_yaml *tree,
                                  struct gj_why *why) GJ_MUST_CHECK;
/* bounds.c: values of areas against the national bounds. */
enum gj_status gj_pack_check_bounds(const struct gj_policy *policy,
                                    struct gj_why *why) GJ_MUST_CHECK;

#endif
