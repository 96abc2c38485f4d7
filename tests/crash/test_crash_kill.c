/* Kill and restart: four hospitals and pharmacies settle, cancel and undo bills and sales and repeat under the same message id
   whatever was not answered, while the server is killed at random moments. Whatever was answered
   must then be there exactly once, whatever was undone must not stand, and the book must prove.
   GJ_KILLS says how often (50), GJ_SEED makes the same draws again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <pthread.h>
#include <time.h>
#include <cmocka.h>

#include "server.h"

enum { CLIENTS = 4, PATIENTS = 12, RECORDS = 4096, YUAN = 120 };

/* A settlement message and what came of it. */
struct record {
    char msgid[32];
    char *message, *answer; /* answer NULL: hung up before it came, then undone */
    bool reversed, undone;
};

struct client {
    pthread_t thread;
    int number, serial;
    struct gj_random random;
    struct hospital hospital;
    struct patient patient;
    bool sells; /* a pharmacy's sale rather than a hospital's bill */
    char text[HOSPITAL_TEXT], message[HOSPITAL_TEXT];
    pthread_mutex_t mutex; /* guards the records against the one who checks */
    struct record records[RECORDS];
    int count;
};

static struct gj_world world;
static struct server server;
static struct client clients[CLIENTS];
static struct {
    struct patient patient;
    struct hospital hospital;
} patients[PATIENTS];
static int patients_count;
static _Atomic bool stopping;
static _Atomic int gave_up;

/* ---- clients ---- */

static void rest(int milliseconds)
{
    usleep((useconds_t)milliseconds * 1000);
}

/* Sends until it is answered: a lost answer, a server that is not there and a failure of its own are
   all met by sending the same message again. True if it was done, false if refused. */
static bool send_message(struct client *client)
{
    for (int tries = 0; tries < 4000; tries++) {
        int status =
            hospital_call(&client->hospital, "POST", "/his", client->message, client->text);
        if (status == 200 && strstr(client->text, "\"infcode\":0"))
            return true;
        if (status == 200 && strstr(client->text, "\"infcode\":-2"))
            return false;
        rest(5);
    }
    gave_up++;
    return false;
}

static const char *new_msgid(struct client *client, char out[32])
{
    snprintf(out, 32, "K%d-%d", client->number, ++client->serial);
    return out;
}

static void choose_patient(struct client *client)
{
    int socket = client->hospital.socket;
    int64_t at = gj_random_between(&client->random, 0, patients_count - 1);
    client->patient = patients[at].patient;
    client->hospital = patients[at].hospital;
    client->hospital.port = server.port;
    client->hospital.socket = socket;
}

/* Registers, sends a line, previews; then the message to settle stands in client->message. */
static bool prepare(struct client *client, char visit[64], char settle_msgid[32])
{
    char msgid[32], four[400];
    new_msgid(client, msgid);
    hospital_2201(&client->hospital, &client->patient, msgid, msgid, client->message);
    if (!send_message(client))
        return false;
    hospital_field(client->text, "mdtrt_id", visit);
    hospital_2204(&client->hospital, &client->patient, new_msgid(client, msgid), visit, "XDEMO0001",
                  YUAN, client->message);
    if (!send_message(client))
        return false;
    hospital_bill(&client->hospital, &client->patient, "2206", new_msgid(client, msgid), visit,
                  YUAN, "", client->message);
    if (!send_message(client))
        return false;
    hospital_bill(&client->hospital, &client->patient, "2207", new_msgid(client, settle_msgid),
                  visit, YUAN, hospital_four(client->text, four), client->message);
    return true;
}

/* A sale is one message; the pharmacy is the one of the patient's city. */
static void prepare_sale(struct client *client, char settle_msgid[32])
{
    client->hospital.code[0] = 'P';
    client->hospital.code[11] = '4';
    pharmacy_sale(&client->hospital, &client->patient, "2102", new_msgid(client, settle_msgid),
                  "XDRUG0003", YUAN, "", client->message);
}

