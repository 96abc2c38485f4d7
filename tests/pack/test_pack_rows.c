/* Rows of a file: each field's refusal with its place, ties, bounds, and what a good row becomes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "pack/small.h"

#define HEAD "area: \"410100\"\nname: 郑州市\nrows:\n"
#define TAIL ", cite: \"S-1\", confidence: primary}\n"
/* A row of key k on line 5, whose fields begin at column 8. */
#define ROW(k, fields) HEAD "  " k ":\n    - {" fields TAIL

static const struct gj_row *only_row(const struct gj_pack_set *set)
{
    const struct gj_policy *policy = gj_pack_policy(set);
    for (int i = 0; i < gj_policy_row_count(policy); i++)
        if (gj_policy_row(policy, (uint32_t)i)->area == 410100)
            return gj_policy_row(policy, (uint32_t)i);
    fail_msg("no row of 410100");
    return NULL;
}

static void test_pack_rows__a_row_with_everything_is_read(void **state)
{
    (void)state;
    struct gj_pack_set *set = small_load(
        HEAD
        "  outpatient.ratio:\n"
        "    - {from: \"2023-01-01\", to: \"2024-02-29\", value: \"0.60\", scheme: employee, "
        "status: retired, level: \"2\", place: provincial_3A, tier: \"1\", group: adult, "
        "age_from: \"60\", age_to: \"70\", relation: parent, year: \"2023\", cite: \"S-1 art. 5; "
        "S-2\", confidence: secondary, known: \"2025-01-31\", note: \"a note\"}\n");
    const struct gj_policy *policy = gj_pack_policy(set);
    const struct gj_row *row = only_row(set);
    assert_int_equal(row->key, GJ_KEY_OUTPATIENT_RATIO);
    assert_int_equal(row->number, 600000);
    assert_int_equal(row->from, gj_day_from_civil(2023, 1, 1));
    assert_int_equal(row->to, gj_day_from_civil(2024, 2, 29));
    assert_int_equal(row->known, gj_day_from_civil(2025, 1, 31));
    assert_int_equal(row->scheme, GJ_SCHEME_EMPLOYEE);
    assert_int_equal(row->working, GJ_RETIRED);
    assert_int_equal(row->level, GJ_LEVEL_2);
    assert_int_equal(row->place, GJ_PLACE_PROVINCIAL_3A);
    assert_int_equal(row->tier, 1);
    assert_int_equal(row->group, GJ_GROUP_ADULT);
    assert_int_equal(row->age_from, 60);
    assert_int_equal(row->age_to, 70);
    assert_int_equal(row->relation, GJ_RELATION_PARENT);
    assert_int_equal(row->year, 2023);
    assert_int_equal(row->confidence, GJ_CONFIDENCE_SECONDARY);
    assert_int_equal(row->line, 5);
    assert_false(row->is_unverified_set);
    assert_string_equal(gj_policy_text(policy, row->cite), "S-1; S-2");
    assert_string_equal(gj_policy_text(policy, row->clause), "art. 5");
    assert_string_equal(gj_policy_text(policy, row->note), "a note");
    assert_string_equal(gj_policy_text(policy, row->file), "41-henan/410100.yaml");
    gj_pack_free(set);
}

static void test_pack_rows__what_is_left_out_selects_all(void **state)
{
    (void)state;
    struct gj_pack_set *set =
        small_load(ROW("aid.uses.checkup", "from: \"2023-01-01\", value: yes"));
    const struct gj_row *row = only_row(set);
    assert_int_equal(row->param, GJ_EXPENSE_CHECKUP);
    assert_int_equal(row->to, GJ_DAY_MAX);
    assert_int_equal(row->known, GJ_DAY_NONE);
    assert_int_equal(row->age_from, GJ_AGE_UNSAID);
    assert_int_equal(row->age_to, GJ_AGE_UNSAID);
    assert_int_equal(row->scheme + row->working + row->level + row->place + row->tier, 0);
    gj_pack_free(set);
}

