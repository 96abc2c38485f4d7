/* Counts over the bindings of the memory store, by walking all of them: the plain meaning of what
   acts/acts.h says of a bond's counts. */
#include "store/memory.h"

bool gj_memory_holds(const struct gj_binding *binding)
{
    return binding->state != GJ_BINDING_ENDED && binding->state != GJ_BINDING_NONE;
}

static bool is_known(const struct gj_memory *memory, gj_id payer, gj_id relative, size_t before)
{
    for (size_t i = 0; i < before; i++) {
        const struct gj_binding *one = gj_table_at(&memory->bindings, i);
        if (one->payer == payer && one->relative == relative && one->from < one->to)
            return true;
    }
    return false;
}

/* The counts of a payer and a relative over all bindings but `without` (0: none left out). */
void gj_memory_count_bond(const struct gj_memory *memory, gj_id payer, gj_id relative,
                          uint8_t relation, gj_id without, struct gj_bond *bond)
{
    for (size_t i = 0; i < memory->bindings.count; i++) {
        const struct gj_binding *one = gj_table_at(&memory->bindings, i);
        bool pays = one->payer == payer;
        if (one->id == without)
            continue;
        if (pays && one->from < one->to && !is_known(memory, payer, one->relative, i))
            bond->payer_distinct_ever++;
        if (pays && one->from < one->to && one->relative == relative)
            bond->known_person = true;
        if (!gj_memory_holds(one))
            continue;
        if (pays)
            bond->payer_active++;
        if (pays && one->relation == relation)
            bond->same_relation_active++;
        if (!pays && one->relative == relative)
            bond->user_other_payers++;
        bond->payer_is_member |= one->relative == payer;
        bond->user_is_head |= one->payer == relative;
    }
}

int gj_memory_payers_of(const struct gj_memory *memory, gj_id relative)
{
    int count = 0;
    for (size_t i = 0; i < memory->bindings.count; i++) {
        const struct gj_binding *one = gj_table_at(&memory->bindings, i);
        count += gj_memory_holds(one) && one->relative == relative;
    }
    return count;
}
