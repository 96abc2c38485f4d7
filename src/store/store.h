/* The face of the store: one contract, several backends (memory, sqlite). The centre's writer calls
   gather and keep; everybody else reads through a reader. Acts never see this. */
#ifndef GJ_STORE_STORE_H
#define GJ_STORE_STORE_H

#include "base/why.h"
#include "model/outcome.h"

struct gj_store;
struct gj_digest;

enum gj_verdict { GJ_VERDICT_KEPT, GJ_VERDICT_STALE };

/* What gather must know of policy to find counters: the first day of the benefit year of an area's
   scheme that holds a day. Given by the centre, so that the store needs no policy. */
struct gj_calendar {
    gj_day (*benefit_year_first)(const void *law, gj_area area, uint8_t scheme, gj_day day);
    const void *law;
};

/* ---- writing: one writer at a time ---- */

/* An empty store in memory: the simulator's oracle. */
enum gj_status gj_store_memory(struct gj_store **store_out, struct gj_why *why) GJ_MUST_CHECK;

struct gj_sqlite_options {
    int64_t cache_kib;    /* page cache; 0 for the default */
    int64_t page_limit;   /* max_page_count for tests of a full disk; 0 for none */
    const char *vfs;      /* for tests of failing calls; NULL for the default */
    int checkpoint_pages; /* for tests: pages of the log from which on it is carried into the file by
                             a thread; 0 for the default, which with a vfs is that there is none */
};
/* Makes a new SQLite store and its key file (path + ".key"); refuses an existing file. */
enum gj_status gj_store_sqlite_create(const char *path, const struct gj_sqlite_options *options,
                                      struct gj_store **store_out,
                                      struct gj_why *why) GJ_MUST_CHECK;
/* Opens an existing one for its one writer; says why not: not ours, another version, read-only,
   locked by another writer, key file missing. */
enum gj_status gj_store_sqlite_open(const char *path, const struct gj_sqlite_options *options,
                                    struct gj_store **store_out, struct gj_why *why) GJ_MUST_CHECK;
void gj_store_close(struct gj_store *store);

/* The next order number this store's writer may use; grows with each keep. */
gj_id gj_store_next_order(struct gj_store *store);
/* Fills desks[i]->facts for desks[i]->command, n at most GJ_BATCH_FILE_MAX; nothing of earlier facts
   is left. With once SAME also
   desks[i]->outcome.reply (and settlements[0]) from what is kept. */
enum gj_status gj_store_gather(struct gj_store *store, const struct gj_calendar *calendar,
                               struct gj_desk *const desks[], int n,
                               struct gj_why *why) GJ_MUST_CHECK;
/* Keeps the outcomes of n commands in one commit, with one chain row; on failure nothing of them is
   kept. Orders of the commands ascend. */
enum gj_status gj_store_keep(struct gj_store *store, struct gj_desk *const desks[], int n,
                             enum gj_verdict verdicts[], struct gj_why *why) GJ_MUST_CHECK;

/* A second hand of the store, for a writer that gathers what comes next while another thread keeps: a
   gather sees every commit that ended before it began, and of others all or nothing. It serves gather
   alone and goes with the store. What the store holds in memory it holds as of now: institutions
   and items kept later are not seen. NULL where the backend has none. */
enum gj_status gj_store_ahead(struct gj_store *store, struct gj_store **ahead_out,
                              struct gj_why *why) GJ_MUST_CHECK;

/* A running digest under the store's own key, for once.digest of every command that is sent to it.
   From any thread; the caller frees it, and may use it after the store was closed. */
struct gj_digest *gj_store_digest(const struct gj_store *store);

/* Could the store be written now: is its file there and writable, and the lease still ours? From any
   thread. Says why not. */
enum gj_status gj_store_check(const struct gj_store *store, struct gj_why *why) GJ_MUST_CHECK;

/* Pack sets ever used: the files' bytes under their hash. Returns the number, new or old. */
enum gj_status gj_store_keep_packs(struct gj_store *store, const char hash[65],
                                   struct gj_slice bytes, uint32_t *number_out,
                                   struct gj_why *why) GJ_MUST_CHECK;

/* ---- reading: any number of readers, each used by one thread ---- */

struct gj_reader;
enum gj_status gj_reader_open(struct gj_store *store, struct gj_reader **reader_out,
                              struct gj_why *why) GJ_MUST_CHECK;
/* A reader on a file that another process may be writing. */
enum gj_status gj_reader_open_sqlite(const char *path, struct gj_reader **reader_out,
                                     struct gj_why *why) GJ_MUST_CHECK;
void gj_reader_close(struct gj_reader *reader);

/* Whom a credential finds: type 01 token, 02 identity card, 03 card (with its serial number), or
   "D" + document type for another document. *person_out 0: nobody. */
enum gj_status gj_reader_find(struct gj_reader *reader,
                              const struct gj_shown_credential *credential, gj_id *person_out,
                              struct gj_why *why) GJ_MUST_CHECK;
/* Does the sign-in number stand for this institution? */
enum gj_status gj_reader_signed_in(struct gj_reader *reader, gj_id institution, const char *sign_no,
                                   bool *signed_in_out, struct gj_why *why) GJ_MUST_CHECK;
enum gj_status gj_reader_side(struct gj_reader *reader, gj_id person, struct gj_side *side_out,
                              struct gj_why *why) GJ_MUST_CHECK;
enum gj_status gj_reader_identity(struct gj_reader *reader, gj_id person,
                                  struct gj_identity *identity_out,
                                  struct gj_why *why) GJ_MUST_CHECK;
/* Bindings of a person as payer, or as relative, newest first, with numbers below `before`; at most
   GJ_BINDINGS_MAX of them: ended ones may be more. */
