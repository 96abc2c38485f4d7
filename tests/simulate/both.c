#include "simulate/both.h"

#include <stdio.h>

enum { ENDINGS_MAX = 256 };

static char folder[] = "/tmp/gongji-both-XXXXXX";
static bool on_disk;
static int begun, ended;
static uint8_t heads[ENDINGS_MAX][32];
static char path[64];

struct world *both_begin(void)
{
    static struct world world;
    struct gj_store *store;
    struct gj_why why;
    if (!on_disk) {
        world_begin(&world);
        return &world;
    }
    snprintf(path, sizeof path, "%s/%d.db", folder, ++begun);
    if (gj_store_sqlite_create(path, NULL, &store, &why))
        fail_msg("%s", why.text);
    world_begin_on(&world, store);
    return &world;
}

const char *both_path(void)
{
    return on_disk ? path : NULL;
}

void both_end(struct world *world)
{
    uint8_t head[32];
    assert_true(ended < ENDINGS_MAX);
    world_head(world, head);
    if (on_disk)
        assert_memory_equal(heads[ended], head, sizeof head);
    else
        memcpy(heads[ended], head, sizeof head);
    ended++;
    world_end(world);
}

static int run(const char *name, const struct CMUnitTest *tests, size_t count, bool disk)
{
    on_disk = disk;
    ended = 0;
    return _cmocka_run_group_tests(name, tests, count, NULL, NULL);
}

int both_run(const char *name, const struct CMUnitTest *tests, size_t count)
{
    char command[64];
    int failures = run(name, tests, count, false);
    if (failures != 0)
        return failures;
    if (!mkdtemp(folder))
        return 1;
    failures = run(name, tests, count, true);
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command) == 0 ? failures : 1;
}
