/* Stories of whole bills (a pharmacy's sale, a bill of a batch file) through the acts, each on the
   memory store and on a SQLite file, whose chains must end in the same head. */
#include <sqlite3.h>
#include <stdio.h>
#include <unistd.h>

#include "simulate/world.h"

struct till {
    struct world world;
    gj_id patient, payer;
    struct gj_line lines[GJ_MESSAGE_LINES_MAX];
};

static char folder[] = "/tmp/gongji-whole-XXXXXX";
static int files;

static struct gj_store *store_on_disk(char path_out[64])
{
    struct gj_store *store;
    struct gj_why why;
    snprintf(path_out, 64, "%s/%d.db", folder, ++files);
    if (gj_store_sqlite_create(path_out, NULL, &store, &why) != GJ_DONE)
        fail_msg("%s", why.text);
    return store;
}

static void begin(struct till *till, struct gj_store *store)
{
    struct world *world = &till->world;
    if (store)
        world_begin_on(world, store);
    else
        world_begin(world);
    till->patient = world_person(world, WORLD_JIA, GJ_SCHEME_EMPLOYEE, 1990);
    till->payer = world_person(world, WORLD_JIA, GJ_SCHEME_EMPLOYEE, 1988);
    world_credit(world, till->patient, WORLD_JIA, 10000);
    world_credit(world, till->payer, WORLD_JIA, 100000);
}

/* Tells the story on both stores; equal heads of the chain mean equal decisions and entries. */
static void on_both(void (*story)(struct till *till))
{
    static struct till till;
    uint8_t heads[2][32];
    for (int i = 0; i < 2; i++) {
        char path[64] = "";
        begin(&till, i == 0 ? NULL : store_on_disk(path));
        story(&till);
        world_head(&till.world, heads[i]);
        world_end(&till.world);
    }
    assert_memory_equal(heads[0], heads[1], sizeof heads[0]);
}

static void put(struct till *till, int at, const char *serial, const char *code, gj_fen amount_fen)
{
    till->lines[at] = (struct gj_line){.amount_fen = amount_fen,
                                       .count_e4 = 10000,
                                       .price_micro = amount_fen * 10000,
                                       .content = (uint64_t)(amount_fen * 1000 + code[0])};
    snprintf(till->lines[at].serial, sizeof till->lines[at].serial, "%s", serial);
    snprintf(till->lines[at].list_code, sizeof till->lines[at].list_code, "%s", code);
}

static struct gj_command *whole(struct till *till, enum gj_act act, const char *code, int count,
                                gj_fen total_fen)
{
    struct gj_command *command = world_by_institution(&till->world, act, code);
    command->person = till->patient;
    snprintf(command->body.bill.med_type, 7, "%s", code[0] == 'P' ? "41" : "11");
    command->body.bill.scheme = GJ_SCHEME_EMPLOYEE;
    command->body.bill.accounts_used = true;
    command->body.bill.bill.total_fen = total_fen;
    command->body.bill.count = count;
    command->body.bill.list = till->lines;
    return command;
}

static gj_id settle(struct till *till, const char *code, gj_fen amount_fen)
{
    put(till, 0, "1", "A001", amount_fen);
    whole(till, GJ_ACT_SETTLE_BILL, code, 1, amount_fen);
    return world_expect(&till->world, GJ_OK_SETTLED)->id;
}

static gj_fen own(struct till *till)
{
    return world_balance(&till->world, till->patient, WORLD_JIA);
}

static gj_fen aid(struct till *till)
{
    return world_balance(&till->world, till->payer, WORLD_JIA);
}

static struct gj_settlement kept(struct till *till, gj_id id)
{
    struct gj_settlement settlement;
    struct gj_why why;
    assert_int_equal(gj_reader_settlement(till->world.reader, id, &settlement, &why), GJ_DONE);
    return settlement;
}

/* ---- the money ---- */

