/* Look-ups around bindings: the counts of a bond, the binding of a pair. In: people. Out: counts and
   rows. */
#include "store/sqlite.h"

bool gj_binding_stands(const struct gj_binding *binding)
{
    return binding->state != GJ_BINDING_ENDED && binding->state != GJ_BINDING_NONE;
}

void gj_bond_count_paying(struct gj_bond *bond, const struct gj_binding *binding,
                          const struct gj_binding *one, gj_id *counted)
{
    if (one->from < one->to && one->relative != *counted) {
        *counted = one->relative;
        bond->payer_distinct_ever++;
        bond->known_person |= one->relative == binding->relative;
    }
    if (!gj_binding_stands(one))
        return;
    bond->payer_active++;
    bond->same_relation_active =
        (int16_t)(bond->same_relation_active + (one->relation == binding->relation));
}

static void count_payer_side(struct gj_db *db, const struct gj_binding *binding, gj_id but,
                             struct gj_bond *bond)
{
    struct gj_row row = gj_holding_of(db, binding->payer);
    enum gj_holding kind;
    gj_id counted = 0;
    while (gj_holding_next(&row, &kind)) {
        struct gj_binding one = {0};
        if (kind != GJ_HOLDING_PAYING)
            continue;
        gj_row_paying(&row, &one);
        if (one.id != but)
            gj_bond_count_paying(bond, binding, &one, &counted);
    }
}

/* In how many bindings that have not ended is this person the relative? Counts those of other
   payers apart. */
static int32_t count_relative_side(struct gj_db *db, gj_id relative, gj_id but, gj_id payer,
                                   int16_t *others)
{
    struct gj_row row = gj_holding_of(db, relative);
    enum gj_holding kind;
    int32_t standing = 0;
    while (gj_holding_next(&row, &kind)) {
        struct gj_binding one = {0};
        if (kind != GJ_HOLDING_BINDING)
            continue;
        gj_row_binding_who(&row, &one);
        if (one.id == but || !gj_binding_stands(&one))
            continue;
        standing++;
        if (others != NULL && one.payer != payer)
            (*others)++;
    }
    return standing;
}

static bool pays_for_somebody(struct gj_db *db, gj_id person, gj_id but)
{
    const struct gj_binding nobody = {.payer = person};
    struct gj_bond bond = {0};
    count_payer_side(db, &nobody, but, &bond);
    return bond.payer_active > 0;
}

void gj_gather_bond(struct gj_db *db, const struct gj_binding *binding, gj_id but,
                    struct gj_bond *bond_out)
{
    *bond_out = (struct gj_bond){0};
    count_payer_side(db, binding, but, bond_out);
    (void)count_relative_side(db, binding->relative, but, binding->payer,
                              &bond_out->user_other_payers);
    bond_out->payer_is_member = count_relative_side(db, binding->payer, but, 0, NULL) > 0;
    bond_out->user_is_head = pays_for_somebody(db, binding->relative, but);
}

void gj_get_pair(struct gj_db *db, gj_id payer, gj_id relative, struct gj_binding *out)
{
    struct gj_row row = gj_row(db, GJ_SQL_BINDINGS_OF_RELATIVE);
    *out = (struct gj_binding){.payer = payer, .relative = relative};
    gj_bind(&row, relative);
    while (gj_row_next(&row)) {
        struct gj_binding one = {0};
        gj_row_binding(&row, &one);
        if (one.payer == payer && (out->version == 0 || !gj_binding_stands(out)))
            *out = one;
    }
}

int gj_count_payers(struct gj_db *db, gj_id relative)
{
    return count_relative_side(db, relative, 0, 0, NULL);
}
