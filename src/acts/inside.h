/* Inside of the acts: what each act works on, and the few verbs they share. An act ends in one of
   two ways: gj_refuse (nothing is kept) or gj_grant (the rows it changed are kept). */
#ifndef GJ_ACTS_INSIDE_H
#define GJ_ACTS_INSIDE_H

#include "acts/acts.h"
#include "base/bug.h"
#include "ledger/ledger.h"

struct gj_acting {
    const struct gj_law *law;
    const struct gj_command *command;
    const struct gj_facts *facts;
    struct gj_outcome *outcome;
};

/* ---- ending ---- */

/* Says no; whatever was changed so far is thrown away. Always false, so that a check can
   `return gj_refuse(...)`. */
bool gj_refuse(struct gj_acting *acting, enum gj_reason reason);
/* The same, naming another record. */
bool gj_refuse_for(struct gj_acting *acting, enum gj_reason reason, gj_id id, gj_area area);
/* The same, naming an amount that differs. */
bool gj_refuse_amount(struct gj_acting *acting, enum gj_reason reason, const char *field,
                      gj_fen old_fen, gj_fen new_fen);
/* POLICY_UNKNOWN, naming the key that is wanting. */
bool gj_refuse_unknown(struct gj_acting *acting, int key, gj_area area, gj_day day);
/* The reason of a question that was not answered with a plain yes. */
bool gj_refuse_as_asked(struct gj_acting *acting, const struct gj_question *question,
                        const struct gj_reply_to_question *reply);
/* Keeps nothing, whatever was said: the command was only asked. */
void gj_withdraw(struct gj_acting *acting);
/* Says yes and keeps; `id` is what the act made or touched, `area` its area part outside. */
void gj_grant(struct gj_acting *acting, enum gj_reason reason, gj_id id, gj_area area);
/* Says yes and keeps nothing: all is as it is asked to be. */
void gj_grant_again(struct gj_acting *acting, enum gj_reason reason, gj_id id, gj_area area);

/* ---- rows that change: a copy in the outcome, made at the first call, the same one after ---- */

struct gj_account *gj_change_account(struct gj_acting *acting, const struct gj_account *row);
struct gj_wallet *gj_change_wallet(struct gj_acting *acting, const struct gj_wallet *row);
struct gj_binding *gj_change_binding(struct gj_acting *acting, const struct gj_binding *row);
struct gj_visit *gj_change_visit(struct gj_acting *acting, const struct gj_visit *row);
struct gj_charge *gj_change_charge(struct gj_acting *acting, const struct gj_charge *row);
struct gj_counter *gj_change_counter(struct gj_acting *acting, const struct gj_counter *row);
struct gj_transfer *gj_change_transfer(struct gj_acting *acting, const struct gj_transfer *row);
struct gj_settlement *gj_change_settlement(struct gj_acting *acting,
                                           const struct gj_settlement *row);
struct gj_work *gj_change_work(struct gj_acting *acting, const struct gj_work *row);
struct gj_premium *gj_change_premium(struct gj_acting *acting, const struct gj_premium *row);
struct gj_person *gj_change_person(struct gj_acting *acting, const struct gj_person *row);
struct gj_enrolment *gj_change_enrolment(struct gj_acting *acting, const struct gj_enrolment *row);
/* Names the entry after the command and checks its balance. What it leaves in suspense becomes a work
   item. */
void gj_seal_entry(struct gj_acting *acting);

/* ---- looking ---- */

gj_day gj_today(const struct gj_acting *acting);
int gj_this_year(const struct gj_acting *acting);
/* The account of a side in an area, or NULL. */
const struct gj_account *gj_side_account(const struct gj_side *side, gj_area area);
/* The enrolment that speaks for a person on a day, of any scheme; NULL if none is in force. */
const struct gj_enrolment *gj_side_enrolment(const struct gj_side *side, gj_day day);
/* A person as policy sees him, by one enrolment (NULL: not insured) on a day. */
struct gj_party gj_party_of(const struct gj_acting *acting, const struct gj_person *person,
                            const struct gj_enrolment *enrolment, const struct gj_account *account,
                            const struct gj_wallet *wallet, gj_day day);
/* The party of a whole side today, by the enrolment that speaks for it. */
struct gj_party gj_party_of_side(const struct gj_acting *acting, const struct gj_side *side);
/* The bond of a kept binding: its counts from the facts, the rest from the row. */
struct gj_bond gj_bond_of(const struct gj_acting *acting, const struct gj_binding *binding,
                          const struct gj_bond *counts);
/* A binding's used amount as of this calendar year. */
void gj_binding_turn_year(struct gj_binding *binding, int year);
/* True if the wallet row is one that is open. */
bool gj_wallet_is_open(const struct gj_wallet *wallet);

/* ---- shared checks ---- */

/* The visit is there, is this institution's and this person's, and is not cancelled. */
bool gj_visit_is_ours(struct gj_acting *acting, gj_area area);
/* A home area that is said must be one where the person is or was enrolled; left empty, the
   enrolment says it (Q007). */
