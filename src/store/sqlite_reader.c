/* Reading a SQLite store on a connection of one's own, beside its writer: people, bindings,
   settlements, counters, catalogue, packs, sizes. Each call is one short read transaction. */
#include "store/sqlite_reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/bug.h"

static void close_reader(struct gj_reader *reader)
{
    struct gj_sqlite_reader *self = (struct gj_sqlite_reader *)reader;
    gj_db_close(&self->db);
    gj_keys_free(self->keys);
    gj_sm3_free(self->sm3);
    free(self);
}

static enum gj_status no_keys(const struct gj_sqlite_reader *self, struct gj_why *why)
{
    return gj_fail(why, GJ_NOT_FOUND,
                   "the key file of the store %s is missing: no name can be read or looked up",
                   self->db.path);
}

static enum gj_status find(struct gj_reader *reader, const struct gj_shown_credential *credential,
                           gj_id *person_out, struct gj_why *why)
{
    struct gj_sqlite_reader *self = (struct gj_sqlite_reader *)reader;
    char kind[4], text[GJ_LOOK_UP_TEXT_MAX];
    *person_out = 0;
    if (self->keys == NULL)
        return no_keys(self, why);
    if (gj_look_up_of_credential(credential, kind, text))
        *person_out = gj_get_person_by(&self->db, self->keys, kind, text);
    return gj_db_end(&self->db, why);
}

static enum gj_status signed_in(struct gj_reader *reader, gj_id institution, const char *sign_no,
                                bool *signed_in_out, struct gj_why *why)
{
    struct gj_sqlite_reader *self = (struct gj_sqlite_reader *)reader;
    struct gj_row row = gj_row(&self->db, GJ_SQL_SIGN_GET);
    gj_bind(&row, institution);
    gj_bind_text(&row, sign_no);
    *signed_in_out = gj_row_next(&row);
    gj_row_end(&row);
    return gj_db_end(&self->db, why);
}

static enum gj_status side(struct gj_reader *reader, gj_id person, struct gj_side *side_out,
                           struct gj_why *why)
{
    struct gj_sqlite_reader *self = (struct gj_sqlite_reader *)reader;
    gj_sqlite_read_begin(self);
    const bool fits = gj_get_side(&self->db, person, side_out);
    gj_sqlite_read_end_transaction(self);
    const enum gj_status status = gj_db_end(&self->db, why);
    if (status == GJ_DONE && !fits)
        return gj_fail(why, GJ_TOO_LARGE, "person %lld has more than %d enrolments",
                       (long long)person, GJ_ENROLMENTS_MAX);
    return status;
}

static void open_seal(struct gj_sqlite_reader *self, gj_id person, const uint8_t *sealed,
                      size_t length, struct gj_identity *identity_out)
{
    char text[GJ_KEPT_IDENTITY_MAX];
    size_t text_length = 0;
    struct gj_why *why = &self->db.why;
    if (gj_unseal(self->keys, (uint64_t)person, sealed, length, text, sizeof text, &text_length,
                  why) != GJ_DONE)
        return;
    (void)(gj_kept_identity_get((const uint8_t *)text, text_length, identity_out, why) == GJ_DONE);
    explicit_bzero(text, sizeof text);
}

static enum gj_status identity(struct gj_reader *reader, gj_id person,
                               struct gj_identity *identity_out, struct gj_why *why)
{
    struct gj_sqlite_reader *self = (struct gj_sqlite_reader *)reader;
    if (self->keys == NULL)
        return no_keys(self, why);
    memset(identity_out, 0, sizeof *identity_out);
    struct gj_row row = gj_row(&self->db, GJ_SQL_SEAL_GET);
    gj_bind(&row, person);
    const bool found = gj_row_next(&row);
    if (found) {
        size_t length = 0;
        const uint8_t *sealed = gj_column_blob(&row, &length);
        open_seal(self, person, sealed, length, identity_out);
    }
    gj_row_end(&row);
    const enum gj_status status = gj_db_end(&self->db, why);
    if (status == GJ_DONE && !found)
        return gj_fail(why, GJ_NOT_FOUND, "nobody has the number %lld", (long long)person);
    return status;
}

