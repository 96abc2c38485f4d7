/* pack check|test|show|diff: what the packs hold, whether their own cases come out, what changes. */
#include <stdio.h>
#include <string.h>

#include "gongji/verbs.h"
#include "gongji/world.h"

static int usage(const char *what)
{
    fprintf(stderr, "gongji pack: %s. See gongji pack --help.\n", what);
    return 2;
}

static int check(const struct gj_world *world)
{
    gj_pack_summary(world->set, stdout);
    printf("hash %s\n", gj_policy_hash(world->law.policy));
    return 0;
}

/* ---- show and diff ---- */

static bool read_area(const char *text, int64_t *area_out)
{
    return gj_whole_parse(gj_slice(text), 6, area_out) && gj_area_is_code(*area_out);
}

static int show(const struct gj_options *options, const struct gj_world *world)
{
    struct gj_why why;
    int64_t area;
    gj_day day;
    if (options->keys) {
        gj_pack_show_keys(stdout);
        return 0;
    }
    if (options->arguments_count != 3)
        return usage("show wants AREA and DATE, such as: gongji pack show 410100 2025-04-21");
    if (!read_area(options->arguments[1], &area))
        return usage("AREA is six digits, such as 410100");
    if (!gj_day_parse(gj_slice(options->arguments[2]), &day))
        return usage("DATE is YYYY-MM-DD");
    if (gj_pack_show(world->set, (gj_area)area, day, stdout, &why) != GJ_DONE)
        return gj_verb_failed("pack show", &why);
    return 0;
}

static int diff_days(const struct gj_options *options, const struct gj_world *world)
{
    int64_t area;
    gj_day before, after;
    if (!read_area(options->arguments[1], &area))
        return usage("AREA is six digits, such as 410100");
    if (!gj_policy_area(world->law.policy, (gj_area)area))
        return usage("the area is not in the packs; areas.yaml lists all");
    if (!gj_day_parse(gj_slice(options->arguments[2]), &before) ||
        !gj_day_parse(gj_slice(options->arguments[3]), &after))
        return usage("DATE is YYYY-MM-DD");
    if (gj_pack_diff_days(world->law.policy, (gj_area)area, before, after, stdout) == 0)
        printf("no row differs\n");
    return 0;
}

static int diff(const struct gj_options *options, const struct gj_world *world)
{
    struct gj_why why;
    struct gj_world other;
    struct gj_options there = *options;
    if (options->arguments_count == 4)
        return diff_days(options, world);
    if (options->arguments_count != 2)
        return usage("diff wants the folder of the other packs, or AREA DATE DATE");
    there.packs = options->arguments[1];
    if (gj_world_open(&there, true, &other, &why) != GJ_DONE)
        return gj_verb_failed("pack diff", &why);
    int lines = gj_pack_diff(world->law.policy, other.law.policy, stdout);
    gj_world_close(&other);
    if (lines == 0)
        printf("no row differs\n");
    return 0;
}

static int test(const struct gj_world *world)
{
    int count = gj_pack_case_count(world->set);
    int passed = gj_world_run_cases(world, stdout);
    printf("%d passed, %d failed\n", passed, count - passed);
    return passed == count ? 0 : 1;
}

int gj_verb_pack(const struct gj_options *options)
{
    struct gj_why why;
    struct gj_world world;
    const char *what = options->arguments[0];
    struct gj_options here = *options;
    here.cases = true;
    if (options->arguments_count == 2 && (strcmp(what, "check") == 0 || strcmp(what, "test") == 0))
        here.packs = options->arguments[1]; /* pack check DIR */
    if (gj_world_open(&here, true, &world, &why) != GJ_DONE)
        return gj_verb_failed("pack", &why);
    int code;
    if (strcmp(what, "check") == 0)
        code = check(&world);
    else if (strcmp(what, "test") == 0)
        code = test(&world);
    else if (strcmp(what, "show") == 0)
        code = show(options, &world);
    else if (strcmp(what, "diff") == 0)
        code = diff(options, &world);
    else
        code = usage("the first word is check, test, show or diff");
    gj_world_close(&world);
    return code;
}
