/* Loading whole sets: options, order, bundles, canonical bytes, cases, pages, time, and the packs of
   this project. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "pack/inside.h"
#include "pack/small.h"
#include "packs.h"

#define HEAD "area: \"410100\"\nname: 郑州市\n"

/* A growing text, as callback of bundle and canonical. */
struct gathered {
    char bytes[65536];
    size_t length;
};

static void gather(void *context, struct gj_slice piece)
{
    struct gathered *all = context;
    assert_true(all->length + piece.length <= sizeof all->bytes);
    memcpy(all->bytes + all->length, piece.bytes, piece.length);
    all->length += piece.length;
}

static struct gj_slice canonical(const struct gj_pack_set *set, struct gathered *all)
{
    all->length = 0;
    gj_pack_canonical(set, gather, all);
    return (struct gj_slice){all->bytes, all->length};
}

static bool same_canon(const struct gj_pack_set *a, const struct gj_pack_set *b)
{
    static struct gathered of_a, of_b;
    struct gj_slice bytes_a = canonical(a, &of_a), bytes_b = canonical(b, &of_b);
    return bytes_a.length == bytes_b.length &&
           memcmp(bytes_a.bytes, bytes_b.bytes, bytes_a.length) == 0;
}

#define TWO_ROWS                                                                                   \
    HEAD "rows:\n  aid.reach:\n"                                                                   \
         "    - {from: \"2023-01-01\", to: \"2024-01-01\", value: area, cite: \"S-1 a\", "         \
         "confidence: primary}\n"                                                                  \
         "    - {from: \"2024-01-01\", value: province, cite: S-2, confidence: secondary}\n"
#define TWO_ROWS_TURNED                                                                            \
    HEAD "# a comment\nrows:\n  aid.reach:\n"                                                      \
         "    - {value: \"province\", from: \"2024-01-01\", cite: \"S-2\", confidence: "           \
         "secondary}\n"                                                                            \
         "    - from: \"2023-01-01\"\n      to: \"2024-01-01\"\n      value: area\n"               \
         "      cite: \"S-1 a\"\n      confidence: primary\n"

static void test_pack_load__canonical_bytes_are_of_the_rules_alone(void **state)
{
    (void)state;
    struct gj_pack_set *a = small_load(TWO_ROWS), *b = small_load(TWO_ROWS_TURNED);
    struct gj_pack_set *c = small_load(HEAD);
    assert_true(same_canon(a, b));
    assert_false(same_canon(a, c));
    gj_pack_free(a);
    gj_pack_free(b);
    gj_pack_free(c);
}

static void test_pack_load__bundles_give_the_set_back(void **state)
{
    (void)state;
    static struct gathered all;
    all.length = 0;
    struct gj_pack_set *a = small_load(TWO_ROWS), *b = NULL;
    struct gj_why why = {0};
    gj_pack_bundle(a, gather, &all);
    assert_int_equal(gj_pack_load_bundle((struct gj_slice){all.bytes, all.length}, &b, &why),
                     GJ_DONE);
    assert_true(same_canon(a, b));
    assert_int_equal(gj_pack_file_count(b), 5);
    for (int i = 0; i < 5; i++) {
        struct gj_pack_file of_a = gj_pack_file(a, i), of_b = gj_pack_file(b, i);
        assert_string_equal(of_a.name, of_b.name);
        assert_int_equal(of_a.bytes.length, of_b.bytes.length);
        assert_memory_equal(of_a.bytes.bytes, of_b.bytes.bytes, of_a.bytes.length);
    }
    gj_pack_free(b);
    for (size_t length = 0; length < all.length; length++) {
        (void)!gj_pack_load_bundle((struct gj_slice){all.bytes, length}, &b, &why);
        gj_pack_free(b);
    }
    all.bytes[13] = '2';
    assert_int_equal(gj_pack_load_bundle((struct gj_slice){all.bytes, all.length}, &b, &why),
                     GJ_NOT_OURS);
    gj_pack_free(a);
}

