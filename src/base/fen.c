#include "base/fen.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/bug.h"

bool gj_fen_add(gj_fen a, gj_fen b, gj_fen *sum_out)
{
    if (a > GJ_FEN_MAX || a < -GJ_FEN_MAX || b > GJ_FEN_MAX || b < -GJ_FEN_MAX)
        return false;
    *sum_out = a + b;
    return *sum_out <= GJ_FEN_MAX && *sum_out >= -GJ_FEN_MAX;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool gj_decimal_parse(struct gj_slice text, int places, int digits, int64_t *units_out)
{
    size_t at = 0;
    int64_t units = 0;
    int significant = 0;
    for (; at < text.length && is_digit(text.bytes[at]); at++) {
        if ((significant > 0 || text.bytes[at] != '0') && ++significant > digits)
            return false;
        units = units * 10 + (text.bytes[at] - '0');
    }
    if (at == 0)
        return false;
    int read = 0;
    if (at < text.length && text.bytes[at] == '.') {
        size_t point = at++;
        for (; at < text.length && is_digit(text.bytes[at]); at++) {
            if (read < places)
                units = units * 10 + (text.bytes[at] - '0'), read++;
            else if (text.bytes[at] != '0')
                return false;
        }
        if (at == point + 1)
            return false;
    }
    for (; read < places; read++)
        units *= 10;
    *units_out = units;
    return at == text.length;
}

bool gj_whole_parse(struct gj_slice text, int digits, int64_t *number_out)
{
    return gj_decimal_parse(text, 0, digits, number_out) &&
           memchr(text.bytes, '.', text.length) == NULL;
}

bool gj_fen_parse(struct gj_slice text, gj_fen *fen_out)
{
    size_t point = 0;
    while (point < text.length && text.bytes[point] != '.')
        point++;
    bool zero_led = point > 1 && text.bytes[0] == '0';
    bool too_fine = text.length > point + 3;
    return !zero_led && !too_fine && gj_decimal_parse(text, 2, 14, fen_out) &&
           *fen_out < GJ_FEN_MAX;
}

bool gj_ppm_parse(struct gj_slice text, gj_ppm *ppm_out)
{
    int64_t units;
    if (text.length > 8 || !gj_decimal_parse(text, 6, 1, &units) || units > GJ_PPM_ONE)
        return false;
    *ppm_out = (gj_ppm)units;
    return true;
}

const char *gj_decimal_text(int64_t units, int places, char out[GJ_FEN_TEXT_MAX])
{
    int64_t scale = 1;
    for (int i = 0; i < places; i++)
        scale *= 10;
    uint64_t size = units < 0 ? 0 - (uint64_t)units : (uint64_t)units;
    uint64_t whole = size / (uint64_t)scale, rest = size % (uint64_t)scale;
    int length = places > 0 ? snprintf(out, GJ_FEN_TEXT_MAX, "%s%" PRIu64 ".%0*" PRIu64,
                                       units < 0 ? "-" : "", whole, places, rest)
                            : snprintf(out, GJ_FEN_TEXT_MAX, "%" PRId64, units);
    GJ_MUST(length > 0 && length < GJ_FEN_TEXT_MAX);
    return out;
}

const char *gj_fen_text(gj_fen fen, char out[GJ_FEN_TEXT_MAX])
{
    return gj_decimal_text(fen, 2, out);
}

const char *gj_ppm_text(gj_ppm ppm, char out[GJ_PPM_TEXT_MAX])
{
    char text[GJ_FEN_TEXT_MAX];
    gj_decimal_text(ppm, 6, text);
    int length = snprintf(out, GJ_PPM_TEXT_MAX, "%s", text);
    GJ_MUST(length > 0 && length < GJ_PPM_TEXT_MAX);
    while (out[length - 1] == '0' && out[length - 3] != '.')
        out[--length] = '\0';
    return out;
}

const char *gj_percent_text(gj_ppm ppm, char out[GJ_FEN_TEXT_MAX])
{
    size_t length = strlen(gj_decimal_text(ppm, 4, out));
    while (out[length - 1] == '0')
        length--;
    if (out[length - 1] == '.')
        length--;
    memcpy(out + length, "%", 2);
    return out;
}
