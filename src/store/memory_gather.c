/* Gathering in the memory store: which rows each act reads is said in acts/acts.h. In: commands.
   Out: their facts, and for a name that is kept already the reply that was given. */
#include <string.h>

#include "base/bug.h"
#include "store/memory.h"

void gj_memory_overflow(struct gj_facts *facts, enum gj_reason reason)
{
    facts->overflow = true;
    facts->overflow_reason = (int16_t)reason;
}

/* ---- what every act reads ---- */

static void replay(const struct gj_memory *memory, const struct gj_memory_once *once,
                   struct gj_outcome *outcome)
{
    struct gj_line_result *results = outcome->reply.results;
    const struct gj_settlement *settlement = gj_memory_settlement(memory, once->reply.id);
    outcome->reply = once->reply;
    outcome->reply.replayed = true;
    outcome->reply.results = results;
    outcome->reply.results_count = results ? once->reply.results_count : 0;
    if (results && once->reply.results_count > 0)
        memcpy(results, once->reply.results, (size_t)once->reply.results_count * sizeof *results);
    outcome->charges[0] = once->charge;
    if (settlement)
        outcome->settlements[0] = *settlement;
}

static void gather_once(const struct gj_gathering *at, struct gj_outcome *outcome)
{
    const struct gj_once_key *key = &at->command->once;
    at->facts->once = GJ_ONCE_NEW;
    if (!key->used)
        return;
    const struct gj_memory_once *once = gj_memory_once(at->memory, key->hash, key->day);
    if (!once)
        return;
    if (once->is_mark) {
        at->facts->once = GJ_ONCE_UNDONE;
    } else if (memcmp(once->digest, key->digest, sizeof once->digest) != 0) {
        at->facts->once = GJ_ONCE_DIFFERENT;
    } else {
        at->facts->once = GJ_ONCE_SAME;
        replay(at->memory, once, outcome);
    }
}

static void gather_institution(const struct gj_gathering *at)
{
    const struct gj_command *command = at->command;
    const struct gj_institution *row = gj_memory_institution(at->memory, command->institution);
    if (row && command->institution[0] != '\0')
        at->facts->institution = *row;
    const struct gj_memory_session *session =
        gj_memory_session(at->memory, at->facts->institution.id, command->sign_no);
    at->facts->signed_in = command->sign_no[0] == '\0' || (session && !session->ended);
}

static void gather_credential(const struct gj_gathering *at)
{
    struct gj_look_up look = {0};
    at->facts->credential_given = at->command->credential.type[0] != '\0';
    if (!gj_look_up_of_credential(&at->command->credential, look.kind, look.text))
        return;
    const struct gj_memory_look *row = gj_memory_look(at->memory, &look);
    at->facts->credential_person = row ? row->person : 0;
}

void gj_memory_gather_self(const struct gj_gathering *at, gj_id otherwise)
{
    gj_id person = at->command->person != 0 ? at->command->person : otherwise;
    gj_memory_side(at->memory, person, &at->facts->self);
}

/* ---- visits and bills ---- */

static void gather_visit(const struct gj_gathering *at, gj_id id)
{
    const struct gj_visit *row = gj_memory_visit(at->memory, id);
    at->facts->visit.id = id;
    if (row)
        at->facts->visit = *row;
}

static struct gj_charge charge_of(const struct gj_gathering *at, gj_id visit, const char *number)
{
    struct gj_charge charge = {.visit = visit};
    const struct gj_charge *row = gj_memory_charge(at->memory, visit, number);
    if (row)
        return *row;
    memcpy(charge.number, number, strnlen(number, sizeof charge.number - 1));
    return charge;
}

static void gather_counters(const struct gj_gathering *at, const struct gj_visit *visit,
                            uint8_t level, gj_day year_first)
{
    struct gj_facts *facts = at->facts;
    gj_counter_keys(visit, level, year_first, facts->counters);
    facts->counters_count = GJ_COUNTERS_MAX;
    for (int i = 0; i < GJ_COUNTERS_MAX; i++) {
        const struct gj_counter *row = gj_memory_counter(at->memory, &facts->counters[i]);
        if (row)
            facts->counters[i] = *row;
    }
}

static void gather_counters_of_visit(const struct gj_gathering *at, const struct gj_visit *visit)
{
    gj_day first = at->calendar->benefit_year_first(at->calendar->law, visit->home_area,
                                                    visit->scheme, gj_time_day(visit->begin));
    gather_counters(at, visit, at->facts->institution.level, first);
}

