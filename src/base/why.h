/* The story of a failure, written by whoever met it into the caller's own struct: what was found,
   where, what is allowed, what to do. */
#ifndef GJ_BASE_WHY_H
#define GJ_BASE_WHY_H

#include "base/status.h"

enum { GJ_WHY_MAX = 480 };

struct gj_why {
    enum gj_status status;
    char text[GJ_WHY_MAX]; /* one line, no personal data */
};

/* Fills `why` (if given) and returns `status`, so that a function can `return gj_fail(...)`. Text
   that does not fit is cut with an ellipsis. */
enum gj_status gj_fail(struct gj_why *why, enum gj_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
