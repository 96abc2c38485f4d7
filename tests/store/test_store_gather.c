/* What a store is asked for each act, said here once more and held against the walk. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store/asked.h"

/* Numbers in the commands; what belongs to a record bears the numbers after it (asked.h). */
enum {
    NOBODY = 0,
    ACTOR = 7,
    TRANSFER = 40,
    INSURED = 50,
    WORK = 60,
    SETTLEMENT = 70,
    ENROLLED = 80,
    FIRST = ASKED_FIRST
};

/* ---- commands ---- */

static gj_day first_day(const void *law, gj_area area, uint8_t scheme, gj_day day)
{
    (void)law, (void)area, (void)scheme;
    return day;
}

static const struct gj_calendar CALENDAR = {.benefit_year_first = first_day};
static const struct gj_line LINES[] = {{.serial = "1", .charge = "B1", .list_code = "XA"},
                                       {.serial = "2", .charge = "B2", .list_code = "XB"},
                                       {.serial = "3", .charge = "B1", .list_code = "XC"}};
static const struct gj_identity DOCUMENT = {
    .document = "AB12345", .document_type = "04", .card = "C1", .token = "T1"};

static void fill_bill(struct gj_command *command, bool whole)
{
    command->body.bill.visit = whole ? 0 : ASKED_VISIT;
    memcpy(command->body.bill.charge, "B1", 3);
    command->body.bill.scheme = GJ_SCHEME_EMPLOYEE;
    command->body.bill.count = whole ? 2 : 0;
    command->body.bill.list = whole ? LINES : NULL;
}

static void fill_care(struct gj_command *command)
{
    switch (command->act) {
    case GJ_ACT_CANCEL_VISIT:
        command->body.visit.visit = ASKED_VISIT;
        break;
    case GJ_ACT_DIAGNOSE:
        command->body.diagnoses.visit = ASKED_VISIT;
        break;
    case GJ_ACT_ADD_LINES:
        command->body.lines.visit = ASKED_VISIT;
        command->body.lines.count = 3;
        command->body.lines.list = LINES;
        break;
    case GJ_ACT_DROP_LINES:
        command->body.drop.visit = ASKED_VISIT;
        memcpy(command->body.drop.charge, "B1", 3);
        command->body.drop.all = true;
        break;
    case GJ_ACT_PREVIEW:
    case GJ_ACT_SETTLE:
        fill_bill(command, false);
        break;
    case GJ_ACT_PREVIEW_BILL:
    case GJ_ACT_SETTLE_BILL:
    case GJ_ACT_CHECK_BENEFIT:
        fill_bill(command, true);
        break;
    case GJ_ACT_REVERSE:
    case GJ_ACT_REFUND:
        command->body.reverse.settlement = SETTLEMENT;
        break;
    case GJ_ACT_UNDO:
        memcpy(command->body.undo.msgid, "M", 2);
        break;
    default:
        break;
    }
}

static void fill_people(struct gj_command *command)
{
    switch (command->act) {
    case GJ_ACT_MOVE:
        command->body.enrol.person.id = ENROLLED;
        break;
    case GJ_ACT_ENROL:
        command->body.enrol.identity = &DOCUMENT;
        break;
    case GJ_ACT_CREDIT:
        command->body.credit.area = ASKED_AREA;
        command->body.credit.month = 24300;
        break;
    case GJ_ACT_BIND:
        command->body.bind.relative = ASKED_OTHER;
        break;
    case GJ_ACT_CONFIRM:
    case GJ_ACT_UNBIND:
    case GJ_ACT_CHANGE_BINDING:
        command->body.binding.binding = ASKED_BINDING;
        break;
    case GJ_ACT_TRANSFER:
        command->body.transfer.receiver = ASKED_OTHER;
        break;
    case GJ_ACT_ACCEPT:
    case GJ_ACT_GIVE_BACK:
        command->body.ended.transfer = TRANSFER;
        break;
    case GJ_ACT_PREMIUM:
        command->body.premium.binding = ASKED_BINDING;
        command->body.premium.year = 2026;
        break;
    case GJ_ACT_REFUND_PREMIUM:
        command->body.insured.insured = INSURED;
        command->body.insured.year = 2026;
        break;
    case GJ_ACT_RESOLVE:
        command->body.resolve.work = WORK;
        break;
    default:
        break;
    }
}

static void fill_body(struct gj_command *command)
{
    fill_care(command);
    fill_people(command);
}

static struct gj_desk *desk;

static void begin(int act, gj_id person)
{
    memset(desk, 0, sizeof *desk);
    asked[0] = '\0';
    desk->command.act = (uint8_t)act;
    desk->command.person = person;
    desk->command.now = gj_time_at(ASKED_DAY, 10, 0, 0);
    fill_body(&desk->command);
}

