/* Gathering: fills in the facts that each act reads (the table in acts/acts.h), by point look-ups
   alone, as few as the act needs. In: desks with commands. Out: their facts, and for a message that
   was kept already its reply. */
#include "store/sqlite.h"

#include <stddef.h>
#include <string.h>

#include "base/bug.h"

static void overflow(struct gj_facts *facts, enum gj_reason reason)
{
    facts->overflow = true;
    facts->overflow_reason = (int16_t)reason;
}

static gj_day arrival_day(const struct gj_command *command)
{
    return command->once.used ? command->once.day : gj_time_day(command->now);
}

static void gather_once(struct gj_sqlite *self, struct gj_desk *desk)
{
    const struct gj_once_key *once = &desk->command.once;
    struct gj_once_found found;
    if (!once->used)
        return;
    gj_once_find(self, once->day, desk->command.msgid, once->hash, &found);
    if (!found.found)
        return;
    if (found.undone) {
        desk->facts.once = GJ_ONCE_UNDONE;
        return;
    }
    const bool same = memcmp(found.digest, once->digest, sizeof found.digest) == 0;
    desk->facts.once = same ? GJ_ONCE_SAME : GJ_ONCE_DIFFERENT;
    if (same)
        gj_once_fill_reply(self, &found, desk);
}

static void gather_actor(struct gj_sqlite *self, struct gj_desk *desk)
{
    const struct gj_command *command = &desk->command;
    struct gj_facts *facts = &desk->facts;
    const struct gj_institution *place = gj_places_find(&self->places, command->institution);
    if (place != NULL)
        facts->institution = *place;
    char kind[4], text[GJ_LOOK_UP_TEXT_MAX];
    facts->credential_given = command->credential.type[0] != '\0';
    if (gj_look_up_of_credential(&command->credential, kind, text))
        facts->credential_person = gj_get_person_by(&self->db, self->keys, kind, text);
    facts->signed_in = command->sign_no[0] == '\0';
    if (!facts->signed_in && place != NULL) {
        struct gj_row row = gj_row(&self->db, GJ_SQL_SIGN_GET);
        gj_bind(&row, place->id);
        gj_bind_text(&row, command->sign_no);
        facts->signed_in = gj_row_next(&row);
        gj_row_end(&row);
    }
}

static void gather_self(struct gj_sqlite *self, struct gj_desk *desk, gj_id otherwise)
{
    const gj_id person = desk->command.person != 0 ? desk->command.person : otherwise;
    if (!gj_get_side(&self->db, person, &desk->facts.self))
        overflow(&desk->facts, GJ_ENROLMENTS_TOO_MANY);
}

static void gather_other(struct gj_sqlite *self, struct gj_desk *desk, gj_id person)
{
    if (!gj_get_side(&self->db, person, &desk->facts.other))
        overflow(&desk->facts, GJ_ENROLMENTS_TOO_MANY);
}

static void gather_visit(struct gj_sqlite *self, struct gj_desk *desk, gj_id visit)
{
    gj_get_visit(&self->db, visit, &desk->facts.visit);
    gather_self(self, desk, desk->facts.visit.person);
}

/* True if one of these counters of a year has counters of a month or day beside it. */
static bool take_counters(struct gj_row *row, bool of_years,
                          struct gj_counter counters[GJ_COUNTERS_MAX])
{
    bool narrow = false;
    while (gj_row_next(row)) {
        struct gj_counter one;
        memset(&one, 0, sizeof one);
        gj_row_counter(row, &one);
        narrow |= of_years && gj_column(row) != 0;
        if (one.span < GJ_COUNTERS_MAX && gj_counter_is(&counters[one.span], &one))
            counters[one.span] = one;
    }
    return narrow;
}

