/* Records of the memory store by their numbers. In: numbers. Out: copies, of version 0 when there is
   none. */
#include "store/memory.h"

#define GJ_MEMORY_COPY(found, out, ...)                                                            \
    *(out) = (found) ? *(found) : (__typeof__(*(out))){__VA_ARGS__};                               \
    gj_memory_leave(memory);                                                                       \
    return GJ_DONE

enum gj_status gj_memory_binding_of(struct gj_reader *reader, gj_id id,
                                    struct gj_binding *binding_out, struct gj_why *why)
{
    (void)why;
    struct gj_memory *memory = gj_memory_enter(reader);
    const struct gj_binding *found = gj_memory_binding(memory, id);
    GJ_MEMORY_COPY(found, binding_out, .id = id);
}

enum gj_status gj_memory_transfer_of(struct gj_reader *reader, gj_id id,
                                     struct gj_transfer *transfer_out, struct gj_why *why)
{
    (void)why;
    struct gj_memory *memory = gj_memory_enter(reader);
    const struct gj_transfer *found = gj_memory_transfer(memory, id);
    GJ_MEMORY_COPY(found, transfer_out, .id = id);
}

enum gj_status gj_memory_visit_of(struct gj_reader *reader, gj_id id, struct gj_visit *visit_out,
                                  struct gj_why *why)
{
    (void)why;
    struct gj_memory *memory = gj_memory_enter(reader);
    const struct gj_visit *found = gj_memory_visit(memory, id);
    GJ_MEMORY_COPY(found, visit_out, .id = id);
}

enum gj_status gj_memory_charge_of(struct gj_reader *reader, gj_id visit, const char *number,
                                   struct gj_charge *charge_out, struct gj_why *why)
{
    (void)why;
    struct gj_memory *memory = gj_memory_enter(reader);
    const struct gj_charge *found = gj_memory_charge(memory, visit, number);
    GJ_MEMORY_COPY(found, charge_out, .visit = visit);
}

enum gj_status gj_memory_transfers_of(struct gj_reader *reader, gj_id person, gj_id before,
                                      int most,
                                      void (*each)(void *to, const struct gj_transfer *one),
                                      void *to, struct gj_why *why)
{
    (void)why;
    struct gj_memory *memory = gj_memory_enter(reader);
    for (size_t i = memory->transfers.count; i > 0 && most > 0; i--) {
        const struct gj_transfer *one = gj_table_at(&memory->transfers, i - 1);
        if ((one->sender != person && one->receiver != person) || one->id >= before)
            continue;
        each(to, one);
        most--;
    }
    gj_memory_leave(memory);
    return GJ_DONE;
}
