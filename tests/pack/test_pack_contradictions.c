/* Reading contradictions: every word of a point is one that exists, every source is declared. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "pack/pack.h"
#include "small.h"

#define HEAD                                                                                       \
    "area: \"410100\"\nname: 郑州市\ncontradictions:\n"                                         \
    "  - id: \"X1\"\n    about: \"a\"\n    reading: \"r\"\n"                                       \
    "    about_zh: \"甲\"\n    reading_zh: \"乙\"\n"
#define SAYS "    says:\n      - {source: \"S-1\", text: \"t\", text_zh: \"丙\"}\n"

static void test_pack_contradictions__an_entry_is_read_whole(void **state)
{
    (void)state;
    struct gj_pack_set *set = small_load(
        HEAD "    kinds: \"pay,premium\"\n    keys: \"aid.reach\"\n"
             "    reasons: \"OK_WALLET\"\n    relations: \"child\"\n    area: \"410100\"\n"
             "    from: \"2025-01-01\"\n    to: \"2025-02-01\"\n" SAYS);
    struct gj_law law = gj_pack_law(set);
    assert_int_equal(gj_policy_contradiction_count(law.policy), 1);
    const struct gj_contradiction *entry = gj_policy_contradiction(law.policy, 0);
    assert_int_equal(entry->area, 410100);
    assert_int_equal(entry->to - entry->from, 31);
    assert_int_equal(entry->says_count, 1);
    assert_string_equal(gj_policy_text(law.policy, entry->says[0].source), "S-1");
    assert_string_equal(gj_policy_text(law.policy, entry->says[0].text), "t");
    assert_string_equal(gj_policy_text(law.policy, entry->says[0].text_zh), "丙");

    const enum gj_reason reasons[] = {GJ_OK_WALLET};
    struct gj_trace trace = {0};
    struct gj_point point = {.kind = "pay",
                             .areas = {410181, 340100},
                             .day = entry->from,
                             .relation = GJ_RELATION_CHILD,
                             .trace = &trace,
                             .reasons = reasons,
                             .reasons_count = 1};
    assert_true(gj_contradiction_meets(&law, entry, &point));
    point.day = entry->to - 1;
    assert_true(gj_contradiction_meets(&law, entry, &point));
    point.day = entry->to;
    assert_false(gj_contradiction_meets(&law, entry, &point));
    point.day = entry->from - 1;
    assert_false(gj_contradiction_meets(&law, entry, &point));
    point.day = entry->from;
    point.kind = "own";
    assert_false(gj_contradiction_meets(&law, entry, &point));
    point.kind = "premium";
    point.relation = GJ_RELATION_SPOUSE;
    assert_false(gj_contradiction_meets(&law, entry, &point));
    point.relation = GJ_RELATION_CHILD;
    point.areas[0] = 410300;
    assert_false(gj_contradiction_meets(&law, entry, &point));
    point.areas[1] = 410100;
    point.reasons_count = 0;
    assert_false(gj_contradiction_meets(&law, entry, &point));
    trace.not_found[trace.not_found_count++] = GJ_KEY_AID_REACH;
    assert_true(gj_contradiction_meets(&law, entry, &point));
    gj_pack_free(set);
}

static void test_pack_contradictions__words_that_do_not_exist_are_refused(void **state)
{
    (void)state;
    small_refuses(HEAD "    kinds: \"pay,tax\"\n" SAYS, "9:12", "kinds: no such word as \"tax\"");
    small_refuses(HEAD "    keys: \"aid.reaches\"\n" SAYS, "9:11", "keys: no such word");
    small_refuses(HEAD "    reasons: \"NO_REASON\"\n" SAYS, "9:14", "reasons: no such word");
    small_refuses(HEAD "    relations: \"aunt\"\n" SAYS, "9:16", "relations: no such word");
    small_refuses(HEAD "    from: \"2025-13-01\"\n" SAYS, "9:11", "from is a day");
    small_refuses(HEAD "    since: \"2025-01-01\"\n" SAYS, "9:5", "since");
}

static void test_pack_contradictions__sayings_have_declared_sources(void **state)
{
    (void)state;
    small_refuses(HEAD "    kinds: \"pay\"\n", "4:5", "says is missing");
    small_refuses(HEAD "    says:\n      - {source: \"S-9\", text: \"t\", text_zh: \"丙\"}\n",
                  "10:9", "source \"S-9\" is not declared");
    small_refuses(HEAD "    says:\n      - {source: \"S-1\"}\n", "10:9", "text");
}

static void test_pack_contradictions__what_a_question_says_touches_a_point(void **state)
{
    (void)state;
    struct gj_pack_set *set = small_load(HEAD "    when: \"not_normal,elsewhere\"\n" SAYS);
    struct gj_law law = gj_pack_law(set);
    const struct gj_contradiction *entry = gj_policy_contradiction(law.policy, 0);
    struct gj_trace trace = {0};
    struct gj_point point = {.kind = "pay", .areas = {410100, 410100}, .trace = &trace};
    for (int i = 0; i < GJ_CIRCUMSTANCE_COUNT; i++) {
        point.circumstances = UINT32_C(1) << i;
        assert_int_equal(gj_contradiction_meets(&law, entry, &point),
                         i != GJ_CIRCUMSTANCE_USER_RESIDENT);
    }
    point.circumstances = 0;
    assert_false(gj_contradiction_meets(&law, entry, &point));
    gj_pack_free(set);
    small_refuses(HEAD "    when: \"abroad\"\n" SAYS, "9:11", "when: no such word");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pack_contradictions__an_entry_is_read_whole),
        cmocka_unit_test(test_pack_contradictions__words_that_do_not_exist_are_refused),
        cmocka_unit_test(test_pack_contradictions__sayings_have_declared_sources),
        cmocka_unit_test(test_pack_contradictions__what_a_question_says_touches_a_point),
    };
    return cmocka_run_group_tests_name("pack contradictions", tests, NULL, NULL);
}
