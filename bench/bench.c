/* The verb bench: chooses what to run and where its files go; the measuring tools all share. */
#include "bench/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gongji/verbs.h"

/* One after another they would fill the disk. */
static void remove_stores(const char *folder)
{
    static const char *const stores[] = {"naive.db",  "settle.db", "http.db",  "sales.db",
                                         "export.db", "file.db",   "credit.db"};
    static const char *const ends[] = {"", "-wal", "-shm", ".key", ".writer"};
    char path[4096];
    for (size_t n = 0; n < sizeof stores / sizeof stores[0]; n++) {
        for (size_t e = 0; e < sizeof ends / sizeof ends[0]; e++) {
            snprintf(path, sizeof path, "%s/%s%s", folder, stores[n], ends[e]);
            unlink(path);
        }
    }
}

/* What there is to run, in the order in which all of it runs. */
static const char *const names[] = {"decisions", "load",   "simulate",    "settle",     "http",
                                    "sales",     "export", "settle-file", "credit-file"};
enum { NAMES = sizeof names / sizeof names[0] };

static int run_one(int which, struct gj_world *world, int64_t preload, const char *folder)
{
    switch (which) {
    case 0:
        return gj_bench_decisions(&world->law);
    case 1:
        return gj_bench_load(world);
    case 2:
        return gj_bench_simulate(world);
    case 3:
        return gj_bench_settle(world, preload, folder);
    case 4:
        return gj_bench_http(world, preload, folder);
    case 5:
        return gj_bench_sales(world, preload, folder);
    case 6:
        return gj_bench_export(world, folder);
    case 7:
        return gj_bench_settle_file(world, preload, folder);
    default:
        return gj_bench_credit_file(world, folder);
    }
}

static bool is_name(const char *what)
{
    bool found = *what == '\0';
    for (int i = 0; i < NAMES; i++)
        found = found || strcmp(what, names[i]) == 0;
    return found;
}

static int run(const char *what, struct gj_world *world, int64_t preload, const char *folder)
{
    int code = 0;
    for (int i = 0; i < NAMES && code == 0; i++) {
        if (!*what || strcmp(what, names[i]) == 0)
            code = run_one(i, world, preload, folder);
        remove_stores(folder);
    }
    return code;
}

int gj_verb_bench(const struct gj_options *options)
{
    struct gj_why why;
    struct gj_world world;
    const char *what = options->arguments_count > 0 ? options->arguments[0] : "";
    const char *parent = getenv("TMPDIR");
    char folder[256];
    if (!is_name(what)) {
        fprintf(stderr, "gongji bench: %s is none of", what);
        for (int i = 0; i < NAMES; i++)
            fprintf(stderr, "%s %s", i ? "," : "", names[i]);
        fputc('\n', stderr);
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
    rmdir(folder);
    gj_world_close(&world);
    return code;
}
