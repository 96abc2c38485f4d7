/* Every yuan's way, read for the REST face: settlements along a person's chain, accounts, and the
   movements along an account's chain of entries. In: the request's route and caller. Out: an
   answer. */
#include <string.h>

#include "base/bug.h"
#include "gongji/serve_rest.h"
#include "ledger/ledger.h"

/* ---- people ---- */

static bool read_self(struct gj_rest_reading *reading, struct gj_side *side_out)
{
    return gj_reader_side(reading->reader, reading->caller->actor.number, side_out,
                          &reading->why) == GJ_DONE;
}

static bool look_at_legs(struct gj_rest_reading *reading, const struct gj_decision *decision,
                         struct gj_rest_person people[GJ_LEGS_MAX])
{
    for (int i = 0; i < decision->legs_count; i++)
        if (!gj_rest_look(reading, decision->legs[i].person, &people[i]))
            return false;
    return true;
}

/* ---- settlements ---- */

static bool paid_part(const struct gj_decision *decision, gj_id person)
{
    for (int i = 0; i < decision->legs_count; i++)
        if (decision->legs[i].person == person)
            return true;
    return false;
}

static bool may_see(const struct gj_rest_reading *reading, const struct gj_settlement *row)
{
    const struct gj_actor *actor = &reading->caller->actor;
    if (actor->role == GJ_ROLE_CITIZEN)
        return actor->number == row->person || paid_part(&row->decision, actor->number);
    return actor->role == GJ_ROLE_CLERK && gj_area_lies_in(row->claim.where.area, actor->area);
}

static const struct gj_institution *institution_of(struct gj_serving *serving, gj_id id)
{
    (void)gj_serving_institution(serving, "?"); /* reads them when they were not read lately */
    for (int i = 0; i < serving->institutions_count; i++)
        if (serving->institutions[i].id == id)
            return &serving->institutions[i];
    return NULL;
}

/* A row with the names that its answer shows. False when the world failed. */
struct settled {
    struct gj_settlement row;
    struct gj_rest_person patient, people[GJ_LEGS_MAX];
    struct gj_rest_settled view;
};

/* The law a bill was decided under. */
static const struct gj_law *law_of(struct gj_rest_reading *reading,
                                   const struct gj_decision *decision)
{
    return gj_serving_law_of(reading->serving, decision->pack_set);
}

static bool look_at_settlement(struct gj_rest_reading *reading, struct settled *settled)
{
    const struct gj_settlement *row = &settled->row;
    settled->view = (struct gj_rest_settled){
        .row = row,
        .patient = &settled->patient,
        .people = settled->people,
        .institution = institution_of(reading->serving, row->institution),
    };
    return gj_rest_look(reading, row->person, &settled->patient) &&
           look_at_legs(reading, &row->decision, settled->people);
}

enum gj_reason gj_rest_read_settlement(struct gj_rest_reading *reading)
{
    struct settled settled;
    enum gj_status status = gj_reader_settlement(
        reading->reader, gj_rest_settlement_asked(reading->rest), &settled.row, &reading->why);
    if (status == GJ_NOT_FOUND)
        return GJ_SETTLEMENT_UNKNOWN;
    if (status != GJ_DONE)
        return GJ_REASON_NONE;
    if (!gj_rest_path_is_of(reading->rest, settled.row.claim.where.area) ||
        !may_see(reading, &settled.row))
        return GJ_SETTLEMENT_UNKNOWN;
    if (!look_at_settlement(reading, &settled))
        return GJ_REASON_NONE;
    gj_rest_answer_settlement(reading->rest, law_of(reading, &settled.row.decision), &settled.view,
                              &reading->answer);
    return GJ_OK;
}

/* The chain of `previous` from the newest, or from the one the cursor names. */
enum gj_reason gj_rest_list_settlements(struct gj_rest_reading *reading)
{
    struct settled settled;
    struct gj_side side;
    int64_t cursor[2];
    gj_id person = reading->caller->actor.number, at;
    if (!gj_rest_cursor(reading->rest, cursor))
        return GJ_CURSOR_WRONG;
    if (!read_self(reading, &side))
        return GJ_REASON_NONE;
    at = cursor[0] != 0 ? cursor[0] : side.last_settlement;
    for (int left = gj_rest_limit(reading->rest); left > 0 && at != 0; left--) {
        if (gj_reader_settlement(reading->reader, at, &settled.row, &reading->why) != GJ_DONE)
            return GJ_REASON_NONE;
        if (settled.row.person != person)
            return GJ_CURSOR_WRONG;
        if (!look_at_settlement(reading, &settled))
            return GJ_REASON_NONE;
        gj_rest_add_settlement(reading->rest, law_of(reading, &settled.row.decision),
                               &settled.view);
        at = settled.row.previous;
    }
    int64_t next[2] = {at, 0};
    gj_rest_answer_page(reading->rest, at != 0 ? next : NULL, &reading->answer);
    return GJ_OK;
}