static struct record *keep_record(struct client *client, const char *msgid, const char *answer)
{
    pthread_mutex_lock(&client->mutex);
    struct record *record = &client->records[client->count++];
    snprintf(record->msgid, sizeof record->msgid, "%s", msgid);
    record->message = strdup(client->message);
    record->answer = answer ? strdup(answer) : NULL;
    pthread_mutex_unlock(&client->mutex);
    return record;
}

static void mark(struct client *client, bool *flag)
{
    pthread_mutex_lock(&client->mutex);
    *flag = true;
    pthread_mutex_unlock(&client->mutex);
}

static void undo(struct client *client, struct record *record)
{
    char msgid[32];
    mark(client, &record->undone); /* from now on its replay is refused */
    hospital_2601(&client->hospital, &client->patient, new_msgid(client, msgid), record->msgid,
                  client->sells ? "2102" : "2207", client->message);
    if (!send_message(client))
        gave_up++;
}

static void reverse(struct client *client, struct record *record, const char *visit)
{
    char msgid[32], settlement[64];
    hospital_field(record->answer, "setl_id", settlement);
    mark(client, &record->reversed);
    new_msgid(client, msgid);
    if (client->sells)
        pharmacy_2103(&client->hospital, &client->patient, msgid, settlement, client->message);
    else
        hospital_2208(&client->hospital, &client->patient, msgid, settlement, visit,
                      client->message);
    if (!send_message(client))
        gave_up++;
}

/* Sends to settle and hangs up at once, as after a time-out: whether it happened is not known. */
static void send_and_leave(struct client *client, const char *msgid)
{
    struct record *record = keep_record(client, msgid, NULL);
    if (hospital_send(&client->hospital, "POST", "/his", client->message))
        rest((int)gj_random_between(&client->random, 0, 3));
    hospital_hang_up(&client->hospital);
    undo(client, record);
}

static void one_bill(struct client *client)
{
    char visit[64], msgid[32];
    int kind = (int)gj_random_between(&client->random, 0, 9);
    choose_patient(client);
    client->sells = gj_random_between(&client->random, 0, 2) == 0;
    if (client->sells)
        prepare_sale(client, msgid);
    else if (!prepare(client, visit, msgid))
        return;
    if (kind == 0) {
        send_and_leave(client, msgid);
        return;
    }
    if (!send_message(client))
        return; /* somebody else drew on the same accounts since the preview of a bill */
    struct record *record = keep_record(client, msgid, client->text);
    if (kind <= 2)
        reverse(client, record, visit);
    else if (kind == 3)
        undo(client, record);
}

static void *run_client(void *of_client)
{
    struct client *client = of_client;
    while (!stopping && client->count < RECORDS && gave_up == 0)
        one_bill(client);
    hospital_hang_up(&client->hospital);
    return NULL;
}

/* ---- checks ---- */

/* The same message gets the same bytes, after any number of restarts. */
static void assert_replayed(struct hospital *hospital, const struct record *record)
{
    static char text[HOSPITAL_TEXT];
    /* A connection to the server that was killed gives no answer; a new one must. */
    int status = -1;
    for (int tries = 0; tries < 3 && status < 0; tries++)
        status = hospital_call(hospital, "POST", "/his", record->message, text);
    assert_int_equal(status, 200);
    if (strcmp(text, record->answer) != 0)
        fail_msg("%s was answered\n%s\nand is now answered\n%s", record->msgid, record->answer,
                 text);
}

static bool is_replayable(const struct record *record)
{
    return record->answer && !record->undone;
}

