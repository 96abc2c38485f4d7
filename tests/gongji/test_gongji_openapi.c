/* The OpenAPI document against the running server, both ways: every operation in it answers, nothing
   else does, and every answer is as its schema says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "citizen.h"
#include "rest/inside.h"
#include "schema.h"
#include "server.h"

static struct gj_world world;
static struct server server;
static struct schema schema;
static struct citizen nobody, child, father, clerk, operator_;
static char child_no[64], father_no[64], mother_no[64];
static int checked;

/* ---- operations ---- */

static const char *lower(const char *method)
{
    static char out[8];
    snprintf(out, sizeof out, "%s", method);
    for (char *at = out; *at; at++)
        *at = (char)(*at | 0x20);
    return out;
}

/* "/a/{b}/c" and "/a/7/c" */
static bool fits(const char *template, const char *path)
{
    while (*template && *path && *path != '?') {
        if (*template == '{') {
            template = strchr(template, '}') + 1;
            path += strcspn(path, "/?");
        } else if (*template ++ != *path++) {
            return false;
        }
    }
    return *template == '\0' && (*path == '\0' || *path == '?');
}

static struct json_object *operation_of(const char *method, const char *path)
{
    json_object_object_foreach(schema_member(schema.document, "paths"), template, item)
    {
        struct json_object *operation = schema_member(item, lower(method));
        if (operation != NULL && fits(template, path))
            return operation;
    }
    return NULL;
}

/* The schema of an operation's answer with this status, or of a refusal. */
static struct json_object *answer_of(struct json_object *operation, int status, const char *type)
{
    char number[16];
    struct json_object *responses = schema_member(operation, "responses");
    snprintf(number, sizeof number, "%d", status);
    struct json_object *response = schema_member(responses, number);
    if (response == NULL)
        response = schema_member(responses, "default");
    return schema_member(schema_member(schema_member(response, "content"), type), "schema");
}

/* Holds an answer against the document. */
static void check(const struct citizen *citizen, const char *method, const char *path, int status)
{
    struct json_object *operation = operation_of(method, path);
    bool good = status < 400;
    if (operation == NULL)
        fail_msg("%s %s is not in the document", method, path);
    struct json_object *rules =
        answer_of(operation, status, good ? "application/json" : "application/problem+json");
    if (status == 204 || status == 304) {
        assert_string_equal(citizen->text, "");
        return;
    }
    if (good && schema_member(schema_member(operation, "responses"), "default") == rules)
        fail_msg("%s %s: %d is not in the document", method, path, status);
    assert_non_null(rules);
    struct json_object *answer = schema_parse(citizen->text);
    schema.fault[0] = '\0';
    if (!schema_check(&schema, rules, answer, ""))
        fail_msg("%s %s: %d: %s in %.600s", method, path, status, schema.fault, citizen->text);
    json_object_put(answer);
    checked++;
}

static void call(int wanted, struct citizen *citizen, const char *method, const char *path,
                 const char *headers, const char *body)
{
    int status = citizen_call(citizen, method, path, headers, body);
    if (status != wanted)
        fail_msg("%s %s: %d, not %d: %.600s", method, path, status, wanted, citizen->text);
    check(citizen, method, path, status);
}

static void act(int wanted, struct citizen *citizen, const char *path, const char *body)
{
    static int number;
    char header[64];
    snprintf(header, sizeof header, "Idempotency-Key: openapi-%d\r\n", ++number);
    call(wanted, citizen, "POST", path, header, body);
}

/* ---- the document itself ---- */

static void test_gongji_openapi__has_every_route_and_no_other(void **state)
{
    (void)state;
    int operations = 0;
    assert_string_equal(json_object_get_string(schema_member(schema.document, "openapi")), "3.1.0");
    for (int i = 0; i < GJ_REST_ROUTES; i++) {
        char whole[128];
        snprintf(whole, sizeof whole, "%s%s", GJ_REST_PREFIX, gj_rest_paths[i].path);
        struct json_object *item = schema_member(schema_member(schema.document, "paths"), whole);
        struct json_object *operation = schema_member(item, lower(gj_rest_paths[i].method));
        assert_non_null(operation);
        assert_string_equal(json_object_get_string(schema_member(operation, "operationId")),
                            gj_rest_paths[i].name);
    }
    json_object_object_foreach(schema_member(schema.document, "paths"), template, item)
    {
        (void)template;
        operations += json_object_object_length(item);
    }
    assert_int_equal(operations, GJ_REST_ROUTES);
}

