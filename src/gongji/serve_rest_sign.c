/* Signing in in the sandbox: invented people by their number and a PIN that everybody can work out,
   clerks, operators and institutions by a PIN they all share. In: user and PIN. Out: a token. */
#include <stdio.h>
#include <string.h>

#include "base/bug.h"
#include "gongji/serve_rest.h"

static const char shared_pin[] = "246810";
enum { PIN_PLACES = 6 };

static const char *role_word(uint8_t role)
{
    static const char *const words[GJ_ROLE_COUNT] = {[GJ_ROLE_INSTITUTION] = "institution",
                                                     [GJ_ROLE_CITIZEN] = "citizen",
                                                     [GJ_ROLE_CLERK] = "clerk",
                                                     [GJ_ROLE_OPERATOR] = "operator",
                                                     [GJ_ROLE_JOB] = "job"};
    GJ_MUST(role < GJ_ROLE_COUNT);
    return words[role];
}

struct gj_slice gj_rest_token(const struct gj_exchange *exchange)
{
    return gj_slice_behind(gj_exchange_header(exchange, "Authorization"), GJ_SLICE("Bearer "));
}

/* ---- who says he is whom ---- */

/* The last six places of the document. */
static bool pin_fits(const struct gj_identity *identity, struct gj_slice pin)
{
    size_t length = strlen(identity->document);
    return length >= PIN_PLACES && gj_slice_is(pin, identity->document + length - PIN_PLACES);
}

static enum gj_status find_citizen(struct gj_serving *serving, gj_area area, gj_id person,
                                   struct gj_slice pin, struct gj_signed_in *who, bool *good_out,
                                   struct gj_why *why)
{
    struct gj_identity identity;
    struct gj_side side;
    *good_out = false;
    enum gj_status status = gj_reader_side(serving->reader, person, &side, why);
    if (status != GJ_DONE || side.person.version == 0 || side.person.first_area != area)
        return status;
    status = gj_reader_identity(serving->reader, person, &identity, why);
    if (status != GJ_DONE)
        return status;
    *good_out = pin_fits(&identity, pin);
    who->actor = (struct gj_actor){GJ_ROLE_CITIZEN, person, area};
    return GJ_DONE;
}

static bool is_clerk(const struct gj_serving *serving, struct gj_slice user,
                     struct gj_signed_in *who)
{
    struct gj_slice digits = gj_slice_behind(user, GJ_SLICE("clerk-"));
    int64_t area;
    if (digits.length != 6 || !gj_whole_parse(digits, 6, &area) ||
        !gj_policy_area(gj_serving_law(serving)->policy, (gj_area)area))
        return false;
    who->actor = (struct gj_actor){GJ_ROLE_CLERK, area, (gj_area)area};
    return true;
}

static bool is_institution(struct gj_serving *serving, struct gj_slice user,
                           struct gj_signed_in *who)
{
    if (!gj_text_copy(who->institution, sizeof who->institution, user))
        return false;
    const struct gj_institution *one = gj_serving_institution(serving, who->institution);
    if (one == NULL)
        return false;
    who->actor = (struct gj_actor){GJ_ROLE_INSTITUTION, one->id, one->area};
    return true;
}

static bool find_office(struct gj_serving *serving, struct gj_slice user, struct gj_slice pin,
                        struct gj_signed_in *who)
{
    if (!gj_slice_is(pin, shared_pin))
        return false;
    if (gj_slice_is(user, "operator")) {
        who->actor = (struct gj_actor){GJ_ROLE_OPERATOR, 1, GJ_AREA_NATION};
        return true;
    }
    return is_clerk(serving, user, who) || is_institution(serving, user, who);
}

/* ---- the handlers ---- */

static void send_session(struct gj_serving *serving, struct gj_exchange *exchange,
                         const struct gj_signed_in *who, gj_time now)
{
    char token[GJ_TOKEN_MAX];
    struct gj_rest_answer answer;
    gj_sessions_begin(serving->sessions, who, now, token);
    struct gj_rest_session_view view = {
        .token = token,
        .role = role_word(who->actor.role),
        .area = who->actor.area,
        .person = who->actor.role == GJ_ROLE_CITIZEN ? who->actor.number : 0,
        .idle_seconds = GJ_SESSION_IDLE_SECONDS,
    };
    gj_rest_answer_session(serving->rest, &view, &answer);
    gj_rest_send(exchange, &answer);
}

enum gj_when gj_rest_sign_in(struct gj_serving *serving, struct gj_exchange *exchange)
{
    struct gj_slice user = gj_rest_user(serving->rest), pin = gj_rest_pin(serving->rest);
    struct gj_signed_in who = {.institution = ""};
    struct gj_why why;
    gj_time now = gj_time_now(); /* a sandbox's clock may be moved; silence is real */
    gj_area area;
    gj_id person;
    bool good = false;
    if (!serving->options->sandbox)
        return gj_rest_send_no(serving->rest, exchange, GJ_IDENTITY_SERVICE_MISSING, NULL);
    if (gj_sessions_must_wait(serving->sessions, user, now))
        return gj_rest_send_no(serving->rest, exchange, GJ_PIN_WRONG, NULL);
    if (!gj_rest_user_person(serving->rest, &area, &person)) {
        good = find_office(serving, user, pin, &who);
    } else if (find_citizen(serving, area, person, pin, &who, &good, &why) != GJ_DONE) {
        gj_answer_failure(exchange, &why);
        return GJ_NOW;
    }
    if (!good) {
        gj_sessions_failed(serving->sessions, user, now);
        return gj_rest_send_no(serving->rest, exchange, GJ_PIN_WRONG, NULL);
    }
    send_session(serving, exchange, &who, now);
    return GJ_NOW;
}

enum gj_when gj_rest_sign_out(struct gj_serving *serving, struct gj_exchange *exchange)
{
    struct gj_rest_answer answer;
    gj_sessions_end(serving->sessions, gj_rest_token(exchange));
    gj_rest_answer_nothing(&answer);
    gj_rest_send(exchange, &answer);
    return GJ_NOW;
}

enum gj_when gj_rest_me(struct gj_serving *serving, struct gj_exchange *exchange,
                        const struct gj_rest_caller *caller)
{
    struct gj_identity identity;
    struct gj_rest_answer answer;
    struct gj_why why;
    bool citizen = caller->actor.role == GJ_ROLE_CITIZEN;
    if (citizen &&
        gj_reader_identity(serving->reader, caller->actor.number, &identity, &why) != GJ_DONE) {
        gj_answer_failure(exchange, &why);
        return GJ_NOW;
    }
    gj_rest_answer_me(serving->rest, role_word(caller->actor.role), caller->actor.area,
                      citizen ? &identity : NULL, gj_centre_now(serving->centre), &answer);
    gj_rest_send(exchange, &answer);
    return GJ_NOW;
}
