/* A copy of a SQLite store made while it is in use. The key file is not copied: without it the copy
   shows no names, and the two should not lie in one place. In: two paths. Out: a new file. */
#include "store/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { PAGES_A_STEP = 1024, BUSY_PAUSES_MAX = 600, PAUSE_US = 50000 };

/* In steps, with pauses while somebody holds the file. */
static void copy_pages(struct gj_db *from, struct gj_db *to)
{
    sqlite3_backup *backup = sqlite3_backup_init(to->handle, "main", from->handle, "main");
    if (backup == NULL) {
        gj_db_note(to, "beginning the copy");
        return;
    }
    int code = SQLITE_OK;
    for (int pauses = 0; pauses < BUSY_PAUSES_MAX;) {
        code = sqlite3_backup_step(backup, PAGES_A_STEP);
        if (code == SQLITE_BUSY || code == SQLITE_LOCKED) {
            (void)usleep(PAUSE_US);
            pauses++;
        } else if (code != SQLITE_OK) {
            break;
        }
    }
    code = sqlite3_backup_finish(backup) == SQLITE_OK ? code : sqlite3_errcode(to->handle);
    if (code != SQLITE_DONE)
        gj_db_note(to, "copying pages");
}

static enum gj_status copy_into(struct gj_db *from, const char *to_path, struct gj_why *why)
{
    struct gj_db to;
    enum gj_status status = gj_db_open(&to, to_path, SQLITE_OPEN_READWRITE, NULL, why);
    if (status != GJ_DONE)
        return status;
    (void)gj_db_run(&to, "PRAGMA synchronous = FULL");
    copy_pages(from, &to);
    /* One file that needs no other beside it: it can be read where nothing can be written. Serving
       chooses the write-ahead log again. */
    (void)gj_db_run(&to, "PRAGMA journal_mode = DELETE");
    status = gj_db_end(&to, why);
    gj_db_close(&to);
    return status;
}

enum gj_status gj_store_backup(const char *from, const char *to, struct gj_why *why)
{
    struct gj_db source;
    enum gj_status status = gj_sqlite_check_header(from, why);
    if (status != GJ_DONE)
        return status;
    const int file = open(to, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return gj_fail(why, errno == EEXIST ? GJ_BAD_INPUT : GJ_WORLD,
                       "cannot make the copy %s: %s; a copy goes to a new file only, and the key "
                       "file is to be kept apart from it",
                       to, strerror(errno));
    (void)close(file);
    status = gj_db_open(&source, from, SQLITE_OPEN_READONLY, NULL, why);
    if (status == GJ_DONE) {
        /* Pages are copied in one read transaction, for a writer would make each step begin anew. */
        (void)gj_db_run(&source, "BEGIN");
        (void)gj_db_number(&source, "SELECT count(*) FROM meta", 0);
        status = gj_db_end(&source, why);
        if (status == GJ_DONE)
            status = copy_into(&source, to, why);
        gj_db_close(&source);
    }
    if (status == GJ_DONE)
        status = gj_sqlite_check_header(to, why);
    if (status != GJ_DONE)
        (void)unlink(to);
    return status;
}
