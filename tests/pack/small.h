/* A small pack set in memory for the tests of pack: three areas, two sources, and one file of the
   test's own. */
#ifndef GJ_TESTS_PACK_SMALL_H
#define GJ_TESTS_PACK_SMALL_H

#include "pack/pack.h"

/* Loads the small set with `text` of `length` bytes as the file 41-henan/410100.yaml. */
enum gj_status small_load_bytes(const char *text, size_t length, struct gj_pack_set **set_out,
                                struct gj_why *why);
/* Loads a terminated text; a failure fails the test. */
struct gj_pack_set *small_load(const char *text);
/* Wants the text to be refused with a message that begins with file:`place` and has `words` in it. */
void small_refuses(const char *text, const char *place, const char *words);

#endif
