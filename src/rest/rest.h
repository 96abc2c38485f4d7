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
/* Forgets what the request said, once it is answered: it may be personal. */
void gj_rest_forget(struct gj_rest *rest);

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

/* A person that a command names and that must be found before it is submitted: by number, whose area
   must be that of his first enrolment, or by document, whose holder must bear the name. */
struct gj_rest_whom {
    gj_id id; /* 0: by the credential */
    gj_area area;
    struct gj_shown_credential credential;
    struct gj_slice name;
    const char *pointer; /* where the request names him */
    size_t offset;       /* of the gj_id in struct gj_command */
};
int gj_rest_whom(const struct gj_rest *rest, const struct gj_rest_whom **list_out);

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
    bool cacheable; /* anybody on the way may keep it for a while */
};

/* The problem document of what was refused at the door or by gj_rest_refuse. */
void gj_rest_answer_refusal(struct gj_rest *rest, struct gj_rest_answer *answer_out);
/* Refuses with a reason of the table; pointer and detail may be NULL. The first refusal stands. */
void gj_rest_refuse(struct gj_rest *rest, enum gj_reason reason, const char *pointer,
                    const char *detail);
/* Answers a question by the law. */
void gj_rest_answer_question(struct gj_rest *rest, const struct gj_law *law,
                             struct gj_rest_answer *answer_out);

/* The answer to a command, from the values that are kept under its key: the same again gives the
   same bytes. Of a pre-check all that policy said, by the law that was asked. `key_name` names a
   policy key. */
void gj_rest_answer_command(struct gj_rest *rest, const struct gj_law *law,
                            const struct gj_command *command, const struct gj_outcome *outcome,
                            const char *(*key_name)(int key), struct gj_rest_answer *answer_out);

/* ---- reads ---- */

/* Somebody as an answer shows him: the name is masked here. */
struct gj_rest_person {
    gj_id id;
    gj_area area; /* of his first enrolment: part of his number */
    char name[GJ_NAME_MAX + 1];
};

struct gj_rest_session_view {
    const char *token, *role;
    gj_area area;
    gj_id person;
    int idle_seconds;
};

/* What the body of POST /sessions says. */
struct gj_slice gj_rest_user(const struct gj_rest *rest), gj_rest_pin(const struct gj_rest *rest);
/* Is the user a person's number? */
bool gj_rest_user_person(const struct gj_rest *rest, gj_area *area_out, gj_id *person_out);
void gj_rest_answer_session(struct gj_rest *rest, const struct gj_rest_session_view *session,
                            struct gj_rest_answer *answer_out);
/* `identity` NULL for those who are no citizens. */
void gj_rest_answer_me(struct gj_rest *rest, const char *role, gj_area area,
                       const struct gj_identity *identity, gj_time now,
                       struct gj_rest_answer *answer_out);
/* 204. */
void gj_rest_answer_nothing(struct gj_rest_answer *answer_out);

/* The number in the path; 0 when it has none of this kind. */
gj_id gj_rest_binding_asked(const struct gj_rest *rest);
gj_id gj_rest_transfer_asked(const struct gj_rest *rest);
/* Is the area in that number this one? */
bool gj_rest_path_is_of(const struct gj_rest *rest, gj_area area);

void gj_rest_answer_binding(struct gj_rest *rest, const struct gj_binding *row,
                            const struct gj_rest_person *payer,
                            const struct gj_rest_person *relative,
                            struct gj_rest_answer *answer_out);
void gj_rest_answer_wallet(struct gj_rest *rest, const struct gj_wallet *row, gj_day today,
                           struct gj_rest_answer *answer_out);
void gj_rest_answer_transfer(struct gj_rest *rest, const struct gj_transfer *row,
                             const struct gj_rest_person *sender,
                             const struct gj_rest_person *receiver,
                             struct gj_rest_answer *answer_out);

/* A page: begin, add each item, end. The cursor holds two numbers (0: none), bound to the route and
   the caller. */
int gj_rest_limit(const struct gj_rest *rest);
/* The cursor that the request bears, zeros without one. False after a refusal. */
bool gj_rest_cursor(struct gj_rest *rest, int64_t cursor_out[2]);
void gj_rest_add_binding(struct gj_rest *rest, const struct gj_binding *row,
                         const struct gj_rest_person *payer, const struct gj_rest_person *relative);
void gj_rest_add_transfer(struct gj_rest *rest, const struct gj_transfer *row,
                          const struct gj_rest_person *sender,
                          const struct gj_rest_person *receiver);
void gj_rest_add_premium(struct gj_rest *rest, const struct gj_premium *row,
                         const struct gj_rest_person *insured, const struct gj_rest_person *payer);

/* A settlement with those it names: people[i] is the person of the decision's leg i. */
struct gj_rest_settled {
    const struct gj_settlement *row;
    const struct gj_rest_person *patient, *people;
    const struct gj_institution *institution; /* NULL: not known */
};
void gj_rest_answer_settlement(struct gj_rest *rest, const struct gj_law *law,
                               const struct gj_rest_settled *view,
                               struct gj_rest_answer *answer_out);
