/* Stories of fee lines through the acts and the memory store: pricing, repetition, limits, and the
   message that is kept whole or not at all. */
#include <stdio.h>

#include "simulate/world.h"

static struct gj_line lines[GJ_MESSAGE_LINES_MAX];

static struct world *begin(gj_id *visit)
{
    static struct world world;
    world_begin(&world);
    gj_id person = world_person(&world, WORLD_JIA, GJ_SCHEME_EMPLOYEE, 1990);
    *visit = world_visit(&world, WORLD_HOSPITAL, person, GJ_SCHEME_EMPLOYEE);
    return &world;
}

/* `count` units at 50.00 each of list code `code`, under charge "1". */
static void put(int at, const char *serial, const char *code, int count)
{
    lines[at] = (struct gj_line){.count_e4 = count * 10000,
                                 .price_micro = 50000000,
                                 .amount_fen = 5000 * count,
                                 .content = (uint64_t)(count * 1000 + code[0])};
    snprintf(lines[at].serial, sizeof lines[at].serial, "%s", serial);
    snprintf(lines[at].charge, sizeof lines[at].charge, "1");
    snprintf(lines[at].list_code, sizeof lines[at].list_code, "%s", code);
}

static struct gj_command *message(struct world *world, gj_id visit, int count)
{
    struct gj_command *command = world_by_institution(world, GJ_ACT_ADD_LINES, WORLD_HOSPITAL);
    command->body.lines.visit = visit;
    command->body.lines.count = count;
    command->body.lines.list = lines;
    return command;
}

static gj_fen total_of(struct world *world, gj_id visit, gj_fen guess)
{
    world_bill(world, GJ_ACT_PREVIEW, WORLD_HOSPITAL, visit, "1", guess);
    const struct gj_reply *reply = world_do(world);
    if (reply->reason == GJ_LINES_MISSING)
        return 0;
    return reply->reason == GJ_TOTAL_MISMATCH ? reply->refusal.new_fen : guess;
}

static void test_simulate_lines__each_line_is_priced_by_the_catalogue(void **state)
{
    (void)state;
    gj_id visit;
    struct world *world = begin(&visit);
    put(0, "1", "A001", 1);
    put(1, "2", "B001", 1); /* first share 10 % */
    put(2, "3", "B002", 2); /* limit 30.00 a unit, first share 5 % of what is left */
    put(3, "4", "X999", 1); /* not in the catalogue */
    message(world, visit, 4);
    assert_int_equal(world_expect(world, GJ_OK)->results_count, 4);
    const struct gj_line_result *r = world->results;
    assert_int_equal(r[0].bill.eligible_fen, 5000);
    assert_int_equal(r[1].bill.first_share_fen, 500);
    assert_int_equal(r[1].bill.eligible_fen, 4500);
    assert_int_equal(r[2].bill.overprice_fen, 4000);
    assert_int_equal(r[2].bill.first_share_fen, 300);
    assert_int_equal(r[2].bill.eligible_fen, 5700);
    assert_false(r[3].in_catalogue);
    assert_int_equal(r[3].price.list_class, GJ_LIST_OUTSIDE);
    assert_int_equal(r[3].bill.outside_fen, 5000);
    assert_int_equal(total_of(world, visit, 0), 25000);
    world_end(world);
}

static void test_simulate_lines__the_same_line_counts_once(void **state)
{
    (void)state;
    gj_id visit;
    struct world *world = begin(&visit);
    put(0, "1", "A001", 1);
    put(1, "1", "A001", 1); /* twice in one message */
    message(world, visit, 2);
    assert_int_equal(world_expect(world, GJ_OK)->results_count, 2);
    message(world, visit, 1); /* and again in another */
    world_expect(world, GJ_OK);
    assert_int_equal(total_of(world, visit, 0), 5000);
    put(0, "1", "A001", 2);
    message(world, visit, 1);
    assert_int_equal(world_expect(world, GJ_LINE_REPEATED)->refusal.line, 0);
    put(0, "2", "A001", 1);
    put(1, "2", "A001", 3);
    message(world, visit, 2);
    assert_int_equal(world_expect(world, GJ_LINE_REPEATED)->refusal.line, 1);
    assert_int_equal(total_of(world, visit, 0), 5000);
    world_end(world);
}