static const char *gathered(void)
{
    gj_gather(&ASKED_FIND, NULL, &CALENDAR, desk);
    return asked;
}

/* What is asked for where the message names nobody. */
#define GJ_BILL "visit 20, charge 20 B1, patient 21, counters 21"
#define GJ_WHOLE "patient 0, price XA, price XB, counters 0, head 92, head 91, head 90"
#define GJ_TAKEN                                                                                   \
    "settlement 70, settlement 90, side 71, visit 20, charge 20 B1, counters 21, binding 30, "     \
    "person 31, account 31 980100"
#define GJ_BOUND "binding 30, side 31, side 32, bond 31 32 but 30"
static const char *const NEEDS[GJ_ACT_COUNT] = {
    [GJ_ACT_SIGN_IN] = "side 0",
    [GJ_ACT_SIGN_OUT] = "side 0",
    [GJ_ACT_REGISTER] = "side 0",
    [GJ_ACT_CANCEL_VISIT] = "visit 20, side 21",
    [GJ_ACT_DIAGNOSE] = "visit 20, side 21",
    [GJ_ACT_ADD_LINES] = "visit 20, side 21, charge 20 B1, charge 20 B2, price XA, price XB, "
                         "price XC, kept lines",
    [GJ_ACT_DROP_LINES] = "visit 20, side 21, charge 20 B1, open charges 8 of 20",
    [GJ_ACT_PREVIEW] = GJ_BILL,
    [GJ_ACT_SETTLE] = GJ_BILL,
    [GJ_ACT_PREVIEW_BILL] = GJ_WHOLE,
    [GJ_ACT_SETTLE_BILL] = GJ_WHOLE,
    [GJ_ACT_CHECK_BENEFIT] = GJ_WHOLE,
    [GJ_ACT_REVERSE] = GJ_TAKEN,
    [GJ_ACT_REFUND] = GJ_TAKEN,
    [GJ_ACT_UNDO] = "name M on 0, side 0",
    [GJ_ACT_ENROL] = "side 0, who D04 AB12345",
    [GJ_ACT_CREDIT] = "side 0, credited 0 980100 24300",
    [GJ_ACT_BIND] = "side 0, side 12, pair 0 12, bond 0 12 but 0, payers 12",
    [GJ_ACT_CONFIRM] = GJ_BOUND,
    [GJ_ACT_UNBIND] = GJ_BOUND,
    [GJ_ACT_CHANGE_BINDING] = GJ_BOUND,
    [GJ_ACT_OPEN_WALLET] = "side 0",
    [GJ_ACT_TRANSFER] = "side 0, side 12",
    [GJ_ACT_ACCEPT] = "transfer 40, side 42, side 41",
    [GJ_ACT_GIVE_BACK] = "transfer 40, side 41, side 42",
    [GJ_ACT_SUSPEND] = "side 0",
    [GJ_ACT_FREEZE] = "side 0",
    [GJ_ACT_ADD_INSTITUTION] = "side 0",
    [GJ_ACT_ADD_ITEM] = "side 0",
    [GJ_ACT_MOVE_CLOCK] = "side 0",
    [GJ_ACT_PUBLISH] = "side 0",
    [GJ_ACT_PREMIUM] = "side 0, binding 30, side 31, premium 0 2026",
    [GJ_ACT_REFUND_PREMIUM] = "premium 50 2026, side 51, side 50, binding 30",
    [GJ_ACT_CLOSE_ACCOUNT] = "side 0",
    [GJ_ACT_CLOSE_WALLET] = "side 0",
    [GJ_ACT_RESOLVE] = "work 60, side 61",
    [GJ_ACT_MOVE] = "side 80",
};

static void test_store_gather__asks_for_what_each_act_needs(void **state)
{
    (void)state;
    for (int act = GJ_ACT_NONE + 1; act < GJ_ACT_COUNT; act++) {
        if (NEEDS[act] == NULL)
            fail_msg("nothing here says what %s needs", gj_act_word((enum gj_act)act));
        begin(act, NOBODY);
        if (strcmp(gathered(), NEEDS[act]) != 0)
            fail_msg("%s asked for: %s", gj_act_word((enum gj_act)act), asked);
    }
}

