/* A policy made row by row. What the policy does not take fails the test. Stands behind cmocka.h. */
#ifndef GJ_TESTS_ROWS_H
#define GJ_TESTS_ROWS_H

#include "policy/policy.h"

/* A row that holds in an area for everybody and always. */
static inline struct gj_row rows_row(gj_area area, enum gj_key key)
{
    return (struct gj_row){.area = area,
                           .from = GJ_DAY_MIN,
                           .to = GJ_DAY_MAX,
                           .key = (uint16_t)key,
                           .age_from = GJ_AGE_UNSAID,
                           .age_to = GJ_AGE_UNSAID,
                           .known = GJ_DAY_NONE};
}

/* The same by the key's name, from a day on. */
static inline struct gj_row rows_named(gj_area area, const char *name, const char *from)
{
    enum gj_key key;
    int param = 0;
    if (!gj_key_find(gj_slice(name), &key, &param))
        fail_msg("%s is no key", name);
    struct gj_row row = rows_row(area, key);
    row.param = (uint8_t)param;
    if (!gj_day_parse(gj_slice(from), &row.from))
        fail_msg("%s is no day", from);
    return row;
}

/* A fictional area. */
static inline void rows_area(struct gj_builder *builder, gj_area area, const char *name)
{
    uint32_t text = gj_builder_text(builder, gj_slice(name));
    gj_builder_area(builder, (struct gj_area_info){
                                 .area = area, .name = text, .kind = text, .fictional = true});
}

static inline void rows_add(struct gj_builder *builder, struct gj_row row, const char *value)
{
    struct gj_why why = {0};
    if (gj_builder_row(builder, row, gj_slice(value), NULL, &why) != GJ_DONE)
        fail_msg("%s: %s", value, why.text);
}

static inline void rows_add_steps(struct gj_builder *builder, struct gj_row row,
                                  const struct gj_steps *steps)
{
    struct gj_why why = {0};
    if (gj_builder_row(builder, row, GJ_SLICE(""), steps, &why) != GJ_DONE)
        fail_msg("%s", why.text);
}

static inline struct gj_policy *rows_freeze(struct gj_builder *builder)
{
    struct gj_policy *policy = NULL;
    struct gj_why why = {0};
    if (gj_builder_freeze(builder, &policy, &why) != GJ_DONE)
        fail_msg("%s", why.text);
    return policy;
}

#endif
