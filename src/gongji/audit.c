#include "gongji/audit.h"

#include <string.h>
#include <stdlib.h>

#include "gongji/laws.h"
#include "gongji/progress.h"
#include "ledger/ledger.h"
#include "store/store.h"

struct auditor {
    const struct gj_audit_options *options;
    struct gj_audit_report *report;
    struct gj_why *why;
    struct gj_reader *reader;
    struct gj_audit *audit;
    gj_id last;
    struct gj_laws *laws;
};

static enum gj_status take_entry(void *to, const struct gj_entry *entry)
{
    struct auditor *auditor = to;
    gj_progress("entries", ++auditor->report->entries, 0);
    return gj_audit_entry(auditor->audit, entry, auditor->why);
}

/* ---- splits ---- */

static void list_difference(struct auditor *auditor, const struct gj_settlement *one,
                            const struct gj_decision *now)
{
    char was[GJ_FEN_TEXT_MAX], is[GJ_FEN_TEXT_MAX];
    auditor->report->differing++;
    if (!auditor->options->out)
        return;
    fprintf(auditor->options->out, "settlement %06d%lld: pool %s, would be %s (%s)\n",
            one->claim.where.area, (long long)one->id, gj_fen_text(one->decision.pool_fen, was),
            gj_fen_text(now->pool_fen, is), gj_reason_code((enum gj_reason)now->reason));
}

/* What the act adds to a decision from rows that are no part of the claim: who owns the own accounts
   and the wallet, in whose book the wallet lies, the number of the pack set. */
static void complete(struct gj_decision *again, const struct gj_decision *kept)
{
    again->pack_set = kept->pack_set;
    for (int i = 0; i < again->legs_count && i < kept->legs_count; i++) {
        if (again->legs[i].kind == GJ_PAYER_AID)
            continue;
        again->legs[i].person = kept->legs[i].person;
        if (again->legs[i].kind == GJ_PAYER_WALLET)
            again->legs[i].area = kept->legs[i].area;
    }
}

static enum gj_status take_settlement(void *to, const struct gj_settlement *one)
{
    struct auditor *auditor = to;
    struct gj_decision again;
    const struct gj_law *law;
    if (one->reversal_of) {
        auditor->report->reversals++;
        return GJ_DONE;
    }
    gj_progress("splits replayed", ++auditor->report->settlements, 0);
    if (auditor->options->under) {
        gj_settle(auditor->options->under, &one->claim, &again);
        complete(&again, &one->decision);
        again.trace = one->decision.trace;
        if (!gj_decision_is(&again, &one->decision))
            list_difference(auditor, one, &again);
        return GJ_DONE;
    }
    /* It has no planner: the replay goes the plain way, and so holds the centre's plans against it
       too. */
    enum gj_status status = gj_laws_find(auditor->laws, one->decision.pack_set, &law, auditor->why);
    if (status != GJ_DONE)
        return status;
    gj_settle(law, &one->claim, &again);
    complete(&again, &one->decision);
    if (gj_decision_is(&again, &one->decision))
        return GJ_DONE;
    return gj_fail(auditor->why, GJ_BROKEN,
                   "settlement %06d%lld does not come out again from its own facts and packs",
                   one->claim.where.area, (long long)one->id);
}

/* ---- balances ---- */

static enum gj_status take_side(struct auditor *auditor, const struct gj_side *side)
{
    for (int i = 0; i < side->accounts_count; i++) {
        const struct gj_account *account = &side->accounts[i];
        if (account->last_entry > auditor->last) {
            auditor->report->touched_since++;
            continue;
        }
        auditor->report->accounts++;
        enum gj_status status = gj_audit_account(auditor->audit, account, auditor->why);
        if (status != GJ_DONE)
            return status;
    }
    if (side->wallet.version == 0)
        return GJ_DONE;
    if (side->wallet.last_entry > auditor->last) {
        auditor->report->touched_since++;
        return GJ_DONE;
    }
    auditor->report->wallets++;
    return gj_audit_wallet(auditor->audit, &side->wallet, auditor->why);
}

static enum gj_status take_people(struct auditor *auditor)
{
    struct gj_side side;
    gj_id person = 0;
    for (int64_t count = 0;; count++) {
        enum gj_status status =
            gj_reader_next_person(auditor->reader, person, &person, auditor->why);
        if (status != GJ_DONE || person == 0)
            return status;
        status = gj_reader_side(auditor->reader, person, &side, auditor->why);
        if (status == GJ_DONE)
            status = take_side(auditor, &side);
        if (status != GJ_DONE)
            return status;
        gj_progress("people", count, 0);
    }
}

static enum gj_status prove(struct auditor *auditor)
{
    struct gj_audit_report *report = auditor->report;
    enum gj_status status = gj_reader_last_order(auditor->reader, &auditor->last, auditor->why);
    if (status == GJ_DONE)
        status =
            gj_reader_entries(auditor->reader, 0, auditor->last, take_entry, auditor, auditor->why);
    if (status == GJ_DONE)
        status = take_people(auditor);
    gj_totals_of(auditor->audit, &report->totals);
    /* Rows touched since were not shown, so "every row was shown" is asked only of a still store. */
    if (status == GJ_DONE && report->touched_since == 0)
        status = gj_audit_finish(auditor->audit, auditor->why);
    if (status == GJ_DONE)
        status = gj_audit_rows(auditor->reader, auditor->audit, auditor->last, auditor->why);
    if (status == GJ_DONE)
        status = gj_reader_settlements(auditor->reader, 0, auditor->last, take_settlement, auditor,
                                       auditor->why);
    if (status == GJ_DONE)
        status = gj_reader_chain(auditor->reader, auditor->last, &report->batches, report->head,
                                 auditor->why);
    gj_progress_end();
    return status;
}

enum gj_status gj_audit_report(const struct gj_audit_options *options,
                               struct gj_audit_report *report_out, struct gj_why *why)
{
    *report_out = (struct gj_audit_report){0};
    struct auditor auditor = {.options = options, .report = report_out, .why = why};
    enum gj_status status = gj_reader_open_sqlite(options->db, &auditor.reader, why);
    if (status != GJ_DONE)
        return status;
    auditor.audit = gj_audit_new();
    auditor.laws = gj_laws_new(auditor.reader);
    status = prove(&auditor);
    gj_audit_free(auditor.audit);
    gj_reader_close(auditor.reader);
    gj_laws_free(auditor.laws);
    return status;
}

enum gj_status gj_audit_store(const struct gj_audit_options *options, struct gj_why *why)
{
    struct gj_audit_report report;
    return gj_audit_report(options, &report, why);
}