/* Whoever the message names is self; but these name somebody else themselves. */
static void test_store_gather__self_is_whom_the_message_names(void **state)
{
    (void)state;
    for (int act = GJ_ACT_NONE + 1; act < GJ_ACT_COUNT; act++) {
        const gj_id named = act == GJ_ACT_ENROL       ? NOBODY
                            : act == GJ_ACT_MOVE      ? ENROLLED
                            : act == GJ_ACT_GIVE_BACK ? TRANSFER + 1
                                                      : ACTOR;
        begin(act, ACTOR);
        (void)gathered();
        if (desk->facts.self.person.id != named)
            fail_msg("%s asked for: %s", gj_act_word((enum gj_act)act), asked);
    }
}

static void test_store_gather__every_act_reads_who_asks_and_its_name(void **state)
{
    (void)state;
    begin(GJ_ACT_FREEZE, ACTOR);
    memcpy(desk->command.institution, "H1", 3);
    memcpy(desk->command.sign_no, "S1", 3);
    memcpy(desk->command.msgid, "M1", 3);
    desk->command.credential = (struct gj_shown_credential){.type = "01", .number = "T1"};
    desk->command.once = (struct gj_once_key){.used = true, .day = ASKED_DAY - 1, .digest = {1}};
    assert_string_equal(gathered(), "name M1 on -1, who 01 T1, signed in 9 S1, side 7");
    assert_int_equal(desk->facts.once, GJ_ONCE_NEW);
    assert_int_equal(desk->facts.institution.id, 9);
    assert_int_equal(desk->facts.credential_person, ASKED_OTHER);
    assert_true(desk->facts.signed_in && desk->facts.credential_given);
    memset(desk->command.institution, 0, sizeof desk->command.institution);
    asked[0] = '\0';
    assert_string_equal(gathered(), "name M1 on -1, who 01 T1, side 7");
    assert_false(desk->facts.signed_in);
}

static uint8_t once_of(struct gj_once_found found)
{
    asked_kept = found;
    begin(GJ_ACT_FREEZE, ACTOR);
    desk->command.once = (struct gj_once_key){.used = true, .day = ASKED_DAY, .digest = {1}};
    (void)gathered();
    asked_kept = (struct gj_once_found){0};
    return desk->facts.once;
}

static void test_store_gather__a_name_is_new_the_same_another_or_undone(void **state)
{
    (void)state;
    assert_int_equal(once_of((struct gj_once_found){0}), GJ_ONCE_NEW);
    assert_int_equal(once_of((struct gj_once_found){.found = true, .digest = {1}}), GJ_ONCE_SAME);
    assert_string_equal(asked, "name  on 0, reply, side 7");
    assert_int_equal(once_of((struct gj_once_found){.found = true, .digest = {2}}),
                     GJ_ONCE_DIFFERENT);
    assert_string_equal(asked, "name  on 0, side 7");
    assert_int_equal(once_of((struct gj_once_found){.found = true, .undone = true, .digest = {1}}),
                     GJ_ONCE_UNDONE);
    assert_string_equal(asked, "name  on 0, side 7");
}

static const char *undone(struct gj_once_found found, gj_id person)
{
    asked_kept = found;
    begin(GJ_ACT_UNDO, person);
    memcpy(desk->command.institution, "H1", 3);
    (void)gathered();
    asked_kept = (struct gj_once_found){0};
    return asked;
}

/* What hangs on settlement 70, which no refund of a part has taken back. */
#define GJ_HANGS                                                                                   \
    ", side 71, visit 20, charge 20 B1, counters 21, binding 30, person 31, account 31 980100"

static void test_store_gather__an_undo_reads_what_its_message_made(void **state)
{
    (void)state;
    struct gj_once_found found = {
        .found = true, .act = GJ_ACT_SETTLE, .person = 71, .made = SETTLEMENT};
    assert_string_equal(undone(found, NOBODY),
                        "name M on 0, settlement 70, settlement 90" GJ_HANGS);
    assert_int_equal(desk->facts.settlement.id, SETTLEMENT);
    assert_int_equal(desk->facts.reversal.version, 0);
    found.act = GJ_ACT_REVERSE;
    found.made = FIRST;
    asked_chain[0].reversal_of = SETTLEMENT;
    assert_string_equal(undone(found, NOBODY),
                        "name M on 0, settlement 90, settlement 70" GJ_HANGS);
    assert_int_equal(desk->facts.reversal.id, FIRST);
    asked_chain[0].reversal_of = 0;
    found.act = GJ_ACT_FREEZE;
    assert_string_equal(undone(found, NOBODY), "name M on 0, side 0");
    assert_int_equal(desk->facts.undone_act, GJ_ACT_FREEZE);
    found.undone = true;
    assert_string_equal(undone(found, NOBODY), "name M on 0, side 0");
    assert_true(desk->facts.undone_before);
    assert_int_equal(desk->facts.undone_act, GJ_ACT_NONE);
}

