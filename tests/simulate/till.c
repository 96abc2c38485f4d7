#include "simulate/till.h"

#include <stdio.h>

struct till *till_begin(void)
{
    static struct till till;
    struct world *world = till.world = both_begin();
    till.patient = world_person(world, WORLD_JIA, GJ_SCHEME_EMPLOYEE, 1990);
    till.payer = world_person(world, WORLD_JIA, GJ_SCHEME_EMPLOYEE, 1988);
    world_credit(world, till.patient, WORLD_JIA, 10000);
    world_credit(world, till.payer, WORLD_JIA, 100000);
    return &till;
}

void till_end(struct till *till)
{
    both_end(till->world);
}

void till_put(struct till *till, int at, const char *serial, const char *code, gj_fen amount_fen)
{
    till->lines[at] = (struct gj_line){.amount_fen = amount_fen,
                                       .count_e4 = 10000,
                                       .price_micro = amount_fen * 10000,
                                       .content = (uint64_t)(amount_fen * 1000 + code[0])};
    snprintf(till->lines[at].serial, sizeof till->lines[at].serial, "%s", serial);
    snprintf(till->lines[at].list_code, sizeof till->lines[at].list_code, "%s", code);
}

struct gj_command *till_whole(struct till *till, enum gj_act act, const char *code, int count,
                              gj_fen total_fen)
{
    struct gj_command *command = world_by_institution(till->world, act, code);
    command->person = till->patient;
    snprintf(command->body.bill.med_type, 7, "%s", code[0] == 'P' ? "41" : "11");
    command->body.bill.scheme = GJ_SCHEME_EMPLOYEE;
    command->body.bill.accounts_used = true;
    command->body.bill.bill.total_fen = total_fen;
    command->body.bill.count = count;
    command->body.bill.list = till->lines;
    return command;
}

gj_id till_settle(struct till *till, const char *code, gj_fen amount_fen)
{
    till_put(till, 0, "1", "A001", amount_fen);
    till_whole(till, GJ_ACT_SETTLE_BILL, code, 1, amount_fen);
    return world_expect(till->world, GJ_OK_SETTLED)->id;
}

gj_fen till_own(struct till *till)
{
    return world_balance(till->world, till->patient, WORLD_JIA);
}

gj_fen till_aid(struct till *till)
{
    return world_balance(till->world, till->payer, WORLD_JIA);
}

struct gj_settlement till_kept(struct till *till, gj_id id)
{
    struct gj_settlement settlement;
    struct gj_why why;
    assert_int_equal(gj_reader_settlement(till->world->reader, id, &settlement, &why), GJ_DONE);
    return settlement;
}
