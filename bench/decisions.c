/* Decisions a second in process on one core, with the clause trace, under the real packs. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "bench/bench.h"

enum { PLAIN_COUNT = 100000, PLANNED_COUNT = 4000000, CLAIMS = 64 };

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

/* A pooled decision as a caller keeps it: the amounts and the rows they rest on. */
struct pooled_record {
    struct gj_pooled pooled;
    uint32_t rows[GJ_TRACE_MAX];
    int rows_count;
};

static struct pooled_record records[CLAIMS];

static void keep(struct pooled_record *record, const struct gj_pooled_rule *rule,
                 const struct gj_claim *claim, const struct gj_trace *trace)
{
    record->pooled = gj_pooled(rule, &claim->used, claim->bill.eligible_fen);
    record->rows_count = trace->count;
    for (int i = 0; i < trace->count; i++)
        record->rows[i] = trace->rows[i];
}

/* The pooled part alone: rule found or planned, applied, its rows traced. */
static gj_fen decide_pooled(const struct gj_law *law, const struct gj_claim *claim)
{
    struct pooled_record *record = &records[(claim->used.pool_fen / 3000) % CLAIMS];
    if (law->planner) {
        const struct gj_trace *rows;
        const struct gj_pooled_rule *planned = gj_planned_rule(law, claim, &rows);
        keep(record, planned, claim, rows);
        return record->pooled.pool_fen + record->rows_count;
    }
    struct gj_pooled_rule rule;
    struct gj_trace trace = {0};
    gj_pooled_rule(law, claim, &rule, &trace);
    keep(record, &rule, claim, &trace);
    return record->pooled.pool_fen + record->rows_count;
}

static gj_fen decide_all(const struct gj_law *law, const struct gj_claim *claim)
{
    struct gj_decision decision;
    gj_settle(law, claim, &decision);
    return decision.pool_fen + decision.trace.count;
}

typedef gj_fen gj_decide(const struct gj_law *law, const struct gj_claim *claim);

static int64_t measure(const struct gj_law *law, const struct gj_claim *claims, int count,
                       gj_decide *decide)
{
    static volatile gj_fen sink; /* so that nothing is optimised away */
    gj_fen sum = 0;
    int64_t start = gj_bench_now_ns();
    for (int i = 0; i < count; i++)
        sum += decide(law, &claims[i % CLAIMS]);
    sink = sum;
    (void)sink;
    return INT64_C(1000000000) * count / (gj_bench_now_ns() - start);
}

enum { KINDS = 4 };

static const char *const names[KINDS] = {"pooled share", "waterfall, own account",
                                         "waterfall, one payer", "waterfall, two payers"};

struct figures {
    int64_t planned[GJ_BENCH_ROUNDS], plain[GJ_BENCH_ROUNDS];
};

static void print_kind(const char *name, const struct figures *figures)
{
    char ratio[GJ_FEN_TEXT_MAX];
    int64_t low, high, plain = gj_bench_median(figures->plain, NULL, NULL);
    int64_t planned = gj_bench_median(figures->planned, &low, &high);
    printf("decisions with clause trace, one core: %-24s planned / plain %6s; planned %9" PRId64
           "/s (%" PRId64 "-%" PRId64 "), plain %8" PRId64 "/s\n",
           name, gj_bench_ratio(planned, plain, ratio), planned, low, high, plain);
}

/* Kind 0 is the pooled part alone; kind 1 + n the whole waterfall with n payers. */
static void measure_round(const struct gj_law *plain, const struct gj_law *planned,
                          struct gj_claim claims[][CLAIMS], struct figures figures[KINDS],
                          int round)
{
    for (int kind = 0; kind < KINDS; kind++) {
        gj_decide *decide = kind == 0 ? decide_pooled : decide_all;
        const struct gj_claim *of_kind = claims[kind == 0 ? 0 : kind - 1];
        figures[kind].planned[round] = measure(planned, of_kind, PLANNED_COUNT, decide);
        figures[kind].plain[round] = measure(plain, of_kind, PLAIN_COUNT, decide);
    }
}

int gj_bench_decisions(const struct gj_law *law)
{
    static struct gj_claim claims[3][CLAIMS];
    struct figures figures[KINDS];
    struct gj_law plain = *law, planned = *law;
    plain.planner = NULL;
    planned.planner = gj_planner_new(law);
    if (!planned.planner)
        return 3;
    for (int payers = 0; payers < 3; payers++)
        for (int i = 0; i < CLAIMS; i++)
            fill_claim(&claims[payers][i], i, payers);
    for (int round = 0; round < GJ_BENCH_ROUNDS; round++)
        measure_round(&plain, &planned, claims, figures, round);
    for (int kind = 0; kind < KINDS; kind++)
        print_kind(names[kind], &figures[kind]);
    fflush(stdout);
    gj_planner_free(planned.planner);
    return 0;
}
