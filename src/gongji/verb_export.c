/* export: the journal of every book to standard output, its totals to standard error. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gongji/export.h"
#include "gongji/verbs.h"

enum { OUT_BUFFER = 1 << 18 };

static bool find_form(const char *word, enum gj_journal *form_out)
{
    static const char *const words[] = {"hledger", "beancount", "csv"};
    for (int i = 0; word && i < 3; i++) {
        *form_out = (enum gj_journal)i;
        if (strcmp(words[i], word) == 0)
            return true;
    }
    return false;
}

int gj_verb_export(const struct gj_options *options)
{
    struct gj_why why;
    struct gj_export_report report;
    struct gj_export_options how = {
        .db = options->db, .from = options->from, .to = options->to, .out = stdout};
    if (!find_form(options->format, &how.form)) {
        fprintf(stderr, "gongji export: --format hledger, beancount or csv must be given; ledger "
                        "reads the first.\n");
        return 2;
    }
    setvbuf(stdout, NULL, _IOFBF, OUT_BUFFER);
    if (gj_export_store(&how, &report, &why) != GJ_DONE)
        return gj_verb_failed("export", &why);
    fprintf(stderr, "exported %lld entries of %lld lines; debits less credits:\n",
            (long long)report.entries, (long long)report.lines);
    gj_totals_print(&report.totals, stderr);
    return 0;
}
