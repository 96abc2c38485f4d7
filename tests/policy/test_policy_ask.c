/* Questions about policy: every reason that the checks can give, with its boundary on both sides,
   over a small policy of invented and of real dates. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "policy/policy.h"
#include "rows.h"

enum {
    SUZHOU = 320500,
    WUXI = 320200,
    ZHENGZHOU = 410100,
    LUOYANG = 410300,
    CHENGDU = 510100,
    GUANGZHOU = 440100,
    NANNING = 450100,
    BEIJING = 110000,
    SHIJIAZHUANG = 130100,
    LANZHOU = 620100,
    HANGZHOU = 330100,
    CHANGSHA = 430100,
    GUIYANG = 520100,
    KUNMING = 530100,
    WUHAN = 420100
};

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

static struct gj_policy *policy;

static gj_day day_of(const char *text)
{
    gj_day day = 0;
    assert_true(gj_day_parse(gj_slice(text), &day));
    return day;
}

static int make_policy(void **state)
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

static int drop_policy(void **state)
{
    (void)state;
    gj_policy_free(policy);
    return 0;
}

/* ---- asking ---- */

static struct gj_question q;
static struct gj_reply_to_question reply;

static void at(const char *text)
{
    assert_true(gj_time_parse(gj_slice(text), &q.at));
}

static void begin(enum gj_ask kind, gj_area payer, gj_area user, const char *when)
{
    gj_question_favourable(&q);
    q.kind = (uint8_t)kind;
    q.payer.area = payer;
    q.user.area = q.place.area = user;
    at(when);
}

static void ask(void)
{
    struct gj_law law = {.policy = policy};
    gj_ask(&law, &q, &reply);
}

/* The reason, as its code: readable when it is wrong. */
static const char *reason(void)
{
    ask();
    return gj_reason_code(reply.reason);
}

static bool is_next(enum gj_reason next)
{
    for (int i = 0; i < reply.next_count; i++)
        if (reply.next[i] == next)
            return true;
    return false;
}

#define ANSWERS(code) assert_string_equal(reason(), code)

static void test_policy_ask__binding_inside_one_area(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, ZHENGZHOU, ZHENGZHOU, "2025-04-21T10:00");
    q.amount_fen = 10000;
    ANSWERS("OK_AID_SAME_AREA");
    assert_int_equal(reply.answer, GJ_ANSWER_ALLOW);
    assert_int_equal(reply.tool, GJ_TOOL_BINDING);
    assert_int_equal(reply.shares_count, 1);
    assert_int_equal(reply.shares[0].payer, GJ_PAYER_AID);
    assert_int_equal(reply.shares[0].amount_fen, 10000);
    assert_int_equal(reply.failed_count, 0);
    assert_true(reply.trace.count > 0);
}

static void test_policy_ask__binding_reaches_the_province_from_its_day(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, ZHENGZHOU, LUOYANG, "2024-09-30T10:00");
    ANSWERS("AREA_SAME_ONLY");
    assert_false(is_next(GJ_NEXT_USE_WALLET));
    at("2024-10-01T00:00");
    ANSWERS("OK_AID_PROVINCE");
    begin(GJ_ASK_PAY, GUIYANG, 520000, "2025-01-01T10:00");
    q.user.area = 520200;
    ANSWERS("POLICY_UNKNOWN"); /* not in the tree */
}

static void test_policy_ask__wallet_opens_on_its_day(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, SUZHOU, ZHENGZHOU, "2024-12-01T10:00");
    ANSWERS("WALLET_AREA_CLOSED_PAYER");
    assert_int_equal(reply.failed_count, 2);
    assert_int_equal(reply.failed[1], GJ_WALLET_AREA_CLOSED_USER);
    assert_true(is_next(GJ_NEXT_WAIT_AREA_OPEN));
    assert_false(is_next(GJ_NEXT_USE_BINDING));
    at("2024-12-02T00:00");
    ANSWERS("OK_WALLET");
    assert_int_equal(reply.shares[0].payer, GJ_PAYER_WALLET);
}

static void test_policy_ask__openness_is_not_monotone(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, WUXI, GUANGZHOU, "2025-03-20T10:00");
    ANSWERS("OK_WALLET");
    at("2025-05-10T10:00");
    ANSWERS("WALLET_AREA_CLOSED_USER");
    begin(GJ_ASK_PAY, CHENGDU, SUZHOU, "2025-05-10T10:00");
    ANSWERS("POLICY_UNKNOWN");
    assert_int_equal(reply.answer, GJ_ANSWER_UNKNOWN);
    assert_int_equal(reply.trace.not_found[0], GJ_KEY_WALLET_OPEN);
    assert_true(is_next(GJ_NEXT_ASK_AGENCY));
}

