#include "simulate/world.h"

#include <stdio.h>

#include "base/hash.h"
#include "simulate/law.h"

/* ---- one command ---- */

static struct gj_command *start(struct world *world, enum gj_act act)
{
    struct gj_command *command = &world->desk->command;
    memset(command, 0, sizeof *command);
    command->act = (uint8_t)act;
    return command;
}

/* Each message has a name of its own, and a digest that is that name's. */
static void name(struct world *world, struct gj_command *command)
{
    uint64_t number = (uint64_t)++world->names;
    uint64_t other = gj_hash_number(number);
    snprintf(command->msgid, sizeof command->msgid, "M%llu", (unsigned long long)number);
    command->once.used = true;
    memcpy(command->once.hash, &number, 8);
    memcpy(command->once.hash + 8, &other, 8);
    memcpy(command->once.digest, &other, 8);
}

struct gj_command *world_by_institution(struct world *world, enum gj_act act, const char *code)
{
    struct gj_command *command = start(world, act);
    command->actor.role = GJ_ROLE_INSTITUTION;
    memcpy(command->institution, code, strlen(code));
    name(world, command);
    return command;
}

struct gj_command *world_by_citizen(struct world *world, enum gj_act act, gj_id person)
{
    struct gj_command *command = start(world, act);
    command->actor = (struct gj_actor){GJ_ROLE_CITIZEN, person, 0};
    command->person = person;
    return command;
}

struct gj_command *world_by_clerk(struct world *world, enum gj_act act, gj_area area)
{
    struct gj_command *command = start(world, act);
    command->actor = (struct gj_actor){GJ_ROLE_CLERK, 1, area};
    return command;
}

static void must(enum gj_status status, const struct gj_why *why)
{
    if (status != GJ_DONE)
        fail_msg("%s", why->text);
}

static void check_decision(const struct gj_decision *d)
{
    gj_fen legs = 0;
    for (int i = 0; i < d->legs_count; i++) {
        assert_true(d->legs[i].carried_fen >= 0 && d->legs[i].current_fen >= 0);
        assert_true(d->legs[i].person != 0 && d->legs[i].area != 0);
        legs += d->legs[i].carried_fen + d->legs[i].current_fen;
    }
    assert_int_equal(d->bill.total_fen, d->bill.outside_fen + d->bill.overprice_fen +
                                            d->bill.first_share_fen + d->bill.eligible_fen);
    assert_int_equal(d->bill.total_fen, d->pool_fen + d->other_funds_fen + d->person_fen);
    assert_int_equal(d->person_fen, d->own_fen + d->wallet_fen + d->aid_fen + d->cash_fen);
    assert_int_equal(legs, d->own_fen + d->wallet_fen + d->aid_fen);
}

/* A settlement's split comes out of its kept facts again. */
static void check_replay(const struct world *world, const struct gj_settlement *settlement)
{
    struct gj_decision again;
    gj_settle(&world->law, &settlement->claim, &again);
    assert_int_equal(again.pool_fen, settlement->decision.pool_fen);
    assert_int_equal(again.own_fen, settlement->decision.own_fen);
    assert_int_equal(again.wallet_fen, settlement->decision.wallet_fen);
    assert_int_equal(again.aid_fen, settlement->decision.aid_fen);
    assert_int_equal(again.cash_fen, settlement->decision.cash_fen);
}

static void check_rows(struct world *world)
{
    const struct gj_outcome *outcome = &world->desk->outcome;
    struct gj_why why;
    for (int i = 0; i < outcome->accounts_count; i++) {
        const struct gj_account *changed = &outcome->accounts[i];
        assert_true(changed->carried_fen >= 0 && changed->current_fen >= 0);
        struct gj_side side = world_side(world, changed->person);
        for (int a = 0; a < side.accounts_count; a++)
            if (side.accounts[a].area == changed->area)
                must(gj_audit_account(world->audit, &side.accounts[a], &why), &why);
    }
    for (int i = 0; i < outcome->wallets_count; i++) {
        struct gj_side side = world_side(world, outcome->wallets[i].person);
        assert_true(side.wallet.balance_fen >= 0 && side.wallet.held_count >= 0);
        must(gj_audit_wallet(world->audit, &side.wallet, &why), &why);
    }
    for (int i = 0; i < outcome->counters_count; i++) {
        const struct gj_counter *one = &outcome->counters[i];
        assert_true(one->pool_fen >= 0 && one->deductible_fen >= 0 && one->eligible_fen >= 0 &&
                    one->aid_fen >= 0 && one->visits >= 0);
    }
}

