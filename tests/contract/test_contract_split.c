/* The contract of `gongji split`: the cases of split.ndjson against the real packs, the bounds that
   are too long to write down, and the program itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cases.h"

#define BILL                                                                                       \
    "\"area\":\"410100\",\"date\":\"2025-04-21\",\"place\":{\"area\":\"410100\",\"level\":"        \
    "\"community\"},\"care\":\"outpatient\",\"person\":{\"scheme\":\"employee\",\"status\":"       \
    "\"working\",\"age_years\":40}"
#define LINE "{\"amount\":\"1.00\",\"class\":\"A\"}"

static char question[1 << 18];

/* A bill with so many lines of one yuan and so many payers of ten fen each. */
static const char *bill_of(int lines, int payers)
{
    struct gj_writer writer = gj_writer(question, sizeof question);
    gj_put_text(&writer, "{" BILL ",\"rules\":{\"aid.order\":\"rank\"},\"lines\":[");
    for (int i = 0; i < lines; i++)
        gj_put_format(&writer, "%s" LINE, i == 0 ? "" : ",");
    gj_put_text(&writer, "],\"payers\":[");
    for (int i = 0; i < payers; i++)
        gj_put_format(&writer, "%s{\"id\":\"p%d\",\"balance\":\"0.10\"}", i == 0 ? "" : ",", i);
    gj_put_text(&writer, "]}");
    assert_false(writer.full);
    return question;
}

static void test_contract_split__sixteen_payers_and_no_more(void **state)
{
    (void)state;
    const char *answer = cases_ask(GJ_ASKED_SPLIT, bill_of(10, 16));
    cases_hold(answer, "{\"total\":\"10.00\",\"pool\":\"6.50\",\"cash\":\"1.90\","
                       "\"aid+\":[{\"id\":\"p0\",\"amount\":\"0.10\"},{\"id\":\"p15\"}]}");
    answer = cases_ask(GJ_ASKED_SPLIT, bill_of(10, 17));
    cases_hold(answer, "{\"error\":{\"pointer\":\"/payers\"},\"pool\":null}");
}

static void test_contract_split__a_thousand_lines_and_no_more(void **state)
{
    (void)state;
    cases_hold(cases_ask(GJ_ASKED_SPLIT, bill_of(200, 0)),
               "{\"total\":\"200.00\",\"pool\":\"130.00\",\"cash\":\"70.00\"}");
    cases_hold(cases_ask(GJ_ASKED_SPLIT, bill_of(1000, 0)),
               "{\"total\":\"1000.00\",\"pool\":\"650.00\",\"cash\":\"350.00\"}");
    cases_hold(cases_ask(GJ_ASKED_SPLIT, bill_of(1001, 0)),
               "{\"error\":{\"pointer\":\"/lines\"},\"pool\":null}");
}

static void test_contract_split__eight_steps_of_a_rule_and_no_more(void **state)
{
    (void)state;
    for (int count = 8; count <= 9; count++) {
        struct gj_writer writer = gj_writer(question, sizeof question);
        gj_put_text(&writer, "{" BILL ",\"lines\":[{\"amount\":\"9.00\",\"class\":\"A\"}],"
                             "\"rules\":{\"outpatient.steps\":[");
        for (int i = 1; i < count; i++)
            gj_put_format(&writer, "{\"up_to\":\"%d.00\",\"ratio\":\"0.5\"},", i);
        gj_put_text(&writer, "{\"up_to\":\"none\",\"ratio\":\"1\"}]}}");
        /* Seven yuan at a half, two at the whole. */
        cases_hold(cases_ask(GJ_ASKED_SPLIT, question),
                   count == 8 ? "{\"pool\":\"5.50\"}"
                              : "{\"error\":{\"pointer\":\"/rules/outpatient.steps\"}}");
    }
}

static void test_contract_split__a_bad_line_stops_nothing(void **state)
{
    (void)state;
    static char out[1 << 16];
    int code = cases_program("split",
                             "{\"id\":1," BILL ",\"lines\":[" LINE "]}\nrubbish\n{\"id\":3," BILL
                             ",\"lines\":[" LINE "]}\n",
                             out, sizeof out);
    assert_int_equal(code, 2);
    char *second = strchr(out, '\n') + 1, *third = strchr(second, '\n') + 1;
    second[-1] = third[-1] = '\0';
    cases_hold(out, "{\"id\":1,\"pool\":\"0.65\"}");
    cases_hold(second, "{\"id\":null,\"error\":{}}");
    cases_hold(third, "{\"id\":3,\"pool\":\"0.65\"}");
}

static void test_contract_split__an_unknown_rule_is_an_answer(void **state)
{
    (void)state;
    static char out[1 << 16];
    assert_int_equal(cases_program("split",
                                   "{\"area\":\"411700\",\"date\":\"2025-04-21\",\"lines\":[" LINE
                                   "]}\n",
                                   out, sizeof out),
                     0);
    cases_hold(out, "{\"answer\":\"unknown\",\"reason\":\"POLICY_UNKNOWN\",\"pool\":null}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_contract_split__sixteen_payers_and_no_more),
        cmocka_unit_test(test_contract_split__a_thousand_lines_and_no_more),
        cmocka_unit_test(test_contract_split__eight_steps_of_a_rule_and_no_more),
        cmocka_unit_test(test_contract_split__a_bad_line_stops_nothing),
        cmocka_unit_test(test_contract_split__an_unknown_rule_is_an_answer),
    };
    return cases_run("contract split", GJ_ASKED_SPLIT, "tests/contract/split.ndjson", tests,
                     sizeof tests / sizeof tests[0]);
}
