/* Paying a resident premium, whole or not at all, once for a person and benefit year: out of the
   payer's own account or wallet, for himself or a relative; or, asked by the relative, out of the
   account of the payer who is bound to him. Policy names the amount and says who may. */
#include "acts/inside.h"

struct paying {
    const struct gj_side *payer, *insured;
    const struct gj_binding *binding; /* NULL: the payer acts himself */
    uint8_t relation, source;
};

static bool is_bound(struct gj_acting *acting, const struct gj_binding *binding)
{
    gj_day today = gj_today(acting);
    bool holds =
        binding->state == GJ_BINDING_ACTIVE && binding->from <= today && today < binding->to;
    if (binding->version == 0)
        return gj_refuse(acting, GJ_BINDING_UNKNOWN);
    if (binding->relative != acting->command->person)
        return gj_refuse(acting, GJ_PERSON_OTHER);
    return holds || gj_refuse(acting, GJ_BINDING_MISSING);
}

/* Who pays for whom, and where from. */
static bool find_sides(struct gj_acting *acting, struct paying *paying)
{
    const struct gj_facts *facts = acting->facts;
    const struct gj_command *command = acting->command;
    bool wallet = command->body.premium.source == GJ_PAYER_WALLET;
    gj_id relative = command->body.premium.relative;
    int16_t year = command->body.premium.year;
    if (command->person == 0)
        return gj_refuse(acting, GJ_PERSON_UNKNOWN);
    if (year <= gj_day_year(GJ_DAY_MIN) || year >= gj_day_year(GJ_DAY_MAX))
        return gj_refuse(acting, GJ_DATE_OUT_OF_RANGE);
    *paying = (struct paying){.payer = &facts->self,
                              .insured = &facts->self,
                              .relation = GJ_RELATION_SELF,
                              .source = wallet ? GJ_PAYER_WALLET : GJ_PAYER_OWN};
    if (command->body.premium.binding != 0) {
        paying->payer = &facts->other;
        paying->binding = &facts->binding;
        paying->relation = facts->binding.relation;
        paying->source = GJ_PAYER_AID;
        return is_bound(acting, &facts->binding);
    }
    if (relative == 0 || relative == command->person)
        return true;
    paying->insured = &facts->other;
    paying->relation = command->body.premium.relation;
    if (facts->other.person.version == 0)
        return gj_refuse(acting, GJ_PERSON_UNKNOWN);
    return paying->relation != GJ_RELATION_SELF && paying->relation != GJ_RELATION_UNSAID
               ? true
               : gj_refuse(acting, GJ_RELATION_NOT_KIN);
}

/* By the enrolment in the area whose account is bound. */
static struct gj_party bound_party(const struct gj_acting *acting, const struct paying *paying)
{
    const struct gj_side *payer = paying->payer;
    gj_area area = paying->binding->payer_area;
    const struct gj_enrolment *found = NULL;
    for (int i = 0; i < payer->enrolments_count; i++)
        if (payer->enrolments[i].area == area &&
            (!found || payer->enrolments[i].scheme == GJ_SCHEME_EMPLOYEE))
            found = &payer->enrolments[i];
    struct gj_party party = gj_party_of(acting, &payer->person, found, gj_side_account(payer, area),
                                        NULL, gj_today(acting));
    party.area = area;
    return party;
}

/* One premium comes from one place: what lies elsewhere is not looked at. */
static struct gj_party payer_party(const struct gj_acting *acting, const struct paying *paying)
{
    if (paying->binding)
        return bound_party(acting, paying);
    struct gj_party party = gj_party_of_side(acting, paying->payer);
    if (paying->source == GJ_PAYER_WALLET)
        party.balance_fen = party.carried_fen = 0;
    else
        party.wallet_fen = 0;
    return party;
}

/* Where the relative is, or will be, insured as a resident. */
static struct gj_party insured_party(const struct gj_acting *acting, const struct gj_side *side)
{
    gj_day today = gj_today(acting);
    const struct gj_enrolment *resident = gj_side_enrolment_of(side, GJ_SCHEME_RESIDENT, today);
    if (!resident)
        return gj_party_of_side(acting, side);
    return gj_party_of(acting, &side->person, resident, NULL, &side->wallet, today);
}

static void put_question(const struct gj_acting *acting, const struct paying *paying,
                         struct gj_question *question)
{
    gj_question_favourable(question);
    question->at = acting->command->now;
    question->kind = GJ_ASK_PREMIUM;
    question->relation = paying->relation;
    question->expense = GJ_EXPENSE_RESIDENT_PREMIUM;
    question->payer = payer_party(acting, paying);
    question->user = insured_party(acting, paying->insured);
    question->premium.year = acting->command->body.premium.year;
    question->premium.through_wallet = paying->source == GJ_PAYER_WALLET;
    question->premium.already_paid = acting->facts->premium.state == GJ_PREMIUM_IS_PAID;
}

/* The row that named the amount. */
static uint32_t row_of(const struct gj_acting *acting, const struct gj_trace *trace)
{
    const struct gj_policy *policy;
    for (int i = 0; i < trace->count; i++)
        if (gj_law_row(acting->law, trace->rows[i], &policy)->key == GJ_KEY_PREMIUM_AMOUNT)
            return trace->rows[i];
    return 0;
}

