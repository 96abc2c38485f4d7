/* Sums of a simulation: each person's year goes into the cells of his groups. Whole numbers are
   added, so the order, and with it the number of threads, is of no effect. */
#include <stdio.h>

#include "base/bug.h"
#include "model/words.h"
#include "simulate/inside.h"

/* ---- a person's groups ---- */

static const int ages_below[GJ_SIM_AGES] = {18, 45, 60, 75, INT16_MAX};
static const char *const age_words[GJ_SIM_AGES] = {"0-17", "18-44", "45-59", "60-74", "75-"};
static const char *const scheme_words[GJ_SIM_SCHEMES] = {"working", "retired", "resident"};
static const char *const change_words[GJ_SIM_CHANGES] = {
    "loses_1000", "loses_100", "loses_less", "none", "gains_less", "gains_100", "gains_1000"};

static int age_group(int age)
{
    int group = 0;
    while (age >= ages_below[group])
        group++;
    return group;
}

enum { HUNDRED = 10000, THOUSAND = 100000 }; /* yuan, in fen */

static int change_group(gj_fen gained)
{
    gj_fen size = gained < 0 ? -gained : gained;
    int step = size == 0 ? 0 : size <= HUNDRED ? 1 : size <= THOUSAND ? 2 : 3;
    return gained < 0 ? 3 - step : 3 + step;
}

/* ---- adding ---- */

static void add_sums(struct gj_sim_sums *into, const struct gj_sim_sums *from)
{
    into->pool_fen += from->pool_fen;
    into->own_fen += from->own_fen;
    into->aid_fen += from->aid_fen;
    into->cash_fen += from->cash_fen;
    into->undecided += from->undecided;
}

static void add_cell(struct gj_sim_cell *into, const struct gj_sim_cell *from)
{
    into->people += from->people;
    into->bills += from->bills;
    into->gainers += from->gainers;
    into->losers += from->losers;
    into->total_fen += from->total_fen;
    into->gained_fen += from->gained_fen;
    into->lost_fen += from->lost_fen;
    for (int law = 0; law < GJ_SIM_LAWS; law++)
        add_sums(&into->under[law], &from->under[law]);
}

static struct gj_sim_cell cell_of(const struct gj_sim_person *person, gj_fen gained)
{
    struct gj_sim_cell cell = {
        .people = 1,
        .bills = person->bills,
        .gainers = gained > 0,
        .losers = gained<0, .total_fen = person->total_fen, .gained_fen = gained> 0 ? gained : 0,
        .lost_fen = gained < 0 ? -gained : 0};
    for (int law = 0; law < GJ_SIM_LAWS; law++)
        cell.under[law] = person->under[law].sums;
    return cell;
}

void gj_sim_count(struct gj_sim_tally *tally, const struct gj_sim_family *family)
{
    for (int i = 0; i < family->count; i++) {
        const struct gj_sim_person *person = &family->people[i];
        gj_fen gained =
            person->under[GJ_SIM_REFORM].sums.pool_fen - person->under[GJ_SIM_BASE].sums.pool_fen;
        struct gj_sim_cell cell = cell_of(person, gained);
        add_cell(&tally->by_age[age_group(person->age)], &cell);
        add_cell(&tally->by_scheme[person->kind], &cell);
        add_cell(&tally->by_income[person->income], &cell);
        add_cell(&tally->by_change[change_group(gained)], &cell);
        add_cell(&tally->by_area[person->area], &cell);
    }
}

void gj_sim_add(struct gj_sim_tally *into, const struct gj_sim_tally *from)
{
    for (int i = 0; i < GJ_SIM_AGES; i++)
        add_cell(&into->by_age[i], &from->by_age[i]);
    for (int i = 0; i < GJ_SIM_SCHEMES; i++) {
        add_cell(&into->by_scheme[i], &from->by_scheme[i]);
        add_cell(&into->all, &from->by_scheme[i]); /* each person is in one of them */
    }
    for (int i = 0; i < GJ_SIM_INCOMES; i++)
        add_cell(&into->by_income[i], &from->by_income[i]);
    for (int i = 0; i < GJ_SIM_CHANGES; i++)
        add_cell(&into->by_change[i], &from->by_change[i]);
    for (int i = 0; i < into->areas_count; i++)
        add_cell(&into->by_area[i], &from->by_area[i]);
}

/* ---- reading ---- */

const struct gj_sim_cell *gj_sim_cells(const struct gj_sim_tally *tally,
                                       enum gj_sim_dimension dimension, int *count_out)
{
    const struct {
        const struct gj_sim_cell *cells;
        int count;
    } all[GJ_SIM_DIMENSIONS] = {
        [GJ_SIM_BY_AGE] = {tally->by_age, GJ_SIM_AGES},
        [GJ_SIM_BY_SCHEME] = {tally->by_scheme, GJ_SIM_SCHEMES},
        [GJ_SIM_BY_INCOME] = {tally->by_income, GJ_SIM_INCOMES},
        [GJ_SIM_BY_CHANGE] = {tally->by_change, GJ_SIM_CHANGES},
        [GJ_SIM_BY_AREA] = {tally->by_area, tally->areas_count},
    };
    GJ_MUST((unsigned)dimension < GJ_SIM_DIMENSIONS);
    *count_out = all[dimension].count;
    return all[dimension].cells;
}

const char *gj_sim_word(const struct gj_sim_tally *tally, enum gj_sim_dimension dimension,
                        int group, char out[16])
{
    switch (dimension) {
    case GJ_SIM_BY_AGE:
        return age_words[group];
    case GJ_SIM_BY_SCHEME:
        return scheme_words[group];
    case GJ_SIM_BY_CHANGE:
        return change_words[group];
    case GJ_SIM_BY_INCOME:
        snprintf(out, 16, "fifth_%d", group + 1);
        return out;
    default:
        snprintf(out, 16, "%d", tally->areas[group]);
        return out;
    }
}
