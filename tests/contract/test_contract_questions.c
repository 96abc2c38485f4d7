/* The examples of docs/questions.md: each line of its blocks is asked of the real packs and answered
   as the page says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cases.h"

enum { LEAST_EXAMPLES = 25 };

/* Reads the page line by line: a fence with a verb begins a block, another fence ends it. */
static void test_contract_questions__the_page_is_true(void **state)
{
    (void)state;
    FILE *page = fopen("docs/questions.md", "r");
    char *line = NULL, *question = NULL;
    size_t size = 0;
    enum gj_asked_verb verb = GJ_ASKED_VERBS;
    int examples = 0;
    assert_non_null(page);
    while (getline(&line, &size, page) >= 0) {
        line[strcspn(line, "\n")] = '\0';
        if (strncmp(line, "```", 3) == 0) {
            verb = gj_asked_verb(line + 3);
        } else if (verb != GJ_ASKED_VERBS && line[0] == '{') {
            free(question);
            question = strdup(line);
        } else if (verb != GJ_ASKED_VERBS && strncmp(line, " -> ", 4) == 0) {
            assert_non_null(question);
            cases_hold(cases_ask(verb, question), line + 4);
            examples++;
        }
    }
    free(question);
    free(line);
    fclose(page);
    assert_true(examples >= LEAST_EXAMPLES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_contract_questions__the_page_is_true),
    };
    return cmocka_run_group_tests_name("contract questions", tests, cases_load, cases_drop);
}
