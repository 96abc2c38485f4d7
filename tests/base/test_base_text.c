#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/idnumber.h"
#include "base/reason.h"
#include "base/text.h"
#include "base/why.h"

static void test_base_text__ill_formed_utf8_is_refused(void **state)
{
    (void)state;
    assert_true(gj_utf8_is_valid(GJ_SLICE("家庭共济 \xF0\x9F\x98\x80")));
    assert_false(gj_utf8_is_valid(GJ_SLICE("\xC0\xAF")));
    assert_false(gj_utf8_is_valid(GJ_SLICE("\xED\xA0\x80")));
    assert_false(gj_utf8_is_valid(GJ_SLICE("\xF4\x90\x80\x80")));
    assert_false(gj_utf8_is_valid(GJ_SLICE("\xE5\xAE")));
    assert_false(gj_utf8_is_valid(GJ_SLICE("\x80")));
    assert_int_equal(gj_slice_characters(GJ_SLICE("医保a")), 3);
}

static void test_base_text__slices_are_compared_from_their_start(void **state)
{
    (void)state;
    struct gj_slice none = {NULL, 0};
    assert_true(gj_slice_begins(GJ_SLICE("/his/2207"), GJ_SLICE("/his/")));
    assert_true(gj_slice_begins(GJ_SLICE("/his/"), GJ_SLICE("/his/")));
    assert_false(gj_slice_begins(GJ_SLICE("/his"), GJ_SLICE("/his/")));
    assert_false(gj_slice_begins(GJ_SLICE("/hit/"), GJ_SLICE("/his/")));
    assert_true(gj_slice_begins(GJ_SLICE("a"), none) && gj_slice_begins(none, none));
    assert_true(gj_slice_begins_alike(GJ_SLICE("Zhengzhou"), GJ_SLICE("zHENG")));
    assert_true(gj_slice_begins_alike(none, none));
    assert_false(gj_slice_begins_alike(GJ_SLICE("Zheng"), GJ_SLICE("zhengzhou")));
    assert_false(gj_slice_begins_alike(GJ_SLICE("@"), GJ_SLICE("`")));
    assert_false(gj_slice_begins_alike(GJ_SLICE("{"), GJ_SLICE("[")));
    assert_false(gj_slice_begins_alike(GJ_SLICE("zh"), (struct gj_slice){"\0h", 2}));
    assert_true(gj_slice_is(gj_slice_behind(GJ_SLICE("/his/2207"), GJ_SLICE("/his/")), "2207"));
    assert_int_equal(gj_slice_behind(GJ_SLICE("/his/"), GJ_SLICE("/his/")).length, 0);
    assert_int_equal(gj_slice_behind(GJ_SLICE("/hit/2207"), GJ_SLICE("/his/")).length, 0);
    assert_true(gj_slice_same(GJ_SLICE("ab"), GJ_SLICE("ab")) && gj_slice_same(none, none));
    assert_false(gj_slice_same(GJ_SLICE("ab"), GJ_SLICE("abc")));
    assert_false(gj_slice_same(GJ_SLICE("ab"), GJ_SLICE("ac")));
    assert_true(gj_slice_has(GJ_SLICE("abc"), GJ_SLICE("bc")) && gj_slice_has(none, none));
    assert_false(gj_slice_has(GJ_SLICE("abc"), GJ_SLICE("bd")));
}

static void test_base_text__slices_are_cut_at_a_mark(void **state)
{
    (void)state;
    struct gj_slice rest = GJ_SLICE("a,,bc,");
    assert_true(gj_slice_is(gj_slice_cut(&rest, ','), "a"));
    assert_true(gj_slice_is(gj_slice_cut(&rest, ','), ""));
    assert_true(gj_slice_is(gj_slice_cut(&rest, ','), "bc"));
    assert_int_equal(rest.length, 0); /* a mark at the end begins no piece */
    assert_int_equal(gj_slice_cut(&rest, ',').length, 0);
    rest = GJ_SLICE("abc");
    assert_true(gj_slice_is(gj_slice_cut(&rest, ','), "abc"));
    assert_int_equal(rest.length, 0);
}

