/* When the world fails: every read, write and sync of a short run fails once; a full disk, a file
   size limit, a killed writer, a changed byte, personal text at rest. After each the store opens and
   holds exactly what was answered as kept (or besides the one command in doubt), its chain whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include <sqlite3.h>

#include "store/failing.h"
#include "store/hand.h"

static int make(void **state)
{
    (void)state;
    hand_folder_make();
    failing_register();
    return 0;
}

static int disarm(void **state)
{
    (void)state;
    failing_arm(FAILING_READ, 0, 0);
    return 0;
}

static void remove_store(const char *path)
{
    static const char *const endings[] = {"", "-wal", "-shm", ".key", ".writer"};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        char whole[160];
        (void)snprintf(whole, sizeof whole, "%s%s", path, endings[i]);
        (void)unlink(whole);
    }
}

/* Enrols one person; the status of keeping. */
static enum gj_status try_enrol(struct gj_store *store, struct gj_why *why)
{
    struct gj_desk *desk = hand_desk(store, GJ_ACT_ENROL);
    struct gj_identity identity = {.name = "甲", .document_type = "99"};
    (void)snprintf(identity.document, sizeof identity.document, "P%lld",
                   (long long)desk->command.order);
    hand_enrol(desk, &identity, 5000);
    const enum gj_status status = hand_try_keep(store, desk, why);
    hand_free(desk);
    return status;
}

/* Opens it as a healthy program would: how many people it holds, all whole. */
static int64_t people_after(const char *path)
{
    struct gj_store *store = NULL;
    struct gj_reader *reader = NULL;
    struct gj_store_sizes sizes;
    struct gj_why why = {0};
    int64_t batches = 0, counted = 0;
    uint8_t head[32];
    enum gj_status status = gj_store_sqlite_open(path, NULL, &store, &why);
    if (status != GJ_DONE)
        print_error("%s\n", why.text);
    assert_int_equal(status, GJ_DONE);
    assert_int_equal(gj_reader_open(store, &reader, &why), GJ_DONE);
    status = gj_reader_chain(reader, INT64_MAX, &batches, head, &why);
    if (status != GJ_DONE)
        print_error("%s\n", why.text);
    assert_int_equal(status, GJ_DONE);
    assert_int_equal(gj_reader_sizes(reader, &sizes, &why), GJ_DONE);
    assert_int_equal(sizes.batches, batches);
    for (gj_id person = 0;; counted++) {
        assert_int_equal(gj_reader_next_person(reader, person, &person, &why), GJ_DONE);
        if (person == 0)
            break;
        struct gj_side side;
        struct gj_identity identity;
        assert_int_equal(gj_reader_side(reader, person, &side, &why), GJ_DONE);
        assert_int_equal(side.accounts[0].carried_fen, 5000);
        assert_int_equal(gj_reader_identity(reader, person, &identity, &why), GJ_DONE);
    }
    assert_int_equal(counted, sizes.people);
    gj_reader_close(reader);
    gj_store_close(store);
    return counted;
}

enum { RUN = 72 };

/* One short run in which the n-th call fails; false when the run had fewer calls than that. */
static bool run_with_failure(const char *path, enum failing_call call, int nth, int stays)
{
    const struct gj_sqlite_options options = {.vfs = "failing", .cache_kib = 40};
    struct gj_store *store = NULL;
    struct gj_why why = {0};
    int64_t kept = 0, doubtful = 0;
    remove_store(path);
    failing_arm(call, 0, 0);
    assert_int_equal(gj_store_sqlite_create(path, &options, &store, &why), GJ_DONE);
    failing_arm(call, nth, stays);
    for (int i = 0; i < RUN; i++) {
        const enum gj_status status = try_enrol(store, &why);
        kept += status == GJ_DONE;
        /* The batch is tried once more, then the server stops. */
        if (status == GJ_DONE)
            continue;
        assert_true(why.text[0] != '\0');
        if (try_enrol(store, &why) == GJ_DONE) {
            kept++;
        } else {
            doubtful = 1;
            break;
        }
    }
    const bool reached = failing_count() >= nth;
    gj_store_close(store);
    failing_arm(call, 0, 0);
    const int64_t found = people_after(path);
    if (found < kept || found > kept + doubtful)
        print_error("call %d, number %d: %lld kept, %lld found\n", (int)call, nth, (long long)kept,
                    (long long)found);
    assert_true(found >= kept && found <= kept + doubtful);
    return reached;
}