/* ---- previews ---- */

enum gj_reason gj_rest_read_preview(struct gj_rest_reading *reading)
{
    struct gj_visit visit;
    struct gj_charge charge;
    struct gj_rest_person people[GJ_LEGS_MAX];
    char number[GJ_MSGID_MAX + 1];
    const struct gj_actor *actor = &reading->caller->actor;
    if (!gj_text_copy(number, sizeof number, gj_rest_charge_asked(reading->rest)))
        return GJ_VISIT_UNKNOWN;
    if (gj_reader_visit(reading->reader, gj_rest_visit_asked(reading->rest), &visit,
                        &reading->why) != GJ_DONE ||
        gj_reader_charge(reading->reader, visit.id, number, &charge, &reading->why) != GJ_DONE)
        return GJ_REASON_NONE;
    bool seen = actor->role == GJ_ROLE_CITIZEN ? visit.person == actor->number
                                               : gj_area_lies_in(visit.home_area, actor->area);
    if (visit.version == 0 || !gj_rest_path_is_of(reading->rest, visit.home_area) || !seen)
        return GJ_VISIT_UNKNOWN;
    if (charge.version == 0 || charge.preview_state == GJ_PREVIEW_IS_NONE)
        return GJ_PREVIEW_UNKNOWN;
    if (!look_at_legs(reading, &charge.preview, people))
        return GJ_REASON_NONE;
    gj_rest_answer_preview(reading->rest, law_of(reading, &charge.preview), &visit, &charge, people,
                           &reading->answer);
    return GJ_OK;
}

/* ---- accounts ---- */

static int this_year(const struct gj_rest_reading *reading)
{
    return gj_day_year(gj_time_day(gj_centre_now(reading->serving->centre)));
}

enum gj_reason gj_rest_list_accounts(struct gj_rest_reading *reading)
{
    struct gj_side side;
    int64_t cursor[2];
    if (!gj_rest_cursor(reading->rest, cursor))
        return GJ_CURSOR_WRONG;
    if (!read_self(reading, &side))
        return GJ_REASON_NONE;
    int64_t at = cursor[0]; /* accounts never go away: their order stays */
    for (int left = gj_rest_limit(reading->rest); left > 0 && at < side.accounts_count; left--)
        gj_rest_add_account(reading->rest, &side.accounts[at++], this_year(reading));
    int64_t next[2] = {at, 0};
    gj_rest_answer_page(reading->rest, at < side.accounts_count ? next : NULL, &reading->answer);
    return GJ_OK;
}

/* ---- movements ---- */

/* Where a walk stands: the next entry to tell, and the balance after it. */
struct walk {
    uint8_t chart;
    gj_area book;
    int64_t at[2];
};

struct found {
    bool is;
    struct gj_entry entry;
};

static enum gj_status take_entry(void *to, const struct gj_entry *entry)
{
    struct found *found = to;
    found->entry = *entry;
    found->is = true;
    return GJ_DONE;
}

/* The person's own line in the entry, or NULL. */
static const struct gj_entry_line *line_of(const struct gj_entry *entry, const struct walk *walk,
                                           gj_id person)
{
    for (int i = 0; i < entry->count; i++) {
        const struct gj_entry_line *line = &entry->lines[i];
        if (line->chart == walk->chart && line->book == walk->book && line->owner == person)
            return line;
    }
    return NULL;
}

/* Of somebody else's bill a payer is told the rows that let him pay, not those of the pooled fund. */
static void rows_of_aid(const struct gj_law *law, const struct gj_trace *all,
                        struct gj_trace *aid_out)
{
    const struct gj_policy *policy;
    memset(aid_out, 0, sizeof *aid_out);
    for (int i = 0; i < all->count; i++) {
        const struct gj_row *row = gj_law_row(law, all->rows[i], &policy);
        if (row && strncmp(gj_key_info((enum gj_key)row->key)->name, "aid.", 4) == 0)
            aid_out->rows[aid_out->count++] = all->rows[i];
    }
}

struct premium_of_entry {
    gj_id entry;
    bool is;
    struct gj_premium premium;
};

static void take_premium(void *to, const struct gj_premium *one)
{
    struct premium_of_entry *wanted = to;
    if (one->id != wanted->entry)
        return;
    wanted->premium = *one;
    wanted->is = true;
}

