#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/fen.h"

static void test_base_fen__reads_up_to_two_decimals(void **state)
{
    (void)state;
    gj_fen fen = 0;
    assert_true(gj_fen_parse(GJ_SLICE("0"), &fen));
    assert_int_equal(fen, 0);
    assert_true(gj_fen_parse(GJ_SLICE("12.5"), &fen));
    assert_int_equal(fen, 1250);
    assert_true(gj_fen_parse(GJ_SLICE("9999999999999.99"), &fen));
    assert_false(gj_fen_parse(GJ_SLICE("10000000000000.00"), &fen));
    assert_false(gj_fen_parse(GJ_SLICE("1.000"), &fen));
    assert_false(gj_fen_parse(GJ_SLICE("-1"), &fen));
    assert_false(gj_fen_parse(GJ_SLICE("1e2"), &fen));
    assert_false(gj_fen_parse(GJ_SLICE("01"), &fen));
    assert_false(gj_fen_parse(GJ_SLICE("1."), &fen));
    assert_false(gj_fen_parse(GJ_SLICE(".5"), &fen));
    assert_false(gj_fen_parse(GJ_SLICE(""), &fen));
    assert_true(gj_decimal_parse(GJ_SLICE("007.500"), 2, 14, &fen));
    assert_int_equal(fen, 750);
    assert_false(gj_decimal_parse(GJ_SLICE("7.501"), 2, 14, &fen));
}

static void test_base_fen__writes_exactly_two_decimals(void **state)
{
    (void)state;
    char text[GJ_FEN_TEXT_MAX];
    assert_string_equal(gj_fen_text(0, text), "0.00");
    assert_string_equal(gj_fen_text(-5, text), "-0.05");
    assert_string_equal(gj_fen_text(120000, text), "1200.00");
}

static void test_base_fen__ratios_round_trip(void **state)
{
    (void)state;
    char text[GJ_PPM_TEXT_MAX];
    gj_ppm ppm = 0;
    assert_true(gj_ppm_parse(GJ_SLICE("0.55"), &ppm));
    assert_int_equal(ppm, 550000);
    assert_string_equal(gj_ppm_text(ppm, text), "0.55");
    assert_string_equal(gj_ppm_text(GJ_PPM_ONE, text), "1.00");
    assert_string_equal(gj_ppm_text(123456, text), "0.123456");
    assert_true(gj_ppm_parse(GJ_SLICE("1"), &ppm));
    assert_false(gj_ppm_parse(GJ_SLICE("1.000001"), &ppm));
    assert_false(gj_ppm_parse(GJ_SLICE("0.1234567"), &ppm));
}

static void test_base_fen__says_ratios_in_percent(void **state)
{
    (void)state;
    char text[GJ_FEN_TEXT_MAX];
    assert_string_equal(gj_percent_text(550000, text), "55%");
    assert_string_equal(gj_percent_text(5000, text), "0.5%");
    assert_string_equal(gj_percent_text(GJ_PPM_ONE, text), "100%");
    assert_string_equal(gj_percent_text(1, text), "0.0001%");
    assert_string_equal(gj_percent_text(0, text), "0%");
}

static void test_base_fen__reads_whole_numbers_of_digits_alone(void **state)
{
    (void)state;
    int64_t number;
    assert_true(gj_whole_parse(GJ_SLICE("410100"), 6, &number));
    assert_int_equal(number, 410100);
    assert_true(gj_whole_parse(GJ_SLICE("007"), 1, &number));
    assert_int_equal(number, 7);
    assert_false(gj_whole_parse(GJ_SLICE("12"), 1, &number));
    assert_false(gj_whole_parse(GJ_SLICE("7.0"), 2, &number));
    assert_false(gj_whole_parse(GJ_SLICE("-7"), 2, &number));
    assert_false(gj_whole_parse(GJ_SLICE(""), 2, &number));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_base_fen__reads_up_to_two_decimals),
        cmocka_unit_test(test_base_fen__writes_exactly_two_decimals),
        cmocka_unit_test(test_base_fen__says_ratios_in_percent),
        cmocka_unit_test(test_base_fen__reads_whole_numbers_of_digits_alone),
        cmocka_unit_test(test_base_fen__ratios_round_trip),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
