/* The canonical bytes under the hash chain, and the texts under which a person is found: what every
   backend must lay down alike. In: kept values. Out: bytes into a running SM3.

   Version 1. All whole numbers big-endian, two's complement; a text is its length in one byte and
   its bytes. A batch is, for each kept command in order:
     record      'R' 1  order:8 now:8 act:1 role:1 actor:8 area:4 subject:8 digest:32
     settlement  'S' 1  id:8 visit:8 person:8 institution:8 reversal_of:8 entry:8 previous:8 now:8
                 balance_after:8 charge:text msgid:text length:4 kept
                 where kept are the bytes of texts, claim and decision as they rest in the store (kept.h),
                 so that a later version of that form changes no hash of before
     entry       'E' 1  id:8 now:8 act:1 count:1, for each line
                 book:4 peer:4 chart:1 scheme:1 owner:8 previous:8 amount:8 carried:8
   and h(n) = SM3(h(n-1) || batch n). What may change after a settlement was kept (reversed_by, the
   row's version) is not among the bytes. */
#include "store/inside.h"

#include <stdio.h>
#include <string.h>

#include "base/bug.h"
#include "store/kept.h"

enum { CANONICAL_VERSION = 1, PIECE_MAX = 2048 };

struct piece {
    uint8_t bytes[PIECE_MAX];
    size_t length;
};

static void put(struct piece *piece, int64_t value, int width)
{
    GJ_MUST(piece->length + (size_t)width <= PIECE_MAX);
    for (int shift = 8 * (width - 1); shift >= 0; shift -= 8)
        piece->bytes[piece->length++] = (uint8_t)((uint64_t)value >> shift);
}

static void put_text(struct piece *piece, const char *text)
{
    const size_t length = strlen(text);
    GJ_MUST(length <= UINT8_MAX && piece->length + 1 + length <= PIECE_MAX);
    piece->bytes[piece->length++] = (uint8_t)length;
    memcpy(piece->bytes + piece->length, text, length);
    piece->length += length;
}

static void open_piece(struct piece *piece, char kind)
{
    piece->length = 0;
    put(piece, kind, 1);
    put(piece, CANONICAL_VERSION, 1);
}

void gj_chain_begin(struct gj_sm3 *sm3, const uint8_t before[32])
{
    gj_sm3_begin(sm3);
    gj_sm3_add(sm3, before, GJ_SM3_SIZE);
}

struct gj_record gj_record_of(const struct gj_desk *desk)
{
    struct gj_record record = {
        .order = desk->command.order,
        .now = desk->command.now,
        .act = desk->command.act,
        .actor = desk->command.actor,
        .subject = desk->outcome.reply.id,
    };
    if (desk->command.once.used)
        memcpy(record.digest, desk->command.once.digest, sizeof record.digest);
    return record;
}

void gj_chain_record(struct gj_sm3 *sm3, const struct gj_record *record)
{
    struct piece piece;
    open_piece(&piece, 'R');
    put(&piece, record->order, 8);
    put(&piece, record->now, 8);
    put(&piece, record->act, 1);
    put(&piece, record->actor.role, 1);
    put(&piece, record->actor.number, 8);
    put(&piece, record->actor.area, 4);
    put(&piece, record->subject, 8);
    gj_sm3_add(sm3, piece.bytes, piece.length);
    gj_sm3_add(sm3, record->digest, sizeof record->digest);
}

void gj_chain_settlement_kept(struct gj_sm3 *sm3, const struct gj_settlement *settlement,
                              const uint8_t *kept, size_t length)
{
    struct piece piece;
    open_piece(&piece, 'S');
    put(&piece, settlement->id, 8);
    put(&piece, settlement->visit, 8);
    put(&piece, settlement->person, 8);
    put(&piece, settlement->institution, 8);
    put(&piece, settlement->reversal_of, 8);
    put(&piece, settlement->entry, 8);
    put(&piece, settlement->previous, 8);
    put(&piece, settlement->now, 8);
    put(&piece, settlement->balance_after_fen, 8);
    put_text(&piece, settlement->charge);
    put_text(&piece, settlement->msgid);
    put(&piece, (int64_t)length, 4);
    gj_sm3_add(sm3, piece.bytes, piece.length);
    gj_sm3_add(sm3, kept, length);
}

