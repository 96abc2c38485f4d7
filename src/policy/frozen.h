/* Inside of policy: how a frozen set is laid out, shared by rows.c (which builds it), freeze.c
   (which orders and checks it) and lookup.c (which reads it). Nobody outside this folder includes
   it. */
#ifndef GJ_POLICY_FROZEN_H
#define GJ_POLICY_FROZEN_H

#include "policy/policy.h"

/* The rows of one key, parameter and area: a run of policy.rows, ordered by `from`. */
struct gj_group {
    uint32_t first, count;
};

/* The rows of one area: a run of policy.by_area. */
struct gj_area_rows {
    gj_area area;
    uint32_t first, count;
};

/* A note and what it is in Chinese: numbers of texts. Few answers show notes, so rows do not hold this. */
struct gj_note_zh {
    uint32_t note, note_zh;
};

struct gj_policy {
    struct gj_row *rows;
    uint32_t row_count;
    struct gj_steps *steps;
    uint32_t steps_count;
    struct gj_area_info *areas; /* ordered by code */
    uint32_t area_count;
    struct gj_contradiction *contradictions; /* in the order of the packs */
    uint32_t contradiction_count;
    struct gj_note_zh *notes_zh;
    uint32_t notes_zh_count;
    char *texts; /* terminated texts end to end; the first is "" */
    size_t texts_length;
    struct gj_group *groups;
    uint32_t group_count;
    uint32_t *slots; /* hash table of group numbers + 1; 0 is free */
    uint32_t slot_mask;
    uint32_t *by_area; /* row numbers ordered by area */
    struct gj_area_rows *area_rows;
    uint32_t area_rows_count;
    uint32_t params[GJ_KEY_COUNT]; /* bit 1 << param is set where the key has rows */
    char hash[65];
};

enum { GJ_PARAMS_MAX = 32, GJ_AGE_END = INT16_MAX };

/* Orders the rows, finds ties and builds the indexes. */
enum gj_status gj_policy_order(struct gj_policy *policy, struct gj_why *why) GJ_MUST_CHECK;
/* The rows of a key in an area, or NULL. */
const struct gj_group *gj_policy_group(const struct gj_policy *policy, enum gj_key key, int param,
                                       gj_area area);
/* True if row a says everything that row b says about the question: a's selectors contain b's. */
bool gj_row_contains(const struct gj_row *a, const struct gj_row *b);

/* Adds a row to a trace, once. */
void gj_trace_note(struct gj_trace *trace, uint32_t number);
/* Adds the rows and keys that are not there yet, all or none; false if they do not fit. */
bool gj_trace_merge(struct gj_trace *into, const struct gj_trace *from);

static inline bool gj_row_has_age(const struct gj_row *row)
{
    return row->age_from >= 0 || row->age_to >= 0;
}

static inline int gj_row_age_from(const struct gj_row *row)
{
    return row->age_from >= 0 ? row->age_from : 0;
}

static inline int gj_row_age_to(const struct gj_row *row)
{
    return row->age_to >= 0 ? row->age_to : GJ_AGE_END;
}

#endif
