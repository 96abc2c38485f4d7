/* A family's year: its bills day by day, each settled by policy under both laws. The two differ in
   nothing but the law: the same people fall ill on the same days at the same places. */
#include "simulate/inside.h"

#include "base/bug.h"
#include "base/inline.h"

/* ---- making a bill ---- */

/* Total of a bill by kind of care: amounts at each sixteenth of the bills, reckoned between. */
enum { PARTS = 16 };
static const gj_fen amounts[GJ_CARE_COUNT][PARTS + 1] = {
    [GJ_CARE_OUTPATIENT] = {1500, 3000, 4500, 6000, 7500, 9200, 11200, 13500, 16000, 19000, 22800,
                            27500, 34000, 43000, 58000, 90000, 320000},
    [GJ_CARE_CHRONIC] = {4000, 7000, 10000, 13000, 16500, 20000, 24000, 28500, 33500, 39500, 46500,
                         55000, 66000, 81000, 105000, 150000, 480000},
    [GJ_CARE_INPATIENT] = {120000, 210000, 290000, 370000, 450000, 540000, 640000, 750000, 880000,
                           1030000, 1220000, 1460000, 1790000, 2280000, 3150000, 5200000, 18000000},
    [GJ_CARE_PHARMACY] = {800, 1400, 2000, 2600, 3300, 4000, 4800, 5700, 6800, 8100, 9700, 11800,
                          14600, 18700, 26000, 42000, 120000},
};

static gj_fen choose_amount(int care, uint64_t bits)
{
    int part = gj_sim_pick(bits, 0, PARTS);
    gj_fen from = amounts[care][part], to = amounts[care][part + 1];
    return from + (to - from) * gj_sim_pick(bits, 1, 4096) / 4096;
}

/* Parts of a bill: outside the list up to a fifth, over the price in one of eight up to a twentieth,
   first share up to a tenth. */
static struct gj_bill choose_bill(int care, uint64_t bits)
{
    struct gj_bill bill = {.total_fen = choose_amount(care, bits)};
    int sixty_fourths = gj_sim_pick(bits, 2, 64), at = gj_sim_pick(bits, 3, 512);
    bill.outside_fen = bill.total_fen * sixty_fourths / 320;
    bill.overprice_fen = bill.total_fen * ((at & 7) == 0 ? at >> 3 : 0) / 1280;
    bill.first_share_fen = bill.total_fen * (at >> 3) / 640;
    bill.eligible_fen =
        bill.total_fen - bill.outside_fen - bill.overprice_fen - bill.first_share_fen;
    return bill;
}

/* Of a hundred bills two are of a stay, eight of a chronic illness, twenty of a pharmacy. What the
   packs of the home area cannot decide becomes an outpatient bill. */
static uint8_t care_of(const uint8_t levels[GJ_CARE_COUNT], int hundredth)
{
    int care = hundredth < 2    ? GJ_CARE_INPATIENT
               : hundredth < 10 ? GJ_CARE_CHRONIC
               : hundredth < 30 ? GJ_CARE_PHARMACY
                                : GJ_CARE_OUTPATIENT;
    return (uint8_t)(levels[care] != 0 ? care : GJ_CARE_OUTPATIENT);
}

/* A level of institution among those whose rule is known; small ones are nearer. */
static uint8_t level_of(uint8_t known, int care, int tenth)
{
    static const uint8_t wanted[GJ_SIM_TENTHS] = {
        GJ_LEVEL_COMMUNITY, GJ_LEVEL_COMMUNITY, GJ_LEVEL_COMMUNITY, GJ_LEVEL_1, GJ_LEVEL_1,
        GJ_LEVEL_2,         GJ_LEVEL_2,         GJ_LEVEL_2,         GJ_LEVEL_3, GJ_LEVEL_3};
    uint8_t level = wanted[tenth];
    if (known & 1 << level)
        return level;
    for (level = GJ_LEVEL_COMMUNITY; level < GJ_LEVEL_PHARMACY; level++)
        if (known & 1 << level)
            return level;
    return care == GJ_CARE_PHARMACY ? GJ_LEVEL_PHARMACY : GJ_LEVEL_1;
}

void gj_sim_mix(struct gj_sim_area *area)
{
    for (int kind = 0; kind < GJ_SIM_SCHEMES; kind++) {
        const uint8_t *known = area->levels[kind];
        for (int i = 0; i < GJ_SIM_HUNDREDTHS; i++)
            area->cares[kind][i] = care_of(known, i);
        for (int care = 0; care < GJ_CARE_COUNT; care++)
            for (int i = 0; i < GJ_SIM_TENTHS; i++)
                area->level_of[kind][care][i] = level_of(known[care], care, i);
    }
}

static void make_bill(struct gj_sim_person *person, gj_day day, struct gj_random *random)
{
    uint64_t kind = gj_random_next(random), money = gj_random_next(random);
    struct gj_claim *claim = &person->claim;
    const struct gj_sim_area *home = person->home;
    int care = home->cares[person->kind][gj_sim_pick(kind, 0, GJ_SIM_HUNDREDTHS)];
    claim->care = (uint8_t)care;
    claim->place_kind = care == GJ_CARE_PHARMACY ? GJ_PLACE_KIND_PHARMACY : GJ_PLACE_KIND_HOSPITAL;
    claim->where.level = home->level_of[person->kind][care][gj_sim_pick(kind, 1, 100) / 10];
    claim->where.day = day;
    claim->now = gj_time_at(day, 12, 0, 0);
    claim->bill = choose_bill(care, money);
}

/* ---- settling it ---- */

