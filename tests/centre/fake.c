#include "centre/fake.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

void fake_reset(struct gj_store *store)
{
    memset(store, 0, sizeof *store);
    pthread_mutex_init(&store->mutex, NULL);
    store->fail_singles_after = -1;
    for (int i = 1; i <= PEOPLE; i++) {
        store->accounts[i] = (struct gj_account){
            .person = i, .version = 1, .area = AREA, .year = 2025, .carried_fen = 100000};
        store->counters[i] = (struct gj_counter){.person = i, .area = AREA};
    }
}

gj_id gj_store_next_order(struct gj_store *store)
{
    return store->last_order + 256;
}

static struct kept_once *once_of(struct gj_store *store, const uint8_t hash[16])
{
    for (int i = 0; i < store->once_count; i++)
        if (memcmp(store->once[i].hash, hash, 16) == 0)
            return &store->once[i];
    return NULL;
}

static void gather_once(struct gj_store *store, struct gj_desk *desk)
{
    const struct kept_once *once =
        desk->command.once.used ? once_of(store, desk->command.once.hash) : NULL;
    if (!once)
        return;
    if (once->undone) {
        desk->facts.once = GJ_ONCE_UNDONE;
    } else if (memcmp(once->digest, desk->command.once.digest, 32) == 0) {
        desk->facts.once = GJ_ONCE_SAME;
        desk->outcome.reply = once->reply;
        desk->outcome.reply.replayed = true;
    } else {
        desk->facts.once = GJ_ONCE_DIFFERENT;
    }
}

static gj_id payer_of(gj_id person, int nth)
{
    return (person + nth) % PEOPLE + 1;
}

enum gj_status gj_store_gather(struct gj_store *store, const struct gj_calendar *calendar,
                               struct gj_desk *const desks[], int n, struct gj_why *why)
{
    (void)calendar;
    (void)why;
    store->gathers++;
    pthread_mutex_lock(&store->mutex);
    for (int i = 0; i < n; i++) {
        struct gj_facts *facts = &desks[i]->facts;
        gj_id person = desks[i]->command.person;
        gj_facts_clear(facts);
        gather_once(store, desks[i]);
        facts->self.person.id = person;
        facts->self.accounts_count = 1;
        facts->self.accounts[0] = store->accounts[person];
        facts->payers_count = PAYERS;
        for (int p = 0; p < PAYERS; p++) {
            facts->payers[p].person.id = payer_of(person, p);
            facts->payers[p].account = store->accounts[payer_of(person, p)];
        }
        facts->counters_count = 1;
        facts->counters[0] = store->counters[person];
    }
    pthread_mutex_unlock(&store->mutex);
    return GJ_DONE;
}

enum gj_status gj_store_ahead(struct gj_store *store, struct gj_store **ahead_out,
                              struct gj_why *why)
{
    (void)why;
    *ahead_out = store;
    return GJ_DONE;
}

static void keep_one(struct gj_store *store, const struct gj_desk *desk)
{
    const struct gj_outcome *outcome = &desk->outcome;
    assert_true(desk->command.order > store->last_order);
    store->last_order = desk->command.order;
    for (int i = 0; i < outcome->accounts_count; i++) {
        const struct gj_account *row = &outcome->accounts[i];
        store->versions_wrong += row->version != store->accounts[row->person].version;
        store->accounts[row->person] = *row;
        store->accounts[row->person].version++;
    }
    for (int i = 0; i < outcome->counters_count; i++) {
        const struct gj_counter *row = &outcome->counters[i];
        store->versions_wrong += row->version != store->counters[row->person].version;
        store->counters[row->person] = *row;
        store->counters[row->person].version++;
    }
    if (outcome->keep_once || outcome->mark_undone) {
        struct kept_once *once = &store->once[store->once_count++];
        memcpy(once->hash,
               outcome->mark_undone ? desk->command.body.undo.hash : desk->command.once.hash, 16);
        memcpy(once->digest, desk->command.once.digest, 32);
        once->reply = outcome->reply;
        once->undone = outcome->mark_undone;
    }
    if (store->orders_count < 4096)
        store->orders[store->orders_count++] = desk->command.order;
    store->kept++;
}

static bool keep_fails(struct gj_store *store, int n)
{
    if (n > 1)
        return store->fail_keeps_after && store->keeps >= store->fail_keeps_after;
    return store->fail_singles_after >= 0 && store->fail_singles_after-- == 0;
}

enum gj_status gj_store_keep(struct gj_store *store, struct gj_desk *const desks[], int n,
                             enum gj_verdict verdicts[], struct gj_why *why)
{
    store->keeps++;
    if (store->slow)
        usleep(store->slow);
    if (keep_fails(store, n))
        return gj_fail(why, GJ_FULL, "the test's disk is full");
    if (n > store->largest_keep)
        store->largest_keep = n;
    pthread_mutex_lock(&store->mutex);
    for (int i = 0; i < n; i++) {
        verdicts[i] = store->stale_left > 0 ? GJ_VERDICT_STALE : GJ_VERDICT_KEPT;
        if (store->stale_left > 0)
            store->stale_left--;
        else
            keep_one(store, desks[i]);
    }
    pthread_mutex_unlock(&store->mutex);
    return GJ_DONE;
}

