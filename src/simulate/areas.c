/* The areas of a simulation: those whose packs can decide somebody's outpatient bill on the first
   day of the year, for whom and at which level; and where the reform differs from the base. */
#include <string.h>

#include "base/hash.h"
#include "simulate/inside.h"

/* ---- what the packs can decide ---- */

static bool is_known(const struct gj_law *law, gj_area area, gj_day day, int kind, int care,
                     int level)
{
    struct gj_claim claim;
    memset(&claim, 0, sizeof claim);
    bool employee = kind != GJ_SIM_RESIDENT;
    claim.where = (struct gj_where){
        .area = area,
        .day = day,
        .scheme = employee ? GJ_SCHEME_EMPLOYEE : GJ_SCHEME_RESIDENT,
        .working = kind == GJ_SIM_WORKING   ? GJ_WORKING
                   : kind == GJ_SIM_RETIRED ? GJ_RETIRED
                                            : GJ_WORKING_UNSAID,
        .level = (uint8_t)level,
        .tier = 1,
        .group = employee ? GJ_GROUP_UNSAID : GJ_GROUP_ADULT,
        .age_years = kind == GJ_SIM_RETIRED ? 70 : 40,
    };
    claim.care = (uint8_t)care;
    claim.care_area = area;
    claim.now = gj_time_at(day, 12, 0, 0);
    struct gj_pooled_rule rule;
    struct gj_trace trace = {0};
    gj_pooled_rule(law, &claim, &rule, &trace);
    return rule.reason == GJ_OK;
}

/* For whom and at which levels the rule of one kind of care is known. */
static bool find_levels_of(const struct gj_law *law, gj_day day, int care, struct gj_sim_area *area)
{
    bool any = false;
    for (int kind = 0; kind < GJ_SIM_SCHEMES; kind++)
        for (int level = GJ_LEVEL_COMMUNITY; level <= GJ_LEVEL_PHARMACY; level++) {
            bool fits = (level == GJ_LEVEL_PHARMACY) == (care == GJ_CARE_PHARMACY);
            if (fits && is_known(law, area->area, day, kind, care, level)) {
                area->levels[kind][care] |= (uint8_t)(1 << level);
                any = true;
            }
        }
    return any;
}

/* Most areas have no outpatient rule and are left at once. */
static bool find_levels(const struct gj_law *law, gj_day day, struct gj_sim_area *area)
{
    if (!find_levels_of(law, day, GJ_CARE_OUTPATIENT, area))
        return false;
    for (int care = 0; care < GJ_CARE_COUNT; care++)
        if (care != GJ_CARE_OUTPATIENT)
            (void)find_levels_of(law, day, care, area);
    return true;
}

/* ---- where the reform differs ---- */

/* What the rows of one area say, as a number: equal for equal rules. */
static uint64_t said_in(const struct gj_policy *policy, gj_area area)
{
    uint64_t sum = 0;
    for (int i = 0; i < gj_policy_row_count(policy); i++) {
        const struct gj_row *row = gj_policy_row(policy, (uint32_t)i);
        char text[1024];
        struct gj_writer writer = gj_writer(text, sizeof text);
        if (row->area != area)
            continue;
        gj_row_put_name(policy, row, &writer);
        gj_put_text(&writer, " = ");
        gj_row_put_value(policy, row, &writer);
        sum += gj_hash(text, writer.length);
    }
    return sum;
}

/* Provinces and the nation stand above many areas: what was found about them is kept. */
struct above {
    int count;
    gj_area areas[GJ_SIM_PROVINCES_MAX];
    bool changed[GJ_SIM_PROVINCES_MAX];
};

static bool says_other(const struct gj_sim_options *options, gj_area area)
{
    return said_in(options->base->policy, area) != said_in(options->reform->policy, area);
}

static bool above_says_other(const struct gj_sim_options *options, gj_area area,
                             struct above *above)
{
    int at = 0;
    while (at < above->count && above->areas[at] != area)
        at++;
    if (at == GJ_SIM_PROVINCES_MAX)
        return says_other(options, area);
    if (at == above->count) {
        above->areas[at] = area;
        above->changed[at] = says_other(options, area);
        above->count++;
    }
    return above->changed[at];
}

static bool is_changed(const struct gj_sim_options *options, gj_area area, struct above *above)
{
    bool changed = says_other(options, area);
    for (area = gj_area_parent(area); area != 0 && !changed; area = gj_area_parent(area))
        changed = above_says_other(options, area, above);
    return changed;
}

/* ---- the map ---- */

static void link_provinces(struct gj_sim_map *map)
{
    for (int first = 0, next; first < map->count; first = next) {
        gj_area province = gj_area_province(map->areas[first].area);
        for (next = first; next < map->count; next++)
            if (gj_area_province(map->areas[next].area) != province)
                break;
        for (int i = first; i < next; i++) {
            map->areas[i].province_first = first;
            map->areas[i].province_count = next - first;
        }
    }
}

/* People are insured in a pooling area: a city, or a province without cities, as those under the
   central government are. */
static bool pools(const struct gj_policy *policy, gj_area area)
{
    if (area % 10000 != 0)
        return area % 100 == 0;
    for (int i = 0; i < gj_policy_area_count(policy); i++) {
        gj_area other = gj_policy_area_at(policy, i)->area;
        if (other != area && other % 100 == 0 && gj_area_province(other) == area)
            return false;
    }
    return area != GJ_AREA_NATION;
}

void gj_sim_map(const struct gj_sim_options *options, struct gj_sim_map *map_out)
{
    const struct gj_policy *policy = options->base->policy;
    struct above above = {0};
    map_out->count = 0;
    map_out->first_day = gj_day_from_civil(options->year, 1, 1);
    map_out->last_day = gj_day_from_civil(options->year, 12, 31);
    for (int i = 0; i < gj_policy_area_count(policy) && map_out->count < GJ_SIM_AREAS_MAX; i++) {
        const struct gj_area_info *info = gj_policy_area_at(policy, i);
        bool wanted =
            options->within != 0 ? gj_area_lies_in(info->area, options->within) : !info->fictional;
        struct gj_sim_area area = {.area = info->area};
        if (!wanted || !pools(policy, info->area) ||
            !find_levels(options->base, map_out->first_day, &area))
            continue;
        area.changed = is_changed(options, info->area, &above);
        gj_sim_mix(&area);
        map_out->areas[map_out->count++] = area;
    }
    link_provinces(map_out);
}
