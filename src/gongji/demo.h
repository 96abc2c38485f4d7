/* The demo's world: invented people in real and fictional areas, their families, institutions and a
   small invented catalogue, and a year of credits and bills, all made by commands through the
   centre like anything else. The same seed makes the same world. */
#ifndef GJ_GONGJI_DEMO_H
#define GJ_GONGJI_DEMO_H

#include "base/random.h"
#include "centre/centre.h"

struct gj_demo_person {
    gj_id id;
    char name[32];
    char document[19];
    gj_area area;
    uint8_t scheme, status, working, group, sex;
    bool frozen;
    bool wallet;
    bool late; /* credited from January of the second year only */
    int16_t birth_year;
    gj_fen monthly_fen; /* credited to the account; 0 for residents */
};

struct gj_demo_bond {
    int payer, relative; /* indexes of people */
    uint8_t relation;    /* what the relative is to the payer */
    int16_t rank;
    gj_fen limit_use_fen;
    bool by_wallet; /* they live in two provinces: money is sent, nothing is bound */
};

struct gj_demo {
    struct gj_random random;
    int cast_count; /* the persons of the tour: chance does not touch them */
    int people_count, bonds_count, institutions_count, items_count;
    struct gj_demo_person *people;
    struct gj_demo_bond *bonds;
    const struct gj_institution *institutions;
    const struct gj_item *items;
};

/* The institutions and items of the demo; the last items are the drugs that pharmacies sell. */
enum { GJ_DEMO_DRUGS = 6 };
const struct gj_institution *gj_demo_institutions(int *count_out);
const struct gj_item *gj_demo_items(int *count_out);
/* Plans people and bonds: the first ones are the persons of the tour, the others are drawn. */
void gj_demo_plan(struct gj_demo *demo, int people, uint64_t seed);
void gj_demo_free(struct gj_demo *demo);

/* Runs the plan through the centre: enrols, binds, opens wallets, then a year of credits and bills.
   `progress` gets whole percents. */
enum gj_status gj_demo_live(struct gj_demo *demo, struct gj_centre *centre,
                            void (*progress)(int percent), struct gj_why *why) GJ_MUST_CHECK;

/* The first day of the demo's year, and the moment at which the sandbox begins. */
#define GJ_DEMO_FIRST_DAY gj_day_from_civil(2024, 9, 1)
#define GJ_DEMO_NOW gj_time_at(gj_day_from_civil(2025, 9, 1), 10, 0, 0)

#endif
