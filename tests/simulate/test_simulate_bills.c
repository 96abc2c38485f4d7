/* Stories of bills through the acts and the memory store: the money of preview, settlement, reversal
   and undo, and what each refuses. */
#include "simulate/world.h"

struct family {
    struct world world;
    gj_id patient, payer, visit;
};

static struct family *begin(void **state)
{
    static struct family family;
    world_begin(&family.world);
    family.patient = world_person(&family.world, WORLD_JIA, GJ_SCHEME_EMPLOYEE, 1990);
    family.payer = world_person(&family.world, WORLD_JIA, GJ_SCHEME_EMPLOYEE, 1988);
    world_credit(&family.world, family.patient, WORLD_JIA, 10000);
    world_credit(&family.world, family.payer, WORLD_JIA, 100000);
    *state = &family;
    return &family;
}

static gj_fen own(struct family *f)
{
    return world_balance(&f->world, f->patient, WORLD_JIA);
}

static gj_fen aid(struct family *f)
{
    return world_balance(&f->world, f->payer, WORLD_JIA);
}

/* A visit with one charge of one line. */
static void open_bill(struct family *f, gj_fen amount_fen)
{
    f->visit = world_visit(&f->world, WORLD_HOSPITAL, f->patient, GJ_SCHEME_EMPLOYEE);
    world_line(&f->world, WORLD_HOSPITAL, f->visit, "1", "1", amount_fen);
}

static void test_simulate_bills__a_bill_falls_through_pool_own_aid_and_cash(void **state)
{
    struct family *f = begin(state);
    world_bind(&f->world, f->payer, f->patient, GJ_RELATION_SPOUSE);
    open_bill(f, 250000);
    world_settle(&f->world, WORLD_HOSPITAL, f->visit, "1", 250000);
    const struct gj_decision *d = &f->world.desk->outcome.settlements[0].decision;
    assert_int_equal(d->deductible_fen, 30000);
    assert_int_equal(d->pool_fen, 121000); /* 55 % of 2 200.00 */
    assert_int_equal(d->own_fen, 10000);
    assert_int_equal(d->aid_fen, 100000);
    assert_int_equal(d->cash_fen, 19000);
    assert_int_equal(own(f), 0);
    assert_int_equal(aid(f), 0);
    world_end(&f->world);
}

static void test_simulate_bills__a_settled_charge_is_not_settled_again(void **state)
{
    struct family *f = begin(state);
    open_bill(f, 20000);
    gj_id id = world_settle(&f->world, WORLD_HOSPITAL, f->visit, "1", 20000);
    world_bill(&f->world, GJ_ACT_SETTLE, WORLD_HOSPITAL, f->visit, "1", 20000);
    const struct gj_reply *reply = world_expect(&f->world, GJ_BATCH_SETTLED);
    assert_int_equal(reply->refusal.id, id);
    assert_int_equal(reply->refusal.area, WORLD_JIA);
    world_reversal(&f->world, WORLD_HOSPITAL, id);
    world_expect(&f->world, GJ_OK_REVERSED);
    world_settle(&f->world, WORLD_HOSPITAL, f->visit, "1", 20000);
    world_end(&f->world);
}

static void test_simulate_bills__the_same_message_is_answered_again_and_moves_nothing(void **state)
{
    struct family *f = begin(state);
    open_bill(f, 5000);
    gj_id id = world_settle(&f->world, WORLD_HOSPITAL, f->visit, "1", 5000);
    struct gj_command again = f->world.desk->command;
    gj_fen before = own(f);
    const struct gj_reply *reply = world_repeat(&f->world, &again, GJ_OK_SETTLED);
    assert_true(reply->replayed);
    assert_int_equal(reply->id, id);
    assert_int_equal(own(f), before);
    again.once.digest[31] ^= 1;
    world_repeat(&f->world, &again, GJ_MESSAGE_REUSED);
    world_end(&f->world);
}

