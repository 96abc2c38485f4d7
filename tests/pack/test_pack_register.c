/* packs/register.tsv against the packs and NOTES.md: each fact stands where the register says, with
   the value it says, on its first and its last day; each row of a real area is a registered one;
   each tag of NOTES.md is used, and each used tag is there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/reason.h"
#include "packs.h"

enum { COLUMNS = 8, TEXT_MAX = 1200 };
enum column { TABLE, AREA, FACT, FOR, FROM, TO, SAYS, STANDS };

struct line {
    struct gj_slice columns[COLUMNS];
    int number;
};

static struct gj_pack_set *set;
static struct gj_law law;
static char *notes;
static bool *registered; /* by row of the policy */

/* ---- reading ---- */

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    size_t length = 0, room = 0;
    if (!file)
        return NULL;
    for (;;) {
        if (length + 1 >= room) {
            room = room ? room * 2 : 65536;
            text = realloc(text, room);
            assert_non_null(text);
        }
        size_t got = fread(text + length, 1, room - length - 1, file);
        if (got == 0)
            break;
        length += got;
    }
    text[length] = '\0';
    assert_int_equal(fclose(file), 0);
    return text;
}

static struct gj_slice cut(struct gj_slice *rest, const char *at)
{
    const char *end = rest->length ? memmem(rest->bytes, rest->length, at, strlen(at)) : NULL;
    struct gj_slice piece = {rest->bytes, end ? (size_t)(end - rest->bytes) : rest->length};
    size_t step = piece.length + (end ? strlen(at) : 0);
    *rest = (struct gj_slice){rest->bytes + step, rest->length - step};
    return piece;
}

static void each_line(void (*check)(const struct line *))
{
    char *text = read_file("packs/register.tsv");
    assert_non_null(text);
    struct gj_slice rest = gj_slice(text);
    for (int number = 1; rest.length > 0; number++) {
        struct gj_slice whole = cut(&rest, "\n");
        struct line line = {.number = number};
        if (whole.length == 0 || whole.bytes[0] == '#' || strncmp(whole.bytes, "table\t", 6) == 0)
            continue;
        for (int i = 0; i < COLUMNS; i++) {
            line.columns[i] = cut(&whole, "\t");
            if (line.columns[i].length == 0)
                fail_msg("register.tsv:%d: column %d is empty", number, i + 1);
        }
        check(&line);
    }
    free(text);
}

static bool said(const struct line *line, enum column column)
{
    return !gj_slice_is(line->columns[column], "-");
}

static bool stands_in_notes(const struct line *line)
{
    return line->columns[STANDS].length > 6 &&
           memcmp(line->columns[STANDS].bytes, "NOTES ", 6) == 0;
}

/* ---- where a fact holds ---- */

static int number_of(struct gj_slice text)
{
    int64_t number = -1;
    assert_true(gj_decimal_parse(text, 0, 6, &number));
    return (int)number;
}

static uint8_t word_of(const struct line *line, enum gj_vocabulary vocabulary, struct gj_slice word)
{
    int value = gj_word_find(vocabulary, word);
    if (value <= 0)
        fail_msg("register.tsv:%d: no word %.*s", line->number, (int)word.length, word.bytes);
    return (uint8_t)value;
}

static void select_one(const struct line *line, struct gj_where *where, struct gj_slice name,
                       struct gj_slice value)
{
    if (gj_slice_is(name, "scheme"))
        where->scheme = word_of(line, GJ_WORDS_OF_SCHEME, value);
    else if (gj_slice_is(name, "status"))
        where->working = word_of(line, GJ_WORDS_OF_WORKING, value);
    else if (gj_slice_is(name, "level"))
        where->level = word_of(line, GJ_WORDS_OF_LEVEL, value);
    else if (gj_slice_is(name, "place"))
        where->place = word_of(line, GJ_WORDS_OF_PLACE, value);
    else if (gj_slice_is(name, "group"))
        where->group = word_of(line, GJ_WORDS_OF_GROUP, value);
    else if (gj_slice_is(name, "tier"))
        where->tier = (uint8_t)number_of(value);
    else if (gj_slice_is(name, "year"))
        where->year = (int16_t)number_of(value);
    else if (gj_slice_is(name, "age_from"))
        where->age_years = (int16_t)number_of(value);
    else if (gj_slice_is(name, "age_to"))
        where->age_years = (int16_t)(number_of(value) - 1);
    else
        fail_msg("register.tsv:%d: no selector %.*s", line->number, (int)name.length, name.bytes);
}

