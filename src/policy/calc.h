/* The calculations of policy: what is paid in, credited, awaited, and reckoned for a birth or for old
   age. Each is a pure function of a law, the coordinates of the question and a few figures; each names
   the rows it used. Whole numbers throughout: products first, one division last, rounded as named. */
#ifndef GJ_POLICY_CALC_H
#define GJ_POLICY_CALC_H

#include "policy/policy.h"

/* A part of a result that lacks its row, and a figure that was not said. */
enum { GJ_UNKNOWN = -1 };
enum { GJ_MISSING_MAX = 12 };

/* One calculation on its way: whose rows are asked, what was used, what was missing. */
struct gj_calc {
    const struct gj_law *law;
    struct gj_where where;
    uint8_t kind;          /* enum gj_calc_kind, for who tells what was calculated */
    enum gj_reason reason; /* GJ_OK, or the refusal */
    struct gj_trace trace;
    struct gj_missing missing[GJ_MISSING_MAX];
    uint8_t missing_count;
};

void gj_calc_begin(struct gj_calc *calc, const struct gj_law *law, const struct gj_where *where);
/* Lists a key that has no row, once. */
void gj_calc_missing(struct gj_calc *calc, enum gj_key key, int param);

/* ---- money in ---- */

/* Base, floor and ceiling of a month's contribution and both shares. One of wage and base is said:
   a wage is held between floor and ceiling, a base taken as it stands. An average makes both limits
   where the question does not say them. Refuses a floor above the ceiling (POLICY_OUT_OF_BOUNDS). */
struct gj_contribution_facts {
    gj_fen wage_fen, base_fen, average_fen; /* GJ_UNKNOWN when not said */
    bool says_min, says_max;
    enum gj_insurance insurance; /* the medical one, or another beside it */
};
struct gj_contribution {
    gj_fen base_fen, base_min_fen, base_max_fen, employee_fen, employer_fen;
    gj_fen extra_fen; /* a fixed sum of the employee beside the share; GJ_UNKNOWN for none */
};
struct gj_contribution gj_contribution(struct gj_calc *calc,
                                       const struct gj_contribution_facts *facts);

/* A month's credit to the personal account (State Council office document 14 of 2021, section 1). A
   retired person gets a fixed sum, or a share of the own pension. */
struct gj_credit_facts {
    gj_fen base_fen, pension_fen; /* GJ_UNKNOWN when not said */
};
struct gj_credit {
    gj_fen credit_fen, from_employee_fen, from_employer_fen, from_fund_fen;
    bool needs_pension; /* a share of a pension that was not said */
};
struct gj_credit gj_credit(struct gj_calc *calc, const struct gj_credit_facts *facts);

/* A resident's premium of the benefit year in calc->where.year. */
struct gj_premium {
    gj_fen personal_fen, subsidy_fen, total_fen, due_fen;
};
struct gj_premium gj_premium(struct gj_calc *calc, gj_fen relief_fen);

/* ---- waiting and filing ---- */

struct gj_waiting_facts {
    bool in_window; /* enrolled in the yearly window */
    bool repaid;    /* the months of a break were paid later */
    int32_t gap_years, repaired_years, break_months;
    int32_t newborn_age_days; /* at enrolment; GJ_UNKNOWN for anybody else */
};
/* Months of waiting, or GJ_UNKNOWN (State Council office document 38 of 2024 for gaps and windows,
   medical insurance office document 43 of 2021 for breaks). */
int32_t gj_waiting_months(struct gj_calc *calc, const struct gj_waiting_facts *facts);
/* The first day with benefit. */
gj_day gj_waiting_until(gj_day enrolled, int32_t months);

/* What unbroken years, and years without a claim, raise the cap of the serious illness insurance by:
   the least that the rules give. The raise is held under a share of the cap where that is said. */
struct gj_incentive {
    gj_fen raise_fen, from_years_fen, from_claimless_fen;
};
struct gj_incentive gj_incentive(struct gj_calc *calc, int32_t years, int32_t claimless_years,
                                 gj_fen cap_fen);

/* The key of a filing's ratio cut; no filing counts as "other". */
enum gj_key gj_filing_cut_key(enum gj_filing filing);
struct gj_filing_ratio {
    gj_ppm cut_ppm, ratio_ppm; /* GJ_UNKNOWN when the cut is not known */
};
struct gj_filing_ratio gj_filing_ratio(struct gj_calc *calc, enum gj_filing filing, gj_ppm ratio);

/* ---- birth ---- */

/* Days of leave with allowance (State Council decree 619 of 2012, article 7), or GJ_UNKNOWN. A loss
   has neither difficulty nor further children. */
int32_t gj_maternity_days(struct gj_calc *calc, enum gj_event event, bool difficult,
                          int32_t children);
/* Allowance of so many days: the unit's average of a month x days / days of a month. Where the local
   average is said the unit's is held between its multiples. */
gj_fen gj_maternity_allowance(struct gj_calc *calc, gj_fen unit_average_fen, gj_fen average_fen,
                              int32_t days);

/* ---- old age ---- */

/* Years in millionths; GJ_UNKNOWN where no row is known. */
struct gj_lifetime {
    int64_t required, lacking;
    bool met;
};
struct gj_lifetime gj_lifetime(struct gj_calc *calc, enum gj_sex sex, int64_t years);

/* The least years paid for a pension on the day, in millionths, or GJ_UNKNOWN. */
int64_t gj_least_years(struct gj_calc *calc);

struct gj_pension_facts {
    gj_fen base_fen, account_fen; /* base: GJ_UNKNOWN asks for the area's */
    int64_t mean_index, years;    /* in millionths, both below 1000 */
    enum gj_retire_age age;
};
struct gj_pension {
    gj_fen basic_fen, from_account_fen, pension_fen;
    int32_t months;
};
struct gj_pension gj_pension(struct gj_calc *calc, const struct gj_pension_facts *facts);

/* The month of retirement (decision of the Standing Committee of 13 September 2024). With no day in
   calc->where the rules of the month in which the age is reached hold, or the earliest known. */
struct gj_retirement {
    gj_month month, earliest, latest; /* GJ_UNKNOWN when not known */
    int32_t delay_months, age_months; /* age at retirement, in months */
};
struct gj_retirement gj_retirement(struct gj_calc *calc, enum gj_retire_age track, gj_month born);

#endif
