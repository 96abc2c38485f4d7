#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "rows.h"

static const struct {
    const char *key;
    gj_area area;
    const char *from, *value;
    int level;
} rows[] = {
    {"aid.relations", 100000, "2021-01-01", "spouse,parent,child", 0},
    {"aid.reach", 100000, "2021-01-01", "province", 0},
    {"status.payer", 100000, "2021-01-01", "normal", 0},
    {"status.user", 100000, "2021-01-01", "insured", 0},
    {"aid.uses.outpatient", 100000, "2021-01-01", "yes", 0},
    {"aid.uses.resident_premium", 100000, "2021-01-01", "yes", 0},
    {"aid.money", 100000, "2021-01-01", "all", 0},
    {"aid.order", 100000, "2021-01-01", "rank", 0},
    {"premium.amount", 100000, "2021-01-01", "400.00", 0},
    {"wallet.open", 980000, "2025-01-01", "yes", 0},
    {"wallet.open", 990000, "2025-01-01", "yes", 0},
    {"wallet.accept_until", 100000, "2021-01-01", "06:00", 0},
    {"settle.rounding", 100000, "2021-01-01", "half_up", 0},
    {"outpatient.deductible", 980100, "2021-01-01", "300.00", 0},
    {"outpatient.ratio", 980100, "2021-01-01", "0.60", 0},
    {"outpatient.ratio", 980100, "2021-01-01", "0.55", GJ_LEVEL_3},
    {"outpatient.cap", 980100, "2021-01-01", "1000.00", 0},
    {"inpatient.deductible_visit", 980100, "2021-01-01", "500.00", 0},
    {"inpatient.ratio", 980100, "2021-01-01", "0.90", 0},
};
static const gj_area areas[] = {100000, 980000, 980100, 980200, 990000, 990100};

static struct gj_policy *policy;
static char answer[1 << 20];
static int answers;
static bool good;

static void add_row(struct gj_builder *builder, size_t i)
{
    struct gj_row row = rows_named(rows[i].area, rows[i].key, rows[i].from);
    row.level = (uint8_t)rows[i].level;
    row.cite = gj_builder_text(builder, GJ_SLICE("EXAMPLE-1"));
    row.clause = gj_builder_text(builder, GJ_SLICE("art. 3"));
    row.note = gj_builder_text(builder, i == 0 ? GJ_SLICE("a note") : GJ_SLICE(""));
    row.is_unverified_set = i == 1;
    rows_add(builder, row, rows[i].value);
}

int world_make(void **state)
{
    (void)state;
    struct gj_builder *builder = gj_builder_new();
    char hash[65];
    for (size_t i = 0; i < sizeof areas / sizeof areas[0]; i++)
        gj_builder_area(builder, (struct gj_area_info){.area = areas[i]});
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        add_row(builder, i);
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

static void keep(void *to, struct gj_slice text)
{
    (void)to;
    answers++;
    assert_true(gj_text_copy(answer, sizeof answer, text));
    assert_null(strchr(answer, '\n'));
}

const char *asked_bytes(enum gj_asked_verb verb, struct gj_slice line)
{
    struct gj_law law = {.policy = policy};
    answers = 0;
    good = gj_asked_line(verb, &law, line, keep, NULL);
    assert_int_equal(answers, 1);
    assert_int_equal(good, strstr(answer, "\"error\":{\"code\":") == NULL);
    return answer;
}

const char *ask(const char *line)
{
    return asked_bytes(GJ_ASKED_ASK, gj_slice(line));
}

const char *split(const char *line)
{
    return asked_bytes(GJ_ASKED_SPLIT, gj_slice(line));
}

bool last_was_good(void)
{
    return good;
}
