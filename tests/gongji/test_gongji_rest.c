/* The REST face over loopback: families and agencies sign in, bind, open wallets, send and accept;
   keys, versions, cursors, masks, and who may see what. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "citizen.h"
#include "says.h"
#include "server.h"

static struct gj_world world;
static struct server server;
static struct citizen child, father, clerk; /* Luoyang, Zhengzhou, its agency */
static char child_no[64], father_no[64], mother_no[64];

static void assert_status(const struct citizen *citizen, int status, int wanted)
{
    if (status != wanted)
        fail_msg("%d, not %d: %.800s", status, wanted, citizen->text);
}

#define CALL(wanted, citizen, method, path, headers, body)                                         \
    assert_status(&(citizen), citizen_call(&(citizen), method, path, headers, body), wanted)
#define ACT(wanted, citizen, method, path, key, body)                                              \
    assert_status(&(citizen), citizen_act(&(citizen), method, path, key, body), wanted)

static const char *field(const struct citizen *citizen, const char *name)
{
    static char value[4][64];
    static int at;
    at = (at + 1) % 4;
    return hospital_field(citizen->text, name, value[at]);
}

/* ---- signing in ---- */

static void test_gongji_rest__signs_in_by_number_and_pin_alone(void **state)
{
    (void)state;
    struct citizen stranger = {.line = {.port = server.port, .socket = -1}};
    assert_int_equal(citizen_sign_in(&stranger, child_no, "000000"), 401);
    HAS(stranger.text, "PIN_WRONG");
    assert_int_equal(citizen_sign_in(&stranger, "41030000000000000000000001", "010027"), 401);
    assert_int_equal(citizen_sign_in(&stranger, "clerk-123456", "246810"), 401);
    assert_int_equal(citizen_sign_in(&stranger, "clerk-410100", "246811"), 401);
    CALL(401, stranger, "GET", "/api/v1/me", "", "");
    HAS(stranger.text, "SESSION_MISSING");
    assert_non_null(strstr(stranger.head, "WWW-Authenticate: Bearer"));
    assert_int_equal(citizen_sign_in(&stranger, "operator", "246810"), 201);
    CALL(200, stranger, "GET", "/api/v1/me", "", "");
    HAS(stranger.text, "\"role\":\"operator\"");
    CALL(403, stranger, "GET", "/api/v1/me/wallet", "", "");
    CALL(204, stranger, "DELETE", "/api/v1/sessions/current", "", "");
    CALL(401, stranger, "GET", "/api/v1/me", "", "");
    hospital_hang_up(&stranger.line);
}

static void test_gongji_rest__masks_names_and_numbers(void **state)
{
    (void)state;
    CALL(200, child, "GET", "/api/v1/me", "", "");
    HAS(child.text, "\"name\":\"王**\"");
    HAS(child.text, "\"document\":\"410***********0027\"");
    CALL(200, child, "GET", "/api/v1/me/bindings", "", "");
    assert_null(strstr(child.text, "王建国"));
    assert_null(strstr(child.text, "王小芳"));
    assert_non_null(strstr(child.head, "Cache-Control: no-store"));
}

static void test_gongji_rest__makes_wrong_pins_wait(void **state)
{
    (void)state;
    struct citizen stranger = {.line = {.port = server.port, .socket = -1}};
    for (int i = 0; i < 5; i++)
        assert_int_equal(citizen_sign_in(&stranger, "clerk-980000", "111111"), 401);
    assert_int_equal(citizen_sign_in(&stranger, "clerk-980000", "246810"), 401);
    assert_int_equal(citizen_sign_in(&stranger, "clerk-990000", "246810"), 201);
    hospital_hang_up(&stranger.line);
}

/* ---- bindings ---- */

static void named_relative(const char *relation, const char *more, char out[300])
{
    snprintf(out, 300, "{\"relative\":{\"person\":\"%s\"},\"relation\":\"%s\"%s}", mother_no,
             relation, more);
}

