/* From what was read to a command: the same command that the national interface makes for the same
   act. Persons who are named by a document are left to be found: gj_rest_whom. */
#include <stdio.h>
#include <string.h>

#include "rest/inside.h"

/* ---- persons ---- */

static bool is_identity_card(struct gj_slice type)
{
    return type.bytes == NULL || gj_slice_is(type, "01");
}

/* As the store finds people: 02 an identity card, D and the type any other document. */
static bool put_document(struct gj_rest *rest, const char *pointer,
                         const struct gj_rest_named *named, struct gj_rest_whom *whom)
{
    struct gj_slice type = named->document_type;
    if (named->document.bytes == NULL || named->name.bytes == NULL)
        return gj_rest_fault(rest, GJ_FIELD_MISSING, pointer,
                             "say the person's number, or document and name");
    if (!gj_text_copy(whom->credential.number, sizeof whom->credential.number, named->document))
        return gj_rest_fault(rest, GJ_FIELD_WRONG, pointer, "the document is too long");
    snprintf(whom->credential.type, sizeof whom->credential.type, "%s%.*s",
             is_identity_card(type) ? "02" : "D", is_identity_card(type) ? 0 : (int)type.length,
             type.bytes ? type.bytes : "");
    whom->name = named->name;
    return true;
}

static struct gj_rest_whom *add_whom(struct gj_rest *rest, const char *pointer, size_t offset)
{
    GJ_MUST(rest->whom_count < GJ_REST_WHOM_MAX);
    struct gj_rest_whom *whom = &rest->whom[rest->whom_count++];
    memset(whom, 0, sizeof *whom);
    whom->pointer = pointer;
    whom->offset = offset;
    return whom;
}

bool gj_rest_name_number(struct gj_rest *rest, const char *pointer, struct gj_rest_number person,
                         size_t offset)
{
    struct gj_rest_whom *whom = add_whom(rest, pointer, offset);
    whom->area = person.area;
    whom->id = person.id;
    return true;
}

/* Reads the object that names a person whose number belongs at `offset` of the command. */
static bool name_person(struct gj_rest *rest, const char *pointer, struct json_object *object,
                        size_t offset)
{
    struct gj_rest_named named;
    if (!gj_rest_read(rest, GJ_REST_GROUP_named, pointer, object, &named))
        return false;
    rest->named[rest->whom_count] = gj_rest_canonical(GJ_REST_GROUP_named, &named);
    if (named.person.id == 0)
        return put_document(rest, pointer, &named, add_whom(rest, pointer, offset));
    if (named.document.bytes != NULL || named.name.bytes != NULL)
        return gj_rest_fault(rest, GJ_FIELD_WRONG, pointer,
                             "either the person's number, or document and name");
    return gj_rest_name_number(rest, pointer, named.person, offset);
}

/* A citizen acts for himself, an agency for whom it names. */
static bool name_payer(struct gj_rest *rest, struct json_object *payer)
{
    return payer == NULL || name_person(rest, "/payer", payer, offsetof(struct gj_command, person));
}

/* ---- each act ---- */

static gj_fen limit_of(gj_fen said)
{
    return said == GJ_REST_NONE ? GJ_FEN_UNLIMITED : said;
}

static bool fill_bind(struct gj_rest *rest, struct gj_command *command)
{
    const struct gj_rest_bind *bind = &rest->body.bind;
    command->body.bind.relation = (uint8_t)bind->relation;
    command->body.bind.promise = bind->promise == 1;
    command->body.bind.proven = bind->proven == 1;
    command->body.bind.rank = (int16_t)(bind->rank == GJ_REST_NONE ? 0 : bind->rank);
    command->body.bind.uses = bind->uses;
    command->body.bind.from = bind->from;
    command->body.bind.to = bind->to;
    command->body.bind.limit_use_fen = limit_of(bind->limit_use);
    command->body.bind.limit_year_fen = limit_of(bind->limit_year);
    return name_payer(rest, bind->payer) &&
           name_person(rest, "/relative", bind->relative,
                       offsetof(struct gj_command, body.bind.relative));
}

static bool fill_binding(struct gj_rest *rest, struct gj_command *command)
{
    command->body.binding.binding = rest->place.binding.id;
    command->body.binding.agree =
        command->act == GJ_ACT_CONFIRM && rest->body.answer_binding.agree == 1;
    return true;
}

