#include "model/facts.h"

#include <stddef.h>
#include <string.h>

static void clear_side(struct gj_side *side)
{
    memset(side, 0, offsetof(struct gj_side, enrolments));
}

static void clear_settlement(struct gj_settlement *settlement)
{
    memset(settlement, 0, offsetof(struct gj_settlement, claim));
    settlement->decision.legs_count = 0;
}

void gj_facts_clear(struct gj_facts *facts)
{
    memset(facts, 0, offsetof(struct gj_facts, self));
    clear_side(&facts->self);
    clear_side(&facts->other);
    memset(&facts->charge, 0, offsetof(struct gj_charge, preview));
    clear_settlement(&facts->settlement);
    clear_settlement(&facts->reversal);
}

static bool speaks_before(const struct gj_enrolment *a, const struct gj_enrolment *b)
{
    bool a_normal = a->status == GJ_STATUS_NORMAL, b_normal = b->status == GJ_STATUS_NORMAL;
    bool a_ended = a->status == GJ_STATUS_ENDED, b_ended = b->status == GJ_STATUS_ENDED;
    if (a_normal != b_normal)
        return a_normal;
    if (a_ended != b_ended)
        return b_ended;
    if (a->scheme != b->scheme)
        return a->scheme == GJ_SCHEME_EMPLOYEE;
    return a->from > b->from;
}

const struct gj_enrolment *gj_side_enrolment_of(const struct gj_side *side, uint8_t scheme,
                                                gj_day day)
{
    const struct gj_enrolment *best = NULL;
    for (int i = 0; i < side->enrolments_count; i++) {
        const struct gj_enrolment *one = &side->enrolments[i];
        bool fits = scheme == GJ_SCHEME_NONE || one->scheme == scheme;
        if (!fits || one->version == 0 || one->from > day || one->to <= day)
            continue;
        if (!best || speaks_before(one, best))
            best = one;
    }
    return best;
}

const struct gj_enrolment *gj_side_enrolment_at(const struct gj_side *side, gj_area home_area,
                                                uint8_t scheme, gj_day day)
{
    for (int i = 0; home_area != 0 && i < side->enrolments_count; i++) {
        const struct gj_enrolment *one = &side->enrolments[i];
        if (one->area == home_area && one->scheme == scheme && one->from <= day && day < one->to)
            return one;
    }
    return scheme == GJ_SCHEME_NONE ? NULL : gj_side_enrolment_of(side, scheme, day);
}

void gj_visit_of_whole_bill(const struct gj_command *command, const struct gj_side *self,
                            const struct gj_institution *institution, struct gj_visit *visit_out)
{
    const char *med_type = command->body.bill.med_type;
    gj_time begin = command->body.bill.begin != 0 ? command->body.bill.begin : command->now;
    const struct gj_enrolment *enrolment = gj_side_enrolment_at(
        self, command->home_area, command->body.bill.scheme, gj_time_day(begin));
    memset(visit_out, 0, sizeof *visit_out);
    visit_out->id = command->order;
    visit_out->person = self->person.id;
    visit_out->institution = institution->id;
    visit_out->home_area = enrolment ? enrolment->area : 0;
    visit_out->care_area = institution->area;
    visit_out->scheme = command->body.bill.scheme;
    visit_out->begin = begin;
    (void)gj_care_of_med_type(med_type, &visit_out->care);
    memcpy(visit_out->med_type, med_type, sizeof visit_out->med_type);
}
