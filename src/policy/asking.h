/* Inside of policy: one question on its way through the checks, shared by the files ask*.c. */
#ifndef GJ_POLICY_ASKING_H
#define GJ_POLICY_ASKING_H

#include "policy/policy.h"

struct gj_asking {
    const struct gj_law *law;
    const struct gj_question *question;
    struct gj_reply_to_question *reply;
    const struct gj_party *subject; /* whom a question about one person is about */
    struct gj_where about;          /* that person's coordinates */
    struct gj_where payer, user;    /* whose rows are asked: area, day and selectors of each side */
    gj_day day;
    enum gj_tool tool;  /* the one that is judged; never ANY */
    bool self;          /* payer and user are one person */
    bool wallet_alone;  /* the account behind the payer's wallet may not give */
    bool waits_in_vain; /* for something that no row says will come */
    bool is_unknown;    /* the first check that did not pass lacked a row */
    bool is_stuck;      /* a check says no, and by this tool nothing helps */
    bool may_switch;   /* what says no is how far a tool reaches: the other one may reach farther */
    int switch_at;     /* where its word stands among what would help */
    gj_fen amount_fen; /* never unsaid */
    gj_fen set_limit_fen, row_limit_fen; /* what the payer's limits leave, and those of the rows */
    gj_fen room_fen;                     /* what the money leaves */
    gj_fen later_fen;                    /* the same once this year's money is carried over */
    bool is_short;                       /* what is there is too little, not only locked */
};

typedef void gj_check(struct gj_asking *asking);

/* A check says no; the first of all becomes the reason, every one is listed. */
void gj_asking_fail(struct gj_asking *asking, enum gj_reason reason);
/* The same where another word than the table's would help; GJ_REASON_NONE: nothing would. */
void gj_asking_fail_with(struct gj_asking *asking, enum gj_reason reason, enum gj_reason next);
/* A check lacks the row of `key`, which nothing may stand in for. */
void gj_asking_unknown(struct gj_asking *asking, enum gj_key key);

/* ask_next.c: what helps against a reason in this question, by its own tool; GJ_REASON_NONE: nothing. */
enum gj_reason gj_asking_word(const struct gj_asking *asking, enum gj_reason reason);
/* Notes that `reason` says no and that `next` would help, or (GJ_REASON_NONE) that nothing would. */
void gj_asking_helps(struct gj_asking *asking, enum gj_reason reason, enum gj_reason next);
/* Adds what would help, once. */
void gj_asking_next(struct gj_asking *asking, enum gj_reason next);
/* Once all is judged: of what was added against a no, leaves what can still help, and adds the other tool's
   word if that one would do. */
void gj_asking_advise(struct gj_asking *asking);
/* Adds what would raise an answer in part. */
void gj_asking_advise_rest(struct gj_asking *asking);
/* Every check in its order over a question; the reply holds what failed, not yet the answer. */
void gj_asking_judge(struct gj_asking *asking);

/* Something comes on a day, or (GJ_DAY_NONE) nobody knows when; the answer names the latest. */
void gj_asking_wait(struct gj_asking *asking, gj_day day);
/* ask_later.c: waits for the wallet to open there, for the relation to be covered. */
void gj_asking_wait_for_wallet(struct gj_asking *asking, const struct gj_where *where);
void gj_asking_wait_for_relation(struct gj_asking *asking);

/* Indexes of the choices of aid.reach, aid.insured_in, aid.place, premium.reach and aid.money. */
enum { GJ_REACH_AREA, GJ_REACH_PROVINCE, GJ_REACH_NATION };
enum { GJ_MONEY_ALL, GJ_MONEY_CARRIED_OVER };

/* What a relation counts as by the Civil Code, article 1127: step children who were supported are
   children, brothers and sisters of half blood are brothers and sisters. */
static inline int gj_relation_counts_as(int relation)
{
    if (relation == GJ_RELATION_STEP_CHILD)
        return GJ_RELATION_CHILD;
    return relation == GJ_RELATION_HALF_SIBLING ? GJ_RELATION_SIBLING : relation;
}

static inline bool gj_same_province(gj_area a, gj_area b)
{
    return gj_area_province(a) == gj_area_province(b);
}

/* The coordinates by which a side's rows are asked. */
struct gj_where gj_asking_where(const struct gj_question *q, const struct gj_party *party,
                                gj_day day);
/* What a bill of this kind of care is as an expense. */
enum gj_expense gj_expense_of_care(int care);

/* ask_persons.c */
void gj_asking_suspended(struct gj_asking *asking, const struct gj_party *party);
gj_check gj_check_identity, gj_check_suspended, gj_check_area, gj_check_payer_scheme,
    gj_check_user_scheme, gj_check_payer_status, gj_check_user_status, gj_check_relation;
/* ask_tools.c */
gj_check gj_check_reach, gj_check_openness, gj_check_own_tool, gj_check_binding_state,
    gj_check_proof, gj_check_counts, gj_check_role, gj_check_unbinding, gj_check_wallets,
    gj_check_transfer, gj_check_acceptance, gj_check_premium_reach;
/* ask_money.c */
gj_check gj_check_limits, gj_check_place, gj_check_expense, gj_check_money, gj_check_premium,
    gj_check_refund;

/* ask_life.c */
gj_check gj_check_subject_suspended, gj_check_subject_area, gj_check_insured, gj_check_waiting,
    gj_check_filing, gj_check_move, gj_check_balance, gj_check_account, gj_check_withdrawal,
    gj_check_maternity, gj_check_lifetime, gj_check_bounds;

#endif
