/* The file layer that writes the log in few calls, tried through SQLite itself against a table in
   memory: after every commit, roll-back and failed call the same rows are seen by the writer, by
   another connection, and by one that opens a copy of the files as a crash would leave them. The
   cache is so small that pages go to the log in the middle of a transaction.
   No savepoints are tried, for the store has none: with SQLite 3.40 and without this layer, ROLLBACK
   TO after pages have left the cache makes a log whose checksums fail after a crash. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/random.h"
#include "store/failing.h"
#include "store/hand.h"
#include "store/sqlite.h"

enum { ROWS = 200, STEPS = 1500 };

static int make(void **state)
{
    (void)state;
    hand_folder_make();
    failing_register();
    return 0;
}

static int run(sqlite3 *db, const char *sql)
{
    return sqlite3_exec(db, sql, NULL, NULL, NULL);
}

static sqlite3 *open_db(const char *path)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                                     gj_log_file_layer("failing")),
                     SQLITE_OK);
    assert_int_equal(run(db, "PRAGMA journal_mode = WAL"), SQLITE_OK);
    assert_int_equal(run(db, "PRAGMA synchronous = FULL"), SQLITE_OK);
    assert_int_equal(run(db, "PRAGMA wal_autocheckpoint = 300"), SQLITE_OK);
    assert_int_equal(run(db, "PRAGMA cache_size = 4"), SQLITE_OK);
    return db;
}

/* The check makes a statement of many rows keep a journal of its own. */
static void fill(sqlite3 *db)
{
    assert_int_equal(run(db, "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER CHECK (n >= 0),"
                             " wide BLOB);"
                             "WITH RECURSIVE i(k) AS (VALUES(0) UNION ALL SELECT k + 1 FROM i"
                             " WHERE k < 199) INSERT INTO t SELECT k, 0, randomblob(900) FROM i"),
                     SQLITE_OK);
}

static int add(sqlite3 *db, int first, int last, int by)
{
    char sql[200];
    (void)snprintf(sql, sizeof sql,
                   "UPDATE t SET n = n + %d, wide = randomblob(900) WHERE id BETWEEN %d AND %d", by,
                   first, last);
    return run(db, sql);
}

/* The rows as this connection sees them; false if a call failed. */
static bool read_rows(sqlite3 *db, int64_t *rows_out)
{
    sqlite3_stmt *rows = NULL;
    int count = 0;
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT n FROM t ORDER BY id", -1, &rows, NULL),
                     SQLITE_OK);
    while (sqlite3_step(rows) == SQLITE_ROW && count < ROWS)
        rows_out[count++] = sqlite3_column_int64(rows, 0);
    return sqlite3_finalize(rows) == SQLITE_OK && count == ROWS;
}

static void assert_rows(sqlite3 *db, const int64_t *expected)
{
    int64_t rows[ROWS];
    assert_true(read_rows(db, rows));
    assert_memory_equal(rows, expected, sizeof rows);
}

static void assert_rows_of_file(const char *path, const int64_t *expected)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_rows(db, expected);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void copy_file(const char *from, const char *to)
{
    size_t length = 0;
    char *bytes = hand_file_read(from, &length);
    hand_file_write(to, bytes, length);
    free(bytes);
}

/* In a process of its own: closing any file gives up all of the process's locks on it. */
static void copy_files(const char *path, const char *log, const char *copy, const char *copied_log)
{
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        copy_file(path, copy);
        copy_file(log, copied_log);
        _exit(0);
    }
    int status = 1;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

/* The file and its log alone, without the index of the log that lives in shared memory. */
static void assert_rows_after_crash(const char *path, const int64_t *expected)
{
    char log[GJ_PATH_MAX], copy[GJ_PATH_MAX], copied_log[GJ_PATH_MAX];
    (void)snprintf(log, sizeof log, "%s-wal", path);
    (void)snprintf(copy, sizeof copy, "%s-copy", path);
    (void)snprintf(copied_log, sizeof copied_log, "%s-copy-wal", path);
    copy_files(path, log, copy, copied_log);
    assert_rows_of_file(copy, expected);
}

static bool change_range(sqlite3 *db, struct gj_random *random, int64_t *table)
{
    const int first = (int)gj_random_between(random, 0, ROWS - 1);
    const int wide = gj_random_between(random, 0, 3) == 0 ? 40 : 1;
    const int last = first + wide <= ROWS ? first + wide - 1 : ROWS - 1;
    const int by = (int)gj_random_between(random, 1, 9);
    if (add(db, first, last, by) != SQLITE_OK)
        return false;
    for (int i = first; i <= last; i++)
        table[i] += by;
    return true;
}

