/* A server whose ring is full, over both faces: it says 503 and when to come again, nothing of what it
   turned away is written, and the same message sent again happens once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sqlite3.h>

#include "citizen.h"
#include "says.h"
#include "server.h"

enum { RING = 3, POLLS = 2000 };

static struct gj_world world;
static struct server server;
static struct hospital hospital, watcher, waiting[1 + RING];
static struct citizen clerk, asker;
static struct patient patient;
static char text[HOSPITAL_TEXT], message[HOSPITAL_TEXT], bill[HOSPITAL_TEXT];

/* Serves in a child with so short a ring. No thread of this process runs, so the child may go on. */
static bool start_small(void)
{
    int ends[2];
    const struct gj_serve_options options = {.db = server.db,
                                             .world = &world,
                                             .address = "127.0.0.1",
                                             .sandbox = true,
                                             .sandbox_start = GJ_DEMO_NOW,
                                             .ring_size = RING};
    if (pipe(ends) != 0)
        return false;
    fflush(NULL);
    server.pid = fork();
    if (server.pid == 0) {
        dup2(ends[1], 1);
        close(ends[0]);
        close(ends[1]);
        _exit(gj_serve(&options));
    }
    close(ends[1]);
    return server.pid > 0 && server_listens(&server, ends[0]);
}

static bool post_done(const char *body)
{
    return hospital_call(&hospital, "POST", "/his", body, text) == 200 &&
           strstr(text, "\"infcode\":0") != NULL;
}

/* Somebody whose bill can be settled: `bill` is its 2207. */
static bool prepare_bill(void)
{
    char visit[64], number[32], four[400];
    int count;
    const struct gj_institution *places = gj_demo_institutions(&count);
    for (int nth = 0; server_patient(server.db, nth, &patient, &hospital, places, count); nth++) {
        snprintf(number, sizeof number, "V%d", nth);
        if (!post_done(hospital_2201(&hospital, &patient, number, number, message)))
            continue;
        hospital_field(text, "mdtrt_id", visit);
        number[0] = 'L';
        bool done =
            post_done(hospital_2204(&hospital, &patient, number, visit, "XDEMO0001", 300, message));
        number[0] = 'P';
        hospital_bill(&hospital, &patient, "2206", number, visit, 300, "", message);
        if (!done || !post_done(message))
            continue;
        hospital_bill(&hospital, &patient, "2207", "T", visit, 300, hospital_four(text, four),
                      bill);
        return true;
    }
    return false;
}

static int64_t metric(const char *name)
{
    char line[80];
    snprintf(line, sizeof line, "\n%s ", name);
    assert_int_equal(hospital_call(&watcher, "GET", "/metrics", "", text), 200);
    const char *at = strstr(text, line);
    assert_non_null(at);
    return strtoll(at + strlen(line), NULL, 10);
}

static void wait_for(int64_t in_all, int64_t on_ring)
{
    for (int i = 0; i < POLLS; i++) {
        if (metric("gongji_http_waiting") == in_all && metric("gongji_ring_waiting") == on_ring)
            return;
        usleep(1000);
    }
    fail_msg("%.4000s", text);
}

/* One command is with the writer, who waits for the store, and as many as may wait do. */
static void fill_the_ring(void)
{
    char number[32];
    for (int i = 0; i < 1 + RING; i++) {
        waiting[i] = hospital;
        waiting[i].socket = -1;
        snprintf(number, sizeof number, "W%d", i);
        hospital_2201(&waiting[i], &patient, number, number, message);
        assert_true(hospital_send(&waiting[i], "POST", "/his", message));
        wait_for(i + 1, i);
    }
}

static struct gj_store_sizes sizes(void)
{
    struct gj_reader *reader;
    struct gj_store_sizes sizes;
    struct gj_why why;
    assert_int_equal(gj_reader_open_sqlite(server.db, &reader, &why), GJ_DONE);
    assert_int_equal(gj_reader_sizes(reader, &sizes, &why), GJ_DONE);
    gj_reader_close(reader);
    return sizes;
}

static int enrol_somebody(void)
{
    return citizen_act(&clerk, "POST", "/api/v1/agency/people", "busy",
                       "{\"name\":\"周一一\",\"document_type\":\"03\",\"document\":\"E1\","
                       "\"birth_day\":\"1990-01-01\",\"enrolment\":{\"area\":\"410100\","
                       "\"scheme\":\"employee\",\"from\":\"2025-01-01\"}}");
}

static void test_gongji_busy__turns_away_and_writes_nothing(void **state)
{
    (void)state;
    sqlite3 *lock = NULL;
    const struct gj_store_sizes before = sizes();
    assert_int_equal(sqlite3_open(server.db, &lock), SQLITE_OK);
    assert_int_equal(sqlite3_exec(lock, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    fill_the_ring();
    assert_int_equal(citizen_call(&asker, "POST", "/his", "", bill), 503);
    HAS(asker.head, "Retry-After: 1\r\n");
    HAS(asker.text, "\"infcode\":-2");
    assert_int_equal(enrol_somebody(), 503);
    HAS(clerk.head, "Retry-After: 1\r\n");
    HAS(clerk.text, "\"code\":\"SERVER_BUSY\"");
    /* who only reads is served */
    assert_int_equal(hospital_call(&watcher, "GET", "/readyz", "", text), 200);
    assert_int_equal(sqlite3_exec(lock, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(lock), SQLITE_OK);
    for (int i = 0; i < 1 + RING; i++) {
        assert_int_equal(hospital_read(&waiting[i], text), 200);
        HAS(text, "\"infcode\":0");
        hospital_hang_up(&waiting[i]);
    }
    const struct gj_store_sizes after = sizes();
    assert_int_equal(after.settlements, before.settlements);
    assert_int_equal(after.entries, before.entries);
    assert_int_equal(after.people, before.people);
    assert_int_equal(metric("gongji_settlements_total"), 0);
}

static void test_gongji_busy__does_what_is_sent_again_once(void **state)
{
    (void)state;
    const struct gj_store_sizes before = sizes();
    char first[HOSPITAL_TEXT];
    for (int i = 0; i < 2; i++) {
        assert_int_equal(citizen_call(&asker, "POST", "/his", "", bill), 200);
        HAS(asker.text, "\"infcode\":0");
        HAS(asker.text, "\"setl_id\":\"");
        if (i > 0)
            assert_string_equal(asker.text, first);
        memcpy(first, asker.text, sizeof first);
    }
    for (int i = 0; i < 2; i++)
        assert_int_equal(enrol_somebody(), 201);
    HAS(clerk.head, "Idempotency-Replayed: true");
    const struct gj_store_sizes after = sizes();
    assert_int_equal(after.settlements, before.settlements + 1);
    assert_int_equal(after.people, before.people + 1);
    server_proves(server.db);
}

static int start(void **state)
{
    (void)state;
    if (!server_read_packs(&world) || !server_make(&server, &world, 12) || !start_small())
        return -1;
    hospital = watcher = clerk.line = asker.line =
        (struct hospital){.port = server.port, .socket = -1};
    return citizen_sign_in(&clerk, "clerk-410000", "246810") == 201 && prepare_bill() ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    hospital_hang_up(&hospital);
    hospital_hang_up(&watcher);
    hospital_hang_up(&clerk.line);
    hospital_hang_up(&asker.line);
    return server_close(&server, &world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gongji_busy__turns_away_and_writes_nothing),
        cmocka_unit_test(test_gongji_busy__does_what_is_sent_again_once),
    };
    return cmocka_run_group_tests_name("gongji/busy", tests, start, stop);
}
