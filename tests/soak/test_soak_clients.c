/* Many clients at once on few families: hospitals settle, reverse and undo bills, pharmacies sell, a
   daughter sends money that her father accepts, and each now and then loses an answer and sends its message again, or undoes it unseen. In the end the
   book must prove, no balance may be below zero, and the accounts must have fallen by exactly what
   the clients were told and what still stands: nothing lost, nothing paid twice.
   GJ_SOAK_SECONDS (3) says how long, GJ_SOAK_CLIENTS (64) how many, GJ_SEED makes the draws again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>
#include <cmocka.h>

#include "base/random.h"
#include "citizen.h"
#include "server.h"

enum { CLIENTS_MAX = 256, PATIENTS = 16, PEOPLE = 60, TRANSFERS = 3 /* that a day allows */ };

struct client {
    pthread_t thread;
    int number, serial;
    struct gj_random random;
    struct hospital hospital;
    struct patient patient;
    struct citizen citizen; /* the daughter or the father */
    char message[HOSPITAL_TEXT], text[HOSPITAL_TEXT], again[HOSPITAL_TEXT];
    gj_fen stands_fen; /* what accounts and wallets paid for what stands, as it was told */
    int64_t settled, sold, sent, reversed, undone, lost, refused;
};

static struct gj_world world;
static struct server server;
static struct client clients[CLIENTS_MAX];
static struct {
    struct patient patient;
    struct hospital hospital;
} patients[PATIENTS];
static struct {
    char daughter_token[64], father_token[64], father[64];
    pthread_mutex_t mutex;
    char transfers[TRANSFERS][64]; /* numbers, as they were first told */
} family = {.mutex = PTHREAD_MUTEX_INITIALIZER};
static int patients_count, clients_count;
static atomic_bool stopping;
static atomic_int broken;

static int64_t number_of(const char *name, int64_t otherwise)
{
    const char *text = getenv(name);
    return text ? strtoll(text, NULL, 10) : otherwise;
}

/* ---- talking ---- */

static void complain(struct client *client, const char *what)
{
    if (atomic_fetch_add(&broken, 1) < 3)
        print_message("%s:\n%.600s\n-> %.600s\n", what, client->message, client->text);
}

static bool is_done(const char *text)
{
    return strstr(text, "\"infcode\":0,") != NULL;
}

/* Sends until answered; true if done, false if refused. 503 and a lost connection are met by sending
   the same message again. */
static bool send_message(struct client *client)
{
    for (int tries = 0; tries < 2000; tries++) {
        int status =
            hospital_call(&client->hospital, "POST", "/his", client->message, client->text);
        if (status == 200 && is_done(client->text))
            return true;
        if (status == 200 && strstr(client->text, "\"infcode\":-2"))
            return false;
        usleep(2000);
    }
    complain(client, "no answer");
    return false;
}

static void lose_answer(struct client *client)
{
    if (hospital_send(&client->hospital, "POST", "/his", client->message))
        usleep((useconds_t)gj_random_between(&client->random, 0, 3000));
    hospital_hang_up(&client->hospital);
    client->lost++;
}

/* The same message again gets the same bytes. */
static void send_again(struct client *client)
{
    memcpy(client->again, client->text, sizeof client->again);
    if (!send_message(client) || strcmp(client->again, client->text) != 0)
        complain(client, "another answer to the same message");
}

static const char *name(struct client *client, char out[32])
{
    snprintf(out, 32, "S%d-%d", client->number, ++client->serial);
    return out;
}

/* ---- bills ---- */

/* "123.45" of a field of the answer, in fen; with no aid beside it, acct_pay is all that was drawn. */
static gj_fen fen_in(const char *text, const char *field)
{
    char digits[64];
    gj_fen fen = 0;
    if (!gj_fen_parse(gj_slice(hospital_field(text, field, digits)), &fen))
        return 0;
    return fen;
}

static void undo(struct client *client, const char *original, const char *infno)
{
    char id[32];
    hospital_2601(&client->hospital, &client->patient, name(client, id), original, infno,
                  client->message);
    if (!send_message(client))
        complain(client, "undo refused");
    client->undone++;
}

