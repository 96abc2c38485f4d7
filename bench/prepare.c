/* Fills a store to measure on, by commands through the centre like any other store. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "bench/bench.h"
#include "gongji/progress.h"

static const struct gj_institution hospital = {
    .code = GJ_BENCH_HOSPITAL,
    .name = "社区卫生服务中心",
    .area = GJ_BENCH_HOME,
    .kind = GJ_PLACE_KIND_HOSPITAL,
    /* no deductible here, so that the bills of one patient leave each other's previews alone */
    .level = GJ_LEVEL_COMMUNITY,
    .designated = true,
};

static const struct gj_institution pharmacy = {
    .code = GJ_BENCH_PHARMACY,
    .name = "示例药店",
    .area = GJ_BENCH_HOME,
    .kind = GJ_PLACE_KIND_PHARMACY,
    .level = GJ_LEVEL_PHARMACY,
    .designated = true,
};

/* GJ_BENCH_ITEMS of them: one of class B, one with a price limit. */
static void fill_item(int number, struct gj_item *item_out)
{
    *item_out = (struct gj_item){.name = "示例诊疗",
                                 .price = {.list_class = GJ_LIST_A, .limit_micro = -1},
                                 .to = GJ_DAY_MAX};
    snprintf(item_out->code, sizeof item_out->code, "XBENCH%02d", number);
    if (number == 2)
        item_out->price = (struct gj_price){GJ_LIST_B, 100000, -1};
    if (number == 3)
        item_out->price.limit_micro = INT64_C(8000000);
}

static void never_release(struct gj_desk *desk)
{
    (void)desk;
}

/* Does the round and wants every command of it done. */
static enum gj_status do_all(struct gj_bench_place *place, const char *what)
{
    int count = place->round->count;
    enum gj_status status = gj_round_do(place->round);
    for (int i = 0; i < count && status == GJ_DONE; i++)
        status = gj_round_expect(place->round, i, what);
    return status;
}

static enum gj_status add_places(struct gj_bench_place *place)
{
    struct gj_item items[GJ_BENCH_ITEMS];
    struct gj_round *round = place->round;
    gj_round_add(round, GJ_ACT_ADD_INSTITUTION, gj_actor_operator())->body.institution = &hospital;
    gj_round_add(round, GJ_ACT_ADD_INSTITUTION, gj_actor_operator())->body.institution = &pharmacy;
    for (int i = 0; i < GJ_BENCH_ITEMS; i++) {
        fill_item(i + 1, &items[i]);
        gj_round_add(round, GJ_ACT_ADD_ITEM, gj_actor_operator())->body.item = &items[i];
    }
    return do_all(place, "an institution or item");
}

static void add_person(struct gj_round *round, int64_t number, bool retired)
{
    gj_area area = retired ? GJ_BENCH_HOME : GJ_BENCH_PAYER_HOME;
    struct gj_identity *identity = &round->identities[round->count];
    struct gj_command *command = gj_round_add(round, GJ_ACT_ENROL, gj_actor_clerk(area));
    memset(identity, 0, sizeof *identity);
    snprintf(identity->name, sizeof identity->name, "示例");
    snprintf(identity->document, sizeof identity->document, "B%lld", (long long)number);
    snprintf(identity->document_type, sizeof identity->document_type, "99");
    command->body.enrol.identity = identity;
    command->body.enrol.person =
        (struct gj_person){.first_area = area,
                           .birth_day = gj_day_from_civil(retired ? 1955 : 1985, 1, 1),
                           .suspended_until = GJ_DAY_NONE,
                           .sex = 9};
    command->body.enrol.enrolment =
        (struct gj_enrolment){.area = area,
                              .scheme = GJ_SCHEME_EMPLOYEE,
                              .working = retired ? GJ_RETIRED : GJ_WORKING,
                              .tier = 1,
                              .from = gj_day_from_civil(2020, 1, 1),
                              .to = GJ_DAY_MAX,
                              .status_day = gj_day_from_civil(2020, 1, 1)};
}

static void add_credit(struct gj_round *round, gj_id payer)
{
    struct gj_command *command =
        gj_round_add(round, GJ_ACT_CREDIT, gj_actor_clerk(GJ_BENCH_PAYER_HOME));
    command->person = payer;
    command->body.credit.area = GJ_BENCH_PAYER_HOME;
    command->body.credit.amount_fen = INT64_C(100000000);
}

static void add_binding(struct gj_round *round, gj_id payer, gj_id patient)
{
    struct gj_command *command =
        gj_round_add(round, GJ_ACT_BIND, gj_actor_citizen(payer, GJ_BENCH_PAYER_HOME));
    command->person = payer;
    command->body.bind.relative = patient;
    command->body.bind.relation = GJ_RELATION_PARENT;
    command->body.bind.proven = command->body.bind.promise = true;
    command->body.bind.from = gj_day_from_civil(2025, 1, 1);
    command->body.bind.to = GJ_DAY_MAX;
    command->body.bind.limit_use_fen = command->body.bind.limit_year_fen = GJ_FEN_UNLIMITED;
}