static void check_step(struct world *world)
{
    const struct gj_outcome *outcome = &world->desk->outcome;
    struct gj_why why;
    if (outcome->entry.count > 0) {
        assert_int_equal(outcome->entry.id, world->desk->command.order);
        assert_true(gj_entry_is_balanced(&outcome->entry));
        must(gj_audit_entry(world->audit, &outcome->entry, &why), &why);
    }
    for (int i = 0; i < outcome->settlements_count; i++)
        check_decision(&outcome->settlements[i].decision);
    if (outcome->settlements_count > 0 && outcome->settlements[0].reversal_of == 0)
        check_replay(world, &outcome->settlements[0]);
    check_rows(world);
}

const struct gj_reply *world_do(struct world *world)
{
    struct gj_desk *desk = world->desk;
    enum gj_verdict verdict;
    struct gj_why why;
    memset(&desk->outcome, 0, offsetof(struct gj_outcome, persons));
    desk->outcome.reply.results = world->results;
    desk->command.now = world->now;
    desk->command.once.day = gj_time_day(world->now);
    desk->command.order = gj_store_next_order(world->store);
    must(gj_store_gather(world->store, &world->calendar, &desk, 1, &why), &why);
    gj_act(&world->law, &desk->command, &desk->facts, &desk->outcome);
    if (!desk->outcome.keep) {
        assert_false(desk->outcome.keep_once || desk->outcome.mark_undone);
        return &desk->outcome.reply;
    }
    must(gj_store_keep(world->store, &desk, 1, &verdict, &why), &why);
    assert_int_equal(verdict, GJ_VERDICT_KEPT);
    world->kept++;
    check_step(world);
    return &desk->outcome.reply;
}

const struct gj_reply *world_expect(struct world *world, enum gj_reason reason)
{
    const struct gj_reply *reply = world_do(world);
    assert_string_equal(gj_reason_code((enum gj_reason)reply->reason), gj_reason_code(reason));
    return reply;
}

const struct gj_reply *world_repeat(struct world *world, const struct gj_command *command,
                                    enum gj_reason reason)
{
    world->desk->command = *command;
    return world_expect(world, reason);
}

/* ---- acts in one line ---- */

gj_id world_person(struct world *world, gj_area area, enum gj_scheme scheme, int birth_year)
{
    static struct gj_identity identity;
    struct gj_command *command = world_by_clerk(world, GJ_ACT_ENROL, area);
    memset(&identity, 0, sizeof identity);
    snprintf(identity.document, sizeof identity.document, "TEST%lld", (long long)++world->names);
    memcpy(identity.document_type, "99", 3);
    command->body.enrol.identity = &identity;
    command->body.enrol.person.birth_day = gj_day_from_civil(birth_year, 1, 1);
    command->body.enrol.person.sex = 9;
    command->body.enrol.person.suspended_until = GJ_DAY_NONE;
    command->body.enrol.enrolment =
        (struct gj_enrolment){.area = area,
                              .scheme = (uint8_t)scheme,
                              .status = GJ_STATUS_NORMAL,
                              .working = birth_year < 1965 ? GJ_RETIRED : GJ_WORKING,
                              .tier = 1,
                              .from = gj_day_from_civil(2020, 1, 1),
                              .to = GJ_DAY_MAX};
    return world_expect(world, GJ_OK)->id;
}

gj_id world_employee(struct world *world, gj_area area, gj_fen amount_fen)
{
    gj_id person = world_person(world, area, GJ_SCHEME_EMPLOYEE, 1990);
    if (amount_fen > 0)
        world_credit(world, person, area, amount_fen);
    return person;
}

void world_open_wallet(struct world *world, gj_id person)
{
    world_by_citizen(world, GJ_ACT_OPEN_WALLET, person);
    world_expect(world, GJ_OK);
}

