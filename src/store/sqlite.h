/* For the SQLite backend alone: one connection with its statements, made once and always reset; the
   walk over a row's columns that serves writing and reading; and the parts of the backend. */
#ifndef GJ_STORE_SQLITE_H
#define GJ_STORE_SQLITE_H

#include <sqlite3.h>

#include "store/gather.h"
#include "store/kept.h"

enum {
    GJ_SQLITE_APPLICATION = 0x474a3031, /* "GJ01" */
    GJ_SQLITE_VERSION = 3,
    GJ_PATH_MAX = 4096,
    GJ_ENTRY_BITS =
        GJ_ENTRY_LINE_BITS, /* an entry line's number: entry id, then its place in 5 bits */
    GJ_ONCE_DAYS = 7,       /* days before the day of arrival in which a name still counts */
    GJ_SLICE_ROWS = 4096    /* rows of one short read transaction */
};
_Static_assert(GJ_ENTRY_LINES_MAX <= 1 << GJ_ENTRY_BITS, "lines fit in an entry's numbers");

enum gj_sql {
#define GJ_SQL(name, text) GJ_SQL_##name,
#include "store/sqlite.def"
#undef GJ_SQL
    GJ_SQL_COUNT
};

/* A failure sticks in `why` until gj_db_end: later calls do nothing, so that a chain of them is
   checked once. */
struct gj_db {
    sqlite3 *handle;
    sqlite3_stmt *statements[GJ_SQL_COUNT];
    int64_t
        *bound[GJ_SQL_COUNT]; /* of each, how many parameters it has, and the number each holds */
    char path[GJ_PATH_MAX];
    struct gj_why why;
};

enum gj_status gj_db_open(struct gj_db *db, const char *path, int flags, const char *vfs,
                          struct gj_why *why) GJ_MUST_CHECK;
void gj_db_close(struct gj_db *db);
/* The name of the file layer for the connection that keeps: the layer of the name given (NULL or ""
   for SQLite's own), with the write-ahead log written in few calls. Only for synchronous=FULL. */
const char *gj_log_file_layer(const char *below_name);
/* Runs statements without values and rows. */
bool gj_db_run(struct gj_db *db, const char *sql);
/* The first column of the first row as a number; `missing` if there is no row. */
int64_t gj_db_number(struct gj_db *db, const char *sql, int64_t missing);
/* At most this much of the file is held in memory by the connection. */
void gj_db_set_cache(struct gj_db *db, int64_t kib);
/* Notes what SQLite said; the first failure stays. */
void gj_db_note(struct gj_db *db, const char *doing);
void gj_db_broken(struct gj_db *db, const char *what);
static inline bool gj_db_good(const struct gj_db *db)
{
    return db->why.status == GJ_DONE;
}
/* Hands the outcome on and clears it. */
enum gj_status gj_db_end(struct gj_db *db, struct gj_why *why) GJ_MUST_CHECK;
/* Configures SQLite, once a process; to be done before any other call of it. */
void gj_sqlite_begin(void);
/* Reads a database's header as a file: is it ours, and of this version? */
enum gj_status gj_sqlite_check_header(const char *path, struct gj_why *why) GJ_MUST_CHECK;

/* A statement at work: values are bound in order, then columns read in order. */
struct gj_row {
    struct gj_db *db;
    sqlite3_stmt *statement; /* NULL after a failure: nothing happens */
    int64_t *bound;          /* what its parameters hold from its use before */
    const uint8_t *map;      /* reading: which column is the walk's next one; NULL: in order */
    int at;
    bool reading;
};

struct gj_row gj_row(struct gj_db *db, enum gj_sql which);
void gj_bind(struct gj_row *row, int64_t value);
void gj_bind_blob(struct gj_row *row, const void *bytes, size_t length);
void gj_bind_text(struct gj_row *row, const char *text);
/* Steps a query: true with a row under the cursor. At the end and after a failure false, and the
   statement is reset. */
bool gj_row_next(struct gj_row *row);
/* Ends a query before its last row. */
void gj_row_end(struct gj_row *row);
/* Runs a statement that gives no rows. */
void gj_row_do(struct gj_row *row);
int64_t gj_column(struct gj_row *row);
/* Borrowed until the next step. */
const uint8_t *gj_column_blob(struct gj_row *row, size_t *length_out);

