/* What families do for themselves, over the REST face, each signed in as who acts; and the sandbox's
   clock. */
#include "story.h"

#include <string.h>

/* The last six places of the document are the PIN of an invented person. */
void story_sign_in(struct story *story, const char *user, const char *pin)
{
    story_open_face(story);
    if (strcmp(story->user, user) == 0)
        return;
    if (citizen_sign_in(&story->citizen, user, pin) != 201)
        story_fail(story, "%s cannot sign in: %.300s", user, story->citizen.text);
    snprintf(story->user, sizeof story->user, "%s", user);
}

static enum gj_reason reason_of(struct story *story, int status)
{
    char code[64];
    hospital_field(story->citizen.text, "code", code);
    enum gj_reason reason = gj_reason_from_code(code, strlen(code));
    if (status < 0 || reason == GJ_REASON_NONE)
        story_fail(story, "status %d: %.600s", status, story->citizen.text);
    if (gj_reason_is_ok(reason) != (status < 300) ||
        (!gj_reason_is_ok(reason) && gj_reason_http(reason) != status))
        story_fail(story, "status %d with %s", status, code);
    return reason;
}

/* One act under a key of its own; a token that ended while the clock ran is renewed once. */
static enum gj_reason call(struct story *story, const char *user, const char *pin,
                           const char *method, const char *path, const char *body)
{
    char headers[300], key[40], etag[64] = "";
    int status = 401;
    snprintf(key, sizeof key, "story-%d", ++story->messages);
    for (int tries = 0; tries < 2 && status == 401; tries++) {
        if (tries > 0)
            story->user[0] = '\0';
        story_sign_in(story, user, pin);
        bool changes = strcmp(method, "PUT") == 0 || strcmp(method, "DELETE") == 0;
        if (changes) {
            citizen_call(&story->citizen, "GET", path, "", "");
            const char *at = strstr(story->citizen.head, "ETag: ");
            if (at)
                snprintf(etag, sizeof etag, "%.*s", (int)strcspn(at + 6, "\r\n"), at + 6);
        }
        snprintf(headers, sizeof headers, "Idempotency-Key: %s\r\n%s%s%s", key,
                 etag[0] ? "If-Match: " : "", etag, etag[0] ? "\r\n" : "");
        status = citizen_call(&story->citizen, method, path, headers, body);
    }
    return reason_of(story, status);
}

enum gj_reason story_rest_as(struct story *story, const struct thing *person, const char *method,
                             const char *path, const char *body)
{
    return call(story, person->number, person->document + strlen(person->document) - 6, method,
                path, body);
}

enum gj_reason story_rest_agency(struct story *story, gj_area area, const char *path,
                                 const char *body)
{
    char user[40];
    snprintf(user, sizeof user, "clerk-%06d", (int)area);
    return call(story, user, "246810", "POST", path, body);
}

static void keep_number(struct story *story, struct thing *thing)
{
    hospital_field(story->citizen.text, "id", thing->number);
    const char *last = strrchr(thing->number, '_');
    thing->id = last ? strtoll(last + 1, NULL, 10) : 0;
}

/* ---- the clock ---- */

struct overdue {
    gj_time now;
    int count;
};

static enum gj_status count_overdue(void *to, const struct gj_transfer *one)
{
    struct overdue *overdue = to;
    overdue->count += gj_transfer_due(&story_world.law, one) <= overdue->now;
    return GJ_DONE;
}

/* The centre returns by itself what is overdue; a story reads the store only after that. */
static void wait_for_returns(struct story *story, gj_time now)
{
    struct overdue overdue = {.now = now};
    for (int tries = 0; tries < 1000; tries++) {
        struct gj_reader *reader;
        overdue.count = 0;
        enum gj_status status = gj_reader_open_sqlite(story->server.db, &reader, &story->why);
        if (status == GJ_DONE) {
            status = gj_reader_held(reader, 0, count_overdue, &overdue, &story->why);
            gj_reader_close(reader);
        }
        if (status != GJ_DONE)
            story_fail(story, "%s", story->why.text);
        if (overdue.count == 0)
            return;
        usleep(5000);
    }
    story_fail(story, "an overdue transfer is not returned");
}

