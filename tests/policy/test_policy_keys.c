/* The key table, reading and writing values, and what the builder refuses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "policy/policy.h"
#include "rows.h"

static void test_policy_keys__every_name_is_found_again(void **state)
{
    (void)state;
    for (int key = 0; key < GJ_KEY_COUNT; key++) {
        int parameter = gj_key_info((enum gj_key)key)->parameter;
        int count = parameter < 0 ? 1 : gj_word_count((enum gj_vocabulary)parameter);
        for (int param = parameter >= 0; param < count; param++) {
            char name[80];
            struct gj_writer writer = gj_writer(name, sizeof name);
            gj_key_put((enum gj_key)key, param, &writer);
            enum gj_key found;
            int found_param;
            assert_true(gj_key_find(gj_slice(name), &found, &found_param));
            assert_int_equal(found, key);
            assert_int_equal(found_param, param);
        }
    }
}

static void test_policy_keys__refuses_names_that_are_close(void **state)
{
    (void)state;
    static const char *const names[] = {"",
                                        "aid.uses",
                                        "aid.uses.",
                                        "aid.use",
                                        "aid.reachx",
                                        "aid.uses.lunch",
                                        "AID.reach",
                                        "aid.same_relation_max.unsaid",
                                        "outpatient.ratio.2"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        enum gj_key key;
        int param;
        assert_false(gj_key_find(gj_slice(names[i]), &key, &param));
    }
}

static void test_policy_keys__parameters_fit_the_mask(void **state)
{
    (void)state;
    assert_true(gj_word_count(GJ_WORDS_OF_EXPENSE) <= 32);
    assert_true(gj_word_count(GJ_WORDS_OF_RELATION) <= 32);
}

struct value {
    const char *key, *text;
    int64_t number; /* -1: refused */
    const char *written;
};

/* Each form with both sides of its bounds. */
static const struct value values[] = {
    {"outpatient.cap", "1800.00", 180000, "1800.00"},
    {"outpatient.cap", "0", 0, "0.00"},
    {"outpatient.cap", "1800.001", -1, NULL},
    {"outpatient.cap", "-1", -1, NULL},
    {"outpatient.cap", "1e3", -1, NULL},
    {"outpatient.cap", "01", -1, NULL},
    {"outpatient.cap", "", -1, NULL},
    {"outpatient.cap", "yes", -1, NULL},
    {"outpatient.ratio", "0.55", 550000, "0.55"},
    {"outpatient.ratio", "1", 1000000, "1.00"},
    {"outpatient.ratio", "0", 0, "0.00"},
    {"outpatient.ratio", "1.000001", -1, NULL},
    {"outpatient.ratio", "55", -1, NULL},
    {"outpatient.ratio", "55%", -1, NULL},
    {"outpatient.ratio", "0.1234567", -1, NULL},
    {"outpatient.ratio", "none", -1, NULL},
    {"filing.cut_referral", "0.10", 100000, "0.10"},
    {"filing.cut_referral", "0.100001", -1, NULL},
    {"aid.active_max", "10", 10, "10"},
    {"aid.active_max", "10.0", -1, NULL},
    {"aid.active_max", "999999999", 999999999, "999999999"},
    {"aid.active_max", "1000000000", -1, NULL},
    {"lifetime.years.male", "25", 25000000, "25"},
    {"lifetime.years.male", "25.5", 25500000, "25.5"},
    {"lifetime.years.male", "25.1234567", -1, NULL},
    {"wallet.open", "yes", 1, "yes"},
    {"wallet.open", "no", 0, "no"},
    {"wallet.open", "true", -1, NULL},
    {"aid.reach", "area", 0, "area"},
    {"aid.reach", "province", 1, "province"},
    {"aid.reach", "nation", -1, NULL},
    {"aid.reach", "area|province", -1, NULL},
    {"aid.reach", "", -1, NULL},
    {"aid.place", "nation", 2, "nation"},
    {"aid.relations", "parent,spouse", (1 << GJ_RELATION_SPOUSE) | (1 << GJ_RELATION_PARENT),
     "spouse,parent"},
    {"aid.relations", "spouse, parent", (1 << GJ_RELATION_SPOUSE) | (1 << GJ_RELATION_PARENT),
     "spouse,parent"},
    {"aid.relations", "spouse,spouse", -1, NULL},
    {"aid.relations", "spouse,", -1, NULL},
    {"aid.relations", "", -1, NULL},
    {"aid.relations", "unsaid", -1, NULL},
    {"aid.relations", "neighbour", -1, NULL},
    {"wallet.closed_hours", "22:00..06:00", 1320 * 1440 + 360, "22:00..06:00"},
    {"wallet.closed_hours", "00:00..23:59", 1439, "00:00..23:59"},
    {"wallet.closed_hours", "22:00..24:00", -1, NULL},
    {"wallet.closed_hours", "22:60..23:00", -1, NULL},
    {"wallet.closed_hours", "22:00..22:00", -1, NULL},
    {"wallet.closed_hours", "22:00-06:00", -1, NULL},
    {"wallet.accept_until", "06:00", 360, "06:00"},
    {"wallet.accept_until", "6:00", -1, NULL},
    {"benefit.year_start", "07-01", 701, "07-01"},
    {"benefit.year_start", "02-28", 228, "02-28"},
    {"benefit.year_start", "02-29", -1, NULL},
    {"benefit.year_start", "13-01", -1, NULL},
    {"benefit.year_start", "00-10", -1, NULL},
    {"benefit.year_start", "04-31", -1, NULL},
    {"benefit.year_start", "none", -1, NULL},
    {"premium.window", "09-01..12-31", 9011231, "09-01..12-31"},
    {"premium.window", "09-01..12-32", -1, NULL},
    {"outpatient.steps", "0.60", -1, NULL},
};