static void gather_payer(const struct gj_gathering *at, const struct gj_binding *binding)
{
    struct gj_payer_facts *payer = &at->facts->payers[at->facts->payers_count++];
    const struct gj_memory_person *person = gj_memory_person(at->memory, binding->payer);
    const struct gj_account *account =
        gj_memory_account(at->memory, binding->payer, binding->payer_area);
    memset(payer, 0, sizeof *payer);
    payer->binding = *binding;
    payer->person = person->side.person;
    payer->account.person = binding->payer;
    payer->account.area = binding->payer_area;
    if (account)
        payer->account = *account;
    for (int i = person->side.enrolments_count - 1; i >= 0; i--) {
        const struct gj_enrolment *one = &person->side.enrolments[i];
        bool better = payer->enrolment.version == 0 || one->scheme == GJ_SCHEME_EMPLOYEE;
        if (one->area == binding->payer_area && better)
            payer->enrolment = *one;
    }
    gj_memory_count_bond(at->memory, binding->payer, binding->relative, binding->relation, 0,
                         &payer->bond);
}

static void gather_payers(const struct gj_gathering *at)
{
    gj_day today = gj_time_day(at->command->now);
    for (size_t i = 0; i < at->memory->bindings.count; i++) {
        const struct gj_binding *one = gj_table_at(&at->memory->bindings, i);
        if (one->relative != at->facts->visit.person || one->state != GJ_BINDING_ACTIVE ||
            one->from > today || one->to <= today)
            continue;
        if (at->facts->payers_count == GJ_PAYERS_MAX) {
            gj_memory_overflow(at->facts, GJ_PAYERS_TOO_MANY);
            return;
        }
        gather_payer(at, one);
    }
}

static void gather_bill(const struct gj_gathering *at)
{
    struct gj_facts *facts = at->facts;
    gather_visit(at, at->command->body.bill.visit);
    gj_memory_gather_self(at, facts->visit.person);
    facts->charge = charge_of(at, facts->visit.id, at->command->body.bill.charge);
    if (facts->visit.version == 0)
        return;
    struct gj_visit billed = facts->visit;
    gj_care_of_med_type(at->command->body.bill.med_type, &billed.care);
    gather_counters_of_visit(at, &billed);
    gather_payers(at);
}

/* The newest item of the code whose interval holds the day. */
static const struct gj_item *item_on(const struct gj_memory *memory, const char *code, gj_day day)
{
    const struct gj_item *found = NULL;
    for (size_t i = 0; i < memory->items.count; i++) {
        const struct gj_item *one = gj_table_at(&memory->items, i);
        if (strcmp(one->code, code) == 0 && one->from <= day && day < one->to &&
            (!found || one->from > found->from))
            found = one;
    }
    return found;
}

static void gather_price(const struct gj_gathering *at, const char *code, struct gj_line_facts *out)
{
    const struct gj_item *item = item_on(at->memory, code, gj_time_day(at->facts->visit.begin));
    *out = (struct gj_line_facts){.in_catalogue = item != NULL};
    if (item)
        out->price = item->price;
}

static void gather_twin(const struct gj_gathering *at)
{
    struct gj_facts *facts = at->facts;
    const char *number = at->command->body.bill.charge;
    const struct gj_memory_person *person = gj_memory_person(at->memory, facts->visit.person);
    gj_id id = person && number[0] != '\0' ? person->side.last_settlement : 0;
    for (int i = 0; i < GJ_TWINS_MAX && id != 0; i++) {
        const struct gj_settlement *one = gj_memory_settlement(at->memory, id);
        if (gj_settlement_is_twin(one, facts->institution.id, number)) {
            facts->twin = (struct gj_named){one->id, one->claim.where.area};
            return;
        }
        id = one->previous;
    }
}

static void gather_whole_bill(const struct gj_gathering *at)
{
    const struct gj_command *command = at->command;
    struct gj_facts *facts = at->facts;
    gj_memory_gather_self(at, 0);
    gj_visit_of_whole_bill(command, &facts->self, &facts->institution, &facts->visit);
    gather_payers(at);
    if (facts->visit.home_area == 0)
        return;
    for (int i = 0; i < command->body.bill.count && i < GJ_MESSAGE_LINES_MAX; i++)
        gather_price(at, command->body.bill.list[i].list_code, &facts->lines[i]);
    gather_counters_of_visit(at, &facts->visit);
    gather_twin(at);
}

