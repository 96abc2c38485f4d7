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
#include "shell.h"

enum { PEOPLE = 120 };

static struct gj_world world;
static struct server server;
static char output[SHELL_SAID_MAX], wanted[SHELL_SAID_MAX];

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
    assert_int_equal(shell("cat $D/own", wanted), 0);
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
    snprintf(line, sizeof line, "$G export $S --format %s >$D/j 2>$D/totals", form);
    assert_int_equal(shell(line, output), 0);
}

static void test_gongji_export__each_program_totals_as_the_store_does(void **state)
{
    (void)state;
    list_own();
    for (int i = 0; i < PROGRAMS; i++) {
        char line[400];
        export(programs[i].form);
        snprintf(line, sizeof line, "%s 2>&1", programs[i].check);
        if (shell(line, output) != 0)
            fail_msg("%s finds fault: %.400s", programs[i].name, output);
        snprintf(line, sizeof line, "%s | tr -s ' ' | LC_ALL=C sort", programs[i].balances);
        assert_int_equal(shell(line, output), 0);
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
        assert_int_equal(
            shell("sed -i '/:Account:[0-9]*  -/{s/0 CNY/1 CNY/;:a;n;ba}' $D/j", output), 0);
        snprintf(line, sizeof line, "%s 2>&1", programs[i].check);
        assert_int_not_equal(shell(line, output), 0);
    }
}

static void test_gongji_export__says_the_totals_that_audit_says(void **state)
{
    (void)state;
    export("csv");
    assert_int_equal(shell("grep '^  ' $D/totals", wanted), 0);
    assert_int_equal(shell("$G audit $S | grep '^  '", output), 0);
    assert_string_equal(output, wanted);
    assert_non_null(strstr(output, "sum"));
}

static void test_gongji_export__days_cut_without_loss(void **state)
{
    (void)state;
    export("csv");
    assert_int_equal(shell("cat $D/j", wanted), 0);
    assert_int_equal(
        shell("E=\"export $S --format csv\"; "
              "($G $E --to 2025-01-01; $G $E --from 2025-01-01 --to 2025-06-01 | tail -n +2; "
              "$G $E --from 2025-06-01 | tail -n +2) 2>/dev/null",
              output),
        0);
    assert_string_equal(output, wanted);
    assert_int_equal(shell("$G export $S --format csv --from 2025-13-01 2>&1", output), 2);
    assert_int_equal(shell("$G export $S --format xml 2>&1", output), 2);
}

static void test_gongji_export__works_beside_a_server_and_names_nobody(void **state)
{
    (void)state;
    export("hledger");
    assert_int_equal(shell("cat $D/j", wanted), 0);
    assert_true(server_start(&server, true, 0));
    export("hledger");
    assert_int_equal(server_stop(&server, SIGTERM), 0);
    assert_int_equal(shell("cat $D/j", output), 0);
    assert_string_equal(output, wanted);
    for (const char *at = output; *at; at++)
        assert_true((unsigned char)*at < 128); /* a Chinese name would not be */
}

static void test_gongji_export__a_full_disk_stops_with_3(void **state)
{
    (void)state;
    assert_int_equal(shell("$G export $S --format csv 2>&1 >/dev/full", output), 3);
    assert_non_null(strstr(output, "cannot be written"));
}

static int open_all(void **state)
{
    (void)state;
    if (system("sh .ci/need journal") != 0 || !server_read_packs(&world) ||
        !server_make(&server, &world, PEOPLE))
        return -1;
    return !shell_begin(server.folder, server.db);
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
