/* Keeping a decided batch in one commit, and only then releasing its answers. In: a batch with its
   outcomes, on the writer's thread or the keeper's. Out: desks whose outcome is durable. */
#include <string.h>
#include <time.h>

#include "base/bug.h"
#include "centre/inside.h"

enum { GJ_STALE_TRIES_MAX = 64 };

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
static int answered(struct gj_turn *turn, int kept)
{
    for (int k = 0; k < kept; k++)
        if (turn->verdicts[k] == GJ_VERDICT_STALE)
            turn->fates[turn->kept_at[k]] = GJ_FATE_STALE;
    return kept < turn->kept_count ? turn->kept_at[kept] : turn->count;
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

void gj_turn_carry_over(struct gj_centre *centre, struct gj_turn *turn, int answered_count)
{
    struct gj_place carried[GJ_BATCH_FILE_MAX];
    int count = 0;
    for (int i = 0; i < answered_count; i++)
        if (turn->fates[i] != GJ_FATE_DECIDED)
            carried[count++] = turn->batch[i];
    GJ_MUST(count + centre->carried_count <= GJ_BATCH_FILE_MAX);
    memmove(centre->carried + count, centre->carried,
            (size_t)centre->carried_count * sizeof carried[0]);
    memcpy(centre->carried, carried, (size_t)count * sizeof carried[0]);
    centre->carried_count += count;
}

/* False if one was stale too often. */
static bool note_tries(struct gj_turn *turn, int answered_count)
{
    bool good = true;
    for (int i = 0; i < answered_count; i++) {
        turn->batch[i].tries += turn->fates[i] == GJ_FATE_STALE;
        good = good && turn->batch[i].tries < GJ_STALE_TRIES_MAX;
    }
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
    add_to(&counts->batches_of, gj_batch_steps, turn->count);
    if (turn->kept_count > 0)
        add_to(&counts->commit_us, gj_commit_us_steps, turn->commit_us);
    if (counts->batch_largest < turn->count)
        counts->batch_largest = turn->count;
}

/* Hands the answered desks back. Counting comes first: whoever is answered may read the counts. */
static void release(struct gj_centre *centre, const struct gj_turn *turn, int answered_count)
{
    bool served = false;
    pthread_mutex_lock(&centre->mutex);
    note_batch(centre, turn, answered_count);
    for (int i = 0; i < answered_count; i++) {
        if (turn->fates[i] != GJ_FATE_DECIDED)
            continue;
        count(&centre->counts, turn->batch[i].desk);
        after_commit(centre, turn->batch[i].desk);
        if (turn->batch[i].is_own)
            gj_dues_ended(centre, turn->batch[i].desk);
        if (turn->batch[i].waiter) {
            turn->batch[i].waiter->left--;
            served = true;
        }
    }
    if (served)
        pthread_cond_broadcast(&centre->change);
    pthread_mutex_unlock(&centre->mutex);
    for (int i = 0; i < answered_count; i++)
        if (turn->fates[i] == GJ_FATE_DECIDED && !turn->batch[i].waiter && !turn->batch[i].is_own)
            centre->options.release(turn->batch[i].desk);
}

/* ---- the whole ---- */

/* What was decided ahead rests on rows that only this store writes: it is never stale. */
static bool carry_stale(struct gj_centre *centre, struct gj_turn *turn, int answered_count,
                        struct gj_why *why)
{
    if (turn->ahead) {
        for (int i = 0; i < answered_count; i++)
            GJ_MUST(turn->fates[i] != GJ_FATE_STALE);
        return true;
    }
    const bool good = note_tries(turn, answered_count);
    gj_turn_carry_over(centre, turn, answered_count);
    if (!good)
        (void)gj_fail(why, GJ_BROKEN, "a command met newer rows %d times", GJ_STALE_TRIES_MAX);
    return good;
}

bool gj_turn_keep(struct gj_centre *centre, struct gj_turn *turn, struct gj_why *why)
{
    const struct gj_desk *last = turn->batch[turn->count - 1].desk;
    int kept;
    enum gj_status status = keep(centre, turn, &kept, why);
    int answered_count = answered(turn, kept);
    if (turn->publishes && answered_count == turn->count && last->outcome.keep &&
        turn->fates[answered_count - 1] == GJ_FATE_DECIDED)
        gj_packs_put_in_force(centre);
    if (turn->ahead)
        gj_keeper_has_kept(centre);
    const bool good = carry_stale(centre, turn, answered_count, why);
    release(centre, turn, answered_count);
    return good && status == GJ_DONE;
}

void gj_centre_give_up(struct gj_centre *centre, const struct gj_why *why)
{
    pthread_mutex_lock(&centre->mutex);
    const bool first = !centre->failed;
    if (first)
        centre->why = *why;
    centre->failed = true;
    pthread_cond_broadcast(&centre->work);
    pthread_cond_broadcast(&centre->change);
    pthread_mutex_unlock(&centre->mutex);
    if (first && centre->options.failed)
        centre->options.failed(centre->options.failed_to, why);
}
