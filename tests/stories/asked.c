/* Every settlement asked again: each payer of it becomes the question that a family would ask (a line
   of `gongji ask`, written from the facts kept with the settlement), and the answer must be a yes for
   what he gave, by the reason that the settlement has. Who gave nothing of a bill that was not paid
   up gets a no. */
#include "story.h"

#include <string.h>

#include "asked/asked.h"
#include "policy/policy.h"

enum { OWN = -1, WALLET = -2, NOBODY = 255 };

struct asker {
    struct gj_law law;
    int64_t settlements, questions;
    char line[4000], answer[65536];
};

/* ---- the line ---- */

static void put_party(struct gj_writer *writer, const char *who, const struct gj_party *party,
                      uint8_t status)
{
    char balance[GJ_FEN_TEXT_MAX], carried[GJ_FEN_TEXT_MAX], wallet[GJ_FEN_TEXT_MAX];
    char day[GJ_DAY_TEXT_MAX];
    gj_put_format(writer,
                  ",\"%s\":{\"area\":\"%06d\",\"scheme\":\"%s\",\"status\":\"%s\",\"tier\":%d,"
                  "\"retired\":%s,\"has_account\":%s,\"frozen\":%s,\"wallet_open\":%s,"
                  "\"balance\":\"%s\",\"carried_over\":\"%s\",\"wallet_balance\":\"%s\"",
                  who, (int)party->area, gj_word(GJ_WORDS_OF_SCHEME, party->scheme),
                  gj_word(GJ_WORDS_OF_STATUS, status), party->tier > 0 ? party->tier : 1,
                  party->working == GJ_RETIRED ? "true" : "false",
                  party->has_account ? "true" : "false", party->frozen ? "true" : "false",
                  party->wallet_open ? "true" : "false", gj_fen_text(party->balance_fen, balance),
                  gj_fen_text(party->carried_fen, carried), gj_fen_text(party->wallet_fen, wallet));
    if (party->age_years != GJ_AGE_UNSAID)
        gj_put_format(writer, ",\"age_years\":%d", party->age_years);
    if (party->suspended_until != GJ_DAY_NONE)
        gj_put_format(writer, ",\"suspended_until\":\"%s\"",
                      gj_day_text(party->suspended_until, day));
    gj_put_text(writer, "}");
}

static const char *yes(bool it_is)
{
    return it_is ? "true" : "false";
}

static void put_bond(struct gj_writer *writer, const struct gj_bond *bond, gj_fen received)
{
    char limit[GJ_FEN_TEXT_MAX], used[GJ_FEN_TEXT_MAX], year[GJ_FEN_TEXT_MAX];
    gj_put_format(
        writer,
        ",\"binding\":{\"state\":\"%s\",\"payer_active\":%d,\"payer_distinct_ever\":%d,"
        "\"same_relation_active\":%d,\"known_person\":%s,\"user_other_payers\":%d,"
        "\"payer_is_member\":%s,\"user_is_head\":%s,\"months\":%d,\"proven\":%s,\"promise\":%s,"
        "\"used\":\"%s\",\"used_this_year\":\"%s\"",
        gj_word(GJ_WORDS_OF_BINDING, bond->state), bond->payer_active, bond->payer_distinct_ever,
        bond->same_relation_active, yes(bond->known_person), bond->user_other_payers,
        yes(bond->payer_is_member), yes(bond->user_is_head), bond->months, yes(bond->proven),
        yes(bond->promise), gj_fen_text(bond->used_year_fen, used), gj_fen_text(received, year));
    if (bond->limit_year_fen != GJ_FEN_UNLIMITED)
        gj_put_format(writer, ",\"limit\":\"%s\"", gj_fen_text(bond->limit_year_fen, limit));
    gj_put_text(writer, "}");
}

/* `payer` is an index of the claim's payers, OWN or WALLET. */
static void write_question(struct asker *asker, const struct gj_claim *claim, int payer,
                           gj_fen amount, gj_fen received)
{
    const struct gj_claim_payer *bound =
        payer >= 0 && claim->payers[payer].binding != 0 ? &claim->payers[payer] : NULL;
    const struct gj_party *party = payer >= 0 ? &claim->payers[payer].party : &claim->user;
    bool own = payer != WALLET && !bound;
    char text[GJ_FEN_TEXT_MAX], time[GJ_TIME_TEXT_MAX];
    struct gj_writer line = gj_writer(asker->line, sizeof asker->line - 1);
    gj_put_format(&line,
                  "{\"id\":\"s\",\"kind\":\"%s\",\"at\":\"%s\",\"tool\":\"%s\","
                  "\"relation\":\"%s\"",
                  own ? "own" : "pay", gj_time_text(claim->now, 'T', time),
                  own     ? "own"
                  : bound ? "binding"
                          : "wallet",
                  gj_word(GJ_WORDS_OF_RELATION, bound ? bound->relation : GJ_RELATION_SELF));
    put_party(&line, "payer", party, payer >= 0 && !bound ? GJ_STATUS_NORMAL : party->status);
    put_party(&line, "user", &claim->user, claim->user.status);
    if (bound)
        put_bond(&line, &bound->bond, claim->used.aid_fen + received);
    gj_put_format(&line,
                  ",\"expense\":{\"class\":\"%s\",\"amount\":\"%s\"},\"place\":{\"area\":\"%06d\","
                  "\"kind\":\"%s\",\"designated\":%s,\"takes_wallet\":%s}}",
                  claim->care == GJ_CARE_PHARMACY    ? "pharmacy"
                  : claim->care == GJ_CARE_INPATIENT ? "inpatient"
                                                     : "outpatient",
                  gj_fen_text(amount, text), (int)claim->care_area,
                  gj_word(GJ_WORDS_OF_PLACE_KIND, claim->place_kind), yes(claim->designated),
                  yes(claim->takes_wallet));
    assert_false(line.full);
    asker->line[line.length] = '\0';
}

