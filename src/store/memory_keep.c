/* Keeping in the memory store: each command is held against the versions it was decided on, then its
   rows are written, then the batch gets its row of the chain. In: outcomes. Out: rows. */
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "store/memory.h"

/* ---- is everything as it was read? ---- */

static int64_t version_of_enrolment(const struct gj_memory *memory, const struct gj_enrolment *row)
{
    const struct gj_memory_person *person = gj_memory_person(memory, row->person);
    for (int i = 0; person && i < person->side.enrolments_count; i++) {
        const struct gj_enrolment *one = &person->side.enrolments[i];
        if (one->area == row->area && one->scheme == row->scheme)
            return one->version;
    }
    return 0;
}

#define GJ_UNCHANGED(kind, kept)                                                                   \
    for (int i = 0; i < outcome->kind##_count; i++) {                                              \
        const __typeof__(outcome->kind[0]) *row = &outcome->kind[i];                               \
        const __typeof__(outcome->kind[0]) *now = (kept);                                          \
        if (row->version != (now ? now->version : 0))                                              \
            return false;                                                                          \
    }

static const struct gj_person *person_row(const struct gj_memory *memory, gj_id id)
{
    const struct gj_memory_person *row = gj_memory_person(memory, id);
    return row ? &row->side.person : NULL;
}

static const struct gj_wallet *wallet_row(const struct gj_memory *memory, gj_id id)
{
    const struct gj_memory_person *row = gj_memory_person(memory, id);
    return row ? &row->side.wallet : NULL;
}

static bool rows_are_unchanged(const struct gj_memory *memory, const struct gj_outcome *outcome)
{
    GJ_UNCHANGED(persons, person_row(memory, row->id))
    GJ_UNCHANGED(accounts, gj_memory_account(memory, row->person, row->area))
    GJ_UNCHANGED(wallets, wallet_row(memory, row->person))
    GJ_UNCHANGED(bindings, gj_memory_binding(memory, row->id))
    GJ_UNCHANGED(counters, gj_memory_counter(memory, row))
    GJ_UNCHANGED(transfers, gj_memory_transfer(memory, row->id))
    GJ_UNCHANGED(premiums, gj_memory_premium(memory, row->id))
    GJ_UNCHANGED(works, gj_memory_work(memory, row->id))
    GJ_UNCHANGED(visits, gj_memory_visit(memory, row->id))
    GJ_UNCHANGED(charges, gj_memory_charge(memory, row->visit, row->number))
    GJ_UNCHANGED(settlements, gj_memory_settlement(memory, row->id))
    for (int i = 0; i < outcome->enrolments_count; i++)
        if (outcome->enrolments[i].version != version_of_enrolment(memory, &outcome->enrolments[i]))
            return false;
    return true;
}

/* One premium stands for a person and year: a second one came too late. */
static bool year_is_free(const struct gj_memory *memory, const struct gj_outcome *outcome)
{
    if (outcome->premiums_count == 0 || outcome->premiums[0].version > 0)
        return true;
    const struct gj_premium *kept =
        gj_memory_premium_of(memory, outcome->premiums[0].person, outcome->premiums[0].year);
    return !kept || kept->state != GJ_PREMIUM_IS_PAID;
}

/* Names and marks are rows too: a second one under the same name came too late. */
static bool names_are_free(const struct gj_memory *memory, const struct gj_desk *desk)
{
    const struct gj_command *command = &desk->command;
    struct gj_look_up looks[3] = {0};
    if (desk->outcome.keep_once && gj_memory_once(memory, command->once.hash, command->once.day))
        return false;
    if (desk->outcome.keep_credit_mark &&
        gj_memory_is_credited(memory, command->person, command->body.credit.area,
                              command->body.credit.month))
        return false;
    if (!desk->outcome.new_person || command->body.enrol.identity->document[0] == '\0')
        return true;
    gj_look_ups_of_identity(command->body.enrol.identity, looks);
    return gj_memory_look(memory, &looks[0]) == NULL;
}

/* ---- entries ---- */

