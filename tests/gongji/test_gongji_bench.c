/* The benchmark of sales, small: it must serve what it measures, and say the ratio first. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "shell.h"

static char said[4096];

static int run(const char *arguments)
{
    char line[512];
    snprintf(line, sizeof line, "%s/gongji bench %s 2>/dev/null", shell_build(), arguments);
    return shell_in(line, said, sizeof said);
}

/* The number behind the word, or -1. */
static long number_after(const char *word)
{
    const char *at = strstr(said, word);
    return at ? strtol(at + strlen(word), NULL, 10) : -1;
}

static void test_gongji_bench__sales_are_measured_against_the_naive_store(void **state)
{
    (void)state;
    assert_int_equal(run("sales --scale 800"), 0);
    assert_ptr_equal(strstr(said, "sales over HTTP: "), said);
    assert_non_null(strstr(said, " x naive "));
    assert_in_range(number_after("ours "), 1, 10000000);
    assert_in_range(number_after("p50 "), 1, 60000000);
    assert_in_range(number_after("p99 "), number_after("p50 "), 60000000);
    assert_in_range(number_after("bytes written each "), 1, 1000000);
    /* a server without the benchmark's own memory in it */
    assert_in_range(number_after("peak memory "), 1000, 1000000);
}

static void test_gongji_bench__a_name_that_is_none_is_refused(void **state)
{
    (void)state;
    assert_int_equal(run("nothing"), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gongji_bench__sales_are_measured_against_the_naive_store),
        cmocka_unit_test(test_gongji_bench__a_name_that_is_none_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
