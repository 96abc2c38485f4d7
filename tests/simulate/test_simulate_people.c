/* Stories of people and bindings through the acts and the memory store. */
#include "simulate/world.h"

/* ---- enrolment and accounts ---- */

static struct gj_command *enrol(struct world *world, gj_id person, gj_area area,
                                enum gj_scheme scheme, int tier)
{
    static struct gj_identity identity;
    struct gj_command *command = world_by_clerk(world, GJ_ACT_ENROL, area);
    memset(&identity, 0, sizeof identity);
    memcpy(identity.document, "TESTA", 5);
    memcpy(identity.document_type, "99", 2);
    command->body.enrol.identity = &identity;
    command->person = command->body.enrol.person.id = person;
    command->body.enrol.enrolment = (struct gj_enrolment){.area = area,
                                                          .scheme = (uint8_t)scheme,
                                                          .working = GJ_WORKING,
                                                          .tier = (uint8_t)tier,
                                                          .from = gj_day_from_civil(2030, 1, 1),
                                                          .to = GJ_DAY_MAX};
    return command;
}

static void test_simulate_people__a_document_is_registered_once(void **state)
{
    (void)state;
    struct world *world = world_open();
    enrol(world, 0, WORLD_JIA, GJ_SCHEME_EMPLOYEE, 1);
    gj_id first = world_expect(world, GJ_OK)->id;
    enrol(world, 0, WORLD_YI, GJ_SCHEME_EMPLOYEE, 1);
    assert_int_equal(world_expect(world, GJ_PERSON_EXISTS)->refusal.id, first);
    world_end(world);
}

static void test_simulate_people__residents_and_tier_two_have_no_account(void **state)
{
    (void)state;
    struct world *world = world_open();
    enrol(world, 0, WORLD_JIA, GJ_SCHEME_EMPLOYEE, 2);
    gj_id person = world_expect(world, GJ_OK)->id;
    assert_int_equal(world_side(world, person).accounts_count, 0);
    enrol(world, person, WORLD_JIA, GJ_SCHEME_RESIDENT, 1);
    world_expect(world, GJ_OK);
    assert_int_equal(world_side(world, person).accounts_count, 0);
    enrol(world, person, WORLD_JIA, GJ_SCHEME_EMPLOYEE, 1); /* to tier 1 */
    world_expect(world, GJ_OK);
    assert_int_equal(world_side(world, person).accounts_count, 1);
    assert_int_equal(world_side(world, person).enrolments_count, 2);
    world_end(world);
}

static void test_simulate_people__an_enrolment_says_something_new_or_is_refused(void **state)
{
    (void)state;
    struct world *world = world_open();
    enrol(world, 0, WORLD_JIA, GJ_SCHEME_EMPLOYEE, 1);
    gj_id person = world_expect(world, GJ_OK)->id;
    enrol(world, person, WORLD_JIA, GJ_SCHEME_EMPLOYEE, 1);
    world_expect(world, GJ_ENROLMENT_EXISTS);
    enrol(world, person, WORLD_JIA, GJ_SCHEME_EMPLOYEE, 1)->body.enrol.enrolment.working =
        GJ_RETIRED;
    world_expect(world, GJ_OK);
    enrol(world, person, 123456, GJ_SCHEME_EMPLOYEE, 1);
    world_expect(world, GJ_AREA_UNKNOWN);
    enrol(world, person, WORLD_YI, GJ_SCHEME_EMPLOYEE, 1)->body.enrol.enrolment.to =
        gj_day_from_civil(2030, 1, 1);
    world_expect(world, GJ_DATE_OUT_OF_RANGE);
    enrol(world, person + 256000, WORLD_YI, GJ_SCHEME_EMPLOYEE, 1);
    world_expect(world, GJ_PERSON_UNKNOWN);
    world_end(world);
}

