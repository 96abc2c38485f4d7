/* The people of a simulation: families with ages, schemes, incomes, homes, balances and bindings.
   The shares below are assumptions of this project, chosen to be plausible, and described in
   docs/simulate.md; they are no statistics. */
#include <stddef.h>
#include <string.h>

#include "simulate/inside.h"

enum role { ADULT, SPOUSE, CHILD, SECOND_CHILD, ELDER, SECOND_ELDER, ROLES };

/* ---- who lives together ---- */

struct household {
    int percent;
    uint8_t count, roles[GJ_SIM_FAMILY_MAX];
};

static const struct household households[] = {
    {14, 1, {ADULT}},
    {16, 2, {ADULT, SPOUSE}},
    {24, 3, {ADULT, SPOUSE, CHILD}},
    {12, 4, {ADULT, SPOUSE, CHILD, SECOND_CHILD}},
    {18, 5, {ADULT, SPOUSE, CHILD, ELDER, SECOND_ELDER}},
    {10, 2, {ELDER, SECOND_ELDER}},
    {6, 1, {ELDER}},
};

static const struct household *choose_household(uint64_t bits)
{
    int at = gj_sim_pick(bits, 0, 100);
    for (size_t i = 0; i < sizeof households / sizeof households[0]; i++) {
        at -= households[i].percent;
        if (at < 0)
            return &households[i];
    }
    return &households[0];
}

static int16_t choose_age(int role, uint64_t bits)
{
    switch (role) {
    case CHILD:
    case SECOND_CHILD:
        return (int16_t)gj_sim_pick(bits, 1, 18);
    case ELDER:
    case SECOND_ELDER:
        return (int16_t)(60 + (gj_sim_pick(bits, 1, 30) + gj_sim_pick(bits, 2, 30)) / 2);
    default:
        return (int16_t)(22 + gj_sim_pick(bits, 1, 38));
    }
}

static bool knows(const struct gj_sim_area *area, int kind)
{
    return area->levels[kind][GJ_CARE_OUTPATIENT] != 0;
}

/* Nobody is given a scheme whose rule the packs of his area do not know, as far as they know any. */
static uint8_t choose_kind(int role, const struct gj_sim_area *home, uint64_t bits)
{
    int kind = GJ_SIM_RESIDENT;
    if (role <= SPOUSE && gj_sim_pick(bits, 3, 100) < 50)
        kind = GJ_SIM_WORKING;
    if (role >= ELDER && gj_sim_pick(bits, 3, 100) < 40)
        kind = GJ_SIM_RETIRED;
    if (knows(home, kind))
        return (uint8_t)kind;
    int other = role <= SPOUSE ? GJ_SIM_WORKING : GJ_SIM_RETIRED;
    if (kind != GJ_SIM_RESIDENT)
        other = GJ_SIM_RESIDENT;
    return (uint8_t)(knows(home, other) &&
                             (other == GJ_SIM_RESIDENT || role <= SPOUSE || role >= ELDER)
                         ? other
                         : kind);
}

/* One adult in seven of a family with children or elders works in another city of the province. */
static int choose_home(const struct gj_sim_map *map, int area, int role, int count, uint64_t bits)
{
    const struct gj_sim_area *home = &map->areas[area];
    if (role > SPOUSE || count < 3 || gj_sim_pick(bits, 0, 7) != 0)
        return area;
    return home->province_first + gj_sim_pick(bits, 1, home->province_count);
}

/* Visits a year, by age. */
static int32_t choose_visits(int age, uint64_t bits)
{
    static const struct {
        int below, visits;
    } by_age[] = {{7, 7}, {18, 4}, {45, 4}, {60, 7}, {75, 11}, {200, 14}};
    int i = 0;
    while (age >= by_age[i].below)
        i++;
    return by_age[i].visits * (50 + gj_sim_pick(bits, 2, 101)) / 100 + 1;
}

/* ---- money ---- */

/* A year's income of one person at each hundredth part of a fifth is reckoned between these. */
static const gj_fen incomes[GJ_SIM_INCOMES + 1] = {900000,  2400000,  4800000,
                                                   7800000, 12600000, 36000000};

