/* The tables of a store, version 1. Rows lie under numbers that grow with time, so that new ones are
   appended; tables written at every settlement bear no second index. Times are milliseconds of UTC+8
   since 1970, days are days since 1970, amounts are fen. */
#include "store/sqlite.h"

/* clang-format off */
const char *const GJ_SQLITE_SCHEMA[] = {
    /* settings of the store, by name */
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;",
    /* every command that kept something: the spine of the chain */
    "CREATE TABLE record (id INTEGER PRIMARY KEY, now INTEGER NOT NULL, act INTEGER NOT NULL,"
    " role INTEGER NOT NULL, actor INTEGER NOT NULL, area INTEGER NOT NULL, subject INTEGER NOT NULL,"
    " digest BLOB NOT NULL) STRICT;",
    /* one row a batch, with what was kept in all until then */
    "CREATE TABLE chain (last INTEGER PRIMARY KEY, hash BLOB NOT NULL, batches INTEGER NOT NULL,"
    " people INTEGER NOT NULL, settlements INTEGER NOT NULL, entries INTEGER NOT NULL) STRICT;",
    "CREATE TABLE person (id INTEGER PRIMARY KEY, version INTEGER NOT NULL, first_area INTEGER NOT NULL,"
    " birth_day INTEGER NOT NULL, suspended_until INTEGER NOT NULL, sex INTEGER NOT NULL) STRICT;",
    /* personal text, sealed with the key file */
    "CREATE TABLE person_seal (person INTEGER PRIMARY KEY, sealed BLOB NOT NULL) STRICT;",
    "CREATE TABLE look_up (hash BLOB PRIMARY KEY, person INTEGER NOT NULL) STRICT, WITHOUT ROWID;",
    "CREATE TABLE enrolment (person INTEGER NOT NULL, area INTEGER NOT NULL, scheme INTEGER NOT NULL,"
    " version INTEGER NOT NULL, status INTEGER NOT NULL, working INTEGER NOT NULL, tier INTEGER NOT NULL,"
    " grouped INTEGER NOT NULL, from_day INTEGER NOT NULL, to_day INTEGER NOT NULL,"
    " status_day INTEGER NOT NULL, paid_months INTEGER NOT NULL,"
    " PRIMARY KEY (person, area, scheme)) STRICT, WITHOUT ROWID;",
    "CREATE TABLE account (person INTEGER NOT NULL, area INTEGER NOT NULL, version INTEGER NOT NULL,"
    " state INTEGER NOT NULL, year INTEGER NOT NULL, carried INTEGER NOT NULL, current INTEGER NOT NULL,"
    " last_entry INTEGER NOT NULL, PRIMARY KEY (person, area)) STRICT, WITHOUT ROWID;",
    "CREATE TABLE wallet (person INTEGER PRIMARY KEY, version INTEGER NOT NULL, area INTEGER NOT NULL,"
    " state INTEGER NOT NULL, balance INTEGER NOT NULL, opened INTEGER NOT NULL, sent_day INTEGER NOT NULL,"
    " sent_count INTEGER NOT NULL, held_count INTEGER NOT NULL, last_entry INTEGER NOT NULL) STRICT;",
    "CREATE TABLE binding (relative INTEGER NOT NULL, id INTEGER NOT NULL, version INTEGER NOT NULL,"
    " payer INTEGER NOT NULL, payer_area INTEGER NOT NULL, relative_area INTEGER NOT NULL,"
    " relation INTEGER NOT NULL, state INTEGER NOT NULL, proven INTEGER NOT NULL, promise INTEGER NOT NULL,"
    " rank INTEGER NOT NULL, uses INTEGER NOT NULL, from_day INTEGER NOT NULL, to_day INTEGER NOT NULL,"
    " limit_use INTEGER NOT NULL, limit_year INTEGER NOT NULL, used_year INTEGER NOT NULL,"
    " used INTEGER NOT NULL, PRIMARY KEY (relative, id)) STRICT, WITHOUT ROWID;",
    "CREATE INDEX binding_payer ON binding (payer, relative, id, state, relation, from_day, to_day);",
    "CREATE UNIQUE INDEX binding_id ON binding (id);",
    "CREATE TABLE transfer (id INTEGER PRIMARY KEY, version INTEGER NOT NULL, sender INTEGER NOT NULL,"
    " receiver INTEGER NOT NULL, sender_area INTEGER NOT NULL, receiver_area INTEGER NOT NULL,"
    " source INTEGER NOT NULL, relation INTEGER NOT NULL, state INTEGER NOT NULL, carried INTEGER NOT NULL,"
    " current INTEGER NOT NULL, sent INTEGER NOT NULL, ended INTEGER NOT NULL) STRICT;",
    "CREATE TABLE visit (id INTEGER PRIMARY KEY, version INTEGER NOT NULL, person INTEGER NOT NULL,"
    " institution INTEGER NOT NULL, home_area INTEGER NOT NULL, care_area INTEGER NOT NULL,"
    " scheme INTEGER NOT NULL, care INTEGER NOT NULL, cancelled INTEGER NOT NULL, charges INTEGER NOT NULL,"
    " standing INTEGER NOT NULL, lines INTEGER NOT NULL, begin INTEGER NOT NULL, last_lines INTEGER NOT NULL,"
    " number TEXT NOT NULL, med_type TEXT NOT NULL) STRICT;",
    "CREATE TABLE charge (visit INTEGER NOT NULL, number TEXT NOT NULL, version INTEGER NOT NULL,"
    " preview_state INTEGER NOT NULL, lines INTEGER NOT NULL, total INTEGER NOT NULL, outside INTEGER NOT NULL,"
    " overprice INTEGER NOT NULL, first_share INTEGER NOT NULL, eligible INTEGER NOT NULL,"
    " settlement INTEGER NOT NULL, preview BLOB NOT NULL, PRIMARY KEY (visit, number)) STRICT, WITHOUT ROWID;",
    /* the fee lines of one message; `previous` is the same visit's message before */
    "CREATE TABLE lines (id INTEGER PRIMARY KEY, visit INTEGER NOT NULL, previous INTEGER NOT NULL,"
    " kept BLOB NOT NULL) STRICT;",
    "CREATE TABLE diagnoses (id INTEGER PRIMARY KEY, visit INTEGER NOT NULL, sealed BLOB NOT NULL) STRICT;",
    "CREATE TABLE counter (person INTEGER NOT NULL, area INTEGER NOT NULL, scheme INTEGER NOT NULL,"
    " year_first INTEGER NOT NULL, care INTEGER NOT NULL, span INTEGER NOT NULL, span_key INTEGER NOT NULL,"
    " version INTEGER NOT NULL, deductible INTEGER NOT NULL, pool INTEGER NOT NULL, eligible INTEGER NOT NULL,"
    " aid INTEGER NOT NULL, visits INTEGER NOT NULL,"
    " PRIMARY KEY (person, area, scheme, year_first, care, span, span_key)) STRICT, WITHOUT ROWID;",
    /* `kept`: claim and decision in the compact form of kept.h; the sums stand beside it */
    "CREATE TABLE settlement (id INTEGER PRIMARY KEY, version INTEGER NOT NULL, visit INTEGER NOT NULL,"
    " person INTEGER NOT NULL, institution INTEGER NOT NULL, reversal_of INTEGER NOT NULL,"
    " reversed_by INTEGER NOT NULL, entry INTEGER NOT NULL, previous INTEGER NOT NULL, now INTEGER NOT NULL,"
    " balance_after INTEGER NOT NULL, charge TEXT NOT NULL, msgid TEXT NOT NULL, total INTEGER NOT NULL,"
    " pool INTEGER NOT NULL, own INTEGER NOT NULL, wallet INTEGER NOT NULL, aid INTEGER NOT NULL,"
    " cash INTEGER NOT NULL, kept BLOB NOT NULL) STRICT;",
    /* the newest settlement of each person: the chain of `previous` begins here */
    "CREATE TABLE settled (person INTEGER PRIMARY KEY, last INTEGER NOT NULL) STRICT;",
    /* id: entry * 32 + place; amount: debit above zero */
    "CREATE TABLE entry_line (id INTEGER PRIMARY KEY, book INTEGER NOT NULL, peer INTEGER NOT NULL,"
    " chart INTEGER NOT NULL, scheme INTEGER NOT NULL, owner INTEGER NOT NULL, previous INTEGER NOT NULL,"
    " amount INTEGER NOT NULL, carried INTEGER NOT NULL) STRICT;",
    /* accounts that are no person's, netted once a batch */
    "CREATE TABLE book (book INTEGER NOT NULL, chart INTEGER NOT NULL, scheme INTEGER NOT NULL,"
    " peer INTEGER NOT NULL, owner INTEGER NOT NULL, balance INTEGER NOT NULL,"
    " PRIMARY KEY (book, chart, scheme, peer, owner)) STRICT, WITHOUT ROWID;",
    /* names under which a command happens once, and marks of undone ones */
    "CREATE TABLE once (day INTEGER NOT NULL, hash BLOB NOT NULL, undone INTEGER NOT NULL,"
    " act INTEGER NOT NULL, person INTEGER NOT NULL, made INTEGER NOT NULL, digest BLOB NOT NULL,"
    " reply BLOB NOT NULL, PRIMARY KEY (day, hash)) STRICT, WITHOUT ROWID;",
    "CREATE TABLE sign_in (institution INTEGER NOT NULL, number TEXT NOT NULL,"
    " PRIMARY KEY (institution, number)) STRICT, WITHOUT ROWID;",
    "CREATE TABLE credited (person INTEGER NOT NULL, area INTEGER NOT NULL, month INTEGER NOT NULL,"
    " PRIMARY KEY (person, area, month)) STRICT, WITHOUT ROWID;",
    "CREATE TABLE institution (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL,"
    " area INTEGER NOT NULL, kind INTEGER NOT NULL, level INTEGER NOT NULL, place INTEGER NOT NULL,"
    " designated INTEGER NOT NULL, takes_wallet INTEGER NOT NULL) STRICT;",
    "CREATE TABLE item (code TEXT NOT NULL, from_day INTEGER NOT NULL, to_day INTEGER NOT NULL,"
    " name TEXT NOT NULL, list_class INTEGER NOT NULL, first_share INTEGER NOT NULL,"
    " price_limit INTEGER NOT NULL, PRIMARY KEY (code, from_day)) STRICT, WITHOUT ROWID;",
    "CREATE TABLE pack_set (number INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, bytes BLOB NOT NULL) STRICT;",
    NULL,
};
/* clang-format on */
