/* Fee lines (2204): each is checked, priced by the catalogue and added to the charge it names. A
   message is kept whole or not at all. A line that came before with the same content is answered
   again and counts once. */
#include <string.h>

#include "acts/inside.h"

static bool refuse_line(struct gj_acting *acting, enum gj_reason reason, int line)
{
    acting->outcome->reply.refusal.line = (int16_t)line;
    return gj_refuse(acting, reason);
}

/* The charge row of a line's charge number: the facts hold one for each of the message. */
static const struct gj_charge *charge_of(const struct gj_facts *facts, const char *number)
{
    int at = 0;
    while (at < facts->charges_known && strcmp(facts->charges[at].number, number) != 0)
        at++;
    GJ_MUST(at < facts->charges_known);
    return &facts->charges[at];
}

/* The same serial number earlier in this message, or -1. */
static int twin_of(const struct gj_line *lines, int at)
{
    for (int i = 0; i < at; i++)
        if (strcmp(lines[i].serial, lines[at].serial) == 0)
            return i;
    return -1;
}

enum novelty { REFUSED, NEW, KNOWN };

static enum novelty novelty_of(struct gj_acting *acting, int at)
{
    const struct gj_line *lines = acting->command->body.lines.list;
    uint64_t kept = acting->facts->lines[at].kept_content;
    int twin = twin_of(lines, at);
    if (twin >= 0)
        kept = lines[twin].content;
    if (kept == 0 && twin < 0)
        return NEW;
    if (kept == lines[at].content)
        return KNOWN;
    refuse_line(acting, GJ_LINE_REPEATED, at);
    return REFUSED;
}

static struct gj_line_result price(const struct gj_line *line, const struct gj_line_facts *known)
{
    struct gj_line_result result = {.in_catalogue = known->in_catalogue, .price = known->price};
    if (!known->in_catalogue)
        result.price = (struct gj_price){.list_class = GJ_LIST_OUTSIDE, .limit_micro = -1};
    result.bill = gj_price_line(&result.price, line->amount_fen, line->count_e4);
    return result;
}

static bool add_bill(struct gj_bill *sum, const struct gj_bill *bill)
{
    return gj_fen_add(sum->total_fen, bill->total_fen, &sum->total_fen) &&
           gj_fen_add(sum->outside_fen, bill->outside_fen, &sum->outside_fen) &&
           gj_fen_add(sum->overprice_fen, bill->overprice_fen, &sum->overprice_fen) &&
           gj_fen_add(sum->first_share_fen, bill->first_share_fen, &sum->first_share_fen) &&
           gj_fen_add(sum->eligible_fen, bill->eligible_fen, &sum->eligible_fen);
}

/* Adds a new line to its charge. */
static bool put_line(struct gj_acting *acting, int at, const struct gj_bill *bill)
{
    struct gj_visit *visit = gj_change_visit(acting, &acting->facts->visit);
    const struct gj_line *line = &acting->command->body.lines.list[at];
    const struct gj_charge *row = charge_of(acting->facts, line->charge);
    if (row->settlement != 0) {
        acting->outcome->reply.refusal.id = row->settlement;
        acting->outcome->reply.refusal.area = visit->home_area;
        return refuse_line(acting, GJ_BATCH_SETTLED, at);
    }
    int before = acting->outcome->charges_count;
    struct gj_charge *charge = gj_change_charge(acting, row);
    if (charge->version == 0 && acting->outcome->charges_count > before)
        visit->charges++;
    if (visit->charges > GJ_VISIT_BATCHES_MAX)
        return refuse_line(acting, GJ_VISIT_BATCHES_TOO_MANY, at);
    if (++visit->lines > GJ_VISIT_LINES_MAX)
        return refuse_line(acting, GJ_LINES_TOO_MANY, at);
    if (!add_bill(&charge->bill, bill))
        return refuse_line(acting, GJ_AMOUNT_TOO_LARGE, at);
    charge->lines++;
    if (charge->preview_state == GJ_PREVIEW_IS_KEPT)
        charge->preview_state = GJ_PREVIEW_IS_STALE;
    return true;
}

static bool take_line(struct gj_acting *acting, int at)
{
    const struct gj_line *line = &acting->command->body.lines.list[at];
    struct gj_reply *reply = &acting->outcome->reply;
    if (!gj_line_adds_up(line->amount_fen, line->count_e4, line->price_micro))
        return refuse_line(acting, GJ_LINE_AMOUNT_WRONG, at);
    struct gj_line_result result = price(line, &acting->facts->lines[at]);
    reply->results[at] = result;
    switch (novelty_of(acting, at)) {
    case NEW:
        return put_line(acting, at, &result.bill);
    case KNOWN:
        return true;
    default:
        return false;
    }
}

void gj_act_add_lines(struct gj_acting *acting)
{
    const struct gj_visit *visit = &acting->facts->visit;
    int count = acting->command->body.lines.count;
    if (!gj_visit_is_ours(acting, acting->command->body.lines.area))
        return;
    if (count > GJ_MESSAGE_LINES_MAX) {
        gj_refuse(acting, GJ_LINES_TOO_MANY);
        return;
    }
    if (count <= 0) {
        gj_refuse(acting, GJ_LINES_MISSING);
        return;
    }
    GJ_MUST(acting->outcome->reply.results);
    for (int i = 0; i < count; i++)
        if (!take_line(acting, i))
            return;
    if (acting->outcome->visits_count > 0)
        acting->outcome->visits[0].last_lines = acting->command->order;
    acting->outcome->reply.results_count = count;
    gj_grant(acting, GJ_OK, visit->id, visit->home_area);
}
