/* Random bills under random rules: every decision holds the identities and agrees, fen for fen, with
   the slow second implementation. GJ_RANDOM_BILLS sets how many, GJ_RANDOM_SEED which. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"
#include "policy/story.h"

__extension__ typedef unsigned __int128 wide;

enum { BILLS_A_LAW = 40 };

static uint64_t number_of(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text && *text ? strtoull(text, NULL, 10) : otherwise;
}

/* ---- random rules, told to both ---- */

struct world {
    struct gj_random random;
    struct story story;
    struct gj_law planned;  /* the same law with a planner */
    struct slow_bill rules; /* the law as the slow implementation sees it */
    gj_area area;           /* where the next rows go */
    uint8_t filing;
    bool carried_only;
    gj_fen reserve;
};

static gj_fen some(struct world *world, gj_fen most)
{
    return gj_random_between(&world->random, 0, most);
}

static bool chance(struct world *world, int percent)
{
    return gj_random_between(&world->random, 1, 100) <= percent;
}

static void fen_row(struct world *world, enum gj_key key, gj_fen fen)
{
    char text[GJ_FEN_TEXT_MAX];
    story_row_in(&world->story, world->area, key, gj_fen_text(fen, text));
}

static void ppm_row(struct world *world, enum gj_key key, int ppm)
{
    char text[GJ_PPM_TEXT_MAX];
    story_row_in(&world->story, world->area, key, gj_ppm_text(ppm, text));
}

/* A limit with a row in `percent` of the laws, sometimes "none"; -1 where there is no limit. */
static gj_fen maybe_limit(struct world *world, enum gj_key key, gj_fen most, int percent)
{
    if (!chance(world, percent))
        return -1;
    if (chance(world, 10)) {
        story_row_in(&world->story, world->area, key, "none");
        return -1;
    }
    gj_fen fen = some(world, most);
    fen_row(world, key, fen);
    return fen;
}

static gj_fen maybe_deductible(struct world *world, enum gj_key key, gj_fen most, int percent)
{
    gj_fen fen = maybe_limit(world, key, most, percent);
    return fen > 0 ? fen : 0;
}

static void choose_deductibles(struct world *world)
{
    struct slow_bill *rules = &world->rules;
    rules->deductible_year = some(world, 200);
    fen_row(world, GJ_KEY_OUTPATIENT_DEDUCTIBLE, rules->deductible_year);
    rules->deductible_month = maybe_deductible(world, GJ_KEY_OUTPATIENT_DEDUCTIBLE_MONTH, 80, 30);
    rules->deductible_visit = maybe_deductible(world, GJ_KEY_OUTPATIENT_DEDUCTIBLE_VISIT, 60, 50);
    rules->deductible_next = -1;
    if (chance(world, 40)) {
        gj_fen next = some(world, 40);
        fen_row(world, GJ_KEY_OUTPATIENT_DEDUCTIBLE_NEXT, next);
        /* A later visit's deductible is a kind of the visit's: without that there is none. */
        rules->deductible_next = rules->deductible_visit > 0 ? next : -1;
    }
    rules->once_a_day = chance(world, 40);
    if (rules->once_a_day)
        story_row_in(&world->story, world->area, GJ_KEY_OUTPATIENT_DEDUCTIBLE_ONCE,
                     "day_and_institution");
    rules->year_max = maybe_limit(world, GJ_KEY_OUTPATIENT_DEDUCTIBLE_YEAR_MAX, 300, 30);
    rules->total_max = maybe_limit(world, GJ_KEY_OUTPATIENT_DEDUCTIBLE_TOTAL, 300, 30);
}

static int some_ratio(struct world *world)
{
    bool plain = chance(world, 50);
    return (int)(plain ? some(world, 20) * 50000 : some(world, 1000000));
}

static void choose_steps(struct world *world)
{
    struct slow_bill *rules = &world->rules;
    struct gj_steps steps = {.count = (int)some(world, 3) + 1};
    gj_fen up_to = 0;
    for (int i = 0; i < steps.count; i++) {
        bool last = i + 1 == steps.count;
        up_to += 1 + some(world, 150);
        rules->up_to[i] = last ? -1 : up_to;
        rules->ratio_ppm[i] = some_ratio(world);
        steps.steps[i] = (struct gj_step){last ? GJ_FEN_MAX : up_to, rules->ratio_ppm[i]};
    }
    rules->steps_count = steps.count;
    story_steps(&world->story, GJ_KEY_OUTPATIENT_STEPS, steps);
    rules->from_zero = chance(world, 50);
    if (rules->from_zero || chance(world, 50))
        story_row_in(&world->story, world->area, GJ_KEY_OUTPATIENT_STEPS_FROM,
                     rules->from_zero ? "zero" : "deductible");
}

