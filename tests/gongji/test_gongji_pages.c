/* The pages are true: every ```sh block of README and docs is run against a server with a store of its
   own, and what stands behind "# ->" must come out, its parts (divided by " ... ") in their order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <cmocka.h>

#include "server.h"

enum { PAGE = 1 << 16, SAID = 1 << 20, MARK = 1, EXPECTATIONS_MAX = 200 };

static struct gj_world world;
static char page[PAGE], script[2 * PAGE], said[SAID], program[400];

struct expectation {
    char line[400]; /* behind "# ->", taken apart when it is held */
    bool first;     /* of a command: what comes before is another command's */
};
static struct expectation expectations[EXPECTATIONS_MAX];
static int expectations_count;

static void read_page(const char *path)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t length = fread(page, 1, sizeof page - 1, file);
    fclose(file);
    assert_true(length > 0 && length < sizeof page - 1);
    page[length] = '\0';
}

static void put(char *out, size_t size, const char *part, size_t length)
{
    size_t at = strlen(out);
    assert_true(at + length < size);
    memcpy(out + at, part, length);
    out[at + length] = '\0';
}

/* A page says where a newcomer's server and program are; the test has its own. */
static void put_line(const char *line, size_t length, const struct server *server)
{
    const char *const said_ones[] = {"localhost:8080", "build/gongji", "build/demo/gongji.db"};
    char port[32], *const ours[] = {port, program, (char *)(uintptr_t)server->db};
    snprintf(port, sizeof port, "localhost:%d", server->port);
    for (const char *at = line; at < line + length;) {
        size_t taken = 1, i = 0;
        for (; i < 3 && strncmp(at, said_ones[i], strlen(said_ones[i])) != 0; i++)
            ;
        if (i < 3)
            taken = strlen(said_ones[i]);
        put(script, sizeof script, i < 3 ? ours[i] : at, i < 3 ? strlen(ours[i]) : 1);
        at += taken;
    }
    put(script, sizeof script, "\n", 1);
}

static void put_expectation(const char *line, size_t length, bool first)
{
    struct expectation *one = &expectations[expectations_count++];
    assert_true(expectations_count <= EXPECTATIONS_MAX && length < sizeof one->line);
    snprintf(one->line, sizeof one->line, "%.*s", (int)length, line);
    one->first = first;
    if (first)
        put(script, sizeof script, "printf '\\001'\n", 14);
}

/* The sh blocks as one script that writes a mark where an expectation ends a command. */
static void make_script(const struct server *server)
{
    bool inside = false, after_expectation = false;
    script[0] = '\0';
    expectations_count = 0;
    for (const char *at = page; *at;) {
        size_t length = strcspn(at, "\n");
        if (!inside && length == 5 && strncmp(at, "```sh", 5) == 0) {
            inside = true;
        } else if (inside && strncmp(at, "```", 3) == 0) {
            inside = false;
        } else if (inside && strncmp(at, "# -> ", 5) == 0) {
            put_expectation(at + 5, length - 5, !after_expectation);
            after_expectation = true;
        } else if (inside) {
            put_line(at, length, server);
            after_expectation = false;
        }
        at += length + (at[length] == '\n');
    }
}

