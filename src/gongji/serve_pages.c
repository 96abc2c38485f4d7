/* The operator's pages: root, health, readiness, metrics; and what is printed at the start. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "gongji/serve_inside.h"

enum { GJ_SIZES_AGAIN_MS = 5000 };

enum gj_when gj_serve_root(void *to, struct gj_exchange *exchange)
{
    static const char page[] =
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>gongji</title>"
        "<h1>gongji 共济</h1>"
        "<p>A settlement centre for medical-insurance personal accounts and family mutual aid."
        "<p>医保个人账户与家庭共济结算中心。"
        "<ul><li><code>POST /his</code>: the national institution interface"
        "<li><a href=\"/healthz\">/healthz</a>, <a href=\"/readyz\">/readyz</a>, "
        "<a href=\"/metrics\">/metrics</a>%s</ul></html>\n";
    static const char sandbox[] = "<li><a href=\"/api/v1/dev/people\">people</a>, "
                                  "<a href=\"/api/v1/dev/institutions\">institutions</a>, "
                                  "<a href=\"/api/v1/dev/items\">items</a> and "
                                  "<a href=\"/api/v1/dev/clock\">clock</a> of this sandbox";
    const struct gj_serving *serving = to;
    char text[2048];
    snprintf(text, sizeof text, page, serving->options->sandbox ? sandbox : "");
    gj_answer_text(exchange, 200, "text/html; charset=utf-8", gj_slice(text));
    return GJ_NOW;
}

enum gj_when gj_serve_health(void *to, struct gj_exchange *exchange)
{
    (void)to;
    gj_answer_text(exchange, 200, "text/plain", GJ_SLICE("ok\n"));
    return GJ_NOW;
}

enum gj_when gj_serve_ready(void *to, struct gj_exchange *exchange)
{
    struct gj_serving *serving = to;
    if (atomic_load(&serving->failed))
        gj_exchange_answer_problem(exchange, 503, "failed", "the store failed", NULL);
    else
        gj_answer_text(exchange, 200, "text/plain", GJ_SLICE("ready\n"));
    return GJ_NOW;
}

/* ---- metrics ---- */

static void put_metric(struct gj_writer *writer, const char *name, const char *kind,
                       const char *help, int64_t value)
{
    gj_put_format(writer, "# HELP gongji_%s %s\n# TYPE gongji_%s %s\ngongji_%s %" PRId64 "\n", name,
                  help, name, kind, name, value);
}

static void put_centre(struct gj_serving *serving, struct gj_writer *writer)
{
    struct gj_centre_counts counts;
    gj_centre_counts(serving->centre, &counts);
    const struct {
        const char *name, *kind, *help;
        int64_t value;
    } metrics[] = {
        {"commands_total", "counter", "commands decided", counts.commands},
        {"commands_refused_total", "counter", "commands refused by the rules", counts.refused},
        {"commands_replayed_total", "counter", "messages answered again", counts.replayed},
        {"commands_stale_total", "counter", "commands decided again", counts.stale},
        {"commands_deferred_total", "counter", "commands moved to the next batch", counts.deferred},
        {"batches_total", "counter", "batches decided", counts.batches},
        {"batch_largest", "gauge", "commands in the largest batch", counts.batch_largest},
        {"ring_waiting", "gauge", "commands waiting on the ring", counts.waiting},
    };
    for (size_t i = 0; i < sizeof metrics / sizeof metrics[0]; i++)
        put_metric(writer, metrics[i].name, metrics[i].kind, metrics[i].help, metrics[i].value);
}

static void put_http(struct gj_serving *serving, struct gj_writer *writer)
{
    struct gj_http *http = atomic_load(&serving->http);
    struct gj_http_counts counts;
    if (!http)
        return;
    gj_http_counts(http, &counts);
    put_metric(writer, "http_requests_total", "counter", "requests received", counts.requests);
    put_metric(writer, "http_refused_total", "counter", "requests refused for their form",
               counts.refused);
    put_metric(writer, "http_connections", "gauge", "open connections", counts.connections);
    put_metric(writer, "http_waiting", "gauge", "requests waiting for the centre", counts.waiting);
}

/* Sizes may cost the store a walk, so they are read at most every five seconds. */
static void put_store(struct gj_serving *serving, struct gj_writer *writer)
{
    struct gj_why why;
    gj_time now = gj_time_now();
    if (!serving->sizes_read || now - serving->sizes_read >= GJ_SIZES_AGAIN_MS) {
        if (gj_reader_sizes(serving->reader, &serving->sizes, &why) != GJ_DONE)
            return;
        serving->sizes_read = now;
    }
    const struct gj_store_sizes *sizes = &serving->sizes;
    put_metric(writer, "store_people", "gauge", "people", sizes->people);
    put_metric(writer, "store_settlements", "gauge", "settlements", sizes->settlements);
    put_metric(writer, "store_entries", "gauge", "entries", sizes->entries);
    put_metric(writer, "store_batches", "gauge", "batches kept", sizes->batches);
    put_metric(writer, "store_file_bytes", "gauge", "size of the store's file", sizes->file_bytes);
    put_metric(writer, "store_wal_bytes", "gauge", "size of the write-ahead log", sizes->wal_bytes);
}

enum gj_when gj_serve_metrics(void *to, struct gj_exchange *exchange)
{
    char text[8192];
    struct gj_writer writer = gj_writer(text, sizeof text);
    put_centre(to, &writer);
    put_http(to, &writer);
    put_store(to, &writer);
    gj_answer_text(exchange, 200, "text/plain; version=0.0.4",
                   (struct gj_slice){text, writer.length});
    return GJ_NOW;
}

/* ---- the greeting ---- */

struct gj_first {
    const char *code;
    gj_area area;
    char text[13];
};

static void take_first(void *to, const struct gj_institution *one)
{
    struct gj_first *first = to;
    if (first->text[0])
        return;
    (void)gj_text_copy(first->text, sizeof first->text, gj_slice(one->code));
    first->area = one->area;
}

/* A real 1101 for the first person of a sandbox: invented people only. */
static void print_query(struct gj_serving *serving, const char *address, uint16_t port)
{
    struct gj_first first = {.area = 0};
    struct gj_identity identity;
    struct gj_why why;
    gj_id person = 0;
    char now[GJ_TIME_TEXT_MAX];
    if (gj_reader_institutions(serving->reader, take_first, &first, &why) != GJ_DONE ||
        gj_reader_next_person(serving->reader, 0, &person, &why) != GJ_DONE || !person ||
        !first.text[0] || gj_reader_identity(serving->reader, person, &identity, &why) != GJ_DONE)
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
