/* The built program as a user calls it: lines of the shell, in which $G is the program, $S the option
   for the store of a test and $D the test's folder. Stands behind cmocka.h. */
#ifndef GJ_TESTS_SHELL_H
#define GJ_TESTS_SHELL_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

enum { SHELL_SAID_MAX = 1 << 20 };

/* The folder of the build that is tested. */
static inline const char *shell_build(void)
{
    const char *build = getenv("GJ_BUILD");
    return build ? build : "build";
}

static inline bool shell_begin(const char *folder, const char *db)
{
    char program[400], store[400];
    snprintf(program, sizeof program, "%s/gongji", shell_build());
    snprintf(store, sizeof store, "--db=sqlite:%s", db);
    return setenv("G", program, 1) == 0 && setenv("D", folder, 1) == 0 &&
           setenv("S", store, 1) == 0;
}

/* The exit code; what was said on standard output is in `said`, which must have room for it. */
static inline int shell_in(const char *line, char *said, size_t size)
{
    size_t length = 0, got;
    FILE *pipe = popen(line, "r");
    assert_non_null(pipe);
    while ((got = fread(said + length, 1, size - 1 - length, pipe)) > 0)
        length += got;
    said[length] = '\0';
    assert_true(length < size - 1);
    int status = pclose(pipe);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static inline int shell(const char *line, char said[SHELL_SAID_MAX])
{
    return shell_in(line, said, SHELL_SAID_MAX);
}

#endif
