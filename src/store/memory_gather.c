/* Gathering from the memory store: how each look-up of a command (store/gather.h) finds its row. In:
   keys. Out: rows. */
#include <string.h>

#include "store/memory.h"

static const struct gj_memory *memory_of(const struct gj_store *store)
{
    return (const struct gj_memory *)store;
}

/* ---- names ---- */

static void find_name(struct gj_store *store, gj_day day, const char *msgid, const uint8_t hash[16],
                      struct gj_once_found *found_out)
{
    const struct gj_memory_once *once = gj_memory_once(memory_of(store), hash, day);
    (void)msgid;
    *found_out = (struct gj_once_found){.found = once != NULL};
    if (!once)
        return;
    found_out->undone = once->is_mark;
    found_out->day = once->day;
    found_out->act = once->act;
    memcpy(found_out->digest, once->digest, sizeof once->digest);
    found_out->person = once->person;
    found_out->made = once->reply.id;
}

static void find_reply(struct gj_store *store, const struct gj_once_found *found,
                       struct gj_desk *desk)
{
    const struct gj_memory *memory = memory_of(store);
    const struct gj_memory_once *once =
        gj_memory_once(memory, desk->command.once.hash, desk->command.once.day);
    const struct gj_settlement *settlement = gj_memory_settlement(memory, found->made);
    struct gj_outcome *outcome = &desk->outcome;
    struct gj_line_result *results = outcome->reply.results;
    outcome->reply = once->reply;
    outcome->reply.replayed = true;
    outcome->reply.results = results;
    outcome->reply.results_count = results ? once->reply.results_count : 0;
    if (results && once->reply.results_count > 0)
        memcpy(results, once->reply.results, (size_t)once->reply.results_count * sizeof *results);
    outcome->charges[0] = once->charge;
    if (settlement)
        outcome->settlements[0] = *settlement;
}

/* ---- who ---- */

static void find_institution(struct gj_store *store, const char *code, struct gj_institution *out)
{
    const struct gj_institution *row = gj_memory_institution(memory_of(store), code);
    if (row && code[0] != '\0')
        *out = *row;
}

static bool find_signed_in(struct gj_store *store, gj_id institution, const char *sign_no)
{
    const struct gj_memory_session *session =
        gj_memory_session(memory_of(store), institution, sign_no);
    return session && !session->ended;
}

static gj_id find_person_by(struct gj_store *store, const char *kind, const char *text)
{
    struct gj_look_up look = {0};
    memcpy(look.kind, kind, strnlen(kind, sizeof look.kind - 1));
    memcpy(look.text, text, strnlen(text, sizeof look.text - 1));
    const struct gj_memory_look *row = gj_memory_look(memory_of(store), &look);
    return row ? row->person : 0;
}

static bool find_side(struct gj_store *store, gj_id person, struct gj_side *out)
{
    gj_memory_side(memory_of(store), person, out);
    return true;
}

static void find_person(struct gj_store *store, gj_id id, struct gj_person *out)
{
    const struct gj_memory_person *row = gj_memory_person(memory_of(store), id);
    *out = row ? row->side.person : (struct gj_person){.id = id};
}

static void find_account(struct gj_store *store, gj_id person, gj_area area, struct gj_account *out)
{
    const struct gj_account *row = gj_memory_account(memory_of(store), person, area);
    *out = row ? *row : (struct gj_account){.person = person, .area = area};
}

static bool find_credited(struct gj_store *store, gj_id person, gj_area area, gj_month month)
{
    return gj_memory_is_credited(memory_of(store), person, area, month);
}

/* ---- rows by their numbers ---- */

#define GJ_FIND_BY_ID(name, type)                                                                  \
    static void find_##name(struct gj_store *store, gj_id id, struct type *out)                    \
    {                                                                                              \
        const struct type *row = gj_memory_##name(memory_of(store), id);                           \
        memset(out, 0, sizeof *out);                                                               \
        out->id = id;                                                                              \
        if (row)                                                                                   \
            *out = *row;                                                                           \
    }
GJ_FIND_BY_ID(binding, gj_binding)
GJ_FIND_BY_ID(transfer, gj_transfer)
GJ_FIND_BY_ID(work, gj_work)
GJ_FIND_BY_ID(visit, gj_visit)
GJ_FIND_BY_ID(settlement, gj_settlement)
#undef GJ_FIND_BY_ID

static void find_premium(struct gj_store *store, gj_id person, int16_t year, struct gj_premium *out)
{
    const struct gj_premium *row = gj_memory_premium_of(memory_of(store), person, year);
    *out = row ? *row : (struct gj_premium){.person = person, .year = year};
}

static void find_charge(struct gj_store *store, gj_id visit, const char *number,
                        struct gj_charge *out)
{
    const struct gj_charge *row = gj_memory_charge(memory_of(store), visit, number);
    memset(out, 0, sizeof *out);
    out->visit = visit;
    memcpy(out->number, number, strnlen(number, sizeof out->number - 1));
    if (row)
        *out = *row;
}

