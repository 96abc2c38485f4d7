/* The two stores against each other: the same outcomes kept in memory and in SQLite, then every act's
   facts gathered from both, the SQLite one closed and opened again in between. What differs is a
   defect of one of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store/hand.h"

enum { STORES = 2 };
static struct gj_store *stores[STORES]; /* 0 in memory, 1 SQLite */

static int make(void **state)
{
    (void)state;
    hand_folder_make();
    return 0;
}

static int unmake(void **state)
{
    (void)state;
    hand_folder_remove();
    return 0;
}

static void begin(const char *name)
{
    struct gj_why why = {0};
    assert_int_equal(gj_store_memory(&stores[0], &why), GJ_DONE);
    assert_int_equal(gj_store_sqlite_create(hand_path(name), NULL, &stores[1], &why), GJ_DONE);
}

static void reopen(const char *name)
{
    struct gj_why why = {0};
    gj_store_close(stores[1]);
    assert_int_equal(gj_store_sqlite_open(hand_path(name), NULL, &stores[1], &why), GJ_DONE);
}

static void end(void)
{
    for (int i = 0; i < STORES; i++)
        gj_store_close(stores[i]);
}

/* Does the same to both stores and frees the desks. */
static gj_id do_both(enum gj_act act, void (*fill)(struct gj_store *store, struct gj_desk *desk))
{
    gj_id orders[STORES];
    for (int i = 0; i < STORES; i++) {
        struct gj_desk *desk = hand_desk(stores[i], act);
        orders[i] = desk->command.order;
        fill(stores[i], desk);
        hand_keep(stores[i], desk);
        hand_free(desk);
    }
    assert_int_equal(orders[0], orders[1]);
    return orders[0];
}

static struct {
    gj_id payer, patient, visit, binding, transfer, settlement, reversal;
} world;

static const struct gj_identity PAYER = {.name = "赵甲",
                                         .document = "110101199001010015",
                                         .document_type = "01",
                                         .card = "C100",
                                         .card_sn = "S1",
                                         .token = "T100",
                                         .phone = "13900000001"};
static const struct gj_identity PATIENT = {
    .name = "钱乙", .document = "AB12345", .document_type = "04", .employer = "某厂"};
static struct gj_institution hospital, pharmacy;
static struct gj_item item = {.code = "XA01", .name = "药", .from = 20000, .to = 20500};

static void add_hospital(struct gj_store *store, struct gj_desk *desk)
{
    (void)store;
    hand_institution(desk, &hospital, "H41010000001");
}

static void add_pharmacy(struct gj_store *store, struct gj_desk *desk)
{
    (void)store;
    hand_institution(desk, &pharmacy, "P41010000002");
}

static void add_item(struct gj_store *store, struct gj_desk *desk)
{
    (void)store;
    item.price = (struct gj_price){GJ_LIST_B, 100000, 1230000};
    desk->command.body.item = &item;
    desk->outcome.items_count = 1;
}

static void enrol_payer(struct gj_store *store, struct gj_desk *desk)
{
    (void)store;
    hand_enrol(desk, &PAYER, 100000);
}

static void enrol_patient(struct gj_store *store, struct gj_desk *desk)
{
    (void)store;
    hand_enrol(desk, &PATIENT, 20000);
    hand_name(desk, "enrol", "patient");
}

static void sign_in(struct gj_store *store, struct gj_desk *desk)
{
    memcpy(desk->command.institution, "H41010000001", 13);
    hand_gather(store, desk);
    memcpy(desk->outcome.reply.sign_no, "SIGN1", 6);
}

