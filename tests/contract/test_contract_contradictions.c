/* Contradictions of published pages: each of packs/contradictions.yaml is shown on its very point, and
   on its neighbour it is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "cases.h"

#define ASK GJ_ASKED_ASK
#define CALC GJ_ASKED_CALC
#define AT ",\"at\":\"2025-08-10T10:00\""
#define ZZ ",\"payer\":{\"area\":\"410100\"}"

struct point {
    const char *id;
    enum gj_asked_verb verb;
    const char *on, *beside;
};

static const struct point points[] = {
    {"C1", ASK, "{\"kind\":\"pay\",\"tool\":\"binding\"" AT ZZ ",\"user\":{\"area\":\"340100\"}}",
     "{\"kind\":\"pay\",\"tool\":\"binding\"" AT ZZ ",\"user\":{\"area\":\"410300\"}}"},
    {"C2", ASK, "{\"kind\":\"pay\"" AT ZZ ",\"expense\":{\"class\":\"inpatient\"}}",
     "{\"kind\":\"pay\"" AT ZZ ",\"expense\":{\"class\":\"pharmacy\"}}"},
    {"C3", ASK, "{\"kind\":\"pay\",\"relation\":\"sibling\"" AT ZZ "}",
     "{\"kind\":\"pay\",\"relation\":\"spouse\"" AT ZZ "}"},
    {"C4", ASK, "{\"kind\":\"bind\"" AT ZZ "}", "{\"kind\":\"unbind\"" AT ZZ "}"},
    {"C5", ASK, "{\"kind\":\"pay\",\"tool\":\"binding\"" AT ZZ ",\"user\":{\"area\":\"410300\"}}",
     "{\"kind\":\"pay\",\"tool\":\"binding\"" AT ZZ ",\"user\":{\"area\":\"410100\"}}"},
    {"C6", ASK,
     "{\"kind\":\"pay\",\"tool\":\"binding\"" AT
     ",\"payer\":{\"area\":\"110000\"},\"user\":{\"area\":\"130100\"}}",
     "{\"kind\":\"pay\",\"tool\":\"binding\"" AT
     ",\"payer\":{\"area\":\"120000\"},\"user\":{\"area\":\"130100\"}}"},
    {"C7", ASK,
     "{\"kind\":\"transfer\"" AT ",\"payer\":{\"area\":\"440300\"},\"user\":{\"area\":\"320500\"}}",
     "{\"kind\":\"transfer\"" AT
     ",\"payer\":{\"area\":\"330100\"},\"user\":{\"area\":\"320500\"}}"},
    {"C8", ASK, "{\"kind\":\"filing\"" AT ",\"user\":{\"area\":\"410100\"}}",
     "{\"kind\":\"benefit\"" AT ",\"user\":{\"area\":\"410100\"}}"},
    {"C9", ASK, "{\"kind\":\"filing\"" AT ",\"user\":{\"area\":\"410100\"}}",
     "{\"kind\":\"filing\"" AT ",\"user\":{\"area\":\"410100\"},\"filing\":{\"kind\":\"none\"}}"},
    {"C10", ASK,
     "{\"kind\":\"filing\"" AT ",\"user\":{\"area\":\"410100\"},\"filing\":{\"kind\":\"none\"}}",
     "{\"kind\":\"filing\"" AT ",\"user\":{\"area\":\"410100\"}}"},
    {"C11", ASK, "{\"kind\":\"pay\"" AT ZZ ",\"expense\":{\"class\":\"pooled_share\"}}",
     "{\"kind\":\"pay\"" AT ZZ "}"},
    {"C12", CALC,
     "{\"calc\":\"contribution\",\"area\":\"410000\",\"date\":\"2025-01-01\",\"base\":\"1.00\"}",
     "{\"calc\":\"premium\",\"area\":\"410000\",\"year\":2025}"},
    {"C13", CALC,
     "{\"calc\":\"credit\",\"area\":\"410000\",\"date\":\"2010-01-01\",\"status\":\"working\","
     "\"base\":\"1.00\"}",
     "{\"calc\":\"credit\",\"area\":\"110000\",\"date\":\"2025-01-01\",\"status\":\"retired\","
     "\"age_years\":70}"},
    {"C14", ASK,
     "{\"kind\":\"own\"" AT ",\"payer\":{\"area\":\"410100\",\"status\":\"suspended\"}}",
     "{\"kind\":\"own\"" AT ZZ "}"},
    {"C15", ASK, "{\"kind\":\"withdraw\"" AT ZZ "}", "{\"kind\":\"move_balance\"" AT ZZ "}"},
    {"C16", CALC,
     "{\"calc\":\"maternity_days\",\"area\":\"410000\",\"date\":\"2025-01-01\","
     "\"event\":\"loss_late\"}",
     "{\"calc\":\"maternity_days\",\"area\":\"410000\",\"date\":\"2025-01-01\","
     "\"event\":\"birth\"}"},
    {"C17", ASK, "{\"kind\":\"maternity\"" AT ",\"user\":{\"area\":\"430100\"}}",
     "{\"kind\":\"maternity\"" AT ",\"user\":{\"area\":\"410100\"}}"},
    {"C18", CALC,
     "{\"calc\":\"lifetime\",\"area\":\"410000\",\"date\":\"2025-01-01\",\"sex\":\"male\","
     "\"years\":\"30\"}",
     "{\"calc\":\"least_years\",\"area\":\"410000\",\"date\":\"2025-01-01\"}"},
    {"C19", CALC, "{\"calc\":\"retirement\",\"sex\":\"male\",\"track\":60,\"born\":\"1970-01\"}",
     "{\"calc\":\"least_years\",\"area\":\"410000\",\"date\":\"2025-01-01\"}"},
    {"C20", CALC,
     "{\"calc\":\"contribution\",\"area\":\"410900\",\"date\":\"2025-01-01\",\"wage\":\"1.00\"}",
     "{\"calc\":\"contribution\",\"area\":\"410100\",\"date\":\"2025-01-01\",\"wage\":\"1.00\"}"},
    {"C21", CALC,
     "{\"calc\":\"contribution\",\"area\":\"410900\",\"date\":\"2025-01-01\",\"wage\":\"1.00\"}",
     "{\"calc\":\"contribution\",\"area\":\"410100\",\"date\":\"2025-01-01\",\"wage\":\"1.00\"}"},
    {"C22", CALC,
     "{\"calc\":\"contribution\",\"area\":\"410900\",\"date\":\"2025-01-01\",\"base\":\"1.00\","
     "\"insurance\":\"unemployment\"}",
     "{\"calc\":\"contribution\",\"area\":\"410900\",\"date\":\"2025-01-01\",\"base\":\"1.00\","
     "\"insurance\":\"injury\"}"},
    {"C23", ASK, "{\"kind\":\"pay\"" AT ZZ ",\"expense\":{\"class\":\"cash\"}}",
     "{\"kind\":\"pay\"" AT ZZ "}"},
    {"C24", ASK, "{\"kind\":\"pay\"" AT ZZ ",\"expense\":{\"class\":\"checkup\"}}",
     "{\"kind\":\"pay\"" AT ZZ "}"},
    {"C25", ASK, "{\"kind\":\"bind\"" AT ZZ ",\"user\":{\"area\":\"410100\",\"scheme\":\"none\"}}",
     "{\"kind\":\"bind\"" AT ZZ "}"},
    {"C26", ASK,
     "{\"kind\":\"transfer\"" AT ",\"payer\":{\"area\":\"511600\"},\"user\":{\"area\":\"320500\"}}",
     "{\"kind\":\"transfer\"" AT
     ",\"payer\":{\"area\":\"510100\"},\"user\":{\"area\":\"320500\"}}"},
};

/* The same points, touched by what the question says although the answer is a yes. */
static const struct point said[] = {
    {"C3", ASK, "{\"kind\":\"pay\",\"relation\":\"child\"" AT ZZ "}",
     "{\"kind\":\"pay\",\"relation\":\"parent\"" AT ZZ "}"},
    {"C8", ASK, "{\"kind\":\"pay\"" AT ZZ ",\"place\":{\"area\":\"340100\"}}",
     "{\"kind\":\"pay\"" AT ZZ ",\"place\":{\"area\":\"410100\"}}"},
    {"C8", ASK, "{\"kind\":\"own\"" AT ZZ ",\"place\":{\"area\":\"340100\"}}",
     "{\"kind\":\"own\"" AT ZZ "}"},
    {"C10", ASK,
     "{\"kind\":\"filing\"" AT ",\"user\":{\"area\":\"410100\"},\"place\":{\"area\":\"340100\"}}",
     "{\"kind\":\"filing\"" AT ",\"user\":{\"area\":\"410100\"},\"place\":{\"area\":\"410100\"}}"},
    {"C14", ASK,
     "{\"kind\":\"pay\"" AT
     ",\"payer\":{\"area\":\"420100\"},\"user\":{\"area\":\"420100\",\"status\":\"suspended\"}}",
     "{\"kind\":\"pay\"" AT
     ",\"payer\":{\"area\":\"420100\"},\"user\":{\"area\":\"420100\",\"status\":\"normal\"}}"},
    {"C25", ASK,
     "{\"kind\":\"transfer\"" AT ZZ ",\"user\":{\"area\":\"410300\",\"scheme\":\"resident\"}}",
     "{\"kind\":\"transfer\"" AT ZZ ",\"user\":{\"area\":\"410300\",\"scheme\":\"employee\"}}"},
};