/* One transaction; true when it was committed. */
static bool change_some(sqlite3 *db, struct gj_random *random, int64_t *table)
{
    int64_t next[ROWS];
    memcpy(next, table, sizeof next);
    bool good = run(db, "BEGIN IMMEDIATE") == SQLITE_OK;
    for (int64_t n = gj_random_between(random, 1, 20); n > 0 && good; n--)
        good = change_range(db, random, next);
    if (good && gj_random_between(random, 0, 3) == 0) {
        int64_t rows[ROWS];
        good = read_rows(db, rows);
        assert_true(!good || memcmp(rows, next, sizeof rows) == 0);
    }
    good = good && gj_random_between(random, 0, 4) > 0 && run(db, "COMMIT") == SQLITE_OK;
    if (sqlite3_get_autocommit(db) == 0)
        (void)run(db, "ROLLBACK");
    if (good)
        memcpy(table, next, sizeof next);
    return good;
}

/* Every third transaction meets a call that fails; every fifth of all a disk that stays full. */
static void arm(struct gj_random *random, int step)
{
    const int nth = step % 3 == 0 ? (int)gj_random_between(random, 1, 6) : 0;
    failing_arm(step % 2 != 0 ? FAILING_WRITE : FAILING_SYNC, nth, step % 5 == 0);
}

static void test_store_sqlite_log_file__keeps_what_was_committed_and_nothing_else(void **state)
{
    (void)state;
    const char *text = getenv("GONGJI_TEST_SEED");
    const uint64_t seed = text != NULL ? strtoull(text, NULL, 10) : 20250901;
    const char *path = hand_path("log.db");
    struct gj_random random = gj_random(seed);
    int64_t table[ROWS] = {0};
    int committed = 0, failed = 0;
    print_message("seed %llu\n", (unsigned long long)seed);
    failing_arm(FAILING_WRITE, 0, 0);
    sqlite3 *db = open_db(path);
    fill(db);
    for (int step = 0; step < STEPS; step++) {
        arm(&random, step);
        const bool done = change_some(db, &random, table);
        failing_arm(FAILING_WRITE, 0, 0);
        committed += done;
        failed += !done;
        assert_rows(db, table);
        assert_rows_of_file(path, table);
        /* After a failed sync the log may hold what was not committed: that is for the disk to say. */
        if (done && step % 7 == 0)
            assert_rows_after_crash(path, table);
    }
    assert_true(committed > STEPS / 3 && failed > STEPS / 10);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    assert_rows_of_file(path, table);
}

static int writes_of_a_commit(sqlite3 *db, int rows)
{
    assert_int_equal(run(db, "BEGIN IMMEDIATE"), SQLITE_OK);
    assert_int_equal(add(db, 0, rows - 1, 1), SQLITE_OK);
    failing_arm(FAILING_WRITE, 1000000, 0);
    assert_int_equal(run(db, "COMMIT"), SQLITE_OK);
    const int count = failing_count();
    failing_arm(FAILING_WRITE, 0, 0);
    return count;
}

static void test_store_sqlite_log_file__writes_a_commit_of_many_pages_in_few_calls(void **state)
{
    (void)state;
    sqlite3 *db = open_db(hand_path("few.db"));
    fill(db);
    assert_int_equal(run(db, "PRAGMA cache_size = 1000"), SQLITE_OK);
    /* About 40 pages of 4 KiB, each a piece of 24 bytes and one of a page: three calls of 64 KiB. */
    assert_in_range(writes_of_a_commit(db, 160), 1, 4);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void test_store_sqlite_log_file__takes_a_transaction_larger_than_its_room(void **state)
{
    (void)state;
    const char *path = hand_path("large.db");
    sqlite3 *db = open_db(path);
    fill(db);
    assert_int_equal(run(db, "PRAGMA cache_size = 4000"), SQLITE_OK);
    assert_int_equal(run(db, "BEGIN; INSERT INTO t SELECT id + 1000, 7, randomblob(3000000) FROM t"
                             " WHERE id < 2; COMMIT"),
                     SQLITE_OK);
    assert_int_equal(run(db, "DELETE FROM t WHERE id >= 1000 AND length(wide) = 3000000"),
                     SQLITE_OK);
    const int64_t table[ROWS] = {0};
    assert_rows_after_crash(path, table);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void test_store_sqlite_log_file__is_one_layer_for_each_below(void **state)
{
    (void)state;
    assert_string_equal(gj_log_file_layer("failing"), "gongji-failing");
    assert_ptr_equal(gj_log_file_layer("failing"), gj_log_file_layer("failing"));
    assert_ptr_equal(gj_log_file_layer(NULL), gj_log_file_layer(""));
    /* A name that is none stays, so that opening says so. */
    assert_string_equal(gj_log_file_layer("nothing"), "nothing");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_store_sqlite_log_file__keeps_what_was_committed_and_nothing_else),
        cmocka_unit_test(test_store_sqlite_log_file__writes_a_commit_of_many_pages_in_few_calls),
        cmocka_unit_test(test_store_sqlite_log_file__takes_a_transaction_larger_than_its_room),
        cmocka_unit_test(test_store_sqlite_log_file__is_one_layer_for_each_below),
    };
    return cmocka_run_group_tests(tests, make, hand_unmake);
}
