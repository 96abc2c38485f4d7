/* setlinfo and setldetail: a decision told in the words of the interface. In comes what was decided
   (of a cancellation: the original's decision), out come the two nodes; the identities A to E, G
   and H of docs/his.md hold exactly or the process stops before a byte leaves. */
#include <string.h>

#include "base/bug.h"
#include "his/inside.h"

enum { SHARES_MAX = 10, TRACE_CHARACTERS = 4000 };

struct telling {
    const struct gj_his_answer *answer;
    const struct gj_decision *decision;
    const struct gj_settlement *settlement; /* NULL for a preview */
    bool sells;                             /* a sale: the settlement is its own visit */
    int sign;                               /* -1 in a cancellation */
    uint8_t scheme;
    struct gj_his_settled settled;
    struct gj_his_share shares[SHARES_MAX];
    int count;
    char visit[GJ_HIS_NUMBER_MAX], number[GJ_HIS_NUMBER_MAX], area[8];
    char trace[4 * TRACE_CHARACTERS + 2];
};

/* A preview is on the charge that the act changed, or that is kept under the message's name. */
static const struct gj_decision *preview_of(const struct gj_his_answer *answer)
{
    const struct gj_outcome *outcome = answer->outcome;
    gj_id visit = answer->command->body.bill.visit;
    if (outcome->charges[0].visit == visit)
        return &outcome->charges[0].preview;
    if (outcome->settlements[0].visit == visit)
        return &outcome->settlements[0].decision;
    GJ_MUST(answer->facts != NULL && answer->facts->charge.visit == visit);
    return &answer->facts->charge.preview;
}

static void find(struct telling *t, const struct gj_his *his, const struct gj_his_answer *answer)
{
    uint8_t act = his->is->act;
    bool preview = act == GJ_ACT_PREVIEW || act == GJ_ACT_PREVIEW_BILL;
    const struct gj_settlement *decided = &answer->outcome->settlements[0];
    t->answer = answer;
    t->sells = act == GJ_ACT_PREVIEW_BILL || act == GJ_ACT_SETTLE_BILL;
    t->settlement = preview ? NULL : decided;
    t->decision = act == GJ_ACT_PREVIEW ? preview_of(answer) : &decided->decision;
    t->sign = his->is->act == GJ_ACT_REVERSE ? -1 : 1;
    t->scheme = t->sign < 0 ? t->settlement->claim.user.scheme : answer->command->body.bill.scheme;
}

static gj_area care_area(const struct telling *t)
{
    if (t->settlement != NULL && t->settlement->claim.care_area != 0)
        return t->settlement->claim.care_area;
    return t->answer->institution != NULL ? t->answer->institution->area
                                          : t->answer->command->care_area;
}

/* The patient's home area, as the numbers of the message or of the answer carry it. */
static gj_area home_area(const struct telling *t)
{
    const struct gj_command *command = t->answer->command;
    if (t->sells)
        return t->answer->outcome->reply.area;
    return t->sign < 0 ? command->body.reverse.area : command->body.bill.area;
}

/* The preview of a sale has no visit. */
static void fill_visit(struct telling *t)
{
    const struct gj_command *command = t->answer->command;
    gj_id visit = t->sign < 0 ? command->body.reverse.visit
                  : t->sells  ? t->answer->outcome->reply.id
                              : command->body.bill.visit;
    if (visit != 0)
        t->settled.mdtrt_id = gj_slice(gj_his_number_text(home_area(t), visit, t->visit));
}

/* A cancellation tells what the settlement was made under. */
static void fill_category(struct telling *t)
{
    struct gj_his_settled *out = &t->settled;
    const struct gj_command *command = t->answer->command;
    if (t->sign < 0) {
        out->mdtrt_cert_type = gj_slice(t->settlement->credential_type);
        out->med_type = gj_slice(t->settlement->med_type);
        return;
    }
    out->mdtrt_cert_type = gj_slice(command->body.bill.credential_type);
    out->med_type = gj_slice(command->body.bill.med_type);
}

static void fill_codes(struct telling *t)
{
    const struct gj_reply *reply = &t->answer->outcome->reply;
    struct gj_his_settled *out = &t->settled;
    fill_visit(t);
    fill_category(t);
    if (t->settlement != NULL)
        out->setl_id = gj_slice(gj_his_number_text(reply->area, reply->id, t->number));
    out->insutype = gj_slice(gj_his_insutype(t->scheme));
    out->cvlserv_flag = GJ_SLICE("0");
    out->setl_time = reply->now;
    out->medins_setl_id = gj_slice(t->answer->command->msgid);
    struct gj_his_text text = {t->area, 0, sizeof t->area};
    gj_his_put_number(&text, care_area(t), 0, 0);
    out->clr_optins = (struct gj_slice){t->area, text.length};
    out->clr_way = GJ_SLICE("1");
    out->clr_type = gj_slice(gj_his_clr_type(out->med_type));
}

