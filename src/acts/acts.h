/* The face of the acts: (law, command, facts) -> outcome. Pure, no allocation. One file an act;
   this is the one door, which applies permission, once-only and the limits first.

   What a command makes (visit, settlement, binding, transfer, person, entry) takes the command's
   order number as its id. An act reads command, facts and law only; it writes the outcome.
   ---- Which facts each act reads: src/store/gather.c does it, once for every store ----

   always        once (when once.used): a mark under the hash wins and is UNDONE, else a kept reply is
                 SAME or DIFFERENT by its digest; looked up on the day of arrival and the seven
                 before. institution by command.institution. credential_given and credential_person
                 when credential.type is not "". signed_in: sign_no is "" or was given to this
                 institution by a kept sign_in and not ended by a kept sign_out. self (whole side,
                 keys set, version 0 when not there): command.person, or when that is 0 the person of
                 the visit, settlement or binding (payer) the command names.
   register      nothing more
   cancel_visit, diagnose
                 visit
   add_lines     visit; charges[charges_known]: one for each distinct charge number of the message in
                 order of appearance, key set, version 0 when new (more than 8: overflow,
                 VISIT_BATCHES_TOO_MANY); lines[i]: kept_content by (visit, serial), 0 when none or
                 taken back; in_catalogue and price by (list_code, day of visit.begin)
   drop_lines    visit; one charge: `charge`. all: charges[charges_known], every charge of the visit
                 with lines and without a standing settlement (more than 8: overflow as above)
   preview, settle
                 visit; charge; payers: bindings to the visit's person that are ACTIVE and hold now's
                 day (from <= day < to), by binding id (more than GJ_PAYERS_MAX: overflow,
                 PAYERS_TOO_MANY), each with person, enrolment and account in payer_area and the
                 bond's counts (holding this one); counters: gj_counter_keys of the visit with the
                 care of body.bill.med_type (gj_care_of_med_type, else visit.care), level of
                 institution, year_first by the calendar for (visit.home_area,
                 visit.scheme, day of visit.begin)
   preview_bill, settle_bill, check_benefit
                 visit: gj_visit_of_whole_bill; payers as for settle; with an enrolment
                 (visit.home_area not 0) counters as for settle, lines[i]: in_catalogue and price by
                 (list_code, day of visit.begin), kept_content 0, and twin: with a number (body.bill.charge not ""), the newest
                 among the person's last GJ_TWINS_MAX settlements that is a whole bill of this
                 institution under this number and stands
   reverse, refund, undo
                 `settlement`: the original. reverse, refund: body.reverse.settlement, and `reversal`
                 the row that took it back, if one did. undo: what the message
                 under body.undo.hash made, undone_act and undone_person what it was and whose; when
                 it was a reverse, `reversal` is that row and `settlement` the one it took back
                 (reversal_of). When nothing is kept there and no mark: the newest settlement of
                 command.person with that msgid at the acting institution (undone_act SETTLE,
                 SETTLE_BILL of a whole bill, or REVERSE when it has reversal_of).
                 undone_before: a mark stands under the hash, and then nothing else of it is set.
                 For other kept acts undone_act and undone_person alone.
                 With a settlement: its visit and charge (of a whole bill no charge, and the visit is
                 gj_visit_of_settlement); counters: gj_counter_keys of the visit with
                 settlement.claim.care, claim.where.level, decision.benefit_year_first; payers: one
                 for each AID leg in order of legs with binding != 0, whatever the binding's state:
                 binding, person, account (leg.person, leg.area). Own accounts and the wallet are in
                 self.
   enrol         self: body.enrol.person.id (0: an empty side). A new person: document_known,
                 document_person by identity (type, document)
   credit        credited: (person, body.credit.area, month) has a mark (month 0: false)
   bind          other: body.bind.relative; `binding`: the one of this payer and relative that is not
                 ENDED, else the newest ENDED, else version 0; bond: counts of both, see below;
                 either with GJ_BINDINGS_MAX bindings not ended: overflow, BINDINGS_TOO_MANY
   confirm, unbind
                 `binding`; bond: its counts, leaving itself out; self: command.person (when that is 0
                 the payer); other: the side of the binding that self is not
   transfer      other: body.transfer.receiver
   accept        transfer; self: its receiver (when command.person is 0); other: its sender
   give_back     transfer; self: its sender, always; other: its receiver
   premium       other: body.premium.relative, or with body.premium.binding the payer of it;
                 `binding`: that one; premium: the newest of the insured person and year
   refund_premium
                 other: the payer of `premium` where self is not, else its insured person; premium:
                 the newest of body.insured; self: command.person (when that is 0 its payer)
   change_binding
                 as confirm
   move          self: body.enrol.person.id
   resolve       work; self: its person (when command.person is 0)
   close_account, close_wallet
                 nothing more
   open_wallet, suspend, freeze, sign_in, sign_out, move_clock, publish
                 nothing more
   add_institution, add_item
                 nothing more (institution stays empty: nobody acts)

   The bond's counts, of rows not ENDED (asked ones too) and for this payer and relative: payer_active
   and same_relation_active (the payer's, of this relation), user_other_payers (payers of the
   relative but this one), payer_is_member (the payer is a relative in one), user_is_head (the
   relative is a payer in one). payer_distinct_ever: different relatives over all rows, ended too,
   whose interval is not empty (from < to); known_person: this relative is among them.

   ---- What keep does beyond writing the rows (version + 1) ----

   line.previous of ACCOUNT and WALLET lines: the account's last_entry before this entry (the act sets
   the row's last_entry). settlement.previous: the person's newest before, for a new row.
   settle_bill: all lines of the message with their prices under the command's order, which is their
   visit too. visit.last_lines is the command's order: the message's lines are kept under it with what last_lines
   was before. The store takes from command.body and not from rows: identity (new_person), lines and
   their prices (add_lines; a line whose kept_content equals its content is not kept again), diagnoses,
   institution (a new code gets the next small number from 1; a known code is replaced and keeps its
   number), item (replaces the one with the same code and from), clock, publish. drop_lines: the lines
   of the charges in outcome.charges are taken back: their serials are free again. mark_undone: the
   mark under body.undo.hash. keep_once: reply (results too), act, person under command.once.
   The reply of a preview is kept with charges[0], so that a repeated preview is answered by the same
   amounts; of settle, settle_bill, reverse and undo the row under reply.id is read again into settlements[0].
   keep_credit_mark: (command.person, body.credit.area, body.credit.month). sign_in: reply.sign_no for
   the institution; sign_out: command.sign_no ends. */
