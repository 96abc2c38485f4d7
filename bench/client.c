#include "bench/client.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/bug.h"
#include "bench/bench.h"

enum { ANSWER_MAX = 65536, EVENTS = 256 };

struct connection {
    int socket;
    int64_t started_ns;
    size_t length;
    char answer[ANSWER_MAX];
};

struct client {
    const struct gj_client_options *options;
    int64_t began_ns, next, done;
    int64_t *latencies;
    struct gj_client_report *report;
};

static enum gj_status open_connection(uint16_t port, struct connection *connection,
                                      struct gj_why *why)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
    int one = 1;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connection->socket = socket(AF_INET, SOCK_STREAM, 0);
    if (connection->socket < 0 ||
        connect(connection->socket, (struct sockaddr *)&to, sizeof to) != 0)
        return gj_fail(why, GJ_WORLD, "no connection to 127.0.0.1:%d: %s", port, strerror(errno));
    setsockopt(connection->socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return GJ_DONE;
}

/* Requests are small against the socket's buffer, so one send takes them whole. */
static bool send_next(struct client *client, struct connection *connection)
{
    const struct gj_client_options *options = client->options;
    int64_t now = gj_bench_now_ns();
    if (client->next == options->count ||
        (options->time_ns > 0 && now - client->began_ns >= options->time_ns))
        return true;
    struct gj_slice request = options->request(options->of, client->next++);
    connection->started_ns = now;
    connection->length = 0;
    ssize_t sent = send(connection->socket, request.bytes, request.length, MSG_NOSIGNAL);
    return sent == (ssize_t)request.length;
}

/* True when the whole answer is there, by its Content-Length. */
static bool is_whole(const struct connection *connection)
{
    const char *body = strstr(connection->answer, "\r\n\r\n");
    const char *field = strcasestr(connection->answer, "content-length:");
    if (!body || !field)
        return false;
    long length = strtol(field + 15, NULL, 10);
    return connection->length >= (size_t)(body + 4 - connection->answer) + (size_t)length;
}

static void take_answer(struct client *client, struct connection *connection)
{
    struct gj_client_report *report = client->report;
    client->latencies[client->done++] = gj_bench_now_ns() - connection->started_ns;
    report->answered++;
    if (strstr(connection->answer, client->options->wanted))
        return;
    const char *body = strstr(connection->answer, "\r\n\r\n");
    if (report->not_done++ == 0 && body)
        for (size_t i = 0; i + 1 < sizeof report->first_wrong && body[4 + i]; i++)
            report->first_wrong[i] = body[4 + i];
}

static bool receive(struct client *client, struct connection *connection)
{
    char *at = connection->answer + connection->length;
    size_t room = ANSWER_MAX - 1 - connection->length;
    ssize_t got = recv(connection->socket, at, room, 0);
    if (got <= 0)
        return false;
    connection->length += (size_t)got;
    connection->answer[connection->length] = '\0';
    if (!is_whole(connection))
        return true;
    take_answer(client, connection);
    return send_next(client, connection);
}

static enum gj_status loop(struct client *client, int epoll, struct gj_why *why)
{
    struct epoll_event events[EVENTS];
    while (client->done < client->next) {
        int ready = epoll_wait(epoll, events, EVENTS, 30000);
        if (ready == 0)
            return gj_fail(why, GJ_WORLD, "no answer for 30 seconds after %lld of %lld",
                           (long long)client->done, (long long)client->next);
        for (int i = 0; i < ready; i++)
            if (!receive(client, events[i].data.ptr))
                return gj_fail(why, GJ_WORLD, "the server closed a connection after %lld answers",
                               (long long)client->done);
    }
    return GJ_DONE;
}

static int compare(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static enum gj_status start(struct client *client, struct connection *all, int epoll,
                            struct gj_why *why)
{
    client->began_ns = gj_bench_now_ns();
    for (int i = 0; i < client->options->connections; i++) {
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &all[i]};
        enum gj_status status = open_connection(client->options->port, &all[i], why);
        if (status != GJ_DONE)
            return status;
        if (epoll_ctl(epoll, EPOLL_CTL_ADD, all[i].socket, &event) != 0 ||
            !send_next(client, &all[i]))
            return gj_fail(why, GJ_WORLD, "sending failed: %s", strerror(errno));
    }
    return GJ_DONE;
}

enum gj_status gj_client_run(const struct gj_client_options *options,
                             struct gj_client_report *report_out, struct gj_why *why)
{
    *report_out = (struct gj_client_report){0};
    struct client client = {.options = options, .report = report_out};
    struct connection *all = calloc((size_t)options->connections, sizeof *all);
    client.latencies = calloc((size_t)options->count, sizeof *client.latencies);
    GJ_MUST(all && client.latencies && options->count > 0);
    int epoll = epoll_create1(0);
    enum gj_status status = start(&client, all, epoll, why);
    if (status == GJ_DONE)
        status = loop(&client, epoll, why);
    report_out->elapsed_ns = gj_bench_now_ns() - client.began_ns;
    qsort(client.latencies, (size_t)client.done, sizeof client.latencies[0], compare);
    report_out->p50_ns = client.latencies[client.done / 2];
    report_out->p99_ns = client.latencies[client.done * 99 / 100];
    for (int i = 0; i < options->connections; i++)
        if (all[i].socket > 0)
            close(all[i].socket);
    close(epoll);
    free(all);
    free(client.latencies);
    return status;
}
