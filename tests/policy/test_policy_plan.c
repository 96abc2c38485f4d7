/* Plans against the plain way: random laws with rows that come and go by day, area, age and every
   other selector, random bills with random givers; the decision with a planner must be the same
   value, rows, refusals and all, as the one without. GJ_RANDOM_BILLS sets how many, GJ_RANDOM_SEED
   which. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"
#include "policy/policy.h"
#include "rows.h"

enum { BILLS_A_LAW = 400, DAYS = 1000, TEXT_MAX = 32 };

struct world {
    struct gj_random random;
    struct gj_policy *policy;
    struct gj_law plain, planned;
};

static const gj_area areas[] = {100000, 980000, 980100, 980101, 980200, 990000, 990100};
enum { AREAS = sizeof areas / sizeof areas[0] };

static uint64_t number_of(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text && *text ? strtoull(text, NULL, 10) : otherwise;
}

static int64_t some(struct world *world, int64_t low, int64_t high)
{
    return gj_random_between(&world->random, low, high);
}

static bool chance(struct world *world, int percent)
{
    return some(world, 1, 100) <= percent;
}

static gj_day first_day(void)
{
    return gj_day_from_civil(2023, 1, 1);
}

/* ---- random laws ---- */

static void put_choice(struct world *world, const char *choices, struct gj_writer *writer)
{
    int count = 1, which;
    for (const char *at = choices; *at; at++)
        count += *at == '|';
    which = (int)some(world, 0, count - 1);
    for (const char *at = choices; *at; at++) {
        if (*at == '|')
            which--;
        else if (which == 0)
            gj_put_text(writer, (char[]){*at, '\0'});
    }
}

static void put_text(struct world *world, enum gj_key key, struct gj_writer *writer)
{
    static const char *const proofs[] = {"promise", "id", "id,promise"};
    static const char *const tiers[] = {"1", "2", "1,2"};
    const char *const *from = key == GJ_KEY_AID_PROOF ? proofs : tiers;
    gj_put_text(writer, from[some(world, 0, 2)]);
}

static void put_relations(struct world *world, struct gj_writer *writer)
{
    static const char *const relations[] = {"parent", "spouse, parent, child", "child, sibling"};
    gj_put_text(writer, relations[some(world, 0, 2)]);
}

static void put_value(struct world *world, enum gj_key key, struct gj_writer *writer)
{
    const struct gj_key_info *info = gj_key_info(key);
    char text[GJ_FEN_TEXT_MAX];
    switch (info->type) {
    case GJ_TYPE_FEN:
        gj_put_text(writer, gj_fen_text(some(world, 0, 300), text));
        break;
    case GJ_TYPE_PPM:
        gj_put_text(writer,
                    gj_ppm_text((gj_ppm)some(world, 0, info->high ? info->high : 50000), text));
        break;
    case GJ_TYPE_COUNT:
        gj_put_format(writer, "%d", (int)(info->low + some(world, 0, 4)));
        break;
    case GJ_TYPE_YES:
        gj_put_text(writer, chance(world, 80) ? "yes" : "no");
        break;
    case GJ_TYPE_CHOICE:
        put_choice(world, info->choices, writer);
        break;
    case GJ_TYPE_RELATIONS:
        put_relations(world, writer);
        break;
    case GJ_TYPE_MONTH_DAY:
        gj_put_text(writer, chance(world, 50) ? "01-01" : "07-01");
        break;
    default:
        put_text(world, key, writer);
        break;
    }
}

static struct gj_steps some_steps(struct world *world)
{
    struct gj_steps steps = {.count = (int)some(world, 1, 3)};
    gj_fen up_to = 0;
    for (int i = 0; i < steps.count; i++) {
        up_to += some(world, 1, 150);
        steps.steps[i].up_to_fen = i + 1 == steps.count ? GJ_FEN_MAX : up_to;
        steps.steps[i].ratio_ppm = (gj_ppm)some(world, 0, GJ_PPM_ONE);
    }
    return steps;
}

static void add_row(struct world *world, struct gj_builder *builder, struct gj_row row)
{
    char text[TEXT_MAX * 4] = "";
    struct gj_writer writer = gj_writer(text, sizeof text);
    enum gj_key key = (enum gj_key)row.key;
    struct gj_steps steps = some_steps(world);
    bool limited = gj_key_info(key)->absent == GJ_ABSENT_NO_LIMIT;
    if (chance(world, 4))
        gj_put_text(&writer, "null");
    else if (limited && chance(world, 15))
        gj_put_text(&writer, "none");
    else if (gj_key_info(key)->type != GJ_TYPE_STEPS)
        put_value(world, key, &writer);
    if (*text)
        rows_add(builder, row, text);
    else
        rows_add_steps(builder, row, &steps);
}

