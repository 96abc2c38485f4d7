/* Where and when and for whom a rule is asked: the coordinates that a pack row's area, interval and
   selectors are held against. */
#ifndef GJ_MODEL_WHERE_H
#define GJ_MODEL_WHERE_H

#include "base/day.h"
#include "model/area.h"
#include "model/words.h"

enum { GJ_AGE_UNSAID = -1 };

/* A coordinate that is unsaid (0, or -1 for the age) matches no row that selects on it. */
struct gj_where {
    gj_area area; /* the most specific area; the look-up walks up from here */
    gj_day day;
    uint8_t scheme;   /* enum gj_scheme; NONE is unsaid */
    uint8_t working;  /* enum gj_working */
    uint8_t level;    /* enum gj_level */
    uint8_t place;    /* enum gj_place_group */
    uint8_t tier;     /* 1, 2; 0 unsaid */
    uint8_t group;    /* enum gj_person_group */
    uint8_t relation; /* enum gj_relation */
    int16_t age_years;
    int16_t year; /* benefit year, for rows keyed by it; 0 unsaid */
};

#endif
