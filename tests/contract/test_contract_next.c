/* What would help does help: of thousands of random questions under the real packs each word of `next`,
   followed, takes away a rule that failed or betters the answer; followed on and on, they end in a yes.
   GJ_RANDOM_QUESTIONS sets how many, GJ_RANDOM_SEED which. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "packs.h"
#include "rows.h"

enum { QUESTIONS = 20000, STEPS_MAX = 24, ONE_DAY = 86400000 };

/* A question on its way: what was followed so far is in it. */
struct path {
    struct gj_question q;
    bool opened, covered; /* waited for what no row promises: the wallet everywhere, the relation */
};

static struct gj_pack_set *packs;
static struct gj_policy *waited[4]; /* rules by opened + 2 * covered */
static struct gj_random from;
static int followed[GJ_REASON_COUNT];

static uint64_t number_of(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text && *text ? strtoull(text, NULL, 10) : otherwise;
}

/* ---- random questions: most facts favourable, so that seldom ones meet ---- */

static int one_of(int count)
{
    return (int)gj_random_between(&from, 0, count - 1);
}

static bool seldom(void)
{
    return one_of(8) == 0;
}

static gj_fen some_money(gj_fen otherwise)
{
    static const gj_fen amounts[] = {0, 1, 5000, 30000, 100000, 300000, 2000000};
    return one_of(3) ? otherwise : amounts[one_of(7)];
}

static gj_area some_area(void)
{
    static const gj_area areas[] = {410100, 410300, 430100, 420100, 110000, 130100, 340100, 340400,
                                    350100, 320500, 520100, 520300, 440100, 440300, 330100, 510100,
                                    530100, 450100, 310000, 980100, 980200, 990100, 650100};
    return areas[one_of(sizeof areas / sizeof areas[0])];
}

static void random_party(struct gj_party *party)
{
    party->area = some_area();
    if (seldom())
        party->scheme = (uint8_t)one_of(GJ_SCHEME_COUNT);
    if (seldom())
        party->status = (uint8_t)one_of(GJ_STATUS_COUNT);
    party->has_account = !seldom();
    party->frozen = seldom();
    party->wallet_open = !seldom();
    party->transfers_today = (int16_t)(seldom() ? one_of(5) : 0);
    party->transfers_held = seldom();
    party->balance_fen = some_money(GJ_FEN_AMPLE);
    party->carried_fen = gj_fen_min(some_money(GJ_FEN_AMPLE), party->balance_fen);
    party->wallet_fen = some_money(0);
}

static void random_bond(struct gj_bond *bond)
{
    if (seldom())
        bond->state = (uint8_t)one_of(GJ_BINDING_STATE_COUNT);
    bond->known_person = seldom();
    bond->payer_is_member = seldom();
    bond->user_is_head = seldom();
    bond->proven = !seldom();
    bond->promise = !seldom();
    bond->payer_active = (int16_t)(seldom() ? one_of(16) : 1);
    bond->payer_distinct_ever = (int16_t)(seldom() ? one_of(30) : bond->payer_active);
    bond->same_relation_active = (int16_t)(seldom() ? one_of(6) : 0);
    bond->user_other_payers = (int16_t)(seldom() ? one_of(6) : 0);
    bond->months = (int16_t)(seldom() ? one_of(14) : 100);
    bond->uses = seldom() ? UINT32_C(1) << one_of(GJ_EXPENSE_COUNT) : 0;
    bond->limit_use_fen = some_money(GJ_FEN_UNLIMITED);
    bond->limit_year_fen = some_money(GJ_FEN_UNLIMITED);
    bond->used_year_fen = some_money(0);
}

