#include "bench/naive.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "seal/seal.h"

enum { SETTLEMENT, ENTRY, BALANCE, KEY, AUDIT, STATEMENTS };

struct gj_naive {
    sqlite3 *db;
    sqlite3_stmt *statements[STATEMENTS];
    struct gj_random random;
    int64_t accounts, next;
    uint8_t chain[GJ_SM3_SIZE];
};

static const char schema[] =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;"
    "CREATE TABLE account(id INTEGER PRIMARY KEY, balance INTEGER NOT NULL);"
    "CREATE TABLE settlement(id INTEGER PRIMARY KEY, person INTEGER NOT NULL,"
    " institution INTEGER NOT NULL, day INTEGER NOT NULL, body BLOB NOT NULL);"
    "CREATE INDEX settlement_person ON settlement(person);"
    "CREATE TABLE entry(id INTEGER PRIMARY KEY, settlement INTEGER NOT NULL,"
    " account INTEGER NOT NULL, amount INTEGER NOT NULL);"
    "CREATE INDEX entry_account ON entry(account);"
    "CREATE TABLE once(key BLOB PRIMARY KEY, settlement INTEGER NOT NULL);"
    "CREATE TABLE audit(id INTEGER PRIMARY KEY, hash BLOB NOT NULL);";

static const char *const texts[STATEMENTS] = {
    "INSERT INTO settlement VALUES(?1,?2,?3,?4,?5)",
    "INSERT INTO entry(settlement,account,amount) VALUES(?1,?2,?3)",
    "UPDATE account SET balance=balance+?2 WHERE id=?1",
    "INSERT INTO once VALUES(?1,?2)",
    "INSERT INTO audit VALUES(?1,?2)",
};

static enum gj_status failed(struct gj_naive *naive, struct gj_why *why)
{
    return gj_fail(why, GJ_WORLD, "naive store: %s", sqlite3_errmsg(naive->db));
}

static enum gj_status run(struct gj_naive *naive, const char *sql, struct gj_why *why)
{
    int code = sqlite3_exec(naive->db, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? GJ_DONE : failed(naive, why);
}

static bool step(sqlite3_stmt *statement)
{
    bool done = sqlite3_step(statement) == SQLITE_DONE;
    sqlite3_reset(statement);
    return done;
}

static bool write_entries(struct gj_naive *naive, int64_t id)
{
    sqlite3_stmt *entry = naive->statements[ENTRY], *balance = naive->statements[BALANCE];
    bool ok = true;
    for (int i = 0; i < 5; i++) {
        int64_t account = gj_random_between(&naive->random, 1, naive->accounts);
        int64_t amount = i < 4 ? 1000 + i : -4006;
        sqlite3_bind_int64(entry, 1, id);
        sqlite3_bind_int64(entry, 2, account);
        sqlite3_bind_int64(entry, 3, amount);
        ok = ok && step(entry);
        if (i >= 3)
            continue;
        sqlite3_bind_int64(balance, 1, account);
        sqlite3_bind_int64(balance, 2, amount);
        ok = ok && step(balance);
    }
    return ok;
}

static bool write_key_and_hash(struct gj_naive *naive, int64_t id, const uint8_t *body,
                               size_t length)
{
    uint64_t key[2] = {gj_random_next(&naive->random), gj_random_next(&naive->random)};
    uint8_t bytes[GJ_SM3_SIZE + 256];
    memcpy(bytes, naive->chain, GJ_SM3_SIZE);
    memcpy(bytes + GJ_SM3_SIZE, body, length);
    gj_sm3_once(bytes, GJ_SM3_SIZE + length, naive->chain);
    sqlite3_bind_blob(naive->statements[KEY], 1, key, sizeof key, SQLITE_STATIC);
    sqlite3_bind_int64(naive->statements[KEY], 2, id);
    sqlite3_bind_int64(naive->statements[AUDIT], 1, id);
    sqlite3_bind_blob(naive->statements[AUDIT], 2, naive->chain, GJ_SM3_SIZE, SQLITE_STATIC);
    return step(naive->statements[KEY]) && step(naive->statements[AUDIT]);
}

static bool write_one(struct gj_naive *naive)
{
    uint8_t body[168] = {0}; /* with the four numbers before it, a row of 200 bytes */
    int64_t id = naive->next++;
    sqlite3_stmt *statement = naive->statements[SETTLEMENT];
    memset(body, (int)(id & 0xFF), sizeof body);
    sqlite3_bind_int64(statement, 1, id);
    sqlite3_bind_int64(statement, 2, gj_random_between(&naive->random, 1, naive->accounts));
    sqlite3_bind_int64(statement, 3, gj_random_between(&naive->random, 1, 5000));
    sqlite3_bind_int64(statement, 4, 20000 + id / 10000);
    sqlite3_bind_blob(statement, 5, body, sizeof body, SQLITE_STATIC);
    return step(statement) && write_entries(naive, id) &&
           write_key_and_hash(naive, id, body, sizeof body);
}

enum gj_status gj_naive_settle(struct gj_naive *naive, int64_t count, int batch, struct gj_why *why)
{
    for (int64_t done = 0; done < count;) {
        enum gj_status status = run(naive, "BEGIN IMMEDIATE", why);
        for (int i = 0; i < batch && done < count && status == GJ_DONE; i++, done++)
            status = write_one(naive) ? GJ_DONE : failed(naive, why);
        if (status == GJ_DONE)
            status = run(naive, "COMMIT", why);
        if (status != GJ_DONE)
            return status;
    }
    return GJ_DONE;
}

static enum gj_status fill_accounts(struct gj_naive *naive, struct gj_why *why)
{
    char sql[256];
    struct gj_writer writer = gj_writer(sql, sizeof sql);
    gj_put_format(&writer,
                  "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<%lld)"
                  " INSERT INTO account SELECT i, 1000000 FROM n",
                  (long long)naive->accounts);
    return run(naive, sql, why);
}

enum gj_status gj_naive_make(const char *path, int64_t accounts, int64_t settlements,
                             struct gj_naive **naive_out, struct gj_why *why)
{
    struct gj_naive *naive = calloc(1, sizeof *naive);
    GJ_MUST(naive);
    *naive_out = naive;
    naive->random = gj_random(7);
    naive->accounts = accounts;
    naive->next = 1;
    if (sqlite3_open(path, &naive->db) != SQLITE_OK)
        return failed(naive, why);
    enum gj_status status = run(naive, schema, why);
    for (int i = 0; i < STATEMENTS && status == GJ_DONE; i++)
        if (sqlite3_prepare_v2(naive->db, texts[i], -1, &naive->statements[i], NULL) != SQLITE_OK)
            status = failed(naive, why);
    if (status == GJ_DONE)
        status = fill_accounts(naive, why);
    if (status == GJ_DONE)
        status = gj_naive_settle(naive, settlements, 2048, why);
    return status;
}

void gj_naive_free(struct gj_naive *naive)
{
    for (int i = 0; i < STATEMENTS; i++)
        sqlite3_finalize(naive->statements[i]);
    sqlite3_close(naive->db);
    free(naive);
}
