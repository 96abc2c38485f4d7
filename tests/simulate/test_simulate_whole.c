/* Stories of whole bills (a pharmacy's sale, a bill of a batch file) through the acts, told on both
   stores. */
#include <sqlite3.h>
#include <stdio.h>

#include "simulate/till.h"

/* ---- the money ---- */

static void test_simulate_whole__a_sale_is_priced_decided_and_kept_in_one_command(void **state)
{
    (void)state;
    struct till *till = till_begin();
    world_bind(till->world, till->payer, till->patient, GJ_RELATION_SPOUSE);
    till_put(till, 0, "1", "A001", 5000);
    till_put(till, 1, "2", "B001", 5000); /* first share 10 % */
    till_put(till, 2, "3", "B002", 5000); /* limit 30.00, first share 5 % of what is left */
    till_put(till, 3, "4", "X999", 5000); /* not in the catalogue */
    struct gj_command *command = till_whole(till, GJ_ACT_SETTLE_BILL, WORLD_PHARMACY, 4, 20000);
    memcpy(command->body.bill.charge, "INV7", 5);
    memcpy(command->body.bill.credential_type, "02", 3);
    const struct gj_reply *reply = world_expect(till->world, GJ_OK_SETTLED);
    assert_int_equal(reply->id, reply->order);
    assert_int_equal(reply->area, WORLD_JIA);
    assert_int_equal(reply->balance_fen, 0);
    assert_int_equal(reply->results_count, 4);
    assert_int_equal(till->world->results[2].bill.overprice_fen, 2000);
    assert_false(till->world->results[3].in_catalogue);
    struct gj_settlement one = till_kept(till, reply->id);
    assert_int_equal(one.visit, one.id); /* the settlement is its own visit */
    assert_string_equal(one.charge, "INV7");
    assert_string_equal(one.med_type, "41");
    assert_string_equal(one.credential_type, "02");
    assert_int_equal(one.claim.bill.outside_fen, 5000);
    assert_int_equal(one.claim.bill.overprice_fen, 2000);
    assert_int_equal(one.claim.bill.first_share_fen, 500 + 150);
    assert_int_equal(one.claim.bill.eligible_fen, 5000 + 4500 + 2850);
    assert_int_equal(one.decision.pool_fen, 0); /* no row says that the fund pays in pharmacies */
    assert_int_equal(one.decision.own_fen, 10000);
    assert_int_equal(one.decision.aid_fen + one.decision.cash_fen, 10000);
    assert_int_equal(till_aid(till), 100000 - one.decision.aid_fen);
    assert_true(one.decision.aid_fen > 0);
    till_end(till);
}

static void test_simulate_whole__a_hospital_bill_is_decided_as_one_of_a_visit(void **state)
{
    (void)state;
    struct till *till = till_begin();
    gj_id id = till_settle(till, WORLD_HOSPITAL, 50000);
    struct gj_settlement one = till_kept(till, id);
    assert_int_equal(one.decision.deductible_fen, 30000);
    assert_int_equal(one.decision.pool_fen, 11000); /* 55 % of 200.00 */
    struct gj_command *reversal = world_reversal(till->world, WORLD_HOSPITAL, id);
    reversal->person = till->patient;
    world_expect(till->world, GJ_OK_REVERSED);
    gj_id visit = world_visit(till->world, WORLD_HOSPITAL, till->patient, GJ_SCHEME_EMPLOYEE);
    world_line(till->world, WORLD_HOSPITAL, visit, "1", "1", 50000);
    struct gj_settlement two =
        till_kept(till, world_settle(till->world, WORLD_HOSPITAL, visit, "1", 50000));
    assert_true(gj_decision_is(&one.decision, &two.decision));
    till_end(till);
}

static void test_simulate_whole__it_reads_and_moves_the_years_counters(void **state)
{
    (void)state;
    struct till *till = till_begin();
    till_settle(till, WORLD_HOSPITAL, 20000);
    assert_int_equal(till->world->desk->outcome.settlements[0].decision.pool_fen, 0);
    gj_id id = till_settle(till, WORLD_HOSPITAL, 20000); /* 100.00 of the deductible are left */
    assert_int_equal(till->world->desk->outcome.settlements[0].decision.pool_fen, 5500);
    world_reversal(till->world, WORLD_HOSPITAL, id);
    world_expect(till->world, GJ_OK_REVERSED);
    till_settle(till, WORLD_HOSPITAL, 20000);
    assert_int_equal(till->world->desk->outcome.settlements[0].decision.pool_fen, 5500);
    till_end(till);
}

