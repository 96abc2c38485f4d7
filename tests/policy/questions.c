#include "policy/questions.h"

#include "rows.h"

static const gj_area areas[] = {SUZHOU,  WUXI,    ZHENGZHOU,    LUOYANG, CHENGDU,       GUANGZHOU,
                                NANNING, BEIJING, SHIJIAZHUANG, LANZHOU, HANGZHOU,      CHANGSHA,
                                GUIYANG, KUNMING, WUHAN,        410181,  GJ_AREA_NATION};

static const char near_2021[] = "spouse,parent,child";
static const char near_2024[] = "spouse,parent,child,sibling,grandparent,maternal_grandparent,"
                                "grandchild,maternal_grandchild";
static const char near_guangxi[] = "spouse,parent,child,sibling,grandparent,maternal_grandparent,"
                                   "grandchild,maternal_grandchild,parent_in_law";

static const struct {
    const char *key;
    gj_area area;
    const char *from, *to, *value;
} rows[] = {
    {"aid.relations", GJ_AREA_NATION, "2021-01-01", "2024-12-09", near_2021},
    {"aid.relations", GJ_AREA_NATION, "2024-12-09", NULL, near_2024},
    {"aid.relations", CHENGDU, "2023-01-01", "2024-12-09", near_2021},
    {"aid.relations", 450000, "2025-01-01", NULL, near_guangxi},
    {"aid.reach", GJ_AREA_NATION, "2021-01-01", "2024-10-01", "area"},
    {"aid.reach", GJ_AREA_NATION, "2024-10-01", NULL, "province"},
    {"aid.insured_in", BEIJING, "2024-12-01", NULL, "province"},
    {"aid.insured_in", GUIYANG, "2024-12-01", NULL, "area"},
    {"aid.place", CHANGSHA, "2021-01-01", NULL, "area"},
    {"aid.place", 530000, "2021-01-01", NULL, "province"},
    {"status.payer", GJ_AREA_NATION, "2021-01-01", NULL, "normal"},
    {"status.user", GJ_AREA_NATION, "2021-01-01", NULL, "insured"},
    {"status.user", 410000, "2025-01-01", NULL, "normal"},
    {"own.while_suspended", GJ_AREA_NATION, "2021-01-01", NULL, "yes"},
    {"own.while_suspended", WUHAN, "2021-01-01", NULL, "no"},
    {"aid.uses.inpatient", GJ_AREA_NATION, "2021-01-01", NULL, "yes"},
    {"aid.uses.inpatient", LUOYANG, "2021-01-01", NULL, "no"},
    {"aid.uses.resident_premium", GJ_AREA_NATION, "2024-08-01", NULL, "yes"},
    {"aid.uses.checkup", CHENGDU, "2021-01-01", NULL, "yes"},
    {"aid.money", 330000, "2022-01-01", NULL, "carried_over"},
    {"aid.money", GJ_AREA_NATION, "2021-01-01", NULL, "all"},
    {"aid.reserve", CHENGDU, "2021-01-01", NULL, "300.00"},
    {"aid.active_max", 430000, "2024-01-01", NULL, "10"},
    {"aid.distinct_max", 430000, "2024-01-01", NULL, "20"},
    {"aid.same_relation_max.child", 430000, "2024-01-01", NULL, "3"},
    {"aid.payers_per_relative", 520000, "2022-11-01", NULL, "1"},
    {"aid.role_conflict", WUHAN, "2021-01-01", NULL, "yes"},
    {"aid.unbind_months", 420000, "2025-01-01", NULL, "3"},
    {"aid.proof", 440000, "2023-02-01", NULL, "id,household_book,promise"},
    {"aid.proof", 530000, "2025-01-01", NULL, "promise"},
    {"aid.limit_use", GUIYANG, "2021-01-01", NULL, "500.00"},
    {"aid.limit_year", GUIYANG, "2021-01-01", NULL, "2000.00"},
    {"account.tiers", GUANGZHOU, "2021-01-01", NULL, "1"},
    {"wallet.open", GJ_AREA_NATION, "2021-01-01", "2024-12-02", "no"},
    {"wallet.open", SUZHOU, "2024-12-02", NULL, "yes"},
    {"wallet.open", WUXI, "2024-12-02", NULL, "yes"},
    {"wallet.open", 410000, "2024-12-02", NULL, "yes"},
    {"wallet.open", GUANGZHOU, "2025-03-14", "2025-05-08", "yes"},
    {"wallet.open", GUANGZHOU, "2025-05-08", NULL, "no"},
    {"wallet.open", BEIJING, "2025-07-01", NULL, "yes"},
    {"wallet.open", 130000, "2025-03-14", NULL, "yes"},
    {"wallet.open", 450000, "2025-03-14", NULL, "yes"},
    {"wallet.transfers_per_day", GJ_AREA_NATION, "2025-08-01", NULL, "3"},
    {"wallet.single_max", GJ_AREA_NATION, "2025-08-01", NULL, "2000.00"},
    {"wallet.closed_hours", GJ_AREA_NATION, "2025-08-01", NULL, "22:00..06:00"},
    {"wallet.one_pending", GJ_AREA_NATION, "2025-08-01", NULL, "yes"},
    {"wallet.accept_until", GJ_AREA_NATION, "2025-08-01", NULL, "06:00"},
    {"premium.amount", GJ_AREA_NATION, "2024-01-01", NULL, "400.00"},
    {"premium.reach", 450000, "2025-01-01", NULL, "province"},
    {"premium.reach", WUHAN, "2021-01-01", NULL, "area"},
    {"premium.window", CHENGDU, "2021-01-01", NULL, "09-01..02-28"},
};

struct gj_question q;
struct gj_reply_to_question reply;

static struct gj_policy *policy;

gj_day day_of(const char *text)
{
    gj_day day = 0;
    assert_true(gj_day_parse(gj_slice(text), &day));
    return day;
}

int questions_make(void **state)
{
    (void)state;
    struct gj_builder *builder = gj_builder_new();
    for (size_t i = 0; i < sizeof areas / sizeof areas[0]; i++)
        gj_builder_area(builder, (struct gj_area_info){.area = areas[i]});
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct gj_row row = rows_named(rows[i].area, rows[i].key, rows[i].from);
        row.to = rows[i].to ? day_of(rows[i].to) : GJ_DAY_MAX;
        rows_add(builder, row, rows[i].value);
    }
    policy = rows_freeze(builder);
    return 0;
}

int questions_drop(void **state)
{
    (void)state;
    gj_policy_free(policy);
    return 0;
}

/* ---- asking ---- */

void at(const char *text)
{
    assert_true(gj_time_parse(gj_slice(text), &q.at));
}

void begin(enum gj_ask kind, gj_area payer, gj_area user, const char *when)
{
    gj_question_favourable(&q);
    q.kind = (uint8_t)kind;
    q.payer.area = payer;
    q.user.area = q.place.area = user;
    at(when);
}

void ask(void)
{
    struct gj_law law = {.policy = policy};
    gj_ask(&law, &q, &reply);
}

const char *reason(void)
{
    ask();
    return gj_reason_code(reply.reason);
}

bool is_next(enum gj_reason next)
{
    for (int i = 0; i < reply.next_count; i++)
        if (reply.next[i] == next)
            return true;
    return false;
}
