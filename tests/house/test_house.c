/* Holds the source against the house's own rules: which room may include which, which libraries
   stand where, which calls are banned, how long a file may be. Reads the table of rooms from the
   Makefile. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <glob.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ROOMS_MAX = 32, LINES_MAX = 600 };

static struct room {
    char name[32];
    char uses[256]; /* " a b c " */
} rooms[ROOMS_MAX];
static int rooms_count;

static const struct {
    const char *header, *rooms;
} libraries[] = {
    {"sqlite3.h", " store "},
    {"microhttpd.h", " http "},
    {"yaml.h", " pack "},
    {"json-c/", " json his asked rest pages gongji "},
    {"openssl/", " seal "},
    {"pthread.h", " store centre http simulate gongji "},
    {"sys/socket.h", " http gongji "},
    {"libpq-fe.h", " store "},
};

/* Calls that are banned everywhere, with the reason. */
static const struct {
    const char *call, *why;
} banned[] = {
    {"strcpy(", "no bound"},
    {"strcat(", "no bound"},
    {"sprintf(", "no bound"},
    {"vsprintf(", "no bound"},
    {"gets(", "no bound"},
    {"atoi(", "hides errors"},
    {"atol(", "hides errors"},
    {"atof(", "floating point"},
    {"strtod(", "floating point"},
    {"float ", "floating point"},
    {"double ", "floating point"},
    {"alloca(", "no bound"},
    {"strtok(", "hidden state"},
    {"json_object_get_double", "floating point"},
    {"json_object_new_double", "floating point"},
};

/* Rooms that decide: no clock, no file, no socket, no heap. */
static const char deciding[] = " model policy ledger acts his asked rest pages ";
static const struct {
    const char *call, *but_in;
} impure[] = {
    {"clock_gettime(", ""}, {"time(NULL", ""}, {"gj_time_now(", ""}, {"fopen(", ""},
    {"socket(", ""},        {"getenv(", ""},   {"rand(", ""},
};

static void read_rooms(void)
{
    FILE *file = fopen("Makefile", "r");
    char line[1024];
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        struct room *room = &rooms[rooms_count];
        char *at = strstr(line, " :=");
        if (strncmp(line, "uses_", 5) != 0 || !at)
            continue;
        *at = '\0';
        snprintf(room->name, sizeof room->name, "%.30s", line + 5);
        at[3 + strcspn(at + 3, "\n")] = '\0';
        snprintf(room->uses, sizeof room->uses, "%.250s ", at + 3);
        rooms_count++;
        assert_true(rooms_count < ROOMS_MAX);
    }
    fclose(file);
    assert_true(rooms_count > 10);
}

static bool in_list(const char *list, const char *word)
{
    char padded[64];
    snprintf(padded, sizeof padded, " %.60s ", word);
    return strstr(list, padded) != NULL;
}

static const struct room *find_room(const char *name)
{
    for (int i = 0; i < rooms_count; i++)
        if (strcmp(rooms[i].name, name) == 0)
            return &rooms[i];
    return NULL;
}

