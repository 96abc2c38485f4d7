/* Command line to struct gj_options: what came in wrong is named, with what is allowed. */
#include "gongji/options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct option {
    const char *name, *value, *help;
    int takes;
};

static const struct option table[] = {
    {"--db", "sqlite:FILE", "the store (default sqlite:gongji.db)", GJ_TAKES_DB},
    {"--packs", "DIR", "folder of the policy packs (default: beside the program)", GJ_TAKES_PACKS},
    {"--unverified", NULL, "load the unverified pack set too; answers then say so", GJ_TAKES_PACKS},
    {"--listen", "ADDRESS:PORT", "where to listen (default 127.0.0.1:8080)", GJ_TAKES_LISTEN},
    {"--sandbox", NULL, "a clock of its own, test people, no credentials needed", GJ_TAKES_SANDBOX},
    {"--people", "N", "size of the synthetic population, 10 to 1000000 (default 2000)",
     GJ_TAKES_PEOPLE},
    {"--seed", "N", "seed of all that is random (default 1)", GJ_TAKES_SEED},
    {"--keys", NULL, "show the table of keys instead", GJ_TAKES_KEYS},
    {"--scale", "N", "settlements to preload, at most 10000000 (default 300000)", GJ_TAKES_SCALE},
    {"--under", "DIR", "replay under these packs and list what would differ", GJ_TAKES_UNDER},
    {"--format", "hledger|beancount|csv", "form of the journal", GJ_TAKES_EXPORT},
    {"--population", "N", "people to invent, 1 to 1000000000 (default 100000)", GJ_TAKES_SIMULATE},
    {"--reform", "FILE", "a changed pack of one area, laid over the packs", GJ_TAKES_SIMULATE},
    {"--area", "AREA", "only people insured there (default: every real area with rules)",
     GJ_TAKES_SIMULATE},
    {"--year", "YYYY", "the year lived (default 2025)", GJ_TAKES_SIMULATE},
    {"--threads", "N", "threads, 1 to 64 (default 2); of no effect on the result",
     GJ_TAKES_SIMULATE},
    {"--format", "json|csv", "form of the result (default json)", GJ_TAKES_SIMULATE},
    {"--month", "YYYY-MM", "the month credited for", GJ_TAKES_MONTH},
    {"--from", "YYYY-MM-DD", "entries from this day on", GJ_TAKES_EXPORT},
    {"--to", "YYYY-MM-DD", "entries before this day", GJ_TAKES_EXPORT},
};

bool gj_option_next(int takes, int *at, struct gj_option_line *line_out)
{
    for (int count = (int)(sizeof table / sizeof table[0]); *at < count;) {
        const struct option *option = &table[(*at)++];
        if (!(option->takes & takes))
            continue;
        snprintf(line_out->form, sizeof line_out->form, "%s%s%s", option->name,
                 option->value ? " " : "", option->value ? option->value : "");
        line_out->help = option->help;
        return true;
    }
    return false;
}

static void print_help(const struct gj_verb *verb)
{
    printf("gongji %s%s%s%s\n  %s\n", verb->name, verb->takes ? " [options]" : "",
           *verb->arguments ? " " : "", verb->arguments, verb->summary);
    if (*verb->help)
        printf("\n%s\n", verb->help);
    printf("\nOptions\n");
    struct gj_option_line line;
    for (int at = 0; gj_option_next(verb->takes, &at, &line);)
        printf("  %-24s %s\n", line.form, line.help);
    printf("  %-24s %s\n", "--help", "this page");
    printf("\nExit codes: 0 done, 1 refused or found wrong, 2 bad usage or input, 3 the world "
           "failed\n");
}

static int mistake(const struct gj_verb *verb, const char *what, const char *which)
{
    fprintf(stderr, "gongji %s: %s%s%s. See gongji %s --help.\n", verb->name, what,
            *which ? " " : "", which, verb->name);
    return 2;
}

static bool read_number(const char *text, int64_t low, int64_t high, int64_t *out)
{
    char *end;
    errno = 0;
    long long number = strtoll(text, &end, 10);
    *out = number;
    return errno == 0 && end != text && *end == '\0' && number >= low && number <= high;
}

static bool read_int(const char *text, int low, int high, int *out)
{
    int64_t number;
    bool fits = read_number(text, low, high, &number);
    *out = fits ? (int)number : 0;
    return fits;
}

static bool read_listen(const char *value, struct gj_options *out)
{
    static char address[64];
    const char *colon = strrchr(value, ':');
    int64_t port;
    if (!colon || colon == value || (size_t)(colon - value) >= sizeof address ||
        !read_number(colon + 1, 0, 65535, &port))
        return false;
    memcpy(address, value, (size_t)(colon - value));
    address[colon - value] = '\0';
    out->address = address;
    out->port = (uint16_t)port;
    return true;
}

