/* What a text must say or must not, told with the line of the test that wants it. Stands behind
   cmocka.h. */
#ifndef GJ_TESTS_SAYS_H
#define GJ_TESTS_SAYS_H

#include <string.h>

#define HAS(text, part) says_has(text, part, __FILE__, __LINE__)
#define HAS_NOT(text, part) says_has_not(text, part, __FILE__, __LINE__)

static inline void says_has(const char *text, const char *part, const char *file, int line)
{
    if (strstr(text, part) != NULL)
        return;
    print_error("no %s\nin %s\n", part, text);
    _fail(file, line);
}

static inline void says_has_not(const char *text, const char *part, const char *file, int line)
{
    if (strstr(text, part) == NULL)
        return;
    print_error("%s must not stand in\n%s\n", part, text);
    _fail(file, line);
}

#endif
