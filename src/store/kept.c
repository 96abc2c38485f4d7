/* The compact form's atoms, and claims and decisions: the facts and the answer of a settlement.
   In: values. Out: bytes, and back. */
#include "store/kept.h"

#include <string.h>

#include "base/bug.h"

struct gj_coder gj_coder_writing(uint8_t *bytes, size_t size)
{
    return (struct gj_coder){bytes, bytes + size, true, false};
}

struct gj_coder gj_coder_reading(const uint8_t *bytes, size_t length)
{
    /* Never written through: `writing` is false. */
    uint8_t *at = (uint8_t *)(uintptr_t)bytes;
    return (struct gj_coder){at, at + length, false, false};
}

static void write_unsigned(struct gj_coder *coder, uint64_t value)
{
    while (coder->at < coder->end) {
        if (value < 0x80) {
            *coder->at++ = (uint8_t)value;
            return;
        }
        *coder->at++ = (uint8_t)(value | 0x80);
        value >>= 7;
    }
    coder->bad = true;
}

static uint64_t read_unsigned(struct gj_coder *coder)
{
    uint64_t value = 0;
    for (int shift = 0; shift < 64 && coder->at < coder->end; shift += 7) {
        const uint8_t byte = *coder->at++;
        /* The tenth byte holds one bit; a last byte of zero would be a second form of a value. */
        if ((shift == 63 && byte > 1) || (byte == 0 && shift > 0))
            break;
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80)
            return value;
    }
    coder->bad = true;
    coder->at = coder->end;
    return 0;
}

void gj_code_unsigned(struct gj_coder *coder, uint64_t *value)
{
    if (coder->writing)
        write_unsigned(coder, *value);
    else
        *value = read_unsigned(coder);
}

void gj_code_signed(struct gj_coder *coder, int64_t *value)
{
    if (coder->writing) {
        const uint64_t sign = *value < 0 ? UINT64_MAX : 0;
        write_unsigned(coder, ((uint64_t)*value << 1) ^ sign);
        return;
    }
    const uint64_t folded = read_unsigned(coder);
    *value = (int64_t)((folded >> 1) ^ (0 - (folded & 1)));
}

void gj_code_text(struct gj_coder *coder, char *text, size_t size)
{
    uint64_t length = coder->writing ? strnlen(text, size) : 0;
    gj_code_unsigned(coder, &length);
    if (length >= size || (uint64_t)(coder->end - coder->at) < length) {
        coder->bad = true;
        coder->at = coder->end;
        return;
    }
    if (coder->writing)
        memcpy(coder->at, text, length);
    else
        memcpy(text, coder->at, length);
    if (!coder->writing)
        text[length] = '\0';
    coder->bad |= memchr(coder->at, 0, length) != NULL;
    coder->at += length;
}

void gj_code_version(struct gj_coder *coder)
{
    uint64_t version = GJ_KEPT_VERSION;
    gj_code_unsigned(coder, &version);
    coder->bad |= version != GJ_KEPT_VERSION;
}

void gj_code_bill(struct gj_coder *coder, struct gj_bill *bill)
{
    GJ_CODE(coder, bill->total_fen);
    GJ_CODE(coder, bill->outside_fen);
    GJ_CODE(coder, bill->overprice_fen);
    GJ_CODE(coder, bill->first_share_fen);
    GJ_CODE(coder, bill->eligible_fen);
}

static void code_trace(struct gj_coder *coder, struct gj_trace *trace)
{
    GJ_CODE(coder, trace->full);
    GJ_CODE(coder, trace->count);
    GJ_CODE(coder, trace->not_found_count);
    coder->bad |= trace->count > GJ_TRACE_MAX || trace->not_found_count > GJ_NOT_FOUND_MAX;
    for (int i = 0; i < trace->count && !coder->bad; i++)
        GJ_CODE(coder, trace->rows[i]);
    for (int i = 0; i < trace->not_found_count && !coder->bad; i++)
        GJ_CODE(coder, trace->not_found[i]);
}

static void code_leg(struct gj_coder *coder, struct gj_leg *leg)
{
    GJ_CODE(coder, leg->binding);
    GJ_CODE(coder, leg->person);
    GJ_CODE(coder, leg->carried_fen);
    GJ_CODE(coder, leg->current_fen);
    GJ_CODE(coder, leg->area);
    GJ_CODE(coder, leg->kind);
    GJ_CODE(coder, leg->payer);
}

