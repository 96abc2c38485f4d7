/* Pricing of fee lines: classes, price limits, rounding half up per line, and the check of count
   times price. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/random.h"
#include "policy/policy.h"

enum { ONE = 10000 };                /* a count of one, in 10^-4 */
static const int64_t yuan = 1000000; /* a price of one yuan, in 10^-6 */

static void expect(struct gj_bill bill, gj_fen outside, gj_fen overprice, gj_fen first_share,
                   gj_fen eligible)
{
    assert_int_equal(bill.outside_fen, outside);
    assert_int_equal(bill.overprice_fen, overprice);
    assert_int_equal(bill.first_share_fen, first_share);
    assert_int_equal(bill.eligible_fen, eligible);
    assert_int_equal(bill.total_fen, outside + overprice + first_share + eligible);
}

static void test_policy_price__class_a_is_in_scope_whole(void **state)
{
    (void)state;
    struct gj_price price = {GJ_LIST_A, 100000, -1}; /* a first share is class B's alone */
    expect(gj_price_line(&price, 12345, ONE), 0, 0, 0, 12345);
    expect(gj_price_line(&price, 0, ONE), 0, 0, 0, 0);
}

static void test_policy_price__outside_the_list_nothing_is_in_scope(void **state)
{
    (void)state;
    struct gj_price price = {GJ_LIST_OUTSIDE, 0, 5 * yuan};
    expect(gj_price_line(&price, 12345, ONE), 12345, 0, 0, 0);
}

static void test_policy_price__class_b_pays_a_first_share_half_up(void **state)
{
    (void)state;
    struct gj_price price = {GJ_LIST_B, 100000, -1};
    expect(gj_price_line(&price, 10000, ONE), 0, 0, 1000, 9000);
    expect(gj_price_line(&price, 4, ONE), 0, 0, 0, 4);
    expect(gj_price_line(&price, 5, ONE), 0, 0, 1, 4);
    price.first_share_ppm = GJ_PPM_ONE;
    expect(gj_price_line(&price, 77, ONE), 0, 0, 77, 0);
}

static void test_policy_price__the_limit_counts_for_each_unit(void **state)
{
    (void)state;
    struct gj_price price = {GJ_LIST_A, 0, 10 * yuan};
    expect(gj_price_line(&price, 3000, 3 * ONE), 0, 0, 0, 3000);
    expect(gj_price_line(&price, 3001, 3 * ONE), 0, 1, 0, 3000);
    expect(gj_price_line(&price, 2999, 3 * ONE), 0, 0, 0, 2999);
    price.limit_micro = 0;
    expect(gj_price_line(&price, 50, ONE), 0, 50, 0, 0);
}

static void test_policy_price__the_first_share_is_of_what_the_limit_left(void **state)
{
    (void)state;
    struct gj_price price = {GJ_LIST_B, 200000, 10 * yuan};
    expect(gj_price_line(&price, 1500, ONE), 0, 500, 200, 800);
}

static void test_policy_price__what_is_over_the_limit_is_rounded_half_up(void **state)
{
    (void)state;
    struct gj_price price = {GJ_LIST_A, 0, 5000};            /* half a fen a unit */
    expect(gj_price_line(&price, 10, ONE), 0, 10, 0, 0);     /* 9.5 over */
    expect(gj_price_line(&price, 10, ONE + 1), 0, 9, 0, 1);  /* 9.49995 over */
    expect(gj_price_line(&price, 10, ONE - 1), 0, 10, 0, 0); /* 9.50005 over */
    expect(gj_price_line(&price, 1, ONE), 0, 1, 0, 0);       /* 0.5 over */
    expect(gj_price_line(&price, 1, ONE + 1), 0, 0, 0, 1);   /* 0.49995 over */
}

static void test_policy_price__the_largest_lines_do_not_overflow(void **state)
{
    (void)state;
    int64_t most = INT64_C(1000000000000000000);
    struct gj_price price = {GJ_LIST_B, 1000000, most};
    expect(gj_price_line(&price, GJ_FEN_MAX, most), 0, 0, GJ_FEN_MAX, 0);
    expect(gj_price_line(&price, GJ_FEN_MAX, 0), 0, GJ_FEN_MAX, 0, 0);
    price.limit_micro = 1;
    expect(gj_price_line(&price, GJ_FEN_MAX, most), 0, GJ_FEN_MAX - 10000000000, 10000000000, 0);
    assert_false(gj_line_adds_up(GJ_FEN_MAX, most, most));
    assert_true(gj_line_adds_up(10000000000, most, 1));
    assert_false(gj_line_adds_up(GJ_FEN_MAX + 1, ONE, yuan));
}

