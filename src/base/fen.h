/* Money and ratios. Money is whole fen (1 yuan = 100 fen), ratios are whole parts per million, no
   floating point anywhere. Every amount and every sum stays inside GJ_FEN_MAX, checked at the door,
   so that sums of a few amounts and products by a ratio fit in 64 bits. */
#ifndef GJ_BASE_FEN_H
#define GJ_BASE_FEN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

typedef int64_t gj_fen;
typedef int32_t gj_ppm;

#define GJ_FEN_MAX INT64_C(1000000000000000) /* 10^15 fen, ten thousand thousand million yuan */
#define GJ_PPM_ONE 1000000

enum gj_rounding { GJ_HALF_UP = 0, GJ_DOWN = 1 };

/* Sum of two amounts within +-GJ_FEN_MAX; false if the sum leaves that range. */
bool gj_fen_add(gj_fen a, gj_fen b, gj_fen *sum_out);

static inline gj_fen gj_fen_min(gj_fen a, gj_fen b)
{
    return a < b ? a : b;
}

static inline gj_fen gj_fen_max(gj_fen a, gj_fen b)
{
    return a > b ? a : b;
}

/* Reads yuan as text: digits, then optionally a point and one or two digits; no sign, no exponent,
   at most 14 digits before the point, no leading zeros beyond "0". Below GJ_FEN_MAX. */
bool gj_fen_parse(struct gj_slice text, gj_fen *fen_out);
/* Reads decimal text into a whole number of 10^-places units, at most `digits` digits before the
   point, leading zeros not counted; surplus digits after the point must be zeros. No sign, no
   exponent. */
bool gj_decimal_parse(struct gj_slice text, int places, int digits, int64_t *units_out);
/* Reads a whole number: digits and nothing else, at most `digits` of them behind leading zeros. */
bool gj_whole_parse(struct gj_slice text, int digits, int64_t *number_out);
/* Reads a ratio such as "0.55" or "1", at most six places; at most 1. */
bool gj_ppm_parse(struct gj_slice text, gj_ppm *ppm_out);

enum { GJ_FEN_TEXT_MAX = 24, GJ_PPM_TEXT_MAX = 12 };
/* Writes yuan with exactly two decimals and a minus where needed; returns `out`. */
const char *gj_fen_text(gj_fen fen, char out[GJ_FEN_TEXT_MAX]);
/* Writes a ratio as decimal text without needless zeros, at least two decimals: "0.55", "1.00". */
const char *gj_ppm_text(gj_ppm ppm, char out[GJ_PPM_TEXT_MAX]);
/* Writes a ratio as people say it, without needless zeros: "55%", "0.5%". */
const char *gj_percent_text(gj_ppm ppm, char out[GJ_FEN_TEXT_MAX]);
/* Writes a whole number of 10^-places units as decimal text with exactly `places` decimals. */
const char *gj_decimal_text(int64_t units, int places, char out[GJ_FEN_TEXT_MAX]);

#endif
