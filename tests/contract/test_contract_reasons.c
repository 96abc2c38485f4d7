/* Every reason of policy is the reason of some answer: a case of ask.ndjson or of the packs wants it
   from the real packs, some of them with a rule laid over. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/reason.h"

static char *texts;
static size_t length;

static void add_file(const char *path)
{
    FILE *file = fopen(path, "r");
    char part[4096];
    size_t got;
    assert_non_null(file);
    while ((got = fread(part, 1, sizeof part, file)) > 0) {
        texts = realloc(texts, length + got + 1);
        assert_non_null(texts);
        memcpy(texts + length, part, got);
        length += got;
        texts[length] = '\0';
    }
    fclose(file);
}

static int read_cases(void **state)
{
    (void)state;
    glob_t found = {0};
    add_file("tests/contract/ask.ndjson");
    assert_int_equal(glob("packs/*/[0-9]*.yaml", 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++)
        add_file(found.gl_pathv[i]);
    globfree(&found);
    return 0;
}

static int drop_cases(void **state)
{
    (void)state;
    free(texts);
    return 0;
}

/* As JSON and as the packs write it. */
static bool is_wanted(enum gj_reason reason)
{
    char json[120], yaml[120];
    snprintf(json, sizeof json, "\"reason\": \"%s\"", gj_reason_code(reason));
    snprintf(yaml, sizeof yaml, "reason: %s}", gj_reason_code(reason));
    return strstr(texts, json) != NULL || strstr(texts, yaml) != NULL;
}

/* The table begins with the reasons of policy; those of acts and messages follow. */
static void test_contract_reasons__each_is_the_reason_of_some_answer(void **state)
{
    (void)state;
    int missing = 0;
    for (int i = 1; i <= GJ_OK_POLICY_BOUNDS; i++) {
        enum gj_reason reason = (enum gj_reason)i;
        if (gj_reason_kind(reason) == GJ_KIND_NEXT || is_wanted(reason))
            continue;
        print_error("no case wants %s\n", gj_reason_code(reason));
        missing++;
    }
    assert_int_equal(missing, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_contract_reasons__each_is_the_reason_of_some_answer),
    };
    return cmocka_run_group_tests_name("contract reasons", tests, read_cases, drop_cases);
}
