/* For the SQLite readers alone: one reader, and the walks in sqlite_walk.c. */
#ifndef GJ_STORE_SQLITE_READER_H
#define GJ_STORE_SQLITE_READER_H

#include "store/sqlite.h"

struct gj_sqlite_reader {
    struct gj_reader reader;
    struct gj_db db;
    struct gj_keys *keys; /* NULL: the key file is missing */
    struct gj_sm3 *sm3;
};

/* One read transaction around several look-ups, so that they see one moment. */
void gj_sqlite_read_begin(struct gj_sqlite_reader *self);
void gj_sqlite_read_end_transaction(struct gj_sqlite_reader *self);

enum gj_status gj_sqlite_last_order(struct gj_reader *reader, gj_id *order_out,
                                    struct gj_why *why) GJ_MUST_CHECK;
enum gj_status gj_sqlite_entries(struct gj_reader *reader, gj_id after, gj_id last,
                                 enum gj_status (*each)(void *to, const struct gj_entry *entry),
                                 void *to, struct gj_why *why) GJ_MUST_CHECK;
enum gj_status gj_sqlite_settlements(struct gj_reader *reader, gj_id after, gj_id last,
                                     enum gj_status (*each)(void *to,
                                                            const struct gj_settlement *one),
                                     void *to, struct gj_why *why) GJ_MUST_CHECK;
enum gj_status gj_sqlite_chain(struct gj_reader *reader, gj_id last, int64_t *batches_out,
                               uint8_t head_out[32], struct gj_why *why) GJ_MUST_CHECK;

/* Records by their numbers, for readers. */
enum gj_status gj_sqlite_binding_of(struct gj_reader *reader, gj_id id,
                                    struct gj_binding *binding_out, struct gj_why *why);
enum gj_status gj_sqlite_transfer_of(struct gj_reader *reader, gj_id id,
                                     struct gj_transfer *transfer_out, struct gj_why *why);
enum gj_status gj_sqlite_visit_of(struct gj_reader *reader, gj_id id, struct gj_visit *visit_out,
                                  struct gj_why *why);
enum gj_status gj_sqlite_charge_of(struct gj_reader *reader, gj_id visit, const char *number,
                                   struct gj_charge *charge_out, struct gj_why *why);
enum gj_status gj_sqlite_transfers_of(struct gj_reader *reader, gj_id person, gj_id before,
                                      int most,
                                      void (*each)(void *to, const struct gj_transfer *one),
                                      void *to, struct gj_why *why);

#endif
