/* Drawing the person's share of a bill: own accounts, wallet, bound payers. In come the claim's
   balances and the rules; out come the legs of the decision, each naming the compartments it takes
   money from. Whether somebody may pay is judged by the same checks as a question (gj_ask). */
#include "policy/fall.h"
#include "policy/heart.h"

#include "base/bug.h"

enum { NOBODY = 255 };

/* ---- judging ---- */

/* Adds the rows and keys that are not there yet, all or none. */
static bool merge_trace(struct gj_trace *into, const struct gj_trace *from)
{
    struct gj_trace merged = *into;
    for (int i = 0; i < from->count; i++) {
        int at = 0;
        while (at < merged.count && merged.rows[at] != from->rows[i])
            at++;
        if (at == GJ_TRACE_MAX)
            return false;
        merged.rows[at] = from->rows[i];
        merged.count = (uint8_t)(at == merged.count ? at + 1 : merged.count);
    }
    for (int i = 0; i < from->not_found_count; i++)
        gj_trace_not_found(&merged, (enum gj_key)from->not_found[i]);
    if (merged.full || from->full)
        return false;
    *into = merged;
    return true;
}

/* The rows by which somebody pays must fit. Those by which a payer gives nothing are kept while
   there is room: a bill is not refused for the sake of one who does not pay it, and `ask` tells
   everything about him. */
static void note(struct gj_fall *fall, const struct gj_trace *trace, bool gives)
{
    if (!merge_trace(&fall->decision->trace, trace) && gives)
        fall->decision->trace.full = true;
}

static gj_fen judge(struct gj_fall *fall, const struct gj_question *question, bool keep_trace)
{
    struct gj_reply_to_question reply;
    gj_ask(fall->law, question, &reply);
    bool may = reply.answer == GJ_ANSWER_ALLOW || reply.answer == GJ_ANSWER_PARTIAL;
    gj_fen can_give = may ? reply.can_give_fen : 0;
    GJ_MUST(can_give >= 0);
    if (keep_trace)
        note(fall, &reply.trace, can_give > 0);
    return gj_heart_min(can_give, GJ_FEN_MAX);
}

/* ---- legs ---- */

/* Takes `amount` from two compartments in their order. */
static void take(struct gj_leg *leg, const struct gj_party *party, gj_fen amount,
                 bool carried_first)
{
    gj_fen current = party->balance_fen - party->carried_fen;
    gj_fen holds[2] = {carried_first ? party->carried_fen : current,
                       carried_first ? current : party->carried_fen};
    gj_fen taken[2];
    gj_fen total = gj_heart_draw(holds, 2, amount, taken);
    GJ_MUST(total == amount);
    leg->carried_fen = taken[carried_first ? 0 : 1];
    leg->current_fen = taken[carried_first ? 1 : 0];
}

static struct gj_leg *add_leg(struct gj_fall *fall, enum gj_payer_kind kind, gj_area area)
{
    struct gj_decision *decision = fall->decision;
    GJ_MUST(decision->legs_count < GJ_LEGS_MAX);
    struct gj_leg *leg = &decision->legs[decision->legs_count++];
    leg->kind = (uint8_t)kind;
    leg->payer = NOBODY;
    leg->area = area;
    return leg;
}

/* ---- own accounts ---- */

/* Which compartment the holder spends first; carried-over money where nothing is said, since it can
   serve relatives and lapses never. */
static bool carried_first(struct gj_fall *fall)
{
    const struct gj_row *row =
        gj_find(fall->law, GJ_KEY_ACCOUNT_DRAW, &fall->where, &fall->decision->trace);
    return !row || row->is_none || row->number != 0; /* current_first|carried_first */
}

static bool has_money(const struct gj_party *party)
{
    return party->has_account && !party->frozen && party->balance_fen > 0;
}

/* An own account left in another area of the province pays by the home area's rules: what holds for
   the person holds for all of his accounts. */
static gj_fen own_can_give(struct gj_fall *fall, const struct gj_party *account)
{
    if (fall->claim->approved)
        return account->balance_fen;
    struct gj_question question;
    gj_question_of_claim(fall->claim, -1, fall->due_fen, &question);
    question.payer.has_account = account->has_account;
    question.payer.frozen = account->frozen;
    question.payer.balance_fen = account->balance_fen;
    question.payer.carried_fen = account->carried_fen;
    return gj_heart_min(judge(fall, &question, true), account->balance_fen);
}

