/* Inside the memory store: everything is a table of rows that are found by their keys. It is the
   oracle that other backends are held against, so it is as plain as it can be: nothing is packed,
   nothing is sealed, nothing leaves the process. */
#ifndef GJ_STORE_MEMORY_H
#define GJ_STORE_MEMORY_H

#include <pthread.h>

#include "store/gather.h"

/* ---- tables ---- */

/* Rows of one size, in the order they were put, with an index over their keys. Rows are never taken
   out. A pointer into a table holds until the next put. */
struct gj_table {
    size_t row_size, count, room, slots;
    uint64_t (*hash)(const void *row);                 /* of the row's key */
    bool (*is_same)(const void *row, const void *key); /* key is a row with its key set */
    unsigned char *rows;
    uint32_t *index; /* row number + 1; 0 is free */
    bool failed;     /* the world gave no memory: the whole commit fails */
};

void gj_table_init(struct gj_table *table, size_t row_size, uint64_t (*hash)(const void *),
                   bool (*is_same)(const void *, const void *));
void gj_table_free(struct gj_table *table);
void *gj_table_find(const struct gj_table *table, const void *key);
/* Replaces the row with this key, or adds it. */
void *gj_table_put(struct gj_table *table, const void *row);
static inline void *gj_table_at(const struct gj_table *table, size_t number)
{
    return table->rows + number * table->row_size;
}

/* ---- rows that exist here alone ---- */

struct gj_memory_person {
    struct gj_side side;
    struct gj_identity identity;
};

struct gj_memory_look {
    struct gj_look_up look;
    gj_id person;
};

struct gj_memory_line {
    gj_id visit;
    char serial[GJ_MSGID_MAX + 1];
    char charge[GJ_MSGID_MAX + 1];
    uint64_t content; /* 0: taken back */
};

/* A name under which something happened, or a mark that it must not happen any more. */
struct gj_memory_once {
    uint8_t hash[16];
    gj_day day;
    bool is_mark;
    uint8_t act;
    uint8_t digest[32];
    gj_id person;
    struct gj_reply reply;   /* results: a copy of its own */
    struct gj_charge charge; /* of a preview */
};

struct gj_memory_credit {
    gj_id person;
    gj_area area;
    gj_month month;
};

struct gj_memory_session {
    gj_id institution;
    char sign_no[GJ_MSGID_MAX + 1];
    bool ended;
};

struct gj_memory_kept { /* one for each command that kept anything, in order */
    struct gj_record record;
    struct gj_entry entry; /* count 0: none */
    gj_id settlement;      /* the new one, or 0 */
};

struct gj_memory_batch {
    gj_id last;  /* order of its last command */
    size_t kept; /* number of kept commands up to its end */
    uint8_t head[32];
};

struct gj_memory_packs {
    char hash[65];
    uint32_t number;
    char *bytes;
    size_t length;
};

struct gj_memory {
    struct gj_store store;
    pthread_mutex_t mutex; /* readers of other threads see whole commits */
    gj_id last_order;
    gj_id last_institution;
    gj_time moment; /* where the clock stood when the last command was kept */
    struct gj_table people, looks, bindings, counters, transfers, premiums, works, visits, charges,
        settlements, institutions, items, lines, onces, credits, sessions, kept, batches, packs;
};

void gj_memory_tables_init(struct gj_memory *memory);
void gj_memory_tables_free(struct gj_memory *memory);
bool gj_memory_failed(const struct gj_memory *memory);

/* ---- finding ---- */

struct gj_memory_person *gj_memory_person(const struct gj_memory *memory, gj_id id);
/* The side of a person; an empty one with its keys set when nobody has the number. */
void gj_memory_side(const struct gj_memory *memory, gj_id id, struct gj_side *side_out);
struct gj_account *gj_memory_account(const struct gj_memory *memory, gj_id person, gj_area area);
struct gj_binding *gj_memory_binding(const struct gj_memory *memory, gj_id id);
struct gj_counter *gj_memory_counter(const struct gj_memory *memory, const struct gj_counter *key);
struct gj_transfer *gj_memory_transfer(const struct gj_memory *memory, gj_id id);
struct gj_work *gj_memory_work(const struct gj_memory *memory, gj_id id);
struct gj_premium *gj_memory_premium(const struct gj_memory *memory, gj_id id);
/* The newest of a person and year, or NULL. */
struct gj_premium *gj_memory_premium_of(const struct gj_memory *memory, gj_id person, int year);
struct gj_visit *gj_memory_visit(const struct gj_memory *memory, gj_id id);
struct gj_charge *gj_memory_charge(const struct gj_memory *memory, gj_id visit, const char *number);
struct gj_settlement *gj_memory_settlement(const struct gj_memory *memory, gj_id id);
struct gj_institution *gj_memory_institution(const struct gj_memory *memory, const char *code);
struct gj_memory_line *gj_memory_line(const struct gj_memory *memory, gj_id visit,
                                      const char *serial);
struct gj_memory_look *gj_memory_look(const struct gj_memory *memory,
                                      const struct gj_look_up *look);
/* What is kept under a name on `day` or the seven days before; a mark wins. */
struct gj_memory_once *gj_memory_once(const struct gj_memory *memory, const uint8_t hash[16],
                                      gj_day day);
bool gj_memory_is_credited(const struct gj_memory *memory, gj_id person, gj_area area,
                           gj_month month);
struct gj_memory_session *gj_memory_session(const struct gj_memory *memory, gj_id institution,
                                            const char *sign_no);

/* ---- counting bindings ---- */

/* Not ended. */
bool gj_memory_holds(const struct gj_binding *binding);
/* Adds the counts of a payer and a relative over all bindings but `without` (0: none left out). */
void gj_memory_count_bond(const struct gj_memory *memory, gj_id payer, gj_id relative,
                          uint8_t relation, gj_id without, struct gj_bond *bond);
/* In how many that are not ended somebody is the relative. */
int gj_memory_payers_of(const struct gj_memory *memory, gj_id relative);

/* ---- the contract ---- */

enum gj_status gj_memory_gather(struct gj_store *store, const struct gj_calendar *calendar,
                                struct gj_desk *const desks[], int n, struct gj_why *why);
enum gj_status gj_memory_keep(struct gj_store *store, struct gj_desk *const desks[], int n,
                              enum gj_verdict verdicts[], struct gj_why *why);
enum gj_status gj_memory_reader_open(struct gj_store *store, struct gj_reader **reader_out,
                                     struct gj_why *why);

/* ---- reading ---- */

/* The memory behind a reader, locked until it is left. */
struct gj_memory *gj_memory_enter(struct gj_reader *reader);
void gj_memory_leave(struct gj_memory *memory);

/* Records by their numbers, for readers. */
enum gj_status gj_memory_binding_of(struct gj_reader *reader, gj_id id,
                                    struct gj_binding *binding_out, struct gj_why *why);
enum gj_status gj_memory_transfer_of(struct gj_reader *reader, gj_id id,
                                     struct gj_transfer *transfer_out, struct gj_why *why);
enum gj_status gj_memory_visit_of(struct gj_reader *reader, gj_id id, struct gj_visit *visit_out,
                                  struct gj_why *why);
enum gj_status gj_memory_charge_of(struct gj_reader *reader, gj_id visit, const char *number,
                                   struct gj_charge *charge_out, struct gj_why *why);
enum gj_status gj_memory_transfers_of(struct gj_reader *reader, gj_id person, gj_id before,
                                      int most,
                                      void (*each)(void *to, const struct gj_transfer *one),
                                      void *to, struct gj_why *why);

#endif