static void gather_counters(struct gj_sqlite *self, struct gj_desk *desk,
                            const struct gj_visit *visit, uint8_t level, gj_day year_first)
{
    struct gj_facts *facts = &desk->facts;
    gj_counter_keys(visit, level, year_first, facts->counters);
    facts->counters_count = GJ_COUNTERS_MAX;
    struct gj_row row = gj_row(&self->db, GJ_SQL_COUNTERS);
    gj_bind(&row, visit->person);
    gj_bind(&row, visit->home_area);
    gj_bind(&row, visit->scheme);
    gj_bind(&row, year_first);
    if (!take_counters(&row, true, facts->counters))
        return;
    row = gj_row(&self->db, GJ_SQL_COUNTERS_NARROW);
    gj_bind(&row, visit->person);
    gj_bind(&row, visit->home_area);
    gj_bind(&row, visit->scheme);
    gj_bind(&row, year_first);
    gj_bind(&row, facts->counters[GJ_SPAN_MONTH].care);
    gj_bind(&row, facts->counters[GJ_SPAN_MONTH].span_key);
    gj_bind(&row, facts->counters[GJ_SPAN_DAY].span_key);
    (void)take_counters(&row, false, facts->counters);
}

static void gather_counters_of_visit(struct gj_sqlite *self, const struct gj_calendar *calendar,
                                     struct gj_desk *desk, const struct gj_visit *visit)
{
    gj_day first = calendar->benefit_year_first(calendar->law, visit->home_area, visit->scheme,
                                                gj_time_day(visit->begin));
    gather_counters(self, desk, visit, desk->facts.institution.level, first);
}

/* Reads into `reversal`, which a bill does not use. */
static void gather_twin(struct gj_sqlite *self, struct gj_desk *desk)
{
    struct gj_facts *facts = &desk->facts;
    const char *number = desk->command.body.bill.charge;
    gj_id id = facts->visit.person == facts->self.person.id ? facts->self.last_settlement : 0;
    for (int i = 0; i < GJ_TWINS_MAX && id != 0 && gj_db_good(&self->db); i++) {
        struct gj_settlement one;
        gj_get_settlement_head(&self->db, id, &one);
        if (gj_settlement_is_twin(&one, facts->institution.id, number)) {
            /* only now its claim is read: it says in which area it was made */
            gj_get_settlement(&self->db, id, &facts->reversal);
            facts->twin = (struct gj_named){id, facts->reversal.claim.where.area};
            memset(&facts->reversal, 0, offsetof(struct gj_settlement, claim));
            facts->reversal.decision.legs_count = 0;
            break;
        }
        id = one.previous < id ? one.previous : 0;
    }
}

static void gather_whole_bill(struct gj_sqlite *self, const struct gj_calendar *calendar,
                              struct gj_desk *desk)
{
    struct gj_facts *facts = &desk->facts;
    gj_gather_patient(self, desk, desk->command.person);
    gj_visit_of_whole_bill(&desk->command, &facts->self, &facts->institution, &facts->visit);
    if (facts->visit.home_area == 0)
        return;
    gj_gather_prices(self, desk, desk->command.body.bill.list, desk->command.body.bill.count);
    gather_counters_of_visit(self, calendar, desk, &facts->visit);
    if (desk->command.body.bill.charge[0] != '\0')
        gather_twin(self, desk);
}

static void gather_bill(struct gj_sqlite *self, const struct gj_calendar *calendar,
                        struct gj_desk *desk)
{
    const struct gj_command *command = &desk->command;
    struct gj_facts *facts = &desk->facts;
    gj_get_visit(&self->db, command->body.bill.visit, &facts->visit);
    gj_get_charge(&self->db, command->body.bill.visit, command->body.bill.charge, &facts->charge);
    if (facts->visit.version == 0) {
        gather_self(self, desk, 0);
        return;
    }
    gj_gather_patient(self, desk, facts->visit.person);
    struct gj_visit visit = facts->visit;
    (void)gj_care_of_med_type(command->body.bill.med_type, &visit.care);
    gather_counters_of_visit(self, calendar, desk, &visit);
}

/* What hangs on a settlement that is to be taken back or posted again. */
static void gather_settled(struct gj_sqlite *self, struct gj_desk *desk)
{
    struct gj_facts *facts = &desk->facts;
    const struct gj_settlement *settlement = &facts->settlement;
    if (settlement->version == 0)
        return;
    if (gj_settlement_is_whole(settlement)) {
        gj_visit_of_settlement(settlement, &facts->visit);
    } else {
        gj_get_visit(&self->db, settlement->visit, &facts->visit);
        gj_get_charge(&self->db, settlement->visit, settlement->charge, &facts->charge);
    }
    struct gj_visit visit = facts->visit;
    visit.care = settlement->claim.care;
    gather_counters(self, desk, &visit, settlement->claim.where.level,
                    settlement->decision.benefit_year_first);
    gj_gather_payers_of_legs(self, desk);
}