/* Looks at some answers of each client, the newest first. */
static void check_some(struct hospital *hospital, struct gj_random *random, int most)
{
    for (int c = 0; c < CLIENTS; c++) {
        struct client *client = &clients[c];
        pthread_mutex_lock(&client->mutex);
        for (int i = 0; i < most && i < client->count; i++) {
            int at =
                i == 0 ? client->count - 1 : (int)gj_random_between(random, 0, client->count - 1);
            if (is_replayable(&client->records[at]))
                assert_replayed(hospital, &client->records[at]);
        }
        pthread_mutex_unlock(&client->mutex);
    }
}

struct kept {
    gj_id id, visit;
    bool stands;
    char msgid[32];
};

struct walk {
    struct kept *kept;
    int count, room, reversals;
};

static enum gj_status take_settlement(void *to, const struct gj_settlement *one)
{
    struct walk *walk = to;
    if (one->reversal_of) {
        walk->reversals++;
        return GJ_DONE;
    }
    if (walk->count == walk->room) {
        walk->room = walk->room ? walk->room * 2 : 1024;
        walk->kept = realloc(walk->kept, (size_t)walk->room * sizeof *walk->kept);
        assert_non_null(walk->kept);
    }
    struct kept *kept = &walk->kept[walk->count++];
    *kept = (struct kept){one->id, one->visit, one->reversed_by == 0, ""};
    snprintf(kept->msgid, sizeof kept->msgid, "%s", one->msgid);
    return GJ_DONE;
}

static int compare_visits(const void *a, const void *b)
{
    const struct kept *first = a, *second = b;
    return first->visit < second->visit ? -1 : first->visit > second->visit;
}

static int compare_msgids(const void *a, const void *b)
{
    return strcmp(((const struct kept *)a)->msgid, ((const struct kept *)b)->msgid);
}

static void check_record(const struct walk *walk, const struct record *record)
{
    struct kept wanted;
    char number[64];
    snprintf(wanted.msgid, sizeof wanted.msgid, "%s", record->msgid);
    const struct kept *kept =
        bsearch(&wanted, walk->kept, (size_t)walk->count, sizeof *walk->kept, compare_msgids);
    if (!record->answer) {
        assert_true(!kept || !kept->stands);
        return;
    }
    if (!kept)
        fail_msg("%s was answered and is not in the store", record->msgid);
    assert_int_equal(kept->stands, !record->reversed && !record->undone);
    hospital_field(record->answer, "setl_id", number);
    assert_int_equal(strtoll(number + 6, NULL, 10), kept->id);
}

static void read_settlements(struct walk *walk)
{
    struct gj_reader *reader;
    struct gj_why why;
    gj_id last;
    assert_int_equal(gj_reader_open_sqlite(server.db, &reader, &why), GJ_DONE);
    assert_int_equal(gj_reader_last_order(reader, &last, &why), GJ_DONE);
    assert_int_equal(gj_reader_settlements(reader, 0, last, take_settlement, walk, &why), GJ_DONE);
    gj_reader_close(reader);
}

/* No visit has two standing settlements, no message made two, and each answer is kept once. */
static void check_store(void)
{
    struct walk walk = {0};
    read_settlements(&walk);
    qsort(walk.kept, (size_t)walk.count, sizeof *walk.kept, compare_visits);
    for (int i = 1; i < walk.count; i++)
        assert_false(walk.kept[i].visit == walk.kept[i - 1].visit && walk.kept[i].stands &&
                     walk.kept[i - 1].stands);
    qsort(walk.kept, (size_t)walk.count, sizeof *walk.kept, compare_msgids);
    for (int i = 1; i < walk.count; i++)
        if (walk.kept[i].msgid[0] && strcmp(walk.kept[i].msgid, walk.kept[i - 1].msgid) == 0)
            fail_msg("%s settled twice", walk.kept[i].msgid);
    for (int c = 0; c < CLIENTS; c++)
        for (int i = 0; i < clients[c].count; i++)
            check_record(&walk, &clients[c].records[i]);
    free(walk.kept);
}

/* ---- the killing ---- */

