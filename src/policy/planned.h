/* Inside of policy: finding plans. Written in a header, because the way to a plan that is there is
   short and is taken for every bill and every giver of money. */
#ifndef GJ_POLICY_PLANNED_H
#define GJ_POLICY_PLANNED_H

#include <stddef.h>
#include <string.h>

#include "base/inline.h"
#include "policy/plan.h"

/* What a plan is looked for by. */
struct gj_asked {
    uint64_t hash, words[GJ_PLAN_WORDS];
    int32_t at[4]; /* two days, two ages */
};

/* True if the law's planner was made for this law. */
static inline bool gj_plan_fits(const struct gj_law *law)
{
    const struct gj_planner *planner = law->planner;
    return planner && planner->policy == law->policy && planner->rules == law->rules;
}

/* 1 or 0, an int: it is joined by & below. */
GJ_INLINE int gj_asked_inside(const struct gj_plan_head *head, const struct gj_asked *asked, int i)
{
    return (uint32_t)asked->at[i] - (uint32_t)head->from[i] < head->length[i];
}

/* Written out and without a branch behind the hash. */
GJ_INLINE bool gj_asked_is_for(const struct gj_asked *asked, const struct gj_plan_head *head)
{
    if (head->hash != asked->hash)
        return false;
    const uint64_t *is = head->words, *wanted = asked->words;
    uint64_t other = (is[0] ^ wanted[0]) | (is[1] ^ wanted[1]) | (is[2] ^ wanted[2]) |
                     (is[3] ^ wanted[3]) | (is[4] ^ wanted[4]);
    return (other == 0) & gj_asked_inside(head, asked, 0) & gj_asked_inside(head, asked, 1) &
           gj_asked_inside(head, asked, 2) & gj_asked_inside(head, asked, 3);
}

static inline uint64_t gj_asked_hash(const uint64_t words[GJ_PLAN_WORDS])
{
    uint64_t hash =
        words[0] * UINT64_C(0x9e3779b97f4a7c15) ^ words[1] * UINT64_C(0xc2b2ae3d27d4eb4f) ^
        words[2] * UINT64_C(0xff51afd7ed558ccd) ^ words[3] * UINT64_C(0xd6e8feb86659fd93) ^
        words[4] * UINT64_C(0xc4ceb9fe1a85ec53);
    return (hash ^ hash >> 32) * UINT64_C(0x9e3779b97f4a7c15);
}

/* Small fields that stand side by side, read at once. */
static inline uint64_t gj_eight_bytes(const void *record, size_t offset)
{
    uint64_t bytes;
    memcpy(&bytes, (const char *)record + offset, sizeof bytes);
    return bytes;
}

static inline uint64_t gj_four_bytes(const void *record, size_t offset)
{
    uint32_t bytes;
    memcpy(&bytes, (const char *)record + offset, sizeof bytes);
    return bytes;
}

#define GJ_THREE_BYTES UINT64_C(0x0000000000ffffff)
#define GJ_SIX_BYTES UINT64_C(0x0000ffffffffffff)

/* The places of one set of an index, the newest first. */
static inline const uint16_t *gj_plan_set(const struct gj_plan_index *index, uint64_t hash)
{
    return index->sets[hash >> (64 - GJ_SET_BITS)];
}

/* The place for what is made now in a table of so many. */
static inline uint32_t gj_plan_place(struct gj_plan_index *index, uint64_t hash, uint32_t count)
{
    uint16_t *set = index->sets[hash >> (64 - GJ_SET_BITS)];
    uint32_t place = index->made++ % count;
    memmove(&set[1], &set[0], sizeof set[0] * (GJ_IN_SET - 1));
    set[0] = (uint16_t)place;
    return place;
}

/* ---- what is read ---- */

/* The facts of a person that the checks read stand side by side: scheme, status, working, tier,
   group, has_account, frozen, wallet_open. */
_Static_assert(offsetof(struct gj_party, wallet_open) - offsetof(struct gj_party, scheme) == 7,
               "eight facts, one byte each");
/* So do, of a place, tier, group, relation, and of a bill designated, takes_wallet, accounts_used,
   approved. */
_Static_assert(offsetof(struct gj_where, relation) - offsetof(struct gj_where, tier) == 2,
               "three selectors, one byte each");
_Static_assert(offsetof(struct gj_claim, approved) - offsetof(struct gj_claim, designated) == 3,
               "four facts, one byte each");
_Static_assert(offsetof(struct gj_bond, promise) == 5 && sizeof(struct gj_bond) >= 8,
               "six facts of a binding, one byte each");

static inline uint64_t gj_bit(bool is, int place)
{
    return (uint64_t)(is ? 1 : 0) << place;
}

static inline uint64_t gj_word_of_areas(gj_area a, gj_area b)
{
    return (uint64_t)(uint32_t)a << 32 | (uint32_t)b;
}

static inline uint64_t gj_word_of_party(const struct gj_party *party)
{
    return gj_eight_bytes(party, offsetof(struct gj_party, scheme));
}

/* What the checks of a wallet or a bound payer read of a bill. */
static inline uint64_t gj_word_of_bill(const struct gj_claim *claim)
{
    return gj_word_of_areas(claim->care_area, 0) | (uint64_t)claim->care |
           (uint64_t)claim->place_kind << 8 | gj_bit(claim->designated, 16) |
           gj_bit(claim->takes_wallet, 17) | gj_bit(claim->approved, 18);
}

