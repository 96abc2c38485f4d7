/* The verb ask: words of the contract in and out, favourable values, rules laid over, faults. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "says.h"
#include "world.h"

#define PAY "\"kind\":\"pay\",\"at\":\"2025-04-21T10:00\""
#define HOME "\"payer\":{\"area\":\"980100\"}"

static void test_asked_ask__answers_in_the_order_of_the_contract(void **state)
{
    (void)state;
    const char *answer = ask("{\"id\":\"q1\"," PAY "," HOME ",\"expense\":{\"amount\":\"100\"}}");
    const char *head =
        "{\"id\":\"q1\",\"answer\":\"allow\",\"reason\":\"OK_AID_SAME_AREA\","
        "\"tool\":\"binding\",\"shares\":[{\"payer\":\"aid\",\"amount\":\"100.00\"}],"
        "\"because\":[{\"row\":\"";
    assert_memory_equal(answer, head, strlen(head));
    HAS(answer, "\"cite\":\"EXAMPLE-1 art. 3\",\"from\":\"2021-01-01\",\"to\":null,"
                "\"confidence\":\"primary\",\"note\":\"a note\"}");
    HAS(answer, "\"confidence\":\"primary\",\"unverified\":true}");
    HAS(answer, "],\"failed\":[],\"next\":[],\"not_found\":[\"aid.active_max\",");
    HAS(answer, "\"aid.same_relation_max.parent\"");
    HAS(answer, "],\"pack\":\"aaaa");
}

static void test_asked_ask__takes_every_field_of_the_contract(void **state)
{
    (void)state;
    HAS(ask("{\"id\":\"q1\",\"kind\":\"pay\",\"at\":\"2025-04-21T10:00:30\",\"tool\":\"any\","
            "\"relation\":\"parent\",\"payer\":{\"area\":\"980100\",\"scheme\":\"employee\","
            "\"status\":\"normal\",\"tier\":1,\"retired\":false,\"has_account\":true,"
            "\"balance\":\"1000.00\",\"carried_over\":\"1000.00\",\"frozen\":false,"
            "\"wallet_open\":true,\"wallet_balance\":\"0.00\",\"transfers_today\":0,"
            "\"transfers_held\":0,\"suspended_until\":null},\"user\":{\"area\":\"990100\","
            "\"scheme\":\"resident\",\"status\":\"normal\",\"age_years\":70,\"wallet_open\":true},"
            "\"binding\":{\"state\":\"active\",\"payer_active\":1,\"payer_distinct_ever\":1,"
            "\"same_relation_active\":0,\"known_person\":false,\"user_other_payers\":0,"
            "\"payer_is_member\":false,\"user_is_head\":false,\"months\":12,\"proven\":true,"
            "\"promise\":true,\"limit\":null,\"used\":\"0.00\",\"used_this_year\":\"0.00\"},"
            "\"expense\":{\"class\":\"outpatient\",\"amount\":\"100.00\"},"
            "\"place\":{\"area\":\"990100\",\"kind\":\"hospital\",\"designated\":true,"
            "\"takes_wallet\":true,\"credential\":\"own\"},\"transfer\":{\"sent\":"
            "\"2025-04-21T09:00\"},\"premium\":{\"scheme\":\"resident\",\"year\":2025,"
            "\"in_window\":true,\"already_paid\":false,\"through\":\"province\"},"
            "\"refund\":{\"paid\":\"1.00\",\"asked\":\"1.00\"},\"rules\":{}}"),
        "\"answer\":\"allow\",\"reason\":\"OK_WALLET\",\"tool\":\"wallet\"");
}

static void test_asked_ask__each_kind(void **state)
{
    (void)state;
#define KIND(kind) ask("{\"kind\":\"" kind "\",\"at\":\"2025-04-21T10:00\"," HOME "}")
    HAS(KIND("own"), "\"OK_OWN\",\"tool\":\"own\"");
    HAS(KIND("bind"), "\"OK_BIND\"");
    HAS(KIND("unbind"), "\"OK_UNBIND\"");
    HAS(KIND("transfer"), "\"OK_WALLET\"");
    HAS(KIND("accept"), "\"OK_WALLET\"");
    HAS(KIND("premium"), "\"OK_PREMIUM\",\"tool\":\"binding\",\"shares\":[{\"payer\":\"aid\","
                         "\"amount\":\"400.00\"}]");
    HAS(ask("{\"kind\":\"refund\",\"at\":\"2025-04-21T10:00\",\"refund\":{\"paid\":\"5\","
            "\"asked\":\"5.01\"}}"),
        "\"REFUND_OVER_ORIGINAL\"");
    HAS(ask("{\"kind\":\"accept\",\"at\":\"2025-04-22T06:00\"," HOME
            ",\"transfer\":{\"sent\":\"2025-04-21T21:00\"}}"),
        "\"WALLET_NOT_ACCEPTED\"");
    HAS(ask("{\"kind\":\"premium\",\"at\":\"2025-04-21\"," HOME
            ",\"user\":{\"area\":\"990100\",\"scheme\":\"none\"},\"premium\":{\"through\":"
            "\"wallet\"}}"),
        "\"OK_PREMIUM\",\"tool\":\"wallet\"");
    HAS(ask("{\"kind\":\"premium\",\"at\":\"2025-04-21\"," HOME ",\"tool\":\"wallet\"}"),
        "\"OK_PREMIUM\",\"tool\":\"wallet\"");
}

static void test_asked_ask__money_and_words_of_a_no(void **state)
{
    (void)state;
    HAS(ask("{" PAY ",\"payer\":{\"area\":\"980100\",\"balance\":\"0.00\"}}"),
        "\"answer\":\"deny\",\"reason\":\"PAYER_BALANCE_SHORT\",\"tool\":\"binding\",\"shares\":["
        "]");
    HAS(ask("{" PAY ",\"payer\":{\"area\":\"980100\",\"balance\":\"30.5\"},"
            "\"expense\":{\"amount\":\"100.00\"}}"),
        "\"answer\":\"partial\",\"reason\":\"OK_PARTIAL_CASH_REST\",\"tool\":\"binding\","
        "\"shares\":"
        "[{\"payer\":\"aid\",\"amount\":\"30.50\"},{\"payer\":\"cash\",\"amount\":\"69.50\"}]");
    HAS(ask("{" PAY "," HOME ",\"binding\":{\"limit\":\"10.00\",\"used\":\"10.00\"}}"),
        "\"reason\":\"AID_AMOUNT_SET_BY_PAYER\"");
    HAS(ask("{" PAY "," HOME ",\"relation\":\"friend\",\"expense\":{\"class\":\"fitness\"}}"),
        "\"failed\":[\"RELATION_NOT_KIN\",\"EXPENSE_FORBIDDEN\"],\"next\":[]");
    HAS(ask("{" PAY ",\"payer\":{\"area\":\"123456\"}}"),
        "\"answer\":\"unknown\",\"reason\":\"POLICY_UNKNOWN\"");
}

static void test_asked_ask__rules_replace_all_rows_of_a_key(void **state)
{
    (void)state;
    HAS(ask("{" PAY "," HOME
            ",\"relation\":\"sibling\",\"rules\":{\"aid.relations\":\"sibling\"}}"),
        "\"OK_AID_SAME_AREA\"");
    HAS(ask("{" PAY "," HOME ",\"rules\":{\"aid.relations\":null}}"), "\"POLICY_UNKNOWN\"");
    HAS(ask("{" PAY "," HOME ",\"rules\":{\"aid.relations\":[]}}"), "\"POLICY_UNKNOWN\"");
    HAS(ask("{" PAY "," HOME ",\"rules\":{\"aid.reserve\":\"none\"}}"), "\"value\":\"none\"");
    HAS(ask("{" PAY "," HOME ",\"binding\":{\"payer_active\":3},\"rules\":{\"aid.active_max\":2}}"),
        "\"BINDING_LIMIT_NOW\"");
    HAS(ask("{" PAY "," HOME ",\"rules\":{\"aid.uses.checkup\":true},"
            "\"expense\":{\"class\":\"checkup\"}}"),
        "\"OK_AID_SAME_AREA\"");
}

static const char *dated(const char *at)
{
    char line[600];
    snprintf(line, sizeof line,
             "{\"kind\":\"pay\",\"at\":\"%s\"," HOME ",\"rules\":{\"aid.relations\":["
             "{\"from\":\"2025-06-01\",\"value\":\"child\"},"
             "{\"from\":\"2025-03-01\",\"to\":\"2025-05-01\",\"value\":\"parent\"},"
             "{\"from\":\"2025-08-01\",\"value\":null}]}}",
             at);
    return ask(line);
}

static void test_asked_ask__dated_rules(void **state)
{
    (void)state;
    HAS(dated("2025-02-28"), "\"POLICY_UNKNOWN\"");
    HAS(dated("2025-03-01"), "\"OK_AID_SAME_AREA\"");
    HAS(dated("2025-04-30"), "\"from\":\"2025-03-01\",\"to\":\"2025-05-01\"");
    HAS(dated("2025-05-01"), "\"POLICY_UNKNOWN\"");
    HAS(dated("2025-06-01"), "\"RELATION_NOT_KIN\"");
    HAS(dated("2025-07-31"), "\"RELATION_NOT_KIN\"");
    HAS(dated("2025-08-01"), "\"POLICY_UNKNOWN\"");
}

static void fault(const char *line, const char *code, const char *pointer)
{
    char expected[400];
    snprintf(expected, sizeof expected, "\"error\":{\"code\":\"%s\",\"pointer\":\"%s\",", code,
             pointer);
    HAS(ask(line), expected);
    assert_false(last_was_good());
}

static void test_asked_ask__faults_name_their_place(void **state)
{
    (void)state;
    fault("{" PAY "}", "MISSING_FIELD", "/payer/area");
    fault("{\"kind\":\"pay\"," HOME "}", "MISSING_FIELD", "/at");
    fault("{\"at\":\"2025-04-21T10:00\"," HOME "}", "MISSING_FIELD", "/kind");
    fault("{" PAY "," HOME ",\"tol\":1}", "UNKNOWN_FIELD", "/tol");
    fault("{" PAY "," HOME ",\"a/b~c\":1}", "UNKNOWN_FIELD", "/a~1b~0c");
    fault("{" PAY ",\"payer\":{\"area\":\"980100\",\"balance\":10}}", "INVALID_VALUE",
          "/payer/balance");
    fault("{" PAY ",\"payer\":{\"area\":\"980100\",\"balance\":\"1.001\"}}", "INVALID_VALUE",
          "/payer/balance");
    fault("{" PAY ",\"payer\":{\"area\":\"980100\",\"balance\":\"-1\"}}", "INVALID_VALUE",
          "/payer/balance");
    fault("{" PAY ",\"payer\":{\"area\":\"980100\",\"balance\":\"1e2\"}}", "INVALID_VALUE",
          "/payer/balance");
    fault("{" PAY ",\"payer\":{\"area\":980100}}", "INVALID_VALUE", "/payer/area");
    fault("{" PAY "," HOME ",\"relation\":\"wife\"}", "INVALID_VALUE", "/relation");
    fault("{" PAY "," HOME ",\"relation\":\"unsaid\"}", "INVALID_VALUE", "/relation");
    fault("{" PAY "," HOME ",\"user\":{\"age_years\":1.5}}", "INVALID_VALUE", "/user/age_years");
    fault("{" PAY "," HOME ",\"user\":{\"age_years\":99999999999999999999}}", "INVALID_VALUE",
          "/user/age_years");
    fault("{" PAY "," HOME ",\"place\":[]}", "INVALID_VALUE", "/place");
    fault("{" PAY "," HOME ",\"place\":{\"designated\":\"yes\"}}", "INVALID_VALUE",
          "/place/designated");
    fault("{\"kind\":\"pay\",\"at\":\"2025-02-30T10:00\"," HOME "}", "INVALID_VALUE", "/at");
    fault("{\"kind\":\"pay\",\"at\":\"0001-01-01T10:00\"," HOME "}", "INVALID_VALUE", "/at");
    fault("{\"kind\":\"dance\",\"at\":\"2025-04-21T10:00\"," HOME "}", "INVALID_VALUE", "/kind");
}

static void test_asked_ask__faults_of_rules(void **state)
{
    (void)state;
#define RULE(text) "{" PAY "," HOME ",\"rules\":{" text "}}"
    fault(RULE("\"aid.nothing\":\"1\""), "UNKNOWN_KEY", "/rules/aid.nothing");
    fault(RULE("\"aid.reach\":\"world\""), "INVALID_VALUE", "/rules/aid.reach");
    fault(RULE("\"aid.reserve\":3"), "INVALID_VALUE", "/rules/aid.reserve");
    fault(RULE("\"outpatient.ratio\":0.5"), "INVALID_VALUE", "/rules/outpatient.ratio");
    fault(RULE("\"outpatient.ratio\":\"1.5\""), "INVALID_VALUE", "/rules/outpatient.ratio");
    fault(RULE("\"aid.reserve\":[{\"from\":\"2025-01-01\",\"value\":\"1\"},"
               "{\"from\":\"2025-01-01\",\"value\":\"2\"}]"),
          "EQUAL_DATES", "/rules/aid.reserve/1/from");
    fault(RULE("\"aid.reserve\":[{\"value\":\"1\"}]"), "MISSING_FIELD",
          "/rules/aid.reserve/0/from");
    fault(RULE("\"aid.reserve\":[{\"from\":\"2025-01-01\"}]"), "MISSING_FIELD",
          "/rules/aid.reserve/0/value");
    fault(RULE("\"aid.reserve\":[{\"from\":\"2025-01-01\",\"to\":\"2025-01-01\",\"value\":\"1\"}]"),
          "INVALID_VALUE", "/rules/aid.reserve/0/to");
    fault(RULE("\"aid.reserve\":[{\"from\":\"2025-01-01\",\"value\":\"x\"}]"), "INVALID_VALUE",
          "/rules/aid.reserve/0/value");
    fault(RULE("\"outpatient.steps\":[{\"from\":\"2025-01-01\",\"value\":[]}]"), "INVALID_VALUE",
          "/rules/outpatient.steps/0/value");
    fault(RULE("\"outpatient.steps\":[{\"up_to\":\"1\",\"ratio\":\"2\"}]"), "INVALID_VALUE",
          "/rules/outpatient.steps/0/ratio");
    fault("{" PAY "," HOME ",\"rules\":[]}", "INVALID_VALUE", "/rules");
}

static void test_asked_ask__hostile_lines_are_answered(void **state)
{
    (void)state;
    static char deep[1200];
    memset(deep, '[', 500);
    memset(deep + 500, ']', 500);
    HAS(asked_bytes(GJ_ASKED_ASK, (struct gj_slice){deep, 1000}),
        "{\"id\":null,\"error\":{\"code\":"
        "\"INVALID_JSON\",\"pointer\":\"\"");
    HAS(ask(""), "INVALID_JSON");
    HAS(ask("[]"), "INVALID_JSON");
    HAS(ask("{\"id\":\"q\",\"id\":\"r\"}"), "{\"id\":\"q\",\"error\":");
    HAS(ask("{\"id\":5,\"at\":NaN}"), "{\"id\":5,\"error\":");
    HAS(asked_bytes(GJ_ASKED_ASK, GJ_SLICE("{\"id\":\"\xC0\xAF\"}")), "invalid UTF-8");
    HAS(asked_bytes(GJ_ASKED_ASK, GJ_SLICE("{\"id\":1}\0")), "a NUL byte");
    HAS(ask("{\"id\":\"a\\u0000\"}"), "INVALID_JSON");
    HAS(ask("{\"id\": {\"a \\\" \": [1, 2.50,\ttrue]}}"),
        "{\"id\":{\"a \\\" \":[1,2.50,true]},\"error\":");
    HAS(ask("{\"id\":[1,"), "{\"id\":null,\"error\":");
    HAS(ask("{\"id\":\"\\u4e2d\\/\"}"), "{\"id\":\"\\u4e2d\\/\",\"error\"");
    HAS(ask("{\"id\":1e999}"), "{\"id\":1e999,\"error\"");
}

static void test_asked_ask__a_long_bad_value_is_cut_between_characters(void **state)
{
    (void)state;
    static char line[9000];
    size_t length =
        (size_t)snprintf(line, sizeof line, "{" PAY "," HOME ",\"rules\":{\"aid.reach\":\"a");
    for (int i = 0; i < 1000; i++)
        length += (size_t)snprintf(line + length, sizeof line - length, "%s", "\xE4\xB8\xAD");
    snprintf(line + length, sizeof line - length, "\"}}");
    const char *answer = ask(line);
    HAS(answer, "\"INVALID_VALUE\",\"pointer\":\"/rules/aid.reach\"");
    assert_true(gj_utf8_is_valid(gj_slice(answer)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_asked_ask__answers_in_the_order_of_the_contract),
        cmocka_unit_test(test_asked_ask__takes_every_field_of_the_contract),
        cmocka_unit_test(test_asked_ask__each_kind),
        cmocka_unit_test(test_asked_ask__money_and_words_of_a_no),
        cmocka_unit_test(test_asked_ask__rules_replace_all_rows_of_a_key),
        cmocka_unit_test(test_asked_ask__dated_rules),
        cmocka_unit_test(test_asked_ask__faults_name_their_place),
        cmocka_unit_test(test_asked_ask__faults_of_rules),
        cmocka_unit_test(test_asked_ask__hostile_lines_are_answered),
        cmocka_unit_test(test_asked_ask__a_long_bad_value_is_cut_between_characters),
    };
    return cmocka_run_group_tests(tests, world_make, world_drop);
}
