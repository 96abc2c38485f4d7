/* Pharmacy sales over HTTP: 2102 with five lines, kept up for a minute in interleaved rounds with the
   naive store, both preloaded. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "bench/bench.h"
#include "bench/naive.h"
#include "bench/server.h"

/* The rounds together last a minute on WHOLE_SCALE settlements; on fewer all is less. */
enum {
    CONNECTIONS = 256,
    WHOLE_SCALE = 300000,
    ROUND_MS = 20000,
    ROUND_MS_MIN = 100,
    NAIVE_ROUND = 20000,
    NAIVE_ROUND_MIN = 1000,
    SALES_MAX = 2000000,
    FAMILY_BILLS = 6,
    FAMILIES_MIN = 2000,
    PRELOAD_CHARGES = 8,
    REQUEST_MAX = 4096
};

struct measuring {
    int64_t round_ms, naive_round;
    struct gj_naive *naive;
    struct gj_bench_server server;
    struct gj_bench_run runs[GJ_BENCH_ROUNDS];
    int64_t naive_rates[GJ_BENCH_ROUNDS]; /* settlements a second */
};

static int fail(const struct gj_why *why)
{
    fprintf(stderr, "gongji bench: %s\n", why->text);
    return gj_status_exit(why->status);
}

/* ---- requests ---- */

/* One request, made again for each sale: another message, another patient. */
struct sales {
    gj_id *patients;
    int64_t families, made;
    char request[REQUEST_MAX];
};

/* Five drugs of 20.00; of the third the list takes 16.00, of the second a tenth is the person's. */
static void put_drugs(struct gj_writer *body)
{
    for (int i = 1; i <= GJ_BENCH_ITEMS; i++)
        gj_put_format(body,
                      "%s{\"feedetl_sn\":\"%d\",\"rxno\":\"\",\"rx_circ_flag\":\"0\","
                      "\"fee_ocur_time\":\"2025-09-01 09:55:00\",\"med_list_codg\":\"XBENCH%02d\","
                      "\"medins_list_codg\":\"L%d\",\"det_item_fee_sumamt\":20.00,\"cnt\":2,"
                      "\"pric\":10.00,\"sin_dos_dscr\":\"\",\"used_frqu_dscr\":\"\","
                      "\"prd_days\":\"\",\"medc_way_dscr\":\"\",\"bilg_dr_codg\":\"\","
                      "\"bilg_dr_name\":\"\",\"tcmdrug_used_way\":\"\"}",
                      i > 1 ? "," : "", i, i, i);
}

static void put_sale(struct gj_writer *body, gj_id patient, int64_t number)
{
    gj_put_format(body,
                  "{\"infno\":\"2102\",\"msgid\":\"" GJ_BENCH_PHARMACY "%018" PRId64
                  "\",\"mdtrtarea_admvs\":\"%d\",\"insuplc_admdvs\":\"%d\","
                  "\"recer_sys_code\":\"BENCH\",\"dev_no\":\"\",\"dev_safe_info\":\"\","
                  "\"cainfo\":\"\",\"signtype\":\"\",\"infver\":\"V1.0\",\"opter_type\":\"1\","
                  "\"opter\":\"1\",\"opter_name\":\"bench\",\"inf_time\":\"2025-09-01 10:00:00\","
                  "\"fixmedins_code\":\"" GJ_BENCH_PHARMACY "\",\"fixmedins_name\":\"bench\","
                  "\"sign_no\":\"\",\"input\":{\"druginfo\":{\"psn_no\":\"%d%020" PRId64
                  "\",\"mdtrt_cert_type\":\"02\",\"mdtrt_cert_no\":\"\",\"begntime\":\"\","
                  "\"medfee_sumamt\":100.00,\"invono\":\"%" PRId64 "\",\"insutype\":\"310\","
                  "\"dise_codg\":\"\",\"dise_name\":\"\",\"acct_used_flag\":\"1\","
                  "\"med_type\":\"41\"},\"drugdetail\":[",
                  INT64_C(202509010000000000) + number, GJ_BENCH_HOME, GJ_BENCH_HOME, GJ_BENCH_HOME,
                  patient, number);
    put_drugs(body);
    gj_put_text(body, "]}}");
}

/* The client counts anew in each round, sales go on. */
static struct gj_slice make_request(void *of_sales, int64_t number)
{
    (void)number;
    struct sales *sales = of_sales;
    char body[REQUEST_MAX];
    struct gj_writer writer = gj_writer(body, sizeof body);
    struct gj_writer whole = gj_writer(sales->request, sizeof sales->request);
    int64_t sale = sales->made++;
    put_sale(&writer, sales->patients[sale * 7919 % sales->families], sale);
    gj_put_format(&whole,
                  "POST /his HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                  "Content-Length: %zu\r\n\r\n%s",
                  writer.length, body);
    GJ_MUST(!writer.full && !whole.full);
    return (struct gj_slice){sales->request, whole.length};
}

/* ---- measuring ---- */

static enum gj_status preload_bills(struct gj_bench_place *place, int64_t preload)
{
    struct gj_bench_bill *bills = calloc((size_t)preload + 1, sizeof *bills);
    GJ_MUST(bills);
    enum gj_status status = GJ_DONE;
    if (preload > 0)
        status = gj_bench_prepare(place, bills, preload, PRELOAD_CHARGES);
    if (status == GJ_DONE && preload > 0)
        status = gj_bench_settle_bills(place, bills, preload, GJ_BATCH_MAX);
    free(bills);
    return status;
}

