/* The verb calc: figures and rules laid over the packs, parts that are missing, faults with their
   places. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "says.h"
#include "world.h"

static const char *calc(const char *line)
{
    return asked_bytes(GJ_ASKED_CALC, gj_slice(line));
}

#define CUT                                                                                        \
    "{\"calc\":\"filing_ratio\",\"area\":\"980100\",\"date\":\"2025-01-01\",\"ratio\":\"0.5\","    \
    "\"filing\":{\"kind\":\"other\"}"
#define PREMIUM "{\"id\":7,\"calc\":\"premium\",\"area\":\"980100\",\"year\":2025"

static void test_asked_calc__a_row_answers_and_is_cited(void **state)
{
    (void)state;
    const char *answer = calc(PREMIUM "}");
    HAS(answer, "{\"id\":7,\"personal\":\"400.00\",\"subsidy\":null,\"total\":null,"
                "\"due\":\"400.00\",\"missing\":[\"premium.subsidy\"],\"because\":[{\"row\":"
                "\"premium.amount 100000 from 2021-01-01\",\"value\":\"400.00\",\"cite\":"
                "\"EXAMPLE-1 art. 3\"");
    HAS(answer, "\"pack\":\"aaaa");
    assert_true(last_was_good());
}

static void test_asked_calc__a_figure_beats_rules_and_rules_beat_packs(void **state)
{
    (void)state;
    HAS(calc(PREMIUM ",\"rules\":{\"premium.amount\":\"10.00\"}}"),
        "\"personal\":\"10.00\",\"subsidy\":null");
    const char *answer =
        calc(PREMIUM ",\"amount\":\"9.00\",\"rules\":{\"premium.amount\":\"10.00\"}}");
    HAS(answer, "\"personal\":\"9.00\"");
    HAS(answer, "\"value\":\"9.00\",\"cite\":\"question\"");
    HAS(calc(PREMIUM ",\"amount\":null}"), "\"personal\":\"400.00\"");
    HAS(calc(PREMIUM ",\"rules\":{}}"), "\"personal\":\"400.00\"");
}

static void test_asked_calc__nothing_known_is_unknown(void **state)
{
    (void)state;
    HAS(calc(PREMIUM ",\"rules\":{\"premium.amount\":null}}"),
        "{\"id\":7,\"answer\":\"unknown\",\"reason\":\"POLICY_UNKNOWN\",\"missing\":["
        "\"premium.amount\",\"premium.subsidy\"],\"because\":[{\"row\":\"premium.amount "
        "100000\",\"value\":\"null\",\"cite\":\"rules\"");
    assert_true(last_was_good());
}

static void fault(const char *line, const char *code, const char *pointer)
{
    char text[200];
    snprintf(text, sizeof text, "\"error\":{\"code\":\"%s\",\"pointer\":\"%s\"", code, pointer);
    HAS(calc(line), text);
    assert_false(last_was_good());
}

static void test_asked_calc__faults_name_their_place(void **state)
{
    (void)state;
    fault("{\"calc\":7}", "INVALID_VALUE", "/calc");
    fault("{}", "MISSING_FIELD", "/calc");
    fault("{\"calc\":\"premium\"}", "MISSING_FIELD", "/area");
    fault(PREMIUM ",\"wage\":\"1.00\"}", "UNKNOWN_FIELD", "/wage");
    fault(PREMIUM ",\"amount\":9}", "INVALID_VALUE", "/amount");
    fault(PREMIUM ",\"amount\":\"-9.00\"}", "INVALID_VALUE", "/amount");
    fault(PREMIUM ",\"amount\":[]}", "INVALID_VALUE", "/amount");
    fault(PREMIUM ",\"tier\":0}", "INVALID_VALUE", "/tier");
    fault(PREMIUM ",\"relief\":\"10000000000000.00\"}", "INVALID_VALUE", "/relief");
    HAS(calc(PREMIUM ",\"relief\":\"10000000000000.00\"}"), "below \\\"10000000000000.00\\\"");
    fault("{\"calc\":\"waiting\",\"area\":\"980100\",\"date\":\"2025-01-01\",\"scheme\":\"none\"}",
          "INVALID_VALUE", "/scheme");
    fault(PREMIUM ",\"rules\":{\"premium.cost\":\"1.00\"}}", "UNKNOWN_KEY", "/rules/premium.cost");
    fault(PREMIUM ",\"rules\":[]}", "INVALID_VALUE", "/rules");
    fault("{\"calc\":\"filing_ratio\",\"area\":\"980100\",\"date\":\"2025-01-01\",\"ratio\":"
          "\"0.5\",\"filing\":{\"kind\":\"long\"}}",
          "INVALID_VALUE", "/filing/kind");
    for (int i = 0; i < 2; i++)
        fault(i ? CUT ",\"cut_other\":\"0.200001\"}"
                : CUT ",\"rules\":{\"filing.cut_other\":\"0.200001\"}}",
              "POLICY_OUT_OF_BOUNDS", i ? "/cut_other" : "/rules/filing.cut_other");
    fault(CUT ",\"cut_other\":\"1.2\"}", "INVALID_VALUE", "/cut_other");
    HAS(calc(CUT ",\"cut_other\":\"0.20\"}"), "\"ratio\":\"0.30\"");
    fault("{\"calc\":\"split\",\"area\":\"980100\",\"date\":\"2025-01-01\",\"share\":\"1.00\","
          "\"payers\":[{\"id\":\"a\"}]}",
          "MISSING_FIELD", "/payers/0/balance");
}

/* The rule of the area, found anew for each visit, with the counters of the visits before it. */
static void test_asked_calc__visits_carry_their_counters(void **state)
{
    (void)state;
    const char *answer =
        calc("{\"calc\":\"pooled\",\"area\":\"980100\",\"visits\":["
             "{\"date\":\"2025-02-01\",\"eligible\":\"200.00\"},"
             "{\"date\":\"2025-02-02\",\"level\":\"3\",\"eligible\":\"200.00\"},"
             "{\"date\":\"2025-02-03\",\"kind\":\"inpatient\",\"eligible\":\"600.00\"}]}");
    HAS(answer, "\"pools\":[\"0.00\",\"55.00\",\"90.00\"],\"deductibles\":[\"200.00\",\"100.00\","
                "\"500.00\"],\"pool\":\"145.00\"");
}

static void test_asked_calc__a_share_goes_down_to_cash(void **state)
{
    (void)state;
    HAS(calc("{\"calc\":\"split\",\"area\":\"980100\",\"date\":\"2025-01-01\",\"share\":\"6.00\","
             "\"own\":\"1.00\",\"wallet\":\"1.00\",\"payers\":[{\"id\":\"a\",\"balance\":"
             "\"3.00\"}]}"),
        "\"own\":\"1.00\",\"wallet\":\"1.00\",\"aid\":[{\"id\":\"a\",\"amount\":\"3.00\"}],"
        "\"cash\":\"1.00\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_asked_calc__a_row_answers_and_is_cited),
        cmocka_unit_test(test_asked_calc__a_figure_beats_rules_and_rules_beat_packs),
        cmocka_unit_test(test_asked_calc__nothing_known_is_unknown),
        cmocka_unit_test(test_asked_calc__faults_name_their_place),
        cmocka_unit_test(test_asked_calc__visits_carry_their_counters),
        cmocka_unit_test(test_asked_calc__a_share_goes_down_to_cash),
    };
    return cmocka_run_group_tests(tests, world_make, world_drop);
}