static void test_simulate_bills__a_name_is_free_after_the_eighth_day(void **state)
{
    struct family *f = begin(state);
    open_bill(f, 5000);
    world_settle(&f->world, WORLD_HOSPITAL, f->visit, "1", 5000);
    struct gj_command again = f->world.desk->command;
    f->world.now += 7 * GJ_DAY_MS;
    world_repeat(&f->world, &again, GJ_OK_SETTLED);
    f->world.now += GJ_DAY_MS;
    world_repeat(&f->world, &again, GJ_BATCH_SETTLED); /* then the domain itself protects */
    world_end(&f->world);
}

static void test_simulate_bills__a_refusal_uses_up_no_name(void **state)
{
    struct family *f = begin(state);
    open_bill(f, 5000);
    world_bill(&f->world, GJ_ACT_SETTLE, WORLD_HOSPITAL, f->visit, "1", 5001);
    struct gj_command command = f->world.desk->command;
    const struct gj_reply *reply = world_expect(&f->world, GJ_TOTAL_MISMATCH);
    assert_int_equal(reply->refusal.old_fen, 5001);
    assert_int_equal(reply->refusal.new_fen, 5000);
    command.body.bill.bill.total_fen = 5000;
    command.body.bill.bill.eligible_fen = 5000;
    world_repeat(&f->world, &command, GJ_OK_SETTLED);
    world_end(&f->world);
}

static void test_simulate_bills__an_amount_that_differs_from_the_preview_is_named(void **state)
{
    struct family *f = begin(state);
    gj_id binding = world_bind(&f->world, f->payer, f->patient, GJ_RELATION_SPOUSE);
    open_bill(f, 20000);
    world_bill(&f->world, GJ_ACT_PREVIEW, WORLD_HOSPITAL, f->visit, "1", 20000);
    world_expect(&f->world, GJ_OK);
    assert_int_equal(own(f), 10000); /* a preview holds no money */
    f->world.now = gj_time_at(gj_day_from_civil(2031, 7, 1), 9, 0, 0);
    struct gj_command *unbind = world_by_citizen(&f->world, GJ_ACT_UNBIND, f->patient);
    unbind->body.binding.binding = binding;
    world_expect(&f->world, GJ_OK_UNBIND);
    world_bill(&f->world, GJ_ACT_SETTLE, WORLD_HOSPITAL, f->visit, "1", 20000);
    const struct gj_reply *reply = world_expect(&f->world, GJ_SPLIT_CHANGED);
    assert_string_equal(reply->refusal.field, "aid");
    assert_int_equal(reply->refusal.old_fen, 10000);
    assert_int_equal(reply->refusal.new_fen, 0);
    world_bill(&f->world, GJ_ACT_PREVIEW, WORLD_HOSPITAL, f->visit, "1", 20000);
    world_expect(&f->world, GJ_OK);
    world_settle(&f->world, WORLD_HOSPITAL, f->visit, "1", 20000);
    assert_int_equal(aid(f), 100000);
    world_end(&f->world);
}

static void test_simulate_bills__more_money_than_in_the_preview_is_a_difference_too(void **state)
{
    struct family *f = begin(state);
    open_bill(f, 20000);
    world_bill(&f->world, GJ_ACT_PREVIEW, WORLD_HOSPITAL, f->visit, "1", 20000);
    world_expect(&f->world, GJ_OK);
    world_credit(&f->world, f->patient, WORLD_JIA, 1);
    world_bill(&f->world, GJ_ACT_SETTLE, WORLD_HOSPITAL, f->visit, "1", 20000);
    const struct gj_reply *reply = world_expect(&f->world, GJ_SPLIT_CHANGED);
    assert_string_equal(reply->refusal.field, "own");
    assert_int_equal(reply->refusal.new_fen - reply->refusal.old_fen, 1);
    world_end(&f->world);
}

static void test_simulate_bills__the_messages_four_amounts_are_compared_in_any_case(void **state)
{
    struct family *f = begin(state);
    open_bill(f, 20000);
    struct gj_command *command =
        world_bill(&f->world, GJ_ACT_SETTLE, WORLD_HOSPITAL, f->visit, "1", 20000);
    command->body.bill.bill.eligible_fen = 19999;
    command->body.bill.bill.first_share_fen = 1;
    assert_string_equal(world_expect(&f->world, GJ_SPLIT_CHANGED)->refusal.field, "first_share");
    world_end(&f->world);
}

