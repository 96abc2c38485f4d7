/* Checks of the questions about one person's courses: benefit after a wait, care elsewhere, a move, a
   withdrawal, birth, lifetime; and whether a figure keeps the bounds set above an area. */
#include <string.h>

#include "policy/asking.h"
#include "policy/calc.h"
#include "policy/frozen.h"

static const struct gj_row *find(struct gj_asking *asking, enum gj_key key)
{
    return gj_find(asking->law, key, &asking->about, &asking->reply->trace);
}

/* A row that is only shown: the answer does not hang on it. */
static void show(struct gj_asking *asking, enum gj_key key)
{
    if (!find(asking, key))
        gj_trace_not_found(&asking->reply->trace, key);
}

/* ---- who, where ---- */

void gj_check_subject_suspended(struct gj_asking *asking)
{
    gj_asking_suspended(asking, asking->subject);
}

/* The key that the question needs first stands for all of an unknown area's. */
static enum gj_key first_key(const struct gj_question *q)
{
    switch ((enum gj_ask)q->kind) {
    case GJ_ASK_FILING:
        return GJ_KEY_FILING_MONTHS;
    case GJ_ASK_MOVE:
    case GJ_ASK_MOVE_BALANCE:
        return GJ_KEY_MOVE_BALANCE_IN_PROVINCE;
    case GJ_ASK_WITHDRAW:
        return GJ_KEY_WITHDRAW_GROUNDS;
    case GJ_ASK_MATERNITY:
        return GJ_KEY_MATERNITY_MONTHS_MIN;
    case GJ_ASK_LIFETIME:
        return q->lifetime.sex == GJ_SEX_MALE ? GJ_KEY_LIFETIME_YEARS_MALE
                                              : GJ_KEY_LIFETIME_YEARS_FEMALE;
    case GJ_ASK_BOUNDS:
        return (enum gj_key)q->bounds.key;
    default:
        return GJ_KEY_WAITING_FIXED_MONTHS;
    }
}

void gj_check_subject_area(struct gj_asking *asking)
{
    const struct gj_question *q = asking->question;
    bool moves = q->kind == GJ_ASK_MOVE || q->kind == GJ_ASK_MOVE_BALANCE;
    if (!gj_law_knows(asking->law, asking->about.area, asking->day) ||
        (moves && !gj_law_knows(asking->law, asking->user.area, asking->day)))
        gj_asking_unknown(asking, first_key(q));
}

/* The pooled benefit belongs to those whose enrolment is normal. */
void gj_check_insured(struct gj_asking *asking)
{
    if (asking->subject->scheme == GJ_SCHEME_NONE)
        gj_asking_fail(asking, GJ_USER_NOT_INSURED);
    else if (asking->subject->status != GJ_STATUS_NORMAL)
        gj_asking_fail(asking, GJ_USER_NOT_ACTIVE);
}

void gj_check_account(struct gj_asking *asking)
{
    const struct gj_party *party = asking->subject;
    if (party->scheme != GJ_SCHEME_EMPLOYEE || !party->has_account)
        gj_asking_fail(asking, GJ_PAYER_NO_ACCOUNT);
    if (party->frozen)
        gj_asking_fail(asking, GJ_PAYER_ACCOUNT_FROZEN);
}

/* ---- waiting ---- */

static int32_t waiting_months(struct gj_asking *asking)
{
    const struct gj_question *q = asking->question;
    struct gj_waiting_facts facts = {.in_window = q->waiting.in_window,
                                     .repaid = q->waiting.repaid,
                                     .gap_years = q->waiting.gap_years,
                                     .repaired_years = q->waiting.repaired_years,
                                     .break_months = q->waiting.break_months,
                                     .newborn_age_days = q->waiting.newborn_age_days};
    struct gj_calc calc;
    gj_calc_begin(&calc, asking->law, &asking->about);
    calc.trace = asking->reply->trace;
    int32_t months = gj_waiting_months(&calc, &facts);
    asking->reply->trace = calc.trace;
    for (int i = 0; i < calc.missing_count && months < 0; i++)
        gj_asking_unknown(asking, (enum gj_key)calc.missing[i].key);
    return months;
}

void gj_check_waiting(struct gj_asking *asking)
{
    gj_day enrolled = asking->question->waiting.enrolled;
    if (asking->subject->scheme == GJ_SCHEME_NONE)
        return; /* refused already */
    int32_t months = waiting_months(asking);
    if (months < 0 || enrolled == GJ_DAY_NONE)
        return;
    gj_day until = gj_waiting_until(enrolled, months);
    if (asking->day >= until)
        return;
    gj_asking_fail(asking, GJ_WAITING_PERIOD);
    gj_asking_wait(asking, until);
}

