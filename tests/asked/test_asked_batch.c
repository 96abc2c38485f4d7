/* Lines of batch files: what becomes of a good one, and where each fault is said to be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "asked/asked.h"
#include "base/random.h"

#define PERSON "\"person\":\"41010000000000000000025344\","
#define HEAD "{\"id\":\"T1\"," PERSON "\"institution\":\"H41010000002\",\"scheme\":\"employee\","
#define REST "\"care\":\"outpatient\",\"begin\":\"2025-08-01T09:50\","
#define LINE "{\"code\":\"XDEMO0001\",\"amount\":\"200.00\"}"

static struct gj_command command;
static struct gj_line lines[GJ_MESSAGE_LINES_MAX];
static struct gj_batch_fault fault;
static char canonical[GJ_BATCH_CANONICAL_MAX];

static bool read_bill(const char *text)
{
    struct gj_writer writer = gj_writer(canonical, sizeof canonical);
    return gj_batch_read_bill(gj_slice(text), &command, lines, &writer, &fault);
}

static void wrong_bill(const char *text, const char *code, const char *pointer)
{
    assert_false(read_bill(text));
    assert_string_equal(fault.code, code);
    assert_string_equal(fault.pointer, pointer);
    assert_true(strlen(fault.message) > 0);
}

static void test_asked_batch__a_bill_becomes_a_command(void **state)
{
    (void)state;
    assert_true(read_bill(HEAD REST "\"lines\":[" LINE ",{\"code\":\"B\",\"amount\":\"10.01\","
                                    "\"count\":\"3\",\"unit_price\":\"3.336667\"}]}"));
    assert_int_equal(command.act, GJ_ACT_SETTLE_BILL);
    assert_int_equal(command.actor.role, GJ_ROLE_INSTITUTION);
    assert_string_equal(command.institution, "H41010000002");
    assert_string_equal(command.msgid, "T1");
    assert_int_equal(command.person, 25344);
    assert_int_equal(command.person_area, 410100);
    assert_string_equal(command.body.bill.charge, ""); /* nobody looks for twins of it */
    assert_string_equal(command.body.bill.med_type, "11");
    assert_int_equal(command.body.bill.scheme, GJ_SCHEME_EMPLOYEE);
    assert_true(command.body.bill.accounts_used);
    assert_int_equal(command.body.bill.begin, gj_time_at(gj_day_from_civil(2025, 8, 1), 9, 50, 0));
    assert_int_equal(command.body.bill.bill.total_fen, 21001);
    assert_int_equal(command.body.bill.count, 2);
    assert_ptr_equal(command.body.bill.list, lines);
    assert_string_equal(lines[0].serial, "1");
    assert_int_equal(lines[0].count_e4, 10000);
    assert_int_equal(lines[0].price_micro, 200000000);
    assert_string_equal(lines[1].list_code, "B");
    assert_int_equal(lines[1].count_e4, 30000);
    assert_int_equal(lines[1].price_micro, 3336667);
    assert_true(lines[0].content != lines[1].content);
}

static void test_asked_batch__kinds_of_care_have_their_category(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"outpatient", "11"}, {"chronic", "14"}, {"inpatient", "21"}, {"pharmacy", "41"}};
    for (int i = 0; i < 4; i++) {
        char text[600];
        snprintf(text, sizeof text,
                 HEAD "\"care\":\"%s\",\"begin\":\"2025-08-01\",\"accounts\":false,"
                      "\"lines\":[" LINE "]}",
                 pairs[i][0]);
        assert_true(read_bill(text));
        assert_string_equal(command.body.bill.med_type, pairs[i][1]);
        assert_false(command.body.bill.accounts_used);
    }
}

/* The same bill written otherwise is the same; a bill that differs in anything is not. */
static void test_asked_batch__what_counts_is_canonical(void **state)
{
    (void)state;
    static char first[GJ_BATCH_CANONICAL_MAX];
    assert_true(read_bill(HEAD REST "\"lines\":[" LINE "]}"));
    memcpy(first, canonical, sizeof first);
    assert_true(read_bill("{ \"lines\":[{\"amount\":\"200\",\"code\":\"XDEMO0001\",\"count\":\"1\","
                          "\"unit_price\":\"200.000\"}]," REST
                          "\"scheme\":\"employee\",\"accounts\":true," PERSON
                          "\"institution\":\"H41010000002\",\"id\":\"T1\"}"));
    assert_string_equal(first, canonical);
    static const char *const others[] = {
        HEAD REST "\"lines\":[" LINE "," LINE "]}",
        HEAD REST "\"accounts\":false,\"lines\":[" LINE "]}",
        HEAD REST "\"lines\":[{\"code\":\"XDEMO0002\",\"amount\":\"200.00\"}]}",
        HEAD REST "\"lines\":[{\"code\":\"XDEMO0001\",\"amount\":\"200.01\"}]}",
        HEAD "\"care\":\"outpatient\",\"begin\":\"2025-08-01T09:51\",\"lines\":[" LINE "]}",
        HEAD "\"care\":\"chronic\",\"begin\":\"2025-08-01T09:50\",\"lines\":[" LINE "]}",
    };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        assert_true(read_bill(others[i]));
        assert_string_not_equal(first, canonical);
    }
}