static void test_simulate_bills__lines_after_a_preview_make_it_stale(void **state)
{
    struct family *f = begin(state);
    open_bill(f, 20000);
    world_bill(&f->world, GJ_ACT_PREVIEW, WORLD_HOSPITAL, f->visit, "1", 20000);
    world_expect(&f->world, GJ_OK);
    world_line(&f->world, WORLD_HOSPITAL, f->visit, "1", "2", 100);
    world_bill(&f->world, GJ_ACT_SETTLE, WORLD_HOSPITAL, f->visit, "1", 20100);
    world_expect(&f->world, GJ_PREVIEW_STALE);
    world_bill(&f->world, GJ_ACT_PREVIEW, WORLD_HOSPITAL, f->visit, "1", 20100);
    world_expect(&f->world, GJ_OK);
    world_settle(&f->world, WORLD_HOSPITAL, f->visit, "1", 20100);
    world_end(&f->world);
}

static void test_simulate_bills__a_repeated_preview_gives_its_own_amounts(void **state)
{
    struct family *f = begin(state);
    open_bill(f, 20000);
    world_bill(&f->world, GJ_ACT_PREVIEW, WORLD_HOSPITAL, f->visit, "1", 20000);
    struct gj_command again = f->world.desk->command;
    world_expect(&f->world, GJ_OK);
    world_credit(&f->world, f->patient, WORLD_JIA, 3000);
    world_bill(&f->world, GJ_ACT_PREVIEW, WORLD_HOSPITAL, f->visit, "1", 20000);
    world_expect(&f->world, GJ_OK);
    assert_int_equal(f->world.desk->outcome.charges[0].preview.own_fen, 13000);
    world_repeat(&f->world, &again, GJ_OK);
    assert_int_equal(f->world.desk->outcome.charges[0].preview.own_fen, 10000);
    world_end(&f->world);
}

static void test_simulate_bills__unused_accounts_leave_cash_in_their_place(void **state)
{
    struct family *f = begin(state);
    open_bill(f, 20000);
    world_bill(&f->world, GJ_ACT_SETTLE, WORLD_HOSPITAL, f->visit, "1", 20000)
        ->body.bill.accounts_used = false;
    world_expect(&f->world, GJ_OK_SETTLED);
    assert_int_equal(f->world.desk->outcome.settlements[0].decision.cash_fen, 20000);
    assert_int_equal(f->world.desk->outcome.entry.count, 0);
    assert_int_equal(own(f), 10000);
    world_end(&f->world);
}

static void test_simulate_bills__a_reversal_gives_each_payer_back_his_own(void **state)
{
    struct family *f = begin(state);
    world_bind(&f->world, f->payer, f->patient, GJ_RELATION_SPOUSE);
    open_bill(f, 25000);
    gj_id first = world_settle(&f->world, WORLD_HOSPITAL, f->visit, "1", 25000);
    world_line(&f->world, WORLD_HOSPITAL, f->visit, "2", "2", 30000);
    gj_id second = world_settle(&f->world, WORLD_HOSPITAL, f->visit, "2", 30000);
    assert_int_equal(f->world.desk->outcome.settlements[0].decision.deductible_fen, 5000);
    world_reversal(&f->world, WORLD_HOSPITAL, first);
    world_expect(&f->world, GJ_OK_REVERSED);
    assert_int_equal(own(f), 10000);
    /* The later bill keeps its split: the deductible it met stays 50.00. */
    world_line(&f->world, WORLD_HOSPITAL, f->visit, "3", "3", 40000);
    world_settle(&f->world, WORLD_HOSPITAL, f->visit, "3", 40000);
    assert_int_equal(f->world.desk->outcome.settlements[0].decision.deductible_fen, 25000);
    world_reversal(&f->world, WORLD_HOSPITAL, second);
    world_expect(&f->world, GJ_OK_REVERSED);
    world_reversal(&f->world, WORLD_HOSPITAL, second);
    assert_int_equal(world_expect(&f->world, GJ_SETTLEMENT_REVERSED)->refusal.id, second);
    world_end(&f->world);
}