/* What they read of a binding. */
static inline uint64_t gj_word_of_bond(const struct gj_claim_payer *payer)
{
    return (gj_eight_bytes(&payer->bond, 0) & GJ_SIX_BYTES) | (uint64_t)payer->relation << 48 |
           gj_bit(payer->approved, 56) | gj_bit(payer->binding == 0, 57);
}

static inline bool gj_party_is_suspended(const struct gj_party *party, gj_day day)
{
    return party->suspended_until != GJ_DAY_NONE && day < party->suspended_until;
}

/* ---- bills ---- */

/* What one bill may have in another way than the last is read one by one: it may have been written
   a moment ago, and many bytes at once would have to wait for each of them. */
GJ_INLINE void gj_ask_for_bill(const struct gj_claim *claim, gj_day day, struct gj_asked *asked)
{
    const struct gj_where *where = &claim->where;
    asked->words[0] = gj_word_of_areas(where->area, claim->care_area);
    asked->words[1] = (uint64_t)where->scheme | (uint64_t)where->working << 8 |
                      (uint64_t)where->level << 16 | (uint64_t)where->place << 24 |
                      (gj_four_bytes(where, offsetof(struct gj_where, tier)) & GJ_THREE_BYTES)
                          << 32;
    asked->words[2] = (uint64_t)claim->care | (uint64_t)claim->filing << 8 |
                      (uint64_t)claim->place_kind << 16 |
                      gj_bit(gj_party_is_suspended(&claim->user, day), 24) |
                      gj_four_bytes(claim, offsetof(struct gj_claim, designated)) << 32;
    asked->words[3] = gj_word_of_party(&claim->user);
    asked->words[4] = gj_word_of_areas(claim->user.area, where->year);
    asked->hash = gj_asked_hash(asked->words);
    asked->at[0] = where->day;
    asked->at[1] = day;
    asked->at[2] = where->age_years;
    asked->at[3] = claim->user.age_years;
}

/* The plan for a claim's bill paid on `day`, asked for as gj_ask_for_bill says; made when it is not
   there yet. */
GJ_INLINE const struct gj_bill_plan *gj_plan_find_bill(const struct gj_law *law,
                                                       const struct gj_asked *asked,
                                                       const struct gj_claim *claim, gj_day day)
{
    const uint16_t *set = gj_plan_set(&law->planner->bill_index, asked->hash);
    for (int i = 0; i < GJ_IN_SET; i++)
        if (gj_asked_is_for(asked, &law->planner->bills[set[i]].head))
            return &law->planner->bills[set[i]];
    return gj_plan_make_bill(law, claim, day);
}

GJ_INLINE const struct gj_bill_plan *gj_plan_bill(const struct gj_law *law,
                                                  const struct gj_claim *claim, gj_day day)
{
    struct gj_asked asked;
    gj_ask_for_bill(claim, day, &asked);
    return gj_plan_find_bill(law, &asked, claim, day);
}

/* ---- givers ---- */

/* The patient himself in place of an index in claim.payers (gj_question_of_claim). */
enum { GJ_GIVER_OWN = -1, GJ_GIVER_WALLET = -2 };

/* A word no binding has. */
#define GJ_OF_WALLET (UINT64_C(1) << 63)

GJ_INLINE void gj_ask_for_giver(const struct gj_claim *claim, gj_day day, int payer,
                                struct gj_asked *asked)
{
    bool wallet = payer == GJ_GIVER_WALLET;
    const struct gj_party *party = wallet ? &claim->user : &claim->payers[payer].party;
    asked->words[0] = gj_word_of_areas(claim->user.area, party->area);
    asked->words[1] = gj_word_of_bill(claim) | gj_bit(gj_party_is_suspended(party, day), 19);
    asked->words[2] = gj_word_of_party(&claim->user);
    asked->words[3] = gj_word_of_party(party);
    asked->words[4] = wallet ? GJ_OF_WALLET : gj_word_of_bond(&claim->payers[payer]);
    asked->hash = gj_asked_hash(asked->words);
    asked->at[0] = asked->at[1] = day;
    asked->at[2] = party->age_years;
    asked->at[3] = claim->user.age_years;
}

/* The plan for the wallet (GJ_GIVER_WALLET) or for a payer by his index in claim.payers. */
GJ_INLINE const struct gj_giving *gj_plan_giver(const struct gj_law *law,
                                                const struct gj_claim *claim, gj_day day, int payer)
{
    struct gj_asked asked;
    gj_ask_for_giver(claim, day, payer, &asked);
    const uint16_t *set = gj_plan_set(&law->planner->giver_index, asked.hash);
    for (int i = 0; i < GJ_IN_SET; i++)
        if (gj_asked_is_for(&asked, &law->planner->givers[set[i]].head))
            return &law->planner->givers[set[i]].giving;
    return &gj_plan_make_giver(law, claim, day, payer)->giving;
}

/* ---- trails ---- */

/* Adds a step that takes `room`. False where the trail is too long to go on. */
GJ_INLINE bool gj_trail_add(struct gj_trail *trail, const struct gj_trail_step *step, uint16_t room)
{
    if (trail->count == GJ_TRAIL_STEPS)
        return false;
    trail->steps[trail->count++] = step;
    trail->room += room;
    return true;
}

static inline bool gj_trail_rows_fit(const struct gj_trail *trail)
{
    return (trail->room & ((1 << GJ_ROOM_BITS) - 1)) <= GJ_TRACE_MAX;
}

/* True if what all steps noted fits into one trace, even if nothing was noted twice. */
static inline bool gj_trail_surely_fits(const struct gj_trail *trail)
{
    return gj_trail_rows_fit(trail) && trail->room >> GJ_ROOM_BITS <= GJ_NOT_FOUND_MAX;
}

#endif
