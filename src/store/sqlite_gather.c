/* Gathering from SQLite: how each look-up of a command (store/gather.h) finds its row; by point
   look-ups alone, and all that lies with a patient or a payer by one walk. In: keys. Out: rows. */
#include "store/sqlite.h"

#include <stddef.h>
#include <string.h>

#include "base/inline.h"

static struct gj_sqlite *sqlite_of(struct gj_store *store)
{
    return (struct gj_sqlite *)store;
}

static struct gj_db *db_of(struct gj_store *store)
{
    return &sqlite_of(store)->db;
}

static void find_name(struct gj_store *store, gj_day day, const char *msgid, const uint8_t hash[16],
                      struct gj_once_found *found_out)
{
    gj_once_find(sqlite_of(store), day, msgid, hash, found_out);
}

static void find_reply(struct gj_store *store, const struct gj_once_found *found,
                       struct gj_desk *desk)
{
    gj_once_fill_reply(sqlite_of(store), found, desk);
}

static void find_institution(struct gj_store *store, const char *code, struct gj_institution *out)
{
    const struct gj_institution *place =
        code[0] != '\0' ? gj_places_find(&sqlite_of(store)->places, code) : NULL;
    if (place != NULL)
        *out = *place;
}

static bool find_signed_in(struct gj_store *store, gj_id institution, const char *sign_no)
{
    struct gj_row row = gj_row(db_of(store), GJ_SQL_SIGN_GET);
    gj_bind(&row, institution);
    gj_bind_text(&row, sign_no);
    const bool found = gj_row_next(&row);
    gj_row_end(&row);
    return found;
}

static gj_id find_person_by(struct gj_store *store, const char *kind, const char *text)
{
    return gj_get_person_by(db_of(store), sqlite_of(store)->keys, kind, text);
}

static bool find_side(struct gj_store *store, gj_id person, struct gj_side *out)
{
    return gj_get_side(db_of(store), person, out);
}

static void find_patient(struct gj_store *store, struct gj_desk *desk, gj_id patient)
{
    gj_gather_patient(sqlite_of(store), desk, patient);
}

static void find_account(struct gj_store *store, gj_id person, gj_area area, struct gj_account *out)
{
    gj_get_account(db_of(store), person, area, out);
}

static bool find_credited(struct gj_store *store, gj_id person, gj_area area, gj_month month)
{
    struct gj_row row = gj_row(db_of(store), GJ_SQL_CREDITED_GET);
    gj_bind(&row, person);
    gj_bind(&row, area);
    gj_bind(&row, month);
    const bool found = gj_row_next(&row);
    gj_row_end(&row);
    return found;
}

static void find_pair(struct gj_store *store, gj_id payer, gj_id relative, struct gj_binding *out)
{
    gj_get_pair(db_of(store), payer, relative, out);
}

static void find_bond(struct gj_store *store, const struct gj_binding *binding, gj_id but,
                      struct gj_bond *out)
{
    gj_gather_bond(db_of(store), binding, but, out);
}

static int find_payers(struct gj_store *store, gj_id relative)
{
    return gj_count_payers(db_of(store), relative);
}

static void find_premium(struct gj_store *store, gj_id person, int16_t year, struct gj_premium *out)
{
    gj_get_premium(db_of(store), person, year, out);
}

static void find_charge(struct gj_store *store, gj_id visit, const char *number,
                        struct gj_charge *out)
{
    gj_get_charge(db_of(store), visit, number, out);
}

static int find_open_charges(struct gj_store *store, gj_id visit, struct gj_charge *out, int room)
{
    return gj_get_open_charges(db_of(store), visit, out, room);
}

static void find_kept_lines(struct gj_store *store, struct gj_desk *desk)
{
    gj_gather_kept_lines(db_of(store), desk);
}

static void find_price(struct gj_store *store, const char *code, gj_day day,
                       struct gj_line_facts *out)
{
    gj_price_find(sqlite_of(store), code, day, out);
}

#define GJ_FIND_BY_ID(name, type)                                                                  \
    static void find_##name(struct gj_store *store, gj_id id, struct type *out)                    \
    {                                                                                              \
        gj_get_##name(db_of(store), id, out);                                                      \
    }
GJ_FIND_BY_ID(person, gj_person)
GJ_FIND_BY_ID(binding, gj_binding)
GJ_FIND_BY_ID(transfer, gj_transfer)
GJ_FIND_BY_ID(work, gj_work)
GJ_FIND_BY_ID(visit, gj_visit)
GJ_FIND_BY_ID(settlement, gj_settlement)
GJ_FIND_BY_ID(settlement_head, gj_settlement)
#undef GJ_FIND_BY_ID

