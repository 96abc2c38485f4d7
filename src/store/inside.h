/* For the backends of the store alone: the two tables of calls behind src/store/store.h, which
   each backend embeds first in its own struct, and the hash chain that all of them keep alike.

   What every backend must do in the same way, beside the contract in store.h:
   - A command's order is the id of what it makes: entry.id and a new settlement's id equal
     command.order; entry.act and entry.now are the command's.
   - A row of version 0 is new; a settlement of a higher version changes in reversed_by alone.
   - The store sets, whatever the outcome says: entry line `previous` (ACCOUNT and WALLET lines),
     last_entry of accounts and wallets, settlement.previous, version + 1 of every kept row.
   - A name marked undone answers GJ_ONCE_UNDONE, also when the message itself was kept before.
   - Names are looked up on the day of arrival and the seven days before it. */
#ifndef GJ_STORE_INSIDE_H
#define GJ_STORE_INSIDE_H

#include "seal/seal.h"
#include "store/store.h"

struct gj_store_calls {
    void (*close)(struct gj_store *store);
    gj_id (*next_order)(struct gj_store *store);
    enum gj_status (*gather)(struct gj_store *store, const struct gj_calendar *calendar,
                             struct gj_desk *const desks[], int n, struct gj_why *why);
    enum gj_status (*keep)(struct gj_store *store, struct gj_desk *const desks[], int n,
                           enum gj_verdict verdicts[], struct gj_why *why);
    /* may be NULL */
    enum gj_status (*ahead)(struct gj_store *store, struct gj_store **ahead_out,
                            struct gj_why *why);
    struct gj_digest *(*digest)(const struct gj_store *store);
    enum gj_status (*check)(const struct gj_store *store, struct gj_why *why);
    enum gj_status (*keep_packs)(struct gj_store *store, const char hash[65], struct gj_slice bytes,
                                 uint32_t *number_out, struct gj_why *why);
    enum gj_status (*reader_open)(struct gj_store *store, struct gj_reader **reader_out,
                                  struct gj_why *why);
};

/* First member of each backend's store. */
struct gj_store {
    const struct gj_store_calls *calls;
};

struct gj_reader_calls {
    void (*close)(struct gj_reader *reader);
    enum gj_status (*find)(struct gj_reader *reader, const struct gj_shown_credential *credential,
                           gj_id *person_out, struct gj_why *why);
    enum gj_status (*signed_in)(struct gj_reader *reader, gj_id institution, const char *sign_no,
                                bool *signed_in_out, struct gj_why *why);
    enum gj_status (*side)(struct gj_reader *reader, gj_id person, struct gj_side *side_out,
                           struct gj_why *why);
    enum gj_status (*identity)(struct gj_reader *reader, gj_id person,
                               struct gj_identity *identity_out, struct gj_why *why);
    enum gj_status (*bindings)(struct gj_reader *reader, gj_id person, bool as_payer, gj_id before,
                               struct gj_binding out[GJ_BINDINGS_MAX], int *count_out,
                               struct gj_why *why);
    enum gj_status (*settlement)(struct gj_reader *reader, gj_id id,
                                 struct gj_settlement *settlement_out, struct gj_why *why);
    enum gj_status (*next_person)(struct gj_reader *reader, gj_id after, gj_id *person_out,
                                  struct gj_why *why);
    enum gj_status (*counters)(struct gj_reader *reader, gj_id person,
                               void (*each)(void *to, const struct gj_counter *counter), void *to,
                               struct gj_why *why);
    enum gj_status (*premiums)(struct gj_reader *reader, gj_id person, bool as_payer,
                               void (*each)(void *to, const struct gj_premium *one), void *to,
                               struct gj_why *why);
    enum gj_status (*works)(struct gj_reader *reader, gj_id after, bool only_open,
                            enum gj_status (*each)(void *to, const struct gj_work *one), void *to,
                            struct gj_why *why);
    enum gj_status (*held)(struct gj_reader *reader, gj_id after,
                           enum gj_status (*each)(void *to, const struct gj_transfer *one),
                           void *to, struct gj_why *why);
    enum gj_status (*institutions)(struct gj_reader *reader,
                                   void (*each)(void *to, const struct gj_institution *one),
                                   void *to, struct gj_why *why);
    enum gj_status (*items)(struct gj_reader *reader,
                            void (*each)(void *to, const struct gj_item *one), void *to,
                            struct gj_why *why);
    enum gj_status (*packs)(struct gj_reader *reader, uint32_t number, char hash_out[65],
                            char **bytes_out, size_t *length_out, struct gj_why *why);
    enum gj_status (*binding)(struct gj_reader *reader, gj_id id, struct gj_binding *binding_out,
                              struct gj_why *why);
    enum gj_status (*transfer)(struct gj_reader *reader, gj_id id, struct gj_transfer *transfer_out,
                               struct gj_why *why);
    enum gj_status (*visit)(struct gj_reader *reader, gj_id id, struct gj_visit *visit_out,
                            struct gj_why *why);
    enum gj_status (*charge)(struct gj_reader *reader, gj_id visit, const char *number,
                             struct gj_charge *charge_out, struct gj_why *why);
    enum gj_status (*transfers)(struct gj_reader *reader, gj_id person, gj_id before, int most,
                                void (*each)(void *to, const struct gj_transfer *one), void *to,
                                struct gj_why *why);
    enum gj_status (*moment)(struct gj_reader *reader, gj_time *moment_out, struct gj_why *why);
    enum gj_status (*last_order)(struct gj_reader *reader, gj_id *order_out, struct gj_why *why);
    enum gj_status (*entries)(struct gj_reader *reader, gj_id after, gj_id last,
                              enum gj_status (*each)(void *to, const struct gj_entry *entry),
                              void *to, struct gj_why *why);
    enum gj_status (*settlements)(struct gj_reader *reader, gj_id after, gj_id last,
                                  enum gj_status (*each)(void *to, const struct gj_settlement *one),
                                  void *to, struct gj_why *why);
    enum gj_status (*chain)(struct gj_reader *reader, gj_id last, int64_t *batches_out,
                            uint8_t head_out[32], struct gj_why *why);
    enum gj_status (*sizes)(struct gj_reader *reader, struct gj_store_sizes *sizes_out,
                            struct gj_why *why);
};

