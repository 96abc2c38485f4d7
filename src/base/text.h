/* Text: slices (borrowed, not terminated), bounded texts (in place, terminated), and a bounded
   writer that refuses to overflow. UTF-8 throughout. */
#ifndef GJ_BASE_TEXT_H
#define GJ_BASE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct gj_slice {
    const char *bytes;
    size_t length;
};

#define GJ_SLICE(literal) ((struct gj_slice){(literal), sizeof(literal) - 1})

struct gj_slice gj_slice(const char *terminated);
bool gj_slice_is(struct gj_slice slice, const char *terminated);
/* Two slices of the same bytes. */
bool gj_slice_same(struct gj_slice a, struct gj_slice b);
bool gj_slice_begins(struct gj_slice slice, struct gj_slice start);
/* The same where letters of the Latin alphabet are alike great and small. */
bool gj_slice_begins_alike(struct gj_slice slice, struct gj_slice start);
/* What stands behind the start; length 0 where nothing does, or the slice begins otherwise. */
struct gj_slice gj_slice_behind(struct gj_slice slice, struct gj_slice start);
bool gj_slice_has(struct gj_slice slice, struct gj_slice part);
/* The piece up to the next mark, or all that is left; `rest` goes on behind the mark. */
struct gj_slice gj_slice_cut(struct gj_slice *rest, char mark);
/* Number of characters of a valid UTF-8 slice. */
size_t gj_slice_characters(struct gj_slice slice);
/* True if the bytes are well-formed UTF-8: no overlong form, no surrogate, none above U+10FFFF. */
bool gj_utf8_is_valid(struct gj_slice slice);
/* Copies into `out` of `size` bytes, always terminated; false (and "") if it does not fit. */
bool gj_text_copy(char *out, size_t size, struct gj_slice slice);

/* Writes into a buffer it does not own. `full` turns true when something did not fit: what was
   written then ends before that piece, never inside it. */
struct gj_writer {
    char *bytes;
    size_t size, length;
    bool full;
};

struct gj_writer gj_writer(char *bytes, size_t size);
void gj_put(struct gj_writer *writer, struct gj_slice slice);
void gj_put_text(struct gj_writer *writer, const char *terminated);
void gj_put_format(struct gj_writer *writer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