static void test_pack_load__cases_become_json(void **state)
{
    (void)state;
    struct gj_pack_set *set = small_load(
        HEAD
        "tests:\n"
        "  - {split: {a: true, b: [1, -20, \"1\", 1.5, 007, null, \"null\"], \"c\\\"\\\\\": {}},"
        " want: {pool: \"30.00\", n: 0}, name: first}\n"
        "  - ask: {kind: pay}\n"
        "    want: {answer: allow}\n");
    assert_int_equal(gj_pack_case_count(set), 2);
    struct gj_pack_case one = gj_pack_case(set, 0);
    assert_string_equal(one.kind, "split");
    assert_string_equal(one.name, "first");
    assert_string_equal(one.input, "{\"a\":true,\"b\":[1,-20,\"1\",\"1.5\",\"007\",null,\"null\"],"
                                   "\"c\\\"\\\\\":{}}");
    assert_string_equal(one.want, "{\"pool\":\"30.00\",\"n\":0}");
    assert_string_equal(one.file, "41-henan/410100.yaml");
    assert_int_equal(one.line, 4);
    one = gj_pack_case(set, 1);
    assert_string_equal(one.kind, "ask");
    assert_string_equal(one.input, "{\"kind\":\"pay\"}");
    assert_int_equal(one.line, 5);
    gj_pack_free(set);
    small_refuses(HEAD "tests:\n  - {ask: {}}\n", "4:5", "one of ask, split or calc, and want");
    small_refuses(HEAD "tests:\n  - {want: {}}\n", "4:5", "one of ask, split or calc");
    small_refuses(HEAD "tests:\n  - {ask: {}, split: {}, want: {}}\n", "4:5", "one of");
    small_refuses(HEAD "tests:\n  - {ask: x, want: {}}\n", "4:11", "must be a mapping");
    small_refuses(HEAD "tests:\n  - {ask: {}, want: {}, wish: {}}\n", "4:25", "unknown key");
}

/* ---- options and folders ---- */

#define FILE_OF(name, text)                                                                        \
    {                                                                                              \
        name,                                                                                      \
        {                                                                                          \
            text, sizeof(text) - 1                                                                 \
        }                                                                                          \
    }

static const struct gj_pack_file sets[] = {
    FILE_OF("areas.yaml", "areas:\n  - {code: \"410100\", name: a, kind: city}\n"
                          "  - {code: \"980100\", name: b, kind: city, fictional: \"yes\"}\n"),
    FILE_OF("sources.yaml", "sources: [{id: S, title: t}]\n"),
    FILE_OF("unverified/410100.yaml",
            "area: \"410100\"\nname: a\nrows:\n  aid.reach:\n    - {from: \"2023-01-01\", value: "
            "area, cite: S, confidence: unverified}\n"),
    FILE_OF("example/980100.yaml",
            "area: \"980100\"\nname: b\nfictional: \"yes\"\nrows:\n  aid.reach:\n    - {from: "
            "\"2023-01-01\", value: area, cite: S, confidence: primary}\n"),
};

static struct gj_pack_set *load_sets(struct gj_pack_options options)
{
    struct gj_pack_set *set = NULL;
    struct gj_why why = {0};
    if (gj_pack_load_files(sets, 4, options, &set, &why))
        fail_msg("%s", why.text);
    return set;
}

static void test_pack_load__unverified_and_example_packs_are_asked_for(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++) {
        bool unverified = i & 1, example = i & 2;
        struct gj_pack_set *set = load_sets(
            (struct gj_pack_options){.with_unverified = unverified, .with_example = example});
        const struct gj_policy *policy = gj_pack_policy(set);
        assert_int_equal(gj_policy_row_count(policy), unverified + example);
        assert_int_equal(gj_pack_file_count(set), 2 + unverified + example);
        assert_int_equal(gj_policy_area(policy, 980100) != NULL, example);
        assert_int_equal(gj_pack_law(set).with_unverified, unverified);
        if (unverified)
            assert_true(gj_policy_row(policy, 0)->is_unverified_set);
        if (example)
            assert_true(gj_policy_area(policy, 980100)->fictional);
        gj_pack_free(set);
    }
}

static void write_file(const char *folder, const struct gj_pack_file *file)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, file->name);
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(file->bytes.bytes, 1, file->bytes.length, out), file->bytes.length);
    assert_int_equal(fclose(out), 0);
}

/* The set of a file of 410100 beside the tree and the sources. */
static struct gj_pack_set *load_text(const char *text, bool without_cases)
{
    const struct gj_pack_file files[] = {sets[0], sets[1], {"410100.yaml", gj_slice(text)}};
    struct gj_pack_set *set = NULL;
    struct gj_why why = {0};
    if (gj_pack_load_files(files, 3, (struct gj_pack_options){.without_cases = without_cases}, &set,
                           &why))
        fail_msg("%s", why.text);
    return set;
}

