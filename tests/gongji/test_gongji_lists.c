/* Lists of more than a page: 150 rows of each kind, walked by the cursors at several limits, come once
   each and in one order; and what is refused before a message is read has the form of its face. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "citizen.h"
#include "says.h"
#include "schema.h"
#include "server.h"

enum { ROWS = 150 };

static struct gj_world world;
static struct server server;
static struct citizen child, father, clerk, example;
static char child_no[64], father_no[64];

/* ---- walking ---- */

struct seen {
    int count;
    char list[4 * ROWS][64];
};

static void walk(struct citizen *citizen, const char *path, const char *name, int limit,
                 struct seen *seen)
{
    char at[300], after[120] = "";
    seen->count = 0;
    do {
        snprintf(at, sizeof at, "%s?limit=%d%s%s", path, limit, after[0] ? "&after=" : "", after);
        citizen_get(200, citizen, at);
        struct json_object *page = schema_parse(citizen->text);
        struct json_object *items = schema_member(page, "items");
        struct json_object *next = schema_member(page, "next");
        assert_true(json_object_array_length(items) <= (size_t)limit);
        for (size_t i = 0; i < json_object_array_length(items); i++) {
            assert_true(seen->count < 4 * ROWS);
            const char *id =
                json_object_get_string(schema_member(json_object_array_get_idx(items, i), name));
            snprintf(seen->list[seen->count++], 64, "%s", id);
        }
        snprintf(after, sizeof after, "%s", next ? json_object_get_string(next) : "");
        if (after[0])
            assert_int_equal(json_object_array_length(items), limit);
        json_object_put(page);
    } while (after[0]);
}

/* All rows of a list, at least `least`, each once, in the same order at every limit; `most` rows fit
   into the client's buffer. */
static void check_up_to(struct citizen *citizen, const char *path, const char *name, int least,
                        int most)
{
    static struct seen first, again;
    const int limits[] = {1, 7, most - 1, most};
    walk(citizen, path, name, 5, &first);
    if (first.count < least)
        fail_msg("%s: %d rows", path, first.count);
    for (int i = 0; i < first.count; i++)
        for (int j = 0; j < i; j++)
            assert_string_not_equal(first.list[i], first.list[j]);
    for (size_t l = 0; l < sizeof limits / sizeof limits[0]; l++) {
        walk(citizen, path, name, limits[l], &again);
        assert_int_equal(again.count, first.count);
        for (int i = 0; i < first.count; i++)
            assert_string_equal(again.list[i], first.list[i]);
    }
}

static void check(struct citizen *citizen, const char *path, const char *name, int least)
{
    check_up_to(citizen, path, name, least, 65);
}

static void test_gongji_lists__walk_150_bindings(void **state)
{
    (void)state;
    char body[300], path[120], id[64];
    snprintf(body, sizeof body,
             "{\"payer\":{\"person\":\"%s\"},\"relative\":{\"person\":\"%s\"},"
             "\"relation\":\"parent\",\"proven\":true}",
             child_no, father_no);
    /* the demo's own binding of these two comes to its end first */
    assert_int_equal(citizen_call(&child, "GET", "/api/v1/me/bindings?limit=200", "", ""), 200);
    for (const char *at = child.text; (at = strstr(at, "\"id\":\"bnd_")) != NULL; at++) {
        hospital_field(at, "id", id);
        snprintf(path, sizeof path, "/api/v1/agency/bindings/%.60s", id);
        (void)citizen_call(&clerk, "DELETE", path, "If-Match: *\r\n", "");
    }
    for (int i = 0; i < ROWS; i++) {
        citizen_post(201, &clerk, "/api/v1/agency/bindings", body);
        hospital_field(clerk.text, "id", id);
        snprintf(path, sizeof path, "/api/v1/agency/bindings/%.60s", id);
        assert_int_equal(citizen_call(&clerk, "DELETE", path, "If-Match: *\r\n", ""), 200);
    }
    check(&child, "/api/v1/me/bindings", "id", ROWS);  /* as payer */
    check(&father, "/api/v1/me/bindings", "id", ROWS); /* as relative */
}

static void test_gongji_lists__walk_150_transfers_and_what_they_moved(void **state)
{
    (void)state;
    char body[300], path[120], id[64];
    snprintf(body, sizeof body,
             "{\"receiver\":{\"person\":\"%s\"},\"relation\":\"parent\",\"amount\":\"0.01\"}",
             father_no);
    for (int i = 0; i < ROWS; i++) {
        if (i % 3 == 0) { /* three a day */
            char now[64];
            snprintf(now, sizeof now, "{\"now\":\"2025-%02d-%02dT10:00:00\"}", 10 + i / 3 / 28,
                     1 + i / 3 % 28);
            assert_int_equal(citizen_call(&clerk, "PUT", "/api/v1/dev/clock", "", now), 200);
        }
        citizen_post(201, &child, "/api/v1/me/transfers", body);
        hospital_field(child.text, "id", id);
        snprintf(path, sizeof path, "/api/v1/me/transfers/%.60s/acceptances", id);
        citizen_post(200, &father, path, "");
    }
    check(&child, "/api/v1/me/transfers", "id", ROWS);
    check(&father, "/api/v1/me/transfers", "id", ROWS);
    check(&father, "/api/v1/me/wallet/entries", "entry", ROWS);
    check(&child, "/api/v1/me/accounts/410300/entries", "entry", ROWS);
}

