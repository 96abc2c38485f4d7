/* Tokens: for whom they stand, when they end, and that wrong PINs make one wait. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gongji/sessions.h"

enum { MINUTE = 60000 };

static const gj_time start = INT64_C(1700000000000);
static const struct gj_signed_in who = {{GJ_ROLE_CITIZEN, 7, 410100}, ""};
static struct gj_sessions *sessions;
static char token[GJ_TOKEN_MAX];

static int begin(void **state)
{
    (void)state;
    sessions = gj_sessions_new();
    gj_sessions_begin(sessions, &who, start, token);
    return 0;
}

static int end(void **state)
{
    (void)state;
    gj_sessions_free(sessions);
    return 0;
}

static bool lives(const char *of, gj_time now)
{
    const struct gj_signed_in *found = gj_sessions_find(sessions, gj_slice(of), now);
    return found != NULL && found->actor.number == 7;
}

static void test_gongji_sessions__a_token_stands_for_somebody_until_it_ends(void **state)
{
    (void)state;
    char other[GJ_TOKEN_MAX];
    assert_int_equal(strlen(token), 40);
    assert_true(lives(token, start));
    snprintf(other, sizeof other, "%s", token);
    other[39] = other[39] == '0' ? '1' : '0';
    assert_false(lives(other, start));
    assert_false(lives("", start));
    token[20] = '\0';
    assert_false(lives(token, start));
    gj_sessions_begin(sessions, &who, start, token);
    gj_sessions_end(sessions, gj_slice(token));
    assert_false(lives(token, start));
    gj_sessions_end(sessions, gj_slice(token));
}

static void test_gongji_sessions__silence_ends_a_token_and_a_call_keeps_it(void **state)
{
    (void)state;
    assert_true(lives(token, start + 15 * MINUTE));
    assert_true(lives(token, start + 30 * MINUTE));
    assert_false(lives(token, start + 45 * MINUTE + 1));
}

static void test_gongji_sessions__no_token_lives_longer_than_half_a_day(void **state)
{
    (void)state;
    for (int i = 1; i <= 72; i++)
        assert_true(lives(token, start + i * 10 * MINUTE));
    assert_false(lives(token, start + 720 * MINUTE + 1));
}

static void test_gongji_sessions__new_ones_push_out_the_longest_silent(void **state)
{
    (void)state;
    char newest[GJ_TOKEN_MAX] = "";
    assert_true(lives(token, start + 1));
    for (int i = 0; i < 4 * GJ_SESSIONS_MAX; i++)
        gj_sessions_begin(sessions, &who, start + 2 + i, newest);
    assert_true(lives(newest, start + 4 * GJ_SESSIONS_MAX));
    assert_false(lives(token, start + 4 * GJ_SESSIONS_MAX));
}

static void test_gongji_sessions__five_wrong_pins_make_one_wait(void **state)
{
    (void)state;
    struct gj_slice user = GJ_SLICE("operator"), other = GJ_SLICE("clerk-410100");
    for (int i = 0; i < 5; i++) {
        assert_false(gj_sessions_must_wait(sessions, user, start));
        gj_sessions_failed(sessions, user, start);
    }
    assert_true(gj_sessions_must_wait(sessions, user, start));
    assert_true(gj_sessions_must_wait(sessions, user, start + 5 * MINUTE - 1));
    assert_false(gj_sessions_must_wait(sessions, user, start + 5 * MINUTE));
    assert_false(gj_sessions_must_wait(sessions, other, start));
    gj_sessions_failed(sessions, user, start + 5 * MINUTE);
    assert_false(gj_sessions_must_wait(sessions, user, start + 5 * MINUTE));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_gongji_sessions__a_token_stands_for_somebody_until_it_ends),
        TEST(test_gongji_sessions__silence_ends_a_token_and_a_call_keeps_it),
        TEST(test_gongji_sessions__no_token_lives_longer_than_half_a_day),
        TEST(test_gongji_sessions__new_ones_push_out_the_longest_silent),
        TEST(test_gongji_sessions__five_wrong_pins_make_one_wait),
    };
    return cmocka_run_group_tests_name("gongji/sessions", tests, NULL, NULL);
}
