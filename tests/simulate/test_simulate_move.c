/* Stories of moves and of the turn of years. In the first province the balance stays, in the
   neighbour's it follows; the neighbour's benefit years begin on 1 July. */
#include "simulate/both.h"

static struct gj_command *move(struct world *world, gj_id person, gj_area to)
{
    struct gj_command *command = world_by_clerk(world, GJ_ACT_MOVE, to);
    command->person = command->body.enrol.person.id = person;
    command->body.enrol.enrolment = (struct gj_enrolment){.area = to,
                                                          .scheme = GJ_SCHEME_EMPLOYEE,
                                                          .working = GJ_WORKING,
                                                          .tier = 1,
                                                          .from = gj_time_day(world->now),
                                                          .to = GJ_DAY_MAX};
    return command;
}

static gj_id settled_at(struct world *world, const char *code, gj_id person, gj_fen amount)
{
    gj_id visit = world_visit(world, code, person, GJ_SCHEME_EMPLOYEE);
    world_line(world, code, visit, "1", "1", amount);
    return world_settle(world, code, visit, "1", amount);
}

static const struct gj_settlement *made(const struct world *world)
{
    return &world->desk->outcome.settlements[0];
}

static struct gj_account account(struct world *world, gj_id person, gj_area area)
{
    struct gj_side side = world_side(world, person);
    for (int i = 0; i < side.accounts_count; i++)
        if (side.accounts[i].area == area)
            return side.accounts[i];
    fail_msg("no account");
    return side.accounts[0];
}

static void test_simulate_move__inside_a_province_the_old_account_stays_usable(void **state)
{
    (void)state;
    struct world *world = both_begin();
    gj_id person = world_employee(world, WORLD_JIA, 30000);
    settled_at(world, WORLD_HOSPITAL, person, 10000);
    move(world, person, WORLD_YI);
    world_expect(world, GJ_OK_TRANSFER);
    assert_int_equal(account(world, person, WORLD_JIA).current_fen, 20000);
    world_credit(world, person, WORLD_YI, 5000);
    world->now += GJ_DAY_MS;
    settled_at(world, WORLD_YI_HOSPITAL, person, 10000);
    const struct gj_decision *decision = &made(world)->decision;
    assert_int_equal(decision->deductible_fen, 4000); /* the new area's, and all of it */
    assert_int_equal(made(world)->claim.used.eligible_fen, 0);
    assert_int_equal(decision->own_fen, 7600); /* the fund pays 40 % of 60.00 */
    assert_int_equal(account(world, person, WORLD_YI).current_fen, 0); /* this area's comes first */
    assert_int_equal(account(world, person, WORLD_JIA).current_fen, 17400);
    both_end(world);
}

static void test_simulate_move__inside_a_province_the_balance_may_follow(void **state)
{
    (void)state;
    struct world *world = both_begin();
    gj_id person = world_employee(world, WORLD_LIN, 30000);
    world->now = gj_time_at(gj_day_from_civil(2032, 2, 1), 10, 0, 0);
    world_credit(world, person, WORLD_LIN, 400);
    move(world, person, WORLD_SOUTH);
    world_expect(world, GJ_OK_TRANSFER);
    assert_int_equal(world->desk->outcome.reply.balance_fen, 30400);
    struct gj_account new = account(world, person, WORLD_SOUTH);
    assert_int_equal(new.carried_fen, 30000); /* compartment by compartment */
    assert_int_equal(new.current_fen, 400);
    struct gj_account old = account(world, person, WORLD_LIN);
    assert_int_equal(gj_account_balance(&old), 0);
    assert_int_equal(old.state, GJ_ACCOUNT_IS_OPEN);
    both_end(world);
}

