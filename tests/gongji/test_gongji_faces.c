/* Both faces make the same command for the same act, with the same refusals. Which act is on which face
   stands here as a table and is held against the tables of the two faces. Every act that both offer is
   done on two copies of one store, through one face each; then the copies hold the same, row by row:
   entries, balances, counters, bindings, visits, settlements; and what was refused was refused for the
   same reason. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <cmocka.h>

#include "citizen.h"
#include "his/inside.h"
#include "rest/inside.h"
#include "server.h"

/* ---- which act is on which face ---- */

enum { NONE = 0, HIS = 1, REST = 2, BOTH = 3 };

/* What one face alone offers is so on purpose: hospitals and pharmacies speak the national interface,
   families and agencies REST, and what neither offers is done by the operator's program or a timer. */
static const struct {
    enum gj_act act;
    int faces;
} table[] = {
    {GJ_ACT_NONE, NONE},
    {GJ_ACT_SIGN_IN, HIS}, /* of an institution's operator; people's sessions are no act */
    {GJ_ACT_SIGN_OUT, HIS},
    {GJ_ACT_REGISTER, HIS},
    {GJ_ACT_CANCEL_VISIT, HIS},
    {GJ_ACT_DIAGNOSE, HIS},
    {GJ_ACT_ADD_LINES, HIS},
    {GJ_ACT_DROP_LINES, HIS},
    {GJ_ACT_PREVIEW, HIS},
    {GJ_ACT_SETTLE, HIS},
    {GJ_ACT_REVERSE, BOTH}, /* 2208 and 2103; an agency's reversal */
    {GJ_ACT_UNDO, HIS},     /* REST repeats a request under its key instead */
    {GJ_ACT_ENROL, REST},
    {GJ_ACT_CREDIT, REST},
    {GJ_ACT_BIND, REST},
    {GJ_ACT_CONFIRM, REST},
    {GJ_ACT_UNBIND, REST},
    {GJ_ACT_OPEN_WALLET, REST},
    {GJ_ACT_TRANSFER, REST},
    {GJ_ACT_ACCEPT, REST},
    {GJ_ACT_GIVE_BACK, REST},
    {GJ_ACT_SUSPEND, REST},
    {GJ_ACT_FREEZE, REST},
    {GJ_ACT_ADD_INSTITUTION, REST},
    {GJ_ACT_ADD_ITEM, NONE},
    {GJ_ACT_MOVE_CLOCK, NONE}, /* the sandbox's clock is moved by its own resource */
    {GJ_ACT_PUBLISH, NONE},
    {GJ_ACT_PREVIEW_BILL, HIS},
    {GJ_ACT_SETTLE_BILL, HIS},
    {GJ_ACT_PREMIUM, REST},
    {GJ_ACT_REFUND_PREMIUM, REST},
    {GJ_ACT_CHECK_BENEFIT, HIS},
    {GJ_ACT_REFUND, REST}, /* the national interface has no message for a part */
    {GJ_ACT_CLOSE_ACCOUNT, REST},
    {GJ_ACT_CLOSE_WALLET, REST},
    {GJ_ACT_RESOLVE, REST},
    {GJ_ACT_CHANGE_BINDING, REST},
    {GJ_ACT_MOVE, REST},
};

static int faces_of(int act)
{
    int faces = NONE;
    for (int i = 0; i < gj_his_transactions_count; i++)
        if (act != GJ_ACT_NONE && gj_his_transactions[i].act == act)
            faces |= HIS;
    for (int i = 0; i < GJ_REST_ROUTES; i++)
        if (act != GJ_ACT_NONE && gj_rest_paths[i].act == act)
            faces |= REST;
    return faces;
}

static void test_gongji_faces__offer_what_the_table_says(void **state)
{
    (void)state;
    assert_int_equal(sizeof table / sizeof table[0], GJ_ACT_COUNT);
    for (int i = 0; i < GJ_ACT_COUNT; i++) {
        assert_int_equal(table[i].act, i);
        if (faces_of(i) != table[i].faces)
            fail_msg("%s: on faces %d, the table says %d", gj_act_word((enum gj_act)i), faces_of(i),
                     table[i].faces);
    }
}

/* ---- two copies of one store ---- */

