/* The writer: takes what waits, stamps, gathers, decides in order, keeps in one commit, and only
   then releases the answers. In: desks on the ring. Out: desks whose outcome is durable. */
#include <string.h>
#include <time.h>

#include "base/bug.h"
#include "centre/inside.h"

enum { GJ_STALE_TRIES_MAX = 64 };

/* What became of a command of the batch. */
enum gj_fate { GJ_FATE_DECIDED, GJ_FATE_DEFERRED, GJ_FATE_STALE };

struct gj_turn {
    int64_t commit_us; /* how long keeping took */
    struct gj_desk *desks[GJ_BATCH_MAX];
    enum gj_fate fates[GJ_BATCH_MAX];
    /* those with something to keep */
    int kept_count;
    int kept_at[GJ_BATCH_MAX];
    struct gj_desk *kept[GJ_BATCH_MAX];
    enum gj_verdict verdicts[GJ_BATCH_MAX];
};

/* ---- taking ---- */

/* After these the clock or the law is another: nothing is decided behind them in one batch. */
static bool ends_batch(const struct gj_desk *desk)
{
    return desk->command.act == GJ_ACT_MOVE_CLOCK || desk->command.act == GJ_ACT_PUBLISH;
}

static bool add_to_batch(struct gj_centre *centre, struct gj_place place)
{
    centre->batch[centre->batch_count++] = place;
    return centre->batch_count < GJ_BATCH_MAX && !ends_batch(place.desk);
}

/* With the mutex held: those carried over first, then the ring. */
static void take_batch(struct gj_centre *centre)
{
    centre->batch_count = 0;
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
            gj_dues_are_due(centre, centre->now))
            break;
        sleep_for_work(centre);
    }
    centre->idle = false;
    if (gj_dues_are_due(centre, centre->now))
        gj_dues_take(centre, centre->now);
    else
        take_batch(centre);
    pthread_mutex_unlock(&centre->mutex);
    return centre->batch_count > 0;
}

/* ---- deciding ---- */

/* Nothing of a desk's earlier use may be taken for the present. Arrays are reached through their
   counts alone, claims and decisions through the key of their row, so counts and keys are enough;
   clearing the whole desk took a twelfth of the writer's time. */
static void clean(struct gj_desk *desk)
{
    struct gj_facts *facts = &desk->facts;
    struct gj_outcome *outcome = &desk->outcome;
    struct gj_line_result *results = outcome->reply.results;
    memset(facts, 0, offsetof(struct gj_facts, payers));
    memset(&facts->visit, 0,
           offsetof(struct gj_facts, settlement) - offsetof(struct gj_facts, visit));
    memset(&facts->settlement, 0, offsetof(struct gj_settlement, claim));
    facts->settlement.decision.legs_count = 0;
    memset(&facts->reversal, 0, offsetof(struct gj_settlement, claim));
    facts->reversal.decision.legs_count = 0;
    memset(&facts->binding, 0,
           offsetof(struct gj_facts, charges) - offsetof(struct gj_facts, binding));
    memset(outcome, 0, offsetof(struct gj_outcome, persons));
    outcome->reply.results = results;
    outcome->charges[0].visit = 0;
    memset(&outcome->settlements[0], 0, offsetof(struct gj_settlement, claim));
}

static void stamp(struct gj_centre *centre, struct gj_turn *turn)
{
    gj_id order = gj_store_next_order(centre->options.store);
    if (order < centre->next_order)
        order = centre->next_order;
    gj_time now = centre->now;
    for (int i = 0; i < centre->batch_count; i++) {
        struct gj_desk *desk = centre->batch[i].desk;
        clean(desk);
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
    gj_overlay_begin(centre->overlay);
    turn->kept_count = 0;
    for (int i = 0; i < centre->batch_count; i++) {
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
    GJ_MUST(turn->fates[0] == GJ_FATE_DECIDED); /* so every batch gets on */
}

/* ---- keeping ---- */

/* Of a clock that nobody sets. */
static int64_t now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000) + now.tv_nsec / 1000;
}

