/* The journal as others see it: hledger, ledger and beancount load it, find it balanced, and hold in
   every account what the store's own entries sum to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "ledger/ledger.h"
#include "server.h"

enum { PEOPLE = 120, OUTPUT_MAX = 1 << 20 };

static struct gj_world world;
static struct server server;
static char output[OUTPUT_MAX], wanted[OUTPUT_MAX];

/* Runs a line of the shell with $G (the program with its store's option) and $D (the folder). */
static int run(const char *line, char *said)
{
    size_t length = 0, got;
    FILE *pipe = popen(line, "r");
    assert_non_null(pipe);
    while ((got = fread(said + length, 1, OUTPUT_MAX - 1 - length, pipe)) > 0)
        length += got;
    said[length] = '\0';
    assert_true(length < OUTPUT_MAX - 1);
    int status = pclose(pipe);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* ---- what the store's entries sum to, account by account ---- */

static enum gj_status take(void *to, const struct gj_entry *entry)
{
    struct gj_why why;
    return gj_audit_entry(to, entry, &why);
}

static void list(void *to, const struct gj_entry_line *account, gj_fen balance_fen)
{
    char name[GJ_JOURNAL_ACCOUNT_MAX], amount[GJ_FEN_TEXT_MAX];
    struct gj_writer names = gj_writer(name, sizeof name);
    gj_journal_account(GJ_JOURNAL_HLEDGER, account, &names);
    name[strcspn(name, "\n")] = '\0';
    if (balance_fen != 0)
        fprintf(to, "%s %s\n", name + strlen("account "), gj_fen_text(balance_fen, amount));
}

static void list_own(void)
{
    struct gj_why why;
    struct gj_reader *reader;
    struct gj_audit *audit = gj_audit_new();
    gj_id last;
    assert_int_equal(gj_reader_open_sqlite(server.db, &reader, &why), GJ_DONE);
    assert_int_equal(gj_reader_last_order(reader, &last, &why), GJ_DONE);
    assert_int_equal(gj_reader_entries(reader, 0, last, take, audit, &why), GJ_DONE);
    FILE *sorted = popen("LC_ALL=C sort >$D/own", "w");
    assert_non_null(sorted);
    gj_audit_each(audit, list, sorted);
    assert_int_equal(pclose(sorted), 0);
    gj_audit_free(audit);
    gj_reader_close(reader);
    assert_int_equal(run("cat $D/own", wanted), 0);
    assert_true(strlen(wanted) > 2000);
}

/* ---- the three programs ---- */

static const struct {
    const char *name, *form, *check, *balances;
} programs[] = {
    {"hledger", "hledger", "hledger -f $D/j check accounts commodities",
     "hledger -f $D/j balance --flat -N -O csv | tail -n +2 | sed 's/\"//g;s/,/ /;s/ CNY//'"},
    {"ledger", "hledger", "ledger --pedantic -f $D/j balance >$D/said",
     "ledger --pedantic -f $D/j balance --flat --no-total "
     "--balance-format '%(account) %(display_total)\\n' | sed 's/ CNY//'"},
    {"beancount", "beancount", "bean-check $D/j",
     "bean-query -q -f csv $D/j 'select account, sum(number) group by account' | tail -n +2 | "
     "tr -d '\\r\"' | sed 's/, */ /;s/ *$//' | grep -v ' 0*\\.*0*$'"},
};
enum { PROGRAMS = sizeof programs / sizeof programs[0] };

static void export(const char *form)
{
    char line[128];
    snprintf(line, sizeof line, "$G export --db sqlite:$D/gongji.db --format %s >$D/j 2>$D/totals",
             form);
    assert_int_equal(run(line, output), 0);
}

static void test_gongji_export__each_program_totals_as_the_store_does(void **state)
{
    (void)state;
    list_own();
    for (int i = 0; i < PROGRAMS; i++) {
        char line[400];
        export(programs[i].form);
        snprintf(line, sizeof line, "%s 2>&1", programs[i].check);
        if (run(line, output) != 0)
            fail_msg("%s finds fault: %.400s", programs[i].name, output);
        snprintf(line, sizeof line, "%s | tr -s ' ' | LC_ALL=C sort", programs[i].balances);
        assert_int_equal(run(line, output), 0);
        assert_string_equal(output, wanted);
    }
}

/* The check above means something only if a fen too much is found. */
static void test_gongji_export__each_program_finds_a_fen_too_much(void **state)
{
    (void)state;
    for (int i = 0; i < PROGRAMS; i++) {
        char line[200];
        export(programs[i].form);
        assert_int_equal(run("sed -i '/:Account:[0-9]*  -/{s/0 CNY/1 CNY/;:a;n;ba}' $D/j", output),
                         0);
        snprintf(line, sizeof line, "%s 2>&1", programs[i].check);
        assert_int_not_equal(run(line, output), 0);
    }
}

static void test_gongji_export__says_the_totals_that_audit_says(void **state)
{
    (void)state;
    export("csv");
    assert_int_equal(run("grep '^  ' $D/totals", wanted), 0);
    assert_int_equal(run("$G audit --db sqlite:$D/gongji.db | grep '^  '", output), 0);
    assert_string_equal(output, wanted);
    assert_non_null(strstr(output, "sum"));
}

static void test_gongji_export__days_cut_without_loss(void **state)
{
    (void)state;
    export("csv");
    assert_int_equal(run("cat $D/j", wanted), 0);
    assert_int_equal(
        run("E='export --db sqlite:$D/gongji.db --format csv'; E=$(eval echo $E); "
            "($G $E --to 2025-01-01; $G $E --from 2025-01-01 --to 2025-06-01 | tail -n +2; "
            "$G $E --from 2025-06-01 | tail -n +2) 2>/dev/null",
            output),
        0);
    assert_string_equal(output, wanted);
    assert_int_equal(
        run("$G export --db sqlite:$D/gongji.db --format csv --from 2025-13-01 2>&1", output), 2);
    assert_int_equal(run("$G export --db sqlite:$D/gongji.db --format xml 2>&1", output), 2);
}

static void test_gongji_export__works_beside_a_server_and_names_nobody(void **state)
{
    (void)state;
    export("hledger");
    assert_int_equal(run("cat $D/j", wanted), 0);
    assert_true(server_start(&server, true, 0));
    export("hledger");
    assert_int_equal(server_stop(&server, SIGTERM), 0);
    assert_int_equal(run("cat $D/j", output), 0);
    assert_string_equal(output, wanted);
    for (const char *at = output; *at; at++)
        assert_true((unsigned char)*at < 128); /* a Chinese name would not be */
}

static void test_gongji_export__a_full_disk_stops_with_3(void **state)
{
    (void)state;
    assert_int_equal(run("$G export --db sqlite:$D/gongji.db --format csv 2>&1 >/dev/full", output),
                     3);
    assert_non_null(strstr(output, "cannot be written"));
}

static int open_all(void **state)
{
    (void)state;
    struct gj_options options = {.packs = "packs"};
    struct gj_why why;
    const char *build = getenv("GJ_BUILD");
    char program[400];
    snprintf(program, sizeof program, "%s/gongji", build ? build : "build");
    if (system("sh .ci/need journal") != 0 ||
        gj_world_open(&options, true, &world, &why) != GJ_DONE ||
        !server_make(&server, &world, PEOPLE))
        return -1;
    return setenv("G", program, 1) || setenv("D", server.folder, 1);
}

static int close_all(void **state)
{
    (void)state;
    server_remove(&server);
    gj_world_close(&world);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gongji_export__each_program_totals_as_the_store_does),
        cmocka_unit_test(test_gongji_export__each_program_finds_a_fen_too_much),
        cmocka_unit_test(test_gongji_export__says_the_totals_that_audit_says),
        cmocka_unit_test(test_gongji_export__days_cut_without_loss),
        cmocka_unit_test(test_gongji_export__works_beside_a_server_and_names_nobody),
        cmocka_unit_test(test_gongji_export__a_full_disk_stops_with_3),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