static gj_fen income_of(int fifth, uint64_t bits)
{
    gj_fen span = incomes[fifth + 1] - incomes[fifth];
    return incomes[fifth] + span * gj_sim_pick(bits, 0, 1000) / 1000;
}

/* The account at the start of the year: the year's own money (2 % of the wage, since the rules of
   2021 credit no more; 90.00 a month to a retired person) and up to two years' carried over. */
static void open_account(struct gj_sim_person *person, uint64_t bits)
{
    gj_fen year =
        person->kind == GJ_SIM_WORKING ? income_of(person->income, bits) / 50 : INT64_C(12) * 9000;
    for (int law = 0; law < GJ_SIM_LAWS; law++) {
        struct gj_sim_state *state = &person->under[law];
        state->current_fen = person->has_account ? year : 0;
        state->carried_fen = person->has_account ? year * gj_sim_pick(bits, 1, 200) / 100 : 0;
        gj_year_begin(&state->year);
        state->sums = (struct gj_sim_sums){0};
    }
}

/* ---- one person ---- */

static void fill_party(struct gj_party *party, const struct gj_sim_person *person)
{
    *party = (struct gj_party){
        .area = person->home->area,
        .scheme = person->kind == GJ_SIM_RESIDENT ? GJ_SCHEME_RESIDENT : GJ_SCHEME_EMPLOYEE,
        .working = person->kind == GJ_SIM_WORKING   ? GJ_WORKING
                   : person->kind == GJ_SIM_RETIRED ? GJ_RETIRED
                                                    : GJ_WORKING_UNSAID,
        .tier = 1,
        .group = person->kind != GJ_SIM_RESIDENT       ? GJ_GROUP_UNSAID
                 : person->group == GJ_SIM_GROUP_MINOR ? GJ_GROUP_MINOR
                                                       : GJ_GROUP_ADULT,
        .has_account = person->has_account,
        .age_years = person->age,
        .suspended_until = GJ_DAY_NONE,
    };
}

static void fill_claim(struct gj_sim_person *person)
{
    struct gj_claim *claim = &person->claim;
    memset(claim, 0, offsetof(struct gj_claim, payers));
    fill_party(&claim->user, person);
    claim->where = (struct gj_where){.area = claim->user.area,
                                     .scheme = claim->user.scheme,
                                     .working = claim->user.working,
                                     .tier = claim->user.tier,
                                     .group = claim->user.group,
                                     .age_years = claim->user.age_years};
    claim->care_area = claim->where.area;
    claim->designated = claim->accounts_used = true;
}

static void make_person(const struct gj_sim_map *map, struct gj_random *random, int area, int role,
                        int count, int fifth, struct gj_sim_person *person)
{
    uint64_t who = gj_random_next(random), money = gj_random_next(random);
    person->bills = 0;
    person->total_fen = 0;
    person->payers_count = 0;
    person->area = choose_home(map, area, role, count, who >> 8);
    person->home = &map->areas[person->area];
    person->role = (uint8_t)role;
    person->age = choose_age(role, who);
    person->kind = choose_kind(role, person->home, who);
    person->group =
        person->kind == GJ_SIM_RESIDENT && person->age < 18 ? GJ_SIM_GROUP_MINOR : person->kind;
    person->has_account = person->kind != GJ_SIM_RESIDENT;
    int near = fifth + gj_sim_pick(money, 3, 3) - 1;
    person->income = (uint8_t)(near < 0 ? 0 : near >= GJ_SIM_INCOMES ? GJ_SIM_INCOMES - 1 : near);
    person->visits = choose_visits(person->age, money);
    open_account(person, money);
    fill_claim(person);
}

/* ---- who may pay for whom ---- */