static bool is_among(const struct gj_facts *facts, const char *number)
{
    for (int i = 0; i < facts->charges_known; i++)
        if (strcmp(facts->charges[i].number, number) == 0)
            return true;
    return false;
}

enum { CHARGES_ROOM = sizeof((struct gj_facts *)0)->charges / sizeof(struct gj_charge) };

static void add_charge(const struct gj_gathering *at, struct gj_charge charge)
{
    struct gj_facts *facts = at->facts;
    if (facts->charges_known == CHARGES_ROOM)
        gj_memory_overflow(facts, GJ_VISIT_BATCHES_TOO_MANY);
    else
        facts->charges[facts->charges_known++] = charge;
}

static void gather_line(const struct gj_gathering *at, int number)
{
    const struct gj_line *line = &at->command->body.lines.list[number];
    struct gj_line_facts *facts = &at->facts->lines[number];
    gj_id visit = at->facts->visit.id;
    const struct gj_memory_line *kept = gj_memory_line(at->memory, visit, line->serial);
    gather_price(at, line->list_code, facts);
    facts->kept_content = kept ? kept->content : 0;
    if (!is_among(at->facts, line->charge))
        add_charge(at, charge_of(at, visit, line->charge));
}

static void gather_lines(const struct gj_gathering *at)
{
    int count = at->command->body.lines.count;
    gather_visit(at, at->command->body.lines.visit);
    gj_memory_gather_self(at, at->facts->visit.person);
    for (int i = 0; i < count && i < GJ_MESSAGE_LINES_MAX && !at->facts->overflow; i++)
        gather_line(at, i);
}

static void gather_drop(const struct gj_gathering *at)
{
    struct gj_facts *facts = at->facts;
    gather_visit(at, at->command->body.drop.visit);
    gj_memory_gather_self(at, facts->visit.person);
    facts->charge = charge_of(at, facts->visit.id, at->command->body.drop.charge);
    for (size_t i = 0; at->command->body.drop.all && i < at->memory->charges.count; i++) {
        const struct gj_charge *one = gj_table_at(&at->memory->charges, i);
        if (one->visit == facts->visit.id && one->lines > 0 && one->settlement == 0)
            add_charge(at, *one);
    }
}

/* ---- taking back ---- */

static void gather_payers_of_legs(const struct gj_gathering *at)
{
    struct gj_facts *facts = at->facts;
    const struct gj_decision *decision = &facts->settlement.decision;
    for (int i = 0; i < decision->legs_count; i++) {
        const struct gj_leg *leg = &decision->legs[i];
        if (leg->kind != GJ_PAYER_AID || leg->binding == 0)
            continue;
        struct gj_payer_facts *payer = &facts->payers[facts->payers_count++];
        memset(payer, 0, sizeof *payer);
        payer->binding = *gj_memory_binding(at->memory, leg->binding);
        payer->person = gj_memory_person(at->memory, leg->person)->side.person;
        payer->account = *gj_memory_account(at->memory, leg->person, leg->area);
    }
}

static void gather_original(const struct gj_gathering *at, const struct gj_settlement *original)
{
    struct gj_facts *facts = at->facts;
    facts->settlement = *original;
    if (gj_settlement_is_whole(original)) {
        gj_visit_of_settlement(original, &facts->visit);
    } else {
        gather_visit(at, original->visit);
        facts->charge = charge_of(at, original->visit, original->charge);
    }
    struct gj_visit billed = facts->visit;
    billed.care = original->claim.care;
    gather_counters(at, &billed, original->claim.where.level,
                    original->decision.benefit_year_first);
    gather_payers_of_legs(at);
}

static void gather_reverse(const struct gj_gathering *at)
{
    const struct gj_settlement *original =
        gj_memory_settlement(at->memory, at->command->body.reverse.settlement);
    const struct gj_settlement *by =
        original ? gj_memory_settlement(at->memory, original->reversed_by) : NULL;
    if (original)
        gather_original(at, original);
    if (by)
        at->facts->reversal = *by;
    gj_memory_gather_self(at, at->facts->settlement.person);
}

/* What refunds of parts have left of a settlement stands in its place. */
static const struct gj_settlement *what_is_left(const struct gj_memory *memory,
                                                const struct gj_settlement *made)
{
    for (;;) {
        const struct gj_settlement *by = gj_memory_settlement(memory, made->reversed_by);
        if (!by || by->refund_of != made->id)
            return made;
        made = by;
    }
}