static void test_policy_price__a_line_adds_up_within_less_than_a_fen(void **state)
{
    (void)state;
    assert_true(gj_line_adds_up(10000, ONE, 100 * yuan));
    assert_false(gj_line_adds_up(10001, ONE, 100 * yuan));
    assert_false(gj_line_adds_up(9999, ONE, 100 * yuan));
    /* 1.5 x 33.333333 = 49.9999995 yuan */
    assert_true(gj_line_adds_up(5000, 15000, 33333333));
    assert_true(gj_line_adds_up(4999, 15000, 33333333));
    assert_false(gj_line_adds_up(5001, 15000, 33333333));
    assert_false(gj_line_adds_up(4998, 15000, 33333333));
    assert_true(gj_line_adds_up(0, 0, yuan));
    assert_false(gj_line_adds_up(-1, ONE, yuan));
    assert_false(gj_line_adds_up(1, -ONE, yuan));
}

__extension__ typedef unsigned __int128 wide;

/* count x price in hundred-millionths of a fen, digit by digit as on paper: no product of two large
   numbers, so nothing to overflow below 10^18 fen. */
static wide on_paper(int64_t count_e4, int64_t price_micro)
{
    wide sum = 0, row = (uint64_t)price_micro;
    for (; count_e4 > 0; count_e4 /= 10, row *= 10)
        for (int64_t digit = count_e4 % 10; digit > 0; digit--)
            sum += row;
    return sum;
}

static void check_line(gj_fen amount, int64_t count, int64_t micro)
{
    wide tiny = on_paper(count, micro), of_amount = (uint64_t)amount;
    of_amount *= 100000000;
    wide apart = of_amount > tiny ? of_amount - tiny : tiny - of_amount;
    assert_int_equal(gj_line_adds_up(amount, count, micro), apart < 100000000);
    struct gj_price price = {GJ_LIST_A, 0, micro};
    struct gj_bill bill = gj_price_line(&price, amount, count);
    gj_fen over = of_amount > tiny ? (gj_fen)((apart + 50000000) / 100000000) : 0;
    assert_int_equal(bill.overprice_fen, over);
    assert_int_equal(bill.eligible_fen, amount - over);
}

static void test_policy_price__random_lines_agree_with_sums_on_paper(void **state)
{
    (void)state;
    uint64_t seed = 20310501;
    printf("seed %llu\n", (unsigned long long)seed);
    struct gj_random random = gj_random(seed);
    for (int i = 0; i < 100000; i++) {
        int64_t size = gj_random_between(&random, 0, 3);
        int64_t top = (int64_t[]){20000, 100000000, 1000000000000, 1000000000000000000}[size];
        int64_t count = gj_random_between(&random, 0, top);
        int64_t price = gj_random_between(&random, 0, top);
        wide near = on_paper(count, price) / 100000000;
        int64_t amount = near >= (uint64_t)GJ_FEN_MAX ? GJ_FEN_MAX : (int64_t)near;
        amount += gj_random_between(&random, -2, 2);
        if (amount < 0 || amount > GJ_FEN_MAX || i % 5 == 0)
            amount = gj_random_between(&random, 0, GJ_FEN_MAX);
        check_line(amount, count, price);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_policy_price__class_a_is_in_scope_whole),
        cmocka_unit_test(test_policy_price__outside_the_list_nothing_is_in_scope),
        cmocka_unit_test(test_policy_price__class_b_pays_a_first_share_half_up),
        cmocka_unit_test(test_policy_price__the_limit_counts_for_each_unit),
        cmocka_unit_test(test_policy_price__the_first_share_is_of_what_the_limit_left),
        cmocka_unit_test(test_policy_price__what_is_over_the_limit_is_rounded_half_up),
        cmocka_unit_test(test_policy_price__the_largest_lines_do_not_overflow),
        cmocka_unit_test(test_policy_price__a_line_adds_up_within_less_than_a_fen),
        cmocka_unit_test(test_policy_price__random_lines_agree_with_sums_on_paper),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
