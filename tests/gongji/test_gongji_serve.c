/* The whole server over loopback: one bill from registration to cancellation, the same message twice,
   the sandbox's lists, the operator's pages, and stopping. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <cmocka.h>

#include "says.h"
#include "server.h"

static struct gj_world world;
static struct server server;
static struct hospital hospital;
static struct patient patient;
static char text[HOSPITAL_TEXT], message[HOSPITAL_TEXT];

static int get(const char *path)
{
    return hospital_call(&hospital, "GET", path, "", text);
}

static int post(const char *path, const char *body)
{
    return hospital_call(&hospital, "POST", path, body, text);
}

static void post_ok(const char *body)
{
    assert_int_equal(post("/his", body), 200);
    HAS(text, "\"infcode\":0");
}

/* Finds somebody whose area's packs settle a bill: registers, sends one line, previews. */
static int settles(char visit[64])
{
    char number[32], four[400];
    int count;
    const struct gj_institution *places = gj_demo_institutions(&count);
    static int used = 0;
    for (int nth = 0; server_patient(server.db, nth, &patient, &hospital, places, count); nth++) {
        snprintf(number, sizeof number, "S%d-%d", nth, used++);
        post_ok(hospital_2201(&hospital, &patient, number, number, message));
        hospital_field(text, "mdtrt_id", visit);
        number[0] = 'L';
        post_ok(hospital_2204(&hospital, &patient, number, visit, "XDEMO0001", 300, message));
        number[0] = 'P';
        hospital_bill(&hospital, &patient, "2206", number, visit, 300, "", message);
        assert_int_equal(post("/his", message), 200);
        if (strstr(text, "\"infcode\":0")) {
            hospital_four(text, four);
            number[0] = 'T';
            hospital_bill(&hospital, &patient, "2207", number, visit, 300, four, message);
            return 1;
        }
    }
    return 0;
}

static void test_gongji_serve__settles_once_and_takes_back(void **state)
{
    (void)state;
    char visit[64], settlement[64], first[HOSPITAL_TEXT];
    assert_true(settles(visit));
    post_ok(message);
    memcpy(first, text, sizeof first);
    HAS(text, "\"setl_id\":\"");
    HAS(text, "\"setl_proc_info\":\"");
    hospital_field(text, "setl_id", settlement);
    post_ok(message);
    assert_string_equal(first, text);
    char *total = strstr(message, "\"medfee_sumamt\":\"300.00\"");
    assert_non_null(total);
    memcpy(total, "\"medfee_sumamt\":\"301.00\"", 24);
    assert_int_equal(post("/his", message), 200);
    HAS(text, "\"infcode\":-2");
    post_ok(hospital_2208(&hospital, &patient, "R1", settlement, visit, message));
    HAS(text, "\"medfee_sumamt\":-300.00");
    assert_int_equal(
        post("/his", hospital_2208(&hospital, &patient, "R2", settlement, visit, message)), 200);
    HAS(text, "\"infcode\":-2");
}

static void test_gongji_serve__heeds_a_2601_before_its_original(void **state)
{
    (void)state;
    char visit[64], original[HOSPITAL_TEXT], name[64];
    assert_true(settles(visit));
    memcpy(original, message, sizeof original);
    hospital_field(original, "msgid", name);
    post_ok(hospital_2601(&hospital, &patient, "U1", name, "2207", message));
    assert_int_equal(post("/his", original), 200);
    HAS(text, "\"infcode\":-2");
    char preview[80];
    snprintf(preview, sizeof preview, "V%s", name);
    post_ok(hospital_bill(&hospital, &patient, "2206", preview, visit, 300, "", message));
}

static void test_gongji_serve__tells_who_somebody_is(void **state)
{
    (void)state;
    char document[64], certificate[512];
    assert_int_equal(get("/api/v1/dev/people?limit=1"), 200);
    hospital_field(text, "document", document);
    snprintf(certificate, sizeof certificate,
             "\"data\":{\"mdtrt_cert_type\":\"02\",\"mdtrt_cert_no\":\"%s\"}", document);
    post_ok(hospital_message(&hospital, &patient, "1101", "W1", message, "%s", certificate));
    HAS(text, document);
    HAS(text, "\"insuinfo\":[{");
    struct hospital stranger = hospital;
    snprintf(stranger.code, sizeof stranger.code, "H99999999999");
    hospital_message(&stranger, &patient, "1101", "W2", message, "%s", certificate);
    assert_int_equal(post("/his", message), 200);
    HAS(text, "\"infcode\":-2");
    assert_null(strstr(text, document));
}

