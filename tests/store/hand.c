#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "seal/seal.h"
#include "store/hand.h"

static gj_day year_first(const void *law, gj_area area, uint8_t scheme, gj_day day)
{
    (void)law;
    (void)area;
    (void)scheme;
    return gj_day_from_civil(gj_day_year(day), 1, 1);
}
const struct gj_calendar HAND_CALENDAR = {.benefit_year_first = year_first};

static char folder[64];

void hand_folder_make(void)
{
    (void)snprintf(folder, sizeof folder, "/tmp/gongji-store-XXXXXX");
    assert_non_null(mkdtemp(folder));
}

void hand_folder_remove(void)
{
    char command[128];
    assert_int_equal(strncmp(folder, "/tmp/gongji-store-", 18), 0);
    (void)snprintf(command, sizeof command, "rm -rf '%s'", folder);
    assert_int_equal(system(command), 0);
}

int hand_make(void **state)
{
    (void)state;
    hand_folder_make();
    return 0;
}

int hand_unmake(void **state)
{
    (void)state;
    hand_folder_remove();
    return 0;
}

const char *hand_path(const char *name)
{
    static char paths[8][128];
    static int turn;
    char *path = paths[turn++ % 8];
    (void)snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

void hand_file_write(const char *path, const void *bytes, size_t length)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    if (length > 0)
        assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

char *hand_file_read(const char *path, size_t *length_out)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    const long size = ftell(file);
    assert_true(size >= 0);
    rewind(file);
    char *bytes = malloc((size_t)size + 1);
    assert_non_null(bytes);
    *length_out = fread(bytes, 1, (size_t)size, file);
    assert_int_equal(*length_out, size);
    (void)fclose(file);
    return bytes;
}

struct gj_desk *hand_desk(struct gj_store *store, enum gj_act act)
{
    struct gj_desk *desk = calloc(1, sizeof *desk);
    assert_non_null(desk);
    desk->command.act = (uint8_t)act;
    desk->command.now = HAND_NOW;
    desk->command.order = gj_store_next_order(store);
    desk->command.actor = (struct gj_actor){.role = GJ_ROLE_CLERK, .number = 3, .area = HAND_AREA};
    desk->outcome.keep = true;
    desk->outcome.reply.now = HAND_NOW;
    desk->outcome.reply.order = desk->command.order;
    return desk;
}

void hand_free(struct gj_desk *desk)
{
    free(desk);
}

void hand_gather(struct gj_store *store, struct gj_desk *desk)
{
    struct gj_why why = {0};
    const enum gj_status status = gj_store_gather(store, &HAND_CALENDAR, &desk, 1, &why);
    if (status != GJ_DONE)
        print_error("%s\n", why.text);
    assert_int_equal(status, GJ_DONE);
}

enum gj_status hand_try_keep(struct gj_store *store, struct gj_desk *desk, struct gj_why *why)
{
    enum gj_verdict verdict = GJ_VERDICT_STALE;
    const enum gj_status status = gj_store_keep(store, &desk, 1, &verdict, why);
    assert_true(status != GJ_DONE || verdict == GJ_VERDICT_KEPT);
    return status;
}

void hand_keep(struct gj_store *store, struct gj_desk *desk)
{
    struct gj_why why = {0};
    const enum gj_status status = hand_try_keep(store, desk, &why);
    if (status != GJ_DONE)
        print_error("%s\n", why.text);
    assert_int_equal(status, GJ_DONE);
}

void hand_name(struct gj_desk *desk, const char *name, const char *content)
{
    uint8_t hash[GJ_SM3_SIZE];
    struct gj_once_key *once = &desk->command.once;
    gj_sm3_once(name, strlen(name), hash);
    memcpy(once->hash, hash, sizeof once->hash);
    gj_sm3_once(content, strlen(content), once->digest);
    once->used = true;
    once->day = gj_time_day(desk->command.now);
    desk->outcome.keep_once = true;
}

