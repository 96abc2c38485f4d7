/* The two passes over a batch file. The first reads every line and totals what it can read; the second
   sends it to the centre, stretch by stretch, each by person. Between them nothing is remembered but
   which lines were at fault. */
#include "gongji/batch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "base/hash.h"
#include "gongji/batch_inside.h"
#include "gongji/progress.h"

const struct gj_sqlite_options gj_batch_sqlite = {.cache_kib = 262144};

struct batch {
    const struct gj_batch_options *options;
    struct gj_batch_report *report;
    struct gj_why *why;
    FILE *file;
    char *text; /* of the line being read */
    size_t text_size;
    int64_t line;  /* its number, from 1 */
    int64_t count; /* bills or credits, faulty ones too */
    struct gj_batch_head head;
    char *canonical;
    struct gj_sm3 *sm3;
    struct gj_digest *digest;
    struct gj_rejects rejects;
    struct gj_tally tally;
    struct gj_credited credited;
    struct gj_stretch stretches[2];
    int64_t stretch, answered;   /* number of the one that is sent, and that is answered */
    struct gj_refusals refusals; /* of the latter */
    uint8_t *faulty;             /* a bit a line */
    size_t faulty_size;
};

static bool is_bills(const struct batch *batch)
{
    return batch->options->kind == GJ_BATCH_BILLS;
}

/* ---- lines ---- */

/* The next line that is not empty; false at the end. */
static bool next_line(struct batch *batch, struct gj_slice *line_out)
{
    ssize_t length;
    while ((length = getline(&batch->text, &batch->text_size, batch->file)) >= 0) {
        batch->line++;
        while (length > 0 && (batch->text[length - 1] == '\n' || batch->text[length - 1] == '\r'))
            length--;
        *line_out = (struct gj_slice){batch->text, (size_t)length};
        if (length > 0)
            return true;
    }
    return false;
}

/* A file of bills begins with its name; one of credits is named by its month. */
static enum gj_status begin_pass(struct batch *batch)
{
    struct gj_batch_fault fault;
    struct gj_slice line;
    rewind(batch->file);
    batch->line = batch->count = 0;
    if (!is_bills(batch))
        return GJ_DONE;
    if (!next_line(batch, &line))
        return gj_fail(batch->why, GJ_BAD_INPUT, "%s is empty", batch->options->path);
    if (gj_batch_read_head(line, &batch->head, &fault))
        return GJ_DONE;
    return gj_fail(batch->why, GJ_BAD_INPUT,
                   "%s: line %lld must name the batch and when it was made, such as "
                   "{\"batch\":\"2025-08-A\",\"made\":\"2025-09-01T08:00\"}: %s %s %s",
                   batch->options->path, (long long)batch->line, fault.code, fault.pointer,
                   fault.message);
}

static enum gj_status end_pass(struct batch *batch)
{
    gj_progress_end();
    if (!ferror(batch->file))
        return GJ_DONE;
    return gj_fail(batch->why, GJ_WORLD, "%s cannot be read: %s", batch->options->path,
                   strerror(errno));
}

static void mark_faulty(struct batch *batch)
{
    size_t at = (size_t)batch->line / 8;
    if (at >= batch->faulty_size) {
        size_t size = (at + 1) * 2;
        batch->faulty = realloc(batch->faulty, size);
        GJ_MUST(batch->faulty);
        memset(batch->faulty + batch->faulty_size, 0, size - batch->faulty_size);
        batch->faulty_size = size;
    }
    batch->faulty[at] |= (uint8_t)(1 << batch->line % 8);
}

static bool is_faulty(const struct batch *batch)
{
    size_t at = (size_t)batch->line / 8;
    return at < batch->faulty_size && (batch->faulty[at] & 1 << batch->line % 8) != 0;
}

static bool read_command(struct batch *batch, struct gj_slice line, struct gj_command *command,
                         struct gj_line *lines, struct gj_writer *canonical,
                         struct gj_batch_fault *fault)
{
    *canonical = gj_writer(batch->canonical, GJ_BATCH_CANONICAL_MAX);
    if (is_bills(batch))
        return gj_batch_read_bill(line, command, lines, canonical, fault);
    return gj_batch_read_credit(line, batch->options->month, command, fault);
}

