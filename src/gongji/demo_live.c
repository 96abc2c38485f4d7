/* Lives the demo's year: every row of its store comes from a command through the centre. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "gongji/demo.h"
#include "gongji/round.h"

enum { LINES = 5 };

static enum gj_status move_clock(struct gj_round *round, gj_time to)
{
    struct gj_command *command = gj_round_add(round, GJ_ACT_MOVE_CLOCK, gj_actor_operator());
    command->body.clock.to = to;
    enum gj_status status = gj_round_do(round);
    return status == GJ_DONE ? gj_round_expect(round, 0, "moving the clock") : status;
}

static enum gj_status add_places(const struct gj_demo *demo, struct gj_round *round)
{
    for (int i = 0; i < demo->institutions_count + demo->items_count; i++) {
        bool place = i < demo->institutions_count;
        struct gj_command *command = gj_round_add(
            round, place ? GJ_ACT_ADD_INSTITUTION : GJ_ACT_ADD_ITEM, gj_actor_operator());
        if (place)
            command->body.institution = &demo->institutions[i];
        else
            command->body.item = &demo->items[i - demo->institutions_count];
    }
    int count = round->count;
    enum gj_status status = gj_round_do(round);
    for (int i = 0; i < count && status == GJ_DONE; i++)
        status = gj_round_expect(round, i, "an institution or item");
    return status;
}

static void fill_identity(const struct gj_demo_person *person, int index, struct gj_identity *out)
{
    memset(out, 0, sizeof *out);
    snprintf(out->name, sizeof out->name, "%s", person->name);
    snprintf(out->document, sizeof out->document, "%s", person->document);
    snprintf(out->document_type, sizeof out->document_type, "01");
    snprintf(out->token, sizeof out->token, "demo-token-%06d", index + 1);
    snprintf(out->card, sizeof out->card, "D%08d", index + 1);
    snprintf(out->card_sn, sizeof out->card_sn, "SN%08d", index + 1);
    snprintf(out->phone, sizeof out->phone, "100%08d", index + 1);
    snprintf(out->employer, sizeof out->employer, "%s",
             person->scheme == GJ_SCHEME_EMPLOYEE ? "示例单位" : "");
}

static void add_enrolment(struct gj_round *round, const struct gj_demo_person *person, int index)
{
    struct gj_identity *identity = &round->identities[round->count];
    struct gj_command *command = gj_round_add(round, GJ_ACT_ENROL, gj_actor_clerk(person->area));
    gj_day from = gj_day_from_civil(person->birth_year + 25, 1, 1);
    fill_identity(person, index, identity);
    command->body.enrol.identity = identity;
    command->body.enrol.person =
        (struct gj_person){.first_area = person->area,
                           .birth_day = gj_day_from_civil(person->birth_year, 1, 1),
                           .suspended_until = GJ_DAY_NONE,
                           .sex = person->sex};
    command->body.enrol.enrolment = (struct gj_enrolment){.area = person->area,
                                                          .scheme = person->scheme,
                                                          .status = person->status,
                                                          .working = person->working,
                                                          .tier = 1,
                                                          .from = from,
                                                          .to = GJ_DAY_MAX,
                                                          .status_day = from};
}

static enum gj_status enrol(struct gj_demo *demo, struct gj_round *round)
{
    for (int first = 0; first < demo->people_count; first += GJ_BATCH_MAX) {
        int count = 0;
        for (; count < GJ_BATCH_MAX && first + count < demo->people_count; count++)
            add_enrolment(round, &demo->people[first + count], first + count);
        enum gj_status status = gj_round_do(round);
        for (int i = 0; i < count && status == GJ_DONE; i++) {
            status = gj_round_expect(round, i, demo->people[first + i].name);
            demo->people[first + i].id = gj_round_reply(round, i)->id;
        }
        if (status != GJ_DONE)
            return status;
    }
    return GJ_DONE;
}

/* Asks for each bond, then lets the relative confirm it. What policy refuses stays unbound: that is
   the area's rule, not a fault of the plan. */
static enum gj_status bind_round(const struct gj_demo *demo, struct gj_round *round, int first)
{
    for (int i = first; i < demo->bonds_count && !gj_round_is_full(round); i++) {
        const struct gj_demo_bond *bond = &demo->bonds[i];
        const struct gj_demo_person *payer = &demo->people[bond->payer];
        struct gj_command *command =
            gj_round_add(round, GJ_ACT_BIND, gj_actor_citizen(payer->id, payer->area));
        command->person = payer->id;
        command->body.bind.relative = demo->people[bond->relative].id;
        command->body.bind.relation = bond->relation;
        command->body.bind.proven = command->body.bind.promise = true;
        command->body.bind.rank = bond->rank;
        command->body.bind.from = gj_time_day(gj_centre_now(round->centre));
        command->body.bind.to = GJ_DAY_MAX;
        command->body.bind.limit_use_fen = bond->limit_use_fen;
        command->body.bind.limit_year_fen = GJ_FEN_UNLIMITED;
    }
    int count = round->count;
    gj_id asked[GJ_BATCH_MAX];
    enum gj_status status = gj_round_do(round);
    if (status != GJ_DONE)
        return status;
    for (int i = 0; i < count; i++) {
        bool ok = gj_round_is_ok(round, i);
        asked[i] = ok ? gj_round_reply(round, i)->id : 0;
    }
    for (int i = 0; i < count; i++) {
        if (asked[i] == 0)
            continue;
        const struct gj_demo_person *relative = &demo->people[demo->bonds[first + i].relative];
        struct gj_command *command =
            gj_round_add(round, GJ_ACT_CONFIRM, gj_actor_citizen(relative->id, relative->area));
        command->person = relative->id;
        command->body.binding.binding = asked[i];
        command->body.binding.agree = true;
    }
    return gj_round_do(round);
}