/* Every reference leads somewhere, and every schema is led to. */
static void count_references(struct json_object *value, const char *name, int *count)
{
    if (json_object_is_type(value, json_type_array))
        for (size_t i = 0; i < json_object_array_length(value); i++)
            count_references(json_object_array_get_idx(value, i), name, count);
    if (!json_object_is_type(value, json_type_object))
        return;
    json_object_object_foreach(value, key, one)
    {
        if (strcmp(key, "$ref") == 0) {
            const char *reference = json_object_get_string(one);
            assert_non_null(schema_find(&schema, reference));
            *count += strcmp(strrchr(reference, '/') + 1, name) == 0;
        }
        count_references(one, name, count);
    }
}

static void test_gongji_openapi__refers_to_every_schema(void **state)
{
    (void)state;
    struct json_object *all =
        schema_member(schema_member(schema.document, "components"), "schemas");
    json_object_object_foreach(all, name, unread)
    {
        int count = 0;
        (void)unread;
        count_references(schema.document, name, &count);
        if (count == 0)
            fail_msg("nothing refers to %s", name);
    }
}

/* ---- every operation answers ---- */

static const char *sample(const char *name)
{
    static const struct {
        const char *name, *value;
    } samples[] = {
        {"binding", "bnd_410100_1"},
        {"transfer", "trf_410100_1"},
        {"visit", "vst_410100_1"},
        {"settlement", "stl_410100_1"},
        {"charge", "1"},
        {"area", "410100"},
        {"kind", "contribution"},
        {"work", "wrk_410100_1"},
        {"key", "outpatient.ratio"},
        {"source", "GBF-2021-14"},
    };
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++)
        if (strcmp(samples[i].name, name) == 0)
            return samples[i].value;
    fail_msg("no sample of {%s}: add one", name);
    return "";
}

static void fill(const char *template, char out[200])
{
    struct gj_writer writer = gj_writer(out, 200);
    while (*template) {
        size_t plain = strcspn(template, "{");
        gj_put(&writer, (struct gj_slice){template, plain});
        template += plain;
        if (*template != '{')
            break;
        char name[32];
        size_t length = strcspn(template, "}");
        snprintf(name, sizeof name, "%.*s", (int)length - 1, template + 1);
        gj_put_text(&writer, sample(name));
        template += length + 1;
    }
}

/* Whoever calls, each operation is known, and each other method of its path is not. */
static void test_gongji_openapi__is_served_and_nothing_beside_it(void **state)
{
    (void)state;
    static const char *const methods[] = {"GET", "POST", "PUT", "PATCH", "DELETE"};
    json_object_object_foreach(schema_member(schema.document, "paths"), template, item)
    {
        char path[200];
        fill(template, path);
        for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
            bool said = schema_member(item, lower(methods[i])) != NULL;
            bool ends_session = strcmp(path, "/api/v1/sessions/current") == 0 && said;
            if (ends_session)
                continue;
            int status = citizen_call(&nobody, methods[i], path, "", "");
            bool known = strstr(nobody.text, "PATH_UNKNOWN") == NULL && status != 405;
            if (status <= 0 || status >= 500 || known != said)
                fail_msg("%s %s: %d: %.300s", methods[i], path, status, nobody.text);
            if (said)
                check(&nobody, methods[i], path, status);
        }
    }
    call(401, &nobody, "DELETE", "/api/v1/sessions/current", "", "");
}

/* ---- every answer is as its schema says ---- */

static void text_of(char out[400], const char *format, ...) __attribute__((format(printf, 2, 3)));
static void text_of(char out[400], const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(out, 400, format, arguments);
    va_end(arguments);
}

