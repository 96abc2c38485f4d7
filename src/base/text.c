#include "base/text.h"

#include <stdio.h>
#include <string.h>

struct gj_slice gj_slice(const char *terminated)
{
    return (struct gj_slice){terminated, strlen(terminated)};
}

bool gj_slice_is(struct gj_slice slice, const char *terminated)
{
    return slice.length == strlen(terminated) && memcmp(slice.bytes, terminated, slice.length) == 0;
}

bool gj_slice_same(struct gj_slice a, struct gj_slice b)
{
    return a.length == b.length && gj_slice_begins(a, b);
}

/* An empty slice may have no bytes at all. */
bool gj_slice_begins(struct gj_slice slice, struct gj_slice start)
{
    return slice.length >= start.length &&
           (start.length == 0 || memcmp(slice.bytes, start.bytes, start.length) == 0);
}

static unsigned char small(char byte)
{
    return (unsigned char)(byte >= 'A' && byte <= 'Z' ? byte - 'A' + 'a' : byte);
}

bool gj_slice_begins_alike(struct gj_slice slice, struct gj_slice start)
{
    if (slice.length < start.length)
        return false;
    for (size_t i = 0; i < start.length; i++)
        if (small(slice.bytes[i]) != small(start.bytes[i]))
            return false;
    return true;
}

struct gj_slice gj_slice_behind(struct gj_slice slice, struct gj_slice start)
{
    if (slice.length <= start.length || !gj_slice_begins(slice, start))
        return GJ_SLICE("");
    return (struct gj_slice){slice.bytes + start.length, slice.length - start.length};
}

bool gj_slice_has(struct gj_slice slice, struct gj_slice part)
{
    return part.length == 0 || (slice.length >= part.length &&
                                memmem(slice.bytes, slice.length, part.bytes, part.length) != NULL);
}

struct gj_slice gj_slice_cut(struct gj_slice *rest, char mark)
{
    if (rest->length == 0)
        return *rest;
    const char *end = memchr(rest->bytes, mark, rest->length);
    struct gj_slice piece = {rest->bytes, end ? (size_t)(end - rest->bytes) : rest->length};
    size_t taken = piece.length + (end ? 1 : 0);
    rest->bytes += taken;
    rest->length -= taken;
    return piece;
}

size_t gj_slice_characters(struct gj_slice slice)
{
    size_t count = 0;
    for (size_t i = 0; i < slice.length; i++)
        count += ((unsigned char)slice.bytes[i] & 0xC0) != 0x80;
    return count;
}

/* Length of the sequence that begins at `at`, or 0. The bounds on the second byte shut out overlong
   forms, surrogates and code points above U+10FFFF (Unicode, table 3-7). */
static size_t sequence(const unsigned char *at, size_t left)
{
    if (at[0] < 0x80)
        return 1;
    size_t length = at[0] >= 0xF0 ? 4 : at[0] >= 0xE0 ? 3 : 2;
    if (at[0] < 0xC2 || at[0] > 0xF4 || left < length)
        return 0;
    unsigned char low = at[0] == 0xE0 ? 0xA0 : at[0] == 0xF0 ? 0x90 : 0x80;
    unsigned char high = at[0] == 0xED ? 0x9F : at[0] == 0xF4 ? 0x8F : 0xBF;
    if (at[1] < low || at[1] > high)
        return 0;
    for (size_t i = 2; i < length; i++)
        if ((at[i] & 0xC0) != 0x80)
            return 0;
    return length;
}

bool gj_utf8_is_valid(struct gj_slice slice)
{
    const unsigned char *bytes = (const unsigned char *)slice.bytes;
    for (size_t i = 0; i < slice.length;) {
        size_t length = sequence(bytes + i, slice.length - i);
        if (length == 0)
            return false;
        i += length;
    }
    return true;
}

bool gj_text_copy(char *out, size_t size, struct gj_slice slice)
{
    bool fits = slice.length < size;
    if (fits && slice.length > 0)
        memcpy(out, slice.bytes, slice.length);
    out[fits ? slice.length : 0] = '\0';
    return fits;
}

struct gj_writer gj_writer(char *bytes, size_t size)
{
    if (size > 0)
        bytes[0] = '\0';
    return (struct gj_writer){bytes, size, 0, size == 0};
}

void gj_put(struct gj_writer *writer, struct gj_slice slice)
{
    if (writer->full || slice.length >= writer->size - writer->length) {
        writer->full = true;
        return;
    }
    if (slice.length > 0)
        memcpy(writer->bytes + writer->length, slice.bytes, slice.length);
    writer->length += slice.length;
    writer->bytes[writer->length] = '\0';
}

void gj_put_text(struct gj_writer *writer, const char *terminated)
{
    gj_put(writer, gj_slice(terminated));
}

void gj_put_format(struct gj_writer *writer, const char *format, ...)
{
    if (writer->full)
        return;
    va_list arguments;
    va_start(arguments, format);
    size_t room = writer->size - writer->length;
    int length = vsnprintf(writer->bytes + writer->length, room, format, arguments);
    va_end(arguments);
    if (length < 0 || (size_t)length >= room) {
        writer->bytes[writer->length] = '\0';
        writer->full = true;
        return;
    }
    writer->length += (size_t)length;
}
