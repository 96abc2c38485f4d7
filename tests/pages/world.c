#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "rows.h"

static const struct {
    const char *key;
    gj_area area;
    const char *from, *value, *cite, *clause;
} rows[] = {
    {"aid.relations", 100000, "2021-01-01", "spouse,parent,child", "LAW-1", ""},
    {"aid.reach", 100000, "2021-01-01", "province", "LAW-1; LAW-2", "art. 3; art. 4"},
    {"status.payer", 100000, "2021-01-01", "normal", "LAW-1", ""},
    {"status.user", 100000, "2021-01-01", "insured", "LAW-1", ""},
    {"aid.uses.outpatient", 100000, "2021-01-01", "yes", "LAW-1", ""},
    {"aid.uses.resident_premium", 100000, "2021-01-01", "yes", "LAW-1", ""},
    {"aid.money", 100000, "2021-01-01", "all", "nobody <knows>", ""},
    {"aid.order", 100000, "2021-01-01", "rank", "LAW-1", ""},
    {"aid.limit_use", 980200, "2021-01-01", "50.00", "LAW-1", ""},
    {"premium.amount", 100000, "2021-01-01", "400.00", "LAW-1", ""},
    {"wallet.open", 980000, "2024-01-01", "no", "LAW-1", ""},
    {"wallet.open", 980000, "2025-01-01", "yes", "LAW-1", ""},
    {"wallet.open", 990000, "2025-01-01", "yes", "LAW-1", ""},
    {"wallet.closed_hours", 100000, "2025-01-01", "22:00..06:00", "LAW-1", ""},
    {"wallet.accept_until", 100000, "2021-01-01", "06:00", "LAW-1", ""},
};
static const struct {
    gj_area area;
    const char *name, *name_en;
} areas[] = {{100000, "全国", "the nation"}, {980000, "示例省", "Example"},
             {980100, "甲市", "Jia & Co"},   {980200, "乙市", ""},
             {990000, "邻省", "Neighbour"},  {990100, "邻市", "Neighbourtown"},
             {980300, "示例新区", ""},       {990200, "<b>&\"'市", ""}};

static struct gj_policy *policy;
static char page[GJ_PAGE_MAX + 1];

static void add_row(struct gj_builder *builder, size_t i)
{
    struct gj_row row = rows_named(rows[i].area, rows[i].key, rows[i].from);
    if (strcmp(rows[i].value, "no") == 0) /* until the next row begins */
        GJ_MUST(gj_day_parse(gj_slice(rows[i + 1].from), &row.to));
    row.cite = gj_builder_text(builder, gj_slice(rows[i].cite));
    row.clause = gj_builder_text(builder, gj_slice(rows[i].clause));
    row.note = gj_builder_text(builder, i == 0   ? GJ_SLICE("a <note> & more")
                                        : i == 1 ? GJ_SLICE("without Chinese")
                                                 : GJ_SLICE(""));
    row.is_unverified_set = i == 1;
    row.confidence = i == 1 ? GJ_CONFIDENCE_UNVERIFIED : GJ_CONFIDENCE_PRIMARY;
    rows_add(builder, row, rows[i].value);
}

static void add_contradiction(struct gj_builder *builder)
{
    struct gj_contradiction entry = {.area = GJ_AREA_NATION,
                                     .from = GJ_DAY_MIN,
                                     .to = GJ_DAY_MAX,
                                     .id = gj_builder_text(builder, GJ_SLICE("X1")),
                                     .about = gj_builder_text(builder, GJ_SLICE("Across?")),
                                     .about_zh = gj_builder_text(builder, GJ_SLICE("能跨省吗？")),
                                     .reading = gj_builder_text(builder, GJ_SLICE("By wallet.")),
                                     .reading_zh = gj_builder_text(builder, GJ_SLICE("用钱包。")),
                                     .kinds = gj_builder_text(builder, GJ_SLICE("pay")),
                                     .keys = gj_builder_text(builder, GJ_SLICE("")),
                                     .reasons =
                                         gj_builder_text(builder, GJ_SLICE("AREA_PROVINCE_ONLY")),
                                     .relations = gj_builder_text(builder, GJ_SLICE("")),
                                     .says_count = 1};
    entry.says[0].source = gj_builder_text(builder, GJ_SLICE("LAW-2"));
    entry.says[0].text = gj_builder_text(builder, GJ_SLICE("never <ever>"));
    entry.says[0].text_zh = gj_builder_text(builder, GJ_SLICE("从来不能"));
    gj_builder_contradiction(builder, entry);
}

