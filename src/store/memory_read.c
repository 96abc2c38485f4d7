/* Reading the memory store: every question walks the tables under the store's lock, so that a reader
   sees whole commits. In: keys. Out: copies. */
#include <stdlib.h>
#include <string.h>

#include "store/memory.h"

struct gj_memory_reader {
    struct gj_reader reader;
    struct gj_memory *memory;
};

static struct gj_memory *enter(struct gj_reader *reader)
{
    struct gj_memory *memory = ((struct gj_memory_reader *)reader)->memory;
    pthread_mutex_lock(&memory->mutex);
    return memory;
}

static void leave(struct gj_memory *memory)
{
    pthread_mutex_unlock(&memory->mutex);
}

struct gj_memory *gj_memory_enter(struct gj_reader *reader)
{
    return enter(reader);
}

void gj_memory_leave(struct gj_memory *memory)
{
    leave(memory);
}

static void close_reader(struct gj_reader *reader)
{
    free(reader);
}

static enum gj_status find(struct gj_reader *reader, const struct gj_shown_credential *credential,
                           gj_id *person_out, struct gj_why *why)
{
    struct gj_look_up look = {0};
    (void)why;
    *person_out = 0;
    if (!gj_look_up_of_credential(credential, look.kind, look.text))
        return GJ_DONE;
    struct gj_memory *memory = enter(reader);
    const struct gj_memory_look *row = gj_memory_look(memory, &look);
    *person_out = row ? row->person : 0;
    leave(memory);
    return GJ_DONE;
}

static enum gj_status signed_in(struct gj_reader *reader, gj_id institution, const char *sign_no,
                                bool *signed_in_out, struct gj_why *why)
{
    (void)why;
    struct gj_memory *memory = enter(reader);
    const struct gj_memory_session *row = gj_memory_session(memory, institution, sign_no);
    *signed_in_out = row && !row->ended;
    leave(memory);
    return GJ_DONE;
}

static enum gj_status side(struct gj_reader *reader, gj_id person, struct gj_side *side_out,
                           struct gj_why *why)
{
    (void)why;
    struct gj_memory *memory = enter(reader);
    gj_memory_side(memory, person, side_out);
    leave(memory);
    return GJ_DONE;
}

static enum gj_status identity(struct gj_reader *reader, gj_id person,
                               struct gj_identity *identity_out, struct gj_why *why)
{
    struct gj_memory *memory = enter(reader);
    const struct gj_memory_person *row = gj_memory_person(memory, person);
    if (row)
        *identity_out = row->identity;
    leave(memory);
    return row ? GJ_DONE : gj_fail(why, GJ_NOT_FOUND, "nobody has this number");
}

static enum gj_status bindings(struct gj_reader *reader, gj_id person, bool as_payer, gj_id before,
                               struct gj_binding out[GJ_BINDINGS_MAX], int *count_out,
                               struct gj_why *why)
{
    (void)why;
    struct gj_memory *memory = enter(reader);
    *count_out = 0;
    for (size_t i = memory->bindings.count; i-- > 0 && *count_out < GJ_BINDINGS_MAX;) {
        const struct gj_binding *one = gj_table_at(&memory->bindings, i);
        if (one->id < before && (as_payer ? one->payer : one->relative) == person)
            out[(*count_out)++] = *one;
    }
    leave(memory);
    return GJ_DONE;
}

static enum gj_status settlement(struct gj_reader *reader, gj_id id,
                                 struct gj_settlement *settlement_out, struct gj_why *why)
{
    struct gj_memory *memory = enter(reader);
    const struct gj_settlement *row = gj_memory_settlement(memory, id);
    if (row)
        *settlement_out = *row;
    leave(memory);
    return row ? GJ_DONE : gj_fail(why, GJ_NOT_FOUND, "no settlement has this number");
}

/* People are put in the order of their numbers, which are orders of commands. */
static enum gj_status next_person(struct gj_reader *reader, gj_id after, gj_id *person_out,
                                  struct gj_why *why)
{
    (void)why;
    struct gj_memory *memory = enter(reader);
    *person_out = 0;
    for (size_t i = 0; i < memory->people.count && *person_out == 0; i++) {
        const struct gj_memory_person *one = gj_table_at(&memory->people, i);
        if (one->side.person.id > after)
            *person_out = one->side.person.id;
    }
    leave(memory);
    return GJ_DONE;
}

static enum gj_status counters(struct gj_reader *reader, gj_id person,
                               void (*each)(void *to, const struct gj_counter *counter), void *to,
                               struct gj_why *why)
{
    (void)why;
    struct gj_memory *memory = enter(reader);
    for (size_t i = 0; i < memory->counters.count; i++) {
        const struct gj_counter *one = gj_table_at(&memory->counters, i);
        if (one->person == person)
            each(to, one);
    }
    leave(memory);
    return GJ_DONE;
}

