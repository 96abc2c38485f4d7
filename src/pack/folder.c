/* Packs on disk: every *.yaml under a folder, and the bundle in which a store keeps a whole set.
   A bundle is "gongji-packs 1", the two options, and for each file its name, its length and bytes.
 */
#include "pack/inside.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FOLDER_DEPTH_MAX = 8, PATH_MAX_HERE = 1024 };

/* Files while they are gathered; names and bytes are owned. */
struct gathered {
    struct gj_pack_file *files;
    size_t count, room;
    const char *folder;
    struct gj_pack_options options;
    struct gj_why *why;
};

static enum gj_status no_memory(const struct gathered *gathered)
{
    return gj_fail(gathered->why, GJ_WORLD, "out of memory");
}

static enum gj_status read_bytes(const struct gathered *gathered, const char *path, size_t size,
                                 struct gj_slice *out)
{
    char *bytes = malloc(size + 1);
    if (!bytes)
        return no_memory(gathered);
    FILE *file = fopen(path, "rb");
    size_t length = file ? fread(bytes, 1, size + 1, file) : 0;
    bool failed = !file || ferror(file);
    if (file)
        fclose(file);
    if (failed || length != size) {
        free(bytes);
        return gj_fail(gathered->why, GJ_WORLD, "%s: cannot be read: %s", path,
                       failed ? strerror(errno) : "it changed while it was read");
    }
    *out = (struct gj_slice){bytes, length};
    return GJ_DONE;
}

static enum gj_status take_file(struct gathered *gathered, const char *path, const char *name,
                                size_t size)
{
    if (!gj_pack_wanted(name, gathered->options))
        return GJ_DONE;
    if (size > GJ_YAML_BYTES_MAX)
        return gj_fail(gathered->why, GJ_TOO_LARGE, "%s: more than %d bytes", path,
                       GJ_YAML_BYTES_MAX);
    if (gathered->count >= GJ_PACK_FILES_MAX)
        return gj_fail(gathered->why, GJ_TOO_LARGE, "%s: more than %d pack files", gathered->folder,
                       GJ_PACK_FILES_MAX);
    struct gj_pack_file file = {strdup(name), {NULL, 0}};
    if (!file.name ||
        !gj_pack_grow((void **)&gathered->files, &gathered->room, gathered->count, sizeof file)) {
        free((void *)file.name);
        return no_memory(gathered);
    }
    enum gj_status status = read_bytes(gathered, path, size, &file.bytes);
    if (status)
        free((void *)file.name);
    else
        gathered->files[gathered->count++] = file;
    return status;
}

static bool is_yaml(const char *name)
{
    size_t length = strlen(name);
    return length > 5 && strcmp(name + length - 5, ".yaml") == 0;
}

static enum gj_status take_folder(struct gathered *gathered, const char *below, int depth);

static enum gj_status take_entry(struct gathered *gathered, const char *below, const char *entry,
                                 int depth)
{
    char name[PATH_MAX_HERE], path[PATH_MAX_HERE];
    struct gj_writer name_writer = gj_writer(name, sizeof name);
    struct gj_writer path_writer = gj_writer(path, sizeof path);
    gj_put_format(&name_writer, "%s%s%s", below, *below ? "/" : "", entry);
    gj_put_format(&path_writer, "%s/%s", gathered->folder, name);
    struct stat info;
    if (name_writer.full || path_writer.full)
        return gj_fail(gathered->why, GJ_TOO_LARGE, "%s: a path that is too long", below);
    if (stat(path, &info) != 0)
        return gj_fail(gathered->why, GJ_WORLD, "%s: %s", path, strerror(errno));
    if (S_ISDIR(info.st_mode))
        return take_folder(gathered, name, depth + 1);
    if (!S_ISREG(info.st_mode) || !is_yaml(name))
        return GJ_DONE;
    return take_file(gathered, path, name, (size_t)info.st_size);
}

static enum gj_status take_folder(struct gathered *gathered, const char *below, int depth)
{
    char path[PATH_MAX_HERE];
    struct gj_writer writer = gj_writer(path, sizeof path);
    gj_put_format(&writer, "%s/%s", gathered->folder, below);
    if (writer.full || depth > FOLDER_DEPTH_MAX)
        return gj_fail(gathered->why, GJ_TOO_LARGE, "%s: folders too deep", gathered->folder);
    DIR *folder = opendir(path);
    if (!folder)
        return gj_fail(gathered->why, errno == ENOENT || errno == ENOTDIR ? GJ_NOT_FOUND : GJ_WORLD,
                       "%s: %s; say where the packs are with --packs", path, strerror(errno));
    enum gj_status status = GJ_DONE;
    const struct dirent *entry;
    while (!status && (entry = readdir(folder)) != NULL)
        if (entry->d_name[0] != '.')
            status = take_entry(gathered, below, entry->d_name, depth);
    closedir(folder);
    return status;
}