/* ---- the first pass ---- */

static bool refuse(struct gj_batch_fault *fault, enum gj_reason reason, const char *message)
{
    snprintf(fault->code, sizeof fault->code, "%s", gj_reason_code(reason));
    snprintf(fault->pointer, sizeof fault->pointer, "/person");
    snprintf(fault->message, sizeof fault->message, "%s", message);
    return false;
}

/* Takes a line that could be read into the totals. */
static bool total(struct batch *batch, const struct gj_command *command,
                  struct gj_batch_fault *fault)
{
    char area[GJ_TALLY_KEY_MAX];
    const bool bills = is_bills(batch);
    const gj_fen amount =
        bills ? command->body.bill.bill.total_fen : command->body.credit.amount_fen;
    snprintf(area, sizeof area, "%06d", command->body.credit.area);
    if (!bills && !gj_credited_add(&batch->credited, command->person, command->body.credit.area))
        return refuse(fault, GJ_CREDIT_REPEATED, "an earlier line credits this account");
    if (!gj_tally_add(&batch->tally, bills ? command->institution : area, amount) ||
        !gj_fen_add(batch->report->total_fen, amount, &batch->report->total_fen))
        return refuse(fault, GJ_AMOUNT_TOO_LARGE,
                      "the file's total is beyond what this system reckons with");
    return true;
}

static enum gj_status survey(struct batch *batch)
{
    static struct gj_line lines[GJ_MESSAGE_LINES_MAX];
    struct gj_command command;
    struct gj_batch_fault fault;
    struct gj_writer canonical;
    struct gj_slice line;
    enum gj_status status = begin_pass(batch);
    while (status == GJ_DONE && next_line(batch, &line)) {
        gj_progress("lines read", ++batch->count, 0);
        if (read_command(batch, line, &command, lines, &canonical, &fault) &&
            total(batch, &command, &fault))
            continue;
        mark_faulty(batch);
        batch->report->faulty++;
        gj_rejects_put(&batch->rejects, batch->line, NULL, fault.code, fault.pointer,
                       fault.message);
    }
    batch->report->lines = batch->count;
    return status == GJ_DONE ? end_pass(batch) : status;
}

/* ---- the second pass ---- */

/* The name under which a bill happens once: batch, institution, number. Its first half orders the
   names of one institution's batch by their number, so that the store writes neighbours. */
static void name_once(struct batch *batch, struct gj_command *command,
                      const struct gj_writer *canonical)
{
    uint8_t digest[GJ_SM3_SIZE];
    uint64_t number = 0, scale = 1;
    const char *id = command->msgid;
    for (size_t at = strlen(id); at > 0 && id[at - 1] >= '0' && id[at - 1] <= '9'; at--) {
        number += (uint64_t)(id[at - 1] - '0') * scale;
        scale *= 10;
    }
    gj_sm3_begin(batch->sm3);
    gj_sm3_add(batch->sm3, "batch", 6);
    gj_sm3_add(batch->sm3, batch->head.name, strlen(batch->head.name) + 1);
    gj_sm3_add(batch->sm3, command->institution, strlen(command->institution) + 1);
    gj_sm3_add(batch->sm3, id, strlen(id));
    gj_sm3_end(batch->sm3, digest);
    uint64_t group = gj_hash(batch->head.name, strlen(batch->head.name)) ^
                     gj_hash(command->institution, strlen(command->institution));
    command->once.hash[0] = (uint8_t)group;
    command->once.hash[1] = (uint8_t)(group >> 8);
    for (int i = 0; i < 6; i++)
        command->once.hash[2 + i] = (uint8_t)(number >> (40 - 8 * i));
    memcpy(command->once.hash + 8, digest, 8);
    gj_digest_begin(batch->digest);
    gj_digest_add(batch->digest, canonical->bytes, canonical->length);
    gj_digest_end(batch->digest, command->once.digest);
    command->once.used = true;
    command->sent = batch->head.made;
}

