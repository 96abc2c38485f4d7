/* The store in memory: the whole contract in the plainest way, for simulations and as the oracle of
   the others. Nothing of it outlives the process. */
#include "store/memory.h"

#include <stdlib.h>
#include <string.h>

static void close_store(struct gj_store *store)
{
    struct gj_memory *memory = (struct gj_memory *)store;
    gj_memory_tables_free(memory);
    pthread_mutex_destroy(&memory->mutex);
    free(memory);
}

static gj_id next_order(struct gj_store *store)
{
    struct gj_memory *memory = (struct gj_memory *)store;
    return ((memory->last_order >> GJ_WRITER_BITS) + 1) << GJ_WRITER_BITS;
}

static enum gj_status keep_packs(struct gj_store *store, const char hash[65], struct gj_slice bytes,
                                 uint32_t *number_out, struct gj_why *why)
{
    struct gj_memory *memory = (struct gj_memory *)store;
    struct gj_memory_packs row = {.length = bytes.length};
    enum gj_status status = GJ_DONE;
    memcpy(row.hash, hash, strnlen(hash, sizeof row.hash - 1));
    pthread_mutex_lock(&memory->mutex);
    const struct gj_memory_packs *known = gj_table_find(&memory->packs, &row);
    if (known) {
        *number_out = known->number;
    } else {
        row.number = (uint32_t)memory->packs.count + 1;
        row.bytes = calloc(1, bytes.length + 1);
        if (row.bytes && bytes.length > 0)
            memcpy(row.bytes, bytes.bytes, bytes.length);
        if (!row.bytes || !gj_table_put(&memory->packs, &row))
            status = gj_fail(why, GJ_WORLD, "no memory for a pack set");
        *number_out = row.number;
    }
    pthread_mutex_unlock(&memory->mutex);
    return status;
}

/* Each call has the whole store to itself. */
static enum gj_status ahead(struct gj_store *store, struct gj_store **ahead_out, struct gj_why *why)
{
    (void)why;
    *ahead_out = store;
    return GJ_DONE;
}

/* It has no key file: nothing of it is ever at rest. */
static struct gj_digest *digest(const struct gj_store *store)
{
    static const uint8_t none[32];
    struct gj_keys *keys = gj_keys_from_bytes(none);
    struct gj_digest *made = gj_digest_new(keys);
    (void)store;
    gj_keys_free(keys);
    return made;
}

static enum gj_status check(const struct gj_store *store, struct gj_why *why)
{
    (void)store, (void)why; /* it is written as long as it is there */
    return GJ_DONE;
}

static const struct gj_store_calls calls = {
    .close = close_store,
    .digest = digest,
    .check = check,
    .next_order = next_order,
    .gather = gj_memory_gather,
    .keep = gj_memory_keep,
    .ahead = ahead,
    .keep_packs = keep_packs,
    .reader_open = gj_memory_reader_open,
};

enum gj_status gj_store_memory(struct gj_store **store_out, struct gj_why *why)
{
    struct gj_memory *memory = calloc(1, sizeof *memory);
    if (!memory)
        return gj_fail(why, GJ_WORLD, "no memory for a store");
    memory->store.calls = &calls;
    pthread_mutex_init(&memory->mutex, NULL);
    gj_memory_tables_init(memory);
    *store_out = &memory->store;
    return GJ_DONE;
}
