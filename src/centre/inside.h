/* Inside the centre: the marks and touched rows of one batch, the clock, and the shared state of
   the ring. Only src/centre and its tests include this. */
#ifndef GJ_CENTRE_INSIDE_H
#define GJ_CENTRE_INSIDE_H

#include <pthread.h>

#include "centre/centre.h"

/* ---- marks: names of things that a command reads or changes ---- */

enum gj_touch {
    /* rows that are laid over later facts */
    GJ_TOUCH_ACCOUNT, /* person, area */
    GJ_TOUCH_WALLET,  /* person */
    GJ_TOUCH_BINDING, /* binding */
    GJ_TOUCH_COUNTER, /* person, the rest hashed */
    GJ_TOUCH_SETTLED, /* person: his newest settlement */
    /* names whose change defers whoever reads them to the next batch */
    GJ_MARK_PERSON,     /* his person row, or any list that hangs on him */
    GJ_MARK_VISIT,      /* with its lines and charges */
    GJ_MARK_SETTLEMENT, /* the row itself */
    GJ_MARK_TRANSFER,
    GJ_MARK_WORK,
    GJ_MARK_BINDING_MADE,
    GJ_MARK_ONCE,         /* 16 bytes of a once hash */
    GJ_MARK_VISIT_NUMBER, /* hash of institution and its own number of a visit */
    GJ_MARK_DOCUMENT,     /* hash of a document, card or token number */
    GJ_MARK_INSTITUTION,  /* hash of its code: registered, signed in or out */
    GJ_MARK_CATALOGUE,    /* any item */
    GJ_MARK_CREDIT        /* person, area and month */
};

/* How a command uses what a mark names: an institution is read by all its messages, a catalogue is
   changed by every new item without being read. */
enum gj_use { GJ_READS = 1, GJ_WRITES = 2, GJ_USES = GJ_READS | GJ_WRITES };

struct gj_mark {
    uint8_t kind; /* enum gj_touch */
    uint8_t use;  /* enum gj_use */
    int64_t a, b;
};

enum { GJ_MARKS_MAX = 96 };

struct gj_marks {
    int count;
    struct gj_mark list[GJ_MARKS_MAX];
};

/* Everything whose change by an earlier command of the batch could change what this one is told,
   and everything it might change itself but the rows that are laid over. */
void gj_marks_of_command(const struct gj_desk *desk, struct gj_marks *marks_out);
/* What a decided command that is kept has changed, but the rows that are laid over. */
void gj_marks_of_outcome(const struct gj_desk *desk, struct gj_marks *marks_out);

/* ---- the overlay: what earlier commands of a batch changed ---- */

struct gj_overlay;

struct gj_overlay *gj_overlay_new(void);
void gj_overlay_free(struct gj_overlay *overlay);
/* A new batch begins. All is forgotten, or with `ahead` all but what the batch before changed: that
   batch may not be in the facts yet. */
void gj_overlay_begin(struct gj_overlay *overlay, bool ahead);
/* True if an earlier command of the batch, or ahead of the one before, changed something that cannot be laid over these facts:
   the command waits for the next batch, and so does whoever could depend on it. */
bool gj_overlay_must_wait(struct gj_overlay *overlay, const struct gj_desk *desk);
/* Lays the newest rows over the facts, each with the version it will have. Facts that hold such a row
   already stay as they are. */
void gj_overlay_lay(struct gj_overlay *overlay, struct gj_facts *facts);
/* Takes in the outcome of a command that will be kept. The desk must stay until the next begin,
   with `ahead` until the one after. */
void gj_overlay_add(struct gj_overlay *overlay, const struct gj_desk *desk);

/* ---- the clock ---- */

struct gj_clock {
    pthread_mutex_t mutex;
    bool still;     /* the system's clock is not looked at */
    gj_time offset; /* added to the system's clock */
    gj_time last;   /* never backwards, except by gj_clock_move */
};

void gj_clock_start(struct gj_clock *clock, bool sandbox, bool still, gj_time sandbox_start);
void gj_clock_end(struct gj_clock *clock);
gj_time gj_clock_now(struct gj_clock *clock);
void gj_clock_move(struct gj_clock *clock, gj_time to);

/* ---- the ring and its writer ---- */

/* Somebody in gj_centre_do who waits for `left` desks. */
struct gj_waiter {
    int left;
};

struct gj_place {
    struct gj_desk *desk;
    struct gj_waiter *waiter; /* NULL: release is called */
    int tries;                /* times it was stale */
    bool is_own;              /* a command of the centre's own timer */
};

/* ---- a batch on its way ---- */

/* What became of a command of the batch. */
enum gj_fate { GJ_FATE_DECIDED, GJ_FATE_DEFERRED, GJ_FATE_STALE };

struct gj_turn {
    int count;
    struct gj_place batch[GJ_BATCH_FILE_MAX];
    bool ahead;        /* decided while the one before was being kept */
    bool publishes;    /* its last command does */
    int64_t commit_us; /* how long keeping took */
    struct gj_desk *desks[GJ_BATCH_FILE_MAX];
    enum gj_fate fates[GJ_BATCH_FILE_MAX];
    /* those with something to keep */
    int kept_count;
    int kept_at[GJ_BATCH_FILE_MAX];
    struct gj_desk *kept[GJ_BATCH_FILE_MAX];
    enum gj_verdict verdicts[GJ_BATCH_FILE_MAX];
};

