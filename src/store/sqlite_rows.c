/* The rows of the store: one walk over the columns of each kind, for writing and for reading, and
   the look-ups by key. In: keys. Out: rows; one that is not there has version 0 and its key. */
#include "store/sqlite.h"

#include <stddef.h>
#include <string.h>

#include "base/bug.h"

void gj_row_person(struct gj_row *row, struct gj_person *person)
{
    GJ_FIELD(row, person->id);
    GJ_FIELD(row, person->version);
    GJ_FIELD(row, person->first_area);
    GJ_FIELD(row, person->birth_day);
    GJ_FIELD(row, person->suspended_until);
    GJ_FIELD(row, person->sex);
}

void gj_row_enrolment(struct gj_row *row, struct gj_enrolment *enrolment)
{
    GJ_FIELD(row, enrolment->person);
    GJ_FIELD(row, enrolment->area);
    GJ_FIELD(row, enrolment->scheme);
    GJ_FIELD(row, enrolment->version);
    GJ_FIELD(row, enrolment->status);
    GJ_FIELD(row, enrolment->working);
    GJ_FIELD(row, enrolment->tier);
    GJ_FIELD(row, enrolment->group);
    GJ_FIELD(row, enrolment->from);
    GJ_FIELD(row, enrolment->to);
    GJ_FIELD(row, enrolment->status_day);
    GJ_FIELD(row, enrolment->paid_months);
}

void gj_row_account(struct gj_row *row, struct gj_account *account)
{
    GJ_FIELD(row, account->person);
    GJ_FIELD(row, account->area);
    GJ_FIELD(row, account->version);
    GJ_FIELD(row, account->state);
    GJ_FIELD(row, account->year);
    GJ_FIELD(row, account->carried_fen);
    GJ_FIELD(row, account->current_fen);
    GJ_FIELD(row, account->last_entry);
}

void gj_row_wallet(struct gj_row *row, struct gj_wallet *wallet)
{
    GJ_FIELD(row, wallet->person);
    GJ_FIELD(row, wallet->version);
    GJ_FIELD(row, wallet->area);
    GJ_FIELD(row, wallet->state);
    GJ_FIELD(row, wallet->balance_fen);
    GJ_FIELD(row, wallet->opened);
    GJ_FIELD(row, wallet->sent_day);
    GJ_FIELD(row, wallet->sent_count);
    GJ_FIELD(row, wallet->held_count);
    GJ_FIELD(row, wallet->last_entry);
}

void gj_row_binding_who(struct gj_row *row, struct gj_binding *binding)
{
    GJ_FIELD(row, binding->relative);
    GJ_FIELD(row, binding->id);
    GJ_FIELD(row, binding->payer);
    GJ_FIELD(row, binding->payer_area);
    GJ_FIELD(row, binding->relative_area);
    GJ_FIELD(row, binding->relation);
    GJ_FIELD(row, binding->state);
    GJ_FIELD(row, binding->from);
    GJ_FIELD(row, binding->to);
}

void gj_row_binding_terms(struct gj_row *row, struct gj_binding *binding)
{
    GJ_FIELD(row, binding->version);
    GJ_FIELD(row, binding->rank);
    GJ_FIELD(row, binding->uses);
    GJ_FIELD(row, binding->limit_use_fen);
    GJ_FIELD(row, binding->limit_year_fen);
    GJ_FIELD(row, binding->used_year);
    GJ_FIELD(row, binding->used_fen);
    GJ_FIELD(row, binding->proven);
    GJ_FIELD(row, binding->promise);
}

void gj_row_binding(struct gj_row *row, struct gj_binding *binding)
{
    gj_row_binding_who(row, binding);
    gj_row_binding_terms(row, binding);
}

