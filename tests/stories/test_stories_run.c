/* Runs every *.story of its folder against a server on loopback, each over a store of its own; after
   each the audit is whole and every settlement, asked again, has the same reason. A name given on the
   command line runs that story alone. */
#include "story.h"

#include <dirent.h>
#include <string.h>

enum { STORIES_MAX = 200 };

/* What holds at the end of every story. */
static void prove(struct story *story)
{
    struct gj_audit_options how = {.db = story->server.db};
    struct gj_why why;
    if (gj_audit_store(&how, &why) != GJ_DONE)
        fail_msg("%s: the audit: %s", story->file, why.text);
    story_ask_all(story->server.db);
}

static struct story *told; /* ended by the teardown, also when it failed */

static void test_stories_run__story(void **state)
{
    char line[512];
    struct story *story = told = calloc(1, sizeof *story);
    story->file = *state;
    story->begin = GJ_DEMO_NOW;
    FILE *file = fopen(story->file, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        story->line++;
        story_tell(story, line);
    }
    fclose(file);
    if (!story->server.folder[0])
        fail_msg("%s: nothing happens in it", story->file);
    prove(story);
}

static int end_story(void **state)
{
    (void)state;
    story_end(told);
    free(told);
    told = NULL;
    return 0;
}

static void test_stories_run__a_seeded_year_asked_again_has_the_same_reasons(void **state)
{
    (void)state;
    static struct server server;
    assert_true(server_make(&server, &story_world, 120));
    assert_in_range(story_ask_all(server.db), 100, INT64_MAX);
    server_remove(&server);
}

static int start(void **state)
{
    (void)state;
    return server_read_packs(&story_world) ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    gj_world_close(&story_world);
    return 0;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int find_stories(const char *only, char *names[STORIES_MAX])
{
    int count = 0;
    DIR *folder = opendir("tests/stories");
    for (struct dirent *file; folder && (file = readdir(folder)) && count < STORIES_MAX;)
        if (strstr(file->d_name, ".story") && (!only || strstr(file->d_name, only)) &&
            asprintf(&names[count], "tests/stories/%s", file->d_name) > 0)
            count++;
    if (folder)
        closedir(folder);
    qsort(names, (size_t)count, sizeof names[0], by_name);
    return count;
}

int main(int count, char **arguments)
{
    static struct CMUnitTest tests[STORIES_MAX + 1];
    char *names[STORIES_MAX];
    const char *only = count > 1 ? arguments[1] : NULL;
    int stories = find_stories(only, names), all = stories;
    for (int i = 0; i < stories; i++)
        tests[i] = (struct CMUnitTest){.name = names[i],
                                       .test_func = test_stories_run__story,
                                       .teardown_func = end_story,
                                       .initial_state = names[i]};
    if (!only)
        tests[all++] = (struct CMUnitTest)cmocka_unit_test(
            test_stories_run__a_seeded_year_asked_again_has_the_same_reasons);
    int failed = _cmocka_run_group_tests("stories", tests, (size_t)all, start, stop);
    for (int i = 0; i < stories; i++)
        free(names[i]);
    return failed != 0;
}