static void test_pack_rows__no_field_of_a_row_reaches_the_next(void **state)
{
    (void)state;
    struct gj_pack_set *set = small_load(
        HEAD
        "  aid.reach:\n"
        "    - {from: \"2023-01-01\", to: \"2024-01-01\", value: null, scheme: employee, status: "
        "working, level: \"2\", place: selected, tier: \"1\", group: adult, age_from: \"1\", "
        "age_to: \"2\", relation: parent, year: \"2023\", cite: \"S-1 a\", confidence: "
        "unverified, known: \"2025-01-31\", note: \"n\"}\n"
        "    - {from: \"2023-01-01\", value: area, cite: S-2, confidence: primary}\n"
        "  wallet.open:\n"
        "    - {from: \"2023-01-01\", value: yes, cite: S-2, confidence: primary}\n");
    const struct gj_policy *policy = gj_pack_policy(set);
    int plain = 0;
    for (int i = 0; i < gj_policy_row_count(policy); i++) {
        const struct gj_row *row = gj_policy_row(policy, (uint32_t)i);
        if (row->area != 410100 || row->is_null)
            continue;
        plain++;
        assert_int_equal(row->scheme | row->working | row->level | row->place | row->tier |
                             row->group | row->relation | row->year,
                         0);
        assert_int_equal(row->age_from + row->age_to, 2 * GJ_AGE_UNSAID);
        assert_int_equal(row->to, GJ_DAY_MAX);
        assert_int_equal(row->known, GJ_DAY_NONE);
        assert_int_equal(row->note + row->clause, 0);
        assert_string_equal(gj_policy_text(policy, row->cite), "S-2");
    }
    assert_int_equal(plain, 2);
    gj_pack_free(set);
}

static void test_pack_rows__null_none_and_steps_are_values(void **state)
{
    (void)state;
    struct gj_pack_set *set =
        small_load(ROW("outpatient.cap", "from: \"2023-01-01\", value: null"));
    assert_true(only_row(set)->is_null);
    gj_pack_free(set);
    set = small_load(ROW("outpatient.cap", "from: \"2023-01-01\", value: \"none\""));
    assert_true(only_row(set)->is_none);
    gj_pack_free(set);
    set = small_load(ROW("inpatient.steps",
                         "from: \"2023-01-01\", value: [{up_to: \"20000.00\", ratio: \"0.70\"}, "
                         "{up_to: none, ratio: \"0.60\"}]"));
    const struct gj_steps *steps = gj_policy_steps(gj_pack_policy(set), only_row(set)->number);
    assert_int_equal(steps->count, 2);
    assert_int_equal(steps->steps[0].up_to_fen, 2000000);
    assert_int_equal(steps->steps[0].ratio_ppm, 700000);
    assert_int_equal(steps->steps[1].up_to_fen, GJ_FEN_MAX);
    char text[200];
    struct gj_writer writer = gj_writer(text, sizeof text);
    gj_row_put_value(gj_pack_policy(set), only_row(set), &writer);
    assert_string_equal(
        text, "[{up_to: \"20000.00\", ratio: \"0.70\"}, {up_to: \"none\", ratio: \"0.60\"}]");
    gj_pack_free(set);
    set = small_load(ROW("inpatient.steps", "from: \"2023-01-01\", value: null"));
    assert_true(only_row(set)->is_null);
    gj_pack_free(set);
}

static void test_pack_rows__keys_and_fields_must_be_known(void **state)
{
    (void)state;
    small_refuses(ROW("outpatient.rate", "from: \"2023-01-01\", value: \"0.6\""), "4:3",
                  "unknown policy key \"outpatient.rate\"");
    small_refuses(ROW("aid.uses.lunch", "from: \"2023-01-01\", value: yes"), "4:3",
                  "unknown policy key");
    small_refuses(ROW("aid.reach", "from: \"2023-01-01\", value: area, city: x"), "5:41",
                  "unknown key \"city\"; allowed are: from to value");
    small_refuses(HEAD "  aid.reach: {}\n", "4:14", "must be a list");
    small_refuses(HEAD "  aid.reach:\n    - area\n", "5:7", "must be a mapping");
    small_refuses("area: \"410100\"\nname: 郑州市\nrules: {}\n", "3:1",
                  "allowed are: area name fictional areas sources notes contradictions rows tests");
}

