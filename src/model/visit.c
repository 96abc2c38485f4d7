#include "model/visit.h"

#include <string.h>

/* The categories of the national interface; others are local and clash between areas, so they are not served. */
bool gj_care_of_med_type(const char *med_type, uint8_t *care_out)
{
    size_t length = strlen(med_type);
    if (strcmp(med_type, "11") == 0 || strcmp(med_type, "12") == 0 || strcmp(med_type, "13") == 0)
        *care_out = GJ_CARE_OUTPATIENT;
    else if (strncmp(med_type, "14", 2) == 0 && (length == 2 || length == 6))
        *care_out = GJ_CARE_CHRONIC;
    else if (strcmp(med_type, "41") == 0)
        *care_out = GJ_CARE_PHARMACY;
    else
        return false;
    return true;
}