GJ_INLINE void put_money(struct gj_sim_family *family, int user, int law)
{
    struct gj_sim_person *person = &family->people[user];
    struct gj_party *party = &person->claim.user;
    party->carried_fen = person->under[law].carried_fen;
    party->balance_fen = party->carried_fen + person->under[law].current_fen;
    for (int i = 0; i < person->payers_count; i++) {
        int payer = person->payers[i];
        const struct gj_sim_state *state = &family->people[payer].under[law];
        struct gj_claim_payer *place = &person->claim.payers[i];
        place->party.carried_fen = state->carried_fen;
        place->party.balance_fen = state->carried_fen + state->current_fen;
        place->bond.used_year_fen = family->aid_fen[law][payer][user];
    }
}

GJ_INLINE bool settle(struct gj_sim_family *family, int user, int law, const struct gj_law *laws,
                      const struct gj_bill_plan *const plans[], struct gj_decision *decision)
{
    struct gj_sim_person *person = &family->people[user];
    struct gj_sim_state *state = &person->under[law];
    put_money(family, user, law);
    bool decided =
        gj_year_settle(&state->year, &laws[law], plans[law], &person->claim, false, decision);
    state->sums.undecided += !decided;
    return decided;
}

GJ_INLINE void draw(struct gj_sim_family *family, int user, int law, const struct gj_leg *leg)
{
    int payer = leg->payer == 255 ? user : family->people[user].payers[leg->payer];
    struct gj_sim_state *state = &family->people[payer].under[law];
    state->carried_fen -= leg->carried_fen;
    state->current_fen -= leg->current_fen;
    GJ_MUST(state->carried_fen >= 0 && state->current_fen >= 0);
    if (leg->kind == GJ_PAYER_AID)
        family->aid_fen[law][payer][user] += leg->carried_fen + leg->current_fen;
}

GJ_INLINE void keep(struct gj_sim_family *family, int user, int law,
                    const struct gj_decision *decision)
{
    struct gj_sim_person *person = &family->people[user];
    struct gj_sim_state *state = &person->under[law];
    gj_year_close(&state->year, &person->claim, decision);
    for (int i = 0; i < decision->legs_count; i++)
        draw(family, user, law, &decision->legs[i]);
    state->sums.pool_fen += decision->pool_fen;
    state->sums.own_fen += decision->own_fen;
    state->sums.aid_fen += decision->aid_fen;
    state->sums.cash_fen += decision->cash_fen;
}

GJ_APART void look_elsewhere(struct gj_sim_ahead *ahead, const struct gj_sim_area *home)
{
    *ahead = (struct gj_sim_ahead){.home = home};
}

GJ_INLINE const struct gj_bill_plan *const *look_ahead(struct gj_sim_laws *laws, bool both,
                                                       const struct gj_sim_person *person)
{
    const struct gj_claim *claim = &person->claim;
    struct gj_sim_ahead *ahead = &laws->ahead[person->group][claim->care][claim->where.level];
    if (ahead->home != person->home)
        look_elsewhere(ahead, person->home);
    gj_plan_ahead(laws->laws, both ? GJ_SIM_LAWS : 1, claim, &ahead->found);
    return ahead->found.plans;
}

/* A bill counts under both laws or under neither, so that what is compared is the same. Where the
   reform changes nothing for the whole family, one settlement says both. */
static void settle_bill(struct gj_sim_family *family, int user, struct gj_sim_laws *laws)
{
    struct gj_sim_person *person = &family->people[user];
    struct gj_decision base, reform;
    bool both = family->changed;
    const struct gj_bill_plan *const *plans = look_ahead(laws, both, person);
    bool decided = settle(family, user, GJ_SIM_BASE, laws->laws, plans, &base);
    if (both)
        decided &= settle(family, user, GJ_SIM_REFORM, laws->laws, plans, &reform);
    person->bills++;
    if (!decided)
        return;
    person->total_fen += person->claim.bill.total_fen;
    keep(family, user, GJ_SIM_BASE, &base);
    if (both)
        keep(family, user, GJ_SIM_REFORM, &reform);
}

/* ---- the year ---- */

/* Of all expected visits, whose each is; returns how many there are. */
static int list_visits(const struct gj_sim_family *family, uint8_t users[GJ_SIM_VISITS_MAX])
{
    int count = 0;
    for (int i = 0; i < family->count; i++)
        for (int visit = 0; visit < family->people[i].visits; visit++) {
            GJ_MUST(count < GJ_SIM_VISITS_MAX);
            users[count++] = (uint8_t)i;
        }
    return count;
}

/* As many bills as visits are expected, each of whoever makes a visit drawn among them. The i-th of
   n bills falls into the i-th of n stretches of the year. */
void gj_sim_live(const struct gj_sim_map *map, struct gj_sim_laws *laws, struct gj_random *random,
                 struct gj_sim_family *family)
{
    uint8_t users[GJ_SIM_VISITS_MAX];
    int visits = list_visits(family, users), days = map->last_day - map->first_day + 1;
    for (int i = 0, stretch = 0; i < visits; i++) {
        uint64_t bits = gj_random_next(random);
        int end = days * (i + 1) / visits;
        gj_day day = map->first_day + stretch + gj_sim_pick(bits, 1, end - stretch);
        int user = users[gj_sim_pick(bits, 0, visits)];
        make_bill(&family->people[user], day, random);
        settle_bill(family, user, laws);
        stretch = end;
    }
    for (int i = 0; !family->changed && i < family->count; i++)
        family->people[i].under[GJ_SIM_REFORM].sums = family->people[i].under[GJ_SIM_BASE].sums;
}