static void test_simulate_people__moving_ends_the_enrolment_left_behind(void **state)
{
    (void)state;
    struct world *world = world_open();
    enrol(world, 0, WORLD_JIA, GJ_SCHEME_EMPLOYEE, 1);
    gj_id person = world_expect(world, GJ_OK)->id;
    enrol(world, person, WORLD_YI, GJ_SCHEME_EMPLOYEE, 1)->body.enrol.enrolment.from =
        gj_day_from_civil(2031, 5, 1);
    world_expect(world, GJ_OK);
    struct gj_side side = world_side(world, person);
    assert_int_equal(side.accounts_count, 2);
    assert_int_equal(side.enrolments[0].status, GJ_STATUS_ENDED);
    assert_int_equal(side.enrolments[0].to, gj_day_from_civil(2031, 5, 1));
    assert_int_equal(side.enrolments[1].status, GJ_STATUS_NORMAL);
    assert_int_equal(side.person.first_area, WORLD_JIA);
    world_end(world);
}

static void test_simulate_people__a_move_to_come_leaves_the_benefit_until_then(void **state)
{
    (void)state;
    struct world *world = world_open();
    gj_id person = world_employee(world, WORLD_JIA, 0);
    world_credit(world, person, WORLD_JIA, 1000);
    enrol(world, person, WORLD_YI, GJ_SCHEME_EMPLOYEE, 1)->body.enrol.enrolment.from =
        gj_day_from_civil(2031, 5, 2);
    world_expect(world, GJ_OK);
    gj_id visit = world_visit(world, WORLD_HOSPITAL, person, GJ_SCHEME_EMPLOYEE);
    world_line(world, WORLD_HOSPITAL, visit, "1", "1", 50000);
    gj_id id = world_settle(world, WORLD_HOSPITAL, visit, "1", 50000);
    assert_int_equal(world->desk->outcome.reply.area, WORLD_JIA);
    assert_int_equal(world->desk->outcome.settlements[0].decision.pool_fen, 11000);
    assert_int_equal(world->desk->outcome.settlements[0].id, id);
    world->now += GJ_DAY_MS;
    visit = world_visit(world, WORLD_HOSPITAL, person, GJ_SCHEME_EMPLOYEE);
    assert_int_equal(world->desk->outcome.reply.area, WORLD_YI);
    world_end(world);
}

static void test_simulate_people__a_new_person_has_an_identity(void **state)
{
    (void)state;
    struct world *world = world_open();
    enrol(world, 0, WORLD_JIA, GJ_SCHEME_EMPLOYEE, 1)->body.enrol.identity = NULL;
    world_expect(world, GJ_PERSON_UNKNOWN);
    world_end(world);
}

static struct gj_command *credit(struct world *world, gj_id person, gj_fen amount, gj_month month)
{
    struct gj_command *command = world_by_clerk(world, GJ_ACT_CREDIT, WORLD_JIA);
    command->person = person;
    command->body.credit.area = WORLD_JIA;
    command->body.credit.amount_fen = amount;
    command->body.credit.month = month;
    return command;
}

static void test_simulate_people__a_month_is_credited_once(void **state)
{
    (void)state;
    struct world *world = world_open();
    gj_id person = world_employee(world, WORLD_JIA, 0);
    credit(world, person, 100, 24370);
    assert_int_equal(world_expect(world, GJ_OK)->balance_fen, 100);
    credit(world, person, 100, 24370);
    world_expect(world, GJ_CREDIT_REPEATED);
    credit(world, person, 100, 24371);
    world_expect(world, GJ_OK);
    credit(world, person, 0, 0);
    world_expect(world, GJ_AMOUNT_ZERO);
    credit(world, person, GJ_FEN_MAX - 199, 0);
    world_expect(world, GJ_AMOUNT_TOO_LARGE);
    credit(world, person, GJ_FEN_MAX - 200, 0);
    world_expect(world, GJ_OK);
    credit(world, world_person(world, WORLD_JIA, GJ_SCHEME_RESIDENT, 1990), 5, 0);
    world_expect(world, GJ_ACCOUNT_MISSING);
    world_end(world);
}