static enum gj_status premiums(struct gj_reader *reader, gj_id person, bool as_payer,
                               void (*each)(void *to, const struct gj_premium *one), void *to,
                               struct gj_why *why)
{
    (void)why;
    struct gj_memory *memory = enter(reader);
    for (size_t i = 0; i < memory->premiums.count; i++) {
        const struct gj_premium *one = gj_table_at(&memory->premiums, i);
        if (person == 0 || (as_payer ? one->payer : one->person) == person)
            each(to, one);
    }
    leave(memory);
    return GJ_DONE;
}

/* Rows are put in the order of the commands that made them, which is that of their numbers. */
static enum gj_status works(struct gj_reader *reader, gj_id after, bool only_open,
                            enum gj_status (*each)(void *to, const struct gj_work *one), void *to,
                            struct gj_why *why)
{
    (void)why;
    enum gj_status status = GJ_DONE;
    struct gj_memory *memory = enter(reader);
    for (size_t i = 0; i < memory->works.count && status == GJ_DONE; i++) {
        const struct gj_work *one = gj_table_at(&memory->works, i);
        if (one->id > after && (!only_open || one->state == GJ_WORK_IS_OPEN))
            status = each(to, one);
    }
    leave(memory);
    return status;
}

static enum gj_status held(struct gj_reader *reader, gj_id after,
                           enum gj_status (*each)(void *to, const struct gj_transfer *one),
                           void *to, struct gj_why *why)
{
    (void)why;
    enum gj_status status = GJ_DONE;
    struct gj_memory *memory = enter(reader);
    for (size_t i = 0; i < memory->transfers.count && status == GJ_DONE; i++) {
        const struct gj_transfer *one = gj_table_at(&memory->transfers, i);
        if (one->id > after && one->state == GJ_TRANSFER_HELD)
            status = each(to, one);
    }
    leave(memory);
    return status;
}

static enum gj_status institutions(struct gj_reader *reader,
                                   void (*each)(void *to, const struct gj_institution *one),
                                   void *to, struct gj_why *why)
{
    (void)why;
    struct gj_memory *memory = enter(reader);
    for (size_t i = 0; i < memory->institutions.count; i++)
        each(to, gj_table_at(&memory->institutions, i));
    leave(memory);
    return GJ_DONE;
}

static enum gj_status items(struct gj_reader *reader,
                            void (*each)(void *to, const struct gj_item *one), void *to,
                            struct gj_why *why)
{
    (void)why;
    struct gj_memory *memory = enter(reader);
    for (size_t i = 0; i < memory->items.count; i++)
        each(to, gj_table_at(&memory->items, i));
    leave(memory);
    return GJ_DONE;
}

static enum gj_status packs(struct gj_reader *reader, uint32_t number, char hash_out[65],
                            char **bytes_out, size_t *length_out, struct gj_why *why)
{
    struct gj_memory *memory = enter(reader);
    enum gj_status status = gj_fail(why, GJ_NOT_FOUND, "no pack set has number %u", number);
    for (size_t i = 0; i < memory->packs.count; i++) {
        const struct gj_memory_packs *one = gj_table_at(&memory->packs, i);
        if (one->number != number)
            continue;
        memcpy(hash_out, one->hash, sizeof one->hash);
        *length_out = one->length;
        *bytes_out = malloc(one->length + 1);
        if (*bytes_out)
            memcpy(*bytes_out, one->bytes, one->length + 1);
        status = *bytes_out ? GJ_DONE : gj_fail(why, GJ_WORLD, "no memory for a pack set");
    }
    leave(memory);
    return status;
}

static enum gj_status last_order(struct gj_reader *reader, gj_id *order_out, struct gj_why *why)
{
    (void)why;
    struct gj_memory *memory = enter(reader);
    *order_out = memory->last_order;
    leave(memory);
    return GJ_DONE;
}

/* A copy of the n-th kept command, so that callbacks run without the lock. */
static bool copy_kept(struct gj_reader *reader, size_t n, struct gj_memory_kept *kept_out)
{
    struct gj_memory *memory = enter(reader);
    bool is = n < memory->kept.count;
    if (is)
        *kept_out = *(const struct gj_memory_kept *)gj_table_at(&memory->kept, n);
    leave(memory);
    return is;
}

static enum gj_status entries(struct gj_reader *reader, gj_id after, gj_id last,
                              enum gj_status (*each)(void *to, const struct gj_entry *entry),
                              void *to, struct gj_why *why)
{
    struct gj_memory_kept kept;
    enum gj_status status = GJ_DONE;
    (void)why;
    for (size_t n = 0; status == GJ_DONE && copy_kept(reader, n, &kept); n++)
        if (kept.entry.count > 0 && kept.entry.id > after && kept.entry.id <= last)
            status = each(to, &kept.entry);
    return status;
}

