/* Stretches of a batch file: by person, the lines of one person in the order of the file; refusals by
   line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/random.h"
#include "gongji/batch_inside.h"

/* Fills a stretch with lines of so many people until it is full or has `most`; each line says its
   person and number. How many it took. */
static int64_t fill(struct gj_stretch *stretch, struct gj_random *random, int people, int64_t most)
{
    int64_t number = 1;
    gj_stretch_begin(stretch);
    for (; number <= most && gj_stretch_has_room(stretch); number++) {
        char text[64];
        gj_id person = gj_random_between(random, 1, people);
        snprintf(text, sizeof text, "%d %d", (int)person, (int)number);
        gj_stretch_add(stretch, gj_slice(text), number, person);
    }
    return number - 1;
}

/* Reads it to its end: by person, then by number, each line as it was put in. */
static void read_in_order(struct gj_stretch *stretch, int64_t expected)
{
    struct gj_slice text;
    int64_t number, last_person = 0, last_number = 0, count = 0;
    gj_stretch_sort(stretch);
    while (gj_stretch_next(stretch, &text, &number)) {
        char line[64];
        int person, said;
        assert_true(gj_text_copy(line, sizeof line, text));
        assert_int_equal(sscanf(line, "%d %d", &person, &said), 2);
        assert_int_equal(said, number);
        assert_true(person > last_person || (person == last_person && number > last_number));
        last_person = person;
        last_number = number;
        count++;
    }
    assert_int_equal(count, expected);
}

static void test_gongji_stretch__is_read_by_person_and_line(void **state)
{
    (void)state;
    struct gj_stretch stretch = {0};
    struct gj_random random = gj_random(5);
    read_in_order(&stretch, fill(&stretch, &random, 7, 1000));
    read_in_order(&stretch, fill(&stretch, &random, 100000, 300)); /* begun anew */
    int64_t all = fill(&stretch, &random, 5000, INT64_C(10000000));
    assert_in_range(all, 1000, 100000); /* bounded, whatever comes */
    read_in_order(&stretch, all);
    gj_stretch_free(&stretch);
}

static void test_gongji_stretch__long_lines_are_bounded_by_their_bytes(void **state)
{
    (void)state;
    enum { LONG = 1 << 20 };
    struct gj_stretch stretch = {0};
    char *text = malloc(LONG);
    int taken = 0;
    assert_non_null(text);
    memset(text, 'x', LONG);
    gj_stretch_begin(&stretch);
    while (gj_stretch_has_room(&stretch) && taken < 1000) {
        gj_stretch_add(&stretch, (struct gj_slice){text, LONG}, ++taken, 1);
    }
    assert_in_range(taken, 2, 64);
    free(text);
    gj_stretch_free(&stretch);
}

static void test_gongji_stretch__refusals_are_put_by_line(void **state)
{
    (void)state;
    static const int64_t lines[] = {9, 4, 12, 5};
    struct gj_refusals refusals = {0};
    struct gj_rejects rejects = {0};
    char said[2000];
    rejects.file = tmpfile();
    assert_non_null(rejects.file);
    for (int i = 0; i < 4; i++) {
        struct gj_refusal one = {lines[i], GJ_PERSON_UNKNOWN, i == 0 ? 3 : -1, ""};
        snprintf(one.id, sizeof one.id, "%s", i == 1 ? "" : "B");
        gj_refusals_add(&refusals, &one);
    }
    gj_refusals_put(&refusals, &rejects);
    gj_refusals_put(&refusals, &rejects); /* they were forgotten */
    rewind(rejects.file);
    said[fread(said, 1, sizeof said - 1, rejects.file)] = '\0';
    const char *at = said;
    static const char *const begins[] = {"{\"line\":4,\"id\":null", "{\"line\":5,\"id\":\"B\"",
                                         "{\"line\":9,\"id\":\"B\"", "{\"line\":12,\"id\":\"B\""};
    for (int i = 0; i < 4; i++) {
        assert_memory_equal(at, begins[i], strlen(begins[i]));
        if (i == 2)
            assert_non_null(strstr(at, "\"pointer\":\"/lines/3\""));
        at = strchr(at, '\n') + 1;
    }
    assert_string_equal(at, "");
    fclose(rejects.file);
    gj_refusals_free(&refusals);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gongji_stretch__is_read_by_person_and_line),
        cmocka_unit_test(test_gongji_stretch__long_lines_are_bounded_by_their_bytes),
        cmocka_unit_test(test_gongji_stretch__refusals_are_put_by_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