static void move_clock(struct story *story, gj_time to)
{
    char body[80], time[GJ_TIME_TEXT_MAX];
    snprintf(body, sizeof body, "{\"now\":\"%s\"}", gj_time_text(to, 'T', time));
    if (citizen_call(&story->citizen, "PUT", "/api/v1/dev/clock", "", body) != 200)
        story_fail(story, "the clock: %.300s", story->citizen.text);
}

void story_do_clock(struct story *story)
{
    gj_time to = story->clock = story_time(story);
    if (story->server.folder[0] == '\0') { /* nothing is there yet: the store begins here */
        story->begin = to;
        return;
    }
    story_open_face(story);
    move_clock(story, to);
    wait_for_returns(story, to);
}

/* ---- bindings ---- */

static void put_limits(struct story *story, struct gj_writer *body)
{
    while (story_has_more(story)) {
        char amount[GJ_FEN_TEXT_MAX];
        if (story_takes(story, "rank"))
            gj_put_format(body, ",\"rank\":%d", atoi(story_word(story)));
        else if (story_takes(story, "use"))
            gj_put_format(body, ",\"limit_use\":\"%s\"", gj_fen_text(story_amount(story), amount));
        else if (story_takes(story, "year"))
            gj_put_format(body, ",\"limit_year\":\"%s\"", gj_fen_text(story_amount(story), amount));
        else if (story_takes(story, "only"))
            gj_put_format(body, ",\"uses\":[\"%s\"]", story_word(story));
        else
            break;
    }
}

/* LABEL: bind PAYER for RELATIVE as RELATION [rank N] [use AMOUNT] [year AMOUNT] [only EXPENSE]
   [at agency] */
void story_do_bind(struct story *story)
{
    char text[600];
    struct gj_writer body = gj_writer(text, sizeof text - 1);
    struct thing *payer = story_thing(story, THING_PERSON);
    story_takes(story, "for");
    struct thing *relative = story_thing(story, THING_PERSON);
    story_takes(story, "as");
    gj_put_format(&body, "{\"relative\":{\"person\":\"%s\"},\"relation\":\"%s\",\"promise\":true",
                  relative->number, story_word(story));
    put_limits(story, &body);
    bool desk = story_takes(story, "at") && story_takes(story, "agency");
    if (desk)
        gj_put_format(&body, ",\"payer\":{\"person\":\"%s\"},\"proven\":true", payer->number);
    gj_put_text(&body, "}");
    text[body.length] = '\0';
    enum gj_reason reason =
        desk ? story_rest_agency(story, payer->area, "/api/v1/agency/bindings", text)
             : story_rest_as(story, payer, "POST", "/api/v1/me/bindings", text);
    if (!story_answered(story, reason))
        return;
    struct thing *binding = story_name(story, story->label, THING_BINDING);
    binding->patient = relative;
    binding->place = payer;
    keep_number(story, binding);
}

static void answer(struct story *story, bool agree)
{
    char path[160];
    struct thing *binding = story_thing(story, THING_BINDING);
    snprintf(path, sizeof path, "/api/v1/me/bindings/%s/answers", binding->number);
    story_answered(story, story_rest_as(story, binding->patient, "POST", path,
                                        agree ? "{\"agree\":true}" : "{\"agree\":false}"));
}

void story_do_confirm(struct story *story)
{
    answer(story, true);
}

void story_do_decline(struct story *story)
{
    answer(story, false);
}

/* change BINDING [rank N] [use AMOUNT] [year AMOUNT]: what is not said is none. */
void story_do_change(struct story *story)
{
    char path[160], text[400];
    struct gj_writer body = gj_writer(text, sizeof text - 1);
    struct thing *binding = story_thing(story, THING_BINDING);
    gj_put_text(&body, "{");
    put_limits(story, &body);
    gj_put_text(&body, "}");
    text[body.length] = '\0';
    if (text[1] == ',')
        memmove(text + 1, text + 2, strlen(text + 1));
    snprintf(path, sizeof path, "/api/v1/me/bindings/%s", binding->number);
    story_answered(story, story_rest_as(story, binding->place, "PUT", path, text));
}

void story_do_unbind(struct story *story)
{
    char path[160];
    struct thing *binding = story_thing(story, THING_BINDING);
    snprintf(path, sizeof path, "/api/v1/me/bindings/%s", binding->number);
    story_answered(story, story_rest_as(story, binding->place, "DELETE", path, ""));
}

/* ---- wallets ---- */