void gj_code_decision(struct gj_coder *coder, struct gj_decision *decision)
{
    gj_code_bill(coder, &decision->bill);
    GJ_CODE(coder, decision->deductible_fen);
    GJ_CODE(coder, decision->pool_fen);
    GJ_CODE(coder, decision->other_funds_fen);
    GJ_CODE(coder, decision->person_fen);
    GJ_CODE(coder, decision->own_fen);
    GJ_CODE(coder, decision->wallet_fen);
    GJ_CODE(coder, decision->aid_fen);
    GJ_CODE(coder, decision->cash_fen);
    GJ_CODE(coder, decision->cap_left_fen);
    GJ_CODE(coder, decision->pack_set);
    GJ_CODE(coder, decision->ratio_ppm);
    GJ_CODE(coder, decision->benefit_year_first);
    GJ_CODE(coder, decision->reason);
    GJ_CODE(coder, decision->refused_key);
    GJ_CODE(coder, decision->counts);
    GJ_CODE(coder, decision->acct_pay_includes_aid);
    code_trace(coder, &decision->trace);
    GJ_CODE(coder, decision->legs_count);
    coder->bad |= decision->legs_count > GJ_LEGS_MAX;
    for (int i = 0; i < decision->legs_count && !coder->bad; i++)
        code_leg(coder, &decision->legs[i]);
}

static void code_where(struct gj_coder *coder, struct gj_where *where)
{
    GJ_CODE(coder, where->area);
    GJ_CODE(coder, where->day);
    GJ_CODE(coder, where->scheme);
    GJ_CODE(coder, where->working);
    GJ_CODE(coder, where->level);
    GJ_CODE(coder, where->place);
    GJ_CODE(coder, where->tier);
    GJ_CODE(coder, where->group);
    GJ_CODE(coder, where->relation);
    GJ_CODE(coder, where->age_years);
    GJ_CODE(coder, where->year);
}

static void code_used(struct gj_coder *coder, struct gj_used *used)
{
    GJ_CODE(coder, used->deductible_fen);
    GJ_CODE(coder, used->month_deductible_fen);
    GJ_CODE(coder, used->day_deductible_fen);
    GJ_CODE(coder, used->pool_fen);
    GJ_CODE(coder, used->level_pool_fen);
    GJ_CODE(coder, used->fund_pool_fen);
    GJ_CODE(coder, used->eligible_fen);
    GJ_CODE(coder, used->aid_fen);
    GJ_CODE(coder, used->visits);
    GJ_CODE(coder, used->day_visits);
}

static void code_party(struct gj_coder *coder, struct gj_party *party)
{
    GJ_CODE(coder, party->area);
    GJ_CODE(coder, party->scheme);
    GJ_CODE(coder, party->status);
    GJ_CODE(coder, party->working);
    GJ_CODE(coder, party->tier);
    GJ_CODE(coder, party->group);
    GJ_CODE(coder, party->has_account);
    GJ_CODE(coder, party->frozen);
    GJ_CODE(coder, party->wallet_open);
    GJ_CODE(coder, party->age_years);
    GJ_CODE(coder, party->transfers_today);
    GJ_CODE(coder, party->transfers_held);
    GJ_CODE(coder, party->suspended_until);
    GJ_CODE(coder, party->balance_fen);
    GJ_CODE(coder, party->carried_fen);
    GJ_CODE(coder, party->wallet_fen);
}

static void code_bond(struct gj_coder *coder, struct gj_bond *bond)
{
    GJ_CODE(coder, bond->state);
    GJ_CODE(coder, bond->known_person);
    GJ_CODE(coder, bond->payer_is_member);
    GJ_CODE(coder, bond->user_is_head);
    GJ_CODE(coder, bond->proven);
    GJ_CODE(coder, bond->promise);
    GJ_CODE(coder, bond->payer_active);
    GJ_CODE(coder, bond->payer_distinct_ever);
    GJ_CODE(coder, bond->same_relation_active);
    GJ_CODE(coder, bond->user_other_payers);
    GJ_CODE(coder, bond->months);
    GJ_CODE(coder, bond->uses);
    GJ_CODE(coder, bond->limit_use_fen);
    GJ_CODE(coder, bond->limit_year_fen);
    GJ_CODE(coder, bond->used_year_fen);
}

