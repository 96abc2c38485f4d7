/* The face of asked: questions as JSON lines in, answers as JSON lines out (DESIGN 6.1 to 6.3), for
   the command line, REST and the library alike. Pure: nothing is kept between two lines. */
#ifndef GJ_ASKED_ASKED_H
#define GJ_ASKED_ASKED_H

#include "base/text.h"
#include "policy/policy.h"

/* Takes the answer: one JSON object on one line, without a line end, borrowed for the call. */
typedef void gj_asked_put(void *to, struct gj_slice answer);

/* One question is one JSON object. `put` is called exactly once; whatever is wrong with the line is
   an answer too: {"id":..,"error":{"code","pointer","message"}}, where pointer is the JSON pointer
   (RFC 6901) of the fault, "" for the whole line. The id is echoed as it was written. Returns false
   if that was an error, so that a program can end with 2. */
bool gj_asked_ask(const struct gj_law *law, struct gj_slice line, gj_asked_put put, void *to);
bool gj_asked_split(const struct gj_law *law, struct gj_slice line, gj_asked_put put, void *to);
/* The member "calc" names the calculation, a word of GJ_WORDS_OF_CALC. */
bool gj_asked_calc(const struct gj_law *law, struct gj_slice line, gj_asked_put put, void *to);

enum gj_asked_verb { GJ_ASKED_ASK, GJ_ASKED_SPLIT, GJ_ASKED_CALC, GJ_ASKED_VERBS };
/* The verb of a word ("ask", "split", "calc"), or GJ_ASKED_VERBS. */
enum gj_asked_verb gj_asked_verb(const char *word);
bool gj_asked_line(enum gj_asked_verb verb, const struct gj_law *law, struct gj_slice line,
                   gj_asked_put put, void *to);

#endif
