/* The rows of the memory store and their keys, and how each is found. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "store/memory.h"

/* ---- keys ---- */

static uint64_t mix(uint64_t a, uint64_t b)
{
    return gj_hash_number(a ^ gj_hash_number(b));
}

static uint64_t hash_text(const char *text)
{
    return gj_hash(text, strlen(text));
}

/* Most rows begin with their id: visits, bindings, transfers, settlements, people. */
static uint64_t hash_of_id(const void *row)
{
    gj_id id;
    memcpy(&id, row, sizeof id);
    return gj_hash_number((uint64_t)id);
}

static bool same_id(const void *row, const void *key)
{
    return memcmp(row, key, sizeof(gj_id)) == 0;
}

#define GJ_KEY_OF(name, type, hashed, compared)                                                    \
    static uint64_t hash_of_##name(const void *row)                                                \
    {                                                                                              \
        const struct type *a = row;                                                                \
        return (hashed);                                                                           \
    }                                                                                              \
    static bool same_##name(const void *row, const void *key)                                      \
    {                                                                                              \
        const struct type *a = row, *b = key;                                                      \
        return (compared);                                                                         \
    }

GJ_KEY_OF(look, gj_memory_look, mix(hash_text(a->look.kind), hash_text(a->look.text)),
          strcmp(a->look.kind, b->look.kind) == 0 && strcmp(a->look.text, b->look.text) == 0)
GJ_KEY_OF(counter, gj_counter,
          mix((uint64_t)a->person, (uint64_t)a->span_key * 31 + (uint64_t)a->span * 7 + a->care),
          gj_counter_is(a, b))
GJ_KEY_OF(charge, gj_charge, mix((uint64_t)a->visit, hash_text(a->number)),
          a->visit == b->visit && strcmp(a->number, b->number) == 0)
GJ_KEY_OF(institution, gj_institution, hash_text(a->code), strcmp(a->code, b->code) == 0)
GJ_KEY_OF(item, gj_item, mix((uint64_t)a->from, hash_text(a->code)),
          a->from == b->from && strcmp(a->code, b->code) == 0)
GJ_KEY_OF(line, gj_memory_line, mix((uint64_t)a->visit, hash_text(a->serial)),
          a->visit == b->visit && strcmp(a->serial, b->serial) == 0)
GJ_KEY_OF(once, gj_memory_once, mix((uint64_t)a->day, gj_hash(a->hash, sizeof a->hash)),
          a->day == b->day && a->is_mark == b->is_mark &&
              memcmp(a->hash, b->hash, sizeof a->hash) == 0)
GJ_KEY_OF(credit, gj_memory_credit, mix((uint64_t)a->person, (uint64_t)a->month),
          a->person == b->person && a->area == b->area && a->month == b->month)
GJ_KEY_OF(session, gj_memory_session, mix((uint64_t)a->institution, hash_text(a->sign_no)),
          a->institution == b->institution && strcmp(a->sign_no, b->sign_no) == 0)
GJ_KEY_OF(kept, gj_memory_kept, (uint64_t)a->record.order, a->record.order == b->record.order)
GJ_KEY_OF(batch, gj_memory_batch, (uint64_t)a->last, a->last == b->last)
GJ_KEY_OF(packs, gj_memory_packs, hash_text(a->hash), strcmp(a->hash, b->hash) == 0)