/* Up to GJ_BATCH_MAX / 2 families at a time: enrol both, credit the payer, bind, confirm. */
static enum gj_status add_families(struct gj_bench_place *place, int64_t first, int count)
{
    gj_id payers[GJ_BATCH_MAX / 2], bindings[GJ_BATCH_MAX / 2];
    struct gj_round *round = place->round;
    for (int i = 0; i < 2 * count; i++)
        add_person(round, (first + i / 2) * 2 + i % 2, i % 2 == 0);
    enum gj_status status = do_all(place, "an enrolment");
    for (int i = 0; i < count && status == GJ_DONE; i++) {
        place->patients[first + i] = gj_round_reply(round, 2 * i)->id;
        payers[i] = gj_round_reply(round, 2 * i + 1)->id;
    }
    if (status != GJ_DONE)
        return status;
    for (int i = 0; i < count; i++)
        add_credit(round, payers[i]);
    for (int i = 0; i < count; i++)
        add_binding(round, payers[i], place->patients[first + i]);
    status = do_all(place, "a credit or binding");
    for (int i = 0; i < count && status == GJ_DONE; i++)
        bindings[i] = gj_round_reply(round, count + i)->id;
    if (status != GJ_DONE)
        return status;
    for (int i = 0; i < count; i++) {
        gj_id patient = place->patients[first + i];
        struct gj_command *command =
            gj_round_add(round, GJ_ACT_CONFIRM, gj_actor_citizen(patient, GJ_BENCH_HOME));
        command->person = patient;
        command->body.binding.binding = bindings[i];
        command->body.binding.agree = true;
    }
    return do_all(place, "a confirmation");
}

enum gj_status gj_bench_open(struct gj_bench_place *place, struct gj_world *world, const char *path,
                             int64_t families)
{
    *place = (struct gj_bench_place){.families = families};
    enum gj_status status = gj_store_sqlite_create(path, NULL, &place->store, &place->why);
    if (status == GJ_DONE)
        status = gj_world_keep(world, place->store, &place->why);
    struct gj_centre_options how = {
        .store = place->store,
        .law = world->law,
        .sandbox = true,
        .sandbox_start = gj_time_at(gj_day_from_civil(2025, 9, 1), 10, 0, 0),
        .release = never_release,
    };
    if (status == GJ_DONE)
        status = gj_centre_start(&how, &place->centre, &place->why);
    if (status != GJ_DONE)
        return status;
    place->round = gj_round_new(place->centre, &place->why);
    place->patients = calloc((size_t)families, sizeof *place->patients);
    GJ_MUST(place->patients);
    status = add_places(place);
    for (int64_t first = 0; first < families && status == GJ_DONE; first += GJ_BATCH_MAX / 2) {
        int64_t left = families - first;
        status = add_families(place, first, left < GJ_BATCH_MAX / 2 ? (int)left : GJ_BATCH_MAX / 2);
        gj_progress("families", first, families);
    }
    gj_progress_end();
    return status;
}

void gj_bench_close(struct gj_bench_place *place)
{
    if (place->centre)
        gj_centre_stop(place->centre);
    if (place->round)
        gj_round_free(place->round);
    if (place->store)
        gj_store_close(place->store);
    free(place->patients);
}

/* ---- bills ---- */

static struct gj_command *add_command(struct gj_round *round, enum gj_act act, gj_id patient)
{
    struct gj_command *command = gj_round_add(round, act, gj_actor_institution(1, GJ_BENCH_HOME));
    memcpy(command->institution, GJ_BENCH_HOSPITAL, sizeof GJ_BENCH_HOSPITAL);
    command->care_area = command->home_area = command->person_area = GJ_BENCH_HOME;
    command->person = patient;
    return command;
}

static void add_lines(struct gj_round *round, gj_id visit, gj_id patient, int charges)
{
    struct gj_line *lines = round->lines[round->count];
    struct gj_command *command = add_command(round, GJ_ACT_ADD_LINES, patient);
    memset(lines, 0, sizeof round->lines[0]);
    for (int i = 0; i < charges; i++) {
        snprintf(lines[i].serial, sizeof lines[i].serial, "%d", i);
        snprintf(lines[i].charge, sizeof lines[i].charge, "%d", i);
        snprintf(lines[i].list_code, sizeof lines[i].list_code, GJ_BENCH_ITEM);
        lines[i].amount_fen = GJ_BENCH_BILL_FEN;
        lines[i].count_e4 = 10000;
        lines[i].price_micro = INT64_C(10000) * GJ_BENCH_BILL_FEN;
        lines[i].content = (uint64_t)(i + 1);
    }
    command->body.lines.visit = visit;
    command->body.lines.area = GJ_BENCH_HOME;
    command->body.lines.list = lines;
    command->body.lines.count = charges;
}

/* The bills of a block lie charge by charge, so that neighbours are of different visits: that is how
   they come in life, and bills of one visit would wait for each other. */
