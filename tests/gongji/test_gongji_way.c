/* Every yuan's way over loopback: a bill settled by a hospital is seen by its patient with the whole
   split, by the relative who paid a part with that part alone; movements add up along the account. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "citizen.h"
#include "schema.h"
#include "server.h"

static struct gj_world world;
static struct server server;
static struct hospital hospital = {.socket = -1, .code = "H41010000002", .area = 410100};
static struct patient patient = {.area = 410100, .insutype = "310"};
static struct citizen child, father, clerk;
static char child_no[64], father_no[64], text[HOSPITAL_TEXT], message[HOSPITAL_TEXT];

static void post_ok(const char *body)
{
    assert_int_equal(hospital_call(&hospital, "POST", "/his", body, text), 200);
    if (!strstr(text, "\"infcode\":0"))
        fail_msg("%.600s", text);
}

/* A bill of 300.00 for the father. The settlement's number, as the hospital has it. */
static void settle(const char *name, char visit[64], char settlement[64])
{
    char msgid[32], four[400];
    snprintf(msgid, sizeof msgid, "R%s", name);
    post_ok(hospital_2201(&hospital, &patient, msgid, msgid, message));
    hospital_field(text, "mdtrt_id", visit);
    msgid[0] = 'L';
    post_ok(hospital_2204(&hospital, &patient, msgid, visit, "XDEMO0001", 300, message));
    msgid[0] = 'P';
    post_ok(hospital_bill(&hospital, &patient, "2206", msgid, visit, 300, "", message));
    hospital_four(text, four);
    msgid[0] = 'T';
    post_ok(hospital_bill(&hospital, &patient, "2207", msgid, visit, 300, four, message));
    hospital_field(text, "setl_id", settlement);
}

/* ---- reading answers ---- */

static struct json_object *root;

static struct json_object *parse(const struct citizen *citizen)
{
    json_object_put(root);
    return root = schema_parse(citizen->text);
}

static struct json_object *member(struct json_object *object, const char *name)
{
    struct json_object *value;
    if (!gj_json_member(object, name, &value) || value == NULL)
        fail_msg("no %s in %s", name, json_object_to_json_string(object));
    return value;
}

static bool has(struct json_object *object, const char *name)
{
    struct json_object *value;
    return gj_json_member(object, name, &value);
}

/* Fen of a member that is yuan as text, with a minus where money went. */
static int64_t fen(struct json_object *object, const char *name)
{
    const char *said = json_object_get_string(member(object, name));
    gj_fen amount;
    bool minus = said[0] == '-';
    assert_true(gj_fen_parse(gj_slice(said + minus), &amount));
    return minus ? -amount : amount;
}

static const char *word(struct json_object *object, const char *name)
{
    return json_object_get_string(member(object, name));
}

static struct json_object *item(struct json_object *list, size_t i)
{
    struct json_object *one = json_object_array_get_idx(list, i);
    assert_non_null(one);
    return one;
}

/* In each book the legs sum to zero. */
static void assert_balanced(struct json_object *legs)
{
    for (size_t i = 0; i < json_object_array_length(legs); i++) {
        int64_t sum = 0;
        for (size_t j = 0; j < json_object_array_length(legs); j++)
            if (strcmp(word(item(legs, i), "book"), word(item(legs, j), "book")) == 0)
                sum += fen(item(legs, j), "debit") - fen(item(legs, j), "credit");
        assert_int_equal(sum, 0);
    }
}

/* ---- settlements ---- */

static void test_gongji_way__the_patient_sees_the_whole_split(void **state)
{
    (void)state;
    char visit[64], settlement[64], path[128];
    settle("1", visit, settlement);
    citizen_get(200, &father, "/api/v1/me/settlements?limit=1");
    struct json_object *one = item(member(parse(&father), "items"), 0);
    struct json_object *split = member(one, "split");
    assert_int_equal(fen(split, "total"), 30000);
    assert_int_equal(fen(split, "outside") + fen(split, "over_price") + fen(split, "first_share") +
                         fen(split, "in_scope"),
                     30000);
    assert_int_equal(fen(split, "pool") + fen(split, "other_funds") + fen(split, "person_pays"),
                     30000);
    assert_int_equal(fen(split, "own") + fen(split, "wallet") + fen(split, "aid") +
                         fen(split, "cash"),
                     fen(split, "person_pays"));
    assert_true(fen(split, "aid") > 0);
    assert_true(json_object_array_length(member(split, "because")) > 5);
    assert_true(has(item(member(split, "because"), 0), "cite"));
    assert_int_equal(json_object_array_length(member(split, "formulas")), 4);
    assert_string_equal(word(one, "state"), "stands");
    snprintf(path, sizeof path, "/api/v1/me/settlements/%s", word(one, "id"));
    citizen_get(200, &father, path);
    assert_non_null(strstr(father.head, "ETag: \"1\""));
    char *wrong = strstr(path, "410100");
    memcpy(wrong, "410200", 6);
    citizen_get(404, &father, path);
}