static void test_gongji_serve__takes_all_three_paths(void **state)
{
    (void)state;
    hospital_2201(&hospital, &patient, "Q1", "Q1", message);
    assert_int_equal(post("/his/2201", message), 200);
    HAS(text, "\"infcode\":0");
    assert_int_equal(post("/fsi/api/outpatientDocInfoService/outpatientRregistration", message),
                     200);
    HAS(text, "\"infcode\":0");
    assert_int_equal(post("/his/2207", message), 200);
    HAS(text, "\"infcode\":-2");
    assert_int_equal(post("/fsi/api/no/such", message), 404);
    assert_int_equal(post("/his", "not json"), 200);
    HAS(text, "\"infcode\":-1");
    assert_int_equal(get("/his"), 405);
}

static void test_gongji_serve__lists_the_sandbox(void **state)
{
    (void)state;
    char next[64], first[64], path[200];
    assert_int_equal(get("/api/v1/dev/people?limit=2"), 200);
    HAS(text, "\"pays_for\":[");
    HAS(text, "\"token\":\"demo-token-");
    hospital_field(text, "psn_no", first);
    hospital_field(text, "next", next);
    snprintf(path, sizeof path, "/api/v1/dev/people?limit=2&after=%s", next);
    assert_int_equal(get(path), 200);
    assert_null(strstr(text, first));
    assert_int_equal(get("/api/v1/dev/people?limit=200&area=410000"), 200);
    assert_null(strstr(text, "\"area\":\"510100\",\"birth_day\""));
    HAS(text, "\"next\":null");
    assert_int_equal(get("/api/v1/dev/institutions?limit=1"), 200);
    HAS(text, "\"takes_wallet\":");
    hospital_field(text, "next", next);
    assert_true(next[0] == 'H' || next[0] == 'P');
    assert_int_equal(get("/api/v1/dev/items?limit=200"), 200);
    HAS(text, "XDEMO0050");
    HAS(text, "\"first_share\":\"0.10\"");
}

static void test_gongji_serve__moves_its_clock(void **state)
{
    (void)state;
    const char *path = "/api/v1/dev/clock";
    assert_int_equal(get(path), 200);
    HAS(text, "\"now\":\"2025-09-01T10:");
    assert_int_equal(
        hospital_call(&hospital, "PUT", path, "{\"now\":\"2025-10-02T08:30:00\"}", text), 200);
    HAS(text, "2025-10-02T08:30:0");
    assert_int_equal(get(path), 200);
    HAS(text, "2025-10-02T08:30:");
    assert_int_equal(hospital_call(&hospital, "PUT", path, "{\"now\":\"tomorrow\"}", text), 400);
    assert_int_equal(
        hospital_call(&hospital, "PUT", path, "{\"now\":\"2025-09-01T10:00:00\"}", text), 200);
    HAS(text, "2025-09-01T10:00:0");
}

static void test_gongji_serve__answers_the_operator(void **state)
{
    (void)state;
    assert_int_equal(get("/healthz"), 200);
    assert_int_equal(get("/readyz"), 200);
    assert_int_equal(get("/"), 200);
    HAS(text, "/check?lang=zh");
    HAS(text, "/api/v1/dev/people");
    HAS(text, "</html>\n");
    assert_int_equal(get("/metrics"), 200);
    HAS(text, "gongji_commands_total ");
    HAS(text, "gongji_store_people 40\n");
    HAS(text, "gongji_store_wal_bytes ");
    assert_int_equal(get("/nowhere"), 404);
    HAS(text, "\"status\":404");
}

