/* The sentences: each in both languages, with the same places for values; and the words they are made
   of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "model/said.h"
#include "world.h"

static int places(struct gj_slice text)
{
    int mask = 0;
    for (size_t i = 0; i + 2 < text.length; i++)
        if (text.bytes[i] == '{' && text.bytes[i + 2] == '}')
            mask |= 1 << (text.bytes[i + 1] - '0');
    return mask;
}

static void test_pages_texts__each_stands_in_both_languages(void **state)
{
    (void)state;
    for (int i = GJ_TEXT_NOTHING + 1; i < GJ_TEXT_COUNT; i++) {
        struct gj_slice zh = gj_page_text(false, (enum gj_page_text_id)i);
        struct gj_slice en = gj_page_text(true, (enum gj_page_text_id)i);
        assert_true(zh.length > 0 && en.length > 0);
        if (places(zh) != places(en))
            fail_msg("places for values differ: %s / %s", zh.bytes, en.bytes);
        assert_true(gj_utf8_is_valid(zh) && gj_utf8_is_valid(en));
    }
}

static void test_pages_texts__none_stands_twice(void **state)
{
    (void)state;
    for (int i = 1; i < GJ_TEXT_COUNT; i++)
        for (int n = i + 1; n < GJ_TEXT_COUNT; n++) {
            struct gj_slice one = gj_page_text(false, (enum gj_page_text_id)i);
            if (gj_slice_is(gj_page_text(false, (enum gj_page_text_id)n), one.bytes) &&
                gj_slice_is(gj_page_text(true, (enum gj_page_text_id)n),
                            gj_page_text(true, (enum gj_page_text_id)i).bytes))
                fail_msg("%s stands twice", one.bytes);
        }
}

static void said(const char *word)
{
    struct gj_slice zh = gj_said_zh(gj_slice(word)), en = gj_said_en(gj_slice(word));
    if (zh.bytes == word || zh.length == 0 || en.length == 0)
        fail_msg("%s is not in said.def", word);
    for (size_t i = 0; i < en.length; i++)
        if ((unsigned char)en.bytes[i] >= 0x80)
            fail_msg("the English of %s is not", word);
}

static void test_pages_texts__each_word_that_a_page_shows_is_said(void **state)
{
    (void)state;
    static const enum gj_vocabulary shown[] = {GJ_WORDS_OF_RELATION,   GJ_WORDS_OF_EXPENSE,
                                               GJ_WORDS_OF_CONFIDENCE, GJ_WORDS_OF_LEVEL,
                                               GJ_WORDS_OF_PLACE,      GJ_WORDS_OF_GROUP};
    for (size_t v = 0; v < sizeof shown / sizeof shown[0]; v++)
        for (int i = 0; i < gj_word_count(shown[v]); i++)
            if (strcmp(gj_word(shown[v], i), "unsaid") != 0)
                said(gj_word(shown[v], i));
}

static void test_pages_texts__each_choice_of_a_key_is_said(void **state)
{
    (void)state;
    for (int key = 0; key < GJ_KEY_COUNT; key++) {
        const struct gj_key_info *info = gj_key_info((enum gj_key)key);
        char choices[128], *rest = choices;
        assert_true(info->meaning[0] != '\0' && gj_key_zh((enum gj_key)key)[0] != '\0');
        assert_true(gj_text_copy(choices, sizeof choices, gj_slice(info->choices)));
        for (char *word; info->type == GJ_TYPE_CHOICE && (word = strsep(&rest, "|")) != NULL;)
            said(word);
    }
}

static void test_pages_texts__a_word_without_texts_is_shown_as_it_is(void **state)
{
    (void)state;
    assert_true(gj_slice_is(gj_said_zh(GJ_SLICE("parents")), "parents"));
    assert_true(gj_slice_is(gj_said_zh(GJ_SLICE("parent")), "父母"));
    assert_true(gj_slice_is(gj_said_en(GJ_SLICE("half_up")), "half up"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pages_texts__each_stands_in_both_languages),
        cmocka_unit_test(test_pages_texts__none_stands_twice),
        cmocka_unit_test(test_pages_texts__each_word_that_a_page_shows_is_said),
        cmocka_unit_test(test_pages_texts__each_choice_of_a_key_is_said),
        cmocka_unit_test(test_pages_texts__a_word_without_texts_is_shown_as_it_is),
    };
    return cmocka_run_group_tests_name("pages texts", tests, NULL, NULL);
}
