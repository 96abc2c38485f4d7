/* Gathering for the acts on visits and bills, and on what they made. In: a command. Out: the visit, the
   charge, counters, payers, lines and settlements that acts/acts.h names. */
#include "store/gather.h"

#include <stddef.h>
#include <string.h>

#include "base/bug.h"

void gj_gather_visit(const struct gj_gathering *at, gj_id visit)
{
    at->find->visit(at->store, visit, &at->facts->visit);
    gj_gather_self(at, at->facts->visit.person);
}

static void gather_counters(const struct gj_gathering *at, const struct gj_visit *visit,
                            uint8_t level, gj_day year_first)
{
    gj_counter_keys(visit, level, year_first, at->facts->counters);
    at->facts->counters_count = GJ_COUNTERS_MAX;
    at->find->counters(at->store, at->facts->counters);
}

static void gather_counters_of_visit(const struct gj_gathering *at, const struct gj_visit *visit)
{
    const struct gj_calendar *calendar = at->calendar;
    const gj_day first = calendar->benefit_year_first(calendar->law, visit->home_area,
                                                      visit->scheme, gj_time_day(visit->begin));
    gather_counters(at, visit, at->facts->institution.level, first);
}

void gj_gather_bill(const struct gj_gathering *at)
{
    const struct gj_command *command = at->command;
    struct gj_facts *facts = at->facts;
    at->find->visit(at->store, command->body.bill.visit, &facts->visit);
    at->find->charge(at->store, command->body.bill.visit, command->body.bill.charge,
                     &facts->charge);
    if (facts->visit.version == 0) {
        gj_gather_self(at, 0);
        return;
    }
    at->find->patient(at->store, at->desk, facts->visit.person);
    struct gj_visit visit = facts->visit;
    (void)gj_care_of_med_type(command->body.bill.med_type, &visit.care);
    gather_counters_of_visit(at, &visit);
}

static void gather_prices(const struct gj_gathering *at, const struct gj_line *list, int32_t count)
{
    const gj_day day = gj_time_day(at->facts->visit.begin);
    for (int i = 0; i < count && i < GJ_MESSAGE_LINES_MAX; i++) {
        at->facts->lines[i] = (struct gj_line_facts){0};
        at->find->price(at->store, list[i].list_code, day, &at->facts->lines[i]);
    }
}

/* Reads into `reversal`, which a bill does not use. */
static void gather_twin(const struct gj_gathering *at)
{
    struct gj_facts *facts = at->facts;
    const char *number = at->command->body.bill.charge;
    gj_id id = facts->visit.person == facts->self.person.id ? facts->self.last_settlement : 0;
    for (int i = 0; i < GJ_TWINS_MAX && id != 0; i++) {
        struct gj_settlement one;
        at->find->settlement_head(at->store, id, &one);
        if (gj_settlement_is_twin(&one, facts->institution.id, number)) {
            /* only now its claim is read: it says in which area it was made */
            at->find->settlement(at->store, id, &facts->reversal);
            facts->twin = (struct gj_named){id, facts->reversal.claim.where.area};
            memset(&facts->reversal, 0, offsetof(struct gj_settlement, claim));
            facts->reversal.decision.legs_count = 0;
            break;
        }
        id = one.previous < id ? one.previous : 0;
    }
}

void gj_gather_whole_bill(const struct gj_gathering *at)
{
    const struct gj_command *command = at->command;
    struct gj_facts *facts = at->facts;
    at->find->patient(at->store, at->desk, command->person);
    gj_visit_of_whole_bill(command, &facts->self, &facts->institution, &facts->visit);
    if (facts->visit.home_area == 0)
        return;
    gather_prices(at, command->body.bill.list, command->body.bill.count);
    gather_counters_of_visit(at, &facts->visit);
    if (command->body.bill.charge[0] != '\0')
        gather_twin(at);
}

enum { CHARGES_ROOM = sizeof((struct gj_facts *)0)->charges / sizeof(struct gj_charge) };

/* One for each distinct charge number of the message. */
static void gather_charges(const struct gj_gathering *at)
{
    struct gj_facts *facts = at->facts;
    for (int i = 0; i < at->command->body.lines.count; i++) {
        const char *number = at->command->body.lines.list[i].charge;
        int known = 0;
        while (known < facts->charges_known && strcmp(facts->charges[known].number, number) != 0)
            known++;
        if (known < facts->charges_known)
            continue;
        if (facts->charges_known == CHARGES_ROOM) {
            gj_overflow(facts, GJ_VISIT_BATCHES_TOO_MANY);
            return;
        }
        at->find->charge(at->store, facts->visit.id, number,
                         &facts->charges[facts->charges_known++]);
    }
}

void gj_gather_lines(const struct gj_gathering *at)
{
    const int32_t count = at->command->body.lines.count;
    GJ_MUST(count >= 0 && count <= GJ_MESSAGE_LINES_MAX);
    gj_gather_visit(at, at->command->body.lines.visit);
    gather_charges(at);
    gather_prices(at, at->command->body.lines.list, count);
    at->find->kept_lines(at->store, at->desk);
}