static void test_gongji_way__a_payer_sees_what_he_paid_and_no_more(void **state)
{
    (void)state;
    char path[128];
    citizen_get(200, &father, "/api/v1/me/settlements?limit=1");
    struct json_object *one = item(member(parse(&father), "items"), 0);
    int64_t aid = fen(member(one, "split"), "aid");
    snprintf(path, sizeof path, "/api/v1/me/settlements/%s", word(one, "id"));
    citizen_get(200, &child, path);
    one = parse(&child);
    assert_false(has(one, "split") || has(one, "institution") || has(one, "care") ||
                 has(one, "balance") || has(one, "visit"));
    struct json_object *mine = member(one, "mine");
    assert_int_equal(json_object_array_length(mine), 1);
    assert_int_equal(fen(item(mine, 0), "amount"), aid);
    assert_string_equal(word(item(mine, 0), "from"), "aid");
    citizen_get(404, &child, "/api/v1/me/accounts/410100/entries");
    assert_non_null(strstr(child.text, "\"ACCOUNT_UNKNOWN\""));
    citizen_get(200, &child, "/api/v1/me/accounts/410300/entries?limit=1");
    struct json_object *moved = item(member(parse(&child), "items"), 0);
    assert_int_equal(fen(moved, "amount"), -aid);
    assert_int_equal(json_object_array_length(member(moved, "legs")), 1);
    assert_string_equal(word(item(member(moved, "legs"), 0), "owner"), "self");
    struct json_object *rows = member(moved, "because");
    for (size_t i = 0; i < json_object_array_length(rows); i++)
        assert_memory_equal(word(item(rows, i), "row"), "aid.", 4);
    assert_true(json_object_array_length(rows) > 0);
    assert_null(strstr(child.text, "\"total\""));
    struct citizen stranger = {.token = ""};
    char number[64];
    citizen_enter(&stranger, server.port, "钱桂英", number);
    citizen_get(404, &stranger, path);
    hospital_hang_up(&stranger.line);
}

static void test_gongji_way__a_preview_is_read_by_its_patient(void **state)
{
    (void)state;
    char visit[64], path[128];
    post_ok(hospital_2201(&hospital, &patient, "RV", "RV", message));
    hospital_field(text, "mdtrt_id", visit);
    snprintf(path, sizeof path, "/api/v1/me/visits/vst_410100_%s/previews/1", visit + 6);
    citizen_get(404, &father, path);
    post_ok(hospital_2204(&hospital, &patient, "LV", visit, "XDEMO0001", 80, message));
    citizen_get(404, &father, path);
    assert_non_null(strstr(father.text, "PREVIEW_UNKNOWN"));
    post_ok(hospital_bill(&hospital, &patient, "2206", "PV", visit, 80, "", message));
    citizen_get(200, &father, path);
    struct json_object *preview = parse(&father);
    assert_string_equal(word(preview, "state"), "kept");
    assert_int_equal(fen(member(preview, "split"), "total"), 8000);
    citizen_get(404, &child, path);
    snprintf(path, sizeof path, "/api/v1/agency/visits/vst_410100_%s/previews/1", visit + 6);
    citizen_get(200, &clerk, path);
}

/* ---- movements ---- */

/* Walks all pages: each balance is the one before it and the amount. Returns how many. */
static int walk(struct citizen *citizen, const char *path, int limit)
{
    char at[256], next[128] = "";
    int64_t balance = INT64_MIN;
    int count = 0;
    do {
        snprintf(at, sizeof at, "%s?limit=%d%s%s", path, limit, next[0] ? "&after=" : "", next);
        citizen_get(200, citizen, at);
        struct json_object *page = parse(citizen), *items = member(page, "items"), *more;
        for (size_t i = 0; i < json_object_array_length(items); i++, count++) {
            struct json_object *one = item(items, i);
            if (balance != INT64_MIN)
                assert_int_equal(fen(one, "balance"), balance);
            balance = fen(one, "balance") - fen(one, "amount");
            bool whole = strcmp(word(one, "act"), "settle") != 0 ||
                         json_object_array_length(member(one, "legs")) > 1;
            if (whole)
                assert_balanced(member(one, "legs"));
        }
        next[0] = '\0';
        if (gj_json_member(page, "next", &more) && more != NULL)
            snprintf(next, sizeof next, "%s", json_object_get_string(more));
    } while (next[0] != '\0');
    assert_int_equal(balance, 0);
    return count;
}

static void test_gongji_way__movements_add_up_from_the_first_fen(void **state)
{
    (void)state;
    int whole = walk(&child, "/api/v1/me/accounts/410300/entries", 200);
    assert_true(whole > 3);
    assert_int_equal(walk(&child, "/api/v1/me/accounts/410300/entries", 2), whole);
    assert_true(walk(&father, "/api/v1/me/accounts/410100/entries", 3) > 1);
    citizen_get(404, &child, "/api/v1/me/accounts/410100/entries");
    citizen_get(200, &child, "/api/v1/me/accounts");
    struct json_object *account = item(member(parse(&child), "items"), 0);
    assert_int_equal(fen(account, "carried_over") + fen(account, "current"),
                     fen(account, "balance"));
}

static void test_gongji_way__leaves_a_book_that_proves(void **state)
{
    (void)state;
    server_proves(server.db);
}

static int start(void **state)
{
    (void)state;
    if (!server_open(&server, &world, 40))
        return -1;
    hospital.port = server.port;
    citizen_enter(&child, server.port, "王小芳", child_no);
    citizen_enter(&father, server.port, "王建国", father_no);
    citizen_enter_desk(&clerk, server.port, "clerk-410100");
    snprintf(patient.psn_no, sizeof patient.psn_no, "%.31s", father_no);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    json_object_put(root);
    hospital_hang_up(&hospital);
    hospital_hang_up(&child.line);
    hospital_hang_up(&father.line);
    hospital_hang_up(&clerk.line);
    return server_close(&server, &world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gongji_way__the_patient_sees_the_whole_split),
        cmocka_unit_test(test_gongji_way__a_payer_sees_what_he_paid_and_no_more),
        cmocka_unit_test(test_gongji_way__a_preview_is_read_by_its_patient),
        cmocka_unit_test(test_gongji_way__movements_add_up_from_the_first_fen),
        cmocka_unit_test(test_gongji_way__leaves_a_book_that_proves),
    };
    return cmocka_run_group_tests_name("gongji/way", tests, start, stop);
}