static void gather_reverse(struct gj_sqlite *self, struct gj_desk *desk)
{
    struct gj_facts *facts = &desk->facts;
    gj_get_settlement(&self->db, desk->command.body.reverse.settlement, &facts->settlement);
    if (facts->settlement.reversed_by != 0)
        gj_get_settlement(&self->db, facts->settlement.reversed_by, &facts->reversal);
    gather_self(self, desk, facts->settlement.person);
    gather_settled(self, desk);
}

/* What refunds of parts have left of a settlement stands in its place. Reads into `reversal`. */
static void take_what_is_left(struct gj_sqlite *self, struct gj_facts *facts)
{
    struct gj_settlement *made = &facts->settlement, *by = &facts->reversal;
    while (made->reversed_by != 0 && gj_db_good(&self->db)) {
        gj_get_settlement(&self->db, made->reversed_by, by);
        if (by->version == 0 || by->refund_of != made->id)
            break;
        *made = *by;
    }
    memset(by, 0, sizeof *by);
}

/* `made` is what the undone message made: a settlement, or the row that took one back. */
static void gather_original(struct gj_sqlite *self, struct gj_facts *facts, gj_id made)
{
    if (facts->undone_act == GJ_ACT_SETTLE || facts->undone_act == GJ_ACT_SETTLE_BILL) {
        gj_get_settlement(&self->db, made, &facts->settlement);
        take_what_is_left(self, facts);
    } else if (facts->undone_act == GJ_ACT_REVERSE) {
        gj_get_settlement(&self->db, made, &facts->reversal);
        gj_get_settlement(&self->db, facts->reversal.reversal_of, &facts->settlement);
    }
}

/* A message older than the days for which names are kept is found among its person's settlements,
   newest first. Reads into `reversal`, which is room that is filled anew afterwards. */
static gj_id find_by_msgid(struct gj_sqlite *self, struct gj_desk *desk)
{
    struct gj_facts *facts = &desk->facts;
    struct gj_side side;
    (void)gj_get_side(&self->db, desk->command.person, &side);
    gj_id id = side.last_settlement;
    while (id != 0 && gj_db_good(&self->db)) {
        struct gj_settlement *one = &facts->reversal;
        gj_get_settlement(&self->db, id, one);
        if (one->institution == facts->institution.id && facts->institution.id != 0 &&
            strcmp(one->msgid, desk->command.body.undo.msgid) == 0) {
            facts->undone_act = gj_act_that_made(one);
            facts->undone_person = one->person;
            break;
        }
        id = one->previous < id ? one->previous : 0;
    }
    memset(&facts->reversal, 0, sizeof facts->reversal);
    return id;
}

static void gather_undo(struct gj_sqlite *self, struct gj_desk *desk)
{
    const struct gj_command *command = &desk->command;
    struct gj_facts *facts = &desk->facts;
    struct gj_once_found found;
    gj_once_find(self, arrival_day(command), command->body.undo.msgid, command->body.undo.hash,
                 &found);
    facts->undone_before = found.undone;
    facts->undone_act = found.act;
    facts->undone_person = found.person;
    gj_id made = found.made;
    if (!found.found && command->person != 0 && command->body.undo.msgid[0] != '\0')
        made = find_by_msgid(self, desk);
    if (made != 0)
        gather_original(self, facts, made);
    gather_self(self, desk, facts->settlement.person);
    gather_settled(self, desk);
}

