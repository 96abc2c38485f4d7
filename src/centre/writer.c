/* The writer: takes what waits, stamps, gathers, decides in order. In: desks on the ring. Out: decided
   batches, which are kept in one commit each and then released (keeping.c), by the writer itself or,
   where it decides ahead, by the keeper beside it (keeper.c). */
#include <string.h>
#include <time.h>

#include "base/bug.h"
#include "centre/inside.h"

/* ---- taking ---- */

/* After these the clock or the law is another: nothing is decided behind them in one batch. */
static bool ends_batch(const struct gj_desk *desk)
{
    return desk->command.act == GJ_ACT_MOVE_CLOCK || desk->command.act == GJ_ACT_PUBLISH;
}

static bool add_to_batch(struct gj_centre *centre, struct gj_place place)
{
    struct gj_turn *turn = centre->turn;
    turn->batch[turn->count++] = place;
    return turn->count < centre->batch_max && !ends_batch(place.desk);
}

/* With the mutex held: those carried over first, then the ring. */
static void take_batch(struct gj_centre *centre)
{
    centre->turn->count = 0;
    int taken = 0;
    bool more = true;
    while (more && taken < centre->carried_count)
        more = add_to_batch(centre, centre->carried[taken++]);
    centre->carried_count -= taken;
    memmove(centre->carried, centre->carried + taken,
            (size_t)centre->carried_count * sizeof centre->carried[0]);
    bool was_full = centre->waiting == centre->ring_size;
    while (more && centre->waiting > 0) {
        more = add_to_batch(centre, centre->ring[centre->head]);
        centre->head = (centre->head + 1) % centre->ring_size;
        centre->waiting--;
    }
    if (was_full)
        pthread_cond_broadcast(&centre->change);
}

enum { NAP_MS_MAX = 60 * 1000 }; /* the system's clock may be set while the writer sleeps */

/* With the mutex held: sleeps until something waits or falls due. */
static void sleep_for_work(struct gj_centre *centre)
{
    struct timespec until;
    gj_time left = centre->dues.earliest - centre->now;
    if (centre->dues.earliest == INT64_MAX) {
        pthread_cond_wait(&centre->work, &centre->mutex);
        return;
    }
    left = left < 0 ? 0 : left > NAP_MS_MAX ? NAP_MS_MAX : left;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += left / 1000;
    until.tv_nsec += left % 1000 * 1000000;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    (void)pthread_cond_timedwait(&centre->work, &centre->mutex, &until);
}

/* Waits until there is a batch; false when the centre stops and nothing is left. What is due at the
   batch's own moment goes first. */
static bool next_batch(struct gj_centre *centre)
{
    pthread_mutex_lock(&centre->mutex);
    centre->idle = true;
    for (;;) {
        centre->now = gj_clock_now(&centre->clock);
        if (centre->waiting > 0 || centre->carried_count > 0 || centre->stopping ||
            centre->failed || gj_dues_are_due(centre, centre->now))
            break;
        sleep_for_work(centre);
    }
    centre->idle = false;
    if (gj_dues_are_due(centre, centre->now))
        gj_dues_take(centre, centre->now);
    else
        take_batch(centre);
    const bool more = centre->turn->count > 0 && !centre->failed;
    pthread_mutex_unlock(&centre->mutex);
    return more;
}

/* ---- deciding ---- */

/* The store clears the facts; the outcome is cleared before, for it may fill in a reply that was kept. Its
   arrays are reached through their counts alone, claims and decisions through the key of their row. */
static void clean(struct gj_outcome *outcome)
{
    struct gj_line_result *results = outcome->reply.results;
    memset(outcome, 0, offsetof(struct gj_outcome, entry.lines));
    outcome->reply.results = results;
    outcome->charges[0].visit = 0;
    memset(&outcome->settlements[0], 0, offsetof(struct gj_settlement, claim));
}