static void test_gongji_serve__hides_the_lists_without_the_sandbox(void **state)
{
    (void)state;
    struct server other = server;
    assert_int_equal(server_stop(&server, SIGTERM), 0);
    hospital_hang_up(&hospital);
    assert_true(server_start(&other, false, 0));
    hospital.port = other.port;
    assert_int_equal(get("/api/v1/dev/people"), 404);
    assert_int_equal(get("/"), 200);
    assert_null(strstr(text, "/api/v1/dev"));
    assert_int_equal(get("/healthz"), 200);
    hospital_hang_up(&hospital);
    assert_int_equal(server_stop(&other, SIGINT), 0);
    assert_true(server_start(&server, true, 0));
    hospital.port = server.port;
}

static void assert_ends_with_3(struct server *other, uint16_t port)
{
    int status;
    assert_false(server_start(other, true, port));
    assert_int_equal(waitpid(other->pid, &status, 0), other->pid);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 3);
}

static void test_gongji_serve__says_no_to_a_port_in_use(void **state)
{
    (void)state;
    struct server other = {0};
    struct gj_store *store;
    struct gj_why why;
    snprintf(other.folder, sizeof other.folder, "/tmp/gongji-test-XXXXXX");
    assert_non_null(mkdtemp(other.folder));
    snprintf(other.db, sizeof other.db, "%s/empty.db", other.folder);
    assert_int_equal(gj_store_sqlite_create(other.db, NULL, &store, &why), GJ_DONE);
    gj_store_close(store);
    assert_ends_with_3(&other, server.port);
    assert_true(server_start(&other, true, 0));
    assert_int_equal(server_stop(&other, SIGTERM), 0);
    server_remove(&other);
}

static void test_gongji_serve__says_no_to_a_second_server(void **state)
{
    (void)state;
    struct server other = server;
    assert_ends_with_3(&other, 0);
}

/* A file that may not grow stands for a full disk. */
static void let_files_grow_to(rlim_t bytes)
{
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes < limit.rlim_max ? bytes : limit.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void test_gongji_serve__stops_with_3_when_the_disk_is_full(void **state)
{
    (void)state;
    char name[32];
    int done = 0, status;
    assert_int_equal(server_stop(&server, SIGTERM), 0);
    hospital_hang_up(&hospital);
    signal(SIGXFSZ, SIG_IGN);
    let_files_grow_to(200000); /* the log beside the store begins anew at each start */
    assert_true(server_start(&server, true, 0));
    let_files_grow_to(RLIM_INFINITY);
    hospital.port = server.port;
    for (int i = 0; i < 2000; i++) {
        snprintf(name, sizeof name, "F%d", i);
        hospital_2201(&hospital, &patient, name, name, message);
        if (post("/his", message) != 200)
            break;
        done += strstr(text, "\"infcode\":0") != NULL;
    }
    assert_int_equal(waitpid(server.pid, &status, 0), server.pid);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 3);
    assert_in_range(done, 1, 1999);
    hospital_hang_up(&hospital);
    assert_true(server_start(&server, true, 0));
    hospital.port = server.port;
    post_ok(message); /* the one that was not answered is done now, under the same name */
    server_proves(server.db);
}

static int start(void **state)
{
    (void)state;
    hospital.socket = -1;
    if (!server_open(&server, &world, 40))
        return -1;
    hospital.port = server.port;
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
        cmocka_unit_test(test_gongji_serve__settles_once_and_takes_back),
        cmocka_unit_test(test_gongji_serve__heeds_a_2601_before_its_original),
        cmocka_unit_test(test_gongji_serve__tells_who_somebody_is),
        cmocka_unit_test(test_gongji_serve__takes_all_three_paths),
        cmocka_unit_test(test_gongji_serve__lists_the_sandbox),
        cmocka_unit_test(test_gongji_serve__moves_its_clock),
        cmocka_unit_test(test_gongji_serve__answers_the_operator),
        cmocka_unit_test(test_gongji_serve__hides_the_lists_without_the_sandbox),
        cmocka_unit_test(test_gongji_serve__says_no_to_a_port_in_use),
        cmocka_unit_test(test_gongji_serve__says_no_to_a_second_server),
        cmocka_unit_test(test_gongji_serve__stops_with_3_when_the_disk_is_full),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
