#include "gongji/progress.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static bool shown;

static bool is_time(void)
{
    static struct timespec last;
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
        return false;
    int64_t elapsed_ms = (now.tv_sec - last.tv_sec) * 1000 + (now.tv_nsec - last.tv_nsec) / 1000000;
    if (elapsed_ms < 200)
        return false;
    last = now;
    return true;
}

/* Asked once: work that calls for every line would spend its time on asking. */
static bool is_terminal(void)
{
    static int known = -1;
    if (known < 0)
        known = isatty(STDERR_FILENO);
    return known == 1;
}

void gj_progress(const char *label, int64_t done, int64_t total)
{
    if (!is_terminal() || !is_time())
        return;
    if (total > 0)
        fprintf(stderr, "\r\033[K%s: %" PRId64 " of %" PRId64, label, done, total);
    else
        fprintf(stderr, "\r\033[K%s: %" PRId64, label, done);
    shown = true;
}

void gj_progress_end(void)
{
    if (shown)
        fprintf(stderr, "\r\033[K");
    shown = false;
}