static void stamp(struct gj_centre *centre, struct gj_turn *turn)
{
    gj_id order = centre->next_order;
    if (!centre->keeper.runs && order < gj_store_next_order(centre->options.store))
        order = gj_store_next_order(centre->options.store);
    gj_time now = centre->now;
    for (int i = 0; i < turn->count; i++) {
        struct gj_desk *desk = turn->batch[i].desk;
        clean(&desk->outcome);
        desk->command.now = now;
        desk->command.once.day = gj_time_day(now);
        desk->command.sandbox = centre->options.sandbox;
        desk->command.order = order;
        order += INT64_C(1) << GJ_WRITER_BITS;
        turn->desks[i] = desk;
    }
    centre->next_order = order;
}

static void decide(struct gj_centre *centre, struct gj_turn *turn)
{
    turn->kept_count = 0;
    for (int i = 0; i < turn->count; i++) {
        struct gj_desk *desk = turn->desks[i];
        if (gj_overlay_must_wait(centre->overlay, desk)) {
            turn->fates[i] = GJ_FATE_DEFERRED;
            continue;
        }
        turn->fates[i] = GJ_FATE_DECIDED;
        gj_overlay_lay(centre->overlay, &desk->facts);
        if (desk->command.act == GJ_ACT_REFUND && desk->facts.settlement.version > 0)
            gj_packs_recall(centre, desk->facts.settlement.decision.pack_set);
        gj_act(&centre->options.law, &desk->command, &desk->facts, &desk->outcome);
        if (!desk->outcome.keep)
            continue;
        gj_overlay_add(centre->overlay, desk);
        turn->kept_at[turn->kept_count] = i;
        turn->kept[turn->kept_count++] = desk;
    }
    /* So every batch gets on, at the latest when the one before is kept. */
    GJ_MUST(turn->ahead || turn->fates[0] == GJ_FATE_DECIDED);
}

/* ---- the thread ---- */

static bool changes_memory(uint8_t act)
{
    return act == GJ_ACT_ADD_INSTITUTION || act == GJ_ACT_ADD_ITEM || act == GJ_ACT_PUBLISH ||
           act == GJ_ACT_MOVE_CLOCK;
}

/* The timer's own commands are few, and change what the writer looks at: they wait for the keeper. */
static bool goes_ahead(const struct gj_centre *centre, const struct gj_turn *turn)
{
    if (!centre->keeper.runs || turn->batch[0].is_own)
        return false;
    for (int i = 0; i < turn->count; i++)
        GJ_MUST(!changes_memory(turn->batch[i].desk->command.act));
    return true;
}

/* Gathers and decides. A batch that is being kept may be missing in the facts, so its rows are laid over
   them; none of its desks is in this batch, which was taken before. */
static enum gj_status make(struct gj_centre *centre, struct gj_turn *turn, struct gj_why *why)
{
    struct gj_store *store = turn->ahead ? centre->keeper.ahead : centre->options.store;
    stamp(centre, turn);
    gj_overlay_begin(centre->overlay, turn->ahead && gj_keeper_is_keeping(centre));
    enum gj_status status =
        gj_store_gather(store, &centre->calendar, turn->desks, turn->count, why);
    if (status == GJ_DONE)
        decide(centre, turn);
    return status;
}

static bool serve_batch(struct gj_centre *centre, struct gj_why *why)
{
    struct gj_turn *turn = centre->turn;
    struct gj_desk *last = turn->batch[turn->count - 1].desk;
    turn->ahead = goes_ahead(centre, turn);
    turn->publishes = last->command.act == GJ_ACT_PUBLISH; /* it ends its batch */
    if (!turn->ahead && !gj_keeper_wait(centre))
        return false;
    if (turn->publishes && gj_packs_prepare(centre, last, why) != GJ_DONE)
        return false;
    if (make(centre, turn, why) != GJ_DONE)
        return false;
    if (!turn->ahead)
        return gj_turn_keep(centre, turn, why);
    gj_turn_carry_over(centre, turn, turn->count);
    centre->turn = turn == &centre->turns[0] ? &centre->turns[1] : &centre->turns[0];
    return gj_keeper_give(centre, turn);
}

void *gj_centre_write(void *of_centre)
{
    struct gj_centre *centre = of_centre;
    struct gj_why why = {GJ_WORLD, "the store failed"};
    while (next_batch(centre))
        if (!serve_batch(centre, &why)) {
            gj_centre_give_up(centre, &why);
            break;
        }
    gj_keeper_end(centre);
    return NULL;
}