void gj_chain_settlement(struct gj_sm3 *sm3, const struct gj_settlement *settlement)
{
    uint8_t kept[GJ_KEPT_DECIDED_MAX];
    const size_t length = gj_kept_decided_put(settlement, kept);
    gj_chain_settlement_kept(sm3, settlement, kept, length);
}

void gj_chain_entry(struct gj_sm3 *sm3, const struct gj_entry *entry)
{
    if (entry->count == 0)
        return;
    struct piece piece;
    GJ_MUST(entry->count <= GJ_ENTRY_LINES_MAX);
    open_piece(&piece, 'E');
    put(&piece, entry->id, 8);
    put(&piece, entry->now, 8);
    put(&piece, entry->act, 1);
    put(&piece, entry->count, 1);
    for (int i = 0; i < entry->count; i++) {
        const struct gj_entry_line *line = &entry->lines[i];
        put(&piece, line->book, 4);
        put(&piece, line->peer, 4);
        put(&piece, line->chart, 1);
        put(&piece, line->scheme, 1);
        put(&piece, line->owner, 8);
        put(&piece, line->previous, 8);
        put(&piece, line->amount_fen, 8);
        put(&piece, line->carried_fen, 8);
    }
    gj_sm3_add(sm3, piece.bytes, piece.length);
}

uint8_t gj_act_that_made(const struct gj_settlement *settlement)
{
    if (settlement->reversal_of != 0)
        return GJ_ACT_REVERSE;
    if (settlement->refund_of != 0)
        return GJ_ACT_REFUND;
    return gj_settlement_is_whole(settlement) ? GJ_ACT_SETTLE_BILL : GJ_ACT_SETTLE;
}

/* A card is found by number and serial together: a lost card's number with another serial is
   somebody showing a card that is no longer his. */
static void card_text(const char *card, const char *serial, char out[GJ_LOOK_UP_TEXT_MAX])
{
    (void)snprintf(out, GJ_LOOK_UP_TEXT_MAX, "%s/%s", card, serial);
}

bool gj_look_up_of_credential(const struct gj_shown_credential *shown, char kind_out[4],
                              char text_out[GJ_LOOK_UP_TEXT_MAX])
{
    if (shown->type[0] == '\0' || shown->number[0] == '\0')
        return false;
    (void)snprintf(kind_out, 4, "%s", shown->type);
    if (strcmp(shown->type, "03") == 0)
        card_text(shown->number, shown->card_sn, text_out);
    else
        (void)snprintf(text_out, GJ_LOOK_UP_TEXT_MAX, "%s", shown->number);
    return true;
}

int gj_look_ups_of_identity(const struct gj_identity *identity, struct gj_look_up out[3])
{
    int count = 0;
    if (identity->document[0] != '\0') {
        struct gj_look_up *one = &out[count++];
        if (strcmp(identity->document_type, "01") == 0)
            (void)snprintf(one->kind, sizeof one->kind, "02");
        else
            (void)snprintf(one->kind, sizeof one->kind, "D%s", identity->document_type);
        (void)snprintf(one->text, sizeof one->text, "%s", identity->document);
    }
    if (identity->card[0] != '\0') {
        struct gj_look_up *one = &out[count++];
        (void)snprintf(one->kind, sizeof one->kind, "03");
        card_text(identity->card, identity->card_sn, one->text);
    }
    if (identity->token[0] != '\0') {
        struct gj_look_up *one = &out[count++];
        (void)snprintf(one->kind, sizeof one->kind, "01");
        (void)snprintf(one->text, sizeof one->text, "%s", identity->token);
    }
    return count;
}