static bool prepare(struct client *client, char visit[64], char settle_name[32])
{
    char id[32], four[400];
    int yuan = (int)gj_random_between(&client->random, 1, 90);
    name(client, id);
    hospital_2201(&client->hospital, &client->patient, id, id, client->message);
    if (!send_message(client))
        return false;
    hospital_field(client->text, "mdtrt_id", visit);
    hospital_2204(&client->hospital, &client->patient, name(client, id), visit, "XDEMO0001", yuan,
                  client->message);
    if (!send_message(client))
        return false;
    hospital_bill(&client->hospital, &client->patient, "2206", name(client, id), visit, yuan, "",
                  client->message);
    if (!send_message(client))
        return false;
    hospital_four(client->text, four);
    hospital_bill(&client->hospital, &client->patient, "2207", name(client, settle_name), visit,
                  yuan, four, client->message);
    return true;
}

/* What follows a settlement that was answered; the answer stands in client->text. */
static void follow(struct client *client, const char *visit, const char *settle_name, int kind)
{
    char settlement[64], id[32];
    gj_fen drawn = fen_in(client->text, "acct_pay");
    client->settled++;
    if (kind == 1)
        send_again(client);
    if (kind == 2 || kind == 3) {
        hospital_field(client->text, "setl_id", settlement);
        hospital_2208(&client->hospital, &client->patient, name(client, id), settlement, visit,
                      client->message);
        if (kind == 3)
            lose_answer(client);
        if (!send_message(client))
            complain(client, "reversal refused");
        client->reversed++;
        return;
    }
    if (kind == 4) {
        undo(client, settle_name, "2207");
        return;
    }
    client->stands_fen += drawn;
}

static void one_bill(struct client *client)
{
    char visit[64], settle_name[32];
    int kind = (int)gj_random_between(&client->random, 0, 9);
    if (!prepare(client, visit, settle_name)) {
        client->refused++;
        return;
    }
    if (kind >= 8)
        lose_answer(client);
    if (kind == 9) { /* never seen, so undone: whether it came or not, it must not stand */
        undo(client, settle_name, "2207");
        return;
    }
    if (send_message(client)) {
        follow(client, visit, settle_name, kind);
        return;
    }
    client->refused++; /* somebody else drew on the same account since the preview */
    /* A refusal uses up no name, so a first sending that is still on its way may yet be done. */
    if (kind == 8)
        undo(client, settle_name, "2207");
}

/* A pharmacy of the patient's area sells a drug, and perhaps takes it back. */
static void one_sale(struct client *client)
{
    char sale[32], id[32], settlement[64];
    int kind = (int)gj_random_between(&client->random, 0, 4);
    snprintf(client->hospital.code, sizeof client->hospital.code, "P%06d00004",
             client->hospital.area);
    pharmacy_sale(&client->hospital, &client->patient, "2102", name(client, sale), "XDRUG0001",
                  (int)gj_random_between(&client->random, 1, 40), "", client->message);
    if (kind == 0)
        lose_answer(client);
    if (!send_message(client)) {
        client->refused++;
        return;
    }
    client->sold++;
    gj_fen drawn = fen_in(client->text, "acct_pay");
    if (kind == 1)
        send_again(client);
    if (kind > 1) {
        client->stands_fen += drawn;
    } else if (kind == 1) {
        hospital_field(client->text, "setl_id", settlement);
        pharmacy_2103(&client->hospital, &client->patient, name(client, id), settlement,
                      client->message);
        if (!send_message(client))
            complain(client, "cancelling a sale refused");
        client->reversed++;
    } else {
        undo(client, sale, "2102");
    }
}

/* ---- transfers ---- */

static int act_as(struct client *client, const char *token, const char *path, const char *key,
                  const char *body)
{
    int status = -1;
    client->citizen.line.port = server.port;
    snprintf(client->citizen.token, sizeof client->citizen.token, "%s", token);
    for (int tries = 0; tries < 2000 && (status < 0 || status == 503); tries++)
        status = citizen_act(&client->citizen, "POST", path, key, body);
    return status;
}

