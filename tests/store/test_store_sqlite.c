/* The SQLite store's life: what init makes, what open refuses, one writer, reopening, backup. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <unistd.h>

#include <cmocka.h>

#include <sqlite3.h>

#include "store/hand.h"

static struct gj_store *create(const char *path)
{
    struct gj_store *store = NULL;
    struct gj_why why = {0};
    const enum gj_status status = gj_store_sqlite_create(path, NULL, &store, &why);
    if (status != GJ_DONE)
        print_error("%s\n", why.text);
    assert_int_equal(status, GJ_DONE);
    return store;
}

static struct gj_store *reopen(const char *path)
{
    struct gj_store *store = NULL;
    struct gj_why why = {0};
    const enum gj_status status = gj_store_sqlite_open(path, NULL, &store, &why);
    if (status != GJ_DONE)
        print_error("%s\n", why.text);
    assert_int_equal(status, GJ_DONE);
    return store;
}

static void assert_open_fails(const char *path, enum gj_status expected, const char *says)
{
    struct gj_store *store = NULL;
    struct gj_why why = {0};
    assert_int_equal(gj_store_sqlite_open(path, NULL, &store, &why), expected);
    assert_null(store);
    if (strstr(why.text, says) == NULL)
        print_error("said: %s\n", why.text);
    assert_non_null(strstr(why.text, says));
}

static void run_sql(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    char *message = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
        print_error("%s\n", message);
    assert_null(message);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void test_store_sqlite__makes_a_store_and_its_key_for_the_owner_alone(void **state)
{
    (void)state;
    const char *path = hand_path("a.db");
    struct stat about;
    gj_store_close(create(path));
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    assert_int_equal(stat(hand_path("a.db.key"), &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    gj_store_close(reopen(path));
}

static void test_store_sqlite__never_makes_one_over_a_file(void **state)
{
    (void)state;
    const char *path = hand_path("b.db");
    struct gj_store *store = NULL;
    struct gj_why why = {0};
    hand_file_write(path, "dear diary", 10);
    assert_int_equal(gj_store_sqlite_create(path, NULL, &store, &why), GJ_BAD_INPUT);
    assert_null(store);
    size_t length = 0;
    char *bytes = hand_file_read(path, &length);
    assert_int_equal(length, 10);
    free(bytes);
    assert_int_not_equal(access(hand_path("b.db.key"), F_OK), 0);
}

static void test_store_sqlite__makes_nothing_when_a_key_lies_there(void **state)
{
    (void)state;
    struct gj_store *store = NULL;
    struct gj_why why = {0};
    hand_file_write(hand_path("k.db.key"), "x", 1);
    assert_int_equal(gj_store_sqlite_create(hand_path("k.db"), NULL, &store, &why), GJ_BAD_INPUT);
    assert_int_not_equal(access(hand_path("k.db"), F_OK), 0);
    assert_int_equal(access(hand_path("k.db.key"), F_OK), 0);
}

static void test_store_sqlite__opens_nothing_that_is_not_a_store(void **state)
{
    (void)state;
    static const char text[] =
        "This is a text and no database; it is longer than one hundred bytes "
        "so that it is read as a header would be.";
    assert_open_fails(hand_path("missing.db"), GJ_NOT_FOUND, "missing.db");
    assert_int_not_equal(access(hand_path("missing.db"), F_OK), 0);
    hand_file_write(hand_path("text.db"), text, sizeof text);
    assert_open_fails(hand_path("text.db"), GJ_NOT_OURS, "no SQLite");
    hand_file_write(hand_path("empty.db"), "", 0);
    assert_open_fails(hand_path("empty.db"), GJ_NOT_OURS, "init");
    run_sql(hand_path("other.db"), "CREATE TABLE song (name TEXT)");
    assert_open_fails(hand_path("other.db"), GJ_NOT_OURS, "another program");
}

static void test_store_sqlite__says_which_version_it_cannot_read(void **state)
{
    (void)state;
    const char *path = hand_path("newer.db");
    gj_store_close(create(path));
    run_sql(path, "PRAGMA user_version = 4; PRAGMA wal_checkpoint(TRUNCATE)");
    assert_open_fails(path, GJ_NOT_OURS, "version 4; this program reads version 3");
    run_sql(path, "PRAGMA user_version = 2; PRAGMA wal_checkpoint(TRUNCATE)");
    assert_open_fails(path, GJ_NOT_OURS, "version 2; this program reads version 3");
    run_sql(path, "PRAGMA user_version = 3; PRAGMA wal_checkpoint(TRUNCATE)");
    gj_store_close(reopen(path));
}

static void test_store_sqlite__says_when_the_key_is_missing(void **state)
{
    (void)state;
    const char *path = hand_path("keyless.db");
    gj_store_close(create(path));
    assert_int_equal(unlink(hand_path("keyless.db.key")), 0);
    assert_open_fails(path, GJ_NOT_FOUND, "keyless.db.key");
    struct gj_reader *reader = NULL;
    struct gj_identity identity;
    struct gj_why why = {0};
    gj_id last = 1;
    assert_int_equal(gj_reader_open_sqlite(path, &reader, &why), GJ_DONE);
    assert_int_equal(gj_reader_last_order(reader, &last, &why), GJ_DONE);
    assert_int_equal(last, 0);
    assert_int_equal(gj_reader_identity(reader, 1, &identity, &why), GJ_NOT_FOUND);
    assert_non_null(strstr(why.text, "key file"));
    gj_reader_close(reader);
}

static void test_store_sqlite__lets_one_writer_in(void **state)
{
    (void)state;
    const char *path = hand_path("one.db");
    struct gj_store *store = create(path);
    char pid[24];
    (void)snprintf(pid, sizeof pid, "process %ld", (long)getpid());
    assert_open_fails(path, GJ_LOCKED, pid);
    gj_store_close(store);
    gj_store_close(reopen(path));
}

static void test_store_sqlite__is_not_written_when_read_only(void **state)
{
    (void)state;
    const char *path = hand_path("readonly.db");
    gj_store_close(create(path));
    assert_int_equal(chmod(path, 0400), 0);
    if (geteuid() == 0) {
        /* The superuser may write everything: the mode says nothing to him. */
        gj_store_close(reopen(path));
        return;
    }
    assert_open_fails(path, GJ_READ_ONLY, "cannot be written");
}