static void test_simulate_lines__one_wrong_line_keeps_the_whole_message_out(void **state)
{
    (void)state;
    gj_id visit;
    struct world *world = begin(&visit);
    put(0, "1", "A001", 1);
    put(1, "2", "A001", 1);
    lines[1].amount_fen = 5001; /* a whole fen off */
    message(world, visit, 2);
    struct gj_command again = world->desk->command;
    assert_int_equal(world_expect(world, GJ_LINE_AMOUNT_WRONG)->refusal.line, 1);
    assert_int_equal(total_of(world, visit, 1), 0);
    lines[1].amount_fen = 5000;
    world_repeat(world, &again, GJ_OK); /* the name was not used up */
    assert_int_equal(total_of(world, visit, 1), 10000);
    world_end(world);
}

static void test_simulate_lines__dropped_lines_leave_their_numbers_free(void **state)
{
    (void)state;
    gj_id visit;
    struct world *world = begin(&visit);
    put(0, "1", "A001", 1);
    message(world, visit, 1);
    world_expect(world, GJ_OK);
    struct gj_command *drop = world_by_institution(world, GJ_ACT_DROP_LINES, WORLD_HOSPITAL);
    drop->body.drop.visit = visit;
    memcpy(drop->body.drop.charge, "1", 2);
    world_expect(world, GJ_OK);
    assert_int_equal(total_of(world, visit, 1), 0);
    put(0, "1", "A001", 3); /* other content under the same serial number */
    message(world, visit, 1);
    world_expect(world, GJ_OK);
    assert_int_equal(total_of(world, visit, 1), 15000);
    world_end(world);
}

static void test_simulate_lines__settled_lines_stay(void **state)
{
    (void)state;
    gj_id visit;
    struct world *world = begin(&visit);
    put(0, "1", "A001", 1);
    message(world, visit, 1);
    world_expect(world, GJ_OK);
    gj_id settlement = world_settle(world, WORLD_HOSPITAL, visit, "1", 5000);
    put(0, "2", "A001", 1);
    message(world, visit, 1);
    assert_int_equal(world_expect(world, GJ_BATCH_SETTLED)->refusal.id, settlement);
    struct gj_command *drop = world_by_institution(world, GJ_ACT_DROP_LINES, WORLD_HOSPITAL);
    drop->body.drop.visit = visit;
    memcpy(drop->body.drop.charge, "1", 2);
    world_expect(world, GJ_BATCH_SETTLED);
    drop = world_by_institution(world, GJ_ACT_DROP_LINES, WORLD_HOSPITAL);
    drop->body.drop.visit = visit;
    drop->body.drop.all = true;
    world_expect(world, GJ_OK); /* every line not yet settled: none */
    world_reversal(world, WORLD_HOSPITAL, settlement);
    world_expect(world, GJ_OK_REVERSED);
    assert_int_equal(total_of(world, visit, 1), 5000);
    world_end(world);
}

static void test_simulate_lines__a_visit_holds_a_thousand_lines(void **state)
{
    (void)state;
    gj_id visit;
    struct world *world = begin(&visit);
    for (int part = 0; part < 5; part++) {
        for (int i = 0; i < GJ_MESSAGE_LINES_MAX; i++) {
            char serial[GJ_MSGID_MAX + 1];
            snprintf(serial, sizeof serial, "%d-%d", part, i);
            put(i, serial, "A001", 1);
        }
        message(world, visit, GJ_MESSAGE_LINES_MAX);
        world_expect(world, GJ_OK);
    }
    put(0, "one more", "A001", 1);
    message(world, visit, 1);
    world_expect(world, GJ_LINES_TOO_MANY);
    assert_int_equal(total_of(world, visit, 1), 5000000);
    message(world, visit, 0);
    world_expect(world, GJ_LINES_MISSING);
    world_end(world);
}

static void test_simulate_lines__a_visit_holds_so_many_charges(void **state)
{
    (void)state;
    gj_id visit;
    struct world *world = begin(&visit);
    for (int i = 0; i < GJ_VISIT_BATCHES_MAX; i++) {
        char number[8];
        snprintf(number, sizeof number, "%d", i);
        world_line(world, WORLD_HOSPITAL, visit, number, number, 100);
    }
    put(0, "more", "A001", 1);
    memcpy(lines[0].charge, "more", 5);
    message(world, visit, 1);
    world_expect(world, GJ_VISIT_BATCHES_TOO_MANY);
    struct gj_command *drop = world_by_institution(world, GJ_ACT_DROP_LINES, WORLD_HOSPITAL);
    drop->body.drop.visit = visit;
    drop->body.drop.all = true;
    world_expect(world, GJ_VISIT_BATCHES_TOO_MANY); /* more than eight charges at once */
    world_end(world);
}

