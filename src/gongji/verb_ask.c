/* ask, calc, split: one JSON object a line in, one out, in order. A bad line is answered by an error and
   stops nothing. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "asked/asked.h"
#include "gongji/verbs.h"
#include "gongji/world.h"

static void print(void *to, struct gj_slice answer)
{
    fwrite(answer.bytes, 1, answer.length, to);
    fputc('\n', to);
}

/* Exit code 2 when any line was no question; the others are answered all the same. */
static int answer_lines(const char *kind, const struct gj_law *law, FILE *in)
{
    enum gj_asked_verb verb = gj_asked_verb(kind);
    char *line = NULL;
    size_t size = 0;
    ssize_t length;
    int code = 0;
    while ((length = getline(&line, &size, in)) >= 0) {
        struct gj_slice text = {line, (size_t)length};
        while (text.length > 0 &&
               (text.bytes[text.length - 1] == '\n' || text.bytes[text.length - 1] == '\r'))
            text.length--;
        if (text.length > 0 && !gj_asked_line(verb, law, text, print, stdout))
            code = 2;
    }
    free(line);
    if (ferror(in) || fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "gongji %s: %s\n", kind, strerror(errno));
        return 3;
    }
    return code;
}

static int run(const char *kind, const struct gj_options *options)
{
    struct gj_why why;
    struct gj_world world;
    FILE *in = stdin;
    if (options->arguments_count == 1 && !(in = fopen(options->arguments[0], "r"))) {
        gj_fail(&why, GJ_NOT_FOUND, "%s: %s", options->arguments[0], strerror(errno));
        return gj_verb_failed(kind, &why);
    }
    int code;
    if (gj_world_open(options, true, &world, &why) != GJ_DONE) {
        code = gj_verb_failed(kind, &why);
    } else {
        world.law.planner = gj_planner_new(&world.law); /* without one it only takes longer */
        code = answer_lines(kind, &world.law, in);
        gj_planner_free(world.law.planner);
        gj_world_close(&world);
    }
    if (in != stdin)
        fclose(in);
    return code;
}

int gj_verb_ask(const struct gj_options *options)
{
    return run("ask", options);
}

int gj_verb_split(const struct gj_options *options)
{
    return run("split", options);
}

int gj_verb_calc(const struct gj_options *options)
{
    return run("calc", options);
}