static enum gj_status settlements(struct gj_reader *reader, gj_id after, gj_id last,
                                  enum gj_status (*each)(void *to, const struct gj_settlement *one),
                                  void *to, struct gj_why *why)
{
    struct gj_memory_kept kept;
    enum gj_status status = GJ_DONE;
    for (size_t n = 0; status == GJ_DONE && copy_kept(reader, n, &kept); n++) {
        struct gj_settlement row;
        if (kept.settlement == 0 || kept.settlement <= after || kept.settlement > last)
            continue;
        status = settlement(reader, kept.settlement, &row, why);
        if (status == GJ_DONE)
            status = each(to, &row);
    }
    return status;
}

static enum gj_status moment(struct gj_reader *reader, gj_time *moment_out, struct gj_why *why)
{
    (void)why;
    struct gj_memory *memory = enter(reader);
    *moment_out = memory->moment;
    leave(memory);
    return GJ_DONE;
}

static enum gj_status chain_batch(const struct gj_memory *memory, struct gj_sm3 *sm3, size_t batch,
                                  size_t *at, uint8_t head[32], struct gj_why *why)
{
    const struct gj_memory_batch *row = gj_table_at(&memory->batches, batch);
    gj_chain_begin(sm3, head);
    for (; *at < row->kept; (*at)++) {
        const struct gj_memory_kept *kept = gj_table_at(&memory->kept, *at);
        gj_chain_record(sm3, &kept->record);
        if (kept->settlement != 0)
            gj_chain_settlement(sm3, gj_memory_settlement(memory, kept->settlement));
        gj_chain_entry(sm3, &kept->entry);
    }
    gj_sm3_end(sm3, head);
    if (memcmp(head, row->head, sizeof row->head) != 0)
        return gj_fail(why, GJ_BROKEN, "batch %zu of the chain differs", batch + 1);
    return GJ_DONE;
}

static enum gj_status chain(struct gj_reader *reader, gj_id last, int64_t *batches_out,
                            uint8_t head_out[32], struct gj_why *why)
{
    enum gj_status status = GJ_DONE;
    size_t at = 0;
    struct gj_sm3 *sm3 = gj_sm3_new();
    struct gj_memory *memory = enter(reader);
    *batches_out = 0;
    memset(head_out, 0, 32);
    for (size_t i = 0; i < memory->batches.count && status == GJ_DONE; i++) {
        if (((const struct gj_memory_batch *)gj_table_at(&memory->batches, i))->last > last)
            break;
        status = chain_batch(memory, sm3, i, &at, head_out, why);
        *batches_out += status == GJ_DONE;
    }
    leave(memory);
    gj_sm3_free(sm3);
    return status;
}

static enum gj_status sizes(struct gj_reader *reader, struct gj_store_sizes *sizes_out,
                            struct gj_why *why)
{
    (void)why;
    struct gj_memory *memory = enter(reader);
    *sizes_out = (struct gj_store_sizes){.people = (int64_t)memory->people.count,
                                         .settlements = (int64_t)memory->settlements.count,
                                         .batches = (int64_t)memory->batches.count};
    for (size_t i = 0; i < memory->kept.count; i++)
        sizes_out->entries +=
            ((const struct gj_memory_kept *)gj_table_at(&memory->kept, i))->entry.count > 0;
    leave(memory);
    return GJ_DONE;
}

static const struct gj_reader_calls calls = {
    .close = close_reader,
    .find = find,
    .signed_in = signed_in,
    .side = side,
    .identity = identity,
    .bindings = bindings,
    .settlement = settlement,
    .next_person = next_person,
    .counters = counters,
    .premiums = premiums,
    .works = works,
    .held = held,
    .institutions = institutions,
    .items = items,
    .packs = packs,
    .moment = moment,
    .binding = gj_memory_binding_of,
    .transfer = gj_memory_transfer_of,
    .visit = gj_memory_visit_of,
    .charge = gj_memory_charge_of,
    .transfers = gj_memory_transfers_of,
    .last_order = last_order,
    .entries = entries,
    .settlements = settlements,
    .chain = chain,
    .sizes = sizes,
};

enum gj_status gj_memory_reader_open(struct gj_store *store, struct gj_reader **reader_out,
                                     struct gj_why *why)
{
    struct gj_memory_reader *reader = calloc(1, sizeof *reader);
    if (!reader)
        return gj_fail(why, GJ_WORLD, "no memory for a reader");
    reader->reader.calls = &calls;
    reader->memory = (struct gj_memory *)store;
    *reader_out = &reader->reader;
    return GJ_DONE;
}