/* The rows that an entry rests on, where they can be named. False when the world failed. */
static bool find_rows(struct gj_rest_reading *reading, const struct gj_entry *entry,
                      const struct gj_settlement *settlement, struct gj_trace *rows, bool *known,
                      const struct gj_law **law_out)
{
    const struct gj_law *law =
        settlement ? law_of(reading, &settlement->decision) : gj_serving_law(reading->serving);
    *law_out = law;
    gj_id person = reading->caller->actor.number;
    *known = settlement != NULL && settlement->decision.pack_set == law->pack_set;
    if (*known && settlement->person == person)
        *rows = settlement->decision.trace;
    else if (*known)
        rows_of_aid(law, &settlement->decision.trace, rows);
    if (entry->act != GJ_ACT_PREMIUM)
        return true;
    struct premium_of_entry wanted = {.entry = entry->id};
    if (gj_reader_premiums(reading->reader, person, true, take_premium, &wanted, &reading->why) !=
        GJ_DONE)
        return false;
    *law_out = law = gj_serving_law_of(reading->serving, wanted.premium.pack_set);
    *known = wanted.is && wanted.premium.pack_set == law->pack_set;
    *rows = (struct gj_trace){.count = 1, .rows = {wanted.premium.row}};
    return true;
}

static bool find_settlement(struct gj_rest_reading *reading, gj_id entry, struct gj_settlement *row,
                            const struct gj_settlement **found_out)
{
    enum gj_status status = gj_reader_settlement(reading->reader, entry, row, &reading->why);
    *found_out = status == GJ_DONE ? row : NULL;
    return status == GJ_DONE || status == GJ_NOT_FOUND;
}

static const char *chart_word(int chart)
{
    return gj_chart_word((enum gj_chart)chart);
}

/* Tells the entry the walk stands at and goes on to the one before. */
static enum gj_reason step(struct gj_rest_reading *reading, struct walk *walk)
{
    struct found found = {.is = false};
    struct gj_settlement row;
    struct gj_rest_moved moved = {.entry = &found.entry, .chart_word = chart_word};
    struct gj_trace rows;
    const struct gj_law *law;
    bool known;
    gj_id id = walk->at[0];
    if (gj_reader_entries(reading->reader, id - 1, id, take_entry, &found, &reading->why) !=
        GJ_DONE)
        return GJ_REASON_NONE;
    moved.line = found.is ? line_of(&found.entry, walk, reading->caller->actor.number) : NULL;
    if (moved.line == NULL)
        return GJ_CURSOR_WRONG;
    moved.balance_fen = walk->at[1];
    if (!find_settlement(reading, id, &row, &moved.settlement) ||
        !find_rows(reading, &found.entry, moved.settlement, &rows, &known, &law))
        return GJ_REASON_NONE;
    moved.rows = known ? &rows : NULL;
    gj_rest_add_movement(reading->rest, law, &moved);
    walk->at[0] = moved.line->previous;
    walk->at[1] += moved.line->amount_fen; /* a debit made the balance smaller */
    return GJ_OK;
}

/* From the newest entry, whose balance after is the row's, or from where the cursor left off. */
static enum gj_reason walk_back(struct gj_rest_reading *reading, struct walk *walk)
{
    int64_t cursor[2];
    enum gj_reason reason = GJ_OK;
    if (!gj_rest_cursor(reading->rest, cursor))
        return GJ_CURSOR_WRONG;
    if (cursor[0] != 0)
        memcpy(walk->at, cursor, sizeof cursor);
    for (int left = gj_rest_limit(reading->rest); left > 0 && walk->at[0] != 0; left--)
        if ((reason = step(reading, walk)) != GJ_OK)
            return reason;
    gj_rest_answer_page(reading->rest, walk->at[0] != 0 ? walk->at : NULL, &reading->answer);
    return GJ_OK;
}

enum gj_reason gj_rest_list_account_entries(struct gj_rest_reading *reading)
{
    struct gj_side side;
    gj_area area = gj_rest_area_asked(reading->rest);
    if (!read_self(reading, &side))
        return GJ_REASON_NONE;
    for (int i = 0; i < side.accounts_count; i++) {
        const struct gj_account *row = &side.accounts[i];
        struct walk walk = {GJ_CHART_ACCOUNT, area, {row->last_entry, gj_account_balance(row)}};
        if (row->area == area)
            return walk_back(reading, &walk);
    }
    return GJ_ACCOUNT_UNKNOWN;
}

enum gj_reason gj_rest_list_wallet_entries(struct gj_rest_reading *reading)
{
    struct gj_side side;
    if (!read_self(reading, &side))
        return GJ_REASON_NONE;
    struct walk walk = {
        GJ_CHART_WALLET, side.wallet.area, {side.wallet.last_entry, side.wallet.balance_fen}};
    return walk_back(reading, &walk);
}
