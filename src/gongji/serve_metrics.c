/* The operator's numbers as Prometheus reads them. In: the counts of centre, http and store. Out: text
   of whole numbers, times in microseconds. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "gongji/serve_inside.h"

enum { GJ_SIZES_AGAIN_MS = 5000, TEXT_MAX = 65536 };

static void put_head(struct gj_writer *writer, const char *name, const char *kind, const char *help)
{
    gj_put_format(writer, "# HELP gongji_%s %s\n# TYPE gongji_%s %s\n", name, help, name, kind);
}

static void put_metric(struct gj_writer *writer, const char *name, const char *kind,
                       const char *help, int64_t value)
{
    put_head(writer, name, kind, help);
    gj_put_format(writer, "gongji_%s %" PRId64 "\n", name, value);
}

/* Prometheus adds the steps up: each counts all that are at most its bound. */
static void put_histogram(struct gj_writer *writer, const char *name, const char *help,
                          const struct gj_histogram *histogram,
                          const int64_t bounds[GJ_COUNT_STEPS])
{
    int64_t sum = 0;
    put_head(writer, name, "histogram", help);
    for (int i = 0; i < GJ_COUNT_STEPS; i++) {
        sum += histogram->steps[i];
        gj_put_format(writer, "gongji_%s_bucket{le=\"%" PRId64 "\"} %" PRId64 "\n", name, bounds[i],
                      sum);
    }
    gj_put_format(writer, "gongji_%s_bucket{le=\"+Inf\"} %" PRId64 "\n", name, histogram->count);
    gj_put_format(writer, "gongji_%s_sum %" PRId64 "\ngongji_%s_count %" PRId64 "\n", name,
                  histogram->sum, name, histogram->count);
}

static void put_by_act(struct gj_writer *writer, const struct gj_centre_counts *counts)
{
    put_head(writer, "granted_total", "counter", "commands done, by act");
    for (int i = 1; i < GJ_ACT_COUNT; i++)
        gj_put_format(writer, "gongji_granted_total{act=\"%s\"} %" PRId64 "\n",
                      gj_act_word((enum gj_act)i), counts->granted_by[i]);
}

/* Only the reasons that occurred: there are more than a page should show. */
static void put_by_reason(struct gj_writer *writer, const struct gj_centre_counts *counts)
{
    put_head(writer, "refused_total", "counter", "commands refused by the rules, by reason");
    for (int i = 1; i < GJ_REASON_COUNT; i++)
        if (counts->refused_by[i] > 0)
            gj_put_format(writer, "gongji_refused_total{reason=\"%s\"} %" PRId64 "\n",
                          gj_reason_code((enum gj_reason)i), counts->refused_by[i]);
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
        {"settlements_total", "counter", "bills settled since the start",
         counts.granted_by[GJ_ACT_SETTLE] + counts.granted_by[GJ_ACT_SETTLE_BILL]},
        {"batches_total", "counter", "batches decided", counts.batches},
        {"batch_largest", "gauge", "commands in the largest batch", counts.batch_largest},
        {"ring_waiting", "gauge", "commands waiting on the ring", counts.waiting},
    };
    for (size_t i = 0; i < sizeof metrics / sizeof metrics[0]; i++)
        put_metric(writer, metrics[i].name, metrics[i].kind, metrics[i].help, metrics[i].value);
    put_by_act(writer, &counts);
    put_by_reason(writer, &counts);
    put_histogram(writer, "batch_commands", "commands decided together", &counts.batches_of,
                  gj_batch_steps);
    put_histogram(writer, "commit_microseconds", "time to keep a batch", &counts.commit_us,
                  gj_commit_us_steps);
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
    put_metric(writer, "chain_head", "gauge", "number of the newest row of the hash chain",
               sizes->batches);
    put_metric(writer, "store_file_bytes", "gauge", "size of the store's file", sizes->file_bytes);
    put_metric(writer, "store_wal_bytes", "gauge", "size of the write-ahead log", sizes->wal_bytes);
}

enum gj_when gj_serve_metrics(void *to, struct gj_exchange *exchange)
{
    char *text = malloc(TEXT_MAX);
    GJ_MUST(text);
    struct gj_writer writer = gj_writer(text, TEXT_MAX);
    put_centre(to, &writer);
    put_http(to, &writer);
    put_store(to, &writer);
    GJ_MUST(!writer.full);
    gj_exchange_answer(exchange, 200, "text/plain; version=0.0.4", text, writer.length);
    return GJ_NOW;
}