static void test_simulate_bills__money_of_a_year_past_comes_back_carried_over(void **state)
{
    struct family *f = begin(state);
    open_bill(f, 4000);
    gj_id id = world_settle(&f->world, WORLD_HOSPITAL, f->visit, "1", 4000);
    f->world.now = gj_time_at(gj_day_from_civil(2032, 1, 1), 8, 0, 0);
    world_reversal(&f->world, WORLD_HOSPITAL, id);
    world_expect(&f->world, GJ_OK_REVERSED);
    struct gj_side side = world_side(&f->world, f->patient);
    assert_int_equal(side.accounts[0].carried_fen, 10000);
    assert_int_equal(side.accounts[0].current_fen, 0);
    assert_int_equal(side.accounts[0].year, 2032);
    world_end(&f->world);
}

static void test_simulate_bills__a_reversal_is_no_settlement_to_reverse(void **state)
{
    struct family *f = begin(state);
    open_bill(f, 4000);
    gj_id id = world_settle(&f->world, WORLD_HOSPITAL, f->visit, "1", 4000);
    world_reversal(&f->world, WORLD_SMALL, id);
    world_expect(&f->world, GJ_INSTITUTION_OTHER);
    world_reversal(&f->world, WORLD_HOSPITAL, id)->person = f->payer;
    world_expect(&f->world, GJ_PERSON_OTHER);
    world_reversal(&f->world, WORLD_HOSPITAL, id)->body.reverse.area = WORLD_YI;
    world_expect(&f->world, GJ_SETTLEMENT_UNKNOWN);
    world_reversal(&f->world, WORLD_HOSPITAL, id);
    gj_id made = world_expect(&f->world, GJ_OK_REVERSED)->id;
    world_reversal(&f->world, WORLD_HOSPITAL, made);
    world_expect(&f->world, GJ_SETTLEMENT_UNKNOWN);
    world_end(&f->world);
}

static void test_simulate_bills__an_undone_settlement_is_taken_back_once(void **state)
{
    struct family *f = begin(state);
    open_bill(f, 4000);
    world_settle(&f->world, WORLD_HOSPITAL, f->visit, "1", 4000);
    struct gj_command settled = f->world.desk->command;
    world_undo(&f->world, WORLD_HOSPITAL, f->patient, GJ_ACT_SETTLE, &settled.once);
    world_expect(&f->world, GJ_OK_REVERSED);
    assert_int_equal(own(f), 10000);
    world_undo(&f->world, WORLD_HOSPITAL, f->patient, GJ_ACT_SETTLE, &settled.once);
    world_expect(&f->world, GJ_OK);
    assert_int_equal(own(f), 10000);
    world_repeat(&f->world, &settled, GJ_MESSAGE_UNDONE);
    world_end(&f->world);
}

static void test_simulate_bills__an_undo_before_its_original_kills_the_message(void **state)
{
    struct family *f = begin(state);
    open_bill(f, 4000);
    world_bill(&f->world, GJ_ACT_SETTLE, WORLD_HOSPITAL, f->visit, "1", 4000);
    struct gj_command late = f->world.desk->command;
    world_undo(&f->world, WORLD_HOSPITAL, f->patient, GJ_ACT_SETTLE, &late.once);
    world_expect(&f->world, GJ_OK_NOTHING_HAPPENED);
    world_repeat(&f->world, &late, GJ_MESSAGE_UNDONE);
    assert_int_equal(own(f), 10000);
    world_settle(&f->world, WORLD_HOSPITAL, f->visit, "1", 4000); /* under a new name */
    assert_int_equal(own(f), 6000);
    world_end(&f->world);
}

