/* The overlay of one batch: the rows that its earlier commands changed, laid over the facts of
   later ones. In: outcomes of decided commands. Out: facts as they will be when it is their turn in
   the one commit, with the version each row will then have, so that keep's check of versions holds.
 */
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "base/hash.h"
#include "centre/inside.h"
#include "ledger/ledger.h"

enum {
    TAGS_FIRST = 1 << 12, /* what most batches need lies in a processor's own cache */
    TAGS_MAX = 1 << 15,
    ROOM = TAGS_MAX / 4 * 3,
    ONE_COMMAND = 2 * GJ_MARKS_MAX + 64, /* marks and rows of it */
};
_Static_assert(ROOM > GJ_BATCH_MAX * GJ_MARKS_MAX - GJ_MARKS_MAX, "room for what one batch marks");

/* Most look-ups find nothing: they end here and never reach the slots, which are much larger. */
struct tag {
    uint32_t stamp; /* it stands for a slot if this is the layer's */
    uint16_t hash;  /* part of its mark's */
    uint16_t slot;
};

struct slot {
    struct gj_mark mark;
    bool kept;        /* by a decided command, not only by one that waits */
    const void *row;  /* of the kinds that are laid over */
    gj_id last_entry; /* accounts and wallets: the newest entry that touched them, 0 none */
    gj_id settlement; /* of a person: the newest */
};

/* What one batch touched. */
struct layer {
    uint32_t stamp; /* of this batch; never 0, as free tags have it */
    int used;
    uint64_t mask; /* one below the number of tags that are in use, a power of two */
    struct tag tags[TAGS_MAX];
    struct slot slots[ROOM]; /* in the order in which they were touched: close together */
};
_Static_assert(ROOM <= UINT16_MAX, "a tag can name every slot");

struct gj_overlay {
    struct layer layers[2];
    struct layer *now, *before; /* before: of the batch that is being kept, or NULL */
};

struct gj_overlay *gj_overlay_new(void)
{
    struct gj_overlay *overlay = calloc(1, sizeof *overlay);
    if (overlay) {
        overlay->now = &overlay->layers[0];
        for (int i = 0; i < 2; i++) {
            overlay->layers[i].stamp = 1;
            overlay->layers[i].mask = TAGS_FIRST - 1;
        }
    }
    return overlay;
}

void gj_overlay_free(struct gj_overlay *overlay)
{
    free(overlay);
}

/* All tags are free. */
static void free_tags(struct layer *layer)
{
    if (++layer->stamp != 0)
        return;
    memset(layer->tags, 0, sizeof layer->tags);
    layer->stamp = 1;
}

void gj_overlay_begin(struct gj_overlay *overlay, bool ahead)
{
    overlay->before = ahead ? overlay->now : NULL;
    if (ahead)
        overlay->now =
            overlay->now == &overlay->layers[0] ? &overlay->layers[1] : &overlay->layers[0];
    overlay->now->used = 0;
    free_tags(overlay->now);
}

static bool is_same(const struct slot *slot, const struct gj_mark *mark, const void *row)
{
    if (slot->mark.kind != mark->kind || slot->mark.a != mark->a || slot->mark.b != mark->b)
        return false;
    return mark->kind != GJ_TOUCH_COUNTER || gj_counter_is(slot->row, row);
}

static uint64_t hash_of(const struct gj_mark *mark)
{
    return gj_hash_number(gj_hash_number((uint64_t)mark->a ^ mark->kind) ^
                          gj_hash_number((uint64_t)mark->b));
}

static uint16_t short_of(uint64_t hash)
{
    return (uint16_t)(hash >> 48);
}

/* The tag of this mark, or the free one where it belongs. `row` is the counter to compare. */
static uint64_t find(const struct layer *layer, const struct gj_mark *mark, uint64_t hash,
                     const void *row)
{
    for (uint64_t i = hash & layer->mask;; i = (i + 1) & layer->mask) {
        const struct tag *tag = &layer->tags[i];
        if (tag->stamp != layer->stamp ||
            (tag->hash == short_of(hash) && is_same(&layer->slots[tag->slot], mark, row)))
            return i;
    }
}

static const struct slot *slot_of(const struct layer *layer, const struct gj_mark *mark,
                                  uint64_t hash, const void *row)
{
    const struct tag *tag = &layer->tags[find(layer, mark, hash, row)];
    return tag->stamp == layer->stamp ? &layer->slots[tag->slot] : NULL;
}

