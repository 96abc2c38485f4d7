/* Decisions a second in process on one core, with the clause trace, under the real packs. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "bench/bench.h"

enum { COUNT = 400000, CLAIMS = 64 };

static struct gj_party party(gj_area area, bool retired)
{
    return (struct gj_party){.area = area,
                             .scheme = GJ_SCHEME_EMPLOYEE,
                             .working = retired ? GJ_RETIRED : GJ_WORKING,
                             .tier = 1,
                             .has_account = true,
                             .age_years = retired ? 70 : 40,
                             .suspended_until = GJ_DAY_NONE,
                             .balance_fen = 100000,
                             .carried_fen = 60000};
}

/* Bills of a retired parent in 410100 at hospitals of level 1 and 2, with so many payers of the same
   province. */
static void fill_claim(struct gj_claim *claim, int index, int payers)
{
    memset(claim, 0, sizeof *claim);
    gj_day day = gj_day_from_civil(2025, 4, 21);
    claim->where = (struct gj_where){.area = 410100,
                                     .day = day,
                                     .scheme = GJ_SCHEME_EMPLOYEE,
                                     .working = GJ_RETIRED,
                                     .level = index % 2 ? GJ_LEVEL_1 : GJ_LEVEL_2,
                                     .tier = 1,
                                     .age_years = 70};
    claim->now = gj_time_at(day, 10, 0, 0);
    claim->designated = claim->accounts_used = true;
    claim->care_area = 410100;
    gj_fen total = 5000 + index * 731;
    claim->bill = (struct gj_bill){.total_fen = total, .eligible_fen = total};
    claim->used.pool_fen = index * 3000;
    claim->user = party(410100, true);
    claim->user.balance_fen = claim->user.carried_fen = 100;
    claim->payers_count = payers;
    for (int i = 0; i < payers; i++) {
        struct gj_claim_payer *payer = &claim->payers[i];
        payer->binding = payer->person = i + 1;
        payer->party = party(i ? 410100 : 410300, false);
        payer->party.balance_fen = payer->party.carried_fen = 1000;
        payer->relation = GJ_RELATION_PARENT;
        payer->bond = (struct gj_bond){.state = GJ_BINDING_ACTIVE,
                                       .proven = true,
                                       .payer_active = 1,
                                       .payer_distinct_ever = 1,
                                       .limit_use_fen = GJ_FEN_UNLIMITED,
                                       .limit_year_fen = GJ_FEN_UNLIMITED};
        payer->bound_day = day - 100;
    }
}

/* The pooled part alone: rule found and applied, its rows traced. */
static gj_fen decide_pooled(const struct gj_law *law, const struct gj_claim *claim)
{
    struct gj_pooled_rule rule;
    struct gj_trace trace = {0};
    gj_pooled_rule(law, claim, &rule, &trace);
    return gj_pooled(&rule, &claim->used, claim->bill.eligible_fen).pool_fen + trace.count;
}

static gj_fen decide_all(const struct gj_law *law, const struct gj_claim *claim)
{
    struct gj_decision decision;
    gj_settle(law, claim, &decision);
    return decision.pool_fen + decision.trace.count;
}

static int64_t measure(const struct gj_law *law, const struct gj_claim *claims,
                       gj_fen (*decide)(const struct gj_law *, const struct gj_claim *))
{
    static volatile gj_fen sink; /* so that nothing is optimised away */
    gj_fen sum = 0;
    int64_t start = gj_bench_now_ns();
    for (int i = 0; i < COUNT; i++)
        sum += decide(law, &claims[i % CLAIMS]);
    sink = sum;
    (void)sink;
    return INT64_C(1000000000) * COUNT / (gj_bench_now_ns() - start);
}

int gj_bench_decisions(const struct gj_law *law)
{
    static struct gj_claim claims[3][CLAIMS];
    int64_t figures[4][GJ_BENCH_ROUNDS];
    static const char *const names[] = {"pooled share, rule found and applied",
                                        "waterfall without payers", "waterfall, one payer",
                                        "waterfall, two payers"};
    for (int payers = 0; payers < 3; payers++)
        for (int i = 0; i < CLAIMS; i++)
            fill_claim(&claims[payers][i], i, payers);
    for (int round = 0; round < GJ_BENCH_ROUNDS; round++) {
        figures[0][round] = measure(law, claims[0], decide_pooled);
        for (int payers = 0; payers < 3; payers++)
            figures[1 + payers][round] = measure(law, claims[payers], decide_all);
    }
    for (int i = 0; i < 4; i++) {
        int64_t low, high, median = gj_bench_median(figures[i], &low, &high);
        printf("decisions with clause trace, one core: %-38s %9" PRId64 "/s (%" PRId64 "-%" PRId64
               ")\n",
               names[i], median, low, high);
    }
    fflush(stdout);
    return 0;
}