static void fail_each(enum failing_call call, int stays, int most, int at_least)
{
    const char *path = hand_path("fail.db");
    int nth = 1;
    while (nth <= most && run_with_failure(path, call, nth, stays))
        nth += nth < 40 ? 1 : 7;
    assert_true(nth > at_least);
}

static void test_store_failures__survives_each_failed_write(void **state)
{
    (void)state;
    fail_each(FAILING_WRITE, 0, 160, 60);
}

static void test_store_failures__survives_a_disk_that_stays_full(void **state)
{
    (void)state;
    fail_each(FAILING_WRITE, 1, 80, 40);
}

static void test_store_failures__survives_each_failed_sync(void **state)
{
    (void)state;
    fail_each(FAILING_SYNC, 0, 40, 20);
}

enum { CARRY_PAGES = 1000, CARRY_MOST = 3000 };

/* A reader in the middle of its walk: what is kept from now on is not carried into the file. */
static sqlite3 *hold_a_reader(const char *path)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "BEGIN; SELECT count(*) FROM record", NULL, NULL, NULL),
                     SQLITE_OK);
    return db;
}

/* In a child: keeps, one byte told for each, until a sync of the file fails for the n-th time. */
static void keep_until_unsynced(const char *path, int nth, bool with_reader)
{
    enum { BEFORE_READER = 80 };
    const struct gj_sqlite_options options = {
        .vfs = "failing", .cache_kib = 40, .checkpoint_pages = CARRY_PAGES};
    struct gj_store *store = NULL;
    struct gj_why why = {0};
    failing_arm(FAILING_SYNC_FILE, nth, 0);
    if (gj_store_sqlite_open(path, &options, &store, &why) != GJ_DONE)
        _exit(1);
    for (int kept = 0; kept < CARRY_MOST && try_enrol(store, &why) == GJ_DONE; kept++) {
        if (write(STDERR_FILENO, "+", 1) != 1)
            _exit(1);
        if (kept == BEFORE_READER && with_reader)
            (void)hold_a_reader(path);
    }
    _exit(1);
}

/* While the log is carried a sync of the file fails, and what was written since the last good one is
   gone: the process says so and ends, and whoever opens the store next finds what was answered. */
static void run_with_lost_pages(const char *path, int nth, bool with_reader)
{
    static char said[2 * CARRY_MOST];
    struct gj_store *store = NULL;
    struct gj_why why = {0};
    size_t length = 0, log_length = 0;
    ssize_t got;
    int ends[2], how = 0;
    remove_store(path);
    assert_int_equal(gj_store_sqlite_create(path, NULL, &store, &why), GJ_DONE);
    gj_store_close(store);
    assert_int_equal(pipe(ends), 0);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        (void)dup2(ends[1], STDERR_FILENO);
        keep_until_unsynced(path, nth, with_reader);
    }
    (void)close(ends[1]);
    while ((got = read(ends[0], said + length, sizeof said - 1 - length)) > 0)
        length += (size_t)got;
    said[length] = '\0';
    (void)close(ends[0]);
    assert_int_equal(waitpid(child, &how, 0), child);
    if (!WIFEXITED(how) || WEXITSTATUS(how) != 3)
        print_error("sync %d, reader %d, ended with %x: %.300s\n", nth, with_reader, (unsigned)how,
                    said + strspn(said, "+"));
    assert_true(WIFEXITED(how) && WEXITSTATUS(how) == 3);
    assert_non_null(strstr(said, "could not be synced"));
    free(hand_file_read(hand_path("carried.db-wal"), &log_length));
    assert_true(log_length > CARRY_PAGES * 4096);
    int64_t answered = 0;
    for (size_t i = 0; i < length; i++)
        answered += said[i] == '+';
    assert_in_range(people_after(path), answered, answered + 1);
}