static void test_base_text__a_writer_never_overflows_nor_cuts_a_piece(void **state)
{
    (void)state;
    char bytes[8];
    struct gj_writer writer = gj_writer(bytes, sizeof bytes);
    gj_put_text(&writer, "1234567");
    assert_false(writer.full);
    gj_put_text(&writer, "8");
    assert_true(writer.full);
    assert_string_equal(bytes, "1234567");
    writer = gj_writer(bytes, sizeof bytes);
    gj_put_format(&writer, "%d", 123);
    gj_put_format(&writer, "%s", "too long");
    assert_true(writer.full);
    assert_string_equal(bytes, "123");
    assert_false(gj_text_copy(bytes, 3, GJ_SLICE("abc")));
    assert_string_equal(bytes, "");
    assert_true(gj_text_copy(bytes, 4, GJ_SLICE("abc")));
}

static void test_base_idnumber__the_check_digit_decides(void **state)
{
    (void)state;
    char number[GJ_IDNUMBER_LENGTH + 1] = "41010119550101001";
    char check = gj_idnumber_check(number);
    number[17] = check;
    number[18] = '\0';
    char out[GJ_IDNUMBER_LENGTH + 1];
    assert_true(gj_idnumber_parse((struct gj_slice){number, 18}, out));
    assert_int_equal(gj_idnumber_birth(out), gj_day_from_civil(1955, 1, 1));
    assert_int_equal(gj_idnumber_sex(out), 1);
    for (char wrong = '0'; wrong <= '9'; wrong++) {
        number[17] = wrong;
        assert_int_equal(gj_idnumber_parse((struct gj_slice){number, 18}, out), wrong == check);
    }
    assert_true(gj_idnumber_parse(GJ_SLICE("11010519491231002x"), out));
    assert_int_equal(out[17], 'X');
    assert_false(gj_idnumber_parse(GJ_SLICE("110105194912310021"), out));
    assert_false(gj_idnumber_parse(GJ_SLICE("11010519491231002"), out));
}

static void test_base_reason__every_code_is_found_by_its_word_and_helps(void **state)
{
    (void)state;
    for (int i = 1; i < GJ_REASON_COUNT; i++) {
        enum gj_reason reason = (enum gj_reason)i;
        struct gj_slice code = gj_slice(gj_reason_code(reason));
        assert_int_equal(gj_reason_from_code(code.bytes, code.length), reason);
        assert_true(gj_reason_zh(reason)[0] && gj_reason_en(reason)[0]);
        enum gj_reason next = gj_reason_next(reason);
        assert_true(next == GJ_REASON_NONE || gj_reason_kind(next) == GJ_KIND_NEXT);
        assert_true(gj_reason_kind(reason) == GJ_KIND_NEXT || gj_reason_http(reason) >= 200);
    }
    assert_int_equal(gj_reason_from_code("NO_SUCH", 7), GJ_REASON_NONE);
    assert_true(gj_reason_is_ok(GJ_OK_WALLET) && !gj_reason_is_ok(GJ_POLICY_UNKNOWN));
}

static void test_base_why__a_long_story_is_cut_and_says_so(void **state)
{
    (void)state;
    struct gj_why why;
    assert_int_equal(gj_fail(&why, GJ_FULL, "%0600d", 1), GJ_FULL);
    assert_int_equal(gj_slice(why.text).length, GJ_WHY_MAX - 1);
    assert_string_equal(why.text + GJ_WHY_MAX - 4, "...");
    assert_int_equal(gj_status_exit(GJ_FULL), 3);
    assert_int_equal(gj_status_exit(GJ_BAD_INPUT), 2);
    assert_int_equal(gj_fail(NULL, GJ_FULL, "x"), GJ_FULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_base_text__ill_formed_utf8_is_refused),
        cmocka_unit_test(test_base_text__slices_are_compared_from_their_start),
        cmocka_unit_test(test_base_text__slices_are_cut_at_a_mark),
        cmocka_unit_test(test_base_text__a_writer_never_overflows_nor_cuts_a_piece),
        cmocka_unit_test(test_base_idnumber__the_check_digit_decides),
        cmocka_unit_test(test_base_reason__every_code_is_found_by_its_word_and_helps),
        cmocka_unit_test(test_base_why__a_long_story_is_cut_and_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
