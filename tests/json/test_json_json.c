#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "json/json.h"

static bool passes(struct gj_slice bytes)
{
    struct gj_json_scan scan;
    struct json_object *object = NULL;
    bool scanned = gj_json_scan(bytes, NULL, &scan) == GJ_DONE;
    struct gj_json_scan again;
    bool parsed = gj_json_parse(bytes, NULL, &again, &object) == GJ_DONE;
    json_object_put(object);
    assert_int_equal(scanned, parsed);
    assert_int_equal(scanned, again.fault[0] == '\0');
    return scanned;
}

#define PASSES(literal) passes(GJ_SLICE(literal))

static void test_json_json__accepts_what_the_grammar_has(void **state)
{
    (void)state;
    assert_true(PASSES("{}"));
    assert_true(
        PASSES(" [ 1 , -0.5e+10, \"a\\u00e9\\ud83d\\ude00\\n\\/\", true,false , null ] \r\n"));
    assert_true(PASSES("{\"a\":{\"a\":{\"a\":1}},\"b\":[{\"a\":1},{\"a\":2}]}"));
    assert_true(PASSES("0"));
    assert_true(PASSES("-12.50"));
    assert_true(PASSES("\"\xE4\xB8\xAD\xF0\x9F\x98\x80\""));
    assert_true(PASSES("[99999999999999999999999999, 1e999]"));
    assert_true(PASSES("{\"a\":1,\"A\":2}"));
}

static void test_json_json__refuses_what_json_c_lets_through(void **state)
{
    (void)state;
    assert_false(PASSES("{\"a\":1,\"a\":2}"));
    assert_false(PASSES("{\"a\":1,\"\\u0061\":2}"));
    assert_false(PASSES("{\"\xC3\xA9\":1,\"\\u00E9\":2}"));
    assert_false(PASSES("{\"\xF0\x9F\x98\x80\":1,\"\\ud83d\\uDE00\":2}"));
    assert_false(PASSES("NaN"));
    assert_false(PASSES("[Infinity]"));
    assert_false(PASSES("[-Infinity]"));
    assert_false(PASSES("007.50"));
    assert_false(PASSES("-01"));
    assert_false(PASSES("1."));
    assert_false(PASSES(".5"));
    assert_false(PASSES("1e"));
    assert_false(PASSES("+1"));
    assert_false(PASSES("\"a\\u0000b\""));
    assert_false(PASSES("{\"a\\u0000b\":1}"));
    assert_false(PASSES("\"\\ud83d\""));
    assert_false(PASSES("\"\\ud83dx\\ude00\""));
    assert_false(PASSES("\"\\ude00\""));
    assert_false(PASSES("\"\\u12g4\""));
    assert_false(PASSES("\"\\x\""));
    assert_false(PASSES("\"\xC0\xAF\""));
    assert_false(PASSES("\"\xED\xA0\x80\""));
    assert_false(PASSES("\"\xF4\x90\x80\x80\""));
    assert_false(PASSES("\"\xE4\xB8\""));
    assert_false(PASSES("\"\x80\""));
    assert_false(PASSES("\"a\tb\""));
    assert_false(PASSES("\"a\x7F\""));
    assert_false(PASSES("{}\0"));
    assert_false(PASSES("[\0]"));
    assert_false(PASSES("{} {}"));
    assert_false(PASSES("{\"a\":1,}"));
    assert_false(PASSES("[1,]"));
    assert_false(PASSES("{'a':1}"));
    assert_false(PASSES("{a:1}"));
    assert_false(PASSES("{\"a\" 1}"));
    assert_false(PASSES("/* */ 1"));
    assert_false(PASSES("tru"));
    assert_false(PASSES("True"));
    assert_false(PASSES("\"abc"));
    assert_false(PASSES("\"abc\\"));
    assert_false(PASSES(""));
    assert_false(PASSES("  "));
    assert_false(PASSES("\xEF\xBB\xBF{}"));
}

