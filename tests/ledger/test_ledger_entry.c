/* Entries of bills, reversals, credits and transfers, line by line, and what must balance. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ledger/ledger.h"

enum { HOME = 980100, CARE = 990100, PAYS = 980200, PATIENT = 256, RELATIVE = 512, PLACE = 7 };

static gj_time moment(int year)
{
    return gj_time_at(gj_day_from_civil(year, 6, 1), 10, 0, 0);
}

/* 100.00 of which the pool pays 40.00, the patient 20.00, the wallet 5.00, a relative 25.00. */
static struct gj_settlement bill(gj_area care, gj_area wallet, gj_area relative)
{
    struct gj_settlement s = {.id = 1024, .version = 1, .person = PATIENT, .institution = PLACE};
    s.now = s.claim.now = moment(2031);
    s.claim.where.area = HOME;
    s.claim.where.scheme = GJ_SCHEME_EMPLOYEE;
    s.claim.care_area = care;
    s.decision.bill.total_fen = s.decision.bill.eligible_fen = 10000;
    s.decision.pool_fen = 4000;
    s.decision.own_fen = 2000;
    s.decision.wallet_fen = 500;
    s.decision.aid_fen = 2500;
    s.decision.cash_fen = 1000;
    s.decision.person_fen = 6000;
    s.decision.legs_count = 3;
    s.decision.legs[0] = (struct gj_leg){.person = PATIENT,
                                         .carried_fen = 1500,
                                         .current_fen = 500,
                                         .area = HOME,
                                         .kind = GJ_PAYER_OWN};
    s.decision.legs[1] = (struct gj_leg){
        .person = PATIENT, .carried_fen = 500, .area = wallet, .kind = GJ_PAYER_WALLET};
    s.decision.legs[2] = (struct gj_leg){.binding = 9,
                                         .person = RELATIVE,
                                         .carried_fen = 2400,
                                         .current_fen = 100,
                                         .area = relative,
                                         .kind = GJ_PAYER_AID};
    return s;
}

static struct gj_entry entry_of(const struct gj_settlement *s)
{
    struct gj_entry entry;
    gj_entry_of_settlement(&s->claim, &s->decision, s->institution, &entry);
    assert_true(gj_entry_is_balanced(&entry));
    return entry;
}

/* The line of an account; fails when it is not there. */
static struct gj_entry_line line(const struct gj_entry *entry, gj_area book, enum gj_chart chart,
                                 gj_area peer, gj_id owner)
{
    for (int i = 0; i < entry->count; i++)
        if (entry->lines[i].book == book && entry->lines[i].chart == chart &&
            entry->lines[i].peer == peer && entry->lines[i].owner == owner)
            return entry->lines[i];
    fail_msg("no line of %s in book %d", gj_chart_word(chart), (int)book);
    return (struct gj_entry_line){0};
}

static void test_ledger_entry__a_bill_at_home_stays_in_one_book(void **state)
{
    (void)state;
    struct gj_settlement s = bill(HOME, HOME, HOME);
    struct gj_entry entry = entry_of(&s);
    assert_int_equal(entry.count, 5);
    assert_int_equal(line(&entry, HOME, GJ_CHART_POOL, 0, 0).amount_fen, 4000);
    assert_int_equal(line(&entry, HOME, GJ_CHART_ACCOUNT, 0, PATIENT).amount_fen, 2000);
    assert_int_equal(line(&entry, HOME, GJ_CHART_ACCOUNT, 0, PATIENT).carried_fen, 1500);
    assert_int_equal(line(&entry, HOME, GJ_CHART_WALLET, 0, PATIENT).amount_fen, 500);
    assert_int_equal(line(&entry, HOME, GJ_CHART_WALLET, 0, PATIENT).carried_fen, 0);
    assert_int_equal(line(&entry, HOME, GJ_CHART_ACCOUNT, 0, RELATIVE).amount_fen, 2500);
    assert_int_equal(line(&entry, HOME, GJ_CHART_PAYABLE, 0, PLACE).amount_fen, -9000);
}

