/* The compact codec: what is written is read again, whatever the values; cut, changed and alien
   bytes are refused and never read as something else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "store/hand.h"
#include "store/kept.h"

static void put_texts(struct gj_settlement *one, int round)
{
    memset(one->med_type, 0, sizeof one->med_type);
    memset(one->credential_type, 0, sizeof one->credential_type);
    memset(one->med_type, '1', (size_t)(round % 7)); /* none to as many as there is room for */
    memset(one->credential_type, '0', (size_t)(round / 7 % 7));
}

static void test_store_kept__reads_again_what_it_wrote(void **state)
{
    (void)state;
    struct gj_random random = gj_random(20250901);
    static struct gj_settlement one, again;
    uint8_t bytes[GJ_KEPT_DECIDED_MAX];
    for (int round = 0; round < 2000; round++) {
        put_texts(&one, round);
        one.refund_of = round % 5 == 0 ? (gj_id)round << 40 : 0;
        hand_random_claim(&random, &one.claim);
        hand_random_decision(&random, &one.decision);
        const size_t length = gj_kept_decided_put(&one, bytes);
        memset(&again, 0x5a, sizeof again);
        assert_int_equal(gj_kept_decided_get(bytes, length, &again, NULL), GJ_DONE);
        assert_memory_equal(one.med_type, again.med_type, sizeof one.med_type);
        assert_memory_equal(one.credential_type, again.credential_type, sizeof one.credential_type);
        assert_int_equal(one.refund_of, again.refund_of);
        assert_memory_equal(&one.claim, &again.claim, sizeof one.claim);
        assert_memory_equal(&one.decision, &again.decision, sizeof one.decision);
    }
}

/* A field added to these structs must get its place in the codec, and the form a new version. */
static void test_store_kept__covers_every_field_there_is(void **state)
{
    (void)state;
    assert_int_equal(sizeof(struct gj_settlement), 3320);
    assert_int_equal(sizeof(struct gj_claim), 2136);
    assert_int_equal(sizeof(struct gj_decision), 1008);
    assert_int_equal(sizeof(struct gj_charge), 1112);
    assert_int_equal(sizeof(struct gj_reply), 176);
    assert_int_equal(sizeof(struct gj_line), 304);
}

static void test_store_kept__refuses_bytes_that_are_cut(void **state)
{
    (void)state;
    struct gj_random random = gj_random(7);
    static struct gj_settlement one;
    uint8_t bytes[GJ_KEPT_DECIDED_MAX + 1];
    struct gj_why why;
    put_texts(&one, 16);
    hand_random_claim(&random, &one.claim);
    hand_random_decision(&random, &one.decision);
    const size_t length = gj_kept_decided_put(&one, bytes);
    for (size_t cut = 0; cut < length; cut++)
        assert_int_equal(gj_kept_decided_get(bytes, cut, &one, &why), GJ_BROKEN);
    bytes[length] = 0;
    assert_int_equal(gj_kept_decided_get(bytes, length + 1, &one, &why), GJ_BROKEN);
    assert_int_equal(gj_kept_decided_get(bytes, length, &one, &why), GJ_DONE);
}

static void test_store_kept__refuses_another_version(void **state)
{
    (void)state;
    static struct gj_decision decision;
    uint8_t bytes[GJ_KEPT_DECISION_MAX];
    struct gj_why why;
    const size_t length = gj_kept_decision_put(&decision, bytes);
    assert_int_equal(bytes[0], GJ_KEPT_VERSION);
    assert_int_equal(gj_kept_decision_get(bytes, length, &decision, &why), GJ_DONE);
    bytes[0]++;
    assert_int_equal(gj_kept_decision_get(bytes, length, &decision, &why), GJ_BROKEN);
}

/* Whatever bytes come: no crash, and what is read as whole writes itself as the same bytes. */
static void test_store_kept__reads_alien_bytes_in_one_way_or_not_at_all(void **state)
{
    (void)state;
    struct gj_random random = gj_random(99);
    static struct gj_settlement one;
    uint8_t bytes[GJ_KEPT_DECIDED_MAX], again[GJ_KEPT_DECIDED_MAX];
    int whole = 0;
    for (int round = 0; round < 20000; round++) {
        memset(&one, 0, sizeof one);
        one.claim.payers_count = round % 3;
        size_t length = gj_kept_decided_put(&one, bytes);
        for (int i = 0; i < 3; i++)
            bytes[(size_t)gj_random_between(&random, 1, (int64_t)length - 1)] =
                (uint8_t)gj_random_next(&random);
        if (gj_kept_decided_get(bytes, length, &one, NULL) != GJ_DONE)
            continue;
        whole++;
        assert_int_equal(gj_kept_decided_put(&one, again), length);
        assert_memory_equal(bytes, again, length);
    }
    assert_true(whole > 100);
}

static void test_store_kept__refuses_numbers_wider_than_their_field(void **state)
{
    (void)state;
    static const int64_t values[] = {0, 255, 256, -1};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        uint8_t bytes[16], read = 0;
        int64_t value = values[i];
        struct gj_coder writing = gj_coder_writing(bytes, sizeof bytes);
        gj_code_signed(&writing, &value);
        struct gj_coder reading = gj_coder_reading(bytes, (size_t)(writing.at - bytes));
        GJ_CODE(&reading, read);
        assert_int_equal(reading.bad, i >= 2);
    }
}

