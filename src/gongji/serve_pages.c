/* The operator's pages: root, health, readiness, metrics; and what is printed at the start. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/bug.h"
#include "gongji/serve_inside.h"
#include "pages/pages.h"

void gj_guard_page(struct gj_exchange *exchange)
{
    gj_exchange_add_header(exchange, "Content-Security-Policy",
                           "default-src 'none'; style-src 'self'; img-src 'self'; "
                           "form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    gj_exchange_add_header(exchange, "Referrer-Policy", "no-referrer");
}

enum gj_when gj_serve_root(void *to, struct gj_exchange *exchange)
{
    const struct gj_serving *serving = to;
    char text[2048];
    struct gj_writer page = gj_writer(text, sizeof text);
    gj_page_root(serving->options->sandbox, &page);
    GJ_MUST(!page.full);
    gj_guard_page(exchange);
    gj_answer_text(exchange, 200, "text/html; charset=utf-8",
                   (struct gj_slice){page.bytes, page.length});
    return GJ_NOW;
}

enum gj_when gj_serve_health(void *to, struct gj_exchange *exchange)
{
    (void)to;
    gj_answer_text(exchange, 200, "text/plain", GJ_SLICE("ok\n"));
    return GJ_NOW;
}

/* What must hold before work is sent here. The first that does not is told. */
static bool is_ready(struct gj_serving *serving, struct gj_why *why)
{
    if (atomic_load(&serving->failed))
        (void)gj_fail(why, GJ_WORLD, "the store failed");
    else if (!gj_centre_is_alive(serving->centre))
        (void)gj_fail(why, GJ_WORLD, "the writer has stopped");
    else if (gj_policy_row_count(gj_serving_law(serving)->policy) == 0)
        (void)gj_fail(why, GJ_NOT_FOUND, "no policy packs are loaded");
    else
        return gj_store_check(serving->store, why) == GJ_DONE;
    return false;
}

enum gj_when gj_serve_ready(void *to, struct gj_exchange *exchange)
{
    struct gj_serving *serving = to;
    struct gj_why why;
    if (is_ready(serving, &why)) {
        gj_answer_text(exchange, 200, "text/plain", GJ_SLICE("ready\n"));
        return GJ_NOW;
    }
    fprintf(stderr, "gongji serve: not ready: %s\n", why.text);
    gj_exchange_answer_problem(exchange, GJ_SERVER_NOT_READY, gj_status_name(why.status));
    return GJ_NOW;
}

/* ---- the greeting ---- */

struct first {
    gj_area area;
    char text[13];
};

static void take_first(void *to, const struct gj_institution *one)
{
    struct first *first = to;
    if (first->text[0])
        return;
    (void)gj_text_copy(first->text, sizeof first->text, gj_slice(one->code));
    first->area = one->area;
}

/* The first institution and person of a sandbox: all are invented. By a reader of its own: the server's
   belongs to the thread of http, which serves already. */
static bool find_first(struct gj_serving *serving, struct first *first_out,
                       struct gj_identity *identity_out)
{
    struct gj_reader *reader;
    struct gj_why why;
    gj_id person = 0;
    first_out->text[0] = '\0';
    if (gj_reader_open(serving->store, &reader, &why) != GJ_DONE)
        return false;
    bool found = gj_reader_institutions(reader, take_first, first_out, &why) == GJ_DONE &&
                 gj_reader_next_person(reader, 0, &person, &why) == GJ_DONE && person &&
                 first_out->text[0] &&
                 gj_reader_identity(reader, person, identity_out, &why) == GJ_DONE;
    gj_reader_close(reader);
    return found;
}

/* A real 1101. */
static void print_query(struct gj_serving *serving, const char *address, uint16_t port)
{
    struct first first;
    struct gj_identity identity;
    char now[GJ_TIME_TEXT_MAX];
    if (!find_first(serving, &first, &identity))
        return;
    printf("  curl -s http://%s:%d/his -d '{\"infno\":\"1101\",\"msgid\":\"%s-try-1\","
           "\"mdtrtarea_admvs\":\"%d\",\"recer_sys_code\":\"TRY\",\"infver\":\"V1.0\","
           "\"opter_type\":\"1\",\"opter\":\"1\",\"opter_name\":\"try\",\"inf_time\":\"%s\","
           "\"fixmedins_code\":\"%s\",\"fixmedins_name\":\"try\",\"input\":{\"data\":"
           "{\"mdtrt_cert_type\":\"02\",\"mdtrt_cert_no\":\"%s\",\"psn_cert_type\":\"01\","
           "\"certno\":\"%s\",\"psn_name\":\"%s\"}}}'\n",
           address, port, first.text, first.area,
           gj_time_text(gj_centre_now(serving->centre), ' ', now), first.text, identity.document,
           identity.document, identity.name);
}

void gj_serve_greet(struct gj_serving *serving, uint16_t port)
{
    const char *address = serving->options->address;
    char now[GJ_TIME_TEXT_MAX];
    printf("gongji serves http://%s:%d from %s\n", address, port, serving->options->db);
    if (serving->options->sandbox)
        printf("This is a sandbox; its clock stands at %s.\n",
               gj_time_text(gj_centre_now(serving->centre), ' ', now));
    printf("A family's question, in a browser: http://%s:%d/check\n", address, port);
    printf("Try:\n");
    if (serving->options->sandbox) {
        printf("  curl -s 'http://%s:%d/api/v1/dev/people?limit=3'\n", address, port);
        print_query(serving, address, port);
    } else {
        printf("  curl -s http://%s:%d/readyz\n", address, port);
        printf("  curl -s http://%s:%d/\n", address, port);
    }
    printf("  curl -s http://%s:%d/metrics\n", address, port);
    printf("Stop with Ctrl-C: what waits is finished first.\n");
    fflush(stdout);
}