static void test_ledger_entry__the_home_area_settles_in_full(void **state)
{
    (void)state;
    struct gj_settlement s = bill(CARE, HOME, PAYS);
    struct gj_entry entry = entry_of(&s);
    assert_int_equal(line(&entry, PAYS, GJ_CHART_ACCOUNT, 0, RELATIVE).amount_fen, 2500);
    assert_int_equal(line(&entry, PAYS, GJ_CHART_CLEARING, HOME, 0).amount_fen, -2500);
    assert_int_equal(line(&entry, HOME, GJ_CHART_CLEARING, PAYS, 0).amount_fen, 2500);
    assert_int_equal(line(&entry, HOME, GJ_CHART_CLEARING, CARE, 0).amount_fen, -9000);
    assert_int_equal(line(&entry, CARE, GJ_CHART_CLEARING, HOME, 0).amount_fen, 9000);
    assert_int_equal(line(&entry, CARE, GJ_CHART_PAYABLE, 0, PLACE).amount_fen, -9000);
}

static void test_ledger_entry__a_wallet_of_another_book_is_like_a_payer_there(void **state)
{
    (void)state;
    struct gj_settlement s = bill(HOME, PAYS, PAYS);
    struct gj_entry entry = entry_of(&s);
    assert_int_equal(line(&entry, PAYS, GJ_CHART_WALLET, 0, PATIENT).amount_fen, 500);
    assert_int_equal(line(&entry, PAYS, GJ_CHART_CLEARING, HOME, 0).amount_fen, -3000);
    assert_int_equal(line(&entry, HOME, GJ_CHART_CLEARING, PAYS, 0).amount_fen, 3000);
}

static void test_ledger_entry__debts_of_two_areas_are_netted(void **state)
{
    (void)state;
    struct gj_settlement s = bill(CARE, HOME, CARE); /* the relative's area is the care area */
    struct gj_entry entry = entry_of(&s);
    assert_int_equal(line(&entry, HOME, GJ_CHART_CLEARING, CARE, 0).amount_fen, -6500);
    assert_int_equal(line(&entry, CARE, GJ_CHART_CLEARING, HOME, 0).amount_fen, 6500);
    /* Paid whole by a relative there: no debt is left, and no line of zero. */
    s.decision.legs[0] = s.decision.legs[2];
    s.decision.legs_count = 1;
    s.decision.pool_fen = 0;
    s.decision.cash_fen = 7500;
    entry = entry_of(&s);
    assert_int_equal(entry.count, 2);
    assert_int_equal(line(&entry, CARE, GJ_CHART_PAYABLE, 0, PLACE).amount_fen, -2500);
}

static void test_ledger_entry__cash_alone_makes_no_entry(void **state)
{
    (void)state;
    struct gj_settlement s = bill(CARE, HOME, PAYS);
    s.decision.legs_count = 0;
    s.decision.pool_fen = 0;
    s.decision.cash_fen = 10000;
    assert_int_equal(entry_of(&s).count, 0);
}

/* Accounts as they stand after the bill. */
static void accounts_after(struct gj_account accounts[2], gj_area relative, int year)
{
    accounts[0] = (struct gj_account){
        .person = RELATIVE, .area = relative, .year = (int16_t)year, .current_fen = 40};
    accounts[1] = (struct gj_account){
        .person = PATIENT, .area = HOME, .year = (int16_t)year, .carried_fen = 7};
}

static void test_ledger_entry__a_reversal_returns_to_each_compartment(void **state)
{
    (void)state;
    struct gj_settlement s = bill(CARE, HOME, PAYS);
    struct gj_account accounts[2];
    struct gj_wallet wallet = {.person = PATIENT, .area = HOME, .state = GJ_WALLET_IS_OPEN};
    struct gj_entry there = entry_of(&s), back;
    accounts_after(accounts, PAYS, 2031);
    gj_entry_of_reversal(&s, 2031, accounts, 2, &wallet, &back);
    assert_int_equal(back.count, there.count);
    for (int i = 0; i < there.count; i++) {
        struct gj_entry_line other =
            line(&back, there.lines[i].book, (enum gj_chart)there.lines[i].chart,
                 there.lines[i].peer, there.lines[i].owner);
        assert_int_equal(other.amount_fen, -there.lines[i].amount_fen);
        assert_int_equal(other.carried_fen, -there.lines[i].carried_fen);
    }
    assert_int_equal(accounts[0].carried_fen, 2400);
    assert_int_equal(accounts[0].current_fen, 140);
    assert_int_equal(accounts[1].carried_fen, 1507);
    assert_int_equal(accounts[1].current_fen, 500);
    assert_int_equal(wallet.balance_fen, 500);
}

