/* The face of the centre: a bounded ring of desks, one writer that takes what waits (at most
   GJ_BATCH_MAX, for files more), stamps, gathers, decides, keeps in one commit, and only then releases the answers.
   A clock of its own: the system's, or the sandbox's, which a command moves. A timer of its own:
   transfers that nobody accepted in time are returned before anything else is decided from that
   moment on, also those that fell due while no centre ran. */
#ifndef GJ_CENTRE_CENTRE_H
#define GJ_CENTRE_CENTRE_H

#include "acts/acts.h"
#include "store/store.h"

struct gj_centre;

struct gj_centre_options {
    struct gj_store *store; /* stays the caller's to close, after gj_centre_stop */
    struct gj_law law;      /* the pack set in force at start; policy stays the caller's */
    /* The law of another pack set by its number, to put it in force or to decide the rest of a bill
       that was settled under it; NULL if it cannot be had. Called on the writer's thread before a
       command is decided; what it gives stays until the centre has stopped. NULL: no other sets. */
    const struct gj_law *(*law_of)(void *to, uint32_t pack_set);
    void *law_of_to;
    bool sandbox; /* clock starts at sandbox_start and runs from there */
    gj_time sandbox_start;
    bool still;    /* that clock stands where it was moved: the same commands, the same bytes */
    int ring_size; /* desks that may wait; 0 for the default 4096 */
    int batch_max; /* commands decided together, at most GJ_BATCH_FILE_MAX; 0: GJ_BATCH_MAX */
    /* Decides a batch while the one before is being kept, for files, where nobody waits for one
       answer. A desk may be submitted again once it is released, but not go before the centre has
       stopped. Takes no institutions, items, publications and moves of the clock. */
    bool ahead;
    /* Called on the writer's thread for each desk, after the commit that made its answer durable.
     */
    void (*release)(struct gj_desk *desk);
    /* Called once when keeping failed for good: nobody of that batch was answered. The program then
       stops with exit 3. */
    void (*failed)(void *to, const struct gj_why *why);
    void *failed_to;
};

enum gj_status gj_centre_start(const struct gj_centre_options *options,
                               struct gj_centre **centre_out, struct gj_why *why) GJ_MUST_CHECK;
/* Puts a desk on the ring. False if the ring is full or the centre is stopping: no state exists
   yet, answer 503. The desk belongs to the centre until it is released. */
bool gj_centre_submit(struct gj_centre *centre, struct gj_desk *desk) GJ_MUST_CHECK;
/* Submits n desks and waits until all are released (release is not called for them). For demo,
   batch files and tests. GJ_WORLD if the centre failed. */
enum gj_status gj_centre_do(struct gj_centre *centre, struct gj_desk *const desks[], int n,
                            struct gj_why *why) GJ_MUST_CHECK;
gj_time gj_centre_now(struct gj_centre *centre);
/* Lets the writer finish what waits, then ends it. */
void gj_centre_stop(struct gj_centre *centre);

/* Sizes of batches and times of commits are counted in steps: how many were at most this. */
enum { GJ_COUNT_STEPS = 10 };
extern const int64_t gj_batch_steps[GJ_COUNT_STEPS];     /* commands */
extern const int64_t gj_commit_us_steps[GJ_COUNT_STEPS]; /* microseconds */

struct gj_histogram {
    int64_t count, sum;
    int64_t
        steps[GJ_COUNT_STEPS]; /* each alone, not added up; what is above the last is in count */
};

struct gj_centre_counts {
    int64_t granted_by[GJ_ACT_COUNT];    /* by act, answers given again left out */
    int64_t refused_by[GJ_REASON_COUNT]; /* by reason */
    struct gj_histogram batches_of,
        commit_us; /* commands decided together; how long keeping took */
    int64_t commands, batches, refused, replayed, stale, deferred;
    int waiting, batch_largest;
};
/* Is the writer's thread taking work? */
bool gj_centre_is_alive(struct gj_centre *centre);
void gj_centre_counts(struct gj_centre *centre, struct gj_centre_counts *counts_out);

#endif
