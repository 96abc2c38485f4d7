/* Codes of the national dictionaries and the numbers as institutions see them: between our words
   and theirs, both ways. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/bug.h"
#include "his/inside.h"

/* Reads digits only; false when one is none or the number leaves 63 bits. */
static bool digits(struct gj_slice text, int64_t *number_out)
{
    int64_t number = 0;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        if (c < '0' || c > '9' || __builtin_mul_overflow(number, 10, &number) ||
            __builtin_add_overflow(number, c - '0', &number))
            return false;
    }
    *number_out = number;
    return text.length > 0;
}

static bool split(struct gj_slice text, gj_area *area_out, gj_id *id_out)
{
    int64_t area;
    if (text.length < 7 || !digits((struct gj_slice){text.bytes, 6}, &area) ||
        !digits((struct gj_slice){text.bytes + 6, text.length - 6}, id_out))
        return false;
    *area_out = (gj_area)area;
    return gj_area_is_code(area) && *id_out > 0;
}

bool gj_his_parse_number(struct gj_slice text, gj_area *area_out, gj_id *id_out)
{
    return split(text, area_out, id_out) && text.bytes[6] != '0';
}

bool gj_his_parse_person(struct gj_slice text, gj_area *area_out, gj_id *id_out)
{
    return text.length == 26 && split(text, area_out, id_out);
}

const char *gj_his_number_text(gj_area area, gj_id id, char out[GJ_HIS_NUMBER_MAX])
{
    int length = snprintf(out, GJ_HIS_NUMBER_MAX, "%06" PRId32 "%" PRId64, area, id);
    GJ_MUST(length > 0 && length < GJ_HIS_NUMBER_MAX);
    return out;
}

const char *gj_his_person_text(gj_area area, gj_id id, char out[GJ_HIS_NUMBER_MAX])
{
    int length = snprintf(out, GJ_HIS_NUMBER_MAX, "%06" PRId32 "%020" PRId64, area, id);
    GJ_MUST(length > 0 && length < GJ_HIS_NUMBER_MAX);
    return out;
}

const char *gj_his_insutype(uint8_t scheme)
{
    return scheme == GJ_SCHEME_EMPLOYEE ? "310" : scheme == GJ_SCHEME_RESIDENT ? "390" : "";
}

const char *gj_his_psn_type(const struct gj_enrolment *enrolment, int age_years)
{
    if (enrolment->scheme == GJ_SCHEME_EMPLOYEE)
        return enrolment->working == GJ_RETIRED ? "12" : "11";
    return age_years < 18 ? "14" : age_years >= 60 ? "16" : "15";
}

/* By the kind of care: 21 to 28, longer codes that begin so, and 52 are inpatient care. */
const char *gj_his_clr_type(struct gj_slice med_type)
{
    if (med_type.length >= 2 && med_type.bytes[0] == '2' && med_type.bytes[1] >= '1' &&
        med_type.bytes[1] <= '8')
        return "21";
    if (gj_slice_is(med_type, "52"))
        return "21";
    return gj_slice_is(med_type, "41") ? "41" : "11";
}
