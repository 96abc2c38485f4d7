#include "store/alike.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void alike_sides(const struct gj_side *a, const struct gj_side *b)
{
    SAME(person);
    SAME(enrolments_count);
    for (int i = 0; i < a->enrolments_count; i++)
        SAME(enrolments[i]);
    SAME(accounts_count);
    for (int i = 0; i < a->accounts_count; i++)
        SAME(accounts[i]);
    SAME(wallet);
    SAME(last_settlement);
}

void alike_settlements(const struct gj_settlement *a, const struct gj_settlement *b)
{
    SAME(version);
    if (a->version == 0)
        return;
    SAME(id);
    SAME(visit);
    SAME(person);
    SAME(institution);
    SAME(reversal_of);
    SAME(reversed_by);
    SAME(entry);
    SAME(previous);
    SAME(now);
    SAME(balance_after_fen);
    assert_string_equal(a->charge, b->charge);
    assert_string_equal(a->msgid, b->msgid);
    assert_string_equal(a->med_type, b->med_type);
    assert_string_equal(a->credential_type, b->credential_type);
    SAME(claim);
    SAME(decision);
}

static void alike_charges(const struct gj_charge *a, const struct gj_charge *b)
{
    SAME(visit);
    SAME(version);
    assert_string_equal(a->number, b->number);
    SAME(preview_state);
    SAME(lines);
    SAME(bill);
    SAME(settlement);
    if (a->preview_state != GJ_PREVIEW_IS_NONE)
        SAME(preview);
}

static void assert_payers_equal(const struct gj_facts *a, const struct gj_facts *b)
{
    SAME(payers_count);
    for (int i = 0; i < a->payers_count; i++) {
        SAME(payers[i].binding);
        SAME(payers[i].person);
        SAME(payers[i].account);
        SAME(payers[i].bond);
        SAME(payers[i].enrolment);
    }
}

void alike_facts(const struct gj_facts *a, const struct gj_facts *b)
{
    SAME(once);
    SAME(overflow);
    SAME(overflow_reason);
    SAME(institution);
    SAME(credential_given);
    SAME(credential_person);
    SAME(signed_in);
    alike_sides(&a->self, &b->self);
    alike_sides(&a->other, &b->other);
    assert_payers_equal(a, b);
    SAME(visit);
    alike_charges(&a->charge, &b->charge);
    SAME(counters_count);
    SAME(counters);
    alike_settlements(&a->settlement, &b->settlement);
    alike_settlements(&a->reversal, &b->reversal);
    SAME(binding);
    SAME(bond);
    SAME(transfer);
    SAME(undone_act);
    SAME(undone_before);
    SAME(undone_person);
    SAME(credited);
    SAME(document_known);
    SAME(document_person);
    SAME(twin);
    SAME(charges_known);
    for (int i = 0; i < a->charges_known; i++)
        alike_charges(&a->charges[i], &b->charges[i]);
}
