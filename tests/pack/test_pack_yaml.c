/* The strict reader: everything that makes YAML surprising is refused at its own line and column, and
   no bytes at all bring it down. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"
#include "pack/small.h"

#define HEAD "area: \"410100\"\nname: 郑州市\n"

static void test_pack_yaml__a_plain_file_is_read(void **state)
{
    (void)state;
    gj_pack_free(small_load(HEAD));
    gj_pack_free(small_load("---\n# a comment\n" HEAD "rows: {}\n"));
    gj_pack_free(small_load(HEAD "tests: []\n"));
}

static void test_pack_yaml__anchors_aliases_tags_and_merges_are_refused(void **state)
{
    (void)state;
    small_refuses("area: &a \"410100\"\nname: 郑州市\n", "1:7", "anchors");
    small_refuses(HEAD "rows: &a {}\n", "3:7", "anchors");
    small_refuses(HEAD "rows: {}\ntests: &a []\n", "4:8", "anchors");
    small_refuses(HEAD "rows: *a\n", "3:7", "aliases");
    small_refuses("area: !!str 410100\nname: 郑州市\n", "1:7", "tags");
    small_refuses("area: ! 410100\nname: 郑州市\n", "1:7", "tags");
    small_refuses(HEAD "rows: !!map {}\n", "3:7", "tags");
    small_refuses(HEAD "tests: !!seq []\n", "3:8", "tags");
    small_refuses(HEAD "rows: {<<: {}}\n", "3:8", "merge");
}

static void test_pack_yaml__directives_and_second_documents_are_refused(void **state)
{
    (void)state;
    small_refuses("%YAML 1.1\n---\n" HEAD, "1:1", "directives");
    small_refuses("%TAG ! tag:example.org:\n---\n" HEAD, "1:1", "directives");
    small_refuses(HEAD "---\n" HEAD, "3:1", "second document");
    small_refuses(HEAD "...\n---\na: b\n", "4:1", "second document");
}

static void test_pack_yaml__keys_are_texts_and_stand_once(void **state)
{
    (void)state;
    small_refuses(HEAD "area: \"410100\"\n", "3:1", "stands twice; first on line 1");
    small_refuses(HEAD "rows: {aid.reach: [], aid.reach: []}\n", "3:23", "stands twice");
    small_refuses(HEAD "rows: {a: [], \"a\": []}\n", "3:15", "stands twice");
    small_refuses(HEAD "? [a]\n: b\n", "3:3", "key must be a text");
    small_refuses(HEAD "? {a: b}\n: b\n", "3:3", "key must be a text");
    small_refuses(HEAD "\"\": b\n", "3:1", "empty key");
}

static void test_pack_yaml__empty_values_and_line_breaks_are_refused(void **state)
{
    (void)state;
    small_refuses("area: \"410100\"\nname:\n", "2:6", "nothing is written");
    small_refuses(HEAD "rows: {a: , b: c}\n", "3:11", "nothing is written");
    small_refuses(HEAD "rows: {? : x}\n", "3:10", "nothing is written");
    small_refuses(HEAD "rows: {a: [{note: \"a\\nb\"}]}\n", "3:19", "line break");
    small_refuses(HEAD "rows: {a: [{note: \"a\\0b\"}]}\n", "3:19", "control");
    small_refuses("area: \"410100\"\nname: |\n  郑州市\n", "2:7", "line break");
}

static void test_pack_yaml__depth_is_bounded(void **state)
{
    (void)state;
    enum { BRACKETS = 20000 };
    char *text = malloc(BRACKETS + 16);
    memcpy(text, "a: ", 3);
    memset(text + 3, '[', BRACKETS);
    text[3 + BRACKETS] = '\0';
    small_refuses(text, "1:19", "too deep"); /* the map is level 1, so bracket 16 is level 17 */
    memset(text + 3 + 15, ']', 15);
    text[3 + 30] = '\0';
    small_refuses(text, "1:1", "unknown key \"a\""); /* 16 levels are read */
    free(text);
}

static void test_pack_yaml__broken_yaml_says_where(void **state)
{
    (void)state;
    small_refuses(HEAD "rows: {\n", "4:1", "not YAML");
    small_refuses(HEAD "rows: [}\n", "3:8", "not YAML");
    small_refuses(HEAD "\trows: x\n", "3:1", "not YAML");
    small_refuses("just a text\n", "1:1", "mapping");
    small_refuses("- a\n", "1:1", "mapping");
    small_refuses("", "1:1", "empty");
    small_refuses("# only a comment\n", "1:1", "empty");
    small_refuses("\n\n", "1:1", "empty");
}

