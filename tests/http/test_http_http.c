/* The HTTP server through raw sockets: framing, limits, waiting answers, slow and leaving clients. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cmocka.h>

#include "http/http.h"
#include "says.h"

/* ---- a server with an echo, a slow answer and one that never comes ---- */

#define PLAIN_GET "GET /name HTTP/1.1\r\nHost: a\r\n\r\n"

static struct gj_http *http;
static _Atomic int handled, ended;
static pthread_mutex_t later_mutex = PTHREAD_MUTEX_INITIALIZER;
static struct gj_exchange *later[256];
static int later_count;

static char *copy_of(struct gj_slice text)
{
    char *copy = malloc(text.length + 1);
    assert_non_null(copy);
    memcpy(copy, text.bytes, text.length);
    return copy;
}

static enum gj_when echo(void *to, struct gj_exchange *exchange)
{
    (void)to;
    handled++;
    struct gj_slice body = gj_exchange_body(exchange);
    gj_exchange_answer(exchange, 200, "text/plain", copy_of(body), body.length);
    return GJ_NOW;
}

static enum gj_when name(void *to, struct gj_exchange *exchange)
{
    (void)to;
    struct gj_slice query = gj_exchange_query(exchange, "q");
    gj_exchange_add_header(exchange, "X-Test", "yes");
    gj_exchange_answer(exchange, 200, "text/plain", copy_of(query), query.length);
    return GJ_NOW;
}

static void on_end(void *of)
{
    (void)of;
    ended++;
}

static enum gj_when wait_for_later(void *to, struct gj_exchange *exchange)
{
    (void)to;
    handled++;
    gj_exchange_on_end(exchange, on_end, NULL);
    pthread_mutex_lock(&later_mutex);
    later[later_count++] = exchange;
    pthread_mutex_unlock(&later_mutex);
    return GJ_LATER;
}

static void finish(void *to, struct gj_exchange *exchange)
{
    (void)to;
    struct gj_slice body = gj_exchange_body(exchange);
    gj_exchange_answer(exchange, 200, "text/plain", copy_of(body), body.length);
}

/* Keeps the thread of http from looking at its sockets for a while. */
static enum gj_when nap(void *to, struct gj_exchange *exchange)
{
    usleep(200000);
    return echo(to, exchange);
}

static const struct gj_route routes[] = {
    {"POST", "/echo", echo},
    {"GET", "/name", name},
    {"POST", "/later/*", wait_for_later},
    {"POST", "/nap", nap},
};

static void start(int idle_seconds)
{
    struct gj_http_options options = {
        .address = "127.0.0.1", .routes = routes, .routes_count = 4, .idle_seconds = idle_seconds};
    struct gj_why why;
    handled = ended = later_count = 0;
    assert_int_equal(gj_http_start(&options, &http, &why), GJ_DONE);
    assert_int_not_equal(gj_http_port(http), 0);
}

/* ---- a client ---- */

static int dial(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(gj_http_port(http))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int client = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(client >= 0);
    assert_int_equal(connect(client, (struct sockaddr *)&address, sizeof address), 0);
    return client;
}

static void say_bytes(int client, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t sent = send(client, bytes, length, MSG_NOSIGNAL);
        assert_true(sent > 0);
        bytes += sent;
        length -= (size_t)sent;
    }
}

static void say(int client, const char *text)
{
    say_bytes(client, text, strlen(text));
}

/* Reads until `until` has come `times` times, or the server closes, or three seconds pass. */
static const char *hear(int client, const char *until, int times)
{
    static char text[65536];
    size_t length = 0;
    text[0] = '\0';
    struct pollfd ready = {.fd = client, .events = POLLIN};
    while (length + 1 < sizeof text && poll(&ready, 1, 3000) == 1) {
        ssize_t got = recv(client, text + length, sizeof text - 1 - length, 0);
        if (got <= 0)
            break;
        length += (size_t)got;
        text[length] = '\0';
        int seen = 0;
        for (const char *at = text; until && (at = strstr(at, until)); at++)
            seen++;
        if (until && seen >= times)
            break;
    }
    return text;
}

static bool is_closed(int client)
{
    char byte;
    struct pollfd ready = {.fd = client, .events = POLLIN};
    return poll(&ready, 1, 3000) == 1 && recv(client, &byte, 1, 0) <= 0;
}

static void wait_for_later_ones(int count)
{
    for (int i = 0; i < 3000; i++) {
        pthread_mutex_lock(&later_mutex);
        bool there = later_count >= count;
        pthread_mutex_unlock(&later_mutex);
        if (there)
            return;
        usleep(1000);
    }
    fail_msg("only %d of %d waiting", later_count, count);
}

