/* Walks over all that lies with one person in the table `holding`: the person's own side, and for a
   bill the patient with bindings and payers, one walk each. In: a person. Out: facts. */
#include "store/sqlite.h"

#include <stddef.h>
#include <string.h>

/* Where the statement HOLDING puts its columns. */
enum { KIND, PERSON, AREA, SCHEME, NAME, KEY, VERSION, A, B, C, D, E, F, G, H };

static const uint8_t OF_PERSON[] = {PERSON, VERSION, A, B, C, D};
static const uint8_t OF_ENROLMENT[] = {PERSON, AREA, SCHEME, VERSION, A, B, C, D, E, F, G, H};
static const uint8_t OF_ACCOUNT[] = {PERSON, AREA, VERSION, A, B, C, D, E};
static const uint8_t OF_WALLET[] = {PERSON, VERSION, A, B, C, D, E, F, G, H};
static const uint8_t OF_SETTLED[] = {A};
static const uint8_t OF_BINDING[] = {PERSON, KEY, A, B, C, D, E, F, G};
static const uint8_t OF_TERMS[] = {VERSION, A, B, C, D, E, F, G, H};
static const uint8_t OF_PAYING[] = {PERSON, NAME, KEY, A, B, C, D};

static const uint8_t *const MAPS[] = {
    [GJ_HOLDING_PERSON] = OF_PERSON,   [GJ_HOLDING_ENROLMENT] = OF_ENROLMENT,
    [GJ_HOLDING_ACCOUNT] = OF_ACCOUNT, [GJ_HOLDING_WALLET] = OF_WALLET,
    [GJ_HOLDING_SETTLED] = OF_SETTLED, [GJ_HOLDING_BINDING] = OF_BINDING,
    [GJ_HOLDING_TERMS] = OF_TERMS,     [GJ_HOLDING_PAYING] = OF_PAYING,
};

struct gj_row gj_holding_of(struct gj_db *db, gj_id person)
{
    struct gj_row row = gj_row(db, GJ_SQL_HOLDING);
    gj_bind(&row, person);
    return row;
}

bool gj_holding_next(struct gj_row *row, enum gj_holding *kind_out)
{
    row->map = NULL;
    if (!gj_row_next(row))
        return false;
    const int64_t kind = gj_column(row);
    if (kind < 0 || kind > GJ_HOLDING_PAYING) {
        gj_db_broken(row->db, "a person holds a row of an unknown kind");
        gj_row_end(row);
        return false;
    }
    *kind_out = (enum gj_holding)kind;
    row->map = MAPS[kind];
    row->at = 0;
    return true;
}

void gj_row_paying(struct gj_row *row, struct gj_binding *binding)
{
    GJ_FIELD(row, binding->payer);
    GJ_FIELD(row, binding->relative);
    GJ_FIELD(row, binding->id);
    GJ_FIELD(row, binding->relation);
    GJ_FIELD(row, binding->state);
    GJ_FIELD(row, binding->from);
    GJ_FIELD(row, binding->to);
}

/* Takes a row of the kinds PERSON to SETTLED into a side; false if there is no room for it. */
static bool take(struct gj_row *row, enum gj_holding kind, struct gj_side *side)
{
    switch (kind) {
    case GJ_HOLDING_PERSON:
        gj_row_person(row, &side->person);
        return true;
    case GJ_HOLDING_ENROLMENT:
        if (side->enrolments_count == GJ_ENROLMENTS_MAX)
            return false;
        memset(&side->enrolments[side->enrolments_count], 0, sizeof side->enrolments[0]);
        gj_row_enrolment(row, &side->enrolments[side->enrolments_count++]);
        return true;
    case GJ_HOLDING_ACCOUNT:
        if (side->accounts_count == GJ_ENROLMENTS_MAX)
            return false;
        memset(&side->accounts[side->accounts_count], 0, sizeof side->accounts[0]);
        gj_row_account(row, &side->accounts[side->accounts_count++]);
        return true;
    case GJ_HOLDING_WALLET:
        gj_row_wallet(row, &side->wallet);
        return true;
    case GJ_HOLDING_SETTLED:
        side->last_settlement = gj_column(row);
        return true;
    default:
        return true;
    }
}

static void begin_side(struct gj_side *side, gj_id person)
{
    memset(side, 0, offsetof(struct gj_side, enrolments)); /* rows of the arrays when they come */
    side->person.id = side->wallet.person = person;
}

bool gj_get_side(struct gj_db *db, gj_id person, struct gj_side *out)
{
    bool fits = true;
    enum gj_holding kind;
    begin_side(out, person);
    if (person == 0)
        return true;
    struct gj_row row = gj_row(db, GJ_SQL_HOLDING_SIDE);
    gj_bind(&row, person);
    while (fits && gj_holding_next(&row, &kind))
        fits = take(&row, kind, out);
    gj_row_end(&row);
    return fits;
}

/* ---- the patient of a bill and his payers ---- */

/* Bindings of the patient that have not ended: who pays, and whether he pays for somebody. */
struct bonds {
    int32_t count;
    gj_id payers[GJ_BINDINGS_MAX];
    bool is_head;
};

