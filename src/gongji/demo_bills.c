/* The demo's bills: hospitals register, send lines and settle; pharmacies sell; some is taken back. */
#include <stdio.h>
#include <string.h>

#include "gongji/demo_inside.h"

enum { LINES = 5 };

struct bill {
    const struct gj_demo_person *person;
    const struct gj_institution *institution;
    int institution_number;
    gj_id visit, settlement;
    struct gj_bill sums;
    bool dead;
};

static struct gj_command *add_bill_command(struct gj_round *round, const struct bill *bill,
                                           enum gj_act act)
{
    struct gj_actor actor = gj_actor_institution(bill->institution_number, bill->institution->area);
    struct gj_command *command = gj_round_add(round, act, actor);
    memcpy(command->institution, bill->institution->code, sizeof command->institution);
    command->care_area = bill->institution->area;
    command->home_area = bill->person->area;
    command->person = bill->person->id;
    command->person_area = bill->person->area;
    return command;
}

/* Somebody who falls ill in his own city, at one of its hospitals or pharmacies; none of the cast. */
static struct bill draw_bill(struct gj_demo *demo, uint8_t kind)
{
    struct bill bill = {0};
    int64_t index = gj_random_between(&demo->random, demo->cast_count, demo->people_count - 1);
    bill.person = &demo->people[index];
    for (int i = 0; i < demo->institutions_count; i++) {
        const struct gj_institution *one = &demo->institutions[i];
        if (one->area != bill.person->area || one->kind != kind)
            continue;
        bill.institution = one;
        bill.institution_number = i + 1;
        if (gj_random_between(&demo->random, 0, 2) == 0)
            break;
    }
    return bill;
}

static void fill_lines(struct gj_demo *demo, struct gj_line *lines, gj_time now)
{
    /* One in eight is ten times as dear, so that high deductibles are met too. */
    int64_t times = gj_random_between(&demo->random, 1, 8) == 1 ? 10 : 1;
    for (int i = 0; i < LINES; i++) {
        int64_t price = gj_random_between(&demo->random, 100, 9000) * times;
        memset(&lines[i], 0, sizeof lines[i]);
        snprintf(lines[i].serial, sizeof lines[i].serial, "%d", i + 1);
        snprintf(lines[i].charge, sizeof lines[i].charge, "1");
        snprintf(lines[i].list_code, sizeof lines[i].list_code, "%s",
                 demo->items[gj_random_between(&demo->random, 0, demo->items_count - 1)].code);
        lines[i].occurred = now;
        lines[i].amount_fen = price;
        lines[i].count_e4 = 10000;
        lines[i].price_micro = price * 10000;
        lines[i].content = (uint64_t)(i + 1);
    }
}

static void add_registration(struct gj_round *round, const struct bill *bill, gj_time now)
{
    struct gj_command *command = add_bill_command(round, bill, GJ_ACT_REGISTER);
    command->body.registration.scheme = bill->person->scheme;
    command->body.registration.begin = now - 3600000;
    snprintf(command->body.registration.number, GJ_MSGID_MAX + 1, "D%d", round->count);
}

static void add_bill_lines(struct gj_demo *demo, struct gj_round *round, const struct bill *bill,
                           gj_time now)
{
    struct gj_line *lines = round->lines[round->count];
    struct gj_command *command = add_bill_command(round, bill, GJ_ACT_ADD_LINES);
    fill_lines(demo, lines, now);
    command->body.lines.visit = bill->visit;
    command->body.lines.area = bill->person->area;
    command->body.lines.list = lines;
    command->body.lines.count = LINES;
}

static void add_settlement(struct gj_round *round, const struct bill *bill)
{
    struct gj_command *command = add_bill_command(round, bill, GJ_ACT_SETTLE);
    command->body.bill.visit = bill->visit;
    command->body.bill.area = bill->person->area;
    snprintf(command->body.bill.charge, GJ_MSGID_MAX + 1, "1");
    snprintf(command->body.bill.med_type, sizeof command->body.bill.med_type, "11");
    command->body.bill.scheme = bill->person->scheme;
    command->body.bill.accounts_used = true;
    command->body.bill.bill = bill->sums;
}

