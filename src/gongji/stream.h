/* A stream of commands: made one after another while earlier ones are still with the centre, so that
   reading a file and keeping its bills take place side by side and the writer's batches are full.
   Answers come back in the order in which the commands were made. */
#ifndef GJ_GONGJI_STREAM_H
#define GJ_GONGJI_STREAM_H

#include <stdatomic.h>

#include "centre/centre.h"

/* A command with all that it may point to, and the line it was made from, of which stretch. */
struct gj_slot {
    struct gj_stream *stream;
    /* set and read by the stream alone */
    atomic_bool answered;
    int64_t line, stretch;
    struct gj_desk desk;
    struct gj_line lines[GJ_MESSAGE_LINES_MAX];
};

struct gj_stream;

struct gj_stream_options {
    struct gj_store *store;
    struct gj_law law;
    bool sandbox;
    gj_time sandbox_start;
    /* Gets each slot once its answer is durable, on the thread that calls the functions below. */
    void (*answered)(void *to, const struct gj_slot *slot);
    void *to;
};

/* Starts a centre on the store. */
enum gj_status gj_stream_open(const struct gj_stream_options *options,
                              struct gj_stream **stream_out, struct gj_why *why) GJ_MUST_CHECK;
/* A slot to fill, which gj_stream_send hands on; the same one again until then. Waits while all are
   with the centre. The centre's failure when it could not keep something: nothing sent before and
   not answered by now was done. */
enum gj_status gj_stream_slot(struct gj_stream *stream, struct gj_slot **slot_out,
                              struct gj_why *why) GJ_MUST_CHECK;
enum gj_status gj_stream_send(struct gj_stream *stream, struct gj_why *why) GJ_MUST_CHECK;
/* Waits for all answers. */
enum gj_status gj_stream_finish(struct gj_stream *stream, struct gj_why *why) GJ_MUST_CHECK;
void gj_stream_close(struct gj_stream *stream);

#endif
