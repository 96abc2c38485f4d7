/* The contract of `gongji ask`: the cases of ask.ndjson against the real packs, and the program
   itself over several lines with a bad one in the middle. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "cases.h"

#define GOOD "\"kind\":\"own\",\"at\":\"2025-09-01T10:00\",\"payer\":{\"area\":\"410100\"}}\n"

static void test_contract_ask__a_bad_line_stops_nothing(void **state)
{
    (void)state;
    static char out[1 << 16];
    int code = cases_program("ask", "{\"id\":1," GOOD "{\"id\":\"b\",\"kind\":7}\n{\"id\":3," GOOD,
                             out, sizeof out);
    assert_int_equal(code, 2);
    char *second = strchr(out, '\n') + 1, *third = strchr(second, '\n') + 1;
    second[-1] = third[-1] = '\0';
    cases_hold(out, "{\"id\":1,\"answer\":\"allow\"}");
    cases_hold(second, "{\"id\":\"b\",\"error\":{\"pointer\":\"/kind\"}}");
    cases_hold(third, "{\"id\":3,\"answer\":\"allow\"}");
    assert_string_equal(strchr(third, '\n'), "\n");
}

static void test_contract_ask__a_no_is_an_answer_and_no_failure(void **state)
{
    (void)state;
    static char out[1 << 16];
    assert_int_equal(cases_program("ask",
                                   "{\"kind\":\"own\",\"at\":\"2025-09-01T10:00\",\"payer\":{"
                                   "\"area\":\"410100\",\"frozen\":true}}\n",
                                   out, sizeof out),
                     0);
    cases_hold(out, "{\"answer\":\"deny\",\"reason\":\"PAYER_ACCOUNT_FROZEN\"}");
}

static void test_contract_ask__nothing_in_nothing_out(void **state)
{
    (void)state;
    char out[100];
    assert_int_equal(cases_program("ask", "", out, sizeof out), 0);
    assert_string_equal(out, "");
    assert_int_equal(cases_program("ask --no-such-option", "", out, sizeof out), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_contract_ask__a_bad_line_stops_nothing),
        cmocka_unit_test(test_contract_ask__a_no_is_an_answer_and_no_failure),
        cmocka_unit_test(test_contract_ask__nothing_in_nothing_out),
    };
    return cases_run("contract ask", GJ_ASKED_ASK, "tests/contract/ask.ndjson", tests,
                     sizeof tests / sizeof tests[0]);
}
