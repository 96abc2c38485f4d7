/* The write-ahead log's file, written in few calls. SQLite writes a page of the log as two small
   pieces; a batch is hundreds of them, and half the time of its commit went into these calls. Here
   pieces that follow one another are gathered and written as one when the log is synced.
   In: SQLite's calls on a file of the layer below. Out: the same bytes in the same places.

   Nobody else sees a page of the log before the sync that ends its transaction (the writer's
   connection is synchronous=FULL), so nobody misses what still waits here; the writer itself reads
   it from here. A write that fails is told by a later write or by the sync, never by a read: at
   these two SQLite gives the whole transaction up, so what waited is no longer wanted. */
#include "store/sqlite.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    ROOM_BYTES = 1 << 20,
    WRITE_BYTES = 1 << 16, /* SQLite's own layer writes less than 128 KiB at once */
    NAME_BYTES = 80
};

struct log_file {
    sqlite3_file base;
    sqlite3_file *below; /* lies right behind this */
    uint8_t *waiting;    /* ROOM_BYTES */
    sqlite3_int64 from;  /* where the first waiting byte belongs */
    int length;
};

static struct log_file *of(sqlite3_file *file)
{
    return (struct log_file *)file;
}

static int write_waiting(struct log_file *log)
{
    const int length = log->length;
    int code = SQLITE_OK;
    log->length = 0;
    for (int done = 0; done < length && code == SQLITE_OK; done += WRITE_BYTES) {
        const int size = length - done < WRITE_BYTES ? length - done : WRITE_BYTES;
        code =
            log->below->pMethods->xWrite(log->below, log->waiting + done, size, log->from + done);
    }
    return code;
}

/* A piece that follows what waits, or takes the place of a part of it: a page that left the cache in
   the middle of a transaction and was changed again. */
static bool joins(const struct log_file *log, int size, sqlite3_int64 at)
{
    return at >= log->from && at <= log->from + log->length && at + size <= log->from + ROOM_BYTES;
}

static int write_piece(sqlite3_file *file, const void *from, int size, sqlite3_int64 at)
{
    struct log_file *log = of(file);
    if (log->length == 0 || !joins(log, size, at)) {
        const int code = write_waiting(log);
        if (code != SQLITE_OK)
            return code;
        if (size > ROOM_BYTES)
            return log->below->pMethods->xWrite(log->below, from, size, at);
        log->from = at;
    }
    const int behind = (int)(at - log->from);
    memcpy(log->waiting + behind, from, (size_t)size);
    if (log->length < behind + size)
        log->length = behind + size;
    return SQLITE_OK;
}

/* What is in the file, and over it what waits. */
static int read_piece(sqlite3_file *file, void *to, int size, sqlite3_int64 at)
{
    struct log_file *log = of(file);
    const sqlite3_int64 end = at + size, end_of_waiting = log->from + log->length;
    const sqlite3_int64 first = at > log->from ? at : log->from;
    const sqlite3_int64 last = end < end_of_waiting ? end : end_of_waiting;
    int code = SQLITE_OK;
    if (first > at || last < end)
        code = log->below->pMethods->xRead(log->below, to, size, at);
    if (first >= last)
        return code;
    memcpy((uint8_t *)to + (first - at), log->waiting + (first - log->from),
           (size_t)(last - first));
    /* The file itself may end where the waiting bytes begin. */
    return code == SQLITE_IOERR_SHORT_READ && last == end ? SQLITE_OK : code;
}

static int sync_file(sqlite3_file *file, int flags)
{
    struct log_file *log = of(file);
    const int code = write_waiting(log);
    return code != SQLITE_OK ? code : log->below->pMethods->xSync(log->below, flags);
}

static int truncate_file(sqlite3_file *file, sqlite3_int64 size)
{
    struct log_file *log = of(file);
    const int code = write_waiting(log);
    return code != SQLITE_OK ? code : log->below->pMethods->xTruncate(log->below, size);
}

