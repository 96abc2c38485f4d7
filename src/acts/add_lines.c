/* Fee lines (2204): each is checked, priced by the catalogue and added to the charge it names. A
   message is kept whole or not at all. A line that came before with the same content is answered
   again and counts once. */
#include <string.h>

#include "acts/inside.h"

/* The charge row of a line's charge number: the facts hold one for each of the message. */
static const struct gj_charge *charge_of(const struct gj_facts *facts, const char *number)
{
    int at = 0;
    while (at < facts->charges_known && strcmp(facts->charges[at].number, number) != 0)
        at++;
    GJ_MUST(at < facts->charges_known);
    return &facts->charges[at];
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
        return gj_refuse_line(acting, GJ_BATCH_SETTLED, at);
    }
    int before = acting->outcome->charges_count;
    struct gj_charge *charge = gj_change_charge(acting, row);
    if (charge->version == 0 && acting->outcome->charges_count > before)
        visit->charges++;
    if (visit->charges > GJ_VISIT_BATCHES_MAX)
        return gj_refuse_line(acting, GJ_VISIT_BATCHES_TOO_MANY, at);
    if (++visit->lines > GJ_VISIT_LINES_MAX)
        return gj_refuse_line(acting, GJ_LINES_TOO_MANY, at);
    if (!gj_add_bill(&charge->bill, bill))
        return gj_refuse_line(acting, GJ_AMOUNT_TOO_LARGE, at);
    charge->lines++;
    if (charge->preview_state == GJ_PREVIEW_IS_KEPT)
        charge->preview_state = GJ_PREVIEW_IS_STALE;
    return true;
}

static bool take_line(struct gj_acting *acting, int at)
{
    struct gj_bill bill;
    switch (gj_take_line(acting, acting->command->body.lines.list, at, &bill)) {
    case GJ_LINE_IS_NEW:
        return put_line(acting, at, &bill);
    case GJ_LINE_IS_KNOWN:
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