static enum gj_status open_wallets(const struct gj_demo *demo, struct gj_round *round)
{
    enum gj_status status = GJ_DONE;
    for (int i = 0; i < demo->people_count && status == GJ_DONE; i++) {
        if (!demo->people[i].wallet)
            continue;
        gj_round_add(round, GJ_ACT_OPEN_WALLET,
                     gj_actor_citizen(demo->people[i].id, demo->people[i].area))
            ->person = demo->people[i].id;
        if (gj_round_is_full(round))
            status = gj_round_do(round);
    }
    return status == GJ_DONE ? gj_round_do(round) : status;
}

static enum gj_status freeze(const struct gj_demo *demo, struct gj_round *round)
{
    for (int i = 0; i < demo->people_count; i++) {
        if (!demo->people[i].frozen || gj_round_is_full(round))
            continue;
        struct gj_command *command =
            gj_round_add(round, GJ_ACT_FREEZE, gj_actor_clerk(demo->people[i].area));
        command->person = demo->people[i].id;
        command->body.hold.area = demo->people[i].area;
        command->body.hold.on = true;
    }
    return gj_round_do(round);
}

static enum gj_status credit(const struct gj_demo *demo, struct gj_round *round, gj_month month)
{
    enum gj_status status = GJ_DONE;
    for (int i = 0; i < demo->people_count && status == GJ_DONE; i++) {
        const struct gj_demo_person *person = &demo->people[i];
        if (person->monthly_fen == 0 || (person->late && month < 2025 * 12))
            continue;
        struct gj_command *command =
            gj_round_add(round, GJ_ACT_CREDIT, gj_actor_clerk(person->area));
        command->person = person->id;
        command->body.credit.area = person->area;
        command->body.credit.amount_fen = person->monthly_fen;
        command->body.credit.month = month;
        if (gj_round_is_full(round))
            status = gj_round_do(round);
    }
    return status == GJ_DONE ? gj_round_do(round) : status;
}

/* ---- bills ---- */

struct bill {
    const struct gj_demo_person *person;
    const struct gj_institution *institution;
    int institution_number;
    gj_id visit;
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
static struct bill draw_bill(struct gj_demo *demo, enum gj_place_kind kind)
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
    for (int i = 0; i < LINES; i++) {
        int64_t price = gj_random_between(&demo->random, 100, 9000);
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

/* Registers, sends lines and settles up to GJ_BATCH_MAX bills. A bill that policy refuses (an unknown
   pooled rule, a suspended person) ends there, as it would in life. */
static enum gj_status settle_bills(struct gj_demo *demo, struct gj_round *round, int count,
                                   gj_time now)
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
    return gj_round_do(round);
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
static enum gj_status settle_sales(struct gj_demo *demo, struct gj_round *round, int count,
                                   gj_time now)
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

static enum gj_status live_month(struct gj_demo *demo, struct gj_round *round, int month)
{
    gj_day day = gj_day_add_months(GJ_DEMO_FIRST_DAY, month);
    enum gj_status status = move_clock(round, gj_time_at(day, 9, 0, 0));
    if (status == GJ_DONE)
        status = credit(demo, round, gj_day_month(day));
    int left = (demo->people_count - demo->cast_count) / 4;
    for (int week = 0; left > 0 && status == GJ_DONE; week++) {
        int count = left < GJ_BATCH_MAX ? left : GJ_BATCH_MAX;
        gj_time now = gj_time_at(day + 7 + week % 20, 15, 0, 0);
        left -= count;
        status = move_clock(round, now);
        if (status == GJ_DONE)
            status = settle_bills(demo, round, count, now);
        if (status == GJ_DONE)
            status = settle_sales(demo, round, (count + 1) / 2, now);
    }
    return status;
}

enum gj_status gj_demo_live(struct gj_demo *demo, struct gj_centre *centre,
                            void (*progress)(int percent), struct gj_why *why)
{
    struct gj_round *round = gj_round_new(centre, why);
    enum gj_status status = add_places(demo, round);
    if (status == GJ_DONE)
        status = enrol(demo, round);
    for (int month = 0; month < 12 && status == GJ_DONE; month++) {
        progress(10 + month * 7);
        status = live_month(demo, round, month);
        /* Bound in the new year, when relatives may pay across the areas of a province. */
        for (int i = 0; month == 4 && i < demo->bonds_count && status == GJ_DONE; i += GJ_BATCH_MAX)
            status = bind_round(demo, round, i);
        /* Wallets open late enough for most areas' lists to have them. */
        if (month == 10 && status == GJ_DONE)
            status = open_wallets(demo, round);
    }
    if (status == GJ_DONE)
        status = freeze(demo, round);
    if (status == GJ_DONE)
        status = move_clock(round, GJ_DEMO_NOW);
    progress(100);
    gj_round_free(round);
    return status;
}
