/* The two stores against each other: the same outcomes kept in memory and in SQLite, then every act's
   facts gathered from both. What differs is a defect of one of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store/twin.h"

static void ask_person(struct gj_desk *desk)
{
    desk->command.person = twin.payer;
    memcpy(desk->command.institution, "H41010000001", 13);
    memcpy(desk->command.sign_no, "SIGN1", 6);
    memcpy(desk->command.credential.type, "02", 3);
    memcpy(desk->command.credential.number, "110101199001010015", 19);
}

static void ask_card(struct gj_desk *desk)
{
    memcpy(desk->command.institution, "P41010000002", 13);
    memcpy(desk->command.sign_no, "SIGN1", 6);
    memcpy(desk->command.credential.type, "03", 3);
    memcpy(desk->command.credential.number, "C100", 5);
    memcpy(desk->command.credential.card_sn, "S1", 3);
}

static void ask_card_of_other_serial(struct gj_desk *desk)
{
    ask_card(desk);
    memcpy(desk->command.credential.card_sn, "S2", 3);
}

static void ask_bill_of_nothing(struct gj_desk *desk)
{
    desk->command.body.bill.visit = 99;
    memcpy(desk->command.body.bill.charge, "B9", 3);
}

static void ask_reverse(struct gj_desk *desk)
{
    desk->command.body.reverse.settlement = twin.settlement;
}

static void ask_lines(struct gj_desk *desk)
{
    twin_name_lines(desk, 3);
}

static void ask_drop_all(struct gj_desk *desk)
{
    desk->command.body.drop.visit = twin.visit;
    desk->command.body.drop.all = true;
}

static void ask_bind(struct gj_desk *desk)
{
    desk->command.person = twin.payer;
    desk->command.body.bind.relative = twin.patient;
    desk->command.body.bind.relation = GJ_RELATION_PARENT;
}

static void ask_binding(struct gj_desk *desk)
{
    desk->command.body.binding.binding = twin.binding;
}

static void ask_binding_by_relative(struct gj_desk *desk)
{
    desk->command.person = twin.patient;
    desk->command.body.binding.binding = twin.binding;
}

static void ask_transfer(struct gj_desk *desk)
{
    desk->command.body.ended.transfer = twin.transfer;
}

static void ask_credit(struct gj_desk *desk)
{
    desk->command.person = twin.patient;
    desk->command.body.credit.area = HAND_AREA;
    desk->command.body.credit.month = 24300;
}

static void ask_enrol(struct gj_desk *desk)
{
    desk->command.body.enrol.identity = &TWIN_PATIENT;
}

static void test_store_sqlite_rows__gathers_the_same_facts_as_memory(void **state)
{
    (void)state;
    twin_begin("rows.db");
    twin_probe(GJ_ACT_SUSPEND, ask_person);
    assert_int_equal(twin_facts()->self.accounts[0].carried_fen, 100000 - 700);
    assert_int_equal(twin_facts()->credential_person, twin.payer);
    assert_true(twin_facts()->signed_in);
    twin_probe(GJ_ACT_SUSPEND, ask_card);
    assert_int_equal(twin_facts()->credential_person, twin.payer);
    assert_false(twin_facts()->signed_in);
    twin_probe(GJ_ACT_SUSPEND, ask_card_of_other_serial);
    assert_int_equal(twin_facts()->credential_person, 0);
    twin_probe(GJ_ACT_SETTLE, twin_ask_bill);
    assert_int_equal(twin_facts()->payers_count, 1);
    assert_int_equal(twin_facts()->payers[0].binding.used_fen, 1);
    assert_int_equal(twin_facts()->counters[0].pool_fen, 1500);
    twin_probe(GJ_ACT_SETTLE, ask_bill_of_nothing);
    twin_probe(GJ_ACT_REVERSE, ask_reverse);
    assert_int_equal(twin_facts()->settlement.reversed_by, twin.reversal);
    assert_int_equal(twin_facts()->payers_count, 1);
    twin_probe(GJ_ACT_DROP_LINES, ask_drop_all);
    twin_probe(GJ_ACT_BIND, ask_bind);
    assert_int_equal(twin_facts()->bond.payer_active, 1);
    twin_probe(GJ_ACT_UNBIND, ask_binding);
    twin_probe(GJ_ACT_UNBIND, ask_binding_by_relative);
    twin_probe(GJ_ACT_ACCEPT, ask_transfer);
    twin_probe(GJ_ACT_GIVE_BACK, ask_transfer);
    twin_probe(GJ_ACT_CREDIT, ask_credit);
    assert_true(twin_facts()->credited);
    twin_probe(GJ_ACT_ENROL, ask_enrol);
    assert_int_equal(twin_facts()->document_person, twin.patient);
    twin_end();
}

static void test_store_sqlite_rows__knows_which_lines_are_kept(void **state)
{
    (void)state;
    twin_begin("lines.db");
    twin_probe(GJ_ACT_ADD_LINES, ask_lines);
    for (int i = 0; i < TWINS; i++) {
        assert_int_equal(twin_desks[i]->facts.lines[0].kept_content, 7);
        assert_int_equal(twin_desks[i]->facts.lines[1].kept_content, 0); /* taken back */
        assert_int_equal(twin_desks[i]->facts.lines[2].kept_content, 9);
        assert_true(twin_desks[i]->facts.lines[0].in_catalogue);
        assert_int_equal(twin_desks[i]->facts.lines[0].price.limit_micro, 1230000);
        assert_false(twin_desks[i]->facts.lines[1].in_catalogue);
    }
    twin_end();
}

