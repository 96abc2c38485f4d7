/* A backup made while a hospital settles bills, and the store restored from it: whole by audit, served
   again under the same key, and every bill answered before the backup began is in it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <pthread.h>
#include <stdatomic.h>
#include <cmocka.h>

#include "server.h"

enum { MESSAGES_MAX = 4000 };

static struct gj_world world;
static struct server server, restored;
static struct hospital hospital = {.socket = -1, .code = "H41010000002", .area = 410100};
static struct patient patient = {.area = 410100, .insutype = "310"};

/* The hospital: registers visits one after the other, and counts the answers it got. */
static atomic_bool enough;
static atomic_int answered;
static atomic_bool lost;

static void *keep_registering(void *unused)
{
    static char message[HOSPITAL_TEXT], text[HOSPITAL_TEXT];
    char name[16];
    (void)unused;
    for (int i = 0; i < MESSAGES_MAX && !atomic_load(&enough); i++) {
        snprintf(name, sizeof name, "L%d", i);
        hospital_2201(&hospital, &patient, name, name, message);
        if (hospital_call(&hospital, "POST", "/his", message, text) != 200 ||
            !strstr(text, "\"infcode\":0"))
            atomic_store(&lost, true);
        atomic_fetch_add(&answered, 1);
    }
    return NULL;
}

static void wait_for(int count)
{
    for (int i = 0; i < 4000 && atomic_load(&answered) < count; i++)
        usleep(5000);
    assert_true(atomic_load(&answered) >= count);
}

static int run(const char *format, ...)
{
    char line[1200];
    int start = snprintf(line, sizeof line, "G=%s/gongji; ", shell_build());
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line + start, sizeof line - (size_t)start, format, arguments);
    va_end(arguments);
    int status = system(line);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int visits_in(const char *db)
{
    struct gj_reader *reader;
    struct gj_why why;
    struct gj_store_sizes sizes;
    assert_int_equal(gj_reader_open_sqlite(db, &reader, &why), GJ_DONE);
    assert_int_equal(gj_reader_sizes(reader, &sizes, &why), GJ_DONE);
    gj_reader_close(reader);
    return (int)sizes.batches;
}

/* The message of an answered registration, sent to the restored server: the same visit. */
static void assert_answers_again(const char *name)
{
    static char message[HOSPITAL_TEXT], before[HOSPITAL_TEXT], after[HOSPITAL_TEXT];
    struct hospital other = hospital;
    other.socket = -1;
    hospital_2201(&other, &patient, name, name, message);
    assert_int_equal(hospital_call(&other, "POST", "/his", message, before), 200);
    hospital_hang_up(&other);
    other.port = restored.port;
    assert_int_equal(hospital_call(&other, "POST", "/his", message, after), 200);
    hospital_hang_up(&other);
    assert_string_equal(before, after);
}

static void test_gongji_backup__is_whole_when_made_under_load(void **state)
{
    (void)state;
    char copy[160];
    pthread_t thread;
    snprintf(copy, sizeof copy, "%s/copy.db", server.folder);
    assert_int_equal(pthread_create(&thread, NULL, keep_registering, NULL), 0);
    wait_for(20);
    int at_start = atomic_load(&answered);
    assert_int_equal(run("$G backup %s --db sqlite:%s >/dev/null", copy, server.db), 0);
    int at_end = atomic_load(&answered);
    assert_int_equal(run("$G restore %s --db sqlite:%s >/dev/null", copy, restored.db), 0);
    wait_for(at_end + 1); /* it went on serving */
    atomic_store(&enough, true);
    pthread_join(thread, NULL);
    assert_false(atomic_load(&lost));
    server_proves(restored.db);
    assert_true(visits_in(restored.db) <= visits_in(server.db));
    assert_int_equal(run("cp %s.key %s.key", server.db, restored.db), 0);
    assert_true(server_start(&restored, true, 0));
    char name[16];
    snprintf(name, sizeof name, "L%d", at_start - 1);
    assert_answers_again(name);
    assert_answers_again("L0");
    assert_int_equal(server_stop(&restored, SIGTERM), 0);
}

/* On storage that cannot be written, SQLite reads no file that wants a write-ahead log beside it. */
static void test_gongji_backup__is_one_file_that_needs_no_other(void **state)
{
    (void)state;
    unsigned char head[20];
    char copy[160];
    snprintf(copy, sizeof copy, "%s/copy.db", server.folder);
    FILE *file = fopen(copy, "rb");
    assert_non_null(file);
    assert_int_equal(fread(head, 1, sizeof head, file), sizeof head);
    fclose(file);
    assert_int_equal(head[18], 1); /* 2 is a write-ahead log */
    assert_int_equal(head[19], 1);
    assert_int_equal(run("test ! -e %s-wal && test ! -e %s-shm", copy, copy), 0);
}

static void test_gongji_backup__of_a_damaged_copy_nothing_is_restored(void **state)
{
    (void)state;
    char bad[160];
    snprintf(bad, sizeof bad, "%s/bad.db", server.folder);
    assert_int_equal(run("cp %s/copy.db %s", server.folder, bad), 0);
    assert_int_equal(
        run("dd if=/dev/urandom of=%s bs=4096 seek=20 count=30 conv=notrunc status=none", bad), 0);
    assert_int_not_equal(
        run("$G restore %s --db sqlite:%s/never.db >/dev/null 2>&1", bad, server.folder), 0);
    assert_int_equal(run("test ! -e %s/never.db", server.folder), 0);
}

static int start(void **state)
{
    (void)state;
    static char text[HOSPITAL_TEXT];
    if (!server_open(&server, &world, 200))
        return -1;
    restored = server;
    snprintf(restored.db, sizeof restored.db, "%s/new.db", server.folder);
    hospital.port = server.port;
    if (hospital_call(&hospital, "GET", "/api/v1/dev/people?limit=1", "", text) != 200)
        return -1;
    char number[64];
    snprintf(patient.psn_no, sizeof patient.psn_no, "%.26s",
             hospital_field(text, "psn_no", number));
    return 0;
}

static int stop(void **state)
{
    (void)state;
    hospital_hang_up(&hospital);
    return server_close(&server, &world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gongji_backup__is_whole_when_made_under_load),
        cmocka_unit_test(test_gongji_backup__is_one_file_that_needs_no_other),
        cmocka_unit_test(test_gongji_backup__of_a_damaged_copy_nothing_is_restored),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
