/* Loading: files in, a frozen set out. All files are read into trees first, then the areas and the
   sources of all, then the rows, so that the order of files is of no effect. */
#include "pack/inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/bug.h"

bool gj_pack_wanted(const char *name, struct gj_pack_options options)
{
    if (strncmp(name, "unverified/", 11) == 0 && !options.with_unverified)
        return false;
    return strncmp(name, "example/", 8) != 0 || options.with_example;
}

/* ---- the set's own copies ---- */

static bool copy_file(struct gj_pack_file *file, const struct gj_pack_file *from)
{
    size_t name = strlen(from->name) + 1;
    char *copy = malloc(name + from->bytes.length + 1);
    if (!copy)
        return false;
    memcpy(copy, from->name, name);
    if (from->bytes.length > 0)
        memcpy(copy + name, from->bytes.bytes, from->bytes.length);
    copy[name + from->bytes.length] = '\0';
    *file = (struct gj_pack_file){copy, {copy + name, from->bytes.length}};
    return true;
}

static int compare_files(const void *left, const void *right)
{
    const struct gj_pack_file *a = left, *b = right;
    return strcmp(a->name, b->name);
}

static enum gj_status copy_files(struct gj_pack_set *set, const struct gj_pack_file *files,
                                 int count, struct gj_why *why)
{
    if (count < 0 || count > GJ_PACK_FILES_MAX)
        return gj_fail(why, GJ_TOO_LARGE, "more than %d pack files", GJ_PACK_FILES_MAX);
    set->files = calloc((size_t)count + 1, sizeof *set->files);
    if (!set->files)
        return gj_fail(why, GJ_WORLD, "out of memory");
    for (int i = 0; i < count; i++) {
        if (!gj_pack_wanted(files[i].name, set->options))
            continue;
        if (!copy_file(&set->files[set->file_count], &files[i]))
            return gj_fail(why, GJ_WORLD, "out of memory");
        set->file_count++;
    }
    qsort(set->files, (size_t)set->file_count, sizeof *set->files, compare_files);
    for (int i = 1; i < set->file_count; i++)
        if (strcmp(set->files[i].name, set->files[i - 1].name) == 0)
            return gj_fail(why, GJ_BAD_INPUT, "%s: given twice", set->files[i].name);
    return GJ_DONE;
}

void gj_pack_free(struct gj_pack_set *set)
{
    if (!set)
        return;
    for (int i = 0; i < set->file_count; i++)
        free((void *)set->files[i].name);
    free(set->files);
    free(set->sources);
    free(set->cases);
    gj_policy_free(set->policy);
    free(set);
}

/* ---- the passes over all trees ---- */

typedef enum gj_status pass(struct gj_pack_loader *, const struct gj_yaml *, struct gj_why *);

static enum gj_status check_top(struct gj_pack_loader *loader, const struct gj_yaml *tree,
                                struct gj_why *why)
{
    (void)loader;
    enum gj_status status = gj_yaml_only(
        tree, 1, "area name fictional areas sources notes contradictions rows tests", why);
    bool is_area = gj_yaml_get(tree, 1, "rows") || gj_yaml_get(tree, 1, "tests") ||
                   gj_yaml_get(tree, 1, "name") || gj_yaml_get(tree, 1, "fictional");
    if (!status && is_area && !gj_yaml_get(tree, 1, "area"))
        status = gj_yaml_fail(tree, 1, why, "area is missing");
    return status;
}

static enum gj_status run_passes(struct gj_pack_loader *loader, struct gj_why *why)
{
    static pass *const passes[] = {
        check_top,         gj_pack_read_areas,          gj_pack_read_sources,
        gj_pack_read_rows, gj_pack_read_contradictions, gj_pack_read_cases,
        gj_pack_read_notes};
    enum gj_status status = GJ_DONE;
    for (size_t p = 0; p < sizeof passes / sizeof passes[0] && !status; p++)
        for (int i = 0; i < loader->set->file_count && !status; i++)
            status = passes[p](loader, &loader->trees[i], why);
    return status;
}

/* The bytes before a `tests:` that begins a line and is the file's last key; all if there is none.
   The line's first column makes it a key of the top: everything inside another key is indented. */
static struct gj_slice before_cases(struct gj_slice bytes)
{
    static const char key[] = "\ntests:";
    const char *at = memmem(bytes.bytes, bytes.length, key, sizeof key - 1);
    if (!at)
        return bytes;
    const char *end = bytes.bytes + bytes.length;
    for (const char *line = at + 1; (line = memchr(line, '\n', (size_t)(end - line))) != NULL;) {
        line++;
        if (line < end && *line != ' ' && *line != '\n' && *line != '#')
            return bytes; /* another key follows */
    }
    return (struct gj_slice){bytes.bytes, (size_t)(at + 1 - bytes.bytes)};
}

static enum gj_status read_trees(struct gj_pack_loader *loader, struct gj_why *why)
{
    enum gj_status status = GJ_DONE;
    for (int i = 0; i < loader->set->file_count && !status; i++) {
        const struct gj_pack_file *file = &loader->set->files[i];
        struct gj_slice bytes =
            loader->set->options.without_cases ? before_cases(file->bytes) : file->bytes;
        status = gj_yaml_read(file->name, bytes, &loader->trees[i], why);
        if (loader->over_name && strcmp(file->name, loader->over_name) == 0)
            loader->over = &loader->trees[i];
    }
    return status;
}