enum gj_status gj_reader_bindings(struct gj_reader *reader, gj_id person, bool as_payer,
                                  gj_id before, struct gj_binding out[GJ_BINDINGS_MAX],
                                  int *count_out, struct gj_why *why) GJ_MUST_CHECK;
enum gj_status gj_reader_settlement(struct gj_reader *reader, gj_id id,
                                    struct gj_settlement *settlement_out,
                                    struct gj_why *why) GJ_MUST_CHECK;
/* The next person after `after` in order of number; *person_out 0 at the end. */
enum gj_status gj_reader_next_person(struct gj_reader *reader, gj_id after, gj_id *person_out,
                                     struct gj_why *why) GJ_MUST_CHECK;
enum gj_status gj_reader_counters(struct gj_reader *reader, gj_id person,
                                  void (*each)(void *to, const struct gj_counter *counter),
                                  void *to, struct gj_why *why) GJ_MUST_CHECK;
/* Premiums paid for a person, or by him; person 0: all, in no stated order. Given back ones too. */
enum gj_status gj_reader_premiums(struct gj_reader *reader, gj_id person, bool as_payer,
                                  void (*each)(void *to, const struct gj_premium *one), void *to,
                                  struct gj_why *why) GJ_MUST_CHECK;
/* Work items after this one in the order of their numbers; a callback that returns a status other
   than GJ_DONE ends the walk with it. */
enum gj_status gj_reader_works(struct gj_reader *reader, gj_id after, bool only_open,
                               enum gj_status (*each)(void *to, const struct gj_work *one),
                               void *to, struct gj_why *why) GJ_MUST_CHECK;
/* Transfers that are held, likewise: what waits to be accepted or returned, and nothing else. */
enum gj_status gj_reader_held(struct gj_reader *reader, gj_id after,
                              enum gj_status (*each)(void *to, const struct gj_transfer *one),
                              void *to, struct gj_why *why) GJ_MUST_CHECK;
enum gj_status gj_reader_institutions(struct gj_reader *reader,
                                      void (*each)(void *to, const struct gj_institution *one),
                                      void *to, struct gj_why *why) GJ_MUST_CHECK;
enum gj_status gj_reader_items(struct gj_reader *reader,
                               void (*each)(void *to, const struct gj_item *one), void *to,
                               struct gj_why *why) GJ_MUST_CHECK;
enum gj_status gj_reader_packs(struct gj_reader *reader, uint32_t number, char hash_out[65],
                               char **bytes_out, size_t *length_out,
                               struct gj_why *why) GJ_MUST_CHECK;

/* One record by its number; version 0 when there is none. */
enum gj_status gj_reader_binding(struct gj_reader *reader, gj_id id, struct gj_binding *binding_out,
                                 struct gj_why *why) GJ_MUST_CHECK;
enum gj_status gj_reader_transfer(struct gj_reader *reader, gj_id id,
                                  struct gj_transfer *transfer_out,
                                  struct gj_why *why) GJ_MUST_CHECK;
enum gj_status gj_reader_visit(struct gj_reader *reader, gj_id id, struct gj_visit *visit_out,
                               struct gj_why *why) GJ_MUST_CHECK;
enum gj_status gj_reader_charge(struct gj_reader *reader, gj_id visit, const char *number,
                                struct gj_charge *charge_out, struct gj_why *why) GJ_MUST_CHECK;
/* Transfers that a person sent or received, newest first, with numbers below `before`; at most
   `most` of them. */
enum gj_status gj_reader_transfers(struct gj_reader *reader, gj_id person, gj_id before, int most,
                                   void (*each)(void *to, const struct gj_transfer *one), void *to,
                                   struct gj_why *why) GJ_MUST_CHECK;

/* Where the clock stood when the last command was kept: what that command was stamped with, or where
   it moved the clock to. 0 when nothing was kept yet. */
enum gj_status gj_reader_moment(struct gj_reader *reader, gj_time *moment_out,
                                struct gj_why *why) GJ_MUST_CHECK;

/* What audit and export walk, in record order after `after` up to `last`, in slices, so that no
   snapshot is held long. A callback that returns a status other than GJ_DONE ends the walk. */
enum gj_status gj_reader_last_order(struct gj_reader *reader, gj_id *order_out,
                                    struct gj_why *why) GJ_MUST_CHECK;
enum gj_status gj_reader_entries(struct gj_reader *reader, gj_id after, gj_id last,
                                 enum gj_status (*each)(void *to, const struct gj_entry *entry),
                                 void *to, struct gj_why *why) GJ_MUST_CHECK;
enum gj_status gj_reader_settlements(struct gj_reader *reader, gj_id after, gj_id last,
                                     enum gj_status (*each)(void *to,
                                                            const struct gj_settlement *one),
                                     void *to, struct gj_why *why) GJ_MUST_CHECK;
/* Recomputes the whole hash chain from the kept rows; GJ_BROKEN names the first batch that differs.
 */
enum gj_status gj_reader_chain(struct gj_reader *reader, gj_id last, int64_t *batches_out,
                               uint8_t head_out[32], struct gj_why *why) GJ_MUST_CHECK;

/* A copy of the whole store made while it is in use. */
enum gj_status gj_store_backup(const char *from, const char *to, struct gj_why *why) GJ_MUST_CHECK;

struct gj_store_sizes {
    int64_t people, settlements, entries, batches;
    int64_t file_bytes, wal_bytes;
};
enum gj_status gj_reader_sizes(struct gj_reader *reader, struct gj_store_sizes *sizes_out,
                               struct gj_why *why) GJ_MUST_CHECK;

#endif
