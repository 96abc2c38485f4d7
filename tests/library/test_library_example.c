/* The library as its users see it: the example of docs/library.md is built against gongji.h and
   libgongji and run here; its symbols are those of gongji.h and no others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "shell.h"

#define gj_ask gj_library_ask
#include "library/gongji.h"
#undef gj_ask
char *gj_library_ask(const struct gj_packs *packs, const char *line, size_t length);

static char said[1 << 16];

static int run(const char *format, ...)
{
    char line[1000];
    va_list arguments;
    int start = snprintf(line, sizeof line, "B=%s; ", shell_build());
    va_start(arguments, format);
    vsnprintf(line + start, sizeof line - (size_t)start, format, arguments);
    va_end(arguments);
    return shell_in(line, said, sizeof said);
}

static void test_library_example__answers_as_the_program_does(void **state)
{
    (void)state;
    static char alone[sizeof said];
    assert_int_equal(run("$B/tests/library/example packs"), 0);
    memcpy(alone, said, sizeof said);
    assert_non_null(strstr(alone, "\"answer\":\"allow\",\"reason\":\"OK_WALLET\""));
    assert_int_equal(
        run("echo '{\"id\":\"1\",\"kind\":\"pay\",\"at\":\"2024-12-02T10:00\",\"tool\":"
            "\"wallet\",\"relation\":\"parent\",\"payer\":{\"area\":\"320500\"},"
            "\"user\":{\"area\":\"410100\"}}' | $B/gongji ask"),
        0);
    char *pack = strstr(alone, "\"pack\":"), *other = strstr(said, "\"pack\":");
    assert_non_null(pack);
    assert_non_null(other); /* the program has the example provinces beside: another hash */
    pack[0] = other[0] = '\0';
    assert_string_equal(alone, said);
}

static void test_library_example__says_what_is_wrong_with_packs(void **state)
{
    (void)state;
    assert_int_equal(run("$B/tests/library/example /nowhere 2>&1"), 2);
    assert_non_null(strstr(said, "/nowhere"));
    char error[200];
    struct gj_packs_file file = {"national/100000.yaml", "area: [", 7};
    assert_null(gj_packs_load(&file, 1, 0, error, sizeof error));
    assert_non_null(strstr(error, "national/100000.yaml:"));
    assert_null(gj_packs_load(&file, 1, 0, error, 5)); /* cut, but terminated */
    assert_true(strlen(error) < 5);
    assert_null(gj_packs_load(&file, 1, 0, NULL, 0));
}

static void test_library_example__takes_packs_from_a_folder_and_any_line(void **state)
{
    (void)state;
    char error[200];
    struct gj_packs *packs = gj_packs_load_folder("packs", GJ_PACKS_EXAMPLE, error, sizeof error);
    assert_non_null(packs);
    assert_int_equal(strlen(gj_packs_hash(packs)), 64);
    char *answer = gj_split(packs, "nonsense", 8);
    assert_non_null(strstr(answer, "\"error\":{\"code\":"));
    free(answer);
    static const char calc[] = "{\"calc\":\"contribution\",\"area\":\"410000\",\"date\":"
                               "\"2024-09-01\",\"wage\":\"21700.00\"}";
    answer = gj_calc(packs, calc, sizeof calc - 1);
    assert_null(strstr(answer, "\"error\""));
    assert_non_null(strstr(answer, "\"because\":["));
    free(answer);
    answer = gj_library_ask(packs, "{}", 2);
    assert_non_null(strstr(answer, "\"error\":{\"code\":"));
    free(answer);
    gj_packs_free(packs);
    gj_packs_free(NULL);
}

static void test_library_example__shows_no_names_of_the_rooms(void **state)
{
    (void)state;
    run("sed 's/gj_library_/gj_/' src/library/exports >$B/exports.want; nm -D --defined-only "
        "$B/libgongji.so.0 | awk '{print $3}' | grep '^gj_' | sort | diff - $B/exports.want");
    assert_string_equal(said, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_library_example__answers_as_the_program_does),
        cmocka_unit_test(test_library_example__says_what_is_wrong_with_packs),
        cmocka_unit_test(test_library_example__takes_packs_from_a_folder_and_any_line),
        cmocka_unit_test(test_library_example__shows_no_names_of_the_rooms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