static void test_store_gather__what_a_refund_has_left_stands_for_its_settlement(void **state)
{
    (void)state;
    const struct gj_once_found found = {
        .found = true, .act = GJ_ACT_SETTLE, .person = 71, .made = SETTLEMENT};
    asked_chain[0].refund_of = SETTLEMENT;
    assert_string_equal(undone(found, NOBODY), "name M on 0, settlement 70, settlement 90, side 7, "
                                               "visit 21, charge 21 , counters 22");
    assert_int_equal(desk->facts.settlement.id, FIRST);
    assert_int_equal(desk->facts.reversal.version, 0);
    asked_chain[0].refund_of = 0;
}

static void test_store_gather__a_whole_bill_finds_its_twin(void **state)
{
    (void)state;
    struct gj_settlement *one = &asked_chain[1];
    one->visit = one->id;
    memcpy(one->charge, "B1", 3);
    one->institution = 9;
    one->claim.where.area = ASKED_AREA;
    begin(GJ_ACT_SETTLE_BILL, ACTOR);
    memcpy(desk->command.institution, "H1", 3);
    assert_string_equal(gathered(), "patient 7, price XA, price XB, counters 7, head 92, head 91, "
                                    "settlement 91");
    assert_int_equal(desk->facts.twin.id, one->id);
    assert_int_equal(desk->facts.twin.area, ASKED_AREA);
    assert_int_equal(desk->facts.reversal.version, 0);
    begin(GJ_ACT_SETTLE_BILL, ACTOR);
    memset(desk->command.body.bill.charge, 0, sizeof desk->command.body.bill.charge);
    assert_string_equal(gathered(), "patient 7, price XA, price XB, counters 7");
    one->visit = ASKED_VISIT + 1;
}

static void test_store_gather__an_old_message_is_looked_for_among_settlements(void **state)
{
    (void)state;
    memcpy(asked_chain[1].msgid, "M", 2);
    asked_chain[1].institution = 8; /* another's */
    memcpy(asked_chain[0].msgid, "M", 2);
    asked_chain[0].institution = 9;
    assert_string_equal(undone((struct gj_once_found){0}, ACTOR),
                        "name M on 0, side 7, settlement 92, settlement 91, settlement 90, "
                        "settlement 90, side 7, visit 21, charge 21 , counters 22");
    assert_int_equal(desk->facts.settlement.id, FIRST);
    assert_int_equal(desk->facts.undone_act, GJ_ACT_SETTLE);
    asked_chain[0].msgid[0] = asked_chain[1].msgid[0] = '\0';
}

static void test_store_gather__what_is_too_much_is_told(void **state)
{
    (void)state;
    begin(GJ_ACT_DROP_LINES, NOBODY);
    (void)gathered();
    assert_true(desk->facts.overflow);
    assert_int_equal(desk->facts.overflow_reason, GJ_VISIT_BATCHES_TOO_MANY);
    assert_int_equal(desk->facts.charges_known, 8);
    static struct gj_line many[9];
    for (int count = 8; count <= 9; count++) {
        for (int i = 0; i < count; i++)
            (void)snprintf(many[i].charge, sizeof many[i].charge, "B%d", i);
        begin(GJ_ACT_ADD_LINES, NOBODY);
        desk->command.body.lines.count = count;
        desk->command.body.lines.list = many;
        (void)gathered();
        assert_int_equal(desk->facts.overflow, count == 9);
        assert_int_equal(desk->facts.charges_known, 8);
    }
}

static int start(void **state)
{
    (void)state;
    desk = calloc(1, sizeof *desk);
    for (int i = 0; i < ASKED_CHAIN; i++) {
        asked_chain[i].id = FIRST + i;
        asked_chain[i].version = 1;
        asked_chain[i].person = ACTOR;
        asked_chain[i].visit = ASKED_VISIT + 1;
        asked_chain[i].previous = i > 0 ? FIRST + i - 1 : 0;
    }
    return desk != NULL ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    free(desk);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_store_gather__asks_for_what_each_act_needs),
        cmocka_unit_test(test_store_gather__self_is_whom_the_message_names),
        cmocka_unit_test(test_store_gather__every_act_reads_who_asks_and_its_name),
        cmocka_unit_test(test_store_gather__a_name_is_new_the_same_another_or_undone),
        cmocka_unit_test(test_store_gather__an_undo_reads_what_its_message_made),
        cmocka_unit_test(test_store_gather__what_a_refund_has_left_stands_for_its_settlement),
        cmocka_unit_test(test_store_gather__a_whole_bill_finds_its_twin),
        cmocka_unit_test(test_store_gather__an_old_message_is_looked_for_among_settlements),
        cmocka_unit_test(test_store_gather__what_is_too_much_is_told),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