static void test_pack_rows__days_must_be_real_and_in_order(void **state)
{
    (void)state;
    small_refuses(ROW("aid.reach", "value: area"), "5:7", "from is missing");
    small_refuses(ROW("aid.reach", "from: \"2023-02-29\", value: area"), "5:14", "real day");
    small_refuses(ROW("aid.reach", "from: \"2023\", value: area"), "5:14", "real day");
    small_refuses(ROW("aid.reach", "from: \"2023-01-02\", to: \"2023-01-02\", value: area"), "5:32",
                  "from must lie before to");
    gj_pack_free(
        small_load(ROW("aid.reach", "from: \"2023-01-02\", to: \"2023-01-03\", value: area")));
    small_refuses(ROW("aid.reach", "from: \"2023-01-01\", known: soon, value: area"), "5:35",
                  "known must be a real day");
}

static void test_pack_rows__selectors_must_be_words_of_the_glossary(void **state)
{
    (void)state;
#define WITH(selector) ROW("outpatient.ratio", "from: \"2023-01-01\", value: \"0.6\", " selector)
    small_refuses(WITH("level: \"4\""), "5:49", "community, 1, 2, 3, pharmacy");
    small_refuses(WITH("level: any"), "5:49", "left out for all");
    small_refuses(WITH("scheme: none"), "5:50", "scheme \"none\" is unknown");
    small_refuses(WITH("status: unsaid"), "5:50", "working, retired");
    small_refuses(WITH("tier: \"0\""), "5:48", "from 1 to 9");
    small_refuses(WITH("tier: [1]"), "5:48", "must be a text");
    small_refuses(WITH("tier: \"\""), "5:48", "empty");
    small_refuses(WITH("tier: null"), "5:48", "leave the key out");
    small_refuses(WITH("year: \"23\""), "5:48", "year");
    small_refuses(WITH("age_from: \"151\""), "5:52", "from 0 to 150");
    small_refuses(WITH("age_to: \"0\""), "5:50", "from 1 to 150");
    small_refuses(WITH("age_from: \"60\", age_to: \"60\""), "5:66", "age_from must lie below");
    gj_pack_free(small_load(WITH("age_from: \"60\", age_to: \"61\"")));
    gj_pack_free(small_load(WITH("age_from: \"150\"")));
#undef WITH
}

static void test_pack_rows__no_rule_without_a_source(void **state)
{
    (void)state;
#define CITED(cite)                                                                                \
    HEAD "  aid.reach:\n    - {from: \"2023-01-01\", value: area, " cite "confidence: primary}\n"
    small_refuses(CITED(""), "5:7", "cite is missing");
    small_refuses(CITED("cite: \"\", "), "5:47", "cite is empty");
    small_refuses(CITED("cite: \"S-3\", "), "5:47", "source \"S-3\" is not declared");
    small_refuses(CITED("cite: \"S-1; S-3 art. 1\", "), "5:47", "source \"S-3\"");
    small_refuses(CITED("cite: \" S-1\", "), "5:47", "source \"\"");
    gj_pack_free(small_load(CITED("cite: \"S-1; S-2\", ")));
#undef CITED
    small_refuses(HEAD "  aid.reach:\n    - {from: \"2023-01-01\", value: area, cite: \"S-1\"}\n",
                  "5:7", "confidence is missing");
    small_refuses(HEAD "  aid.reach:\n    - {from: \"2023-01-01\", value: area, cite: \"S-1\", "
                       "confidence: good}\n",
                  "5:66", "primary, secondary or unverified");
}