/* Sometimes it dies before it serves, while it recovers from the last death. */
static void kill_while_starting(struct gj_random *random)
{
    int said = -1;
    assert_true(server_fork(&server, true, server.port, &said));
    rest((int)gj_random_between(random, 0, 40));
    server_stop(&server, SIGKILL);
    close(said);
}

static void restart(struct gj_random *random)
{
    uint16_t port = server.port;
    if (gj_random_between(random, 0, 4) == 0)
        kill_while_starting(random);
    if (!server_start(&server, true, port))
        fail_msg("the server does not start again");
}

static void find_patients(void)
{
    static struct client finder;
    int count;
    char visit[64], msgid[32];
    const struct gj_institution *places = gj_demo_institutions(&count);
    finder.number = CLIENTS;
    finder.hospital.socket = -1;
    for (int nth = 0; patients_count < PATIENTS; nth++) {
        if (!server_patient(server.db, nth, &finder.patient, &finder.hospital, places, count))
            break;
        finder.hospital.port = server.port;
        if (!prepare(&finder, visit, msgid))
            continue;
        patients[patients_count].patient = finder.patient;
        patients[patients_count++].hospital = finder.hospital;
    }
    hospital_hang_up(&finder.hospital);
    assert_true(patients_count >= 3);
}

static int number_from(const char *name, int otherwise)
{
    const char *text = getenv(name);
    return text && *text ? atoi(text) : otherwise;
}

static void start_clients(uint64_t seed)
{
    for (int i = 0; i < CLIENTS; i++) {
        clients[i].number = i;
        clients[i].random = gj_random(seed + 100 + (uint64_t)i);
        clients[i].hospital.socket = -1;
        pthread_mutex_init(&clients[i].mutex, NULL);
        assert_int_equal(pthread_create(&clients[i].thread, NULL, run_client, &clients[i]), 0);
    }
}

static void test_crash_kill__keeps_every_answer_once(void **state)
{
    (void)state;
    int kills = number_from("GJ_KILLS", 50), answers = 0;
    uint64_t seed = (uint64_t)number_from("GJ_SEED", (int)(time(NULL) % 1000000));
    struct gj_random random = gj_random(seed);
    struct hospital checker = {.socket = -1};
    print_message("seed %llu, %d kills\n", (unsigned long long)seed, kills);
    find_patients();
    start_clients(seed);
    for (int i = 0; i < kills; i++) {
        rest((int)gj_random_between(&random, 5, 150));
        assert_int_equal(server_stop(&server, SIGKILL), -1);
        restart(&random);
        hospital_hang_up(&checker);
        checker.port = server.port;
        check_some(&checker, &random, 4);
    }
    stopping = true;
    for (int i = 0; i < CLIENTS; i++)
        pthread_join(clients[i].thread, NULL);
    assert_int_equal(gave_up, 0);
    for (int c = 0; c < CLIENTS; c++)
        for (int i = 0; i < clients[c].count; i++)
            if (is_replayable(&clients[c].records[i])) {
                assert_replayed(&checker, &clients[c].records[i]);
                answers++;
            }
    hospital_hang_up(&checker);
    assert_int_equal(server_stop(&server, SIGTERM), 0);
    check_store();
    print_message("%d answered settlements stood all kills\n", answers);
    assert_true(answers > kills);
}

static void test_crash_kill__leaves_a_book_that_proves(void **state)
{
    (void)state;
    server_proves(server.db);
}

static int start(void **state)
{
    (void)state;
    return server_open(&server, &world, 60) ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    if (!getenv("GJ_KEEP"))
        server_remove(&server);
    gj_world_close(&world);
    for (int c = 0; c < CLIENTS; c++)
        for (int i = 0; i < clients[c].count; i++) {
            free(clients[c].records[i].message);
            free(clients[c].records[i].answer);
        }
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_crash_kill__keeps_every_answer_once),
        cmocka_unit_test(test_crash_kill__leaves_a_book_that_proves),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