static void test_simulate_bills__an_undone_reversal_lets_the_settlement_stand_again(void **state)
{
    struct family *f = begin(state);
    world_bind(&f->world, f->payer, f->patient, GJ_RELATION_SPOUSE);
    open_bill(f, 25000);
    gj_id id = world_settle(&f->world, WORLD_HOSPITAL, f->visit, "1", 25000);
    world_reversal(&f->world, WORLD_HOSPITAL, id);
    world_expect(&f->world, GJ_OK_REVERSED);
    struct gj_command reversed = f->world.desk->command;
    world_undo(&f->world, WORLD_HOSPITAL, f->patient, GJ_ACT_REVERSE, &reversed.once);
    assert_int_equal(world_expect(&f->world, GJ_OK_SETTLED)->id, id);
    assert_int_equal(own(f), 0);
    assert_int_equal(aid(f), 85000);
    world_undo(&f->world, WORLD_HOSPITAL, f->patient, GJ_ACT_REVERSE, &reversed.once);
    world_expect(&f->world, GJ_OK);
    world_bill(&f->world, GJ_ACT_SETTLE, WORLD_HOSPITAL, f->visit, "1", 25000);
    assert_int_equal(world_expect(&f->world, GJ_BATCH_SETTLED)->refusal.id, id);
    world_reversal(&f->world, WORLD_HOSPITAL, id); /* and may be reversed again */
    world_expect(&f->world, GJ_OK_REVERSED);
    assert_int_equal(aid(f), 100000);
    world_end(&f->world);
}

static void test_simulate_bills__an_undone_reversal_needs_the_money_it_gave_back(void **state)
{
    struct family *f = begin(state);
    open_bill(f, 4000);
    gj_id id = world_settle(&f->world, WORLD_HOSPITAL, f->visit, "1", 4000);
    world_reversal(&f->world, WORLD_HOSPITAL, id);
    world_expect(&f->world, GJ_OK_REVERSED);
    struct gj_command reversed = f->world.desk->command;
    world_line(&f->world, WORLD_HOSPITAL, f->visit, "2", "2", 6001);
    gj_id other = world_settle(&f->world, WORLD_HOSPITAL, f->visit, "2", 6001);
    world_undo(&f->world, WORLD_HOSPITAL, f->patient, GJ_ACT_REVERSE, &reversed.once);
    world_expect(&f->world, GJ_UNDO_SPENT); /* one fen is wanting */
    world_reversal(&f->world, WORLD_HOSPITAL, other);
    world_expect(&f->world, GJ_OK_REVERSED);
    world_undo(&f->world, WORLD_HOSPITAL, f->patient, GJ_ACT_REVERSE, &reversed.once);
    world_expect(&f->world, GJ_OK_SETTLED);
    world_end(&f->world);
}

static void test_simulate_bills__an_undo_must_fit_its_original(void **state)
{
    struct family *f = begin(state);
    open_bill(f, 4000);
    world_settle(&f->world, WORLD_HOSPITAL, f->visit, "1", 4000);
    struct gj_command settled = f->world.desk->command;
    world_undo(&f->world, WORLD_HOSPITAL, f->patient, GJ_ACT_REVERSE, &settled.once);
    world_expect(&f->world, GJ_UNDO_MISMATCH);
    world_undo(&f->world, WORLD_HOSPITAL, f->payer, GJ_ACT_SETTLE, &settled.once);
    world_expect(&f->world, GJ_UNDO_MISMATCH);
    world_undo(&f->world, WORLD_HOSPITAL, f->patient, GJ_ACT_REGISTER, &settled.once);
    world_expect(&f->world, GJ_UNDO_KIND_WRONG);
    world_end(&f->world);
}

static void test_simulate_bills__an_old_message_is_found_among_the_settlements(void **state)
{
    struct family *f = begin(state);
    open_bill(f, 4000);
    world_settle(&f->world, WORLD_HOSPITAL, f->visit, "1", 4000);
    struct gj_command settled = f->world.desk->command;
    f->world.now += 9 * GJ_DAY_MS;
    struct gj_command *undo =
        world_undo(&f->world, WORLD_HOSPITAL, f->patient, GJ_ACT_SETTLE, &settled.once);
    memcpy(undo->body.undo.msgid, settled.msgid, sizeof settled.msgid);
    world_expect(&f->world, GJ_OK_REVERSED);
    assert_int_equal(own(f), 10000);
    world_end(&f->world);
}

