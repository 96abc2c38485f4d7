/* The overlay finds what it was given and nothing else, however much a batch touches. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "centre/inside.h"

enum { AREA = 410100, ACCOUNTS_OF_DESK = 8, DESKS = 1024 };

static struct gj_desk *desks;

static gj_id person_of(int desk, int account)
{
    return 1 + desk * ACCOUNTS_OF_DESK + account;
}

/* Changes the rows of some people's accounts; what a row holds says by which desk and batch. */
static void change(struct gj_overlay *overlay, int at, int accounts, gj_fen base)
{
    struct gj_desk *desk = &desks[at];
    desk->command.act = GJ_ACT_CREDIT;
    desk->command.order = 1 + at;
    desk->outcome.keep = true;
    desk->outcome.accounts_count = (uint8_t)accounts;
    for (int i = 0; i < accounts; i++)
        desk->outcome.accounts[i] = (struct gj_account){
            .person = person_of(at, i), .version = 7, .area = AREA, .current_fen = base + at};
    gj_overlay_add(overlay, desk);
}

/* What is laid over this person's account, which has version 1 and no money; -1 for nothing. */
static gj_fen laid(struct gj_overlay *overlay, gj_id person)
{
    static struct gj_facts facts;
    gj_facts_clear(&facts);
    facts.self.person.id = person;
    facts.self.accounts_count = 1;
    facts.self.accounts[0] = (struct gj_account){.person = person, .version = 1, .area = AREA};
    gj_overlay_lay(overlay, &facts);
    const struct gj_account *account = &facts.self.accounts[0];
    assert_int_equal(account->version, account->current_fen == 0 ? 1 : 8);
    return account->current_fen == 0 ? -1 : account->current_fen;
}

static void assert_laid(struct gj_overlay *overlay, int count, int accounts, gj_fen base)
{
    for (int at = 0; at < count; at++)
        for (int i = 0; i < ACCOUNTS_OF_DESK; i++)
            assert_int_equal(laid(overlay, person_of(at, i)), i < accounts ? base + at : -1);
}

static int begin(void **state)
{
    desks = calloc(DESKS, sizeof *desks);
    *state = gj_overlay_new();
    return desks && *state ? 0 : -1;
}

static int end(void **state)
{
    gj_overlay_free(*state);
    free(desks);
    return 0;
}

static void test_centre_overlay__finds_all_however_many_there_are(void **state)
{
    for (int batch = 1; batch <= 3; batch++) {
        gj_overlay_begin(*state, false);
        for (int at = 0; at < DESKS; at++) {
            assert_int_equal(laid(*state, person_of(at, 0)), -1);
            change(*state, at, ACCOUNTS_OF_DESK, 1000 * batch);
            if (at % 64 == 0)
                assert_laid(*state, at + 1, ACCOUNTS_OF_DESK, 1000 * batch);
        }
        assert_laid(*state, DESKS, ACCOUNTS_OF_DESK, 1000 * batch);
    }
}

static void test_centre_overlay__ahead_remembers_the_batch_before_and_no_other(void **state)
{
    gj_overlay_begin(*state, false);
    for (int at = 0; at < DESKS; at++)
        change(*state, at, ACCOUNTS_OF_DESK, 1000);
    gj_overlay_begin(*state, true);
    for (int at = 0; at < 100; at++)
        change(*state, at, 2, 50000);
    for (int at = 0; at < DESKS; at++)
        for (int i = 0; i < ACCOUNTS_OF_DESK; i++)
            assert_int_equal(laid(*state, person_of(at, i)),
                             at < 100 && i < 2 ? 50000 + at : 1000 + at);
    gj_overlay_begin(*state, true);
    assert_laid(*state, 100, 2, 50000);
    for (int at = 100; at < DESKS; at++)
        assert_int_equal(laid(*state, person_of(at, 0)), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_centre_overlay__finds_all_however_many_there_are,
                                        begin, end),
        cmocka_unit_test_setup_teardown(
            test_centre_overlay__ahead_remembers_the_batch_before_and_no_other, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
