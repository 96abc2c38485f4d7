/* One SQLite connection: opening, the header of a file that may not be ours, statements, rows, and
   what its result codes mean here. In: SQL and values. Out: rows and a failure that sticks. */
#include "store/sqlite.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bug.h"

static const char *const SQL_TEXTS[GJ_SQL_COUNT] = {
#define GJ_SQL(name, text) [GJ_SQL_##name] = text,
#include "store/sqlite.def"
#undef GJ_SQL
};

/* The status that belongs to a result code of SQLite and the system's error number behind it. */
static enum gj_status status_of(int code, int system_error)
{
    /* A file size limit reaches SQLite as a failed write. */
    if ((code & 0xff) == SQLITE_IOERR &&
        (system_error == EFBIG || system_error == ENOSPC || system_error == EDQUOT))
        return GJ_FULL;
    switch (code & 0xff) {
    case SQLITE_OK:
        return GJ_DONE;
    case SQLITE_FULL:
        return GJ_FULL;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return GJ_LOCKED;
    case SQLITE_READONLY:
        return GJ_READ_ONLY;
    case SQLITE_CORRUPT:
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
        return GJ_BROKEN;
    case SQLITE_NOTADB:
        return GJ_NOT_OURS;
    default:
        return GJ_WORLD;
    }
}

/* The system's error number behind a failed call on the file or its log; SQLite tells it only of the
   file on which the call failed. */
static int system_error_of(sqlite3 *handle)
{
    int error = 0;
    sqlite3_file *log = NULL;
    (void)sqlite3_file_control(handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
    if (log != NULL && log->pMethods != NULL)
        (void)log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &error);
    if (error == 0)
        (void)sqlite3_file_control(handle, "main", SQLITE_FCNTL_LAST_ERRNO, &error);
    return error != 0 ? error : sqlite3_system_errno(handle);
}

void gj_db_note(struct gj_db *db, const char *doing)
{
    if (!gj_db_good(db))
        return;
    const int code = sqlite3_extended_errcode(db->handle);
    const bool of_system = (code & 0xff) == SQLITE_IOERR;
    const int system_error = of_system ? system_error_of(db->handle) : 0;
    enum gj_status status = status_of(code, system_error);
    if (status == GJ_DONE)
        status = GJ_WORLD;
    (void)gj_fail(&db->why, status, "%s: the store %s says: %s (%d%s%s)", doing, db->path,
                  sqlite3_errmsg(db->handle), code, system_error != 0 ? ", " : "",
                  system_error != 0 ? strerror(system_error) : "");
}

void gj_db_broken(struct gj_db *db, const char *what)
{
    if (gj_db_good(db))
        (void)gj_fail(&db->why, GJ_BROKEN, "the store %s contradicts itself: %s", db->path, what);
}

enum gj_status gj_db_end(struct gj_db *db, struct gj_why *why)
{
    const enum gj_status status = db->why.status;
    if (status != GJ_DONE && why != NULL)
        *why = db->why;
    db->why.status = GJ_DONE;
    return status;
}

/* SQLite's own accounts of memory are read by nobody and cost a lock at every allocation; its small
   rooms for short-lived values are made wide enough for a whole record. Once a process, before the
   first database is opened. */
static void configure(void)
{
    enum { ROOM_BYTES = 1200, ROOMS = 128 };
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    (void)sqlite3_config(SQLITE_CONFIG_LOOKASIDE, ROOM_BYTES, ROOMS);
}

void gj_sqlite_begin(void)
{
    static pthread_once_t configured = PTHREAD_ONCE_INIT;
    (void)pthread_once(&configured, configure);
}

enum { HEAD_BYTES = 100 };

/* Through SQLite's own layer: when a file is closed, the system drops every lock that this process has
   on it, those of its open connections too, and without them another program takes itself for the last
   user and removes the log. SQLite's layer knows of them and closes the file later. */
static bool read_head(const char *path, unsigned char head[HEAD_BYTES])
{
    gj_sqlite_begin();
    sqlite3_vfs *layer = sqlite3_vfs_find(NULL);
    sqlite3_file *file = calloc(1, (size_t)layer->szOsFile);
    const char *name = sqlite3_create_filename(path, "", "", 0, NULL);
    GJ_MUST(file != NULL && name != NULL);
    int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB;
    int code = layer->xOpen(layer, name, file, flags, &flags);
    if (code == SQLITE_OK)
        code = file->pMethods->xRead(file, head, HEAD_BYTES, 0);
    if (file->pMethods != NULL)
        (void)file->pMethods->xClose(file);
    sqlite3_free_filename(name);
    free(file);
    return code == SQLITE_OK;
}