static void test_policy_ask__beijing_to_hebei_by_wallet_only(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, BEIJING, SHIJIAZHUANG, "2025-08-10T10:00");
    q.tool = GJ_TOOL_BINDING;
    ANSWERS("AREA_PROVINCE_ONLY");
    assert_true(is_next(GJ_NEXT_USE_WALLET));
    at("2025-06-10T10:00"); /* the wallet of Beijing is not known to be open then */
    ANSWERS("AREA_PROVINCE_ONLY");
    assert_false(is_next(GJ_NEXT_USE_WALLET));
    at("2025-08-10T10:00");
    q.tool = GJ_TOOL_ANY;
    ANSWERS("OK_WALLET");
}

static void test_policy_ask__wallet_closed_inside_a_province_points_to_binding(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, GUANGZHOU, GUANGZHOU, "2025-05-10T10:00");
    q.tool = GJ_TOOL_WALLET;
    ANSWERS("WALLET_AREA_CLOSED_PAYER");
    assert_true(is_next(GJ_NEXT_USE_BINDING));
}

static void test_policy_ask__nothing_known_is_unknown(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, LANZHOU, LANZHOU, "2019-05-10T10:00");
    ANSWERS("POLICY_UNKNOWN");
    assert_int_equal(reply.answer, GJ_ANSWER_UNKNOWN);
    assert_int_equal(reply.trace.not_found[0], GJ_KEY_AID_RELATIONS);
    assert_int_equal(reply.can_give_fen, 0);
    begin(GJ_ASK_OWN, LANZHOU, LANZHOU, "2019-05-10T10:00");
    ANSWERS("POLICY_UNKNOWN");
    assert_true(reply.trace.not_found_count > 0);
}

static void test_policy_ask__relation_by_area_and_day(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, CHENGDU, CHENGDU, "2023-06-01T10:00");
    q.relation = GJ_RELATION_SIBLING;
    ANSWERS("RELATION_NOT_YET");
    assert_true(is_next(GJ_NEXT_WAIT_RELATION));
    at("2024-12-08T23:59");
    ANSWERS("RELATION_NOT_YET");
    at("2024-12-09T00:00");
    ANSWERS("OK_AID_SAME_AREA");
    q.relation = GJ_RELATION_HALF_SIBLING;
    ANSWERS("OK_AID_SAME_AREA");
    q.relation = GJ_RELATION_FRIEND;
    ANSWERS("RELATION_NOT_KIN");
    q.relation = GJ_RELATION_COUSIN;
    ANSWERS("RELATION_NOT_KIN");
    q.relation = GJ_RELATION_PARENT_IN_LAW;
    ANSWERS("RELATION_NOT_KIN");
}

static void test_policy_ask__an_area_adds_a_relation_for_binding_not_for_the_wallet(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, NANNING, NANNING, "2025-04-01T10:00");
    q.relation = GJ_RELATION_PARENT_IN_LAW;
    ANSWERS("OK_AID_SAME_AREA");
    at("2024-12-31T10:00");
    ANSWERS("RELATION_NOT_YET");
    begin(GJ_ASK_PAY, NANNING, SUZHOU, "2025-04-01T10:00");
    q.relation = GJ_RELATION_PARENT_IN_LAW;
    ANSWERS("RELATION_NOT_KIN");
    q.relation = GJ_RELATION_SIBLING;
    ANSWERS("OK_WALLET");
}

static void test_policy_ask__a_step_child_counts_where_proven(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, CHENGDU, CHENGDU, "2023-06-01T10:00");
    q.relation = GJ_RELATION_STEP_CHILD;
    ANSWERS("OK_AID_SAME_AREA");
    q.bond.proven = false;
    ANSWERS("RELATION_UNPROVEN");
    assert_true(is_next(GJ_NEXT_PROVE_RELATION));
}

static void test_policy_ask__papers_where_an_area_wants_them(void **state)
{
    (void)state;
    begin(GJ_ASK_BIND, GUANGZHOU, GUANGZHOU, "2023-02-01T10:00");
    ANSWERS("OK_BIND");
    q.bond.proven = false;
    ANSWERS("RELATION_UNPROVEN");
    at("2023-01-31T10:00");
    ANSWERS("OK_BIND");
    begin(GJ_ASK_BIND, KUNMING, KUNMING, "2025-02-01T10:00");
    q.bond.proven = false;
    ANSWERS("OK_BIND"); /* a promise letter alone does */
    q.bond.promise = false;
    ANSWERS("RELATION_UNPROVEN");
}

