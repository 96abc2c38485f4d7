/* A small policy and one question asked of it: shared by the tests of asked. */
#ifndef TESTS_ASKED_WORLD_H
#define TESTS_ASKED_WORLD_H

#include "asked/asked.h"

int world_make(void **state);
int world_drop(void **state);
/* The answer to a line, kept until the next question. */
const char *ask(const char *line);
const char *split(const char *line);
const char *asked_bytes(enum gj_asked_verb verb, struct gj_slice line);
bool last_was_good(void);

#endif