static void take_answer(void *to, struct gj_slice bytes)
{
    struct asker *asker = to;
    size_t length = strlen(asker->answer);
    assert_in_range(length + bytes.length, 0, sizeof asker->answer - 1);
    memcpy(asker->answer + length, bytes.bytes, bytes.length);
    asker->answer[length + bytes.length] = '\0';
}

/* The reason of the answer; it must be the answer that is wanted. */
static enum gj_reason ask(struct asker *asker, const struct gj_settlement *one, const char *wanted,
                          int payer, gj_fen amount, gj_fen received)
{
    char answer[64], reason[64];
    write_question(asker, &one->claim, payer, amount, received);
    asker->answer[0] = '\0';
    asker->questions++;
    (void)gj_asked_line(GJ_ASKED_ASK, &asker->law, gj_slice(asker->line), take_answer, asker);
    hospital_field(asker->answer, "answer", answer);
    hospital_field(asker->answer, "reason", reason);
    if (!strstr(wanted, answer) || answer[0] == '\0')
        fail_msg("settlement %lld (%s): %s\nis answered %.700s", (long long)one->id,
                 gj_reason_code((enum gj_reason)one->decision.reason), asker->line, asker->answer);
    return gj_reason_from_code(reason, strlen(reason));
}

/* ---- the settlement ---- */

static int payer_of_leg(const struct gj_leg *leg)
{
    if (leg->kind == GJ_PAYER_WALLET)
        return WALLET;
    return leg->payer == NOBODY ? OWN : leg->payer;
}

/* The reason of the whole: the farthest step of the waterfall; of relatives' money the widest reach. */
static enum gj_reason wider(enum gj_reason so_far, enum gj_reason reason)
{
    return so_far == GJ_OK_AID_PROVINCE ? so_far : reason;
}

static bool gave(const struct gj_decision *decision, int payer)
{
    for (int i = 0; i < decision->legs_count; i++)
        if (payer_of_leg(&decision->legs[i]) == payer)
            return true;
    return false;
}

/* A limit of one use is set by the payer and is no fact of a question. */
static bool can_be_asked(const struct gj_claim_payer *payer)
{
    return payer->binding != 0 && payer->bond.limit_use_fen == GJ_FEN_UNLIMITED &&
           payer->bond.uses == 0;
}

static void ask_those_who_gave_nothing(struct asker *asker, const struct gj_settlement *one)
{
    const struct gj_decision *decision = &one->decision;
    if (decision->cash_fen == 0 || !one->claim.accounts_used)
        return;
    if (!gave(decision, OWN))
        (void)ask(asker, one, "deny unknown", OWN, decision->cash_fen, 0);
    for (int i = 0; i < one->claim.payers_count; i++)
        if (!gave(decision, i) && can_be_asked(&one->claim.payers[i]))
            (void)ask(asker, one, "deny unknown", i, decision->cash_fen, decision->aid_fen);
}

static enum gj_status ask_settlement(void *to, const struct gj_settlement *one)
{
    struct asker *asker = to;
    const struct gj_decision *decision = &one->decision;
    enum gj_reason reason = GJ_OK_SETTLED;
    gj_fen received = 0;
    bool wallet_last = false;
    if (one->reversal_of != 0)
        return GJ_DONE;
    asker->settlements++;
    for (int i = 0; i < decision->legs_count; i++) {
        const struct gj_leg *leg = &decision->legs[i];
        gj_fen amount = leg->carried_fen + leg->current_fen;
        enum gj_reason now = ask(asker, one, "allow", payer_of_leg(leg), amount, received);
        received += leg->kind == GJ_PAYER_AID ? amount : 0;
        if (leg->kind == GJ_PAYER_OWN && wallet_last)
            continue; /* the wallet paid before the own account and names the bill */
        wallet_last = leg->kind == GJ_PAYER_WALLET;
        reason = wider(reason, now);
    }
    if ((int)reason != decision->reason)
        fail_msg("settlement %lld is %s, its questions say %s", (long long)one->id,
                 gj_reason_code((enum gj_reason)decision->reason), gj_reason_code(reason));
    ask_those_who_gave_nothing(asker, one);
    return GJ_DONE;
}

int64_t story_ask_all(const char *db)
{
    static struct asker asker;
    struct gj_reader *reader;
    struct gj_why why;
    gj_id last = 0;
    asker.settlements = asker.questions = 0;
    asker.law = story_world.law;
    enum gj_status status = gj_reader_open_sqlite(db, &reader, &why);
    if (status == GJ_DONE)
        status = gj_reader_last_order(reader, &last, &why);
    if (status == GJ_DONE)
        status = gj_reader_settlements(reader, 0, last, ask_settlement, &asker, &why);
    if (status != GJ_DONE)
        fail_msg("%s", why.text);
    gj_reader_close(reader);
    return asker.settlements;
}
