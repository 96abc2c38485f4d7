/* The verb bench: chooses what to run and where its files go; the measuring tools all share. */
#include "bench/bench.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/bug.h"
#include "gongji/verbs.h"

int64_t gj_bench_now_ns(void)
{
    struct timespec now;
    GJ_MUST(clock_gettime(CLOCK_MONOTONIC, &now) == 0);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t gj_bench_written(int pid)
{
    char path[64], line[128];
    long long bytes = 0;
    snprintf(path, sizeof path, "/proc/%d/io", pid);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file))
        sscanf(line, "write_bytes: %lld", &bytes);
    if (file)
        fclose(file);
    return bytes;
}

static int compare(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

int64_t gj_bench_median(const int64_t values[GJ_BENCH_ROUNDS], int64_t *low_out, int64_t *high_out)
{
    int64_t sorted[GJ_BENCH_ROUNDS];
    memcpy(sorted, values, sizeof sorted);
    qsort(sorted, GJ_BENCH_ROUNDS, sizeof sorted[0], compare);
    if (low_out)
        *low_out = sorted[0];
    if (high_out)
        *high_out = sorted[GJ_BENCH_ROUNDS - 1];
    return sorted[GJ_BENCH_ROUNDS / 2];
}

const char *gj_bench_ratio(int64_t a, int64_t b, char out[GJ_FEN_TEXT_MAX])
{
    return gj_decimal_text(a * 100 / (b > 0 ? b : 1), 2, out);
}

static void remove_folder(const char *folder)
{
    static const char *const names[] = {"naive.db", "settle.db", "http.db"};
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
        strcmp(what, "http") != 0) {
        fprintf(stderr, "gongji bench: %s is not decisions, settle or http\n", what);
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
