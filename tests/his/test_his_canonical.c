#include "messages.h"

#include <stdio.h>

/* The canonical bytes of a body; the caller frees the work. */
static struct at_work *taken(const char *body)
{
    struct at_work *work = decode_bytes("/his", gj_slice(body));
    if (work->kind != GJ_HIS_COMMAND)
        fail_msg("%s: %s", body, work->his->error);
    return work;
}

static bool is_same(const char *a, const char *b)
{
    struct at_work *one = taken(a), *two = taken(b);
    bool same = one->canonical_length == two->canonical_length &&
                memcmp(one->canonical, two->canonical, one->canonical_length) == 0;
    done(one);
    done(two);
    return same;
}

struct change {
    const char *infno, *from, *to;
};

static bool changes(const struct change *change)
{
    char *body = body_of(change->infno, good_input(change->infno), "");
    char *other = replaced(body, change->from, change->to);
    bool same = is_same(body, other);
    free(body);
    free(other);
    return !same;
}

static void test_his_canonical__is_the_same_for_forms_of_one_content(void **state)
{
    static const struct change forms[] = {
        {"2207", "\"medfee_sumamt\":175.50", "\"medfee_sumamt\":\"175.5\""},
        {"2207", "\"medfee_sumamt\":175.50", "\"medfee_sumamt\":175.500"},
        {"2207", "\"infno\":\"2207\"", "\"infno\":\"2207A\""},
        {"2207", "\"mdtrtarea_admvs\":\"410100\"", "\"mdtrtarea_admvs\":4101"},
        {"2207", "\"mdtrtarea_admvs\"", "\"mdtrtarea_admdvs\""},
        {"2207", "\"acct_used_flag\":\"1\"", "\"acct_used_flag\":\"01\""},
        {"2207", "acct_used_flag", "acc_used_flag"},
        {"2207", "\"invono\"", "\"InvoNo\""},
        {"2207", "\"insutype\":\"310\"", "\"insutype\":310"},
        {"2207", "\"invono\":\"I1\"", "\"invono\":\"I1\",\"unknown\":7"},
        {"2207", "2025-09-01 10:30:00", "2025-09-01 10:31:00"},
        {"2207", "2025-09-01 10:30:00", "20250901103000"},
        {"2207", "\"cainfo\":\"ca\"", "\"cainfo\":\"other\""},
        {"2207", "\"signtype\":\"SM2\"", "\"signtype\":\"\""},
        {"2207", "\"sign_no\":\"55\"", "\"sign_no\":\"56\""},
        {"2207", "\"opter_type\":\"1\"", "\"opter_type\":\"2\""},
        {"2207", "\"opter\":\"K1\"", "\"opter\":\"K2\""},
        {"2207", "\"opter_name\":\"李四\"", "\"opter_name\":\"王五\""},
        {"2207", "\"dev_no\":\"dev\"", "\"dev_no\":\"\""},
        {"2207", "\"dev_safe_info\":\"safe\"", "\"dev_safe_info\":\"x\""},
        {"2207", "\"infver\":\"1.0\"", "\"infver\":\"V1.0\""},
        {"2207", "{\"data\":{", "{\"other\":[],\"DATA\":{"},
        {"2203", "2025-08-30", "2025-08-30 00:00:00"},
        {"2203", "\"2025-09-01 09:05:00\"", "20250901090500"},
        {"9001", "\"signIn\"", "\"data\""},
        {"2601", "\"oinfno\":\"2207\"", "\"oinfno\":\"2207A\""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        if (changes(&forms[i]))
            fail_msg("%s %s makes another content", forms[i].infno, forms[i].to);
}

static void test_his_canonical__does_not_depend_on_the_order_of_keys(void **state)
{
    (void)state;
    char *body = body_of("2205", good_input("2205"), "");
    char *input =
        replaced("{\"data\":{\"psn_no\":\"P\",\"chrg_bchno\":\"B1\",\"mdtrt_id\":\"" VISIT "\"}}",
                 "P", PSN_NO);
    char *other = body_of("2205", input, "");
    assert_true(is_same(body, other));
    char *infno_last = replaced(other, "\"infno\":\"2205\",", "");
    size_t length = strlen(infno_last);
    char *moved = malloc(length + 32);
    snprintf(moved, length + 32, "%.*s,\"infno\":\"2205\"}", (int)length - 1, infno_last);
    assert_true(is_same(body, moved));
    free(body), free(input), free(other), free(infno_last), free(moved);
}

/* Changes one field of one row to another good value, or leaves it out; "" when there is no such
   thing. */
static char *with_other_value(const char *body, const struct gj_his_field *field)
{
    static const struct {
        const char *field, *value;
    } others[] = {
        {"mdtrtarea_admvs", "\"410200\""},
        {"insuplc_admdvs", "\"410200\""},
        {"fixmedins_code", "\"P41010000001\""},
        {"psn_no", "\"41010000000000000000000009\""},
        {"mdtrt_id", "\"41010099\""},
        {"setl_id", "\"41010099\""},
        {"insutype", "\"390\""},
        {"mdtrt_cert_type", "\"01\""},
        {"mdtrt_cert_no", "\"410100198001010023\""},
        {"acct_used_flag", "\"0\""},
        {"psn_setlway", "\"02\""},
        {"oinfno", "\"2208\""},
        {"opter_type", "\"2\""},
        {"infver", "\"V1.0\""},
    };
    static const char *const by_type[] = {[GJ_HIS_STR] = "\"8\"",
                                          [GJ_HIS_NUM] = "8.25",
                                          [GJ_HIS_DATE] = "\"2024-01-01\"",
                                          [GJ_HIS_DATETIME] = "\"2024-01-01 01:02:03\""};
    char key[64];
    snprintf(key, sizeof key, "\"%s\":", field->name);
    const char *at = strstr(body, key), *value = by_type[field->type];
    if (at == NULL)
        fail_msg("%s is in no test message", field->name);
    at += strlen(key);
    size_t length = *at == '"' ? strcspn(at + 1, "\"") + 2 : strcspn(at, ",}]");
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (strcmp(others[i].field, field->name) == 0)
            value = others[i].value;
    size_t room = strlen(body) + strlen(value) + 1;
    char *out = malloc(room);
    snprintf(out, room, "%.*s%s%s", (int)(at - body), body, value, at + length);
    return out;
}

/* These have one good value, so that another one is refused. */
static bool has_one_value(const char *infno, const char *field)
{
    bool sale = strcmp(infno, "2101") == 0 || strcmp(infno, "2102") == 0;
    return (sale && strcmp(field, "med_type") == 0) ||
           (strcmp(infno, "2001") == 0 && strcmp(field, "fixmedins_code") == 0);
}

static void check_refused(const char *body)
{
    struct at_work *work = decode_bytes("/his", gj_slice(body));
    assert_int_equal(work->kind, GJ_HIS_REFUSED);
    done(work);
}

static void check_fields(const char *infno, const struct gj_his_group *group, int *checked)
{
    for (int i = 0; i < group->count; i++) {
        const struct gj_his_field *field = &group->fields[i];
        if (strcmp(field->name, "infno") == 0 || field->type == GJ_HIS_OBJECT)
            continue;
        char *body = body_of(infno, good_input(infno), "");
        /* The field of the node, not one of the same name in the envelope. */
        char *input = strstr(body, "\"input\":");
        bool in_envelope = strcmp(group->name, "envelope") == 0;
        char *other;
        if (in_envelope) {
            other = with_other_value(body, field);
        } else {
            char *changed = with_other_value(input, field);
            *input = '\0';
            size_t room = strlen(body) + strlen(changed) + 1;
            other = malloc(room);
            snprintf(other, room, "%s%s", body, changed);
            free(changed);
        }
        free(body);
        body = body_of(infno, good_input(infno), "");
        if (!in_envelope && has_one_value(infno, field->name))
            check_refused(other);
        else if (is_same(body, other) == field->once)
            fail_msg("%s.%s: counts %d", infno, field->name, field->once);
        free(body);
        free(other);
        ++*checked;
    }
}

/* Every row of the input tables: another value is another content exactly where the row says so. */
static void test_his_canonical__differs_when_a_field_that_counts_does(void **state)
{
    int checked = 0, counted = 0;
    (void)state;
    for (int i = 0; i < gj_his_nodes_count; i++) {
        const struct gj_his_node *node = &gj_his_nodes[i];
        if (!node->in || strcmp(node->infno, "1101") == 0)
            continue;
        check_fields(node->infno, &gj_his_groups[node->group], &checked);
        counted += gj_his_groups[node->group].count;
    }
    assert_int_equal(checked, counted);
    check_fields("2207", &gj_his_groups[GJ_HIS_GROUP_envelope], &checked);
}

static void test_his_canonical__differs_when_a_field_is_left_out(void **state)
{
    static const struct change left_out[] = {
        {"2207", ",\"invono\":\"I1\"", ""},
        {"2207", "\"mdtrt_cert_no\":\"" ID_CARD "\"", "\"mdtrt_cert_no\":null"},
        {"2204", "\"rxno\":\"R1\",", ""},
        {"2102", "\"begntime\":\"2025-09-01 09:00:00\",", ""},
        {"2102", ",\"invono\":\"I1\"", ""},
        {"2102", ",\"selfpay_prop\":0.1000", ""},
        {"2204", "\"prd_days\":7.5,", ""},
        {"2203", "\"birctrl_matn_date\":\"2025-08-30\"", "\"birctrl_matn_date\":\"\""},
        {"2203", "\"main_cond_dscr\":\"咳嗽\",", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof left_out / sizeof left_out[0]; i++)
        assert_true(changes(&left_out[i]));
}

/* One text must not pass for two: lengths stand before them. */
static void test_his_canonical__keeps_texts_apart(void **state)
{
    static const struct change shifted = {"2201", "\"dr_name\":\"张三\",\"dept_code\":\"D1\"",
                                          "\"dr_name\":\"张三dept_code=2:D1\","
                                          "\"dept_code\":\"D1\""};
    (void)state;
    assert_true(changes(&shifted));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_his_canonical__is_the_same_for_forms_of_one_content),
        cmocka_unit_test(test_his_canonical__does_not_depend_on_the_order_of_keys),
        cmocka_unit_test(test_his_canonical__differs_when_a_field_that_counts_does),
        cmocka_unit_test(test_his_canonical__differs_when_a_field_is_left_out),
        cmocka_unit_test(test_his_canonical__keeps_texts_apart),
    };
    return cmocka_run_group_tests_name("his/canonical", tests, NULL, NULL);
}