static enum gj_status bindings(struct gj_reader *reader, gj_id person, bool as_payer, gj_id before,
                               struct gj_binding out[GJ_BINDINGS_MAX], int *count_out,
                               struct gj_why *why)
{
    struct gj_sqlite_reader *self = (struct gj_sqlite_reader *)reader;
    struct gj_row row = gj_row(&self->db, as_payer ? GJ_SQL_PAYER_BEFORE : GJ_SQL_RELATIVE_BEFORE);
    int count = 0;
    gj_bind(&row, person);
    gj_bind(&row, before);
    while (count < GJ_BINDINGS_MAX && gj_row_next(&row)) {
        memset(&out[count], 0, sizeof out[count]);
        gj_row_binding(&row, &out[count++]);
    }
    gj_row_end(&row);
    *count_out = count;
    return gj_db_end(&self->db, why);
}

static enum gj_status settlement(struct gj_reader *reader, gj_id id,
                                 struct gj_settlement *settlement_out, struct gj_why *why)
{
    struct gj_sqlite_reader *self = (struct gj_sqlite_reader *)reader;
    gj_get_settlement(&self->db, id, settlement_out);
    const enum gj_status status = gj_db_end(&self->db, why);
    if (status == GJ_DONE && settlement_out->version == 0)
        return gj_fail(why, GJ_NOT_FOUND, "there is no settlement %lld", (long long)id);
    return status;
}

static enum gj_status next_person(struct gj_reader *reader, gj_id after, gj_id *person_out,
                                  struct gj_why *why)
{
    struct gj_sqlite_reader *self = (struct gj_sqlite_reader *)reader;
    struct gj_row row = gj_row(&self->db, GJ_SQL_PERSON_NEXT);
    gj_bind(&row, after);
    *person_out = gj_row_next(&row) ? gj_column(&row) : 0;
    gj_row_end(&row);
    return gj_db_end(&self->db, why);
}

static enum gj_status counters(struct gj_reader *reader, gj_id person,
                               void (*each)(void *to, const struct gj_counter *counter), void *to,
                               struct gj_why *why)
{
    struct gj_sqlite_reader *self = (struct gj_sqlite_reader *)reader;
    struct gj_row row = gj_row(&self->db, GJ_SQL_COUNTERS_OF_PERSON);
    gj_bind(&row, person);
    while (gj_row_next(&row)) {
        struct gj_counter one;
        memset(&one, 0, sizeof one);
        gj_row_counter(&row, &one);
        each(to, &one);
    }
    return gj_db_end(&self->db, why);
}

static enum gj_status premiums(struct gj_reader *reader, gj_id person, bool as_payer,
                               void (*each)(void *to, const struct gj_premium *one), void *to,
                               struct gj_why *why)
{
    struct gj_sqlite_reader *self = (struct gj_sqlite_reader *)reader;
    const enum gj_sql of_one = as_payer ? GJ_SQL_PREMIUMS_OF_PAYER : GJ_SQL_PREMIUMS_OF_PERSON;
    struct gj_row row = gj_row(&self->db, person == 0 ? GJ_SQL_PREMIUMS : of_one);
    if (person != 0)
        gj_bind(&row, person);
    while (gj_row_next(&row)) {
        struct gj_premium one;
        memset(&one, 0, sizeof one);
        gj_row_premium(&row, &one);
        each(to, &one);
    }
    return gj_db_end(&self->db, why);
}

static enum gj_status works(struct gj_reader *reader, gj_id after, bool only_open,
                            enum gj_status (*each)(void *to, const struct gj_work *one), void *to,
                            struct gj_why *why)
{
    struct gj_sqlite_reader *self = (struct gj_sqlite_reader *)reader;
    struct gj_row row = gj_row(&self->db, only_open ? GJ_SQL_WORKS_OPEN : GJ_SQL_WORKS);
    enum gj_status status = GJ_DONE;
    gj_bind(&row, after);
    while (status == GJ_DONE && gj_row_next(&row)) {
        struct gj_work one;
        memset(&one, 0, sizeof one);
        gj_row_work(&row, &one);
        status = each(to, &one);
    }
    gj_row_end(&row);
    const enum gj_status ended = gj_db_end(&self->db, why);
    return ended == GJ_DONE ? status : ended;
}

