/* Calculations about bills: the pooled part of a row of visits, and a person's share over accounts
   and payers. */
#include <stdlib.h>
#include <string.h>

#include "asked/calc.h"
#include "asked/split.h"
#include "base/bug.h"

#define BIT(n) (GJ_ASKED_FIRST_BIT << (n))

/* ---- visits ---- */

enum { VISITS_MAX = 1000 };

struct visit {
    struct gj_claim claim;
    struct gj_slice institution;
    gj_day benefit_year;
    /* what the visit used, once it is reckoned */
    bool is_reckoned;
    gj_fen deductible_fen, pool_fen, reckoned_fen;
};

struct pooled {
    struct gj_asked_head head;
    struct gj_used before;
    int count;
    struct visit *visits;
};

static const struct gj_asked_field person_fields[] = {
    {"scheme", GJ_ASKED_WORD, offsetof(struct visit, claim.where.scheme), GJ_WORDS_OF_SCHEME, 0,
     NULL},
    {"status", GJ_ASKED_WORD, offsetof(struct visit, claim.where.working), GJ_WORDS_OF_WORKING, 0,
     NULL},
    {"age_years", GJ_ASKED_COUNT, offsetof(struct visit, claim.where.age_years), 0, 150, NULL},
    {"tier", GJ_ASKED_COUNT8, offsetof(struct visit, claim.where.tier), 1, 9, NULL},
    {"group", GJ_ASKED_WORD, offsetof(struct visit, claim.where.group), GJ_WORDS_OF_GROUP, 0, NULL},
    {"has_account", GJ_ASKED_YES, offsetof(struct visit, claim.user.has_account), 0, 0, NULL},
};

static bool read_person(struct gj_asked_reader *reader, struct json_object *value, void *target)
{
    return gj_asked_read(reader, value, GJ_ASKED_FIELDS(person_fields), target, NULL);
}

static const struct gj_asked_field visit_fields[] = {
    {"date", GJ_ASKED_DAY, offsetof(struct visit, claim.where.day), 0, 0, NULL},
    {"eligible", GJ_ASKED_FEN, offsetof(struct visit, claim.bill.eligible_fen), 0, 0, NULL},
    {"level", GJ_ASKED_WORD, offsetof(struct visit, claim.where.level), GJ_WORDS_OF_LEVEL, 0, NULL},
    {"kind", GJ_ASKED_WORD, offsetof(struct visit, claim.care), GJ_WORDS_OF_CARE, 0, NULL},
    {"institution", GJ_ASKED_TEXT, offsetof(struct visit, institution), 0, 0, NULL},
    {"person", GJ_ASKED_OBJECT, 0, 0, 0, read_person},
};

static bool read_visit(struct gj_asked_reader *reader, struct json_object *value, void *target)
{
    struct pooled *in = target;
    struct gj_asked_bill blank;
    gj_asked_begin_bill(&blank);
    struct visit *visit = &in->visits[in->count];
    memset(visit, 0, sizeof *visit);
    visit->claim = blank.claim;
    visit->claim.where.area = visit->claim.care_area = in->head.area;
    visit->claim.where.day = in->head.date;
    uint32_t seen;
    if (!gj_asked_read(reader, value, GJ_ASKED_FIELDS(visit_fields), visit, &seen))
        return false;
    if (visit->claim.where.day == GJ_DAY_NONE)
        return gj_asked_fault_at(reader, "date", GJ_ASKED_MISSING_FIELD, "must be given");
    if ((seen & 2) == 0)
        return gj_asked_fault_at(reader, "eligible", GJ_ASKED_MISSING_FIELD, "must be given");
    visit->claim.bill.total_fen = visit->claim.bill.eligible_fen;
    if (visit->claim.care == GJ_CARE_PHARMACY)
        visit->claim.where.level = GJ_LEVEL_PHARMACY;
    in->count++;
    return true;
}

/* ---- counters ---- */

/* Pharmacies read the outpatient rules, so they share the outpatient counters. */
static int counter_of(const struct visit *visit)
{
    int care = visit->claim.care;
    return care == GJ_CARE_PHARMACY ? GJ_CARE_OUTPATIENT : care;
}

