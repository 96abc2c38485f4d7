/* The heart: the arithmetic that money rests on, in small functions over plain whole numbers, each
   with a contract that a prover checks (tests/prove.sh). In come amounts in fen and ratios in parts
   per million within their stated bounds; out come parts that never exceed what they are parts of.
 */
#ifndef GJ_POLICY_HEART_H
#define GJ_POLICY_HEART_H

#include "policy/policy.h"

/*@ predicate is_fen(integer x) = 0 <= x <= 1000000000000000;
    predicate is_ppm(integer x) = 0 <= x <= 1000000;
    predicate is_limit(integer x) = -1 <= x <= 1000000000000000;
    predicate is_measure(integer x) = 0 <= x <= 1000000000000000000; */

/* An amount that is not rounded yet: whole fen and millionths of a fen. */
struct gj_exact {
    gj_fen whole;
    gj_fen rest;
};

/*@ predicate is_exact(struct gj_exact e) = is_fen(e.whole) && 0 <= e.rest < 1000000;
    logic integer micro(struct gj_exact e) = e.whole * 1000000 + e.rest; */

/*@ assigns \nothing;
    ensures \result == \min(a, b); */
static inline gj_fen gj_heart_min(gj_fen a, gj_fen b)
{
    return a < b ? a : b;
}

/*@ requires is_limit(limit) && is_fen(used);
    assigns \nothing;
    ensures is_fen(\result);
    ensures limit < 0 ==> \result == 1000000000000000;
    ensures limit >= 0 ==> \result == \max(0, limit - used); */
static inline gj_fen gj_heart_left(gj_fen limit, gj_fen used)
{
    if (limit < 0)
        return GJ_FEN_MAX;
    return limit > used ? limit - used : 0;
}

/* ---- shares ---- */

/* The exact product. The amount is taken apart into millions and a rest, so that no product leaves
   64 bits and nothing is lost. */
/*@ requires is_fen(amount) && is_ppm(ratio);
    assigns \nothing;
    ensures is_exact(\result);
    ensures micro(\result) == amount * ratio;
    ensures micro(\result) <= amount * 1000000; */
static inline struct gj_exact gj_heart_product(gj_fen amount, gj_ppm ratio)
{
    gj_fen millions = amount / GJ_PPM_ONE;
    gj_fen below = amount % GJ_PPM_ONE;
    //@ assert taken_apart: amount == millions * 1000000 + below;
    //@ assert high_fits: 0 <= millions * ratio <= millions * 1000000;
    //@ assert low_fits: 0 <= below * ratio <= below * 1000000;
    gj_fen high = millions * ratio;
    gj_fen low = below * ratio;
    //@ assert whole: high * 1000000 + low == amount * ratio;
    struct gj_exact product = {high + low / GJ_PPM_ONE, low % GJ_PPM_ONE};
    //@ assert same: micro(product) == high * 1000000 + low;
    return product;
}

/*@ requires is_exact(a) && is_exact(b);
    requires micro(a) + micro(b) <= 1000000000000000 * 1000000;
    assigns \nothing;
    ensures is_exact(\result);
    ensures micro(\result) == micro(a) + micro(b); */
static inline struct gj_exact gj_heart_add(struct gj_exact a, struct gj_exact b)
{
    gj_fen rest = a.rest + b.rest;
    gj_fen carry = rest >= GJ_PPM_ONE ? 1 : 0;
    struct gj_exact sum = {a.whole + b.whole + carry, rest - carry * GJ_PPM_ONE};
    return sum;
}

/*@ requires is_exact(exact);
    requires micro(exact) <= 1000000000000000 * 1000000;
    assigns \nothing;
    ensures is_fen(\result);
    ensures rounding == GJ_HALF_UP ==>
        2 * micro(exact) - 1000000 < 2 * \result * 1000000 <= 2 * micro(exact) + 1000000;
    ensures rounding != GJ_HALF_UP ==>
        micro(exact) - 1000000 < \result * 1000000 <= micro(exact);
    ensures never_up_beyond: \forall integer bound;
        micro(exact) <= bound * 1000000 ==> \result <= bound; */
static inline gj_fen gj_heart_round(struct gj_exact exact, enum gj_rounding rounding)
{
    gj_fen half = rounding == GJ_HALF_UP ? GJ_PPM_ONE / 2 : 0;
    gj_fen carry = exact.rest + half >= GJ_PPM_ONE ? 1 : 0;
    return exact.whole + carry;
}

/* ---- one bill's pooled part ---- */

/* What a cost still owes to a deductible of which `met` is met already. */
/*@ requires is_fen(cost) && is_fen(deductible) && is_fen(met);
    assigns \nothing;
    ensures \result == \min(cost, \max(0, deductible - met)); */
