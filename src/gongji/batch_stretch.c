/* Stretches of a batch file: so many lines in memory, done person by person, so that the bills of one
   batch lie beside each other in the store. In: lines in the order of the file. Out: the same lines by
   person, those of one person in the order of the file; and what was refused, by line. */
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "gongji/batch_inside.h"

enum { LINES_MAX = 16384, BYTES_MAX = 16 << 20 };

/* ---- lines ---- */

struct gj_stretch_line {
    gj_id person;
    int64_t number;
    size_t at, length; /* of its text */
};

void gj_stretch_begin(struct gj_stretch *stretch)
{
    if (!stretch->lines)
        stretch->lines = malloc(LINES_MAX * sizeof *stretch->lines);
    GJ_MUST(stretch->lines);
    stretch->count = stretch->next = stretch->length = 0;
}

bool gj_stretch_has_room(const struct gj_stretch *stretch)
{
    return stretch->count < LINES_MAX && stretch->length < BYTES_MAX;
}

void gj_stretch_add(struct gj_stretch *stretch, struct gj_slice text, int64_t number, gj_id person)
{
    GJ_MUST(gj_stretch_has_room(stretch));
    if (stretch->size - stretch->length < text.length) {
        stretch->size = (stretch->length + text.length) * 2;
        stretch->text = realloc(stretch->text, stretch->size);
        GJ_MUST(stretch->text);
    }
    memcpy(stretch->text + stretch->length, text.bytes, text.length);
    stretch->lines[stretch->count++] =
        (struct gj_stretch_line){person, number, stretch->length, text.length};
    stretch->length += text.length;
}

static int compare_lines(const void *left, const void *right)
{
    const struct gj_stretch_line *a = left, *b = right;
    if (a->person != b->person)
        return a->person < b->person ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

void gj_stretch_sort(struct gj_stretch *stretch)
{
    qsort(stretch->lines, stretch->count, sizeof *stretch->lines, compare_lines);
}

bool gj_stretch_next(struct gj_stretch *stretch, struct gj_slice *text_out, int64_t *number_out)
{
    if (stretch->next == stretch->count)
        return false;
    const struct gj_stretch_line *line = &stretch->lines[stretch->next++];
    *text_out = (struct gj_slice){stretch->text + line->at, line->length};
    *number_out = line->number;
    return true;
}

void gj_stretch_free(struct gj_stretch *stretch)
{
    free(stretch->lines);
    free(stretch->text);
}

/* ---- refusals ---- */

void gj_refusals_add(struct gj_refusals *refusals, const struct gj_refusal *one)
{
    if (refusals->count == refusals->room) {
        refusals->room = refusals->room ? refusals->room * 2 : 256;
        refusals->list = realloc(refusals->list, refusals->room * sizeof *refusals->list);
        GJ_MUST(refusals->list);
    }
    refusals->list[refusals->count++] = *one;
}

static int compare_refusals(const void *left, const void *right)
{
    const struct gj_refusal *a = left, *b = right;
    return (a->line > b->line) - (a->line < b->line);
}

void gj_refusals_put(struct gj_refusals *refusals, struct gj_rejects *rejects)
{
    if (refusals->count == 0) /* then there may be no list, which qsort must not be given */
        return;
    qsort(refusals->list, refusals->count, sizeof *refusals->list, compare_refusals);
    for (size_t i = 0; i < refusals->count; i++) {
        const struct gj_refusal *one = &refusals->list[i];
        char pointer[32] = "";
        if (one->fee_line >= 0)
            snprintf(pointer, sizeof pointer, "/lines/%d", one->fee_line);
        gj_rejects_put(rejects, one->line, one->id[0] ? one->id : NULL, gj_reason_code(one->reason),
                       pointer, gj_reason_en(one->reason));
    }
    refusals->count = 0;
}

void gj_refusals_free(struct gj_refusals *refusals)
{
    free(refusals->list);
}
