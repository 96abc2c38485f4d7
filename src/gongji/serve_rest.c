/* The REST face over HTTP: a request becomes a command, a read or a question, and the reply bytes
   again. All but the deciding runs on the thread of http. */
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "gongji/serve_rest.h"

/* ---- answering ---- */

static void add_header(struct gj_exchange *exchange, const char *name, const char *value)
{
    if (value[0] != '\0')
        gj_exchange_add_header(exchange, name, value);
}

void gj_rest_send(struct gj_exchange *exchange, const struct gj_rest_answer *answer)
{
    add_header(exchange, "Cache-Control", answer->cacheable ? "public, max-age=300" : "");
    add_header(exchange, "Allow", answer->allow);
    add_header(exchange, "ETag", answer->etag);
    add_header(exchange, "Location", answer->location);
    add_header(exchange, "Link", answer->link);
    add_header(exchange, "Idempotency-Replayed", answer->replayed ? "true" : "");
    add_header(exchange, "WWW-Authenticate", answer->status == 401 ? "Bearer" : "");
    gj_exchange_answer(exchange, answer->status, answer->content_type, answer->bytes,
                       answer->length);
}

/* Sends the problem document of a refusal at the door. */
static enum gj_when send_refusal(struct gj_rest *rest, struct gj_exchange *exchange)
{
    struct gj_rest_answer answer;
    gj_rest_answer_refusal(rest, &answer);
    gj_rest_send(exchange, &answer);
    return GJ_NOW;
}

enum gj_when gj_rest_send_no(struct gj_rest *rest, struct gj_exchange *exchange,
                             enum gj_reason reason, const char *pointer)
{
    gj_rest_refuse(rest, reason, pointer, NULL);
    return send_refusal(rest, exchange);
}

/* ---- reading a request ---- */

static struct gj_slice query(const void *of, const char *name)
{
    return gj_exchange_query(of, name);
}

static struct gj_rest_request request_of(const struct gj_exchange *exchange)
{
    return (struct gj_rest_request){
        .method = gj_exchange_method(exchange),
        .path = gj_exchange_path(exchange),
        .body = gj_exchange_body(exchange),
        .content_type = gj_exchange_header(exchange, "Content-Type"),
        .accept = gj_exchange_header(exchange, "Accept"),
        .language = gj_exchange_header(exchange, "Accept-Language"),
        .once_key = gj_exchange_header(exchange, "Idempotency-Key"),
        .if_match = gj_exchange_header(exchange, "If-Match"),
        .if_none_match = gj_exchange_header(exchange, "If-None-Match"),
        .query = query,
        .query_of = exchange,
    };
}

static void add_to_digest(void *to, struct gj_slice bytes)
{
    gj_digest_add(to, bytes.bytes, bytes.length);
}

static struct gj_rest_caller caller_of(struct gj_serving *serving,
                                       const struct gj_exchange *exchange)
{
    struct gj_rest_caller caller = {.sandbox = serving->options->sandbox};
    struct gj_slice token = gj_rest_token(exchange);
    const struct gj_signed_in *who =
        token.length > 0 ? gj_sessions_find(serving->sessions, token, gj_time_now()) : NULL;
    if (who == NULL)
        return caller;
    caller.known = true;
    caller.actor = who->actor;
    memcpy(caller.institution, who->institution, sizeof caller.institution);
    return caller;
}

/* ---- commands ---- */

static const char *key_name(int key)
{
    return key >= 0 && key < GJ_KEY_COUNT ? gj_key_info((enum gj_key)key)->name : NULL;
}

static void finish_command(void *to, struct gj_exchange *exchange)
{
    struct gj_errand *errand = to;
    struct gj_rest_answer answer;
    gj_rest_answer_command(errand->rest, gj_serving_law(errand->serving), &errand->desk.command,
                           &errand->desk.outcome, key_name, &answer);
    gj_rest_send(exchange, &answer);
    if (errand->desk.command.act == GJ_ACT_ADD_INSTITUTION)
        errand->serving->institutions_count = 0; /* read again when one is asked for */
    gj_rest_forget(errand->rest);
}

/* Is this the person whom the request means? A wrong name and an unknown document are told alike. */
static enum gj_status agrees(struct gj_serving *serving, const struct gj_rest_whom *whom,
                             gj_id person, bool *is_out, struct gj_why *why)
{
    struct gj_identity identity;
    struct gj_side side;
    *is_out = false;
    enum gj_status status = gj_reader_side(serving->reader, person, &side, why);
    if (status != GJ_DONE || side.person.version == 0)
        return status;
    if (whom->id != 0) {
        *is_out = side.person.first_area == whom->area;
        return GJ_DONE;
    }
    status = gj_reader_identity(serving->reader, person, &identity, why);
    *is_out = status == GJ_DONE && gj_slice_is(whom->name, identity.name);
    return status;
}

/* Puts the numbers of those whom the request names into the command. False after an answer. */
static bool find_people(struct gj_serving *serving, struct gj_exchange *exchange,
                        struct gj_command *command)
{
    const struct gj_rest_whom *list;
    int count = gj_rest_whom(serving->rest, &list);
    for (int i = 0; i < count; i++) {
        gj_id person = list[i].id;
        struct gj_why why;
        bool is = false;
        enum gj_status status = GJ_DONE;
        if (person == 0)
            status = gj_reader_find(serving->reader, &list[i].credential, &person, &why);
        if (status == GJ_DONE && person != 0)
            status = agrees(serving, &list[i], person, &is, &why);
        if (status != GJ_DONE) {
            gj_answer_failure(exchange, &why);
            return false;
        }
        if (!is) {
            (void)gj_rest_send_no(serving->rest, exchange, GJ_PERSON_UNKNOWN, list[i].pointer);
            return false;
        }
        memcpy((char *)command + list[i].offset, &person, sizeof person);
    }
    return true;
}