/* ---- tests ---- */

static void test_http_http__reads_a_body_in_pieces(void **state)
{
    (void)state;
    start(0);
    int client = dial();
    say(client, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nab");
    usleep(20000);
    say(client, "cdefg");
    usleep(20000);
    say(client, "hij");
    const char *text = hear(client, "abcdefghij", 1);
    HAS(text, "HTTP/1.1 200");
    HAS(text, "\r\n\r\nabcdefghij");
    close(client);
    gj_http_stop(http);
}

static void test_http_http__reads_headers_byte_by_byte(void **state)
{
    (void)state;
    start(0);
    int client = dial();
    const char *request = "GET /name?q=abc HTTP/1.1\r\nHost: a\r\n\r\n";
    for (const char *at = request; *at; at++) {
        say_bytes(client, at, 1);
        usleep(500);
    }
    const char *text = hear(client, "\r\n\r\nabc", 1);
    HAS(text, "X-Test: yes");
    HAS(text, "\r\n\r\nabc");
    close(client);
    gj_http_stop(http);
}

static void test_http_http__answers_pipelined_requests_in_order(void **state)
{
    (void)state;
    start(0);
    int client = dial();
    say(client, "POST /later/x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nfirst"
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nsecond");
    wait_for_later_ones(1);
    usleep(20000);
    assert_int_equal(handled, 1);
    gj_exchange_wake(later[0], finish, NULL);
    const char *text = hear(client, "second", 1);
    HAS(text, "first");
    assert_true(strstr(text, "first") < strstr(text, "second"));
    close(client);
    gj_http_stop(http);
}

static void test_http_http__refuses_a_long_body_at_once(void **state)
{
    (void)state;
    start(0);
    int client = dial();
    say(client, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4194305\r\n\r\n");
    const char *text = hear(client, NULL, 0);
    HAS(text, "HTTP/1.1 413");
    HAS(text, "application/problem+json");
    HAS(text, "\"status\":413,\"code\":\"BODY_TOO_LARGE\"");
    assert_int_equal(handled, 0);
    close(client);
    gj_http_stop(http);
}

static void test_http_http__takes_a_body_of_exactly_the_limit(void **state)
{
    (void)state;
    start(0);
    int client = dial();
    char *body = calloc(1, 4194304);
    assert_non_null(body);
    memset(body, 'x', 4194304);
    say(client, "POST /later/x HTTP/1.1\r\nHost: a\r\nContent-Length: 4194304\r\n\r\n");
    say_bytes(client, body, 4194304);
    wait_for_later_ones(1);
    assert_int_equal(gj_exchange_body(later[0]).length, 4194304);
    gj_exchange_answer(later[0], 200, NULL, NULL, 0);
    HAS(hear(client, "\r\n\r\n", 1), "HTTP/1.1 200");
    free(body);
    close(client);
    gj_http_stop(http);
}

static void say_chunks(int client, int count)
{
    static char chunk[65536];
    memset(chunk, 'y', sizeof chunk);
    for (int i = 0; i < count; i++) {
        char head[32];
        snprintf(head, sizeof head, "%zx\r\n", sizeof chunk);
        if (send(client, head, strlen(head), MSG_NOSIGNAL) < 0 ||
            send(client, chunk, sizeof chunk, MSG_NOSIGNAL) < 0 ||
            send(client, "\r\n", 2, MSG_NOSIGNAL) < 0)
            return;
    }
    (void)!send(client, "0\r\n\r\n", 5, MSG_NOSIGNAL);
}

static void test_http_http__counts_chunks(void **state)
{
    (void)state;
    start(0);
    int client = dial();
    say(client, "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
    HAS(hear(client, "abcde", 1), "\r\n\r\nabcde");
    say(client, "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    say_chunks(client, 65);
    HAS(hear(client, "status", 1), "HTTP/1.1 413");
    assert_int_equal(handled, 1);
    close(client);
    client = dial();
    say(client, "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    say_chunks(client, 300);
    assert_true(is_closed(client));
    close(client);
    gj_http_stop(http);
}

static void assert_refused_at_once(const char *request, const char *status)
{
    int client = dial();
    say(client, request);
    HAS(hear(client, NULL, 0), status);
    close(client);
}

static void test_http_http__refuses_doubtful_framing(void **state)
{
    (void)state;
    start(0);
    assert_refused_at_once("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n"
                           "Content-Length: 3\r\n\r\nabc",
                           "HTTP/1.1 400");
    assert_refused_at_once("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n"
                           "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                           "HTTP/1.1 400");
    assert_refused_at_once("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: -3\r\n\r\n",
                           "HTTP/1.1 400");
    assert_int_equal(handled, 0);
    gj_http_stop(http);
}

static void test_http_http__limits_headers(void **state)
{
    (void)state;
    start(0);
    char *request = calloc(1, 70000);
    assert_non_null(request);
    for (int kib = 8; kib <= 64; kib *= 2) {
        int length = snprintf(request, 200, "GET /name HTTP/1.1\r\nHost: a\r\nX: ");
        memset(request + length, 'h', (size_t)kib * 1024);
        strcpy(request + length + kib * 1024, "\r\n\r\n");
        int client = dial();
        (void)!send(client, request, strlen(request), MSG_NOSIGNAL);
        HAS(hear(client, "\r\n\r\n", 1), kib == 8 ? "HTTP/1.1 200" : "HTTP/1.1 431");
        close(client);
    }
    free(request);
    gj_http_stop(http);
}

static void test_http_http__says_what_is_not_there(void **state)
{
    (void)state;
    start(0);
    int client = dial();
    say(client, "GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n");
    const char *text = hear(client, "}", 1);
    HAS(text, "HTTP/1.1 404");
    HAS(text, "\"type\":\"/problems/PATH_UNKNOWN\"");
    say(client, "POST /name HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab");
    text = hear(client, "}", 1);
    HAS(text, "HTTP/1.1 405");
    HAS(text, "Allow: GET, HEAD");
    say(client, "GET /later/a/b HTTP/1.1\r\nHost: a\r\n\r\n");
    HAS(hear(client, "}", 1), "Allow: POST");
    say(client, "HEAD /name?q=zz HTTP/1.1\r\nHost: a\r\n\r\n");
    text = hear(client, "\r\n\r\n", 1);
    HAS(text, "HTTP/1.1 200");
    HAS(text, "Content-Length: 2");
    close(client);
    gj_http_stop(http);
}

static void test_http_http__survives_a_client_that_left(void **state)
{
    (void)state;
    start(0);
    for (int i = 0; i < 8; i++) {
        int client = dial();
        say(client, "POST /later/x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi");
        wait_for_later_ones(i + 1);
        struct linger at_once = {1, 0};
        setsockopt(client, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
        close(client);
    }
    for (int i = 0; i < 8; i++)
        gj_exchange_wake(later[i], finish, NULL);
    for (int i = 0; i < 3000 && ended < 8; i++)
        usleep(1000);
    assert_int_equal(ended, 8);
    int client = dial();
    say(client, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nalive");
    HAS(hear(client, "alive", 1), "alive");
    close(client);
    gj_http_stop(http);
}

static void *answer_all(void *of)
{
    (void)of;
    for (int i = 0; i < 64; i++) {
        wait_for_later_ones(i + 1);
        if (i % 2)
            gj_exchange_wake(later[i], finish, NULL);
        else
            gj_exchange_answer(later[i], 200, "text/plain", strdup("given"), 5);
    }
    return NULL;
}

static void test_http_http__serves_many_at_once(void **state)
{
    (void)state;
    start(0);
    int clients[64];
    pthread_t answering;
    for (int i = 0; i < 64; i++)
        clients[i] = dial();
    assert_int_equal(pthread_create(&answering, NULL, answer_all, NULL), 0);
    for (int i = 0; i < 64; i++)
        say(clients[i], "POST /later/x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\ngiven");
    for (int i = 0; i < 64; i++) {
        HAS(hear(clients[i], "given", 1), "HTTP/1.1 200");
        close(clients[i]);
    }
    pthread_join(answering, NULL);
    gj_http_stop(http);
}

/* libmicrohttpd takes 128 events at a time: so many requests at once must not wait for one more. */
static void test_http_http__serves_as_many_as_come_at_once(void **state)
{
    (void)state;
    enum { AT_ONCE = 128 };
    static const char ask[] = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\ngiven";
    start(0);
    int clients[AT_ONCE], busy = dial();
    for (int i = 0; i < AT_ONCE; i++) {
        clients[i] = dial();
        say(clients[i], ask);
        HAS(hear(clients[i], "given", 1), "HTTP/1.1 200");
    }
    say(busy, "POST /nap HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\ngiven");
    usleep(50000);
    for (int i = 0; i < AT_ONCE; i++)
        say(clients[i], ask);
    for (int i = 0; i < AT_ONCE; i++) {
        HAS(hear(clients[i], "given", 1), "HTTP/1.1 200");
        close(clients[i]);
    }
    close(busy);
    gj_http_stop(http);
}

static void test_http_http__cuts_a_slow_sender(void **state)
{
    (void)state;
    start(1);
    int client = dial(), rounds = 0;
    const char *header = "GET /name HTTP/1.1\r\nHost: a\r\nX-Slow: ";
    say(client, header);
    while (rounds < 40 && send(client, "z", 1, MSG_NOSIGNAL) == 1) {
        usleep(150000);
        rounds++;
    }
    assert_in_range(rounds, 10, 39);
    close(client);
    gj_http_stop(http);
}

static void test_http_http__stops_with_answers_owed(void **state)
{
    (void)state;
    start(0);
    int answered = dial(), forgotten = dial(), idle = dial();
    say(answered, "POST /later/x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi");
    wait_for_later_ones(1);
    say(forgotten, "POST /later/x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nho");
    wait_for_later_ones(2);
    say(idle, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab");
    HAS(hear(idle, "ab", 1), "ab");
    gj_http_quiesce(http);
    say(idle, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab");
    const char *text = hear(idle, NULL, 0);
    HAS(text, "HTTP/1.1 503");
    HAS(text, "Retry-After: 1");
    gj_exchange_wake(later[0], finish, NULL);
    gj_http_stop(http);
    HAS(hear(answered, NULL, 0), "\r\n\r\nhi");
    assert_true(is_closed(forgotten));
    assert_int_equal(ended, 2);
    close(answered);
    close(forgotten);
    close(idle);
}

static _Atomic bool coming;

/* Calls without an end; whoever is refused tries again. */
static void *come_again(void *of_port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(*(uint16_t *)of_port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    while (coming) {
        int client = socket(AF_INET, SOCK_STREAM, 0);
        if (connect(client, (struct sockaddr *)&address, sizeof address) == 0)
            (void)!send(client, PLAIN_GET, sizeof PLAIN_GET - 1, MSG_NOSIGNAL);
        close(client);
    }
    return NULL;
}

/* Neither libmicrohttpd nor the loop may meet the listening socket half taken away. */
static void test_http_http__stops_while_callers_come(void **state)
{
    (void)state;
    for (int round = 0; round < 100; round++) {
        pthread_t callers[2];
        start(0);
        uint16_t port = gj_http_port(http);
        coming = true;
        for (int i = 0; i < 2; i++)
            assert_int_equal(pthread_create(&callers[i], NULL, come_again, &port), 0);
        usleep((useconds_t)(round * 37 % 1500));
        gj_http_stop(http);
        coming = false;
        for (int i = 0; i < 2; i++)
            pthread_join(callers[i], NULL);
    }
}

static void test_http_http__says_why_it_cannot_listen(void **state)
{
    (void)state;
    start(0);
    struct gj_http *second;
    struct gj_why why;
    struct gj_http_options options = {.address = "127.0.0.1", .port = gj_http_port(http)};
    assert_int_equal(gj_http_start(&options, &second, &why), GJ_WORLD);
    HAS(why.text, "in use");
    options.address = "nowhere";
    assert_int_equal(gj_http_start(&options, &second, &why), GJ_WORLD);
    HAS(why.text, "\"nowhere\" is not an IP address");
    options.address = "192.0.2.1";
    assert_int_equal(gj_http_start(&options, &second, &why), GJ_WORLD);
    HAS(why.text, "not an address of this machine");
    gj_http_stop(http);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_http_http__reads_a_body_in_pieces),
        cmocka_unit_test(test_http_http__reads_headers_byte_by_byte),
        cmocka_unit_test(test_http_http__answers_pipelined_requests_in_order),
        cmocka_unit_test(test_http_http__refuses_a_long_body_at_once),
        cmocka_unit_test(test_http_http__takes_a_body_of_exactly_the_limit),
        cmocka_unit_test(test_http_http__counts_chunks),
        cmocka_unit_test(test_http_http__refuses_doubtful_framing),
        cmocka_unit_test(test_http_http__limits_headers),
        cmocka_unit_test(test_http_http__says_what_is_not_there),
        cmocka_unit_test(test_http_http__survives_a_client_that_left),
        cmocka_unit_test(test_http_http__serves_many_at_once),
        cmocka_unit_test(test_http_http__serves_as_many_as_come_at_once),
        cmocka_unit_test(test_http_http__cuts_a_slow_sender),
        cmocka_unit_test(test_http_http__stops_with_answers_owed),
        cmocka_unit_test(test_http_http__stops_while_callers_come),
        cmocka_unit_test(test_http_http__says_why_it_cannot_listen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