static void count_bill(struct gj_batch_sums *sums, const struct gj_decision *decision)
{
    sums->count++;
    sums->payers_fen[GJ_PAYER_POOL] += decision->pool_fen;
    sums->payers_fen[GJ_PAYER_OWN] += decision->own_fen;
    sums->payers_fen[GJ_PAYER_WALLET] += decision->wallet_fen;
    sums->payers_fen[GJ_PAYER_AID] += decision->aid_fen;
    sums->payers_fen[GJ_PAYER_CASH] += decision->cash_fen;
}

static void count_credit(struct gj_batch_sums *sums, const struct gj_command *command)
{
    sums->count++;
    sums->credited_fen += command->body.credit.amount_fen;
}

static void note_refusal(struct batch *batch, const struct gj_slot *slot)
{
    const struct gj_reply *reply = &slot->desk.outcome.reply;
    struct gj_refusal one = {slot->line, (enum gj_reason)reply->reason, reply->refusal.line, ""};
    batch->report->refused++;
    batch->report->reasons[one.reason]++;
    memcpy(one.id, slot->desk.command.msgid, sizeof one.id); /* empty for a credit */
    gj_refusals_add(&batch->refusals, &one);
}

static void take_answer(void *to, const struct gj_slot *slot)
{
    struct batch *batch = to;
    struct gj_batch_report *report = batch->report;
    const struct gj_reply *reply = &slot->desk.outcome.reply;
    if (slot->stretch != batch->answered)
        gj_refusals_put(&batch->refusals, &batch->rejects);
    batch->answered = slot->stretch;
    if (is_bills(batch) && gj_reason_is_ok((enum gj_reason)reply->reason))
        count_bill(reply->replayed ? &report->before : &report->now,
                   &slot->desk.outcome.settlements[0].decision);
    else if (gj_reason_is_ok((enum gj_reason)reply->reason))
        count_credit(&report->now, &slot->desk.command);
    else if (reply->reason == GJ_CREDIT_REPEATED)
        count_credit(&report->before, &slot->desk.command);
    else
        note_refusal(batch, slot);
    int64_t done = report->now.count + report->before.count + report->refused;
    gj_progress(gj_batch_noun(batch->options->kind), done, report->lines - report->faulty);
}

static enum gj_status changed(struct batch *batch, int64_t line)
{
    return gj_fail(batch->why, GJ_BAD_INPUT, "%s changed while it was read: line %lld",
                   batch->options->path, (long long)line);
}

static enum gj_status send(struct batch *batch, struct gj_stream *stream, struct gj_slice text,
                           int64_t line)
{
    struct gj_batch_fault fault;
    struct gj_writer canonical;
    struct gj_slot *slot;
    enum gj_status status = gj_stream_slot(stream, &slot, batch->why);
    if (status != GJ_DONE)
        return status;
    if (!is_bills(batch))
        memcpy(&slot->desk.command, text.bytes, sizeof slot->desk.command);
    else if (read_command(batch, text, &slot->desk.command, slot->lines, &canonical, &fault))
        name_once(batch, &slot->desk.command, &canonical);
    else
        return changed(batch, line);
    slot->line = line;
    slot->stretch = batch->stretch;
    return gj_stream_send(stream, batch->why);
}

/* Takes the next good line of the file into a stretch, if there is one and room for it: a bill's as its
   text, which is read again into a slot with room for its fee lines, a credit's as its command. */
static enum gj_status take_line(struct batch *batch, struct gj_stretch *stretch, bool *taken_out)
{
    static struct gj_line lines[GJ_MESSAGE_LINES_MAX];
    struct gj_command command;
    struct gj_batch_fault fault;
    struct gj_writer canonical;
    struct gj_slice text;
    *taken_out = false;
    while (gj_stretch_has_room(stretch) && next_line(batch, &text)) {
        if (is_faulty(batch))
            continue;
        if (!read_command(batch, text, &command, lines, &canonical, &fault))
            return changed(batch, batch->line);
        if (!is_bills(batch))
            text = (struct gj_slice){(const char *)&command, sizeof command};
        gj_stretch_add(stretch, text, batch->line, command.person);
        *taken_out = true;
        break;
    }
    return GJ_DONE;
}