static void gather_undone(const struct gj_gathering *at, const struct gj_settlement *made)
{
    at->facts->undone_person = made->person;
    at->facts->undone_act = gj_act_that_made(made);
    if (at->facts->undone_act == GJ_ACT_REFUND)
        return;
    if (made->reversal_of == 0) {
        gather_original(at, what_is_left(at->memory, made));
        return;
    }
    at->facts->reversal = *made;
    gather_original(at, gj_memory_settlement(at->memory, made->reversal_of));
}

/* Older than the names are kept: the newest of the person's settlements made by that message. */
static const struct gj_settlement *by_msgid(const struct gj_gathering *at)
{
    for (size_t i = at->memory->settlements.count; i > 0; i--) {
        const struct gj_settlement *one = gj_table_at(&at->memory->settlements, i - 1);
        if (one->person == at->command->person && one->institution == at->facts->institution.id &&
            strcmp(one->msgid, at->command->body.undo.msgid) == 0)
            return one;
    }
    return NULL;
}

static gj_day arrival(const struct gj_command *command)
{
    return command->once.used ? command->once.day : gj_time_day(command->now);
}

static void gather_undo(const struct gj_gathering *at)
{
    struct gj_facts *facts = at->facts;
    const struct gj_memory_once *once =
        gj_memory_once(at->memory, at->command->body.undo.hash, arrival(at->command));
    const struct gj_settlement *made = NULL;
    facts->undone_before = once && once->is_mark;
    if (once && !once->is_mark) {
        facts->undone_act = once->act;
        facts->undone_person = once->person;
        if (once->act == GJ_ACT_SETTLE || once->act == GJ_ACT_SETTLE_BILL ||
            once->act == GJ_ACT_REVERSE)
            made = gj_memory_settlement(at->memory, once->reply.id);
    } else if (!once && at->command->body.undo.msgid[0] != '\0') {
        made = by_msgid(at);
    }
    if (made)
        gather_undone(at, made);
    gj_memory_gather_self(at, facts->settlement.person);
}

/* ---- by act ---- */

static void gather_by_act(const struct gj_gathering *at)
{
    const struct gj_command *command = at->command;
    switch ((enum gj_act)command->act) {
    case GJ_ACT_CANCEL_VISIT:
        gather_visit(at, command->body.visit.visit);
        gj_memory_gather_self(at, at->facts->visit.person);
        return;
    case GJ_ACT_DIAGNOSE:
        gather_visit(at, command->body.diagnoses.visit);
        gj_memory_gather_self(at, at->facts->visit.person);
        return;
    case GJ_ACT_ADD_LINES:
        gather_lines(at);
        return;
    case GJ_ACT_DROP_LINES:
        gather_drop(at);
        return;
    case GJ_ACT_PREVIEW:
    case GJ_ACT_SETTLE:
        gather_bill(at);
        return;
    case GJ_ACT_PREVIEW_BILL:
    case GJ_ACT_SETTLE_BILL:
    case GJ_ACT_CHECK_BENEFIT:
        gather_whole_bill(at);
        return;
    case GJ_ACT_REVERSE:
    case GJ_ACT_REFUND:
        gather_reverse(at);
        return;
    case GJ_ACT_UNDO:
        gather_undo(at);
        return;
    default:
        gj_memory_gather_people(at);
        return;
    }
}

static void gather_rest(const struct gj_gathering *at)
{
    const struct gj_command *command = at->command;
    if (command->act == GJ_ACT_TRANSFER)
        gj_memory_side(at->memory, command->body.transfer.receiver, &at->facts->other);
    if (command->act == GJ_ACT_CREDIT)
        at->facts->credited = gj_memory_is_credited(
            at->memory, command->person, command->body.credit.area, command->body.credit.month);
}

enum gj_status gj_memory_gather(struct gj_store *store, const struct gj_calendar *calendar,
                                struct gj_desk *const desks[], int n, struct gj_why *why)
{
    struct gj_memory *memory = (struct gj_memory *)store;
    (void)why;
    pthread_mutex_lock(&memory->mutex);
    for (int i = 0; i < n; i++) {
        struct gj_gathering at = {memory, calendar, &desks[i]->command, &desks[i]->facts};
        memset(&desks[i]->facts, 0, offsetof(struct gj_facts, charges));
        gather_once(&at, &desks[i]->outcome);
        gather_institution(&at);
        gather_credential(&at);
        gather_by_act(&at);
        gather_rest(&at);
    }
    pthread_mutex_unlock(&memory->mutex);
    return GJ_DONE;
}
