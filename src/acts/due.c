/* When a transfer that nobody accepted is returned: from that moment on it counts as returned for
   whoever looks, whether or not the job has run yet. */
#include "acts/inside.h"

/* The rule of the day of sending, in the sender's area, says until when the money waits. */
gj_time gj_transfer_due(const struct gj_law *law, const struct gj_transfer *transfer)
{
    struct gj_where where = {.area = transfer->sender_area,
                             .day = gj_time_day(transfer->sent),
                             .scheme = GJ_SCHEME_EMPLOYEE,
                             .age_years = GJ_AGE_UNSAID};
    const struct gj_row *row = gj_find(law, GJ_KEY_WALLET_ACCEPT_UNTIL, &where, NULL);
    if (!row || row->is_none)
        return INT64_MAX;
    return gj_time_at(where.day + 1, 0, 0, 0) + row->number * 60000; /* minutes of the day */
}

uint8_t gj_transfer_state_at(const struct gj_law *law, const struct gj_transfer *transfer,
                             gj_time now)
{
    bool past = transfer->state == GJ_TRANSFER_HELD && now >= gj_transfer_due(law, transfer);
    return past ? (uint8_t)GJ_TRANSFER_RETURNED : transfer->state;
}
