/* Requests at the door: routes, methods, headers, callers, and what is wrong with a body. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "desk.h"

static struct desk desk;

static int open_desk(void **state)
{
    (void)state;
    desk_open(&desk);
    return 0;
}

static int close_desk(void **state)
{
    (void)state;
    desk_close(&desk);
    return 0;
}

static void assert_has(const char *part)
{
    if (!strstr(desk_text(&desk), part))
        fail_msg("no %s in %s", part, desk_text(&desk));
}

static void test_rest_decode__knows_its_paths_and_no_others(void **state)
{
    (void)state;
    assert_int_equal(desk_send(&desk, "POST", "/api/v1/eligibility-checks", "{}"),
                     GJ_REST_QUESTION);
    desk_refused(&desk, "POST", "/api/v1/eligibility-checks/", "{}", GJ_PATH_UNKNOWN);
    desk_refused(&desk, "POST", "/api/v1/eligibility-check", "{}", GJ_PATH_UNKNOWN);
    desk_refused(&desk, "POST", "/api/v1", "{}", GJ_PATH_UNKNOWN);
    desk_refused(&desk, "POST", "/api/v1/", "{}", GJ_PATH_UNKNOWN);
    desk_refused(&desk, "POST", "", "{}", GJ_PATH_UNKNOWN);
    desk_refused(&desk, "POST", "/eligibility-checks", "{}", GJ_PATH_UNKNOWN);
}

static void test_rest_decode__names_the_methods_of_a_path(void **state)
{
    (void)state;
    desk_refused(&desk, "DELETE", "/api/v1/eligibility-checks", "", GJ_METHOD_WRONG);
    assert_string_equal(desk.answer.allow, "POST");
    desk_refused(&desk, "DELETE", "/api/v1/dev/clock", "", GJ_METHOD_WRONG);
    assert_string_equal(desk.answer.allow, "GET, HEAD, PUT");
    assert_int_equal(desk_send(&desk, "HEAD", "/api/v1/dev/clock", ""), GJ_REST_READ);
}

static void test_rest_decode__hides_the_sandbox_without_one(void **state)
{
    (void)state;
    assert_int_equal(desk_send(&desk, "GET", "/api/v1/dev/people", ""), GJ_REST_READ);
    desk.caller.sandbox = false;
    desk_refused(&desk, "GET", "/api/v1/dev/people", "", GJ_PATH_UNKNOWN);
}

static void test_rest_decode__takes_and_gives_json_alone(void **state)
{
    (void)state;
    desk.request.content_type = GJ_SLICE("text/xml");
    desk_refused(&desk, "POST", "/api/v1/eligibility-checks", "{}", GJ_MEDIA_TYPE_WRONG);
    desk.request.content_type = GJ_SLICE("application/jsonp");
    desk_refused(&desk, "POST", "/api/v1/eligibility-checks", "{}", GJ_MEDIA_TYPE_WRONG);
    desk.request.content_type = GJ_SLICE("APPLICATION/JSON");
    assert_int_equal(desk_send(&desk, "POST", "/api/v1/eligibility-checks", "{}"),
                     GJ_REST_QUESTION);
    desk.request.accept = GJ_SLICE("text/html, image/png");
    desk_refused(&desk, "POST", "/api/v1/eligibility-checks", "{}", GJ_NOT_ACCEPTABLE);
    desk.request.accept = GJ_SLICE("text/html, */*;q=0.1");
    assert_int_equal(desk_send(&desk, "POST", "/api/v1/eligibility-checks", "{}"),
                     GJ_REST_QUESTION);
    desk.request.accept = GJ_SLICE("");
    assert_int_equal(desk_send(&desk, "POST", "/api/v1/eligibility-checks", "{}"),
                     GJ_REST_QUESTION);
}

static void test_rest_decode__speaks_the_language_asked_for(void **state)
{
    (void)state;
    desk_refused(&desk, "GET", "/api/v1/nothing", "", GJ_PATH_UNKNOWN);
    assert_has("\"title\":\"没有这个资源\"");
    desk.request.language = GJ_SLICE("en-GB,zh;q=0.5");
    desk_refused(&desk, "GET", "/api/v1/nothing", "", GJ_PATH_UNKNOWN);
    assert_has("\"title\":\"nothing is served under this path\"");
}

/* Random bytes and random cuts of good requests: every one is read or refused, none stops us. */
static void test_rest_decode__stands_hostile_bytes(void **state)
{
    (void)state;
    static const char *const methods[] = {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "X"};
    struct gj_random random = gj_random(20251125);
    int refused = 0;
    for (int i = 0; i < 20000; i++) {
        char path[64] = "/api/v1/", body[64] = "";
        size_t length = (size_t)gj_random_between(&random, 0, 40);
        for (size_t j = 0; j < length; j++) {
            path[8 + j] = (char)gj_random_between(&random, 1, 255);
            body[j] = (char)gj_random_between(&random, 1, 255);
        }
        path[8 + length] = body[length] = '\0';
        if (i % 3 == 0)
            memcpy(path + 8, "eligibility-checks", 19);
        if (desk_send(&desk, methods[i % 7], path, body) == GJ_REST_REFUSED) {
            free(desk.answer.bytes);
            gj_rest_answer_refusal(desk.rest, &desk.answer);
            assert_in_range(desk.answer.status, 400, 499);
            refused++;
        }
    }
    assert_in_range(refused, 15000, 20000);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_desk, close_desk)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_rest_decode__knows_its_paths_and_no_others),
        TEST(test_rest_decode__names_the_methods_of_a_path),
        TEST(test_rest_decode__hides_the_sandbox_without_one),
        TEST(test_rest_decode__takes_and_gives_json_alone),
        TEST(test_rest_decode__speaks_the_language_asked_for),
        TEST(test_rest_decode__stands_hostile_bytes),
    };
    return cmocka_run_group_tests_name("rest/decode", tests, NULL, NULL);
}