/* What the user (column) is to the payer (row). */
static const uint8_t relations[ROLES][ROLES] = {
    [ADULT] = {0, GJ_RELATION_SPOUSE, GJ_RELATION_CHILD, GJ_RELATION_CHILD, GJ_RELATION_PARENT,
               GJ_RELATION_PARENT},
    [SPOUSE] = {GJ_RELATION_SPOUSE, 0, GJ_RELATION_CHILD, GJ_RELATION_CHILD,
                GJ_RELATION_PARENT_IN_LAW, GJ_RELATION_PARENT_IN_LAW},
    [ELDER] = {GJ_RELATION_CHILD, GJ_RELATION_CHILD_IN_LAW, GJ_RELATION_GRANDCHILD,
               GJ_RELATION_GRANDCHILD, 0, GJ_RELATION_SPOUSE},
    [SECOND_ELDER] = {GJ_RELATION_CHILD, GJ_RELATION_CHILD_IN_LAW, GJ_RELATION_GRANDCHILD,
                      GJ_RELATION_GRANDCHILD, GJ_RELATION_SPOUSE, 0},
};

static void bind(struct gj_sim_family *family, int payer, int user)
{
    const struct gj_sim_person *from = &family->people[payer];
    struct gj_sim_person *to = &family->people[user];
    int at = to->payers_count++;
    to->payers[at] = (uint8_t)payer;
    struct gj_claim_payer *place = &to->claim.payers[at];
    memset(place, 0, sizeof *place);
    place->binding = payer * GJ_SIM_FAMILY_MAX + user + 1;
    place->person = payer + 1;
    fill_party(&place->party, from);
    place->relation = relations[from->role][to->role];
    place->bond.state = GJ_BINDING_ACTIVE;
    place->bond.proven = place->bond.promise = true;
    place->bond.limit_use_fen = place->bond.limit_year_fen = GJ_FEN_UNLIMITED;
    to->claim.payers_count = to->payers_count;
}

static void count_bonds(struct gj_sim_family *family)
{
    int active[GJ_SIM_FAMILY_MAX] = {0}, same[GJ_SIM_FAMILY_MAX][GJ_RELATION_COUNT] = {0};
    for (int user = 0; user < family->count; user++)
        for (int i = 0; i < family->people[user].payers_count; i++) {
            int payer = family->people[user].payers[i];
            active[payer]++;
            same[payer][family->people[user].claim.payers[i].relation]++;
        }
    for (int user = 0; user < family->count; user++) {
        struct gj_sim_person *to = &family->people[user];
        for (int i = 0; i < to->payers_count; i++) {
            struct gj_bond *bond = &to->claim.payers[i].bond;
            int payer = to->payers[i];
            bond->payer_active = bond->payer_distinct_ever = (int16_t)active[payer];
            bond->same_relation_active = (int16_t)same[payer][to->claim.payers[i].relation];
            bond->user_other_payers = (int16_t)(to->payers_count - 1);
            bond->payer_is_member = family->people[payer].payers_count > 0;
            bond->user_is_head = active[user] > 0;
        }
    }
}

/* Of those who have an account, seven in ten have bound a relative, each for himself. */
static void bind_family(struct gj_sim_family *family, uint64_t bits)
{
    for (int payer = 0; payer < family->count; payer++) {
        if (!family->people[payer].has_account)
            continue;
        for (int user = 0; user < family->count; user++) {
            bool wants = bits % 10 < 7;
            bits = bits * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            bits ^= bits >> 33;
            if (user != payer && wants)
                bind(family, payer, user);
        }
    }
    count_bonds(family);
}

void gj_sim_make_family(const struct gj_sim_map *map, struct gj_random *random, int area, int room,
                        struct gj_sim_family *family_out)
{
    uint64_t bits = gj_random_next(random);
    const struct household *household = choose_household(bits);
    int fifth = gj_sim_pick(bits, 1, GJ_SIM_INCOMES);
    family_out->count = household->count < room ? household->count : room;
    family_out->changed = false;
    memset(family_out->aid_fen, 0, sizeof family_out->aid_fen);
    for (int i = 0; i < family_out->count; i++) {
        make_person(map, random, area, household->roles[i], household->count, fifth,
                    &family_out->people[i]);
        family_out->changed |= family_out->people[i].home->changed;
    }
    bind_family(family_out, gj_random_next(random));
}
