/* Drawing the person's share of a bill: own accounts, wallet, bound payers. In come the claim's
   balances and the rules; out come the legs of the decision, each naming the compartments it takes
   money from. Whether somebody may pay is judged by the same checks as a question (gj_ask). */
#include "policy/asking.h"
#include "policy/fall.h"
#include "policy/heart.h"
#include "policy/sane.h"

#include "base/bug.h"

enum { NOBODY = 255 };

/* What the relative has received from bound payers before somebody is asked. */
struct received {
    gj_fen in_bill_fen, in_year_fen;
};

/* ---- giving ---- */

static bool counts_fit(const struct gj_giving *giving, const struct gj_bond *bond)
{
    return bond->payer_active <= giving->active_max &&
           bond->same_relation_active <= giving->same_relation_max &&
           bond->payer_distinct_ever <= giving->distinct_max &&
           bond->user_other_payers + 1 <= giving->payers_max;
}

static gj_fen limit_of_bond(const struct gj_bond *bond, int care)
{
    gj_fen limit = GJ_FEN_MAX;
    if (bond->uses != 0 && (bond->uses & UINT32_C(1) << gj_expense_of_care(care)) == 0)
        return 0;
    if (bond->limit_use_fen != GJ_FEN_UNLIMITED)
        limit = gj_fen_min(limit, bond->limit_use_fen);
    if (bond->limit_year_fen != GJ_FEN_UNLIMITED)
        limit = gj_fen_min(limit, bond->limit_year_fen - bond->used_year_fen);
    return limit;
}

static gj_fen room_of(const struct gj_giving *giving, const struct gj_party *party)
{
    gj_fen room = party->balance_fen - giving->reserve_fen;
    return giving->carried_only ? gj_fen_min(room, party->carried_fen) : room;
}

/* What a giver can give at most by his plan; the same as gj_ask says. */
GJ_INLINE gj_fen give_by_plan(const struct gj_giving *giving, const struct gj_claim *claim,
                              int payer, struct received received)
{
    if (!giving->gives)
        return 0;
    if (payer == GJ_GIVER_WALLET)
        return claim->user.wallet_fen;
    if (payer == GJ_GIVER_OWN)
        return claim->user.balance_fen;
    const struct gj_claim_payer *from = &claim->payers[payer];
    if (from->binding == 0)
        return from->party.balance_fen;
    if (!from->approved && !counts_fit(giving, &from->bond))
        return 0;
    gj_fen give =
        gj_fen_min(room_of(giving, &from->party), limit_of_bond(&from->bond, claim->care));
    if (giving->limit_use_fen != GJ_FEN_UNLIMITED)
        give = gj_fen_min(give, giving->limit_use_fen - received.in_bill_fen);
    if (giving->limit_year_fen != GJ_FEN_UNLIMITED)
        give = gj_fen_min(give, giving->limit_year_fen - received.in_year_fen);
    return gj_fen_max(give, 0);
}

/* ---- judging ---- */

/* Far below any limit: asks what a payer could give by himself, whatever the relative may receive.
 */
static const struct received nothing_counts = {-GJ_FEN_MAX, -GJ_FEN_MAX};

static struct received received_so_far(const struct gj_fall *fall)
{
    gj_fen in_bill = fall->decision->aid_fen;
    return (struct received){in_bill, fall->claim->used.aid_fen + in_bill};
}

/* Asks in full, as `ask` does. */
static gj_fen asked_to_give(struct gj_fall *fall, int payer, struct received received, bool noted)
{
    struct gj_question question;
    gj_question_of_claim(fall->claim, payer, fall->due_fen, &question);
    question.limit_use_received_fen = received.in_bill_fen;
    question.limit_year_received_fen = received.in_year_fen;
    question.approved |= payer < 0 && fall->claim->approved;
    struct gj_reply_to_question reply;
    gj_ask(fall->law, &question, &reply);
    bool may = reply.answer == GJ_ANSWER_ALLOW || reply.answer == GJ_ANSWER_PARTIAL;
    gj_fen give = may ? reply.can_give_fen : 0;
    GJ_MUST(give >= 0);
    bool must_fit = give > 0 || reply.reason == GJ_TRACE_TOO_LONG;
    if (noted)
        gj_fall_write(fall, &(struct gj_trail_step){.rows = &reply.trace, .must_fit = must_fit});
    return gj_heart_min(give, GJ_FEN_MAX);
}

