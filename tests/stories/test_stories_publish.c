/* A new pack set on a running server: the law changes between two messages, what was settled stays as
   it was, the rest of an old bill is decided under its own packs, and an old message gets the same
   bytes with the rows it was decided by; also after a restart that knows the new packs alone. Told
   in lines of a story over a copy of the packs in which one ratio changes. */
#include "story.h"

#include <signal.h>
#include <string.h>

static struct story story;
static char packs[] = "/tmp/gongji-packs-XXXXXX", folder[128];

/* ---- the packs' folder ---- */

static void run(const char *format, ...)
{
    char text[400];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    assert_int_equal(system(text), 0);
}

static char *read_file(const char *name, char path[256])
{
    static char text[200000];
    snprintf(path, 256, "%s/example/%s.yaml", folder, name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    return text;
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    fclose(file);
}

/* What the fund pays of a worker's bill at level 2 in the invented province. */
static void set_ratio(const char *from, const char *to)
{
    char path[256], row[160];
    char *text = read_file("980000", path), *at = strstr(text, "outpatient.ratio:");
    snprintf(row, sizeof row, "status: working, level: \"2\", value: \"%s\"", from);
    assert_non_null(at);
    at = strstr(at, row);
    assert_non_null(at);
    memcpy(at + strlen(row) - 5, to, 4);
    write_file(path, text);
}

/* The cases that want the old figures. */
static void drop_cases(void)
{
    static const char *const names[] = {"980000", "980100", "980200"};
    char path[256];
    for (int i = 0; i < 3; i++) {
        char *text = read_file(names[i], path), *cases = strstr(text, "\ntests:");
        if (!cases)
            continue;
        cases[1] = '\0';
        write_file(path, text);
    }
}

/* ---- the server ---- */

static void hash_in_force(char out[64])
{
    story_open_face(&story);
    assert_int_equal(
        citizen_call(
            &story.citizen, "POST", "/api/v1/eligibility-checks", "",
            "{\"kind\":\"own\",\"at\":\"2025-09-01T10:00\",\"payer\":{\"area\":\"980100\"}}"),
        200);
    hospital_field(story.citizen.text, "pack", out);
    assert_int_equal(strlen(out), 63); /* as much of the hash as a field holds */
}

/* Has the packs read anew; true when another set is in force within the time. */
static bool publish(int tries)
{
    char before[64], after[64];
    hash_in_force(before);
    assert_int_equal(kill(story.server.pid, SIGHUP), 0);
    do {
        usleep(50000);
        hash_in_force(after);
    } while (strcmp(before, after) == 0 && --tries > 0);
    return strcmp(before, after) != 0;
}

static void tell(const char *const lines[])
{
    for (int i = 0; lines[i]; i++) {
        story.line = i + 1;
        story_tell(&story, lines[i]);
    }
}

static void restart(void)
{
    hospital_hang_up(&story.desk);
    hospital_hang_up(&story.citizen.line);
    assert_int_equal(server_stop(&story.server, SIGTERM), 0);
    story.is_serving = false;
    assert_true(server_start(&story.server, true, 0));
    story.is_serving = true;
    story.desk.port = story.citizen.line.port = story.server.port;
    story.user[0] = '\0';
    story.citizen.token[0] = '\0';
}

/* ---- the story ---- */

static void test_stories_publish__a_new_set_changes_what_comes_and_nothing_that_was(void **state)
{
    (void)state;
    static const char *const before[] = {"hospital clinic 980100 level 2",
                                         "person worker 980100 employee born 1980",
                                         "credit worker 5000.00",
                                         "first: visit worker at clinic, A 200.00",
                                         "settle first => deductible 200.00 pool 0.00",
                                         "old: visit worker at clinic, A 300.00",
                                         "settle old => pool 180.00 own 120.00",
                                         NULL};
    static const char *const after[] = {"again old",
                                        "new: visit worker at clinic, A 100.00",
                                        "settle new => pool 70.00 own 30.00",
                                        "refund old A 100.00 => OK_REFUND pool 120.00 own 80.00",
                                        "refund new A 50.00 => OK_REFUND pool 35.00 own 15.00",
                                        NULL};
    static const char *const later[] = {"refund old A 50.00 => OK_REFUND pool 90.00 own 60.00",
                                        "reverse new by agency",
                                        "newest: visit worker at clinic, A 100.00",
                                        "settle newest => pool 80.00 own 20.00",
                                        "refund new A 10.00 => SETTLEMENT_REVERSED",
                                        NULL};
    tell(before);
    set_ratio("0.60", "0.70");
    assert_false(publish(20)); /* the packs' own cases want the old figure */
    drop_cases();
    assert_true(publish(100));
    assert_false(publish(10)); /* the same again is nothing new */
    tell(after);
    server_proves(story.server.db);
    set_ratio("0.70", "0.80");
    restart(); /* knows the newest set alone; the others stand in the store */
    story_tell(&story, "again new");
    tell(later);
    server_proves(story.server.db);
}

/* The old bill's rows, as the national interface tells them. */
static void test_stories_publish__rows_of_an_old_bill_are_named(void **state)
{
    (void)state;
    static const char *const lines[] = {"seen: visit worker at clinic, A 100.00",
                                        "settle seen => pool 80.00", NULL};
    char first[HOSPITAL_TEXT];
    tell(lines);
    const struct thing *seen = story_find(&story, "seen");
    memcpy(first, seen->answer, sizeof first);
    assert_non_null(strstr(first, "= 0.80 (EXAMPLE"));
    set_ratio("0.80", "0.50");
    assert_true(publish(100));
    story_tell(&story, "again seen");
    restart();
    story_tell(&story, "again seen");
    server_proves(story.server.db);
}

/* A folder that cannot be read leaves the law as it is; mended, it is published. */
static void test_stories_publish__a_broken_folder_changes_nothing(void **state)
{
    (void)state;
    static const char *const as_before[] = {"calm: visit worker at clinic, A 100.00",
                                            "settle calm => pool 50.00", NULL};
    static const char *const mended[] = {"last: visit worker at clinic, A 100.00",
                                         "settle last => pool 90.00", NULL};
    char path[256];
    set_ratio("0.50", "0.90");
    char *whole = strdup(read_file("980200", path));
    write_file(path, "area: \"980200\"\nrows: nonsense\n");
    assert_false(publish(10));
    tell(as_before);
    write_file(path, whole);
    free(whole);
    assert_true(publish(100));
    tell(mended);
    story_tell(&story, "again calm");
    server_proves(story.server.db);
}

static int policy(const char *query, const char *headers)
{
    char path[300];
    snprintf(path, sizeof path, "/api/v1/policy/areas/980100/rules?key=outpatient.ratio&%s", query);
    return citizen_call(&story.citizen, "GET", path, headers, "");
}

/* What was kept of the law under its tag is old then, and a list that was begun does not go on. */
static void test_stories_publish__the_law_that_is_told_follows(void **state)
{
    (void)state;
    char next[64], query[120], header[300];
    story_open_face(&story);
    assert_int_equal(policy("limit=1", ""), 200);
    hospital_field(strstr(story.citizen.text, "\"next\""), "next", next);
    snprintf(query, sizeof query, "limit=1&after=%s", next);
    assert_int_equal(policy(query, ""), 200);
    assert_int_equal(policy("limit=100", ""), 200);
    assert_non_null(strstr(story.citizen.text, "\"value\":\"0.90\""));
    const char *tag = strstr(story.citizen.head, "\r\nETag: ") + strlen("\r\nETag: ");
    snprintf(header, sizeof header, "If-None-Match: %.*s\r\n", (int)strcspn(tag, "\r"), tag);
    assert_int_equal(policy("limit=100", header), 304);
    set_ratio("0.90", "0.85");
    assert_true(publish(100));
    assert_int_equal(policy("limit=100", header), 200);
    assert_non_null(strstr(story.citizen.text, "\"value\":\"0.85\""));
    assert_int_equal(policy(query, ""), 400);
    assert_non_null(strstr(story.citizen.text, "CURSOR_WRONG"));
}

/* The question page names documents as the set in force names them. */
static void test_stories_publish__the_question_page_follows(void **state)
{
    (void)state;
    static const char path[] = "/check?payer=980100&relation=child&use=outpatient";
    story_open_face(&story);
    assert_int_equal(citizen_call(&story.citizen, "GET", path, "", ""), 200);
    assert_non_null(strstr(story.citizen.text, "示例省、邻省医保办法（虚构）"));
    run("sed -i 's/title_zh: \"示例省、邻省医保办法（虚构）\"/title: \"改过的办法\"/; "
        "s/title: \"[^\"]*\", title: /title: /' %s/sources.yaml",
        folder);
    assert_true(publish(100));
    assert_int_equal(citizen_call(&story.citizen, "GET", path, "", ""), 200);
    assert_non_null(strstr(story.citizen.text, "改过的办法"));
    assert_null(strstr(story.citizen.text, "示例省、邻省医保办法（虚构）"));
}

static int start(void **state)
{
    (void)state;
    story.file = "tests/stories/test_stories_publish.c";
    story.begin = GJ_DEMO_NOW;
    if (!mkdtemp(packs))
        return -1;
    run("cp -r packs %s", packs);
    snprintf(folder, sizeof folder, "%s/packs", packs);
    story.server.packs = folder;
    return server_read_packs(&story_world) ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    story_end(&story);
    run("rm -r %s", packs);
    gj_world_close(&story_world);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stories_publish__a_new_set_changes_what_comes_and_nothing_that_was),
        cmocka_unit_test(test_stories_publish__rows_of_an_old_bill_are_named),
        cmocka_unit_test(test_stories_publish__a_broken_folder_changes_nothing),
        cmocka_unit_test(test_stories_publish__the_law_that_is_told_follows),
        cmocka_unit_test(test_stories_publish__the_question_page_follows),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
