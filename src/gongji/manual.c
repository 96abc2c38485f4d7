/* The manual page gongji(1), from the same tables as --help, so that the two cannot differ. In: verbs.
   Out: troff with the man macros on standard output. */
#include <stdio.h>
#include <string.h>

#include "gongji/verbs.h"

/* A text in troff: a backslash is escaped, a hyphen stays one to copy, and no line of text begins with
   a control character. */
static void put(const char *text)
{
    bool begins = true;
    for (; *text; text++) {
        if (begins && (*text == '.' || *text == '\''))
            fputs("\\&", stdout);
        if (*text == '\\')
            fputs("\\e", stdout);
        else if (*text == '-')
            fputs("\\-", stdout);
        else
            putchar(*text);
        begins = *text == '\n';
    }
}

static void put_verb(const struct gj_verb *verb)
{
    struct gj_option_line line;
    printf(".SS gongji %s", verb->name);
    for (int at = 0; gj_option_next(verb->takes, &at, &line);) {
        printf(" [");
        put(line.form);
        printf("]");
    }
    printf("%s", *verb->arguments ? " " : "");
    put(verb->arguments);
    printf("\n");
    put(verb->summary);
    printf(".\n");
    if (*verb->help) {
        printf(".PP\n.nf\n");
        put(verb->help);
        printf("\n.fi\n");
    }
}

static void put_options(void)
{
    struct gj_option_line line;
    printf(".SH OPTIONS\n");
    for (int at = 0; gj_option_next(~0, &at, &line);) {
        printf(".TP\n.B ");
        put(line.form);
        printf("\n");
        put(line.help);
        printf("\n");
    }
}

static const char end[] =
    ".SH EXIT STATUS\n"
    ".TP\n.B 0\ndone\n.TP\n.B 1\nrefused or found wrong\n.TP\n.B 2\nbad usage or input\n"
    ".TP\n.B 3\nthe world failed: a full disk, a port in use, a second writer\n"
    ".SH FILES\n"
    ".TP\n.I FILE\nthe store, one SQLite database; FILE\\-wal and FILE\\-shm beside it while it is "
    "open\n"
    ".TP\n.I FILE.key\nthe key of the sealed names and numbers, mode 0600; without it no name can "
    "be "
    "read\n"
    ".TP\n.I ../share/gongji/packs\nthe policy packs, seen from the program\n"
    ".SH EXAMPLES\n.nf\n"
    "gongji demo \\-\\-db sqlite:demo.db\n"
    "gongji serve \\-\\-sandbox \\-\\-db sqlite:demo.db\n"
    "gongji audit \\-\\-db sqlite:demo.db\n"
    "gongji pack show 410100 2025\\-04\\-21\n"
    ".fi\n";

int gj_manual_print(const struct gj_verb *verbs, int count, const char *version)
{
    printf(".TH GONGJI 1 \"\" \"gongji %s\" \"User Commands\"\n", version);
    printf(".SH NAME\ngongji \\- settlement centre for personal accounts and family mutual aid\n");
    printf(".SH SYNOPSIS\n.B gongji\n.I VERB\n[options]\n.SH DESCRIPTION\n"
           "Keeps the personal accounts of medical insurance, lets families share them, settles\n"
           "bills and answers which clause said so on that day.\n.SH VERBS\n");
    for (int i = 0; i < count; i++)
        put_verb(&verbs[i]);
    put_options();
    fputs(end, stdout);
    return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 3;
}
