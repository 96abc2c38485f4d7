/* Enrolment: a new person, a further enrolment, or a change of one that is kept. Employees whose tier
   has one get a personal account in the area; an enrolment of the same scheme elsewhere ends. */
#include "acts/inside.h"

static const struct gj_enrolment *kept_one(const struct gj_acting *acting)
{
    const struct gj_side *self = &acting->facts->self;
    const struct gj_enrolment *asked = &acting->command->body.enrol.enrolment;
    for (int i = 0; i < self->enrolments_count; i++)
        if (self->enrolments[i].area == asked->area && self->enrolments[i].scheme == asked->scheme)
            return &self->enrolments[i];
    return NULL;
}

static bool says_the_same(const struct gj_enrolment *a, const struct gj_enrolment *b)
{
    return a->status == b->status && a->working == b->working && a->tier == b->tier &&
           a->group == b->group && a->to == b->to && a->paid_months == b->paid_months;
}

bool gj_enrolment_is_acceptable(struct gj_acting *acting)
{
    const struct gj_enrolment *asked = &acting->command->body.enrol.enrolment;
    const struct gj_enrolment *kept = kept_one(acting);
    if (asked->scheme != GJ_SCHEME_EMPLOYEE && asked->scheme != GJ_SCHEME_RESIDENT)
        return gj_refuse(acting, GJ_ENROLMENT_MISSING);
    if (!gj_policy_area(acting->law->policy, asked->area))
        return gj_refuse(acting, GJ_AREA_UNKNOWN);
    if (asked->from < GJ_DAY_MIN || asked->to > GJ_DAY_MAX || asked->from >= asked->to)
        return gj_refuse(acting, GJ_DATE_OUT_OF_RANGE);
    if (kept && kept->status != GJ_STATUS_ENDED && says_the_same(kept, asked))
        return gj_refuse(acting, GJ_ENROLMENT_EXISTS);
    if (!kept && acting->facts->self.enrolments_count >= GJ_ENROLMENTS_MAX)
        return gj_refuse(acting, GJ_ENROLMENTS_TOO_MANY);
    return true;
}

/* The row account.tiers lists the tiers that have an account; without it every tier has one. */
static bool tier_has_account(const struct gj_acting *acting, const struct gj_enrolment *enrolment)
{
    struct gj_where where = {.area = enrolment->area,
                             .day = gj_today(acting),
                             .scheme = enrolment->scheme,
                             .working = enrolment->working,
                             .tier = enrolment->tier,
                             .age_years = GJ_AGE_UNSAID};
    const struct gj_row *row = gj_find(acting->law, GJ_KEY_ACCOUNT_TIERS, &where, NULL);
    if (!row || row->is_none || enrolment->tier == 0)
        return true;
    const char *tiers = gj_policy_text(acting->law->policy, (uint32_t)row->number);
    for (; *tiers != '\0'; tiers++)
        if (*tiers - '0' == enrolment->tier)
            return true;
    return false;
}

static void open_account(struct gj_acting *acting, const struct gj_enrolment *enrolment)
{
    const struct gj_side *self = &acting->facts->self;
    const struct gj_account *kept = gj_side_account(self, enrolment->area);
    if (enrolment->scheme != GJ_SCHEME_EMPLOYEE || !tier_has_account(acting, enrolment))
        return;
    if (kept && kept->state == GJ_ACCOUNT_IS_CLOSED) { /* who comes back has it again */
        gj_change_account(acting, kept)->state = GJ_ACCOUNT_IS_OPEN;
        return;
    }
    if (kept || self->accounts_count >= GJ_ENROLMENTS_MAX)
        return;
    /* Year 0: the first movement brings the account to its year. */
    struct gj_account *row = &acting->outcome->accounts[acting->outcome->accounts_count++];
    *row = (struct gj_account){
        .person = enrolment->person, .area = enrolment->area, .state = GJ_ACCOUNT_IS_OPEN};
}

/* One area at a time for a scheme: moving ends the enrolment where the person came from. */
static void end_elsewhere(struct gj_acting *acting, const struct gj_enrolment *asked)
{
    const struct gj_side *self = &acting->facts->self;
    for (int i = 0; i < self->enrolments_count; i++) {
        const struct gj_enrolment *one = &self->enrolments[i];
        if (one->scheme != asked->scheme || one->area == asked->area ||
            one->status == GJ_STATUS_ENDED || one->to <= asked->from)
            continue;
        struct gj_enrolment *ended = gj_change_enrolment(acting, one);
        ended->to = one->from < asked->from ? asked->from : one->from + 1;
        if (ended->to > gj_today(acting))
            return; /* a move to come: the benefit lasts until then */
        ended->status = GJ_STATUS_ENDED;
        ended->status_day = ended->to;
        return;
    }
}

void gj_put_enrolment(struct gj_acting *acting, gj_id person)
{
    const struct gj_enrolment *kept = kept_one(acting);
    struct gj_enrolment asked = acting->command->body.enrol.enrolment;
    asked.person = person;
    asked.version = kept ? kept->version : 0;
    if (asked.status_day == 0)
        asked.status_day = asked.from;
    gj_change_enrolment(acting, &asked);
    end_elsewhere(acting, &asked);
    open_account(acting, &asked);
}

static gj_id put_new_person(struct gj_acting *acting)
{
    const struct gj_command *command = acting->command;
    struct gj_person person = command->body.enrol.person;
    person.id = command->order;
    person.version = 0;
    person.first_area = command->body.enrol.enrolment.area;
    if (person.suspended_until == 0)
        person.suspended_until = GJ_DAY_NONE;
    gj_change_person(acting, &person);
    acting->outcome->new_person = true;
    return person.id;
}

void gj_act_enrol(struct gj_acting *acting)
{
    const struct gj_facts *facts = acting->facts;
    gj_id person = acting->command->body.enrol.person.id;
    gj_area area = facts->self.person.first_area;
    if (person == 0 && facts->document_known) {
        gj_refuse_for(acting, GJ_PERSON_EXISTS, facts->document_person, 0);
        return;
    }
    bool known =
        person == 0 ? acting->command->body.enrol.identity != NULL : facts->self.person.version > 0;
    if (!known) {
        gj_refuse(acting, GJ_PERSON_UNKNOWN);
        return;
    }
    if (!gj_enrolment_is_acceptable(acting))
        return;
    if (person == 0) {
        person = put_new_person(acting);
        area = acting->command->body.enrol.enrolment.area;
    }
    gj_put_enrolment(acting, person);
    gj_grant(acting, GJ_OK, person, area);
}