static bool shows(enum gj_asked_verb verb, const char *question, const char *id)
{
    char entry[32];
    snprintf(entry, sizeof entry, "{\"id\":\"%s\",\"about\"", id);
    const char *answer = cases_ask(verb, question);
    assert_null(strstr(answer, "\"error\":{\"code\""));
    return strstr(answer, entry) != NULL;
}

static void is_shown_alone(const struct point *point)
{
    if (!shows(point->verb, point->on, point->id))
        fail_msg("%s is not shown: %s", point->id, point->on);
    if (shows(point->verb, point->beside, point->id))
        fail_msg("%s is shown beside its point: %s", point->id, point->beside);
}

static void test_contract_contradictions__each_is_shown_on_its_point_alone(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++)
        is_shown_alone(&points[i]);
}

static void test_contract_contradictions__a_yes_shows_them_too(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
        is_shown_alone(&said[i]);
        cases_hold(cases_ask(said[i].verb, said[i].on), "{\"answer\":\"allow\"}");
    }
}

static bool has_letters(const char *text)
{
    return strpbrk(text, "abcdefghijklmnopqrstuvwxyz") != NULL;
}

/* Every saying speaks Chinese too. */
static void sayings_are_said_twice(const struct gj_policy *policy,
                                   const struct gj_contradiction *entry)
{
    for (int i = 0; i < entry->says_count; i++) {
        const char *text = gj_policy_text(policy, entry->says[i].text);
        const char *text_zh = gj_policy_text(policy, entry->says[i].text_zh);
        if (has_letters(text) && strcmp(text, text_zh) == 0)
            fail_msg("%s has no text_zh", text);
    }
}

