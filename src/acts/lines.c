/* What every message of fee lines shares (2204, 2102): each line is checked and priced by the
   catalogue, and a serial number that comes twice with the same content counts once. */
#include <string.h>

#include "acts/inside.h"

bool gj_refuse_line(struct gj_acting *acting, enum gj_reason reason, int line)
{
    acting->outcome->reply.refusal.line = (int16_t)line;
    return gj_refuse(acting, reason);
}

/* The same serial number earlier in this message, or -1. */
static int twin_of(const struct gj_line *lines, int at)
{
    for (int i = 0; i < at; i++)
        if (strcmp(lines[i].serial, lines[at].serial) == 0)
            return i;
    return -1;
}

static enum gj_novelty novelty_of(struct gj_acting *acting, const struct gj_line *lines, int at)
{
    uint64_t kept = acting->facts->lines[at].kept_content;
    int twin = twin_of(lines, at);
    if (twin >= 0)
        kept = lines[twin].content;
    if (kept == 0 && twin < 0)
        return GJ_LINE_IS_NEW;
    if (kept == lines[at].content)
        return GJ_LINE_IS_KNOWN;
    gj_refuse_line(acting, GJ_LINE_REPEATED, at);
    return GJ_LINE_IS_REFUSED;
}

static struct gj_line_result price(const struct gj_line *line, const struct gj_line_facts *known)
{
    struct gj_line_result result = {.in_catalogue = known->in_catalogue, .price = known->price};
    if (!known->in_catalogue)
        result.price = (struct gj_price){.list_class = GJ_LIST_OUTSIDE, .limit_micro = -1};
    result.bill = gj_price_line(&result.price, line->amount_fen, line->count_e4);
    return result;
}

enum gj_novelty gj_take_line(struct gj_acting *acting, const struct gj_line *lines, int at,
                             struct gj_bill *bill_out)
{
    const struct gj_line *line = &lines[at];
    struct gj_reply *reply = &acting->outcome->reply;
    if (!gj_line_adds_up(line->amount_fen, line->count_e4, line->price_micro)) {
        gj_refuse_line(acting, GJ_LINE_AMOUNT_WRONG, at);
        return GJ_LINE_IS_REFUSED;
    }
    struct gj_line_result result = price(line, &acting->facts->lines[at]);
    if (reply->results)
        reply->results[at] = result;
    *bill_out = result.bill;
    return novelty_of(acting, lines, at);
}

bool gj_add_bill(struct gj_bill *sum, const struct gj_bill *bill)
{
    return gj_fen_add(sum->total_fen, bill->total_fen, &sum->total_fen) &&
           gj_fen_add(sum->outside_fen, bill->outside_fen, &sum->outside_fen) &&
           gj_fen_add(sum->overprice_fen, bill->overprice_fen, &sum->overprice_fen) &&
           gj_fen_add(sum->first_share_fen, bill->first_share_fen, &sum->first_share_fen) &&
           gj_fen_add(sum->eligible_fen, bill->eligible_fen, &sum->eligible_fen);
}