static inline gj_fen gj_heart_due(gj_fen cost, gj_fen deductible, gj_fen met)
{
    return gj_heart_min(cost, deductible > met ? deductible - met : 0);
}

/* Two deductibles one after the other: the second is owed by what the first has left. */
/*@ requires is_fen(cost) && is_fen(first) && is_fen(second);
    requires first <= cost;
    assigns \nothing;
    ensures \result == first + \min(cost - first, second);
    ensures first <= \result <= cost; */
static inline gj_fen gj_heart_then(gj_fen cost, gj_fen first, gj_fen second)
{
    return first + gj_heart_min(cost - first, second);
}

/* The year's cost stands at `from` when this cost comes; each part of it is paid at the ratio of
   the step it falls into, less the cut. What lies above the last step is not paid. */
/*@ requires 0 <= count <= 8 && \valid_read(steps + (0 .. count - 1));
    requires \forall integer i; 0 <= i < count ==>
        is_fen(steps[i].up_to_fen) && is_ppm(steps[i].ratio_ppm);
    requires is_fen(from) && is_fen(cost) && is_ppm(cut);
    assigns \nothing;
    ensures is_exact(\result);
    ensures never_more_than_the_cost: micro(\result) <= cost * 1000000; */
static inline struct gj_exact gj_heart_steps(const struct gj_step *steps, int count, gj_fen from,
                                             gj_fen cost, gj_ppm cut)
{
    struct gj_exact sum = {0, 0};
    gj_fen left = cost, at = from;
    /*@ loop invariant 0 <= i <= count;
        loop invariant 0 <= left <= cost && from <= at && at == from + (cost - left);
        loop invariant is_exact(sum) && micro(sum) <= (cost - left) * 1000000;
        loop assigns i, left, at, sum;
        loop variant count - i; */
    for (int i = 0; i < count; i++) {
        if (steps[i].up_to_fen <= at || left == 0)
            continue;
        gj_fen part = gj_heart_min(left, steps[i].up_to_fen - at);
        gj_ppm ratio = steps[i].ratio_ppm > cut ? steps[i].ratio_ppm - cut : 0;
        struct gj_exact product = gj_heart_product(part, ratio);
        //@ assert room: micro(sum) + micro(product) <= cost * 1000000;
        sum = gj_heart_add(sum, product);
        left -= part;
        at += part;
    }
    return sum;
}

/* ---- drawing ---- */

/* The sum of the first n amounts. The last axiom says what "reads" says: nothing else matters. */
/*@ axiomatic Sum {
      logic integer sum{L}(gj_fen *a, integer n) reads a[0 .. n - 1];
      axiom sum_of_none{L}: \forall gj_fen *a; sum(a, 0) == 0;
      axiom sum_of_more{L}: \forall gj_fen *a, integer n; n > 0 ==>
        sum(a, n) == sum(a, n - 1) + a[n - 1];
      axiom sum_reads{L, M}: \forall gj_fen *a, integer n;
        (\forall integer i; 0 <= i < n ==> \at(a[i], L) == \at(a[i], M)) ==>
        sum{L}(a, n) == sum{M}(a, n);
    } */

/* Draws a due sum from givers in their order. The running total is kept so that what was drawn and
   what is left always make up what was due. */
/*@ requires 0 <= count <= 16 && is_fen(due);
    requires \valid_read(can_give + (0 .. count - 1)) && \valid(drawn + (0 .. count - 1));
    requires \separated(can_give + (0 .. count - 1), drawn + (0 .. count - 1));
    requires \forall integer i; 0 <= i < count ==> is_fen(can_give[i]);
    assigns drawn[0 .. count - 1];
    ensures 0 <= \result <= due;
    ensures each_within: \forall integer i; 0 <= i < count ==> 0 <= drawn[i] <= can_give[i];
    ensures adds_up: \result == sum(drawn, count);
    ensures nobody_spared: \forall integer i; 0 <= i < count ==>
        (\result == due || drawn[i] == can_give[i]);
    ensures in_order: \forall integer i, j; 0 <= i < j < count ==>
        (drawn[j] == 0 || drawn[i] == can_give[i]); */
static inline gj_fen gj_heart_draw(const gj_fen *can_give, int count, gj_fen due, gj_fen *drawn)
{
    gj_fen total = 0, left = due;
    /*@ loop invariant 0 <= i <= count;
        loop invariant kept: total + left == due && 0 <= left <= due;
        loop invariant added: total == sum(drawn, i);
        loop invariant \forall integer j; 0 <= j < i ==> 0 <= drawn[j] <= can_give[j];
        loop invariant \forall integer j; 0 <= j < i ==> (left == 0 || drawn[j] == can_give[j]);
        loop invariant \forall integer j, k; 0 <= j < k < i ==>
            (drawn[k] == 0 || drawn[j] == can_give[j]);
        loop assigns i, total, left, drawn[0 .. count - 1];
        loop variant count - i; */
    for (int i = 0; i < count; i++) {
        drawn[i] = gj_heart_min(left, can_give[i]);
        total += drawn[i];
        left -= drawn[i];
    }
    return total;
}