static void choose_ratio(struct world *world)
{
    struct slow_bill *rules = &world->rules;
    rules->steps_count = 1;
    rules->up_to[0] = -1;
    rules->ratio_ppm[0] = some_ratio(world);
    ppm_row(world, GJ_KEY_OUTPATIENT_RATIO, rules->ratio_ppm[0]);
}

static void choose_caps(struct world *world)
{
    struct slow_bill *rules = &world->rules;
    rules->cap = maybe_limit(world, GJ_KEY_OUTPATIENT_CAP, 400, 60);
    rules->cap_visit = maybe_limit(world, GJ_KEY_OUTPATIENT_CAP_VISIT, 200, 40);
    rules->fund_cap = maybe_limit(world, GJ_KEY_FUND_CAP_YEAR, 500, 30);
    rules->cap_level_ppm = 1000000;
    if (chance(world, 30)) {
        rules->cap_level_ppm = some_ratio(world);
        ppm_row(world, GJ_KEY_OUTPATIENT_CAP_LEVEL, rules->cap_level_ppm);
    }
    rules->round_down = chance(world, 50);
    story_row_in(&world->story, world->area, GJ_KEY_SETTLE_ROUNDING,
                 rules->round_down ? "down" : "half_up");
}

static void choose_cut(struct world *world)
{
    world->filing = GJ_FILING_NONE;
    world->rules.cut_ppm = 0;
    if (!chance(world, 40))
        return;
    world->filing = GJ_FILING_REFERRAL;
    world->rules.cut_ppm = (int)some(world, 100000);
    ppm_row(world, GJ_KEY_FILING_CUT_REFERRAL, world->rules.cut_ppm);
}

static void choose_payment(struct world *world)
{
    struct slow_bill *rules = &world->rules;
    rules->wallet_first = chance(world, 40);
    story_row_in(&world->story, world->area, GJ_KEY_WALLET_RANK,
                 rules->wallet_first ? "before_own" : "after_own");
    rules->by_balance = chance(world, 50);
    story_row_in(&world->story, world->area, GJ_KEY_AID_ORDER,
                 rules->by_balance ? "balance_desc" : "rank");
    rules->limit_use = maybe_limit(world, GJ_KEY_AID_LIMIT_USE, 200, 40);
    rules->limit_year = maybe_limit(world, GJ_KEY_AID_LIMIT_YEAR, 400, 40);
    world->carried_only = chance(world, 40);
    story_row_in(&world->story, world->area, GJ_KEY_AID_MONEY,
                 world->carried_only ? "carried_over" : "all");
    world->reserve = maybe_deductible(world, GJ_KEY_AID_RESERVE, 60, 50);
}

static void begin_law(struct world *world)
{
    memset(&world->rules, 0, sizeof world->rules);
    world->area = STORY_HOME;
    story_begin(&world->story);
    choose_deductibles(world);
    if (chance(world, 50))
        choose_steps(world);
    else
        choose_ratio(world);
    choose_caps(world);
    choose_cut(world);
    world->area = STORY_PROVINCE; /* payers live in two areas of it */
    choose_payment(world);
    story_law(&world->story);
    gj_planner_free(world->planned.planner);
    world->planned = world->story.law;
    world->planned.planner = gj_planner_new(&world->planned);
}

/* ---- random bills ---- */

static void choose_used(struct world *world, struct gj_used *used)
{
    *used = (struct gj_used){
        .deductible_fen = some(world, 250),
        .month_deductible_fen = some(world, 90),
        .day_deductible_fen = some(world, 60),
        .pool_fen = some(world, 300),
        .level_pool_fen = some(world, 200),
        .fund_pool_fen = some(world, 400),
        .eligible_fen = some(world, 400),
        .aid_fen = some(world, 300),
        .visits = (int32_t)some(world, 3),
    };
    used->day_visits = (int32_t)some(world, used->visits);
}

static gj_fen lesser(gj_fen a, gj_fen b)
{
    return a < b ? a : b;
}

