#include "store/twin.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store/alike.h"
#include "store/hand.h"

struct gj_store *twin_stores[TWINS];
struct gj_desk *twin_desks[TWINS];
struct twin twin;

/* Does the same to both stores and frees the desks. */
static gj_id do_both(enum gj_act act, void (*fill)(struct gj_store *store, struct gj_desk *desk))
{
    gj_id orders[TWINS];
    for (int i = 0; i < TWINS; i++) {
        struct gj_desk *desk = hand_desk(twin_stores[i], act);
        orders[i] = desk->command.order;
        fill(twin_stores[i], desk);
        hand_keep(twin_stores[i], desk);
        hand_free(desk);
    }
    assert_int_equal(orders[0], orders[1]);
    return orders[0];
}

static const struct gj_identity PAYER = {.name = "赵甲",
                                         .document = "110101199001010015",
                                         .document_type = "01",
                                         .card = "C100",
                                         .card_sn = "S1",
                                         .token = "T100",
                                         .phone = "13900000001"};
const struct gj_identity TWIN_PATIENT = {
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
    hand_enrol(desk, &TWIN_PATIENT, 20000);
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
    desk->command.person = twin.payer;
    desk->command.body.bind.relative = twin.patient;
    desk->outcome.bindings_count = 1;
    desk->outcome.bindings[0] = (struct gj_binding){.id = desk->command.order,
                                                    .payer = twin.payer,
                                                    .relative = twin.patient,
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
    desk->command.person = twin.payer;
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
    desk->command.person = twin.payer;
    desk->command.body.transfer.receiver = twin.patient;
    hand_gather(store, desk);
    outcome->transfers_count = outcome->accounts_count = outcome->wallets_count = 1;
    outcome->accounts[0] = desk->facts.self.accounts[0];
    outcome->accounts[0].carried_fen -= 700;
    outcome->wallets[0] = desk->facts.self.wallet;
    outcome->wallets[0].sent_count++;
    outcome->wallets[0].held_count++;
    outcome->transfers[0] = (struct gj_transfer){.id = desk->command.order,
                                                 .sender = twin.payer,
                                                 .receiver = twin.patient,
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
                                                     .owner = twin.payer,
                                                     .amount_fen = 700,
                                                     .carried_fen = 700};
    outcome->entry.lines[1] = (struct gj_entry_line){
        .book = HAND_AREA, .chart = GJ_CHART_HELD, .owner = 0, .amount_fen = -700};
}

static void register_visit(struct gj_store *store, struct gj_desk *desk)
{
    (void)store;
    hand_visit(desk, twin.patient);
}

static const struct gj_line LINES[] = {
    {.serial = "1", .charge = "B1", .list_code = "XA01", .own_code = "o", .content = 7},
    {.serial = "2", .charge = "B2", .list_code = "XA02", .amount_fen = 5, .content = UINT64_MAX},
    {.serial = "3", .charge = "B1", .list_code = "XA01", .content = 9},
};
struct gj_line_result twin_results[GJ_MESSAGE_LINES_MAX];

void twin_name_lines(struct gj_desk *desk, int count)
{
    desk->command.body.lines.visit = twin.visit;
    desk->command.body.lines.count = count;
    desk->command.body.lines.list = LINES;
}

static void keep_lines(struct gj_store *store, struct gj_desk *desk, int count)
{
    struct gj_outcome *outcome = &desk->outcome;
    twin_name_lines(desk, count);
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
    twin_results[0] = (struct gj_line_result){.in_catalogue = true, .bill = {.total_fen = 50}};
    twin_results[1] =
        (struct gj_line_result){.price = {.limit_micro = -1}, .bill = {.total_fen = 5}};
    desk->outcome.reply.results = twin_results;
    desk->outcome.reply.results_count = 2;
}

static void add_third_line(struct gj_store *store, struct gj_desk *desk)
{
    keep_lines(store, desk, 3);
}

static void drop_b2(struct gj_store *store, struct gj_desk *desk)
{
    desk->command.body.drop.visit = twin.visit;
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
    desk->command.body.bill.visit = twin.visit;
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
    hand_settle(store, desk, twin.visit, "B1", 3001);
    struct gj_settlement *one = &desk->outcome.settlements[0];
    one->decision.legs_count = 2;
    one->decision.legs[1] = (struct gj_leg){.binding = twin.binding,
                                            .person = twin.payer,
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
    desk->command.body.reverse.settlement = twin.settlement;
    hand_gather(store, desk);
    outcome->settlements_count = 2;
    outcome->settlements[0] = desk->facts.settlement;
    outcome->settlements[0].id = desk->command.order;
    outcome->settlements[0].version = 0;
    outcome->settlements[0].reversal_of = twin.settlement;
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
    desk->command.person = twin.patient;
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
    memset(&twin, 0, sizeof twin);
    (void)do_both(GJ_ACT_ADD_INSTITUTION, add_hospital);
    (void)do_both(GJ_ACT_ADD_INSTITUTION, add_pharmacy);
    (void)do_both(GJ_ACT_ADD_INSTITUTION, add_hospital);
    (void)do_both(GJ_ACT_ADD_ITEM, add_item);
    twin.payer = do_both(GJ_ACT_ENROL, enrol_payer);
    twin.patient = do_both(GJ_ACT_ENROL, enrol_patient);
    (void)do_both(GJ_ACT_SIGN_IN, sign_in);
    twin.binding = do_both(GJ_ACT_BIND, bind);
    (void)do_both(GJ_ACT_OPEN_WALLET, open_wallet);
    twin.transfer = do_both(GJ_ACT_TRANSFER, transfer);
    twin.visit = do_both(GJ_ACT_REGISTER, register_visit);
    (void)do_both(GJ_ACT_ADD_LINES, add_two_lines);
    (void)do_both(GJ_ACT_ADD_LINES, add_third_line);
    (void)do_both(GJ_ACT_PREVIEW, preview);
    twin.settlement = do_both(GJ_ACT_SETTLE, settle);
    twin.reversal = do_both(GJ_ACT_REVERSE, reverse);
    (void)do_both(GJ_ACT_DROP_LINES, drop_b2);
    (void)do_both(GJ_ACT_CREDIT, credit);
    (void)do_both(GJ_ACT_UNDO, mark);
}

void twin_begin(const char *name)
{
    struct gj_why why = {0};
    assert_int_equal(gj_store_memory(&twin_stores[0], &why), GJ_DONE);
    assert_int_equal(gj_store_sqlite_create(hand_path(name), NULL, &twin_stores[1], &why), GJ_DONE);
    build_world();
    gj_store_close(twin_stores[1]);
    assert_int_equal(gj_store_sqlite_open(hand_path(name), NULL, &twin_stores[1], &why), GJ_DONE);
}

void twin_end(void)
{
    for (int i = 0; i < TWINS; i++) {
        free(twin_desks[i]);
        twin_desks[i] = NULL;
        gj_store_close(twin_stores[i]);
    }
}

/* ---- asking ---- */

void twin_probe(enum gj_act act, void (*fill)(struct gj_desk *desk))
{
    for (int i = 0; i < TWINS; i++) {
        free(twin_desks[i]);
        twin_desks[i] = hand_desk(twin_stores[i], act);
        /* What an earlier command left at the desk must not shine through. */
        memset(&twin_desks[i]->facts, 0x5a, sizeof twin_desks[i]->facts);
        fill(twin_desks[i]);
        hand_gather(twin_stores[i], twin_desks[i]);
    }
    alike_facts(&twin_desks[0]->facts, &twin_desks[1]->facts);
}

const struct gj_facts *twin_facts(void)
{
    return &twin_desks[1]->facts;
}

void twin_ask_bill(struct gj_desk *desk)
{
    desk->command.body.bill.visit = twin.visit;
    memcpy(desk->command.body.bill.charge, "B1", 3);
}
