/* The question page of a running server says what `ask` says, of hundreds of questions under the real
   packs, and is served under headers that let it do nothing but be read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "asked/asked.h"
#include "base/random.h"
#include "citizen.h"
#include "json/json.h"
#include "server.h"

enum { QUESTIONS = 300, LINE = 1024, ANSWER = 1 << 16 };

static struct gj_world world;
static struct server server;
static struct citizen browser;
static char answer_line[ANSWER];

static const char *get(const char *path, int status)
{
    citizen_get(status, &browser, path);
    return browser.text;
}

/* ---- one question, both ways ---- */

struct question {
    gj_area payer, user;
    const char *relation, *use, *tool, *on, *at; /* at: "" for none */
    bool english;
};

static void keep_answer(void *to, struct gj_slice line)
{
    (void)to;
    assert_true(gj_text_copy(answer_line, sizeof answer_line, line));
}

static bool is_kind(const char *use)
{
    return gj_word_find(GJ_WORDS_OF_ASK, gj_slice(use)) >= 0;
}

/* As docs/check.md says that the page asks. */
static struct json_object *ask(const struct question *q)
{
    static const struct gj_json_rules rules = {.object = true};
    char line[LINE], expense[128] = "";
    struct gj_json_scan scan;
    struct json_object *answer;
    bool self = strcmp(q->relation, "self") == 0;
    const char *kind = is_kind(q->use)                           ? q->use
                       : strcmp(q->use, "resident_premium") == 0 ? "premium"
                       : self                                    ? "own"
                                                                 : "pay";
    if (!is_kind(q->use))
        snprintf(expense, sizeof expense, ",\"expense\":{\"class\":\"%s\"}", q->use);
    snprintf(line, sizeof line,
             "{\"kind\":\"%s\",\"at\":\"%s%s%s\",\"relation\":\"%s\",\"tool\":\"%s\","
             "\"payer\":{\"area\":\"%d\"},\"user\":{\"area\":\"%d\"}%s}",
             kind, q->on, q->at[0] ? "T" : "", q->at, q->relation,
             self && !is_kind(q->use) ? "own" : q->tool, (int)q->payer,
             (int)(self ? q->payer : q->user), expense);
    assert_true(gj_asked_line(GJ_ASKED_ASK, &world.law, gj_slice(line), keep_answer, NULL));
    assert_int_equal(gj_json_parse(gj_slice(answer_line), &rules, &scan, &answer), GJ_DONE);
    return answer;
}

static const char *look(const struct question *q)
{
    char path[400];
    snprintf(path, sizeof path,
             "/check?payer=%d&relation=%s&user=%d&use=%s&tool=%s&on=%s&at=%s&lang=%s",
             (int)q->payer, q->relation, (int)q->user, q->use, q->tool, q->on, q->at,
             q->english ? "en" : "zh");
    return get(path, 200);
}

/* ---- holding them together ---- */

static int count_of(const char *page, const char *part)
{
    int count = 0;
    for (const char *at = page; (at = strstr(at, part)) != NULL; at += strlen(part))
        count++;
    return count;
}

static struct json_object *member(struct json_object *object, const char *name)
{
    struct json_object *value = NULL;
    (void)gj_json_member(object, name, &value);
    return value;
}

static int length_of(struct json_object *answer, const char *name)
{
    struct json_object *list = member(answer, name);
    return list ? (int)json_object_array_length(list) : 0;
}

static void hold(const char *page, const char *part, const struct question *q)
{
    if (strstr(page, part) == NULL)
        fail_msg("%d %s %d %s %s %s: no %s; the answer is %.300s", (int)q->payer, q->relation,
                 (int)q->user, q->use, q->tool, q->on, part, answer_line);
}

static void hold_verdict(const char *page, struct json_object *answer, const struct question *q)
{
    static const char *const words[][2] = {{"allow", "verdict yes"},
                                           {"partial", "verdict part"},
                                           {"deny", "verdict no\""},
                                           {"unknown", "verdict unknown"}};
    const char *word = json_object_get_string(member(answer, "answer"));
    char part[200];
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(words[i][0], word) == 0)
            hold(page, words[i][1], q);
    snprintf(part, sizeof part, "<code>%s</code>",
             json_object_get_string(member(answer, "reason")));
    hold(page, part, q);
    snprintf(part, sizeof part, "%.12s", json_object_get_string(member(answer, "pack")));
    hold(page, part, q);
}

static void hold_rows(const char *page, struct json_object *answer, const struct question *q)
{
    struct json_object *rows = member(answer, "because");
    int count = length_of(answer, "because");
    assert_int_equal(count_of(page, "<p class=\"rule\">"), count);
    for (int i = 0; i < count; i++) {
        char part[1024];
        struct json_object *row = json_object_array_get_idx(rows, (size_t)i);
        snprintf(part, sizeof part, "<code>%s = %s</code> [%s]",
                 json_object_get_string(member(row, "row")),
                 json_object_get_string(member(row, "value")),
                 json_object_get_string(member(row, "cite")));
        hold(page, part, q);
    }
}

