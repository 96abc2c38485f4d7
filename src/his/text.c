/* The bounded text that answers and canonical forms are written into: bytes, JSON strings, exact
   numbers, time stamps. Written by hand because a settlement's answer is the hot path. */
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "his/inside.h"

void gj_his_put(struct gj_his_text *text, const char *bytes, size_t length)
{
    if (length == 0)
        return;
    if (text->room - text->length <= length) {
        size_t room = 2 * text->room + length + 1024;
        text->bytes = realloc(text->bytes, room);
        GJ_MUST(text->bytes != NULL);
        text->room = room;
    }
    memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
    text->bytes[text->length] = '\0';
}

void gj_his_put_text(struct gj_his_text *text, const char *terminated)
{
    gj_his_put(text, terminated, strlen(terminated));
}

static void put_escaped(struct gj_his_text *text, unsigned char c)
{
    char escape[6] = {'\\', 'u', '0', '0', "0123456789abcdef"[c >> 4], "0123456789abcdef"[c & 15]};
    const char *letter = c == '\n' ? "\\n" : c == '\t' ? "\\t" : c == '\r' ? "\\r" : NULL;
    if (c == '"' || c == '\\')
        gj_his_put(text, (char[]){'\\', (char)c}, 2);
    else if (letter != NULL)
        gj_his_put(text, letter, 2);
    else
        gj_his_put(text, escape, sizeof escape);
}

void gj_his_put_string(struct gj_his_text *text, struct gj_slice slice)
{
    size_t from = 0;
    gj_his_put(text, "\"", 1);
    for (size_t at = 0; at < slice.length; at++) {
        unsigned char c = (unsigned char)slice.bytes[at];
        if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7F)
            continue;
        gj_his_put(text, slice.bytes + from, at - from);
        put_escaped(text, c);
        from = at + 1;
    }
    if (from < slice.length)
        gj_his_put(text, slice.bytes + from, slice.length - from);
    gj_his_put(text, "\"", 1);
}

void gj_his_put_number(struct gj_his_text *text, int64_t units, int places, int keep)
{
    char digits[32];
    size_t at = sizeof digits;
    uint64_t size = units < 0 ? 0 - (uint64_t)units : (uint64_t)units;
    while (places > keep && size % 10 == 0)
        size /= 10, places--;
    for (int i = 0; i <= places || size > 0; i++) {
        if (i == places && places > 0)
            digits[--at] = '.';
        digits[--at] = (char)('0' + size % 10);
        size /= 10;
    }
    if (units < 0)
        digits[--at] = '-';
    gj_his_put(text, digits + at, sizeof digits - at);
}

static char *put_digits(char *at, int number, int count)
{
    for (int i = count - 1; i >= 0; i--) {
        at[i] = (char)('0' + number % 10);
        number /= 10;
    }
    return at + count;
}

void gj_his_put_stamp(struct gj_his_text *text, gj_time time, bool milliseconds)
{
    char digits[17], *at = digits;
    struct gj_civil civil = gj_day_civil(gj_time_day(time));
    int32_t rest = gj_time_of_day(time);
    at = put_digits(at, civil.year, 4);
    at = put_digits(at, civil.month, 2);
    at = put_digits(at, civil.day, 2);
    at = put_digits(at, rest / 3600000, 2);
    at = put_digits(at, rest / 60000 % 60, 2);
    at = put_digits(at, rest / 1000 % 60, 2);
    at = put_digits(at, rest % 1000, 3);
    gj_his_put(text, digits, milliseconds ? 17 : 14);
}
