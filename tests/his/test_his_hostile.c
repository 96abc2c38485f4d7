#include "messages.h"

#include <stdio.h>
#include <time.h>

#include "base/random.h"

/* The fuzzer's entry is used here as it stands: fuzz files are linked to no test. */
#include "fuzz_his.c"

static void try(const char *body, size_t length)
{
    char *with_path = malloc(length + 1);
    with_path[0] = (char)(length % 3);
    memcpy(with_path + 1, body, length);
    LLVMFuzzerTestOneInput((const uint8_t *)with_path, length + 1);
    free(with_path);
}

/* Good messages with bytes changed, dropped and doubled by a seeded hand. */
static void test_his_hostile__survives_damaged_messages(void **state)
{
    struct gj_random random = gj_random(4711);
    static const char spice[] = "\"{}[],:0-+.eE\\u\x80\xff\x01 n";
    (void)state;
    for (int round = 0; round < 4000; round++) {
        int which = (int)gj_random_between(&random, 0, 11);
        char *body = body_of(good_inputs[which][0], good_inputs[which][1], "");
        size_t length = strlen(body);
        for (int64_t hits = gj_random_between(&random, 1, 4); hits > 0; hits--) {
            size_t at = (size_t)gj_random_between(&random, 0, (int64_t)length - 1);
            body[at] = spice[gj_random_between(&random, 0, sizeof spice - 2)];
        }
        try(body, (size_t)gj_random_between(&random, (int64_t)length / 2, (int64_t)length));
        try(body, length);
        free(body);
    }
}

/* Every value of a good message in turn replaced by one of the wrong kind. */
static void test_his_hostile__survives_values_of_every_kind(void **state)
{
    static const char *const kinds[] = {"null",
                                        "true",
                                        "[]",
                                        "{}",
                                        "[[[]]]",
                                        "-0",
                                        "1e999",
                                        "\"\"",
                                        "\"\\ud83d\\ude00\"",
                                        "-99999999999999999999",
                                        "[null]",
                                        "{\"data\":{}}",
                                        "0.1e-7"};
    (void)state;
    for (int which = 0; good_inputs[which][0] != NULL; which++) {
        char *body = body_of(good_inputs[which][0], good_inputs[which][1], "");
        for (const char *at = body; (at = strchr(at, ':')) != NULL; at++) {
            for (size_t kind = 0; kind < sizeof kinds / sizeof kinds[0]; kind++) {
                size_t old = at[1] == '"' ? strcspn(at + 2, "\"") + 2 : strcspn(at + 1, ",}");
                if (at[1] == '{' || at[1] == '[')
                    old = strlen(at + 1) - 1;
                char *other = malloc(strlen(body) + 64);
                snprintf(other, strlen(body) + 64, "%.*s%s%s", (int)(at + 1 - body), body,
                         kinds[kind], at + 1 + old);
                try(other, strlen(other));
                free(other);
            }
        }
        free(body);
    }
}

/* The hot path: decode and encode of a 2207. The figure is printed; only a gross loss fails. */
static void test_his_hostile__is_fast_enough_for_the_hot_path(void **state)
{
    enum { ROUNDS = 5000 };
    (void)state;
    char *body = body_of("2207", good_input("2207"), "");
    struct gj_outcome *outcome = calloc(1, sizeof *outcome);
    struct gj_side side;
    struct gj_identity identity;
    struct gj_command command = {0};
    struct timespec begin, end;
    make_person(&side, &identity);
    outcome->reply = (struct gj_reply){.reason = GJ_OK_SETTLED, .order = 1, .id = 34};
    outcome->settlements[0].visit = 12;
    outcome->settlements[0].decision = (struct gj_decision){.bill = {17550, 1000, 550, 2000, 14000},
                                                            .pool_fen = 7000,
                                                            .person_fen = 10550,
                                                            .own_fen = 10000,
                                                            .cash_fen = 550};
    struct gj_his_answer answer = {
        .command = &command, .outcome = outcome, .identity = &identity, .side = &side};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &begin);
    for (int i = 0; i < ROUNDS; i++) {
        struct gj_his *his = gj_his_new();
        size_t length;
        struct gj_sink none = {NULL, NULL};
        assert_int_equal(gj_his_decode(his, gj_slice("/his"), gj_slice(body), 0, &command, none),
                         GJ_HIS_COMMAND);
        free(gj_his_encode(his, &answer, &length));
        gj_his_free(his);
    }
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    double us =
        ((double)(end.tv_sec - begin.tv_sec) * 1e9 + (double)(end.tv_nsec - begin.tv_nsec)) / 1e3 /
        ROUNDS;
    print_message("2207: %.1f us decode + encode of %zu bytes\n", us, strlen(body));
    assert_true(us < 500);
    free(outcome);
    free(body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_his_hostile__survives_damaged_messages),
        cmocka_unit_test(test_his_hostile__survives_values_of_every_kind),
        cmocka_unit_test(test_his_hostile__is_fast_enough_for_the_hot_path),
    };
    return cmocka_run_group_tests_name("his/hostile", tests, NULL, NULL);
}