/* The enrolment that the message's scheme names, in the visit's home area before others. */
static const struct gj_enrolment *enrolment_of(const struct telling *t, gj_area home)
{
    const struct gj_side *side = t->answer->side;
    const struct gj_enrolment *found = NULL;
    for (int i = 0; side != NULL && i < side->enrolments_count; i++) {
        const struct gj_enrolment *one = &side->enrolments[i];
        if (one->scheme == t->scheme && (found == NULL || found->area != home))
            found = one;
    }
    return found;
}

/* The two readings of acct_pay: with the money of relatives and wallet inside, or beside it. */
static void fill_accounts(struct telling *t)
{
    const struct gj_decision *decision = t->decision;
    struct gj_his_settled *out = &t->settled;
    gj_fen aid = decision->aid_fen + decision->wallet_fen;
    out->acct_mulaid_pay = t->sign * aid;
    out->acct_pay = t->sign * (decision->own_fen + (decision->acct_pay_includes_aid ? aid : 0));
    out->psn_cash_pay = t->sign * decision->cash_fen;
    out->psn_part_amt = t->sign * decision->person_fen;
    out->balc = t->answer->outcome->reply.balance_fen;
}

static void fill_amounts(struct telling *t)
{
    const struct gj_decision *decision = t->decision;
    struct gj_his_settled *out = &t->settled;
    out->medfee_sumamt = t->sign * decision->bill.total_fen;
    out->fulamt_ownpay_amt = t->sign * decision->bill.outside_fen;
    out->overlmt_selfpay = t->sign * decision->bill.overprice_fen;
    out->preselfpay_amt = t->sign * decision->bill.first_share_fen;
    out->inscp_scp_amt = t->sign * decision->bill.eligible_fen;
    out->act_pay_dedc = t->sign * decision->deductible_fen;
    out->hifp_pay = t->sign * decision->pool_fen;
    out->oth_pay = t->sign * decision->other_funds_fen;
    out->fund_pay_sumamt = t->sign * (decision->pool_fen + decision->other_funds_fen);
    out->pool_prop_selfpay = decision->ratio_ppm / 100;
}

static void add_share(struct telling *t, const char *type, const char *name, gj_fen amount_fen)
{
    if (amount_fen == 0)
        return;
    GJ_MUST(t->count < SHARES_MAX);
    t->shares[t->count++] = (struct gj_his_share){.fund_pay_type = gj_slice(type),
                                                  .inscp_scp_amt = t->settled.inscp_scp_amt,
                                                  .fund_payamt = amount_fen,
                                                  .fund_pay_type_name = gj_slice(name)};
}

/* What was left under the cap before this bill; a cancellation leaves none to speak of. */
static gj_fen cap_left(const struct telling *t)
{
    bool known = t->sign > 0 && t->decision->cap_left_fen != GJ_FEN_UNLIMITED;
    return known ? t->decision->cap_left_fen : 0;
}

static void add_shares(struct telling *t)
{
    const struct gj_his_settled *out = &t->settled;
    bool resident = t->scheme == GJ_SCHEME_RESIDENT;
    add_share(t, resident ? "390100" : "310100", resident ? "居民基本" : "职工统筹", out->hifp_pay);
    if (t->count > 0)
        t->shares[0].crt_payb_lmt_amt = cap_left(t);
    add_share(t, "320100", "公务员", out->cvlserv_pay);
    add_share(t, "370100", "企业补充", out->hifes_pay);
    add_share(t, "390200", "居民大病", out->hifmi_pay);
    add_share(t, "330100", "大额", out->hifob_pay);
    add_share(t, "350100", "残疾军人", out->hifdm_pay);
    add_share(t, "610100", "救助", out->maf_pay);
    add_share(t, "999997", "其他", out->oth_pay);
    const struct gj_decision *decision = t->decision;
    add_share(t, "310200", "个人账户",
              t->sign * (decision->own_fen + decision->wallet_fen + decision->aid_fen));
    add_share(t, "999996", "医院垫付", out->hosp_part_amt);
}

/* Whole lines up to 4000 characters. */
static void fill_trace(struct telling *t)
{
    if (t->count == 0 || t->answer->put_trace == NULL)
        return;
    struct gj_writer writer = gj_writer(t->trace, sizeof t->trace);
    t->answer->put_trace(t->answer->put_trace_to, t->decision, &writer);
    size_t end = 0, characters = 0;
    for (size_t at = 0; at < writer.length; at++) {
        characters += ((unsigned char)t->trace[at] & 0xC0) != 0x80;
        if (t->trace[at] == '\n' && characters <= TRACE_CHARACTERS + 1)
            end = at;
    }
    if (!writer.full && characters <= TRACE_CHARACTERS && writer.length > 0)
        end = writer.length - (t->trace[writer.length - 1] == '\n');
    t->shares[0].setl_proc_info = (struct gj_slice){t->trace, end};
}

