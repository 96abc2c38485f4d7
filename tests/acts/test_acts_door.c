/* The door of the acts: what is checked before any act, in which order, on facts set by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "acts/acts.h"

enum { HOME = 980100, PERSON = 256, VISIT = 512, PLACE = 7 };

static struct gj_facts facts;
static struct gj_outcome outcome;
static const struct gj_law law = {0}; /* cancelling a visit asks no policy */

/* A hospital cancels a visit of its own, which nothing forbids. */
static struct gj_command good(void)
{
    struct gj_command command = {.act = GJ_ACT_CANCEL_VISIT,
                                 .order = 1024,
                                 .person = PERSON,
                                 .institution = "H98010000001",
                                 .once = {.used = true},
                                 .body.visit.visit = VISIT};
    memset(&facts, 0, sizeof facts);
    memset(&outcome, 0, sizeof outcome);
    command.now = gj_time_at(gj_day_from_civil(2031, 5, 10), 10, 0, 0);
    command.actor.role = GJ_ROLE_INSTITUTION;
    facts.institution = (struct gj_institution){.id = PLACE, .area = HOME};
    facts.signed_in = true;
    facts.self.person = (struct gj_person){.id = PERSON, .version = 1, .first_area = HOME};
    facts.visit = (struct gj_visit){
        .id = VISIT, .version = 3, .person = PERSON, .institution = PLACE, .home_area = HOME};
    return command;
}

static void expect(const struct gj_command *command, enum gj_reason reason)
{
    gj_act(&law, command, &facts, &outcome);
    assert_string_equal(gj_reason_code((enum gj_reason)outcome.reply.reason),
                        gj_reason_code(reason));
    assert_int_equal(outcome.keep, gj_reason_is_ok(reason));
    assert_int_equal(outcome.keep_once, gj_reason_is_ok(reason));
    assert_int_equal(outcome.visits_count, gj_reason_is_ok(reason) ? 1 : 0);
}

static void test_acts_door__a_good_command_is_kept_with_the_version_it_was_read_at(void **state)
{
    (void)state;
    struct gj_command command = good();
    expect(&command, GJ_OK);
    assert_int_equal(outcome.visits[0].version, 3);
    assert_true(outcome.visits[0].cancelled);
    assert_int_equal(outcome.reply.order, 1024);
    assert_int_equal(outcome.reply.id, VISIT);
    assert_int_equal(outcome.reply.area, HOME);
}

static void test_acts_door__a_command_without_a_name_keeps_no_reply(void **state)
{
    (void)state;
    struct gj_command command = good();
    command.once.used = false;
    gj_act(&law, &command, &facts, &outcome);
    assert_true(outcome.keep);
    assert_false(outcome.keep_once);
}

static void test_acts_door__what_is_kept_already_is_left_as_the_store_answered_it(void **state)
{
    (void)state;
    struct gj_command command = good();
    facts.once = GJ_ONCE_SAME;
    facts.self.person.version = 0; /* would be refused otherwise */
    outcome.reply.reason = GJ_OK_SETTLED;
    outcome.reply.id = 99;
    gj_act(&law, &command, &facts, &outcome);
    assert_int_equal(outcome.reply.reason, GJ_OK_SETTLED);
    assert_int_equal(outcome.reply.id, 99);
    assert_false(outcome.keep);
}

static void test_acts_door__names_used_or_dead_are_refused_before_all_else(void **state)
{
    (void)state;
    struct gj_command command = good();
    facts.institution.id = 0;
    facts.once = GJ_ONCE_DIFFERENT;
    expect(&command, GJ_MESSAGE_REUSED);
    facts.once = GJ_ONCE_UNDONE;
    expect(&command, GJ_MESSAGE_UNDONE);
    facts.once = GJ_ONCE_NEW;
    expect(&command, GJ_INSTITUTION_UNKNOWN);
}

static void test_acts_door__an_institution_speaks_from_its_own_area(void **state)
{
    (void)state;
    static const gj_area agree[] = {0, 980100, 980000, 980181}, differ[] = {980200, 110000, 999999};
    for (size_t i = 0; i < sizeof agree / sizeof agree[0]; i++) {
        struct gj_command command = good();
        command.care_area = agree[i];
        expect(&command, GJ_OK);
    }
    for (size_t i = 0; i < sizeof differ / sizeof differ[0]; i++) {
        struct gj_command command = good();
        command.care_area = differ[i];
        expect(&command, GJ_CARE_AREA_OTHER);
        assert_int_equal(outcome.reply.refusal.area, HOME);
    }
}

static void test_acts_door__overflow_is_a_refusal_with_its_own_reason(void **state)
{
    (void)state;
    struct gj_command command = good();
    facts.overflow = true;
    facts.overflow_reason = GJ_PAYERS_TOO_MANY;
    expect(&command, GJ_PAYERS_TOO_MANY);
}