/* What was found about somebody, or NULL: `payer` is his index in the claim, or GJ_GIVER_OWN, or
   GJ_GIVER_WALLET. */
GJ_INLINE const struct gj_giving *giving_of(const struct gj_fall *fall, int payer)
{
    if (!fall->plan)
        return NULL;
    return payer == GJ_GIVER_OWN ? &fall->plan->own
                                 : gj_plan_giver(fall->law, fall->claim, fall->day, payer);
}

/* What he can give. Notes the rows unless the answer only serves the order. Those by which somebody
   pays must fit. Those by which a payer gives nothing are kept while there is room: a bill is not
   refused for the sake of one who does not pay it, and `ask` tells everything about him. */
GJ_INLINE gj_fen can_give(struct gj_fall *fall, int payer, struct received received, bool noted)
{
    const struct gj_giving *giving = giving_of(fall, payer);
    if (!giving || giving->too_long)
        return asked_to_give(fall, payer, received, noted);
    gj_fen give = give_by_plan(giving, fall->claim, payer, received);
    if (noted)
        gj_fall_note(fall, &giving->steps[give > 0], giving->steps[0].room);
    return gj_heart_min(give, GJ_FEN_MAX);
}

/* ---- legs ---- */

/* Takes `amount` from two compartments in their order. */
GJ_INLINE void take(struct gj_leg *leg, const struct gj_party *party, gj_fen amount,
                    bool carried_first)
{
    gj_fen current = party->balance_fen - party->carried_fen;
    gj_fen holds[2] = {carried_first ? party->carried_fen : current,
                       carried_first ? current : party->carried_fen};
    gj_fen taken[2];
    gj_fen total = gj_heart_draw(holds, 2, amount, taken);
    GJ_MUST(total == amount);
    leg->carried_fen = carried_first ? taken[0] : taken[1];
    leg->current_fen = carried_first ? taken[1] : taken[0];
}

GJ_INLINE struct gj_leg *add_leg(struct gj_fall *fall, enum gj_payer_kind kind, gj_area area)
{
    struct gj_decision *decision = fall->decision;
    GJ_MUST(decision->legs_count < GJ_LEGS_MAX);
    struct gj_leg *leg = &decision->legs[decision->legs_count++];
    *leg = (struct gj_leg){.kind = (uint8_t)kind, .payer = NOBODY, .area = area};
    return leg;
}

/* ---- own accounts ---- */

/* Which compartment the holder spends first. Where nothing is said, carried-over money: the
   project's choice, which empties the older compartment first. */
GJ_INLINE bool carried_first(struct gj_fall *fall)
{
    int32_t says = gj_fall_choice(fall, GJ_CHOICE_ACCOUNT_DRAW, true);
    return says != 0; /* current_first|carried_first */
}

/* Draws from one own account: the home area's (GJ_GIVER_OWN), or one left in another area of the
   province, by its index in the claim. */
GJ_INLINE void draw_own_account(struct gj_fall *fall, int payer)
{
    const struct gj_claim *claim = fall->claim;
    const struct gj_party *account =
        payer == GJ_GIVER_OWN ? &claim->user : &claim->payers[payer].party;
    if (fall->due_fen == 0 || account->balance_fen == 0)
        return;
    GJ_MUST(gj_party_is_sane(account));
    gj_fen amount = gj_heart_min(fall->due_fen, can_give(fall, payer, received_so_far(fall), true));
    if (amount == 0)
        return;
    struct gj_leg *leg = add_leg(fall, GJ_PAYER_OWN, account->area);
    leg->payer = payer == GJ_GIVER_OWN ? NOBODY : (uint8_t)payer;
    leg->person = payer == GJ_GIVER_OWN ? 0 : claim->payers[payer].person;
    take(leg, account, amount, carried_first(fall));
    fall->decision->own_fen += amount;
    fall->due_fen -= amount;
}

