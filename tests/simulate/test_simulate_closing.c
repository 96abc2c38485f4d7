/* Stories of accounts and wallets that are closed, and of money that comes back to them. */
#include "simulate/both.h"

static struct gj_command *close_account(struct world *world, gj_id person, gj_area area,
                                        enum gj_ground ground, bool proof)
{
    struct gj_command *command = world_by_clerk(world, GJ_ACT_CLOSE_ACCOUNT, area);
    command->person = person;
    command->body.closing.area = area;
    command->body.closing.ground = (uint8_t)ground;
    command->body.closing.proof = proof;
    return command;
}

static struct gj_command *resolve(struct world *world, gj_id work, enum gj_resolve_to to,
                                  gj_area area)
{
    struct gj_command *command = world_by_clerk(world, GJ_ACT_RESOLVE, GJ_AREA_NATION);
    command->body.resolve.work = work;
    command->body.resolve.to = (uint8_t)to;
    command->body.resolve.area = area;
    return command;
}

static gj_fen in_book(const struct world *world, gj_area book, enum gj_chart chart, gj_id owner)
{
    const struct gj_entry_line line = {.book = book, .chart = (uint8_t)chart, .owner = owner};
    return -gj_audit_balance(world->audit, &line);
}

struct listed {
    struct gj_work works[8];
    int count;
};

static enum gj_status take(void *to, const struct gj_work *one)
{
    struct listed *listed = to;
    listed->works[listed->count++] = *one;
    return GJ_DONE;
}

static struct listed works(struct world *world, bool only_open)
{
    struct listed listed = {.count = 0};
    struct gj_why why;
    if (gj_reader_works(world->reader, 0, only_open, take, &listed, &why))
        fail_msg("%s", why.text);
    return listed;
}

static gj_id settled(struct world *world, gj_id person, gj_fen amount)
{
    gj_id visit = world_visit(world, WORLD_HOSPITAL, person, GJ_SCHEME_EMPLOYEE);
    world_line(world, WORLD_HOSPITAL, visit, "1", "1", amount);
    return world_settle(world, WORLD_HOSPITAL, visit, "1", amount);
}

static void test_simulate_closing__an_account_is_paid_out_on_a_known_ground_alone(void **state)
{
    (void)state;
    struct world *world = both_begin();
    gj_id person = world_employee(world, WORLD_JIA, 5000);
    close_account(world, person, WORLD_JIA, GJ_GROUND_NONE, true);
    world_expect(world, GJ_WITHDRAW_NOT_ELIGIBLE);
    close_account(world, person, WORLD_JIA, GJ_GROUND_DEATH, false);
    world_expect(world, GJ_HEIR_PROOF_MISSING);
    close_account(world, person, WORLD_JIA, GJ_GROUND_EMIGRATION, false);
    world_expect(world, GJ_WITHDRAW_NOT_ELIGIBLE);
    close_account(world, person, WORLD_YI, GJ_GROUND_DEATH, true);
    world_expect(world, GJ_ACCOUNT_MISSING);
    close_account(world, person, WORLD_JIA, GJ_GROUND_DEATH, true);
    world_expect(world, GJ_OK_WITHDRAW);
    assert_int_equal(world_balance(world, person, WORLD_JIA), 0);
    assert_int_equal(in_book(world, WORLD_JIA, GJ_CHART_PAID_OUT, 0), 5000);
    close_account(world, person, WORLD_JIA, GJ_GROUND_DEATH, true);
    world_expect(world, GJ_ACCOUNT_CLOSED);
    struct gj_command *credit = world_by_clerk(world, GJ_ACT_CREDIT, WORLD_JIA);
    credit->person = person;
    credit->body.credit.area = WORLD_JIA;
    credit->body.credit.amount_fen = 1;
    world_expect(world, GJ_ACCOUNT_CLOSED);
    gj_id other = world_employee(world, WORLD_JIA, 0); /* an empty one needs no ground */
    close_account(world, other, WORLD_JIA, GJ_GROUND_NONE, false);
    world_expect(world, GJ_OK);
    both_end(world);
}