/* The batch could not be kept as one: one by one, as far as it goes. *kept_out is how many were. */
static enum gj_status keep_singly(struct gj_centre *centre, struct gj_turn *turn, int *kept_out,
                                  struct gj_why *why)
{
    int i = 0;
    enum gj_status status = GJ_DONE;
    while (i < turn->kept_count && status == GJ_DONE) {
        status = gj_store_keep(centre->options.store, &turn->kept[i], 1, &turn->verdicts[i], why);
        if (status == GJ_DONE)
            i++;
    }
    *kept_out = i;
    return status;
}

static enum gj_status keep(struct gj_centre *centre, struct gj_turn *turn, int *kept_out,
                           struct gj_why *why)
{
    *kept_out = turn->kept_count;
    if (turn->kept_count == 0)
        return GJ_DONE;
    const int64_t begun = now_us();
    enum gj_status status =
        gj_store_keep(centre->options.store, turn->kept, turn->kept_count, turn->verdicts, why);
    turn->commit_us = now_us() - begun;
    return status == GJ_DONE ? status : keep_singly(centre, turn, kept_out, why);
}

/* How many commands of the batch have their final answer: all, or those before the first that could
   not be kept. An answer may rest on what an earlier one changed, so nobody behind it is answered.
 */
static int answered(const struct gj_centre *centre, struct gj_turn *turn, int kept)
{
    for (int k = 0; k < kept; k++)
        if (turn->verdicts[k] == GJ_VERDICT_STALE)
            turn->fates[turn->kept_at[k]] = GJ_FATE_STALE;
    return kept < turn->kept_count ? turn->kept_at[kept] : centre->batch_count;
}

/* ---- releasing ---- */

static void after_commit(struct gj_centre *centre, const struct gj_desk *desk)
{
    if (desk->outcome.keep)
        gj_dues_note(centre, &desk->outcome);
    if (desk->command.act == GJ_ACT_MOVE_CLOCK && desk->outcome.keep)
        gj_clock_move(&centre->clock, desk->command.body.clock.to);
}

static void count(struct gj_centre_counts *counts, const struct gj_desk *desk)
{
    enum gj_reason reason = (enum gj_reason)desk->outcome.reply.reason;
    counts->commands++;
    if (desk->facts.once == GJ_ONCE_SAME) {
        counts->replayed++;
    } else if (gj_reason_is_ok(reason)) {
        counts->granted_by[desk->command.act]++;
    } else {
        counts->refused++;
        counts->refused_by[reason]++;
    }
}

const int64_t gj_batch_steps[GJ_COUNT_STEPS] = {1, 2, 4, 8, 16, 32, 64, 128, 192, 256};
const int64_t gj_commit_us_steps[GJ_COUNT_STEPS] = {100,  200,   500,   1000,  2000,
                                                    5000, 10000, 20000, 50000, 100000};

static void add_to(struct gj_histogram *histogram, const int64_t steps[GJ_COUNT_STEPS],
                   int64_t value)
{
    int i = 0;
    histogram->count++;
    histogram->sum += value;
    while (i < GJ_COUNT_STEPS && value > steps[i])
        i++;
    if (i < GJ_COUNT_STEPS)
        histogram->steps[i]++;
}

/* Those not decided wait for the next batch, before the rest of what was carried already. False if
   one was stale too often. */
static bool carry_over(struct gj_centre *centre, const struct gj_turn *turn, int answered_count)
{
    struct gj_place carried[GJ_BATCH_MAX];
    int count = 0;
    bool good = true;
    for (int i = 0; i < answered_count; i++) {
        if (turn->fates[i] == GJ_FATE_DECIDED)
            continue;
        struct gj_place *place = &centre->batch[i];
        place->tries += turn->fates[i] == GJ_FATE_STALE;
        good = good && place->tries < GJ_STALE_TRIES_MAX;
        carried[count++] = *place;
    }
    GJ_MUST(count + centre->carried_count <= GJ_BATCH_MAX);
    memmove(centre->carried + count, centre->carried,
            (size_t)centre->carried_count * sizeof carried[0]);
    memcpy(centre->carried, carried, (size_t)count * sizeof carried[0]);
    centre->carried_count += count;
    return good;
}