static void test_pack_load__cases_may_stay_unread(void **state)
{
    (void)state;
#define ROWS                                                                                       \
    "rows:\n  aid.reach:\n    - {from: \"2023-01-01\", value: area, cite: S, confidence: "         \
    "unverified}\n"
#define CASES "tests:\n  - {ask: {kind: pay}, want: {answer: allow}}\n\n# the end\n"
    static const char last[] = "area: \"410100\"\nname: a\n" ROWS CASES;
    static const char first[] = "area: \"410100\"\nname: a\n" CASES ROWS;
    struct gj_pack_set *with = load_text(last, false), *without = load_text(last, true);
    assert_int_equal(gj_pack_case_count(with), 1);
    assert_int_equal(gj_pack_case_count(without), 0);
    assert_true(same_canon(with, without));
    assert_int_equal(gj_pack_file(without, 0).bytes.length, sizeof last - 1); /* kept whole */
    gj_pack_free(with);
    gj_pack_free(without);
    with = load_text(first, true); /* rows that follow are never lost: then all is read */
    assert_int_equal(gj_pack_case_count(with), 1);
    assert_int_equal(gj_policy_row_count(gj_pack_policy(with)), 1);
    gj_pack_free(with);
#undef ROWS
#undef CASES
}

static void test_pack_load__a_folder_is_read_as_its_files(void **state)
{
    (void)state;
    char folder[] = "/tmp/test_pack_load_XXXXXX", path[256];
    assert_non_null(mkdtemp(folder));
    struct gj_pack_options options = {.with_unverified = true, .with_example = true};
    struct gj_pack_set *set = NULL;
    struct gj_why why = {0};
    assert_int_equal(gj_pack_load(folder, options, &set, &why), GJ_NOT_FOUND);
    assert_non_null(strstr(why.text, "no packs"));
    static const char *const below[] = {"unverified", "example"};
    for (int i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, below[i]);
        assert_int_equal(mkdir(path, 0700), 0);
    }
    for (int i = 0; i < 4; i++)
        write_file(folder, &sets[i]);
    write_file(folder, &(struct gj_pack_file){"notes.txt", GJ_SLICE("not a pack")});
    write_file(folder, &(struct gj_pack_file){".hidden.yaml", GJ_SLICE("[")});
    assert_int_equal(gj_pack_load(folder, options, &set, &why), GJ_DONE);
    struct gj_pack_set *same = load_sets(options);
    assert_true(same_canon(set, same));
    gj_pack_free(set);
    gj_pack_free(same);
    static const char *const names[] = {
        "areas.yaml",          "sources.yaml", "unverified/410100.yaml",
        "example/980100.yaml", "notes.txt",    ".hidden.yaml",
        "unverified",          "example"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        assert_int_equal(remove(path), 0);
    }
    assert_int_equal(rmdir(folder), 0);
    assert_int_equal(gj_pack_load(folder, options, &set, &why), GJ_NOT_FOUND);
    assert_non_null(strstr(why.text, "--packs"));
}

static void test_pack_load__a_name_given_twice_is_refused(void **state)
{
    (void)state;
    const struct gj_pack_file twice[] = {sets[0], sets[1], sets[0]};
    struct gj_pack_set *set;
    struct gj_why why;
    assert_int_equal(gj_pack_load_files(twice, 3, (struct gj_pack_options){0}, &set, &why),
                     GJ_BAD_INPUT);
}

/* ---- pages ---- */

static char *page_of(void (*write)(FILE *, const void *), const void *context)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    write(out, context);
    assert_int_equal(fclose(out), 0);
    return text;
}

static void write_show(FILE *out, const void *set)
{
    struct gj_why why;
    assert_int_equal(gj_pack_show(set, 410100, gj_day_from_civil(2024, 1, 1), out, &why), GJ_DONE);
    assert_int_equal(gj_pack_show(set, 420000, 0, out, &why), GJ_NOT_FOUND);
}

