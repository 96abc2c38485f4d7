/* An agency's desk over loopback: a new person is registered and can sign in, is enrolled elsewhere,
   moves with his balance; a new hospital is registered and treats him. What is wrong is refused with
   its place, and nobody registers in another agency's area. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sqlite3.h>

#include "base/idnumber.h"
#include "citizen.h"
#include "rest/rest.h"
#include "says.h"
#include "seal/seal.h"
#include "server.h"

static struct gj_world world;
static struct server server;
static struct citizen clerk, elsewhere, person;
static char text[HOSPITAL_TEXT], message[HOSPITAL_TEXT];

/* An invented identity card: birth day 1 January, of a place that is no area of the packs. */
static const char *card(int year, int order, char out[GJ_IDNUMBER_LENGTH + 1])
{
    snprintf(out, GJ_IDNUMBER_LENGTH + 1, "999900%04d0101%03d", year, order);
    out[17] = gj_idnumber_check(out);
    out[18] = '\0';
    return out;
}

static const char *registration(const char *document, const char *area, char out[600])
{
    snprintf(out, 600,
             "{\"name\":\"周一一\",\"document\":\"%s\",\"phone\":\"13900000000\",\"enrolment\":"
             "{\"area\":\"%s\",\"scheme\":\"employee\",\"from\":\"2025-01-01\"}}",
             document, area);
    return out;
}

static void register_person(const char *document, const char *area, char number[64])
{
    char body[600];
    citizen_post(201, &clerk, "/api/v1/agency/people", registration(document, area, body));
    hospital_field(clerk.text, "id", number);
}

static void credit(const char *number, const char *area, const char *amount)
{
    char body[300];
    snprintf(body, sizeof body, "{\"person\":\"%s\",\"area\":\"%s\",\"amount\":\"%s\"}", number,
             area, amount);
    citizen_post(201, &clerk, "/api/v1/agency/credits", body);
}

static void test_gongji_register__a_new_person_can_sign_in(void **state)
{
    (void)state;
    char document[GJ_IDNUMBER_LENGTH + 1], number[64];
    register_person(card(1990, 11, document), "410100", number);
    assert_memory_equal(number, "410100", 6);
    assert_null(strstr(clerk.text, document));
    assert_int_equal(citizen_sign_in(&person, number, document + 12), 201);
    assert_int_equal(citizen_call(&person, "GET", "/api/v1/me", "", ""), 200);
    HAS(person.text, "\"name\":\"周**\"");
    HAS(person.text, "\"document\":\"999***********");
    assert_int_equal(citizen_call(&person, "GET", "/api/v1/me/accounts", "", ""), 200);
    HAS(person.text, "{\"items\":[{\"area\":\"410100\",\"state\":\"open\"");
}

static void test_gongji_register__a_document_is_registered_once(void **state)
{
    (void)state;
    char document[GJ_IDNUMBER_LENGTH + 1], number[64], body[600], first[HOSPITAL_TEXT];
    register_person(card(1990, 12, document), "410100", number);
    citizen_post(409, &clerk, "/api/v1/agency/people", registration(document, "410300", body));
    HAS(clerk.text, "\"code\":\"PERSON_EXISTS\"");
    /* and a repeated request is the same one */
    registration(card(1990, 13, document), "410100", body);
    assert_int_equal(citizen_act(&clerk, "POST", "/api/v1/agency/people", "twice", body), 201);
    memcpy(first, clerk.text, sizeof first);
    assert_int_equal(citizen_act(&clerk, "POST", "/api/v1/agency/people", "twice", body), 201);
    assert_string_equal(first, clerk.text);
    assert_non_null(strstr(clerk.head, "Idempotency-Replayed: true"));
    registration(document, "410300", body); /* the enrolment is a part of what is asked */
    assert_int_equal(citizen_act(&clerk, "POST", "/api/v1/agency/people", "twice", body), 422);
    HAS(clerk.text, "\"code\":\"MESSAGE_REUSED\"");
}

static struct gj_slice no_query(const void *of, const char *name)
{
    (void)of, (void)name;
    return (struct gj_slice){0};
}