static void test_gongji_lists__walk_150_settlements(void **state)
{
    (void)state;
    struct hospital hospital = {
        .port = server.port, .socket = -1, .code = "H41010000002", .area = 410100};
    struct patient patient = {.area = 410100, .insutype = "310"};
    static char text[HOSPITAL_TEXT], message[HOSPITAL_TEXT];
    char body[200];
    snprintf(patient.psn_no, sizeof patient.psn_no, "%.31s", father_no);
    snprintf(body, sizeof body, "{\"person\":\"%s\",\"area\":\"410100\",\"amount\":\"500\"}",
             father_no);
    /* so that his own account pays each bill */
    citizen_post(201, &clerk, "/api/v1/agency/credits", body);
    for (int i = 0; i < ROWS; i++) {
        char visit[64], four[400], id[32];
        snprintf(id, sizeof id, "R%d", i);
        assert_int_equal(hospital_call(&hospital, "POST", "/his",
                                       hospital_2201(&hospital, &patient, id, id, message), text),
                         200);
        hospital_field(text, "mdtrt_id", visit);
        id[0] = 'L';
        hospital_call(&hospital, "POST", "/his",
                      hospital_2204(&hospital, &patient, id, visit, "XDEMO0001", 1, message), text);
        id[0] = 'P';
        hospital_call(&hospital, "POST", "/his",
                      hospital_bill(&hospital, &patient, "2206", id, visit, 1, "", message), text);
        hospital_four(text, four);
        id[0] = 'T';
        hospital_call(&hospital, "POST", "/his",
                      hospital_bill(&hospital, &patient, "2207", id, visit, 1, four, message),
                      text);
        if (!strstr(text, "\"infcode\":0"))
            fail_msg("%.600s", text);
    }
    hospital_hang_up(&hospital);
    check_up_to(&father, "/api/v1/me/settlements", "id", ROWS, 9);
}

/* Somebody new in an area whose rules name a premium, signed in. */
static void enter(struct citizen *citizen, const char *document, const char *scheme,
                  char number[64])
{
    char body[400];
    snprintf(body, sizeof body,
             "{\"name\":\"周一一\",\"document_type\":\"03\",\"document\":\"%s\",\"birth_day\":"
             "\"1970-01-01\",\"enrolment\":{\"area\":\"980100\",\"scheme\":\"%s\",\"from\":"
             "\"2025-01-01\"}}",
             document, scheme);
    citizen_post(201, &example, "/api/v1/agency/people", body);
    hospital_field(example.text, "id", number);
    citizen->line = (struct hospital){.port = server.port, .socket = -1};
    assert_int_equal(citizen_sign_in(citizen, number, document + strlen(document) - 6), 201);
}

/* Paid and given back again and again: each is a row of its own. */
static void test_gongji_lists__walk_150_premiums(void **state)
{
    (void)state;
    static struct citizen payer, insured;
    char body[300], back[300], payer_no[64], insured_no[64];
    enter(&payer, "E10000001", "employee", payer_no);
    enter(&insured, "E10000002", "resident", insured_no);
    snprintf(body, sizeof body, "{\"person\":\"%s\",\"area\":\"980100\",\"amount\":\"1000\"}",
             payer_no);
    citizen_post(201, &example, "/api/v1/agency/credits", body);
    snprintf(body, sizeof body,
             "{\"relative\":{\"person\":\"%s\"},\"relation\":\"parent\",\"year\":2026}",
             insured_no);
    snprintf(back, sizeof back, "{\"insured\":{\"person\":\"%s\"},\"year\":2026}", insured_no);
    for (int i = 0; i < ROWS; i++) {
        citizen_post(201, &payer, "/api/v1/me/premium-payments", body);
        citizen_post(200, &payer, "/api/v1/me/premium-refunds", back);
    }
    check(&payer, "/api/v1/me/premium-payments", "id", ROWS);
    check(&insured, "/api/v1/me/premium-payments", "id", ROWS);
    hospital_hang_up(&payer.line);
    hospital_hang_up(&insured.line);
}

