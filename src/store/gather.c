/* Gathering: which facts each act reads (the table in acts/acts.h), told once for all backends; as few
   look-ups as the act needs. In: a desk with a command, and how the backend finds a row. Out: the
   facts, and for a message that was kept already its reply. */
#include "store/gather.h"

#include <string.h>

#include "base/bug.h"

void gj_overflow(struct gj_facts *facts, enum gj_reason reason)
{
    facts->overflow = true;
    facts->overflow_reason = (int16_t)reason;
}

gj_day gj_arrival_day(const struct gj_command *command)
{
    return command->once.used ? command->once.day : gj_time_day(command->now);
}

/* ---- what every act reads ---- */

static void gather_once(const struct gj_gathering *at)
{
    const struct gj_once_key *once = &at->command->once;
    struct gj_once_found found;
    if (!once->used)
        return;
    at->find->name(at->store, once->day, at->command->msgid, once->hash, &found);
    if (!found.found)
        return;
    if (found.undone) {
        at->facts->once = GJ_ONCE_UNDONE;
        return;
    }
    const bool same = memcmp(found.digest, once->digest, sizeof found.digest) == 0;
    at->facts->once = same ? GJ_ONCE_SAME : GJ_ONCE_DIFFERENT;
    if (same)
        at->find->reply(at->store, &found, at->desk);
}

static void gather_actor(const struct gj_gathering *at)
{
    const struct gj_command *command = at->command;
    struct gj_facts *facts = at->facts;
    char kind[4], text[GJ_LOOK_UP_TEXT_MAX];
    at->find->institution(at->store, command->institution, &facts->institution);
    facts->credential_given = command->credential.type[0] != '\0';
    if (gj_look_up_of_credential(&command->credential, kind, text))
        facts->credential_person = at->find->person_by(at->store, kind, text);
    facts->signed_in = command->sign_no[0] == '\0';
    if (!facts->signed_in && facts->institution.id != 0)
        facts->signed_in = at->find->signed_in(at->store, facts->institution.id, command->sign_no);
}

void gj_gather_side(const struct gj_gathering *at, gj_id person, struct gj_side *side)
{
    if (!at->find->side(at->store, person, side))
        gj_overflow(at->facts, GJ_ENROLMENTS_TOO_MANY);
}

void gj_gather_self(const struct gj_gathering *at, gj_id otherwise)
{
    gj_gather_side(at, at->command->person != 0 ? at->command->person : otherwise,
                   &at->facts->self);
}

static void gather_other(const struct gj_gathering *at, gj_id person)
{
    gj_gather_side(at, person, &at->facts->other);
}

/* ---- people, bindings, wallets ---- */

static void gather_enrol(const struct gj_gathering *at)
{
    const struct gj_command *command = at->command;
    struct gj_facts *facts = at->facts;
    gj_gather_side(at, command->body.enrol.person.id, &facts->self);
    if (command->body.enrol.person.id != 0 || command->body.enrol.identity == NULL)
        return;
    struct gj_identity document = *command->body.enrol.identity;
    document.card[0] = document.token[0] = '\0';
    struct gj_look_up look_ups[3];
    if (gj_look_ups_of_identity(&document, look_ups) == 0)
        return;
    facts->document_person = at->find->person_by(at->store, look_ups[0].kind, look_ups[0].text);
    facts->document_known = facts->document_person != 0;
}

static void gather_credit(const struct gj_gathering *at)
{
    const struct gj_command *command = at->command;
    gj_gather_self(at, 0);
    if (command->body.credit.month != 0)
        at->facts->credited = at->find->credited(
            at->store, command->person, command->body.credit.area, command->body.credit.month);
}

static void gather_bind(const struct gj_gathering *at)
{
    const struct gj_command *command = at->command;
    struct gj_facts *facts = at->facts;
    const struct gj_binding asked = {.payer = command->person,
                                     .relative = command->body.bind.relative,
                                     .relation = command->body.bind.relation};
    gj_gather_self(at, 0);
    gather_other(at, asked.relative);
    at->find->pair(at->store, asked.payer, asked.relative, &facts->binding);
    at->find->bond(at->store, &asked, 0, &facts->bond);
    if (facts->bond.payer_active >= GJ_BINDINGS_MAX ||
        at->find->payers(at->store, asked.relative) >= GJ_BINDINGS_MAX)
        gj_overflow(facts, GJ_BINDINGS_TOO_MANY);
}

static void gather_binding(const struct gj_gathering *at)
{
    struct gj_facts *facts = at->facts;
    const struct gj_binding *binding = &facts->binding;
    at->find->binding(at->store, at->command->body.binding.binding, &facts->binding);
    gj_gather_self(at, binding->payer);
    const bool self_pays = facts->self.person.id == binding->payer;
    gather_other(at, self_pays ? binding->relative : binding->payer);
    at->find->bond(at->store, binding, binding->id, &facts->bond);
}

static void gather_accept(const struct gj_gathering *at)
{
    const struct gj_transfer *transfer = &at->facts->transfer;
    at->find->transfer(at->store, at->command->body.ended.transfer, &at->facts->transfer);
    gj_gather_self(at, transfer->receiver);
    gather_other(at, transfer->sender);
}

static void gather_give_back(const struct gj_gathering *at)
{
    const struct gj_transfer *transfer = &at->facts->transfer;
    at->find->transfer(at->store, at->command->body.ended.transfer, &at->facts->transfer);
    gj_gather_side(at, transfer->sender, &at->facts->self);
    gather_other(at, transfer->receiver);
}

