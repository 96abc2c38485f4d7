/* Messages for the tests of his: builds a body from transaction and input, decodes it, answers it.
   People and institutions are invented. */
#ifndef GJ_TESTS_HIS_MESSAGES_H
#define GJ_TESTS_HIS_MESSAGES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "his/inside.h"

#define ID_CARD "410100198001010015" /* right check digit, no living person */
#define PSN_NO "41010000000000000000000007"
#define VISIT "41010012"
#define SETTLEMENT "41010034"

/* One message at work. */
struct at_work {
    struct gj_his *his;
    struct gj_command command;
    enum gj_his_kind kind;
    char *body; /* of a read */
    char canonical[65536];
    size_t canonical_length;
    char *answer;
    size_t answer_length;
};

/* The input of each transaction, complete and good; text for the value of "input". */
extern const char *const good_inputs[][2]; /* infno, input; ends with NULL */
const char *good_input(const char *infno);
/* A whole body around an input; from malloc. Fields of the envelope may be laid over:
   "\"msgid\":\"x\"" replaces msgid, "" nothing; a NULL input leaves `input` out. */
char *body_of(const char *infno, const char *input, const char *over);
/* `text` with the first `from` replaced by `to`; from malloc; `from` must be there. */
char *replaced(const char *text, const char *from, const char *to);

struct at_work *decode_bytes(const char *path, struct gj_slice body);
struct at_work *decode(const char *infno, const char *input);
void done(struct at_work *work);
/* The err_msg of the answer to a message refused at the door; fails when it was not refused. */
const char *refusal_of(struct at_work *work);
/* The text of a member of the answer, nodes separated by dots and list places by numbers
   ("output.insuinfo.0.balc"), as written; "" with its quotes removed. NULL when absent. */
const char *answer_at(struct at_work *work, const char *place);
void encode(struct at_work *work, const struct gj_his_answer *answer);

/* A person with two enrolments, and what goes with him. */
void make_person(struct gj_side *side, struct gj_identity *identity);

#endif
