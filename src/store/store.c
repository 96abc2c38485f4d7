/* The store's contract, handed on to the backend behind it. In and out: as store.h says; the bounds
   that hold for every backend are asserted here once. */
#include "store/inside.h"

#include "base/bug.h"

void gj_store_close(struct gj_store *store)
{
    if (store != NULL)
        store->calls->close(store);
}

gj_id gj_store_next_order(struct gj_store *store)
{
    return store->calls->next_order(store);
}

enum gj_status gj_store_gather(struct gj_store *store, const struct gj_calendar *calendar,
                               struct gj_desk *const desks[], int n, struct gj_why *why)
{
    GJ_MUST(n >= 0 && n <= GJ_BATCH_FILE_MAX);
    return store->calls->gather(store, calendar, desks, n, why);
}

enum gj_status gj_store_keep(struct gj_store *store, struct gj_desk *const desks[], int n,
                             enum gj_verdict verdicts[], struct gj_why *why)
{
    GJ_MUST(n >= 0 && n <= GJ_BATCH_FILE_MAX);
    gj_id before = 0;
    for (int i = 0; i < n; i++) {
        GJ_MUST(desks[i]->command.order > before);
        before = desks[i]->command.order;
    }
    return store->calls->keep(store, desks, n, verdicts, why);
}

enum gj_status gj_store_ahead(struct gj_store *store, struct gj_store **ahead_out,
                              struct gj_why *why)
{
    *ahead_out = NULL;
    return store->calls->ahead != NULL ? store->calls->ahead(store, ahead_out, why) : GJ_DONE;
}

struct gj_digest *gj_store_digest(const struct gj_store *store)
{
    return store->calls->digest(store);
}

enum gj_status gj_store_check(const struct gj_store *store, struct gj_why *why)
{
    return store->calls->check(store, why);
}

enum gj_status gj_store_keep_packs(struct gj_store *store, const char hash[65],
                                   struct gj_slice bytes, uint32_t *number_out, struct gj_why *why)
{
    return store->calls->keep_packs(store, hash, bytes, number_out, why);
}

enum gj_status gj_reader_open(struct gj_store *store, struct gj_reader **reader_out,
                              struct gj_why *why)
{
    return store->calls->reader_open(store, reader_out, why);
}

void gj_reader_close(struct gj_reader *reader)
{
    if (reader != NULL)
        reader->calls->close(reader);
}

enum gj_status gj_reader_find(struct gj_reader *reader,
                              const struct gj_shown_credential *credential, gj_id *person_out,
                              struct gj_why *why)
{
    return reader->calls->find(reader, credential, person_out, why);
}

enum gj_status gj_reader_signed_in(struct gj_reader *reader, gj_id institution, const char *sign_no,
                                   bool *signed_in_out, struct gj_why *why)
{
    return reader->calls->signed_in(reader, institution, sign_no, signed_in_out, why);
}

enum gj_status gj_reader_side(struct gj_reader *reader, gj_id person, struct gj_side *side_out,
                              struct gj_why *why)
{
    return reader->calls->side(reader, person, side_out, why);
}

enum gj_status gj_reader_identity(struct gj_reader *reader, gj_id person,
                                  struct gj_identity *identity_out, struct gj_why *why)
{
    return reader->calls->identity(reader, person, identity_out, why);
}

enum gj_status gj_reader_bindings(struct gj_reader *reader, gj_id person, bool as_payer,
                                  gj_id before, struct gj_binding out[GJ_BINDINGS_MAX],
                                  int *count_out, struct gj_why *why)
{
    return reader->calls->bindings(reader, person, as_payer, before, out, count_out, why);
}

enum gj_status gj_reader_settlement(struct gj_reader *reader, gj_id id,
                                    struct gj_settlement *settlement_out, struct gj_why *why)
{
    return reader->calls->settlement(reader, id, settlement_out, why);
}

enum gj_status gj_reader_next_person(struct gj_reader *reader, gj_id after, gj_id *person_out,
                                     struct gj_why *why)
{
    return reader->calls->next_person(reader, after, person_out, why);
}

enum gj_status gj_reader_counters(struct gj_reader *reader, gj_id person,
                                  void (*each)(void *to, const struct gj_counter *counter),
                                  void *to, struct gj_why *why)
{
    return reader->calls->counters(reader, person, each, to, why);
}