static void test_gongji_openapi__describes_what_families_are_answered(void **state)
{
    (void)state;
    char body[400], path[400], id[64];
    text_of(body, "{\"relative\":{\"person\":\"%s\"},\"relation\":\"parent\",\"promise\":true}",
            mother_no);
    call(200, &child, "GET", "/api/v1/me", "", "");
    call(200, &child, "POST", "/api/v1/binding-prechecks", "", body);
    act(201, &child, "/api/v1/me/bindings", body);
    hospital_field(child.text, "id", id);
    text_of(path, "/api/v1/me/bindings/%s", id);
    call(200, &child, "GET", path, "", "");
    call(304, &child, "GET", path, "If-None-Match: \"1\"\r\n", "");
    call(412, &child, "DELETE", path, "If-Match: \"9\"\r\n", "");
    call(428, &child, "DELETE", path, "", "");
    call(200, &child, "DELETE", path, "If-Match: \"1\"\r\n", "");
    call(200, &child, "GET", "/api/v1/me/bindings?limit=1", "", "");
    act(201, &father, "/api/v1/me/wallet", "{}");
    call(200, &father, "GET", "/api/v1/me/wallet", "", "");
    text_of(body, "{\"receiver\":{\"person\":\"%s\"},\"relation\":\"parent\",\"amount\":\"5\"}",
            father_no);
    act(201, &child, "/api/v1/me/transfers", body);
    hospital_field(child.text, "id", id);
    text_of(path, "/api/v1/me/transfers/%s", id);
    call(200, &father, "GET", path, "", "");
    text_of(path, "/api/v1/me/transfers/%s/returns", id);
    act(409, &child, path, "");
    text_of(path, "/api/v1/me/transfers/%s/acceptances", id);
    act(200, &father, path, "");
    call(200, &child, "GET", "/api/v1/me/transfers", "", "");
    call(200, &father, "GET", "/api/v1/me/wallet/entries", "", "");
    call(200, &child, "GET", "/api/v1/me/accounts", "", "");
    call(200, &child, "GET", "/api/v1/me/accounts/410300/entries?limit=5", "", "");
    call(200, &child, "GET", "/api/v1/me/premium-payments", "", "");
    call(400, &child, "POST", "/api/v1/me/transfers", "", body);
    call(400, &child, "GET", "/api/v1/me/transfers?limit=x", "", "");
}

/* Somebody whose bills were settled in the demo's year. */
static void test_gongji_openapi__describes_settlements(void **state)
{
    (void)state;
    struct citizen patient = {.line = {.port = server.port, .socket = -1}};
    struct json_object *people, *items;
    int settled = 0;
    call(200, &nobody, "GET", "/api/v1/dev/people?limit=60", "", "");
    people = schema_parse(nobody.text);
    items = schema_member(people, "items");
    for (size_t i = 0; i < json_object_array_length(items) && settled < 3; i++) {
        struct json_object *one = json_object_array_get_idx(items, i);
        const char *number = json_object_get_string(schema_member(one, "psn_no"));
        const char *document = json_object_get_string(schema_member(one, "document"));
        char path[400], id[64];
        assert_int_equal(citizen_sign_in(&patient, number, document + strlen(document) - 6), 201);
        call(200, &patient, "GET", "/api/v1/me/settlements", "", "");
        hospital_field(patient.text, "id", id);
        if (strncmp(id, "stl_", 4) != 0)
            continue;
        settled++;
        text_of(path, "/api/v1/me/settlements/%s", id);
        call(200, &patient, "GET", path, "", "");
    }
    json_object_put(people);
    hospital_hang_up(&patient.line);
    assert_int_equal(settled, 3);
}

