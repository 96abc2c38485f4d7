/* What the demo's families do for each other: bind, open wallets, send, accept, pay premiums. */
#include "gongji/demo_inside.h"

/* Asks for each bond, then lets the relative confirm it. What policy refuses stays unbound: that is
   the area's rule, not a fault of the plan. */
static void add_binding(const struct gj_demo *demo, struct gj_round *round,
                        const struct gj_demo_bond *bond)
{
    const struct gj_demo_person *payer = &demo->people[bond->payer];
    struct gj_command *command =
        gj_round_add(round, GJ_ACT_BIND, gj_actor_citizen(payer->id, payer->area));
    command->person = payer->id;
    command->body.bind.relative = demo->people[bond->relative].id;
    command->body.bind.relation = bond->relation;
    command->body.bind.proven = command->body.bind.promise = true;
    command->body.bind.rank = bond->rank;
    command->body.bind.from = gj_time_day(gj_centre_now(round->centre));
    command->body.bind.to = GJ_DAY_MAX;
    command->body.bind.limit_use_fen = bond->limit_use_fen;
    command->body.bind.limit_year_fen = GJ_FEN_UNLIMITED;
}

static enum gj_status bind_round(struct gj_round *round, const struct gj_demo *demo,
                                 const struct gj_demo_bond *const bonds[])
{
    gj_id asked[GJ_BATCH_MAX];
    int count = round->count;
    enum gj_status status = gj_round_do(round);
    if (status != GJ_DONE)
        return status;
    for (int i = 0; i < count; i++)
        asked[i] = gj_round_is_ok(round, i) ? gj_round_reply(round, i)->id : 0;
    for (int i = 0; i < count; i++) {
        const struct gj_demo_person *relative = &demo->people[bonds[i]->relative];
        if (asked[i] == 0)
            continue;
        struct gj_command *command =
            gj_round_add(round, GJ_ACT_CONFIRM, gj_actor_citizen(relative->id, relative->area));
        command->person = relative->id;
        command->body.binding.binding = asked[i];
        command->body.binding.agree = true;
    }
    return gj_round_do(round);
}

enum gj_status gj_demo_bind(const struct gj_demo *demo, struct gj_round *round)
{
    const struct gj_demo_bond *bonds[GJ_BATCH_MAX];
    enum gj_status status = GJ_DONE;
    for (int i = 0; i < demo->bonds_count && status == GJ_DONE; i++) {
        if (demo->bonds[i].by_wallet)
            continue;
        bonds[round->count] = &demo->bonds[i];
        add_binding(demo, round, &demo->bonds[i]);
        if (gj_round_is_full(round))
            status = bind_round(round, demo, bonds);
    }
    return status == GJ_DONE ? bind_round(round, demo, bonds) : status;
}

enum gj_status gj_demo_open_wallets(const struct gj_demo *demo, struct gj_round *round)
{
    enum gj_status status = GJ_DONE;
    for (int i = 0; i < demo->people_count && status == GJ_DONE; i++) {
        if (!demo->people[i].wallet)
            continue;
        gj_round_add(round, GJ_ACT_OPEN_WALLET,
                     gj_actor_citizen(demo->people[i].id, demo->people[i].area))
            ->person = demo->people[i].id;
        if (gj_round_is_full(round))
            status = gj_round_do(round);
    }
    return status == GJ_DONE ? gj_round_do(round) : status;
}

/* ---- money sent from province to province ---- */

static void add_transfer(struct gj_demo *demo, struct gj_round *round,
                         const struct gj_demo_bond *bond)
{
    const struct gj_demo_person *sender = &demo->people[bond->payer];
    struct gj_command *command =
        gj_round_add(round, GJ_ACT_TRANSFER, gj_actor_citizen(sender->id, sender->area));
    command->person = sender->id;
    command->body.transfer.receiver = demo->people[bond->relative].id;
    command->body.transfer.relation = bond->relation;
    command->body.transfer.source = GJ_PAYER_OWN;
    command->body.transfer.amount_fen = gj_random_between(&demo->random, 10, 300) * 100;
}

/* Transfers that nobody accepted. */
struct late {
    int count;
    gj_id transfers[GJ_BATCH_MAX];
};

