/* What a story expects to find: the split of a settlement, accounts, wallets, bindings, transfers and
   work items, read from the store beside the server. */
#include "story.h"

#include <string.h>

#include "policy/policy.h"

static void must(struct story *story, enum gj_status status)
{
    if (status != GJ_DONE)
        story_fail(story, "%s", story->why.text);
}

static struct gj_reader *open_reader(struct story *story)
{
    struct gj_reader *reader;
    must(story, gj_reader_open_sqlite(story->server.db, &reader, &story->why));
    return reader;
}

static void same(struct story *story, const char *what, gj_fen is, gj_fen wanted)
{
    char a[GJ_FEN_TEXT_MAX], b[GJ_FEN_TEXT_MAX];
    if (is != wanted)
        story_fail(story, "%s is %s, not %s", what, gj_fen_text(is, a), gj_fen_text(wanted, b));
}

/* ---- splits ---- */

static gj_fen part_of(struct story *story, const struct gj_decision *decision, const char *part)
{
    const struct {
        const char *word;
        gj_fen amount;
    } parts[] = {
        {"total", decision->bill.total_fen},
        {"pool", decision->pool_fen},
        {"own", decision->own_fen},
        {"wallet", decision->wallet_fen},
        {"aid", decision->aid_fen},
        {"cash", decision->cash_fen},
        {"deductible", decision->deductible_fen},
        {"in_scope", decision->bill.eligible_fen},
        {"outside", decision->bill.outside_fen},
        {"first_share", decision->bill.first_share_fen},
    };
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (strcmp(parts[i].word, part) == 0)
            return parts[i].amount;
    story_fail(story, "\"%s\" is no part of a bill", part);
}

/* from NAME: what this person's account gave. */
static gj_fen given_by(const struct gj_decision *decision, const struct thing *person)
{
    gj_fen sum = 0;
    for (int i = 0; i < decision->legs_count; i++)
        if (decision->legs[i].person == person->id && decision->legs[i].kind == GJ_PAYER_AID)
            sum += decision->legs[i].carried_fen + decision->legs[i].current_fen;
    return sum;
}

/* What the national interface told the institution must be what the store keeps. */
static void agree_with_answer(struct story *story, const struct thing *bill,
                              const struct gj_decision *decision)
{
    char text[64];
    gj_fen cash, pool;
    const char *number = strrchr(bill->number, '_') + 1;
    hospital_field(bill->answer ? bill->answer : "", "setl_id", text);
    if (strlen(text) <= 6 || strcmp(text + 6, number) != 0)
        return; /* another answer came last */
    if (gj_fen_parse(gj_slice(hospital_field(bill->answer, "psn_cash_pay", text)), &cash))
        same(story, "psn_cash_pay", cash, decision->cash_fen);
    if (gj_fen_parse(gj_slice(hospital_field(bill->answer, "hifp_pay", text)), &pool))
        same(story, "hifp_pay", pool, decision->pool_fen);
}

void story_expect_split(struct story *story, const struct thing *bill)
{
    static struct gj_settlement one;
    struct gj_reader *reader = open_reader(story);
    const char *last = strrchr(bill->number, '_');
    must(story,
         gj_reader_settlement(reader, last ? strtoll(last + 1, NULL, 10) : 0, &one, &story->why));
    gj_reader_close(reader);
    if (one.id == 0)
        story_fail(story, "no settlement %s", bill->number);
    agree_with_answer(story, bill, &one.decision);
    int at = story->wants_count > 0 &&
             gj_reason_from_code(story->wants[0], strlen(story->wants[0])) != GJ_REASON_NONE;
    if (at == 1 && strncmp(story->wants[0], "OK_", 3) == 0 && strcmp(story->wants[0], "OK_REFUND"))
        if (strcmp(gj_reason_code((enum gj_reason)one.decision.reason), story->wants[0]) != 0)
            story_fail(story, "settled with %s",
                       gj_reason_code((enum gj_reason)one.decision.reason));
    for (; at + 1 < story->wants_count; at += 2) {
        gj_fen wanted;
        const char *part = story->wants[at];
        struct thing *payer = story_find(story, part);
        if (!gj_fen_parse(gj_slice(story->wants[at + 1]), &wanted))
            story_fail(story, "\"%s\" is no amount", story->wants[at + 1]);
        same(story, part,
             payer && payer->kind == THING_PERSON ? given_by(&one.decision, payer)
                                                  : part_of(story, &one.decision, part),
             wanted);
    }
    if (at != story->wants_count)
        story_fail(story, "a part without an amount");
}

/* ---- people ---- */

