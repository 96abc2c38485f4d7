/* Days, months and moments, all of the civil calendar of UTC+8, which is the centre's one time
   zone. Days are numbers (1970-01-01 is day 0), never text, once they are inside. */
#ifndef GJ_BASE_DAY_H
#define GJ_BASE_DAY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

typedef int32_t gj_day;   /* days since 1970-01-01 */
typedef int32_t gj_month; /* year * 12 + month - 1 */
typedef int64_t gj_time;  /* milliseconds of UTC+8 civil time since 1970-01-01T00:00:00 */

#define GJ_DAY_MIN INT32_C(-25567) /* 1900-01-01 */
#define GJ_DAY_MAX INT32_C(84006)  /* 2200-01-01: also "no end" in intervals */
#define GJ_DAY_NONE INT32_MIN
#define GJ_DAY_MS INT64_C(86400000)

struct gj_civil {
    int year, month, day; /* month 1..12, day 1..31 */
};

gj_day gj_day_from_civil(int year, int month, int day);
struct gj_civil gj_day_civil(gj_day day);
int gj_day_year(gj_day day);
gj_month gj_day_month(gj_day day);
/* The first day of the month that a day is in. */
gj_day gj_day_month_first(gj_day day);
/* First day of a month; first day of the month after it. */
gj_day gj_month_first(gj_month month);
/* The same day of the month `months` later (or earlier); a day that month lacks becomes its last.
 */
gj_day gj_day_add_months(gj_day day, int months);
/* Whole years completed on `on` by someone born on `birth`; a birthday of 29 February counts on 1
   March in other years. 0 before birth. */
int gj_age_years(gj_day birth, gj_day on);

static inline gj_day gj_time_day(gj_time time)
{
    return (gj_day)(time >= 0 ? time / GJ_DAY_MS : -((GJ_DAY_MS - 1 - time) / GJ_DAY_MS));
}
/* Milliseconds since midnight. */
int32_t gj_time_of_day(gj_time time);
static inline gj_time gj_time_at(gj_day day, int hour, int minute, int second)
{
    return (gj_time)day * GJ_DAY_MS + ((gj_time)hour * 3600 + minute * 60 + second) * 1000;
}
/* The system clock, moved to UTC+8. Only the centre and the program read it. */
gj_time gj_time_now(void);

/* "YYYY-MM-DD", a real day between 1900 and 2199. */
bool gj_day_parse(struct gj_slice text, gj_day *day_out);
bool gj_month_parse(struct gj_slice text, gj_month *month_out); /* "YYYY-MM" */
/* "YYYY-MM-DDTHH:MM[:SS]" or with a space in place of T. */
bool gj_time_parse(struct gj_slice text, gj_time *time_out);

enum { GJ_DAY_TEXT_MAX = 16, GJ_TIME_TEXT_MAX = 32 };
const char *gj_day_text(gj_day day, char out[GJ_DAY_TEXT_MAX]);
/* "YYYY-MM-DD HH:MM:SS", with `separator` between day and time. */
const char *gj_time_text(gj_time time, char separator, char out[GJ_TIME_TEXT_MAX]);

#endif
