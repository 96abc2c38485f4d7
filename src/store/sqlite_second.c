/* A second connection of the writer's, in a thread of its own, that gathers the facts of half a
   batch. Nothing is written while a batch is gathered, so both connections see the same rows.
   In: desks with commands. Out: their facts. */
#include "store/sqlite.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/bug.h"

enum state { RESTING, WORKING, DONE, STOPPING };

struct gj_second {
    struct gj_sqlite *self; /* the same store on this connection; it never writes */
    pthread_t thread;
    pthread_mutex_t mutex; /* guards `state`; the rest is whoever's turn it is */
    pthread_cond_t change;
    enum state state;
    const struct gj_calendar *calendar;
    struct gj_desk *const *desks;
    int n;
};

static void *work(void *of_second)
{
    struct gj_second *second = of_second;
    pthread_mutex_lock(&second->mutex);
    while (second->state != STOPPING) {
        if (second->state != WORKING) {
            pthread_cond_wait(&second->change, &second->mutex);
            continue;
        }
        pthread_mutex_unlock(&second->mutex);
        gj_gather_desks(second->self, second->calendar, second->desks, second->n);
        pthread_mutex_lock(&second->mutex);
        second->state = DONE;
        pthread_cond_broadcast(&second->change);
    }
    pthread_mutex_unlock(&second->mutex);
    return NULL;
}

void gj_second_begin(struct gj_second *second, const struct gj_sqlite *writer,
                     const struct gj_calendar *calendar, struct gj_desk *const desks[], int n)
{
    /* What the writer holds in memory is lent for the time of the batch. */
    second->self->places = writer->places;
    second->self->once_days = writer->once_days;
    second->self->once_days_count = writer->once_days_count;
    second->calendar = calendar;
    second->desks = desks;
    second->n = n;
    pthread_mutex_lock(&second->mutex);
    second->state = WORKING;
    pthread_cond_broadcast(&second->change);
    pthread_mutex_unlock(&second->mutex);
}

enum gj_status gj_second_end(struct gj_second *second, struct gj_why *why)
{
    pthread_mutex_lock(&second->mutex);
    while (second->state != DONE)
        pthread_cond_wait(&second->change, &second->mutex);
    second->state = RESTING;
    pthread_mutex_unlock(&second->mutex);
    return gj_db_end(&second->self->db, why);
}

enum gj_status gj_second_start(struct gj_sqlite *writer, int64_t cache_kib,
                               struct gj_second **second_out, struct gj_why *why)
{
    struct gj_second *second = calloc(1, sizeof *second);
    GJ_MUST(second != NULL);
    second->self = calloc(1, sizeof *second->self);
    GJ_MUST(second->self != NULL);
    struct gj_db *db = &second->self->db;
    enum gj_status status = gj_db_open(db, writer->db.path, SQLITE_OPEN_READONLY, NULL, why);
    if (status == GJ_DONE) {
        gj_db_set_cache(db, cache_kib);
        status = gj_db_end(db, why);
    }
    second->self->keys = writer->keys;
    pthread_mutex_init(&second->mutex, NULL);
    pthread_cond_init(&second->change, NULL);
    if (status == GJ_DONE && pthread_create(&second->thread, NULL, work, second) != 0)
        status = gj_fail(why, GJ_WORLD, "no thread could be made for the store's reading");
    if (status == GJ_DONE) {
        *second_out = second;
        return GJ_DONE;
    }
    gj_db_close(db);
    free(second->self);
    free(second);
    return status;
}

void gj_second_stop(struct gj_second *second)
{
    if (second == NULL)
        return;
    pthread_mutex_lock(&second->mutex);
    second->state = STOPPING;
    pthread_cond_broadcast(&second->change);
    pthread_mutex_unlock(&second->mutex);
    pthread_join(second->thread, NULL);
    pthread_mutex_destroy(&second->mutex);
    pthread_cond_destroy(&second->change);
    gj_db_close(&second->self->db);
    free(second->self);
    free(second);
}