static void bind(struct gj_store *store, struct gj_desk *desk)
{
    (void)store;
    desk->command.person = world.payer;
    desk->command.body.bind.relative = world.patient;
    desk->outcome.bindings_count = 1;
    desk->outcome.bindings[0] = (struct gj_binding){.id = desk->command.order,
                                                    .payer = world.payer,
                                                    .relative = world.patient,
                                                    .payer_area = HAND_AREA,
                                                    .relative_area = HAND_AREA,
                                                    .relation = GJ_RELATION_PARENT,
                                                    .state = GJ_BINDING_ACTIVE,
                                                    .proven = true,
                                                    .rank = 2,
                                                    .uses = 6,
                                                    .from = 20000,
                                                    .to = GJ_DAY_MAX,
                                                    .limit_use_fen = GJ_FEN_UNLIMITED,
                                                    .limit_year_fen = 500000,
                                                    .used_year = 2025,
                                                    .used_fen = 0};
}

static void open_wallet(struct gj_store *store, struct gj_desk *desk)
{
    desk->command.person = world.payer;
    hand_gather(store, desk);
    desk->outcome.wallets_count = 1;
    desk->outcome.wallets[0] = desk->facts.self.wallet;
    desk->outcome.wallets[0].area = HAND_AREA;
    desk->outcome.wallets[0].state = GJ_WALLET_IS_OPEN;
    desk->outcome.wallets[0].opened = HAND_NOW;
}

static void transfer(struct gj_store *store, struct gj_desk *desk)
{
    struct gj_outcome *outcome = &desk->outcome;
    desk->command.person = world.payer;
    desk->command.body.transfer.receiver = world.patient;
    hand_gather(store, desk);
    outcome->transfers_count = outcome->accounts_count = outcome->wallets_count = 1;
    outcome->accounts[0] = desk->facts.self.accounts[0];
    outcome->accounts[0].carried_fen -= 700;
    outcome->wallets[0] = desk->facts.self.wallet;
    outcome->wallets[0].sent_count++;
    outcome->wallets[0].held_count++;
    outcome->transfers[0] = (struct gj_transfer){.id = desk->command.order,
                                                 .sender = world.payer,
                                                 .receiver = world.patient,
                                                 .sender_area = HAND_AREA,
                                                 .receiver_area = HAND_AREA,
                                                 .source = GJ_PAYER_OWN,
                                                 .relation = GJ_RELATION_PARENT,
                                                 .state = GJ_TRANSFER_HELD,
                                                 .carried_fen = 700,
                                                 .sent = HAND_NOW};
    outcome->entry = (struct gj_entry){
        .id = desk->command.order, .now = HAND_NOW, .act = GJ_ACT_TRANSFER, .count = 2};
    outcome->entry.lines[0] = (struct gj_entry_line){.book = HAND_AREA,
                                                     .chart = GJ_CHART_ACCOUNT,
                                                     .owner = world.payer,
                                                     .amount_fen = 700,
                                                     .carried_fen = 700};
    outcome->entry.lines[1] = (struct gj_entry_line){
        .book = HAND_AREA, .chart = GJ_CHART_HELD, .owner = 0, .amount_fen = -700};
}

static void register_visit(struct gj_store *store, struct gj_desk *desk)
{
    (void)store;
    desk->outcome.visits_count = 1;
    desk->outcome.visits[0] = (struct gj_visit){.id = desk->command.order,
                                                .person = world.patient,
                                                .institution = 1,
                                                .home_area = HAND_AREA,
                                                .care_area = HAND_AREA,
                                                .scheme = GJ_SCHEME_EMPLOYEE,
                                                .care = GJ_CARE_OUTPATIENT,
                                                .begin = HAND_NOW,
                                                .number = "OTP1",
                                                .med_type = "11"};
    desk->outcome.reply.id = desk->command.order;
}

static const struct gj_line LINES[] = {
    {.serial = "1", .charge = "B1", .list_code = "XA01", .own_code = "o", .content = 7},
    {.serial = "2", .charge = "B2", .list_code = "XA02", .amount_fen = 5, .content = UINT64_MAX},
    {.serial = "3", .charge = "B1", .list_code = "XA01", .content = 9},
};
static struct gj_line_result results[GJ_MESSAGE_LINES_MAX];