static void gather_enrol(struct gj_sqlite *self, struct gj_desk *desk)
{
    const struct gj_command *command = &desk->command;
    struct gj_facts *facts = &desk->facts;
    if (!gj_get_side(&self->db, command->body.enrol.person.id, &facts->self))
        overflow(facts, GJ_ENROLMENTS_TOO_MANY);
    if (command->body.enrol.person.id != 0 || command->body.enrol.identity == NULL)
        return;
    struct gj_identity document = *command->body.enrol.identity;
    document.card[0] = document.token[0] = '\0';
    struct gj_look_up look_ups[3];
    if (gj_look_ups_of_identity(&document, look_ups) == 0)
        return;
    facts->document_person =
        gj_get_person_by(&self->db, self->keys, look_ups[0].kind, look_ups[0].text);
    facts->document_known = facts->document_person != 0;
}

static void gather_credit(struct gj_sqlite *self, struct gj_desk *desk)
{
    const struct gj_command *command = &desk->command;
    gather_self(self, desk, 0);
    if (command->body.credit.month == 0)
        return;
    struct gj_row row = gj_row(&self->db, GJ_SQL_CREDITED_GET);
    gj_bind(&row, command->person);
    gj_bind(&row, command->body.credit.area);
    gj_bind(&row, command->body.credit.month);
    desk->facts.credited = gj_row_next(&row);
    gj_row_end(&row);
}

static void gather_binding(struct gj_sqlite *self, struct gj_desk *desk)
{
    struct gj_facts *facts = &desk->facts;
    gj_get_binding(&self->db, desk->command.body.binding.binding, &facts->binding);
    gather_self(self, desk, facts->binding.payer);
    if (facts->binding.version == 0)
        return;
    const bool self_pays = facts->self.person.id == facts->binding.payer;
    gather_other(self, desk, self_pays ? facts->binding.relative : facts->binding.payer);
    gj_gather_bond(&self->db, &facts->binding, facts->binding.id, &facts->bond);
}

static void gather_ended(struct gj_sqlite *self, struct gj_desk *desk)
{
    struct gj_facts *facts = &desk->facts;
    const struct gj_transfer *transfer = &facts->transfer;
    gj_get_transfer(&self->db, desk->command.body.ended.transfer, &facts->transfer);
    if (desk->command.act == GJ_ACT_ACCEPT) {
        gather_self(self, desk, transfer->receiver);
        gather_other(self, desk, transfer->sender);
        return;
    }
    if (!gj_get_side(&self->db, transfer->sender, &facts->self))
        overflow(facts, GJ_ENROLMENTS_TOO_MANY);
    gather_other(self, desk, transfer->receiver);
}

static void gather_premium(struct gj_sqlite *self, struct gj_desk *desk)
{
    const struct gj_command *command = &desk->command;
    struct gj_facts *facts = &desk->facts;
    gj_id other = command->body.premium.relative, insured = command->person;
    gather_self(self, desk, 0);
    if (command->body.premium.binding != 0) {
        gj_get_binding(&self->db, command->body.premium.binding, &facts->binding);
        other = facts->binding.payer;
    } else if (other != 0) {
        insured = other;
    }
    gather_other(self, desk, other);
    gj_get_premium(&self->db, insured, command->body.premium.year, &facts->premium);
}

static void gather_refund_premium(struct gj_sqlite *self, struct gj_desk *desk)
{
    const struct gj_command *command = &desk->command;
    struct gj_facts *facts = &desk->facts;
    const struct gj_premium *premium = &facts->premium;
    gj_get_premium(&self->db, command->body.insured.insured, command->body.insured.year,
                   &facts->premium);
    gather_self(self, desk, premium->payer);
    const bool self_paid = facts->self.person.id == premium->payer;
    gather_other(self, desk, self_paid ? premium->person : premium->payer);
    gj_get_binding(&self->db, premium->binding, &facts->binding);
}

static void gather_visit_act(struct gj_sqlite *self, struct gj_desk *desk)
{
    const struct gj_command *command = &desk->command;
    switch (command->act) {
    case GJ_ACT_CANCEL_VISIT:
        gather_visit(self, desk, command->body.visit.visit);
        break;
    case GJ_ACT_DIAGNOSE:
        gather_visit(self, desk, command->body.diagnoses.visit);
        break;
    case GJ_ACT_ADD_LINES:
        gather_visit(self, desk, command->body.lines.visit);
        gj_gather_lines(self, desk);
        break;
    default:
        GJ_MUST(command->act == GJ_ACT_DROP_LINES);
        gather_visit(self, desk, command->body.drop.visit);
        gj_gather_dropped(self, desk);
        break;
    }
}

