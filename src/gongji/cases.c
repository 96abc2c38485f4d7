/* The packs' own cases: each asked as `gongji ask`, `split` and `calc` would, and every member it wants
   held against the answer. In: a loaded set. Out: how many came out, and what did not. */
#include <stdio.h>
#include <stdlib.h>

#include "asked/asked.h"
#include "base/bug.h"
#include "gongji/world.h"
#include "json/json.h"

struct answer {
    char bytes[65536];
    struct gj_writer writer;
};

static void take_answer(void *to, struct gj_slice bytes)
{
    struct answer *answer = to;
    gj_put(&answer->writer, bytes);
}

static bool ask(const struct gj_law *law, const struct gj_pack_case *one, struct answer *answer,
                FILE *out)
{
    answer->writer = gj_writer(answer->bytes, sizeof answer->bytes);
    if (gj_asked_line(gj_asked_verb(one->kind), law, gj_slice(one->input), take_answer, answer))
        return true;
    fprintf(out, "%s:%u: %s\n", one->file, one->line, answer->bytes);
    return false;
}

/* Holds every member of `want` against the answer; prints the first that differs. */
static bool compare(const struct gj_pack_case *one, struct json_object *want,
                    struct json_object *got, FILE *out)
{
    json_object_object_foreach(want, name, wanted)
    {
        struct json_object *found = NULL;
        gj_json_member(got, name, &found);
        if (json_object_equal(wanted, found))
            continue;
        fprintf(out, "%s:%u: %s%s%s: want %s, got %s\n", one->file, one->line, one->name,
                *one->name ? ": " : "", name,
                json_object_to_json_string_ext(wanted, JSON_C_TO_STRING_PLAIN),
                found ? json_object_to_json_string_ext(found, JSON_C_TO_STRING_PLAIN) : "nothing");
        return false;
    }
    return true;
}

static bool run_case(const struct gj_law *law, const struct gj_pack_case *one,
                     struct answer *answer, FILE *out)
{
    struct gj_json_rules rules = {.object = true};
    struct gj_json_scan scan;
    struct json_object *want = NULL, *got = NULL;
    if (!ask(law, one, answer, out))
        return false;
    struct gj_slice line = {answer->bytes, answer->writer.length};
    bool ok = gj_json_parse(gj_slice(one->want), &rules, &scan, &want) == GJ_DONE &&
              gj_json_parse(line, &rules, &scan, &got) == GJ_DONE && compare(one, want, got, out);
    json_object_put(want);
    json_object_put(got);
    return ok;
}

int gj_world_run_cases(const struct gj_world *world, FILE *out)
{
    int passed = 0, count = gj_pack_case_count(world->set);
    struct answer *answer = malloc(sizeof *answer);
    GJ_MUST(answer);
    for (int i = 0; i < count; i++) {
        struct gj_pack_case one = gj_pack_case(world->set, i);
        passed += run_case(&world->law, &one, answer, out);
    }
    free(answer);
    return passed;
}
