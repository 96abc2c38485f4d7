/* Random questions and bills under the real packs, with both sets: every row that an answer cites
   holds on that day, in an area of the question, for the people and places of the question; what
   rests on no row is unknown. GJ_RANDOM_QUESTIONS sets how many, GJ_RANDOM_SEED which. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"
#include "packs.h"
#include "policy/calc.h"

enum { SIDES_MAX = 3 };

static struct gj_pack_set *set;
static struct gj_law law;

static uint64_t number_of(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text && *text ? strtoull(text, NULL, 10) : otherwise;
}

static int between(struct gj_random *random, int low, int high)
{
    return (int)gj_random_between(random, low, high);
}

/* ---- random people ---- */

/* Any area of the tree; often one with rows of its own. */
static gj_area any_area(struct gj_random *random)
{
    if (between(random, 0, 1) == 0)
        return gj_policy_area_at(law.policy,
                                 between(random, 0, gj_policy_area_count(law.policy) - 1))
            ->area;
    int row = between(random, 0, gj_policy_row_count(law.policy) - 1);
    return gj_policy_row(law.policy, (uint32_t)row)->area;
}

static gj_day any_day(struct gj_random *random)
{
    if (between(random, 0, 2) > 0)
        return (gj_day)between(random, gj_day_from_civil(2020, 1, 1),
                               gj_day_from_civil(2026, 12, 31));
    int number = between(random, 0, gj_policy_row_count(law.policy) - 1);
    const struct gj_row *row = gj_policy_row(law.policy, (uint32_t)number);
    gj_day edge = between(random, 0, 1) && row->to < GJ_DAY_MAX ? row->to : row->from;
    return edge - (gj_day)between(random, 0, 1);
}

static void change_party(struct gj_random *random, struct gj_party *party)
{
    party->area = any_area(random);
    party->working = (uint8_t)between(random, GJ_WORKING, GJ_RETIRED);
    party->tier = (uint8_t)between(random, 1, 2);
    party->group = (uint8_t)between(random, 0, GJ_PERSON_GROUP_COUNT - 1);
    party->age_years = (int16_t)between(random, -1, 90);
    if (between(random, 0, 3) == 0)
        party->scheme = (uint8_t)between(random, 0, GJ_SCHEME_COUNT - 1);
    if (between(random, 0, 9) == 0)
        party->status = (uint8_t)between(random, 0, GJ_STATUS_COUNT - 1);
}

static struct gj_where where_of(const struct gj_party *party, gj_day day)
{
    return (struct gj_where){.area = party->area,
                             .day = day,
                             .scheme = party->scheme,
                             .working = party->working,
                             .tier = party->tier,
                             .group = party->group,
                             .age_years = party->age_years};
}

/* ---- a cited row against the coordinates it may have been asked by ---- */

static bool lies_in(gj_area area, gj_area outer)
{
    while (area != 0 && area != outer)
        area = gj_area_parent(area);
    return area == outer;
}

static bool meets(int selector, int said)
{
    return selector == 0 || selector == said;
}

static bool level_meets(const struct gj_row *row, const struct gj_where *where)
{
    bool reads_level_1 = where->level == GJ_LEVEL_COMMUNITY && row->level == GJ_LEVEL_1;
    return meets(row->level, where->level) || reads_level_1;
}

static bool suits(const struct gj_row *row, const struct gj_where *where)
{
    bool of_age = (row->age_from < 0 || where->age_years >= row->age_from) &&
                  (row->age_to < 0 || (where->age_years >= 0 && where->age_years < row->age_to));
    return lies_in(where->area, row->area) && where->day >= row->from && where->day < row->to &&
           meets(row->scheme, where->scheme) && meets(row->working, where->working) &&
           level_meets(row, where) && meets(row->place, where->place) &&
           meets(row->tier, where->tier) && meets(row->group, where->group) &&
           meets(row->relation, where->relation) && meets(row->year, where->year) && of_age;
}

