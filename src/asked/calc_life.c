/* Calculations about the courses of life: birth, late enrolment, care elsewhere, retirement. */
#include <string.h>

#include "asked/calc.h"

#define BIT(n) (GJ_ASKED_FIRST_BIT << (n))
enum { AREA_AND_DATE = GJ_ASKED_AREA_BIT | GJ_ASKED_DATE_BIT };

/* ---- birth ---- */

struct birth {
    struct gj_asked_head head;
    gj_fen unit_average_fen, average_fen;
    int32_t days, children;
    uint8_t event;
    bool difficult;
};

#define MEMBER(member) offsetof(struct birth, member)
#define EVENT_FIELDS                                                                               \
    {"event", GJ_ASKED_WORD, MEMBER(event), GJ_WORDS_OF_EVENT, 0, NULL},                           \
        {"difficult", GJ_ASKED_YES, MEMBER(difficult), 0, 0, NULL},                                \
    {                                                                                              \
        "children", GJ_ASKED_COUNT32, MEMBER(children), 1, 20, NULL                                \
    }
static const struct gj_asked_field days_fields[] = {GJ_ASKED_HEAD, EVENT_FIELDS};
static const struct gj_asked_field maternity_fields[] = {
    GJ_ASKED_HEAD,
    EVENT_FIELDS,
    {"unit_average", GJ_ASKED_FEN, MEMBER(unit_average_fen), 0, 0, NULL},
    {"days", GJ_ASKED_COUNT32, MEMBER(days), 0, 10000, NULL},
    {"average", GJ_ASKED_FEN, MEMBER(average_fen), 0, 0, NULL},
};
#undef EVENT_FIELDS
#undef MEMBER
enum { EVENT = BIT(0), UNIT_AVERAGE = BIT(3), DAYS = BIT(4) };

static const struct birth blank_birth = {
    .average_fen = GJ_UNKNOWN, .days = GJ_UNKNOWN, .children = 1};

static int32_t days_of(struct gj_calc *calc, const struct birth *in)
{
    if (in->days >= 0)
        return in->days;
    return gj_maternity_days(calc, (enum gj_event)in->event, in->difficult, in->children);
}

bool gj_asked_maternity_days(struct gj_asked_reader *reader, struct json_object *question,
                             struct json_object *answer)
{
    struct birth in = blank_birth;
    if (!gj_asked_calc_read(reader, question, GJ_ASKED_FIELDS(days_fields), AREA_AND_DATE | EVENT,
                            &in, NULL) ||
        !gj_asked_calc_lay(reader, question, NULL, 0))
        return false;
    struct gj_calc calc;
    gj_asked_calc_begin(&calc, reader, &in.head, GJ_SCHEME_EMPLOYEE);
    int32_t days = days_of(&calc, &in);
    if (gj_asked_calc_has(answer, &calc, days >= 0))
        gj_asked_put_count(answer, "days", days);
    gj_asked_calc_end(answer, &calc);
    return true;
}

bool gj_asked_maternity(struct gj_asked_reader *reader, struct json_object *question,
                        struct json_object *answer)
{
    struct birth in = blank_birth;
    uint32_t seen;
    if (!gj_asked_calc_read(reader, question, GJ_ASKED_FIELDS(maternity_fields),
                            AREA_AND_DATE | UNIT_AVERAGE, &in, &seen) ||
        !gj_asked_calc_lay(reader, question, NULL, 0))
        return false;
    if ((seen & (EVENT | DAYS)) == 0)
        return gj_asked_fault_at(reader, "days", GJ_ASKED_MISSING_FIELD,
                                 "days or event must be given");
    struct gj_calc calc;
    gj_asked_calc_begin(&calc, reader, &in.head, GJ_SCHEME_EMPLOYEE);
    int32_t days = days_of(&calc, &in);
    gj_fen allowance = gj_maternity_allowance(&calc, in.unit_average_fen, in.average_fen, days);
    if (gj_asked_calc_has(answer, &calc, allowance >= 0 || (in.days < 0 && days >= 0))) {
        gj_asked_put_count(answer, "days", days);
        gj_asked_put_fen(answer, "allowance", allowance);
    }
    gj_asked_calc_end(answer, &calc);
    return true;
}

/* ---- waiting ---- */

struct waiting {
    struct gj_asked_head head;
    struct gj_waiting_facts facts;
    gj_day enrolled;
    uint8_t scheme;
};