/* The area in a number outside is a part of it: with another one there is no such record. */
static bool path_is_true(struct gj_serving *serving, struct gj_exchange *exchange)
{
    struct gj_rest *rest = serving->rest;
    struct gj_binding binding = {.id = gj_rest_binding_asked(rest)};
    struct gj_transfer transfer = {.id = gj_rest_transfer_asked(rest)};
    struct gj_why why;
    enum gj_status status = GJ_DONE;
    if (binding.id != 0)
        status = gj_reader_binding(serving->reader, binding.id, &binding, &why);
    else if (transfer.id != 0)
        status = gj_reader_transfer(serving->reader, transfer.id, &transfer, &why);
    if (status != GJ_DONE) {
        gj_answer_failure(exchange, &why);
        return false;
    }
    enum gj_reason no = GJ_REASON_NONE;
    if (binding.version > 0 && !gj_rest_path_is_of(rest, binding.payer_area))
        no = GJ_BINDING_UNKNOWN;
    if (transfer.version > 0 && !gj_rest_path_is_of(rest, transfer.sender_area))
        no = GJ_TRANSFER_UNKNOWN;
    if (no != GJ_REASON_NONE)
        (void)gj_rest_send_no(rest, exchange, no, NULL);
    return no == GJ_REASON_NONE;
}

/* Under which name the act happens once: the caller and his key. */
static void name_once(struct gj_sm3 *sm3, struct gj_slice key, struct gj_command *command)
{
    uint8_t digest[GJ_SM3_SIZE];
    char who[64];
    struct gj_writer writer = gj_writer(who, sizeof who);
    gj_put_format(&writer, "rest %d %lld %d ", command->actor.role,
                  (long long)command->actor.number, command->actor.area);
    gj_sm3_begin(sm3);
    gj_sm3_add(sm3, who, writer.length);
    gj_sm3_add(sm3, key.bytes, key.length);
    gj_sm3_end(sm3, digest);
    memcpy(command->once.hash, digest, sizeof command->once.hash);
    command->once.used = key.length > 0 && !command->only_asked;
}

static enum gj_when submit(struct gj_serving *serving, struct gj_exchange *exchange,
                           struct gj_command *command)
{
    if (!path_is_true(serving, exchange) || !find_people(serving, exchange, command))
        return GJ_NOW;
    gj_digest_end(serving->digest, command->once.digest);
    name_once(serving->sm3, gj_exchange_header(exchange, "Idempotency-Key"), command);
    struct gj_errand *errand = gj_errand_new(serving, exchange, finish_command);
    struct gj_rest *spare = errand->rest;
    errand->desk.command = *command;
    errand->rest = serving->rest;
    serving->rest = spare ? spare : gj_rest_new();
    return gj_errand_submit(errand);
}

/* ---- the handlers ---- */

static enum gj_when answer_read(struct gj_serving *serving, struct gj_exchange *exchange,
                                const struct gj_rest_caller *caller)
{
    switch (gj_rest_route(serving->rest)) {
    case GJ_REST_dev_people:
        return gj_dev_people(serving, exchange);
    case GJ_REST_dev_institutions:
        return gj_dev_institutions(serving, exchange);
    case GJ_REST_dev_items:
        return gj_dev_items(serving, exchange);
    case GJ_REST_dev_clock:
        return gj_dev_clock(serving, exchange);
    case GJ_REST_dev_move_clock:
        return gj_dev_move_clock(serving, exchange);
    case GJ_REST_sign_in:
        return gj_rest_sign_in(serving, exchange);
    case GJ_REST_sign_out:
        return gj_rest_sign_out(serving, exchange);
    case GJ_REST_me:
        return gj_rest_me(serving, exchange, caller);
    default:
        return gj_rest_is_policy(serving->rest) ? gj_rest_read_policy(serving, exchange)
                                                : gj_rest_read_record(serving, exchange, caller);
    }
}

enum gj_when gj_serve_rest(void *to, struct gj_exchange *exchange)
{
    struct gj_serving *serving = to;
    struct gj_rest_request request = request_of(exchange);
    struct gj_rest_caller caller = caller_of(serving, exchange);
    struct gj_rest_answer answer;
    struct gj_command command = {0};
    gj_digest_begin(serving->digest);
    switch (gj_rest_decode(serving->rest, &request, &caller, &command,
                           (struct gj_rest_sink){add_to_digest, serving->digest})) {
    case GJ_REST_QUESTION:
        gj_rest_answer_question(serving->rest, gj_serving_law(serving), &answer);
        gj_rest_send(exchange, &answer);
        return GJ_NOW;
    case GJ_REST_READ:
        return answer_read(serving, exchange, &caller);
    case GJ_REST_COMMAND:
        return submit(serving, exchange, &command);
    case GJ_REST_REFUSED:
        break;
    }
    return send_refusal(serving->rest, exchange);
}

static void answer_document(void *of_exchange, struct gj_slice text)
{
    gj_answer_text(of_exchange, 200, "application/json; charset=utf-8", text);
}

enum gj_when gj_serve_openapi(void *to, struct gj_exchange *exchange)
{
    (void)to;
    gj_rest_openapi(answer_document, exchange);
    return GJ_NOW;
}
