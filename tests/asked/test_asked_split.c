/* The verb split: every field in and out, steps that carry counters and money, faults. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "says.h"
#include "world.h"

static void test_asked_split__an_area_outside_the_tree_borrows_nothing(void **state)
{
    (void)state;
    const char *unknown = "\"answer\":\"unknown\",\"reason\":\"POLICY_UNKNOWN\"";
    HAS(split("{\"id\":1,\"area\":\"980199\",\"date\":\"2025-04-21\",\"person\":{\"scheme\":"
              "\"employee\"},"
              "\"place\":{\"area\":\"980199\",\"level\":\"2\"},\"care\":\"pharmacy\","
              "\"lines\":[{\"amount\":\"10.00\"}],\"own\":\"5.00\"}"),
        unknown);
    HAS(asked_bytes(GJ_ASKED_CALC, GJ_SLICE("{\"calc\":\"split\",\"area\":\"980199\",\"date\":"
                                            "\"2025-04-21\",\"share\":\"1.00\",\"own\":\"1.00\"}")),
        unknown);
    HAS(asked_bytes(GJ_ASKED_CALC,
                    GJ_SLICE("{\"calc\":\"pooled\",\"area\":\"980199\",\"visits\":[{\"date\":"
                             "\"2025-04-21\",\"eligible\":\"500.00\"}]}")),
        unknown);
    HAS(asked_bytes(GJ_ASKED_CALC, GJ_SLICE("{\"calc\":\"waiting\",\"area\":\"980199\",\"date\":"
                                            "\"2025-04-21\",\"scheme\":\"resident\"}")),
        unknown);
}

#define BILL "\"area\":\"980100\",\"date\":\"2025-04-21\""

static void test_asked_split__one_bill_down_the_waterfall(void **state)
{
    (void)state;
    const char *answer =
        split("{\"id\":\"s1\"," BILL ",\"person\":{\"scheme\":\"employee\",\"status\":\"working\","
              "\"age_years\":40,\"tier\":1},\"place\":{\"area\":\"980100\",\"level\":\"2\"},"
              "\"care\":\"outpatient\",\"lines\":["
              "{\"amount\":\"500.00\",\"count\":\"1\",\"unit_price\":\"500.00\",\"class\":\"A\"},"
              "{\"amount\":\"200.00\",\"class\":\"B\",\"first_share\":\"0.10\"},"
              "{\"amount\":\"33.33\",\"class\":\"outside\"},"
              "{\"amount\":\"90.00\",\"count\":\"3\",\"price_limit\":\"20.00\"}],"
              "\"used\":{\"deductible\":\"260.00\",\"pool\":\"100.00\",\"visits\":2},"
              "\"own\":\"100.00\",\"wallet\":\"10.00\",\"payers\":["
              "{\"id\":\"p1\",\"balance\":\"50.00\",\"limit\":null,\"rank\":2},"
              "{\"id\":\"p2\",\"balance\":\"200.00\",\"limit\":\"20.00\",\"rank\":1}],"
              "\"filing\":{\"kind\":\"none\"},\"rules\":{}}");
    /* eligible 500 + 180 + 60; deductible 300 - 260; 700 x 0.60 = 420 */
    const char *head =
        "{\"id\":\"s1\",\"total\":\"823.33\",\"outside\":\"33.33\",\"overprice\":\"30.00\","
        "\"first_share\":\"20.00\",\"eligible\":\"740.00\",\"deductible\":\"40.00\","
        "\"pool\":\"420.00\",\"other_funds\":\"0.00\",\"own\":\"100.00\",\"wallet\":\"10.00\","
        "\"aid\":[{\"id\":\"p2\",\"amount\":\"20.00\"},{\"id\":\"p1\",\"amount\":\"50.00\"}],"
        "\"cash\":\"223.33\",\"used\":{\"deductible\":\"300.00\",\"pool\":\"520.00\",\"visits\":3,"
        "\"eligible\":\"700.00\"},\"because\":[";
    HAS(answer, head);
    assert_memory_equal(answer, head, strlen(head));
    HAS(answer, "\"not_found\":[");
    HAS(answer, ",\"pack\":\"aaaa");
}

