/* What a command could depend on, and what an outcome changed, as a short list of names. In: a
   desk. Out: marks. Two commands of one batch that share a mark, the first of which changed
   something, are not decided in the same batch; a needless match only costs a batch, a missed one
   costs truth. */
#include <string.h>

#include "base/bug.h"
#include "base/hash.h"
#include "centre/inside.h"

static void put_use(struct gj_marks *marks, enum gj_use use, enum gj_touch kind, int64_t a,
                    int64_t b)
{
    if (a == 0 && b == 0)
        return;
    for (int i = 0; i < marks->count; i++) {
        struct gj_mark *known = &marks->list[i];
        if (known->kind == kind && known->a == a && known->b == b) {
            known->use |= (uint8_t)use;
            return;
        }
    }
    GJ_MUST(marks->count < GJ_MARKS_MAX);
    marks->list[marks->count++] = (struct gj_mark){(uint8_t)kind, (uint8_t)use, a, b};
}

static void put(struct gj_marks *marks, enum gj_touch kind, int64_t a, int64_t b)
{
    put_use(marks, GJ_USES, kind, a, b);
}

static void put_person(struct gj_marks *marks, gj_id person)
{
    put(marks, GJ_MARK_PERSON, person, 0);
}

static void put_text(struct gj_marks *marks, enum gj_touch kind, const char *first,
                     const char *second)
{
    uint64_t hash = gj_hash(first, strlen(first));
    put(marks, kind, (int64_t)hash, (int64_t)gj_hash(second, strlen(second)));
}

static bool changes_institution(uint8_t act)
{
    return act == GJ_ACT_SIGN_IN || act == GJ_ACT_SIGN_OUT || act == GJ_ACT_ADD_INSTITUTION;
}

static void put_institution(struct gj_marks *marks, enum gj_use use, const char *code)
{
    put_use(marks, use, GJ_MARK_INSTITUTION, (int64_t)gj_hash(code, strlen(code)), 1);
}

/* An item is read by its code when it is added again, and as a part of the whole by fee lines. */
static void put_item(struct gj_marks *marks, const struct gj_item *item)
{
    put_text(marks, GJ_MARK_CATALOGUE, item->code, "");
    put_use(marks, GJ_WRITES, GJ_MARK_CATALOGUE, 1, 0);
}

static void put_once(struct gj_marks *marks, const uint8_t hash[16])
{
    int64_t halves[2];
    memcpy(halves, hash, sizeof halves);
    put(marks, GJ_MARK_ONCE, halves[0], halves[1]);
}

static void put_credit(struct gj_marks *marks, const struct gj_command *command)
{
    int64_t month = command->body.credit.month;
    put(marks, GJ_MARK_CREDIT, command->person,
        command->body.credit.area * INT64_C(100000) + month);
}

static void put_identity(struct gj_marks *marks, const struct gj_identity *identity)
{
    if (!identity)
        return;
    if (identity->document[0])
        put_text(marks, GJ_MARK_DOCUMENT, identity->document, "");
    if (identity->card[0])
        put_text(marks, GJ_MARK_DOCUMENT, identity->card, "");
    if (identity->token[0])
        put_text(marks, GJ_MARK_DOCUMENT, identity->token, "");
}

/* The institution's own number of a visit: it may be registered once. Care without a visit of its
   own before (registration alone) has no such number here. */
static void put_registration(struct gj_marks *marks, const struct gj_command *command)
{
    put_text(marks, GJ_MARK_VISIT_NUMBER, command->institution, command->body.registration.number);
}

/* The number of a whole bill, under which an earlier one is looked for. */
static void put_bill_number(struct gj_marks *marks, const struct gj_command *command)
{
    if (command->body.bill.charge[0])
        put_text(marks, GJ_MARK_VISIT_NUMBER, command->institution, command->body.bill.charge);
}

/* ---- what a command reads ---- */

static gj_id visit_named(const struct gj_command *command)
{
    switch (command->act) {
    case GJ_ACT_CANCEL_VISIT:
        return command->body.visit.visit;
    case GJ_ACT_DIAGNOSE:
        return command->body.diagnoses.visit;
    case GJ_ACT_ADD_LINES:
        return command->body.lines.visit;
    case GJ_ACT_DROP_LINES:
        return command->body.drop.visit;
    case GJ_ACT_PREVIEW:
    case GJ_ACT_SETTLE:
        return command->body.bill.visit;
    case GJ_ACT_REVERSE:
    case GJ_ACT_REFUND:
        return command->body.reverse.visit;
    default:
        return 0;
    }
}