static void test_simulate_bills__payers_of_other_areas_go_through_clearing(void **state)
{
    struct family *f = begin(state);
    gj_id mother = world_person(&f->world, WORLD_YI, GJ_SCHEME_EMPLOYEE, 1960);
    world_credit(&f->world, mother, WORLD_YI, 50000);
    world_bind(&f->world, mother, f->patient, GJ_RELATION_CHILD);
    f->visit = world_visit(&f->world, WORLD_LIN_HOSPITAL, f->patient, GJ_SCHEME_EMPLOYEE);
    world_line(&f->world, WORLD_LIN_HOSPITAL, f->visit, "1", "1", 30000);
    world_settle(&f->world, WORLD_LIN_HOSPITAL, f->visit, "1", 30000);
    const struct gj_decision *d = &f->world.desk->outcome.settlements[0].decision;
    assert_int_equal(d->own_fen, 10000);
    assert_int_equal(d->aid_fen, 20000);
    struct gj_entry_line yi = {.book = WORLD_YI, .peer = WORLD_JIA, .chart = GJ_CHART_CLEARING};
    struct gj_entry_line lin = {.book = WORLD_LIN, .peer = WORLD_JIA, .chart = GJ_CHART_CLEARING};
    assert_int_equal(gj_audit_balance(f->world.audit, &yi), -20000);
    assert_int_equal(gj_audit_balance(f->world.audit, &lin), 30000);
    world_end(&f->world);
}

static void test_simulate_bills__an_account_left_behind_in_the_province_still_pays(void **state)
{
    struct family *f = begin(state);
    struct gj_command *move = world_by_clerk(&f->world, GJ_ACT_ENROL, WORLD_YI);
    move->person = move->body.enrol.person.id = f->patient;
    move->body.enrol.enrolment = (struct gj_enrolment){.area = WORLD_YI,
                                                       .scheme = GJ_SCHEME_EMPLOYEE,
                                                       .working = GJ_WORKING,
                                                       .tier = 1,
                                                       .from = gj_time_day(f->world.now),
                                                       .to = GJ_DAY_MAX};
    world_expect(&f->world, GJ_OK);
    world_credit(&f->world, f->patient, WORLD_YI, 1000);
    f->visit = world_visit(&f->world, WORLD_YI_HOSPITAL, f->patient, GJ_SCHEME_EMPLOYEE);
    world_line(&f->world, WORLD_YI_HOSPITAL, f->visit, "1", "1", 3500);
    gj_id id = world_settle(&f->world, WORLD_YI_HOSPITAL, f->visit, "1", 3500);
    assert_int_equal(own(f), 7500);
    assert_int_equal(world_balance(&f->world, f->patient, WORLD_YI), 0);
    world_reversal(&f->world, WORLD_YI_HOSPITAL, id);
    world_expect(&f->world, GJ_OK_REVERSED);
    assert_int_equal(own(f), 10000);
    world_end(&f->world);
}

static void test_simulate_bills__no_rule_no_settlement(void **state)
{
    struct family *f = begin(state);
    gj_id child = world_person(&f->world, 980300, GJ_SCHEME_RESIDENT, 2020);
    gj_id visit = world_visit(&f->world, WORLD_HOSPITAL, child, GJ_SCHEME_RESIDENT);
    world_line(&f->world, WORLD_HOSPITAL, visit, "1", "1", 3500);
    world_bill(&f->world, GJ_ACT_PREVIEW, WORLD_HOSPITAL, visit, "1", 3500);
    const struct gj_reply *reply = world_expect(&f->world, GJ_POLICY_UNKNOWN);
    assert_int_equal(reply->refusal.area, 980300);
    assert_int_equal(reply->refusal.day, gj_time_day(f->world.now));
    assert_true(reply->refusal.key >= 0);
    world_end(&f->world);
}