void gj_row_transfer(struct gj_row *row, struct gj_transfer *transfer)
{
    GJ_FIELD(row, transfer->id);
    GJ_FIELD(row, transfer->version);
    GJ_FIELD(row, transfer->sender);
    GJ_FIELD(row, transfer->receiver);
    GJ_FIELD(row, transfer->sender_area);
    GJ_FIELD(row, transfer->receiver_area);
    GJ_FIELD(row, transfer->source);
    GJ_FIELD(row, transfer->relation);
    GJ_FIELD(row, transfer->state);
    GJ_FIELD(row, transfer->carried_fen);
    GJ_FIELD(row, transfer->current_fen);
    GJ_FIELD(row, transfer->sent);
    GJ_FIELD(row, transfer->ended);
}

void gj_row_work(struct gj_row *row, struct gj_work *work)
{
    GJ_FIELD(row, work->id);
    GJ_FIELD(row, work->version);
    GJ_FIELD(row, work->person);
    GJ_FIELD(row, work->book);
    GJ_FIELD(row, work->why);
    GJ_FIELD(row, work->state);
    GJ_FIELD(row, work->act);
    GJ_FIELD(row, work->amount_fen);
    GJ_FIELD(row, work->since);
    GJ_FIELD(row, work->ended);
    GJ_FIELD(row, work->ended_by);
}

void gj_row_premium(struct gj_row *row, struct gj_premium *premium)
{
    GJ_FIELD(row, premium->person);
    GJ_FIELD(row, premium->year);
    GJ_FIELD(row, premium->id);
    GJ_FIELD(row, premium->version);
    GJ_FIELD(row, premium->payer);
    GJ_FIELD(row, premium->binding);
    GJ_FIELD(row, premium->area);
    GJ_FIELD(row, premium->payer_area);
    GJ_FIELD(row, premium->source);
    GJ_FIELD(row, premium->relation);
    GJ_FIELD(row, premium->state);
    GJ_FIELD(row, premium->carried_fen);
    GJ_FIELD(row, premium->current_fen);
    GJ_FIELD(row, premium->pack_set);
    GJ_FIELD(row, premium->row);
    GJ_FIELD(row, premium->paid);
    GJ_FIELD(row, premium->ended);
    GJ_FIELD(row, premium->refunded_by);
}

void gj_row_visit(struct gj_row *row, struct gj_visit *visit)
{
    GJ_FIELD(row, visit->id);
    GJ_FIELD(row, visit->version);
    GJ_FIELD(row, visit->person);
    GJ_FIELD(row, visit->institution);
    GJ_FIELD(row, visit->home_area);
    GJ_FIELD(row, visit->care_area);
    GJ_FIELD(row, visit->scheme);
    GJ_FIELD(row, visit->care);
    GJ_FIELD(row, visit->cancelled);
    GJ_FIELD(row, visit->charges);
    GJ_FIELD(row, visit->standing);
    GJ_FIELD(row, visit->lines);
    GJ_FIELD(row, visit->begin);
    GJ_FIELD(row, visit->last_lines);
    GJ_FIELD_TEXT(row, visit->number);
    GJ_FIELD_TEXT(row, visit->med_type);
}

static void read_preview(struct gj_row *row, struct gj_charge *charge)
{
    size_t length = 0;
    const uint8_t *bytes = gj_column_blob(row, &length);
    memset(&charge->preview, 0, sizeof charge->preview);
    if (length > 0 && gj_db_good(row->db))
        (void)(gj_kept_decision_get(bytes, length, &charge->preview, &row->db->why) == GJ_DONE);
}

/* The preview is walked by the caller when writing, for its bytes must outlive the step. */
void gj_row_charge(struct gj_row *row, struct gj_charge *charge)
{
    GJ_FIELD(row, charge->visit);
    GJ_FIELD_TEXT(row, charge->number);
    GJ_FIELD(row, charge->version);
    GJ_FIELD(row, charge->preview_state);
    GJ_FIELD(row, charge->lines);
    GJ_FIELD(row, charge->bill.total_fen);
    GJ_FIELD(row, charge->bill.outside_fen);
    GJ_FIELD(row, charge->bill.overprice_fen);
    GJ_FIELD(row, charge->bill.first_share_fen);
    GJ_FIELD(row, charge->bill.eligible_fen);
    GJ_FIELD(row, charge->settlement);
    if (row->reading)
        read_preview(row, charge);
}

