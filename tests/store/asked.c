#include "store/asked.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

char asked[ASKED_MAX];
struct gj_once_found asked_kept;
struct gj_settlement asked_chain[ASKED_CHAIN];

__attribute__((format(printf, 1, 2))) static void note(const char *format, ...)
{
    const size_t length = strlen(asked);
    va_list arguments;
    va_start(arguments, format);
    (void)snprintf(asked + length, sizeof asked - length, length > 0 ? ", " : "");
    (void)vsnprintf(asked + strlen(asked), sizeof asked - strlen(asked), format, arguments);
    va_end(arguments);
}

static int number(int64_t id)
{
    return (int)id;
}

static void find_name(struct gj_store *store, gj_day day, const char *msgid, const uint8_t hash[16],
                      struct gj_once_found *found_out)
{
    (void)store, (void)hash;
    note("name %s on %d", msgid, number(day - ASKED_DAY));
    *found_out = asked_kept;
}

static void find_reply(struct gj_store *store, const struct gj_once_found *found,
                       struct gj_desk *desk)
{
    (void)store, (void)found, (void)desk;
    note("reply");
}

/* Every command names one: not noted. */
static void find_institution(struct gj_store *store, const char *code, struct gj_institution *out)
{
    (void)store;
    if (code[0] != '\0')
        *out = (struct gj_institution){.id = 9, .level = 2};
}

static bool find_signed_in(struct gj_store *store, gj_id institution, const char *sign_no)
{
    (void)store;
    note("signed in %d %s", number(institution), sign_no);
    return true;
}

static gj_id find_person_by(struct gj_store *store, const char *kind, const char *text)
{
    (void)store;
    note("who %s %s", kind, text);
    return ASKED_OTHER;
}

static void fill_side(gj_id person, struct gj_side *out)
{
    memset(out, 0, sizeof *out);
    out->person = (struct gj_person){.id = person, .version = 1};
    out->enrolments_count = 1;
    out->enrolments[0] = (struct gj_enrolment){.person = person,
                                               .area = ASKED_AREA,
                                               .version = 1,
                                               .scheme = GJ_SCHEME_EMPLOYEE,
                                               .to = GJ_DAY_MAX};
    out->last_settlement = asked_chain[2].id;
}

static bool find_side(struct gj_store *store, gj_id person, struct gj_side *out)
{
    (void)store;
    note("side %d", number(person));
    fill_side(person, out);
    return true;
}

static void find_patient(struct gj_store *store, struct gj_desk *desk, gj_id patient)
{
    (void)store;
    note("patient %d", number(patient));
    fill_side(desk->command.person != 0 ? desk->command.person : patient, &desk->facts.self);
}

static void find_person(struct gj_store *store, gj_id id, struct gj_person *out)
{
    (void)store;
    note("person %d", number(id));
    *out = (struct gj_person){.id = id, .version = 1};
}

static void find_account(struct gj_store *store, gj_id person, gj_area area, struct gj_account *out)
{
    (void)store;
    note("account %d %d", number(person), area);
    *out = (struct gj_account){.person = person, .area = area, .version = 1};
}

static bool find_credited(struct gj_store *store, gj_id person, gj_area area, gj_month month)
{
    (void)store;
    note("credited %d %d %d", number(person), area, number(month));
    return true;
}

static void find_binding(struct gj_store *store, gj_id id, struct gj_binding *out)
{
    (void)store;
    note("binding %d", number(id));
    *out = (struct gj_binding){.id = id, .version = 1, .payer = id + 1, .relative = id + 2};
}

static void find_pair(struct gj_store *store, gj_id payer, gj_id relative, struct gj_binding *out)
{
    (void)store;
    note("pair %d %d", number(payer), number(relative));
    *out = (struct gj_binding){.payer = payer, .relative = relative};
}

static void find_bond(struct gj_store *store, const struct gj_binding *binding, gj_id but,
                      struct gj_bond *out)
{
    (void)store;
    note("bond %d %d but %d", number(binding->payer), number(binding->relative), number(but));
    *out = (struct gj_bond){0};
}