static bool fill_change(struct gj_rest *rest, struct gj_command *command)
{
    const struct gj_rest_change_binding *change = &rest->body.change_binding;
    command->body.change_binding.binding = rest->place.binding.id;
    command->body.change_binding.version = command->seen_version;
    command->body.change_binding.rank = (int16_t)(change->rank == GJ_REST_NONE ? 0 : change->rank);
    command->body.change_binding.uses = change->uses;
    command->body.change_binding.limit_use_fen = limit_of(change->limit_use);
    command->body.change_binding.limit_year_fen = limit_of(change->limit_year);
    return true;
}

static bool fill_close_wallet(struct gj_rest *rest, struct gj_command *command)
{
    (void)rest, (void)command; /* whose it is says all; money is paid out by an agency alone */
    return true;
}

static bool fill_open_wallet(struct gj_rest *rest, struct gj_command *command)
{
    const struct gj_rest_open_wallet *open = &rest->body.open_wallet;
    (void)command;
    return open->person.id == 0 ||
           gj_rest_name_number(rest, "/person", open->person, offsetof(struct gj_command, person));
}

/* The words of payers are wider than what may be a source. */
static bool read_source(struct gj_rest *rest, int32_t said, uint8_t *source_out)
{
    *source_out = GJ_PAYER_OWN;
    if (said < 0)
        return true;
    if (said != GJ_PAYER_OWN && said != GJ_PAYER_WALLET)
        return gj_rest_fault(rest, GJ_FIELD_WRONG, "/source", "own or wallet");
    *source_out = (uint8_t)said;
    return true;
}

static bool fill_send(struct gj_rest *rest, struct gj_command *command)
{
    const struct gj_rest_send *send = &rest->body.send;
    command->body.transfer.relation = (uint8_t)send->relation;
    command->body.transfer.amount_fen = send->amount;
    return read_source(rest, send->source, &command->body.transfer.source) &&
           name_person(rest, "/receiver", send->receiver,
                       offsetof(struct gj_command, body.transfer.receiver));
}

static bool fill_ended(struct gj_rest *rest, struct gj_command *command)
{
    command->body.ended.transfer = rest->place.transfer.id;
    return true;
}

static bool fill_reverse(struct gj_rest *rest, struct gj_command *command)
{
    command->body.reverse.settlement = rest->place.settlement.id;
    command->body.reverse.area = rest->place.settlement.area;
    return true;
}

static bool fill_premium(struct gj_rest *rest, struct gj_command *command)
{
    const struct gj_rest_pay_premium *pay = &rest->body.pay_premium;
    command->body.premium.binding = pay->binding.id;
    command->body.premium.relation = (uint8_t)(pay->relation < 0 ? 0 : pay->relation);
    command->body.premium.year = (int16_t)pay->year;
    if (!read_source(rest, pay->source, &command->body.premium.source) ||
        !name_payer(rest, pay->payer))
        return false;
    return pay->relative == NULL || name_person(rest, "/relative", pay->relative,
                                                offsetof(struct gj_command, body.premium.relative));
}

static bool fill_refund(struct gj_rest *rest, struct gj_command *command)
{
    const struct gj_rest_refund_premium *refund = &rest->body.refund_premium;
    command->body.insured.year = (int16_t)refund->year;
    command->body.insured.insured = command->person;
    return refund->insured == NULL ||
           name_person(rest, "/insured", refund->insured,
                       offsetof(struct gj_command, body.insured.insured));
}

