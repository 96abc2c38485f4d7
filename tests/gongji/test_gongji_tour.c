/* docs/tour.md is true: its commands still print what it shows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "shell.h"

static char said[SHELL_SAID_MAX];

static void test_gongji_tour__prints_what_it_shows(void **state)
{
    (void)state;
    if (shell("BUILD=${GJ_BUILD:-build} bash tests/tour.sh --check 2>&1", said) != 0)
        fail_msg("the tour has changed; if that is right, run: bash tests/tour.sh\n%.4000s", said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gongji_tour__prints_what_it_shows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