static void test_asked_batch__faults_are_named_where_they_are(void **state)
{
    (void)state;
    wrong_bill("{\"id\":\"T1\"", "INVALID_JSON", "");
    wrong_bill("[]", "INVALID_JSON", "");
    wrong_bill(HEAD REST "\"id\":\"T2\",\"lines\":[" LINE "]}", "INVALID_JSON", "");
    wrong_bill(HEAD REST "\"lines\":[" LINE "],\"colour\":1}", "UNKNOWN_FIELD", "/colour");
    wrong_bill(HEAD REST "\"accounts\":true}", "MISSING_FIELD", "/lines");
    wrong_bill(HEAD "\"care\":\"outpatient\",\"lines\":[" LINE "]}", "MISSING_FIELD", "/begin");
    wrong_bill(HEAD "\"care\":\"dental\"}", "INVALID_VALUE", "/care");
    wrong_bill(HEAD REST "\"lines\":[" LINE ",{\"code\":\"B\",\"amount\":1}]}", "INVALID_VALUE",
               "/lines/1/amount");
    wrong_bill(HEAD REST "\"lines\":[{\"code\":\"B\"}]}", "MISSING_FIELD", "/lines/0/amount");
    wrong_bill(HEAD REST "\"lines\":[{\"code\":\"B\",\"amount\":\"1\",\"count\":\"2\"}]}",
               "MISSING_FIELD", "/lines/0/unit_price");
    wrong_bill(HEAD REST "\"lines\":[{\"code\":\"B\",\"amount\":\"10000000000.00\"}]}",
               "AMOUNT_TOO_LARGE", "/lines/0");
    wrong_bill("{\"id\":\"0123456789012345678901234567890\"," PERSON
               "\"institution\":\"H41010000002\",\"scheme\":\"employee\"," REST "\"lines\":[" LINE
               "]}",
               "INVALID_VALUE", "/id");
}

static void test_asked_batch__a_persons_number_has_26_digits(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "4101000000000000000002534",   /* 25 */
        "410100000000000000000253444", /* 27 */
        "41010000000000000000000000",  /* nobody */
        "0101000000000000000002534 ",  "00010000000000000000025344",
        "41010000000000000000025.00",  "41010099999999999999999999"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        char text[400];
        snprintf(text, sizeof text,
                 "{\"id\":\"T1\",\"person\":\"%s\",\"institution\":\"H41010000002\","
                 "\"scheme\":\"employee\"," REST "\"lines\":[" LINE "]}",
                 wrong[i]);
        wrong_bill(text, "INVALID_VALUE", "/person");
    }
}

static void test_asked_batch__two_hundred_lines_and_no_more(void **state)
{
    (void)state;
    static char text[GJ_MESSAGE_LINES_MAX * 100];
    for (int count = GJ_MESSAGE_LINES_MAX; count <= GJ_MESSAGE_LINES_MAX + 1; count++) {
        struct gj_writer writer = gj_writer(text, sizeof text);
        gj_put_text(&writer, HEAD REST "\"lines\":[");
        for (int i = 0; i < count; i++)
            gj_put_format(&writer,
                          "%s{\"code\":\"01234567890123456789012345678901234567890123456789\","
                          "\"amount\":\"1.00\"}",
                          i ? "," : "");
        gj_put_text(&writer, "]}");
        assert_false(writer.full);
        if (count > GJ_MESSAGE_LINES_MAX)
            wrong_bill(text, "TOO_MANY", "/lines");
        else
            assert_true(read_bill(text));
    }
}

static void test_asked_batch__the_head_names_the_file(void **state)
{
    (void)state;
    struct gj_batch_head head;
    assert_true(gj_batch_read_head(
        GJ_SLICE("{\"batch\":\"2025-08-A\",\"made\":\"2025-09-01T08:00\"}"), &head, &fault));
    assert_string_equal(head.name, "2025-08-A");
    assert_int_equal(head.made, gj_time_at(gj_day_from_civil(2025, 9, 1), 8, 0, 0));
    assert_false(gj_batch_read_head(GJ_SLICE("{\"batch\":\"2025-08-A\"}"), &head, &fault));
    assert_string_equal(fault.pointer, "/made");
    assert_false(
        gj_batch_read_head(GJ_SLICE("{\"batch\":\"\",\"made\":\"2025-09-01\"}"), &head, &fault));
    assert_string_equal(fault.pointer, "/batch");
}

