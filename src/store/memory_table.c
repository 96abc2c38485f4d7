/* Tables of the memory store: a growing array of rows with an open-addressed index over their keys.
   In: rows. Out: rows found by key, or in the order they came. */
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "store/memory.h"

void gj_table_init(struct gj_table *table, size_t row_size, uint64_t (*hash)(const void *),
                   bool (*is_same)(const void *, const void *))
{
    *table = (struct gj_table){.row_size = row_size, .hash = hash, .is_same = is_same};
}

void gj_table_free(struct gj_table *table)
{
    free(table->rows);
    free(table->index);
    table->rows = NULL;
    table->index = NULL;
}

/* The slot of this key, or the free one where it belongs. There is always a free one. */
static size_t slot_of(const struct gj_table *table, const void *key)
{
    size_t slot = (size_t)table->hash(key) & (table->slots - 1);
    while (table->index[slot] != 0 &&
           !table->is_same(gj_table_at(table, table->index[slot] - 1), key))
        slot = (slot + 1) & (table->slots - 1);
    return slot;
}

void *gj_table_find(const struct gj_table *table, const void *key)
{
    if (table->count == 0)
        return NULL;
    uint32_t number = table->index[slot_of(table, key)];
    return number == 0 ? NULL : gj_table_at(table, number - 1);
}

static bool grow_index(struct gj_table *table)
{
    size_t slots = table->slots == 0 ? 64 : table->slots * 2;
    uint32_t *index = calloc(slots, sizeof *index);
    if (!index)
        return false;
    free(table->index);
    table->index = index;
    table->slots = slots;
    for (size_t i = 0; i < table->count; i++)
        index[slot_of(table, gj_table_at(table, i))] = (uint32_t)(i + 1);
    return true;
}

static bool grow_rows(struct gj_table *table)
{
    size_t room = table->room == 0 ? 16 : table->room * 2;
    unsigned char *rows = realloc(table->rows, room * table->row_size);
    if (!rows)
        return false;
    table->rows = rows;
    table->room = room;
    return true;
}

void *gj_table_put(struct gj_table *table, const void *row)
{
    void *known = gj_table_find(table, row);
    if (known) {
        memmove(known, row, table->row_size);
        return known;
    }
    bool fits = (table->count < table->room || grow_rows(table)) &&
                (table->count * 2 < table->slots || grow_index(table));
    if (!fits) {
        table->failed = true;
        return NULL;
    }
    GJ_MUST(table->count < UINT32_MAX);
    memcpy(gj_table_at(table, table->count), row, table->row_size);
    table->index[slot_of(table, row)] = (uint32_t)++table->count;
    return gj_table_at(table, table->count - 1);
}