/* A key that a row names twice is found when the set is frozen, a value out of bounds after it. */
static enum gj_status freeze(struct gj_pack_loader *loader, struct gj_why *why)
{
    enum gj_status status = gj_builder_freeze(loader->builder, &loader->set->policy, why);
    loader->builder = NULL;
    return status ? status : gj_pack_check_bounds(loader->set->policy, why);
}

static enum gj_status build(struct gj_pack_loader *loader, struct gj_why *why)
{
    size_t count = (size_t)loader->set->file_count;
    loader->builder = gj_builder_new();
    loader->trees = calloc(count + 1, sizeof *loader->trees);
    enum gj_status status =
        loader->builder && loader->trees ? GJ_DONE : gj_fail(why, GJ_WORLD, "out of memory");
    if (!status)
        status = read_trees(loader, why);
    if (!status)
        status = run_passes(loader, why);
    if (!status)
        status = freeze(loader, why);
    for (size_t i = 0; loader->trees && i < count; i++)
        gj_yaml_free(&loader->trees[i]);
    gj_builder_free(loader->builder);
    free(loader->trees);
    free(loader->areas);
    free(loader->source_ids);
    return status;
}

static enum gj_status load(const struct gj_pack_file *files, int count, const char *over_name,
                           struct gj_pack_options options, struct gj_pack_set **set_out,
                           struct gj_why *why)
{
    *set_out = NULL;
    struct gj_pack_set *set = calloc(1, sizeof *set);
    if (!set)
        return gj_fail(why, GJ_WORLD, "out of memory");
    set->options = options;
    struct gj_pack_loader loader = {.set = set, .over_name = over_name};
    enum gj_status status = copy_files(set, files, count, why);
    if (!status)
        status = build(&loader, why);
    if (status) {
        gj_pack_free(set);
        return status;
    }
    *set_out = set;
    return GJ_DONE;
}

enum gj_status gj_pack_load_files(const struct gj_pack_file *files, int count,
                                  struct gj_pack_options options, struct gj_pack_set **set_out,
                                  struct gj_why *why)
{
    return load(files, count, NULL, options, set_out, why);
}

enum gj_status gj_pack_load_over(const struct gj_pack_set *set, struct gj_pack_file over,
                                 struct gj_pack_set **set_out, struct gj_why *why)
{
    *set_out = NULL;
    size_t count = (size_t)set->file_count;
    struct gj_pack_file *files = calloc(count + 1, sizeof *files);
    if (!files)
        return gj_fail(why, GJ_WORLD, "out of memory");
    if (count > 0)
        memcpy(files, set->files, count * sizeof *files);
    files[count] = over;
    enum gj_status status = load(files, (int)count + 1, over.name, set->options, set_out, why);
    free(files);
    return status;
}

/* ---- reading a set ---- */

const struct gj_policy *gj_pack_policy(const struct gj_pack_set *set)
{
    return set->policy;
}

struct gj_pack_options gj_pack_options(const struct gj_pack_set *set)
{
    return set->options;
}

struct gj_law gj_pack_law(const struct gj_pack_set *set)
{
    return (struct gj_law){.policy = set->policy, .with_unverified = set->options.with_unverified};
}

void gj_pack_set_hash(struct gj_pack_set *set, const char hash[65])
{
    gj_policy_set_hash(set->policy, hash);
}

int gj_pack_file_count(const struct gj_pack_set *set)
{
    return set->file_count;
}

struct gj_pack_file gj_pack_file(const struct gj_pack_set *set, int index)
{
    GJ_MUST(index >= 0 && index < set->file_count);
    return set->files[index];
}

int gj_pack_case_count(const struct gj_pack_set *set)
{
    return (int)set->case_count;
}

struct gj_pack_case gj_pack_case(const struct gj_pack_set *set, int index)
{
    GJ_MUST(index >= 0 && (size_t)index < set->case_count);
    const struct gj_pack_case_texts *one = &set->cases[index];
    return (struct gj_pack_case){.kind = gj_policy_text(set->policy, one->kind),
                                 .name = gj_policy_text(set->policy, one->name),
                                 .input = gj_policy_text(set->policy, one->input),
                                 .want = gj_policy_text(set->policy, one->want),
                                 .file = gj_policy_text(set->policy, one->file),
                                 .line = one->line};
}

int gj_pack_source_count(const struct gj_pack_set *set)
{
    return (int)set->source_count;
}

struct gj_pack_source gj_pack_source_at(const struct gj_pack_set *set, int index)
{
    GJ_MUST(index >= 0 && (size_t)index < set->source_count);
    const struct gj_pack_source_texts *one = &set->sources[index];
    return (struct gj_pack_source){.id = gj_policy_text(set->policy, one->id),
                                   .title = gj_policy_text(set->policy, one->title),
                                   .number = gj_policy_text(set->policy, one->number),
                                   .issued = gj_policy_text(set->policy, one->issued),
                                   .confidence = gj_policy_text(set->policy, one->confidence),
                                   .note = gj_policy_text(set->policy, one->note),
                                   .title_zh = gj_policy_text(set->policy, one->title_zh),
                                   .note_zh = gj_policy_note_zh(set->policy, one->note)};
}

bool gj_pack_source(const struct gj_pack_set *set, const char *id,
                    struct gj_pack_source *source_out)
{
    for (int i = 0; i < gj_pack_source_count(set); i++) {
        *source_out = gj_pack_source_at(set, i);
        if (strcmp(source_out->id, id) == 0)
            return true;
    }
    return false;
}