void hand_enrol(struct gj_desk *desk, const struct gj_identity *identity, gj_fen balance_fen)
{
    struct gj_outcome *outcome = &desk->outcome;
    const gj_id id = desk->command.order;
    desk->command.body.enrol.identity = identity;
    outcome->new_person = true;
    outcome->persons_count = outcome->enrolments_count = outcome->accounts_count = 1;
    outcome->persons[0] = (struct gj_person){.id = id,
                                             .first_area = HAND_AREA,
                                             .birth_day = 5479,
                                             .suspended_until = GJ_DAY_NONE,
                                             .sex = 2};
    outcome->enrolments[0] = (struct gj_enrolment){.person = id,
                                                   .area = HAND_AREA,
                                                   .scheme = GJ_SCHEME_EMPLOYEE,
                                                   .working = GJ_WORKING,
                                                   .tier = 1,
                                                   .from = 18000,
                                                   .to = GJ_DAY_MAX,
                                                   .status_day = 18000,
                                                   .paid_months = 60};
    outcome->accounts[0] = (struct gj_account){
        .person = id, .area = HAND_AREA, .year = 2025, .carried_fen = balance_fen};
    outcome->reply.id = id;
    if (balance_fen == 0)
        return;
    outcome->accounts[0].last_entry = id;
    outcome->entry =
        (struct gj_entry){.id = id, .now = desk->command.now, .act = desk->command.act, .count = 2};
    outcome->entry.lines[0] = (struct gj_entry_line){.book = HAND_AREA,
                                                     .chart = GJ_CHART_ACCOUNT,
                                                     .owner = id,
                                                     .amount_fen = -balance_fen,
                                                     .carried_fen = -balance_fen};
    outcome->entry.lines[1] = (struct gj_entry_line){.book = HAND_AREA,
                                                     .chart = GJ_CHART_CONTRIBUTIONS,
                                                     .scheme = GJ_SCHEME_EMPLOYEE,
                                                     .amount_fen = balance_fen};
}

gj_id hand_enrol_one(struct gj_store *store, gj_fen balance_fen)
{
    struct gj_desk *desk = hand_desk(store, GJ_ACT_ENROL);
    struct gj_identity identity = {.name = "甲", .document_type = "99"};
    (void)snprintf(identity.document, sizeof identity.document, "P%lld",
                   (long long)desk->command.order);
    const gj_id id = desk->command.order;
    hand_enrol(desk, &identity, balance_fen);
    hand_keep(store, desk);
    hand_free(desk);
    return id;
}

void hand_institution(struct gj_desk *desk, struct gj_institution *institution, const char *code)
{
    *institution = (struct gj_institution){
        .area = HAND_AREA, .kind = GJ_PLACE_KIND_HOSPITAL, .level = GJ_LEVEL_2, .designated = true};
    (void)snprintf(institution->code, sizeof institution->code, "%s", code);
    (void)snprintf(institution->name, sizeof institution->name, "医院 %s", code);
    desk->command.body.institution = institution;
    desk->outcome.institutions_count = 1;
}