static gj_area area_of(const struct gj_party *payer, const struct paying *paying)
{
    return paying->source == GJ_PAYER_WALLET ? paying->payer->wallet.area : payer->area;
}

/* Policy's yes names the amount. False if it said no. */
static bool decide(struct gj_acting *acting, const struct paying *paying,
                   struct gj_premium *premium, gj_fen *amount_out)
{
    struct gj_question question;
    struct gj_reply_to_question reply;
    put_question(acting, paying, &question);
    gj_ask(acting->law, &question, &reply);
    if (reply.answer != GJ_ANSWER_ALLOW)
        return gj_refuse_as_asked(acting, &question, &reply);
    GJ_MUST(reply.shares_count == 1);
    *amount_out = reply.shares[0].amount_fen;
    *premium = (struct gj_premium){.id = acting->command->order,
                                   .person = paying->insured->person.id,
                                   .payer = paying->payer->person.id,
                                   .binding = paying->binding ? paying->binding->id : 0,
                                   .area = question.user.area,
                                   .payer_area = area_of(&question.payer, paying),
                                   .year = question.premium.year,
                                   .source = paying->source,
                                   .relation = paying->relation,
                                   .state = GJ_PREMIUM_IS_PAID,
                                   .pack_set = acting->law->pack_set,
                                   .row = row_of(acting, &reply.trace),
                                   .paid = acting->command->now};
    return true;
}

/* What the payer has set for this relative binds him who draws, not the payer himself. */
static bool payer_lets(struct gj_acting *acting, const struct paying *paying, gj_fen amount)
{
    static const struct gj_bond none = {0};
    if (!paying->binding)
        return true;
    struct gj_bond bond = gj_bond_of(acting, paying->binding, &none);
    bool listed = bond.uses == 0 || (bond.uses >> GJ_EXPENSE_RESIDENT_PREMIUM & 1) != 0;
    bool fits = (bond.limit_use_fen == GJ_FEN_UNLIMITED || bond.limit_use_fen >= amount) &&
                (bond.limit_year_fen == GJ_FEN_UNLIMITED ||
                 bond.limit_year_fen - bond.used_year_fen >= amount);
    return (listed && fits) || gj_refuse(acting, GJ_AID_AMOUNT_SET_BY_PAYER);
}

/* The holder spends as his area says, a relative is given carried-over money first. */
static bool current_first(const struct gj_acting *acting, const struct gj_premium *premium)
{
    struct gj_where where = {.area = premium->payer_area,
                             .day = gj_today(acting),
                             .scheme = GJ_SCHEME_EMPLOYEE,
                             .age_years = GJ_AGE_UNSAID};
    if (premium->relation != GJ_RELATION_SELF)
        return false;
    const struct gj_row *row = gj_find(acting->law, GJ_KEY_ACCOUNT_DRAW, &where, NULL);
    return row && !row->is_none && row->number == 0; /* current_first|carried_first */
}

/* Policy saw these very rows, so what it lets go is there. */
static void draw(struct gj_acting *acting, const struct paying *paying, gj_fen amount,
                 struct gj_premium *premium)
{
    if (premium->source == GJ_PAYER_WALLET) {
        struct gj_wallet *wallet = gj_change_wallet(acting, &paying->payer->wallet);
        wallet->balance_fen -= amount;
        premium->carried_fen = amount;
        GJ_MUST(wallet->balance_fen >= 0);
        return;
    }
    const struct gj_account *row = gj_side_account(paying->payer, premium->payer_area);
    GJ_MUST(row);
    struct gj_account *account = gj_change_account(acting, row);
    GJ_MUST(gj_account_balance(account) >= amount);
    if (current_first(acting, premium)) {
        premium->current_fen = gj_fen_min(amount, account->current_fen);
        premium->carried_fen = amount - premium->current_fen;
    } else {
        premium->carried_fen = gj_fen_min(amount, account->carried_fen);
        premium->current_fen = amount - premium->carried_fen;
    }
    account->carried_fen -= premium->carried_fen;
    account->current_fen -= premium->current_fen;
    acting->outcome->reply.balance_fen = gj_account_balance(account);
}

static void use_binding(struct gj_acting *acting, const struct paying *paying, gj_fen amount)
{
    if (!paying->binding)
        return;
    struct gj_binding *binding = gj_change_binding(acting, paying->binding);
    gj_binding_turn_year(binding, gj_this_year(acting));
    binding->used_fen += amount;
}

void gj_act_premium(struct gj_acting *acting)
{
    struct paying paying = {0};
    struct gj_premium premium;
    gj_fen amount = 0;
    if (!find_sides(acting, &paying) || !decide(acting, &paying, &premium, &amount) ||
        !payer_lets(acting, &paying, amount))
        return;
    draw(acting, &paying, amount, &premium);
    use_binding(acting, &paying, amount);
    gj_change_premium(acting, &premium);
    gj_entry_of_premium(&premium, &acting->outcome->entry);
    gj_seal_entry(acting);
    gj_grant(acting, GJ_OK_PREMIUM, premium.id, premium.area);
}
