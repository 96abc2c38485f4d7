/* Rows that change: the first call copies a row of the facts into the outcome, later calls for the
   same row give the same copy, so that two effects on one account add up. */
#include <string.h>

#include "acts/inside.h"

enum {
    ROOM_ACCOUNTS = GJ_LEGS_MAX,
    ROOM_BINDINGS = GJ_PAYERS_MAX,
    ROOM_CHARGES = 8,
    ROOM_WORKS = GJ_LEGS_MAX
};

/* The current compartment is folded before any movement of a new year. */
struct gj_account *gj_change_account(struct gj_acting *acting, const struct gj_account *row)
{
    struct gj_outcome *outcome = acting->outcome;
    for (int i = 0; i < outcome->accounts_count; i++)
        if (outcome->accounts[i].person == row->person && outcome->accounts[i].area == row->area)
            return &outcome->accounts[i];
    GJ_MUST(outcome->accounts_count < ROOM_ACCOUNTS);
    struct gj_account *copy = &outcome->accounts[outcome->accounts_count++];
    *copy = *row;
    gj_account_turn_year(copy, gj_this_year(acting));
    return copy;
}

struct gj_wallet *gj_change_wallet(struct gj_acting *acting, const struct gj_wallet *row)
{
    struct gj_outcome *outcome = acting->outcome;
    for (int i = 0; i < outcome->wallets_count; i++)
        if (outcome->wallets[i].person == row->person)
            return &outcome->wallets[i];
    GJ_MUST(outcome->wallets_count < 2);
    outcome->wallets[outcome->wallets_count] = *row;
    return &outcome->wallets[outcome->wallets_count++];
}

struct gj_binding *gj_change_binding(struct gj_acting *acting, const struct gj_binding *row)
{
    struct gj_outcome *outcome = acting->outcome;
    for (int i = 0; i < outcome->bindings_count; i++)
        if (outcome->bindings[i].id == row->id)
            return &outcome->bindings[i];
    GJ_MUST(outcome->bindings_count < ROOM_BINDINGS);
    outcome->bindings[outcome->bindings_count] = *row;
    return &outcome->bindings[outcome->bindings_count++];
}

struct gj_visit *gj_change_visit(struct gj_acting *acting, const struct gj_visit *row)
{
    struct gj_outcome *outcome = acting->outcome;
    if (outcome->visits_count == 0)
        outcome->visits[outcome->visits_count++] = *row;
    GJ_MUST(outcome->visits[0].id == row->id);
    return &outcome->visits[0];
}

struct gj_charge *gj_change_charge(struct gj_acting *acting, const struct gj_charge *row)
{
    struct gj_outcome *outcome = acting->outcome;
    for (int i = 0; i < outcome->charges_count; i++)
        if (outcome->charges[i].visit == row->visit &&
            strcmp(outcome->charges[i].number, row->number) == 0)
            return &outcome->charges[i];
    GJ_MUST(outcome->charges_count < ROOM_CHARGES);
    outcome->charges[outcome->charges_count] = *row;
    return &outcome->charges[outcome->charges_count++];
}

struct gj_counter *gj_change_counter(struct gj_acting *acting, const struct gj_counter *row)
{
    struct gj_outcome *outcome = acting->outcome;
    for (int i = 0; i < outcome->counters_count; i++)
        if (gj_counter_is(&outcome->counters[i], row))
            return &outcome->counters[i];
    GJ_MUST(outcome->counters_count < GJ_COUNTERS_MAX);
    outcome->counters[outcome->counters_count] = *row;
    return &outcome->counters[outcome->counters_count++];
}

struct gj_transfer *gj_change_transfer(struct gj_acting *acting, const struct gj_transfer *row)
{
    struct gj_outcome *outcome = acting->outcome;
    GJ_MUST(outcome->transfers_count == 0);
    outcome->transfers[outcome->transfers_count] = *row;
    return &outcome->transfers[outcome->transfers_count++];
}

struct gj_work *gj_change_work(struct gj_acting *acting, const struct gj_work *row)
{
    struct gj_outcome *outcome = acting->outcome;
    GJ_MUST(outcome->works_count < ROOM_WORKS);
    outcome->works[outcome->works_count] = *row;
    return &outcome->works[outcome->works_count++];
}

