/* What is found ahead for several laws, and held for further bills, against the plain way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rows.h"
#include "some.h"

enum { LAWS = 2 };

/* A random law, and the same with one more rule laid over it. */
struct two_laws {
    struct some_world world;
    struct gj_policy *rules;
    struct gj_law laws[LAWS];
};

static void begin(struct two_laws *two, uint64_t seed)
{
    struct gj_builder *builder = gj_builder_new();
    memset(two, 0, sizeof *two);
    two->world.random = gj_random(seed);
    some_law(&two->world);
    rows_add(builder, rows_row(GJ_AREA_NATION, GJ_KEY_SETTLE_ROUNDING), "down");
    two->rules = rows_freeze(builder);
    two->laws[0] = two->world.planned;
    two->laws[1] = (struct gj_law){.policy = two->world.policy, .rules = two->rules};
    two->laws[1].planner = gj_planner_new(&two->laws[1]);
    assert_non_null(two->laws[1].planner);
}

static void end(struct two_laws *two)
{
    gj_planner_free(two->laws[1].planner);
    gj_policy_free(two->rules);
    some_end(&two->world);
}

static void must_be_same(const struct gj_law *law, const struct gj_bill_plan *plan,
                         struct gj_claim *claim)
{
    struct gj_law plain = *law;
    struct gj_decision alone, ahead;
    struct gj_year year = {0}, other = {0};
    plain.planner = NULL;
    bool decided = gj_year_settle(&year, &plain, NULL, claim, true, &alone);
    assert_int_equal(gj_year_settle(&other, law, plan, claim, true, &ahead), decided);
    assert_int_equal(gj_reason_is_ok((enum gj_reason)alone.reason), decided);
    assert_true(gj_decision_is(&alone, &ahead));
}

static void both_must_be_same(struct two_laws *two, struct gj_claim *claim, struct gj_ahead *ahead)
{
    gj_plan_ahead(two->laws, LAWS, claim, ahead);
    for (int law = 0; law < LAWS; law++)
        must_be_same(&two->laws[law], ahead->plans[law], claim);
}

static void test_policy_ahead__what_two_laws_say_is_found_together(void **state)
{
    (void)state;
    struct two_laws two;
    begin(&two, 9);
    for (int i = 0; i < 4000; i++) {
        struct gj_claim claim;
        struct gj_ahead ahead = {0};
        some_claim(&two.world, &claim);
        both_must_be_same(&two, &claim, &ahead);
    }
    end(&two);
}

/* Another bill of the same kind: other days, ages, amounts, counters and payers. */
static void vary(struct some_world *world, struct gj_claim *claim)
{
    struct gj_claim other;
    some_claim(world, &other);
    claim->where.day = other.where.day;
    claim->now = other.now;
    claim->bill = other.bill;
    claim->used = other.used;
    claim->payers_count = other.payers_count;
    memcpy(claim->payers, other.payers, sizeof claim->payers);
    if (some_chance(world, 50))
        claim->user.age_years = claim->where.age_years = other.user.age_years;
    if (some_chance(world, 5))
        claim->user.suspended_until = gj_time_day(claim->now) + (gj_day)some_number(world, 0, 1);
}

static void test_policy_ahead__it_holds_for_bills_of_other_days_ages_and_amounts(void **state)
{
    (void)state;
    int held = 0;
    for (uint64_t seed = 20; seed < 24; seed++) {
        struct two_laws two;
        begin(&two, seed);
        for (int kind = 0; kind < 60; kind++) {
            struct gj_claim claim;
            struct gj_ahead ahead = {0};
            some_claim(&two.world, &claim);
            for (int i = 0; i < 60; i++) {
                const struct gj_ahead before = ahead;
                both_must_be_same(&two, &claim, &ahead);
                held += memcmp(&before, &ahead, sizeof ahead) == 0;
                vary(&two.world, &claim);
            }
        }
        end(&two);
    }
    assert_true(held > 1000 && held < 4 * 60 * 60 - 1000);
}

/* More kinds of bill in between than a planner has room for. */
static void test_policy_ahead__a_plan_that_was_given_up_is_found_again(void **state)
{
    (void)state;
    struct two_laws two;
    struct gj_claim claim;
    struct gj_ahead ahead = {0};
    begin(&two, 10);
    some_claim(&two.world, &claim);
    for (int i = 0; i < 40; i++) {
        both_must_be_same(&two, &claim, &ahead);
        for (int j = 0; j < 40; j++) {
            struct gj_claim other;
            struct gj_ahead others = {0};
            some_claim(&two.world, &other);
            other.where.tier = other.user.tier = (uint8_t)some_number(&two.world, 0, 255);
            gj_plan_ahead(two.laws, LAWS, &other, &others);
        }
    }
    end(&two);
}

/* What was found for two laws says nothing to one that stands alone. */
static void test_policy_ahead__it_is_for_so_many_laws(void **state)
{
    (void)state;
    struct two_laws two;
    struct gj_claim claim;
    struct gj_ahead ahead = {0};
    begin(&two, 11);
    some_claim(&two.world, &claim);
    gj_plan_ahead(two.laws, 1, &claim, &ahead);
    assert_int_equal(ahead.count, 1);
    assert_null(ahead.plans[1]);
    both_must_be_same(&two, &claim, &ahead);
    assert_int_equal(ahead.count, 2);
    end(&two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_policy_ahead__what_two_laws_say_is_found_together),
        cmocka_unit_test(test_policy_ahead__it_holds_for_bills_of_other_days_ages_and_amounts),
        cmocka_unit_test(test_policy_ahead__a_plan_that_was_given_up_is_found_again),
        cmocka_unit_test(test_policy_ahead__it_is_for_so_many_laws),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
