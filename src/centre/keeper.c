/* The keeper: keeps one decided batch while the writer gathers and decides the next, so that a file's
   bills use two cores. In: one turn at a time. Out: the same, kept and released, in order. All that
   is shared is under the centre's mutex; the writer alone decides, the keeper alone keeps. */
#include "base/bug.h"
#include "centre/inside.h"

static void *keep_turns(void *of_centre)
{
    struct gj_centre *centre = of_centre;
    struct gj_keeper *keeper = &centre->keeper;
    struct gj_why why = {GJ_WORLD, "the store failed"};
    pthread_mutex_lock(&centre->mutex);
    for (;;) {
        while (!keeper->turn && !keeper->ending)
            pthread_cond_wait(&keeper->change, &centre->mutex);
        if (!keeper->turn)
            break;
        pthread_mutex_unlock(&centre->mutex);
        if (!gj_turn_keep(centre, keeper->turn, &why))
            gj_centre_give_up(centre, &why);
        pthread_mutex_lock(&centre->mutex);
        keeper->turn = NULL;
        pthread_cond_broadcast(&keeper->change);
    }
    pthread_mutex_unlock(&centre->mutex);
    return NULL;
}

enum gj_status gj_keeper_start(struct gj_centre *centre, struct gj_why *why)
{
    struct gj_keeper *keeper = &centre->keeper;
    if (!centre->options.ahead)
        return GJ_DONE;
    enum gj_status status = gj_store_ahead(centre->options.store, &keeper->ahead, why);
    if (status != GJ_DONE || !keeper->ahead)
        return status;
    pthread_cond_init(&keeper->change, NULL);
    if (pthread_create(&keeper->thread, NULL, keep_turns, centre) != 0)
        return gj_fail(why, GJ_WORLD, "the keeper's thread cannot be started");
    keeper->runs = true;
    return GJ_DONE;
}

/* With the mutex held. */
static bool wait_until_free(struct gj_centre *centre)
{
    while (centre->keeper.turn)
        pthread_cond_wait(&centre->keeper.change, &centre->mutex);
    return !centre->failed;
}

bool gj_keeper_wait(struct gj_centre *centre)
{
    pthread_mutex_lock(&centre->mutex);
    const bool good = wait_until_free(centre);
    pthread_mutex_unlock(&centre->mutex);
    return good;
}

bool gj_keeper_give(struct gj_centre *centre, struct gj_turn *turn)
{
    pthread_mutex_lock(&centre->mutex);
    const bool good = wait_until_free(centre);
    if (good) {
        centre->keeper.turn = turn;
        centre->keeper.keeping = true;
        pthread_cond_broadcast(&centre->keeper.change);
    }
    pthread_mutex_unlock(&centre->mutex);
    return good;
}

bool gj_keeper_is_keeping(struct gj_centre *centre)
{
    pthread_mutex_lock(&centre->mutex);
    const bool keeping = centre->keeper.keeping;
    pthread_mutex_unlock(&centre->mutex);
    return keeping;
}

void gj_keeper_has_kept(struct gj_centre *centre)
{
    pthread_mutex_lock(&centre->mutex);
    centre->keeper.keeping = false;
    pthread_mutex_unlock(&centre->mutex);
}

void gj_keeper_end(struct gj_centre *centre)
{
    struct gj_keeper *keeper = &centre->keeper;
    if (!keeper->runs)
        return;
    pthread_mutex_lock(&centre->mutex);
    keeper->ending = true;
    pthread_cond_broadcast(&keeper->change);
    pthread_mutex_unlock(&centre->mutex);
    pthread_join(keeper->thread, NULL);
    pthread_cond_destroy(&keeper->change);
}