enum { COPIES = 2, DUMP = 1 << 22 };

/* One copy, served: the institutions that send to it, and its agency. */
struct copy {
    struct server server;
    struct hospital hospital, pharmacy;
    struct citizen clerk;
    char visit[64], settlement[64]; /* of the last bill, the same on both */
};

static struct gj_world world;
static struct copy copies[COPIES];
static struct patient patient = {.area = 410100, .insutype = "310"};
static char text[HOSPITAL_TEXT], message[HOSPITAL_TEXT];

static bool copy_file(const char *from, const char *to)
{
    char block[65536];
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    bool good = in && out;
    for (size_t got = 1; good && got > 0;) {
        got = fread(block, 1, sizeof block, in);
        good = fwrite(block, 1, got, out) == got;
    }
    return (!in || fclose(in) == 0) && (!out || fclose(out) == 0) && good;
}

/* All files of the first store, the key too, beside each other under the same names. */
static bool copy_store(const struct server *from, struct server *to)
{
    char source[400], target[400];
    snprintf(to->folder, sizeof to->folder, "/tmp/gongji-test-XXXXXX");
    if (!mkdtemp(to->folder))
        return false;
    snprintf(to->db, sizeof to->db, "%s/gongji.db", to->folder);
    DIR *folder = opendir(from->folder);
    bool good = folder != NULL;
    for (struct dirent *file; good && (file = readdir(folder));) {
        struct stat info;
        snprintf(source, sizeof source, "%s/%s", from->folder, file->d_name);
        snprintf(target, sizeof target, "%s/%s", to->folder, file->d_name);
        if (file->d_name[0] != '.' && stat(source, &info) == 0)
            good = copy_file(source, target) && chmod(target, info.st_mode & 0777) == 0;
    }
    if (folder)
        closedir(folder);
    return good;
}

/* What a store holds but for moments, names of messages and what is sealed or made of them. */
static const char *const held[] = {
    "SELECT 'entry', * FROM entry_line ORDER BY id",
    "SELECT 'book', * FROM book ORDER BY book, chart, scheme, peer, owner",
    "SELECT 'holding', * FROM holding ORDER BY person, kind, area, scheme, year_first, care, name, "
    "key",
    "SELECT 'settlement', id, version, visit, person, institution, reversal_of, reversed_by, "
    "entry, "
    "previous, balance_after, charge, total, pool, own, wallet, aid, cash FROM settlement ORDER BY "
    "id",
    "SELECT 'visit', * FROM visit ORDER BY id",
    "SELECT 'charge', visit, number, version, preview_state, lines, total, outside, overprice, "
    "first_share, eligible, settlement FROM charge ORDER BY visit, number",
    "SELECT 'transfer', * FROM transfer ORDER BY id",
    "SELECT 'work', id, version, person, book, why, state, act, amount FROM work ORDER BY id",
    "SELECT 'record', id, act, person, subject FROM record ORDER BY id",
    "SELECT 'once', count(*), sum(record) FROM once",
};