/* ---- care elsewhere ---- */

/* How long a filing made on its day holds: what was said of it, or the area's months. Where the area's
   are not known the nation's least still holds (medical insurance document 22 of 2022). */
static void check_validity(struct gj_asking *asking)
{
    const struct gj_question *q = asking->question;
    gj_day filed = q->filing.filed;
    int64_t months = q->filing.validity_months;
    const struct gj_row *row = NULL;
    if (months < 0 && (row = find(asking, GJ_KEY_FILING_MONTHS)) != NULL)
        months = row->number;
    if (filed == GJ_DAY_NONE)
        return;
    if (asking->day < filed) {
        gj_asking_fail(asking, GJ_FILING_MISSING);
        return;
    }
    if (months >= 0) {
        if (asking->day >= gj_waiting_until(filed, (int32_t)months))
            gj_asking_fail(asking, GJ_FILING_EXPIRED);
        return;
    }
    const struct gj_row *least = find(asking, GJ_KEY_BOUND_FILING_MONTHS_MIN);
    if (!least || asking->day >= gj_waiting_until(filed, (int32_t)least->number))
        gj_asking_unknown(asking, GJ_KEY_FILING_MONTHS);
}

/* An emergency counts as filed; a long-term filing holds until it is changed. */
void gj_check_filing(struct gj_asking *asking)
{
    const struct gj_question *q = asking->question;
    gj_area care = q->place.area, home = asking->about.area;
    bool at_home = care != 0 && (home == 0 || gj_area_lies_in(care, home));
    enum gj_filing kind = (enum gj_filing)q->filing.kind;
    if (kind == GJ_FILING_NONE) {
        if (!at_home)
            gj_asking_fail(asking, GJ_FILING_MISSING);
        return;
    }
    show(asking, gj_filing_cut_key(kind)); /* what the filing costs */
    if (kind == GJ_FILING_LONG_TERM) {
        if (q->filing.filed != GJ_DAY_NONE && asking->day < q->filing.filed)
            gj_asking_fail(asking, GJ_FILING_MISSING);
    } else if (kind != GJ_FILING_EMERGENCY) {
        check_validity(asking);
    }
}

/* ---- moves and withdrawals ---- */

/* The enrolment moves when the old place is paid up and the new one takes it with the same data. */
void gj_check_move(struct gj_asking *asking)
{
    const struct gj_question *q = asking->question;
    if (q->payer.scheme == GJ_SCHEME_NONE)
        gj_asking_fail(asking, GJ_ENROLMENT_MISSING);
    if (q->move.arrears || q->payer.status == GJ_STATUS_ARREARS)
        gj_asking_fail(asking, GJ_TRANSFER_ARREARS);
    if (!q->move.receiver)
        gj_asking_fail(asking, GJ_TRANSFER_NO_RECEIVER);
    if (!q->move.record_matches)
        gj_asking_fail(asking, GJ_TRANSFER_RECORD_MISMATCH);
    if (q->move.enrolled_twice)
        gj_asking_fail(asking, GJ_DUPLICATE_ENROLMENT);
    bool inside = gj_same_province(q->payer.area, q->user.area);
    if (q->kind == GJ_ASK_MOVE) /* what becomes of the balance */
        show(asking, inside ? GJ_KEY_MOVE_BALANCE_IN_PROVINCE : GJ_KEY_MOVE_BALANCE_ACROSS);
}

void gj_check_balance(struct gj_asking *asking)
{
    const struct gj_question *q = asking->question;
    enum gj_key key = gj_same_province(q->payer.area, q->user.area)
                          ? GJ_KEY_MOVE_BALANCE_IN_PROVINCE
                          : GJ_KEY_MOVE_BALANCE_ACROSS;
    const struct gj_row *row = find(asking, key);
    if (!row)
        gj_asking_unknown(asking, key);
    else if (row->number == 0) /* stays|moves */
        gj_asking_fail(asking, GJ_TRANSFER_BALANCE_STAYS);
}

static bool list_has(const char *list, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = list; (at = strstr(at, word)) != NULL; at += length) {
        bool begins = at == list || at[-1] == ',' || at[-1] == ' ';
        if (begins && (at[length] == '\0' || at[length] == ','))
            return true;
    }
    return false;
}