static void test_pack_rows__a_file_may_declare_its_own_sources(void **state)
{
    (void)state;
    struct gj_pack_set *set =
        small_load("area: \"410100\"\nname: 郑州市\nsources:\n  - {id: S-9, title: nine}\nrows:\n"
                   "  aid.reach:\n    - {from: \"2023-01-01\", value: area, cite: S-9, confidence: "
                   "primary}\n");
    struct gj_pack_source source;
    assert_true(gj_pack_source(set, "S-9", &source));
    assert_string_equal(source.title, "nine");
    assert_string_equal(source.note, "");
    assert_false(gj_pack_source(set, "S-8", &source));
    gj_pack_free(set);
    /* This file is read before sources.yaml, so the second declaration is found there. */
    struct gj_why why;
    static const char twice[] =
        "area: \"410100\"\nname: 郑州市\nsources:\n  - {id: S-1, title: nine}\n";
    assert_int_equal(small_load_bytes(twice, sizeof twice - 1, &set, &why), GJ_BAD_INPUT);
    assert_string_equal(why.text, "sources.yaml:2:5: source \"S-1\" is declared twice");
    small_refuses("sources:\n  - {id: \"a b\", title: t}\n", "2:5", "no space");
    small_refuses("sources:\n  - {id: S-9}\n", "2:5", "title is missing");
}

static void test_pack_rows__values_must_suit_the_key(void **state)
{
    (void)state;
#define VALUE(key, value) ROW(key, "from: \"2023-01-01\", value: " value)
    small_refuses(VALUE("outpatient.ratio", "\"1.01\""), "5:35", "from 0 to 1");
    small_refuses(VALUE("outpatient.ratio", "\"60%\""), "5:35", "from 0 to 1");
    small_refuses(VALUE("outpatient.ratio", "\"null\""), "5:35", "in quotes");
    small_refuses(VALUE("outpatient.ratio", "[\"0.6\"]"), "5:35", "value must be a text");
    small_refuses(VALUE("outpatient.ratio", "{a: b}"), "5:35", "value must be a text");
    small_refuses(VALUE("outpatient.ratio", "\"\""), "5:35", "no value of this key");
    small_refuses(VALUE("aid.reach", "nation"), "5:35", "one of area|province");
    small_refuses(VALUE("outpatient.steps", "\"0.6\""), "5:35", "list");
    small_refuses(VALUE("outpatient.steps", "[]"), "5:35", "1 to 8 steps");
    small_refuses(VALUE("outpatient.steps", "[x]"), "5:36", "must be a mapping");
    small_refuses(VALUE("outpatient.steps", "[{up_to: none, ratio: \"2\"}]"), "5:57", "0 to 1");
    small_refuses(VALUE("outpatient.steps", "[{up_to: all, ratio: \"1\"}]"), "5:44", "yuan");
    small_refuses(VALUE("outpatient.steps", "[{up_to: \"1.00\", ratio: \"1\"}]"), "5:35", "none");
    small_refuses(ROW("aid.reach", "from: \"2023-01-01\""), "5:7", "value is missing");
#undef VALUE
}

static void test_pack_rows__ties_name_both_rows(void **state)
{
    (void)state;
    small_refuses(HEAD "  aid.reach:\n"
                       "    - {from: \"2023-01-01\", value: area" TAIL
                       "    - {from: \"2024-01-01\", value: province" TAIL,
                  "6", "aid.reach 410100 from 2024-01-01\" ties with");
    small_refuses(HEAD "  aid.reach:\n"
                       "    - {from: \"2023-01-01\", level: \"2\", value: area" TAIL
                       "    - {from: \"2023-01-01\", tier: \"1\", value: province" TAIL,
                  "5", "of line 6");
    gj_pack_free(small_load(HEAD "  aid.reach:\n"
                                 "    - {from: \"2023-01-01\", to: \"2024-01-01\", value: area" TAIL
                                 "    - {from: \"2024-01-01\", value: province" TAIL));
}