static void test_simulate_people__a_clerk_acts_in_his_own_area(void **state)
{
    (void)state;
    struct world *world = world_open();
    gj_id person = world_employee(world, WORLD_JIA, 0);
    credit(world, person, 100, 0)->actor.area = WORLD_YI;
    world_expect(world, GJ_PERMISSION_DENIED);
    credit(world, person, 100, 0)->actor.area = 980000; /* the province covers its cities */
    world_expect(world, GJ_OK);
    credit(world, person, 100, 0)->actor.role = GJ_ROLE_OPERATOR;
    world_expect(world, GJ_PERMISSION_DENIED);
    struct gj_command *citizen = credit(world, person, 100, 0);
    citizen->actor = (struct gj_actor){GJ_ROLE_CITIZEN, person, 0};
    world_expect(world, GJ_PERMISSION_DENIED);
    world_end(world);
}

static void test_simulate_people__a_frozen_account_pays_nothing_until_it_is_free(void **state)
{
    (void)state;
    struct world *world = world_open();
    gj_id person = world_employee(world, WORLD_JIA, 0);
    world_credit(world, person, WORLD_JIA, 5000);
    for (int on = 1; on >= 0; on--) {
        struct gj_command *freeze = world_by_clerk(world, GJ_ACT_FREEZE, WORLD_JIA);
        freeze->person = person;
        freeze->body.hold.area = WORLD_JIA;
        freeze->body.hold.on = on == 1;
        world_expect(world, GJ_OK);
        gj_id visit = world_visit(world, WORLD_HOSPITAL, person, GJ_SCHEME_EMPLOYEE);
        world_line(world, WORLD_HOSPITAL, visit, "1", "1", 3000);
        world_settle(world, WORLD_HOSPITAL, visit, "1", 3000);
        const struct gj_decision *d = &world->desk->outcome.settlements[0].decision;
        assert_int_equal(d->own_fen, on ? 0 : 3000);
    }
    world_end(world);
}

/* ---- visits at the door ---- */

static void test_simulate_people__a_visit_needs_time_past_and_an_enrolment(void **state)
{
    (void)state;
    struct world *world = world_open();
    gj_id person = world_employee(world, WORLD_JIA, 0);
    struct gj_command *command = world_by_institution(world, GJ_ACT_REGISTER, WORLD_HOSPITAL);
    command->person = person;
    command->body.registration.scheme = GJ_SCHEME_EMPLOYEE;
    command->body.registration.begin = world->now + 1;
    struct gj_command again = *command;
    world_expect(world, GJ_VISIT_TIME_FUTURE);
    again.body.registration.begin = world->now;
    again.body.registration.scheme = GJ_SCHEME_RESIDENT;
    world_repeat(world, &again, GJ_ENROLMENT_MISSING);
    again.body.registration.scheme = GJ_SCHEME_EMPLOYEE;
    memcpy(again.body.registration.med_type, "21", 3);
    world_repeat(world, &again, GJ_MED_TYPE_UNKNOWN);
    again.body.registration.med_type[0] = '\0';
    again.person_area = WORLD_YI;
    world_repeat(world, &again, GJ_PERSON_UNKNOWN);
    again.person_area = WORLD_JIA;
    assert_int_equal(world_repeat(world, &again, GJ_OK)->area, WORLD_JIA);
    again.once.hash[15] ^= 1;
    memcpy(again.institution, "H00000000000", 12);
    world_repeat(world, &again, GJ_INSTITUTION_UNKNOWN);
    world_end(world);
}

