/* The law in force over REST against `gongji pack show`: for every area, the rules that the resource
   gives, page by page, are the very lines that the page prints, in the same order; and what makes
   such an answer fit to be kept: tags, cursors, links. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "citizen.h"
#include "model/said.h"
#include "pack/pack.h"
#include "schema.h"
#include "server.h"

static struct gj_world world;
static struct server server;
static struct citizen reader;

enum { LINE = 4096 };

/* ---- reading the resource ---- */

static struct json_object *get(const char *path)
{
    citizen_get(200, &reader, path);
    return schema_parse(reader.text);
}

static const char *text(struct json_object *object, const char *name)
{
    struct json_object *value = schema_member(object, name);
    return value ? json_object_get_string(value) : "";
}

/* Calls `each` for every item of a list, following the cursors. Returns how many pages it had. */
static int walk(const char *list, void (*each)(void *to, struct json_object *item), void *to)
{
    char path[400], after[120] = "";
    int pages = 0;
    do {
        snprintf(path, sizeof path, "%s%climit=40%s%s", list, strchr(list, '?') ? '&' : '?',
                 after[0] ? "&after=" : "", after);
        struct json_object *page = get(path), *items = schema_member(page, "items");
        for (size_t i = 0; i < json_object_array_length(items); i++)
            each(to, json_object_array_get_idx(items, i));
        snprintf(after, sizeof after, "%s", text(page, "next"));
        json_object_put(page);
        pages++;
    } while (after[0]);
    return pages;
}

/* ---- a rule as the page writes it ---- */

static void put_selectors(struct gj_writer *writer, struct json_object *selectors)
{
    bool any = false;
    json_object_object_foreach(selectors, name, value)
    {
        gj_put_format(writer, "%s%s %s", any ? " " : " (", name, json_object_get_string(value));
        any = true;
    }
    gj_put_text(writer, any ? ")" : " (all)");
}

static void put_value(struct gj_writer *writer, struct json_object *item)
{
    const char *value = text(item, "value"), *reading = text(item, "reading");
    bool is_number = strcmp(value, "none") != 0 && strcmp(value, "null") != 0;
    if (is_number && strcmp(text(item, "unit"), "steps") == 0) {
        gj_put_text(writer, reading);
        return;
    }
    bool yuan = is_number && strcmp(text(item, "unit"), "yuan") == 0;
    gj_put_format(writer, "%s%s", value, yuan ? " 元" : "");
    if (*reading)
        gj_put_format(writer, "（%s）", reading);
}

static void put_interval(struct gj_writer *writer, struct json_object *item)
{
    const char *from = text(item, "from"), *to = text(item, "to");
    if (*from)
        gj_put_format(writer, "%s 起", from);
    if (*to)
        gj_put_format(writer, "，%s 止（不含当天）", to);
}

struct comparison {
    gj_area area;
    const char *at; /* in the page */
    char key[100];  /* of the rule before */
    int rules, unknown;
};

/* Moves over one line of the page, which must be this. */
static void expect(struct comparison *comparison, const char *line)
{
    size_t length = strcspn(comparison->at, "\n");
    if (strlen(line) != length || memcmp(line, comparison->at, length) != 0)
        fail_msg("%d: REST: %s\npage: %.*s", comparison->area, line, (int)length, comparison->at);
    comparison->at += length + 1;
}

/* The subject's and the key's titles stand before the first rule of a key. */
static void expect_titles(struct comparison *comparison, struct json_object *item)
{
    char line[LINE];
    const char *key = text(item, "key");
    if (strcmp(key, comparison->key) == 0)
        return;
    snprintf(comparison->key, sizeof comparison->key, "%s", key);
    if (*comparison->at == '\n') {
        comparison->at++;
        snprintf(line, sizeof line, "== %s ==", text(item, "subject"));
        expect(comparison, line);
    }
    snprintf(line, sizeof line, "%s  %s  (%s)", text(item, "zh"), key, text(item, "en"));
    expect(comparison, line);
}

