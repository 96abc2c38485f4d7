/* Checks about the payment itself: limits, place, expense, money; the premium and the refund. */
#include <string.h>

#include "policy/asking.h"

static const struct gj_row *find(struct gj_asking *asking, enum gj_key key)
{
    return gj_find(asking->law, key, &asking->payer, &asking->reply->trace);
}

/* ---- limits ---- */

/* A limit clamps; one that leaves nothing is the reason for a no. */
static void clamp(struct gj_asking *asking, gj_fen *limit_fen, gj_fen left_fen,
                  enum gj_reason reason)
{
    gj_fen left = gj_fen_max(left_fen, 0);
    *limit_fen = gj_fen_min(*limit_fen, left);
    if (left == 0)
        gj_asking_fail(asking, reason);
}

static void limit_by_payer(struct gj_asking *asking, gj_fen left_fen)
{
    clamp(asking, &asking->set_limit_fen, left_fen, GJ_AID_AMOUNT_SET_BY_PAYER);
}

static void limit_by_row(struct gj_asking *asking, enum gj_key key, gj_fen received_fen,
                         enum gj_reason reason)
{
    const struct gj_row *row =
        gj_find_limit(asking->law, key, 0, &asking->payer, &asking->reply->trace);
    if (row && !row->is_none)
        clamp(asking, &asking->row_limit_fen, row->number - received_fen, reason);
}

void gj_check_limits(struct gj_asking *asking)
{
    const struct gj_question *q = asking->question;
    const struct gj_bond *bond = &q->bond;
    if (bond->uses != 0 && (bond->uses & UINT32_C(1) << q->expense) == 0)
        limit_by_payer(asking, 0);
    if (bond->limit_use_fen != GJ_FEN_UNLIMITED)
        limit_by_payer(asking, bond->limit_use_fen);
    if (bond->limit_year_fen != GJ_FEN_UNLIMITED)
        limit_by_payer(asking, bond->limit_year_fen - bond->used_year_fen);
    limit_by_row(asking, GJ_KEY_AID_LIMIT_USE, q->limit_use_received_fen, GJ_AID_LIMIT_TXN);
    limit_by_row(asking, GJ_KEY_AID_LIMIT_YEAR, q->limit_year_received_fen, GJ_AID_LIMIT_YEAR);
}

/* ---- place ---- */

static void care_in(struct gj_asking *asking)
{
    const struct gj_row *row = find(asking, GJ_KEY_AID_PLACE);
    gj_area care = asking->question->place.area, payer = asking->payer.area;
    if (!row || row->is_none || row->number == GJ_REACH_NATION || care == 0 || care == payer)
        return;
    if (!gj_same_province(care, payer))
        gj_asking_fail_with(asking, GJ_AREA_PROVINCE_ONLY, GJ_NEXT_OTHER_PLACE);
    else if (row->number == GJ_REACH_AREA)
        gj_asking_fail_with(asking, GJ_AREA_SAME_ONLY, GJ_NEXT_OTHER_PLACE);
}

void gj_check_place(struct gj_asking *asking)
{
    if (!asking->question->place.designated)
        gj_asking_fail(asking, GJ_PLACE_NOT_DESIGNATED);
    if (asking->tool == GJ_TOOL_WALLET && !asking->question->place.takes_wallet)
        gj_asking_fail(asking, GJ_PLACE_NO_WALLET);
    if (asking->tool == GJ_TOOL_BINDING)
        care_in(asking);
}

/* ---- expense ---- */

enum listed { ALWAYS, UNLESS_NO, IF_YES, FORBIDDEN, POOLED };

/* State Council office document 14 of 2021, section 2: care, drugs, devices and consumables are
   paid; public health, fitness, wellness and what is not medical never are. */
static enum listed listing(int expense)
{
    switch (expense) {
    case GJ_EXPENSE_OUTPATIENT:
    case GJ_EXPENSE_PHARMACY:
    case GJ_EXPENSE_DEVICE:
    case GJ_EXPENSE_CONSUMABLE:
    case GJ_EXPENSE_BELOW_DEDUCTIBLE:
        return ALWAYS;
    case GJ_EXPENSE_INPATIENT:
        return UNLESS_NO;
    case GJ_EXPENSE_PUBLIC_HEALTH:
    case GJ_EXPENSE_FITNESS:
    case GJ_EXPENSE_WELLNESS:
    case GJ_EXPENSE_HEALTH_PRODUCT:
    case GJ_EXPENSE_DAILY_GOODS:
        return FORBIDDEN;
    case GJ_EXPENSE_POOLED_SHARE:
        return POOLED;
    default:
        return IF_YES;
    }
}

static const struct gj_row *use(struct gj_asking *asking, int expense)
{
    return gj_find_of(asking->law, GJ_KEY_AID_USES, expense, &asking->payer, &asking->reply->trace);
}