static void test_simulate_people__a_cancelled_visit_is_closed(void **state)
{
    (void)state;
    struct world *world = world_open();
    gj_id person = world_employee(world, WORLD_JIA, 0);
    gj_id visit = world_visit(world, WORLD_HOSPITAL, person, GJ_SCHEME_EMPLOYEE);
    world_line(world, WORLD_HOSPITAL, visit, "1", "1", 3000);
    gj_id settlement = world_settle(world, WORLD_HOSPITAL, visit, "1", 3000);
    world_by_institution(world, GJ_ACT_CANCEL_VISIT, WORLD_HOSPITAL)->body.visit.visit = visit;
    world_expect(world, GJ_VISIT_SETTLED);
    world_reversal(world, WORLD_HOSPITAL, settlement);
    world_expect(world, GJ_OK_REVERSED);
    world_by_institution(world, GJ_ACT_CANCEL_VISIT, WORLD_HOSPITAL)->body.visit.visit = visit;
    world_expect(world, GJ_OK);
    world_by_institution(world, GJ_ACT_CANCEL_VISIT, WORLD_HOSPITAL)->body.visit.visit = visit;
    world_expect(world, GJ_VISIT_CANCELLED);
    world_bill(world, GJ_ACT_SETTLE, WORLD_HOSPITAL, visit, "1", 3000);
    world_expect(world, GJ_VISIT_CANCELLED);
    world_end(world);
}

static void test_simulate_people__a_session_ends_when_it_is_signed_out(void **state)
{
    (void)state;
    struct world *world = world_open();
    gj_id person = world_employee(world, WORLD_JIA, 0);
    world_by_institution(world, GJ_ACT_SIGN_IN, WORLD_HOSPITAL);
    char number[GJ_MSGID_MAX + 1];
    memcpy(number, world_expect(world, GJ_OK)->sign_no, sizeof number);
    struct gj_command *command = world_by_institution(world, GJ_ACT_REGISTER, WORLD_HOSPITAL);
    command->person = person;
    command->body.registration.scheme = GJ_SCHEME_EMPLOYEE;
    command->body.registration.begin = world->now;
    memcpy(command->sign_no, number, sizeof number);
    struct gj_command again = *command;
    world_expect(world, GJ_OK);
    memcpy(world_by_institution(world, GJ_ACT_SIGN_OUT, WORLD_SMALL)->sign_no, number, 30);
    world_expect(world, GJ_SIGN_IN_INVALID); /* another's number */
    memcpy(world_by_institution(world, GJ_ACT_SIGN_OUT, WORLD_HOSPITAL)->sign_no, number, 30);
    world_expect(world, GJ_OK);
    again.once.hash[15] ^= 1;
    world_repeat(world, &again, GJ_SIGN_IN_INVALID);
    world_end(world);
}

/* ---- bindings ---- */

static struct gj_command *bind(struct world *world, gj_id payer, gj_id relative,
                               enum gj_relation relation)
{
    struct gj_command *command = world_by_citizen(world, GJ_ACT_BIND, payer);
    command->body.bind.relative = relative;
    command->body.bind.relation = (uint8_t)relation;
    command->body.bind.limit_use_fen = command->body.bind.limit_year_fen = GJ_FEN_UNLIMITED;
    return command;
}

static uint8_t state_of(struct world *world, gj_id payer, gj_id binding)
{
    struct gj_binding list[GJ_BINDINGS_MAX];
    struct gj_why why;
    int count = 0;
    assert_int_equal(gj_reader_bindings(world->reader, payer, true, INT64_MAX, list, &count, &why),
                     GJ_DONE);
    for (int i = 0; i < count; i++)
        if (list[i].id == binding)
            return list[i].state;
    return GJ_BINDING_NONE;
}

