#include "store/failing.h"

#include <assert.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

static sqlite3_vfs layer;
static sqlite3_vfs *below;
static sqlite3_io_methods methods;

/* A store calls from several threads; held while a file is synced or set back. */
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static enum failing_call armed;
static int armed_nth, armed_stays, calls;
static char *synced; /* the file at its last good sync; NULL: not known */
static sqlite3_int64 synced_size;

struct file {
    sqlite3_file base;
    sqlite3_file *real; /* lies right behind this */
    int is_database;
};

static int fails_locked(enum failing_call call)
{
    if (armed_nth == 0 || call != armed)
        return 0;
    calls++;
    return calls == armed_nth || (armed_stays && calls > armed_nth);
}

static int fails(enum failing_call call)
{
    pthread_mutex_lock(&mutex);
    const int yes = fails_locked(call);
    pthread_mutex_unlock(&mutex);
    return yes;
}

#define REAL(file) (((struct file *)(file))->real)

/* ---- what a failed sync loses ---- */

enum { PAGE = 4096 };

static void remember(sqlite3_file *real)
{
    free(synced);
    assert(real->pMethods->xFileSize(real, &synced_size) == SQLITE_OK);
    synced = malloc((size_t)synced_size + 1);
    assert(synced != NULL);
    for (sqlite3_int64 at = 0; at < synced_size; at += PAGE)
        assert(real->pMethods->xRead(real, synced + at, PAGE, at) == SQLITE_OK);
}

static void set_back(sqlite3_file *real)
{
    assert(synced != NULL);
    for (sqlite3_int64 at = 0; at < synced_size; at += PAGE)
        assert(real->pMethods->xWrite(real, synced + at, PAGE, at) == SQLITE_OK);
    assert(real->pMethods->xTruncate(real, synced_size) == SQLITE_OK);
}

static int write_database(sqlite3_file *real, const void *from, int size, sqlite3_int64 at)
{
    pthread_mutex_lock(&mutex);
    const int code = real->pMethods->xWrite(real, from, size, at);
    pthread_mutex_unlock(&mutex);
    return code;
}

static int sync_database(sqlite3_file *real, int flags)
{
    int code;
    pthread_mutex_lock(&mutex);
    if (fails_locked(FAILING_SYNC_FILE)) {
        set_back(real);
        code = SQLITE_IOERR_FSYNC;
    } else {
        code = real->pMethods->xSync(real, flags);
        remember(real);
    }
    pthread_mutex_unlock(&mutex);
    return code;
}

static int loses_pages(sqlite3_file *file)
{
    return ((struct file *)file)->is_database && armed == FAILING_SYNC_FILE;
}

/* ---- the layer ---- */

static int do_close(sqlite3_file *file)
{
    return REAL(file)->pMethods->xClose(REAL(file));
}
static int do_read(sqlite3_file *file, void *to, int size, sqlite3_int64 at)
{
    return fails(FAILING_READ) ? SQLITE_IOERR_READ
                               : REAL(file)->pMethods->xRead(REAL(file), to, size, at);
}
static int do_write(sqlite3_file *file, const void *from, int size, sqlite3_int64 at)
{
    if (loses_pages(file))
        return write_database(REAL(file), from, size, at);
    if (!fails(FAILING_WRITE))
        return REAL(file)->pMethods->xWrite(REAL(file), from, size, at);
    /* Half of it reaches the disk, as a torn write does. */
    (void)REAL(file)->pMethods->xWrite(REAL(file), from, size / 2, at);
    return armed_stays ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}