static struct gj_where where_of(const struct line *line)
{
    struct gj_where where = {.area = number_of(line->columns[AREA]), .age_years = GJ_AGE_UNSAID};
    struct gj_slice rest = line->columns[FOR];
    while (said(line, FOR) && rest.length > 0) {
        struct gj_slice one = cut(&rest, " ");
        struct gj_slice name = cut(&one, "=");
        select_one(line, &where, name, one);
    }
    return where;
}

/* ---- one key on one day ---- */

static void check_value(const struct line *line, const struct gj_row *row, struct gj_slice value,
                        bool is_part)
{
    char text[TEXT_MAX];
    struct gj_writer writer = gj_writer(text, sizeof text);
    gj_row_put_value(law.policy, row, &writer);
    bool same = gj_slice_is(value, text);
    if (is_part) { /* aid.relations~child: one of the list */
        struct gj_slice list = gj_slice(text);
        while (!same && list.length > 0) {
            struct gj_slice one = cut(&list, ",");
            same = one.length == value.length && memcmp(one.bytes, value.bytes, one.length) == 0;
        }
    }
    if (!same)
        fail_msg("register.tsv:%d: says %.*s, the packs say %s", line->number, (int)value.length,
                 value.bytes, text);
}

static void check_day(const struct line *line, struct gj_slice says, gj_day day)
{
    bool is_part = memchr(says.bytes, '~', says.length) != NULL;
    struct gj_slice value = says, name = cut(&value, is_part ? "~" : "=");
    struct gj_where where = where_of(line);
    struct gj_trace trace = {0};
    enum gj_key key;
    int param;
    char date[GJ_DAY_TEXT_MAX];
    if (!gj_key_find(name, &key, &param))
        fail_msg("register.tsv:%d: no key %.*s", line->number, (int)name.length, name.bytes);
    where.day = day;
    (void)gj_find_of(&law, key, param, &where, &trace); /* NULL for a null row: the trace has it */
    const struct gj_row *row = trace.count ? gj_policy_row(law.policy, trace.rows[0]) : NULL;
    if (!row || row->area != where.area)
        fail_msg("register.tsv:%d: no row of %.*s on %s", line->number, (int)name.length,
                 name.bytes, gj_day_text(day, date));
    if (!gj_slice_is(line->columns[STANDS], gj_policy_text(law.policy, row->file)))
        fail_msg("register.tsv:%d: stands in %s", line->number,
                 gj_policy_text(law.policy, row->file));
    check_value(line, row, value, is_part);
    registered[trace.rows[0]] = true;
}

static void check_fact(const struct line *line)
{
    if (!said(line, SAYS) || stands_in_notes(line))
        return;
    gj_day from, to = GJ_DAY_MAX;
    assert_true(gj_day_parse(line->columns[FROM], &from));
    assert_true(!said(line, TO) || gj_day_parse(line->columns[TO], &to));
    struct gj_slice rest = line->columns[SAYS];
    while (rest.length > 0) {
        struct gj_slice says = cut(&rest, " | ");
        check_day(line, says, from);
        check_day(line, says, to - 1);
    }
}

static void test_pack_register__facts_stand_where_it_says(void **state)
{
    (void)state;
    each_line(check_fact);
}

static void test_pack_register__every_row_of_a_real_area_is_registered(void **state)
{
    (void)state;
    int missing = 0;
    for (int i = 0; i < gj_policy_row_count(law.policy); i++) {
        const struct gj_row *row = gj_policy_row(law.policy, (uint32_t)i);
        char name[TEXT_MAX];
        struct gj_writer writer = gj_writer(name, sizeof name);
        gj_row_put_name(law.policy, row, &writer);
        if (registered[i])
            continue;
        print_error("%s:%u: %s is not in register.tsv\n", gj_policy_text(law.policy, row->file),
                    row->line, name);
        missing++;
    }
    assert_int_equal(missing, 0);
}

/* ---- what stands elsewhere ---- */

