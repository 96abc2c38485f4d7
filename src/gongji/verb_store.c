/* init, demo, backup, restore: making and copying stores. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gongji/audit.h"
#include "gongji/demo.h"
#include "gongji/progress.h"
#include "gongji/serve.h"
#include "gongji/verbs.h"
#include "gongji/world.h"

int gj_verb_init(const struct gj_options *options)
{
    struct gj_why why;
    struct gj_store *store;
    if (gj_store_sqlite_create(options->db, NULL, &store, &why) != GJ_DONE)
        return gj_verb_failed("init", &why);
    gj_store_close(store);
    printf("made %s and its key file %s.key\n"
           "Keep a copy of the key file apart from backups: without it no name can be read.\n",
           options->db, options->db);
    return 0;
}

/* ---- demo ---- */

static void never_release(struct gj_desk *desk)
{
    (void)desk;
}

static void show_progress(int percent)
{
    gj_progress("a year of credits and bills, percent", percent, 100);
}

static enum gj_status fill(const struct gj_options *options, struct gj_store *store,
                           const struct gj_law *law, struct gj_why *why)
{
    struct gj_centre *centre;
    struct gj_centre_options how = {
        .store = store,
        .law = *law,
        .sandbox = true,
        .sandbox_start = gj_time_at(GJ_DEMO_FIRST_DAY, 8, 0, 0),
        .still = true,
        .release = never_release,
    };
    enum gj_status status = gj_centre_start(&how, &centre, why);
    if (status != GJ_DONE)
        return status;
    struct gj_demo demo;
    gj_demo_plan(&demo, (int)options->people, options->seed);
    status = gj_demo_live(&demo, centre, show_progress, why);
    gj_centre_stop(centre);
    gj_demo_free(&demo);
    return status;
}

static int print_demo(const struct gj_options *options, struct gj_store *store)
{
    struct gj_why why;
    struct gj_reader *reader;
    struct gj_store_sizes sizes = {0};
    if (gj_reader_open(store, &reader, &why) != GJ_DONE)
        return gj_verb_failed("demo", &why);
    enum gj_status status = gj_reader_sizes(reader, &sizes, &why);
    gj_reader_close(reader);
    if (status != GJ_DONE)
        return gj_verb_failed("demo", &why);
    printf("made %s: %lld invented people, %lld settlements, %lld entries; its clock stands at "
           "2025-09-01 10:00\n",
           options->db, (long long)sizes.people, (long long)sizes.settlements,
           (long long)sizes.entries);
    return 0;
}

int gj_verb_demo(const struct gj_options *options)
{
    struct gj_why why;
    struct gj_world world;
    struct gj_store *store;
    if (gj_world_open(options, true, &world, &why) != GJ_DONE)
        return gj_verb_failed("demo", &why);
    if (gj_store_sqlite_create(options->db, NULL, &store, &why) != GJ_DONE) {
        gj_world_close(&world);
        return gj_verb_failed("demo", &why);
    }
    enum gj_status status = gj_world_keep(&world, store, &why);
    if (status == GJ_DONE)
        status = fill(options, store, &world.law, &why);
    gj_progress_end();
    int code = status == GJ_DONE ? print_demo(options, store) : gj_verb_failed("demo", &why);
    gj_store_close(store);
    gj_world_close(&world);
    return code;
}

/* ---- serve ---- */

int gj_verb_serve(const struct gj_options *options)
{
    struct gj_why why;
    struct gj_world world;
    if (gj_world_open(options, options->sandbox, &world, &why) != GJ_DONE)
        return gj_verb_failed("serve", &why);
    struct gj_serve_options how = {
        .db = options->db,
        .world = &world,
        .packs = options,
        .address = options->address,
        .port = options->port,
        .sandbox = options->sandbox,
        .sandbox_start = GJ_DEMO_NOW,
    };
    int code = gj_serve(&how);
    gj_world_close(&world);
    return code;
}

/* ---- backup and restore ---- */

int gj_verb_backup(const struct gj_options *options)
{
    struct gj_why why;
    if (gj_store_backup(options->db, options->arguments[0], &why) != GJ_DONE)
        return gj_verb_failed("backup", &why);
    printf("copied %s to %s. The key file is not in it: keep %s.key apart from backups.\n",
           options->db, options->arguments[0], options->db);
    return 0;
}

int gj_verb_restore(const struct gj_options *options)
{
    struct gj_why why;
    const char *backup = options->arguments[0];
    if (access(options->db, F_OK) == 0) {
        gj_fail(&why, GJ_BAD_INPUT, "%s exists and is not overwritten; move it away first",
                options->db);
        return gj_verb_failed("restore", &why);
    }
    struct gj_audit_options how = {.db = backup};
    if (gj_audit_store(&how, &why) != GJ_DONE)
        return gj_verb_failed("restore", &why);
    if (gj_store_backup(backup, options->db, &why) != GJ_DONE)
        return gj_verb_failed("restore", &why);
    printf("restored %s from %s, which was proved whole first.\n", options->db, backup);
    char key[4096];
    snprintf(key, sizeof key, "%s.key", options->db);
    if (access(key, R_OK) != 0)
        printf("Put the key file in place before serving: %s\n", key);
    return 0;
}