static void test_asked_batch__a_credit_becomes_a_command(void **state)
{
    (void)state;
    gj_month month = 2025 * 12 + 8;
    assert_true(
        gj_batch_read_credit(GJ_SLICE("{" PERSON "\"area\":\"410300\",\"amount\":\"160.00\"}"),
                             month, &command, &fault));
    assert_int_equal(command.act, GJ_ACT_CREDIT);
    assert_int_equal(command.actor.role, GJ_ROLE_JOB);
    assert_int_equal(command.person, 25344);
    assert_int_equal(command.body.credit.area, 410300);
    assert_int_equal(command.body.credit.amount_fen, 16000);
    assert_int_equal(command.body.credit.month, month);
    assert_false(gj_batch_read_credit(GJ_SLICE("{" PERSON "\"amount\":\"160.00\"}"), month,
                                      &command, &fault));
    assert_string_equal(fault.pointer, "/area");
    assert_false(gj_batch_read_credit(GJ_SLICE("{" PERSON "\"area\":\"410300\",\"amount\":\"-1\"}"),
                                      month, &command, &fault));
    assert_string_equal(fault.pointer, "/amount");
}

/* A byte of a line changed, put in, taken out, or a stretch of it written twice. */
static void spoil(struct gj_random *random, char text[1024])
{
    static const char bytes[] = "\"\"{}[]:,\\ \t0123456789.-eutrfnalsTB\x01\x7F\xC3\xA9";
    const size_t length = strlen(text);
    const size_t at = (size_t)gj_random_between(random, 0, (int64_t)length - 1);
    const char byte = bytes[gj_random_between(random, 0, (int64_t)sizeof bytes - 2)];
    const size_t more = (size_t)gj_random_between(random, 1, 60);
    switch (gj_random_between(random, 0, 3)) {
    case 0:
        text[at] = byte;
        break;
    case 1:
        memmove(text + at + 1, text + at, length - at + 1);
        text[at] = byte;
        break;
    case 2:
        memmove(text + at, text + at + 1, length - at);
        break;
    default:
        if (at + more < length && length + more < 1000) {
            memmove(text + at + more, text + at, length - at + 1);
        }
        break;
    }
}

struct read {
    bool good;
    struct gj_command command;
    struct gj_line lines[GJ_MESSAGE_LINES_MAX];
    char canonical[GJ_BATCH_CANONICAL_MAX];
    struct gj_batch_fault fault;
};

static void read_into(const char *text, bool bill, struct read *out)
{
    struct gj_writer writer = gj_writer(out->canonical, sizeof out->canonical);
    memset(out->lines, 0, sizeof out->lines);
    out->good =
        bill ? gj_batch_read_bill(gj_slice(text), &out->command, out->lines, &writer, &out->fault)
             : gj_batch_read_credit(gj_slice(text), 24300, &out->command, &out->fault);
    if (bill)
        out->command.body.bill.list = NULL;
}

/* A line end behind it makes no difference to what a line says, and is not plain form. */
static void read_both_ways(const char *text, bool bill, int *good)
{
    static struct read plain, thorough;
    char with_end[1100];
    snprintf(with_end, sizeof with_end, "%s\n", text);
    read_into(text, bill, &plain);
    read_into(with_end, bill, &thorough);
    assert_int_equal(plain.good, thorough.good);
    *good += plain.good;
    if (plain.good) {
        assert_memory_equal(&plain.command, &thorough.command, sizeof plain.command);
        assert_memory_equal(plain.lines, thorough.lines, sizeof plain.lines);
        assert_string_equal(plain.canonical, thorough.canonical);
    } else {
        assert_string_equal(plain.fault.code, thorough.fault.code);
        assert_string_equal(plain.fault.pointer, thorough.fault.pointer);
    }
}

static void test_asked_batch__plain_form_is_read_as_any_other(void **state)
{
    (void)state;
    static const char *const whole[] = {
        HEAD REST "\"lines\":[" LINE ",{\"code\":\"B\",\"amount\":\"10.01\",\"count\":\"3\","
                  "\"unit_price\":\"3.336667\"}]}",
        "{ \"accounts\" : false , " PERSON " \"id\":\"7\",\"institution\":\"P1\"," REST
        "\"scheme\":\"resident\",\"lines\":[ " LINE " , " LINE " ]}",
        "{" PERSON "\"area\":\"410300\",\"amount\":\"160.00\"}"};
    struct gj_random random = gj_random(20250901);
    int good = 0, all = 0;
    for (int i = 0; i < 60000; i++) {
        char text[1024];
        snprintf(text, sizeof text, "%s", whole[i % 3]);
        for (int64_t times = gj_random_between(&random, 0, 2); times > 0; times--)
            spoil(&random, text);
        read_both_ways(text, i % 3 < 2, &good);
        all++;
    }
    assert_true(good > all / 4 && good < all / 4 * 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_asked_batch__a_bill_becomes_a_command),
        cmocka_unit_test(test_asked_batch__kinds_of_care_have_their_category),
        cmocka_unit_test(test_asked_batch__what_counts_is_canonical),
        cmocka_unit_test(test_asked_batch__faults_are_named_where_they_are),
        cmocka_unit_test(test_asked_batch__a_persons_number_has_26_digits),
        cmocka_unit_test(test_asked_batch__two_hundred_lines_and_no_more),
        cmocka_unit_test(test_asked_batch__the_head_names_the_file),
        cmocka_unit_test(test_asked_batch__a_credit_becomes_a_command),
        cmocka_unit_test(test_asked_batch__plain_form_is_read_as_any_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
