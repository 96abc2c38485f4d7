/* The face of simulate: an invented population's year of bills, settled by policy under two laws,
   the one in force and a changed one, and what the change does to whom. The same seed gives the same
   people, bills and sums, whatever the number of threads. The people are made as they are needed
   and forgotten again: memory does not grow with their number. docs/simulate.md says how they and
   their bills are made. */
#ifndef GJ_SIMULATE_SIMULATE_H
#define GJ_SIMULATE_SIMULATE_H

#include "base/why.h"
#include "policy/policy.h"

enum gj_sim_law { GJ_SIM_BASE, GJ_SIM_REFORM, GJ_SIM_LAWS };

/* What a year's bills came to under one law. Bills that one of the two laws cannot decide are left
   out of the sums of both. person = own + aid + cash. */
struct gj_sim_sums {
    gj_fen pool_fen, own_fen, aid_fen, cash_fen;
    int64_t undecided; /* bills that this law cannot decide */
};

/* A group of people. Who gains is a person for whom the pooled fund pays more in the year under the
   reform; who loses, less. */
struct gj_sim_cell {
    int64_t people, bills, gainers, losers;
    gj_fen total_fen; /* of the decided bills */
    gj_fen gained_fen, lost_fen;
    struct gj_sim_sums under[GJ_SIM_LAWS];
};

enum gj_sim_dimension {
    GJ_SIM_BY_AGE,
    GJ_SIM_BY_SCHEME,
    GJ_SIM_BY_INCOME,
    GJ_SIM_BY_CHANGE,
    GJ_SIM_BY_AREA,
    GJ_SIM_DIMENSIONS
};

enum {
    GJ_SIM_AGES = 5,    /* 0-17, 18-44, 45-59, 60-74, 75- */
    GJ_SIM_SCHEMES = 3, /* employee working, employee retired, resident */
    GJ_SIM_INCOMES = 5, /* fifths, the lowest first */
    GJ_SIM_CHANGES = 7, /* loses over 1000 yuan, over 100, less; none; gains less, over 100 ... */
    GJ_SIM_AREAS_MAX = 1024,
    GJ_SIM_THREADS_MAX = 64
};

struct gj_sim_tally {
    struct gj_sim_cell all;
    struct gj_sim_cell by_age[GJ_SIM_AGES], by_scheme[GJ_SIM_SCHEMES];
    struct gj_sim_cell by_income[GJ_SIM_INCOMES], by_change[GJ_SIM_CHANGES];
    struct gj_sim_cell by_area[GJ_SIM_AREAS_MAX]; /* in the order of `areas` */
    gj_area areas[GJ_SIM_AREAS_MAX];
    int areas_count;
};

struct gj_sim_options {
    const struct gj_law *base, *reform;
    int64_t people;
    uint64_t seed;
    int threads;    /* 1 to GJ_SIM_THREADS_MAX */
    int year;       /* a calendar year */
    gj_area within; /* only people of this area and those below it; 0 for all that are real */
    void (*progress)(int64_t done, int64_t total); /* or NULL; called by the calling thread */
};

/* GJ_NOT_FOUND if no area has a pooled rule under the base law at the start of the year; GJ_WORLD
   when memory or threads are out. */
enum gj_status gj_simulate(const struct gj_sim_options *options, struct gj_sim_tally *tally_out,
                           struct gj_why *why) GJ_MUST_CHECK;

/* The cells of a dimension. */
const struct gj_sim_cell *gj_sim_cells(const struct gj_sim_tally *tally,
                                       enum gj_sim_dimension dimension, int *count_out);
/* The word of a group: "18-44", "employee_retired", "fifth_1", "gains_over_1000"; of an area its
   code. */
const char *gj_sim_word(const struct gj_sim_tally *tally, enum gj_sim_dimension dimension,
                        int group, char out[16]);

#endif
