/* Cancelling a visit (2202): possible while no settlement of it stands. */
#include "acts/inside.h"

void gj_act_cancel_visit(struct gj_acting *acting)
{
    const struct gj_visit *visit = &acting->facts->visit;
    if (!gj_visit_is_ours(acting, acting->command->body.visit.area))
        return;
    if (visit->standing > 0) {
        gj_refuse(acting, GJ_VISIT_SETTLED);
        return;
    }
    gj_change_visit(acting, visit)->cancelled = true;
    gj_grant(acting, GJ_OK, visit->id, visit->home_area);
}