static const struct gj_account *account_in(const struct gj_side *side, gj_area area)
{
    for (int i = 0; i < side->accounts_count; i++)
        if (side->accounts[i].area == area)
            return &side->accounts[i];
    return NULL;
}

/* expect PERSON account|carried|current AMOUNT [in AREA]; expect PERSON wallet AMOUNT */
static void expect_person(struct story *story, const struct thing *person)
{
    static struct gj_side side;
    struct gj_reader *reader = open_reader(story);
    must(story, gj_reader_side(reader, person->id, &side, &story->why));
    gj_reader_close(reader);
    while (story_has_more(story)) {
        const char *what = story_word(story);
        gj_fen wanted = story_amount(story);
        gj_area area = story_takes(story, "in") ? atoi(story_word(story)) : person->area;
        const struct gj_account *account = account_in(&side, area);
        gj_fen is = strcmp(what, "wallet") == 0    ? side.wallet.balance_fen
                    : !account                     ? 0
                    : strcmp(what, "account") == 0 ? gj_account_balance(account)
                    : strcmp(what, "carried") == 0 ? account->carried_fen
                    : strcmp(what, "current") == 0 ? account->current_fen
                                                   : -1;
        if (is < 0)
            story_fail(story, "\"%s\" is none of account, carried, current, wallet", what);
        same(story, what, is, wanted);
    }
}

/* ---- bindings ---- */

static const struct gj_binding *find_binding(struct story *story, const struct thing *binding)
{
    static struct gj_binding list[GJ_BINDINGS_MAX];
    struct gj_reader *reader = open_reader(story);
    int count = 0;
    must(story, gj_reader_bindings(reader, binding->place->id, true, INT64_MAX, list, &count,
                                   &story->why));
    gj_reader_close(reader);
    for (int i = 0; i < count; i++)
        if (list[i].id == binding->id)
            return &list[i];
    story_fail(story, "the store has no such binding");
}

/* expect BINDING asked|active|ended ... [used AMOUNT] */
static void expect_binding(struct story *story, const struct thing *binding)
{
    const struct gj_binding *row = find_binding(story, binding);
    while (story_has_more(story)) {
        const char *word = story_word(story);
        if (strcmp(word, "used") == 0)
            same(story, word, row->used_fen, story_amount(story));
        else if (strcmp(word, gj_word(GJ_WORDS_OF_BINDING, row->state)) != 0)
            story_fail(story, "it is %s", gj_word(GJ_WORDS_OF_BINDING, row->state));
    }
}

/* ---- what waits ---- */

struct waiting {
    gj_id id;
    int count;
    gj_fen sum;
};

static enum gj_status count_work(void *to, const struct gj_work *one)
{
    struct waiting *waiting = to;
    waiting->count++;
    waiting->sum += one->amount_fen;
    return GJ_DONE;
}

/* expect work AMOUNT: open work items, in all. */
static void expect_work(struct story *story)
{
    struct waiting waiting = {0};
    struct gj_reader *reader = open_reader(story);
    must(story, gj_reader_works(reader, 0, true, count_work, &waiting, &story->why));
    gj_reader_close(reader);
    same(story, "what waits for an agency", waiting.sum, story_amount(story));
}

/* expect TRANSFER held|accepted|returned, as both sides see it over REST. */
static void expect_transfer(struct story *story, const struct thing *transfer)
{
    char path[160], state[64];
    const char *wanted = story_word(story);
    story_sign_in(story, transfer->place->number,
                  transfer->place->document + strlen(transfer->place->document) - 6);
    snprintf(path, sizeof path, "/api/v1/me/transfers/%s", transfer->number);
    if (citizen_call(&story->citizen, "GET", path, "", "") != 200)
        story_fail(story, "%.300s", story->citizen.text);
    hospital_field(story->citizen.text, "state", state);
    if (strcmp(state, wanted) != 0)
        story_fail(story, "it is %s", state);
}

void story_do_expect(struct story *story)
{
    story_open_face(story);
    if (story_takes(story, "work")) {
        expect_work(story);
    } else {
        const char *name = story_word(story);
        const struct thing *thing = story_find(story, name);
        if (!thing)
            story_fail(story, "nothing is called \"%s\"", name);
        if (thing->kind == THING_PERSON)
            expect_person(story, thing);
        else if (thing->kind == THING_BINDING)
            expect_binding(story, thing);
        else if (thing->kind == THING_TRANSFER)
            expect_transfer(story, thing);
        else
            story_expect_split(story, thing);
    }
    if (story_has_more(story))
        story_fail(story, "what is \"%s\"?", story->words[story->at]);
}