static void test_policy_ask__who_pays(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, ZHENGZHOU, ZHENGZHOU, "2025-04-21T10:00");
    q.payer.scheme = GJ_SCHEME_RESIDENT;
    ANSWERS("PAYER_NOT_EMPLOYEE");
    q.payer.scheme = GJ_SCHEME_EMPLOYEE;
    q.payer.has_account = false;
    ANSWERS("PAYER_NO_ACCOUNT");
    q.payer.has_account = true;
    q.payer.frozen = true;
    ANSWERS("PAYER_ACCOUNT_FROZEN");
    begin(GJ_ASK_PAY, GUANGZHOU, GUANGZHOU, "2025-04-21T10:00");
    ANSWERS("OK_AID_SAME_AREA");
    q.payer.tier = 2;
    ANSWERS("PAYER_NO_ACCOUNT");
}

static void test_policy_ask__a_filled_wallet_pays_without_an_account(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, SUZHOU, ZHENGZHOU, "2025-04-21T10:00");
    q.payer.scheme = GJ_SCHEME_RESIDENT;
    ANSWERS("PAYER_NOT_EMPLOYEE");
    q.payer.wallet_fen = 5000;
    q.amount_fen = 5000;
    ANSWERS("OK_WALLET");
    q.amount_fen = 5001;
    ANSWERS("OK_PARTIAL_CASH_REST");
    assert_int_equal(reply.shares[0].amount_fen, 5000);
    assert_int_equal(reply.shares[1].amount_fen, 1);
}

static void test_policy_ask__status_of_payer_and_user(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, CHENGDU, CHENGDU, "2025-04-21T10:00");
    q.payer.status = GJ_STATUS_ARREARS;
    ANSWERS("PAYER_NOT_ACTIVE");
    q.payer.status = GJ_STATUS_NORMAL;
    q.user.status = GJ_STATUS_SUSPENDED;
    ANSWERS("OK_AID_SAME_AREA"); /* insured is enough there */
    q.user.status = GJ_STATUS_ENDED;
    ANSWERS("USER_NOT_ACTIVE");
    q.user.scheme = GJ_SCHEME_NONE;
    ANSWERS("USER_NOT_INSURED");
    begin(GJ_ASK_PAY, ZHENGZHOU, ZHENGZHOU, "2025-04-21T10:00");
    q.user.status = GJ_STATUS_SUSPENDED;
    ANSWERS("USER_NOT_ACTIVE");
    at("2024-12-31T10:00");
    ANSWERS("OK_AID_SAME_AREA");
}

static void test_policy_ask__own_account_while_enrolment_rests(void **state)
{
    (void)state;
    begin(GJ_ASK_OWN, CHENGDU, CHENGDU, "2025-04-21T10:00");
    q.amount_fen = 100;
    ANSWERS("OK_OWN");
    assert_int_equal(reply.shares[0].payer, GJ_PAYER_OWN);
    q.payer.status = GJ_STATUS_SUSPENDED;
    ANSWERS("OK_OWN");
    q.payer.status = GJ_STATUS_ENDED;
    ANSWERS("PAYER_NOT_ACTIVE");
    begin(GJ_ASK_OWN, WUHAN, WUHAN, "2025-04-21T10:00");
    q.payer.status = GJ_STATUS_SUSPENDED;
    ANSWERS("PAYER_NOT_ACTIVE");
    at("2020-12-31T10:00");
    ANSWERS("POLICY_UNKNOWN");
}

static void test_policy_ask__suspension_ends_on_its_day(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, CHENGDU, CHENGDU, "2025-04-21T10:00");
    q.user.suspended_until = day_of("2025-04-22");
    ANSWERS("SETTLEMENT_SUSPENDED");
    q.user.suspended_until = day_of("2025-04-21");
    ANSWERS("OK_AID_SAME_AREA");
    q.payer.suspended_until = day_of("2025-04-22");
    ANSWERS("SETTLEMENT_SUSPENDED");
}

static void test_policy_ask__identity_comes_first(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, CHENGDU, CHENGDU, "2025-04-21T10:00");
    q.place.credential = GJ_CREDENTIAL_PAYER;
    q.payer.suspended_until = day_of("2026-01-01");
    q.payer.frozen = true;
    q.relation = GJ_RELATION_FRIEND;
    ANSWERS("IDENTITY_MISMATCH");
    assert_int_equal(reply.failed_count, 4);
    assert_int_equal(reply.failed[1], GJ_SETTLEMENT_SUSPENDED);
    assert_int_equal(reply.failed[2], GJ_PAYER_ACCOUNT_FROZEN);
    assert_int_equal(reply.failed[3], GJ_RELATION_NOT_KIN);
}

static void test_policy_ask__binding_state(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, CHENGDU, CHENGDU, "2025-04-21T10:00");
    q.bond.state = GJ_BINDING_ENDED;
    ANSWERS("BINDING_MISSING");
    assert_true(is_next(GJ_NEXT_BIND));
    q.bond.state = GJ_BINDING_NONE;
    ANSWERS("BINDING_MISSING");
    q.kind = GJ_ASK_BIND;
    ANSWERS("OK_BIND");
    begin(GJ_ASK_PAY, CHENGDU, CHENGDU, "2025-04-21T10:00");
    q.tool = GJ_TOOL_OWN;
    ANSWERS("BINDING_MISSING"); /* one's own account is not a relative's */
    q.relation = GJ_RELATION_SELF;
    ANSWERS("OK_OWN");
}

