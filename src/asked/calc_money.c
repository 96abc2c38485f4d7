/* Calculations of money that comes in: contribution, credit, premium. */
#include "asked/calc.h"

/* Bits of the fields after the head, in the order of their tables. */
#define BIT(n) (GJ_ASKED_FIRST_BIT << (n))

/* ---- contribution ---- */

struct contribution {
    struct gj_asked_head head;
    struct gj_contribution_facts facts;
    uint8_t group, insurance;
};

#define MEMBER(member) offsetof(struct contribution, member)
static const struct gj_asked_field contribution_fields[] = {
    GJ_ASKED_HEAD,
    {"wage", GJ_ASKED_FEN, MEMBER(facts.wage_fen), 0, 0, NULL},
    {"base", GJ_ASKED_FEN, MEMBER(facts.base_fen), 0, 0, NULL},
    {"average", GJ_ASKED_FEN, MEMBER(facts.average_fen), 0, 0, NULL},
    GJ_ASKED_FIGURE("base_min"),
    GJ_ASKED_FIGURE("base_max"),
    GJ_ASKED_FIGURE("employee_ratio"),
    GJ_ASKED_FIGURE("employer_ratio"),
    {"group", GJ_ASKED_WORD, MEMBER(group), GJ_WORDS_OF_GROUP, 0, NULL},
    {"insurance", GJ_ASKED_WORD, MEMBER(insurance), GJ_WORDS_OF_INSURANCE, 0, NULL},
};
#undef MEMBER
enum { WAGE = BIT(0), BASE = BIT(1), SAYS_MIN = BIT(3), SAYS_MAX = BIT(4) };

static bool lay_contribution(struct gj_asked_reader *reader, struct json_object *question,
                             uint8_t insurance)
{
    bool other = insurance != GJ_INSURANCE_MEDICAL;
    int param = insurance;
    const struct gj_asked_figure figures[] = {
        {"base_min", other ? GJ_KEY_INSURANCE_BASE_MIN : GJ_KEY_CONTRIBUTION_BASE_MIN, param},
        {"base_max", other ? GJ_KEY_INSURANCE_BASE_MAX : GJ_KEY_CONTRIBUTION_BASE_MAX, param},
        {"employee_ratio",
         other ? GJ_KEY_INSURANCE_EMPLOYEE_RATIO : GJ_KEY_CONTRIBUTION_EMPLOYEE_RATIO, param},
        {"employer_ratio",
         other ? GJ_KEY_INSURANCE_EMPLOYER_RATIO : GJ_KEY_CONTRIBUTION_EMPLOYER_RATIO, param},
    };
    return gj_asked_calc_lay(reader, question, GJ_ASKED_FIELDS(figures));
}

bool gj_asked_contribution(struct gj_asked_reader *reader, struct json_object *question,
                           struct json_object *answer)
{
    struct contribution in = {.facts = {GJ_UNKNOWN, GJ_UNKNOWN, GJ_UNKNOWN, false, false, 0}};
    uint32_t seen;
    if (!gj_asked_calc_read(reader, question, GJ_ASKED_FIELDS(contribution_fields),
                            GJ_ASKED_AREA_BIT | GJ_ASKED_DATE_BIT, &in, &seen) ||
        !lay_contribution(reader, question, in.insurance))
        return false;
    if ((seen & (WAGE | BASE)) == 0)
        return gj_asked_fault_at(reader, "wage", GJ_ASKED_MISSING_FIELD,
                                 "wage or base must be given");
    if ((seen & WAGE) != 0 && (seen & BASE) != 0)
        return gj_asked_fault_at(reader, "base", GJ_ASKED_INVALID_VALUE,
                                 "wage and base exclude each other");
    in.facts.says_min = (seen & SAYS_MIN) != 0;
    in.facts.says_max = (seen & SAYS_MAX) != 0;
    in.facts.insurance = (enum gj_insurance)in.insurance;
    struct gj_calc calc;
    gj_asked_calc_begin(&calc, reader, &in.head, GJ_SCHEME_EMPLOYEE);
    calc.where.group = in.group;
    struct gj_contribution out = gj_contribution(&calc, &in.facts);
    bool any =
        out.employee_fen >= 0 || out.employer_fen >= 0 || ((seen & WAGE) != 0 && out.base_fen >= 0);
    if (gj_asked_calc_has(answer, &calc, any)) {
        gj_asked_put_fen(answer, "base", out.base_fen);
        gj_asked_put_fen(answer, "base_min", out.base_min_fen);
        gj_asked_put_fen(answer, "base_max", out.base_max_fen);
        gj_asked_put_fen(answer, "employee", out.employee_fen);
        gj_asked_put_fen(answer, "employer", out.employer_fen);
        if (out.extra_fen >= 0)
            gj_asked_put_fen(answer, "extra", out.extra_fen);
    }
    gj_asked_calc_end(answer, &calc);
    return true;
}

/* ---- credit ---- */

struct credit {
    struct gj_asked_head head;
    struct gj_credit_facts facts;
    uint8_t status, group;
    int16_t age_years;
};

#define MEMBER(member) offsetof(struct credit, member)
static const struct gj_asked_field credit_fields[] = {
    GJ_ASKED_HEAD,
    {"status", GJ_ASKED_WORD, MEMBER(status), GJ_WORDS_OF_WORKING, 0, NULL},
    {"base", GJ_ASKED_FEN, MEMBER(facts.base_fen), 0, 0, NULL},
    {"pension", GJ_ASKED_FEN, MEMBER(facts.pension_fen), 0, 0, NULL},
    {"age_years", GJ_ASKED_COUNT, MEMBER(age_years), 0, 150, NULL},
    {"group", GJ_ASKED_WORD, MEMBER(group), GJ_WORDS_OF_GROUP, 0, NULL},
    GJ_ASKED_FIGURE("working_ratio"),
    GJ_ASKED_FIGURE("employer_ratio"),
    GJ_ASKED_FIGURE("employer_share"),
    GJ_ASKED_FIGURE("retired_fixed"),
    GJ_ASKED_FIGURE("retired_ratio"),
};
#undef MEMBER

