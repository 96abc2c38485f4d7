/* What the tests of the waterfall share: a small law told row by row, a plain claim to vary, and
   the slow second implementation of the waterfall. */
#ifndef GJ_TESTS_POLICY_STORY_H
#define GJ_TESTS_POLICY_STORY_H

#include "policy/policy.h"

enum {
    STORY_PROVINCE = 980000,
    STORY_HOME = 980100,
    STORY_OTHER = 980200,
    STORY_THIRD = 980300,
    STORY_FOURTH = 980400,
    STORY_FAR = 990100
};

struct story {
    struct gj_builder *builder;
    struct gj_policy *policy;
    struct gj_law law;
};

/* A law with its areas and the rows that every payment needs: relations, reach, status, wallet. */
void story_begin(struct story *story);
/* A row of the home area, in force always. */
void story_row(struct story *story, enum gj_key key, const char *value);
void story_row_in(struct story *story, gj_area area, enum gj_key key, const char *value);
/* A row with selectors: copied from `row`, in force always unless it says more. */
void story_row_as(struct story *story, struct gj_row row, const char *value);
void story_steps(struct story *story, enum gj_key key, struct gj_steps steps);
/* Freezes; the law is ready to be asked. */
void story_law(struct story *story);
void story_end(struct story *story);

gj_day story_day(void);
/* An outpatient bill of `eligible` fen at level 2 in the home area, nothing used, no money. */
struct gj_claim story_claim(gj_fen eligible_fen);
/* Adds an active payer of the home area and returns him. */
struct gj_claim_payer *story_payer(struct gj_claim *claim, gj_id binding, gj_fen balance_fen);

/* ---- slow_split.c: the same rules told again in the plainest way, sharing nothing ---- */

struct slow_payer {
    gj_fen can_give;
    int rank, day, number;
};

struct slow_bill {
    gj_fen eligible, rest_of_bill; /* the rest is outside, over-price and first share */
    gj_fen deductible_year, deductible_month, deductible_visit, deductible_next; /* next: -1 none */
    gj_fen year_max, total_max;                                                  /* -1 none */
    bool once_a_day, from_zero, round_down;
    int steps_count;
    gj_fen up_to[8]; /* -1 for the last without end */
    int ratio_ppm[8];
    int cut_ppm;
    gj_fen cap, cap_visit, fund_cap; /* -1 none */
    int cap_level_ppm;
    struct gj_used used;
    bool wallet_first;
    gj_fen own, wallet;
    bool by_balance;
    gj_fen limit_use, limit_year; /* of the relative; -1 none */
    int payers_count;
    struct slow_payer payers[16];
};

struct slow_split {
    gj_fen deductible, pool, own, wallet, cash, aid;
    gj_fen by_payer[16];
};

struct slow_split slow_split(const struct slow_bill *bill);

#endif