static void test_policy_ask__counts_of_a_new_binding_and_of_one_in_use(void **state)
{
    (void)state;
    begin(GJ_ASK_BIND, CHANGSHA, CHANGSHA, "2025-04-21T10:00");
    q.bond.payer_active = 9;
    ANSWERS("OK_BIND");
    q.bond.payer_active = 10;
    ANSWERS("BINDING_LIMIT_NOW");
    q.kind = GJ_ASK_PAY;
    ANSWERS("OK_AID_SAME_AREA");
    q.bond.payer_active = 11;
    ANSWERS("BINDING_LIMIT_NOW");

    begin(GJ_ASK_BIND, CHANGSHA, CHANGSHA, "2025-04-21T10:00");
    q.bond.payer_distinct_ever = 19;
    ANSWERS("OK_BIND");
    q.bond.payer_distinct_ever = 20;
    ANSWERS("BINDING_LIMIT_LIFETIME");
    q.bond.known_person = true;
    ANSWERS("OK_BIND");

    begin(GJ_ASK_BIND, CHANGSHA, CHANGSHA, "2025-04-21T10:00");
    q.bond.same_relation_active = 3;
    ANSWERS("OK_BIND"); /* parents are not counted */
    q.relation = GJ_RELATION_CHILD;
    ANSWERS("BINDING_LIMIT_NOW");
    q.bond.same_relation_active = 2;
    ANSWERS("OK_BIND");
    q.relation = GJ_RELATION_STEP_CHILD;
    q.bond.same_relation_active = 3;
    ANSWERS("BINDING_LIMIT_NOW");
}

static void test_policy_ask__one_payer_a_relative(void **state)
{
    (void)state;
    begin(GJ_ASK_BIND, GUIYANG, GUIYANG, "2025-04-21T10:00");
    ANSWERS("OK_BIND");
    q.bond.user_other_payers = 1;
    ANSWERS("USER_ALREADY_BOUND");
    at("2022-10-31T10:00");
    ANSWERS("OK_BIND");
}

static void test_policy_ask__roles_and_unbinding(void **state)
{
    (void)state;
    begin(GJ_ASK_BIND, WUHAN, WUHAN, "2025-04-21T10:00");
    ANSWERS("OK_BIND");
    q.bond.user_is_head = true;
    ANSWERS("BINDING_ROLE_CONFLICT");
    q.bond.user_is_head = false;
    q.bond.payer_is_member = true;
    ANSWERS("BINDING_ROLE_CONFLICT");
    begin(GJ_ASK_UNBIND, WUHAN, WUHAN, "2025-04-21T10:00");
    q.bond.months = 2;
    ANSWERS("BINDING_COOLDOWN");
    q.bond.months = 3;
    ANSWERS("OK_UNBIND");
    q.bond.state = GJ_BINDING_NONE;
    ANSWERS("BINDING_MISSING");
    begin(GJ_ASK_BIND, WUHAN, WUHAN, "2025-04-21T10:00");
    q.relation = GJ_RELATION_SELF;
    ANSWERS("RELATION_NOT_KIN");
}

static void test_policy_ask__where_both_are_insured_and_where_care_is(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, CHANGSHA, CHANGSHA, "2025-04-21T10:00");
    q.place.area = WUHAN;
    ANSWERS("AREA_PROVINCE_ONLY");
    assert_true(is_next(GJ_NEXT_OTHER_PLACE));
    q.place.area = 430200;
    ANSWERS("AREA_SAME_ONLY");
    begin(GJ_ASK_PAY, KUNMING, KUNMING, "2025-04-21T10:00");
    q.place.area = 530300;
    ANSWERS("OK_AID_SAME_AREA");
    q.place.area = WUHAN;
    ANSWERS("AREA_PROVINCE_ONLY");
    begin(GJ_ASK_PAY, CHENGDU, CHENGDU, "2025-04-21T10:00");
    q.place.area = WUHAN;
    ANSWERS("OK_AID_SAME_AREA");
}

static void test_policy_ask__place_and_wallet_place(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, SUZHOU, ZHENGZHOU, "2025-04-21T10:00");
    q.place.takes_wallet = false;
    ANSWERS("PLACE_NO_WALLET");
    q.place.designated = false;
    ANSWERS("PLACE_NOT_DESIGNATED");
    begin(GJ_ASK_PAY, ZHENGZHOU, ZHENGZHOU, "2025-04-21T10:00");
    q.place.takes_wallet = false;
    ANSWERS("OK_AID_SAME_AREA");
}