void hand_visit(struct gj_desk *desk, gj_id person)
{
    desk->outcome.visits_count = 1;
    desk->outcome.visits[0] = (struct gj_visit){.id = desk->command.order,
                                                .person = person,
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

gj_id hand_register(struct gj_store *store, gj_id person)
{
    struct gj_desk *desk = hand_desk(store, GJ_ACT_REGISTER);
    const gj_id id = desk->command.order;
    hand_visit(desk, person);
    hand_keep(store, desk);
    hand_free(desk);
    return id;
}

static void fill_settlement(struct gj_desk *desk, gj_fen total_fen)
{
    const struct gj_facts *facts = &desk->facts;
    const struct gj_account *account = &facts->self.accounts[0];
    struct gj_settlement *one = &desk->outcome.settlements[0];
    const gj_fen pool_fen = total_fen / 2, own_fen = total_fen - total_fen / 2;
    memset(one, 0, sizeof *one);
    one->id = one->entry = desk->command.order;
    one->visit = facts->visit.id;
    one->person = facts->visit.person;
    one->institution = facts->visit.institution;
    one->now = desk->command.now;
    one->balance_after_fen = gj_account_balance(account) - own_fen;
    memcpy(one->charge, desk->command.body.bill.charge, sizeof one->charge);
    (void)snprintf(one->msgid, sizeof one->msgid, "M%lld", (long long)desk->command.order);
    one->claim.where =
        (struct gj_where){.area = HAND_AREA, .day = 20200, .scheme = GJ_SCHEME_EMPLOYEE};
    one->claim.now = desk->command.now;
    one->claim.bill = (struct gj_bill){.total_fen = total_fen, .eligible_fen = total_fen};
    one->claim.user.balance_fen = gj_account_balance(account);
    one->decision.bill = one->claim.bill;
    one->decision.pool_fen = pool_fen;
    one->decision.person_fen = one->decision.own_fen = own_fen;
    one->decision.cap_left_fen = GJ_FEN_UNLIMITED;
    one->decision.benefit_year_first = HAND_YEAR_FIRST;
    one->decision.refused_key = -1;
    one->decision.trace.count = 3;
    for (int i = 0; i < 3; i++)
        one->decision.trace.rows[i] = (uint32_t)(100 + i);
    one->decision.legs_count = 1;
    one->decision.legs[0] = (struct gj_leg){.person = one->person,
                                            .carried_fen = own_fen,
                                            .area = HAND_AREA,
                                            .kind = GJ_PAYER_OWN,
                                            .payer = 255};
}

static void fill_entry(struct gj_desk *desk)
{
    const struct gj_settlement *one = &desk->outcome.settlements[0];
    const gj_fen own_fen = one->decision.own_fen, pool_fen = one->decision.pool_fen;
    struct gj_entry *entry = &desk->outcome.entry;
    *entry = (struct gj_entry){
        .id = desk->command.order, .now = desk->command.now, .act = desk->command.act, .count = 3};
    entry->lines[0] = (struct gj_entry_line){.book = HAND_AREA,
                                             .chart = GJ_CHART_ACCOUNT,
                                             .owner = one->person,
                                             .amount_fen = own_fen,
                                             .carried_fen = own_fen};
    entry->lines[1] = (struct gj_entry_line){.book = HAND_AREA,
                                             .chart = GJ_CHART_POOL,
                                             .scheme = GJ_SCHEME_EMPLOYEE,
                                             .amount_fen = pool_fen};
    entry->lines[2] = (struct gj_entry_line){.book = HAND_AREA,
                                             .chart = GJ_CHART_PAYABLE,
                                             .owner = one->institution,
                                             .amount_fen = -own_fen - pool_fen};
}

void hand_settle(struct gj_store *store, struct gj_desk *desk, gj_id visit, const char *charge,
                 gj_fen total_fen)
{
    struct gj_outcome *outcome = &desk->outcome;
    desk->command.body.bill.visit = visit;
    (void)snprintf(desk->command.body.bill.charge, sizeof desk->command.body.bill.charge, "%s",
                   charge);
    hand_gather(store, desk);
    outcome->settlements_count = 1;
    fill_settlement(desk, total_fen);
    fill_entry(desk);
    outcome->accounts_count = outcome->counters_count = 1;
    outcome->accounts[0] = desk->facts.self.accounts[0];
    outcome->accounts[0].carried_fen -= outcome->settlements[0].decision.own_fen;
    outcome->counters[0] = desk->facts.counters[GJ_SPAN_YEAR];
    outcome->counters[0].pool_fen += outcome->settlements[0].decision.pool_fen;
    outcome->counters[0].visits++;
    outcome->visits_count = outcome->charges_count = 1;
    outcome->visits[0] = desk->facts.visit;
    outcome->visits[0].standing++;
    outcome->charges[0] = desk->facts.charge;
    outcome->charges[0].settlement = desk->command.order;
    outcome->reply.id = desk->command.order;
    outcome->reply.balance_fen = outcome->settlements[0].balance_after_fen;
}

gj_id hand_settle_one(struct gj_store *store, gj_id visit, const char *charge, gj_fen total_fen)
{
    struct gj_desk *desk = hand_desk(store, GJ_ACT_SETTLE);
    const gj_id id = desk->command.order;
    hand_settle(store, desk, visit, charge, total_fen);
    hand_keep(store, desk);
    hand_free(desk);
    return id;
}
