/* Reading in place against json-c's tree of the same bytes: every member, element, text and number
   must be the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"
#include "json/json.h"

static void assert_same(struct json_object *tree, struct gj_json_value value);

static void assert_same_text(struct gj_slice expected, struct gj_slice raw)
{
    char room[4096];
    struct gj_slice text = raw;
    assert_true(raw.length <= sizeof room);
    if (gj_json_has_escapes(raw))
        text = gj_json_unescape(raw, room);
    assert_int_equal(text.length, expected.length);
    assert_memory_equal(text.bytes, expected.bytes, text.length);
}

static void assert_same_number(struct json_object *tree, struct gj_json_value value)
{
    struct gj_slice expected, text;
    bool has = gj_json_text(tree, &expected);
    assert_int_equal(gj_json_number_text(value, &text), has);
    if (has)
        assert_same_text(expected, text);
}

static void assert_same_members(struct json_object *tree, struct gj_json_value value)
{
    struct gj_json_walk walk = gj_json_walk(value);
    struct gj_json_value one;
    struct gj_slice key;
    json_object_object_foreach(tree, name, member)
    {
        assert_true(gj_json_next_member(&walk, &key, &one));
        assert_same_text(gj_slice(name), key);
        assert_same(member, one);
    }
    assert_false(gj_json_next_member(&walk, &key, &one));
}

static void assert_same_elements(struct json_object *tree, struct gj_json_value value)
{
    struct gj_json_walk walk = gj_json_walk(value);
    struct gj_json_value one;
    for (size_t i = 0; i < json_object_array_length(tree); i++) {
        assert_true(gj_json_next(&walk, &one));
        assert_same(json_object_array_get_idx(tree, i), one);
    }
    assert_false(gj_json_next(&walk, &one));
}

static void assert_same(struct json_object *tree, struct gj_json_value value)
{
    static const enum gj_json_kind kinds[] = {
        [json_type_null] = GJ_JSON_NULL,       [json_type_boolean] = GJ_JSON_BOOL,
        [json_type_double] = GJ_JSON_FRACTION, [json_type_int] = GJ_JSON_WHOLE,
        [json_type_object] = GJ_JSON_OBJECT,   [json_type_array] = GJ_JSON_ARRAY,
        [json_type_string] = GJ_JSON_STRING};
    struct gj_slice text;
    assert_int_equal(value.kind, kinds[json_object_get_type(tree)]);
    if (value.kind == GJ_JSON_OBJECT)
        assert_same_members(tree, value);
    else if (value.kind == GJ_JSON_ARRAY)
        assert_same_elements(tree, value);
    else if (value.kind == GJ_JSON_STRING && gj_json_text(tree, &text))
        assert_same_text(text, value.raw);
    else
        assert_same_number(tree, value);
}

/* False when the scan refuses the bytes. */
static bool compare(struct gj_slice bytes)
{
    struct gj_json_scan scan;
    struct json_object *tree;
    if (gj_json_parse(bytes, NULL, &scan, &tree) != GJ_DONE)
        return false;
    assert_same(tree, gj_json_whole_text(bytes));
    json_object_put(tree);
    return true;
}

static const char *const texts[] = {
    "{}",
    " [ ] ",
    "\"\"",
    "null",
    "{\"a\":1}",
    "{\"a\" : [1 , 2.50,-3e2, 0, -0, 0.0, true,false , null] , \"b\":{\"c\":\"}\"}}",
    "[\"\\\"\",\"\\\\\",\"a\\\\\\\"]\",[\"]\"],{\"}\":\"{\"}]",
    "{\"\\u0061\\n\":\"\\u4f60\\u597d \\ud83d\\ude00 \\u00e9\\/\\b\\f\\r\\t\",\"中文\":\"好\"}",
    "[9223372036854775806,9223372036854775807,9223372036854775808,18446744073709551616]",
    "[-9223372036854775807,-9223372036854775808,-9223372036854775809]",
    "[41010000000000000000000007,1.0E+2,123456789012345678901234567890.5]",
    "\t\r\n{ \"a\"\n:\n[ [ [ ] , { } ] ] , \"\" : \"\" }\n",
};

static void test_json_walk__finds_what_a_tree_holds(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_true(compare(gj_slice(texts[i])));
}

/* Texts with a byte or two changed: whatever the scan still accepts. */
static void test_json_walk__finds_it_in_every_accepted_change_too(void **state)
{
    (void)state;
    static const char bytes[] = "{}[]\",:\\ 0159.-eEtnu/a\n";
    struct gj_random random = gj_random(11);
    int accepted = 0;
    for (int i = 0; i < 200000; i++) {
        char text[256];
        const char *from = texts[gj_random_between(&random, 5, 11)];
        size_t length = strlen(from);
        char *exact = malloc(length); /* so that a sanitizer sees every byte too many */
        assert_non_null(exact);
        memcpy(text, from, length);
        for (int64_t n = gj_random_between(&random, 1, 2); n > 0; n--)
            text[gj_random_between(&random, 0, (int64_t)length - 1)] =
                bytes[gj_random_between(&random, 0, sizeof bytes - 2)];
        memcpy(exact, text, length);
        accepted += compare((struct gj_slice){exact, length});
        free(exact);
    }
    assert_in_range(accepted, 10000, 200000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json_walk__finds_what_a_tree_holds),
        cmocka_unit_test(test_json_walk__finds_it_in_every_accepted_change_too),
    };
    return cmocka_run_group_tests_name("json/walk", tests, NULL, NULL);
}
