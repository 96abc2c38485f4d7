/* The verb bench: chooses what to run and where its files go; the measuring tools all share. */
#include "bench/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gongji/verbs.h"

static void remove_folder(const char *folder)
{
    static const char *const names[] = {"naive.db", "settle.db", "http.db", "export.db"};
    static const char *const ends[] = {"", "-wal", "-shm", ".key", ".writer"};
    char path[4096];
    for (size_t n = 0; n < sizeof names / sizeof names[0]; n++) {
        for (size_t e = 0; e < sizeof ends / sizeof ends[0]; e++) {
            snprintf(path, sizeof path, "%s/%s%s", folder, names[n], ends[e]);
            unlink(path);
        }
    }
    rmdir(folder);
}

static int run(const char *what, struct gj_world *world, int64_t preload, const char *folder)
{
    int code = 0;
    if (!*what || strcmp(what, "decisions") == 0)
        code = gj_bench_decisions(&world->law);
    if (code == 0 && (!*what || strcmp(what, "settle") == 0))
        code = gj_bench_settle(world, preload, folder);
    if (code == 0 && (!*what || strcmp(what, "http") == 0))
        code = gj_bench_http(world, preload, folder);
    if (code == 0 && (!*what || strcmp(what, "export") == 0))
        code = gj_bench_export(world, folder);
    return code;
}

int gj_verb_bench(const struct gj_options *options)
{
    struct gj_why why;
    struct gj_world world;
    const char *what = options->arguments_count > 0 ? options->arguments[0] : "";
    const char *parent = getenv("TMPDIR");
    char folder[256];
    if (*what && strcmp(what, "decisions") != 0 && strcmp(what, "settle") != 0 &&
        strcmp(what, "http") != 0 && strcmp(what, "export") != 0) {
        fprintf(stderr, "gongji bench: %s is not decisions, settle, http or export\n", what);
        return 2;
    }
    if (gj_world_open(options, true, &world, &why) != GJ_DONE)
        return gj_verb_failed("bench", &why);
    snprintf(folder, sizeof folder, "%s/gongji-bench-XXXXXX", parent ? parent : "/var/tmp");
    if (!mkdtemp(folder)) {
        gj_fail(&why, GJ_WORLD, "no temporary folder can be made at %s; set TMPDIR", folder);
        return gj_verb_failed("bench", &why);
    }
    int code = run(what, &world, options->scale, folder);
    remove_folder(folder);
    gj_world_close(&world);
    return code;
}
