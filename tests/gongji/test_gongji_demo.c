/* The demo's world: the same each time, whole, and with something of everything. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "ledger/ledger.h"
#include "model/command.h"
#include "shell.h"
#include "store/store.h"

static char folder[] = "/tmp/gongji-demo-XXXXXX", db[64];
static char said[SHELL_SAID_MAX];

enum { AREAS = 18, AREA_CODES = 1000000 };
static gj_fen pool_fen[AREA_CODES]; /* of the bills settled, by home area */
static int64_t settled[AREA_CODES];
static int64_t acts[GJ_ACT_COUNT];

static enum gj_status take_settlement(void *to, const struct gj_settlement *one)
{
    (void)to;
    pool_fen[one->claim.where.area] += one->decision.pool_fen;
    settled[one->claim.where.area]++;
    return GJ_DONE;
}

static enum gj_status take_entry(void *to, const struct gj_entry *entry)
{
    (void)to;
    acts[entry->act]++;
    return GJ_DONE;
}

static void read_all(void)
{
    struct gj_why why;
    struct gj_reader *reader;
    gj_id last;
    assert_int_equal(gj_reader_open_sqlite(db, &reader, &why), GJ_DONE);
    assert_int_equal(gj_reader_last_order(reader, &last, &why), GJ_DONE);
    assert_int_equal(gj_reader_settlements(reader, 0, last, take_settlement, NULL, &why), GJ_DONE);
    assert_int_equal(gj_reader_entries(reader, 0, last, take_entry, NULL, &why), GJ_DONE);
    gj_reader_close(reader);
}

static void test_gongji_demo__two_thousand_people_and_the_book_is_whole(void **state)
{
    (void)state;
    assert_int_equal(shell("$G audit $S >$D/first && cat $D/first", said), 0);
    assert_non_null(strstr(said, "the book is whole"));
    assert_int_equal(shell("cat $D/made", said), 0);
    assert_non_null(strstr(said, "2000 invented people"));
}

static void test_gongji_demo__is_the_same_each_time(void **state)
{
    (void)state;
    assert_int_equal(shell("$G demo --db sqlite:$D/again.db >/dev/null && "
                           "$G audit --db sqlite:$D/again.db | diff - $D/first",
                           said),
                     0);
    assert_int_equal(shell("$G demo --seed 2 --db sqlite:$D/other.db >/dev/null && "
                           "$G audit --db sqlite:$D/other.db | diff -q - $D/first >/dev/null",
                           said),
                     1);
}

/* In every area with outpatient rules the pooled fund has paid; where they are not known nothing was
   settled at a hospital, for a bill is never settled with a pool of 0.00 that nobody knows. */
static void test_gongji_demo__every_area_with_rules_has_paid(void **state)
{
    (void)state;
    static const gj_area known[AREAS] = {110000, 310000, 320500, 330100, 341100, 370100,
                                         370200, 410100, 430100, 440300, 450100, 500000,
                                         510100, 610100, 610300, 650100, 980100, 980200};
    read_all();
    for (int i = 0; i < AREAS; i++)
        if (pool_fen[known[i]] <= 0 || settled[known[i]] < 20)
            fail_msg("%d: %lld bills, the pool paid %lld", known[i], (long long)settled[known[i]],
                     (long long)pool_fen[known[i]]);
    assert_true(settled[620100] > 0); /* pharmacies sell there from accounts */
    assert_int_equal(pool_fen[620100], 0);
}

static void test_gongji_demo__families_bind_send_and_pay_premiums(void **state)
{
    (void)state;
    static const uint8_t wanted[] = {GJ_ACT_CREDIT,    GJ_ACT_SETTLE,   GJ_ACT_SETTLE_BILL,
                                     GJ_ACT_REVERSE,   GJ_ACT_TRANSFER, GJ_ACT_ACCEPT,
                                     GJ_ACT_GIVE_BACK, GJ_ACT_PREMIUM};
    for (size_t i = 0; i < sizeof wanted; i++)
        if (acts[wanted[i]] < 5)
            fail_msg("%s: %lld entries", gj_act_word((enum gj_act)wanted[i]),
                     (long long)acts[wanted[i]]);
    /* nobody waits, nothing is left lying */
    assert_int_equal(
        shell("grep '^  held  *0\\.00 ' $D/first && ! grep '^  suspense' $D/first", said), 0);
}

static int open_all(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(db, sizeof db, "%s/gongji.db", folder);
    return !shell_begin(folder, db) || system("$G demo $S >$D/made") != 0;
}

static int close_all(void **state)
{
    (void)state;
    return system("rm -rf \"$D\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gongji_demo__two_thousand_people_and_the_book_is_whole),
        cmocka_unit_test(test_gongji_demo__is_the_same_each_time),
        cmocka_unit_test(test_gongji_demo__every_area_with_rules_has_paid),
        cmocka_unit_test(test_gongji_demo__families_bind_send_and_pay_premiums),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
