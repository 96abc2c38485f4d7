/* Gathering in the memory store for the acts of people: enrolments, bindings, wallets, premiums. In:
   commands. Out: the sides and rows that acts/acts.h names. */
#include <string.h>

#include "store/memory.h"

static void gather_enrol(const struct gj_gathering *at)
{
    const struct gj_identity *identity = at->command->body.enrol.identity;
    struct gj_look_up looks[3] = {0};
    gj_memory_side(at->memory, at->command->body.enrol.person.id, &at->facts->self);
    if (at->command->body.enrol.person.id != 0 || !identity)
        return;
    int count = gj_look_ups_of_identity(identity, looks);
    const struct gj_memory_look *row = count > 0 ? gj_memory_look(at->memory, &looks[0]) : NULL;
    at->facts->document_known = identity->document[0] != '\0' && row;
    at->facts->document_person = at->facts->document_known ? row->person : 0;
}

static void gather_bind(const struct gj_gathering *at)
{
    struct gj_facts *facts = at->facts;
    gj_id payer = at->command->person, relative = at->command->body.bind.relative;
    gj_memory_gather_self(at, 0);
    gj_memory_side(at->memory, relative, &facts->other);
    for (size_t i = 0; i < at->memory->bindings.count; i++) {
        const struct gj_binding *one = gj_table_at(&at->memory->bindings, i);
        bool between = one->payer == payer && one->relative == relative;
        if (between && (facts->binding.version == 0 || !gj_memory_holds(&facts->binding)))
            facts->binding = *one;
    }
    gj_memory_count_bond(at->memory, payer, relative, at->command->body.bind.relation, 0,
                         &facts->bond);
    if (gj_memory_bindings_of(at->memory, payer, true) >= GJ_BINDINGS_MAX ||
        gj_memory_bindings_of(at->memory, relative, false) >= GJ_BINDINGS_MAX)
        gj_memory_overflow(facts, GJ_BINDINGS_TOO_MANY);
}

static void gather_binding(const struct gj_gathering *at)
{
    struct gj_facts *facts = at->facts;
    const struct gj_binding *row = gj_memory_binding(at->memory, at->command->body.binding.binding);
    facts->binding.id = at->command->body.binding.binding;
    if (row)
        facts->binding = *row;
    gj_memory_gather_self(at, facts->binding.payer);
    bool self_pays = facts->self.person.id == facts->binding.payer;
    gj_memory_side(at->memory, self_pays ? facts->binding.relative : facts->binding.payer,
                   &facts->other);
    gj_memory_count_bond(at->memory, facts->binding.payer, facts->binding.relative,
                         facts->binding.relation, facts->binding.id, &facts->bond);
}

static void gather_transfer(const struct gj_gathering *at, bool giving_back)
{
    struct gj_facts *facts = at->facts;
    const struct gj_transfer *row =
        gj_memory_transfer(at->memory, at->command->body.ended.transfer);
    facts->transfer.id = at->command->body.ended.transfer;
    if (row)
        facts->transfer = *row;
    if (giving_back) {
        gj_memory_side(at->memory, facts->transfer.sender, &facts->self);
        gj_memory_side(at->memory, facts->transfer.receiver, &facts->other);
    } else {
        gj_memory_gather_self(at, facts->transfer.receiver);
        gj_memory_side(at->memory, facts->transfer.sender, &facts->other);
    }
}

static void find_premium(const struct gj_gathering *at, gj_id insured, int year)
{
    const struct gj_premium *row = gj_memory_premium_of(at->memory, insured, year);
    at->facts->premium.person = insured;
    at->facts->premium.year = (int16_t)year;
    if (row)
        at->facts->premium = *row;
}

static void gather_premium(const struct gj_gathering *at)
{
    struct gj_facts *facts = at->facts;
    gj_id binding = at->command->body.premium.binding;
    gj_id other = at->command->body.premium.relative, insured = at->command->person;
    gj_memory_gather_self(at, 0);
    if (binding != 0) {
        const struct gj_binding *row = gj_memory_binding(at->memory, binding);
        facts->binding.id = binding;
        if (row)
            facts->binding = *row;
        other = facts->binding.payer;
    } else if (other != 0) {
        insured = other;
    }
    gj_memory_side(at->memory, other, &facts->other);
    find_premium(at, insured, at->command->body.premium.year);
}

static void gather_refund_premium(const struct gj_gathering *at)
{
    struct gj_facts *facts = at->facts;
    const struct gj_premium *premium = &facts->premium;
    find_premium(at, at->command->body.insured.insured, at->command->body.insured.year);
    gj_memory_gather_self(at, premium->payer);
    bool self_paid = facts->self.person.id == premium->payer;
    gj_memory_side(at->memory, self_paid ? premium->person : premium->payer, &facts->other);
    facts->binding.id = premium->binding;
    if (premium->binding != 0)
        facts->binding = *gj_memory_binding(at->memory, premium->binding);
}

static void gather_work(const struct gj_gathering *at)
{
    const struct gj_work *row = gj_memory_work(at->memory, at->command->body.resolve.work);
    at->facts->work.id = at->command->body.resolve.work;
    if (row)
        at->facts->work = *row;
    gj_memory_gather_self(at, at->facts->work.person);
}

void gj_memory_gather_people(const struct gj_gathering *at)
{
    switch ((enum gj_act)at->command->act) {
    case GJ_ACT_MOVE:
        gj_memory_side(at->memory, at->command->body.enrol.person.id, &at->facts->self);
        return;
    case GJ_ACT_RESOLVE:
        gather_work(at);
        return;
    case GJ_ACT_ENROL:
        gather_enrol(at);
        return;
    case GJ_ACT_BIND:
        gather_bind(at);
        return;
    case GJ_ACT_CONFIRM:
    case GJ_ACT_UNBIND:
    case GJ_ACT_CHANGE_BINDING: /* its binding stands first, as theirs does */
        gather_binding(at);
        return;
    case GJ_ACT_PREMIUM:
        gather_premium(at);
        return;
    case GJ_ACT_REFUND_PREMIUM:
        gather_refund_premium(at);
        return;
    case GJ_ACT_ACCEPT:
        gather_transfer(at, false);
        return;
    case GJ_ACT_GIVE_BACK:
        gather_transfer(at, true);
        return;
    default:
        gj_memory_gather_self(at, 0);
        return;
    }
}