/* One walk for both directions: binds the field, or reads it from its column. */
void gj_row_number(struct gj_row *row, int64_t *value);
void gj_row_text(struct gj_row *row, char *text, size_t size);
#define GJ_FIELD(row, field)                                                                       \
    do {                                                                                           \
        int64_t gj_value = (int64_t)(field);                                                       \
        gj_row_number((row), &gj_value);                                                           \
        if ((row)->reading) {                                                                      \
            (field) = (__typeof__(field))gj_value;                                                 \
            if ((int64_t)(field) != gj_value)                                                      \
                gj_db_broken((row)->db, "a column holds more than its field");                     \
        }                                                                                          \
    } while (0)
#define GJ_FIELD_TEXT(row, field) gj_row_text((row), (field), sizeof(field))

/* ---- rows: sqlite_rows.c ---- */
void gj_row_person(struct gj_row *row, struct gj_person *person);
void gj_row_enrolment(struct gj_row *row, struct gj_enrolment *enrolment);
void gj_row_account(struct gj_row *row, struct gj_account *account);
void gj_row_wallet(struct gj_row *row, struct gj_wallet *wallet);
/* A binding rests in two rows: who pays for whom, which a bill never changes, and terms and use. */
void gj_row_binding_who(struct gj_row *row, struct gj_binding *binding);
void gj_row_binding_terms(struct gj_row *row, struct gj_binding *binding);
void gj_row_binding(struct gj_row *row, struct gj_binding *binding);
void gj_row_transfer(struct gj_row *row, struct gj_transfer *transfer);
void gj_row_work(struct gj_row *row, struct gj_work *work);
void gj_row_premium(struct gj_row *row, struct gj_premium *premium);
void gj_row_visit(struct gj_row *row, struct gj_visit *visit);
void gj_row_charge(struct gj_row *row, struct gj_charge *charge);
void gj_row_counter(struct gj_row *row, struct gj_counter *counter);
void gj_row_institution(struct gj_row *row, struct gj_institution *institution);
void gj_row_item(struct gj_row *row, struct gj_item *item);
/* The columns before the kept claim and decision; the sums are checked against the decision. */
void gj_row_settlement_head(struct gj_row *row, struct gj_settlement *settlement);
/* Reads the sums and the kept part; `kept_out` (if given) borrows its bytes. */
void gj_row_settlement_rest(struct gj_row *row, struct gj_settlement *settlement,
                            struct gj_slice *kept_out);

/* Point look-ups; a row that is not there has version 0 and its key. */
void gj_get_person(struct gj_db *db, gj_id id, struct gj_person *out);
void gj_get_account(struct gj_db *db, gj_id person, gj_area area, struct gj_account *out);
void gj_get_binding(struct gj_db *db, gj_id id, struct gj_binding *out);
void gj_get_transfer(struct gj_db *db, gj_id id, struct gj_transfer *out);
void gj_get_work(struct gj_db *db, gj_id id, struct gj_work *out);
/* The newest of a person and year. */
void gj_get_premium(struct gj_db *db, gj_id person, int16_t year, struct gj_premium *out);
void gj_get_visit(struct gj_db *db, gj_id id, struct gj_visit *out);
void gj_get_charge(struct gj_db *db, gj_id visit, const char *number, struct gj_charge *out);
/* Without claim and decision, which are left as they are. */
void gj_get_settlement_head(struct gj_db *db, gj_id id, struct gj_settlement *out);
void gj_get_settlement(struct gj_db *db, gj_id id, struct gj_settlement *out);
/* A person with enrolments, accounts and wallet; false if they are more than fit. */
bool gj_get_side(struct gj_db *db, gj_id person, struct gj_side *out);

/* ---- all that lies with one person: sqlite_holding.c ---- */

/* The kinds of rows in the table `holding`, as kept. */
enum gj_holding {
    GJ_HOLDING_PERSON,
    GJ_HOLDING_ENROLMENT,
    GJ_HOLDING_ACCOUNT,
    GJ_HOLDING_WALLET,
    GJ_HOLDING_SETTLED, /* the newest settlement */
    GJ_HOLDING_BINDING, /* as relative, by binding */
    GJ_HOLDING_TERMS,
    GJ_HOLDING_PAYING /* as payer, by relative and binding; counters lie behind and are not walked */
};

/* Begins a walk over a person's rows; with each one the row stands before the columns that its
   gj_row_* function walks. */
struct gj_row gj_holding_of(struct gj_db *db, gj_id person);
bool gj_holding_next(struct gj_row *row, enum gj_holding *kind_out);
/* What PAYING rows hold. */
void gj_row_paying(struct gj_row *row, struct gj_binding *binding);
/* Whom a credential finds; 0 nobody. */
gj_id gj_get_person_by(struct gj_db *db, const struct gj_keys *keys, const char *kind,
                       const char *text);

