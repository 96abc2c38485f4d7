#include "base/bug.h"

#include <stdio.h>
#include <stdlib.h>

_Noreturn void gj_bug(const char *condition, const char *file, int line, const char *function)
{
    fprintf(stderr, "gongji: bug: %s must hold (%s:%d, %s). Nothing more is written.\n", condition,
            file, line, function);
    abort();
}
