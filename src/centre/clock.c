/* The centre's clock: the system's, or in the sandbox the system's moved by an offset, or one that
   stands still between moves. In: what the system says and the moves. Out: a moment that never goes backwards unless it was moved. */
#include "centre/inside.h"

static gj_time system_now(const struct gj_clock *clock)
{
    return clock->still ? 0 : gj_time_now();
}

void gj_clock_start(struct gj_clock *clock, bool sandbox, bool still, gj_time sandbox_start)
{
    pthread_mutex_init(&clock->mutex, NULL);
    clock->still = sandbox && still;
    clock->offset = sandbox ? sandbox_start - system_now(clock) : 0;
    clock->last = INT64_MIN;
}

void gj_clock_end(struct gj_clock *clock)
{
    pthread_mutex_destroy(&clock->mutex);
}

gj_time gj_clock_now(struct gj_clock *clock)
{
    pthread_mutex_lock(&clock->mutex);
    gj_time now = system_now(clock) + clock->offset;
    if (now < clock->last)
        now = clock->last;
    clock->last = now;
    pthread_mutex_unlock(&clock->mutex);
    return now;
}

void gj_clock_move(struct gj_clock *clock, gj_time to)
{
    pthread_mutex_lock(&clock->mutex);
    clock->offset = to - system_now(clock);
    clock->last = to;
    pthread_mutex_unlock(&clock->mutex);
}