static bool nests(int depth)
{
    char text[1100];
    memset(text, '[', (size_t)depth);
    text[depth] = '1';
    memset(text + depth + 1, ']', (size_t)depth);
    return passes((struct gj_slice){text, (size_t)(2 * depth + 1)});
}

static void test_json_json__depth_32_is_the_last(void **state)
{
    (void)state;
    assert_true(nests(32));
    assert_false(nests(33));
    assert_false(nests(500));
}

static void test_json_json__names_the_place_of_the_fault(void **state)
{
    (void)state;
    struct gj_json_scan scan;
    assert_int_equal(gj_json_scan(GJ_SLICE("{\n \"a\":1,\n  \"a\":2}"), NULL, &scan), GJ_BAD_INPUT);
    assert_int_equal(scan.offset, 12);
    assert_int_equal(scan.line, 3);
    assert_int_equal(scan.column, 3);
    assert_string_equal(scan.fault, "a key that this object has already");
    assert_int_equal(gj_json_scan(GJ_SLICE("[1]x"), NULL, &scan), GJ_BAD_INPUT);
    assert_int_equal(scan.offset, 3);
    assert_int_equal(scan.column, 4);
}

static void test_json_json__refuses_keys_that_differ_only_in_case_when_asked(void **state)
{
    (void)state;
    struct gj_json_rules rules = {.refuse_case_twins = true};
    struct gj_json_scan scan;
    assert_int_equal(gj_json_scan(GJ_SLICE("{\"infno\":1,\"INFNO\":2}"), &rules, &scan),
                     GJ_BAD_INPUT);
    assert_int_equal(gj_json_scan(GJ_SLICE("{\"a\":{\"A\":2}}"), &rules, &scan), GJ_DONE);
    assert_int_equal(gj_json_scan(GJ_SLICE("{\"a\":1,\"a\":2}"), &rules, &scan), GJ_BAD_INPUT);
    assert_string_equal(scan.fault, "a key that this object has already");
}

static void test_json_json__keeps_the_raw_slice_of_a_top_level_value(void **state)
{
    (void)state;
    struct gj_json_rules rules = {.keep = "input", .object = true};
    struct gj_json_scan scan;
    struct gj_slice text =
        GJ_SLICE("{\"x\":{\"input\":1}, \"inp\\u0075t\" :\t{ \"b\": [1, 2] } ,\"y\":0}");
    assert_int_equal(gj_json_scan(text, &rules, &scan), GJ_DONE);
    assert_true(gj_slice_is(scan.kept, "{ \"b\": [1, 2] }"));
    assert_int_equal(gj_json_scan(GJ_SLICE("{\"x\":{\"input\":1}}"), &rules, &scan), GJ_DONE);
    assert_null(scan.kept.bytes);
    /* It is there even when a later place is at fault. */
    assert_int_equal(gj_json_scan(GJ_SLICE("{\"input\":7,\"b\":NaN}"), &rules, &scan),
                     GJ_BAD_INPUT);
    assert_true(gj_slice_is(scan.kept, "7"));
    assert_int_equal(gj_json_scan(GJ_SLICE("[1]"), &rules, &scan), GJ_BAD_INPUT);
}

static void test_json_json__large_bodies_stay_fast(void **state)
{
    (void)state;
    size_t size = 4u << 20, length = 0;
    char *text = malloc(size + 64);
    assert_non_null(text);
    text[length++] = '[';
    for (int object = 0; length < size - 40000; object++) {
        length += (size_t)sprintf(text + length, "%s{", object ? "," : "");
        for (int i = 0; i < 2000; i++)
            length += (size_t)sprintf(text + length, "%s\"k%d\":%d", i ? "," : "", i, i);
        text[length++] = '}';
    }
    text[length++] = ']';
    struct gj_json_scan scan;
    clock_t start = clock();
    assert_int_equal(gj_json_scan((struct gj_slice){text, length}, NULL, &scan), GJ_DONE);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    print_message("scan of %zu bytes: %.1f ms\n", length, seconds * 1000);
    assert_true(seconds < 0.5);
    free(text);
}