static void test_asked_split__the_level_selects_the_ratio_and_the_cap_ends_it(void **state)
{
    (void)state;
    HAS(split("{" BILL ",\"place\":{\"level\":\"3\"},\"lines\":[{\"amount\":\"400.00\"}]}"),
        "\"pool\":\"55.00\"");
    HAS(split("{" BILL ",\"lines\":[{\"amount\":\"1966.67\"}]}"), "\"pool\":\"1000.00\"");
    HAS(split("{" BILL ",\"lines\":[{\"amount\":\"1966.65\"}]}"), "\"pool\":\"999.99\"");
    HAS(split("{" BILL ",\"lines\":[{\"amount\":\"5000\"}],\"used\":{\"pool\":\"999.99\"}}"),
        "\"pool\":\"0.01\"");
}

static void test_asked_split__steps_carry_counters_and_money(void **state)
{
    (void)state;
    const char *answer = split(
        "{\"id\":1," BILL ",\"own\":\"350.00\",\"payers\":[{\"id\":\"p\",\"balance\":\"1000.00\","
        "\"limit\":\"100.00\"}],\"used\":{\"visits\":4},\"steps\":["
        "{\"lines\":[{\"amount\":\"200.00\"}]},"
        "{\"date\":\"2025-05-01\",\"lines\":[{\"amount\":\"200.00\"}]},"
        "{\"care\":\"inpatient\",\"lines\":[{\"amount\":\"1500.00\"}]},"
        "{\"date\":\"2026-01-01\",\"own\":\"1.00\",\"lines\":[{\"amount\":\"200.00\"}]}]}");
    HAS(answer, "{\"id\":1,\"steps\":[{\"total\":\"200.00\"");
    /* the deductible of 300: 200 now, 100 in the next bill, then 100 x 0.60 */
    HAS(answer, "\"deductible\":\"200.00\",\"pool\":\"0.00\",\"other_funds\":\"0.00\","
                "\"own\":\"200.00\",");
    HAS(answer, "\"used\":{\"deductible\":\"200.00\",\"pool\":\"0.00\",\"visits\":5,");
    HAS(answer, "\"deductible\":\"100.00\",\"pool\":\"60.00\",\"other_funds\":\"0.00\","
                "\"own\":\"140.00\",");
    HAS(answer, "\"used\":{\"deductible\":\"300.00\",\"pool\":\"60.00\",\"visits\":6,");
    /* inpatient has counters of its own; 10.00 are left in the account, 100.00 from the payer */
    HAS(answer,
        "\"deductible\":\"500.00\",\"pool\":\"900.00\",\"other_funds\":\"0.00\","
        "\"own\":\"10.00\",\"wallet\":\"0.00\",\"aid\":[{\"id\":\"p\",\"amount\":\"100.00\"}]"
        ",\"cash\":\"490.00\",\"used\":{\"deductible\":\"500.00\",\"pool\":\"900.00\","
        "\"visits\":1,");
    /* a new benefit year begins anew */
    HAS(answer, "\"own\":\"1.00\",\"wallet\":\"0.00\",\"aid\":[],\"cash\":\"199.00\","
                "\"used\":{\"deductible\":\"200.00\",\"pool\":\"0.00\",\"visits\":1,");
}

static void test_asked_split__an_unknown_rule_is_unknown(void **state)
{
    (void)state;
    HAS(split("{\"id\":\"s\",\"area\":\"980200\",\"date\":\"2025-04-21\",\"lines\":[]}"),
        "{\"id\":\"s\",\"answer\":\"unknown\",\"reason\":\"POLICY_UNKNOWN\","
        "\"missing\":[\"outpatient.deductible\"],\"because\":[");
    HAS(split("{\"area\":\"980200\",\"date\":\"2025-04-21\",\"lines\":[],"
              "\"rules\":{\"outpatient.deductible\":\"none\"}}"),
        "\"missing\":[\"outpatient.ratio\"]");
    HAS(split("{\"area\":\"980200\",\"date\":\"2025-04-21\",\"lines\":[{\"amount\":\"10\"}],"
              "\"rules\":{\"outpatient.deductible\":\"none\",\"outpatient.ratio\":\"0.5\"}}"),
        "\"pool\":\"5.00\"");
    /* a step that is not known leaves the counters as they were */
    HAS(split("{" BILL ",\"steps\":[{\"care\":\"chronic\",\"lines\":[]},{\"lines\":[]}]}"),
        "\"steps\":[{\"answer\":\"unknown\"");
    HAS(split("{" BILL ",\"care\":\"pharmacy\",\"lines\":[{\"amount\":\"12.30\"}],\"own\":\"20\"}"),
        "\"own\":\"12.30\"");
}

static void fault(const char *line, const char *code, const char *pointer)
{
    char expected[400];
    snprintf(expected, sizeof expected, "\"error\":{\"code\":\"%s\",\"pointer\":\"%s\",", code,
             pointer);
    HAS(split(line), expected);
    HAS_NOT(split(line), "\"total\"");
}

