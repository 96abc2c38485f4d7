/* Taking fee lines back (2205): those of one charge, or of all charges that are not settled; what is
   settled stays. A kept preview of a charge that loses lines is stale. */
#include "acts/inside.h"

static void empty_charge(struct gj_acting *acting, const struct gj_charge *row)
{
    static const struct gj_bill nothing = {0};
    if (row->version == 0 || row->lines == 0)
        return;
    struct gj_charge *charge = gj_change_charge(acting, row);
    struct gj_visit *visit = gj_change_visit(acting, &acting->facts->visit);
    GJ_MUST(visit->lines >= charge->lines);
    visit->lines -= charge->lines;
    charge->lines = 0;
    charge->bill = nothing;
    if (charge->preview_state == GJ_PREVIEW_IS_KEPT)
        charge->preview_state = GJ_PREVIEW_IS_STALE;
}

void gj_act_drop_lines(struct gj_acting *acting)
{
    const struct gj_facts *facts = acting->facts;
    const struct gj_visit *visit = &facts->visit;
    if (!gj_visit_is_ours(acting, acting->command->body.drop.area))
        return;
    if (acting->command->body.drop.all) {
        for (int i = 0; i < facts->charges_known; i++)
            if (facts->charges[i].settlement == 0)
                empty_charge(acting, &facts->charges[i]);
    } else if (facts->charge.settlement != 0) {
        gj_refuse_for(acting, GJ_BATCH_SETTLED, facts->charge.settlement, visit->home_area);
        return;
    } else {
        empty_charge(acting, &facts->charge);
    }
    acting->outcome->drop_lines = acting->outcome->charges_count > 0;
    gj_grant(acting, GJ_OK, visit->id, visit->home_area);
}