/* ---- pricing a line ---- */

/* Fen and hundred-millionths of a fen: what a count in 10^-4 units times a price in 10^-6 yuan
   makes. A product above GJ_FEN_MAX stands as exactly GJ_FEN_MAX and `beyond`. */
struct gj_cost {
    gj_fen whole;
    gj_fen rest;
    bool beyond;
};

/*@ predicate is_cost(struct gj_cost c) = is_fen(c.whole) && 0 <= c.rest < 100000000;
    logic integer tiny(struct gj_cost c) = c.whole * 100000000 + c.rest; */

/* High parts multiply to whole fen; when they alone pass the maximum, so does the product. */
/*@ requires 0 <= a <= 100000000000000 && 0 <= b <= 100000000000000;
    assigns \nothing;
    ensures \result == (a * b > 1000000000000000 ? 1 : 0); */
static inline bool gj_heart_beyond(int64_t a, int64_t b)
{
    if (a == 0)
        return false;
    int64_t most = GJ_FEN_MAX / a;
    //@ assert below: most * a <= 1000000000000000 < (most + 1) * a;
    //@ assert fits: b <= most ==> a * b <= a * most;
    //@ assert does_not: b > most ==> a * b >= a * (most + 1);
    return b > most;
}

/*@ requires is_measure(count) && is_measure(price);
    assigns \nothing;
    ensures is_cost(\result);
    ensures exact: !\result.beyond ==> tiny(\result) == count * price;
    ensures \result.beyond ==> count * price > 1000000000000000 * 100000000;
    ensures \result.beyond ==> \result.whole == 1000000000000000 && \result.rest == 0; */
static inline struct gj_cost gj_heart_cost(int64_t count, int64_t price)
{
    struct gj_cost cost = {GJ_FEN_MAX, 0, true};
    int64_t count_high = count / 10000, count_low = count % 10000;
    int64_t price_high = price / 10000, price_low = price % 10000;
    //@ assert count == count_high * 10000 + count_low;
    //@ assert price == price_high * 10000 + price_low;
    //@ assert positive: 0 <= count_high * price_high;
    //@ assert left: 0 <= count_high * price_low <= count_high * 10000;
    //@ assert right: 0 <= count_low * price_high <= 10000 * price_high;
    //@ assert low: 0 <= count_low * price_low <= count_low * 9999;
    /*@ assert product: count * price == count_high * price_high * 100000000
        + (count_high * price_low + count_low * price_high) * 10000 + count_low * price_low; */
    if (gj_heart_beyond(count_high, price_high))
        return cost;
    int64_t middle = count_high * price_low + count_low * price_high;
    int64_t low = middle % 10000 * 10000 + count_low * price_low;
    int64_t whole = count_high * price_high + middle / 10000 + low / 100000000;
    int64_t rest = low % 100000000;
    //@ assert sum: whole * 100000000 + rest == count * price;
    if (whole > GJ_FEN_MAX || (whole == GJ_FEN_MAX && rest > 0))
        return cost;
    cost.whole = whole;
    cost.rest = rest;
    cost.beyond = false;
    return cost;
}

/* What an amount has above a cost, rounded half up, never below 0. */
/*@ requires is_fen(amount) && is_cost(cost);
    assigns \nothing;
    ensures 0 <= \result <= amount;
    ensures nothing: amount * 100000000 <= tiny(cost) ==> \result == 0;
    ensures half_up: amount * 100000000 > tiny(cost) ==>
        2 * (amount * 100000000 - tiny(cost)) - 100000000
            < 2 * \result * 100000000 <= 2 * (amount * 100000000 - tiny(cost)) + 100000000; */
static inline gj_fen gj_heart_over(gj_fen amount, struct gj_cost cost)
{
    if (amount <= cost.whole)
        return 0;
    return amount - cost.whole - (cost.rest > 50000000 ? 1 : 0);
}

/* True if the amount and the cost differ by less than one fen. */
/*@ requires is_fen(amount) && is_cost(cost);
    assigns \nothing;
    ensures \result == (-100000000 < amount * 100000000 - tiny(cost) < 100000000 ? 1 : 0); */
static inline bool gj_heart_near(gj_fen amount, struct gj_cost cost)
{
    return amount == cost.whole || (amount == cost.whole + 1 && cost.rest > 0);
}

#endif