static void expense_is(enum gj_expense expense, const char *code)
{
    q.expense = (uint8_t)expense;
    ANSWERS(code);
}

static void test_policy_ask__expenses(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, CHENGDU, CHENGDU, "2025-04-21T10:00");
    expense_is(GJ_EXPENSE_PUBLIC_HEALTH, "EXPENSE_FORBIDDEN");
    expense_is(GJ_EXPENSE_FITNESS, "EXPENSE_FORBIDDEN");
    expense_is(GJ_EXPENSE_WELLNESS, "EXPENSE_FORBIDDEN");
    expense_is(GJ_EXPENSE_HEALTH_PRODUCT, "EXPENSE_FORBIDDEN");
    expense_is(GJ_EXPENSE_DAILY_GOODS, "EXPENSE_FORBIDDEN");
    expense_is(GJ_EXPENSE_POOLED_SHARE, "EXPENSE_POOLED_PART");
    expense_is(GJ_EXPENSE_CASH, "CASH_OUT_FORBIDDEN");
    expense_is(GJ_EXPENSE_PHARMACY, "OK_AID_SAME_AREA");
    expense_is(GJ_EXPENSE_DEVICE, "OK_AID_SAME_AREA");
    expense_is(GJ_EXPENSE_CONSUMABLE, "OK_AID_SAME_AREA");
    expense_is(GJ_EXPENSE_BELOW_DEDUCTIBLE, "OK_AID_SAME_AREA");
    expense_is(GJ_EXPENSE_INPATIENT, "OK_AID_SAME_AREA");
    expense_is(GJ_EXPENSE_CHECKUP, "OK_AID_SAME_AREA");
    expense_is(GJ_EXPENSE_VACCINE, "EXPENSE_NOT_IN_AREA_LIST");
    assert_int_equal(reply.trace.not_found[reply.trace.not_found_count - 1], GJ_KEY_AID_USES);
    begin(GJ_ASK_PAY, LUOYANG, LUOYANG, "2025-04-21T10:00");
    expense_is(GJ_EXPENSE_INPATIENT, "EXPENSE_INPATIENT_EXCLUDED");
    q.kind = GJ_ASK_OWN;
    expense_is(GJ_EXPENSE_INPATIENT, "OK_OWN");
}

static void test_policy_ask__balance_clamps(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, ZHENGZHOU, ZHENGZHOU, "2025-04-21T10:00");
    q.amount_fen = 10000;
    q.payer.balance_fen = q.payer.carried_fen = 10000;
    ANSWERS("OK_AID_SAME_AREA");
    q.payer.balance_fen = q.payer.carried_fen = 9999;
    ANSWERS("OK_PARTIAL_CASH_REST");
    assert_int_equal(reply.answer, GJ_ANSWER_PARTIAL);
    assert_int_equal(reply.can_give_fen, 9999);
    assert_int_equal(reply.shares[0].amount_fen, 9999);
    assert_int_equal(reply.shares[1].payer, GJ_PAYER_CASH);
    assert_int_equal(reply.shares[1].amount_fen, 1);
    assert_true(is_next(GJ_NEXT_PAY_CASH));
    q.payer.balance_fen = 1;
    ANSWERS("OK_PARTIAL_CASH_REST");
    q.payer.balance_fen = 0;
    ANSWERS("PAYER_BALANCE_SHORT");
    assert_int_equal(reply.answer, GJ_ANSWER_DENY);
    assert_int_equal(reply.shares_count, 0);
}

static void test_policy_ask__floor_and_locked_money(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, CHENGDU, CHENGDU, "2025-04-21T10:00");
    q.amount_fen = 10000;
    q.payer.balance_fen = 40000;
    ANSWERS("OK_AID_SAME_AREA");
    q.payer.balance_fen = 39999;
    ANSWERS("OK_PARTIAL_CASH_REST");
    assert_int_equal(reply.shares[0].amount_fen, 9999);
    q.payer.balance_fen = 30001;
    ANSWERS("OK_PARTIAL_CASH_REST");
    q.payer.balance_fen = 30000;
    ANSWERS("PAYER_RESERVE_FLOOR");
    q.kind = GJ_ASK_OWN; /* the floor is for shared money */
    ANSWERS("OK_OWN");
    begin(GJ_ASK_PAY, HANGZHOU, HANGZHOU, "2025-04-21T10:00");
    q.amount_fen = 10000;
    q.payer.balance_fen = 50000;
    q.payer.carried_fen = 10000;
    ANSWERS("OK_AID_SAME_AREA");
    q.payer.carried_fen = 1;
    ANSWERS("OK_PARTIAL_CASH_REST");
    assert_true(is_next(GJ_NEXT_NEXT_YEAR));
    q.payer.carried_fen = 0;
    ANSWERS("CURRENT_YEAR_MONEY_LOCKED");
}

