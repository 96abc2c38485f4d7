#include "bench/server.h"

#include <arpa/inet.h>
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
#include "gongji/serve.h"

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

/* In the child: waits until the pipe brings the port, or is closed without one. */
static int serve_when_told(int told, struct gj_serve_options *how)
{
    bool is_told = read(told, &how->port, sizeof how->port) == sizeof how->port;
    if (!is_told || !freopen("/dev/null", "w", stdout))
        return 3;
    return gj_serve(how);
}

enum gj_status gj_bench_server_fork(struct gj_bench_server *server, struct gj_world *world,
                                    const char *db, struct gj_why *why)
{
    int ends[2];
    *server = (struct gj_bench_server){0};
    GJ_MUST(gj_text_copy(server->db, sizeof server->db, gj_slice(db)) && pipe(ends) == 0);
    struct gj_serve_options how = {.db = server->db,
                                   .world = world,
                                   .address = "127.0.0.1",
                                   .sandbox = true,
                                   .sandbox_start =
                                       gj_time_at(gj_day_from_civil(2025, 9, 1), 10, 0, 0)};
    fflush(NULL);
    server->pid = fork();
    if (server->pid == 0) {
        close(ends[1]);
        _exit(serve_when_told(ends[0], &how));
    }
    close(ends[0]);
    server->go = ends[1];
    if (server->pid < 0)
        return gj_fail(why, GJ_WORLD, "no process can be made for the server");
    return GJ_DONE;
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

enum gj_status gj_bench_server_go(struct gj_bench_server *server, struct gj_why *why)
{
    server->port = free_port();
    bool told = write(server->go, &server->port, sizeof server->port) == sizeof server->port;
    if (told && wait_for(server->port))
        return GJ_DONE;
    return gj_fail(why, GJ_WORLD, "the server did not start");
}

void gj_bench_server_stop(struct gj_bench_server *server)
{
    close(server->go);
    if (server->pid <= 0)
        return;
    kill(server->pid, SIGTERM);
    waitpid(server->pid, NULL, 0);
}

static int64_t peak_kib(int pid)
{
    char path[64], line[256];
    long long peak = 0;
    snprintf(path, sizeof path, "/proc/%d/status", pid);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file))
        sscanf(line, "VmHWM: %lld", &peak);
    if (file)
        fclose(file);
    return peak;
}

static int64_t wal_kib(const struct gj_bench_server *server)
{
    char path[sizeof server->db + 4];
    struct stat wal = {0};
    snprintf(path, sizeof path, "%s-wal", server->db);
    return stat(path, &wal) == 0 ? wal.st_size / 1024 : 0;
}

enum gj_status gj_bench_server_run(const struct gj_bench_server *server,
                                   struct gj_client_options *client, struct gj_bench_run *run_out,
                                   struct gj_why *why)
{
    struct gj_client_report *report = &run_out->client;
    int64_t bytes = gj_bench_written(server->pid);
    client->port = server->port;
    enum gj_status status = gj_client_run(client, report, why);
    if (status != GJ_DONE)
        return status;
    if (report->not_done > 0)
        return gj_fail(why, GJ_BROKEN, "%lld of %lld settlements were not done: %s",
                       (long long)report->not_done, (long long)report->answered,
                       report->first_wrong);
    run_out->rate = INT64_C(1000000000) * report->answered / report->elapsed_ns;
    run_out->bytes_each = (gj_bench_written(server->pid) - bytes) / report->answered;
    run_out->peak_kib = peak_kib(server->pid);
    run_out->wal_kib = wal_kib(server);
    return GJ_DONE;
}