static void sale(struct till *till)
{
    world_bind(&till->world, till->payer, till->patient, GJ_RELATION_SPOUSE);
    put(till, 0, "1", "A001", 5000);
    put(till, 1, "2", "B001", 5000); /* first share 10 % */
    put(till, 2, "3", "B002", 5000); /* limit 30.00, first share 5 % of what is left */
    put(till, 3, "4", "X999", 5000); /* not in the catalogue */
    struct gj_command *command = whole(till, GJ_ACT_SETTLE_BILL, WORLD_PHARMACY, 4, 20000);
    memcpy(command->body.bill.charge, "INV7", 5);
    memcpy(command->body.bill.credential_type, "02", 3);
    const struct gj_reply *reply = world_expect(&till->world, GJ_OK_SETTLED);
    assert_int_equal(reply->id, reply->order);
    assert_int_equal(reply->area, WORLD_JIA);
    assert_int_equal(reply->balance_fen, 0);
    assert_int_equal(reply->results_count, 4);
    assert_int_equal(till->world.results[2].bill.overprice_fen, 2000);
    assert_false(till->world.results[3].in_catalogue);
    struct gj_settlement one = kept(till, reply->id);
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
    assert_int_equal(aid(till), 100000 - one.decision.aid_fen);
    assert_true(one.decision.aid_fen > 0);
}

static void test_simulate_whole__a_sale_is_priced_decided_and_kept_in_one_command(void **state)
{
    (void)state;
    on_both(sale);
}

static void same_as_a_visit(struct till *till)
{
    gj_id id = settle(till, WORLD_HOSPITAL, 50000);
    struct gj_settlement one = kept(till, id);
    assert_int_equal(one.decision.deductible_fen, 30000);
    assert_int_equal(one.decision.pool_fen, 11000); /* 55 % of 200.00 */
    struct gj_command *reversal = world_reversal(&till->world, WORLD_HOSPITAL, id);
    reversal->person = till->patient;
    world_expect(&till->world, GJ_OK_REVERSED);
    gj_id visit = world_visit(&till->world, WORLD_HOSPITAL, till->patient, GJ_SCHEME_EMPLOYEE);
    world_line(&till->world, WORLD_HOSPITAL, visit, "1", "1", 50000);
    struct gj_settlement two =
        kept(till, world_settle(&till->world, WORLD_HOSPITAL, visit, "1", 50000));
    assert_true(gj_decision_is(&one.decision, &two.decision));
}

static void test_simulate_whole__a_hospital_bill_is_decided_as_one_of_a_visit(void **state)
{
    (void)state;
    on_both(same_as_a_visit);
}

static void counters_move(struct till *till)
{
    settle(till, WORLD_HOSPITAL, 20000);
    assert_int_equal(till->world.desk->outcome.settlements[0].decision.pool_fen, 0);
    gj_id id = settle(till, WORLD_HOSPITAL, 20000); /* 100.00 of the deductible are left */
    assert_int_equal(till->world.desk->outcome.settlements[0].decision.pool_fen, 5500);
    world_reversal(&till->world, WORLD_HOSPITAL, id);
    world_expect(&till->world, GJ_OK_REVERSED);
    settle(till, WORLD_HOSPITAL, 20000);
    assert_int_equal(till->world.desk->outcome.settlements[0].decision.pool_fen, 5500);
}

static void test_simulate_whole__it_reads_and_moves_the_years_counters(void **state)
{
    (void)state;
    on_both(counters_move);
}

