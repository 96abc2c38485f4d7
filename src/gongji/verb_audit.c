/* audit: proves the book and says what was proved. */
#include <stdio.h>

#include "gongji/audit.h"
#include "gongji/verbs.h"
#include "gongji/world.h"

static void print_report(const struct gj_audit_report *report, bool under)
{
    printf("%lld entries balance in every book; debits less credits:\n",
           (long long)report->entries);
    gj_totals_print(&report->totals, stdout);
    printf("%lld accounts and %lld wallets equal the sums of their entries\n",
           (long long)report->accounts, (long long)report->wallets);
    if (report->touched_since > 0)
        printf("%lld rows were touched since the audit began and were not compared\n",
               (long long)report->touched_since);
    if (under)
        printf("%lld of %lld splits would differ under the other packs\n",
               (long long)report->differing, (long long)report->settlements);
    else
        printf("%lld splits come out again from their own facts and packs; %lld reversals\n",
               (long long)report->settlements, (long long)report->reversals);
    printf("%lld batches are chained, head ", (long long)report->batches);
    for (int i = 0; i < 8; i++)
        printf("%02x", report->head[i]);
    printf("\nthe book is whole\n");
}

int gj_verb_audit(const struct gj_options *options)
{
    struct gj_why why;
    struct gj_world world;
    struct gj_audit_report report;
    struct gj_audit_options how = {.db = options->db, .out = stdout};
    struct gj_options other = *options;
    other.packs = options->under;
    if (options->under) {
        if (gj_world_open(&other, true, &world, &why) != GJ_DONE)
            return gj_verb_failed("audit", &why);
        how.under = &world.law;
    }
    enum gj_status status = gj_audit_report(&how, &report, &why);
    if (options->under)
        gj_world_close(&world);
    if (status == GJ_DONE)
        print_report(&report, options->under != NULL);
    else
        gj_verb_failed("audit", &why);
    return status == GJ_BROKEN ? 1 : gj_status_exit(status);
}
