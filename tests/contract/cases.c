/* Reads cases from a file of JSON lines, asks each of the real packs, and holds the answer against
   what is wanted, member by member. Reckoned by hand from the documents, never from the program. */
#include "cases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "json/json.h"
#include "packs.h"
#include "shell.h"

enum { CASES_MAX = 1200, ANSWER_MAX = 1 << 20 };

struct one {
    enum gj_asked_verb verb;
    struct json_object *object;
};

static struct gj_pack_set *set;
static char answer[ANSWER_MAX];
static int answers;

int cases_load(void **state)
{
    (void)state;
    set = packs_load((struct gj_pack_options){0});
    return 0;
}

int cases_drop(void **state)
{
    (void)state;
    gj_pack_free(set);
    return 0;
}

struct gj_law cases_law(void)
{
    return gj_pack_law(set);
}

static void keep(void *to, struct gj_slice text)
{
    (void)to;
    answers++;
    assert_true(gj_text_copy(answer, sizeof answer, text));
}

const char *cases_ask(enum gj_asked_verb verb, const char *line)
{
    struct gj_law law = gj_pack_law(set);
    answers = 0;
    bool good = gj_asked_line(verb, &law, gj_slice(line), keep, NULL);
    assert_int_equal(answers, 1);
    assert_int_equal(good, strstr(answer, "\"error\":{\"code\":") == NULL);
    return answer;
}

/* ---- holding an answer against what is wanted ---- */

static bool holds(struct json_object *is, struct json_object *want);

static bool is_among(struct json_object *list, struct json_object *want)
{
    for (size_t i = 0; i < json_object_array_length(list); i++)
        if (holds(json_object_array_get_idx(list, i), want))
            return true;
    return false;
}

/* Each of `want` is in the list, or none is. */
static bool all_among(struct json_object *list, struct json_object *want, bool in)
{
    if (!json_object_is_type(list, json_type_array))
        return false;
    for (size_t i = 0; i < json_object_array_length(want); i++)
        if (is_among(list, json_object_array_get_idx(want, i)) != in)
            return false;
    return true;
}

static bool holds_member(struct json_object *is, const char *name, struct json_object *want)
{
    char plain[80];
    size_t length = strlen(name);
    char last = name[length - 1];
    struct json_object *member = NULL;
    snprintf(plain, sizeof plain, "%s", name);
    if (last == '+' || last == '-')
        plain[length - 1] = '\0';
    bool found = json_object_object_get_ex(is, plain, &member);
    if (last == '+' || last == '-')
        return found && all_among(member, want, last == '+');
    return holds(member, want);
}

static bool holds_object(struct json_object *is, struct json_object *want)
{
    if (!json_object_is_type(is, json_type_object))
        return false;
    json_object_object_foreach(want, name, value)
    {
        if (!holds_member(is, name, value))
            return false;
    }
    return true;
}

static bool holds_list(struct json_object *is, struct json_object *want)
{
    size_t length = json_object_array_length(want);
    if (!json_object_is_type(is, json_type_array) || json_object_array_length(is) != length)
        return false;
    for (size_t i = 0; i < length; i++)
        if (!holds(json_object_array_get_idx(is, i), json_object_array_get_idx(want, i)))
            return false;
    return true;
}

static bool holds(struct json_object *is, struct json_object *want)
{
    if (json_object_is_type(want, json_type_object))
        return holds_object(is, want);
    if (json_object_is_type(want, json_type_array))
        return holds_list(is, want);
    return strcmp(json_object_to_json_string_ext(is, JSON_C_TO_STRING_PLAIN),
                  json_object_to_json_string_ext(want, JSON_C_TO_STRING_PLAIN)) == 0;
}

void cases_hold(const char *is_text, const char *want_text)
{
    struct json_object *is = json_tokener_parse(is_text);
    struct json_object *want = json_tokener_parse(want_text);
    assert_non_null(want);
    bool good = is != NULL && holds(is, want);
    json_object_put(is);
    json_object_put(want);
    if (!good)
        fail_msg("\nwanted   %s\nanswered %s", want_text, is_text);
}

/* ---- cases of a file ---- */

static const char *plain(struct json_object *value)
{
    return json_object_to_json_string_ext(value,
                                          JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
}

static void run_case(void **state)
{
    struct one *one = *state;
    struct json_object *in = NULL, *line = NULL, *want = NULL;
    json_object_object_get_ex(one->object, "in", &in);
    json_object_object_get_ex(one->object, "line", &line);
    assert_true(json_object_object_get_ex(one->object, "want", &want));
    assert_true((in != NULL) != (line != NULL));
    const char *text = line ? json_object_get_string(line) : plain(in);
    char *wanted = strdup(plain(want));
    cases_hold(cases_ask(one->verb, text), wanted);
    free(wanted);
}

static int read_cases(const char *file, enum gj_asked_verb verb, struct one *cases)
{
    FILE *in = fopen(file, "r");
    char *line = NULL;
    size_t size = 0;
    int count = 0;
    if (!in) {
        print_error("%s is missing: run from the repository's root\n", file);
        exit(2);
    }
    while (getline(&line, &size, in) >= 0) {
        if (line[0] == '\n' || line[0] == '#')
            continue;
        cases[count] = (struct one){verb, json_tokener_parse(line)};
        if (count == CASES_MAX - 1 || cases[count++].object == NULL) {
            print_error("%s: no case: %s", file, line);
            exit(2);
        }
    }
    free(line);
    fclose(in);
    return count;
}

static const char *name_of(const struct one *one)
{
    struct json_object *name = NULL;
    json_object_object_get_ex(one->object, "name", &name);
    return name ? json_object_get_string(name) : "a case without a name";
}

int cases_run(const char *group, enum gj_asked_verb verb, const char *file,
              const struct CMUnitTest *tests, size_t count)
{
    static struct one cases[CASES_MAX];
    static struct CMUnitTest all[CASES_MAX + 40];
    size_t cases_count = (size_t)read_cases(file, verb, cases);
    memcpy(all, tests, count * sizeof *tests);
    for (size_t i = 0; i < cases_count; i++)
        all[count + i] = (struct CMUnitTest){
            .name = name_of(&cases[i]), .test_func = run_case, .initial_state = &cases[i]};
    int failed = _cmocka_run_group_tests(group, all, count + cases_count, cases_load, cases_drop);
    for (size_t i = 0; i < cases_count; i++)
        json_object_put(cases[i].object);
    return failed;
}

/* ---- the program ---- */

int cases_program(const char *verb, const char *input, char *out, size_t size)
{
    char folder[] = "/tmp/gongji-contract-XXXXXX", file[80], command[300];
    assert_non_null(mkdtemp(folder));
    snprintf(file, sizeof file, "%s/in", folder);
    FILE *to = fopen(file, "w");
    assert_non_null(to);
    assert_int_equal(fwrite(input, 1, strlen(input), to), strlen(input));
    assert_int_equal(fclose(to), 0);
    snprintf(command, sizeof command, "%s/gongji %s <%s", shell_build(), verb, file);
    int code = shell_in(command, out, size);
    unlink(file);
    rmdir(folder);
    return code;
}
