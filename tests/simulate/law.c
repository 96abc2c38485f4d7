/* The law of the tests' world: two invented provinces whose areas differ in every kind of rule that
   moves a counter. */
#include "simulate/law.h"
#include "simulate/world.h"

#include "rows.h"

static const struct {
    gj_area area;
    enum gj_key key;
    const char *value;
} rows[] = {
    {GJ_AREA_NATION, GJ_KEY_AID_RELATIONS, "spouse, parent, child, sibling"},
    {GJ_AREA_NATION, GJ_KEY_AID_REACH, "province"},
    {GJ_AREA_NATION, GJ_KEY_STATUS_PAYER, "normal"},
    {GJ_AREA_NATION, GJ_KEY_STATUS_USER, "insured"},
    {GJ_AREA_NATION, GJ_KEY_OWN_WHILE_SUSPENDED, "yes"},
    {GJ_AREA_NATION, GJ_KEY_WALLET_OPEN, "yes"},
    {GJ_AREA_NATION, GJ_KEY_WALLET_TRANSFERS_PER_DAY, "3"},
    {GJ_AREA_NATION, GJ_KEY_WALLET_SINGLE_MAX, "500.00"},
    {GJ_AREA_NATION, GJ_KEY_WALLET_CLOSED_HOURS, "22:00..06:00"},
    {GJ_AREA_NATION, GJ_KEY_WALLET_ONE_PENDING, "yes"},
    {GJ_AREA_NATION, GJ_KEY_WALLET_ACCEPT_UNTIL, "06:00"},
    {GJ_AREA_NATION, GJ_KEY_WITHDRAW_GROUNDS, "death,emigration"},
    {980000, GJ_KEY_MOVE_BALANCE_IN_PROVINCE, "stays"},
    {990000, GJ_KEY_MOVE_BALANCE_IN_PROVINCE, "moves"},
    {WORLD_JIA, GJ_KEY_OUTPATIENT_DEDUCTIBLE, "300.00"},
    {WORLD_JIA, GJ_KEY_OUTPATIENT_RATIO, "0.55"},
    {WORLD_JIA, GJ_KEY_OUTPATIENT_CAP, "4000.00"},
    {WORLD_JIA, GJ_KEY_FUND_CAP_YEAR, "6000.00"},
    {WORLD_JIA, GJ_KEY_CHRONIC_DEDUCTIBLE, "none"},
    {WORLD_JIA, GJ_KEY_CHRONIC_RATIO, "0.70"},
    {WORLD_JIA, GJ_KEY_AID_ACTIVE_MAX, "5"},
    {WORLD_JIA, GJ_KEY_AID_UNBIND_MONTHS, "2"},
    {WORLD_JIA, GJ_KEY_AID_LIMIT_YEAR, "3000.00"},
    {WORLD_JIA, GJ_KEY_ACCOUNT_TIERS, "1"},
    {WORLD_YI, GJ_KEY_OUTPATIENT_DEDUCTIBLE_VISIT, "40.00"},
    {WORLD_YI, GJ_KEY_OUTPATIENT_DEDUCTIBLE_ONCE, "day_and_institution"},
    {WORLD_YI, GJ_KEY_OUTPATIENT_STEPS_FROM, "zero"},
    {WORLD_YI, GJ_KEY_OUTPATIENT_CAP, "none"},
    {WORLD_YI, GJ_KEY_AID_RESERVE, "20.00"},
    {WORLD_YI, GJ_KEY_AID_ORDER, "balance_desc"},
    {WORLD_YI, GJ_KEY_WALLET_RANK, "before_own"},
    {WORLD_LIN, GJ_KEY_OUTPATIENT_DEDUCTIBLE_MONTH, "60.00"},
    {WORLD_LIN, GJ_KEY_OUTPATIENT_RATIO, "0.60"},
    {WORLD_LIN, GJ_KEY_OUTPATIENT_CAP, "2000.00"},
    {WORLD_LIN, GJ_KEY_OUTPATIENT_CAP_LEVEL, "0.50"},
    {WORLD_LIN, GJ_KEY_AID_MONEY, "carried_over"},
    {WORLD_LIN, GJ_KEY_ACCOUNT_DRAW, "current_first"},
};

static const gj_area areas[] = {GJ_AREA_NATION, 980000, WORLD_JIA, WORLD_YI,   980300,
                                980400,         990000, WORLD_LIN, WORLD_SOUTH};

static void add_steps(struct gj_builder *builder)
{
    const struct gj_steps steps = {2, {{50000, 400000}, {GJ_FEN_MAX, 650000}}};
    rows_add_steps(builder, rows_row(WORLD_YI, GJ_KEY_OUTPATIENT_STEPS), &steps);
}

/* As Shanghai says it: a year for a scheme. */
static void add_benefit_years(struct gj_builder *builder)
{
    for (uint8_t scheme = GJ_SCHEME_EMPLOYEE; scheme <= GJ_SCHEME_RESIDENT; scheme++) {
        struct gj_row row = rows_row(WORLD_LIN, GJ_KEY_BENEFIT_YEAR_START);
        row.scheme = scheme;
        rows_add(builder, row, "07-01");
    }
}

/* Premiums may be paid out of accounts everywhere; each province names amounts for some years, and
   the neighbour takes them in the last months of a year alone. */
static void add_premiums(struct gj_builder *builder)
{
    static const struct {
        gj_area area;
        int year;
        const char *amount;
    } amounts[] = {{980000, 2031, "380.00"},
                   {980000, 2032, "400.00"},
                   {980000, 2033, "420.00"},
                   {990000, 2031, "350.00"},
                   {990000, 2032, "360.00"}};
    struct gj_row row = rows_row(GJ_AREA_NATION, GJ_KEY_AID_USES);
    row.param = GJ_EXPENSE_RESIDENT_PREMIUM;
    rows_add(builder, row, "yes");
    for (size_t i = 0; i < sizeof amounts / sizeof amounts[0]; i++) {
        row = rows_row(amounts[i].area, GJ_KEY_PREMIUM_AMOUNT);
        row.year = (int16_t)amounts[i].year;
        rows_add(builder, row, amounts[i].amount);
    }
    rows_add(builder, rows_row(990000, GJ_KEY_PREMIUM_WINDOW), "09-01..12-31");
}

struct gj_policy *world_policy(void)
{
    struct gj_builder *builder = gj_builder_new();
    for (size_t i = 0; i < sizeof areas / sizeof areas[0]; i++)
        rows_area(builder, areas[i], "area");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        rows_add(builder, rows_row(rows[i].area, rows[i].key), rows[i].value);
    add_steps(builder);
    add_premiums(builder);
    add_benefit_years(builder);
    return rows_freeze(builder);
}
