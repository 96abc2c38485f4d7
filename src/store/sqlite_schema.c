/* The tables of a store, version 3. Rows lie under numbers that grow with time, so that new ones are
   appended; tables written at every settlement bear no second index. Times are milliseconds of UTC+8
   since 1970, days are days since 1970, amounts are fen. */
#include "store/sqlite.h"

/* clang-format off */
const char *const GJ_SQLITE_SCHEMA[] = {
    /* settings of the store, by name */
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;",
    /* every command that kept something: the spine of the chain; with what was answered to it */
    "CREATE TABLE record (id INTEGER PRIMARY KEY, now INTEGER NOT NULL, act INTEGER NOT NULL,"
    " role INTEGER NOT NULL, actor INTEGER NOT NULL, area INTEGER NOT NULL, subject INTEGER NOT NULL,"
    " digest BLOB NOT NULL, person INTEGER NOT NULL, reply BLOB NOT NULL) STRICT;",
    /* one row a batch, with what was kept in all until then */
    "CREATE TABLE chain (last INTEGER PRIMARY KEY, hash BLOB NOT NULL, batches INTEGER NOT NULL,"
    " people INTEGER NOT NULL, settlements INTEGER NOT NULL, entries INTEGER NOT NULL) STRICT;",
    /* Everything that a bill reads and changes about one person lies together, so that it is found by
       one walk and a bill writes one page a person. `kind` (enum gj_holding): 0 the person,
       1 enrolments, 2 accounts, 3 the wallet, 4 the newest settlement (there the chain of `previous`
       begins), 5 bindings to him as relative, 6 their terms and use, 7 the payer's side of his own
       bindings, 8 counters of a year, 9 of a month or day (many, so never walked). `name` and `key`
       tell rows of one kind apart. The views below give the rest its names. */
    "CREATE TABLE holding (person INTEGER NOT NULL, kind INTEGER NOT NULL, area INTEGER NOT NULL,"
    " scheme INTEGER NOT NULL, year_first INTEGER NOT NULL, care INTEGER NOT NULL, name INTEGER NOT NULL,"
    " key INTEGER NOT NULL, version INTEGER NOT NULL, a INTEGER NOT NULL, b INTEGER NOT NULL,"
    " c INTEGER NOT NULL, d INTEGER NOT NULL, e INTEGER NOT NULL, f INTEGER NOT NULL, g INTEGER NOT NULL,"
    " h INTEGER NOT NULL,"
    " PRIMARY KEY (person, kind, area, scheme, year_first, care, name, key)) STRICT, WITHOUT ROWID;",
    "CREATE VIEW person AS SELECT person AS id, version, a AS first_area, b AS birth_day,"
    " c AS suspended_until, d AS sex FROM holding WHERE kind = 0;",
    "CREATE VIEW enrolment AS SELECT person, area, scheme, version, a AS status, b AS working, c AS tier,"
    " d AS grouped, e AS from_day, f AS to_day, g AS status_day, h AS paid_months"
    " FROM holding WHERE kind = 1;",
    "CREATE VIEW account AS SELECT person, area, version, a AS state, b AS year, c AS carried,"
    " d AS current, e AS last_entry FROM holding WHERE kind = 2;",
    "CREATE VIEW wallet AS SELECT person, version, a AS area, b AS state, c AS balance, d AS opened,"
    " e AS sent_day, f AS sent_count, g AS held_count, h AS last_entry FROM holding WHERE kind = 3;",
    "CREATE VIEW settled AS SELECT person, a AS last FROM holding WHERE kind = 4;",
    "CREATE VIEW binding AS SELECT who.person AS relative, who.key AS id, who.a AS payer,"
    " who.b AS payer_area, who.c AS relative_area, who.d AS relation, who.e AS state, who.f AS from_day,"
    " who.g AS to_day, terms.version, terms.a AS rank, terms.b AS uses, terms.c AS limit_use,"
    " terms.d AS limit_year, terms.e AS used_year, terms.f AS used, terms.g AS proven,"
    " terms.h AS promise FROM holding AS who JOIN holding AS terms ON terms.person = who.person"
    " AND terms.kind = 6 AND terms.area = 0 AND terms.scheme = 0 AND terms.year_first = 0"
    " AND terms.care = 0 AND terms.name = 0 AND terms.key = who.key WHERE who.kind = 5;",
    "CREATE VIEW counter AS SELECT person, area, scheme, year_first, care, name AS span,"
    " key AS span_key, version, a AS deductible, b AS pool, c AS eligible, d AS aid, e AS visits"
    " FROM holding WHERE kind >= 8;",
    /* whose holding a binding lies in */
    "CREATE TABLE binding_of (id INTEGER PRIMARY KEY, relative INTEGER NOT NULL) STRICT;",
    /* personal text, sealed with the key file */
    "CREATE TABLE person_seal (person INTEGER PRIMARY KEY, sealed BLOB NOT NULL) STRICT;",
    "CREATE TABLE look_up (hash BLOB PRIMARY KEY, person INTEGER NOT NULL) STRICT, WITHOUT ROWID;",
    "CREATE TABLE transfer (id INTEGER PRIMARY KEY, version INTEGER NOT NULL, sender INTEGER NOT NULL,"
    " receiver INTEGER NOT NULL, sender_area INTEGER NOT NULL, receiver_area INTEGER NOT NULL,"
    " source INTEGER NOT NULL, relation INTEGER NOT NULL, state INTEGER NOT NULL, carried INTEGER NOT NULL,"
    " current INTEGER NOT NULL, sent INTEGER NOT NULL, ended INTEGER NOT NULL) STRICT;",
    "CREATE INDEX transfer_held ON transfer (id) WHERE state = 1;",
    /* money that waits in suspense; id: the entry line that brought it */
    "CREATE TABLE work (id INTEGER PRIMARY KEY, version INTEGER NOT NULL, person INTEGER NOT NULL,"
    " book INTEGER NOT NULL, why INTEGER NOT NULL, state INTEGER NOT NULL, act INTEGER NOT NULL,"
    " amount INTEGER NOT NULL, since INTEGER NOT NULL, ended INTEGER NOT NULL, ended_by INTEGER NOT NULL) STRICT;",
    "CREATE INDEX work_open ON work (id) WHERE state = 1;",
    "CREATE TABLE premium (person INTEGER NOT NULL, year INTEGER NOT NULL, id INTEGER NOT NULL,"
    " version INTEGER NOT NULL, payer INTEGER NOT NULL, binding INTEGER NOT NULL, area INTEGER NOT NULL,"
    " payer_area INTEGER NOT NULL, source INTEGER NOT NULL, relation INTEGER NOT NULL, state INTEGER NOT NULL,"
    " carried INTEGER NOT NULL, current INTEGER NOT NULL, pack_set INTEGER NOT NULL, row INTEGER NOT NULL,"
    " paid INTEGER NOT NULL, ended INTEGER NOT NULL, refunded_by INTEGER NOT NULL,"
    " PRIMARY KEY (person, year, id)) STRICT, WITHOUT ROWID;",
    "CREATE INDEX premium_payer ON premium (payer, person, year, id);",
    /* people look at their transfers, and the one who is sent to must find what waits for him */
    "CREATE INDEX transfer_sender ON transfer (sender);",
    "CREATE INDEX transfer_receiver ON transfer (receiver);",
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
    /* `kept`: texts, claim and decision in the compact form of kept.h; the sums stand beside it */
    "CREATE TABLE settlement (id INTEGER PRIMARY KEY, version INTEGER NOT NULL, visit INTEGER NOT NULL,"
    " person INTEGER NOT NULL, institution INTEGER NOT NULL, reversal_of INTEGER NOT NULL,"
    " reversed_by INTEGER NOT NULL, entry INTEGER NOT NULL, previous INTEGER NOT NULL, now INTEGER NOT NULL,"
    " balance_after INTEGER NOT NULL, charge TEXT NOT NULL, msgid TEXT NOT NULL, total INTEGER NOT NULL,"
    " pool INTEGER NOT NULL, own INTEGER NOT NULL, wallet INTEGER NOT NULL, aid INTEGER NOT NULL,"
    " cash INTEGER NOT NULL, kept BLOB NOT NULL) STRICT;",
    /* id: entry * 32 + place; amount: debit above zero */
    "CREATE TABLE entry_line (id INTEGER PRIMARY KEY, book INTEGER NOT NULL, peer INTEGER NOT NULL,"
    " chart INTEGER NOT NULL, scheme INTEGER NOT NULL, owner INTEGER NOT NULL, previous INTEGER NOT NULL,"
    " amount INTEGER NOT NULL, carried INTEGER NOT NULL) STRICT;",
    /* accounts that are no person's, netted once a batch */
    "CREATE TABLE book (book INTEGER NOT NULL, chart INTEGER NOT NULL, scheme INTEGER NOT NULL,"
    " peer INTEGER NOT NULL, owner INTEGER NOT NULL, balance INTEGER NOT NULL,"
    " PRIMARY KEY (book, chart, scheme, peer, owner)) STRICT, WITHOUT ROWID;",
    /* names under which a command happens once, and marks of undone ones; `second` is what the name
       itself says of its time, so that names of one time lie together: small rows, for each new one
       may write a page of its own. `record` is 0 for a mark of what never came */
    "CREATE TABLE once (day INTEGER NOT NULL, second INTEGER NOT NULL, hash BLOB NOT NULL,"
    " undone INTEGER NOT NULL, record INTEGER NOT NULL,"
    " PRIMARY KEY (day, second, hash)) STRICT, WITHOUT ROWID;",
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