/* ---- the store ---- */

/* Institutions by code, in memory: every message names one. */
struct gj_places {
    struct gj_institution **by_code;
    int count, room;
    gj_id last_id;
};

/* The sums of hot accounts within one batch. */
struct gj_book_line {
    gj_area book, peer;
    uint8_t chart, scheme;
    bool used;
    gj_id owner;
    gj_fen amount_fen;
};
enum { GJ_BOOK_SLOTS = 65536 };
_Static_assert(GJ_BOOK_SLOTS > 2 * GJ_BATCH_FILE_MAX * GJ_ENTRY_LINES_MAX, "the table never fills");
struct gj_book {
    struct gj_book_line lines[GJ_BOOK_SLOTS];
    int32_t used[GJ_BATCH_FILE_MAX * GJ_ENTRY_LINES_MAX];
    int count;
};
void gj_book_clear(struct gj_book *book);
void gj_book_add(struct gj_book *book, const struct gj_entry_line *line);

/* The last row of the chain. */
struct gj_chain_end {
    gj_id last;
    uint8_t hash[GJ_SM3_SIZE];
    int64_t batches, people, settlements, entries;
};

/* Rows of a batch that are to be put into their tables, in the order in which they came. */
enum {
    GJ_APPEND_LINES = 64,
    GJ_APPEND_RECORDS = 32,
    GJ_APPEND_CREDITED = 64,
    GJ_APPEND_REPLIES = 65536
};
_Static_assert((int)GJ_APPEND_REPLIES >= (int)GJ_KEPT_REPLY_MAX, "any reply finds room");
struct gj_waiting_line {
    gj_id id;
    struct gj_entry_line line;
};
struct gj_waiting_record {
    struct gj_record record;
    gj_id person;
    size_t reply_at, reply_length; /* of its bytes among `replies` */
};
struct gj_waiting_credited {
    gj_id person;
    gj_area area;
    gj_month month;
};
struct gj_appended {
    int lines_count, records_count, credited_count;
    size_t replies_length;
    struct gj_waiting_line lines[GJ_APPEND_LINES];
    struct gj_waiting_record records[GJ_APPEND_RECORDS];
    struct gj_waiting_credited credited[GJ_APPEND_CREDITED];
    uint8_t replies[GJ_APPEND_REPLIES];
};

struct gj_checkpointer;
struct gj_prices;

struct gj_sqlite {
    struct gj_store store;
    struct gj_db db;
    struct gj_checkpointer *checkpointer;
    struct gj_sqlite *ahead; /* the second hand, or NULL */
    bool is_ahead;           /* this is one */
    struct gj_keys *keys;
    int lease; /* the lock file */
    char vfs[64];
    gj_id next_order;
    struct gj_chain_end end;
    struct gj_places places;
    struct gj_prices *prices;
    gj_day *once_days; /* days for which names are kept, ascending */
    int once_days_count, once_days_room;
    struct gj_sm3 *sm3;
    struct gj_book book;
    struct gj_appended appended;
    /* What a batch adds to the tables in memory once it is committed. */
    struct gj_institution *places_new[GJ_BATCH_FILE_MAX];
    int places_new_count;
    uint8_t bytes[GJ_KEPT_LINES_MAX]; /* room for one kept value */
    struct gj_kept_lines lines;
};

/* sqlite_checkpoint.c: checkpoints beside the writer, from its first commit on. When the file cannot
   be synced, the process ends with exit 3. */
enum gj_status gj_checkpointer_start(struct gj_db *writer, const struct gj_sqlite_options *options,
                                     struct gj_checkpointer **self_out,
                                     struct gj_why *why) GJ_MUST_CHECK;
/* After the writer's connection is closed: what is carried when the last one closes is synced as it
   should be. NULL is nobody. */
void gj_checkpointer_stop(struct gj_checkpointer *self);

bool gj_sqlite_read_end(struct gj_db *db, struct gj_chain_end *end_out);
enum gj_status gj_sqlite_gather(struct gj_store *store, const struct gj_calendar *calendar,
                                struct gj_desk *const desks[], int n,
                                struct gj_why *why) GJ_MUST_CHECK;
enum gj_status gj_sqlite_keep(struct gj_store *store, struct gj_desk *const desks[], int n,
                              enum gj_verdict verdicts[], struct gj_why *why) GJ_MUST_CHECK;
