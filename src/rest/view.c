/* Records as people see them: rows become the JSON of their group, names masked. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rest/inside.h"

/* ---- masks ---- */

/* The first character and a star for each other one: 王**. */
static void mask_name(const char *name, char out[GJ_NAME_MAX + 1])
{
    struct gj_writer writer = gj_writer(out, GJ_NAME_MAX + 1);
    size_t length = strlen(name), first = length > 0 ? 1 : 0;
    while (first < length && ((unsigned char)name[first] & 0xC0) == 0x80)
        first++;
    gj_put(&writer, (struct gj_slice){name, first});
    size_t rest = gj_slice_characters((struct gj_slice){name + first, length - first});
    for (size_t i = 0; i < rest; i++)
        gj_put_text(&writer, "*");
}

/* The first three and the last four places; of a short one the last alone. */
static void mask_document(const char *document, char out[GJ_CODE_MAX + 1])
{
    size_t length = strlen(document), first = 3, last = 4;
    if (length < first + last + 1) {
        first = 0;
        last = length > 0 ? 1 : 0;
    }
    for (size_t i = 0; i < length; i++)
        out[i] = i < first || i >= length - last ? document[i] : '*';
    out[length] = '\0';
}

struct json_object *gj_rest_other_of(const struct gj_rest_person *person, gj_area about)
{
    char name[GJ_NAME_MAX + 1];
    struct gj_rest_other other;
    gj_rest_clear(GJ_REST_GROUP_other, &other);
    mask_name(person->name, name);
    other.person = (struct gj_rest_number){person->area, person->id};
    other.name = gj_slice(name);
    other.area = about;
    return gj_rest_value(GJ_REST_GROUP_other, &other);
}

/* ---- entity tags ---- */

/* One of the tags of a list, weak or strong: to read again they are the same (RFC 9110, 13.1.2). */
static bool lists_tag(struct gj_slice list, const char *tag)
{
    size_t length = strlen(tag);
    for (size_t i = 0; i + length <= list.length; i++) {
        bool begins = i == 0 || list.bytes[i - 1] == ' ' || list.bytes[i - 1] == ',' ||
                      list.bytes[i - 1] == '/';
        if (begins && memcmp(list.bytes + i, tag, length) == 0)
            return true;
    }
    return gj_slice_is(list, "*");
}

void gj_rest_spare_known(const struct gj_rest *rest, struct gj_rest_answer *answer)
{
    if (!lists_tag(rest->request.if_none_match, answer->etag))
        return;
    answer->status = 304;
    answer->length = 0;
}

void gj_rest_give_version(struct gj_rest *rest, int64_t version, struct json_object *object,
                          struct gj_rest_answer *answer)
{
    *answer = (struct gj_rest_answer){0};
    gj_rest_give(answer, 200, object);
    snprintf(answer->etag, sizeof answer->etag, "\"%lld\"", (long long)version);
    gj_rest_spare_known(rest, answer);
}

/* ---- bindings ---- */

static gj_fen said_limit(gj_fen limit)
{
    return limit == GJ_FEN_UNLIMITED ? GJ_REST_NONE : limit;
}

static struct json_object *binding_of(const struct gj_binding *row,
                                      const struct gj_rest_person *payer,
                                      const struct gj_rest_person *relative)
{
    struct gj_rest_binding binding = {
        .id = {row->payer_area, row->id},
        .state = row->state,
        .payer = gj_rest_other_of(payer, row->payer_area),
        .relative = gj_rest_other_of(relative, row->relative_area),
        .relation = row->relation,
        .promise = row->promise,
        .proven = row->proven,
        .limit_use = said_limit(row->limit_use_fen),
        .limit_year = said_limit(row->limit_year_fen),
        .used = row->used_fen,
        .used_year = row->used_year != 0 ? row->used_year : GJ_REST_NONE,
        .uses = row->uses,
        .rank = row->rank,
        .from = row->from,
        .to = row->to,
    };
    return gj_rest_value(GJ_REST_GROUP_binding, &binding);
}

void gj_rest_answer_binding(struct gj_rest *rest, const struct gj_binding *row,
                            const struct gj_rest_person *payer,
                            const struct gj_rest_person *relative,
                            struct gj_rest_answer *answer_out)
{
    gj_rest_give_version(rest, row->version, binding_of(row, payer, relative), answer_out);
}

void gj_rest_add_binding(struct gj_rest *rest, const struct gj_binding *row,
                         const struct gj_rest_person *payer, const struct gj_rest_person *relative)
{
    gj_rest_add(rest, binding_of(row, payer, relative));
}

/* ---- wallet and transfers ---- */

void gj_rest_answer_wallet(struct gj_rest *rest, const struct gj_wallet *row, gj_day today,
                           struct gj_rest_answer *answer_out)
{
    static const char *const states[] = {"none", "open", "closed"};
    GJ_MUST(row->state < sizeof states / sizeof states[0]);
    struct gj_rest_wallet wallet = {
        .state = gj_slice(states[row->state]),
        .area = row->area,
        .balance = row->balance_fen,
        .opened = row->version > 0 ? row->opened : GJ_REST_NONE,
        .sent_today = row->sent_day == today ? row->sent_count : 0,
        .held = row->held_count,
    };
    gj_rest_give_version(rest, row->version, gj_rest_value(GJ_REST_GROUP_wallet, &wallet),
                         answer_out);
}