static void name_lines(struct gj_desk *desk, int count)
{
    desk->command.body.lines.visit = world.visit;
    desk->command.body.lines.count = count;
    desk->command.body.lines.list = LINES;
}

static void keep_lines(struct gj_store *store, struct gj_desk *desk, int count)
{
    struct gj_outcome *outcome = &desk->outcome;
    name_lines(desk, count);
    hand_gather(store, desk);
    outcome->visits_count = 1;
    outcome->visits[0] = desk->facts.visit;
    outcome->visits[0].last_lines = desk->command.order;
    outcome->visits[0].lines = count;
    outcome->charges_count = (uint8_t)desk->facts.charges_known;
    for (int i = 0; i < desk->facts.charges_known; i++) {
        outcome->charges[i] = desk->facts.charges[i];
        outcome->charges[i].lines++;
    }
}

static void add_two_lines(struct gj_store *store, struct gj_desk *desk)
{
    keep_lines(store, desk, 2);
    hand_name(desk, "lines", "two");
    results[0] = (struct gj_line_result){.in_catalogue = true, .bill = {.total_fen = 50}};
    results[1] = (struct gj_line_result){.price = {.limit_micro = -1}, .bill = {.total_fen = 5}};
    desk->outcome.reply.results = results;
    desk->outcome.reply.results_count = 2;
}

static void add_third_line(struct gj_store *store, struct gj_desk *desk)
{
    keep_lines(store, desk, 3);
}

static void drop_b2(struct gj_store *store, struct gj_desk *desk)
{
    desk->command.body.drop.visit = world.visit;
    memcpy(desk->command.body.drop.charge, "B2", 3);
    hand_gather(store, desk);
    desk->outcome.drop_lines = true;
    desk->outcome.charges_count = 1;
    desk->outcome.charges[0] = desk->facts.charge;
    desk->outcome.charges[0].lines = 0;
}

static void preview(struct gj_store *store, struct gj_desk *desk)
{
    struct gj_random random = gj_random(5);
    desk->command.body.bill.visit = world.visit;
    memcpy(desk->command.body.bill.charge, "B1", 3);
    hand_name(desk, "preview", "B1");
    hand_gather(store, desk);
    desk->outcome.charges_count = 1;
    desk->outcome.charges[0] = desk->facts.charge;
    desk->outcome.charges[0].preview_state = GJ_PREVIEW_IS_KEPT;
    hand_random_decision(&random, &desk->outcome.charges[0].preview);
}

static void settle(struct gj_store *store, struct gj_desk *desk)
{
    hand_settle(store, desk, world.visit, "B1", 3001);
    struct gj_settlement *one = &desk->outcome.settlements[0];
    one->decision.legs_count = 2;
    one->decision.legs[1] = (struct gj_leg){.binding = world.binding,
                                            .person = world.payer,
                                            .carried_fen = 1,
                                            .area = HAND_AREA,
                                            .kind = GJ_PAYER_AID};
    desk->outcome.bindings_count = 1;
    desk->outcome.bindings[0] = desk->facts.payers[0].binding;
    desk->outcome.bindings[0].used_fen = 1;
    hand_name(desk, "settle", "B1");
}

static void reverse(struct gj_store *store, struct gj_desk *desk)
{
    struct gj_outcome *outcome = &desk->outcome;
    desk->command.body.reverse.settlement = world.settlement;
    hand_gather(store, desk);
    outcome->settlements_count = 2;
    outcome->settlements[0] = desk->facts.settlement;
    outcome->settlements[0].id = desk->command.order;
    outcome->settlements[0].version = 0;
    outcome->settlements[0].reversal_of = world.settlement;
    outcome->settlements[1] = desk->facts.settlement;
    outcome->settlements[1].reversed_by = desk->command.order;
    outcome->counters_count = 1;
    outcome->counters[0] = desk->facts.counters[0];
    outcome->counters[0].visits--;
    outcome->reply.id = desk->command.order;
    hand_name(desk, "reverse", "B1");
}