static void test_gongji_rest__prechecks_with_every_failing_rule(void **state)
{
    (void)state;
    char body[300];
    named_relative("parent", "", body);
    CALL(200, child, "POST", "/api/v1/binding-prechecks", "", body);
    HAS(child.text, "\"answer\":\"allow\"");
    HAS(child.text, "\"because\":[{\"row\":");
    snprintf(body, sizeof body, "{\"relative\":{\"person\":\"%s\"},\"relation\":\"friend\"}",
             father_no);
    CALL(200, child, "POST", "/api/v1/binding-prechecks", "", body);
    HAS(child.text, "\"answer\":\"deny\",\"reason\":{\"code\":\"BINDING_EXISTS\"");
    HAS(child.text, "\"code\":\"RELATION_NOT_KIN\"");
}

static void test_gongji_rest__binds_confirms_and_ends(void **state)
{
    (void)state;
    char body[300], path[128], binding[64];
    static char first[HOSPITAL_TEXT];
    struct citizen mother = {.token = ""};
    citizen_enter(&mother, server.port, "钱桂英", mother_no);
    named_relative("parent", ",\"promise\":true,\"limit_use\":\"200\"", body);
    CALL(400, child, "POST", "/api/v1/me/bindings", "", body);
    HAS(child.text, "ONCE_KEY_MISSING");
    ACT(201, child, "POST", "/api/v1/me/bindings", "bind-1", body);
    memcpy(first, child.text, sizeof first);
    snprintf(binding, sizeof binding, "%s", field(&child, "id"));
    snprintf(path, sizeof path, "Location: /api/v1/me/bindings/%s", binding);
    assert_non_null(strstr(child.head, path));
    assert_null(strstr(child.head, "Idempotency-Replayed"));
    ACT(201, child, "POST", "/api/v1/me/bindings", "bind-1", body);
    assert_string_equal(child.text, first);
    assert_non_null(strstr(child.head, "Idempotency-Replayed: true"));
    named_relative("parent", ",\"promise\":true,\"limit_use\":\"201\"", body);
    ACT(422, child, "POST", "/api/v1/me/bindings", "bind-1", body);
    HAS(child.text, "MESSAGE_REUSED");
    snprintf(path, sizeof path, "/api/v1/me/bindings/%s", binding);
    CALL(200, mother, "GET", path, "", "");
    HAS(mother.text, "\"state\":\"asked\"");
    HAS(mother.text, "\"limit_use\":\"200.00\"");
    assert_non_null(strstr(mother.head, "ETag: \"1\""));
    CALL(304, mother, "GET", path, "If-None-Match: \"1\"\r\n", "");
    CALL(404, father, "GET", path, "", "");
    HAS(father.text, "BINDING_UNKNOWN");
    strcat(path, "/answers");
    ACT(403, child, "POST", path, "answer-1", "{\"agree\":true}");
    ACT(200, mother, "POST", path, "answer-1", "{\"agree\":true}");
    *strrchr(path, '/') = '\0';
    CALL(428, mother, "DELETE", path, "", "");
    CALL(412, mother, "DELETE", path, "If-Match: \"1\"\r\n", "");
    HAS(mother.text, "VERSION_CHANGED");
    CALL(412, mother, "DELETE", path, "If-Match: W/\"2\"\r\n", "");
    CALL(200, mother, "DELETE", path, "If-Match: \"2\"\r\n", "");
    CALL(409, mother, "DELETE", path, "If-Match: *\r\n", "");
    hospital_hang_up(&mother.line);
}

static void test_gongji_rest__finds_a_relative_by_document_and_name(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "{\"relative\":{\"document\":\"41010119570101030X\",\"name\":\"钱桂芳\"},\"relation\":"
        "\"parent\"}",
        "{\"relative\":{\"document\":\"410101195701010305\",\"name\":\"钱桂英\"},\"relation\":"
        "\"parent\"}",
        "{\"relative\":{\"person\":\"41030000000000000000025344\"},\"relation\":\"parent\"}"};
    CALL(200, child, "POST", "/api/v1/binding-prechecks", "",
         "{\"relative\":{\"document\":\"41010119570101030X\",\"name\":\"钱桂英\"},\"relation\":"
         "\"parent\"}");
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        CALL(404, child, "POST", "/api/v1/binding-prechecks", "", wrong[i]);
        HAS(child.text, "PERSON_UNKNOWN");
        HAS(child.text, "\"pointer\":\"/relative\"");
    }
    CALL(400, child, "POST", "/api/v1/binding-prechecks", "",
         "{\"relative\":{\"document\":\"41010119570101030X\"},\"relation\":\"parent\"}");
}

