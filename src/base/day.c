#include "base/day.h"

#include <time.h>

#include "base/bug.h"

/* Days from civil and back by eras of 400 years, the usual proleptic Gregorian arithmetic. */
gj_day gj_day_from_civil(int year, int month, int day)
{
    year -= month <= 2;
    int era = (year >= 0 ? year : year - 399) / 400;
    int year_of_era = year - era * 400;
    int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

/* A day in years that begin in March: `month` counts from March = 3 in its high half; its low half
   is the day of the month, by 2141sts. */
struct march {
    int year;
    uint32_t month;
    bool is_next; /* January and February, which belong to the next civil year */
};

/* Century, year and month are taken off one after the other, each by a multiplication where one
   would divide: Neri and Schneider, Euclidean affine functions and their application to calendar
   algorithms (2022). Eras are added so that no day is below 0. */
static inline struct march march_of(gj_day day)
{
    enum { ERAS = 20000 };
    uint64_t quarters = 4 * (uint64_t)(day + INT64_C(719468) + INT64_C(146097) * ERAS) + 3;
    uint64_t century = quarters / 146097;
    uint64_t year = UINT64_C(2939745) * (quarters % 146097 | 3);
    uint32_t day_of_year = (uint32_t)year / 2939745 / 4;
    return (struct march){(int)(100 * century + (year >> 32)) - 400 * ERAS,
                          2141 * day_of_year + 197913, day_of_year >= 306};
}

struct gj_civil gj_day_civil(gj_day day)
{
    struct march march = march_of(day);
    return (struct gj_civil){march.year + march.is_next,
                             (int)(march.month >> 16) - (march.is_next ? 12 : 0),
                             (int)((march.month & 0xffff) / 2141) + 1};
}

gj_day gj_day_month_first(gj_day day)
{
    return day - (gj_day)((march_of(day).month & 0xffff) / 2141);
}

int gj_day_year(gj_day day)
{
    return gj_day_civil(day).year;
}

gj_month gj_day_month(gj_day day)
{
    struct gj_civil civil = gj_day_civil(day);
    return civil.year * 12 + civil.month - 1;
}

gj_day gj_month_first(gj_month month)
{
    return gj_day_from_civil(month / 12, month % 12 + 1, 1);
}

gj_day gj_day_add_months(gj_day day, int months)
{
    gj_month month = gj_day_month(day) + months;
    gj_day first = gj_month_first(month), last = gj_month_first(month + 1) - 1;
    gj_day same = first + gj_day_civil(day).day - 1;
    return same < last ? same : last;
}

int gj_age_years(gj_day birth, gj_day on)
{
    struct gj_civil b = gj_day_civil(birth), o = gj_day_civil(on);
    bool before = o.month < b.month || (o.month == b.month && o.day < b.day);
    int years = o.year - b.year - before;
    return years > 0 ? years : 0;
}

int32_t gj_time_of_day(gj_time time)
{
    return (int32_t)(time - (gj_time)gj_time_day(time) * GJ_DAY_MS);
}

gj_time gj_time_now(void)
{
    struct timespec now;
    GJ_MUST(clock_gettime(CLOCK_REALTIME, &now) == 0);
    return ((gj_time)now.tv_sec + INT64_C(8) * 3600) * 1000 + now.tv_nsec / 1000000;
}

/* Reads exactly `count` digits at `at`; -1 if they are not digits. */
static int number(struct gj_slice text, size_t at, size_t count)
{
    int value = 0;
    for (size_t i = at; i < at + count; i++) {
        if (i >= text.length || text.bytes[i] < '0' || text.bytes[i] > '9')
            return -1;
        value = value * 10 + (text.bytes[i] - '0');
    }
    return value;
}

bool gj_month_parse(struct gj_slice text, gj_month *month_out)
{
    int year = number(text, 0, 4), month = number(text, 5, 2);
    *month_out = year * 12 + month - 1;
    return text.length == 7 && text.bytes[4] == '-' && year >= 1900 && year < 2200 && month >= 1 &&
           month <= 12;
}

bool gj_day_parse(struct gj_slice text, gj_day *day_out)
{
    gj_month month;
    if (text.length != 10 || text.bytes[7] != '-' ||
        !gj_month_parse((struct gj_slice){text.bytes, 7}, &month))
        return false;
    int day = number(text, 8, 2);
    gj_day first = gj_month_first(month);
    *day_out = first + day - 1;
    return day >= 1 && *day_out < gj_month_first(month + 1);
}

bool gj_time_parse(struct gj_slice text, gj_time *time_out)
{
    gj_day day;
    if ((text.length != 16 && text.length != 19) ||
        (text.bytes[10] != 'T' && text.bytes[10] != ' '))
        return false;
    if (!gj_day_parse((struct gj_slice){text.bytes, 10}, &day) || text.bytes[13] != ':')
        return false;
    int hour = number(text, 11, 2), minute = number(text, 14, 2), second = 0;
    if (text.length == 19)
        second = text.bytes[16] == ':' ? number(text, 17, 2) : -1;
    *time_out = gj_time_at(day, hour, minute, second);
    return hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
}

/* `count` digits of a number that has no more. */
static char *put_digits(char *at, int number, int count)
{
    for (int i = count - 1; i >= 0; i--) {
        at[i] = (char)('0' + number % 10);
        number /= 10;
    }
    return at + count;
}

const char *gj_day_text(gj_day day, char out[GJ_DAY_TEXT_MAX])
{
    struct gj_civil civil = gj_day_civil(day);
    GJ_MUST(civil.year >= 0 && civil.year <= 9999);
    char *at = put_digits(out, civil.year, 4);
    *at++ = '-';
    at = put_digits(at, civil.month, 2);
    *at++ = '-';
    *put_digits(at, civil.day, 2) = '\0';
    return out;
}

const char *gj_time_text(gj_time time, char separator, char out[GJ_TIME_TEXT_MAX])
{
    int32_t second = gj_time_of_day(time) / 1000;
    gj_day_text(gj_time_day(time), out);
    char *at = out + sizeof "YYYY-MM-DD" - 1;
    *at++ = separator;
    at = put_digits(at, second / 3600, 2);
    *at++ = ':';
    at = put_digits(at, second / 60 % 60, 2);
    *at++ = ':';
    *put_digits(at, second % 60, 2) = '\0';
    return out;
}