static void listed(struct gj_asking *asking, int expense)
{
    const struct gj_row *row = use(asking, expense);
    bool yes = row && row->number == 1;
    bool no = row && row->number == 0;
    switch (listing(expense)) {
    case ALWAYS:
        break;
    case UNLESS_NO: /* the switch is about aid; the own account always pays inpatient care */
        if (no && !asking->self)
            gj_asking_fail(asking, GJ_EXPENSE_INPATIENT_EXCLUDED);
        break;
    case IF_YES:
        if (!row)
            gj_trace_not_found(&asking->reply->trace, GJ_KEY_AID_USES);
        if (!yes)
            gj_asking_fail(asking, GJ_EXPENSE_NOT_IN_AREA_LIST);
        break;
    case FORBIDDEN:
        gj_asking_fail(asking, GJ_EXPENSE_FORBIDDEN);
        break;
    case POOLED: /* shared money never stands in for the fund */
        gj_asking_fail(asking, GJ_EXPENSE_POOLED_PART);
        break;
    }
}

/* A wallet pays a resident premium everywhere; an account does where the list says so. */
void gj_check_expense(struct gj_asking *asking)
{
    int expense = asking->question->expense;
    bool premium_by_wallet =
        asking->tool == GJ_TOOL_WALLET && expense == GJ_EXPENSE_RESIDENT_PREMIUM;
    if (expense == GJ_EXPENSE_CASH)
        gj_asking_fail(asking, GJ_CASH_OUT_FORBIDDEN);
    else if (asking->question->kind == GJ_ASK_TRANSFER || premium_by_wallet)
        return; /* what a transfer will pay is judged when it pays */
    else
        listed(asking, expense);
}

/* ---- money ---- */

struct account {
    gj_fen balance, carried, reserve;
    bool carried_only;
};

static bool has_account(const struct gj_asking *asking)
{
    const struct gj_party *party = &asking->question->payer;
    return asking->question->approved ||
           (party->scheme == GJ_SCHEME_EMPLOYEE && party->has_account);
}

static struct account account_of(struct gj_asking *asking)
{
    const struct gj_party *party = &asking->question->payer;
    bool has = has_account(asking) && !asking->wallet_alone;
    struct account account = {.balance = has ? party->balance_fen : 0,
                              .carried = party->carried_fen};
    if (asking->self)
        return account;
    const struct gj_row *money = find(asking, GJ_KEY_AID_MONEY);
    account.carried_only = money && !money->is_none && money->number == GJ_MONEY_CARRIED_OVER;
    const struct gj_row *reserve =
        gj_find_limit(asking->law, GJ_KEY_AID_RESERVE, 0, &asking->payer, &asking->reply->trace);
    account.reserve = reserve && !reserve->is_none ? reserve->number : 0;
    return account;
}

static gj_fen account_room(const struct account *account)
{
    gj_fen room = gj_fen_max(account->balance - account->reserve, 0);
    return account->carried_only ? gj_fen_min(room, account->carried) : room;
}

/* Why an account cannot give `need`, in the order balance, locked money, floor. */
static enum gj_reason shortage(const struct account *account, gj_fen need)
{
    if (account->balance < need)
        return GJ_PAYER_BALANCE_SHORT;
    if (account->carried_only && account->carried < need)
        return GJ_CURRENT_YEAR_MONEY_LOCKED;
    return GJ_PAYER_RESERVE_FLOOR;
}

/* One's own wallet pays from itself. For a relative the account stands behind the wallet: a bill
   may take both, a single transfer comes from one of them. */
static gj_fen with_wallet(const struct gj_asking *asking, gj_fen account_fen)
{
    gj_fen wallet = asking->question->payer.wallet_fen;
    if (asking->tool != GJ_TOOL_WALLET)
        return account_fen;
    if (asking->self && asking->question->kind != GJ_ASK_TRANSFER)
        return wallet;
    if (asking->question->kind == GJ_ASK_PAY)
        return gj_fen_min(account_fen + wallet, GJ_FEN_MAX);
    return gj_fen_max(account_fen, wallet);
}

static bool is_whole_or_deny(const struct gj_asking *asking)
{
    return asking->question->kind == GJ_ASK_TRANSFER || asking->question->kind == GJ_ASK_PREMIUM;
}

/* Cash pays the rest of a bill; what goes whole or not at all has no rest. Less may be sent, if there
   is anything. */
static void lacks(struct gj_asking *asking, enum gj_reason reason)
{
    enum gj_reason next = gj_asking_word(asking, reason);
    if (next == GJ_NEXT_PAY_CASH && is_whole_or_deny(asking))
        next = asking->question->kind == GJ_ASK_TRANSFER && asking->room_fen > 0
                   ? GJ_NEXT_SMALLER_AMOUNT
                   : GJ_REASON_NONE;
    gj_asking_fail_with(asking, reason, next);
}

