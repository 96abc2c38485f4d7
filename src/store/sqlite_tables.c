/* What the SQLite store holds in memory beside its file: institutions by code, the days for which
   names are kept, and the sums of hot accounts within a batch. Loaded at opening, added to after
   each commit. */
#include "store/sqlite.h"

#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "base/hash.h"

/* The place of `code`, or where it would stand. */
static int place_of(const struct gj_places *places, const char *code, bool *found_out)
{
    int low = 0, high = places->count;
    while (low < high) {
        const int middle = low + (high - low) / 2;
        const int order = strcmp(places->by_code[middle]->code, code);
        if (order == 0) {
            *found_out = true;
            return middle;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *found_out = false;
    return low;
}

const struct gj_institution *gj_places_find(const struct gj_places *places, const char *code)
{
    bool found;
    const int at = place_of(places, code, &found);
    return found ? places->by_code[at] : NULL;
}

static void *grow(void *array, int count, int *room, size_t size)
{
    if (count < *room)
        return array;
    *room = *room == 0 ? 64 : *room * 2;
    array = realloc(array, (size_t)*room * size);
    GJ_MUST(array != NULL);
    return array;
}

void gj_places_put(struct gj_places *places, struct gj_institution *institution)
{
    bool found;
    const int at = place_of(places, institution->code, &found);
    if (institution->id > places->last_id)
        places->last_id = institution->id;
    if (found) {
        free(places->by_code[at]);
        places->by_code[at] = institution;
        return;
    }
    places->by_code = grow(places->by_code, places->count, &places->room, sizeof *places->by_code);
    memmove(places->by_code + at + 1, places->by_code + at,
            (size_t)(places->count - at) * sizeof *places->by_code);
    places->by_code[at] = institution;
    places->count++;
}

void gj_places_free(struct gj_places *places)
{
    for (int i = 0; i < places->count; i++)
        free(places->by_code[i]);
    free(places->by_code);
    *places = (struct gj_places){0};
}

static int day_place(const struct gj_sqlite *self, gj_day day)
{
    int low = 0, high = self->once_days_count;
    while (low < high) {
        const int middle = low + (high - low) / 2;
        if (self->once_days[middle] < day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool gj_once_day_known(const struct gj_sqlite *self, gj_day day)
{
    const int at = day_place(self, day);
    return at < self->once_days_count && self->once_days[at] == day;
}

void gj_once_day_add(struct gj_sqlite *self, gj_day day)
{
    const int at = day_place(self, day);
    if (at < self->once_days_count && self->once_days[at] == day)
        return;
    self->once_days = grow(self->once_days, self->once_days_count, &self->once_days_room,
                           sizeof *self->once_days);
    memmove(self->once_days + at + 1, self->once_days + at,
            (size_t)(self->once_days_count - at) * sizeof *self->once_days);
    self->once_days[at] = day;
    self->once_days_count++;
}

static void load_days(struct gj_sqlite *self)
{
    gj_day day = GJ_DAY_NONE;
    for (;;) {
        struct gj_row row = gj_row(&self->db, GJ_SQL_ONCE_DAY_AFTER);
        gj_bind(&row, day);
        const bool found =
            gj_row_next(&row) && sqlite3_column_type(row.statement, 0) == SQLITE_INTEGER;
        if (found)
            day = (gj_day)gj_column(&row);
        gj_row_end(&row);
        if (!found)
            return;
        gj_once_day_add(self, day);
    }
}

void gj_sqlite_load_tables(struct gj_sqlite *self)
{
    struct gj_row row = gj_row(&self->db, GJ_SQL_INSTITUTIONS);
    while (gj_row_next(&row)) {
        struct gj_institution *one = calloc(1, sizeof *one);
        GJ_MUST(one != NULL);
        gj_row_institution(&row, one);
        gj_places_put(&self->places, one);
    }
    gj_row_end(&row);
    load_days(self);
}

void gj_book_clear(struct gj_book *book)
{
    for (int i = 0; i < book->count; i++)
        book->lines[book->used[i]].used = false;
    book->count = 0;
}

void gj_book_add(struct gj_book *book, const struct gj_entry_line *line)
{
    const uint64_t parts[3] = {(uint64_t)(uint32_t)line->book << 32 | (uint32_t)line->peer,
                               (uint64_t)line->chart << 8 | line->scheme, (uint64_t)line->owner};
    for (uint64_t at = gj_hash(parts, sizeof parts) % GJ_BOOK_SLOTS;;
         at = (at + 1) % GJ_BOOK_SLOTS) {
        struct gj_book_line *slot = &book->lines[at];
        if (!slot->used) {
            *slot = (struct gj_book_line){line->book, line->peer,  line->chart,     line->scheme,
                                          true,       line->owner, line->amount_fen};
            book->used[book->count++] = (int32_t)at;
            return;
        }
        if (slot->book == line->book && slot->peer == line->peer && slot->chart == line->chart &&
            slot->scheme == line->scheme && slot->owner == line->owner) {
            slot->amount_fen += line->amount_fen;
            return;
        }
    }
}
