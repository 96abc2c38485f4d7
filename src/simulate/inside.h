/* Inside of simulate: areas to live in, families, their year, and the sums. */
#ifndef GJ_SIMULATE_INSIDE_H
#define GJ_SIMULATE_INSIDE_H

#include "base/random.h"
#include "simulate/simulate.h"

/* ---- areas.c: where people live, and which bills its packs can decide ---- */

enum gj_sim_kind { GJ_SIM_WORKING, GJ_SIM_RETIRED, GJ_SIM_RESIDENT };
/* The same, and residents by their age: within a group bills of one area, care and level differ in
   nothing that plans go by but days and ages. */
enum gj_sim_group { GJ_SIM_GROUP_MINOR = GJ_SIM_RESIDENT + 1, GJ_SIM_GROUPS };

/* Kinds and levels of care are drawn by hundredths and tenths of the bills. */
enum { GJ_SIM_HUNDREDTHS = 100, GJ_SIM_TENTHS = 10 };

enum { GJ_SIM_PROVINCES_MAX = 40 }; /* and the nation */

struct gj_sim_area {
    gj_area area;
    bool changed;                                     /* the reform says something else here */
    uint8_t levels[GJ_SIM_SCHEMES][GJ_CARE_COUNT];    /* bit 1 << level where the rule is known */
    uint8_t cares[GJ_SIM_SCHEMES][GJ_SIM_HUNDREDTHS]; /* enum gj_care, by hundredth */
    uint8_t level_of[GJ_SIM_SCHEMES][GJ_CARE_COUNT][GJ_SIM_TENTHS]; /* enum gj_level, by tenth */
    int province_first, province_count; /* the areas of the same province */
};

struct gj_sim_map {
    struct gj_sim_area areas[GJ_SIM_AREAS_MAX];
    int count;
    gj_day first_day, last_day;
};

/* Finds all areas in which somebody's outpatient rule is known on the first day of the year. */
void gj_sim_map(const struct gj_sim_options *options, struct gj_sim_map *map_out);

/* ---- families.c: the people ---- */

enum { GJ_SIM_FAMILY_MAX = 6, GJ_SIM_PAYERS_MAX = GJ_SIM_FAMILY_MAX - 1, GJ_SIM_BLOCK = 128 };
/* Visits expected of a person and of a family in a year, at most. */
enum { GJ_SIM_VISITS_EACH = 22, GJ_SIM_VISITS_MAX = GJ_SIM_FAMILY_MAX * GJ_SIM_VISITS_EACH };

/* Money and counters of one person under one law. */
struct gj_sim_state {
    gj_fen carried_fen, current_fen;
    struct gj_year year;
    struct gj_sim_sums sums;
};

struct gj_sim_person {
    const struct gj_sim_area *home;
    int area;                          /* its place in the map */
    uint8_t kind, group, role, income; /* group: enum gj_sim_group */
    int16_t age;
    bool has_account;
    int32_t visits; /* expected in the year */
    int32_t bills;
    gj_fen total_fen;
    int payers_count;
    uint8_t payers[GJ_SIM_PAYERS_MAX]; /* places in the family, as in claim.payers */
    struct gj_claim claim;             /* all but day, bill, place and money is set */
    struct gj_sim_state under[GJ_SIM_LAWS];
};

struct gj_sim_family {
    int count;
    bool changed; /* somebody of it lives where the reform says something else */
    struct gj_sim_person people[GJ_SIM_FAMILY_MAX];
    gj_fen aid_fen[GJ_SIM_LAWS][GJ_SIM_FAMILY_MAX][GJ_SIM_FAMILY_MAX]; /* drawn: payer, user */
};

/* Makes the next family of a block, of at most `room` people. */
void gj_sim_make_family(const struct gj_sim_map *map, struct gj_random *random, int area, int room,
                        struct gj_sim_family *family_out);

/* ---- bills.c ---- */

/* Lists which care and level each hundredth and tenth of an area's bills are of. */
void gj_sim_mix(struct gj_sim_area *area);

/* What was found ahead for the bills of one area, group, care and level. */
struct gj_sim_ahead {
    const struct gj_sim_area *home;
    struct gj_ahead found;
};

/* The two laws, and what was found under them; all 0 but the laws at first. */
struct gj_sim_laws {
    struct gj_law laws[GJ_SIM_LAWS];
    struct gj_sim_ahead ahead[GJ_SIM_GROUPS][GJ_CARE_COUNT][GJ_LEVEL_COUNT];
};

/* Makes the family's bills of the year, day by day, and settles each under both laws. */
void gj_sim_live(const struct gj_sim_map *map, struct gj_sim_laws *laws, struct gj_random *random,
                 struct gj_sim_family *family);

/* ---- tally.c ---- */

void gj_sim_count(struct gj_sim_tally *tally, const struct gj_sim_family *family);
void gj_sim_add(struct gj_sim_tally *into, const struct gj_sim_tally *from);

/* ---- drawing ---- */

/* A number below `count` out of 16 of the bits of one draw; which: 0 to 3. */
static inline int gj_sim_pick(uint64_t bits, int which, int count)
{
    uint64_t sixteen = bits >> (16 * which) & 0xffff;
    return (int)(sixteen * (uint64_t)count >> 16);
}

#endif