static enum gj_status held(struct gj_reader *reader, gj_id after,
                           enum gj_status (*each)(void *to, const struct gj_transfer *one),
                           void *to, struct gj_why *why)
{
    struct gj_sqlite_reader *self = (struct gj_sqlite_reader *)reader;
    struct gj_row row = gj_row(&self->db, GJ_SQL_TRANSFERS_HELD);
    enum gj_status status = GJ_DONE;
    gj_bind(&row, after);
    while (status == GJ_DONE && gj_row_next(&row)) {
        struct gj_transfer one;
        memset(&one, 0, sizeof one);
        gj_row_transfer(&row, &one);
        status = each(to, &one);
    }
    gj_row_end(&row);
    const enum gj_status ended = gj_db_end(&self->db, why);
    return ended == GJ_DONE ? status : ended;
}

static enum gj_status institutions(struct gj_reader *reader,
                                   void (*each)(void *to, const struct gj_institution *one),
                                   void *to, struct gj_why *why)
{
    struct gj_sqlite_reader *self = (struct gj_sqlite_reader *)reader;
    struct gj_row row = gj_row(&self->db, GJ_SQL_INSTITUTIONS);
    while (gj_row_next(&row)) {
        struct gj_institution one;
        memset(&one, 0, sizeof one);
        gj_row_institution(&row, &one);
        each(to, &one);
    }
    return gj_db_end(&self->db, why);
}

static enum gj_status items(struct gj_reader *reader,
                            void (*each)(void *to, const struct gj_item *one), void *to,
                            struct gj_why *why)
{
    struct gj_sqlite_reader *self = (struct gj_sqlite_reader *)reader;
    struct gj_row row = gj_row(&self->db, GJ_SQL_ITEMS);
    while (gj_row_next(&row)) {
        struct gj_item one;
        memset(&one, 0, sizeof one);
        gj_row_item(&row, &one);
        each(to, &one);
    }
    return gj_db_end(&self->db, why);
}

static void read_pack(struct gj_sqlite_reader *self, struct gj_row *row, char hash_out[65],
                      char **bytes_out, size_t *length_out)
{
    gj_row_text(row, hash_out, 65);
    const uint8_t *bytes = gj_column_blob(row, length_out);
    *bytes_out = malloc(*length_out + 1);
    GJ_MUST(*bytes_out != NULL);
    if (*length_out > 0)
        memcpy(*bytes_out, bytes, *length_out);
    (*bytes_out)[*length_out] = '\0';
    if (!gj_db_good(&self->db)) {
        free(*bytes_out);
        *bytes_out = NULL;
    }
}

static enum gj_status packs(struct gj_reader *reader, uint32_t number, char hash_out[65],
                            char **bytes_out, size_t *length_out, struct gj_why *why)
{
    struct gj_sqlite_reader *self = (struct gj_sqlite_reader *)reader;
    struct gj_row row = gj_row(&self->db, GJ_SQL_PACK_GET);
    gj_bind(&row, number);
    *bytes_out = NULL;
    *length_out = 0;
    const bool found = gj_row_next(&row);
    if (found)
        read_pack(self, &row, hash_out, bytes_out, length_out);
    gj_row_end(&row);
    const enum gj_status status = gj_db_end(&self->db, why);
    if (status == GJ_DONE && !found)
        return gj_fail(why, GJ_NOT_FOUND, "the store holds no pack set number %u", number);
    return status;
}

static int64_t bytes_of_file(const char *path, const char *ending)
{
    char whole[GJ_PATH_MAX + 8];
    struct stat about;
    (void)snprintf(whole, sizeof whole, "%s%s", path, ending);
    return stat(whole, &about) == 0 ? (int64_t)about.st_size : 0;
}

static enum gj_status sizes(struct gj_reader *reader, struct gj_store_sizes *sizes_out,
                            struct gj_why *why)
{
    struct gj_sqlite_reader *self = (struct gj_sqlite_reader *)reader;
    struct gj_chain_end end;
    (void)gj_sqlite_read_end(&self->db, &end);
    *sizes_out = (struct gj_store_sizes){
        .people = end.people,
        .settlements = end.settlements,
        .entries = end.entries,
        .batches = end.batches,
        .file_bytes = bytes_of_file(self->db.path, ""),
        .wal_bytes = bytes_of_file(self->db.path, "-wal"),
    };
    return gj_db_end(&self->db, why);
}