static void test_simulate_closing__a_reversed_bill_finds_the_account_closed(void **state)
{
    (void)state;
    struct world *world = both_begin();
    gj_id person = world_employee(world, WORLD_JIA, 20000);
    gj_id bill = settled(world, person, 12000);
    close_account(world, person, WORLD_JIA, GJ_GROUND_EMIGRATION, true);
    world_expect(world, GJ_OK_WITHDRAW);
    world_reversal(world, WORLD_HOSPITAL, bill);
    world_expect(world, GJ_OK_REVERSED);
    assert_int_equal(in_book(world, WORLD_JIA, GJ_CHART_SUSPENSE, person), 12000);
    struct listed open = works(world, true);
    assert_int_equal(open.count, 1);
    const struct gj_work *work = &open.works[0];
    assert_int_equal(work->person, person);
    assert_int_equal(work->book, WORLD_JIA);
    assert_int_equal(work->amount_fen, 12000);
    assert_int_equal(work->why, GJ_WORK_ACCOUNT_CLOSED);
    assert_int_equal(work->act, GJ_ACT_REVERSE);
    assert_int_equal(work->since, world->now);
    gj_id id = work->id;
    resolve(world, id, GJ_RESOLVE_TO_ACCOUNT, 0);
    world_expect(world, GJ_ACCOUNT_CLOSED);
    resolve(world, id, GJ_RESOLVE_TO_WALLET, 0);
    world_expect(world, GJ_WALLET_NOT_OPENED_USER);
    resolve(world, id + 32, GJ_RESOLVE_TO_PERSON, 0);
    world_expect(world, GJ_WORK_UNKNOWN);
    resolve(world, id, GJ_RESOLVE_TO_PERSON, 0)->actor.area = WORLD_YI;
    world_expect(world, GJ_PERMISSION_DENIED);
    resolve(world, id, GJ_RESOLVE_TO_PERSON, 0);
    world_expect(world, GJ_OK_WITHDRAW);
    assert_int_equal(in_book(world, WORLD_JIA, GJ_CHART_SUSPENSE, person), 0);
    assert_int_equal(in_book(world, WORLD_JIA, GJ_CHART_PAID_OUT, 0), 20000);
    resolve(world, id, GJ_RESOLVE_TO_PERSON, 0);
    world_expect(world, GJ_WORK_ENDED);
    assert_int_equal(works(world, true).count, 0);
    assert_int_equal(works(world, false).works[0].state, GJ_WORK_IS_PAID_OUT);
    both_end(world);
}

static gj_id sent(struct world *world, gj_id sender, gj_id receiver, enum gj_payer_kind source,
                  gj_fen amount)
{
    struct gj_command *command = world_by_citizen(world, GJ_ACT_TRANSFER, sender);
    command->body.transfer.receiver = receiver;
    command->body.transfer.relation = GJ_RELATION_SPOUSE;
    command->body.transfer.source = (uint8_t)source;
    command->body.transfer.amount_fen = amount;
    return world_expect(world, GJ_OK_WALLET)->id;
}

static void test_simulate_closing__a_returned_transfer_finds_the_wallet_closed(void **state)
{
    (void)state;
    struct world *world = both_begin();
    gj_id a = world_employee(world, WORLD_JIA, 20000), b = world_employee(world, WORLD_YI, 0);
    world_open_wallet(world, a);
    world_open_wallet(world, b);
    gj_id first = sent(world, a, b, GJ_PAYER_OWN, 9000);
    world_by_citizen(world, GJ_ACT_ACCEPT, b)->body.ended.transfer = first;
    world_expect(world, GJ_OK_ACCEPTED);
    world_by_citizen(world, GJ_ACT_CLOSE_WALLET, b);
    world_expect(world, GJ_CASH_OUT_FORBIDDEN); /* money in it is not paid out to its holder */
    gj_id back = sent(world, b, a, GJ_PAYER_WALLET, 9000);
    world_by_citizen(world, GJ_ACT_CLOSE_WALLET, b);
    world_expect(world, GJ_OK);
    struct gj_transfer row = world->desk->outcome.transfers[0];
    row.state = GJ_TRANSFER_HELD;
    row.id = back;
    row.sender_area = WORLD_YI;
    row.sent = world->now;
    world->now = gj_time_at(gj_time_day(world->now) + 1, 6, 0, 0);
    assert_int_equal(gj_transfer_due(&world->law, &row), world->now);
    assert_int_equal(gj_transfer_state_at(&world->law, &row, world->now - 1), GJ_TRANSFER_HELD);
    assert_int_equal(gj_transfer_state_at(&world->law, &row, world->now), GJ_TRANSFER_RETURNED);
    world_by_clerk(world, GJ_ACT_GIVE_BACK, GJ_AREA_NATION)->body.ended.transfer = back;
    world_expect(world, GJ_OK_RETURNED);
    assert_int_equal(in_book(world, WORLD_YI, GJ_CHART_SUSPENSE, b), 9000);
    struct listed open = works(world, true);
    assert_int_equal(open.count, 1);
    assert_int_equal(open.works[0].why, GJ_WORK_WALLET_CLOSED);
    world_open_wallet(world, b);
    resolve(world, open.works[0].id, GJ_RESOLVE_TO_WALLET, 0);
    world_expect(world, GJ_OK_RETURNED);
    assert_int_equal(world_side(world, b).wallet.balance_fen, 9000);
    assert_int_equal(works(world, false).works[0].state, GJ_WORK_IS_CREDITED);
    both_end(world);
}

