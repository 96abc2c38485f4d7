/* Wrong use of the program: what each verb says and how it ends when options, files, stores and packs
   are not what they should be. The program is run as its user runs it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "shell.h"

static char folder[] = "/tmp/gongji-test-XXXXXX", program[400], said[1 << 16];

/* Runs a shell's line in the folder, $G being the program; its exit code. */
static int run(const char *line)
{
    char whole[4096];
    snprintf(whole, sizeof whole, "cd %s && G=%s && { %s; } 2>&1 </dev/null", folder, program,
             line);
    return shell_in(whole, said, sizeof said);
}

struct wrong {
    const char *line;
    int code;
    const char *words;
};

static void expect(const struct wrong *table, size_t count)
{
    int bad = 0;
    for (size_t i = 0; i < count; i++) {
        int code = run(table[i].line);
        if (code == table[i].code && strstr(said, table[i].words))
            continue;
        print_message("%s\n  exit %d, not %d; or no \"%s\" in: %.500s\n", table[i].line, code,
                      table[i].code, table[i].words, said);
        bad++;
    }
    assert_int_equal(bad, 0);
}

/* clang-format off */
static void test_gongji_badverbs__wrong_options_name_what_is_allowed(void **state)
{
    (void)state;
    static const struct wrong wrong[] = {
        {"$G", 2, "usage: gongji VERB"},
        {"$G frobnicate", 2, "there is no verb frobnicate"},
        {"$G ask --listen 1", 2, "there is no option --listen. See gongji ask --help"},
        {"$G audit --db", 2, "a value must follow --db"},
        {"$G audit --db mysql:x", 2, "mysql:x is not sqlite:FILE for --db"},
        {"$G serve --listen 8080", 2, "8080 is not ADDRESS:PORT for --listen"},
        {"$G serve --listen 127.0.0.1:70000", 2, "is not ADDRESS:PORT"},
        {"$G demo --people 3", 2, "3 is not N for --people: size of the synthetic population, 10 to"},
        {"$G demo --people many", 2, "many is not N for --people"},
        {"$G backup", 2, "missing argument: FILE"},
        {"$G backup a b", 2, "too many arguments, at b"},
        {"$G pack frob", 2, "the first word is check, test, show or diff"},
        {"$G pack check nowhere", 2, "nowhere/: No such file"},
        {"$G pack test nowhere", 2, "say where the packs are"},
        {"$G pack show 410100", 2, "such as: gongji pack show 410100 2025-04-21"},
        {"$G pack show 410100 2025-02-30", 2, "DATE is YYYY-MM-DD"},
        {"$G pack show 999999 2025-01-01", 2, "area 999999 is not in the packs"},
        {"$G pack diff 410100 2025-01-01", 2, "or AREA DATE DATE"},
        {"$G pack diff 999999 2025-01-01 2025-01-02", 2, "the area is not in the packs"},
        {"$G pack diff 410100 2025-01-01 2025-02-30", 2, "DATE is YYYY-MM-DD"},
        {"$G ask nofile", 2, "nofile: No such file"},
        {"$G ask --packs nowhere", 2, "say where the packs are with --packs"},
    };
    expect(wrong, sizeof wrong / sizeof wrong[0]);
}

static void test_gongji_badverbs__stores_that_are_none_are_left_alone(void **state)
{
    (void)state;
    static const struct wrong wrong[] = {
        {"$G init --db sqlite:a.db", 0, "Keep a copy of the key file apart"},
        {"$G init --db sqlite:a.db", 2, "init never overwrites"},
        {"$G demo --db sqlite:a.db", 2, "a.db is there already"},
        {"$G init --db sqlite:no/folder/x.db", 3, "No such file or directory"},
        {"$G audit --db sqlite:none.db", 2, "none.db: No such file or directory; make a store with init"},
        {"$G serve --db sqlite:none.db", 2, "make a store with init or demo"},
        {"echo hello >text.db; $G audit --db sqlite:text.db", 2, "text.db is not a store"},
        {": >empty.db; $G audit --db sqlite:empty.db", 2, "empty.db is empty: make a store with init"},
        {"mkdir dir; $G audit --db sqlite:dir", 2, "dir is a folder"},
        {"$G backup b.db --db sqlite:a.db", 0, "The key file is not in it"},
        {"$G backup b.db --db sqlite:a.db", 2, "a copy goes to a new file only"},
        {"$G restore b.db --db sqlite:a.db", 2, "a.db"},
        {"$G restore text.db --db sqlite:c.db", 2, "text.db is not a store"},
        {"$G restore b.db --db sqlite:c.db", 0, "proved whole"},
        {"mv a.db.key k; $G serve --db sqlite:a.db --listen 127.0.0.1:0", 2, "put it back beside the store"},
        {"cat text.db; test ! -s empty.db", 0, "hello"},
    };
    expect(wrong, sizeof wrong / sizeof wrong[0]);
}

