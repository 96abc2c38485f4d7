/* Inside of batch files: what the two passes share. Only src/gongji/batch*.c include this. */
#ifndef GJ_GONGJI_BATCH_INSIDE_H
#define GJ_GONGJI_BATCH_INSIDE_H

#include "asked/asked.h"
#include "gongji/batch.h"
#include "seal/seal.h"

/* Counts and sums by a short key: bills by institution, credits by area. */
enum { GJ_TALLY_KEY_MAX = 16 };
struct gj_tally_row {
    char key[GJ_TALLY_KEY_MAX];
    int64_t count;
    gj_fen sum_fen;
};
struct gj_tally {
    struct gj_tally_row *rows; /* a table with empty rows in it, which have count 0 */
    size_t rows_count, room;
};
/* False if the sum leaves the bounds of money. */
bool gj_tally_add(struct gj_tally *tally, const char *key, gj_fen amount_fen);
/* The largest sums first, the rest in one line. */
void gj_tally_print(const struct gj_tally *tally, const char *what, FILE *out);
void gj_tally_free(struct gj_tally *tally);

/* Which accounts a file of credits has named. */
struct gj_credited {
    struct gj_credited_row {
        gj_id person;
        gj_area area;
    } * rows;
    size_t count, room;
};
/* True if it was not named before. */
bool gj_credited_add(struct gj_credited *named, gj_id person, gj_area area);
void gj_credited_free(struct gj_credited *named);

/* FILE.rejects: made with the first reject, one JSON object a line. */
struct gj_rejects {
    char path[4096];
    FILE *file;
    bool failed;
};
enum gj_status gj_rejects_begin(struct gj_rejects *rejects, const char *path,
                                struct gj_why *why) GJ_MUST_CHECK;
void gj_rejects_put(struct gj_rejects *rejects, int64_t line, const char *id, const char *code,
                    const char *pointer, const char *message);
enum gj_status gj_rejects_end(struct gj_rejects *rejects, struct gj_why *why) GJ_MUST_CHECK;

/* A stretch of a file's lines: filled in their order, then sorted by person and read once. */
struct gj_stretch_line;
struct gj_stretch {
    struct gj_stretch_line *lines;
    size_t count, next;
    char *text;
    size_t length, size;
};
void gj_stretch_begin(struct gj_stretch *stretch);
bool gj_stretch_has_room(const struct gj_stretch *stretch);
void gj_stretch_add(struct gj_stretch *stretch, struct gj_slice text, int64_t number, gj_id person);
void gj_stretch_sort(struct gj_stretch *stretch);
/* False behind the last. The text is the stretch's until it begins anew. */
bool gj_stretch_next(struct gj_stretch *stretch, struct gj_slice *text_out, int64_t *number_out);
void gj_stretch_free(struct gj_stretch *stretch);

/* What was refused in a stretch, until it is put among the rejects by line. */
struct gj_refusal {
    int64_t line;
    enum gj_reason reason;
    int fee_line; /* -1 for none */
    char id[GJ_MSGID_MAX + 1];
};
struct gj_refusals {
    struct gj_refusal *list;
    size_t count, room;
};
void gj_refusals_add(struct gj_refusals *refusals, const struct gj_refusal *one);
/* Puts them, and forgets them. */
void gj_refusals_put(struct gj_refusals *refusals, struct gj_rejects *rejects);
void gj_refusals_free(struct gj_refusals *refusals);

/* What is said: "bills" or "credits"; the totals of a file that was read, `name` being the batch's; what
   was done. `rejects` is the path of what was not. */
const char *gj_batch_noun(enum gj_batch_kind kind);
void gj_batch_print_survey(const struct gj_batch_options *options,
                           const struct gj_batch_report *report, const char *name,
                           const struct gj_tally *tally, const char *rejects);
void gj_batch_print_summary(const struct gj_batch_options *options,
                            const struct gj_batch_report *report, const char *rejects);

#endif
