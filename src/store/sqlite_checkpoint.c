/* Checkpoints beside the writer: a thread with a connection of its own carries the pages of the
   write-ahead log into the file, so that the writer waits for its own commits alone. Only what was
   written meanwhile, a small rest, is left to the writer; with that done the log begins anew.
   In: the size of the log after each commit. Out: a log that stays bounded. */
#include "store/sqlite.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/bug.h"

enum {
    /* Between two checkpoints the log grows to about 128 MiB: a page that changes often is written
       back once instead of each time. */
    CHECKPOINT_PAGES = 32768,
    /* Should the thread not get on until they are so many times that, the writer waits for it. */
    OVERDUE_TIMES = 4
};

enum state { IDLE, ASKED, CARRIED, STOPPING };

/* The calls on the file of the connection that carries; first, so that a file's calls lead here. */
struct calls {
    sqlite3_io_methods own;
    const sqlite3_io_methods *below;
    const char *path;
};

struct gj_checkpointer {
    struct gj_db
        db; /* the only connection that carries: the thread's, or the writer's while it rests */
    struct calls calls;
    int pages; /* of the log, from which on it is carried */
    pthread_t thread;
    pthread_mutex_t mutex; /* guards what follows */
    pthread_cond_t change;
    enum state state;
};

/* The system tells of a failed sync once, and a second try that succeeds proves nothing about the pages
   of the first: they may be gone. All that was answered is in the log, and the next opening begins
   there. Nothing may happen before it: SQLite would read what was carried from the file, and what is
   decided on old pages is written over the new ones. */
static _Noreturn void end_unsynced(const char *path)
{
    fprintf(
        stderr,
        "gongji: the file of the store %s could not be synced, so what was written to it cannot "
        "be trusted. Its log holds all that was answered: look at the disk, and start again.\n",
        path);
    _exit(gj_status_exit(GJ_WORLD));
}

/* SQLite syncs the file only when the whole log was carried, which beside a busy writer or a reader it
   never is; but it counts the pages as carried at once. So they are synced before: DONE is told when all
   are written and none is counted. */
static int control(sqlite3_file *file, int what, void *with)
{
    const struct calls *calls = (const struct calls *)file->pMethods;
    if (what == SQLITE_FCNTL_CKPT_DONE &&
        calls->below->xSync(file, SQLITE_SYNC_NORMAL) != SQLITE_OK)
        end_unsynced(calls->path);
    return calls->below->xFileControl(file, what, with);
}

/* Puts our call in place of the file's own. */
static void take_control(struct gj_checkpointer *self)
{
    sqlite3_file *file = NULL;
    GJ_MUST(sqlite3_file_control(self->db.handle, "main", SQLITE_FCNTL_FILE_POINTER, &file) ==
            SQLITE_OK);
    self->calls =
        (struct calls){.own = *file->pMethods, .below = file->pMethods, .path = self->db.path};
    self->calls.own.xFileControl = control;
    file->pMethods = &self->calls.own;
}

/* A checkpoint that fails leaves the log as it was: nothing is lost, and a disk that is full is told
   by the next commit. */
static void carry(struct gj_checkpointer *self)
{
    if (sqlite3_wal_checkpoint_v2(self->db.handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL) ==
        SQLITE_IOERR_FSYNC)
        end_unsynced(self->db.path);
}

static void *work(void *of_checkpointer)
{
    struct gj_checkpointer *self = of_checkpointer;
    pthread_mutex_lock(&self->mutex);
    while (self->state != STOPPING) {
        if (self->state != ASKED) {
            pthread_cond_wait(&self->change, &self->mutex);
            continue;
        }
        pthread_mutex_unlock(&self->mutex);
        /* Twice: the second time takes what was written during the first, so that little is left. */
        carry(self);
        carry(self);
        pthread_mutex_lock(&self->mutex);
        if (self->state == ASKED)
            self->state = CARRIED;
        pthread_cond_broadcast(&self->change);
    }
    pthread_mutex_unlock(&self->mutex);
    return NULL;
}

/* After each commit of the writer, outside any transaction. What the thread has left is carried here,
   while the thread rests. */
static int after_commit(void *of_checkpointer, sqlite3 *writer, const char *name, int pages)
{
    struct gj_checkpointer *self = of_checkpointer;
    (void)writer, (void)name;
    pthread_mutex_lock(&self->mutex);
    while (self->state == ASKED && pages / OVERDUE_TIMES >= self->pages)
        pthread_cond_wait(&self->change, &self->mutex);
    const bool carried = self->state == CARRIED;
    if (carried) {
        self->state = IDLE;
    } else if (self->state == IDLE && pages >= self->pages) {
        self->state = ASKED;
        pthread_cond_broadcast(&self->change);
    }
    pthread_mutex_unlock(&self->mutex);
    if (carried)
        carry(self);
    return SQLITE_OK;
}

enum gj_status gj_checkpointer_start(struct gj_db *writer, const struct gj_sqlite_options *options,
                                     struct gj_checkpointer **self_out, struct gj_why *why)
{
    struct gj_checkpointer *self = calloc(1, sizeof *self);
    GJ_MUST(self != NULL);
    self->pages = options->checkpoint_pages > 0 ? options->checkpoint_pages : CHECKPOINT_PAGES;
    enum gj_status status =
        gj_db_open(&self->db, writer->path, SQLITE_OPEN_READWRITE, options->vfs, why);
    if (status == GJ_DONE) {
        (void)gj_db_run(&self->db, "PRAGMA synchronous = FULL");
        status = gj_db_end(&self->db, why);
    }
    if (status == GJ_DONE)
        take_control(self);
    pthread_mutex_init(&self->mutex, NULL);
    pthread_cond_init(&self->change, NULL);
    if (status == GJ_DONE && pthread_create(&self->thread, NULL, work, self) != 0)
        status = gj_fail(why, GJ_WORLD, "no thread could be made for the store's checkpoints");
    if (status != GJ_DONE) {
        gj_db_close(&self->db);
        free(self);
        return status;
    }
    (void)sqlite3_wal_hook(writer->handle, after_commit, self);
    *self_out = self;
    return GJ_DONE;
}

void gj_checkpointer_stop(struct gj_checkpointer *self)
{
    if (self == NULL)
        return;
    pthread_mutex_lock(&self->mutex);
    self->state = STOPPING;
    pthread_cond_broadcast(&self->change);
    pthread_mutex_unlock(&self->mutex);
    pthread_join(self->thread, NULL);
    pthread_mutex_destroy(&self->mutex);
    pthread_cond_destroy(&self->change);
    gj_db_close(&self->db);
    free(self);
}