static void test_simulate_bills__other_hands_and_wrong_categories_are_refused(void **state)
{
    struct family *f = begin(state);
    open_bill(f, 4000);
    world_bill(&f->world, GJ_ACT_SETTLE, WORLD_SMALL, f->visit, "1", 4000);
    world_expect(&f->world, GJ_INSTITUTION_OTHER);
    world_bill(&f->world, GJ_ACT_SETTLE, WORLD_HOSPITAL, f->visit, "1", 4000)->person = f->payer;
    world_expect(&f->world, GJ_PERSON_OTHER);
    world_bill(&f->world, GJ_ACT_SETTLE, WORLD_HOSPITAL, f->visit, "2", 4000);
    world_expect(&f->world, GJ_LINES_MISSING);
    world_bill(&f->world, GJ_ACT_SETTLE, WORLD_HOSPITAL, f->visit + 256, "1", 4000);
    world_expect(&f->world, GJ_VISIT_UNKNOWN);
    world_bill(&f->world, GJ_ACT_SETTLE, WORLD_HOSPITAL, f->visit, "1", 4000)->body.bill.area =
        WORLD_YI;
    world_expect(&f->world, GJ_VISIT_UNKNOWN);
    memcpy(world_bill(&f->world, GJ_ACT_SETTLE, WORLD_HOSPITAL, f->visit, "1", 4000)
               ->body.bill.med_type,
           "41", 3);
    world_expect(&f->world, GJ_MED_TYPE_UNKNOWN);
    memcpy(world_bill(&f->world, GJ_ACT_SETTLE, WORLD_HOSPITAL, f->visit, "1", 4000)
               ->body.bill.med_type,
           "9901", 5);
    world_expect(&f->world, GJ_MED_TYPE_UNKNOWN);
    world_end(&f->world);
}

static void test_simulate_bills__a_bill_has_sixteen_payers_at_most(void **state)
{
    struct family *f = begin(state);
    for (int i = 0; i < GJ_PAYERS_MAX; i++) {
        gj_id payer = world_person(&f->world, WORLD_JIA, GJ_SCHEME_EMPLOYEE, 1980);
        world_credit(&f->world, payer, WORLD_JIA, 100);
        world_bind(&f->world, payer, f->patient, GJ_RELATION_CHILD);
    }
    open_bill(f, 12000);
    gj_id id = world_settle(&f->world, WORLD_HOSPITAL, f->visit, "1", 12000);
    assert_int_equal(f->world.desk->outcome.settlements[0].decision.aid_fen, 1600);
    world_bind(&f->world, f->payer, f->patient, GJ_RELATION_SPOUSE);
    world_line(&f->world, WORLD_HOSPITAL, f->visit, "2", "2", 5000);
    world_bill(&f->world, GJ_ACT_SETTLE, WORLD_HOSPITAL, f->visit, "2", 5000);
    world_expect(&f->world, GJ_PAYERS_TOO_MANY);
    world_reversal(&f->world, WORLD_HOSPITAL, id);
    world_expect(&f->world, GJ_OK_REVERSED);
    assert_int_equal(own(f), 10000);
    world_end(&f->world);
}

static void test_simulate_bills__a_bill_touches_three_areas_at_most(void **state)
{
    struct family *f = begin(state);
    static const gj_area areas[] = {WORLD_YI, 980300};
    for (int i = 0; i < 2; i++) {
        gj_id payer = world_person(&f->world, areas[i], GJ_SCHEME_EMPLOYEE, 1980);
        world_credit(&f->world, payer, areas[i], 5000);
        world_bind(&f->world, payer, f->patient, GJ_RELATION_CHILD);
    }
    f->visit = world_visit(&f->world, WORLD_LIN_HOSPITAL, f->patient, GJ_SCHEME_EMPLOYEE);
    world_line(&f->world, WORLD_LIN_HOSPITAL, f->visit, "1", "1", 14000);
    world_line(&f->world, WORLD_LIN_HOSPITAL, f->visit, "2", "2", 9000);
    world_bill(&f->world, GJ_ACT_SETTLE, WORLD_LIN_HOSPITAL, f->visit, "1", 14000);
    struct gj_command both = f->world.desk->command;
    world_settle(&f->world, WORLD_LIN_HOSPITAL, f->visit, "2", 9000); /* own money alone */
    world_repeat(&f->world, &both, GJ_AREAS_TOO_MANY);
    world_end(&f->world);
}