/* One selector more, so that the row is more special than the one before it. */
static void select_more(struct world *world, struct gj_row *row, bool by_age)
{
    if (by_age) {
        row->age_from = (int16_t)some(world, 0, 60);
        row->age_to = (int16_t)(row->age_from + some(world, 1, 50));
        return;
    }
    switch (some(world, 0, 5)) {
    case 0:
        row->scheme = (uint8_t)some(world, 1, 2);
        break;
    case 1:
        row->working = (uint8_t)some(world, 1, 2);
        break;
    case 2:
        row->level = (uint8_t)some(world, 1, 5);
        break;
    case 3:
        row->tier = (uint8_t)some(world, 1, 2);
        break;
    case 4:
        row->group = (uint8_t)some(world, 4, 5);
        break;
    default:
        row->relation = (uint8_t)some(world, 1, 5);
        break;
    }
}

/* The rows of one key in one area: stretches of days one after the other, with gaps, each with a
   plain row and at times more special ones. */
static void add_key(struct world *world, struct gj_builder *builder, enum gj_key key, gj_area area)
{
    int param = gj_key_info(key)->parameter < 0 ? 0 : (int)some(world, 1, 3);
    gj_day from = GJ_DAY_MIN;
    for (int stretch = (int)some(world, 1, 3); stretch > 0; stretch--) {
        gj_day to = stretch == 1 ? GJ_DAY_MAX : first_day() + (gj_day)some(world, 0, DAYS);
        struct gj_row row = rows_row(area, key);
        row.from = from;
        row.to = to;
        row.param = (uint8_t)param;
        if (to <= from)
            continue;
        if (chance(world, 85))
            add_row(world, builder, row);
        if (chance(world, 40)) {
            select_more(world, &row, false);
            add_row(world, builder, row);
            if (chance(world, 40)) {
                select_more(world, &row, true);
                add_row(world, builder, row);
            }
        }
        from = to;
    }
}

/* In how many laws of a hundred an area says something about a key. The nation says most, so that
   many bills can be decided. */
static int wordiness(enum gj_key key, gj_area area)
{
    bool needed = key == GJ_KEY_OUTPATIENT_RATIO || key == GJ_KEY_OUTPATIENT_DEDUCTIBLE ||
                  key == GJ_KEY_AID_RELATIONS || key == GJ_KEY_AID_REACH ||
                  key == GJ_KEY_STATUS_PAYER || key == GJ_KEY_STATUS_USER ||
                  key == GJ_KEY_WALLET_OPEN || key == GJ_KEY_CHRONIC_RATIO ||
                  key == GJ_KEY_CHRONIC_DEDUCTIBLE;
    if (area == GJ_AREA_NATION)
        return needed ? 97 : 20;
    return 10;
}

/* Hours, spans and years are asked of transfers, premiums and pensions, never of a bill. */
static bool is_of_bills(enum gj_key key)
{
    enum gj_key_type type = gj_key_info(key)->type;
    return type != GJ_TYPE_CLOCK && type != GJ_TYPE_CLOCKS && type != GJ_TYPE_SPAN &&
           type != GJ_TYPE_DECIMAL;
}

static void new_law(struct world *world)
{
    struct gj_builder *builder = gj_builder_new();
    gj_planner_free(world->planned.planner);
    gj_policy_free(world->policy);
    for (int i = 0; i < AREAS; i++)
        gj_builder_area(builder, (struct gj_area_info){.area = areas[i], .fictional = true});
    for (int key = 0; key < GJ_KEY_COUNT; key++)
        for (int i = 0; i < AREAS; i++)
            if (is_of_bills((enum gj_key)key) &&
                chance(world, wordiness((enum gj_key)key, areas[i])))
                add_key(world, builder, (enum gj_key)key, areas[i]);
    world->policy = rows_freeze(builder);
    world->plain = world->planned = (struct gj_law){.policy = world->policy};
    world->planned.planner = gj_planner_new(&world->planned);
    assert_non_null(world->planned.planner);
}

/* ---- random bills ---- */

static gj_area some_area(struct world *world)
{
    return chance(world, 60) ? 980100 : areas[some(world, 1, AREAS - 1)];
}