void gj_rest_add_settlement(struct gj_rest *rest, const struct gj_law *law,
                            const struct gj_rest_settled *view);
void gj_rest_answer_preview(struct gj_rest *rest, const struct gj_law *law,
                            const struct gj_visit *visit, const struct gj_charge *charge,
                            const struct gj_rest_person *people, struct gj_rest_answer *answer_out);
void gj_rest_add_account(struct gj_rest *rest, const struct gj_account *row, int year);

void gj_rest_add_work(struct gj_rest *rest, const struct gj_work *row,
                      const struct gj_rest_person *person);
/* ---- the law in force, told to anybody ---- */

/* What path and query ask; GJ_DAY_NONE, 0 and "" where nothing is said. */
gj_day gj_rest_day_asked(const struct gj_rest *rest);
void gj_rest_days_asked(const struct gj_rest *rest, gj_day *from_out, gj_day *to_out);
struct gj_slice gj_rest_key_asked(const struct gj_rest *rest);
struct gj_slice gj_rest_source_asked(const struct gj_rest *rest);
gj_area gj_rest_within_asked(const struct gj_rest *rest);
struct gj_slice gj_rest_name_asked(const struct gj_rest *rest);

struct gj_rest_policy_view {
    const struct gj_policy *policy;
    gj_day today;
    int sources;
    bool unverified;
};
void gj_rest_answer_policy(const struct gj_rest_policy_view *view,
                           struct gj_rest_answer *answer_out);
void gj_rest_add_area(struct gj_rest *rest, const struct gj_policy *policy,
                      const struct gj_area_info *area);
/* An area with those above it. */
void gj_rest_answer_area(const struct gj_policy *policy, const struct gj_area_info *area,
                         struct gj_rest_answer *answer_out);
/* A key or a row with what people call it. */
struct gj_rest_rule_view {
    const struct gj_policy *policy;
    const struct gj_row *row; /* NULL: of a key alone */
    enum gj_key key;
    const char *zh, *subject, *absent;
    const char *reading, *whom; /* of a row */
};
void gj_rest_add_rule(struct gj_rest *rest, const struct gj_rest_rule_view *view);
/* Either may be NULL. */
void gj_rest_add_change(struct gj_rest *rest, const struct gj_rest_rule_view *before,
                        const struct gj_rest_rule_view *after);
void gj_rest_add_unknown_key(struct gj_rest *rest, const struct gj_rest_rule_view *view);
void gj_rest_add_key(struct gj_rest *rest, const struct gj_rest_rule_view *view);
struct gj_rest_source_view {
    const char *id, *title, *title_zh, *number, *issued, *confidence, *note,
        *note_zh; /* "" where nothing is said */
};
void gj_rest_add_source(struct gj_rest *rest, const struct gj_rest_source_view *view);
void gj_rest_answer_source(const struct gj_rest_source_view *view,
                           struct gj_rest_answer *answer_out);
void gj_rest_add_contradiction(struct gj_rest *rest, const struct gj_policy *policy,
                               const struct gj_contradiction *entry);
void gj_rest_add_relation(struct gj_rest *rest, enum gj_relation relation);
void gj_rest_add_reason(struct gj_rest *rest, enum gj_reason reason);
/* Gives a good answer that rests on a pack set its ETag, or makes it 304 for whoever has it. */
void gj_rest_mark_law(const struct gj_rest *rest, const char *hash, struct gj_rest_answer *answer);

/* One entry as it moved the caller's own account or wallet. */
struct gj_rest_moved {
    const struct gj_entry *entry;
    const struct gj_entry_line *line;       /* the caller's own */
    const struct gj_settlement *settlement; /* that it posted, or NULL */
    const struct gj_trace *rows;            /* that it rests on, of the law in force; or NULL */
    gj_fen balance_fen;                     /* after it */
    const char *(*chart_word)(int chart);
};
void gj_rest_add_movement(struct gj_rest *rest, const struct gj_law *law,
                          const struct gj_rest_moved *moved);
gj_id gj_rest_settlement_asked(const struct gj_rest *rest);
gj_id gj_rest_visit_asked(const struct gj_rest *rest);
struct gj_slice gj_rest_charge_asked(const struct gj_rest *rest);
gj_area gj_rest_area_asked(const struct gj_rest *rest);

/* `next` NULL at the end. */
void gj_rest_answer_page(struct gj_rest *rest, const int64_t next[2],
                         struct gj_rest_answer *answer_out);

/* The OpenAPI 3.1 document, and the page docs/rest.md, both written from the tables. */
void gj_rest_openapi(void (*put)(void *to, struct gj_slice text), void *to);
void gj_rest_document(void (*put)(void *to, struct gj_slice text), void *to);

#endif