static gj_rest_filling *filling(enum gj_act act)
{
    switch (act) {
    case GJ_ACT_BIND:
        return fill_bind;
    case GJ_ACT_CONFIRM:
    case GJ_ACT_UNBIND:
        return fill_binding;
    case GJ_ACT_CHANGE_BINDING:
        return fill_change;
    case GJ_ACT_OPEN_WALLET:
        return fill_open_wallet;
    case GJ_ACT_CLOSE_WALLET:
        return fill_close_wallet;
    case GJ_ACT_TRANSFER:
        return fill_send;
    case GJ_ACT_ACCEPT:
    case GJ_ACT_GIVE_BACK:
        return fill_ended;
    case GJ_ACT_REVERSE:
        return fill_reverse;
    case GJ_ACT_PREMIUM:
        return fill_premium;
    case GJ_ACT_REFUND_PREMIUM:
        return fill_refund;
    case GJ_ACT_REFUND:
        return gj_rest_fill_refund;
    case GJ_ACT_CREDIT:
        return gj_rest_fill_credit;
    case GJ_ACT_SUSPEND:
        return gj_rest_fill_suspend;
    case GJ_ACT_FREEZE:
        return gj_rest_fill_freeze;
    case GJ_ACT_CLOSE_ACCOUNT:
        return gj_rest_fill_close_account;
    case GJ_ACT_RESOLVE:
        return gj_rest_fill_resolve;
    case GJ_ACT_ENROL:
        return gj_rest_fill_enrol;
    case GJ_ACT_MOVE:
        return gj_rest_fill_move;
    case GJ_ACT_ADD_INSTITUTION:
        return gj_rest_fill_add_institution;
    default:
        GJ_MUST(false && "a route whose act no body fills");
    }
    return NULL;
}

/* ---- headers that name a command and what it saw ---- */

static bool is_printable(struct gj_slice text)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.bytes[i] < ' ' || text.bytes[i] > '~')
            return false;
    return true;
}

static bool has_key(struct gj_rest *rest)
{
    struct gj_slice key = rest->request.once_key;
    if (key.length >= 1 && key.length <= GJ_REST_KEY_MAX && is_printable(key))
        return true;
    return gj_rest_fault(rest, GJ_ONCE_KEY_MISSING, "Idempotency-Key", "1 to %d characters",
                         GJ_REST_KEY_MAX);
}

/* "7" is version 7; * any; what is no strong tag of ours matches nothing. */
static int64_t version_seen(struct gj_slice tag)
{
    int64_t version;
    if (gj_slice_is(tag, "*"))
        return 0;
    if (tag.length < 3 || tag.bytes[0] != '"' || tag.bytes[tag.length - 1] != '"' ||
        !gj_decimal_parse((struct gj_slice){tag.bytes + 1, tag.length - 2}, 0, 18, &version) ||
        version <= 0)
        return -1;
    return version;
}

static bool has_version(struct gj_rest *rest, struct gj_command *command)
{
    if (rest->request.if_match.length == 0)
        return gj_rest_fault(rest, GJ_IF_MATCH_MISSING, "If-Match", "the ETag as it was read");
    command->seen_version = version_seen(rest->request.if_match);
    return true;
}

/* ---- the whole ---- */

static void put_object(struct gj_rest_sink sink, struct json_object *object)
{
    sink.put(sink.to, gj_json_print(object));
    json_object_put(object);
}

/* Two requests are the same when these bytes are: route, path, what was given, who was named. */
static void put_canonical(struct gj_rest *rest, struct gj_rest_sink sink)
{
    sink.put(sink.to, gj_slice(rest->is->name));
    put_object(sink, gj_rest_canonical(GJ_REST_GROUP_in_path, &rest->place));
    if (rest->is->body < GJ_REST_GROUPS)
        put_object(sink, gj_rest_canonical((enum gj_rest_group_number)rest->is->body, &rest->body));
    if (rest->nested != NULL)
        put_object(sink, rest->nested);
    rest->nested = NULL;
    for (int i = 0; i < rest->whom_count; i++) {
        if (rest->named[i] != NULL)
            put_object(sink, rest->named[i]);
        rest->named[i] = NULL;
    }
}

bool gj_rest_fill(struct gj_rest *rest, struct gj_command *command, struct gj_rest_sink sink)
{
    const struct gj_rest_caller *caller = &rest->caller;
    command->act = rest->is->act;
    command->actor = caller->actor;
    command->sandbox = caller->sandbox;
    command->only_asked = rest->is->is == GJ_REST_IS_PRECHECK;
    if (caller->actor.role == GJ_ROLE_CITIZEN)
        command->person = caller->actor.number;
    memcpy(command->institution, caller->institution, sizeof command->institution);
    if (rest->is->is == GJ_REST_IS_ACT && !has_key(rest))
        return false;
    if (rest->is->is == GJ_REST_IS_CHANGE && !has_version(rest, command))
        return false;
    bool good = filling((enum gj_act)command->act)(rest, command);
    put_canonical(rest, sink);
    return good;
}

int gj_rest_whom(const struct gj_rest *rest, const struct gj_rest_whom **list_out)
{
    *list_out = rest->whom;
    return rest->whom_count;
}