static void test_policy_ask__limits(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, GUIYANG, GUIYANG, "2025-04-21T10:00");
    q.amount_fen = 50000;
    ANSWERS("OK_AID_SAME_AREA");
    q.amount_fen = 50001;
    ANSWERS("OK_PARTIAL_CASH_REST");
    assert_int_equal(reply.can_give_fen, 50000);
    q.limit_use_received_fen = 50000;
    ANSWERS("AID_LIMIT_TXN");
    q.limit_use_received_fen = 0;
    q.limit_year_received_fen = 199999;
    ANSWERS("OK_PARTIAL_CASH_REST");
    assert_int_equal(reply.shares[0].amount_fen, 1);
    q.limit_year_received_fen = 200000;
    ANSWERS("AID_LIMIT_YEAR");
    q.limit_year_received_fen = 0;
    q.bond.limit_year_fen = 3000;
    q.bond.used_year_fen = 2000;
    ANSWERS("OK_PARTIAL_CASH_REST");
    assert_int_equal(reply.shares[0].amount_fen, 1000);
    assert_true(is_next(GJ_NEXT_ASK_PAYER));
    q.bond.used_year_fen = 3000;
    ANSWERS("AID_AMOUNT_SET_BY_PAYER");
    q.bond.limit_year_fen = GJ_FEN_UNLIMITED;
    q.bond.limit_use_fen = 0;
    ANSWERS("AID_AMOUNT_SET_BY_PAYER");
    q.bond.limit_use_fen = GJ_FEN_UNLIMITED;
    q.bond.uses = UINT32_C(1) << GJ_EXPENSE_PHARMACY;
    ANSWERS("AID_AMOUNT_SET_BY_PAYER");
    q.expense = GJ_EXPENSE_PHARMACY;
    q.amount_fen = 100;
    ANSWERS("OK_AID_SAME_AREA");
}

static void test_policy_ask__wallets_must_be_opened(void **state)
{
    (void)state;
    begin(GJ_ASK_TRANSFER, SUZHOU, ZHENGZHOU, "2025-08-10T10:00");
    ANSWERS("OK_WALLET");
    q.user.wallet_open = false;
    ANSWERS("WALLET_NOT_OPENED_USER");
    q.payer.wallet_open = false;
    ANSWERS("WALLET_NOT_OPENED_PAYER");
}

static void test_policy_ask__transfers_have_count_amount_and_hours(void **state)
{
    (void)state;
    begin(GJ_ASK_TRANSFER, SUZHOU, ZHENGZHOU, "2025-08-10T21:59:59");
    q.amount_fen = 200000;
    q.payer.transfers_today = 2;
    ANSWERS("OK_WALLET");
    assert_int_equal(reply.shares[0].payer, GJ_PAYER_WALLET);
    q.payer.transfers_today = 3;
    ANSWERS("WALLET_DAILY_COUNT");
    q.payer.transfers_today = 0;
    q.amount_fen = 200001;
    ANSWERS("WALLET_SINGLE_LIMIT");
    q.amount_fen = 100;
    q.payer.transfers_held = 1;
    ANSWERS("WALLET_TRANSFER_PENDING");
    q.payer.transfers_held = 0;
    at("2025-08-10T22:00:00");
    ANSWERS("WALLET_CLOSED_HOURS");
    at("2025-08-11T05:59:59");
    ANSWERS("WALLET_CLOSED_HOURS");
    at("2025-08-11T06:00:00");
    ANSWERS("OK_WALLET");
    at("2025-07-31T23:00:00");
    ANSWERS("OK_WALLET"); /* before the limits were in force */
    assert_int_equal(reply.trace.not_found_count > 0, 1);
}

static void test_policy_ask__a_transfer_is_whole_or_not_at_all(void **state)
{
    (void)state;
    begin(GJ_ASK_TRANSFER, SUZHOU, ZHENGZHOU, "2025-08-10T10:00");
    q.amount_fen = 10000;
    q.payer.balance_fen = q.payer.carried_fen = 10000;
    ANSWERS("OK_WALLET");
    q.payer.balance_fen = 9999;
    ANSWERS("PAYER_BALANCE_SHORT");
    q.payer.wallet_fen = 9999; /* one transfer comes from one of the two */
    ANSWERS("PAYER_BALANCE_SHORT");
    q.payer.wallet_fen = 10000;
    ANSWERS("OK_WALLET");
    q.amount_fen = 0;
    ANSWERS("AMOUNT_ZERO");
    q.amount_fen = 100;
    q.expense = GJ_EXPENSE_CASH;
    ANSWERS("CASH_OUT_FORBIDDEN");
}

