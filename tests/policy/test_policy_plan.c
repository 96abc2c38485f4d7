/* Plans against the plain way: random laws, random bills with random givers; the decision with a
   planner must be the same value, rows, refusals and all, as the one without. GJ_RANDOM_BILLS sets
   how many, GJ_RANDOM_SEED which. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "rows.h"
#include "some.h"

enum { BILLS_A_LAW = 400 };

static uint64_t number_of(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text && *text ? strtoull(text, NULL, 10) : otherwise;
}

static void must_be_same(const struct some_world *world, const struct gj_claim *claim,
                         uint64_t bill)
{
    struct gj_decision plain, planned;
    gj_settle(&world->plain, claim, &plain);
    gj_settle(&world->planned, claim, &planned);
    if (!gj_decision_is(&plain, &planned))
        fail_msg("bill %llu: reason %d, planned %d; rows %d, planned %d; aid %lld, planned %lld",
                 (unsigned long long)bill, plain.reason, planned.reason, plain.trace.count,
                 planned.trace.count, (long long)plain.aid_fen, (long long)planned.aid_fen);
}

static void test_policy_plan__decisions_are_the_same_with_a_planner_and_without(void **state)
{
    (void)state;
    uint64_t bills = number_of("GJ_RANDOM_BILLS", 100000);
    uint64_t seed = number_of("GJ_RANDOM_SEED", 20310502);
    printf("seed %llu, %llu bills\n", (unsigned long long)seed, (unsigned long long)bills);
    struct some_world world = {.random = gj_random(seed)};
    uint64_t settled = 0, aided = 0, refused = 0, from_wallet = 0;
    for (uint64_t i = 0; i < bills; i++) {
        if (i % BILLS_A_LAW == 0)
            some_law(&world);
        struct gj_claim claim;
        struct gj_decision decision;
        some_claim(&world, &claim);
        must_be_same(&world, &claim, i);
        gj_settle(&world.planned, &claim, &decision);
        settled += decision.pool_fen > 0;
        aided += decision.aid_fen > 0;
        from_wallet += decision.wallet_fen > 0;
        refused += !gj_reason_is_ok((enum gj_reason)decision.reason);
    }
    some_end(&world);
    printf("pooled %llu, aided %llu, wallet %llu, refused %llu\n", (unsigned long long)settled,
           (unsigned long long)aided, (unsigned long long)from_wallet, (unsigned long long)refused);
    /* A generator that rarely pays, or never refuses, would test nothing. */
    assert_true(settled * 8 > bills && aided * 20 > bills && from_wallet * 20 > bills);
    assert_true(refused * 50 > bills && refused * 2 < bills);
}

/* More kinds of bill than a planner has room for: plans take each other's places. */
static void test_policy_plan__a_full_planner_decides_the_same(void **state)
{
    (void)state;
    struct some_world world = {.random = gj_random(5)};
    some_law(&world);
    for (uint64_t i = 0; i < 6000; i++) {
        struct gj_claim claim;
        some_claim(&world, &claim);
        claim.where.tier = claim.user.tier = (uint8_t)some_number(&world, 0, 255);
        must_be_same(&world, &claim, i);
    }
    some_end(&world);
}

/* Rules laid over for one question are another law: the planner of the packs is left alone. */
static void test_policy_plan__a_planner_serves_its_own_law_alone(void **state)
{
    (void)state;
    struct some_world world = {.random = gj_random(6)};
    some_law(&world);
    struct gj_builder *builder = gj_builder_new();
    for (int care = GJ_CARE_OUTPATIENT; care <= GJ_CARE_INPATIENT; care++) {
        enum gj_key key = gj_key_of_care((enum gj_care)care, GJ_CARE_KEY_RATIO);
        rows_add(builder, rows_row(GJ_AREA_NATION, key), "0.9");
    }
    struct gj_policy *rules = rows_freeze(builder);
    int differ = 0;
    for (uint64_t i = 0; i < 2000; i++) {
        struct gj_claim claim;
        struct gj_decision before;
        some_claim(&world, &claim);
        world.plain.rules = world.planned.rules = NULL;
        must_be_same(&world, &claim, i);
        gj_settle(&world.planned, &claim, &before);
        world.plain.rules = world.planned.rules = rules;
        must_be_same(&world, &claim, i);
        struct gj_decision after;
        gj_settle(&world.planned, &claim, &after);
        differ += before.pool_fen != after.pool_fen;
    }
    assert_true(differ > 100);
    some_end(&world);
    gj_policy_free(rules);
}

/* The refusal comes first, and what was found for it is nothing that the next bill goes by. */
static void test_policy_plan__a_suspension_that_has_ended_is_over(void **state)
{
    (void)state;
    struct some_world world = {.random = gj_random(7)};
    some_law(&world);
    int refused = 0;
    for (uint64_t i = 0; i < 2000; i++) {
        struct gj_claim claim;
        struct gj_decision decision;
        some_claim(&world, &claim);
        claim.user.suspended_until = gj_time_day(claim.now) + 1;
        must_be_same(&world, &claim, i);
        gj_settle(&world.planned, &claim, &decision);
        refused += decision.reason == GJ_SETTLEMENT_SUSPENDED;
        claim.user.suspended_until = gj_time_day(claim.now);
        must_be_same(&world, &claim, i);
    }
    assert_int_equal(refused, 2000);
    some_end(&world);
}

/* All but the rows stays, refusals for too many rows too. */
static void test_policy_plan__rows_that_nobody_reads_decide_the_same(void **state)
{
    (void)state;
    struct some_world world = {.random = gj_random(8)};
    int unwritten = 0, too_long = 0;
    for (uint64_t i = 0; i < 20000; i++) {
        if (i % BILLS_A_LAW == 0)
            some_law(&world);
        struct gj_law unread = world.planned;
        unread.rows_unread = true;
        struct gj_claim claim;
        struct gj_decision plain, decision;
        some_claim(&world, &claim);
        gj_settle(&world.plain, &claim, &plain);
        gj_settle(&unread, &claim, &decision);
        too_long += plain.reason == GJ_TRACE_TOO_LONG;
        unwritten += decision.trace.count == 0 && plain.trace.count > 0;
        if (decision.trace.count == 0)
            decision.trace = plain.trace;
        assert_true(gj_decision_is(&plain, &decision));
    }
    assert_true(unwritten > 5000 && too_long > 0);
    some_end(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_policy_plan__decisions_are_the_same_with_a_planner_and_without),
        cmocka_unit_test(test_policy_plan__a_full_planner_decides_the_same),
        cmocka_unit_test(test_policy_plan__a_planner_serves_its_own_law_alone),
        cmocka_unit_test(test_policy_plan__a_suspension_that_has_ended_is_over),
        cmocka_unit_test(test_policy_plan__rows_that_nobody_reads_decide_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