static void check_trace(const struct gj_trace *trace, const struct gj_where *sides, int count,
                        const char *what, uint64_t number)
{
    for (int i = 0; i < trace->count; i++) {
        const struct gj_row *row = gj_law_row(&law, trace->rows[i], NULL);
        bool found = false;
        for (int side = 0; side < count; side++)
            found |= suits(row, &sides[side]);
        char name[400];
        struct gj_writer writer = gj_writer(name, sizeof name);
        gj_row_put_name(law.policy, row, &writer);
        if (!found)
            fail_msg("%s %llu cites %s", what, (unsigned long long)number, name);
    }
}

/* ---- questions ---- */

/* The facts of the kinds about one person's courses. */
static void change_courses(struct gj_random *random, struct gj_question *question)
{
    gj_day day = gj_time_day(question->at);
    question->filing.kind = (uint8_t)between(random, 0, GJ_FILING_COUNT - 1);
    question->filing.filed = day - (gj_day)between(random, -10, 400);
    question->filing.validity_months = (int16_t)between(random, -1, 12);
    question->waiting.enrolled = day - (gj_day)between(random, 0, 300);
    question->waiting.in_window = between(random, 0, 1);
    question->waiting.gap_years = between(random, 0, 5);
    question->waiting.repaired_years = between(random, 0, 5);
    question->waiting.break_months = between(random, 0, 2) ? 0 : between(random, 1, 8);
    question->waiting.newborn_age_days = between(random, 0, 3) ? -1 : between(random, 0, 180);
    question->move.arrears = between(random, 0, 9) == 0;
    question->withdraw.ground = (uint8_t)between(random, 0, GJ_GROUND_COUNT - 1);
    question->maternity.months = between(random, 0, 20);
    question->maternity.repaired_months = between(random, 0, 4);
    question->maternity.months_since_event = between(random, 0, 20);
    question->lifetime.sex = (uint8_t)between(random, GJ_SEX_MALE, GJ_SEX_FEMALE);
    question->lifetime.years = between(random, 0, 40) * INT64_C(1000000);
    question->bounds.key = (uint16_t)between(random, 0, GJ_KEY_COUNT - 1);
    question->bounds.is_figure = true;
    question->bounds.number = between(random, 0, 300000);
}

static void random_question(struct gj_random *random, struct gj_question *question)
{
    gj_question_favourable(question);
    question->at = gj_time_at(any_day(random), between(random, 0, 23), 30, 0);
    question->kind = (uint8_t)between(random, 0, GJ_ASK_COUNT - 1);
    question->tool = (uint8_t)between(random, 0, GJ_TOOL_COUNT - 1);
    question->relation = (uint8_t)between(random, 1, GJ_RELATION_COUNT - 1);
    question->expense = (uint8_t)between(random, 1, GJ_EXPENSE_COUNT - 1);
    question->amount_fen = between(random, 1, 300000);
    change_party(random, &question->payer);
    change_party(random, &question->user);
    if (between(random, 0, 2) == 0)
        question->user.area = question->payer.area;
    question->place.area = between(random, 0, 1) ? question->user.area : any_area(random);
    question->premium.year = (int16_t)between(random, 2024, 2026);
    question->transfer.sent = question->at - between(random, 0, 100000);
    question->bond.payer_active = (int16_t)between(random, 0, 12);
    change_courses(random, question);
}

static void check_question(const struct gj_question *question, uint64_t number)
{
    struct gj_reply_to_question reply;
    gj_ask(&law, question, &reply);
    gj_day day = gj_time_day(question->at);
    struct gj_where sides[SIDES_MAX + 1] = {
        where_of(&question->payer, day), where_of(&question->user, day),
        where_of(&question->user, day), where_of(&question->user, day)};
    sides[2].area = question->place.area;
    int count = SIDES_MAX;
    if (question->kind == GJ_ASK_PREMIUM) /* a resident premium is read as a resident */
        sides[count++].scheme = GJ_SCHEME_RESIDENT;
    for (int i = 0; i < count; i++) {
        sides[i].relation = question->relation;
        sides[i].year = question->premium.year;
    }
    check_trace(&reply.trace, sides, count, "question", number);
    bool gives = reply.answer == GJ_ANSWER_ALLOW || reply.answer == GJ_ANSWER_PARTIAL;
    bool rests = reply.trace.count > 0 || reply.trace.not_found_count > 0;
    /* The own account needs no row, a refund goes by what was paid, care at home is not filed, and a
       key that nothing bounds is within its bounds. */
    bool at_home = question->kind == GJ_ASK_FILING && reply.reason == GJ_OK_BENEFIT;
    bool needs = !at_home && question->kind != GJ_ASK_BOUNDS && question->kind != GJ_ASK_OWN &&
                 question->kind != GJ_ASK_REFUND && question->tool != GJ_TOOL_OWN &&
                 question->relation != GJ_RELATION_SELF;
    if (gives && needs && !rests)
        fail_msg("question %llu of kind %s rests on nothing", (unsigned long long)number,
                 gj_word(GJ_WORDS_OF_ASK, question->kind));
    if (reply.answer == GJ_ANSWER_UNKNOWN)
        assert_true(reply.trace.not_found_count > 0 || reply.trace.count > 0);
    if (reply.reason == GJ_POLICY_UNKNOWN)
        assert_int_equal(reply.answer, GJ_ANSWER_UNKNOWN);
}

