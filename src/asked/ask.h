/* Inside of asked: one question of the verb ask as it is read, and the readers of the objects that
   single kinds of question have. */
#ifndef GJ_ASKED_ASK_H
#define GJ_ASKED_ASK_H

#include "asked/inside.h"

/* What was said, and which of it was: what is absent depends on the rest. */
struct gj_asked_question {
    struct gj_question question;
    bool has_relation, has_year, has_through, has_paid, has_asked;
    bool has_user_scheme, has_maternity_scheme;
    bool has_key, has_value; /* of bounds */
};

/* ask_life.c; the target is a question as above. */
gj_asked_read_value gj_asked_read_filing, gj_asked_read_waiting, gj_asked_read_move,
    gj_asked_read_withdraw, gj_asked_read_maternity, gj_asked_read_lifetime, gj_asked_read_bounds;
/* What was not said in them takes the favourable value; a bound must be said whole. */
bool gj_asked_complete_life(struct gj_asked_reader *reader, struct gj_asked_question *said);

#endif