static void add_visit(struct gj_used *used, const struct visit *visit, const struct visit *earlier)
{
    gj_day day = visit->claim.where.day, before = earlier->claim.where.day;
    used->fund_pool_fen += earlier->pool_fen;
    if (counter_of(visit) != counter_of(earlier))
        return;
    used->deductible_fen += earlier->deductible_fen;
    used->pool_fen += earlier->pool_fen;
    used->eligible_fen += earlier->reckoned_fen;
    used->visits++;
    if (gj_day_month(day) == gj_day_month(before))
        used->month_deductible_fen += earlier->deductible_fen;
    if (visit->claim.where.level == earlier->claim.where.level)
        used->level_pool_fen += earlier->pool_fen;
    if (day == before && gj_slice_same(visit->institution, earlier->institution)) {
        used->day_deductible_fen += earlier->deductible_fen;
        used->day_visits++;
    }
}

/* What was used before the first visit counts in its kind of care, its benefit year and its month. */
static struct gj_used used_before(const struct pooled *in, int index)
{
    const struct visit *visit = &in->visits[index], *first = &in->visits[0];
    struct gj_used used = {0};
    bool same_year = visit->benefit_year == first->benefit_year;
    if (same_year && counter_of(visit) == counter_of(first))
        used = in->before;
    if (gj_day_month(visit->claim.where.day) == gj_day_month(first->claim.where.day))
        used.month_deductible_fen = used.deductible_fen;
    used.fund_pool_fen = same_year ? in->before.pool_fen : 0;
    for (int i = 0; i < index; i++)
        if (in->visits[i].is_reckoned && in->visits[i].benefit_year == visit->benefit_year)
            add_visit(&used, visit, &in->visits[i]);
    return used;
}

/* ---- reckoning ---- */

static bool is_beyond(const struct gj_used *used)
{
    return used->deductible_fen > GJ_FEN_MAX || used->fund_pool_fen > GJ_FEN_MAX ||
           used->pool_fen > GJ_FEN_MAX || used->eligible_fen > GJ_FEN_MAX;
}

static void reckon(struct gj_calc *calc, struct pooled *in, int index)
{
    struct visit *visit = &in->visits[index];
    struct gj_pooled_rule rule;
    calc->where = visit->claim.where;
    visit->benefit_year = gj_benefit_year(calc->law, &visit->claim.where, NULL);
    struct gj_used used = used_before(in, index);
    if (is_beyond(&used)) {
        calc->reason = GJ_AMOUNT_TOO_LARGE;
        return;
    }
    gj_pooled_rule(calc->law, &visit->claim, &rule, &calc->trace);
    if (rule.reason != GJ_OK) {
        gj_calc_missing(calc, rule.missing, 0);
        return;
    }
    struct gj_pooled pooled = gj_pooled(&rule, &used, visit->claim.bill.eligible_fen);
    bool whole = (rule.counts & GJ_COUNTS_FROM_ZERO) != 0;
    visit->is_reckoned = true;
    visit->deductible_fen = pooled.deductible_fen;
    visit->pool_fen = pooled.pool_fen;
    visit->reckoned_fen = visit->claim.bill.eligible_fen - (whole ? 0 : pooled.deductible_fen);
}

/* ---- the answer ---- */

static void put_visits(struct json_object *answer, const struct pooled *in)
{
    struct json_object *pools = gj_asked_list(), *deductibles = gj_asked_list();
    gj_fen sum = 0;
    for (int i = 0; i < in->count; i++) {
        const struct visit *visit = &in->visits[i];
        bool known = visit->is_reckoned;
        gj_asked_append(pools, known ? gj_json_money_text(visit->pool_fen) : NULL);
        gj_asked_append(deductibles, known ? gj_json_money_text(visit->deductible_fen) : NULL);
        sum = known && sum >= 0 ? sum + visit->pool_fen : GJ_UNKNOWN;
    }
    gj_json_add(answer, "pools", pools);
    gj_json_add(answer, "deductibles", deductibles);
    gj_asked_put_fen(answer, "pool", sum);
}

/* The counters of the last visit's kind of care and benefit year, that visit included. */
static void put_used(struct json_object *answer, const struct pooled *in)
{
    struct json_object *object = json_object_new_object();
    const struct visit *last = &in->visits[in->count - 1];
    struct gj_used used = used_before(in, in->count - 1);
    GJ_MUST(object != NULL);
    if (last->is_reckoned)
        add_visit(&used, last, last);
    gj_asked_put_fen(object, "deductible", used.deductible_fen);
    gj_asked_put_fen(object, "pool", used.pool_fen);
    gj_asked_put_count(object, "visits", used.visits);
    gj_json_add(answer, "used", object);
}

