/* A story being told: its words, the people, places and labels it has named so far, and the server
   it talks to. tests/stories/README.md explains the language. In: lines of a *.story file. Out: a
   failed test that names file and line, or silence. */
#ifndef GJ_TESTS_STORY_H
#define GJ_TESTS_STORY_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "citizen.h"
#include "gongji/round.h"
#include "server.h"

enum { THINGS_MAX = 64, WORDS_MAX = 40, LINES_OF_BILL_MAX = 8 };

enum thing_kind { THING_PERSON, THING_PLACE, THING_BINDING, THING_TRANSFER, THING_BILL };

/* The lines of a bill, by class: A and nine tenths of B, a tenth of B, outside the list. */
struct sums {
    gj_fen in_scope, first_share, outside;
};

/* What a name stands for. Numbers are kept as the faces give them. */
struct thing {
    char name[32];
    enum thing_kind kind;
    gj_id id;
    gj_area area;
    char number[64];
    /* a person */
    uint8_t scheme, working;
    int born, sex;
    char document[19];
    /* a bill: a visit with its lines, or a sale */
    struct thing *patient, *place;
    bool is_sale;
    uint8_t bill_scheme; /* under which it is settled */
    char begin[20], med_type[8], visit[64], visit_no[40], four[400];
    int lines_count;
    struct {
        char code[16];
        gj_fen amount;
    } lines[LINES_OF_BILL_MAX];
    gj_fen total;
    char settled_by[32];                /* msgid of its settlement */
    char last_msgid[32], last_infno[8]; /* of the last message */
    char reserved[32];                  /* the msgid its settlement will have */
    char *message, *answer;             /* the last one sent, and what came back */
};

struct story {
    const char *file;
    int line;
    struct server server;
    bool is_serving; /* else the door is open: the store belongs to the runner */
    struct gj_store *store;
    struct gj_centre *centre;
    struct gj_round *round;
    struct gj_why why;
    gj_time begin; /* of a new store */
    gj_time clock; /* to which the clock was moved last; it runs on from there */
    struct hospital desk;
    struct citizen citizen;
    char user[64]; /* who is signed in */
    int messages, people, places;
    int things_count;
    struct thing things[THINGS_MAX];
    /* the line being told */
    char text[512];
    const char *label;
    int words_count, at;
    char *words[WORDS_MAX];
    int wants_count;
    char *wants[WORDS_MAX]; /* behind => */
    const char *reason;     /* the word of the answer: of a refusal, or OK and its kin */
};

extern struct gj_world story_world; /* the packs, with the fictional provinces */

_Noreturn void story_fail(const struct story *story, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Tells one line (tell.c). */
void story_tell(struct story *story, const char *line);

/* ---- words (read.c) ---- */

/* Cuts a line into label, words and what is wanted. False: nothing to do. */
bool story_read_line(struct story *story, const char *line);
/* The next word; a line that has none left fails. */
const char *story_word(struct story *story);
/* Takes the next word if it is this one. */
bool story_takes(struct story *story, const char *word);
bool story_has_more(const struct story *story);
gj_fen story_amount(struct story *story);
/* "2025-09-01 10:00:00": day and time are two words; a day alone is nine o'clock. */
gj_time story_time(struct story *story);
struct thing *story_thing(struct story *story, enum thing_kind kind);
struct thing *story_find(struct story *story, const char *name);
struct thing *story_name(struct story *story, const char *name, enum thing_kind kind);
int story_one_of(struct story *story, enum gj_vocabulary vocabulary);
/* Holds the answer's reason against what the line wants; true if it was a yes. */
bool story_answered(struct story *story, enum gj_reason reason);

/* ---- the two ways in (door.c) ---- */

void story_open_door(struct story *story);
void story_open_face(struct story *story);
void story_end(struct story *story);

/* ---- over REST (family.c) ---- */

void story_sign_in(struct story *story, const char *user, const char *pin);
enum gj_reason story_rest_as(struct story *story, const struct thing *person, const char *method,
                             const char *path, const char *body);
enum gj_reason story_rest_agency(struct story *story, gj_area area, const char *path,
                                 const char *body);

/* Reads "CLASS AMOUNT ..." to the end of the line; into the bill's lines unless NULL (care.c). */
struct sums story_sums(struct story *story, struct thing *bill);

/* ---- commands; each takes the words behind its verb ---- */

typedef void story_command(struct story *story);
/* door.c */
story_command story_do_person, story_do_hospital, story_do_pharmacy, story_do_move;
/* family.c */
story_command story_do_clock, story_do_bind, story_do_confirm, story_do_decline, story_do_change,
    story_do_unbind, story_do_wallet, story_do_close, story_do_transfer, story_do_accept,
    story_do_return, story_do_premium, story_do_repay;
/* agency.c */
story_command story_do_credit, story_do_suspend, story_do_freeze, story_do_thaw, story_do_refund,
    story_do_resolve;
/* care.c */
story_command story_do_visit, story_do_lines, story_do_preview, story_do_settle, story_do_sale,
    story_do_cancel, story_do_reverse, story_do_again, story_do_undo;
/* expect.c */
story_command story_do_expect;
/* What the line wants of the split of a settlement that was just made. */
void story_expect_split(struct story *story, const struct thing *bill);
/* Asks every settlement of the store again and returns how many (asked.c). */
int64_t story_ask_all(const char *db);

#endif
