/* Settlements over HTTP: 2207 after its preview, against a server of its own process on a preloaded
   store. */
#include <arpa/inet.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/bug.h"
#include "bench/bench.h"
#include "bench/client.h"
#include "gongji/serve.h"

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

/* A port that was free a moment ago. */
static uint16_t free_port(void)
{
    struct sockaddr_in at = {.sin_family = AF_INET};
    socklen_t length = sizeof at;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int probe = socket(AF_INET, SOCK_STREAM, 0);
    GJ_MUST(probe >= 0 && bind(probe, (struct sockaddr *)&at, sizeof at) == 0);
    GJ_MUST(getsockname(probe, (struct sockaddr *)&at, &length) == 0);
    close(probe);
    return ntohs(at.sin_port);
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

static bool wait_for(uint16_t port)
{
    for (int tries = 0; tries < 500; tries++) {
        struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        int probe = socket(AF_INET, SOCK_STREAM, 0);
        bool there = connect(probe, (struct sockaddr *)&to, sizeof to) == 0;
        close(probe);
        if (there)
            return true;
        usleep(20000);
    }
    return false;
}

static pid_t start_server(struct gj_world *world, const char *path, uint16_t port)
{
    fflush(NULL);
    pid_t server = fork();
    if (server != 0)
        return server;
    struct gj_serve_options how = {.db = path,
                                   .world = world,
                                   .address = "127.0.0.1",
                                   .port = port,
                                   .sandbox = true,
                                   .sandbox_start =
                                       gj_time_at(gj_day_from_civil(2025, 9, 1), 10, 0, 0)};
    if (!freopen("/dev/null", "w", stdout))
        _exit(3);
    _exit(gj_serve(&how));
}

static int64_t peak_kib(pid_t server)
{
    char path[64], line[256];
    long long peak = 0;
    snprintf(path, sizeof path, "/proc/%d/status", server);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file))
        sscanf(line, "VmHWM: %lld", &peak);
    if (file)
        fclose(file);
    return peak;
}

static enum gj_status measure(pid_t server, const char *path, uint16_t port, int connections,
                              const struct gj_slice *requests, struct gj_why *why)
{
    struct gj_client_report report;
    struct stat wal = {0};
    char wal_path[4200];
    int64_t bytes = gj_bench_written(server);
    enum gj_status status =
        gj_client_run(port, connections, requests, ROUND, "\"infcode\":0", &report, why);
    if (status != GJ_DONE)
        return status;
    if (report.not_done > 0)
        return gj_fail(why, GJ_BROKEN, "%lld of %lld settlements were not done: %s",
                       (long long)report.not_done, (long long)report.answered, report.first_wrong);
    snprintf(wal_path, sizeof wal_path, "%s-wal", path);
    stat(wal_path, &wal);
    printf("http 2207, %3d connections: %" PRId64 "/s, p50 %" PRId64 " us, p99 %" PRId64
           " us, bytes written each %" PRId64 ", peak memory %" PRId64 " KiB, WAL %" PRId64
           " KiB\n",
           connections, INT64_C(1000000000) * ROUND / report.elapsed_ns, report.p50_ns / 1000,
           report.p99_ns / 1000, (gj_bench_written(server) - bytes) / ROUND, peak_kib(server),
           (int64_t)wal.st_size / 1024);
    fflush(stdout);
    return GJ_DONE;
}

static enum gj_status measure_all(struct gj_world *world, const char *path,
                                  const struct gj_slice *requests, struct gj_why *why)
{
    uint16_t port = free_port();
    pid_t server = start_server(world, path, port);
    enum gj_status status = GJ_DONE;
    if (server < 0 || !wait_for(port))
        status = gj_fail(why, GJ_WORLD, "the server did not start");
    for (int i = 0; i < 2 * GJ_BENCH_ROUNDS && status == GJ_DONE; i++)
        status = measure(server, path, port, i % 2 ? 256 : 64, requests + (int64_t)i * ROUND, why);
    if (server > 0) {
        kill(server, SIGTERM);
        waitpid(server, NULL, 0);
    }
    return status;
}

int gj_bench_http(struct gj_world *world, int64_t preload, const char *folder)
{
    char path[4096];
    struct gj_why why;
    struct gj_bench_place place;
    int64_t measured = 2 * GJ_BENCH_ROUNDS * ROUND;
    int64_t room = preload > measured ? preload : measured;
    struct gj_bench_bill *bills = calloc((size_t)room, sizeof *bills);
    struct gj_slice *requests = calloc((size_t)measured, sizeof *requests);
    GJ_MUST(bills && requests);
    preload -= preload % PRELOAD_CHARGES;
    fprintf(stderr, "preloading %lld settlements for the server\n", (long long)preload);
    snprintf(path, sizeof path, "%s/http.db", folder);
    enum gj_status status = prepare(&place, world, path, preload, bills, measured);
    why = place.why;
    gj_bench_close(&place);
    for (int64_t i = 0; i < measured && status == GJ_DONE; i++)
        requests[i] = make_request(&bills[i]);
    if (status == GJ_DONE)
        status = measure_all(world, path, requests, &why);
    for (int64_t i = 0; i < measured; i++)
        free((void *)(uintptr_t)requests[i].bytes);
    free(requests);
    free(bills);
    return status == GJ_DONE ? 0 : fail(&why);
}