static void test_simulate_lines__a_sum_beyond_the_bound_is_refused(void **state)
{
    (void)state;
    gj_id visit;
    struct world *world = begin(&visit);
    for (int i = 0; i < 2; i++) {
        put(i, i == 0 ? "1" : "2", "A001", 1);
        lines[i].amount_fen = GJ_FEN_MAX / 2 + i;
        lines[i].count_e4 = 1000000000000;
        lines[i].price_micro = (GJ_FEN_MAX / 2 + i) / 10000;
        lines[i].content = (uint64_t)i + 1;
    }
    lines[1].amount_fen = lines[0].amount_fen;
    message(world, visit, 2);
    world_expect(world, GJ_OK); /* just the bound */
    put(0, "3", "A001", 1);
    message(world, visit, 1);
    world_expect(world, GJ_AMOUNT_TOO_LARGE);
    world_bill(world, GJ_ACT_SETTLE, WORLD_HOSPITAL, visit, "1", GJ_FEN_MAX);
    world_expect(world, GJ_OK_SETTLED);
    /* A second bill of that size would take the year's cost out of its bounds. */
    put(0, "4", "A001", 1);
    memcpy(lines[0].charge, "2", 2);
    lines[0].amount_fen = GJ_FEN_MAX / 2;
    lines[0].count_e4 = 1000000000000;
    lines[0].price_micro = GJ_FEN_MAX / 2 / 10000;
    message(world, visit, 1);
    world_expect(world, GJ_OK);
    world_bill(world, GJ_ACT_SETTLE, WORLD_HOSPITAL, visit, "2", GJ_FEN_MAX / 2);
    world_expect(world, GJ_AMOUNT_TOO_LARGE);
    world_end(world);
}

static void test_simulate_lines__a_catalogue_item_has_a_price_that_can_be_reckoned(void **state)
{
    (void)state;
    gj_id visit;
    struct world *world = begin(&visit);
    static const struct {
        struct gj_price price;
        enum gj_reason reason;
    } cases[] = {
        {{GJ_LIST_B, GJ_PPM_ONE, 0}, GJ_OK},
        {{GJ_LIST_B, GJ_PPM_ONE + 1, 0}, GJ_AMOUNT_TOO_LARGE},
        {{GJ_LIST_A, -1, 0}, GJ_AMOUNT_TOO_LARGE},
        {{GJ_LIST_A, 0, -2}, GJ_AMOUNT_TOO_LARGE},
        {{GJ_LIST_CLASS_COUNT, 0, -1}, GJ_AMOUNT_TOO_LARGE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct gj_item item = {.code = "N1", .price = cases[i].price, .to = GJ_DAY_MAX};
        world_by_clerk(world, GJ_ACT_ADD_ITEM, GJ_AREA_NATION)->body.item = &item;
        world_expect(world, cases[i].reason);
    }
    struct gj_item never = {.code = "N2", .price = {GJ_LIST_A, 0, -1}, .from = 5, .to = 5};
    world_by_clerk(world, GJ_ACT_ADD_ITEM, GJ_AREA_NATION)->body.item = &never;
    world_expect(world, GJ_DATE_OUT_OF_RANGE);
    world_by_clerk(world, GJ_ACT_ADD_ITEM, WORLD_JIA)->body.item = &never;
    world_expect(world, GJ_PERMISSION_DENIED); /* one catalogue for the whole centre */
    world_end(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_simulate_lines__each_line_is_priced_by_the_catalogue),
        cmocka_unit_test(test_simulate_lines__the_same_line_counts_once),
        cmocka_unit_test(test_simulate_lines__one_wrong_line_keeps_the_whole_message_out),
        cmocka_unit_test(test_simulate_lines__dropped_lines_leave_their_numbers_free),
        cmocka_unit_test(test_simulate_lines__settled_lines_stay),
        cmocka_unit_test(test_simulate_lines__a_visit_holds_a_thousand_lines),
        cmocka_unit_test(test_simulate_lines__a_visit_holds_so_many_charges),
        cmocka_unit_test(test_simulate_lines__a_sum_beyond_the_bound_is_refused),
        cmocka_unit_test(test_simulate_lines__a_catalogue_item_has_a_price_that_can_be_reckoned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
