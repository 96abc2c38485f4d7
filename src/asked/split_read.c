/* Reading the bills of the verb split: fields to a claim whose payers are approved, fee lines priced
   and added up. */
#include <string.h>

#include "asked/split.h"
#include "base/bug.h"

#define BILL(member) offsetof(struct gj_asked_bill, member)

/* ---- fee lines ---- */

struct line {
    gj_fen amount_fen;
    int64_t count_e4, price_micro;
    struct gj_price price;
};

enum { AMOUNT = 1, COUNT = 2, UNIT_PRICE = 4, CLASS = 8 };

static const struct gj_asked_field line_fields[] = {
    {"amount", GJ_ASKED_FEN, offsetof(struct line, amount_fen), 0, 0, NULL},
    {"count", GJ_ASKED_DECIMAL, offsetof(struct line, count_e4), 4, 10, NULL},
    {"unit_price", GJ_ASKED_DECIMAL, offsetof(struct line, price_micro), 6, 10, NULL},
    {"class", GJ_ASKED_WORD, offsetof(struct line, price.list_class), GJ_WORDS_OF_LIST_CLASS, 0,
     NULL},
    {"first_share", GJ_ASKED_RATIO, offsetof(struct line, price.first_share_ppm), 0, 0, NULL},
    {"price_limit", GJ_ASKED_DECIMAL, offsetof(struct line, price.limit_micro), 6, 10, NULL},
};

static bool add(gj_fen *sum, gj_fen part)
{
    return gj_fen_add(*sum, part, sum) && *sum < GJ_FEN_MAX;
}

static bool add_line(struct gj_bill *sum, const struct gj_bill *line)
{
    return add(&sum->total_fen, line->total_fen) && add(&sum->outside_fen, line->outside_fen) &&
           add(&sum->overprice_fen, line->overprice_fen) &&
           add(&sum->first_share_fen, line->first_share_fen) &&
           add(&sum->eligible_fen, line->eligible_fen);
}

static bool read_line(struct gj_asked_reader *reader, struct json_object *value, void *target)
{
    struct gj_asked_bill *bill = target;
    struct line line = {.count_e4 = 10000, .price = {.list_class = GJ_LIST_A, .limit_micro = -1}};
    uint32_t seen;
    if (!gj_asked_read(reader, value, GJ_ASKED_FIELDS(line_fields), &line, &seen))
        return false;
    if ((seen & AMOUNT) == 0)
        return gj_asked_fault_at(reader, "amount", GJ_ASKED_MISSING_FIELD, "must be given");
    if ((seen & UNIT_PRICE) != 0 &&
        !gj_line_adds_up(line.amount_fen, line.count_e4, line.price_micro))
        return gj_asked_fault_at(reader, "amount", gj_reason_code(GJ_LINE_AMOUNT_WRONG),
                                 "must be count times unit_price, within one fen");
    struct gj_bill priced = gj_price_line(&line.price, line.amount_fen, line.count_e4);
    if (!add_line(&bill->claim.bill, &priced))
        return gj_asked_fault(reader, gj_reason_code(GJ_AMOUNT_TOO_LARGE),
                              "the bill is beyond what this system reckons with");
    return true;
}

static bool read_lines(struct gj_asked_reader *reader, struct json_object *value, void *target)
{
    struct gj_asked_bill *bill = target;
    memset(&bill->claim.bill, 0, sizeof bill->claim.bill);
    bill->says_lines = true;
    return gj_asked_each(reader, value, GJ_VISIT_LINES_MAX, read_line, bill);
}

/* ---- payers ---- */

struct payer {
    struct gj_slice id;
    gj_fen balance_fen, limit_fen;
    int16_t rank;
};

static const struct gj_asked_field payer_fields[] = {
    {"id", GJ_ASKED_TEXT, offsetof(struct payer, id), 0, 0, NULL},
    {"balance", GJ_ASKED_FEN, offsetof(struct payer, balance_fen), 0, 0, NULL},
    {"limit", GJ_ASKED_FEN, offsetof(struct payer, limit_fen), 0, 0, NULL},
    {"rank", GJ_ASKED_COUNT, offsetof(struct payer, rank), 1, 10000, NULL},
};

/* Eligibility is given: the payer stands for somebody whom `ask` has let pay. */
static void add_payer(struct gj_asked_bill *bill, const struct payer *payer)
{
    struct gj_question favourable;
    gj_question_favourable(&favourable);
    struct gj_claim_payer *out = &bill->claim.payers[bill->claim.payers_count];
    *out = (struct gj_claim_payer){.binding = bill->claim.payers_count + 1,
                                   .party = favourable.payer,
                                   .bond = favourable.bond,
                                   .relation = favourable.relation,
                                   .approved = true,
                                   .rank = payer->rank};
    out->party.balance_fen = out->party.carried_fen = payer->balance_fen;
    out->bond.limit_year_fen = payer->limit_fen;
    bill->payer_ids[bill->claim.payers_count++] = payer->id;
}