static void test_simulate_people__an_adult_relative_is_asked_first(void **state)
{
    (void)state;
    struct world *world = world_open();
    gj_id payer = world_employee(world, WORLD_JIA, 0), wife = world_employee(world, WORLD_JIA, 0);
    bind(world, payer, wife, GJ_RELATION_SPOUSE);
    gj_id binding = world_expect(world, GJ_OK_BIND)->id;
    assert_int_equal(state_of(world, payer, binding), GJ_BINDING_ASKED);
    bind(world, payer, wife, GJ_RELATION_SPOUSE);
    assert_int_equal(world_expect(world, GJ_BINDING_EXISTS)->refusal.id, binding);
    struct gj_command *confirm = world_by_citizen(world, GJ_ACT_CONFIRM, payer);
    confirm->body.binding.binding = binding;
    confirm->body.binding.agree = true;
    world_expect(world, GJ_PERSON_OTHER); /* not by the payer himself */
    confirm = world_by_citizen(world, GJ_ACT_CONFIRM, wife);
    confirm->body.binding.binding = binding;
    confirm->body.binding.agree = true;
    struct gj_command again = *confirm;
    world_expect(world, GJ_OK_BIND);
    assert_int_equal(state_of(world, payer, binding), GJ_BINDING_ACTIVE);
    world_repeat(world, &again, GJ_BINDING_STATE);
    again.body.binding.binding += 256;
    world_repeat(world, &again, GJ_BINDING_UNKNOWN);
    world_end(world);
}

static void test_simulate_people__a_child_under_age_is_bound_at_once(void **state)
{
    (void)state;
    struct world *world = world_open();
    gj_id payer = world_employee(world, WORLD_JIA, 0);
    gj_id minor = world_person(world, WORLD_JIA, GJ_SCHEME_RESIDENT, 2014);
    gj_id of_age = world_person(world, WORLD_JIA, GJ_SCHEME_RESIDENT, 2013);
    bind(world, payer, minor, GJ_RELATION_CHILD); /* 17 on 1 May 2031 */
    assert_int_equal(state_of(world, payer, world_expect(world, GJ_OK_BIND)->id),
                     GJ_BINDING_ACTIVE);
    bind(world, payer, of_age, GJ_RELATION_CHILD); /* 18 */
    assert_int_equal(state_of(world, payer, world_expect(world, GJ_OK_BIND)->id), GJ_BINDING_ASKED);
    world_end(world);
}

static void test_simulate_people__policy_says_who_may_be_bound(void **state)
{
    (void)state;
    struct world *world = world_open();
    gj_id payer = world_employee(world, WORLD_JIA, 0), far = world_employee(world, WORLD_LIN, 0);
    gj_id resident = world_person(world, WORLD_JIA, GJ_SCHEME_RESIDENT, 1960);
    bind(world, payer, far, GJ_RELATION_SPOUSE);
    world_expect(world, GJ_AREA_PROVINCE_ONLY);
    bind(world, payer, resident, GJ_RELATION_FRIEND);
    world_expect(world, GJ_RELATION_NOT_KIN);
    bind(world, payer, payer, GJ_RELATION_SPOUSE);
    world_expect(world, GJ_RELATION_NOT_KIN);
    bind(world, resident, payer, GJ_RELATION_CHILD);
    world_expect(world, GJ_PAYER_NOT_EMPLOYEE);
    bind(world, payer, payer + 256000, GJ_RELATION_CHILD);
    world_expect(world, GJ_PERSON_UNKNOWN);
    bind(world, payer, resident, GJ_RELATION_PARENT)->body.bind.to = gj_time_day(world->now);
    world_expect(world, GJ_DATE_OUT_OF_RANGE);
    world_end(world);
}

static void test_simulate_people__the_number_of_bindings_is_held_to_its_limit(void **state)
{
    (void)state;
    struct world *world = world_open();
    gj_id payer = world_employee(world, WORLD_JIA, 0), first = 0;
    for (int i = 0; i < 5; i++) {
        gj_id made =
            world_bind(world, payer, world_person(world, WORLD_JIA, GJ_SCHEME_RESIDENT, 1960 + i),
                       GJ_RELATION_SIBLING);
        first = first ? first : made;
    }
    gj_id sixth = world_person(world, WORLD_JIA, GJ_SCHEME_RESIDENT, 1970);
    bind(world, payer, sixth, GJ_RELATION_SIBLING);
    world_expect(world, GJ_BINDING_LIMIT_NOW);
    struct gj_command *unbind = world_by_citizen(world, GJ_ACT_UNBIND, payer);
    unbind->body.binding.binding = first;
    struct gj_command again = *unbind;
    world_expect(world, GJ_BINDING_COOLDOWN); /* two months first */
    world->now = gj_time_at(gj_day_from_civil(2031, 6, 30), 12, 0, 0);
    world_repeat(world, &again, GJ_BINDING_COOLDOWN);
    world->now = gj_time_at(gj_day_from_civil(2031, 7, 1), 12, 0, 0);
    world_repeat(world, &again, GJ_OK_UNBIND);
    world_repeat(world, &again, GJ_BINDING_STATE);
    bind(world, payer, sixth, GJ_RELATION_SIBLING);
    world_expect(world, GJ_OK_BIND);
    world_end(world);
}

