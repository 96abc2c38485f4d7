/* Makes questions: one with every fact at its favourable value, and the one that a payer of a bill
   amounts to. */
#include <string.h>

#include "base/bug.h"
#include "policy/asking.h"

static void favourable_party(struct gj_party *party, enum gj_scheme scheme)
{
    party->scheme = (uint8_t)scheme;
    party->status = GJ_STATUS_NORMAL;
    party->working = GJ_WORKING;
    party->tier = 1;
    party->has_account = party->wallet_open = true;
    party->age_years = GJ_AGE_UNSAID;
    party->suspended_until = GJ_DAY_NONE;
    party->balance_fen = party->carried_fen = GJ_FEN_AMPLE;
}

static void favourable_bond(struct gj_bond *bond)
{
    bond->state = GJ_BINDING_ACTIVE;
    bond->proven = bond->promise = true;
    bond->months = INT16_MAX;
    bond->limit_use_fen = bond->limit_year_fen = GJ_FEN_UNLIMITED;
}

/* A month count that no rule can ask for more than. */
enum { LONG_ENOUGH = INT16_MAX };

static void favourable_life(struct gj_question *question)
{
    question->filing.kind = GJ_FILING_LONG_TERM;
    question->filing.filed = question->waiting.enrolled = GJ_DAY_NONE;
    question->filing.validity_months = GJ_UNSAID;
    question->waiting.in_window = question->waiting.repaid = true;
    question->waiting.newborn_age_days = GJ_UNSAID;
    question->move.receiver = question->move.record_matches = true;
    question->withdraw.ground = GJ_GROUND_DEATH;
    question->withdraw.proof = true;
    question->maternity.months = LONG_ENOUGH;
    question->maternity.repaired_proof = true;
    question->maternity.scheme = GJ_SCHEME_EMPLOYEE;
    question->lifetime.sex = GJ_SEX_FEMALE;
    question->lifetime.years = INT64_C(1000000) * LONG_ENOUGH;
}

void gj_question_favourable(struct gj_question *question_out)
{
    memset(question_out, 0, sizeof *question_out);
    question_out->kind = GJ_ASK_PAY;
    question_out->tool = GJ_TOOL_ANY;
    question_out->relation = GJ_RELATION_PARENT;
    question_out->expense = GJ_EXPENSE_OUTPATIENT;
    question_out->amount_fen = GJ_FEN_UNSAID;
    favourable_party(&question_out->payer, GJ_SCHEME_EMPLOYEE);
    favourable_party(&question_out->user, GJ_SCHEME_RESIDENT);
    favourable_bond(&question_out->bond);
    question_out->place.kind = GJ_PLACE_KIND_HOSPITAL;
    question_out->place.credential = GJ_CREDENTIAL_OWN;
    question_out->place.designated = question_out->place.takes_wallet = true;
    question_out->premium.scheme = GJ_SCHEME_RESIDENT;
    question_out->premium.in_window = true;
    favourable_life(question_out);
}

enum gj_expense gj_expense_of_care(int care)
{
    switch (care) {
    case GJ_CARE_INPATIENT:
        return GJ_EXPENSE_INPATIENT;
    case GJ_CARE_PHARMACY:
        return GJ_EXPENSE_PHARMACY;
    default:
        return GJ_EXPENSE_OUTPATIENT;
    }
}

static void ask_about_self(struct gj_question *q, enum gj_ask kind, enum gj_tool tool,
                           const struct gj_party *party)
{
    q->kind = (uint8_t)kind;
    q->tool = (uint8_t)tool;
    q->relation = GJ_RELATION_SELF;
    q->payer = *party;
}

static void ask_about_payer(struct gj_question *q, const struct gj_claim_payer *payer)
{
    if (payer->binding == 0) {
        /* An account left behind by a move inside the province stays usable although the enrolment
           there has ended. */
        ask_about_self(q, GJ_ASK_OWN, GJ_TOOL_OWN, &payer->party);
        q->payer.status = GJ_STATUS_NORMAL;
        return;
    }
    q->kind = GJ_ASK_PAY;
    q->tool = GJ_TOOL_BINDING;
    q->relation = payer->relation;
    q->payer = payer->party;
    q->bond = payer->bond;
}

void gj_question_of_claim(const struct gj_claim *claim, int payer, gj_fen amount_fen,
                          struct gj_question *question_out)
{
    GJ_MUST(payer >= -2 && payer < claim->payers_count);
    gj_question_favourable(question_out);
    struct gj_question *q = question_out;
    q->at = claim->now;
    q->expense = (uint8_t)gj_expense_of_care(claim->care);
    q->amount_fen = amount_fen;
    q->user = claim->user;
    q->place.area = claim->care_area;
    q->place.kind = claim->place_kind;
    q->place.designated = claim->designated;
    q->place.takes_wallet = claim->takes_wallet;
    q->limit_year_received_fen = claim->used.aid_fen;
    if (payer == -1)
        ask_about_self(q, GJ_ASK_OWN, GJ_TOOL_OWN, &claim->user);
    else if (payer == -2)
        ask_about_self(q, GJ_ASK_PAY, GJ_TOOL_WALLET, &claim->user);
    else
        ask_about_payer(q, &claim->payers[payer]);
    q->approved = payer >= 0 && claim->payers[payer].approved;
}
