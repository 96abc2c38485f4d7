/* People, their enrolments and personal accounts. Rows of the store: version 0 means the row is not
   there (its key is set all the same); a changed row carries the version it was read at. Personal
   text (name, document, phone) is in struct gj_identity alone, which is sealed at rest. */
#ifndef GJ_MODEL_PERSON_H
#define GJ_MODEL_PERSON_H

#include "base/day.h"
#include "base/fen.h"
#include "model/area.h"
#include "model/ids.h"
#include "model/limits.h"
#include "model/words.h"

struct gj_person {
    gj_id id;
    int64_t version;
    gj_area first_area; /* of the first enrolment: part of the person's number outside */
    gj_day birth_day;
    gj_day suspended_until; /* network settlement suspended before this day; GJ_DAY_NONE */
    uint8_t sex;            /* 1 male, 2 female, 9 not stated */
};

struct gj_enrolment { /* key: person, area, scheme */
    gj_id person;
    int64_t version;
    gj_area area;
    uint8_t scheme, status, working, tier, group;
    gj_day from, to;   /* [from, to); to GJ_DAY_MAX while it lasts */
    gj_day status_day; /* since when the status is as it is */
    int32_t paid_months;
};

enum gj_account_state { GJ_ACCOUNT_IS_OPEN, GJ_ACCOUNT_IS_FROZEN, GJ_ACCOUNT_IS_CLOSED };

struct gj_account { /* key: person, area */
    gj_id person;
    int64_t version;
    gj_area area;
    uint8_t state; /* enum gj_account_state */
    int16_t year;  /* calendar year of the current compartment */
    gj_fen carried_fen, current_fen;
    gj_id last_entry; /* the newest entry that touched it: its statement is a chain from here */
};

/* What is personal about a person. Never in commands' canonical bytes, entries, decisions, logs. */
struct gj_identity {
    gj_id person;
    char name[GJ_NAME_MAX + 1];
    char document[GJ_CODE_MAX + 1]; /* identity card number in its one form, or another document */
    char document_type[3];          /* 01 identity card, else as the national dictionary */
    char card[GJ_CODE_MAX + 1];     /* social security card number, or "" */
    char card_sn[33];
    char token[GJ_CODE_MAX + 1]; /* of the electronic credential (sandbox), or "" */
    char phone[21];
    char employer[GJ_NAME_MAX + 1];
    char ethnic_group[4];
};

/* Folds the current compartment into the carried-over one when `year` is later than the account's;
   years never go back (the sandbox clock may). */
static inline void gj_account_turn_year(struct gj_account *account, int year)
{
    if (year <= account->year)
        return;
    account->carried_fen += account->current_fen;
    account->current_fen = 0;
    account->year = (int16_t)year;
}

static inline gj_fen gj_account_balance(const struct gj_account *account)
{
    return account->carried_fen + account->current_fen;
}

#endif