/* First member of each backend's reader. */
struct gj_reader {
    const struct gj_reader_calls *calls;
};

/* ---- the hash chain: the bytes are laid down in canonical.c ---- */

/* What is kept of every command that kept anything. */
struct gj_record {
    gj_id order;
    gj_time now;
    uint8_t act;
    struct gj_actor actor;
    gj_id subject;      /* reply.id: what the act made or touched */
    uint8_t digest[32]; /* once.digest, or zeros when the command bears no name */
};
struct gj_record gj_record_of(const struct gj_desk *desk);

/* h(n) = SM3(h(n-1) || for each kept command, in order: its record, its new settlement, its entry
   with `previous` set). Changed settlements (version above 0) are not hashed again. The first
   batch's h(n-1) is 32 zeros. */
void gj_chain_begin(struct gj_sm3 *sm3, const uint8_t before[32]);
void gj_chain_record(struct gj_sm3 *sm3, const struct gj_record *record);
void gj_chain_settlement(struct gj_sm3 *sm3, const struct gj_settlement *settlement);
/* The same with claim and decision as they rest in the store (gj_kept_decided_put). */
void gj_chain_settlement_kept(struct gj_sm3 *sm3, const struct gj_settlement *settlement,
                              const uint8_t *kept, size_t length);
void gj_chain_entry(struct gj_sm3 *sm3, const struct gj_entry *entry); /* count 0: nothing */

/* The act whose message made a settlement row. */
uint8_t gj_act_that_made(const struct gj_settlement *settlement);

/* Which kind and text find a person by what is shown ("01" token, "02" identity card, "03" card
   with its serial number, "D" + type another document); false when nothing was shown. */
enum { GJ_LOOK_UP_TEXT_MAX = 96 };
bool gj_look_up_of_credential(const struct gj_shown_credential *shown, char kind_out[4],
                              char text_out[GJ_LOOK_UP_TEXT_MAX]);
/* The looks-up under which a new person is found: document, card, token; returns how many. */
struct gj_look_up {
    char kind[4];
    char text[GJ_LOOK_UP_TEXT_MAX];
};
int gj_look_ups_of_identity(const struct gj_identity *identity, struct gj_look_up out[3]);

#endif