enum gj_status gj_pack_load(const char *folder, struct gj_pack_options options,
                            struct gj_pack_set **set_out, struct gj_why *why)
{
    struct gathered gathered = {.folder = folder, .options = options, .why = why};
    *set_out = NULL;
    enum gj_status status = take_folder(&gathered, "", 0);
    if (!status && gathered.count == 0)
        status = gj_fail(why, GJ_NOT_FOUND, "%s: no packs (*.yaml) here", folder);
    if (!status)
        status = gj_pack_load_files(gathered.files, (int)gathered.count, options, set_out, why);
    for (size_t i = 0; i < gathered.count; i++) {
        free((void *)gathered.files[i].name);
        free((void *)gathered.files[i].bytes.bytes);
    }
    free(gathered.files);
    return status;
}

/* ---- bundles ---- */

void gj_pack_bundle(const struct gj_pack_set *set, void (*put)(void *, struct gj_slice),
                    void *context)
{
    char head[80];
    int length = snprintf(head, sizeof head, "gongji-packs 1 %d %d\n", set->options.with_unverified,
                          set->options.with_example);
    put(context, (struct gj_slice){head, (size_t)length});
    for (int i = 0; i < set->file_count; i++) {
        length = snprintf(head, sizeof head, "\n%zu\n", set->files[i].bytes.length);
        put(context, gj_slice(set->files[i].name));
        put(context, (struct gj_slice){head, (size_t)length});
        put(context, set->files[i].bytes);
    }
}

/* Cuts a line off the front; false if there is no whole one. */
static bool cut_line(struct gj_slice *bytes, struct gj_slice *line_out)
{
    const char *end = bytes->length > 0 ? memchr(bytes->bytes, '\n', bytes->length) : NULL;
    if (!end)
        return false;
    *line_out = (struct gj_slice){bytes->bytes, (size_t)(end - bytes->bytes)};
    *bytes = (struct gj_slice){end + 1, bytes->length - line_out->length - 1};
    return true;
}

static enum gj_status cut_file(struct gathered *gathered, struct gj_slice *bytes)
{
    struct gj_slice name, length_text;
    int64_t length;
    if (!cut_line(bytes, &name) || !cut_line(bytes, &length_text) ||
        !gj_whole_parse(length_text, 9, &length) || (size_t)length > bytes->length ||
        memchr(name.bytes, '\0', name.length))
        return gj_fail(gathered->why, GJ_BROKEN, "a bundle of packs that is cut or altered");
    struct gj_pack_file file = {strndup(name.bytes, name.length), {bytes->bytes, (size_t)length}};
    if (!file.name ||
        !gj_pack_grow((void **)&gathered->files, &gathered->room, gathered->count, sizeof file)) {
        free((void *)file.name);
        return no_memory(gathered);
    }
    gathered->files[gathered->count++] = file;
    *bytes = (struct gj_slice){bytes->bytes + length, bytes->length - (size_t)length};
    return GJ_DONE;
}

enum gj_status gj_pack_load_bundle(struct gj_slice bytes, struct gj_pack_set **set_out,
                                   struct gj_why *why)
{
    struct gathered gathered = {.why = why};
    struct gj_slice head;
    *set_out = NULL;
    if (!cut_line(&bytes, &head) || head.length != 18 ||
        memcmp(head.bytes, "gongji-packs 1 ", 15) != 0 || head.bytes[16] != ' ' ||
        (head.bytes[15] != '0' && head.bytes[15] != '1') ||
        (head.bytes[17] != '0' && head.bytes[17] != '1'))
        return gj_fail(why, GJ_NOT_OURS, "not a bundle of packs that this version reads");
    struct gj_pack_options options = {.with_unverified = head.bytes[15] == '1',
                                      .with_example = head.bytes[17] == '1',
                                      .without_cases = true};
    enum gj_status status = GJ_DONE;
    while (!status && bytes.length > 0)
        status = cut_file(&gathered, &bytes);
    if (!status)
        status = gj_pack_load_files(gathered.files, (int)gathered.count, options, set_out, why);
    for (size_t i = 0; i < gathered.count; i++)
        free((void *)gathered.files[i].name);
    free(gathered.files);
    return status;
}