static struct gj_party some_party(struct world *world, gj_day day)
{
    struct gj_party party = {
        .area = some_area(world),
        .scheme = (uint8_t)(chance(world, 70) ? 1 : some(world, 0, 2)),
        .status = (uint8_t)(chance(world, 85) ? 0 : some(world, 1, 3)),
        .working = (uint8_t)some(world, 0, 2),
        .tier = (uint8_t)some(world, 0, 2),
        .group = (uint8_t)(chance(world, 60) ? 0 : some(world, 4, 6)),
        .has_account = chance(world, 90),
        .frozen = chance(world, 8),
        .wallet_open = chance(world, 80),
        .age_years = (int16_t)(chance(world, 10) ? GJ_AGE_UNSAID : some(world, 0, 99)),
        .suspended_until = GJ_DAY_NONE,
        .balance_fen = chance(world, 80) ? some(world, 0, 300) : 0,
        .wallet_fen = chance(world, 40) ? some(world, 0, 100) : 0,
    };
    party.carried_fen = some(world, 0, party.balance_fen);
    if (chance(world, 5))
        party.suspended_until = day + (gj_day)some(world, -1, 1);
    return party;
}

static gj_fen some_limit(struct world *world)
{
    return chance(world, 70) ? GJ_FEN_UNLIMITED : some(world, 0, 150);
}

static void add_payer(struct world *world, struct gj_claim *claim, gj_day day)
{
    struct gj_claim_payer *payer = &claim->payers[claim->payers_count++];
    *payer = (struct gj_claim_payer){
        .binding = chance(world, 10) ? 0 : claim->payers_count,
        .person = claim->payers_count,
        .party = some_party(world, day),
        .relation = (uint8_t)(chance(world, 85) ? GJ_RELATION_PARENT : some(world, 0, 17)),
        .approved = chance(world, 10),
        .rank = (int16_t)some(world, 0, 2),
        .bound_day = day - (gj_day)some(world, 0, 3),
        .bond = {.state = (uint8_t)(chance(world, 92) ? GJ_BINDING_ACTIVE : some(world, 0, 6)),
                 .proven = chance(world, 85),
                 .promise = chance(world, 85),
                 .payer_is_member = chance(world, 15),
                 .user_is_head = chance(world, 15),
                 .payer_active = (int16_t)some(world, 0, 3),
                 .payer_distinct_ever = (int16_t)some(world, 0, 4),
                 .same_relation_active = (int16_t)some(world, 0, 3),
                 .user_other_payers = (int16_t)some(world, 0, 3),
                 .uses = chance(world, 85) ? 0 : (uint32_t)some(world, 0, 255),
                 .limit_use_fen = some_limit(world),
                 .limit_year_fen = some_limit(world),
                 .used_year_fen = some(world, 0, 100)},
    };
}

static void fill_bill(struct world *world, struct gj_claim *claim)
{
    gj_fen most = chance(world, 5) ? GJ_FEN_MAX / 8 : 400;
    claim->bill = (struct gj_bill){.outside_fen = some(world, 0, 20),
                                   .overprice_fen = some(world, 0, 20),
                                   .first_share_fen = some(world, 0, 20),
                                   .eligible_fen = some(world, 0, most)};
    claim->bill.total_fen = claim->bill.outside_fen + claim->bill.overprice_fen +
                            claim->bill.first_share_fen + claim->bill.eligible_fen;
    claim->used = (struct gj_used){.deductible_fen = some(world, 0, 250),
                                   .month_deductible_fen = some(world, 0, 90),
                                   .day_deductible_fen = some(world, 0, 60),
                                   .pool_fen = some(world, 0, 300),
                                   .level_pool_fen = some(world, 0, 200),
                                   .fund_pool_fen = some(world, 0, 400),
                                   .eligible_fen = some(world, 0, 400),
                                   .aid_fen = some(world, 0, 300),
                                   .visits = 3,
                                   .day_visits = (int32_t)some(world, 0, 3)};
}

static void some_claim(struct world *world, struct gj_claim *claim)
{
    memset(claim, 0, sizeof *claim);
    gj_day day = first_day() + (gj_day)some(world, -30, DAYS + 30);
    gj_day now = chance(world, 60) ? day : day + (gj_day)some(world, 1, 400);
    claim->user = some_party(world, now);
    claim->where = (struct gj_where){.area = chance(world, 90) ? claim->user.area : 980101,
                                     .day = day,
                                     .scheme = claim->user.scheme,
                                     .working = claim->user.working,
                                     .level = (uint8_t)some(world, 0, 5),
                                     .place = (uint8_t)some(world, 0, 2),
                                     .tier = claim->user.tier,
                                     .group = claim->user.group,
                                     .relation = (uint8_t)(chance(world, 95) ? 0 : 3),
                                     .age_years = claim->user.age_years,
                                     .year = (int16_t)(chance(world, 90) ? 0 : 2024)};
    if (chance(world, 5))
        claim->where.age_years = (int16_t)some(world, 0, 99);
    claim->now = gj_time_at(now, (int)some(world, 0, 23), 0, 0);
    static const uint8_t cares[] = {GJ_CARE_OUTPATIENT, GJ_CARE_OUTPATIENT, GJ_CARE_CHRONIC,
                                    GJ_CARE_INPATIENT, GJ_CARE_PHARMACY};
    claim->care = cares[some(world, 0, 4)];
    claim->filing = (uint8_t)(chance(world, 80) ? 0 : some(world, 0, 4));
    claim->place_kind = (uint8_t)some(world, 0, 1);
    claim->designated = chance(world, 95);
    claim->takes_wallet = chance(world, 80);
    claim->accounts_used = chance(world, 95);
    claim->approved = chance(world, 10);
    claim->care_area = chance(world, 10) ? 0 : some_area(world);
    fill_bill(world, claim);
    for (int64_t payers = some(world, 0, 4); payers > 0; payers--)
        add_payer(world, claim, now);
}