void story_do_wallet(struct story *story)
{
    struct thing *person = story_thing(story, THING_PERSON);
    story_answered(story, story_rest_as(story, person, "POST", "/api/v1/me/wallet", "{}"));
}

/* A second before ten has passed on a slow machine: once more at the very moment that was told. */
static enum gj_reason send_money(struct story *story, const struct thing *sender, const char *body)
{
    bool wants_no = story->wants_count > 0 && strncmp(story->wants[0], "OK", 2) != 0;
    enum gj_reason reason = GJ_WALLET_CLOSED_HOURS;
    for (int tries = 0; tries < 3 && reason == GJ_WALLET_CLOSED_HOURS; tries++) {
        if (tries > 0 && (wants_no || story->clock == 0))
            break;
        if (tries > 0)
            move_clock(story, story->clock);
        reason = story_rest_as(story, sender, "POST", "/api/v1/me/transfers", body);
    }
    return reason;
}

/* LABEL: transfer SENDER to RECEIVER AMOUNT as RELATION [from wallet] */
void story_do_transfer(struct story *story)
{
    char body[400], amount[GJ_FEN_TEXT_MAX];
    struct thing *sender = story_thing(story, THING_PERSON);
    story_takes(story, "to");
    struct thing *receiver = story_thing(story, THING_PERSON);
    gj_fen_text(story_amount(story), amount);
    story_takes(story, "as");
    const char *relation = story_word(story);
    bool wallet = story_takes(story, "from") && story_takes(story, "wallet");
    snprintf(body, sizeof body,
             "{\"receiver\":{\"person\":\"%s\"},\"relation\":\"%s\",\"amount\":\"%s\","
             "\"source\":\"%s\"}",
             receiver->number, relation, amount, wallet ? "wallet" : "own");
    enum gj_reason reason = send_money(story, sender, body);
    if (!story_answered(story, reason))
        return;
    struct thing *transfer = story_name(story, story->label, THING_TRANSFER);
    transfer->patient = receiver;
    transfer->place = sender;
    keep_number(story, transfer);
}

static void end_transfer(struct story *story, const char *how)
{
    char path[160];
    struct thing *transfer = story_thing(story, THING_TRANSFER);
    bool accepts = strcmp(how, "acceptances") == 0;
    snprintf(path, sizeof path, "/api/v1/me/transfers/%s/%s", transfer->number, how);
    story_answered(story, story_rest_as(story, accepts ? transfer->patient : transfer->place,
                                        "POST", path, ""));
}

void story_do_accept(struct story *story)
{
    end_transfer(story, "acceptances");
}

void story_do_return(struct story *story)
{
    end_transfer(story, "returns");
}

/* ---- premiums ---- */

/* premium PAYER [for RELATIVE as RELATION] YEAR [from wallet], or
   premium INSURED YEAR [by BINDING] */
void story_do_premium(struct story *story)
{
    char text[500];
    struct gj_writer body = gj_writer(text, sizeof text - 1);
    struct thing *payer = story_thing(story, THING_PERSON);
    gj_put_text(&body, "{");
    if (story_takes(story, "for")) {
        gj_put_format(&body, "\"relative\":{\"person\":\"%s\"},",
                      story_thing(story, THING_PERSON)->number);
        story_takes(story, "as");
        gj_put_format(&body, "\"relation\":\"%s\",", story_word(story));
    }
    gj_put_format(&body, "\"year\":%d", atoi(story_word(story)));
    if (story_takes(story, "from") && story_takes(story, "wallet"))
        gj_put_text(&body, ",\"source\":\"wallet\"");
    if (story_takes(story, "by"))
        gj_put_format(&body, ",\"binding\":\"%s\"", story_thing(story, THING_BINDING)->number);
    gj_put_text(&body, "}");
    text[body.length] = '\0';
    story_answered(story, story_rest_as(story, payer, "POST", "/api/v1/me/premium-payments", text));
}

/* repay PERSON YEAR: the premium is given back before its year begins. */
void story_do_repay(struct story *story)
{
    char body[80];
    struct thing *person = story_thing(story, THING_PERSON);
    snprintf(body, sizeof body, "{\"year\":%d}", atoi(story_word(story)));
    story_answered(story, story_rest_as(story, person, "POST", "/api/v1/me/premium-refunds", body));
}