/* What this batch touched, else what the one before has changed. */
static const struct slot *known(struct gj_overlay *overlay, struct gj_mark mark, const void *row)
{
    const struct layer *now = overlay->now, *before = overlay->before;
    const uint64_t hash = hash_of(&mark);
    const struct slot *slot = slot_of(now, &mark, hash, row);
    if (slot || !before)
        return slot;
    slot = slot_of(before, &mark, hash, row);
    return slot && slot->kept ? slot : NULL;
}

/* Later batches of the layer begin with as many. */
static void double_tags(struct layer *layer)
{
    layer->mask = layer->mask * 2 + 1;
    free_tags(layer);
    for (int i = 0; i < layer->used; i++) {
        const uint64_t hash = hash_of(&layer->slots[i].mark);
        uint64_t at = hash & layer->mask;
        while (layer->tags[at].stamp == layer->stamp)
            at = (at + 1) & layer->mask;
        layer->tags[at] = (struct tag){layer->stamp, short_of(hash), (uint16_t)i};
    }
}

static struct slot *touch(struct gj_overlay *overlay, struct gj_mark mark, const void *row,
                          bool kept)
{
    struct layer *layer = overlay->now;
    const uint64_t hash = hash_of(&mark);
    if ((uint64_t)layer->used * 2 > layer->mask && layer->mask + 1 < TAGS_MAX)
        double_tags(layer);
    struct tag *tag = &layer->tags[find(layer, &mark, hash, row)];
    if (tag->stamp != layer->stamp) {
        GJ_MUST(layer->used < ROOM);
        *tag = (struct tag){layer->stamp, short_of(hash), (uint16_t)layer->used};
        layer->slots[layer->used++] = (struct slot){.mark = mark};
    }
    struct slot *slot = &layer->slots[tag->slot];
    slot->kept |= kept;
    slot->row = row;
    return slot;
}

static void touch_marks(struct gj_overlay *overlay, const struct gj_marks *marks, bool kept)
{
    for (int i = 0; i < marks->count; i++)
        if (marks->list[i].use & GJ_WRITES)
            touch(overlay, marks->list[i], NULL, kept);
}

bool gj_overlay_must_wait(struct gj_overlay *overlay, const struct gj_desk *desk)
{
    struct gj_marks marks;
    if (overlay->now->used > ROOM - ONE_COMMAND)
        return true; /* so do all behind it */
    gj_marks_of_command(desk, &marks);
    bool wait = false;
    for (int i = 0; i < marks.count && !wait; i++)
        wait = (marks.list[i].use & GJ_READS) && known(overlay, marks.list[i], NULL);
    if (wait)
        touch_marks(overlay, &marks, false); /* whoever could depend on it waits behind it */
    return wait;
}

/* ---- rows ---- */

static struct gj_mark account_mark(gj_id person, gj_area area)
{
    return (struct gj_mark){GJ_TOUCH_ACCOUNT, 0, person, area};
}

static struct gj_mark wallet_mark(gj_id person)
{
    return (struct gj_mark){GJ_TOUCH_WALLET, 0, person, 0};
}

static struct gj_mark binding_mark(gj_id id)
{
    return (struct gj_mark){GJ_TOUCH_BINDING, 0, id, 0};
}

static struct gj_mark counter_mark(const struct gj_counter *counter)
{
    uint64_t rest = gj_hash_number((uint64_t)counter->span_key) ^
                    gj_hash_number((uint64_t)counter->year_first << 32 | (uint32_t)counter->area) ^
                    (uint64_t)(counter->scheme << 16 | counter->care << 8 | counter->span);
    return (struct gj_mark){GJ_TOUCH_COUNTER, 0, counter->person, (int64_t)rest};
}

static void lay_account(struct gj_overlay *overlay, struct gj_account *account)
{
    const struct slot *slot = known(overlay, account_mark(account->person, account->area), NULL);
    if (!slot)
        return;
    *account = *(const struct gj_account *)slot->row;
    account->version++;
    if (slot->last_entry)
        account->last_entry = slot->last_entry;
}

static void lay_wallet(struct gj_overlay *overlay, struct gj_wallet *wallet)
{
    const struct slot *slot = known(overlay, wallet_mark(wallet->person), NULL);
    if (!slot)
        return;
    *wallet = *(const struct gj_wallet *)slot->row;
    wallet->version++;
    if (slot->last_entry)
        wallet->last_entry = slot->last_entry;
}

