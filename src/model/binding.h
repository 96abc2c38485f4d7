/* Bindings (the payer's account is drawn when the relative's bill is settled) and wallets (money is
   moved). */
#ifndef GJ_MODEL_BINDING_H
#define GJ_MODEL_BINDING_H

#include "base/day.h"
#include "base/fen.h"
#include "model/area.h"
#include "model/ids.h"
#include "model/words.h"

struct gj_binding {
    gj_id id;
    int64_t version;
    gj_id payer, relative;
    gj_area payer_area, relative_area;
    uint8_t relation; /* enum gj_relation: what the relative is to the payer */
    uint8_t state;    /* enum gj_binding_state */
    bool proven, promise;
    int16_t rank;                         /* 1 pays first; 0 none set */
    uint32_t uses;                        /* bit 1 << enum gj_expense; 0 means all */
    gj_day from, to;                      /* [from, to): from is the day bound */
    gj_fen limit_use_fen, limit_year_fen; /* GJ_FEN_UNLIMITED (-1) when not set */
    int16_t used_year;                    /* calendar year of used_fen */
    gj_fen used_fen;
};

enum gj_wallet_state { GJ_WALLET_IS_NONE, GJ_WALLET_IS_OPEN, GJ_WALLET_IS_CLOSED };

struct gj_wallet { /* key: person */
    gj_id person;
    int64_t version;
    gj_area area;  /* whose book it is in: the holder's area when it was opened */
    uint8_t state; /* enum gj_wallet_state */
    gj_fen balance_fen;
    gj_time opened;
    gj_day sent_day;    /* calendar day of sent_count */
    int16_t sent_count; /* transfers sent that day, returned ones too */
    int16_t held_count; /* transfers sent and still held */
    gj_id last_entry;
};

struct gj_transfer {
    gj_id id;
    int64_t version;
    gj_id sender, receiver;
    gj_area sender_area, receiver_area;
    uint8_t source;                  /* enum gj_payer_kind: OWN (the sender's account) or WALLET */
    uint8_t relation;                /* what the receiver is to the sender */
    uint8_t state;                   /* enum gj_transfer_state */
    gj_fen carried_fen, current_fen; /* by compartment; a wallet's money is in carried_fen */
    gj_time sent, ended;
};

#endif