static void expect_rule(void *to, struct json_object *item)
{
    struct comparison *comparison = to;
    char line[LINE], note[LINE];
    struct gj_writer writer = gj_writer(line, sizeof line);
    const char *confidence = text(item, "confidence"), *area = text(item, "area");
    const char *whom = text(item, "whom");
    expect_titles(comparison, item);
    gj_put_text(&writer, "  ");
    put_value(&writer, item);
    gj_put_format(&writer, "  %s", whom);
    put_selectors(&writer, schema_member(item, "selectors"));
    gj_put_text(&writer, "  ");
    put_interval(&writer, item);
    gj_put_format(&writer, "  [%s, %s %s]", text(item, "cite"), confidence,
                  gj_said_zh(gj_slice(confidence)).bytes);
    if (strtol(area, NULL, 10) != comparison->area)
        gj_put_format(&writer, "  from %s %s", area, text(item, "area_name"));
    expect(comparison, line);
    const char *name = schema_member(item, "note_zh") ? "note_zh" : "note";
    snprintf(note, sizeof note, "      %s", text(item, name));
    if (schema_member(item, "note"))
        expect(comparison, note);
    comparison->rules++;
}

static void expect_unknown(void *to, struct json_object *item)
{
    struct comparison *comparison = to;
    char line[LINE];
    snprintf(line, sizeof line, "  %s  %s", text(item, "key"), text(item, "zh"));
    expect(comparison, line);
    comparison->unknown++;
}

/* ---- the comparison ---- */

static void compare(gj_area area, const char *day, int *rules, int *pages)
{
    char *page = NULL, list[200];
    size_t length;
    gj_day at = GJ_DAY_NONE;
    struct gj_why why;
    FILE *out = open_memstream(&page, &length);
    assert_true(out && gj_day_parse(gj_slice(day), &at));
    assert_int_equal(gj_pack_show(world.set, area, at, out, &why), GJ_DONE);
    fclose(out);
    struct comparison comparison = {.area = area, .at = strchr(page, '\n') + 1};
    snprintf(list, sizeof list, "/api/v1/policy/areas/%d/rules?at=%s", area, day);
    *pages += walk(list, expect_rule, &comparison);
    expect(&comparison, "");
    expect(&comparison, "== 没有查到规定，问到时答复“不知道” / nothing is known here of ==");
    snprintf(list, sizeof list, "/api/v1/policy/areas/%d/unknowns?at=%s", area, day);
    *pages += walk(list, expect_unknown, &comparison);
    if (comparison.unknown == 0)
        expect(&comparison, "  -");
    expect(&comparison, "");
    assert_memory_equal(comparison.at, "== 依据", strlen("== 依据"));
    *rules += comparison.rules;
    free(page);
}

static void test_gongji_policy__gives_what_pack_show_prints(void **state)
{
    (void)state;
    const struct gj_policy *policy = world.law.policy;
    int rules = 0, pages = 0;
    for (int i = 0; i < gj_policy_area_count(policy); i++) {
        gj_area area = gj_policy_area_at(policy, i)->area;
        compare(area, "2025-04-21", &rules, &pages);
        if (i % 8 == 0)
            compare(area, "2022-12-31", &rules, &pages);
    }
    assert_true(gj_policy_area_count(policy) > 400);
    assert_true(rules > 100 * gj_policy_area_count(policy) / 2);
    assert_true(pages > 2 * gj_policy_area_count(policy)); /* cursors were followed */
}

/* ---- one key's history ---- */

struct counted {
    int count;
    char first[32], last_area[16];
};

static void count(void *to, struct json_object *item)
{
    struct counted *counted = to;
    if (counted->count++ == 0)
        snprintf(counted->first, sizeof counted->first, "%s", text(item, "from"));
    snprintf(counted->last_area, sizeof counted->last_area, "%s", text(item, "area"));
}

static void test_gongji_policy__tells_a_keys_whole_history(void **state)
{
    (void)state;
    struct counted own = {0}, words = {0}, one = {0};
    walk("/api/v1/policy/areas/410100/histories/outpatient.cap", count, &own);
    assert_int_equal(own.count, 4); /* 郑州: half a year's, then a year's, working and retired */
    assert_string_equal(own.first, "2022-07-01");
    assert_string_equal(own.last_area, "410100");
    walk("/api/v1/policy/areas/410100/histories/aid.uses", count, &words);
    walk("/api/v1/policy/areas/410100/histories/aid.uses.inpatient", count, &one);
    assert_true(words.count > 5 * one.count && one.count >= 1);
    assert_string_equal(one.last_area, "100000");
}

/* ---- what changed ---- */

static void note_change(void *to, struct json_object *item)
{
    struct gj_writer *writer = to;
    gj_put_format(
        writer, "%s %s %s>%s;", text(item, "what"),
        text(schema_member(item, schema_member(item, "after") ? "after" : "before"), "key"),
        text(schema_member(item, "before"), "value"), text(schema_member(item, "after"), "value"));
}

