/* The options of the command line: one table, from which parsing and every --help come. */
#ifndef GJ_GONGJI_OPTIONS_H
#define GJ_GONGJI_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/day.h"
#include "model/area.h"

/* Which options a verb takes: bits of these. */
enum gj_takes {
    GJ_TAKES_DB = 1,
    GJ_TAKES_PACKS = 2,
    GJ_TAKES_LISTEN = 4,
    GJ_TAKES_SANDBOX = 8,
    GJ_TAKES_PEOPLE = 16,
    GJ_TAKES_SEED = 32,
    GJ_TAKES_KEYS = 64,
    GJ_TAKES_SCALE = 128,
    GJ_TAKES_UNDER = 256,
    GJ_TAKES_EXPORT = 512,
    GJ_TAKES_MONTH = 1024,
    GJ_TAKES_SIMULATE = 2048
};

enum { GJ_ARGUMENTS_MAX = 4 };

struct gj_options {
    const char *db;     /* path of the SQLite file, "sqlite:" taken off */
    const char *packs;  /* folder, or NULL for the usual places */
    const char *under;  /* audit: folder of another pack set to replay under */
    const char *format; /* export, simulate: the form of what is written, or NULL */
    const char *reform; /* simulate: file of the changed pack */
    int64_t population; /* simulate */
    int threads, year;
    gj_area area;    /* simulate: people of this area and below; 0 for all */
    gj_day from, to; /* export: [from, to) */
    gj_month month;  /* credit: credited for; 0 when not given */
    const char *address;
    uint16_t port;
    bool sandbox, unverified, keys;
    bool cases; /* no option of the command line: a verb that needs the packs' own cases sets it */
    int64_t people, scale;
    uint64_t seed;
    const char *arguments[GJ_ARGUMENTS_MAX];
    int arguments_count;
};

struct gj_verb {
    const char *name;
    const char *arguments; /* for the usage line, such as "AREA DATE" */
    const char *summary;   /* one line */
    const char *help;      /* some lines more */
    int takes;             /* bits of enum gj_takes */
    int arguments_min, arguments_max;
    int (*run)(const struct gj_options *options); /* returns the exit code */
};

/* The options of some takes one after the other, as --help and the manual page show them; `at`
   begins at 0. False after the last. */
struct gj_option_line {
    char form[40]; /* "--db sqlite:FILE" */
    const char *help;
};
bool gj_option_next(int takes, int *at, struct gj_option_line *line_out);

/* Reads argv after the verb. Returns -1 to go on, else the exit code (0 after --help, 2 after a
   mistake, which is explained on standard error). */
int gj_options_read(const struct gj_verb *verb, int argc, char **argv, struct gj_options *out);

#endif
