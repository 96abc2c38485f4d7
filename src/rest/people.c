/* From what was read to a command, at an agency's desk: people and places are registered, enrolments
   made, changed and moved. Personal text stays in the request and is sealed by the store. */
#include <stdio.h>
#include <string.h>

#include "base/idnumber.h"
#include "rest/inside.h"

/* ---- enrolments ---- */

static bool read_enrolment(struct gj_rest *rest, struct json_object *object,
                           struct gj_enrolment *enrolment_out)
{
    struct gj_rest_enrolment said;
    if (!gj_rest_read(rest, GJ_REST_GROUP_enrolment, "/enrolment", object, &said))
        return false;
    rest->nested = gj_rest_canonical(GJ_REST_GROUP_enrolment, &said);
    if (said.scheme == GJ_SCHEME_NONE)
        return gj_rest_fault(rest, GJ_FIELD_WRONG, "/enrolment/scheme", "employee or resident");
    *enrolment_out = (struct gj_enrolment){
        .area = said.area,
        .scheme = (uint8_t)said.scheme,
        .status = (uint8_t)(said.status < 0 ? GJ_STATUS_NORMAL : said.status),
        .working = (uint8_t)(said.working < 0 ? GJ_WORKING : said.working),
        .tier = (uint8_t)(said.tier == GJ_REST_NONE ? 1 : said.tier),
        .group = (uint8_t)(said.group < 0 ? GJ_GROUP_UNSAID : said.group),
        .from = said.from,
        .to = said.to == GJ_DAY_NONE ? GJ_DAY_MAX : said.to,
        .status_day = said.from,
        .paid_months = (int32_t)(said.paid_months == GJ_REST_NONE ? 0 : said.paid_months),
    };
    return true;
}

/* The act finds him under the enrolment, permission under the command. */
static bool name_enrolled(struct gj_rest *rest, struct gj_rest_number person)
{
    return gj_rest_name_number(rest, "/person", person, offsetof(struct gj_command, person)) &&
           gj_rest_name_number(rest, "/person", person,
                               offsetof(struct gj_command, body.enrol.person.id));
}

/* ---- a new person ---- */

static bool is_number(struct gj_slice text, size_t length)
{
    int64_t number;
    return text.length == length && gj_whole_parse(text, (int)length, &number);
}

/* The card says birth day and sex; what is said beside it must agree with it. */
static bool read_card(struct gj_rest *rest, struct gj_slice text, struct gj_person *person)
{
    const struct gj_rest_register_person *said = &rest->body.register_person;
    char number[GJ_IDNUMBER_LENGTH + 1];
    if (!gj_idnumber_parse(text, number))
        return gj_rest_fault(rest, GJ_FIELD_WRONG, "/document",
                             "an identity card's 18 places with the right check digit");
    person->birth_day = gj_idnumber_birth(number);
    person->sex = (uint8_t)gj_idnumber_sex(number);
    if (said->birth_day != GJ_DAY_NONE && said->birth_day != person->birth_day)
        return gj_rest_fault(rest, GJ_FIELD_WRONG, "/birth_day", "that of the identity card");
    if (said->sex > GJ_SEX_UNSAID && said->sex != person->sex)
        return gj_rest_fault(rest, GJ_FIELD_WRONG, "/sex", "that of the identity card");
    memcpy(rest->identity.document, number, sizeof number);
    return true;
}

enum { SEX_NOT_STATED = 9 };

static bool read_other_document(struct gj_rest *rest, struct gj_person *person)
{
    const struct gj_rest_register_person *said = &rest->body.register_person;
    if (said->birth_day == GJ_DAY_NONE)
        return gj_rest_fault(rest, GJ_FIELD_MISSING, "/birth_day",
                             "only an identity card says it by itself");
    person->birth_day = said->birth_day;
    person->sex = (uint8_t)(said->sex > GJ_SEX_UNSAID ? said->sex : SEX_NOT_STATED);
    return true;
}

