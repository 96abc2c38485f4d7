/* Visits, their fee lines and charges. A charge is one charge batch of a visit (chrg_bchno): the
   lines that are previewed and settled together. */
#ifndef GJ_MODEL_VISIT_H
#define GJ_MODEL_VISIT_H

#include "model/catalogue.h"
#include "model/decision.h"

struct gj_visit {
    gj_id id;
    int64_t version;
    gj_id person, institution;
    gj_area home_area, care_area;
    uint8_t scheme, care;
    bool cancelled;
    int16_t charges;               /* charges ever opened */
    int16_t standing;              /* settlements that stand */
    int32_t lines;                 /* fee lines kept */
    gj_time begin;                 /* its day is the benefit day of outpatient care */
    gj_id last_lines;              /* the newest kept message of lines: a chain from here */
    char number[GJ_MSGID_MAX + 1]; /* the institution's own (ipt_otp_no) */
    char med_type[7];
};

enum gj_preview_state { GJ_PREVIEW_IS_NONE, GJ_PREVIEW_IS_KEPT, GJ_PREVIEW_IS_STALE };

struct gj_charge { /* key: visit, number */
    gj_id visit;
    int64_t version;
    char number[GJ_MSGID_MAX + 1];
    uint8_t preview_state; /* enum gj_preview_state */
    int32_t lines;
    struct gj_bill bill;        /* sums of its lines */
    gj_id settlement;           /* the one that stands, or 0 */
    struct gj_decision preview; /* set when preview_state is not NONE */
};

/* One fee line as it came, priced by the act that keeps it. */
struct gj_line {
    char serial[GJ_MSGID_MAX + 1];   /* feedetl_sn, unique in a visit */
    char charge[GJ_MSGID_MAX + 1];   /* chrg_bchno */
    char list_code[GJ_CODE_MAX + 1]; /* med_list_codg */
    char own_code[151];              /* medins_list_codg */
    gj_time occurred;
    gj_fen amount_fen;
    int64_t count_e4;    /* 10^-4 units */
    int64_t price_micro; /* 10^-6 yuan */
    uint64_t content;    /* hash of all its decoded fields: equal content is the same line */
};

/* What the store knows of one line of a message. */
struct gj_line_facts {
    uint64_t kept_content; /* content of the kept line with this serial; 0 when there is none */
    bool in_catalogue;
    struct gj_price price;
};

struct gj_line_result {
    bool in_catalogue;
    struct gj_price price;
    struct gj_bill bill;
};

/* The kind of care of a medical category: 11, 12, 13 outpatient; 14 and 14xxxx chronic; 41 pharmacy.
   False, and care_out untouched, for every other one. */
bool gj_care_of_med_type(const char *med_type, uint8_t *care_out);

struct gj_diagnosis {
    char type[4], order[3], code[21];
    char name[401]; /* a hundred characters */
};

#endif