static void test_pack_load__show_gives_what_holds_that_day(void **state)
{
    (void)state;
    struct gj_pack_set *set = small_load(TWO_ROWS);
    char *page = page_of(write_show, set);
    assert_non_null(strstr(page, "410100 郑州市，2024-01-01"));
    assert_non_null(strstr(page, "\n== 家庭共济 / mutual aid ==\n绑定的范围  aid.reach  (how far"));
    assert_non_null(strstr(
        page, "province（本省）  不分人群 (all)  2024-01-01 起  [S-2, secondary 见于转述]\n"));
    assert_null(strstr(page, "S-1 a")); /* ended the day before */
    assert_non_null(strstr(
        page,
        "0.15（15%）  不分人群 (all)  2021-01-01 起  [S-1, primary 读过原文]  from 100000 全国"));
    assert_non_null(strstr(page, "\n  outpatient.ratio  报销比例\n")); /* nothing is known */
    assert_null(strstr(page, "\n  aid.reach  "));
    assert_non_null(strstr(page, "\n  S-2  two\n"));
    free(page);
    gj_pack_free(set);
}

static void write_keys(FILE *out, const void *nothing)
{
    (void)nothing;
    gj_pack_show_keys(out);
}

static void test_pack_load__show_keys_gives_every_key(void **state)
{
    (void)state;
    char *page = page_of(write_keys, NULL);
    for (int key = 0; key < GJ_KEY_COUNT; key++) {
        const char *name = gj_key_info((enum gj_key)key)->name;
        assert_non_null(strstr(page, name));
        if (*gj_key_zh((enum gj_key)key) == '\0')
            fail_msg("%s has no Chinese name in src/policy/key_zh.c", name);
    }
    assert_non_null(strstr(page, "aid.uses.EXPENSE"));
    assert_non_null(strstr(page, "aid.same_relation_max.RELATION"));
    assert_non_null(strstr(page, "insurance.base_min.INSURANCE"));
    assert_non_null(strstr(page, "  INSURANCE: one of pension, unemployment, injury, maternity\n"));
    assert_non_null(strstr(page, "retirement.age.AGE"));
    assert_null(strstr(page, ".WORD")); /* every kind of parameter has a name */
    assert_non_null(strstr(page, "from 0.00 to 0.10"));
    free(page);
}

static void write_diff(FILE *out, const void *pair)
{
    struct gj_pack_set *const *sets_of = pair;
    int lines = gj_pack_diff(gj_pack_policy(sets_of[0]), gj_pack_policy(sets_of[1]), out);
    fprintf(out, "%d lines\n", lines);
}

static void test_pack_load__diff_names_added_removed_and_changed_rows(void **state)
{
    (void)state;
    static const char changed[] =
        HEAD "rows:\n  aid.reach:\n"
             "    - {from: \"2024-01-01\", value: area, cite: S-2, confidence: secondary}\n"
             "  wallet.open:\n"
             "    - {from: \"2024-01-01\", value: yes, cite: S-2, confidence: secondary}\n";
    struct gj_pack_set *pair[] = {small_load(TWO_ROWS), small_load(changed)};
    char *page = page_of(write_diff, pair);
    assert_string_equal(page, "- aid.reach 410100 from 2023-01-01 to 2024-01-01: area [S-1 a, "
                              "primary]  郑州市：绑定的范围\n"
                              "< aid.reach 410100 from 2024-01-01: province [S-2, secondary]"
                              "  郑州市：绑定的范围\n"
                              "> aid.reach 410100 from 2024-01-01: area [S-2, secondary]"
                              "  郑州市：绑定的范围\n"
                              "+ wallet.open 410100 from 2024-01-01: yes [S-2, secondary]"
                              "  郑州市：医保钱包是否开通\n"
                              "4 lines\n");
    free(page);
    gj_pack_free(pair[1]);
    pair[1] = pair[0];
    page = page_of(write_diff, pair);
    assert_string_equal(page, "0 lines\n");
    free(page);
    gj_pack_free(pair[0]);
}

static void write_summary(FILE *out, const void *set)
{
    gj_pack_summary(set, out);
}

static void test_pack_load__the_summary_counts_by_confidence(void **state)
{
    (void)state;
    struct gj_pack_set *set = small_load(TWO_ROWS);
    char *page = page_of(write_summary, set);
    assert_string_equal(page, "5 files, 3 areas, 2 sources, 0 cases\n"
                              "6 rows: 5 primary, 1 secondary, 0 unverified; 0 of the unverified "
                              "set\n");
    free(page);
    gj_pack_free(set);
}

/* ---- the packs of this project, and time ---- */

