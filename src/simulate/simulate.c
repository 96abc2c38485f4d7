/* Running a simulation: blocks of people, each with a seed of its own, are taken by threads as they
   come free, many at first and single ones at the end; the sums of the threads are added in the end. */
#include "simulate/simulate.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/bug.h"
#include "base/hash.h"
#include "simulate/inside.h"

struct shared {
    const struct gj_sim_options *options;
    const struct gj_sim_map *map;
    int64_t blocks;
    atomic_int_fast64_t next, done; /* blocks */
};

/* What each thread has for itself; made before it starts. */
struct worker {
    struct shared *shared;
    struct gj_sim_laws laws;
    struct gj_sim_tally tally;
    struct gj_sim_family family;
    pthread_t thread;
    bool started, shows; /* shows: the calling thread, which tells how far all are */
};

/* All people of a block live around one area, and blocks that follow each other around the same, so
   that what is found for an area is used while it is at hand. */
static void live_block(struct worker *worker, int64_t block)
{
    const struct gj_sim_options *options = worker->shared->options;
    const struct gj_sim_map *map = worker->shared->map;
    uint64_t seed = gj_hash_number(options->seed * UINT64_C(0x9e3779b97f4a7c15) + (uint64_t)block);
    struct gj_random random = gj_random(seed);
    int area = (int)(block * map->count / worker->shared->blocks);
    int64_t left = options->people - block * GJ_SIM_BLOCK;
    for (int room = left < GJ_SIM_BLOCK ? (int)left : GJ_SIM_BLOCK; room > 0;) {
        gj_sim_make_family(map, &random, area, room, &worker->family);
        gj_sim_live(map, &worker->laws, &random, &worker->family);
        gj_sim_count(&worker->tally, &worker->family);
        room -= worker->family.count;
    }
}

/* A thread that stays in its areas finds there what it has found before. */
static int64_t take_blocks(struct shared *shared, int64_t *end_out)
{
    int64_t first = atomic_load(&shared->next);
    do
        *end_out = first + (shared->blocks - first) / (4 * shared->options->threads) + 1;
    while (first < shared->blocks &&
           !atomic_compare_exchange_weak(&shared->next, &first, *end_out));
    return first;
}

static void count_block(struct worker *worker)
{
    const struct gj_sim_options *options = worker->shared->options;
    int64_t done = atomic_fetch_add(&worker->shared->done, 1);
    if (worker->shows && options->progress)
        options->progress(done * GJ_SIM_BLOCK, options->people);
}

static void *work(void *argument)
{
    struct worker *worker = argument;
    struct shared *shared = worker->shared;
    for (int64_t end, block; (block = take_blocks(shared, &end)) < shared->blocks;)
        for (; block < end; block++) {
            live_block(worker, block);
            count_block(worker);
        }
    return NULL;
}

/* ---- workers ---- */

static void free_worker(struct worker *worker)
{
    for (int law = 0; worker && law < GJ_SIM_LAWS; law++)
        gj_planner_free(worker->laws.laws[law].planner);
    free(worker);
}

static struct worker *new_worker(struct shared *shared, bool shows)
{
    struct worker *worker = calloc(1, sizeof *worker);
    if (!worker)
        return NULL;
    worker->shared = shared;
    worker->shows = shows;
    worker->tally.areas_count = shared->map->count;
    worker->laws.laws[GJ_SIM_BASE] = *shared->options->base;
    worker->laws.laws[GJ_SIM_REFORM] = *shared->options->reform;
    bool done = true;
    for (int law = 0; law < GJ_SIM_LAWS; law++) {
        worker->laws.laws[law].planner = gj_planner_new(&worker->laws.laws[law]);
        worker->laws.laws[law].rows_unread = true;
        done &= worker->laws.laws[law].planner != NULL;
    }
    if (done)
        return worker;
    free_worker(worker);
    return NULL;
}

/* The calling thread is the first worker. */
static bool run_workers(struct worker **workers, int count)
{
    bool done = true;
    for (int i = 1; i < count && done; i++) {
        workers[i]->started = pthread_create(&workers[i]->thread, NULL, work, workers[i]) == 0;
        done = workers[i]->started;
    }
    if (done)
        work(workers[0]);
    else
        atomic_store(&workers[0]->shared->next, workers[0]->shared->blocks);
    for (int i = 1; i < count; i++)
        if (workers[i]->started)
            pthread_join(workers[i]->thread, NULL);
    return done;
}

static enum gj_status run(struct shared *shared, int threads, struct gj_sim_tally *tally_out,
                          struct gj_why *why)
{
    struct worker *workers[GJ_SIM_THREADS_MAX] = {0};
    enum gj_status status = GJ_DONE;
    for (int i = 0; i < threads && status == GJ_DONE; i++) {
        workers[i] = new_worker(shared, i == 0);
        if (!workers[i])
            status = gj_fail(why, GJ_WORLD, "out of memory");
    }
    if (status == GJ_DONE && !run_workers(workers, threads))
        status = gj_fail(why, GJ_WORLD, "a thread cannot be started");
    for (int i = 0; i < threads; i++) {
        if (status == GJ_DONE)
            gj_sim_add(tally_out, &workers[i]->tally);
        free_worker(workers[i]);
    }
    return status;
}

enum gj_status gj_simulate(const struct gj_sim_options *options, struct gj_sim_tally *tally_out,
                           struct gj_why *why)
{
    GJ_MUST(options->threads >= 1 && options->threads <= GJ_SIM_THREADS_MAX);
    GJ_MUST(options->people >= 0 && options->year >= 1990 && options->year < 2200);
    struct gj_sim_map *map = malloc(sizeof *map);
    if (!map)
        return gj_fail(why, GJ_WORLD, "out of memory");
    *tally_out = (struct gj_sim_tally){0};
    gj_sim_map(options, map);
    tally_out->areas_count = map->count;
    for (int i = 0; i < map->count; i++)
        tally_out->areas[i] = map->areas[i].area;
    struct shared shared = {.options = options,
                            .map = map,
                            .blocks = (options->people + GJ_SIM_BLOCK - 1) / GJ_SIM_BLOCK};
    enum gj_status status =
        map->count == 0
            ? gj_fail(why, GJ_NOT_FOUND,
                      "no area there has a pooled outpatient rule on the first day of %d",
                      options->year)
            : run(&shared, options->threads, tally_out, why);
    free(map);
    return status;
}