static void
test_simulate_whole__it_begins_when_the_message_says_but_never_later_than_now(void **state)
{
    (void)state;
    struct till *till = till_begin();
    till_put(till, 0, "1", "A001", 1000);
    struct gj_command *command = till_whole(till, GJ_ACT_SETTLE_BILL, WORLD_PHARMACY, 1, 1000);
    command->body.bill.begin = till->world->now - 2 * GJ_DAY_MS;
    gj_id id = world_expect(till->world, GJ_OK_SETTLED)->id;
    assert_int_equal(till_kept(till, id).claim.where.day, gj_time_day(till->world->now) - 2);
    id = till_settle(till, WORLD_PHARMACY, 1000); /* unsaid: it begins now */
    assert_int_equal(till_kept(till, id).claim.where.day, gj_time_day(till->world->now));
    command = till_whole(till, GJ_ACT_SETTLE_BILL, WORLD_PHARMACY, 1, 1000);
    command->body.bill.begin = till->world->now + 1;
    world_expect(till->world, GJ_VISIT_TIME_FUTURE);
    command = till_whole(till, GJ_ACT_SETTLE_BILL, WORLD_PHARMACY, 1, 1000);
    command->body.bill.begin = till->world->now;
    world_expect(till->world, GJ_OK_SETTLED);
    till_end(till);
}

static void test_simulate_whole__a_preview_tells_the_split_and_keeps_nothing(void **state)
{
    (void)state;
    struct till *till = till_begin();
    till_put(till, 0, "1", "A001", 3000);
    int64_t before = till->world->kept;
    for (int i = 0; i < 2; i++) {
        till_whole(till, GJ_ACT_PREVIEW_BILL, WORLD_PHARMACY, 1, 3000);
        const struct gj_reply *reply = world_expect(till->world, GJ_OK);
        assert_int_equal(reply->id, 0);
        assert_int_equal(reply->balance_fen, 7000);
        assert_int_equal(reply->results_count, 1);
        assert_int_equal(till->world->desk->outcome.settlements[0].decision.own_fen, 3000);
        assert_int_equal(till->world->desk->outcome.settlements_count, 0);
    }
    assert_int_equal(till->world->kept, before);
    assert_int_equal(till_own(till), 10000);
    till_settle(till, WORLD_PHARMACY, 3000);
    assert_int_equal(till_own(till), 7000);
    till_end(till);
}