/* SQLite's own file format, chapter "The Database Header": magic at 0, user_version at 60,
   application_id at 68, big-endian. The file is read before a connection may touch it, for opening
   another program's database would already finish that program's half-written work. */
enum gj_status gj_sqlite_check_header(const char *path, struct gj_why *why)
{
    unsigned char head[HEAD_BYTES];
    struct stat about;
    if (stat(path, &about) != 0 || access(path, R_OK) != 0)
        return gj_fail(why, errno == ENOENT ? GJ_NOT_FOUND : GJ_WORLD,
                       "cannot open the store %s: %s%s", path, strerror(errno),
                       errno == ENOENT ? "; make a store with init or demo" : "");
    if (S_ISDIR(about.st_mode))
        return gj_fail(why, GJ_NOT_OURS, "%s is a folder, not a store", path);
    if (about.st_size == 0)
        return gj_fail(why, GJ_NOT_OURS, "%s is empty: make a store with init", path);
    if (!read_head(path, head) || memcmp(head, "SQLite format 3", 16) != 0)
        return gj_fail(why, GJ_NOT_OURS, "%s is not a store: no SQLite database", path);
    const uint32_t version =
        (uint32_t)head[60] << 24 | (uint32_t)head[61] << 16 | (uint32_t)head[62] << 8 | head[63];
    const uint32_t application =
        (uint32_t)head[68] << 24 | (uint32_t)head[69] << 16 | (uint32_t)head[70] << 8 | head[71];
    if (application != GJ_SQLITE_APPLICATION)
        return gj_fail(why, GJ_NOT_OURS, "%s is a database of another program", path);
    if (version != GJ_SQLITE_VERSION)
        return gj_fail(why, GJ_NOT_OURS,
                       "%s is a store of version %u; this program reads version %d", path, version,
                       GJ_SQLITE_VERSION);
    return GJ_DONE;
}

enum gj_status gj_db_open(struct gj_db *db, const char *path, int flags, const char *vfs,
                          struct gj_why *why)
{
    gj_sqlite_begin();
    memset(db, 0, sizeof *db);
    if (!gj_text_copy(db->path, sizeof db->path, gj_slice(path)))
        return gj_fail(why, GJ_TOO_LARGE, "the path of the store is longer than %d bytes",
                       GJ_PATH_MAX - 1);
    const int code = sqlite3_open_v2(path, &db->handle, flags | SQLITE_OPEN_NOMUTEX,
                                     vfs != NULL && vfs[0] != '\0' ? vfs : NULL);
    if (code == SQLITE_OK) {
        (void)sqlite3_extended_result_codes(db->handle, 1);
        (void)sqlite3_busy_timeout(db->handle, 5000);
        return GJ_DONE;
    }
    enum gj_status status = gj_fail(why, status_of(code, 0), "cannot open the store %s: %s", path,
                                    sqlite3_errstr(code));
    (void)sqlite3_close_v2(db->handle);
    db->handle = NULL;
    return status;
}

void gj_db_close(struct gj_db *db)
{
    for (int i = 0; i < GJ_SQL_COUNT; i++) {
        (void)sqlite3_finalize(db->statements[i]);
        db->statements[i] = NULL;
        free(db->bound[i]);
        db->bound[i] = NULL;
    }
    (void)sqlite3_close_v2(db->handle);
    db->handle = NULL;
}

bool gj_db_run(struct gj_db *db, const char *sql)
{
    if (!gj_db_good(db))
        return false;
    if (sqlite3_exec(db->handle, sql, NULL, NULL, NULL) != SQLITE_OK)
        gj_db_note(db, "running a statement");
    return gj_db_good(db);
}

void gj_db_set_cache(struct gj_db *db, int64_t kib)
{
    char text[64];
    (void)snprintf(text, sizeof text, "PRAGMA cache_size = %lld", (long long)-kib);
    (void)gj_db_run(db, text);
}