static void random_life(struct gj_question *q)
{
    gj_day day = gj_time_day(q->at);
    q->transfer.sent = q->at - (gj_time)one_of(3) * ONE_DAY;
    q->premium.in_window = !seldom();
    q->premium.already_paid = seldom();
    q->premium.through_wallet = one_of(2);
    q->refund.paid_fen = some_money(10000);
    q->refund.asked_fen = some_money(10000);
    q->filing.kind = (uint8_t)one_of(GJ_FILING_COUNT);
    q->filing.filed = one_of(2) ? GJ_DAY_NONE : day - one_of(500) + 30;
    q->waiting.enrolled = one_of(2) ? GJ_DAY_NONE : day - one_of(400);
    q->waiting.in_window = !seldom();
    q->waiting.gap_years = seldom() ? one_of(4) : 0;
    q->move.arrears = seldom();
    q->move.receiver = !seldom();
    q->move.record_matches = !seldom();
    q->move.enrolled_twice = seldom();
    q->withdraw.ground = (uint8_t)one_of(GJ_GROUND_COUNT);
    q->withdraw.proof = !seldom();
    q->maternity.months = one_of(14);
    q->maternity.months_since_event = seldom() ? one_of(40) : 0;
    q->lifetime.years = INT64_C(1000000) * one_of(40);
    q->lifetime.sex = (uint8_t)one_of(2);
}

static gj_time some_time(void)
{
    static const char *const days[] = {"2023-06-01", "2024-12-08", "2025-04-21",
                                       "2025-05-08", "2025-08-10", "2026-01-20"};
    gj_day day = 0;
    assert_true(gj_day_parse(gj_slice(days[one_of(6)]), &day));
    return gj_time_at(day, one_of(4) ? 10 : one_of(24), 0, 0);
}

static struct path random_path(void)
{
    struct path path = {.opened = false};
    struct gj_question *q = &path.q;
    gj_question_favourable(q);
    q->kind = (uint8_t)one_of(one_of(2) ? GJ_ASK_COUNT : GJ_ASK_TRANSFER + 1);
    q->tool = (uint8_t)one_of(GJ_TOOL_COUNT);
    q->relation = (uint8_t)(GJ_RELATION_SELF + one_of(GJ_RELATION_COUNT - GJ_RELATION_SELF));
    q->expense = (uint8_t)(seldom() ? 1 + one_of(GJ_EXPENSE_COUNT - 1) : GJ_EXPENSE_OUTPATIENT);
    q->amount_fen = some_money(GJ_FEN_UNSAID);
    q->at = some_time();
    random_party(&q->payer);
    random_party(&q->user);
    if (one_of(2))
        q->user.area = q->payer.area;
    if (seldom())
        q->payer.suspended_until = gj_time_day(q->at) + one_of(3);
    random_bond(&q->bond);
    random_life(q);
    q->place.area = one_of(4) ? q->user.area : some_area();
    q->place.credential = seldom() ? GJ_CREDENTIAL_PAYER : GJ_CREDENTIAL_OWN;
    q->place.designated = !seldom();
    q->place.takes_wallet = !seldom();
    return path;
}

/* ---- following ---- */

static void answer(const struct path *path, struct gj_reply_to_question *reply)
{
    struct gj_law law = gj_pack_law(packs);
    law.rules = waited[path->opened + 2 * path->covered];
    gj_ask(&law, &path->q, reply);
}

static void use(struct gj_question *q, enum gj_tool tool)
{
    q->tool = (uint8_t)tool;
    q->premium.through_wallet = tool == GJ_TOOL_WALLET;
    if (q->kind == GJ_ASK_BIND && tool == GJ_TOOL_WALLET)
        q->kind = GJ_ASK_TRANSFER;
    else if (q->kind == GJ_ASK_TRANSFER && tool == GJ_TOOL_BINDING)
        q->kind = GJ_ASK_BIND;
}

static void end_bindings(struct gj_question *q)
{
    q->bond.payer_active = q->bond.same_relation_active = q->kind == GJ_ASK_BIND ? 0 : 1;
    q->bond.user_other_payers = 0;
}

static void wait_for(struct path *path, const struct gj_reply_to_question *reply, bool *else_waited)
{
    if (reply->until != GJ_DAY_NONE)
        path->q.at += (gj_time)(reply->until - gj_time_day(path->q.at)) * ONE_DAY;
    else
        *else_waited = true;
}

/* The agency lifts what only it can, or tells when the window is open. */
static void ask_agency(struct gj_question *q, const struct gj_reply_to_question *reply)
{
    q->payer.frozen = q->user.frozen = false;
    q->payer.suspended_until = q->user.suspended_until = GJ_DAY_NONE;
    q->premium.in_window = true;
    for (int i = 0; i < reply->failed_count; i++)
        if (reply->failed[i] == GJ_PREMIUM_WINDOW_CLOSED)
            q->at = gj_time_at(gj_day_from_civil(gj_day_civil(gj_time_day(q->at)).year, 12, 1), 10,
                               0, 0);
}