static void test_simulate_people__a_payers_own_limits_are_kept(void **state)
{
    (void)state;
    struct world *world = world_open();
    gj_id payer = world_employee(world, WORLD_JIA, 0);
    gj_id mother = world_person(world, WORLD_JIA, GJ_SCHEME_RESIDENT, 1960);
    world_credit(world, payer, WORLD_JIA, 100000);
    struct gj_command *command = world_by_clerk(world, GJ_ACT_BIND, WORLD_JIA);
    command->person = payer;
    command->body.bind.relative = mother;
    command->body.bind.relation = GJ_RELATION_PARENT;
    command->body.bind.limit_use_fen = 2000;
    command->body.bind.limit_year_fen = 3000;
    world_expect(world, GJ_OK_BIND);
    static const gj_fen given[] = {2000, 1000, 0};
    gj_id visit = world_visit(world, WORLD_HOSPITAL, mother, GJ_SCHEME_RESIDENT);
    for (int i = 0; i < 3; i++) {
        char number[2] = {(char)('1' + i), '\0'};
        world_line(world, WORLD_HOSPITAL, visit, number, number, 5000);
        world_settle(world, WORLD_HOSPITAL, visit, number, 5000);
        assert_int_equal(world->desk->outcome.settlements[0].decision.aid_fen, given[i]);
    }
    world->now = gj_time_at(gj_day_from_civil(2032, 1, 1), 9, 0, 0); /* a year's room is back */
    world_line(world, WORLD_HOSPITAL, visit, "9", "9", 5000);
    world_settle(world, WORLD_HOSPITAL, visit, "9", 5000);
    assert_int_equal(world->desk->outcome.settlements[0].decision.aid_fen, 2000);
    world_end(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_simulate_people__a_document_is_registered_once),
        cmocka_unit_test(test_simulate_people__residents_and_tier_two_have_no_account),
        cmocka_unit_test(test_simulate_people__an_enrolment_says_something_new_or_is_refused),
        cmocka_unit_test(test_simulate_people__moving_ends_the_enrolment_left_behind),
        cmocka_unit_test(test_simulate_people__a_move_to_come_leaves_the_benefit_until_then),
        cmocka_unit_test(test_simulate_people__a_new_person_has_an_identity),
        cmocka_unit_test(test_simulate_people__a_month_is_credited_once),
        cmocka_unit_test(test_simulate_people__a_clerk_acts_in_his_own_area),
        cmocka_unit_test(test_simulate_people__a_frozen_account_pays_nothing_until_it_is_free),
        cmocka_unit_test(test_simulate_people__a_visit_needs_time_past_and_an_enrolment),
        cmocka_unit_test(test_simulate_people__a_cancelled_visit_is_closed),
        cmocka_unit_test(test_simulate_people__a_session_ends_when_it_is_signed_out),
        cmocka_unit_test(test_simulate_people__an_adult_relative_is_asked_first),
        cmocka_unit_test(test_simulate_people__a_child_under_age_is_bound_at_once),
        cmocka_unit_test(test_simulate_people__policy_says_who_may_be_bound),
        cmocka_unit_test(test_simulate_people__the_number_of_bindings_is_held_to_its_limit),
        cmocka_unit_test(test_simulate_people__a_payers_own_limits_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