static void test_policy_ask__acceptance_ends_at_six(void **state)
{
    (void)state;
    begin(GJ_ASK_ACCEPT, SUZHOU, ZHENGZHOU, "2025-08-11T05:59:59");
    q.transfer.sent = gj_time_at(day_of("2025-08-10"), 6, 0, 0);
    ANSWERS("OK_WALLET");
    at("2025-08-11T06:00:00");
    ANSWERS("WALLET_NOT_ACCEPTED");
    assert_true(is_next(GJ_NEXT_SEND_AGAIN));
    at("2025-08-10T22:30:00"); /* closed hours bind sending only */
    ANSWERS("OK_WALLET");
    q.user.wallet_open = false;
    ANSWERS("WALLET_NOT_OPENED_USER");
}

static void test_policy_ask__premiums(void **state)
{
    (void)state;
    begin(GJ_ASK_PREMIUM, NANNING, 450000, "2025-10-10T10:00");
    q.user.area = NANNING;
    q.user.scheme = GJ_SCHEME_NONE;
    q.payer.balance_fen = q.payer.carried_fen = 40000;
    ANSWERS("OK_PREMIUM");
    assert_int_equal(reply.shares[0].payer, GJ_PAYER_AID);
    assert_int_equal(reply.shares[0].amount_fen, 40000);
    q.payer.balance_fen = 39999;
    ANSWERS("PAYER_BALANCE_SHORT");
    q.payer.balance_fen = 40000;
    q.user.area = SUZHOU;
    ANSWERS("PREMIUM_AREA_OUTSIDE");
    assert_true(is_next(GJ_NEXT_USE_WALLET));
    q.premium.through_wallet = true;
    ANSWERS("OK_PREMIUM");
    assert_int_equal(reply.shares[0].payer, GJ_PAYER_WALLET);
    q.premium.already_paid = true;
    ANSWERS("DUPLICATE_PREMIUM");
    q.premium.in_window = false;
    ANSWERS("PREMIUM_WINDOW_CLOSED");
    q.premium.scheme = GJ_SCHEME_EMPLOYEE;
    ANSWERS("PREMIUM_SCHEME_WRONG");
    q.relation = GJ_RELATION_FRIEND;
    ANSWERS("RELATION_NOT_KIN");
}

static void test_policy_ask__premium_window_and_reach_of_an_area(void **state)
{
    (void)state;
    begin(GJ_ASK_PREMIUM, CHENGDU, CHENGDU, "2025-08-31T10:00");
    ANSWERS("PREMIUM_WINDOW_CLOSED");
    at("2025-09-01T10:00");
    ANSWERS("OK_PREMIUM");
    at("2025-02-28T10:00");
    ANSWERS("OK_PREMIUM");
    at("2025-03-01T10:00");
    ANSWERS("PREMIUM_WINDOW_CLOSED");
    begin(GJ_ASK_PREMIUM, CHENGDU, CHENGDU, "2024-02-10T10:00");
    ANSWERS("EXPENSE_NOT_IN_AREA_LIST");
    begin(GJ_ASK_PREMIUM, ZHENGZHOU, LUOYANG, "2025-10-10T10:00");
    ANSWERS("OK_PREMIUM");
    begin(GJ_ASK_PREMIUM, LUOYANG, 410181, "2025-10-10T10:00");
    ANSWERS("OK_PREMIUM");
}

static void test_policy_ask__refunds(void **state)
{
    (void)state;
    begin(GJ_ASK_REFUND, CHENGDU, CHENGDU, "2025-04-21T10:00");
    q.refund.paid_fen = q.refund.asked_fen = 10000;
    ANSWERS("OK_REFUND");
    q.refund.asked_fen = 10001;
    ANSWERS("REFUND_OVER_ORIGINAL");
}

static void test_policy_ask__an_approved_payer_is_judged_by_limits_and_money_alone(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, GUIYANG, SUZHOU, "2019-04-21T10:00");
    q.tool = GJ_TOOL_BINDING;
    q.relation = GJ_RELATION_FRIEND;
    q.approved = true;
    q.amount_fen = 10000;
    q.payer.balance_fen = 6000;
    ANSWERS("OK_PARTIAL_CASH_REST");
    assert_int_equal(reply.can_give_fen, 6000);
    q.bond.limit_year_fen = 0;
    ANSWERS("AID_AMOUNT_SET_BY_PAYER");
}