/* The same key is the same transfer, whoever of the family's telephones sends it. */
static void note_transfer(struct client *client, int nth, char number_out[64])
{
    hospital_field(client->citizen.text, "id", number_out);
    pthread_mutex_lock(&family.mutex);
    if (!family.transfers[nth][0])
        memcpy(family.transfers[nth], number_out, 64);
    if (strcmp(family.transfers[nth], number_out) != 0)
        complain(client, "another transfer under the same key");
    pthread_mutex_unlock(&family.mutex);
}

/* Sends and accepts; false when it was refused: another is not accepted yet, or too little is left. */
static bool one_transfer(struct client *client, int nth)
{
    char key[16], body[200], number[64], path[128];
    snprintf(key, sizeof key, "send-%d", nth);
    snprintf(body, sizeof body,
             "{\"receiver\":{\"person\":\"%s\"},\"relation\":\"parent\",\"amount\":\"1.0%d\"}",
             family.father, nth);
    int status = act_as(client, family.daughter_token, "/api/v1/me/transfers", key, body);
    if (status == 422)
        return false;
    if (status != 201) {
        snprintf(client->text, sizeof client->text, "%d %.600s", status, client->citizen.text);
        complain(client, "a transfer failed");
        return false;
    }
    note_transfer(client, nth, number);
    snprintf(path, sizeof path, "/api/v1/me/transfers/%s/acceptances", number);
    snprintf(key, sizeof key, "accept-%d", nth);
    status = act_as(client, family.father_token, path, key, "");
    if (status != 200) {
        snprintf(client->text, sizeof client->text, "%d %.600s", status, client->citizen.text);
        complain(client, "an acceptance failed");
    }
    client->sent++;
    return true;
}

static void *run_client(void *of_client)
{
    struct client *client = of_client;
    while (!atomic_load(&stopping) && atomic_load(&broken) == 0) {
        int socket = client->hospital.socket;
        int64_t at = gj_random_between(&client->random, 0, patients_count - 1);
        client->patient = patients[at].patient;
        client->hospital = patients[at].hospital;
        client->hospital.port = server.port;
        client->hospital.socket = socket;
        int64_t kind = gj_random_between(&client->random, 0, 9);
        if (kind == 0)
            client->refused +=
                !one_transfer(client, (int)gj_random_between(&client->random, 0, TRANSFERS - 1));
        else if (kind <= 3)
            one_sale(client);
        else
            one_bill(client);
    }
    hospital_hang_up(&client->hospital);
    hospital_hang_up(&client->citizen.line);
    return NULL;
}

/* ---- the money ---- */

/* All that lies in accounts and wallets; nothing may be below zero. */
static gj_fen all_money(void)
{
    struct gj_reader *reader;
    struct gj_why why;
    gj_id at = 0;
    gj_fen sum = 0;
    assert_int_equal(gj_reader_open_sqlite(server.db, &reader, &why), GJ_DONE);
    while (gj_reader_next_person(reader, at, &at, &why) == GJ_DONE && at) {
        struct gj_side side;
        assert_int_equal(gj_reader_side(reader, at, &side, &why), GJ_DONE);
        for (int i = 0; i < side.accounts_count; i++) {
            assert_true(side.accounts[i].carried_fen >= 0 && side.accounts[i].current_fen >= 0);
            sum += gj_account_balance(&side.accounts[i]);
        }
        assert_true(side.wallet.balance_fen >= 0);
        sum += side.wallet.balance_fen;
    }
    gj_reader_close(reader);
    return sum;
}

