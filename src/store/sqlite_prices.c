/* Prices of fee lines: a bill names the same few hundred codes as the bill before, so the catalogue's
   rows of the codes met last are held in memory. In: a code and a day. Out: what the catalogue says
   on that day. Forgotten whole when an item is kept. */
#include "store/sqlite.h"

#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "base/hash.h"

enum { SLOTS = 4096, ROWS_HELD = 4, TOO_MANY = ROWS_HELD + 1 };

/* All rows of a code, the latest first; of a code with too many of them nothing is held. */
struct code {
    char code[GJ_CODE_MAX + 1];
    uint64_t times; /* that it was read after: as often as `forgotten` says, or it is not held */
    uint8_t count;
    struct {
        gj_day from, to;
        struct gj_price price;
    } rows[ROWS_HELD];
};

struct gj_prices {
    uint64_t forgotten; /* times, from 1 */
    struct code slots[SLOTS];
};

struct gj_prices *gj_prices_new(void)
{
    struct gj_prices *prices = calloc(1, sizeof *prices);
    GJ_MUST(prices != NULL);
    prices->forgotten = 1;
    return prices;
}

void gj_prices_forget(struct gj_prices *prices)
{
    prices->forgotten++;
}

void gj_prices_free(struct gj_prices *prices)
{
    free(prices);
}

static void load(struct gj_db *db, const char *name, struct code *out)
{
    struct gj_row row = gj_row(db, GJ_SQL_ITEMS_OF);
    gj_bind_text(&row, name);
    out->times = 0;
    out->count = 0;
    while (out->count < TOO_MANY && gj_row_next(&row)) {
        struct gj_item item;
        memset(&item, 0, sizeof item);
        gj_row_item(&row, &item);
        if (out->count < ROWS_HELD) {
            out->rows[out->count].from = item.from;
            out->rows[out->count].to = item.to;
            out->rows[out->count].price = item.price;
        }
        out->count++;
    }
    gj_row_end(&row);
}

static void look_up(struct gj_db *db, const char *code, gj_day day, struct gj_line_facts *out)
{
    struct gj_row row = gj_row(db, GJ_SQL_ITEM_GET);
    gj_bind_text(&row, code);
    gj_bind(&row, day);
    if (gj_row_next(&row)) {
        struct gj_item item;
        memset(&item, 0, sizeof item);
        gj_row_item(&row, &item);
        out->in_catalogue = true;
        out->price = item.price;
    }
    gj_row_end(&row);
}

void gj_price_find(struct gj_sqlite *self, const char *name, gj_day day, struct gj_line_facts *out)
{
    struct gj_prices *prices = self->prices;
    struct code *code = &prices->slots[gj_hash(name, strlen(name)) % SLOTS];
    if (code->times != prices->forgotten || strcmp(code->code, name) != 0) {
        load(&self->db, name, code);
        if (gj_db_good(&self->db) && gj_text_copy(code->code, sizeof code->code, gj_slice(name)))
            code->times = prices->forgotten;
    }
    if (code->count == TOO_MANY) {
        look_up(&self->db, name, day, out);
        return;
    }
    for (int i = 0; i < code->count; i++) {
        if (day < code->rows[i].from || day >= code->rows[i].to)
            continue;
        out->in_catalogue = true;
        out->price = code->rows[i].price;
        return;
    }
}