/* With the mutex held. */
static void note_batch(struct gj_centre *centre, const struct gj_turn *turn, int answered_count)
{
    struct gj_centre_counts *counts = &centre->counts;
    for (int i = 0; i < answered_count; i++) {
        counts->stale += turn->fates[i] == GJ_FATE_STALE;
        counts->deferred += turn->fates[i] == GJ_FATE_DEFERRED;
    }
    counts->batches++;
    add_to(&counts->batches_of, gj_batch_steps, centre->batch_count);
    if (turn->kept_count > 0)
        add_to(&counts->commit_us, gj_commit_us_steps, turn->commit_us);
    if (counts->batch_largest < centre->batch_count)
        counts->batch_largest = centre->batch_count;
}

/* Hands the answered desks back. Counting comes first: whoever is answered may read the counts. */
static bool release(struct gj_centre *centre, const struct gj_turn *turn, int answered_count)
{
    bool good = carry_over(centre, turn, answered_count), served = false;
    pthread_mutex_lock(&centre->mutex);
    note_batch(centre, turn, answered_count);
    for (int i = 0; i < answered_count; i++) {
        if (turn->fates[i] != GJ_FATE_DECIDED)
            continue;
        count(&centre->counts, centre->batch[i].desk);
        after_commit(centre, centre->batch[i].desk);
        if (centre->batch[i].is_own)
            gj_dues_ended(centre, centre->batch[i].desk);
        if (centre->batch[i].waiter) {
            centre->batch[i].waiter->left--;
            served = true;
        }
    }
    if (served)
        pthread_cond_broadcast(&centre->change);
    pthread_mutex_unlock(&centre->mutex);
    for (int i = 0; i < answered_count; i++)
        if (turn->fates[i] == GJ_FATE_DECIDED && !centre->batch[i].waiter &&
            !centre->batch[i].is_own)
            centre->options.release(centre->batch[i].desk);
    return good;
}

/* ---- the thread ---- */

static bool serve_batch(struct gj_centre *centre, struct gj_why *why)
{
    struct gj_turn turn;
    struct gj_desk *last = centre->batch[centre->batch_count - 1].desk;
    bool publishes = last->command.act == GJ_ACT_PUBLISH; /* it ends its batch */
    enum gj_status status = publishes ? gj_packs_prepare(centre, last, why) : GJ_DONE;
    if (status != GJ_DONE)
        return false;
    stamp(centre, &turn);
    status = gj_store_gather(centre->options.store, &centre->calendar, turn.desks,
                             centre->batch_count, why);
    if (status != GJ_DONE)
        return false;
    decide(centre, &turn);
    int kept;
    status = keep(centre, &turn, &kept, why);
    int answered_count = answered(centre, &turn, kept);
    if (publishes && answered_count == centre->batch_count && last->outcome.keep &&
        turn.fates[answered_count - 1] == GJ_FATE_DECIDED)
        gj_packs_put_in_force(centre);
    if (!release(centre, &turn, answered_count)) {
        (void)gj_fail(why, GJ_BROKEN, "a command met newer rows %d times", GJ_STALE_TRIES_MAX);
        return false;
    }
    return status == GJ_DONE;
}

static void give_up(struct gj_centre *centre, const struct gj_why *why)
{
    pthread_mutex_lock(&centre->mutex);
    centre->failed = true;
    centre->why = *why;
    pthread_cond_broadcast(&centre->change);
    pthread_mutex_unlock(&centre->mutex);
    if (centre->options.failed)
        centre->options.failed(centre->options.failed_to, why);
}

void *gj_centre_write(void *of_centre)
{
    struct gj_centre *centre = of_centre;
    struct gj_why why = {GJ_WORLD, "the store failed"};
    while (next_batch(centre))
        if (!serve_batch(centre, &why)) {
            give_up(centre, &why);
            break;
        }
    return NULL;
}
