/* The page in docs and the tables it is written from. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rest/inside.h"

enum { PAGE_MAX = 1 << 18 };

static char page[PAGE_MAX];

static void take(void *to, struct gj_slice text)
{
    gj_put(to, text);
}

static const char *write_page(void)
{
    struct gj_writer writer = gj_writer(page, sizeof page);
    gj_rest_document(take, &writer);
    assert_false(writer.full);
    return page;
}

/* docs/rest.md is this output; GJ_WRITE_DOCS=1 writes it anew. */
static void test_rest_document__is_the_page_in_docs(void **state)
{
    (void)state;
    const char *now = write_page(), *write = getenv("GJ_WRITE_DOCS");
    if (write != NULL && write[0] != '\0') {
        FILE *out = fopen("docs/rest.md", "w");
        assert_non_null(out);
        assert_true(fputs(now, out) >= 0);
        assert_int_equal(fclose(out), 0);
    }
    FILE *kept = fopen("docs/rest.md", "r");
    assert_non_null(kept); /* tests run from the root */
    char *text = calloc(1, PAGE_MAX);
    size_t length = fread(text, 1, PAGE_MAX - 1, kept);
    fclose(kept);
    assert_int_equal(length, strlen(now));
    assert_string_equal(text, now);
    free(text);
}

static bool has_chinese(const char *text)
{
    for (; *text != '\0'; text++)
        if (((unsigned char)*text & 0xE0) == 0xE0)
            return true;
    return false;
}

static void test_rest_document__has_a_meaning_for_every_row(void **state)
{
    (void)state;
    for (int i = 0; i < GJ_REST_GROUPS; i++) {
        const struct gj_rest_group *group = &gj_rest_groups[i];
        for (int j = 0; j < group->count; j++) {
            const struct gj_rest_field *field = &group->fields[j];
            assert_true(has_chinese(field->zh) || strcmp(field->zh, "PIN") == 0);
            assert_true(strlen(field->en) >= 3);
            assert_non_null(strchr("YCOAN", field->need));
            assert_true(group->count <= 64);
            for (int k = 0; k < j; k++)
                assert_string_not_equal(field->name, group->fields[k].name);
        }
    }
}

static bool is_used(int group)
{
    bool used = group == GJ_REST_GROUP_in_path || group == GJ_REST_GROUP_problem;
    for (int i = 0; i < GJ_REST_ROUTES; i++)
        used |= gj_rest_paths[i].query == group || gj_rest_paths[i].body == group ||
                gj_rest_paths[i].answer == group;
    for (int i = 0; i < GJ_REST_GROUPS; i++)
        for (int j = 0; j < gj_rest_groups[i].count; j++) {
            const struct gj_rest_field *field = &gj_rest_groups[i].fields[j];
            used |= (field->type == GJ_REST_OBJECT || field->type == GJ_REST_LIST) &&
                    field->of == group && i != group;
        }
    return used;
}

static void test_rest_document__uses_every_group(void **state)
{
    (void)state;
    for (int i = 0; i < GJ_REST_GROUPS; i++)
        if (!is_used(i))
            fail_msg("nothing uses the group %s", gj_rest_groups[i].name);
}

static void test_rest_document__has_no_route_twice(void **state)
{
    (void)state;
    for (int i = 0; i < GJ_REST_ROUTES; i++) {
        assert_true(has_chinese(gj_rest_paths[i].zh));
        assert_true(gj_rest_paths[i].who != 0);
        for (int j = 0; j < i; j++)
            assert_false(strcmp(gj_rest_paths[i].path, gj_rest_paths[j].path) == 0 &&
                         strcmp(gj_rest_paths[i].method, gj_rest_paths[j].method) == 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rest_document__is_the_page_in_docs),
        cmocka_unit_test(test_rest_document__has_a_meaning_for_every_row),
        cmocka_unit_test(test_rest_document__uses_every_group),
        cmocka_unit_test(test_rest_document__has_no_route_twice),
    };
    return cmocka_run_group_tests_name("rest/document", tests, NULL, NULL);
}
