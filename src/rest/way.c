/* How a bill was split, and every yuan's way: settlements, previews, accounts and the movements along
   their chains of entries, each with its legs, its arithmetic in words, and the rows it rests on. */
#include <stdio.h>
#include <string.h>

#include "rest/inside.h"

/* ---- arithmetic in words ---- */

static void add_formula(struct json_object *list, const char *of, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void add_formula(struct json_object *list, const char *of, const char *format, ...)
{
    char text[300];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    struct gj_rest_formula formula = {.of = gj_slice(of), .text = gj_slice(text)};
    gj_rest_append(list, gj_rest_value(GJ_REST_GROUP_formula, &formula));
}

/* Several amounts of one formula as text. */
enum { FENS = 6 };
struct fens {
    int at;
    char text[FENS][GJ_FEN_TEXT_MAX];
};

static const char *fen(struct fens *fens, gj_fen amount)
{
    GJ_MUST(fens->at < FENS);
    return gj_fen_text(amount, fens->text[fens->at++]);
}

/* One ratio says all, unless the cap took a part; steps are told by the rows that name them. */
static void add_pool(struct json_object *list, const struct gj_decision *d)
{
    struct fens f = {0};
    char ratio[GJ_PPM_TEXT_MAX];
    bool capped = d->cap_left_fen != GJ_FEN_UNLIMITED && d->pool_fen == d->cap_left_fen;
    if (d->pool_fen == 0)
        add_formula(list, "pool", "%s in scope - %s deductible: the fund pays 0.00",
                    fen(&f, d->bill.eligible_fen), fen(&f, d->deductible_fen));
    else if (capped)
        add_formula(list, "pool", "%s is what was left under the cap", fen(&f, d->pool_fen));
    else if (d->ratio_ppm != 0)
        add_formula(list, "pool", "(%s in scope - %s deductible) x %s = %s",
                    fen(&f, d->bill.eligible_fen), fen(&f, d->deductible_fen),
                    gj_ppm_text(d->ratio_ppm, ratio), fen(&f, d->pool_fen));
    else
        add_formula(list, "pool", "(%s in scope - %s deductible) by steps = %s",
                    fen(&f, d->bill.eligible_fen), fen(&f, d->deductible_fen),
                    fen(&f, d->pool_fen));
}

static void add_bill(struct json_object *list, const struct gj_bill *bill)
{
    struct fens f = {0};
    add_formula(list, "total", "%s outside + %s over price + %s first share + %s in scope = %s",
                fen(&f, bill->outside_fen), fen(&f, bill->overprice_fen),
                fen(&f, bill->first_share_fen), fen(&f, bill->eligible_fen),
                fen(&f, bill->total_fen));
}

static void add_person(struct json_object *list, const struct gj_decision *d)
{
    struct fens f = {0};
    add_formula(list, "person_pays", "%s - %s pool - %s other funds = %s",
                fen(&f, d->bill.total_fen), fen(&f, d->pool_fen), fen(&f, d->other_funds_fen),
                fen(&f, d->person_fen));
}

static void add_cash(struct json_object *list, const struct gj_decision *d)
{
    struct fens f = {0};
    add_formula(list, "cash", "%s - %s own - %s wallet - %s aid = %s", fen(&f, d->person_fen),
                fen(&f, d->own_fen), fen(&f, d->wallet_fen), fen(&f, d->aid_fen),
                fen(&f, d->cash_fen));
}

static struct json_object *formulas_of(const struct gj_decision *decision)
{
    struct json_object *list = gj_rest_list();
    add_bill(list, &decision->bill);
    add_pool(list, decision);
    add_person(list, decision);
    add_cash(list, decision);
    return list;
}

/* ---- legs of the person's share ---- */

static struct json_object *leg_of(const struct gj_leg *leg, const struct gj_rest_person *person,
                                  gj_id caller)
{
    struct gj_rest_paid paid = {
        .from = leg->kind,
        .amount = leg->carried_fen + leg->current_fen,
        .carried_over = leg->carried_fen,
        .current = leg->current_fen,
        .area = leg->area,
        .person = gj_rest_other_of(person, leg->area),
        .mine = leg->person == caller,
        .binding = {leg->area, leg->binding},
    };
    return gj_rest_value(GJ_REST_GROUP_paid, &paid);
}

/* `mine_only`: those of the caller alone. */
static struct json_object *legs_of(const struct gj_rest *rest, const struct gj_decision *decision,
                                   const struct gj_rest_person *people, bool mine_only)
{
    struct json_object *list = gj_rest_list();
    gj_id caller = rest->caller.actor.role == GJ_ROLE_CITIZEN ? rest->caller.actor.number : 0;
    for (int i = 0; i < decision->legs_count; i++)
        if (!mine_only || decision->legs[i].person == caller)
            gj_rest_append(list, leg_of(&decision->legs[i], &people[i], caller));
    return list;
}

static void keep_rows(void *to, struct gj_slice rows)
{
    *(struct json_object **)to = gj_json_raw(rows);
}

/* Rows are named by the law that decided; NULL when that is not the one in force. */
static struct json_object *rows_of(const struct gj_law *law, const struct gj_trace *trace)
{
    struct json_object *rows = NULL;
    if (trace != NULL)
        gj_asked_rows(law, trace, keep_rows, &rows);
    return rows;
}

static struct json_object *split_of(const struct gj_rest *rest, const struct gj_law *law,
                                    const struct gj_decision *d,
                                    const struct gj_rest_person *people)
{
    char ratio[GJ_PPM_TEXT_MAX];
    bool known = d->pack_set == law->pack_set;
    struct gj_rest_split split = {
        .total = d->bill.total_fen,
        .outside = d->bill.outside_fen,
        .over_price = d->bill.overprice_fen,
        .first_share = d->bill.first_share_fen,
        .in_scope = d->bill.eligible_fen,
        .deductible = d->deductible_fen,
        .pool = d->pool_fen,
        .other_funds = d->other_funds_fen,
        .person_pays = d->person_fen,
        .own = d->own_fen,
        .wallet = d->wallet_fen,
        .aid = d->aid_fen,
        .cash = d->cash_fen,
        .reason = gj_rest_hint((enum gj_reason)d->reason),
        .legs = legs_of(rest, d, people, false),
        .formulas = formulas_of(d),
        .because = rows_of(law, known ? &d->trace : NULL),
    };
    if (d->ratio_ppm != 0)
        split.ratio = gj_slice(gj_ppm_text(d->ratio_ppm, ratio));
    return gj_rest_value(GJ_REST_GROUP_split, &split);
}

/* ---- settlements and previews ---- */

static const char *state_of(const struct gj_settlement *row)
{
    if (row->reversal_of != 0)
        return "reversal";
    return row->reversed_by != 0 ? "reversed" : "stands";
}

/* Of somebody else's bill a payer sees what he paid himself, not what it was for. */
static struct json_object *settlement_of(const struct gj_rest *rest, const struct gj_law *law,
                                         const struct gj_rest_settled *view)
{
    const struct gj_settlement *row = view->row;
    const struct gj_actor *actor = &rest->caller.actor;
    bool whole = actor->role != GJ_ROLE_CITIZEN || actor->number == row->person;
    gj_area home = row->claim.where.area;
    struct gj_rest_settlement settlement;
    gj_rest_clear(GJ_REST_GROUP_settlement, &settlement);
    settlement.id = (struct gj_rest_number){home, row->id};
    settlement.at = row->now;
    settlement.state = gj_slice(state_of(row));
    settlement.reversal_of = (struct gj_rest_number){home, row->reversal_of};
    settlement.reversed_by = (struct gj_rest_number){home, row->reversed_by};
    settlement.refund_of = (struct gj_rest_number){home, row->refund_of};
    settlement.patient = gj_rest_other_of(view->patient, home);
    settlement.mine = legs_of(rest, &row->decision, view->people, true);
    if (whole) {
        settlement.visit = (struct gj_rest_number){home, row->visit};
        settlement.charge = gj_slice(row->charge);
        settlement.care = row->claim.care;
        settlement.care_area = row->claim.care_area;
        settlement.benefit_day = row->claim.where.day;
        settlement.institution = gj_slice(view->institution ? view->institution->name : "");
        settlement.balance = row->balance_after_fen;
        settlement.split = split_of(rest, law, &row->decision, view->people);
    }
    return gj_rest_value(GJ_REST_GROUP_settlement, &settlement);
}

void gj_rest_answer_settlement(struct gj_rest *rest, const struct gj_law *law,
                               const struct gj_rest_settled *view,
                               struct gj_rest_answer *answer_out)
{
    gj_rest_give_version(rest, view->row->version, settlement_of(rest, law, view), answer_out);
}

void gj_rest_add_settlement(struct gj_rest *rest, const struct gj_law *law,
                            const struct gj_rest_settled *view)
{
    gj_rest_add(rest, settlement_of(rest, law, view));
}

void gj_rest_answer_preview(struct gj_rest *rest, const struct gj_law *law,
                            const struct gj_visit *visit, const struct gj_charge *charge,
                            const struct gj_rest_person *people, struct gj_rest_answer *answer_out)
{
    bool stale = charge->preview_state == GJ_PREVIEW_IS_STALE;
    struct gj_rest_preview preview = {
        .visit = {visit->home_area, visit->id},
        .charge = gj_slice(charge->number),
        .state = gj_slice(stale ? "stale" : "kept"),
        .split = split_of(rest, law, &charge->preview, people),
    };
    gj_rest_give_version(rest, charge->version, gj_rest_value(GJ_REST_GROUP_preview, &preview),
                         answer_out);
}

/* ---- accounts ---- */

void gj_rest_add_account(struct gj_rest *rest, const struct gj_account *row, int year)
{
    static const char *const states[] = {"open", "frozen", "closed"};
    struct gj_account turned = *row;
    GJ_MUST(row->state < sizeof states / sizeof states[0]);
    gj_account_turn_year(&turned, year);
    struct gj_rest_account account = {
        .area = row->area,
        .state = gj_slice(states[row->state]),
        .year = turned.year,
        .carried_over = turned.carried_fen,
        .current = turned.current_fen,
        .balance = gj_account_balance(&turned),
    };
    gj_rest_add(rest, gj_rest_value(GJ_REST_GROUP_account, &account));
}

/* ---- movements ---- */

static bool is_persons(uint8_t chart)
{
    return chart == GJ_CHART_ACCOUNT || chart == GJ_CHART_WALLET || chart == GJ_CHART_SUSPENSE;
}

static struct json_object *entry_leg(const struct gj_rest_moved *moved,
                                     const struct gj_entry_line *line, gj_id caller)
{
    bool has_scheme = line->chart == GJ_CHART_POOL || line->chart == GJ_CHART_CONTRIBUTIONS;
    struct gj_rest_leg leg = {
        .book = line->book,
        .account = gj_slice(moved->chart_word(line->chart)),
        .owner = gj_slice(!is_persons(line->chart) ? "nobody"
                          : line->owner == caller  ? "self"
                                                   : "other"),
        .peer = line->peer,
        .scheme = has_scheme ? line->scheme : -1,
        .debit = line->amount_fen > 0 ? line->amount_fen : 0,
        .credit = line->amount_fen < 0 ? -line->amount_fen : 0,
    };
    return gj_rest_value(GJ_REST_GROUP_leg, &leg);
}

/* Where somebody else's bill was paid, the payer sees his own leg alone. */
static struct json_object *entry_legs(const struct gj_rest_moved *moved, gj_id caller,
                                      bool mine_only)
{
    struct json_object *list = gj_rest_list();
    for (int i = 0; i < moved->entry->count; i++) {
        const struct gj_entry_line *line = &moved->entry->lines[i];
        if (!mine_only || (is_persons(line->chart) && line->owner == caller))
            gj_rest_append(list, entry_leg(moved, line, caller));
    }
    return list;
}

static struct json_object *movement_formulas(const struct gj_rest_moved *moved, bool mine_only)
{
    struct fens f = {0};
    gj_fen amount = -moved->line->amount_fen, carried = -moved->line->carried_fen;
    bool whole = moved->settlement != NULL && !mine_only;
    struct json_object *list = whole ? formulas_of(&moved->settlement->decision) : gj_rest_list();
    if (moved->line->chart == GJ_CHART_ACCOUNT)
        add_formula(list, "amount", "%s carried over + %s of this year = %s", fen(&f, carried),
                    fen(&f, amount - carried), fen(&f, amount));
    add_formula(list, "balance", "%s before + %s = %s", fen(&f, moved->balance_fen - amount),
                fen(&f, amount), fen(&f, moved->balance_fen));
    return list;
}

void gj_rest_add_movement(struct gj_rest *rest, const struct gj_law *law,
                          const struct gj_rest_moved *moved)
{
    gj_id caller = rest->caller.actor.number;
    const struct gj_settlement *settlement = moved->settlement;
    bool mine_only = settlement != NULL && settlement->person != caller;
    struct gj_rest_movement movement;
    gj_rest_clear(GJ_REST_GROUP_movement, &movement);
    movement.entry = (struct gj_rest_number){moved->line->book, moved->entry->id};
    movement.at = moved->entry->now;
    movement.act = gj_slice(gj_act_word((enum gj_act)moved->entry->act));
    movement.amount = -moved->line->amount_fen;
    movement.carried_over =
        moved->line->chart == GJ_CHART_ACCOUNT ? -moved->line->carried_fen : GJ_REST_NONE;
    movement.balance = moved->balance_fen;
    movement.legs = entry_legs(moved, caller, mine_only);
    movement.formulas = movement_formulas(moved, mine_only);
    movement.because = rows_of(law, moved->rows);
    if (settlement != NULL)
        movement.settlement = (struct gj_rest_number){settlement->claim.where.area, settlement->id};
    gj_rest_add(rest, gj_rest_value(GJ_REST_GROUP_movement, &movement));
}

gj_id gj_rest_settlement_asked(const struct gj_rest *rest)
{
    return rest->place.settlement.id;
}

gj_id gj_rest_visit_asked(const struct gj_rest *rest)
{
    return rest->place.visit.id;
}

struct gj_slice gj_rest_charge_asked(const struct gj_rest *rest)
{
    return rest->place.charge;
}

gj_area gj_rest_area_asked(const struct gj_rest *rest)
{
    return rest->place.area;
}