static gj_fen plain_give(const struct world *world, const struct gj_claim_payer *payer)
{
    gj_fen give = payer->party.balance_fen - world->reserve;
    if (world->carried_only)
        give = lesser(give, payer->party.carried_fen);
    if (payer->bond.limit_use_fen >= 0)
        give = lesser(give, payer->bond.limit_use_fen);
    if (payer->bond.limit_year_fen >= 0)
        give = lesser(give, payer->bond.limit_year_fen - payer->bond.used_year_fen);
    bool refused = payer->party.frozen || payer->bond.state != GJ_BINDING_ACTIVE;
    return give < 0 || refused ? 0 : give;
}

static void choose_payer(struct world *world, struct gj_claim *claim, struct slow_bill *bill)
{
    int index = claim->payers_count;
    gj_id binding = (gj_id)(index * 7 % 5 + 1); /* numbers in no order */
    struct gj_claim_payer *payer = story_payer(claim, binding, some(world, 200));
    payer->party.carried_fen = some(world, payer->party.balance_fen);
    payer->party.area = chance(world, 50) ? STORY_HOME : STORY_OTHER;
    payer->rank = (int16_t)some(world, 2);
    payer->bound_day -= (gj_day)some(world, 2);
    payer->party.frozen = chance(world, 8);
    payer->bond.state = chance(world, 8) ? GJ_BINDING_ENDED : GJ_BINDING_ACTIVE;
    if (chance(world, 30))
        payer->bond.limit_use_fen = some(world, 120);
    if (chance(world, 30)) {
        payer->bond.limit_year_fen = some(world, 200);
        payer->bond.used_year_fen = some(world, 220);
    }
    bill->payers[index] =
        (struct slow_payer){plain_give(world, payer), payer->rank, payer->bound_day, (int)binding};
    bill->payers_count = claim->payers_count;
}

static struct gj_claim choose_bill(struct world *world, struct slow_bill *bill)
{
    *bill = world->rules;
    bill->eligible = some(world, 400);
    struct gj_claim claim = story_claim(bill->eligible);
    claim.bill.outside_fen = some(world, 20);
    claim.bill.overprice_fen = some(world, 20);
    claim.bill.first_share_fen = some(world, 20);
    bill->rest_of_bill =
        claim.bill.outside_fen + claim.bill.overprice_fen + claim.bill.first_share_fen;
    claim.bill.total_fen += bill->rest_of_bill;
    claim.filing = world->filing;
    if (world->filing != GJ_FILING_NONE)
        claim.care_area = STORY_THIRD;
    choose_used(world, &claim.used);
    bill->used = claim.used;
    bill->own = claim.user.balance_fen = chance(world, 60) ? some(world, 150) : 0;
    claim.user.carried_fen = some(world, bill->own);
    bill->wallet = claim.user.wallet_fen = chance(world, 40) ? some(world, 80) : 0;
    for (gj_fen payers = some(world, 4); payers > 0; payers--)
        choose_payer(world, &claim, bill);
    return claim;
}

/* ---- what must hold ---- */

static void check_identities(const struct gj_claim *claim, const struct gj_decision *decision)
{
    const struct gj_bill *bill = &decision->bill;
    assert_memory_equal(bill, &claim->bill, sizeof *bill);
    assert_int_equal(bill->total_fen, decision->pool_fen + decision->person_fen);
    assert_int_equal(decision->person_fen, decision->own_fen + decision->wallet_fen +
                                               decision->aid_fen + decision->cash_fen);
    gj_fen by_kind[GJ_PAYER_KIND_COUNT] = {0};
    for (int i = 0; i < decision->legs_count; i++) {
        const struct gj_leg *leg = &decision->legs[i];
        const struct gj_party *party =
            leg->payer == 255 ? &claim->user : &claim->payers[leg->payer].party;
        by_kind[leg->kind] += leg->carried_fen + leg->current_fen;
        assert_true(leg->carried_fen >= 0 && leg->current_fen >= 0);
        if (leg->kind != GJ_PAYER_WALLET) {
            assert_true(leg->carried_fen <= party->carried_fen);
            assert_true(leg->current_fen <= party->balance_fen - party->carried_fen);
        }
    }
    assert_int_equal(by_kind[GJ_PAYER_OWN], decision->own_fen);
    assert_int_equal(by_kind[GJ_PAYER_WALLET], decision->wallet_fen);
    assert_int_equal(by_kind[GJ_PAYER_AID], decision->aid_fen);
    assert_true(decision->pool_fen <= bill->eligible_fen - decision->deductible_fen);
}