static void put_bytes(void *to, struct gj_slice bytes)
{
    gj_put(to, bytes);
}

/* What a clerk's registration says, in the bytes that are digested. */
static void canonical_of(const char *body, struct gj_writer *writer)
{
    struct gj_rest *rest = gj_rest_new();
    const struct gj_rest_request request = {.method = GJ_SLICE("POST"),
                                            .path = GJ_SLICE("/api/v1/agency/people"),
                                            .content_type = GJ_SLICE("application/json"),
                                            .once_key = GJ_SLICE("any"),
                                            .body = gj_slice(body),
                                            .query = no_query};
    const struct gj_rest_caller caller = {
        .known = true, .sandbox = true, .actor = {.role = GJ_ROLE_CLERK, .area = 410000}};
    struct gj_command command = {0};
    assert_int_equal(
        gj_rest_decode(rest, &request, &caller, &command, (struct gj_rest_sink){put_bytes, writer}),
        GJ_REST_COMMAND);
    assert_false(writer->full);
    gj_rest_free(rest);
}

static int64_t records_with(const uint8_t digest[GJ_SM3_SIZE])
{
    sqlite3 *db = NULL;
    sqlite3_stmt *count = NULL;
    assert_int_equal(sqlite3_open_v2(server.db, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(
        sqlite3_prepare_v2(db, "SELECT count(*) FROM record WHERE digest = ?", -1, &count, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_bind_blob(count, 1, digest, GJ_SM3_SIZE, SQLITE_STATIC), SQLITE_OK);
    assert_int_equal(sqlite3_step(count), SQLITE_ROW);
    const int64_t found = sqlite3_column_int64(count, 0);
    sqlite3_finalize(count);
    sqlite3_close(db);
    return found;
}

/* Whoever has the store without its key file guesses a name and a document, and looks whether what
   they would have been registered with was. With the key the same look finds it. */
static void test_gongji_register__a_guess_cannot_be_held_against_the_store(void **state)
{
    (void)state;
    char document[GJ_IDNUMBER_LENGTH + 1], number[64], body[600], bytes[2000], key_path[128];
    uint8_t digest[GJ_SM3_SIZE];
    struct gj_writer canonical = gj_writer(bytes, sizeof bytes);
    struct gj_keys *keys;
    struct gj_why why;
    register_person(card(1990, 19, document), "410100", number);
    canonical_of(registration(document, "410100", body), &canonical);
    gj_sm3_once(canonical.bytes, canonical.length, digest);
    assert_int_equal(records_with(digest), 0);
    snprintf(key_path, sizeof key_path, "%s.key", server.db);
    assert_int_equal(gj_keys_read(key_path, &keys, &why), GJ_DONE);
    struct gj_digest *keyed = gj_digest_new(keys);
    gj_digest_add(keyed, canonical.bytes, canonical.length);
    gj_digest_end(keyed, digest);
    assert_int_equal(records_with(digest), 1);
    gj_digest_free(keyed);
    gj_keys_free(keys);
}

static void test_gongji_register__what_is_wrong_is_refused_with_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *body, *pointer;
    } wrong[] = {
        {"{\"name\":\"周\",\"document\":\"999900199001010111\",\"enrolment\":{\"area\":\"410100\","
         "\"scheme\":\"employee\",\"from\":\"2025-01-01\"}}",
         "\"pointer\":\"/document\""},
        {"{\"name\":\"周\",\"document_type\":\"03\",\"document\":\"E1\",\"enrolment\":{\"area\":"
         "\"410100\",\"scheme\":\"employee\",\"from\":\"2025-01-01\"}}",
         "\"pointer\":\"/birth_day\""},
        {"{\"name\":\"周\",\"document_type\":\"x\",\"document\":\"E1\",\"birth_day\":\"1990-01-"
         "01\","
         "\"enrolment\":{\"area\":\"410100\",\"scheme\":\"employee\",\"from\":\"2025-01-01\"}}",
         "\"pointer\":\"/document_type\""},
        {"{\"name\":\"周\",\"document_type\":\"03\",\"document\":\"E1\",\"birth_day\":"
         "\"1990-01-01\",\"enrolment\":{\"area\":\"410100\",\"scheme\":\"none\",\"from\":"
         "\"2025-01-01\"}}",
         "\"pointer\":\"/enrolment/scheme\""},
        {"{\"name\":\"周\",\"document_type\":\"03\",\"document\":\"E1\",\"birth_day\":"
         "\"1990-01-01\",\"enrolment\":{\"area\":\"410100\",\"scheme\":\"employee\"}}",
         "\"pointer\":\"/enrolment/from\""},
        {"{\"name\":\"周\",\"document_type\":\"03\",\"document\":\"E1\",\"birth_day\":"
         "\"1990-01-01\"}",
         "\"pointer\":\"/enrolment\""},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        citizen_post(400, &clerk, "/api/v1/agency/people", wrong[i].body);
        HAS(clerk.text, wrong[i].pointer);
    }
}

static void test_gongji_register__an_agency_keeps_to_its_area(void **state)
{
    (void)state;
    char document[GJ_IDNUMBER_LENGTH + 1], number[64], body[600];
    citizen_post(403, &elsewhere, "/api/v1/agency/people",
                 registration(card(1990, 14, document), "410100", body));
    HAS(elsewhere.text, "\"code\":\"PERMISSION_DENIED\"");
    citizen_post(201, &elsewhere, "/api/v1/agency/people", registration(document, "320500", body));
    hospital_field(elsewhere.text, "id", number);
    citizen_post(403, &elsewhere, "/api/v1/agency/institutions",
                 "{\"code\":\"H41010000099\",\"name\":\"示例医院\",\"area\":\"410100\"}");
    assert_int_equal(citizen_sign_in(&person, number, document + 12), 201);
    citizen_post(403, &person, "/api/v1/agency/people",
                 registration(card(1990, 15, document), "320500", body));
}

static void test_gongji_register__an_enrolment_is_made_and_changed(void **state)
{
    (void)state;
    char document[GJ_IDNUMBER_LENGTH + 1], number[64], body[600];
    register_person(card(1958, 16, document), "410100", number);
    snprintf(body, sizeof body,
             "{\"person\":\"%s\",\"enrolment\":{\"area\":\"410100\",\"scheme\":\"employee\","
             "\"working\":\"retired\",\"from\":\"2025-01-01\"}}",
             number);
    citizen_post(201, &clerk, "/api/v1/agency/enrolments", body);
    citizen_post(409, &clerk, "/api/v1/agency/enrolments", body);
    HAS(clerk.text, "\"code\":\"ENROLMENT_EXISTS\"");
    snprintf(body, sizeof body,
             "{\"person\":\"41010000000000000009999999\",\"enrolment\":{\"area\":\"410100\","
             "\"scheme\":\"employee\",\"from\":\"2025-01-01\"}}");
    citizen_post(404, &clerk, "/api/v1/agency/enrolments", body);
    HAS(clerk.text, "\"code\":\"PERSON_UNKNOWN\"");
}

static void test_gongji_register__a_move_takes_the_balance_along_across_provinces(void **state)
{
    (void)state;
    char document[GJ_IDNUMBER_LENGTH + 1], number[64], body[600];
    register_person(card(1990, 17, document), "410100", number);
    credit(number, "410100", "321.00");
    snprintf(body, sizeof body,
             "{\"person\":\"%s\",\"enrolment\":{\"area\":\"320500\",\"scheme\":\"employee\","
             "\"from\":\"2025-09-01\"}}",
             number);
    /* the new area's agency takes him in */
    citizen_post(403, &clerk, "/api/v1/agency/moves", body);
    citizen_post(200, &elsewhere, "/api/v1/agency/moves", body);
    HAS(elsewhere.text, "\"code\":\"OK_TRANSFER\"");
    assert_int_equal(citizen_sign_in(&person, number, document + 12), 201);
    assert_int_equal(citizen_call(&person, "GET", "/api/v1/me/accounts", "", ""), 200);
    HAS(person.text, "{\"area\":\"410100\",\"state\":\"closed\"");
    const char *new_one = strstr(person.text, "{\"area\":\"320500\",\"state\":\"open\"");
    assert_non_null(new_one);
    assert_non_null(strstr(new_one, "\"balance\":\"321.00\""));
    citizen_post(409, &elsewhere, "/api/v1/agency/moves", body);
    HAS(elsewhere.text, "\"code\":\"ENROLMENT_EXISTS\"");
}

static void test_gongji_register__a_new_hospital_treats_him(void **state)
{
    (void)state;
    char document[GJ_IDNUMBER_LENGTH + 1], number[64];
    struct hospital hospital = {
        .port = server.port, .socket = -1, .code = "H41010000088", .area = 410100};
    struct patient patient = {.area = 410100, .insutype = "310"};
    register_person(card(1990, 18, document), "410100", number);
    snprintf(patient.psn_no, sizeof patient.psn_no, "%.31s", number);
    hospital_2201(&hospital, &patient, "N1", "N1", message);
    assert_int_equal(hospital_call(&hospital, "POST", "/his", message, text), 200);
    assert_non_null(strstr(text, "定点医药机构[H41010000088]未登记"));
    citizen_post(
        201, &clerk, "/api/v1/agency/institutions",
        "{\"code\":\"H41010000088\",\"name\":\"示例社区医院\",\"area\":\"410100\",\"level\":"
        "\"community\"}");
    HAS(clerk.text, "{\"id\":\"H41010000088\",");
    assert_int_equal(hospital_call(&hospital, "POST", "/his", message, text), 200);
    if (!strstr(text, "\"infcode\":0"))
        fail_msg("%.600s", text);
    /* what is known of it is replaced under the same code */
    citizen_post(
        201, &clerk, "/api/v1/agency/institutions",
        "{\"code\":\"H41010000088\",\"name\":\"示例社区医院\",\"area\":\"410100\",\"level\":"
        "\"community\",\"takes_wallet\":true}");
    citizen_post(
        404, &clerk, "/api/v1/agency/institutions",
        "{\"code\":\"H41990000088\",\"name\":\"示例医院\",\"area\":\"419999\",\"level\":\"2\"}");
    HAS(clerk.text, "\"code\":\"AREA_UNKNOWN\"");
    citizen_post(400, &clerk, "/api/v1/agency/institutions",
                 "{\"code\":\"H41010000089\",\"name\":\"示例医院\",\"area\":\"410100\",\"level\":"
                 "\"pharmacy\"}");
    hospital_hang_up(&hospital);
}

static void test_gongji_register__leaves_a_book_that_proves(void **state)
{
    (void)state;
    server_proves(server.db);
}

static int start(void **state)
{
    (void)state;
    if (!server_open(&server, &world, 12))
        return -1;
    citizen_enter_desk(&clerk, server.port, "clerk-410000");
    citizen_enter_desk(&elsewhere, server.port, "clerk-320500");
    person.line = (struct hospital){.port = server.port, .socket = -1};
    return 0;
}

static int stop(void **state)
{
    (void)state;
    hospital_hang_up(&clerk.line);
    hospital_hang_up(&elsewhere.line);
    hospital_hang_up(&person.line);
    return server_close(&server, &world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gongji_register__a_new_person_can_sign_in),
        cmocka_unit_test(test_gongji_register__a_document_is_registered_once),
        cmocka_unit_test(test_gongji_register__a_guess_cannot_be_held_against_the_store),
        cmocka_unit_test(test_gongji_register__what_is_wrong_is_refused_with_its_place),
        cmocka_unit_test(test_gongji_register__an_agency_keeps_to_its_area),
        cmocka_unit_test(test_gongji_register__an_enrolment_is_made_and_changed),
        cmocka_unit_test(test_gongji_register__a_move_takes_the_balance_along_across_provinces),
        cmocka_unit_test(test_gongji_register__a_new_hospital_treats_him),
        cmocka_unit_test(test_gongji_register__leaves_a_book_that_proves),
    };
    return cmocka_run_group_tests_name("gongji/register", tests, start, stop);
}