static void code_payer(struct gj_coder *coder, struct gj_claim_payer *payer)
{
    GJ_CODE(coder, payer->binding);
    GJ_CODE(coder, payer->person);
    code_party(coder, &payer->party);
    code_bond(coder, &payer->bond);
    GJ_CODE(coder, payer->relation);
    GJ_CODE(coder, payer->approved);
    GJ_CODE(coder, payer->rank);
    GJ_CODE(coder, payer->bound_day);
}

static void code_claim(struct gj_coder *coder, struct gj_claim *claim)
{
    code_where(coder, &claim->where);
    GJ_CODE(coder, claim->now);
    GJ_CODE(coder, claim->care);
    GJ_CODE(coder, claim->filing);
    GJ_CODE(coder, claim->place_kind);
    GJ_CODE(coder, claim->designated);
    GJ_CODE(coder, claim->takes_wallet);
    GJ_CODE(coder, claim->accounts_used);
    GJ_CODE(coder, claim->care_area);
    gj_code_bill(coder, &claim->bill);
    code_used(coder, &claim->used);
    code_party(coder, &claim->user);
    GJ_CODE(coder, claim->payers_count);
    coder->bad |= claim->payers_count < 0 || claim->payers_count > GJ_PAYERS_MAX;
    for (int i = 0; i < claim->payers_count && !coder->bad; i++)
        code_payer(coder, &claim->payers[i]);
}

static void code_decided(struct gj_coder *coder, struct gj_settlement *settlement)
{
    GJ_CODE_TEXT(coder, settlement->med_type);
    GJ_CODE_TEXT(coder, settlement->credential_type);
    GJ_CODE(coder, settlement->refund_of);
    if (!coder->bad)
        code_claim(coder, &settlement->claim);
    if (!coder->bad)
        gj_code_decision(coder, &settlement->decision);
}

size_t gj_kept_decided_put(const struct gj_settlement *settlement, uint8_t out[GJ_KEPT_DECIDED_MAX])
{
    struct gj_coder coder = gj_coder_writing(out, GJ_KEPT_DECIDED_MAX);
    gj_code_version(&coder);
    code_decided(&coder, (struct gj_settlement *)(uintptr_t)settlement);
    GJ_MUST(!coder.bad);
    return (size_t)(coder.at - out);
}

enum gj_status gj_kept_decided_get(const uint8_t *bytes, size_t length,
                                   struct gj_settlement *settlement_out, struct gj_why *why)
{
    struct gj_coder coder = gj_coder_reading(bytes, length);
    memset(settlement_out->med_type, 0, sizeof settlement_out->med_type);
    memset(settlement_out->credential_type, 0, sizeof settlement_out->credential_type);
    memset(&settlement_out->claim, 0, sizeof settlement_out->claim);
    memset(&settlement_out->decision, 0, sizeof settlement_out->decision);
    gj_code_version(&coder);
    if (!coder.bad)
        code_decided(&coder, settlement_out);
    if (coder.bad || coder.at != coder.end)
        return gj_fail(why, GJ_BROKEN, "a kept claim and decision of %zu bytes is not whole",
                       length);
    return GJ_DONE;
}

size_t gj_kept_decision_put(const struct gj_decision *decision, uint8_t out[GJ_KEPT_DECISION_MAX])
{
    struct gj_coder coder = gj_coder_writing(out, GJ_KEPT_DECISION_MAX);
    gj_code_version(&coder);
    gj_code_decision(&coder, (struct gj_decision *)(uintptr_t)decision);
    GJ_MUST(!coder.bad);
    return (size_t)(coder.at - out);
}

enum gj_status gj_kept_decision_get(const uint8_t *bytes, size_t length,
                                    struct gj_decision *decision_out, struct gj_why *why)
{
    struct gj_coder coder = gj_coder_reading(bytes, length);
    memset(decision_out, 0, sizeof *decision_out);
    gj_code_version(&coder);
    if (!coder.bad)
        gj_code_decision(&coder, decision_out);
    if (coder.bad || coder.at != coder.end)
        return gj_fail(why, GJ_BROKEN, "a kept decision of %zu bytes is not whole", length);
    return GJ_DONE;
}