struct gj_centre;
/* Keeps what was decided and releases what is answered by it. False if the centre cannot go on. */
bool gj_turn_keep(struct gj_centre *centre, struct gj_turn *turn, struct gj_why *why);
/* Those not decided wait for the next batch, before the rest of what was carried already. By the
   writer alone. */
void gj_turn_carry_over(struct gj_centre *centre, struct gj_turn *turn, int answered_count);
/* Nothing more is taken or answered. Says so once, whoever calls it first. */
void gj_centre_give_up(struct gj_centre *centre, const struct gj_why *why);

/* ---- the keeper: keeper.c ---- */

struct gj_keeper {
    bool runs;
    pthread_t thread;
    struct gj_store *ahead; /* the store's second hand, by which the writer gathers */
    pthread_cond_t change;  /* of what stands below, under the centre's mutex */
    struct gj_turn *turn;   /* being kept and released, or NULL */
    bool keeping;           /* what was given last is not committed yet */
    bool ending;
};

/* Starts one where the centre decides ahead and its store has a second hand. */
enum gj_status gj_keeper_start(struct gj_centre *centre, struct gj_why *why) GJ_MUST_CHECK;
/* Waits until nothing is being kept; false when the centre has failed. */
bool gj_keeper_wait(struct gj_centre *centre) GJ_MUST_CHECK;
/* The same, then hands a turn on. */
bool gj_keeper_give(struct gj_centre *centre, struct gj_turn *turn) GJ_MUST_CHECK;
/* May what was given last be missing in facts gathered from now on? */
bool gj_keeper_is_keeping(struct gj_centre *centre);
/* It is committed; before any desk of it is released. */
void gj_keeper_has_kept(struct gj_centre *centre);
/* Lets it finish. */
void gj_keeper_end(struct gj_centre *centre);

/* ---- what is due ---- */

struct gj_due {
    gj_time at; /* from this moment on */
    gj_id transfer;
};

enum { GJ_RETURNS_MAX = 16 }; /* commands of the timer at once */

/* The writer's own. */
struct gj_dues {
    struct gj_due *list; /* in no order */
    size_t count, room;
    gj_time earliest; /* of the list; INT64_MAX when it is empty */
    struct gj_desk *desks[GJ_RETURNS_MAX];
    int busy; /* desks whose command is not answered yet */
};

enum { GJ_OLDER_LAWS_MAX = 16 }; /* laws of other pack sets that are at hand at once */

/* Reads what the store holds; before the writer starts. */
enum gj_status gj_dues_load(struct gj_centre *centre, struct gj_why *why);
void gj_dues_free(struct gj_dues *dues);
bool gj_dues_are_due(const struct gj_centre *centre, gj_time now);
/* Makes a batch of what is due. */
void gj_dues_take(struct gj_centre *centre, gj_time now);
/* One of its commands is answered. */
void gj_dues_ended(struct gj_centre *centre, const struct gj_desk *desk);
/* Takes in what a kept outcome sent or ended. */
void gj_dues_note(struct gj_centre *centre, const struct gj_outcome *outcome);

struct gj_centre {
    struct gj_centre_options options;
    struct gj_calendar calendar;
    struct gj_clock clock;
    struct gj_overlay *overlay;
    gj_id next_order;
    pthread_t writer;

    pthread_mutex_t mutex; /* guards all below */
    pthread_cond_t work;   /* something waits, or the centre stops */
    pthread_cond_t change; /* room on the ring, a waiter served, the centre failed */
    struct gj_place *ring;
    int ring_size, head, waiting;
    int doing; /* callers inside gj_centre_do */
    bool stopping, failed, idle;
    struct gj_why why;
    struct gj_centre_counts counts;

    struct gj_keeper keeper;

    /* the writer's own */
    int batch_max;
    struct gj_turn turns[2], *turn; /* the one being made; the other may be with the keeper */
    struct gj_place carried[GJ_BATCH_FILE_MAX];
    int carried_count;
    gj_time now;                   /* of the batch: nothing was due before it */
    const struct gj_law *next_law; /* to be put in force when its publication is kept */
    int older_count, older_at;
    struct gj_law older[GJ_OLDER_LAWS_MAX]; /* that the law in force may name */
    struct gj_dues dues;
};

/* ---- pack sets (packs.c), all on the writer's thread ---- */

/* Keeps the bytes of a publication, numbers it, and gets its law ready. GJ_DONE also when the law
   cannot be had: then the command has number 0 and is refused. */
enum gj_status gj_packs_prepare(struct gj_centre *centre, struct gj_desk *desk, struct gj_why *why);
/* The publication is kept: from the next batch on everything is decided under it. */
void gj_packs_put_in_force(struct gj_centre *centre);
/* Makes the law of a pack set one that the law in force can name. */
void gj_packs_recall(struct gj_centre *centre, uint32_t pack_set);

/* The writer's thread; `centre` is a struct gj_centre. */
void *gj_centre_write(void *centre);

#endif