#define MEMBER(member) offsetof(struct waiting, member)
static const struct gj_asked_field waiting_fields[] = {
    GJ_ASKED_HEAD,
    {"scheme", GJ_ASKED_WORD, MEMBER(scheme), GJ_WORDS_OF_SCHEME, 0, NULL},
    {"in_window", GJ_ASKED_YES, MEMBER(facts.in_window), 0, 0, NULL},
    {"gap_years", GJ_ASKED_COUNT32, MEMBER(facts.gap_years), 0, 150, NULL},
    {"repaired_years", GJ_ASKED_COUNT32, MEMBER(facts.repaired_years), 0, 150, NULL},
    {"break_months", GJ_ASKED_COUNT32, MEMBER(facts.break_months), 0, 1800, NULL},
    {"enrolled", GJ_ASKED_DAY, MEMBER(enrolled), 0, 0, NULL},
};
#undef MEMBER

bool gj_asked_waiting(struct gj_asked_reader *reader, struct json_object *question,
                      struct json_object *answer)
{
    struct waiting in = {.enrolled = GJ_DAY_NONE};
    in.facts.in_window = in.facts.repaid = true;
    in.facts.newborn_age_days = GJ_UNKNOWN;
    if (!gj_asked_calc_read(reader, question, GJ_ASKED_FIELDS(waiting_fields),
                            AREA_AND_DATE | BIT(0), &in, NULL) ||
        !gj_asked_calc_lay(reader, question, NULL, 0))
        return false;
    if (in.scheme == GJ_SCHEME_NONE) /* who is not enrolled waits for nothing */
        return gj_asked_fault_at(reader, "scheme", GJ_ASKED_INVALID_VALUE,
                                 "must be employee or resident");
    struct gj_calc calc;
    gj_asked_calc_begin(&calc, reader, &in.head, (enum gj_scheme)in.scheme);
    int32_t months = gj_waiting_months(&calc, &in.facts);
    if (gj_asked_is_nowhere(reader, in.head.area)) {
        gj_calc_missing(&calc, GJ_KEY_WAITING_FIXED_MONTHS, 0);
        months = GJ_UNKNOWN;
    }
    if (gj_asked_calc_has(answer, &calc, months >= 0)) {
        gj_asked_put_count(answer, "months", months);
        if (in.enrolled != GJ_DAY_NONE)
            gj_asked_put_day(answer, "until", gj_waiting_until(in.enrolled, months));
    }
    gj_asked_calc_end(answer, &calc);
    return true;
}

/* ---- incentives ---- */

struct incentive {
    struct gj_asked_head head;
    int32_t years, claimless_years;
    gj_fen cap_fen;
};

#define MEMBER(member) offsetof(struct incentive, member)
static const struct gj_asked_field incentive_fields[] = {
    GJ_ASKED_HEAD,
    {"years", GJ_ASKED_COUNT32, MEMBER(years), 0, 150, NULL},
    {"claimless_years", GJ_ASKED_COUNT32, MEMBER(claimless_years), 0, 150, NULL},
    {"cap", GJ_ASKED_FEN, MEMBER(cap_fen), 0, 0, NULL},
    GJ_ASKED_FIGURE("after_years"),
    GJ_ASKED_FIGURE("step"),
    GJ_ASKED_FIGURE("zero_claim"),
    GJ_ASKED_FIGURE("total_max"),
};
#undef MEMBER

static const struct gj_asked_figure incentive_figures[] = {
    {"after_years", GJ_KEY_INCENTIVE_AFTER_YEARS, 0},
    {"step", GJ_KEY_INCENTIVE_STEP, 0},
    {"zero_claim", GJ_KEY_INCENTIVE_ZERO_CLAIM, 0},
    {"total_max", GJ_KEY_INCENTIVE_TOTAL_MAX, 0},
};

bool gj_asked_incentive(struct gj_asked_reader *reader, struct json_object *question,
                        struct json_object *answer)
{
    struct incentive in = {.cap_fen = GJ_UNKNOWN};
    if (!gj_asked_calc_read(reader, question, GJ_ASKED_FIELDS(incentive_fields),
                            AREA_AND_DATE | BIT(0), &in, NULL) ||
        !gj_asked_calc_lay(reader, question, GJ_ASKED_FIELDS(incentive_figures)))
        return false;
    struct gj_calc calc;
    gj_asked_calc_begin(&calc, reader, &in.head, GJ_SCHEME_RESIDENT);
    struct gj_incentive out = gj_incentive(&calc, in.years, in.claimless_years, in.cap_fen);
    bool any = out.from_years_fen >= 0 || out.from_claimless_fen >= 0;
    if (gj_asked_calc_has(answer, &calc, any)) {
        gj_asked_put_fen(answer, "raise", out.raise_fen);
        gj_asked_put_fen(answer, "from_years", out.from_years_fen);
        gj_asked_put_fen(answer, "from_claimless_years", out.from_claimless_fen);
    }
    gj_asked_calc_end(answer, &calc);
    return true;
}

/* ---- filing ---- */

