/* The result of a simulation as text. */
#ifndef GJ_GONGJI_SIMULATED_H
#define GJ_GONGJI_SIMULATED_H

#include <stdio.h>

#include "simulate/simulate.h"

/* One object on one line. */
void gj_simulated_json(const struct gj_sim_options *options, const char *reform,
                       const struct gj_sim_tally *tally, FILE *out);
/* A line of names, then one line a group: the dimension, the group, its name, its figures. */
void gj_simulated_csv(const struct gj_sim_options *options, const struct gj_sim_tally *tally,
                      FILE *out);

#endif