static void dump(const char *db, char *out)
{
    sqlite3 *base;
    struct gj_writer writer = gj_writer(out, DUMP);
    assert_int_equal(sqlite3_open_v2(db, &base, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    for (size_t i = 0; i < sizeof held / sizeof held[0]; i++) {
        sqlite3_stmt *rows;
        assert_int_equal(sqlite3_prepare_v2(base, held[i], -1, &rows, NULL), SQLITE_OK);
        int before = (int)writer.length;
        while (sqlite3_step(rows) == SQLITE_ROW) {
            for (int c = 0; c < sqlite3_column_count(rows); c++) {
                const char *value = (const char *)sqlite3_column_text(rows, c);
                gj_put_format(&writer, "%s ", value ? value : "-");
            }
            gj_put_text(&writer, "\n");
        }
        assert_int_equal(sqlite3_finalize(rows), SQLITE_OK);
        assert_true((int)writer.length > before || strstr(held[i], "'work'") ||
                    strstr(held[i], "'transfer'"));
    }
    assert_int_equal(sqlite3_close(base), SQLITE_OK);
    assert_false(writer.full);
}

static void assert_both_hold_the_same(const char *after)
{
    static char one[DUMP], other[DUMP];
    dump(copies[0].server.db, one);
    dump(copies[1].server.db, other);
    const char *a = one, *b = other;
    while (*a && *a == *b)
        a++, b++;
    if (*a != *b) {
        while (a > one && a[-1] != '\n')
            a--, b--;
        fail_msg("after %s:\n%.*s\n%.*s", after, (int)strcspn(a, "\n"), a, (int)strcspn(b, "\n"),
                 b);
    }
}

/* ---- sending ---- */

static void post_ok(struct hospital *hospital, const char *body)
{
    assert_int_equal(hospital_call(hospital, "POST", "/his", body, text), 200);
    if (!strstr(text, "\"infcode\":0"))
        fail_msg("%.600s", text);
}

/* The same bill on both copies, by the national interface. */
static void settle(const char *name, int yuan)
{
    for (int i = 0; i < COPIES; i++) {
        struct copy *copy = &copies[i];
        struct hospital *hospital = &copy->hospital;
        char msgid[32], four[400];
        snprintf(msgid, sizeof msgid, "R%s", name);
        post_ok(hospital, hospital_2201(hospital, &patient, msgid, msgid, message));
        hospital_field(text, "mdtrt_id", copy->visit);
        msgid[0] = 'L';
        post_ok(hospital,
                hospital_2204(hospital, &patient, msgid, copy->visit, "XDEMO0001", yuan, message));
        msgid[0] = 'P';
        post_ok(hospital,
                hospital_bill(hospital, &patient, "2206", msgid, copy->visit, yuan, "", message));
        hospital_four(text, four);
        msgid[0] = 'T';
        post_ok(hospital,
                hospital_bill(hospital, &patient, "2207", msgid, copy->visit, yuan, four, message));
        hospital_field(text, "setl_id", copy->settlement);
    }
    assert_string_equal(copies[0].settlement, copies[1].settlement);
}

static void sell(const char *name, int yuan)
{
    for (int i = 0; i < COPIES; i++) {
        struct copy *copy = &copies[i];
        post_ok(&copy->pharmacy, pharmacy_sale(&copy->pharmacy, &patient, "2102", name, "XDRUG0001",
                                               yuan, "", message));
        hospital_field(text, "setl_id", copy->settlement);
        hospital_field(text, "mdtrt_id", copy->visit);
    }
    assert_string_equal(copies[0].settlement, copies[1].settlement);
}

/* The national interface's answer as a reason: an OK word, or the one whose words it gives. */
static bool his_says(enum gj_reason reason)
{
    if (gj_reason_is_ok(reason))
        return strstr(text, "\"infcode\":0") != NULL;
    /* its own words, where it has some */
    const char *words = reason == GJ_SETTLEMENT_REVERSED ? "已撤销"
                        : reason == GJ_MESSAGE_REUSED    ? "已使用且内容不同"
                                                         : gj_reason_zh(reason);
    return strstr(text, "\"infcode\":-2") != NULL && strstr(text, words) != NULL;
}

static bool rest_says(const struct citizen *citizen, enum gj_reason reason)
{
    char code[80];
    snprintf(code, sizeof code, "\"code\":\"%s\"", gj_reason_code(reason));
    return strstr(citizen->text, code) != NULL;
}

static const char *agency_path(const char *settlement, const char *what, char out[160])
{
    snprintf(out, 160, "/api/v1/agency/settlements/stl_%.6s_%.40s/%s", settlement, settlement + 6,
             what);
    return out;
}

/* The act through the first face on the first copy, through the second on the second. */
static void reverse_by_both(const char *infno, const char *msgid, const char *settlement,
                            const char *visit, enum gj_reason wanted)
{
    char path[160];
    struct hospital *sender =
        strcmp(infno, "2103") == 0 ? &copies[0].pharmacy : &copies[0].hospital;
    hospital_message(sender, &patient, infno, msgid, message,
                     "\"data\":{\"setl_id\":\"%s\",\"mdtrt_id\":\"%s\",\"psn_no\":\"%s\"}",
                     settlement, visit, patient.psn_no);
    assert_int_equal(hospital_call(sender, "POST", "/his", message, text), 200);
    if (!his_says(wanted))
        fail_msg("%s by %s: %.600s", gj_reason_code(wanted), infno, text);
    agency_path(settlement, "reversals", path);
    int status = citizen_act(&copies[1].clerk, "POST", path, msgid, "");
    assert_int_equal(status, gj_reason_http(wanted));
    if (!rest_says(&copies[1].clerk, wanted))
        fail_msg("%s by REST: %.600s", gj_reason_code(wanted), copies[1].clerk.text);
    assert_both_hold_the_same(msgid);
}

/* ---- the one act that both offer ---- */

static void test_gongji_faces__take_a_visits_settlement_back_alike(void **state)
{
    (void)state;
    settle("1", 300);
    assert_both_hold_the_same("two settlements");
    reverse_by_both("2208", "C1", copies[0].settlement, copies[0].visit, GJ_OK_REVERSED);
}

static void test_gongji_faces__take_a_sale_back_alike(void **state)
{
    (void)state;
    sell("S1", 20);
    reverse_by_both("2103", "C2", copies[0].settlement, copies[0].visit, GJ_OK_REVERSED);
}

/* 2103 is of sales, and refuses; the agency's reversal says no kind. */
static void test_gongji_faces__a_visit_is_not_taken_back_as_a_sale(void **state)
{
    (void)state;
    struct copy *copy = &copies[0];
    settle("8", 60);
    hospital_message(&copy->hospital, &patient, "2103", "K1", message,
                     "\"data\":{\"setl_id\":\"%s\",\"mdtrt_id\":\"%s\",\"psn_no\":\"%s\"}",
                     copy->settlement, copy->visit, patient.psn_no);
    assert_int_equal(hospital_call(&copy->hospital, "POST", "/his", message, text), 200);
    assert_non_null(strstr(text, "\"infcode\":-2"));
    assert_non_null(strstr(text, "门诊结算由2208撤销"));
    char path[160];
    assert_int_equal(citizen_act(&copies[1].clerk, "POST",
                                 agency_path("410100999", "reversals", path), "K1", ""),
                     404); /* as many commands on both copies */
    assert_both_hold_the_same("a wrong message");
    reverse_by_both("2208", "K2", copy->settlement, copy->visit, GJ_OK_REVERSED);
}

static void test_gongji_faces__refuse_what_is_reversed_already_alike(void **state)
{
    (void)state;
    settle("2", 80);
    reverse_by_both("2208", "C3", copies[0].settlement, copies[0].visit, GJ_OK_REVERSED);
    reverse_by_both("2208", "C4", copies[0].settlement, copies[0].visit, GJ_SETTLEMENT_REVERSED);
}

static void test_gongji_faces__refuse_what_is_not_there_alike(void **state)
{
    (void)state;
    char nothing[64];
    settle("3", 80);
    snprintf(nothing, sizeof nothing, "%.6s9%.40s", copies[0].settlement, copies[0].settlement + 6);
    reverse_by_both("2208", "C5", nothing, copies[0].visit, GJ_SETTLEMENT_UNKNOWN);
    reverse_by_both("2208", "C6", copies[0].settlement, copies[0].visit, GJ_OK_REVERSED);
}

static void test_gongji_faces__refuse_what_is_refunded_in_part_alike(void **state)
{
    (void)state;
    char path[160];
    settle("4", 200);
    agency_path(copies[0].settlement, "refunds", path);
    for (int i = 0; i < COPIES; i++)
        assert_int_equal(
            citizen_act(&copies[i].clerk, "POST", path, "F1",
                        "{\"total\":\"10.00\",\"outside\":\"0.00\",\"over_price\":\"0.00\","
                        "\"first_share\":\"0.00\",\"in_scope\":\"10.00\"}"),
            200);
    assert_both_hold_the_same("two refunds");
    reverse_by_both("2208", "C7", copies[0].settlement, copies[0].visit, GJ_SETTLEMENT_REFUNDED);
}

static void test_gongji_faces__know_a_name_that_was_used_alike(void **state)
{
    (void)state;
    char first[64], visit[64];
    settle("5", 60);
    memcpy(first, copies[0].settlement, sizeof first);
    memcpy(visit, copies[0].visit, sizeof visit);
    reverse_by_both("2208", "C8", first, visit, GJ_OK_REVERSED);
    reverse_by_both("2208", "C8", first, visit, GJ_OK_REVERSED); /* once: told again */
    settle("6", 60);
    reverse_by_both("2208", "C8", copies[0].settlement, copies[0].visit, GJ_MESSAGE_REUSED);
}

/* Whose business it is not is told by each face in the words of its own callers, and both keep out. */
static void test_gongji_faces__keep_strangers_out_alike(void **state)
{
    (void)state;
    char path[160];
    struct hospital stranger = copies[0].hospital;
    struct citizen elsewhere = {.line = {.port = copies[1].server.port, .socket = -1}};
    settle("7", 60);
    stranger.socket = -1;
    stranger.code[11] = '1';
    assert_int_equal(hospital_call(&stranger, "POST", "/his",
                                   hospital_2208(&stranger, &patient, "C9", copies[0].settlement,
                                                 copies[0].visit, message),
                                   text),
                     200);
    assert_true(his_says(GJ_INSTITUTION_OTHER));
    assert_int_equal(citizen_sign_in(&elsewhere, "clerk-410300", "246810"), 201);
    agency_path(copies[1].settlement, "reversals", path);
    assert_int_equal(citizen_act(&elsewhere, "POST", path, "C9", ""), 403);
    assert_true(rest_says(&elsewhere, GJ_PERMISSION_DENIED));
    assert_int_equal(gj_reason_http(GJ_INSTITUTION_OTHER), 403);
    assert_both_hold_the_same("strangers");
    hospital_hang_up(&stranger);
    hospital_hang_up(&elsewhere.line);
}

static void test_gongji_faces__leave_books_that_prove(void **state)
{
    (void)state;
    for (int i = 0; i < COPIES; i++)
        server_proves(copies[i].server.db);
}

/* ---- set up ---- */

static bool open_copy(struct copy *copy)
{
    if (!server_start(&copy->server, true, 0))
        return false;
    copy->hospital = (struct hospital){
        .port = copy->server.port, .socket = -1, .code = "H41010000002", .area = 410100};
    copy->pharmacy = copy->hospital;
    memcpy(copy->pharmacy.code, "P41010000004", sizeof copy->pharmacy.code);
    copy->clerk.line = (struct hospital){.port = copy->server.port, .socket = -1};
    return citizen_sign_in(&copy->clerk, "clerk-410100", "246810") == 201;
}

/* 王建国, who is enrolled in 郑州 and has money, a wallet and a payer. */
static bool find_patient(void)
{
    char number[64], pin[64];
    if (!citizen_find(&copies[0].clerk, "王建国", number, pin))
        return false;
    snprintf(patient.psn_no, sizeof patient.psn_no, "%.31s", number);
    return true;
}

static int start(void **state)
{
    (void)state;
    if (!server_read_packs(&world) || !server_make(&copies[0].server, &world, 40) ||
        !copy_store(&copies[0].server, &copies[1].server))
        return -1;
    return open_copy(&copies[0]) && open_copy(&copies[1]) && find_patient() ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    int code = 0;
    for (int i = 0; i < COPIES; i++) {
        hospital_hang_up(&copies[i].hospital);
        hospital_hang_up(&copies[i].pharmacy);
        hospital_hang_up(&copies[i].clerk.line);
        code |= server_stop(&copies[i].server, SIGTERM);
        server_remove(&copies[i].server);
    }
    gj_world_close(&world);
    return code;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gongji_faces__offer_what_the_table_says),
        cmocka_unit_test(test_gongji_faces__take_a_visits_settlement_back_alike),
        cmocka_unit_test(test_gongji_faces__take_a_sale_back_alike),
        cmocka_unit_test(test_gongji_faces__a_visit_is_not_taken_back_as_a_sale),
        cmocka_unit_test(test_gongji_faces__refuse_what_is_reversed_already_alike),
        cmocka_unit_test(test_gongji_faces__refuse_what_is_not_there_alike),
        cmocka_unit_test(test_gongji_faces__refuse_what_is_refunded_in_part_alike),
        cmocka_unit_test(test_gongji_faces__know_a_name_that_was_used_alike),
        cmocka_unit_test(test_gongji_faces__keep_strangers_out_alike),
        cmocka_unit_test(test_gongji_faces__leave_books_that_prove),
    };
    return cmocka_run_group_tests_name("gongji/faces", tests, start, stop);
}