static void run_script(const char *folder)
{
    char path[400], line[900];
    snprintf(path, sizeof path, "%s/page.sh", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(script, file);
    fclose(file);
    snprintf(line, sizeof line, "TMP=%s bash %s 2>&1 </dev/null; rm -rf %s/packs", folder, path,
             folder);
    shell_in(line, said, sizeof said);
}

/* Finds the parts in order from `from`; the end of the last one, or NULL and the part in `lost`. */
static const char *find_parts(char *line, const char *from, const char **lost)
{
    for (char *part = line, *next; part; part = next) {
        next = strstr(part, " ...");
        if (next) {
            *next = '\0';
            next += 4 + (next[4] == ' ');
        }
        const char *at = strstr(from, part);
        *lost = part;
        if (!at)
            return NULL;
        from = at + strlen(part);
    }
    return from;
}

static void hold_expectations(const char *path)
{
    char *section = said, *end = said;
    const char *from = said, *lost;
    int bad = 0;
    for (int i = 0; i < expectations_count; i++) {
        if (expectations[i].first) {
            section = i == 0 ? said : end + 1;
            end = strchr(section, MARK);
            assert_non_null(end);
            *end = '\0';
            from = section;
        }
        const char *at = find_parts(expectations[i].line, from, &lost);
        if (!at) {
            print_message("%s: no \"%s\" in:\n%.3000s\n", path, lost, section);
            bad++;
        }
        from = at ? at : from;
    }
    assert_int_equal(bad, 0);
}

static void hold(const char *path, int least)
{
    struct server server = {0};
    read_page(path);
    assert_true(server_make(&server, &world, 40));
    assert_true(server_start(&server, true, 0));
    make_script(&server);
    assert_true(expectations_count >= least);
    run_script(server.folder);
    assert_int_equal(server_stop(&server, SIGTERM), 0);
    server_remove(&server);
    hold_expectations(path);
}

static void test_gongji_pages__readme(void **state)
{
    (void)state;
    hold("README.md", 45);
}

static void test_gongji_pages__readme_in_chinese(void **state)
{
    (void)state;
    hold("README.zh-CN.md", 45);
}

static void test_gongji_pages__http(void **state)
{
    (void)state;
    hold("docs/http.md", 8);
}

static void test_gongji_pages__check(void **state)
{
    (void)state;
    hold("docs/check.md", 3);
}

static void test_gongji_pages__operations(void **state)
{
    (void)state;
    hold("docs/operations.md", 3);
}

static void test_gongji_pages__packs(void **state)
{
    (void)state;
    hold("docs/packs.md", 6);
}

/* ---- the ```sql blocks of docs/store.md ---- */

static int put_row(void *unused, int count, char **values, char **names)
{
    (void)unused, (void)names;
    for (int i = 0; i < count; i++) {
        put(said, sizeof said, values[i] ? values[i] : "", values[i] ? strlen(values[i]) : 0);
        put(said, sizeof said, i + 1 < count ? "|" : "\n", 1);
    }
    return 0;
}

/* Runs one statement; `wanted` is what stands behind "-- ->", "" for no row at all. */
static void hold_statement(sqlite3 *db, const char *sql, const char *wanted)
{
    char *error = NULL;
    said[0] = '\0';
    if (sqlite3_exec(db, sql, put_row, NULL, &error) != SQLITE_OK)
        fail_msg("%s\n%s", sql, error);
    if (*wanted ? !strstr(said, wanted) : said[0] != '\0')
        fail_msg("%s\nno \"%s\" in: %.500s", sql, wanted, said);
}

/* 25344 stands for a person's number: here the first one's. */
static void put_person(sqlite3 *db, const char *line, size_t length)
{
    sqlite3_stmt *first;
    const char *at = strstr(line, "25344");
    if (!at || at >= line + length) {
        put(script, sizeof script, line, length);
        return;
    }
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT min(id) FROM person", -1, &first, NULL), 0);
    assert_int_equal(sqlite3_step(first), SQLITE_ROW);
    put(script, sizeof script, line, (size_t)(at - line));
    put(script, sizeof script, (const char *)sqlite3_column_text(first, 0),
        (size_t)sqlite3_column_bytes(first, 0));
    sqlite3_finalize(first);
    put_person(db, at + 5, length - (size_t)(at + 5 - line));
}

static int hold_statements(sqlite3 *db)
{
    bool inside = false;
    int held = 0;
    script[0] = '\0';
    for (const char *at = page; *at;) {
        size_t length = strcspn(at, "\n");
        char wanted[200] = "";
        if (strncmp(at, "```", 3) == 0) {
            inside = strncmp(at, "```sql", 6) == 0;
        } else if (inside && strncmp(at, "-- -> ", 6) == 0) {
            snprintf(wanted, sizeof wanted, "%.*s", (int)(length - 6), at + 6);
            hold_statement(db, script, wanted);
            script[0] = '\0';
            held++;
        } else if (inside) {
            put_person(db, at, length + 1);
        }
        at += length + (at[length] == '\n');
    }
    return held;
}

static void test_gongji_pages__store(void **state)
{
    (void)state;
    struct server server = {0};
    sqlite3 *db;
    read_page("docs/store.md");
    assert_true(server_make(&server, &world, 40));
    assert_int_equal(sqlite3_open_v2(server.db, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_true(hold_statements(db) >= 7);
    sqlite3_close(db);
    server_remove(&server);
}

static int start(void **state)
{
    (void)state;
    snprintf(program, sizeof program, "%s/gongji", shell_build());
    return server_read_packs(&world) ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    gj_world_close(&world);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gongji_pages__readme),
        cmocka_unit_test(test_gongji_pages__readme_in_chinese),
        cmocka_unit_test(test_gongji_pages__http),
        cmocka_unit_test(test_gongji_pages__check),
        cmocka_unit_test(test_gongji_pages__operations),
        cmocka_unit_test(test_gongji_pages__packs),
        cmocka_unit_test(test_gongji_pages__store),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