void gj_row_counter(struct gj_row *row, struct gj_counter *counter)
{
    GJ_FIELD(row, counter->person);
    GJ_FIELD(row, counter->area);
    GJ_FIELD(row, counter->scheme);
    GJ_FIELD(row, counter->year_first);
    GJ_FIELD(row, counter->care);
    GJ_FIELD(row, counter->span);
    GJ_FIELD(row, counter->span_key);
    GJ_FIELD(row, counter->version);
    GJ_FIELD(row, counter->deductible_fen);
    GJ_FIELD(row, counter->pool_fen);
    GJ_FIELD(row, counter->eligible_fen);
    GJ_FIELD(row, counter->aid_fen);
    GJ_FIELD(row, counter->visits);
}

void gj_row_institution(struct gj_row *row, struct gj_institution *institution)
{
    GJ_FIELD(row, institution->id);
    GJ_FIELD_TEXT(row, institution->code);
    GJ_FIELD_TEXT(row, institution->name);
    GJ_FIELD(row, institution->area);
    GJ_FIELD(row, institution->kind);
    GJ_FIELD(row, institution->level);
    GJ_FIELD(row, institution->place);
    GJ_FIELD(row, institution->designated);
    GJ_FIELD(row, institution->takes_wallet);
}

void gj_row_item(struct gj_row *row, struct gj_item *item)
{
    GJ_FIELD_TEXT(row, item->code);
    GJ_FIELD(row, item->from);
    GJ_FIELD(row, item->to);
    GJ_FIELD_TEXT(row, item->name);
    GJ_FIELD(row, item->price.list_class);
    GJ_FIELD(row, item->price.first_share_ppm);
    GJ_FIELD(row, item->price.limit_micro);
}

void gj_row_settlement_head(struct gj_row *row, struct gj_settlement *settlement)
{
    GJ_FIELD(row, settlement->id);
    GJ_FIELD(row, settlement->version);
    GJ_FIELD(row, settlement->visit);
    GJ_FIELD(row, settlement->person);
    GJ_FIELD(row, settlement->institution);
    GJ_FIELD(row, settlement->reversal_of);
    GJ_FIELD(row, settlement->reversed_by);
    GJ_FIELD(row, settlement->entry);
    GJ_FIELD(row, settlement->previous);
    GJ_FIELD(row, settlement->now);
    GJ_FIELD(row, settlement->balance_after_fen);
    GJ_FIELD_TEXT(row, settlement->charge);
    GJ_FIELD_TEXT(row, settlement->msgid);
}

void gj_row_settlement_rest(struct gj_row *row, struct gj_settlement *settlement,
                            struct gj_slice *kept_out)
{
    gj_fen sums[6];
    for (int i = 0; i < 6; i++)
        sums[i] = gj_column(row);
    size_t length = 0;
    const uint8_t *bytes = gj_column_blob(row, &length);
    if (kept_out != NULL)
        *kept_out = (struct gj_slice){(const char *)bytes, length};
    if (!gj_db_good(row->db) ||
        gj_kept_decided_get(bytes, length, settlement, &row->db->why) != GJ_DONE)
        return;
    const struct gj_decision *decision = &settlement->decision;
    if (sums[0] != decision->bill.total_fen || sums[1] != decision->pool_fen ||
        sums[2] != decision->own_fen || sums[3] != decision->wallet_fen ||
        sums[4] != decision->aid_fen || sums[5] != decision->cash_fen)
        gj_db_broken(row->db, "a settlement's sums are not those of its decision");
}

void gj_get_person(struct gj_db *db, gj_id id, struct gj_person *out)
{
    struct gj_row row = gj_row(db, GJ_SQL_PERSON_GET);
    *out = (struct gj_person){.id = id};
    gj_bind(&row, id);
    if (gj_row_next(&row))
        gj_row_person(&row, out);
    gj_row_end(&row);
}

void gj_get_account(struct gj_db *db, gj_id person, gj_area area, struct gj_account *out)
{
    struct gj_row row = gj_row(db, GJ_SQL_ACCOUNT_GET);
    *out = (struct gj_account){.person = person, .area = area};
    gj_bind(&row, person);
    gj_bind(&row, area);
    if (gj_row_next(&row))
        gj_row_account(&row, out);
    gj_row_end(&row);
}