/* G: the balance after is the balance before less what the own account in the home area gave. Known
   only where the claim is at hand; a cancellation gives back. */
static void check_balance(const struct telling *t)
{
    const struct gj_settlement *settlement = t->settlement;
    if (t->sign < 0 || settlement == NULL ||
        settlement->claim.bill.total_fen != t->decision->bill.total_fen ||
        settlement->claim.where.area == 0)
        return;
    gj_fen own = 0;
    for (int i = 0; i < t->decision->legs_count; i++) {
        const struct gj_leg *leg = &t->decision->legs[i];
        if (leg->kind == GJ_PAYER_OWN && leg->area == settlement->claim.where.area)
            own += leg->carried_fen + leg->current_fen;
    }
    GJ_MUST(t->settled.balc == settlement->claim.user.balance_fen - own);
}

static void check(const struct telling *t)
{
    const struct gj_his_settled *o = &t->settled;
    gj_fen funds = o->hifp_pay + o->cvlserv_pay + o->hifes_pay + o->hifmi_pay + o->hifob_pay +
                   o->hifdm_pay + o->maf_pay + o->oth_pay;
    gj_fen beside = t->decision->acct_pay_includes_aid ? 0 : o->acct_mulaid_pay;
    gj_fen shares = 0;
    for (int i = 0; i < t->count; i++)
        shares += t->shares[i].fund_payamt;
    GJ_MUST(o->medfee_sumamt == o->fulamt_ownpay_amt + o->overlmt_selfpay + o->preselfpay_amt +
                                    o->inscp_scp_amt);                                    /* A */
    GJ_MUST(o->medfee_sumamt == o->fund_pay_sumamt + o->psn_part_amt + o->hosp_part_amt); /* B */
    GJ_MUST(o->psn_part_amt == o->acct_pay + beside + o->psn_cash_pay);                   /* C */
    GJ_MUST(o->fund_pay_sumamt == funds);                                                 /* D */
    GJ_MUST(shares == o->fund_pay_sumamt + o->acct_pay + beside + o->hosp_part_amt);      /* E */
    GJ_MUST(t->sign * o->medfee_sumamt >= 0 && t->sign * o->fund_pay_sumamt >= 0 &&
            t->sign * o->acct_pay >= 0 && t->sign * o->acct_mulaid_pay >= 0 &&
            t->sign * o->psn_cash_pay >= 0 && t->sign * o->inscp_scp_amt >= 0); /* H */
    check_balance(t);
}

/* 2103 has two names of its own beside the usual ones (Q057, Q058). */
static void put_nodes(struct telling *t, const struct gj_his_person *person, bool other_names,
                      struct gj_his_text *text)
{
    const struct gj_his_cancelled cancelled = {.psn_pay = t->settled.psn_part_amt,
                                               .cash_payamt = t->settled.psn_cash_pay};
    gj_his_put_text(text, "\"setlinfo\":{");
    gj_his_put_members(text, GJ_HIS_GROUP_settled, &t->settled, t->settlement == NULL, "");
    gj_his_put_members(text, GJ_HIS_GROUP_person, person, false, ",");
    if (other_names)
        gj_his_put_members(text, GJ_HIS_GROUP_cancelled, &cancelled, false, ",");
    gj_his_put_text(text, "},\"setldetail\":[");
    for (int i = 0; i < t->count; i++) {
        gj_his_put(text, ",", i > 0);
        gj_his_put_object(text, GJ_HIS_GROUP_share, &t->shares[i]);
    }
    gj_his_put(text, "]", 1);
}

void gj_his_put_settled(struct gj_his *his, const struct gj_his_answer *answer,
                        struct gj_his_text *text)
{
    struct telling t;
    char number[GJ_HIS_NUMBER_MAX];
    struct gj_his_person person;
    gj_day day = gj_time_day(answer->outcome->reply.now);
    memset(&t, 0, offsetof(struct telling, trace));
    find(&t, his, answer);
    const struct gj_command *command = answer->command;
    gj_his_fill_person(&person, answer, day, number);
    if (answer->side == NULL)
        person.psn_no = gj_slice(gj_his_person_text(command->person_area, command->person, number));
    fill_codes(&t);
    const struct gj_enrolment *enrolment = enrolment_of(&t, home_area(&t));
    if (enrolment != NULL)
        t.settled.psn_type =
            gj_slice(gj_his_psn_type(enrolment, gj_age_years(answer->side->person.birth_day, day)));
    fill_amounts(&t);
    fill_accounts(&t);
    add_shares(&t);
    fill_trace(&t);
    check(&t);
    put_nodes(&t, &person, strcmp(his->is->infno, "2103") == 0, text);
}