/* Where the money came from is the sender's own affair. */
static struct json_object *transfer_of(const struct gj_rest *rest, const struct gj_transfer *row,
                                       const struct gj_rest_person *sender,
                                       const struct gj_rest_person *receiver)
{
    const struct gj_actor *actor = &rest->caller.actor;
    bool is_receiver = actor->role == GJ_ROLE_CITIZEN && actor->number == row->receiver;
    struct gj_rest_transfer transfer = {
        .id = {row->sender_area, row->id},
        .state = row->state,
        .sender = gj_rest_other_of(sender, row->sender_area),
        .receiver = gj_rest_other_of(receiver, row->receiver_area),
        .relation = row->relation,
        .amount = row->carried_fen + row->current_fen,
        .source = is_receiver ? -1 : row->source,
        .sent = row->sent,
        .ended = row->state == GJ_TRANSFER_HELD ? GJ_REST_NONE : row->ended,
    };
    return gj_rest_value(GJ_REST_GROUP_transfer, &transfer);
}

void gj_rest_answer_transfer(struct gj_rest *rest, const struct gj_transfer *row,
                             const struct gj_rest_person *sender,
                             const struct gj_rest_person *receiver,
                             struct gj_rest_answer *answer_out)
{
    gj_rest_give_version(rest, row->version, transfer_of(rest, row, sender, receiver), answer_out);
}

void gj_rest_add_transfer(struct gj_rest *rest, const struct gj_transfer *row,
                          const struct gj_rest_person *sender,
                          const struct gj_rest_person *receiver)
{
    gj_rest_add(rest, transfer_of(rest, row, sender, receiver));
}

void gj_rest_add_premium(struct gj_rest *rest, const struct gj_premium *row,
                         const struct gj_rest_person *insured, const struct gj_rest_person *payer)
{
    bool refunded = row->state == GJ_PREMIUM_IS_REFUNDED;
    struct gj_rest_premium premium = {
        .id = {row->area, row->id},
        .state = gj_slice(refunded ? "refunded" : "paid"),
        .year = row->year,
        .insured = gj_rest_other_of(insured, row->area),
        .payer = gj_rest_other_of(payer, row->payer_area),
        .amount = gj_premium_amount(row),
        .source = row->source,
        .paid = row->paid,
        .ended = refunded ? row->ended : GJ_REST_NONE,
    };
    gj_rest_add(rest, gj_rest_value(GJ_REST_GROUP_premium, &premium));
}

void gj_rest_add_work(struct gj_rest *rest, const struct gj_work *row,
                      const struct gj_rest_person *person)
{
    struct gj_rest_work work = {
        .id = {row->book, row->id},
        .person = gj_rest_other_of(person, row->book),
        .amount = row->amount_fen,
        .why = gj_slice(row->why == GJ_WORK_WALLET_CLOSED ? "wallet_closed" : "account_closed"),
        .act = gj_slice(gj_act_word((enum gj_act)row->act)),
        .since = row->since,
    };
    gj_rest_add(rest, gj_rest_value(GJ_REST_GROUP_work, &work));
}

/* ---- who is signed in ---- */

struct gj_slice gj_rest_user(const struct gj_rest *rest)
{
    return rest->body.sign_in.user;
}

struct gj_slice gj_rest_pin(const struct gj_rest *rest)
{
    return rest->body.sign_in.pin;
}

bool gj_rest_user_person(const struct gj_rest *rest, gj_area *area_out, gj_id *person_out)
{
    struct gj_rest_other who;
    const struct gj_rest_field *person = gj_rest_field(GJ_REST_GROUP_other, GJ_SLICE("person"));
    if (!gj_rest_read_text(person, rest->body.sign_in.user, &who))
        return false;
    *area_out = who.person.area;
    *person_out = who.person.id;
    return true;
}

void gj_rest_answer_session(struct gj_rest *rest, const struct gj_rest_session_view *view,
                            struct gj_rest_answer *answer_out)
{
    struct gj_rest_session session;
    gj_rest_clear(GJ_REST_GROUP_session, &session);
    session.token = gj_slice(view->token);
    session.role = gj_slice(view->role);
    session.area = view->area;
    session.person = (struct gj_rest_number){view->area, view->person};
    session.idle_seconds = view->idle_seconds;
    *answer_out = (struct gj_rest_answer){0};
    gj_rest_give(answer_out, rest->is->status, gj_rest_value(GJ_REST_GROUP_session, &session));
}

void gj_rest_answer_me(struct gj_rest *rest, const char *role, gj_area area,
                       const struct gj_identity *identity, gj_time now,
                       struct gj_rest_answer *answer_out)
{
    char name[GJ_NAME_MAX + 1], document[GJ_CODE_MAX + 1];
    struct gj_rest_me me;
    gj_rest_clear(GJ_REST_GROUP_me, &me);
    me.role = gj_slice(role);
    me.area = area;
    me.now = now;
    if (identity != NULL) {
        mask_name(identity->name, name);
        mask_document(identity->document, document);
        me.person = (struct gj_rest_number){area, rest->caller.actor.number};
        me.name = gj_slice(name);
        me.document = gj_slice(document);
    }
    *answer_out = (struct gj_rest_answer){0};
    gj_rest_give(answer_out, 200, gj_rest_value(GJ_REST_GROUP_me, &me));
}

void gj_rest_answer_nothing(struct gj_rest_answer *answer_out)
{
    *answer_out = (struct gj_rest_answer){.status = 204};
}

gj_id gj_rest_binding_asked(const struct gj_rest *rest)
{
    return rest->place.binding.id;
}

gj_id gj_rest_transfer_asked(const struct gj_rest *rest)
{
    return rest->place.transfer.id;
}

bool gj_rest_path_is_of(const struct gj_rest *rest, gj_area area)
{
    const struct gj_rest_in_path *place = &rest->place;
    const struct gj_rest_number *said[] = {&place->binding, &place->transfer, &place->settlement,
                                           &place->work, &place->visit};
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++)
        if (said[i]->id != 0)
            return said[i]->area == area;
    return false;
}
