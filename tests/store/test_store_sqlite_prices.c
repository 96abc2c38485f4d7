/* Prices of fee lines held in memory: whatever is added to the catalogue and asked in whatever order,
   the SQLite store says what the store in memory says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "store/hand.h"

enum { CODES = 12, DAYS = 60, DAY = 20000, ITEMS_A_CODE = 9 };

struct pair {
    struct gj_store *stores[2];
    struct gj_desk *desks[2];
    gj_id visits[DAYS];
};

static void open_pair(struct pair *pair)
{
    struct gj_why why;
    assert_int_equal(gj_store_memory(&pair->stores[0], &why), GJ_DONE);
    assert_int_equal(gj_store_sqlite_create(hand_path("prices.db"), NULL, &pair->stores[1], &why),
                     GJ_DONE);
    for (int s = 0; s < 2; s++) {
        gj_id person = hand_enrol_one(pair->stores[s], 1000);
        for (int day = 0; day < DAYS; day++) {
            struct gj_desk *desk = hand_desk(pair->stores[s], GJ_ACT_REGISTER);
            desk->outcome.visits_count = 1;
            desk->outcome.visits[0] = (struct gj_visit){.id = desk->command.order,
                                                        .person = person,
                                                        .begin = gj_time_at(DAY + day, 12, 0, 0)};
            pair->visits[day] = desk->command.order;
            hand_keep(pair->stores[s], desk);
            hand_free(desk);
        }
    }
}

static void code_of(int64_t number, char out[GJ_CODE_MAX + 1])
{
    snprintf(out, GJ_CODE_MAX + 1, "X%02d", (int)number);
}

static void add_item(struct pair *pair, struct gj_random *random)
{
    struct gj_item item = {.name = "x"};
    code_of(gj_random_between(random, 0, CODES - 1), item.code);
    item.from = DAY + (gj_day)gj_random_between(random, 0, DAYS - 1);
    item.to = item.from + (gj_day)gj_random_between(random, 1, DAYS);
    item.price = (struct gj_price){GJ_LIST_B, (gj_ppm)gj_random_between(random, 1, 900000), -1};
    for (int s = 0; s < 2; s++) {
        struct gj_desk *desk = hand_desk(pair->stores[s], GJ_ACT_ADD_ITEM);
        desk->command.body.item = &item;
        desk->outcome.items_count = 1;
        hand_keep(pair->stores[s], desk);
        hand_free(desk);
    }
}

/* One code more than there are, so that unlisted ones are asked too. How many were listed. */
static int ask_both(struct pair *pair, struct gj_random *random)
{
    struct gj_line lines[5];
    const int64_t day = gj_random_between(random, 0, DAYS - 1);
    struct gj_line_facts said[2][5];
    int listed = 0;
    memset(lines, 0, sizeof lines);
    for (int i = 0; i < 5; i++) {
        code_of(gj_random_between(random, 0, CODES), lines[i].list_code);
        snprintf(lines[i].serial, sizeof lines[i].serial, "%d", i);
    }
    for (int s = 0; s < 2; s++) {
        struct gj_desk *desk = hand_desk(pair->stores[s], GJ_ACT_ADD_LINES);
        desk->command.body.lines.visit = pair->visits[day];
        desk->command.body.lines.count = 5;
        desk->command.body.lines.list = lines;
        hand_gather(pair->stores[s], desk);
        memcpy(said[s], desk->facts.lines, sizeof said[s]);
        hand_free(desk);
    }
    for (int i = 0; i < 5; i++) {
        assert_int_equal(said[0][i].in_catalogue, said[1][i].in_catalogue);
        if (said[0][i].in_catalogue)
            assert_int_equal(said[0][i].price.first_share_ppm, said[1][i].price.first_share_ppm);
        listed += said[0][i].in_catalogue;
    }
    return listed;
}

static void test_store_sqlite_prices__are_those_of_the_catalogue(void **state)
{
    (void)state;
    struct pair pair;
    struct gj_random random = gj_random(7);
    int listed = 0;
    open_pair(&pair);
    for (int i = 0; i < CODES * ITEMS_A_CODE; i++) {
        for (int asked = 0; asked < 4; asked++)
            listed += ask_both(&pair, &random);
        add_item(&pair, &random);
    }
    for (int asked = 0; asked < 400; asked++)
        listed += ask_both(&pair, &random);
    assert_true(listed > 1000);
    gj_store_close(pair.stores[0]);
    gj_store_close(pair.stores[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_store_sqlite_prices__are_those_of_the_catalogue),
    };
    return cmocka_run_group_tests(tests, hand_make, hand_unmake);
}