static void test_store_sqlite__goes_on_where_it_stopped(void **state)
{
    (void)state;
    const char *path = hand_path("on.db");
    struct gj_store *store = create(path);
    const gj_id step = (gj_id)1 << GJ_WRITER_BITS;
    assert_int_equal(gj_store_next_order(store), step);
    const gj_id first = hand_enrol_one(store, 100);
    assert_int_equal(gj_store_next_order(store), first + step);
    gj_store_close(store);
    store = reopen(path);
    assert_int_equal(gj_store_next_order(store), first + step);
    const gj_id second = hand_enrol_one(store, 100);
    assert_true(second > first);
    gj_store_close(store);
}

static void test_store_sqlite__copies_itself_while_it_is_in_use(void **state)
{
    (void)state;
    const char *path = hand_path("from.db"), *copy = hand_path("to.db");
    struct gj_store *store = create(path);
    struct gj_why why = {0};
    for (int i = 0; i < 50; i++)
        (void)hand_enrol_one(store, 100);
    assert_int_equal(gj_store_backup(path, copy, &why), GJ_DONE);
    assert_int_equal(gj_store_backup(path, copy, &why), GJ_BAD_INPUT);
    (void)hand_enrol_one(store, 100);
    gj_store_close(store);
    assert_int_not_equal(access(hand_path("to.db.key"), F_OK), 0);
    struct gj_reader *reader = NULL;
    struct gj_store_sizes sizes;
    int64_t batches = 0;
    uint8_t head[32];
    assert_int_equal(gj_reader_open_sqlite(copy, &reader, &why), GJ_DONE);
    assert_int_equal(gj_reader_sizes(reader, &sizes, &why), GJ_DONE);
    assert_int_equal(sizes.people, 50);
    assert_int_equal(gj_reader_chain(reader, INT64_MAX, &batches, head, &why), GJ_DONE);
    assert_int_equal(batches, 50);
    gj_reader_close(reader);
}

/* Does this process hold SQLite's shared lock on the file? Asked from another one, which would else
   take itself for the last to close the store, and remove the log. */