static const struct gj_asked_figure credit_figures[] = {
    {"working_ratio", GJ_KEY_ACCOUNT_WORKING_RATIO, 0},
    {"employer_ratio", GJ_KEY_CONTRIBUTION_EMPLOYER_RATIO, 0},
    {"employer_share", GJ_KEY_ACCOUNT_EMPLOYER_SHARE, 0},
    {"retired_fixed", GJ_KEY_ACCOUNT_RETIRED_FIXED, 0},
    {"retired_ratio", GJ_KEY_ACCOUNT_RETIRED_RATIO, 0},
};

static bool any_part(const struct gj_credit *out, bool retired)
{
    return retired ? out->from_fund_fen >= 0
                   : out->from_employee_fen >= 0 || out->from_employer_fen > 0;
}

bool gj_asked_credit(struct gj_asked_reader *reader, struct json_object *question,
                     struct json_object *answer)
{
    struct credit in = {.facts = {GJ_UNKNOWN, GJ_UNKNOWN}, .age_years = GJ_AGE_UNSAID};
    if (!gj_asked_calc_read(reader, question, GJ_ASKED_FIELDS(credit_fields),
                            GJ_ASKED_AREA_BIT | GJ_ASKED_DATE_BIT | BIT(0), &in, NULL) ||
        !gj_asked_calc_lay(reader, question, GJ_ASKED_FIELDS(credit_figures)))
        return false;
    bool retired = in.status == GJ_RETIRED;
    if (!retired && in.facts.base_fen < 0)
        return gj_asked_fault_at(reader, "base", GJ_ASKED_MISSING_FIELD,
                                 "must be given for a working person");
    struct gj_calc calc;
    gj_asked_calc_begin(&calc, reader, &in.head, GJ_SCHEME_EMPLOYEE);
    calc.where.working = in.status;
    calc.where.group = in.group;
    calc.where.age_years = in.age_years;
    struct gj_credit out = gj_credit(&calc, &in.facts);
    if (out.needs_pension)
        return gj_asked_fault_at(reader, "pension", GJ_ASKED_MISSING_FIELD,
                                 "must be given: the credit is a share of the own pension");
    if (gj_asked_calc_has(answer, &calc, any_part(&out, retired))) {
        gj_asked_put_fen(answer, "credit", out.credit_fen);
        gj_asked_put_fen(answer, "from_employee", out.from_employee_fen);
        gj_asked_put_fen(answer, "from_employer", out.from_employer_fen);
        gj_asked_put_fen(answer, "from_fund", out.from_fund_fen);
    }
    gj_asked_calc_end(answer, &calc);
    return true;
}

/* ---- premium ---- */

struct premium {
    struct gj_asked_head head;
    gj_fen relief_fen;
    int16_t year;
    uint8_t group, tier;
};

#define MEMBER(member) offsetof(struct premium, member)
static const struct gj_asked_field premium_fields[] = {
    GJ_ASKED_HEAD,
    {"year", GJ_ASKED_COUNT, MEMBER(year), 1900, 2199, NULL},
    {"relief", GJ_ASKED_FEN, MEMBER(relief_fen), 0, 0, NULL},
    {"group", GJ_ASKED_WORD, MEMBER(group), GJ_WORDS_OF_GROUP, 0, NULL},
    {"tier", GJ_ASKED_COUNT8, MEMBER(tier), 1, 9, NULL},
    GJ_ASKED_FIGURE("amount"),
    GJ_ASKED_FIGURE("subsidy"),
};
#undef MEMBER

static const struct gj_asked_figure premium_figures[] = {
    {"amount", GJ_KEY_PREMIUM_AMOUNT, 0},
    {"subsidy", GJ_KEY_PREMIUM_SUBSIDY, 0},
};

/* Rows are found by the benefit year; their days are those of its first day. */
bool gj_asked_premium(struct gj_asked_reader *reader, struct json_object *question,
                      struct json_object *answer)
{
    struct premium in = {.head = {.date = GJ_DAY_NONE}, .tier = 1};
    if (!gj_asked_calc_read(reader, question, GJ_ASKED_FIELDS(premium_fields),
                            GJ_ASKED_AREA_BIT | BIT(0), &in, NULL) ||
        !gj_asked_calc_lay(reader, question, GJ_ASKED_FIELDS(premium_figures)))
        return false;
    if (in.head.date == GJ_DAY_NONE)
        in.head.date = gj_day_from_civil(in.year, 1, 1);
    struct gj_calc calc;
    gj_asked_calc_begin(&calc, reader, &in.head, GJ_SCHEME_RESIDENT);
    calc.where.year = in.year;
    calc.where.group = in.group;
    calc.where.tier = in.tier;
    struct gj_premium out = gj_premium(&calc, in.relief_fen);
    if (gj_asked_calc_has(answer, &calc, out.personal_fen >= 0 || out.subsidy_fen >= 0)) {
        gj_asked_put_fen(answer, "personal", out.personal_fen);
        gj_asked_put_fen(answer, "subsidy", out.subsidy_fen);
        gj_asked_put_fen(answer, "total", out.total_fen);
        gj_asked_put_fen(answer, "due", out.due_fen);
    }
    gj_asked_calc_end(answer, &calc);
    return true;
}