static void test_simulate_closing__a_part_of_a_bill_comes_back_to_a_closed_payer(void **state)
{
    (void)state;
    struct world *world = both_begin();
    gj_id person = world_employee(world, WORLD_JIA, 0),
          payer = world_employee(world, WORLD_YI, 90000);
    world_bind(world, payer, person, GJ_RELATION_SPOUSE);
    gj_id bill = settled(world, person, 80000);
    close_account(world, payer, WORLD_YI, GJ_GROUND_DEATH, true);
    world_expect(world, GJ_OK_WITHDRAW);
    struct gj_command *command = world_by_institution(world, GJ_ACT_REFUND, WORLD_HOSPITAL);
    command->body.reverse.settlement = bill;
    command->body.reverse.bill = (struct gj_bill){.total_fen = 30000, .eligible_fen = 30000};
    gj_id rest = world_expect(world, GJ_OK_REFUND)->id;
    assert_int_equal(in_book(world, WORLD_YI, GJ_CHART_SUSPENSE, payer), 13500);
    assert_int_equal(works(world, true).works[0].why, GJ_WORK_ACCOUNT_CLOSED);
    world_reversal(world, WORLD_HOSPITAL, rest);
    world_expect(world, GJ_OK_REVERSED);
    assert_int_equal(in_book(world, WORLD_YI, GJ_CHART_SUSPENSE, payer), 52500);
    assert_int_equal(works(world, true).count, 2);
    both_end(world);
}

static void test_simulate_closing__a_premium_comes_back_to_a_closed_account(void **state)
{
    (void)state;
    struct world *world = both_begin();
    gj_id payer = world_employee(world, WORLD_JIA, 40000);
    gj_id mother = world_person(world, WORLD_YI, GJ_SCHEME_RESIDENT, 1960);
    struct gj_command *command = world_by_citizen(world, GJ_ACT_PREMIUM, payer);
    command->body.premium.relative = mother;
    command->body.premium.relation = GJ_RELATION_PARENT;
    command->body.premium.year = 2032;
    world_expect(world, GJ_OK_PREMIUM);
    close_account(world, payer, WORLD_JIA, GJ_GROUND_NONE, false);
    world_expect(world, GJ_OK);
    command = world_by_citizen(world, GJ_ACT_REFUND_PREMIUM, mother);
    command->body.insured.insured = mother;
    command->body.insured.year = 2032;
    world_expect(world, GJ_OK_REFUND);
    assert_int_equal(works(world, true).works[0].amount_fen, 40000);
    assert_int_equal(works(world, true).works[0].why, GJ_WORK_ACCOUNT_CLOSED);
    both_end(world);
}

/* ---- what a payer has set ---- */

static struct gj_command *change(struct world *world, gj_id payer, gj_id binding, int64_t version)
{
    struct gj_command *command = world_by_citizen(world, GJ_ACT_CHANGE_BINDING, payer);
    command->body.change_binding.binding = binding;
    command->body.change_binding.version = version;
    command->body.change_binding.rank = 3;
    command->body.change_binding.uses = 1u << GJ_EXPENSE_OUTPATIENT;
    command->body.change_binding.limit_use_fen = 5000;
    command->body.change_binding.limit_year_fen = -1;
    return command;
}

static void test_simulate_closing__a_payer_changes_what_he_has_set(void **state)
{
    (void)state;
    struct world *world = both_begin();
    gj_id person = world_employee(world, WORLD_JIA, 0),
          payer = world_employee(world, WORLD_YI, 90000);
    gj_id binding = world_bind(world, payer, person, GJ_RELATION_SPOUSE);
    change(world, payer, binding + 256000, 0);
    world_expect(world, GJ_BINDING_UNKNOWN);
    change(world, person, binding, 0);
    world_expect(world, GJ_PERSON_OTHER);
    change(world, payer, binding, 2);
    world_expect(world, GJ_VERSION_CHANGED);
    change(world, payer, binding, 1);
    world_expect(world, GJ_OK);
    change(world, payer, binding, 1); /* he has read an older row */
    world_expect(world, GJ_VERSION_CHANGED);
    gj_id bill = settled(world, person, 20000);
    assert_true(bill != 0);
    assert_int_equal(world_balance(world, payer, WORLD_YI), 85000); /* the new limit binds */
    world->now += 90 * GJ_DAY_MS;
    world_by_clerk(world, GJ_ACT_UNBIND, GJ_AREA_NATION)->body.binding.binding = binding;
    world_expect(world, GJ_OK_UNBIND);
    change(world, payer, binding, 0);
    world_expect(world, GJ_BINDING_STATE);
    both_end(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_simulate_closing__an_account_is_paid_out_on_a_known_ground_alone),
        cmocka_unit_test(test_simulate_closing__a_reversed_bill_finds_the_account_closed),
        cmocka_unit_test(test_simulate_closing__a_returned_transfer_finds_the_wallet_closed),
        cmocka_unit_test(test_simulate_closing__a_part_of_a_bill_comes_back_to_a_closed_payer),
        cmocka_unit_test(test_simulate_closing__a_premium_comes_back_to_a_closed_account),
        cmocka_unit_test(test_simulate_closing__a_payer_changes_what_he_has_set),
    };
    return both_run("closing", tests, sizeof tests / sizeof tests[0]);
}
