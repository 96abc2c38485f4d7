#include "messages.h"

#include <stdio.h>

static void take(void *to, struct gj_slice text)
{
    gj_his_put(to, text.bytes, text.length);
}

static char *page(void)
{
    struct gj_his_text text = {0};
    gj_his_document(take, &text);
    return text.bytes;
}

/* docs/his.md is this output; GJ_WRITE_DOCS=1 writes it anew. */
static void test_his_document__is_the_page_in_docs(void **state)
{
    (void)state;
    char *now = page();
    const char *write = getenv("GJ_WRITE_DOCS");
    if (write != NULL && write[0] != '\0') {
        FILE *out = fopen("docs/his.md", "w");
        assert_non_null(out);
        assert_int_equal(fputs(now, out) >= 0, 1);
        assert_int_equal(fclose(out), 0);
    }
    FILE *kept = fopen("docs/his.md", "r");
    assert_non_null(kept); /* tests run from the root */
    size_t room = strlen(now) + 4096;
    char *text = calloc(1, room);
    size_t length = fread(text, 1, room - 1, kept);
    fclose(kept);
    assert_int_equal(length, strlen(now));
    assert_string_equal(text, now);
    free(text);
    free(now);
}

static bool has_chinese(const char *text)
{
    for (; *text != '\0'; text++)
        if (((unsigned char)*text & 0xE0) == 0xE0)
            return true;
    return false;
}

static void test_his_document__has_a_meaning_for_every_row(void **state)
{
    int rows = 0;
    (void)state;
    char *now = page();
    for (int i = 0; i < GJ_HIS_GROUPS; i++) {
        const struct gj_his_group *group = &gj_his_groups[i];
        assert_true(group->count > 0);
        for (int j = 0; j < group->count; j++, rows++) {
            const struct gj_his_field *field = &group->fields[j];
            char cell[80];
            assert_true(has_chinese(field->zh));
            assert_true(strlen(field->en) >= 3);
            assert_true(strchr("YCON", field->need) != NULL && field->need != '\0');
            assert_true(field->most > 0 && field->decimals < field->most);
            assert_null(strchr(field->note, '|'));
            snprintf(cell, sizeof cell, "| %s", field->name);
            assert_non_null(strstr(now, cell));
        }
    }
    assert_int_equal(rows, 261);
    free(now);
}

static void test_his_document__names_no_field_of_a_group_twice(void **state)
{
    (void)state;
    for (int i = 0; i < GJ_HIS_GROUPS; i++)
        for (int a = 0; a < gj_his_groups[i].count; a++)
            for (int b = 0; b < a; b++)
                assert_string_not_equal(gj_his_groups[i].fields[a].name,
                                        gj_his_groups[i].fields[b].name);
}

static void test_his_document__uses_every_group_and_path(void **state)
{
    (void)state;
    for (int i = 0; i < GJ_HIS_GROUPS; i++) {
        bool used = i == GJ_HIS_GROUP_envelope || i == GJ_HIS_GROUP_answer_keys;
        for (int j = 0; j < gj_his_nodes_count; j++)
            used |= gj_his_nodes[j].group == i;
        assert_true(used);
    }
    for (int i = 0; i < gj_his_paths_count; i++) {
        assert_non_null(gj_his_transaction(gj_slice(gj_his_paths[i].infno)));
        assert_string_equal(gj_his_infno_of_path(gj_slice(gj_his_paths[i].service_method)),
                            gj_his_paths[i].infno);
    }
    for (int i = 0; i < gj_his_nodes_count; i++)
        assert_non_null(gj_his_transaction(gj_slice(gj_his_nodes[i].infno)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_his_document__is_the_page_in_docs),
        cmocka_unit_test(test_his_document__has_a_meaning_for_every_row),
        cmocka_unit_test(test_his_document__names_no_field_of_a_group_twice),
        cmocka_unit_test(test_his_document__uses_every_group_and_path),
    };
    return cmocka_run_group_tests_name("his/document", tests, NULL, NULL);
}
