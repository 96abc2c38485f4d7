/* Random laws, with rows that come and go by day, area, age and every other selector, and random
   bills with random givers. */
#include "some.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "rows.h"

enum { DAYS = 1000, TEXT_MAX = 32 };

static const gj_area areas[] = {100000, 980000, 980100, 980101, 980200, 990000, 990100};
enum { AREAS = sizeof areas / sizeof areas[0] };

int64_t some_number(struct some_world *world, int64_t low, int64_t high)
{
    return gj_random_between(&world->random, low, high);
}

bool some_chance(struct some_world *world, int percent)
{
    return some_number(world, 1, 100) <= percent;
}

static gj_day first_day(void)
{
    return gj_day_from_civil(2023, 1, 1);
}

/* ---- random laws ---- */

static void put_choice(struct some_world *world, const char *choices, struct gj_writer *writer)
{
    int count = 1, which;
    for (const char *at = choices; *at; at++)
        count += *at == '|';
    which = (int)some_number(world, 0, count - 1);
    for (const char *at = choices; *at; at++) {
        if (*at == '|')
            which--;
        else if (which == 0)
            gj_put_text(writer, (char[]){*at, '\0'});
    }
}

static void put_text(struct some_world *world, enum gj_key key, struct gj_writer *writer)
{
    static const char *const proofs[] = {"promise", "id", "id,promise"};
    static const char *const tiers[] = {"1", "2", "1,2"};
    const char *const *from = key == GJ_KEY_AID_PROOF ? proofs : tiers;
    gj_put_text(writer, from[some_number(world, 0, 2)]);
}

static void put_relations(struct some_world *world, struct gj_writer *writer)
{
    static const char *const relations[] = {"parent", "spouse, parent, child", "child, sibling"};
    gj_put_text(writer, relations[some_number(world, 0, 2)]);
}

static void put_value(struct some_world *world, enum gj_key key, struct gj_writer *writer)
{
    const struct gj_key_info *info = gj_key_info(key);
    char text[GJ_FEN_TEXT_MAX];
    switch (info->type) {
    case GJ_TYPE_FEN:
        gj_put_text(writer, gj_fen_text(some_number(world, 0, 300), text));
        break;
    case GJ_TYPE_PPM:
        gj_put_text(
            writer,
            gj_ppm_text((gj_ppm)some_number(world, 0, info->high ? info->high : 50000), text));
        break;
    case GJ_TYPE_COUNT:
        gj_put_format(writer, "%d", (int)(info->low + some_number(world, 0, 4)));
        break;
    case GJ_TYPE_YES:
        gj_put_text(writer, some_chance(world, 80) ? "yes" : "no");
        break;
    case GJ_TYPE_CHOICE:
        put_choice(world, info->choices, writer);
        break;
    case GJ_TYPE_RELATIONS:
        put_relations(world, writer);
        break;
    case GJ_TYPE_MONTH_DAY:
        gj_put_text(writer, some_chance(world, 50) ? "01-01" : "07-01");
        break;
    default:
        put_text(world, key, writer);
        break;
    }
}

static struct gj_steps some_steps(struct some_world *world)
{
    struct gj_steps steps = {.count = (int)some_number(world, 1, 3)};
    gj_fen up_to = 0;
    for (int i = 0; i < steps.count; i++) {
        up_to += some_number(world, 1, 150);
        steps.steps[i].up_to_fen = i + 1 == steps.count ? GJ_FEN_MAX : up_to;
        steps.steps[i].ratio_ppm = (gj_ppm)some_number(world, 0, GJ_PPM_ONE);
    }
    return steps;
}

static void add_row(struct some_world *world, struct gj_builder *builder, struct gj_row row)
{
    char text[TEXT_MAX * 4] = "";
    struct gj_writer writer = gj_writer(text, sizeof text);
    enum gj_key key = (enum gj_key)row.key;
    struct gj_steps steps = some_steps(world);
    bool limited = gj_key_info(key)->absent == GJ_ABSENT_NO_LIMIT;
    if (some_chance(world, 4))
        gj_put_text(&writer, "null");
    else if (limited && some_chance(world, 15))
        gj_put_text(&writer, "none");
    else if (gj_key_info(key)->type != GJ_TYPE_STEPS)
        put_value(world, key, &writer);
    if (*text)
        rows_add(builder, row, text);
    else
        rows_add_steps(builder, row, &steps);
}