static void test_gongji_rest__lets_an_agency_act_in_its_own_area(void **state)
{
    (void)state;
    char body[400], path[128];
    struct citizen other = {.line = {.port = server.port, .socket = -1}};
    assert_int_equal(citizen_sign_in(&other, "clerk-110000", "246810"), 201);
    snprintf(body, sizeof body,
             "{\"payer\":{\"person\":\"%s\"},\"relative\":{\"person\":\"%s\"},\"relation\":"
             "\"parent\",\"proven\":true}",
             child_no, mother_no);
    ACT(403, other, "POST", "/api/v1/agency/bindings", "k1", body);
    HAS(other.text, "PERMISSION_DENIED");
    ACT(201, clerk, "POST", "/api/v1/agency/bindings", "k1", body);
    snprintf(path, sizeof path, "/api/v1/agency/bindings/%s", field(&clerk, "id"));
    CALL(200, clerk, "GET", path, "", "");
    HAS(clerk.text, "\"state\":\"active\"");
    HAS(clerk.text, "\"proven\":true");
    CALL(404, other, "GET", path, "", "");
    CALL(403, other, "DELETE", path, "If-Match: \"1\"\r\n", "");
    CALL(200, clerk, "DELETE", path, "If-Match: \"1\"\r\n", "");
    ACT(400, child, "POST", "/api/v1/me/bindings", "k2", body);
    HAS(child.text, "\"pointer\":\"/payer\"");
    CALL(403, child, "GET", path, "", "");
    hospital_hang_up(&other.line);
}

/* ---- wallet and transfers ---- */

static void test_gongji_rest__sends_and_accepts(void **state)
{
    (void)state;
    char body[300], path[128], transfer[64];
    ACT(201, father, "POST", "/api/v1/me/wallet", "w1", "{}");
    ACT(409, father, "POST", "/api/v1/me/wallet", "w2", "{}");
    HAS(father.text, "WALLET_ALREADY_OPEN");
    snprintf(body, sizeof body,
             "{\"receiver\":{\"person\":\"%s\"},\"relation\":\"parent\",\"amount\":\"100.00\"}",
             father_no);
    ACT(201, child, "POST", "/api/v1/me/transfers", "t1", body);
    HAS(child.text, "\"entry\":\"ent_410300_");
    HAS(child.text, "\"balance\":\"");
    snprintf(transfer, sizeof transfer, "%s", field(&child, "id"));
    ACT(422, child, "POST", "/api/v1/me/transfers", "t2", body);
    HAS(child.text, "WALLET_TRANSFER_PENDING");
    snprintf(path, sizeof path, "/api/v1/me/transfers/%s", transfer);
    CALL(200, father, "GET", path, "", "");
    HAS(father.text, "\"source\":null");
    CALL(200, child, "GET", path, "", "");
    HAS(child.text, "\"source\":\"own\"");
    strcat(path, "/acceptances");
    ACT(403, child, "POST", path, "t3", "");
    ACT(200, father, "POST", path, "t3", "");
    HAS(father.text, "\"balance\":\"100.00\"");
    ACT(409, father, "POST", path, "t4", "");
    HAS(father.text, "TRANSFER_ENDED");
    CALL(200, father, "GET", "/api/v1/me/wallet", "", "");
    HAS(father.text, "\"balance\":\"100.00\"");
}

