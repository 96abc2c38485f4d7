#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "model/outcome.h"

static void test_model_words__every_word_is_found_again_and_unsaid_is_none(void **state)
{
    (void)state;
    for (int v = 0; v < GJ_VOCABULARY_COUNT; v++) {
        enum gj_vocabulary vocabulary = (enum gj_vocabulary)v;
        for (int i = 0; i < gj_word_count(vocabulary); i++) {
            const char *word = gj_word(vocabulary, i);
            int found = gj_word_find(vocabulary, gj_slice(word));
            assert_int_equal(found, strcmp(word, "unsaid") == 0 ? -1 : i);
        }
        assert_int_equal(gj_word_find(vocabulary, GJ_SLICE("no such word")), -1);
    }
    char list[128];
    struct gj_writer writer = gj_writer(list, sizeof list);
    gj_word_list(GJ_WORDS_OF_LEVEL, &writer);
    assert_string_equal(list, "community, 1, 2, 3, pharmacy");
}

static void test_model_area__the_code_carries_the_tree(void **state)
{
    (void)state;
    assert_int_equal(gj_area_parent(410181), 410100);
    assert_int_equal(gj_area_parent(410100), 410000);
    assert_int_equal(gj_area_parent(410000), GJ_AREA_NATION);
    assert_int_equal(gj_area_parent(GJ_AREA_NATION), 0);
    assert_int_equal(gj_area_province(139900), 130000);
}

static void test_model_person__the_year_turns_forward_only(void **state)
{
    (void)state;
    struct gj_account account = {.year = 2024, .carried_fen = 100, .current_fen = 50};
    gj_account_turn_year(&account, 2024);
    assert_int_equal(account.carried_fen, 100);
    gj_account_turn_year(&account, 2023);
    assert_int_equal(account.carried_fen, 100);
    gj_account_turn_year(&account, 2025);
    assert_int_equal(account.carried_fen, 150);
    assert_int_equal(account.current_fen, 0);
    assert_int_equal(gj_account_balance(&account), 150);
}

static void test_model_settlement__counters_of_a_bill_are_told_apart(void **state)
{
    (void)state;
    struct gj_visit visit = {.person = 7,
                             .institution = 3,
                             .home_area = 410100,
                             .scheme = 1,
                             .care = GJ_CARE_CHRONIC,
                             .begin = gj_time_at(20000, 10, 0, 0)};
    struct gj_counter counters[GJ_COUNTERS_MAX], other[GJ_COUNTERS_MAX];
    gj_counter_keys(&visit, GJ_LEVEL_2, 19800, counters);
    for (int i = 0; i < GJ_COUNTERS_MAX; i++)
        for (int j = 0; j < GJ_COUNTERS_MAX; j++)
            assert_int_equal(gj_counter_is(&counters[i], &counters[j]), i == j);
    visit.institution = 4;
    gj_counter_keys(&visit, GJ_LEVEL_2, 19800, other);
    assert_false(gj_counter_is(&counters[GJ_SPAN_DAY], &other[GJ_SPAN_DAY]));
    assert_true(gj_counter_is(&counters[GJ_SPAN_MONTH], &other[GJ_SPAN_MONTH]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_model_words__every_word_is_found_again_and_unsaid_is_none),
        cmocka_unit_test(test_model_area__the_code_carries_the_tree),
        cmocka_unit_test(test_model_person__the_year_turns_forward_only),
        cmocka_unit_test(test_model_settlement__counters_of_a_bill_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
