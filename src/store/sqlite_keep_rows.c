/* Keeping the changed rows of one outcome, each with its version one higher, and what keep takes
   from the command's body: identities, diagnoses, institutions, items, clock, packs, marks. */
#include "store/sqlite.h"

#include <stdlib.h>
#include <string.h>

#include "base/bug.h"

/* A row read at version 0 is new. */
static struct gj_row put_or_change(struct gj_db *db, int64_t version, enum gj_sql put,
                                   enum gj_sql change)
{
    return gj_row(db, version == 0 ? put : change);
}

/* A known row that is not there, or not alone, is a store that contradicts itself; inserting a row
   that is there already fails by its key. */
static void do_one(struct gj_row *row)
{
    gj_row_do(row);
    if (gj_db_good(row->db) && sqlite3_changes(row->db->handle) != 1)
        gj_db_broken(row->db, "a row to be changed is not there");
}

#define KEEP_ROWS(function, noun, rows, count, kind)                                               \
    static void function(struct gj_db *db, const struct gj_outcome *outcome)                       \
    {                                                                                              \
        for (int i = 0; i < outcome->count; i++) {                                                 \
            struct gj_##noun one = outcome->rows[i];                                               \
            struct gj_row row =                                                                    \
                put_or_change(db, one.version, GJ_SQL_##kind##_PUT, GJ_SQL_##kind##_CHANGE);       \
            one.version++;                                                                         \
            gj_row_##noun(&row, &one);                                                             \
            do_one(&row);                                                                          \
        }                                                                                          \
    }
KEEP_ROWS(keep_enrolments, enrolment, enrolments, enrolments_count, ENROLMENT)
KEEP_ROWS(keep_transfers, transfer, transfers, transfers_count, TRANSFER)
KEEP_ROWS(keep_works, work, works, works_count, WORK)
KEEP_ROWS(keep_premiums, premium, premiums, premiums_count, PREMIUM)
KEEP_ROWS(keep_visits, visit, visits, visits_count, VISIT)

static bool is_narrow(const struct gj_counter *counter)
{
    return counter->span == GJ_SPAN_MONTH || counter->span == GJ_SPAN_DAY;
}

/* A year's counters say for ever whether a month or a day was counted beside them: most rules count
   none, and then nobody looks for them. */
static void keep_counters(struct gj_db *db, const struct gj_outcome *outcome)
{
    bool narrow = false;
    for (int i = 0; i < outcome->counters_count; i++)
        narrow |= is_narrow(&outcome->counters[i]);
    for (int i = 0; i < outcome->counters_count; i++) {
        struct gj_counter one = outcome->counters[i];
        struct gj_row row =
            put_or_change(db, one.version, GJ_SQL_COUNTER_PUT, GJ_SQL_COUNTER_CHANGE);
        one.version++;
        gj_row_counter(&row, &one);
        gj_bind(&row, narrow);
        do_one(&row);
    }
}

/* The entry's id if it touches this account (of that book) or wallet (of any, `book` 0: a person has
   one), else what the row names already. */
static gj_id last_entry(const struct gj_entry *entry, enum gj_chart chart, gj_id owner,
                        gj_area book, gj_id before)
{
    for (int i = 0; i < entry->count; i++) {
        const struct gj_entry_line *line = &entry->lines[i];
        if (line->chart == chart && line->owner == owner && (book == 0 || line->book == book))
            return entry->id;
    }
    return before;
}

static void keep_accounts(struct gj_db *db, const struct gj_outcome *outcome)
{
    for (int i = 0; i < outcome->accounts_count; i++) {
        struct gj_account one = outcome->accounts[i];
        struct gj_row row =
            put_or_change(db, one.version, GJ_SQL_ACCOUNT_PUT, GJ_SQL_ACCOUNT_CHANGE);
        one.version++;
        one.last_entry =
            last_entry(&outcome->entry, GJ_CHART_ACCOUNT, one.person, one.area, one.last_entry);
        gj_row_account(&row, &one);
        do_one(&row);
    }
}

static void keep_wallets(struct gj_db *db, const struct gj_outcome *outcome)
{
    for (int i = 0; i < outcome->wallets_count; i++) {
        struct gj_wallet one = outcome->wallets[i];
        struct gj_row row = put_or_change(db, one.version, GJ_SQL_WALLET_PUT, GJ_SQL_WALLET_CHANGE);
        one.version++;
        one.last_entry =
            last_entry(&outcome->entry, GJ_CHART_WALLET, one.person, 0, one.last_entry);
        gj_row_wallet(&row, &one);
        do_one(&row);
    }
}

static void keep_persons(struct gj_sqlite *self, const struct gj_outcome *outcome)
{
    for (int i = 0; i < outcome->persons_count; i++) {
        struct gj_person one = outcome->persons[i];
        self->end.people += outcome->new_person;
        struct gj_row row =
            put_or_change(&self->db, one.version, GJ_SQL_PERSON_PUT, GJ_SQL_PERSON_CHANGE);
        one.version++;
        gj_row_person(&row, &one);
        do_one(&row);
    }
}

static void keep_terms(struct gj_db *db, struct gj_binding *one)
{
    struct gj_row row = put_or_change(db, one->version, GJ_SQL_TERMS_PUT, GJ_SQL_TERMS_CHANGE);
    one->version++;
    gj_bind(&row, one->relative);
    gj_bind(&row, one->id);
    gj_row_binding_terms(&row, one);
    do_one(&row);
}

/* Who pays for whom: with the relative, and from the payer's side with the payer. */
static void keep_who(struct gj_db *db, struct gj_binding *one)
{
    struct gj_row row = put_or_change(db, one->version, GJ_SQL_BINDING_PUT, GJ_SQL_BINDING_CHANGE);
    gj_row_binding_who(&row, one);
    do_one(&row);
    row = put_or_change(db, one->version, GJ_SQL_PAYING_PUT, GJ_SQL_PAYING_CHANGE);
    gj_row_paying(&row, one);
    do_one(&row);
    if (one->version > 0)
        return;
    row = gj_row(db, GJ_SQL_BINDING_OF_PUT);
    gj_bind(&row, one->id);
    gj_bind(&row, one->relative);
    gj_row_do(&row);
}

/* A bill moves only what was used of a binding. */
static bool moves_use_alone(uint8_t act)
{
    return act == GJ_ACT_SETTLE || act == GJ_ACT_SETTLE_BILL || act == GJ_ACT_REVERSE;
}

static void keep_bindings(struct gj_db *db, const struct gj_desk *desk)
{
    for (int i = 0; i < desk->outcome.bindings_count; i++) {
        struct gj_binding one = desk->outcome.bindings[i];
        if (!moves_use_alone(desk->command.act))
            keep_who(db, &one);
        keep_terms(db, &one);
    }
}

static void keep_charges(struct gj_db *db, const struct gj_outcome *outcome)
{
    uint8_t bytes[GJ_KEPT_DECISION_MAX];
    for (int i = 0; i < outcome->charges_count; i++) {
        struct gj_charge one = outcome->charges[i];
        const bool previewed = one.preview_state != GJ_PREVIEW_IS_NONE;
        const size_t length = previewed ? gj_kept_decision_put(&one.preview, bytes) : 0;
        struct gj_row row = put_or_change(db, one.version, GJ_SQL_CHARGE_PUT, GJ_SQL_CHARGE_CHANGE);
        one.version++;
        gj_row_charge(&row, &one);
        gj_bind_blob(&row, bytes, length);
        do_one(&row);
    }
}

static void keep_look_ups(struct gj_sqlite *self, const struct gj_identity *identity)
{
    struct gj_look_up look_ups[3];
    const int count = gj_look_ups_of_identity(identity, look_ups);
    for (int i = 0; i < count; i++) {
        uint8_t hash[GJ_SM3_SIZE];
        gj_look_up_hash(self->keys, look_ups[i].kind, gj_slice(look_ups[i].text), hash);
        struct gj_row row = gj_row(&self->db, GJ_SQL_LOOK_UP_PUT);
        gj_bind_blob(&row, hash, sizeof hash);
        gj_bind(&row, identity->person);
        gj_row_do(&row);
    }
    explicit_bzero(look_ups, sizeof look_ups);
}

/* Seals `text` under a number that it cannot be moved from, and keeps it there. */
static void keep_sealed(struct gj_sqlite *self, enum gj_sql statement, gj_id id, gj_id visit,
                        struct gj_slice text)
{
    uint8_t sealed[GJ_KEPT_DIAGNOSES_MAX + GJ_SEAL_OVERHEAD];
    size_t length = 0;
    if (!gj_db_good(&self->db) || gj_seal(self->keys, (uint64_t)id, text, sealed, sizeof sealed,
                                          &length, &self->db.why) != GJ_DONE)
        return;
    struct gj_row row = gj_row(&self->db, statement);
    gj_bind(&row, id);
    if (statement == GJ_SQL_DIAGNOSES_PUT)
        gj_bind(&row, visit);
    gj_bind_blob(&row, sealed, length);
    gj_row_do(&row);
}

static void keep_identity(struct gj_sqlite *self, const struct gj_desk *desk)
{
    const struct gj_identity *given = desk->command.body.enrol.identity;
    GJ_MUST(given != NULL && desk->outcome.persons_count == 1);
    struct gj_identity identity = *given;
    uint8_t text[GJ_KEPT_IDENTITY_MAX];
    identity.person = desk->outcome.persons[0].id;
    const size_t length = gj_kept_identity_put(&identity, text);
    keep_sealed(self, GJ_SQL_SEAL_PUT, identity.person, 0,
                (struct gj_slice){(const char *)text, length});
    keep_look_ups(self, &identity);
    explicit_bzero(&identity, sizeof identity);
    explicit_bzero(text, sizeof text);
}

static void keep_diagnoses(struct gj_sqlite *self, const struct gj_command *command)
{
    uint8_t text[GJ_KEPT_DIAGNOSES_MAX];
    const size_t length =
        gj_kept_diagnoses_put(command->body.diagnoses.list, command->body.diagnoses.count, text);
    keep_sealed(self, GJ_SQL_DIAGNOSES_PUT, command->order, command->body.diagnoses.visit,
                (struct gj_slice){(const char *)text, length});
}

/* A code seen earlier in this batch keeps the number it got there. */
static gj_id number_of_place(struct gj_sqlite *self, const char *code)
{
    const struct gj_institution *known = gj_places_find(&self->places, code);
    if (known != NULL)
        return known->id;
    gj_id last = self->places.last_id;
    for (int i = 0; i < self->places_new_count; i++) {
        if (strcmp(self->places_new[i]->code, code) == 0)
            return self->places_new[i]->id;
        if (self->places_new[i]->id > last)
            last = self->places_new[i]->id;
    }
    return last + 1;
}

static void keep_institution(struct gj_sqlite *self, const struct gj_command *command)
{
    struct gj_institution *one = malloc(sizeof *one);
    GJ_MUST(one != NULL);
    *one = *command->body.institution;
    one->id = number_of_place(self, one->code);
    struct gj_row row = gj_row(&self->db, GJ_SQL_INSTITUTION_PUT);
    gj_row_institution(&row, one);
    gj_row_do(&row);
    self->places_new[self->places_new_count++] = one;
}

static void keep_item(struct gj_sqlite *self, const struct gj_command *command)
{
    struct gj_item one = *command->body.item;
    struct gj_row row = gj_row(&self->db, GJ_SQL_ITEM_PUT);
    gj_row_item(&row, &one);
    gj_row_do(&row);
}

static void keep_meta(struct gj_sqlite *self, const char *name, int64_t value)
{
    struct gj_row row = gj_row(&self->db, GJ_SQL_META_PUT);
    gj_bind_text(&row, name);
    gj_bind(&row, value);
    gj_row_do(&row);
}

static void keep_sign(struct gj_sqlite *self, const struct gj_desk *desk)
{
    const bool in = desk->command.act == GJ_ACT_SIGN_IN;
    struct gj_row row = gj_row(&self->db, in ? GJ_SQL_SIGN_PUT : GJ_SQL_SIGN_END);
    gj_bind(&row, desk->facts.institution.id);
    gj_bind_text(&row, in ? desk->outcome.reply.sign_no : desk->command.sign_no);
    gj_row_do(&row);
}

static void keep_body(struct gj_sqlite *self, const struct gj_desk *desk)
{
    const struct gj_command *command = &desk->command;
    switch (command->act) {
    case GJ_ACT_SIGN_IN:
    case GJ_ACT_SIGN_OUT:
        keep_sign(self, desk);
        break;
    case GJ_ACT_DIAGNOSE:
        keep_diagnoses(self, command);
        break;
    case GJ_ACT_ADD_INSTITUTION:
        keep_institution(self, command);
        break;
    case GJ_ACT_ADD_ITEM:
        keep_item(self, command);
        break;
    case GJ_ACT_MOVE_CLOCK:
        keep_meta(self, "clock", command->body.clock.to);
        break;
    case GJ_ACT_PUBLISH:
        keep_meta(self, "pack_set", command->body.publish.pack_set);
        break;
    default:
        break;
    }
}

void gj_keep_rows(struct gj_sqlite *self, const struct gj_desk *desk)
{
    const struct gj_outcome *outcome = &desk->outcome;
    const struct gj_command *command = &desk->command;
    keep_persons(self, outcome);
    keep_enrolments(&self->db, outcome);
    keep_accounts(&self->db, outcome);
    keep_wallets(&self->db, outcome);
    keep_bindings(&self->db, desk);
    keep_counters(&self->db, outcome);
    keep_transfers(&self->db, outcome);
    keep_works(&self->db, outcome);
    keep_premiums(&self->db, outcome);
    keep_visits(&self->db, outcome);
    keep_charges(&self->db, outcome);
    if (outcome->new_person)
        keep_identity(self, desk);
    keep_body(self, desk);
    if (outcome->keep_credit_mark)
        gj_append_credited(self, command->person, command->body.credit.area,
                           command->body.credit.month);
}