static void test_simulate_move__across_provinces_the_balance_follows_through_clearing(void **state)
{
    (void)state;
    struct world *world = both_begin();
    gj_id person = world_employee(world, WORLD_JIA, 30000);
    gj_id bill = settled_at(world, WORLD_HOSPITAL, person, 10000);
    world->now = gj_time_at(gj_day_from_civil(2031, 8, 15), 10, 0, 0);
    move(world, person, WORLD_LIN);
    world_expect(world, GJ_OK_TRANSFER);
    assert_int_equal(account(world, person, WORLD_LIN).current_fen, 20000);
    assert_int_equal(account(world, person, WORLD_JIA).state, GJ_ACCOUNT_IS_CLOSED);
    const struct gj_entry_line owed = {
        .book = WORLD_JIA, .peer = WORLD_LIN, .chart = GJ_CHART_CLEARING};
    assert_int_equal(gj_audit_balance(world->audit, &owed), -20000);
    settled_at(world, WORLD_LIN_HOSPITAL, person, 10000); /* counters begin anew */
    assert_int_equal(made(world)->claim.used.visits, 0);
    assert_int_equal(made(world)->decision.deductible_fen, 6000);
    world_reversal(world, WORLD_HOSPITAL, bill); /* the old area's bill: its account is closed */
    world_expect(world, GJ_OK_REVERSED);
    assert_int_equal(world->desk->outcome.works_count, 1);
    gj_id work = world->desk->outcome.works[0].id;
    struct gj_command *command = world_by_clerk(world, GJ_ACT_RESOLVE, WORLD_JIA);
    command->body.resolve.work = work;
    command->body.resolve.to = GJ_RESOLVE_TO_ACCOUNT;
    command->body.resolve.area = WORLD_LIN; /* it follows him too */
    world_expect(world, GJ_OK_RETURNED);
    assert_int_equal(account(world, person, WORLD_LIN).carried_fen, 10000);
    both_end(world);
}

static void test_simulate_move__all_accounts_of_the_old_province_go_along(void **state)
{
    (void)state;
    struct world *world = both_begin();
    gj_id person = world_employee(world, WORLD_JIA, 30000);
    move(world, person, WORLD_YI);
    world_expect(world, GJ_OK_TRANSFER);
    world_credit(world, person, WORLD_YI, 1000);
    world->now += GJ_DAY_MS;
    move(world, person, WORLD_LIN);
    world_expect(world, GJ_OK_TRANSFER);
    assert_int_equal(account(world, person, WORLD_LIN).current_fen, 31000);
    world->now += GJ_DAY_MS;
    move(world, person, WORLD_JIA); /* and back: the closed account is opened again */
    world_expect(world, GJ_OK_TRANSFER);
    assert_int_equal(account(world, person, WORLD_JIA).state, GJ_ACCOUNT_IS_OPEN);
    assert_int_equal(account(world, person, WORLD_JIA).current_fen, 31000);
    assert_int_equal(account(world, person, WORLD_YI).state, GJ_ACCOUNT_IS_CLOSED);
    both_end(world);
}

static void test_simulate_move__what_cannot_move_is_refused(void **state)
{
    (void)state;
    struct world *world = both_begin();
    gj_id person = world_employee(world, WORLD_JIA, 30000);
    move(world, person, WORLD_JIA);
    world_expect(world, GJ_ENROLMENT_EXISTS);
    move(world, person + 256000, WORLD_YI);
    world_expect(world, GJ_PERSON_UNKNOWN);
    move(world, person, WORLD_YI)->body.enrol.enrolment.from = gj_time_day(world->now) + 1;
    world_expect(world, GJ_DATE_OUT_OF_RANGE);
    move(world, person, WORLD_YI)->body.enrol.enrolment.scheme = GJ_SCHEME_RESIDENT;
    world_expect(world, GJ_ENROLMENT_MISSING);
    struct gj_command *freeze = world_by_clerk(world, GJ_ACT_FREEZE, WORLD_JIA);
    freeze->person = person;
    freeze->body.hold.area = WORLD_JIA;
    freeze->body.hold.on = true;
    world_expect(world, GJ_OK);
    move(world, person, WORLD_LIN);
    world_expect(world, GJ_PAYER_ACCOUNT_FROZEN);
    struct gj_command *owing = world_by_clerk(world, GJ_ACT_ENROL, WORLD_JIA);
    owing->person = owing->body.enrol.person.id = person;
    owing->body.enrol.enrolment = world_side(world, person).enrolments[0];
    owing->body.enrol.enrolment.status = GJ_STATUS_ARREARS;
    world_expect(world, GJ_OK);
    move(world, person, WORLD_YI);
    world_expect(world, GJ_TRANSFER_ARREARS);
    both_end(world);
}

/* ---- years ---- */

