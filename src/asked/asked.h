/* The face of asked: questions as JSON lines in, answers as JSON lines out, for
   the command line, REST and the library alike. Pure: nothing is kept between two lines. */
#ifndef GJ_ASKED_ASKED_H
#define GJ_ASKED_ASKED_H

#include "base/text.h"
#include "model/command.h"
#include "policy/policy.h"

/* Takes the answer: one JSON object on one line, without a line end, borrowed for the call. */
typedef void gj_asked_put(void *to, struct gj_slice answer);

/* Of a calculation, the member "calc" of the line names which: a word of GJ_WORDS_OF_CALC. */
enum gj_asked_verb { GJ_ASKED_ASK, GJ_ASKED_SPLIT, GJ_ASKED_CALC, GJ_ASKED_VERBS };
/* The verb of a word ("ask", "split", "calc"), or GJ_ASKED_VERBS. */
enum gj_asked_verb gj_asked_verb(const char *word);
/* One question is one JSON object. `put` is called exactly once; whatever is wrong with the line is
   an answer too: {"id":..,"error":{"code","pointer","message"}}, where pointer is the JSON pointer
   (RFC 6901) of the fault, "" for the whole line. The id is echoed as it was written. Returns false
   if that was an error, so that a program can end with 2. */
bool gj_asked_line(enum gj_asked_verb verb, const struct gj_law *law, struct gj_slice line,
                   gj_asked_put put, void *to);

/* ---- lines of batch files (docs/batch.md): each becomes one command ---- */

enum { GJ_BATCH_CODE_MAX = 40, GJ_BATCH_POINTER_MAX = 240, GJ_BATCH_MESSAGE_MAX = 480 };

/* What is wrong with a line, and where: a JSON pointer, "" for the whole line. */
struct gj_batch_fault {
    char code[GJ_BATCH_CODE_MAX];
    char pointer[GJ_BATCH_POINTER_MAX];
    char message[GJ_BATCH_MESSAGE_MAX];
};

/* The first line of a file of bills: its name, under which each bill happens once, and when it was
   made, which is held against the clock as a message's time is. */
struct gj_batch_head {
    char name[GJ_MSGID_MAX + 1];
    gj_time made;
};
bool gj_batch_read_head(struct gj_slice line, struct gj_batch_head *head_out,
                        struct gj_batch_fault *fault_out);

/* A bill: fills `command` (SETTLE_BILL by its institution; the number is the msgid), whose
   list is `lines`, room for GJ_MESSAGE_LINES_MAX. `canonical` gets the bytes of what counts: equal
   bytes are the same bill. Room of GJ_BATCH_CANONICAL_MAX always suffices. */
enum { GJ_BATCH_CANONICAL_MAX = 65536 };
bool gj_batch_read_bill(struct gj_slice line, struct gj_command *command, struct gj_line *lines,
                        struct gj_writer *canonical, struct gj_batch_fault *fault_out);
/* A credit of `month`: fills `command` (CREDIT by the timed job). */
bool gj_batch_read_credit(struct gj_slice line, gj_month month, struct gj_command *command,
                          struct gj_batch_fault *fault_out);

/* The rows of a trace as the member `because` of an answer: a JSON list on one line. */
void gj_asked_rows(const struct gj_law *law, const struct gj_trace *trace, gj_asked_put put,
                   void *to);

#endif
