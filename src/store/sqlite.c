/* The SQLite store's life: making one, opening it for its one writer, closing it. One file in WAL
   mode, its key file beside it (".key"), and a lock file (".writer") that says who writes.
   In: a path. Out: struct gj_store. */
#include "store/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bug.h"

/* A bigger cache is not a faster one: a leaf that splits makes SQLite's cache look through all its
   pages at the next commit, and that grew to a fifth of a commit's time with 256 MiB. */
enum { CACHE_KIB = 65536, AHEAD_CACHE_KIB = 16384, WAL_BYTES_KEPT = 268435456 };

static enum gj_status path_with(const char *path, const char *ending, char out[GJ_PATH_MAX],
                                struct gj_why *why)
{
    struct gj_writer writer = gj_writer(out, GJ_PATH_MAX);
    gj_put_text(&writer, path);
    gj_put_text(&writer, ending);
    return writer.full ? gj_fail(why, GJ_TOO_LARGE, "the path of the store is longer than %d bytes",
                                 GJ_PATH_MAX - 16)
                       : GJ_DONE;
}

/* Says who holds the lease, as far as the lock file tells. */
static enum gj_status held_by_another(int file, const char *path, struct gj_why *why)
{
    char holder[32] = "";
    const ssize_t length = pread(file, holder, sizeof holder - 1, 0);
    holder[length > 0 ? length : 0] = '\0';
    holder[strcspn(holder, "\n")] = '\0';
    return gj_fail(why, GJ_LOCKED,
                   "the store %s has a writer already (process %s): stop it first, or send the "
                   "work to that server",
                   path, holder[0] != '\0' ? holder : "unknown");
}

