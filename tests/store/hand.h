/* Outcomes made by hand for the tests of the store: what acts would have decided, without acts. */
#ifndef GJ_TESTS_STORE_HAND_H
#define GJ_TESTS_STORE_HAND_H

#include "base/random.h"
#include "store/store.h"

enum { HAND_AREA = 980100, HAND_YEAR_FIRST = 20089 /* 2025-01-01 */ };
#define HAND_NOW (INT64_C(20200) * GJ_DAY_MS + 36000000)

/* Benefit years begin on 1 January. */
extern const struct gj_calendar HAND_CALENDAR;

/* A temporary folder for one test program, and a store path inside it. */
void hand_folder_make(void);
void hand_folder_remove(void);
/* The same, as cmocka sets a group up and tears it down. */
int hand_make(void **state);
int hand_unmake(void **state);
const char *hand_path(const char *name);
void hand_file_write(const char *path, const void *bytes, size_t length);
/* The whole file; free it. */
char *hand_file_read(const char *path, size_t *length_out);

struct gj_desk *hand_desk(struct gj_store *store, enum gj_act act);
void hand_free(struct gj_desk *desk);
/* Gathers or keeps one desk and wants it done. */
void hand_gather(struct gj_store *store, struct gj_desk *desk);
void hand_keep(struct gj_store *store, struct gj_desk *desk);
enum gj_status hand_try_keep(struct gj_store *store, struct gj_desk *desk, struct gj_why *why);

/* Names the command: a hash and a digest made from `name` and `content`. */
void hand_name(struct gj_desk *desk, const char *name, const char *content);
/* A new person with an employee enrolment and an account of `balance_fen`; its number is the order.
 */
void hand_enrol(struct gj_desk *desk, const struct gj_identity *identity, gj_fen balance_fen);
gj_id hand_enrol_one(struct gj_store *store, gj_fen balance_fen);
void hand_institution(struct gj_desk *desk, struct gj_institution *institution, const char *code);
/* A visit of this person. */
void hand_visit(struct gj_desk *desk, gj_id person);
gj_id hand_register(struct gj_store *store, gj_id person);
/* A settlement of `total_fen`: half by the pool, half by the own account. The desk is gathered. */
void hand_settle(struct gj_store *store, struct gj_desk *desk, gj_id visit, const char *charge,
                 gj_fen total_fen);
gj_id hand_settle_one(struct gj_store *store, gj_id visit, const char *charge, gj_fen total_fen);

/* Every byte below `size` from the generator, in the fields' own ranges where they have any. */
void hand_random_claim(struct gj_random *random, struct gj_claim *claim);
void hand_random_decision(struct gj_random *random, struct gj_decision *decision);

#endif