static bool members(int count)
{
    static char text[64000];
    size_t length = 0;
    text[length++] = '{';
    for (int i = 0; i < count; i++)
        length += (size_t)sprintf(text + length, "%s\"k%d\":%d", i ? "," : "", i, i);
    text[length++] = '}';
    return passes((struct gj_slice){text, length});
}

static void test_json_json__2048_open_members_are_the_most(void **state)
{
    (void)state;
    assert_true(members(2048));
    assert_false(members(2049));
}

static struct json_object *parsed(struct gj_slice text)
{
    struct gj_json_scan scan;
    struct json_object *object = NULL;
    assert_int_equal(gj_json_parse(text, NULL, &scan, &object), GJ_DONE);
    return object;
}

static void text_is(const char *json, const char *expected)
{
    struct json_object *object = parsed(gj_slice(json));
    struct gj_slice text;
    bool have = gj_json_text(object, &text);
    assert_int_equal(have, expected != NULL);
    if (have)
        assert_true(gj_slice_is(text, expected));
    json_object_put(object);
}

static void test_json_json__scalars_keep_their_characters(void **state)
{
    (void)state;
    text_is("\"a\\u00e9\"", "a\xC3\xA9");
    text_is("1200.50", "1200.50");
    text_is("0.1e2", "0.1e2");
    text_is("123456789012345678", "123456789012345678");
    text_is("9223372036854775806", "9223372036854775806");
    text_is("9223372036854775807", NULL);
    text_is("99999999999999999999", NULL);
    text_is("-99999999999999999999", NULL);
    text_is("true", NULL);
    text_is("null", NULL);
    text_is("{}", NULL);
}

static void test_json_json__members_and_null_are_told_apart(void **state)
{
    (void)state;
    struct json_object *object = parsed(GJ_SLICE("{\"a\":null,\"b\":7}")), *value;
    int64_t number = 0;
    assert_true(gj_json_member(object, "a", &value));
    assert_null(value);
    assert_true(gj_json_member(object, "b", &value));
    assert_true(gj_json_whole(value, &number));
    assert_int_equal(number, 7);
    assert_false(gj_json_member(object, "c", &value));
    assert_false(gj_json_member(value, "c", &value));
    json_object_put(object);
}

static void test_json_json__money_is_written_with_two_decimals(void **state)
{
    (void)state;
    struct json_object *object = json_object_new_object();
    gj_json_add(object, "m", gj_json_money_text(999999999999999));
    gj_json_add(object, "t", gj_json_money_text(5));
    gj_json_add(object, "s", gj_json_string(GJ_SLICE("a/\"b\"")));
    gj_json_add(object, "r", gj_json_raw(GJ_SLICE("\"q\\/1\"")));
    gj_json_add(object, "z", NULL);
    assert_true(gj_slice_is(gj_json_print(object),
                            "{\"m\":\"9999999999999.99\",\"t\":\"0.05\","
                            "\"s\":\"a/\\\"b\\\"\",\"r\":\"q\\/1\",\"z\":null}"));
    json_object_put(object);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json_json__accepts_what_the_grammar_has),
        cmocka_unit_test(test_json_json__refuses_what_json_c_lets_through),
        cmocka_unit_test(test_json_json__depth_32_is_the_last),
        cmocka_unit_test(test_json_json__names_the_place_of_the_fault),
        cmocka_unit_test(test_json_json__refuses_keys_that_differ_only_in_case_when_asked),
        cmocka_unit_test(test_json_json__keeps_the_raw_slice_of_a_top_level_value),
        cmocka_unit_test(test_json_json__large_bodies_stay_fast),
        cmocka_unit_test(test_json_json__2048_open_members_are_the_most),
        cmocka_unit_test(test_json_json__scalars_keep_their_characters),
        cmocka_unit_test(test_json_json__members_and_null_are_told_apart),
        cmocka_unit_test(test_json_json__money_is_written_with_two_decimals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
