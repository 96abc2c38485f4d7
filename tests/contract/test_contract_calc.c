/* The contract of `gongji calc`: the cases of calc.ndjson against the real packs, and the program
   itself over several lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cases.h"

static void test_contract_calc__a_bad_line_stops_nothing(void **state)
{
    (void)state;
    static char out[1 << 16];
    const char *good = "\"calc\":\"premium\",\"area\":\"100000\",\"year\":2025}\n";
    char in[400];
    snprintf(in, sizeof in, "{\"id\":1,%s{\"id\":2,\"calc\":\"nothing\"}\n{\"id\":3,%s", good,
             good);
    assert_int_equal(cases_program("calc", in, out, sizeof out), 2);
    char *second = strchr(out, '\n') + 1, *third = strchr(second, '\n') + 1;
    second[-1] = third[-1] = '\0';
    cases_hold(out, "{\"id\":1,\"personal\":\"400.00\"}");
    cases_hold(second, "{\"id\":2,\"error\":{\"pointer\":\"/calc\"}}");
    cases_hold(third, "{\"id\":3,\"due\":\"400.00\"}");
}

static void test_contract_calc__an_unknown_rule_is_an_answer(void **state)
{
    (void)state;
    static char out[1 << 16];
    assert_int_equal(cases_program("calc",
                                   "{\"calc\":\"premium\",\"area\":\"100000\",\"year\":2040}\n",
                                   out, sizeof out),
                     0);
    cases_hold(out, "{\"answer\":\"unknown\",\"reason\":\"POLICY_UNKNOWN\",\"personal\":null}");
}

/* A thousand visits of one yuan each, and one more. */
static void test_contract_calc__a_thousand_visits_and_no_more(void **state)
{
    (void)state;
    static char question[1 << 18];
    for (int count = 1000; count <= 1001; count++) {
        struct gj_writer writer = gj_writer(question, sizeof question);
        gj_put_text(&writer, "{\"calc\":\"pooled\",\"area\":\"100000\",\"deductible\":\"500.00\","
                             "\"ratio\":\"0.50\",\"visits\":[");
        for (int i = 0; i < count; i++)
            gj_put_format(&writer, "%s{\"date\":\"2031-05-01\",\"eligible\":\"1.00\"}",
                          i == 0 ? "" : ",");
        gj_put_text(&writer, "]}");
        assert_false(writer.full);
        cases_hold(cases_ask(GJ_ASKED_CALC, question),
                   count == 1000 ? "{\"pool\":\"250.00\",\"used\":{\"deductible\":\"500.00\"}}"
                                 : "{\"error\":{\"pointer\":\"/visits\"}}");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_contract_calc__a_bad_line_stops_nothing),
        cmocka_unit_test(test_contract_calc__an_unknown_rule_is_an_answer),
        cmocka_unit_test(test_contract_calc__a_thousand_visits_and_no_more),
    };
    return cases_run("contract calc", GJ_ASKED_CALC, "tests/contract/calc.ndjson", tests,
                     sizeof tests / sizeof tests[0]);
}
