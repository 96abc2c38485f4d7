/* The proof of a book must find each kind of fault, and nothing in a sound one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ledger/ledger.h"

enum { HOME = 980100, FAR = 990100, PERSON = 256, OTHER = 512 };

static gj_time moment(int year)
{
    return gj_time_at(gj_day_from_civil(year, 6, 1), 10, 0, 0);
}

static struct gj_entry credit(gj_id id, int year, gj_fen amount, gj_id previous)
{
    struct gj_account account = {.person = PERSON, .area = HOME};
    struct gj_entry entry;
    gj_entry_of_credit(&account, GJ_SCHEME_EMPLOYEE, amount, &entry);
    entry.id = id;
    entry.now = moment(year);
    for (int i = 0; i < entry.count; i++)
        if (entry.lines[i].chart == GJ_CHART_ACCOUNT)
            entry.lines[i].previous = previous;
    return entry;
}

static enum gj_status feed(struct gj_audit *audit, struct gj_entry entry)
{
    struct gj_why why;
    return gj_audit_entry(audit, &entry, &why);
}

static enum gj_status hold(struct gj_audit *audit, gj_fen carried, gj_fen current, int year,
                           gj_id last)
{
    struct gj_why why;
    struct gj_account account = {.person = PERSON,
                                 .area = HOME,
                                 .year = (int16_t)year,
                                 .carried_fen = carried,
                                 .current_fen = current,
                                 .last_entry = last};
    return gj_audit_account(audit, &account, &why);
}

static enum gj_status finish(struct gj_audit *audit)
{
    struct gj_why why;
    return gj_audit_finish(audit, &why);
}

static void test_ledger_audit__a_sound_book_is_whole(void **state)
{
    (void)state;
    struct gj_audit *audit = gj_audit_new();
    assert_int_equal(feed(audit, credit(256, 2031, 100, 0)), GJ_DONE);
    assert_int_equal(feed(audit, credit(512, 2031, 50, 256)), GJ_DONE);
    assert_int_equal(finish(audit), GJ_BROKEN); /* the account was not shown yet */
    assert_int_equal(hold(audit, 0, 150, 2031, 512), GJ_DONE);
    assert_int_equal(finish(audit), GJ_DONE);
    struct gj_entry_line line = {.book = HOME, .chart = GJ_CHART_ACCOUNT, .owner = PERSON};
    assert_int_equal(gj_audit_balance(audit, &line), -150);
    line.owner = OTHER;
    assert_int_equal(gj_audit_balance(audit, &line), 0);
    gj_audit_free(audit);
}

static void test_ledger_audit__years_turn_with_entries(void **state)
{
    (void)state;
    struct gj_audit *audit = gj_audit_new();
    assert_int_equal(feed(audit, credit(256, 2031, 100, 0)), GJ_DONE);
    assert_int_equal(feed(audit, credit(512, 2032, 50, 256)), GJ_DONE);
    assert_int_equal(feed(audit, credit(768, 2031, 5, 512)), GJ_DONE); /* a clock moved back */
    assert_int_equal(hold(audit, 0, 155, 2032, 768), GJ_BROKEN);
    assert_int_equal(hold(audit, 100, 55, 2032, 768), GJ_DONE);
    assert_int_equal(hold(audit, 155, 0, 2033, 768), GJ_DONE);
    gj_audit_free(audit);
}

static void test_ledger_audit__a_row_that_differs_is_found(void **state)
{
    (void)state;
    struct gj_audit *audit = gj_audit_new();
    assert_int_equal(feed(audit, credit(256, 2031, 100, 0)), GJ_DONE);
    assert_int_equal(hold(audit, 0, 101, 2031, 256), GJ_BROKEN);
    assert_int_equal(hold(audit, 1, 99, 2031, 256), GJ_BROKEN);
    assert_int_equal(hold(audit, 0, 100, 2031, 0), GJ_BROKEN);
    assert_int_equal(hold(audit, 0, 100, 2031, 256), GJ_DONE);
    gj_audit_free(audit);
    audit = gj_audit_new();
    assert_int_equal(hold(audit, 0, 0, 2031, 0), GJ_DONE); /* no entries, no money */
    assert_int_equal(hold(audit, 0, 1, 2031, 0), GJ_BROKEN);
    gj_audit_free(audit);
}

static void test_ledger_audit__broken_entries_are_found(void **state)
{
    (void)state;
    struct gj_audit *audit = gj_audit_new();
    struct gj_entry entry = credit(256, 2031, 100, 0);
    entry.lines[0].amount_fen++;
    assert_int_equal(feed(audit, entry), GJ_BROKEN);
    gj_audit_free(audit);
    audit = gj_audit_new();
    assert_int_equal(feed(audit, credit(256, 2031, 100, 0)), GJ_DONE);
    assert_int_equal(feed(audit, credit(256, 2031, 100, 256)), GJ_BROKEN); /* the same again */
    gj_audit_free(audit);
    audit = gj_audit_new();
    assert_int_equal(feed(audit, credit(256, 2031, 100, 0)), GJ_DONE);
    assert_int_equal(feed(audit, credit(512, 2031, 100, 0)), GJ_BROKEN); /* the chain is torn */
    gj_audit_free(audit);
    audit = gj_audit_new();
    entry = credit(256, 2031, 100, 0);
    entry.count = 0;
    assert_int_equal(feed(audit, entry), GJ_BROKEN);
    gj_audit_free(audit);
}

