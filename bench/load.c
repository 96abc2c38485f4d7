/* How long it takes to read packs: the packs as they are, and as many area packs as the country has
   pooling areas, made of copies of the real ones. In memory: the files are read beforehand. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "bench/bench.h"
#include "pack/pack.h"

enum { AREA_PACKS = 337, FILES_MAX = 1024, NAME_MAX_HERE = 32, CODE = 6 };

struct packs {
    struct gj_pack_file files[FILES_MAX];
    char names[FILES_MAX][NAME_MAX_HERE];
    int count, area_packs;
};

/* "41-henan/410100.yaml": the code of the area that the file is about, or NULL. */
static const char *code_of(const char *name)
{
    const char *slash = strrchr(name, '/');
    return slash && strlen(slash + 1) == CODE + 5 ? slash + 1 : NULL;
}

static bool is_real_area(const char *name)
{
    return code_of(name) && strncmp(name, "national/", 9) != 0 && strncmp(name, "example/", 8) != 0;
}

static bool has_pack(const struct gj_pack_set *set, const char *code)
{
    for (int i = 0; i < gj_pack_file_count(set); i++) {
        const char *is = code_of(gj_pack_file(set, i).name);
        if (is && strncmp(is, code, CODE) == 0)
            return true;
    }
    return false;
}

/* A copy under another area's code and name. */
static struct gj_slice copy_for(struct gj_pack_file from, const char *code, const char *name)
{
    const char *old = code_of(from.name), *line = strstr(from.bytes.bytes, "\nname:");
    GJ_MUST(line);
    const char *end = strchr(line + 1, '\n');
    size_t head = (size_t)(line - from.bytes.bytes), size = from.bytes.length + 256;
    char *bytes = malloc(size);
    GJ_MUST(bytes && end);
    struct gj_writer writer = gj_writer(bytes, size);
    gj_put(&writer, (struct gj_slice){from.bytes.bytes, head});
    gj_put_format(&writer, "\nname: %s", name);
    gj_put(&writer, (struct gj_slice){end, from.bytes.length - (size_t)(end - from.bytes.bytes)});
    GJ_MUST(!writer.full);
    for (char *at = bytes; (at = strstr(at, "\"")) != NULL; at++)
        if (strncmp(at + 1, old, CODE) == 0)
            memcpy(at + 1, code, CODE);
    return (struct gj_slice){bytes, writer.length};
}

/* The real area packs in turn, or the largest of them again and again. */
static int next_model(const struct gj_pack_set *set, int last, bool largest)
{
    int best = -1, count = gj_pack_file_count(set);
    for (int step = 1; step <= count; step++) {
        int i = (last + step) % count;
        struct gj_pack_file file = gj_pack_file(set, i);
        if (!is_real_area(file.name))
            continue;
        if (!largest)
            return i;
        if (best < 0 || file.bytes.length > gj_pack_file(set, best).bytes.length)
            best = i;
    }
    return best;
}

static void add_file(struct packs *packs, const char *name, struct gj_slice bytes)
{
    GJ_MUST(packs->count < FILES_MAX);
    packs->files[packs->count++] = (struct gj_pack_file){name, bytes};
}

static void fill(struct packs *packs, const struct gj_pack_set *set, bool largest)
{
    const struct gj_policy *policy = gj_pack_policy(set);
    int model = -1;
    packs->count = packs->area_packs = 0;
    for (int i = 0; i < gj_pack_file_count(set); i++) {
        struct gj_pack_file file = gj_pack_file(set, i);
        add_file(packs, file.name, file.bytes);
        packs->area_packs += is_real_area(file.name);
    }
    for (int i = 0; i < gj_policy_area_count(policy) && packs->area_packs < AREA_PACKS; i++) {
        const struct gj_area_info *info = gj_policy_area_at(policy, i);
        char code[16];
        snprintf(code, sizeof code, "%d", info->area);
        if (info->fictional || info->area == GJ_AREA_NATION || has_pack(set, code))
            continue;
        model = next_model(set, model, largest);
        char *name = packs->names[packs->count];
        snprintf(name, NAME_MAX_HERE, "copies/%d.yaml", info->area);
        add_file(packs, name,
                 copy_for(gj_pack_file(set, model), code, gj_policy_text(policy, info->name)));
        packs->area_packs++;
    }
}

static void empty(struct packs *packs, const struct gj_pack_set *set)
{
    for (int i = gj_pack_file_count(set); i < packs->count; i++)
        free((void *)packs->files[i].bytes.bytes);
}

static int64_t bytes_of(const struct packs *packs)
{
    int64_t bytes = 0;
    for (int i = 0; i < packs->count; i++)
        bytes += (int64_t)packs->files[i].bytes.length;
    return bytes;
}

/* Read, frozen and hashed, as at the start of the program: without the packs' own cases. */
static enum gj_status measure(const struct packs *packs, int64_t *ns_out, int *rows_out,
                              struct gj_why *why)
{
    struct gj_pack_set *set;
    struct gj_pack_options options = {.with_example = true, .without_cases = true};
    int64_t start = gj_bench_now_ns();
    enum gj_status status = gj_pack_load_files(packs->files, packs->count, options, &set, why);
    if (status != GJ_DONE)
        return status;
    gj_world_hash(set);
    *ns_out = gj_bench_now_ns() - start;
    *rows_out = gj_policy_row_count(gj_pack_policy(set));
    gj_pack_free(set);
    return GJ_DONE;
}

static int measure_kind(const struct gj_pack_set *set, const char *name, bool copies, bool largest)
{
    static struct packs packs;
    struct gj_why why;
    int64_t ns[GJ_BENCH_ROUNDS];
    int rows = 0;
    enum gj_status status = GJ_DONE;
    fill(&packs, set, largest);
    int all = packs.count;
    if (!copies)
        packs.count = gj_pack_file_count(set);
    for (int round = 0; round < GJ_BENCH_ROUNDS && status == GJ_DONE; round++)
        status = measure(&packs, &ns[round], &rows, &why);
    if (status == GJ_DONE)
        printf("packs read, frozen and hashed: %-44s %4" PRId64 " ms (%d files, %d rows, %" PRId64
               " kB)\n",
               name, gj_bench_median(ns, NULL, NULL) / 1000000, packs.count, rows,
               bytes_of(&packs) / 1000);
    packs.count = all;
    empty(&packs, set);
    return status == GJ_DONE ? 0 : gj_verb_failed("bench", &why);
}

int gj_bench_load(const struct gj_world *world)
{
    int code = measure_kind(world->set, "as they are", false, false);
    if (code == 0)
        code = measure_kind(world->set, "337 area packs, copies of the real ones", true, false);
    if (code == 0)
        code = measure_kind(world->set, "337 area packs, copies of the largest", true, true);
    fflush(stdout);
    return code;
}