static void follow_person(struct gj_question *q, enum gj_reason next)
{
    switch (next) {
    case GJ_NEXT_RESTORE_ENROLMENT:
        q->payer.status = q->user.status = GJ_STATUS_NORMAL;
        break;
    case GJ_NEXT_ENROL:
        q->user.scheme = q->user.scheme == GJ_SCHEME_NONE ? GJ_SCHEME_RESIDENT : q->user.scheme;
        q->payer.scheme = q->payer.scheme == GJ_SCHEME_NONE ? GJ_SCHEME_EMPLOYEE : q->payer.scheme;
        q->move.receiver = true;
        break;
    case GJ_NEXT_PROVE_RELATION:
        q->bond.proven = q->bond.promise = q->withdraw.proof = true;
        break;
    case GJ_NEXT_PAY_ARREARS:
        q->move.arrears = false;
        q->payer.status = GJ_STATUS_NORMAL;
        break;
    case GJ_NEXT_CORRECT_RECORDS:
        q->move.record_matches = true;
        break;
    case GJ_NEXT_END_ENROLMENT:
        q->move.enrolled_twice = false;
        break;
    case GJ_NEXT_PAY_MONTHS:
        q->maternity.months = 100;
        q->lifetime.years = INT64_C(100000000);
        break;
    case GJ_NEXT_FILE:
        q->filing.kind = q->filing.kind == GJ_FILING_NONE ? GJ_FILING_OTHER : q->filing.kind;
        q->filing.filed = gj_time_day(q->at);
        break;
    case GJ_NEXT_OWN_CREDENTIAL:
        q->place.credential = GJ_CREDENTIAL_OWN;
        break;
    default:
        fail_msg("nobody knows how to follow %s", gj_reason_code(next));
    }
}

static void follow_money(struct gj_question *q, enum gj_reason next,
                         const struct gj_reply_to_question *reply)
{
    switch (next) {
    case GJ_NEXT_SMALLER_AMOUNT:
        q->amount_fen = 1;
        break;
    case GJ_NEXT_PAY_CASH: /* what the account gives is then all that is asked of it */
        q->amount_fen = reply->can_give_fen;
        break;
    case GJ_NEXT_ASK_PAYER:
        q->bond.limit_use_fen = q->bond.limit_year_fen = GJ_FEN_UNLIMITED;
        q->bond.uses = 0;
        break;
    case GJ_NEXT_NEXT_YEAR:
        q->payer.carried_fen = q->payer.balance_fen;
        break;
    case GJ_NEXT_OPEN_WALLET:
        q->payer.wallet_open = q->user.wallet_open = true;
        break;
    case GJ_NEXT_TOMORROW:
        q->at += ONE_DAY;
        q->payer.transfers_today = 0;
        break;
    case GJ_NEXT_OPEN_HOURS:
        q->at = gj_time_at(gj_time_day(q->at), 12, 0, 0);
        break;
    case GJ_NEXT_WAIT_ACCEPT:
        q->payer.transfers_held = 0;
        break;
    case GJ_NEXT_SEND_AGAIN:
        q->transfer.sent = q->at;
        break;
    default:
        follow_person(q, next);
    }
}

static void follow(struct path *path, enum gj_reason next, const struct gj_reply_to_question *reply)
{
    struct gj_question *q = &path->q;
    bool unbound = true;
    followed[next]++;
    switch (next) {
    case GJ_NEXT_BIND:
        q->bond.state = GJ_BINDING_ACTIVE;
        q->tool = GJ_TOOL_BINDING;
        break;
    case GJ_NEXT_END_A_BINDING:
        end_bindings(q);
        break;
    case GJ_NEXT_USE_WALLET:
        use(q, GJ_TOOL_WALLET);
        break;
    case GJ_NEXT_USE_BINDING:
        use(q, GJ_TOOL_BINDING);
        break;
    case GJ_NEXT_WAIT_AREA_OPEN:
        wait_for(path, reply, &path->opened);
        break;
    case GJ_NEXT_WAIT_RELATION:
        wait_for(path, reply, &path->covered);
        break;
    case GJ_NEXT_WAIT_DATE:
        wait_for(path, reply, &unbound);
        q->bond.months = 100;
        break;
    case GJ_NEXT_OTHER_PLACE:
        q->place.designated = q->place.takes_wallet = true;
        q->place.area = q->payer.area;
        break;
    case GJ_NEXT_ASK_AGENCY:
        ask_agency(q, reply);
        break;
    default:
        follow_money(q, next, reply);
    }
}

