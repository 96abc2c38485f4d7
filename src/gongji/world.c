#include "gongji/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/bug.h"
#include "seal/seal.h"

/* Places to look in, from the folder that holds the program: a build folder of the source tree, a
   build folder inside that one, an installation. */
static const char *const places[] = {"/../packs", "/../../packs", "/../../../packs",
                                     "/../share/gongji/packs"};

/* The folder of the packs; false if there is none. */
static bool find_packs(const struct gj_options *options, char *out, size_t size)
{
    char program[4000];
    if (options->packs)
        return gj_text_copy(out, size, gj_slice(options->packs));
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    if (length <= 0)
        return false;
    program[length] = '\0';
    *strrchr(program, '/') = '\0';
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        struct gj_writer path = gj_writer(out, size);
        gj_put_text(&path, program);
        gj_put_text(&path, places[i]);
        size_t folder = path.length;
        gj_put_text(&path, "/areas.yaml");
        if (path.full || access(out, R_OK) != 0)
            continue;
        out[folder] = '\0';
        return true;
    }
    return false;
}

static void add_to_hash(void *context, struct gj_slice bytes)
{
    gj_sha256_add(context, bytes.bytes, bytes.length);
}

void gj_world_hash(struct gj_pack_set *set)
{
    char hash[GJ_SHA256_HEX];
    struct gj_sha256 *sha256 = gj_sha256_new();
    gj_pack_canonical(set, add_to_hash, sha256);
    gj_sha256_end(sha256, hash);
    gj_pack_set_hash(set, hash);
}

enum gj_status gj_world_open(const struct gj_options *options, bool with_example,
                             struct gj_world *world_out, struct gj_why *why)
{
    char folder[4096];
    struct gj_pack_options wanted = {.with_unverified = options->unverified,
                                     .with_example = with_example,
                                     .without_cases = !options->cases};
    if (!find_packs(options, folder, sizeof folder))
        return gj_fail(
            why, GJ_NOT_FOUND,
            "the policy packs are not beside the program; name their folder with --packs");
    enum gj_status status = gj_pack_load(folder, wanted, &world_out->set, why);
    if (status != GJ_DONE)
        return status;
    gj_world_hash(world_out->set);
    world_out->law = gj_pack_law(world_out->set);
    return GJ_DONE;
}

enum gj_status gj_world_clock(struct gj_store *store, gj_time otherwise, gj_time *clock_out,
                              struct gj_why *why)
{
    struct gj_reader *reader;
    gj_time moment = 0;
    enum gj_status status = gj_reader_open(store, &reader, why);
    if (status != GJ_DONE)
        return status;
    status = gj_reader_moment(reader, &moment, why);
    gj_reader_close(reader);
    *clock_out = moment != 0 ? moment : otherwise;
    return status;
}

struct bundle {
    char *bytes;
    size_t length, size;
};

static void add_to_bundle(void *context, struct gj_slice bytes)
{
    struct bundle *bundle = context;
    if (bundle->length + bytes.length > bundle->size) {
        bundle->size = (bundle->length + bytes.length) * 2;
        bundle->bytes = realloc(bundle->bytes, bundle->size);
        GJ_MUST(bundle->bytes);
    }
    memcpy(bundle->bytes + bundle->length, bytes.bytes, bytes.length);
    bundle->length += bytes.length;
}

char *gj_world_bundle(const struct gj_pack_set *set, size_t *length_out)
{
    struct bundle bundle = {0};
    gj_pack_bundle(set, add_to_bundle, &bundle);
    *length_out = bundle.length;
    return bundle.bytes;
}

enum gj_status gj_world_keep(struct gj_world *world, struct gj_store *store, struct gj_why *why)
{
    size_t length;
    char *bytes = gj_world_bundle(world->set, &length);
    enum gj_status status =
        gj_store_keep_packs(store, gj_policy_hash(world->law.policy),
                            (struct gj_slice){bytes, length}, &world->law.pack_set, why);
    free(bytes);
    return status;
}

void gj_world_close(struct gj_world *world)
{
    gj_pack_free(world->set);
}
