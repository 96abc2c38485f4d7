/* The verb ask: a question's fields over a question whose every fact is favourable, and
   the answer's members in their order. */
#include <string.h>

#include "asked/ask.h"
#include "base/bug.h"

/* ---- the parties ---- */

static bool read_retired(struct gj_asked_reader *reader, struct json_object *value, void *target)
{
    struct gj_party *party = target;
    party->working = json_object_get_boolean(value) ? GJ_RETIRED : GJ_WORKING;
    return json_object_is_type(value, json_type_boolean) ||
           gj_asked_fault(reader, GJ_ASKED_INVALID_VALUE, "must be true or false");
}

#define PARTY(member) offsetof(struct gj_party, member)

static const struct gj_asked_field party_fields[] = {
    {"balance", GJ_ASKED_FEN, PARTY(balance_fen), 0, 0, NULL},
    {"carried_over", GJ_ASKED_FEN, PARTY(carried_fen), 0, 0, NULL},
    {"area", GJ_ASKED_AREA, PARTY(area), 0, 0, NULL},
    {"scheme", GJ_ASKED_WORD, PARTY(scheme), GJ_WORDS_OF_SCHEME, 0, NULL},
    {"status", GJ_ASKED_WORD, PARTY(status), GJ_WORDS_OF_STATUS, 0, NULL},
    {"tier", GJ_ASKED_COUNT8, PARTY(tier), 1, 9, NULL},
    {"retired", GJ_ASKED_OBJECT, 0, 0, 0, read_retired},
    {"has_account", GJ_ASKED_YES, PARTY(has_account), 0, 0, NULL},
    {"frozen", GJ_ASKED_YES, PARTY(frozen), 0, 0, NULL},
    {"wallet_open", GJ_ASKED_YES, PARTY(wallet_open), 0, 0, NULL},
    {"wallet_balance", GJ_ASKED_FEN, PARTY(wallet_fen), 0, 0, NULL},
    {"age_years", GJ_ASKED_COUNT, PARTY(age_years), 0, 150, NULL},
    {"transfers_today", GJ_ASKED_COUNT, PARTY(transfers_today), 0, 10000, NULL},
    {"transfers_held", GJ_ASKED_COUNT, PARTY(transfers_held), 0, 10000, NULL},
    {"suspended_until", GJ_ASKED_DAY, PARTY(suspended_until), 0, 0, NULL},
};

/* A balance alone is all carried over, which is the favourable reading; so is what is said to be
   carried over beyond it: more than the balance cannot be there. */
static bool read_party(struct gj_asked_reader *reader, struct json_object *value,
                       struct gj_party *party, bool *has_scheme)
{
    enum { BALANCE = 1, CARRIED = 2, SCHEME = 8 };
    uint32_t seen;
    if (!gj_asked_read(reader, value, GJ_ASKED_FIELDS(party_fields), party, &seen))
        return false;
    *has_scheme = (seen & SCHEME) != 0;
    if ((seen & (BALANCE | CARRIED)) == BALANCE)
        party->carried_fen = party->balance_fen;
    party->carried_fen = gj_fen_min(party->carried_fen, party->balance_fen);
    return true;
}

static bool read_payer(struct gj_asked_reader *reader, struct json_object *value, void *target)
{
    struct gj_asked_question *said = target;
    bool has_scheme;
    return read_party(reader, value, &said->question.payer, &has_scheme);
}

static bool read_user(struct gj_asked_reader *reader, struct json_object *value, void *target)
{
    struct gj_asked_question *said = target;
    return read_party(reader, value, &said->question.user, &said->has_user_scheme);
}

/* ---- the other objects ---- */

#define QUESTION(member) offsetof(struct gj_question, member)

static const struct gj_asked_field binding_fields[] = {
    {"state", GJ_ASKED_WORD, QUESTION(bond.state), GJ_WORDS_OF_BINDING, 0, NULL},
    {"payer_active", GJ_ASKED_COUNT, QUESTION(bond.payer_active), 0, 10000, NULL},
    {"payer_distinct_ever", GJ_ASKED_COUNT, QUESTION(bond.payer_distinct_ever), 0, 10000, NULL},
    {"same_relation_active", GJ_ASKED_COUNT, QUESTION(bond.same_relation_active), 0, 10000, NULL},
    {"known_person", GJ_ASKED_YES, QUESTION(bond.known_person), 0, 0, NULL},
    {"user_other_payers", GJ_ASKED_COUNT, QUESTION(bond.user_other_payers), 0, 10000, NULL},
    {"payer_is_member", GJ_ASKED_YES, QUESTION(bond.payer_is_member), 0, 0, NULL},
    {"user_is_head", GJ_ASKED_YES, QUESTION(bond.user_is_head), 0, 0, NULL},
    {"months", GJ_ASKED_COUNT, QUESTION(bond.months), 0, 10000, NULL},
    {"proven", GJ_ASKED_YES, QUESTION(bond.proven), 0, 0, NULL},
    {"promise", GJ_ASKED_YES, QUESTION(bond.promise), 0, 0, NULL},
    {"limit", GJ_ASKED_FEN, QUESTION(bond.limit_year_fen), 0, 0, NULL},
    {"used", GJ_ASKED_FEN, QUESTION(bond.used_year_fen), 0, 0, NULL},
    {"used_this_year", GJ_ASKED_FEN, QUESTION(limit_year_received_fen), 0, 0, NULL},
};