static const struct gj_asked_field used_fields[] = {
    {"deductible", GJ_ASKED_FEN, offsetof(struct pooled, before.deductible_fen), 0, 0, NULL},
    {"pool", GJ_ASKED_FEN, offsetof(struct pooled, before.pool_fen), 0, 0, NULL},
    {"visits", GJ_ASKED_COUNT32, offsetof(struct pooled, before.visits), 0, 1000000, NULL},
    {"eligible", GJ_ASKED_FEN, offsetof(struct pooled, before.eligible_fen), 0, 0, NULL},
};

static bool read_used(struct gj_asked_reader *reader, struct json_object *value, void *target)
{
    return gj_asked_read(reader, value, GJ_ASKED_FIELDS(used_fields), target, NULL);
}

static const struct gj_asked_field pooled_fields[] = {
    GJ_ASKED_HEAD,
    GJ_ASKED_FIGURE("visits"),
    {"used", GJ_ASKED_OBJECT, 0, 0, 0, read_used},
    GJ_ASKED_FIGURE("deductible"),
    GJ_ASKED_FIGURE("deductible_visit"),
    GJ_ASKED_FIGURE("deductible_month"),
    GJ_ASKED_FIGURE("ratio"),
    GJ_ASKED_FIGURE("cap"),
    GJ_ASKED_FIGURE("cap_visit"),
};
enum { VISITS = BIT(0) };

/* A figure that is said is that of every kind of care among the visits. A ratio also takes the place
   of steps. */