void world_credit(struct world *world, gj_id person, gj_area area, gj_fen amount_fen)
{
    struct gj_command *command = world_by_clerk(world, GJ_ACT_CREDIT, area);
    command->person = person;
    command->body.credit.area = area;
    command->body.credit.amount_fen = amount_fen;
    world_expect(world, GJ_OK);
}

gj_id world_bind(struct world *world, gj_id payer, gj_id relative, enum gj_relation relation)
{
    struct gj_command *command = world_by_clerk(world, GJ_ACT_BIND, GJ_AREA_NATION);
    command->person = payer;
    command->body.bind.relative = relative;
    command->body.bind.relation = (uint8_t)relation;
    command->body.bind.proven = command->body.bind.promise = true;
    command->body.bind.limit_use_fen = command->body.bind.limit_year_fen = GJ_FEN_UNLIMITED;
    return world_expect(world, GJ_OK_BIND)->id;
}

gj_id world_visit(struct world *world, const char *code, gj_id person, enum gj_scheme scheme)
{
    struct gj_command *command = world_by_institution(world, GJ_ACT_REGISTER, code);
    command->person = person;
    command->body.registration.scheme = (uint8_t)scheme;
    command->body.registration.begin = world->now;
    memcpy(command->body.registration.med_type, code[0] == 'P' ? "41" : "11", 3);
    return world_expect(world, GJ_OK)->id;
}

static struct gj_line line_of(const char *charge, const char *serial, gj_fen amount_fen)
{
    struct gj_line line = {.amount_fen = amount_fen,
                           .count_e4 = 10000,
                           .price_micro = amount_fen * 10000,
                           .content = gj_hash_number((uint64_t)amount_fen) | 1};
    snprintf(line.serial, sizeof line.serial, "%s", serial);
    snprintf(line.charge, sizeof line.charge, "%s", charge);
    snprintf(line.list_code, sizeof line.list_code, "A001");
    return line;
}

void world_line(struct world *world, const char *code, gj_id visit, const char *charge,
                const char *serial, gj_fen amount_fen)
{
    static struct gj_line line;
    struct gj_command *command = world_by_institution(world, GJ_ACT_ADD_LINES, code);
    line = line_of(charge, serial, amount_fen);
    command->body.lines.visit = visit;
    command->body.lines.count = 1;
    command->body.lines.list = &line;
    world_expect(world, GJ_OK);
}

struct gj_command *world_bill(struct world *world, enum gj_act act, const char *code, gj_id visit,
                              const char *charge, gj_fen total_fen)
{
    struct gj_command *command = world_by_institution(world, act, code);
    command->body.bill.visit = visit;
    snprintf(command->body.bill.charge, sizeof command->body.bill.charge, "%s", charge);
    command->body.bill.accounts_used = true;
    command->body.bill.bill.total_fen = total_fen;
    command->body.bill.bill.eligible_fen = total_fen;
    return command;
}

gj_id world_settle(struct world *world, const char *code, gj_id visit, const char *charge,
                   gj_fen total_fen)
{
    world_bill(world, GJ_ACT_SETTLE, code, visit, charge, total_fen);
    return world_expect(world, GJ_OK_SETTLED)->id;
}

struct gj_command *world_reversal(struct world *world, const char *code, gj_id settlement)
{
    struct gj_command *command = world_by_institution(world, GJ_ACT_REVERSE, code);
    command->body.reverse.settlement = settlement;
    return command;
}

struct gj_command *world_undo(struct world *world, const char *code, gj_id person, enum gj_act act,
                              const struct gj_once_key *undone)
{
    struct gj_once_key key = *undone;
    struct gj_command *command = world_by_institution(world, GJ_ACT_UNDO, code);
    command->person = person;
    command->body.undo.original_act = (uint8_t)act;
    memcpy(command->body.undo.hash, key.hash, sizeof key.hash);
    return command;
}

/* ---- looking ---- */

struct gj_side world_side(struct world *world, gj_id person)
{
    struct gj_side side;
    struct gj_why why;
    must(gj_reader_side(world->reader, person, &side, &why), &why);
    return side;
}

gj_fen world_balance(struct world *world, gj_id person, gj_area area)
{
    struct gj_side side = world_side(world, person);
    for (int i = 0; i < side.accounts_count; i++)
        if (side.accounts[i].area == area)
            return gj_account_balance(&side.accounts[i]);
    return 0;
}