static void run_all(uint64_t seed, int64_t seconds)
{
    for (int i = 0; i < clients_count; i++) {
        clients[i].number = i;
        clients[i].random = gj_random(seed + (uint64_t)i);
        clients[i].hospital.socket = clients[i].citizen.line.socket = -1;
        assert_int_equal(pthread_create(&clients[i].thread, NULL, run_client, &clients[i]), 0);
    }
    for (int64_t i = 0; i < seconds * 10 && atomic_load(&broken) == 0; i++)
        usleep(100000);
    atomic_store(&stopping, true);
    for (int i = 0; i < clients_count; i++)
        pthread_join(clients[i].thread, NULL);
    for (int nth = 0; nth < TRANSFERS; nth++) /* none may stay held: it would be missing */
        if (family.transfers[nth][0])
            assert_true(one_transfer(&clients[0], nth));
}

static void test_soak_clients__nothing_is_lost_and_nothing_paid_twice(void **state)
{
    (void)state;
    struct client sum = {0};
    uint64_t seed = (uint64_t)number_of("GJ_SEED", (int64_t)time(NULL));
    int64_t seconds = number_of("GJ_SOAK_SECONDS", 3);
    gj_fen before = all_money();
    run_all(seed, seconds);
    for (int i = 0; i < clients_count; i++) {
        sum.stands_fen += clients[i].stands_fen;
        sum.settled += clients[i].settled;
        sum.sold += clients[i].sold;
        sum.sent += clients[i].sent;
        sum.reversed += clients[i].reversed;
        sum.undone += clients[i].undone;
        sum.lost += clients[i].lost;
        sum.refused += clients[i].refused;
    }
    print_message(
        "seed %llu: %d clients, %lld s: %lld settled, %lld sold, %lld transfers told, %lld "
        "reversed, %lld undone, %lld answers lost, %lld refused\n",
        (unsigned long long)seed, clients_count, (long long)seconds, (long long)sum.settled,
        (long long)sum.sold, (long long)sum.sent, (long long)sum.reversed, (long long)sum.undone,
        (long long)sum.lost, (long long)sum.refused);
    assert_int_equal(atomic_load(&broken), 0);
    assert_true(sum.settled > 0 && sum.sold > 0 && sum.reversed > 0 && sum.undone > 0 &&
                sum.lost > 0);
    assert_int_equal(before - all_money(), sum.stands_fen);
    server_proves(server.db);
}

/* The demo's first family; the father opens his wallet. */
static bool find_family(void)
{
    static struct client probe;
    char number[64];
    citizen_enter(&probe.citizen, server.port, "王小芳", number);
    memcpy(family.daughter_token, probe.citizen.token, sizeof family.daughter_token);
    hospital_hang_up(&probe.citizen.line);
    citizen_enter(&probe.citizen, server.port, "王建国", family.father);
    memcpy(family.father_token, probe.citizen.token, sizeof family.father_token);
    return act_as(&probe, family.father_token, "/api/v1/me/wallet", "open", "{}") == 201;
}

/* People whose area's packs settle a bill. */
static bool find_patients(void)
{
    int count;
    const struct gj_institution *places = gj_demo_institutions(&count);
    static struct client probe;
    probe.number = CLIENTS_MAX;
    probe.random = gj_random(1);
    for (int nth = 0; patients_count < PATIENTS; nth++) {
        char visit[64], id[32];
        probe.hospital = (struct hospital){.port = server.port, .socket = -1};
        if (!server_patient(server.db, nth, &probe.patient, &probe.hospital, places, count))
            break;
        if (prepare(&probe, visit, id)) {
            patients[patients_count].patient = probe.patient;
            patients[patients_count].hospital = probe.hospital;
            patients[patients_count++].hospital.socket = -1;
        }
        hospital_hang_up(&probe.hospital);
    }
    return patients_count > 4;
}

static int start(void **state)
{
    (void)state;
    int64_t wanted = number_of("GJ_SOAK_CLIENTS", 64);
    clients_count = wanted < 1 ? 1 : wanted > CLIENTS_MAX ? CLIENTS_MAX : (int)wanted;
    if (!server_open(&server, &world, PEOPLE))
        return -1;
    return find_patients() && find_family() ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    return server_close(&server, &world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_soak_clients__nothing_is_lost_and_nothing_paid_twice),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