static int do_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    return REAL(file)->pMethods->xTruncate(REAL(file), size);
}
static int do_sync(sqlite3_file *file, int flags)
{
    if (loses_pages(file))
        return sync_database(REAL(file), flags);
    return fails(FAILING_SYNC) ? SQLITE_IOERR_FSYNC
                               : REAL(file)->pMethods->xSync(REAL(file), flags);
}
static int do_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return fails(FAILING_SIZE) ? SQLITE_IOERR_FSTAT
                               : REAL(file)->pMethods->xFileSize(REAL(file), size);
}
static int do_lock(sqlite3_file *file, int level)
{
    return REAL(file)->pMethods->xLock(REAL(file), level);
}
static int do_unlock(sqlite3_file *file, int level)
{
    return REAL(file)->pMethods->xUnlock(REAL(file), level);
}
static int do_check(sqlite3_file *file, int *out)
{
    return REAL(file)->pMethods->xCheckReservedLock(REAL(file), out);
}
static int do_control(sqlite3_file *file, int what, void *with)
{
    return REAL(file)->pMethods->xFileControl(REAL(file), what, with);
}
static int do_sector(sqlite3_file *file)
{
    return REAL(file)->pMethods->xSectorSize(REAL(file));
}
static int do_device(sqlite3_file *file)
{
    return REAL(file)->pMethods->xDeviceCharacteristics(REAL(file));
}
static int do_map(sqlite3_file *file, int page, int size, int extend, void volatile **out)
{
    return REAL(file)->pMethods->xShmMap(REAL(file), page, size, extend, out);
}
static int do_shm_lock(sqlite3_file *file, int at, int n, int flags)
{
    return REAL(file)->pMethods->xShmLock(REAL(file), at, n, flags);
}
static void do_barrier(sqlite3_file *file)
{
    REAL(file)->pMethods->xShmBarrier(REAL(file));
}
static int do_unmap(sqlite3_file *file, int delete_too)
{
    return REAL(file)->pMethods->xShmUnmap(REAL(file), delete_too);
}

static int do_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
    struct file *wrapped = (struct file *)file;
    (void)vfs;
    wrapped->real = (sqlite3_file *)(wrapped + 1);
    wrapped->base.pMethods = NULL;
    wrapped->is_database = (flags & SQLITE_OPEN_MAIN_DB) != 0;
    const int code = below->xOpen(below, name, wrapped->real, flags, out);
    if (wrapped->real->pMethods != NULL)
        wrapped->base.pMethods = &methods;
    pthread_mutex_lock(&mutex);
    if (code == SQLITE_OK && wrapped->is_database && armed == FAILING_SYNC_FILE && synced == NULL)
        remember(wrapped->real);
    pthread_mutex_unlock(&mutex);
    return code;
}

void failing_register(void)
{
    if (below != NULL)
        return;
    below = sqlite3_vfs_find(NULL);
    layer = *below;
    layer.zName = "failing";
    layer.pNext = NULL;
    layer.szOsFile = (int)sizeof(struct file) + below->szOsFile;
    layer.xOpen = do_open;
    methods = (sqlite3_io_methods){
        .iVersion = 2,
        .xClose = do_close,
        .xRead = do_read,
        .xWrite = do_write,
        .xTruncate = do_truncate,
        .xSync = do_sync,
        .xFileSize = do_size,
        .xLock = do_lock,
        .xUnlock = do_unlock,
        .xCheckReservedLock = do_check,
        .xFileControl = do_control,
        .xSectorSize = do_sector,
        .xDeviceCharacteristics = do_device,
        .xShmMap = do_map,
        .xShmLock = do_shm_lock,
        .xShmBarrier = do_barrier,
        .xShmUnmap = do_unmap,
    };
    (void)sqlite3_vfs_register(&layer, 0);
}

void failing_arm(enum failing_call call, int nth, int stays)
{
    pthread_mutex_lock(&mutex);
    armed = call;
    armed_nth = nth;
    armed_stays = stays;
    calls = 0;
    free(synced);
    synced = NULL;
    pthread_mutex_unlock(&mutex);
}

int failing_count(void)
{
    pthread_mutex_lock(&mutex);
    const int count = calls;
    pthread_mutex_unlock(&mutex);
    return count;
}