/* The years of the counters and of the reversal must be the same also where they turn in July. */
static void test_simulate_bills__a_bill_of_a_benefit_year_past_is_taken_back_from_it(void **state)
{
    struct family *f = begin(state);
    gj_id person = world_person(&f->world, WORLD_LIN, GJ_SCHEME_EMPLOYEE, 1990);
    gj_id visit = world_visit(&f->world, WORLD_LIN_HOSPITAL, person, GJ_SCHEME_EMPLOYEE);
    world_line(&f->world, WORLD_LIN_HOSPITAL, visit, "1", "1", 50000);
    gj_id id = world_settle(&f->world, WORLD_LIN_HOSPITAL, visit, "1", 50000);
    assert_int_equal(f->world.desk->outcome.settlements[0].decision.benefit_year_first,
                     gj_day_from_civil(2030, 7, 1));
    f->world.now = gj_time_at(gj_day_from_civil(2031, 7, 2), 9, 0, 0);
    world_reversal(&f->world, WORLD_LIN_HOSPITAL, id);
    world_expect(&f->world, GJ_OK_REVERSED);
    const struct gj_outcome *outcome = &f->world.desk->outcome;
    assert_int_equal(outcome->counters[0].year_first, gj_day_from_civil(2030, 7, 1));
    assert_int_equal(outcome->counters[0].pool_fen, 0);
    assert_int_equal(outcome->counters[0].visits, 0);
    world_end(&f->world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_simulate_bills__a_bill_falls_through_pool_own_aid_and_cash),
        cmocka_unit_test(test_simulate_bills__a_settled_charge_is_not_settled_again),
        cmocka_unit_test(test_simulate_bills__the_same_message_is_answered_again_and_moves_nothing),
        cmocka_unit_test(test_simulate_bills__a_name_is_free_after_the_eighth_day),
        cmocka_unit_test(test_simulate_bills__a_refusal_uses_up_no_name),
        cmocka_unit_test(test_simulate_bills__an_amount_that_differs_from_the_preview_is_named),
        cmocka_unit_test(test_simulate_bills__more_money_than_in_the_preview_is_a_difference_too),
        cmocka_unit_test(test_simulate_bills__the_messages_four_amounts_are_compared_in_any_case),
        cmocka_unit_test(test_simulate_bills__lines_after_a_preview_make_it_stale),
        cmocka_unit_test(test_simulate_bills__a_repeated_preview_gives_its_own_amounts),
        cmocka_unit_test(test_simulate_bills__unused_accounts_leave_cash_in_their_place),
        cmocka_unit_test(test_simulate_bills__a_reversal_gives_each_payer_back_his_own),
        cmocka_unit_test(test_simulate_bills__money_of_a_year_past_comes_back_carried_over),
        cmocka_unit_test(test_simulate_bills__a_reversal_is_no_settlement_to_reverse),
        cmocka_unit_test(test_simulate_bills__an_undone_settlement_is_taken_back_once),
        cmocka_unit_test(test_simulate_bills__an_undo_before_its_original_kills_the_message),
        cmocka_unit_test(test_simulate_bills__an_undone_reversal_lets_the_settlement_stand_again),
        cmocka_unit_test(test_simulate_bills__an_undone_reversal_needs_the_money_it_gave_back),
        cmocka_unit_test(test_simulate_bills__an_undo_must_fit_its_original),
        cmocka_unit_test(test_simulate_bills__an_old_message_is_found_among_the_settlements),
        cmocka_unit_test(test_simulate_bills__payers_of_other_areas_go_through_clearing),
        cmocka_unit_test(test_simulate_bills__an_account_left_behind_in_the_province_still_pays),
        cmocka_unit_test(test_simulate_bills__no_rule_no_settlement),
        cmocka_unit_test(test_simulate_bills__a_bill_has_sixteen_payers_at_most),
        cmocka_unit_test(test_simulate_bills__a_bill_touches_three_areas_at_most),
        cmocka_unit_test(test_simulate_bills__a_bill_of_a_benefit_year_past_is_taken_back_from_it),
        cmocka_unit_test(test_simulate_bills__other_hands_and_wrong_categories_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