static void check_value(const struct value *value)
{
    struct gj_row row = {0};
    struct gj_why why = {0};
    enum gj_key key;
    int param;
    assert_true(gj_key_find(gj_slice(value->key), &key, &param));
    enum gj_status status = gj_value_read(key, gj_slice(value->text), &row, &why);
    if (value->number < 0) {
        assert_int_equal(status, GJ_BAD_INPUT);
        assert_non_null(strstr(why.text, value->key));
        assert_non_null(strstr(why.text, "write "));
        return;
    }
    assert_int_equal(status, GJ_DONE);
    assert_int_equal(row.number, value->number);
    char text[100];
    struct gj_writer writer = gj_writer(text, sizeof text);
    row.key = (uint16_t)key;
    gj_row_put_value(NULL, &row, &writer);
    assert_string_equal(text, value->written);
}

static void test_policy_keys__values_are_read_by_type_and_bound(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
        check_value(&values[i]);
}

static void test_policy_keys__none_and_null_are_not_zero(void **state)
{
    (void)state;
    struct gj_row row = {0};
    assert_int_equal(gj_value_read(GJ_KEY_OUTPATIENT_CAP, GJ_SLICE("none"), &row, NULL), GJ_DONE);
    assert_true(row.is_none && !row.is_null);
    assert_int_equal(gj_value_read(GJ_KEY_OUTPATIENT_CAP, GJ_SLICE("null"), &row, NULL), GJ_DONE);
    assert_true(row.is_null && !row.is_none);
    assert_int_equal(gj_value_read(GJ_KEY_OUTPATIENT_CAP, GJ_SLICE("0"), &row, NULL), GJ_DONE);
    assert_true(!row.is_null && !row.is_none);
}

static struct gj_row row_of(enum gj_key key)
{
    struct gj_row row = rows_row(410100, key);
    row.from = 10;
    row.to = 20;
    return row;
}

static enum gj_status add_steps(struct gj_steps steps, struct gj_why *why)
{
    struct gj_builder *builder = gj_builder_new();
    enum gj_status status =
        gj_builder_row(builder, row_of(GJ_KEY_OUTPATIENT_STEPS), GJ_SLICE(""), &steps, why);
    gj_builder_free(builder);
    return status;
}

static void test_policy_keys__steps_must_rise_and_end_open(void **state)
{
    (void)state;
    struct gj_why why;
    assert_int_equal(add_steps((struct gj_steps){1, {{GJ_FEN_MAX, 1000000}}}, &why), GJ_DONE);
    assert_int_equal(add_steps((struct gj_steps){2, {{100, 500000}, {GJ_FEN_MAX, 600000}}}, &why),
                     GJ_DONE);
    assert_int_equal(add_steps((struct gj_steps){0, {{0, 0}}}, &why), GJ_BAD_INPUT);
    assert_int_equal(add_steps((struct gj_steps){1, {{100, 500000}}}, &why), GJ_BAD_INPUT);
    assert_non_null(strstr(why.text, "none"));
    assert_int_equal(add_steps((struct gj_steps){2, {{GJ_FEN_MAX, 1}, {GJ_FEN_MAX, 1}}}, &why),
                     GJ_BAD_INPUT);
    assert_int_equal(add_steps((struct gj_steps){2, {{0, 1}, {GJ_FEN_MAX, 1}}}, &why),
                     GJ_BAD_INPUT);
    assert_int_equal(add_steps((struct gj_steps){1, {{GJ_FEN_MAX, 1000001}}}, &why), GJ_BAD_INPUT);
    assert_non_null(strstr(why.text, "0 to 1"));
}