/* The scheme of the patient's enrolment is found; a bill of another scheme has no visit. */
static void ask_whole_bill(struct gj_desk *desk)
{
    static const struct gj_line lines[] = {{.serial = "1", .list_code = "XA01"},
                                           {.serial = "2", .list_code = "XB99"}};
    memcpy(desk->command.institution, "P41010000002", 13);
    desk->command.person = twin.patient;
    desk->command.body.bill.scheme = GJ_SCHEME_EMPLOYEE;
    memcpy(desk->command.body.bill.med_type, "41", 3);
    desk->command.body.bill.list = lines;
    desk->command.body.bill.count = 2;
}

static void ask_whole_bill_of_nobody(struct gj_desk *desk)
{
    ask_whole_bill(desk);
    desk->command.body.bill.scheme = GJ_SCHEME_RESIDENT;
}

static void test_store_sqlite_rows__gathers_a_whole_bill_as_memory_does(void **state)
{
    (void)state;
    twin_begin("whole.db");
    twin_probe(GJ_ACT_SETTLE_BILL, ask_whole_bill);
    assert_int_equal(twin_facts()->visit.version, 0);
    assert_int_equal(twin_facts()->visit.person, twin.patient);
    assert_int_equal(twin_facts()->visit.care, GJ_CARE_PHARMACY);
    assert_true(twin_facts()->visit.home_area != 0);
    assert_int_equal(twin_facts()->counters_count, GJ_COUNTERS_MAX);
    assert_int_equal(twin_facts()->payers_count, 1);
    for (int i = 0; i < TWINS; i++) {
        const struct gj_line_facts *lines = twin_desks[i]->facts.lines;
        assert_true(lines[0].in_catalogue);
        assert_int_equal(lines[0].price.limit_micro, 1230000);
        assert_int_equal(lines[0].kept_content, 0);
        assert_false(lines[1].in_catalogue);
    }
    twin_probe(GJ_ACT_PREVIEW_BILL, ask_whole_bill_of_nobody);
    assert_int_equal(twin_facts()->visit.home_area, 0);
    assert_int_equal(twin_facts()->counters_count, 0);
    twin_end();
}

static void test_store_sqlite_rows__knows_who_is_signed_in(void **state)
{
    (void)state;
    twin_begin("signed.db");
    for (int i = 0; i < TWINS; i++) {
        struct gj_reader *reader = NULL;
        struct gj_why why;
        bool in = false, other = true, wrong = true;
        const gj_id place = 1; /* the first that was registered */
        assert_int_equal(gj_reader_open(twin_stores[i], &reader, &why), GJ_DONE);
        assert_int_equal(gj_reader_signed_in(reader, place, "SIGN1", &in, &why), GJ_DONE);
        assert_int_equal(gj_reader_signed_in(reader, place + 1, "SIGN1", &other, &why), GJ_DONE);
        assert_int_equal(gj_reader_signed_in(reader, place, "SIGN2", &wrong, &why), GJ_DONE);
        assert_true(in && !other && !wrong);
        gj_reader_close(reader);
    }
    twin_end();
}

static void test_store_sqlite_rows__chains_the_same_bytes_as_memory(void **state)
{
    (void)state;
    uint8_t heads[TWINS][32];
    int64_t batches[TWINS];
    twin_begin("chain.db");
    for (int i = 0; i < TWINS; i++) {
        struct gj_reader *reader = NULL;
        struct gj_why why = {0};
        gj_id last = 0;
        assert_int_equal(gj_reader_open(twin_stores[i], &reader, &why), GJ_DONE);
        assert_int_equal(gj_reader_last_order(reader, &last, &why), GJ_DONE);
        assert_int_equal(gj_reader_chain(reader, last, &batches[i], heads[i], &why), GJ_DONE);
        gj_reader_close(reader);
    }
    assert_int_equal(batches[0], batches[1]);
    assert_memory_equal(heads[0], heads[1], 32);
    twin_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_store_sqlite_rows__gathers_the_same_facts_as_memory),
        cmocka_unit_test(test_store_sqlite_rows__knows_which_lines_are_kept),
        cmocka_unit_test(test_store_sqlite_rows__gathers_a_whole_bill_as_memory_does),
        cmocka_unit_test(test_store_sqlite_rows__knows_who_is_signed_in),
        cmocka_unit_test(test_store_sqlite_rows__chains_the_same_bytes_as_memory),
    };
    return cmocka_run_group_tests(tests, hand_make, hand_unmake);
}