static const struct gj_asked_field expense_fields[] = {
    {"class", GJ_ASKED_WORD, QUESTION(expense), GJ_WORDS_OF_EXPENSE, 0, NULL},
    {"amount", GJ_ASKED_FEN, QUESTION(amount_fen), 0, 0, NULL},
};

static const struct gj_asked_field place_fields[] = {
    {"area", GJ_ASKED_AREA, QUESTION(place.area), 0, 0, NULL},
    {"kind", GJ_ASKED_WORD, QUESTION(place.kind), GJ_WORDS_OF_PLACE_KIND, 0, NULL},
    {"designated", GJ_ASKED_YES, QUESTION(place.designated), 0, 0, NULL},
    {"takes_wallet", GJ_ASKED_YES, QUESTION(place.takes_wallet), 0, 0, NULL},
    {"credential", GJ_ASKED_WORD, QUESTION(place.credential), GJ_WORDS_OF_CREDENTIAL, 0, NULL},
};

static const struct gj_asked_field transfer_fields[] = {
    {"sent", GJ_ASKED_TIME, QUESTION(transfer.sent), 0, 0, NULL},
};

static const struct gj_asked_field refund_fields[] = {
    {"paid", GJ_ASKED_FEN, QUESTION(refund.paid_fen), 0, 0, NULL},
    {"asked", GJ_ASKED_FEN, QUESTION(refund.asked_fen), 0, 0, NULL},
};

