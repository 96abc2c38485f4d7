/* The slow second reckoning: every counter, binding, visit and held sum out of the settlements and
   transfers that stand, in the plainest way, against the rows that the acts keep running. */
#include <stdlib.h>

#include "simulate/year.h"

struct standing {
    struct gj_settlement *rows;
    size_t count, room;
    struct gj_premium *premiums;
    size_t premiums_count;
};

static void take_premium(void *to, const struct gj_premium *one)
{
    struct standing *standing = to;
    if (one->state != GJ_PREMIUM_IS_PAID)
        return;
    for (size_t i = 0; i < standing->premiums_count; i++)
        assert_false(standing->premiums[i].person == one->person &&
                     standing->premiums[i].year == one->year);
    standing->premiums =
        realloc(standing->premiums, (standing->premiums_count + 1) * sizeof *standing->premiums);
    assert_non_null(standing->premiums);
    standing->premiums[standing->premiums_count++] = *one;
}

static enum gj_status take(void *to, const struct gj_settlement *one)
{
    struct standing *standing = to;
    if (one->reversal_of != 0 || one->reversed_by != 0)
        return GJ_DONE;
    if (standing->count == standing->room) {
        standing->room = standing->room == 0 ? 256 : standing->room * 2;
        standing->rows = realloc(standing->rows, standing->room * sizeof *standing->rows);
        assert_non_null(standing->rows);
    }
    standing->rows[standing->count++] = *one;
    return GJ_DONE;
}

/* ---- counters ---- */

static bool counts_into(const struct gj_settlement *s, const struct gj_counter *c)
{
    const struct gj_where *where = &s->claim.where;
    const struct gj_decision *d = &s->decision;
    if (s->person != c->person || where->area != c->area || where->scheme != c->scheme ||
        d->benefit_year_first != c->year_first)
        return false;
    if (c->span == GJ_SPAN_FUND)
        return (d->counts & GJ_COUNTS_FUND) || d->aid_fen > 0;
    if (s->claim.care != c->care)
        return false;
    switch (c->span) {
    case GJ_SPAN_MONTH:
        return (d->counts & GJ_COUNTS_MONTH) && gj_day_month(where->day) == c->span_key;
    case GJ_SPAN_DAY:
        return (d->counts & GJ_COUNTS_DAY) &&
               (int64_t)where->day * (INT64_C(1) << 32) + s->institution == c->span_key;
    case GJ_SPAN_LEVEL:
        return (d->counts & GJ_COUNTS_LEVEL) && where->level == c->span_key;
    default:
        return true;
    }
}

struct reckoning {
    const struct standing *standing;
    int64_t yearly_visits;
};

static void reckon_counter(void *to, const struct gj_counter *counter)
{
    struct reckoning *reckoning = to;
    struct gj_counter sum = {0};
    for (size_t i = 0; i < reckoning->standing->count; i++) {
        const struct gj_settlement *s = &reckoning->standing->rows[i];
        if (!counts_into(s, counter))
            continue;
        bool whole = (s->decision.counts & GJ_COUNTS_FROM_ZERO) != 0;
        sum.deductible_fen += s->decision.deductible_fen;
        sum.pool_fen += s->decision.pool_fen;
        sum.aid_fen += s->decision.aid_fen;
        sum.eligible_fen +=
            s->decision.bill.eligible_fen - (whole ? 0 : s->decision.deductible_fen);
        sum.visits++;
    }
    assert_int_equal(sum.deductible_fen, counter->deductible_fen);
    assert_int_equal(sum.pool_fen, counter->pool_fen);
    assert_int_equal(sum.aid_fen, counter->aid_fen);
    assert_int_equal(sum.eligible_fen, counter->eligible_fen);
    assert_int_equal(sum.visits, counter->visits);
    if (counter->span == GJ_SPAN_YEAR)
        reckoning->yearly_visits += sum.visits;
}

/* Every standing bill stands in just one yearly counter, so none is missing. */
static void reckon_counters(struct year *year, const struct standing *standing)
{
    struct reckoning reckoning = {standing, 0};
    struct gj_why why;
    for (int i = 0; i < YEAR_PEOPLE; i++)
        assert_int_equal(gj_reader_counters(year->world.reader, year->people[i].id, reckon_counter,
                                            &reckoning, &why),
                         GJ_DONE);
    assert_int_equal(reckoning.yearly_visits, standing->count);
}

/* ---- bindings ---- */