static void describe_policy(void)
{
    static const char *const good[] = {
        "",
        "/areas?within=410000&name=%E9%83%91",
        "/areas/410100",
        "/areas/410100/rules?at=2025-04-21&limit=200",
        "/areas/980100/rules",
        "/areas/410100/unknowns?at=2025-04-21",
        "/areas/410100/changes?from=2021-01-01&to=2025-04-21&limit=200",
        "/areas/410100/histories/wallet.open",
        "/areas/310000/histories/aid.uses",
        "/keys?limit=200",
        "/sources?limit=200",
        "/sources/GBF-2021-14",
        "/contradictions?limit=200",
        "/contradictions?area=410100&key=aid.relations",
        "/relations?limit=200",
        "/reasons?limit=200",
    };
    static const struct {
        int status;
        const char *path;
    } bad[] = {
        {404, "/areas/999999/rules"},
        {404, "/areas/410100/rules?key=outpatience"},
        {400, "/areas/410100/rules?at=2025-02-30"},
        {400, "/areas/410100/changes?from=2025-02-01"},
        {400, "/areas/410100/changes?from=2025-02-01&to=2025-01-31"},
        {404, "/areas/410100/histories/outpatient"},
        {404, "/sources/GBF"},
        {400, "/reasons?after=1-1-1"},
    };
    char path[400];
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        text_of(path, "/api/v1/policy%s", good[i]);
        call(200, &nobody, "GET", path, "", "");
        assert_non_null(strstr(nobody.head, "\r\nCache-Control: public, max-age=300\r\n"));
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        text_of(path, "/api/v1/policy%s", bad[i].path);
        call(bad[i].status, &nobody, "GET", path, "", "");
        assert_non_null(strstr(nobody.head, "\r\nCache-Control: no-store\r\n"));
    }
}

static void test_gongji_openapi__describes_what_agencies_and_anybody_are_answered(void **state)
{
    (void)state;
    char body[400], path[400], id[64];
    text_of(body,
            "{\"payer\":{\"person\":\"%s\"},\"relative\":{\"person\":\"%s\"},\"relation\":"
            "\"parent\",\"proven\":true}",
            child_no, mother_no);
    call(200, &clerk, "POST", "/api/v1/agency/binding-prechecks", "", body);
    act(201, &clerk, "/api/v1/agency/bindings", body);
    hospital_field(clerk.text, "id", id);
    text_of(path, "/api/v1/agency/bindings/%s", id);
    call(200, &clerk, "GET", path, "", "");
    call(200, &clerk, "DELETE", path, "If-Match: *\r\n", "");
    text_of(body, "{\"person\":\"%s\"}", mother_no);
    act(201, &clerk, "/api/v1/agency/wallets", body);
    act(403, &operator_, "/api/v1/agency/wallets", body);
    text_of(body,
            "{\"person\":\"%s\",\"area\":\"410100\",\"amount\":\"12.34\",\"month\":\"2025-10\"}",
            mother_no);
    act(201, &clerk, "/api/v1/agency/credits", body);
    act(409, &clerk, "/api/v1/agency/credits", body);
    text_of(body, "{\"person\":\"%s\",\"area\":\"410100\",\"frozen\":true}", mother_no);
    act(200, &clerk, "/api/v1/agency/freezes", body);
    text_of(body, "{\"person\":\"%s\",\"area\":\"410100\"}", mother_no);
    act(422, &clerk, "/api/v1/agency/account-closings", body);
    text_of(body, "{\"person\":\"%s\",\"area\":\"410100\",\"frozen\":false}", mother_no);
    act(200, &clerk, "/api/v1/agency/freezes", body);
    text_of(body, "{\"person\":\"%s\",\"until\":\"2026-01-01\"}", mother_no);
    act(200, &clerk, "/api/v1/agency/suspensions", body);
    text_of(body, "{\"person\":\"%s\"}", mother_no);
    act(200, &clerk, "/api/v1/agency/suspensions", body);
    act(201, &clerk, "/api/v1/agency/people",
        "{\"name\":\"周一一\",\"document_type\":\"03\",\"document\":\"E0000001\",\"birth_day\":"
        "\"1990-01-01\",\"enrolment\":{\"area\":\"410100\",\"scheme\":\"employee\",\"from\":"
        "\"2025-01-01\"}}");
    hospital_field(clerk.text, "id", id);
    text_of(body,
            "{\"person\":\"%s\",\"enrolment\":{\"area\":\"410300\",\"scheme\":\"employee\","
            "\"from\":\"2025-09-01\"}}",
            id);
    act(200, &clerk, "/api/v1/agency/moves", body);
    act(409, &clerk, "/api/v1/agency/moves", body);
    act(409, &clerk, "/api/v1/agency/enrolments", body);
    act(201, &clerk, "/api/v1/agency/institutions",
        "{\"code\":\"H41030000077\",\"name\":\"示例医院\",\"area\":\"410300\",\"level\":\"2\"}");
    act(400, &clerk, "/api/v1/agency/institutions",
        "{\"code\":\"X41030000077\",\"name\":\"示例医院\",\"area\":\"410300\"}");
    act(404, &clerk, "/api/v1/agency/work-items/wrk_410100_1/resolutions", "{\"to\":\"person\"}");
    act(400, &clerk, "/api/v1/agency/work-items/wrk_410100_1/resolutions", "{\"to\":\"bank\"}");
    call(200, &clerk, "GET", "/api/v1/agency/work-items", "", "");
    call(200, &operator_, "GET", "/api/v1/me", "", "");
    call(200, &nobody, "GET", "/api/v1/policy/areas?limit=200", "", "");
    describe_policy();
    call(200, &nobody, "POST", "/api/v1/calculations/premium", "",
         "{\"id\":1,\"area\":\"410100\",\"year\":2026}");
    call(400, &nobody, "POST", "/api/v1/calculations/premium", "",
         "{\"calc\":\"credit\",\"area\":\"410100\",\"year\":2026}");
    call(400, &nobody, "POST", "/api/v1/calculations/premium", "", "{\"area\":7}");
    call(404, &nobody, "POST", "/api/v1/calculations/nothing", "", "{}");
    call(400, &nobody, "POST", "/api/v1/eligibility-checks", "", "{\"kind\":\"pai\"}");
    call(200, &nobody, "GET", "/api/v1/dev/clock", "", "");
    assert_true(checked > 100);
}