static int find_open_charges(struct gj_store *store, gj_id visit, struct gj_charge *out, int room)
{
    const struct gj_table *charges = &memory_of(store)->charges;
    int count = 0;
    for (size_t i = 0; i < charges->count; i++) {
        const struct gj_charge *one = gj_table_at(charges, i);
        if (one->visit != visit || one->lines == 0 || one->settlement != 0)
            continue;
        if (count < room)
            out[count] = *one;
        count++;
    }
    return count;
}

static void find_counters(struct gj_store *store, struct gj_counter counters[GJ_COUNTERS_MAX])
{
    for (int i = 0; i < GJ_COUNTERS_MAX; i++) {
        const struct gj_counter *row = gj_memory_counter(memory_of(store), &counters[i]);
        if (row)
            counters[i] = *row;
    }
}

/* ---- bindings ---- */

static void find_pair(struct gj_store *store, gj_id payer, gj_id relative, struct gj_binding *out)
{
    const struct gj_table *bindings = &memory_of(store)->bindings;
    *out = (struct gj_binding){.payer = payer, .relative = relative};
    for (size_t i = 0; i < bindings->count; i++) {
        const struct gj_binding *one = gj_table_at(bindings, i);
        if (one->payer == payer && one->relative == relative &&
            (out->version == 0 || !gj_memory_holds(out)))
            *out = *one;
    }
}

static void find_bond(struct gj_store *store, const struct gj_binding *binding, gj_id but,
                      struct gj_bond *out)
{
    *out = (struct gj_bond){0};
    gj_memory_count_bond(memory_of(store), binding->payer, binding->relative, binding->relation,
                         but, out);
}

static int find_payers(struct gj_store *store, gj_id relative)
{
    return gj_memory_payers_of(memory_of(store), relative);
}

/* ---- a patient and his payers ---- */

static void fill_payer(struct gj_store *store, const struct gj_binding *binding,
                       struct gj_payer_facts *payer)
{
    const struct gj_side *side = &gj_memory_person(memory_of(store), binding->payer)->side;
    memset(payer, 0, sizeof *payer);
    payer->binding = *binding;
    payer->person = side->person;
    payer->enrolment = (struct gj_enrolment){.person = binding->payer, .area = binding->payer_area};
    find_account(store, binding->payer, binding->payer_area, &payer->account);
    for (int i = side->enrolments_count - 1; i >= 0; i--) {
        const struct gj_enrolment *one = &side->enrolments[i];
        bool better = payer->enrolment.version == 0 || one->scheme == GJ_SCHEME_EMPLOYEE;
        if (one->area == binding->payer_area && better)
            payer->enrolment = *one;
    }
    find_bond(store, binding, 0, &payer->bond);
}

static void find_patient(struct gj_store *store, struct gj_desk *desk, gj_id patient)
{
    const gj_day today = gj_time_day(desk->command.now);
    const struct gj_table *bindings = &memory_of(store)->bindings;
    struct gj_facts *facts = &desk->facts;
    gj_memory_side(memory_of(store), desk->command.person != 0 ? desk->command.person : patient,
                   &facts->self);
    for (size_t i = 0; i < bindings->count; i++) {
        const struct gj_binding *one = gj_table_at(bindings, i);
        if (one->relative != patient || one->state != GJ_BINDING_ACTIVE || one->from > today ||
            one->to <= today)
            continue;
        if (facts->payers_count == GJ_PAYERS_MAX) {
            gj_overflow(facts, GJ_PAYERS_TOO_MANY);
            return;
        }
        fill_payer(store, one, &facts->payers[facts->payers_count++]);
    }
}

/* ---- lines ---- */

static void find_kept_lines(struct gj_store *store, struct gj_desk *desk)
{
    for (int i = 0; i < desk->command.body.lines.count; i++) {
        const struct gj_memory_line *kept = gj_memory_line(memory_of(store), desk->facts.visit.id,
                                                           desk->command.body.lines.list[i].serial);
        if (kept)
            desk->facts.lines[i].kept_content = kept->content;
    }
}

/* The newest item of the code whose interval holds the day. */
static void find_price(struct gj_store *store, const char *code, gj_day day,
                       struct gj_line_facts *out)
{
    const struct gj_table *items = &memory_of(store)->items;
    const struct gj_item *found = NULL;
    for (size_t i = 0; i < items->count; i++) {
        const struct gj_item *one = gj_table_at(items, i);
        if (strcmp(one->code, code) == 0 && one->from <= day && day < one->to &&
            (!found || one->from > found->from))
            found = one;
    }
    if (!found)
        return;
    out->in_catalogue = true;
    out->price = found->price;
}

static const struct gj_gather_calls FIND = {
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
    .settlement_head = find_settlement,
};

enum gj_status gj_memory_gather(struct gj_store *store, const struct gj_calendar *calendar,
                                struct gj_desk *const desks[], int n, struct gj_why *why)
{
    struct gj_memory *memory = (struct gj_memory *)store;
    (void)why;
    pthread_mutex_lock(&memory->mutex);
    for (int i = 0; i < n; i++)
        gj_gather(&FIND, store, calendar, desks[i]);
    pthread_mutex_unlock(&memory->mutex);
    return GJ_DONE;
}
