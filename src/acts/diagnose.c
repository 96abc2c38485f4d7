/* Describing a visit (2203): its medical category and diagnoses, which the store keeps as they came;
   none of them decides money. */
#include <string.h>

#include "acts/inside.h"

void gj_act_diagnose(struct gj_acting *acting)
{
    const struct gj_visit *visit = &acting->facts->visit;
    const char *med_type = acting->command->body.diagnoses.med_type;
    uint8_t care = visit->care;
    if (!gj_visit_is_ours(acting, acting->command->body.diagnoses.area))
        return;
    if (med_type[0] != '\0' && !gj_find_care(acting, med_type, &care))
        return;
    struct gj_visit *changed = gj_change_visit(acting, visit);
    if (med_type[0] != '\0') {
        changed->care = care;
        memcpy(changed->med_type, med_type, sizeof changed->med_type);
    }
    gj_grant(acting, GJ_OK, visit->id, visit->home_area);
}
