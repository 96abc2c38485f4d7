#include "gongji/stream.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/bug.h"
#include "gongji/world.h"

/* One batch is kept, one decided, one made, and a little is on its way back. */
enum { SLOTS = 4 * GJ_BATCH_FILE_MAX };

/* Slots are a ring: `next` is to be filled, and the oldest one not yet handed back comes `out`
   places before it. */
struct gj_stream {
    struct gj_stream_options options;
    struct gj_centre *centre;
    struct gj_slot *slots;
    int next, out;
    _Atomic(struct gj_slot *) awaited; /* whose answer wakes the thread that makes commands */
    pthread_mutex_t mutex;             /* guards below */
    pthread_cond_t change;
    bool failed;
    struct gj_why why;
};

/* On the writer's thread, for each answer of a batch: the other thread is woken for the one it waits
   for alone. */
static void release(struct gj_desk *desk)
{
    struct gj_slot *slot = desk->owner;
    struct gj_stream *stream = slot->stream;
    atomic_store(&slot->answered, true);
    if (atomic_load(&stream->awaited) != slot)
        return;
    pthread_mutex_lock(&stream->mutex);
    pthread_cond_signal(&stream->change);
    pthread_mutex_unlock(&stream->mutex);
}

static void fail(void *to, const struct gj_why *why)
{
    struct gj_stream *stream = to;
    pthread_mutex_lock(&stream->mutex);
    stream->failed = true;
    stream->why = *why;
    pthread_cond_signal(&stream->change);
    pthread_mutex_unlock(&stream->mutex);
}

static enum gj_status start(struct gj_stream *stream, struct gj_why *why)
{
    const struct gj_stream_options *options = &stream->options;
    gj_time clock;
    enum gj_status status = gj_world_clock(options->store, options->sandbox_start, &clock, why);
    if (status != GJ_DONE)
        return status;
    struct gj_centre_options how = {
        .store = options->store,
        .law = options->law,
        .sandbox = options->sandbox,
        .sandbox_start = clock,
        .batch_max = GJ_BATCH_FILE_MAX,
        .ahead = true,
        .release = release,
        .failed = fail,
        .failed_to = stream,
    };
    return gj_centre_start(&how, &stream->centre, why);
}

enum gj_status gj_stream_open(const struct gj_stream_options *options,
                              struct gj_stream **stream_out, struct gj_why *why)
{
    struct gj_stream *stream = calloc(1, sizeof *stream);
    GJ_MUST(stream);
    stream->options = *options;
    stream->slots = calloc(SLOTS, sizeof *stream->slots);
    GJ_MUST(stream->slots);
    pthread_mutex_init(&stream->mutex, NULL);
    pthread_cond_init(&stream->change, NULL);
    for (int i = 0; i < SLOTS; i++) {
        stream->slots[i].stream = stream;
        stream->slots[i].desk.owner = &stream->slots[i];
    }
    enum gj_status status = start(stream, why);
    if (status == GJ_DONE)
        *stream_out = stream;
    else
        gj_stream_close(stream);
    return status;
}

static struct gj_slot *oldest_but(struct gj_stream *stream, int later)
{
    return &stream->slots[(stream->next - stream->out + later + SLOTS) % SLOTS];
}

/* Sleeps until the slot is answered or the centre has failed. */
static void await(struct gj_stream *stream, struct gj_slot *slot)
{
    pthread_mutex_lock(&stream->mutex);
    atomic_store(&stream->awaited, slot);
    while (!atomic_load(&slot->answered) && !stream->failed)
        pthread_cond_wait(&stream->change, &stream->mutex);
    atomic_store(&stream->awaited, NULL);
    pthread_mutex_unlock(&stream->mutex);
}

/* Waits for the oldest answer and hands it back. Whoever must sleep sleeps for a batch: its answers
   come together. */
static enum gj_status take_oldest(struct gj_stream *stream, struct gj_why *why)
{
    struct gj_slot *slot = oldest_but(stream, 0);
    if (!atomic_load(&slot->answered) && stream->out > GJ_BATCH_FILE_MAX)
        await(stream, oldest_but(stream, GJ_BATCH_FILE_MAX - 1));
    if (!atomic_load(&slot->answered))
        await(stream, slot);
    if (!atomic_load(&slot->answered))
        return gj_fail(why, stream->why.status, "%s", stream->why.text);
    stream->out--;
    atomic_store(&slot->answered, false);
    stream->options.answered(stream->options.to, slot);
    return GJ_DONE;
}

enum gj_status gj_stream_slot(struct gj_stream *stream, struct gj_slot **slot_out,
                              struct gj_why *why)
{
    *slot_out = &stream->slots[stream->next];
    return stream->out < SLOTS - 1 ? GJ_DONE : take_oldest(stream, why);
}

/* The ring has more room than there are slots, so the centre takes nothing only when it failed. Those
   that were kept before are handed back first. */
static enum gj_status say_failed(struct gj_stream *stream, struct gj_why *why)
{
    enum gj_status status = gj_stream_finish(stream, why);
    if (status != GJ_DONE)
        return status;
    pthread_mutex_lock(&stream->mutex);
    while (!stream->failed)
        pthread_cond_wait(&stream->change, &stream->mutex);
    pthread_mutex_unlock(&stream->mutex);
    return gj_fail(why, stream->why.status, "%s", stream->why.text);
}

enum gj_status gj_stream_send(struct gj_stream *stream, struct gj_why *why)
{
    struct gj_slot *slot = &stream->slots[stream->next];
    slot->desk.outcome.reply.results = NULL;
    if (!gj_centre_submit(stream->centre, &slot->desk))
        return say_failed(stream, why);
    stream->out++;
    stream->next = (stream->next + 1) % SLOTS;
    return GJ_DONE;
}

enum gj_status gj_stream_finish(struct gj_stream *stream, struct gj_why *why)
{
    enum gj_status status = GJ_DONE;
    while (stream->out > 0 && status == GJ_DONE)
        status = take_oldest(stream, why);
    return status;
}

void gj_stream_close(struct gj_stream *stream)
{
    if (stream->centre)
        gj_centre_stop(stream->centre);
    pthread_mutex_destroy(&stream->mutex);
    pthread_cond_destroy(&stream->change);
    free(stream->slots);
    free(stream);
}