static void hold_lists(const char *page, struct json_object *answer)
{
    int failed = length_of(answer, "failed");
    const char *next = strstr(page, "<ul class=\"next\">");
    const char *missing = strstr(page, "<ul class=\"missing\">");
    assert_int_equal(count_of(page, "</code></li>"), failed > 1 ? failed : 0);
    assert_int_equal(count_of(page, "class=\"conflict\""), length_of(answer, "contradiction"));
    assert_int_equal(next != NULL, length_of(answer, "next") > 0);
    assert_int_equal(missing != NULL, length_of(answer, "not_found") > 0);
    if (missing)
        assert_int_equal(count_of(missing, "<span class=\"small\">"),
                         length_of(answer, "not_found"));
}

/* The question that the page offers to repeat, asked: the very same answer. */
static void hold_repeating(const char *page)
{
    static char repeated[ANSWER];
    char line[LINE];
    size_t length = 0;
    const char *at = strstr(page, "<code>echo '");
    assert_non_null(at);
    for (at += 12; *at != '\'' && length < sizeof line - 1; length++) {
        bool is_quote = strncmp(at, "&quot;", 6) == 0;
        line[length] = is_quote ? '"' : *at;
        at += is_quote ? 6 : 1;
    }
    line[length] = '\0';
    assert_true(gj_text_copy(repeated, sizeof repeated, gj_slice(answer_line)));
    assert_true(gj_asked_line(GJ_ASKED_ASK, &world.law, gj_slice(line), keep_answer, NULL));
    assert_string_equal(answer_line, repeated);
}

static void hold_question(const struct question *q)
{
    const char *page = look(q);
    struct json_object *answer = ask(q);
    hold_repeating(page);
    hold_verdict(page, answer, q);
    hold_rows(page, answer, q);
    hold_lists(page, answer);
    json_object_put(answer);
}

static const char *one_of(struct gj_random *random, const char *const *words, int count)
{
    return words[gj_random_between(random, 0, count - 1)];
}
#define ONE_OF(random, ...)                                                                        \
    one_of(random, (const char *const[]){__VA_ARGS__},                                             \
           (int)(sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *)))

static gj_area any_area(struct gj_random *random)
{
    int last = gj_policy_area_count(world.law.policy) - 1;
    gj_area area = GJ_AREA_NATION;
    while (area == GJ_AREA_NATION)
        area = gj_policy_area_at(world.law.policy, (int)gj_random_between(random, 0, last))->area;
    return area;
}

static void test_gongji_check__says_what_ask_says(void **state)
{
    (void)state;
    struct gj_random random = gj_random(20250901), clock = gj_random(600);
    int answers[2] = {0, 0};
    for (int i = 0; i < QUESTIONS; i++) {
        struct question q = {.payer = any_area(&random), .english = i % 2 != 0};
        q.user = gj_random_between(&random, 0, 2) == 0 ? q.payer : any_area(&random);
        q.relation = ONE_OF(&random, "self", "spouse", "parent", "child", "sibling", "grandchild",
                            "parent_in_law", "friend");
        q.use = ONE_OF(&random, "outpatient", "pharmacy", "inpatient", "resident_premium",
                       "checkup", "fitness", "cash", "bind", "transfer");
        q.tool = ONE_OF(&random, "any", "binding", "wallet");
        q.on = ONE_OF(&random, "2019-05-01", "2023-05-01", "2024-12-09", "2025-04-21", "2025-09-01",
                      "2026-02-01");
        q.at = ONE_OF(&clock, "", "", "05:59", "06:00", "21:59", "22:00");
        hold_question(&q);
        answers[strstr(answer_line, "\"answer\":\"allow\"") != NULL]++;
    }
    assert_true(answers[0] >= 40 && answers[1] >= 40); /* both kinds came up often */
}