/* The own account with the lowest area code above `after`, or -1: a claim's payers stand in no
   particular order, but the same facts must give the same split. */
static int next_left_behind(const struct gj_claim *claim, gj_area after)
{
    int next = -1;
    for (int i = 0; i < claim->payers_count; i++) {
        const struct gj_claim_payer *payer = &claim->payers[i];
        if (payer->binding == 0 && payer->party.area > after &&
            (next < 0 || payer->party.area < claim->payers[next].party.area))
            next = i;
    }
    return next;
}

static void draw_left_behind(struct gj_fall *fall)
{
    const struct gj_claim *claim = fall->claim;
    for (int i = next_left_behind(claim, 0); i >= 0;
         i = next_left_behind(claim, claim->payers[i].party.area))
        draw_own_account(fall, i);
}

GJ_INLINE void draw_own(struct gj_fall *fall)
{
    draw_own_account(fall, GJ_GIVER_OWN);
    if (fall->due_fen != 0)
        draw_left_behind(fall);
}

/* ---- wallet ---- */

GJ_INLINE void draw_wallet(struct gj_fall *fall)
{
    const struct gj_claim *claim = fall->claim;
    bool usable = claim->approved || (claim->takes_wallet && claim->user.wallet_open);
    if (fall->due_fen == 0 || claim->user.wallet_fen == 0 || !usable)
        return;
    gj_fen amount =
        gj_heart_min(fall->due_fen, can_give(fall, GJ_GIVER_WALLET, received_so_far(fall), true));
    if (amount == 0)
        return;
    add_leg(fall, GJ_PAYER_WALLET, claim->user.area)->carried_fen = amount;
    fall->decision->wallet_fen += amount;
    fall->due_fen -= amount;
}

/* ---- bound payers ---- */

/* The payers of a claim in the order they pay. */
struct queue {
    int count;
    uint8_t payers[GJ_PAYERS_MAX];
    gj_fen can_give[GJ_PAYERS_MAX]; /* each by himself at the start of the bill, by index in the
                                       claim; what the relative may receive ranks nobody */
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

/* By himself, at the start of the bill. */
static gj_fen gives_alone(struct gj_fall *fall, int payer)
{
    return can_give(fall, payer, nothing_counts, false);
}

static void line_up(struct gj_fall *fall, struct queue *queue)
{
    const struct gj_claim *claim = fall->claim;
    bool by_balance = gj_fall_choice(fall, GJ_CHOICE_AID_ORDER, true) == 1; /* rank|balance_desc */
    queue->count = 0;
    for (int i = 0; i < claim->payers_count; i++) {
        if (claim->payers[i].binding == 0)
            continue;
        if (by_balance)
            queue->can_give[i] = gives_alone(fall, i);
        enqueue(claim, queue, by_balance, i);
    }
}

static void draw_payer(struct gj_fall *fall, int index)
{
    const struct gj_claim_payer *payer = &fall->claim->payers[index];
    struct gj_decision *decision = fall->decision;
    GJ_MUST(gj_party_is_sane(&payer->party));
    gj_fen amount = gj_heart_min(fall->due_fen, can_give(fall, index, received_so_far(fall), true));
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

GJ_APART void draw_aid(struct gj_fall *fall)
{
    struct queue queue;
    line_up(fall, &queue);
    for (int i = 0; i < queue.count && fall->due_fen > 0; i++)
        draw_payer(fall, queue.payers[i]);
}

/* ---- all of them ---- */

/* The wallet pays after the own account unless a row says otherwise. */
static bool wallet_is_first(struct gj_fall *fall)
{
    if (fall->claim->user.wallet_fen == 0)
        return false;
    return gj_fall_choice(fall, GJ_CHOICE_WALLET_RANK, true) == 0; /* before_own|after_own */
}

void gj_draw(struct gj_fall *fall)
{
    bool wallet_first = wallet_is_first(fall);
    if (wallet_first)
        draw_wallet(fall);
    draw_own(fall);
    if (!wallet_first)
        draw_wallet(fall);
    if (fall->due_fen != 0 && has_bound_payer(fall->claim))
        draw_aid(fall);
}