/* Bills taken back after the account was closed: their money waits in the book. */
static void test_gongji_lists__walk_150_work_items(void **state)
{
    (void)state;
    static struct seen bills;
    char body[300], path[200];
    walk(&father, "/api/v1/me/settlements", "id", 9, &bills);
    assert_true(bills.count >= ROWS);
    snprintf(body, sizeof body,
             "{\"person\":\"%s\",\"area\":\"410100\",\"ground\":\"death\",\"proof\":true}",
             father_no);
    citizen_post(200, &clerk, "/api/v1/agency/account-closings", body);
    for (int i = 0; i < ROWS; i++) {
        snprintf(path, sizeof path, "/api/v1/agency/settlements/%s/reversals", bills.list[i]);
        citizen_post(200, &clerk, path, "");
    }
    check(&clerk, "/api/v1/agency/work-items", "id", ROWS);
}

static void test_gongji_lists__walk_what_is_short_too(void **state)
{
    (void)state;
    check(&child, "/api/v1/me/accounts", "area", 1);
    check(&child, "/api/v1/policy/areas", "area", ROWS);
    check(&child, "/api/v1/policy/reasons", "code", ROWS);
}

/* ---- refused before it is read ---- */

/* A request whose head alone is sent. */
static int send_head(struct citizen *citizen, const char *path, const char *headers)
{
    char head[400];
    int status = -1;
    snprintf(head, sizeof head, "POST %s HTTP/1.1\r\nHost: gongji\r\n", path);
    hospital_hang_up(&citizen->line);
    if (hospital_dial(&citizen->line) && hospital_write(&citizen->line, head, strlen(head)) &&
        hospital_write(&citizen->line, headers, strlen(headers)))
        (void)citizen_read(citizen, &status);
    hospital_hang_up(&citizen->line);
    return status;
}

static void test_gongji_lists__what_is_too_large_is_refused_in_its_faces_form(void **state)
{
    (void)state;
    static char long_header[20000];
    static const char large[] = "Content-Length: 4194305\r\n\r\n";
    struct citizen anybody = {.line = {.port = server.port, .socket = -1}};
    assert_int_equal(send_head(&anybody, "/api/v1/eligibility-checks", large), 413);
    HAS(anybody.text, "{\"type\":\"/problems/BODY_TOO_LARGE\",\"title\":\"请求内容超过4 MiB\","
                      "\"status\":413,\"code\":\"BODY_TOO_LARGE\",\"zh\":");
    assert_int_equal(send_head(&anybody, "/api/v1/eligibility-checks",
                               "Accept-Language: en\r\nContent-Length: 4194305\r\n\r\n"),
                     413);
    HAS(anybody.text, "\"title\":\"the body is too large: at most 4 MiB\"");
    assert_int_equal(send_head(&anybody, "/his/2207", large), 413);
    HAS(anybody.text, "{\"infcode\":-2,\"inf_refmsgid\":\"\",");
    HAS(anybody.text, "\"err_msg\":\"请求内容超过4 MiB\"");
    memset(long_header, 'a', sizeof long_header - 1);
    memcpy(long_header, "X-A: ", 5);
    memcpy(long_header + sizeof long_header - 5, "\r\n\r\n", 4);
    assert_int_equal(send_head(&anybody, "/api/v1/me", long_header), 431);
    HAS(anybody.text, "\"code\":\"HEADERS_TOO_LARGE\"");
    assert_int_equal(send_head(&anybody, "/his", long_header), 431);
    HAS(anybody.text, "\"infcode\":-2");
    HAS(anybody.text, "请求头超过16 KiB");
    assert_int_equal(send_head(&anybody, "/fsi/api/nothing/atAll", "Content-Length: 2\r\n\r\n{}"),
                     404);
    HAS(anybody.text, "\"infcode\":-2");
}

static int start(void **state)
{
    (void)state;
    if (!server_open(&server, &world, 12))
        return -1;
    citizen_enter(&child, server.port, "王小芳", child_no);
    citizen_enter(&father, server.port, "王建国", father_no);
    citizen_enter_desk(&clerk, server.port, "clerk-410000");
    citizen_enter_desk(&example, server.port, "clerk-980000");
    (void)citizen_act(&father, "POST", "/api/v1/me/wallet", "wallet", "{}");
    return 0;
}

static int stop(void **state)
{
    (void)state;
    hospital_hang_up(&child.line);
    hospital_hang_up(&father.line);
    hospital_hang_up(&example.line);
    hospital_hang_up(&clerk.line);
    return server_close(&server, &world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gongji_lists__walk_150_bindings),
        cmocka_unit_test(test_gongji_lists__walk_150_settlements),
        cmocka_unit_test(test_gongji_lists__walk_150_transfers_and_what_they_moved),
        cmocka_unit_test(test_gongji_lists__walk_150_premiums),
        cmocka_unit_test(test_gongji_lists__walk_150_work_items),
        cmocka_unit_test(test_gongji_lists__walk_what_is_short_too),
        cmocka_unit_test(test_gongji_lists__what_is_too_large_is_refused_in_its_faces_form),
    };
    return cmocka_run_group_tests_name("gongji/lists", tests, start, stop);
}