int world_make(void **state)
{
    (void)state;
    struct gj_builder *builder = gj_builder_new();
    char hash[65];
    for (size_t i = 0; i < sizeof areas / sizeof areas[0]; i++)
        gj_builder_area(
            builder,
            (struct gj_area_info){.area = areas[i].area,
                                  .name = gj_builder_text(builder, gj_slice(areas[i].name)),
                                  .name_en = gj_builder_text(builder, gj_slice(areas[i].name_en)),
                                  .fictional = areas[i].area / 10000 == 99});
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        add_row(builder, i);
    GJ_MUST(gj_builder_note_zh(builder, gj_builder_text(builder, GJ_SLICE("a <note> & more")),
                               gj_builder_text(builder, GJ_SLICE("一条<说明>"))));
    add_contradiction(builder);
    policy = rows_freeze(builder);
    memset(hash, 'a', 64);
    hash[64] = '\0';
    gj_policy_set_hash(policy, hash);
    return 0;
}

int world_drop(void **state)
{
    (void)state;
    gj_policy_free(policy);
    return 0;
}

struct gj_law world_law(void)
{
    return (struct gj_law){.policy = policy};
}

/* ---- asking ---- */

static struct gj_slice query_of(void *of, const char *name)
{
    const struct asked_page *asked = of;
    for (int i = 0; i < asked->count; i++)
        if (strcmp(asked->pairs[i].name, name) == 0)
            return asked->pairs[i].value;
    return (struct gj_slice){"", 0};
}

static bool source_of(void *of, struct gj_slice id, struct gj_page_source *source_out)
{
    (void)of;
    *source_out = (struct gj_page_source){GJ_SLICE("关于共济的规定"), GJ_SLICE(""),
                                          GJ_SLICE("〔2021〕1号"), GJ_SLICE("2021-01-01")};
    if (gj_slice_is(id, "LAW-2"))
        *source_out = (struct gj_page_source){GJ_SLICE("a report of 2022"), GJ_SLICE("一份报告"),
                                              GJ_SLICE(""), GJ_SLICE("2022")};
    return gj_slice_is(id, "LAW-1") || gj_slice_is(id, "LAW-2");
}

int page_in(const struct asked_page *asked, char *room, size_t size, size_t *length_out)
{
    struct gj_law law = world_law();
    struct gj_writer writer = gj_writer(room, size);
    struct gj_page_request request = {
        .law = &law,
        .now = gj_time_at(20332, 10, 0, 0), /* 2025-09-01 */
        .query = query_of,
        .query_of = (void *)(uintptr_t)asked,
        .source = source_of,
        .accept_language = gj_slice(asked->accept_language ? asked->accept_language : ""),
        .host = gj_slice(asked->host ? asked->host : ""),
    };
    bool english;
    int status = gj_page_check(&request, &writer, &english);
    *length_out = writer.length;
    GJ_MUST(status == 500 ||
            memmem(room, writer.length, english ? "<html lang=\"en\"" : "<html lang=\"zh-CN\"",
                   english ? 15 : 18));
    return status;
}

const char *page_of(const struct asked_page *asked, int *status_out)
{
    size_t length;
    *status_out = page_in(asked, page, GJ_PAGE_MAX, &length);
    page[length] = '\0';
    GJ_MUST(memchr(page, '\0', length) == NULL);
    return page;
}

