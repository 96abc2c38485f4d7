/* The centre's catalogue of drugs, items and materials, and the registered institutions. */
#ifndef GJ_MODEL_CATALOGUE_H
#define GJ_MODEL_CATALOGUE_H

#include "base/day.h"
#include "base/fen.h"
#include "model/area.h"
#include "model/ids.h"
#include "model/limits.h"
#include "model/words.h"

/* What a line is worth to insurance. An unknown code is priced as class outside. */
struct gj_price {
    uint8_t list_class;     /* enum gj_list_class */
    gj_ppm first_share_ppm; /* class B: paid first by the person */
    int64_t limit_micro;    /* price limit, 10^-6 yuan a unit; -1 for none */
};

struct gj_item {
    char code[GJ_CODE_MAX + 1];
    char name[GJ_NAME_MAX + 1];
    struct gj_price price;
    gj_day from, to; /* [from, to), held against the benefit day */
};

struct gj_institution {
    gj_id id;      /* small number given by the centre, from 1 */
    char code[13]; /* H... hospital, P... pharmacy */
    char name[GJ_NAME_MAX + 1];
    gj_area area;
    uint8_t kind;  /* enum gj_place_kind */
    uint8_t level; /* enum gj_level */
    uint8_t place; /* enum gj_place_group */
    bool designated, takes_wallet;
};

#endif