static void test_store_failures__loses_nothing_when_carried_pages_are_lost(void **state)
{
    (void)state;
    /* Beside a reader only a part is carried, and that once. */
    run_with_lost_pages(hand_path("carried.db"), 1, true);
    for (int nth = 1; nth <= 5; nth++)
        run_with_lost_pages(hand_path("carried.db"), nth, false);
}

static void test_store_failures__survives_each_failed_read(void **state)
{
    (void)state;
    fail_each(FAILING_READ, 0, 60, 2);
}

static void test_store_failures__says_that_the_store_is_full_and_goes_on_reading(void **state)
{
    (void)state;
    const char *path = hand_path("pages.db");
    const struct gj_sqlite_options options = {.page_limit = 60};
    struct gj_store *store = NULL;
    struct gj_reader *reader = NULL;
    struct gj_store_sizes sizes;
    struct gj_why why = {0};
    int64_t kept = 0;
    enum gj_status status = GJ_DONE;
    assert_int_equal(gj_store_sqlite_create(path, &options, &store, &why), GJ_DONE);
    const gj_id before = gj_store_next_order(store);
    while (kept < 5000 && (status = try_enrol(store, &why)) == GJ_DONE)
        kept++;
    assert_int_equal(status, GJ_FULL);
    assert_true(kept > 10);
    /* A failed keep uses up no order. */
    assert_int_equal(gj_store_next_order(store), before + kept * 256);
    assert_int_equal(gj_reader_open(store, &reader, &why), GJ_DONE);
    assert_int_equal(gj_reader_sizes(reader, &sizes, &why), GJ_DONE);
    assert_int_equal(sizes.people, kept);
    gj_reader_close(reader);
    gj_store_close(store);
    assert_int_equal(people_after(path), kept);
}

/* In a child: a file size limit, SIGXFSZ ignored, as the program does. Tells how many it kept. */
static void fill_within_limit(const char *path, int to)
{
    struct gj_store *store = NULL;
    struct gj_why why = {0};
    const struct rlimit limit = {400000, 400000};
    int64_t told[2] = {0, 0};
    (void)signal(SIGXFSZ, SIG_IGN);
    if (gj_store_sqlite_open(path, NULL, &store, &why) != GJ_DONE ||
        setrlimit(RLIMIT_FSIZE, &limit) != 0)
        _exit(1);
    while (told[0] < 2000) {
        told[1] = (int64_t)try_enrol(store, &why);
        if (told[1] != GJ_DONE)
            break;
        told[0]++;
    }
    _exit(write(to, told, sizeof told) == sizeof told ? 0 : 1);
}

static void test_store_failures__stays_whole_under_a_file_size_limit(void **state)
{
    (void)state;
    const char *path = hand_path("limit.db");
    struct gj_store *store = NULL;
    struct gj_why why = {0};
    int ends[2], how = 0;
    int64_t told[2] = {0, 0};
    assert_int_equal(gj_store_sqlite_create(path, NULL, &store, &why), GJ_DONE);
    gj_store_close(store);
    assert_int_equal(pipe(ends), 0);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        fill_within_limit(path, ends[1]);
    assert_int_equal(read(ends[0], told, sizeof told), sizeof told);
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFEXITED(how) && WEXITSTATUS(how) == 0);
    (void)close(ends[0]);
    (void)close(ends[1]);
    assert_int_equal(told[1], GJ_FULL);
    assert_true(told[0] > 5);
    assert_int_equal(people_after(path), told[0]);
}

/* The child keeps and tells, one byte for each, until it is killed in the middle. */
static void keep_until_killed(const char *path, int to)
{
    struct gj_store *store = NULL;
    struct gj_why why = {0};
    if (gj_store_sqlite_open(path, NULL, &store, &why) != GJ_DONE)
        _exit(1);
    while (try_enrol(store, &why) == GJ_DONE)
        if (write(to, "+", 1) != 1)
            _exit(1);
    _exit(1);
}