static bool read_db(const char *value, struct gj_options *out)
{
    if (strncmp(value, "sqlite:", 7) != 0 || value[7] == '\0')
        return false;
    out->db = value + 7;
    return true;
}

/* Takes one option with its value (or NULL); false if the value is not of its form. */
static bool take(const char *name, const char *value, struct gj_options *out)
{
    int64_t seed;
    if (strcmp(name, "--db") == 0)
        return read_db(value, out);
    if (strcmp(name, "--listen") == 0)
        return read_listen(value, out);
    if (strcmp(name, "--people") == 0)
        return read_number(value, 10, 1000000, &out->people);
    if (strcmp(name, "--scale") == 0)
        return read_number(value, 0, 10000000, &out->scale);
    if (strcmp(name, "--seed") == 0) {
        bool fits = read_number(value, 0, INT64_MAX, &seed);
        out->seed = (uint64_t)seed;
        return fits;
    }
    if (strcmp(name, "--population") == 0)
        return read_number(value, 1, 1000000000, &out->population);
    if (strcmp(name, "--threads") == 0)
        return read_int(value, 1, 64, &out->threads);
    if (strcmp(name, "--year") == 0)
        return read_int(value, 1990, 2199, &out->year);
    if (strcmp(name, "--area") == 0)
        return read_int(value, 100000, 999999, &out->area);
    if (strcmp(name, "--month") == 0)
        return gj_month_parse(gj_slice(value), &out->month);
    if (strcmp(name, "--from") == 0)
        return gj_day_parse(gj_slice(value), &out->from);
    if (strcmp(name, "--to") == 0)
        return gj_day_parse(gj_slice(value), &out->to);
    if (strcmp(name, "--format") == 0)
        out->format = value;
    else if (strcmp(name, "--reform") == 0)
        out->reform = value;
    else if (strcmp(name, "--packs") == 0)
        out->packs = value;
    else if (strcmp(name, "--under") == 0)
        out->under = value;
    else if (strcmp(name, "--unverified") == 0)
        out->unverified = true;
    else if (strcmp(name, "--sandbox") == 0)
        out->sandbox = true;
    else
        out->keys = true;
    return true;
}

static const struct option *find(const struct gj_verb *verb, const char *text, size_t length)
{
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if ((table[i].takes & verb->takes) && strlen(table[i].name) == length &&
            memcmp(table[i].name, text, length) == 0)
            return &table[i];
    return NULL;
}

/* Reads "--name value" or "--name=value" at argv[*at]; returns -1 to go on. */
static int read_option(const struct gj_verb *verb, int argc, char **argv, int *at,
                       struct gj_options *out)
{
    const char *text = argv[*at], *equals = strchr(text, '=');
    size_t length = equals ? (size_t)(equals - text) : strlen(text);
    const struct option *option = find(verb, text, length);
    if (!option)
        return mistake(verb, "there is no option", text);
    const char *value = equals ? equals + 1 : NULL;
    if (option->value && !value && *at + 1 < argc)
        value = argv[++*at];
    if (!option->value != !value)
        return mistake(verb, option->value ? "a value must follow" : "no value may follow",
                       option->name);
    if (take(option->name, value, out))
        return -1;
    fprintf(stderr, "gongji %s: %s is not %s for %s: %s.\n", verb->name, value, option->value,
            option->name, option->help);
    return 2;
}

int gj_options_read(const struct gj_verb *verb, int argc, char **argv, struct gj_options *out)
{
    *out = (struct gj_options){.db = "gongji.db",
                               .address = "127.0.0.1",
                               .port = 8080,
                               .people = 2000,
                               .population = 100000,
                               .threads = 2,
                               .year = 2025,
                               .scale = 300000,
                               .seed = 1,
                               .from = GJ_DAY_MIN,
                               .to = GJ_DAY_MAX};
    for (int i = 0; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            print_help(verb);
            return 0;
        }
        if (strncmp(argv[i], "--", 2) == 0) {
            int done = read_option(verb, argc, argv, &i, out);
            if (done >= 0)
                return done;
        } else if (out->arguments_count == verb->arguments_max) {
            return mistake(verb, "too many arguments, at", argv[i]);
        } else {
            out->arguments[out->arguments_count++] = argv[i];
        }
    }
    if (out->arguments_count < verb->arguments_min)
        return mistake(verb, "missing argument:", verb->arguments);
    return -1;
}
