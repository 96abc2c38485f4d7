/* Lives the demo's year: every row of its store comes from a command through the centre. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "gongji/demo_inside.h"

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
                                                          .group = person->group,
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

static enum gj_status live_month(struct gj_demo *demo, struct gj_round *round, int month)
{
    gj_day day = gj_day_add_months(GJ_DEMO_FIRST_DAY, month);
    enum gj_status status = gj_round_move_clock(round, gj_time_at(day, 9, 0, 0));
    if (status == GJ_DONE)
        status = credit(demo, round, gj_day_month(day));
    int left = (demo->people_count - demo->cast_count) / 4;
    for (int week = 0; left > 0 && status == GJ_DONE; week++) {
        int count = left < GJ_BATCH_MAX ? left : GJ_BATCH_MAX;
        gj_time now = gj_time_at(day + 7 + week % 20, 15, 0, 0);
        left -= count;
        status = gj_round_move_clock(round, now);
        if (status == GJ_DONE)
            status = gj_demo_bills(demo, round, count, now);
        if (status == GJ_DONE)
            status = gj_demo_sales(demo, round, (count + 1) / 2, now);
    }
    return status;
}

/* What a family does in its month of the year: premiums while they are collected, bindings in the new
   year, when relatives may pay across the areas of a province, wallets late enough for most areas'
   lists to have them. */
static enum gj_status live_family(struct gj_demo *demo, struct gj_round *round, int month)
{
    switch (month) {
    case 3:
        return gj_demo_premiums(demo, round);
    case 4:
        return gj_demo_bind(demo, round);
    case 10:
        return gj_demo_open_wallets(demo, round);
    case 11:
        return gj_demo_send(demo, round);
    default:
        return GJ_DONE;
    }
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
        if (status == GJ_DONE)
            status = live_family(demo, round, month);
    }
    if (status == GJ_DONE)
        status = freeze(demo, round);
    if (status == GJ_DONE)
        status = gj_round_move_clock(round, GJ_DEMO_NOW);
    progress(100);
    gj_round_free(round);
    return status;
}
