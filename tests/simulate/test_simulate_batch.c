/* The real acts in the real centre's batches: commands of one batch that draw on the same payers see
   what the earlier ones left, and end where the same commands end one by one. */
#include <stdio.h>

#include "centre/centre.h"
#include "simulate/world.h"

enum { PAYERS = 6, RELATIVES = 5, PEOPLE = PAYERS * RELATIVES };

/* A centre over a world's store, and one desk for each relative. */
struct crowd {
    struct world world;
    struct gj_centre *centre;
    gj_id payers[PAYERS], people[PEOPLE], visits[PEOPLE], settlements[PEOPLE];
    struct gj_desk *desks[PEOPLE];
    struct gj_line lines[PEOPLE];
    struct gj_line_result results[PEOPLE][1];
};

static void never(struct gj_desk *desk)
{
    (void)desk;
}

static void failed(void *to, const struct gj_why *why)
{
    (void)to;
    fail_msg("%s", why->text);
}

static void start(struct crowd *crowd)
{
    struct gj_why why;
    struct gj_centre_options options = {.store = crowd->world.store,
                                        .law = crowd->world.law,
                                        .sandbox = true,
                                        .sandbox_start = crowd->world.now,
                                        .release = never,
                                        .failed = failed};
    assert_int_equal(gj_centre_start(&options, &crowd->centre, &why), GJ_DONE);
}

/* Payers with little money and many relatives, so that the order of the bills decides who pays. */
static void begin(struct crowd *crowd)
{
    memset(crowd, 0, sizeof *crowd);
    struct world *world = &crowd->world;
    world_begin(world);
    for (int i = 0; i < PAYERS; i++) {
        gj_area area = i % 2 == 0 ? WORLD_JIA : WORLD_YI;
        crowd->payers[i] = world_person(world, area, GJ_SCHEME_EMPLOYEE, 1980);
        world_credit(world, crowd->payers[i], area, 20000);
    }
    for (int i = 0; i < PEOPLE; i++) {
        crowd->desks[i] = calloc(1, sizeof *crowd->desks[i]);
        crowd->people[i] = world_person(world, WORLD_JIA, GJ_SCHEME_RESIDENT, 1950 + i % 9);
    }
    /* Five a payer fit under JIA's limit; each relative also has a payer in the other city. */
    for (int i = 0; i < PEOPLE; i++) {
        world_bind(world, crowd->payers[i / RELATIVES], crowd->people[i], GJ_RELATION_PARENT);
        if (i / RELATIVES % 2 == 0)
            world_bind(world, crowd->payers[i / RELATIVES + 1], crowd->people[i],
                       GJ_RELATION_PARENT);
    }
}

static void end(struct crowd *crowd)
{
    for (int i = 0; i < PEOPLE; i++)
        free(crowd->desks[i]);
    gj_reader_close(crowd->world.reader);
    gj_store_close(crowd->world.store);
    gj_audit_free(crowd->world.audit);
    gj_policy_free(crowd->world.policy);
    free(crowd->world.desk);
}

/* Takes the command the world has just made into a desk of its own. */
static void queue(struct crowd *crowd, int at)
{
    crowd->desks[at]->command = crowd->world.desk->command;
    crowd->desks[at]->outcome.reply.results = crowd->results[at];
}

/* All at once through the centre, or one by one without it. */
static void carry_out(struct crowd *crowd)
{
    struct gj_why why;
    if (crowd->centre) {
        assert_int_equal(gj_centre_do(crowd->centre, crowd->desks, PEOPLE, &why), GJ_DONE);
        return;
    }
    for (int i = 0; i < PEOPLE; i++) {
        crowd->world.desk->command = crowd->desks[i]->command;
        crowd->desks[i]->outcome.reply = *world_do(&crowd->world);
    }
}

static void expect_all(const struct crowd *crowd, enum gj_reason reason)
{
    for (int i = 0; i < PEOPLE; i++)
        assert_string_equal(gj_reason_code((enum gj_reason)crowd->desks[i]->outcome.reply.reason),
                            gj_reason_code(reason));
}

static gj_fen amount_of(int at)
{
    return 3000 + 100 * at;
}

static void bill_everybody(struct crowd *crowd)
{
    struct world *world = &crowd->world;
    for (int i = 0; i < PEOPLE; i++) {
        crowd->visits[i] = world_visit(world, WORLD_HOSPITAL, crowd->people[i], GJ_SCHEME_RESIDENT);
        world_line(world, WORLD_HOSPITAL, crowd->visits[i], "1", "1", amount_of(i));
    }
}

static void settle_everybody(struct crowd *crowd)
{
    for (int i = 0; i < PEOPLE; i++) {
        world_bill(&crowd->world, GJ_ACT_SETTLE, WORLD_HOSPITAL, crowd->visits[i], "1",
                   amount_of(i));
        queue(crowd, i);
    }
    carry_out(crowd);
    expect_all(crowd, GJ_OK_SETTLED);
    for (int i = 0; i < PEOPLE; i++)
        crowd->settlements[i] = crowd->desks[i]->outcome.reply.id;
}