static void sum_results(const struct gj_reply *reply, struct gj_bill *sums)
{
    for (int i = 0; i < reply->results_count; i++) {
        const struct gj_bill *line = &reply->results[i].bill;
        sums->total_fen += line->total_fen;
        sums->outside_fen += line->outside_fen;
        sums->overprice_fen += line->overprice_fen;
        sums->first_share_fen += line->first_share_fen;
        sums->eligible_fen += line->eligible_fen;
    }
}

/* Every fortieth bill was a mistake and is taken back. */
static enum gj_status reverse_some(struct gj_round *round, const struct bill *bills, int count)
{
    for (int i = 0; i < count; i += 40) {
        if (bills[i].settlement == 0)
            continue;
        struct gj_command *command = add_bill_command(round, &bills[i], GJ_ACT_REVERSE);
        command->body.reverse.settlement = bills[i].settlement;
        command->body.reverse.visit = bills[i].visit;
        command->body.reverse.area = bills[i].person->area;
    }
    return gj_round_do(round);
}

/* Registers, sends lines and settles up to GJ_BATCH_MAX bills. A bill that policy refuses (an unknown
   pooled rule, a suspended person) ends there, as it would in life. */
enum gj_status gj_demo_bills(struct gj_demo *demo, struct gj_round *round, int count, gj_time now)
{
    struct bill bills[GJ_BATCH_MAX];
    for (int i = 0; i < count; i++) {
        bills[i] = draw_bill(demo, GJ_PLACE_KIND_HOSPITAL);
        add_registration(round, &bills[i], now);
    }
    enum gj_status status = gj_round_do(round);
    for (int i = 0; i < count; i++) {
        bills[i].dead = !gj_round_is_ok(round, i);
        bills[i].visit = gj_round_reply(round, i)->id;
    }
    int live = 0;
    for (int i = 0; i < count; i++)
        if (!bills[i].dead)
            bills[live++] = bills[i];
    if (status != GJ_DONE)
        return status;
    for (int i = 0; i < live; i++)
        add_bill_lines(demo, round, &bills[i], now);
    status = gj_round_do(round);
    for (int i = 0; i < live && status == GJ_DONE; i++) {
        status = gj_round_expect(round, i, "a message of fee lines");
        sum_results(gj_round_reply(round, i), &bills[i].sums);
    }
    if (status != GJ_DONE)
        return status;
    for (int i = 0; i < live; i++)
        add_settlement(round, &bills[i]);
    status = gj_round_do(round);
    for (int i = 0; i < live; i++)
        bills[i].settlement = gj_round_is_ok(round, i) ? gj_round_reply(round, i)->id : 0;
    return status == GJ_DONE ? reverse_some(round, bills, live) : status;
}

/* ---- sales ---- */

/* One to three drugs, one or two packs of each; the sum of the lines. */
static gj_fen fill_drugs(struct gj_demo *demo, struct gj_line *lines, int count, gj_time now)
{
    gj_fen total = 0;
    fill_lines(demo, lines, now);
    for (int i = 0; i < count; i++) {
        int64_t drug = gj_random_between(&demo->random, 1, GJ_DEMO_DRUGS);
        lines[i].charge[0] = '\0';
        lines[i].count_e4 = 10000 * gj_random_between(&demo->random, 1, 2);
        lines[i].amount_fen = lines[i].price_micro / 10000 * (lines[i].count_e4 / 10000);
        snprintf(lines[i].list_code, sizeof lines[i].list_code, "%s",
                 demo->items[demo->items_count - drug].code);
        total += lines[i].amount_fen;
    }
    return total;
}

/* A sale is one command: its lines come with it. */
enum gj_status gj_demo_sales(struct gj_demo *demo, struct gj_round *round, int count, gj_time now)
{
    for (int i = 0; i < count; i++) {
        struct bill sale = draw_bill(demo, GJ_PLACE_KIND_PHARMACY);
        struct gj_line *lines = round->lines[round->count];
        struct gj_command *command = add_bill_command(round, &sale, GJ_ACT_SETTLE_BILL);
        command->body.bill.count = (int32_t)gj_random_between(&demo->random, 1, 3);
        command->body.bill.list = lines;
        command->body.bill.bill.total_fen = fill_drugs(demo, lines, command->body.bill.count, now);
        command->body.bill.scheme = sale.person->scheme;
        command->body.bill.accounts_used = true;
        snprintf(command->body.bill.med_type, sizeof command->body.bill.med_type, "41");
        snprintf(command->body.bill.credential_type, sizeof command->body.bill.credential_type,
                 "01");
    }
    return gj_round_do(round);
}