static void test_ledger_entry__after_the_turn_of_the_year_all_is_carried_over(void **state)
{
    (void)state;
    struct gj_settlement s = bill(HOME, HOME, HOME);
    struct gj_account accounts[2];
    struct gj_wallet wallet = {.state = GJ_WALLET_IS_OPEN};
    struct gj_entry back;
    accounts_after(accounts, HOME, 2031);
    gj_entry_of_reversal(&s, 2032, accounts, 2, &wallet, &back);
    assert_int_equal(accounts[0].year, 2032);
    assert_int_equal(accounts[0].carried_fen, 40 + 2500);
    assert_int_equal(accounts[0].current_fen, 0);
    assert_int_equal(line(&back, HOME, GJ_CHART_ACCOUNT, 0, RELATIVE).carried_fen, -2500);
}

static void test_ledger_entry__money_of_a_closed_account_goes_to_suspense(void **state)
{
    (void)state;
    struct gj_settlement s = bill(CARE, HOME, PAYS);
    struct gj_account accounts[2];
    struct gj_wallet wallet = {.state = GJ_WALLET_IS_CLOSED};
    struct gj_entry back;
    accounts_after(accounts, PAYS, 2031);
    accounts[0].state = GJ_ACCOUNT_IS_CLOSED;
    gj_entry_of_reversal(&s, 2031, accounts, 2, &wallet, &back);
    assert_int_equal(line(&back, PAYS, GJ_CHART_SUSPENSE, 0, RELATIVE).amount_fen, -2500);
    assert_int_equal(line(&back, HOME, GJ_CHART_SUSPENSE, 0, PATIENT).amount_fen, -500);
    assert_int_equal(accounts[0].current_fen, 40);
    assert_int_equal(wallet.balance_fen, 0);
}

static void test_ledger_entry__posting_again_needs_every_compartment(void **state)
{
    (void)state;
    struct gj_settlement s = bill(HOME, HOME, HOME);
    struct gj_account accounts[2];
    struct gj_wallet wallet = {.state = GJ_WALLET_IS_OPEN, .balance_fen = 500};
    struct gj_entry entry;
    accounts_after(accounts, HOME, 2031);
    accounts[0].carried_fen = 2400;
    accounts[0].current_fen = 100;
    accounts[1].carried_fen = 1500;
    accounts[1].current_fen = 499;
    assert_false(gj_entry_of_restoring(&s, 2031, accounts, 2, &wallet, &entry));
    wallet.balance_fen = 500;
    accounts[0].carried_fen = 2400;
    accounts[0].current_fen = 100;
    accounts[1].carried_fen = 1500;
    accounts[1].current_fen = 500;
    assert_true(gj_entry_of_restoring(&s, 2031, accounts, 2, &wallet, &entry));
    assert_int_equal(gj_account_balance(&accounts[0]) + gj_account_balance(&accounts[1]), 0);
    assert_int_equal(wallet.balance_fen, 0);
    struct gj_entry first = entry_of(&s);
    assert_int_equal(first.count, entry.count);
}

static void test_ledger_entry__a_credit_comes_from_contributions(void **state)
{
    (void)state;
    struct gj_account account = {.person = PATIENT, .area = HOME};
    struct gj_entry entry;
    gj_entry_of_credit(&account, GJ_SCHEME_EMPLOYEE, 123, &entry);
    assert_int_equal(line(&entry, HOME, GJ_CHART_ACCOUNT, 0, PATIENT).amount_fen, -123);
    assert_int_equal(line(&entry, HOME, GJ_CHART_ACCOUNT, 0, PATIENT).carried_fen, 0);
    assert_int_equal(line(&entry, HOME, GJ_CHART_CONTRIBUTIONS, 0, 0).amount_fen, 123);
}

