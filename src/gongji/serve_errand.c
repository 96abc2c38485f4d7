/* Errands: requests that became commands, between their handler and their answer; and the small
   answers that all handlers share. Errands live and end on the thread of http; only their release
   comes from the writer's. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "gongji/serve_inside.h"

static void errand_free(struct gj_errand *errand)
{
    gj_his_free(errand->his);
    gj_rest_free(errand->rest);
    free(errand->results);
    free(errand);
}

static void errand_end(void *of_errand)
{
    struct gj_errand *errand = of_errand;
    struct gj_serving *serving = errand->serving;
    if (serving->spare_count == GJ_ERRANDS_SPARE) {
        errand_free(errand);
        return;
    }
    errand->next = serving->spare;
    serving->spare = errand;
    serving->spare_count++;
}

static struct gj_errand *errand_take(struct gj_serving *serving)
{
    struct gj_errand *errand = serving->spare;
    if (errand) {
        serving->spare = errand->next;
        serving->spare_count--;
        return errand;
    }
    errand = calloc(1, sizeof *errand);
    GJ_MUST(errand);
    errand->serving = serving;
    errand->his = gj_his_new();
    errand->results = calloc(GJ_MESSAGE_LINES_MAX, sizeof *errand->results);
    GJ_MUST(errand->results);
    errand->desk.owner = errand;
    errand->desk.outcome.reply.results = errand->results;
    return errand;
}

struct gj_errand *gj_errand_new(struct gj_serving *serving, struct gj_exchange *exchange,
                                gj_finish *finish)
{
    struct gj_errand *errand = errand_take(serving);
    errand->exchange = exchange;
    errand->finish = finish;
    memset(&errand->desk.command, 0, sizeof errand->desk.command);
    gj_exchange_on_end(exchange, errand_end, errand);
    return errand;
}

void gj_errand_release(struct gj_desk *desk)
{
    struct gj_errand *errand = desk->owner;
    gj_exchange_wake(errand->exchange, errand->finish, errand);
}

/* A path of the national interface; its clients read nothing but its envelope. */
static bool is_his(struct gj_slice path)
{
    return gj_slice_is(path, "/his") || gj_slice_begins(path, GJ_SLICE("/his/")) ||
           gj_slice_begins(path, GJ_SLICE("/fsi/api/"));
}

void gj_serve_refusal(void *to, struct gj_exchange *exchange, enum gj_reason reason,
                      const char *detail)
{
    const struct gj_serving *serving = to;
    if (!is_his(gj_exchange_path(exchange))) {
        gj_exchange_answer_problem(exchange, reason, detail);
        return;
    }
    size_t length;
    gj_time now = gj_centre_now(serving->centre);
    char *bytes = gj_his_encode_unread(reason, now, &length);
    gj_exchange_answer(exchange, gj_reason_http(reason), "application/json; charset=utf-8", bytes,
                       length);
}

enum gj_when gj_errand_submit(struct gj_errand *errand)
{
    if (gj_centre_submit(errand->serving->centre, &errand->desk))
        return GJ_LATER;
    gj_exchange_add_header(errand->exchange, "Retry-After", "1");
    gj_serve_refusal(errand->serving, errand->exchange, GJ_SERVER_BUSY, NULL);
    return GJ_NOW;
}

void gj_errands_free(struct gj_serving *serving)
{
    while (serving->spare) {
        struct gj_errand *errand = serving->spare;
        serving->spare = errand->next;
        errand_free(errand);
    }
}

void gj_answer_text(struct gj_exchange *exchange, int status, const char *content_type,
                    struct gj_slice text)
{
    char *copy = malloc(text.length + 1);
    GJ_MUST(copy);
    memcpy(copy, text.bytes, text.length);
    gj_exchange_answer(exchange, status, content_type, copy, text.length);
}

void gj_answer_json(struct gj_exchange *exchange, int status, struct json_object *object)
{
    gj_answer_text(exchange, status, "application/json; charset=utf-8", gj_json_print(object));
    json_object_put(object);
}

void gj_answer_failure(struct gj_exchange *exchange, const struct gj_why *why)
{
    fprintf(stderr, "gongji serve: %s\n", why->text);
    gj_exchange_answer_problem(exchange, GJ_SERVER_FAILED, NULL);
}
