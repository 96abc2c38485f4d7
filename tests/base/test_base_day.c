#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/day.h"

static void test_base_day__every_day_of_three_centuries_goes_there_and_back(void **state)
{
    (void)state;
    for (gj_day day = GJ_DAY_MIN; day < GJ_DAY_MAX; day++) {
        struct gj_civil civil = gj_day_civil(day);
        assert_int_equal(gj_day_from_civil(civil.year, civil.month, civil.day), day);
        assert_int_equal(gj_day_month_first(day), gj_day_from_civil(civil.year, civil.month, 1));
    }
    assert_int_equal(gj_day_from_civil(1970, 1, 1), 0);
    assert_int_equal(gj_day_from_civil(1900, 1, 1), GJ_DAY_MIN);
    assert_int_equal(gj_day_from_civil(2200, 1, 1), GJ_DAY_MAX);
}

static void test_base_day__a_day_that_a_month_lacks_becomes_its_last(void **state)
{
    (void)state;
    gj_day january = gj_day_from_civil(2031, 1, 31);
    assert_int_equal(gj_day_add_months(january, 1), gj_day_from_civil(2031, 2, 28));
    assert_int_equal(gj_day_add_months(january, 13), gj_day_from_civil(2032, 2, 29));
    assert_int_equal(gj_day_add_months(january, -2), gj_day_from_civil(2030, 11, 30));
    assert_int_equal(gj_day_add_months(january, 2), gj_day_from_civil(2031, 3, 31));
}

static void test_base_day__a_year_is_complete_on_the_birthday(void **state)
{
    (void)state;
    gj_day birth = gj_day_from_civil(1960, 2, 29);
    assert_int_equal(gj_age_years(birth, gj_day_from_civil(2025, 2, 28)), 64);
    assert_int_equal(gj_age_years(birth, gj_day_from_civil(2025, 3, 1)), 65);
    assert_int_equal(gj_age_years(birth, gj_day_from_civil(2024, 2, 29)), 64);
    assert_int_equal(gj_age_years(birth, gj_day_from_civil(1950, 1, 1)), 0);
}

static void test_base_day__reads_real_days_only(void **state)
{
    (void)state;
    gj_day day;
    assert_true(gj_day_parse(GJ_SLICE("2024-02-29"), &day));
    assert_false(gj_day_parse(GJ_SLICE("2023-02-29"), &day));
    assert_false(gj_day_parse(GJ_SLICE("2023-13-01"), &day));
    assert_false(gj_day_parse(GJ_SLICE("2023-00-01"), &day));
    assert_false(gj_day_parse(GJ_SLICE("2023-01-00"), &day));
    assert_false(gj_day_parse(GJ_SLICE("2023-1-01"), &day));
    assert_false(gj_day_parse(GJ_SLICE("1899-12-31"), &day));
    assert_false(gj_day_parse(GJ_SLICE("2200-01-01"), &day));
    assert_true(gj_day_parse(GJ_SLICE("2199-12-31"), &day));
}

static void test_base_day__moments_read_and_write_in_one_form(void **state)
{
    (void)state;
    gj_time time;
    char text[GJ_TIME_TEXT_MAX];
    assert_true(gj_time_parse(GJ_SLICE("2025-04-21T22:00"), &time));
    assert_string_equal(gj_day_text(gj_day_from_civil(1900, 1, 1), text), "1900-01-01");
    assert_string_equal(gj_day_text(gj_day_from_civil(9999, 12, 31), text), "9999-12-31");
    assert_string_equal(gj_day_text(gj_day_from_civil(7, 2, 3), text), "0007-02-03");
    assert_string_equal(gj_time_text(-1, ' ', text), "1969-12-31 23:59:59");
    assert_string_equal(gj_time_text(time, 'T', text), "2025-04-21T22:00:00");
    assert_true(gj_time_parse(GJ_SLICE("2025-04-21 05:59:59"), &time));
    assert_int_equal(gj_time_of_day(time), 21599000);
    assert_false(gj_time_parse(GJ_SLICE("2025-04-21 24:00:00"), &time));
    assert_false(gj_time_parse(GJ_SLICE("2025-04-21"), &time));
    assert_int_equal(gj_time_day(-1), -1);
    assert_int_equal(gj_time_of_day(-1), GJ_DAY_MS - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_base_day__every_day_of_three_centuries_goes_there_and_back),
        cmocka_unit_test(test_base_day__a_day_that_a_month_lacks_becomes_its_last),
        cmocka_unit_test(test_base_day__a_year_is_complete_on_the_birthday),
        cmocka_unit_test(test_base_day__reads_real_days_only),
        cmocka_unit_test(test_base_day__moments_read_and_write_in_one_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