/* ---- set up ---- */

static bool read_document(void)
{
    static char whole[1 << 20];
    size_t length = 0;
    const char *request =
        "GET /api/openapi.json HTTP/1.1\r\nHost: gongji\r\nConnection: close\r\n\r\n";
    struct hospital line = {.port = server.port, .socket = -1};
    if (!hospital_dial(&line) || !hospital_write(&line, request, strlen(request)))
        return false;
    for (ssize_t got = 1; got > 0 && length + 1 < sizeof whole; length += (size_t)got) {
        got = recv(line.socket, whole + length, sizeof whole - 1 - length, 0);
        if (got < 0)
            return false;
    }
    hospital_hang_up(&line);
    const char *body = strstr(whole, "\r\n\r\n");
    schema.document = body ? schema_parse(body + 4) : NULL;
    return schema.document != NULL;
}

static int start(void **state)
{
    (void)state;
    if (!server_open(&server, &world, 60) || !read_document())
        return -1;
    citizen_enter(&child, server.port, "王小芳", child_no);
    citizen_enter(&father, server.port, "王建国", father_no);
    citizen_enter(&nobody, server.port, "钱桂英", mother_no);
    nobody.token[0] = '\0';
    citizen_enter_desk(&clerk, server.port, "clerk-410000");
    citizen_enter_desk(&operator_, server.port, "operator");
    return 0;
}

static int stop(void **state)
{
    (void)state;
    struct citizen *all[] = {&nobody, &child, &father, &clerk, &operator_};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        hospital_hang_up(&all[i]->line);
    json_object_put(schema.document);
    return server_close(&server, &world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gongji_openapi__has_every_route_and_no_other),
        cmocka_unit_test(test_gongji_openapi__refers_to_every_schema),
        cmocka_unit_test(test_gongji_openapi__is_served_and_nothing_beside_it),
        cmocka_unit_test(test_gongji_openapi__describes_what_families_are_answered),
        cmocka_unit_test(test_gongji_openapi__describes_settlements),
        cmocka_unit_test(test_gongji_openapi__describes_what_agencies_and_anybody_are_answered),
    };
    return cmocka_run_group_tests_name("gongji/openapi", tests, start, stop);
}