static void reverse_everybody(struct crowd *crowd)
{
    for (int i = 0; i < PEOPLE; i++) {
        int other = (i * 7 + 3) % PEOPLE; /* in another order than they were made */
        world_reversal(&crowd->world, WORLD_HOSPITAL, crowd->settlements[other]);
        queue(crowd, i);
    }
    carry_out(crowd);
    expect_all(crowd, GJ_OK_REVERSED);
}

static gj_fen left_with(struct crowd *crowd, int payer)
{
    return world_balance(&crowd->world, crowd->payers[payer],
                         payer % 2 == 0 ? WORLD_JIA : WORLD_YI);
}

static enum gj_status take(void *to, const struct gj_entry *entry)
{
    struct gj_why why;
    enum gj_status status = gj_audit_entry(to, entry, &why);
    if (status != GJ_DONE)
        fail_msg("%s", why.text);
    return status;
}

/* The whole book from its first entry. */
static void audit(struct crowd *crowd)
{
    struct gj_audit *book = gj_audit_new();
    struct gj_reader *reader = crowd->world.reader;
    struct gj_why why;
    int64_t batches;
    uint8_t head[32];
    gj_id person = 0;
    assert_int_equal(gj_reader_entries(reader, 0, INT64_MAX, take, book, &why), GJ_DONE);
    while (gj_reader_next_person(reader, person, &person, &why) == GJ_DONE && person != 0) {
        struct gj_side side = world_side(&crowd->world, person);
        for (int i = 0; i < side.accounts_count; i++)
            if (gj_audit_account(book, &side.accounts[i], &why) != GJ_DONE)
                fail_msg("%s", why.text);
    }
    assert_int_equal(gj_audit_finish(book, &why), GJ_DONE);
    assert_int_equal(gj_reader_chain(reader, INT64_MAX, &batches, head, &why), GJ_DONE);
    gj_audit_free(book);
}

static void test_simulate_batch__a_batch_ends_where_single_commands_end(void **state)
{
    (void)state;
    static struct crowd single, batch;
    begin(&single);
    begin(&batch);
    bill_everybody(&single);
    bill_everybody(&batch);
    start(&batch);
    settle_everybody(&single);
    settle_everybody(&batch);
    gj_fen drawn = 0;
    for (int i = 0; i < PAYERS; i++) {
        assert_int_equal(left_with(&single, i), left_with(&batch, i));
        drawn += 20000 - left_with(&batch, i);
    }
    assert_true(drawn > 60000); /* the payers were really drawn upon */
    audit(&batch);
    reverse_everybody(&batch);
    gj_centre_stop(batch.centre);
    for (int i = 0; i < PAYERS; i++)
        assert_int_equal(left_with(&batch, i), 20000);
    audit(&batch);
    end(&single);
    end(&batch);
}

/* Each bill is asked to be settled by as many messages as there are desks. */
static void test_simulate_batch__of_many_messages_for_one_bill_one_settles_it(void **state)
{
    (void)state;
    static struct crowd crowd;
    begin(&crowd);
    bill_everybody(&crowd);
    start(&crowd);
    for (int i = 0; i < PEOPLE; i++) {
        world_bill(&crowd.world, GJ_ACT_SETTLE, WORLD_HOSPITAL, crowd.visits[0], "1", amount_of(0));
        queue(&crowd, i);
    }
    carry_out(&crowd);
    int settled = 0;
    for (int i = 0; i < PEOPLE; i++) {
        const struct gj_reply *reply = &crowd.desks[i]->outcome.reply;
        settled += reply->reason == GJ_OK_SETTLED;
        assert_true(reply->reason == GJ_OK_SETTLED || reply->reason == GJ_BATCH_SETTLED);
    }
    assert_int_equal(settled, 1);
    gj_centre_stop(crowd.centre);
    audit(&crowd);
    end(&crowd);
}

static void test_simulate_batch__of_equal_messages_all_get_the_same_answer(void **state)
{
    (void)state;
    static struct crowd crowd;
    begin(&crowd);
    bill_everybody(&crowd);
    start(&crowd);
    world_bill(&crowd.world, GJ_ACT_SETTLE, WORLD_HOSPITAL, crowd.visits[0], "1", amount_of(0));
    for (int i = 0; i < PEOPLE; i++)
        queue(&crowd, i);
    carry_out(&crowd);
    expect_all(&crowd, GJ_OK_SETTLED);
    int first = 0;
    for (int i = 0; i < PEOPLE; i++) {
        const struct gj_reply *reply = &crowd.desks[i]->outcome.reply;
        assert_int_equal(reply->id, crowd.desks[0]->outcome.reply.id);
        first += !reply->replayed;
    }
    assert_int_equal(first, 1);
    gj_centre_stop(crowd.centre);
    audit(&crowd);
    end(&crowd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_simulate_batch__a_batch_ends_where_single_commands_end),
        cmocka_unit_test(test_simulate_batch__of_many_messages_for_one_bill_one_settles_it),
        cmocka_unit_test(test_simulate_batch__of_equal_messages_all_get_the_same_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