static void test_gongji_policy__tells_what_changes_between_two_days(void **state)
{
    (void)state;
    char said[LINE] = "";
    struct gj_writer writer = gj_writer(said, sizeof said);
    walk("/api/v1/policy/areas/410100/changes?from=2024-12-01&to=2024-12-02", note_change, &writer);
    assert_string_equal(said, "changes wallet.open no>yes;");
    writer = gj_writer(said, sizeof said);
    walk("/api/v1/policy/areas/410100/changes?from=2022-06-30&to=2022-07-01&key=outpatient.cap",
         note_change, &writer);
    assert_string_equal(said, "begins outpatient.cap >900.00;begins outpatient.cap >1150.00;");
    said[0] = '\0';
    writer = gj_writer(said, sizeof said);
    walk("/api/v1/policy/areas/410100/changes?from=2025-04-21&to=2025-04-21", note_change, &writer);
    assert_string_equal(said, "");
}

/* ---- words and documents ---- */

static void find_reason(void *to, struct json_object *item)
{
    int *found = to;
    enum gj_reason reason = gj_reason_from_code(text(item, "code"), strlen(text(item, "code")));
    assert_true(reason != GJ_REASON_NONE);
    assert_string_equal(text(item, "zh"), gj_reason_zh(reason));
    ++*found;
}

static void find_source(void *to, struct json_object *item)
{
    char path[200];
    snprintf(path, sizeof path, "/api/v1/policy/sources/%s", text(item, "id"));
    struct json_object *one = get(path);
    assert_true(json_object_equal(one, item));
    json_object_put(one);
    ++*(int *)to;
}

static void count_one(void *to, struct json_object *item)
{
    (void)item;
    ++*(int *)to;
}

static void test_gongji_policy__lists_reasons_sources_keys_and_contradictions(void **state)
{
    (void)state;
    int reasons = 0, sources = 0, keys = 0, contradictions = 0, of_relations = 0, areas = 0;
    walk("/api/v1/policy/reasons", find_reason, &reasons);
    assert_int_equal(reasons, GJ_REASON_COUNT - 1);
    walk("/api/v1/policy/sources", find_source, &sources);
    assert_int_equal(sources, gj_pack_source_count(world.set));
    walk("/api/v1/policy/keys", count_one, &keys);
    assert_int_equal(keys, GJ_KEY_COUNT);
    walk("/api/v1/policy/contradictions", count_one, &contradictions);
    assert_int_equal(contradictions, gj_policy_contradiction_count(world.law.policy));
    walk("/api/v1/policy/contradictions?key=aid.relations", count_one, &of_relations);
    assert_true(of_relations >= 1 && of_relations < contradictions);
    walk("/api/v1/policy/areas?within=410000&name=%E9%83%91%E5%B7%9E", count_one, &areas);
    assert_int_equal(areas, 1); /* 郑州 */
}

static void lacks(const char *method, const char *path, const char *code)
{
    assert_int_equal(citizen_call(&reader, method, path, "", *method == 'P' ? "{}" : ""), 404);
    if (!strstr(reader.text, code))
        fail_msg("%s: no %s in %s", path, code, reader.text);
}

static void test_gongji_policy__says_what_is_not_there(void **state)
{
    (void)state;
    lacks("GET", "/api/v1/policy/areas/999999", "\"AREA_UNKNOWN\"");
    lacks("GET", "/api/v1/policy/areas/410100/rules?key=no.such", "\"KEY_UNKNOWN\"");
    lacks("GET", "/api/v1/policy/sources/NO-SUCH", "\"SOURCE_UNKNOWN\"");
    lacks("POST", "/api/v1/calculations/tax", "in the path, kind is one of contribution, credit");
    lacks("GET", "/api/v1/policy/areas/Henan", "in the path, area is ");
}

/* ---- kept on the way ---- */

static void header(const char *name, char out[300])
{
    const char *at = strstr(reader.head, name);
    assert_non_null(at);
    snprintf(out, 300, "%.*s", (int)strcspn(at + strlen(name), "\r"), at + strlen(name));
}

static int get_if(const char *path, const char *format, const char *tag)
{
    char value[400], line[500];
    snprintf(value, sizeof value, format, tag);
    snprintf(line, sizeof line, "If-None-Match: %s\r\n", value);
    return citizen_call(&reader, "GET", path, line, "");
}