static void refuses_bytes(const char *text, size_t length, const char *place, const char *words)
{
    struct gj_pack_set *set;
    struct gj_why why = {0};
    assert_int_equal(small_load_bytes(text, length, &set, &why), GJ_BAD_INPUT);
    char start[80];
    snprintf(start, sizeof start, "41-henan/410100.yaml:%s: ", place);
    assert_memory_equal(why.text, start, strlen(start));
    assert_non_null(strstr(why.text, words));
}

static void test_pack_yaml__only_clean_utf_8_is_read(void **state)
{
    (void)state;
#define BYTES(text) text, sizeof(text) - 1
    refuses_bytes(BYTES("area: \"410100\"\nname: 郑\xFF\n"), "2:8", "UTF-8");
    refuses_bytes(BYTES("area: \"\xC0\xAF\"\n"), "1:8", "UTF-8");
    refuses_bytes(BYTES("area: \"\xED\xA0\x80\"\n"), "1:8", "UTF-8");
    refuses_bytes(BYTES(HEAD "\0rows: {}\n"), "3:1", "control");
    refuses_bytes(BYTES(HEAD "note: a\x1b[0m\n"), "3:8", "control");
    refuses_bytes(BYTES("\xEF\xBB\xBF" HEAD), "1:1", "byte order mark");
    refuses_bytes(BYTES("\xFF\xFE"
                        "a\0:\0"),
                  "1:1", "UTF-8");
#undef BYTES
}

static void test_pack_yaml__files_and_mappings_are_bounded(void **state)
{
    (void)state;
    size_t size = 4194305;
    char *text = malloc(size);
    memset(text, '#', size);
    struct gj_pack_set *set;
    struct gj_why why;
    assert_int_equal(small_load_bytes(text, size, &set, &why), GJ_TOO_LARGE);
    assert_int_equal(small_load_bytes(text, size - 1, &set, &why), GJ_BAD_INPUT); /* empty */
    size_t at = 0;
    for (int i = 0; i <= 512; i++)
        at += (size_t)snprintf(text + at, size - at, "k%d: x\n", i);
    small_refuses(text, "513:1", "too many keys");
    free(text);
}

/* Cut short at every byte, and with seeded changes: always an answer, never a crash. */
static void test_pack_yaml__no_bytes_bring_it_down(void **state)
{
    (void)state;
    static const char good[] = HEAD
        "rows:\n"
        "  outpatient.steps:\n"
        "    - {from: \"2023-01-01\", level: \"2\", value: [{up_to: \"100.00\", ratio: \"0.6\"}, "
        "{up_to: none, ratio: \"0.7\"}], cite: \"S-1 art. 2; S-2\", confidence: primary}\n"
        "tests:\n"
        "  - {split: {a: [1, \"1\", null]}, want: {b: true}}\n";
    char text[sizeof good];
    const char *given = getenv("SEED");
    uint64_t seed = given ? strtoull(given, NULL, 10) : 7;
    print_message("seed %llu\n", (unsigned long long)seed);
    struct gj_random random = gj_random(seed);
    struct gj_pack_set *set;
    for (size_t length = 0; length < sizeof good; length++) {
        (void)!small_load_bytes(good, length, &set, NULL);
        gj_pack_free(set);
    }
    static const char odd[] = "\0\n\t :,-?[]{}#&*!|>'\"%@`~<\\\xFF\xE9\x80"
                              "0n";
    for (int i = 0; i < 3000; i++) {
        memcpy(text, good, sizeof good);
        for (int64_t n = gj_random_between(&random, 1, 3); n > 0; n--)
            text[gj_random_between(&random, 0, sizeof good - 2)] =
                odd[gj_random_between(&random, 0, sizeof odd - 2)];
        (void)!small_load_bytes(text, sizeof good - 1, &set, NULL);
        gj_pack_free(set);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pack_yaml__a_plain_file_is_read),
        cmocka_unit_test(test_pack_yaml__anchors_aliases_tags_and_merges_are_refused),
        cmocka_unit_test(test_pack_yaml__directives_and_second_documents_are_refused),
        cmocka_unit_test(test_pack_yaml__keys_are_texts_and_stand_once),
        cmocka_unit_test(test_pack_yaml__empty_values_and_line_breaks_are_refused),
        cmocka_unit_test(test_pack_yaml__depth_is_bounded),
        cmocka_unit_test(test_pack_yaml__broken_yaml_says_where),
        cmocka_unit_test(test_pack_yaml__only_clean_utf_8_is_read),
        cmocka_unit_test(test_pack_yaml__files_and_mappings_are_bounded),
        cmocka_unit_test(test_pack_yaml__no_bytes_bring_it_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
