/* The verbs of the command line, one file each or a few that belong together. Each returns the exit
   code: 0 done, 1 refused or found wrong, 2 bad usage or input, 3 the world failed. */
#ifndef GJ_GONGJI_VERBS_H
#define GJ_GONGJI_VERBS_H

#include "base/why.h"
#include "gongji/options.h"

int gj_verb_init(const struct gj_options *options);
int gj_verb_demo(const struct gj_options *options);
int gj_verb_serve(const struct gj_options *options);
int gj_verb_ask(const struct gj_options *options);
int gj_verb_calc(const struct gj_options *options);
int gj_verb_split(const struct gj_options *options);
int gj_verb_audit(const struct gj_options *options);
int gj_verb_export(const struct gj_options *options);
int gj_verb_settle(const struct gj_options *options);
int gj_verb_credit(const struct gj_options *options);
int gj_verb_simulate(const struct gj_options *options);
int gj_verb_pack(const struct gj_options *options);
int gj_verb_bench(const struct gj_options *options);
int gj_verb_backup(const struct gj_options *options);
int gj_verb_restore(const struct gj_options *options);

/* Prints "gongji VERB: text" on standard error and returns the status' exit code. */
int gj_verb_failed(const char *verb, const struct gj_why *why);

/* gongji(1) in the man macros, from the table of verbs and that of options. Returns the exit code. */
int gj_manual_print(const struct gj_verb *verbs, int count, const char *version);

#endif