static void test_gongji_cited__rows_of_questions_hold_that_day_and_place(void **state)
{
    (void)state;
    struct gj_random random = gj_random(number_of("GJ_RANDOM_SEED", 20250421));
    uint64_t count = number_of("GJ_RANDOM_QUESTIONS", 100000);
    for (uint64_t i = 0; i < count; i++) {
        struct gj_question question;
        random_question(&random, &question);
        check_question(&question, i);
    }
}

/* ---- calculations ---- */

static bool calculate_money(struct gj_random *random, struct gj_calc *calc)
{
    gj_fen amount = between(random, 1, 3000000);
    struct gj_contribution_facts facts = {
        GJ_UNKNOWN, amount, GJ_UNKNOWN, false, false, (enum gj_insurance)between(random, 0, 4)};
    struct gj_credit_facts credit = {amount, amount};
    switch (between(random, 0, 2)) {
    case 0:
        return gj_contribution(calc, &facts).employee_fen >= 0;
    case 1:
        return gj_credit(calc, &credit).credit_fen > 0;
    default:
        return gj_premium(calc, 0).personal_fen >= 0;
    }
}

static bool calculate_course(struct gj_random *random, struct gj_calc *calc)
{
    struct gj_waiting_facts waiting = {.in_window = between(random, 0, 1),
                                       .repaid = true,
                                       .gap_years = between(random, 0, 5),
                                       .break_months = between(random, 0, 5),
                                       .newborn_age_days = GJ_UNKNOWN};
    switch (between(random, 0, 3)) {
    case 0:
        return gj_waiting_months(calc, &waiting) > 0;
    case 1:
        return gj_filing_ratio(calc, (enum gj_filing)between(random, 0, 4), 800000).cut_ppm >= 0;
    case 2:
        return gj_maternity_days(calc, (enum gj_event)between(random, 1, 3), true, 2) >= 0;
    default:
        return gj_lifetime(calc, (enum gj_sex)between(random, 1, 2), 0).required >= 0;
    }
}

static bool calculate_age(struct gj_random *random, struct gj_calc *calc)
{
    static const enum gj_retire_age tracks[] = {GJ_RETIRE_AGE_60, GJ_RETIRE_AGE_55,
                                                GJ_RETIRE_AGE_50};
    enum gj_retire_age track = tracks[between(random, 0, 2)];
    struct gj_pension_facts facts = {between(random, 1, 900000), 100, 1000000, 15000000, track};
    switch (between(random, 0, 2)) {
    case 0:
        return gj_least_years(calc) >= 0;
    case 1:
        return gj_pension(calc, &facts).pension_fen >= 0;
    default:
        return gj_retirement(calc, track, between(random, 1950 * 12, 1999 * 12)).month >= 0;
    }
}

