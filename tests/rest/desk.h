/* One request of rest, as its tests send it, and what came of it. */
#ifndef TESTS_REST_DESK_H
#define TESTS_REST_DESK_H

#include "rest/rest.h"

struct desk {
    struct gj_rest *rest;
    struct gj_rest_request request;
    struct gj_rest_caller caller;
    struct gj_command command;
    struct gj_rest_answer answer;
    char canonical[8192], limit[64], after[128];
};

/* A request of a citizen (person 7 of 410100) in the sandbox, with JSON headers and a key. */
void desk_open(struct desk *desk);
void desk_close(struct desk *desk);
enum gj_rest_kind desk_send(struct desk *desk, const char *method, const char *path,
                            const char *body);
/* Sends and wants a refusal with this reason; the answer's text is kept until the next. */
void desk_refused(struct desk *desk, const char *method, const char *path, const char *body,
                  enum gj_reason reason);
const char *desk_text(const struct desk *desk);

#endif
