/* The waterfall told a second time in the plainest way, by somebody who counts on his fingers:
   every fen of the eligible cost is looked at one by one, gathered in millionths, and every fen of
   the person's share is handed to the first who can still give one. It shares no code with
   src/policy and is only as fast as small bills need. */
#include "policy/story.h"

/* Is this fen of cost owed to a deductible? Each asks its own counter; the first that is not met
   takes it, and the bounds of the year stop them all. */
struct fingers {
    gj_fen year_met, month_met, visit_met, taken;
};

static gj_fen visit_line(const struct slow_bill *bill)
{
    int earlier = bill->used.visits;
    if (bill->once_a_day)
        earlier -= bill->used.day_visits;
    if (earlier > 0 && bill->deductible_next >= 0)
        return bill->deductible_next;
    return bill->deductible_visit;
}

static bool fen_is_owed(const struct slow_bill *bill, struct fingers *met)
{
    gj_fen so_far = bill->used.deductible_fen + met->taken;
    if (bill->year_max >= 0 && so_far >= bill->year_max)
        return false;
    if (bill->total_max >= 0 && so_far >= bill->total_max)
        return false;
    gj_fen of_day = bill->once_a_day ? bill->used.day_deductible_fen : 0;
    if (bill->used.deductible_fen + met->year_met < bill->deductible_year)
        met->year_met++;
    else if (bill->used.month_deductible_fen + met->month_met < bill->deductible_month)
        met->month_met++;
    else if (of_day + met->visit_met < visit_line(bill))
        met->visit_met++;
    else
        return false;
    met->taken++;
    return true;
}

/* The ratio of one fen that comes when `before` fen of the year lie under it. */
static int ratio_of_fen(const struct slow_bill *bill, gj_fen before)
{
    for (int i = 0; i < bill->steps_count; i++)
        if (bill->up_to[i] < 0 || before < bill->up_to[i]) {
            int ratio = bill->ratio_ppm[i] - bill->cut_ppm;
            return ratio > 0 ? ratio : 0;
        }
    return 0;
}

static gj_fen to_fen(gj_fen millionths, bool round_down)
{
    gj_fen fen = 0;
    while ((fen + 1) * 1000000 <= millionths)
        fen++;
    bool half = !round_down && millionths - fen * 1000000 >= 500000;
    return half ? fen + 1 : fen;
}

static bool cap_is_reached(const struct slow_bill *bill, gj_fen pool)
{
    if (bill->cap_visit >= 0 && pool >= bill->cap_visit)
        return true;
    if (bill->cap >= 0 && bill->used.pool_fen + pool >= bill->cap)
        return true;
    gj_fen of_level = to_fen(bill->cap * bill->cap_level_ppm, bill->round_down);
    if (bill->cap >= 0 && bill->cap_level_ppm < 1000000 &&
        bill->used.level_pool_fen + pool >= of_level)
        return true;
    return bill->fund_cap >= 0 && bill->used.fund_pool_fen + pool >= bill->fund_cap;
}

static void pay_pool(const struct slow_bill *bill, struct slow_split *split)
{
    struct fingers met = {0};
    gj_fen millionths = 0, before = bill->used.eligible_fen;
    for (gj_fen fen = 0; fen < bill->eligible; fen++) {
        bool owed = fen_is_owed(bill, &met);
        if (!owed)
            millionths += ratio_of_fen(bill, before);
        if (!owed || bill->from_zero)
            before++;
    }
    split->deductible = met.taken;
    gj_fen wanted = to_fen(millionths, bill->round_down);
    while (split->pool < wanted && !cap_is_reached(bill, split->pool))
        split->pool++;
}

static void draw_one(gj_fen *due, gj_fen has, gj_fen *given)
{
    while (*due > 0 && *given < has) {
        (*given)++;
        (*due)--;
    }
}

static bool pays_before(const struct slow_bill *bill, int a, int b)
{
    const struct slow_payer *x = &bill->payers[a], *y = &bill->payers[b];
    if (bill->by_balance && x->can_give != y->can_give)
        return x->can_give > y->can_give;
    if (bill->by_balance)
        return x->number < y->number;
    if (x->rank != y->rank)
        return y->rank == 0 || (x->rank != 0 && x->rank < y->rank);
    if (x->day != y->day)
        return x->day < y->day;
    return x->number < y->number;
}

/* Again and again the first payer in the order who was not asked yet. */
static void draw_aid(const struct slow_bill *bill, gj_fen *due, struct slow_split *split)
{
    bool asked[16] = {false};
    for (int turn = 0; turn < bill->payers_count; turn++) {
        int first = -1;
        for (int i = 0; i < bill->payers_count; i++)
            if (!asked[i] && (first < 0 || pays_before(bill, i, first)))
                first = i;
        asked[first] = true;
        while (*due > 0 && split->by_payer[first] < bill->payers[first].can_give) {
            if (bill->limit_use >= 0 && split->aid >= bill->limit_use)
                return;
            if (bill->limit_year >= 0 && bill->used.aid_fen + split->aid >= bill->limit_year)
                return;
            split->by_payer[first]++;
            split->aid++;
            (*due)--;
        }
    }
}

struct slow_split slow_split(const struct slow_bill *bill)
{
    struct slow_split split = {0};
    pay_pool(bill, &split);
    gj_fen due = bill->eligible + bill->rest_of_bill - split.pool;
    if (bill->wallet_first)
        draw_one(&due, bill->wallet, &split.wallet);
    draw_one(&due, bill->own, &split.own);
    if (!bill->wallet_first)
        draw_one(&due, bill->wallet, &split.wallet);
    draw_aid(bill, &due, &split);
    split.cash = due;
    return split;
}