bool gj_home_area_is_known(struct gj_acting *acting);
/* The kind of care of a bill; refuses a category that is not served. */
bool gj_find_care(struct gj_acting *acting, const char *med_type, uint8_t *care_out);
/* The kind of care that facts and command of a bill amount to (the visit's where none is said). */
uint8_t gj_care_of_bill(const struct gj_command *command, const struct gj_facts *facts);
/* Checks what preview and settlement share and decides; the claim and the decision stand in
   outcome.settlements[0], whose count stays 0. False if it was refused. */
bool gj_decide_bill(struct gj_acting *acting);
/* The same for a whole bill, whose lines come with it. */
bool gj_decide_whole_bill(struct gj_acting *acting);
/* Person, day, category and enrolment that a whole bill, or a check, names: are they good? */
bool gj_whole_bill_is_possible(struct gj_acting *acting);
/* Moves what the decision in outcome.settlements[0] moves: accounts, wallet, bindings, counters, one
   entry; makes it the settlement of this command, and grants. False if it was refused. */
bool gj_post_settlement(struct gj_acting *acting);

/* ---- fee lines ---- */

enum gj_novelty { GJ_LINE_IS_REFUSED, GJ_LINE_IS_NEW, GJ_LINE_IS_KNOWN };
/* Checks and prices one line of a message, into reply.results if there is room for results. KNOWN:
   the same line came before, in this message or in one that is kept, and counts once. */
enum gj_novelty gj_take_line(struct gj_acting *acting, const struct gj_line *lines, int at,
                             struct gj_bill *bill_out);
/* Says no, naming the line. */
bool gj_refuse_line(struct gj_acting *acting, enum gj_reason reason, int line);
/* False when a sum would leave its bounds. */
bool gj_add_bill(struct gj_bill *sum, const struct gj_bill *bill);

/* ---- enrolments ---- */

/* May the enrolment the command asks for be kept? Refuses when not. */
bool gj_enrolment_is_acceptable(struct gj_acting *acting);
/* Keeps it for the person, ends the one of the same scheme elsewhere, opens an account. */
void gj_put_enrolment(struct gj_acting *acting, gj_id person);

/* ---- settlements ---- */

/* Moves the counters that a decision moves; sign 1 or -1. False if one would leave its bounds. */
bool gj_move_counters(struct gj_acting *acting, const struct gj_decision *decision, int sign);
/* The account row of a leg, wherever the facts hold it. */
const struct gj_account *gj_account_of_leg(const struct gj_acting *acting,
                                           const struct gj_leg *leg);
/* Moves what a leg drew under its binding; sign 1 or -1; year is the settlement's. */
void gj_move_binding(struct gj_acting *acting, const struct gj_leg *leg, int year, int sign);
/* Copies the rows of all accounts and the wallet a decision drew from into the outcome. False if one
   cannot take the money back. */
bool gj_collect_accounts(struct gj_acting *acting, const struct gj_decision *decision);
/* May the settlement in the facts be taken back by whoever asks? Refuses when not. */
bool gj_may_take_back(struct gj_acting *acting);
/* The balance of the patient's own account in his home area as the outcome leaves it. */
gj_fen gj_balance_after(const struct gj_acting *acting, gj_area home);
/* Takes the original in the facts back (reverse, undo of a settlement). False if refused. */
bool gj_take_back(struct gj_acting *acting);

/* ---- money that comes back ---- */

/* What left a person's account in an area or his wallet: when, and in which compartments. */
struct gj_left {
    uint8_t source; /* enum gj_payer_kind */
    gj_area area;
    gj_time when;
    gj_fen *carried_fen, *current_fen;
};
/* Puts it back. False if it cannot: it is closed, and the money waits in the book. What was this
   year's money when it left is carried-over money once the year has turned, and is said so. */
bool gj_put_back(struct gj_acting *acting, const struct gj_side *side, const struct gj_left *left);

/* ---- asking policy ---- */

/* May these two be bound as the row says? Refuses with policy's reason when not. */
bool gj_ask_to_bind(struct gj_acting *acting, const struct gj_binding *binding,
                    const struct gj_side *payer, const struct gj_side *relative);
/* Puts the question of accepting the transfer in the facts. */
void gj_ask_to_accept(const struct gj_acting *acting, const struct gj_side *sender,
                      const struct gj_side *receiver, struct gj_question *question_out,
                      struct gj_reply_to_question *reply_out);

/* ---- the acts ---- */

typedef void gj_act_function(struct gj_acting *acting);
gj_act_function gj_act_sign_in, gj_act_sign_out, gj_act_register, gj_act_cancel_visit,
    gj_act_diagnose, gj_act_add_lines, gj_act_drop_lines, gj_act_preview, gj_act_settle,
    gj_act_reverse, gj_act_undo, gj_act_enrol, gj_act_credit, gj_act_bind, gj_act_confirm,
    gj_act_unbind, gj_act_open_wallet, gj_act_transfer, gj_act_accept, gj_act_give_back,
    gj_act_suspend, gj_act_freeze, gj_act_add_institution, gj_act_add_item, gj_act_move_clock,
    gj_act_publish, gj_act_preview_bill, gj_act_settle_bill, gj_act_premium, gj_act_refund_premium,
    gj_act_check_benefit, gj_act_refund, gj_act_close_account, gj_act_close_wallet, gj_act_resolve,
    gj_act_change_binding, gj_act_move;

#endif
