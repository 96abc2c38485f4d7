/* What the benchmarks share: a steady clock, bytes written, medians, ratios. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/bug.h"
#include "bench/bench.h"

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
