/* The program: finds the verb, reads its options, runs it. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "gongji/verbs.h"
#include "gongji/world.h"

#define GJ_VERSION "0.1.0"

static const struct gj_verb verbs[] = {
    {"init", "", "make an empty store and its key file",
     "The key file (FILE.key, mode 0600) opens the sealed names and numbers: keep a copy of it "
     "apart\n"
     "from backups. An existing file is never overwritten.",
     GJ_TAKES_DB, 0, 0, gj_verb_init},
    {"demo", "", "make a store with a synthetic population and a year of credits and bills",
     "All people are invented. The same seed makes the same world.",
     GJ_TAKES_DB | GJ_TAKES_PACKS | GJ_TAKES_PEOPLE | GJ_TAKES_SEED, 0, 0, gj_verb_demo},
    {"serve", "", "serve the national interface over HTTP",
     "With --sandbox the clock starts at 2025-09-01T10:00 and /api/v1/dev/ lists people,\n"
     "institutions and items to try with. SIGHUP reads the packs anew, holds them against their\n"
     "own cases, and puts them in force between two batches.",
     GJ_TAKES_DB | GJ_TAKES_PACKS | GJ_TAKES_LISTEN | GJ_TAKES_SANDBOX, 0, 0, gj_verb_serve},
    {"ask", "[FILE]", "answer questions: one JSON object a line in, one out",
     "Absent facts take the favourable value, so that one asks about policy alone. For example:\n"
     "  echo "
     "'{\"id\":\"1\",\"kind\":\"pay\",\"at\":\"2024-12-02T10:00\",\"tool\":\"wallet\",\"relation\":"
     "\"parent\",\n"
     "    \"payer\":{\"area\":\"320500\"},\"user\":{\"area\":\"410100\"}}' | tr -d '\\n' | gongji "
     "ask",
     GJ_TAKES_PACKS, 0, 1, gj_verb_ask},
    {"calc", "[FILE]", "calculate: one JSON object a line in, one out",
     "\"calc\" names the calculation: contribution, credit, premium, pooled, split, maternity,\n"
     "maternity_days, pension, retirement, least_years, waiting, lifetime, filing_ratio, "
     "incentive. For "
     "example:\n"
     "  echo '{\"calc\":\"least_years\",\"area\":\"100000\",\"date\":\"2033-03-01\"}' | gongji "
     "calc",
     GJ_TAKES_PACKS, 0, 1, gj_verb_calc},
    {"split", "[FILE]", "split bills: one JSON object a line in, one out",
     "One bill through the whole engine without a store: pooled fund, own account, wallet, "
     "payers,\n"
     "cash.",
     GJ_TAKES_PACKS, 0, 1, gj_verb_split},
    {"audit", "", "prove the book: entries, balances, splits replayed, chain",
     "Works beside a running server, up to the last record there is when it begins.",
     GJ_TAKES_DB | GJ_TAKES_PACKS | GJ_TAKES_UNDER, 0, 0, gj_verb_audit},
    {"export", "", "write the journal of every book, for hledger, ledger, beancount or a table",
     "To standard output; the totals, as audit prints them, to standard error. Works beside a\n"
     "running server, up to the last record there is when it begins. For example:\n"
     "  gongji export --format hledger >books.journal && hledger -f books.journal balance",
     GJ_TAKES_DB | GJ_TAKES_EXPORT, 0, 0, gj_verb_export},
    {"settle", "FILE", "settle a file of whole bills, one JSON object a line",
     "Prints the file's totals first, then settles; what is wrong or refused goes to "
     "FILE.rejects.\n"
     "Safe to run again: no bill is settled twice, and a run that was ended goes on.\n"
     "The form of the file: docs/batch.md.",
     GJ_TAKES_DB | GJ_TAKES_PACKS | GJ_TAKES_SANDBOX, 1, 1, gj_verb_settle},
    {"credit", "FILE", "credit accounts for a month, one JSON object a line",
     "An account is credited once for each month, so that a file may be run again.\n"
     "The form of the file: docs/batch.md.",
     GJ_TAKES_DB | GJ_TAKES_PACKS | GJ_TAKES_SANDBOX | GJ_TAKES_MONTH, 1, 1, gj_verb_credit},
    {"simulate", "", "what a changed pack would do to an invented population",
     "Settles a year of invented bills under the packs in force and under the packs with FILE "
     "laid\n"
     "over them, and compares. FILE is a pack as in packs/ (area, name, rows): each key it names\n"
     "replaces the area's rows of that key. How people are made: docs/simulate.md. For example:\n"
     "  gongji simulate --population 1000000 --area 410100 --reform 410100.yaml --format csv",
     GJ_TAKES_PACKS | GJ_TAKES_SEED | GJ_TAKES_SIMULATE, 0, 0, gj_verb_simulate},
    {"pack", "check|test|show|diff [AREA DATE [DATE] | DIR]",
     "check, test, show and compare policy packs",
     "  pack check [DIR]    read every pack and say what is there\n"
     "  pack test [DIR]     run the packs' own cases\n"
     "  pack show AREA DATE what holds in an area on a day;  pack show --keys: the table of keys\n"
     "  pack diff DIR       what the packs in DIR change against these\n"
     "  pack diff AREA DATE DATE   what changes in an area between two days",
     GJ_TAKES_PACKS | GJ_TAKES_KEYS, 1, 4, gj_verb_pack},
    {"bench", "[decisions|load|simulate|settle|http|sales|export|settle-file|credit-file]",
     "measure, as ratios in one run", "", GJ_TAKES_PACKS | GJ_TAKES_SCALE | GJ_TAKES_SEED, 0, 1,
     gj_verb_bench},
    {"backup", "FILE", "copy the store to a new file while it is in use",
     "The key file is not copied: without it a backup cannot show names.", GJ_TAKES_DB, 1, 1,
     gj_verb_backup},
    {"restore", "FILE", "make the store from a backup, proving it first",
     "Refuses to overwrite an existing store.", GJ_TAKES_DB | GJ_TAKES_PACKS, 1, 1,
     gj_verb_restore},
};

enum { VERBS = sizeof verbs / sizeof verbs[0] };

static void print_usage(FILE *out)
{
    fprintf(out, "gongji: settlement centre for personal accounts and family mutual aid\n\n"
                 "usage: gongji VERB [options]\n\n");
    for (int i = 0; i < VERBS; i++)
        fprintf(out, "  %-8s %s\n", verbs[i].name, verbs[i].summary);
    fprintf(out, "\ngongji VERB --help explains a verb; gongji --version names the packs' hash\n");
}

static int print_version(void)
{
    struct gj_options options = {0};
    struct gj_world world;
    struct gj_why why;
    if (gj_world_open(&options, true, &world, &why) != GJ_DONE)
        return gj_verb_failed("--version", &why);
    printf("gongji %s\npacks %s\n", GJ_VERSION, gj_policy_hash(world.law.policy));
    gj_world_close(&world);
    return 0;
}

int gj_verb_failed(const char *verb, const struct gj_why *why)
{
    fprintf(stderr, "gongji %s: %s\n", verb, why->text);
    return gj_status_exit(why->status);
}

int main(int argc, char **argv)
{
    /* A client that leaves, or a file at its size limit, is an error to report, not a death. */
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    const char *name = argc > 1 ? argv[1] : "--help";
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0) {
        print_usage(stdout);
        return argc > 1 ? 0 : 2;
    }
    if (strcmp(name, "--version") == 0)
        return print_version();
    if (strcmp(name, "--man") == 0)
        return gj_manual_print(verbs, VERBS, GJ_VERSION);
    for (int i = 0; i < VERBS; i++) {
        if (strcmp(name, verbs[i].name) != 0)
            continue;
        struct gj_options options;
        int done = gj_options_read(&verbs[i], argc - 2, argv + 2, &options);
        return done >= 0 ? done : verbs[i].run(&options);
    }
    fprintf(stderr, "gongji: there is no verb %s.\n\n", name);
    print_usage(stderr);
    return 2;
}
