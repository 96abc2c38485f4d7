/* Registering a visit (2201): who is treated where, from when, under which scheme. The enrolment of
   that scheme on the day it begins says the home area; the day is the benefit day of its bills.
   The institution's own number is no key: hospitals give a patient one number for years. A message
   sent again is told by its id for eight days and refused by its time after that; a visit that was
   registered twice moves no money, and (visit, charge) settles once. */
#include <string.h>

#include "acts/inside.h"

void gj_act_register(struct gj_acting *acting)
{
    const struct gj_command *command = acting->command;
    gj_time begin = command->body.registration.begin;
    const char *med_type = command->body.registration.med_type;
    uint8_t care = GJ_CARE_OUTPATIENT;
    if (command->person == 0) {
        gj_refuse(acting, GJ_PERSON_UNKNOWN);
        return;
    }
    if (begin > command->now) {
        gj_refuse(acting, GJ_VISIT_TIME_FUTURE);
        return;
    }
    if (med_type[0] != '\0' && !gj_find_care(acting, med_type, &care))
        return;
    if (!gj_home_area_is_known(acting))
        return;
    const struct gj_enrolment *enrolment =
        gj_side_enrolment_at(&acting->facts->self, command->home_area,
                             command->body.registration.scheme, gj_time_day(begin));
    if (!enrolment) {
        gj_refuse(acting, GJ_ENROLMENT_MISSING);
        return;
    }
    struct gj_visit visit = {.id = command->order,
                             .person = command->person,
                             .institution = acting->facts->institution.id,
                             .home_area = enrolment->area,
                             .care_area = acting->facts->institution.area,
                             .scheme = enrolment->scheme,
                             .care = care,
                             .begin = begin};
    memcpy(visit.number, command->body.registration.number, sizeof visit.number);
    memcpy(visit.med_type, med_type, sizeof visit.med_type);
    gj_change_visit(acting, &visit);
    gj_grant(acting, GJ_OK, visit.id, visit.home_area);
}
