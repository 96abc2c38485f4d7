/* Put before the program by LD_PRELOAD: a disk that loses what it was given. In: the copy of the store's
   file at its last good sync, beside it as FILE.synced. As long as it lies there each sync of the file
   fails, and the file is again what it was then. The log is synced as ever. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <sqlite3.h>

/* After a log of two MiB and not of 128 the store carries it into the file. */
enum { TIMES = 64 };

/* SQLite sets hooks of its own too: each keeps what it is called with, one a connection, until the end. */
struct hook {
    int (*called)(void *, sqlite3 *, const char *, int);
    void *with;
};

static int tell_more(void *of_hook, sqlite3 *db, const char *name, int pages)
{
    const struct hook *hook = of_hook;
    return hook->called(hook->with, db, name, pages * TIMES);
}

void *sqlite3_wal_hook(sqlite3 *db, int (*called)(void *, sqlite3 *, const char *, int), void *with)
{
    void *(*real)(sqlite3 *, int (*)(void *, sqlite3 *, const char *, int), void *);
    *(void **)&real = dlsym(RTLD_NEXT, "sqlite3_wal_hook");
    struct hook *hook = called != NULL ? malloc(sizeof *hook) : NULL;
    if (hook != NULL)
        *hook = (struct hook){called, with};
    return real(db, hook != NULL ? tell_more : NULL, hook);
}

static int set_back(int file, int synced)
{
    char page[4096];
    off_t at = 0;
    ssize_t got;
    while ((got = pread(synced, page, sizeof page, at)) > 0) {
        if (pwrite(file, page, (size_t)got, at) != got)
            return -1;
        at += got;
    }
    return got < 0 ? -1 : ftruncate(file, at);
}

int fdatasync(int file)
{
    char link[40], path[4096 + 8];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    const ssize_t length = readlink(link, path, 4096);
    snprintf(path + (length > 0 ? length : 0), 8, ".synced");
    const int synced = length > 0 ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (synced < 0) {
        int (*real)(int);
        *(void **)&real = dlsym(RTLD_NEXT, "fdatasync");
        return real(file);
    }
    const int status = set_back(file, synced);
    (void)close(synced);
    errno = status == 0 ? EIO : ENOSPC;
    return -1;
}
