#include "base/why.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum gj_status gj_fail(struct gj_why *why, enum gj_status status, const char *format, ...)
{
    if (!why)
        return status;
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(why->text, sizeof why->text, format, arguments);
    va_end(arguments);
    if (length >= (int)sizeof why->text)
        memcpy(why->text + sizeof why->text - 4, "...", 4);
    why->status = status;
    return status;
}