/* Every entry of the packs has a line above, in the order of the packs. */
static void test_contract_contradictions__all_entries_are_tried(void **state)
{
    (void)state;
    struct gj_law law = cases_law();
    int count = gj_policy_contradiction_count(law.policy);
    assert_int_equal(count, sizeof points / sizeof points[0]);
    for (int i = 0; i < count; i++) {
        const struct gj_contradiction *entry = gj_policy_contradiction(law.policy, i);
        assert_string_equal(gj_policy_text(law.policy, entry->id), points[i].id);
        assert_true(entry->says_count > 0);
        sayings_are_said_twice(law.policy, entry);
    }
}

static void test_contract_contradictions__an_entry_says_what_pages_say_and_why(void **state)
{
    (void)state;
    cases_hold(cases_ask(ASK, "{\"kind\":\"withdraw\"" AT ZZ "}"),
               "{\"answer\":\"allow\",\"contradiction\":[{\"id\":\"C15\",\"says+\":[{\"source\":"
               "\"SEED-001\",\"text\":\"heirs, with the death certificate\",\"text_zh\":"
               "\"继承人，凭死亡证明\"}]}]}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_contract_contradictions__each_is_shown_on_its_point_alone),
        cmocka_unit_test(test_contract_contradictions__a_yes_shows_them_too),
        cmocka_unit_test(test_contract_contradictions__all_entries_are_tried),
        cmocka_unit_test(test_contract_contradictions__an_entry_says_what_pages_say_and_why),
    };
    return cmocka_run_group_tests_name("contract contradictions", tests, cases_load, cases_drop);
}