static void credit(struct gj_store *store, struct gj_desk *desk)
{
    desk->command.person = world.patient;
    desk->command.body.credit.area = HAND_AREA;
    desk->command.body.credit.month = 24300;
    hand_gather(store, desk);
    desk->outcome.keep_credit_mark = true;
}

static void mark(struct gj_store *store, struct gj_desk *desk)
{
    (void)store;
    struct gj_desk *named = calloc(1, sizeof *named);
    assert_non_null(named);
    hand_name(named, "never came", "");
    memcpy(desk->command.body.undo.hash, named->command.once.hash, 16);
    free(named);
    desk->outcome.mark_undone = true;
}

static void build_world(void)
{
    memset(&world, 0, sizeof world);
    (void)do_both(GJ_ACT_ADD_INSTITUTION, add_hospital);
    (void)do_both(GJ_ACT_ADD_INSTITUTION, add_pharmacy);
    (void)do_both(GJ_ACT_ADD_INSTITUTION, add_hospital);
    (void)do_both(GJ_ACT_ADD_ITEM, add_item);
    world.payer = do_both(GJ_ACT_ENROL, enrol_payer);
    world.patient = do_both(GJ_ACT_ENROL, enrol_patient);
    (void)do_both(GJ_ACT_SIGN_IN, sign_in);
    world.binding = do_both(GJ_ACT_BIND, bind);
    (void)do_both(GJ_ACT_OPEN_WALLET, open_wallet);
    world.transfer = do_both(GJ_ACT_TRANSFER, transfer);
    world.visit = do_both(GJ_ACT_REGISTER, register_visit);
    (void)do_both(GJ_ACT_ADD_LINES, add_two_lines);
    (void)do_both(GJ_ACT_ADD_LINES, add_third_line);
    (void)do_both(GJ_ACT_PREVIEW, preview);
    world.settlement = do_both(GJ_ACT_SETTLE, settle);
    world.reversal = do_both(GJ_ACT_REVERSE, reverse);
    (void)do_both(GJ_ACT_DROP_LINES, drop_b2);
    (void)do_both(GJ_ACT_CREDIT, credit);
    (void)do_both(GJ_ACT_UNDO, mark);
}

/* ---- probes ---- */

#define SAME(field) assert_memory_equal(&a->field, &b->field, sizeof a->field)

static void assert_sides_equal(const struct gj_side *a, const struct gj_side *b)
{
    SAME(person);
    SAME(enrolments_count);
    SAME(enrolments);
    SAME(accounts_count);
    SAME(accounts);
    SAME(wallet);
}

static void assert_settlements_equal(const struct gj_settlement *a, const struct gj_settlement *b)
{
    SAME(version);
    if (a->version == 0)
        return;
    SAME(id);
    SAME(visit);
    SAME(person);
    SAME(institution);
    SAME(reversal_of);
    SAME(reversed_by);
    SAME(entry);
    SAME(previous);
    SAME(now);
    SAME(balance_after_fen);
    assert_string_equal(a->charge, b->charge);
    assert_string_equal(a->msgid, b->msgid);
    assert_string_equal(a->med_type, b->med_type);
    assert_string_equal(a->credential_type, b->credential_type);
    SAME(claim);
    SAME(decision);
}

static void assert_charges_equal(const struct gj_charge *a, const struct gj_charge *b)
{
    SAME(visit);
    SAME(version);
    assert_string_equal(a->number, b->number);
    SAME(preview_state);
    SAME(lines);
    SAME(bill);
    SAME(settlement);
    SAME(preview);
}

static void assert_payers_equal(const struct gj_facts *a, const struct gj_facts *b)
{
    SAME(payers_count);
    for (int i = 0; i < a->payers_count; i++) {
        SAME(payers[i].binding);
        SAME(payers[i].person);
        SAME(payers[i].account);
        SAME(payers[i].bond);
        SAME(payers[i].enrolment);
    }
}