static void test_policy_keys__steps_may_be_none_or_null(void **state)
{
    (void)state;
    struct gj_builder *builder = gj_builder_new();
    struct gj_row row = row_of(GJ_KEY_OUTPATIENT_STEPS);
    assert_int_equal(gj_builder_row(builder, row, GJ_SLICE("none"), NULL, NULL), GJ_DONE);
    row.area = 410200;
    assert_int_equal(gj_builder_row(builder, row, GJ_SLICE("null"), NULL, NULL), GJ_DONE);
    assert_int_equal(gj_builder_row(builder, row, GJ_SLICE(""), NULL, NULL), GJ_BAD_INPUT);
    struct gj_policy *policy;
    assert_int_equal(gj_builder_freeze(builder, &policy, NULL), GJ_DONE);
    assert_true(gj_policy_row(policy, 0)->is_none);
    assert_true(gj_policy_row(policy, 1)->is_null);
    gj_policy_free(policy);
}

static void test_policy_keys__builder_refuses_empty_intervals(void **state)
{
    (void)state;
    struct gj_builder *builder = gj_builder_new();
    struct gj_why why;
    struct gj_row row = row_of(GJ_KEY_OUTPATIENT_RATIO);
    row.to = row.from;
    assert_int_equal(gj_builder_row(builder, row, GJ_SLICE("0.5"), NULL, &why), GJ_BAD_INPUT);
    row.to = row.from + 1;
    assert_int_equal(gj_builder_row(builder, row, GJ_SLICE("0.5"), NULL, &why), GJ_DONE);
    row.age_from = 60, row.age_to = 60;
    assert_int_equal(gj_builder_row(builder, row, GJ_SLICE("0.5"), NULL, &why), GJ_BAD_INPUT);
    row.age_to = 61;
    assert_int_equal(gj_builder_row(builder, row, GJ_SLICE("0.5"), NULL, &why), GJ_DONE);
    row.area = 4101;
    assert_int_equal(gj_builder_row(builder, row, GJ_SLICE("0.5"), NULL, &why), GJ_BAD_INPUT);
    gj_builder_free(builder);
}

static void test_policy_keys__texts_are_kept_once_and_read_back(void **state)
{
    (void)state;
    struct gj_builder *builder = gj_builder_new();
    uint32_t numbers[2000];
    char text[32];
    for (int i = 0; i < 2000; i++) {
        snprintf(text, sizeof text, "text %d", i % 1000);
        numbers[i] = gj_builder_text(builder, gj_slice(text));
    }
    assert_int_equal(gj_builder_text(builder, GJ_SLICE("")), 0);
    struct gj_policy *policy;
    assert_int_equal(gj_builder_freeze(builder, &policy, NULL), GJ_DONE);
    for (int i = 0; i < 1000; i++) {
        snprintf(text, sizeof text, "text %d", i);
        assert_string_equal(gj_policy_text(policy, numbers[i]), text);
        assert_int_equal(numbers[i], numbers[i + 1000]);
    }
    gj_policy_free(policy);
}

static void test_policy_keys__text_values_and_names_are_written(void **state)
{
    (void)state;
    struct gj_builder *builder = gj_builder_new();
    struct gj_row row = row_of(GJ_KEY_AID_PROOF);
    row.level = GJ_LEVEL_2;
    row.scheme = GJ_SCHEME_EMPLOYEE;
    row.age_from = 60;
    assert_int_equal(gj_builder_row(builder, row, GJ_SLICE("户口簿"), NULL, NULL), GJ_DONE);
    struct gj_policy *policy;
    assert_int_equal(gj_builder_freeze(builder, &policy, NULL), GJ_DONE);
    char text[200];
    struct gj_writer writer = gj_writer(text, sizeof text);
    gj_row_put_value(policy, gj_policy_row(policy, 0), &writer);
    assert_string_equal(text, "户口簿");
    writer = gj_writer(text, sizeof text);
    gj_row_put_name(policy, gj_policy_row(policy, 0), &writer);
    assert_string_equal(text, "aid.proof 410100 scheme employee level 2 age_from 60 from "
                              "1970-01-11 to 1970-01-21");
    gj_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_policy_keys__every_name_is_found_again),
        cmocka_unit_test(test_policy_keys__refuses_names_that_are_close),
        cmocka_unit_test(test_policy_keys__parameters_fit_the_mask),
        cmocka_unit_test(test_policy_keys__values_are_read_by_type_and_bound),
        cmocka_unit_test(test_policy_keys__none_and_null_are_not_zero),
        cmocka_unit_test(test_policy_keys__steps_must_rise_and_end_open),
        cmocka_unit_test(test_policy_keys__steps_may_be_none_or_null),
        cmocka_unit_test(test_policy_keys__builder_refuses_empty_intervals),
        cmocka_unit_test(test_policy_keys__texts_are_kept_once_and_read_back),
        cmocka_unit_test(test_policy_keys__text_values_and_names_are_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
