/* The text of journals: what one bill over three areas becomes in each form. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ledger/ledger.h"
#include "model/command.h"

enum { HOME = 410100, PAYER_HOME = 410300, CARE = 110000, PATIENT = 256, PAYER = 512 };

/* 100.00 of which the fund pays 60.00, the patient's account 10.05 and a daughter's 29.95. */
static struct gj_entry entry_of_bill(void)
{
    static struct gj_claim claim;
    static struct gj_decision decision;
    struct gj_entry entry;
    memset(&claim, 0, sizeof claim);
    memset(&decision, 0, sizeof decision);
    memset(&entry, 0, sizeof entry);
    claim.where.area = HOME;
    claim.where.scheme = GJ_SCHEME_EMPLOYEE;
    claim.care_area = CARE;
    decision.bill.total_fen = 10000;
    decision.pool_fen = 6000;
    decision.legs_count = 2;
    decision.legs[0] = (struct gj_leg){.person = PATIENT,
                                       .carried_fen = 1000,
                                       .current_fen = 5,
                                       .area = HOME,
                                       .kind = GJ_PAYER_OWN};
    decision.legs[1] = (struct gj_leg){.person = PAYER,
                                       .binding = 1,
                                       .current_fen = 2995,
                                       .area = PAYER_HOME,
                                       .kind = GJ_PAYER_AID};
    gj_entry_of_settlement(&claim, &decision, 3, &entry);
    entry.id = 1024;
    entry.now = gj_time_at(gj_day_from_civil(2031, 9, 1), 10, 2, 3);
    entry.act = GJ_ACT_SETTLE;
    return entry;
}

static const char *text_of(enum gj_journal form)
{
    static char bytes[GJ_JOURNAL_ENTRY_MAX];
    struct gj_entry entry = entry_of_bill();
    struct gj_writer out = gj_writer(bytes, sizeof bytes);
    gj_journal_entry(form, &entry, &out);
    assert_false(out.full);
    return bytes;
}

static void test_ledger_journal__hledger_gets_a_transaction_a_book(void **state)
{
    (void)state;
    assert_string_equal(text_of(GJ_JOURNAL_HLEDGER),
                        "2031-09-01 (1024) settle 410100\n"
                        "    Liabilities:410100:Account:256  10.05 CNY\n"
                        "    Equity:410100:Pool:Employee  60.00 CNY\n"
                        "    Assets:410100:Clearing:410300  29.95 CNY\n"
                        "    Assets:410100:Clearing:110000  -100.00 CNY\n"
                        "\n"
                        "2031-09-01 (1024) settle 410300\n"
                        "    Liabilities:410300:Account:512  29.95 CNY\n"
                        "    Assets:410300:Clearing:410100  -29.95 CNY\n"
                        "\n"
                        "2031-09-01 (1024) settle 110000\n"
                        "    Assets:110000:Clearing:410100  100.00 CNY\n"
                        "    Liabilities:110000:Payable:3  -100.00 CNY\n"
                        "\n");
}

static void test_ledger_journal__beancount_links_the_books_of_an_entry(void **state)
{
    (void)state;
    const char *text = text_of(GJ_JOURNAL_BEANCOUNT);
    const char *third = "2031-09-01 * \"settle 110000\" ^1024\n"
                        "    Assets:110000:Clearing:410100  100.00 CNY\n"
                        "    Liabilities:110000:Payable:3  -100.00 CNY\n\n";
    assert_string_equal(text + strlen(text) - strlen(third), third);
    assert_non_null(strstr(text, "2031-09-01 * \"settle 410300\" ^1024\n"));
}

static void test_ledger_journal__a_table_repeats_the_head_and_knows_compartments(void **state)
{
    (void)state;
    const char *first = "1024,2031-09-01,10:02:03,settle,410100,"
                        "Liabilities:410100:Account:256,10.05,10.00\n"
                        "1024,2031-09-01,10:02:03,settle,410300,"
                        "Liabilities:410300:Account:512,29.95,0.00\n";
    assert_memory_equal(text_of(GJ_JOURNAL_CSV), first, strlen(first));
}

static void test_ledger_journal__every_account_of_the_chart_has_a_name(void **state)
{
    (void)state;
    static const char *const names[GJ_CHART_COUNT] = {
        [GJ_CHART_ACCOUNT] = "Liabilities:410100:Account:7",
        [GJ_CHART_WALLET] = "Liabilities:410100:Wallet:7",
        [GJ_CHART_HELD] = "Liabilities:410100:Held",
        [GJ_CHART_POOL] = "Equity:410100:Pool:Resident",
        [GJ_CHART_CLEARING] = "Assets:410100:Clearing:980100",
        [GJ_CHART_PAYABLE] = "Liabilities:410100:Payable:7",
        [GJ_CHART_SUSPENSE] = "Liabilities:410100:Suspense:7",
        [GJ_CHART_CONTRIBUTIONS] = "Assets:410100:Contributions:Resident",
        [GJ_CHART_PREMIUMS] = "Income:410100:Premiums",
        [GJ_CHART_PAID_OUT] = "Assets:410100:PaidOut",
    };
    for (int chart = 0; chart < GJ_CHART_COUNT; chart++) {
        char bytes[GJ_JOURNAL_ACCOUNT_MAX], wanted[GJ_JOURNAL_ACCOUNT_MAX];
        bool owned = strchr(names[chart], '7') != NULL;
        struct gj_entry_line line = {.book = HOME,
                                     .peer = 980100,
                                     .chart = (uint8_t)chart,
                                     .scheme = GJ_SCHEME_RESIDENT,
                                     .owner = owned ? 7 : 0};
        struct gj_writer out = gj_writer(bytes, sizeof bytes),
                         want = gj_writer(wanted, sizeof wanted);
        gj_journal_account(GJ_JOURNAL_BEANCOUNT, &line, &out);
        gj_put_format(&want, "1900-01-01 open %s CNY\n", names[chart]);
        assert_string_equal(bytes, wanted);
    }
}

static void test_ledger_journal__the_longest_entry_fits(void **state)
{
    (void)state;
    static char bytes[GJ_JOURNAL_ENTRY_MAX];
    struct gj_entry entry = {.id = INT64_MAX, .act = GJ_ACT_ADD_INSTITUTION};
    for (int i = 0; i < GJ_ENTRY_LINES_MAX; i++)
        entry.lines[entry.count++] = (struct gj_entry_line){.book = 999999 - i,
                                                            .chart = GJ_CHART_SUSPENSE,
                                                            .owner = INT64_MAX,
                                                            .amount_fen = -GJ_FEN_MAX,
                                                            .carried_fen = -GJ_FEN_MAX};
    for (int form = GJ_JOURNAL_HLEDGER; form <= GJ_JOURNAL_CSV; form++) {
        struct gj_writer out = gj_writer(bytes, sizeof bytes);
        gj_journal_entry((enum gj_journal)form, &entry, &out);
        assert_false(out.full);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ledger_journal__hledger_gets_a_transaction_a_book),
        cmocka_unit_test(test_ledger_journal__beancount_links_the_books_of_an_entry),
        cmocka_unit_test(test_ledger_journal__a_table_repeats_the_head_and_knows_compartments),
        cmocka_unit_test(test_ledger_journal__every_account_of_the_chart_has_a_name),
        cmocka_unit_test(test_ledger_journal__the_longest_entry_fits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