gj_day gj_benefit_year_first(const void *law, gj_area area, uint8_t scheme, gj_day day)
{
    (void)law, (void)area, (void)scheme;
    return gj_day_from_civil(gj_day_year(day), 1, 1);
}

/* Nothing is held in this store. */
enum gj_status gj_reader_open(struct gj_store *of, struct gj_reader **reader_out,
                              struct gj_why *why)
{
    (void)of;
    (void)why;
    *reader_out = NULL;
    return GJ_DONE;
}

enum gj_status gj_reader_held(struct gj_reader *reader, gj_id after,
                              enum gj_status (*each)(void *to, const struct gj_transfer *one),
                              void *to, struct gj_why *why)
{
    (void)reader;
    (void)after;
    (void)each;
    (void)to;
    (void)why;
    return GJ_DONE;
}

void gj_reader_close(struct gj_reader *reader)
{
    (void)reader;
}

gj_time gj_transfer_due(const struct gj_law *law, const struct gj_transfer *transfer)
{
    (void)law;
    (void)transfer;
    return INT64_MAX;
}

enum gj_status gj_store_keep_packs(struct gj_store *of, const char hash[65], struct gj_slice bytes,
                                   uint32_t *number_out, struct gj_why *why)
{
    (void)of;
    (void)why;
    assert_string_equal(hash, "the new set");
    assert_int_equal(bytes.length, 5);
    *number_out = NEW_SET;
    return GJ_DONE;
}

const struct gj_law *gj_law_of_set(const struct gj_law *law, uint32_t pack_set)
{
    return law->pack_set == pack_set ? law : NULL;
}

/* No bill is decided here, so that a planner is nothing but there. */
struct gj_planner *gj_planner_new(const struct gj_law *law)
{
    (void)law;
    return calloc(1, 1);
}

void gj_planner_free(struct gj_planner *planner)
{
    free(planner);
}

/* ---- acts ---- */

static gj_fen draw(const struct gj_account *account, gj_fen wanted, struct gj_outcome *outcome)
{
    gj_fen drawn = gj_fen_min(wanted, account->carried_fen);
    if (drawn == 0)
        return 0;
    struct gj_account *row = &outcome->accounts[outcome->accounts_count++];
    *row = *account;
    row->carried_fen -= drawn;
    return drawn;
}

static void act_draw(const struct gj_command *command, const struct gj_facts *facts,
                     struct gj_outcome *outcome)
{
    gj_fen left = command->body.bill.bill.total_fen;
    left -= draw(&facts->self.accounts[0], left, outcome);
    for (int i = 0; i < facts->payers_count; i++)
        left -= draw(&facts->payers[i].account, left, outcome);
    if (left > 0) {
        outcome->accounts_count = 0;
        outcome->reply.reason = GJ_PAYER_BALANCE_SHORT;
        return;
    }
    outcome->counters_count = 1;
    outcome->counters[0] = facts->counters[0];
    outcome->counters[0].pool_fen += command->body.bill.bill.total_fen;
    outcome->reply.reason = GJ_OK_SETTLED;
    outcome->reply.balance_fen = facts->counters[0].pool_fen;
    outcome->keep = true;
}

void gj_act(const struct gj_law *law, const struct gj_command *command,
            const struct gj_facts *facts, struct gj_outcome *outcome)
{
    if (facts->once == GJ_ONCE_SAME)
        return;
    outcome->reply.area = (gj_area)law->pack_set;
    outcome->reply.id = command->order;
    outcome->reply.now = command->now;
    if (facts->once != GJ_ONCE_NEW) {
        outcome->reply.reason =
            facts->once == GJ_ONCE_UNDONE ? GJ_MESSAGE_UNDONE : GJ_MESSAGE_REUSED;
    } else if (command->act == GJ_ACT_UNDO) {
        outcome->reply.reason = GJ_OK_NOTHING_HAPPENED;
        outcome->mark_undone = outcome->keep = true;
    } else if (command->act == GJ_ACT_PUBLISH && command->body.publish.pack_set == 0) {
        outcome->reply.reason = GJ_PACK_SET_MISSING;
    } else if (command->act == GJ_ACT_MOVE_CLOCK || command->act == GJ_ACT_SUSPEND ||
               command->act == GJ_ACT_PUBLISH) {
        outcome->reply.reason = GJ_OK;
        outcome->keep = true;
        outcome->persons_count = command->act == GJ_ACT_SUSPEND;
        outcome->persons[0] = facts->self.person;
    } else {
        act_draw(command, facts, outcome);
        outcome->keep_once = outcome->keep && command->once.used;
    }
}
