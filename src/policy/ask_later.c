/* When a no of today becomes a yes: the first later day on which the rows known now say so. */
#include "policy/asking.h"
#include "policy/frozen.h"

void gj_asking_wait(struct gj_asking *asking, gj_day day)
{
    struct gj_reply_to_question *reply = asking->reply;
    asking->waits_in_vain |= day == GJ_DAY_NONE || day >= GJ_DAY_MAX;
    if (asking->waits_in_vain)
        reply->until = GJ_DAY_NONE;
    else if (reply->until == GJ_DAY_NONE || day > reply->until)
        reply->until = day;
}

typedef bool says(const struct gj_asking *asking, const struct gj_row *row);

/* Only a day on which some row begins can change the answer. Looks on unwatched: a plan of bills rests
   on what holds today. */
static gj_day first_day(const struct gj_asking *asking, enum gj_key key,
                        const struct gj_where *where, says *is_yes)
{
    struct gj_law law = *asking->law;
    law.watch = NULL;
    bool ruled = law.rules && (law.rules->params[key] & 1);
    const struct gj_policy *policy = ruled ? law.rules : law.policy;
    gj_day first = GJ_DAY_NONE;
    for (gj_area area = where->area; area != 0; area = gj_area_parent(area)) {
        const struct gj_group *group = gj_policy_group(policy, key, 0, area);
        for (uint32_t i = 0; group && i < group->count; i++) {
            struct gj_where later = *where;
            later.day = policy->rows[group->first + i].from;
            if (later.day <= where->day || (first != GJ_DAY_NONE && later.day >= first))
                continue;
            const struct gj_row *row = gj_find(&law, key, &later, NULL);
            if (row && is_yes(asking, row))
                first = later.day;
        }
    }
    return first;
}

static bool is_open(const struct gj_asking *asking, const struct gj_row *row)
{
    (void)asking;
    return row->number == 1;
}

static bool names_relation(const struct gj_asking *asking, const struct gj_row *row)
{
    int relation = asking->question->relation, as = gj_relation_counts_as(relation);
    return ((row->number >> relation | row->number >> as) & 1) != 0;
}

void gj_asking_wait_for_wallet(struct gj_asking *asking, const struct gj_where *where)
{
    gj_asking_wait(asking, first_day(asking, GJ_KEY_WALLET_OPEN, where, is_open));
}

void gj_asking_wait_for_relation(struct gj_asking *asking)
{
    gj_asking_wait(asking, first_day(asking, GJ_KEY_AID_RELATIONS, &asking->payer, names_relation));
}
