/* What an operator looks at: readiness that knows why not, and numbers in Prometheus' form that count
   what happened. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <inttypes.h>

#include "citizen.h"
#include "server.h"

static struct gj_world world;
static struct server server;
static struct citizen citizen, operator_;

static void read_metrics(void)
{
    int status = citizen_call(&operator_, "GET", "/metrics", "", "");
    assert_int_equal(status, 200);
    assert_non_null(strstr(operator_.head, "text/plain; version=0.0.4"));
}

/* The value of a line, or -1 when there is none. */
static int64_t metric(const char *name)
{
    char line[128];
    snprintf(line, sizeof line, "\n%s ", name);
    const char *at = strstr(operator_.text, line);
    return at ? strtoll(at + strlen(line), NULL, 10) : -1;
}

static void test_gongji_operator__counts_refusals_by_reason(void **state)
{
    (void)state;
    read_metrics();
    int64_t refused = metric("gongji_commands_refused_total");
    int64_t opened = metric("gongji_granted_total{act=\"open_wallet\"}");
    assert_int_equal(metric("gongji_refused_total{reason=\"WALLET_ALREADY_OPEN\"}"), -1);
    assert_int_equal(citizen_act(&citizen, "POST", "/api/v1/me/wallet", "w1", "{}"), 201);
    assert_int_equal(citizen_act(&citizen, "POST", "/api/v1/me/wallet", "w1", "{}"), 201);
    assert_int_equal(citizen_act(&citizen, "POST", "/api/v1/me/wallet", "w2", "{}"), 409);
    assert_int_equal(citizen_act(&citizen, "POST", "/api/v1/me/wallet", "w3", "{}"), 409);
    read_metrics();
    assert_int_equal(metric("gongji_refused_total{reason=\"WALLET_ALREADY_OPEN\"}"), 2);
    assert_int_equal(metric("gongji_commands_refused_total"), refused + 2);
    assert_int_equal(metric("gongji_granted_total{act=\"open_wallet\"}"), opened + 1);
    assert_int_equal(metric("gongji_commands_replayed_total"), 1);
    assert_int_equal(metric("gongji_ring_waiting"), 0);
    assert_true(metric("gongji_chain_head") > 0);
    assert_true(metric("gongji_store_wal_bytes") >= 0);
}

/* Each step counts all below it, and the last counts all. */
static void assert_histogram(const char *name)
{
    char line[128];
    const char *at = operator_.text;
    int64_t before = 0;
    int steps = 0;
    snprintf(line, sizeof line, "\ngongji_%s_bucket{le=\"", name);
    while ((at = strstr(at, line)) != NULL) {
        at = strchr(at + strlen(line), ' ');
        int64_t value = strtoll(at, NULL, 10);
        assert_true(value >= before);
        before = value;
        steps++;
    }
    assert_int_equal(steps, 11);
    snprintf(line, sizeof line, "gongji_%s_count", name);
    assert_int_equal(metric(line), before);
    assert_true(before > 0);
    snprintf(line, sizeof line, "gongji_%s_sum", name);
    assert_true(metric(line) > 0);
}

static void test_gongji_operator__tells_batches_and_commits_in_steps(void **state)
{
    (void)state;
    read_metrics();
    assert_histogram("batch_commands");
    assert_histogram("commit_microseconds");
    assert_true(metric("gongji_commit_microseconds_count") <= metric("gongji_batches_total"));
}

/* "# HELP name", "# TYPE name kind", then lines "name value" or "name{label} value" of whole numbers. */
static void test_gongji_operator__speaks_as_prometheus_reads(void **state)
{
    (void)state;
    char name[64] = "", line[256];
    read_metrics();
    for (char *at = operator_.text; *at;) {
        size_t length = strcspn(at, "\n");
        assert_true(length < sizeof line && at[length] == '\n');
        snprintf(line, sizeof line, "%.*s", (int)length, at);
        at += length + 1;
        if (strncmp(line, "# TYPE ", 7) == 0)
            snprintf(name, sizeof name, "%.*s", (int)strcspn(line + 7, " "), line + 7);
        if (line[0] == '#')
            continue;
        assert_memory_equal(line, name, strlen(name));
        const char *value = strrchr(line, ' ');
        assert_non_null(value);
        assert_int_equal(strspn(value + 1, "0123456789"), strlen(value + 1));
    }
}

static void test_gongji_operator__is_not_ready_without_its_lease(void **state)
{
    (void)state;
    char lock[128], aside[140];
    snprintf(lock, sizeof lock, "%s.writer", server.db);
    snprintf(aside, sizeof aside, "%s.aside", lock);
    assert_int_equal(citizen_call(&operator_, "GET", "/readyz", "", ""), 200);
    assert_int_equal(rename(lock, aside), 0);
    assert_int_equal(citizen_call(&operator_, "GET", "/readyz", "", ""), 503);
    assert_non_null(strstr(operator_.text, "\"detail\":\"locked\""));
    assert_int_equal(citizen_call(&operator_, "GET", "/healthz", "", ""), 200);
    assert_int_equal(rename(aside, lock), 0);
    assert_int_equal(citizen_call(&operator_, "GET", "/readyz", "", ""), 200);
}

static int start(void **state)
{
    (void)state;
    char number[64], document[64];
    if (!server_open(&server, &world, 40))
        return -1;
    citizen.line = operator_.line = (struct hospital){.port = server.port, .socket = -1};
    if (citizen_call(&citizen, "GET", "/api/v1/dev/people?limit=1", "", "") != 200)
        return -1;
    hospital_field(citizen.text, "psn_no", number);
    hospital_field(citizen.text, "document", document);
    return citizen_sign_in(&citizen, number, document + strlen(document) - 6) == 201 ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    hospital_hang_up(&citizen.line);
    hospital_hang_up(&operator_.line);
    return server_close(&server, &world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gongji_operator__counts_refusals_by_reason),
        cmocka_unit_test(test_gongji_operator__tells_batches_and_commits_in_steps),
        cmocka_unit_test(test_gongji_operator__speaks_as_prometheus_reads),
        cmocka_unit_test(test_gongji_operator__is_not_ready_without_its_lease),
    };
    return cmocka_run_group_tests_name("gongji/operator", tests, start, stop);
}