static void test_acts_door__a_message_may_be_seven_days_old(void **state)
{
    (void)state;
    struct gj_command command = good();
    command.sent = gj_time_at(gj_day_from_civil(2031, 5, 3), 0, 0, 0);
    expect(&command, GJ_OK);
    command = good();
    command.sent = gj_time_at(gj_day_from_civil(2031, 5, 3), 0, 0, 0) - 1;
    expect(&command, GJ_MESSAGE_TOO_OLD);
    command = good();
    command.sent = gj_time_at(gj_day_from_civil(2031, 5, 1), 0, 0, 0);
    command.sandbox = true;
    expect(&command, GJ_OK);
}

static void test_acts_door__a_wrong_sign_in_number_is_refused(void **state)
{
    (void)state;
    struct gj_command command = good();
    facts.signed_in = false;
    expect(&command, GJ_SIGN_IN_INVALID);
}

static void test_acts_door__a_credential_of_somebody_else_is_refused(void **state)
{
    (void)state;
    struct gj_command command = good();
    facts.credential_given = true;
    facts.credential_person = PERSON + 256;
    expect(&command, GJ_IDENTITY_MISMATCH);
    facts.credential_person = 0; /* a token past its time finds nobody */
    expect(&command, GJ_OK);
    command = good();
    facts.credential_given = true;
    facts.credential_person = PERSON;
    expect(&command, GJ_OK);
}

static void test_acts_door__the_area_part_of_a_person_number_must_fit(void **state)
{
    (void)state;
    struct gj_command command = good();
    command.person_area = HOME + 100;
    expect(&command, GJ_PERSON_UNKNOWN);
    command.person_area = HOME;
    expect(&command, GJ_OK);
    command = good();
    facts.self.person.version = 0;
    expect(&command, GJ_PERSON_UNKNOWN);
}

/* ---- permission ---- */

static bool may(enum gj_act act, enum gj_role role)
{
    static const struct gj_institution institution = {.area = HOME};
    struct gj_command command = good();
    command.act = (uint8_t)act;
    if (act == GJ_ACT_ADD_INSTITUTION)
        command.body.institution = &institution;
    if (act == GJ_ACT_ENROL)
        command.body.enrol.enrolment.area = HOME;
    if (act == GJ_ACT_MOVE)
        command.body.enrol.enrolment.area = HOME;
    if (act == GJ_ACT_CLOSE_ACCOUNT)
        command.body.closing.area = HOME;
    if (act == GJ_ACT_CREDIT)
        command.body.credit.area = HOME;
    if (act == GJ_ACT_FREEZE)
        command.body.hold.area = HOME;
    command.actor = (struct gj_actor){(uint8_t)role, 0, GJ_AREA_NATION};
    if (role == GJ_ROLE_CITIZEN)
        command.actor.number = PERSON;
    return gj_is_permitted(&command, &facts);
}

static void test_acts_door__each_role_may_do_its_own_acts(void **state)
{
    (void)state;
    static const struct {
        enum gj_act act;
        const char *roles; /* institution, citizen, clerk, operator, job */
    } table[] = {
        {GJ_ACT_SIGN_IN, "i"},
        {GJ_ACT_SIGN_OUT, "i"},
        {GJ_ACT_REGISTER, "i"},
        {GJ_ACT_CANCEL_VISIT, "i"},
        {GJ_ACT_DIAGNOSE, "i"},
        {GJ_ACT_ADD_LINES, "i"},
        {GJ_ACT_DROP_LINES, "i"},
        {GJ_ACT_PREVIEW, "i"},
        {GJ_ACT_SETTLE, "i"},
        {GJ_ACT_PREVIEW_BILL, "i"},
        {GJ_ACT_SETTLE_BILL, "i"},
        {GJ_ACT_CHECK_BENEFIT, "i"},
        {GJ_ACT_REVERSE, "ik"},
        {GJ_ACT_UNDO, "i"},
        {GJ_ACT_ENROL, "k"},
        {GJ_ACT_CREDIT, "kj"},
        {GJ_ACT_BIND, "ck"},
        {GJ_ACT_CONFIRM, "ck"},
        {GJ_ACT_UNBIND, "ck"},
        {GJ_ACT_OPEN_WALLET, "ck"},
        {GJ_ACT_TRANSFER, "c"},
        {GJ_ACT_ACCEPT, "c"},
        {GJ_ACT_GIVE_BACK, "ckj"},
        {GJ_ACT_SUSPEND, "k"},
        {GJ_ACT_FREEZE, "k"},
        {GJ_ACT_ADD_INSTITUTION, "ko"},
        {GJ_ACT_ADD_ITEM, "ko"},
        {GJ_ACT_MOVE_CLOCK, "o"},
        {GJ_ACT_PUBLISH, "o"},
        {GJ_ACT_PREMIUM, "ck"},
        {GJ_ACT_REFUND_PREMIUM, "ck"},
        {GJ_ACT_REFUND, "ik"},
        {GJ_ACT_CLOSE_ACCOUNT, "k"},
        {GJ_ACT_CLOSE_WALLET, "ck"},
        {GJ_ACT_RESOLVE, "k"},
        {GJ_ACT_CHANGE_BINDING, "ck"},
        {GJ_ACT_MOVE, "k"},
        {GJ_ACT_NONE, ""},
    };
    assert_int_equal(sizeof table / sizeof table[0], GJ_ACT_COUNT);
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        for (int role = 0; role < GJ_ROLE_COUNT; role++)
            if (may(table[i].act, (enum gj_role)role) !=
                (strchr(table[i].roles, "ickoj"[role]) != NULL))
                fail_msg("%s by role %d", gj_act_word(table[i].act), role);
}