static int size_of_file(sqlite3_file *file, sqlite3_int64 *size_out)
{
    struct log_file *log = of(file);
    const int code = log->below->pMethods->xFileSize(log->below, size_out);
    if (log->length > 0 && *size_out < log->from + log->length)
        *size_out = log->from + log->length;
    return code;
}

/* What still waits belongs to no commit. */
static int close_file(sqlite3_file *file)
{
    struct log_file *log = of(file);
    free(log->waiting);
    log->waiting = NULL;
    return log->below->pMethods->xClose(log->below);
}

static int control(sqlite3_file *file, int what, void *with)
{
    return of(file)->below->pMethods->xFileControl(of(file)->below, what, with);
}

static int sector_size(sqlite3_file *file)
{
    return of(file)->below->pMethods->xSectorSize(of(file)->below);
}

static int characteristics(sqlite3_file *file)
{
    return of(file)->below->pMethods->xDeviceCharacteristics(of(file)->below);
}

/* The log is never locked; locks and shared memory belong to the store's own file. */
static int no_lock(sqlite3_file *file, int level)
{
    (void)file;
    (void)level;
    return SQLITE_OK;
}

static int no_lock_held(sqlite3_file *file, int *held_out)
{
    (void)file;
    *held_out = 0;
    return SQLITE_OK;
}

static const sqlite3_io_methods METHODS = {
    .iVersion = 1,
    .xClose = close_file,
    .xRead = read_piece,
    .xWrite = write_piece,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = size_of_file,
    .xLock = no_lock,
    .xUnlock = no_lock,
    .xCheckReservedLock = no_lock_held,
    .xFileControl = control,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
};

/* ---- the layer ---- */

struct layer {
    sqlite3_vfs vfs;
    sqlite3_vfs *below;
    struct layer *next;
    char name[NAME_BYTES];
};

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
                     int *flags_out)
{
    sqlite3_vfs *below = ((struct layer *)vfs)->below;
    struct log_file *log = of(file);
    if ((flags & SQLITE_OPEN_WAL) == 0)
        return below->xOpen(below, name, file, flags, flags_out);
    memset(log, 0, sizeof *log);
    log->waiting = malloc(ROOM_BYTES);
    if (log->waiting == NULL)
        return SQLITE_NOMEM;
    log->below = (sqlite3_file *)(log + 1);
    const int code = below->xOpen(below, name, log->below, flags, flags_out);
    if (log->below->pMethods != NULL)
        log->base.pMethods = &METHODS;
    else
        free(log->waiting);
    return code;
}

static struct layer *new_layer(sqlite3_vfs *below)
{
    struct layer *layer = calloc(1, sizeof *layer);
    if (layer == NULL)
        return NULL;
    (void)snprintf(layer->name, sizeof layer->name, "gongji-%s", below->zName);
    layer->vfs = *below;
    layer->vfs.zName = layer->name;
    layer->vfs.pNext = NULL;
    layer->vfs.szOsFile = (int)sizeof(struct log_file) + below->szOsFile;
    layer->vfs.xOpen = open_file;
    layer->below = below;
    if (sqlite3_vfs_register(&layer->vfs, 0) == SQLITE_OK)
        return layer;
    free(layer);
    return NULL;
}

/* Layers live as long as the process, as SQLite wants it. */
const char *gj_log_file_layer(const char *below_name)
{
    static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    static struct layer *layers;
    gj_sqlite_begin();
    sqlite3_vfs *below =
        sqlite3_vfs_find(below_name != NULL && below_name[0] != '\0' ? below_name : NULL);
    if (below == NULL)
        return below_name; /* opening will say that there is none of this name */
    pthread_mutex_lock(&mutex);
    struct layer *found = layers;
    while (found != NULL && found->below != below)
        found = found->next;
    if (found == NULL && (found = new_layer(below)) != NULL) {
        found->next = layers;
        layers = found;
    }
    pthread_mutex_unlock(&mutex);
    return found != NULL ? found->name : below_name;
}