void world_audit(struct world *world)
{
    struct gj_why why;
    gj_id person = 0;
    for (;;) {
        must(gj_reader_next_person(world->reader, person, &person, &why), &why);
        if (person == 0)
            break;
        struct gj_side side = world_side(world, person);
        for (int i = 0; i < side.accounts_count; i++)
            must(gj_audit_account(world->audit, &side.accounts[i], &why), &why);
        if (side.wallet.version > 0)
            must(gj_audit_wallet(world->audit, &side.wallet, &why), &why);
    }
    must(gj_audit_finish(world->audit, &why), &why);
    uint8_t head[32];
    world_head(world, head);
}

void world_head(struct world *world, uint8_t head_out[32])
{
    struct gj_why why;
    int64_t batches;
    must(gj_reader_chain(world->reader, INT64_MAX, &batches, head_out, &why), &why);
    assert_int_equal(batches, world->kept);
}

/* ---- beginning ---- */

static void add_institution(struct world *world, const char *code, gj_area area,
                            enum gj_level level)
{
    static struct gj_institution institution;
    struct gj_command *command = world_by_clerk(world, GJ_ACT_ADD_INSTITUTION, GJ_AREA_NATION);
    institution = (struct gj_institution){.area = area,
                                          .kind = code[0] == 'P' ? GJ_PLACE_KIND_PHARMACY
                                                                 : GJ_PLACE_KIND_HOSPITAL,
                                          .level = (uint8_t)level,
                                          .designated = true,
                                          .takes_wallet = true};
    memcpy(institution.code, code, 13);
    command->body.institution = &institution;
    world_expect(world, GJ_OK);
}

static void add_item(struct world *world, const char *code, struct gj_price price)
{
    static struct gj_item item;
    struct gj_command *command = world_by_clerk(world, GJ_ACT_ADD_ITEM, GJ_AREA_NATION);
    item = (struct gj_item){.price = price, .from = GJ_DAY_MIN, .to = GJ_DAY_MAX};
    snprintf(item.code, sizeof item.code, "%s", code);
    command->body.item = &item;
    world_expect(world, GJ_OK);
}

void world_begin(struct world *world)
{
    struct gj_store *store;
    struct gj_why why;
    must(gj_store_memory(&store, &why), &why);
    world_begin_on(world, store);
}

void world_begin_on(struct world *world, struct gj_store *store)
{
    struct gj_why why;
    memset(world, 0, sizeof *world);
    world->policy = world_policy();
    world->law = (struct gj_law){.policy = world->policy};
    world->calendar = (struct gj_calendar){gj_benefit_year_first, &world->law};
    world->audit = gj_audit_new();
    world->desk = calloc(1, sizeof *world->desk);
    world->now = gj_time_at(gj_day_from_civil(2031, 5, 1), 10, 0, 0);
    world->store = store;
    must(gj_reader_open(world->store, &world->reader, &why), &why);
    add_institution(world, WORLD_HOSPITAL, WORLD_JIA, GJ_LEVEL_3);
    add_institution(world, WORLD_SMALL, WORLD_JIA, GJ_LEVEL_1);
    add_institution(world, WORLD_PHARMACY, WORLD_JIA, GJ_LEVEL_PHARMACY);
    add_institution(world, WORLD_YI_HOSPITAL, WORLD_YI, GJ_LEVEL_2);
    add_institution(world, WORLD_LIN_HOSPITAL, WORLD_LIN, GJ_LEVEL_2);
    add_item(world, "A001", (struct gj_price){GJ_LIST_A, 0, -1});
    add_item(world, "B001", (struct gj_price){GJ_LIST_B, 100000, -1});
    add_item(world, "B002", (struct gj_price){GJ_LIST_B, 50000, INT64_C(30000000)});
}

struct world *world_open(void)
{
    static struct world world;
    world_begin(&world);
    return &world;
}

void world_end(struct world *world)
{
    world_audit(world);
    gj_reader_close(world->reader);
    gj_store_close(world->store);
    gj_audit_free(world->audit);
    gj_policy_free(world->policy);
    free(world->desk);
}