static gj_fen drawn_under(const struct standing *standing, const struct gj_binding *binding)
{
    gj_fen sum = 0;
    for (size_t i = 0; i < standing->count; i++) {
        const struct gj_settlement *s = &standing->rows[i];
        if (gj_day_year(gj_time_day(s->claim.now)) != binding->used_year)
            continue;
        for (int l = 0; l < s->decision.legs_count; l++)
            if (s->decision.legs[l].binding == binding->id)
                sum += s->decision.legs[l].carried_fen + s->decision.legs[l].current_fen;
    }
    for (size_t i = 0; i < standing->premiums_count; i++) {
        const struct gj_premium *one = &standing->premiums[i];
        if (one->binding == binding->id &&
            gj_day_year(gj_time_day(one->paid)) == binding->used_year)
            sum += gj_premium_amount(one);
    }
    return sum;
}

static void reckon_bindings(struct year *year, const struct standing *standing)
{
    static struct gj_binding bindings[GJ_BINDINGS_MAX];
    struct gj_why why;
    int count;
    for (int i = 0; i < YEAR_PEOPLE; i++) {
        assert_int_equal(gj_reader_bindings(year->world.reader, year->people[i].id, true, INT64_MAX,
                                            bindings, &count, &why),
                         GJ_DONE);
        for (int b = 0; b < count; b++)
            assert_int_equal(drawn_under(standing, &bindings[b]), bindings[b].used_fen);
    }
}

/* ---- books ---- */

struct totals {
    gj_fen pool[2], payable, held, premiums, suspense;
};

static void add_total(void *to, const struct gj_entry_line *account, gj_fen balance_fen)
{
    struct totals *totals = to;
    if (account->chart == GJ_CHART_POOL)
        totals->pool[account->scheme == GJ_SCHEME_EMPLOYEE] += balance_fen;
    if (account->chart == GJ_CHART_PAYABLE)
        totals->payable += balance_fen;
    if (account->chart == GJ_CHART_HELD)
        totals->held += balance_fen;
    if (account->chart == GJ_CHART_SUSPENSE)
        totals->suspense += balance_fen;
    if (account->chart == GJ_CHART_PREMIUMS)
        totals->premiums += balance_fen;
}

static enum gj_status add_work(void *to, const struct gj_work *one)
{
    *(gj_fen *)to += one->amount_fen;
    return GJ_DONE;
}

static enum gj_status add_held(void *to, const struct gj_transfer *one)
{
    *(gj_fen *)to += one->carried_fen + one->current_fen;
    return GJ_DONE;
}

/* What waits: every fen in suspense has its work item, every fen held its transfer. */
static void reckon_waiting(struct year *year, const struct totals *totals)
{
    gj_fen suspense = 0, held = 0;
    struct gj_why why;
    struct gj_reader *reader = year->world.reader;
    assert_int_equal(gj_reader_works(reader, 0, true, add_work, &suspense, &why), GJ_DONE);
    assert_int_equal(gj_reader_held(reader, 0, add_held, &held, &why), GJ_DONE);
    assert_int_equal(-totals->suspense, suspense);
    assert_int_equal(-totals->held, held);
}

/* Institutions are owed what stands less cash, the pooled fund paid its part; money is held only
   while a transfer is. */
static void reckon_books(struct year *year, const struct standing *standing)
{
    struct totals totals = {0};
    gj_fen pool[2] = {0}, payable = 0, premiums = 0;
    int held = 0;
    gj_audit_each(year->world.audit, add_total, &totals);
    for (size_t i = 0; i < standing->count; i++) {
        const struct gj_settlement *s = &standing->rows[i];
        pool[s->claim.where.scheme == GJ_SCHEME_EMPLOYEE] += s->decision.pool_fen;
        payable += s->decision.bill.total_fen - s->decision.cash_fen;
    }
    for (size_t i = 0; i < standing->premiums_count; i++)
        premiums += gj_premium_amount(&standing->premiums[i]);
    assert_int_equal(-totals.premiums, premiums);
    reckon_waiting(year, &totals);
    assert_int_equal(totals.pool[0], pool[0]);
    assert_int_equal(totals.pool[1], pool[1]);
    assert_int_equal(-totals.payable, payable);
    for (int i = 0; i < YEAR_PEOPLE; i++)
        held += world_side(&year->world, year->people[i].id).wallet.held_count;
    assert_true((held == 0) == (totals.held == 0));
    assert_true(totals.held <= 0);
}

void year_reckon(struct year *year)
{
    struct standing standing = {0};
    struct gj_why why;
    assert_int_equal(gj_reader_settlements(year->world.reader, 0, INT64_MAX, take, &standing, &why),
                     GJ_DONE);
    assert_int_equal(
        gj_reader_premiums(year->world.reader, 0, false, take_premium, &standing, &why), GJ_DONE);
    reckon_counters(year, &standing);
    reckon_bindings(year, &standing);
    reckon_books(year, &standing);
    world_audit(&year->world);
    free(standing.rows);
    free(standing.premiums);
}
