/* A preview (2206): the whole split is kept on the charge, in place of an older one. It holds no
   money. */
#include "acts/inside.h"

void gj_act_preview(struct gj_acting *acting)
{
    const struct gj_visit *visit = &acting->facts->visit;
    if (!gj_decide_bill(acting))
        return;
    struct gj_charge *charge = gj_change_charge(acting, &acting->facts->charge);
    charge->preview = acting->outcome->settlements[0].decision;
    charge->preview_state = GJ_PREVIEW_IS_KEPT;
    gj_grant(acting, GJ_OK, visit->id, visit->home_area);
}