static void test_gongji_policy__may_be_kept_under_its_tag(void **state)
{
    (void)state;
    static const char *const path = "/api/v1/policy/areas/410100/rules?at=2025-04-21";
    char tag[300], other[300], again[300];
    json_object_put(get(path));
    header("\r\nETag: ", tag);
    assert_memory_equal(tag + 1, gj_policy_hash(world.law.policy), 16);
    assert_int_equal(get_if(path, "%s", tag), 304);
    assert_string_equal(reader.text, "");
    header("\r\nETag: ", again);
    assert_string_equal(again, tag);
    header("\r\nCache-Control: ", again);
    assert_string_equal(again, "public, max-age=300");
    assert_int_equal(get_if(path, "\"other\", W/%s", tag), 304);
    assert_int_equal(get_if(path, "\"x%s", tag + 1), 200);
    json_object_put(get("/api/v1/policy/areas/410100/rules?at=2022-07-01"));
    header("\r\nETag: ", other);
    assert_string_not_equal(other, tag);
}

static void test_gongji_policy__goes_on_by_link_and_only_with_its_own_list(void **state)
{
    (void)state;
    char link[300], path[300], cursor[120];
    struct json_object *page =
        get("/api/v1/policy/areas/410100/rules?limit=3&at=2025-04-21&key=outpatient.");
    snprintf(cursor, sizeof cursor, "%s", text(page, "next"));
    json_object_put(page);
    header("\r\nLink: ", link);
    assert_non_null(strstr(link, ">; rel=\"next\""));
    snprintf(path, sizeof path, "%.*s", (int)strcspn(link + 1, ">"), link + 1);
    page = get(path);
    struct json_object *items = schema_member(page, "items");
    assert_int_equal(json_object_array_length(items), 3);
    assert_memory_equal(text(json_object_array_get_idx(items, 0), "key"), "outpatient.", 11);
    json_object_put(page);
    static const char *const others[] = {
        "/api/v1/policy/areas/410100/rules?limit=3&at=2025-04-22&key=outpatient.&after=%s",
        "/api/v1/policy/areas/410300/rules?limit=3&at=2025-04-21&key=outpatient.&after=%s",
        "/api/v1/policy/areas/410100/rules?limit=3&at=2025-04-21&after=%s",
        "/api/v1/policy/keys?after=%s",
    };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        snprintf(path, sizeof path, others[i], cursor);
        assert_int_equal(citizen_call(&reader, "GET", path, "", ""), 400);
        assert_non_null(strstr(reader.text, "CURSOR_WRONG"));
    }
}

/* A list of today's rules that was begun yesterday is another list; one of a day that was said goes on. */
static void test_gongji_policy__a_list_of_today_ends_with_the_day(void **state)
{
    (void)state;
    char today[200], said[200];
    struct json_object *page = get("/api/v1/policy/areas/410100/rules?limit=3");
    snprintf(today, sizeof today, "/api/v1/policy/areas/410100/rules?limit=3&after=%s",
             text(page, "next"));
    json_object_put(page);
    page = get("/api/v1/policy/areas/410100/rules?limit=3&at=2025-09-01");
    snprintf(said, sizeof said, "/api/v1/policy/areas/410100/rules?limit=3&at=2025-09-01&after=%s",
             text(page, "next"));
    json_object_put(page);
    json_object_put(get(today));
    assert_int_equal(
        citizen_call(&reader, "PUT", "/api/v1/dev/clock", "", "{\"now\":\"2025-09-02T00:00:00\"}"),
        200);
    assert_int_equal(citizen_call(&reader, "GET", today, "", ""), 400);
    assert_non_null(strstr(reader.text, "CURSOR_WRONG"));
    json_object_put(get(said));
}

static int start(void **state)
{
    (void)state;
    if (!server_open(&server, &world, 6))
        return -1;
    reader.line = (struct hospital){.port = server.port, .socket = -1};
    return 0;
}

static int stop(void **state)
{
    (void)state;
    hospital_hang_up(&reader.line);
    return server_close(&server, &world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gongji_policy__gives_what_pack_show_prints),
        cmocka_unit_test(test_gongji_policy__tells_a_keys_whole_history),
        cmocka_unit_test(test_gongji_policy__tells_what_changes_between_two_days),
        cmocka_unit_test(test_gongji_policy__lists_reasons_sources_keys_and_contradictions),
        cmocka_unit_test(test_gongji_policy__says_what_is_not_there),
        cmocka_unit_test(test_gongji_policy__may_be_kept_under_its_tag),
        cmocka_unit_test(test_gongji_policy__goes_on_by_link_and_only_with_its_own_list),
        cmocka_unit_test(test_gongji_policy__a_list_of_today_ends_with_the_day),
    };
    return cmocka_run_group_tests_name("gongji/policy", tests, start, stop);
}