#ifndef GJ_ACTS_ACTS_H
#define GJ_ACTS_ACTS_H

#include "model/outcome.h"
#include "policy/policy.h"

/* Decides a command. Facts with once == GJ_ONCE_SAME: the outcome's reply was filled in by the
   store and is left alone. */
void gj_act(const struct gj_law *law, const struct gj_command *command,
            const struct gj_facts *facts, struct gj_outcome *outcome);

/* The table act x role x area. */
bool gj_is_permitted(const struct gj_command *command, const struct gj_facts *facts);

/* The moment from which a transfer that nobody accepted is returned; INT64_MAX when no rule says. */
gj_time gj_transfer_due(const struct gj_law *law, const struct gj_transfer *transfer);
/* Its enum gj_transfer_state for whoever looks at `now`: from that moment on it is returned, whether
   or not the job has run. */
uint8_t gj_transfer_state_at(const struct gj_law *law, const struct gj_transfer *transfer,
                             gj_time now);

/* The claim that a bill, the sums of its lines, amounts to on the facts: what preview, settlement and
   replay decide. payers_count above GJ_PAYERS_MAX means that there are more than a bill may have:
   such a claim must not be decided. */
void gj_claim_of_facts(const struct gj_law *law, const struct gj_command *command,
                       const struct gj_facts *facts, const struct gj_bill *bill,
                       struct gj_claim *claim_out);

/* The calendar of gather (`law` is a struct gj_law): the first day of the benefit year that holds a
   day, by the rule of the area for the scheme. It must be the year that deciding a bill finds. */
gj_day gj_benefit_year_first(const void *law, gj_area area, uint8_t scheme, gj_day day);

#endif