/* A move of the clock keeps where it went among the settings. */
static enum gj_status moment(struct gj_reader *reader, gj_time *moment_out, struct gj_why *why)
{
    struct gj_sqlite_reader *self = (struct gj_sqlite_reader *)reader;
    struct gj_row row = gj_row(&self->db, GJ_SQL_RECORD_MOMENT);
    gj_bind(&row, GJ_ACT_MOVE_CLOCK);
    *moment_out = gj_row_next(&row) ? gj_column(&row) : 0;
    gj_row_end(&row);
    return gj_db_end(&self->db, why);
}

static const struct gj_reader_calls CALLS = {
    .close = close_reader,
    .find = find,
    .signed_in = signed_in,
    .side = side,
    .identity = identity,
    .bindings = bindings,
    .settlement = settlement,
    .next_person = next_person,
    .counters = counters,
    .premiums = premiums,
    .works = works,
    .held = held,
    .institutions = institutions,
    .items = items,
    .packs = packs,
    .binding = gj_sqlite_binding_of,
    .transfer = gj_sqlite_transfer_of,
    .visit = gj_sqlite_visit_of,
    .charge = gj_sqlite_charge_of,
    .transfers = gj_sqlite_transfers_of,
    .moment = moment,
    .last_order = gj_sqlite_last_order,
    .entries = gj_sqlite_entries,
    .settlements = gj_sqlite_settlements,
    .chain = gj_sqlite_chain,
    .sizes = sizes,
};

static enum gj_status open_reader(const char *path, const char *vfs, struct gj_reader **reader_out,
                                  struct gj_why *why)
{
    struct gj_sqlite_reader *self = calloc(1, sizeof *self);
    GJ_MUST(self != NULL);
    self->reader.calls = &CALLS;
    enum gj_status status = gj_sqlite_check_header(path, why);
    if (status == GJ_DONE)
        status = gj_db_open(&self->db, path, SQLITE_OPEN_READONLY, vfs, why);
    if (status != GJ_DONE) {
        free(self);
        return status;
    }
    (void)gj_db_run(&self->db, "PRAGMA query_only = 1");
    (void)gj_db_run(&self->db, "PRAGMA cache_size = -8192");
    (void)gj_db_number(&self->db, "SELECT count(*) FROM meta", 0);
    status = gj_db_end(&self->db, why);
    self->sm3 = gj_sm3_new();
    if (status == GJ_DONE)
        *reader_out = &self->reader;
    else
        close_reader(&self->reader);
    return status;
}

static enum gj_status read_keys(struct gj_reader *reader, struct gj_why *why)
{
    struct gj_sqlite_reader *self = (struct gj_sqlite_reader *)reader;
    char key_path[GJ_PATH_MAX + 8];
    (void)snprintf(key_path, sizeof key_path, "%s.key", self->db.path);
    const enum gj_status status = gj_keys_read(key_path, &self->keys, why);
    /* Books can be proved without names: a missing key file is told by the calls that need it. */
    return status == GJ_NOT_FOUND ? GJ_DONE : status;
}

enum gj_status gj_reader_open_sqlite(const char *path, struct gj_reader **reader_out,
                                     struct gj_why *why)
{
    struct gj_reader *reader = NULL;
    enum gj_status status = open_reader(path, NULL, &reader, why);
    if (status != GJ_DONE)
        return status;
    status = read_keys(reader, why);
    if (status == GJ_DONE)
        *reader_out = reader;
    else
        close_reader(reader);
    return status;
}

enum gj_status gj_sqlite_reader_open(struct gj_store *store, struct gj_reader **reader_out,
                                     struct gj_why *why)
{
    const struct gj_sqlite *writer = (const struct gj_sqlite *)store;
    struct gj_reader *reader = NULL;
    const enum gj_status status = open_reader(writer->db.path, writer->vfs, &reader, why);
    if (status != GJ_DONE)
        return status;
    ((struct gj_sqlite_reader *)reader)->keys = gj_keys_copy(writer->keys);
    *reader_out = reader;
    return GJ_DONE;
}
