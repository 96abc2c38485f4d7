#include "policy/story.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void area(struct story *story, gj_area code, const char *name)
{
    uint32_t text = gj_builder_text(story->builder, gj_slice(name));
    gj_builder_area(story->builder, (struct gj_area_info){code, text, text, true});
}

void story_begin(struct story *story)
{
    *story = (struct story){.builder = gj_builder_new()};
    area(story, 100000, "nation");
    area(story, STORY_PROVINCE, "province");
    area(story, STORY_HOME, "home");
    area(story, STORY_OTHER, "other");
    area(story, STORY_THIRD, "third");
    area(story, STORY_FOURTH, "fourth");
    area(story, 990000, "far province");
    area(story, STORY_FAR, "far");
    story_row_in(story, 100000, GJ_KEY_AID_RELATIONS, "spouse, parent, child");
    story_row_in(story, 100000, GJ_KEY_AID_REACH, "province");
    story_row_in(story, 100000, GJ_KEY_STATUS_PAYER, "normal");
    story_row_in(story, 100000, GJ_KEY_STATUS_USER, "insured");
    story_row_in(story, 100000, GJ_KEY_OWN_WHILE_SUSPENDED, "yes");
    story_row_in(story, 100000, GJ_KEY_WALLET_OPEN, "yes");
}

static struct gj_row row_of(gj_area in, enum gj_key key)
{
    return (struct gj_row){.area = in,
                           .from = GJ_DAY_MIN,
                           .to = GJ_DAY_MAX,
                           .key = (uint16_t)key,
                           .age_from = GJ_AGE_UNSAID,
                           .age_to = GJ_AGE_UNSAID,
                           .known = GJ_DAY_NONE};
}

static void add(struct story *story, struct gj_row row, const char *value,
                const struct gj_steps *steps)
{
    struct gj_why why = {0};
    if (gj_builder_row(story->builder, row, gj_slice(value), steps, &why))
        fail_msg("%s: %s", value, why.text);
}

void story_row_in(struct story *story, gj_area in, enum gj_key key, const char *value)
{
    add(story, row_of(in, key), value, NULL);
}

void story_row(struct story *story, enum gj_key key, const char *value)
{
    story_row_in(story, STORY_HOME, key, value);
}

void story_row_as(struct story *story, struct gj_row row, const char *value)
{
    struct gj_row full = row_of(row.area ? row.area : STORY_HOME, (enum gj_key)row.key);
    full.level = row.level;
    full.working = row.working;
    full.scheme = row.scheme;
    full.param = row.param;
    if (row.to != 0) {
        full.from = row.from;
        full.to = row.to;
    }
    add(story, full, value, NULL);
}

void story_steps(struct story *story, enum gj_key key, struct gj_steps steps)
{
    add(story, row_of(STORY_HOME, key), "", &steps);
}

void story_law(struct story *story)
{
    struct gj_why why = {0};
    if (gj_builder_freeze(story->builder, &story->policy, &why))
        fail_msg("%s", why.text);
    story->law = (struct gj_law){.policy = story->policy};
}

void story_end(struct story *story)
{
    gj_policy_free(story->policy);
}

gj_day story_day(void)
{
    return gj_day_from_civil(2031, 5, 1);
}

struct gj_claim story_claim(gj_fen eligible_fen)
{
    struct gj_claim claim = {
        .where = {.area = STORY_HOME,
                  .day = story_day(),
                  .scheme = GJ_SCHEME_EMPLOYEE,
                  .working = GJ_WORKING,
                  .level = GJ_LEVEL_2,
                  .tier = 1,
                  .age_years = 40},
        .now = gj_time_at(story_day(), 10, 0, 0),
        .care = GJ_CARE_OUTPATIENT,
        .place_kind = GJ_PLACE_KIND_HOSPITAL,
        .designated = true,
        .takes_wallet = true,
        .accounts_used = true,
        .care_area = STORY_HOME,
        .bill = {.total_fen = eligible_fen, .eligible_fen = eligible_fen},
        .user = {.area = STORY_HOME,
                 .scheme = GJ_SCHEME_EMPLOYEE,
                 .working = GJ_WORKING,
                 .tier = 1,
                 .has_account = true,
                 .wallet_open = true,
                 .age_years = 40,
                 .suspended_until = GJ_DAY_NONE},
    };
    return claim;
}

struct gj_claim_payer *story_payer(struct gj_claim *claim, gj_id binding, gj_fen balance_fen)
{
    struct gj_claim_payer *payer = &claim->payers[claim->payers_count++];
    *payer = (struct gj_claim_payer){
        .binding = binding,
        .person = 1000 + binding,
        .relation = GJ_RELATION_PARENT,
        .bound_day = story_day() - 30,
        .party = claim->user,
        .bond = {.state = GJ_BINDING_ACTIVE,
                 .proven = true,
                 .promise = true,
                 .payer_active = 1,
                 .payer_distinct_ever = 1,
                 .same_relation_active = 1,
                 .months = 12,
                 .limit_use_fen = GJ_FEN_UNLIMITED,
                 .limit_year_fen = GJ_FEN_UNLIMITED},
    };
    payer->party.balance_fen = balance_fen;
    payer->party.carried_fen = balance_fen;
    return payer;
}
