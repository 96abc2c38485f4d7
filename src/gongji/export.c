#include "gongji/export.h"

#include <errno.h>
#include <string.h>

#include "base/bug.h"
#include "gongji/progress.h"
#include "store/store.h"

struct exporter {
    const struct gj_export_options *options;
    struct gj_export_report *report;
    struct gj_audit *sums; /* the accounts named so far, and what they hold */
    struct gj_why *why;
};

static enum gj_status write_out(struct exporter *exporter, const struct gj_writer *text)
{
    GJ_MUST(!text->full);
    if (fwrite(text->bytes, 1, text->length, exporter->options->out) == text->length)
        return GJ_DONE;
    return gj_fail(exporter->why, errno == ENOSPC ? GJ_FULL : GJ_WORLD,
                   "the journal cannot be written: %s", strerror(errno));
}

static enum gj_status take_entry(void *to, const struct gj_entry *entry)
{
    char accounts[GJ_ENTRY_LINES_MAX * GJ_JOURNAL_ACCOUNT_MAX], bytes[GJ_JOURNAL_ENTRY_MAX];
    struct exporter *exporter = to;
    enum gj_journal form = exporter->options->form;
    gj_day day = gj_time_day(entry->now);
    if (day < exporter->options->from || day >= exporter->options->to)
        return GJ_DONE;
    struct gj_writer names = gj_writer(accounts, sizeof accounts);
    struct gj_writer text = gj_writer(bytes, sizeof bytes);
    for (int i = 0; i < entry->count; i++)
        if (!gj_audit_knows(exporter->sums, &entry->lines[i]))
            gj_journal_account(form, &entry->lines[i], &names);
    enum gj_status status = gj_audit_part(exporter->sums, entry, exporter->why);
    if (status != GJ_DONE)
        return status;
    gj_journal_entry(form, entry, &text);
    exporter->report->lines += entry->count;
    gj_progress("entries", ++exporter->report->entries, 0);
    status = write_out(exporter, &names);
    return status == GJ_DONE ? write_out(exporter, &text) : status;
}

static enum gj_status write_all(struct exporter *exporter, struct gj_reader *reader)
{
    char bytes[GJ_JOURNAL_HEAD_MAX];
    gj_id last;
    struct gj_writer head = gj_writer(bytes, sizeof bytes);
    gj_journal_head(exporter->options->form, &head);
    enum gj_status status = write_out(exporter, &head);
    if (status == GJ_DONE)
        status = gj_reader_last_order(reader, &last, exporter->why);
    if (status == GJ_DONE)
        status = gj_reader_entries(reader, 0, last, take_entry, exporter, exporter->why);
    gj_progress_end();
    if (status == GJ_DONE && fflush(exporter->options->out) != 0)
        status = gj_fail(exporter->why, errno == ENOSPC ? GJ_FULL : GJ_WORLD,
                         "the journal cannot be written: %s", strerror(errno));
    return status;
}

enum gj_status gj_export_store(const struct gj_export_options *options,
                               struct gj_export_report *report_out, struct gj_why *why)
{
    *report_out = (struct gj_export_report){0};
    struct exporter exporter = {.options = options, .report = report_out, .why = why};
    struct gj_reader *reader;
    enum gj_status status = gj_reader_open_sqlite(options->db, &reader, why);
    if (status != GJ_DONE)
        return status;
    exporter.sums = gj_audit_new();
    GJ_MUST(exporter.sums);
    status = write_all(&exporter, reader);
    gj_totals_of(exporter.sums, &report_out->totals);
    gj_audit_free(exporter.sums);
    gj_reader_close(reader);
    return status;
}
