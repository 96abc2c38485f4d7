/* Requests become the commands that the acts know; equal requests have equal canonical bytes, and what
   is wrong with a body is told with its place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "desk.h"

static struct desk desk;

static int open_desk(void **state)
{
    (void)state;
    desk_open(&desk);
    return 0;
}

static int close_desk(void **state)
{
    (void)state;
    desk_close(&desk);
    return 0;
}

#define OTHER "{\"person\":\"41010000000000000000000009\"}"
#define BIND "{\"relative\":" OTHER ",\"relation\":\"parent\""

static void be_clerk(void)
{
    desk.caller.actor = (struct gj_actor){GJ_ROLE_CLERK, 410100, 410100};
}

static void assert_command(const char *method, const char *path, const char *body, enum gj_act act)
{
    enum gj_rest_kind kind = desk_send(&desk, method, path, body);
    if (kind != GJ_REST_COMMAND)
        fail_msg("%s %s %s is no command", method, path, body);
    assert_int_equal(desk.command.act, act);
    assert_int_equal(desk.command.actor.role, desk.caller.actor.role);
    assert_true(desk.command.sandbox);
}

static void assert_pointer(const char *pointer)
{
    char text[300];
    snprintf(text, sizeof text, "\"pointer\":\"%s\"", pointer);
    if (!strstr(desk_text(&desk), text))
        fail_msg("no %s in %s", text, desk_text(&desk));
}

static void test_rest_commands__a_citizen_acts_for_himself(void **state)
{
    (void)state;
    assert_command("POST", "/api/v1/me/bindings",
                   BIND ",\"promise\":true,\"limit_use\":\"200\",\"uses\":[\"outpatient\","
                        "\"pharmacy\"],\"rank\":2,\"to\":\"2026-01-01\"}",
                   GJ_ACT_BIND);
    assert_int_equal(desk.command.person, 7);
    assert_int_equal(desk.command.body.bind.relation, GJ_RELATION_PARENT);
    assert_int_equal(desk.command.body.bind.limit_use_fen, 20000);
    assert_int_equal(desk.command.body.bind.limit_year_fen, GJ_FEN_UNLIMITED);
    assert_int_equal(desk.command.body.bind.uses,
                     1u << GJ_EXPENSE_OUTPATIENT | 1u << GJ_EXPENSE_PHARMACY);
    assert_int_equal(desk.command.body.bind.rank, 2);
    assert_true(desk.command.body.bind.promise);
    assert_false(desk.command.body.bind.proven);
    assert_int_equal(desk.command.body.bind.to, gj_day_from_civil(2026, 1, 1));
    assert_int_equal(desk.command.body.bind.from, GJ_DAY_NONE);
    const struct gj_rest_whom *whom;
    assert_int_equal(gj_rest_whom(desk.rest, &whom), 1);
    assert_int_equal(whom[0].id, 9);
    assert_int_equal(whom[0].area, 410100);
    assert_int_equal(whom[0].offset, offsetof(struct gj_command, body.bind.relative));
    desk_refused(&desk, "POST", "/api/v1/me/bindings", BIND ",\"proven\":true}", GJ_FIELD_UNKNOWN);
    assert_pointer("/proven");
    desk_refused(&desk, "POST", "/api/v1/me/bindings", BIND ",\"payer\":" OTHER "}",
                 GJ_FIELD_UNKNOWN);
    desk_refused(&desk, "POST", "/api/v1/me/wallet", "{\"person\":\"41010000000000000000000009\"}",
                 GJ_FIELD_UNKNOWN);
}

static void test_rest_commands__an_agency_names_for_whom_it_acts(void **state)
{
    (void)state;
    const struct gj_rest_whom *whom;
    be_clerk();
    assert_command("POST", "/api/v1/agency/bindings",
                   BIND ",\"payer\":{\"document\":\"41010119570101030X\",\"name\":\"钱桂英\"},"
                        "\"proven\":true}",
                   GJ_ACT_BIND);
    assert_int_equal(desk.command.person, 0);
    assert_true(desk.command.body.bind.proven);
    assert_int_equal(gj_rest_whom(desk.rest, &whom), 2);
    assert_int_equal(whom[0].offset, offsetof(struct gj_command, person));
    assert_string_equal(whom[0].credential.type, "02");
    assert_string_equal(whom[0].credential.number, "41010119570101030X");
    assert_true(gj_slice_is(whom[0].name, "钱桂英"));
    desk_refused(&desk, "POST", "/api/v1/agency/bindings", BIND "}", GJ_FIELD_MISSING);
    assert_pointer("/payer");
    desk_refused(&desk, "POST", "/api/v1/me/bindings", BIND "}", GJ_PERMISSION_DENIED);
    assert_command("POST", "/api/v1/agency/bindings/bnd_410100_256/answers", "{\"agree\":false}",
                   GJ_ACT_CONFIRM);
    assert_int_equal(desk.command.body.binding.binding, 256);
    assert_false(desk.command.body.binding.agree);
    assert_command("POST", "/api/v1/agency/transfers/trf_410100_512/returns", "", GJ_ACT_GIVE_BACK);
    assert_int_equal(desk.command.body.ended.transfer, 512);
    assert_command("POST", "/api/v1/agency/settlements/stl_410100_768/reversals", "",
                   GJ_ACT_REVERSE);
    assert_int_equal(desk.command.body.reverse.settlement, 768);
    assert_int_equal(desk.command.body.reverse.area, 410100);
}

static void test_rest_commands__names_a_person_one_way_or_the_other(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "{}", "{\"document\":\"1\"}", "{\"name\":\"x\"}",
        "{\"person\":\"41010000000000000000000009\",\"name\":\"x\"}"};
    static const char *const bad_numbers[] = {"4101000000000000000000009",
                                              "410100000000000000000000009",
                                              "01010000000000000000000009",
                                              "41010000000000000000000000",
                                              "4101000000000000000000000x",
                                              "41010099999999999999999999",
                                              ""};
    const struct gj_rest_whom *whom;
    char body[300];
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        snprintf(body, sizeof body, "{\"relative\":%s,\"relation\":\"child\"}", wrong[i]);
        assert_int_equal(desk_send(&desk, "POST", "/api/v1/me/bindings", body), GJ_REST_REFUSED);
    }
    for (size_t i = 0; i < sizeof bad_numbers / sizeof bad_numbers[0]; i++) {
        snprintf(body, sizeof body, "{\"relative\":{\"person\":\"%s\"},\"relation\":\"child\"}",
                 bad_numbers[i]);
        desk_refused(&desk, "POST", "/api/v1/me/bindings", body, GJ_FIELD_WRONG);
        assert_pointer("/relative/person");
    }
    assert_command("POST", "/api/v1/me/bindings",
                   "{\"relative\":{\"document_type\":\"03\",\"document\":\"P1\",\"name\":\"x\"},"
                   "\"relation\":\"child\"}",
                   GJ_ACT_BIND);
    assert_int_equal(gj_rest_whom(desk.rest, &whom), 1);
    assert_string_equal(whom[0].credential.type, "D03");
}

static void test_rest_commands__wants_a_key_for_what_makes_or_moves(void **state)
{
    (void)state;
    char long_key[80];
    memset(long_key, 'k', sizeof long_key);
    static const char *const bad[] = {"", "with \x01 control", "\xe4\xb8\xad"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        desk.request.once_key = gj_slice(bad[i]);
        desk_refused(&desk, "POST", "/api/v1/me/wallet", "{}", GJ_ONCE_KEY_MISSING);
    }
    desk.request.once_key = (struct gj_slice){long_key, 65};
    desk_refused(&desk, "POST", "/api/v1/me/wallet", "{}", GJ_ONCE_KEY_MISSING);
    desk.request.once_key = (struct gj_slice){long_key, 64};
    assert_command("POST", "/api/v1/me/wallet", "{}", GJ_ACT_OPEN_WALLET);
    desk.request.once_key = GJ_SLICE("");
    assert_command("POST", "/api/v1/binding-prechecks", BIND "}", GJ_ACT_BIND);
    assert_true(desk.command.only_asked);
}

static void test_rest_commands__wants_the_version_that_was_seen(void **state)
{
    (void)state;
    const char *path = "/api/v1/me/bindings/bnd_410100_256";
    static const struct {
        const char *tag;
        int64_t version;
    } tags[] = {{"\"3\"", 3},   {"*", 0},      {"W/\"3\"", -1},      {"3", -1},    {"\"\"", -1},
                {"\"-3\"", -1}, {"\"0\"", -1}, {"\"3\", \"4\"", -1}, {"\"x\"", -1}};
    desk_refused(&desk, "DELETE", path, "", GJ_IF_MATCH_MISSING);
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
        desk.request.if_match = gj_slice(tags[i].tag);
        assert_command("DELETE", path, "", GJ_ACT_UNBIND);
        assert_int_equal(desk.command.seen_version, tags[i].version);
    }
    desk.request.if_match = GJ_SLICE("\"4\"");
    assert_command("PUT", path, "{\"limit_year\":\"1000\"}", GJ_ACT_CHANGE_BINDING);
    assert_int_equal(desk.command.body.change_binding.binding, 256);
    assert_int_equal(desk.command.body.change_binding.version, 4);
    assert_int_equal(desk.command.body.change_binding.limit_year_fen, 100000);
    assert_int_equal(desk.command.body.change_binding.limit_use_fen, GJ_FEN_UNLIMITED);
}

static void test_rest_commands__the_same_request_has_the_same_bytes(void **state)
{
    (void)state;
    char first[sizeof desk.canonical];
    assert_command("POST", "/api/v1/me/transfers",
                   "{\"receiver\":" OTHER ",\"relation\":\"parent\",\"amount\":\"100\"}",
                   GJ_ACT_TRANSFER);
    assert_int_equal(desk.command.body.transfer.amount_fen, 10000);
    assert_int_equal(desk.command.body.transfer.source, GJ_PAYER_OWN);
    memcpy(first, desk.canonical, sizeof first);
    assert_true(strlen(first) > 20);
    static const struct {
        const char *body;
        bool same;
    } others[] = {
        {" { \"amount\" : \"100.00\", \"relation\":\"parent\",\n\"receiver\":" OTHER "}", true},
        {"{\"receiver\":" OTHER ",\"relation\":\"parent\",\"amount\":\"100.0\",\"source\":null}",
         true},
        {"{\"receiver\":" OTHER ",\"relation\":\"parent\",\"amount\":\"100.01\"}", false},
        {"{\"receiver\":" OTHER ",\"relation\":\"child\",\"amount\":\"100\"}", false},
        {"{\"receiver\":" OTHER ",\"relation\":\"parent\",\"amount\":\"100\",\"source\":"
         "\"wallet\"}",
         false},
        {"{\"receiver\":{\"person\":\"41010000000000000000000010\"},\"relation\":\"parent\","
         "\"amount\":\"100\"}",
         false},
    };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        assert_command("POST", "/api/v1/me/transfers", others[i].body, GJ_ACT_TRANSFER);
        assert_int_equal(strcmp(first, desk.canonical) == 0, others[i].same);
    }
    assert_command("POST", "/api/v1/me/transfers/trf_410100_1/acceptances", "", GJ_ACT_ACCEPT);
    memcpy(first, desk.canonical, sizeof first);
    assert_command("POST", "/api/v1/me/transfers/trf_410100_2/acceptances", "", GJ_ACT_ACCEPT);
    assert_string_not_equal(first, desk.canonical);
    assert_command("POST", "/api/v1/me/transfers/trf_410100_1/returns", "", GJ_ACT_GIVE_BACK);
    assert_string_not_equal(first, desk.canonical);
}

static void test_rest_commands__tells_the_place_of_a_fault(void **state)
{
    (void)state;
    static const struct {
        const char *body, *pointer;
        enum gj_reason reason;
    } faults[] = {
        {"{\"relation\":\"parent\",\"amount\":\"1\"}", "/receiver", GJ_FIELD_MISSING},
        {"{\"receiver\":7,\"relation\":\"parent\",\"amount\":\"1\"}", "/receiver", GJ_FIELD_WRONG},
        {"{\"receiver\":" OTHER ",\"relation\":\"papa\",\"amount\":\"1\"}", "/relation",
         GJ_FIELD_WRONG},
        {"{\"receiver\":" OTHER ",\"relation\":\"unsaid\",\"amount\":\"1\"}", "/relation",
         GJ_FIELD_WRONG},
        {"{\"receiver\":" OTHER ",\"relation\":\"parent\",\"amount\":1}", "/amount",
         GJ_FIELD_WRONG},
        {"{\"receiver\":" OTHER ",\"relation\":\"parent\",\"amount\":\"1.001\"}", "/amount",
         GJ_FIELD_WRONG},
        {"{\"receiver\":" OTHER ",\"relation\":\"parent\",\"amount\":\"-1\"}", "/amount",
         GJ_FIELD_WRONG},
        {"{\"receiver\":" OTHER ",\"relation\":\"parent\",\"amount\":\"1e3\"}", "/amount",
         GJ_FIELD_WRONG},
        {"{\"receiver\":" OTHER ",\"relation\":\"parent\",\"amount\":null}", "/amount",
         GJ_FIELD_MISSING},
        {"{\"receiver\":" OTHER ",\"relation\":\"parent\",\"amount\":\"1\",\"source\":\"pool\"}",
         "/source", GJ_FIELD_WRONG},
        {"{\"receiver\":" OTHER ",\"relation\":\"parent\",\"amount\":\"1\",\"fee\":\"1\"}", "/fee",
         GJ_FIELD_UNKNOWN},
    };
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        desk_refused(&desk, "POST", "/api/v1/me/transfers", faults[i].body, faults[i].reason);
        assert_pointer(faults[i].pointer);
    }
    desk_refused(&desk, "POST", "/api/v1/me/transfers", "[]", GJ_REQUEST_SYNTAX);
    desk_refused(&desk, "POST", "/api/v1/me/transfers", "", GJ_REQUEST_SYNTAX);
    desk_refused(&desk, "POST", "/api/v1/me/transfers", "{\"amount\":\"1\",\"amount\":\"2\"}",
                 GJ_REQUEST_SYNTAX);
    desk_refused(&desk, "POST", "/api/v1/me/transfers/trf_410100_1/returns", "{}",
                 GJ_REQUEST_SYNTAX);
    desk_refused(&desk, "POST", "/api/v1/me/transfers/bnd_410100_1/returns", "", GJ_PATH_UNKNOWN);
    desk_refused(&desk, "POST", "/api/v1/me/transfers/trf_410100_01/returns", "", GJ_PATH_UNKNOWN);
}

static void test_rest_commands__says_who_must_sign_in(void **state)
{
    (void)state;
    desk.caller.known = false;
    desk_refused(&desk, "GET", "/api/v1/me/wallet", "", GJ_SESSION_MISSING);
    assert_int_equal(desk_send(&desk, "POST", "/api/v1/eligibility-checks", "{}"),
                     GJ_REST_QUESTION);
    desk.caller.sandbox = false;
    desk_refused(&desk, "GET", "/api/v1/me/wallet", "", GJ_IDENTITY_SERVICE_MISSING);
}

/* Pieces of good bodies put together at random: each becomes a command or a refusal with a place. */
static void test_rest_commands__stands_bodies_of_random_pieces(void **state)
{
    (void)state;
    static const char *const pieces[] = {"{",
                                         "}",
                                         "[",
                                         "]",
                                         ",",
                                         ":",
                                         "\"relative\"",
                                         "\"relation\"",
                                         "\"parent\"",
                                         OTHER,
                                         "null",
                                         "true",
                                         "\"limit_use\"",
                                         "\"200.00\"",
                                         "1",
                                         "\"uses\"",
                                         "[\"outpatient\"]",
                                         "\"rank\"",
                                         "\"\\u0041\"",
                                         "\"person\"",
                                         "\"41010000000000000000000009\"",
                                         " ",
                                         "\"name\"",
                                         "-"};
    struct gj_random random = gj_random(20251126);
    int commands = 0;
    for (int i = 0; i < 30000; i++) {
        char body[600] = "";
        struct gj_writer writer = gj_writer(body, sizeof body - 1);
        if (i % 2 == 0)
            gj_put_text(&writer, BIND);
        for (int64_t n = gj_random_between(&random, 0, 9); n > 0; n--)
            gj_put_text(
                &writer,
                pieces[gj_random_between(&random, 0, sizeof pieces / sizeof pieces[0] - 1)]);
        if (i % 4 == 0)
            gj_put_text(&writer, "}");
        body[writer.length] = '\0';
        if (desk_send(&desk, "POST", "/api/v1/me/bindings", body) == GJ_REST_COMMAND) {
            commands++;
            continue;
        }
        free(desk.answer.bytes);
        gj_rest_answer_refusal(desk.rest, &desk.answer);
        assert_int_equal(desk.answer.status, 400);
    }
    assert_true(commands > 100);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_desk, close_desk)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_rest_commands__a_citizen_acts_for_himself),
        TEST(test_rest_commands__an_agency_names_for_whom_it_acts),
        TEST(test_rest_commands__names_a_person_one_way_or_the_other),
        TEST(test_rest_commands__wants_a_key_for_what_makes_or_moves),
        TEST(test_rest_commands__wants_the_version_that_was_seen),
        TEST(test_rest_commands__the_same_request_has_the_same_bytes),
        TEST(test_rest_commands__tells_the_place_of_a_fault),
        TEST(test_rest_commands__says_who_must_sign_in),
        TEST(test_rest_commands__stands_bodies_of_random_pieces),
    };
    return cmocka_run_group_tests_name("rest/commands", tests, NULL, NULL);
}