/* Sends a stretch; for each line of it one is taken into the next, so that nobody waits for the file. */
static enum gj_status send_stretch(struct batch *batch, struct gj_stream *stream,
                                   struct gj_stretch *stretch, struct gj_stretch *next)
{
    struct gj_slice text;
    int64_t line;
    bool more;
    enum gj_status status = GJ_DONE;
    gj_stretch_sort(stretch);
    gj_stretch_begin(next);
    while (status == GJ_DONE && gj_stretch_next(stretch, &text, &line)) {
        status = send(batch, stream, text, line);
        if (status == GJ_DONE)
            status = take_line(batch, next, &more);
    }
    batch->stretch++;
    return status;
}

static enum gj_status send_lines(struct batch *batch, struct gj_stream *stream)
{
    struct gj_stretch *stretch = &batch->stretches[0], *next = &batch->stretches[1];
    bool more = true;
    enum gj_status status = begin_pass(batch);
    gj_stretch_begin(stretch);
    while (status == GJ_DONE && more)
        status = take_line(batch, stretch, &more);
    while (status == GJ_DONE && stretch->count > 0) {
        status = send_stretch(batch, stream, stretch, next);
        struct gj_stretch *sent = stretch;
        stretch = next;
        next = sent;
    }
    return status == GJ_DONE ? end_pass(batch) : status;
}

static enum gj_status send_all(struct batch *batch, struct gj_stream *stream)
{
    struct gj_why later;
    enum gj_status status = send_lines(batch, stream);
    /* Whatever was sent is answered, also when a later line could not be. */
    enum gj_status finished = gj_stream_finish(stream, status == GJ_DONE ? batch->why : &later);
    gj_refusals_put(&batch->refusals, &batch->rejects);
    gj_progress_end();
    return status == GJ_DONE ? finished : status;
}

static enum gj_status settle(struct batch *batch)
{
    struct gj_stream *stream;
    struct gj_stream_options how = {.store = batch->options->store,
                                    .law = batch->options->law,
                                    .sandbox = batch->options->sandbox,
                                    .sandbox_start = batch->options->sandbox_start,
                                    .answered = take_answer,
                                    .to = batch};
    enum gj_status status = gj_stream_open(&how, &stream, batch->why);
    if (status != GJ_DONE)
        return status;
    status = send_all(batch, stream);
    gj_stream_close(stream);
    return status;
}

/* ---- the whole ---- */

static enum gj_status run(struct batch *batch)
{
    enum gj_status status = gj_rejects_begin(&batch->rejects, batch->options->path, batch->why);
    if (status == GJ_DONE)
        status = survey(batch);
    if (status != GJ_DONE)
        return status;
    gj_batch_print_survey(batch->options, batch->report, batch->head.name, &batch->tally,
                          batch->rejects.path);
    status = settle(batch);
    enum gj_status written = gj_rejects_end(&batch->rejects, status == GJ_DONE ? batch->why : NULL);
    gj_batch_print_summary(batch->options, batch->report, batch->rejects.path);
    return status == GJ_DONE ? written : status;
}

enum gj_status gj_batch_run(const struct gj_batch_options *options,
                            struct gj_batch_report *report_out, struct gj_why *why)
{
    *report_out = (struct gj_batch_report){0};
    struct batch batch = {.options = options, .report = report_out, .why = why};
    batch.file = fopen(options->path, "r");
    if (!batch.file)
        return gj_fail(why, GJ_NOT_FOUND, "%s: %s", options->path, strerror(errno));
    batch.canonical = malloc(GJ_BATCH_CANONICAL_MAX);
    batch.sm3 = gj_sm3_new();
    batch.digest = gj_store_digest(options->store);
    GJ_MUST(batch.canonical && batch.sm3);
    enum gj_status status = run(&batch);
    if (batch.rejects.file)
        fclose(batch.rejects.file);
    gj_sm3_free(batch.sm3);
    gj_digest_free(batch.digest);
    gj_tally_free(&batch.tally);
    gj_credited_free(&batch.credited);
    gj_stretch_free(&batch.stretches[0]);
    gj_stretch_free(&batch.stretches[1]);
    gj_refusals_free(&batch.refusals);
    free(batch.canonical);
    free(batch.faulty);
    free(batch.text);
    fclose(batch.file);
    return status;
}