static bool read_payer(struct gj_asked_reader *reader, struct json_object *value, void *target)
{
    struct gj_asked_bill *bill = target;
    struct payer payer = {.limit_fen = GJ_FEN_UNLIMITED};
    uint32_t seen;
    if (!gj_asked_read(reader, value, GJ_ASKED_FIELDS(payer_fields), &payer, &seen))
        return false;
    if ((seen & 1) == 0)
        return gj_asked_fault_at(reader, "id", GJ_ASKED_MISSING_FIELD, "must be given");
    if ((seen & 2) == 0)
        return gj_asked_fault_at(reader, "balance", GJ_ASKED_MISSING_FIELD, "must be given");
    for (int i = 0; i < bill->claim.payers_count; i++)
        if (gj_slice_same(bill->payer_ids[i], payer.id))
            return gj_asked_fault_at(reader, "id", GJ_ASKED_INVALID_VALUE,
                                     "another payer has this id");
    add_payer(bill, &payer);
    return true;
}

bool gj_asked_read_payers(struct gj_asked_reader *reader, struct json_object *value, void *target)
{
    struct gj_asked_bill *bill = target;
    bill->claim.payers_count = 0;
    bill->says_payers = true;
    return gj_asked_each(reader, value, GJ_PAYERS_MAX, read_payer, bill);
}

/* ---- person, place, counters, filing ---- */

static const struct gj_asked_field person_fields[] = {
    {"scheme", GJ_ASKED_WORD, BILL(claim.where.scheme), GJ_WORDS_OF_SCHEME, 0, NULL},
    {"status", GJ_ASKED_WORD, BILL(claim.where.working), GJ_WORDS_OF_WORKING, 0, NULL},
    {"age_years", GJ_ASKED_COUNT, BILL(claim.where.age_years), 0, 150, NULL},
    {"tier", GJ_ASKED_COUNT8, BILL(claim.where.tier), 1, 9, NULL},
    {"group", GJ_ASKED_WORD, BILL(claim.where.group), GJ_WORDS_OF_GROUP, 0, NULL},
    {"has_account", GJ_ASKED_YES, BILL(claim.user.has_account), 0, 0, NULL},
};

static const struct gj_asked_field place_fields[] = {
    {"area", GJ_ASKED_AREA, BILL(claim.care_area), 0, 0, NULL},
    {"level", GJ_ASKED_WORD, BILL(claim.where.level), GJ_WORDS_OF_LEVEL, 0, NULL},
    {"group", GJ_ASKED_WORD, BILL(claim.where.place), GJ_WORDS_OF_PLACE, 0, NULL},
};

static const struct gj_asked_field used_fields[] = {
    {"deductible", GJ_ASKED_FEN, BILL(claim.used.deductible_fen), 0, 0, NULL},
    {"pool", GJ_ASKED_FEN, BILL(claim.used.pool_fen), 0, 0, NULL},
    {"visits", GJ_ASKED_COUNT32, BILL(claim.used.visits), 0, 1000000, NULL},
    {"eligible", GJ_ASKED_FEN, BILL(claim.used.eligible_fen), 0, 0, NULL},
};

static const struct gj_asked_field filing_fields[] = {
    {"kind", GJ_ASKED_WORD, BILL(claim.filing), GJ_WORDS_OF_FILING, 0, NULL},
};

static bool read_person(struct gj_asked_reader *reader, struct json_object *value, void *target)
{
    return gj_asked_read(reader, value, GJ_ASKED_FIELDS(person_fields), target, NULL);
}

static bool read_place(struct gj_asked_reader *reader, struct json_object *value, void *target)
{
    struct gj_asked_bill *bill = target;
    uint32_t seen;
    if (!gj_asked_read(reader, value, GJ_ASKED_FIELDS(place_fields), bill, &seen))
        return false;
    bill->says_place_area |= (seen & 1) != 0;
    return true;
}

/* The one counter that is said is met in the year and in the month; that of a level is not said. */
static bool read_used(struct gj_asked_reader *reader, struct json_object *value, void *target)
{
    struct gj_asked_bill *bill = target;
    memset(&bill->claim.used, 0, sizeof bill->claim.used);
    bill->says_used = true;
    if (!gj_asked_read(reader, value, GJ_ASKED_FIELDS(used_fields), bill, NULL))
        return false;
    bill->claim.used.month_deductible_fen = bill->claim.used.deductible_fen;
    bill->claim.used.fund_pool_fen = bill->claim.used.pool_fen;
    return true;
}

static bool read_filing(struct gj_asked_reader *reader, struct json_object *value, void *target)
{
    return gj_asked_read(reader, value, GJ_ASKED_FIELDS(filing_fields), target, NULL);
}

static bool read_rules(struct gj_asked_reader *reader, struct json_object *value, void *target)
{
    (void)target;
    return gj_asked_read_rules(reader, value);
}

/* ---- bills ---- */

enum { AREA = 1, DATE = 2, OWN = 4, WALLET = 8 };