/* Draws from one own account; `payer` is its index in the claim, NOBODY for the home area's. */
static void draw_own_account(struct gj_fall *fall, int payer)
{
    const struct gj_claim *claim = fall->claim;
    const struct gj_party *account = payer == NOBODY ? &claim->user : &claim->payers[payer].party;
    if (fall->due_fen == 0 || !has_money(account))
        return;
    gj_fen amount = gj_heart_min(fall->due_fen, own_can_give(fall, account));
    if (amount == 0)
        return;
    struct gj_leg *leg = add_leg(fall, GJ_PAYER_OWN, account->area);
    leg->payer = (uint8_t)payer;
    leg->person = payer == NOBODY ? 0 : claim->payers[payer].person;
    take(leg, account, amount, carried_first(fall));
    fall->decision->own_fen += amount;
    fall->due_fen -= amount;
}

void gj_draw_own(struct gj_fall *fall)
{
    draw_own_account(fall, NOBODY);
    for (int i = 0; i < fall->claim->payers_count; i++)
        if (fall->claim->payers[i].binding == 0)
            draw_own_account(fall, i);
}

/* ---- wallet ---- */

static gj_fen wallet_can_give(struct gj_fall *fall)
{
    const struct gj_claim *claim = fall->claim;
    if (claim->approved)
        return claim->user.wallet_fen;
    if (!claim->takes_wallet || !claim->user.wallet_open)
        return 0;
    struct gj_question question;
    gj_question_of_claim(claim, -2, fall->due_fen, &question);
    return gj_heart_min(judge(fall, &question, true), claim->user.wallet_fen);
}

void gj_draw_wallet(struct gj_fall *fall)
{
    if (fall->due_fen == 0 || fall->claim->user.wallet_fen <= 0)
        return;
    gj_fen amount = gj_heart_min(fall->due_fen, wallet_can_give(fall));
    if (amount == 0)
        return;
    add_leg(fall, GJ_PAYER_WALLET, fall->claim->user.area)->carried_fen = amount;
    fall->decision->wallet_fen += amount;
    fall->due_fen -= amount;
}

/* ---- bound payers ---- */

/* What a limit leaves, GJ_FEN_MAX where there is none. */
static gj_fen limit_left(struct gj_fall *fall, enum gj_key key, gj_area area, gj_fen used)
{
    struct gj_where where = fall->where;
    where.area = area;
    const struct gj_row *row = gj_find_limit(fall->law, key, 0, &where, &fall->decision->trace);
    return gj_heart_left(row && !row->is_none ? row->number : GJ_FEN_UNLIMITED, used);
}

/* What may be shared of an account whose eligibility is given: only money and limits count. */
static gj_fen approved_can_give(struct gj_fall *fall, const struct gj_claim_payer *payer,
                                gj_fen received)
{
    const struct gj_party *party = &payer->party;
    struct gj_where where = fall->where;
    where.area = party->area;
    const struct gj_row *money =
        gj_find(fall->law, GJ_KEY_AID_MONEY, &where, &fall->decision->trace);
    bool carried_only = money && !money->is_none && money->number == 1; /* all|carried_over */
    const struct gj_row *row =
        gj_find_limit(fall->law, GJ_KEY_AID_RESERVE, 0, &where, &fall->decision->trace);
    gj_fen reserve = row && !row->is_none ? row->number : 0;
    gj_fen give = gj_heart_left(party->balance_fen, reserve);
    give = gj_heart_min(give, carried_only ? party->carried_fen : GJ_FEN_MAX);
    give = gj_heart_min(give, gj_heart_left(payer->bond.limit_use_fen, 0));
    give = gj_heart_min(give, gj_heart_left(payer->bond.limit_year_fen, payer->bond.used_year_fen));
    gj_area home = fall->claim->where.area;
    gj_fen year = fall->claim->used.aid_fen + received;
    give = gj_heart_min(give, limit_left(fall, GJ_KEY_AID_LIMIT_USE, home, received));
    return gj_heart_min(give, limit_left(fall, GJ_KEY_AID_LIMIT_YEAR, home, year));
}