static gj_id *last_entry_of(const struct gj_memory *memory, const struct gj_entry_line *line)
{
    if (line->chart == GJ_CHART_ACCOUNT) {
        struct gj_account *row = gj_memory_account(memory, line->owner, line->book);
        return row ? &row->last_entry : NULL;
    }
    if (line->chart == GJ_CHART_WALLET) {
        struct gj_memory_person *row = gj_memory_person(memory, line->owner);
        return row ? &row->side.wallet.last_entry : NULL;
    }
    return NULL;
}

/* After the rows are written: each line names the entry before it, each row its newest one. */
static void link_entry(const struct gj_memory *memory, struct gj_entry *entry)
{
    for (int i = 0; i < entry->count; i++) {
        gj_id *last = last_entry_of(memory, &entry->lines[i]);
        entry->lines[i].previous = last ? *last : 0;
        if (last)
            *last = entry->id;
    }
}

/* ---- rows ---- */

static struct gj_memory_person *person_for(struct gj_memory *memory, gj_id id)
{
    struct gj_memory_person *row = gj_memory_person(memory, id);
    if (row)
        return row;
    static const struct gj_memory_person nobody = {0};
    struct gj_memory_person new = nobody;
    new.side.person.id = id;
    new.side.wallet.person = id;
    return gj_table_put(&memory->people, &new);
}

static void keep_enrolment(struct gj_side *side, const struct gj_enrolment *row)
{
    int at = 0;
    while (at < side->enrolments_count &&
           (side->enrolments[at].area != row->area || side->enrolments[at].scheme != row->scheme))
        at++;
    GJ_MUST(at < GJ_ENROLMENTS_MAX);
    side->enrolments[at] = *row;
    side->enrolments[at].version++;
    if (at == side->enrolments_count)
        side->enrolments_count++;
}

/* last_entry is the store's own: a row decided earlier in the batch must not set it back. */
static void keep_account(struct gj_side *side, const struct gj_account *row)
{
    int at = 0;
    while (at < side->accounts_count && side->accounts[at].area != row->area)
        at++;
    GJ_MUST(at < GJ_ENROLMENTS_MAX);
    gj_id last = at < side->accounts_count ? side->accounts[at].last_entry : 0;
    side->accounts[at] = *row;
    side->accounts[at].version++;
    side->accounts[at].last_entry = last;
    if (at == side->accounts_count)
        side->accounts_count++;
}

static void keep_people(struct gj_memory *memory, const struct gj_outcome *outcome)
{
    for (int i = 0; i < outcome->persons_count; i++) {
        struct gj_memory_person *person = person_for(memory, outcome->persons[i].id);
        if (!person)
            return;
        person->side.person = outcome->persons[i];
        person->side.person.version++;
    }
    for (int i = 0; i < outcome->enrolments_count; i++)
        keep_enrolment(&gj_memory_person(memory, outcome->enrolments[i].person)->side,
                       &outcome->enrolments[i]);
    for (int i = 0; i < outcome->accounts_count; i++)
        keep_account(&gj_memory_person(memory, outcome->accounts[i].person)->side,
                     &outcome->accounts[i]);
    for (int i = 0; i < outcome->wallets_count; i++) {
        struct gj_wallet *row = &gj_memory_person(memory, outcome->wallets[i].person)->side.wallet;
        gj_id last = row->last_entry;
        *row = outcome->wallets[i];
        row->version++;
        row->last_entry = last;
    }
}

#define GJ_KEEP_ROWS(kind, type)                                                                   \
    for (int i = 0; i < outcome->kind##_count; i++) {                                              \
        struct type row = outcome->kind[i];                                                        \
        row.version++;                                                                             \
        gj_table_put(&memory->kind, &row);                                                         \
    }

static void keep_rows(struct gj_memory *memory, const struct gj_outcome *outcome)
{
    GJ_KEEP_ROWS(bindings, gj_binding)
    GJ_KEEP_ROWS(counters, gj_counter)
    GJ_KEEP_ROWS(transfers, gj_transfer)
    GJ_KEEP_ROWS(premiums, gj_premium)
    GJ_KEEP_ROWS(works, gj_work)
    GJ_KEEP_ROWS(visits, gj_visit)
    GJ_KEEP_ROWS(charges, gj_charge)
}