static void test_pack_rows__national_bounds_hold(void **state)
{
    (void)state;
#define RATIO(fields, value)                                                                       \
    ROW("outpatient.ratio", "from: \"2023-01-01\", " fields "value: \"" value "\"")
    gj_pack_free(small_load(RATIO("", "0.50")));
    small_refuses(RATIO("", "0.499999"), "5:1", "POLICY_OUT_OF_BOUNDS");
    gj_pack_free(small_load(RATIO("scheme: resident, ", "0.10")));
    gj_pack_free(small_load(
        ROW("outpatient.ratio", "from: \"2030-01-01\", scheme: employee, value: \"0.10\"")));
    small_refuses(
        ROW("outpatient.ratio", "from: \"2029-12-31\", scheme: employee, value: \"0.10\""), "5:1",
        "bound.outpatient_ratio_min is 0.50");
    gj_pack_free(small_load(ROW("filing.cut_other", "from: \"2023-01-01\", value: \"0.15\"")));
    small_refuses(ROW("filing.cut_other", "from: \"2023-01-01\", value: \"0.16\""), "5:1",
                  "POLICY_OUT_OF_BOUNDS");
    small_refuses(ROW("outpatient.steps", "from: \"2023-01-01\", value: [{up_to: none, ratio: "
                                          "\"0.40\"}]"),
                  "5:1", "POLICY_OUT_OF_BOUNDS");
#undef RATIO
}

static void test_pack_rows__bounds_of_a_province_hold_for_its_cities(void **state)
{
    (void)state;
#define MONTHS(from, value) ROW("filing.months", "from: \"" from "\", value: \"" value "\"")
    gj_pack_free(small_load(MONTHS("2023-01-01", "9")));
    small_refuses(MONTHS("2023-01-01", "8"), "5:1", "bound.filing_months_min is 9");
    small_refuses(MONTHS("2029-12-31", "8"), "5:1", "POLICY_OUT_OF_BOUNDS");
    gj_pack_free(small_load(MONTHS("2030-01-01", "8")));
#undef MONTHS
}

static void test_pack_rows__the_head_agrees_with_the_tree(void **state)
{
    (void)state;
    small_refuses("name: 郑州市\nrows: {}\n", "1:1", "area is missing");
    small_refuses("area: \"410100\"\n", "1:1", "name is missing");
    small_refuses("area: \"4101\"\nname: x\n", "1:7", "six digits");
    small_refuses("area: \"010100\"\nname: x\n", "1:7", "six digits");
    small_refuses("area: \"410200\"\nname: x\n", "1:7", "does not stand in areas.yaml");
    small_refuses("area: \"410100\"\nname: 开封市\n", "2:7", "called 郑州市");
    small_refuses("area: \"410100\"\nname: 郑州市\nfictional: \"yes\"\n", "1:1", "fictional");
    small_refuses("area: \"410100\"\nname: 郑州市\nfictional: \"no\"\n", "3:12", "fictional");
    small_refuses("area: \"980100\"\nname: 甲市\n", "1:1", "fictional");
    struct gj_why why;
    struct gj_pack_set *set;
    static const char twice[] = "areas:\n  - {code: \"100000\", name: x, kind: y}\n";
    assert_int_equal(small_load_bytes(twice, sizeof twice - 1, &set, &why), GJ_BAD_INPUT);
    assert_string_equal(why.text, "areas.yaml:2:5: area 100000 stands in the tree twice");
    small_refuses("areas:\n  - {code: \"420000\", name: x}\n", "2:5", "kind is missing");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pack_rows__a_row_with_everything_is_read),
        cmocka_unit_test(test_pack_rows__what_is_left_out_selects_all),
        cmocka_unit_test(test_pack_rows__no_field_of_a_row_reaches_the_next),
        cmocka_unit_test(test_pack_rows__null_none_and_steps_are_values),
        cmocka_unit_test(test_pack_rows__keys_and_fields_must_be_known),
        cmocka_unit_test(test_pack_rows__days_must_be_real_and_in_order),
        cmocka_unit_test(test_pack_rows__selectors_must_be_words_of_the_glossary),
        cmocka_unit_test(test_pack_rows__no_rule_without_a_source),
        cmocka_unit_test(test_pack_rows__a_file_may_declare_its_own_sources),
        cmocka_unit_test(test_pack_rows__values_must_suit_the_key),
        cmocka_unit_test(test_pack_rows__ties_name_both_rows),
        cmocka_unit_test(test_pack_rows__national_bounds_hold),
        cmocka_unit_test(test_pack_rows__bounds_of_a_province_hold_for_its_cities),
        cmocka_unit_test(test_pack_rows__the_head_agrees_with_the_tree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
