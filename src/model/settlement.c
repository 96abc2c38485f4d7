#include "model/settlement.h"

#include <string.h>

#include "base/day.h"

bool gj_settlement_is_twin(const struct gj_settlement *settlement, gj_id institution,
                           const char *number)
{
    return gj_settlement_is_whole(settlement) && settlement->reversed_by == 0 &&
           settlement->institution == institution && strcmp(settlement->charge, number) == 0;
}

void gj_visit_of_settlement(const struct gj_settlement *settlement, struct gj_visit *visit_out)
{
    *visit_out = (struct gj_visit){
        .id = settlement->visit,
        .person = settlement->person,
        .institution = settlement->institution,
        .home_area = settlement->claim.where.area,
        .care_area = settlement->claim.care_area,
        .scheme = settlement->claim.where.scheme,
        .care = settlement->claim.care,
        .begin = gj_time_at(settlement->claim.where.day, 0, 0, 0),
    };
}

static int64_t span_key(const struct gj_visit *visit, uint8_t level, int span)
{
    gj_day day = gj_time_day(visit->begin);
    switch (span) {
    case GJ_SPAN_MONTH:
        return gj_day_month(day);
    case GJ_SPAN_DAY:
        return (int64_t)day * (INT64_C(1) << 32) + visit->institution;
    case GJ_SPAN_LEVEL:
        return level;
    default:
        return 0;
    }
}

void gj_counter_keys(const struct gj_visit *visit, uint8_t level, gj_day year_first,
                     struct gj_counter counters_out[GJ_COUNTERS_MAX])
{
    for (int span = 0; span < GJ_COUNTERS_MAX; span++)
        counters_out[span] = (struct gj_counter){
            .person = visit->person,
            .area = visit->home_area,
            .year_first = year_first,
            .scheme = visit->scheme,
            .care = span == GJ_SPAN_FUND ? GJ_CARE_OUTPATIENT : visit->care,
            .span = (uint8_t)span,
            .span_key = span_key(visit, level, span),
        };
}

bool gj_counter_is(const struct gj_counter *a, const struct gj_counter *b)
{
    return a->person == b->person && a->area == b->area && a->year_first == b->year_first &&
           a->scheme == b->scheme && a->care == b->care && a->span == b->span &&
           a->span_key == b->span_key;
}