/* ---- what it brought ---- */

static bool has_failed(const struct gj_reply_to_question *reply, enum gj_reason reason)
{
    for (int i = 0; i < reply->failed_count; i++)
        if (reply->failed[i] == reason)
            return true;
    return false;
}

static int worth(const struct gj_reply_to_question *reply)
{
    return reply->answer == GJ_ANSWER_ALLOW ? 2 : reply->answer == GJ_ANSWER_PARTIAL ? 1 : 0;
}

static bool is_better(const struct gj_reply_to_question *before,
                      const struct gj_reply_to_question *after)
{
    if (worth(after) > worth(before))
        return true;
    if (worth(before) > 0)
        return worth(after) == worth(before) && after->can_give_fen > before->can_give_fen;
    for (int i = 0; i < before->failed_count; i++)
        if (!has_failed(after, before->failed[i]))
            return true;
    return false;
}

static bool is_for_a_rule(const struct gj_reply_to_question *reply, enum gj_reason next)
{
    for (int i = 0; i < reply->failed_count; i++)
        if (gj_reason_next(reply->failed[i]) == next)
            return true;
    return false;
}

/* A no may say that the whole is to be paid in cash, which asks nothing of the account any more; and
   what no row says, the agency may: neither is another answer of the same rules. */
static bool is_outside(const struct gj_reply_to_question *reply, enum gj_reason next)
{
    if (worth(reply) > 0)
        return false;
    return next == GJ_NEXT_PAY_CASH || (next == GJ_NEXT_ASK_AGENCY && !is_for_a_rule(reply, next));
}

static void tell(const struct path *path, const struct gj_reply_to_question *reply,
                 const char *what)
{
    const struct gj_question *q = &path->q;
    char day[GJ_DAY_TEXT_MAX];
    print_error("%s: %s by %s, %s from %d to %d on %s, amount %lld: %s\n", what,
                gj_word(GJ_WORDS_OF_ASK, q->kind), gj_word(GJ_WORDS_OF_TOOL, reply->tool),
                gj_word(GJ_WORDS_OF_RELATION, q->relation), (int)q->payer.area, (int)q->user.area,
                gj_day_text(gj_time_day(q->at), day), (long long)q->amount_fen,
                gj_reason_code(reply->reason));
    for (int i = 0; i < reply->failed_count; i++)
        print_error("  failed %s\n", gj_reason_code(reply->failed[i]));
    for (int i = 0; i < reply->next_count; i++)
        print_error("  next %s\n", gj_reason_code(reply->next[i]));
}

static void hold_each(const struct path *path, const struct gj_reply_to_question *reply)
{
    for (int i = 0; i < reply->next_count; i++) {
        struct path then = *path;
        struct gj_reply_to_question after;
        if (is_outside(reply, reply->next[i]))
            continue;
        follow(&then, reply->next[i], reply);
        answer(&then, &after);
        if (is_better(reply, &after))
            continue;
        tell(path, reply, gj_reason_code(reply->next[i]));
        tell(&then, &after, "then");
        fail_msg("%s changes nothing", gj_reason_code(reply->next[i]));
    }
}

/* The first word that leads on by the rules. */
static enum gj_reason first_of(const struct gj_reply_to_question *reply)
{
    for (int i = 0; i < reply->next_count; i++)
        if (!is_outside(reply, reply->next[i]))
            return reply->next[i];
    return GJ_REASON_NONE;
}

/* Whoever follows what is said reaches a yes, or the point from which only cash or the agency leads
   on; a no that nothing helps is met only on another day, under rules of its own. */