struct gj_premium *gj_change_premium(struct gj_acting *acting, const struct gj_premium *row)
{
    struct gj_outcome *outcome = acting->outcome;
    GJ_MUST(outcome->premiums_count == 0);
    outcome->premiums[outcome->premiums_count] = *row;
    return &outcome->premiums[outcome->premiums_count++];
}

struct gj_settlement *gj_change_settlement(struct gj_acting *acting,
                                           const struct gj_settlement *row)
{
    struct gj_outcome *outcome = acting->outcome;
    GJ_MUST(outcome->settlements_count < 2);
    outcome->settlements[outcome->settlements_count] = *row;
    return &outcome->settlements[outcome->settlements_count++];
}

struct gj_person *gj_change_person(struct gj_acting *acting, const struct gj_person *row)
{
    struct gj_outcome *outcome = acting->outcome;
    GJ_MUST(outcome->persons_count == 0);
    outcome->persons[outcome->persons_count] = *row;
    return &outcome->persons[outcome->persons_count++];
}

struct gj_enrolment *gj_change_enrolment(struct gj_acting *acting, const struct gj_enrolment *row)
{
    struct gj_outcome *outcome = acting->outcome;
    GJ_MUST(outcome->enrolments_count < 2);
    outcome->enrolments[outcome->enrolments_count] = *row;
    return &outcome->enrolments[outcome->enrolments_count++];
}

/* The rows an entry touches name it, so that a later command of the same batch, which is laid over
   them, does not set the name back. */
static void name_entry(struct gj_acting *acting, const struct gj_entry_line *line)
{
    struct gj_outcome *outcome = acting->outcome;
    for (int i = 0; i < outcome->accounts_count && line->chart == GJ_CHART_ACCOUNT; i++)
        if (outcome->accounts[i].person == line->owner && outcome->accounts[i].area == line->book)
            outcome->accounts[i].last_entry = acting->command->order;
    for (int i = 0; i < outcome->wallets_count && line->chart == GJ_CHART_WALLET; i++)
        if (outcome->wallets[i].person == line->owner)
            outcome->wallets[i].last_entry = acting->command->order;
}

static bool is_closed(const struct gj_side *side, gj_id owner, gj_area book)
{
    const struct gj_account *row = gj_side_account(side, book);
    return side->person.id == owner && row && row->state == GJ_ACCOUNT_IS_CLOSED;
}

static enum gj_work_why why_in_suspense(const struct gj_acting *acting,
                                        const struct gj_entry_line *line)
{
    const struct gj_facts *facts = acting->facts;
    bool account = is_closed(&facts->self, line->owner, line->book) ||
                   is_closed(&facts->other, line->owner, line->book);
    for (int i = 0; i < facts->payers_count && !account; i++)
        account = facts->payers[i].account.person == line->owner &&
                  facts->payers[i].account.area == line->book &&
                  facts->payers[i].account.state == GJ_ACCOUNT_IS_CLOSED;
    return account ? GJ_WORK_ACCOUNT_CLOSED : GJ_WORK_WALLET_CLOSED;
}

/* Money that came into suspense waits for somebody to decide about it. */
static void put_work(struct gj_acting *acting, int place)
{
    const struct gj_entry_line *line = &acting->outcome->entry.lines[place];
    const struct gj_command *command = acting->command;
    if (line->chart != GJ_CHART_SUSPENSE || line->amount_fen > 0)
        return;
    const struct gj_work work = {
        .id = command->order << GJ_ENTRY_LINE_BITS | place,
        .person = line->owner,
        .book = line->book,
        .why = (uint8_t)why_in_suspense(acting, line),
        .state = GJ_WORK_IS_OPEN,
        .act = command->act,
        .amount_fen = -line->amount_fen,
        .since = command->now,
    };
    gj_change_work(acting, &work);
}

void gj_seal_entry(struct gj_acting *acting)
{
    struct gj_entry *entry = &acting->outcome->entry;
    for (int i = 0; i < entry->count; i++) {
        name_entry(acting, &entry->lines[i]);
        put_work(acting, i);
    }
    entry->id = acting->command->order;
    entry->now = acting->command->now;
    entry->act = acting->command->act;
    GJ_MUST(gj_entry_is_balanced(entry));
}