static void test_gongji_check__money_is_sent_between_six_and_ten(void **state)
{
    (void)state;
    static const char *const cases[][2] = {{"05:59", "WALLET_CLOSED_HOURS"},
                                           {"06:00", "OK_WALLET"},
                                           {"21:59", "OK_WALLET"},
                                           {"22:00", "WALLET_CLOSED_HOURS"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct question q = {410300,   410100,       "parent",    "transfer",
                             "wallet", "2025-09-01", cases[i][0], false};
        hold_question(&q);
        assert_non_null(strstr(answer_line, cases[i][1]));
    }
    get("/check?payer=410300&relation=parent&use=transfer&at=24:00", 400);
}

/* ---- headers, addresses ---- */

static void test_gongji_check__can_do_nothing_but_be_read(void **state)
{
    (void)state;
    static const char *const paths[] = {
        "/check", "/check?payer=410100&relation=parent&use=outpatient", "/check?payer=nowhere"};
    static const char *const headers[] = {
        "Content-Security-Policy: default-src 'none'; style-src 'self';",
        "Referrer-Policy: no-referrer",
        "X-Content-Type-Options: nosniff",
        "Cache-Control: no-store",
        "Content-Language: zh-CN",
        "Content-Type: text/html; charset=utf-8"};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        get(paths[i], i == 2 ? 400 : 200);
        for (size_t h = 0; h < sizeof headers / sizeof headers[0]; h++)
            if (!strstr(browser.head, headers[h]))
                fail_msg("%s: no %s in %s", paths[i], headers[h], browser.head);
        assert_null(strstr(browser.head, "Cookie"));
        assert_null(strstr(browser.text, "<script"));
        assert_null(strstr(browser.text, " style="));
    }
    get("/check.css", 200);
    assert_non_null(strstr(browser.head, "Content-Type: text/css"));
    assert_non_null(strstr(browser.text, "prefers-color-scheme:dark"));
    assert_null(strstr(browser.text, "url(")); /* nothing is fetched from anywhere */
    get("/checks", 404);
    assert_int_equal(citizen_call(&browser, "POST", "/check", "", ""), 405);
}

static void test_gongji_check__the_day_is_the_clocks(void **state)
{
    (void)state;
    assert_non_null(strstr(get("/check", 200), "aria-describedby=\"on-hint\" value=\"2025-09-0"));
    assert_non_null(strstr(get("/check?payer=410100&relation=parent&use=outpatient", 200),
                           "&quot;at&quot;:&quot;2025-09-0"));
}

static void test_gongji_check__strange_addresses_get_a_page(void **state)
{
    (void)state;
    static char path[9000];
    get("/check?payer=%00&relation=%FF&use=%ED%A0%80", 400);
    get("/check?payer=410100&payer=zzz&relation=parent&use=outpatient", 200); /* the first holds */
    get("/check?payer=410100&relation=parent&use=outpatient&unknown=1&=&&%", 200);
    get("/check?on", 200);
    int length = snprintf(path, sizeof path, "/check?payer=");
    memset(path + length, 'a', 8000);
    path[length + 8000] = '\0';
    get(path, 400);
    assert_null(strstr(browser.text, "aaaa"));
}

/* Sources have their titles from the packs in force. */
static void test_gongji_check__documents_have_their_titles(void **state)
{
    (void)state;
    const char *page = get("/check?payer=410100&relation=parent&use=outpatient&on=2025-04-21", 200);
    assert_non_null(strstr(
        page,
        "国务院办公厅关于建立健全职工基本医疗保险门诊共济保障机制的指导意见 国办发〔2021〕14号"));
    assert_non_null(strstr(page, "<cite>国家医保局 2024-12-26 通报</cite>"));
    page = get("/check?payer=410100&relation=parent&use=outpatient&on=2025-04-21&lang=en", 200);
    assert_non_null(strstr(page, "<span lang=\"zh\">国家医保局</span> report of 2024-12-26"));
}

static void test_gongji_check__fictional_places_are_called_so(void **state)
{
    (void)state;
    assert_non_null(strstr(get("/check?payer=980100&relation=parent&use=outpatient", 200),
                           "没有这样的地方，也没有这样的规定"));
    assert_null(strstr(get("/check?payer=410100&relation=parent&use=outpatient", 200),
                       "没有这样的地方，也没有这样的规定"));
}

static void test_gongji_check__the_root_leads_there(void **state)
{
    (void)state;
    assert_non_null(strstr(get("/", 200), "<a href=\"/check?lang=zh\""));
    assert_non_null(strstr(browser.head, "Content-Security-Policy: default-src 'none';"));
    assert_non_null(strstr(browser.text, "<a href=\"/api/openapi.json\">"));
    assert_non_null(strstr(browser.text, "</html>"));
}

static int start(void **state)
{
    (void)state;
    if (!server_open(&server, &world, 4))
        return -1;
    browser.line.port = server.port;
    browser.line.socket = -1;
    return 0;
}

static int stop(void **state)
{
    (void)state;
    hospital_hang_up(&browser.line);
    return server_close(&server, &world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gongji_check__says_what_ask_says),
        cmocka_unit_test(test_gongji_check__money_is_sent_between_six_and_ten),
        cmocka_unit_test(test_gongji_check__can_do_nothing_but_be_read),
        cmocka_unit_test(test_gongji_check__the_day_is_the_clocks),
        cmocka_unit_test(test_gongji_check__strange_addresses_get_a_page),
        cmocka_unit_test(test_gongji_check__documents_have_their_titles),
        cmocka_unit_test(test_gongji_check__fictional_places_are_called_so),
        cmocka_unit_test(test_gongji_check__the_root_leads_there),
    };
    return cmocka_run_group_tests_name("gongji/check", tests, start, stop);
}