void gj_gather_dropped(const struct gj_gathering *at)
{
    struct gj_facts *facts = at->facts;
    const gj_id visit = at->command->body.drop.visit;
    gj_gather_visit(at, visit);
    at->find->charge(at->store, visit, at->command->body.drop.charge, &facts->charge);
    if (!at->command->body.drop.all)
        return;
    const int count = at->find->open_charges(at->store, visit, facts->charges, CHARGES_ROOM);
    facts->charges_known = count < CHARGES_ROOM ? count : CHARGES_ROOM;
    if (count > CHARGES_ROOM)
        gj_overflow(facts, GJ_VISIT_BATCHES_TOO_MANY);
}

/* ---- taking back ---- */

static void gather_payers_of_legs(const struct gj_gathering *at)
{
    struct gj_facts *facts = at->facts;
    const struct gj_decision *decision = &facts->settlement.decision;
    for (int i = 0; i < decision->legs_count && facts->payers_count < GJ_PAYERS_MAX; i++) {
        const struct gj_leg *leg = &decision->legs[i];
        if (leg->kind != GJ_PAYER_AID || leg->binding == 0)
            continue;
        struct gj_payer_facts *payer = &facts->payers[facts->payers_count++];
        memset(payer, 0, sizeof *payer);
        at->find->binding(at->store, leg->binding, &payer->binding);
        at->find->person(at->store, leg->person, &payer->person);
        at->find->account(at->store, leg->person, leg->area, &payer->account);
    }
}

/* What hangs on a settlement that is to be taken back or posted again. */
static void gather_settled(const struct gj_gathering *at)
{
    struct gj_facts *facts = at->facts;
    const struct gj_settlement *settlement = &facts->settlement;
    if (settlement->version == 0)
        return;
    if (gj_settlement_is_whole(settlement)) {
        gj_visit_of_settlement(settlement, &facts->visit);
    } else {
        at->find->visit(at->store, settlement->visit, &facts->visit);
        at->find->charge(at->store, settlement->visit, settlement->charge, &facts->charge);
    }
    struct gj_visit visit = facts->visit;
    visit.care = settlement->claim.care;
    gather_counters(at, &visit, settlement->claim.where.level,
                    settlement->decision.benefit_year_first);
    gather_payers_of_legs(at);
}

void gj_gather_reverse(const struct gj_gathering *at)
{
    struct gj_facts *facts = at->facts;
    at->find->settlement(at->store, at->command->body.reverse.settlement, &facts->settlement);
    if (facts->settlement.reversed_by != 0)
        at->find->settlement(at->store, facts->settlement.reversed_by, &facts->reversal);
    gj_gather_self(at, facts->settlement.person);
    gather_settled(at);
}

/* What refunds of parts have left of a settlement stands in its place. Reads into `reversal`. */
static void take_what_is_left(const struct gj_gathering *at)
{
    struct gj_settlement *made = &at->facts->settlement, *by = &at->facts->reversal;
    while (made->reversed_by != 0) {
        at->find->settlement(at->store, made->reversed_by, by);
        if (by->version == 0 || by->refund_of != made->id)
            break;
        *made = *by;
    }
    memset(by, 0, sizeof *by);
}

/* `made` is what the undone message made: a settlement, or the row that took one back. */
static void gather_original(const struct gj_gathering *at, gj_id made)
{
    struct gj_facts *facts = at->facts;
    if (facts->undone_act == GJ_ACT_SETTLE || facts->undone_act == GJ_ACT_SETTLE_BILL) {
        at->find->settlement(at->store, made, &facts->settlement);
        take_what_is_left(at);
    } else if (facts->undone_act == GJ_ACT_REVERSE) {
        at->find->settlement(at->store, made, &facts->reversal);
        at->find->settlement(at->store, facts->reversal.reversal_of, &facts->settlement);
    }
}

/* A message older than the days for which names are kept is found among its person's settlements,
   newest first. Reads into `reversal`, which is room that is filled anew afterwards. */
static gj_id find_by_msgid(const struct gj_gathering *at)
{
    struct gj_facts *facts = at->facts;
    struct gj_settlement *one = &facts->reversal;
    struct gj_side side;
    (void)at->find->side(at->store, at->command->person, &side);
    gj_id id = facts->institution.id != 0 ? side.last_settlement : 0;
    while (id != 0) {
        at->find->settlement(at->store, id, one);
        if (one->institution == facts->institution.id &&
            strcmp(one->msgid, at->command->body.undo.msgid) == 0) {
            facts->undone_act = gj_act_that_made(one);
            facts->undone_person = one->person;
            break;
        }
        id = one->previous < id ? one->previous : 0;
    }
    memset(one, 0, sizeof *one);
    return id;
}

void gj_gather_undo(const struct gj_gathering *at)
{
    const struct gj_command *command = at->command;
    struct gj_facts *facts = at->facts;
    struct gj_once_found found;
    at->find->name(at->store, gj_arrival_day(command), command->body.undo.msgid,
                   command->body.undo.hash, &found);
    gj_id made = 0;
    if (found.undone) {
        facts->undone_before = true;
    } else if (found.found) {
        facts->undone_act = found.act;
        facts->undone_person = found.person;
        made = found.made;
    } else if (command->person != 0 && command->body.undo.msgid[0] != '\0') {
        made = find_by_msgid(at);
    }
    if (made != 0)
        gather_original(at, made);
    gj_gather_self(at, facts->settlement.person);
    gather_settled(at);
}