static void test_gongji_rest__pages_with_cursors_that_stay(void **state)
{
    (void)state;
    char body[300], path[200], first[64], second[64], next[64];
    for (int i = 0; i < 2; i++) {
        char key[16];
        snprintf(key, sizeof key, "page-%d", i);
        snprintf(body, sizeof body,
                 "{\"receiver\":{\"person\":\"%s\"},\"relation\":\"parent\",\"amount\":\"1.0%d\"}",
                 father_no, i);
        ACT(201, child, "POST", "/api/v1/me/transfers", key, body);
        snprintf(path, sizeof path, "/api/v1/me/transfers/%s/acceptances", field(&child, "id"));
        ACT(200, father, "POST", path, key, "");
    }
    CALL(200, child, "GET", "/api/v1/me/transfers?limit=1", "", "");
    snprintf(first, sizeof first, "%s", field(&child, "id"));
    snprintf(next, sizeof next, "%s", field(&child, "next"));
    assert_non_null(strstr(child.head, "Link: </api/v1/me/transfers?limit=1&after="));
    snprintf(path, sizeof path, "/api/v1/me/transfers?limit=1&after=%s", next);
    CALL(200, child, "GET", path, "", "");
    snprintf(second, sizeof second, "%s", field(&child, "id"));
    assert_string_not_equal(first, second);
    CALL(400, father, "GET", path, "", ""); /* another's cursor */
    HAS(father.text, "CURSOR_WRONG");
    snprintf(path, sizeof path, "/api/v1/me/bindings?limit=1&after=%s", next);
    CALL(400, child, "GET", path, "", "");
    CALL(400, child, "GET", "/api/v1/me/transfers?after=xyz", "", "");
    CALL(400, child, "GET", "/api/v1/me/transfers?limit=201", "", "");
    CALL(200, child, "GET", "/api/v1/me/transfers?limit=200", "", "");
    HAS(child.text, "\"next\":null");
}

static void test_gongji_rest__leaves_a_book_that_proves(void **state)
{
    (void)state;
    server_proves(server.db);
}

static void test_gongji_rest__needs_an_identity_service_without_the_sandbox(void **state)
{
    (void)state;
    struct server other = server;
    struct citizen citizen = {.token = ""};
    hospital_hang_up(&child.line);
    hospital_hang_up(&father.line);
    hospital_hang_up(&clerk.line);
    assert_int_equal(server_stop(&server, SIGTERM), 0);
    assert_true(server_start(&other, false, 0));
    citizen.line = (struct hospital){.port = other.port, .socket = -1};
    assert_int_equal(citizen_sign_in(&citizen, child_no, "010027"), 501);
    HAS(citizen.text, "IDENTITY_SERVICE_MISSING");
    CALL(501, citizen, "GET", "/api/v1/me/wallet", "", "");
    CALL(404, citizen, "GET", "/api/v1/dev/people", "", "");
    CALL(200, citizen, "POST", "/api/v1/eligibility-checks", "",
         "{\"id\":1,\"kind\":\"bind\",\"at\":\"2025-08-10T10:00\",\"relation\":\"parent\","
         "\"payer\":{"
         "\"area\":\"410100\"},\"user\":{\"area\":\"410300\"}}");
    hospital_hang_up(&citizen.line);
    assert_int_equal(server_stop(&other, SIGTERM), 0);
    assert_true(server_start(&server, true, 0));
}

static int start(void **state)
{
    (void)state;
    if (!server_open(&server, &world, 40))
        return -1;
    struct citizen mother = {.token = ""};
    citizen_enter(&mother, server.port, "钱桂英", mother_no);
    hospital_hang_up(&mother.line);
    citizen_enter(&child, server.port, "王小芳", child_no);
    citizen_enter(&father, server.port, "王建国", father_no);
    citizen_enter_desk(&clerk, server.port, "clerk-410000");
    return 0;
}

static int stop(void **state)
{
    (void)state;
    return server_close(&server, &world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gongji_rest__signs_in_by_number_and_pin_alone),
        cmocka_unit_test(test_gongji_rest__masks_names_and_numbers),
        cmocka_unit_test(test_gongji_rest__makes_wrong_pins_wait),
        cmocka_unit_test(test_gongji_rest__prechecks_with_every_failing_rule),
        cmocka_unit_test(test_gongji_rest__binds_confirms_and_ends),
        cmocka_unit_test(test_gongji_rest__finds_a_relative_by_document_and_name),
        cmocka_unit_test(test_gongji_rest__lets_an_agency_act_in_its_own_area),
        cmocka_unit_test(test_gongji_rest__sends_and_accepts),
        cmocka_unit_test(test_gongji_rest__pages_with_cursors_that_stay),
        cmocka_unit_test(test_gongji_rest__leaves_a_book_that_proves),
        cmocka_unit_test(test_gongji_rest__needs_an_identity_service_without_the_sandbox),
    };
    return cmocka_run_group_tests_name("gongji/rest", tests, start, stop);
}