/* Calls `each` for every line of every C file of src, with its room. */
static int each_line(int (*each)(const struct room *room, const char *path, int number,
                                 const char *line))
{
    glob_t found = {0};
    int faults = 0;
    assert_int_equal(glob("src/*/*.[ch]", 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        char name[32] = "", line[4096];
        sscanf(found.gl_pathv[i], "src/%31[^/]", name);
        const struct room *room = find_room(name);
        FILE *file = fopen(found.gl_pathv[i], "r");
        assert_non_null(room);
        assert_non_null(file);
        for (int number = 1; fgets(line, sizeof line, file); number++)
            faults += each(room, found.gl_pathv[i], number, line);
        fclose(file);
    }
    globfree(&found);
    return faults;
}

/* "his/his.h": another room is entered by its face only; base and model have no single face. */
static bool is_face(const char *target)
{
    char room[32] = "", file[64] = "";
    if (sscanf(target, "%31[^/]/%63[^\"]", room, file) != 2)
        return false;
    if (strcmp(room, "base") == 0 || strcmp(room, "model") == 0)
        return true;
    size_t length = strlen(room);
    return (strncmp(file, room, length) == 0 && strcmp(file + length, ".h") == 0) ||
           strcmp(target, "policy/keys.h") == 0 || strcmp(target, "policy/calc.h") == 0;
}

static int check_include(const struct room *room, const char *path, int number, const char *line)
{
    char target[128] = "", into[64] = "";
    if (sscanf(line, "#include \"%127[^\"]\"", target) != 1)
        return 0;
    sscanf(target, "%63[^/]", into);
    bool own = strcmp(into, room->name) == 0;
    bool bench = strcmp(into, "bench") == 0 && strcmp(room->name, "gongji") == 0;
    if (own || bench || (in_list(room->uses, into) && (is_face(target) || strstr(target, ".def"))))
        return 0;
    print_error("%s:%d: room %s may not include \"%s\"\n", path, number, room->name, target);
    return 1;
}

static int check_library(const struct room *room, const char *path, int number, const char *line)
{
    char target[128] = "";
    if (sscanf(line, "#include <%127[^>]>", target) != 1)
        return 0;
    for (size_t i = 0; i < sizeof libraries / sizeof libraries[0]; i++) {
        const char *header = libraries[i].header;
        if (strncmp(target, header, strlen(header)) != 0 || in_list(libraries[i].rooms, room->name))
            continue;
        print_error("%s:%d: <%s> belongs to%s\n", path, number, target, libraries[i].rooms);
        return 1;
    }
    return 0;
}

/* True if `call` stands in the line as a word of its own, outside comments. */
static bool calls(const char *line, const char *call)
{
    const char *at = strstr(line, call), *comment = strstr(line, "/*");
    if (!at || (comment && comment < at) || line[strspn(line, " ")] == '*')
        return false;
    bool inside_word = at > line && (at[-1] == '_' || (at[-1] >= 'a' && at[-1] <= 'z') ||
                                     (at[-1] >= 'A' && at[-1] <= 'Z'));
    bool quoted = memchr(line, '"', (size_t)(at - line)) != NULL;
    return !inside_word && !quoted;
}

static int check_calls(const struct room *room, const char *path, int number, const char *line)
{
    static bool in_comment;
    if (number == 1)
        in_comment = false;
    if (strstr(line, "/*"))
        in_comment = true;
    bool skip = in_comment && line[strspn(line, " ")] != '\0' &&
                (strncmp(line + strspn(line, " "), "/*", 2) == 0 || !strstr(line, "/*"));
    if (strstr(line, "*/"))
        in_comment = false;
    if (skip)
        return 0;
    for (size_t i = 0; i < sizeof banned / sizeof banned[0]; i++) {
        if (!calls(line, banned[i].call))
            continue;
        print_error("%s:%d: %s is banned: %s\n", path, number, banned[i].call, banned[i].why);
        return 1;
    }
    for (size_t i = 0; i < sizeof impure / sizeof impure[0] && in_list(deciding, room->name); i++) {
        if (!calls(line, impure[i].call))
            continue;
        print_error("%s:%d: a room that decides may not call %s\n", path, number, impure[i].call);
        return 1;
    }
    return 0;
}

static int check_length(const struct room *room, const char *path, int number, const char *line)
{
    (void)room, (void)line;
    if (number != LINES_MAX + 1)
        return 0;
    print_error("%s: more than %d lines: give a part of it a file of its own\n", path, LINES_MAX);
    return 1;
}

static void test_house__rooms_include_only_what_they_may(void **state)
{
    (void)state;
    assert_int_equal(each_line(check_include), 0);
}

static void test_house__libraries_stand_in_their_rooms(void **state)
{
    (void)state;
    assert_int_equal(each_line(check_library), 0);
}

static void test_house__banned_and_impure_calls_do_not_occur(void **state)
{
    (void)state;
    assert_int_equal(each_line(check_calls), 0);
}

static void test_house__files_fit_in_the_head(void **state)
{
    (void)state;
    assert_int_equal(each_line(check_length), 0);
}

/* ---- pages ---- */

/* A link to a file, seen from the page's folder; links into the web and inside a page are not held. */
static bool leads_nowhere(const char *page, const char *link, size_t length)
{
    char path[600];
    const char *slash = strrchr(page, '/');
    size_t file = strcspn(link, "#)");
    if (file == 0 || memchr(link, ':', length < 8 ? length : 8))
        return false;
    snprintf(path, sizeof path, "%.*s%.*s", slash ? (int)(slash + 1 - page) : 0, page, (int)file,
             link);
    return access(path, R_OK) != 0;
}

static int check_links(const char *page)
{
    char line[8192];
    int faults = 0;
    FILE *file = fopen(page, "r");
    assert_non_null(file);
    for (int number = 1; fgets(line, sizeof line, file); number++)
        for (const char *at = line; (at = strstr(at, "](")) != NULL; at += 2) {
            size_t length = strcspn(at + 2, ")\n");
            if (!leads_nowhere(page, at + 2, length))
                continue;
            print_error("%s:%d: %.*s is not there\n", page, number, (int)length, at + 2);
            faults++;
        }
    fclose(file);
    return faults;
}

static void test_house__links_of_pages_lead_somewhere(void **state)
{
    (void)state;
    glob_t found = {0};
    int faults = 0;
    assert_int_equal(glob("*.md", 0, NULL, &found), 0);
    assert_int_equal(glob("docs/*.md", GLOB_APPEND, NULL, &found), 0);
    assert_int_equal(glob("packs/*.md", GLOB_APPEND, NULL, &found), 0);
    assert_true(found.gl_pathc > 10);
    for (size_t i = 0; i < found.gl_pathc; i++)
        faults += check_links(found.gl_pathv[i]);
    globfree(&found);
    assert_int_equal(faults, 0);
    assert_true(leads_nowhere("docs/x.md", "README.md)", 9));
    assert_false(leads_nowhere("docs/x.md", "../README.md#the-tour)", 21));
}

static void test_house__the_checks_themselves_can_fail(void **state)
{
    (void)state;
    const struct room *policy = find_room("policy"), *base = find_room("base");
    assert_int_equal(check_include(policy, "x.c", 1, "#include \"store/store.h\"\n"), 1);
    assert_int_equal(check_include(base, "x.c", 1, "#include \"model/area.h\"\n"), 1);
    assert_int_equal(check_include(find_room("acts"), "x.c", 1, "#include \"policy/inside.h\"\n"),
                     1);
    assert_int_equal(check_include(policy, "x.c", 1, "#include \"model/area.h\"\n"), 0);
    assert_int_equal(check_library(policy, "x.c", 1, "#include <sqlite3.h>\n"), 1);
    assert_int_equal(check_calls(policy, "x.c", 1, "    double money = 0;\n"), 1);
    assert_int_equal(check_calls(policy, "x.c", 1, "    now = gj_time_now();\n"), 1);
    assert_int_equal(check_calls(policy, "x.c", 1, "    /* double entry */\n"), 0);
}

static int setup(void **state)
{
    (void)state;
    read_rooms();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_house__rooms_include_only_what_they_may),
        cmocka_unit_test(test_house__libraries_stand_in_their_rooms),
        cmocka_unit_test(test_house__banned_and_impure_calls_do_not_occur),
        cmocka_unit_test(test_house__files_fit_in_the_head),
        cmocka_unit_test(test_house__links_of_pages_lead_somewhere),
        cmocka_unit_test(test_house__the_checks_themselves_can_fail),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
