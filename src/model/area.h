/* Pooling areas: six-digit division codes of GB/T 2260 and the project's own codes beside them. The
   code carries the tree: county 410181 lies in city 410100, in province 410000, in the nation. */
#ifndef GJ_MODEL_AREA_H
#define GJ_MODEL_AREA_H

#include <stdbool.h>
#include <stdint.h>

typedef int32_t gj_area;

#define GJ_AREA_NATION 100000

/* The next area up; 0 above the nation. */
static inline gj_area gj_area_parent(gj_area area)
{
    if (area == GJ_AREA_NATION)
        return 0;
    if (area % 100 != 0)
        return area / 100 * 100;
    if (area % 10000 != 0)
        return area / 10000 * 10000;
    return GJ_AREA_NATION;
}

static inline gj_area gj_area_province(gj_area area)
{
    return area / 10000 * 10000;
}

/* True if `low` is `high` or lies in it. */
static inline bool gj_area_lies_in(gj_area low, gj_area high)
{
    while (low != 0 && low != high)
        low = gj_area_parent(low);
    return low != 0;
}

/* The same place said at two levels: one is the other, or lies in it. */
static inline bool gj_area_agrees(gj_area said, gj_area known)
{
    return gj_area_lies_in(said, known) || gj_area_lies_in(known, said);
}

static inline bool gj_area_is_code(int64_t number)
{
    return number >= 100000 && number <= 999999;
}

#endif
