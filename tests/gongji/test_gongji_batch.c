/* Batch files through the built program: totals, rejects, a second run, a killed run, a full disk, a
   server in the way. Afterwards the book must be whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "says.h"
#include "server.h"
#include "shell.h"

enum { PEOPLE = 60, PATIENTS = 8 };

static struct gj_world world;
static struct server server;
static char said[SHELL_SAID_MAX];
static struct {
    gj_area area;
    char number[40], hospital[16];
} patients[PATIENTS];

/* ---- making files ---- */

static FILE *create(const char *name)
{
    char path[400];
    snprintf(path, sizeof path, "%s/%s", server.folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    return file;
}

static void put_bill_of(FILE *file, const char *id, const char *person, const char *institution,
                        const char *lines)
{
    fprintf(file,
            "{\"id\":\"%s\",\"person\":\"%s\",\"institution\":\"%s\",\"scheme\":\"employee\","
            "\"care\":\"outpatient\",\"begin\":\"2025-09-01T09:00\",\"lines\":[%s]}\n",
            id, person, institution, lines);
}

static void put_bill(FILE *file, int number, const char *amount)
{
    char id[32], lines[200];
    int at = number % PATIENTS;
    snprintf(id, sizeof id, "B%d", number);
    snprintf(lines, sizeof lines, "{\"code\":\"XDEMO0001\",\"amount\":\"%s\"}", amount);
    put_bill_of(file, id, patients[at].number, patients[at].hospital, lines);
}

/* A file of so many good bills of 10.00 each. */
static void write_bills(const char *name, int count)
{
    FILE *file = create(name);
    fprintf(file, "{\"batch\":\"%s\",\"made\":\"2025-09-01T08:00\"}\n", name);
    for (int i = 0; i < count; i++)
        put_bill(file, i, "10.00");
    assert_int_equal(fclose(file), 0);
}

static void audit_is_whole(void)
{
    assert_int_equal(shell("$G audit $S", said), 0);
    HAS(said, "the book is whole");
}

/* ---- bills ---- */

static void write_mixed(void)
{
    static const char line[] = "{\"code\":\"XDEMO0001\",\"amount\":\"10.00\"}";
    FILE *file = create("mixed");
    fprintf(file, "{\"batch\":\"mixed\",\"made\":\"2025-09-01T08:00\"}\n");
    put_bill(file, 1, "10.00");
    put_bill(file, 2, "10.00");
    fprintf(file, "\n{\"id\":\"B3\"\n"); /* line 5: no JSON */
    put_bill(file, 4, "ten");            /* line 6: no amount */
    put_bill(file, 1, "10.00");          /* line 7: the first once more */
    put_bill(file, 2, "11.00");          /* line 8: its name, another bill */
    put_bill_of(file, "B5", "41010000000000000000999999", patients[0].hospital, line); /* line 9 */
    put_bill_of(file, "B6", patients[0].number, "H99999999999", line);                 /* line 10 */
    put_bill_of(file, "B7", patients[0].number, patients[0].hospital,
                "{\"code\":\"XDEMO0001\",\"amount\":\"10.00\"},{\"code\":\"XDEMO0001\","
                "\"amount\":\"10.00\",\"count\":\"3\",\"unit_price\":\"3.00\"}"); /* line 11 */
    put_bill(file, 8, "10.00");
    assert_int_equal(fclose(file), 0);
}

static void test_gongji_batch__bad_lines_stop_nothing(void **state)
{
    (void)state;
    write_mixed();
    assert_int_equal(shell("$G settle --sandbox $S $D/mixed", said), 2);
    HAS(said, "batch mixed: 8 bills of 91.00 in all");
    HAS(said, "2 lines cannot be taken");
    HAS(said, "3 bills done now, 1 were done before, 4 refused, 2 could not be taken");
    HAS(said, "  total                 30.00 now              10.00 before");
    HAS(said, "MESSAGE_REUSED             1");
    HAS(said, "INSTITUTION_UNKNOWN        1");
    assert_int_equal(shell("cut -c1-200 $D/mixed.rejects", said), 0);
    HAS(said, "{\"line\":5,\"id\":null,\"code\":\"INVALID_JSON\",\"pointer\":\"\"");
    HAS(said, "{\"line\":6,\"id\":null,\"code\":\"INVALID_VALUE\",\"pointer\":\"/lines/0/amount\"");
    HAS(said, "{\"line\":8,\"id\":\"B2\",\"code\":\"MESSAGE_REUSED\",\"pointer\":\"\"");
    HAS(said, "{\"line\":9,\"id\":\"B5\",\"code\":\"PERSON_UNKNOWN\",\"pointer\":\"\"");
    HAS(said, "{\"line\":10,\"id\":\"B6\",\"code\":\"INSTITUTION_UNKNOWN\",\"pointer\":\"\"");
    HAS(said, "{\"line\":11,\"id\":\"B7\",\"code\":\"LINE_AMOUNT_WRONG\",\"pointer\":\"/lines/1\"");
    audit_is_whole();
}

static void test_gongji_batch__a_second_run_settles_nothing(void **state)
{
    (void)state;
    write_bills("twice", 500);
    assert_int_equal(shell("$G settle --sandbox $S $D/twice", said), 0);
    HAS(said, "500 bills done now, 0 were done before, 0 refused");
    assert_int_equal(shell("$G audit $S | tail -n 3 >$D/before; mv $D/twice $D/again; "
                           "$G settle --sandbox $S $D/again",
                           said),
                     0);
    HAS(said, "0 bills done now, 500 were done before, 0 refused");
    HAS(said, "  total                  0.00 now            5000.00 before");
    /* the same batches, the same head of the chain: nothing at all was kept */
    assert_int_equal(
        shell("$G audit $S | tail -n 3 | diff - $D/before && test ! -e $D/again.rejects", said), 0);
}

/* Killed as soon as a megabyte was written: some bills are kept by then, and most are not. */
static void test_gongji_batch__a_killed_run_goes_on(void **state)
{
    (void)state;
    enum { COUNT = 20000 };
    long now = -1, before = -1;
    write_bills("killed", COUNT);
    assert_int_equal(
        shell("$G settle --sandbox $S $D/killed >$D/said & P=$!; "
              "while test $(stat -c %s $D/gongji.db-wal 2>/dev/null || echo 0) -lt 1000000; do "
              "kill -0 $P || exit 9; sleep 0.01; done; kill -KILL $P; wait $P 2>/dev/null; "
              "grep -c 'done now' $D/said",
              said),
        1); /* it said nothing more */
    assert_int_equal(shell("$G settle --sandbox $S $D/killed", said), 0);
    const char *at = strstr(said, " bills done now");
    assert_non_null(at);
    while (at > said && at[-1] != '\n')
        at--;
    assert_int_equal(sscanf(at, "%ld bills done now, %ld were done before", &now, &before), 2);
    assert_int_equal(now + before, COUNT);
    assert_true(before > 0 && now > 0);
    audit_is_whole();
}

static void test_gongji_batch__a_full_disk_stops_with_3_and_goes_on_later(void **state)
{
    (void)state;
    write_bills("full", 6000);
    assert_int_equal(shell("cp $D/gongji.db $D/small.db; cp $D/gongji.db.key $D/small.db.key; "
                           "ulimit -f 3000; "
                           "$G settle --sandbox --db=sqlite:$D/small.db $D/full 2>$D/failed",
                           said),
                     3);
    HAS(said, "bills done now");
    assert_int_equal(shell("cat $D/failed; $G audit --db=sqlite:$D/small.db", said), 0);
    HAS(said, "the book is whole");
    assert_int_equal(shell("$G settle --sandbox --db=sqlite:$D/small.db $D/full", said), 0);
    HAS(said, " 0 refused");
    assert_int_equal(shell("$G audit --db=sqlite:$D/small.db", said), 0);
    HAS(said, "the book is whole");
}

static void test_gongji_batch__beside_a_server_it_says_where_to_post(void **state)
{
    (void)state;
    write_bills("late", 3);
    assert_true(server_start(&server, true, 0));
    int code = shell("$G settle --sandbox $S $D/late 2>&1", said);
    assert_int_equal(server_stop(&server, SIGTERM), 0);
    assert_int_equal(code, 3);
    HAS(said, "has a writer already");
    HAS(said, "/his/2102");
}

static void test_gongji_batch__a_file_that_is_none_is_said_so(void **state)
{
    (void)state;
    FILE *file = create("none");
    put_bill(file, 1, "10.00");
    assert_int_equal(fclose(file), 0);
    assert_int_equal(shell("$G settle --sandbox $S $D/none 2>&1", said), 2);
    HAS(said, "must name the batch");
    assert_int_equal(shell("$G settle --sandbox $S $D/nowhere 2>&1", said), 2);
    assert_int_equal(shell("$G settle --sandbox $S 2>&1", said), 2);
    assert_int_equal(shell(": >$D/empty; $G settle --sandbox $S $D/empty 2>&1", said), 2);
    HAS(said, "is empty");
}

/* By the real clock a batch that was made long ago is no longer known by its names: it is refused. */
static void test_gongji_batch__an_old_file_is_refused(void **state)
{
    (void)state;
    write_bills("old", 3);
    assert_int_equal(shell("$G settle $S $D/old", said), 1);
    HAS(said, "0 bills done now, 0 were done before, 3 refused");
    HAS(said, "MESSAGE_TOO_OLD            3");
}

/* ---- credits ---- */

static void put_credit(FILE *file, int at, const char *amount)
{
    fprintf(file, "{\"person\":\"%s\",\"area\":\"%06d\",\"amount\":\"%s\"}\n", patients[at].number,
            patients[at].area, amount);
}

static void test_gongji_batch__accounts_are_credited_once_a_month(void **state)
{
    (void)state;
    FILE *file = create("credits");
    for (int i = 0; i < PATIENTS; i++)
        put_credit(file, i, "160.00");
    put_credit(file, 0, "1.00"); /* its account again */
    put_credit(file, 1, "0");    /* and again */
    fprintf(file, "{\"person\":\"41010000000000000000999999\",\"area\":\"410100\","
                  "\"amount\":\"5.00\"}\n");
    assert_int_equal(fclose(file), 0);
    assert_int_equal(shell("$G credit --sandbox $S --month 2031-02 $D/credits", said), 2);
    HAS(said, "9 credits of 1285.00 in all");
    HAS(said, "8 credits done now, 0 were done before, 1 refused, 2 could not be taken");
    HAS(said, "credited            1280.00 now               0.00 before");
    assert_int_equal(shell("cat $D/credits.rejects", said), 0);
    HAS(said, "{\"line\":9,\"id\":null,\"code\":\"CREDIT_REPEATED\",\"pointer\":\"/person\"");
    HAS(said, "{\"line\":11,\"id\":null,\"code\":\"PERSON_UNKNOWN\"");
    assert_int_equal(shell("$G credit --sandbox $S --month 2031-02 $D/credits", said), 2);
    HAS(said, "0 credits done now, 8 were done before, 1 refused, 2 could not be taken");
    assert_int_equal(shell("$G credit --sandbox $S --month 2031-03 $D/credits", said), 2);
    HAS(said, "8 credits done now, 0 were done before");
    assert_int_equal(shell("$G credit --sandbox $S $D/credits 2>&1", said), 2);
    HAS(said, "--month YYYY-MM must be given");
    audit_is_whole();
}

/* Employees in force whose city's rules are known; each goes to the second hospital there. */
static bool take_patient(const struct gj_side *side, int at)
{
    static const gj_area known[] = {410100, 430100, 510100, 330100, 980100, 980200, 990100};
    const struct gj_enrolment *one = &side->enrolments[0];
    bool fits = false;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        fits = fits || known[i] == one->area;
    if (!fits || one->scheme != GJ_SCHEME_EMPLOYEE || one->status != GJ_STATUS_NORMAL)
        return false;
    patients[at].area = one->area;
    snprintf(patients[at].number, sizeof patients[at].number, "%06d%020lld",
             side->person.first_area, (long long)side->person.id);
    snprintf(patients[at].hospital, sizeof patients[at].hospital, "H%06d00002", one->area);
    return true;
}

static bool find_patients(void)
{
    struct gj_why why;
    struct gj_reader *reader;
    gj_id person = 0;
    int count = 0;
    if (gj_reader_open_sqlite(server.db, &reader, &why) != GJ_DONE)
        return false;
    while (count < PATIENTS && gj_reader_next_person(reader, person, &person, &why) == GJ_DONE &&
           person != 0) {
        struct gj_side side;
        if (gj_reader_side(reader, person, &side, &why) == GJ_DONE && take_patient(&side, count))
            count++;
    }
    gj_reader_close(reader);
    return count == PATIENTS;
}

static int open_all(void **state)
{
    (void)state;
    if (!server_read_packs(&world) || !server_make(&server, &world, PEOPLE) || !find_patients())
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
        cmocka_unit_test(test_gongji_batch__bad_lines_stop_nothing),
        cmocka_unit_test(test_gongji_batch__a_second_run_settles_nothing),
        cmocka_unit_test(test_gongji_batch__a_killed_run_goes_on),
        cmocka_unit_test(test_gongji_batch__a_full_disk_stops_with_3_and_goes_on_later),
        cmocka_unit_test(test_gongji_batch__beside_a_server_it_says_where_to_post),
        cmocka_unit_test(test_gongji_batch__a_file_that_is_none_is_said_so),
        cmocka_unit_test(test_gongji_batch__an_old_file_is_refused),
        cmocka_unit_test(test_gongji_batch__accounts_are_credited_once_a_month),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
