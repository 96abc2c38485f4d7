/* Who somebody is and how he is insured: the person fields of every answer, and the whole of 1101.
   In come the side and the identity that the store found, out come nodes. */
#include <string.h>

#include "base/bug.h"
#include "base/idnumber.h"
#include "his/inside.h"

static const char *sex_code(const struct gj_side *side)
{
    return side->person.sex == 1 ? "1" : side->person.sex == 2 ? "2" : "9";
}

static void fill_identity(struct gj_his_person *person, const struct gj_identity *identity)
{
    person->psn_name = gj_slice(identity->name);
    person->psn_cert_type = gj_slice(identity->document_type);
    person->certno = gj_slice(identity->document);
    person->naty = gj_slice(identity->ethnic_group);
}

void gj_his_fill_person(struct gj_his_person *person, const struct gj_his_answer *answer,
                        gj_day day, char number[GJ_HIS_NUMBER_MAX])
{
    const struct gj_side *side = answer->side;
    *person = (struct gj_his_person){.brdy = GJ_DAY_NONE};
    if (answer->identity != NULL)
        fill_identity(person, answer->identity);
    if (side == NULL)
        return;
    person->psn_no = gj_slice(gj_his_person_text(side->person.first_area, side->person.id, number));
    person->gend = gj_slice(sex_code(side));
    person->brdy = side->person.birth_day;
    person->age = (int64_t)gj_age_years(side->person.birth_day, day) * 10; /* one decimal */
}

/* The document as the message may write it: an identity card's x is X. */
static bool is_document(struct gj_slice shown, const char *ours)
{
    char one_form[GJ_IDNUMBER_LENGTH + 1];
    if (gj_idnumber_parse(shown, one_form))
        return strcmp(one_form, ours) == 0;
    return gj_slice_is(shown, ours);
}

/* Name, document type and number, where the message gives them; which one differs is not told. */
bool gj_his_agrees(const struct gj_his *his, const struct gj_his_answer *answer)
{
    const struct gj_his_who *who = &his->in.who;
    const struct gj_identity *identity = answer->identity;
    if (answer->side == NULL || answer->side->person.version == 0 || identity == NULL ||
        answer->side->enrolments_count == 0)
        return false;
    bool name = who->psn_name.length == 0 || gj_slice_is(who->psn_name, identity->name);
    bool type =
        who->psn_cert_type.length == 0 || gj_slice_is(who->psn_cert_type, identity->document_type);
    bool document = who->certno.length == 0 || is_document(who->certno, identity->document);
    return name && type && document;
}

/* The status on a day: what came later has not happened yet. */
static uint8_t status_on(const struct gj_enrolment *enrolment, gj_day day)
{
    if (day >= enrolment->to)
        return GJ_STATUS_ENDED;
    if (enrolment->status != GJ_STATUS_NORMAL && day < enrolment->status_day)
        return GJ_STATUS_NORMAL;
    return enrolment->status;
}

static const char *status_code(uint8_t status)
{
    return status == GJ_STATUS_NORMAL ? "1" : status == GJ_STATUS_ENDED ? "4" : "2";
}

static gj_day paused_day(const struct gj_enrolment *enrolment, uint8_t status)
{
    if (status == GJ_STATUS_NORMAL)
        return GJ_DAY_NONE;
    bool ended = status == GJ_STATUS_ENDED && enrolment->status != GJ_STATUS_ENDED;
    return ended ? enrolment->to : enrolment->status_day;
}

/* Normal ones first, then the latest; the number of the row decides between equals. */
static bool is_before(const struct gj_enrolment *a, const struct gj_enrolment *b, gj_day day)
{
    bool a_normal = status_on(a, day) == GJ_STATUS_NORMAL;
    bool b_normal = status_on(b, day) == GJ_STATUS_NORMAL;
    return a_normal != b_normal ? a_normal : a->from > b->from;
}

static int sort(const struct gj_side *side, gj_day day,
                const struct gj_enrolment *rows[GJ_ENROLMENTS_MAX])
{
    int count = 0;
    for (int i = 0; i < side->enrolments_count; i++) {
        const struct gj_enrolment *one = &side->enrolments[i];
        if (one->from > day)
            continue;
        int at = count++;
        for (; at > 0 && is_before(one, rows[at - 1], day); at--)
            rows[at] = rows[at - 1];
        rows[at] = one;
    }
    return count;
}

/* The own account of the enrolment's area; residents have none. */
static gj_fen balance(const struct gj_side *side, const struct gj_enrolment *enrolment)
{
    for (int i = 0; i < side->accounts_count && enrolment->scheme == GJ_SCHEME_EMPLOYEE; i++)
        if (side->accounts[i].area == enrolment->area)
            return gj_account_balance(&side->accounts[i]);
    return 0;
}

static void put_enrolment(const struct gj_his_answer *answer, const struct gj_enrolment *one,
                          gj_day day, struct gj_his_text *text)
{
    char area[16];
    struct gj_his_text digits = {area, 0, sizeof area};
    uint8_t status = status_on(one, day);
    int age = gj_age_years(answer->side->person.birth_day, day);
    gj_his_put_number(&digits, one->area, 0, 0);
    struct gj_his_enrolment out = {
        .balc = balance(answer->side, one),
        .insutype = gj_slice(gj_his_insutype(one->scheme)),
        .psn_type = gj_slice(gj_his_psn_type(one, age)),
        .psn_insu_stas = gj_slice(status_code(status)),
        .psn_insu_date = one->from,
        .paus_insu_date = paused_day(one, status),
        .cvlserv_flag = GJ_SLICE("0"),
        .insuplc_admdvs = {area, digits.length},
        .emp_name = gj_slice(one->scheme == GJ_SCHEME_EMPLOYEE ? answer->identity->employer : ""),
    };
    gj_his_put_object(text, GJ_HIS_GROUP_enrolment, &out);
}

void gj_his_put_who(struct gj_his *his, const struct gj_his_answer *answer,
                    struct gj_his_text *text)
{
    char number[GJ_HIS_NUMBER_MAX];
    const struct gj_enrolment *rows[GJ_ENROLMENTS_MAX];
    struct gj_his_person person;
    const struct gj_his_who *who = &his->in.who;
    bool history = gj_his_was_given(&his->in.who, GJ_HIS_GROUP_who, "begntime");
    gj_day day = history ? gj_time_day(who->begntime) : answer->today;
    gj_his_fill_person(&person, answer, answer->today, number);
    gj_his_put_text(text, "\"baseinfo\":");
    gj_his_put_object(text, GJ_HIS_GROUP_person, &person);
    gj_his_put_text(text, ",\"insuinfo\":[");
    int count = sort(answer->side, day, rows);
    for (int i = 0; i < count; i++) {
        gj_his_put(text, ",", i > 0);
        put_enrolment(answer, rows[i], day, text);
    }
    gj_his_put_text(text, "],\"idetinfo\":[]");
}