static void gather_act(struct gj_sqlite *self, const struct gj_calendar *calendar,
                       struct gj_desk *desk)
{
    switch (desk->command.act) {
    case GJ_ACT_CANCEL_VISIT:
    case GJ_ACT_DIAGNOSE:
    case GJ_ACT_ADD_LINES:
    case GJ_ACT_DROP_LINES:
        gather_visit_act(self, desk);
        break;
    case GJ_ACT_PREVIEW:
    case GJ_ACT_SETTLE:
        gather_bill(self, calendar, desk);
        break;
    case GJ_ACT_PREVIEW_BILL:
    case GJ_ACT_SETTLE_BILL:
    case GJ_ACT_CHECK_BENEFIT:
        gather_whole_bill(self, calendar, desk);
        break;
    case GJ_ACT_REVERSE:
    case GJ_ACT_REFUND:
        gather_reverse(self, desk);
        break;
    case GJ_ACT_UNDO:
        gather_undo(self, desk);
        break;
    case GJ_ACT_MOVE:
        if (!gj_get_side(&self->db, desk->command.body.enrol.person.id, &desk->facts.self))
            overflow(&desk->facts, GJ_ENROLMENTS_TOO_MANY);
        break;
    case GJ_ACT_RESOLVE:
        gj_get_work(&self->db, desk->command.body.resolve.work, &desk->facts.work);
        gather_self(self, desk, desk->facts.work.person);
        break;
    case GJ_ACT_ENROL:
        gather_enrol(self, desk);
        break;
    case GJ_ACT_CREDIT:
        gather_credit(self, desk);
        break;
    case GJ_ACT_BIND:
        gather_self(self, desk, 0);
        gj_gather_bind(self, desk);
        break;
    case GJ_ACT_CONFIRM:
    case GJ_ACT_UNBIND:
    case GJ_ACT_CHANGE_BINDING: /* its binding stands first, as theirs does */
        gather_binding(self, desk);
        break;
    case GJ_ACT_TRANSFER:
        gather_self(self, desk, 0);
        gather_other(self, desk, desk->command.body.transfer.receiver);
        break;
    case GJ_ACT_PREMIUM:
        gather_premium(self, desk);
        break;
    case GJ_ACT_REFUND_PREMIUM:
        gather_refund_premium(self, desk);
        break;
    case GJ_ACT_ACCEPT:
    case GJ_ACT_GIVE_BACK:
        gather_ended(self, desk);
        break;
    default:
        gather_self(self, desk, 0);
        break;
    }
}

/* The day of arrival may have got its first names meanwhile. */
static void expect_names(struct gj_sqlite *self, struct gj_desk *const desks[], int n)
{
    for (int i = 0; i < n; i++)
        gj_once_day_add(self, arrival_day(&desks[i]->command));
}

enum gj_status gj_sqlite_gather(struct gj_store *store, const struct gj_calendar *calendar,
                                struct gj_desk *const desks[], int n, struct gj_why *why)
{
    struct gj_sqlite *self = (struct gj_sqlite *)store;
    if (self->is_ahead)
        expect_names(self, desks, n);
    /* One read transaction for the batch saves taking the file's locks for each look-up. */
    struct gj_row begin = gj_row(&self->db, GJ_SQL_READ);
    gj_row_do(&begin);
    for (int i = 0; i < n && gj_db_good(&self->db); i++) {
        gj_facts_clear(&desks[i]->facts);
        gather_once(self, desks[i]);
        gather_actor(self, desks[i]);
        gather_act(self, calendar, desks[i]);
    }
    if (sqlite3_get_autocommit(self->db.handle) == 0) {
        struct gj_row end = gj_row(&self->db, GJ_SQL_COMMIT);
        gj_row_do(&end);
    }
    if (sqlite3_get_autocommit(self->db.handle) == 0)
        (void)sqlite3_exec(self->db.handle, "ROLLBACK", NULL, NULL, NULL);
    return gj_db_end(&self->db, why);
}