static void test_ledger_audit__nobody_falls_below_zero(void **state)
{
    (void)state;
    for (gj_fen amount = 100; amount <= 101; amount++) {
        struct gj_audit *audit = gj_audit_new();
        struct gj_transfer sent = {
            .sender = PERSON, .sender_area = HOME, .source = GJ_PAYER_OWN, .current_fen = amount};
        struct gj_entry entry;
        assert_int_equal(feed(audit, credit(256, 2031, 100, 0)), GJ_DONE);
        gj_entry_of_sending(&sent, &entry);
        entry.id = 512;
        entry.now = moment(2031);
        entry.lines[0].previous = 256;
        assert_int_equal(feed(audit, entry), amount == 100 ? GJ_DONE : GJ_BROKEN);
        gj_audit_free(audit);
    }
}

static void test_ledger_audit__a_compartment_falls_below_zero_by_itself(void **state)
{
    (void)state;
    struct gj_audit *audit = gj_audit_new();
    struct gj_transfer sent = {
        .sender = PERSON, .sender_area = HOME, .source = GJ_PAYER_OWN, .carried_fen = 1};
    struct gj_entry entry;
    assert_int_equal(feed(audit, credit(256, 2031, 100, 0)), GJ_DONE);
    gj_entry_of_sending(&sent, &entry);
    entry.id = 512;
    entry.now = moment(2031);
    entry.lines[0].previous = 256;
    assert_int_equal(feed(audit, entry), GJ_BROKEN);
    gj_audit_free(audit);
}

/* A sent, accepted transfer between two areas. */
static struct gj_audit *crossing(void)
{
    struct gj_audit *audit = gj_audit_new();
    struct gj_transfer t = {.sender = PERSON,
                            .receiver = OTHER,
                            .sender_area = HOME,
                            .receiver_area = FAR,
                            .source = GJ_PAYER_OWN,
                            .current_fen = 100};
    struct gj_entry entry;
    assert_int_equal(feed(audit, credit(256, 2031, 100, 0)), GJ_DONE);
    gj_entry_of_sending(&t, &entry);
    entry.id = 512;
    entry.now = moment(2031);
    entry.lines[0].previous = 256;
    assert_int_equal(feed(audit, entry), GJ_DONE);
    gj_entry_of_accepting(&t, &entry);
    entry.id = 768;
    assert_int_equal(feed(audit, entry), GJ_DONE);
    return audit;
}

static void test_ledger_audit__wallets_and_clearing_are_held_too(void **state)
{
    (void)state;
    struct gj_audit *audit = crossing();
    struct gj_why why;
    struct gj_wallet wallet = {.person = OTHER, .area = FAR, .balance_fen = 99, .last_entry = 768};
    assert_int_equal(hold(audit, 0, 0, 2031, 512), GJ_DONE);
    assert_int_equal(gj_audit_wallet(audit, &wallet, &why), GJ_BROKEN);
    wallet.balance_fen = 100;
    assert_int_equal(gj_audit_wallet(audit, &wallet, &why), GJ_DONE);
    assert_int_equal(finish(audit), GJ_DONE);
    struct gj_entry lost = {.id = 1024, .now = moment(2031), .count = 2};
    lost.lines[0] = (struct gj_entry_line){
        .book = HOME, .peer = FAR, .chart = GJ_CHART_CLEARING, .amount_fen = 1};
    lost.lines[1] = (struct gj_entry_line){.book = HOME, .chart = GJ_CHART_POOL, .amount_fen = -1};
    assert_int_equal(feed(audit, lost), GJ_DONE);
    assert_int_equal(finish(audit), GJ_BROKEN); /* owed in one book alone */
    gj_audit_free(audit);
}

struct walk {
    int count;
    struct gj_entry_line last;
    gj_fen sum;
};

static void take(void *to, const struct gj_entry_line *account, gj_fen balance)
{
    struct walk *walk = to;
    if (walk->count > 0)
        assert_true(account->book > walk->last.book ||
                    (account->book == walk->last.book && account->chart > walk->last.chart));
    walk->last = *account;
    walk->sum += balance;
    walk->count++;
}

static void test_ledger_audit__the_walk_is_in_a_stable_order(void **state)
{
    (void)state;
    struct gj_audit *audit = crossing();
    struct walk walk = {0};
    gj_audit_each(audit, take, &walk);
    assert_int_equal(walk.count, 6); /* account, held, clearing, contributions; wallet, clearing */
    assert_int_equal(walk.sum, 0);
    gj_audit_free(audit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ledger_audit__a_sound_book_is_whole),
        cmocka_unit_test(test_ledger_audit__years_turn_with_entries),
        cmocka_unit_test(test_ledger_audit__a_row_that_differs_is_found),
        cmocka_unit_test(test_ledger_audit__broken_entries_are_found),
        cmocka_unit_test(test_ledger_audit__nobody_falls_below_zero),
        cmocka_unit_test(test_ledger_audit__a_compartment_falls_below_zero_by_itself),
        cmocka_unit_test(test_ledger_audit__wallets_and_clearing_are_held_too),
        cmocka_unit_test(test_ledger_audit__the_walk_is_in_a_stable_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
