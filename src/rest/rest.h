/* The face of rest: the JSON resources under /api/v1 for families, agencies and operators. Pure:
   a request becomes a command, a read or a question; a reply becomes bytes again; all from one table
   of routes and fields. Nothing here opens a store or a socket. */
#ifndef GJ_REST_REST_H
#define GJ_REST_REST_H

#include "asked/asked.h"
#include "model/outcome.h"

#define GJ_REST_PREFIX "/api/v1"

/* The routes, in the order of routes.def. */
enum gj_rest_route_number {
#define GJ_REST_ROUTE(name, ...) GJ_REST_##name,
#include "rest/routes.def"
#undef GJ_REST_ROUTE
    GJ_REST_ROUTES
};

/* One request being served: what the decoder learnt of it, and what the answer is made of. */
struct gj_rest;
struct gj_rest *gj_rest_new(void);
void gj_rest_free(struct gj_rest *rest);

struct gj_rest_request {
    struct gj_slice method, path, body;
    struct gj_slice content_type, accept, language, once_key, if_match, if_none_match; /* headers */
    struct gj_slice (*query)(const void *of, const char *name); /* length 0 if absent */
    const void *query_of;
};

/* Who calls, as his token says; `known` false without a good one. */
struct gj_rest_caller {
    bool known, sandbox;
    struct gj_actor actor;
    char institution[13];
};

enum gj_rest_kind {
    GJ_REST_COMMAND,  /* the command is filled in: submit it, then gj_rest_answer_command */
    GJ_REST_READ,     /* answer from a reader, by gj_rest_route */
    GJ_REST_QUESTION, /* ask it: gj_rest_answer_question */
    GJ_REST_REFUSED   /* refused at the door: gj_rest_answer_refusal */
};

/* Receives the canonical bytes of the decoded command, for the once-only digest. */
struct gj_rest_sink {
    void (*put)(void *to, struct gj_slice bytes);
    void *to;
};

enum gj_rest_kind gj_rest_decode(struct gj_rest *rest, const struct gj_rest_request *request,
                                 const struct gj_rest_caller *caller, struct gj_command *command,
                                 struct gj_rest_sink sink);
enum gj_rest_route_number gj_rest_route(const struct gj_rest *rest);

enum { GJ_REST_HEADER_MAX = 192 };

/* An answer: bytes that are malloc'ed and the receiver's, and the headers beside them ("" for none).
 */
struct gj_rest_answer {
    int status;
    const char *content_type;
    char *bytes;
    size_t length;
    char allow[GJ_REST_HEADER_MAX], etag[GJ_REST_HEADER_MAX], location[GJ_REST_HEADER_MAX],
        link[GJ_REST_HEADER_MAX];
    bool replayed, busy;
};

/* The problem document of what was refused at the door or by gj_rest_refuse. */
void gj_rest_answer_refusal(struct gj_rest *rest, struct gj_rest_answer *answer_out);
/* Refuses with a reason of the table; pointer and detail may be NULL. The first refusal stands. */
void gj_rest_refuse(struct gj_rest *rest, enum gj_reason reason, const char *pointer,
                    const char *detail);
/* Answers a question by the law. */
void gj_rest_answer_question(struct gj_rest *rest, const struct gj_law *law,
                             struct gj_rest_answer *answer_out);

/* The OpenAPI 3.1 document, and the page docs/rest.md, both written from the tables. */
void gj_rest_openapi(void (*put)(void *to, struct gj_slice text), void *to);
void gj_rest_document(void (*put)(void *to, struct gj_slice text), void *to);

#endif
