/* The centre's outside: starting, the ring that desks wait on, gj_centre_do, counts and stopping.
   In: desks from any thread. Out: the same desks, released by the writer once their answer is
   durable. */
#include <stdlib.h>

#include "base/bug.h"
#include "centre/inside.h"

enum { GJ_RING_DEFAULT = 4096 };

static void centre_free(struct gj_centre *centre)
{
    gj_overlay_free(centre->overlay);
    gj_dues_free(&centre->dues);
    gj_planner_free(centre->options.law.planner);
    free(centre->ring);
    free(centre);
}

static bool make_rooms(struct gj_centre *centre)
{
    int asked = centre->options.ring_size;
    centre->ring_size = asked > 0 ? asked : GJ_RING_DEFAULT;
    centre->ring = calloc((size_t)centre->ring_size, sizeof *centre->ring);
    centre->overlay = gj_overlay_new();
    centre->options.law.planner = gj_planner_new(&centre->options.law); /* the writer's own */
    return centre->ring && centre->overlay && centre->options.law.planner;
}

enum gj_status gj_centre_start(const struct gj_centre_options *options,
                               struct gj_centre **centre_out, struct gj_why *why)
{
    struct gj_centre *centre = calloc(1, sizeof *centre);
    if (!centre)
        return gj_fail(why, GJ_WORLD, "no memory for the centre");
    centre->options = *options;
    if (!make_rooms(centre)) {
        centre_free(centre);
        return gj_fail(why, GJ_WORLD, "no memory for a ring of %d", options->ring_size);
    }
    enum gj_status status = gj_dues_load(centre, why);
    if (status != GJ_DONE) {
        centre_free(centre);
        return status;
    }
    centre->next_order = gj_store_next_order(options->store);
    centre->batch_max = options->batch_max > 0 ? options->batch_max : GJ_BATCH_MAX;
    GJ_MUST(centre->batch_max <= GJ_BATCH_FILE_MAX);
    centre->turn = &centre->turns[0];
    centre->calendar = (struct gj_calendar){gj_benefit_year_first, &centre->options.law};
    gj_clock_start(&centre->clock, options->sandbox, options->still, options->sandbox_start);
    pthread_mutex_init(&centre->mutex, NULL);
    pthread_cond_init(&centre->work, NULL);
    pthread_cond_init(&centre->change, NULL);
    status = gj_keeper_start(centre, why);
    if (status == GJ_DONE && pthread_create(&centre->writer, NULL, gj_centre_write, centre) != 0)
        status = gj_fail(why, GJ_WORLD, "the writer's thread cannot be started");
    if (status != GJ_DONE) {
        gj_keeper_end(centre);
        gj_clock_end(&centre->clock);
        centre_free(centre);
        return status;
    }
    *centre_out = centre;
    return GJ_DONE;
}

/* With the mutex held. */
static bool takes_work(const struct gj_centre *centre)
{
    return !centre->stopping && !centre->failed;
}

/* With the mutex held and room on the ring. */
static void put_on_ring(struct gj_centre *centre, struct gj_desk *desk, struct gj_waiter *waiter)
{
    GJ_MUST(centre->waiting < centre->ring_size);
    int place = (centre->head + centre->waiting) % centre->ring_size;
    centre->ring[place] = (struct gj_place){.desk = desk, .waiter = waiter};
    centre->waiting++;
    if (centre->idle)
        pthread_cond_signal(&centre->work);
}

bool gj_centre_submit(struct gj_centre *centre, struct gj_desk *desk)
{
    pthread_mutex_lock(&centre->mutex);
    bool taken = takes_work(centre) && centre->waiting < centre->ring_size;
    if (taken)
        put_on_ring(centre, desk, NULL);
    pthread_mutex_unlock(&centre->mutex);
    return taken;
}

/* With the mutex held: waits for room; false when there will be none. */
static bool wait_for_room(struct gj_centre *centre)
{
    while (takes_work(centre) && centre->waiting == centre->ring_size)
        pthread_cond_wait(&centre->change, &centre->mutex);
    return takes_work(centre);
}

static enum gj_status say_why(const struct gj_centre *centre, struct gj_why *why)
{
    if (centre->failed)
        return gj_fail(why, centre->why.status, "%s", centre->why.text);
    return gj_fail(why, GJ_WORLD, "the centre is stopping");
}

enum gj_status gj_centre_do(struct gj_centre *centre, struct gj_desk *const desks[], int n,
                            struct gj_why *why)
{
    struct gj_waiter waiter = {0};
    int put = 0;
    pthread_mutex_lock(&centre->mutex);
    centre->doing++;
    for (; put < n && wait_for_room(centre); put++) {
        waiter.left++;
        put_on_ring(centre, desks[put], &waiter);
    }
    while (waiter.left > 0 && !centre->failed)
        pthread_cond_wait(&centre->change, &centre->mutex);
    bool done = put == n && waiter.left == 0;
    enum gj_status status = done ? GJ_DONE : say_why(centre, why);
    centre->doing--;
    pthread_cond_broadcast(&centre->change);
    pthread_mutex_unlock(&centre->mutex);
    return status;
}

gj_time gj_centre_now(struct gj_centre *centre)
{
    return gj_clock_now(&centre->clock);
}

void gj_centre_counts(struct gj_centre *centre, struct gj_centre_counts *counts_out)
{
    pthread_mutex_lock(&centre->mutex);
    *counts_out = centre->counts;
    counts_out->waiting = centre->waiting;
    pthread_mutex_unlock(&centre->mutex);
}

bool gj_centre_is_alive(struct gj_centre *centre)
{
    pthread_mutex_lock(&centre->mutex);
    bool alive = takes_work(centre);
    pthread_mutex_unlock(&centre->mutex);
    return alive;
}

void gj_centre_stop(struct gj_centre *centre)
{
    pthread_mutex_lock(&centre->mutex);
    centre->stopping = true;
    pthread_cond_broadcast(&centre->work);
    pthread_cond_broadcast(&centre->change);
    pthread_mutex_unlock(&centre->mutex);
    pthread_join(centre->writer, NULL);
    pthread_mutex_lock(&centre->mutex);
    while (centre->doing > 0)
        pthread_cond_wait(&centre->change, &centre->mutex);
    pthread_mutex_unlock(&centre->mutex);
    pthread_cond_destroy(&centre->work);
    pthread_cond_destroy(&centre->change);
    pthread_mutex_destroy(&centre->mutex);
    gj_clock_end(&centre->clock);
    centre_free(centre);
}