static void test_store_kept__takes_the_ends_of_all_numbers(void **state)
{
    (void)state;
    static const int64_t values[] = {INT64_MIN, INT64_MAX, 0, -1, 63, 64, -64, -65};
    static const size_t lengths[] = {10, 10, 1, 1, 1, 2, 1, 2};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        uint8_t bytes[10];
        int64_t value = values[i], again = 5;
        struct gj_coder writing = gj_coder_writing(bytes, sizeof bytes);
        gj_code_signed(&writing, &value);
        assert_false(writing.bad);
        assert_int_equal(writing.at - bytes, lengths[i]);
        struct gj_coder reading = gj_coder_reading(bytes, lengths[i]);
        gj_code_signed(&reading, &again);
        assert_false(reading.bad);
        assert_true(again == values[i]);
    }
    /* A second, longer form of a number is none. */
    const uint8_t padded[] = {0x81, 0x00};
    int64_t value = 0;
    struct gj_coder reading = gj_coder_reading(padded, 2);
    gj_code_signed(&reading, &value);
    assert_true(reading.bad);
}

static void test_store_kept__keeps_replies_with_results_and_charges(void **state)
{
    (void)state;
    struct gj_random random = gj_random(3);
    static struct gj_line_result results[GJ_MESSAGE_LINES_MAX], room[GJ_MESSAGE_LINES_MAX];
    static uint8_t bytes[GJ_KEPT_REPLY_MAX];
    static struct gj_charge charge, charge_again;
    struct gj_reply reply = {.reason = 12,
                             .now = 1,
                             .order = 256,
                             .id = 512,
                             .area = 980100,
                             .sign_no = "S",
                             .balance_fen = 55,
                             .results = results,
                             .results_count = GJ_MESSAGE_LINES_MAX};
    struct gj_reply again = {.results = room};
    bool has_charge = false;
    for (int i = 0; i < GJ_MESSAGE_LINES_MAX; i++)
        results[i].bill.total_fen = GJ_FEN_MAX - i;
    hand_random_decision(&random, &charge.preview);
    (void)snprintf(charge.number, sizeof charge.number, "B1");
    const size_t length = gj_kept_reply_put(&reply, &charge, bytes);
    assert_int_equal(gj_kept_reply_get(bytes, length, &again, &charge_again, &has_charge, NULL),
                     GJ_DONE);
    assert_true(has_charge);
    assert_memory_equal(&charge, &charge_again, sizeof charge);
    assert_memory_equal(results, room, sizeof room);
    assert_int_equal(again.id, 512);
    assert_string_equal(again.sign_no, "S");
    again.results = NULL;
    assert_int_equal(gj_kept_reply_get(bytes, length, &again, &charge_again, &has_charge, NULL),
                     GJ_DONE);
    assert_int_equal(again.results_count, 0);
    assert_int_equal(reply.results_count, GJ_MESSAGE_LINES_MAX);
}

static void test_store_kept__keeps_the_longest_lines_and_identities(void **state)
{
    (void)state;
    static struct gj_kept_lines lines, again;
    static uint8_t bytes[GJ_KEPT_LINES_MAX];
    lines.count = GJ_MESSAGE_LINES_MAX;
    for (int i = 0; i < lines.count; i++) {
        struct gj_line *line = &lines.lines[i].line;
        memset(line->serial, 's', sizeof line->serial - 1);
        memset(line->charge, 'c', sizeof line->charge - 1);
        memset(line->list_code, 'l', sizeof line->list_code - 1);
        memset(line->own_code, 'o', sizeof line->own_code - 1);
        line->content = UINT64_MAX;
        line->occurred = line->amount_fen = line->count_e4 = line->price_micro = INT64_MIN;
        lines.lines[i].price.limit_micro = INT64_MAX;
    }
    size_t length = gj_kept_lines_put(&lines, bytes);
    assert_int_equal(gj_kept_lines_get(bytes, length, &again, NULL), GJ_DONE);
    assert_int_equal(again.count, lines.count);
    assert_memory_equal(&again.lines[199].line, &lines.lines[199].line, sizeof(struct gj_line));
    assert_int_equal(gj_kept_lines_get(bytes, length - 1, &again, NULL), GJ_BROKEN);
    struct gj_identity identity = {.person = INT64_MAX}, identity_again;
    memset(identity.name, 'n', sizeof identity.name - 1);
    memset(identity.document, 'd', sizeof identity.document - 1);
    memset(identity.card, 'k', sizeof identity.card - 1);
    memset(identity.token, 't', sizeof identity.token - 1);
    memset(identity.employer, 'e', sizeof identity.employer - 1);
    length = gj_kept_identity_put(&identity, bytes);
    assert_int_equal(gj_kept_identity_get(bytes, length, &identity_again, NULL), GJ_DONE);
    assert_memory_equal(&identity, &identity_again, sizeof identity);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_store_kept__reads_again_what_it_wrote),
        cmocka_unit_test(test_store_kept__covers_every_field_there_is),
        cmocka_unit_test(test_store_kept__refuses_bytes_that_are_cut),
        cmocka_unit_test(test_store_kept__refuses_another_version),
        cmocka_unit_test(test_store_kept__reads_alien_bytes_in_one_way_or_not_at_all),
        cmocka_unit_test(test_store_kept__refuses_numbers_wider_than_their_field),
        cmocka_unit_test(test_store_kept__takes_the_ends_of_all_numbers),
        cmocka_unit_test(test_store_kept__keeps_replies_with_results_and_charges),
        cmocka_unit_test(test_store_kept__keeps_the_longest_lines_and_identities),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