/* The parts of the body that name people, records or texts. */
static void read_body(const struct gj_command *command, struct gj_marks *marks)
{
    switch (command->act) {
    case GJ_ACT_REGISTER:
        put_registration(marks, command);
        break;
    case GJ_ACT_PREVIEW_BILL:
    case GJ_ACT_SETTLE_BILL:
    case GJ_ACT_CHECK_BENEFIT:
        put_bill_number(marks, command);
        put_use(marks, GJ_READS, GJ_MARK_CATALOGUE, 1, 0);
        break;
    case GJ_ACT_ADD_LINES:
        put_use(marks, GJ_READS, GJ_MARK_CATALOGUE, 1, 0);
        break;
    case GJ_ACT_REVERSE:
    case GJ_ACT_REFUND:
        put(marks, GJ_MARK_SETTLEMENT, command->body.reverse.settlement, 0);
        break;
    case GJ_ACT_UNDO:
        put_once(marks, command->body.undo.hash);
        break;
    case GJ_ACT_MOVE:
        put_person(marks, command->body.enrol.person.id);
        break;
    case GJ_ACT_RESOLVE:
        put(marks, GJ_MARK_WORK, command->body.resolve.work, 0);
        break;
    case GJ_ACT_CHANGE_BINDING:
        put(marks, GJ_MARK_BINDING_MADE, command->body.change_binding.binding, 0);
        break;
    case GJ_ACT_ENROL:
        put_person(marks, command->body.enrol.person.id);
        put_identity(marks, command->body.enrol.identity);
        break;
    case GJ_ACT_CREDIT:
        put_credit(marks, command);
        break;
    case GJ_ACT_BIND:
        put_person(marks, command->body.bind.relative);
        break;
    case GJ_ACT_CONFIRM:
    case GJ_ACT_UNBIND:
        put(marks, GJ_MARK_BINDING_MADE, command->body.binding.binding, 0);
        break;
    case GJ_ACT_TRANSFER:
        put_person(marks, command->body.transfer.receiver);
        break;
    case GJ_ACT_ACCEPT:
    case GJ_ACT_GIVE_BACK:
        put(marks, GJ_MARK_TRANSFER, command->body.ended.transfer, 0);
        break;
    case GJ_ACT_PREMIUM:
        put_person(marks, command->body.premium.relative);
        put(marks, GJ_MARK_BINDING_MADE, command->body.premium.binding, 0);
        break;
    case GJ_ACT_REFUND_PREMIUM:
        put_person(marks, command->body.insured.insured);
        break;
    case GJ_ACT_ADD_INSTITUTION:
        put_institution(marks, GJ_USES, command->body.institution->code);
        break;
    case GJ_ACT_ADD_ITEM:
        put_item(marks, command->body.item);
        break;
    default:
        break;
    }
}

/* The people and records that gathering found. */
static void read_facts(const struct gj_facts *facts, struct gj_marks *marks)
{
    put_person(marks, facts->self.person.id);
    put_person(marks, facts->other.person.id);
    put_person(marks, facts->credential_person);
    put_person(marks, facts->document_person);
    put_person(marks, facts->undone_person);
    put_person(marks, facts->visit.person);
    put_person(marks, facts->settlement.person);
    put_person(marks, facts->binding.payer);
    put_person(marks, facts->binding.relative);
    put_person(marks, facts->transfer.sender);
    put_person(marks, facts->transfer.receiver);
    put_person(marks, facts->premium.person);
    put_person(marks, facts->work.person);
    put_person(marks, facts->premium.payer);
    GJ_MUST(facts->payers_count >= 0 && facts->payers_count <= GJ_PAYERS_MAX);
    for (int i = 0; i < facts->payers_count; i++)
        put_person(marks, facts->payers[i].person.id);
    const struct gj_decision *decision = &facts->settlement.decision;
    GJ_MUST(decision->legs_count <= GJ_LEGS_MAX);
    for (int i = 0; i < decision->legs_count; i++)
        put_person(marks, decision->legs[i].person);
    put(marks, GJ_MARK_VISIT, facts->visit.id, 0);
    put(marks, GJ_MARK_VISIT, facts->settlement.visit, 0);
    put(marks, GJ_MARK_SETTLEMENT, facts->settlement.id, 0);
    put(marks, GJ_MARK_SETTLEMENT, facts->reversal.id, 0);
    put(marks, GJ_MARK_TRANSFER, facts->transfer.id, 0);
}

void gj_marks_of_command(const struct gj_desk *desk, struct gj_marks *marks_out)
{
    const struct gj_command *command = &desk->command;
    marks_out->count = 0;
    if (command->once.used)
        put_once(marks_out, command->once.hash);
    if (command->institution[0])
        put_institution(marks_out, changes_institution(command->act) ? GJ_USES : GJ_READS,
                        command->institution);
    if (command->credential.number[0])
        put_text(marks_out, GJ_MARK_DOCUMENT, command->credential.number, "");
    put_person(marks_out, command->person);
    put(marks_out, GJ_MARK_VISIT, visit_named(command), 0);
    read_body(command, marks_out);
    read_facts(&desk->facts, marks_out);
}