static void assert_facts_equal(const struct gj_facts *a, const struct gj_facts *b)
{
    SAME(once);
    SAME(overflow);
    SAME(overflow_reason);
    SAME(institution);
    SAME(credential_given);
    SAME(credential_person);
    SAME(signed_in);
    assert_sides_equal(&a->self, &b->self);
    assert_sides_equal(&a->other, &b->other);
    assert_payers_equal(a, b);
    SAME(visit);
    assert_charges_equal(&a->charge, &b->charge);
    SAME(counters_count);
    SAME(counters);
    assert_settlements_equal(&a->settlement, &b->settlement);
    assert_settlements_equal(&a->reversal, &b->reversal);
    SAME(binding);
    SAME(bond);
    SAME(transfer);
    SAME(undone_act);
    SAME(undone_before);
    SAME(undone_person);
    SAME(credited);
    SAME(document_known);
    SAME(document_person);
    SAME(twin);
    SAME(charges_known);
    for (int i = 0; i < a->charges_known; i++)
        assert_charges_equal(&a->charges[i], &b->charges[i]);
}

static struct gj_desk *probes[STORES];

/* Asks both stores about one command; the desks stay for a closer look until the next probe. */
static void probe(enum gj_act act, void (*fill)(struct gj_desk *desk))
{
    for (int i = 0; i < STORES; i++) {
        free(probes[i]);
        probes[i] = hand_desk(stores[i], act);
        /* What an earlier command left at the desk must not shine through. */
        memset(&probes[i]->facts, 0x5a, offsetof(struct gj_facts, payers));
        fill(probes[i]);
        hand_gather(stores[i], probes[i]);
    }
    assert_facts_equal(&probes[0]->facts, &probes[1]->facts);
}

static const struct gj_facts *facts(void)
{
    return &probes[1]->facts;
}