struct filing {
    struct gj_asked_head head;
    gj_ppm ratio;
    uint8_t kind;
    bool says_kind;
};

static bool read_filing(struct gj_asked_reader *reader, struct json_object *value, void *target)
{
    static const struct gj_asked_field fields[] = {
        {"kind", GJ_ASKED_WORD, offsetof(struct filing, kind), GJ_WORDS_OF_FILING, 0, NULL},
    };
    struct filing *in = target;
    uint32_t seen;
    if (!gj_asked_read(reader, value, GJ_ASKED_FIELDS(fields), target, &seen))
        return false;
    in->says_kind = seen != 0;
    return seen != 0 || gj_asked_fault_at(reader, "kind", GJ_ASKED_MISSING_FIELD, "must be given");
}

static const struct gj_asked_field filing_fields[] = {
    GJ_ASKED_HEAD,
    {"ratio", GJ_ASKED_RATIO, offsetof(struct filing, ratio), 0, 0, NULL},
    {"filing", GJ_ASKED_OBJECT, 0, 0, 0, read_filing},
    GJ_ASKED_FIGURE("cut_referral"),
    GJ_ASKED_FIGURE("cut_emergency"),
    GJ_ASKED_FIGURE("cut_other"),
    GJ_ASKED_FIGURE("cut_long_term"),
};

static const struct gj_asked_figure filing_figures[] = {
    {"cut_referral", GJ_KEY_FILING_CUT_REFERRAL, 0},
    {"cut_emergency", GJ_KEY_FILING_CUT_EMERGENCY, 0},
    {"cut_other", GJ_KEY_FILING_CUT_OTHER, 0},
    {"cut_long_term", GJ_KEY_FILING_CUT_LONG_TERM, 0},
};

bool gj_asked_filing_ratio(struct gj_asked_reader *reader, struct json_object *question,
                           struct json_object *answer)
{
    struct filing in = {.kind = GJ_FILING_NONE};
    if (!gj_asked_calc_read(reader, question, GJ_ASKED_FIELDS(filing_fields),
                            AREA_AND_DATE | BIT(0) | BIT(1), &in, NULL) ||
        !gj_asked_calc_lay(reader, question, GJ_ASKED_FIELDS(filing_figures)))
        return false;
    struct gj_calc calc;
    gj_asked_calc_begin(&calc, reader, &in.head, GJ_SCHEME_EMPLOYEE);
    struct gj_filing_ratio out = gj_filing_ratio(&calc, (enum gj_filing)in.kind, in.ratio);
    if (gj_asked_calc_has(answer, &calc, out.cut_ppm >= 0)) {
        gj_asked_put_ratio(answer, "cut", out.cut_ppm);
        gj_asked_put_ratio(answer, "ratio", out.ratio_ppm);
    }
    gj_asked_calc_end(answer, &calc);
    return true;
}

/* ---- lifetime ---- */

struct lifetime {
    struct gj_asked_head head;
    int64_t years;
    uint8_t sex;
};

static const struct gj_asked_field lifetime_fields[] = {
    GJ_ASKED_HEAD,
    {"sex", GJ_ASKED_WORD, offsetof(struct lifetime, sex), GJ_WORDS_OF_SEX, 0, NULL},
    {"years", GJ_ASKED_DECIMAL, offsetof(struct lifetime, years), 6, 3, NULL},
    GJ_ASKED_FIGURE("required"),
};

bool gj_asked_lifetime(struct gj_asked_reader *reader, struct json_object *question,
                       struct json_object *answer)
{
    struct lifetime in = {.sex = GJ_SEX_UNSAID};
    if (!gj_asked_calc_read(reader, question, GJ_ASKED_FIELDS(lifetime_fields),
                            AREA_AND_DATE | BIT(0) | BIT(1), &in, NULL))
        return false;
    bool female = in.sex == GJ_SEX_FEMALE;
    const struct gj_asked_figure figures[] = {
        {"required", female ? GJ_KEY_LIFETIME_YEARS_FEMALE : GJ_KEY_LIFETIME_YEARS_MALE, 0}};
    if (!gj_asked_calc_lay(reader, question, GJ_ASKED_FIELDS(figures)))
        return false;
    struct gj_calc calc;
    gj_asked_calc_begin(&calc, reader, &in.head, GJ_SCHEME_EMPLOYEE);
    struct gj_lifetime out = gj_lifetime(&calc, (enum gj_sex)in.sex, in.years);
    if (gj_asked_calc_has(answer, &calc, out.required >= 0)) {
        gj_asked_put_decimal(answer, "required", out.required);
        gj_asked_put_decimal(answer, "short", out.lacking);
        gj_json_add(answer, "met", json_object_new_boolean(out.met));
    }
    gj_asked_calc_end(answer, &calc);
    return true;
}
