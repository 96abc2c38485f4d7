/* Cases of the command line's contract, read from a file of JSON lines and asked of the real packs. */
#ifndef TESTS_CONTRACT_CASES_H
#define TESTS_CONTRACT_CASES_H

#include "asked/asked.h"

/* Runs every case of a file as a test of its own, after the tests given here; returns how many
   failed. A case is {"name","in","want"}: `in` is the question, or `line` its very bytes as a text
   where it is no JSON; `want` is held against the answer member by member. A list in `want` is the
   whole list; under a name with + after it the list holds at least these, with - it holds none of
   them. A null is met by an absent member too. */
struct CMUnitTest;
int cases_run(const char *group, enum gj_asked_verb verb, const char *file,
              const struct CMUnitTest *tests, size_t count);

/* Loads and drops the real packs, for groups of tests without a file. */
int cases_load(void **state);
int cases_drop(void **state);
struct gj_law cases_law(void);
/* The answer to a line under the real packs, kept until the next question. */
const char *cases_ask(enum gj_asked_verb verb, const char *line);
/* Holds an answer against what is wanted, both JSON texts; fails the running test with both. */
void cases_hold(const char *answer, const char *want);

/* Runs the program's verb over a text; its answers go to `out` (bytes of it), its exit code comes
   back. */
int cases_program(const char *verb, const char *input, char *out, size_t size);

#endif