/* A new settlement joins the person's chain; of a known one only reversed_by changes. */
static gj_id keep_settlements(struct gj_memory *memory, const struct gj_outcome *outcome)
{
    gj_id made = 0;
    for (int i = 0; i < outcome->settlements_count; i++) {
        struct gj_settlement row = outcome->settlements[i];
        struct gj_memory_person *person = gj_memory_person(memory, row.person);
        if (row.version == 0) {
            row.previous = person->side.last_settlement;
            person->side.last_settlement = row.id;
            made = row.id;
        }
        row.version++;
        gj_table_put(&memory->settlements, &row);
    }
    return made;
}

/* ---- what comes from the command ---- */

static void keep_identity(struct gj_memory *memory, const struct gj_desk *desk)
{
    if (!desk->outcome.new_person)
        return;
    struct gj_memory_person *person = gj_memory_person(memory, desk->outcome.persons[0].id);
    struct gj_look_up looks[3] = {0};
    person->identity = *desk->command.body.enrol.identity;
    person->identity.person = person->side.person.id;
    int count = gj_look_ups_of_identity(&person->identity, looks);
    for (int i = 0; i < count; i++) {
        struct gj_memory_look look = {looks[i], person->identity.person};
        if (!gj_memory_look(memory, &looks[i]))
            gj_table_put(&memory->looks, &look);
    }
}

static void keep_lines(struct gj_memory *memory, gj_id visit, const struct gj_line *list, int count)
{
    for (int i = 0; i < count; i++) {
        const struct gj_line *line = &list[i];
        struct gj_memory_line row = {.visit = visit, .content = line->content};
        memcpy(row.serial, line->serial, sizeof row.serial);
        memcpy(row.charge, line->charge, sizeof row.charge);
        gj_table_put(&memory->lines, &row);
    }
}

static void drop_lines(struct gj_memory *memory, const struct gj_outcome *outcome)
{
    for (size_t i = 0; i < memory->lines.count; i++) {
        struct gj_memory_line *line = gj_table_at(&memory->lines, i);
        for (int c = 0; c < outcome->charges_count; c++)
            if (line->visit == outcome->charges[c].visit &&
                strcmp(line->charge, outcome->charges[c].number) == 0)
                line->content = 0;
    }
}

static void keep_institution(struct gj_memory *memory, const struct gj_institution *institution)
{
    struct gj_institution row = *institution;
    const struct gj_institution *known = gj_memory_institution(memory, row.code);
    row.id = known ? known->id : ++memory->last_institution;
    gj_table_put(&memory->institutions, &row);
}

static void keep_session(struct gj_memory *memory, const struct gj_desk *desk)
{
    bool in = desk->command.act == GJ_ACT_SIGN_IN;
    struct gj_memory_session row = {.institution = desk->facts.institution.id, .ended = !in};
    memcpy(row.sign_no, in ? desk->outcome.reply.sign_no : desk->command.sign_no,
           sizeof row.sign_no);
    gj_table_put(&memory->sessions, &row);
}

static void keep_of_command(struct gj_memory *memory, const struct gj_desk *desk)
{
    const struct gj_command *command = &desk->command;
    const struct gj_outcome *outcome = &desk->outcome;
    keep_identity(memory, desk);
    if (command->act == GJ_ACT_ADD_LINES)
        keep_lines(memory, command->body.lines.visit, command->body.lines.list,
                   command->body.lines.count);
    if (command->act == GJ_ACT_SETTLE_BILL)
        keep_lines(memory, command->order, command->body.bill.list, command->body.bill.count);
    if (outcome->drop_lines)
        drop_lines(memory, outcome);
    if (outcome->institutions_count > 0)
        keep_institution(memory, command->body.institution);
    if (outcome->items_count > 0)
        gj_table_put(&memory->items, command->body.item);
    if (command->act == GJ_ACT_SIGN_IN || command->act == GJ_ACT_SIGN_OUT)
        keep_session(memory, desk);
    if (outcome->keep_credit_mark) {
        struct gj_memory_credit mark = {command->person, command->body.credit.area,
                                        command->body.credit.month};
        gj_table_put(&memory->credits, &mark);
    }
}

/* ---- names ---- */