enum gj_status gj_reader_premiums(struct gj_reader *reader, gj_id person, bool as_payer,
                                  void (*each)(void *to, const struct gj_premium *one), void *to,
                                  struct gj_why *why)
{
    return reader->calls->premiums(reader, person, as_payer, each, to, why);
}

enum gj_status gj_reader_works(struct gj_reader *reader, gj_id after, bool only_open,
                               enum gj_status (*each)(void *to, const struct gj_work *one),
                               void *to, struct gj_why *why)
{
    return reader->calls->works(reader, after, only_open, each, to, why);
}

enum gj_status gj_reader_held(struct gj_reader *reader, gj_id after,
                              enum gj_status (*each)(void *to, const struct gj_transfer *one),
                              void *to, struct gj_why *why)
{
    return reader->calls->held(reader, after, each, to, why);
}

enum gj_status gj_reader_institutions(struct gj_reader *reader,
                                      void (*each)(void *to, const struct gj_institution *one),
                                      void *to, struct gj_why *why)
{
    return reader->calls->institutions(reader, each, to, why);
}

enum gj_status gj_reader_items(struct gj_reader *reader,
                               void (*each)(void *to, const struct gj_item *one), void *to,
                               struct gj_why *why)
{
    return reader->calls->items(reader, each, to, why);
}

enum gj_status gj_reader_packs(struct gj_reader *reader, uint32_t number, char hash_out[65],
                               char **bytes_out, size_t *length_out, struct gj_why *why)
{
    return reader->calls->packs(reader, number, hash_out, bytes_out, length_out, why);
}

enum gj_status gj_reader_binding(struct gj_reader *reader, gj_id id, struct gj_binding *binding_out,
                                 struct gj_why *why)
{
    return reader->calls->binding(reader, id, binding_out, why);
}

enum gj_status gj_reader_transfer(struct gj_reader *reader, gj_id id,
                                  struct gj_transfer *transfer_out, struct gj_why *why)
{
    return reader->calls->transfer(reader, id, transfer_out, why);
}

enum gj_status gj_reader_visit(struct gj_reader *reader, gj_id id, struct gj_visit *visit_out,
                               struct gj_why *why)
{
    return reader->calls->visit(reader, id, visit_out, why);
}

enum gj_status gj_reader_charge(struct gj_reader *reader, gj_id visit, const char *number,
                                struct gj_charge *charge_out, struct gj_why *why)
{
    return reader->calls->charge(reader, visit, number, charge_out, why);
}

enum gj_status gj_reader_transfers(struct gj_reader *reader, gj_id person, gj_id before, int most,
                                   void (*each)(void *to, const struct gj_transfer *one), void *to,
                                   struct gj_why *why)
{
    return reader->calls->transfers(reader, person, before, most, each, to, why);
}

enum gj_status gj_reader_moment(struct gj_reader *reader, gj_time *moment_out, struct gj_why *why)
{
    return reader->calls->moment(reader, moment_out, why);
}

enum gj_status gj_reader_last_order(struct gj_reader *reader, gj_id *order_out, struct gj_why *why)
{
    return reader->calls->last_order(reader, order_out, why);
}

enum gj_status gj_reader_entries(struct gj_reader *reader, gj_id after, gj_id last,
                                 enum gj_status (*each)(void *to, const struct gj_entry *entry),
                                 void *to, struct gj_why *why)
{
    return reader->calls->entries(reader, after, last, each, to, why);
}

enum gj_status gj_reader_settlements(struct gj_reader *reader, gj_id after, gj_id last,
                                     enum gj_status (*each)(void *to,
                                                            const struct gj_settlement *one),
                                     void *to, struct gj_why *why)
{
    return reader->calls->settlements(reader, after, last, each, to, why);
}

enum gj_status gj_reader_chain(struct gj_reader *reader, gj_id last, int64_t *batches_out,
                               uint8_t head_out[32], struct gj_why *why)
{
    return reader->calls->chain(reader, last, batches_out, head_out, why);
}

enum gj_status gj_reader_sizes(struct gj_reader *reader, struct gj_store_sizes *sizes_out,
                               struct gj_why *why)
{
    return reader->calls->sizes(reader, sizes_out, why);
}
