/* Settlements over HTTP: 2207 after its preview, against a server of its own process on a preloaded
   store. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/bug.h"
#include "bench/bench.h"
#include "bench/server.h"

enum {
    ROUND = 20000,
    FAMILY_BILLS = 6,
    PATIENT_BILLS_MAX = 20,
    PRELOAD_CHARGES = 8,
    REQUEST_MAX = 2048
};

static int fail(const struct gj_why *why)
{
    fprintf(stderr, "gongji bench: %s\n", why->text);
    return gj_status_exit(why->status);
}

static struct gj_slice make_request(const struct gj_bench_bill *bill)
{
    char body[REQUEST_MAX], *request = malloc(REQUEST_MAX);
    GJ_MUST(request);
    struct gj_writer writer = gj_writer(body, sizeof body);
    gj_put_format(&writer,
                  "{\"infno\":\"2207\",\"msgid\":\"S%llx-%d\",\"mdtrtarea_admvs\":\"%d\","
                  "\"insuplc_admdvs\":\"%d\",\"recer_sys_code\":\"BENCH\",\"dev_no\":\"\","
                  "\"dev_safe_info\":\"\",\"cainfo\":\"\",\"signtype\":\"\",\"infver\":\"V1.0\","
                  "\"opter_type\":\"1\",\"opter\":\"1\",\"opter_name\":\"bench\","
                  "\"inf_time\":\"2025-09-01 10:00:00\",\"fixmedins_code\":\"%s\","
                  "\"fixmedins_name\":\"bench\",\"sign_no\":\"\",\"input\":{\"data\":{"
                  "\"psn_no\":\"%d%020lld\",\"mdtrt_cert_type\":\"02\",\"med_type\":\"11\","
                  "\"medfee_sumamt\":100.00,\"psn_setlway\":\"01\",\"mdtrt_id\":\"%d%lld\","
                  "\"chrg_bchno\":\"%d\",\"acct_used_flag\":\"1\",\"insutype\":\"310\","
                  "\"invono\":\"1\",\"fulamt_ownpay_amt\":0,\"overlmt_selfpay\":0,"
                  "\"preselfpay_amt\":0,\"inscp_scp_amt\":100.00}}}",
                  (long long)bill->visit, bill->charge, GJ_BENCH_HOME, GJ_BENCH_HOME,
                  GJ_BENCH_HOSPITAL, GJ_BENCH_HOME, (long long)bill->patient, GJ_BENCH_HOME,
                  (long long)bill->visit, bill->charge);
    struct gj_writer whole = gj_writer(request, REQUEST_MAX);
    gj_put_format(&whole,
                  "POST /his HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                  "Content-Length: %zu\r\n\r\n%s",
                  writer.length, body);
    GJ_MUST(!writer.full && !whole.full);
    return (struct gj_slice){request, whole.length};
}

/* Everything before the server: preload, then ROUND previewed bills for each measured run. */
static enum gj_status prepare(struct gj_bench_place *place, struct gj_world *world,
                              const char *path, int64_t preload, struct gj_bench_bill *bills,
                              int64_t measured)
{
    /* Few enough bills a patient that none reaches the yearly cap, which would change a preview. */
    int64_t least = (preload + measured) / PATIENT_BILLS_MAX;
    int64_t families = preload / FAMILY_BILLS > least ? preload / FAMILY_BILLS : least;
    enum gj_status status = gj_bench_open(place, world, path, families);
    if (status == GJ_DONE && preload > 0)
        status = gj_bench_prepare(place, bills, preload, PRELOAD_CHARGES);
    if (status == GJ_DONE && preload > 0)
        status = gj_bench_settle_bills(place, bills, preload, GJ_BATCH_MAX);
    if (status == GJ_DONE)
        status = gj_bench_prepare(place, bills, measured, 1);
    if (status == GJ_DONE)
        status = gj_bench_preview(place, bills, measured);
    return status;
}

static struct gj_slice request_of(void *of_requests, int64_t number)
{
    const struct gj_slice *requests = of_requests;
    return requests[number];
}

static enum gj_status measure(const struct gj_bench_server *server, int connections,
                              struct gj_slice *requests, struct gj_why *why)
{
    struct gj_bench_run run;
    struct gj_client_options client = {.connections = connections,
                                       .count = ROUND,
                                       .request = request_of,
                                       .of = requests,
                                       .wanted = "\"infcode\":0"};
    enum gj_status status = gj_bench_server_run(server, &client, &run, why);
    if (status != GJ_DONE)
        return status;
    printf("http 2207, %3d connections: %" PRId64 "/s, p50 %" PRId64 " us, p99 %" PRId64
           " us, bytes written each %" PRId64 ", peak memory %" PRId64 " KiB, WAL %" PRId64
           " KiB\n",
           connections, run.rate, run.client.p50_ns / 1000, run.client.p99_ns / 1000,
           run.bytes_each, run.peak_kib, run.wal_kib);
    fflush(stdout);
    return GJ_DONE;
}

static enum gj_status measure_all(struct gj_bench_server *server, struct gj_slice *requests,
                                  struct gj_why *why)
{
    enum gj_status status = gj_bench_server_go(server, why);
    for (int i = 0; i < 2 * GJ_BENCH_ROUNDS && status == GJ_DONE; i++)
        status = measure(server, i % 2 ? 256 : 64, requests + (int64_t)i * ROUND, why);
    return status;
}

int gj_bench_http(struct gj_world *world, int64_t preload, const char *folder)
{
    char path[4000];
    struct gj_why why;
    struct gj_bench_place place;
    struct gj_bench_server server;
    int64_t measured = 2 * GJ_BENCH_ROUNDS * ROUND;
    int64_t room = preload > measured ? preload : measured;
    snprintf(path, sizeof path, "%s/http.db", folder);
    if (gj_bench_server_fork(&server, world, path, &why) != GJ_DONE)
        return fail(&why);
    struct gj_bench_bill *bills = calloc((size_t)room, sizeof *bills);
    struct gj_slice *requests = calloc((size_t)measured, sizeof *requests);
    GJ_MUST(bills && requests);
    preload -= preload % PRELOAD_CHARGES;
    fprintf(stderr, "preloading %lld settlements for the server\n", (long long)preload);
    enum gj_status status = prepare(&place, world, path, preload, bills, measured);
    why = place.why;
    gj_bench_close(&place);
    for (int64_t i = 0; i < measured && status == GJ_DONE; i++)
        requests[i] = make_request(&bills[i]);
    if (status == GJ_DONE)
        status = measure_all(&server, requests, &why);
    gj_bench_server_stop(&server);
    for (int64_t i = 0; i < measured; i++)
        free((void *)(uintptr_t)requests[i].bytes);
    free(requests);
    free(bills);
    return status == GJ_DONE ? 0 : fail(&why);
}