#define SED(edit) "cp -r kept packs; sed -i '" edit "' packs/41-henan/410100.yaml; "
#define CHECK "$G pack check --packs packs; code=$?; rm -rf packs; exit $code"

static void test_gongji_badverbs__packs_are_refused_with_file_line_and_column(void **state)
{
    (void)state;
    char line[600];
    snprintf(line, sizeof line, "cp -r '%s/packs' kept", getenv("PWD"));
    assert_int_equal(run(line), 0);
    static const struct wrong wrong[] = {
        {SED("") CHECK, 0, ""},
        {SED("2p") CHECK, 2, "410100.yaml:3:1: the key \"name\" stands twice; first on line 2"},
        {SED("5s/, cite: \"LOCAL-NEWS\"//") CHECK, 2, "410100.yaml:5:7: cite is missing"},
        {SED("5s/LOCAL-NEWS/NOSUCH/") CHECK, 2, "source \"NOSUCH\" is not declared"},
        {SED("5{h;s/level: community/status: working/;p;g}") CHECK, 2, "ties with"},
        {SED("s/value: \"0.55\"/value: \"1.55\"/") CHECK, 2, "\"1.55\" is no value of this key; write a ratio from 0 to 1"},
        {SED("5s/2022-07-01/2022-02-30/") CHECK, 2, "410100.yaml:5:14: from must be a real day"},
        {SED("s/outpatient.ratio/outpatient.ration/") CHECK, 2, "unknown policy key \"outpatient.ration\""},
        {SED("5s/primary/certain/") CHECK, 2, "confidence is primary, secondary or unverified"},
    };
    expect(wrong, sizeof wrong / sizeof wrong[0]);
}

#define REFORM(area, name, row) "printf 'area: \"" area "\"\\nname: " name "\\nrows:\\n  " row "\\n' >reform.yaml; "
#define ROW(key, from, value) key ":\\n    - {from: \"" from "\", value: \"" value "\", scheme: employee, cite: \"project\", confidence: unverified}"
#define LIVE "$G simulate --population 300 --area 410100 --reform reform.yaml --format csv | head -2"

static void test_gongji_badverbs__a_reform_says_what_is_wrong_with_it(void **state)
{
    (void)state;
    static const struct wrong wrong[] = {
        {REFORM("410100", "郑州市", ROW("outpatient.cap", "2022-07-01", "2500.00")) LIVE, 0, "all,all,\"\",300,"},
        {REFORM("310000", "上海市", ROW("outpatient.cap", "2022-07-01", "2500.00")) LIVE, 0, "reform.yaml changed nothing for anybody. Does its area hold people here"},
        {REFORM("410100", "郑州市", ROW("outpatient.gap", "2022-07-01", "2500.00")) "$G simulate --reform reform.yaml", 2, "reform.yaml:4:3: unknown policy key \"outpatient.gap\""},
        {REFORM("410100", "郑州市", ROW("outpatient.cap", "2022-07-01", "much")) "$G simulate --reform reform.yaml", 2, "\"much\" is no value of this key"},
        {"rm -f none.yaml; $G simulate --reform none.yaml", 2, "none.yaml: No such file or directory"},
        {"$G simulate --population 10", 2, "--reform FILE must be given"},
        {"$G simulate --population 0 --reform reform.yaml", 2, "0 is not N for --population"},
        {REFORM("410100", "郑州市", ROW("outpatient.cap", "2022-07-01", "2500.00")) "$G simulate --area 999999 --reform reform.yaml", 2, "no area there has a pooled outpatient rule on the first day of 2025"},
    };
    expect(wrong, sizeof wrong / sizeof wrong[0]);
}

/* clang-format on */
static int start(void **state)
{
    (void)state;
    char here[300];
    if (!mkdtemp(folder) || !getcwd(here, sizeof here))
        return -1;
    setenv("PWD", here, 1);
    const char *build = shell_build();
    snprintf(program, sizeof program, "%s%s%s/gongji", build[0] == '/' ? "" : here,
             build[0] == '/' ? "" : "/", build);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    char line[64];
    snprintf(line, sizeof line, "rm -rf %s", folder);
    return system(line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gongji_badverbs__wrong_options_name_what_is_allowed),
        cmocka_unit_test(test_gongji_badverbs__stores_that_are_none_are_left_alone),
        cmocka_unit_test(test_gongji_badverbs__packs_are_refused_with_file_line_and_column),
        cmocka_unit_test(test_gongji_badverbs__a_reform_says_what_is_wrong_with_it),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