static bool hold_way(struct path path)
{
    struct gj_reply_to_question reply;
    gj_day today = gj_time_day(path.q.at);
    answer(&path, &reply);
    if (worth(&reply) == 2 || reply.next_count == 0)
        return false;
    for (int step = 0; step < STEPS_MAX; step++) {
        enum gj_reason next = first_of(&reply);
        if (next == GJ_REASON_NONE || worth(&reply) == 2)
            break;
        follow(&path, next, &reply);
        struct gj_reply_to_question before = reply;
        answer(&path, &reply);
        if (worth(&reply) > 0 || reply.next_count > 0)
            continue;
        if (gj_time_day(path.q.at) == today) {
            tell(&path, &reply, gj_reason_code(next));
            tell(&path, &before, "before");
            fail_msg("the way ends in a no");
        }
    }
    bool ended = worth(&reply) == 2 || first_of(&reply) == GJ_REASON_NONE;
    if (!ended)
        tell(&path, &reply, "without end");
    assert_true(ended);
    return worth(&reply) == 2;
}

/* ---- the tests ---- */

static void test_contract_next__each_word_takes_away_a_rule_or_betters_the_answer(void **state)
{
    (void)state;
    uint64_t seed = number_of("GJ_RANDOM_SEED", 20250901);
    uint64_t count = number_of("GJ_RANDOM_QUESTIONS", QUESTIONS);
    static const enum gj_reason rare[] = {
        GJ_NEXT_USE_WALLET, GJ_NEXT_USE_BINDING,    GJ_NEXT_NEXT_YEAR,  GJ_NEXT_WAIT_AREA_OPEN,
        GJ_NEXT_ASK_PAYER,  GJ_NEXT_SMALLER_AMOUNT, GJ_NEXT_OPEN_HOURS, GJ_NEXT_WAIT_RELATION};
    from = gj_random(seed);
    memset(followed, 0, sizeof followed);
    for (uint64_t i = 0; i < count; i++) {
        struct path path = random_path();
        struct gj_reply_to_question reply;
        answer(&path, &reply);
        hold_each(&path, &reply);
    }
    for (size_t i = 0; i < sizeof rare / sizeof rare[0]; i++)
        if (followed[rare[i]] < 10 && count >= QUESTIONS)
            fail_msg("%s came up %d times", gj_reason_code(rare[i]), followed[rare[i]]);
}

static void test_contract_next__who_follows_reaches_a_yes(void **state)
{
    (void)state;
    uint64_t count = number_of("GJ_RANDOM_QUESTIONS", QUESTIONS);
    uint64_t yes = 0;
    from = gj_random(number_of("GJ_RANDOM_SEED", 7));
    for (uint64_t i = 0; i < count; i++)
        yes += hold_way(random_path());
    assert_true(yes > count / 20);
}

static void wait_rules(int which)
{
    struct gj_builder *builder = gj_builder_new();
    gj_builder_area(builder, (struct gj_area_info){.area = GJ_AREA_NATION});
    char all[512] = "spouse";
    for (int i = GJ_RELATION_PARENT; i < GJ_RELATION_HEIR; i++) {
        strcat(all, ",");
        strcat(all, gj_word(GJ_WORDS_OF_RELATION, i));
    }
    if (which & 1)
        rows_add(builder, rows_row(GJ_AREA_NATION, GJ_KEY_WALLET_OPEN), "yes");
    if (which & 2)
        rows_add(builder, rows_row(GJ_AREA_NATION, GJ_KEY_AID_RELATIONS), all);
    waited[which] = rows_freeze(builder);
}

static int make(void **state)
{
    (void)state;
    packs = packs_load((struct gj_pack_options){.with_example = true});
    for (int which = 1; which < 4; which++)
        wait_rules(which);
    return 0;
}

static int drop(void **state)
{
    (void)state;
    for (int which = 1; which < 4; which++)
        gj_policy_free(waited[which]);
    gj_pack_free(packs);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_contract_next__each_word_takes_away_a_rule_or_betters_the_answer),
        cmocka_unit_test(test_contract_next__who_follows_reaches_a_yes),
    };
    return cmocka_run_group_tests_name("contract next", tests, make, drop);
}
