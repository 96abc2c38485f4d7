/* Inside the server: what its handlers share, and the errand of one request whose answer comes from
   the centre. Only src/gongji/serve*.c and dev*.c include this. */
#ifndef GJ_GONGJI_SERVE_INSIDE_H
#define GJ_GONGJI_SERVE_INSIDE_H

#include <stdatomic.h>

#include "centre/centre.h"
#include "gongji/laws.h"
#include "gongji/serve.h"
#include "gongji/sessions.h"
#include "his/his.h"
#include "http/http.h"
#include "json/json.h"
#include "rest/rest.h"
#include "seal/seal.h"

enum { GJ_ERRANDS_SPARE = 256 };

struct gj_serving {
    const struct gj_serve_options *options;
    _Atomic(const struct gj_law *) law; /* in force; see gj_serving_law */
    struct gj_laws *laws;
    struct gj_reader *laws_reader; /* theirs */
    struct gj_store *store;
    struct gj_centre *centre;
    struct gj_reader *reader; /* of the thread of http */
    struct gj_sm3 *sm3;       /* the same: hashes the names of commands */
    struct gj_digest *digest; /* the same: digests what commands say */
    _Atomic(struct gj_http *) http;
    atomic_bool failed;
    struct gj_why why; /* set before `failed` */
    /* of the thread of http */
    struct gj_rest *rest; /* the request being read */
    struct gj_sessions *sessions;
    struct gj_errand *spare;
    int spare_count;
    struct gj_institution *institutions;
    int institutions_count, institutions_room;
    gj_time institutions_read;
    struct gj_store_sizes sizes;
    gj_time sizes_read;
};

/* One request that became a command: from its handler until the exchange is over. */
struct gj_errand {
    struct gj_desk desk; /* its owner is the errand */
    struct gj_serving *serving;
    struct gj_exchange *exchange;
    struct gj_errand *next;
    struct gj_his *his;
    struct gj_rest *rest; /* NULL until a request of rest came */
    struct gj_line_result *results;
    gj_finish *finish;
};

/* An errand for this exchange, given back when the exchange ends. `finish` gets it as its `to`. */
struct gj_errand *gj_errand_new(struct gj_serving *serving, struct gj_exchange *exchange,
                                gj_finish *finish);
/* Refuses, before anything was begun, in the form of the path's face: a problem document, or the
   national interface's envelope with the same HTTP status. */
void gj_serve_refusal(void *serving, struct gj_exchange *exchange, enum gj_reason reason,
                      const char *detail);
/* Hands the errand's command to the centre, or answers 503 when there is no room. */
enum gj_when gj_errand_submit(struct gj_errand *errand);
/* The centre's release: wakes the exchange, whose `finish` then runs on the thread of http. */
void gj_errand_release(struct gj_desk *desk);
void gj_errands_free(struct gj_serving *serving);

/* The institution of a code, or NULL. */
const struct gj_institution *gj_serving_institution(struct gj_serving *serving, const char *code);

/* The law in force; one that was stays good for whoever still uses it. */
const struct gj_law *gj_serving_law(const struct gj_serving *serving);
/* The pack set of the law in force. */
const struct gj_pack_set *gj_serving_set(const struct gj_serving *serving);
/* The law of what was decided under a pack set, loaded when it is first asked for; the one in force
   where that cannot be had. */
const struct gj_law *gj_serving_law_of(struct gj_serving *serving, uint32_t pack_set);
/* Reads the packs anew and publishes them (serve_packs.c). Says on standard error what came of it. */
void gj_serving_publish(struct gj_serving *serving);
/* For the centre: the same as gj_serving_law_of, but NULL where it cannot be had. */
const struct gj_law *gj_serving_find_law(void *serving, uint32_t pack_set);

/* For every HTML page: no script, nothing from elsewhere, in no frame; and its address is told to nobody. */
void gj_guard_page(struct gj_exchange *exchange);

/* Handlers. */
enum gj_when gj_serve_his(void *serving, struct gj_exchange *exchange);
enum gj_when gj_serve_his_path(void *serving, struct gj_exchange *exchange);
enum gj_when gj_serve_rest(void *serving, struct gj_exchange *exchange);
enum gj_when gj_serve_openapi(void *serving, struct gj_exchange *exchange);
enum gj_when gj_serve_root(void *serving, struct gj_exchange *exchange);
enum gj_when gj_serve_check(void *serving, struct gj_exchange *exchange);
enum gj_when gj_serve_style(void *serving, struct gj_exchange *exchange);
enum gj_when gj_serve_icon(void *serving, struct gj_exchange *exchange);
enum gj_when gj_serve_health(void *serving, struct gj_exchange *exchange);
enum gj_when gj_serve_ready(void *serving, struct gj_exchange *exchange);
enum gj_when gj_serve_metrics(void *serving, struct gj_exchange *exchange);
enum gj_when gj_dev_people(void *serving, struct gj_exchange *exchange);
enum gj_when gj_dev_institutions(void *serving, struct gj_exchange *exchange);
enum gj_when gj_dev_items(void *serving, struct gj_exchange *exchange);
enum gj_when gj_dev_clock(void *serving, struct gj_exchange *exchange);
enum gj_when gj_dev_move_clock(void *serving, struct gj_exchange *exchange);

/* Prints the address and what to try with curl. */
void gj_serve_greet(struct gj_serving *serving, uint16_t port);
/* Answers with a copy of the text, or with a JSON object that is put afterwards. */
void gj_answer_text(struct gj_exchange *exchange, int status, const char *content_type,
                    struct gj_slice text);
void gj_answer_json(struct gj_exchange *exchange, int status, struct json_object *object);
/* Answers 500 and says nothing of what went wrong but that it did; `why` goes to the log. */
void gj_answer_failure(struct gj_exchange *exchange, const struct gj_why *why);

#endif
