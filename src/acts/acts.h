/* The face of the acts: (law, command, facts) -> outcome. Pure, no allocation. One file an act;
   this is the one door, which applies permission, once-only and the limits first.

   What a command makes (visit, settlement, binding, transfer, person, entry) takes the command's
   order number as its id. An act reads command, facts and law only; it writes the outcome. */
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

/* Does an effect of this act get kept under its message id? */
bool gj_act_is_kept(enum gj_act act);

/* The claim that a charge of a visit amounts to on the facts: what preview, settlement and replay
   decide. */
void gj_claim_of_facts(const struct gj_law *law, const struct gj_command *command,
                       const struct gj_facts *facts, struct gj_claim *claim_out);

#endif