void gj_get_binding(struct gj_db *db, gj_id id, struct gj_binding *out)
{
    struct gj_row row = gj_row(db, GJ_SQL_BINDING_GET);
    *out = (struct gj_binding){.id = id};
    gj_bind(&row, id);
    if (gj_row_next(&row))
        gj_row_binding(&row, out);
    gj_row_end(&row);
}

void gj_get_transfer(struct gj_db *db, gj_id id, struct gj_transfer *out)
{
    struct gj_row row = gj_row(db, GJ_SQL_TRANSFER_GET);
    *out = (struct gj_transfer){.id = id};
    gj_bind(&row, id);
    if (gj_row_next(&row))
        gj_row_transfer(&row, out);
    gj_row_end(&row);
}

void gj_get_work(struct gj_db *db, gj_id id, struct gj_work *out)
{
    struct gj_row row = gj_row(db, GJ_SQL_WORK_GET);
    *out = (struct gj_work){.id = id};
    gj_bind(&row, id);
    if (gj_row_next(&row))
        gj_row_work(&row, out);
    gj_row_end(&row);
}

void gj_get_premium(struct gj_db *db, gj_id person, int16_t year, struct gj_premium *out)
{
    struct gj_row row = gj_row(db, GJ_SQL_PREMIUM_GET);
    *out = (struct gj_premium){.person = person, .year = year};
    gj_bind(&row, person);
    gj_bind(&row, year);
    if (gj_row_next(&row))
        gj_row_premium(&row, out);
    gj_row_end(&row);
}

void gj_get_visit(struct gj_db *db, gj_id id, struct gj_visit *out)
{
    struct gj_row row = gj_row(db, GJ_SQL_VISIT_GET);
    *out = (struct gj_visit){.id = id};
    gj_bind(&row, id);
    if (gj_row_next(&row))
        gj_row_visit(&row, out);
    gj_row_end(&row);
}

void gj_get_charge(struct gj_db *db, gj_id visit, const char *number, struct gj_charge *out)
{
    struct gj_row row = gj_row(db, GJ_SQL_CHARGE_GET);
    memset(out, 0, sizeof *out);
    out->visit = visit;
    GJ_MUST(gj_text_copy(out->number, sizeof out->number, gj_slice(number)));
    gj_bind(&row, visit);
    gj_bind_text(&row, number);
    if (gj_row_next(&row))
        gj_row_charge(&row, out);
    gj_row_end(&row);
}

void gj_get_settlement_head(struct gj_db *db, gj_id id, struct gj_settlement *out)
{
    struct gj_row row = gj_row(db, GJ_SQL_SETTLEMENT_GET);
    memset(out, 0, offsetof(struct gj_settlement, claim));
    out->id = id;
    gj_bind(&row, id);
    if (gj_row_next(&row))
        gj_row_settlement_head(&row, out);
    gj_row_end(&row);
}

void gj_get_settlement(struct gj_db *db, gj_id id, struct gj_settlement *out)
{
    struct gj_row row = gj_row(db, GJ_SQL_SETTLEMENT_GET);
    memset(out, 0, sizeof *out);
    out->id = id;
    gj_bind(&row, id);
    if (gj_row_next(&row)) {
        gj_row_settlement_head(&row, out);
        gj_row_settlement_rest(&row, out, NULL);
    }
    gj_row_end(&row);
}

gj_id gj_get_person_by(struct gj_db *db, const struct gj_keys *keys, const char *kind,
                       const char *text)
{
    uint8_t hash[GJ_SM3_SIZE];
    gj_look_up_hash(keys, kind, gj_slice(text), hash);
    struct gj_row row = gj_row(db, GJ_SQL_LOOK_UP_GET);
    gj_bind_blob(&row, hash, sizeof hash);
    const gj_id person = gj_row_next(&row) ? gj_column(&row) : 0;
    gj_row_end(&row);
    return person;
}