/* True if one of these counters of a year has counters of a month or day beside it. */
static bool take_counters(struct gj_row *row, bool of_years,
                          struct gj_counter counters[GJ_COUNTERS_MAX])
{
    bool narrow = false;
    while (gj_row_next(row)) {
        struct gj_counter one;
        memset(&one, 0, sizeof one);
        gj_row_counter(row, &one);
        narrow |= of_years && gj_column(row) != 0;
        if (one.span < GJ_COUNTERS_MAX && gj_counter_is(&counters[one.span], &one))
            counters[one.span] = one;
    }
    return narrow;
}

static struct gj_row counters_of(struct gj_store *store, enum gj_sql which,
                                 const struct gj_counter *key)
{
    struct gj_row row = gj_row(db_of(store), which);
    gj_bind(&row, key->person);
    gj_bind(&row, key->area);
    gj_bind(&row, key->scheme);
    gj_bind(&row, key->year_first);
    return row;
}

static void find_counters(struct gj_store *store, struct gj_counter counters[GJ_COUNTERS_MAX])
{
    const struct gj_counter month = counters[GJ_SPAN_MONTH], day = counters[GJ_SPAN_DAY];
    struct gj_row row = counters_of(store, GJ_SQL_COUNTERS, &month);
    if (!take_counters(&row, true, counters))
        return;
    row = counters_of(store, GJ_SQL_COUNTERS_NARROW, &month);
    gj_bind(&row, month.care);
    gj_bind(&row, month.span_key);
    gj_bind(&row, day.span_key);
    (void)take_counters(&row, false, counters);
}

static const struct gj_gather_calls FIND = {
    .name = find_name,
    .reply = find_reply,
    .institution = find_institution,
    .signed_in = find_signed_in,
    .person_by = find_person_by,
    .side = find_side,
    .patient = find_patient,
    .person = find_person,
    .account = find_account,
    .credited = find_credited,
    .binding = find_binding,
    .pair = find_pair,
    .bond = find_bond,
    .payers = find_payers,
    .transfer = find_transfer,
    .premium = find_premium,
    .work = find_work,
    .visit = find_visit,
    .charge = find_charge,
    .open_charges = find_open_charges,
    .kept_lines = find_kept_lines,
    .price = find_price,
    .counters = find_counters,
    .settlement = find_settlement,
    .settlement_head = find_settlement_head,
};

/* The day of arrival may have got its first names meanwhile. */
static void expect_names(struct gj_sqlite *self, struct gj_desk *const desks[], int n)
{
    for (int i = 0; i < n; i++)
        gj_once_day_add(self, gj_arrival_day(&desks[i]->command));
}

/* What is cleared next was used by another thread last. */
static void fetch_facts(const struct gj_facts *facts)
{
    gj_fetch(facts, offsetof(struct gj_facts, self.accounts[1]));
    gj_fetch(&facts->other, offsetof(struct gj_side, enrolments));
    gj_fetch(&facts->charge, offsetof(struct gj_charge, preview));
    gj_fetch(&facts->settlement, offsetof(struct gj_settlement, claim));
    gj_fetch(&facts->reversal, offsetof(struct gj_settlement, claim));
}

enum gj_status gj_sqlite_gather(struct gj_store *store, const struct gj_calendar *calendar,
                                struct gj_desk *const desks[], int n, struct gj_why *why)
{
    enum { FETCHED = 2 };
    struct gj_sqlite *self = sqlite_of(store);
    if (self->is_ahead)
        expect_names(self, desks, n);
    /* One read transaction for the batch saves taking the file's locks for each look-up. */
    struct gj_row begin = gj_row(&self->db, GJ_SQL_READ);
    gj_row_do(&begin);
    for (int i = 0; i < n && gj_db_good(&self->db); i++) {
        if (i + FETCHED < n)
            fetch_facts(&desks[i + FETCHED]->facts);
        gj_gather(&FIND, store, calendar, desks[i]);
    }
    if (sqlite3_get_autocommit(self->db.handle) == 0) {
        struct gj_row end = gj_row(&self->db, GJ_SQL_COMMIT);
        gj_row_do(&end);
    }
    if (sqlite3_get_autocommit(self->db.handle) == 0)
        (void)sqlite3_exec(self->db.handle, "ROLLBACK", NULL, NULL, NULL);
    return gj_db_end(&self->db, why);
}