static void
test_simulate_move__a_year_that_begins_in_july_counts_anew_on_its_first_day(void **state)
{
    (void)state;
    struct world *world = both_begin();
    gj_id person = world_employee(world, WORLD_LIN, 90000);
    world->now = gj_time_at(gj_day_from_civil(2031, 6, 30), 23, 59, 59);
    gj_id last = settled_at(world, WORLD_LIN_HOSPITAL, person, 10000);
    assert_int_equal(made(world)->decision.benefit_year_first, gj_day_from_civil(2030, 7, 1));
    world->now += 1000;
    settled_at(world, WORLD_LIN_HOSPITAL, person, 10000);
    assert_int_equal(made(world)->decision.benefit_year_first, gj_day_from_civil(2031, 7, 1));
    assert_int_equal(made(world)->claim.used.pool_fen, 0);
    assert_int_equal(made(world)->claim.used.visits, 0);
    /* Money's year is the calendar's: nothing was folded. */
    assert_int_equal(account(world, person, WORLD_LIN).carried_fen, 0);
    world_reversal(world, WORLD_LIN_HOSPITAL, last); /* moves the counter of its own year */
    world_expect(world, GJ_OK_REVERSED);
    assert_int_equal(world->desk->outcome.counters[0].year_first, gj_day_from_civil(2030, 7, 1));
    assert_int_equal(world->desk->outcome.counters[0].visits, 0);
    /* A visit of 30 June that is settled in July belongs to the year of its day. */
    struct gj_command *command = world_by_institution(world, GJ_ACT_REGISTER, WORLD_LIN_HOSPITAL);
    command->person = person;
    command->body.registration.scheme = GJ_SCHEME_EMPLOYEE;
    command->body.registration.begin = gj_time_at(gj_day_from_civil(2031, 6, 30), 8, 0, 0);
    memcpy(command->body.registration.med_type, "11", 3);
    gj_id visit = world_expect(world, GJ_OK)->id;
    world_line(world, WORLD_LIN_HOSPITAL, visit, "1", "1", 10000);
    world_settle(world, WORLD_LIN_HOSPITAL, visit, "1", 10000);
    assert_int_equal(made(world)->decision.benefit_year_first, gj_day_from_civil(2030, 7, 1));
    both_end(world);
}

static void test_simulate_move__the_last_second_of_december_is_this_years_money(void **state)
{
    (void)state;
    struct world *world = both_begin();
    gj_id person = world_employee(world, WORLD_JIA, 90000);
    world->now = gj_time_at(gj_day_from_civil(2031, 12, 31), 23, 59, 59);
    gj_id bill = settled_at(world, WORLD_HOSPITAL, person, 40000);
    assert_int_equal(made(world)->decision.legs[0].current_fen, 34500);
    world->now += 1000;
    settled_at(world, WORLD_HOSPITAL, person, 10000); /* a new year: deductible and money */
    assert_int_equal(made(world)->decision.deductible_fen, 10000);
    assert_int_equal(made(world)->decision.legs[0].carried_fen, 10000);
    assert_int_equal(made(world)->decision.legs[0].current_fen, 0);
    world_reversal(world, WORLD_HOSPITAL, bill);
    world_expect(world, GJ_OK_REVERSED);
    assert_int_equal(account(world, person, WORLD_JIA).carried_fen, 80000);
    assert_int_equal(account(world, person, WORLD_JIA).current_fen, 0);
    assert_int_equal(world->desk->outcome.counters[0].year_first, gj_day_from_civil(2031, 1, 1));
    assert_int_equal(world->desk->outcome.counters[0].deductible_fen, 0);
    settled_at(world, WORLD_HOSPITAL, person, 1000); /* this year's counter was not touched */
    assert_int_equal(made(world)->claim.used.deductible_fen, 10000);
    both_end(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_simulate_move__inside_a_province_the_old_account_stays_usable),
        cmocka_unit_test(test_simulate_move__inside_a_province_the_balance_may_follow),
        cmocka_unit_test(test_simulate_move__across_provinces_the_balance_follows_through_clearing),
        cmocka_unit_test(test_simulate_move__all_accounts_of_the_old_province_go_along),
        cmocka_unit_test(test_simulate_move__what_cannot_move_is_refused),
        cmocka_unit_test(
            test_simulate_move__a_year_that_begins_in_july_counts_anew_on_its_first_day),
        cmocka_unit_test(test_simulate_move__the_last_second_of_december_is_this_years_money),
    };
    return both_run("move", tests, sizeof tests / sizeof tests[0]);
}
