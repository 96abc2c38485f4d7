/* For the store alone: the compact, versioned form of values that are kept whole beside the columns
   people query. One function walks the fields of a value for both directions, so that what is
   written and what is read cannot drift apart. Whole numbers are varints (7 bits a byte, least
   first; signed ones folded by zigzag), texts a length and their bytes. The first byte of each kept
   value is the version of the form. */
#ifndef GJ_STORE_KEPT_H
#define GJ_STORE_KEPT_H

#include "base/why.h"
#include "model/outcome.h"

enum {
    GJ_KEPT_VERSION = 1,
    GJ_KEPT_DECIDED_MAX = 8192,   /* a claim with all payers and its decision */
    GJ_KEPT_DECISION_MAX = 2048,  /* one decision */
    GJ_KEPT_REPLY_MAX = 32768,    /* a reply with 200 results, or with a charge */
    GJ_KEPT_LINES_MAX = 131072,   /* 200 lines */
    GJ_KEPT_IDENTITY_MAX = 1024,  /* the longest identity is below 700 bytes */
    GJ_KEPT_DIAGNOSES_MAX = 8192, /* 20 diagnoses */
};

/* Bytes of at most `size` in which values are written, or from which they are read. `bad`: did not
   fit, or is not what was written. */
struct gj_coder {
    uint8_t *at, *end;
    bool writing, bad;
};

struct gj_coder gj_coder_writing(uint8_t *bytes, size_t size);
struct gj_coder gj_coder_reading(const uint8_t *bytes, size_t length);

void gj_code_unsigned(struct gj_coder *coder, uint64_t *value);
void gj_code_signed(struct gj_coder *coder, int64_t *value);
void gj_code_text(struct gj_coder *coder, char *text, size_t size);
/* Opens a value: writes the version, or refuses another one. */
void gj_code_version(struct gj_coder *coder);

/* A whole number of any width: wider than its field when read is `bad`. */
#define GJ_CODE(coder, field)                                                                      \
    do {                                                                                           \
        int64_t gj_value = (int64_t)(field);                                                       \
        gj_code_signed((coder), &gj_value);                                                        \
        if (!(coder)->writing) {                                                                   \
            (field) = (__typeof__(field))gj_value;                                                 \
            (coder)->bad |= (int64_t)(field) != gj_value;                                          \
        }                                                                                          \
    } while (0)
#define GJ_CODE_TEXT(coder, field) gj_code_text((coder), (field), sizeof(field))

/* Fields of values that several kept forms share. */
void gj_code_bill(struct gj_coder *coder, struct gj_bill *bill);
void gj_code_decision(struct gj_coder *coder, struct gj_decision *decision);

/* Each `put` returns the length; room of the stated maximum always suffices. Each `get` refuses cut
   or alien bytes with GJ_BROKEN and sets every byte of what it gives, so that equal values are
   equal as memory too. */
/* A settlement's texts, claim and decision; its other fields stand in columns and are left alone. */
size_t gj_kept_decided_put(const struct gj_settlement *settlement,
                           uint8_t out[GJ_KEPT_DECIDED_MAX]);
enum gj_status gj_kept_decided_get(const uint8_t *bytes, size_t length,
                                   struct gj_settlement *settlement_out,
                                   struct gj_why *why) GJ_MUST_CHECK;

size_t gj_kept_decision_put(const struct gj_decision *decision, uint8_t out[GJ_KEPT_DECISION_MAX]);
enum gj_status gj_kept_decision_get(const uint8_t *bytes, size_t length,
                                    struct gj_decision *decision_out,
                                    struct gj_why *why) GJ_MUST_CHECK;

/* A reply under its name; `charge` goes with the reply of a preview (else NULL when put). On get
   `reply->results` must point to room for GJ_MESSAGE_LINES_MAX results or be NULL: then results are
   left out. *has_charge_out says whether a charge came with it. */
size_t gj_kept_reply_put(const struct gj_reply *reply, const struct gj_charge *charge,
                         uint8_t out[GJ_KEPT_REPLY_MAX]);
enum gj_status gj_kept_reply_get(const uint8_t *bytes, size_t length, struct gj_reply *reply,
                                 struct gj_charge *charge_out, bool *has_charge_out,
                                 struct gj_why *why) GJ_MUST_CHECK;

/* The fee lines of one message. */
struct gj_kept_line {
    struct gj_line line;
    bool in_catalogue;
    struct gj_price price;
};
struct gj_kept_lines {
    int32_t count;
    struct gj_kept_line lines[GJ_MESSAGE_LINES_MAX];
};
size_t gj_kept_lines_put(const struct gj_kept_lines *lines, uint8_t out[GJ_KEPT_LINES_MAX]);
enum gj_status gj_kept_lines_get(const uint8_t *bytes, size_t length,
                                 struct gj_kept_lines *lines_out, struct gj_why *why) GJ_MUST_CHECK;
/* Reads serials, charges and contents only: what look-ups of lines need. `each` returns false to
   end the walk early. */
enum gj_status gj_kept_lines_each(const uint8_t *bytes, size_t length,
                                  bool (*each)(void *to, const struct gj_kept_line *line), void *to,
                                  struct gj_why *why) GJ_MUST_CHECK;

/* Personal text, to be sealed. */
size_t gj_kept_identity_put(const struct gj_identity *identity, uint8_t out[GJ_KEPT_IDENTITY_MAX]);
enum gj_status gj_kept_identity_get(const uint8_t *bytes, size_t length,
                                    struct gj_identity *identity_out,
                                    struct gj_why *why) GJ_MUST_CHECK;
size_t gj_kept_diagnoses_put(const struct gj_diagnosis *list, int32_t count,
                             uint8_t out[GJ_KEPT_DIAGNOSES_MAX]);

#endif