/* All but every fifth are accepted. */
static enum gj_status accept_round(struct gj_round *round, const struct gj_demo *demo,
                                   const struct gj_demo_bond *const bonds[], struct late *late)
{
    gj_id sent[GJ_BATCH_MAX];
    int count = round->count;
    enum gj_status status = gj_round_do(round);
    if (status != GJ_DONE)
        return status;
    for (int i = 0; i < count; i++)
        sent[i] = gj_round_is_ok(round, i) ? gj_round_reply(round, i)->id : 0;
    for (int i = 0; i < count; i++) {
        const struct gj_demo_person *receiver = &demo->people[bonds[i]->relative];
        if (sent[i] == 0)
            continue;
        if (i % 5 == 4 && late->count < GJ_BATCH_MAX) {
            late->transfers[late->count++] = sent[i];
            continue;
        }
        struct gj_command *command =
            gj_round_add(round, GJ_ACT_ACCEPT, gj_actor_citizen(receiver->id, receiver->area));
        command->person = receiver->id;
        command->body.ended.transfer = sent[i];
    }
    return gj_round_do(round);
}

/* What was not accepted goes back to its sender at six in the morning. */
static enum gj_status return_late(struct gj_round *round, const struct late *late, gj_day day)
{
    enum gj_status status = gj_round_move_clock(round, gj_time_at(day, 6, 0, 0));
    for (int i = 0; i < late->count; i++) {
        struct gj_command *command = gj_round_add(
            round, GJ_ACT_GIVE_BACK, (struct gj_actor){GJ_ROLE_JOB, 0, GJ_AREA_NATION});
        command->body.ended.transfer = late->transfers[i];
    }
    return status == GJ_DONE ? gj_round_do(round) : status;
}

static enum gj_status send_to(struct gj_demo *demo, struct gj_round *round, int parent, gj_day day)
{
    const struct gj_demo_bond *bonds[GJ_BATCH_MAX];
    struct late late = {0};
    enum gj_status status = gj_round_move_clock(round, gj_time_at(day, 10, 0, 0));
    for (int i = 0; i < demo->bonds_count && status == GJ_DONE; i++) {
        const struct gj_demo_bond *bond = &demo->bonds[i];
        if (!bond->by_wallet || bond->relative != bond->payer + parent)
            continue;
        bonds[round->count] = bond;
        add_transfer(demo, round, bond);
        if (gj_round_is_full(round))
            status = accept_round(round, demo, bonds, &late);
    }
    if (status == GJ_DONE)
        status = accept_round(round, demo, bonds, &late);
    return status == GJ_DONE ? return_late(round, &late, day + 1) : status;
}

/* To one parent today, to the other tomorrow: a transfer that waits blocks the next. */
enum gj_status gj_demo_send(struct gj_demo *demo, struct gj_round *round)
{
    gj_day day = gj_time_day(gj_centre_now(round->centre)) + 1;
    enum gj_status status = send_to(demo, round, 1, day);
    return status == GJ_DONE ? send_to(demo, round, 2, day + 1) : status;
}

/* ---- premiums ---- */

/* A child pays next year's premium of a parent who is insured as a resident, out of its account. What
   policy refuses stays unpaid. */
enum gj_status gj_demo_premiums(const struct gj_demo *demo, struct gj_round *round)
{
    enum gj_status status = GJ_DONE;
    int year = gj_day_year(gj_time_day(gj_centre_now(round->centre))) + 1;
    for (int i = 0; i < demo->bonds_count && status == GJ_DONE; i++) {
        const struct gj_demo_bond *bond = &demo->bonds[i];
        const struct gj_demo_person *payer = &demo->people[bond->payer];
        if (bond->payer < demo->cast_count ||
            demo->people[bond->relative].scheme != GJ_SCHEME_RESIDENT)
            continue;
        struct gj_command *command =
            gj_round_add(round, GJ_ACT_PREMIUM, gj_actor_citizen(payer->id, payer->area));
        command->person = payer->id;
        command->body.premium.relative = demo->people[bond->relative].id;
        command->body.premium.relation = bond->relation;
        command->body.premium.source = GJ_PAYER_OWN;
        command->body.premium.year = (int16_t)year;
        if (gj_round_is_full(round))
            status = gj_round_do(round);
    }
    return status == GJ_DONE ? gj_round_do(round) : status;
}