/* What a payer can give after `received` was given by others in this bill. */
static gj_fen payer_can_give(struct gj_fall *fall, int index, gj_fen received, bool keep_trace)
{
    const struct gj_claim *claim = fall->claim;
    const struct gj_claim_payer *payer = &claim->payers[index];
    if (payer->approved)
        return approved_can_give(fall, payer, received);
    struct gj_question question;
    gj_question_of_claim(claim, index, fall->due_fen, &question);
    question.limit_use_received_fen = received;
    question.limit_year_received_fen = claim->used.aid_fen + received;
    return gj_heart_min(judge(fall, &question, keep_trace), payer->party.balance_fen);
}

/* The payers of a claim in the order they pay. */
struct queue {
    int count;
    uint8_t payers[GJ_PAYERS_MAX];
    gj_fen can_give[GJ_PAYERS_MAX]; /* at the start of the bill, by index in the claim */
};

/* Rank first (none set: after all that have one), then the day bound, then the binding's number. */
static bool ranks_before(const struct gj_claim_payer *a, const struct gj_claim_payer *b)
{
    int a_rank = a->rank > 0 ? a->rank : INT16_MAX + 1;
    int b_rank = b->rank > 0 ? b->rank : INT16_MAX + 1;
    if (a_rank != b_rank)
        return a_rank < b_rank;
    if (a->bound_day != b->bound_day)
        return a->bound_day < b->bound_day;
    return a->binding < b->binding;
}

static bool comes_before(const struct gj_claim *claim, const struct queue *queue, bool by_balance,
                         int a, int b)
{
    if (!by_balance)
        return ranks_before(&claim->payers[a], &claim->payers[b]);
    if (queue->can_give[a] != queue->can_give[b])
        return queue->can_give[a] > queue->can_give[b];
    return claim->payers[a].binding < claim->payers[b].binding;
}

static void enqueue(const struct gj_claim *claim, struct queue *queue, bool by_balance, int payer)
{
    int at = queue->count++;
    for (; at > 0 && comes_before(claim, queue, by_balance, payer, queue->payers[at - 1]); at--)
        queue->payers[at] = queue->payers[at - 1];
    queue->payers[at] = (uint8_t)payer;
}

static void line_up(struct gj_fall *fall, struct queue *queue)
{
    const struct gj_claim *claim = fall->claim;
    const struct gj_row *row =
        gj_find(fall->law, GJ_KEY_AID_ORDER, &fall->where, &fall->decision->trace);
    bool by_balance = row && !row->is_none && row->number == 1; /* rank|balance_desc */
    queue->count = 0;
    for (int i = 0; i < claim->payers_count; i++) {
        if (claim->payers[i].binding == 0)
            continue;
        if (by_balance)
            queue->can_give[i] = payer_can_give(fall, i, 0, false);
        enqueue(claim, queue, by_balance, i);
    }
}

static void draw_payer(struct gj_fall *fall, int index)
{
    const struct gj_claim_payer *payer = &fall->claim->payers[index];
    struct gj_decision *decision = fall->decision;
    gj_fen can_give = payer_can_give(fall, index, decision->aid_fen, true);
    gj_fen amount = gj_heart_min(fall->due_fen, can_give);
    if (amount == 0)
        return;
    struct gj_leg *leg = add_leg(fall, GJ_PAYER_AID, payer->party.area);
    leg->payer = (uint8_t)index;
    leg->binding = payer->binding;
    leg->person = payer->person;
    /* Carried-over money first: this year's stays longer, and in areas that share carried-over
       money only, nothing else is within what the payer can give. */
    take(leg, &payer->party, amount, true);
    decision->aid_fen += amount;
    fall->due_fen -= amount;
}

static bool has_bound_payer(const struct gj_claim *claim)
{
    for (int i = 0; i < claim->payers_count; i++)
        if (claim->payers[i].binding != 0)
            return true;
    return false;
}

void gj_draw_aid(struct gj_fall *fall)
{
    if (fall->due_fen == 0 || !has_bound_payer(fall->claim))
        return;
    struct queue queue;
    line_up(fall, &queue);
    for (int i = 0; i < queue.count && fall->due_fen > 0; i++)
        draw_payer(fall, queue.payers[i]);
}