int64_t gj_db_number(struct gj_db *db, const char *sql, int64_t missing)
{
    sqlite3_stmt *statement = NULL;
    int64_t number = missing;
    if (!gj_db_good(db))
        return missing;
    int code = sqlite3_prepare_v2(db->handle, sql, -1, &statement, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    if (code == SQLITE_ROW)
        number = sqlite3_column_int64(statement, 0);
    else if (code != SQLITE_DONE)
        gj_db_note(db, "reading a number");
    (void)sqlite3_finalize(statement);
    return number;
}

/* A parameter that holds no number, or this one. */
static const int64_t NOT_BOUND = INT64_MIN;

static void prepare(struct gj_db *db, enum gj_sql which)
{
    if (sqlite3_prepare_v3(db->handle, SQL_TEXTS[which], -1, SQLITE_PREPARE_PERSISTENT,
                           &db->statements[which], NULL) != SQLITE_OK) {
        gj_db_note(db, "preparing a statement");
        return;
    }
    const int count = sqlite3_bind_parameter_count(db->statements[which]);
    int64_t *bound = malloc(((size_t)count + 1) * sizeof *bound);
    GJ_MUST(bound != NULL);
    bound[0] = count;
    for (int i = 1; i <= count; i++)
        bound[i] = NOT_BOUND;
    db->bound[which] = bound;
}

struct gj_row gj_row(struct gj_db *db, enum gj_sql which)
{
    struct gj_row row = {.db = db};
    if (!gj_db_good(db))
        return row;
    if (db->statements[which] == NULL)
        prepare(db, which);
    row.statement = db->statements[which];
    row.bound = db->bound[which];
    return row;
}

static void check_bound(struct gj_row *row, int code)
{
    if (code == SQLITE_OK)
        return;
    gj_db_note(row->db, "binding a value");
    row->statement = NULL;
}

/* What the next parameter holds. */
static int64_t *next_bound(struct gj_row *row)
{
    row->at++;
    GJ_MUST(row->at <= row->bound[0]);
    return &row->bound[row->at];
}

/* Parameters keep what they hold when a statement is used again, and most hold the same number again. */
void gj_bind(struct gj_row *row, int64_t value)
{
    if (row->statement == NULL)
        return;
    int64_t *bound = next_bound(row);
    if (*bound == value && value != NOT_BOUND)
        return;
    const int code = sqlite3_bind_int64(row->statement, row->at, value);
    *bound = code == SQLITE_OK ? value : NOT_BOUND;
    check_bound(row, code);
}

void gj_bind_blob(struct gj_row *row, const void *bytes, size_t length)
{
    if (row->statement == NULL)
        return;
    *next_bound(row) = NOT_BOUND;
    check_bound(row, sqlite3_bind_blob64(row->statement, row->at, length > 0 ? bytes : "", length,
                                         SQLITE_STATIC));
}

void gj_bind_text(struct gj_row *row, const char *text)
{
    if (row->statement == NULL)
        return;
    *next_bound(row) = NOT_BOUND;
    check_bound(row, sqlite3_bind_text(row->statement, row->at, text, -1, SQLITE_STATIC));
}

void gj_row_end(struct gj_row *row)
{
    if (row->statement != NULL)
        (void)sqlite3_reset(row->statement);
    row->at = 0;
    row->map = NULL;
    row->reading = false;
}

bool gj_row_next(struct gj_row *row)
{
    if (row->statement == NULL)
        return false;
    const bool good = gj_db_good(row->db);
    const int code = good ? sqlite3_step(row->statement) : SQLITE_DONE;
    if (code == SQLITE_ROW) {
        row->at = 0;
        row->reading = true;
        return true;
    }
    if (code != SQLITE_DONE)
        gj_db_note(row->db, "reading rows");
    gj_row_end(row);
    return false;
}

void gj_row_do(struct gj_row *row)
{
    if (row->statement == NULL)
        return;
    const int code = gj_db_good(row->db) ? sqlite3_step(row->statement) : SQLITE_DONE;
    if (code != SQLITE_DONE)
        gj_db_note(row->db, "writing");
    gj_row_end(row);
}

static int next_column(struct gj_row *row)
{
    const int at = row->at++;
    return row->map != NULL ? row->map[at] : at;
}

int64_t gj_column(struct gj_row *row)
{
    return sqlite3_column_int64(row->statement, next_column(row));
}

const uint8_t *gj_column_blob(struct gj_row *row, size_t *length_out)
{
    const int column = next_column(row);
    const uint8_t *bytes = sqlite3_column_blob(row->statement, column);
    *length_out = (size_t)sqlite3_column_bytes(row->statement, column);
    return bytes;
}

void gj_row_number(struct gj_row *row, int64_t *value)
{
    if (row->reading)
        *value = gj_column(row);
    else
        gj_bind(row, *value);
}

void gj_row_text(struct gj_row *row, char *text, size_t size)
{
    if (!row->reading) {
        gj_bind_text(row, text);
        return;
    }
    size_t length = 0;
    const uint8_t *bytes = gj_column_blob(row, &length);
    text[0] = '\0';
    if (length == 0)
        return;
    if (bytes == NULL || length >= size) {
        gj_db_broken(row->db, "a text is longer than its field");
        return;
    }
    memcpy(text, bytes, length);
    text[length] = '\0';
}