static void test_store_failures__keeps_what_it_answered_when_killed(void **state)
{
    (void)state;
    const char *path = hand_path("killed.db");
    struct gj_store *store = NULL;
    struct gj_why why = {0};
    int64_t answered = 0;
    assert_int_equal(gj_store_sqlite_create(path, NULL, &store, &why), GJ_DONE);
    gj_store_close(store);
    for (int round = 0; round < 5; round++) {
        int ends[2], how = 0;
        char byte;
        assert_int_equal(pipe(ends), 0);
        const pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0)
            keep_until_killed(path, ends[1]);
        (void)close(ends[1]);
        for (int i = 0; i < 10 + 7 * round; i++) {
            assert_int_equal(read(ends[0], &byte, 1), 1);
            answered++;
        }
        assert_int_equal(kill(child, SIGKILL), 0);
        while (read(ends[0], &byte, 1) == 1)
            answered++;
        assert_int_equal(waitpid(child, &how, 0), child);
        (void)close(ends[0]);
        const int64_t found = people_after(path);
        assert_true(found == answered || found == answered + 1);
        answered = found;
    }
}

static void run_sql(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static enum gj_status chain_of(const char *path, int64_t *batches, struct gj_why *why)
{
    struct gj_reader *reader = NULL;
    uint8_t head[32];
    assert_int_equal(gj_reader_open_sqlite(path, &reader, why), GJ_DONE);
    const enum gj_status status = gj_reader_chain(reader, INT64_MAX, batches, head, why);
    gj_reader_close(reader);
    return status;
}

static void test_store_failures__names_the_batch_in_which_something_was_changed(void **state)
{
    (void)state;
    static const char *const changes[] = {
        "UPDATE settlement SET balance_after = balance_after + 1",
        "UPDATE settlement SET kept = substr(kept, 1, length(kept) - 1)",
        "UPDATE settlement SET own = own + 1",
        "DELETE FROM settlement",
        "UPDATE entry_line SET amount = -amount WHERE id >> 5 = (SELECT id FROM settlement)",
        "DELETE FROM entry_line WHERE id = (SELECT id * 32 + 2 FROM settlement)",
        "UPDATE record SET actor = 4 WHERE id = (SELECT id FROM settlement)",
        "DELETE FROM record WHERE id = (SELECT id FROM settlement)",
        "UPDATE chain SET hash = zeroblob(32) WHERE last = (SELECT id FROM settlement)",
        "DELETE FROM chain WHERE last = (SELECT id FROM settlement)",
        "INSERT INTO record SELECT last + 1, 0, 0, 0, 0, 0, 0, zeroblob(32), 0, x'' FROM settled",
    };
    const size_t changes_count = sizeof changes / sizeof changes[0];
    for (size_t i = 0; i < changes_count; i++) {
        const char *path = hand_path("changed.db");
        struct gj_store *store = NULL;
        struct gj_why why = {0};
        int64_t batches = 0;
        remove_store(path);
        assert_int_equal(gj_store_sqlite_create(path, NULL, &store, &why), GJ_DONE);
        const gj_id person = hand_enrol_one(store, 5000);
        const gj_id visit = hand_register(store, person);
        (void)hand_settle_one(store, visit, "B1", 400);
        (void)hand_enrol_one(store, 5000);
        gj_store_close(store);
        assert_int_equal(chain_of(path, &batches, &why), GJ_DONE);
        assert_int_equal(batches, 4);
        run_sql(path, changes[i]);
        if (chain_of(path, &batches, &why) != GJ_BROKEN)
            print_error("not found: %s\n", changes[i]);
        assert_int_equal(chain_of(path, &batches, &why), GJ_BROKEN);
        assert_non_null(strstr(why.text, i == changes_count - 1 ? "batch 4" : "batch 3"));
    }
}

/* Changes one bit of the kept claim and decision; how many bytes they are. */
static int flip_kept(const char *path, gj_id settlement, int at)
{
    sqlite3 *db = NULL;
    sqlite3_blob *blob = NULL;
    uint8_t byte = 0;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_blob_open(db, "main", "settlement", "kept", settlement, 1, &blob),
                     SQLITE_OK);
    const int length = sqlite3_blob_bytes(blob);
    assert_int_equal(sqlite3_blob_read(blob, &byte, 1, at), SQLITE_OK);
    byte ^= 1;
    assert_int_equal(sqlite3_blob_write(blob, &byte, 1, at), SQLITE_OK);
    assert_int_equal(sqlite3_blob_close(blob), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    return length;
}

static void test_store_failures__finds_every_changed_byte_of_a_settlement(void **state)
{
    (void)state;
    const char *path = hand_path("bytes.db");
    struct gj_store *store = NULL;
    struct gj_why why = {0};
    int64_t batches = 0;
    assert_int_equal(gj_store_sqlite_create(path, NULL, &store, &why), GJ_DONE);
    const gj_id person = hand_enrol_one(store, 5000);
    const gj_id visit = hand_register(store, person);
    const gj_id settlement = hand_settle_one(store, visit, "B1", 400);
    gj_store_close(store);
    int length = 1;
    for (int at = 0; at < length; at++) {
        length = flip_kept(path, settlement, at);
        assert_int_equal(chain_of(path, &batches, &why), GJ_BROKEN);
        (void)flip_kept(path, settlement, at);
    }
    assert_true(length > 60);
    assert_int_equal(chain_of(path, &batches, &why), GJ_DONE);
}

static bool holds(const char *bytes, size_t length, const char *text)
{
    return memmem(bytes, length, text, strlen(text)) != NULL;
}

static void test_store_failures__shows_no_personal_text_in_its_bytes(void **state)
{
    (void)state;
    const char *path = hand_path("private.db");
    const struct gj_identity identity = {.name = "孙丙丙丙",
                                         .document = "110101199001010015",
                                         .document_type = "01",
                                         .card = "CARD778899",
                                         .card_sn = "SERIAL7788",
                                         .token = "TOKEN7788",
                                         .phone = "13955557777",
                                         .employer = "某某某纺织厂"};
    const char *const hidden[] = {identity.name,    identity.document, identity.card,
                                  identity.card_sn, identity.token,    identity.phone,
                                  identity.employer};
    const struct gj_diagnosis diagnosis = {.code = "J06.900x003", .name = "急性上呼吸道感染"};
    struct gj_store *store = NULL;
    struct gj_why why = {0};
    assert_int_equal(gj_store_sqlite_create(path, NULL, &store, &why), GJ_DONE);
    struct gj_desk *desk = hand_desk(store, GJ_ACT_ENROL);
    hand_enrol(desk, &identity, 5000);
    hand_keep(store, desk);
    hand_free(desk);
    desk = hand_desk(store, GJ_ACT_DIAGNOSE);
    desk->command.body.diagnoses.count = 1;
    desk->command.body.diagnoses.list = &diagnosis;
    hand_keep(store, desk);
    hand_free(desk);
    static const char *const files[] = {"private.db-wal", "private.db"};
    for (int i = 0; i < 2; i++) {
        size_t length = 0;
        char *bytes = hand_file_read(hand_path(files[i]), &length);
        assert_true(length > 4096);
        for (size_t h = 0; h < sizeof hidden / sizeof hidden[0]; h++)
            assert_false(holds(bytes, length, hidden[h]));
        assert_false(holds(bytes, length, diagnosis.name));
        assert_false(holds(bytes, length, diagnosis.code));
        free(bytes);
        if (i == 0)
            gj_store_close(store);
    }
}

#define EACH(test) cmocka_unit_test_teardown(test, disarm)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(test_store_failures__survives_each_failed_write),
        EACH(test_store_failures__survives_a_disk_that_stays_full),
        EACH(test_store_failures__survives_each_failed_sync),
        EACH(test_store_failures__loses_nothing_when_carried_pages_are_lost),
        EACH(test_store_failures__survives_each_failed_read),
        EACH(test_store_failures__says_that_the_store_is_full_and_goes_on_reading),
        EACH(test_store_failures__stays_whole_under_a_file_size_limit),
        EACH(test_store_failures__keeps_what_it_answered_when_killed),
        EACH(test_store_failures__names_the_batch_in_which_something_was_changed),
        EACH(test_store_failures__finds_every_changed_byte_of_a_settlement),
        EACH(test_store_failures__shows_no_personal_text_in_its_bytes),
    };
    return cmocka_run_group_tests(tests, make, hand_unmake);
}