static void test_asked_split__faults_name_their_place(void **state)
{
    (void)state;
    fault("{\"date\":\"2025-04-21\",\"lines\":[]}", "MISSING_FIELD", "/area");
    fault("{\"area\":\"980100\",\"lines\":[]}", "MISSING_FIELD", "/date");
    fault("{" BILL "}", "MISSING_FIELD", "/lines");
    fault("{" BILL ",\"lines\":[{}]}", "MISSING_FIELD", "/lines/0/amount");
    fault("{" BILL ",\"lines\":[{\"amount\":1}]}", "INVALID_VALUE", "/lines/0/amount");
    fault("{" BILL ",\"lines\":[{\"amount\":\"1\"},{\"amount\":\"1\",\"class\":\"C\"}]}",
          "INVALID_VALUE", "/lines/1/class");
    fault("{" BILL ",\"lines\":[{\"amount\":\"1\",\"count\":\"0.00001\"}]}", "INVALID_VALUE",
          "/lines/0/count");
    fault("{" BILL ",\"lines\":[{\"amount\":\"10.01\",\"count\":\"2\",\"unit_price\":\"5\"}]}",
          "LINE_AMOUNT_WRONG", "/lines/0/amount");
    fault("{" BILL ",\"lines\":[{\"amount\":\"9999999999999.99\"},{\"amount\":\"0.01\"}]}",
          "AMOUNT_TOO_LARGE", "/lines/1");
    fault("{" BILL ",\"lines\":[],\"payers\":[{\"balance\":\"1\"}]}", "MISSING_FIELD",
          "/payers/0/id");
    fault("{" BILL ",\"lines\":[],\"payers\":[{\"id\":\"a\",\"balance\":\"1\"},{\"id\":\"a\","
          "\"balance\":\"1\"}]}",
          "INVALID_VALUE", "/payers/1/id");
    fault("{" BILL ",\"lines\":[],\"steps\":[]}", "INVALID_VALUE", "/lines");
    fault("{" BILL ",\"steps\":[{\"lines\":[]},{\"lines\":[],\"used\":{}}]}", "INVALID_VALUE",
          "/steps/1/used");
    fault("{" BILL ",\"steps\":[{\"lines\":[],\"rules\":{}}]}", "UNKNOWN_FIELD", "/steps/0/rules");
    fault("{" BILL ",\"steps\":[{\"lines\":[]},{}]}", "MISSING_FIELD", "/steps/1/lines");
}

static void test_asked_split__at_most_sixteen_payers(void **state)
{
    (void)state;
    char line[2000];
    for (int payers = 16; payers <= 17; payers++) {
        size_t length = (size_t)snprintf(line, sizeof line, "{" BILL ",\"lines\":[],\"payers\":[");
        for (int i = 0; i < payers; i++)
            length += (size_t)snprintf(line + length, sizeof line - length,
                                       "%s{\"id\":\"p%d\",\"balance\":\"1\"}", i ? "," : "", i);
        snprintf(line + length, sizeof line - length, "]}");
        if (payers == 16)
            HAS(split(line), "\"aid\":[]");
        else
            fault(line, "TOO_MANY", "/payers");
    }
}

static void test_asked_split__the_largest_counters_do_no_harm(void **state)
{
    (void)state;
    HAS(split("{" BILL
              ",\"used\":{\"deductible\":\"9999999999999.99\",\"pool\":\"9999999999999.99\","
              "\"visits\":1000000,\"eligible\":\"9999999999999.99\"},\"steps\":["
              "{\"lines\":[{\"amount\":\"9999999999999.99\"}]},"
              "{\"lines\":[{\"amount\":\"9999999999999.99\"}]}]}"),
        "\"pool\":\"0.00\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_asked_split__an_area_outside_the_tree_borrows_nothing),
        cmocka_unit_test(test_asked_split__one_bill_down_the_waterfall),
        cmocka_unit_test(test_asked_split__the_level_selects_the_ratio_and_the_cap_ends_it),
        cmocka_unit_test(test_asked_split__steps_carry_counters_and_money),
        cmocka_unit_test(test_asked_split__an_unknown_rule_is_unknown),
        cmocka_unit_test(test_asked_split__faults_name_their_place),
        cmocka_unit_test(test_asked_split__at_most_sixteen_payers),
        cmocka_unit_test(test_asked_split__the_largest_counters_do_no_harm),
    };
    return cmocka_run_group_tests(tests, world_make, world_drop);
}
