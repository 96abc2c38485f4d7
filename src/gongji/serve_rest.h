/* Inside the server's REST face: what serve_rest*.c share. */
#ifndef GJ_GONGJI_SERVE_REST_H
#define GJ_GONGJI_SERVE_REST_H

#include "gongji/serve_inside.h"

void gj_rest_send(struct gj_exchange *exchange, const struct gj_rest_answer *answer);
/* Refuses and sends. */
enum gj_when gj_rest_send_no(struct gj_rest *rest, struct gj_exchange *exchange,
                             enum gj_reason reason, const char *pointer);

/* Reads by route: serve_rest_sign.c, serve_rest_read.c. */
enum gj_when gj_rest_sign_in(struct gj_serving *serving, struct gj_exchange *exchange);
enum gj_when gj_rest_sign_out(struct gj_serving *serving, struct gj_exchange *exchange);
enum gj_when gj_rest_me(struct gj_serving *serving, struct gj_exchange *exchange,
                        const struct gj_rest_caller *caller);
enum gj_when gj_rest_read_record(struct gj_serving *serving, struct gj_exchange *exchange,
                                 const struct gj_rest_caller *caller);

/* What stands under /policy: serve_policy.c. False when the route is another's. */
bool gj_rest_is_policy(const struct gj_rest *rest);
enum gj_when gj_rest_read_policy(struct gj_serving *serving, struct gj_exchange *exchange);

/* One read: where rows come from and where its answer goes. */
struct gj_rest_reading {
    struct gj_serving *serving;
    struct gj_rest *rest;
    struct gj_reader *reader;
    const struct gj_rest_caller *caller;
    struct gj_rest_answer answer;
    struct gj_why why;
};

/* Each read gives OK (the answer is there), NONE (the world failed) or why not. */
enum gj_reason gj_rest_read_settlement(struct gj_rest_reading *reading);
enum gj_reason gj_rest_list_settlements(struct gj_rest_reading *reading);
enum gj_reason gj_rest_read_preview(struct gj_rest_reading *reading);
enum gj_reason gj_rest_list_accounts(struct gj_rest_reading *reading);
enum gj_reason gj_rest_list_account_entries(struct gj_rest_reading *reading);
enum gj_reason gj_rest_list_wallet_entries(struct gj_rest_reading *reading);
/* Name and number of a person. False when the world failed. */
bool gj_rest_look(struct gj_rest_reading *reading, gj_id id, struct gj_rest_person *out);

/* The token of Authorization: Bearer; length 0 without one. */
struct gj_slice gj_rest_token(const struct gj_exchange *exchange);

#endif