static void ask_person(struct gj_desk *desk)
{
    desk->command.person = world.payer;
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

static void ask_bill(struct gj_desk *desk)
{
    desk->command.body.bill.visit = world.visit;
    memcpy(desk->command.body.bill.charge, "B1", 3);
}

static void ask_bill_of_nothing(struct gj_desk *desk)
{
    desk->command.body.bill.visit = 99;
    memcpy(desk->command.body.bill.charge, "B9", 3);
}

static void ask_reverse(struct gj_desk *desk)
{
    desk->command.body.reverse.settlement = world.settlement;
}

static void ask_lines(struct gj_desk *desk)
{
    name_lines(desk, 3);
}

static void ask_drop_all(struct gj_desk *desk)
{
    desk->command.body.drop.visit = world.visit;
    desk->command.body.drop.all = true;
}

static void ask_bind(struct gj_desk *desk)
{
    desk->command.person = world.payer;
    desk->command.body.bind.relative = world.patient;
    desk->command.body.bind.relation = GJ_RELATION_PARENT;
}

static void ask_binding(struct gj_desk *desk)
{
    desk->command.body.binding.binding = world.binding;
}

static void ask_binding_by_relative(struct gj_desk *desk)
{
    desk->command.person = world.patient;
    desk->command.body.binding.binding = world.binding;
}

static void ask_transfer(struct gj_desk *desk)
{
    desk->command.body.ended.transfer = world.transfer;
}

static void ask_credit(struct gj_desk *desk)
{
    desk->command.person = world.patient;
    desk->command.body.credit.area = HAND_AREA;
    desk->command.body.credit.month = 24300;
}

static void ask_enrol(struct gj_desk *desk)
{
    desk->command.body.enrol.identity = &PATIENT;
}

static void undo_of(struct gj_desk *desk, const char *name)
{
    struct gj_desk *named = calloc(1, sizeof *named);
    assert_non_null(named);
    hand_name(named, name, "");
    memcpy(desk->command.body.undo.hash, named->command.once.hash, 16);
    free(named);
}

static void ask_undo_settle(struct gj_desk *desk)
{
    undo_of(desk, "settle");
}

static void ask_undo_reverse(struct gj_desk *desk)
{
    undo_of(desk, "reverse");
}

static void ask_undo_marked(struct gj_desk *desk)
{
    undo_of(desk, "never came");
}

static void ask_undo_by_msgid(struct gj_desk *desk)
{
    desk->command.person = world.patient;
    memcpy(desk->command.institution, "H41010000001", 13);
    (void)snprintf(desk->command.body.undo.msgid, sizeof desk->command.body.undo.msgid, "M%lld",
                   (long long)world.settlement);
}

static void test_store_sqlite_rows__gathers_the_same_facts_as_memory(void **state)
{
    (void)state;
    begin("rows.db");
    build_world();
    reopen("rows.db");
    probe(GJ_ACT_SUSPEND, ask_person);
    assert_int_equal(facts()->self.accounts[0].carried_fen, 100000 - 700);
    assert_int_equal(facts()->credential_person, world.payer);
    assert_true(facts()->signed_in);
    probe(GJ_ACT_SUSPEND, ask_card);
    assert_int_equal(facts()->credential_person, world.payer);
    assert_false(facts()->signed_in);
    probe(GJ_ACT_SUSPEND, ask_card_of_other_serial);
    assert_int_equal(facts()->credential_person, 0);
    probe(GJ_ACT_SETTLE, ask_bill);
    assert_int_equal(facts()->payers_count, 1);
    assert_int_equal(facts()->payers[0].binding.used_fen, 1);
    assert_int_equal(facts()->counters[0].pool_fen, 1500);
    probe(GJ_ACT_SETTLE, ask_bill_of_nothing);
    probe(GJ_ACT_REVERSE, ask_reverse);
    assert_int_equal(facts()->settlement.reversed_by, world.reversal);
    assert_int_equal(facts()->payers_count, 1);
    probe(GJ_ACT_DROP_LINES, ask_drop_all);
    probe(GJ_ACT_BIND, ask_bind);
    assert_int_equal(facts()->bond.payer_active, 1);
    probe(GJ_ACT_UNBIND, ask_binding);
    probe(GJ_ACT_UNBIND, ask_binding_by_relative);
    probe(GJ_ACT_ACCEPT, ask_transfer);
    probe(GJ_ACT_GIVE_BACK, ask_transfer);
    probe(GJ_ACT_CREDIT, ask_credit);
    assert_true(facts()->credited);
    probe(GJ_ACT_ENROL, ask_enrol);
    assert_int_equal(facts()->document_person, world.patient);
    end();
}

static void test_store_sqlite_rows__finds_what_an_undone_message_made(void **state)
{
    (void)state;
    begin("undo.db");
    build_world();
    reopen("undo.db");
    probe(GJ_ACT_UNDO, ask_undo_settle);
    assert_int_equal(facts()->undone_act, GJ_ACT_SETTLE);
    assert_int_equal(facts()->settlement.id, world.settlement);
    probe(GJ_ACT_UNDO, ask_undo_reverse);
    assert_int_equal(facts()->reversal.id, world.reversal);
    assert_int_equal(facts()->settlement.id, world.settlement);
    probe(GJ_ACT_UNDO, ask_undo_marked);
    assert_true(facts()->undone_before);
    probe(GJ_ACT_UNDO, ask_undo_by_msgid);
    assert_int_equal(facts()->settlement.id, world.settlement);
    end();
}

static void test_store_sqlite_rows__knows_which_lines_are_kept(void **state)
{
    (void)state;
    begin("lines.db");
    build_world();
    reopen("lines.db");
    probe(GJ_ACT_ADD_LINES, ask_lines);
    for (int i = 0; i < STORES; i++) {
        assert_int_equal(probes[i]->facts.lines[0].kept_content, 7);
        assert_int_equal(probes[i]->facts.lines[1].kept_content, 0); /* taken back */
        assert_int_equal(probes[i]->facts.lines[2].kept_content, 9);
        assert_true(probes[i]->facts.lines[0].in_catalogue);
        assert_int_equal(probes[i]->facts.lines[0].price.limit_micro, 1230000);
        assert_false(probes[i]->facts.lines[1].in_catalogue);
    }
    end();
}

static void again_lines(struct gj_desk *desk)
{
    static struct gj_line_result room[STORES][GJ_MESSAGE_LINES_MAX];
    static int turn;
    name_lines(desk, 2);
    hand_name(desk, "lines", "two");
    desk->outcome.reply.results = room[turn++ % STORES];
}

static void again_preview(struct gj_desk *desk)
{
    ask_bill(desk);
    hand_name(desk, "preview", "B1");
}

static void again_settle(struct gj_desk *desk)
{
    ask_bill(desk);
    hand_name(desk, "settle", "B1");
}

static void other_settle(struct gj_desk *desk)
{
    ask_bill(desk);
    hand_name(desk, "settle", "another body");
}

static void late_settle(struct gj_desk *desk)
{
    again_settle(desk);
    desk->command.once.day += 7;
}

static void too_late_settle(struct gj_desk *desk)
{
    again_settle(desk);
    desk->command.once.day += 8;
}

static void dead_settle(struct gj_desk *desk)
{
    ask_bill(desk);
    hand_name(desk, "never came", "x");
}

static void assert_replies_equal(void)
{
    const struct gj_reply *a = &probes[0]->outcome.reply, *b = &probes[1]->outcome.reply;
    SAME(reason);
    SAME(replayed);
    SAME(now);
    SAME(order);
    SAME(id);
    SAME(area);
    SAME(balance_fen);
    SAME(results_count);
    assert_true(b->replayed);
}

static void test_store_sqlite_rows__answers_again_what_it_kept(void **state)
{
    (void)state;
    begin("once.db");
    build_world();
    reopen("once.db");
    probe(GJ_ACT_ADD_LINES, again_lines);
    assert_int_equal(facts()->once, GJ_ONCE_SAME);
    assert_replies_equal();
    assert_int_equal(probes[1]->outcome.reply.results_count, 2);
    assert_memory_equal(probes[1]->outcome.reply.results, results, 2 * sizeof results[0]);
    probe(GJ_ACT_PREVIEW, again_preview);
    assert_replies_equal();
    struct gj_decision expected;
    struct gj_random random = gj_random(5);
    hand_random_decision(&random, &expected);
    assert_memory_equal(&probes[1]->outcome.charges[0].preview, &expected, sizeof expected);
    probe(GJ_ACT_SETTLE, again_settle);
    assert_replies_equal();
    assert_settlements_equal(&probes[0]->outcome.settlements[0],
                             &probes[1]->outcome.settlements[0]);
    assert_int_equal(probes[1]->outcome.settlements[0].id, world.settlement);
    probe(GJ_ACT_SETTLE, other_settle);
    assert_int_equal(facts()->once, GJ_ONCE_DIFFERENT);
    probe(GJ_ACT_SETTLE, late_settle);
    assert_int_equal(facts()->once, GJ_ONCE_SAME);
    probe(GJ_ACT_SETTLE, too_late_settle);
    assert_int_equal(facts()->once, GJ_ONCE_NEW);
    probe(GJ_ACT_SETTLE, dead_settle);
    assert_int_equal(facts()->once, GJ_ONCE_UNDONE);
    end();
}

/* The scheme of the patient's enrolment is found; a bill of another scheme has no visit. */
static void ask_whole_bill(struct gj_desk *desk)
{
    static const struct gj_line lines[] = {{.serial = "1", .list_code = "XA01"},
                                           {.serial = "2", .list_code = "XB99"}};
    memcpy(desk->command.institution, "P41010000002", 13);
    desk->command.person = world.patient;
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
    begin("whole.db");
    build_world();
    reopen("whole.db");
    probe(GJ_ACT_SETTLE_BILL, ask_whole_bill);
    assert_int_equal(facts()->visit.version, 0);
    assert_int_equal(facts()->visit.person, world.patient);
    assert_int_equal(facts()->visit.care, GJ_CARE_PHARMACY);
    assert_true(facts()->visit.home_area != 0);
    assert_int_equal(facts()->counters_count, GJ_COUNTERS_MAX);
    assert_int_equal(facts()->payers_count, 1);
    for (int i = 0; i < STORES; i++) {
        const struct gj_line_facts *lines = probes[i]->facts.lines;
        assert_true(lines[0].in_catalogue);
        assert_int_equal(lines[0].price.limit_micro, 1230000);
        assert_int_equal(lines[0].kept_content, 0);
        assert_false(lines[1].in_catalogue);
    }
    probe(GJ_ACT_PREVIEW_BILL, ask_whole_bill_of_nobody);
    assert_int_equal(facts()->visit.home_area, 0);
    assert_int_equal(facts()->counters_count, 0);
    end();
}

static void test_store_sqlite_rows__knows_who_is_signed_in(void **state)
{
    (void)state;
    begin("signed.db");
    build_world();
    for (int i = 0; i < STORES; i++) {
        struct gj_reader *reader = NULL;
        struct gj_why why;
        bool in = false, other = true, wrong = true;
        const gj_id place = 1; /* the first that was registered */
        assert_int_equal(gj_reader_open(stores[i], &reader, &why), GJ_DONE);
        assert_int_equal(gj_reader_signed_in(reader, place, "SIGN1", &in, &why), GJ_DONE);
        assert_int_equal(gj_reader_signed_in(reader, place + 1, "SIGN1", &other, &why), GJ_DONE);
        assert_int_equal(gj_reader_signed_in(reader, place, "SIGN2", &wrong, &why), GJ_DONE);
        assert_true(in && !other && !wrong);
        gj_reader_close(reader);
    }
    end();
}

static void test_store_sqlite_rows__chains_the_same_bytes_as_memory(void **state)
{
    (void)state;
    uint8_t heads[STORES][32];
    int64_t batches[STORES];
    begin("chain.db");
    build_world();
    reopen("chain.db");
    for (int i = 0; i < STORES; i++) {
        struct gj_reader *reader = NULL;
        struct gj_why why = {0};
        gj_id last = 0;
        assert_int_equal(gj_reader_open(stores[i], &reader, &why), GJ_DONE);
        assert_int_equal(gj_reader_last_order(reader, &last, &why), GJ_DONE);
        assert_int_equal(gj_reader_chain(reader, last, &batches[i], heads[i], &why), GJ_DONE);
        gj_reader_close(reader);
    }
    assert_int_equal(batches[0], batches[1]);
    assert_memory_equal(heads[0], heads[1], 32);
    end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_store_sqlite_rows__gathers_the_same_facts_as_memory),
        cmocka_unit_test(test_store_sqlite_rows__finds_what_an_undone_message_made),
        cmocka_unit_test(test_store_sqlite_rows__knows_which_lines_are_kept),
        cmocka_unit_test(test_store_sqlite_rows__answers_again_what_it_kept),
        cmocka_unit_test(test_store_sqlite_rows__gathers_a_whole_bill_as_memory_does),
        cmocka_unit_test(test_store_sqlite_rows__knows_who_is_signed_in),
        cmocka_unit_test(test_store_sqlite_rows__chains_the_same_bytes_as_memory),
    };
    const int failed = cmocka_run_group_tests(tests, make, unmake);
    for (int i = 0; i < STORES; i++)
        free(probes[i]);
    return failed;
}
