#include "base/idnumber.h"

#include <string.h>

char gj_idnumber_check(const char digits[17])
{
    static const int weights[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < 17; i++)
        sum += (digits[i] - '0') * weights[i];
    return "10X98765432"[sum % 11];
}

gj_day gj_idnumber_birth(const char number[GJ_IDNUMBER_LENGTH + 1])
{
    char text[11] = {number[6],  number[7],  number[8], number[9],  '-',
                     number[10], number[11], '-',       number[12], number[13]};
    gj_day day;
    return gj_day_parse((struct gj_slice){text, 10}, &day) ? day : GJ_DAY_NONE;
}

bool gj_idnumber_parse(struct gj_slice text, char out[GJ_IDNUMBER_LENGTH + 1])
{
    if (text.length != GJ_IDNUMBER_LENGTH)
        return false;
    memcpy(out, text.bytes, GJ_IDNUMBER_LENGTH);
    out[GJ_IDNUMBER_LENGTH] = '\0';
    for (int i = 0; i < 17; i++)
        if (out[i] < '0' || out[i] > '9')
            return false;
    if (out[17] == 'x')
        out[17] = 'X';
    return out[17] == gj_idnumber_check(out) && gj_idnumber_birth(out) != GJ_DAY_NONE;
}

int gj_idnumber_sex(const char number[GJ_IDNUMBER_LENGTH + 1])
{
    return (number[16] - '0') % 2 ? 1 : 2;
}