static int64_t number_in(const char *path, const char *sql)
{
    sqlite3 *file;
    sqlite3_stmt *statement;
    assert_int_equal(sqlite3_open_v2(path, &file, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(file, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    int64_t number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(file);
    return number;
}

/* It runs by the million: no row of a visit or a charge stands beside it. */
static void test_simulate_whole__it_writes_one_settlement_and_one_message_of_lines(void **state)
{
    (void)state;
    struct till *till = till_begin();
    const char *path = both_path();
    till_put(till, 1, "2", "B001", 1000);
    till_put(till, 0, "1", "A001", 1000);
    till_whole(till, GJ_ACT_SETTLE_BILL, WORLD_PHARMACY, 2, 2000);
    world_expect(till->world, GJ_OK_SETTLED);
    if (!path) { /* the rows of a file can be counted, those in memory not */
        till_end(till);
        return;
    }
    assert_int_equal(number_in(path, "SELECT count(*) FROM settlement"), 1);
    assert_int_equal(number_in(path, "SELECT count(*) FROM lines"), 1);
    assert_int_equal(number_in(path, "SELECT id = (SELECT id FROM settlement) FROM lines"), 1);
    assert_int_equal(number_in(path, "SELECT count(*) FROM visit"), 0);
    assert_int_equal(number_in(path, "SELECT count(*) FROM charge"), 0);
    till_end(till);
}

/* Sends 300.00 from the payer to the patient's wallet. */
static void fill_wallet(struct till *till)
{
    struct world *world = till->world;
    world_by_citizen(world, GJ_ACT_OPEN_WALLET, till->patient);
    world_expect(world, GJ_OK);
    world_by_citizen(world, GJ_ACT_OPEN_WALLET, till->payer);
    world_expect(world, GJ_OK);
    struct gj_command *command = world_by_citizen(world, GJ_ACT_TRANSFER, till->payer);
    command->body.transfer.receiver = till->patient;
    command->body.transfer.relation = GJ_RELATION_SPOUSE;
    command->body.transfer.source = GJ_PAYER_OWN;
    command->body.transfer.amount_fen = 30000;
    const gj_id sent = world_do(world)->id;
    world_by_citizen(world, GJ_ACT_ACCEPT, till->patient)->body.ended.transfer = sent;
    world_expect(world, GJ_OK_ACCEPTED);
}

static void test_simulate_whole__the_wallet_pays_where_the_pharmacy_takes_it(void **state)
{
    (void)state;
    struct till *till = till_begin();
    struct world *world = till->world;
    fill_wallet(till);
    const gj_id id = till_settle(till, WORLD_PHARMACY, 15000);
    const struct gj_decision *d = &world->desk->outcome.settlements[0].decision;
    assert_int_equal(d->own_fen, 10000);
    assert_int_equal(d->wallet_fen, 5000);
    assert_int_equal(world_side(world, till->patient).wallet.balance_fen, 25000);
    world_reversal(world, WORLD_PHARMACY, id);
    world_expect(world, GJ_OK_REVERSED);
    assert_int_equal(world_side(world, till->patient).wallet.balance_fen, 30000);

    struct gj_institution without = world->desk->facts.institution;
    without.takes_wallet = false;
    world_by_clerk(world, GJ_ACT_ADD_INSTITUTION, GJ_AREA_NATION)->body.institution = &without;
    world_expect(world, GJ_OK);
    till_settle(till, WORLD_PHARMACY, 15000);
    assert_int_equal(d->wallet_fen, 0);
    assert_int_equal(d->cash_fen, 5000);
    assert_int_equal(world_side(world, till->patient).wallet.balance_fen, 30000);
    till_end(till);
}

/* ---- once ---- */

static void
test_simulate_whole__the_same_message_happens_once_two_messages_are_two_sales(void **state)
{
    (void)state;
    struct till *till = till_begin();
    gj_id id = till_settle(till, WORLD_PHARMACY, 3000);
    struct gj_command again = till->world->desk->command;
    struct gj_line_result result = till->world->results[0];
    memset(till->world->results, 0, sizeof till->world->results);
    const struct gj_reply *reply = world_repeat(till->world, &again, GJ_OK_SETTLED);
    assert_true(reply->replayed);
    assert_int_equal(reply->id, id);
    assert_int_equal(reply->results_count, 1);
    assert_memory_equal(&till->world->results[0], &result, sizeof result);
    assert_int_equal(till->world->desk->outcome.settlements[0].id, id);
    assert_int_equal(till_own(till), 7000);
    again.once.digest[31] ^= 1;
    world_repeat(till->world, &again, GJ_MESSAGE_REUSED);
    till_settle(till, WORLD_PHARMACY,
                3000); /* the same goods once more: another message, another sale */
    assert_int_equal(till_own(till), 4000);
    till_end(till);
}

static const struct gj_reply *numbered(struct till *till, const char *code, const char *number)
{
    till_put(till, 0, "1", "A001", 100);
    struct gj_command *command = till_whole(till, GJ_ACT_SETTLE_BILL, code, 1, 100);
    snprintf(command->body.bill.charge, sizeof command->body.bill.charge, "%s", number);
    return world_expect(till->world, GJ_OK_SETTLED);
}

static void test_simulate_whole__an_earlier_bill_under_the_same_number_is_named(void **state)
{
    (void)state;
    struct till *till = till_begin();
    const gj_id first = numbered(till, WORLD_PHARMACY, "INV1")->id;
    assert_int_equal(numbered(till, WORLD_PHARMACY, "INV2")->twin.id, 0);
    assert_int_equal(numbered(till, WORLD_SMALL, "INV1")->twin.id, 0);
    const struct gj_reply *reply = numbered(till, WORLD_PHARMACY, "INV1");
    const gj_id second = reply->id;
    assert_int_equal(reply->twin.id, first);
    assert_int_equal(reply->twin.area, WORLD_JIA);
    struct gj_command again = till->world->desk->command;
    assert_int_equal(world_repeat(till->world, &again, GJ_OK_SETTLED)->twin.id, first);
    world_reversal(till->world, WORLD_PHARMACY, second);
    world_expect(till->world, GJ_OK_REVERSED);
    assert_int_equal(numbered(till, WORLD_PHARMACY, "INV1")->twin.id, 0); /* the fifth back */
    assert_int_equal(numbered(till, WORLD_PHARMACY, "")->twin.id, 0);
    assert_int_equal(numbered(till, WORLD_PHARMACY, "")->twin.id, 0);
    till_end(till);
}

/* ---- the benefit check ---- */

static const struct gj_decision *check(struct till *till, const char *code)
{
    till_whole(till, GJ_ACT_CHECK_BENEFIT, code, 0, 0);
    world_expect(till->world, GJ_OK);
    return &till->world->desk->outcome.settlements[0].decision;
}

static void test_simulate_whole__a_check_tells_what_fund_and_own_account_would_give(void **state)
{
    (void)state;
    struct till *till = till_begin();
    world_bind(till->world, till->payer, till->patient, GJ_RELATION_SPOUSE);
    const struct gj_decision *d = check(till, WORLD_HOSPITAL);
    assert_int_equal(d->reason, GJ_OK_BENEFIT);
    assert_int_equal(d->deductible_fen, 30000);
    assert_int_equal(d->ratio_ppm, 550000);
    assert_int_equal(d->cap_left_fen, 400000);
    assert_int_equal(d->own_fen, 10000);
    assert_int_equal(d->aid_fen, 0); /* what relatives hold is not the institution's to know */
    int64_t before = till->world->kept;
    till_settle(till, WORLD_HOSPITAL, 50000);
    d = check(till, WORLD_HOSPITAL);
    assert_int_equal(d->deductible_fen, 0);
    assert_int_equal(d->cap_left_fen, 400000 - 11000);
    assert_int_equal(d->own_fen, 0);
    till_settle(till, WORLD_HOSPITAL, 1000000);
    assert_int_equal(check(till, WORLD_HOSPITAL)->reason, GJ_POOL_CAP_REACHED);
    assert_int_equal(check(till, WORLD_PHARMACY)->reason, GJ_POOL_NOT_DUE);
    assert_int_equal(till->world->kept, before + 2); /* checks keep nothing */
    till_whole(till, GJ_ACT_CHECK_BENEFIT, WORLD_HOSPITAL, 0, 0)->body.bill.scheme =
        GJ_SCHEME_RESIDENT;
    world_expect(till->world, GJ_ENROLMENT_MISSING);
    till_end(till);
}

static void test_simulate_whole__an_area_without_rules_refuses_all_but_sales(void **state)
{
    (void)state;
    struct till *till = till_begin();
    gj_id stranger = world_person(till->world, 980300, GJ_SCHEME_EMPLOYEE, 1990);
    till_whole(till, GJ_ACT_CHECK_BENEFIT, WORLD_HOSPITAL, 0, 0)->person = stranger;
    const struct gj_reply *reply = world_expect(till->world, GJ_POLICY_UNKNOWN);
    assert_int_equal(reply->refusal.area, 980300);
    assert_true(reply->refusal.key >= 0);
    till_put(till, 0, "1", "A001", 1000);
    till_whole(till, GJ_ACT_SETTLE_BILL, WORLD_HOSPITAL, 1, 1000)->person = stranger;
    world_expect(till->world, GJ_POLICY_UNKNOWN);
    till_whole(till, GJ_ACT_SETTLE_BILL, WORLD_PHARMACY, 1, 1000)->person = stranger;
    world_expect(till->world, GJ_OK_SETTLED); /* a pharmacy sells from accounts and cash alone */
    const struct gj_decision *d = &till->world->desk->outcome.settlements[0].decision;
    assert_int_equal(d->pool_fen, 0);
    assert_true(d->trace.not_found_count > 0); /* and the answer lists the key */
    assert_int_equal(d->trace.not_found[0], GJ_KEY_PHARMACY_POOLED);
    till_end(till);
}

/* ---- refusals ---- */

static void test_simulate_whole__what_does_not_add_up_is_refused_and_keeps_nothing(void **state)
{
    (void)state;
    struct till *till = till_begin();
    struct world *world = till->world;
    till_put(till, 0, "1", "A001", 5000);
    till_put(till, 1, "2", "A001", 5000);
    till_whole(till, GJ_ACT_SETTLE_BILL, WORLD_PHARMACY, 2, 10001);
    const struct gj_reply *reply = world_expect(world, GJ_TOTAL_MISMATCH);
    assert_int_equal(reply->refusal.old_fen, 10001);
    assert_int_equal(reply->refusal.new_fen, 10000);
    assert_int_equal(reply->results_count, 0);
    till_whole(till, GJ_ACT_SETTLE_BILL, WORLD_PHARMACY, 0, 0);
    world_expect(world, GJ_LINES_MISSING);
    till_whole(till, GJ_ACT_SETTLE_BILL, WORLD_PHARMACY, 201, 10000);
    world_expect(world, GJ_LINES_TOO_MANY);
    till_whole(till, GJ_ACT_SETTLE_BILL, WORLD_PHARMACY, 2, 10000)->body.bill.scheme =
        GJ_SCHEME_RESIDENT;
    world_expect(world, GJ_ENROLMENT_MISSING);
    till_whole(till, GJ_ACT_SETTLE_BILL, WORLD_PHARMACY, 2, 10000)->home_area = WORLD_YI;
    world_expect(world, GJ_HOME_AREA_OTHER);
    till_whole(till, GJ_ACT_SETTLE_BILL, WORLD_PHARMACY, 2, 10000)->care_area = WORLD_YI;
    world_expect(world, GJ_CARE_AREA_OTHER);
    till_whole(till, GJ_ACT_SETTLE_BILL, WORLD_HOSPITAL, 2, 10000)->body.bill.med_type[0] = '4';
    world_expect(world, GJ_MED_TYPE_UNKNOWN); /* 41 is the pharmacies' own */
    till_whole(till, GJ_ACT_SETTLE_BILL, WORLD_PHARMACY, 2, 10000)->person = 0;
    world_expect(world, GJ_PERSON_UNKNOWN);
    till_whole(till, GJ_ACT_SETTLE_BILL, WORLD_PHARMACY, 2, 10000)->person = till->payer + 256;
    world_expect(world, GJ_PERSON_UNKNOWN);
    till->lines[1].amount_fen = 5001;
    till_whole(till, GJ_ACT_SETTLE_BILL, WORLD_PHARMACY, 2, 10001);
    assert_int_equal(world_expect(world, GJ_LINE_AMOUNT_WRONG)->refusal.line, 1);
    till_put(till, 1, "1", "A001", 4000);
    till_whole(till, GJ_ACT_SETTLE_BILL, WORLD_PHARMACY, 2, 9000);
    assert_int_equal(world_expect(world, GJ_LINE_REPEATED)->refusal.line, 1);
    till_put(till, 1, "1", "A001", 5000); /* the same line counts once */
    till_whole(till, GJ_ACT_SETTLE_BILL, WORLD_PHARMACY, 2, 10000);
    world_expect(world, GJ_TOTAL_MISMATCH);
    till_whole(till, GJ_ACT_SETTLE_BILL, WORLD_PHARMACY, 2, 5000);
    world_expect(world, GJ_OK_SETTLED);
    assert_int_equal(till_own(till), 5000);
    till_end(till);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_simulate_whole__a_sale_is_priced_decided_and_kept_in_one_command),
        cmocka_unit_test(test_simulate_whole__a_hospital_bill_is_decided_as_one_of_a_visit),
        cmocka_unit_test(test_simulate_whole__it_reads_and_moves_the_years_counters),
        cmocka_unit_test(
            test_simulate_whole__it_begins_when_the_message_says_but_never_later_than_now),
        cmocka_unit_test(test_simulate_whole__a_preview_tells_the_split_and_keeps_nothing),
        cmocka_unit_test(test_simulate_whole__it_writes_one_settlement_and_one_message_of_lines),
        cmocka_unit_test(test_simulate_whole__the_wallet_pays_where_the_pharmacy_takes_it),
        cmocka_unit_test(
            test_simulate_whole__the_same_message_happens_once_two_messages_are_two_sales),
        cmocka_unit_test(test_simulate_whole__an_earlier_bill_under_the_same_number_is_named),
        cmocka_unit_test(test_simulate_whole__a_check_tells_what_fund_and_own_account_would_give),
        cmocka_unit_test(test_simulate_whole__an_area_without_rules_refuses_all_but_sales),
        cmocka_unit_test(test_simulate_whole__what_does_not_add_up_is_refused_and_keeps_nothing),
    };
    return both_run("simulate/whole", tests, sizeof tests / sizeof tests[0]);
}
