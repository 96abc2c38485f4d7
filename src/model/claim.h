/* A claim: everything the waterfall reads to split one bill, and nothing else. It is kept with the
   settlement, so that the split can be replayed years later. */
#ifndef GJ_MODEL_CLAIM_H
#define GJ_MODEL_CLAIM_H

#include "base/fen.h"
#include "model/ids.h"
#include "model/limits.h"
#include "model/where.h"

/* A bill by class. total = outside + overprice + first_share + eligible, each at least 0. */
struct gj_bill {
    gj_fen total_fen;
    gj_fen outside_fen;     /* outside the list */
    gj_fen overprice_fen;   /* above the price limit */
    gj_fen first_share_fen; /* class B, paid first by the person */
    gj_fen eligible_fen;    /* in scope of the pooled fund */
};

/* What the benefit year has used before this bill. */
struct gj_used {
    gj_fen deductible_fen;       /* yearly counter, all levels together */
    gj_fen month_deductible_fen; /* of the month of the benefit day */
    gj_fen day_deductible_fen;   /* of the benefit day at this institution */
    gj_fen pool_fen;             /* paid by the pooled fund for this kind of care */
    gj_fen level_pool_fen;       /* the same, at this level of institution */
    gj_fen fund_pool_fen;        /* paid by the pooled fund for all kinds of care */
    gj_fen eligible_fen;         /* cost already reckoned in steps */
    gj_fen aid_fen;              /* received from bound payers */
    int32_t visits;              /* bills settled */
    int32_t day_visits;          /* bills settled on the benefit day at this institution */
};

/* One side of a payment, as policy sees it. */
struct gj_party {
    gj_area area;
    uint8_t scheme;  /* enum gj_scheme */
    uint8_t status;  /* enum gj_enrolment_status */
    uint8_t working; /* enum gj_working */
    uint8_t tier;
    uint8_t group; /* enum gj_person_group */
    bool has_account, frozen, wallet_open;
    int16_t age_years;       /* GJ_AGE_UNSAID when not known */
    int16_t transfers_today; /* wallet transfers sent on that calendar day, returned ones too */
    int16_t transfers_held;  /* sent and not yet accepted or returned */
    gj_day suspended_until;  /* network settlement suspended before this day; GJ_DAY_NONE if not */
    gj_fen balance_fen;      /* the personal account, both compartments */
    gj_fen carried_fen;      /* of it, carried over from earlier years */
    gj_fen wallet_fen;
};

enum { GJ_FEN_UNLIMITED = -1 };

/* How payer and user are bound. Counts leave a new binding out and, when paying, hold this one. */
struct gj_bond {
    uint8_t state;        /* enum gj_binding_state */
    bool known_person;    /* the payer has bound this relative before: counts once for life */
    bool payer_is_member; /* the payer is somebody's bound relative */
    bool user_is_head;    /* the user pays for somebody */
    bool proven, promise; /* the relation's evidence */
    int16_t payer_active, payer_distinct_ever, same_relation_active, user_other_payers;
    int16_t months;                       /* whole months since it was bound */
    uint32_t uses;                        /* bit 1 << enum gj_expense; 0 means all uses */
    gj_fen limit_use_fen, limit_year_fen; /* set by the payer, or GJ_FEN_UNLIMITED */
    gj_fen used_year_fen;                 /* drawn under this binding in this calendar year */
};

struct gj_claim_payer {
    gj_id binding, person; /* binding 0: an own account left in another area of the province */
    struct gj_party party;
    struct gj_bond bond;
    uint8_t relation; /* enum gj_relation: what the user is to the payer */
    bool approved;    /* eligibility is given: only money and limits count (verb split) */
    int16_t rank;     /* 1 first; 0 none set */
    gj_day bound_day;
};

struct gj_claim {
    struct gj_where where; /* home area, benefit day, the patient's selectors, level and place */
    gj_time now;           /* when the bill is decided: bindings and wallet go by this day */
    uint8_t care;          /* enum gj_care */
    uint8_t filing;        /* enum gj_filing */
    uint8_t place_kind;    /* enum gj_place_kind */
    bool designated, takes_wallet;
    bool accounts_used; /* false: own account, wallet and aid stay untouched */
    bool approved;      /* own account and wallet too: eligibility is given (verb split) */
    gj_area care_area;
    struct gj_bill bill;
    struct gj_used used;
    struct gj_party user;
    int32_t payers_count;
    struct gj_claim_payer payers[GJ_PAYERS_MAX]; /* in no particular order */
};

#endif
