/* Calculations about old age: the month of retirement, the least years, the pension. */
#include "asked/calc.h"

#define BIT(n) (GJ_ASKED_FIRST_BIT << (n))
enum { AREA_AND_DATE = GJ_ASKED_AREA_BIT | GJ_ASKED_DATE_BIT };
enum { YEAR = 12 };

static const struct gj_asked_field head_fields[] = {GJ_ASKED_HEAD};

bool gj_asked_least_years(struct gj_asked_reader *reader, struct json_object *question,
                          struct json_object *answer)
{
    struct gj_asked_head head = {0, 0};
    if (!gj_asked_calc_read(reader, question, GJ_ASKED_FIELDS(head_fields), AREA_AND_DATE, &head,
                            NULL) ||
        !gj_asked_calc_lay(reader, question, NULL, 0))
        return false;
    struct gj_calc calc;
    gj_asked_calc_begin(&calc, reader, &head, GJ_SCHEME_EMPLOYEE);
    int64_t years = gj_least_years(&calc);
    if (gj_asked_calc_has(answer, &calc, years >= 0))
        gj_asked_put_decimal(answer, "years", years);
    gj_asked_calc_end(answer, &calc);
    return true;
}

/* ---- retirement ---- */

struct retirement {
    struct gj_asked_head head;
    gj_month born;
    int16_t track;
    uint8_t sex;
};

static bool read_born(struct gj_asked_reader *reader, struct json_object *value, void *target)
{
    struct retirement *in = target;
    struct gj_slice text = GJ_SLICE("");
    return (json_object_is_type(value, json_type_string) && gj_json_text(value, &text) &&
            gj_month_parse(text, &in->born)) ||
           gj_asked_fault(reader, GJ_ASKED_INVALID_VALUE, "must be a month such as \"1967-02\"");
}

static const struct gj_asked_field retirement_fields[] = {
    GJ_ASKED_HEAD,
    {"sex", GJ_ASKED_WORD, offsetof(struct retirement, sex), GJ_WORDS_OF_SEX, 0, NULL},
    {"track", GJ_ASKED_COUNT, offsetof(struct retirement, track), 50, 60, NULL},
    {"born", GJ_ASKED_OBJECT, 0, 0, 0, read_born},
};

/* Men have the one track of 60 years, women those of 55 and 50. */
static bool track_fits(const struct retirement *in)
{
    return in->sex == GJ_SEX_MALE ? in->track == 60 : in->track == 55 || in->track == 50;
}

bool gj_asked_retirement(struct gj_asked_reader *reader, struct json_object *question,
                         struct json_object *answer)
{
    struct retirement in = {.head = {GJ_AREA_NATION, GJ_DAY_NONE}};
    if (!gj_asked_calc_read(reader, question, GJ_ASKED_FIELDS(retirement_fields),
                            BIT(0) | BIT(1) | BIT(2), &in, NULL) ||
        !gj_asked_calc_lay(reader, question, NULL, 0))
        return false;
    if (!track_fits(&in))
        return gj_asked_fault_at(reader, "track", GJ_ASKED_INVALID_VALUE,
                                 "must be 60 for men, 55 or 50 for women");
    struct gj_calc calc;
    gj_asked_calc_begin(&calc, reader, &in.head, GJ_SCHEME_EMPLOYEE);
    struct gj_retirement out =
        gj_retirement(&calc, (enum gj_retire_age)(GJ_RETIRE_AGE_40 + in.track - 40), in.born);
    if (gj_asked_calc_has(answer, &calc, out.month >= 0)) {
        gj_asked_put_month(answer, "month", out.month);
        gj_asked_put_count(answer, "delay_months", out.delay_months);
        gj_asked_put_count(answer, "age_years", out.age_months / YEAR);
        gj_asked_put_count(answer, "age_months", out.age_months % YEAR);
        gj_asked_put_month(answer, "earliest", out.earliest);
        gj_asked_put_month(answer, "latest", out.latest);
    }
    gj_asked_calc_end(answer, &calc);
    return true;
}

/* ---- pension ---- */

struct pension {
    struct gj_asked_head head;
    struct gj_pension_facts facts;
    int16_t retire_age;
};

#define MEMBER(member) offsetof(struct pension, member)
static const struct gj_asked_field pension_fields[] = {
    GJ_ASKED_HEAD,
    {"mean_index", GJ_ASKED_DECIMAL, MEMBER(facts.mean_index), 6, 2, NULL},
    {"years", GJ_ASKED_DECIMAL, MEMBER(facts.years), 6, 3, NULL},
    {"account", GJ_ASKED_FEN, MEMBER(facts.account_fen), 0, 0, NULL},
    {"retire_age", GJ_ASKED_COUNT, MEMBER(retire_age), 40, 70, NULL},
    {"base", GJ_ASKED_FEN, MEMBER(facts.base_fen), 0, 0, NULL},
};
#undef MEMBER

bool gj_asked_pension(struct gj_asked_reader *reader, struct json_object *question,
                      struct json_object *answer)
{
    struct pension in = {.facts = {.base_fen = GJ_UNKNOWN}};
    if (!gj_asked_calc_read(reader, question, GJ_ASKED_FIELDS(pension_fields),
                            AREA_AND_DATE | BIT(0) | BIT(1) | BIT(2) | BIT(3), &in, NULL) ||
        !gj_asked_calc_lay(reader, question, NULL, 0))
        return false;
    in.facts.age = (enum gj_retire_age)(GJ_RETIRE_AGE_40 + in.retire_age - 40);
    struct gj_calc calc;
    gj_asked_calc_begin(&calc, reader, &in.head, GJ_SCHEME_EMPLOYEE);
    struct gj_pension out = gj_pension(&calc, &in.facts);
    if (gj_asked_calc_has(answer, &calc, out.basic_fen >= 0 || out.from_account_fen >= 0)) {
        gj_asked_put_fen(answer, "basic", out.basic_fen);
        gj_asked_put_count(answer, "months", out.months);
        gj_asked_put_fen(answer, "from_account", out.from_account_fen);
        gj_asked_put_fen(answer, "pension", out.pension_fen);
    }
    gj_asked_calc_end(answer, &calc);
    return true;
}