static void test_acts_door__nobody_acts_for_another_citizen(void **state)
{
    (void)state;
    struct gj_command command = good();
    command.act = GJ_ACT_TRANSFER;
    command.actor = (struct gj_actor){GJ_ROLE_CITIZEN, PERSON, 0};
    assert_true(gj_is_permitted(&command, &facts));
    command.actor.number = PERSON + 256;
    assert_false(gj_is_permitted(&command, &facts));
    command.actor.number = command.person = 0;
    assert_false(gj_is_permitted(&command, &facts));
}

static void test_acts_door__an_institution_acts_under_its_own_number(void **state)
{
    (void)state;
    struct gj_command command = good();
    command.actor.number = PLACE;
    assert_true(gj_is_permitted(&command, &facts));
    command.actor.number = PLACE + 1;
    assert_false(gj_is_permitted(&command, &facts));
    command = good();
    command.institution[0] = '\0';
    assert_false(gj_is_permitted(&command, &facts));
}

static void test_acts_door__an_agency_covers_the_areas_below_it(void **state)
{
    (void)state;
    struct gj_command command = good();
    command.act = GJ_ACT_CREDIT;
    command.actor = (struct gj_actor){GJ_ROLE_CLERK, 1, HOME};
    command.body.credit.area = HOME;
    assert_true(gj_is_permitted(&command, &facts));
    command.body.credit.area = HOME + 81; /* a county of the city */
    assert_true(gj_is_permitted(&command, &facts));
    command.body.credit.area = HOME + 100; /* the city beside it */
    assert_false(gj_is_permitted(&command, &facts));
    command.actor.area = 980000;
    assert_true(gj_is_permitted(&command, &facts));
    command.actor.area = 990000;
    assert_false(gj_is_permitted(&command, &facts));
    command.actor.area = HOME + 181;
    command.body.credit.area = HOME + 100; /* a county does not cover its city */
    assert_false(gj_is_permitted(&command, &facts));
}

static void test_acts_door__who_saw_an_older_version_is_told_so(void **state)
{
    (void)state;
    static const struct {
        int64_t seen;
        enum gj_reason reason;
    } seen[] = {{0, GJ_BINDING_STATE},
                {5, GJ_BINDING_STATE},
                {4, GJ_VERSION_CHANGED},
                {6, GJ_VERSION_CHANGED},
                {-1, GJ_VERSION_CHANGED}};
    for (size_t i = 0; i < sizeof seen / sizeof seen[0]; i++) {
        struct gj_command command = good();
        command.act = GJ_ACT_UNBIND;
        command.institution[0] = '\0';
        command.actor = (struct gj_actor){GJ_ROLE_CITIZEN, PERSON, HOME};
        command.seen_version = seen[i].seen;
        facts.binding =
            (struct gj_binding){.id = 7, .version = 5, .payer = PERSON, .state = GJ_BINDING_ENDED};
        expect(&command, seen[i].reason);
    }
}

static void test_acts_door__what_is_only_asked_keeps_nothing(void **state)
{
    (void)state;
    struct gj_command command = good();
    command.only_asked = true;
    gj_act(&law, &command, &facts, &outcome);
    assert_int_equal(outcome.reply.reason, GJ_OK);
    assert_false(outcome.keep || outcome.keep_once || outcome.was_asked);
    assert_int_equal(outcome.visits_count, 0);
    assert_int_equal(outcome.reply.id, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_acts_door__a_good_command_is_kept_with_the_version_it_was_read_at),
        cmocka_unit_test(test_acts_door__a_command_without_a_name_keeps_no_reply),
        cmocka_unit_test(test_acts_door__what_is_kept_already_is_left_as_the_store_answered_it),
        cmocka_unit_test(test_acts_door__names_used_or_dead_are_refused_before_all_else),
        cmocka_unit_test(test_acts_door__an_institution_speaks_from_its_own_area),
        cmocka_unit_test(test_acts_door__overflow_is_a_refusal_with_its_own_reason),
        cmocka_unit_test(test_acts_door__a_message_may_be_seven_days_old),
        cmocka_unit_test(test_acts_door__a_wrong_sign_in_number_is_refused),
        cmocka_unit_test(test_acts_door__a_credential_of_somebody_else_is_refused),
        cmocka_unit_test(test_acts_door__the_area_part_of_a_person_number_must_fit),
        cmocka_unit_test(test_acts_door__each_role_may_do_its_own_acts),
        cmocka_unit_test(test_acts_door__nobody_acts_for_another_citizen),
        cmocka_unit_test(test_acts_door__an_institution_acts_under_its_own_number),
        cmocka_unit_test(test_acts_door__an_agency_covers_the_areas_below_it),
        cmocka_unit_test(test_acts_door__who_saw_an_older_version_is_told_so),
        cmocka_unit_test(test_acts_door__what_is_only_asked_keeps_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
