/* The part of the audit that holds rows of their own against the books: the premiums that stand are
   what each book received, the work items that are open are what waits in its suspense account. In:
   a reader and the sums of all entries up to `last`. Out: whether they agree. */
#include <inttypes.h>
#include <stdlib.h>

#include "base/bug.h"
#include "gongji/audit.h"

struct sum {
    struct gj_entry_line account; /* book, chart, owner */
    gj_fen rows_fen;
};

struct proof {
    gj_id last;
    struct sum *sums;
    size_t count, room;
    struct gj_why *why;
    enum gj_status status;
};

static struct sum *sum_of(struct proof *proof, gj_area book, enum gj_chart chart, gj_id owner)
{
    for (size_t i = 0; i < proof->count; i++) {
        struct gj_entry_line *one = &proof->sums[i].account;
        if (one->book == book && one->chart == chart && one->owner == owner)
            return &proof->sums[i];
    }
    if (proof->count == proof->room) {
        proof->room = proof->room == 0 ? 64 : proof->room * 2;
        proof->sums = realloc(proof->sums, proof->room * sizeof *proof->sums);
        GJ_MUST(proof->sums);
    }
    struct sum *new = &proof->sums[proof->count++];
    *new = (struct sum){{.book = book, .chart = (uint8_t)chart, .owner = owner}, 0};
    return new;
}

/* Did it stand when the last audited command was kept? */
static bool stood(const struct proof *proof, gj_id made, gj_id ended_by)
{
    return made <= proof->last && (ended_by == 0 || ended_by > proof->last);
}

static void add_premium(void *to, const struct gj_premium *one)
{
    struct proof *proof = to;
    if (stood(proof, one->id, one->refunded_by))
        sum_of(proof, one->area, GJ_CHART_PREMIUMS, 0)->rows_fen += gj_premium_amount(one);
}

static enum gj_status add_work(void *to, const struct gj_work *one)
{
    struct proof *proof = to;
    if (stood(proof, one->id >> GJ_ENTRY_LINE_BITS, one->ended_by))
        sum_of(proof, one->book, GJ_CHART_SUSPENSE, one->person)->rows_fen += one->amount_fen;
    return GJ_DONE;
}

/* Every account of the two kinds, so that money without a row is found too. */
static void compare(void *to, const struct gj_entry_line *account, gj_fen balance_fen)
{
    struct proof *proof = to;
    char entries[GJ_FEN_TEXT_MAX], rows[GJ_FEN_TEXT_MAX];
    if (account->chart != GJ_CHART_PREMIUMS && account->chart != GJ_CHART_SUSPENSE)
        return;
    struct sum *sum = sum_of(proof, account->book, (enum gj_chart)account->chart, account->owner);
    gj_fen rest = sum->rows_fen + balance_fen; /* what came in is a credit, below zero */
    sum->rows_fen = 0;
    if (rest == 0 || proof->status != GJ_DONE)
        return;
    proof->status =
        gj_fail(proof->why, GJ_BROKEN,
                "%s of area %" PRId32 ", owner %" PRId64 ": the entries make %s, its rows make %s",
                gj_chart_word((enum gj_chart)account->chart), account->book, account->owner,
                gj_fen_text(-balance_fen, entries), gj_fen_text(rest - balance_fen, rows));
}

static void find_unbooked(struct proof *proof)
{
    for (size_t i = 0; i < proof->count && proof->status == GJ_DONE; i++)
        if (proof->sums[i].rows_fen != 0)
            proof->status =
                gj_fail(proof->why, GJ_BROKEN, "%s of area %" PRId32 " has rows and no entries",
                        gj_chart_word((enum gj_chart)proof->sums[i].account.chart),
                        proof->sums[i].account.book);
}

enum gj_status gj_audit_rows(struct gj_reader *reader, const struct gj_audit *audit, gj_id last,
                             struct gj_why *why)
{
    struct proof proof = {.last = last, .why = why};
    enum gj_status status = gj_reader_premiums(reader, 0, false, add_premium, &proof, why);
    if (status == GJ_DONE)
        status = gj_reader_works(reader, 0, false, add_work, &proof, why);
    if (status == GJ_DONE) {
        gj_audit_each(audit, compare, &proof);
        find_unbooked(&proof);
        status = proof.status;
    }
    free(proof.sums);
    return status;
}