/* What a step may say stands first; the rest belongs to the whole question. */
static const struct gj_asked_field fields[] = {
    {"area", GJ_ASKED_AREA, BILL(claim.where.area), 0, 0, NULL},
    {"date", GJ_ASKED_DAY, BILL(claim.where.day), 0, 0, NULL},
    {"own", GJ_ASKED_FEN, BILL(claim.user.balance_fen), 0, 0, NULL},
    {"wallet", GJ_ASKED_FEN, BILL(claim.user.wallet_fen), 0, 0, NULL},
    {"person", GJ_ASKED_OBJECT, 0, 0, 0, read_person},
    {"place", GJ_ASKED_OBJECT, 0, 0, 0, read_place},
    {"care", GJ_ASKED_WORD, BILL(claim.care), GJ_WORDS_OF_CARE, 0, NULL},
    {"lines", GJ_ASKED_OBJECT, 0, 0, 0, read_lines},
    {"used", GJ_ASKED_OBJECT, 0, 0, 0, read_used},
    {"payers", GJ_ASKED_OBJECT, 0, 0, 0, gj_asked_read_payers},
    {"filing", GJ_ASKED_OBJECT, 0, 0, 0, read_filing},
    {"rules", GJ_ASKED_OBJECT, 0, 0, 0, read_rules},
    {"id", GJ_ASKED_SKIP, 0, 0, 0, NULL},
    {"steps", GJ_ASKED_SKIP, 0, 0, 0, NULL},
};
enum { FIELDS_OF_STEP = 11, FIELDS_OF_QUESTION = 14 };
_Static_assert(sizeof fields / sizeof fields[0] == FIELDS_OF_QUESTION, "all fields are counted");

void gj_asked_begin_bill(struct gj_asked_bill *bill)
{
    struct gj_question favourable;
    gj_question_favourable(&favourable);
    memset(bill, 0, sizeof *bill);
    struct gj_claim *claim = &bill->claim;
    claim->where.day = GJ_DAY_NONE;
    claim->where.scheme = GJ_SCHEME_EMPLOYEE;
    claim->where.working = GJ_WORKING;
    claim->where.tier = 1;
    claim->where.age_years = GJ_AGE_UNSAID;
    claim->user = favourable.payer;
    claim->user.balance_fen = claim->user.carried_fen = 0;
    claim->designated = claim->takes_wallet = claim->accounts_used = claim->approved = true;
}

/* What follows from the rest once all is read. */
void gj_asked_complete_bill(struct gj_asked_bill *bill)
{
    struct gj_claim *claim = &bill->claim;
    if (claim->care == GJ_CARE_PHARMACY && claim->where.level == GJ_LEVEL_UNSAID)
        claim->where.level = GJ_LEVEL_PHARMACY;
    bool pharmacy = claim->care == GJ_CARE_PHARMACY || claim->where.level == GJ_LEVEL_PHARMACY;
    claim->place_kind = pharmacy ? GJ_PLACE_KIND_PHARMACY : GJ_PLACE_KIND_HOSPITAL;
    if (!bill->says_place_area)
        claim->care_area = claim->where.area;
    claim->now = gj_time_at(claim->where.day, 12, 0, 0);
    struct gj_party *user = &claim->user;
    user->area = claim->where.area;
    user->scheme = claim->where.scheme;
    user->working = claim->where.working;
    user->tier = claim->where.tier;
    user->group = claim->where.group;
    user->age_years = claim->where.age_years;
    if (!user->has_account)
        user->balance_fen = 0;
    user->carried_fen = user->balance_fen;
    for (int i = 0; i < claim->payers_count; i++)
        claim->payers[i].party.area = claim->where.area;
}

static bool is_whole(struct gj_asked_reader *reader, const struct gj_asked_bill *bill)
{
    const char *missing = bill->claim.where.area == 0            ? "area"
                          : bill->claim.where.day == GJ_DAY_NONE ? "date"
                          : !bill->says_lines                    ? "lines"
                                                                 : NULL;
    return missing == NULL ||
           gj_asked_fault_at(reader, missing, GJ_ASKED_MISSING_FIELD, "must be given");
}

bool gj_asked_read_step(struct gj_asked_reader *reader, struct json_object *object,
                        struct gj_asked_bill *bill)
{
    uint32_t seen;
    if (!gj_asked_read(reader, object, fields, FIELDS_OF_STEP, bill, &seen))
        return false;
    bill->says_own = (seen & OWN) != 0;
    bill->says_wallet = (seen & WALLET) != 0;
    if (!is_whole(reader, bill))
        return false;
    gj_asked_complete_bill(bill);
    return true;
}

bool gj_asked_read_bill(struct gj_asked_reader *reader, struct json_object *object, bool has_steps,
                        struct gj_asked_bill *bill)
{
    gj_asked_begin_bill(bill);
    if (!gj_asked_read(reader, object, fields, FIELDS_OF_QUESTION, bill, NULL))
        return false;
    if (has_steps && bill->says_lines)
        return gj_asked_fault_at(reader, "lines", GJ_ASKED_INVALID_VALUE,
                                 "belongs into the steps when there are steps");
    if (has_steps)
        return true;
    if (!is_whole(reader, bill))
        return false;
    gj_asked_complete_bill(bill);
    return true;
}