enum gj_status gj_sqlite_keep_packs(struct gj_store *store, const char hash[65],
                                    struct gj_slice bytes, uint32_t *number_out,
                                    struct gj_why *why) GJ_MUST_CHECK;
enum gj_status gj_sqlite_reader_open(struct gj_store *store, struct gj_reader **reader_out,
                                     struct gj_why *why) GJ_MUST_CHECK;
/* Statements that make the tables; NULL at the end. */
extern const char *const GJ_SQLITE_SCHEMA[];

/* sqlite_tables.c: what is kept in memory beside the file. */
const struct gj_institution *gj_places_find(const struct gj_places *places, const char *code);
void gj_places_put(struct gj_places *places, struct gj_institution *institution);
void gj_places_free(struct gj_places *places);
bool gj_once_day_known(const struct gj_sqlite *self, gj_day day);
void gj_once_day_add(struct gj_sqlite *self, gj_day day);
void gj_sqlite_load_tables(struct gj_sqlite *self);

/* sqlite_prices.c: what the catalogue says, as far as it was asked lately. */
struct gj_prices *gj_prices_new(void);
/* An item was kept. */
void gj_prices_forget(struct gj_prices *prices);
void gj_prices_free(struct gj_prices *prices);
/* Sets what a line is priced at on that day; leaves `out` as it is when the code is not listed. */
void gj_price_find(struct gj_sqlite *self, const char *code, gj_day day, struct gj_line_facts *out);

/* sqlite_append.c: records, with the reply that goes with each, entry lines, months credited. */
void gj_append_record(struct gj_sqlite *self, const struct gj_record *record, gj_id person,
                      const uint8_t *reply, size_t length);
void gj_append_line(struct gj_sqlite *self, gj_id id, const struct gj_entry_line *line);
void gj_append_credited(struct gj_sqlite *self, gj_id person, gj_area area, gj_month month);
/* All that waits goes into the tables, or after a failure nowhere: before the commit, and before somebody
   looks for it. */
void gj_append_waiting(struct gj_sqlite *self);

/* sqlite_once.c: names, replies, marks. */
/* Looks for a name on `day` and the days before it: its hash, and the message number it is made
   from ("" when it is made from something else), which tells where the name lies. */
void gj_once_find(struct gj_sqlite *self, gj_day day, const char *msgid, const uint8_t hash[16],
                  struct gj_once_found *found_out);
void gj_once_fill_reply(struct gj_sqlite *self, const struct gj_once_found *found,
                        struct gj_desk *desk);
/* The reply as it goes into the command's record; 0 bytes when it need not be given again. */
size_t gj_once_reply_put(const struct gj_desk *desk, uint8_t bytes[GJ_KEPT_REPLY_MAX]);
void gj_once_keep(struct gj_sqlite *self, const struct gj_desk *desk);
void gj_once_mark(struct gj_sqlite *self, const struct gj_desk *desk);

/* sqlite_bindings.c, sqlite_holding.c, sqlite_lines.c: parts of gather and keep. */
bool gj_binding_stands(const struct gj_binding *binding);
/* Adds one of the payer's bindings to the counts of `binding`'s bond; they come by relative, and
   `counted` remembers the last relative that was counted as distinct. */
void gj_bond_count_paying(struct gj_bond *bond, const struct gj_binding *binding,
                          const struct gj_binding *one, gj_id *counted);
void gj_gather_bond(struct gj_db *db, const struct gj_binding *binding, gj_id but,
                    struct gj_bond *bond_out);
/* The pair's binding that has not ended, else the newest ended one. */
void gj_get_pair(struct gj_db *db, gj_id payer, gj_id relative, struct gj_binding *out);
/* In how many bindings that have not ended somebody is the relative. */
int gj_count_payers(struct gj_db *db, gj_id relative);
/* The patient with all that hangs on him, and his payers. */
void gj_gather_patient(struct gj_sqlite *self, struct gj_desk *desk, gj_id patient);
/* Sets kept_content of those of the message's lines that are kept. */
void gj_gather_kept_lines(struct gj_db *db, struct gj_desk *desk);
/* Charges with lines and without a standing settlement: how many, of which `room` are put there. */
int gj_get_open_charges(struct gj_db *db, gj_id visit, struct gj_charge *out, int room);
void gj_keep_lines(struct gj_sqlite *self, const struct gj_desk *desk);
void gj_keep_bill_lines(struct gj_sqlite *self, const struct gj_desk *desk);
void gj_keep_dropped(struct gj_sqlite *self, const struct gj_desk *desk);
void gj_keep_rows(struct gj_sqlite *self, const struct gj_desk *desk);

#endif