/* A figure rests on rows of that day and place; without one the key is named as missing. */
static void check_calculation(struct gj_random *random, uint64_t number)
{
    struct gj_question people;
    gj_question_favourable(&people);
    change_party(random, &people.user);
    struct gj_where where = where_of(&people.user, any_day(random));
    where.year = (int16_t)between(random, 2023, 2027);
    struct gj_calc calc;
    gj_calc_begin(&calc, &law, &where);
    bool has = false;
    switch (between(random, 0, 2)) {
    case 0:
        has = calculate_money(random, &calc);
        break;
    case 1:
        has = calculate_course(random, &calc);
        break;
    default:
        has = calculate_age(random, &calc);
        break;
    }
    check_trace(&calc.trace, &where, 1, "calculation", number);
    assert_int_equal(calc.reason, GJ_OK);
    if (has && calc.trace.count == 0)
        fail_msg("calculation %llu rests on nothing", (unsigned long long)number);
    if (!has)
        assert_true(calc.missing_count > 0 || calc.trace.count > 0 ||
                    calc.trace.not_found_count > 0);
}

static void test_gongji_cited__rows_of_calculations_hold_that_day_and_place(void **state)
{
    (void)state;
    struct gj_random random = gj_random(number_of("GJ_RANDOM_SEED", 20250421));
    uint64_t count = number_of("GJ_RANDOM_QUESTIONS", 100000);
    for (uint64_t i = 0; i < count; i++)
        check_calculation(&random, i);
}

/* ---- bills ---- */

static void random_claim(struct gj_random *random, struct gj_claim *claim)
{
    struct gj_question people;
    gj_question_favourable(&people);
    people.user.scheme = GJ_SCHEME_EMPLOYEE;
    change_party(random, &people.user);
    memset(claim, 0, sizeof *claim);
    claim->user = people.user;
    claim->where = where_of(&people.user, any_day(random));
    claim->where.level = (uint8_t)between(random, GJ_LEVEL_COMMUNITY, GJ_LEVEL_PHARMACY);
    claim->where.place = (uint8_t)between(random, 0, GJ_PLACE_GROUP_COUNT - 1);
    claim->now = gj_time_at(claim->where.day, 10, 0, 0);
    claim->care = (uint8_t)between(random, 0, GJ_CARE_COUNT - 1);
    if (claim->care == GJ_CARE_PHARMACY)
        claim->where.level = GJ_LEVEL_PHARMACY;
    claim->filing = (uint8_t)between(random, 0, GJ_FILING_COUNT - 1);
    claim->care_area = between(random, 0, 2) ? claim->user.area : any_area(random);
    claim->designated = claim->takes_wallet = claim->accounts_used = true;
    claim->bill.total_fen = claim->bill.eligible_fen = between(random, 1, 3000000);
    claim->used.pool_fen = claim->used.fund_pool_fen = between(random, 0, 1) ? 0 : 170000;
}

static void check_claim(const struct gj_claim *claim, uint64_t number)
{
    struct gj_decision decision;
    gj_settle(&law, claim, &decision);
    struct gj_where sides[SIDES_MAX] = {claim->where, claim->where, claim->where};
    sides[1].area = claim->care_area;
    sides[2].relation = GJ_RELATION_SELF;
    check_trace(&decision.trace, sides, SIDES_MAX, "bill", number);
    if (decision.reason == GJ_OK && decision.pool_fen > 0)
        assert_true(decision.trace.count >= 2); /* a deductible and a ratio, if only as "none" */
    if (decision.reason == GJ_POLICY_UNKNOWN) {
        assert_int_equal(decision.pool_fen, 0);
        assert_true(decision.trace.not_found_count > 0);
    }
}

static void test_gongji_cited__rows_of_bills_hold_that_day_and_place(void **state)
{
    (void)state;
    struct gj_random random = gj_random(number_of("GJ_RANDOM_SEED", 20250421));
    uint64_t count = number_of("GJ_RANDOM_QUESTIONS", 100000);
    for (uint64_t i = 0; i < count; i++) {
        struct gj_claim claim;
        random_claim(&random, &claim);
        check_claim(&claim, i);
    }
}

static int load(void **state)
{
    (void)state;
    set = packs_load((struct gj_pack_options){.with_unverified = true, .with_example = true});
    law = gj_pack_law(set);
    return 0;
}

static int unload(void **state)
{
    (void)state;
    gj_pack_free(set);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gongji_cited__rows_of_questions_hold_that_day_and_place),
        cmocka_unit_test(test_gongji_cited__rows_of_calculations_hold_that_day_and_place),
        cmocka_unit_test(test_gongji_cited__rows_of_bills_hold_that_day_and_place),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