static enum gj_status measure_naive(struct measuring *m, int round, struct gj_why *why)
{
    int64_t start = gj_bench_now_ns();
    enum gj_status status = gj_naive_settle(m->naive, m->naive_round, GJ_BATCH_MAX, why);
    m->naive_rates[round] = INT64_C(1000000000) * m->naive_round / (gj_bench_now_ns() - start);
    return status;
}

static void print_figures(const struct measuring *m)
{
    char ratio[GJ_FEN_TEXT_MAX], seconds[GJ_FEN_TEXT_MAX];
    int64_t rates[GJ_BENCH_ROUNDS], p50[GJ_BENCH_ROUNDS], p99[GJ_BENCH_ROUNDS];
    int64_t bytes[GJ_BENCH_ROUNDS], low, high, naive_low, naive_high, worst;
    for (int i = 0; i < GJ_BENCH_ROUNDS; i++) {
        rates[i] = m->runs[i].rate;
        p50[i] = m->runs[i].client.p50_ns / 1000;
        p99[i] = m->runs[i].client.p99_ns / 1000;
        bytes[i] = m->runs[i].bytes_each;
    }
    int64_t ours = gj_bench_median(rates, &low, &high);
    int64_t naive = gj_bench_median(m->naive_rates, &naive_low, &naive_high);
    int64_t p99_median = gj_bench_median(p99, NULL, &worst);
    const struct gj_bench_run *last = &m->runs[GJ_BENCH_ROUNDS - 1];
    printf("sales over HTTP: %s x naive   ours %" PRId64 "/s (%" PRId64 "-%" PRId64
           "), naive %" PRId64 "/s (%" PRId64 "-%" PRId64
           "), %d connections for %d x %s s, p50 %" PRId64 " us, p99 %" PRId64 " us (worst %" PRId64
           "), bytes written each %" PRId64 ", peak memory %" PRId64 " KiB, WAL %" PRId64 " KiB\n",
           gj_bench_ratio(ours, naive, ratio), ours, low, high, naive, naive_low, naive_high,
           CONNECTIONS, GJ_BENCH_ROUNDS, gj_bench_ratio(m->round_ms, 1000, seconds),
           gj_bench_median(p50, NULL, NULL), p99_median, worst, gj_bench_median(bytes, NULL, NULL),
           last->peak_kib, last->wal_kib);
    fflush(stdout);
}

static enum gj_status measure(struct measuring *m, struct sales *sales, struct gj_why *why)
{
    struct gj_client_options client = {.connections = CONNECTIONS,
                                       .count = SALES_MAX,
                                       .time_ns = m->round_ms * 1000000,
                                       .request = make_request,
                                       .of = sales,
                                       .wanted = "\"infcode\":0"};
    enum gj_status status = gj_bench_server_go(&m->server, why);
    for (int i = 0; i < GJ_BENCH_ROUNDS && status == GJ_DONE; i++) {
        status = measure_naive(m, i, why);
        if (status == GJ_DONE)
            status = gj_bench_server_run(&m->server, &client, &m->runs[i], why);
    }
    if (status == GJ_DONE)
        print_figures(m);
    return status;
}

/* Both stores; ours is left to the server, its patients to the caller. */
static enum gj_status prepare(struct gj_world *world, const char *folder, int64_t preload,
                              struct measuring *m, struct sales *sales, struct gj_why *why)
{
    char path[4000];
    struct gj_bench_place place;
    int64_t families =
        preload / FAMILY_BILLS > FAMILIES_MIN ? preload / FAMILY_BILLS : FAMILIES_MIN;
    fprintf(stderr, "preloading %lld settlements into both stores\n", (long long)preload);
    snprintf(path, sizeof path, "%s/naive.db", folder);
    enum gj_status status = gj_naive_make(path, 2 * families, preload, &m->naive, why);
    if (status != GJ_DONE)
        return status;
    snprintf(path, sizeof path, "%s/sales.db", folder);
    status = gj_bench_open(&place, world, path, families);
    if (status == GJ_DONE)
        status = preload_bills(&place, preload);
    *why = place.why;
    sales->families = families;
    sales->patients = place.patients;
    place.patients = NULL;
    gj_bench_close(&place);
    return status;
}

static int64_t part_of(int64_t whole, int64_t preload, int64_t least)
{
    int64_t part = whole * preload / WHOLE_SCALE;
    return part > least ? part : least;
}

int gj_bench_sales(struct gj_world *world, int64_t preload, const char *folder)
{
    char path[4000];
    struct gj_why why;
    struct sales *sales = calloc(1, sizeof *sales);
    struct measuring m = {.round_ms = part_of(ROUND_MS, preload, ROUND_MS_MIN),
                          .naive_round = part_of(NAIVE_ROUND, preload, NAIVE_ROUND_MIN)};
    GJ_MUST(sales);
    snprintf(path, sizeof path, "%s/sales.db", folder);
    enum gj_status status = gj_bench_server_fork(&m.server, world, path, &why);
    if (status == GJ_DONE)
        status = prepare(world, folder, preload - preload % PRELOAD_CHARGES, &m, sales, &why);
    if (status == GJ_DONE)
        status = measure(&m, sales, &why);
    gj_bench_server_stop(&m.server);
    if (m.naive)
        gj_naive_free(m.naive);
    free(sales->patients);
    free(sales);
    return status == GJ_DONE ? 0 : fail(&why);
}