static void lay_binding(struct gj_overlay *overlay, struct gj_binding *binding)
{
    if (binding->id == 0)
        return;
    const struct slot *slot = known(overlay, binding_mark(binding->id), NULL);
    if (!slot)
        return;
    *binding = *(const struct gj_binding *)slot->row;
    binding->version++;
}

static void lay_counter(struct gj_overlay *overlay, struct gj_counter *counter)
{
    const struct slot *slot = known(overlay, counter_mark(counter), counter);
    if (!slot)
        return;
    *counter = *(const struct gj_counter *)slot->row;
    counter->version++;
}

static struct gj_mark settled_mark(gj_id person)
{
    return (struct gj_mark){GJ_TOUCH_SETTLED, 0, person, 0};
}

static void lay_side(struct gj_overlay *overlay, struct gj_side *side)
{
    if (side->person.id == 0)
        return;
    const struct slot *settled = known(overlay, settled_mark(side->person.id), NULL);
    if (settled)
        side->last_settlement = settled->settlement;
    GJ_MUST(side->accounts_count >= 0 && side->accounts_count <= GJ_ENROLMENTS_MAX);
    for (int i = 0; i < side->accounts_count; i++)
        lay_account(overlay, &side->accounts[i]);
    lay_wallet(overlay, &side->wallet);
}

void gj_overlay_lay(struct gj_overlay *overlay, struct gj_facts *facts)
{
    if (overlay->now->used == 0 && !overlay->before)
        return;
    lay_side(overlay, &facts->self);
    lay_side(overlay, &facts->other);
    for (int i = 0; i < facts->payers_count; i++) {
        lay_account(overlay, &facts->payers[i].account);
        lay_binding(overlay, &facts->payers[i].binding);
    }
    GJ_MUST(facts->counters_count >= 0 && facts->counters_count <= GJ_COUNTERS_MAX);
    for (int i = 0; i < facts->counters_count; i++)
        lay_counter(overlay, &facts->counters[i]);
    lay_binding(overlay, &facts->binding);
}

/* The entry's id if it has a line of this person's account or wallet. */
static gj_id entry_touching(const struct gj_entry *entry, enum gj_chart chart, gj_id owner,
                            gj_area book)
{
    for (int i = 0; i < entry->count; i++) {
        const struct gj_entry_line *line = &entry->lines[i];
        if (line->chart == chart && line->owner == owner && line->book == book)
            return entry->id;
    }
    return 0;
}

static void add_money(struct gj_overlay *overlay, const struct gj_outcome *outcome)
{
    for (int i = 0; i < outcome->accounts_count; i++) {
        const struct gj_account *row = &outcome->accounts[i];
        struct slot *slot = touch(overlay, account_mark(row->person, row->area), row, true);
        gj_id entry = entry_touching(&outcome->entry, GJ_CHART_ACCOUNT, row->person, row->area);
        if (entry)
            slot->last_entry = entry;
    }
    for (int i = 0; i < outcome->wallets_count; i++) {
        const struct gj_wallet *row = &outcome->wallets[i];
        struct slot *slot = touch(overlay, wallet_mark(row->person), row, true);
        gj_id entry = entry_touching(&outcome->entry, GJ_CHART_WALLET, row->person, row->area);
        if (entry)
            slot->last_entry = entry;
    }
}

void gj_overlay_add(struct gj_overlay *overlay, const struct gj_desk *desk)
{
    const struct gj_outcome *outcome = &desk->outcome;
    add_money(overlay, outcome);
    for (int i = 0; i < outcome->bindings_count; i++)
        touch(overlay, binding_mark(outcome->bindings[i].id), &outcome->bindings[i], true);
    for (int i = 0; i < outcome->counters_count; i++)
        touch(overlay, counter_mark(&outcome->counters[i]), &outcome->counters[i], true);
    for (int i = 0; i < outcome->settlements_count; i++)
        if (outcome->settlements[i].id == desk->command.order)
            touch(overlay, settled_mark(outcome->settlements[i].person), NULL, true)->settlement =
                desk->command.order;
    struct gj_marks marks;
    gj_marks_of_outcome(desk, &marks);
    touch_marks(overlay, &marks, true);
}
