/* Watching: while a plan is made, each look-up narrows the stretch of days and ages on which it
   would find the same rows. In come rows that were looked through; out comes the stretch that the
   plan is good for. */
#include "base/bug.h"
#include "policy/frozen.h"
#include "policy/plan.h"

static void narrow(struct gj_span *span, int32_t boundary)
{
    if (boundary <= span->at && boundary > span->from)
        span->from = boundary;
    else if (boundary > span->at && boundary < span->to)
        span->to = boundary;
}

static void narrow_at(struct gj_span spans[2], int32_t at, int32_t boundary)
{
    GJ_MUST(spans[0].at == at || spans[1].at == at);
    for (int i = 0; i < 2; i++)
        if (spans[i].at == at)
            narrow(&spans[i], boundary);
}

void gj_watch_day(struct gj_watch *watch, gj_day day, gj_day boundary)
{
    narrow_at(watch->days, day, boundary);
}

/* An age that is not said (-1) lies below 0 and matches no row of ages. */
static void watch_ages(struct gj_watch *watch, const struct gj_row *row, int age)
{
    if (!gj_row_has_age(row))
        return;
    narrow_at(watch->ages, age, 0);
    narrow_at(watch->ages, age, gj_row_age_from(row));
    narrow_at(watch->ages, age, gj_row_age_to(row));
}

void gj_watch_rows(struct gj_watch *watch, const struct gj_row *rows, uint32_t count,
                   const struct gj_where *where)
{
    for (uint32_t i = 0; i < count; i++) {
        narrow_at(watch->days, where->day, rows[i].from);
        narrow_at(watch->days, where->day, rows[i].to);
        watch_ages(watch, &rows[i], where->age_years);
    }
}