#define READER_OF(object)                                                                          \
    static bool read_##object(struct gj_asked_reader *reader, struct json_object *value,           \
                              void *target)                                                        \
    {                                                                                              \
        struct gj_asked_question *said = target;                                                   \
        return gj_asked_read(reader, value, GJ_ASKED_FIELDS(object##_fields), &said->question,     \
                             NULL);                                                                \
    }
READER_OF(binding)
READER_OF(expense)
READER_OF(place)
READER_OF(transfer)
#undef READER_OF

static bool read_refund(struct gj_asked_reader *reader, struct json_object *value, void *target)
{
    struct gj_asked_question *said = target;
    uint32_t seen;
    if (!gj_asked_read(reader, value, GJ_ASKED_FIELDS(refund_fields), &said->question, &seen))
        return false;
    said->has_paid = (seen & 1) != 0;
    said->has_asked = (seen & 2) != 0;
    return true;
}

static bool read_through(struct gj_asked_reader *reader, struct json_object *value, void *target)
{
    struct gj_asked_question *said = target;
    struct gj_slice text = GJ_SLICE("");
    bool good = json_object_is_type(value, json_type_string) && gj_json_text(value, &text);
    said->question.premium.through_wallet = gj_slice_is(text, "wallet");
    return (good && (said->question.premium.through_wallet || gj_slice_is(text, "province"))) ||
           gj_asked_fault(reader, GJ_ASKED_INVALID_VALUE, "must be one of province, wallet");
}

static const struct gj_asked_field premium_fields[] = {
    {"year", GJ_ASKED_COUNT, QUESTION(premium.year), 1900, 2199, NULL},
    {"scheme", GJ_ASKED_WORD, QUESTION(premium.scheme), GJ_WORDS_OF_SCHEME, 0, NULL},
    {"in_window", GJ_ASKED_YES, QUESTION(premium.in_window), 0, 0, NULL},
    {"already_paid", GJ_ASKED_YES, QUESTION(premium.already_paid), 0, 0, NULL},
    {"through", GJ_ASKED_OBJECT, 0, 0, 0, read_through},
};

/* The question is said's first member, so both have one address. */
static bool read_premium(struct gj_asked_reader *reader, struct json_object *value, void *target)
{
    struct gj_asked_question *said = target;
    uint32_t seen;
    if (!gj_asked_read(reader, value, GJ_ASKED_FIELDS(premium_fields), said, &seen))
        return false;
    said->has_year = (seen & 1) != 0;
    said->has_through = (seen & 16) != 0;
    return true;
}
_Static_assert(offsetof(struct gj_asked_question, question) == 0,
               "fields of the question are fields of said");

static bool read_rules(struct gj_asked_reader *reader, struct json_object *value, void *target)
{
    (void)target;
    return gj_asked_read_rules(reader, value);
}

static const struct gj_asked_field fields[] = {
    {"at", GJ_ASKED_TIME, QUESTION(at), 0, 0, NULL},
    {"relation", GJ_ASKED_WORD, QUESTION(relation), GJ_WORDS_OF_RELATION, 0, NULL},
    {"kind", GJ_ASKED_WORD, QUESTION(kind), GJ_WORDS_OF_ASK, 0, NULL},
    {"tool", GJ_ASKED_WORD, QUESTION(tool), GJ_WORDS_OF_TOOL, 0, NULL},
    {"payer", GJ_ASKED_OBJECT, 0, 0, 0, read_payer},
    {"user", GJ_ASKED_OBJECT, 0, 0, 0, read_user},
    {"binding", GJ_ASKED_OBJECT, 0, 0, 0, read_binding},
    {"expense", GJ_ASKED_OBJECT, 0, 0, 0, read_expense},
    {"place", GJ_ASKED_OBJECT, 0, 0, 0, read_place},
    {"transfer", GJ_ASKED_OBJECT, 0, 0, 0, read_transfer},
    {"premium", GJ_ASKED_OBJECT, 0, 0, 0, read_premium},
    {"refund", GJ_ASKED_OBJECT, 0, 0, 0, read_refund},
    {"filing", GJ_ASKED_OBJECT, 0, 0, 0, gj_asked_read_filing},
    {"waiting", GJ_ASKED_OBJECT, 0, 0, 0, gj_asked_read_waiting},
    {"move", GJ_ASKED_OBJECT, 0, 0, 0, gj_asked_read_move},
    {"withdraw", GJ_ASKED_OBJECT, 0, 0, 0, gj_asked_read_withdraw},
    {"maternity", GJ_ASKED_OBJECT, 0, 0, 0, gj_asked_read_maternity},
    {"lifetime", GJ_ASKED_OBJECT, 0, 0, 0, gj_asked_read_lifetime},
    {"bounds", GJ_ASKED_OBJECT, 0, 0, 0, gj_asked_read_bounds},
    {"rules", GJ_ASKED_OBJECT, 0, 0, 0, read_rules},
    {"id", GJ_ASKED_SKIP, 0, 0, 0, NULL},
};

/* ---- what was not said ---- */

static void fill_areas(struct gj_asked_question *said)
{
    struct gj_question *q = &said->question;
    if (q->payer.area == 0)
        q->payer.area = q->user.area;
    if (q->user.area == 0)
        q->user.area = q->payer.area;
    if (q->place.area == 0 && q->kind != GJ_ASK_FILING) /* a filing asks about care elsewhere */
        q->place.area = q->user.area;
}

static void fill_rest(struct gj_asked_question *said)
{
    struct gj_question *q = &said->question;
    bool own = q->kind == GJ_ASK_OWN || q->tool == GJ_TOOL_OWN;
    if (!said->has_relation && own)
        q->relation = GJ_RELATION_SELF;
    if (q->kind == GJ_ASK_PREMIUM)
        q->expense = GJ_EXPENSE_RESIDENT_PREMIUM; /* whatever class was said */
    if (q->transfer.sent == 0)
        q->transfer.sent = q->at;
    if (!said->has_through)
        q->premium.through_wallet = q->tool == GJ_TOOL_WALLET;
    if (!said->has_year)
        q->premium.year = (int16_t)gj_day_year(gj_time_day(q->at));
    if (!said->has_asked)
        q->refund.asked_fen = q->refund.paid_fen;
    else if (!said->has_paid)
        q->refund.paid_fen = q->refund.asked_fen;
}

static bool payer_has_no_area(struct gj_asked_reader *reader)
{
    size_t mark = gj_asked_enter(reader, "payer");
    gj_asked_fault_at(reader, "area", GJ_ASKED_MISSING_FIELD, "must be given");
    gj_asked_leave(reader, mark);
    return false;
}

static bool read_question(struct gj_asked_reader *reader, struct json_object *object,
                          struct gj_asked_question *said)
{
    enum { AT = 1, RELATION = 2, KIND = 4 };
    uint32_t seen;
    memset(said, 0, sizeof *said);
    gj_question_favourable(&said->question);
    if (!gj_asked_read(reader, object, GJ_ASKED_FIELDS(fields), said, &seen))
        return false;
    if ((seen & KIND) == 0)
        return gj_asked_fault_at(reader, "kind", GJ_ASKED_MISSING_FIELD, "must be given");
    if ((seen & AT) == 0)
        return gj_asked_fault_at(reader, "at", GJ_ASKED_MISSING_FIELD, "must be given");
    said->has_relation = (seen & RELATION) != 0;
    fill_areas(said);
    fill_rest(said);
    if (said->question.payer.area == 0 && said->question.kind != GJ_ASK_REFUND)
        return payer_has_no_area(reader);
    return gj_asked_complete_life(reader, said);
}

/* ---- the answer ---- */

static struct json_object *shares_of(const struct gj_reply_to_question *reply)
{
    struct json_object *list = gj_asked_list();
    for (int i = 0; i < reply->shares_count; i++) {
        struct json_object *share = json_object_new_object();
        GJ_MUST(share != NULL);
        gj_json_add(share, "payer",
                    gj_asked_word(gj_word(GJ_WORDS_OF_PAYER, reply->shares[i].payer)));
        gj_json_add(share, "amount", gj_json_money_text(reply->shares[i].amount_fen));
        gj_asked_append(list, share);
    }
    return list;
}

static struct json_object *codes_of(const enum gj_reason *reasons, int count)
{
    struct json_object *list = gj_asked_list();
    for (int i = 0; i < count; i++)
        gj_asked_append(list, gj_asked_word(gj_reason_code(reasons[i])));
    return list;
}

static struct json_object *day_of(gj_day day)
{
    char text[GJ_DAY_TEXT_MAX];
    return day < GJ_DAY_MAX ? gj_asked_word(gj_day_text(day, text)) : NULL;
}

/* What the question said, not what it left to the favourable values. */
static uint32_t circumstances_of(const struct gj_asked_question *said)
{
    const struct gj_question *q = &said->question;
    bool resident = said->has_user_scheme && q->user.scheme == GJ_SCHEME_RESIDENT;
    bool not_normal = q->payer.status != GJ_STATUS_NORMAL || q->user.status != GJ_STATUS_NORMAL;
    bool elsewhere = q->place.area != 0 && !gj_area_lies_in(q->place.area, q->user.area);
    return (uint32_t)resident << GJ_CIRCUMSTANCE_USER_RESIDENT |
           (uint32_t)not_normal << GJ_CIRCUMSTANCE_NOT_NORMAL |
           (uint32_t)elsewhere << GJ_CIRCUMSTANCE_ELSEWHERE;
}

static void put_contradictions(struct json_object *answer, const struct gj_law *law,
                               const struct gj_asked_question *said,
                               const struct gj_reply_to_question *reply)
{
    const struct gj_question *q = &said->question;
    enum gj_reason reasons[GJ_FAILED_MAX + 1];
    reasons[0] = reply->reason;
    memcpy(reasons + 1, reply->failed, reply->failed_count * sizeof reasons[0]);
    const struct gj_point point = {.kind = gj_word(GJ_WORDS_OF_ASK, q->kind),
                                   .areas = {q->payer.area, q->user.area},
                                   .day = gj_time_day(q->at),
                                   .relation = q->relation,
                                   .expense = q->expense,
                                   .trace = &reply->trace,
                                   .reasons = reasons,
                                   .reasons_count = reply->failed_count + 1,
                                   .circumstances = circumstances_of(said)};
    gj_asked_put_contradictions(answer, law, &point);
}

bool gj_asked_answer_ask(struct gj_asked_reader *reader, struct json_object *question,
                         struct json_object *answer)
{
    struct gj_asked_question said;
    if (!read_question(reader, question, &said))
        return false;
    const struct gj_question *q = &said.question;
    struct gj_reply_to_question reply;
    gj_ask(&reader->law, q, &reply);
    gj_json_add(answer, "answer", gj_asked_word(gj_word(GJ_WORDS_OF_ANSWER, reply.answer)));
    gj_json_add(answer, "reason", gj_asked_word(gj_reason_code(reply.reason)));
    gj_json_add(answer, "tool", gj_asked_word(gj_word(GJ_WORDS_OF_TOOL, reply.tool)));
    gj_json_add(answer, "shares", shares_of(&reply));
    if (reply.until != GJ_DAY_NONE)
        gj_json_add(answer, "until", day_of(reply.until));
    gj_json_add(answer, "because", gj_asked_because(&reader->law, &reply.trace));
    gj_json_add(answer, "failed", codes_of(reply.failed, reply.failed_count));
    gj_json_add(answer, "next", codes_of(reply.next, reply.next_count));
    gj_json_add(answer, "not_found", gj_asked_not_found(&reply.trace, q->expense, q->relation));
    put_contradictions(answer, &reader->law, &said, &reply);
    gj_json_add(answer, "pack", gj_asked_pack(&reader->law));
    return true;
}
