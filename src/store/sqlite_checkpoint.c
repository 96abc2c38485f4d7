/* Checkpoints beside the writer: a thread with a connection of its own carries the pages of the
   write-ahead log into the file, so that the writer waits for its own commits alone. Only what was
   written meanwhile, a small rest, is left to the writer; with that done the log begins anew.
   In: the size of the log after each commit. Out: a log that stays bounded. */
#include "store/sqlite.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/bug.h"

enum {
    /* Between two checkpoints the log grows to about 128 MiB: a page that changes often is written
       back once instead of each time. */
    CHECKPOINT_PAGES = 32768,
    /* Should the thread not get on until they are so many times that, the writer does it itself. */
    OVERDUE_TIMES = 4
};

enum state { IDLE, ASKED, CARRIED, STOPPING };

struct gj_checkpointer {
    struct gj_db db;
    sqlite3 *writer;
    int pages; /* of the log, from which on it is carried */
    void (*tell)(void *to, const struct gj_why *why);
    void *tell_to;
    pthread_t thread;
    pthread_mutex_t mutex; /* guards what follows */
    pthread_cond_t change;
    enum state state;
    bool failed; /* a sync did: no checkpoint any more */
};

/* A checkpoint that fails leaves the log as it was: nothing is lost, and a disk that is full is told
   by the next commit. Only a failed sync is for good: the system tells of it once, and a second try
   that succeeds proves nothing about the first one's pages. Then the log is all that can be trusted.
   It is never begun anew, and the next opening of the store starts from it. Until then nothing more
   is decided: SQLite reads what was carried from the file, where the system may have let it go. */
static bool carry(sqlite3 *handle)
{
    return sqlite3_wal_checkpoint_v2(handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL) !=
           SQLITE_IOERR_FSYNC;
}

/* SQLite syncs the file only when the whole log was carried, and beside a busy writer it never is.
   So the thread syncs what it wrote: else the writer would wait for it. */
static bool sync_file(sqlite3 *handle)
{
    sqlite3_file *file = NULL;
    return sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK &&
           file->pMethods->xSync(file, SQLITE_SYNC_NORMAL) == SQLITE_OK;
}

/* Twice: the second time takes what was written during the first, so that little is left. */
static bool carry_most(sqlite3 *handle)
{
    bool good = true;
    for (int i = 0; i < 2 && good; i++)
        good = carry(handle) && sync_file(handle);
    return good;
}

enum gj_status gj_checkpointer_check(struct gj_checkpointer *self, struct gj_why *why)
{
    if (self == NULL)
        return GJ_DONE;
    pthread_mutex_lock(&self->mutex);
    const bool failed = self->failed;
    pthread_mutex_unlock(&self->mutex);
    return failed ? gj_fail(why, GJ_WORLD,
                            "the file of the store %s could not be synced, so what was written to "
                            "it cannot be trusted; its log holds all that was kept, and the next "
                            "start goes on from there",
                            self->db.path)
                  : GJ_DONE;
}

/* A sync failed. Tells of it once. */
static void give_up(struct gj_checkpointer *self)
{
    struct gj_why why;
    pthread_mutex_lock(&self->mutex);
    const bool first = !self->failed;
    self->failed = true;
    pthread_mutex_unlock(&self->mutex);
    if (first && self->tell != NULL && gj_checkpointer_check(self, &why) != GJ_DONE)
        self->tell(self->tell_to, &why);
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
        if (!carry_most(self->db.handle))
            give_up(self);
        pthread_mutex_lock(&self->mutex);
        if (self->state == ASKED)
            self->state = CARRIED;
    }
    pthread_mutex_unlock(&self->mutex);
    return NULL;
}

/* After each commit of the writer, outside any transaction. */
static int after_commit(void *of_checkpointer, sqlite3 *writer, const char *name, int pages)
{
    struct gj_checkpointer *self = of_checkpointer;
    bool by_writer = false;
    (void)name;
    pthread_mutex_lock(&self->mutex);
    if (self->failed) {
        self->state = IDLE;
    } else if (self->state == CARRIED) {
        by_writer = true;
        self->state = IDLE;
    } else if (pages / OVERDUE_TIMES >= self->pages) {
        by_writer = true;
    } else if (self->state == IDLE && pages >= self->pages) {
        self->state = ASKED;
        pthread_cond_signal(&self->change);
    }
    pthread_mutex_unlock(&self->mutex);
    if (by_writer && !carry(writer))
        give_up(self);
    return SQLITE_OK;
}

enum gj_status gj_checkpointer_start(struct gj_db *writer, const struct gj_sqlite_options *options,
                                     struct gj_checkpointer **self_out, struct gj_why *why)
{
    struct gj_checkpointer *self = calloc(1, sizeof *self);
    GJ_MUST(self != NULL);
    self->pages = options->checkpoint_pages > 0 ? options->checkpoint_pages : CHECKPOINT_PAGES;
    self->tell = options->failed;
    self->tell_to = options->failed_to;
    enum gj_status status =
        gj_db_open(&self->db, writer->path, SQLITE_OPEN_READWRITE, options->vfs, why);
    if (status == GJ_DONE) {
        (void)gj_db_run(&self->db, "PRAGMA synchronous = FULL");
        status = gj_db_end(&self->db, why);
    }
    pthread_mutex_init(&self->mutex, NULL);
    pthread_cond_init(&self->change, NULL);
    if (status == GJ_DONE && pthread_create(&self->thread, NULL, work, self) != 0)
        status = gj_fail(why, GJ_WORLD, "no thread could be made for the store's checkpoints");
    if (status != GJ_DONE) {
        gj_db_close(&self->db);
        free(self);
        return status;
    }
    self->writer = writer->handle;
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
    pthread_cond_signal(&self->change);
    pthread_mutex_unlock(&self->mutex);
    pthread_join(self->thread, NULL);
    if (self->failed) {
        /* Closing must not do it either. */
        (void)sqlite3_db_config(self->writer, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
        (void)sqlite3_db_config(self->db.handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    }
    pthread_mutex_destroy(&self->mutex);
    pthread_cond_destroy(&self->change);
    gj_db_close(&self->db);
    free(self);
}
