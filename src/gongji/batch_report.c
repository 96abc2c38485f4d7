/* What a run of a batch file says on standard output: the totals before it begins, and what was done. */
#include "gongji/batch_inside.h"
#include "model/words.h"

const char *gj_batch_noun(enum gj_batch_kind kind)
{
    return kind == GJ_BATCH_BILLS ? "bills" : "credits";
}

void gj_batch_print_survey(const struct gj_batch_options *options,
                           const struct gj_batch_report *report, const char *name,
                           const struct gj_tally *tally, const char *rejects)
{
    const char *noun = gj_batch_noun(options->kind);
    FILE *out = options->out;
    char text[GJ_FEN_TEXT_MAX];
    fprintf(out, "%s%s%s: %lld %s of %s in all\n", options->path,
            options->kind == GJ_BATCH_BILLS ? ", batch " : "", name,
            (long long)(report->lines - report->faulty), noun,
            gj_fen_text(report->total_fen, text));
    gj_tally_print(tally, noun, out);
    if (report->faulty > 0)
        fprintf(out, "%lld lines cannot be taken: see %s\n", (long long)report->faulty, rejects);
    fflush(out);
}

static void print_payers(const struct gj_batch_report *report, FILE *out)
{
    char now[GJ_FEN_TEXT_MAX], before[GJ_FEN_TEXT_MAX];
    gj_fen sums[2] = {0};
    for (int payer = 0; payer < GJ_PAYER_KIND_COUNT; payer++) {
        sums[0] += report->now.payers_fen[payer];
        sums[1] += report->before.payers_fen[payer];
        fprintf(out, "  %-8s %18s now %18s before\n", gj_word(GJ_WORDS_OF_PAYER, payer),
                gj_fen_text(report->now.payers_fen[payer], now),
                gj_fen_text(report->before.payers_fen[payer], before));
    }
    fprintf(out, "  %-8s %18s now %18s before\n", "total", gj_fen_text(sums[0], now),
            gj_fen_text(sums[1], before));
}

void gj_batch_print_summary(const struct gj_batch_options *options,
                            const struct gj_batch_report *report, const char *rejects)
{
    FILE *out = options->out;
    char now[GJ_FEN_TEXT_MAX], before[GJ_FEN_TEXT_MAX];
    fprintf(out, "%lld %s done now, %lld were done before, %lld refused, %lld could not be taken\n",
            (long long)report->now.count, gj_batch_noun(options->kind),
            (long long)report->before.count, (long long)report->refused, (long long)report->faulty);
    if (options->kind == GJ_BATCH_BILLS)
        print_payers(report, out);
    else
        fprintf(out, "  credited %18s now %18s before\n",
                gj_fen_text(report->now.credited_fen, now),
                gj_fen_text(report->before.credited_fen, before));
    for (int reason = 0; reason < GJ_REASON_COUNT; reason++)
        if (report->reasons[reason] > 0)
            fprintf(out, "  %-26s %lld  %s\n", gj_reason_code((enum gj_reason)reason),
                    (long long)report->reasons[reason], gj_reason_en((enum gj_reason)reason));
    if (report->refused + report->faulty > 0)
        fprintf(out, "the lines that were not done are in %s\n", rejects);
    fflush(out);
}