void gj_memory_tables_init(struct gj_memory *memory)
{
#define GJ_TABLE(table, type, name)                                                                \
    gj_table_init(&memory->table, sizeof(struct type), hash_of_##name, same_##name)
#define GJ_TABLE_BY_ID(table, type)                                                                \
    gj_table_init(&memory->table, sizeof(struct type), hash_of_id, same_id)
    GJ_TABLE_BY_ID(people, gj_memory_person);
    GJ_TABLE_BY_ID(bindings, gj_binding);
    GJ_TABLE_BY_ID(transfers, gj_transfer);
    GJ_TABLE_BY_ID(premiums, gj_premium);
    GJ_TABLE_BY_ID(works, gj_work);
    GJ_TABLE_BY_ID(visits, gj_visit);
    GJ_TABLE_BY_ID(settlements, gj_settlement);
    GJ_TABLE(looks, gj_memory_look, look);
    GJ_TABLE(counters, gj_counter, counter);
    GJ_TABLE(charges, gj_charge, charge);
    GJ_TABLE(institutions, gj_institution, institution);
    GJ_TABLE(items, gj_item, item);
    GJ_TABLE(lines, gj_memory_line, line);
    GJ_TABLE(onces, gj_memory_once, once);
    GJ_TABLE(credits, gj_memory_credit, credit);
    GJ_TABLE(sessions, gj_memory_session, session);
    GJ_TABLE(kept, gj_memory_kept, kept);
    GJ_TABLE(batches, gj_memory_batch, batch);
    GJ_TABLE(packs, gj_memory_packs, packs);
#undef GJ_TABLE
#undef GJ_TABLE_BY_ID
}

#define GJ_TABLES(X)                                                                               \
    X(people)                                                                                      \
    X(bindings)                                                                                    \
    X(transfers)                                                                                   \
    X(premiums)                                                                                    \
    X(works)                                                                                       \
    X(visits)                                                                                      \
    X(settlements)                                                                                 \
    X(looks)                                                                                       \
    X(counters)                                                                                    \
    X(charges)                                                                                     \
    X(institutions) X(items) X(lines) X(onces) X(credits) X(sessions) X(kept) X(batches) X(packs)

void gj_memory_tables_free(struct gj_memory *memory)
{
    for (size_t i = 0; i < memory->onces.count; i++)
        free(((struct gj_memory_once *)gj_table_at(&memory->onces, i))->reply.results);
    for (size_t i = 0; i < memory->packs.count; i++)
        free(((struct gj_memory_packs *)gj_table_at(&memory->packs, i))->bytes);
#define GJ_FREE(table) gj_table_free(&memory->table);
    GJ_TABLES(GJ_FREE)
#undef GJ_FREE
}

bool gj_memory_failed(const struct gj_memory *memory)
{
    bool failed = false;
#define GJ_FAILED(table) failed = failed || memory->table.failed;
    GJ_TABLES(GJ_FAILED)
#undef GJ_FAILED
    return failed;
}

/* ---- finding ---- */

static void *by_id(const struct gj_table *table, gj_id id)
{
    return gj_table_find(table, &id);
}

struct gj_memory_person *gj_memory_person(const struct gj_memory *memory, gj_id id)
{
    return by_id(&memory->people, id);
}

void gj_memory_side(const struct gj_memory *memory, gj_id id, struct gj_side *side_out)
{
    const struct gj_memory_person *row = gj_memory_person(memory, id);
    if (row) {
        *side_out = row->side;
        return;
    }
    memset(side_out, 0, sizeof *side_out);
    side_out->person.id = id;
    side_out->wallet.person = id;
}

struct gj_account *gj_memory_account(const struct gj_memory *memory, gj_id person, gj_area area)
{
    struct gj_memory_person *row = gj_memory_person(memory, person);
    for (int i = 0; row && i < row->side.accounts_count; i++)
        if (row->side.accounts[i].area == area)
            return &row->side.accounts[i];
    return NULL;
}

struct gj_binding *gj_memory_binding(const struct gj_memory *memory, gj_id id)
{
    return by_id(&memory->bindings, id);
}

struct gj_counter *gj_memory_counter(const struct gj_memory *memory, const struct gj_counter *key)
{
    return gj_table_find(&memory->counters, key);
}

struct gj_transfer *gj_memory_transfer(const struct gj_memory *memory, gj_id id)
{
    return by_id(&memory->transfers, id);
}

struct gj_work *gj_memory_work(const struct gj_memory *memory, gj_id id)
{
    return by_id(&memory->works, id);
}

struct gj_premium *gj_memory_premium(const struct gj_memory *memory, gj_id id)
{
    return by_id(&memory->premiums, id);
}

struct gj_premium *gj_memory_premium_of(const struct gj_memory *memory, gj_id person, int year)
{
    for (size_t i = memory->premiums.count; i > 0; i--) {
        struct gj_premium *one = gj_table_at(&memory->premiums, i - 1);
        if (one->person == person && one->year == year)
            return one;
    }
    return NULL;
}

struct gj_visit *gj_memory_visit(const struct gj_memory *memory, gj_id id)
{
    return by_id(&memory->visits, id);
}

struct gj_settlement *gj_memory_settlement(const struct gj_memory *memory, gj_id id)
{
    return by_id(&memory->settlements, id);
}

static void set_text(char *out, size_t size, const char *text)
{
    memset(out, 0, size);
    memcpy(out, text, strnlen(text, size - 1));
}

struct gj_charge *gj_memory_charge(const struct gj_memory *memory, gj_id visit, const char *number)
{
    struct gj_charge key = {.visit = visit};
    set_text(key.number, sizeof key.number, number);
    return gj_table_find(&memory->charges, &key);
}

struct gj_institution *gj_memory_institution(const struct gj_memory *memory, const char *code)
{
    struct gj_institution key = {0};
    set_text(key.code, sizeof key.code, code);
    return gj_table_find(&memory->institutions, &key);
}

struct gj_memory_line *gj_memory_line(const struct gj_memory *memory, gj_id visit,
                                      const char *serial)
{
    struct gj_memory_line key = {.visit = visit};
    set_text(key.serial, sizeof key.serial, serial);
    return gj_table_find(&memory->lines, &key);
}

struct gj_memory_look *gj_memory_look(const struct gj_memory *memory, const struct gj_look_up *look)
{
    struct gj_memory_look key = {.look = *look};
    return gj_table_find(&memory->looks, &key);
}

static struct gj_memory_once *once_on(const struct gj_memory *memory, const uint8_t hash[16],
                                      gj_day day, bool is_mark)
{
    struct gj_memory_once key = {.day = day, .is_mark = is_mark};
    memcpy(key.hash, hash, sizeof key.hash);
    return gj_table_find(&memory->onces, &key);
}

enum { DAYS_BEFORE = 7 };

struct gj_memory_once *gj_memory_once(const struct gj_memory *memory, const uint8_t hash[16],
                                      gj_day day)
{
    struct gj_memory_once *found = NULL;
    for (int mark = 1; mark >= 0 && !found; mark--)
        for (int back = 0; back <= DAYS_BEFORE && !found; back++)
            found = once_on(memory, hash, day - back, mark == 1);
    return found;
}

bool gj_memory_is_credited(const struct gj_memory *memory, gj_id person, gj_area area,
                           gj_month month)
{
    struct gj_memory_credit key = {person, area, month};
    return month != 0 && gj_table_find(&memory->credits, &key) != NULL;
}

struct gj_memory_session *gj_memory_session(const struct gj_memory *memory, gj_id institution,
                                            const char *sign_no)
{
    struct gj_memory_session key = {.institution = institution};
    set_text(key.sign_no, sizeof key.sign_no, sign_no);
    return gj_table_find(&memory->sessions, &key);
}