static void check_same(const struct gj_decision *decision, const struct slow_split *slow)
{
    assert_int_equal(decision->deductible_fen, slow->deductible);
    assert_int_equal(decision->pool_fen, slow->pool);
    assert_int_equal(decision->own_fen, slow->own);
    assert_int_equal(decision->wallet_fen, slow->wallet);
    assert_int_equal(decision->aid_fen, slow->aid);
    assert_int_equal(decision->cash_fen, slow->cash);
    for (int i = 0; i < decision->legs_count; i++) {
        const struct gj_leg *leg = &decision->legs[i];
        if (leg->kind == GJ_PAYER_AID)
            assert_int_equal(leg->carried_fen + leg->current_fen, slow->by_payer[leg->payer]);
    }
}

static void test_policy_random__bills_agree_with_the_slow_second_implementation(void **state)
{
    (void)state;
    uint64_t bills = number_of("GJ_RANDOM_BILLS", 100000);
    uint64_t seed = number_of("GJ_RANDOM_SEED", 20310501);
    printf("seed %llu, %llu bills\n", (unsigned long long)seed, (unsigned long long)bills);
    struct world world = {.random = gj_random(seed)};
    uint64_t pooled = 0, aided = 0;
    for (uint64_t i = 0; i < bills; i++) {
        if (i % BILLS_A_LAW == 0) {
            gj_policy_free(world.story.policy);
            begin_law(&world);
        }
        struct slow_bill bill;
        struct gj_claim claim = choose_bill(&world, &bill);
        struct gj_decision decision;
        gj_settle(&world.story.law, &claim, &decision);
        assert_true(gj_reason_is_ok((enum gj_reason)decision.reason));
        check_identities(&claim, &decision);
        struct slow_split slow = slow_split(&bill);
        check_same(&decision, &slow);
        gj_settle(&world.planned, &claim, &decision);
        check_same(&decision, &slow);
        pooled += decision.pool_fen > 0;
        aided += decision.aid_fen > 0;
    }
    gj_planner_free(world.planned.planner);
    gj_policy_free(world.story.policy);
    /* A generator that rarely pays would test nothing. */
    assert_true(pooled * 4 > bills && aided * 5 > bills);
}

/* ---- large amounts ---- */

static void test_policy_random__large_shares_agree_with_wide_numbers(void **state)
{
    (void)state;
    struct gj_random random = gj_random(7);
    for (int i = 0; i < 100000; i++) {
        gj_fen amount = gj_random_between(&random, 0, GJ_FEN_MAX);
        gj_ppm ratio = (gj_ppm)gj_random_between(&random, 0, GJ_PPM_ONE);
        wide exact = (wide)amount * (wide)ratio;
        assert_int_equal(gj_share(amount, ratio, GJ_DOWN), (gj_fen)(exact / (wide)1000000));
        assert_int_equal(gj_share(amount, ratio, GJ_HALF_UP),
                         (gj_fen)((exact + (wide)500000) / (wide)1000000));
    }
}

/* The same law with amounts up to the maximum: nothing overflows and everything adds up. */
static void test_policy_random__large_bills_hold_the_identities(void **state)
{
    (void)state;
    struct world world = {.random = gj_random(11)};
    for (int i = 0; i < 20000; i++) {
        if (i % BILLS_A_LAW == 0) {
            gj_policy_free(world.story.policy);
            begin_law(&world);
        }
        struct slow_bill bill;
        struct gj_claim claim = choose_bill(&world, &bill);
        claim.bill = (struct gj_bill){.eligible_fen = some(&world, GJ_FEN_MAX / 2),
                                      .outside_fen = some(&world, GJ_FEN_MAX / 2)};
        claim.bill.total_fen = claim.bill.eligible_fen + claim.bill.outside_fen;
        claim.used.eligible_fen = some(&world, GJ_FEN_MAX / 2);
        claim.user.balance_fen = some(&world, GJ_FEN_MAX);
        claim.user.carried_fen = some(&world, claim.user.balance_fen);
        claim.user.wallet_fen = some(&world, GJ_FEN_MAX);
        struct gj_decision decision;
        gj_settle(&world.story.law, &claim, &decision);
        assert_true(gj_reason_is_ok((enum gj_reason)decision.reason));
        check_identities(&claim, &decision);
    }
    gj_planner_free(world.planned.planner);
    gj_policy_free(world.story.policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_policy_random__bills_agree_with_the_slow_second_implementation),
        cmocka_unit_test(test_policy_random__large_shares_agree_with_wide_numbers),
        cmocka_unit_test(test_policy_random__large_bills_hold_the_identities),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