static void test_ledger_entry__a_transfer_is_held_then_accepted_or_returned(void **state)
{
    (void)state;
    struct gj_transfer t = {.sender = PATIENT,
                            .receiver = RELATIVE,
                            .sender_area = HOME,
                            .receiver_area = CARE,
                            .source = GJ_PAYER_OWN,
                            .carried_fen = 30,
                            .current_fen = 70};
    struct gj_entry entry;
    gj_entry_of_sending(&t, &entry);
    assert_int_equal(line(&entry, HOME, GJ_CHART_ACCOUNT, 0, PATIENT).amount_fen, 100);
    assert_int_equal(line(&entry, HOME, GJ_CHART_ACCOUNT, 0, PATIENT).carried_fen, 30);
    assert_int_equal(line(&entry, HOME, GJ_CHART_HELD, 0, 0).amount_fen, -100);
    gj_entry_of_accepting(&t, &entry);
    assert_int_equal(entry.count, 4);
    assert_int_equal(line(&entry, HOME, GJ_CHART_HELD, 0, 0).amount_fen, 100);
    assert_int_equal(line(&entry, HOME, GJ_CHART_CLEARING, CARE, 0).amount_fen, -100);
    assert_int_equal(line(&entry, CARE, GJ_CHART_CLEARING, HOME, 0).amount_fen, 100);
    assert_int_equal(line(&entry, CARE, GJ_CHART_WALLET, 0, RELATIVE).amount_fen, -100);
    t.receiver_area = HOME;
    gj_entry_of_accepting(&t, &entry);
    assert_int_equal(entry.count, 2);
    gj_entry_of_returning(&t, false, &entry);
    assert_int_equal(line(&entry, HOME, GJ_CHART_ACCOUNT, 0, PATIENT).carried_fen, -30);
    t.source = GJ_PAYER_WALLET;
    t.carried_fen = 100;
    t.current_fen = 0;
    gj_entry_of_sending(&t, &entry);
    assert_int_equal(line(&entry, HOME, GJ_CHART_WALLET, 0, PATIENT).amount_fen, 100);
}

static void test_ledger_entry__each_book_must_balance_by_itself(void **state)
{
    (void)state;
    struct gj_entry entry = {.count = 2};
    entry.lines[0] = (struct gj_entry_line){.book = HOME, .amount_fen = 5};
    entry.lines[1] = (struct gj_entry_line){.book = CARE, .amount_fen = -5};
    assert_false(gj_entry_is_balanced(&entry));
    entry.lines[1].book = HOME;
    assert_true(gj_entry_is_balanced(&entry));
    entry.lines[1].amount_fen = -4;
    assert_false(gj_entry_is_balanced(&entry));
    entry.lines[0].amount_fen = entry.lines[1].amount_fen = 0;
    assert_false(gj_entry_is_balanced(&entry));
    entry.lines[0].amount_fen = GJ_FEN_MAX + 1;
    entry.lines[1].amount_fen = -GJ_FEN_MAX - 1;
    assert_false(gj_entry_is_balanced(&entry));
}

/* The most that fits: 16 payers, own and wallet in three areas. */
static void test_ledger_entry__the_largest_bill_fits(void **state)
{
    (void)state;
    struct gj_settlement s = bill(CARE, PAYS, PAYS);
    s.decision.legs_count = GJ_LEGS_MAX;
    s.decision.aid_fen = 0;
    for (int i = 2; i < GJ_LEGS_MAX; i++) {
        s.decision.legs[i] = s.decision.legs[2];
        s.decision.legs[i].person = 10000 + i;
        s.decision.legs[i].carried_fen = 10;
        s.decision.legs[i].current_fen = 0;
        s.decision.aid_fen += 10;
    }
    s.decision.cash_fen = 10000 - 4000 - 2000 - 500 - s.decision.aid_fen;
    assert_int_equal(entry_of(&s).count, GJ_ENTRY_LINES_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ledger_entry__a_bill_at_home_stays_in_one_book),
        cmocka_unit_test(test_ledger_entry__the_home_area_settles_in_full),
        cmocka_unit_test(test_ledger_entry__a_wallet_of_another_book_is_like_a_payer_there),
        cmocka_unit_test(test_ledger_entry__debts_of_two_areas_are_netted),
        cmocka_unit_test(test_ledger_entry__cash_alone_makes_no_entry),
        cmocka_unit_test(test_ledger_entry__a_reversal_returns_to_each_compartment),
        cmocka_unit_test(test_ledger_entry__after_the_turn_of_the_year_all_is_carried_over),
        cmocka_unit_test(test_ledger_entry__money_of_a_closed_account_goes_to_suspense),
        cmocka_unit_test(test_ledger_entry__posting_again_needs_every_compartment),
        cmocka_unit_test(test_ledger_entry__a_credit_comes_from_contributions),
        cmocka_unit_test(test_ledger_entry__a_transfer_is_held_then_accepted_or_returned),
        cmocka_unit_test(test_ledger_entry__each_book_must_balance_by_itself),
        cmocka_unit_test(test_ledger_entry__the_largest_bill_fits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
