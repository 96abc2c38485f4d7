/* Citizen identity numbers of GB 11643: 6 digits of place, 8 of birth day, 3 of order, a check
   digit (ISO 7064, MOD 11-2). */
#ifndef GJ_BASE_IDNUMBER_H
#define GJ_BASE_IDNUMBER_H

#include <stdbool.h>

#include "base/day.h"
#include "base/text.h"

enum { GJ_IDNUMBER_LENGTH = 18 };

/* The right check character of the first 17 digits: '0'..'9' or 'X'. */
char gj_idnumber_check(const char digits[17]);
/* Accepts 18 characters with a real birth day and the right check digit; 'x' is read as 'X'.
   Writes the number in its one form, terminated. */
bool gj_idnumber_parse(struct gj_slice text, char out[GJ_IDNUMBER_LENGTH + 1]);
gj_day gj_idnumber_birth(const char number[GJ_IDNUMBER_LENGTH + 1]);
/* 1 male, 2 female, by the 17th digit. */
int gj_idnumber_sex(const char number[GJ_IDNUMBER_LENGTH + 1]);

#endif