static enum gj_status prepare_round(struct gj_bench_place *place, struct gj_bench_bill *bills,
                                    int64_t first_visit, int visits, int charges)
{
    struct gj_round *round = place->round;
    gj_time now = gj_centre_now(place->centre);
    for (int i = 0; i < visits; i++) {
        bills[i].patient = place->patients[(first_visit + i) * 7919 % place->families];
        struct gj_command *command = add_command(round, GJ_ACT_REGISTER, bills[i].patient);
        command->body.registration.scheme = GJ_SCHEME_EMPLOYEE;
        command->body.registration.begin = now - 3600000;
        snprintf(command->body.registration.number, GJ_MSGID_MAX + 1, "B%lld",
                 (long long)(first_visit + i));
    }
    enum gj_status status = do_all(place, "a registration");
    for (int i = 0; i < visits && status == GJ_DONE; i++)
        for (int c = 0; c < charges; c++)
            bills[c * visits + i] =
                (struct gj_bench_bill){gj_round_reply(round, i)->id, bills[i].patient, c};
    for (int i = 0; i < visits && status == GJ_DONE; i++)
        add_lines(round, bills[i].visit, bills[i].patient, charges);
    return status == GJ_DONE ? do_all(place, "a message of fee lines") : status;
}

enum gj_status gj_bench_prepare(struct gj_bench_place *place, struct gj_bench_bill *bills,
                                int64_t count, int charges)
{
    static int64_t visits_before;
    enum gj_status status = GJ_DONE;
    for (int64_t done = 0; done < count && status == GJ_DONE;) {
        int64_t left = (count - done) / charges;
        int visits = left < GJ_BATCH_MAX ? (int)left : GJ_BATCH_MAX;
        GJ_MUST(visits > 0);
        status = prepare_round(place, bills + done, visits_before, visits, charges);
        visits_before += visits;
        done += (int64_t)visits * charges;
        gj_progress("bills prepared", done, count);
    }
    gj_progress_end();
    return status;
}

/* Message ids in the form that the interface gives them: institution, time, serial. */
static void name_message(struct gj_bench_place *place, struct gj_command *command,
                         const struct gj_bench_bill *bill)
{
    gj_time now = gj_centre_now(place->centre);
    struct gj_civil day = gj_day_civil(gj_time_day(now));
    int32_t second = gj_time_of_day(now) / 1000;
    struct gj_writer writer = gj_writer(command->msgid, sizeof command->msgid);
    gj_put_format(&writer, "%s%04d%02d%02d%02d%02d%02d%04d", GJ_BENCH_HOSPITAL, day.year, day.month,
                  day.day, second / 3600, second / 60 % 60, second % 60,
                  (int)((bill->visit >> GJ_WRITER_BITS) + bill->charge) % 10000);
    GJ_MUST(!writer.full);
}

static void add_bill(struct gj_bench_place *place, enum gj_act act,
                     const struct gj_bench_bill *bill)
{
    struct gj_round *round = place->round;
    struct gj_command *command = add_command(round, act, bill->patient);
    command->body.bill.visit = bill->visit;
    command->body.bill.area = GJ_BENCH_HOME;
    snprintf(command->body.bill.charge, GJ_MSGID_MAX + 1, "%d", bill->charge);
    snprintf(command->body.bill.med_type, sizeof command->body.bill.med_type, "11");
    command->body.bill.scheme = GJ_SCHEME_EMPLOYEE;
    command->body.bill.accounts_used = true;
    command->body.bill.bill =
        (struct gj_bill){.total_fen = GJ_BENCH_BILL_FEN, .eligible_fen = GJ_BENCH_BILL_FEN};
    /* Once-only is part of the work measured: every message has a name and a digest. */
    command->once.used = true;
    memcpy(command->once.hash, &bill->visit, sizeof bill->visit);
    command->once.hash[8] = (uint8_t)bill->charge;
    command->once.hash[9] = (uint8_t)act;
    memcpy(command->once.digest, command->once.hash, sizeof command->once.hash);
    name_message(place, command, bill);
}

static enum gj_status do_bills(struct gj_bench_place *place, enum gj_act act,
                               const struct gj_bench_bill *bills, int64_t count, int waiting)
{
    enum gj_status status = GJ_DONE;
    for (int64_t done = 0; done < count && status == GJ_DONE;) {
        for (int i = 0; i < waiting && done < count; i++)
            add_bill(place, act, &bills[done++]);
        status = do_all(place, gj_act_word(act));
        gj_progress(gj_act_word(act), done, count);
    }
    gj_progress_end();
    return status;
}

enum gj_status gj_bench_preview(struct gj_bench_place *place, const struct gj_bench_bill *bills,
                                int64_t count)
{
    return do_bills(place, GJ_ACT_PREVIEW, bills, count, GJ_BATCH_MAX);
}

enum gj_status gj_bench_settle_bills(struct gj_bench_place *place,
                                     const struct gj_bench_bill *bills, int64_t count, int waiting)
{
    return do_bills(place, GJ_ACT_SETTLE, bills, count, waiting);
}