#define FIGURES_OF(CARE)                                                                           \
    {"deductible", GJ_KEY_##CARE##_DEDUCTIBLE, 0},                                                 \
        {"deductible_visit", GJ_KEY_##CARE##_DEDUCTIBLE_VISIT, 0},                                 \
        {"deductible_month", GJ_KEY_##CARE##_DEDUCTIBLE_MONTH, 0},                                 \
        {"ratio", GJ_KEY_##CARE##_RATIO, 0}, {"cap", GJ_KEY_##CARE##_CAP, 0},                      \
    {                                                                                              \
        "cap_visit", GJ_KEY_##CARE##_CAP_VISIT, 0                                                  \
    }
static const struct gj_asked_figure pooled_figures[] = {
    FIGURES_OF(OUTPATIENT),
    FIGURES_OF(CHRONIC),
    FIGURES_OF(INPATIENT),
};
#undef FIGURES_OF

static bool reckon_visits(struct gj_asked_reader *reader, struct pooled *in,
                          struct json_object *list, struct json_object *answer)
{
    size_t mark = gj_asked_enter(reader, "visits");
    bool good = gj_asked_each(reader, list, VISITS_MAX, read_visit, in);
    if (good && in->count == 0)
        good = gj_asked_fault(reader, GJ_ASKED_INVALID_VALUE, "must have a visit");
    gj_asked_leave(reader, mark);
    if (!good)
        return false;
    struct gj_calc calc;
    gj_asked_calc_begin(&calc, reader, &in->head, GJ_SCHEME_NONE);
    bool any = false, nowhere = gj_asked_is_nowhere(reader, in->head.area);
    if (nowhere)
        gj_calc_missing(&calc, GJ_KEY_BENEFIT_YEAR_START, 0);
    for (int i = 0; i < in->count && calc.reason == GJ_OK && !nowhere; i++) {
        reckon(&calc, in, i);
        any |= in->visits[i].is_reckoned;
    }
    if (gj_asked_calc_has(answer, &calc, any)) {
        put_visits(answer, in);
        put_used(answer, in);
    }
    gj_asked_calc_end(answer, &calc);
    return true;
}

bool gj_asked_pooled(struct gj_asked_reader *reader, struct json_object *question,
                     struct json_object *answer)
{
    struct pooled in = {.head = {.date = GJ_DAY_NONE}};
    struct json_object *list = NULL;
    if (!gj_asked_calc_read(reader, question, GJ_ASKED_FIELDS(pooled_fields),
                            GJ_ASKED_AREA_BIT | VISITS, &in, NULL) ||
        !gj_asked_calc_lay(reader, question, GJ_ASKED_FIELDS(pooled_figures)))
        return false;
    gj_json_member(question, "visits", &list);
    in.visits = calloc(VISITS_MAX, sizeof *in.visits);
    GJ_MUST(in.visits != NULL);
    bool good = reckon_visits(reader, &in, list, answer);
    free(in.visits);
    return good;
}

/* ---- a person's share ---- */

struct share {
    struct gj_asked_head head;
    struct gj_asked_bill bill;
};

static bool read_payers(struct gj_asked_reader *reader, struct json_object *value, void *target)
{
    struct share *in = target;
    return gj_asked_read_payers(reader, value, &in->bill);
}

#define MEMBER(member) offsetof(struct share, bill.claim.member)
static const struct gj_asked_field share_fields[] = {
    GJ_ASKED_HEAD,
    {"share", GJ_ASKED_FEN, MEMBER(bill.total_fen), 0, 0, NULL},
    {"own", GJ_ASKED_FEN, MEMBER(user.balance_fen), 0, 0, NULL},
    {"payers", GJ_ASKED_OBJECT, 0, 0, 0, read_payers},
    {"wallet", GJ_ASKED_FEN, MEMBER(user.wallet_fen), 0, 0, NULL},
    {"used_this_year", GJ_ASKED_FEN, MEMBER(used.aid_fen), 0, 0, NULL},
    GJ_ASKED_FIGURE("limit_use"),
    GJ_ASKED_FIGURE("limit_year"),
};
#undef MEMBER

/* Ranks are figures too: where the question says any, payers go by rank, whatever order the packs
   name. Rules that name the order themselves are kept. */
static struct json_object *order_of(const struct gj_asked_bill *bill, struct json_object *question)
{
    struct json_object *rules = NULL, *order = NULL;
    gj_json_member(question, "rules", &rules);
    if (rules != NULL && json_object_is_type(rules, json_type_object) &&
        gj_json_member(rules, gj_key_info(GJ_KEY_AID_ORDER)->name, &order))
        return NULL;
    for (int i = 0; i < bill->claim.payers_count; i++)
        if (bill->claim.payers[i].rank != 0)
            return gj_asked_word("rank");
    return NULL;
}

static struct json_object *member_of(struct json_object *question, const char *name)
{
    struct json_object *value = NULL;
    return gj_json_member(question, name, &value) ? value : NULL;
}

static bool lay_share(struct gj_asked_reader *reader, struct json_object *question,
                      const struct gj_asked_bill *bill)
{
    struct json_object *use = member_of(question, "limit_use");
    struct json_object *year = member_of(question, "limit_year");
    struct json_object *order = order_of(bill, question);
    struct gj_asked_said said[3];
    size_t count = 0;
    if (use != NULL)
        said[count++] = (struct gj_asked_said){"limit_use", use, GJ_KEY_AID_LIMIT_USE, 0};
    if (year != NULL)
        said[count++] = (struct gj_asked_said){"limit_year", year, GJ_KEY_AID_LIMIT_YEAR, 0};
    if (order != NULL)
        said[count++] = (struct gj_asked_said){"payers", order, GJ_KEY_AID_ORDER, 0};
    bool good = gj_asked_lay(reader, question, said, count);
    json_object_put(order);
    return good;
}

bool gj_asked_share(struct gj_asked_reader *reader, struct json_object *question,
                    struct json_object *answer)
{
    struct share in = {.head = {0, 0}};
    gj_asked_begin_bill(&in.bill);
    if (!gj_asked_calc_read(reader, question, GJ_ASKED_FIELDS(share_fields),
                            GJ_ASKED_AREA_BIT | GJ_ASKED_DATE_BIT | BIT(0), &in, NULL) ||
        !lay_share(reader, question, &in.bill))
        return false;
    struct gj_claim *claim = &in.bill.claim;
    claim->bill.outside_fen = claim->bill.total_fen;
    claim->where.area = in.head.area;
    claim->where.day = in.head.date;
    gj_asked_complete_bill(&in.bill);
    struct gj_decision decision;
    gj_settle_share(&reader->law, claim, &decision);
    struct gj_calc calc;
    gj_asked_calc_begin(&calc, reader, &in.head, GJ_SCHEME_EMPLOYEE);
    bool nowhere = gj_asked_is_nowhere(reader, in.head.area);
    if (nowhere)
        gj_calc_missing(&calc, GJ_KEY_AID_ORDER, 0);
    else
        calc.trace = decision.trace;
    if (!gj_reason_is_ok((enum gj_reason)decision.reason))
        calc.reason = (enum gj_reason)decision.reason;
    if (gj_asked_calc_has(answer, &calc, !nowhere)) {
        gj_asked_put_fen(answer, "own", decision.own_fen);
        gj_asked_put_fen(answer, "wallet", decision.wallet_fen);
        gj_json_add(answer, "aid", gj_asked_aid(&in.bill, &decision));
        gj_asked_put_fen(answer, "cash", decision.cash_fen);
    }
    gj_asked_calc_end(answer, &calc);
    return true;
}
