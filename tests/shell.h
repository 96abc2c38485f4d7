/* The built program as a user calls it: lines of the shell, in which $G is the program, $S the option
   for the store of a test and $D the test's folder. */
#ifndef GJ_TESTS_SHELL_H
#define GJ_TESTS_SHELL_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

enum { SHELL_SAID_MAX = 1 << 20 };

static inline bool shell_begin(const char *folder, const char *db)
{
    const char *build = getenv("GJ_BUILD");
    char program[400], store[400];
    snprintf(program, sizeof program, "%s/gongji", build ? build : "build");
    snprintf(store, sizeof store, "--db=sqlite:%s", db);
    return setenv("G", program, 1) == 0 && setenv("D", folder, 1) == 0 &&
           setenv("S", store, 1) == 0;
}

/* The exit code; what was said on standard output is in `said`. */
static inline int shell(const char *line, char said[SHELL_SAID_MAX])
{
    size_t length = 0, got;
    FILE *pipe = popen(line, "r");
    assert_non_null(pipe);
    while ((got = fread(said + length, 1, SHELL_SAID_MAX - 1 - length, pipe)) > 0)
        length += got;
    said[length] = '\0';
    assert_true(length < SHELL_SAID_MAX - 1);
    int status = pclose(pipe);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

#endif