/* True if a case's name begins with this word. */
static bool has_case(const char *word)
{
    for (int i = 0; i < gj_pack_case_count(set); i++) {
        const char *name = gj_pack_case(set, i).name;
        if (strncmp(name, word, strlen(word)) == 0 && name[strlen(word)] == ' ')
            return true;
    }
    return false;
}

static void check_elsewhere(const struct line *line)
{
    struct gj_slice stands = line->columns[STANDS], fact = line->columns[FACT];
    char text[TEXT_MAX];
    assert_true(gj_text_copy(text, sizeof text, fact));
    struct gj_pack_source source;
    const struct gj_area_info *area;
    bool is_document = gj_slice_is(line->columns[TABLE], "documents");
    if (is_document && stands_in_notes(line) && gj_pack_source(set, text, &source))
        fail_msg("register.tsv:%d: source %s is declared all the same", line->number, text);
    if (stands_in_notes(line) || said(line, SAYS))
        return;
    if (is_document) {
        if (!gj_pack_source(set, text, &source))
            fail_msg("register.tsv:%d: source %s is not declared", line->number, text);
    } else if (gj_slice_is(line->columns[TABLE], "areas")) {
        area = gj_policy_area(law.policy, number_of(line->columns[AREA]));
        if (!area || strcmp(gj_policy_text(law.policy, area->name), text) != 0)
            fail_msg("register.tsv:%d: the tree has no area %s", line->number, text);
    } else if (gj_slice_is(stands, "cases")) {
        if (!has_case(text))
            fail_msg("register.tsv:%d: no case is named %s ...", line->number, text);
    } else if (gj_slice_is(stands, "reasons")) {
        if (gj_reason_from_code(fact.bytes, fact.length) == GJ_REASON_NONE)
            fail_msg("register.tsv:%d: the program has no reason %s", line->number, text);
    } else {
        fail_msg("register.tsv:%d: says nothing and stands in no list", line->number);
    }
}

static void test_pack_register__areas_sources_and_reasons_are_there(void **state)
{
    (void)state;
    each_line(check_elsewhere);
}

/* ---- tags ---- */

static char used[16384]; /* "\n" and the tags, each with "\n" after it */

static void note_tag(const struct line *line)
{
    if (!stands_in_notes(line))
        return;
    struct gj_slice tag = {line->columns[STANDS].bytes + 6, line->columns[STANDS].length - 6};
    char marked[96], entry[96];
    snprintf(marked, sizeof marked, "\n- **%.*s**: ", (int)tag.length, tag.bytes);
    snprintf(entry, sizeof entry, "\n%.*s\n", (int)tag.length, tag.bytes);
    if (!strstr(notes, marked))
        fail_msg("register.tsv:%d: NOTES.md has no **%.*s**", line->number, (int)tag.length,
                 tag.bytes);
    if (!strstr(used, entry)) {
        assert_true(strlen(used) + strlen(entry) < sizeof used);
        strcat(used, entry + 1);
    }
}

static void test_pack_register__notes_and_tags_are_the_same(void **state)
{
    (void)state;
    strcpy(used, "\n");
    each_line(note_tag);
    for (const char *at = notes; (at = strstr(at, "\n- **")) != NULL; at++) {
        const char *end = strstr(at + 5, "**");
        char entry[96];
        assert_non_null(end);
        snprintf(entry, sizeof entry, "\n%.*s\n", (int)(end - at - 5), at + 5);
        if (!strstr(used, entry))
            fail_msg("NOTES.md: no fact of register.tsv stands under **%s**", entry);
    }
}

static int load(void **state)
{
    (void)state;
    set = packs_load((struct gj_pack_options){.with_unverified = true});
    law = gj_pack_law(set);
    notes = read_file("packs/NOTES.md");
    registered = calloc((size_t)gj_policy_row_count(law.policy), sizeof *registered);
    return notes && registered ? 0 : -1;
}

static int unload(void **state)
{
    (void)state;
    free(registered);
    free(notes);
    gj_pack_free(set);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pack_register__facts_stand_where_it_says),
        cmocka_unit_test(test_pack_register__every_row_of_a_real_area_is_registered),
        cmocka_unit_test(test_pack_register__areas_sources_and_reasons_are_there),
        cmocka_unit_test(test_pack_register__notes_and_tags_are_the_same),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