static void test_pack_load__the_packs_of_this_project_load(void **state)
{
    (void)state;
    for (int i = 0; i < 8; i++) {
        struct gj_pack_set *set = packs_load((struct gj_pack_options){i & 1, i & 2, i & 4});
        assert_true(gj_policy_row_count(gj_pack_policy(set)) > 100);
        assert_true(gj_policy_area_count(gj_pack_policy(set)) > 100);
        gj_pack_free(set);
    }
}

#if defined(__has_feature)
#define SANITIZED __has_feature(address_sanitizer)
#elif defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

enum { PACKS = 337, PACK_TEXT = 4096 };

/* A file of nine rows, which is what areas have on average. */
static void write_pack(int area, char text[PACK_TEXT])
{
    struct gj_writer writer = gj_writer(text, PACK_TEXT);
    gj_put_format(&writer, "area: \"%d\"\nname: a\nrows:\n  outpatient.ratio:\n", area);
    static const char *const levels[] = {"community", "1", "2", "3"};
    for (int i = 0; i < 8; i++)
        gj_put_format(
            &writer,
            "    - {from: \"2023-01-01\", scheme: employee, status: %s, level: \"%s\", "
            "value: \"0.60\", cite: \"S art. 5\", confidence: primary, note: \"read in the "
            "text of the area %d\"}\n",
            i % 2 ? "working" : "retired", levels[i / 2], area);
    gj_put_format(&writer, "  wallet.open:\n    - {from: \"2024-12-02\", value: \"yes\", cite: S, "
                           "confidence: secondary}\n");
    assert_false(writer.full);
}

static void test_pack_load__337_packs_load_within_100_ms(void **state)
{
    (void)state;
    static char texts[PACKS][PACK_TEXT], areas[65536];
    static struct gj_pack_file files[PACKS + 2];
    static char names[PACKS][32];
    struct gj_writer writer = gj_writer(areas, sizeof areas);
    gj_put_text(&writer, "areas:\n");
    for (int i = 0; i < PACKS; i++) {
        int area = 110100 + i * 100;
        gj_put_format(&writer, "  - {code: \"%d\", name: a, kind: city}\n", area);
        write_pack(area, texts[i]);
        snprintf(names[i], sizeof names[i], "%d.yaml", area);
        files[i] = (struct gj_pack_file){names[i], gj_slice(texts[i])};
    }
    assert_false(writer.full);
    files[PACKS] = (struct gj_pack_file){"areas.yaml", gj_slice(areas)};
    files[PACKS + 1] = sets[1];
    struct gj_pack_set *set = NULL;
    struct gj_why why = {0};
    struct timespec before, after;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &before);
    if (gj_pack_load_files(files, PACKS + 2, (struct gj_pack_options){0}, &set, &why))
        fail_msg("%s", why.text);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &after);
    assert_int_equal(gj_policy_row_count(gj_pack_policy(set)), PACKS * 9);
    int64_t microseconds =
        (after.tv_sec - before.tv_sec) * INT64_C(1000000) + (after.tv_nsec - before.tv_nsec) / 1000;
    print_message("%d packs, %d rows: %d us of processor time\n", PACKS, PACKS * 9,
                  (int)microseconds);
    gj_pack_free(set);
    if (!SANITIZED)
        assert_true(microseconds < 100000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pack_load__canonical_bytes_are_of_the_rules_alone),
        cmocka_unit_test(test_pack_load__bundles_give_the_set_back),
        cmocka_unit_test(test_pack_load__cases_become_json),
        cmocka_unit_test(test_pack_load__unverified_and_example_packs_are_asked_for),
        cmocka_unit_test(test_pack_load__cases_may_stay_unread),
        cmocka_unit_test(test_pack_load__a_folder_is_read_as_its_files),
        cmocka_unit_test(test_pack_load__a_name_given_twice_is_refused),
        cmocka_unit_test(test_pack_load__show_gives_what_holds_that_day),
        cmocka_unit_test(test_pack_load__show_keys_gives_every_key),
        cmocka_unit_test(test_pack_load__diff_names_added_removed_and_changed_rows),
        cmocka_unit_test(test_pack_load__the_summary_counts_by_confidence),
        cmocka_unit_test(test_pack_load__the_packs_of_this_project_load),
        cmocka_unit_test(test_pack_load__337_packs_load_within_100_ms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