static void gather_premium(const struct gj_gathering *at)
{
    const struct gj_command *command = at->command;
    struct gj_facts *facts = at->facts;
    gj_id other = command->body.premium.relative, insured = command->person;
    gj_gather_self(at, 0);
    if (command->body.premium.binding != 0) {
        at->find->binding(at->store, command->body.premium.binding, &facts->binding);
        other = facts->binding.payer;
    } else if (other != 0) {
        insured = other;
    }
    gather_other(at, other);
    at->find->premium(at->store, insured, command->body.premium.year, &facts->premium);
}

static void gather_refund_premium(const struct gj_gathering *at)
{
    const struct gj_command *command = at->command;
    struct gj_facts *facts = at->facts;
    const struct gj_premium *premium = &facts->premium;
    at->find->premium(at->store, command->body.insured.insured, command->body.insured.year,
                      &facts->premium);
    gj_gather_self(at, premium->payer);
    const bool self_paid = facts->self.person.id == premium->payer;
    gather_other(at, self_paid ? premium->person : premium->payer);
    at->find->binding(at->store, premium->binding, &facts->binding);
}

static void gather_transfer(const struct gj_gathering *at)
{
    gj_gather_self(at, 0);
    gather_other(at, at->command->body.transfer.receiver);
}

static void gather_work(const struct gj_gathering *at)
{
    at->find->work(at->store, at->command->body.resolve.work, &at->facts->work);
    gj_gather_self(at, at->facts->work.person);
}

static void gather_cancelled(const struct gj_gathering *at)
{
    gj_gather_visit(at, at->command->body.visit.visit);
}

static void gather_diagnosed(const struct gj_gathering *at)
{
    gj_gather_visit(at, at->command->body.diagnoses.visit);
}

static void gather_moved(const struct gj_gathering *at)
{
    gj_gather_side(at, at->command->body.enrol.person.id, &at->facts->self);
}

static void gather_self_alone(const struct gj_gathering *at)
{
    gj_gather_self(at, 0);
}

/* ---- by act ---- */

static void (*const by_act[GJ_ACT_COUNT])(const struct gj_gathering *at) = {
    [GJ_ACT_NONE] = gather_self_alone,
    [GJ_ACT_CANCEL_VISIT] = gather_cancelled,
    [GJ_ACT_DIAGNOSE] = gather_diagnosed,
    [GJ_ACT_ADD_LINES] = gj_gather_lines,
    [GJ_ACT_DROP_LINES] = gj_gather_dropped,
    [GJ_ACT_PREVIEW] = gj_gather_bill,
    [GJ_ACT_SETTLE] = gj_gather_bill,
    [GJ_ACT_PREVIEW_BILL] = gj_gather_whole_bill,
    [GJ_ACT_SETTLE_BILL] = gj_gather_whole_bill,
    [GJ_ACT_CHECK_BENEFIT] = gj_gather_whole_bill,
    [GJ_ACT_REVERSE] = gj_gather_reverse,
    [GJ_ACT_REFUND] = gj_gather_reverse,
    [GJ_ACT_UNDO] = gj_gather_undo,
    [GJ_ACT_ENROL] = gather_enrol,
    [GJ_ACT_MOVE] = gather_moved,
    [GJ_ACT_CREDIT] = gather_credit,
    [GJ_ACT_BIND] = gather_bind,
    [GJ_ACT_CONFIRM] = gather_binding,
    [GJ_ACT_UNBIND] = gather_binding,
    [GJ_ACT_CHANGE_BINDING] = gather_binding, /* its binding stands first, as theirs does */
    [GJ_ACT_TRANSFER] = gather_transfer,
    [GJ_ACT_ACCEPT] = gather_accept,
    [GJ_ACT_GIVE_BACK] = gather_give_back,
    [GJ_ACT_PREMIUM] = gather_premium,
    [GJ_ACT_REFUND_PREMIUM] = gather_refund_premium,
    [GJ_ACT_RESOLVE] = gather_work,
    [GJ_ACT_SIGN_IN] = gather_self_alone,
    [GJ_ACT_SIGN_OUT] = gather_self_alone,
    [GJ_ACT_REGISTER] = gather_self_alone,
    [GJ_ACT_OPEN_WALLET] = gather_self_alone,
    [GJ_ACT_SUSPEND] = gather_self_alone,
    [GJ_ACT_FREEZE] = gather_self_alone,
    [GJ_ACT_ADD_INSTITUTION] = gather_self_alone,
    [GJ_ACT_ADD_ITEM] = gather_self_alone,
    [GJ_ACT_MOVE_CLOCK] = gather_self_alone,
    [GJ_ACT_PUBLISH] = gather_self_alone,
    [GJ_ACT_CLOSE_ACCOUNT] = gather_self_alone,
    [GJ_ACT_CLOSE_WALLET] = gather_self_alone,
};

/* An act that is missing above stops here, the first time it is asked for: the tests ask for each. */
static void gather_act(const struct gj_gathering *at)
{
    const uint8_t act = at->command->act;
    GJ_MUST(act < GJ_ACT_COUNT && by_act[act]);
    by_act[act](at);
}

void gj_gather(const struct gj_gather_calls *find, struct gj_store *store,
               const struct gj_calendar *calendar, struct gj_desk *desk)
{
    const struct gj_gathering at = {.find = find,
                                    .store = store,
                                    .calendar = calendar,
                                    .desk = desk,
                                    .command = &desk->command,
                                    .facts = &desk->facts};
    gj_facts_clear(&desk->facts);
    gather_once(&at);
    gather_actor(&at);
    gather_act(&at);
}
