/* The key table: every policy key with its type, unit, bound, and what its absence means. */
#ifndef GJ_POLICY_KEYS_H
#define GJ_POLICY_KEYS_H

#include <stdint.h>

#include "base/text.h"
#include "model/words.h"

enum gj_key {
#define GJ_KEY(id, name, type, absent, low, high, parameter, choices, meaning) GJ_KEY_##id,
#include "policy/keys.def"
#undef GJ_KEY
    GJ_KEY_COUNT
};

enum gj_key_type {
    GJ_TYPE_FEN,
    GJ_TYPE_PPM,
    GJ_TYPE_COUNT,
    GJ_TYPE_DECIMAL,
    GJ_TYPE_YES,
    GJ_TYPE_CHOICE,
    GJ_TYPE_RELATIONS,
    GJ_TYPE_STEPS,
    GJ_TYPE_CLOCKS,
    GJ_TYPE_CLOCK,
    GJ_TYPE_MONTH_DAY,
    GJ_TYPE_SPAN,
    GJ_TYPE_TEXT
};

enum gj_absent {
    GJ_ABSENT_UNKNOWN,
    GJ_ABSENT_NO_LIMIT,
    GJ_ABSENT_NO,
    GJ_ABSENT_ONE_OF,
    GJ_ABSENT_CHOICE_OF_PROJECT,
    GJ_ABSENT_SILENT
};

struct gj_key_info {
    const char *name, *choices, *meaning;
    enum gj_key_type type;
    enum gj_absent absent;
    int64_t low, high; /* 0, 0: no bound */
    int parameter;     /* enum gj_vocabulary, or -1: the name goes on with .WORD */
};

const struct gj_key_info *gj_key_info(enum gj_key key);
/* What a key is called in Chinese (in English: its meaning); "" if it has no name yet. */
const char *gj_key_zh(enum gj_key key);
/* Finds a key by its full name ("aid.uses.checkup"); the parameter's value, or 0, to `param_out`. */
bool gj_key_find(struct gj_slice name, enum gj_key *key_out, int *param_out);
/* Writes the full name of a key with its parameter. */
void gj_key_put(enum gj_key key, int param, struct gj_writer *writer);

/* The key whose rows, above an area, bound the values of a key in it. */
struct gj_bound {
    enum gj_key key, bound;
    bool is_least; /* else the most */
};
/* NULL when nothing bounds the key. */
const struct gj_bound *gj_bound_of(enum gj_key key);
bool gj_bound_keeps(const struct gj_bound *bound, int64_t limit, int64_t number);

/* The three kinds of care that have pooled rules share one layout of keys. */
enum gj_care_key {
    GJ_CARE_KEY_DEDUCTIBLE,
    GJ_CARE_KEY_DEDUCTIBLE_MONTH,
    GJ_CARE_KEY_DEDUCTIBLE_VISIT,
    GJ_CARE_KEY_DEDUCTIBLE_ONCE,
    GJ_CARE_KEY_DEDUCTIBLE_NEXT,
    GJ_CARE_KEY_DEDUCTIBLE_YEAR_MAX,
    GJ_CARE_KEY_DEDUCTIBLE_TOTAL,
    GJ_CARE_KEY_RATIO,
    GJ_CARE_KEY_STEPS,
    GJ_CARE_KEY_STEPS_FROM,
    GJ_CARE_KEY_CAP,
    GJ_CARE_KEY_CAP_LEVEL,
    GJ_CARE_KEY_CAP_VISIT,
    GJ_CARE_KEY_CAP_COST,
    GJ_CARE_KEY_COUNT
};
_Static_assert(GJ_KEY_CHRONIC_CAP_COST - GJ_KEY_CHRONIC_DEDUCTIBLE == GJ_CARE_KEY_CAP_COST,
               "keys of care keep one layout");

/* The key of a kind of care; a pharmacy reads the outpatient keys. */
static inline enum gj_key gj_key_of_care(enum gj_care care, enum gj_care_key which)
{
    int base = care == GJ_CARE_CHRONIC     ? GJ_KEY_CHRONIC_DEDUCTIBLE
               : care == GJ_CARE_INPATIENT ? GJ_KEY_INPATIENT_DEDUCTIBLE
                                           : GJ_KEY_OUTPATIENT_DEDUCTIBLE;
    return (enum gj_key)(base + (int)which);
}

#endif