static void keep_reply(struct gj_memory *memory, const struct gj_desk *desk)
{
    const struct gj_once_key *key = &desk->command.once;
    struct gj_memory_once row = {.day = key->day,
                                 .act = desk->command.act,
                                 .person = desk->facts.self.person.id,
                                 .reply = desk->outcome.reply};
    size_t size = (size_t)row.reply.results_count * sizeof *row.reply.results;
    memcpy(row.hash, key->hash, sizeof row.hash);
    memcpy(row.digest, key->digest, sizeof row.digest);
    row.reply.results = NULL;
    if (size > 0) {
        row.reply.results = malloc(size);
        memory->onces.failed |= row.reply.results == NULL;
        if (row.reply.results)
            memcpy(row.reply.results, desk->outcome.reply.results, size);
    }
    if (desk->command.act == GJ_ACT_PREVIEW)
        row.charge = desk->outcome.charges[0];
    gj_table_put(&memory->onces, &row);
}

static void keep_mark(struct gj_memory *memory, const struct gj_command *command)
{
    struct gj_memory_once row = {.is_mark = true};
    row.day = command->once.used ? command->once.day : gj_time_day(command->now);
    memcpy(row.hash, command->body.undo.hash, sizeof row.hash);
    gj_table_put(&memory->onces, &row);
}

/* ---- one command, one batch ---- */

static void keep_command(struct gj_memory *memory, struct gj_desk *desk)
{
    struct gj_memory_kept kept = {.record = gj_record_of(desk)};
    memory->moment =
        desk->command.act == GJ_ACT_MOVE_CLOCK ? desk->command.body.clock.to : desk->command.now;
    keep_people(memory, &desk->outcome);
    keep_rows(memory, &desk->outcome);
    kept.settlement = keep_settlements(memory, &desk->outcome);
    kept.entry = desk->outcome.entry;
    link_entry(memory, &kept.entry);
    desk->outcome.entry = kept.entry;
    keep_of_command(memory, desk);
    if (desk->outcome.keep_once)
        keep_reply(memory, desk);
    if (desk->outcome.mark_undone)
        keep_mark(memory, &desk->command);
    gj_table_put(&memory->kept, &kept);
}

static void chain(struct gj_memory *memory, size_t first, gj_id last)
{
    struct gj_memory_batch row = {.last = last, .kept = memory->kept.count};
    uint8_t before[32] = {0};
    struct gj_sm3 *sm3 = gj_sm3_new();
    if (memory->batches.count > 0) {
        const struct gj_memory_batch *newest =
            gj_table_at(&memory->batches, memory->batches.count - 1);
        memcpy(before, newest->head, sizeof before);
    }
    gj_chain_begin(sm3, before);
    for (size_t i = first; i < memory->kept.count; i++) {
        const struct gj_memory_kept *kept = gj_table_at(&memory->kept, i);
        gj_chain_record(sm3, &kept->record);
        if (kept->settlement != 0)
            gj_chain_settlement(sm3, gj_memory_settlement(memory, kept->settlement));
        gj_chain_entry(sm3, &kept->entry);
    }
    gj_sm3_end(sm3, row.head);
    gj_sm3_free(sm3);
    gj_table_put(&memory->batches, &row);
}

static enum gj_verdict keep_one(struct gj_memory *memory, struct gj_desk *desk)
{
    if (!desk->outcome.keep)
        return GJ_VERDICT_KEPT;
    if (!rows_are_unchanged(memory, &desk->outcome) || !year_is_free(memory, &desk->outcome) ||
        !names_are_free(memory, desk))
        return GJ_VERDICT_STALE;
    keep_command(memory, desk);
    return GJ_VERDICT_KEPT;
}

enum gj_status gj_memory_keep(struct gj_store *store, struct gj_desk *const desks[], int n,
                              enum gj_verdict verdicts[], struct gj_why *why)
{
    struct gj_memory *memory = (struct gj_memory *)store;
    pthread_mutex_lock(&memory->mutex);
    size_t first = memory->kept.count;
    for (int i = 0; i < n; i++) {
        verdicts[i] = keep_one(memory, desks[i]);
        if (desks[i]->command.order > memory->last_order)
            memory->last_order = desks[i]->command.order;
    }
    if (memory->kept.count > first)
        chain(memory, first, desks[n - 1]->command.order);
    bool failed = gj_memory_failed(memory);
    pthread_mutex_unlock(&memory->mutex);
    if (failed) /* the process has no memory left; nothing it holds is durable anyway */
        return gj_fail(why, GJ_WORLD, "no memory for the store");
    return GJ_DONE;
}