static void take_binding(struct gj_row *row, gj_day today, struct gj_facts *facts,
                         struct bonds *bonds)
{
    struct gj_binding one = {0};
    gj_row_binding_who(row, &one);
    if (gj_binding_stands(&one) && bonds->count < GJ_BINDINGS_MAX)
        bonds->payers[bonds->count++] = one.payer;
    if (one.state != GJ_BINDING_ACTIVE || today < one.from || today >= one.to)
        return;
    if (facts->payers_count == GJ_PAYERS_MAX)
        gj_overflow(facts, GJ_PAYERS_TOO_MANY);
    else
        facts->payers[facts->payers_count++].binding = one;
}

/* Terms come after all bindings, in the same order. */
static void take_terms(struct gj_row *row, struct gj_facts *facts)
{
    const gj_id id = sqlite3_column_int64(row->statement, KEY);
    for (int i = 0; i < facts->payers_count; i++)
        if (facts->payers[i].binding.id == id)
            gj_row_binding_terms(row, &facts->payers[i].binding);
}

static void walk_patient(struct gj_db *db, gj_id patient, gj_day today, struct gj_side *side,
                         struct gj_facts *facts, struct bonds *bonds)
{
    enum gj_holding kind;
    begin_side(side, patient);
    struct gj_row row = gj_holding_of(db, patient);
    while (gj_holding_next(&row, &kind)) {
        struct gj_binding paying = {0};
        if (kind == GJ_HOLDING_BINDING) {
            take_binding(&row, today, facts, bonds);
        } else if (kind == GJ_HOLDING_TERMS) {
            take_terms(&row, facts);
        } else if (kind == GJ_HOLDING_PAYING) {
            gj_row_paying(&row, &paying);
            bonds->is_head |= gj_binding_stands(&paying);
        } else if (!take(&row, kind, side)) {
            gj_overflow(facts, GJ_ENROLMENTS_TOO_MANY);
        }
    }
}

static void begin_payer(const struct bonds *bonds, struct gj_payer_facts *payer)
{
    const struct gj_binding *binding = &payer->binding;
    payer->person = (struct gj_person){.id = binding->payer};
    payer->enrolment = (struct gj_enrolment){.person = binding->payer, .area = binding->payer_area};
    payer->account = (struct gj_account){.person = binding->payer, .area = binding->payer_area};
    payer->bond = (struct gj_bond){.user_is_head = bonds->is_head};
    for (int i = 0; i < bonds->count; i++)
        payer->bond.user_other_payers =
            (int16_t)(payer->bond.user_other_payers + (bonds->payers[i] != binding->payer));
}

/* The first enrolment of the binding's area counts: employee before resident. */
static void take_of_payer(struct gj_row *row, enum gj_holding kind, struct gj_payer_facts *payer,
                          gj_id *counted)
{
    const gj_area area = payer->binding.payer_area;
    struct gj_binding one = {0};
    switch (kind) {
    case GJ_HOLDING_PERSON:
        gj_row_person(row, &payer->person);
        break;
    case GJ_HOLDING_ENROLMENT:
        if (payer->enrolment.version == 0 && sqlite3_column_int64(row->statement, AREA) == area)
            gj_row_enrolment(row, &payer->enrolment);
        break;
    case GJ_HOLDING_ACCOUNT:
        if (sqlite3_column_int64(row->statement, AREA) == area)
            gj_row_account(row, &payer->account);
        break;
    case GJ_HOLDING_BINDING:
        gj_row_binding_who(row, &one);
        payer->bond.payer_is_member |= gj_binding_stands(&one);
        break;
    case GJ_HOLDING_PAYING:
        gj_row_paying(row, &one);
        gj_bond_count_paying(&payer->bond, &payer->binding, &one, counted);
        break;
    default:
        break;
    }
}

static void walk_payer(struct gj_db *db, const struct bonds *bonds, struct gj_payer_facts *payer)
{
    enum gj_holding kind;
    gj_id counted = 0;
    begin_payer(bonds, payer);
    struct gj_row row = gj_holding_of(db, payer->binding.payer);
    while (gj_holding_next(&row, &kind))
        take_of_payer(&row, kind, payer, &counted);
}

void gj_gather_patient(struct gj_sqlite *self, struct gj_desk *desk, gj_id patient)
{
    struct gj_facts *facts = &desk->facts;
    const gj_day today = gj_time_day(desk->command.now);
    const gj_id named = desk->command.person != 0 ? desk->command.person : patient;
    struct bonds bonds = {0};
    struct gj_side unread, *side = &facts->self;
    /* Somebody else than the visit's patient is named: the act refuses, by his own side. */
    if (named != patient) {
        if (!gj_get_side(&self->db, named, &facts->self))
            gj_overflow(facts, GJ_ENROLMENTS_TOO_MANY);
        side = &unread;
    }
    walk_patient(&self->db, patient, today, side, facts, &bonds);
    for (int i = 0; i < facts->payers_count; i++)
        walk_payer(&self->db, &bonds, &facts->payers[i]);
}