static bool is_held(const char *path)
{
    enum { SHARED_FIRST = 0x40000002, SHARED_SIZE = 510 };
    struct flock lock = {
        .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = SHARED_FIRST, .l_len = SHARED_SIZE};
    int how = 0;
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        const int file = open(path, O_RDWR | O_CLOEXEC);
        _exit(file >= 0 && fcntl(file, F_GETLK, &lock) == 0 ? lock.l_type != F_UNLCK : 2);
    }
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFEXITED(how) && WEXITSTATUS(how) < 2);
    return WEXITSTATUS(how) == 1;
}

static void test_store_sqlite__is_held_while_it_is_read_beside(void **state)
{
    (void)state;
    const char *path = hand_path("held.db");
    struct gj_store *store = create(path), *second = NULL;
    struct gj_reader *reader = NULL;
    struct gj_why why = {0};
    assert_true(is_held(path));
    assert_int_equal(gj_reader_open(store, &reader, &why), GJ_DONE);
    assert_true(is_held(path));
    gj_reader_close(reader);
    assert_int_equal(gj_reader_open_sqlite(path, &reader, &why), GJ_DONE);
    gj_reader_close(reader);
    assert_int_equal(gj_store_backup(path, hand_path("held-copy.db"), &why), GJ_DONE);
    assert_int_equal(gj_store_sqlite_open(path, NULL, &second, &why), GJ_LOCKED);
    assert_true(is_held(path));
    gj_store_close(store);
    assert_false(is_held(path));
}

static void test_store_sqlite__keeps_pack_sets_under_one_number(void **state)
{
    (void)state;
    struct gj_store *store = create(hand_path("packs.db"));
    struct gj_why why = {0};
    uint32_t one = 0, again = 0, two = 0;
    char hash[65], other[65];
    memset(hash, 'a', 64);
    memset(other, 'b', 64);
    hash[64] = other[64] = '\0';
    assert_int_equal(gj_store_keep_packs(store, hash, GJ_SLICE("rows"), &one, &why), GJ_DONE);
    assert_int_equal(gj_store_keep_packs(store, other, GJ_SLICE(""), &two, &why), GJ_DONE);
    assert_int_equal(gj_store_keep_packs(store, hash, GJ_SLICE("rows"), &again, &why), GJ_DONE);
    assert_int_equal(one, again);
    assert_int_not_equal(one, two);
    struct gj_reader *reader = NULL;
    char found[65], *bytes = NULL;
    size_t length = 0;
    assert_int_equal(gj_reader_open(store, &reader, &why), GJ_DONE);
    assert_int_equal(gj_reader_packs(reader, one, found, &bytes, &length, &why), GJ_DONE);
    assert_string_equal(found, hash);
    assert_int_equal(length, 4);
    assert_memory_equal(bytes, "rows", 4);
    free(bytes);
    assert_int_equal(gj_reader_packs(reader, 99, found, &bytes, &length, &why), GJ_NOT_FOUND);
    gj_reader_close(reader);
    gj_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_store_sqlite__makes_a_store_and_its_key_for_the_owner_alone),
        cmocka_unit_test(test_store_sqlite__never_makes_one_over_a_file),
        cmocka_unit_test(test_store_sqlite__makes_nothing_when_a_key_lies_there),
        cmocka_unit_test(test_store_sqlite__opens_nothing_that_is_not_a_store),
        cmocka_unit_test(test_store_sqlite__says_which_version_it_cannot_read),
        cmocka_unit_test(test_store_sqlite__says_when_the_key_is_missing),
        cmocka_unit_test(test_store_sqlite__lets_one_writer_in),
        cmocka_unit_test(test_store_sqlite__is_not_written_when_read_only),
        cmocka_unit_test(test_store_sqlite__goes_on_where_it_stopped),
        cmocka_unit_test(test_store_sqlite__copies_itself_while_it_is_in_use),
        cmocka_unit_test(test_store_sqlite__is_held_while_it_is_read_beside),
        cmocka_unit_test(test_store_sqlite__keeps_pack_sets_under_one_number),
    };
    return cmocka_run_group_tests(tests, hand_make, hand_unmake);
}