static bool copy(struct gj_rest *rest, const char *pointer, struct gj_slice text, char *out,
                 size_t size)
{
    if (text.bytes == NULL || gj_text_copy(out, size, text))
        return true;
    return gj_rest_fault(rest, GJ_FIELD_WRONG, pointer, "at most %zu bytes", size - 1);
}

static bool copy_texts(struct gj_rest *rest)
{
    const struct gj_rest_register_person *said = &rest->body.register_person;
    struct gj_identity *identity = &rest->identity;
    return copy(rest, "/name", said->name, identity->name, sizeof identity->name) &&
           copy(rest, "/document", said->document, identity->document, sizeof identity->document) &&
           copy(rest, "/phone", said->phone, identity->phone, sizeof identity->phone) &&
           copy(rest, "/card", said->card, identity->card, sizeof identity->card) &&
           copy(rest, "/card_sn", said->card_sn, identity->card_sn, sizeof identity->card_sn) &&
           copy(rest, "/employer", said->employer, identity->employer, sizeof identity->employer);
}

static bool fill_new_person(struct gj_rest *rest, struct gj_command *command)
{
    const struct gj_rest_register_person *said = &rest->body.register_person;
    struct gj_person *person = &command->body.enrol.person;
    struct gj_slice type = said->document_type.bytes ? said->document_type : GJ_SLICE("01");
    memset(&rest->identity, 0, sizeof rest->identity);
    if (!is_number(type, 2) || !copy(rest, "/document_type", type, rest->identity.document_type,
                                     sizeof rest->identity.document_type))
        return gj_rest_fault(rest, GJ_FIELD_WRONG, "/document_type", "two digits");
    if (!copy_texts(rest))
        return false;
    bool good = gj_slice_is(type, "01") ? read_card(rest, said->document, person)
                                        : read_other_document(rest, person);
    person->suspended_until = GJ_DAY_NONE;
    command->body.enrol.identity = &rest->identity;
    return good && read_enrolment(rest, said->enrolment, &command->body.enrol.enrolment);
}

bool gj_rest_fill_enrol(struct gj_rest *rest, struct gj_command *command)
{
    if (rest->is->body == GJ_REST_GROUP_register_person)
        return fill_new_person(rest, command);
    return gj_rest_fill_move(rest, command);
}

bool gj_rest_fill_move(struct gj_rest *rest, struct gj_command *command)
{
    const struct gj_rest_enrol *said = &rest->body.enrol;
    return read_enrolment(rest, said->enrolment, &command->body.enrol.enrolment) &&
           name_enrolled(rest, said->person);
}

/* ---- a place ---- */

bool gj_rest_fill_add_institution(struct gj_rest *rest, struct gj_command *command)
{
    const struct gj_rest_add_institution *said = &rest->body.add_institution;
    struct gj_slice digits = {said->code.bytes + 1, said->code.length - 1};
    char letter = said->code.bytes[0];
    if ((letter != 'H' && letter != 'P') || !is_number(digits, 11))
        return gj_rest_fault(rest, GJ_FIELD_WRONG, "/code", "H or P and 11 digits");
    bool is_pharmacy = letter == 'P';
    int level = said->level >= 0 ? said->level : is_pharmacy ? GJ_LEVEL_PHARMACY : GJ_LEVEL_UNSAID;
    if ((level == GJ_LEVEL_PHARMACY) != is_pharmacy)
        return gj_rest_fault(rest, GJ_FIELD_WRONG, "/level", "pharmacy is of pharmacies alone");
    rest->institution = (struct gj_institution){
        .area = said->area,
        .kind = is_pharmacy ? GJ_PLACE_KIND_PHARMACY : GJ_PLACE_KIND_HOSPITAL,
        .level = (uint8_t)level,
        .place = (uint8_t)(said->place < 0 ? GJ_PLACE_UNSAID : said->place),
        .designated = said->designated != 0,
        .takes_wallet = said->takes_wallet == 1,
    };
    command->body.institution = &rest->institution;
    return copy(rest, "/code", said->code, rest->institution.code, sizeof rest->institution.code) &&
           copy(rest, "/name", said->name, rest->institution.name, sizeof rest->institution.name);
}