static void judge_money(struct gj_asking *asking)
{
    if (asking->tool != GJ_TOOL_WALLET && !has_account(asking))
        return; /* refused already; how much it lacks makes no sense */
    bool needs_account = !(asking->self && asking->tool == GJ_TOOL_WALLET &&
                           asking->question->kind != GJ_ASK_TRANSFER);
    struct account account = {0};
    if (needs_account)
        account = account_of(asking);
    asking->room_fen = with_wallet(asking, account_room(&account));
    asking->later_fen = with_wallet(asking, gj_fen_max(account.balance - account.reserve, 0));
    gj_fen need = is_whole_or_deny(asking) ? asking->amount_fen : asking->amount_fen > 0 ? 1 : 0;
    if (asking->room_fen < need)
        lacks(asking, shortage(&account, need));
    else if (asking->room_fen < asking->amount_fen)
        asking->is_short = shortage(&account, asking->amount_fen) != GJ_CURRENT_YEAR_MONEY_LOCKED;
}

/* The premium of the year stands in the row of the area where the relative enrols. Without a row
   only an account that covers any premium passes. */
static void judge_premium(struct gj_asking *asking)
{
    find(asking, GJ_KEY_PREMIUM_WHOLE); /* cited; a premium is whole in any case */
    if (asking->question->amount_fen != GJ_FEN_UNSAID) {
        judge_money(asking);
        return;
    }
    struct gj_where where = asking->user;
    where.scheme = GJ_SCHEME_RESIDENT;
    const struct gj_row *row =
        gj_find(asking->law, GJ_KEY_PREMIUM_AMOUNT, &where, &asking->reply->trace);
    asking->amount_fen = row ? row->number : 0;
    if (!row)
        gj_trace_not_found(&asking->reply->trace, GJ_KEY_PREMIUM_AMOUNT);
    if (!row && asking->question->payer.balance_fen < GJ_FEN_AMPLE)
        gj_asking_unknown(asking, GJ_KEY_PREMIUM_AMOUNT);
    else
        judge_money(asking);
}

void gj_check_money(struct gj_asking *asking)
{
    bool says_zero = asking->question->amount_fen == 0;
    if (is_whole_or_deny(asking) && says_zero)
        gj_asking_fail(asking, GJ_AMOUNT_ZERO);
    if (asking->question->kind == GJ_ASK_PREMIUM)
        judge_premium(asking);
    else
        judge_money(asking);
}

/* ---- premium and refund ---- */

/* SPAN holds first * 10000 + last, both month * 100 + day, both included; over the new year where
   the first is the later. */
static bool is_in_span(int64_t span, gj_day day)
{
    struct gj_civil civil = gj_day_civil(day);
    int64_t now = civil.month * 100 + civil.day, first = span / 10000, last = span % 10000;
    if (first <= last)
        return now >= first && now <= last;
    return now >= first || now <= last;
}

/* A newborn may be enrolled outside the window, up to an age in days, and is covered from birth. */
static bool is_newborn(struct gj_asking *asking, const struct gj_where *where)
{
    int32_t age = asking->question->waiting.newborn_age_days;
    if (age < 0)
        return false;
    const struct gj_row *days =
        gj_find(asking->law, GJ_KEY_WAITING_NEWBORN_DAYS, where, &asking->reply->trace);
    return days && !days->is_none && age <= days->number;
}

void gj_check_premium(struct gj_asking *asking)
{
    const struct gj_question *q = asking->question;
    if (q->premium.scheme != GJ_SCHEME_RESIDENT)
        gj_asking_fail(asking, GJ_PREMIUM_SCHEME_WRONG);
    struct gj_where where = asking->user;
    where.scheme = GJ_SCHEME_RESIDENT;
    const struct gj_row *window =
        gj_find(asking->law, GJ_KEY_PREMIUM_WINDOW, &where, &asking->reply->trace);
    bool outside = window && !window->is_none && !is_in_span(window->number, asking->day);
    if ((!q->premium.in_window || outside) && !is_newborn(asking, &where))
        gj_asking_fail(asking, GJ_PREMIUM_WINDOW_CLOSED);
    if (q->premium.already_paid)
        gj_asking_fail(asking, GJ_DUPLICATE_PREMIUM);
    if (asking->tool == GJ_TOOL_BINDING)
        listed(asking, GJ_EXPENSE_RESIDENT_PREMIUM);
}

void gj_check_refund(struct gj_asking *asking)
{
    if (asking->question->refund.asked_fen > asking->question->refund.paid_fen)
        gj_asking_fail(asking, GJ_REFUND_OVER_ORIGINAL);
}