const char *page_with(int status, ...)
{
    struct asked_page asked = {.count = 0};
    va_list pairs;
    int got;
    va_start(pairs, status);
    for (const char *name; (name = va_arg(pairs, const char *)) != NULL; asked.count++) {
        asked.pairs[asked.count].name = name;
        asked.pairs[asked.count].value = gj_slice(va_arg(pairs, const char *));
    }
    va_end(pairs);
    const char *text = page_of(&asked, &got);
    if (got != status)
        fail_msg("status %d, not %d:\n%s", got, status, text);
    const char *fault = page_fault(text);
    if (fault)
        fail_msg("%s in\n%s", fault, text);
    return text;
}

/* ---- what a page must be ---- */

enum { OPEN_MAX = 64, NAME_MAX_LENGTH = 16 };

struct elements {
    char open[OPEN_MAX][NAME_MAX_LENGTH];
    int count;
};

static bool is_one_of(const char *name, const char *list)
{
    char padded[NAME_MAX_LENGTH + 3];
    snprintf(padded, sizeof padded, " %s ", name);
    return strstr(list, padded) != NULL;
}

static const char known[] =
    " html head title body a nav header div main h1 h2 h3 p form label select option "
    "optgroup fieldset legend details summary datalist button section ul ol li "
    "span strong code pre cite q dl dt dd footer ";
static const char empty[] = " meta link input br ";

static const char *read_entity(const char *at)
{
    static const char *const entities[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
    for (size_t i = 0; i < sizeof entities / sizeof entities[0]; i++)
        if (strncmp(at, entities[i], strlen(entities[i])) == 0)
            return NULL;
    return "a bare &";
}

static const char *read_value(const char **at)
{
    for (; **at != '"'; ++*at) {
        if (**at == '\0' || **at == '<' || **at == '>')
            return "an attribute that does not end";
        if (**at == '&' && read_entity(*at))
            return "a bare & in an attribute";
    }
    ++*at;
    return NULL;
}

/* Attributes: a space, a name of letters, and a value in double quotes or none. Nothing that acts. */
static const char *read_attributes(const char **at)
{
    const char *fault = NULL;
    while (**at == ' ' && !fault) {
        const char *name = ++*at;
        size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz-");
        if (length == 0 || strncmp(name, "on", 2) == 0 || strncmp(name, "style", 5) == 0)
            return "an attribute that no page may have";
        *at += length;
        if (**at != '=')
            continue;
        if ((*at)[1] != '"')
            return "an attribute without quotes";
        *at += 2;
        fault = read_value(at);
    }
    return fault ? fault : **at == '>' ? NULL : "an element that does not end";
}

static const char *read_element(struct elements *elements, const char **at)
{
    char name[NAME_MAX_LENGTH];
    bool closes = (*at)[1] == '/';
    *at += closes ? 2 : 1;
    size_t length = strspn(*at, "abcdefghijklmnopqrstuvwxyz123456");
    if (length == 0 || length >= sizeof name)
        return "a bare <";
    memcpy(name, *at, length);
    name[length] = '\0';
    *at += length;
    if (closes) {
        if (elements->count == 0 || strcmp(elements->open[--elements->count], name) != 0)
            return "an element closed in another's place";
        return **at == '>' ? NULL : "a closing element that does not end";
    }
    if (is_one_of(name, known)) {
        if (elements->count == OPEN_MAX)
            return "elements too deep";
        memcpy(elements->open[elements->count++], name, sizeof name);
    } else if (!is_one_of(name, empty)) {
        return "an element that no page has";
    }
    return read_attributes(at);
}

const char *page_fault(const char *text)
{
    struct elements elements = {.count = 0};
    const char *fault = NULL, *at = text;
    if (strncmp(text, "<!doctype html>\n", 16) != 0)
        return "no doctype";
    if (!gj_utf8_is_valid(gj_slice(text)))
        return "bytes that are not UTF-8";
    for (at = text + 16; *at && !fault; at++) {
        if (*at == '<')
            fault = read_element(&elements, &at);
        else if (*at == '&')
            fault = read_entity(at);
        else if (*at == '>')
            fault = "a bare >";
    }
    return fault || elements.count == 0 ? fault : "an element that is not closed";
}
