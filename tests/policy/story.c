#include "policy/story.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "rows.h"

void story_begin(struct story *story)
{
    *story = (struct story){.builder = gj_builder_new()};
    rows_area(story->builder, 100000, "nation");
    rows_area(story->builder, STORY_PROVINCE, "province");
    rows_area(story->builder, STORY_HOME, "home");
    rows_area(story->builder, STORY_OTHER, "other");
    rows_area(story->builder, STORY_THIRD, "third");
    rows_area(story->builder, STORY_FOURTH, "fourth");
    rows_area(story->builder, 990000, "far province");
    rows_area(story->builder, STORY_FAR, "far");
    story_row_in(story, 100000, GJ_KEY_AID_RELATIONS, "spouse, parent, child");
    story_row_in(story, 100000, GJ_KEY_AID_REACH, "province");
    story_row_in(story, 100000, GJ_KEY_STATUS_PAYER, "normal");
    story_row_in(story, 100000, GJ_KEY_STATUS_USER, "insured");
    story_row_in(story, 100000, GJ_KEY_OWN_WHILE_SUSPENDED, "yes");
    story_row_in(story, 100000, GJ_KEY_WALLET_OPEN, "yes");
}

void story_row_in(struct story *story, gj_area in, enum gj_key key, const char *value)
{
    rows_add(story->builder, rows_row(in, key), value);
}

void story_row(struct story *story, enum gj_key key, const char *value)
{
    story_row_in(story, STORY_HOME, key, value);
}

void story_row_as(struct story *story, struct gj_row row, const char *value)
{
    struct gj_row full = rows_row(row.area ? row.area : STORY_HOME, (enum gj_key)row.key);
    full.level = row.level;
    full.working = row.working;
    full.scheme = row.scheme;
    full.param = row.param;
    if (row.to != 0) {
        full.from = row.from;
        full.to = row.to;
    }
    rows_add(story->builder, full, value);
}

void story_steps(struct story *story, enum gj_key key, struct gj_steps steps)
{
    rows_add_steps(story->builder, rows_row(STORY_HOME, key), &steps);
}

void story_law(struct story *story)
{
    story->policy = rows_freeze(story->builder);
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