static int find_payers(struct gj_store *store, gj_id relative)
{
    (void)store;
    note("payers %d", number(relative));
    return 0;
}

static void find_transfer(struct gj_store *store, gj_id id, struct gj_transfer *out)
{
    (void)store;
    note("transfer %d", number(id));
    *out = (struct gj_transfer){.id = id, .version = 1, .sender = id + 1, .receiver = id + 2};
}

static void find_premium(struct gj_store *store, gj_id person, int16_t year, struct gj_premium *out)
{
    (void)store;
    note("premium %d %d", number(person), year);
    *out = (struct gj_premium){.person = person,
                               .year = year,
                               .version = 1,
                               .payer = person + 1,
                               .binding = ASKED_BINDING};
}

static void find_work(struct gj_store *store, gj_id id, struct gj_work *out)
{
    (void)store;
    note("work %d", number(id));
    *out = (struct gj_work){.id = id, .version = 1, .person = id + 1};
}

static void find_visit(struct gj_store *store, gj_id id, struct gj_visit *out)
{
    (void)store;
    note("visit %d", number(id));
    *out = (struct gj_visit){.id = id, .version = 1, .person = id + 1, .home_area = ASKED_AREA};
}

static void find_charge(struct gj_store *store, gj_id visit, const char *name,
                        struct gj_charge *out)
{
    (void)store;
    note("charge %d %s", number(visit), name);
    memset(out, 0, sizeof *out);
    memcpy(out->number, name, strlen(name));
}

static int find_open_charges(struct gj_store *store, gj_id visit, struct gj_charge *out, int room)
{
    (void)store, (void)out;
    note("open charges %d of %d", room, number(visit));
    return room + 1;
}

static void find_kept_lines(struct gj_store *store, struct gj_desk *desk)
{
    (void)store, (void)desk;
    note("kept lines");
}

static void find_price(struct gj_store *store, const char *code, gj_day day,
                       struct gj_line_facts *out)
{
    (void)store, (void)day, (void)out;
    note("price %s", code);
}

static void find_counters(struct gj_store *store, struct gj_counter counters[GJ_COUNTERS_MAX])
{
    (void)store;
    note("counters %d", number(counters[0].person));
}

/* 70 has a payer and was taken back by 90. */
static void fill_settlement(gj_id id, struct gj_settlement *out)
{
    memset(out, 0, sizeof *out);
    if (id >= ASKED_FIRST) {
        *out = asked_chain[id - ASKED_FIRST];
        return;
    }
    out->id = id;
    out->version = 1;
    out->person = id + 1;
    out->visit = ASKED_VISIT;
    out->reversed_by = ASKED_FIRST;
    memcpy(out->charge, "B1", 3);
    out->decision.legs_count = 1;
    out->decision.legs[0] = (struct gj_leg){
        .binding = ASKED_BINDING, .person = 31, .area = ASKED_AREA, .kind = GJ_PAYER_AID};
}

static void find_settlement(struct gj_store *store, gj_id id, struct gj_settlement *out)
{
    (void)store;
    note("settlement %d", number(id));
    fill_settlement(id, out);
}

static void find_settlement_head(struct gj_store *store, gj_id id, struct gj_settlement *out)
{
    (void)store;
    note("head %d", number(id));
    fill_settlement(id, out);
}

const struct gj_gather_calls ASKED_FIND = {
    .name = find_name,
    .reply = find_reply,
    .institution = find_institution,
    .signed_in = find_signed_in,
    .person_by = find_person_by,
    .side = find_side,
    .patient = find_patient,
    .person = find_person,
    .account = find_account,
    .credited = find_credited,
    .binding = find_binding,
    .pair = find_pair,
    .bond = find_bond,
    .payers = find_payers,
    .transfer = find_transfer,
    .premium = find_premium,
    .work = find_work,
    .visit = find_visit,
    .charge = find_charge,
    .open_charges = find_open_charges,
    .kept_lines = find_kept_lines,
    .price = find_price,
    .counters = find_counters,
    .settlement = find_settlement,
    .settlement_head = find_settlement_head,
};