static void benefit_day(struct till *till)
{
    put(till, 0, "1", "A001", 1000);
    struct gj_command *command = whole(till, GJ_ACT_SETTLE_BILL, WORLD_PHARMACY, 1, 1000);
    command->body.bill.begin = till->world.now - 2 * GJ_DAY_MS;
    gj_id id = world_expect(&till->world, GJ_OK_SETTLED)->id;
    assert_int_equal(kept(till, id).claim.where.day, gj_time_day(till->world.now) - 2);
    id = settle(till, WORLD_PHARMACY, 1000); /* unsaid: it begins now */
    assert_int_equal(kept(till, id).claim.where.day, gj_time_day(till->world.now));
    command = whole(till, GJ_ACT_SETTLE_BILL, WORLD_PHARMACY, 1, 1000);
    command->body.bill.begin = till->world.now + 1;
    world_expect(&till->world, GJ_VISIT_TIME_FUTURE);
    command = whole(till, GJ_ACT_SETTLE_BILL, WORLD_PHARMACY, 1, 1000);
    command->body.bill.begin = till->world.now;
    world_expect(&till->world, GJ_OK_SETTLED);
}

static void
test_simulate_whole__it_begins_when_the_message_says_but_never_later_than_now(void **state)
{
    (void)state;
    on_both(benefit_day);
}

static void preview(struct till *till)
{
    put(till, 0, "1", "A001", 3000);
    int64_t before = till->world.kept;
    for (int i = 0; i < 2; i++) {
        whole(till, GJ_ACT_PREVIEW_BILL, WORLD_PHARMACY, 1, 3000);
        const struct gj_reply *reply = world_expect(&till->world, GJ_OK);
        assert_int_equal(reply->id, 0);
        assert_int_equal(reply->balance_fen, 7000);
        assert_int_equal(reply->results_count, 1);
        assert_int_equal(till->world.desk->outcome.settlements[0].decision.own_fen, 3000);
        assert_int_equal(till->world.desk->outcome.settlements_count, 0);
    }
    assert_int_equal(till->world.kept, before);
    assert_int_equal(own(till), 10000);
    settle(till, WORLD_PHARMACY, 3000);
    assert_int_equal(own(till), 7000);
}

static void test_simulate_whole__a_preview_tells_the_split_and_keeps_nothing(void **state)
{
    (void)state;
    on_both(preview);
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
    static struct till till;
    char path[64];
    begin(&till, store_on_disk(path));
    put(&till, 1, "2", "B001", 1000);
    put(&till, 0, "1", "A001", 1000);
    whole(&till, GJ_ACT_SETTLE_BILL, WORLD_PHARMACY, 2, 2000);
    world_expect(&till.world, GJ_OK_SETTLED);
    assert_int_equal(number_in(path, "SELECT count(*) FROM settlement"), 1);
    assert_int_equal(number_in(path, "SELECT count(*) FROM lines"), 1);
    assert_int_equal(number_in(path, "SELECT id = (SELECT id FROM settlement) FROM lines"), 1);
    assert_int_equal(number_in(path, "SELECT count(*) FROM visit"), 0);
    assert_int_equal(number_in(path, "SELECT count(*) FROM charge"), 0);
    world_end(&till.world);
}