/* One selector more, so that the row is more special than the one before it. */
static void select_more(struct some_world *world, struct gj_row *row, bool by_age)
{
    if (by_age) {
        row->age_from = (int16_t)some_number(world, 0, 60);
        row->age_to = (int16_t)(row->age_from + some_number(world, 1, 50));
        return;
    }
    switch (some_number(world, 0, 5)) {
    case 0:
        row->scheme = (uint8_t)some_number(world, 1, 2);
        break;
    case 1:
        row->working = (uint8_t)some_number(world, 1, 2);
        break;
    case 2:
        row->level = (uint8_t)some_number(world, 1, 5);
        break;
    case 3:
        row->tier = (uint8_t)some_number(world, 1, 2);
        break;
    case 4:
        row->group = (uint8_t)some_number(world, 4, 5);
        break;
    default:
        row->relation = (uint8_t)some_number(world, 1, 5);
        break;
    }
}

/* The rows of one key in one area: stretches of days one after the other, with gaps, each with a
   plain row and at times more special ones. */
static void add_key(struct some_world *world, struct gj_builder *builder, enum gj_key key,
                    gj_area area)
{
    int param = gj_key_info(key)->parameter < 0 ? 0 : (int)some_number(world, 1, 3);
    gj_day from = GJ_DAY_MIN;
    for (int stretch = (int)some_number(world, 1, 3); stretch > 0; stretch--) {
        gj_day to = stretch == 1 ? GJ_DAY_MAX : first_day() + (gj_day)some_number(world, 0, DAYS);
        struct gj_row row = rows_row(area, key);
        row.from = from;
        row.to = to;
        row.param = (uint8_t)param;
        if (to <= from)
            continue;
        if (some_chance(world, 85))
            add_row(world, builder, row);
        if (some_chance(world, 40)) {
            select_more(world, &row, false);
            add_row(world, builder, row);
            if (some_chance(world, 40)) {
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

void some_law(struct some_world *world)
{
    struct gj_builder *builder = gj_builder_new();
    some_end(world);
    for (int i = 0; i < AREAS; i++)
        gj_builder_area(builder, (struct gj_area_info){.area = areas[i], .fictional = true});
    for (int key = 0; key < GJ_KEY_COUNT; key++)
        for (int i = 0; i < AREAS; i++)
            if (is_of_bills((enum gj_key)key) &&
                some_chance(world, wordiness((enum gj_key)key, areas[i])))
                add_key(world, builder, (enum gj_key)key, areas[i]);
    world->policy = rows_freeze(builder);
    world->plain = world->planned = (struct gj_law){.policy = world->policy};
    world->planned.planner = gj_planner_new(&world->planned);
    assert_non_null(world->planned.planner);
}

/* ---- random bills ---- */

static gj_area some_area(struct some_world *world)
{
    return some_chance(world, 60) ? 980100 : areas[some_number(world, 1, AREAS - 1)];
}

static struct gj_party some_party(struct some_world *world, gj_day day)
{
    struct gj_party party = {
        .area = some_area(world),
        .scheme = (uint8_t)(some_chance(world, 70) ? 1 : some_number(world, 0, 2)),
        .status = (uint8_t)(some_chance(world, 85) ? 0 : some_number(world, 1, 3)),
        .working = (uint8_t)some_number(world, 0, 2),
        .tier = (uint8_t)some_number(world, 0, 2),
        .group = (uint8_t)(some_chance(world, 60) ? 0 : some_number(world, 4, 6)),
        .has_account = some_chance(world, 90),
        .frozen = some_chance(world, 8),
        .wallet_open = some_chance(world, 80),
        .age_years = (int16_t)(some_chance(world, 10) ? GJ_AGE_UNSAID : some_number(world, 0, 99)),
        .suspended_until = GJ_DAY_NONE,
        .balance_fen = some_chance(world, 80) ? some_number(world, 0, 300) : 0,
        .wallet_fen = some_chance(world, 40) ? some_number(world, 0, 100) : 0,
    };
    party.carried_fen = some_number(world, 0, party.balance_fen);
    if (some_chance(world, 5))
        party.suspended_until = day + (gj_day)some_number(world, -1, 1);
    return party;
}

static gj_fen some_limit(struct some_world *world)
{
    return some_chance(world, 70) ? GJ_FEN_UNLIMITED : some_number(world, 0, 150);
}

static void add_payer(struct some_world *world, struct gj_claim *claim, gj_day day)
{
    struct gj_claim_payer *payer = &claim->payers[claim->payers_count++];
    *payer = (struct gj_claim_payer){
        .binding = some_chance(world, 10) ? 0 : claim->payers_count,
        .person = claim->payers_count,
        .party = some_party(world, day),
        .relation =
            (uint8_t)(some_chance(world, 85) ? GJ_RELATION_PARENT : some_number(world, 0, 17)),
        .approved = some_chance(world, 10),
        .rank = (int16_t)some_number(world, 0, 2),
        .bound_day = day - (gj_day)some_number(world, 0, 3),
        .bond = {.state = (uint8_t)(some_chance(world, 92) ? GJ_BINDING_ACTIVE
                                                           : some_number(world, 0, 6)),
                 .proven = some_chance(world, 85),
                 .promise = some_chance(world, 85),
                 .payer_is_member = some_chance(world, 15),
                 .user_is_head = some_chance(world, 15),
                 .payer_active = (int16_t)some_number(world, 0, 3),
                 .payer_distinct_ever = (int16_t)some_number(world, 0, 4),
                 .same_relation_active = (int16_t)some_number(world, 0, 3),
                 .user_other_payers = (int16_t)some_number(world, 0, 3),
                 .uses = some_chance(world, 85) ? 0 : (uint32_t)some_number(world, 0, 255),
                 .limit_use_fen = some_limit(world),
                 .limit_year_fen = some_limit(world),
                 .used_year_fen = some_number(world, 0, 100)},
    };
}

static void fill_bill(struct some_world *world, struct gj_claim *claim)
{
    gj_fen most = some_chance(world, 5) ? GJ_FEN_MAX / 8 : 400;
    claim->bill = (struct gj_bill){.outside_fen = some_number(world, 0, 20),
                                   .overprice_fen = some_number(world, 0, 20),
                                   .first_share_fen = some_number(world, 0, 20),
                                   .eligible_fen = some_number(world, 0, most)};
    claim->bill.total_fen = claim->bill.outside_fen + claim->bill.overprice_fen +
                            claim->bill.first_share_fen + claim->bill.eligible_fen;
    claim->used = (struct gj_used){.deductible_fen = some_number(world, 0, 250),
                                   .month_deductible_fen = some_number(world, 0, 90),
                                   .day_deductible_fen = some_number(world, 0, 60),
                                   .pool_fen = some_number(world, 0, 300),
                                   .level_pool_fen = some_number(world, 0, 200),
                                   .fund_pool_fen = some_number(world, 0, 400),
                                   .eligible_fen = some_number(world, 0, 400),
                                   .aid_fen = some_number(world, 0, 300),
                                   .visits = 3,
                                   .day_visits = (int32_t)some_number(world, 0, 3)};
}

void some_claim(struct some_world *world, struct gj_claim *claim)
{
    memset(claim, 0, sizeof *claim);
    gj_day day = first_day() + (gj_day)some_number(world, -30, DAYS + 30);
    gj_day now = some_chance(world, 60) ? day : day + (gj_day)some_number(world, 1, 400);
    claim->user = some_party(world, now);
    claim->where = (struct gj_where){.area = some_chance(world, 90) ? claim->user.area : 980101,
                                     .day = day,
                                     .scheme = claim->user.scheme,
                                     .working = claim->user.working,
                                     .level = (uint8_t)some_number(world, 0, 5),
                                     .place = (uint8_t)some_number(world, 0, 2),
                                     .tier = claim->user.tier,
                                     .group = claim->user.group,
                                     .relation = (uint8_t)(some_chance(world, 95) ? 0 : 3),
                                     .age_years = claim->user.age_years,
                                     .year = (int16_t)(some_chance(world, 90) ? 0 : 2024)};
    if (some_chance(world, 5))
        claim->where.age_years = (int16_t)some_number(world, 0, 99);
    claim->now = gj_time_at(now, (int)some_number(world, 0, 23), 0, 0);
    static const uint8_t cares[] = {GJ_CARE_OUTPATIENT, GJ_CARE_OUTPATIENT, GJ_CARE_CHRONIC,
                                    GJ_CARE_INPATIENT, GJ_CARE_PHARMACY};
    claim->care = cares[some_number(world, 0, 4)];
    claim->filing = (uint8_t)(some_chance(world, 80) ? 0 : some_number(world, 0, 4));
    claim->place_kind = (uint8_t)some_number(world, 0, 1);
    claim->designated = some_chance(world, 95);
    claim->takes_wallet = some_chance(world, 80);
    claim->accounts_used = some_chance(world, 95);
    claim->approved = some_chance(world, 10);
    claim->care_area = some_chance(world, 10) ? 0 : some_area(world);
    fill_bill(world, claim);
    for (int64_t payers = some_number(world, 0, 4); payers > 0; payers--)
        add_payer(world, claim, now);
}

void some_end(struct some_world *world)
{
    gj_planner_free(world->planned.planner);
    gj_policy_free(world->policy);
}