/* ---- the tests ---- */

static void must_be_same(const struct world *world, const struct gj_claim *claim, uint64_t bill)
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
    struct world world = {.random = gj_random(seed)};
    uint64_t settled = 0, aided = 0, refused = 0, from_wallet = 0;
    for (uint64_t i = 0; i < bills; i++) {
        if (i % BILLS_A_LAW == 0)
            new_law(&world);
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
    gj_planner_free(world.planned.planner);
    gj_policy_free(world.policy);
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
    struct world world = {.random = gj_random(5)};
    new_law(&world);
    for (uint64_t i = 0; i < 6000; i++) {
        struct gj_claim claim;
        some_claim(&world, &claim);
        claim.where.tier = claim.user.tier = (uint8_t)some(&world, 0, 255);
        must_be_same(&world, &claim, i);
    }
    gj_planner_free(world.planned.planner);
    gj_policy_free(world.policy);
}

/* Rules laid over for one question are another law: the planner of the packs is left alone. */
static void test_policy_plan__a_planner_serves_its_own_law_alone(void **state)
{
    (void)state;
    struct world world = {.random = gj_random(6)};
    new_law(&world);
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
    gj_planner_free(world.planned.planner);
    gj_policy_free(rules);
    gj_policy_free(world.policy);
}

/* The refusal comes first, and what was found for it is nothing that the next bill goes by. */
static void test_policy_plan__a_suspension_that_has_ended_is_over(void **state)
{
    (void)state;
    struct world world = {.random = gj_random(7)};
    new_law(&world);
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
    gj_planner_free(world.planned.planner);
    gj_policy_free(world.policy);
}

/* All but the rows stays, refusals for too many rows too. */
static void test_policy_plan__rows_that_nobody_reads_decide_the_same(void **state)
{
    (void)state;
    struct world world = {.random = gj_random(8)};
    int unwritten = 0, too_long = 0;
    for (uint64_t i = 0; i < 20000; i++) {
        if (i % BILLS_A_LAW == 0)
            new_law(&world);
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
    gj_planner_free(world.planned.planner);
    gj_policy_free(world.policy);
}

static void must_be_same_ahead(const struct gj_law *law, const struct gj_bill_plan *plan,
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

static void test_policy_plan__what_two_laws_say_is_found_together(void **state)
{
    (void)state;
    struct world world = {.random = gj_random(9)};
    new_law(&world);
    struct gj_builder *builder = gj_builder_new();
    rows_add(builder, rows_row(GJ_AREA_NATION, GJ_KEY_SETTLE_ROUNDING), "down");
    struct gj_policy *rules = rows_freeze(builder);
    struct gj_law laws[2] = {world.planned, {.policy = world.policy, .rules = rules}};
    laws[1].planner = gj_planner_new(&laws[1]);
    assert_non_null(laws[1].planner);
    for (int i = 0; i < 4000; i++) {
        struct gj_claim claim;
        const struct gj_bill_plan *plans[2];
        some_claim(&world, &claim);
        gj_plan_ahead(laws, 2, &claim, plans);
        for (int law = 0; law < 2; law++)
            must_be_same_ahead(&laws[law], plans[law], &claim);
    }
    gj_planner_free(laws[1].planner);
    gj_planner_free(world.planned.planner);
    gj_policy_free(rules);
    gj_policy_free(world.policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_policy_plan__decisions_are_the_same_with_a_planner_and_without),
        cmocka_unit_test(test_policy_plan__a_full_planner_decides_the_same),
        cmocka_unit_test(test_policy_plan__a_planner_serves_its_own_law_alone),
        cmocka_unit_test(test_policy_plan__a_suspension_that_has_ended_is_over),
        cmocka_unit_test(test_policy_plan__rows_that_nobody_reads_decide_the_same),
        cmocka_unit_test(test_policy_plan__what_two_laws_say_is_found_together),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
