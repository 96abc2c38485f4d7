/* Notes in Chinese: each is said once, and every note of the packs is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "pack/pack.h"
#include "small.h"

#define HEAD "area: \"410100\"\nname: 郑州市\nnotes:\n"
#define ROW                                                                                        \
    "rows:\n  outpatient.ratio:\n"                                                                 \
    "    - {from: \"2023-01-01\", value: \"0.60\", cite: \"S-1\", confidence: primary, note: "     \
    "\"month only\"}\n"

static const char *note_zh_of(struct gj_pack_set *set)
{
    const struct gj_policy *policy = gj_pack_policy(set);
    uint32_t first = 0;
    assert_int_equal(gj_policy_rows_of(policy, GJ_KEY_OUTPATIENT_RATIO, 0, 410100, &first), 1);
    return gj_policy_note_zh(policy, gj_policy_row(policy, first)->note);
}

static void test_pack_notes__a_note_is_said_in_chinese(void **state)
{
    (void)state;
    struct gj_pack_set *set =
        small_load(HEAD "  - {note: \"year only\", note_zh: \"只知道年份\"}\n"
                        "  - {note: \"month only\", note_zh: \"只知道月份\"}\n" ROW);
    assert_string_equal(note_zh_of(set), "只知道月份");
    gj_pack_free(set);
    set = small_load(HEAD "  - {note: \"year only\", note_zh: \"只知道年份\"}\n" ROW);
    assert_string_equal(note_zh_of(set), "");
    gj_pack_free(set);
}

static void test_pack_notes__what_is_wrong_is_refused(void **state)
{
    (void)state;
    small_refuses(HEAD "  - {note: \"a\", note_zh: \"甲\"}\n  - {note: \"a\", note_zh: \"乙\"}\n",
                  "5:5", "the note \"a\" is said in Chinese twice");
    small_refuses(HEAD "  - {note: \"a\"}\n", "4:5", "note_zh is missing");
    small_refuses(HEAD "  - {note_zh: \"甲\"}\n", "4:5", "note is missing");
    small_refuses(HEAD "  - {note: \"a\", zh: \"甲\"}\n", "4:17", "zh");
}

/* A note in letters alone has its Chinese, or a reader of Chinese gets English. */
static void assert_said(const struct gj_policy *policy, uint32_t note, const char *where)
{
    const char *text = gj_policy_text(policy, note);
    const char *note_zh = gj_policy_note_zh(policy, note);
    if (strpbrk(text, "abcdefghijklmnopqrstuvwxyz") && *note_zh == '\0')
        fail_msg("%s: the note \"%s\" has no note_zh in packs/notes.yaml", where, text);
}

static void test_pack_notes__every_note_of_the_packs_is_said(void **state)
{
    (void)state;
    if (access("packs/notes.yaml", R_OK) != 0)
        skip(); /* not run from the root */
    struct gj_pack_set *set;
    struct gj_why why = {0};
    struct gj_pack_options all = {.with_unverified = true, .with_example = true};
    if (gj_pack_load("packs", all, &set, &why) != GJ_DONE)
        fail_msg("%s", why.text);
    const struct gj_policy *policy = gj_pack_policy(set);
    int notes = 0;
    for (int i = 0; i < gj_policy_row_count(policy); i++) {
        const struct gj_row *row = gj_policy_row(policy, (uint32_t)i);
        assert_said(policy, row->note, gj_policy_text(policy, row->file));
        notes += row->note != 0;
    }
    assert_true(notes > 500);
    for (int i = 0; i < gj_pack_source_count(set); i++) {
        struct gj_pack_source source = gj_pack_source_at(set, i);
        if (*source.note && *source.note_zh == '\0')
            fail_msg("%s: the note \"%s\" has no note_zh", source.id, source.note);
    }
    gj_pack_free(set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pack_notes__a_note_is_said_in_chinese),
        cmocka_unit_test(test_pack_notes__what_is_wrong_is_refused),
        cmocka_unit_test(test_pack_notes__every_note_of_the_packs_is_said),
    };
    return cmocka_run_group_tests_name("pack notes", tests, NULL, NULL);
}