static void test_policy_ask__a_claims_payers_become_questions(void **state)
{
    (void)state;
    static struct gj_claim claim;
    memset(&claim, 0, sizeof claim);
    begin(GJ_ASK_PAY, CHENGDU, CHENGDU, "2025-04-21T10:00");
    claim.now = q.at;
    claim.care = GJ_CARE_INPATIENT;
    claim.designated = claim.takes_wallet = true;
    claim.care_area = CHENGDU;
    claim.user = q.payer;
    claim.user.balance_fen = 700;
    claim.user.wallet_fen = 300;
    claim.payers_count = 2;
    claim.payers[0].binding = 7;
    claim.payers[0].party = q.payer;
    claim.payers[0].bond = q.bond;
    claim.payers[0].relation = GJ_RELATION_CHILD;
    claim.payers[1].party = q.payer;
    claim.payers[1].party.status = GJ_STATUS_ENDED;
    claim.payers[1].party.balance_fen = 42;
    gj_question_of_claim(&claim, 0, 1000, &q);
    assert_int_equal(q.expense, GJ_EXPENSE_INPATIENT);
    assert_int_equal(q.amount_fen, 1000);
    ANSWERS("OK_AID_SAME_AREA");
    gj_question_of_claim(&claim, 1, 1000, &q);
    ANSWERS("OK_PARTIAL_CASH_REST");
    assert_int_equal(reply.can_give_fen, 42);
    gj_question_of_claim(&claim, -1, 1000, &q);
    ANSWERS("OK_PARTIAL_CASH_REST");
    assert_int_equal(reply.can_give_fen, 700);
    gj_question_of_claim(&claim, -2, 300, &q);
    ANSWERS("POLICY_UNKNOWN"); /* whether the wallet is open there is not known */
    claim.user.area = SUZHOU;
    gj_question_of_claim(&claim, -2, 300, &q);
    ANSWERS("OK_WALLET");
    assert_int_equal(reply.can_give_fen, 300);
}

static void test_policy_ask__insured_in_one_area(void **state)
{
    (void)state;
    begin(GJ_ASK_PAY, BEIJING, BEIJING, "2025-04-21T10:00");
    ANSWERS("OK_AID_SAME_AREA");
    begin(GJ_ASK_PAY, GUIYANG, GUIYANG, "2025-04-21T10:00");
    ANSWERS("OK_AID_SAME_AREA");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_policy_ask__binding_inside_one_area),
        cmocka_unit_test(test_policy_ask__binding_reaches_the_province_from_its_day),
        cmocka_unit_test(test_policy_ask__wallet_opens_on_its_day),
        cmocka_unit_test(test_policy_ask__openness_is_not_monotone),
        cmocka_unit_test(test_policy_ask__beijing_to_hebei_by_wallet_only),
        cmocka_unit_test(test_policy_ask__wallet_closed_inside_a_province_points_to_binding),
        cmocka_unit_test(test_policy_ask__nothing_known_is_unknown),
        cmocka_unit_test(test_policy_ask__relation_by_area_and_day),
        cmocka_unit_test(test_policy_ask__an_area_adds_a_relation_for_binding_not_for_the_wallet),
        cmocka_unit_test(test_policy_ask__a_step_child_counts_where_proven),
        cmocka_unit_test(test_policy_ask__papers_where_an_area_wants_them),
        cmocka_unit_test(test_policy_ask__who_pays),
        cmocka_unit_test(test_policy_ask__a_filled_wallet_pays_without_an_account),
        cmocka_unit_test(test_policy_ask__status_of_payer_and_user),
        cmocka_unit_test(test_policy_ask__own_account_while_enrolment_rests),
        cmocka_unit_test(test_policy_ask__suspension_ends_on_its_day),
        cmocka_unit_test(test_policy_ask__identity_comes_first),
        cmocka_unit_test(test_policy_ask__binding_state),
        cmocka_unit_test(test_policy_ask__counts_of_a_new_binding_and_of_one_in_use),
        cmocka_unit_test(test_policy_ask__one_payer_a_relative),
        cmocka_unit_test(test_policy_ask__roles_and_unbinding),
        cmocka_unit_test(test_policy_ask__where_both_are_insured_and_where_care_is),
        cmocka_unit_test(test_policy_ask__place_and_wallet_place),
        cmocka_unit_test(test_policy_ask__expenses),
        cmocka_unit_test(test_policy_ask__balance_clamps),
        cmocka_unit_test(test_policy_ask__floor_and_locked_money),
        cmocka_unit_test(test_policy_ask__limits),
        cmocka_unit_test(test_policy_ask__wallets_must_be_opened),
        cmocka_unit_test(test_policy_ask__transfers_have_count_amount_and_hours),
        cmocka_unit_test(test_policy_ask__a_transfer_is_whole_or_not_at_all),
        cmocka_unit_test(test_policy_ask__acceptance_ends_at_six),
        cmocka_unit_test(test_policy_ask__premiums),
        cmocka_unit_test(test_policy_ask__premium_window_and_reach_of_an_area),
        cmocka_unit_test(test_policy_ask__refunds),
        cmocka_unit_test(test_policy_ask__an_approved_payer_is_judged_by_limits_and_money_alone),
        cmocka_unit_test(test_policy_ask__a_claims_payers_become_questions),
        cmocka_unit_test(test_policy_ask__insured_in_one_area),
    };
    return cmocka_run_group_tests(tests, make_policy, drop_policy);
}