/* The lock belongs to the open file and goes with the process, whichever way that ends. */
static enum gj_status take_lease(const char *path, int *lease_out, struct gj_why *why)
{
    char lock_path[GJ_PATH_MAX];
    enum gj_status status = path_with(path, ".writer", lock_path, why);
    if (status != GJ_DONE)
        return status;
    const int file = open(lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
        return gj_fail(why, errno == EROFS || errno == EACCES ? GJ_READ_ONLY : GJ_WORLD,
                       "cannot lock the store: %s: %s", lock_path, strerror(errno));
    if (flock(file, LOCK_EX | LOCK_NB) != 0) {
        status = errno == EWOULDBLOCK ? held_by_another(file, path, why)
                                      : gj_fail(why, GJ_WORLD, "cannot lock the store: %s: %s",
                                                lock_path, strerror(errno));
        (void)close(file);
        return status;
    }
    char text[32];
    const int length = snprintf(text, sizeof text, "%ld\n", (long)getpid());
    /* Only for the message above; a full disk must not keep the store from being read. */
    if (ftruncate(file, 0) == 0)
        (void)!pwrite(file, text, (size_t)length, 0);
    *lease_out = file;
    return GJ_DONE;
}

/* The lock is of the file that was opened: one that was moved away or replaced keeps nobody out. */
static enum gj_status check_store(const struct gj_store *store, struct gj_why *why)
{
    const struct gj_sqlite *self = (const struct gj_sqlite *)store;
    char lock_path[GJ_PATH_MAX];
    struct stat held, there;
    enum gj_status status = path_with(self->db.path, ".writer", lock_path, why);
    if (status != GJ_DONE)
        return status;
    if (fstat(self->lease, &held) != 0 || stat(lock_path, &there) != 0 ||
        held.st_ino != there.st_ino || held.st_dev != there.st_dev)
        return gj_fail(why, GJ_LOCKED, "the lease of the store %s is not ours any more",
                       self->db.path);
    if (access(self->db.path, W_OK) != 0)
        return gj_fail(why, GJ_READ_ONLY, "the store %s cannot be written: %s", self->db.path,
                       strerror(errno));
    return GJ_DONE;
}

static void close_store(struct gj_store *store)
{
    struct gj_sqlite *self = (struct gj_sqlite *)store;
    if (self->ahead != NULL)
        close_store(&self->ahead->store);
    gj_db_close(&self->db);
    gj_checkpointer_stop(self->checkpointer);
    gj_keys_free(self->keys);
    gj_places_free(&self->places);
    gj_prices_free(self->prices);
    free(self->once_days);
    gj_sm3_free(self->sm3);
    if (self->lease >= 0)
        (void)close(self->lease);
    free(self);
}

static gj_id next_order(struct gj_store *store)
{
    return ((struct gj_sqlite *)store)->next_order;
}

static enum gj_status open_ahead(struct gj_store *store, struct gj_store **ahead_out,
                                 struct gj_why *why);

static struct gj_digest *new_digest(const struct gj_store *store)
{
    return gj_digest_new(((const struct gj_sqlite *)store)->keys);
}

static const struct gj_store_calls CALLS = {
    .close = close_store,
    .next_order = next_order,
    .gather = gj_sqlite_gather,
    .keep = gj_sqlite_keep,
    .ahead = open_ahead,
    .digest = new_digest,
    .check = check_store,
    .keep_packs = gj_sqlite_keep_packs,
    .reader_open = gj_sqlite_reader_open,
};

static struct gj_sqlite *new_store(const struct gj_sqlite_options *options)
{
    struct gj_sqlite *self = calloc(1, sizeof *self);
    GJ_MUST(self != NULL);
    self->store.calls = &CALLS;
    self->lease = -1;
    self->sm3 = gj_sm3_new();
    self->prices = gj_prices_new();
    if (options != NULL && options->vfs != NULL)
        (void)snprintf(self->vfs, sizeof self->vfs, "%s", options->vfs);
    return self;
}

static void set_pragma(struct gj_db *db, const char *name, int64_t value)
{
    char text[96];
    (void)snprintf(text, sizeof text, "PRAGMA %s = %lld", name, (long long)value);
    (void)gj_db_run(db, text);
}

static void require_wal(struct gj_db *db)
{
    struct sqlite3_stmt *statement = NULL;
    if (!gj_db_good(db))
        return;
    int code = sqlite3_prepare_v2(db->handle, "PRAGMA journal_mode = WAL", -1, &statement, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    const char *mode = code == SQLITE_ROW ? (const char *)sqlite3_column_text(statement, 0) : NULL;
    if (code != SQLITE_ROW)
        gj_db_note(db, "choosing the write-ahead log");
    else if (mode == NULL || strcmp(mode, "wal") != 0)
        (void)gj_fail(&db->why, GJ_WORLD, "the store %s cannot use a write-ahead log here",
                      db->path);
    (void)sqlite3_finalize(statement);
}

static int64_t cache_of(const struct gj_sqlite_options *options)
{
    return options != NULL && options->cache_kib > 0 ? options->cache_kib : CACHE_KIB;
}

static void tune(struct gj_sqlite *self, const struct gj_sqlite_options *options)
{
    require_wal(&self->db);
    (void)gj_db_run(&self->db, "PRAGMA synchronous = FULL");
    (void)gj_db_run(&self->db, "PRAGMA temp_store = MEMORY");
    gj_db_set_cache(&self->db, cache_of(options));
    set_pragma(&self->db, "journal_size_limit", WAL_BYTES_KEPT);
    if (options != NULL && options->page_limit > 0)
        set_pragma(&self->db, "max_page_count", options->page_limit);
}

bool gj_sqlite_read_end(struct gj_db *db, struct gj_chain_end *end_out)
{
    struct gj_row row = gj_row(db, GJ_SQL_CHAIN_END);
    *end_out = (struct gj_chain_end){0};
    const bool found = gj_row_next(&row);
    if (found) {
        end_out->last = gj_column(&row);
        size_t length = 0;
        const uint8_t *hash = gj_column_blob(&row, &length);
        if (length == sizeof end_out->hash)
            memcpy(end_out->hash, hash, length);
        else
            gj_db_broken(db, "a hash of the chain is not 32 bytes long");
        end_out->batches = gj_column(&row);
        end_out->people = gj_column(&row);
        end_out->settlements = gj_column(&row);
        end_out->entries = gj_column(&row);
    }
    gj_row_end(&row);
    return found;
}

static void read_state(struct gj_sqlite *self)
{
    gj_sqlite_load_tables(self);
    (void)gj_sqlite_read_end(&self->db, &self->end);
    const gj_id step = (gj_id)1 << GJ_WRITER_BITS;
    self->next_order = (self->end.last >> GJ_WRITER_BITS << GJ_WRITER_BITS) + step;
}

static enum gj_status open_database(struct gj_sqlite *self, const char *path,
                                    const struct gj_sqlite_options *options, bool create,
                                    struct gj_why *why)
{
    enum gj_status status =
        gj_db_open(&self->db, path, SQLITE_OPEN_READWRITE, gj_log_file_layer(self->vfs), why);
    if (status != GJ_DONE)
        return status;
    if (sqlite3_db_readonly(self->db.handle, "main") != 0)
        return gj_fail(why, GJ_READ_ONLY, "the store %s cannot be written", path);
    if (create) {
        /* Tables and marks are made under a rollback journal, so that the header of the file
           itself says from the first moment whose it is. */
        (void)gj_db_run(&self->db, "PRAGMA synchronous = FULL");
        (void)gj_db_run(&self->db, "BEGIN EXCLUSIVE");
        set_pragma(&self->db, "application_id", GJ_SQLITE_APPLICATION);
        for (int i = 0; GJ_SQLITE_SCHEMA[i] != NULL; i++)
            (void)gj_db_run(&self->db, GJ_SQLITE_SCHEMA[i]);
        set_pragma(&self->db, "user_version", GJ_SQLITE_VERSION);
        (void)gj_db_run(&self->db, "COMMIT");
    }
    tune(self, options);
    read_state(self);
    status = gj_db_end(&self->db, why);
    /* Where a test counts the calls of a file system of its own, all are the writer's, unless it asks. */
    static const struct gj_sqlite_options plain;
    options = options != NULL ? options : &plain;
    if (status == GJ_DONE && (self->vfs[0] == '\0' || options->checkpoint_pages > 0))
        status = gj_checkpointer_start(&self->db, options, &self->checkpointer, why);
    return status;
}

/* A connection of its own, with its own page cache, beside the one that keeps. Where a test counts the
   calls of a file system of its own there is none. */
static enum gj_status open_ahead(struct gj_store *store, struct gj_store **ahead_out,
                                 struct gj_why *why)
{
    struct gj_sqlite *of = (struct gj_sqlite *)store;
    char key_path[GJ_PATH_MAX];
    if (of->vfs[0] != '\0')
        return GJ_DONE;
    GJ_MUST(of->ahead == NULL);
    struct gj_sqlite *self = of->ahead = new_store(NULL);
    enum gj_status status = path_with(of->db.path, ".key", key_path, why);
    if (status == GJ_DONE)
        status = gj_keys_read(key_path, &self->keys, why);
    if (status == GJ_DONE)
        status = gj_db_open(&self->db, of->db.path, SQLITE_OPEN_READWRITE, NULL, why);
    if (status != GJ_DONE)
        return status;
    gj_db_set_cache(&self->db, AHEAD_CACHE_KIB);
    gj_sqlite_load_tables(self);
    self->is_ahead = true;
    *ahead_out = &self->store;
    return gj_db_end(&self->db, why);
}

static enum gj_status open_parts(struct gj_sqlite *self, const char *path,
                                 const struct gj_sqlite_options *options, struct gj_why *why)
{
    char key_path[GJ_PATH_MAX];
    enum gj_status status = path_with(path, ".key", key_path, why);
    if (status == GJ_DONE)
        status = gj_sqlite_check_header(path, why);
    if (status == GJ_DONE && access(path, W_OK) != 0)
        status =
            gj_fail(why, GJ_READ_ONLY, "the store %s cannot be written: %s", path, strerror(errno));
    if (status == GJ_DONE)
        status = take_lease(path, &self->lease, why);
    if (status == GJ_DONE)
        status = gj_keys_read(key_path, &self->keys, why);
    if (status == GJ_DONE)
        status = open_database(self, path, options, false, why);
    return status;
}

static enum gj_status hand_out(struct gj_sqlite *self, enum gj_status status,
                               struct gj_store **store_out)
{
    if (status == GJ_DONE)
        *store_out = &self->store;
    else
        close_store(&self->store);
    return status;
}

enum gj_status gj_store_sqlite_open(const char *path, const struct gj_sqlite_options *options,
                                    struct gj_store **store_out, struct gj_why *why)
{
    struct gj_sqlite *self = new_store(options);
    return hand_out(self, open_parts(self, path, options, why), store_out);
}

/* Makes the empty file itself, so that an existing one is never touched. */
static enum gj_status make_file(const char *path, struct gj_why *why)
{
    const int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0 && errno == EEXIST)
        return gj_fail(why, GJ_BAD_INPUT, "%s is there already; init never overwrites", path);
    if (file < 0)
        return gj_fail(why, GJ_WORLD, "cannot make the store %s: %s", path, strerror(errno));
    (void)close(file);
    return GJ_DONE;
}

static enum gj_status create_parts(struct gj_sqlite *self, const char *path, const char *key_path,
                                   const struct gj_sqlite_options *options, struct gj_why *why)
{
    enum gj_status status = take_lease(path, &self->lease, why);
    if (status == GJ_DONE)
        status = gj_keys_create(key_path, &self->keys, why);
    if (status != GJ_DONE)
        return status;
    status = open_database(self, path, options, true, why);
    if (status != GJ_DONE)
        (void)unlink(key_path);
    return status;
}

enum gj_status gj_store_sqlite_create(const char *path, const struct gj_sqlite_options *options,
                                      struct gj_store **store_out, struct gj_why *why)
{
    char key_path[GJ_PATH_MAX];
    enum gj_status status = path_with(path, ".key", key_path, why);
    if (status == GJ_DONE)
        status = make_file(path, why);
    if (status != GJ_DONE)
        return status;
    struct gj_sqlite *self = new_store(options);
    status = hand_out(self, create_parts(self, path, key_path, options, why), store_out);
    if (status != GJ_DONE)
        (void)unlink(path); /* made above, and nothing is in it */
    return status;
}