/* A row lists the grounds, such as "death,emigration"; heirs prove that they are. */
void gj_check_withdrawal(struct gj_asking *asking)
{
    const struct gj_question *q = asking->question;
    const struct gj_row *row = find(asking, GJ_KEY_WITHDRAW_GROUNDS);
    if (!row) {
        gj_asking_unknown(asking, GJ_KEY_WITHDRAW_GROUNDS);
        return;
    }
    const struct gj_policy *policy = asking->law->policy;
    if (asking->law->rules && (asking->law->rules->params[GJ_KEY_WITHDRAW_GROUNDS] & 1))
        policy = asking->law->rules;
    const char *grounds = row->is_none ? "" : gj_policy_text(policy, (uint32_t)row->number);
    bool death = q->withdraw.ground == GJ_GROUND_DEATH;
    if (q->withdraw.ground == GJ_GROUND_NONE ||
        !list_has(grounds, gj_word(GJ_WORDS_OF_GROUND, q->withdraw.ground)))
        gj_asking_fail(asking, GJ_WITHDRAW_NOT_ELIGIBLE);
    else if (!q->withdraw.proof)
        gj_asking_fail(asking, death ? GJ_HEIR_PROOF_MISSING : GJ_WITHDRAW_NOT_ELIGIBLE);
}

/* ---- birth and lifetime ---- */

/* Months of a break that were paid later count where a row says so, with proof, up to so many. */
static int64_t months_paid(struct gj_asking *asking, int64_t least, bool *is_unknown)
{
    const struct gj_question *q = asking->question;
    int64_t months = q->maternity.months;
    if (months >= least || q->maternity.repaired_months == 0)
        return months;
    const struct gj_row *row = find(asking, GJ_KEY_MATERNITY_REPAIR_MONTHS);
    *is_unknown = !row && months + q->maternity.repaired_months >= least;
    bool counts = row && !row->is_none && q->maternity.repaired_proof &&
                  q->maternity.repaired_months <= row->number;
    return counts ? months + q->maternity.repaired_months : months;
}

void gj_check_maternity(struct gj_asking *asking)
{
    const struct gj_question *q = asking->question;
    if (q->maternity.scheme != GJ_SCHEME_EMPLOYEE)
        gj_asking_fail(asking, GJ_MATERNITY_SCHEME_WRONG);
    const struct gj_row *least = find(asking, GJ_KEY_MATERNITY_MONTHS_MIN);
    bool is_unknown = !least;
    if (least && months_paid(asking, least->number, &is_unknown) < least->number && !is_unknown)
        gj_asking_fail(asking, GJ_MATERNITY_MONTHS_SHORT);
    if (is_unknown)
        gj_asking_unknown(asking,
                          least ? GJ_KEY_MATERNITY_REPAIR_MONTHS : GJ_KEY_MATERNITY_MONTHS_MIN);
    const struct gj_row *most = gj_find_limit(asking->law, GJ_KEY_MATERNITY_CLAIM_MONTHS, 0,
                                              &asking->about, &asking->reply->trace);
    if (most && !most->is_none && q->maternity.months_since_event > most->number)
        gj_asking_fail(asking, GJ_CLAIM_TOO_LATE);
}

/* Years of the resident scheme do not count: only the employee scheme has a benefit for life. */
void gj_check_lifetime(struct gj_asking *asking)
{
    const struct gj_question *q = asking->question;
    struct gj_calc calc;
    bool counts = asking->subject->scheme == GJ_SCHEME_EMPLOYEE;
    gj_calc_begin(&calc, asking->law, &asking->about);
    calc.trace = asking->reply->trace;
    struct gj_lifetime out =
        gj_lifetime(&calc, (enum gj_sex)q->lifetime.sex, counts ? q->lifetime.years : 0);
    asking->reply->trace = calc.trace;
    if (out.required < 0)
        gj_asking_unknown(asking, first_key(q));
    else if (!out.met)
        gj_asking_fail(asking, GJ_LIFETIME_YEARS_SHORT);
}

/* ---- bounds ---- */

/* An area does not bind itself; a nearer bound does not lift a farther one. */
static bool breaks_a_bound(struct gj_asking *asking, const struct gj_bound *bound)
{
    const struct gj_question *q = asking->question;
    struct gj_where above = asking->about;
    bool breaks = false;
    above.level = q->bounds.level;
    if (above.area != GJ_AREA_NATION)
        above.area = gj_area_parent(above.area);
    for (; above.area != 0; above.area = gj_area_parent(above.area)) {
        const struct gj_row *limit =
            gj_find(asking->law, bound->bound, &above, &asking->reply->trace);
        breaks |= limit && !limit->is_none && q->bounds.is_figure &&
                  !gj_bound_keeps(bound, limit->number, q->bounds.number);
    }
    return breaks;
}

void gj_check_bounds(struct gj_asking *asking)
{
    const struct gj_bound *bound = gj_bound_of((enum gj_key)asking->question->bounds.key);
    bool breaks = bound && breaks_a_bound(asking, bound);
    if (breaks || asking->question->bounds.is_outside)
        gj_asking_fail(asking, GJ_POLICY_OUT_OF_BOUNDS);
}