/* Sends 300.00 from the payer to the patient's wallet. */
static void fill_wallet(struct till *till)
{
    struct world *world = &till->world;
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

static void wallet(struct till *till)
{
    struct world *world = &till->world;
    fill_wallet(till);
    const gj_id id = settle(till, WORLD_PHARMACY, 15000);
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
    settle(till, WORLD_PHARMACY, 15000);
    assert_int_equal(d->wallet_fen, 0);
    assert_int_equal(d->cash_fen, 5000);
    assert_int_equal(world_side(world, till->patient).wallet.balance_fen, 30000);
}

static void test_simulate_whole__the_wallet_pays_where_the_pharmacy_takes_it(void **state)
{
    (void)state;
    on_both(wallet);
}

/* ---- once ---- */

static void once(struct till *till)
{
    gj_id id = settle(till, WORLD_PHARMACY, 3000);
    struct gj_command again = till->world.desk->command;
    struct gj_line_result result = till->world.results[0];
    memset(till->world.results, 0, sizeof till->world.results);
    const struct gj_reply *reply = world_repeat(&till->world, &again, GJ_OK_SETTLED);
    assert_true(reply->replayed);
    assert_int_equal(reply->id, id);
    assert_int_equal(reply->results_count, 1);
    assert_memory_equal(&till->world.results[0], &result, sizeof result);
    assert_int_equal(till->world.desk->outcome.settlements[0].id, id);
    assert_int_equal(own(till), 7000);
    again.once.digest[31] ^= 1;
    world_repeat(&till->world, &again, GJ_MESSAGE_REUSED);
    settle(till, WORLD_PHARMACY,
           3000); /* the same goods once more: another message, another sale */
    assert_int_equal(own(till), 4000);
}

static void
test_simulate_whole__the_same_message_happens_once_two_messages_are_two_sales(void **state)
{
    (void)state;
    on_both(once);
}

static const struct gj_reply *numbered(struct till *till, const char *code, const char *number)
{
    put(till, 0, "1", "A001", 100);
    struct gj_command *command = whole(till, GJ_ACT_SETTLE_BILL, code, 1, 100);
    snprintf(command->body.bill.charge, sizeof command->body.bill.charge, "%s", number);
    return world_expect(&till->world, GJ_OK_SETTLED);
}

static void same_number(struct till *till)
{
    const gj_id first = numbered(till, WORLD_PHARMACY, "INV1")->id;
    assert_int_equal(numbered(till, WORLD_PHARMACY, "INV2")->twin.id, 0);
    assert_int_equal(numbered(till, WORLD_SMALL, "INV1")->twin.id, 0);
    const struct gj_reply *reply = numbered(till, WORLD_PHARMACY, "INV1");
    const gj_id second = reply->id;
    assert_int_equal(reply->twin.id, first);
    assert_int_equal(reply->twin.area, WORLD_JIA);
    struct gj_command again = till->world.desk->command;
    assert_int_equal(world_repeat(&till->world, &again, GJ_OK_SETTLED)->twin.id, first);
    world_reversal(&till->world, WORLD_PHARMACY, second);
    world_expect(&till->world, GJ_OK_REVERSED);
    assert_int_equal(numbered(till, WORLD_PHARMACY, "INV1")->twin.id, 0); /* the fifth back */
    assert_int_equal(numbered(till, WORLD_PHARMACY, "")->twin.id, 0);
    assert_int_equal(numbered(till, WORLD_PHARMACY, "")->twin.id, 0);
}

static void test_simulate_whole__an_earlier_bill_under_the_same_number_is_named(void **state)
{
    (void)state;
    on_both(same_number);
}

/* ---- taking back ---- */

static void reverse(struct till *till)
{
    world_bind(&till->world, till->payer, till->patient, GJ_RELATION_SPOUSE);
    gj_id id = settle(till, WORLD_PHARMACY, 30000);
    assert_int_equal(own(till), 0);
    assert_int_equal(aid(till), 80000);
    world_reversal(&till->world, WORLD_SMALL, id);
    world_expect(&till->world, GJ_INSTITUTION_OTHER);
    struct gj_command *reversal = world_reversal(&till->world, WORLD_PHARMACY, id);
    reversal->body.reverse.visit = id + 256;
    world_expect(&till->world, GJ_SETTLEMENT_UNKNOWN);
    reversal = world_reversal(&till->world, WORLD_PHARMACY, id);
    reversal->body.reverse.visit = id;
    const gj_id made = world_expect(&till->world, GJ_OK_REVERSED)->id;
    assert_int_equal(own(till), 10000);
    assert_int_equal(aid(till), 100000);
    assert_int_equal(kept(till, id).reversed_by, made);
    assert_int_equal(kept(till, made).visit, id);
    world_reversal(&till->world, WORLD_PHARMACY, id);
    world_expect(&till->world, GJ_SETTLEMENT_REVERSED);
    world_reversal(&till->world, WORLD_PHARMACY, made);
    world_expect(&till->world, GJ_SETTLEMENT_UNKNOWN);
}

static void test_simulate_whole__a_sale_is_cancelled_once_by_its_own_pharmacy(void **state)
{
    (void)state;
    on_both(reverse);
}

static void undo(struct till *till)
{
    settle(till, WORLD_PHARMACY, 4000);
    struct gj_command settled = till->world.desk->command;
    world_undo(&till->world, WORLD_PHARMACY, till->patient, GJ_ACT_SETTLE, &settled.once);
    world_expect(&till->world, GJ_UNDO_MISMATCH);
    world_undo(&till->world, WORLD_PHARMACY, till->patient, GJ_ACT_SETTLE_BILL, &settled.once);
    world_expect(&till->world, GJ_OK_REVERSED);
    assert_int_equal(own(till), 10000);
    world_undo(&till->world, WORLD_PHARMACY, till->patient, GJ_ACT_SETTLE_BILL, &settled.once);
    world_expect(&till->world, GJ_OK);
    world_repeat(&till->world, &settled, GJ_MESSAGE_UNDONE);
    assert_int_equal(own(till), 10000);

    whole(till, GJ_ACT_SETTLE_BILL, WORLD_PHARMACY, 1, 4000);
    struct gj_command late = till->world.desk->command;
    world_undo(&till->world, WORLD_PHARMACY, till->patient, GJ_ACT_SETTLE_BILL, &late.once);
    world_expect(&till->world, GJ_OK_NOTHING_HAPPENED);
    world_repeat(&till->world, &late, GJ_MESSAGE_UNDONE);
    assert_int_equal(own(till), 10000);
}

static void test_simulate_whole__both_orders_of_sale_and_undo_end_in_the_same_book(void **state)
{
    (void)state;
    on_both(undo);
}

static void stands_again(struct till *till)
{
    gj_id id = settle(till, WORLD_PHARMACY, 4000);
    world_reversal(&till->world, WORLD_PHARMACY, id);
    world_expect(&till->world, GJ_OK_REVERSED);
    struct gj_command reversed = till->world.desk->command;
    world_undo(&till->world, WORLD_PHARMACY, till->patient, GJ_ACT_REVERSE, &reversed.once);
    assert_int_equal(world_expect(&till->world, GJ_OK_SETTLED)->id, id);
    assert_int_equal(own(till), 6000);
    assert_int_equal(kept(till, id).reversed_by, 0);
    world_reversal(&till->world, WORLD_PHARMACY, id); /* and may be cancelled again */
    world_expect(&till->world, GJ_OK_REVERSED);
    struct gj_command second = till->world.desk->command;
    settle(till, WORLD_PHARMACY, 6001);
    world_undo(&till->world, WORLD_PHARMACY, till->patient, GJ_ACT_REVERSE, &second.once);
    world_expect(&till->world, GJ_UNDO_SPENT); /* one fen is wanting */
}

static void test_simulate_whole__a_cancellation_undone_lets_the_sale_stand_again(void **state)
{
    (void)state;
    on_both(stands_again);
}

static void old_undo(struct till *till)
{
    settle(till, WORLD_PHARMACY, 4000);
    struct gj_command settled = till->world.desk->command;
    till->world.now += 9 * GJ_DAY_MS;
    struct gj_command *command =
        world_undo(&till->world, WORLD_PHARMACY, till->patient, GJ_ACT_SETTLE_BILL, &settled.once);
    memcpy(command->body.undo.msgid, settled.msgid, sizeof settled.msgid);
    world_expect(&till->world, GJ_OK_REVERSED);
    assert_int_equal(own(till), 10000);
}

static void test_simulate_whole__an_old_sale_is_found_among_the_settlements(void **state)
{
    (void)state;
    on_both(old_undo);
}

/* ---- the benefit check ---- */

static const struct gj_decision *check(struct till *till, const char *code)
{
    whole(till, GJ_ACT_CHECK_BENEFIT, code, 0, 0);
    world_expect(&till->world, GJ_OK);
    return &till->world.desk->outcome.settlements[0].decision;
}

static void benefit(struct till *till)
{
    world_bind(&till->world, till->payer, till->patient, GJ_RELATION_SPOUSE);
    const struct gj_decision *d = check(till, WORLD_HOSPITAL);
    assert_int_equal(d->reason, GJ_OK_BENEFIT);
    assert_int_equal(d->deductible_fen, 30000);
    assert_int_equal(d->ratio_ppm, 550000);
    assert_int_equal(d->cap_left_fen, 400000);
    assert_int_equal(d->own_fen, 10000);
    assert_int_equal(d->aid_fen, 0); /* what relatives hold is not the institution's to know */
    int64_t before = till->world.kept;
    settle(till, WORLD_HOSPITAL, 50000);
    d = check(till, WORLD_HOSPITAL);
    assert_int_equal(d->deductible_fen, 0);
    assert_int_equal(d->cap_left_fen, 400000 - 11000);
    assert_int_equal(d->own_fen, 0);
    settle(till, WORLD_HOSPITAL, 1000000);
    assert_int_equal(check(till, WORLD_HOSPITAL)->reason, GJ_POOL_CAP_REACHED);
    assert_int_equal(check(till, WORLD_PHARMACY)->reason, GJ_POOL_NOT_DUE);
    assert_int_equal(till->world.kept, before + 2); /* checks keep nothing */
    whole(till, GJ_ACT_CHECK_BENEFIT, WORLD_HOSPITAL, 0, 0)->body.bill.scheme = GJ_SCHEME_RESIDENT;
    world_expect(&till->world, GJ_ENROLMENT_MISSING);
}

static void test_simulate_whole__a_check_tells_what_fund_and_own_account_would_give(void **state)
{
    (void)state;
    on_both(benefit);
}

static void benefit_unknown(struct till *till)
{
    gj_id stranger = world_person(&till->world, 980300, GJ_SCHEME_EMPLOYEE, 1990);
    whole(till, GJ_ACT_CHECK_BENEFIT, WORLD_HOSPITAL, 0, 0)->person = stranger;
    const struct gj_reply *reply = world_expect(&till->world, GJ_POLICY_UNKNOWN);
    assert_int_equal(reply->refusal.area, 980300);
    assert_true(reply->refusal.key >= 0);
    put(till, 0, "1", "A001", 1000);
    whole(till, GJ_ACT_SETTLE_BILL, WORLD_HOSPITAL, 1, 1000)->person = stranger;
    world_expect(&till->world, GJ_POLICY_UNKNOWN);
    whole(till, GJ_ACT_SETTLE_BILL, WORLD_PHARMACY, 1, 1000)->person = stranger;
    world_expect(&till->world, GJ_OK_SETTLED); /* a pharmacy sells from accounts and cash alone */
    const struct gj_decision *d = &till->world.desk->outcome.settlements[0].decision;
    assert_int_equal(d->pool_fen, 0);
    assert_true(d->trace.not_found_count > 0); /* and the answer lists the key */
    assert_int_equal(d->trace.not_found[0], GJ_KEY_PHARMACY_POOLED);
}

static void test_simulate_whole__an_area_without_rules_refuses_all_but_sales(void **state)
{
    (void)state;
    on_both(benefit_unknown);
}

/* ---- refusals ---- */

static void refused(struct till *till)
{
    struct world *world = &till->world;
    put(till, 0, "1", "A001", 5000);
    put(till, 1, "2", "A001", 5000);
    whole(till, GJ_ACT_SETTLE_BILL, WORLD_PHARMACY, 2, 10001);
    const struct gj_reply *reply = world_expect(world, GJ_TOTAL_MISMATCH);
    assert_int_equal(reply->refusal.old_fen, 10001);
    assert_int_equal(reply->refusal.new_fen, 10000);
    assert_int_equal(reply->results_count, 0);
    whole(till, GJ_ACT_SETTLE_BILL, WORLD_PHARMACY, 0, 0);
    world_expect(world, GJ_LINES_MISSING);
    whole(till, GJ_ACT_SETTLE_BILL, WORLD_PHARMACY, 201, 10000);
    world_expect(world, GJ_LINES_TOO_MANY);
    whole(till, GJ_ACT_SETTLE_BILL, WORLD_PHARMACY, 2, 10000)->body.bill.scheme =
        GJ_SCHEME_RESIDENT;
    world_expect(world, GJ_ENROLMENT_MISSING);
    whole(till, GJ_ACT_SETTLE_BILL, WORLD_PHARMACY, 2, 10000)->home_area = WORLD_YI;
    world_expect(world, GJ_HOME_AREA_OTHER);
    whole(till, GJ_ACT_SETTLE_BILL, WORLD_PHARMACY, 2, 10000)->care_area = WORLD_YI;
    world_expect(world, GJ_CARE_AREA_OTHER);
    whole(till, GJ_ACT_SETTLE_BILL, WORLD_HOSPITAL, 2, 10000)->body.bill.med_type[0] = '4';
    world_expect(world, GJ_MED_TYPE_UNKNOWN); /* 41 is the pharmacies' own */
    whole(till, GJ_ACT_SETTLE_BILL, WORLD_PHARMACY, 2, 10000)->person = 0;
    world_expect(world, GJ_PERSON_UNKNOWN);
    whole(till, GJ_ACT_SETTLE_BILL, WORLD_PHARMACY, 2, 10000)->person = till->payer + 256;
    world_expect(world, GJ_PERSON_UNKNOWN);
    till->lines[1].amount_fen = 5001;
    whole(till, GJ_ACT_SETTLE_BILL, WORLD_PHARMACY, 2, 10001);
    assert_int_equal(world_expect(world, GJ_LINE_AMOUNT_WRONG)->refusal.line, 1);
    put(till, 1, "1", "A001", 4000);
    whole(till, GJ_ACT_SETTLE_BILL, WORLD_PHARMACY, 2, 9000);
    assert_int_equal(world_expect(world, GJ_LINE_REPEATED)->refusal.line, 1);
    put(till, 1, "1", "A001", 5000); /* the same line counts once */
    whole(till, GJ_ACT_SETTLE_BILL, WORLD_PHARMACY, 2, 10000);
    world_expect(world, GJ_TOTAL_MISMATCH);
    whole(till, GJ_ACT_SETTLE_BILL, WORLD_PHARMACY, 2, 5000);
    world_expect(world, GJ_OK_SETTLED);
    assert_int_equal(own(till), 5000);
}

static void test_simulate_whole__what_does_not_add_up_is_refused_and_keeps_nothing(void **state)
{
    (void)state;
    on_both(refused);
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[64];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
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
        cmocka_unit_test(test_simulate_whole__the_wallet_pays_where_the_pharmacy_takes_it),
        cmocka_unit_test(test_simulate_whole__it_writes_one_settlement_and_one_message_of_lines),
        cmocka_unit_test(
            test_simulate_whole__the_same_message_happens_once_two_messages_are_two_sales),
        cmocka_unit_test(test_simulate_whole__an_earlier_bill_under_the_same_number_is_named),
        cmocka_unit_test(test_simulate_whole__a_sale_is_cancelled_once_by_its_own_pharmacy),
        cmocka_unit_test(test_simulate_whole__both_orders_of_sale_and_undo_end_in_the_same_book),
        cmocka_unit_test(test_simulate_whole__a_cancellation_undone_lets_the_sale_stand_again),
        cmocka_unit_test(test_simulate_whole__an_old_sale_is_found_among_the_settlements),
        cmocka_unit_test(test_simulate_whole__a_check_tells_what_fund_and_own_account_would_give),
        cmocka_unit_test(test_simulate_whole__an_area_without_rules_refuses_all_but_sales),
        cmocka_unit_test(test_simulate_whole__what_does_not_add_up_is_refused_and_keeps_nothing),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
