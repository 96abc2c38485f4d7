/* Settlements: what was decided, on what facts, and what it moved; and the running counters. */
#ifndef GJ_MODEL_SETTLEMENT_H
#define GJ_MODEL_SETTLEMENT_H

#include "model/visit.h"

struct gj_settlement {
    gj_id id;
    int64_t version;
    gj_id visit, person, institution;
    gj_id reversal_of; /* this one takes that one back, or 0 */
    gj_id reversed_by; /* 0 while it stands; a refund of a part takes it back and stands instead */
    gj_id refund_of;   /* this one is what a refund of a part left of that one, or 0 */
    gj_id entry;
    gj_id previous; /* the same person's settlement before, or 0 */
    gj_time
        now; /* claim.now is the moment whose rows it was decided on: of a refund the original's */
    gj_fen balance_after_fen; /* the patient's own account after it, in the home area */
    char charge[GJ_MSGID_MAX + 1];
    char msgid[GJ_MSGID_MAX + 1]; /* of the message that made it */
    char med_type[7];             /* the medical category it was settled under */
    char credential_type[7];      /* what the patient showed, as the message said; or "" */
    struct gj_claim claim;        /* the facts used: the split can be replayed */
    struct gj_decision decision;  /* of a reversal: that of the original, not negated */
};

/* A whole bill, settled without a visit of its own: the settlement is its visit. */
static inline bool gj_settlement_is_whole(const struct gj_settlement *settlement)
{
    return settlement->id != 0 && settlement->visit == settlement->id;
}
/* Is this a standing whole bill of the institution under this number? */
bool gj_settlement_is_twin(const struct gj_settlement *settlement, gj_id institution,
                           const char *number);
/* The visit of a whole bill that is settled, as its settlement tells it. */
void gj_visit_of_settlement(const struct gj_settlement *settlement, struct gj_visit *visit_out);

enum gj_counter_span {
    GJ_SPAN_YEAR,  /* span_key 0 */
    GJ_SPAN_MONTH, /* gj_month of the benefit day */
    GJ_SPAN_DAY,   /* benefit day * 2^32 + institution */
    GJ_SPAN_LEVEL, /* enum gj_level */
    GJ_SPAN_FUND   /* all kinds of care together: care is OUTPATIENT, span_key 0 */
};

struct gj_counter { /* key: person, area, scheme, year_first, care, span, span_key */
    gj_id person;
    int64_t version;
    gj_area area;
    gj_day year_first; /* first day of the benefit year */
    uint8_t scheme, care, span;
    int64_t span_key;
    gj_fen deductible_fen, pool_fen, eligible_fen, aid_fen;
    int32_t visits;
};

/* The keys of the counters that a bill of this visit reads and moves, in the order of enum
   gj_counter_span (version 0, all else 0): what gather looks up. `level` is the institution's. */
void gj_counter_keys(const struct gj_visit *visit, uint8_t level, gj_day year_first,
                     struct gj_counter counters_out[GJ_COUNTERS_MAX]);
/* True if both are the same counter. */
bool gj_counter_is(const struct gj_counter *a, const struct gj_counter *b);

#endif