/* ---- what an outcome changed ---- */

/* The acts that move money of people who may stand in many bills at once: their rows of accounts,
   wallets and bindings are laid over. All other acts change lists and states. */
static bool is_money_only(uint8_t act)
{
    return act == GJ_ACT_PREVIEW || act == GJ_ACT_SETTLE || act == GJ_ACT_REVERSE ||
           act == GJ_ACT_UNDO || act == GJ_ACT_CREDIT || act == GJ_ACT_PREVIEW_BILL ||
           act == GJ_ACT_SETTLE_BILL || act == GJ_ACT_REFUND;
}

static void mark_people(const struct gj_outcome *outcome, bool quiet, struct gj_marks *marks)
{
    for (int i = 0; i < outcome->persons_count; i++)
        put_person(marks, outcome->persons[i].id);
    for (int i = 0; i < outcome->enrolments_count; i++)
        put_person(marks, outcome->enrolments[i].person);
    for (int i = 0; i < outcome->accounts_count; i++)
        if (!quiet || outcome->accounts[i].version == 0)
            put_person(marks, outcome->accounts[i].person);
    for (int i = 0; i < outcome->wallets_count; i++)
        if (!quiet || outcome->wallets[i].version == 0)
            put_person(marks, outcome->wallets[i].person);
    for (int i = 0; i < outcome->bindings_count; i++)
        if (!quiet || outcome->bindings[i].version == 0) {
            put_person(marks, outcome->bindings[i].payer);
            put_person(marks, outcome->bindings[i].relative);
            put(marks, GJ_MARK_BINDING_MADE, outcome->bindings[i].id, 0);
        }
    for (int i = 0; i < outcome->transfers_count; i++) {
        put_person(marks, outcome->transfers[i].sender);
        put_person(marks, outcome->transfers[i].receiver);
        put(marks, GJ_MARK_TRANSFER, outcome->transfers[i].id, 0);
    }
    for (int i = 0; i < outcome->works_count; i++)
        put(marks, GJ_MARK_WORK, outcome->works[i].id, 0);
    for (int i = 0; i < outcome->premiums_count; i++) {
        put_person(marks, outcome->premiums[i].person);
        put_person(marks, outcome->premiums[i].payer);
    }
}

static void mark_visits(const struct gj_desk *desk, struct gj_marks *marks)
{
    const struct gj_outcome *outcome = &desk->outcome;
    put(marks, GJ_MARK_VISIT, visit_named(&desk->command), 0);
    for (int i = 0; i < outcome->visits_count; i++)
        put(marks, GJ_MARK_VISIT, outcome->visits[i].id, 0);
    for (int i = 0; i < outcome->charges_count; i++)
        put(marks, GJ_MARK_VISIT, outcome->charges[i].visit, 0);
    for (int i = 0; i < outcome->settlements_count; i++) {
        put(marks, GJ_MARK_SETTLEMENT, outcome->settlements[i].id, 0);
        put(marks, GJ_MARK_VISIT, outcome->settlements[i].visit, 0);
    }
    if (desk->command.act == GJ_ACT_REGISTER)
        put_registration(marks, &desk->command);
    if (desk->command.act == GJ_ACT_SETTLE_BILL)
        put_bill_number(marks, &desk->command);
}

static void mark_door(const struct gj_desk *desk, struct gj_marks *marks)
{
    const struct gj_command *command = &desk->command;
    if (command->once.used && desk->outcome.keep_once)
        put_once(marks, command->once.hash);
    if (command->act == GJ_ACT_UNDO)
        put_once(marks, command->body.undo.hash);
    if (changes_institution(command->act) && command->institution[0])
        put_institution(marks, GJ_USES, command->institution);
    if (command->act == GJ_ACT_ADD_INSTITUTION)
        put_institution(marks, GJ_USES, command->body.institution->code);
    if (command->act == GJ_ACT_ADD_ITEM)
        put_item(marks, command->body.item);
    if (command->act == GJ_ACT_ENROL)
        put_identity(marks, command->body.enrol.identity);
    if (desk->outcome.keep_credit_mark)
        put_credit(marks, command);
}

void gj_marks_of_outcome(const struct gj_desk *desk, struct gj_marks *marks_out)
{
    marks_out->count = 0;
    mark_people(&desk->outcome, is_money_only(desk->command.act), marks_out);
    mark_visits(desk, marks_out);
    mark_door(desk, marks_out);
}
